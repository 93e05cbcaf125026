"""Rules of split and merge for tests: the shipped ones with some choices changed."""

from collections.abc import Mapping
from dataclasses import replace

from landdesk.app.application import Application
from landdesk.domain.codelist_table import table_text
from landdesk.domain.codelists import CodeList, Replacement
from landdesk.domain.parcel_policy import LIST
from landdesk.services.codelists import shipped_list
from landdesk.services.office_lists import replace_list


def policy_table(choices: Mapping[str, str]) -> str:
    """Return the shipped table with other choices."""
    shipped = shipped_list(LIST)
    codes = (
        replace(one, more={"choice": choices.get(one.code, one.more["choice"])}) for one in shipped.codes
    )
    return table_text(CodeList(shipped.spec, tuple(codes)))


def rule(app: Application, choices: Mapping[str, str]) -> None:
    """Let an office's own rules hold in a store."""
    own = Replacement("Chi nhánh", policy_table(choices))
    app.write(lambda context: replace_list(context.work, LIST, own))

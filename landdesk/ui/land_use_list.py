"""Land-use codes with their names, for explaining what is recorded.

The list is ``land_use`` of the code lists: purposes and groups in force, neither zones nor codes of older maps.
"""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from landdesk.domain.clock import local_time, system_clock
from landdesk.i18n import current_language
from landdesk.services.codelists import CodeLists
from landdesk.ui.lists_in_use import lists_in_use


def land_use_name(code: str | None) -> str:
    """Return the name of a code in the language of the reader; nothing for one that is not listed."""
    day = local_time(system_clock()).date()
    return _names(lists_in_use(), current_language(), day).get(code or "", "")


@lru_cache(maxsize=4)
def _names(lists: CodeLists, _language: str, today: date) -> Mapping[str, str]:
    codes = lists["land_use"]
    return codes.titles(one for one in codes.valid_on(today) if one.more["kind"] in ("purpose", "group"))

"""purpose.land-use-code: a code that is no purpose of a parcel today."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import ClassVar, Final

from landdesk.domain.codelists import CodeList, Standing
from landdesk.domain.finding import Criterion, Finding, Fixer
from landdesk.i18n import N_, Text, format_date
from landdesk.services.checking.record_view import RecordView
from landdesk.services.checking.rule import RecordRule
from landdesk.store.queries.checks.purposes import other_land_uses

_PURPOSE: Final = "purpose"
"""Kind of the codes that a purpose may have, in the code list ``land_use``."""
_CHOOSE: Final = Text(N_("Choose the land use that the papers say from the list."))


class PurposeLandUseCode(RecordRule):
    """Report every code that is not listed, that is a group or an old word, or that was abolished before its paper."""

    code: ClassVar[str] = "purpose.land-use-code"
    title: ClassVar[str] = N_("Land use code unknown or abolished")
    criterion: ClassVar[Criterion] = Criterion.CONSISTENT
    fixers: ClassVar[tuple[Fixer, ...]] = (Fixer.COMMUNE,)
    basis: ClassVar[str] = "T08"
    reads: ClassVar[frozenset[str]] = frozenset({"purpose", "certificate_parcel", "certificate"})

    def look(self, record: RecordView) -> Iterator[Finding]:
        """Look at every code that is no purpose of today."""
        listed, today = record.lists["land_use"], date.fromisoformat(record.today)
        good = [one.code for one in listed.valid_on(today) if one.more["kind"] == _PURPOSE]
        former: defaultdict[str, list[str]] = defaultdict(list)
        for one in listed:
            if one.more["kind"] == _PURPOSE and one.valid_to is not None and one.valid_to < today:
                former[one.valid_to.isoformat()].append(one.code)
        for use in other_land_uses(record.asked, good, former):
            what, remedy = _sentences(listed, use.code, today)
            yield self.fault([use.parcel], what, remedy, about=[use.purpose])


def _sentences(listed: CodeList, code: str, today: date) -> tuple[Text, Text]:
    found = listed.get(code)
    if found is None:
        return Text(N_("“{code}” is no land use of the list."), {"code": code}), _CHOOSE
    if found.valid_to is not None and found.valid_to < today:
        day = format_date(found.valid_to)
        what = Text(N_("The land use {code} was abolished on {day}."), {"code": code, "day": day})
        now = [one.code for one in listed.replacements(code, today)]
        if not now:
            return what, _CHOOSE
        return what, Text(N_("Take the land use of now: {codes}."), {"codes": ", ".join(now)})
    if found.standing(today) is Standing.NOT_YET:
        return Text(N_("The land use {code} is not in force yet."), {"code": code}), _CHOOSE
    return Text(N_("{code} is a group of land uses, not one that a parcel has."), {"code": code}), _CHOOSE

"""parcel.old-commune: a parcel under the code of a commune that is none today."""

from collections.abc import Iterator
from functools import cache
from typing import ClassVar

from landdesk.domain.communes import UnitMatch, UnitResult
from landdesk.domain.finding import Criterion, Finding, Fixer
from landdesk.i18n import N_, Text
from landdesk.services.checking.record_view import RecordView
from landdesk.services.checking.rule import RecordRule
from landdesk.store.queries.checks.parcels import communes, of_communes


class ParcelOldCommune(RecordRule):
    """Report every parcel whose commune is not in the list in force."""

    code: ClassVar[str] = "parcel.old-commune"
    title: ClassVar[str] = N_("Old commune code")
    criterion: ClassVar[Criterion] = Criterion.CONSISTENT
    fixers: ClassVar[tuple[Fixer, ...]] = (Fixer.COMMUNE,)
    basis: ClassVar[str] = "T05"
    reads: ClassVar[frozenset[str]] = frozenset({"parcel"})

    def look(self, record: RecordView) -> Iterator[Finding]:
        """Look for other codes."""
        others = record.ask(communes) - {one.code for one in record.lists["commune"]}
        for parcel, commune in of_communes(record.asked, others) if others else ():
            yield self.fault([parcel], *_sentences(record.lists.units.convert(commune)))


@cache
def _sentences(match: UnitMatch) -> tuple[Text, Text]:
    """Return what is wrong with a code and how to mend it."""
    if match.result is UnitResult.UNKNOWN:
        what = Text(N_("{code} is the code of no commune."), {"code": match.written})
        return what, Text(N_("Look which commune the parcel lies in, and give it that code."))
    what = Text(N_("{code} is the code of a former commune."), {"code": match.written})
    named = ", ".join(f"{one.label} ({one.code})" for one in match.communes)
    if match.one is not None:
        return what, Text(N_("It belongs to {commune} now; give the parcel that code."), {"commune": named})
    return what, Text(
        N_("It was divided among {communes}: look where the parcel lies, and give it that code."),
        {"communes": named},
    )

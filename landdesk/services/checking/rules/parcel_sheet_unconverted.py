"""parcel.sheet-unconverted: a certificate names an old map sheet, and nothing says which sheet that is now."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import ClassVar, Final

from landdesk.domain.finding import Criterion, Finding, Fixer
from landdesk.domain.ids import ObjectId
from landdesk.domain.numbering import natural
from landdesk.i18n import N_, Text
from landdesk.services.checking.record_view import RecordView
from landdesk.services.checking.rule import NotCheckedError, RecordRule
from landdesk.services.linking.pool import number_key, old_sheet_keys
from landdesk.store.queries.checks.parcels import (
    NamedSheet,
    has_old_sheets,
    named_sheets,
    old_sheet_numbers,
)

_REMEDY: Final = Text(
    N_("Record the old sheet of the parcel, or add it to the old numbers of the map sheet that it is now.")
)

Conversion = Mapping[tuple[str, str], set[str]]
"""Sheets of now, by commune and old sheet as they are compared."""


class ParcelSheetUnconverted(RecordRule):
    """Report every parcel that a certificate in force names by a sheet that leads to no sheet of now, or to several."""

    code: ClassVar[str] = "parcel.sheet-unconverted"
    title: ClassVar[str] = N_("Map sheet not converted after the merger")
    criterion: ClassVar[Criterion] = Criterion.ACCURATE
    fixers: ClassVar[tuple[Fixer, ...]] = (Fixer.COMMUNE, Fixer.OFFICE)
    basis: ClassVar[str] = "T06"
    reads: ClassVar[frozenset[str]] = frozenset({"parcel", "certificate", "certificate_parcel", "map_sheet"})
    everywhere: ClassVar[frozenset[str]] = frozenset({"map_sheet"})

    def look(self, record: RecordView) -> Iterator[Finding]:
        """Follow each sheet that a certificate names."""
        conversion = _conversion(record)
        if not conversion and not record.ask(has_old_sheets):
            raise NotCheckedError(
                "check.no-conversion",
                Text(N_("No old sheet number is recorded, neither of a map sheet nor of a parcel.")),
            )
        found: dict[ObjectId, Text] = {}
        for one in record.ask(named_sheets):
            what = _fault(one, conversion)
            if what is not None:
                found.setdefault(one.parcel, what)
        for parcel, what in found.items():
            yield self.fault([parcel], what, _REMEDY)


def _conversion(record: RecordView) -> Conversion:
    found: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for one in record.ask(old_sheet_numbers):
        for old in old_sheet_keys(one.old_numbers):
            found[one.commune, old].add(one.sheet)
    return found


def _fault(one: NamedSheet, conversion: Conversion) -> Text | None:
    named = number_key(one.named)
    if named in ("", number_key(one.sheet), number_key(one.old_sheet)):
        return None
    sheets = conversion.get((one.commune, named), ())
    if not sheets:
        return Text(
            N_("A certificate names sheet {sheet}; no map sheet is known to have been that one."),
            {"sheet": one.named},
        )
    is_own = number_key(one.sheet) in map(number_key, sheets)
    if len(sheets) > 1 and not is_own and one.old_sheet is None:
        return Text(
            N_("A certificate names sheet {sheet}; several map sheets were that one: {sheets}."),
            {"sheet": one.named, "sheets": ", ".join(sorted(sheets, key=natural))},
        )
    return None

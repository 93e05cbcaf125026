"""certificate.parcel-differs: a certificate that names its parcel by a sheet or number the record does not know."""

from collections.abc import Iterator, Sequence
from typing import ClassVar, Final

from landdesk.domain.finding import Criterion, Finding, Fixer
from landdesk.domain.ids import ObjectId
from landdesk.i18n import N_, Text
from landdesk.services.checking.record_view import RecordView
from landdesk.services.checking.rule import RecordRule
from landdesk.services.linking.pool import number_key, old_sheet_keys
from landdesk.store.queries.checks.certificates import Naming, OldNumbers, named_otherwise, old_sheet_numbers

_REMEDY: Final = Text(
    N_(
        "Compare with the paper and the map: correct what was typed wrongly, or record the old sheet and number of "
        "the parcel."
    )
)


class CertificateParcelDiffers(RecordRule):
    """Report every certificate in force that names a parcel otherwise than map and old numbers explain.

    A sheet that nothing converts is ``parcel.sheet-unconverted``.
    """

    code: ClassVar[str] = "certificate.parcel-differs"
    title: ClassVar[str] = N_("Sheet and number on the certificate differ")
    criterion: ClassVar[Criterion] = Criterion.ACCURATE
    fixers: ClassVar[tuple[Fixer, ...]] = (Fixer.COMMUNE, Fixer.OFFICE)
    basis: ClassVar[str] = "G06"
    reads: ClassVar[frozenset[str]] = frozenset(
        {"certificate", "certificate_parcel", "land_right", "map_sheet", "parcel"}
    )
    everywhere: ClassVar[frozenset[str]] = frozenset({"map_sheet"})

    def look(self, record: RecordView) -> Iterator[Finding]:
        """Judge the names that are neither the present nor the old one."""
        sheets = _Sheets(record.ask(old_sheet_numbers))
        found: dict[ObjectId, list[Naming]] = {}
        for one in record.ask(named_otherwise):
            if _is_unexplained(one, sheets):
                found.setdefault(one.certificate, []).append(one)
        parcels = record.asked.parcels_of("certificate", found)
        for certificate, differing in found.items():
            first = min(differing, key=lambda one: one.parcel)
            yield self.fault(
                parcels.get(certificate, []),
                Text(
                    N_("The certificate says {named}, the record {own}; parcels that differ: {count}."),
                    {
                        "named": f"{first.sheet or '?'}/{first.number or '?'}",
                        "own": f"{first.own_sheet}/{first.own_number}",
                        "count": len(differing),
                    },
                ),
                _REMEDY,
                about=[certificate],
                amount=len(differing),
                unit="count",
            )


class _Sheets:
    """Which map sheets an old number leads to."""

    def __init__(self, sheets: Sequence[OldNumbers]) -> None:
        self._by_old: dict[tuple[str, str], list[OldNumbers]] = {}
        for one in sheets:
            for number in set(old_sheet_keys(one.old_numbers)):
                self._by_old.setdefault((one.commune, number), []).append(one)

    def of(self, commune: str, number: str) -> list[OldNumbers]:
        """Return the map sheets that name an old number."""
        return self._by_old.get((commune, number), [])


def _is_unexplained(one: Naming, sheets: _Sheets) -> bool:
    sheet, number = number_key(one.sheet), number_key(one.number)
    present = number_key(one.own_sheet), number_key(one.own_number)
    if not all(present):
        return False
    # Where only one of the two got another number, the other is the present one.
    old = number_key(one.old_sheet) or present[0], number_key(one.old_number) or present[1]
    if any(sheet in ("", own[0]) and number in ("", own[1]) for own in (present, old)):
        return False
    if sheet in ("", present[0], old[0]):
        return True
    leads_to = sheets.of(one.commune, sheet)
    if any(to.map_sheet == one.map_sheet or number_key(to.number) == present[0] for to in leads_to):
        # The sheet got another number, its parcels kept theirs unless an old one is recorded.
        return number not in ("", present[1], old[1])
    return len(leads_to) == 1

"""scan.unsigned: a scan without a digital signature."""

from collections.abc import Iterator
from typing import ClassVar, Final

from landdesk.domain.finding import Criterion, Finding, Fixer
from landdesk.i18n import N_, Text
from landdesk.services.checking.record_view import RecordView
from landdesk.services.checking.rule import RecordRule
from landdesk.store.queries.checks.scans import unsigned

_WHAT: Final = Text(N_("The scan is not digitally signed."))
_REMEDY: Final = Text(N_("Ask the office to sign it."))


class ScanUnsigned(RecordRule):
    """Report every scan of which it is known that it is not signed."""

    code: ClassVar[str] = "scan.unsigned"
    title: ClassVar[str] = N_("Scan not digitally signed")
    criterion: ClassVar[Criterion] = Criterion.ACCURATE
    fixers: ClassVar[tuple[Fixer, ...]] = (Fixer.OFFICE,)
    basis: ClassVar[str] = "Q04"
    reads: ClassVar[frozenset[str]] = frozenset(
        {
            "certificate",
            "certificate_parcel",
            "document",
            "document_link",
            "land_right",
            "party",
            "party_member",
        }
    )

    def look(self, record: RecordView) -> Iterator[Finding]:
        """Look for scans that somebody said are not signed."""
        found = record.ask(unsigned)
        parcels = record.asked.parcels_of("document", found)
        for scan in found:
            yield self.fault(parcels.get(scan, []), _WHAT, _REMEDY, about=[scan])

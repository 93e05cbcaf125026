"""scan.unlinked: a scan of a certificate that is bound to none."""

from collections.abc import Iterator
from typing import ClassVar, Final

from landdesk.domain.finding import Criterion, Finding, Fixer
from landdesk.i18n import N_, Text
from landdesk.services.checking.record_view import RecordView
from landdesk.services.checking.rule import RecordRule
from landdesk.store.queries.checks.scans import unlinked

_WHAT: Final = Text(N_("The scan of a certificate is not attached to a certificate."))
_REMEDY: Final = Text(N_("Attach it to the certificate that it shows, or change the kind of the scan."))


class ScanUnlinked(RecordRule):
    """Report every scan of a certificate that names no certificate, be it bound to a parcel or a person."""

    code: ClassVar[str] = "scan.unlinked"
    title: ClassVar[str] = N_("Scan not attached to a certificate")
    criterion: ClassVar[Criterion] = Criterion.CONSISTENT
    fixers: ClassVar[tuple[Fixer, ...]] = (Fixer.COMMUNE,)
    basis: ClassVar[str] = "Q03"
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
        """Look for scans without a certificate."""
        found = record.ask(unlinked)
        parcels = record.asked.parcels_of("document", found)
        for scan in found:
            yield self.fault(parcels.get(scan, []), _WHAT, _REMEDY, about=[scan])

"""scan.certificate-missing: a certificate without a scan of it."""

from collections.abc import Iterator
from typing import ClassVar, Final

from landdesk.domain.finding import Criterion, Finding, Fixer
from landdesk.i18n import N_, Text
from landdesk.services.checking.record_view import RecordView
from landdesk.services.checking.rule import RecordRule
from landdesk.store.queries.checks.scans import without_certificate_scan

_WHAT: Final = Text(N_("There is no scan of the certificate."))
_REMEDY: Final = Text(
    N_("Scan the paper and add the file on the page of the parcel, or say that there is none.")
)


class ScanCertificateMissing(RecordRule):
    """Report every certificate in force with a parcel, of which no scan is bound to it, its right, parcel or holder."""

    code: ClassVar[str] = "scan.certificate-missing"
    title: ClassVar[str] = N_("Scan of the certificate missing")
    criterion: ClassVar[Criterion] = Criterion.COMPLETE
    fixers: ClassVar[tuple[Fixer, ...]] = (Fixer.COMMUNE,)
    basis: ClassVar[str] = "Q01"
    known: ClassVar[frozenset[str]] = frozenset({"scan"})
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
        """Look for a scan along all ways by which it can be bound."""
        found = record.ask(without_certificate_scan)
        parcels = record.asked.parcels_of("certificate", found)
        for certificate in found:
            yield self.fault(parcels.get(certificate, []), _WHAT, _REMEDY, about=[certificate])

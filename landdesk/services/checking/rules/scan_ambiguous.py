"""scan.ambiguous: one scan for several certificates, or several for one."""

from collections.abc import Iterator
from typing import ClassVar, Final

from landdesk.domain.finding import Criterion, Finding, Fixer
from landdesk.i18n import N_, Text
from landdesk.services.checking.record_view import RecordView
from landdesk.services.checking.rule import RecordRule
from landdesk.store.queries.checks.scans import of_one_certificate, of_several_certificates

_ONE_SCAN: Final = Text(
    N_("One scan is attached to several certificates, and it is not said which pages show which.")
)
_SAY_PAGES: Final = Text(
    N_("Record the pages of each certificate, or take the scan from those that it does not show.")
)
_KEEP_ONE: Final = Text(
    N_("Mark the scans that a newer one superseded, or record which pages of each show the certificate.")
)


class ScanAmbiguous(RecordRule):
    """Report scans of certificates in force of which it does not follow what shows what; people decide."""

    code: ClassVar[str] = "scan.ambiguous"
    title: ClassVar[str] = N_("Scan and certificate ambiguous")
    criterion: ClassVar[Criterion] = Criterion.CLEAN
    fixers: ClassVar[tuple[Fixer, ...]] = (Fixer.COMMUNE,)
    basis: ClassVar[str] = "Q07"
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
        """Count certificates of scans and scans of certificates."""
        shared = record.ask(of_several_certificates)
        # Two certificates with the same two scans are one question.
        groups = dict.fromkeys(tuple(sorted(group)) for group in record.ask(of_one_certificate))
        scans = [*shared, *(scan for group in groups for scan in group)]
        parcels = record.asked.parcels_of("document", scans)
        for scan in shared:
            yield self.fault(parcels.get(scan, []), _ONE_SCAN, _SAY_PAGES, about=[scan])
        for group in groups:
            yield self.fault(
                [parcel for scan in group for parcel in parcels.get(scan, [])],
                Text(N_("{count} scans are attached to one certificate."), {"count": len(group)}),
                _KEEP_ONE,
                about=group,
                amount=len(group),
                unit="count",
            )

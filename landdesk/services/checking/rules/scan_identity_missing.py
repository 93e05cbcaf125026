"""scan.identity-missing: a certificate of persons without a scan of their identity papers."""

from collections.abc import Iterator
from functools import partial
from typing import ClassVar, Final

from landdesk.domain.finding import Criterion, Finding, Fixer
from landdesk.i18n import N_, Text
from landdesk.services.checking.record_view import RecordView
from landdesk.services.checking.rule import RecordRule
from landdesk.services.entry.scan_names import scan_words
from landdesk.store.queries.checks.scans import without_identity_scan

_PAPERS: Final = "GT"
_WHAT: Final = Text(N_("There is no scan of an identity card of those whom the certificate names."))
_REMEDY: Final = Text(
    N_("Scan the card and add the file on the page of the parcel, or say that there is none.")
)


class ScanIdentityMissing(RecordRule):
    """Report every certificate of persons without a scan of papers bound to it, its right, parcel or holders."""

    code: ClassVar[str] = "scan.identity-missing"
    title: ClassVar[str] = N_("Scan of the identity card missing")
    criterion: ClassVar[Criterion] = Criterion.COMPLETE
    fixers: ClassVar[tuple[Fixer, ...]] = (Fixer.COMMUNE,)
    basis: ClassVar[str] = "Q02"
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
        found = record.ask(partial(without_identity_scan, kind=scan_words()[_PAPERS]))
        parcels = record.asked.parcels_of("certificate", found)
        for certificate in found:
            yield self.fault(parcels.get(certificate, []), _WHAT, _REMEDY, about=[certificate])

"""certificate.no-parcel: a certificate for a parcel that the record does not hold."""

from collections.abc import Iterator
from typing import ClassVar, Final

from landdesk.domain.finding import Criterion, Finding, Fixer
from landdesk.i18n import N_, Text
from landdesk.services.checking.record_view import RecordView
from landdesk.services.checking.rule import RecordRule
from landdesk.store.queries.checks.certificates import without_parcel

_REMEDY: Final = Text(
    N_("Link it with its parcel; where the record has none, enter the parcel from the certificate.")
)


class CertificateNoParcel(RecordRule):
    """Report every certificate in force that covers no parcel and proves no right."""

    code: ClassVar[str] = "certificate.no-parcel"
    title: ClassVar[str] = N_("Certificate without a parcel")
    criterion: ClassVar[Criterion] = Criterion.COMPLETE
    fixers: ClassVar[tuple[Fixer, ...]] = (Fixer.COMMUNE,)
    basis: ClassVar[str] = "G07"
    reads: ClassVar[frozenset[str]] = frozenset({"certificate", "certificate_parcel", "land_right"})

    def look(self, record: RecordView) -> Iterator[Finding]:
        """Look for what covers nothing."""
        for one in record.ask(without_parcel):
            what = Text(
                N_("Certificate {serial} covers no parcel of the record."), {"serial": one.serial or "?"}
            )
            yield self.fault([], what, _REMEDY, about=[one.certificate])

"""certificate.holder-differs: somebody else uses the land than the certificate says."""

from collections.abc import Iterator
from typing import ClassVar, Final

from landdesk.domain.finding import Criterion, Finding, Fixer
from landdesk.i18n import N_, Text
from landdesk.services.checking.record_view import RecordView
from landdesk.services.checking.rule import RecordRule
from landdesk.store.queries.checks.parties import other_users

_WHAT: Final = Text(N_("Besides the holder a present land user is recorded: the change is not registered."))
_REMEDY: Final = Text(
    N_("Have the change registered; then record the new certificate, or take out the right that is over.")
)


class CertificateHolderDiffers(RecordRule):
    """Report each certificate in force beside whose holder somebody has a right with a reason of the change."""

    code: ClassVar[str] = "certificate.holder-differs"
    title: ClassVar[str] = N_("User differs from the holder of the certificate")
    criterion: ClassVar[Criterion] = Criterion.LIVE
    fixers: ClassVar[tuple[Fixer, ...]] = (Fixer.COMMUNE,)
    basis: ClassVar[str] = "N12"
    reads: ClassVar[frozenset[str]] = frozenset({"certificate", "certificate_parcel", "land_right"})

    def look(self, record: RecordView) -> Iterator[Finding]:
        """Compare the rights on the parcels of each certificate."""
        found = record.ask(other_users)
        parcels = record.asked.parcels_of("certificate", found)
        for one in found:
            yield self.fault(parcels[one], _WHAT, _REMEDY, about=[one])

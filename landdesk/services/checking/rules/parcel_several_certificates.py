"""parcel.several-certificates: several valid certificates for one parcel and one holder."""

from collections.abc import Iterator
from typing import ClassVar, Final

from landdesk.domain.finding import Criterion, Finding, Fixer
from landdesk.i18n import N_, Text
from landdesk.services.checking.record_view import RecordView
from landdesk.services.checking.rule import RecordRule
from landdesk.store.queries.checks.certificates import crowded

_REMEDY: Final = Text(
    N_(
        "Find out which certificate is valid, and record of the others that they were replaced or revoked; "
        "of co-owners record which right each certificate proves."
    )
)


class ParcelSeveralCertificates(RecordRule):
    """Report every parcel with several certificates in force, unless each is that of another holder."""

    code: ClassVar[str] = "parcel.several-certificates"
    title: ClassVar[str] = N_("Several valid certificates for a parcel")
    criterion: ClassVar[Criterion] = Criterion.CLEAN
    fixers: ClassVar[tuple[Fixer, ...]] = (
        Fixer.OFFICE,
        Fixer.COMMUNE,
    )
    basis: ClassVar[str] = "G04"
    reads: ClassVar[frozenset[str]] = frozenset({"certificate", "certificate_parcel", "land_right"})

    def look(self, record: RecordView) -> Iterator[Finding]:
        """Tell certificates of co-owners from those that are too many."""
        for one in record.ask(crowded):
            holders = list(one.holders.values())
            if all(holders) and len(set().union(*holders)) == sum(map(len, holders)):
                continue
            count = len(holders)
            yield self.fault(
                [one.parcel],
                Text(
                    N_("{count} certificates in force cover the parcel: {serials}."),
                    {
                        "count": count,
                        "serials": ", ".join(sorted(serial or "?" for serial in one.serials.values())),
                    },
                ),
                _REMEDY,
                amount=count,
                unit="count",
            )

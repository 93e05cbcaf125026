"""certificate.serial-shared: one serial on several certificates."""

from collections.abc import Iterator
from typing import ClassVar, Final

from landdesk.domain.finding import Criterion, Finding, Fixer
from landdesk.domain.serials import is_serial, normalised_serial
from landdesk.i18n import N_, Text
from landdesk.services.checking.record_view import RecordView
from landdesk.services.checking.rule import RecordRule
from landdesk.store.queries.checks.certificates import shared_serials

_REMEDY: Final = Text(
    N_(
        "Compare with the papers: correct the serial that was typed wrongly; of one paper recorded twice keep one."
    )
)


class CertificateSerialShared(RecordRule):
    """Report each serial that several certificates in force have, however it is written."""

    code: ClassVar[str] = "certificate.serial-shared"
    title: ClassVar[str] = N_("Serial used twice")
    criterion: ClassVar[Criterion] = Criterion.CLEAN
    fixers: ClassVar[tuple[Fixer, ...]] = (
        Fixer.OFFICE,
        Fixer.COMMUNE,
    )
    basis: ClassVar[str] = "G03"
    reads: ClassVar[frozenset[str]] = frozenset({"certificate", "certificate_parcel", "land_right"})

    def look(self, record: RecordView) -> Iterator[Finding]:
        """Group certificates by serial; what is no serial at all is ``certificate.serial-malformed``."""
        groups = {key: group for key, group in record.ask(shared_serials).items() if is_serial(key)}
        parcels = record.asked.parcels_of("certificate", [one for group in groups.values() for one in group])
        for key, group in groups.items():
            yield self.fault(
                [parcel for one in group for parcel in parcels.get(one, [])],
                Text(
                    N_("{count} certificates in force have the serial {serial}."),
                    {"count": len(group), "serial": normalised_serial(key)},
                ),
                _REMEDY,
                about=group,
                amount=len(group),
                unit="count",
            )

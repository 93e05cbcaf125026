"""certificate.serial-malformed: a serial that has none of the forms of a serial."""

from collections.abc import Iterator
from typing import ClassVar, Final

from landdesk.domain.finding import Criterion, Finding, Fixer
from landdesk.domain.serials import is_serial
from landdesk.i18n import N_, Text
from landdesk.services.checking.record_view import RecordView
from landdesk.services.checking.rule import RecordRule
from landdesk.store.queries.checks.certificates import unusual_serials

_REMEDY: Final = Text(
    N_("Compare with the paper, and correct the serial; several serials are several certificates.")
)


class CertificateSerialMalformed(RecordRule):
    """Report every serial of a certificate in force that ``domain/serials.py`` does not take for one."""

    code: ClassVar[str] = "certificate.serial-malformed"
    title: ClassVar[str] = N_("Serial malformed")
    criterion: ClassVar[Criterion] = Criterion.CLEAN
    fixers: ClassVar[tuple[Fixer, ...]] = (Fixer.COMMUNE,)
    basis: ClassVar[str] = "G02"
    reads: ClassVar[frozenset[str]] = frozenset({"certificate", "certificate_parcel", "land_right"})

    def look(self, record: RecordView) -> Iterator[Finding]:
        """Compare what looks unusual with the forms."""
        wrong = [one for one in record.ask(unusual_serials) if not is_serial(one.serial or "")]
        parcels = record.asked.parcels_of("certificate", [one.certificate for one in wrong])
        for one in wrong:
            yield self.fault(
                parcels.get(one.certificate, []),
                Text(
                    N_(
                        "“{serial}” has none of the forms of a serial: letters or digits are missing or too many."
                    ),
                    {"serial": one.serial},
                ),
                _REMEDY,
                about=[one.certificate],
            )

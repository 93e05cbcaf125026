"""certificate.field-missing: a certificate without serial, register number or date of issue."""

from collections.abc import Iterator
from typing import ClassVar, Final

from landdesk.domain.finding import Criterion, Finding, Fixer
from landdesk.i18n import N_, Text
from landdesk.services.checking.record_view import RecordView
from landdesk.services.checking.rule import RecordRule
from landdesk.services.checking.words import listed
from landdesk.store.queries.checks.certificates import lacking

_REMEDY: Final = Text(N_("Fill in what the paper says."))
_TITLES: Final = (N_("Serial number"), N_("Register entry number"), N_("Date of issue"))


class CertificateFieldMissing(RecordRule):
    """Report every certificate in force that lacks one of the three by which it is found, once for all."""

    code: ClassVar[str] = "certificate.field-missing"
    title: ClassVar[str] = N_("Serial, register number or date missing")
    criterion: ClassVar[Criterion] = Criterion.COMPLETE
    fixers: ClassVar[tuple[Fixer, ...]] = (Fixer.COMMUNE,)
    basis: ClassVar[str] = "G01"
    known: ClassVar[frozenset[str]] = frozenset({"certificate"})
    reads: ClassVar[frozenset[str]] = frozenset({"certificate", "certificate_parcel", "land_right"})

    def look(self, record: RecordView) -> Iterator[Finding]:
        """Name what is empty."""
        found = record.ask(lacking)
        parcels = record.asked.parcels_of("certificate", [one.certificate for one in found])
        for one in found:
            flags = (one.serial is None, one.register_number, one.issued_on)
            missing = [title for title, lacks in zip(_TITLES, flags, strict=True) if lacks]
            yield self.fault(
                parcels.get(one.certificate, []),
                Text(
                    N_("Not recorded of certificate {serial}: {fields}."),
                    {"serial": one.serial or "?", "fields": listed(missing)},
                ),
                _REMEDY,
                about=[one.certificate],
                amount=len(missing),
                unit="count",
            )

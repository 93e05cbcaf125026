"""certificate.kind-date: a type of certificate that was not issued on its date of issue."""

from collections.abc import Iterator
from functools import partial
from typing import ClassVar, Final

from landdesk.domain.finding import Criterion, Finding, Fixer
from landdesk.i18n import N_, Text
from landdesk.services.checking.record_view import RecordView
from landdesk.services.checking.rule import RecordRule
from landdesk.services.checking.words import day
from landdesk.store.queries.checks.certificates import Span, of_another_time

_LIST: Final = "certificate_type"
_REMEDY: Final = Text(
    N_("Compare type and date of issue with the paper, and correct what was typed wrongly.")
)


class CertificateKindDate(RecordRule):
    """Report every certificate in force whose type was issued before or after its date of issue only."""

    code: ClassVar[str] = "certificate.kind-date"
    title: ClassVar[str] = N_("Kind of certificate does not fit its date")
    criterion: ClassVar[Criterion] = Criterion.ACCURATE
    fixers: ClassVar[tuple[Fixer, ...]] = (Fixer.COMMUNE,)
    basis: ClassVar[str] = "G05"
    reads: ClassVar[frozenset[str]] = frozenset({"certificate", "certificate_parcel", "land_right"})

    def look(self, record: RecordView) -> Iterator[Finding]:
        """Compare with the days of the code list."""
        kinds = record.lists[_LIST]
        spans = [
            Span(
                one.code,
                one.valid_from.isoformat() if one.valid_from else "",
                one.valid_to.isoformat() if one.valid_to else "",
            )
            for one in kinds
        ]
        found = record.ask(partial(of_another_time, spans=spans))
        parcels = record.asked.parcels_of("certificate", [one.certificate for one in found])
        labels = {one.code: one.label for one in kinds}
        for one in found:
            yield self.fault(
                parcels.get(one.certificate, []),
                Text(
                    N_("“{kind}” was not issued on {day}, the date of issue of the certificate."),
                    {"kind": labels[one.kind], "day": day(one.issued_on)},
                ),
                _REMEDY,
                about=[one.certificate],
            )

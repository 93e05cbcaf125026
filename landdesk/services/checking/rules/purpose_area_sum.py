"""purpose.area-sum: the areas of the purposes do not add up to that of the parcel."""

from collections.abc import Iterator
from typing import ClassVar, Final

from landdesk.domain.finding import Criterion, Finding, Fixer
from landdesk.i18n import N_, Text
from landdesk.services.checking.record_view import RecordView
from landdesk.services.checking.rule import RecordRule
from landdesk.store.queries.checks.purposes import area_sums

_REMEDY: Final = Text(N_("Compare with the certificate, and correct the area of a purpose or of the parcel."))


class PurposeAreaSum(RecordRule):
    """Report every parcel all of whose purposes have an area, where these add up to another one."""

    code: ClassVar[str] = "purpose.area-sum"
    title: ClassVar[str] = N_("Areas of the purposes do not add up")
    criterion: ClassVar[Criterion] = Criterion.ACCURATE
    fixers: ClassVar[tuple[Fixer, ...]] = (Fixer.COMMUNE,)
    basis: ClassVar[str] = "T07"
    reads: ClassVar[frozenset[str]] = frozenset({"parcel", "purpose"})

    def look(self, record: RecordView) -> Iterator[Finding]:
        """Add up; the store does."""
        for one in area_sums(record.asked, record.limits.purpose_sum_m2):
            what = Text(
                N_("The purposes add up to {sum_m2:,.2f} m², the parcel has {area_m2:,.2f} m²."),
                {"sum_m2": one.sum_m2, "area_m2": one.area_m2},
            )
            yield self.fault([one.parcel], what, _REMEDY, amount=abs(one.sum_m2 - one.area_m2), unit="m2")

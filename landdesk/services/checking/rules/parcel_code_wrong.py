"""parcel.code-wrong: an identification code that is none, that several parcels have, or that lies elsewhere."""

import math
from collections.abc import Iterator
from typing import ClassVar, Final

import numpy as np

from landdesk.domain.arrays import Floats
from landdesk.domain.finding import Criterion, Finding, Fixer
from landdesk.domain.ids import ObjectId
from landdesk.i18n import N_, Text
from landdesk.services.checking.code_places import code_letters, distances_m, places
from landdesk.services.checking.record_view import RecordView
from landdesk.services.checking.rule import RecordRule
from landdesk.store.queries.checks.parcels import parcel_codes, shared_codes, system

_REMEDY: Final = Text(
    N_("Compare with the code that was issued; the registration branch corrects it. Never compute a new one.")
)
_SHOWN: Final = 24
"""Letters of a code that is none."""


class ParcelCodeWrong(RecordRule):
    """Report each code that several parcels have, once; of the others those without the form, and those far outside."""

    code: ClassVar[str] = "parcel.code-wrong"
    title: ClassVar[str] = N_("Parcel code wrong or used twice")
    criterion: ClassVar[Criterion] = Criterion.ACCURATE
    fixers: ClassVar[tuple[Fixer, ...]] = (Fixer.OFFICE,)
    basis: ClassVar[str] = "T04"
    reads: ClassVar[frozenset[str]] = frozenset({"parcel", "shape"})

    def look(self, record: RecordView) -> Iterator[Finding]:
        """Compare codes with each other and with the map."""
        shared = record.ask(shared_codes)
        for parcels in shared:
            what = Text(N_("{count} parcels have one identification code."), {"count": len(parcels)})
            yield self.fault(parcels, what, _REMEDY, amount=len(parcels), unit="count")
        several = {one for parcels in shared for one in parcels}
        coded = [(parcel, code) for parcel, code in record.ask(parcel_codes) if parcel not in several]
        well_formed, letters = code_letters([code for _, code in coded])
        located = []
        for (parcel, code), is_code in zip(coded, well_formed.tolist(), strict=True):
            if is_code:
                located.append(parcel)
            else:
                what = Text(
                    N_("“{code}” is no identification code: twelve figures and letters without a, i, l, o."),
                    {"code": code[:_SHOWN]},
                )
                yield self.fault([parcel], what, _REMEDY)
        if located:
            yield from self._elsewhere(record, located, places(letters, record.ask(system)))

    def _elsewhere(self, record: RecordView, parcels: list[ObjectId], points: Floats) -> Iterator[Finding]:
        """Yield the codes that lie outside of their parcels."""
        away_m = distances_m(record.coverage, parcels, points)
        for at in np.flatnonzero(away_m > record.limits.code_distance_m).tolist():
            distance_m = float(away_m[at])
            if math.isfinite(distance_m):
                what = Text(
                    N_("The identification code lies {distance_m:,.1f} m outside of the parcel."),
                    {"distance_m": round(distance_m, 1)},
                )
                yield self.fault([parcels[at]], what, _REMEDY, amount=distance_m, unit="m")
            else:
                yield self.fault(
                    [parcels[at]],
                    Text(N_("The identification code lies in another part of the world.")),
                    _REMEDY,
                )

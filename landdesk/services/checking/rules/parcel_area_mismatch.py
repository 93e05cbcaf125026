"""parcel.area-mismatch: the area on the map and the legal area differ by more than is allowed."""

from typing import ClassVar

import numpy as np

from landdesk.domain.arrays import Integers
from landdesk.domain.finding import Criterion, Finding, Fixer
from landdesk.domain.limits import Limits
from landdesk.i18n import N_, Text
from landdesk.services.checking.rule import MapRule, Scope
from landdesk.services.checking.view import CheckView


class ParcelAreaMismatch(MapRule):
    """Report every parcel with both areas whose difference is above max(absolute, factor × scale × √legal area)."""

    code: ClassVar[str] = "parcel.area-mismatch"
    title: ClassVar[str] = N_("Map area differs from legal area")
    criterion: ClassVar[Criterion] = Criterion.ACCURATE
    fixers: ClassVar[tuple[Fixer, ...]] = (Fixer.OFFICE,)
    basis: ClassVar[str] = "M07"
    scope: ClassVar[Scope] = Scope.PARCEL

    def check(self, view: CheckView, limits: Limits, subset: Integers | None) -> list[Finding]:
        """Compare the two columns; parcels without a shape or a legal area are left to other rules."""
        chosen = view.chosen(subset)
        legal_m2 = view.column("legal_area_m2")[chosen]
        comparable = view.has_shape[chosen] & ~np.isnan(legal_m2)
        chosen, legal_m2 = chosen[comparable], legal_m2[comparable]
        map_m2 = view.areas_m2[chosen]
        allowed_m2 = np.maximum(
            limits.area_difference_m2,
            limits.area_factor * limits.area_scale * np.sqrt(np.maximum(legal_m2, 0.0)),
        )
        # A micrometre times a kilometre: what is exactly at the limit is not above it.
        difference_m2 = np.round(np.abs(map_m2 - legal_m2), 3)
        faulty = np.flatnonzero(difference_m2 > allowed_m2)
        places = view.anchors(chosen[faulty])
        return [
            self.finding(
                view.ids([chosen[row]]),
                place,
                Text(
                    N_(
                        "{map_m2:,.1f} m² on the map, {legal_m2:,.1f} m² legally; {allowed_m2:.1f} m² are allowed."
                    ),
                    {
                        "map_m2": float(map_m2[row]),
                        "legal_m2": float(legal_m2[row]),
                        "allowed_m2": float(allowed_m2[row]),
                    },
                ),
                Text(
                    N_("Compare with the certificate: correct the legal area, or survey the boundary again.")
                ),
                amount=difference_m2[row],
                unit="m2",
            )
            for row, place in zip(faulty, places, strict=True)
        ]

"""parcel.missing-field: a parcel whose record lacks what every parcel has to have."""

from functools import cache
from typing import Any, ClassVar, Final

import numpy as np
from numpy.typing import NDArray

from landdesk.domain.arrays import Flags, Integers
from landdesk.domain.completeness import LOOKED_AT
from landdesk.domain.fields import FIELD_BY_ID
from landdesk.domain.finding import Criterion, Finding, Severity
from landdesk.domain.limits import Limits
from landdesk.i18n import N_, Text
from landdesk.services.checking.rule import Rule, Scope
from landdesk.services.checking.view import CheckView

# Field of the registry, and the column of the read model that tells of it, in the order people read.
_FIELDS: Final = (
    ("F002", "sheet"),
    ("F003", "number"),
    ("F021", "land_use"),
    ("F006", "legal_area_m2"),
    ("F005", "has_address"),
    ("F041", "user_count"),
)
_GROUPS: Final = ("", "", "purpose", "area", "address", "user")
_REMEDY: Final = Text(N_("Fill in the form of the parcel."))


class ParcelMissingField(Rule):
    """Report every parcel that lacks sheet, number, land use, legal area, address or land user, once for all.

    What no loaded source holds is unknown, not missing, and is not reported.
    """

    code: ClassVar[str] = "parcel.missing-field"
    title: ClassVar[str] = N_("Compulsory field empty")
    criterion: ClassVar[Criterion] = Criterion.COMPLETE
    severity: ClassVar[Severity] = Severity.ERROR
    scope: ClassVar[Scope] = Scope.PARCEL

    def check(self, view: CheckView, limits: Limits, subset: Integers | None) -> list[Finding]:
        """Look at each column for what is not recorded."""
        del limits  # a field is recorded or not
        chosen = view.chosen(subset)
        unlooked = view.column("unlooked")[chosen]
        is_empty = np.column_stack(
            [
                _is_empty(view.column(column)[chosen]) & ((unlooked & LOOKED_AT.get(group, 0)) == 0)
                for (_, column), group in zip(_FIELDS, _GROUPS, strict=True)
            ]
        )
        faulty = np.flatnonzero(is_empty.any(axis=1))
        places = view.anchors(chosen[faulty])
        return [
            self.finding(
                (view.id_at(at),), place, _what(tuple(empty)), _REMEDY, amount=sum(empty), unit="count"
            )
            for at, empty, place in zip(chosen[faulty], is_empty[faulty].tolist(), places, strict=True)
        ]


def _is_empty(values: NDArray[Any]) -> Flags:
    """Return which values stand for "not recorded": None, NaN, False or 0."""
    nothing: Flags
    if values.dtype == object:
        nothing = np.array([value is None for value in values.tolist()], dtype=bool)
    elif values.dtype == np.float64:
        nothing = np.isnan(values)
    else:
        nothing = values == 0
    return nothing


@cache
def _what(is_empty: tuple[bool, ...]) -> Text:
    """Return the sentence that names the empty fields, with commas between them."""
    titles = [FIELD_BY_ID[field].title for (field, _), empty in zip(_FIELDS, is_empty, strict=True) if empty]
    names = [f"field_{at}" for at in range(len(titles))]
    # No catalogue holds this source; it stays as it is and each title in it is put into words.
    fields = Text(
        ", ".join(f"{{{name}}}" for name in names),
        {name: Text(title) for name, title in zip(names, titles, strict=True)},
    )
    return Text(N_("Not recorded: {fields}."), {"fields": fields})

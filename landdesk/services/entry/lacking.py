"""What a form does not say although a parcel needs it to be complete."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from landdesk.domain.completeness import Need
from landdesk.services.checking.needs import shipped_needs
from landdesk.services.entry.form import CertificateForm


def lacking(form: CertificateForm, needs: Sequence[Need] | None = None) -> tuple[str, ...]:
    """Return the places of what a parcel needs to be complete and the completed form does not say.

    They do not stand in the way: the paper may not say them either.
    """
    found: list[str] = []
    for need in shipped_needs() if needs is None else needs:
        for place, part in _parts(form, need):
            names = [_KEYS.get((need.of, one), one) for one in need.any_of]
            names = [one for one in names if hasattr(part, one)]
            if names and all(getattr(part, one) in (None, ()) for one in names):
                found.append(place + _PLACES.get(names[0], names[0]))
    return tuple(dict.fromkeys(found))


def _parts(form: CertificateForm, need: Need) -> Iterator[tuple[str, Any]]:
    if need.of == "certificate":
        yield "", form
    elif need.of == "parcel" and need.group != "code":
        yield from ((f"parcels.{at}.", one) for at, one in enumerate(form.parcels))
    elif need.of in ("purpose", "purpose_origin"):
        for at, parcel in enumerate(form.parcels):
            yield from ((f"parcels.{at}.purposes.{place}.", one) for place, one in enumerate(parcel.purposes))
    elif need.of == "party" and (not need.kinds or "individual" in need.kinds):
        yield from ((f"persons.{at}.", one) for at, one in enumerate(form.persons))


_KEYS: Final = {
    ("parcel", "legal_area_m2"): "area_m2",
    ("purpose_origin", "origin"): "origins",
    ("purpose_origin", "detail"): "origins",
}
_PLACES: Final = {"origins": "origin", "term_kind": "term"}

"""One object that a form means, and how a form names holders and sums areas; the objects themselves: ``plan.py``."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeVar

from landdesk.domain.commands import New, Value
from landdesk.domain.completeness import CERTIFICATE_SCAN
from landdesk.domain.ids import ObjectId
from landdesk.domain.person_names import NameLikeness, likeness
from landdesk.domain.records import AnyRecord, Party
from landdesk.services.campaign.joint_names import joint_name
from landdesk.services.entry.form import CertificateForm, ParcelForm

FormT = TypeVar("FormT")
RecordT = TypeVar("RecordT")


@dataclass(frozen=True, slots=True)
class Target:
    """One object.

    Args:
        class_name: Its class.
        key: What others of the same act call it by.
        recorded: The object as it is; None for a new one.
        typed: Values by field; a recorded one that differs is a conflict.
        places: Where in the form each value was typed.
        own: Values that the program sets, whatever is recorded.
        silent: Values for a new or empty field only; no conflict where another one is recorded.
    """

    class_name: str
    key: str
    recorded: AnyRecord | None
    typed: Mapping[str, Value]
    places: Mapping[str, str] = field(default_factory=dict)
    own: Mapping[str, Value] = field(default_factory=dict)
    silent: Mapping[str, Value] = field(default_factory=dict)

    @property
    def ref(self) -> ObjectId | New:
        """How other objects of the act name it."""
        return New(self.key) if self.recorded is None else self.recorded.id


def holder_name(form: CertificateForm) -> str:
    """Return how a certificate names several people together."""
    return joint_name(form.holder_kind, [(one.name or "", one.role, one.sex) for one in form.persons])


def certificate_scan(form: CertificateForm) -> int | None:
    """Return the place of the scan that values are taken from: that of the certificate, else the first."""
    kinds = [one.kind for one in form.scans]
    return kinds.index(CERTIFICATE_SCAN) if CERTIFICATE_SCAN in kinds else 0 if kinds else None


def total_area(parcel: ParcelForm) -> Decimal:
    """Return the sum of the areas of the purposes, in square metres."""
    return sum((one.area_m2 for one in parcel.purposes if one.area_m2 is not None), Decimal(0))


def conflicts_of(target: Target) -> Mapping[str, tuple[str, Any]]:
    """Return the fields of an object whose recorded value is another one than what was typed: place and value."""
    found: dict[str, tuple[str, Any]] = {}
    for name, value in target.typed.items():
        recorded = None if target.recorded is None else getattr(target.recorded, name)
        if recorded is not None and not _same(target.class_name, name, recorded, value):
            found[name] = (target.places[name], recorded)
    return found


def _same(class_name: str, name: str, recorded: Any, value: Any) -> bool:
    """Tell whether two values say the same; a name without its titles, a date that is known further."""
    if recorded == value:
        return True
    if (class_name, name) == ("party", "name"):
        return likeness(str(recorded), str(value)) is NameLikeness.SAME
    return False


def paired(
    forms: Sequence[FormT], recorded: Sequence[RecordT], same: Callable[[FormT, RecordT], bool]
) -> list[tuple[FormT, RecordT | None]]:
    """Return each part of the form with the recorded one it means: the same one, else what is left, in order."""
    left = list(recorded)
    found: dict[int, RecordT] = {}
    for at, one in enumerate(forms):
        other = next((each for each in left if same(one, each)), None)
        if other is not None:
            found[at] = other
            left.remove(other)
    return [
        (one, found[at] if at in found else left.pop(0) if left else None) for at, one in enumerate(forms)
    ]


def parties_of(targets: Sequence[Target]) -> list[Party]:
    """Return the recorded land users that a form means."""
    return [one.recorded for one in targets if isinstance(one.recorded, Party)]

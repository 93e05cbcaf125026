"""Labels into faces: number over area, land type below; each text belongs where its middle or label point lies."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

from landdesk.services.importing.drawing.content import Content, Label
from landdesk.services.importing.drawing.levels import AREA, LAND_USE, NUMBER, drawing_limits

_NUMBER: Final = re.compile(r"[0-9]{1,6}(?:[-./]?[A-Za-z]|[-./][0-9]{1,4})?")
_MEASURE: Final = re.compile(r"([0-9]+)[.,]([0-9]{1,2})(?:\s*m[2²]?)?", re.IGNORECASE)
_WHOLE: Final = re.compile(r"([0-9]+)(?:\s*m[2²])?", re.IGNORECASE)
_FRACTION: Final = re.compile(r"([0-9]+[A-Za-z]?)\s*/\s*([0-9]+[.,][0-9]{1,2})")
_CODE: Final = re.compile(r"[A-ZĐ][A-Z0-9]{1,3}(?:\s*[+;,]\s*[A-ZĐ][A-Z0-9]{1,3})*")
_ROLES: Final = frozenset({NUMBER, AREA, LAND_USE})


@dataclass(slots=True)
class FaceValues:
    """What the labels of one face say; several of a kind contradict each other."""

    numbers: list[str] = field(default_factory=list)
    areas: list[str] = field(default_factory=list)
    land_uses: list[str] = field(default_factory=list)

    @property
    def has_two(self) -> bool:
        """Whether there are labels of two parcels."""
        return len(self.numbers) > 1 or len(self.areas) > 1

    @property
    def is_empty(self) -> bool:
        """Whether there is no label."""
        return not (self.numbers or self.areas or self.land_uses)

    @property
    def number(self) -> str | None:
        """The number, if there is one to be sure of."""
        return None if self.has_two or not self.numbers else self.numbers[0]

    @property
    def area(self) -> Decimal | str | None:
        """The area, square metres; what is no number is left for the import to name."""
        return None if self.has_two or not self.areas else _measure(self.areas[0])

    @property
    def land_use(self) -> str | None:
        """Codes, joined with a plus."""
        return None if self.has_two or not self.land_uses else "+".join(self.land_uses)


def put_labels(content: Content, shapes: NDArray[Any]) -> tuple[list[FaceValues], list[Label]]:
    """Return what the labels of each face say, and the labels that lie in no face.

    Of the latter only parcel numbers are given where the drawing has any: area and land type stand beside them.
    """
    labels = _understood(content.labels)
    values = [FaceValues() for _ in shapes]
    if not labels:
        return values, []
    face_of = _faces_of(labels, content.label_points, shapes)
    by_face: defaultdict[int, list[Label]] = defaultdict(list)
    lost: list[Label] = []
    for label, face in zip(labels, face_of.tolist(), strict=True):
        if face < 0:
            lost.append(label)
        else:
            by_face[face].append(label)
    for face, found in by_face.items():
        found.sort(key=lambda label: (-label.y, label.x))
        values[face] = _values(found)
    if any(label.role == NUMBER for label in labels):
        lost = [label for label in lost if label.role == NUMBER]
    return values, lost


def _understood(labels: Sequence[Label]) -> list[Label]:
    """Return the labels of parcels, each with its role.

    Where no text stands on a level of labels, all texts are looked at by their form: drawings without levels exist.
    """
    known = [label for label in labels if label.role in _ROLES]
    found: list[Label] = []
    for label in known or labels:
        text = " ".join(label.text.split())
        if not text:
            continue
        fraction = _FRACTION.fullmatch(text)
        if fraction is not None and label.role in ("", NUMBER):
            found += [
                replace(label, role=NUMBER, text=fraction[1]),
                replace(label, role=AREA, text=fraction[2]),
            ]
            continue
        role = _role(label.role, text)
        if role:
            found.append(replace(label, role=role, text=text))
    return found


def _role(role: str, text: str) -> str:
    """Return what a text is: the level decides, but an area or a code on the level of numbers is taken for itself."""
    if role in (AREA, LAND_USE):
        return role
    if _MEASURE.fullmatch(text):
        return AREA
    if _CODE.fullmatch(text):
        return LAND_USE
    if role == NUMBER or _NUMBER.fullmatch(text):
        return NUMBER
    return ""


def _faces_of(
    labels: Sequence[Label], label_points: Sequence[tuple[float, float]], shapes: NDArray[Any]
) -> NDArray[np.int64]:
    """Return the index of the face of each label, -1 for none."""
    middles = np.array([(label.x, label.y) for label in labels])
    if label_points:
        # A text may stick out of a narrow parcel; its label point does not.
        points = np.array(label_points)
        reach = np.array([label.height for label in labels]) * drawing_limits().label_reach_heights
        which, nearest = shapely.STRtree(shapely.points(points)).query_nearest(
            shapely.points(middles), max_distance=max(float(reach.max()), 0.001), all_matches=False
        )
        near = np.hypot(*(points[nearest] - middles[which]).T) <= reach[which]
        middles[which[near]] = points[nearest[near]]
    faces = np.full(len(labels), -1, dtype=np.int64)
    if len(shapes):
        which, face = shapely.STRtree(shapes).query(shapely.points(middles), predicate="intersects")
        faces[which] = face
    return faces


def _values(labels: Sequence[Label]) -> FaceValues:
    made = FaceValues()
    for label in labels:
        if label.role == NUMBER:
            _add(made.numbers, label.text)
        elif label.role == AREA:
            _add(made.areas, label.text)
        else:
            for code in re.split(r"\s*[+;,]\s*", label.text):
                _add(made.land_uses, code)
    # Without levels an area without decimals looks like a number; it stands below it.
    if len(made.numbers) == 2 and not made.areas and all(label.role != AREA for label in labels):
        tops = [label for label in labels if label.role == NUMBER]
        if _WHOLE.fullmatch(made.numbers[1]) and _is_stacked(tops):
            made.areas.append(made.numbers.pop())
    return made


def _is_stacked(labels: Sequence[Label]) -> bool:
    """Tell whether two texts are one label: the second right below the first."""
    first, second = labels[0], labels[-1]
    height = max(first.height, second.height)
    return abs(first.x - second.x) <= 2 * height and 0 < first.y - second.y <= 4 * height


def _add(known: list[str], text: str) -> None:
    if text and text not in known:
        known.append(text)


def _measure(text: str) -> Decimal | str:
    found = _MEASURE.fullmatch(text)
    if found is not None:
        return Decimal(f"{found[1]}.{found[2]}")
    whole = _WHOLE.fullmatch(text)
    return text if whole is None else Decimal(whole[1])

"""What previews of split, divide, merge and strip say before one agrees: areas, numbers, what each part gets."""

from collections.abc import Sequence

from PySide6.QtGui import QFontMetricsF, QPainter
from shapely import MultiPolygon

from landdesk.domain.coverage import Coverage
from landdesk.domain.geometry import area_m2
from landdesk.domain.ids import ObjectId
from landdesk.domain.parcel_policy import CHOSEN, CLASSES_OF, LIST, NONE, ParcelPolicy, policy_of
from landdesk.domain.records import OFFICIAL, PROVISIONAL, parcel_key
from landdesk.i18n import _, format_number
from landdesk.ui.lists_in_use import lists_in_use
from landdesk.ui.map.tools.preview import paint_words, words_font
from landdesk.ui.map.tools.tool import MapScene
from landdesk.ui.map.view import MapView


def policy_in_use() -> ParcelPolicy:
    """Return the rules of split and merge in force."""
    return policy_of(lists_in_use()[LIST])


def key_of(coverage: Coverage, parcel_id: ObjectId) -> str:
    """Return a parcel as people call it."""
    here = coverage.indices_of([parcel_id])
    sheet, number, provisional = (
        coverage.column(name, here)[0] for name in ("sheet", "number", "provisional")
    )
    return parcel_key(sheet, number, PROVISIONAL if provisional else OFFICIAL)


def part_lines(scene: MapScene, part: MultiPolygon, place: int) -> list[str]:
    """Return what is said of a part of a parcel: its area; number; land users and certificates it gets.

    Args:
        scene: Where the parcel lies.
        part: The part.
        place: Of the part, the largest being 0.
    """
    at = part.point_on_surface()
    here, coverage = scene.parcel_at(at.x, at.y), scene.coverage
    lines = [_("{area} m²").format(area=format_number(round(part.area, 2)))]
    if here is None or coverage is None:
        return lines
    policy = policy_in_use()
    if policy.part_kept == CHOSEN:
        number, has_what_stays = _("number to be chosen"), False
    else:
        has_what_stays = place == 0
        number = key_of(coverage, here) if place == 0 and policy.part_kept != NONE else _("new number")
    lines.append(number)
    if has_what_stays or CLASSES_OF["split.users"] <= policy.to_every:
        lines.append(_("users: {count}").format(count=_users(coverage, [here])))
    if has_what_stays or CLASSES_OF["split.certificates"] <= policy.to_every:
        lines.append(_("certificates if any"))
    return lines


def merged_lines(coverage: Coverage, parcels: Sequence[ObjectId], merged: MultiPolygon) -> list[str]:
    """Return what is said of the parcel that a merge makes: its area; number; land users at most."""
    shapes = {one: coverage.shape(one) for one in parcels}
    largest = max(parcels, key=lambda one: area_m2(shapes[one]))
    is_chosen = policy_in_use().parcel_kept == CHOSEN
    return [
        _("{area} m²").format(area=format_number(round(merged.area, 2))),
        _("number to be chosen") if is_chosen else key_of(coverage, largest),
        _("users: {count}").format(count=_users(coverage, parcels)),
    ]


def _users(coverage: Coverage, parcels: Sequence[ObjectId]) -> int:
    return int(coverage.column("user_count", coverage.indices_of(parcels)).sum())


def paint_lines(painter: QPainter, view: MapView, shape: MultiPolygon, lines: Sequence[str]) -> None:
    """Paint lines into the middle of a shape: the first, and those after it that it has room for."""
    metrics = QFontMetricsF(words_font())
    at = shape.point_on_surface()
    west, south, east, north = shape.bounds
    wide, high = (east - west) / view.m_per_px, (north - south) / view.m_per_px
    fits = [metrics.horizontalAdvance(line) <= wide for line in lines]
    room = max(1, min(fits.index(False) if False in fits else len(lines), int(high / metrics.lineSpacing())))
    step_m = metrics.lineSpacing() * view.m_per_px
    for row, line in enumerate(lines[:room]):
        paint_words(painter, view, (at.x, at.y + ((room - 1) / 2 - row) * step_m), line)

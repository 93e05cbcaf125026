"""What previews of split, divide, merge and strip say before one agrees: areas, numbers, what each part gets."""

from PySide6.QtGui import QFontMetricsF, QPainter
from shapely import MultiPolygon

from landdesk.domain.coverage import Coverage
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
    gets = []
    if has_what_stays or CLASSES_OF["split.users"] <= policy.to_every:
        users = int(coverage.column("user_count", coverage.indices_of([here]))[0])
        gets.append(_("users: {count}").format(count=users))
    if has_what_stays or CLASSES_OF["split.certificates"] <= policy.to_every:
        gets.append(_("with certificates"))
    return [*lines, number, ", ".join(gets)]


def paint_part_words(
    painter: QPainter, view: MapView, scene: MapScene, part: MultiPolygon, place: int
) -> None:
    """Paint what is said of a part into its middle, as many lines as it has room for."""
    metrics = QFontMetricsF(words_font())
    at = part.point_on_surface()
    west, south, east, north = part.bounds
    wide, high = (east - west) / view.m_per_px, (north - south) / view.m_per_px
    lines = part_lines(scene, part, place)
    room = max(1, min(len(lines), int(high / metrics.lineSpacing())))
    if any(metrics.horizontalAdvance(line) > wide for line in lines[:room]):
        room = 1
    step_m = metrics.lineSpacing() * view.m_per_px
    for row, line in enumerate(lines[:room]):
        if line:
            paint_words(painter, view, (at.x, at.y + ((room - 1) / 2 - row) * step_m), line)

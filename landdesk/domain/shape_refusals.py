"""The refusals of ``geometry.py``: codes, what people read and how they go on."""

from typing import Final

import shapely

from landdesk.domain.errors import RefusedError
from landdesk.i18n import N_, Text

_REFUSALS: Final = {
    "split.line-misses": (
        N_("The cutting line does not divide the parcel."),
        N_("Draw the line across the parcel, with both ends outside it, and try again."),
    ),
    "split.line-crosses-itself": (
        N_("The cutting line crosses itself."),
        N_("Draw a line that does not meet itself."),
    ),
    "split.invalid-shape": (
        N_("The parcel's shape is invalid and cannot be cut."),
        N_("Mend the shape first; the check shows the place."),
    ),
    "split.piece-too-narrow": (
        N_("A piece would be narrower than 1 mm."),
        N_("Draw the line farther from the parcel's boundary, or along it."),
    ),
    "split.breaks-polygon": (
        N_("The cut would break the parcel's shape: boundaries lie within 1 mm of each other here."),
        N_("Draw the line a little to the side."),
    ),
    "split.breaks-neighbour": (
        N_("The cut would break a neighbouring parcel: its boundaries lie within 1 mm of each other here."),
        N_("Draw the line a little to the side, or mend the neighbour first."),
    ),
    "split.area-off": (
        N_("The areas of the pieces would not add up: the cut is short and the edges it crosses are long."),
        N_("Draw the line a little to the side, or through a vertex."),
    ),
    "split.not-chosen": (
        N_("The office's rules say which part keeps the number; it cannot be chosen."),
        N_("Leave the choice out, or let the office change its rules of split and merge."),
    ),
    "split.not-in-a-part": (
        N_("The place that was chosen lies in none of the parts."),
        N_("Choose a place within the part that is to keep the number."),
    ),
    "divide.several-parts": (
        N_("The parcel lies in several pieces."),
        N_("Split it along a line that you draw."),
    ),
    "divide.no-direction": (
        N_("The edge that gives the direction has no length."),
        N_("Choose an edge, or two points that are not the same."),
    ),
    "divide.not-on-boundary": (
        N_("The point that the cut is to turn about is not on the parcel's outer boundary."),
        N_("Choose a boundary point of the parcel."),
    ),
    "divide.falls-apart": (
        N_("The cut would divide the parcel into more than two pieces."),
        N_("Choose another edge or point, or split along a line that you draw."),
    ),
    "divide.out-of-reach": (
        N_("No straight cut of this kind gives a part of this area."),
        N_("Choose another edge or point, or another area."),
    ),
    "draw.too-small": (
        N_("The outline needs three different points."),
        N_("Click at least three points."),
    ),
    "draw.crosses-itself": (
        N_("The outline crosses or touches itself."),
        N_("Draw it so that no line meets another."),
    ),
    "draw.invalid-neighbour": (
        N_("A parcel beside the outline has an invalid shape."),
        N_("Mend that shape first; the check shows the place."),
    ),
    "draw.nothing-left": (
        N_("Other parcels cover the whole outline."),
        N_("Draw it over land that has no parcel."),
    ),
    "draw.falls-apart": (
        N_("Other parcels divide the free land of the outline into several pieces."),
        N_("Draw each piece by itself, along the boundary points of the others."),
    ),
    "draw.breaks": (
        N_("The new parcel would not fit its neighbours: boundaries lie within 1 mm of each other here."),
        N_("Draw the line a little to the side, or onto the neighbour's boundary points."),
    ),
    "hole.not-inside": (
        N_("The outline does not lie within one parcel, off its boundary."),
        N_("Draw it within the parcel; to cut off land at its boundary, split the parcel."),
    ),
    "draw.outside": (
        N_("The outline lies outside the zone of the store's system of coordinates."),
        N_("Look at the coordinates: easting first, metres, in the system of the store."),
    ),
    "merge.too-few": (
        N_("Merging takes two parcels at least."),
        N_("Select the parcels that are to become one."),
    ),
    "merge.invalid-shape": (
        N_("A parcel's shape is invalid and cannot be merged."),
        N_("Mend the shape first; the check shows the place."),
    ),
    "merge.not-adjacent": (
        N_("The parcels do not share a boundary."),
        N_("Select parcels that lie side by side; touching in a point is not enough."),
    ),
    "merge.overlap": (
        N_("The parcels overlap."),
        N_("Mend the shared boundary first, so that the parcels only touch."),
    ),
    "merge.multi-part": (
        N_("The merged parcel would lie in more pieces than the parcels have now."),
        N_("Select parcels whose pieces lie side by side."),
    ),
    "merge.breaks-polygon": (
        N_("Merging would make an invalid shape: boundaries lie within 1 mm of each other here."),
        N_("Mend the shared boundary first."),
    ),
    "move.no-vertex": (
        N_("The parcel has no vertex at this place."),
        N_("Choose a vertex of the parcel."),
    ),
    "move.onto-neighbour": (
        N_("The vertex would come to lie on the next vertex of the same boundary."),
        N_("Move it to a place more than 1 mm away."),
    ),
    "move.breaks-polygon": (
        N_("The move would make the parcel's shape invalid."),
        N_("Move the vertex less far, so that no boundary crosses or touches another."),
    ),
    "move.breaks-neighbour": (
        N_("The move would make a neighbouring parcel's shape invalid."),
        N_("Move the vertex a little to the side, or mend the neighbour first."),
    ),
    "move.overlaps-neighbour": (
        N_("The move would make parcels overlap."),
        N_("Move the vertex less far, or move the other parcel's vertex first."),
    ),
    "vertex.off-boundary": (
        N_("No parcel's boundary runs through this place."),
        N_("Choose a place on a boundary."),
    ),
    "vertex.exists": (
        N_("There is a boundary point here already, or within 1 mm."),
        N_("Move that point, or choose a place farther along the boundary."),
    ),
    "vertex.breaks-parcel": (
        N_("The change would make a parcel's shape invalid: boundaries lie within 1 mm of each other here."),
        N_("Choose another place, or mend the shape first; the check shows the place."),
    ),
    "vertex.none": (
        N_("No parcel has a boundary point here."),
        N_("Choose a boundary point."),
    ),
    "vertex.junction": (
        N_("Boundaries of several parcels meet in this point; without it one of them would lose its course."),
        N_("Move the point instead."),
    ),
    "vertex.too-few": (
        N_("The boundary would be left with fewer than three points."),
        N_("Keep the point, or delete the parcel."),
    ),
    "vertex.opens-gap": (
        N_("Without the point a gap to a neighbouring parcel would open, which has no point here."),
        N_("Join the nodes here first, so that both parcels have the point."),
    ),
    "vertex.overlaps": (
        N_("Without the point parcels would overlap."),
        N_("Keep the point, or move the neighbour's boundary first."),
    ),
    "edge.none": (
        N_("No parcel has a boundary that runs straight from the one point to the other."),
        N_("Choose two boundary points that follow each other."),
    ),
    "edge.too-far": (
        N_("An edge can be moved by 1,000 m at most."),
        N_("Give a shorter distance."),
    ),
    "reshape.line-misses": (
        N_("The line does not replace a run of the parcel's boundary: it has to meet it at two places."),
        N_("Begin the line on the boundary, or across it, and end it so too."),
    ),
    "reshape.line-crosses-itself": (
        N_("The new line crosses itself."),
        N_("Draw a line that does not meet itself."),
    ),
    "reshape.invalid-shape": (
        N_("A parcel here has an invalid shape and cannot give or take land."),
        N_("Mend the shape first; the check shows the place."),
    ),
    "reshape.unshared": (
        N_("A neighbour lies along the boundary here without having its points."),
        N_("Join the nodes here first, so that both parcels have the same boundary."),
    ),
    "reshape.breaks-shape": (
        N_("The line would make a parcel invalid or divide it into pieces."),
        N_("Draw the line so that every parcel stays in one piece."),
    ),
    "reshape.swallows": (
        N_("The line would take all the land of a parcel."),
        N_("Draw the line so that some land is left, or merge the parcels."),
    ),
    "join.tolerance": (
        N_("Nodes can be joined over 0.001 m to 1 m."),
        N_("Give a distance between these, such as 0.05."),
    ),
    "join.nothing": (
        N_("There are no nodes here that could be joined, and none is missing."),
        N_("Choose a larger distance or another place."),
    ),
    "join.too-large": (
        N_("There are more than 5,000 parcels in this box."),
        N_("Choose a smaller box."),
    ),
    "join.breaks-shape": (
        N_("Joining the nodes would make a parcel invalid."),
        N_("Choose a smaller distance, or move the nodes one by one."),
    ),
    "join.overlaps": (
        N_("Joining the nodes would make parcels overlap more than they do."),
        N_("Choose a smaller distance, or move the nodes one by one."),
    ),
    "delivery.breaks-shape": (
        N_("A delivered parcel would become invalid where its corners meet those around it."),
        N_("Return the parcel: corners that lie so near each other have to be measured as one."),
    ),
    "delivery.breaks-neighbour": (
        N_("A delivered corner would make the shape of a neighbouring parcel invalid."),
        N_("Mend the neighbour first; the check shows the place."),
    ),
    "reshape.overlaps": (
        N_("The line would make parcels overlap."),
        N_("Draw the line a little to the side, or mend the boundary first."),
    ),
    "strip.line-too-short": (
        N_("The line of a strip needs two different points, and at most 50 km of length."),
        N_("Give the points of the line in metres, easting first."),
    ),
    "strip.line-crosses-itself": (
        N_("The line of the strip crosses itself."),
        N_("Draw a line that does not meet itself; cut strips that cross one after the other."),
    ),
    "strip.bends": (
        N_("The strip would overlap itself: the line bends too sharply for this width."),
        N_("Draw the bend wider, give a smaller width, or cut the strip in two runs."),
    ),
    "strip.invalid-neighbour": (
        N_("A parcel that the strip meets has an invalid shape."),
        N_("Mend that shape first; the check shows the place."),
    ),
    "strip.meets-nothing": (
        N_("The strip takes no land of a parcel."),
        N_("Draw the line over parcels; free land by itself is drawn as a new parcel."),
    ),
    "strip.falls-apart": (
        N_("The strip would lie in several pieces."),
        N_("Cut each piece by itself."),
    ),
    "mend.gone": (
        N_("What was found is not there any more."),
        N_("Check again; the list then shows what there is."),
    ),
    "mend.breaks-shape": (
        N_("Mending this would make a parcel's shape invalid."),
        N_("Mend it by hand: move or delete the corners one by one."),
    ),
    "mend.overlaps": (
        N_("Mending this would make parcels overlap."),
        N_("Mend it by hand: move or delete the corners one by one."),
    ),
    "mend.gap-left": (
        N_("Part of the gap cannot be given to a parcel beside it."),
        N_("Move the corners of one parcel onto the boundary of the other."),
    ),
    "mend.too-many": (
        N_("The spike has too many corners."),
        N_("Draw this part of the boundary anew."),
    ),
    "strip.breaks": (
        N_("The strip would not fit the parcels: boundaries lie within 1 mm of each other here."),
        N_("Draw the line a little to the side, or onto boundary points."),
    ),
}


def refused(code: str, place: tuple[float, float]) -> RefusedError:
    """Return the refusal of an edit at a place.

    Args:
        code: One of the codes of this module.
        place: Easting, northing in metres.
    """
    what, remedy = _REFUSALS[code]
    where = Text(
        N_("Near easting {easting_m:.3f} m, northing {northing_m:.3f} m"),
        {"easting_m": place[0], "northing_m": place[1]},
    )
    return RefusedError(code, Text(what), where, Text(remedy))


def any_point(shape: shapely.Geometry) -> tuple[float, float]:
    """Return a point of a shape to name in a refusal."""
    place = shapely.get_coordinates(shape)
    return (float(place[0, 0]), float(place[0, 1])) if len(place) else (0.0, 0.0)

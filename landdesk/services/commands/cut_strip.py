"""Answer to ``CutStrip``: land of many parcels becomes one, with a purpose and nobody's.

A parcel that the strip divides is divided as by a split, its largest part being the one that keeps the number; one that
only loses land keeps its number whatever the rules are. The strip's legal area is what the parcels give of theirs,
unknown where one has none or land without a parcel is in it.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal

import shapely
from shapely import Polygon

from landdesk.domain.change import ChangeSet, Delta
from landdesk.domain.clock import local_time, system_clock
from landdesk.domain.codelists import Standing
from landdesk.domain.commands import CutStrip, Unset
from landdesk.domain.coverage import Coverage
from landdesk.domain.errors import InvalidInputError, RefusedError
from landdesk.domain.ids import ObjectId
from landdesk.domain.parcel_policy import NONE
from landdesk.domain.records import PROVISIONAL, Parcel, Purpose
from landdesk.domain.strips import NEAR_M, SLIVER_M2, Strip, strip_outline
from landdesk.domain.strips import cut_strip as taken_strip
from landdesk.i18n import N_, Text
from landdesk.services.codelists import CodeLists
from landdesk.services.commands.context import EditContext
from landdesk.services.commands.parting import parted_parcel
from landdesk.services.commands.values import land_use_code

NAMED = 5
_ROAD = "transport"
"""Colour of the code list for land of roads."""


def cut_strip(command: CutStrip, context: EditContext) -> ChangeSet:
    """Return the deltas of a strip, the neighbours' new nodes included.

    Raises:
        RefusedError: The line gives no strip, the parcels lie on several sheets, or some lie wholly in it.
        InvalidInputError: There is no such land use.
    """
    outline = strip_outline(command.line, command.width_m, command.side)
    strip = strip_of(outline, context.coverage)
    parcels = context.work.get_many(Parcel, strip.cuts)
    givers = sorted(parcels.values(), key=lambda one: (len(one.number or ""), one.number or "", one.id))
    _require_one_sheet(givers)
    whole = [one for one in givers if not strip.cuts[one.id].left]
    if whole and not command.whole:
        raise RefusedError(
            "strip.whole",
            Text(N_("Parcels lie wholly in the strip: {keys}"), {"keys": named(one.key for one in whole)}),
            remedy=Text(N_("Say that they are to go into it, or draw the strip elsewhere.")),
        )
    land_use = _land_use(command, context.codelists)
    return _change(command, strip, givers, land_use, context)


def strip_of(outline: Polygon, coverage: Coverage) -> Strip[ObjectId]:
    """Return what a strip takes of the parcels of a coverage.

    Raises:
        RefusedError: As `landdesk.domain.strips.cut_strip`.
    """
    west, south, east, north = outline.bounds
    near = coverage.box_query((west - NEAR_M, south - NEAR_M, east + NEAR_M, north + NEAR_M))
    shapes = coverage.shapes(near)
    is_near = ~shapely.is_missing(shapes) & shapely.dwithin(shapes, outline, NEAR_M)
    return taken_strip(
        outline,
        {coverage.id_at(int(at)): shape for at, shape in zip(near[is_near], shapes[is_near], strict=True)},
    )


def road_land(lists: CodeLists) -> str | None:
    """Return the code for land of roads that is in force today."""
    today = local_time(system_clock()).date()
    return next(
        (
            one.code
            for one in lists["land_use"]
            if one.colour == _ROAD
            and one.more["kind"] == "purpose"
            and one.standing(today) is Standing.CURRENT
        ),
        None,
    )


def named(keys: Iterable[str]) -> str:
    """Return the first keys, and how many more there are."""
    first = list(keys)
    rest = len(first) - NAMED
    return ", ".join(first[:NAMED]) + (f" +{rest}" if rest > 0 else "")


def _require_one_sheet(givers: Sequence[Parcel]) -> None:
    places = sorted({f"{one.commune} {one.sheet or '?'}" for one in givers})
    if len(places) > 1:
        raise RefusedError(
            "strip.several-sheets",
            Text(
                N_("The strip runs over several communes or map sheets: {places}"), {"places": named(places)}
            ),
            remedy=Text(N_("Cut it sheet by sheet, each to the edge of the sheet.")),
        )


def _land_use(command: CutStrip, lists: CodeLists) -> str:
    if isinstance(command.land_use, Unset):
        road = road_land(lists)
        if road is not None:
            return road
    elif (code := land_use_code(command.land_use)) is not None and code in lists["land_use"]:
        return code
    raise InvalidInputError(
        "strip.land-use",
        Text(N_("The land use of the strip is not in the code list.")),
        remedy=Text(N_("Give a code of the list of land uses, such as DGT.")),
    )


def _change(
    command: CutStrip, strip: Strip[ObjectId], givers: Sequence[Parcel], land_use: str, context: EditContext
) -> ChangeSet:
    work = context.work
    first, renumber = givers[0], context.parcel_policy.part_kept == NONE
    number = work.highest_number(first.commune, first.sheet) + 1
    identifier = work.new_id()
    deltas: list[Delta] = []
    lineage = [(one.id, identifier) for one in givers]
    parts: list[Parcel] = []
    legal = [one.legal_area_m2 for one in givers if not strip.cuts[one.id].left]
    for one in givers:
        cut = strip.cuts[one.id]
        if cut.left:
            parted = parted_parcel(
                one,
                cut.left,
                number + 1 + len(parts),
                context,
                taken_m2=cut.taken_m2,
                renumber=renumber and len(cut.left) > 1,
            )
            deltas += parted.deltas
            lineage += parted.lineage(one.id)
            parts += [each for each in parted.parcels if each.id != one.id]
            legal.append(parted.taken_legal_m2)
    known = [area for area in legal if area is not None]
    made = Parcel(
        id=identifier,
        commune=first.commune,
        sheet=first.sheet,
        number=str(number),
        number_state=PROVISIONAL,
        map_sheet_id=first.map_sheet_id,
        legal_area_m2=sum(known, Decimal(0)) if len(known) == len(legal) and not strip.free_m2 else None,
        shape=strip.shape,
    )
    noded = context.reshaped(strip.noded)
    gone = context.removal(
        [one for one in givers if not strip.cuts[one.id].left], staying={delta.either.id for delta in deltas}
    )
    deltas = [
        Delta(None, made),
        Delta(None, Purpose(work.new_id(), identifier, land_use)),
        *deltas,
        *gone,
        *noded,
    ]
    return ChangeSet(
        command.name, tuple(deltas), _subject(strip, givers, [made, *parts], noded), tuple(lineage)
    )


def _subject(
    strip: Strip[ObjectId], givers: Sequence[Parcel], new: Sequence[Parcel], noded: Iterable[Delta]
) -> str:
    """Return what was done: who gave, the strip, the new parts, land without a parcel, moved edge, new points."""
    road, *parts = (one.key for one in new)
    words = f"{named(one.key for one in givers)} → {road} ({strip.shape.area:.2f} m²)"
    if parts:
        words += f", {named(parts)}"
    if strip.free_m2:
        words += f"; ∅ {strip.free_m2:.2f} m²"
    if strip.evened_m2 >= SLIVER_M2 / 10:
        words += f"; ± {strip.evened_m2:.2f} m²"
    keys = [delta.new.key for delta in noded if isinstance(delta.new, Parcel)]
    return f"{words}; • {named(keys)}" if keys else words

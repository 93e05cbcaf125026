"""``landdesk link``: records without a boundary get one, by hand or together where nothing is in doubt."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from landdesk.cli.output import number, print_document, print_entry, print_table, say
from landdesk.cli.parameters import FILE, NUMBER, WORDS
from landdesk.cli.session import Session
from landdesk.cli.verb import argument, json_option, option, pass_session, verb_group
from landdesk.domain.ids import id_text, short_id
from landdesk.i18n import N_, Text, _, ngettext, translate

if TYPE_CHECKING:
    from landdesk.app.application import Application
    from landdesk.app.linking import Linking, WaitingRecord
    from landdesk.domain.ids import ObjectId
    from landdesk.services.linking.candidates import Candidate, Pair

_STORE = argument("store", N_("The store."), FILE)
_CALLED = N_("Sheet/number where only one is called so, a full identifier, or 8 digits of one.")
_SHOWN = 20


@verb_group(
    "link",
    N_("Give records without a boundary one of the boundaries that have no record."),
    "landdesk link candidates commune.landdesk",
)
def link() -> None:
    """Hold the verbs."""


@link.verb(
    "candidates",
    N_("List the records without a boundary, or the boundaries that PARCEL may have, with all reasons."),
    "landdesk link candidates commune.landdesk\nlanddesk link candidates commune.landdesk 12/345",
)
@_STORE
@argument("parcel", _CALLED, WORDS, required=False)
@option(
    "--limit", help_text=N_("Show so many lines at the most; 20 unless given."), kind=NUMBER, metavar="COUNT"
)
@json_option
@pass_session
def candidates(session: Session, store: Path, parcel: str | None, limit: int | None, as_json: bool) -> None:
    """Print records, or the candidates of one."""
    from landdesk.app.linking import Linking

    with session.reading(store) as app:
        linking = Linking(app)
        if parcel is not None:
            record = _record(app, linking, parcel)
            _print_candidates(linking.candidates(record), record, as_json=as_json)
            return
        waiting = linking.waiting()
    rows = waiting.records[: limit or _SHOWN]
    if as_json:
        print_document(
            "link.candidates",
            {
                "records": [_record_document(one) for one in rows],
                "count": len(waiting.records),
                "boundaries": waiting.polygons,
            },
        )
        return
    if rows:
        print_table(
            (_("Id"), _("Parcel"), _("Legal area"), _("Agreeing boundaries")),
            [
                (short_id(one.parcel), one.key, number(one.legal_area_m2), number(one.agreeing, 0))
                for one in rows
            ],
            "<<>>",
        )
    say(
        Text(
            N_("{records:,} records without a boundary, {boundaries:,} boundaries without a record"),
            {"records": len(waiting.records), "boundaries": waiting.polygons},
        )
    )


@link.verb(
    "set",
    N_("Give RECORD the boundary of POLYGON, which has no record of its own and goes."),
    'landdesk link set commune.landdesk 12/345 12/345 --as "Nguyễn Văn A"',
)
@_STORE
@argument("record", _CALLED, WORDS)
@argument("polygon", _CALLED, WORDS)
@option(
    "--keep-numbers",
    "keep_numbers",
    help_text=N_("Sheet and number of the record stay; else it takes those of the map."),
    is_flag=True,
)
@json_option
@pass_session
def link_one(
    session: Session, store: Path, record: str, polygon: str, keep_numbers: bool, as_json: bool
) -> None:
    """Print the act."""
    from landdesk.app.linking import Linking
    from landdesk.domain.commands import LinkShape

    with session.working(store) as app:
        linking = Linking(app)
        found = _record(app, linking, record)
        other = app.read(lambda reader: reader.find_parcel(polygon, among=linking.polygons()))
        entry = app.execute(LinkShape(found, other, keep_numbers))
    print_entry(entry, as_json=as_json, verb="link.set")


@link.verb(
    "unlink",
    N_("Take the boundary off PARCEL; it becomes a boundary without a record again."),
    'landdesk link unlink commune.landdesk 12/345 --as "Nguyễn Văn A"',
)
@_STORE
@argument("parcel", _CALLED, WORDS)
@json_option
@pass_session
def unlink(session: Session, store: Path, parcel: str, as_json: bool) -> None:
    """Print the act."""
    from landdesk.domain.commands import UnlinkShape

    with session.working(store) as app:
        entry = app.execute(UnlinkShape(app.read(lambda reader: reader.find_parcel(parcel))))
    print_entry(entry, as_json=as_json, verb="link.unlink")


@link.verb(
    "all",
    N_(
        "Give every record the one boundary that fits beyond doubt, in one act: the numbers agree, the area is within"
        " the allowed difference, nobody else asks for it."
    ),
    'landdesk link all commune.landdesk --dry-run\nlanddesk link all commune.landdesk --as "Nguyễn Văn A"',
)
@_STORE
@option("--dry-run", "dry_run", help_text=N_("Only show the pairs with their reasons."), is_flag=True)
@json_option
@pass_session
def link_all(session: Session, store: Path, dry_run: bool, as_json: bool) -> None:
    """Print the pairs, or the act."""
    from landdesk.app.linking import Linking

    if dry_run:
        with session.reading(store) as app:
            _print_pairs(Linking(app).beyond_doubt(), as_json=as_json)
        return
    with session.working(store) as app:
        linking = Linking(app)
        entry = linking.link_all(linking.beyond_doubt())
    print_entry(entry, as_json=as_json, verb="link.all")


def _record(app: "Application", linking: "Linking", name: str) -> "ObjectId":
    return app.read(lambda reader: reader.find_parcel(name, among=linking.records()))


def _print_candidates(found: "Sequence[Candidate]", record: "ObjectId", *, as_json: bool) -> None:
    if as_json:
        listed = [_candidate_document(one) for one in found]
        print_document("link.candidates", {"record": id_text(record), "candidates": listed})
        return
    if not found:
        say(Text(N_("No boundary without a record fits this parcel.")))
        return
    print_table(
        (_("Id"), _("Boundary"), _("Map area"), _("Weight"), _("Reasons")),
        [
            (
                short_id(one.polygon),
                one.title,
                number(one.map_m2),
                number(one.score, 0),
                _reasons(one),
            )
            for one in found
        ],
        "<<>><",
    )


def _print_pairs(pairs: "Sequence[Pair]", *, as_json: bool) -> None:
    if as_json:
        listed = [
            {"record": id_text(one.record), "key": one.record_title, **_candidate_document(one.candidate)}
            for one in pairs
        ]
        print_document("link.all", {"pairs": listed})
        return
    if pairs:
        print_table(
            (_("Parcel"), _("Boundary"), _("Map area"), _("Reasons")),
            [
                (one.record_title, one.candidate.title, number(one.candidate.map_m2), _reasons(one.candidate))
                for one in pairs
            ],
            "<<><",
        )
    say(
        Text(
            ngettext(
                "{count:,} record has one boundary that fits beyond doubt",
                "{count:,} records have one boundary that fits beyond doubt",
                len(pairs),
            ),
            {"count": len(pairs)},
        )
    )


def _reasons(candidate: "Candidate") -> str:
    return "; ".join(
        f"{'−' if one.weight < 0 else '+'} {translate(one.words)}"  # the sign of subtraction
        for one in candidate.reasons
    )


def _record_document(one: "WaitingRecord") -> dict[str, Any]:
    return {
        "id": id_text(one.parcel),
        "key": one.key,
        "legal_area_m2": one.legal_area_m2,
        "agreeing": one.agreeing,
    }


def _candidate_document(one: "Candidate") -> dict[str, Any]:
    return {
        "boundary": id_text(one.polygon),
        "boundary_key": one.title,
        "map_area_m2": round(one.map_m2, 2),
        "weight": one.score,
        "reasons": [
            {"code": each.code, "weight": each.weight, "words": translate(each.words)} for each in one.reasons
        ],
    }

"""``landdesk parcels`` and ``landdesk show``: the list of parcels and one parcel in full."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from landdesk.cli.list_file import list_file_option, refuse_bad_name, write_list_file
from landdesk.cli.output import masked, number, print_document, print_facts, print_table, say
from landdesk.cli.parameters import FILE, NUMBER, WORDS
from landdesk.cli.session import Session
from landdesk.cli.verb import argument, json_option, option, pass_session, verb
from landdesk.domain.ids import id_text, short_id
from landdesk.i18n import N_, Text, _, ngettext

if TYPE_CHECKING:
    from landdesk.app.application import Application
    from landdesk.domain.completeness import Completeness
    from landdesk.domain.dossier import Dossier
    from landdesk.domain.records import LandRight, Parcel, Party, Purpose, WorkItem
    from landdesk.services.field_values import FieldValues
    from landdesk.store.objects import ObjectState
    from landdesk.store.queries.parcels import ParcelLine
    from landdesk.store.reader import Reader

POINTS_SHOWN: Final = 60


@verb(
    "parcels",
    N_(
        "List the parcels of STORE by sheet and number. --search finds sheet/number of today or before, words of the"
        " address, of the name of a land user or member of a household, or of a scan's name (accents may be left out),"
        " a part of a serial, register number or parcel code, or a whole identity number."
    ),
    'landdesk parcels commune.landdesk --search "nguyen huong"',
)
@argument("store", N_("The store."), FILE)
@option("--search", help_text=N_("Show only what fits this text."), kind=WORDS, metavar="TEXT")
@option("--limit", help_text=N_("Show so many lines at the most."), kind=NUMBER, metavar="COUNT")
@list_file_option
@option(
    "--with-names",
    help_text=N_("Names of land users go into the file too; it is noted, see: landdesk outgoing."),
    is_flag=True,
)
@option("--purpose", help_text=N_("What a file with names is for."), kind=WORDS, metavar="TEXT")
@json_option
@pass_session
def parcels(
    session: Session,
    store: Path,
    search: str | None,
    limit: int | None,
    output: Path | None,
    with_names: bool,
    purpose: str | None,
    as_json: bool,
) -> None:
    """Print a line for each parcel, or write the lines into a file."""
    leaving = output is not None and with_names
    with session.working(store) if leaving else session.reading(store) as app:
        lines = app.read(lambda reader: reader.parcel_lines(search))
        shown = lines if limit is None else lines[:limit]
        if output is not None:
            _write_list(app, output, shown, purpose if with_names else None, leaving=leaving, as_json=as_json)
            return
    if as_json:
        print_document("parcels", {"count": len(lines), "parcels": [_line_document(line) for line in shown]})
        return
    rows = [
        (
            line.key,
            short_id(line.id),
            line.commune,
            line.land_use or "",
            number(line.legal_area_m2),
            line.users,
            line.address or "",
        )
        for line in shown
    ]
    titles = (
        _("Parcel"),
        _("Id"),
        _("Commune"),
        _("Land use"),
        _("Legal area, m²"),
        _("Land users"),
        _("Address"),
    )
    if rows:
        print_table(titles, rows, "<<<<>")
    say(
        Text(ngettext("{count:,} parcel", "{count:,} parcels", len(lines)), {"count": len(lines)})
        if len(shown) == len(lines)
        else Text(N_("{shown:,} of {count:,} parcels"), {"shown": len(shown), "count": len(lines)})
    )


def _write_list(
    app: "Application",
    output: Path,
    lines: "list[ParcelLine]",
    purpose: str | None,
    *,
    leaving: bool,
    as_json: bool,
) -> None:
    """Write the lines with the columns of the list; names only where they are asked for, and noted then."""
    from landdesk.app.leaving import note_leaving
    from landdesk.app.lists import ListColumn, for_everybody, personal_of

    columns: list[ListColumn[ParcelLine]] = [
        ListColumn(_("Parcel"), lambda line: line.key),
        ListColumn(_("Id"), lambda line: short_id(line.id)),
        ListColumn(_("Commune"), lambda line: line.commune),
        ListColumn(_("Land use"), lambda line: line.land_use),
        ListColumn(_("Legal area, m²"), lambda line: line.legal_area_m2, 2),
        ListColumn(_("Land users"), lambda line: line.users, personal="party.name"),
        ListColumn(_("Address"), lambda line: line.address),
    ]
    refuse_bad_name(output)
    if leaving:
        rights = app.read(lambda reader: reader.rights_of([line.id for line in lines]))
        note_leaving(app, output, purpose, personal_of(columns), len({one.party_id for one in rights}))
    shown = columns if leaving else for_everybody(columns)
    write_list_file(output, shown, lines, verb="parcels", as_json=as_json)


def _line_document(line: "ParcelLine") -> dict[str, Any]:
    return {
        "id": id_text(line.id),
        "key": line.key,
        "commune": line.commune,
        "sheet": line.sheet,
        "number": line.number,
        "provisional": line.provisional,
        "land_use": line.land_use,
        "legal_area_m2": line.legal_area_m2,
        "address": line.address,
        "users": line.users,
    }


@verb(
    "show",
    N_("Show everything that STORE holds of PARCEL: values, land users, boundary points, open work."),
    "landdesk show commune.landdesk 12/345",
)
@argument("store", N_("The store."), FILE)
@argument(
    "parcel", N_("Sheet/number where only one is called so, a full identifier, or 8 digits of one."), WORDS
)
@option("--reveal", help_text=N_("Show identity numbers in full."), is_flag=True)
@json_option
@pass_session
def show(session: Session, store: Path, parcel: str, reveal: bool, as_json: bool) -> None:
    """Print one parcel."""
    from landdesk.app.field_values import field_values
    from landdesk.cli.dossier import dossier_document

    with session.reading(store) as app:
        found = app.read(lambda reader: _Details(reader, parcel))
        values = field_values(app)
    if as_json:
        lacking = dossier_document(found.dossier, found.completeness, reveal=reveal)
        print_document("show", found.document(reveal=reveal) | lacking)
    else:
        found.print(values, reveal=reveal)


class _Details:
    """One parcel with what belongs to it."""

    def __init__(self, reader: "Reader", name: str) -> None:
        from landdesk.domain.completeness import completeness
        from landdesk.domain.records import Parcel, Party
        from landdesk.services.checking.needs import shipped_needs

        identifier = reader.find_parcel(name)
        self.parcel: Parcel = reader.get(Parcel, identifier)
        self.purposes: list[Purpose] = reader.purposes_of([identifier])
        rights: list[LandRight] = reader.rights_of([identifier])
        parties = reader.get_many(Party, [right.party_id for right in rights])
        self.users: list[Party] = [parties[right.party_id] for right in rights]
        self.work: list[WorkItem] = reader.failures.work(states=["open"], about=[identifier])
        self.state: ObjectState | None = reader.states([identifier]).get(identifier)
        self.dossier: Dossier = reader.dossiers([identifier])[identifier]
        self.completeness: Completeness = completeness(self.dossier, shipped_needs())

    @property
    def map_area_m2(self) -> float | None:
        """Area of the boundary on the plane."""
        return None if self.parcel.shape is None else float(self.parcel.shape.area)

    def rings(self) -> list[list[tuple[float, float]]]:
        """Return the points of each ring, easting and northing in metres, without the closing one."""
        import shapely

        parts = [] if self.parcel.shape is None else shapely.get_parts(self.parcel.shape)
        rings = [ring for part in parts for ring in shapely.get_rings(part)]
        return [[(x, y) for x, y in shapely.get_coordinates(ring)[:-1].tolist()] for ring in rings]

    def document(self, *, reveal: bool) -> dict[str, Any]:
        """Return the parcel as values of JSON."""
        parcel, state = self.parcel, self.state
        return {
            "id": id_text(parcel.id),
            "key": parcel.key,
            "commune": parcel.commune,
            "sheet": parcel.sheet,
            "number": parcel.number,
            "number_state": parcel.number_state,
            "address": parcel.address,
            "legal_area_m2": parcel.legal_area_m2,
            "map_area_m2": None if self.map_area_m2 is None else round(self.map_area_m2, 3),
            "source_id": parcel.source_id,
            "source_shape_kept": parcel.source_shape is not None,
            "purposes": [
                {"id": id_text(one.id), "land_use": one.land_use, "area_m2": one.area_m2}
                for one in self.purposes
            ],
            "users": [
                {
                    "id": id_text(one.id),
                    "name": one.name,
                    "identity_number": _identity(one, reveal=reveal),
                    "address": one.address,
                }
                for one in self.users
            ],
            "work": [
                {"id": id_text(one.id), "kind": one.kind, "reason": one.reason, "words": one.words}
                for one in self.work
            ],
            "revision": None if state is None else state.no,
            "differs_from_office": state is not None and state.rev != state.trunk_rev,
            "boundary": self.rings(),
        }

    def print(self, values: "FieldValues", *, reveal: bool) -> None:
        """Print the parcel for people."""
        parcel = self.parcel
        print_facts(
            [
                (_("Parcel"), parcel.key),
                (_("Identifier"), id_text(parcel.id)),
                (_("Commune"), parcel.commune),
                (_("Address"), parcel.address or ""),
                (_("Legal area"), _area_words(parcel.legal_area_m2)),
                (_("Map area"), _area_words(self.map_area_m2)),
                (_("Identifier in the source"), parcel.source_id or ""),
                (_("Boundary"), "" if parcel.shape is not None else _no_boundary(parcel)),
            ]
        )
        from landdesk.cli.dossier import print_dossier

        print_dossier(self.dossier, self.completeness, values, reveal=reveal)
        if self.work:
            click.echo()
            print_table(
                (_("Open work"), _("Id"), _("Reason"), _("Note")),
                [(one.kind, short_id(one.id), one.reason or "", one.words or "") for one in self.work],
            )
        self._print_points()

    def _print_points(self) -> None:
        rows = [
            (str(ring), f"{easting:.3f}", f"{northing:.3f}")
            for ring, points in enumerate(self.rings(), start=1)
            for easting, northing in points
        ]
        if not rows:
            return
        click.echo()
        print_table((_("Ring"), _("East (Y), m"), _("North (X), m")), rows[:POINTS_SHOWN], ">>>")
        if len(rows) > POINTS_SHOWN:
            left = len(rows) - POINTS_SHOWN
            say(Text(N_("… and {count:,} more points; --json prints all."), {"count": left}))


def _identity(party: "Party", *, reveal: bool) -> str | None:
    if party.identity_number is None or reveal:
        return party.identity_number
    return masked(party.identity_number)


def _area_words(area_m2: Any) -> str:
    return "" if area_m2 is None else f"{number(area_m2, 2)} m²"


def _no_boundary(parcel: "Parcel") -> str:
    return _("none; the source geometry is kept") if parcel.source_shape is not None else _("none")

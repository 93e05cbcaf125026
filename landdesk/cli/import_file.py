"""``landdesk import``: parcels of a map file."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from landdesk.cli.import_table import bring_table_in
from landdesk.cli.output import number, print_document, print_facts, print_table, say
from landdesk.cli.parameters import DAY, FILE, NUMBER, WORDS, OneOf
from landdesk.cli.session import Session, TerminalProgress
from landdesk.cli.verb import argument, json_option, option, pass_session, verb
from landdesk.domain.errors import InvalidInputError
from landdesk.files import TABLE_SUFFIXES
from landdesk.i18n import N_, Text, _

if TYPE_CHECKING:
    from landdesk.services.importing.importer import ImportOutcome
    from landdesk.services.importing.report import ImportReport
    from landdesk.services.importing.text.encodings import Encoding

LINES_SHOWN: Final = 100


@verb(
    "import",
    N_(
        "Bring the parcels of SOURCE into STORE as one act. SOURCE is a GeoPackage, Shapefile (.shp), GeoJSON,"
        " TopoJSON, MapInfo file, File Geodatabase (.gdb), GML of VBDLIS/MPLIS, a drawing (DXF, DGN V7), or a table of"
        " the campaign (.xlsx, .csv: PL3-01, sync status, error paths, tracking sheet, lists). Columns are"
        " recognised by their names; --field says otherwise. Invalid boundaries come in and are"
        " named. Parcels that are there already are refreshed: what was edited here stays, nothing is deleted."
    ),
    'landdesk import office.landdesk parcels.gpkg --field parcel_no=SOTHUA --as "Lê Thị B"\n'
    "landdesk import office.landdesk city.topojson --source-epsg 4326 --dry-run",
)
@argument("store", N_("The store."), FILE)
@argument("source", N_("The file with the parcels."), FILE)
@option(
    "--layer",
    help_text=N_("Layer of a map or sheet of a workbook, where it has several."),
    kind=WORDS,
    metavar="NAME",
)
@option(
    "--source-epsg",
    help_text=N_("System of the file, where it says none or a wrong one."),
    kind=NUMBER,
    metavar="CODE",
)
@option(
    "--field",
    "fields",
    help_text=N_(
        "Column for a field, as parcel_no=SOTHUA; nothing after = leaves the field out. Fields: sheet, parcel_no,"
        " land_use, legal_area, address, commune, source_id, user_name, user_identity, user_address."
    ),
    kind=WORDS,
    metavar="FIELD=COLUMN",
    multiple=True,
)
@option(
    "--commune",
    help_text=N_("Commune of all parcels, where the store has several and no column says it."),
    kind=WORDS,
    metavar="CODE",
)
@option(
    "--sheet",
    help_text=N_("Map sheet of all parcels; a drawing is otherwise taken for the sheet in its name."),
    kind=WORDS,
    metavar="NUMBER",
)
@option("--swap-axes", help_text=N_("The file has north before east."), is_flag=True)
@option(
    "--wgs84-numbers",
    help_text=N_("The file's numbers lack the seven parameters: take them as WGS 84 in its projection."),
    is_flag=True,
)
@option(
    "--text",
    "texts",
    help_text=N_(
        "Encoding of a column's texts, as TENCHU=tcvn3 (unicode, tcvn3, vni, cp1258, utf8-as-1252); of a table by the"
        " letter of the column. Others are told by their texts."
    ),
    kind=WORDS,
    metavar="COLUMN=ENCODING",
    multiple=True,
)
@option(
    "--form",
    help_text=N_("Which form a table is, where its headings do not say it."),
    kind=OneOf(("pl3_01", "sync_status", "tracking_sheet", "error_paths", "plain_lists")),
)
@option(
    "--as-of",
    help_text=N_("Day that a sync status speaks of; else the day its file was written."),
    kind=DAY,
    metavar="DAY",
)
@option("--dry-run", help_text=N_("Only tell what would happen; nothing is written."), is_flag=True)
@option("--force-crs", help_text=N_("Import although the systems do not fit."), is_flag=True)
@json_option
@pass_session
def import_file(
    session: Session,
    store: Path,
    source: Path,
    layer: str | None,
    source_epsg: int | None,
    fields: tuple[str, ...],
    commune: str | None,
    sheet: str | None,
    swap_axes: bool,
    wgs84_numbers: bool,
    texts: tuple[str, ...],
    form: str | None,
    as_of: date | None,
    dry_run: bool,
    force_crs: bool,
    as_json: bool,
) -> None:
    """Print the report of the import."""
    if form is not None or source.suffix.lower() in TABLE_SUFFIXES:
        bring_table_in(
            session,
            store,
            source,
            form=form,
            sheet=layer,
            fields=_table_fields(fields),
            encodings=_encodings(texts),
            commune=commune,
            as_of=as_of,
            dry_run=dry_run,
            as_json=as_json,
        )
        return
    from landdesk.services.importing.field_mapping import read_wishes
    from landdesk.services.importing.importer import ImportRequest
    from landdesk.services.importing.importer import import_file as bring_in

    request = ImportRequest(
        path=source,
        layer=layer,
        source_epsg=source_epsg,
        fields=read_wishes(fields),
        commune=commune,
        dry_run=dry_run,
        force_crs=force_crs,
        sheet=sheet,
        swap_axes=swap_axes,
        wgs84_numbers=wgs84_numbers,
        encodings=_encodings(texts),
    )
    opened = session.reading(store) if dry_run else session.working(store)
    with opened as app, TerminalProgress() as progress:
        outcome = bring_in(app, request, progress)
    if as_json:
        entry = None if outcome.entry is None else outcome.entry.number
        content = {"store": str(store), "entry": entry, "dry_run": dry_run, **outcome.report.document()}
        print_document("import", content)
    else:
        _print_report(outcome)


def _encodings(written: tuple[str, ...]) -> "dict[str, Encoding]":
    """Return the encoding of each column that is named."""
    from landdesk.services.importing.text.encodings import Encoding

    found: dict[str, Encoding] = {}
    for one in written:
        column, mark, name = one.rpartition("=")
        if not mark or name.strip().lower() not in list(Encoding):
            raise InvalidInputError(
                "usage.encoding",
                Text(N_("“{text}” names no column and encoding."), {"text": one}),
                remedy=Text(N_("Choose one of: {choices}"), {"choices": ", ".join(Encoding)}),
            )
        found[column.strip()] = Encoding(name.strip().lower())
    return found


def _table_fields(written: tuple[str, ...]) -> dict[str, str | None]:
    """Return the heading of each target of a list, as ``party.name=TENCHU``."""
    fields: dict[str, str | None] = {}
    for one in written:
        target, mark, heading = one.partition("=")
        if not mark:
            raise InvalidInputError(
                "usage.field-value",
                Text(N_("“{text}” names no field and value."), {"text": one}),
                remedy=Text(N_("Write FIELD=COLUMN, such as party.name=TENCHU.")),
            )
        fields[target.strip()] = heading.strip() or None
    return fields


def _print_report(outcome: "ImportOutcome") -> None:
    report = outcome.report
    print_facts(
        [
            (_("Source"), f"{report.file_name} · {report.layer} · {report.format}"),
            (_("System"), _system_words(report)),
            (_("Fields"), _fields_words(report.fields)),
            (_("Columns not used"), ", ".join(report.unused)),
            (_("Read"), number(report.read, 0)),
            (_("Taken"), number(report.taken, 0)),
            (_("Refused"), number(report.refused, 0) if report.refused else ""),
            (_("New parcels"), number(report.new, 0)),
            (_("Changed parcels"), number(report.changed, 0) if report.changed else ""),
            (_("Unchanged parcels"), number(report.same, 0) if report.same else ""),
            (_("Not in the source any more, kept"), number(report.gone, 0) if report.gone else ""),
            (_("Rounded to 1 mm"), _rounded_words(report)),
            (_("Heights left out"), number(report.heights_dropped, 0) if report.heights_dropped else ""),
            (
                _("Arcs straightened"),
                number(report.curves_straightened, 0) if report.curves_straightened else "",
            ),
            (_("Land uses"), number(report.purposes, 0) if report.purposes else ""),
            (_("Land users"), number(report.users, 0) if report.users else ""),
            (_("Encoding"), report.encoding or ""),
        ]
    )
    _print_notes(report)
    if outcome.entry is None:
        say(Text(N_("This was a trial; nothing was written.")))
    else:
        say(Text(N_("Entry {number} holds it."), {"number": outcome.entry.number}))


def _print_notes(report: "ImportReport") -> None:
    from landdesk.services.importing.note_titles import detail_words
    from landdesk.services.importing.report import NOTE_TEXTS

    if not report.notes:
        return
    click.echo()
    print_table(
        (_("Count"), _("What"), _("Code")),
        [(number(count, 0), _(NOTE_TEXTS[code]), code) for code, count in report.counts().items()],
        ">",
    )
    click.echo()
    rows = [
        (
            number(note.row, 0) if note.row else "",
            note.parcel,
            _("refused") if not note.taken else _("taken") if note.row else "",
            note.code,
            detail_words(note.detail, note.sides),
        )
        for note in report.notes[:LINES_SHOWN]
    ]
    print_table((_("Row"), _("Parcel"), _("Outcome"), _("Code"), _("Detail")), rows, ">")
    left = len(report.notes) - LINES_SHOWN
    if left > 0:
        say(Text(N_("… and {count:,} more lines; --json prints all."), {"count": left}))
    click.echo()


def _system_words(report: "ImportReport") -> str:
    words = f"{report.source_system} → {report.target_system}"
    if report.operation:
        words += f" · {report.operation}"
    if report.accuracy_m:
        words += f" · ±{number(report.accuracy_m, 2)} m"
    return words


def _fields_words(fields: Mapping[str, str]) -> str:
    return ", ".join(f"{target}={column}" for target, column in fields.items())


def _rounded_words(report: "ImportReport") -> str:
    if not report.rounded:
        return ""
    return f"{number(report.rounded, 0)} (≤ {number(1000 * report.largest_shift_m, 3)} mm)"

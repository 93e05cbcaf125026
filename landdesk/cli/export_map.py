"""``landdesk export-map``: the parcels of a store as a map file for other programs."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from landdesk.cli.output import number, print_document, say
from landdesk.cli.parameters import FILE, WORDS
from landdesk.cli.session import Session
from landdesk.cli.verb import argument, json_option, option, pass_session, verb
from landdesk.domain.errors import InvalidInputError, RefusedError
from landdesk.files import refuse_other_than_file
from landdesk.i18n import N_, Text

if TYPE_CHECKING:
    from landdesk.services.exporting.parcels import ParcelRow

FORMATS: Final[Mapping[str, str]] = {
    "gpkg": ".gpkg",
    "shp": ".shp",
    "geojson": ".geojson",
    "geojson-metres": ".geojson",
    "dxf": ".dxf",
    "gml": ".gml",
}
"""Ending of each format; of two with one ending the first is meant unless another is named."""


@verb(
    "export-map",
    N_(
        "Write the parcels of STORE into a map file: GeoPackage, Shapefile, GeoJSON in degrees (WGS 84) or in metres of"
        " the store's system, DXF by level with labels, or GML as VBDLIS writes it. Names and identity numbers of land"
        " users are written only with --with-users, and noted then, see: landdesk outgoing."
    ),
    "landdesk export-map commune.landdesk -o map.gml\nlanddesk export-map commune.landdesk --format shp -o map.shp",
)
@argument("store", N_("The store."), FILE)
@option(
    "--format",
    "form",
    help_text=N_("gpkg, shp, geojson, geojson-metres, dxf or gml; by the ending of FILE unless said."),
    kind=WORDS,
    metavar="FORMAT",
)
@option("-o", "--output", help_text=N_("The file to write."), kind=FILE, metavar="FILE", required=True)
@option(
    "--with-users",
    help_text=N_("Names and identity numbers of land users too; GML has names alone, DXF neither."),
    is_flag=True,
)
@option("--purpose", help_text=N_("What a file with names is for."), kind=WORDS, metavar="TEXT")
@json_option
@pass_session
def export_map(
    session: Session,
    store: Path,
    form: str | None,
    output: Path,
    with_users: bool,
    purpose: str | None,
    as_json: bool,
) -> None:
    """Say what was written."""
    from landdesk.app.leaving import note_leaving
    from landdesk.domain.records import Parcel
    from landdesk.services.exporting.parcels import map_rows
    from landdesk.store.trouble import explain_os_error

    chosen = _format(form, output)
    if with_users and not _personal(chosen):
        raise InvalidInputError(
            "export.no-place-for-users",
            Text(N_("A file of this format has no place for land users.")),
            Text(N_("File {path}"), {"path": str(output)}),
            Text(N_("Choose another format, or leave the land users out.")),
        )
    with session.working(store) if with_users else session.reading(store) as app:
        epsg = app.info.epsg
        rows = app.read(lambda reader: list(map_rows(reader, with_users=with_users)))
        if with_users:
            try:
                _refuse_other_file(output)
            except OSError as error:
                raise explain_os_error(error, output) from error
            rights = app.read(lambda reader: reader.rights_of(reader.all(Parcel)))
            note_leaving(app, output, purpose, _personal(chosen), len({one.party_id for one in rights}))
    try:
        _refuse_other_file(output)
        cut = _write(chosen, output, rows, epsg)
    except OSError as error:
        raise explain_os_error(error, output) from error
    without = sum(row["geometry"] is None for row in rows)
    if as_json:
        print_document(
            "export-map",
            {
                "file": str(output),
                "format": chosen,
                "parcels": len(rows),
                "without_boundary": without,
                "cut_texts": cut,
            },
        )
        return
    say(Text(N_("{path} is written: {count:,} parcels."), {"path": str(output), "count": len(rows)}))
    if without and chosen == "dxf":
        say(
            Text(
                N_("{count} parcels without a boundary are not in the drawing."),
                {"count": number(without, 0)},
            )
        )
    if cut:
        say(
            Text(
                N_("{count} texts are longer than a Shapefile can hold; they were cut."),
                {"count": number(cut, 0)},
            )
        )


def _personal(form: str) -> list[str]:
    """Return what of people a format has a place for."""
    from landdesk.services.exporting.gml import FIELDS
    from landdesk.services.exporting.parcels import PERSONAL

    if form == "dxf":
        return []
    written = FIELDS.values() if form == "gml" else PERSONAL
    return [told for column, told in PERSONAL.items() if column in written]


def _format(wanted: str | None, output: Path) -> str:
    """Return the format; raises InvalidInputError where there is none of that name or ending."""
    if wanted is not None:
        name = wanted.lower().removeprefix(".")
        if name in FORMATS:
            if name == "shp" and output.suffix.lower() != FORMATS[name]:
                raise InvalidInputError(
                    "usage.ending",
                    Text(N_("The name of a Shapefile ends in .shp.")),
                    Text(N_("File {path}"), {"path": str(output)}),
                    Text(N_("Give such a name.")),
                )
            return name
    else:
        found = next((name for name, ending in FORMATS.items() if output.suffix.lower() == ending), None)
        if found is not None:
            return found
    raise InvalidInputError(
        "usage.format",
        Text(N_("Nothing says in which format to write.")),
        Text(N_("File {path}"), {"path": str(output)}),
        Text(N_("Name one of these: {formats}"), {"formats": ", ".join(FORMATS)}),
    )


def _refuse_other_file(output: Path) -> None:
    """Refuse to put a map in the place of a store or package.

    Raises:
        OSError: The name is that of a folder or a device, or cannot be looked at.
        RefusedError: There is a file that no export has written.
    """
    if refuse_other_than_file(output) and output.suffix.lower() not in FORMATS.values():
        raise RefusedError(
            "export.other-file",
            Text(N_("There is another file of this name; it was not touched.")),
            Text(N_("File {path}"), {"path": str(output)}),
            Text(N_("Choose another name.")),
        )


def _write(form: str, output: Path, rows: "Sequence[ParcelRow]", epsg: int) -> int:
    """Write the rows and return how many texts were cut."""
    from landdesk.services.exporting.dxf import write_parcel_dxf
    from landdesk.services.exporting.geojson import write_parcel_geojson
    from landdesk.services.exporting.geopackage import write_parcel_geopackage
    from landdesk.services.exporting.gml import write_parcel_gml
    from landdesk.services.exporting.shapefile import write_parcel_shapefile

    if form == "shp":
        return write_parcel_shapefile(output, rows, epsg)
    if form == "gpkg":
        write_parcel_geopackage(output, rows, epsg)
    elif form == "dxf":
        write_parcel_dxf(output, rows)
    elif form == "gml":
        write_parcel_gml(output, rows, epsg, made_at=datetime.now(UTC))
    else:
        write_parcel_geojson(output, rows, epsg, in_degrees=form == "geojson")
    return 0

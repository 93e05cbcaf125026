"""What a person asks of an import in the window, and the work that follows; it loads the readers itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from landdesk.app.application import Application
from landdesk.domain.progress import Progress
from landdesk.services.importing.seen import Seen
from landdesk.services.importing.text.encodings import Encoding
from landdesk.ui.models.import_told import ImportTold, told_of_map, told_of_table

if TYPE_CHECKING:
    from landdesk.services.importing.campaign.importer import TableRequest
    from landdesk.services.importing.importer import ImportRequest


@dataclass(frozen=True, slots=True)
class ImportWish:
    """What is to be imported, and how.

    Args:
        path: The file, or the folder of a File Geodatabase.
        is_table: A table of the campaign, not a map.
        layer: Of a map; sheet of a workbook.
        form: Of a table.
        targets: Key of the field by column, None for a column that is left out; of a form that says it itself: none.
        encodings: Encoding by column as a person chose it.
        epsg, swap_axes, wgs84_numbers: System of a map where it is not as the file says.
        force_crs: Import a map although its system does not fit.
        commune, sheet: Of rows that do not say it.
        as_of: Day that a sync status speaks of.
    """

    path: Path
    is_table: bool
    layer: str | None = None
    form: str | None = None
    targets: Mapping[str, str | None] = field(default_factory=dict)
    encodings: Mapping[str, Encoding] = field(default_factory=dict)
    epsg: int | None = None
    swap_axes: bool = False
    wgs84_numbers: bool = False
    force_crs: bool = False
    commune: str | None = None
    sheet: str | None = None
    as_of: date | None = None


def look_at(app: Application, path: Path, layer: str | None, form: str | None, progress: Progress) -> Seen:
    """Return what a file is; errors as of ``survey``."""
    # Loads the libraries of the file formats, which nothing else in the window needs.
    from landdesk.services.importing.survey import survey

    return survey(app, path, layer=layer, form=form, progress=progress)


def bring_in(app: Application, wish: ImportWish, progress: Progress, *, dry_run: bool) -> ImportTold:
    """Import a file, or only tell what would come of it; errors as of ``import_file`` and ``import_table``."""
    if wish.is_table:
        from landdesk.services.importing.campaign.importer import import_table

        return told_of_table(
            import_table(app, _table_request(wish, dry_run=dry_run), progress, app.codelists)
        )
    from landdesk.services.importing.importer import import_file

    return told_of_map(import_file(app, _map_request(wish, dry_run=dry_run), progress))


def _table_request(wish: ImportWish, *, dry_run: bool) -> "TableRequest":
    from landdesk.services.importing.campaign.importer import TableRequest

    return TableRequest(
        wish.path,
        form=wish.form,
        sheet=wish.layer,
        commune=wish.commune,
        as_of=wish.as_of,
        mapping=wish.targets,
        encodings=wish.encodings,
        dry_run=dry_run,
    )


def _map_request(wish: ImportWish, *, dry_run: bool) -> "ImportRequest":
    from landdesk.services.importing.field_mapping import TARGETS
    from landdesk.services.importing.importer import ImportRequest

    columns = {target: column for column, target in wish.targets.items() if target is not None}
    return ImportRequest(
        wish.path,
        layer=wish.layer,
        source_epsg=wish.epsg,
        # All of them: what the person left out is not to be guessed again.
        fields={target: columns.get(target) for target in TARGETS},
        commune=wish.commune,
        dry_run=dry_run,
        sheet=wish.sheet,
        swap_axes=wish.swap_axes,
        wgs84_numbers=wish.wgs84_numbers,
        force_crs=wish.force_crs,
        encodings=wish.encodings,
    )

"""A parcel on paper, whoever asks for it: read, laid out, noted where it tells of people, and written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from landdesk.app.application import Application
from landdesk.app.leaving import note_leaving, refuse_taken_name
from landdesk.domain.clock import local_time, system_clock
from landdesk.domain.errors import InvalidInputError
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import Parcel
from landdesk.i18n import N_, Text
from landdesk.services.printing.drawing_file import write_extract_dxf
from landdesk.services.printing.extract import PERSONAL, Extract, Wanted, collect, reach
from landdesk.services.printing.pdf import pdf_bytes, title_of, write_pdf
from landdesk.services.printing.svg import write_svg
from landdesk.store.reader import Reader
from landdesk.store.trouble import explain_os_error

if TYPE_CHECKING:
    from landdesk.services.importing.scans import PagePicture

T = TypeVar("T")

PDF: Final = "pdf"
WRITERS: Final[Mapping[str, Callable[[Path, Extract], None]]] = {
    PDF: write_pdf,
    "svg": lambda path, extract: write_svg(path, extract.drawing, title_of(extract)),
    "dxf": write_extract_dxf,
}
"""What writes a file, by the name of its format, which is the ending of its name."""


def extract_of(app: Application, parcel: ObjectId, wanted: Wanted) -> Extract:
    """Read and lay out the extract of a parcel.

    Raises:
        RefusedError: It has no boundary, or is not there any more.
        InvalidInputError: It does not fit as it is wanted.
    """
    coverage = app.coverage

    def read(reader: Reader) -> Extract:
        box = reach(reader.get(Parcel, parcel), wanted)
        others = [coverage.id_at(int(at)) for at in coverage.box_query(box)]
        return collect(reader, parcel, others, wanted, app.codelists, local_time(system_clock()).date())

    return app.read(read)


@dataclass(frozen=True, slots=True)
class Preview:
    """A page as it will be, of how many."""

    extract: Extract
    pages: int
    picture: "PagePicture"


def preview(app: Application, parcel: ObjectId, wanted: Wanted, page: int, width_px: int) -> Preview:
    """Draw a page of the extract of a parcel, from 0; the last one where there are not so many.

    Raises:
        LandDeskError: As of :func:`extract_of`.
    """
    # Brings the libraries of pictures along.
    from landdesk.services.importing.scans import draw_page, pdf_pages

    extract = extract_of(app, parcel, wanted)
    content = pdf_bytes(extract)
    pages = pdf_pages(content)
    return Preview(extract, pages, draw_page(content, min(page, pages - 1), width_px))


def print_extract(
    app: Application,
    parcel: ObjectId,
    path: Path,
    wanted: Wanted,
    purpose: str | None = None,
    *,
    ending: str | None = None,
) -> Extract:
    """Write the extract of a parcel; names of land users only where they are wanted, and noted then.

    Args:
        app: The store.
        parcel: The parcel.
        path: The file; nothing may be there.
        wanted: What is chosen.
        purpose: What a file with names is for.
        ending: The format where the name of the file does not say it.

    Raises:
        RefusedError: There is a file of this name; the parcel has no boundary; nobody is named who does it.
        InvalidInputError: The ending is of no format, or of one without land users; the parcel does not fit.
        TroubleError: The folder cannot be written, the disk is full.
    """
    write = writer_of(WRITERS, path, ending)
    if wanted.with_users and write is not WRITERS[PDF]:
        raise InvalidInputError(
            "export.no-place-for-users",
            Text(N_("A file of this format has no place for land users.")),
            Text(N_("File {path}"), {"path": str(path)}),
            Text(N_("Choose another format, or leave the land users out.")),
        )
    refuse_taken_name(path)
    extract = extract_of(app, parcel, wanted)
    if wanted.with_users:
        note_leaving(app, path, purpose, PERSONAL, len(extract.users))
    try:
        write(path, extract)
    except OSError as error:
        raise explain_os_error(error, path) from error
    return extract


def writer_of(
    writers: Mapping[str, Callable[[Path, T], None]], path: Path, ending: str | None
) -> Callable[[Path, T], None]:
    """Return what writes a file, by the ending that is said or that its name has.

    Raises:
        InvalidInputError: The ending is of no format.
    """
    found = ending or path.suffix.lower().removeprefix(".")
    if found not in writers:
        raise InvalidInputError(
            "usage.format",
            Text(N_("Nothing says in which format to write.")),
            Text(N_("File {path}"), {"path": str(path)}),
            Text(
                N_("Let the name end in one of these: {endings}"),
                {"endings": ", ".join(f".{one}" for one in writers)},
            ),
        )
    return writers[found]

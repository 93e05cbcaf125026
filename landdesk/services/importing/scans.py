"""Scanned papers: what a file is, and its pages as pictures of a bounded size.

Files come from anywhere, so nothing is drawn larger than asked for, a picture is measured before it is unpacked, and
one page is drawn at a time: the PDF library cannot be called from two threads at once.
"""

import hashlib
import io
import threading
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

import pypdfium2
from PIL import Image, ImageOps, UnidentifiedImageError

from landdesk.domain.errors import InvalidInputError
from landdesk.i18n import N_, Text
from landdesk.services.entry.form import ScanForm
from landdesk.services.entry.scan_names import scan_kind

LARGEST_BYTES: Final = 200_000_000
LARGEST_PIXELS: Final = 120_000_000
"""An A3 page at 600 dpi has 70 million."""
LARGEST_SIDE_PX: Final = 6_000
"""Of a drawn page; about 145 MB with the copy for the screen."""
MOST_PAGES: Final = 2_000
PDF: Final = "application/pdf"
_PICTURES: Final = {
    "JPEG": "image/jpeg",
    "PNG": "image/png",
    "TIFF": "image/tiff",
    "BMP": "image/bmp",
    "WEBP": "image/webp",
}
_QUARTER: Final = 90
_POINTS_PER_INCH: Final = 72.0

ResultT = TypeVar("ResultT")
ScanSource = Path | bytes
"""A file, or the content of one that is kept with a store."""

_pdf_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A drawn page: rows of RGB bytes, top first, ``width * 3`` bytes each."""

    width: int
    height: int
    rgb: bytes


def look_at_scan(path: Path) -> ScanForm:
    """Return what a scanned file is: kind by its name, hash, size, type and pages.

    Raises:
        InvalidInputError: It is no PDF or picture, damaged, locked by a password, or far too large.
        OSError: It cannot be read.
    """
    size = path.stat().st_size
    if size > LARGEST_BYTES:
        raise _refused(
            path, "scan.too-large", N_("The scan is too large: {size} MB."), size=size // 1_000_000
        )
    media_type, pages = _described(path)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return ScanForm(
        kind=scan_kind(path.name),
        file_name=path.name,
        sha256=digest,
        size_bytes=size,
        media_type=media_type,
        pages=pages,
    )


def page_size_px(source: ScanSource, page: int, dots_per_inch: float) -> tuple[int, int]:
    """Return width and height of a page of a PDF at a density, less where a side would be above ``LARGEST_SIDE_PX``.

    Raises:
        InvalidInputError: As of :func:`draw_page`.
        OSError: The file cannot be read.
    """

    def measured() -> tuple[int, int]:
        with _pdf_lock:
            document = pypdfium2.PdfDocument(source)
            try:
                width, height = document[page].get_size()
            finally:
                document.close()
        scale = min(dots_per_inch / _POINTS_PER_INCH, LARGEST_SIDE_PX / max(width, height, 1.0))
        return max(1, round(width * scale)), max(1, round(height * scale))

    return _guarded(source, measured)


def draw_page(source: ScanSource, page: int, width_px: int, quarter_turns: int = 0) -> PagePicture:
    """Return a page as a picture.

    Args:
        source: The file.
        page: From 0.
        width_px: Width of the picture, after turning; less where a side would be above ``LARGEST_SIDE_PX``.
        quarter_turns: To the right.

    Raises:
        InvalidInputError: As of :func:`look_at_scan`; the page cannot be drawn.
        OSError: The file cannot be read.
    """
    wanted = max(1, min(width_px, LARGEST_SIDE_PX))
    size = len(source) if isinstance(source, bytes) else source.stat().st_size
    if size > LARGEST_BYTES:
        raise _refused(
            source, "scan.too-large", N_("The scan is too large: {size} MB."), size=LARGEST_BYTES // 1_000_000
        )
    if is_pdf(source):
        return _guarded(source, lambda: _pdf_page(source, page, wanted, quarter_turns))
    return _guarded(source, lambda: _picture_page(source, page, wanted, quarter_turns))


def _described(path: Path) -> tuple[str, int]:
    if is_pdf(path):
        return PDF, _guarded(path, lambda: pdf_pages(path))
    return _guarded(path, lambda: _picture(path))


def is_pdf(source: ScanSource) -> bool:
    """Tell whether a file is a PDF.

    Raises:
        OSError: It cannot be read.
    """
    with io.BytesIO(source) if isinstance(source, bytes) else source.open("rb") as file:
        # The mark may stand behind some bytes that do not belong to the file.
        return b"%PDF-" in file.read(1024)


def pdf_pages(source: ScanSource) -> int:
    """Return how many pages a PDF has."""
    with _pdf_lock:
        document = pypdfium2.PdfDocument(source)
        try:
            return min(len(document), MOST_PAGES)
        finally:
            document.close()


def _pdf_page(source: ScanSource, number: int, wanted: int, turns: int) -> PagePicture:
    with _pdf_lock:
        document = pypdfium2.PdfDocument(source)
        try:
            page = document[number]
            width, height = page.get_size()
            scale = _scale(width, height, wanted, turns)
            picture = page.render(scale=scale, rotation=turns % 4 * _QUARTER).to_pil()
            return _page(picture)
        finally:
            document.close()


def _picture(path: Path) -> tuple[str, int]:
    with _opened(path) as picture:
        return _PICTURES[picture.format or ""], min(getattr(picture, "n_frames", 1), MOST_PAGES)


def _picture_page(source: ScanSource, number: int, wanted: int, turns: int) -> PagePicture:
    with _opened(source) as picture:
        picture.seek(number)
        _measure(source, picture)
        longest = round(max(picture.size) * _scale(*picture.size, wanted, turns))
        # JPEG files are unpacked at a fraction of their size.
        picture.draft("RGB", (longest, longest))
        upright = ImageOps.exif_transpose(picture)
        scale = _scale(*upright.size, wanted, turns)
        size = (max(1, round(upright.width * scale)), max(1, round(upright.height * scale)))
        return _page(upright.convert("RGB").resize(size).rotate(-turns % 4 * _QUARTER, expand=True))


def _scale(width: float, height: float, wanted: int, turns: int) -> float:
    """Return the scale at which a page has a width after turning, and no side is too long."""
    across = height if turns % 2 else width
    return min(wanted / max(across, 1.0), LARGEST_SIDE_PX / max(width, height, 1.0))


def _opened(source: ScanSource) -> Image.Image:
    with warnings.catch_warnings():
        # Pillow only warns above half its own limit; ours is asked before anything is unpacked.
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        file = io.BytesIO(source) if isinstance(source, bytes) else source
        picture = Image.open(file, formats=tuple(_PICTURES))
    try:
        _measure(source, picture)
    except InvalidInputError:
        picture.close()
        raise
    return picture


def _measure(source: ScanSource, picture: Image.Image) -> None:
    if picture.width * picture.height > LARGEST_PIXELS:
        raise _refused(
            source,
            "scan.too-many-pixels",
            N_("The picture is too large: {width} × {height} pixels."),
            width=picture.width,
            height=picture.height,
        )


def _page(picture: Image.Image) -> PagePicture:
    plain = picture.convert("RGB")
    return PagePicture(plain.width, plain.height, plain.tobytes())


def _guarded(source: ScanSource, work: Callable[[], ResultT]) -> ResultT:
    """Run work with a library that says in many ways that a file is damaged."""
    try:
        return work()
    except pypdfium2.PdfiumError as error:
        raise _refused(
            source, "scan.damaged", N_("The scan cannot be shown: it is damaged or locked.")
        ) from error
    except (UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise _refused(source, "scan.no-picture", N_("The file is no PDF and no picture.")) from error
    except (OSError, EOFError, SyntaxError, ValueError, IndexError, MemoryError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        raise _refused(
            source, "scan.damaged", N_("The scan cannot be shown: it is damaged or locked.")
        ) from error


def _refused(source: ScanSource, code: str, what: str, **values: int) -> InvalidInputError:
    return InvalidInputError(
        code,
        Text(what, dict(values)),
        None if isinstance(source, bytes) else Text(N_("File {name}"), {"name": source.name}),
        Text(N_("Scan the paper again as PDF or JPEG at 300 dpi.")),
    )

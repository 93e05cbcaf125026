"""Scans that are put onto a page from files: what each file is, what becomes of it, and what is said of it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from landdesk.domain.completeness import CERTIFICATE_SCAN
from landdesk.domain.errors import LandDeskError
from landdesk.domain.fields import field_of
from landdesk.domain.records import AnyRecord
from landdesk.i18n import _
from landdesk.services.entry.form import ScanForm
from landdesk.services.entry.scan_names import told_kind
from landdesk.services.forms.around import places_words
from landdesk.services.forms.draft import Draft, DraftObject
from landdesk.services.forms.layout import section_of
from landdesk.services.importing.scans import look_at_scan
from landdesk.store.queries.recorded import Places
from landdesk.store.reader import Reader
from landdesk.store.trouble import explained_at

SCANS: Final = section_of("document")
PAPERS: Final = "0"
"""Kind of the scan of any paper, in the code list ``document_kind``."""


@dataclass(frozen=True, slots=True)
class LookedAt:
    """A file that is to be a scan of the page.

    Args:
        path: The file.
        form: What it is; None for one that is no scan or cannot be read.
        error: Why not.
        recorded: The recorded scan of the same content with what belongs to it, the scan first.
        places: The parcels of that.
    """

    path: Path
    form: ScanForm | None = None
    error: LandDeskError | None = None
    recorded: tuple[AnyRecord, ...] = ()
    places: Places | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of files.

    Args:
        told: What is to be said, line by line.
        supplied: Files of recorded scans that were not on this computer.
    """

    told: tuple[str, ...]
    supplied: tuple[LookedAt, ...]


def look_at_files(paths: Iterable[Path], reader: Reader) -> list[LookedAt]:
    """Return what files are; one that is no scan, is too large or cannot be read says so."""
    return [_look_at(path, reader) for path in paths]


def _look_at(path: Path, reader: Reader) -> LookedAt:
    try:
        with explained_at(path):
            form = look_at_scan(path)
    except LandDeskError as error:
        return LookedAt(path, error=error)
    found = reader.entering.documents([form.sha256])
    if not found:
        return LookedAt(path, form)
    one = found[0]
    belongings = [it for it in reader.belongings(one) if it.id != one.id]
    return LookedAt(path, form, None, (one, *belongings), reader.recorded.places("document", one.id))


def take_files(draft: Draft, looked: Sequence[LookedAt]) -> Taken:
    """Put files onto a page as scans of its parcel; one whose content is there already is not put there twice."""
    told: list[str] = []
    supplied: list[LookedAt] = []
    for one in looked:
        if one.form is None:
            continue
        name = one.path.name
        known = document_of(draft, one.form.sha256)
        if known is not None and one.form.sha256 in draft.around.absent_files:
            supplied.append(one)
        elif known is not None and draft.join(SCANS, draft.parcel, known.key):
            # It was taken out of the list a moment ago.
            draft.files[known.key] = one.path
        elif known is not None:
            told.append(
                _("{name} is among the scans already as “{title}”; it was not added again.").format(
                    name=name, title=draft.title(known)
                )
            )
        elif one.recorded:
            _take_recorded(draft, one)
            told.append(_recorded_words(one))
        else:
            _take_new(draft, one.path, one.form)
    return Taken(tuple(told), tuple(supplied))


def _take_recorded(draft: Draft, one: LookedAt) -> None:
    scan = one.recorded[0]
    places = {} if one.places is None or not one.places.count else {scan.id: one.places}
    draft.adopt(one.recorded, places)
    key = scan.id.hex()
    draft.join(SCANS, draft.parcel, key)
    # Kept anew, for the file may be on another computer; one that is here stays as it is.
    draft.files[key] = one.path


def _recorded_words(one: LookedAt) -> str:
    name = one.path.name
    if one.places is None or not one.places.count:
        return _("{name} is recorded already; the recorded scan was taken.").format(name=name)
    return _(
        "{name} is recorded already with parcel {keys}; that scan now belongs to this parcel too."
    ).format(name=name, keys=places_words(one.places))


def _take_new(draft: Draft, path: Path, form: ScanForm) -> None:
    kind_field = field_of("document", "kind")
    kinds = {draft.reading(one, kind_field).value for one in draft.of("document")}
    # A parcel rarely has two scans of its certificate: what says nothing of its kind is then another paper.
    kind = told_kind(path.name) or (PAPERS if CERTIFICATE_SCAN in kinds else CERTIFICATE_SCAN)
    made = draft.add(SCANS, draft.parcel)
    values = {
        "kind": kind,
        "file_name": form.file_name,
        "sha256": form.sha256,
        "size_bytes": form.size_bytes,
        "media_type": form.media_type,
        "pages": form.pages,
    }
    made.typed = {name: str(value) for name, value in values.items() if value is not None}
    draft.files[made.key] = path
    certificates = [one for one in draft.of("certificate") if one.record is not None]
    if kind == CERTIFICATE_SCAN and len(certificates) == 1:
        joint = draft.joint_of(SCANS, draft.parcel, made)
        if joint is not None:
            draft.point(joint, "certificate_id", certificates[0].key)


def document_of(draft: Draft, sha256: str) -> DraftObject | None:
    """Return the scan of the page with a content."""
    return next((one for one in draft.of("document") if hash_of(draft, one) == sha256), None)


def hash_of(draft: Draft, one: DraftObject) -> str:
    """Return the SHA-256 of the file of a scan; nothing for a paper without one."""
    return draft.text(one, field_of("document", "sha256")) if one.class_name == "document" else ""


def file_name_of(draft: Draft, one: DraftObject) -> str:
    """Return the name of the file of a scan, or what the scan is called."""
    return draft.text(one, field_of("document", "file_name")) or draft.title(one)


def has_new_certificate_scan(draft: Draft) -> bool:
    """Tell whether the scan of a certificate was put onto the page and is not saved yet."""
    kind = field_of("document", "kind")
    new = [one for one in draft.of("document") if one.record is None and one.key in draft.files]
    return any(draft.reading(one, kind).value == CERTIFICATE_SCAN for one in new)


def pages_of(draft: Draft, one: DraftObject) -> int:
    """Return the number of pages of a scan; 1 where nobody has counted them."""
    return draft.reading(one, field_of("document", "pages")).value or 1


def scans_to_keep(draft: Draft) -> dict[str, Path]:
    """Return the files that an act of the page names, by their content's SHA-256."""
    staying = {one.key: one for one in draft.of("document")}
    return {hash_of(draft, staying[key]): path for key, path in draft.files.items() if key in staying}


def has_scan(draft: Draft, kinds: Collection[str]) -> bool:
    """Tell whether a scan of one of these kinds, or of any where none is named, is or will be at the parcel."""
    kind, old = field_of("document", "kind"), field_of("document", "is_old")
    return any(
        (not kinds or draft.reading(one, kind).value in kinds) and not draft.reading(one, old).value
        for one in draft.of("document")
        if hash_of(draft, one) and draft.is_wanted(one)
    )

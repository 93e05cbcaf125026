"""A table of the campaign becomes part of the record: one act, one entry, one report that has every row.

Which form a table is, its headings say. Certificates and lists go through the refresh (``importing/refresh``); a sync
status becomes the newest statement of the branch on each parcel; error paths and the tracking sheet become work on it.
"""

import hashlib
import json
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from landdesk.domain.change import ChangeSet, Entry, EntryKind
from landdesk.domain.clock import local_time
from landdesk.domain.errors import InvalidInputError, RefusedError
from landdesk.domain.ids import IdSource, ObjectId
from landdesk.domain.progress import Progress, SilentProgress
from landdesk.i18n import N_, Text
from landdesk.interpreter import without_collection
from landdesk.services.campaign.forms import ERROR_PATHS, FORMS, PL3, PLAIN, SYNC_STATUS, TRACKING
from landdesk.services.campaign.forms import form as definition_of
from landdesk.services.campaign.notes import FormNote
from landdesk.services.campaign.pl3_certificates import group_pl3
from landdesk.services.codelists import CodeLists, shipped_lists
from landdesk.services.commands import EditContext
from landdesk.services.importing.campaign.claims import GROUP_OF_KEY, claim_of_certificate, claim_of_row
from landdesk.services.importing.campaign.layout import has_name_of, recognised
from landdesk.services.importing.campaign.lists import (
    begins_with_communes,
    read_errors,
    read_plain,
    read_status,
    read_tracking,
)
from landdesk.services.importing.campaign.pl3 import find_pl3, read_pl3
from landdesk.services.importing.campaign.statements import ErrorsIn, StatusIn, TrackingIn
from landdesk.services.importing.campaign.table_report import NOT_TAKEN, LeftRows, TableNote, TableReport
from landdesk.services.importing.campaign.words import CodeWords
from landdesk.services.importing.importer import Desk
from landdesk.services.importing.layer import listed
from landdesk.services.importing.refresh.claims import SourceFile
from landdesk.services.importing.refresh.engine import Refresh
from landdesk.services.importing.refresh.tally import CHANGED, NEW, SAME
from landdesk.services.importing.remembered import remembered_mapping, remembered_sheet
from landdesk.services.importing.tables.reading import read_tables
from landdesk.services.importing.tables.table import Table
from landdesk.services.importing.tables.unicode import unicode_table
from landdesk.services.importing.text.encodings import Encoding
from landdesk.services.importing.text.originals import Original, packed
from landdesk.services.training.people import INVENTED_PREFIX
from landdesk.store.reader import Reader

COMMAND: Final = "import.table"
STEP: Final = 500
_TOP_ROWS: Final = 60
"""Rows in which a table shows what it is."""


@dataclass(frozen=True, slots=True)
class TableRequest:
    """What the person asks for.

    Args:
        path: The file.
        form: One of ``FORMS``; None lets the headings say.
        sheet: Of a workbook; None takes that of an earlier file, else the one whose headings are those of a form.
        commune: Of rows that do not say it; None takes the store's only one.
        as_of: Day that a sync status or error paths speak of; None takes the day the file was written.
        mapping: Target by heading of a plain list; what is not named is remembered or guessed.
        encodings: Encoding of the texts of columns by letter; others are told by their texts.
        dry_run: Only tell what would happen.
    """

    path: Path
    form: str | None = None
    sheet: str | None = None
    commune: str | None = None
    as_of: date | None = None
    mapping: Mapping[str, str | None] = field(default_factory=dict)
    encodings: Mapping[str, Encoding] = field(default_factory=dict)
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class TableOutcome:
    """The report, the journal entry (none after a dry run), and how many objects are made, changed or removed."""

    report: TableReport
    entry: Entry | None
    changes: int = 0


def import_table(
    desk: Desk, request: TableRequest, progress: Progress | None = None, lists: CodeLists | None = None
) -> TableOutcome:
    """Bring a table of the campaign into the store.

    Raises:
        InvalidInputError: The file is no table, or none of the campaign's.
        RefusedError: It brings nothing that the store has not, or nobody is chosen who does it.
        CancelledError: The person stopped it.
    """
    with without_collection():
        return _imported(desk, request, progress or SilentProgress(), lists or shipped_lists())


def _imported(desk: Desk, request: TableRequest, progress: Progress, lists: CodeLists) -> TableOutcome:
    form, head, said, originals, bring = _read(desk, request, lists)
    sha256 = hashlib.sha256(request.path.read_bytes()).digest()

    def made(reader: Reader, new_id: IdSource) -> tuple[ChangeSet, TableReport, Kept]:
        refresh = Refresh(reader, new_id, SourceFile(request.path.name, sha256, form))
        told = bring(refresh, reader, progress)
        told.notes = [*said, *told.notes]
        report = _report(request.path, sha256, form, head, told, refresh)
        subject = f"{request.path.name} · {len(report.outcomes)}"
        return ChangeSet(COMMAND, refresh.deltas(), subject), report, refresh.tally.kept

    if request.dry_run:
        change, report, _kept = desk.read(lambda reader: made(reader, _Trial()))
        return TableOutcome(report, None, len(change.deltas))

    def job(context: EditContext) -> TableOutcome:
        work = context.work
        change, report, kept = made(work, work.new_id)
        if not change.deltas:
            raise _nothing_new(request.path, report)
        if originals:
            report = replace(report, originals=desk.keep(packed(originals)).hex())
        entry = work.apply(change, EntryKind.IMPORT, judged=form not in STATED)
        work.keep_source_values(entry.number, kept)
        words = json.dumps(report.document(), ensure_ascii=False, separators=(",", ":"))
        work.add_import_source(entry.number, sha256, form, request.path.name, words)
        return TableOutcome(report, entry, len(change.deltas))

    return desk.write(job)


def _read(
    desk: Desk, request: TableRequest, lists: CodeLists
) -> tuple[str, Table, Sequence[FormNote], Sequence[Original], "Bringing"]:
    """Return the form, the table without its rows, what is to be said, texts as they came, and what brings it in.

    The rows of the table itself are not kept: there may be as much of them as of all that is made of them.
    """
    tables = read_tables(request.path)
    form, table = chosen_table(desk.read(lambda reader: tables_asked_for(reader, tables, request)), request)
    table, said, originals = unicode_table(table, request.encodings)
    mapping = desk.read(lambda reader: remembered_mapping(reader, table)) | dict(request.mapping)
    commune = request.commune or (desk.info.communes[0] if len(desk.info.communes) == 1 else None)
    bring = _reading(form, table, request, commune, mapping, lists, training=desk.info.training)
    return form, replace(table, rows=()), [FormNote(*one) for one in said], originals, bring


@dataclass(slots=True)
class Told:
    """What bringing a form in tells."""

    rows: Sequence[int]
    notes: Iterable[FormNote]
    mapping: Mapping[str, str | None] = field(default_factory=dict)
    outcomes: dict[int, str] = field(default_factory=dict)
    left: LeftRows = field(default_factory=LeftRows)
    errors: Mapping[str, int] = field(default_factory=dict)


Bringing = Callable[[Refresh, Reader, Progress], Told]
"""Brings the rows of a form in, once."""
STATED: Final = frozenset({SYNC_STATUS, TRACKING, ERROR_PATHS})
"""Forms that bring the branch's word; what a commune may change does not bind them."""
Kept = Mapping[tuple[ObjectId, str], str]
"""By object and field, what the source says where an edit stands against it."""


def _nothing_new(path: Path, report: TableReport) -> RefusedError:
    """Return the error that no row brings anything: all is there already, or none could be taken."""
    where = Text(N_("File {path}"), {"path": str(path)})
    if report.outcomes and all(outcome == NOT_TAKEN for outcome in report.outcomes.values()):
        return RefusedError(
            "import.nothing-taken",
            Text(N_("None of the {count:,} rows can be taken."), {"count": len(report.outcomes)}),
            where,
            Text(
                N_("A trial says of each row why; import the parcels first where they are not in the store.")
            ),
        )
    return RefusedError(
        "import.again",
        Text(N_("The store holds everything of this table already.")),
        where,
        Text(N_("There is nothing to do.")),
    )


def tables_asked_for(reader: Reader, tables: Sequence[Table], request: TableRequest) -> Sequence[Table]:
    """Return the sheet of a workbook that is asked for or remembered; all of them where neither is.

    Raises:
        InvalidInputError: There is no such sheet.
    """
    sheet = request.sheet or remembered_sheet(
        reader, tables, request.form, lambda form, table: form in _FITS and _FITS[form](_top(table))
    )
    found = [table for table in tables if table.sheet == sheet]
    if request.sheet is not None and not found:
        names = [table.sheet for table in tables if table.sheet]
        raise InvalidInputError(
            "import.no-layer",
            Text(
                N_("The file has no sheet “{name}”; it has: {sheets}"),
                {"name": request.sheet, "sheets": listed(names) or "–"},
            ),
            Text(N_("File {path}"), {"path": str(request.path)}),
            Text(N_("Name one of them.")),
        )
    return found or tables


def chosen_table(tables: Sequence[Table], request: TableRequest) -> tuple[str, Table]:
    """Return the form that a file holds and its table.

    Raises:
        InvalidInputError: There is no such form, or no table of one.
    """
    if request.form is not None and request.form not in FORMS:
        raise InvalidInputError(
            "import.no-form",
            Text(N_("There is no form “{name}”."), {"name": request.form}),
            remedy=Text(N_("Choose one of: {choices}"), {"choices": ", ".join(FORMS)}),
        )
    if request.form == PL3:
        return PL3, find_pl3(tables) or tables[0]
    if request.form is not None:
        fits = _FITS[request.form]
        return request.form, next((table for table in tables if fits(_top(table))), tables[0])
    found = recognised_form(tables)
    if found is not None:
        return found
    raise InvalidInputError(
        "form.no-headings",
        Text(N_("The headings of the table are those of no form that is known.")),
        Text(N_("File {path}"), {"path": str(request.path)}),
        Text(N_("Say which form it is, or which column goes into which field.")),
    )


def recognised_form(tables: Sequence[Table]) -> tuple[str, Table] | None:
    """Return the form that the headings of a file say and the table that holds it; None where they say none."""
    tops = [(table, _top(table)) for table in tables]
    for name, fits in _FITS.items():
        for table, top in tops:
            if fits(top):
                return name, table
    for table, top in tops:
        # A status file comes without headings too.
        if begins_with_communes(top):
            return SYNC_STATUS, table
    return None


def _top(table: Table) -> Table:
    """Return the first rows of a table in Unicode: its headings may be in an old encoding as its data are."""
    return unicode_table(replace(table, rows=table.rows[:_TOP_ROWS]))[0]


def _has(name: str, fewest: int, *one_of: str) -> Callable[[Table], bool]:
    """Return what tells whether a table has headings of a form: so many, and one of those that only it has."""

    def fits(table: Table) -> bool:
        found = recognised(definition_of(name), table)
        return len(found) >= fewest and (not one_of or bool(found & set(one_of)))

    return fits


_PL3_ALONE: Final = ("role", "certificate_sheet", "certificate_parcel", "current_name")
"""Fields that no other list of certificates has."""
_FITS: Final[Mapping[str, Callable[[Table], bool]]] = {
    PL3: lambda table: has_name_of(definition_of(PL3), table) or _has(PL3, 10, *_PL3_ALONE)(table),
    ERROR_PATHS: _has(ERROR_PATHS, 2, "paths"),
    SYNC_STATUS: _has(SYNC_STATUS, 5),
    TRACKING: _has(TRACKING, 4, "missing", "result"),
    PLAIN: _has(PLAIN, 2, "party.name", "party.identity_number", "certificate.serial"),
}
"""In the order in which a table is asked: what needs the rarest headings first."""


def _reading(
    form: str,
    table: Table,
    request: TableRequest,
    commune: str | None,
    mapping: Mapping[str, str | None],
    lists: CodeLists,
    *,
    training: bool,
) -> Bringing:
    """Return what brings the rows of a form into a refresh; the table is read here, before the store is locked."""
    words = CodeWords(lists)
    provinces = [code.code for code in lists["id_province"]] + ([INVENTED_PREFIX] if training else [])
    if form == PL3:
        reading = read_pl3(table, provinces, lists)
        numbers = [one.row for one in reading.rows]
        waiting = deque(group_pl3(reading.rows, lists))
        said = [*reading.notes, *(one for found in waiting for one in found.notes)]

        def certificates_in(refresh: Refresh, _reader: Reader, progress: Progress) -> Told:
            told = Told(numbers, said)
            count = len(waiting)
            # Each goes when it is in: rows and what is made of them are not there twice.
            while waiting:
                if (at := count - len(waiting)) % STEP == 0:
                    progress.step(at, count)
                found = waiting.popleft()
                _take(refresh, told, found.rows, claim_of_certificate(found, words, commune))
            return told

        return certificates_in
    if form == PLAIN:
        plain = read_plain(table, mapping, provinces, lists)
        groups = frozenset(GROUP_OF_KEY[key] for key in plain.mapping.values() if key and key in GROUP_OF_KEY)

        def list_in(refresh: Refresh, _reader: Reader, progress: Progress) -> Told:
            told = Told([one.row for one in plain.rows], plain.notes, plain.mapping)
            for at, row in enumerate(plain.rows):
                if at % STEP == 0:
                    progress.step(at, len(plain.rows))
                _take(refresh, told, (row.row,), claim_of_row(row, words, commune, groups))
            return told

        return list_in
    statements: StatusIn | ErrorsIn | TrackingIn
    as_of = request.as_of or local_time(int(request.path.stat().st_mtime * 1000)).date()
    if form == SYNC_STATUS:
        statements = StatusIn(read_status(table, lists), words, commune, as_of, request.path.name)
    elif form == ERROR_PATHS:
        statements = ErrorsIn(read_errors(table, lists), lists, commune, as_of, request.path.name)
    else:
        statements = TrackingIn(read_tracking(table, lists), words, commune, request.path.name)

    def statements_in(refresh: Refresh, reader: Reader, progress: Progress) -> Told:
        told = Told([one.row for one in statements.reading.rows], statements.reading.notes)
        told.outcomes = statements.bring(refresh, reader, progress)
        if not isinstance(statements, TrackingIn):
            told.errors = statements.errors
        if isinstance(statements, StatusIn):
            told.left = statements.left(told.outcomes)
        return told

    return statements_in


def _take(refresh: Refresh, told: Told, rows: Sequence[int], claim: Any) -> None:
    tally = refresh.tally
    before, objects = tally.parcels.copy(), sum(tally.objects.values())
    refresh.certificate(claim)
    gained = tally.parcels - before
    if gained[NEW]:
        outcome = NEW
    elif sum(tally.objects.values()) > objects or gained[CHANGED]:
        outcome = CHANGED
    else:
        outcome = SAME if gained[SAME] or claim.values else NOT_TAKEN
    told.outcomes.update(dict.fromkeys(rows, outcome))


def _report(path: Path, sha256: bytes, form: str, table: Table, told: Told, refresh: Refresh) -> TableReport:
    notes = [TableNote(one.rows, "", one.code, one.field) for one in told.notes]
    notes += [TableNote(one.rows, one.label, one.code, one.field, one.sides) for one in refresh.tally.notes]
    return TableReport(
        file_name=path.name,
        sha256=sha256.hex(),
        form=form,
        sheet=table.sheet,
        encoding=table.encoding,
        mapping=told.mapping,
        outcomes={row: told.outcomes.get(row, NOT_TAKEN) for row in told.rows},
        objects=dict(refresh.tally.objects),
        notes=tuple(sorted(notes, key=lambda one: one.rows[:1])),
        left=told.left,
        errors=dict(told.errors),
    )


class _Trial:
    """Identifiers of a dry run; they are never kept."""

    def __init__(self) -> None:
        self._last = 0

    def __call__(self) -> ObjectId:
        self._last += 1
        return ObjectId(self._last.to_bytes(16, "big"))

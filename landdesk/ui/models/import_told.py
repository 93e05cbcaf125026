"""What an import or its trial tells, as the window shows it: a line for each row of the file, counts, notes by code."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from landdesk.app.titles import IMPORT_OUTCOMES, IMPORTED_ERRORS
from landdesk.i18n import _, format_number

if TYPE_CHECKING:
    from landdesk.services.importing.campaign.importer import TableOutcome
    from landdesk.services.importing.importer import ImportOutcome
    from landdesk.services.importing.report import ImportReport

KEPT: Final = "refresh.kept"
"""Code of a note: an edit stays although the source has another value."""
OLDER: Final = "refresh.older"
"""Code of a note: this file was in before a later one that says something else."""
OF_THE_FILE: Final = 0
"""Row of a line that speaks of the whole file."""

_Note = tuple[str, str]
"""Code and words."""


@dataclass(frozen=True, slots=True)
class ImportLine:
    """One row of the file, or something that is said of the whole file.

    Args:
        row: Its number; 0 for the whole file.
        parcel: Sheet and number, where they are known.
        outcome: Key of ``IMPORT_OUTCOMES``; empty for the whole file.
        codes: Of what is said.
        said: In words.
    """

    row: int
    parcel: str
    outcome: str
    codes: tuple[str, ...]
    said: str


@dataclass(frozen=True, slots=True)
class ImportTold:
    """What came of it, or would.

    Args:
        lines: Of all rows, in the order of the file.
        counts: Rows by outcome.
        notes: Code, words and number of lines, most frequent first.
        gone: Parcels of an earlier import that the file does not name; they stay. None for tables.
        facts: Label and words of what else is worth knowing.
        changes: Objects made, changed or removed; 0 where the store holds everything.
        entry: Number of the journal entry; None after a trial.
    """

    lines: tuple[ImportLine, ...]
    counts: Mapping[str, int]
    notes: tuple[tuple[str, str, int], ...]
    gone: int | None
    facts: tuple[tuple[str, str], ...]
    changes: int
    entry: int | None

    @property
    def kept(self) -> int:
        """How many lines name an edit that stays."""
        return sum(KEPT in line.codes for line in self.lines)

    def with_outcome(self, outcome: str) -> list[ImportLine]:
        """Return the rows with an outcome."""
        return [line for line in self.lines if line.outcome == outcome]

    def with_code(self, code: str) -> list[ImportLine]:
        """Return the lines of which a thing is said."""
        return [line for line in self.lines if code in line.codes]


def told_of_map(outcome: "ImportOutcome") -> ImportTold:
    """Return what the import of a map tells."""
    from landdesk.services.importing.note_titles import detail_words
    from landdesk.services.importing.report import NOTE_TEXTS

    report = outcome.report
    said: defaultdict[int, list[_Note]] = defaultdict(list)
    for note in report.notes:
        words, detail = _(NOTE_TEXTS[note.code]), detail_words(note.detail, note.sides)
        # What two files say is what the row is about.
        said[note.row].append(
            (note.code, f"{detail}. {words}" if note.sides else _with_detail(words, detail))
        )
    rows = ((one.row, one.parcel, one.outcome) for one in report.outcomes)
    lines = _lines(rows, said)
    return ImportTold(
        lines=lines,
        counts=Counter(one.outcome for one in report.outcomes),
        notes=_notes(lines, NOTE_TEXTS),
        gone=report.gone,
        facts=_map_facts(report),
        changes=outcome.changes,
        entry=None if outcome.entry is None else outcome.entry.number,
    )


def told_of_table(outcome: "TableOutcome") -> ImportTold:
    """Return what the import of a table tells."""
    from landdesk.services.campaign.forms import form
    from landdesk.services.importing.campaign.table_report import TABLE_NOTE_TEXTS
    from landdesk.services.importing.note_titles import detail_words

    report = outcome.report
    headings = {one.key: one.heading for one in form(report.form).columns}
    said: defaultdict[int, list[_Note]] = defaultdict(list)
    labels: dict[int, str] = {}
    for note in report.notes:
        words = _(TABLE_NOTE_TEXTS[note.code])
        detail = headings.get(note.field) or detail_words(note.field, note.sides)
        words = f"{detail}. {words}" if note.sides else _with_detail(words, detail)
        for row in note.rows or (OF_THE_FILE,):
            said[row].append((note.code, words))
            if note.label:
                labels.setdefault(row, note.label)
    lines = _lines(((row, labels.get(row, ""), one) for row, one in sorted(report.outcomes.items())), said)
    encoding = ((_("Encoding"), encoding_words(report.encoding)),) if report.encoding else ()
    errors = (
        (_(title), format_number(report.errors[what], 0))
        for what, title in IMPORTED_ERRORS.items()
        if report.errors.get(what)
    )
    return ImportTold(
        lines=lines,
        counts=report.rows(),
        notes=_notes(lines, TABLE_NOTE_TEXTS),
        gone=None,
        facts=(*encoding, *errors),
        changes=outcome.changes,
        entry=None if outcome.entry is None else outcome.entry.number,
    )


def _lines(
    rows: Iterable[tuple[int, str, str]], said: Mapping[int, Sequence[_Note]]
) -> tuple[ImportLine, ...]:
    """Return a line for each row; what is said of rows that the report does not count stands at the beginning."""
    made = [_line(row, parcel, outcome, said.get(row, ())) for row, parcel, outcome in rows]
    known = {line.row for line in made}
    others = [_line(row, "", "", [one]) for row in sorted(said) if row not in known for one in said[row]]
    return (*others, *made)


def _line(row: int, parcel: str, outcome: str, said: Sequence[_Note]) -> ImportLine:
    codes = tuple(dict.fromkeys(code for code, _words in said))
    return ImportLine(row, parcel, outcome, codes, "; ".join(dict.fromkeys(words for _code, words in said)))


def _notes(lines: Iterable[ImportLine], texts: Mapping[str, str]) -> tuple[tuple[str, str, int], ...]:
    counts = Counter(code for line in lines for code in line.codes)
    return tuple((code, _(texts[code]), count) for code, count in counts.most_common())


def _with_detail(words: str, detail: str) -> str:
    return f"{words} ({detail})" if detail else words


def _map_facts(report: "ImportReport") -> tuple[tuple[str, str], ...]:
    system = f"{report.source_system} → {report.target_system}"
    if report.accuracy_m:
        system += f" · ±{format_number(report.accuracy_m, 2)} m"
    counted = (
        (_("Land uses"), report.purposes),
        (_("Land users"), report.users),
        (_("Arcs straightened"), report.curves_straightened),
        (_("Heights left out"), report.heights_dropped),
    )
    return ((_("System"), system), *((label, format_number(count, 0)) for label, count in counted if count))


def encoding_words(encoding: str) -> str:
    """Return the name of the encoding of a text file as people know it."""
    return encoding.upper().removesuffix("-SIG").removesuffix("-LE").removesuffix("-BE")


def outcome_words(outcome: str) -> str:
    """Return the words of an outcome; nothing for a line of the whole file."""
    return _(IMPORT_OUTCOMES[outcome]) if outcome else ""

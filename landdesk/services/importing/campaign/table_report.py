"""What the import of a table tells: totals, what became of every row, and what is to be said about rows.

Frozen values without words and without personal data; the JSON form is kept in the store with the entry.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from landdesk.i18n import N_
from landdesk.services.campaign import notes
from landdesk.services.importing.note_titles import SHARED_TITLES
from landdesk.services.importing.refresh.tally import Sides

NOT_TAKEN: Final = "refused"
NO_PARCEL: Final = "status.no-parcel"
NO_COMMUNE: Final = "commune.missing"

TABLE_NOTE_TEXTS: Final[Mapping[str, str]] = {
    **notes.NOTE_TEXTS,
    **SHARED_TITLES,
    NO_PARCEL: N_("Its parcel is not in the store; the statement stands in this report only"),
    NO_COMMUNE: N_("Says nothing of its commune, and the store has several; not taken"),
}


@dataclass(frozen=True, slots=True)
class TableNote:
    """Something to say about rows; ``field`` is a key of the form, an identifier of a field, or empty."""

    rows: tuple[int, ...]
    label: str
    code: str
    field: str = ""
    sides: Sides | None = None


@dataclass(frozen=True, slots=True)
class LeftRows:
    """Rows of a sync status whose parcel is not in the store, word for word: no more is lost than the file says.

    Args:
        headings: Of the columns.
        rows: By number of the row, its texts in their order.
    """

    headings: tuple[str, ...] = ()
    rows: Mapping[int, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TableReport:
    """What came in.

    Args:
        file_name, sha256: The source.
        form: Name of the form, as in ``campaign.forms.FORMS``.
        sheet, encoding: Where the table stands; encoding of a text file.
        mapping: Target by heading of a plain list, None for a heading that was left out.
        outcomes: What became of each row: ``new``, ``changed``, ``same`` or ``refused``.
        objects: Number of objects by class and outcome.
        notes: What is to be said.
        left: Statements that no parcel is there for.
        errors: How many errors of the national system are ``new``, ``still`` there, ``cured`` and ``came_back``.
        originals: SHA-256 of the texts as they came, where some were read in an old encoding.
    """

    file_name: str
    sha256: str
    form: str
    sheet: str
    encoding: str
    mapping: Mapping[str, str | None]
    outcomes: Mapping[int, str]
    objects: Mapping[tuple[str, str], int]
    notes: tuple[TableNote, ...]
    left: LeftRows = field(default_factory=LeftRows)
    errors: Mapping[str, int] = field(default_factory=dict)
    originals: str | None = None

    def rows(self) -> dict[str, int]:
        """Return how many rows had each outcome."""
        return dict(Counter(self.outcomes.values()))

    def counts(self) -> dict[str, int]:
        """Return how often each code occurs, most frequent first."""
        return dict(Counter(note.code for note in self.notes).most_common())

    def document(self) -> dict[str, Any]:
        """Return the report as values of JSON."""
        objects: dict[str, dict[str, int]] = {}
        for (class_name, outcome), count in sorted(self.objects.items()):
            objects.setdefault(class_name, {})[outcome] = count
        return {
            "file_name": self.file_name,
            "sha256": self.sha256,
            "form": self.form,
            "sheet": self.sheet,
            "encoding": self.encoding,
            "mapping": dict(self.mapping),
            "read": len(self.outcomes),
            "rows": self.rows(),
            "objects": objects,
            "counts": self.counts(),
            "outcomes": [[row, outcome] for row, outcome in sorted(self.outcomes.items())],
            "notes": [
                {
                    "rows": list(note.rows),
                    "label": note.label,
                    "code": note.code,
                    "field": note.field,
                    "sides": note.sides and note.sides.document(),
                }
                for note in self.notes
            ],
            "errors": dict(self.errors),
            "originals": self.originals,
            "left": {
                "headings": list(self.left.headings),
                "rows": [[row, *texts] for row, texts in sorted(self.left.rows.items())],
            },
        }

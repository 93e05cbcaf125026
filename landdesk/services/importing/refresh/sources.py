"""Which file a value came with, and what another file that says something else does against it."""

from typing import Any

from landdesk.domain.canonical import format_value
from landdesk.domain.fields import Field, Kind
from landdesk.domain.records import AnyRecord
from landdesk.services.importing.refresh.claims import SourceFile
from landdesk.services.importing.refresh.tally import Sides
from landdesk.store.queries.imports import ImportStep
from landdesk.store.reader import Reader

_QUIET = (Kind.SHAPE, Kind.BYTES, Kind.REFERENCE, Kind.REFERENCES)


class Sources:
    """The files that were imported before.

    Args:
        reader: The store.
        now: The file that is imported now.
    """

    def __init__(self, reader: Reader, now: SourceFile) -> None:
        self._reader = reader
        self._now = now
        before = reader.exchange.imported(now.sha256)
        self._entry = max((one.entry for one in before if one.layer == now.layer), default=0)

    def disagreement(self, record: AnyRecord, field: Field, value: Any) -> tuple[Sides, bool] | None:
        """Return what two files say of a field, and whether the present value stays; None where there is but one.

        A file that is in already does not win a second time against one that came after it.

        Args:
            record: The object as the store has it.
            value: What the file says that is imported now.
        """
        other = self._writer(record, field.name)
        if other is None or (other.sha256, other.layer) == (self._now.sha256, self._now.layer):
            return None
        known, said = _told(field, getattr(record, field.name)), _told(field, value)
        return Sides(other.file_name, known, self._now.name, said), 0 < self._entry < other.entry

    def _writer(self, record: AnyRecord, name: str) -> ImportStep | None:
        """Return the import that the present value of a field came with; None where no import brought it."""
        now = getattr(record, name)
        after: AnyRecord | None = record
        for step in self._reader.import_steps(record):
            if step.file_name and getattr(after, name, None) == now != getattr(step.before, name, None):
                return step
            after = step.before
        return None


def _told(field: Field, value: Any) -> str | None:
    """Return a value as a report may have it; None for what is personal or no text."""
    return None if field.personal or field.kind in _QUIET else format_value(field, value)

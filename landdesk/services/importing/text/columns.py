"""Columns of a source in true Unicode: each told by itself, converted where that is sure, and what was done said.

Nothing is changed on a mere suspicion: a column whose encoding is not sure stays as it came and is named. What a text
was before is kept, see ``originals.py``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from landdesk.services.importing.text.convert import convert
from landdesk.services.importing.text.detect import detect
from landdesk.services.importing.text.encodings import Encoding

CONVERTED: Final = "text.converted"
"""The column was read in an old encoding; ``detail`` names column, encoding and number of texts changed."""
NOT_SURE: Final = "text.not-sure"
"""The column may be in an old encoding; it was left as it is."""


@dataclass(frozen=True, slots=True)
class ColumnNote:
    """Something to say about a column, or about one text of it.

    Args:
        code: ``CONVERTED``, ``NOT_SURE`` or a code of ``convert.py``.
        column: Its name.
        index: Place of the text in the column, from 0; None for the column as a whole.
        detail: Encoding and counts; never a text of the column.
    """

    code: str
    column: str
    index: int | None
    detail: str = ""


def unicode_column(
    name: str, texts: Sequence[str | None], wishes: Mapping[str, Encoding] | None = None
) -> tuple[Sequence[str | None], list[ColumnNote]]:
    """Return the texts of a column in Unicode and what is to be said about it.

    Args:
        name: Of the column.
        texts: As a reader hands them out; None for cells that are no texts.
        wishes: Encoding by column as a person says it; others are told by their texts.
    """
    if all(text is None or text.isascii() for text in texts):
        return texts, []
    wish = (wishes or {}).get(name)
    if wish is None:
        found = detect([text for text in texts if text is not None])
        encoding = found.encoding
        if found.is_doubtful:
            detail = f"{name}: {encoding}, {found.confidence:.0%}"
            return texts, [ColumnNote(NOT_SURE, name, None, detail)]
    else:
        encoding = wish
    if encoding is Encoding.UNICODE:
        return texts, []
    made = convert(texts, encoding)
    changed = made.changed()
    if not changed:
        return texts, []
    notes = [ColumnNote(CONVERTED, name, None, f"{name}: {encoding}, {len(changed)}")]
    return made.after, notes + [ColumnNote(one.code, name, one.index, name) for one in made.doubtful]

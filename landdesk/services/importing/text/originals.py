"""Texts as they came, where an import read them in an old encoding; kept beside the store under their hash.

The report of an import holds no names; these may be some, so they lie in the vault, sealed where the store is
encrypted, and the report names their hash.
"""

import json
from collections.abc import Iterable, Sequence

Original = tuple[int, str, str]
"""Row counted as in the report, column, text as it came."""


def changed_texts(
    column: str, numbers: Sequence[int], before: Sequence[str | None], after: Sequence[str | None]
) -> list[Original]:
    """Return the texts of a column that are not what they were.

    Args:
        column: Its name or letter.
        numbers: Of the rows.
        before, after: Its texts, a row each.
    """
    if after is before:
        return []
    return [
        (number, column, old)
        for number, old, new in zip(numbers, before, after, strict=True)
        if old is not None and old != new
    ]


def packed(originals: Iterable[Original]) -> bytes:
    """Return them as one file."""
    return "\n".join(json.dumps(one, ensure_ascii=False) for one in originals).encode("utf-8")


def unpacked(content: bytes) -> list[Original]:
    """Return what :func:`packed` has made a file of."""
    lines = content.decode("utf-8").split("\n")
    return [(row, column, text) for row, column, text in map(json.loads, filter(None, lines))]

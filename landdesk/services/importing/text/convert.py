"""Texts of a column in Unicode, with what they were before; what is not sure is left as it was or named.

A text that is plain ASCII, or that is true Unicode in a column of an old encoding, stays. So does one in which no
word becomes a Vietnamese syllable: an English or French name in a column of Vietnamese ones.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from landdesk.services.importing.text.detect import as_read, count_syllables
from landdesk.services.importing.text.encodings import DECODERS, Encoding

MIXED: Final = "text.mixed"
"""The text is true Unicode in a column of another encoding; it was left as it was."""
NOT_CONVERTED: Final = "text.not-converted"
"""No word of it becomes Vietnamese; it was left as it was."""
ODD_WORD: Final = "text.odd-word"
"""It was converted, and a word of it is no Vietnamese syllable."""
CAPITALS: Final = "text.capitals"
"""Small letters from a font of capitals were made capitals."""
SMALL_INITIAL: Final = "text.small-initial"
"""Every word begins with a capital but one whose first letter has no capital in TCVN3, such as ``ánh`` for Ánh."""
CUT_LETTER: Final = "text.cut-letter"
"""The last letter had lost half of itself and was completed as the only letter it can be."""

_LETTERS: Final = re.compile(r"[^\W\d_]+")
_WITH_CAPITAL: Final = "ăâêôơưđ"
_NBSP: Final = "\xa0"


@dataclass(frozen=True, slots=True)
class DoubtfulRow:
    """A text that a person should look at.

    Args:
        index: Its place in the column, from 0.
        code: Why, one of the codes of this module.
    """

    index: int
    code: str


@dataclass(frozen=True, slots=True)
class Converted:
    """A column before and after.

    Args:
        encoding: What it was read as.
        before: The texts as they came; bytes read as Windows-1252.
        after: The texts in Unicode NFC, in the same order.
        doubtful: Rows to look at, in order.
    """

    encoding: Encoding
    before: tuple[str | None, ...]
    after: tuple[str | None, ...]
    doubtful: tuple[DoubtfulRow, ...]

    def changed(self) -> list[int]:
        """Return the places of the texts that are not as they were."""
        pairs = zip(self.before, self.after, strict=True)
        return [index for index, (old, new) in enumerate(pairs) if old != new]


def convert(column: Sequence[str | bytes | None], encoding: Encoding) -> Converted:
    """Return the texts of a column read in an encoding.

    Args:
        column: As for :func:`landdesk.services.importing.text.detect.detect`.
        encoding: What the column is in, as found or as the person says.
    """
    before = tuple(None if value is None else as_read(value) for value in column)
    known: dict[str, tuple[str, str | None]] = {}
    after: list[str | None] = []
    doubtful: list[DoubtfulRow] = []
    for index, text in enumerate(before):
        if text is None or text.isascii():
            after.append(text)
            continue
        outcome = known.get(text)
        if outcome is None:
            outcome = known[text] = convert_text(text, encoding)
        after.append(outcome[0])
        if outcome[1] is not None:
            doubtful.append(DoubtfulRow(index, outcome[1]))
    return Converted(encoding, before, tuple(after), tuple(doubtful))


def convert_text(text: str, encoding: Encoding) -> tuple[str, str | None]:
    """Return one text read in an encoding, and the code of its doubt if there is one."""
    if encoding is Encoding.UNICODE:
        return DECODERS[encoding](text), None
    doubt = None
    try:
        read = DECODERS[encoding](text)
    except ValueError:
        # "à" is two bytes, the second of which is a blank that programs cut off at the end of a text.
        if encoding is not Encoding.UTF8_AS_1252 or not text.endswith("Ã"):
            return text, MIXED
        try:
            read, doubt = DECODERS[encoding](text + _NBSP), CUT_LETTER
        except ValueError:
            return text, MIXED
    if encoding is Encoding.TCVN3:
        capitals = _capitals(read)
        if capitals != read:
            read, doubt = capitals, CAPITALS
        elif _has_small_initial(read):
            doubt = SMALL_INITIAL
    words, syllables = count_syllables(read)
    if encoding is Encoding.UTF8_AS_1252:
        # Text of any language that is UTF-8 throughout was UTF-8.
        return read, doubt
    if words and not syllables:
        return text, NOT_CONVERTED
    return read, ODD_WORD if syllables < words else doubt


def _capitals(text: str) -> str:
    """Return a text with the small letters made capitals that a font of capitals showed so.

    ``NGUYễN VăN`` is no way to write; where all plain letters of a text are capitals and stand side by side in some
    word, all letters are. A name of one plain letter per word, ``Lê Hà``, is not touched.
    """
    words = _LETTERS.findall(text)
    plain = ["".join(letter for letter in word if letter.isascii()) for word in words]
    if all(not letters or letters.isupper() for letters in plain) and any(len(word) > 1 for word in plain):
        return text.upper()
    return _LETTERS.sub(_capital_word, text)


def _has_small_initial(text: str) -> bool:
    initials = [word[0] for word in _LETTERS.findall(text)]
    small = [letter for letter in initials if not letter.isupper()]
    return (
        len(small) < len(initials)
        and bool(small)
        and not any(letter.isascii() or letter in _WITH_CAPITAL for letter in small)
    )


def _capital_word(match: re.Match[str]) -> str:
    word = match[0]
    plain = "".join(letter for letter in word if letter.isascii())
    return word.upper() if len(plain) > 1 and plain.isupper() else word

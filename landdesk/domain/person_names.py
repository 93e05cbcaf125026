"""Names of people as they are compared; what is written in the record is never changed by it.

Two spellings of one name differ in capitals, blanks, the place of the tone (``Hoà`` and ``Hòa``) and in a title before
it (``Ông``, ``Hộ bà``). A likeness that leaves marks or the order of words out is only a hint for a person.
"""

import unicodedata
from enum import IntEnum
from typing import Final

from landdesk.i18n import fold

_TONES: Final = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_TITLES: Final = frozenset({"ông", "bà", "hộ", "ông/bà", "(ông)", "(bà)", "ông(bà)"})
_HOUSEHOLD: Final = ("gia", "đình")
_MARKS: Final = ":,."


class NameLikeness(IntEnum):
    """How alike two names are, the strongest last."""

    DIFFERENT = 0
    SAME_WORDS = 1
    WITHOUT_MARKS = 2
    SAME = 3


def without_titles(name: str) -> str:
    """Return a name in NFC with single blanks and without titles before it; a mere title stays."""
    words = unicodedata.normalize("NFC", name).split()
    start = 0
    while start < len(words):
        word = words[start].casefold().strip(_MARKS)
        if word in _TITLES:
            start += 1
        elif start and tuple(one.casefold().strip(_MARKS) for one in words[start : start + 2]) == _HOUSEHOLD:
            start += 2
        else:
            break
    return " ".join(words[start:] or words)


def name_key(name: str) -> str:
    """Return what two spellings of one name have in common: no title, no capitals, tones behind each word."""
    return " ".join(_syllable(word) for word in without_titles(name).split())


def likeness(one: str, other: str) -> NameLikeness:
    """Return how alike two names are; anything below ``SAME`` is for a person to decide."""
    if name_key(one) == name_key(other):
        return NameLikeness.SAME
    left, right = fold(without_titles(one)), fold(without_titles(other))
    if left == right:
        return NameLikeness.WITHOUT_MARKS
    return NameLikeness.SAME_WORDS if set(left.split()) == set(right.split()) else NameLikeness.DIFFERENT


def _syllable(word: str) -> str:
    """Return a word without its tone, and the tone behind it, so that its place does not matter."""
    letters, tone = [], ""
    for letter in unicodedata.normalize("NFD", word.casefold()):
        if letter in _TONES:
            tone += _TONES[letter]
        else:
            letters.append(letter)
    return unicodedata.normalize("NFC", "".join(letters)) + tone

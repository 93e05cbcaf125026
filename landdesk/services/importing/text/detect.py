"""Which encoding the texts of one column are in, told by how many of their words are Vietnamese syllables.

A word counts where it is not plain ASCII: each encoding is tried on the column, and the share of words that are
spelled as syllables afterwards is compared. Where the texts fit as they are, they are left as they are; English and
French words fit nowhere. Nothing of the texts stands in what is returned: counts only.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from landdesk.services.importing.text.encodings import DECODERS, Encoding, read_windows_1252
from landdesk.services.importing.text.syllable import is_syllable

SAMPLE: Final = 2_000
"""Different texts that are looked at; more would not change the outcome."""
NEEDED_SHARE: Final = 0.6
"""Share of words that must be syllables; names of other languages and misspellings are the rest."""
SURE: Final = 0.7
"""Confidence from which an encoding may be taken without asking."""

# Signs that stand beside words. Signs that are letters in TCVN3 or VNI are not among them.
_NOT_WORD: Final = re.compile("[\\s!-/:-@\\[-`{-~0-9²³°±\xa0‘’“”–—…•№]+")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What an encoding makes of a column.

    Args:
        encoding: Which one.
        words: Different words that are not plain ASCII; 0 where the column cannot be in it.
        syllables: How many of them are Vietnamese syllables when read so; of UTF-8, how many are UTF-8.
    """

    encoding: Encoding
    words: int
    syllables: int

    @property
    def share(self) -> float:
        """Share of the words that are syllables, 0 to 1."""
        return self.syllables / self.words if self.words else 0.0


@dataclass(frozen=True, slots=True)
class Detection:
    """The encoding of a column.

    Args:
        encoding: The likeliest one.
        confidence: 0 to 1; few words or a second encoding that fits nearly as well make it small.
        evidence: What each encoding made of it, in the order in which they are believed.
    """

    encoding: Encoding
    confidence: float
    evidence: tuple[Evidence, ...]

    @property
    def is_doubtful(self) -> bool:
        """Whether a person should look before texts are changed."""
        return self.encoding is not Encoding.UNICODE and self.confidence < SURE


def detect(column: Sequence[str | bytes | None]) -> Detection:
    """Return the encoding of a column's texts.

    Args:
        column: Texts as a reader that took the bytes for Windows-1252 or Latin-1 hands them out (or true Unicode),
            or the bytes themselves.
    """
    texts = sample_of(as_read(value) for value in column)
    words = sorted(set(words_of(texts)))
    evidence = tuple(
        _evidence_of_utf8(texts) if encoding is Encoding.UTF8_AS_1252 else _evidence(encoding, words)
        for encoding in DECODERS
    )
    as_is = evidence[0]
    # A sort that keeps the order of equals: the encoding believed first wins.
    best, second = sorted(evidence, key=lambda one: -one.share)[:2]
    if not words or best.share < NEEDED_SHARE or best is as_is:
        return Detection(Encoding.UNICODE, _confidence(as_is, best, len(words)), evidence)
    return Detection(best.encoding, _weighed(best.share, best.share - second.share, best.words), evidence)


def as_read(value: str | bytes | None) -> str:
    """Return a value as a reader hands it out that knows nothing of Vietnamese."""
    if value is None:
        return ""
    return read_windows_1252(value) if isinstance(value, bytes) else value


def sample_of(texts: Iterable[str]) -> list[str]:
    """Return different texts that are not plain ASCII, evenly from the whole column when they are many."""
    different = list(dict.fromkeys(text for text in texts if not text.isascii()))
    step = -(-len(different) // SAMPLE) or 1
    return different[::step]


def words_of(texts: Iterable[str]) -> list[str]:
    """Return the words of texts that are not plain ASCII."""
    return [word for text in texts for word in _NOT_WORD.split(text) if not word.isascii()]


def count_syllables(text: str) -> tuple[int, int]:
    """Return how many words of a text are not plain ASCII, and how many of those are Vietnamese syllables."""
    words = words_of((text,))
    return len(words), sum(map(is_syllable, words))


def _evidence(encoding: Encoding, words: Sequence[str]) -> Evidence:
    """Count the words that are syllables in an encoding; one that cannot be in it is none."""
    decode = DECODERS[encoding]
    syllables = 0
    for word in words:
        try:
            read = decode(word)
        except ValueError:
            continue
        syllables += not read.isascii() and is_syllable(read)
    return Evidence(encoding, len(words), syllables)


def _evidence_of_utf8(texts: Sequence[str]) -> Evidence:
    """Count the words of texts that are UTF-8: no text of single bytes is so by chance, whatever its language.

    Whole texts, since the second byte of a letter may look like a blank, a dash or a quotation mark.
    """
    words: dict[str, bool] = {}
    for text in texts:
        try:
            read = DECODERS[Encoding.UTF8_AS_1252](text)
        except ValueError:
            words.update(dict.fromkeys(words_of((text,)), False))
        else:
            words.update(dict.fromkeys(words_of((read,)), True))
    return Evidence(Encoding.UTF8_AS_1252, len(words), sum(words.values()))


def _weighed(share: float, ahead: float, words: int) -> float:
    """Return a confidence: by the share, by how far the next encoding is behind, and by the number of words."""
    return round(share * (0.5 + 0.5 * ahead) * words / (words + 1), 2)


def _confidence(as_is: Evidence, best: Evidence, words: int) -> float:
    """Return how sure it is that a column is to be left alone."""
    if not words:
        return 1.0
    if as_is.share >= NEEDED_SHARE:
        return _weighed(as_is.share, 1.0, as_is.words)
    return round(1.0 - best.share, 2)

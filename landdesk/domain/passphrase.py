"""How hard a passphrase is to guess, in four steps; no list of words, nothing is written or sent.

What counts is the length, then that it is no row of the keyboard, no number and no sign again and again: NIST SP
800-63B, 5.1.1.2 and appendix A. The least length itself is the key file's rule.
"""

import unicodedata
from enum import StrEnum
from itertools import pairwise
from typing import Final

FAIR_SIGNS: Final = 12
GOOD_SIGNS: Final = 16
FEWEST_DIFFERENT: Final = 6
"""Fewer different signs are a pattern, however long."""
_ROWS: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "01234567890")


class Strength(StrEnum):
    """How hard it is to guess."""

    SHORT = "short"
    WEAK = "weak"
    FAIR = "fair"
    GOOD = "good"


def strength(passphrase: str, least: int) -> Strength:
    """Return how hard a passphrase is to guess.

    Args:
        passphrase: As typed.
        least: Signs that the key file demands.
    """
    # A letter with its accents is one sign, however the input method makes it.
    signs = unicodedata.normalize("NFC", passphrase).strip().lower()
    if len(signs) < least:
        return Strength.SHORT
    in_row = sum(_are_neighbours(first, second) for first, second in pairwise(signs))
    guessable = len(set(signs)) < FEWEST_DIFFERENT or signs.isdecimal() or 2 * in_row > len(signs)
    if guessable or len(signs) < FAIR_SIGNS:
        return Strength.WEAK
    return Strength.FAIR if len(signs) < GOOD_SIGNS else Strength.GOOD


def _are_neighbours(first: str, second: str) -> bool:
    """Tell whether two signs follow each other in the alphabet, on a row of the keyboard, or are the same."""
    if first == second or (first.isalpha() and second.isalpha() and abs(ord(first) - ord(second)) == 1):
        return True
    return any(first + second in row or second + first in row for row in _ROWS)

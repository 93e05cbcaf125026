"""Invented numbers of certificates and organisations, of the form that real ones of their day have."""

from datetime import date
from random import Random
from typing import Final

_EIGHT_DIGITS_FROM: Final = date(2025, 1, 1)
_LETTERS: Final = "ABCDĐEGHKLMNPQRSTUVX"
_TAX_WEIGHTS: Final = (31, 29, 23, 19, 17, 13, 7, 5, 3)


class Numbers:
    """Makes numbers, no serial twice."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._serials: set[str] = set()

    def serial(self, issued: date) -> str:
        """Return the serial of a certificate issued on a day."""
        rng = self._rng
        while True:
            letters = "AA" if issued >= _EIGHT_DIGITS_FROM else rng.choice(_LETTERS) + rng.choice(_LETTERS)
            digits = 8 if issued >= _EIGHT_DIGITS_FROM else 6
            serial = f"{letters} {rng.randrange(10**digits):0{digits}}"
            if serial not in self._serials:
                self._serials.add(serial)
                return serial

    def tax_code(self) -> str:
        """Return a tax code with its check digit."""
        while True:
            # No province's tax office begins with 99: nobody real has such a number.
            digits = f"99{self._rng.randrange(10_000_000):07}"
            check = 10 - sum(w * int(d) for w, d in zip(_TAX_WEIGHTS, digits, strict=True)) % 11
            if check < 10:
                return f"{digits}{check}"

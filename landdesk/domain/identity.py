"""Numbers that name people and organisations, and what can be told from them without asking anybody.

The personal identification number (số định danh cá nhân, on the citizen card CCCD) has twelve digits: three of the
province or country where the birth was registered, one of century and sex, two of the year of birth, six at random
(Decree 137/2015/NĐ-CP). The tax code of an organisation has ten digits, the last of which checks the others, and
three more for a branch. Doubts are codes; no number ever stands in one.
"""

import re
from collections.abc import Collection
from typing import Final

OLD_CARD: Final = "identity.old-card"
ELEVEN_DIGITS: Final = "identity.eleven-digits"
NO_NUMBER: Final = "identity.form"
UNKNOWN_PROVINCE: Final = "identity.province"
BAD_CENTURY: Final = "identity.century"
OTHER_SEX: Final = "identity.sex"
OTHER_YEAR: Final = "identity.birth-year"
PLACEHOLDER: Final = "identity.placeholder"
TAX_FORM: Final = "tax-code.form"
TAX_CHECK: Final = "tax-code.check-digit"

_BETWEEN: Final = re.compile(r"[\s.\-]+")
_TWELVE: Final = re.compile(r"[0-9]{12}")
_TAX_CODE: Final = re.compile(r"([0-9]{10})([0-9]{3})?")
_TAX_WEIGHTS: Final = (31, 29, 23, 19, 17, 13, 7, 5, 3)
_COUNTING: Final = "01234567890123456789012"
_LAST_CENTURY: Final = 3
"""Digits 4 and above mean the 22nd century and later."""


def identity_digits(text: str) -> str:
    """Return an identity number without blanks, dots and dashes."""
    return _BETWEEN.sub("", text)


def birth_year_of(number: str) -> int:
    """Return the year of birth that twelve digits tell of."""
    return 1900 + int(number[3]) // 2 * 100 + int(number[4:6])


def is_woman_of(number: str) -> bool:
    """Return the sex that twelve digits tell of."""
    return int(number[3]) % 2 == 1


def identity_doubts(
    text: str,
    *,
    provinces: Collection[str] = (),
    is_woman: bool | None = None,
    birth_year: int | None = None,
) -> tuple[str, ...]:
    """Return the codes of what is doubtful about a personal identification number, in the order of the check.

    Args:
        text: As written; blanks, dots and dashes do not count.
        provinces: First three digits that are known; nothing given means they are not checked. A number that begins
            otherwise may be right: people born abroad have the code of a country.
        is_woman: Sex of the person by other papers, where known.
        birth_year: Year of birth by other papers, where known.
    """
    number = identity_digits(text)
    if not _TWELVE.fullmatch(number):
        known = number.isascii() and number.isdigit()
        # A number cell of a workbook drops the zero that every province code begins with.
        return ({9: OLD_CARD, 11: ELEVEN_DIGITS}.get(len(number), NO_NUMBER) if known else NO_NUMBER,)
    doubts = []
    if provinces and number[:3] not in provinces:
        doubts.append(UNKNOWN_PROVINCE)
    if int(number[3]) > _LAST_CENTURY:
        doubts.append(BAD_CENTURY)
    else:
        if is_woman is not None and is_woman_of(number) != is_woman:
            doubts.append(OTHER_SEX)
        if birth_year is not None and birth_year_of(number) != birth_year:
            doubts.append(OTHER_YEAR)
    if len(set(number)) == 1 or number in _COUNTING or number[6:] == "000000":
        doubts.append(PLACEHOLDER)
    return tuple(doubts)


def tax_code_doubts(text: str) -> tuple[str, ...]:
    """Return the codes of what is doubtful about the tax code of an organisation.

    The tenth digit is 10 − Σ wᵢ·dᵢ mod 11 with the weights 31, 29, 23, 19, 17, 13, 7, 5, 3.
    """
    match = _TAX_CODE.fullmatch(identity_digits(text))
    if match is None:
        return (TAX_FORM,)
    total = sum(weight * int(digit) for weight, digit in zip(_TAX_WEIGHTS, match[1], strict=False))
    return () if 10 - total % 11 == int(match[1][9]) else (TAX_CHECK,)

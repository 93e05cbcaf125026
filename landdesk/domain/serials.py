"""Numbers that stand on a land certificate: the serial (số phát hành) and the entry in the register (số vào sổ).

Pure functions on texts. A number that does not look like one is kept as it is written and told of by a code; it is
never changed into something that does.
"""

import re
from typing import Final

SERIAL_FORM: Final = "serial.form"
REGISTER_FORM: Final = "register.form"

# Letter Đ is met as the Icelandic Eth and as the African D, which look the same on paper.
_LOOK_ALIKES: Final = str.maketrans("ÐƉðɖ", "ĐĐđđ")
_BETWEEN: Final = re.compile(r"[\s.\-_]+")
_SERIAL: Final = re.compile(r"(\d{10})|([A-ZĐ])(\d{6,7})|([A-ZĐ]{2})(\d{6}|\d{8})", re.ASCII)
"""As used in the field: ten digits on the oldest house certificates; one letter and six or seven digits; two letters
and six digits, or eight since 2025."""
_SEVERAL: Final = re.compile(r"[;,\n]+")
_REGISTER: Final = re.compile(r"[A-ZĐ]{1,4} ?\d{3,8}", re.ASCII)


def serial_key(text: str) -> str:
    """Return a serial as it is compared: capitals, Đ in its one spelling, nothing between letters and digits."""
    return _BETWEEN.sub("", text.translate(_LOOK_ALIKES).upper())


def normalised_serial(text: str) -> str:
    """Return a serial as it is written: capitals, one blank between letters and digits, ``DĐ 659138``.

    A text that is no serial keeps its words: only capitals and single blanks are made.
    """
    match = _SERIAL.fullmatch(serial_key(text))
    if match is None:
        return " ".join(text.translate(_LOOK_ALIKES).upper().split())
    digits, *parts = match.groups()
    return str(digits) if digits else " ".join(part for part in parts if part)


def is_serial(text: str) -> bool:
    """Tell whether a text has one of the forms of a serial."""
    return _SERIAL.fullmatch(serial_key(text)) is not None


def split_serials(text: str) -> tuple[str, ...]:
    """Return the serials of a cell such as ``K 550097;K 550096``, normalised, each once, in their order."""
    parts = (normalised_serial(part) for part in _SEVERAL.split(text))
    return tuple(dict.fromkeys(part for part in parts if part))


def normalised_register_number(text: str) -> str:
    """Return a register number with single blanks; one of today's form in capitals with a blank, ``CH 04421``.

    Old books hold free text such as ``00123 QSDĐ/123-QĐ-UB``, which is left as it is.
    """
    plain = " ".join(text.split())
    compact = plain.translate(_LOOK_ALIKES).upper().replace(" ", "")
    match = re.fullmatch(r"([A-ZĐ]{1,4})(\d{3,8})", compact, re.ASCII)
    return f"{match[1]} {match[2]}" if match else plain


def is_modern_register_number(text: str) -> bool:
    """Tell whether a register number is letters and digits, as since the books are kept in one series."""
    return _REGISTER.fullmatch(normalised_register_number(text)) is not None

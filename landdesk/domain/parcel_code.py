"""The identification code of a parcel (mã định danh thửa đất): geohash of a point deep inside it, twelve characters.

A code is issued once and then stands whatever becomes of the boundary, so codes are stored and compared; one that is
computed here is provisional. Five bits a character, longitude and latitude in turn, longitude first: a cell of some
4 cm by 2 cm in Khánh Hòa. Degrees of WGS 84.
"""

import re
from typing import Final

ALPHABET: Final = "0123456789bcdefghjkmnpqrstuvwxyz"
LENGTH: Final = 12

_CODE: Final = re.compile(rf"[{ALPHABET}]{{{LENGTH}}}")
_VALUES: Final = {letter: value for value, letter in enumerate(ALPHABET)}
_BITS: Final = 5
_STEPS: Final = 2 ** (LENGTH * _BITS // 2)
"""In how many parts each axis is cut."""


def is_parcel_code(text: str) -> bool:
    """Tell whether a text has the form of a code; capitals are no letters of one."""
    return _CODE.fullmatch(text) is not None


def parcel_code(latitude: float, longitude: float) -> str:
    """Return the code of a point.

    Raises:
        ValueError: The point is not on the globe.
    """
    if not (-90 <= latitude < 90 and -180 <= longitude < 180):
        raise ValueError(f"{latitude}, {longitude}")
    axes = [int((longitude + 180) / 360 * _STEPS), int((latitude + 90) / 180 * _STEPS)]
    bits = 0
    for place in range(LENGTH * _BITS):
        axis = axes[place % 2]
        bits = bits << 1 | axis >> (LENGTH * _BITS // 2 - 1 - place // 2) & 1
    return "".join(ALPHABET[bits >> shift & 31] for shift in range((LENGTH - 1) * _BITS, -1, -_BITS))


def parcel_code_point(code: str) -> tuple[float, float]:
    """Return latitude and longitude of the middle of a code's cell.

    Raises:
        ValueError: The text is no code.
    """
    if not is_parcel_code(code):
        raise ValueError(code)
    axes = [0, 0]
    for at, letter in enumerate(code):
        for bit in range(_BITS):
            axis = (at * _BITS + bit) % 2
            axes[axis] = axes[axis] << 1 | _VALUES[letter] >> (_BITS - 1 - bit) & 1
    longitude, latitude = ((axis + 0.5) / _STEPS for axis in axes)
    return latitude * 180 - 90, longitude * 360 - 180

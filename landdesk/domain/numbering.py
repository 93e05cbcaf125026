"""The order of sheet and parcel numbers, which are texts with letters in them."""

import re
from functools import lru_cache

_LEADING = re.compile(r"\d+")


@lru_cache(maxsize=20_000)
def natural(text: str | None) -> tuple[int, str]:
    """Return a key that sorts as people count: nothing and mere words first, 9 before 10, 10 before 10A.

    The store sorts its lines in the same order.
    """
    digits = _LEADING.match(text or "")
    return (int(digits[0]) if digits else -1, text or "")

"""Numbers as people write them in Viet Nam and elsewhere."""

import math
import re


def number_of(text: str) -> float | None:
    """Return the value of a number with a decimal point or comma, maybe with marks of thousands; None for none."""
    plain = text.replace(" ", "").replace("\u00a0", "")
    if plain.count(",") == 1 and plain.rfind(",") > plain.rfind("."):
        plain = plain.replace(".", "").replace(",", ".")
    elif plain.count(",") >= 1 and re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", plain):
        plain = plain.replace(",", "")
    if not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,2})?", plain):
        return None
    value = float(plain)
    return value if math.isfinite(value) else None

"""What the QR code of a citizen card (CCCD) says, as a scanner types it.

``number|old card|name|ddmmyyyy|sex|address|ddmmyyyy``: some cards leave a part out, so every part is known by what it
looks like and by whether it stands before or after the sex, not by its place.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Final

_SEXES: Final = {"nam": False, "nữ": True}
_TWELVE: Final = re.compile(r"[0-9]{12}")
_OLD: Final = re.compile(r"[0-9]{9}")
_DAY: Final = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{4})")


@dataclass(frozen=True, slots=True)
class CitizenCard:
    """The parts of one card; None is what the code did not say, ``rest`` what fits nowhere, in its order."""

    identity_number: str
    old_number: str | None = None
    name: str | None = None
    born: date | None = None
    is_woman: bool | None = None
    address: str | None = None
    issued: date | None = None
    rest: tuple[str, ...] = ()


def parse_citizen_card(text: str) -> CitizenCard | None:
    """Return the card that a scanned text tells of; None when it is not the code of a card."""
    parts = [part.strip() for part in unicodedata.normalize("NFC", text).strip().split("|")]
    if len(parts) < 3 or not any(_TWELVE.fullmatch(part) for part in parts):
        return None
    sex_at = next((at for at, part in enumerate(parts) if part.casefold() in _SEXES), None)
    found: dict[str, str] = {}
    days: dict[str, date] = {}
    rest = []
    for at, part in enumerate(parts):
        if not part or at == sex_at:
            continue
        after = sex_at is not None and at > sex_at
        day = _day(part)
        if day is not None:
            key = "issued" if after or "born" in days else "born"
            fits = key not in days
            days.setdefault(key, day)
        else:
            key = _kind(part, found, after=after)
            fits = bool(key) and key not in found
            if fits:
                found[key] = part
        if not fits:
            rest.append(part)
    return CitizenCard(
        found["number"],
        found.get("old"),
        found.get("name"),
        days.get("born"),
        None if sex_at is None else _SEXES[parts[sex_at].casefold()],
        found.get("address"),
        days.get("issued"),
        tuple(rest),
    )


def _kind(part: str, found: dict[str, str], *, after: bool) -> str:
    """Return which part of the card a text is; nothing where it can be none."""
    if _TWELVE.fullmatch(part):
        # Some of the last old cards had twelve digits too.
        return "old" if "number" in found else "number"
    if _OLD.fullmatch(part):
        return "old"
    if part.isdigit():
        return ""
    return "address" if after or "name" in found else "name"


def _day(part: str) -> date | None:
    match = _DAY.fullmatch(part)
    if match is None:
        return None
    try:
        return date(int(match[3]), int(match[2]), int(match[1]))
    except ValueError:
        return None

"""Whether an address is one of the three levels that ended on 30 June 2025: commune, district, province.

A district is known by its word (``huyện``, ``thị xã``, ``quận``, ``thành phố`` where that is no province), or without
one where a former commune of it stands before it and the province behind: ``Suối Hiệp, Diên Khánh, Khánh Hòa``.
"""

import re
from typing import Final

from landdesk.domain.codelists import CodeList, plain_words
from landdesk.i18n import normalised

_PARTS: Final = re.compile(r"[,;]| [-–] ")
_ANYWHERE: Final = re.compile(r"\b(huyện|thị xã)\s+\w")
_DISTRICT: Final = re.compile(r"^(quận\s|q\.|q\s|h\.|h\s|tx\.|tx\s)\s*\w")
_CITY: Final = re.compile(r"^(?:thành phố\s|tp\.|tp\s)\s*(\w.*)$")
_COMMUNE: Final = re.compile(r"^(xa|phuong|thi tran|x|p|tt) (?=\S)")
_ABOVE: Final = re.compile(r"^(huyen|thi xa|thanh pho|tinh|tp|tx|h|t|q|quan) (?=\S)")
_CODE: Final = re.compile(r"[0-9]{5}")


class FormerUnits:
    """Knows the districts that are no more, and the communes that were in them.

    Args:
        communes: The list ``commune``.
        old_units: The list ``old_unit``.
        provinces: The list ``province``.
    """

    def __init__(self, communes: CodeList, old_units: CodeList, provinces: CodeList) -> None:
        self._communes = communes
        self._old_units = old_units
        self._in_district = {
            (plain_words(one.label), _bare(one.more.get("district", ""))) for one in old_units
        }
        self._provinces = {plain_words(name) for one in provinces for name in (one.label, *one.aliases)}
        self._provinces |= {plain_words(one.more.get("province", "")) for one in old_units}
        # Of the other names only those that say so: a former province that came to a city is none.
        self._cities = {
            _bare(name)
            for one in provinces
            if one.more.get("kind") == "thành phố"
            for name in (one.label, *one.aliases)
            if name == one.label or _bare(name) != plain_words(name)
        }

    def are_named_in(self, address: str) -> bool:
        """Tell whether an address names a district."""
        text = normalised(address).casefold()
        if _ANYWHERE.search(text):
            return True
        parts = [part for part in (one.strip() for one in _PARTS.split(text)) if part]
        if any(_DISTRICT.match(part) or self._is_lower_city(part) for part in parts):
            return True
        plain = [plain_words(part) for part in parts]
        return any(
            (_COMMUNE.sub("", commune), district) in self._in_district and _bare(above) in self._provinces
            for commune, district, above in zip(plain, plain[1:], plain[2:], strict=False)
        )

    def is_district(self, text: str | None) -> bool:
        """Tell whether the part of an address for the district says one; the national system writes 0 for none."""
        return bool(text and text.strip().strip("0"))

    def is_former_commune(self, text: str | None) -> bool:
        """Tell whether a code of a commune is one of a former unit only."""
        code = (text or "").strip()
        if not _CODE.fullmatch(code):
            return False
        return self._old_units.get(code) is not None and self._communes.get(code) is None

    def _is_lower_city(self, part: str) -> bool:
        city = _CITY.match(part)
        return city is not None and plain_words(city[1]) not in self._cities


def _bare(text: str) -> str:
    """Return the name of a district or province without its kind."""
    return _ABOVE.sub("", plain_words(text))

"""Official numbers for parcels that come with a provisional one: their own where it is free, else the sheet's next."""

from collections.abc import Iterable
from dataclasses import replace

from landdesk.domain.change import Delta
from landdesk.domain.records import OFFICIAL, PROVISIONAL, Parcel
from landdesk.store.reader import Reader

_Sheet = tuple[str, str | None]


class OfficialNumbers:
    """Gives numbers one after the other; each is given once.

    Args:
        reader: The office's store.
    """

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._used: dict[_Sheet, set[str]] = {}

    def given(self, deltas: Iterable[Delta]) -> list[Delta]:
        """Return the deltas with official numbers; official numbers among them are taken from then on."""
        listed = list(deltas)
        for delta in listed:
            if isinstance(delta.new, Parcel) and delta.new.number_state != PROVISIONAL and delta.new.number:
                self._of(delta.new).add(delta.new.number)
        return [self._numbered(delta) for delta in listed]

    def _numbered(self, delta: Delta) -> Delta:
        parcel = delta.new
        if not isinstance(parcel, Parcel) or parcel.number_state != PROVISIONAL:
            return delta
        used = self._of(parcel)
        number = parcel.number
        if number is None or number in used:
            number = str(max((int(one) for one in used if one.isdecimal() and one.isascii()), default=0) + 1)
        used.add(number)
        return Delta(delta.old, replace(parcel, number=number, number_state=OFFICIAL))

    def _of(self, parcel: Parcel) -> set[str]:
        sheet = (parcel.commune, parcel.sheet)
        if sheet not in self._used:
            self._used |= self._reader.keys_in_use([sheet])
        return self._used[sheet]

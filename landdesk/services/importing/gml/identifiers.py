"""Whether the identifiers that a GML gives its features live longer than the file.

The standard asks for identifiers that are unique in one file, no more: most systems number anew in each export
(``Thua_Dat.1``, ``Thua_Dat.2``), and GeoServer makes some up as it goes (``fid-3b1f_18a``). A parcel found by such a
one would be another parcel. So only what cannot be a number of the export is believed: a UUID, or the identifier of
twelve signs that a parcel has nationwide. A plain number may be the key of a database and may be none; the file does
not say, and it is for the person to choose the column.
"""

import re
from collections.abc import Sequence
from typing import Final

_UUID: Final = re.compile(
    r"(?:^|[^0-9a-f])\{?(?:[0-9a-f]{8}([-_])[0-9a-f]{4}\1[0-9a-f]{4}\1[0-9a-f]{4}\1[0-9a-f]{12}|[0-9a-f]{32})\}?$",
    re.IGNORECASE,
)
_PARCEL: Final = re.compile(r"(?:^|[._:-])(?=[0-9b-z]*[b-z])(?=[b-z]*[0-9])[0-9b-hjkmnp-z]{12}$")
"""A place as GeoHash; letters and digits both, as by chance nearly all of them have."""


def are_lasting(identifiers: Sequence[str], count: int) -> bool:
    """Tell whether all of so many features have an identifier of their own that can be found again in the next file."""
    if len(identifiers) < count or len(set(identifiers)) < len(identifiers):
        return False
    return any(all(map(form.search, identifiers)) for form in (_UUID, _PARCEL)) and count > 0

"""Counts the features of a GeoPackage that have arcs; fiona hands them out as chords and does not say so.

Reads the foreign file with the standard library, read-only: the type stands in the first bytes of each
geometry. No other format that is imported can hold arcs.
"""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

_CURVED: Final = frozenset(range(8, 15))
"""WKB types from circular string to surface; 1000, 2000 and 3000 are added for Z and M."""
_ENVELOPE_BYTES: Final = (0, 32, 48, 48, 64)


def count_curves(path: Path, layer: str) -> int:
    """Return how many features of a layer are curve polygons or multi-surfaces.

    0 where the file is not as a GeoPackage should be: the caller reads it in its own way and says what is wrong.
    """
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as conn:
            found = conn.execute(
                "SELECT column_name, geometry_type_name FROM gpkg_geometry_columns WHERE table_name = ?",
                (layer,),
            ).fetchone()
            if found is None or found[1].upper() in ("POLYGON", "MULTIPOLYGON"):
                return 0
            quoted = [name.replace('"', '""') for name in (found[0], layer)]
            heads = conn.execute(f'SELECT substr("{quoted[0]}", 1, 80) FROM "{quoted[1]}"')  # noqa: S608  # quoted above
            return sum(_is_curved(head) for (head,) in heads if head is not None)
    except (sqlite3.Error, TypeError, AttributeError):
        return 0


def _is_curved(head: bytes) -> bool:
    """Say whether the first bytes of a GeoPackage geometry announce arcs."""
    if len(head) < 13 or head[:2] != b"GP":
        return False
    envelope = (head[3] >> 1) & 7
    at = 8 + (_ENVELOPE_BYTES[envelope] if envelope < len(_ENVELOPE_BYTES) else 0)
    if len(head) < at + 5:
        return False
    kind = int.from_bytes(head[at + 1 : at + 5], "little" if head[at] else "big")
    return kind % 1000 in _CURVED

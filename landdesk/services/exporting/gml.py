"""Parcels as GML in the form of the map export of VBDLIS/MPLIS: WFS 2.0, feature ``Thua_Dat``.

The names are those of that export; coordinates are easting and northing with three decimals, areas square metres.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Final
from xml.sax.saxutils import escape

import shapely

from landdesk.files import publish_file
from landdesk.services.exporting.parcels import ParcelRow

NAMESPACE: Final = "http://www.vietbando.com/gml/vlis"
FIELDS: Final = {
    "soHieuToBanDo": "sheet",
    "soThuTuThua": "number",
    "maXa": "commune",
    "mucDichSuDung": "land_use",
    "dienTich": "legal_area_m2",
    "tenChu": "land_user",
    "diaChi": "address",
}
"""Column of each element; what the export has no element for stays out."""

_FORBIDDEN: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML can hold, in whatever form."""
_BATCH: Final = 1_000


def write_parcel_gml(
    path: Path, rows: Sequence[ParcelRow], epsg: int, *, made_at: datetime | None = None
) -> None:
    """Write rows as features ``Thua_Dat``; the file appears when it is complete.

    Args:
        rows: As in ``parcels.py``.
        epsg: System of the coordinates.
        made_at: Time of the export that the file says; 1 January 1970 where nobody is to know.

    Raises:
        OSError: The folder cannot be written or the disk is full.
    """
    stamp = (made_at or datetime.fromtimestamp(0, UTC)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    count = len(rows)

    def write(file: BinaryIO) -> None:
        file.write(
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            '<wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs/2.0"'
            f' xmlns:gml="http://www.opengis.net/gml/3.2" xmlns:vlis="{NAMESPACE}"'
            f' timeStamp="{stamp}" numberMatched="{count}" numberReturned="{count}">\n'.encode()
        )
        file.writelines(
            "".join(_members(rows[first : first + _BATCH], first, epsg)).encode()
            for first in range(0, count, _BATCH)
        )
        file.write(b"</wfs:FeatureCollection>\n")

    publish_file(path, write)


def _members(rows: Iterable[ParcelRow], first: int, epsg: int) -> Iterator[str]:
    for number, row in enumerate(rows, start=first + 1):
        values = "".join(
            f"<vlis:{name}>{_text(row[column])}</vlis:{name}>"
            for name, column in FIELDS.items()
            if row[column] is not None
        )
        geometry = "" if row["geometry"] is None else f"<vlis:Geometry>{_surface(row, epsg)}</vlis:Geometry>"
        yield (
            f'<wfs:member><vlis:Thua_Dat gml:id="Thua_Dat.{number}">{geometry}{values}</vlis:Thua_Dat>'
            "</wfs:member>\n"
        )


def _surface(row: ParcelRow, epsg: int) -> str:
    parts = shapely.get_parts(shapely.from_wkb(row["geometry"]))
    system = f' srsName="EPSG:{epsg}"'
    if len(parts) == 1:
        return _polygon(parts[0], system)
    members = "".join(f"<gml:surfaceMember>{_polygon(part, '')}</gml:surfaceMember>" for part in parts)
    return f"<gml:MultiSurface{system}>{members}</gml:MultiSurface>"


def _polygon(part: shapely.Polygon, system: str) -> str:
    shell, *holes = shapely.get_rings(part)
    inside = "".join(f"<gml:interior>{_ring(hole)}</gml:interior>" for hole in holes)
    return f"<gml:Polygon{system}><gml:exterior>{_ring(shell)}</gml:exterior>{inside}</gml:Polygon>"


def _ring(ring: shapely.LinearRing) -> str:
    numbers = " ".join([f"{x:.3f}" for x in shapely.get_coordinates(ring).ravel().tolist()])
    return f"<gml:LinearRing><gml:posList>{numbers}</gml:posList></gml:LinearRing>"


def _text(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.2f}"
    # A carriage return would come back as a line end.
    return escape(_FORBIDDEN.sub("\ufffd", str(value)), {"\r": "&#13;"})

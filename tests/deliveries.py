"""What survey companies deliver for a job on the block of ``tests/stores.py``, made from the job's folder."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import fiona
import shapely
from fiona.crs import CRS

from landdesk.app.application import Application
from landdesk.app.survey_jobs import SurveyJobs, Written
from landdesk.domain.progress import SilentProgress
from landdesk.services.survey_jobs.checking import Checked, CheckedParcel
from landdesk.services.survey_jobs.delivery import Wishes
from tests.stores import EPSG, corner, parcel_id

HEADING = ("Số hiệu điểm", "X (m)", "Y (m)", "H (m)", "Mã", "Người đo", "Thiết bị", "Ngày đo", "Phương pháp")
SAID = {"who": "Trần Văn Đo", "instrument": "Leica TS06", "date": "20/11/2026", "method": "Toàn đạc"}
Shapes = Mapping[str, shapely.Geometry]


def write_job(app: Application, folder: Path, *keys: str) -> Written:
    """Write a job of parcels of the block."""
    return SurveyJobs(app).write([parcel_id(app, key) for key in keys], folder, SilentProgress())


def plot(column: int, row: int, *, west: float = 0.0, east: float = 0.0) -> shapely.Polygon:
    """Return a parcel of the block, counted from 0, its western or eastern side moved to the east."""
    (x0, y0), (x1, y1) = corner(column, row), corner(column + 1, row + 1)
    return shapely.box(x0 + west, y0, x1 + east, y1)


def deliver(
    folder: Path,
    shapes: Shapes,
    *,
    said: Mapping[str, str] = SAID,
    points: Sequence[tuple[float, float]] | None = None,
    epsg: int = EPSG,
    columns: Mapping[str, Mapping[str, Any]] | None = None,
) -> Path:
    """Write a delivery: polygons by sheet/number, a list of all their corners unless others are given.

    Args:
        said: What each point says; empty for nothing.
        points: Easting and northing; no list at all where it is empty.
        columns: Other columns by key, in the place of sheet and number.
    """
    folder.mkdir(parents=True)
    names = sorted({name for row in (columns or {}).values() for name in row} or {"sheet", "number"})
    schema = {"geometry": "Polygon", "properties": dict.fromkeys(names, "str")}
    with fiona.open(
        folder / "ket-qua.gpkg", "w", driver="GPKG", crs=CRS.from_epsg(epsg), schema=schema
    ) as layer:
        for key, shape in shapes.items():
            sheet, number = key.split("/")
            row = columns[key] if columns else {"sheet": sheet, "number": number}
            layer.write(
                {
                    "type": "Feature",
                    "properties": {name: row.get(name) for name in names},
                    "geometry": shape.__geo_interface__,
                }
            )
    if points is None:
        points = sorted({tuple(one) for one in shapely.get_coordinates(list(shapes.values())).tolist()})
    if points:
        write_points(folder / "points.csv", points, said)
    return folder


def write_points(path: Path, points: Sequence[tuple[float, float]], said: Mapping[str, str] = SAID) -> None:
    """Write a list of points with Vietnamese headings."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file, delimiter=";")
        out.writerow(HEADING)
        for number, (easting, northing) in enumerate(points, start=1):
            words = [said.get(what, "") for what in ("who", "instrument", "date", "method")]
            out.writerow([number, f"{northing:.3f}", f"{easting:.3f}", "1,25", "R", *words])


def check(app: Application, job: Path, delivery: Path, **wishes: Any) -> Checked:
    """Hold a delivery against its job."""
    return SurveyJobs(app).check(job, delivery, Wishes(**wishes), SilentProgress())


def signs(one: CheckedParcel) -> dict[str, str]:
    """Return the sign of each answer that is not good."""
    return {answer.code: str(answer.sign) for answer in one.answers if answer.sign != "good"}


def words(one: CheckedParcel, code: str) -> str:
    """Return the sentence of one answer."""
    (answer,) = (answer for answer in one.answers if answer.code == code)
    return str(answer.words)

"""The answers of a commune to be checked as a table for trainers; everybody named in it is invented."""

import csv
from pathlib import Path
from typing import Final

import shapely

from landdesk.domain.ids import ObjectId
from landdesk.domain.records import AnyRecord, Certificate, Document, Party, Purpose
from landdesk.services.training.planted.commune import CheckingCommune

COLUMNS: Final = ("rule", "cause", "parcels", "at_fault", "easting_m", "northing_m")


def write_answers(path: Path, made: CheckingCommune) -> None:
    """Write one line for each finding that a check must make, sorted by rule.

    Raises:
        OSError: The file cannot be written or the disk is full.
    """
    records: dict[ObjectId, AnyRecord] = {one.id: one for one in made.records}
    keys = {parcel.id: parcel.key for parcel in made.parcels}
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for one in made.answer_key.answers:
            place = ("", "")
            if one.place is not None:
                point = shapely.get_coordinates(shapely.point_on_surface(one.place))[0].tolist()
                place = (f"{point[0]:.3f}", f"{point[1]:.3f}")
            parcels = "; ".join(keys[identifier] for identifier in one.objects)
            at_fault = "; ".join(_name(records[identifier]) for identifier in one.about)
            writer.writerow((one.rule, one.cause, parcels, at_fault, *place))


def _name(record: AnyRecord) -> str:
    """Return what people call an object."""
    match record:
        case Party():
            return record.name
        case Certificate():
            return record.serial or record.register_number or ""
        case Document():
            return record.file_name or ""
        case Purpose():
            return record.land_use
    return ""

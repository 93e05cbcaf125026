"""The office files of an invented campaign, as a commune receives and hands them in, and what is doubtful in them.

All of them tell of one demo commune: parcels without data stand on PL3-01, the others in the sync status; the error
paths are those of its group 2, the tracking sheet shares them out, the plain list has every land user. One commune and
one seed give the same rows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final

from landdesk.services.campaign.forms import ERROR_PATHS, PL3, PLAIN, SYNC_STATUS, TRACKING, form
from landdesk.services.campaign.lists import ErrorRow, PlainRow, StatusRow, TrackingRow
from landdesk.services.campaign.notes import FormNote
from landdesk.services.campaign.pl3 import Pl3Row
from landdesk.services.exporting.campaign.status_file import write_status_csv
from landdesk.services.exporting.campaign.workbooks import (
    write_errors,
    write_pl3,
    write_plain,
    write_tracking,
)
from landdesk.services.training.campaign_lists import error_list, owner_list, status_list, tracking_list
from landdesk.services.training.certificates import CertificateMaker
from landdesk.services.training.commune import DemoCommune
from landdesk.services.training.people import Population
from landdesk.services.training.planted_rows import plant_in_certificates

PL3_FILE: Final = "PL3-01.xlsx"
STATUS_FILE: Final = "trang-thai-dong-bo.csv"
STATUS_FILE_UTF16: Final = "trang-thai-dong-bo-utf16.csv"
ERRORS_FILE: Final = "loi-nhom-1.xlsx"
TRACKING_FILE: Final = "theo-doi.xlsx"
OWNERS_FILE: Final = "danh-sach-chu-su-dung.xlsx"


@dataclass(frozen=True, slots=True)
class CampaignRows:
    """The rows of all files.

    Args:
        planted: By name of the form, the notes that reading (for PL3-01: reading and grouping) must make, no more.
    """

    pl3: tuple[Pl3Row, ...]
    status: tuple[StatusRow, ...]
    errors: tuple[ErrorRow, ...]
    tracking: tuple[TrackingRow, ...]
    owners: tuple[PlainRow, ...]
    planted: Mapping[str, tuple[FormNote, ...]]


def campaign_rows(commune: DemoCommune, *, pl3_rows: int, doubts: int = 2) -> CampaignRows:
    """Return the campaign's rows of a demo commune.

    Args:
        commune: Made without faults where the planted doubts are to be the only ones.
        pl3_rows: Rows of PL3-01, about: a certificate is never cut, and there may be less land.
        doubts: How often each doubt is planted; 0 for none.
    """

    def chance(topic: str) -> Random:
        return Random(f"landdesk {commune.code} {commune.seed} campaign {topic}")

    certificates = CertificateMaker(commune, chance("certificates")).certificates(pl3_rows)
    pl3, in_pl3 = plant_in_certificates(certificates, doubts, chance("doubts"), form(PL3).first_row)
    collected = {(str(row.sheet), str(row.parcel_no)) for row in pl3}
    status = status_list(
        commune,
        chance("status"),
        without=collected,
        each=doubts,
        first_row=form(SYNC_STATUS).first_row,
    )
    errors = error_list(status.rows, chance("errors"), each=doubts, first_row=form(ERROR_PATHS).first_row)
    tracking = tracking_list(
        errors.rows,
        Population(chance("people")),
        chance("tracking"),
        each=doubts,
        first_row=form(TRACKING).first_row,
    )
    owners = owner_list(commune, chance("owners"), each=doubts, first_row=form(PLAIN).first_row)
    return CampaignRows(
        pl3,
        status.rows,
        errors.rows,
        tracking.rows,
        owners.rows,
        {
            PL3: in_pl3,
            SYNC_STATUS: status.planted,
            ERROR_PATHS: errors.planted,
            TRACKING: tracking.planted,
            PLAIN: owners.planted,
        },
    )


def write_campaign_files(folder: Path, rows: CampaignRows) -> None:
    """Write all files into a folder that is there; the sync status in both encodings in which it is met.

    Raises:
        OSError: The folder cannot be written or the disk is full.
    """
    write_pl3(folder / PL3_FILE, rows.pl3)
    write_status_csv(folder / STATUS_FILE, rows.status)
    write_status_csv(folder / STATUS_FILE_UTF16, rows.status, "utf-16")
    write_errors(folder / ERRORS_FILE, rows.errors)
    write_tracking(folder / TRACKING_FILE, rows.tracking)
    write_plain(folder / OWNERS_FILE, rows.owners)

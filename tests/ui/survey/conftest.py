"""Points of the field for tests in the window."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pyproj import Transformer

from landdesk.app.application import Application
from landdesk.app.surveys import Surveys
from landdesk.services.survey.keeping import Wishes
from landdesk.services.survey.nmea import check_sum
from landdesk.store.queries.surveys import Survey
from tests.ui.conftest import SOUTH, WEST

LONGITUDE, LATITUDE = Transformer.from_crs(9217, 4326, always_xy=True).transform(WEST + 10, SOUTH + 15)
Keep = Callable[[Application, str], Survey]


@pytest.fixture
def keep(tmp_path: Path) -> Keep:
    """Keep a list of points in a store, as another process does."""

    def kept(app: Application, rows: str) -> Survey:
        file = tmp_path / f"goc{len(list(tmp_path.glob('goc*')))}.csv"
        file.write_text(rows, "utf-8")
        surveys = Surveys(app)
        return surveys.bring_in(surveys.understand(file, Wishes()))

    return kept


def sentence(body: str) -> bytes:
    return f"${body}*{check_sum(body):02X}\r\n".encode()


def gga(at: int, fix: int = 4, north_m: float = 0.0) -> bytes:
    """Return the sentence of second ``at``, so many metres north of the middle of 12/1."""
    latitude = LATITUDE + north_m / 110_600
    degrees, minutes = divmod(latitude * 60, 60)
    east, rest = divmod(LONGITUDE * 60, 60)
    time = f"{at // 3600 % 24:02}{at // 60 % 60:02}{at % 60:02}"
    return sentence(
        f"GNGGA,{time}.00,{int(degrees):02}{minutes:010.7f},N,{int(east):03}{rest:010.7f},E,{fix},18,0.6,5.00,M,,M,,"
    )

"""Points of the field for tests in the window."""

from collections.abc import Callable
from pathlib import Path

import pytest

from landdesk.app.application import Application
from landdesk.app.surveys import Surveys
from landdesk.services.survey.keeping import Wishes
from landdesk.store.queries.surveys import Survey

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

"""An open application on a commune's real store of 4 × 3 adjoining parcels, and what a check needs beside it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from landdesk.app.application import Application
from landdesk.services.codelists import shipped_lists
from landdesk.services.entry.check import Surroundings
from tests.stores import make_store


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Application]:
    application = make_store(tmp_path / "store.landdesk", role="commune")
    yield application
    application.close()


@pytest.fixture
def around() -> Surroundings:
    return Surroundings(shipped_lists(), date(2026, 11, 28))

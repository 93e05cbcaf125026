"""An open application on a commune's real store of 4 × 3 adjoining parcels."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from landdesk.app.application import Application
from tests.stores import make_store


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Application]:
    application = make_store(tmp_path / "store.landdesk", role="commune")
    yield application
    application.close()

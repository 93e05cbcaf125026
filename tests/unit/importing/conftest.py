"""Stores of the office for tests of imports."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from landdesk.app.application import Application
from landdesk.app.bootstrap import NewPerson, create_store
from tests.unit.importing.desks import MakeDesk


@pytest.fixture
def make_desk(tmp_path: Path) -> Iterator[MakeDesk]:
    """Makes stores of the office; closes them."""
    made: list[Application] = []

    def make(*communes: str, epsg: int = 9217) -> Application:
        path = tmp_path / f"{len(made)}.landdesk"
        clerk = NewPerson("Lê Thị Đào")
        made.append(create_store(path, communes or ("22366",), "office", epsg, person=clerk))
        return made[-1]

    yield make
    for app in made:
        app.close()

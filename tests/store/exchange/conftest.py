"""A world for each test, closed at its end."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store.exchange.world import World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """One office with twelve parcels; communes are made by the tests."""
    made = World(tmp_path)
    yield made
    made.close()

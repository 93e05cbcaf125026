"""Fixtures of the end-to-end tests: a command line, its log in a folder of its own, small stores."""

from pathlib import Path

import pytest

from tests.e2e.command_line import PERSON, CommandLine
from tests.sources import plots, write_geojson


@pytest.fixture(autouse=True)
def own_log(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep the log of command lines out of the person's own folder."""
    folder = tmp_path_factory.mktemp("logs")
    monkeypatch.setenv("LANDDESK_LOGS", str(folder))
    return folder


@pytest.fixture
def type_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> CommandLine:
    """A command line in an empty folder; a person is named."""
    monkeypatch.chdir(tmp_path)
    return CommandLine(tmp_path, capsys, PERSON)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A file with three parcels."""
    values = {"DIENTICH": 400.5, "TENCHU": "Đặng Văn Đức", "CCCD": "999000000123"}
    return write_geojson(tmp_path / "plots.geojson", plots(3, **values))


@pytest.fixture
def store(type_in: CommandLine, source: Path) -> Path:
    """A store of one commune with the three parcels of ``source``."""
    path = type_in.folder / "commune.landdesk"
    type_in.good("new", path, "--commune", "22366")
    type_in.good("import", path, source)
    return path

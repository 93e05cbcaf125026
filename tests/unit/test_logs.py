import logging
from pathlib import Path

import pytest

from landdesk.app.logs import start_log, stop_log


def test_the_log_is_written_once_and_let_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANDDESK_LOGS", str(tmp_path / "logs"))
    first = start_log("window")
    try:
        assert first == start_log("window")
        logging.getLogger("landdesk.somewhere").error("something")
    finally:
        stop_log()
    assert first is not None
    logging.getLogger("landdesk.somewhere").critical("not any more")
    lines = first.read_text("utf-8").splitlines()
    assert len(lines) == 2
    assert "something" in lines[1]


def test_a_folder_that_cannot_be_made_keeps_nobody_from_working(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way", "utf-8")
    monkeypatch.setenv("LANDDESK_LOGS", str(tmp_path / "file" / "logs"))
    assert start_log("terminal") is None

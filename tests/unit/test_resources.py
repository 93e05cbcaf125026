"""Shipped files are found from source and frozen; test_packaging.py has the installed case."""

import subprocess
import sys
from pathlib import Path

import pytest

from landdesk.resources import resource_path


def test_found_from_source() -> None:
    assert resource_path("i18n", "vi.mo").is_file()
    assert resource_path("fonts").is_dir()


def test_a_missing_resource_is_named() -> None:
    with pytest.raises(FileNotFoundError, match=r"icons/none\.svg"):
        resource_path("icons", "none.svg")


def test_found_in_a_frozen_bundle(tmp_path: Path) -> None:
    font = tmp_path / "landdesk" / "_resources" / "fonts" / "own.ttf"
    font.parent.mkdir(parents=True)
    font.touch()
    question = (
        f"import sys; sys._MEIPASS = {str(tmp_path)!r}\n"
        "from landdesk.resources import resource_path; print(resource_path('fonts', 'own.ttf'))"
    )
    done = subprocess.run([sys.executable, "-c", question], check=True, capture_output=True, text=True)
    assert Path(done.stdout.strip()) == font

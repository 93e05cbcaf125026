"""The arrows of the house hold, and each contract of import-linter is seen to break."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# contract of pyproject.toml → modules that break it: (module, line of it, what the report must name)
OFFENCES = {
    "Imports point downwards": [
        (
            "domain/offends_layers.py",
            "import landdesk.store",
            "landdesk.domain.offends_layers -> landdesk.store",
        ),
        ("ui/offends_layers.py", "import landdesk.cli", "landdesk.ui.offends_layers -> landdesk.cli"),
        (
            "store/offends_layers.py",
            "import landdesk.services",
            "landdesk.store.offends_layers -> landdesk.services",
        ),
    ],
    "The domain knows nothing of settings, resources and files": [
        (
            "domain/offends_purity.py",
            "import landdesk.settings",
            "landdesk.domain.offends_purity -> landdesk.settings",
        ),
    ],
    "SQLAlchemy and the driver only in the store": [
        ("services/offends_sql.py", "import sqlalchemy.orm", "landdesk.services.offends_sql -> sqlalchemy"),
        ("app/offends_sql.py", "import sqlcipher3", "landdesk.app.offends_sql -> sqlcipher3"),
    ],
    "PySide6 only in the window": [
        ("app/offends_qt.py", "from PySide6.QtCore import QObject", "landdesk.app.offends_qt -> PySide6"),
        ("cli/offends_qt.py", "import PySide6.QtGui", "landdesk.cli.offends_qt -> PySide6"),
    ],
    "shiboken6 only in the window": [
        ("cli/offends_shiboken.py", "import shiboken6", "landdesk.cli.offends_shiboken -> shiboken6"),
    ],
    "click only in the command line": [
        ("services/offends_click.py", "import click", "landdesk.services.offends_click -> click"),
        ("ui/offends_click.py", "from click import echo", "landdesk.ui.offends_click -> click"),
    ],
    "rich only in the command line": [
        ("ui/offends_rich.py", "import rich.console", "landdesk.ui.offends_rich -> rich"),
    ],
    "pypdfium2 and Pillow only where files of others come in": [
        ("ui/offends_scans.py", "import pypdfium2", "landdesk.ui.offends_scans -> pypdfium2"),
        ("services/offends_scans.py", "from PIL import Image", "landdesk.services.offends_scans -> PIL"),
    ],
    "Cryptography only in the store and in packages": [
        (
            "app/offends_cryptography.py",
            "from cryptography.hazmat.primitives.hashes import SHA256",
            "landdesk.app.offends_cryptography -> cryptography",
        ),
        (
            "services/office/offends_age.py",
            "import pyrage",
            "landdesk.services.office.offends_age -> pyrage",
        ),
    ],
    "No second SQLite driver": [
        ("store/offends_driver.py", "import sqlite3", "landdesk.store.offends_driver -> sqlite3"),
    ],
    "fiona and ezdxf only where files of others come in and go out": [
        (
            "services/checking/offends_formats.py",
            "import fiona",
            "landdesk.services.checking.offends_formats -> fiona",
        ),
    ],
    "python-calamine only where files of others come in": [
        (
            "services/exporting/offends_workbooks.py",
            "import python_calamine",
            "landdesk.services.exporting.offends_workbooks -> python_calamine",
        ),
    ],
    "XlsxWriter only where files go out": [
        (
            "services/importing/offends_workbooks.py",
            "import xlsxwriter",
            "landdesk.services.importing.offends_workbooks -> xlsxwriter",
        ),
    ],
    "typst only where paper is printed": [
        (
            "services/exporting/offends_paper.py",
            "import typst",
            "landdesk.services.exporting.offends_paper -> typst",
        ),
    ],
    "Checking rules do not know each other": [
        (
            "services/checking/rules/offends_a.py",
            "import landdesk.services.checking.rules.offends_b",
            "landdesk.services.checking.rules.offends_a -> landdesk.services.checking.rules.offends_b",
        ),
        ("services/checking/rules/offends_b.py", "WORD = 1", ""),
    ],
}


def lint_imports(folder: Path) -> tuple[int, str]:
    """Run import-linter on the package in a folder; returns exit code and report."""
    done = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", "--no-logo"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "400"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the sources that may be spoilt."""
    shutil.copytree(ROOT / "landdesk", tmp_path / "landdesk", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def states(report: str) -> dict[str, str]:
    """Return KEPT or BROKEN by contract."""
    return dict(re.findall(r"^(.+?) (KEPT|BROKEN)\b", report, flags=re.MULTILINE))


def test_contracts_hold(copy: Path) -> None:
    code, report = lint_imports(copy)
    assert code == 0, report
    assert states(report) == dict.fromkeys(OFFENCES, "KEPT")


def test_each_contract_breaks(copy: Path) -> None:
    for offences in OFFENCES.values():
        for module, line, _ in offences:
            path = copy / "landdesk" / module
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f'"""Breaks a contract."""\n\n{line}\n', "utf-8")
    code, report = lint_imports(copy)
    assert code == 1
    assert states(report) == dict.fromkeys(OFFENCES, "BROKEN")
    missing = [named for offences in OFFENCES.values() for _, _, named in offences if named not in report]
    assert missing == []


def test_a_stray_module_breaks_the_layers(copy: Path) -> None:
    (copy / "landdesk" / "stray.py").write_text('"""Belongs to no layer."""\n', "utf-8")
    code, report = lint_imports(copy)
    assert code == 1
    assert states(report)["Imports point downwards"] == "BROKEN"
    assert "landdesk.stray" in report

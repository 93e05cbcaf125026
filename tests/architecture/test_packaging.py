"""The wheel carries the program and its resources, and finds them when it is installed."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return next(folder.glob("landdesk-*.whl"))


def test_wheel_holds_every_resource_and_no_test(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    resources = {
        path.relative_to(ROOT / "resources") for path in (ROOT / "resources").rglob("*") if path.is_file()
    }
    assert {f"landdesk/_resources/{path.as_posix()}" for path in resources} <= names
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"landdesk"}


def test_installed_program_finds_its_resources(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    question = (
        f"import sys; sys.path.insert(0, {str(tmp_path / 'site')!r})\n"
        "from landdesk.i18n import set_language\n"
        "from landdesk.resources import resource_path\n"
        "set_language('vi'); print(resource_path('i18n', 'vi.mo'))"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", question], check=True, capture_output=True, text=True
    )
    assert Path(done.stdout.strip()) == tmp_path / "site" / "landdesk" / "_resources" / "i18n" / "vi.mo"

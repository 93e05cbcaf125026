"""The payload lists are whole, and a build that makes something else stops."""

import re
from pathlib import Path

import pytest
from packaging.utils import canonicalize_name

from installer import debian, payload, windows
from installer.payload import LONGEST_NAME, compare_with_list, list_of, read_list
from installer.pins import LINUX, RULES, WINDOWS, Platform
from installer.stop import Stop
from landdesk.files import PACKAGE_SUFFIX, STORE_SUFFIX

BOTH = pytest.mark.parametrize("platform", [WINDOWS, LINUX], ids=lambda platform: platform.name)


@BOTH
def test_list_holds_every_package_of_the_lock_and_no_other(platform: Platform) -> None:
    metadata = [
        re.fullmatch(r"packages/(.+)-([^-]+)\.dist-info/METADATA", name)
        for name in read_list(list_of(platform))
    ]
    listed = {(canonicalize_name(found[1]), found[2]) for found in metadata if found}
    assert listed == {(wheel.package, wheel.version) for wheel in platform.wheels()}, (
        "type: make installers-list"
    )


@BOTH
def test_list_is_in_order_and_holds_nothing_twice(platform: Platform) -> None:
    names = read_list(list_of(platform))
    assert names == sorted(set(names))
    assert len(names) > 2000


@BOTH
def test_list_holds_nothing_that_the_rules_leave_out(platform: Platform) -> None:
    names = read_list(list_of(platform))
    assert [
        name for name in names if name.startswith("runtime/") and not _may_be_in_runtime(platform, name)
    ] == []
    packages = [name.removeprefix("packages/") for name in names if name.startswith("packages/")]
    assert [name for name in packages if not RULES.keeps("", name)] == []


def _may_be_in_runtime(platform: Platform, name: str) -> bool:
    inside = name.removeprefix("runtime/")
    return inside == platform.runtime["search_path_file"] or platform.keeps_of_runtime(inside)


def test_windows_list_holds_what_a_start_needs() -> None:
    needed = {
        "runtime/python.exe", "runtime/pythonw.exe", "runtime/python3.dll", "runtime/python311.dll",
        "runtime/python311.zip", "runtime/python311._pth", "runtime/vcruntime140.dll", "runtime/vcruntime140_1.dll",
        "runtime/_ctypes.pyd", "runtime/libffi-8.dll", "runtime/_hashlib.pyd", "runtime/libcrypto-3.dll",
        "packages/PySide6/plugins/platforms/qwindows.dll", "packages/PySide6/plugins/platforms/qoffscreen.dll",
        "packages/PySide6/Qt6Widgets.dll", "packages/PySide6/Qt6Svg.dll", "packages/PySide6/msvcp140.dll",
        "packages/pyproj/proj_dir/share/proj/proj.db", "packages/fiona/gdal_data/gdalvrt.xsd",
        "packages/babel/locale-data/vi.dat", "packages/babel/locale-data/root.dat",
    }  # fmt: skip
    assert needed - set(read_list(list_of(WINDOWS))) == set()


def test_windows_can_hold_every_name() -> None:
    names = read_list(list_of(WINDOWS))
    assert max(map(len, names)) <= LONGEST_NAME
    assert len({name.lower() for name in names}) == len(names)
    assert [name for name in names if re.search(r'[<>:"|?*\\]|[ .]$', name)] == []


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in ("runtime/python.exe", "packages/a/__init__.py", "app/landdesk/new.py", "LICENCES.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x", "utf-8")
    (tmp_path / "packages/a/__pycache__").mkdir()
    (tmp_path / "packages/a/__pycache__/__init__.cpython-311.pyc").write_bytes(b"x")
    return tmp_path


def test_the_listed_tree_passes(tree: Path) -> None:
    compare_with_list(tree, ["runtime/python.exe", "packages/a/__init__.py"])


def test_an_extra_file_stops_the_build(tree: Path) -> None:
    (tree / "packages/a/telemetry.dll").write_bytes(b"x")
    with pytest.raises(Stop, match=r"\+ packages/a/telemetry\.dll"):
        compare_with_list(tree, ["runtime/python.exe", "packages/a/__init__.py"])


def test_a_missing_file_stops_the_build(tree: Path) -> None:
    with pytest.raises(Stop, match=r"- packages/a/core\.dll"):
        compare_with_list(tree, ["runtime/python.exe", "packages/a/__init__.py", "packages/a/core.dll"])


def test_a_written_list_is_read_back(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(payload, "HERE", tree)
    (tree / "payload").mkdir()
    payload.write_list(WINDOWS, tree)
    assert read_list(tree / "payload" / "windows.txt") == ["packages/a/__init__.py", "runtime/python.exe"]


def test_desktop_entries_know_the_suffixes() -> None:
    mime = (debian.PLACE / "landdesk.xml").read_text("utf-8")
    script = (windows.PLACE / "setup.nsi").read_text("utf-8")
    for suffix in (STORE_SUFFIX, PACKAGE_SUFFIX):
        assert f'"*{suffix}"' in mime
        assert f'WriteRegStr HKCU "${{CLASSES}}\\{suffix}"' in script
        assert f'DeleteRegKey HKCU "${{CLASSES}}\\{suffix}"' in script
    entry = (debian.PLACE / "landdesk.desktop").read_text("utf-8")
    types = re.findall(r'mime-type type="([^"]+)"', mime)
    assert f"MimeType={';'.join(types)};\n" in entry
    # A verb would take packages for stores; the program itself tells them apart.
    assert "Exec=landdesk %f\n" in entry

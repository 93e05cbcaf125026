"""Nothing is shipped without its licence."""

import re
import site
from pathlib import Path

import pytest
from packaging.utils import canonicalize_name

from installer import licences
from installer.payload import list_of, read_list
from installer.pins import LINUX, WINDOWS, Platform
from installer.stop import Stop
from landdesk import __version__

PACKAGES = Path(site.getsitepackages()[0])


def test_every_package_that_is_shipped_has_a_licence(tmp_path: Path) -> None:
    shipped = {wheel.package for wheel in LINUX.wheels()}
    for folder in PACKAGES.glob("*.dist-info"):
        if canonicalize_name(folder.name.split("-")[0]) in shipped:
            (tmp_path / folder.name).symlink_to(folder)
    found = [component for component in licences.packages(tmp_path) if component.texts]
    assert {canonicalize_name(component.name.split(" ")[0]) for component in found} == shipped
    assert all(component.licence for component in found)


@pytest.mark.parametrize("platform", [WINDOWS, LINUX], ids=lambda platform: platform.name)
def test_every_native_library_that_is_shipped_has_a_licence(platform: Platform) -> None:
    found = {component.name for component in licences.libraries(read_list(list_of(platform)))}
    assert {"GDAL", "GEOS", "PROJ", "SQLite"} <= found


def test_every_text_is_used_and_is_there() -> None:
    named = {
        text for kind in ("library", "inside") for entry in licences._TABLE[kind] for text in entry["texts"]
    }
    assert named == {path.stem if path.suffix == ".txt" else path.name for path in licences.TEXTS.iterdir()}


def package(folder: Path, name: str, **files: str) -> None:
    place = folder / f"{name}-1.0.dist-info"
    place.mkdir(parents=True)
    (place / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n", "utf-8")
    for file, text in files.items():
        (place / file).write_text(text, "utf-8")


def test_a_package_without_a_licence_stops_the_build(tmp_path: Path) -> None:
    package(tmp_path, "good", LICENSE="Do what you want")
    package(tmp_path, "silent", README="nothing about it")
    with pytest.raises(Stop, match=r"silent 1\.0 is shipped without a licence"):
        list(licences.packages(tmp_path))


def test_an_unknown_library_stops_the_build() -> None:
    with pytest.raises(Stop, match=r"gizmo-12ab\.dll is no library of libraries\.toml"):
        list(licences.libraries(["packages/fiona.libs/gizmo-12ab.dll"]))


@pytest.fixture
def payload(tmp_path: Path) -> Path:
    package(tmp_path / "packages", "one", LICENSE="Licence of one")
    package(tmp_path / "packages", "two", LICENSE="Licence of one", NOTICE="Notice of two")
    library = tmp_path / "packages" / "fiona.libs" / "gdal-12.dll"
    library.parent.mkdir()
    library.write_bytes(b"x")
    resources = tmp_path / "app" / "landdesk" / "_resources"
    for name in ("fonts/OFL.txt", "codelists/README.md"):
        (resources / name).parent.mkdir(parents=True)
        (resources / name).write_text(f"Text of {name}", "utf-8")
    (tmp_path / "runtime").mkdir()
    (tmp_path / "runtime" / "LICENSE.txt").write_text("Licence of Python", "utf-8")
    return tmp_path


def test_all_licences_are_in_one_file_and_each_text_once(payload: Path) -> None:
    licences.write(payload, WINDOWS)
    text = (payload / licences.FILE).read_text("utf-8")
    assert f"- LandDesk {__version__} itself: no licence for others has been stated" in text
    assert "- CPython 3.11.9" in text
    assert "- GDAL: MIT" in text
    assert re.search(r"^- Noto Sans: OFL-1\.1$", text, flags=re.MULTILINE)
    for words in ("Licence of Python", "Notice of two", "Text of fonts/OFL.txt"):
        assert words in text
    assert text.count("Licence of one") == 1
    assert "[LICENSE: the same text as LICENSE of one 1.0, above]" in text

"""The licences of everything that is shipped, in one file, made from what is shipped."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.parser import HeaderParser
from pathlib import Path

from packaging.utils import canonicalize_name

from installer.pins import Platform
from installer.places import HERE
from installer.program import VERSION
from installer.stop import Stop
from installer.trees import names_below

FILE = "LICENCES.txt"
TEXTS = HERE / "licence-texts"
_IS_TEXT = re.compile(r"(^|/)(licen[sc]e|copying|notice|authors)", re.IGNORECASE)
_IS_LIBRARY = re.compile(r"^packages/(?:[^/]+\.libs/|PySide6/Qt/lib/libicu)[^/]*$")
_TABLE = tomllib.loads((HERE / "libraries.toml").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Component:
    """Something shipped: what it is, its licence in a word, and the texts by their names."""

    name: str
    licence: str
    texts: dict[str, str]


def write(root: Path, platform: Platform) -> None:
    """Write the file of licences of a payload.

    Raises:
        Stop: Of something that is shipped no licence is known.
    """
    components = [
        _runtime(root, platform),
        *packages(root / "packages"),
        *libraries(names_below(root)),
        *_resources(root / "app" / "landdesk" / "_resources"),
    ]
    lines = ["What LandDesk is shipped with, and under which licences. The texts follow, each once.", ""]
    # The owner has not said one yet; nothing may be read into silence.
    lines += [
        f"- LandDesk {VERSION} itself: no licence for others has been stated; all rights are with its owner"
    ]
    lines += [f"- {component.name}: {component.licence}" for component in components]
    written: dict[str, str] = {}
    for component in components:
        lines += ["", "=" * 100, component.name, component.licence, "=" * 100]
        for name, text in component.texts.items():
            if text in written:
                lines.append(f"[{name}: the same text as {written[text]}, above]")
            else:
                written[text] = f"{name} of {component.name}"
                lines += [f"[{name}]", "", text.rstrip()]
    (root / FILE).write_text("\n".join(lines) + "\n", "utf-8", newline="\n")


def packages(folder: Path) -> Iterator[Component]:
    """Yield the Python packages of a folder of packages."""
    for metadata in sorted(folder.glob("*.dist-info/METADATA")):
        told = HeaderParser().parsestr(metadata.read_text("utf-8"))
        name = canonicalize_name(told["Name"])
        texts = {
            path.relative_to(metadata.parent).as_posix(): _read(path)
            for path in sorted(metadata.parent.rglob("*"))
            if path.is_file() and _IS_TEXT.search(path.relative_to(metadata.parent).as_posix())
        }
        inside = [entry for entry in _TABLE["inside"] if entry["package"] == name]
        for entry in inside:
            texts |= _texts(entry)
        if not texts:
            message = (
                f"{told['Name']} {told['Version']} is shipped without a licence: add it to libraries.toml"
            )
            raise Stop(message)
        yield Component(f"{told['Name']} {told['Version']}", _licence_in_a_word(told), texts)
        yield from (Component(f"{told['Name']}: {entry['name']}", entry["licence"], {}) for entry in inside)


def libraries(names: list[str]) -> Iterator[Component]:
    """Yield the native libraries that the wheels carry beside their packages."""
    found: dict[str, list[str]] = {}
    for name in names:
        if _IS_LIBRARY.match(name):
            file = name.rsplit("/", 1)[-1]
            fits = [entry for entry in _TABLE["library"] if re.match(entry["files"], file)]
            if len(fits) != 1:
                message = f"{name} is {'no' if not fits else 'more than one'} library of libraries.toml"
                raise Stop(message)
            found.setdefault(fits[0]["name"], []).append(file)
    for entry in _TABLE["library"]:
        if entry["name"] in found:
            yield Component(entry["name"], entry["licence"], _texts(entry))


def _runtime(root: Path, platform: Platform) -> Component:
    text = _read(root / "runtime" / "LICENSE.txt")
    name = f"{platform.runtime['name']} {platform.runtime['version']} with its libraries"
    return Component(name, "PSF-2.0 and those named in the text", {"LICENSE.txt": text})


def _resources(folder: Path) -> Iterator[Component]:
    yield Component("Noto Sans", "OFL-1.1", {"OFL.txt": _read(folder / "fonts" / "OFL.txt")})
    readme = _read(folder / "codelists" / "README.md")
    yield Component("Code lists", "see the text", {"README.md": readme})


def _texts(entry: dict[str, list[str]]) -> dict[str, str]:
    return {f"{name}.txt": _read(TEXTS / f"{name}.txt") for name in entry["texts"]}


def _read(path: Path) -> str:
    return path.read_text("utf-8", errors="replace").replace("\r\n", "\n")


def _licence_in_a_word(told: Message) -> str:
    """Return what a package says of its licence, in its first line: some put the whole text there."""
    said = told["License-Expression"] or told["License"] or ""
    first = str(said).strip().split("\n", 1)[0]
    if first and not first.startswith("Copyright"):
        return first
    classifiers = [c for c in told.get_all("Classifier", []) if c.startswith("License ::")]
    return "; ".join(c.rsplit(" :: ", 1)[-1] for c in classifiers) or "see the text"

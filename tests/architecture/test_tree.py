"""House rules about the files themselves that no linter knows."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINES_AT_MOST = 500
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "misc", "common", "base"}
SKIPPED = {".git", ".venv", ".mypy_cache", ".pytest_cache", ".hypothesis", "build", "dist", "__pycache__"}
TEXT_SUFFIXES = {
    "",
    ".py",
    ".md",
    ".toml",
    ".txt",
    ".in",
    ".sh",
    ".csv",
    ".json",
    ".po",
    ".html",
    ".yml",
    ".cfg",
    ".sql",
}


def project_files() -> list[Path]:
    """Return the files that belong to the project: those git knows or would add, else all there are."""
    git = shutil.which("git")
    if git and (ROOT / ".git").exists():
        listing = subprocess.run(
            [git, "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
            cwd=ROOT,
            capture_output=True,
            check=True,
        )
        found = [ROOT / name for name in listing.stdout.decode("utf-8").split("\0") if name]
    else:
        found = [path for path in ROOT.rglob("*") if not SKIPPED & set(path.relative_to(ROOT).parts)]
    return [path for path in found if path.is_file()]


def modules() -> list[Path]:
    return sorted((ROOT / "landdesk").rglob("*.py"))


def test_there_are_modules_to_judge() -> None:
    assert ROOT / "landdesk" / "i18n.py" in modules()
    assert {ROOT / "Makefile", ROOT / "README.md"} <= set(project_files())


def test_no_module_has_an_empty_name() -> None:
    python = [path for path in project_files() if path.suffix == ".py"]
    assert [str(p.relative_to(ROOT)) for p in python if EMPTY_NAMES & {p.stem, p.parent.name}] == []


def test_no_module_is_too_long() -> None:
    lengths = {str(p.relative_to(ROOT)): len(p.read_text("utf-8").splitlines()) for p in modules()}
    assert {name: count for name, count in lengths.items() if count > LINES_AT_MOST} == {}


def test_every_folder_of_the_package_is_a_package() -> None:
    folders = {path.parent for path in modules()}
    assert [str(f.relative_to(ROOT)) for f in sorted(folders) if not (f / "__init__.py").exists()] == []


def test_no_file_names_a_folder_of_somebodys_machine() -> None:
    # Put together here, so that this file does not accuse itself.
    place = re.compile(
        "|".join(
            ("/ho" + r"me/\w", "/ro" + "ot/", "/Us" + r"ers/\w", r"[A-Z]:\\\\?Us" + "ers", "/wo" + "rk/")
        )
    )
    texts = (path for path in project_files() if path.suffix in TEXT_SUFFIXES)
    guilty = [str(p.relative_to(ROOT)) for p in texts if place.search(p.read_text("utf-8", errors="replace"))]
    assert guilty == []


def test_texts_are_utf8_with_unix_line_ends() -> None:
    own = [
        p
        for p in project_files()
        if p.suffix in TEXT_SUFFIXES - {""} and p.relative_to(ROOT).parts[:2] != ("tests", "data")
    ]
    assert [str(p.relative_to(ROOT)) for p in own if b"\r" in p.read_bytes()] == []
    for path in own:
        path.read_text("utf-8")


def test_readme_begins_with_the_two_commands() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    commands = re.findall(r"^ {4}(make [a-z]+)|^(make [a-z]+)\b", readme, flags=re.MULTILINE)
    assert [indented or plain for indented, plain in commands][:2] == ["make demo", "make test"]


def test_links_of_the_documents_lead_somewhere() -> None:
    documents = [path for path in project_files() if path.suffix == ".md"]
    broken = []
    for document in documents:
        targets = re.findall(r"\]\(([^)#\s]+)[^)]*\)", document.read_text("utf-8"))
        own = [document.parent / target for target in targets if "://" not in target]
        broken += [f"{document.relative_to(ROOT)} → {target}" for target in own if not target.exists()]
    assert broken == []


def test_every_make_target_of_the_readme_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), flags=re.MULTILINE))
    named = set(re.findall(r"\bmake ([a-z]+)", (ROOT / "README.md").read_text("utf-8")))
    assert named <= targets


@pytest.mark.parametrize("folder", ["fonts", "codelists"])
def test_foreign_material_names_its_licence(folder: str) -> None:
    words = (ROOT / "resources" / folder / "README.md").read_text("utf-8").lower()
    assert "licence" in words or "copyright" in words


def test_decisions_are_numbered_once() -> None:
    names = sorted(path.name for path in (ROOT / "docs" / "decisions").glob("*.md"))
    assert names
    assert [name for name in names if not re.fullmatch(r"\d{4}-[a-z0-9-]+\.md", name)] == []
    assert len({name[:4] for name in names}) == len(names)


def test_no_import_contract_has_an_exception() -> None:
    assert "ignore_imports" not in (ROOT / "pyproject.toml").read_text("utf-8")


def test_every_silenced_warning_of_the_program_gives_its_reason() -> None:
    # A code in brackets or after a colon, then a dash or another # and at least two words.
    reasoned = re.compile(r"# (noqa: [A-Z0-9, ]+|type: ignore\[[a-z, -]+\])\s*[#–-]\s*\w+\W+\w+")
    guilty = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in modules()
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if re.search(r"# *(noqa|type: *ignore)\b", line) and not reasoned.search(line)
    ]
    assert guilty == []

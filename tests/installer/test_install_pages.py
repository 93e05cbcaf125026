"""The pages on installing name what there is: files of the build, pictures, links, words of the set-up and the menus.

As in the user guide ``**words**`` are words on the screen, of the program or of the set-up; a step begins with its
title, which is bold too and ends in a full stop. Words of Windows are in italics.
"""

import re

import pytest

from installer import windows
from installer.__main__ import _names
from installer.trees import HASH_LIST
from installer.trial_by_hand import PAGES
from tests.architecture.test_user_guide import ALL_PICTURES_BYTES, catalogue, menus
from tools import texts

DOCS = texts.ROOT / "docs"
FILES = {"vi": "install.md", "en": "install.en.md"}
EACH = pytest.mark.parametrize("language", FILES)


def text(language: str) -> str:
    return (DOCS / FILES[language]).read_text("utf-8")


@EACH
def test_links_and_pictures_lead_somewhere(language: str) -> None:
    targets = re.findall(r"\]\(([^)]+)\)", text(language))
    assert len(targets) >= 5
    assert [target for target in targets if not (DOCS / target).is_file()] == []
    for page in ("README.md", f"docs/user-guide/{language}/index.md"):
        assert FILES[language] in (texts.ROOT / page).read_text("utf-8")


def test_both_pages_have_the_same_structure() -> None:
    for pattern in (r"pictures/[a-z-]+\.png", r"^#+ ", r"^\d+\. ", r"`[^`]+`"):
        first, second = (re.findall(pattern, text(language), re.MULTILINE) for language in FILES)
        assert first == second


def test_pictures_are_those_of_the_trial_and_small() -> None:
    kept = sorted((DOCS / "pictures").iterdir())
    assert {picture.name for picture in kept} == set(re.findall(r"pictures/([\w.-]+)", text("vi")))
    assert {picture for *_, picture in PAGES if picture} < {picture.name for picture in kept}
    assert sum(picture.stat().st_size for picture in kept) < ALL_PICTURES_BYTES // 10


@EACH
def test_files_are_those_of_the_build(language: str) -> None:
    made = {*_names("…").values(), HASH_LIST, *(path.name for path in windows.PLACE.iterdir())}
    named = {
        name
        for name in re.findall(r"[\w./…-]+", text(language))
        if re.search(r"\w\.(exe|zip|deb|cmd)$", name)
    }
    assert {name.removeprefix("./") for name in named} <= made
    assert {_names("…")[kind] for kind in ("setup", "portable", "deb")} <= {
        name.removeprefix("./") for name in named
    }
    assert f"`{HASH_LIST}`" in text(language)


@EACH
def test_words_are_those_of_the_screen(language: str) -> None:
    page = re.sub(r"^\d+\. \*\*[^*]+\.\*\*", "", text(language), flags=re.MULTILINE)
    of_the_setup = {re.sub("[&<>]", "", button).strip() for _, button, _ in PAGES} | {"Chạy LandDesk"}
    known = set(catalogue(language).values()) | of_the_setup | {"English"}
    named = [re.sub(r"\s+", " ", words) for words in re.findall(r"\*\*(.+?)\*\*", page, re.DOTALL)]
    assert of_the_setup <= set(named)
    assert [words for words in named if "▸" not in words and words not in known] == []
    paths = [words.split(" ▸ ") for words in named if "▸" in words]
    assert paths
    assert [path for path in paths if len(path) != 2 or path[1] not in menus(language).get(path[0], {})] == []

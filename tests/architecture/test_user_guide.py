"""The user guide speaks of the program as it is: names, keys, messages, commands, rules, reasons, links.

How the pages are written, so that this can be checked:

- ``**words**`` are words on the screen, and nothing else is bold; ``**menu ▸ action**`` is an action of that menu;
- ``<kbd>keys</kbd>`` after an action, in brackets, are that action's own;
- in a table of troubles a row begins with ``*message* (`code`)``; ``…`` stands for what differs from time to time;
- command lines stand in blocks marked ``sh``.
"""

import re
import shlex
from collections.abc import Iterator
from functools import cache
from typing import NoReturn

import click
import pytest
from babel.messages.catalog import Message

from landdesk.app.logs import FOLDER_VARIABLE as LOGS_VARIABLE
from landdesk.cli.front_end import FrontEnd
from landdesk.cli.main import LANGUAGE_VARIABLE, program
from landdesk.cli.passphrases import OFFICE_VARIABLE, STORE_VARIABLE
from landdesk.cli.session import Session
from landdesk.services.checking.registry import RULES
from landdesk.services.importing.field_mapping import TARGETS
from landdesk.services.office.reasons import REASONS
from landdesk.settings import DECLARATIONS
from landdesk.settings import FOLDER_VARIABLE as CONFIG_VARIABLE
from landdesk.ui.actions import BY_CODE, ROWS
from landdesk.ui.entry.page import KEYS, shown_keys
from landdesk.ui.map.land_use import GROUPS
from landdesk.ui.menus import MENUS
from landdesk.ui.models.office_rows import COMPARING, LOOKS
from landdesk.ui.panels.link_panel import LINK_KEYS, SKIP_KEYS
from tools import texts

GUIDE = texts.ROOT / "docs" / "user-guide"
LANGUAGES = ("vi", "en")
PAGES = ("index", "technician", "office", "trainer", "administrator", "troubleshooting", "keyboard")
EACH = pytest.mark.parametrize("language", LANGUAGES)
EACH_PAGE = pytest.mark.parametrize(
    "place", [f"{language}/{page}" for language in LANGUAGES for page in PAGES]
)
MAP_KEYS = {
    "Ctrl+C",
    "Esc",
    "Enter",
    "Backspace",
    "Insert",
    "Delete",
    "Shift",
    "Alt",
    "Ctrl",
    "Space",
    "Home",
    "Down",
    "+",
    "-",
}
"""Keys of map and lists, which are no action's shortcut."""
PAGE_KEYS = {
    "Tab",
    "Up",
    "Alt+Down",
    "Insert",
    "Alt+Insert",
    "Ctrl+V",
    "Ctrl+S",
    "Ctrl+G",
    "Ctrl+PgDown",
    "Ctrl+PgUp",
}
"""Keys of the parcel page."""
PICTURE_BYTES = 150_000
ALL_PICTURES_BYTES = 1_500_000
TROUBLES = {
    *("store.disk-full", "file.disk-full", "file.missing", "file.disk-error", "store.disk-error"),
    *("store.locked", "store.read-only", "store.newer-schema", "store.damaged", "store.not-a-store"),
    *("store.foreign-writes", "store.changed-since", "package.cut-short", "package.altered"),
    *(
        "package.newer-format",
        "package.other-commune",
        "package.other-environment",
        "package.nothing-to-send",
    ),
    *("office.waits", "person.none", "undo.accepted", "undo.receipt-written"),
}
"""What happens to people again and again; each must have its row."""


@cache
def text(place: str) -> str:
    return (GUIDE / f"{place}.md").read_text("utf-8")


def prose(place: str) -> str:
    """Return a page without its blocks of commands."""
    return re.sub(r"^ *```.*?^ *```", "", text(place), flags=re.MULTILINE | re.DOTALL)


@cache
def catalogue(language: str) -> dict[str, str]:
    """Return what is shown for each source text; of plural forms the first."""
    shown = {}
    for message in texts.messages(texts.read_catalogue(texts.FOLDER / f"{language}.po")):
        shown[_first(message.id)] = _first(message.string)
    return shown


def _first(words: Message | str | list[str] | tuple[str, ...] | None) -> str:
    assert isinstance(words, str | list | tuple)
    return words if isinstance(words, str) else words[0]


@cache
def menus(language: str) -> dict[str, dict[str, tuple[str, ...]]]:
    """Return the keys of each action by the words of its menu and its own."""
    shown = catalogue(language)
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for name, codes in MENUS:
        rows = [BY_CODE[code] for code in codes if code in BY_CODE]
        found[shown[name].replace("&", "")] = {shown.get(row.text, row.text): row.keys for row in rows}
    return found


def bold(place: str) -> list[str]:
    return [re.sub(r"\s+", " ", words) for words in re.findall(r"\*\*(.+?)\*\*", prose(place), re.DOTALL)]


def actions_with_keys(place: str) -> Iterator[tuple[str, str, list[str]]]:
    """Yield menu, action and the keys in the brackets or before the comma behind it."""
    pattern = r"\*\*([^*]+?) ▸ ([^*]+?)\*\*(?:,? \(?((?:<kbd>[^<]+</kbd>[^<)]{0,6})+)\)?)?"
    for menu, action, keys in re.findall(pattern, re.sub(r"\s+", " ", prose(place))):
        yield menu, action, re.findall(r"<kbd>([^<]+)</kbd>", keys)


def headings(place: str) -> list[tuple[int, str]]:
    return [
        (len(signs), words) for signs, words in re.findall(r"^(#+) (.+)$", prose(place), flags=re.MULTILINE)
    ]


def anchor(heading: str) -> str:
    """Return the anchor that GitHub and other renderers give a heading."""
    kept = re.sub(r"[^\w\- ]", "", heading.lower())
    return kept.replace(" ", "-")


def commands(place: str) -> list[str]:
    blocks = re.findall(r"^ *```sh\n(.*?)^ *```", text(place), flags=re.MULTILINE | re.DOTALL)
    return [line.strip() for block in blocks for line in block.splitlines() if line.strip()]


def troubles(language: str) -> list[tuple[str, list[str]]]:
    rows = re.findall(r"^\| \*(.+?)\* \((.+?)\) \|", text(f"{language}/troubleshooting"), flags=re.MULTILINE)
    return [(message, re.findall(r"`([^`]+)`", codes)) for message, codes in rows]


@cache
def sources() -> str:
    return "\n".join(path.read_text("utf-8") for path in sorted((texts.ROOT / "landdesk").rglob("*.py")))


# --- pages -------------------------------------------------------------------------------------------------


@EACH
def test_guide_has_exactly_these_pages(language: str) -> None:
    assert {path.stem for path in (GUIDE / language).glob("*.md")} == set(PAGES)
    linked = re.findall(r"\(([a-z]+)\.md\)", text(f"{language}/index"))
    assert set(linked) == set(PAGES) - {"index"}


@pytest.mark.parametrize("page", PAGES)
def test_both_languages_have_the_same_structure(page: str) -> None:
    first, second = (f"{language}/{page}" for language in LANGUAGES)
    assert [level for level, _ in headings(first)] == [level for level, _ in headings(second)]
    assert re.findall(r"^\s*(\d+)\. ", prose(first), re.MULTILINE) == re.findall(
        r"^\s*(\d+)\. ", prose(second), re.MULTILINE
    )
    for pattern in (
        r"pictures/[a-z-]+\.png",
        r"<kbd>[^<]+</kbd>",
        r"^\|",
        r"\((?!\.\./(?:vi|en)/|\.\./\.\./install)[a-z./-]+\.md",
    ):
        assert re.findall(pattern, text(first), re.MULTILINE) == re.findall(
            pattern, text(second), re.MULTILINE
        )


@EACH_PAGE
def test_headings_are_unlike_each_other(place: str) -> None:
    found = [anchor(words) for _, words in headings(place)]
    assert sorted(found) == sorted(set(found))
    assert [level for level, _ in headings(place)].count(1) == 1


@EACH_PAGE
def test_every_link_leads_somewhere(place: str) -> None:
    page = GUIDE / f"{place}.md"
    for target in re.findall(r"\]\(([^)]+)\)", text(place)):
        name, _, part = target.partition("#")
        path = (page.parent / name).resolve() if name else page
        assert path.is_file(), target
        if part:
            found = re.findall(r"^#+ (.+)$", path.read_text("utf-8"), flags=re.MULTILINE)
            assert part in map(anchor, found), target


def test_pictures_are_small_and_all_are_used() -> None:
    pictures = sorted((GUIDE / "pictures").iterdir())
    sizes = {picture.name: picture.stat().st_size for picture in pictures}
    assert {name: size for name, size in sizes.items() if size > PICTURE_BYTES} == {}
    assert 0 < sum(sizes.values()) <= ALL_PICTURES_BYTES
    for language in LANGUAGES:
        used = {
            name for page in PAGES for name in re.findall(r"pictures/([\w.-]+)", text(f"{language}/{page}"))
        }
        assert used == set(sizes)


def test_readme_leads_to_both_guides() -> None:
    readme = (texts.ROOT / "README.md").read_text("utf-8")
    assert all(f"(docs/user-guide/{language}/index.md)" in readme for language in LANGUAGES)


# --- words on the screen -----------------------------------------------------------------------------------


@EACH_PAGE
def test_what_is_bold_stands_on_the_screen(place: str) -> None:
    language = place.partition("/")[0]
    shown = {words.replace("&", "") for words in catalogue(language).values()} | {"Tiếng Việt", "English"}
    named = bold(place)
    strange = [words for words in named if "▸" not in words and words not in shown]
    assert strange == []
    known = menus(language)
    paths = [words.split(" ▸ ") for words in named if "▸" in words]
    assert [path for path in paths if len(path) != 2 or path[1] not in known.get(path[0], {})] == []


@EACH_PAGE
def test_keys_are_those_of_the_action(place: str) -> None:
    known = menus(place.partition("/")[0])
    for menu, action, keys in actions_with_keys(place):
        assert set(keys) <= set(known[menu][action]), (menu, action)
    of_actions = {key for row in ROWS for key in row.keys}
    named = set(re.findall(r"<kbd>([^<]+)</kbd>", text(place)))
    of_actions |= {*LINK_KEYS, *SKIP_KEYS}
    assert named <= of_actions | MAP_KEYS | PAGE_KEYS | {shown_keys(keys) for _code, keys, _title in KEYS}


@EACH
def test_every_action_with_keys_stands_on_the_page_of_keys(language: str) -> None:
    listed = {}
    for line in text(f"{language}/keyboard").splitlines():
        found = re.fullmatch(r"\| ((?:<kbd>[^<]+</kbd>(?:, )?)+) \| \*\*(.+) ▸ (.+)\*\* \|", line)
        if found:
            keys = re.findall(r"<kbd>([^<]+)</kbd>", found[1])
            assert (found[2], found[3]) not in listed
            listed[found[2], found[3]] = tuple(keys)
    wanted = {
        (menu, action): keys
        for menu, actions in menus(language).items()
        for action, keys in actions.items()
        if keys
    }
    assert listed == wanted


@EACH
def test_every_key_of_the_entry_page_stands_there_too(language: str) -> None:
    shown = catalogue(language)
    listed = re.findall(
        r"^\| <kbd>([^<]+)</kbd> \| \*\*([^▸*]+)\*\* \|$", text(f"{language}/keyboard"), flags=re.MULTILINE
    )
    assert listed == [(shown_keys(keys), shown.get(title, title)) for _code, keys, title in KEYS if title]


@EACH
def test_every_action_of_the_menus_is_explained(language: str) -> None:
    named = {words for page in PAGES for words in bold(f"{language}/{page}")}
    obvious = {BY_CODE[code].text for code in ("vietnamese", "english", "about")}
    shown = catalogue(language)
    wanted = {
        f"{shown[name].replace('&', '')} ▸ {shown.get(row.text, row.text)}"
        for name, codes in MENUS
        for row in (BY_CODE[code] for code in codes if code in BY_CODE)
        if row.text not in obvious
    }
    assert wanted - named == set()


@EACH
def test_every_rule_has_its_place(language: str) -> None:
    shown = catalogue(language)
    wanted = {f"{shown[rule.title]} (`{rule.code}`)" for rule in RULES}
    found = {words for _, words in headings(f"{language}/technician") if "`" in words}
    assert found == wanted


@EACH
def test_every_reason_of_the_office_is_explained(language: str) -> None:
    shown = catalogue(language)
    at_the_office = {f"**{shown[title]}**": code for code, title in REASONS.items()}
    rows = {
        cells[1].strip(): cells[2]
        for cells in (line.split("|") for line in text(f"{language}/office").splitlines())
        if len(cells) == 4
    }
    for title, code in at_the_office.items():
        assert f"`{code}`" in rows[title]
        assert f"| {title} |" in text(f"{language}/technician")


@EACH
def test_every_state_of_a_record_and_group_of_land_is_explained(language: str) -> None:
    shown = catalogue(language)
    states = {shown[look.title] for code, look in LOOKS.items() if code != COMPARING}
    assert states <= set(bold(f"{language}/office"))
    assert {shown[title] for title in GROUPS.values()} <= set(bold(f"{language}/technician"))


# --- messages ----------------------------------------------------------------------------------------------


def fits(message: str, words: str) -> bool:
    """Say whether a message of the guide is this text of the catalogue; ``…`` stands for anything."""
    filled = re.sub(r"\{\w*(?:[:!][^}]*)?\}", "…", words)
    pattern = ".*".join(re.escape(part) for part in re.split(r"…\)?$|…", message))
    return re.fullmatch(pattern, filled, re.DOTALL) is not None


@EACH
def test_messages_are_those_of_the_program(language: str) -> None:
    rows = troubles(language)
    assert len(rows) > 30
    shown = catalogue(language)
    assert [message for message, _ in rows if not any(fits(message, one) for one in shown.values())] == []


@EACH
def test_codes_of_the_troubles_are_those_of_the_program(language: str) -> None:
    codes = [code for _, several in troubles(language) for code in several]
    assert [code for code in codes if f'"{code}"' not in sources()] == []
    assert TROUBLES - set(codes) == set()
    assert codes == [code for _, several in troubles("vi") for code in several]


# --- the command line and the surroundings -----------------------------------------------------------------


def _untouched(*_args: object, **_named: object) -> NoReturn:
    raise AssertionError("only read, never done")


def parsed(line: str) -> None:
    """Let the real program read a command line, up to the point where it would do something."""
    words = shlex.split(line)
    assert words.pop(0) == "landdesk"
    command: click.Command = program()
    front_end = FrontEnd(
        open_window=_untouched,
        render=_untouched,
        show_window=_untouched,
        grab=_untouched,
        try_window=_untouched,
    )
    session = Session(front_end)
    context: click.Context | None = None
    while True:
        context = command.make_context(command.name, words, parent=context, obj=session)
        if not isinstance(command, click.Group):
            return
        name, found, words = command.resolve_command(context, [*context._protected_args, *context.args])
        assert found is not None, name
        command = found


@EACH_PAGE
def test_command_lines_can_be_typed(place: str) -> None:
    for line in commands(place):
        assert line.startswith("landdesk ")
        if "--help" not in line:
            parsed(line)
        else:
            with pytest.raises(click.exceptions.Exit) as left:
                parsed(line)
            assert left.value.exit_code == 0
    assert commands(place) == commands(f"vi/{place.partition('/')[2]}")


def test_a_wrong_command_line_is_found() -> None:
    with pytest.raises(click.UsageError):
        parsed("landdesk check a.landdesk --no-such-option")
    with pytest.raises(click.UsageError):
        parsed("landdesk no-such-verb")


@EACH
def test_settings_variables_and_fields_are_listed(language: str) -> None:
    page = text(f"{language}/administrator")
    listed = re.findall(r"^\| `([a-z]+\.[a-z]+)` \|", page, flags=re.MULTILINE)
    assert listed == [one.code for one in DECLARATIONS]
    variables = {CONFIG_VARIABLE, LOGS_VARIABLE, LANGUAGE_VARIABLE, "LANDDESK_PERSON"}
    variables |= {STORE_VARIABLE, OFFICE_VARIABLE}
    assert set(re.findall(r"^\| `(LANDDESK_\w+)` \|", page, flags=re.MULTILINE)) == variables
    fields = re.findall(r"^ *\| `(\w+)` \|", text(f"{language}/office"), flags=re.MULTILINE)
    assert tuple(fields) == TARGETS

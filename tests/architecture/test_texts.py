"""The catalogues are complete, say what the sources say, and are compiled."""

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Message

from tools import texts

LANGUAGES = ("vi", "en")
PACKAGE = texts.ROOT / "landdesk"


def entries(language: str) -> list[Message]:
    return list(texts.messages(texts.read_catalogue(texts.FOLDER / f"{language}.po")))


def forms(words: str | list[str] | tuple[str, ...] | None) -> list[str]:
    """Return singular and plural forms of a message as a list."""
    if words is None:
        return []
    return [words] if isinstance(words, str) else list(words)


def placeholders(words: str) -> set[tuple[str, str]]:
    """Return (name, format) of each placeholder; raises ValueError for a text that cannot be formatted."""
    return {(name, spec or "") for _, name, spec, _ in string.Formatter().parse(words) if name is not None}


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue_has_exactly_the_texts_of_the_sources(language: str) -> None:
    in_sources = {forms(message.id)[0] for message in texts.messages(texts.extracted())}
    in_catalogue = {forms(message.id)[0] for message in entries(language)}
    assert in_sources - in_catalogue == set(), "type: make texts"
    assert in_catalogue - in_sources == set(), "type: make texts"
    assert len(in_sources) > 10


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue_is_complete(language: str) -> None:
    missing = [message.id for message in entries(language) if not all(forms(message.string))]
    assert missing == []
    assert [message.id for message in entries(language) if message.fuzzy] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_the_placeholders(language: str) -> None:
    wrong = []
    for message in entries(language):
        wanted = set().union(*map(placeholders, forms(message.id)))
        wrong += [w for w in forms(message.string) if w and placeholders(w) != wanted]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue_is_compiled(language: str) -> None:
    path = texts.FOLDER / f"{language}.po"
    assert path.with_suffix(".mo").read_bytes() == texts.mo_bytes(path), "type: make texts"


def test_english_is_the_source_itself() -> None:
    assert [m.id for m in entries("en") if forms(m.id)[: len(forms(m.string))] != forms(m.string)] == []


def test_placeholders_are_named() -> None:
    unnamed = [
        words
        for message in entries("en")
        for words in forms(message.id)
        if any(not name.split(".")[0].isidentifier() for name, _ in placeholders(words))
    ]
    assert unnamed == []


def test_texts_give_a_value_for_each_placeholder() -> None:
    wrong = [
        f"{path.relative_to(texts.ROOT)}:{call.lineno}: {sorted(wanted ^ given)}"
        for path, call, wanted, given in literal_texts()
        if wanted != given
    ]
    assert wrong == []


def literal_texts() -> Iterator[tuple[Path, ast.Call, set[str], set[str]]]:
    """Yield each ``Text(N_("…"), {…})`` written out in the sources with the names wanted and given."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (
                isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Text"
            ):
                continue
            source, values = [*node.args, None, None][:2]
            if not (
                isinstance(source, ast.Call) and source.args and isinstance(source.args[0], ast.Constant)
            ):
                continue
            if values is not None and not isinstance(values, ast.Dict):
                continue
            keys = [] if values is None else values.keys
            if all(isinstance(key, ast.Constant) for key in keys):
                wanted = {name for name, _ in placeholders(str(source.args[0].value))}
                yield path, node, wanted, {str(key.value) for key in keys if isinstance(key, ast.Constant)}

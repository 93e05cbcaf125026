"""The settings file: what was set is there again, and nothing a person can do to it stops the program."""

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landdesk.settings import (
    DECLARATIONS,
    LANGUAGE,
    LAST_PERSON,
    RECENT_STORES,
    Settings,
    config_folder,
)


def write(folder: Path, words: str) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / "settings.json"
    path.write_text(words, "utf-8")
    return path


def test_defaults_need_no_file() -> None:
    settings = Settings()
    assert (settings.get(LANGUAGE), settings.get(RECENT_STORES), settings.get(LAST_PERSON)) == ("vi", (), {})
    assert settings.problems == ()
    assert not config_folder().exists()


def test_what_was_set_is_read_again() -> None:
    settings = Settings()
    settings.put(LANGUAGE, "en")
    settings.put(RECENT_STORES, ("Bắc Cam Ranh.landdesk",))
    settings.put(LAST_PERSON, {"s1": "Nguyễn Văn A"})
    again = Settings(config_folder())
    assert again.get(LANGUAGE) == "en"
    assert again.get(RECENT_STORES) == ("Bắc Cam Ranh.landdesk",)
    assert again.get(LAST_PERSON) == {"s1": "Nguyễn Văn A"}
    assert [path.name for path in config_folder().iterdir()] == ["settings.json"]


@given(
    st.dictionaries(
        st.text(st.characters(exclude_categories=["Cs"])), st.text(st.characters(exclude_categories=["Cs"]))
    )
)
def test_any_words_survive(tmp_path_factory: pytest.TempPathFactory, persons: dict[str, str]) -> None:
    folder = tmp_path_factory.mktemp("settings")
    Settings(folder).put(LAST_PERSON, persons)
    assert Settings(folder).get(LAST_PERSON) == persons


def test_two_windows_keep_each_others_settings(tmp_path: Path) -> None:
    one, other = Settings(tmp_path), Settings(tmp_path)
    one.put(LANGUAGE, "en")
    other.put(RECENT_STORES, ("a",))
    assert Settings(tmp_path).get(LANGUAGE) == "en"
    assert other.get(LANGUAGE) == "en"


def test_unknown_key_names_the_nearest_and_is_kept(tmp_path: Path) -> None:
    path = write(tmp_path, '{"ui.langage": "en", "map.zoom.default": 3}')
    settings = Settings(tmp_path)
    assert [dict(problem.values) for problem in settings.problems] == [
        {"code": "ui.langage", "nearest": "ui.language"},
        {"code": "map.zoom.default"},
    ]
    settings.put(LANGUAGE, "en")
    assert json.loads(path.read_text("utf-8")) == {
        "ui.langage": "en",
        "ui.language": "en",
        "map.zoom.default": 3,
    }


@pytest.mark.parametrize(
    "words",
    ['{"ui.language": "fr"}', '{"ui.language": 3}', '{"recent.stores": "a"}', '{"person.last": {"a": 1}}'],
)
def test_a_value_that_does_not_fit_gives_the_default(tmp_path: Path, words: str) -> None:
    write(tmp_path, words)
    settings = Settings(tmp_path)
    assert len(settings.problems) == 1
    assert [settings.get(setting) for setting in DECLARATIONS] == [
        setting.default for setting in DECLARATIONS
    ]


@pytest.mark.parametrize("words", ["", "{", "[1]", "\x00", '{"ui.language": "en"'])
def test_a_spoilt_file_is_set_aside_not_lost(tmp_path: Path, words: str) -> None:
    write(tmp_path, words)
    settings = Settings(tmp_path)
    assert len(settings.problems) == 1
    settings.put(LANGUAGE, "en")
    assert Settings(tmp_path).get(LANGUAGE) == "en"
    assert Settings(tmp_path).problems == ()
    assert (tmp_path / "settings.spoilt.json").read_text("utf-8") == words


def test_a_wrong_value_is_refused_before_it_is_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="fr"):
        Settings(tmp_path).put(LANGUAGE, "fr")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    # A file where the folder should be refuses everybody, root too.
    (tmp_path / "taken").write_text("", "utf-8")
    with pytest.raises(OSError, match="taken"):
        Settings(tmp_path / "taken").put(LANGUAGE, "en")


def test_codes_are_dotted_and_unique() -> None:
    codes = [setting.code for setting in DECLARATIONS]
    assert len(set(codes)) == len(codes)
    assert all(code == code.lower() and "." in code for code in codes)
    assert all(setting.description for setting in DECLARATIONS)


def test_the_folder_is_the_persons_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert config_folder() == Path(os.environ["LANDDESK_CONFIG"])
    monkeypatch.delenv("LANDDESK_CONFIG")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("APPDATA", str(tmp_path))
    assert config_folder().name == "LandDesk"

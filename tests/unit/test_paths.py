"""Paths near the limit of Windows, in the form it takes and as people read them."""

from pathlib import Path

import pytest

from landdesk.i18n import Text, set_language, translate
from landdesk.paths import is_long_form, long_form, named_path, plain_form

DEEP = "\\".join(["Hồ sơ đất đai năm 2026"] * 12)


@pytest.mark.parametrize("path", [rf"C:\{DEEP}\xã.landdesk", rf"\\may-chu\chung\{DEEP}\xã.landdesk"])
def test_a_path_near_the_limit_gets_the_long_form_once_and_reads_as_it_was_written(path: str) -> None:
    """Local disks and shares have prefixes of their own."""
    long = long_form(path)
    assert is_long_form(long)
    assert long != path
    assert long_form(long) == long
    assert plain_form(long) == path


def test_the_long_form_is_whole_and_has_no_detours() -> None:
    """Windows does not resolve slashes and dots behind the prefix."""
    long = long_form(rf"C:/Hồ sơ/../{DEEP}\.\a.landdesk")
    assert long == rf"\\?\C:\{DEEP}\a.landdesk"


def test_a_short_path_stays_as_it_is() -> None:
    """Also a relative one, which a message names as it was typed."""
    assert long_form(r"hồ sơ\a.landdesk") == r"hồ sơ\a.landdesk"


def test_a_message_shows_the_path_as_people_write_it() -> None:
    """Whatever language it is in."""
    path = rf"C:\{DEEP}\xã.landdesk"
    for language in ("en", "vi"):
        set_language(language)
        assert translate(Text("{path}", {"path": long_form(path)})) == path


def test_a_tilde_is_the_persons_folder_where_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """A person whom the computer does not know leaves the words as they are."""
    monkeypatch.setenv("HOME", "/nha")
    assert named_path("~/a.landdesk") == Path("/nha/a.landdesk")
    assert named_path("~khong-co-ai/a.landdesk") == Path("~khong-co-ai/a.landdesk")

"""The definitions of the forms agree with the rows that are made of them."""

from dataclasses import fields

import pytest

from landdesk.domain.error_paths import parse_error_path
from landdesk.services.campaign import notes
from landdesk.services.campaign.error_codes import error_codes, issue_of
from landdesk.services.campaign.forms import (
    ERROR_PATHS,
    FORMS,
    PL3,
    SYNC_STATUS,
    TRACKING,
    CellKind,
    column_letter,
    column_number,
    form,
    known_words,
    parse_form,
    word_list,
)
from landdesk.services.campaign.lists import EXCLUSIVE_FLAGS, ErrorRow, StatusRow, TrackingRow
from landdesk.services.campaign.pl3 import SEXES, Pl3Row
from landdesk.services.campaign.pl3_certificates import ROLES_OF

OWN = {"row", "unread", "doubts"}


@pytest.mark.parametrize(
    ("name", "row"),
    [(PL3, Pl3Row), (SYNC_STATUS, StatusRow), (TRACKING, TrackingRow), (ERROR_PATHS, ErrorRow)],
)
def test_columns_are_the_fields_of_the_row_in_the_same_order(name: str, row: type) -> None:
    assert [one.key for one in form(name).columns] == [one.name for one in fields(row) if one.name not in OWN]


@pytest.mark.parametrize("name", FORMS)
def test_letters_follow_each_other_and_words_have_a_list(name: str) -> None:
    letters = [one.letter for one in form(name).columns]
    expected = [column_letter(2 + at) for at in range(len(letters))]
    assert letters in (expected, [""] * len(letters))
    for one in form(name).columns:
        assert (one.kind is CellKind.WORD) == bool(one.words)
        assert not one.words or word_list(one.words)
    assert form(name).source


def test_pl3_has_the_fields_of_the_form() -> None:
    numbers = [one.number for one in form(PL3).columns if one.number is not None]
    assert numbers == [*range(1, 21), *range(23, 50)]
    assert [one.letter for one in form(PL3).columns if one.number is None] == ["O", "P"]
    assert (form(PL3).column("commune").letter, form(PL3).column("scan_files").letter) == ("B", "AX")
    assert len(form(PL3).columns) == 49
    assert form(PL3).first_row == 7


def test_groups_are_the_three_land_uses() -> None:
    groups = {one.key: one.group for one in form(PL3).columns if one.group is not None}
    beside = ("land_use", "area", "origin", "form", "term")
    assert groups == {f"{name}_{at}{'_m2' * (name == 'area')}": at for at in (1, 2, 3) for name in beside}


def test_headings_of_a_form_are_told_apart() -> None:
    for name in FORMS:
        seen: dict[str, int | None] = {}
        for one in form(name).columns:
            for heading in one.names:
                assert heading not in seen or (seen[heading] != one.group and one.group is not None), heading
                seen[heading] = one.group


def test_letters_of_columns() -> None:
    assert [column_number(letter) for letter in ("A", "Z", "AA", "AX", "ZZ", "AAA")] == [
        1,
        26,
        27,
        50,
        702,
        703,
    ]
    assert all(column_number(column_letter(number)) == number for number in range(1, 1000))


def test_a_definition_with_a_key_twice_is_refused() -> None:
    column = '[[column]]\nkey="a"\nkind="text"\nheading="A"\n'
    head = 'name="x"\ntitle="x"\nsource="x"\nheading_row=1\nfirst_row=2\nordinal="STT"\n'
    assert len(parse_form(head + column).columns) == 1
    with pytest.raises(ValueError, match="two columns"):
        parse_form(head + column + column)


def test_words_that_the_program_counts_on_are_on_the_lists() -> None:
    assert set(ROLES_OF) == set(word_list("holder_kind"))
    assert set().union(*ROLES_OF.values()) == set(word_list("role"))
    assert set(SEXES) == set(word_list("sex"))
    assert known_words("land_use")["ont"] == "ONT"
    assert known_words("land_use")["datotainongthon"] == "Đất ở tại nông thôn"


def test_flags_are_columns() -> None:
    flags = {one.key for one in form(SYNC_STATUS).columns if one.kind is CellKind.FLAG}
    assert {flag for group in EXCLUSIVE_FLAGS for flag in group} | {"attributes_only"} == flags
    assert len(flags) == 10


def test_known_error_codes() -> None:
    assert issue_of(parse_error_path("A.1|HOSOQUET|NOSIGN")) == error_codes()["NOSIGN", ""]
    address = issue_of(parse_error_path("HOGIADINH.1_2|DIACHI|null"))
    assert address is not None
    assert address.issue == "party.address-missing"
    assert issue_of(parse_error_path("HOGIADINH.1_2|null")) is None
    assert issue_of(parse_error_path("A.1|nosign")) is None


def test_every_note_has_words() -> None:
    codes = {value for name, value in vars(notes).items() if name.isupper() and isinstance(value, str)}
    assert codes <= notes.NOTE_TEXTS.keys()

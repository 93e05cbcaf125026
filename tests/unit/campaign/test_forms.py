"""The definitions of the forms agree with the rows that are made of them."""

from dataclasses import fields

import pytest

from landdesk.domain.error_paths import parse_error_path
from landdesk.services.campaign import notes
from landdesk.services.campaign.error_codes import error_code_of
from landdesk.services.campaign.forms import (
    ERROR_PATHS,
    FORMS,
    PL3,
    SYNC_STATUS,
    TRACKING,
    CellKind,
    column_number,
    form,
    offered_words,
    parse_form,
)
from landdesk.services.campaign.lists import EXCLUSIVE_FLAGS, ErrorRow, StatusRow, TrackingRow
from landdesk.services.campaign.pl3 import Pl3Row
from landdesk.services.campaign.pl3_certificates import ROLES_OF
from landdesk.services.codelists import shipped_lists
from landdesk.services.importing.tables.sheet_extent import column_letters

LISTS = shipped_lists()
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
    expected = [column_letters(2 + at) for at in range(len(letters))]
    assert letters in (expected, [""] * len(letters))
    for one in form(name).columns:
        assert (one.kind is CellKind.WORD) == bool(one.words)
        assert all(len(LISTS[words]) for words in one.words)
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
    assert all(column_number(column_letters(number)) == number for number in range(1, 1000))


def test_a_definition_with_a_key_twice_is_refused() -> None:
    column = '[[column]]\nkey="a"\nkind="text"\nheading="A"\n'
    head = 'name="x"\ntitle="x"\nsource="x"\nheading_row=1\nfirst_row=2\nordinal="STT"\n'
    assert len(parse_form(head + column).columns) == 1
    with pytest.raises(ValueError, match="two columns"):
        parse_form(head + column + column)


def test_kinds_and_roles_of_the_program_are_codes_of_the_lists() -> None:
    assert set(ROLES_OF) == {one.code for one in LISTS["party_kind"]}
    assert set().union(*ROLES_OF.values()) == {one.code for one in LISTS["member_role"]}


def test_the_form_offers_the_words_of_its_fields() -> None:
    pl3 = form(PL3)
    assert offered_words(pl3.column("sex"), LISTS) == ("Nam", "Nữ")
    assert set(offered_words(pl3.column("holder_kind"), LISTS)) == {
        *("Cá nhân", "Hộ gia đình", "Vợ chồng", "Đồng sử dụng", "Cộng đồng dân cư", "Tổ chức")
    }
    assert set(offered_words(pl3.column("role"), LISTS)) == {
        *("Cá nhân", "Chủ hộ", "Chồng", "Vợ", "Người đại diện", "Thành viên")
    }
    land_uses = offered_words(pl3.column("land_use_1"), LISTS)
    assert "Đất ở tại nông thôn" in land_uses
    # A group of land uses, and a word of old papers.
    assert not {"Đất nông nghiệp", "Đất thổ cư"} & set(land_uses)
    origins = offered_words(pl3.column("origin_1"), LISTS)
    assert {"Nhà nước công nhận quyền sử dụng đất", "Nhận chuyển nhượng"} <= set(origins)


def test_flags_are_columns() -> None:
    flags = {one.key for one in form(SYNC_STATUS).columns if one.kind is CellKind.FLAG}
    assert {flag for group in EXCLUSIVE_FLAGS for flag in group} | {"attributes_only"} == flags
    assert len(flags) == 10


def test_known_error_codes() -> None:
    signed = error_code_of(parse_error_path("A.1|HOSOQUET|NOSIGN"))
    assert signed is not None
    assert signed.code == "NOSIGN"
    address = error_code_of(parse_error_path("HOGIADINH.1_2|DIACHI|null"))
    assert address is not None
    assert address.code == "diaChi"
    assert error_code_of(parse_error_path("HOGIADINH.1_2|null")) is None
    assert error_code_of(parse_error_path("A.1|nosign")) is None


def test_every_note_has_words() -> None:
    codes = {value for name, value in vars(notes).items() if name.isupper() and isinstance(value, str)}
    assert codes <= notes.NOTE_TEXTS.keys()

"""The page inside a package: readable without the program, and silent about persons."""

import json
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from landdesk.domain.change import Person
from landdesk.domain.commands import Command
from landdesk.domain.fields import FIELDS
from landdesk.domain.ids import id_text
from landdesk.services.packages.kinds import BASE, CHANGE, KIND_WORDS, RECEIPT, UPDATE
from landdesk.services.packages.operations import Act, PackageRecord, renumbered
from landdesk.services.packages.reading import package_from
from landdesk.services.packages.summary import summary_html, summary_json
from landdesk.services.packages.writing import Parts, packed
from tests.unit.packages.samples import (
    OBJECTS,
    PARCEL,
    PARTY,
    RECORD,
    RIGHT,
    change_of,
    creation,
    entries_of,
    made_id,
    manifest_of,
    package,
)

HOSTILE = '<script>alert("1")</script> & "x" \' $title ${facts} <!-- ]]>'


class Page(HTMLParser):
    """Collects tags and texts."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[str] = []
        self.text = ""
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]

    def handle_data(self, data: str) -> None:
        self.text += data


def page_of(content: bytes) -> str:
    return entries_of(content)["summary.html"].decode("utf-8")


@pytest.mark.parametrize("kind", KIND_WORDS)
def test_every_kind_has_a_vietnamese_page(kind: str) -> None:
    source = page_of(package([creation(one) for one in OBJECTS], kind))
    page = Page(source)
    titles = {BASE: "gốc", UPDATE: "cập nhật", CHANGE: "thay đổi", RECEIPT: "phản hồi"}
    assert source.startswith("<!DOCTYPE html>")
    assert '<html lang="vi">' in source
    assert '<meta charset="utf-8">' in source
    assert titles[kind] in page.text
    for words in ("Mã xã", "Người lập", PARCEL.commune, "Trần Văn Đức", "Thửa đất", "Tổng diện tích"):
        assert words in page.text
    assert not {"script", "link", "img", "iframe", "form"} & set(page.tags)
    assert not any(name.startswith("on") or name in ("src", "href") for name in page.attributes)


def test_hostile_words_stay_words() -> None:
    hostile = Person(made_id(5), HOSTILE, HOSTILE, "technician")
    record = PackageRecord(
        RECORD.id, (Act(1, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE),), ((made_id(1), made_id(2)),)
    )
    operations = renumbered(
        [change_of(PARCEL, replace(PARCEL, address=HOSTILE, number=HOSTILE, sheet=HOSTILE))]
    )
    manifest = manifest_of(operations, author=hostile, commune=PARCEL.commune)
    outcome = {
        "record": id_text(RECORD.id),
        "outcome": HOSTILE,
        "reason": HOSTILE,
        "note": HOSTILE,
        "objects": [],
    }
    summary = summary_json(manifest, [record], operations, [outcome])
    source = summary_html(summary)
    page = Page(source)
    assert "<script" not in source
    assert "script" not in page.tags
    assert page.text.count('<script>alert("1")</script>') >= 6
    assert "$title" in page.text
    assert "${facts}" in page.text


def test_values_of_persons_are_never_on_the_page() -> None:
    secrets = [PARTY.name, PARTY.identity_number or "", PARTY.address or ""]
    other = replace(PARTY, name="Lê Thị Kín", identity_number="999000000042", address="Số 9 Kín")
    secrets += [other.name, other.identity_number or "", other.address or ""]
    operations = [
        creation(PARCEL),
        change_of(PARTY, other),
        change_of(None, RIGHT),
    ]
    for kind in KIND_WORDS:
        content = package(operations, kind)
        entries = entries_of(content)
        for name in ("summary.html", "summary.json", "manifest.json", "records.jsonl"):
            text = entries[name].decode("utf-8")
            assert [one for one in secrets if one in text] == [], (kind, name)
    personal = {one.id for one in FIELDS if one.personal}
    document = json.loads(entries_of(package(operations, CHANGE))["summary.json"])
    changes = [one for record in document["records"] for one in record["changes"]]
    assert {name for one in changes for name in one["fields"]} >= {"F030", "F031", "F032"}
    for one in changes:
        for name in personal & one["fields"].keys():
            assert one["fields"][name] == {}


def test_old_and_new_values_of_parcels_are_told() -> None:
    source = Page(page_of(package([change_of(PARCEL, replace(PARCEL, address="Thôn Hòa Bình"))]))).text
    assert "Địa chỉ thửa đất: Thôn Phú Điền → Thôn Hòa Bình" in source
    assert "12/57" in source


def test_long_values_are_cut() -> None:
    long = "dài " * 100 + "cuối"
    source = page_of(package([change_of(PARCEL, replace(PARCEL, address=long))]))
    assert long not in source
    assert "dài dài" in source


def test_training_packages_say_so() -> None:
    words = "DỮ LIỆU ĐÀO TẠO"
    assert words in page_of(package([creation(PARCEL)], training=True))
    assert words not in page_of(package([creation(PARCEL)]))


def test_a_receipt_tells_what_was_decided() -> None:
    outcomes = [
        {
            "record": id_text(RECORD.id),
            "outcome": "returned",
            "reason": "boundary",
            "note": "Đo lại & gửi <lại>",
            "objects": [],
        }
    ]
    content, _ = packed(manifest_of([], RECEIPT), Parts([RECORD], (), outcomes=outcomes))
    text = Page(page_of(content)).text
    for words in ("Trả lại", "Ranh giới chưa đúng", "Đo lại & gửi <lại>"):
        assert words in text
    assert package_from(content, "a").outcomes == tuple(outcomes)


def test_a_base_lists_totals_only() -> None:
    document = json.loads(entries_of(package([creation(one) for one in OBJECTS], BASE))["summary.json"])
    assert document["records"] == []
    assert document["counts"] == {
        name: {"create": 1} for name in ("land_right", "parcel", "party", "purpose")
    }


def kinds_of(command: type[Command]) -> set[type[Command]]:
    return {one for each in command.__subclasses__() for one in ({each} | kinds_of(each))}


def test_every_field_class_and_operation_has_a_vietnamese_word() -> None:
    import tomllib

    from landdesk.domain.records import TRAVELLING
    from landdesk.resources import resource_path
    from landdesk.services.importing import importer as maps
    from landdesk.services.importing.campaign import importer as tables
    from landdesk.services.office.reasons import REASONS
    from landdesk.services.packages.pending import MERGE_COMMAND
    from landdesk.store.queries.safekeeping import TO_RESTORE_POINT

    words = tomllib.loads(resource_path("templates", "summary_vi.toml").read_text("utf-8"))
    assert set(words["fields"]) == {one.id for one in FIELDS if one.owner in TRAVELLING}
    assert set(words["classes"]) == set(TRAVELLING)
    assert set(words["operations"]) == {"create", "update", "delete"}
    assert set(words["reasons"]) == set(REASONS)
    assert set(words["kinds"]) == set(KIND_WORDS)
    stay_here = {"work.close", "work.reclassify"}
    sent = {one.name for one in kinds_of(Command)} - stay_here
    others = {"base.write", "update.write", "base.adopt", "store.take-over", MERGE_COMMAND, TO_RESTORE_POINT}
    others |= {maps.COMMAND, tables.COMMAND}
    assert set(words["commands"]) == sent | others


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("parcel.split", "Tách thửa – "),
        ("undo:parcel.split", "Đã hoàn tác: Tách thửa – "),
        ("redo:undo:parcel.split", "Đã làm lại: Tách thửa – "),
        ("undo:of.tomorrow", "Đã hoàn tác: of.tomorrow – "),
    ],
)
def test_an_act_that_was_taken_back_says_so(command: str, words: str) -> None:
    act = Act(1, command, "7/12", "Trần Văn Đức", "Xã", "2026-07-01T08:00:00Z")
    manifest = manifest_of([])
    page = Page(summary_html(summary_json(manifest, [PackageRecord(RECORD.id, (act,), ())], [], [])))
    assert words in page.text
    assert page.text.count("Tách thửa") == ("split" in command)

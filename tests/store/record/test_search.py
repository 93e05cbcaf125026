"""Searches of a small store with everything that the whole record holds, against a plain look through all records."""

import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from landdesk.app.application import Application
from landdesk.domain.change import ChangeSet, Delta, EntryKind
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import (
    AnyRecord,
    Certificate,
    CertificateParcel,
    Document,
    DocumentLink,
    IdentityDocument,
    LandRight,
    Parcel,
    Party,
    PartyMember,
)
from landdesk.domain.serials import serial_key
from landdesk.i18n import fold
from landdesk.store.reader import Reader
from tests.stores import COMMUNE, counted_ids, make_store

RecordT = TypeVar("RecordT", bound=AnyRecord)

FAMILY = (
    ("Đặng Thị Đào", "999000000101", "225000101"),
    ("Hoàng Văn Út", "999000000102", None),
    ("Y Thông Niê", None, "225000103"),
    ("Đỗ Đức Duy", "999000000104", "A1234567"),
)


def records_of_all_kinds() -> list[AnyRecord]:
    """Return parcels that are each found in another way."""
    new_id = counted_ids(7)
    made: list[AnyRecord] = []

    def put(record: RecordT) -> RecordT:
        made.append(record)
        return record

    def parcel(number: str, sheet: str = "7", **more: Any) -> Parcel:
        return put(Parcel(new_id(), COMMUNE, sheet, number, **more))

    persons = [put(Party(new_id(), name, identity, "Xã khác")) for name, identity, _ in FAMILY]
    for person, (_, _, paper) in zip(persons, FAMILY, strict=True):
        if paper:
            put(IdentityDocument(new_id(), person.id, "CMND", paper))
    couple = put(Party(new_id(), "Vợ chồng ông Hải", kind="couple"))
    group = put(Party(new_id(), "Nhóm người sử dụng", kind="group"))
    put(PartyMember(new_id(), couple.id, persons[0].id, "wife"))
    put(PartyMember(new_id(), couple.id, persons[1].id, "husband"))
    put(PartyMember(new_id(), group.id, couple.id, "member"))
    put(PartyMember(new_id(), group.id, persons[2].id, "member"))

    of_couple, of_group, of_person = parcel("1"), parcel("2"), parcel("3")
    for one, party in ((of_couple, couple), (of_group, group), (of_person, persons[3])):
        put(LandRight(new_id(), one.id, party.id))
    parcel("4", old_sheet="2", old_number="41")
    parcel("5", parcel_code="G2XF8VQK9RW1", address="Hẻm 12/5 Đường Đê", hamlet="Tổ dân phố Ó")
    parcel("57", "DC12", address="100% đất _ lúa")
    covered = [parcel(str(number)) for number in (6, 7)]
    certificate = put(Certificate(new_id(), "BĐ 123456", "CH 00.457/QSDĐ"))
    for one in covered:
        put(CertificateParcel(new_id(), certificate.id, one.id))
    by_right = put(Certificate(new_id(), "AA 125790"))
    right = put(LandRight(new_id(), parcel("8").id, persons[3].id, certificate_id=by_right.id))
    scans = [
        put(Document(new_id(), title=title, file_name=file))
        for title, file in (
            ("Giấy chứng nhận cũ", "BD123456_GCN.pdf"),
            ("Đơn đăng ký", None),
            (None, "căn_cước.PDF"),
            ("Hợp đồng tặng cho", "hdtc.pdf"),
        )
    ]
    put(DocumentLink(new_id(), scans[0].id, certificate_id=certificate.id))
    put(DocumentLink(new_id(), scans[0].id, certificate_id=by_right.id))
    put(DocumentLink(new_id(), scans[1].id, parcel_id=parcel("9").id))
    put(DocumentLink(new_id(), scans[2].id, party_id=persons[0].id))
    put(DocumentLink(new_id(), scans[3].id, right_id=right.id))
    return made


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Application]:
    made = make_store(tmp_path_factory.mktemp("search") / "store.landdesk", role="commune")
    change = ChangeSet("import", tuple(Delta(None, one) for one in records_of_all_kinds()))
    made.write(lambda context: context.work.apply(change, EntryKind.IMPORT))
    yield made
    made.close()


@pytest.mark.parametrize(
    ("search", "keys"),
    [
        ("2/41", ["7/4"]),
        ("2/4", ["7/4"]),
        ("41", ["7/4"]),
        ("DC12/5", ["DC12/57"]),
        ("8VQK9", ["7/5"]),
        ("g2xf8vqk9rw1", ["7/5"]),
        ("to dan pho o", ["7/5"]),
        ("DƯỜNG dê", ["7/5"]),
        ("hem 12/5 duong", ["7/5"]),
        ("dao dang thi", ["7/1", "7/2"]),
        ("Vo chong", ["7/1", "7/2"]),
        ("nie thong", ["7/2"]),
        ("999000000102", ["7/1", "7/2"]),
        ("999 000 000 102", ["7/1", "7/2"]),
        ("99900000010", []),
        ("225000103", ["7/2"]),
        ("22500010", []),
        ("A1234567", ["7/3", "7/8"]),
        ("BĐ123456", ["7/6", "7/7", "7/8"]),
        ("bđ-123 456", ["7/6", "7/7"]),
        ("3456", ["7/6", "7/7", "7/8"]),
        ("ch00457", ["7/6", "7/7"]),
        ("CH 00.457/QSDĐ", ["7/6", "7/7"]),
        ("12/579", []),
        ("giay CHUNG nhan cu", ["7/6", "7/7", "7/8"]),
        ("don dang ky", ["7/9"]),
        ("can_cuoc", ["7/1", "7/2"]),
        ("tang hop dong", ["7/8"]),
        ("pdf", []),
        ("100%", ["DC12/57"]),
        ("% _", ["DC12/57"]),
    ],
)
def test_everything_is_found(app: Application, search: str, keys: list[str]) -> None:
    assert [line.key for line in app.read(lambda reader: reader.parcel_lines(search))] == keys


TEXTS = sorted(
    {
        str(value)
        for record in records_of_all_kinds()
        for name in record.__slots__
        if isinstance(value := getattr(record, name), str)
    }
    | {"Đặng Văn 7", "Thôn Phú Điền, xã Diên Điền", "12/1", "12/12", "7/6", "2/41", "DC12/57", "999000000004"}
)


SPELLINGS: list[Callable[[str], str]] = [
    lambda one: one,
    str.lower,
    str.upper,
    fold,
    lambda one: " ".join(reversed(one.split())),
]


@st.composite
def searches(draw: st.DrawFn) -> str:
    """Draw a part of something that is there, spelt as people spell it, or anything."""
    text = draw(st.sampled_from(TEXTS) | st.text("aăđĐ 0123456789/%_*.-NIÊ", max_size=8))
    start = draw(st.integers(0, len(text)))
    part = text[start : start + draw(st.integers(1, 30))] if draw(st.booleans()) else text
    return draw(st.sampled_from(SPELLINGS))(part)


@settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(searches())
def test_a_search_finds_what_a_look_through_all_records_finds(app: Application, search: str) -> None:
    found, expected = app.read(
        lambda reader: (
            reader.found_parcels(search),
            _looked_through(_all_records(reader), search),
        )
    )
    assert set(found) == expected


KINDS: tuple[type[AnyRecord], ...] = (
    Parcel,
    Party,
    PartyMember,
    IdentityDocument,
    LandRight,
    Certificate,
    CertificateParcel,
    Document,
    DocumentLink,
)


def _all_records(reader: Reader) -> dict[type[AnyRecord], list[Any]]:
    return {kind: list(reader.all(kind).values()) for kind in KINDS}


def _looked_through(all_of: dict[type[AnyRecord], list[Any]], search: str) -> set[ObjectId]:
    """Return the parcels that a search has to find, by the words of its description and without any index."""
    wanted = search.strip()
    words = fold(wanted).split()
    if not words:
        return set()

    def fits(*texts: str | None) -> bool:
        """A text of nothing has no words; without a word every text that is there fits."""
        present = [one for one in texts if one]
        return bool(present) and all(any(word in fold(one) for one in present) for word in words)

    parcels = all_of[Parcel]
    sheet, slash, number = wanted.rstrip("*").partition("/")
    if slash and sheet and number:
        sheet, number = sheet.strip(), number.strip()
        # As LIKE does, the beginning is compared without the case of A to Z.
        called = {
            one.id
            for one in parcels
            for a_sheet, a_number in ((one.sheet, one.number), (one.old_sheet, one.old_number))
            if a_sheet == sheet and a_number is not None and a_number.lower().startswith(number.lower())
        }
        plain = sheet.isdecimal() and number.isdecimal() and len(sheet) < 6 and len(number) < 6
        if called or plain:
            return called
    key = serial_key(wanted)
    telling, with_digit = sum(map(str.isalnum, key)) >= 4, any(map(str.isdigit, key))
    found = {
        one.id
        for one in parcels
        if wanted in (one.number, one.old_number)
        or fits(one.address, one.hamlet, one.road)
        or (telling and with_digit and key in (one.parcel_code or "").upper())
    }
    identity = "".join(wanted.split()) if with_digit else None
    papers = {one.party_id for one in all_of[IdentityDocument] if identity and one.number == identity}
    persons = {
        one.id
        for one in all_of[Party]
        if fits(one.name) or one.id in papers or (identity and one.identity_number == identity)
    }
    certificates: set[ObjectId] = set()
    if telling and with_digit:
        certificates = {
            one.id
            for one in all_of[Certificate]
            if key in serial_key(one.serial or "") or key in serial_key(one.register_number or "")
        }
    rights: set[ObjectId] = set()
    if telling:
        scans = {one.id for one in all_of[Document] if fits(one.title, one.file_name)}
        for link in all_of[DocumentLink]:
            if link.document_id in scans:
                found |= {link.parcel_id} - {None}
                persons |= {link.party_id} - {None}
                certificates |= {link.certificate_id} - {None}
                rights |= {link.right_id} - {None}
    while above := {one.party_id for one in all_of[PartyMember] if one.member_id in persons} - persons:
        persons |= above
    found |= {one.parcel_id for one in all_of[CertificateParcel] if one.certificate_id in certificates}
    found |= {
        one.parcel_id
        for one in all_of[LandRight]
        if one.party_id in persons or one.certificate_id in certificates or one.id in rights
    }
    return found


def test_no_log_says_what_was_searched(app: Application, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        app.read(lambda reader: reader.parcel_lines("Đặng Thị Đào"))
        app.read(lambda reader: reader.parcel_lines("999000000101"))
    assert "999000000101" not in caplog.text
    assert "Đào" not in caplog.text


def test_searches_follow_an_edit(tmp_path: Path) -> None:
    with_scan = make_store(tmp_path / "edited.landdesk")
    new_id = counted_ids(9)
    old = Document(new_id(), title="Biên bản đo đạc")
    link = DocumentLink(new_id(), old.id, parcel_id=with_scan.read(lambda reader: reader.find_parcel("12/3")))
    with_scan.write(
        lambda context: context.work.apply(ChangeSet("scan", (Delta(None, old), Delta(None, link))))
    )
    new = Document(old.id, title="Bản mô tả ranh giới")
    with_scan.write(lambda context: context.work.apply(ChangeSet("scan", (Delta(old, new),))))
    with with_scan.store.read() as reader:
        keys = [[line.key for line in reader.parcel_lines(text)] for text in ("do dac", "ranh gioi")]
    with_scan.close()
    assert keys == [[], ["12/3"]]

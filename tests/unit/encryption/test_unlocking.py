"""Unlocking by two files: what fits together opens, everything else is refused."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from landdesk.store.encryption import sealing
from landdesk.store.encryption.key_file import StoreKey, new_store_key, opened_by_passphrase
from landdesk.store.encryption.office_key import new_office_key, opened_office_key
from landdesk.store.encryption.unlocking import (
    Answer,
    Request,
    answer_request,
    make_request,
    read_answer,
    read_request,
    take_answer,
)
from tests.stores import refused

STORE = Path("commune.landdesk")
FORGOTTEN, NEW, OFFICES = "mật khẩu đã quên", "mật khẩu mới nhớ", "mật khẩu của chi nhánh"
RECIPIENT, SEALED = new_office_key(OFFICES)


@pytest.fixture(scope="module")
def key() -> StoreKey:
    return new_store_key(FORGOTTEN, RECIPIENT, None)


@pytest.fixture(scope="module")
def asked(key: StoreKey) -> tuple[Request, bytes]:
    return make_request(STORE, key.file, NEW, "Nguyễn Văn A", "quên mật khẩu", 1_790_000_000_000)


@pytest.fixture(scope="module")
def answer(asked: tuple[Request, bytes]) -> Answer:
    return answer_request(asked[0], opened_office_key(SEALED, OFFICES), "Lê Thị B", 1_790_000_100_000)


def test_two_files_give_the_store_a_new_passphrase(
    key: StoreKey, asked: tuple[Request, bytes], answer: Answer
) -> None:
    opened = take_answer(STORE, key.file, asked[1], answer, NEW)
    assert opened.key == key.key
    assert opened_by_passphrase(opened.file, NEW, STORE).key == key.key
    assert opened.file.office == key.file.office


def test_the_files_are_read_as_they_were_written(
    tmp_path: Path, asked: tuple[Request, bytes], answer: Answer
) -> None:
    (tmp_path / "request").write_bytes(asked[0].to_bytes())
    (tmp_path / "answer").write_bytes(answer.to_bytes())
    assert read_request(tmp_path / "request") == asked[0]
    assert read_answer(tmp_path / "answer") == answer
    for read, name in ((read_request, "answer"), (read_answer, "request")):
        with refused("unlock.not-readable"):
            read(tmp_path / name)


def test_neither_file_holds_a_secret(key: StoreKey, asked: tuple[Request, bytes], answer: Answer) -> None:
    identity = opened_office_key(SEALED, OFFICES)
    for content in (asked[0].to_bytes(), asked[1], answer.to_bytes(), SEALED.encode()):
        for secret in (key.key, key.key.hex().encode(), NEW.encode(), FORGOTTEN.encode(), identity.encode()):
            assert secret not in content


def test_the_computer_and_the_answer_alone_open_nothing(
    key: StoreKey, asked: tuple[Request, bytes], answer: Answer
) -> None:
    for words in (FORGOTTEN, "", "một mật khẩu khác"):
        with refused("store.passphrase-wrong"):
            take_answer(STORE, key.file, asked[1], answer, words)


def test_an_answer_to_another_request(key: StoreKey, asked: tuple[Request, bytes], answer: Answer) -> None:
    again, waiting = make_request(STORE, key.file, NEW, "Nguyễn Văn A", "lần hai", 0)
    assert again.fingerprint != asked[0].fingerprint
    with refused("unlock.other-request"):
        take_answer(STORE, key.file, waiting, answer, NEW)
    with refused("unlock.other-request"):
        take_answer(STORE, key.file, waiting, replace(answer, request=again.id), NEW)
    with refused("unlock.other-request"):
        take_answer(STORE, new_store_key(NEW, RECIPIENT, None).file, asked[1], answer, NEW)


def test_an_answer_by_somebody_who_has_not_the_key(
    key: StoreKey, asked: tuple[Request, bytes], answer: Answer
) -> None:
    purpose = b"landdesk unlock answer " + asked[0].id + b" " + key.file.id + b" "
    forged = replace(answer, sealed=sealing.seal_for(purpose + bytes(32), asked[0].answer_to))
    with refused("store.key-file-altered"):
        take_answer(STORE, key.file, asked[1], forged, NEW)


def test_another_office_cannot_answer(asked: tuple[Request, bytes]) -> None:
    _, sealed = new_office_key(OFFICES)
    with refused("unlock.other-office"):
        answer_request(asked[0], opened_office_key(sealed, OFFICES), "Lê Thị B", 0)
    with refused("unlock.other-office"):
        answer_request(replace(asked[0], key_id=bytes(16)), opened_office_key(SEALED, OFFICES), "Lê Thị B", 0)


def test_the_office_key_has_a_passphrase_of_its_own() -> None:
    with refused("recovery.passphrase-wrong"):
        opened_office_key(SEALED, FORGOTTEN)
    with refused("recovery.no-office-key"):
        opened_office_key(None, OFFICES)
    with refused("recovery.office-key-damaged"):
        opened_office_key("{}", OFFICES)
    with refused("store.passphrase-short"):
        new_office_key("ngắn")


def test_a_request_wants_a_reason_and_an_office(key: StoreKey) -> None:
    with refused("unlock.no-reason"):
        make_request(STORE, key.file, NEW, "A", " ", 0)
    with refused("unlock.no-office"):
        make_request(STORE, new_store_key(NEW, None, None).file, NEW, "A", "quên", 0)
    with refused("store.passphrase-short"):
        make_request(STORE, key.file, "ngắn", "A", "quên", 0)


@pytest.mark.parametrize(
    "changes",
    [
        {"id": "00"},
        {"answer_to": "age1x"},
        {"sealed": "%"},
        {"asked_by": "A\x1b[2J"},
        {"reason": "x" * 501},
        {"version": 9},
        {"asked_ms": "soon"},
    ],
)
def test_a_spoilt_request(tmp_path: Path, asked: tuple[Request, bytes], changes: dict[str, object]) -> None:
    document = json.loads(asked[0].to_bytes()) | changes
    path = tmp_path / "request"
    path.write_text(json.dumps(document), "utf-8")
    with refused("unlock.not-readable"):
        read_request(path)

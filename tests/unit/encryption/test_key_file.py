"""The key file: who opens it, what is noticed, what is refused."""

import json
import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyrage
import pytest

from landdesk.store.encryption import sealing
from landdesk.store.encryption.key_file import (
    KeyFile,
    StoreKey,
    new_store_key,
    opened_by_code,
    opened_by_office,
    opened_by_passphrase,
    parse_key_file,
)
from tests.cheap_stores import as_the_program
from tests.stores import refused

STORE = Path("commune.landdesk")
WORDS = "lúa chín vàng đồng"
IDENTITY, RECIPIENT = sealing.new_identity()
CODE = bytes(range(16))


@pytest.fixture(scope="module")
def key() -> StoreKey:
    return new_store_key(WORDS, RECIPIENT, CODE)


def written(file: KeyFile) -> KeyFile:
    return parse_key_file(file.to_bytes(), STORE)


def altered(file: KeyFile, **changes: Any) -> bytes:
    return json.dumps(file.to_json() | changes).encode()


def test_each_way_in_leads_to_the_same_key(key: StoreKey) -> None:
    file = written(key.file)
    assert file == key.file
    assert len(key.key) == 32
    assert opened_by_passphrase(file, WORDS, STORE).key == key.key
    assert opened_by_code(file, CODE, STORE).key == key.key
    assert file.office is not None
    assert opened_by_office(file.office.sealed, file.id, IDENTITY) == key.key


@as_the_program()
def test_who_has_no_passphrase_tries_slowly() -> None:
    passphrase = new_store_key(WORDS, None, None).file.passphrase
    cost = {name: passphrase[name] for name in ("kdf", "memory_kib", "passes", "lanes")}
    assert cost == {"kdf": "argon2id", "memory_kib": 64 * 1024, "passes": 3, "lanes": 4}


def test_no_key_is_made_twice(key: StoreKey) -> None:
    other = new_store_key(WORDS, None, None)
    assert (other.key, other.file.id) != (key.key, key.file.id)
    assert other.file.passphrase["salt"] != key.file.passphrase["salt"]


def test_the_file_holds_neither_key_nor_words(key: StoreKey) -> None:
    content = key.file.to_bytes()
    for secret in (key.key.hex().encode(), key.key, WORDS.encode(), CODE.hex().encode()):
        assert secret not in content
    assert key.key.hex() not in repr(key)


def test_letters_in_one_piece_or_in_two_are_the_same_words(key: StoreKey) -> None:
    decomposed = unicodedata.normalize("NFD", WORDS)
    assert decomposed != WORDS
    assert opened_by_passphrase(key.file, decomposed, STORE).key == key.key


@pytest.mark.parametrize("words", ["", WORDS + " ", WORDS.upper(), WORDS[:-1]])
def test_other_words(key: StoreKey, words: str) -> None:
    with refused("store.passphrase-wrong"):
        opened_by_passphrase(key.file, words, STORE)


def test_another_code_and_a_file_without_one(key: StoreKey) -> None:
    with refused("recovery.code-other"):
        opened_by_code(key.file, CODE[::-1], STORE)
    with refused("recovery.code-other"):
        opened_by_code(new_store_key(WORDS, None, None).file, CODE, STORE)


def test_another_office(key: StoreKey) -> None:
    assert key.file.office is not None
    assert opened_by_office(key.file.office.sealed, key.file.id, sealing.new_identity()[0]) is None
    assert opened_by_office(key.file.office.sealed, bytes(16), IDENTITY) is None
    assert opened_by_office(b"no age file", key.file.id, IDENTITY) is None


def test_the_seal_for_the_office_is_an_age_file(key: StoreKey) -> None:
    assert key.file.office is not None
    assert key.file.office.sealed.startswith(b"age-encryption.org/v1\n")
    opened = pyrage.decrypt(key.file.office.sealed, [pyrage.x25519.Identity.from_str(IDENTITY)])
    assert opened.endswith(key.key)


def test_a_new_passphrase_keeps_the_key_and_the_other_ways_in(key: StoreKey) -> None:
    changed = key.with_passphrase("mật khẩu thứ hai")
    assert (changed.key, changed.file.id, changed.file.office) == (key.key, key.file.id, key.file.office)
    assert opened_by_passphrase(written(changed.file), "mật khẩu thứ hai", STORE).key == key.key
    assert opened_by_code(changed.file, CODE, STORE).key == key.key
    with refused("store.passphrase-wrong"):
        opened_by_passphrase(changed.file, WORDS, STORE)


@pytest.mark.parametrize("words", ["", "1234567", "       1   "])
def test_words_that_are_too_short(key: StoreKey, words: str) -> None:
    with refused("store.passphrase-short"):
        key.with_passphrase(words)


def test_a_seal_that_somebody_added_or_took_away_is_noticed(key: StoreKey) -> None:
    other = new_store_key(WORDS, sealing.new_identity()[1], None)
    for file in (
        replace(key.file, office=other.file.office),
        replace(key.file, office=None),
        replace(key.file, code=None),
        replace(key.file, mac=bytes(32)),
    ):
        with refused("store.key-file-altered"):
            opened_by_passphrase(file, WORDS, STORE)


def test_a_seal_of_another_store_does_not_open_this_one(key: StoreKey) -> None:
    other = new_store_key(WORDS, None, None)
    with refused("store.passphrase-wrong"):
        opened_by_passphrase(replace(key.file, passphrase=other.file.passphrase), WORDS, STORE)


def test_every_changed_digit_is_noticed(key: StoreKey) -> None:
    sealed = dict(key.file.passphrase)
    for name in ("salt", "nonce", "sealed"):
        value = sealed[name]
        spoilt = value[:-1] + ("0" if value[-1] != "0" else "1")
        with refused("store.passphrase-wrong"):
            opened_by_passphrase(replace(key.file, passphrase=sealed | {name: spoilt}), WORDS, STORE)


@pytest.mark.parametrize(
    "changes",
    [
        {"passphrase": {"kdf": "argon2id"}},
        {"passphrase": None},
        {"id": "00"},
        {"id": 5},
        {"mac": "xyz"},
        {"office": {"recipient": "age1nothing", "sealed": ""}},
        {"office": 3},
        {"code": {"nonce": "00"}},
        {"version": 0},
        {"version": "1"},
        {"format": "something"},
    ],
)
def test_what_is_no_key_file(key: StoreKey, changes: dict[str, Any]) -> None:
    with refused("store.key-file-damaged"):
        parse_key_file(altered(key.file, **changes), STORE)


@pytest.mark.parametrize("content", [b"", b"[]", b"3", b"{", b"\xff\xfe", b" " * 70_000, b"null"])
def test_bytes_that_are_no_key_file(content: bytes) -> None:
    with refused("store.key-file-damaged"):
        parse_key_file(content, STORE)


@pytest.mark.parametrize(
    "demand",
    [
        {"memory_kib": 2**31},
        {"passes": 10**6},
        {"lanes": 10**4},
        {"memory_kib": 0},
        {"passes": True},
        {"kdf": "md5"},
        {"salt": "00"},
    ],
)
def test_a_file_cannot_ask_for_all_the_memory_or_hours(key: StoreKey, demand: dict[str, Any]) -> None:
    content = altered(key.file, passphrase=dict(key.file.passphrase) | demand)
    with refused("store.key-file-damaged"):
        parse_key_file(content, STORE)


def test_a_newer_version_says_so(key: StoreKey) -> None:
    with refused("store.key-file-newer"):
        parse_key_file(altered(key.file, version=2), STORE)

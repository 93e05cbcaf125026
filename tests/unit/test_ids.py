"""Identifiers rise whatever the clock does, say when they were made, and have one text form."""

import threading
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landdesk.domain.ids import ObjectId, Uuid7Source, id_text, parse_id, short_id

NOW_MS = 1_790_000_000_000
IDS = st.binary(min_size=16, max_size=16).map(ObjectId)
LATEST_MS = 2**48 - 2**20


def zeros(length: int) -> bytes:
    return bytes(length)


def ones(length: int) -> bytes:
    return b"\xff" * length


def time_ms(identifier: ObjectId) -> int:
    return int.from_bytes(identifier[:6], "big")


@given(st.lists(st.integers(0, LATEST_MS), min_size=2, max_size=50), st.sampled_from([zeros, ones]))
def test_identifiers_rise_whatever_the_clock_does(clock: list[int], random_bytes: object) -> None:
    times = iter(clock)
    source = Uuid7Source(lambda: next(times), random_bytes)  # type: ignore[arg-type]  # one of two functions
    made = [source() for _ in clock]
    assert all(one < other for one, other in pairwise(made))
    assert [time_ms(one) for one in made] == [max(clock[: at + 1]) for at in range(len(clock))]


def test_identifiers_rise_while_the_clock_stands_still() -> None:
    # 12 bits count within a millisecond; after 4,096 the time itself goes on.
    for random_bytes in (zeros, ones):
        source = Uuid7Source(lambda: NOW_MS, random_bytes)
        made = [source() for _ in range(10_000)]
        assert made == sorted(set(made))
        assert time_ms(made[0]) == time_ms(made[4_095]) == NOW_MS
        assert time_ms(made[4_096]) == NOW_MS + 1


def test_the_clock_may_reach_the_time_that_ran_ahead() -> None:
    now = NOW_MS
    source = Uuid7Source(lambda: now, ones)
    made = [source() for _ in range(4_097)]
    now = NOW_MS + 1
    made += [source() for _ in range(3)]
    now = NOW_MS + 2
    made += [source()]
    assert made == sorted(set(made))
    assert time_ms(made[-1]) == NOW_MS + 2


@pytest.mark.parametrize("random_bytes", [zeros, ones])
def test_an_identifier_is_a_uuid_of_version_7(random_bytes: object) -> None:
    source = Uuid7Source(lambda: NOW_MS, random_bytes)  # type: ignore[arg-type]  # one of two functions
    uuid = UUID(bytes=source())
    assert (uuid.version, uuid.variant) == (7, "specified in RFC 4122")


def test_two_sources_at_the_same_time_differ() -> None:
    one, other = Uuid7Source(lambda: NOW_MS), Uuid7Source(lambda: NOW_MS)
    assert not {one() for _ in range(1_000)} & {other() for _ in range(1_000)}


def test_threads_never_get_the_same_identifier() -> None:
    source = Uuid7Source(lambda: NOW_MS, zeros)
    made: list[list[ObjectId]] = [[] for _ in range(4)]

    def make(mine: list[ObjectId]) -> None:
        mine += [source() for _ in range(2_000)]

    threads = [threading.Thread(target=make, args=(mine,)) for mine in made]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({one for mine in made for one in mine}) == 8_000
    assert all(mine == sorted(mine) for mine in made)


@given(IDS)
def test_the_text_form_leads_back(identifier: ObjectId) -> None:
    text = id_text(identifier)
    assert parse_id(text) == identifier
    assert text == str(UUID(bytes=bytes(identifier)))
    assert short_id(identifier) == text[-8:]


TEXT = "01a0c450-6c00-7000-8b4a-e5f1a94106a0"


@pytest.mark.parametrize(
    "text",
    [
        "",
        TEXT[:-1],
        TEXT + "0",
        TEXT.upper(),
        TEXT.replace("-", ""),
        "{" + TEXT + "}",
        "urn:uuid:" + TEXT,
        " " + TEXT,
        TEXT + "\n",
        TEXT.replace("a", "g"),
        TEXT.replace("-", "_"),
        "٠" + TEXT[1:],
    ],
)
def test_other_texts_are_no_identifiers(text: str) -> None:
    parse_id(TEXT)
    with pytest.raises(ValueError, match=r"^"):
        parse_id(text)

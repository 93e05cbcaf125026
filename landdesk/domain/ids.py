"""Identifiers: 16-byte UUIDv7 (RFC 9562), monotonic within a process.

An identifier says nothing about the parcel's number: numbers are attributes and change. Text form is the
usual 36 characters; the first 8 hexadecimal digits are a short name where they are unique.
"""

import re
import secrets
import threading
from collections.abc import Callable
from typing import NewType, Protocol

ObjectId = NewType("ObjectId", bytes)
"""Any object of the record."""

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def id_text(identifier: bytes) -> str:
    """Return the 36-character form of a 16-byte identifier."""
    digits = identifier.hex()
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def short_id(identifier: bytes) -> str:
    """Return the last 8 hexadecimal digits, the random end of the identifier, as people read it.

    The first digits of a UUIDv7 are its time and equal for all objects of one import.
    """
    return identifier.hex()[-8:]


def parse_id(text: str) -> ObjectId:
    """Return the bytes of a 36-character identifier in lower case.

    Raises:
        ValueError: The text is not such an identifier.
    """
    if not _UUID.fullmatch(text):
        raise ValueError(text)
    return ObjectId(bytes.fromhex(text.replace("-", "")))


class IdSource(Protocol):
    """Where new identifiers come from; injected so that tests repeat."""

    def __call__(self) -> ObjectId:
        """Return an identifier never returned before."""


class Uuid7Source:
    """UUIDv7 from a millisecond clock; the 12 bits after the time count up within one millisecond.

    Args:
        now_ms: Milliseconds since 1970; may stand still or go back, identifiers still rise.
        random_bytes: Source of random bytes.
    """

    def __init__(
        self, now_ms: Callable[[], int], random_bytes: Callable[[int], bytes] = secrets.token_bytes
    ) -> None:
        self._now_ms = now_ms
        self._random_bytes = random_bytes
        self._last_ms = 0
        self._counter = 0
        self._lock = threading.Lock()

    def __call__(self) -> ObjectId:
        """Return the next identifier."""
        with self._lock:
            now = self._now_ms()
            if now > self._last_ms:
                self._last_ms, self._counter = now, 0
            else:
                self._counter += 1
                if self._counter > 0xFFF:
                    self._last_ms, self._counter = self._last_ms + 1, 0
            head = self._last_ms.to_bytes(6, "big") + (0x7000 | self._counter).to_bytes(2, "big")
        tail = bytearray(self._random_bytes(8))
        tail[0] = (tail[0] & 0x3F) | 0x80
        return ObjectId(head + bytes(tail))

"""Objects of the record by which somebody says something of it: requests, the branch's status, work to do.

They are classes of ``records.py`` like all others, and are taken from there.
"""

from dataclasses import dataclass
from typing import ClassVar

from landdesk.domain.ids import ObjectId


@dataclass(frozen=True, slots=True)
class Request:
    """What a commune asks of the office (yêu cầu): only the branch or the police can mend it.

    ``parcels`` and ``about`` (the record objects at fault) are names, not parts: a request goes its own way, whatever
    becomes of the parcels, and the office decides on it apart from other work on them. ``parcel_keys`` is what people
    called the parcels when it was asked. ``place`` is easting and northing in metres, ``586012.345 1358001.200``.
    """

    CLASS: ClassVar[str] = "request"
    id: ObjectId
    commune: str
    kind: str
    state: str
    parcels: tuple[ObjectId, ...]
    asked_on: str
    parcel_keys: str | None = None
    about: tuple[ObjectId, ...] | None = None
    rule: str | None = None
    place: str | None = None
    words: str | None = None
    asked_by: str | None = None
    answer: str | None = None
    answered_on: str | None = None
    answered_by: str | None = None


@dataclass(frozen=True, slots=True)
class SyncStatus:
    """What the branch's status file says of a parcel. It stays on this computer: packages do not carry it."""

    CLASS: ClassVar[str] = "sync_status"
    id: ObjectId
    parcel_id: ObjectId
    as_of: str | None = None
    register_exported: bool | None = None
    blocks_in_sync: bool | None = None
    attributes_only: bool | None = None
    population_match: str | None = None
    operating: bool | None = None
    parcel_group: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class WorkItem:
    """Somebody's statement that something is to be done; never derived, so it is journaled.

    ``kind`` is ``returned`` (the office sent it back) or ``conflict`` (the office changed the same value);
    ``state`` is ``open``, ``resent`` or ``done``. Of the kind ``reclassify`` (a person asked the branch to classify the
    parcels anew) the state is ``asked`` or ``done`` and ``reason`` the day, ISO: nothing is to be done about it here.
    A ``sync_error`` is what the national system says keeps a parcel out of group 1: ``code``, ``place`` (the rest of
    its error path, word for word), the file that said it (``source``) and the day (``said_on``); ``ended`` and
    ``ended_on`` say how it ended last, and an open one that has them came back. A ``waiver`` keeps the state of its
    subject (``fingerprint``) and the scan that it rests on. It stays on this computer: packages do not carry it.
    """

    CLASS: ClassVar[str] = "work_item"
    id: ObjectId
    kind: str
    subjects: tuple[ObjectId, ...]
    state: str
    reason: str | None = None
    words: str | None = None
    package: str | None = None
    record: str | None = None
    code: str | None = None
    source: str | None = None
    said_on: str | None = None
    place: str | None = None
    ended: str | None = None
    ended_on: str | None = None
    fingerprint: str | None = None
    document_id: ObjectId | None = None

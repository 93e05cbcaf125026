"""The records of a planted commune as its oracles look at them: by class, and who has what."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from landdesk.domain.ids import ObjectId
from landdesk.domain.records import (
    AnyRecord,
    Certificate,
    CertificateParcel,
    Document,
    DocumentLink,
    Parcel,
    Party,
)

LISTS = Path(__file__).resolve().parents[4] / "resources" / "codelists"
OneRecord = TypeVar("OneRecord")
Found = Iterable[tuple[ObjectId, ...]]


def column(name: str, key: str = "code") -> list[str]:
    """Return a column of a shipped code list."""
    with (LISTS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [row[key] for row in csv.DictReader(file)]


class Seen:
    """The records by class, and who has what."""

    def __init__(
        self, records: tuple[AnyRecord, ...], lineage: tuple[tuple[ObjectId, ObjectId], ...]
    ) -> None:
        self.lineage = lineage
        self.all: defaultdict[type, list[Any]] = defaultdict(list)
        for one in records:
            self.all[type(one)].append(one)
        self.parcels = self.of(Parcel)
        # Of a bare boundary nothing is loaded that any rule but one asks about.
        self.whole = [one for one in self.parcels if "user" in str(one.loaded).split()]
        self.bare = [one for one in self.parcels if one not in self.whole]
        self.persons = [one for one in self.of(Party) if one.kind in ("individual", None)]
        self.valid = [one for one in self.of(Certificate) if one.state in ("valid", None)]
        self.covers: defaultdict[ObjectId, list[CertificateParcel]] = defaultdict(list)
        for row in self.of(CertificateParcel):
            self.covers[row.certificate_id].append(row)
        self.scans: defaultdict[ObjectId, list[Document]] = defaultdict(list)
        documents = {one.id: one for one in self.of(Document)}
        for link in self.of(DocumentLink):
            if link.certificate_id is not None:
                self.scans[link.certificate_id].append(documents[link.document_id])

    def of(self, kind: type[OneRecord]) -> list[OneRecord]:
        """Return the records of a class."""
        return self.all[kind]


def grouped(pairs: Iterator[tuple[object, ObjectId]]) -> list[tuple[ObjectId, ...]]:
    """Return the identifiers of each key that several have."""
    groups: defaultdict[object, list[ObjectId]] = defaultdict(list)
    for key, identifier in pairs:
        groups[key].append(identifier)
    return [tuple(sorted(one)) for one in groups.values() if len(one) > 1]

"""Asking record rules in tests: a small store made of a few objects, with one rule asked about it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from shapely import MultiPolygon, box

from landdesk.domain.change import ChangeSet, Delta, EntryKind
from landdesk.domain.completeness import GROUP_TITLES
from landdesk.domain.coverage import Coverage
from landdesk.domain.finding import Finding
from landdesk.domain.ids import IdSource, ObjectId
from landdesk.domain.progress import SilentProgress
from landdesk.domain.records import AnyRecord, LandRight, Parcel, Party
from landdesk.services.checking.profiles import rule_set, rules_in_force
from landdesk.services.checking.records import Records
from landdesk.services.checking.runner import CheckResult, check
from landdesk.services.codelists import CodeLists, shipped_lists
from landdesk.store.store import NewStore, Store
from landdesk.store.unit_of_work import UnitOfWork
from tests.stores import COMMUNE, EPSG, SOUTH, WEST, counted_ids, person, ticking_clock

ALL_LOADED = " ".join(GROUP_TITLES)
"""Field groups of a parcel of which everything was loaded."""


@dataclass
class Made:
    """Objects of a store to be; each method makes one, keeps it and returns it."""

    new_id: IdSource = field(default_factory=counted_ids)
    records: list[AnyRecord] = field(default_factory=list)
    lineage: list[tuple[ObjectId, ObjectId]] = field(default_factory=list)

    def add(self, of: Any, /, *values: Any, **named: Any) -> Any:
        """Make an object of a class with a new identifier."""
        record = of(self.new_id(), *values, **named)
        self.records.append(record)
        return record

    def parcel(self, **named: Any) -> Parcel:
        """Make a parcel of 20 × 30 m beside the ones before, of which everything was loaded."""
        number = 1 + sum(isinstance(one, Parcel) for one in self.records)
        west = WEST + 20.0 * number
        values: dict[str, Any] = {
            "commune": COMMUNE,
            "sheet": "12",
            "number": str(number),
            "address": "Thôn Phú Điền",
            "legal_area_m2": Decimal("600.00"),
            "shape": MultiPolygon([box(west, SOUTH, west + 20.0, SOUTH + 30.0)]),
            "loaded": ALL_LOADED,
        }
        made: Parcel = self.add(Parcel, **(values | named))
        return made

    def user(self, parcel: Parcel, name: str = "Đặng Văn Bình", **named: Any) -> Party:
        """Make an individual who uses a parcel."""
        party: Party = self.add(Party, name, **({"kind": "individual"} | named))
        self.add(LandRight, parcel.id, party.id)
        return party


def asked(
    made: Made | Sequence[AnyRecord], code: str, lists: CodeLists | None = None, *, training: bool = False
) -> list[Finding]:
    """Return what one rule finds, in order; the rule must not fail and must have been asked."""
    result = result_of(made, code, lists, training=training)
    assert result.failures == ()
    assert result.unasked == ()
    return list(result.findings)


def result_of(
    made: Made | Sequence[AnyRecord],
    code: str | None = None,
    lists: CodeLists | None = None,
    *,
    training: bool = False,
) -> CheckResult:
    """Return what one rule answers about a store of these objects, or what all rules do."""
    records = made.records if isinstance(made, Made) else made
    lineage = tuple(made.lineage) if isinstance(made, Made) else ()
    in_force = lists or shipped_lists()

    def fill(work: UnitOfWork) -> None:
        if records:
            deltas = tuple(Delta(None, record) for record in records)
            change = ChangeSet("import", deltas, lineage=lineage)
            work.apply(change, EntryKind.IMPORT)

    with TemporaryDirectory() as folder:
        store = Store.create(
            Path(folder) / "s.landdesk",
            NewStore("office", EPSG, (COMMUNE,), training),
            person=person(),
            fill=fill,
            clock=ticking_clock(),
        )
        try:
            with store.read() as reader:
                coverage = Coverage.build(reader.parcel_rows(), reader.version())
                parameters = rule_set(in_force)
                return check(
                    coverage,
                    parameters,
                    SilentProgress(),
                    rules_in_force(parameters, codes=None if code is None else [code]),
                    Records(reader, in_force),
                )
        finally:
            store.close()

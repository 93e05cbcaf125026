"""The whole record of an invented commune while faults are planted into it.

Faults of the map need the neighbours as they are; faults of the record take parcels whose people and certificate have
nothing else, so that a fault of a person is one of a single parcel.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal
from itertools import count
from random import Random
from typing import Any, Final

import numpy as np
import shapely
from shapely import MultiPolygon

from landdesk.domain.ids import IdSource, ObjectId
from landdesk.domain.records import (
    AnyRecord,
    Certificate,
    CertificateParcel,
    DocumentLink,
    IdentityDocument,
    LandRight,
    Parcel,
    Party,
    Purpose,
    SyncStatus,
)
from landdesk.domain.serials import serial_key
from landdesk.services.parcel_codes import codes_at, deep_points
from landdesk.services.training.people import Population
from landdesk.services.training.places import EPSG, CommunePlace
from landdesk.services.training.planted.completing import Completer
from landdesk.services.training.planted.record import Holding
from landdesk.services.training.planter import Planter
from landdesk.services.training.register import Register, legal_area

MAP_ONLY: Final = "boundary key"
"""Field groups that a map tells of."""


class RecordPlanter(Planter):
    """Plants into parcels and into what hangs on them.

    Args:
        register: Its parcels are whole.
        completer: What made them so.
        place: Of the commune.
        rng: Source of chance.
        ids: Source of identifiers.
    """

    def __init__(
        self, register: Register, completer: Completer, place: CommunePlace, rng: Random, ids: IdSource
    ) -> None:
        super().__init__(register, rng, ids)
        # People of a kind who have one parcel alone are few.
        self.tries = 4 * len(register.parcels)
        self.completer = completer
        self.record = completer.record
        self.place = place
        self.lineage: list[tuple[ObjectId, ObjectId]] = []
        self.removed: set[ObjectId] = set()
        self._people = Population(rng)
        self._known_codes = {parcel.parcel_code for parcel in register.parcels}
        self._concerned: set[ObjectId] = set()
        self._with_status: set[ObjectId] = set()
        holdings = self.record.holdings
        self._lands = Counter(one.holder for one in holdings.values())
        self._covers = Counter(one.certificate for one in holdings.values())

    # --- choosing -------------------------------------------------------------------------------------------

    def lot(self, condition: Callable[[int], bool] = lambda _: True) -> int | None:
        """Choose a private parcel of which only what is its own is to be changed: its fields and purposes."""
        return self.choose(
            lambda at: at if self.is_plain(at) and condition(at) else None, with_neighbours=False
        )

    def alone(self, condition: Callable[[int], bool] = lambda _: True) -> int | None:
        """Choose a private parcel whose holder and certificate have no other."""
        return self.lot(lambda at: self.is_alone(at) and condition(at))

    def alone_of(self, *kinds: str) -> int | None:
        """Choose a parcel alone that a party of one of the kinds holds."""
        return self.alone(lambda at: self.holder(at).kind in kinds)

    def is_plain(self, at: int) -> bool:
        """Tell whether a parcel is private, in no dispute, and its certificate took the place of none."""
        is_plain = self.is_private(at) and self.parcel(at).disputed is None
        return is_plain and self.certificate(at).replaces_id is None

    def is_alone(self, at: int) -> bool:
        """Tell whether the holder and the certificate of a parcel have no other."""
        holding = self.holding(at)
        return self._lands[holding.holder] == 1 and self._covers[holding.certificate] == 1

    def holding(self, at: int) -> Holding:
        """Return what hangs on a parcel."""
        return self.record.holdings[self.parcel(at).id]

    def holder(self, at: int) -> Party:
        """Return who holds a parcel."""
        return self.record.get(Party, self.holding(at).holder)

    def certificate(self, at: int) -> Certificate:
        """Return the certificate of a parcel."""
        return self.record.get(Certificate, self.holding(at).certificate)

    def purpose(self, at: int) -> Purpose:
        """Return the purpose of a parcel that has one."""
        return self.record.get(Purpose, self.holding(at).purposes[0])

    # --- answers --------------------------------------------------------------------------------------------

    def answer(
        self,
        rule: str,
        cause: str,
        place: shapely.Geometry | None,
        *parcels: Parcel,
        about: Iterable[ObjectId] = (),
    ) -> None:
        """Note a finding to be made; the branch says nothing of these parcels, see :meth:`keep_status`."""
        super().answer(rule, cause, place, *parcels, about=about)
        self._concerned.update(parcel.id for parcel in parcels)

    def keep_status(self, at: int, **values: Any) -> None:
        """Let the branch say something of a parcel at fault, and change what it says."""
        self._with_status.add(self.parcel(at).id)
        self.record.change(self.holding(at).status, **values)

    def finish(self) -> None:
        """Take out what the branch would say of parcels at fault."""
        silent = self._concerned - self._with_status
        gone = [one.id for one in self.record.all_of(SyncStatus) if one.parcel_id in silent]
        self.record.remove("sync_status", gone)

    def records(self) -> list[AnyRecord]:
        """Return everything in the order in which it can be created."""
        parcels = [one for one in self.register.parcels if one.id not in self.removed]
        others = list(self.record)
        first = [one for one in others if one.CLASS == "map_sheet"]
        return [*first, *parcels, *(one for one in others if one.CLASS != "map_sheet")]

    # --- changing -------------------------------------------------------------------------------------------

    def change(self, at: int, **values: Any) -> None:
        """Give fields of a parcel other values."""
        self.put(at, replace(self.parcel(at), **values))

    def renumber(self, at: int, number: str) -> None:
        """Give a parcel another number, on its certificate too."""
        covered = self.record.get(CertificateParcel, self.holding(at).covered)
        if covered.number == self.parcel(at).number:
            self.record.change(covered.id, number=number)
        self.change(at, number=number)

    def state_area(self, at: int, area: Decimal) -> None:
        """Give a parcel a legal area, and its purposes and certificate the same."""
        before = self.parcel(at).legal_area_m2
        self.change(at, legal_area_m2=area)
        holding = self.holding(at)
        self.record.change(holding.covered, area_m2=area)
        last = self.record.get(Purpose, holding.purposes[-1])
        if last.area_m2 is not None and before is not None:
            self.record.change(last.id, area_m2=last.area_m2 + area - before)

    def reshape(self, at: int, shape: MultiPolygon) -> None:
        """Give a parcel another boundary, and its papers the area of that."""
        parcel = self.parcel(at)
        is_inside = shapely.contains(shape, shapely.Point(deep_points(np.array([parcel.shape]))[0]))
        self.change(
            at,
            shape=shape,
            map_area_m2=legal_area(shape),
            parcel_code=parcel.parcel_code if is_inside else self._code(shape),
        )
        self.state_area(at, legal_area(shape))

    def add_parcel(self, like: Parcel, shape: MultiPolygon, land_use: str | None = None) -> Parcel:
        """Enter one more whole parcel with the next number of the sheet, of the same holder."""
        holding = self.record.holdings[like.id]
        made = self.new_parcel(
            replace(like, disputed=None, old_sheet=None, old_number=None, parcel_code=None), shape
        )
        first = self.record.get(Purpose, holding.purposes[0])
        purpose = Purpose(first.id, made.id, land_use or first.land_use)
        at = self.register.parcels.index(made)
        coded = replace(made, parcel_code=self._code(shape))
        self.put(at, self.completer.fill(coded, holding.holder, holding.persons, [purpose]))
        self._lands[holding.holder] += 1
        return self.parcel(at)

    def strip(self, at: int) -> None:
        """Take away all that hangs on a parcel that is alone, its people too."""
        parcel, holding = self.parcel(at), self.holding(at)
        self.record.remove("document", [one for one in (holding.scan, holding.identity_scan) if one])
        self.record.remove("certificate", [one for one in (holding.certificate,) if one])
        self.record.remove("parcel", [parcel.id])
        self.record.remove("party", {holding.holder, *holding.persons})

    def rename_scans(self, at: int) -> None:
        """Name the scans of a certificate after its serial of now."""
        holding = self.holding(at)
        serial = serial_key(str(self.certificate(at).serial))
        for scan, suffix in ((holding.scan, "GCN"), (holding.identity_scan, "GT")):
            if scan is not None:
                self.record.change(scan, file_name=f"{serial}-{suffix}.pdf", title=f"{serial}-{suffix}")

    def set_number(self, person: ObjectId, number: str | None) -> None:
        """Give a person another number, on the identity card too; None takes the card away."""
        cards = [one for one in self.record.all_of(IdentityDocument) if one.party_id == person]
        self.record.change(person, identity_number=number)
        if number is None:
            self.record.remove("identity_document", [one.id for one in cards])
        else:
            for card in cards:
                self.record.change(card.id, number=number)

    def new_person(self, address: str | None) -> Party:
        """Make a person who has nothing yet."""
        made = self._people.person(is_woman=self.rng.random() < 0.5, born=self.rng.randint(1950, 2000))
        return self.completer.person(made.name, self.completer.unused_number(made), f"{address}")

    def to_organisation(self, at: int) -> Party:
        """Give a parcel that persons hold alone to an organisation."""
        holding = self.holding(at)
        before = {holding.holder, *holding.persons}
        name = f"Công ty TNHH {self.rng.choice(('Nông sản', 'Xây dựng', 'Thương mại'))} {self.rng.randrange(1000)}"
        made = self.completer.organisation(name, f"{self.holder(at).address}", "TKT")
        for right in self.record.all_of(LandRight):
            if right.party_id == holding.holder:
                self.record.change(right.id, party_id=made.id)
        self.record.remove("party", before)
        self.record.remove("document", [holding.identity_scan] if holding.identity_scan else [])
        self.record.change(holding.certificate, holder_kind="organisation")
        self.record.holdings[self.parcel(at).id] = replace(
            holding, holder=made.id, persons=(), identity_scan=None
        )
        self._lands[made.id] += 1
        return made

    def links_of(self, scan: ObjectId | None) -> list[DocumentLink]:
        """Return what a scan is bound by."""
        return [one for one in self.record.all_of(DocumentLink) if one.document_id == scan]

    def _code(self, shape: MultiPolygon) -> str:
        """Return a code that no parcel has, of the deepest point of a boundary or one close by."""
        point = deep_points(np.array([shape], dtype=object))
        codes = (codes_at(point + 0.1 * step, EPSG)[0] for step in count())
        code = next(one for one in codes if one not in self._known_codes)
        self._known_codes.add(code)
        return code

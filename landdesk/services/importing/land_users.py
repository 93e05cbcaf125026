"""Rows as new objects of the record, land users linked to persons.

One identity number and one name are one person, also one that the store knows already. Without a number two users
of the same name are two persons, since nobody can tell.
"""

from collections.abc import Sequence

from landdesk.domain.change import Delta
from landdesk.domain.ids import IdSource, ObjectId
from landdesk.domain.records import LandRight, Parcel, Party, Purpose
from landdesk.i18n import fold
from landdesk.services.importing.cells import RowUser
from landdesk.services.importing.report import OTHER_NAME, RowNote
from landdesk.services.importing.rows import Row
from landdesk.store.reader import Reader


class RecordMaker:
    """Makes the objects of rows.

    Args:
        reader: Knows the persons there are.
        new_id: Source of identifiers.
        rows: All rows that will be asked for.

    Attributes:
        purposes, rights, parties: Numbers of objects made.
        notes: What is to be said of land users.
    """

    def __init__(self, reader: Reader, new_id: IdSource, rows: Sequence[Row]) -> None:
        self.purposes = self.rights = self.parties = 0
        self.notes: list[RowNote] = []
        self._new_id = new_id
        self._known: dict[str, dict[str, ObjectId]] = {}
        if any(user.identity for row in rows for user in row.users):
            for party in reader.all(Party).values():
                if party.identity_number:
                    self._known.setdefault(party.identity_number, {})[fold(party.name)] = party.id

    def deltas_of(self, row: Row) -> list[Delta]:
        """Return the creations of one row: parcel, purposes, at need a person, a right."""
        parcel = Parcel(
            id=self._new_id(),
            commune=row.commune,
            sheet=row.sheet,
            number=row.parcel_no,
            address=row.address,
            legal_area_m2=row.legal_area_m2,
            source_id=row.source_id,
            source_shape=row.source_shape,
            shape=row.shape,
        )
        deltas = [Delta(None, parcel)]
        deltas += [Delta(None, Purpose(self._new_id(), parcel.id, code)) for code in row.land_uses]
        self.purposes += len(row.land_uses)
        for user in row.users:
            party_id = self._party(row, user, deltas)
            deltas.append(Delta(None, LandRight(self._new_id(), parcel.id, party_id)))
            self.rights += 1
        return deltas

    def _party(self, row: Row, user: RowUser, deltas: list[Delta]) -> ObjectId:
        """Return the person that a land user of a row is; a new one is added to the deltas."""
        by_name = self._known.setdefault(user.identity, {}) if user.identity else {}
        known = by_name.get(fold(user.name))
        if known is not None:
            return known
        if by_name:
            self.notes.append(RowNote(row.number, row.label, OTHER_NAME))
        party = Party(self._new_id(), user.name, user.identity, user.address)
        by_name[fold(user.name)] = party.id
        deltas.append(Delta(None, party))
        self.parties += 1
        return party.id

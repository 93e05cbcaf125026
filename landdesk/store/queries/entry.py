"""What the record holds already of a certificate that is being typed, and the certificates that were entered."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from landdesk.domain.ids import ObjectId
from landdesk.domain.records import Certificate, Document, IdentityDocument, Parcel, Party
from landdesk.domain.serials import serial_key
from landdesk.i18n import fold
from landdesk.store import tables as t
from landdesk.store.objects import fetched, find_objects, read_objects

_DRAFT = "draft.entry"


@dataclass(frozen=True, slots=True)
class EnteredRow:
    """A parcel of a certificate that is collected or entered.

    Args:
        certificate: Identifier of the certificate.
        serial: Its serial.
        issued_on: Its date.
        parcel: Identifier of the parcel; None for a certificate whose parcels are not known yet.
        key: Commune, sheet and number.
        collection_state: What the parcel says.
        sent: The certificate was sent to the office as it is now.
        operating: The branch's newest status file says that the parcel is in operation.
        entry: Number of the newest act on the certificate.
    """

    certificate: ObjectId
    serial: str | None
    issued_on: str | None
    parcel: ObjectId | None
    key: tuple[str, str | None, str | None] | None
    collection_state: str | None
    sent: bool
    operating: bool
    entry: int


class Entering:
    """Reads of one transaction."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def parcels(self, commune: str, keys: Iterable[tuple[str, str]]) -> list[Parcel]:
        """Return the parcels of a commune with these sheets and numbers, in order of entry."""
        columns = t.parcel.c
        found: list[ObjectId] = []
        for sheet, number in keys:
            query = select(columns.id).where(
                columns.commune == commune, columns.sheet == sheet, columns.number == number
            )
            found += [ObjectId(row[0]) for row in fetched(self._conn, query.order_by(columns.fid))]
        return list(read_objects(self._conn, Parcel, found).values())

    def certificates(self, serial: str) -> list[Certificate]:
        """Return the certificates of a serial, however it is spaced, in order of entry."""
        key = serial_key(serial)
        return list(find_objects(self._conn, Certificate, "serial_key", [key]).values()) if key else []

    def parties_called(self, names: Iterable[str]) -> list[Party]:
        """Return the land users of these names, accents and capitals left out, in order of entry."""
        folded = [fold(" ".join(one.split())) for one in names]
        return list(find_objects(self._conn, Party, "folded", folded).values())

    def parties_by_number(self, numbers: Iterable[str]) -> dict[str, list[Party]]:
        """Return the persons by identity number: their personal one, or that of another document of theirs."""
        wanted = list(numbers)
        found: dict[str, list[Party]] = {}
        for one in find_objects(self._conn, Party, "identity_number", wanted).values():
            found.setdefault(one.identity_number or "", []).append(one)
        papers = find_objects(self._conn, IdentityDocument, "number", wanted).values()
        owners = read_objects(self._conn, Party, [one.party_id for one in papers])
        for paper in papers:
            known = found.setdefault(paper.number or "", [])
            if all(one.id != paper.party_id for one in known):
                known.append(owners[paper.party_id])
        return found

    def parties_by_tax_code(self, code: str) -> list[Party]:
        """Return the organisations of a tax code, in order of entry."""
        return list(find_objects(self._conn, Party, "tax_code", [code]).values())

    def documents(self, hashes: Iterable[str]) -> list[Document]:
        """Return the scans whose files have these SHA-256."""
        return list(find_objects(self._conn, Document, "sha256", hashes).values())

    def entered(self) -> list[EnteredRow]:
        """Return the parcels that are collected or entered with their certificates, the newest act first.

        A certificate without a parcel is among them when it has a scan: its paper was collected.
        """
        cert, link, parcel = t.certificate.c, t.certificate_parcel.c, t.parcel.c
        state, status, delta = t.object_state.c, t.RECORD_TABLES["sync_status"].c, t.delta.c
        last = select(func.max(delta.entry)).where(delta.id == cert.id).scalar_subquery()
        # Of several files the newest counts; the last one read stands for it where two are of one day.
        operating = (
            select(status.operating)
            .where(status.parcel_id == parcel.id)
            .order_by(status.as_of.desc(), status.fid.desc())
            .limit(1)
            .scalar_subquery()
        )
        columns = (
            cert.id,
            cert.serial,
            cert.issued_on,
            parcel.id,
            parcel.commune,
            parcel.sheet,
            parcel.number,
            parcel.collection_state,
            state.rev,
            state.sent_rev,
            state.sent_package,
            operating,
            last,
        )
        query = (
            select(*columns)
            .join(t.certificate_parcel, link.certificate_id == cert.id)
            .join(t.parcel, parcel.id == link.parcel_id)
            .outerjoin(t.object_state, state.id == cert.id)
            .where(parcel.collection_state.is_not(None))
        )
        scanned = t.RECORD_TABLES["document_link"].c
        alone = (
            select(*columns)
            .outerjoin(t.certificate_parcel, link.certificate_id == cert.id)
            .outerjoin(t.parcel, parcel.id == link.parcel_id)
            .outerjoin(t.object_state, state.id == cert.id)
            .where(link.id.is_(None), cert.id.in_(select(scanned.certificate_id)))
        )
        rows = [_row(row) for row in [*fetched(self._conn, query), *fetched(self._conn, alone)]]
        return sorted(rows, key=lambda one: -one.entry)

    def draft(self) -> str | None:
        """Return the form that was left unfinished, as it was kept."""
        column = t.store_info.c
        return self._conn.execute(select(column.value).where(column.key == _DRAFT)).scalar()


def write_draft(conn: Connection, text: str | None) -> None:
    """Keep an unfinished form in the place of the one before, or none.

    It stands in the store and not beside it: it holds personal data, and what holds for the store holds for it.
    """
    conn.execute(t.store_info.delete().where(t.store_info.c.key == _DRAFT))
    if text is not None:
        conn.execute(t.store_info.insert().values(key=_DRAFT, value=text))


def _row(row: tuple[object, ...]) -> EnteredRow:
    (
        cert,
        serial,
        issued,
        parcel,
        commune,
        sheet,
        number,
        collected,
        rev,
        sent_rev,
        package,
        operating,
        last,
    ) = row
    return EnteredRow(
        certificate=ObjectId(_bytes(cert)),
        serial=_text(serial),
        issued_on=_text(issued),
        parcel=None if parcel is None else ObjectId(_bytes(parcel)),
        key=None if commune is None else (str(commune), _text(sheet), _text(number)),
        collection_state=_text(collected),
        sent=package is not None and sent_rev == rev,
        operating=bool(operating),
        entry=int(str(last or 0)),
    )


def _bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) else b""


def _text(value: object) -> str | None:
    return None if value is None else str(value)

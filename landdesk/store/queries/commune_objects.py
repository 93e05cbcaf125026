"""The objects of one commune: its parcels and everything that hangs on them, what several communes share in each.

Persons, certificates, documents and registrations that belong to no parcel are those of the commune that they were
made for: the one whose change package brought them, or whose parcels alone the act or import touched that made them.
Where a store holds one commune only, all its objects are that commune's. What is left stays at the office: it may be
about people of another commune.
"""

from typing import Any

from sqlalchemy import CTE, Connection, Select, and_, exists, func, literal, or_, select, union, union_all

from landdesk.domain.records import TRAVELLING
from landdesk.store import tables as t
from landdesk.store.objects import ObjectState, state_of

_T = t.RECORD_TABLES


def states_of_commune(conn: Connection, commune: str) -> list[ObjectState]:
    """Return the states of the living objects of a commune that packages carry, by identifier."""
    state = t.object_state.c
    query = select(t.object_state).where(state.rev.is_not(None), state["class"].in_(TRAVELLING))
    communes = conn.execute(select(t.parcel.c.commune).distinct().limit(2)).scalars().all()
    if list(communes) != [commune]:
        query = query.where(state.id.in_(select(_identifiers(commune).subquery().c.id)))
    return [state_of(row) for row in conn.execute(query.order_by(state.id))]


def _identifiers(commune: str) -> Select[Any]:
    parcels = select(t.parcel.c.id).where(t.parcel.c.commune == commune).cte("own_parcels")
    rights = _of(_T["land_right"], parcel_id=parcels).cte("own_rights")
    purposes = _of(_T["purpose"], parcel_id=parcels).cte("own_purposes")
    assets = _of(_T["asset"], parcel_id=parcels).cte("own_assets")
    covers = _of(_T["certificate_parcel"], parcel_id=parcels).cte("own_covers")
    loose = _made_for(commune, _loose()).cte("own_loose")
    parties = _parties(rights, loose)
    certificates = _certificates(commune, rights, covers, loose)
    ends = {"parcel_id": parcels, "certificate_id": certificates, "party_id": parties, "right_id": rights}
    links = _hanging_on(_T["document_link"], ends).cte("own_links")
    scanned = _hanging_on(_T["document_link"], ends, wholly=False).cte("own_scanned")
    ends = {"parcel_id": parcels, "certificate_id": certificates, "party_id": parties, "asset_id": assets}
    restrictions = _hanging_on(_T["restriction"], ends).cte("own_restrictions")
    concerns = _of(_T["registration_parcel"], parcel_id=parcels).cte("own_concerns")
    members = _of(_T["party_member"], party_id=parties).cte("own_members")
    sheets = _map_sheets(commune, parcels)
    proved = _all(
        parcels, rights, purposes, assets, covers, parties, certificates, restrictions, members, sheets
    ).cte("proved")
    evidence = _of(_T["evidence"], subject=proved).cte("own_evidence")
    return _all(
        proved,
        links,
        concerns,
        evidence,
        _of(_T["purpose_origin"], purpose_id=purposes).cte("own_origins"),
        _of(_T["identity_document"], party_id=parties).cte("own_papers"),
        _of(_T["party_address"], party_id=parties).cte("own_addresses"),
        # A scan goes along although its link does not, which names something of another commune as well.
        _named(("document_link", "document_id", scanned), ("evidence", "document_id", evidence)).cte(
            "own_scans"
        ),
        select(_T["request"].c.id).where(_T["request"].c.commune == commune).cte("own_requests"),
        _only(_T["document"], loose).cte("own_loose_scans"),
        _only(_T["registration"], loose).cte("own_loose_registrations"),
        _named(
            ("registration_parcel", "registration_id", concerns), ("evidence", "registration_id", evidence)
        ).cte("own_registrations"),
    )


def _of(table: Any, **parents: CTE) -> Select[Any]:
    """Select the objects of a table that are parts of others."""
    return select(table.c.id).where(*(table.c[name].in_(select(one.c.id)) for name, one in parents.items()))


def _only(table: Any, identifiers: CTE) -> Select[Any]:
    return select(table.c.id).where(table.c.id.in_(select(identifiers.c.id)))


def _loose() -> CTE:
    """Select persons, certificates, documents and registrations that nothing leads to."""
    named: dict[str, tuple[tuple[str, str], ...]] = {
        "party": (("land_right", "party_id"), ("party_member", "member_id")),
        "certificate": (
            ("certificate_parcel", "certificate_id"),
            ("land_right", "certificate_id"),
            ("certificate", "replaces_id"),
        ),
        "document": (("document_link", "document_id"), ("evidence", "document_id")),
        "registration": (("registration_parcel", "registration_id"), ("evidence", "registration_id")),
    }
    parts = []
    for name, references in named.items():
        own = _T[name]
        others = [(_T[table].alias(), column) for table, column in references]
        none = (~exists().where(other.c[column] == own.c.id) for other, column in others)
        parts.append(select(own.c.id).where(*none))
    return union_all(*parts).cte("loose")


def _made_for(commune: str, loose: CTE) -> Select[Any]:
    """Select those that a change package of the commune brought, or an act that touched its parcels alone."""
    born = (
        select(t.delta.c.id, t.delta.c.entry)
        .where(t.delta.c.id.in_(select(loose.c.id)), t.delta.c.rev_old.is_(None))
        .cte("born")
    )
    # What is received is noted by an entry whose subject is the commune.
    received = t.journal_entry.alias("received")
    brought = (
        select(t.package_record.c.entry)
        .join(t.package, t.package.c.id == t.package_record.c.package)
        .join(received, received.c.number == t.package.c.entry)
        .where(t.package_record.c.entry.is_not(None), received.c.subject == commune)
    )
    touched = (
        select(t.delta.c.entry)
        .join(t.parcel, t.parcel.c.id == t.delta.c.id)
        .where(t.delta.c.entry.in_(select(born.c.entry)))
        .group_by(t.delta.c.entry)
        .having(func.min(t.parcel.c.commune) == commune, func.max(t.parcel.c.commune) == commune)
    )
    return select(born.c.id).where(or_(born.c.entry.in_(brought), born.c.entry.in_(touched)))


def _hanging_on(table: Any, ends: dict[str, CTE], *, wholly: bool = True) -> Select[Any]:
    """Select the objects that hang on something of the commune; wholly, if on nothing of another."""
    some = or_(*(table.c[name].in_(select(one.c.id)) for name, one in ends.items()))
    if not wholly:
        return select(table.c.id).where(some)
    whole = and_(
        *(or_(table.c[name].is_(None), table.c[name].in_(select(one.c.id))) for name, one in ends.items())
    )
    return select(table.c.id).where(some, whole)


def _parties(rights: CTE, loose: CTE) -> CTE:
    right, member = _T["land_right"], _T["party_member"]
    start = union(
        select(right.c.party_id.label("id")).where(right.c.id.in_(select(rights.c.id))),
        _only(_T["party"], loose),
    ).subquery()
    found = select(start.c.id).cte("own_parties", recursive=True)
    return found.union(select(member.c.member_id).where(member.c.party_id == found.c.id))


def _certificates(commune: str, rights: CTE, covers: CTE, loose: CTE) -> CTE:
    right, cover, certificate = _T["land_right"], _T["certificate_parcel"], _T["certificate"]
    start = union(
        select(cover.c.certificate_id.label("id")).where(cover.c.id.in_(select(covers.c.id))),
        select(right.c.certificate_id).where(
            right.c.id.in_(select(rights.c.id)), right.c.certificate_id.is_not(None)
        ),
        select(certificate.c.id).where(certificate.c.commune == commune),
        _only(certificate, loose),
    ).subquery()
    found = select(start.c.id).cte("own_certificates", recursive=True)
    return found.union(
        select(certificate.c.replaces_id).where(
            certificate.c.id == found.c.id, certificate.c.replaces_id.is_not(None)
        )
    )


def _map_sheets(commune: str, parcels: CTE) -> CTE:
    sheet = _T["map_sheet"]
    named = select(t.parcel.c.map_sheet_id.label("id")).where(
        t.parcel.c.id.in_(select(parcels.c.id)), t.parcel.c.map_sheet_id.is_not(None)
    )
    own = union(named, select(sheet.c.id).where(sheet.c.commune == commune)).subquery()
    return select(own.c.id).cte("own_sheets")


def _named(*sources: tuple[str, str, CTE]) -> Select[Any]:
    """Select what objects name by references."""
    parts = [
        select(_T[name].c[column].label("id")).where(
            _T[name].c.id.in_(select(own.c.id)), _T[name].c[column].is_not(None)
        )
        for name, column, own in sources
    ]
    found = union(*parts).subquery()
    return select(found.c.id).where(literal(1) == 1)


def _all(*parts: CTE) -> Select[Any]:
    found = union_all(*(select(one.c.id) for one in parts)).subquery()
    return select(found.c.id)

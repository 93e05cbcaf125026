"""The objects of one commune: its parcels and everything that hangs on them, what several communes share in each.

Where a store holds one commune only, all its objects are that commune's.
"""

from typing import Any

from sqlalchemy import CTE, Connection, Select, and_, literal, or_, select, union, union_all

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
    parties = _parties(rights)
    certificates = _certificates(commune, rights, covers)
    ends = {"parcel_id": parcels, "certificate_id": certificates, "party_id": parties, "right_id": rights}
    links = _hanging_on(_T["document_link"], ends).cte("own_links")
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
        _named(("document_link", "document_id", links), ("evidence", "document_id", evidence)).cte(
            "own_scans"
        ),
        _named(
            ("registration_parcel", "registration_id", concerns), ("evidence", "registration_id", evidence)
        ).cte("own_registrations"),
    )


def _of(table: Any, **parents: CTE) -> Select[Any]:
    """Select the objects of a table that are parts of others."""
    return select(table.c.id).where(*(table.c[name].in_(select(one.c.id)) for name, one in parents.items()))


def _hanging_on(table: Any, ends: dict[str, CTE]) -> Select[Any]:
    """Select the objects that hang on something of the commune, and on nothing of another."""
    some = or_(*(table.c[name].in_(select(one.c.id)) for name, one in ends.items()))
    whole = and_(
        *(or_(table.c[name].is_(None), table.c[name].in_(select(one.c.id))) for name, one in ends.items())
    )
    return select(table.c.id).where(some, whole)


def _parties(rights: CTE) -> CTE:
    right, member = _T["land_right"], _T["party_member"]
    walk = select(right.c.party_id.label("id")).where(right.c.id.in_(select(rights.c.id)))
    found = walk.cte("own_parties", recursive=True)
    return found.union(select(member.c.member_id).where(member.c.party_id == found.c.id))


def _certificates(commune: str, rights: CTE, covers: CTE) -> CTE:
    right, cover, certificate = _T["land_right"], _T["certificate_parcel"], _T["certificate"]
    start = union(
        select(cover.c.certificate_id.label("id")).where(cover.c.id.in_(select(covers.c.id))),
        select(right.c.certificate_id).where(
            right.c.id.in_(select(rights.c.id)), right.c.certificate_id.is_not(None)
        ),
        select(certificate.c.id).where(certificate.c.commune == commune),
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

"""Each command on a real store: what it changes, what it leaves alone, what it refuses."""

from decimal import Decimal

import numpy as np
import pytest
import shapely

from landdesk.app.application import Application
from landdesk.domain.commands import (
    AddLandUser,
    CloseWorkItem,
    DeleteParcel,
    MergeParcels,
    MoveVertex,
    RemoveLandUser,
    SetLandUser,
    SetParcel,
    SplitParcel,
)
from landdesk.domain.errors import LandDeskError
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import PROVISIONAL, LandRight, Parcel, Party, Purpose
from tests.stores import corner, everything, parcel_id, refused


def parcel(app: Application, key: str) -> Parcel:
    return app.read(lambda reader: reader.get(Parcel, reader.find_parcel(key)))


def users(app: Application, identifier: ObjectId) -> list[str]:
    (line,) = app.read(lambda reader: reader.parcel_lines(identifiers=[identifier]))
    return line.users.split("; ") if line.users else []


def land_uses(app: Application, identifier: ObjectId) -> list[str]:
    return [one.land_use for one in app.read(lambda reader: reader.purposes_of([identifier]))]


def invalid_edges(app: Application) -> float:
    coverage = app.coverage
    edges = shapely.coverage_invalid_edges(coverage.shapes(coverage.live()))
    return float(np.sum(shapely.length(edges)))


def cut(column: int, share: float) -> shapely.LineString:
    """Return a line from south to north through the first parcels of a column."""
    east = corner(column, 0)[0] + 20 * share
    return shapely.LineString([(east, corner(0, 0)[1] - 5), (east + 0.37, corner(0, 1)[1] + 5)])


def test_set_changes_only_what_is_given(app: Application) -> None:
    before = parcel(app, "12/1")
    entry = app.execute(
        SetParcel(before.id, address="  Tổ 3,\u0020 xã Diên Điền ", legal_area_m2=Decimal("601.5"))
    )
    after = parcel(app, "12/1")
    assert (after.address, after.legal_area_m2) == ("Tổ 3,  xã Diên Điền", Decimal("601.50"))
    assert (after.sheet, after.number, after.shape) == (before.sheet, before.number, before.shape)
    assert (entry.command, entry.subject, entry.delta_count) == ("parcel.set", "12/1", 1)


def test_land_use_is_the_first_purpose(app: Application) -> None:
    identifier = parcel_id(app, "12/1")
    app.execute(SetParcel(identifier, land_use=" luc "))
    assert land_uses(app, identifier) == ["LUC"]
    app.execute(SetParcel(identifier, land_use=None))
    assert land_uses(app, identifier) == []
    app.execute(SetParcel(identifier, land_use="ODT"))
    assert land_uses(app, identifier) == ["ODT"]
    assert app.coverage.column("land_use", app.coverage.indices_of([identifier]))[0] == "ODT"


def test_text_is_kept_in_nfc(app: Application) -> None:
    identifier = parcel_id(app, "12/1")
    app.execute(SetParcel(identifier, address="Thôn Phu\u0301 Đie\u0302\u0300n"))
    assert parcel(app, "12/1").address == "Thôn Phú Điền"


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (lambda one: SetParcel(one, address="Thôn Phú Điền, xã Diên Điền"), "edit.nothing-changed"),
        (lambda one: SetParcel(one, land_use="L-U"), "parcel.land-use-format"),
        (lambda one: SetParcel(one, legal_area_m2=Decimal(0)), "parcel.area-range"),
        (lambda one: SetParcel(one, legal_area_m2=Decimal("NaN")), "parcel.area-range"),
        (lambda one: AddLandUser(one, "  "), "user.no-name"),
        (lambda one: AddLandUser(one, "Lê A", "12/34"), "user.identity-format"),
        (lambda one: AddLandUser(one, "Lê A", "999000000002"), "user.other-name"),
        (lambda one: AddLandUser(one, "dang van 1", "999 000 000 001"), "user.there-already"),
        (lambda one: RemoveLandUser(one, ObjectId(bytes(16))), "user.not-there"),
        (lambda _: SetParcel(ObjectId(bytes(16)), address="x"), "store.no-object"),
        (lambda one: MergeParcels((one, one)), "merge.too-few"),
        (lambda _: MoveVertex((WEST_OF_ALL, 0.0), (0.0, 0.0)), "move.no-vertex"),
        (lambda one: SplitParcel(one, cut(3, 0.5)), "split.line-misses"),
        (lambda _: CloseWorkItem(ObjectId(bytes(16))), "store.no-object"),
    ],
)
def test_what_is_refused_changes_nothing(app: Application, command: object, code: str) -> None:
    before, version = everything(app), app.read(lambda reader: reader.version())
    with pytest.raises(LandDeskError) as caught:
        app.execute(command(parcel_id(app, "12/1")))  # type: ignore[operator]  # one of the functions above
    assert caught.value.code == code
    assert caught.value.remedy is not None
    assert everything(app) == before
    assert app.read(lambda reader: reader.version()) == version


WEST_OF_ALL = 1.0


def test_same_identity_number_is_the_same_party(app: Application) -> None:
    first, second = parcel_id(app, "12/1"), parcel_id(app, "12/2")
    app.execute(AddLandUser(second, "ĐẶNG VĂN 1", "999.000.000.001"))
    assert users(app, second) == ["Đặng Văn 2", "Đặng Văn 1"]
    parties = [one for one in everything(app).values() if isinstance(one, Party)]
    assert len(parties) == 12
    party = next(one for one in parties if one.name == "Đặng Văn 1")
    app.execute(SetLandUser(party.id, user_name="Đặng  Văn Một", address=None))
    assert users(app, first) == ["Đặng Văn Một"]
    assert users(app, second) == ["Đặng Văn 2", "Đặng Văn Một"]


def test_identity_number_of_another_person_is_refused(app: Application) -> None:
    party = next(one for one in everything(app).values() if isinstance(one, Party))
    with refused("user.number-taken"):
        app.execute(SetLandUser(party.id, identity_number="999000000002"))


def test_a_party_without_a_parcel_goes_with_its_last_right(app: Application) -> None:
    identifier = parcel_id(app, "12/1")
    party = next(
        one for one in everything(app).values() if isinstance(one, Party) and one.name == "Đặng Văn 1"
    )
    app.execute(RemoveLandUser(identifier, party.id))
    assert users(app, identifier) == []
    assert party.id not in everything(app)


def test_split_keeps_number_and_shares_the_legal_area(app: Application) -> None:
    whole = parcel(app, "12/1")
    entry = app.execute(SplitParcel(whole.id, cut(0, 0.3)))
    kept, child = parcel(app, "12/1"), parcel(app, "12/13*")
    assert kept.id == whole.id
    assert child.number_state == PROVISIONAL
    assert kept.shape is not None
    assert child.shape is not None
    assert kept.shape.area > child.shape.area
    assert kept.shape.area + child.shape.area == pytest.approx(600, abs=0.03)
    assert kept.legal_area_m2 is not None
    assert child.legal_area_m2 is not None
    assert kept.legal_area_m2 + child.legal_area_m2 == Decimal("600.00")
    assert float(child.legal_area_m2) == pytest.approx(child.shape.area, abs=0.05)
    assert users(app, child.id) == ["Đặng Văn 1"]
    assert land_uses(app, child.id) == ["ONT"]
    assert child.source_id is None
    assert entry.subject == "12/1 → 12/1, 12/13*"
    assert app.read(lambda reader: reader.exchange.lineage_of([entry.number])) == [
        (whole.id, child.id, entry.number)
    ]


def test_split_gives_the_neighbour_its_node(app: Application) -> None:
    neighbour = parcel(app, "12/5")
    app.execute(SplitParcel(parcel_id(app, "12/1"), cut(0, 0.3)))
    after = parcel(app, "12/5")
    assert neighbour.shape is not None
    assert after.shape is not None
    assert shapely.get_num_coordinates(after.shape) == shapely.get_num_coordinates(neighbour.shape) + 1
    assert invalid_edges(app) == 0


def test_merge_keeps_the_largest_and_joins_land_users(app: Application) -> None:
    app.execute(SplitParcel(parcel_id(app, "12/1"), cut(0, 0.3)))
    small, large = parcel(app, "12/13*"), parcel(app, "12/2")
    entry = app.execute(MergeParcels((small.id, parcel_id(app, "12/1"))))
    assert parcel(app, "12/1").shape is not None
    assert users(app, parcel_id(app, "12/1")) == ["Đặng Văn 1"]
    app.execute(MergeParcels((parcel_id(app, "12/1"), large.id)))
    merged = parcel(app, "12/1") if app.read(lambda reader: len(reader.parcel_lines("12/1"))) else large
    assert sorted(users(app, merged.id)) == ["Đặng Văn 1", "Đặng Văn 2"]
    assert merged.legal_area_m2 == Decimal("1200.00")
    assert not any(
        one.parcel_id == small.id for one in everything(app).values() if isinstance(one, Purpose | LandRight)
    )
    assert app.read(lambda reader: reader.exchange.lineage_of([entry.number])) == [
        (small.id, parcel_id(app, merged.key), entry.number)
    ]
    assert invalid_edges(app) == 0


def test_merge_needs_a_common_edge_and_sheet(app: Application) -> None:
    with refused("merge.not-adjacent"):
        app.execute(MergeParcels((parcel_id(app, "12/1"), parcel_id(app, "12/6"))))
    app.execute(SetParcel(parcel_id(app, "12/2"), sheet="13"))
    with refused("merge.other-sheet"):
        app.execute(MergeParcels((parcel_id(app, "12/1"), parcel_id(app, "13/2"))))


def test_a_vertex_moves_for_all_its_owners_as_one_act(app: Application) -> None:
    at = corner(1, 1)
    entry = app.execute(MoveVertex(at, (at[0] + 1.23456, at[1] - 0.5)))
    assert entry.delta_count == 4
    assert len(app.coverage.owners_of_vertex(at[0] + 1.235, at[1] - 0.5)) == 4
    assert len(app.coverage.owners_of_vertex(*at)) == 0
    assert invalid_edges(app) == 0


def test_a_vertex_moved_onto_an_edge_becomes_a_node_there(app: Application) -> None:
    app.execute(SplitParcel(parcel_id(app, "12/1"), cut(0, 0.3)))
    top = corner(0, 1)[1]
    node = next(
        (float(e), float(n))
        for e, n in shapely.get_coordinates(parcel(app, "12/13*").shape)
        if n == top and e not in (corner(0, 1)[0], corner(1, 1)[0])
    )
    app.execute(MoveVertex(node, (node[0] + 2.0, top)))
    assert invalid_edges(app) == 0


def test_delete_takes_purposes_rights_and_lonely_parties(app: Application) -> None:
    identifier = parcel_id(app, "12/1")
    app.execute(DeleteParcel(identifier))
    left = everything(app)
    assert len(left) == 11 * 4
    assert identifier not in left
    assert app.coverage.index_of(identifier) is None
    assert app.store.verify() == []

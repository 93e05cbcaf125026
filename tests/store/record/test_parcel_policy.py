"""The office's rules of split and merge: which part is kept, what goes to every part, what may be joined."""

from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import shapely
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from landdesk.app.application import Application
from landdesk.domain.commands import (
    AddObject,
    CutHole,
    CutStrip,
    DivideParcel,
    EditRecord,
    MergeParcels,
    New,
    SetFields,
    SetParcel,
    SplitParcel,
)
from landdesk.domain.dividing import ByDistance
from landdesk.domain.dossier import Dossier
from landdesk.domain.geometry import area_m2
from landdesk.domain.ids import ObjectId
from landdesk.domain.parcel_policy import CLASSES_OF, LIST, policy_of
from landdesk.domain.records import CLASSES, Parcel
from landdesk.services.codelists import list_spec, shipped_list
from tests.dossiers import told
from tests.policies import policy_table, rule
from tests.stores import corner, make_store, parcel_id, refused

WEST, SOUTH = corner(0, 0)
IN_SMALL, IN_LARGE = (WEST + 2, SOUTH + 5), (WEST + 15, SOUTH + 5)
LINE = shapely.LineString([(WEST + 5, SOUTH - 5), (WEST + 5, SOUTH + 35)])
"""Cuts 12/1 into 150 m² in the west and 450 m² in the east."""

Bound = Callable[[], Application]


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Application]:
    application = make_store(tmp_path / "office.landdesk")
    yield application
    application.close()


def dossier(app: Application, key: str) -> Dossier:
    identifier = parcel_id(app, key)
    return app.read(lambda reader: reader.dossiers([identifier])[identifier])


def contents(app: Application) -> dict[str, Counter[str]]:
    """Return how many objects of each class every parcel has, by its key."""
    return {
        one.parcel.key: Counter(each.CLASS for each in one.objects.values())
        for one in app.read(lambda reader: reader.dossiers(list(reader.all(Parcel)))).values()
    }


def fill(app: Application, key: str = "12/1") -> None:
    """Give a parcel something of every class that a rule is about, with evidence for some of it."""
    parcel = parcel_id(app, key)
    (purpose,) = dossier(app, key).purposes
    app.execute(
        EditRecord(
            (
                AddObject("certificate", {"serial": "AA 12345678"}, "gcn"),
                AddObject("certificate_parcel", {"certificate_id": New("gcn"), "parcel_id": parcel}),
                AddObject("purpose_origin", {"purpose_id": purpose.id, "origin": "1"}),
                AddObject("asset", {"parcel_id": parcel, "kind": "house"}, "house"),
                AddObject("restriction", {"parcel_id": parcel, "kind": "mortgage"}),
                AddObject("document", {"kind": "1", "title": "GCN", "sha256": "ab" * 32, "pages": 4}, "scan"),
                AddObject("document_link", {"document_id": New("scan"), "parcel_id": parcel}),
                AddObject("registration", {"number": "7"}, "case"),
                AddObject("registration_parcel", {"registration_id": New("case"), "parcel_id": parcel}),
                AddObject("evidence", {"subject": New("house"), "field": "asset.kind", "kind": "survey"}),
                SetFields("purpose", purpose.id, {"area_m2": Decimal(500)}),
            )
        )
    )


def test_the_shipped_rules_are_sound_and_named_on_the_page() -> None:
    spec = list_spec(LIST)
    assert set(spec.choices) == {one.code for one in shipped_list(LIST)}
    policy = policy_of(shipped_list(LIST))
    assert (policy.part_kept, policy.parcel_kept, policy.users, policy.purposes) == (
        "largest",
        "largest",
        "join",
        "kept",
    )
    assert set(CLASSES) >= set().union(*CLASSES_OF.values())


@pytest.mark.parametrize("rule_code", sorted(CLASSES_OF))
@pytest.mark.parametrize("choice", ["every", "kept"])
def test_each_rule_decides_on_its_classes_alone(app: Application, rule_code: str, choice: str) -> None:
    fill(app)
    whole = contents(app)["12/1"]
    defaults = policy_of(shipped_list(LIST)).to_every
    rule(app, {rule_code: choice})
    app.execute(SplitParcel(parcel_id(app, "12/1"), LINE))
    now = contents(app)
    for name in sorted(frozenset().union(*CLASSES_OF.values())):
        goes = choice == "every" if name in CLASSES_OF[rule_code] else name in defaults
        assert now["12/1"][name] == whole[name] > 0, name
        assert now["12/13*"][name] == (whole[name] if goes else 0), name
    # Evidence goes where the value goes: once for the house, twice where both parts have it.
    house = 2 if (rule_code, choice) == ("split.assets", "every") else 1
    assert sum(each["evidence"] for each in now.values()) == house
    assert app.store.verify() == []
    app.undo()
    assert contents(app)["12/1"] == whole


def test_a_right_to_a_purpose_that_stays_names_none(app: Application) -> None:
    (purpose,) = dossier(app, "12/1").purposes
    (right,) = dossier(app, "12/1").rights
    app.execute(EditRecord((SetFields("land_right", right.id, {"purpose_id": purpose.id}),)))
    rule(app, {"split.purposes": "kept"})
    app.execute(SplitParcel(parcel_id(app, "12/1"), LINE))
    assert [one.purpose_id for one in dossier(app, "12/1").rights] == [purpose.id]
    assert [one.purpose_id for one in dossier(app, "12/13").rights] == [None]


def test_no_part_keeps_the_number(app: Application) -> None:
    fill(app)
    whole = parcel_id(app, "12/1")
    before = told(app)
    rule(app, {"split.number": "none"})
    entry = app.execute(SplitParcel(whole, LINE))
    assert entry.subject == "12/1 → 12/13*, 12/14*"
    now = contents(app)
    assert "12/1" not in now
    assert (now["12/13*"]["asset"], now["12/14*"]["asset"]) == (1, 0)
    assert area_m2(dossier(app, "12/13").parcel.shape) == pytest.approx(450)
    assert {pair[:2] for pair in app.read(lambda reader: reader.exchange.lineage_of([entry.number]))} == {
        (whole, parcel_id(app, "12/13")),
        (whole, parcel_id(app, "12/14")),
    }
    assert app.store.verify() == []
    app.undo()
    assert told(app) == before
    app.redo()
    assert contents(app) == now


def test_a_person_chooses_the_part(app: Application) -> None:
    whole = parcel_id(app, "12/1")
    with refused("split.not-chosen"):
        app.execute(SplitParcel(whole, LINE, IN_SMALL))
    rule(app, {"split.number": "chosen"})
    with refused("split.choose"):
        app.execute(SplitParcel(whole, LINE))
    with refused("split.not-in-a-part"):
        app.execute(SplitParcel(whole, LINE, (WEST - 2, SOUTH)))
    app.execute(SplitParcel(whole, LINE, IN_SMALL))
    assert dossier(app, "12/1").parcel.legal_area_m2 == Decimal("150.00")
    assert parcel_id(app, "12/1") == whole
    app.undo()
    app.execute(DivideParcel(whole, ByDistance((corner(0, 0), corner(0, 1)), 5.0), IN_LARGE))
    assert dossier(app, "12/1").parcel.legal_area_m2 == Decimal("450.00")
    # The land around a hole is not chosen, and a strip takes the largest.
    app.execute(CutHole(shapely.box(WEST + 22, SOUTH + 2, WEST + 38, SOUTH + 28)))
    assert area_m2(dossier(app, "12/2").parcel.shape) == pytest.approx(600 - 16 * 26)
    along = shapely.LineString([(WEST + 47, SOUTH), (WEST + 47, SOUTH + 30)])
    app.execute(CutStrip(along, 2.0))
    assert area_m2(dossier(app, "12/3").parcel.shape) == pytest.approx(360)


def test_the_map_may_say_the_legal_areas(app: Application) -> None:
    fill(app)
    app.execute(SetParcel(parcel_id(app, "12/1"), legal_area_m2=Decimal(500)))
    rule(app, {"split.legal_area": "map"})
    app.execute(SplitParcel(parcel_id(app, "12/1"), LINE))
    for key, area in (("12/1", Decimal("450.00")), ("12/13", Decimal("150.00"))):
        found = dossier(app, key)
        assert found.parcel.legal_area_m2 == area
        assert [one.area_m2 for one in found.purposes] == [area]


def test_merge_keeps_the_chosen_parcel(app: Application) -> None:
    one, two, far = (parcel_id(app, key) for key in ("12/1", "12/2", "12/9"))
    with refused("merge.not-chosen"):
        app.execute(MergeParcels((one, two), two))
    rule(app, {"merge.number": "chosen"})
    for kept in (None, far):
        with refused("merge.choose"):
            app.execute(MergeParcels((one, two), kept))
    app.execute(MergeParcels((one, two), two))
    assert dossier(app, "12/2").parcel.id == two
    with refused("parcel.not-found"):
        parcel_id(app, "12/1")


def test_differing_land_users_and_purposes_may_stop_a_merge(app: Application) -> None:
    one, two, five = (parcel_id(app, key) for key in ("12/1", "12/2", "12/5"))
    version = app.read(lambda reader: reader.version())
    rule(app, {"merge.users": "refuse"})
    with refused("merge.users-differ"):
        app.execute(MergeParcels((one, two)))
    rule(app, {"merge.purposes": "refuse"})
    with refused("merge.purposes-differ"):
        app.execute(MergeParcels((one, two)))
    assert app.read(lambda reader: reader.version()) == version + 2
    app.execute(MergeParcels((one, five)))


def test_differing_purposes_may_be_joined(app: Application) -> None:
    one, two, five = (parcel_id(app, key) for key in ("12/1", "12/2", "12/5"))
    rule(app, {"merge.purposes": "join"})
    (right,) = dossier(app, "12/5").rights
    (purpose,) = dossier(app, "12/5").purposes
    app.execute(EditRecord((SetFields("land_right", right.id, {"purpose_id": purpose.id}),)))
    entry = app.execute(MergeParcels((one, two)))
    merged = _merged(app, (one, two))
    assert {each.land_use: each.area_m2 for each in merged.purposes} == {"ONT": 600, "LUC": 600}
    app.execute(MergeParcels((merged.parcel.id, five)))
    last = _merged(app, (one, two, five))
    assert {each.land_use: each.area_m2 for each in last.purposes} == {"ONT": 1200, "LUC": 600}
    kept = {each.land_use: each.id for each in last.purposes}
    assert [each.purpose_id for each in last.rights if each.id == right.id] == [kept["ONT"]]
    assert app.store.verify() == []
    app.undo()
    app.undo()
    assert entry.command == "parcel.merge"
    assert [each.area_m2 for each in dossier(app, "12/2").purposes] == [None]


def _merged(app: Application, among: tuple[ObjectId, ...]) -> Dossier:
    (found,) = app.read(lambda reader: reader.dossiers(list(set(among) & reader.all(Parcel).keys()))).values()
    return found


@pytest.mark.parametrize("choices", [{}, {"split.number": "none"}, {"merge.purposes": "join"}])
def test_what_an_office_says_wrongly_is_refused(app: Application, choices: dict[str, str]) -> None:
    with refused("codes.choice"):
        rule(app, {**choices, "split.users": "nobody"})
    assert "every" in policy_table(choices)


SPLITS = st.fixed_dictionaries(
    {
        "split.number": st.sampled_from(["largest", "none", "chosen"]),
        "merge.number": st.sampled_from(["largest", "chosen"]),
        "merge.purposes": st.sampled_from(["kept", "join"]),
        **{code: st.sampled_from(["every", "kept"]) for code in CLASSES_OF},
    }
)


@given(SPLITS, st.floats(0.05, 0.95), st.booleans())
@settings(max_examples=25, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
def test_split_then_merge_is_the_same_parcel(
    tmp_path_factory: pytest.TempPathFactory, choices: dict[str, str], share: float, first: bool
) -> None:
    app = make_store(tmp_path_factory.mktemp("policy") / "office.landdesk", columns=2, rows=2)
    fill(app)
    rule(app, choices)
    before, whole = told(app), parcel_id(app, "12/1")
    at = WEST + 20 * share
    line = shapely.LineString([(at, SOUTH - 5), (at, SOUTH + 35)])
    kept = (WEST + (0.01 if first else 19.99), SOUTH + 15)
    entry = app.execute(SplitParcel(whole, line, kept if choices["split.number"] == "chosen" else None))
    assert sum(one.legal_area_m2 for one in _parcels(app)) == 2400
    children = [child for _, child, _ in app.read(lambda reader: reader.exchange.lineage_of([entry.number]))]
    pair = tuple(children) if choices["split.number"] == "none" else (whole, *children)
    app.execute(MergeParcels(pair, pair[0] if choices["merge.number"] == "chosen" else None))
    (merged,) = set(pair) & {one.id for one in _parcels(app)}
    if choices["split.number"] != "none" and choices["merge.number"] == "chosen":
        assert merged == whole
    found = app.read(lambda reader: reader.dossiers([merged])[merged])
    assert found.parcel.shape is not None
    assert found.parcel.shape.equals(_shape_of_whole())
    assert found.parcel.legal_area_m2 == 600
    counted = Counter(one.CLASS for one in found.objects.values())
    # What both parts had is there once.
    assert counted["land_right"] == counted["restriction"] == counted["asset"] == counted["evidence"] == 1
    if choices["merge.purposes"] == "join" and choices["split.purposes"] == "every":
        assert [one.area_m2 for one in found.purposes] in ([None], [Decimal("500.00")])
    assert app.store.verify() == []
    app.undo()
    app.undo()
    assert told(app) == before
    app.close()


def _parcels(app: Application) -> list[Any]:
    return list(app.read(lambda reader: reader.all(Parcel)).values())


def _shape_of_whole() -> shapely.MultiPolygon:
    return shapely.MultiPolygon([shapely.box(*corner(0, 0), *corner(1, 1))])

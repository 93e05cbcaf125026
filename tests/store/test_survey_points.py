"""Points of a receiver kept beside each other, and those of a file that lie near the corners of a parcel."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from landdesk.app.application import Application
from landdesk.app.surveys import Surveys
from landdesk.domain.ids import ObjectId
from landdesk.services.survey.keeping import Understood, Wishes
from landdesk.services.survey.values import FieldFile, FieldPoint, Format, Method
from tests.stores import DEPTH_M, WIDTH_M, corner, make_store, parcel_id, refused


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Application]:
    made = make_store(tmp_path / "x.landdesk", role="commune")
    yield made
    made.close()


def heard(number: str, east: float, north: float, digest: int) -> Understood:
    point = FieldPoint(1, number, "moc", east, north, 4.5, Method.GNSS, {"fix": 4.0})
    file = FieldFile("COM3", Format.NMEA, "", (point,), (), (), degrees=True)
    return Understood(file, bytes([digest]) * 32, (point,), (), (), None)


def test_points_of_a_receiver_are_kept_beside_each_other_under_numbers_of_their_own(app: Application) -> None:
    surveys = Surveys(app)
    first = surveys.take(heard("M1", *corner(0, 0), 1), None)
    second = surveys.take(heard("M2", *corner(1, 0), 2), first)
    assert (second.id, second.points) == (first.id, 2)
    with refused("survey.number-taken"):
        surveys.take(heard(" M2 ", *corner(2, 0), 3), second)
    (listed,) = surveys.all()
    assert listed == second
    assert [(one.number, one.place, one.at) for one in surveys.points(listed)] == [
        ("M1", 1, corner(0, 0)),
        ("M2", 2, corner(1, 0)),
    ]
    # Somebody takes the file out meanwhile: the next point begins another one.
    surveys.remove(listed)
    anew = surveys.take(heard("M2", *corner(2, 0), 4), second)
    assert anew.id != first.id
    assert [one.number for one in surveys.points()] == ["M2"]


def test_each_corner_has_the_nearest_point_and_far_points_have_none(app: Application, tmp_path: Path) -> None:
    west, south = corner(1, 1)
    file = tmp_path / "goc.csv"
    rows = (
        (1, west + 0.2, south),
        (2, west - 0.1, south + 0.1),
        (3, west + WIDTH_M, south + DEPTH_M + 4.9),
        (4, west + WIDTH_M / 2, south),
        (5, west, south + DEPTH_M + 0.3),
    )
    file.write_text("".join(f"{number};{north:.3f};{east:.3f}\n" for number, east, north in rows), "utf-8")
    surveys = Surveys(app)
    survey = surveys.bring_in(surveys.understand(file, Wishes()))
    parcel = parcel_id(app, "12/6")
    near = surveys.near(parcel, survey)
    assert {(one.point.number, one.corner) for one in near} == {
        ("2", (west, south)),
        ("3", (west + WIDTH_M, south + DEPTH_M)),
        ("5", (west, south + DEPTH_M)),
    }
    assert {one.point.number for one in surveys.near(parcel, survey, 1.0)} == {"2", "5"}
    with refused("survey.fit-gone"):
        surveys.near(ObjectId(bytes(16)), survey)
    plan = surveys.plan(parcel, [one.point for one in near if one.point.number != "3"])
    assert plan.worst[1] == pytest.approx(plan.rms_m)
    left_out = next(one for one in near if one.point.number == "3")
    # The two others lift the parcel by 0.2 m and turn it, so that its east side sinks a little.
    assert plan.left_m(left_out)[1] == pytest.approx(4.9 - 0.2 + 0.1 * WIDTH_M / DEPTH_M, abs=0.002)

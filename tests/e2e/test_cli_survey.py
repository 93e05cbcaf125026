"""``landdesk survey`` on a small store: a file read, kept, fitted to, taken out again."""

import math
import socket
import threading
from pathlib import Path

import pytest

from landdesk.app.bootstrap import open_application
from landdesk.domain.records import Parcel
from landdesk.services.survey.nmea import check_sum
from tests.e2e.command_line import CommandLine
from tests.stores import DEPTH_M, WIDTH_M, corner, make_store, parcel_id, person

SHIFT = (0.30, -0.20)


@pytest.fixture
def store(type_in: CommandLine) -> Path:
    path = type_in.folder / "commune.landdesk"
    make_store(path, role="commune").close()
    type_in.person = person("Lê Thị Đào").name
    return path


def corners_file(folder: Path, name: str = "points.csv") -> Path:
    """Write the corners of parcel 12/6, which lies amid others, as measured a little beside the drawn ones."""
    west, south = corner(1, 1)
    places = (
        (west, south),
        (west + WIDTH_M, south),
        (west + WIDTH_M, south + DEPTH_M),
        (west, south + DEPTH_M),
    )
    lines = [
        f"{number};{north + SHIFT[1]:.3f};{east + SHIFT[0]:.3f};12.5;moc"
        for number, (east, north) in enumerate(places, 1)
    ]
    file = folder / name
    file.write_text("Điểm;X;Y;H;Ghi chú\n" + "\n".join(lines) + "\nhỏng;x;y;;\n", "utf-8")
    return file


def boundary(store: Path, key: str) -> set[tuple[float, float]]:
    app = open_application(store)
    try:
        identifier = parcel_id(app, key)
        shape = app.read(lambda reader: reader.get_many(Parcel, [identifier]))[identifier].shape
        assert shape is not None
        return {(x, y) for x, y in shape.geoms[0].exterior.coords}
    finally:
        app.close()


def test_a_file_is_kept_listed_and_taken_out(type_in: CommandLine, store: Path) -> None:
    file = corners_file(type_in.folder)
    seen = type_in.good("survey", "read", file, "--json").document
    assert (len(seen["points"]), seen["columns"]["north"], [one["line"] for one in seen["problems"]]) == (
        4,
        2,
        [6],
    )
    made = type_in.good("survey", "import", store, file, "--json").document["survey"]
    assert (made["points"], made["person"], made["format"]) == (4, "Lê Thị Đào", "text")
    assert type_in.refused("survey", "import", store, file) == (3, "survey.exists")
    (listed,) = type_in.good("survey", "list", store, "--json").document["surveys"]
    assert listed == made
    points = type_in.good("survey", "points", store, "--survey", made["id"], "--json").document["points"]
    assert [(one["number"], one["code"], one["height"]) for one in points] == [
        (str(number), "moc", 12.5) for number in range(1, 5)
    ]
    assert "moc" in type_in.good("survey", "points", store).out
    # Nothing of it is journaled, so nothing waits to be sent.
    assert len(type_in.good("log", store, "--json").document["entries"]) == 1
    type_in.good("survey", "remove", store, "points.csv")
    assert type_in.good("survey", "points", store, "--json").document["points"] == []
    assert type_in.refused("survey", "remove", store, "points.csv") == (4, "survey.not-found")
    type_in.good("survey", "import", store, file)


def test_a_parcel_is_fitted_in_one_act_with_all_that_share_its_corners(
    type_in: CommandLine, store: Path
) -> None:
    type_in.good("survey", "import", store, corners_file(type_in.folder))
    before = {key: boundary(store, key) for key in ("12/1", "12/6", "12/7", "12/12")}
    plan = type_in.good("survey", "fit", store, "12/6", "--points", "1,2,3,4", "--json").document
    assert plan["entry"] is None
    assert plan["shift"] == pytest.approx(list(SHIFT))
    assert [math.hypot(*one["residual"]) for one in plan["points"]] == pytest.approx([0] * 4, abs=1e-9)
    assert {key: boundary(store, key) for key in before} == before
    done = type_in.good("survey", "fit", store, "12/6", "--points", "1,2,3,4", "--apply", "--json").document
    assert done["entry"]["command"] == "parcel.fit"
    assert done["entry"]["objects"] == 9
    west, south = corner(1, 1)
    assert boundary(store, "12/6") == {
        (round(east + SHIFT[0], 3), round(north + SHIFT[1], 3))
        for east in (west, west + WIDTH_M)
        for north in (south, south + DEPTH_M)
    }
    # Both neighbours on the east side have its two corners there, and the one behind the corner has that.
    assert len(boundary(store, "12/6") & boundary(store, "12/7")) == 2
    assert len(boundary(store, "12/6") & boundary(store, "12/1")) == 1
    assert boundary(store, "12/12") == before["12/12"]
    assert type_in.refused("survey", "fit", store, "12/6", "--points", "1,2,3,4", "--apply") == (
        3,
        "survey.fit-lies",
    )
    type_in.good("undo", store)
    assert {key: boundary(store, key) for key in before} == before


def test_what_does_not_fit_is_refused_and_nothing_changes(type_in: CommandLine, store: Path) -> None:
    type_in.good("survey", "import", store, corners_file(type_in.folder))
    assert type_in.refused("survey", "fit", store, "12/6", "--points", "1,9") == (4, "survey.no-point")
    assert type_in.refused("survey", "fit", store, "12/6", "--points", "1") == (4, "survey.fit-too-few")
    assert type_in.refused("survey", "fit", store, "12/12", "--points", "1,2") == (3, "survey.fit-far")
    assert type_in.refused("survey", "fit", store, "12/6", "--points", "1,2", "--within", "0.1") == (
        3,
        "survey.fit-far",
    )
    assert type_in.refused("survey", "fit", store, "12/6", "--points", "1,1") == (3, "survey.fit-same-corner")
    again = corners_file(type_in.folder, "again.csv")
    again.write_text(again.read_text("utf-8") + "9;1358000;590000;;\n", "utf-8")
    type_in.good("survey", "import", store, again)
    assert type_in.refused("survey", "fit", store, "12/6", "--points", "1,2") == (4, "survey.point-ambiguous")
    type_in.good("survey", "fit", store, "12/6", "--points", "1,2", "--survey", "again.csv")
    assert type_in.refused("survey", "fit", store, "12/6", "--points", "1,2", "--within", "x") == (
        2,
        "usage.value",
    )
    assert type_in.refused("survey", "read", again, "--column", "breite=1") == (2, "usage.value")
    assert type_in.refused("survey", "read", again, "--column", "north=1") == (2, "usage.value")
    assert type_in.refused("survey", "read", again, "--order", "sideways") == (2, "usage.value")


def test_observations_are_computed_from_points_of_the_store(type_in: CommandLine, store: Path) -> None:
    known = type_in.folder / "known.csv"
    east, north = corner(1, 1)
    known.write_text(f"S;{north};{east};10\nA;{north + 100};{east};10\n", "utf-8")
    # Zero of the circle is north; a sight to the east, level, 50 m.
    gsi = (
        "110001+0000000S 88..00+00001500\n"
        "110002+0000000A 21.322+00000000 22.322+10000000 31..00+00100000 87..00+00001500\n"
        "110003+00000007 21.322+10000000 22.322+10000000 31..00+00050000 87..00+00001500\n"
    )
    file = type_in.folder / "field.gsi"
    file.write_text(gsi, "utf-8")
    assert type_in.refused("survey", "import", store, file) == (3, "survey.nothing")
    given = type_in.good("survey", "read", file, "--known", known, "--json").document
    (point,) = given["points"]
    assert (point["east"], point["north"]) == pytest.approx((east + 50, north), abs=1e-6)
    type_in.good("survey", "import", store, known)
    made = type_in.good("survey", "import", store, file, "--json").document
    (point,) = made["points"]
    (orientation,) = made["orientations"]
    assert orientation["residuals"][0]["number"] == "A"
    # The plane is made smaller than the ground by 1/10,000 near the meridian.
    assert orientation["scale"] == pytest.approx(0.99999, abs=2e-5)
    assert point["east"] == pytest.approx(east + 50 * orientation["scale"], abs=1e-6)
    assert "gon" in type_in.good("survey", "read", file, "--known", known).out


def test_a_receiver_is_heard_and_its_mean_kept(type_in: CommandLine, store: Path) -> None:
    body = "GNGGA,0102{:02}.00,1216.6000,N,10932.4000,E,4,18,0.6,5.00,M,,M,,"
    told = b"".join(
        f"${line}*{check_sum(line):02X}\r\n".encode() for line in (body.format(second) for second in range(5))
    )
    with socket.create_server(("127.0.0.1", 0)) as server:
        place = f"127.0.0.1:{server.getsockname()[1]}"

        def speak() -> None:
            for _time in range(2):
                line, _address = server.accept()
                line.sendall(told)
                line.close()

        thread = threading.Thread(target=speak)
        thread.start()
        alone = type_in.good("survey", "receive", "--tcp", place, "--seconds", "5", "--json").document
        kept = type_in.good(
            "survey", "receive", "--tcp", place, "--seconds", "5", "--into", store, "--number", "M7", "--json"
        ).document
        thread.join(5)
    assert alone["survey"] is None
    assert alone["points"][0]["quality"]["epochs"] == 5
    assert kept["survey"]["points"] == 1
    (point,) = type_in.good("survey", "points", store, "--json").document["points"]
    assert (point["number"], point["method"], point["quality"]["fix"]) == ("M7", "gnss", 4)
    assert type_in.refused("survey", "receive") == (2, "usage.value")
    assert type_in.refused("survey", "receive", "--tcp", "nowhere") == (2, "usage.value")
    assert type_in.refused("survey", "receive", "--tcp", place) == (5, "receiver.no-connection")

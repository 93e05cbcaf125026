"""``landdesk survey parcel``: measured points in their order become a parcel; one undo takes it away."""

from pathlib import Path

import pytest

from tests.e2e.command_line import CommandLine
from tests.e2e.test_cli_survey import boundary
from tests.stores import DEPTH_M, WIDTH_M, corner, make_store, person


@pytest.fixture
def store(type_in: CommandLine) -> Path:
    """A store with points 1 to 5: a parcel 30 m wide east of the last column, reaching 10 m into it; 5 is 1 again."""
    path = type_in.folder / "commune.landdesk"
    make_store(path, role="commune").close()
    type_in.person = person("Lê Thị Đào").name
    west, south = corner(3, 0)
    east, north = west + WIDTH_M, south + DEPTH_M
    places = ((east - 10, south), (east + 20, south), (east + 20, north), (east - 10, north))
    rows = [f"{at};{y:.3f};{x:.3f}" for at, (x, y) in enumerate(places, 1)]
    again = f"5;{south + 0.03:.3f};{east - 10:.3f}"
    file = type_in.folder / "goc.csv"
    file.write_text("Điểm;X;Y\n" + "\n".join([*rows, again]) + "\n", "utf-8")
    type_in.good("survey", "import", path, file)
    return path


def test_points_in_order_become_a_parcel_on_the_free_land(type_in: CommandLine, store: Path) -> None:
    before = boundary(store, "12/4")
    done = type_in.good("survey", "parcel", store, "goc.csv", "1-4", "--sheet", "12", "--json").document
    assert [one["number"] for one in done["corners"]] == ["1", "2", "3", "4"]
    assert (done["area_m2"], done["closing_m"]) == (pytest.approx(30 * DEPTH_M), pytest.approx(DEPTH_M))
    assert done["closed_by"] is None
    assert done["entry"]["command"] == "parcel.new"
    assert f"(−{10 * DEPTH_M:.2f} m²)" in done["entry"]["subject"]
    east = corner(4, 0)[0]
    made = boundary(store, "12/13")
    assert {x for x, _y in made} == {east, east + 20}
    assert len(made & boundary(store, "12/4")) == 2
    type_in.good("undo", store)
    assert boundary(store, "12/4") == before


def test_without_numbers_all_points_are_corners_and_the_closure_is_said(
    type_in: CommandLine, store: Path
) -> None:
    words = type_in.good("--lang", "en", "survey", "parcel", store, "goc.csv").out
    assert "Point 5 closes the outline, 0.030 m from point 1; it is no corner." in words
    assert "1, 2, 3, 4\n" in words
    assert "12/13*" in words
    type_in.good("undo", store)
    words = type_in.good("--lang", "en", "survey", "parcel", store, "goc.csv", "1", "2-4").out
    assert f"closed from point 4 to point 1, {DEPTH_M:.2f} m." in words


def test_what_gives_no_parcel_is_refused_in_a_sentence(type_in: CommandLine, store: Path) -> None:
    for words, expected in (
        (("1", "9"), (4, "survey.no-point")),
        (("3-8",), (4, "survey.no-point")),
        (("1", "2"), (4, "survey.outline-too-few")),
        (("1", "2", "3", "2"), (4, "survey.outline-twice")),
        (("1", "3", "2", "4"), (3, "draw.crosses-itself")),
    ):
        assert type_in.refused("survey", "parcel", store, "goc.csv", *words) == expected
    assert type_in.refused("survey", "parcel", store, "x.csv") == (4, "survey.not-found")
    # Nothing of it was written: the next number is still the first free one.
    assert len(type_in.good("log", store, "--json").document["entries"]) == 1

"""Survey jobs on a real store: what goes out, each way a delivery can be wrong, what is taken and what goes back."""

import json
import shutil
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pypdfium2
import pytest
import shapely
from pyproj import Transformer

from landdesk.app.application import Application
from landdesk.app.survey_jobs import SurveyJobs
from landdesk.domain.canonical_shape import canonical_shape
from landdesk.domain.change import ChangeSet, Delta
from landdesk.domain.commands import DeleteParcel, MoveVertex, SetParcel
from landdesk.domain.geometry import area_m2
from landdesk.domain.ids import id_text
from landdesk.domain.progress import SilentProgress
from landdesk.domain.records import MapSheet, Parcel, Party
from landdesk.services.commands import EditContext
from landdesk.services.survey_jobs.job import read_job
from landdesk.services.survey_jobs.tolerances import shipped_tolerances
from tests.deliveries import SAID, check, deliver, plot, signs, words, write_job, write_points
from tests.stores import COMMUNE, corner, make_store, parcel_id, refused

PLAIN = {"12/6": plot(1, 1), "12/7": plot(2, 1)}
GOOD = {"12/6": plot(1, 1, east=0.2), "12/7": plot(2, 1, west=0.2)}
"""The boundary between the two parcels of the job, 20 cm to the east."""


@pytest.fixture
def app(tmp_path: Path) -> Application:
    return make_store(tmp_path / "block.landdesk")


@pytest.fixture
def job(app: Application, tmp_path: Path) -> Path:
    return write_job(app, tmp_path / "job", "12/6", "12/7").folder


def shape(app: Application, key: str) -> shapely.MultiPolygon:
    found = app.read(lambda reader: reader.get(Parcel, parcel_id(app, key))).shape
    assert found is not None
    return found


def area(app: Application, key: str) -> float:
    return round(area_m2(shape(app, key)), 3)


def test_the_folder_holds_the_parcels_and_nobody(app: Application, job: Path) -> None:
    names = sorted(one.name for one in job.iterdir())
    assert names == [
        *("README.txt", "job.json", "parcels.dxf", "parcels.gpkg", "points.csv"),
        *("trich-do-12-6.pdf", "trich-do-12-7.pdf"),
    ]
    found = read_job(job)
    assert [(one.key, one.points) for one in found.parcels] == [
        ("12/6", (1, 2, 3, 4)),
        ("12/7", (2, 5, 6, 3)),
    ]
    assert found.workspace == app.info.workspace
    assert found.parcels[0].legal_area_m2 == Decimal("600.00")
    assert set(found.files) == set(names) - {"job.json"}
    # The sheet calls the points as the job does.
    assert "2–5" in pdf_text(job / "trich-do-12-7.pdf")
    people = app.read(lambda reader: reader.all(Party)).values()
    hidden = [text for one in people for text in (one.name, one.identity_number) if text]
    assert len(hidden) == 24
    for path in job.iterdir():
        content = path.read_bytes()
        if path.suffix == ".pdf":
            content += pdf_text(path).encode()
        for text in hidden:
            assert text.encode() not in content, path.name


def pdf_text(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    try:
        return " ".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()


def test_a_folder_is_whole_or_not_there(app: Application, job: Path, tmp_path: Path) -> None:
    before = {one.name: one.read_bytes() for one in job.iterdir()}
    with refused("job.exists"):
        write_job(app, job, "12/1")
    assert {one.name: one.read_bytes() for one in job.iterdir()} == before
    with refused("job.no-parcels"):
        write_job(app, tmp_path / "other")
    with refused("file.missing"):
        write_job(app, tmp_path / "nowhere" / "other", "12/1")
    assert sorted(one.name for one in tmp_path.iterdir() if one.is_dir() and one.name != "job") == [
        one.name for one in tmp_path.iterdir() if one.is_dir() and one.name != "job" and "vault" in one.name
    ]


def test_a_job_that_is_stopped_leaves_nothing(app: Application, tmp_path: Path) -> None:
    progress = SilentProgress()
    progress.stop()
    before = sorted(one.name for one in tmp_path.iterdir())
    with refused("job.cancelled"):
        SurveyJobs(app).write([parcel_id(app, "12/6")], tmp_path / "job", progress)
    assert sorted(one.name for one in tmp_path.iterdir()) == before


def test_a_parcel_without_a_boundary_gets_its_first_one(app: Application, tmp_path: Path) -> None:
    six = app.read(lambda reader: reader.get(Parcel, parcel_id(app, "12/6")))
    bare = ChangeSet("parcel.set", (Delta(six, replace(six, shape=None)),))
    app.write(lambda context: context.work.apply(bare))
    job = write_job(app, tmp_path / "job", "12/6").folder
    assert sorted(one.name for one in job.glob("*.pdf")) == []
    checked = check(app, job, deliver(tmp_path / "d", {"12/6": plot(1, 1)}))
    assert signs(checked.parcels[0]) == {"moved": "told"}
    done = SurveyJobs(app).take(job, checked, [six.id], {})
    assert [one.subject for one in done.entries] == ["12/6"]
    assert shape(app, "12/6") == six.shape


def test_a_broken_parcel_is_measured_anew(app: Application, tmp_path: Path) -> None:
    six = app.read(lambda reader: reader.get(Parcel, parcel_id(app, "12/6")))
    (x0, y0), (x1, y1) = corner(1, 1), corner(2, 2)
    bow = canonical_shape(shapely.Polygon([(x0, y0), (x1, y1), (x1, y0), (x0, y1)]))
    broken = ChangeSet("parcel.set", (Delta(six, replace(six, shape=bow)),))
    app.write(lambda context: context.work.apply(broken))
    job = write_job(app, tmp_path / "job", "12/6", "12/7").folder
    checked = check(app, job, deliver(tmp_path / "d", GOOD))
    assert [signs(one) for one in checked.parcels] == [{"moved": "told"}] * 2
    jobs = SurveyJobs(app)
    assert len(jobs.take(job, checked, jobs.good_ones(checked), {}).entries) == 1
    assert area(app, "12/6") == 606.0
    # As a neighbour that stays it does no harm either.
    app.undo()
    job = write_job(app, tmp_path / "beside", "12/7").folder
    checked = check(app, job, deliver(tmp_path / "e", {"12/7": plot(2, 1)}))
    assert [signs(one) for one in checked.parcels] == [{}]


def test_a_delivery_as_it_should_be(app: Application, job: Path, tmp_path: Path) -> None:
    checked = check(app, job, deliver(tmp_path / "d", GOOD))
    assert [(one.key, signs(one)) for one in checked.parcels] == [
        ("12/6", {"moved": "told"}),
        ("12/7", {"moved": "told"}),
    ]
    six = checked.parcels[0]
    assert words(six, "corners") == "All 4 corners are in the list of points, at most 0.000 m apart."
    assert words(six, "points") == "All 4 points say who, instrument, date and method."
    assert words(six, "area") == "606.0 m², 6.0 m² off the legal area; 9.8 m² are allowed."
    assert words(six, "moved") == "The boundary moved by 0.200 m at most, more than the 0.15 m of one point."
    assert checked.remarks == ()


def test_it_is_taken_as_one_act_with_one_undo(app: Application, job: Path, tmp_path: Path) -> None:
    checked = check(app, job, deliver(tmp_path / "d", GOOD))
    jobs = SurveyJobs(app)
    done = jobs.take(job, checked, jobs.good_ones(checked), {})
    (entry,) = done.entries
    assert entry.command == "delivery.take"
    # The corner that moved along the boundaries to 12/3 and 12/11 is a point of theirs now.
    assert (entry.subject, entry.delta_count) == ("12/6, 12/7; 12/11, 12/3", 4)
    assert (area(app, "12/6"), area(app, "12/7")) == (606.0, 594.0)
    assert (area(app, "12/3"), len(shape(app, "12/3").geoms[0].exterior.coords)) == (600.0, 6)
    assert done.survey is not None
    assert (done.survey.points, done.survey.instrument) == (6, "Leica TS06")
    assert done.survey.way.endswith("measured by Trần Văn Đo on 20/11/2026")
    assert {one.method for one in app.read(lambda reader: reader.surveys.points())} == {"polar"}
    assert app.undo().undoes == entry.number
    assert area(app, "12/6") == 600.0
    assert len(shape(app, "12/3").geoms[0].exterior.coords) == 5
    # A second time: the points are there already.
    again = jobs.take(job, check(app, job, tmp_path / "d"), jobs.good_ones(checked), {})
    assert (len(again.entries), again.survey) == (1, None)


def test_parcels_that_do_not_hang_together_are_acts_of_their_own(app: Application, tmp_path: Path) -> None:
    job = write_job(app, tmp_path / "job", "12/1", "12/8").folder
    shapes = {"12/1": plot(0, 0, west=0.1), "12/8": plot(3, 1, east=0.1)}
    checked = check(app, job, deliver(tmp_path / "d", shapes))
    jobs = SurveyJobs(app)
    done = jobs.take(job, checked, jobs.good_ones(checked), {})
    assert [one.subject for one in done.entries] == ["12/1; 12/5", "12/8"]


def test_what_lies_as_before_makes_no_act(app: Application, job: Path, tmp_path: Path) -> None:
    checked = check(app, job, deliver(tmp_path / "d", PLAIN))
    assert [signs(one) for one in checked.parcels] == [{}, {}]
    jobs = SurveyJobs(app)
    done = jobs.take(job, checked, jobs.good_ones(checked), {})
    assert (done.entries, len(done.same)) == ((), 2)
    assert done.survey is not None


def test_a_parcel_that_is_missing(app: Application, job: Path, tmp_path: Path) -> None:
    checked = check(app, job, deliver(tmp_path / "d", {"12/6": plot(1, 1)}))
    assert [signs(one) for one in checked.parcels] == [{}, {"present": "bad"}]
    assert words(checked.parcels[1], "present") == "The delivery does not have the parcel."
    with refused("job.cannot-take"):
        SurveyJobs(app).take(job, checked, [parcel_id(app, "12/7")], {})


def test_parcels_too_many(app: Application, job: Path, tmp_path: Path) -> None:
    shapes = PLAIN | {"12/3": plot(2, 0), "12/99": plot(6, 6)}
    checked = check(app, job, deliver(tmp_path / "d", shapes))
    assert [signs(one) for one in checked.parcels] == [{}, {}]
    assert [str(one) for one in checked.remarks] == [
        "Polygons of no parcel of the job: 1 (12/99).",
        "Polygons of parcels beside the job, as the store has them, not looked at: 1.",
    ]


def test_a_corner_that_the_list_has_elsewhere(app: Application, job: Path, tmp_path: Path) -> None:
    corners = sorted({tuple(one) for one in shapely.get_coordinates(list(PLAIN.values())).tolist()})
    corners[0] = (corners[0][0] + 0.03, corners[0][1])
    checked = check(app, job, deliver(tmp_path / "d", PLAIN, points=corners))
    assert [signs(one) for one in checked.parcels] == [{"corners": "bad"}, {}]
    assert words(checked.parcels[0], "corners") == (
        "3 of 4 corners are in the list of points within 0.010 m; the farthest lies 0.030 m from any."
    )


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"date": ""}, "4 of 4 points do not say the date."),
        ({"date": "30/02/2026"}, "4 of 4 points do not say the date."),
        ({"date": "11/2026"}, "4 of 4 points do not say the date."),
        ({"date": "20/11/2199"}, "4 of 4 points do not say the date."),
        ({"who": " "}, "4 of 4 points do not say who measured."),
        ({"instrument": ""}, "4 of 4 points do not say the instrument."),
        ({"method": ""}, "4 of 4 points do not say the method."),
    ],
)
def test_points_that_do_not_say_all(
    app: Application, job: Path, tmp_path: Path, said: dict[str, str], sentence: str
) -> None:
    checked = check(app, job, deliver(tmp_path / "d", PLAIN, said={**SAID, **said}))
    assert [signs(one) for one in checked.parcels] == [{"points": "bad"}] * 2
    assert words(checked.parcels[0], "points") == sentence


def test_no_list_of_points(app: Application, job: Path, tmp_path: Path) -> None:
    checked = check(app, job, deliver(tmp_path / "d", PLAIN, points=()))
    assert [signs(one) for one in checked.parcels] == [{"corners": "bad", "points": "bad"}] * 2
    # The empty template that went out is none either.
    shutil.copy(job / "points.csv", tmp_path / "d" / "list.csv")
    checked = check(app, job, tmp_path / "d", points=None)
    assert [signs(one) for one in checked.parcels] == [{"corners": "bad", "points": "bad"}] * 2
    with refused("survey.no-points"):
        check(app, job, tmp_path / "d", points=tmp_path / "d" / "list.csv")


def test_a_number_that_several_points_have(app: Application, job: Path, tmp_path: Path) -> None:
    folder = deliver(tmp_path / "d", PLAIN)
    text = (folder / "points.csv").read_text("utf-8-sig")
    (folder / "points.csv").write_text(text.replace("\n2;", "\n1;"), "utf-8-sig")
    checked = check(app, job, folder)
    assert [str(one) for one in checked.remarks] == ["Numbers that several points of the list have: 1 (1)."]


def test_two_that_overlap(app: Application, job: Path, tmp_path: Path) -> None:
    shapes = {"12/6": plot(1, 1, east=0.2), "12/7": plot(2, 1)}
    checked = check(app, job, deliver(tmp_path / "d", shapes))
    assert [signs(one).get("shared") for one in checked.parcels] == ["bad", "bad"]
    assert words(checked.parcels[0], "shared") == (
        "It overlaps others (1); most 12/7, by 6.000 m² near 590040.1 1358045.0."
    )
    version = app.coverage.version
    with refused("delivery.overlaps"):
        SurveyJobs(app).take(job, checked, [one.parcel.id for one in checked.parcels], {})
    assert app.coverage.version == version
    assert app.read(lambda reader: reader.surveys.all()) == []


def test_one_alone_that_needs_the_other(app: Application, job: Path, tmp_path: Path) -> None:
    checked = check(app, job, deliver(tmp_path / "d", GOOD))
    with refused("delivery.overlaps") as caught:
        SurveyJobs(app).take(job, checked, [parcel_id(app, "12/6")], {parcel_id(app, "12/7"): "Đo lại"})
    assert "12/6" in str(caught.value.what)
    assert not (job / "returned.csv").exists()


def test_a_gap_between_two(app: Application, job: Path, tmp_path: Path) -> None:
    shapes = {"12/6": plot(1, 1, east=-0.2), "12/7": plot(2, 1)}
    checked = check(app, job, deliver(tmp_path / "d", shapes))
    assert words(checked.parcels[0], "shared") == "It leaves a gap of 6.00 m² to its neighbours."


def test_land_given_up_at_the_edge(app: Application, tmp_path: Path) -> None:
    job = write_job(app, tmp_path / "job", "12/1").folder
    checked = check(app, job, deliver(tmp_path / "d", {"12/1": plot(0, 0, west=0.1)}))
    assert signs(checked.parcels[0]) == {"shared": "told"}
    assert words(checked.parcels[0], "shared") == "It gives up 3.0 m² that no parcel has then."


def test_a_corner_beside_a_fixed_node_goes_there(app: Application, job: Path, tmp_path: Path) -> None:
    (x0, y0), (x1, y1) = corner(1, 1), corner(2, 2)
    crooked = shapely.Polygon([(x0 + 0.03, y0 - 0.02), (x1, y0), (x1, y1), (x0, y1)])
    checked = check(app, job, deliver(tmp_path / "d", {"12/6": crooked, "12/7": plot(2, 1)}))
    assert [signs(one) for one in checked.parcels] == [{}, {}]
    assert [str(one) for one in checked.remarks] == [
        "Corners that go onto nodes and boundaries around them when the parcels are taken: 1, by 0.036 m at most."
    ]
    assert len(SurveyJobs(app).take(job, checked, [parcel_id(app, "12/6")], {}).same) == 1


def test_an_area_that_is_off(app: Application, job: Path, tmp_path: Path) -> None:
    app.execute(SetParcel(parcel_id(app, "12/6"), legal_area_m2=Decimal(620)))
    checked = check(app, job, deliver(tmp_path / "d", PLAIN))
    assert [signs(one) for one in checked.parcels] == [{"area": "bad", "record": "told"}, {}]
    assert words(checked.parcels[0], "area") == (
        "600.0 m², 20.0 m² off the legal area; only 10.0 m² are allowed."
    )
    app.execute(SetParcel(parcel_id(app, "12/6"), legal_area_m2=None))
    checked = check(app, job, tmp_path / "d")
    assert signs(checked.parcels[0]) == {"area": "told", "record": "told"}


def test_the_scale_of_the_sheet_says_how_much_is_allowed(app: Application, tmp_path: Path) -> None:
    def survey_sheet(context: EditContext) -> None:
        sheet = MapSheet(context.work.new_id(), COMMUNE, "12", scale=500)
        six = context.work.get(Parcel, context.work.find_parcel("12/6"))
        deltas = (Delta(None, sheet), Delta(six, replace(six, map_sheet_id=sheet.id)))
        context.work.apply(ChangeSet("record.edit", deltas))

    app.write(survey_sheet)
    job = write_job(app, tmp_path / "job", "12/6", "12/7").folder
    assert [one.scale for one in read_job(job).parcels] == [500, None]
    checked = check(app, job, deliver(tmp_path / "d", GOOD))
    assert [signs(one) for one in checked.parcels] == [{"area": "bad", "moved": "told"}, {"moved": "told"}]
    assert words(checked.parcels[0], "area").endswith("only 4.9 m² are allowed.")
    assert words(checked.parcels[0], "moved").endswith("more than the 0.07 m of one point.")
    assert [shipped_tolerances().point_of(scale) for scale in (100, 200, 750, 20_000)] == [
        0.05,
        0.05,
        0.07,
        3.0,
    ]


def test_a_polygon_that_is_none(app: Application, job: Path, tmp_path: Path) -> None:
    (x0, y0), (x1, y1) = corner(1, 1), corner(2, 2)
    bow = shapely.Polygon([(x0, y0), (x1, y1), (x1, y0), (x0, y1)])
    checked = check(app, job, deliver(tmp_path / "d", {"12/6": bow, "12/7": plot(2, 1)}))
    assert signs(checked.parcels[0]) == {"shape": "bad"}
    assert words(checked.parcels[0], "shape").startswith("The polygon cannot be taken: ")
    assert signs(checked.parcels[1]) == {}


def test_the_same_parcel_twice(app: Application, job: Path, tmp_path: Path) -> None:
    columns = {"12/6": {"sheet": "12", "number": "6"}, "12/7": {"sheet": "12", "number": "6"}}
    checked = check(app, job, deliver(tmp_path / "d", PLAIN, columns=columns))
    assert [signs(one) for one in checked.parcels] == [
        {"present": "bad", "shape": "bad"},
        {"present": "bad"},
    ]


def test_polygons_without_a_number_are_known_by_place(app: Application, job: Path, tmp_path: Path) -> None:
    nothing = {"12/6": {"ghi_chu": "a"}, "12/7": {"ghi_chu": "b"}}
    checked = check(app, job, deliver(tmp_path / "d", GOOD, columns=nothing))
    assert [signs(one) for one in checked.parcels] == [{"moved": "told"}] * 2


def test_the_identifier_of_the_job_outweighs_the_number(app: Application, job: Path, tmp_path: Path) -> None:
    columns = {
        key: {"landdesk_id": id_text(parcel_id(app, key)), "sheet": "x", "number": "1"} for key in GOOD
    }
    checked = check(app, job, deliver(tmp_path / "d", GOOD, columns=columns))
    assert [signs(one) for one in checked.parcels] == [{"moved": "told"}] * 2


def test_a_record_that_changed_meanwhile(app: Application, job: Path, tmp_path: Path) -> None:
    deliver(tmp_path / "d", PLAIN)
    at = corner(2, 2)
    app.execute(MoveVertex(at, (at[0] + 0.5, at[1])))
    checked = check(app, job, tmp_path / "d")
    assert words(checked.parcels[0], "record") == (
        "Its boundary was changed in the store since the job was written."
    )
    app.undo()
    app.execute(DeleteParcel(parcel_id(app, "12/6")))
    text = (job / "job.json").read_text("utf-8")
    (job / "job.json").write_text(text.replace('"key": "12/6"', '"key": "\\u001b[31m"'), "utf-8")
    checked = check(app, job, tmp_path / "d")
    assert checked.parcels[0].key == "?[31m"
    assert signs(checked.parcels[0]) == {"record": "bad"}
    assert signs(checked.parcels[1]) == {}


def test_other_systems(app: Application, job: Path, tmp_path: Path) -> None:
    # Of the neighbouring meridian, and saying so: it is brought over.
    way = Transformer.from_crs(9217, 9216, always_xy=True)
    shapes = {key: shapely.transform(one, way.transform, interleaved=False) for key, one in GOOD.items()}
    said = deliver(tmp_path / "said", shapes, epsg=9216, points=())
    write_points(
        said / "points.csv", sorted({tuple(p) for p in shapely.get_coordinates(list(GOOD.values())).tolist()})
    )
    checked = check(app, job, said)
    assert [signs(one) for one in checked.parcels] == [{"moved": "told"}] * 2
    # Under the name of the job's system it lies elsewhere.
    unsaid = deliver(tmp_path / "unsaid", shapes)
    with refused("import.crs-outside"):
        check(app, job, unsaid)
    swapped = {
        key: shapely.transform(one, lambda x, y: (y, x), interleaved=False) for key, one in GOOD.items()
    }
    with refused("import.crs-elsewhere"):
        check(app, job, deliver(tmp_path / "swapped", swapped))
    moved = {key: shapely.affinity.translate(one, 0, 4000) for key, one in GOOD.items()}
    with refused("delivery.elsewhere"):
        check(app, job, deliver(tmp_path / "moved", moved))


def test_what_is_no_delivery(app: Application, job: Path, tmp_path: Path) -> None:
    with refused("delivery.missing"):
        check(app, job, tmp_path / "nothing")
    (tmp_path / "empty").mkdir()
    with refused("delivery.none"):
        check(app, job, tmp_path / "empty")
    # The folder itself, untouched.
    with refused("delivery.none"):
        check(app, job, job)
    (tmp_path / "empty" / "a.gpkg").write_bytes(b"no map at all")
    with refused("import.unreadable"):
        check(app, job, tmp_path / "empty")
    cut = deliver(tmp_path / "cut", GOOD) / "ket-qua.gpkg"
    cut.write_bytes(cut.read_bytes()[:2000])
    with refused("import.unreadable"):
        check(app, job, tmp_path / "cut")
    shutil.copytree(deliver(tmp_path / "two", GOOD), tmp_path / "several")
    shutil.copy(tmp_path / "several" / "ket-qua.gpkg", tmp_path / "several" / "ban-cu.gpkg")
    with refused("delivery.several"):
        check(app, job, tmp_path / "several")
    checked = check(app, job, tmp_path / "several" / "ket-qua.gpkg")
    assert [signs(one) for one in checked.parcels] == [{"moved": "told"}] * 2


def test_what_is_no_job(app: Application, job: Path, tmp_path: Path) -> None:
    deliver(tmp_path / "d", GOOD)
    with refused("job.no-folder"):
        check(app, tmp_path / "nothing", tmp_path / "d")
    with refused("job.none"):
        check(app, tmp_path / "d", tmp_path / "d")
    document = json.loads((job / "job.json").read_text("utf-8"))
    for spoilt, code in (
        ("", "job.damaged"),
        ("[" * 100_000, "job.damaged"),
        ("{}", "job.damaged"),
        (json.dumps(document | {"schema": "landdesk.survey-job/9"}), "job.other-version"),
        (json.dumps(document | {"epsg": "9217"}), "job.damaged"),
        (json.dumps(document | {"parcels": []}), "job.damaged"),
        (json.dumps(document | {"parcels": document["parcels"] * 2}), "job.damaged"),
        (json.dumps(document | {"files": {"a": "b"}}), "job.damaged"),
    ):
        (job / "job.json").write_text(spoilt, "utf-8")
        with refused(code):
            check(app, job, tmp_path / "d")
    other = make_store(tmp_path / "other.landdesk", seed=2)
    (job / "job.json").write_text(json.dumps(document), "utf-8")
    with refused("job.other-store"):
        check(other, job, tmp_path / "d")


def test_what_goes_back_is_on_a_list(app: Application, job: Path, tmp_path: Path) -> None:
    checked = check(app, job, deliver(tmp_path / "d", PLAIN))
    six, seven = parcel_id(app, "12/6"), parcel_id(app, "12/7")
    jobs = SurveyJobs(app)
    with refused("job.no-reason"):
        jobs.take(job, checked, [], {six: " \n"})
    with refused("job.both"):
        jobs.take(job, checked, [six], {six: "a"})
    with refused("job.nothing"):
        jobs.take(job, checked, [], {})
    assert not (job / "returned.csv").exists()
    jobs.take(job, checked, [], {six: '=Thiếu "mốc"; góc\nTây', seven: "Sai"})
    text = (job / "returned.csv").read_text("utf-8-sig").splitlines()
    assert len(text) == 3
    assert text[1].startswith('Tờ 12 thửa 6;"\'=Thiếu ""mốc""; góc Tây";')
    jobs.take(job, checked, [seven], {six: "Vẫn thiếu"})
    text = (job / "returned.csv").read_text("utf-8-sig").splitlines()
    assert [line.split(";")[:2] for line in text[1:]] == [["Tờ 12 thửa 6", "Vẫn thiếu"]]

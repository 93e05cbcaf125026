"""Files of the field: what each reader takes, by small files written after the public descriptions and real logs."""

import math
from contextlib import suppress
from pathlib import Path

import pytest

from landdesk.domain.errors import InvalidInputError
from landdesk.services.survey.nmea import check_sum
from landdesk.services.survey.reading import place, read_file, read_survey
from landdesk.services.survey.text_points import GUESSED, ListForm
from landdesk.services.survey.values import FieldFile, Format, Method

DATA = Path(__file__).resolve().parents[2] / "data" / "survey"
GON = math.tau / 400


def read(text: str, form: ListForm = GUESSED) -> FieldFile:
    return read_survey("field.txt", text.encode("utf-8"), form)


def sentence(body: str) -> str:
    return f"${body}*{check_sum(body):02X}\r\n"


def sdr_point(kind: str, number: str, *values: float, code: str = "") -> str:
    return f"{kind}{number:>16}{''.join(f'{value:<16.4f}' for value in values)}{code:<16}\n"


@pytest.mark.parametrize(
    "text",
    [
        "1;1319000,125;600100,5;12,3;moc\n2;1319010;600110;12,4;\n",
        "1,1319000.125,600100.5,12.3,moc\n2,1319010,600110,12.4,\n",
        "1\t600100.5\t1319000.125\t12.3\tmoc\n2\t600110\t1319010\t12.4\t\n",
        "1  1319000.125   600100.5 12.3 moc\n2 1319010 600110 12.4\n",
        "Tên điểm;Mã;Y(m);X(m);Cao độ\n1;moc;600100.5;1319000.125;12.3\n2;;600110;1319010;12.4\n",
        "# một ghi chú\nE N Z Point Code\n600100.5 1319000.125 12.3 1 moc\n600110 1319010 12.4 2 -\n",
    ],
)
def test_a_list_of_points_is_read_whatever_separates_and_orders_it(text: str) -> None:
    found = read(text)
    first = found.points[0]
    assert (first.number, first.code, first.east, first.north, first.height) == (
        "1",
        "moc",
        600100.5,
        1319000.125,
        12.3,
    )
    assert len(found.points) == 2
    assert found.problems == ()
    assert found.format is Format.TEXT


def test_local_coordinates_are_north_first_and_can_be_turned_round() -> None:
    text = "1,100,205.5\n2,110,215.5\n"
    assert [(one.east, one.north) for one in read(text).points] == [(205.5, 100), (215.5, 110)]
    turned = read(text, ListForm(order="east-north"))
    assert [(one.east, one.north) for one in turned.points] == [(100, 205.5), (110, 215.5)]
    named = read(text, ListForm(columns={"east": 2, "north": 3, "number": 1}))
    assert [(one.east, one.north) for one in named.points] == [(100, 205.5), (110, 215.5)]
    assert "X (north) before Y" in str(read(text).order)
    with pytest.raises(InvalidInputError) as caught:
        read(text, ListForm(columns={"north": 9, "east": 2}))
    assert caught.value.code == "survey.no-column"


def test_degrees_of_viet_nam_are_known_and_placed() -> None:
    found = read("P1,109.19,12.24\nP2,109.191,12.241\n")
    assert found.degrees
    assert (found.points[0].east, found.points[0].north) == (109.19, 12.24)
    placed = place(found, 9217)
    assert placed.problems == ()
    assert 500_000 < placed.points[0].east < 620_000
    assert 1_300_000 < placed.points[0].north < 1_400_000
    assert math.dist(
        (placed.points[0].east, placed.points[0].north), (placed.points[1].east, placed.points[1].north)
    ) == pytest.approx(155.0, abs=1)


def test_lines_that_are_no_points_are_named_with_their_line() -> None:
    found = read("1,1319000,600100\n2,abc,600110\n3,1319020,600120\n4,1319020\n5,1319050,600150,cao\n")
    assert [one.number for one in found.points] == ["1", "3", "5"]
    assert [one.line for one in found.problems] == [2, 4]


def test_gsi8_gives_coordinates_with_number_code_and_prism() -> None:
    found = read(
        "110001+00000012 81..00+00515836 82..00+00525871 83..00-00003079 71....+00000MOC 51..1.+0017+034 \n"
        "110002+00000013 81..01+00001000 82..01+00002000 \n"
    )
    first, feet = found.points
    assert (first.number, first.code, first.east, first.north, first.height) == (
        "12",
        "MOC",
        515.836,
        525.871,
        -3.079,
    )
    assert first.quality == {"prism_mm": 34.0}
    assert (feet.east, feet.north, feet.height) == pytest.approx((0.3048, 0.6096, None))
    assert found.format is Format.GSI8


@pytest.mark.parametrize(
    ("unit", "data", "radians"),
    [
        ("2", "0000000012345670", 123.4567 * GON),
        ("3", "0000000012345670", math.radians(123.4567)),
        ("4", "0000000012345301", math.radians(123 + 45 / 60 + 30.1 / 3600)),
        ("5", "0000000012345670", 1234.567 / 6400 * math.tau),
    ],
)
def test_gsi16_gives_sights_in_all_units_of_angles(unit: str, data: str, radians: float) -> None:
    found = read(
        "*110001+00000000000STA10 84...0+0000000001000000 85...0+0000000002000000 86...0+0000000000010000 "
        "88...0+0000000000001550\n"
        f"*110002+000000000000BS20 21.02{unit}+{data} 22.02{unit}+{data} 31...0+0000000000025250 "
        "87...0+0000000000001300\n"
    )
    (setup,) = found.setups
    assert (setup.station, setup.instrument_height) == ("STA10", 1.55)
    (sight,) = setup.sights
    assert (sight.target, sight.distance, sight.target_height) == ("BS20", 25.25, 1.3)
    assert sight.hz == pytest.approx(radians)
    assert sight.zenith == pytest.approx(radians)
    assert (found.points[0].east, found.points[0].north) == (1000, 2000)


def test_cut_words_of_gsi_are_problems_with_their_line() -> None:
    found = read(
        "110001+00000001 81..00+00515836 82..00+00525871\n110002+00000002 81..00+0051\n"
        "110003+00000003 81..0x+00515836 82..00+00525871\n110004+00000004 81..00+0051583Z 82..00+00525871\n"
    )
    assert [one.number for one in found.points] == ["1"]
    assert [one.line for one in found.problems] == [2, 3, 4]


def test_sdr33_gives_stations_sights_and_units() -> None:
    found = read(
        "00NMSDR33 V04-04.02     00-000-00 00:00 211111\n10NMJOB3            121111\n"
        "01NM:SET5F V01-00    020078                      31                                0.00000000\n"
        "13PCP.C. mm Applied:-30.000\n"
        + sdr_point("02TP", "0031", 509.97, 937.274, 20.053, 1.505, code="moc")
        + "03NM1.60000000\n"
        + sdr_point("08TP", "0009", 510.504, 908.838, 19.699)
        + "07TP"
        + f"{'0031':>16}{'0009':>16}{100.0:<16}{250.0:<16}\n"
        + f"09F1{'0031':>16}{'0040':>16}{25.5:<16}{98.0:<16}{50.0:<16}{'cay':<16}\n"
        + "58903\n"
    )
    assert [(one.number, one.east, one.north, one.height) for one in found.points] == [
        ("31", 937.274, 509.97, 20.053),
        ("9", 908.838, 510.504, 19.699),
    ]
    (setup,) = found.setups
    assert (setup.station, setup.instrument_height) == ("31", 1.505)
    ((target, bearing, circle),) = setup.bearings
    assert (target, bearing / GON, circle / GON) == pytest.approx(("9", 100, 250))
    (sight,) = setup.sights
    assert (sight.target, sight.code, sight.distance, sight.target_height, sight.prism_mm) == (
        "40",
        "cay",
        25.5,
        1.6,
        -30.0,
    )
    assert sight.hz == pytest.approx(50 * GON)
    assert sight.zenith == pytest.approx(98 * GON)
    assert found.problems == ()
    assert found.instrument == "SET5F V01-00"


def test_sdr20_is_narrow_and_may_have_east_first_and_feet() -> None:
    found = read(
        "00NMSDR20 V03-05     00-000-00 00:00 121121\n08KI0007100.0     200.0     10.0      \nrubbish\n"
    )
    (point,) = found.points
    assert point.number == "7"
    assert (point.east, point.north) == pytest.approx((30.48, 60.96))
    assert [one.line for one in found.problems] == [3]


def test_real_logs_of_receivers_give_every_position_with_its_quality() -> None:
    rtk, _ = read_file(DATA / "nmea-rtk.nmea")
    assert len(rtk.points) == 122
    assert sum(one.quality["fix"] == 4 for one in rtk.points) == 18
    assert rtk.degrees
    assert {one.method for one in rtk.points} == {Method.GNSS}
    ublox, digest = read_file(DATA / "ublox-zed-f9p-nmea.nmea")
    assert len(ublox.points) == 29
    assert ublox.points[0].quality["sigma_m"] > 0
    assert len(digest) == 32


def test_a_wrong_check_sum_is_refused_by_line_and_the_rest_is_read() -> None:
    good = sentence("GNGGA,010203.00,1214.4000,N,10911.4000,E,4,18,0.6,5.20,M,,M,,")
    found = read(
        good
        + good.replace("1214", "1215")
        + sentence("GNGST,010203.00,1,,,,0.003,0.004,0.02")
        + sentence("GNGGA,010204.00,,,,,0,00,99.9,,M,,M,,")
        + sentence("GNRMC,010203.00,A,1214.4000,N,10911.4000,E,0,,281126,,,A")
        + "$GNGGA,0102"
    )
    (point,) = found.points
    assert (point.east, point.north, point.height) == pytest.approx((109.19, 12.24, 5.2))
    assert point.quality == {
        "fix": 4.0,
        "satellites": 18.0,
        "hdop": 0.6,
        "sigma_m": pytest.approx(0.005),
        "sigma_height_m": 0.02,
    }
    assert [one.line for one in found.problems] == [0, 2, 6]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "survey.empty"),
        (b" \r\n\x1a", "survey.empty"),
        (bytes(range(256)) * 20, "survey.not-a-text"),
        (b"\x00" * 500, "survey.empty"),
        (b"PK\x03\x04 and so on", "survey.other-format"),
        (b"<LandXML></LandXML>", "survey.other-format"),
        (
            "Bạn ơi, hôm nay 5 người đi đo\nvà ngày mai 7 người".encode("cp1258", "replace"),
            "survey.no-points",
        ),
        (b"00NMSDR33", "survey.no-points"),
        (b"110001+0000", "survey.no-points"),
        (b"$GPGGA,1", "survey.no-points"),
        ("1;abc;def\n".encode("utf-16"), "survey.no-points"),
    ],
)
def test_what_is_no_file_of_the_field_is_refused_in_a_sentence(content: bytes, code: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        read_survey("x.txt", content)
    assert caught.value.code == code
    assert str(caught.value.where)


@pytest.mark.parametrize("length", range(0, 600, 7))
def test_every_cut_of_a_file_is_read_or_refused(length: int) -> None:
    gsi = (
        b"110001+00000012 81..00+00515836 82..00+00525871 83..00-00003079 21.322+03496940 22.322+09364360\n"
        * 6
    )
    sdr = (
        "00NMSDR33 V04-04.02     00-000-00 00:00 211111\n"
        + sdr_point("02TP", "0031", 509.97, 937.274, 20.053, 1.505) * 4
        + f"09F1{'0031':>16}{'0040':>16}{25.5:<16}{98.0:<16}{50.0:<16}\n" * 4
    ).encode()
    nmea = sentence("GNGGA,010203.00,1214.4000,N,10911.4000,E,4,18,0.6,5.20,M,,M,,").encode() * 8
    for whole in (gsi, sdr, nmea):
        # Whatever else comes out fails the test.
        with suppress(InvalidInputError):
            assert read_survey("x", whole[:length]).name == "x"


def test_points_outside_the_window_of_the_store_are_named_and_all_outside_are_refused() -> None:
    found = read("1,1319000,600100\n2,9319000,600100\n3,1319020,600120\n")
    placed = place(found, 9217)
    assert [one.number for one in placed.points] == ["1", "3"]
    assert [one.line for one in placed.problems] == [2]
    with pytest.raises(InvalidInputError) as caught:
        place(read("1,100,200\n2,110,210\n"), 9217)
    assert caught.value.code == "survey.outside"

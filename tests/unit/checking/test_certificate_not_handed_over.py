"""certificate.not-handed-over: who issued it, from which day, and what is said of the hand-over."""

from typing import Any

import pytest

from landdesk.domain.codelists import Replacement
from landdesk.domain.finding import Severity
from landdesk.domain.limits import LIST
from landdesk.services.codelists import CodeLists
from tests.unit.checking.papers import certificate
from tests.unit.checking.recorded import Made, asked, result_of
from tests.unit.checking.test_limits import TEXT

CODE = "certificate.not-handed-over"
OF_A_COMMUNE = "UBND xã Diên Điền"


def where_it_is_recorded(**named: Any) -> Made:
    """Make a certificate of a commune beside one that was handed over."""
    made = Made()
    other = {"serial": "AA 99912346", "issuer": OF_A_COMMUNE, "issued_on": "2026-01-05"}
    certificate(made, made.parcel(), handed_over_on="2026-02-01", **other)
    certificate(made, made.parcel(), **({"issuer": OF_A_COMMUNE, "issued_on": "2026-03-12"} | named))
    return made


@pytest.mark.parametrize(
    "issuer",
    [
        OF_A_COMMUNE,
        "Ủy ban nhân dân phường Nha Trang",
        "Uỷ ban nhân dân ĐẶC KHU Trường Sa",
        "TM. UBND P. Nha Trang",
        "Chủ tịch UBND Xã Diên Điền, tỉnh Khánh Hoà",
    ],
)
def test_a_certificate_of_a_commune_without_hand_over(issuer: str) -> None:
    made = where_it_is_recorded(issuer=issuer)
    (finding,) = asked(made, CODE)
    wrong = next(one for one in made.records if getattr(one, "issued_on", None) == "2026-03-12")
    assert (finding.about, finding.severity) == ((wrong.id,), Severity.ERROR)
    assert len(finding.objects) == 1
    assert finding.what.values["issuer"] == issuer


@pytest.mark.parametrize(
    "named",
    [
        {"handed_over_on": "2026-04-02"},
        {"handed_over_on": "2026"},
        {"hand_over_number": "15/BB-BG"},
        {"issuer": None},
        {"issuer": "Chi nhánh Văn phòng đăng ký đất đai khu vực xã Diên Điền"},
        {"issuer": "UBND huyện Diên Khánh"},
        {"issuer": "UBND tỉnh Khánh Hoà, xã Diên Điền"},
        {"issued_on": None},
        {"issued_on": "2026"},
        {"issued_on": "2025-06-30"},
        {"state": "replaced"},
    ],
    ids=str,
)
def test_what_is_clean_or_not_judged(named: dict[str, Any]) -> None:
    assert asked(where_it_is_recorded(**named), CODE) == []


def test_the_first_day_is_judged_and_an_office_sets_another() -> None:
    made = where_it_is_recorded(issued_on="2025-07-01")
    assert len(asked(made, CODE)) == 1
    lists = CodeLists({LIST: Replacement("Sổ tay của chi nhánh", TEXT.replace(",20250701,", ",20250702,"))})
    assert asked(made, CODE, lists) == []


def test_where_no_hand_over_is_recorded_the_rule_is_not_asked() -> None:
    made = Made()
    certificate(made, made.parcel(), issuer=OF_A_COMMUNE, issued_on="2026-03-12")
    result = result_of(made, CODE)
    assert list(result.findings) == []
    assert [one.rule for one in result.unasked] == [CODE]


def test_where_communes_issued_nothing_there_is_nothing_to_hand_over() -> None:
    made = Made()
    certificate(made, made.parcel(), issuer="Chi nhánh Văn phòng đăng ký đất đai", issued_on="2026-03-12")
    certificate(made, made.parcel(), issuer=OF_A_COMMUNE, issued_on="2025-06-30")
    assert asked(made, CODE) == []

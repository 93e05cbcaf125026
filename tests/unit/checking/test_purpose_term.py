"""purpose.term: terms that say no term, or one that the land cannot have."""

from typing import Any

import pytest

from landdesk.domain.finding import Severity
from landdesk.domain.records import Purpose
from tests.unit.checking.recorded import Made, asked

CODE = "purpose.term"


def lasting(made: Made, land_use: str = "CLN", **term: Any) -> Purpose:
    purpose: Purpose = made.add(Purpose, made.parcel().id, land_use, **term)
    return purpose


@pytest.mark.parametrize(
    "term",
    [
        {},
        {"term_kind": "LAU_DAI"},
        {"term": "Lâu dài"},
        {"term": "Sử dụng ổn định lâu dài"},
        {"term_kind": "LAU_DAI", "term": "theo quy định của pháp luật"},
        {"term_kind": "DEN_NGAY", "term_until": "2043-10-15"},
        {"term_kind": "DEN_NGAY", "term": "15/10/2043"},
        {"term": "31/12/2043"},
        {"term": "2053"},
        {"term": "50 năm", "term_from": "2013-10-15"},
        {"term_kind": "SO_NAM", "term": "50 năm"},
        {"term_kind": "SO_NAM", "term_until": "2063-10-15"},
        {"term_until": "2043-10-15", "term": "theo hợp đồng thuê đất"},
    ],
)
def test_every_way_of_writing_a_term_is_clean(term: dict[str, Any]) -> None:
    made = Made()
    lasting(made, **term)
    assert asked(made, CODE) == []


@pytest.mark.parametrize(
    ("term", "words"),
    [
        ({"term": "tạm thời"}, "understood"),
        ({"term": "31/02/2043"}, "understood"),
        ({"term_kind": "DEN_NGAY", "term": "khi Nhà nước thu hồi"}, "understood"),
        ({"term_kind": "DEN_NGAY"}, "no day"),
        ({"term_kind": "DEN_NGAY", "term": "50 năm"}, "no day"),
        ({"term_kind": "SO_NAM"}, "no number"),
        ({"term_kind": "SO_NAM", "term": "Lâu dài"}, "no number"),
        ({"term_kind": "50"}, "no kind"),
        ({"term_kind": "LAU_DAI", "term_until": "2043-10-15"}, "without an end"),
        ({"term_kind": "LAU_DAI", "term": "50 năm"}, "without an end"),
    ],
)
def test_what_says_no_term(term: dict[str, Any], words: str) -> None:
    made = Made()
    purpose = lasting(made, **term)
    (finding,) = asked(made, CODE)
    assert (finding.about, finding.objects) == ((purpose.id,), (purpose.parcel_id,))
    assert words in str(finding.what)
    assert finding.severity is Severity.ERROR


@pytest.mark.parametrize("land_use", ["ONT", "ODT"])
@pytest.mark.parametrize("term", [{"term_until": "2043-10-15", "term_kind": "DEN_NGAY"}, {"term": "50 năm"}])
def test_residential_land_has_no_end(land_use: str, term: dict[str, Any]) -> None:
    made = Made()
    purpose = lasting(made, land_use, **term)
    lasting(made, land_use, term_kind="LAU_DAI")
    assert [one.about for one in asked(made, CODE)] == [(purpose.id,)]

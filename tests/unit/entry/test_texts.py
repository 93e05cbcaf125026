"""What is typed becomes values of the record, and back."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from landdesk.domain.errors import InvalidInputError
from landdesk.i18n import set_language
from landdesk.services.codelists import shipped_lists
from landdesk.services.entry.fields import FIELDS
from landdesk.services.entry.form import CertificateForm, OriginForm, PurposeForm
from landdesk.services.entry.texts import FormTexts, is_empty, problem_field
from landdesk.services.field_values import FieldValues

TEXTS = FormTexts(FieldValues(shipped_lists(), date(2026, 11, 28)))


def purpose(**texts: str) -> PurposeForm:
    read = TEXTS.read({"parcels": [{"purposes": [texts]}]})
    assert not [one for one in read.problems if one.weight], read.problems
    return read.form.parcels[0].purposes[0]


@pytest.mark.parametrize(
    ("text", "origins"),
    [
        ("1", (OriginForm(origin="1"),)),
        ("tk", (OriginForm(transfer_origin="THUA_KE"),)),
        ("TK+1", (OriginForm(origin="1", transfer_origin="THUA_KE"),)),
        ("1+tk", (OriginForm(origin="1", transfer_origin="THUA_KE"),)),
        ("1; 5", (OriginForm(origin="1"), OriginForm(origin="5"))),
        ("Nhận thừa kế", (OriginForm(transfer_origin="THUA_KE"),)),
        ("Đất khai hoang từ năm 1990", (OriginForm(detail="Đất khai hoang từ năm 1990"),)),
    ],
)
def test_origins(text: str, origins: tuple[OriginForm, ...]) -> None:
    assert purpose(origin=text).origins == origins


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("ld", ("LAU_DAI", None, None)),
        ("Lâu dài", ("LAU_DAI", None, None)),
        ("15102043", ("DEN_NGAY", None, "2043-10-15")),
        ("15/10/2043", ("DEN_NGAY", None, "2043-10-15")),
        ("2043", ("DEN_NGAY", None, "2043-12-31")),
        ("50 năm", ("SO_NAM", "50 năm", None)),
    ],
)
def test_terms(text: str, term: tuple[str | None, ...]) -> None:
    made = purpose(term=text)
    assert (made.term_kind, made.term, made.term_until) == term
    assert (
        purpose(
            term=TEXTS.words(
                CertificateForm(
                    parcels=TEXTS.read({"parcels": [{"purposes": [{"term": text}]}]}).form.parcels
                )
            )["parcels"][0]["purposes"][0]["term"]
        )
        == made
    )


@pytest.mark.parametrize(
    ("place", "texts"),
    [
        ("parcels.0.purposes.0.origin", {"parcels": [{"purposes": [{"origin": "xyz"}]}]}),
        ("parcels.0.purposes.0.term", {"parcels": [{"purposes": [{"term": "mai"}]}]}),
        ("parcels.0.area_m2", {"parcels": [{"area_m2": "mười"}]}),
        ("persons.1.born", {"persons": [{}, {"born": "31/02/1961"}]}),
        ("persons.0.sex", {"persons": [{"sex": "n"}]}),
        ("issued_on", {"issued_on": "99999999"}),
        ("commune", {"commune": "Diên Điền nào đó"}),
    ],
)
def test_what_cannot_be_read_leaves_its_field_empty(place: str, texts: dict[str, Any]) -> None:
    read = TEXTS.read(texts)
    assert [one.place for one in read.problems] == [place]
    assert read.problems[0].stands_in_the_way(frozenset({place}))
    assert problem_field(place) is not None


def test_numbers_of_papers_are_written_as_printed() -> None:
    form = TEXTS.read(
        {
            "serial": "dđ659138",
            "register_number": "ch04421",
            "persons": [{"identity_number": "056 061.000011"}],
        }
    ).form
    assert (form.serial, form.register_number) == ("DĐ 659138", "CH 04421")
    assert form.persons[0].identity_number == "056061000011"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_words_are_understood_again(language: str) -> None:
    texts = {
        "commune": "22657",
        "serial": "AA 123456",
        "issued_on": "02/03/2012",
        "holder_kind": "vc",
        "persons": [{"name": "Trần Văn Mít", "born": "1961", "sex": "nam", "role": "chồng"}],
        "parcels": [
            {
                "sheet": "12",
                "number": "7",
                "area_m2": "1.200,5",
                "purposes": [
                    {"land_use": "ont", "area_m2": "200", "origin": "tk+1", "form": "r", "term": "ld"}
                ],
                "asset": {"kind": "nhà ở riêng lẻ", "built_area_m2": "80", "ownership_form": "r"},
            }
        ],
        "current_user": {"name": "Phạm Thị Na", "reason": "tk"},
        "accept": ["serial"],
    }
    set_language(language)
    try:
        form = TEXTS.read(texts).form
        assert form.parcels[0].area_m2 == Decimal("1200.5")
        assert TEXTS.read(TEXTS.words(form)).form == form
    finally:
        set_language("vi")


@pytest.mark.parametrize(
    "texts", [{"nothing": "1"}, {"parcels": "1"}, {"persons": ["x"]}, {"serial": ["x"]}, {"accept": "x"}]
)
def test_other_shapes_are_refused(texts: dict[str, Any]) -> None:
    with pytest.raises(InvalidInputError):
        TEXTS.read(texts)


def test_every_field_of_pl3_has_its_place() -> None:
    numbers = {int(part) for one in FIELDS if one.number for part in one.number.split(", ")}
    # 21 and 22 do not occur on the form, 49 are the scans.
    assert numbers == set(range(1, 49)) - {21, 22}
    assert is_empty(PurposeForm())
    assert not is_empty(PurposeForm(land_use="ONT"))

"""scan.damaged: scans that are damaged or there twice."""

from typing import Any

import pytest

from landdesk.domain.finding import Severity
from tests.unit.checking.papers import scan
from tests.unit.checking.recorded import Made, asked

CODE = "scan.damaged"


def test_a_pdf_of_one_page_is_clean_and_so_is_one_of_which_nothing_is_known() -> None:
    made = Made()
    scan(made, made.parcel(), pages=1, size_bytes=1)
    scan(made, made.parcel(), pages=None, size_bytes=None, media_type=None, sha256=None)
    scan(made, made.parcel(), pages=None, size_bytes=None, media_type=None, sha256=None)
    assert asked(made, CODE) == []


@pytest.mark.parametrize(
    ("named", "what"),
    [
        ({"media_type": "image/jpeg"}, "The file is no PDF."),
        ({"pages": 0}, "The file has no pages."),
        ({"size_bytes": 0, "pages": 0}, "The file is empty."),
    ],
)
def test_each_damage(named: dict[str, Any], what: str) -> None:
    made = Made()
    parcel = made.parcel()
    wrong = scan(made, parcel, **named)
    (finding,) = asked(made, CODE)
    assert (finding.about, finding.objects, finding.severity) == ((wrong.id,), (parcel.id,), Severity.ERROR)
    assert str(finding.what) == what


def test_two_scans_of_one_content() -> None:
    made = Made()
    first, second = made.parcel(), made.parcel()
    one, two = scan(made, first, sha256="a" * 64), scan(made, second, sha256="a" * 64)
    scan(made, second, sha256="a" * 63 + "b")
    (finding,) = asked(made, CODE)
    assert (finding.about, finding.objects) == ((one.id, two.id), (first.id, second.id))
    assert (finding.amount, finding.unit) == (2, "count")


@pytest.mark.parametrize("named", [{"absent": True}, {"is_old": True}])
def test_superseded_files_do_not_count(named: dict[str, Any]) -> None:
    made = Made()
    scan(made, made.parcel(), sha256="a" * 64)
    scan(made, made.parcel(), sha256="a" * 64, pages=0, **named)
    assert asked(made, CODE) == []

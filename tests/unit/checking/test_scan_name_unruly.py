"""scan.name-unruly: names of files that do not say serial and kind."""

from typing import Any

import pytest

from landdesk.domain.finding import Severity
from tests.unit.checking.papers import certificate, scan
from tests.unit.checking.recorded import Made, asked

CODE = "scan.name-unruly"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("AA12345678-GCN.pdf", "1"),
        ("aa 12345678_gcn.PDF", "1"),
        ("Hồ sơ AA-12345678 GT.pdf", "0"),
        ("AA12345678-CCCD.pdf", "0"),
        ("AA12345678-DDK.pdf", "2"),
        ("AA12345678-TBXN.pdf", "3"),
        ("CHUACOGIAY_22657_ONT-DDK.pdf", "2"),
        ("AA12345678-GCN.pdf", None),
        (None, "1"),
    ],
)
def test_names_with_serial_and_kind_are_clean(name: str | None, kind: str | None) -> None:
    made = Made()
    scan(made, certificate(made, made.parcel()), kind=kind, file_name=name)
    assert asked(made, CODE) == []


@pytest.mark.parametrize(
    ("name", "what"),
    [
        (
            "AA12345679-GCN.pdf",
            "The name of the file holds no serial of a certificate that the scan is attached to.",
        ),
        ("AA12345678.pdf", "The name of the file does not say the kind of the scan."),
        ("AA12345678-GT.pdf", "The name of the file does not say the kind of the scan."),
        (
            "scan0001.pdf",
            "The name of the file holds neither the serial of a certificate nor the kind of the scan.",
        ),
    ],
)
def test_names_without(name: str, what: str) -> None:
    made = Made()
    parcel = made.parcel()
    wrong = scan(made, certificate(made, parcel), file_name=name)
    (finding,) = asked(made, CODE)
    assert (finding.about, finding.objects, finding.severity) == ((wrong.id,), (parcel.id,), Severity.WARNING)
    assert str(finding.what) == what


def test_the_letter_that_other_programs_write_otherwise() -> None:
    made = Made()
    scan(made, certificate(made, made.parcel(), serial="DĐ 659138"), file_name="dđ659138-gcn.pdf")
    assert asked(made, CODE) == []


def test_one_serial_of_several_is_enough_and_without_certificate_the_kind() -> None:
    made = Made()
    parcel = made.parcel()
    scan(made, certificate(made, parcel), certificate(made, parcel, serial="AA 12345679"))
    scan(made, parcel, file_name="x-GCN.pdf")
    scan(made, certificate(made, parcel, serial=None), file_name="x-GCN.pdf")
    assert asked(made, CODE) == []


@pytest.mark.parametrize("named", [{"absent": True}, {"is_old": True}])
def test_superseded_files_keep_their_names(named: dict[str, Any]) -> None:
    made = Made()
    scan(made, made.parcel(), file_name="x.pdf", **named)
    assert asked(made, CODE) == []

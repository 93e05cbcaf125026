"""Examples of rules about what is recorded of parcels and of their purposes."""

from decimal import Decimal
from typing import Final

from shapely import MultiPolygon, box

from landdesk.domain.records import (
    Certificate,
    CertificateParcel,
    LandRight,
    MapSheet,
    Party,
    Purpose,
    PurposeOrigin,
    Restriction,
)
from tests.stores import COMMUNE
from tests.unit.checking.papers import certificate, held
from tools.record_examples.draft import Draft, RecordExample

_WEST, _SOUTH = 590_000.0, 1_358_000.0
_CODE: Final = "w6jtf5jp9d02"
"""Of a point in the parcel that begins there."""
_PARCEL: Final = "Thửa 12/57"


def _land(west_m: float, east_m: float) -> MultiPolygon:
    return MultiPolygon([box(_WEST + west_m, _SOUTH, _WEST + east_m, _SOUTH + 30.0)])


def _missing_field(made: Draft) -> None:
    parcel = made.parcel(number="57", address=made.either(None, "Thôn Phú Điền, xã Diên Điền"))
    purpose = made.add(Purpose, parcel.id, "ONT", form=made.either(None, "RIENG"), term_kind="LAU_DAI")
    made.add(PurposeOrigin, purpose.id, origin="1")
    made.show("parcel", parcel, "legal_area_m2", "address")
    made.show("purpose", purpose, "land_use", "form")
    made.blame(parcel)


def _code_missing(made: Draft) -> None:
    parcel = made.parcel(number="57", parcel_code=made.either(None, _CODE))
    made.show("parcel", parcel, "sheet", "number", "parcel_code")
    made.blame(parcel)


def _code_wrong(made: Draft) -> None:
    code = made.either(_CODE.replace("0", "o"), _CODE)
    parcel = made.parcel(number="57", parcel_code=code, shape=_land(0.0, 20.0))
    made.show("parcel", parcel, "sheet", "number", "parcel_code")
    made.blame(parcel)


def _old_commune(made: Draft) -> None:
    parcel = made.parcel(
        number="57", commune=made.either("22663", COMMUNE), old_commune=made.either(None, "22663")
    )
    made.show("parcel", parcel, "sheet", "number", "commune", "old_commune")
    made.blame(parcel)


def _sheet_unconverted(made: Draft) -> None:
    sheet = made.add(MapSheet, COMMUNE, "12", old_numbers="3 (xã Diên Sơn); 4")
    parcel = made.parcel(number="57", old_sheet=made.either(None, "8"))
    paper = made.add(Certificate, "BK 999123", state="valid")
    named = made.add(CertificateParcel, paper.id, parcel.id, sheet="8", number="57")
    made.show("certificate_parcel", named, "sheet")
    made.show("parcel", parcel, "sheet", "old_sheet")
    made.show("map_sheet", sheet, "old_numbers", label="Các số tờ cũ của tờ 12")
    made.blame(parcel)


def _no_record(made: Draft) -> None:
    made.user(made.parcel())
    parcel = made.parcel(number="57", loaded="boundary key")
    right = None
    if made.mended:
        user = made.add(Party, "Đặng Văn Bình", kind="individual")
        right = made.add(LandRight, parcel.id, user.id)
    made.show("parcel", parcel, "shape", "sheet", "number")
    made.show("land_right", right, "party_id")
    made.blame(parcel)


def _no_user(made: Draft) -> None:
    parcel = made.parcel(number="57")
    purpose = made.add(Purpose, parcel.id, "ONT")
    right = None
    if made.mended:
        user = made.add(Party, "Đặng Văn Bình", kind="individual")
        right = made.add(LandRight, parcel.id, user.id)
    made.show("purpose", purpose, "land_use")
    made.show("land_right", right, "party_id")
    made.blame(parcel)


def _label_differs(made: Draft) -> None:
    area = made.either(Decimal("412.50"), Decimal("398.10"))
    parcel = made.parcel(number="57", map_area_m2=area, shape=_land(0.0, 13.27))
    made.show("parcel", parcel, "shape", label="Diện tích theo ranh giới")
    made.show("parcel", parcel, "map_area_m2")
    made.blame(parcel)


def _retired_active(made: Draft) -> None:
    parts = [
        made.parcel(number="201", shape=_land(0.0, 10.0)),
        made.parcel(number="202", shape=_land(10.0, 20.0)),
    ]
    former = None
    if not made.mended:
        former = made.parcel(number="57", shape=_land(0.0, 20.0))
        made.lineage += [(former.id, part.id) for part in parts]
        made.blame(former)
    made.show("parcel", former, "shape", label="Ranh giới thửa 57 (đã tách)")
    for part in parts:
        made.show("parcel", part, "shape", label=f"Ranh giới thửa {part.number}")


def _dispute_unrecorded(made: Draft) -> None:
    parcel = made.parcel(number="57", disputed=True)
    restriction = made.add(
        Restriction,
        "dispute",
        parcel_id=parcel.id,
        in_force=True,
        content=made.either(None, "Tranh chấp ranh giới với thửa 58"),
        document=made.either(None, "Văn bản 12/TB-TA ngày 04/05/2026"),
    )
    made.show("parcel", parcel, "disputed")
    made.show("restriction", restriction, "content", "document")
    made.blame(parcel)


def _several_certificates(made: Draft) -> None:
    parcel = made.parcel(number="57")
    first = certificate(
        made, parcel, serial="AB 999123", issued_on="2003-04-11", state=made.either("valid", "replaced")
    )
    second = certificate(made, parcel, serial="CH 999456", issued_on="2019-09-20")
    holder = held(made, parcel, first)
    made.add(LandRight, parcel.id, holder.id, certificate_id=second.id)
    made.show("certificate", first, "serial", "issued_on", "state")
    made.show("certificate", second, "serial", "issued_on", "state")
    made.blame(parcel)


def _area_sum(made: Draft) -> None:
    parcel = made.parcel(number="57")
    house = made.add(Purpose, parcel.id, "ONT", Decimal("200.00"))
    garden = made.add(Purpose, parcel.id, "CLN", made.either(Decimal("4000.00"), Decimal("400.00")))
    made.show("parcel", parcel, "legal_area_m2")
    made.show("purpose", house, "area_m2", label="Diện tích đất ở (ONT)")
    made.show("purpose", garden, "area_m2", label="Diện tích cây lâu năm (CLN)")
    made.blame(parcel)


def _land_use_code(made: Draft) -> None:
    parcel = made.parcel(number="57")
    paper = certificate(made, parcel)
    purpose = made.add(Purpose, parcel.id, made.either("BHK", "HNK"))
    made.show("certificate", paper, "issued_on", label="Ngày cấp GCN")
    made.show("purpose", purpose, "land_use")
    made.blame(purpose)


def _residential_kind(made: Draft) -> None:
    parcel = made.parcel(number="57", commune="22651")
    purpose = made.add(Purpose, parcel.id, made.either("ODT", "ONT"))
    made.show("parcel", parcel, "commune", label="Xã")
    made.show("purpose", purpose, "land_use")
    made.blame(purpose)


def _term(made: Draft) -> None:
    parcel = made.parcel(number="57")
    purpose = made.add(
        Purpose, parcel.id, "ONT", term=made.either("tạm thời", None), term_kind=made.either(None, "LAU_DAI")
    )
    made.show("purpose", purpose, "land_use", "term_kind", "term")
    made.blame(purpose)


PARCELS: Final = {
    "parcel.code-missing": RecordExample(_PARCEL, _code_missing),
    "parcel.code-wrong": RecordExample(_PARCEL, _code_wrong),
    "parcel.dispute-unrecorded": RecordExample(_PARCEL, _dispute_unrecorded),
    "parcel.label-differs": RecordExample(_PARCEL, _label_differs),
    "parcel.missing-field": RecordExample(_PARCEL, _missing_field),
    "parcel.no-record": RecordExample(_PARCEL, _no_record),
    "parcel.no-user": RecordExample(_PARCEL, _no_user),
    "parcel.old-commune": RecordExample(_PARCEL, _old_commune),
    "parcel.retired-active": RecordExample("Thửa 12/57 đã tách thành 12/201 và 12/202", _retired_active),
    "parcel.several-certificates": RecordExample(
        "Hai giấy chứng nhận của một người cho thửa 12/57", _several_certificates
    ),
    "parcel.sheet-unconverted": RecordExample(
        "Thửa 12/57 và giấy chứng nhận cấp theo tờ cũ", _sheet_unconverted
    ),
    "purpose.area-sum": RecordExample(_PARCEL, _area_sum),
    "purpose.land-use-code": RecordExample(_PARCEL, _land_use_code),
    "purpose.residential-kind": RecordExample(_PARCEL, _residential_kind),
    "purpose.term": RecordExample(_PARCEL, _term),
}

"""Examples of rules about certificates and scans."""

from typing import Final

from landdesk.domain.records import CertificateParcel, LandRight, Party
from tests.unit.checking.papers import bind, certificate, held, scan
from tools.record_examples.draft import Draft, RecordExample

_SERIAL: Final = "AA 99912345"
_FILE: Final = "AA99912345-GCN.pdf"
_PAPERS: Final = "AA99912345-GT.pdf"
_CERTIFICATE: Final = "Giấy chứng nhận"
_SCAN: Final = "Hồ sơ quét"


def _field_missing(made: Draft) -> None:
    paper = certificate(made, made.parcel(), serial="K 999097", issued_on=made.either(None, "1999-03-12"))
    made.show("certificate", paper, "serial", "register_number", "issued_on")
    made.blame(paper)


def _holder_differs(made: Draft) -> None:
    parcel = made.parcel()
    paper = certificate(made, parcel, serial=made.either("BK 999123", _SERIAL))
    heir = made.add(Party, "Đặng Thị Hoa", kind="individual")
    own = made.add(LandRight, parcel.id, heir.id, certificate_id=paper.id, acquired_by="THUA_KE")
    holder = heir if made.mended else held(made, parcel, paper)
    made.show("certificate", paper, "serial")
    made.show("party", holder, "name", label="Người đứng tên trên giấy")
    made.show("party", heir, "name", label="Người đang sử dụng")
    made.show("land_right", own, "acquired_by")
    made.blame(paper)


def _kind_date(made: Draft) -> None:
    paper = certificate(
        made, made.parcel(), serial=_SERIAL, kind="11", issued_on=made.either("2014-06-30", "2014-07-30")
    )
    made.show("certificate", paper, "serial")
    made.show("certificate", paper, "kind", label="Loại giấy")
    made.show("certificate", paper, "issued_on")
    made.blame(paper)


def _no_parcel(made: Draft) -> None:
    parcel = made.parcel(number="57")
    paper = certificate(made, serial=_SERIAL)
    link = made.add(CertificateParcel, paper.id, parcel.id) if made.mended else None
    made.show("certificate", paper, "serial", "register_number")
    made.show("certificate_parcel", link, "parcel_id")
    made.blame(paper)


def _not_handed_over(made: Draft) -> None:
    days = {"issued_on": "2026-03-12", "issuer": "UBND xã Diên Điền"}
    paper = certificate(
        made,
        made.parcel(),
        serial=_SERIAL,
        handed_over_on=made.either(None, "2026-04-02"),
        hand_over_number=made.either(None, "15/BB-BG"),
        **days,
    )
    # Another one was handed over: the commune records it.
    certificate(made, made.parcel(), serial="AA 99912346", handed_over_on="2026-04-02", **days)
    made.show("certificate", paper, "serial", "issuer", "issued_on", "handed_over_on", "hand_over_number")
    made.blame(paper)


def _parcel_differs(made: Draft) -> None:
    parcels = [made.parcel(number=number) for number in ("57", "75")]
    paper = certificate(made, serial=_SERIAL)
    right, wrong = parcels
    link = made.add(CertificateParcel, paper.id, made.either(wrong, right).id, sheet="12", number="57")
    made.show("certificate_parcel", link, "sheet", "number")
    made.show("certificate_parcel", link, "parcel_id", label="Thửa được liên kết")
    made.blame(paper)


def _serial_malformed(made: Draft) -> None:
    paper = certificate(made, made.parcel(), serial=made.either("AA 9991234", _SERIAL))
    made.show("certificate", paper, "serial", "register_number", "issued_on")
    made.blame(paper)


def _serial_shared(made: Draft) -> None:
    first, second = made.parcel(number="57"), made.parcel(number="58")
    paper = certificate(made, first, serial=_SERIAL)
    if made.mended:
        other, of_second = None, made.add(CertificateParcel, paper.id, second.id)
    else:
        other = certificate(made, serial=_SERIAL)
        of_second = made.add(CertificateParcel, other.id, second.id)
        made.blame(paper, other)
    made.show("certificate", paper, "serial", label="Bản ghi 1: số phát hành")
    made.show("certificate", other, "serial", label="Bản ghi 2: số phát hành")
    made.show("certificate_parcel", of_second, "certificate_id", label="Giấy của thửa 12/58")


def _scan_certificate_missing(made: Draft) -> None:
    paper = certificate(made, made.parcel(), serial=_SERIAL)
    file = scan(made, paper, file_name=_FILE) if made.mended else None
    made.show("certificate", paper, "serial")
    made.show("document", file, "file_name", label="Tệp quét giấy chứng nhận")
    made.blame(paper)


def _identity_missing(made: Draft) -> None:
    parcel = made.parcel()
    paper = certificate(made, parcel, serial=_SERIAL)
    couple = held(made, parcel, paper, name="Ông Lê Văn Tám và vợ", kind="couple")
    scan(made, paper, file_name=_FILE)
    file = scan(made, paper, kind="0", file_name=_PAPERS) if made.mended else None
    made.show("certificate", paper, "serial")
    made.show("party", couple, "name")
    made.show("document", file, "file_name", label="Tệp quét giấy tờ")
    made.blame(paper)


def _unlinked(made: Draft) -> None:
    parcel = made.parcel(number="57")
    paper = certificate(made, parcel, serial=_SERIAL)
    file = scan(made, file_name=_FILE)
    on_parcel = bind(made, file, parcel)
    link = bind(made, file, paper) if made.mended else None
    made.show("document", file, "file_name", "kind")
    made.show("document_link", on_parcel, "parcel_id")
    made.show("document_link", link, "certificate_id")
    made.blame(file)


def _unsigned(made: Draft) -> None:
    file = scan(
        made,
        certificate(made, made.parcel(), serial=_SERIAL),
        file_name=_FILE,
        signed=made.either(False, True),
    )
    made.show("document", file, "file_name", "pages", "signed")
    made.blame(file)


def _name_unruly(made: Draft) -> None:
    paper = certificate(made, made.parcel(), serial=_SERIAL)
    file = scan(made, paper, file_name=made.either("scan0001.pdf", _FILE))
    made.show("certificate", paper, "serial")
    made.show("document", file, "kind", "file_name")
    made.blame(file)


def _damaged(made: Draft) -> None:
    file = scan(
        made,
        certificate(made, made.parcel(), serial=_SERIAL),
        file_name=made.either("AA99912345-GCN.jpg", _FILE),
        media_type=made.either("image/jpeg", "application/pdf"),
    )
    made.show("document", file, "file_name", "media_type", "pages")
    made.blame(file)


def _ambiguous(made: Draft) -> None:
    one, other = (certificate(made, made.parcel(), serial=serial) for serial in (_SERIAL, "AA 99912346"))
    file = scan(made, file_name=_FILE)
    first = bind(made, file, one, made.either(None, "1-2"))
    second = bind(made, file, other, made.either(None, "3-4"))
    made.show("document", file, "file_name")
    made.show("document_link", first, "pages", label=f"Các trang của {_SERIAL}")
    made.show("document_link", second, "pages", label="Các trang của AA 99912346")
    made.blame(file)


PAPERS: Final = {
    "certificate.field-missing": RecordExample(_CERTIFICATE, _field_missing),
    "certificate.holder-differs": RecordExample("Giấy chứng nhận sau khi thừa kế", _holder_differs),
    "certificate.kind-date": RecordExample(_CERTIFICATE, _kind_date),
    "certificate.no-parcel": RecordExample(_CERTIFICATE, _no_parcel),
    "certificate.not-handed-over": RecordExample(_CERTIFICATE, _not_handed_over),
    "certificate.parcel-differs": RecordExample(_CERTIFICATE, _parcel_differs),
    "certificate.serial-malformed": RecordExample(_CERTIFICATE, _serial_malformed),
    "certificate.serial-shared": RecordExample("Một giấy chứng nhận của hai thửa", _serial_shared),
    "scan.ambiguous": RecordExample("Một tệp quét của hai giấy chứng nhận", _ambiguous),
    "scan.certificate-missing": RecordExample(_CERTIFICATE, _scan_certificate_missing),
    "scan.damaged": RecordExample(_SCAN, _damaged),
    "scan.identity-missing": RecordExample("Giấy chứng nhận của hai vợ chồng", _identity_missing),
    "scan.name-unruly": RecordExample(_SCAN, _name_unruly),
    "scan.unlinked": RecordExample(_SCAN, _unlinked),
    "scan.unsigned": RecordExample(_SCAN, _unsigned),
}

"""Every field of every class: the rows of the registry in ``fields.py``.

Column by column: permanent identifier, name, label, field group, names of the same thing in the national system
(MPLIS/VBDLIS columns, as far as they are known second-hand), code list. Identifiers are never used again.
"""

from typing import Any

from landdesk.domain.field import Field, Kind
from landdesk.i18n import N_


def _text(identifier: str, name: str, title: str, group: str = "", alias: str = "", **more: Any) -> Field:
    return Field(identifier, "", name, Kind.TEXT, title, group=group, alias=tuple(alias.split()), **more)


def _date(identifier: str, name: str, title: str, group: str = "", alias: str = "", **more: Any) -> Field:
    return Field(identifier, "", name, Kind.DATE, title, group=group, alias=tuple(alias.split()), **more)


def _whole(identifier: str, name: str, title: str, group: str = "", alias: str = "") -> Field:
    return Field(identifier, "", name, Kind.WHOLE, title, group=group, alias=tuple(alias.split()))


def _yes_no(identifier: str, name: str, title: str, group: str = "", alias: str = "") -> Field:
    return Field(identifier, "", name, Kind.YES_NO, title, group=group, alias=tuple(alias.split()))


def _area(identifier: str, name: str, title: str, group: str = "", alias: str = "") -> Field:
    return Field(identifier, "", name, Kind.DECIMAL, title, scale=2, group=group, alias=tuple(alias.split()))


def _bytes(identifier: str, name: str, title: str, group: str) -> Field:
    return Field(identifier, "", name, Kind.BYTES, title, group=group)


def _shape(identifier: str, name: str, title: str, group: str, alias: str) -> Field:
    return Field(identifier, "", name, Kind.SHAPE, title, group=group, alias=(alias,))


def _part(identifier: str, name: str, title: str, target: str, alias: str = "", *, group: str = "") -> Field:
    """Return a reference to what the object is a part of: it goes when that goes."""
    more: dict[str, Any] = {"group": group, "alias": tuple(alias.split()), "part_of": True}
    return Field(identifier, "", name, Kind.REFERENCE, title, target=target, **more)


def _link(identifier: str, name: str, title: str, target: str, alias: str = "", *, group: str = "") -> Field:
    """Return a reference that is emptied when the other object goes."""
    more: dict[str, Any] = {"group": group, "alias": tuple(alias.split())}
    return Field(identifier, "", name, Kind.REFERENCE, title, target=target, **more)


def _links(identifier: str, name: str, title: str) -> Field:
    return Field(identifier, "", name, Kind.REFERENCES, title)


ROWS: dict[str, tuple[Field, ...]] = {
    "map_sheet": (
        _text("F170", "commune", N_("Commune code"), "", "XAID", codelist="commune"),
        _text("F171", "number", N_("Number of the sheet"), "", "SOHIEUTOBANDO"),
        _whole("F172", "scale", N_("Scale 1 to"), "", "tyLe"),
        _text("F173", "survey_document", N_("Survey document"), "", "TAILIEUDODAC"),
        _text("F174", "old_numbers", N_("Old sheet numbers"), "", "SOHIEUTOBANDOCU"),
        _text("F175", "kind", N_("Kind of map"), "", "loaiBanDo"),
        _text("F176", "surveyor", N_("Surveying unit"), "", "donViDo"),
        _text("F177", "method", N_("Survey method"), "", "phuongPhap"),
        _text("F178", "accuracy", N_("Accuracy level"), "", "mucChinhXac"),
        _date("F179", "completed_on", N_("Date of completion"), "", "ngayHoanThanh"),
    ),
    "parcel": (
        _text("F001", "commune", N_("Commune code"), "key", "XAID maXa", codelist="commune"),
        _text("F002", "sheet", N_("Map sheet"), "key", "SOHIEUTOBANDO"),
        _text("F003", "number", N_("Parcel number"), "key", "SOTHUTUTHUA"),
        _text("F004", "number_state", N_("State of the number"), "key"),
        _text("F005", "address", N_("Parcel address"), "address", "DIACHITHUADAT"),
        _area("F006", "legal_area_m2", N_("Legal area"), "area", "DIENTICHPHAPLY"),
        _text("F007", "source_id", N_("Identifier in the source"), "", "THUADATID"),
        _bytes("F008", "source_shape", N_("Source geometry that could not be read"), "boundary"),
        _link("F101", "map_sheet_id", N_("Map sheet"), "map_sheet", group="key", alias="TAILIEUDODACID"),
        _text("F102", "old_sheet", N_("Old sheet number"), "key", "SOHIEUTOBANDOCU"),
        _text("F103", "old_number", N_("Old parcel number"), "key", "SOTHUTUTHUACU"),
        _text("F104", "parcel_code", N_("Parcel identification code"), "code", "maDinhDanhThuaDat"),
        _area("F105", "map_area_m2", N_("Map area as recorded"), "area", "DIENTICH"),
        _text("F106", "hamlet", N_("Hamlet or residential group"), "address", "KHUVUCID"),
        _text("F107", "road", N_("Road section"), "address", "DOANDUONGID"),
        _yes_no("F108", "disputed", N_("In dispute"), "restriction", "DANGTRANHCHAP"),
        _yes_no(
            "F109", "occupying_object", N_("Land-occupying object, not a parcel"), "key", "LADOITUONGCHIEMDAT"
        ),
        _text("F110", "kind", N_("Kind of parcel"), "key", "LOAITHUADAT"),
        _text("F111", "planning", N_("Planning content"), "purpose", "noiDungQuyHoach"),
        _text("F112", "use_history", N_("Course of use"), "origin", "quaTrinhSuDung"),
        _text("F113", "area_note", N_("Note on the area"), "area", "ghiChuDienTich"),
        _whole("F114", "value_vnd", N_("Value of the land use right"), "area", "GTQUYENSDD"),
        _text(
            "F115",
            "collection_state",
            N_("State of collection"),
            "",
            "TRANGTHAI",
            codelist="collection_state",
        ),
        _text("F116", "loaded", N_("Field groups that a loaded source holds")),
        _text("F117", "old_commune", N_("Commune before the merger"), "key", codelist="old_unit"),
        _yes_no("F118", "print_old_figures", N_("Print the old figures"), "", "inSoLieuCu"),
        _text("F119", "note", N_("Note")),
        _shape("GEOM", "shape", N_("Boundary"), "boundary", "GEOMETRY"),
    ),
    "party": (
        _text("F030", "name", N_("Full name"), "user", "HOTEN TENTOCHUC TENCONGDONG", personal=True),
        _text(
            "F031",
            "identity_number",
            N_("Personal ID number"),
            "identity",
            "maSoDinhDanh",
            personal=True,
        ),
        _text("F032", "address", N_("Permanent address"), "user_address", "DIACHI", personal=True),
        _text("F140", "kind", N_("Kind of land user"), "user", "loaiDoiTuong", codelist="party_kind"),
        _text(
            "F141", "object_type", N_("Type of user"), "user", "loaiDoiTuongId", codelist="user_object_type"
        ),
        _date("F142", "born", N_("Date of birth"), "identity", "NGAYSINH NAMSINH", personal=True),
        _text("F143", "sex", N_("Sex"), "identity", "GIOITINH", codelist="sex", personal=True),
        _text(
            "F144",
            "life_state",
            N_("Alive or deceased"),
            "identity",
            "CONSONG",
            codelist="life_state",
            personal=True,
        ),
        _text("F145", "nationality", N_("Nationality"), "user", "QUOCTICH", personal=True),
        _text("F146", "ethnicity", N_("Ethnicity"), "user", "DANTOC", personal=True),
        _text("F147", "tax_code", N_("Tax code"), "identity", "MASOTHUE", personal=True),
        _text("F148", "phone", N_("Telephone"), "user", "SODIENTHOAI", personal=True),
        _text("F149", "email", N_("E-mail"), "user", "EMAIL", personal=True),
        _text("F150", "short_name", N_("Short name"), "user", "TENVIETTAT"),
        _text("F151", "foreign_name", N_("Name in English"), "user", "TENTOCHUCTA"),
        _text("F152", "organisation_kind", N_("Kind of organisation"), "user", "LOAITOCHUC"),
        _text("F153", "decision_number", N_("Number of the founding decision"), "identity", "SOQUYETDINH"),
        _date("F154", "decision_on", N_("Date of the founding decision"), "identity", "NGAYQUYETDINH"),
        _text("F155", "business_code", N_("Enterprise code"), "identity", "MADOANHNGHIEP"),
        _text("F156", "household_book", N_("Household book number"), "identity", "soHoKhau", personal=True),
        _text(
            "F157",
            "marriage_certificate",
            N_("Marriage certificate number"),
            "identity",
            "soGiayKetHon",
            personal=True,
        ),
        _text("F158", "marriage_book", N_("Marriage register"), "identity", "quyenSo", personal=True),
        _date("F159", "married_from", N_("Married from"), "identity", personal=True),
        _date("F160", "married_until", N_("Married until"), "identity", personal=True),
        _text(
            "F161",
            "population_match",
            N_("Match with the population database"),
            "match",
            codelist="population_match",
        ),
        _date("F162", "matched_on", N_("Date of the match"), "match"),
        _text("F163", "match_batch", N_("Batch of the match"), "match"),
        _text("F164", "note", N_("Note"), personal=True),
    ),
    "certificate": (
        _text("F240", "serial", N_("Serial number"), "certificate", "SOPHATHANH"),
        _text("F241", "register_number", N_("Register entry number"), "certificate", "SOVAOSO"),
        _text("F242", "old_register_number", N_("Old register entry number"), "certificate", "soVaoSoCu"),
        _date("F243", "issued_on", N_("Date of issue"), "certificate", "NGAYCAP"),
        _date("F244", "registered_on", N_("Date of entry in the register"), "certificate", "ngayVaoSo"),
        _text("F245", "bar_code", N_("Bar code"), "certificate", "MAVACH"),
        _text(
            "F246",
            "kind",
            N_("Type of certificate"),
            "certificate",
            "loaiGiayChungNhanId",
            codelist="certificate_type",
        ),
        _text("F247", "issuer", N_("Issuing authority"), "certificate", "donViCap"),
        _text("F248", "signer", N_("Signed by"), "certificate", "tenNguoiKy"),
        _text("F249", "signed_for", N_("Signed on behalf of"), "certificate", "uyQuyenKy kyThay"),
        _yes_no("F250", "legally_recognised", N_("Legally recognised"), "certificate", "daCongNhanPhapLy"),
        _text("F251", "legal_basis", N_("Legal basis"), "certificate", "canCuPhapLy"),
        _text("F252", "note_page_1", N_("Note on page 1"), "certificate", "ghiChuTrang1"),
        _text("F253", "note_page_2", N_("Note on page 2"), "certificate", "ghiChuTrang2"),
        _text(
            "F254",
            "state",
            N_("State of the certificate"),
            "certificate",
            "TRANGTHAIXULY TRANGTHAIPL",
            codelist="certificate_state",
        ),
        _text("F255", "commune", N_("Commune code"), "certificate", "MAXA", codelist="commune"),
        _link("F256", "replaces_id", N_("Certificate it replaces"), "certificate", group="certificate"),
        _text("F257", "source_id", N_("Identifier in the source"), "", "version"),
        _text(
            "F258",
            "holder_kind",
            N_("Holder as the certificate words it"),
            "certificate",
            codelist="party_kind",
        ),
        _date("F259", "handed_over_on", N_("Dossier handed over to the branch on"), "certificate"),
        _text("F260", "hand_over_number", N_("Number of the hand-over minutes"), "certificate"),
    ),
    "document": (
        _text("F330", "kind", N_("Kind of scan"), "scan", "loaiHoSoQuet", codelist="document_kind"),
        _text("F331", "title", N_("Name shown"), "scan", "moTa"),
        _text("F332", "file_name", N_("Name of the file"), "scan", "BANQUET"),
        _text("F333", "sha256", N_("SHA-256 of the file"), "scan"),
        _whole("F334", "size_bytes", N_("Size in bytes"), "scan"),
        _text("F335", "media_type", N_("Type of the file"), "scan"),
        _whole("F336", "pages", N_("Pages"), "scan"),
        _yes_no("F337", "signed", N_("Digitally signed"), "scan", "daKySo"),
        _yes_no("F338", "absent", N_("There is no such paper"), "scan"),
        _text("F339", "source_id", N_("Identifier in the source"), "", "hoSoQuetId nodeId"),
        _yes_no("F340", "is_old", N_("Superseded file"), "scan", "isOldFile"),
    ),
    "registration": (
        _text("F360", "number", N_("Dossier number"), "registration", "soThuTu"),
        _text("F361", "kind", N_("Kind of change"), "registration", "BIENDONG", codelist="registration_kind"),
        _date("F362", "received_on", N_("Date of receipt"), "registration", "ngayTiepNhan"),
        _date("F363", "registered_on", N_("Date of registration"), "registration", "thoiDiemDangKy"),
        _text("F364", "content", N_("Content"), "registration"),
        _text("F365", "contract", N_("Contract or decision"), "registration"),
        _text("F366", "notary", N_("Notary"), "registration", personal=True),
        _yes_no("F367", "has_use_right", N_("Right of use"), "registration", "coQuyenSuDung"),
        _yes_no("F368", "has_management_right", N_("Right of management"), "registration", "coQuyenQuanLy"),
        _yes_no("F369", "has_ownership", N_("Ownership of assets"), "registration", "coQuyenSoHuu"),
        _yes_no("F370", "shared_use", N_("Used in common"), "registration", "dongSuDung"),
        _text("F371", "source_id", N_("Identifier in the source"), "", "TINHHINHDANGKY"),
    ),
    "purpose": (
        _part("F020", "parcel_id", N_("Parcel"), "parcel"),
        _text("F021", "land_use", N_("Land use"), "purpose", "loaiMucDichSuDungId", codelist="land_use"),
        _area("F022", "area_m2", N_("Area of the purpose"), "purpose", "DIENTICH"),
        _whole("F120", "place", N_("Place in the list"), "purpose", "SOTHUTU"),
        _text(
            "F121",
            "planned_land_use",
            N_("Planned land use"),
            "purpose",
            "MUCDICHSUDUNGQH",
            codelist="land_use",
        ),
        _text("F122", "form", N_("Form of use"), "form", "HINHTHUCSUDUNGID SUDUNGCHUNG", codelist="use_form"),
        _text("F123", "term_kind", N_("Kind of term"), "term", "LOAITHOIHAN", codelist="term_kind"),
        _text("F124", "term", N_("Term of use as written"), "term", "THOIHANSUDUNG"),
        _date("F125", "term_from", N_("Term from"), "term", "TUNGAY"),
        _date("F126", "term_until", N_("Term until"), "term", "DENNGAY"),
        _yes_no("F127", "is_main", N_("Main purpose"), "purpose", "LAMUCDICHCHINH"),
        _area("F128", "paid_area_m2", N_("Area that is paid for"), "purpose", "DIENTICHPHAINOPTIEN"),
        _area("F129", "free_area_m2", N_("Area that is not paid for"), "purpose", "DIENTICHKHONGPHAINOPTIEN"),
        _text("F130", "as_written", N_("Land use as the certificate words it"), "purpose"),
    ),
    "purpose_origin": (
        _part("F190", "purpose_id", N_("Purpose"), "purpose"),
        _text(
            "F191", "origin", N_("Origin of use"), "origin", "loaiNguonGocSuDungDatId", codelist="land_origin"
        ),
        _text(
            "F192",
            "transfer_origin",
            N_("Origin by transfer"),
            "origin",
            "loaiNguonGocChuyenQuyenId",
            codelist="transfer_origin",
        ),
        _area("F193", "area_m2", N_("Area of the origin"), "origin", "dienTich"),
        _text("F194", "detail", N_("Origin in words"), "origin", "chiTiet"),
    ),
    "asset": (
        _part("F280", "parcel_id", N_("Parcel"), "parcel"),
        _text("F281", "kind", N_("Kind of asset"), "asset", codelist="asset_kind"),
        _link("F282", "within_id", N_("Building it belongs to"), "asset", group="asset"),
        _text("F283", "name", N_("Name"), "asset", "khuChungCu nhaChungCu"),
        _text("F284", "number", N_("Apartment or part number"), "asset", "soHieuCanHo"),
        _area("F285", "built_area_m2", N_("Built area"), "asset", "dienTichXayDung"),
        _area("F286", "floor_area_m2", N_("Floor area"), "asset", "dienTichSan"),
        _whole("F287", "floors", N_("Number of floors"), "asset", "soTang"),
        _whole("F288", "basements", N_("Number of basements"), "asset", "tangHam"),
        _text("F289", "floor", N_("Floor"), "asset", "tang"),
        _text("F290", "structure", N_("Structure"), "asset", "ketCau", codelist="asset_structure"),
        _text("F291", "grade", N_("Grade"), "asset", "capHang"),
        _text(
            "F292",
            "ownership_form",
            N_("Form of ownership"),
            "asset",
            "hinhThucSoHuu",
            codelist="ownership_form",
        ),
        _text("F293", "ownership_term", N_("Term of ownership"), "asset", "thoiHanSoHuu"),
        _text("F294", "completed_in", N_("Year of completion"), "asset", "namHoanCong"),
        _text("F295", "address", N_("Address of the asset"), "asset"),
        _text("F296", "note", N_("Note"), "asset"),
    ),
    "land_right": (
        _part("F040", "parcel_id", N_("Parcel"), "parcel"),
        _part("F041", "party_id", N_("Land user"), "party"),
        _text(
            "F180",
            "kind",
            N_("Kind of right"),
            "right",
            "DC_QUYENSUDUNGDAT DC_QUYENQUANLYDAT DC_QUYENSOHUUTAISAN",
            codelist="right_kind",
        ),
        _link("F181", "purpose_id", N_("Purpose"), "purpose", group="right"),
        _link("F182", "certificate_id", N_("Certificate"), "certificate", group="right"),
        _link("F183", "asset_id", N_("Asset"), "asset", group="right"),
        _text("F184", "share", N_("Share"), "right", "TILESOHUU"),
        _date("F185", "registered_on", N_("Date of registration"), "right", "NGAYDANGKYTC"),
        _text("F186", "state", N_("Legal state"), "right", "TRANGTHAIPL"),
        _text("F187", "acquired_by", N_("Why the user changed"), "right", codelist="transfer_origin"),
        _text("F188", "note", N_("Note"), "right"),
    ),
    "party_member": (
        _part("F200", "party_id", N_("Land user"), "party"),
        _part("F201", "member_id", N_("Member"), "party"),
        _text(
            "F202",
            "role",
            N_("Role"),
            "user",
            "CHONG VO CHUHO VOCHONG NGUOIDAIDIEN THANHVIEN",
            codelist="member_role",
        ),
        _text(
            "F203",
            "relation",
            N_("Relation to the head"),
            "user",
            "QHVOICHUHO",
            codelist="household_relation",
            personal=True,
        ),
        _text("F204", "share", N_("Share"), "right", "TILESOHUU"),
        _whole("F205", "place", N_("Place in the list")),
    ),
    "identity_document": (
        _part("F210", "party_id", N_("Land user"), "party"),
        _text(
            "F211",
            "kind",
            N_("Kind of document"),
            "identity",
            "LOAIGIAYTO",
            codelist="identity_document_kind",
        ),
        _text("F212", "number", N_("Number of the document"), "identity", "SOGIAYTO", personal=True),
        _date("F213", "issued_on", N_("Date of issue"), "identity", "NGAYCAP", personal=True),
        _text("F214", "issued_by", N_("Place of issue"), "identity", "NOICAP", personal=True),
        _date("F215", "expires_on", N_("Valid until"), "identity", "NGAYHETHAN", personal=True),
        _yes_no("F216", "on_certificate", N_("Printed on the certificate"), "identity", "LAGIAYTOINGCN"),
        _yes_no("F217", "is_main", N_("Main document"), "identity", "laThongTinChinh"),
    ),
    "party_address": (
        _part("F220", "party_id", N_("Land user"), "party"),
        _yes_no("F221", "is_main", N_("Main address"), "user_address", "laDiaChiChinh"),
        _yes_no("F222", "is_old", N_("Former address"), "user_address", "laDiaChiCu"),
        _text(
            "F223", "province", N_("Province"), "user_address", "tinhId", codelist="province", personal=True
        ),
        _text("F224", "commune", N_("Commune"), "user_address", "xaId", personal=True),
        _text("F225", "district", N_("Former district"), "user_address", "huyenId", personal=True),
        _text("F226", "street", N_("Street"), "user_address", "duong ngoPho", personal=True),
        _text("F227", "house_number", N_("House number"), "user_address", "soNha", personal=True),
        _text("F228", "hamlet", N_("Hamlet or residential group"), "user_address", "toDanPho", personal=True),
        _text("F229", "detail", N_("Address in words"), "user_address", "diaChiChiTiet", personal=True),
    ),
    "certificate_parcel": (
        _part("F270", "certificate_id", N_("Certificate"), "certificate"),
        _part("F271", "parcel_id", N_("Parcel"), "parcel"),
        _text("F272", "sheet", N_("Sheet as on the certificate"), "certificate"),
        _text("F273", "number", N_("Number as on the certificate"), "certificate"),
        _area("F274", "area_m2", N_("Area as on the certificate"), "certificate"),
        _text("F275", "address", N_("Address as on the certificate"), "certificate"),
    ),
    "restriction": (
        _text("F310", "kind", N_("Kind of restriction"), "restriction", codelist="restriction_kind"),
        _part("F311", "parcel_id", N_("Parcel"), "parcel"),
        _part("F312", "party_id", N_("Land user"), "party"),
        _part("F313", "certificate_id", N_("Certificate"), "certificate"),
        _part("F314", "asset_id", N_("Asset"), "asset"),
        _area("F315", "area_m2", N_("Area concerned"), "restriction"),
        _text("F316", "content", N_("Content"), "restriction"),
        _text("F317", "document", N_("Document"), "restriction"),
        _date("F318", "valid_from", N_("Valid from"), "restriction"),
        _date("F319", "valid_until", N_("Valid until"), "restriction"),
        _yes_no("F320", "in_force", N_("In force"), "restriction"),
        _text("F321", "beneficiary", N_("In favour of"), "restriction", personal=True),
    ),
    "document_link": (
        _part("F345", "document_id", N_("Scan"), "document"),
        _part("F346", "parcel_id", N_("Parcel"), "parcel"),
        _part("F347", "certificate_id", N_("Certificate"), "certificate", alias="giayChungNhanId"),
        _part("F348", "party_id", N_("Land user"), "party"),
        _part("F349", "right_id", N_("Right"), "land_right"),
        _text("F350", "pages", N_("Pages concerned"), "scan"),
    ),
    "registration_parcel": (
        _part("F380", "registration_id", N_("Registration"), "registration"),
        _part("F381", "parcel_id", N_("Parcel"), "parcel"),
        _text("F382", "side", N_("Before or after the change"), "registration", "BD_THUA"),
    ),
    "evidence": (
        _part("F390", "subject", N_("Object it proves"), "*"),
        _text("F391", "field", N_("Field it proves")),
        _text("F392", "kind", N_("Kind of evidence")),
        _link("F393", "document_id", N_("Scan"), "document"),
        _whole("F394", "page", N_("Page")),
        _link("F396", "registration_id", N_("Registration"), "registration"),
        _text("F395", "words", N_("Row, survey or statement")),
    ),
    "request": (
        _text("F420", "commune", N_("Commune code"), codelist="commune"),
        _text("F421", "kind", N_("Kind of request"), codelist="request_kind"),
        _text("F422", "state", N_("State"), codelist="request_state"),
        _links("F423", "parcels", N_("Parcels concerned")),
        _text("F424", "parcel_keys", N_("Parcels as they were called")),
        _links("F425", "about", N_("Objects concerned")),
        _text("F426", "rule", N_("Rule of the finding")),
        _text("F427", "place", N_("Place of the finding")),
        _text("F428", "words", N_("What the office is asked")),
        _date("F429", "asked_on", N_("Asked on")),
        _text("F430", "asked_by", N_("Asked by")),
        _text("F431", "answer", N_("Answer")),
        _date("F432", "answered_on", N_("Answered on")),
        _text("F433", "answered_by", N_("Answered by")),
    ),
    "sync_status": (
        _part("F410", "parcel_id", N_("Parcel"), "parcel"),
        _date("F411", "as_of", N_("State of")),
        _yes_no(
            "F412",
            "register_exported",
            N_("Electronic land register exported"),
            "sync",
            "da_xuat_so_dia_chinh_dien_tu",
        ),
        _yes_no("F413", "blocks_in_sync", N_("Three blocks in sync"), "sync", "dong_bo_3_khoi"),
        _yes_no("F414", "attributes_only", N_("Attribute data only"), "sync", "chi_co_du_lieu_thuoc_tinh"),
        _text(
            "F415",
            "population_match",
            N_("Match with the population database"),
            "sync",
            "khop_csdlqg_dan_cu",
            codelist="population_match",
        ),
        _yes_no("F416", "operating", N_("In 24/7 operation"), "sync", "van_hanh_24_7"),
        _text(
            "F417", "parcel_group", N_("Group"), "sync", "phan_loai_ke_hoach_2959", codelist="parcel_group"
        ),
        _text("F418", "source", N_("File")),
    ),
    "work_item": (
        _text("F050", "kind", N_("Kind")),
        _links("F051", "subjects", N_("Parcels concerned")),
        _text("F052", "reason", N_("Reason")),
        _text("F053", "words", N_("Note")),
        _text("F054", "package", N_("Package")),
        _text("F055", "record", N_("Record")),
        _text("F056", "state", N_("State")),
        _text("F450", "code", N_("Code"), codelist="sync_error"),
        _text("F451", "source", N_("File that said it")),
        _date("F452", "said_on", N_("Said on")),
        _text("F453", "place", N_("Place in the path")),
        _text("F454", "ended", N_("How it ended")),
        _date("F457", "ended_on", N_("Ended on")),
        _text("F455", "fingerprint", N_("State of the subject")),
        _link("F456", "document_id", N_("Scan"), "document"),
    ),
}
"""Fields by class, their ``owner`` not yet set; classes in the order in which objects are created."""

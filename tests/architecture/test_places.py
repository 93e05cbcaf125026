"""Every class and field that the national system is known to have has its place, or a line that says why not.

The names are those of the domain notes (2.2); what is known of them is second-hand.
"""

import re
from pathlib import Path

import pytest

from landdesk.domain.fields import FIELDS
from landdesk.domain.records import CLASSES

DECISION = (Path(__file__).resolve().parents[2] / "docs/decisions/0004-the-whole-record.md").read_text(
    "utf-8"
)

NAMES = {
    "parcel": "THUADATID XAID KVHCID SOHIEUTOBANDO SOTHUTUTHUA SOHIEUTOBANDOCU SOTHUTUTHUACU DIENTICH DIENTICHPHAPLY "
    "TAILIEUDODACID LADOITUONGCHIEMDAT DIACHITHUADAT DANGTRANHCHAP GEOMETRY TRANGTHAI THUAGOCID LOAITHUADAT "
    "GTQUYENSDD DOANDUONGID KHUVUCID maThua quaTrinhSuDung ghiChuDienTich noiDungQuyHoach inSoLieuCu",
    "purpose": "SOTHUTU loaiMucDichSuDungId MUCDICHSUDUNGQH DIENTICH SUDUNGCHUNG THOIHANSUDUNG LOAITHOIHAN TUNGAY "
    "DENNGAY LAMUCDICHCHINH HINHTHUCSUDUNGID DIENTICHPHAINOPTIEN DIENTICHKHONGPHAINOPTIEN",
    "purpose_origin": "loaiNguonGocSuDungDatId loaiNguonGocChuyenQuyenId dienTich chiTiet",
    "party": "loaiDoiTuong loaiDoiTuongId HOTEN HODEM TEN NGAYSINH NAMSINH GIOITINH CONSONG maSoDinhDanh "
    "MASOTHUE QUOCTICH DANTOC DIACHI SODIENTHOAI EMAIL TENTOCHUC TENVIETTAT TENTOCHUCTA NGUOIDAIDIEN "
    "SOQUYETDINH NGAYQUYETDINH MADOANHNGHIEP LOAITOCHUC TENCONGDONG",
    "party_member": "CHONG VO CHUHO VOCHONG QHVOICHUHO NGUOIDAIDIEN THANHVIEN TILESOHUU",
    "identity_document": "LOAIGIAYTO SOGIAYTO NGAYCAP NOICAP NGAYHETHAN LAGIAYTOINGCN laThongTinChinh",
    "party_address": "laDiaChiChinh laDiaChiCu tinhId huyenId xaId duong ngoPho soNha toDanPho diaChiChiTiet",
    "land_right": "DC_QUYENSUDUNGDAT NGAYDANGKYTC TILESOHUU TRANGTHAIPL DC_QUYENQUANLYDAT DC_QUYENSOHUUTAISAN",
    "registration": "TINHHINHDANGKY ngayTiepNhan thoiDiemDangKy soThuTu coQuyenSuDung coQuyenQuanLy coQuyenSoHuu "
    "dongSuDung BIENDONG",
    "registration_parcel": "BD_THUA",
    "certificate": "SOPHATHANH SOVAOSO soVaoSoCu NGAYCAP ngayVaoSo MAVACH loaiGiayChungNhanId donViCap uyQuyenKy "
    "kyThay tenNguoiKy daCongNhanPhapLy canCuPhapLy ghiChuTrang1 ghiChuTrang2 BANQUET TRANGTHAIXULY TRANGTHAIPL "
    "MAXA version",
    "asset": "dienTichXayDung dienTichSan soTang tangHam ketCau capHang namHoanCong khuChungCu nhaChungCu soHieuCanHo "
    "tang hinhThucSoHuu thoiHanSoHuu",
    "restriction": "HANCHE TRANHCHAP NGANCHAN THECHAP",
    "map_sheet": "TAILIEUDODAC loaiBanDo donViDo phuongPhap mucChinhXac tyLe ngayHoanThanh",
    "document": "hoSoQuetId nodeId moTa daKySo laGiayChungNhan loaiHoSoQuet isOldFile",
    "document_link": "thongTinHoSoId giayChungNhanId versionGiayChungNhan",
    "sync_status": "da_xuat_so_dia_chinh_dien_tu dong_bo_3_khoi chi_co_du_lieu_thuoc_tinh khop_csdlqg_dan_cu "
    "van_hanh_24_7 phan_loai_ke_hoach_2959",
    "": "NGHIAVUTAICHINH SODIACHINHDIENTU_THUADAT",
}


@pytest.mark.parametrize("owner", NAMES)
def test_each_name_has_its_place_or_a_reason(owner: str) -> None:
    assert owner in CLASSES or not owner
    placed = {alias for field in FIELDS if field.owner == owner for alias in field.alias}
    explained = set(re.findall(r"`([A-Za-z_0-9]+)`", DECISION))
    assert [name for name in NAMES[owner].split() if name not in placed | explained] == []


def test_no_alias_is_invented() -> None:
    known = {name for names in NAMES.values() for name in names.split()}
    aliases = {alias for field in FIELDS for alias in field.alias}
    # Names of the parcel code and of map files are found elsewhere in the notes (2.5, 3.6).
    assert aliases - known == {"maXa", "maDinhDanhThuaDat", "soHoKhau", "soGiayKetHon", "quyenSo"}

"""``landdesk codes``: the lists, one of them, and a file that is read again to the same."""

from datetime import date

from landdesk.domain.records import Document
from landdesk.services.codelists import list_specs, read_replacement, replaced_list, shipped_list
from landdesk.services.importing.tables.reading import read_tables
from landdesk.store.store import Store
from tests.e2e.command_line import CommandLine
from tests.sources import plots, write_geojson


def test_all_lists_with_source_and_state(type_in: CommandLine) -> None:
    lists = type_in.good("codes", "--json").document["lists"]
    assert [one["name"] for one in lists] == list(list_specs())
    assert all(one["source"] and not one["replaced"] for one in lists)
    assert {one["name"]: one["count"] for one in lists}["old_unit"] == 194
    assert len(type_in.good("codes").out.splitlines()) == len(lists) + 1


def test_what_is_in_force_and_everything(type_in: CommandLine) -> None:
    current = type_in.good("codes", "land_use", "--json").document["codes"]
    everything = type_in.good("codes", "land_use", "--all", "--json").document["codes"]
    assert len(everything) == len(shipped_list("land_use")) > len(current)
    assert {one["standing"] for one in current} == {"current"}
    old = {one["code"]: one for one in everything}["TTN"]
    assert (old["standing"], old["valid_to"], old["replaced_by"]) == ("legacy", "2024-07-31", ["TON", "TIN"])
    assert "--all" in type_in.good("codes", "land_use").out
    # Nothing of it is in force, and it is shown all the same.
    assert len(type_in.good("codes", "old_unit", "--json").document["codes"]) == 194


def test_a_list_as_a_file_comes_back(type_in: CommandLine) -> None:
    assert type_in.good("codes", "commune", "-o", "own.csv", "--json").document["file"] == "own.csv"
    path = type_in.folder / "own.csv"
    assert path.read_bytes().startswith(b"\xef\xbb\xbf#")
    assert replaced_list("commune", read_replacement(path)).codes == shipped_list("commune").codes
    before = path.read_bytes()
    assert type_in.refused("codes", "sex", "-o", "own.csv") == (3, "codes.exists")
    assert path.read_bytes() == before


def test_what_is_not_there_is_said(type_in: CommandLine) -> None:
    assert type_in.refused("codes", "landuse") == (4, "codes.no-list")
    assert type_in.refused("codes", "-o", "own.csv") == (4, "codes.no-name")


def test_a_store_holds_an_offices_own_list(type_in: CommandLine) -> None:
    type_in.good("new", "office.landdesk", "--role", "office", "--commune", "22657", "--as", "Lê Thị B")
    type_in.good("codes", "use_form", "-o", "own.csv")
    path = type_in.folder / "own.csv"
    path.write_text(path.read_text("utf-8-sig").replace("RIENG,", "RIENG,Của "), "utf-8")
    held = type_in.good(
        "codes", "office.landdesk", "--replace", "use_form", "own.csv", "--json", "--as", "Lê Thị B"
    ).document
    assert (held["name"], held["replaced"], held["entry"]["command"]) == ("use_form", True, "codes.replace")
    shown = type_in.good("codes", "office.landdesk", "use_form", "--json").document
    assert shown["replaced"]
    assert any(one["label"].startswith("Của ") for one in shown["codes"])
    assert not type_in.good("codes", "use_form", "--json").document["replaced"]
    lists = type_in.good("codes", "office.landdesk", "--json").document["lists"]
    assert [one["name"] for one in lists if one["replaced"]] == ["use_form"]
    again = type_in.good("codes", "office.landdesk", "--shipped", "use_form", "--as", "Lê Thị B")
    assert "use_form" in again.out
    assert not type_in.good("codes", "office.landdesk", "use_form", "--json").document["replaced"]


def test_what_cannot_be_replaced_is_said(type_in: CommandLine) -> None:
    type_in.good("new", "office.landdesk", "--role", "office", "--commune", "22657", "--as", "Lê Thị B")
    type_in.good("codes", "commune", "-o", "own.csv")
    path = type_in.folder / "own.csv"
    lines = path.read_text("utf-8-sig").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith("22657,")), "utf-8")
    replace = ("codes", "office.landdesk", "--replace", "commune", "own.csv", "--as", "Lê Thị B")
    assert type_in.refused(*replace) == (3, "codes.own-commune")
    assert type_in.refused("codes", "--replace", "commune", "own.csv") == (2, "usage.codes-store")
    assert type_in.refused("codes", "office.landdesk", "--shipped", "sex", "--as", "Lê Thị B") == (
        3,
        "codes.not-replaced",
    )
    assert type_in.refused("codes", "office.landdesk", "sex", "sex") == (2, "usage.too-many")
    assert type_in.refused("codes", "none.landdesk", "sex") == (4, "store.missing")


def test_a_list_as_a_workbook(type_in: CommandLine) -> None:
    said = type_in.good("codes", "land_use", "-o", "land.xlsx", "--json", "--lang", "en").document
    assert said["rows"] == len(shipped_list("land_use"))
    (table,) = read_tables(type_in.folder / "land.xlsx")
    heading, *rows = (row.cells for row in table.rows)
    assert heading[:4] == ("Code", "Name", "From", "Until")
    assert [row[0] for row in rows] == [one.code for one in shipped_list("land_use")]
    until = {row[0]: row[3] for row in rows}["TTN"]
    assert isinstance(until, date)
    assert (until.year, until.month, until.day) == (2024, 7, 31)
    assert type_in.refused("codes", "land_use", "-o", "land.xlsx") == (3, "file.exists")


def test_what_the_office_says_binds_the_command_line(type_in: CommandLine) -> None:
    office, commune = "office.landdesk", "commune.landdesk"
    write_geojson(type_in.folder / "plots.geojson", plots(6, MAXA="22657"))
    type_in.good("new", office, "--role", "office", "--commune", "22657", "--as", "Lê Thị B")
    type_in.good("import", office, "plots.geojson", "--as", "Lê Thị B")
    rows = "A1,địa chỉ theo giấy,parcel,address,always,document,1,practice\n"
    rows += "A2,thửa do chi nhánh xóa,parcel,remove,always,office,,practice\n"
    head = "# Công văn của chi nhánh\ncode,label,of,what,when,verdict,documents,basis\n"
    (type_in.folder / "rights.csv").write_text(head + rows, "utf-8")
    type_in.good("codes", office, "--replace", "commune_rights", "rights.csv", "--as", "Lê Thị B")
    type_in.good("package", "base", office, "--commune", "22657", "-o", "base.ldpkg", "--as", "Lê Thị B")
    type_in.good("new", commune, "--from", "base.ldpkg", "--as", "Trần Văn An")
    shown = type_in.good("codes", commune, "commune_rights", "--json").document["codes"]
    assert [one["code"] for one in shown] == ["A1", "A2"]
    person = ("--as", "Trần Văn An")
    assert type_in.refused("edit", "delete", commune, "12/1", *person) == (3, "rights.office")
    assert type_in.refused("edit", "set", commune, "12/1", "--address", "Thôn Đông", *person) == (
        3,
        "rights.document",
    )
    values = ("kind=1", "title=GCN", f"sha256={'a' * 64}")
    type_in.good("record", "add", commune, "document", *values, *person)
    with Store.open(type_in.folder / commune) as store, store.read() as reader:
        (scan,) = (one.id.hex() for one in reader.all(Document).values())
    link = (f"document_id={scan}", "parcel_id=12/1")
    type_in.good("record", "add", commune, "document_link", *link, *person)
    type_in.good("edit", "set", commune, "12/1", "--address", "Thôn Đông", *person)

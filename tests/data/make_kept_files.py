"""How the kept stores and packages were made: once for each schema and format, by the program that had them.

They are kept as they are for ever, so that later programs are tested with files of this one; run it for a new schema
or format only, into new names. All persons are invented. Usage: python -m tests.data.make_kept_files FOLDER
"""

import sys
from pathlib import Path

import shapely

from landdesk.app import exchange
from landdesk.app.surveys import Surveys
from landdesk.domain.commands import (
    AddLandUser,
    AddObject,
    AskOffice,
    Edit,
    EditRecord,
    MoveVertex,
    New,
    SetFields,
    SetParcel,
    SplitParcel,
)
from landdesk.domain.ids import ObjectId
from landdesk.services.office.decide import Return
from landdesk.services.packages.manifest import FORMAT_MAJOR
from landdesk.services.survey.keeping import Wishes
from landdesk.store.migrations import SCHEMA
from tests.stores import COMMUNE, corner, make_store, parcel_id, person


def whole_record(one: ObjectId, two: ObjectId) -> tuple[Edit, ...]:
    """Return the edits that give two parcels of the office something of every class."""
    return (
        AddObject("map_sheet", {"commune": COMMUNE, "number": "12", "scale": 1000}, "sheet"),
        SetFields("parcel", one, {"map_sheet_id": New("sheet"), "hamlet": "Thôn 3", "disputed": False}),
        AddObject("party", {"name": "Trần Văn Mít và Lê Thị Ổi", "kind": "couple"}, "couple"),
        AddObject("party", {"name": "Trần Văn Mít", "kind": "individual", "born": "1971-05-17"}, "husband"),
        AddObject("party", {"name": "Lê Thị Ổi", "kind": "individual", "born": "1974"}, "wife"),
        AddObject(
            "party_member", {"party_id": New("couple"), "member_id": New("husband"), "role": "husband"}
        ),
        AddObject("party_member", {"party_id": New("couple"), "member_id": New("wife"), "role": "wife"}),
        AddObject("identity_document", {"party_id": New("wife"), "kind": "CMND", "number": "225000111"}),
        AddObject("party_address", {"party_id": New("wife"), "commune": COMMUNE, "hamlet": "Thôn 3"}),
        AddObject(
            "certificate",
            {"serial": "AA 12345678", "issued_on": "2025-03-14", "handed_over_on": "2025-09-02"},
            "gcn",
        ),
        AddObject("certificate_parcel", {"certificate_id": New("gcn"), "parcel_id": one, "sheet": "03-1"}),
        AddObject("certificate_parcel", {"certificate_id": New("gcn"), "parcel_id": two}),
        AddObject("purpose", {"parcel_id": one, "land_use": "CLN", "term_kind": "LAU_DAI"}, "cln"),
        AddObject("purpose_origin", {"purpose_id": New("cln"), "origin": "1"}),
        AddObject("asset", {"parcel_id": one, "kind": "house", "floors": 2}, "house"),
        AddObject("land_right", {"parcel_id": one, "party_id": New("couple"), "certificate_id": New("gcn")}),
        AddObject("restriction", {"kind": "mortgage", "asset_id": New("house"), "in_force": True}),
        AddObject("document", {"kind": "1", "sha256": "ab" * 32, "file_name": "AA12345678-GCN.pdf"}, "scan"),
        AddObject("document_link", {"document_id": New("scan"), "certificate_id": New("gcn")}),
        AddObject("registration", {"number": "000123", "kind": "first"}, "registration"),
        AddObject("registration_parcel", {"registration_id": New("registration"), "parcel_id": one}),
        AddObject("evidence", {"subject": one, "field": "F106", "kind": "list", "words": "dòng 7"}),
        AddObject("sync_status", {"parcel_id": two, "blocks_in_sync": True, "as_of": "2026-11-01"}),
    )


def main(folder: Path) -> None:
    """Play a small journey and leave its files in the folder."""
    (folder / "stores").mkdir(parents=True)
    (folder / "packages").mkdir()
    packages = folder / "packages"
    names = (f"schema{SCHEMA}", f"format{FORMAT_MAJOR}")
    office = make_store(folder / f"stores/{names[0]}_office.landdesk", columns=3, rows=2)
    office.execute(EditRecord(whole_record(parcel_id(office, "12/1"), parcel_id(office, "12/2"))))
    office.execute(AskOffice((parcel_id(office, "12/5"),), "approve_operation", "Duyệt vận hành thửa này"))
    exchange.write_base(office, COMMUNE, packages / f"{names[1]}_base.ldpkg")
    commune = exchange.create_from_base(
        packages / f"{names[1]}_base.ldpkg", folder / f"stores/{names[0]}_commune.landdesk", person()
    )
    west, south = corner(0, 0)
    line = shapely.LineString([(west + 7, south - 5), (west + 7.5, south + 35)])
    commune.execute(SplitParcel(parcel_id(commune, "12/1"), line))
    commune.execute(SetParcel(parcel_id(commune, "12/3"), address="Thôn Đông"))
    commune.execute(AddLandUser(parcel_id(commune, "12/3"), "Lê Thị Bưởi", "999000000321"))
    commune.execute(SetParcel(parcel_id(commune, "12/5"), land_use="CLN"))
    commune.undo()
    at = corner(3, 1)
    commune.execute(MoveVertex(at, (at[0] - 0.4, at[1])))
    both = (parcel_id(commune, "12/2"), parcel_id(commune, "12/3"))
    commune.execute(AskOffice(both, "mend_overlap", "Hai thửa chồng nhau", "parcel.overlap", place=at))
    measured = folder / "points.csv"
    measured.write_text(f"Điểm;X;Y;H\nM1;{at[1]};{at[0] - 0.4};12.5\nM2;{at[1] + 30};{at[0]};\n", "utf-8")
    surveys = Surveys(commune)
    surveys.bring_in(surveys.understand(measured, Wishes()))
    exchange.export_change(commune, packages / f"{names[1]}_change.ldpkg")
    line_in, _ = exchange.office_receive(office, packages / f"{names[1]}_change.ldpkg")
    opened = exchange.stored_package(office, line_in.id)
    moved = [one for one in opened.records if any(act.command == "vertex.move" for act in one.acts)]
    exchange.decide(
        office, opened, accept_clean=True, returns=[Return(moved[0].id, "boundary", "Đo lại góc thửa")]
    )
    exchange.write_receipt(office, line_in.id, packages / f"{names[1]}_receipt.ldpkg")
    office.execute(SetParcel(parcel_id(office, "12/6"), address="Thôn Tây"))
    exchange.write_update(office, COMMUNE, packages / f"{names[1]}_update.ldpkg")
    commune.close()
    office.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))

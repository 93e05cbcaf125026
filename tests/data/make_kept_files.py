"""How the stores and packages below this folder were made: once, with the program that had schema 1 and format 1.0.

They are kept as they are for ever, so that later programs are tested with files of this one; run it for a new schema
or format only, into new names. All persons are invented. Usage: python -m tests.data.make_kept_files FOLDER
"""

import sys
from pathlib import Path

import shapely

from landdesk.app import exchange
from landdesk.domain.commands import AddLandUser, MoveVertex, SetParcel, SplitParcel
from landdesk.services.office.decide import Return
from tests.stores import COMMUNE, corner, make_store, parcel_id, person


def main(folder: Path) -> None:
    """Play a small journey and leave its files in the folder."""
    (folder / "stores").mkdir(parents=True)
    (folder / "packages").mkdir()
    packages = folder / "packages"
    office = make_store(folder / "stores/schema1_office.landdesk", columns=3, rows=2)
    exchange.write_base(office, COMMUNE, packages / "format1_base.ldpkg")
    commune = exchange.create_from_base(
        packages / "format1_base.ldpkg", folder / "stores/schema1_commune.landdesk", person()
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
    exchange.export_change(commune, packages / "format1_change.ldpkg")
    line_in, _ = exchange.office_receive(office, packages / "format1_change.ldpkg")
    opened = exchange.stored_package(office, line_in.id)
    moved = [one for one in opened.records if any(act.command == "vertex.move" for act in one.acts)]
    exchange.decide(
        office, opened, accept_clean=True, returns=[Return(moved[0].id, "boundary", "Đo lại góc thửa")]
    )
    exchange.write_receipt(office, line_in.id, packages / "format1_receipt.ldpkg")
    office.execute(SetParcel(parcel_id(office, "12/6"), address="Thôn Tây"))
    exchange.write_update(office, COMMUNE, packages / "format1_update.ldpkg")
    commune.close()
    office.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))

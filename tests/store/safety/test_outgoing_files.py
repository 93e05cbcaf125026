"""Every file that leaves with names or numbers of people is in the store's list: who, what for, what, of how many."""

import hashlib
from functools import partial
from pathlib import Path

from landdesk.app import encryption, exchange, safekeeping
from landdesk.app.application import Application
from landdesk.app.bootstrap import open_application
from landdesk.app.lookup import looked_up, write_lookup
from landdesk.domain.commands import SetLandUser, SetParcel
from landdesk.domain.progress import SilentProgress
from landdesk.services.office.decide import Return
from landdesk.store.engine import plain_connection
from landdesk.store.queries.safekeeping import OutgoingFile
from landdesk.store.reader import Reader
from tests.stores import COMMUNE, make_store, parcel_id, person, refused


def files(app: Application) -> list[OutgoingFile]:
    return app.read(lambda reader: reader.safekeeping.outgoing_files())


def test_packages_of_both_sides(tmp_path: Path) -> None:
    office = make_store(tmp_path / "office.landdesk")
    exchange.write_base(office, COMMUNE, tmp_path / "base.ldpkg")
    (base,) = files(office)
    assert (base.purpose, base.file_name, base.persons) == ("package.base", "base.ldpkg", 12)
    assert base.person == "Lê Thị Đào, UBND xã Diên Điền"
    assert base.sha256 == hashlib.sha256((tmp_path / "base.ldpkg").read_bytes()).digest()
    assert {"party.name", "party.identity_number"} <= set(base.columns)
    commune = exchange.create_from_base(tmp_path / "base.ldpkg", tmp_path / "commune.landdesk", person())
    assert files(commune) == []
    # No name leaves with a parcel's address.
    commune.execute(SetParcel(parcel_id(commune, "12/1"), address="Thôn Một"))
    exchange.export_change(commune, tmp_path / "change-1.ldpkg")
    assert files(commune) == []
    for key in ("12/2", "12/3"):
        (right,) = commune.read(partial(Reader.rights_of, parcel_ids=[parcel_id(commune, key)]))
        commune.execute(SetLandUser(right.party_id, user_name="Trần Văn Đúng"))
    exchange.export_change(commune, tmp_path / "change-2.ldpkg")
    (change,) = files(commune)
    assert (change.purpose, change.persons, change.columns) == ("package.change", 2, ("party.name",))
    for name in ("change-1.ldpkg", "change-2.ldpkg"):
        exchange.office_receive(office, tmp_path / name)
    packages = office.read(lambda reader: reader.exchange.packages(kind="change"))
    for line in sorted(packages, key=lambda one: one.sequence):
        package = exchange.stored_package(office, line.id)
        returns = [Return(one.id, "other", "Đo lại") for one in package.records]
        exchange.decide(office, package, returns=returns)
        exchange.write_receipt(office, line.id, tmp_path / f"receipt-{line.sequence}.ldpkg")
    # Written once more, it leaves once more.
    exchange.copy_package(commune, packages[0].id, tmp_path / "again.ldpkg")
    exchange.copy_package(commune, packages[1].id, tmp_path / "again-2.ldpkg")
    again = [one for one in files(commune) if one.file_name.startswith("again")]
    assert [(one.purpose, one.persons, one.sha256) for one in again] == [("package.change", 2, change.sha256)]
    # What is returned goes back without its values.
    assert [one.purpose for one in files(office)] == ["package.base"]
    office.close()
    commune.close()


def test_a_package_that_was_not_written_is_not_in_the_list(tmp_path: Path) -> None:
    office = make_store(tmp_path / "office.landdesk")
    with refused("file.missing"):
        exchange.write_base(office, COMMUNE, tmp_path / "nowhere" / "base.ldpkg")
    assert files(office) == []
    office.close()


def test_a_readable_copy(tmp_path: Path) -> None:
    app = make_store(tmp_path / "commune.landdesk", role="commune")
    with refused("leaving.no-purpose"):
        safekeeping.write_readable_copy(app, tmp_path / "map.sqlite", "  ")
    entry = safekeeping.write_readable_copy(app, tmp_path / "map.sqlite", "In bản đồ")
    (one,) = files(app)
    assert (one.purpose, one.file_name, one.persons) == ("In bản đồ", "map.sqlite", 12)
    assert "party.identity_number" in one.columns
    assert app.read(lambda reader: reader.entry(entry.number)).command == "store.readable-copy"
    with refused("file.exists"):
        safekeeping.write_readable_copy(app, tmp_path / "map.sqlite", "In bản đồ")
    assert len(files(app)) == 1
    app.close()


def test_a_backup_is_noted_where_others_can_read_it(tmp_path: Path) -> None:
    path = tmp_path / "commune.landdesk"
    app = make_store(path, role="commune")
    who, app.person = app.person, None
    with refused("person.none"):
        safekeeping.backup(app, tmp_path / "plain.ldbak", SilentProgress())
    assert files(app) == []
    assert not (tmp_path / "plain.ldbak").exists()
    app.person = who
    assert safekeeping.backup(app, tmp_path / "plain.ldbak", SilentProgress()).noted is True
    (one,) = files(app)
    assert (one.purpose, one.persons, one.person) == ("backup", 12, "Lê Thị Đào, UBND xã Diên Điền")
    app.close()
    # It was noted before it was written: what is in the backup knows of it too.
    safekeeping.restore_backup(tmp_path / "plain.ldbak", tmp_path / "again.landdesk", SilentProgress())
    again = open_application(tmp_path / "again.landdesk")
    assert files(again) == [one]
    again.close()
    encryption.encrypt(path, "ruộng lúa bên sông", SilentProgress())
    app = open_application(path)
    assert safekeeping.backup(app, tmp_path / "encrypted.ldbak", SilentProgress()).noted is None
    assert len(files(app)) == 1
    app.close()


def test_a_store_that_cannot_be_written_is_backed_up_and_it_is_said(tmp_path: Path) -> None:
    app = make_store(tmp_path / "commune.landdesk", role="commune")
    with plain_connection(app.store._engine) as conn:
        conn.exec_driver_sql("BEGIN IMMEDIATE")
        conn.exec_driver_sql("UPDATE parcel SET address = 'QGIS' WHERE number = '1'")
        conn.exec_driver_sql("COMMIT")
    assert safekeeping.backup(app, tmp_path / "foreign.ldbak", SilentProgress()).noted is False
    assert files(app) == []
    assert app.store.foreign_writes() == {"parcel": 1}
    app.close()


def test_nothing_leaves_by_nobody(tmp_path: Path) -> None:
    app = make_store(tmp_path / "commune.landdesk", role="commune")
    rows = looked_up(app, "12/1")
    who, app.person = app.person, None
    with refused("person.none"):
        write_lookup(app, rows, tmp_path / "found.csv")
    assert not (tmp_path / "found.csv").exists()
    app.person = who
    with refused("file.missing"):
        write_lookup(app, rows, tmp_path / "nowhere" / "found.csv")
    assert files(app) == []
    write_lookup(app, rows, tmp_path / "found.csv")
    assert [(one.purpose, one.persons, one.sha256) for one in files(app)] == [("lookup", 1, None)]
    app.close()

"""The indicators of the province, counted from what happened on days that the test sets."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from landdesk.app.application import Application
from landdesk.domain.change import EntryKind
from landdesk.domain.commands import LinkShape, UnlinkShape
from landdesk.domain.ids import ObjectId
from landdesk.domain.progress import SilentProgress
from landdesk.domain.records import Certificate, CertificateParcel, Document, DocumentLink, Parcel
from landdesk.services.reporting.weekly import WeeklyReport
from tests.store.reporting.world import go_to, parcels, put, reporting, say_groups
from tests.stores import COMMUNE, make_store, parcel_id, refused

MONDAY = date(2026, 11, 16)
SUNDAY = date(2026, 11, 22)
NEXT_SUNDAY = date(2026, 11, 29)


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Application]:
    made = make_store(tmp_path / "commune.landdesk", role="commune")
    yield made
    made.close()


def week(app: Application, until: date) -> dict[str, int | None]:
    return report(app, until).value


def report(app: Application, until: date) -> WeeklyReport:
    return reporting(app).weekly(until, SilentProgress())


def because(app: Application, until: date, number: str) -> str:
    found = next(now for now, _ in report(app, until).indicators if now.row.number == number)
    assert found.value is None
    return "" if found.because is None else str(found.because)


def record(app: Application, key: str) -> Parcel:
    return app.read(lambda reader: reader.get(Parcel, parcel_id(app, key)))


def test_groups_are_those_of_the_status_files_of_the_days(app: Application) -> None:
    go_to(app, NEXT_SUNDAY)
    say_groups(app, "2026-11-15", dict.fromkeys(parcels(1, 2, 3, 4, 5), "2") | dict.fromkeys(parcels(6), "3"))
    # Brought in on one day, of different days; 12/1 and 12/2 get clean, 12/3 goes elsewhere, 12/7 comes.
    say_groups(
        app,
        "2026-11-20",
        dict.fromkeys(parcels(1, 2), "1") | {"12/3": "3", "12/4": "2", "12/7": "2"},
    )
    say_groups(app, "2026-11-27", {"12/2": "2", "12/4": "1"})
    found = week(app, SUNDAY)
    assert [found[one] for one in ("1", "2", "2a", "3", "4")] == [5, 2, 0, 3, 2]
    later = week(app, NEXT_SUNDAY)
    assert [later[one] for one in ("1", "2", "2a", "3", "4")] == [3, 1, 1, 3, 2]


def test_a_parcel_that_is_deleted_with_its_status_is_another_change(app: Application) -> None:
    go_to(app, date(2026, 11, 10))
    say_groups(app, "2026-11-10", dict.fromkeys(parcels(1, 2), "2"))
    go_to(app, date(2026, 11, 18))
    app.undo()
    found = week(app, date(2026, 11, 18))
    assert [found[one] for one in ("1", "2", "2a", "3")] == [2, 0, -2, 0]


def test_an_older_file_that_comes_later_counts_from_the_newer_ones_day(app: Application) -> None:
    go_to(app, NEXT_SUNDAY)
    say_groups(app, "2026-11-20", {"12/1": "1"})
    say_groups(app, "2026-11-15", {"12/1": "2"})
    found = week(app, SUNDAY)
    assert found["3"] == 1
    assert "2026-11-20" in because(app, SUNDAY, "1")


def test_without_a_status_file_groups_are_not_counted(app: Application) -> None:
    go_to(app, SUNDAY)
    assert "no status file" in because(app, SUNDAY, "1")
    assert "no status file" in because(app, SUNDAY, "4")
    assert "no status file" in because(app, SUNDAY, "9")
    assert "population" in because(app, SUNDAY, "5")
    say_groups(app, "2026-11-18", {"12/1": "2"})
    found = week(app, SUNDAY)
    assert [found[one] for one in ("1", "2", "2a", "3", "4")] == [None, None, None, 1, 0]
    # Of the week before even the end is not known.
    assert [week(app, date(2026, 11, 15))[one] for one in ("1", "3")] == [None, None]


def test_a_statement_without_a_day_counts_from_the_day_on_which_it_came(app: Application) -> None:
    go_to(app, date(2026, 11, 18))
    say_groups(app, None, {"12/1": "2"})
    go_to(app, NEXT_SUNDAY)
    assert week(app, NEXT_SUNDAY)["1"] == 1
    assert week(app, date(2026, 11, 17))["3"] is None


def test_registers_count_when_they_are_exported_first(app: Application) -> None:
    go_to(app, NEXT_SUNDAY)
    say_groups(app, "2026-11-10", dict.fromkeys(parcels(1, 2), "2"), register_exported=False)
    say_groups(app, "2026-11-18", {"12/1": "2"}, register_exported=True)
    say_groups(app, "2026-11-25", {"12/2": "2"}, register_exported=True)
    assert week(app, SUNDAY)["9"] == 1
    assert week(app, NEXT_SUNDAY)["9"] == 1


def test_records_that_get_a_boundary_count_in_the_week_in_which_they_do(app: Application) -> None:
    go_to(app, date(2026, 11, 9))
    lone = [unlinked(app, key) for key in parcels(1, 2, 3)]
    go_to(app, MONDAY)
    app.execute(LinkShape(*lone[0]))
    app.execute(LinkShape(*lone[1]))
    # Gone again before the week is over.
    app.undo()
    go_to(app, date(2026, 11, 23))
    app.execute(LinkShape(*lone[2]))
    assert week(app, SUNDAY)["6"] == 1
    assert week(app, date(2026, 11, 15))["6"] == 0
    go_to(app, NEXT_SUNDAY)
    assert week(app, NEXT_SUNDAY)["6"] == 1
    # Of that week it stays true when the boundary goes later.
    unlinked(app, "12/1")
    assert week(app, SUNDAY)["6"] == 1


def unlinked(app: Application, key: str) -> tuple[ObjectId, ObjectId]:
    """Take the boundary off a record; returns the record and the boundary."""
    parcel = parcel_id(app, key)
    before = set(app.read(lambda reader: reader.all(Parcel)))
    app.execute(UnlinkShape(parcel))
    (lone,) = set(app.read(lambda reader: reader.all(Parcel))) - before
    return parcel, lone


def test_scans_count_once_for_each_parcel_and_not_with_new_parcels(app: Application) -> None:
    new_id = app.store.new_id
    go_to(app, MONDAY)
    put(app, *bound(app, "12/1"), kind=EntryKind.ACT)
    put(app, *bound(app, "12/1"), *bound(app, "12/2"))
    # A parcel that comes with its scan, and what the office sends, were not added by anybody here.
    parcel = Parcel(new_id(), COMMUNE, "13", "1")
    put(app, parcel, *bound(app, parcel.id))
    put(app, *bound(app, "12/5"), kind=EntryKind.UPDATE)
    put(app, *bound(app, "12/6"))
    app.undo()
    go_to(app, SUNDAY)
    assert week(app, SUNDAY)["7"] == 2
    assert week(app, date(2026, 11, 15))["7"] == 0


def bound(app: Application, parcel: str | ObjectId) -> tuple[Document, DocumentLink]:
    """Return a scan that is bound to a parcel by its certificate."""
    new_id = app.store.new_id
    document = Document(new_id(), kind="1", file_name="a.pdf")
    target = parcel_id(app, parcel) if isinstance(parcel, str) else parcel
    return document, DocumentLink(new_id(), document.id, parcel_id=target)


def test_collected_parcels_with_a_certificate_count_when_they_are_entered(app: Application) -> None:
    new_id = app.store.new_id
    go_to(app, date(2026, 11, 9))
    for key in parcels(1, 2, 4):
        certificate = Certificate(new_id(), serial=f"AA {key[3:]}")
        put(app, certificate, CertificateParcel(new_id(), certificate.id, parcel_id(app, key)))
    put(app, replace(record(app, "12/4"), collection_state="entered"))
    go_to(app, MONDAY)
    for key, state in (("12/1", "entered"), ("12/2", "collected"), ("12/3", "entered"), ("12/4", "sent")):
        put(app, replace(record(app, key), collection_state=state))
    go_to(app, SUNDAY)
    assert week(app, SUNDAY)["8"] == 1
    # What is done later is another week's.
    go_to(app, date(2026, 11, 24))
    put(app, replace(record(app, "12/1"), collection_state="collected"))
    put(app, replace(record(app, "12/2"), collection_state="entered"))
    assert week(app, SUNDAY)["8"] == 1
    assert week(app, date(2026, 11, 24))["8"] == 1


def test_the_rest_of_the_table(app: Application) -> None:
    go_to(app, NEXT_SUNDAY)
    found = report(app, NEXT_SUNDAY)
    assert found.value["10"] == 1
    assert found.value["11"] == 32
    assert (found.period.first, found.period.last) == (date(2026, 11, 23), NEXT_SUNDAY)
    assert [now.row.number for now, _ in found.indicators][:4] == ["1", "2", "2a", "3"]
    with refused("report.future"):
        report(app, date(2026, 11, 30))


def test_a_day_ends_at_midnight_in_vietnam(app: Application) -> None:
    go_to(app, date(2026, 11, 9))
    lone = unlinked(app, "12/1")
    go_to(app, date(2026, 11, 22), hour=23)
    app.execute(LinkShape(*lone))
    go_to(app, NEXT_SUNDAY)
    assert week(app, SUNDAY)["6"] == 1
    assert week(app, NEXT_SUNDAY)["6"] == 0


def test_places_and_faults_are_those_of_today(app: Application) -> None:
    go_to(app, SUNDAY)
    put(
        app, replace(record(app, "12/1"), hamlet="Thôn Đông"), replace(record(app, "12/2"), hamlet="Thôn Bắc")
    )
    put(app, replace(record(app, "12/3"), sheet="9"), replace(record(app, "12/4"), sheet=None))
    say_groups(app, "2026-11-20", {"12/1": "1", "12/2": "Khác"})
    found = report(app, SUNDAY)
    assert [(one.place, one.parcels) for one in found.hamlets] == [
        ("Thôn Bắc", 1),
        ("Thôn Đông", 1),
        (None, 10),
    ]
    assert [(one.place, one.parcels) for one in found.sheets] == [("9", 1), ("12", 10), (None, 1)]
    assert dict(found.hamlets[1].groups) == {"1": 1}
    assert dict(found.hamlets[0].groups) == {"Khác": 1}
    assert (found.hamlets[1].in_order, found.hamlets[2].without_group) == (1, 10)
    missing = next(one for one in found.rules if one.rule == "parcel.missing-field")
    assert (missing.findings, missing.parcels) == (1, 1)
    assert found.sheets[2].faulty == 1

"""A commune of twelve parcels whose days the test sets, and what branch and commune do on them."""

from collections.abc import Mapping
from datetime import date, datetime, time

from landdesk.app.application import Application
from landdesk.app.reporting import Reporting
from landdesk.app.worklists import Worklists
from landdesk.domain.change import ChangeSet, Delta, EntryKind
from landdesk.domain.clock import VIETNAM
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import AnyRecord, SyncStatus
from landdesk.services.commands import EditContext
from tests.stores import parcel_id


def go_to(app: Application, day: date, hour: int = 12) -> None:
    """Let it be this day in Vietnam from now on."""
    now = round(datetime.combine(day, time(hour), VIETNAM).timestamp() * 1000)
    app.store.clock = lambda: now


def put(app: Application, *records: AnyRecord, kind: EntryKind = EntryKind.IMPORT) -> None:
    """Write records in the place of those with the same identifiers."""

    def write(context: EditContext) -> None:
        work = context.work
        known: dict[ObjectId, AnyRecord] = {}
        for one in records:
            known |= work.get_many(type(one), [one.id])
        deltas = tuple(Delta(known.get(one.id), one) for one in records)
        work.apply(ChangeSet("import", deltas), kind)

    app.write(write)


def say_groups(
    app: Application,
    day: str | None,
    groups: Mapping[str, str | None],
    *,
    register_exported: bool | None = None,
) -> None:
    """Bring in a status file of a day: group by parcel."""
    known = {one.parcel_id: one for one in app.read(lambda reader: reader.all(SyncStatus)).values()}
    found = []
    for key, group in groups.items():
        parcel = parcel_id(app, key)
        identifier = known[parcel].id if parcel in known else app.store.new_id()
        found.append(SyncStatus(identifier, parcel, day, register_exported, parcel_group=group))
    put(app, *found)


def reporting(app: Application) -> Reporting:
    return Reporting(app, Worklists(app))


def parcels(*numbers: int) -> list[str]:
    """Return what people call parcels of sheet 12."""
    return [f"12/{one}" for one in numbers]

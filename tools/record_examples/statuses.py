"""Examples of rules about what the branch's status file says of a parcel."""

from typing import Final

from landdesk.domain.records import Registration, RegistrationParcel
from tests.unit.checking.papers import status
from tools.record_examples.draft import Draft, RecordExample

_STATUS: Final = "Tệp trạng thái của chi nhánh: thửa 12/57"


def _not_exported(made: Draft) -> None:
    parcel = made.parcel(number="57")
    said = status(made, parcel, register_exported=made.either(False, True))
    made.show("sync_status", said, "as_of", "register_exported")
    made.blame(parcel)


def _outdated(made: Draft) -> None:
    parcel = made.parcel(number="57")
    said = status(made, parcel, made.either("2026-06-30", "2026-07-31"))
    case = made.add(Registration, "000123", "transfer", registered_on="2026-07-15")
    made.add(RegistrationParcel, case.id, parcel.id)
    made.show("registration", case, "kind", "registered_on")
    made.show("sync_status", said, "register_exported", "as_of")
    made.blame(parcel)


def _blocks_differ(made: Draft) -> None:
    parcel = made.parcel(number="57")
    said = status(made, parcel, blocks_in_sync=made.either(False, True), parcel_group=None)
    made.show("sync_status", said, "as_of", "blocks_in_sync", "attributes_only")
    made.blame(parcel)


def _not_operating(made: Draft) -> None:
    parcel = made.parcel(number="57")
    said = status(made, parcel, operating=made.either(False, True))
    made.show("sync_status", said, "as_of", "operating")
    made.blame(parcel)


def _group_differs(made: Draft) -> None:
    parcel = made.parcel(number="57")
    said = status(made, parcel, parcel_group=made.either("2", "1"))
    made.show(
        "sync_status",
        said,
        "blocks_in_sync",
        "population_match",
        "operating",
        "register_exported",
        "parcel_group",
    )
    made.blame(parcel)


STATUSES: Final = {
    "register.not-exported": RecordExample(_STATUS, _not_exported),
    "register.outdated": RecordExample(_STATUS, _outdated),
    "sync.blocks-differ": RecordExample(_STATUS, _blocks_differ),
    "sync.group-differs": RecordExample(_STATUS, _group_differs),
    "sync.not-operating": RecordExample(_STATUS, _not_operating),
}

"""A commune's store on the base of an office, for windows that show what office and commune share."""

from pathlib import Path

from landdesk.app import exchange
from landdesk.app.application import Application
from landdesk.domain.change import ChangeSet, Delta, EntryKind, Person
from landdesk.domain.clock import system_clock
from landdesk.domain.codelists import Replacement
from landdesk.domain.ids import Uuid7Source
from landdesk.services.office_lists import replace_list
from landdesk.store.store import NewStore, Store
from tests.ui.conftest import PERSON, six_parcels

CLERK = Person(Uuid7Source(system_clock)(), "Lê Thị Đào", "Chi nhánh", "clerk")


def bound_store(folder: Path, rights: str = "") -> Path:
    """Return a commune's store of six parcels made from an office's base.

    Args:
        folder: Where both stores and the base go.
        rights: The office's own list of what a commune may change; the shipped one without it.
    """
    office = Application(
        Store.create(folder / "office.landdesk", NewStore("office", 9217, ("22657",)), person=CLERK), CLERK
    )
    change = ChangeSet("import.parcels", tuple(Delta(None, one) for one in six_parcels()), "12/1")
    office.write(lambda context: context.work.apply(change, EntryKind.IMPORT))
    if rights:
        own = Replacement("Công văn", rights)
        office.write(lambda context: replace_list(context.work, "commune_rights", own))
    exchange.write_base(office, "22657", folder / "base.ldpkg")
    office.close()
    path = folder / "commune.landdesk"
    exchange.create_from_base(folder / "base.ldpkg", path, PERSON).close()
    return path

"""The only wiring: stores made and opened, persons added and chosen, for both front ends."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Final

from landdesk.app.application import Application
from landdesk.app.communes import checked_communes, checked_epsg, commune
from landdesk.app.keys import known_key, remember
from landdesk.domain.canonical import clean_text
from landdesk.domain.change import Person
from landdesk.domain.clock import system_clock
from landdesk.domain.errors import InvalidInputError, RefusedError
from landdesk.domain.ids import Uuid7Source, short_id
from landdesk.i18n import N_, Text, fold
from landdesk.store.info import COMMUNE, OFFICE
from landdesk.store.store import NewStore, Store
from landdesk.store.trouble import explain_os_error

if TYPE_CHECKING:
    from landdesk.store.encryption.key_file import StoreKey

ROLES: Final = ("technician", "clerk", "trainer")
"""What a person may be: technician of a commune, clerk of the office, trainer."""

OFFICE_UNIT: Final = "Chi nhánh Văn phòng đăng ký đất đai"


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A person who is not in the store yet.

    Args:
        name: Full name.
        unit: Where the person works; None takes the commune of the store, or the office.
        role: One of ``ROLES``; None takes what goes with the store.
    """

    name: str
    unit: str | None = None
    role: str | None = None


def open_application(
    path: Path, person_name: str | None = None, *, passphrase: str | None = None
) -> Application:
    """Open a store, and choose who works with it where somebody is named.

    Args:
        path: The store.
        person_name: As in :func:`find_person`; None leaves the choice open.
        passphrase: Of an encrypted store; not needed once it was given in this process.

    Raises:
        RefusedError: ``store.passphrase-needed``, ``store.passphrase-wrong``.
        InvalidInputError: Not a store that can be opened, or no such person.
        TroubleError: The file cannot be read or written.
    """
    app = Application(Store.open(path, key=known_key(path, passphrase)))
    try:
        if person_name is not None:
            choose_person(app, person_name)
    except BaseException:
        app.close()
        raise
    return app


def create_store(
    path: Path,
    communes: Sequence[str],
    role: str = COMMUNE,
    epsg: int | None = None,
    *,
    training: bool = False,
    person: NewPerson | None = None,
    key: "StoreKey | None" = None,
) -> Application:
    """Make an empty store and open it.

    Args:
        path: Where; nothing may be there yet.
        communes: Official codes; exactly one for the store of a commune.
        role: ``commune`` or ``office``.
        epsg: Projected system in metres; None takes the province's, which does not hold for Trường Sa.
        training: For invented data; never mixes with production.
        person: Who works with it first.
        key: Makes it an encrypted store, see ``keys.new_key``.

    Raises:
        InvalidInputError: A commune, the system or the person is not what it should be.
        RefusedError: There is a file of this name.
        TroubleError: The folder cannot be written, the disk is full.
    """
    codes = checked_communes(communes, role)
    wanted = NewStore(role=role, epsg=checked_epsg(epsg, codes), communes=codes, training=training)
    first = None if person is None else _made_person(person, role, codes)
    _refuse_unwritable(path)
    app = Application(Store.create(path, wanted, key=key, person=first), first)
    if key is not None:
        remember(key)
    return app


def recovery_recipient(base: Path) -> str | None:
    """Return the recipient of the office that can unlock stores made from its base; None where it has no key.

    Raises:
        InvalidInputError: The package cannot be used.
    """
    from landdesk.services.packages.container import open_container
    from landdesk.services.packages.manifest import read_manifest

    with open_container(base) as container:
        return read_manifest(container.manifest, base.name).recovery


def create_from_base(
    base: Path, path: Path, person: NewPerson, *, key: "StoreKey | None" = None
) -> Application:
    """Make the store of a commune from the office's base package and open it.

    Args:
        base: The package.
        path: Where; nothing may be there yet.
        person: Who works with it first.
        key: Makes it an encrypted store, see ``keys.new_key``.

    Raises:
        InvalidInputError: The package cannot be used.
        RefusedError: There is a file of this name.
        TroubleError: The folder cannot be written, the disk is full.
    """
    from landdesk.app import exchange
    from landdesk.services.packages.container import open_container
    from landdesk.services.packages.manifest import read_manifest

    # The unit of the first person is the commune, which only the package names.
    with open_container(base) as container:
        codes = (read_manifest(container.manifest, base.name).commune,)
    _refuse_unwritable(path)
    app = exchange.create_from_base(base, path, _made_person(person, COMMUNE, codes), key=key)
    if key is not None:
        remember(key)
    return app


def add_person(app: Application, person: NewPerson) -> Person:
    """Add somebody to the persons of a store.

    Raises:
        InvalidInputError: The name is empty, or no such role.
        RefusedError: The person is there already.
    """
    made = _made_person(person, app.info.role, app.info.communes)
    app.write(lambda context: context.work.add_person(made))
    return made


def choose_person(app: Application, name: str) -> Person:
    """Let somebody be the one who works from now on; see :func:`find_person`."""
    app.person = find_person(app, name)
    return app.person


def find_person(app: Application, name: str) -> Person:
    """Return the person of the store who is called so.

    Args:
        app: The application.
        name: Full name, accents optional; ``NAME, UNIT`` or the identifier's 8 digits where the name is not enough.

    Raises:
        InvalidInputError: Nobody, or more than one person, is called so.
    """
    everybody = app.read(lambda reader: reader.people.all())
    found = _called(everybody, name.strip())
    if len(found) == 1:
        return found[0]
    if not found:
        names = {fold(one.name): one.name for one in everybody}
        nearest = get_close_matches(fold(name), names, n=1, cutoff=0.6)
        remedy = (
            Text(N_("Did you mean {nearest}?"), {"nearest": names[nearest[0]]})
            if nearest
            else Text(N_("Add the person to those who work with the store."))
        )
        raise InvalidInputError(
            "person.unknown",
            Text(N_("Nobody in this store is called “{name}”."), {"name": name}),
            remedy=remedy,
        )
    raise InvalidInputError(
        "person.ambiguous",
        Text(N_("“{name}” fits {count} persons."), {"name": name, "count": len(found)}),
        Text(
            "{listed}", {"listed": "; ".join(f"{one.name}, {one.unit} ({short_id(one.id)})" for one in found)}
        ),
        Text(N_("Name the unit too, as in NAME, UNIT.")),
    )


def acting_person(app: Application) -> Person:
    """Return who works; asked before long work, so that it is not done in vain.

    Raises:
        RefusedError: Nobody is chosen.
    """
    if app.person is None:
        raise nobody_chosen()
    return app.person


def nobody_chosen() -> RefusedError:
    """Return the error for work that nobody is named to do."""
    return RefusedError(
        "person.none",
        Text(N_("Nobody is chosen who does this.")),
        remedy=Text(N_("Say first who works.")),
    )


def _refuse_unwritable(path: Path) -> None:
    """Refuse a folder where no file can be made, in words of the folder and not of the database.

    Raises:
        TroubleError: The folder does not exist, or cannot be written.
    """
    try:
        with TemporaryFile(dir=path.parent):
            pass
    except OSError as error:
        raise explain_os_error(error, path) from error


def _called(everybody: Sequence[Person], name: str) -> list[Person]:
    """Return the persons that a name fits, the exact spelling before one without accents."""
    bare, _, unit = (part.strip() for part in name.partition(","))
    fitting = (
        lambda one: name == short_id(one.id),
        lambda one: one.name == name,
        lambda one: fold(one.name) == fold(name),
        lambda one: bool(unit) and fold(one.name) == fold(bare) and fold(one.unit) == fold(unit),
    )
    for fits in fitting:
        found = [one for one in everybody if fits(one)]
        if found:
            return found
    return []


def _made_person(wanted: NewPerson, store_role: str, codes: Sequence[str]) -> Person:
    name = clean_text(wanted.name)
    if name is None:
        raise InvalidInputError(
            "person.no-name", Text(N_("The person has no name.")), remedy=Text(N_("Type the full name."))
        )
    in_office = store_role == OFFICE
    role = wanted.role or ("clerk" if in_office else "technician")
    if role not in ROLES:
        raise InvalidInputError(
            "person.role",
            Text(N_("There is no role “{role}”."), {"role": role}),
            remedy=Text(N_("Choose one of: {roles}"), {"roles": ", ".join(ROLES)}),
        )
    unit = clean_text(wanted.unit) or (OFFICE_UNIT if in_office else commune(codes[0]).title)
    return Person(Uuid7Source(system_clock)(), " ".join(name.split()), unit, role)

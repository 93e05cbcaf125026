"""Stores to practise on: an invented commune, as the technician's store and as the store of its office.

Both are training stores and belong together, so that the whole exchange of packages can be practised.
"""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from landdesk.app import exchange
from landdesk.app.application import Application
from landdesk.app.bootstrap import NewPerson, create_from_base, create_store, open_application
from landdesk.domain.change import ChangeSet, Delta, EntryKind
from landdesk.domain.errors import RefusedError
from landdesk.domain.progress import Progress
from landdesk.files import publish
from landdesk.i18n import N_, Text
from landdesk.services.training.commune import DemoCommune, generate_commune
from landdesk.services.training.planted.commune import CheckingCommune
from landdesk.store.info import COMMUNE, OFFICE
from landdesk.store.recognition import key_path
from landdesk.store.trouble import explain_os_error

if TYPE_CHECKING:
    from landdesk.store.encryption.key_file import StoreKey

OFFICE_SUFFIX: Final = "-chi-nhanh"
"""Stands at the end of the name of the office's store."""
_STEPS: Final = 4


@dataclass(frozen=True, slots=True)
class TrainingCommune:
    """What is to be invented.

    Args:
        code: Of the commune whose name and place it borrows.
        parcels: How many.
        seed: Another seed is another commune.
    """

    code: str = "22657"
    parcels: int = 400
    seed: int = 1


def office_path(target: Path) -> Path:
    """Return where the office's store goes when the technician's is ``target``."""
    return target.with_stem(target.stem + OFFICE_SUFFIX)


def create_training_stores(
    target: Path,
    wanted: TrainingCommune,
    person: NewPerson,
    progress: Progress,
    *,
    key: "StoreKey | None" = None,
) -> Application:
    """Make both stores and open the technician's; when it fails or is stopped neither is there.

    Args:
        target: The technician's store; the office's goes beside it, see :func:`office_path`.
        wanted: What is to be invented.
        person: Who practises; technician in the one store, clerk in the other.
        progress: Told of each step.
        key: Makes the technician's an encrypted store, see ``keys.new_key``.

    Raises:
        InvalidInputError: No such commune, or too few or too many parcels; the person has no name.
        RefusedError: There is a file of one of the names.
        TroubleError: The folder cannot be written, the disk is full.
        CancelledError: It was stopped.
    """
    for path in (target, office_path(target), *(() if key is None else (key_path(target),))):
        _refuse_existing(path)
    progress.step(0, _STEPS, Text(N_("Inventing parcels and people")))
    commune = generate_commune(wanted.code, seed=wanted.seed, parcels=wanted.parcels)
    try:
        with TemporaryDirectory(dir=target.parent, prefix=".landdesk-") as folder:
            made, office, base = (Path(folder) / name for name in ("commune", "office", "base.ldpkg"))
            progress.step(1, _STEPS, Text(N_("Making the office's store")))
            _make_office(office, base, commune, person)
            progress.step(2, _STEPS, Text(N_("Making the technician's store")))
            create_from_base(base, made, person, key=key).close()
            progress.step(3, _STEPS, Text(N_("Opening {name}"), {"name": target.name}))
            published: list[Path] = []
            try:
                publish(office_path(target), office.rename)
                published.append(office_path(target))
                if key is not None:
                    # Before the store: no moment may have one that nobody can open.
                    publish(key_path(target), key_path(made).rename)
                    published.append(key_path(target))
                publish(target, made.rename)
            except OSError:
                for path in published:
                    path.unlink()
                raise
    except OSError as error:
        raise explain_os_error(error, target) from error
    return open_application(target, person.name)


def create_checking_store(target: Path, made: CheckingCommune, person: NewPerson) -> Application:
    """Make a store of a commune to try a checker on and open it.

    No package would do, since what the branch's status file says never travels.

    Raises:
        RefusedError: There is a file of that name.
        TroubleError: The folder cannot be written, the disk is full.
    """
    app = create_store(target, (made.code,), COMMUNE, training=True, person=person)
    deltas = tuple(Delta(None, record) for record in made.records)
    change = ChangeSet("import.parcels", deltas, made.name, made.lineage)
    try:
        app.write(lambda context: context.work.apply(change, EntryKind.IMPORT))
    except BaseException:
        app.close()
        raise
    return app


def _make_office(path: Path, base: Path, commune: DemoCommune, person: NewPerson) -> None:
    """Make the office's store with everything invented in it, and its base package."""
    app = create_store(path, (commune.code,), OFFICE, training=True, person=NewPerson(person.name))
    try:
        deltas = tuple(Delta(None, record) for record in commune.records)
        change = ChangeSet("import.parcels", deltas, commune.name)
        app.write(lambda context: context.work.apply(change, EntryKind.IMPORT))
        exchange.write_base(app, commune.code, base)
    finally:
        app.close()


def _refuse_existing(path: Path) -> None:
    if path.exists():
        raise RefusedError(
            "store.exists",
            Text(N_("There is a file of this name already; it was not touched.")),
            where=Text("{path}", {"path": str(path)}),
            remedy=Text(N_("Choose another name.")),
        )

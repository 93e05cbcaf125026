"""Packages in and out of an application: the file, the transaction and the read model together.

A package is written and synced under a temporary name inside the transaction that notes it; the transaction commits,
then the file gets its name. A full stick leaves the store as it was; a program killed between the two has the package
in the store and writes it again (``copy_package``).
"""

import hashlib
import os
from collections.abc import Callable, Collection, Mapping, Sequence
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import shapely

from landdesk import files
from landdesk.app.application import Application
from landdesk.domain.change import Person
from landdesk.domain.clock import Clock, system_clock
from landdesk.domain.errors import InvalidInputError, RefusedError, TroubleError
from landdesk.domain.finding import Finding, Severity, keys
from landdesk.domain.ids import IdSource, ObjectId, id_text
from landdesk.domain.progress import Progress
from landdesk.domain.records import WorkItem
from landdesk.domain.rule_set import Stage
from landdesk.i18n import N_, Text
from landdesk.services.checking.profiles import rules_in_force
from landdesk.services.commands.context import EditContext
from landdesk.services.office import decide as deciding
from landdesk.services.office import inbox
from landdesk.services.office.decide import Decided, Return
from landdesk.services.office.merged_map import MergedMap
from landdesk.services.office.receipt import write_receipt as receipt_service
from landdesk.services.office.review import Outcome, RecordReview, review
from landdesk.services.packages import office_state
from landdesk.services.packages.change import export_change as change_service
from landdesk.services.packages.commune import Adoption, fill_from_base, store_for
from landdesk.services.packages.commune import adopt as adopt_service
from landdesk.services.packages.container import open_package_file
from landdesk.services.packages.reading import Package, package_from, read_package
from landdesk.services.packages.receive import Received
from landdesk.services.packages.receive import receive as receive_service
from landdesk.store.queries.exchange import OUT, PackageLine
from landdesk.store.store import Store
from landdesk.store.trouble import explain_os_error
from landdesk.store.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from landdesk.store.encryption.key_file import StoreKey

T = TypeVar("T")

KEPT_KINDS = ("change", "receipt", "update")
"""Kinds whose bytes the store that wrote them keeps."""


def export_change(app: Application, target: Path) -> PackageLine:
    """Write everything that waits as a change package.

    Raises:
        RefusedError: The store has no base, nothing waits, or there is a file of this name.
        TroubleError: The disk is full or the folder cannot be written; nothing was noted as sent.
    """
    checked = app.findings or app.check()
    waivers = app.waivers.by_key
    sending = {one.code: one.severity for one in rules_in_force(app.rule_set, Stage.SENDING)}

    def lines(objects: Collection[ObjectId]) -> list[dict[str, Any]]:
        found = [one for one in checked.findings.of_any(objects) if one.rule in sending]
        return [
            _finding_line(one, sending[one.rule], key, waivers.get(key))
            for key, one in sorted(zip(keys(found), found, strict=True), key=itemgetter(0))
        ]

    return _published(app, target, lambda context, put: change_service(context, put, target.name, lines))


def write_base(app: Application, commune: str, target: Path) -> PackageLine:
    """Write everything the office holds of a commune as a base package."""
    return _published(
        app, target, lambda context, put: office_state.write_base(context.work, commune, put, target.name)
    )


def write_update(app: Application, commune: str, target: Path, since: int | None = None) -> PackageLine:
    """Write what changed at the office in a commune since a snapshot, the latest by default."""
    return _published(
        app,
        target,
        lambda context, put: office_state.write_update(context.work, commune, put, target.name, since),
    )


def write_receipt(app: Application, package_id: ObjectId, target: Path) -> PackageLine:
    """Write the receipt of a change package."""
    package = stored_package(app, package_id)
    return _published(
        app, target, lambda context, put: receipt_service(context.work, package, put, target.name)
    )


def copy_package(app: Application, package_id: ObjectId, target: Path) -> PackageLine:
    """Write a package that was written before once more, byte for byte.

    Raises:
        InvalidInputError: The store does not keep this package.
    """
    _refuse_existing(target)
    line, content = app.read(
        lambda reader: (reader.exchange.package(package_id), reader.exchange.content(package_id))
    )
    if line is None or content is None:
        raise _not_kept()
    digest = hashlib.sha256(content).digest()

    def write(temporary: Path) -> None:
        if app.store.read_only:
            _put(temporary, content, target)
            return

        def noted(context: EditContext) -> None:
            _put(temporary, content, target)
            context.work.note_outgoing_again(digest, target.name)

        app.write(noted)

    try:
        files.publish(target, write)
    except OSError as error:
        raise explain_os_error(error, target) from error
    return line


def written_package(app: Application, name: str) -> PackageLine:
    """Return the package written here that people call so: its number, its identifier or 8 digits of it.

    Raises:
        InvalidInputError: None, or more than one, is called so.
    """
    wanted = name.strip().lower().replace("-", "")
    lines = [
        one
        for one in app.read(lambda reader: reader.exchange.packages(direction=OUT))
        if one.kind in KEPT_KINDS
    ]
    found = [one for one in lines if wanted.isdecimal() and one.sequence == int(wanted)]
    if len(wanted) >= 8:
        found = [one for one in lines if one.id.hex().startswith(wanted) or one.id.hex().endswith(wanted)]
    if len(found) != 1:
        raise InvalidInputError(
            "package.not-found",
            Text(N_("“{name}” fits {count} packages written here."), {"name": name, "count": len(found)}),
            remedy=Text(N_("Give the number of the package, or 8 digits of its identifier.")),
        )
    return found[0]


def create_from_base(
    base: Path,
    target: Path,
    person: Person,
    progress: Progress | None = None,
    *,
    key: "StoreKey | None" = None,
    new_id: IdSource | None = None,
    clock: Clock = system_clock,
) -> Application:
    """Make a commune's store from a base package and open it; the file appears when it is complete.

    Args:
        person: First person who works with the store.
        key: Makes it an encrypted store.

    Raises:
        InvalidInputError: The package cannot be used.
        RefusedError: There is a file of this name.
    """
    package = read_package(base, progress)

    def fill(work: UnitOfWork) -> None:
        fill_from_base(work, package)

    store = Store.create(
        target, store_for(package), key=key, person=person, fill=fill, new_id=new_id, clock=clock
    )
    return Application(store, person)


def adopt(app: Application, base: Path) -> Adoption:
    """Bind a store that was filled by its own import to the office's base."""
    package = read_package(base)
    return app.write(lambda context: adopt_service(context.work, package))


def receive(app: Application, path: Path, progress: Progress | None = None) -> Received:
    """Take a receipt, an update or a newer base into a commune's store."""
    package = read_package(path, progress)
    return app.write(lambda context: receive_service(context.work, package))


def office_receive(
    app: Application, path: Path, progress: Progress | None = None
) -> tuple[PackageLine, bool]:
    """Put a change package into the office's inbox; the second value says that it was there before."""
    with open_package_file(path) as file:
        content = file.read()
    package = package_from(content, path.name, progress)
    return app.write(lambda context: inbox.receive_change(context.work, package, content))


def stored_package(app: Application, package_id: ObjectId) -> Package:
    """Return a package that the store keeps.

    Raises:
        InvalidInputError: The store does not keep it.
    """
    line, content = app.read(
        lambda reader: (reader.exchange.package(package_id), reader.exchange.content(package_id))
    )
    if line is None or content is None:
        raise _not_kept()
    return package_from(content, line.file_name)


def office_review(app: Application, package: Package, progress: Progress | None = None) -> list[RecordReview]:
    """Return the dry run of a change package against the office's present state."""
    coverage = app.coverage
    return app.read(lambda reader: review(reader, package, MergedMap(coverage, app.rule_set), progress))


def decide(
    app: Application,
    package: Package,
    *,
    accept: Collection[ObjectId] = (),
    accept_clean: bool = False,
    returns: Sequence[Return] = (),
    seen: Mapping[ObjectId, Outcome] | None = None,
) -> Decided:
    """Accept and return records of a change package, see ``services.office.decide``."""
    return app.write(
        lambda context: deciding.decide(
            context,
            package,
            app.rule_set,
            accept=accept,
            accept_clean=accept_clean,
            returns=returns,
            seen=seen,
        )
    )


def _published(
    app: Application, target: Path, make: Callable[[EditContext, Callable[[bytes], None]], PackageLine]
) -> PackageLine:
    """Write a package inside the transaction that notes it; the file gets its name after the commit."""
    _refuse_existing(target)
    result: list[PackageLine] = []

    def write(temporary: Path) -> None:
        result.append(
            app.write(lambda context: make(context, lambda content: _put(temporary, content, target)))
        )

    try:
        files.publish(target, write)
    except OSError as error:
        if result and result[0].kind in KEPT_KINDS:
            raise TroubleError(
                "package.kept",
                Text(N_("The package is noted in the store, but its file could not be written.")),
                Text(N_("File {path}"), {"path": str(target)}),
                Text(N_("Free some space or choose another folder, and write the file once more.")),
            ) from error
        explained = explain_os_error(error, target)
        if result:
            # The store has noted it: "nothing was written" and "do it again" would be half of the truth.
            explained.remedy = Text(
                N_("Free some space or choose another folder, and write the base package anew.")
            )
        raise explained from error
    return result[0]


def _put(temporary: Path, content: bytes, target: Path) -> None:
    """Write the temporary file; what fails is said of the target, not of the store whose transaction is open."""
    try:
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise explain_os_error(error, target) from error


def _refuse_existing(target: Path) -> None:
    try:
        there = files.refuse_other_than_file(target)
    except OSError as error:
        raise explain_os_error(error, target) from error
    if there:
        raise RefusedError(
            "package.exists",
            Text(N_("There is a file of this name already; it was not touched.")),
            Text(N_("File {path}"), {"path": str(target)}),
            Text(N_("Choose another name.")),
        )


def _not_kept() -> InvalidInputError:
    return InvalidInputError(
        "package.not-kept",
        Text(N_("The store does not keep this package.")),
        remedy=Text(N_("Change packages, updates and receipts are kept; a base is written anew.")),
    )


def _finding_line(finding: Finding, severity: Severity, key: str, waiver: WorkItem | None) -> dict[str, Any]:
    """Return the line of ``findings.jsonl``; the place as WKT, to be read without the program."""
    return {
        "rule": finding.rule,
        "severity": str(severity),
        "objects": [id_text(one) for one in finding.objects],
        "place": None if finding.place is None else shapely.to_wkt(finding.place, rounding_precision=3),
        "amount": finding.amount,
        "unit": finding.unit,
        "about": [id_text(one) for one in finding.about],
        "key": key,
        "waiver": None
        if waiver is None
        else {"reason": waiver.reason, "person": waiver.words, "said_on": waiver.said_on},
    }

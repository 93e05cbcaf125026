"""Files that leave with names or numbers of people: each is noted before it is written, whoever asks for it.

Packages note themselves in the transaction that writes them (``services/packages/outgoing.py``); everything else comes
through here.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Final

from landdesk.app.application import Application
from landdesk.app.bootstrap import acting_person
from landdesk.domain.errors import InvalidInputError, RefusedError
from landdesk.domain.progress import Progress
from landdesk.files import refuse_other_than_file
from landdesk.i18n import N_, Text
from landdesk.store.trouble import explain_os_error

if TYPE_CHECKING:
    from landdesk.domain.dossier import Dossier
    from landdesk.domain.ids import ObjectId
    from landdesk.services.exporting.campaign.from_record import Pl3Content
    from landdesk.store.reader import Reader

PL3_PURPOSE: Final = "export.pl3"
"""Code of the purpose of a form PL3-01; what other files are for, a person says."""
STEP: Final = 1000
"""Parcels that are read together."""


def note_leaving(
    app: Application, path: Path, purpose: str | None, columns: Iterable[str], persons: int
) -> None:
    """Note a file that is about to be written with names or numbers of people.

    Args:
        app: The store, with the person who does it.
        path: The file.
        purpose: What for.
        columns: What of people is in it, ``party.name`` and so on.
        persons: How many people.

    Raises:
        InvalidInputError: ``leaving.no-purpose``: it is not said what for.
        RefusedError: Nobody is named who does it.
        TroubleError: The store or the folder cannot be written.
    """
    words = (purpose or "").strip()
    if not words:
        raise no_purpose(path)
    app.store.refuse_read_only()
    acting_person(app)
    try:
        # What cannot be written does not leave.
        with TemporaryFile(dir=path.parent):
            pass
    except OSError as error:
        raise explain_os_error(error, path) from error
    app.write(lambda context: context.work.note_outgoing(words, path.name, columns, persons))


def refuse_taken_name(target: Path) -> None:
    """Refuse a file's name that is taken, and a folder that takes none, before long work is done in vain.

    Raises:
        RefusedError: There is a file of this name.
        LandDeskError: The folder is not there or cannot be written; the name cannot be one.
    """
    try:
        if refuse_other_than_file(target):
            raise RefusedError(
                "file.exists",
                Text(N_("There is a file of this name already; it was not touched.")),
                Text(N_("File {path}"), {"path": str(target)}),
                Text(N_("Choose another name.")),
            )
        with TemporaryFile(dir=target.parent):
            pass
    except OSError as error:
        raise explain_os_error(error, target) from error


def no_purpose(path: Path | None) -> InvalidInputError:
    """Return the error that it is not said what a file with names or numbers is for; its path where it has one."""
    return InvalidInputError(
        "leaving.no-purpose",
        Text(N_("It is not said what the file with names or numbers of people is for.")),
        None if path is None else Text(N_("File {path}"), {"path": str(path)}),
        Text(N_("Say it in a few words; it is kept with your name in the list of files that left.")),
    )


@dataclass(frozen=True, slots=True)
class Pl3Choice:
    """Which parcels go into a form; all that are named must be there.

    Args:
        sheets: Only these map sheets; all for none.
        parcels: Only these, as people call them; all for none.
        collected_only: Only those of which the state of collection is recorded.
    """

    sheets: Sequence[str] = ()
    parcels: Sequence[str] = ()
    collected_only: bool = False


def export_pl3(
    app: Application, path: Path, choice: Pl3Choice, purpose: str | None, progress: Progress
) -> "Pl3Content":
    """Write parcels into the collection form PL3-01 and note that it leaves.

    Raises:
        RefusedError: There is a file of this name, or nobody is named who does it.
        InvalidInputError: A parcel that is named is not there, no parcel fits, or a text is too long for a cell.
        TroubleError: The folder cannot be written, the disk is full.
        CancelledError: It was stopped; nothing is written.
    """
    from landdesk.services.exporting.campaign.from_record import pl3_content
    from landdesk.services.exporting.campaign.workbooks import write_pl3

    refuse_taken_name(path)
    lists = app.codelists

    def read(reader: "Reader") -> "Pl3Content":
        chosen = _chosen(reader, choice)
        return pl3_content(_dossiers(reader, chosen, progress), lists)

    content = app.read(read)
    if not content.rows:
        raise InvalidInputError(
            "export.nothing",
            Text(N_("No parcel fits; nothing was written.")),
            remedy=Text(N_("Choose other sheets or parcels.")),
        )
    note_leaving(app, path, purpose or PL3_PURPOSE, content.personal, content.persons)
    try:
        write_pl3(path, content.rows, lists)
    except OSError as error:
        raise explain_os_error(error, path) from error
    return content


def _chosen(reader: "Reader", choice: Pl3Choice) -> "list[ObjectId]":
    from landdesk.domain.records import Parcel
    from landdesk.services.exporting.parcels import place_of

    if choice.parcels:
        parcels = reader.get_many(Parcel, [reader.find_parcel(name) for name in choice.parcels])
    else:
        parcels = reader.all(Parcel)
    sheets = frozenset(choice.sheets)
    found = [
        one
        for one in parcels.values()
        if (not sheets or one.sheet in sheets) and (one.collection_state or not choice.collected_only)
    ]
    return [one.id for one in sorted(found, key=place_of)]


def _dossiers(reader: "Reader", parcels: "Sequence[ObjectId]", progress: Progress) -> "Iterator[Dossier]":
    for at in range(0, len(parcels), STEP):
        progress.step(at, len(parcels))
        yield from reader.dossiers(parcels[at : at + STEP]).values()

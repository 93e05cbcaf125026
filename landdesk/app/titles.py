"""Words for codes, the same in the window and on the command line: commands of the journal, roles, kinds and states.

A code without words is shown as it is.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from landdesk.domain.clock import VIETNAM
from landdesk.i18n import N_, Text, _, format_datetime
from landdesk.services.office.reasons import REASONS

if TYPE_CHECKING:
    from landdesk.services.office_lists import ListNews
    from landdesk.store.backup import Backup

PLAIN_COPIES: Final = N_(
    "Older copies of the store beside it are plain still; remove those that nobody needs: {names}"
)
"""Said when a store was encrypted."""
AFTER_RESTORE: Final = N_(
    "Packages that were written or taken in after the backup are not in it: take the office's receipts and updates"
    " again, and tell the office, which may get two packages of one number."
)
AFTER_RESTORE_OFFICE: Final = N_(
    "Packages that were written or received after the backup are not in it: receive the communes' packages again,"
    " decide as before, and tell the communes that had later packages of this office."
)
CODES_SHOWN: Final = 8
"""Codes of a list that are named in a line."""

COMMANDS: Final[Mapping[str, str]] = {
    "parcel.set": N_("Change attributes"),
    "user.add": N_("Add land user"),
    "user.set": N_("Change land user"),
    "user.remove": N_("Remove land user"),
    "vertex.move": N_("Move boundary point"),
    "vertex.add": N_("Add boundary point"),
    "vertex.delete": N_("Delete boundary point"),
    "edge.move": N_("Move edge"),
    "boundary.reshape": N_("Reshape boundary"),
    "nodes.join": N_("Join nodes"),
    "parcel.split": N_("Split parcel"),
    "parcel.divide": N_("Divide parcel"),
    "parcel.new": N_("New parcel"),
    "parcel.hole": N_("Cut a hole"),
    "parcel.strip": N_("Cut a strip along a line"),
    "parcel.merge": N_("Merge parcels"),
    "parcel.delete": N_("Delete parcel"),
    "parcel.fit": N_("Fit parcel to survey points"),
    "delivery.take": N_("Take the boundaries of a survey job"),
    "record.edit": N_("Change the record"),
    "record.bulk": N_("Change many at once"),
    "certificate.enter": N_("Enter a certificate"),
    "link.shape": N_("Give a record its boundary"),
    "link.many": N_("Give many records their boundaries"),
    "link.undo": N_("Take the boundary off a record"),
    "work.close": N_("Close returned work"),
    "request.ask": N_("Ask the office"),
    "finding.waive": N_("Let a finding pass"),
    "finding.mend": N_("Mend findings"),
    "map.mend": N_("Mend findings on the map"),
    "party.unify": N_("Unify land users"),
    "finding.unwaive": N_("Let a finding stand again"),
    "request.answer": N_("Answer a request"),
    "request.withdraw": N_("Withdraw a request"),
    "work.reclassify": N_("Note that re-classification was asked for"),
    "import.parcels": N_("Import file"),
    "import.table": N_("Import table"),
    "base.receive": N_("Take in base package"),
    "base.adopt": N_("Bind to the office's base"),
    "base.write": N_("Write base package"),
    "update.receive": N_("Take in update"),
    "update.write": N_("Write update package"),
    "receipt.receive": N_("Take in receipt"),
    "receipt.merge": N_("Keep own edits beside the office's"),
    "package.change": N_("Export change package"),
    "work.finished": N_("Work finished by the office's answer"),
    "office.receive": N_("Receive change package"),
    "office.decide": N_("Decide on records"),
    "office.receipt": N_("Write receipt"),
    "codes.replace": N_("Replace code list"),
    "codes.shipped": N_("Put the shipped code list back"),
    "codes.receive": N_("Take in the office's code lists"),
    "store.take-over": N_("Take over changes of another program"),
    "store.to-restore-point": N_("Bring back to a restore point"),
    "store.unlock": N_("Unlock the store without its passphrase"),
    "store.readable-copy": N_("Write a readable copy"),
    "office.recovery-key": N_("Make the office's recovery key"),
    "office.unlock": N_("Unlock a commune's store"),
}
SURVEY_JOB_SIGNS: Final[Mapping[str, str]] = {
    "good": N_("good"),
    "told": N_("look at it"),
    "bad": N_("bad"),
}
IMPORT_FORMS: Final[Mapping[str, str]] = {
    "pl3_01": N_("Collection form PL3-01"),
    "sync_status": N_("Sync status"),
    "tracking_sheet": N_("Tracking sheet"),
    "error_paths": N_("Error paths"),
    "plain_lists": N_("List of land users and certificates"),
}
ENCODINGS: Final[Mapping[str, str]] = {
    "unicode": N_("Unicode"),
    "tcvn3": "TCVN3 (ABC)",
    "vni": "VNI-Windows",
    "cp1258": "Windows-1258",
    "utf8-as-1252": N_("UTF-8 read as Windows-1252"),
}
IMPORT_FIELDS: Final[Mapping[str, str]] = {
    "commune": N_("Commune"),
    "sheet": N_("Map sheet"),
    "parcel_no": N_("Parcel number"),
    "land_use": N_("Land use"),
    "legal_area": N_("Legal area"),
    "address": N_("Address"),
    "source_id": N_("Identifier in the source"),
    "user_name": N_("Land user"),
    "user_identity": N_("Identity number"),
    "user_address": N_("Address of the land user"),
}
IMPORTED_ERRORS: Final[Mapping[str, str]] = {
    "new": N_("Errors that are new"),
    "still": N_("Errors that are still there"),
    "cured": N_("Errors that are cured"),
    "came_back": N_("Errors that came back"),
}
"""What a file of the national system says of errors, by key of ``TableReport.errors``."""

IMPORT_OUTCOMES: Final[Mapping[str, str]] = {
    "new": N_("New"),
    "changed": N_("Changed"),
    "same": N_("Unchanged"),
    "refused": N_("Refused"),
}
OUTGOING: Final[Mapping[str, str]] = {
    "lookup": N_("Table of a looked-up list"),
    "package.base": N_("Base package"),
    "package.update": N_("Update package"),
    "package.change": N_("Change package"),
    "package.receipt": N_("Receipt"),
    "backup": N_("Backup"),
    "export.pl3": N_("Collection form PL3-01"),
}
KINDS: Final[Mapping[str, str]] = {
    "act": N_("Edit"),
    "import": N_("Import"),
    "base": N_("Base package"),
    "update": N_("Update package"),
    "receipt": N_("Receipt"),
    "decision": N_("Decision of the office"),
    "housekeeping": N_("Housekeeping"),
}
PERSON_ROLES: Final[Mapping[str, str]] = {
    "technician": N_("Technician"),
    "clerk": N_("Office clerk"),
    "trainer": N_("Trainer"),
}
STORE_ROLES: Final[Mapping[str, str]] = {"commune": N_("Commune"), "office": N_("Registration office")}
WORK_STATES: Final[Mapping[str, str]] = {
    "open": N_("To do"),
    "resent": N_("Sent again"),
    "asked": N_("Asked for"),
    "done": N_("Done"),
}
WORK_KINDS: Final[Mapping[str, str]] = {
    "returned": N_("Returned by the office"),
    "conflict": N_("Changed by the office too"),
    "sync_error": N_("Error of the national system"),
    "task": N_("Line of the tracking sheet"),
    "reclassify": N_("Re-classification"),
}
OUTCOMES: Final[Mapping[str, str]] = {
    "done": N_("Done"),
    "left": N_("Something is still to do"),
    "skipped": N_("Put off"),
    "postponed": N_("Put off to another day"),
}

BASIS_KINDS: Final[Mapping[str, str]] = {
    "scan": N_("Scan"),
    "list": N_("Row of a list"),
    "survey": N_("Survey"),
    "registration": N_("Registration"),
    "statement": N_("Statement"),
}
"""What values are taken from."""


def title(table: Mapping[str, str], code: str) -> str:
    """Return the words for a code of a table."""
    return _(table[code]) if code in table else code


def command_title(command: str, kind: str = "") -> str:
    """Return what a journal entry did, ``undo:parcel.split`` included."""
    way, _colon, code = command.rpartition(":")
    words = title(COMMANDS, code) if code in COMMANDS else title(KINDS, kind) if kind in KINDS else code
    if way.startswith("undo"):
        return _("Undone: {what}").format(what=words)
    if way.startswith("redo"):
        return _("Redone: {what}").format(what=words)
    return words


def restore_point_title(words: str) -> str:
    """Return what a restore point is for; the program's own are set before an import or a bulk edit."""
    before, _colon, rest = words.partition(":")
    if before != "before":
        return words
    command, _colon, subject = rest.partition(":")
    if command in ("undo", "redo"):
        inner, _colon, subject = subject.partition(":")
        command = f"{command}:{inner}"
    return _("Before: {what}").format(what=f"{command_title(command)} {subject}".rstrip())


def purpose_title(purpose: str) -> str:
    """Return what a file that left was for; the program's own are packages."""
    return title(OUTGOING, purpose)


def moment(at_ms: int) -> str:
    """Return a moment as ``31/12/2026 14:05``, in Vietnam's time."""
    return format_datetime(datetime.fromtimestamp(at_ms / 1000, VIETNAM))


def made_words(backup: "Backup") -> str:
    """Return when a backup was made, as people read it."""
    return format_datetime(datetime.fromisoformat(backup.made_at).astimezone(VIETNAM))


def after_restore(role: str) -> str:
    """Return what is to be done after a store was restored from a backup; to be translated."""
    return AFTER_RESTORE_OFFICE if role == "office" else AFTER_RESTORE


def reason_title(code: str) -> str:
    """Return the words for the office's reason to return a record."""
    return title(REASONS, code)


def copy_words(copy: Path) -> Text:
    """Return what is said when a store was brought to a newer schema and a copy of it made before."""
    return Text(
        N_("The store was brought to this version of LandDesk; as it was it is kept as {name}."),
        {"name": copy.name},
    )


def column_titles(columns: Iterable[str]) -> list[str]:
    """Return the labels of the fields that a file held, each once; a field that is not known by its code."""
    from landdesk.domain.fields import field_of

    found: dict[str, None] = {}
    for code in columns:
        owner, _dot, name = code.partition(".")
        try:
            found[_(field_of(owner, name).title)] = None
        except KeyError:
            found[code] = None
    return list(found)


def list_news_lines(news: "Iterable[ListNews]") -> list[str]:
    """Return which code lists came from the office, where each is from and how it differs from the one before."""
    from landdesk.services.codelists import list_spec

    lines: list[str] = []
    for one in news:
        if not one.used:
            said = _("Code list {name}: this LandDesk has no such list; it is kept for a newer one.")
            lines.append(said.format(name=one.name))
            continue
        name = f"{list_spec(one.name).title} ({one.name})"
        if one.version is None:
            head = _("Code list {name}: the shipped one holds again, as the office has none of its own")
        elif one.source is None:
            head = _("Code list {name}: the office put the shipped one back (version {version})")
        else:
            head = _("Code list {name}: {source} (version {version})")
        changes = [
            (_("new: {codes}"), one.added),
            (_("no longer there: {codes}"), one.gone),
            (_("another name or validity: {codes}"), one.changed),
        ]
        parts = [words.format(codes=_some(codes)) for words, codes in changes if codes]
        head = head.format(name=name, source=one.source, version=one.version)
        lines.append("; ".join([head, *(parts or [_("its codes are as before")])]))
    return lines


def _some(codes: Sequence[str]) -> str:
    listed, left = ", ".join(codes[:CODES_SHOWN]), len(codes) - CODES_SHOWN
    return listed if left <= 0 else _("{listed} and {count} more").format(listed=listed, count=left)


SURVEY_FORMATS: Final[Mapping[str, str]] = {
    "text": N_("list of points"),
    "gsi8": N_("Leica GSI-8"),
    "gsi16": N_("Leica GSI-16"),
    "sdr": N_("Sokkia SDR"),
    "nmea": N_("log of a receiver (NMEA)"),
}
SURVEY_METHODS: Final[Mapping[str, str]] = {
    "coordinates": N_("as in the file"),
    "polar": N_("polar"),
    "gnss": N_("receiver"),
}

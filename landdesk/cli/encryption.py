"""Encrypted stores on the command line: encrypt, new passphrase, recovery sheet, unlock, readable copy."""

from pathlib import Path

from landdesk.app.titles import PLAIN_COPIES
from landdesk.cli.output import entry_document, print_document, print_entry, say
from landdesk.cli.parameters import FILE, WORDS
from landdesk.cli.passphrases import (
    STORE_VARIABLE,
    new_passphrase,
    passphrase_of,
    present_passphrase,
    unlock_store,
)
from landdesk.cli.session import Session, TerminalProgress
from landdesk.cli.verb import argument, json_option, option, pass_session, verb
from landdesk.domain.errors import InvalidInputError
from landdesk.i18n import N_, Text, _

passphrase_file = option(
    "--passphrase-file",
    "file",
    help_text=N_(
        "File whose first line is the new passphrase; else LANDDESK_PASSPHRASE_FILE names one, or it is asked for."
    ),
    kind=FILE,
    metavar="FILE",
)
sheet_option = option(
    "--recovery-sheet",
    "sheet",
    help_text=N_("Write the recovery sheet into this file too, where there is one."),
    kind=FILE,
    metavar="FILE",
)
_STORE = argument("store", N_("The encrypted store."), FILE)


def refuse_sheet_taken(sheet: Path | None) -> None:
    """Refuse the name of a recovery sheet before anything is done."""
    if sheet is not None:
        from landdesk.app.leaving import refuse_taken_name

        refuse_taken_name(sheet)


def show_sheet(code: str | None, store: Path, sheet: Path | None, *, as_json: bool) -> None:
    """Print the recovery sheet, once, and write it where a file is named; nothing where an office recovers."""
    if code is None:
        return
    from landdesk.app.encryption import recovery_sheet
    from landdesk.files import publish_file
    from landdesk.store.trouble import explained_at

    words = recovery_sheet(code, store, _("To use it: landdesk unlock STORE --code"))
    if not as_json:
        say(Text("{sheet}", {"sheet": "\n" + words}))
    if sheet is not None:
        with explained_at(sheet):
            publish_file(sheet, lambda file: file.write(words.encode()))


@verb(
    "encrypt",
    N_(
        "Make the plain STORE encrypted. A new file is written, compared and put in the plain one's place; the plain"
        " one is overwritten and removed. On SSDs and USB sticks old blocks may remain. QGIS cannot open an"
        " encrypted store: see readable-copy."
    ),
    "landdesk encrypt commune.landdesk",
)
@argument("store", N_("The plain store; nobody may have it open."), FILE)
@passphrase_file
@sheet_option
@json_option
@pass_session
def encrypt(session: Session, store: Path, file: Path | None, sheet: Path | None, as_json: bool) -> None:
    """Say that it is done, and show the recovery sheet."""
    from landdesk.app.encryption import encrypt as encrypt_store
    from landdesk.app.encryption import plain_copies, refuse_encrypted

    refuse_encrypted(store)
    # What is wrong with the store comes before any question.
    with session.reading(store) as app:
        app.store.refuse_read_only()
    refuse_sheet_taken(sheet)
    words = new_passphrase(file)
    with TerminalProgress() as progress:
        code = encrypt_store(store, words, progress)
    copies = plain_copies(store)
    if as_json:
        content = {"store": str(store), "recovery_code": code, "plain_copies": [str(one) for one in copies]}
        print_document("encrypt", content)
    else:
        say(Text(N_("{path} is encrypted; it opens with its passphrase only."), {"path": str(store)}))
        say(
            Text(
                N_(
                    "The plain file was overwritten and removed; on SSDs and USB sticks old blocks may remain."
                )
            )
        )
        if copies:
            names = ", ".join(one.name for one in copies)
            say(Text(PLAIN_COPIES, {"names": names}))
    show_sheet(code, store, sheet, as_json=as_json)


@verb(
    "passphrase",
    N_(
        "Change the passphrase of STORE; the store itself stays as it is. Backups made before keep the passphrase they"
        " were made with."
    ),
    "landdesk passphrase commune.landdesk --new-passphrase-file new.txt",
)
@_STORE
@option(
    "--new-passphrase-file",
    "file",
    help_text=N_("File whose first line is the new passphrase; else it is asked for."),
    kind=FILE,
    metavar="FILE",
)
@json_option
@pass_session
def passphrase(_session: Session, store: Path, file: Path | None, as_json: bool) -> None:
    """Say that it is done."""
    from landdesk.app.encryption import change_passphrase, refuse_plain

    refuse_plain(store)
    unlock_store(store)
    # The variable names the present one.
    change_passphrase(store, None, new_passphrase(file, variable=""))
    if as_json:
        print_document("passphrase", {"store": str(store)})
    else:
        say(Text(N_("The passphrase of {path} is changed."), {"path": str(store)}))


@verb(
    "recovery-sheet",
    N_("Make a new recovery sheet of STORE, for one that was lost; an older one is of no use then."),
    "landdesk recovery-sheet commune.landdesk --recovery-sheet sheet.txt",
)
@_STORE
@sheet_option
@json_option
@pass_session
def recovery_sheet_verb(_session: Session, store: Path, sheet: Path | None, as_json: bool) -> None:
    """Show the sheet."""
    from landdesk.app.encryption import new_recovery_code, refuse_plain

    refuse_plain(store)
    refuse_sheet_taken(sheet)
    unlock_store(store)
    code = new_recovery_code(store, None)
    if as_json:
        print_document("recovery-sheet", {"store": str(store), "recovery_code": code})
    show_sheet(code, store, sheet, as_json=as_json)


@verb(
    "unlock-request",
    N_(
        "Ask the office to unlock STORE, whose passphrase was forgotten. The new passphrase is chosen now and needed"
        " again with the answer."
    ),
    'landdesk unlock-request commune.landdesk --reason "Người giữ mật khẩu đã chuyển công tác" -o request.json'
    ' --as "Nguyễn Văn A"',
)
@_STORE
@option("--reason", help_text=N_("Why; the office keeps it."), kind=WORDS, metavar="TEXT", required=True)
@option("-o", "--output", help_text=N_("The request to write."), kind=FILE, metavar="FILE", required=True)
@passphrase_file
@json_option
@pass_session
def unlock_request(
    session: Session, store: Path, reason: str, output: Path, file: Path | None, as_json: bool
) -> None:
    """Say what to do with the request, and its fingerprint."""
    from landdesk.app.bootstrap import nobody_chosen
    from landdesk.app.encryption import refuse_plain, request_unlock
    from landdesk.app.leaving import refuse_taken_name

    refuse_plain(store)
    if session.person_name is None:
        raise nobody_chosen()
    refuse_taken_name(output)
    request = request_unlock(store, new_passphrase(file), session.person_name, reason, output)
    if as_json:
        content = {
            "file": str(output),
            "fingerprint": request.fingerprint,
            "answer_wanted_by": request.asked_by,
        }
        print_document("unlock-request", content)
        return
    say(Text(N_("{path} is written. Send it to the office."), {"path": str(output)}))
    say(Text(N_("Fingerprint to compare by telephone: {fingerprint}"), {"fingerprint": request.fingerprint}))


@verb(
    "unlock",
    N_(
        "Open STORE by the office's ANSWER, or by the code of its recovery sheet. With the answer it has the passphrase"
        " that was chosen with the request; with the code a new one is asked for. The journal notes it, with the user"
        " and the computer where nobody is named."
    ),
    'landdesk unlock commune.landdesk answer.json --as "Nguyễn Văn A"',
)
@_STORE
@argument("answer", N_("The office's answer."), FILE, required=False)
@option("--code", "by_code", help_text=N_("Ask for the code of the recovery sheet."), is_flag=True)
@option(
    "--code-file",
    help_text=N_("File whose first line is the code of the recovery sheet."),
    kind=FILE,
    metavar="FILE",
)
@passphrase_file
@json_option
@pass_session
def unlock(
    session: Session,
    store: Path,
    answer: Path | None,
    by_code: bool,
    code_file: Path | None,
    file: Path | None,
    as_json: bool,
) -> None:
    """Say that the store is open again; its journal notes it."""
    from landdesk.app.encryption import refuse_plain, unlock_by_answer, unlock_by_code

    refuse_plain(store)
    if (answer is None) == (not by_code and code_file is None):
        raise InvalidInputError(
            "usage.unlock",
            Text(N_("Name the office's answer, or say --code, not both.")),
            remedy=Text(N_("See: {command} --help"), {"command": "landdesk unlock"}),
        )
    if answer is not None:
        words = present_passphrase(file, STORE_VARIABLE, _("Passphrase that was chosen with the request"))
        entry = unlock_by_answer(store, answer, words, session.person_name)
    else:
        if code_file is None:
            code = present_passphrase(None, "", _("Code of the recovery sheet"))
        else:
            code = passphrase_of(code_file)
        entry = unlock_by_code(store, code, new_passphrase(file), session.person_name)
    if as_json:
        print_document("unlock", {"store": str(store), "entry": entry_document(entry)})
        return
    say(Text(N_("{path} opens with the new passphrase."), {"path": str(store)}))


@verb(
    "readable-copy",
    N_(
        "Write the present record of STORE as a plain SpatiaLite file, which QGIS opens; an encrypted store it cannot"
        " open. The copy is no store and has no history; the journal says who wrote it and what for."
    ),
    'landdesk readable-copy commune.landdesk --purpose "In bản đồ tổng" -o map.sqlite --as "Nguyễn Văn A"',
)
@argument("store", N_("The store."), FILE)
@option("--purpose", help_text=N_("What for; it is kept."), kind=WORDS, metavar="TEXT", required=True)
@option("-o", "--output", help_text=N_("The file to write."), kind=FILE, metavar="FILE", required=True)
@json_option
@pass_session
def readable_copy(session: Session, store: Path, purpose: str, output: Path, as_json: bool) -> None:
    """Print the entry of the journal."""
    from landdesk.app.safekeeping import write_readable_copy

    with session.working(store) as app:
        entry = write_readable_copy(app, output, purpose)
    print_entry(entry, as_json=as_json, verb="readable-copy")
    if not as_json:
        say(Text(N_("{path} is written; everybody can read it."), {"path": str(output)}))

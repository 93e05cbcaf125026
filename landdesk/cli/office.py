"""The office on the command line: receive, list, show, decide, receipt."""

from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from landdesk.app.titles import moment
from landdesk.cli.output import entry_document, print_document, print_facts, print_table, say
from landdesk.cli.package import line_document
from landdesk.cli.parameters import FILE, WORDS
from landdesk.cli.passphrases import OFFICE_VARIABLE, new_passphrase, present_passphrase
from landdesk.cli.session import Session, TerminalProgress
from landdesk.cli.verb import argument, json_option, option, pass_session, verb_group
from landdesk.domain.errors import InvalidInputError
from landdesk.domain.ids import ObjectId, id_text, short_id
from landdesk.i18n import N_, Text, _, format_datetime, translate
from landdesk.services.office.inbox import TWINS
from landdesk.services.office.reasons import DECISIONS, REASONS

if TYPE_CHECKING:
    from landdesk.services.office.inbox import InboxLine
    from landdesk.services.office.review import RecordReview
    from landdesk.services.packages.reading import Package

OUTCOME_TITLES = {
    "same": N_("there already"),
    "clean": N_("clean"),
    "invalid": N_("invalid"),
    "conflict": N_("conflict"),
}

_STATES = {**OUTCOME_TITLES, **{name: words for name, words in DECISIONS.items() if name != "undecided"}}
_ALL_DECIDED = N_("Every record of the package is decided already.")


@verb_group(
    "office",
    N_("Receive change packages and decide on them."),
    'landdesk office receive office.landdesk change-1.ldpkg --as "Lê Thị B"',
)
def office() -> None:
    """Group of the verbs below."""


@office.verb(
    "receive",
    N_("Put change packages into the inbox; nothing of the record is touched."),
    'landdesk office receive office.landdesk change-1.ldpkg --as "Lê Thị B"',
)
@argument("store", N_("The office's store."), FILE)
@argument("files", N_("The packages, in any order."), FILE, many=True)
@json_option
@pass_session
def receive(session: Session, store: Path, files: tuple[Path, ...], as_json: bool) -> None:
    """Receive packages and say how each would fit."""
    from landdesk.app.exchange import office_receive, office_review, stored_package
    from landdesk.services.office.inbox import inbox_line

    done: list[dict[str, Any]] = []
    with session.working(store) as app, TerminalProgress() as progress:
        for file in files:
            line, again = office_receive(app, file, progress)
            reviews = office_review(app, stored_package(app, line.id), progress)
            counts = _counts(reviews)
            done.append({"package": line_document(line), "again": again, "records": counts})
            if as_json:
                continue
            values: dict[str, object] = {"number": line.sequence, "author": line.author}
            if again:
                came = {"date": moment(line.received_ms), "person": line.received_by}
                say(
                    Text(
                        N_(
                            "Package {number} of {author} came on {date}, received by {person}; nothing changed."
                        ),
                        values | came,
                    )
                )
            else:
                say(Text(N_("Package {number} of {author} is in the inbox:"), values))
            inbox = app.read(partial(inbox_line, line=line))
            before = inbox.waits_for
            facts = [(_(_STATES[name]), str(count)) for name, count in counts.items()]
            facts.append((_("Waits for"), "" if before is None else _number(before)))
            print_facts([("  " + label, value) for label, value in facts])
            if inbox.twins:
                say(Text("  {said}", {"said": Text(TWINS)}))
    if as_json:
        print_document("office.receive", {"packages": done})


@office.verb("list", N_("List the packages of the inbox."), "landdesk office list office.landdesk")
@argument("store", N_("The office's store."), FILE)
@json_option
@pass_session
def list_packages(session: Session, store: Path, as_json: bool) -> None:
    """List the inbox."""
    from landdesk.services.office.inbox import inbox, refuse_not_office

    with session.reading(store) as app:
        app.read(refuse_not_office)
        lines = app.read(inbox)
    if as_json:
        print_document("office.list", {"packages": [_inbox_document(one) for one in lines]})
        return
    if not lines:
        say(Text(N_("The inbox is empty.")))
        return
    print_table(
        [
            _("Package"),
            _("Number"),
            _("Author"),
            _("Made"),
            _("Records"),
            _("Undecided"),
            _("Accepted"),
            _("Returned"),
            _("Waits for"),
        ],
        [
            [
                short_id(one.line.id),
                str(one.line.sequence),
                one.line.author,
                _stated_moment(one.line.created_at),
                str(one.records),
                str(one.undecided),
                str(one.accepted),
                str(one.returned),
                "" if one.waits_for is None else _number(one.waits_for),
            ]
            for one in lines
        ],
        "<><<>>>><",
    )


@office.verb(
    "show", N_("Show how a package fits, record by record."), "landdesk office show office.landdesk 1"
)
@argument("store", N_("The office's store."), FILE)
@argument("package", N_("Its number, or 8 digits of its identifier."), WORDS)
@json_option
@pass_session
def show(session: Session, store: Path, package: str, as_json: bool) -> None:
    """Show the dry run of a package."""
    from landdesk.app.exchange import office_review, stored_package
    from landdesk.services.office.inbox import find_package

    with session.reading(store) as app, TerminalProgress() as progress:
        line = app.read(lambda reader: find_package(reader, package))
        reviews = office_review(app, stored_package(app, line.id), progress)
    if as_json:
        print_document(
            "office.show",
            {"package": line_document(line), "records": [_review_document(one) for one in reviews]},
        )
        return
    print_table(
        [_("Record"), _("Outcome"), _("Decision"), _("Objects"), _("Parcels"), _("Why")],
        [
            [
                short_id(one.record.id),
                _(OUTCOME_TITLES[one.outcome]) if one.decision.decision == "undecided" else "",
                _(DECISIONS[one.decision.decision]),
                str(len(one.operations)),
                one.record.subject,
                _why(one),
            ]
            for one in reviews
        ],
        "<<<><<",
    )


@office.verb(
    "decide",
    N_("Accept and return records of a package."),
    'landdesk office decide office.landdesk 1 --accept-clean --as "Lê Thị B"',
)
@argument("store", N_("The office's store."), FILE)
@argument("package", N_("Its number, or 8 digits of its identifier."), WORDS)
@option("--accept-clean", is_flag=True, help_text=N_("Accept every record that is clean or there already."))
@option(
    "--accept",
    kind=WORDS,
    metavar="RECORD",
    multiple=True,
    help_text=N_("Accept this record; where it conflicts the commune's values win."),
)
@option(
    "--return", "returned", kind=WORDS, metavar="RECORD", multiple=True, help_text=N_("Return this record.")
)
@option(
    "--reason",
    kind=WORDS,
    metavar="CODE",
    help_text=N_("Why: boundary, document, attribute, duplicate, conflict or other."),
)
@option("--note", kind=WORDS, metavar="TEXT", help_text=N_("What the commune should do."))
@json_option
@pass_session
def decide(
    session: Session,
    store: Path,
    package: str,
    accept_clean: bool,
    accept: tuple[str, ...],
    returned: tuple[str, ...],
    reason: str | None,
    note: str | None,
    as_json: bool,
) -> None:
    """Decide on records."""
    from landdesk.app import exchange
    from landdesk.services.office.decide import Return
    from landdesk.services.office.inbox import find_package, inbox_line

    _refuse_no_choice(accept_clean or bool(accept), bool(returned), bool(reason or note))
    with session.working(store) as app:
        line = app.read(lambda reader: find_package(reader, package))
        opened = exchange.stored_package(app, line.id)
        done = exchange.decide(
            app,
            opened,
            accept=[_record(opened, name) for name in accept],
            accept_clean=accept_clean,
            returns=[Return(_record(opened, name), reason or "", note or "") for name in returned],
        )
        left = app.read(lambda reader: inbox_line(reader, line)).undecided
    if as_json:
        print_document(
            "office.decide",
            {
                "entry": None if done.entry is None else done.entry.number,
                "accepted": [id_text(one) for one in done.accepted],
                "returned": [id_text(one) for one in done.returned],
                "renumbered": [{"old": old, "new": new} for old, new in done.renumbered],
            },
        )
        return
    if done.entry is None:
        say(Text(N_("No undecided record is clean; nothing was decided.") if left else _ALL_DECIDED))
    else:
        values = {"accepted": len(done.accepted), "returned": len(done.returned)}
        say(Text(N_("{accepted} records accepted, {returned} returned."), values))
    if left:
        say(Text(N_("Still undecided: {count}"), {"count": left}))
    if done.renumbered:
        pairs = ", ".join(f"{old} → {new}" for old, new in done.renumbered)
        say(Text(N_("New numbers: {pairs}"), {"pairs": pairs}))


@office.verb(
    "receipt",
    N_("Write the answer to a package; the last one again when nothing new was decided."),
    'landdesk office receipt office.landdesk 1 -o receipt-1.ldpkg --as "Lê Thị B"',
)
@argument("store", N_("The office's store."), FILE)
@argument("package", N_("Its number, or 8 digits of its identifier."), WORDS)
@option("-o", "--output", kind=FILE, metavar="FILE", required=True, help_text=N_("The file to write."))
@json_option
@pass_session
def receipt(session: Session, store: Path, package: str, output: Path, as_json: bool) -> None:
    """Write a receipt."""
    from landdesk.app.exchange import write_receipt
    from landdesk.cli.package import say_written
    from landdesk.services.office.inbox import find_package, inbox_line

    with session.working(store) as app:
        line = app.read(lambda reader: find_package(reader, package))
        before = app.read(lambda reader: reader.version())
        written = write_receipt(app, line.id, output)
        again = app.read(lambda reader: reader.version()) == before
        left = app.read(lambda reader: inbox_line(reader, line)).undecided
    say_written("office.receipt", written, output, as_json=as_json)
    if as_json:
        return
    if again:
        say(Text(N_("Nothing was decided since; it is the last receipt again.")))
    if left:
        say(Text(N_("Still undecided: {count}; another receipt will answer them."), {"count": left}))


def _record(package: "Package", name: str) -> ObjectId:
    """Return the record that is called so: its full identifier or 8 digits of its start or end."""
    wanted = name.strip().lower().replace("-", "")
    found = [
        one
        for one in package.records
        if len(wanted) >= 8 and (one.id.hex().startswith(wanted) or one.id.hex().endswith(wanted))
    ]
    if len(found) == 1:
        return found[0].id
    remedy = Text(N_("Choose one of the package's records, by 8 digits of its identifier."))
    if not found:
        what = Text(N_("The package has no record “{name}”."), {"name": name})
        raise InvalidInputError("office.no-record", what, remedy=remedy)
    what = Text(N_("“{name}” fits {count} records of the package."), {"name": name, "count": len(found)})
    listed = "; ".join(f"{short_id(one.id)} ({one.subject})" for one in found[:10])
    raise InvalidInputError("office.record-ambiguous", what, Text("{listed}", {"listed": listed}), remedy)


def _refuse_no_choice(accepting: bool, returning: bool, reasoned: bool) -> None:
    """Refuse a call that decides nothing, or gives a reason and returns nothing."""
    if not (accepting or returning):
        raise InvalidInputError(
            "office.no-choice",
            Text(N_("It is not said what to decide.")),
            remedy=Text(N_("Say which records are accepted and which are returned.")),
        )
    if reasoned and not returning:
        raise InvalidInputError(
            "office.nothing-returned",
            Text(N_("A reason or note is given, but no record to return.")),
            remedy=Text(N_("Name the record to return, or leave reason and note out.")),
        )


def _number(sequence: int) -> str:
    return translate(Text(N_("number {n}"), {"n": sequence}))


def _stated_moment(text: str) -> str:
    """Return the ISO 8601 moment of a package as people read it; as it stands where it is none."""
    try:
        return format_datetime(datetime.fromisoformat(text))
    except ValueError:
        return text


def _counts(reviews: list["RecordReview"]) -> dict[str, int]:
    """Return how many records are in which state: how they fit, or what is decided."""
    made = dict.fromkeys(_STATES, 0)
    for one in reviews:
        made[str(one.outcome) if one.decision.decision == "undecided" else one.decision.decision] += 1
    return {name: count for name, count in made.items() if count}


def _why(review: "RecordReview") -> str:
    decision = review.decision
    if decision.decision != "undecided":
        reason = "" if decision.reason is None else _(REASONS.get(decision.reason, decision.reason))
        return ": ".join(filter(None, (reason, decision.note)))
    said = [one.why for one in review.operations if one.why is not None]
    said += [finding.what for finding in review.findings]
    words = list(dict.fromkeys(translate(one) for one in said))
    if review.changed_around:
        words.append(
            translate(Text(N_("{count} neighbours changed meanwhile."), {"count": review.changed_around}))
        )
    return " ".join(words)


def _inbox_document(one: "InboxLine") -> dict[str, Any]:
    return {
        "package": line_document(one.line),
        "records": one.records,
        "undecided": one.undecided,
        "accepted": one.accepted,
        "returned": one.returned,
        "answered": one.answered,
        "waits_for": one.waits_for,
        "twins": one.twins,
    }


def _review_document(review: "RecordReview") -> dict[str, Any]:
    return {
        "record": id_text(review.record.id),
        "subject": review.record.subject,
        "outcome": str(review.outcome),
        "decision": review.decision.decision,
        "reason": review.decision.reason,
        "note": review.decision.note,
        "can_be_accepted": review.can_be_taken
        and str(review.outcome) != "invalid"
        and review.decision.decision == "undecided",
        "neighbours_changed": review.changed_around,
        "findings": [
            {"rule": finding.rule, "what": translate(finding.what), "amount": finding.amount}
            for finding in review.findings
        ],
        "operations": [
            {
                "class": one.operation.class_name,
                "id": id_text(one.operation.oid),
                "op": one.operation.op,
                "outcome": str(one.outcome),
                "fields": list(one.operation.changes),
                "conflicting_fields": list(one.fields),
                "why": None if one.why is None else translate(one.why),
            }
            for one in review.operations
        ],
    }


@office.verb(
    "recovery-key",
    N_(
        "Make the office's recovery key: it unlocks encrypted stores made from base packages written from now on."
        " It has a passphrase of its own; LANDDESK_RECOVERY_PASSPHRASE_FILE may name a file of it."
    ),
    'landdesk office recovery-key office.landdesk --as "Lê Thị B"',
)
@argument("store", N_("The office's store."), FILE)
@option(
    "--replace",
    "replace_old",
    help_text=N_("There is one already and it is lost: stores sealed for it cannot be unlocked any more."),
    is_flag=True,
)
@json_option
@pass_session
def recovery_key(session: Session, store: Path, replace_old: bool, as_json: bool) -> None:
    """Say its public part."""
    from landdesk.app.encryption import make_office_key
    from landdesk.services.office.inbox import refuse_not_office

    with session.working(store) as app:
        app.read(refuse_not_office)
        words = new_passphrase(None, OFFICE_VARIABLE)
        recipient = make_office_key(app, words, replace_old=replace_old)
    if as_json:
        print_document("office.recovery-key", {"recipient": recipient})
        return
    say(Text(N_("The recovery key is made; its public part: {recipient}"), {"recipient": recipient}))
    say(Text(N_("Write new base packages: stores made from them can be unlocked here.")))


@office.verb(
    "unlock",
    N_(
        "Answer a commune's REQUEST to unlock its store. Call the commune and compare the fingerprint first: a"
        " request may come from whoever took the computer."
    ),
    'landdesk office unlock office.landdesk request.json -o answer.json --as "Lê Thị B"',
)
@argument("store", N_("The office's store."), FILE)
@argument("request", N_("The commune's request."), FILE)
@option("-o", "--output", help_text=N_("The answer to write."), kind=FILE, metavar="FILE", required=True)
@json_option
@pass_session
def unlock(session: Session, store: Path, request: Path, output: Path, as_json: bool) -> None:
    """Say what was answered, and the request's fingerprint."""
    from landdesk.app.encryption import answer_unlock, read_unlock_request
    from landdesk.app.leaving import refuse_taken_name
    from landdesk.services.office.inbox import refuse_not_office

    with session.working(store) as app:
        app.read(refuse_not_office)
        refuse_taken_name(output)
        asked = read_unlock_request(request)
        if not as_json:
            print_facts(
                [
                    (_("Store"), asked.store_name),
                    (_("Asked by"), asked.asked_by),
                    (_("Reason"), asked.reason),
                    (_("Fingerprint"), asked.fingerprint),
                ]
            )
        words = present_passphrase(None, OFFICE_VARIABLE, _("Passphrase of the office's recovery key"))
        done = answer_unlock(app, request, words, output)
    if as_json:
        content = {
            "file": str(output),
            "store_name": asked.store_name,
            "asked_by": asked.asked_by,
            "reason": asked.reason,
            "fingerprint": asked.fingerprint,
            "entry": entry_document(done.entry),
        }
        print_document("office.unlock", content)
        return
    say(Text(N_("{path} is written. Send it back to the commune."), {"path": str(output)}))

"""The office on the command line: receive, list, show, decide, receipt."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from landdesk.cli.output import moment, print_document, print_facts, print_table, say
from landdesk.cli.package import line_document
from landdesk.cli.parameters import FILE, WORDS
from landdesk.cli.session import Session, TerminalProgress
from landdesk.cli.verb import argument, json_option, option, pass_session, verb_group
from landdesk.domain.errors import InvalidInputError
from landdesk.domain.ids import ObjectId, id_text, short_id
from landdesk.i18n import N_, Text, _, translate

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
DECISION_TITLES = {
    "undecided": N_("undecided"),
    "accepted": N_("accepted"),
    "returned": N_("returned"),
}


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
            print_facts([("  " + _(OUTCOME_TITLES[name]), str(count)) for name, count in counts.items()])
    if as_json:
        print_document("office.receive", {"packages": done})


@office.verb("list", N_("List the packages of the inbox."), "landdesk office list office.landdesk")
@argument("store", N_("The office's store."), FILE)
@json_option
@pass_session
def list_packages(session: Session, store: Path, as_json: bool) -> None:
    """List the inbox."""
    from landdesk.services.office.inbox import inbox

    with session.reading(store) as app:
        lines = app.read(inbox)
    if as_json:
        print_document("office.list", {"packages": [_inbox_document(one) for one in lines]})
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
                one.line.created_at[:16].replace("T", " "),
                str(one.records),
                str(one.undecided),
                str(one.accepted),
                str(one.returned),
                "" if one.waits_for is None else translate(Text(N_("number {n}"), {"n": one.waits_for})),
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
                _(OUTCOME_TITLES[one.outcome]),
                _(DECISION_TITLES[one.decision.decision]),
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
    from landdesk.services.office.inbox import find_package

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
    say(
        Text(
            N_("{accepted} records accepted, {returned} returned."),
            {"accepted": len(done.accepted), "returned": len(done.returned)},
        )
    )
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
    from landdesk.services.office.inbox import find_package

    with session.working(store) as app:
        line = app.read(lambda reader: find_package(reader, package))
        written = write_receipt(app, line.id, output)
    say_written("office.receipt", written, output, as_json=as_json)


def _record(package: "Package", name: str) -> ObjectId:
    """Return the record that is called so: its full identifier or 8 digits of its start or end."""
    wanted = name.strip().lower().replace("-", "")
    found = [
        one.id
        for one in package.records
        if len(wanted) >= 8 and (one.id.hex().startswith(wanted) or one.id.hex().endswith(wanted))
    ]
    if len(found) == 1:
        return found[0]
    raise InvalidInputError(
        "office.no-record",
        Text(N_("“{name}” fits {count} records of the package."), {"name": name, "count": len(found)}),
        remedy=Text(N_("Choose one of the package's records.")),
    )


def _counts(reviews: list["RecordReview"]) -> dict[str, int]:
    made = dict.fromkeys(OUTCOME_TITLES, 0)
    for one in reviews:
        made[one.outcome] += 1
    return {name: count for name, count in made.items() if count}


def _why(review: "RecordReview") -> str:
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
    }


def _review_document(review: "RecordReview") -> dict[str, Any]:
    return {
        "record": id_text(review.record.id),
        "subject": review.record.subject,
        "outcome": str(review.outcome),
        "decision": review.decision.decision,
        "reason": review.decision.reason,
        "note": review.decision.note,
        "can_be_accepted": review.can_be_taken and str(review.outcome) != "invalid",
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

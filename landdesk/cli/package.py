"""Packages on the command line: base, update, change, verify, show, receive, copy; binding a store to a base."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from landdesk.app.titles import command_title, list_news_lines, moment
from landdesk.cli.output import number, print_document, print_facts, print_table, say
from landdesk.cli.parameters import FILE, NUMBER, WORDS
from landdesk.cli.session import Session, TerminalProgress
from landdesk.cli.verb import argument, json_option, option, pass_session, verb, verb_group
from landdesk.domain.ids import id_text, short_id
from landdesk.i18n import N_, Text, _, translate
from landdesk.services.packages.kinds import KIND_WORDS

if TYPE_CHECKING:
    from landdesk.services.office_lists import ListNews
    from landdesk.services.packages.reading import Package
    from landdesk.services.packages.receive import Received
    from landdesk.store.queries.exchange import PackageLine

_output = option(
    "-o", "--output", kind=FILE, metavar="FILE", required=True, help_text=N_("The file to write.")
)


@verb_group(
    "package",
    N_("Write, check and receive packages."),
    'landdesk package change commune.landdesk -o change-1.ldpkg --as "Nguyễn Văn A"',
)
def package() -> None:
    """Group of the verbs below."""


@package.verb(
    "base",
    N_("Write everything the office holds of a commune, for a new commune store."),
    'landdesk package base office.landdesk --commune 22657 -o base.ldpkg --as "Lê Thị B"',
)
@argument("office", N_("The office's store."), FILE)
@option("--commune", kind=WORDS, metavar="CODE", required=True, help_text=N_("Code of the commune."))
@_output
@json_option
@pass_session
def base(session: Session, office: Path, commune: str, output: Path, as_json: bool) -> None:
    """Write a base package."""
    from landdesk.app.exchange import write_base

    with session.working(office) as app:
        line = write_base(app, commune, output)
    say_written("package.base", line, output, as_json=as_json)


@package.verb(
    "update",
    N_("Write what changed at the office in a commune since a snapshot."),
    'landdesk package update office.landdesk --commune 22657 -o update-2.ldpkg --as "Lê Thị B"',
)
@argument("office", N_("The office's store."), FILE)
@option("--commune", kind=WORDS, metavar="CODE", required=True, help_text=N_("Code of the commune."))
@option("--since", kind=NUMBER, metavar="N", help_text=N_("Number of the snapshot; else the latest."))
@_output
@json_option
@pass_session
def update(
    session: Session, office: Path, commune: str, since: int | None, output: Path, as_json: bool
) -> None:
    """Write an update package."""
    from landdesk.app.exchange import write_update

    with session.working(office) as app:
        line = write_update(app, commune, output, since)
    say_written("package.update", line, output, as_json=as_json)


@package.verb(
    "change",
    N_("Write everything that waits for the office."),
    'landdesk package change commune.landdesk -o change-1.ldpkg --as "Nguyễn Văn A"',
)
@argument("store", N_("The commune's store."), FILE)
@_output
@json_option
@pass_session
def change(session: Session, store: Path, output: Path, as_json: bool) -> None:
    """Write a change package."""
    from landdesk.app.exchange import export_change

    with session.working(store) as app:
        line = export_change(app, output)
    say_written("package.change", line, output, as_json=as_json)


@package.verb(
    "copy",
    N_("Write a change package or receipt that was written before once more, byte for byte."),
    'landdesk package copy commune.landdesk 1 -o again.ldpkg --as "Nguyễn Văn A"',
)
@argument("store", N_("The store that wrote it."), FILE)
@argument("name", N_("Its number, or 8 digits of its identifier."), WORDS)
@_output
@json_option
@pass_session
def copy(session: Session, store: Path, name: str, output: Path, as_json: bool) -> None:
    """Write a kept package again."""
    from landdesk.app.exchange import copy_package, written_package

    with session.leaving(store) as app:
        line = copy_package(app, written_package(app, name).id, output)
    say_written("package.copy", line, output, as_json=as_json)


@package.verb(
    "verify", N_("Check that a package is whole and not altered."), "landdesk package verify change-1.ldpkg"
)
@argument("file", N_("The package."), FILE)
@json_option
def verify(file: Path, as_json: bool) -> None:
    """Check a package without a store."""
    from landdesk.services.packages.reading import fingerprint_words, read_package

    with TerminalProgress() as progress:
        found = read_package(file, progress)
    if as_json:
        print_document("package.verify", {"sound": True, **_package_document(found)})
        return
    say(
        Text(
            N_("The package is whole: {kind} number {number}, fingerprint {fingerprint}"),
            {
                "kind": Text(KIND_WORDS[found.manifest.kind]),
                "number": found.manifest.sequence,
                "fingerprint": fingerprint_words(found.fingerprint),
            },
        )
    )


@package.verb("show", N_("Show what a package holds."), "landdesk package show change-1.ldpkg")
@argument("file", N_("The package."), FILE)
@json_option
def show(file: Path, as_json: bool) -> None:
    """Show a package without a store."""
    from landdesk.services.packages.reading import fingerprint_words, read_package

    with TerminalProgress() as progress:
        found = read_package(file, progress)
    if as_json:
        print_document("package.show", _package_document(found) | {"records": _records_document(found)})
        return
    manifest = found.manifest
    controls = manifest.controls
    print_facts(
        [
            (_("Kind"), translate(Text(KIND_WORDS[manifest.kind]))),
            (_("Number"), str(manifest.sequence)),
            (_("Commune"), manifest.commune),
            (_("Training data"), _("yes") if manifest.training else ""),
            (_("Author"), f"{manifest.author.name}, {manifest.author.unit}"),
            (_("Made"), manifest.created_at),
            (_("Identifier"), id_text(manifest.package_id)),
            (_("Fingerprint"), fingerprint_words(found.fingerprint)),
            (_("Parcels before, after"), f"{controls['parcels_before']}, {controls['parcels_after']}"),
            (_("Map area before, after (m²)"), f"{controls['area_before_m2']}, {controls['area_after_m2']}"),
        ]
    )
    click.echo()
    print_table(
        [_("Class"), _("Operation"), _("Count")],
        [
            [class_name, kind, number(count, 0)]
            for class_name, by_kind in manifest.counts.items()
            for kind, count in by_kind.items()
        ],
        "<<>",
    )
    if manifest.kind not in ("change", "receipt"):
        return
    click.echo()
    outcomes = {line["record"]: line for line in found.outcomes}
    print_table(
        [_("Record"), _("Acts"), _("Objects"), _("Parcels"), _("Outcome")],
        [
            [
                short_id(record.id),
                ", ".join(dict.fromkeys(command_title(act.command) for act in record.acts)),
                str(len(found.operations_of(record.id)) or ""),
                record.subject,
                _outcome_words(outcomes.get(id_text(record.id))),
            ]
            for record in found.records
        ],
        "<<><<",
    )


@package.verb(
    "receive",
    N_("Take receipts, updates and newer bases into a commune's store."),
    'landdesk package receive commune.landdesk receipt-1.ldpkg --as "Nguyễn Văn A"',
)
@argument("store", N_("The commune's store."), FILE)
@argument("files", N_("The packages, in any order."), FILE, many=True)
@json_option
@pass_session
def receive(session: Session, store: Path, files: tuple[Path, ...], as_json: bool) -> None:
    """Take packages from the office, one after the other."""
    from landdesk.app.exchange import receive as take

    done: list[dict[str, Any]] = []
    with session.working(store) as app, TerminalProgress() as progress:
        for file in files:
            received = take(app, file, progress)
            done.append(_received_document(received))
            if not as_json:
                _say_received(received)
    if as_json:
        print_document("package.receive", {"packages": done})


@verb(
    "adopt",
    N_("Bind a store that was filled by its own import to the office's base package."),
    'landdesk adopt commune.landdesk base.ldpkg --as "Nguyễn Văn A"',
)
@argument("store", N_("The commune's store."), FILE)
@argument("base_file", N_("The office's base package."), FILE)
@json_option
@pass_session
def adopt(session: Session, store: Path, base_file: Path, as_json: bool) -> None:
    """Bind a store to a base."""
    from landdesk.app.exchange import adopt as bind

    with session.working(store) as app:
        done = bind(app, base_file)
    if as_json:
        print_document(
            "adopt",
            {
                "entry": done.entry.number,
                "by_source": done.by_source,
                "by_number": done.by_number,
                "different": done.different,
                "only_here": list(done.only_here),
                "only_there": list(done.only_there),
                "lists": [_list_document(one) for one in done.lists],
            },
        )
        return
    print_facts(
        [
            (_("Matched by identifier in the source"), str(done.by_source)),
            (_("Matched by sheet and number"), str(done.by_number)),
            (_("Matched, but different from the base"), str(done.different)),
            (_("Only here; they will be sent as new"), ", ".join(done.only_here) or "0"),
            (_("Only in the base; they were added"), ", ".join(done.only_there) or "0"),
        ]
    )
    for words in list_news_lines(done.lists):
        say(Text("{words}", {"words": words}))


def say_written(schema: str, line: "PackageLine", output: Path, *, as_json: bool) -> None:
    """Print what was written, as words or as a document."""
    from landdesk.services.packages.reading import fingerprint_words

    if as_json:
        print_document(schema, {"file": str(output), "package": line_document(line)})
        return
    say(
        Text(
            N_("{file}: {kind} number {number}, fingerprint {fingerprint}"),
            {
                "file": str(output),
                "kind": Text(KIND_WORDS[line.kind]),
                "number": line.sequence,
                "fingerprint": fingerprint_words(line.fingerprint),
            },
        )
    )


def line_document(line: "PackageLine") -> dict[str, Any]:
    """Return a package's line as values of JSON."""
    return {
        "id": id_text(line.id),
        "kind": line.kind,
        "number": line.sequence,
        "fingerprint": line.fingerprint.hex(),
        "workspace": id_text(line.workspace),
        "author": line.author,
        "created_at": line.created_at,
        "in_reply_to": None if line.in_reply_to is None else id_text(line.in_reply_to),
    }


def _package_document(found: "Package") -> dict[str, Any]:
    manifest = found.manifest
    return {
        "id": id_text(manifest.package_id),
        "kind": manifest.kind,
        "number": manifest.sequence,
        "fingerprint": found.fingerprint.hex(),
        "commune": manifest.commune,
        "training": manifest.training,
        "author": {"name": manifest.author.name, "unit": manifest.author.unit},
        "created_at": manifest.created_at,
        "base": None if manifest.base is None else manifest.base.number,
        "counts": manifest.counts,
        "controls": manifest.controls,
        "findings": len(found.findings),
    }


def _records_document(found: "Package") -> list[dict[str, Any]]:
    outcomes = {line["record"]: line for line in found.outcomes}
    return [
        {
            "record": id_text(record.id),
            "subject": record.subject,
            "acts": [
                {"command": act.command, "subject": act.subject, "person": act.person, "at": act.at}
                for act in record.acts
            ],
            "operations": [
                {"class": one.class_name, "id": id_text(one.oid), "op": one.op, "fields": list(one.changes)}
                for one in found.operations_of(record.id)
            ],
            "outcome": outcomes.get(id_text(record.id)),
        }
        for record in found.records
    ]


def _outcome_words(outcome: Any) -> str:
    if outcome is None:
        return ""
    if outcome["outcome"] == "accepted":
        return _("accepted")
    from landdesk.services.office.reasons import REASONS

    reason = _(REASONS.get(outcome["reason"], outcome["reason"]))
    words = {"reason": reason, "note": outcome["note"]}
    return translate(Text(N_("returned: {reason} – {note}"), words))


def _received_document(received: "Received") -> dict[str, Any]:
    return {
        "package": line_document(received.line),
        "again": received.again,
        "accepted": received.accepted,
        "returned": received.returned,
        "changed": received.changed,
        "merged": received.merged,
        "conflicts": received.conflicts,
        "complete": received.complete,
        "lists": [_list_document(one) for one in received.lists],
        "renumbered": [{"old": old, "new": new} for old, new in received.renumbered],
    }


def _list_document(news: "ListNews") -> dict[str, Any]:
    return {
        "name": news.name,
        "source": news.source,
        "version": news.version,
        "added": list(news.added),
        "gone": list(news.gone),
        "changed": list(news.changed),
        "used": news.used,
    }


def _say_received(received: "Received") -> None:
    line = received.line
    values: dict[str, object] = {"kind": Text(KIND_WORDS[line.kind]), "number": line.sequence}
    if received.again:
        came = {"date": moment(line.received_ms), "person": line.received_by}
        say(
            Text(
                N_("{kind} number {number} was taken in on {date} by {person}; nothing changed."),
                values | came,
            )
        )
        return
    say(Text(N_("{kind} number {number} was taken in:"), values))
    print_facts(
        [
            ("  " + _("Records accepted"), str(received.accepted) if line.kind == "receipt" else ""),
            (
                "  " + _("Records returned, now open work"),
                str(received.returned) if line.kind == "receipt" else "",
            ),
            ("  " + _("Objects that follow the office"), str(received.changed)),
            ("  " + _("Objects with own edits on top"), str(received.merged or "")),
            ("  " + _("Objects both changed, now open work"), str(received.conflicts or "")),
            ("  " + _("New numbers"), ", ".join(f"{old} → {new}" for old, new in received.renumbered)),
        ]
    )
    for words in list_news_lines(received.lists):
        say(Text("  {words}", {"words": words}))
    if not received.complete:
        say(
            Text(
                N_("  An earlier update is missing: what the office holds is not complete here. Ask for it.")
            )
        )

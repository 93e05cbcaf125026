"""How ``landdesk import`` brings a table of the campaign in and says what came of it."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from landdesk.app.titles import IMPORT_FORMS, IMPORTED_ERRORS
from landdesk.cli.output import number, print_document, print_facts, print_table, say
from landdesk.cli.session import Session, TerminalProgress
from landdesk.i18n import N_, Text, _

if TYPE_CHECKING:
    from landdesk.services.importing.campaign.importer import TableOutcome
    from landdesk.services.importing.campaign.table_report import TableReport
    from landdesk.services.importing.text.encodings import Encoding

LINES_SHOWN: Final = 100


def bring_table_in(
    session: Session,
    store: Path,
    source: Path,
    *,
    form: str | None,
    sheet: str | None,
    fields: Mapping[str, str | None],
    encodings: "Mapping[str, Encoding]",
    commune: str | None,
    as_of: date | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Import a table and print the report."""
    from landdesk.services.importing.campaign.importer import TableRequest, import_table

    request = TableRequest(
        path=source,
        form=form,
        sheet=sheet,
        commune=commune,
        as_of=as_of,
        encodings=encodings,
        mapping={heading: target for target, heading in fields.items() if heading is not None},
        dry_run=dry_run,
    )
    opened = session.reading(store) if dry_run else session.working(store)
    with opened as app, TerminalProgress() as progress:
        outcome = import_table(app, request, progress, app.codelists)
    if as_json:
        entry = None if outcome.entry is None else outcome.entry.number
        content = {"store": str(store), "entry": entry, "dry_run": dry_run, **outcome.report.document()}
        print_document("import-table", content)
    else:
        _print(outcome)


def _print(outcome: "TableOutcome") -> None:
    report = outcome.report
    rows = report.rows()
    print_facts(
        [
            (_("Source"), " · ".join(one for one in (report.file_name, report.sheet) if one)),
            (_("Form of the table"), _(IMPORT_FORMS[report.form])),
            (_("Encoding"), report.encoding),
            (
                _("Fields"),
                ", ".join(f"{target}={heading}" for heading, target in report.mapping.items() if target),
            ),
            (_("Rows"), number(len(report.outcomes), 0)),
            (_("New"), _count(rows, "new")),
            (_("Changed"), _count(rows, "changed")),
            (_("Unchanged"), _count(rows, "same")),
            (_("Refused"), _count(rows, "refused")),
            *((_(title), _count(report.errors, what)) for what, title in IMPORTED_ERRORS.items()),
        ]
    )
    _print_objects(report)
    _print_notes(report)
    if outcome.entry is None:
        say(Text(N_("This was a trial; nothing was written.")))
    else:
        say(Text(N_("Entry {number} holds it."), {"number": outcome.entry.number}))


def _count(rows: Mapping[str, int], outcome: str) -> str:
    return number(rows[outcome], 0) if rows.get(outcome) else ""


def _print_objects(report: "TableReport") -> None:
    from landdesk.services.forms.layout import CLASS_TITLES

    counts: dict[str, dict[str, int]] = {}
    for (class_name, outcome), count in report.objects.items():
        counts.setdefault(class_name, {})[outcome] = count
    if counts:
        click.echo()
        lines = [
            (_(CLASS_TITLES[class_name]), number(found.get("new", 0), 0), number(found.get("changed", 0), 0))
            for class_name, found in counts.items()
        ]
        print_table((_("Class"), _("New"), _("Changed")), lines, "<>>")


def _print_notes(report: "TableReport") -> None:
    from landdesk.services.importing.campaign.table_report import TABLE_NOTE_TEXTS
    from landdesk.services.importing.note_titles import detail_words

    if not report.notes:
        return
    click.echo()
    print_table(
        (_("Count"), _("What"), _("Code")),
        [(number(count, 0), _(TABLE_NOTE_TEXTS[code]), code) for code, count in report.counts().items()],
        ">",
    )
    click.echo()
    lines = [
        (", ".join(map(str, note.rows[:6])), note.label, note.code, detail_words(note.field, note.sides))
        for note in report.notes[:LINES_SHOWN]
    ]
    print_table((_("Rows"), _("Parcel"), _("Code"), _("Field")), lines)
    left = len(report.notes) - LINES_SHOWN
    if left > 0:
        say(Text(N_("… and {count:,} more lines; --json prints all."), {"count": left}))
    click.echo()

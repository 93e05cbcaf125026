"""``landdesk export-pl3``: parcels of a store on the collection form PL3-01."""

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from landdesk.cli.output import number, print_document, print_table, say
from landdesk.cli.parameters import FILE, WORDS
from landdesk.cli.session import Session, TerminalProgress
from landdesk.cli.verb import argument, json_option, option, pass_session, verb
from landdesk.i18n import N_, Text, _

if TYPE_CHECKING:
    from landdesk.services.exporting.campaign.from_record import Pl3Content

LABELS_SHOWN = 5


@verb(
    "export-pl3",
    N_(
        "Write parcels of STORE on the collection form PL3-01, a row for each certificate, parcel and person, and say"
        " what the record holds and the form has no room for. It holds names and numbers of people: who wrote it and"
        " what for is noted, see: landdesk outgoing."
    ),
    'landdesk export-pl3 commune.landdesk -o PL3-01.xlsx --sheet 12 --as "Nguyễn Văn A"',
)
@argument("store", N_("The store."), FILE)
@option(
    "-o", "--output", help_text=N_("The workbook to write (.xlsx)."), kind=FILE, metavar="FILE", required=True
)
@option(
    "--sheet",
    "sheets",
    help_text=N_("Only parcels of this map sheet; may be given again."),
    kind=WORDS,
    metavar="SHEET",
    multiple=True,
)
@option(
    "--parcel",
    "parcels",
    help_text=N_("Only this parcel, as of show; may be given again."),
    kind=WORDS,
    metavar="PARCEL",
    multiple=True,
)
@option(
    "--collected-only",
    help_text=N_("Only parcels whose state of collection is recorded."),
    is_flag=True,
)
@option(
    "--purpose",
    help_text=N_("What the file is for; the campaign's collection unless said."),
    kind=WORDS,
    metavar="TEXT",
)
@json_option
@pass_session
def export_pl3(
    session: Session,
    store: Path,
    output: Path,
    sheets: tuple[str, ...],
    parcels: tuple[str, ...],
    collected_only: bool,
    purpose: str | None,
    as_json: bool,
) -> None:
    """Say what was written and what the form could not say."""
    from landdesk.app import leaving

    choice = leaving.Pl3Choice(sheets, parcels, collected_only)
    with session.working(store) as app, TerminalProgress() as progress:
        content = leaving.export_pl3(app, output, choice, purpose, progress)
    if as_json:
        print_document(
            "export-pl3",
            {
                "file": str(output),
                "rows": len(content.rows),
                "certificates": content.certificates,
                "parcels": content.parcels,
                "persons": content.persons,
                "left_out": [
                    {"label": one.label, "code": one.code, "field": one.field or None}
                    for one in content.left_out
                ],
            },
        )
        return
    _print(output, content)


def _print(output: Path, content: "Pl3Content") -> None:
    from landdesk.domain.fields import FIELD_BY_ID
    from landdesk.services.exporting.campaign.left_out import LEFT_OUT_TEXTS

    say(
        Text(
            N_("{path} is written: {rows:,} rows, {certificates:,} certificates, {parcels:,} parcels."),
            {
                "path": str(output),
                "rows": len(content.rows),
                "certificates": content.certificates,
                "parcels": content.parcels,
            },
        )
    )
    labels: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for one in content.left_out:
        labels[one.code, one.field].append(one.label)
    if labels:
        print_table(
            (_("What the form does not say"), _("Field"), _("Count"), _("Parcels, certificates")),
            [
                (
                    _(LEFT_OUT_TEXTS[code]),
                    _(FIELD_BY_ID[field].title) if field else "",
                    number(len(found), 0),
                    ", ".join(found[:LABELS_SHOWN]) + (" …" if len(found) > LABELS_SHOWN else ""),
                )
                for (code, field), found in labels.items()
            ],
            "<<><",
        )

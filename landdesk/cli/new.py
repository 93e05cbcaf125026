"""``landdesk new``: an empty store, or the store of a commune made from the office's base."""

from pathlib import Path
from typing import TYPE_CHECKING

from landdesk.app.titles import STORE_ROLES, list_news_lines
from landdesk.cli.encryption import passphrase_file, refuse_sheet_taken, sheet_option, show_sheet
from landdesk.cli.output import print_document, say
from landdesk.cli.parameters import FILE, NUMBER, WORDS, OneOf
from landdesk.cli.passphrases import new_passphrase
from landdesk.cli.session import Session
from landdesk.cli.verb import argument, json_option, option, pass_session, verb
from landdesk.domain.errors import InvalidInputError
from landdesk.domain.ids import id_text
from landdesk.i18n import N_, Text

if TYPE_CHECKING:
    from landdesk.store.encryption.key_file import StoreKey


@verb(
    "new",
    N_(
        "Make STORE: one SpatiaLite file for the parcels of a commune, or of several for the office. The person"
        " named by --as is the first who works with it."
    ),
    'landdesk new office.landdesk --commune 22657 --role office --as "Lê Thị B"\n'
    'landdesk new commune.landdesk --from base.ldpkg --as "Nguyễn Văn A"',
)
@argument("store", N_("The store to make; nothing may be there yet."), FILE)
@option(
    "--commune",
    "communes",
    help_text=N_("Official code of the commune, five digits; several times for an office."),
    kind=WORDS,
    metavar="CODE",
    multiple=True,
)
@option(
    "--role",
    help_text=N_("Whose store it is: commune (default) or office."),
    kind=OneOf(("commune", "office")),
)
@option(
    "--epsg",
    help_text=N_("Projected system in metres; 9217 unless said, must be said for Trường Sa."),
    kind=NUMBER,
    metavar="CODE",
)
@option("--training", help_text=N_("For invented data; never mixes with production."), is_flag=True)
@option(
    "--from", "base", help_text=N_("Base package of the office to start from."), kind=FILE, metavar="FILE"
)
@option(
    "--encrypt",
    "encrypted",
    help_text=N_("Encrypt the store: it opens with a passphrase only, and QGIS cannot open it."),
    is_flag=True,
)
@passphrase_file
@sheet_option
@option("--unit", help_text=N_("Where the person named by --as works."), kind=WORDS, metavar="NAME")
@json_option
@pass_session
def new(
    session: Session,
    store: Path,
    communes: tuple[str, ...],
    role: str | None,
    epsg: int | None,
    training: bool,
    base: Path | None,
    encrypted: bool,
    file: Path | None,
    sheet: Path | None,
    unit: str | None,
    as_json: bool,
) -> None:
    """Say what was made."""
    from landdesk.app.bootstrap import NewPerson, create_from_base, create_store, nobody_chosen
    from landdesk.services.office_lists import lists_of_office

    if not encrypted and (file is not None or sheet is not None):
        raise InvalidInputError(
            "usage.encrypt",
            Text(N_("A passphrase is for an encrypted store only.")),
            remedy=Text(N_("Say --encrypt too, or leave --passphrase-file and --recovery-sheet out.")),
        )
    key, code = _new_key(store, base, file, sheet) if encrypted else (None, None)
    person = NewPerson(session.person_name, unit) if session.person_name is not None else None
    if base is None:
        app = create_store(
            store, communes, role or "commune", epsg, training=training, person=person, key=key
        )
    else:
        if communes or role or epsg or training:
            raise InvalidInputError(
                "usage.from-alone",
                Text(N_("With --from the package says commune, role, system and kind of data.")),
                remedy=Text(N_("Leave --commune, --role, --epsg and --training out.")),
            )
        if person is None:
            raise nobody_chosen()
        app = create_from_base(base, store, person, key=key)
    try:
        info = app.info
        parcels = app.read(lambda reader: reader.parcel_count())
        lists = list_news_lines(app.read(lists_of_office))
    finally:
        app.close()
    if as_json:
        content = {
            "store": str(store),
            "dataset": id_text(info.dataset),
            "workspace": id_text(info.workspace),
            "role": info.role,
            "communes": list(info.communes),
            "epsg": info.epsg,
            "training": info.training,
            "person": None if app.person is None else app.person.name,
            "parcels": parcels,
            "encrypted": encrypted,
            "recovery_code": code,
        }
        print_document("new", content)
        show_sheet(code, store, sheet, as_json=True)
        return
    say(
        Text(
            N_("{path} is made: {role}, {communes}, EPSG:{epsg}, {parcels} parcels."),
            {
                "path": str(store),
                "role": Text(STORE_ROLES[info.role]),
                "communes": ", ".join(info.communes),
                "epsg": info.epsg,
                "parcels": parcels,
            },
        )
    )
    for line in lists:
        say(Text("{line}", {"line": line}))
    if app.person is None:
        say(Text(N_("Nobody works with it yet: landdesk person add {path} NAME"), {"path": str(store)}))
    show_sheet(code, store, sheet, as_json=False)


def _new_key(
    store: Path, base: Path | None, file: Path | None, sheet: Path | None
) -> tuple["StoreKey", str | None]:
    """Return a key for the store to be made, and its recovery code; what is wrong comes before any question."""
    from landdesk.app.bootstrap import recovery_recipient
    from landdesk.app.keys import new_key
    from landdesk.store.recognition import refuse_taken

    recipient = None if base is None else recovery_recipient(base)
    refuse_taken(store)
    refuse_sheet_taken(sheet)
    made = new_key(new_passphrase(file), recipient)
    return made.key, made.recovery_code

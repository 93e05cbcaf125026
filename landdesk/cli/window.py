"""``landdesk open``: the window on a store."""

from contextlib import suppress
from pathlib import Path

from landdesk.cli.parameters import FILE
from landdesk.cli.passphrases import unlock_by_file
from landdesk.cli.session import Session
from landdesk.cli.verb import argument, option, pass_session, verb
from landdesk.domain.errors import LandDeskError
from landdesk.i18n import N_


@verb("open", N_("Open the window, on STORE where it is named."), "landdesk open commune.landdesk")
@argument("store", N_("The store; the welcome page without it."), FILE, required=False)
@option(
    "--receive",
    "package",
    kind=FILE,
    metavar="PACKAGE",
    help_text=N_("Receive this package; without STORE in the store opened last, or for a new one."),
)
@pass_session
def open_window(session: Session, store: Path | None, package: Path | None) -> int:
    """Return when the window is closed; it asks for a passphrase itself, unless a file of it is named."""
    if store is not None:
        # What is wrong with the store, the window says in a box of its own.
        with suppress(LandDeskError):
            unlock_by_file(store)
    return session.front_end.open_window(store, session.person_name, package)

"""``landdesk demo``: the whole journey of the two computers, see ``journey.py``, left in a folder and shown.

Or a commune to try the check on, with faults of every rule and the list of them.
"""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from landdesk.cli.journey import COMMUNE, STORE_NAME, TECHNICIAN, Chapter, fresh_folder, journey, play
from landdesk.cli.output import say
from landdesk.cli.parameters import FILE, NUMBER
from landdesk.cli.session import Session
from landdesk.cli.verb import option, pass_session, verb
from landdesk.i18n import N_, Text
from landdesk.paths import real_path

if TYPE_CHECKING:
    from landdesk.services.training.planted.commune import CheckingCommune

ANSWERS_NAME: Final = "answers.csv"
_PARCELS_PER_FAULT: Final = 800
"""So many do for one fault of each kind."""


@verb("demo", N_("Play the whole journey on an invented commune."), "landdesk demo --folder build/demo")
@option(
    "--folder",
    kind=FILE,
    metavar="FOLDER",
    default="landdesk-demo",
    help_text=N_("Where stores, packages and pictures are left; a folder of an earlier demo is replaced."),
)
@option("--parcels", kind=NUMBER, metavar="COUNT", default=400, help_text=N_("Size of the commune."))
@option("--seed", kind=NUMBER, metavar="NUMBER", default=1, help_text=N_("Another seed is another commune."))
@option(
    "--checking",
    is_flag=True,
    help_text=N_(
        "Instead: a commune with planted faults of every rule, and the list of them; give it 1600 parcels or more."
    ),
)
@option("--window/--no-window", default=True, help_text=N_("Open the window on the result at the end."))
@pass_session
def demo(session: Session, folder: Path, parcels: int, seed: int, checking: bool, window: bool) -> None:
    """Play every chapter and stop at the first that fails."""
    from landdesk.services.training.commune import generate_commune
    from landdesk.services.training.planted.commune import checking_commune

    started = time.monotonic()
    # Before the folder is made: a size that cannot be leaves nothing behind.
    if checking:
        each = max(1, parcels // _PARCELS_PER_FAULT)
        faulty = checking_commune(COMMUNE, seed=seed, parcels=parcels, each=each)
        fresh_folder(folder)
        play(session, _checking(folder, faulty))
    else:
        made = generate_commune(COMMUNE, seed=seed, parcels=parcels)
        fresh_folder(folder)
        play(session, journey(folder, made))
    seconds = time.monotonic() - started
    say(
        Text(
            N_("\nPlayed in {seconds:.0f} s. Everything is in {folder}"),
            {"seconds": seconds, "folder": str(real_path(folder))},
        )
    )
    for name in sorted(one.name for one in folder.iterdir() if not one.name.startswith(".")):
        click.echo(f"  {name}")
    store = folder / STORE_NAME
    if window:
        picture = folder / "window.png"
        if not session.front_end.show_window(store, TECHNICIAN):
            session.front_end.grab(store, picture, TECHNICIAN)
            say(Text(N_("There is no display; a picture of the window is {path}"), {"path": str(picture)}))


def _checking(folder: Path, made: "CheckingCommune") -> Iterator[Chapter]:
    """Leave store and answers and yield the chapter that checks."""
    from landdesk.app.bootstrap import NewPerson
    from landdesk.app.training import create_checking_store
    from landdesk.services.training.planted.answer_file import write_answers
    from landdesk.store.trouble import explain_os_error

    answers, store = folder / ANSWERS_NAME, folder / STORE_NAME
    create_checking_store(store, made, NewPerson(TECHNICIAN)).close()
    try:
        write_answers(answers, made)
    except OSError as error:
        raise explain_os_error(error, answers) from error
    say(
        Text(
            N_("A commune of {count} parcels with {answers} findings to be made; they stand in {path}"),
            {"count": len(made.parcels), "answers": len(made.answer_key), "path": str(answers)},
        )
    )
    yield Chapter(Text(N_("Looking for what was planted")), [["check", f"{store}"]])

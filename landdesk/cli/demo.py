"""``landdesk demo``: the whole journey of the two computers, see ``journey.py``, left in a folder and shown."""

import time
from pathlib import Path

import click

from landdesk.cli.journey import COMMUNE, STORE_NAME, TECHNICIAN, fresh_folder, journey, play
from landdesk.cli.output import say
from landdesk.cli.parameters import FILE, NUMBER
from landdesk.cli.session import Session
from landdesk.cli.verb import option, pass_session, verb
from landdesk.i18n import N_, Text
from landdesk.paths import real_path


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
@option("--window/--no-window", default=True, help_text=N_("Open the window on the result at the end."))
@pass_session
def demo(session: Session, folder: Path, parcels: int, seed: int, window: bool) -> None:
    """Play every chapter and stop at the first that fails."""
    from landdesk.services.training.commune import generate_commune

    started = time.monotonic()
    # Before the folder is made: a size that cannot be leaves nothing behind.
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

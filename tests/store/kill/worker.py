"""A program that edits a store without end and says what it has done, to be killed: ``python -m … STORE SEED``.

Each line is ``done NUMBER HASH`` of a journal entry, written after the act was reported as done. The first line is
``ready``.
"""

import sys
from pathlib import Path
from random import Random

from landdesk.app.application import Application
from landdesk.domain.errors import LandDeskError
from landdesk.store.store import Store
from tests.soak.edits import random_command
from tests.stores import person

FEWEST_PARCELS = 6


def main(path: Path, seed: int) -> None:
    """Edit until the end comes from outside."""
    random = Random(seed)
    app = Application(Store.open(path), person())
    app.check()
    print("ready", flush=True)
    while True:
        if random.random() < 0.1:
            app.store.checkpoint()
        try:
            if random.random() < 0.15:
                entry = app.undo() if random.random() < 0.6 else app.redo()
            else:
                kinds = None if len(app.coverage) > FEWEST_PARCELS else "split"
                command = random_command(app, random, kinds)
                if command is None:
                    continue
                entry = app.execute(command)
        except LandDeskError:
            continue
        print("done", entry.number, entry.hash.hex(), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))

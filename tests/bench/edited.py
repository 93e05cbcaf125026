"""Communes that somebody worked in: so many objects differ from the office's record. Made once and kept."""

import shutil
from contextlib import suppress
from pathlib import Path
from random import Random

from landdesk.app.application import Application
from landdesk.domain.errors import LandDeskError
from tests.bench.mosaic import KEPT, TECHNICIAN, commune_store, loaded, made_from
from tests.soak.edits import random_command

_MADE_BY = ("landdesk/services/commands", "tests/soak/edits.py", "tests/bench/edited.py")
"""What they depend on beside the commune."""


def edited_store(count: int) -> Path:
    """Return the commune's closed store in which so many objects differ, with its findings; never write to it."""
    path = KEPT / f"edited{count}-{made_from(*_MADE_BY)}.landdesk"
    if not path.exists():
        for old in KEPT.glob(f"*edited{count}-*"):
            old.unlink()
        making = path.with_name(f"making-{path.name}")
        shutil.copyfile(commune_store(), making)
        app = loaded(making, TECHNICIAN)
        _edit(app, Random(count), count)
        app.close()
        making.rename(path)
    return path


def _edit(app: Application, random: Random, count: int) -> None:
    while len(app.read(lambda reader: reader.exchange.unsent())) < count:
        for _ in range(20):
            command = random_command(app, random)
            if command is not None:
                with suppress(LandDeskError):
                    app.execute(command)
        app.tidy()

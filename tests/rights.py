"""Files and folders that may not be written: what holds for a person does not hold for root, under whom CI may run."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

_NOBODY = 65534


@contextmanager
def without_rights() -> Iterator[None]:
    """Give up the powers of root inside the block, if we have them: they reach into any folder."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(_NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@contextmanager
def public_folder() -> Iterator[Path]:
    """Give a folder that anybody can walk down to; pytest keeps its own ones to itself."""
    with TemporaryDirectory() as name:
        folder = Path(name).resolve()
        folder.chmod(0o755)
        try:
            yield folder
        finally:
            for one in (folder, *folder.iterdir()):
                if one.is_dir():
                    one.chmod(0o755)

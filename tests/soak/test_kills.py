"""A thousand kills of a program that edits; the store of one kill is that of the next."""

from pathlib import Path
from random import Random

import pytest

from tests.store.kill.kills import kill_once, new_store

KILLS = 1_000


@pytest.mark.soak
def test_a_thousand_kills(tmp_path: Path) -> None:
    path = tmp_path / "store.landdesk"
    random = Random(1)
    reported = unreported = 0
    for number in range(KILLS):
        if number % 100 == 0:
            # Else the journal grows and each check takes longer than the one before.
            path.unlink(missing_ok=True)
            new_store(path)
        outcome = kill_once(path, random)
        reported += outcome.reported
        unreported += outcome.one_more
    assert reported > 10 * KILLS
    # Some kills came between the commit and the word that it is done.
    assert unreported > 0

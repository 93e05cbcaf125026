"""Real kills: five in the suite, a thousand in ``make soak``."""

from pathlib import Path
from random import Random

from tests.store.kill.kills import kill_once, new_store

KILLS = 5


def test_every_act_reported_as_done_survives_a_kill(tmp_path: Path) -> None:
    path = tmp_path / "store.landdesk"
    new_store(path)
    random = Random(20_260_801)
    outcomes = [kill_once(path, random) for _ in range(KILLS)]
    assert sum(one.reported for one in outcomes) > KILLS

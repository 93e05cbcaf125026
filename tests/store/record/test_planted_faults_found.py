"""A whole check of a commune with planted faults finds these and nothing else, rule by rule."""

from pathlib import Path

import pytest

from landdesk.app.bootstrap import NewPerson
from landdesk.app.training import create_checking_store
from landdesk.domain.progress import SilentProgress
from landdesk.services.checking.registry import RULE_BY_CODE
from landdesk.services.training.planted.commune import checking_commune


@pytest.mark.parametrize(
    ("code", "seed", "each", "parcels"),
    [
        ("22657", 3, 2, 1600),
        ("22333", 4, 2, 1600),
        ("22657", 5, 0, 1600),
        # No room for all of them.
        ("22333", 1, 1, 400),
    ],
)
def test_a_check_finds_what_was_planted_and_nothing_else(
    tmp_path: Path, code: str, seed: int, each: int, parcels: int
) -> None:
    made = checking_commune(code, seed=seed, parcels=parcels, each=each)
    app = create_checking_store(tmp_path / "planted.landdesk", made, NewPerson("Lê Thị Đào"))
    try:
        result = app.check(SilentProgress())
    finally:
        app.close()
    assert result.failures == ()
    score = made.answer_key.score(result.findings)
    assert (score.missed, score.surplus) == ((), ())
    if each > 1:
        assert {one.rule for one in made.answer_key.answers} == set(RULE_BY_CODE)

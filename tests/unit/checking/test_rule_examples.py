"""The examples of the rules: each rule of the map finds its own, and its page shows the picture of it."""

import re
import struct

import pytest

from landdesk.services.checking.registry import RULE_BY_CODE, RULES
from tests.rows import row_id
from tests.unit.checking.running import ROOT, findings_of
from tools.rule_examples import EXAMPLES, CardExample, MapExample

PAGES = ROOT / "docs" / "rules"
LARGEST_BYTES = 10_000
MAP_EXAMPLES = {code: one for code, one in EXAMPLES.items() if isinstance(one, MapExample)}
CARDS = [
    card
    for card in (one if isinstance(one, CardExample) else one.card for one in EXAMPLES.values())
    if card is not None
]


def test_each_rule_has_an_example() -> None:
    assert set(EXAMPLES) == {rule.code for rule in RULES}
    assert list(EXAMPLES) == sorted(EXAMPLES)


@pytest.mark.parametrize("code", MAP_EXAMPLES)
def test_each_rule_finds_its_example(code: str) -> None:
    example = MAP_EXAMPLES[code]
    (finding,) = findings_of(code, example.placed(), system=example.system, **example.columns)
    assert finding.objects == tuple(row_id(at) for at in example.at_fault)


@pytest.mark.parametrize("card", CARDS, ids=lambda card: str(card.title))
def test_each_card_shows_what_is_mended(card: CardExample) -> None:
    assert any(before != after for _, before, after in card.fields)


@pytest.mark.parametrize("code", RULE_BY_CODE)
def test_each_page_shows_the_picture_of_its_example(code: str) -> None:
    text = (PAGES / f"{code}.md").read_text("utf-8")
    example = text[text.index("## Example") : text.index("## How to mend")]
    assert re.findall(r"!\[.+\]\((.+)\)", example) == [f"pictures/{code}.png"]
    picture = (PAGES / "pictures" / f"{code}.png").read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert struct.unpack(">II", picture[16:24]) == (480, 240)
    assert len(picture) <= LARGEST_BYTES


def test_no_picture_is_left_over() -> None:
    assert {path.stem for path in (PAGES / "pictures").glob("*")} == set(RULE_BY_CODE)

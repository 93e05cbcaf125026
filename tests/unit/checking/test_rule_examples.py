"""The examples of the rules: each rule of the map finds its own, and its page shows the picture of it."""

import re
import struct

import pytest

from landdesk.services.checking.registry import RULE_BY_CODE, RULES
from tests.rows import row_id
from tests.unit.checking.recorded import asked
from tests.unit.checking.running import ROOT, findings_of
from tools.record_examples.draft import RecordExample
from tools.rule_examples import EXAMPLES, MapExample, card_of

PAGES = ROOT / "docs" / "rules"
LARGEST_BYTES = 10_000
MAP_EXAMPLES = {code: one for code, one in EXAMPLES.items() if isinstance(one, MapExample)}
RECORD_EXAMPLES = {code: one for code, one in EXAMPLES.items() if isinstance(one, RecordExample)}
CARDS = [code for code, one in EXAMPLES.items() if card_of(one) is not None]


def test_each_rule_has_an_example() -> None:
    assert set(EXAMPLES) == {rule.code for rule in RULES}
    assert list(EXAMPLES) == sorted(EXAMPLES)


@pytest.mark.parametrize("code", MAP_EXAMPLES)
def test_each_rule_finds_its_example(code: str) -> None:
    example = MAP_EXAMPLES[code]
    (finding,) = findings_of(code, example.placed(), system=example.system, **example.columns)
    assert finding.objects == tuple(row_id(at) for at in example.at_fault)


@pytest.mark.parametrize("code", RECORD_EXAMPLES)
def test_each_rule_finds_what_is_at_fault_in_the_record_of_its_example(code: str) -> None:
    draft = RECORD_EXAMPLES[code].draft(mended=False)
    (finding,) = asked(draft, code, training=True)
    assert set(finding.about or finding.objects) == set(draft.blamed)


@pytest.mark.parametrize("code", RECORD_EXAMPLES)
def test_each_rule_finds_nothing_in_the_mended_record(code: str) -> None:
    assert asked(RECORD_EXAMPLES[code].draft(mended=True), code, training=True) == []


@pytest.mark.parametrize("code", CARDS)
def test_each_card_shows_what_is_mended(code: str) -> None:
    card = card_of(EXAMPLES[code])
    assert card is not None
    assert any(wrong != right for _, wrong, right in card.fields)


@pytest.mark.parametrize("code", RECORD_EXAMPLES)
def test_both_states_of_a_record_show_the_same_fields(code: str) -> None:
    faulty, mended = (
        [label for label, _ in RECORD_EXAMPLES[code].draft(mended=mended).lines] for mended in (False, True)
    )
    assert faulty == mended


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

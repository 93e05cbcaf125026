"""The page on requests says what the code does."""

import re
from pathlib import Path

from landdesk.domain.requests import ANSWERS, OPEN, STATES, WITHDRAWN
from landdesk.services.codelists import shipped_list

PAGE = (Path(__file__).resolve().parents[2] / "docs/requests.md").read_text("utf-8")


def test_states_and_what_follows_them_are_those_of_code_and_list() -> None:
    rows = re.findall(r"^\| `(\w+)` \| [^|]+ \| ([^|]+) \|$", PAGE, re.MULTILINE)
    published = {state: set(re.findall(r"`(\w+)`", follows)) for state, follows in rows}
    assert list(published) == list(STATES) == [one.code for one in shipped_list("request_state")]
    assert published == {
        state: set(ANSWERS[state]) | ({WITHDRAWN} if state in OPEN else set()) for state in STATES
    }

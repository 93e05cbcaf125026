"""The file of tolerances."""

import pytest

from landdesk.domain.limits import parse_limits
from landdesk.services.checking.profiles import shipped_limits
from tests.unit.checking.running import ROOT

TEXT = (ROOT / "resources" / "checking" / "limits.toml").read_text("utf-8")


def test_shipped_limits_are_those_of_the_file() -> None:
    assert shipped_limits() == parse_limits(TEXT)
    assert shipped_limits().gap_width_m == 0.5


@pytest.mark.parametrize(
    "text",
    [
        "",
        TEXT + '\n[unknown_m]\nvalue = 1.0\nsource = "nobody"\n',
        TEXT.replace("value = 0.5", "value = -0.5"),
        TEXT.replace("value = 0.5", "value = inf"),
        TEXT.replace("value = 0.5", "value = true"),
        TEXT.replace("value = 0.5", 'value = "0.5"'),
        TEXT.replace("value = 0.5", "worth = 0.5"),
        TEXT.replace('source = "House figure: below the width', 'origin = "House figure: below the width'),
        "gap_width_m = 0.5",
        "no toml",
    ],
)
def test_a_file_that_is_not_complete_and_sound_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"limits|Expected"):
        parse_limits(text)

"""The kinds of packages and their words."""

from collections.abc import Mapping
from typing import Final

from landdesk.i18n import N_

BASE: Final = "base"
UPDATE: Final = "update"
CHANGE: Final = "change"
RECEIPT: Final = "receipt"

KIND_WORDS: Final[Mapping[str, str]] = {
    BASE: N_("base package"),
    UPDATE: N_("update package"),
    CHANGE: N_("change package"),
    RECEIPT: N_("receipt"),
}
"""Every kind there is."""

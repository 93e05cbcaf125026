"""What a person can hide on the map."""

from collections.abc import Sequence
from typing import Final

from landdesk.i18n import N_
from landdesk.store.info import COMMUNE

LAYERS: Final[Sequence[tuple[str, str, str]]] = (
    ("labels", N_("Numbers on the map"), ""),
    ("legend", N_("Legend"), ""),
    ("findings", N_("Findings on the map"), ""),
    ("work", N_("Returned work on the map"), COMMUNE),
    ("pending", N_("Changes to be sent on the map"), COMMUNE),
    ("survey", N_("Survey points on the map"), ""),
    ("communes", N_("Boundaries of communes"), ""),
    ("grid", N_("Coordinate grid"), ""),
)
"""Code, words, and whose store has it where not everybody's does."""

"""Words for what an office says of a record: the decision, and why it is returned; the note beside it is free."""

from collections.abc import Mapping
from typing import Final

from landdesk.i18n import N_

REASONS: Final[Mapping[str, str]] = {
    "boundary": N_("The boundary is not right"),
    "document": N_("A document is missing"),
    "attribute": N_("A value is not right"),
    "duplicate": N_("The same is in another record"),
    "conflict": N_("It contradicts the office's data"),
    "other": N_("Another reason"),
}
"""Codes that stand in receipts."""

DECISIONS: Final[Mapping[str, str]] = {
    "undecided": N_("undecided"),
    "accepted": N_("accepted"),
    "returned": N_("returned"),
}

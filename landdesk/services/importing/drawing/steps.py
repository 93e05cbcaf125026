"""The steps in which a drawing is read, as they are told to the one who waits; each can be the last."""

from typing import Final

from landdesk.i18n import N_, Text

STEP: Final = 5_000
"""Objects of a drawing between two questions whether to go on."""
_ALL: Final = 4

READING: Final = (0, _ALL, Text(N_("Step 1 of 4: reading the drawing")))
COLLECTING: Final = (1, _ALL, Text(N_("Step 2 of 4: collecting lines and labels")))
CLOSING: Final = (2, _ALL, Text(N_("Step 3 of 4: joining lines to parcels")))
LABELLING: Final = (3, _ALL, Text(N_("Step 4 of 4: putting labels into parcels")))

"""What the doctor saw, line by line in the reader's language: for the terminal and for the file."""

from collections.abc import Sequence

from landdesk.app.doctor.observation import Health, Observation
from landdesk.i18n import N_, Text, translate

MARKS = {Health.GOOD: "✓", Health.WARNING: "!", Health.BAD: "✗"}


def observation_lines(one: Observation) -> list[str]:
    """Return what was seen, and how to go on below it."""
    lines = [f"{MARKS[one.health]} {translate(one.what)}"]
    if one.remedy is not None:
        lines.append("  → " + translate(one.remedy))
    return lines


def summary(seen: Sequence[Observation]) -> Text:
    """Return how all of it stands."""
    wrong = sum(one.health is Health.BAD for one in seen)
    care = sum(one.health is Health.WARNING for one in seen)
    if not wrong and not care:
        return Text(N_("Everything is in order on this computer."))
    return Text(N_("Wrong: {wrong}. To take care of: {care}."), {"wrong": wrong, "care": care})

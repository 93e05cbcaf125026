"""Parts of the sentences that findings say: lists of titles, days."""

from collections.abc import Sequence
from datetime import date

from landdesk.i18n import Text, format_date


def listed(titles: Sequence[str]) -> Text:
    """Return titles, source texts, with commas between."""
    names = [f"title_{at}" for at in range(len(titles))]
    # No catalogue holds this source; it stays as it is and each title in it is put into words.
    return Text(
        ", ".join(f"{{{name}}}" for name in names),
        {name: Text(title) for name, title in zip(names, titles, strict=True)},
    )


def day(iso: str) -> str:
    """Return a recorded day as people write it, ``31/12/2026``; one without day or month stays as it is."""
    try:
        return format_date(date.fromisoformat(iso))
    except ValueError:
        return iso

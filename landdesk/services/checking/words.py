"""Parts of the sentences that findings say: lists of titles, days."""

from collections.abc import Sequence
from datetime import date

from landdesk.i18n import Text, format_date


def listed(titles: Sequence[str]) -> Text:
    """Return titles, source texts, with commas between."""
    return joined([Text(title) for title in titles], ", ")


def joined(words: Sequence[Text], sign: str) -> Text:
    """Return texts one after the other with a sign between."""
    names = [f"word_{at}" for at in range(len(words))]
    # No catalogue holds this source; it stays as it is and each text in it is put into words.
    return Text(sign.join(f"{{{name}}}" for name in names), dict(zip(names, words, strict=True)))


def day(iso: str) -> str:
    """Return a recorded day as people write it, ``31/12/2026``; one without day or month stays as it is."""
    try:
        return format_date(date.fromisoformat(iso))
    except ValueError:
        return iso

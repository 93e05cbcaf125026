"""What the name of a scanned file tells: ``AB123456-GCN.pdf`` is the scan of a certificate."""

from pathlib import Path

from landdesk.services.entry.fields import entry_data


def scan_words() -> dict[str, str]:
    """Return the kind of scan that each word of a file name tells of."""
    kinds: dict[str, str] = entry_data()["scan_kind"]
    return kinds


def scan_kind(file_name: str) -> str:
    """Return the kind of scan that a file name tells of; that of a certificate where it tells nothing."""
    return told_kind(file_name) or scan_words()["GCN"]


def told_kind(file_name: str) -> str | None:
    """Return the kind of scan that a file name tells of; None where it tells nothing."""
    kinds = scan_words()
    words = Path(file_name).stem.upper().replace("_", "-").replace(" ", "-").split("-")
    return next((kinds[word] for word in words if word in kinds), None)

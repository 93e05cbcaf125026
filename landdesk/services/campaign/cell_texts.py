"""Texts as cells of every kind of file can hold them."""

import re
from typing import Final

# What no sheet can hold and nobody can see; line ends stay.
_UNSEEN: Final = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]+")


def text_without_unseen(text: str) -> str:
    """Return a text with line ends of one kind and blanks for control characters, without outer blanks."""
    if text.isprintable():
        return text.strip()
    return _UNSEEN.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n")).strip()

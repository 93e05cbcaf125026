"""What the command line asks of the window, handed in by ``landdesk/__main__.py``: the two never import each other.

Each function loads Qt when it is called, not before.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

Box = tuple[float, float, float, float]
"""West, south, east, north in metres."""


class OpenWindow(Protocol):
    """Opens the window and returns when it is closed."""

    def __call__(self, path: Path | None, person: str | None) -> int:
        """Show a store, or the welcome page; return the exit code.

        Args:
            path: The store; None shows the welcome page.
            person: Name of the one who works; None takes the one who worked here last, or asks.
        """


class Render(Protocol):
    """Draws the map of a store into a picture."""

    def __call__(self, path: Path, output: Path, box: Box | None, size: tuple[int, int]) -> None:
        """Write a PNG.

        Args:
            path: The store.
            output: The picture; an older one is replaced.
            box: Part of the plane to show; None shows everything.
            size: Width and height in pixels.
        """


class ShowResult(Protocol):
    """Shows a store at the end of the demo."""

    def __call__(self, path: Path, picture: Path, person: str) -> bool:
        """Open the window where there is a display, else write a picture of it.

        Args:
            path: The store.
            picture: Where the picture of the window goes.
            person: Who works with the store.

        Returns:
            Whether there was a display.
        """


@dataclass(frozen=True, slots=True)
class FrontEnd:
    """The functions of the window that verbs call."""

    open_window: OpenWindow
    render: Render
    show_result: ShowResult

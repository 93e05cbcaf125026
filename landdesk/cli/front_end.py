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

    def __call__(self, path: Path | None, person: str | None, package: Path | None) -> int:
        """Show a store, or the welcome page; return the exit code.

        Args:
            path: The store; None shows the welcome page.
            person: Name of the one who works; None takes the one who worked here last, or asks.
            package: To be received in the store; without one, in the store opened last, or for a new store.
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


class ShowWindow(Protocol):
    """Shows a store in a window of its own."""

    def __call__(self, path: Path, person: str) -> bool:
        """Open the window and return when it is closed.

        Args:
            path: The store.
            person: Who works with the store.

        Returns:
            Whether there was a display.
        """


class Grab(Protocol):
    """Makes a picture of the window on a store; works without a display."""

    def __call__(self, path: Path, picture: Path, person: str) -> None:
        """Write a PNG.

        Args:
            path: The store.
            picture: Where it goes.
            person: Who works with the store.
        """


class TryWindow(Protocol):
    """Tries whether windows can be made here."""

    def __call__(self) -> tuple[str, tuple[int, int] | None]:
        """Return what draws them in words, and width and height of the screen in pixels, None without a display.

        Raises:
            Exception: Whatever keeps a window from being made.
        """


@dataclass(frozen=True, slots=True)
class FrontEnd:
    """The functions of the window that verbs call."""

    open_window: OpenWindow
    render: Render
    show_window: ShowWindow
    grab: Grab
    try_window: TryWindow

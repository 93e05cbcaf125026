"""How long work tells of its steps and learns that it should stop."""

from typing import Protocol

from landdesk.domain.errors import CancelledError
from landdesk.i18n import N_, Text


class Progress(Protocol):
    """Handed to every function that may take long."""

    def step(self, done: int, total: int, what: Text | None = None) -> None:
        """Say how far the work is.

        Raises:
            CancelledError: The person asked to stop; the work leaves without writing.
        """


class SilentProgress:
    """For callers that show nothing; can still be told to stop, from any thread."""

    def __init__(self) -> None:
        self._stopped = False

    def stop(self) -> None:
        """Ask the work to stop at its next step."""
        self._stopped = True

    def step(self, done: int, total: int, what: Text | None = None) -> None:
        """Raise when a stop was asked for."""
        del done, total, what
        if self._stopped:
            raise CancelledError("job.cancelled", Text(N_("The work was stopped; nothing was changed.")))

"""The errors a person can act on: what happened, where, and how to go on.

Everything that is not a :class:`LandDeskError` is a bug and is shown as one. Codes are dotted, lower-case,
unique and never used again: they stand in logs, tests, packages and the table of exit codes.
"""

from landdesk.i18n import Text


class LandDeskError(Exception):
    """Base of all expected errors.

    Args:
        code: Dotted code such as ``split.line-misses``.
        what: What happened, one sentence.
        where: The place: file, parcel, line, layer.
        remedy: How to go on.
    """

    def __init__(self, code: str, what: Text, where: Text | None = None, remedy: Text | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.what = what
        self.where = where
        self.remedy = remedy

    def __str__(self) -> str:
        """Return the English sentence; front ends translate ``what``, ``where`` and ``remedy`` themselves."""
        parts = [f"[{self.code}]", str(self.what)]
        parts += [str(part) for part in (self.where, self.remedy) if part is not None]
        return " ".join(parts)


class RefusedError(LandDeskError):
    """The request is understood and not allowed in the present state."""


class InvalidInputError(LandDeskError):
    """A file, value or argument is not what it should be."""


class TroubleError(LandDeskError):
    """The surroundings fail: disk full, file locked, folder read-only."""


class CancelledError(LandDeskError):
    """Long work was stopped by the person; nothing was written."""

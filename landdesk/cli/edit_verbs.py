"""The group ``landdesk edit`` with the verbs of every file; a new file of them is one line here."""

from landdesk.cli import edit_boundary, edit_divide, edit_strip
from landdesk.cli.edit import edit

__all__ = ["edit", "edit_boundary", "edit_divide", "edit_strip"]

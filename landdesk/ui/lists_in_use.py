"""The code lists that the window shows names and colours by: those of the open store, the shipped ones without.

One for the process, as the language is: a window has one store open at a time.
"""

from landdesk.services.codelists import CodeLists, shipped_lists


class _State:
    lists: CodeLists = shipped_lists()


def use_lists(lists: CodeLists) -> None:
    """Let these be the lists in use; may be called on any thread."""
    _State.lists = lists


def lists_in_use() -> CodeLists:
    """Return the lists in use; the same object as long as no list changes."""
    return _State.lists

"""What the codes of the national system's error paths mean, by the code list ``sync_error``."""

from landdesk.domain.codelists import Code
from landdesk.domain.error_paths import ErrorPath
from landdesk.services.codelists import CodeLists, shipped_lists


def error_code_of(path: ErrorPath, lists: CodeLists | None = None) -> Code | None:
    """Return what a path's code means; None for a code that is not known, which is then shown as it is.

    A code that says nothing by itself, ``null``, is found together with its group: ``DIACHI null``.
    """
    known = (lists or shipped_lists())["sync_error"]
    found = known.get(path.code)
    if found is None and path.group:
        together = known.find(f"{path.group} {path.code}")
        found = together[0] if len(together) == 1 else None
    return found

"""How the window reads and words the values of fields: one place, so that lists and day are the same everywhere.

The window's thread takes the lists that are in use, for those of the application may wait for a write to end.
"""

from landdesk.domain.clock import local_time, system_clock
from landdesk.services.field_values import FieldValues
from landdesk.ui.lists_in_use import lists_in_use


def field_values() -> FieldValues:
    """Return the reader of values with the code lists in force today."""
    return FieldValues(lists_in_use(), local_time(system_clock()).date())

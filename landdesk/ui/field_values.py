"""How the window reads and words the values of fields: one place, so that lists and day are the same everywhere."""

from landdesk.domain.clock import local_time, system_clock
from landdesk.services.codelists import shipped_lists
from landdesk.services.field_values import FieldValues


def field_values() -> FieldValues:
    """Return the reader of values with the code lists in force today."""
    return FieldValues(shipped_lists(), local_time(system_clock()).date())

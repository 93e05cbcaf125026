"""What reads and words field values for an open store: its code lists, today's date."""

from landdesk.app.application import Application
from landdesk.domain.clock import local_time
from landdesk.services.field_values import FieldValues


def field_values(app: Application) -> FieldValues:
    """Return the reader of values for a store: the code lists in force there, the day on its clock."""
    return FieldValues(app.codelists, local_time(app.store.clock()).date())

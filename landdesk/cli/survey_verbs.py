"""All verbs of ``landdesk survey``."""

from landdesk.cli import survey_parcel
from landdesk.cli.survey import survey

__all__ = ["survey", "survey_parcel"]

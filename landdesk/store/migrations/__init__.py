"""Numbered schema changes, oldest first; each is frozen once released."""

from types import ModuleType

from landdesk.store.migrations import (
    m0001_first_schema,
    m0002_whole_record,
    m0003_survey_points,
    m0004_requests,
    m0005_hand_over,
)

MIGRATIONS: tuple[ModuleType, ...] = (
    m0001_first_schema,
    m0002_whole_record,
    m0003_survey_points,
    m0004_requests,
    m0005_hand_over,
)
"""Each has ``TITLE`` and ``upgrade(conn, epsg)``; its place in this tuple, from 1, is the schema it makes."""

SCHEMA = len(MIGRATIONS)

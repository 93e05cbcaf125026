"""Numbered schema changes, oldest first; each is frozen once released."""

from types import ModuleType

from landdesk.store.migrations import m0001_first_schema, m0002_whole_record

MIGRATIONS: tuple[ModuleType, ...] = (m0001_first_schema, m0002_whole_record)
"""Each has ``TITLE`` and ``upgrade(conn, epsg)``; its place in this tuple, from 1, is the schema it makes."""

SCHEMA = len(MIGRATIONS)

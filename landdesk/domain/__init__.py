"""Frozen values and pure functions of the land record; no files, no settings, no clock."""

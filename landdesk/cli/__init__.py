"""Terminal front end: one file per group of verbs; the only place that imports click and rich."""

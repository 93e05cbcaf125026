"""The panels of the window: one widget file each and, where a panel has state, one presenter file."""

"""Undo and redo: what stands against taking an entry back, and the entry that does it."""

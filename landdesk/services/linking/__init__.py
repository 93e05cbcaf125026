"""Giving records their boundary: which belong together, why, and which of them beyond doubt."""

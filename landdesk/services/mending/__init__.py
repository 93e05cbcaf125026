"""Mending findings: where the record itself says what is right, edits that make it so, shown before they are done."""

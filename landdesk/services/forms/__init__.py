"""What forms are made of, without a widget: which fields stand where, what was typed, what becomes of it."""

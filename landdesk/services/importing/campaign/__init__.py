"""The campaign's office files come in as rows: PL3-01, sync status, error paths, tracking sheet, plain lists.

Each reader takes a table that is read already and gives frozen rows and notes; the store is not asked and nothing is
refused for the sake of one cell. ``layout.py`` finds the columns, ``cell_values.py`` understands cells by their kind,
``form_rows.py`` is the loop that all readers share.
"""

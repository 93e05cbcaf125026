"""Tables that people get: CSV and Excel workbooks, harmless whatever the texts in them are."""

"""The only place with SQL: one file (or database) that holds the record, its journal and its exchange."""

"""Tables that people receive: CSV, workbooks and the attribute tables of map files, all as one kind of value."""

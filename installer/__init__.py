"""Makes and tries what LandDesk is installed from: see README.md in this folder."""

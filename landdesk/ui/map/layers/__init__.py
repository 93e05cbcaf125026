"""What can be seen on the map, one painter per file; data come in as frozen values."""

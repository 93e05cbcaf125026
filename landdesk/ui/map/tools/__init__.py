"""What can be done on the map, one file per tool; a tool turns clicks into one command and writes nothing."""

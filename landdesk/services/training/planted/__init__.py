"""A commune to check: a whole record in which nothing is wrong, and faults of every rule planted into it."""

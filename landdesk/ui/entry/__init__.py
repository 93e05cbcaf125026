"""The page on which one certificate is typed, its scan beside it."""

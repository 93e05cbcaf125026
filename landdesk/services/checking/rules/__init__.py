"""One file per checking rule; ``registry.py`` lists them. Rules do not know each other."""

"""Encrypted stores: the key, who can open it, plain stores made encrypted; see ``docs/formats/encryption.md``."""

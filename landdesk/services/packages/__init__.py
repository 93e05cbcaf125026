"""The change package ``.ldpkg``: one container for all directions, see ``docs/formats/ldpkg.md``."""

"""The window: Qt Widgets over `landdesk.app`; the only package that imports PySide6."""

"""What makes stores for tests of imports."""

from collections.abc import Callable

from landdesk.app.application import Application

MakeDesk = Callable[..., Application]

"""Column types and references that all tables share."""

from sqlalchemy import Dialect, ForeignKey, LargeBinary


class Bytes(LargeBinary):
    """Bytes that go to the driver as they are; wrapping each one would take longer than writing it."""

    def bind_processor(self, dialect: Dialect) -> None:
        """Leave values alone: both drivers take bytes."""
        del dialect


def reference(target: str) -> ForeignKey:
    """Return a foreign key that is looked at when the transaction ends."""
    return ForeignKey(target, deferrable=True, initially="DEFERRED")

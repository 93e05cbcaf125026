"""Paths by which the national system says what keeps a parcel out of group 1.

``TINHHINHDANGKY.7|GIAYCHUNGNHAN.12_3|HOSOQUET|NOSIGN``: parts between bars; the last is the code, a part without a dot
is a group of data, the others are objects with identifier and version. Nothing is refused: what is unknown is kept
word for word, and so is the whole text.
"""

import re
from dataclasses import dataclass
from typing import Final

_BETWEEN_PATHS: Final = re.compile(r"[;\r\n]+")


@dataclass(frozen=True, slots=True)
class PathEntity:
    """One object on the path; identifier and version are texts, empty where the path has none."""

    entity: str
    id: str
    version: str


@dataclass(frozen=True, slots=True)
class ErrorPath:
    """One path.

    Args:
        text: As written.
        entities: From the outermost inwards.
        groups: Groups of data, in their order.
        code: What is wrong; unknown codes as they are.
    """

    text: str
    entities: tuple[PathEntity, ...]
    groups: tuple[str, ...]
    code: str

    @property
    def identity(self) -> str:
        """What the path is known again by in a later file: everything but the versions of its objects."""
        objects = (f"{one.entity}.{one.id}" for one in self.entities)
        return "|".join((*objects, *self.groups, self.code))

    @property
    def place(self) -> str:
        """The path before its code, word for word; empty where there is nothing but a code."""
        return self.text.rpartition("|")[0].strip()

    @property
    def group(self) -> str:
        """The group beside the code; empty without one."""
        return self.groups[-1] if self.groups else ""


def parse_error_path(text: str) -> ErrorPath:
    """Return the parts of a path; any text is one."""
    *before, code = (part.strip() for part in text.split("|"))
    entities = tuple(_entity(part) for part in before if "." in part)
    return ErrorPath(text, entities, tuple(part for part in before if part and "." not in part), code)


def split_error_paths(text: str) -> tuple[ErrorPath, ...]:
    """Return the paths of a cell, which stand on lines of their own or between semicolons."""
    parts = (part.strip() for part in _BETWEEN_PATHS.split(text))
    return tuple(parse_error_path(part) for part in parts if part)


def _entity(part: str) -> PathEntity:
    name, _, rest = part.partition(".")
    identifier, _, version = rest.rpartition("_")
    return PathEntity(name, identifier, version) if identifier and version else PathEntity(name, rest, "")

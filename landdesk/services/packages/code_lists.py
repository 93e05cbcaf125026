"""``codelists.json``: what the office says of code lists, in bases and updates."""

from collections.abc import Mapping, Sequence
from typing import Any

from landdesk.domain.codelists import OfficeList, Replacement
from landdesk.domain.errors import InvalidInputError, RefusedError
from landdesk.i18n import N_, Text
from landdesk.services.codelists import LARGEST_BYTES
from landdesk.services.office_lists import ListNews, take_over_lists
from landdesk.services.packages.container import damaged, parse_document, whole_number
from landdesk.services.packages.kinds import BASE, UPDATE
from landdesk.store.unit_of_work import UnitOfWork


def list_document(said: OfficeList) -> dict[str, Any]:
    """Return what the office says of a list as values of JSON; without a table the shipped one holds."""
    return {
        "name": said.name,
        "source": None if said.own is None else said.own.source,
        "content": None if said.own is None else said.own.content,
        "version": said.version,
    }


def read_lists(content: bytes, kind: str, name: str) -> tuple[OfficeList, ...]:
    """Return what a package says of lists, by name.

    Args:
        content: Of ``codelists.json``.
        kind: Of the package.
        name: Its file, for errors.

    Raises:
        InvalidInputError: The document is not what it should be, or in a package that carries no lists.
    """
    try:
        said = tuple(_list(one) for one in parse_document(content)["lists"])
        if len({one.name for one in said}) != len(said) or (said and kind not in (BASE, UPDATE)):
            raise ValueError("a list twice, or not from an office")
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise damaged("package.inconsistent", Text(N_("the code lists")), name) from error
    return said


def take_lists(
    work: UnitOfWork, said: Sequence[OfficeList], name: str, *, in_place_of_all: bool = False
) -> list[ListNews]:
    """Take over what a package says of code lists and return what is new, see ``office_lists.take_over_lists``.

    Raises:
        InvalidInputError: A list is not what it should be; the package is refused whole.
    """
    try:
        return take_over_lists(work, said, in_place_of_all=in_place_of_all)
    except (InvalidInputError, RefusedError) as error:
        raise damaged("package.inconsistent", Text(N_("the code lists")), name) from error


def _list(line: Mapping[str, Any]) -> OfficeList:
    name, source, content = line["name"], line["source"], line["content"]
    texts = (name,) if content is None and source is None else (name, source, content)
    if not all(isinstance(one, str) and one for one in texts) or len(content or "") > LARGEST_BYTES:
        raise ValueError("no list")
    return OfficeList(
        name, None if content is None else Replacement(source, content), whole_number(line["version"])
    )

"""An office's own code lists in a store: replaced, put back, carried to the communes and taken over there.

The office decides. A commune that is bound to an office has the office's lists and no others, so that a code means the
same on both sides. Which of two states of a list is newer is told by the number of the office's journal entry, since
packages come late, twice and in any order.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from landdesk.domain.change import ChangeSet, Entry, EntryKind
from landdesk.domain.codelists import Code, CodeList, OfficeList, Replacement
from landdesk.domain.errors import RefusedError
from landdesk.i18n import N_, Text
from landdesk.services.codelists import CodeLists, list_spec, list_specs, replaced_list
from landdesk.store.info import OFFICE
from landdesk.store.reader import Reader
from landdesk.store.unit_of_work import UnitOfWork

REPLACE: Final = "codes.replace"
SHIPPED: Final = "codes.shipped"
RECEIVE: Final = "codes.receive"
"""Commands of the journal."""


def lists_in_force(said: Iterable[OfficeList]) -> CodeLists:
    """Return the lists in force where an office says this of them; lists that this program has not are left out."""
    known = list_specs()
    return CodeLists({one.name: one.own for one in said if one.own is not None and one.name in known})


def replace_list(work: UnitOfWork, name: str, own: Replacement, file_name: str = "") -> Entry:
    """Put an office's own list in the place of the shipped one.

    Args:
        file_name: Of the table, for what is refused.

    Raises:
        InvalidInputError: There is no list of this name, or the table is not what it should be.
        RefusedError: The store is bound to an office, the program or another list relies on codes that are missing,
            or a commune of the store would be in no list.
    """
    _refuse_bound(work)
    others = {one.name: one.own for one in work.code_lists() if one.own is not None and one.name != name}
    # Alone first: what is wrong with the file is said of the file.
    replaced_list(name, own, CodeLists(others), file_name=file_name)
    refuse_unsound(CodeLists({**others, name: own}), work.info.communes)
    return _say(work, REPLACE, name, own)


def ship_list(work: UnitOfWork, name: str) -> Entry:
    """Let the shipped list hold again.

    Raises:
        InvalidInputError: There is no list of this name.
        RefusedError: It is the shipped one, the store is bound to an office, or another list relies on the own one.
    """
    _refuse_bound(work)
    list_spec(name)
    own = {one.name: one.own for one in work.code_lists() if one.own is not None}
    if own.pop(name, None) is None:
        raise RefusedError(
            "codes.not-replaced",
            Text(N_("The list {list} is the shipped one."), {"list": name}),
            remedy=Text(N_("There is nothing to put back.")),
        )
    refuse_unsound(CodeLists(own), work.info.communes)
    return _say(work, SHIPPED, name, None)


def _say(work: UnitOfWork, command: str, name: str, own: Replacement | None) -> Entry:
    entry = work.apply(ChangeSet(command, (), name), EntryKind.HOUSEKEEPING, allow_empty=True)
    work.write_code_lists([OfficeList(name, own, entry.number)])
    return entry


@dataclass(frozen=True, slots=True)
class ListNews:
    """How a list that came from the office differs from the one that was in force here before.

    Args:
        name: Of the list.
        source: The office's own; None where the shipped list holds again.
        version: Number of the office's journal entry that said so; None for an own list that had to go.
        added: Codes that were not there.
        gone: Codes that are there no longer.
        changed: Codes of which name, validity or anything else is another.
        used: Whether this program has such a list; else it is kept for a newer one.
    """

    name: str
    source: str | None
    version: int | None
    added: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    used: bool = True


def take_over_lists(
    work: UnitOfWork, said: Sequence[OfficeList], *, in_place_of_all: bool = False
) -> list[ListNews]:
    """Take over what the office says of lists, as an entry of its own where it is news.

    Args:
        said: As a base or update carries it.
        in_place_of_all: The store is being bound to the office: its own lists go.

    Returns:
        What is new, by name.

    Raises:
        InvalidInputError: A list is not what it should be.
        RefusedError: As ``replace_list``.
    """
    known = {one.name: one for one in work.code_lists()}
    news = [one for one in said if in_place_of_all or _is_news(one, known.get(one.name))]
    if not news and not (in_place_of_all and known):
        return []
    kept = {} if in_place_of_all else known
    after = kept | {one.name: one for one in news}
    in_force = lists_in_force(after.values())
    refuse_unsound(in_force, work.info.communes)
    names = sorted({one.name for one in news} | (set(known) if in_place_of_all else set()))
    work.apply(ChangeSet(RECEIVE, (), " ".join(names)), EntryKind.HOUSEKEEPING, allow_empty=True)
    work.write_code_lists(news, in_place_of_all=in_place_of_all)
    before = lists_in_force(known.values())
    told = {one.name: one for one in news}
    return [_difference(name, told.get(name), before, in_force) for name in names]


def lists_of_office(reader: Reader) -> list[ListNews]:
    """Return what the office of a store says of lists, beside the shipped ones."""
    said = sorted(reader.code_lists(), key=lambda one: one.name)
    in_force = lists_in_force(said)
    return [_difference(one.name, one, CodeLists(), in_force) for one in said]


def _difference(name: str, said: OfficeList | None, before: CodeLists, after: CodeLists) -> ListNews:
    source = None if said is None or said.own is None else said.own.source
    version = None if said is None else said.version
    if name not in list_specs():
        return ListNews(name, source, version, used=False)
    old, new = ({one.code: one for one in lists[name].codes} for lists in (before, after))
    return ListNews(
        name,
        source,
        version,
        added=tuple(one for one in new if one not in old),
        gone=tuple(one for one in old if one not in new),
        changed=tuple(one for one in new if one in old and _differs(old[one], new[one])),
    )


def _differs(old: Code, new: Code) -> bool:
    """Tell whether two codes say something else; the place in the list is no news."""
    return replace(old, order=0) != replace(new, order=0)


def _is_news(said: OfficeList, known: OfficeList | None) -> bool:
    return known is None or said.version > known.version


def lists_changed_since(reader: Reader, entry: int) -> bool:
    """Tell whether a list was replaced or put back after a journal entry."""
    return any(one.version > entry for one in reader.code_lists())


def refuse_unsound(lists: CodeLists, communes: Iterable[str]) -> None:
    """Refuse lists that do not fit each other or the store.

    Raises:
        InvalidInputError: A list leads to a code that another one lacks.
        RefusedError: A commune of the store is missing.
    """
    read: dict[str, CodeList] = {name: lists[name] for name in lists.replacements}
    if "commune" not in read:
        return
    missing = sorted(code for code in communes if code not in read["commune"])
    if missing:
        raise RefusedError(
            "codes.own-commune",
            Text(N_("The list of communes lacks the store's own: {codes}"), {"codes": ", ".join(missing)}),
            remedy=Text(N_("Start from the exported list and keep its codes.")),
        )


def _refuse_bound(work: UnitOfWork) -> None:
    if work.info.role != OFFICE and work.info.base is not None:
        raise RefusedError(
            "codes.of-office",
            Text(N_("The code lists of this store are those of its office.")),
            remedy=Text(N_("Let the office replace the list; its next update brings it.")),
        )

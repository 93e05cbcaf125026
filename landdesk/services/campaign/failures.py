"""The one list of what failed or waits on parcels: errors of the national system, returned records, conflicts.

Who mends what, the next step and the field that a code leads to are columns of the code list ``sync_error``. A code
that the list has not is shown as it is and is the commune's, which has to find out.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from landdesk.domain.clock import local_time
from landdesk.domain.codelists import Code
from landdesk.domain.dossier import Dossier
from landdesk.domain.error_paths import parse_error_path
from landdesk.domain.finding import Fixer
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import AnyRecord, Request, WorkItem
from landdesk.domain.sync_errors import (
    FAILED_KINDS,
    SYNC_ERROR,
    UNSETTLED,
    ErrorState,
    code_of,
    state_of,
)
from landdesk.i18n import N_, Text, current_language, translate
from landdesk.services.codelists import CodeLists
from landdesk.store.queries.failures import Asked
from landdesk.store.reader import Reader

UNKNOWN_NEXT: Final = Text(N_("The code is not on the list: read the path, or ask the office"))
TOLD: Final = (ErrorState.OPEN, ErrorState.CAME_BACK, ErrorState.CURED)
"""States that a file puts errors into, or ends them in."""


@dataclass(frozen=True, slots=True)
class FailureFilter:
    """Which lines are wanted; what is None does not matter.

    Args:
        fixer: Who mends it.
        codes: Codes.
        states: States; those in which somebody has to do something by default.
        about: Parcels or other objects, one of which it is about.
        told_on: Day, ISO: a file of it said it anew, or not any more.
    """

    fixer: str | None = None
    codes: frozenset[str] | None = None
    states: frozenset[ErrorState] = UNSETTLED
    about: frozenset[ObjectId] | None = None
    told_on: str | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """One line.

    Args:
        item: The work item, words and place word for word.
        code: What is wrong.
        title: The same in words; the code itself where the list has not got it.
        state: Where it stands.
        fixer: Who mends it.
        next_step: What to do, in the language of the reader.
        parcels: The parcels it is about, those that exist.
        keys: What people call them.
        since: Day from which it is counted, ISO.
        age: Days since then; until it ended where it has.
        request: The newest request to the office that was made from it.
    """

    item: WorkItem
    code: str
    title: str
    state: ErrorState
    fixer: Fixer
    next_step: str
    parcels: tuple[ObjectId, ...]
    keys: str
    since: str | None
    age: int | None
    request: Request | None


@dataclass(frozen=True, slots=True)
class Target:
    """Where the fix form of a code opens: a field of an object on a parcel; no object where there is none yet."""

    parcel: ObjectId
    class_name: str
    field: str
    object_id: ObjectId | None


def failures(
    reader: Reader,
    lists: CodeLists,
    day: date,
    wanted: FailureFilter | None = None,
    at_most: int | None = None,
) -> list[Failure]:
    """Return what failed or waits, oldest first; so many of the first where a number is given."""
    wanted = wanted or FailureFilter()
    known = _Advice(lists)
    items = reader.failures.asked(_asked(reader, known, wanted), wanted.about, at_most)
    keys = reader.failures.keys({subject for one in items for subject in one.subjects})
    begun = reader.failures.begun(FAILED_KINDS)
    asked = {
        (parcel, one.rule): one
        for one in reader.failures.requests(about=wanted.about)
        for parcel in one.parcels
    }
    return [_line(one, known, keys, begun, asked, day) for one in items]


def failure_count(reader: Reader, lists: CodeLists, wanted: FailureFilter) -> int:
    """Return how much there is of what is wanted, wherever it is, without reading the lines."""
    return sum(count for *_, count in reader.failures.counts(_asked(reader, _Advice(lists), wanted)))


def failure_counts(reader: Reader, lists: CodeLists) -> Counter[tuple[str, str, ErrorState]]:
    """Return how much there is by fixer, code and state, without reading the lines."""
    known = _Advice(lists)
    counts: Counter[tuple[str, str, ErrorState]] = Counter()
    for code, stand, count in reader.failures.counts(Asked(FAILED_KINDS)):
        counts[known.fixer(code), code, stand] += count
    return counts


@dataclass(frozen=True, slots=True)
class News:
    """What the newest file of the national system changed in the list.

    Args:
        day: Of which it speaks, ISO.
        counts: How many errors it said anew (``open``), how many came back, how many it does not say any more.
    """

    day: str
    counts: Mapping[ErrorState, int]


def failure_news(reader: Reader) -> News | None:
    """Return what the newest file changed; None before there was one."""
    day = reader.failures.told_last()
    if day is None:
        return None
    counts: Counter[ErrorState] = Counter()
    for _code, stand, count in reader.failures.counts(Asked((SYNC_ERROR,), TOLD, told_on=day)):
        counts[stand] += count
    return News(day, counts)


def _asked(reader: Reader, known: "_Advice", wanted: FailureFilter) -> Asked:
    codes = wanted.codes
    if wanted.fixer is not None:
        there = {code for code, *_ in reader.failures.counts(Asked(FAILED_KINDS, wanted.states, codes))}
        codes = frozenset(one for one in there if known.fixer(one) == wanted.fixer)
    return Asked(FAILED_KINDS, wanted.states, codes, wanted.told_on)


def leads_to(reader: Reader, lists: CodeLists, failure: Failure) -> Target | None:
    """Return the field that has to be mended, on the parcel's page; None where the code leads to none.

    Of several objects of the class the one that the path names by the identifier of its source is taken, else the first
    whose field is empty, else the first.
    """
    code = lists["sync_error"].get(failure.code)
    if code is None or not code.more["class"] or not failure.parcels:
        return None
    parcel, class_name, field = failure.parcels[0], code.more["class"], code.more["field"]
    objects = _objects(reader.dossiers([parcel])[parcel], class_name)
    path = parse_error_path(failure.item.words or "")
    named = {one.id for one in path.entities}
    by_source = [one for one in objects if getattr(one, "source_id", None) in named]
    empty = [one for one in objects if getattr(one, field) is None]
    found = next(iter((*by_source, *empty, *objects)), None)
    return Target(parcel, class_name, field, None if found is None else found.id)


def _objects(dossier: Dossier, class_name: str) -> list[AnyRecord]:
    if class_name == dossier.parcel.CLASS:
        return [dossier.parcel]
    return [one for one in dossier.objects.values() if class_name == one.CLASS]


def _line(
    item: WorkItem,
    known: "_Advice",
    keys: Mapping[ObjectId, str],
    begun: Mapping[ObjectId, int],
    asked: Mapping[tuple[ObjectId, str | None], Request],
    day: date,
) -> Failure:
    code = code_of(item)
    parcels = tuple(one for one in item.subjects if one in keys)
    since = item.said_on
    if since is None and item.id in begun:
        since = local_time(begun[item.id]).date().isoformat()
    until = day if item.state != "done" or item.ended_on is None else date.fromisoformat(item.ended_on)
    request = next((found for one in parcels if (found := asked.get((one, code))) is not None), None)
    return Failure(
        item=item,
        code=code,
        title=known.title(code),
        state=state_of(item),
        fixer=known.fixer(code),
        next_step=known.next_step(code),
        parcels=parcels,
        keys=", ".join(keys[one] for one in parcels),
        since=since,
        age=None if since is None else max((until - date.fromisoformat(since)).days, 0),
        request=request,
    )


class _Advice:
    """What the code list says of a code."""

    def __init__(self, lists: CodeLists) -> None:
        self._codes = lists["sync_error"]
        self._known: dict[str, Code | None] = {}

    def title(self, code: str) -> str:
        found = self._code(code)
        return code if found is None else found.title

    def fixer(self, code: str) -> Fixer:
        found = self._code(code)
        fixer = "" if found is None else found.more["fixer"]
        return Fixer(fixer) if fixer in tuple(Fixer) else Fixer.COMMUNE

    def next_step(self, code: str) -> str:
        found = self._code(code)
        if found is None:
            return translate(UNKNOWN_NEXT)
        return found.more["next_vi" if current_language() == "vi" else "next_en"]

    def _code(self, code: str) -> Code | None:
        if code not in self._known:
            self._known[code] = self._codes.get(code)
        return self._known[code]

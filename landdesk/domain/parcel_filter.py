"""Which parcels are meant, as a value: tests joined by and, or, not; written as JSON, evaluated for one parcel.

For all parcels at once ``services/worklist/columns.py`` evaluates it; a test holds the two together.

As JSON a test is an object of one member, its name and the values of which one has to hold, such as
``{"land_use": ["ONT", "ODT"]}``; ``{"all": […]}``, ``{"any": […]}`` and ``{"not": …}`` join them. An object of several
members means that all hold; an empty one means every parcel.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from landdesk.domain.completeness import GROUP_TITLES, GroupState
from landdesk.domain.errors import InvalidInputError
from landdesk.domain.ids import ObjectId
from landdesk.domain.workflow import PARENTS, WorkflowState
from landdesk.i18n import N_, Text

GROUP: Final = "group."
"""Tests of the state of a field group are called ``group.`` and its code."""
NONE: Final = "-"
"""Value that stands for "nothing is written there"."""
YES, NO = "yes", "no"

DEEPEST: Final = 30
LONGEST: Final = 20_000
"""Characters of a filter; more is no filter that a person made."""

_DAYS = re.compile(r"([0-9]{1,4})d")
_COUNT = re.compile(r"([0-9]{1,4})(?:\.\.([0-9]{1,4})?)?")


@dataclass(frozen=True, slots=True)
class Is:
    """A test: one of the values holds.

    Args:
        test: Name of the test, one of ``TESTS``.
        values: What is asked for; several mean one of them.
    """

    test: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class All:
    """All parts hold; without parts every parcel is meant."""

    parts: tuple["ParcelFilter", ...] = ()


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple["ParcelFilter", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: "ParcelFilter"


ParcelFilter = Is | All | AnyOf | Not
EVERYTHING: Final = All()


@dataclass(frozen=True, slots=True)
class ParcelFacts:
    """What filters ask of one parcel.

    Args:
        id: The parcel.
        sheet, number, hamlet: As written.
        land_uses: Codes of its purposes.
        states: State of each field group.
        missing: Number of needs that are not met and could be.
        unknown: The same of groups that nobody has looked for.
        rules: Rules that found fault with it.
        work: Kinds of open work.
        branch_group: Group of the newest status file.
        matches: Results of the match of its land users with the population database.
        collection: State of collection.
        has_polygon: There is a boundary.
        unsent: Something differs from the branch's record and was not sent as it is.
        changed_on: Day of the last act on it, ISO; None for none.
        workflow: Where it stands.
    """

    id: ObjectId
    sheet: str | None = None
    number: str | None = None
    hamlet: str | None = None
    land_uses: frozenset[str] = frozenset()
    states: Mapping[str, GroupState] = field(default_factory=dict)
    missing: int = 0
    unknown: int = 0
    rules: frozenset[str] = frozenset()
    work: frozenset[str] = frozenset()
    branch_group: str | None = None
    matches: frozenset[str] = frozenset()
    collection: str | None = None
    has_polygon: bool = True
    unsent: bool = False
    changed_on: str | None = None
    workflow: WorkflowState = WorkflowState.UNREVIEWED


def _counted(value: str) -> bool:
    return _COUNT.fullmatch(value) is not None


def _answer(value: str) -> bool:
    return value in (YES, NO)


def _day(value: str) -> bool:
    if _DAYS.fullmatch(value):
        return True
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _words(value: str) -> bool:
    return bool(value.strip())


TESTS: Final[Mapping[str, Callable[[str], bool]]] = {
    "text": _words,
    "sheet": _words,
    "hamlet": _words,
    "land_use": _words,
    **{GROUP + code: frozenset(GroupState).__contains__ for code in GROUP_TITLES},
    "missing": _counted,
    "finding": _words,
    "work": _words,
    "branch_group": _words,
    "match": _words,
    "collection": _words,
    "workflow": frozenset(WorkflowState).__contains__,
    "polygon": _answer,
    "changed": _day,
    "unsent": _answer,
}
"""Every test and what its values have to look like."""

ANYTHING: Final = "any"
"""Value of ``finding`` and ``work`` that means any rule, any kind."""

WORKABLE: Final = frozenset(TESTS) - {"text", "sheet", "hamlet", "land_use"}
"""Tests whose answer changes when the work is done; the others only say where."""


def tests_of(wanted: ParcelFilter) -> Iterator[Is]:
    """Yield the tests of a filter."""
    if isinstance(wanted, Is):
        yield wanted
    elif isinstance(wanted, Not):
        yield from tests_of(wanted.part)
    else:
        for part in wanted.parts:
            yield from tests_of(part)


def can_be_worked_off(wanted: ParcelFilter) -> bool:
    """Tell whether a parcel can stop being meant because somebody has done what was to do."""
    return any(one.test in WORKABLE for one in tests_of(wanted))


def first_day(value: str, today: date) -> str:
    """Return the day, ISO, that a value of ``changed`` means: a date, or ``7d`` for the last seven days."""
    days = _DAYS.fullmatch(value)
    return value if days is None else (today - timedelta(days=max(int(days[1]) - 1, 0))).isoformat()


def bounds(value: str) -> tuple[int, int | None]:
    """Return the least and the greatest number that a value of ``missing`` means: ``1``, ``1..3`` or ``2..``."""
    found = _COUNT.fullmatch(value)
    if found is None:
        raise ValueError(value)
    least = int(found[1])
    return least, least if ".." not in value else None if found[2] is None else int(found[2])


def matches(
    wanted: ParcelFilter, facts: ParcelFacts, today: date, is_found: Callable[[str], bool] = lambda _: False
) -> bool:
    """Tell whether a parcel is meant.

    Args:
        wanted: The filter.
        facts: Of the parcel.
        today: For "the last days".
        is_found: Tells whether a search finds the parcel.
    """
    if isinstance(wanted, All):
        return all(matches(one, facts, today, is_found) for one in wanted.parts)
    if isinstance(wanted, AnyOf):
        return any(matches(one, facts, today, is_found) for one in wanted.parts)
    if isinstance(wanted, Not):
        return not matches(wanted.part, facts, today, is_found)
    return any(_holds(wanted.test, value, facts, today, is_found) for value in wanted.values)


def _holds(test: str, value: str, facts: ParcelFacts, today: date, is_found: Callable[[str], bool]) -> bool:
    if test == "text":
        return is_found(value)
    if test.startswith(GROUP):
        return facts.states.get(test.removeprefix(GROUP)) == value
    if test == "missing":
        least, most = bounds(value)
        return facts.missing >= least and (most is None or facts.missing <= most)
    if test == "changed":
        return facts.changed_on is not None and facts.changed_on >= first_day(value, today)
    if test == "workflow":
        return value in (facts.workflow, PARENTS.get(facts.workflow))
    if test in ("polygon", "unsent"):
        return (value == YES) is (facts.has_polygon if test == "polygon" else facts.unsent)
    one = {
        "sheet": facts.sheet,
        "hamlet": facts.hamlet,
        "branch_group": facts.branch_group,
        "collection": facts.collection,
    }
    if test in one:
        return (one[test] or NONE) == value
    several = {
        "land_use": facts.land_uses,
        "finding": facts.rules,
        "work": facts.work,
        "match": facts.matches,
    }[test]
    return bool(several) if value == ANYTHING else value in (several or {NONE})


def to_json(wanted: ParcelFilter) -> str:
    """Return a filter as JSON, the same text for the same filter."""
    return json.dumps(_document(wanted), ensure_ascii=False, separators=(",", ":"))


def _document(wanted: ParcelFilter) -> dict[str, Any]:
    if isinstance(wanted, Is):
        return {wanted.test: list(wanted.values)}
    if isinstance(wanted, Not):
        return {"not": _document(wanted.part)}
    if isinstance(wanted, All):
        return {"all": [_document(one) for one in wanted.parts]} if wanted.parts else {}
    return {"any": [_document(one) for one in wanted.parts]}


def from_json(text: str) -> ParcelFilter:
    """Return the filter of a JSON text.

    Raises:
        InvalidInputError: It is no JSON, or no filter.
    """
    if len(text) > LONGEST:
        raise _no_filter(Text(N_("It is too long.")))
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _no_filter(Text(N_("It is no JSON."))) from error
    return read_filter(document)


def read_filter(document: Any, depth: int = 0) -> ParcelFilter:
    """Return the filter of a JSON document.

    Raises:
        InvalidInputError: It is no filter.
    """
    if not isinstance(document, dict) or depth > DEEPEST:
        raise _no_filter(Text(N_('Each part is written as {{"name": ["value"]}}.')))
    parts = [_member(name, value, depth) for name, value in document.items()]
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def _member(name: str, value: Any, depth: int) -> ParcelFilter:
    if name == "not":
        return Not(read_filter(value, depth + 1))
    if not isinstance(value, list):
        raise _no_filter(Text(N_("The values of “{name}” stand between [ and ]."), {"name": name}))
    if name in ("all", "any"):
        parts = tuple(read_filter(one, depth + 1) for one in value)
        return All(parts) if name == "all" else AnyOf(parts)
    if name not in TESTS:
        raise _no_filter(
            Text(
                N_("There is no “{name}”; choose one of: {names}"), {"name": name, "names": ", ".join(TESTS)}
            )
        )
    for one in value:
        if not isinstance(one, str) or not TESTS[name](one):
            raise _no_filter(
                Text(N_("“{value}” is no value of “{name}”."), {"value": str(one), "name": name})
            )
    if not value:
        raise _no_filter(Text(N_("The values of “{name}” stand between [ and ]."), {"name": name}))
    return Is(name, tuple(value))


def _no_filter(because: Text) -> InvalidInputError:
    return InvalidInputError(
        "worklist.no-filter",
        Text(N_("The filter cannot be read: {because}"), {"because": because}),
        remedy=Text(N_("Choose one of the ready filters, or write it as the guide shows.")),
    )

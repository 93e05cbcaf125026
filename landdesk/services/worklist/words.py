"""A filter in words, as people read it."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from landdesk.domain.completeness import GROUP_TITLES, STATE_TITLES, GroupState
from landdesk.domain.parcel_filter import (
    ANYTHING,
    GROUP,
    NO,
    NONE,
    YES,
    All,
    Is,
    Not,
    ParcelFilter,
    bounds,
)
from landdesk.i18n import N_, Text, _, format_date, ngettext, translate
from landdesk.services.checking.registry import RULE_BY_CODE
from landdesk.services.codelists import CodeLists
from landdesk.services.worklist.presets import shipped_presets

TEST_TITLES: Final[Mapping[str, str]] = {
    "text": N_("Search"),
    "sheet": N_("Map sheet"),
    "hamlet": N_("Hamlet or residential group"),
    "land_use": N_("Land use"),
    "missing": N_("Missing fields"),
    "finding": N_("Finding"),
    "work": N_("Work to do"),
    "branch_group": N_("Group by the branch"),
    "match": N_("Match with the population database"),
    "collection": N_("State of collection"),
    "workflow": N_("State of cleaning"),
    "polygon": N_("Boundary on the map"),
    "changed": N_("Changed since"),
    "unsent": N_("Not sent yet"),
}
"""What each test is called; those of field groups have the names of the groups."""

LISTS: Final[Mapping[str, str]] = {
    "land_use": "land_use",
    "branch_group": "parcel_group",
    "match": "population_match",
    "collection": "collection_state",
    "workflow": "workflow_state",
}
"""The code list that the values of a test are taken from."""

WORK_WORDS: Final[Mapping[str, str]] = {
    "returned": N_("Returned by the office"),
    "conflict": N_("Changed by the office too"),
    "sync_error": N_("Error of the national system"),
    "task": N_("Line of the tracking sheet"),
}


def condition_title(test: str) -> str:
    """Return what a test is called."""
    return _(GROUP_TITLES[test.removeprefix(GROUP)] if test.startswith(GROUP) else TEST_TITLES[test])


def value_words(test: str, value: str, lists: CodeLists) -> str:
    """Return a value of a test in words."""
    if value in _SAID:
        return _(_SAID[value])
    if test.startswith(GROUP):
        return _(STATE_TITLES[GroupState(value)])
    if test == "missing":
        return _count_words(value)
    if test == "changed":
        return _changed_words(value)
    if test == "finding":
        rule = RULE_BY_CODE.get(value)
        return value if rule is None else _(rule.title)
    if test == "work":
        return _(WORK_WORDS[value]) if value in WORK_WORDS else value
    return _code_words(test, value, lists)


_SAID: Final[Mapping[str, str]] = {ANYTHING: N_("any"), NONE: N_("none"), YES: N_("yes"), NO: N_("no")}


def _code_words(test: str, value: str, lists: CodeLists) -> str:
    code = lists[LISTS[test]].get(value) if test in LISTS else None
    if code is None:
        return value
    return f"{value} ({code.title})" if test == "land_use" else code.title


def _count_words(value: str) -> str:
    least, most = bounds(value)
    if most is None:
        return translate(Text(N_("{count} or more"), {"count": least}))
    if least == most:
        return str(least)
    return translate(Text(N_("{least} to {most}"), {"least": least, "most": most}))


def _changed_words(value: str) -> str:
    if value.endswith("d"):
        count = int(value[:-1])
        return ngettext("the last {count} day", "the last {count} days", count).format(count=count)
    return format_date(date.fromisoformat(value))


def lacking_words(groups: Iterable[str]) -> str:
    """Return field groups in words, joined with commas."""
    return ", ".join(_(GROUP_TITLES[one]) for one in groups)


def filter_words(wanted: ParcelFilter, lists: CodeLists) -> str:
    """Return a filter in words; a ready one by its title."""
    known = shipped_presets().titled(wanted)
    return known.title if known is not None else _words(wanted, lists, inside=False)


def _words(wanted: ParcelFilter, lists: CodeLists, *, inside: bool) -> str:
    if isinstance(wanted, Is):
        values = _(" or ").join(value_words(wanted.test, one, lists) for one in wanted.values)
        return f"{condition_title(wanted.test)}: {values}"
    if isinstance(wanted, Not):
        return _("not ({what})").format(what=_words(wanted.part, lists, inside=False))
    if not wanted.parts:
        return _("every parcel") if isinstance(wanted, All) else _("no parcel")
    if len(wanted.parts) == 1:
        return _words(wanted.parts[0], lists, inside=inside)
    between = _(" and ") if isinstance(wanted, All) else _(" or ")
    words = between.join(_words(one, lists, inside=True) for one in wanted.parts)
    return f"({words})" if inside else words

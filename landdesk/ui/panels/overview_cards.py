"""Where a commune stands, in cards: a title, a sentence, a chart; the same for the window and for paper.

A card more is a function more in ``COLUMNS``.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from landdesk.domain.codelists import CodeList
from landdesk.domain.finding import CRITERION_TITLES, Severity
from landdesk.domain.workflow import WorkflowState
from landdesk.i18n import N_, Text, _, format_date, format_number, translate
from landdesk.services.checking.quality import LIGHT_TITLES, Light
from landdesk.services.checking.registry import RULE_BY_CODE
from landdesk.services.codelists import CodeLists
from landdesk.services.reporting.overview import Overview
from landdesk.services.reporting.tables import IN_ORDER
from landdesk.ui import theme
from landdesk.ui.charts.bars import BarChart, share_words
from landdesk.ui.charts.chart import Chart, Part
from landdesk.ui.charts.day_line import DayLine, DayLineWords
from landdesk.ui.charts.stacked_bar import StackedBar

GROUP_COLOURS: Final = {
    "green": theme.GOOD,
    "red": theme.ERROR,
    "yellow": "#E0A800",
    "blue": theme.ACCENT,
    "grey": theme.TEXT_FAINT,
}
"""What a colour of the code list ``parcel_group`` is here."""
LIGHT_COLOURS: Final = {
    Light.GREEN: theme.GOOD,
    Light.YELLOW: "#E0A800",
    Light.RED: theme.ERROR,
    Light.NONE: theme.TEXT_FAINT,
}
HATCHED_GROUPS: Final = frozenset({"red", "blue"})
"""Colours that some people take for another one."""
NOTHING_CHECKED: Final = N_("Nothing was checked yet. Press “Check” (F5).")
TO_DO: Final = frozenset({WorkflowState.FAULTY, WorkflowState.RETURNED})


@dataclass(frozen=True, slots=True)
class Card:
    """One card.

    Args:
        title: What it is about.
        said: A sentence below the title; empty for none.
        chart: What is drawn; None where there is nothing to draw, and the sentence says why.
        rules: Whether the parts of its chart are rules, whose findings can be shown.
        hint: What can be done with it in the window; no words for paper.
    """

    title: str
    said: str
    chart: Chart | None
    rules: bool = False
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Tile:
    """A number that is read first, and what it is."""

    number: str
    words: str


CardMaker = Callable[[Overview, CodeLists], Card]


def tiles(overview: Overview) -> list[Tile]:
    """Return the numbers that stand above the cards."""
    burn, count = overview.burn, overview.parcels
    ordered = count - burn.left
    share = f" ({share_words(ordered, count)})" if count else ""
    found = [
        Tile(format_number(count, 0), _("parcels")),
        Tile(f"{format_number(ordered, 0)}{share}", _("in order")),
        Tile(format_number(burn.left, 0), _("not in order yet")),
        Tile(
            "–" if overview.faulty is None else format_number(overview.faulty, 0),
            _("with findings") if overview.faulty is not None else _("with findings: not checked yet"),
        ),
        Tile(
            format_number(burn.days_left, 0),
            _("days to {deadline}").format(deadline=format_date(burn.deadline)),
        ),
    ]
    if burn.needed_a_day is not None and burn.left:
        found.append(Tile(format_number(burn.needed_a_day, 0), _("parcels a day needed")))
    return found


def _groups(overview: Overview, lists: CodeLists) -> Card:
    title = _("Groups, by the branch's status file")
    if not overview.groups and overview.status_day is None:
        said = _("No status file of the branch was brought in yet: File ▸ Import file…")
        return Card(title, said, None)
    known = lists["parcel_group"]
    codes = [one.code for one in known.codes if overview.groups.get(one.code)]
    codes += sorted(set(overview.groups) - set(codes))
    parts = [_group(known, code, overview.groups[code]) for code in codes]
    without = overview.parcels - sum(overview.groups.values())
    if without:
        parts.append(Part("", _("Not in a status file"), without, theme.LINE_STRONG))
    day = overview.status_day
    said = "" if day is None else _("As of {day}").format(day=format_date(day))
    return Card(title, said, StackedBar(parts))


def _group(known: CodeList, code: str, value: int) -> Part:
    found = known.get(code)
    if found is None:
        return Part(code, code, value, theme.NOTICE)
    colour = GROUP_COLOURS.get(found.colour, theme.NOTICE)
    return Part(code, found.title, value, colour, hatched=found.colour in HATCHED_GROUPS)


def _states(overview: Overview, lists: CodeLists) -> Card:
    titles = lists["workflow_state"].titles()
    bars = [
        Part(state, titles.get(state, state), count, _state_colour(state), hatched=state in TO_DO)
        for state in WorkflowState
        if (count := overview.states.get(state, 0))
    ]
    said = (
        ""
        if overview.faulty is not None
        else _("Nothing was checked yet: parcels with faults are not told apart.")
    )
    return Card(_("State of cleaning"), said, BarChart(bars, whole=overview.parcels, shares=True))


def _state_colour(state: WorkflowState) -> str:
    if state in IN_ORDER:
        return theme.GOOD
    if state in TO_DO:
        return theme.ERROR
    return theme.TEXT_FAINT if state is WorkflowState.UNREVIEWED else theme.ACCENT


def _criteria(overview: Overview, _lists: CodeLists) -> Card:
    title = _("Parcels with findings, by criterion")
    if overview.faulty is None:
        return Card(title, _(NOTHING_CHECKED), None)
    bars = [
        Part(criterion, _(CRITERION_TITLES[criterion]), overview.criteria.get(criterion, 0), theme.WARNING)
        for criterion in CRITERION_TITLES
    ]
    words = _("{count} of {whole} parcels have findings; one parcel may offend several criteria.")
    said = words.format(count=format_number(overview.faulty, 0), whole=format_number(overview.parcels, 0))
    return Card(title, said, BarChart(bars, whole=overview.parcels, shares=True))


def _rules(overview: Overview, _lists: CodeLists) -> Card:
    title = _("The ten commonest faults")
    if overview.faulty is None:
        return Card(title, _(NOTHING_CHECKED), None)
    if not overview.rules:
        return Card(title, _("The check found nothing."), None)
    bars: list[Part] = []
    for one in overview.rules:
        rule = RULE_BY_CODE.get(one.rule)
        words = one.rule if rule is None else _(rule.title)
        note = _("{findings} findings on {parcels} parcels. Press to see them.").format(
            findings=format_number(one.findings, 0), parcels=format_number(one.parcels, 0)
        )
        warns = one.severity is Severity.WARNING
        colour = theme.severity_colour(one.severity)
        bars.append(Part(one.rule, words, one.findings, colour, hatched=warns, note=note))
    said = _("Filled: errors; hatched: warnings.")
    hint = _("Press a line to see its findings.")
    return Card(title, said, BarChart(bars, choosable=True), rules=True, hint=hint)


def _burn(overview: Overview, _lists: CodeLists) -> Card:
    burn = overview.burn
    deadline = format_date(burn.deadline)
    title = _("Parcels that are left")
    values = {
        "left": burn.left,
        "days": burn.days_left,
        "needed": burn.needed_a_day or 0,
        "lately": burn.lately_a_day,
    }
    if burn.left == 0:
        said = _("All parcels are in order.")
    elif burn.needed_a_day is None:
        said = translate(Text(N_("The deadline is over, and {left:,} parcels are not in order."), values))
    else:
        said = translate(
            Text(
                N_("{left:,} parcels are left and {days:,} days: {needed:,} parcels a day are needed."),
                values,
            )
        )
        lately = N_("In the last two weeks it was {lately:,.1f} a day.")
        if not burn.lately_a_day:
            lately = N_("In the last two weeks it was none.")
        said = f"{said} {translate(Text(lately, values))}"
    words = DayLineWords(_("left"), _("straight way to the deadline"), deadline)
    return Card(title, said, DayLine(burn.points, burn.deadline, words))


def _quality(overview: Overview, _lists: CodeLists) -> Card:
    title = _("Data-quality index, per cent")
    quality = overview.quality
    if quality is None:
        return Card(title, _(NOTHING_CHECKED), None)
    if quality.index is None:
        return Card(title, _("Nothing that rules ask about is known yet."), None)
    whole = Part(
        "", _("All data"), int(quality.index), LIGHT_COLOURS[quality.light], hatched=_is_low(quality.light)
    )
    bars = [whole]
    for criterion, value in quality.criteria.items():
        if value is not None:
            bars.append(Part(criterion, _(CRITERION_TITLES[criterion]), int(value), theme.ACCENT))
    words = _("{light}: {index} per cent of what was asked about is in order.")
    said = words.format(light=_(LIGHT_TITLES[quality.light]), index=format_number(quality.index, 1))
    if quality.unmet:
        titles = [_(RULE_BY_CODE[code].title) for code in quality.unmet if code in RULE_BY_CODE]
        unmet = _("Has to be met by all, and is not: {rules}.").format(rules=", ".join(titles))
        said = f"{said} {unmet}"
    return Card(title, said, BarChart(bars, whole=100))


def _is_low(light: Light) -> bool:
    return light is not Light.GREEN


COLUMNS: Final[Sequence[Sequence[CardMaker]]] = ((_groups, _states), (_criteria, _rules), (_quality, _burn))
"""What makes the cards, column by column."""


def make_cards(overview: Overview, lists: CodeLists) -> list[list[Card]]:
    """Return the cards, column by column."""
    return [[make(overview, lists) for make in column] for column in COLUMNS]

"""What failed or waits, and requests to the office: what both front ends call."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

import shapely

from landdesk.app.application import Application
from landdesk.domain.clock import local_time
from landdesk.domain.commands import AskOffice
from landdesk.domain.finding import Finding
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import Request
from landdesk.domain.requests import OPEN, place_of
from landdesk.domain.sync_errors import ErrorState
from landdesk.i18n import translate
from landdesk.services.campaign import failures as services
from landdesk.services.campaign.failures import Failure, FailureFilter, Target
from landdesk.services.codelists import CodeLists
from landdesk.store.reader import Reader

OTHER = "other"
"""Kind of a request that no kind of the list is made for."""


@dataclass(frozen=True, slots=True)
class RequestLine:
    """One request as lists show it.

    Args:
        request: The request.
        kind: Its kind in words.
        state: Its state in words.
        fixer: Who has to mend it, a value of ``Fixer``.
        keys: What its parcels are called now; what they were called then where none is there any more.
        parcels: Those of its parcels that exist.
        age: Days since it was asked; until it was answered where it is settled.
        place: Easting and northing in metres.
    """

    request: Request
    kind: str
    state: str
    fixer: str
    keys: str
    parcels: tuple[ObjectId, ...]
    age: int
    place: tuple[float, float] | None

    @property
    def is_open(self) -> bool:
        """Whether somebody waits for the office."""
        return self.request.state in OPEN


def failed(app: Application, wanted: FailureFilter | None = None) -> list[Failure]:
    """Return what failed or waits, oldest first; what is settled only where it is asked for."""
    lists, day = app.codelists, today(app)
    return app.read(lambda reader: services.failures(reader, lists, day, wanted))


@dataclass(frozen=True, slots=True)
class FailedPage:
    """The first lines of the list of what failed, and what is said of all of it.

    Args:
        lines: The first lines, oldest first.
        total: How many there are of what is wanted.
        news: What the newest file of the national system changed.
    """

    lines: list[Failure]
    total: int
    news: services.News | None


def failed_page(app: Application, wanted: FailureFilter, at_most: int) -> FailedPage:
    """Return so many lines of what failed or waits: of a hundred thousand nobody reads more at first."""
    lists, day = app.codelists, today(app)

    def read(reader: Reader) -> FailedPage:
        lines = services.failures(reader, lists, day, wanted, at_most)
        total = services.failure_count(reader, lists, wanted) if len(lines) == at_most else len(lines)
        return FailedPage(lines, total, services.failure_news(reader))

    return app.read(read)


def failed_counts(app: Application) -> Counter[tuple[str, str, ErrorState]]:
    """Return how much failed, by fixer, code and state."""
    lists = app.codelists
    return app.read(lambda reader: services.failure_counts(reader, lists))


def leads_to(app: Application, failure: Failure) -> Target | None:
    """Return the field of an object that a line leads to, see :func:`services.campaign.failures.leads_to`."""
    lists = app.codelists
    return app.read(lambda reader: services.leads_to(reader, lists, failure))


def requests(
    app: Application, states: Collection[str] | None = OPEN, about: Collection[ObjectId] | None = None
) -> list[RequestLine]:
    """Return requests to the office, oldest first.

    Args:
        states: Those that wait for the office by default; None for all.
        about: Parcels, one of which they are about.
    """
    lists, day = app.codelists, today(app)

    def job(reader: Any) -> list[RequestLine]:
        found = reader.failures.requests(states, about)
        keys = reader.failures.keys({parcel for one in found for parcel in one.parcels})
        return [_line(one, keys, lists, day) for one in found]

    return app.read(job)


def _line(request: Request, keys: dict[ObjectId, str], lists: CodeLists, day: date) -> RequestLine:
    kind, state = lists["request_kind"].get(request.kind), lists["request_state"].get(request.state)
    parcels = tuple(one for one in request.parcels if one in keys)
    until = day
    if request.state not in OPEN and request.answered_on:
        until = date.fromisoformat(request.answered_on)
    return RequestLine(
        request=request,
        kind=request.kind if kind is None else kind.title,
        state=request.state if state is None else state.title,
        fixer="office" if kind is None else kind.more["fixer"],
        keys=", ".join(sorted(keys[one] for one in parcels)) or request.parcel_keys or "",
        parcels=parcels,
        age=max((until - date.fromisoformat(request.asked_on)).days, 0),
        place=place_of(request),
    )


def kind_for(lists: CodeLists, rule: str | None) -> str:
    """Return the kind of request that a rule of a finding, or a code of an error, is for."""
    fitting = (one.code for one in lists["request_kind"] if rule in one.more["rules"].split("|"))
    return next(fitting, OTHER)


def asking_for_finding(lists: CodeLists, finding: Finding, words: str | None = None) -> AskOffice:
    """Return the request that a finding makes; its words are those of the finding where none are given."""
    place = None
    if finding.place is not None and not finding.place.is_empty:
        inside = shapely.point_on_surface(finding.place)
        place = (float(inside.x), float(inside.y))
    return AskOffice(
        finding.objects,
        kind_for(lists, finding.rule),
        words or translate(finding.what),
        rule=finding.rule,
        about=finding.about,
        place=place,
    )


def asking_for_failure(lists: CodeLists, failure: Failure, words: str | None = None) -> AskOffice:
    """Return the request that something that failed makes; the path goes with it word for word."""
    said = (
        failure.title
        if failure.item.words in (None, failure.code)
        else f"{failure.title} · {failure.item.words}"
    )
    return AskOffice(failure.parcels, kind_for(lists, failure.code), words or said, rule=failure.code)


def today(app: Application) -> date:
    """Return the day in Vietnam."""
    return local_time(app.store.clock()).date()

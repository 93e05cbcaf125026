"""Mending findings by one act: what would be done, looked at first, and doing it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from landdesk.app.application import Application
from landdesk.domain.change import Entry
from landdesk.domain.commands import MendMap, MendRecord
from landdesk.domain.errors import RefusedError
from landdesk.domain.fields import field_of
from landdesk.domain.finding import Finding
from landdesk.domain.ids import ObjectId
from landdesk.domain.map_mends import MapFault
from landdesk.i18n import N_, Text
from landdesk.services.checking.words import joined
from landdesk.services.mending.map_menders import MAP_MENDER_OF
from landdesk.services.mending.mender import Mend, Mender, Reshaped, corner_count
from landdesk.services.mending.record_menders import RECORD_MENDER_OF
from landdesk.store.reader import Reader

MENDER_OF: Final[Mapping[str, Mender]] = {**RECORD_MENDER_OF, **MAP_MENDER_OF}
_SHAPE: Final = field_of("parcel", "shape").id
_NO_ANSWER: Final = Text(N_("The record does not say what is right; a person decides."))
_LET_PASS: Final = Text(N_("It was let pass."))


@dataclass(frozen=True, slots=True)
class Left:
    """A finding that is not mended, and why."""

    finding: Finding
    because: Text


@dataclass(frozen=True, slots=True)
class Outlook:
    """What would be done with findings: each is mended or left."""

    mends: list[Mend]
    left: list[Left]


def can_mend(rule: str) -> bool:
    """Tell whether some findings of a rule can be mended by one act."""
    return rule in MENDER_OF


def outlook(app: Application, findings: Iterable[Finding]) -> Outlook:
    """Return what would be done with those findings whose rule knows how to mend; nothing is changed."""
    waived = app.waivers.by_key
    found = Outlook([], [])
    wanted: list[Finding] = []
    for one in findings:
        if one.rule in MENDER_OF and waived and one.key in waived:
            found.left.append(Left(one, _LET_PASS))
        elif one.rule in MENDER_OF:
            wanted.append(one)
    _look_at_record(app, [one for one in wanted if one.rule in RECORD_MENDER_OF], found)
    _look_at_map(app, [one for one in wanted if one.rule in MAP_MENDER_OF], found)
    return found


def mends(app: Application, findings: Iterable[Finding]) -> list[Mend]:
    """Return what would mend findings, for those of which is known what is right; nothing is changed."""
    return outlook(app, findings).mends


def apply(app: Application, chosen: Sequence[Mend]) -> Entry:
    """Do what was looked at, as one act.

    Raises:
        RefusedError: There is nothing to do, the record changed since, or some mend records and others boundaries.
    """
    if not chosen:
        raise RefusedError(
            "mend.nothing",
            Text(N_("None of these findings can be mended by itself.")),
            remedy=Text(N_("The sentence of each finding says how it is mended.")),
        )
    on_map = [one for one in chosen if one.reshaped]
    if on_map and len(on_map) < len(chosen):
        raise RefusedError(
            "mend.mixed",
            Text(N_("Some of these findings are mended in the record, others on the map.")),
            remedy=Text(N_("Mend the findings of one rule after the other.")),
        )
    # What was shown is what is done: nothing may have changed in between.
    again = {one.finding.subject: one for one in mends(app, [one.finding for one in chosen])}
    if any(again.get(one.finding.subject) != one for one in chosen):
        raise RefusedError(
            "mend.changed",
            Text(N_("The record changed since this was shown; nothing was done.")),
            remedy=Text(N_("Look at what would be done once more.")),
        )
    if on_map:
        return app.execute(MendMap(tuple(_fault(one.finding) for one in on_map)))
    return app.execute(MendRecord(tuple(edit for one in chosen for edit in one.edits)))


def _look_at_record(app: Application, findings: Sequence[Finding], found: Outlook) -> None:
    if not findings:
        return
    lists = app.codelists

    def look(reader: Reader) -> list[Mend | None]:
        return [RECORD_MENDER_OF[one.rule].mend(reader, lists, one) for one in findings]

    for finding, mend in zip(findings, app.read(look), strict=True):
        if mend is None:
            found.left.append(Left(finding, _NO_ANSWER))
        else:
            found.mends.append(mend)


def _look_at_map(app: Application, findings: Sequence[Finding], found: Outlook) -> None:
    """Look at each finding by itself, on the map as it is: which of them are chosen is not known yet."""
    if not findings:
        return
    coverage, limits = app.coverage, app.rule_set.limits
    made: list[tuple[Finding, dict[ObjectId, Reshaped]]] = []
    for finding in findings:
        try:
            shapes = MAP_MENDER_OF[finding.rule].shapes(coverage, limits, _fault(finding))
        except RefusedError as error:
            found.left.append(Left(finding, error.what))
            continue
        before = {one: coverage.shape(one) for one in shapes}
        made.append(
            (
                finding,
                {one: Reshaped(one, "", old, shapes[one]) for one, old in before.items() if old is not None},
            )
        )
    keys = app.read(lambda reader: reader.keys_of({one for _, shapes in made for one in shapes}))
    for finding, reshaped in made:
        named = [Reshaped(one, keys[one], each.before, each.after) for one, each in reshaped.items()]
        named.sort(key=lambda one: (one.key, one.parcel))
        before_words, after_words = ([_words(one, after=after) for one in named] for after in (False, True))
        found.mends.append(
            Mend(
                finding,
                _SHAPE,
                joined(before_words, "; "),
                joined(after_words, "; "),
                (),
                False,
                tuple(named),
            )
        )


def _fault(finding: Finding) -> MapFault:
    # Only findings with a place are found by rules of the map.
    assert finding.place is not None
    return MapFault(finding.rule, finding.objects, finding.place)


def _words(one: Reshaped, *, after: bool) -> Text:
    shape = one.after if after else one.before
    return Text(
        N_("{key}: {area_m2:,.2f} m², {count} corners"),
        {"key": one.key, "area_m2": float(shape.area), "count": corner_count(shape)},
    )

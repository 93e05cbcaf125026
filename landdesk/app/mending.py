"""Mending findings by one act: what would be done, looked at first, and doing it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from landdesk.app.application import Application
from landdesk.domain.change import ChangeSet, Delta, Entry
from landdesk.domain.clock import local_time
from landdesk.domain.commands import MendMap, MendRecord, SetFields
from landdesk.domain.errors import RefusedError
from landdesk.domain.fields import FIELD_BY_ID, Field, field_of
from landdesk.domain.finding import Finding
from landdesk.domain.ids import ObjectId
from landdesk.domain.map_mends import MapFault
from landdesk.domain.records import Parcel
from landdesk.i18n import N_, Text
from landdesk.services.checking.words import joined
from landdesk.services.commune_rights import refusals
from landdesk.services.mending.asking_menders import ASKING_MENDER_OF
from landdesk.services.mending.map_menders import MAP_MENDER_OF
from landdesk.services.mending.mender import Choice, Mend, Mender, Reshaped, corner_count
from landdesk.services.mending.record_menders import RECORD_MENDER_OF
from landdesk.store.reader import Reader

MENDER_OF: Final[Mapping[str, Mender]] = {**RECORD_MENDER_OF, **ASKING_MENDER_OF, **MAP_MENDER_OF}
_SHAPE: Final = field_of("parcel", "shape").id
_NO_ANSWER: Final = Text(N_("The record does not say what is right; a person decides."))
_CHOOSE: Final = Text(N_("Choose first what is to be recorded."))
_THERE: Final = Text(N_("What was chosen is recorded already."))
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


def asked_for(rule: str) -> list[Field]:
    """Return the fields for which a person has to choose before findings of a rule can be mended."""
    mender = ASKING_MENDER_OF.get(rule)
    return [] if mender is None else [FIELD_BY_ID[one] for one in mender.asks]


def outlook(app: Application, findings: Iterable[Finding], choice: Choice | None = None) -> Outlook:
    """Return what would be done with those findings whose rule knows how to mend; nothing is changed.

    Args:
        app: The open store.
        findings: Of the newest check.
        choice: What a person chose, for rules that ask.
    """
    waived = app.waivers.by_key
    found = Outlook([], [])
    wanted: list[Finding] = []
    for one in findings:
        if one.rule in MENDER_OF and waived and one.key in waived:
            found.left.append(Left(one, _LET_PASS))
        elif one.rule in MENDER_OF:
            wanted.append(one)
    _look_at_record(app, [one for one in wanted if one.rule in RECORD_MENDER_OF], found)
    for rule in ASKING_MENDER_OF:
        _look_at_asking(app, rule, [one for one in wanted if one.rule == rule], choice or {}, found)
    _look_at_map(app, [one for one in wanted if one.rule in MAP_MENDER_OF], found)
    return _allowed(app, found)


def mends(app: Application, findings: Iterable[Finding]) -> list[Mend]:
    """Return what would mend findings, for those of which is known what is right; nothing is changed."""
    return outlook(app, findings).mends


def apply(app: Application, chosen: Sequence[Mend], choice: Choice | None = None) -> Entry:
    """Do what was looked at, with the same choice, as one act.

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
    again = {one.finding.subject: one for one in outlook(app, [one.finding for one in chosen], choice).mends}
    if any(again.get(one.finding.subject) != one for one in chosen):
        raise RefusedError(
            "mend.changed",
            Text(N_("The record changed since this was shown; nothing was done.")),
            remedy=Text(N_("Look at what would be done once more.")),
        )
    if on_map:
        return app.execute(MendMap(tuple(_fault(one.finding) for one in on_map)))
    return app.execute(MendRecord(tuple(edit for one in chosen for edit in one.edits)))


def _allowed(app: Application, found: Outlook) -> Outlook:
    """Return what would be done without what the commune may not do, which is left."""
    if not found.mends:
        return found
    day = local_time(app.store.clock()).date()
    refused = app.read(lambda reader: refusals(reader, _changes(reader, found.mends), day))
    left = [
        Left(one.finding, error.what)
        for one, error in zip(found.mends, refused, strict=True)
        if error is not None
    ]
    mends = [one for one, error in zip(found.mends, refused, strict=True) if error is None]
    return Outlook(mends, [*found.left, *left])


def _changes(reader: Reader, mends: Iterable[Mend]) -> list[ChangeSet]:
    """Return what each mend would change of what is recorded."""
    wanted: dict[str, set[ObjectId]] = {Parcel.CLASS: set()}
    for one in mends:
        wanted[Parcel.CLASS] |= {each.parcel for each in one.reshaped}
        for edit in _settings(one):
            wanted.setdefault(edit.class_name, set()).add(edit.object_id)
    records = reader.records(wanted)

    def changed(one: Mend) -> ChangeSet:
        values: list[tuple[ObjectId, Mapping[str, Any]]] = [
            *((each.parcel, {"shape": each.after}) for each in one.reshaped),
            *((edit.object_id, edit.values) for edit in _settings(one)),
        ]
        # What somebody else took away meanwhile is noticed when it is done.
        deltas = tuple(
            Delta(records[name], replace(records[name], **new)) for name, new in values if name in records
        )
        return ChangeSet(MendMap.name if one.reshaped else MendRecord.name, deltas)

    return [changed(one) for one in mends]


def _settings(mend: Mend) -> list[SetFields]:
    return [edit for edit in mend.edits if isinstance(edit, SetFields)]


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


def _look_at_asking(
    app: Application, rule: str, findings: Sequence[Finding], choice: Choice, found: Outlook
) -> None:
    if not findings:
        return
    if not any(choice.values()):
        found.left.extend(Left(one, _CHOOSE) for one in findings)
        return
    mender, lists = ASKING_MENDER_OF[rule], app.codelists
    known = app.read(lambda reader: mender.mends(reader, lists, findings, choice))
    for finding, mend in zip(findings, known, strict=True):
        if mend is None:
            found.left.append(Left(finding, _THERE))
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

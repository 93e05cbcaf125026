"""The data-quality index (DQI) of groups of parcels: which part of what was asked about is in order.

Formula and thresholds as a public page quotes annex 3 of official letter 4856 and Decree 278/2025 (second-hand): rule =
satisfied ÷ assessed; criterion = weighted mean of its rules; field of data = weighted mean of its criteria; all data =
weighted mean of the fields. Identification fields have to be met by all. Weights and thresholds are the code lists
``check_rule`` and ``quality_index``. What was not checked counts nowhere.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from landdesk.domain.arrays import Flags, Floats, Integers
from landdesk.domain.codelists import CodeList
from landdesk.domain.finding import Criterion, Finding
from landdesk.domain.ids import ObjectId
from landdesk.domain.rule_set import RuleSet
from landdesk.i18n import N_
from landdesk.services.checking.rule import Rule
from landdesk.services.checking.runner import CheckResult

LIST: Final = "quality_index"
"""Code list of thresholds and weights."""


class DataField(StrEnum):
    """Fields of data that the index joins at last."""

    PARCEL = "parcel"
    MAP = "map"
    PERSON = "person"
    CERTIFICATE = "certificate"
    SCAN = "scan"
    REGISTER = "register"


FIELD_TITLES: Final[Mapping[DataField, str]] = {
    DataField.PARCEL: N_("Parcels"),
    DataField.MAP: N_("Map"),
    DataField.PERSON: N_("Land users"),
    DataField.CERTIFICATE: N_("Certificates"),
    DataField.SCAN: N_("Scans"),
    DataField.REGISTER: N_("Register and status"),
}
_BY_LETTER: Final = {
    "T": DataField.PARCEL,
    "M": DataField.MAP,
    "N": DataField.PERSON,
    "G": DataField.CERTIFICATE,
    "Q": DataField.SCAN,
    "R": DataField.REGISTER,
}


class Light(StrEnum):
    """Colour of an index; ``NONE`` where nothing was assessed."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    NONE = "none"


LIGHT_TITLES: Final[Mapping[Light, str]] = {
    Light.GREEN: N_("Green"),
    Light.YELLOW: N_("Yellow"),
    Light.RED: N_("Red"),
    Light.NONE: N_("Not checked"),
}


def field_of(rule: Rule) -> DataField:
    """Return the field of data that a rule belongs to, by its letter in the catalogue; topology belongs to the map."""
    return _BY_LETTER.get(rule.basis[:1], DataField.MAP)


@dataclass(frozen=True, slots=True)
class IndexParameters:
    """Thresholds in per cent, and weights."""

    green: int
    yellow: int
    criteria: Mapping[Criterion, int]
    fields: Mapping[DataField, int]

    @classmethod
    def of(cls, table: CodeList) -> "IndexParameters":
        """Return the parameters of a code list."""
        value = {one.code: int(one.more.get("value") or 0) for one in table}
        return cls(
            value["green"],
            value["yellow"],
            {one: value[f"criterion.{one}"] for one in Criterion},
            {one: value[f"field.{one}"] for one in DataField},
        )


@dataclass(frozen=True, slots=True)
class RuleShare:
    """How many of the parcels that a rule was asked about meet it."""

    satisfied: int
    assessed: int


@dataclass(frozen=True, slots=True)
class Quality:
    """The index of one group of parcels; values are per cent, None where nothing was assessed.

    Args:
        parcels: Number of parcels.
        index: Of all data.
        light: Its colour; not green while an identification field is not met by all.
        criteria, fields: The same by criterion and by field of data.
        rules: By code of the rule.
        unmet: Rules of identification fields that are not met by all.
    """

    parcels: int
    index: float | None
    light: Light
    criteria: Mapping[Criterion, float | None]
    fields: Mapping[DataField, float | None]
    rules: Mapping[str, RuleShare]
    unmet: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Shares:
    """What each rule says of each parcel: asked about or not, in order or not.

    Args:
        ids: The parcels.
        rules: Rules that have a weight.
        assessed: R × P: the rule was asked about the parcel.
        satisfied: R × P: and found nothing.
    """

    ids: tuple[ObjectId, ...]
    rules: tuple[Rule, ...]
    assessed: Flags
    satisfied: Flags

    @classmethod
    def of(
        cls,
        result: CheckResult,
        rules: Sequence[Rule],
        parameters: RuleSet,
        waived: Collection[str] = (),
    ) -> "Shares":
        """Return what a check says.

        Args:
            result: Of the whole record.
            rules: Those that were asked.
            parameters: Weights.
            waived: Keys of findings that do not count.
        """
        known = result.known
        silent = {one.rule for one in (*result.failures, *result.unasked)}
        counted = tuple(
            rule for rule in rules if parameters.settings[rule.code].weight and rule.code not in silent
        )
        assessed = np.zeros((len(counted), len(known.ids)), dtype=bool)
        for row, rule in enumerate(counted):
            assessed[row] = known.assessed(rule.known)
            if rule.partly and known.ids:
                assessed[row] &= np.any([known.assessed([name]) for name in rule.partly], axis=0)
        faulty = np.zeros_like(assessed)
        row_of = {rule.code: row for row, rule in enumerate(counted)}
        for finding in result.findings:
            place = row_of.get(finding.rule)
            if place is not None and not (waived and finding.key in waived):
                _mark(faulty[place], finding, known.place)
        return cls(known.ids, counted, assessed, assessed & ~faulty)

    def by_group(
        self, groups: Integers, count: int, parameters: RuleSet, index: IndexParameters
    ) -> list[Quality]:
        """Return the index of each of ``count`` groups.

        Args:
            groups: Number of the group of each parcel, -1 for none.
            count: How many groups there are.
            parameters: Weights of the rules.
            index: Thresholds, weights of criteria and fields.
        """
        inside = groups >= 0
        parcels = np.bincount(groups[inside], minlength=count)
        assessed, satisfied = (
            np.array([np.bincount(groups[inside & flags], minlength=count) for flags in one]).reshape(
                -1, count
            )
            for one in (self.assessed, self.satisfied)
        )
        with np.errstate(invalid="ignore", divide="ignore"):
            means = _Means(self.rules, satisfied / assessed * 100.0, parameters, index)
        whole, criteria, fields = means.whole(), means.by_criterion(), means.by_field()
        found = []
        for at in range(count):
            shares = {
                rule.code: RuleShare(int(satisfied[row, at]), int(assessed[row, at]))
                for row, rule in enumerate(self.rules)
            }
            unmet = tuple(
                code
                for code, share in shares.items()
                if parameters.settings[code].full and share.satisfied < share.assessed
            )
            value = _number(whole[at])
            found.append(
                Quality(
                    int(parcels[at]),
                    value,
                    light_of(value, index, met=not unmet),
                    {one: _number(values[at]) for one, values in criteria.items()},
                    {one: _number(values[at]) for one, values in fields.items()},
                    shares,
                    unmet,
                )
            )
        return found

    def of_all(self, parameters: RuleSet, index: IndexParameters) -> Quality:
        """Return the index of all parcels."""
        return self.by_group(np.zeros(len(self.ids), dtype=np.int64), 1, parameters, index)[0]

    def of_each(self, parameters: RuleSet, index: IndexParameters) -> Floats:
        """Return the index of each parcel, NaN where nothing was assessed."""
        value = np.where(self.assessed, self.satisfied * 100.0, np.nan)
        return _Means(self.rules, value, parameters, index).whole()


@dataclass(frozen=True, slots=True, eq=False)
class _Means:
    """Weighted means of what the rules say, in per cent; NaN is what nothing was asked about.

    Args:
        rules: R rules.
        value: R × G, of each rule for each group.
        parameters: Weights of the rules.
        index: Weights of criteria and fields.
    """

    rules: tuple[Rule, ...]
    value: Floats
    parameters: RuleSet
    index: IndexParameters

    def by_criterion(self) -> dict[Criterion, Floats]:
        """Return the mean of all rules of each criterion."""
        return {one: self._of_rules(one) for one in Criterion}

    def by_field(self) -> dict[DataField, Floats]:
        """Return the mean of the criteria of each field of data."""
        weights = [self.index.criteria[one] for one in Criterion]
        return {
            own: _mean(np.array([self._of_rules(one, own) for one in Criterion]), weights)
            for own in DataField
        }

    def whole(self) -> Floats:
        """Return the mean of the fields of data."""
        fields = self.by_field()
        return _mean(np.array(list(fields.values())), [self.index.fields[one] for one in fields])

    def _of_rules(self, criterion: Criterion, own: DataField | None = None) -> Floats:
        """Return the mean of the rules of a criterion, of one field of data or all."""
        rows = [
            row
            for row, rule in enumerate(self.rules)
            if rule.criterion is criterion and (own is None or field_of(rule) is own)
        ]
        weights = [self.parameters.settings[self.rules[row].code].weight for row in rows]
        return _mean(self.value[rows], weights)


def light_of(value: float | None, index: IndexParameters, *, met: bool = True) -> Light:
    """Return the colour of an index in per cent.

    Args:
        value: The index.
        index: Thresholds.
        met: All identification fields are met by all.
    """
    if value is None:
        return Light.NONE
    if value >= index.green and met:
        return Light.GREEN
    return Light.YELLOW if value >= index.yellow else Light.RED


def _mean(values: Floats, weights: Sequence[int]) -> Floats:
    """Return the weighted mean of K × G values without those that are NaN; NaN where nothing is left."""
    there = ~np.isnan(values)
    weight = np.asarray(weights, dtype=np.float64).reshape(-1, 1) * there
    total = weight.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean: Floats = (np.where(there, values, 0.0) * weight).sum(axis=0) / total
    return mean


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _mark(faulty: Flags, finding: Finding, place: Mapping[ObjectId, int]) -> None:
    for one in finding.objects:
        at = place.get(one)
        if at is not None:
            faulty[at] = True

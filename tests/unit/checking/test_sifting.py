"""Findings sifted, and the numbers beside the choices."""

from itertools import product
from time import perf_counter

import numpy as np
import pytest

from landdesk.domain.finding import Finding, Severity
from landdesk.domain.ids import ObjectId
from landdesk.i18n import Text
from landdesk.services.checking.findings import Findings
from landdesk.services.checking.registry import RULE_BY_CODE
from landdesk.services.checking.sifting import NO_HAMLET, Facet, FindingTable, Sieve, States

ERROR, WARNING = Severity.ERROR, Severity.WARNING


def number(at: int) -> ObjectId:
    return ObjectId(at.to_bytes(16, "big"))


def fault(rule: str, severity: Severity, *parcels: int) -> Finding:
    return Finding(rule, severity, tuple(map(number, parcels)), None, None, "", Text("what"), Text("remedy"))


FINDINGS = [
    fault("parcel.overlap", ERROR, 1, 2),
    fault("parcel.overlap", WARNING, 3, 4),
    fault("parcel.gap", WARNING, 1),
    fault("person.number-shared", ERROR, 1, 3),
    fault("person.number-shared", ERROR),
    fault("parcel.duplicate-key", ERROR, 5),
]
HAMLETS = {number(1): "Thôn 1", number(2): "Thôn 2", number(3): "Thôn 1"}


def values(facet: Facet, finding: Finding) -> set[str]:
    rule = RULE_BY_CODE[finding.rule]
    return {
        Facet.RULE: {finding.rule},
        Facet.CRITERION: {str(rule.criterion)},
        Facet.HAMLET: {HAMLETS.get(one, NO_HAMLET) for one in finding.objects} or {NO_HAMLET},
        Facet.FIXER: set(map(str, rule.fixers)),
        Facet.SEVERITY: {str(finding.severity)},
        # Nothing was said of these.
        Facet.STATE: set(),
    }[facet]


CHOICES = [
    {},
    {Facet.RULE: "parcel.overlap"},
    {Facet.HAMLET: "Thôn 1"},
    {Facet.HAMLET: NO_HAMLET, Facet.SEVERITY: "error"},
    {Facet.FIXER: "commune", Facet.CRITERION: "clean"},
    {Facet.FIXER: "police"},
    {Facet.RULE: "parcel.gap", Facet.SEVERITY: "error"},
    {Facet.RULE: "no.such-rule"},
]


@pytest.mark.parametrize(("chosen", "parcels"), list(product(CHOICES, [None, {number(1)}, set()])))
def test_what_is_left_and_what_is_counted(chosen: dict[Facet, str], parcels: set[ObjectId] | None) -> None:
    found = FindingTable.of(FINDINGS, HAMLETS).sift(Sieve(chosen, parcels))
    base = [one for one in FINDINGS if parcels is None or parcels.intersection(one.objects)]

    def passes(finding: Finding, but: Facet | None = None) -> bool:
        return all(value in values(facet, finding) for facet, value in chosen.items() if facet is not but)

    assert list(found.findings) == [one for one in base if passes(one)]
    assert found.total == len(base)
    for facet in Facet:
        expected: dict[str, int] = {}
        for one in base:
            for value in values(facet, one) if passes(one, facet) else ():
                expected[value] = expected.get(value, 0) + 1
        assert found.counts[facet] == expected


@pytest.mark.parametrize(
    ("gone", "new"),
    [
        (slice(0, 0), [fault("geometry.invalid", WARNING, 7, 2)]),
        (slice(1, 3), []),
        (slice(2, 5), [fault("parcel.gap", ERROR, 4), fault("parcel.area-mismatch", WARNING)]),
        (slice(0, 6), []),
        (slice(6, 6), [fault("parcel.gap", ERROR, 4)]),
    ],
)
def test_a_table_that_follows_gives_what_a_new_one_gives(gone: slice, new: list[Finding]) -> None:
    after = [*FINDINGS[: gone.start], *new, *FINDINGS[gone.stop :]]
    followed = FindingTable.of(FINDINGS, HAMLETS).followed_by(after)
    for chosen in CHOICES:
        for parcels in (None, {number(4)}):
            assert followed.sift(Sieve(chosen, parcels)) == FindingTable.of(after, HAMLETS).sift(
                Sieve(chosen, parcels)
            )


def test_a_table_follows_changes_all_over_a_sorted_list() -> None:
    before = Findings(FINDINGS)
    gone = [before[0], before[3], before[-1]]
    after = before.replaced(gone, [fault("parcel.gap", ERROR, 4, 2), fault("geometry.spike", WARNING)])
    followed, anew = FindingTable.of(before, HAMLETS).followed_by(after), FindingTable.of(after, HAMLETS)
    for chosen in CHOICES:
        for parcels in (None, {number(4)}):
            assert followed.sift(Sieve(chosen, parcels)) == anew.sift(Sieve(chosen, parcels))


def test_a_hidden_state_is_seen_where_it_is_chosen_only() -> None:
    table = FindingTable.of(FINDINGS, HAMLETS)
    codes = np.array([at % 2 for at in range(len(FINDINGS))])
    states = States(["open", "waived"], codes, "waived")
    stands, passed = FINDINGS[::2], FINDINGS[1::2]
    seen = table.sift(Sieve(), states)
    assert list(seen.findings) == stands
    assert seen.total == len(stands)
    assert sum(seen.counts[Facet.SEVERITY].values()) == len(stands)
    assert seen.counts[Facet.STATE] == {"open": len(stands), "waived": len(passed)}
    chosen = table.sift(Sieve({Facet.STATE: "waived"}), states)
    assert list(chosen.findings) == passed
    assert chosen.total == len(stands)
    assert sum(chosen.counts[Facet.SEVERITY].values()) == len(passed)


def test_a_rule_that_is_gone_is_listed_all_the_same() -> None:
    gone = fault("parcel.of-another-time", WARNING, 1)
    found = FindingTable.of([gone], {}).sift(Sieve({Facet.RULE: gone.rule}))
    assert list(found.findings) == [gone]
    assert found.counts[Facet.CRITERION] == {}


def test_a_hundred_thousand_are_sifted_while_one_blinks() -> None:
    codes = list(RULE_BY_CODE)
    many = [fault(codes[at % len(codes)], WARNING, at, at + 1) for at in range(100_000)]
    table = FindingTable.of(many, {number(at): f"Thôn {at % 40}" for at in range(100_000)})
    sieve = Sieve({Facet.RULE: "parcel.overlap", Facet.HAMLET: "Thôn 3"})
    taken = []
    for _ in range(3):
        started = perf_counter()
        table.sift(sieve)
        taken.append(perf_counter() - started)
    assert min(taken) < 0.25
    started = perf_counter()
    table.followed_by([*many[:500], *many[501:]])
    assert perf_counter() - started < 0.25

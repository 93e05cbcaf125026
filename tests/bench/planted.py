"""What a whole check finds of the faults planted for it, rule by rule: recall and precision.

Checked is a store on the disk, by the same door as in the window, so nothing that a rule reads is left out.
"""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from landdesk.app.bootstrap import NewPerson
from landdesk.app.training import create_checking_store
from landdesk.domain.finding import Finding
from landdesk.domain.ids import ObjectId
from landdesk.domain.progress import SilentProgress
from landdesk.services.checking.registry import RULE_BY_CODE
from landdesk.services.training.answers import AnswerKey, Claim
from landdesk.services.training.planted.commune import checking_commune
from tests.bench.figures import Figure

COMMUNE: Final = "22657"
PARCELS: Final = 4_000
EACH: Final = 5
SEED: Final = 20260601


def measure(folder: Path, _runs: int) -> list[Figure]:
    """Print a line for each rule and return recall and precision of all rules that there are.

    Raises:
        AssertionError: A rule failed, so what it would have found is not known.
    """
    made = checking_commune(COMMUNE, seed=SEED, parcels=PARCELS, each=EACH)
    app = create_checking_store(folder / "planted.landdesk", made, NewPerson("Lê Thị Đào"))
    try:
        result = app.check(SilentProgress())
    finally:
        app.close()
    if result.failures:
        raise AssertionError(f"failed: {', '.join(one.rule for one in result.failures)}")
    print(table(made.answer_key, result.findings), flush=True)
    there = AnswerKey(tuple(one for one in made.answer_key.answers if one.rule in RULE_BY_CODE))
    score = there.score(result.findings)
    return [
        Figure("check.recall", 100 * score.recall, "%"),
        Figure("check.precision", 100 * score.precision, "%"),
        Figure("check.planted", len(there), ""),
    ]


def table(key: AnswerKey, findings: Iterable[Finding]) -> str:
    """Return recall and precision of each rule as lines, and below what was missed or found too much, by cause."""
    score = key.score(findings)
    hit, missed, surplus = (
        Counter(rule for rule, _ in one) for one in (score.hit, score.missed, score.surplus)
    )
    lines = [f"{'planted faults':28}{'planted':>10}{'found':>8}{'surplus':>8}{'recall':>9}{'precision':>11}"]
    for rule in sorted({*hit, *missed, *surplus}):
        if rule not in RULE_BY_CODE:
            lines.append(f"{rule:28}{missed[rule]:>10}  no such rule yet")
            continue
        planted, found = hit[rule] + missed[rule], hit[rule] + surplus[rule]
        recall = f"{100 * hit[rule] / planted:.1f} %" if planted else "–"
        precision = f"{100 * hit[rule] / found:.1f} %" if found else "–"
        mark = "  misses" if missed[rule] or surplus[rule] else ""
        lines.append(
            f"{rule:28}{planted:>10}{hit[rule]:>8}{surplus[rule]:>8}{recall:>9}{precision:>11}{mark}"
        )
    causes = {one.claim: one.cause for one in key.answers}
    of = {identifier: one.cause for one in key.answers for identifier in (*one.objects, *one.about)}
    for word, claims in (("missed", score.missed), ("surplus", score.surplus)):
        counts = Counter((rule, _cause(causes, of, (rule, objects))) for rule, objects in claims)
        lines += [
            f"  {word}: {rule} {count} × {cause}"
            for (rule, cause), count in sorted(counts.items())
            if rule in RULE_BY_CODE
        ]
    return "\n".join(lines)


def _cause(causes: dict[Claim, str], of: dict[ObjectId, str], claim: Claim) -> str:
    """Return what was planted there."""
    beside = sorted({of[identifier] for identifier in claim[1] if identifier in of})
    return causes.get(claim) or " and ".join(beside) or "where nothing was planted"

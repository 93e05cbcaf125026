"""Figures of giving records their boundary: an invented commune of 50,000 parcels taken apart, with planted faults.

Three of five parcels have record and boundary apart; half of these pairs have a fault, and a part of the faults leaves
nothing that could be decided without a person. A pair that is linked wrongly breaks the bench.
"""

from functools import partial
from pathlib import Path
from random import Random
from statistics import median

from landdesk.app.application import Application
from landdesk.app.linking import Linking
from landdesk.domain.change import ChangeSet, Delta, EntryKind
from landdesk.store.store import NewStore, Store
from landdesk.store.unit_of_work import UnitOfWork
from tests.apart import Apart, taken_apart
from tests.bench.figures import Figure, percentile_ms, seconds
from tests.stores import COMMUNE, EPSG, counted_ids, person

PARCELS = 50_000
SEED = 5
LOOKED_AT = 500
"""Records whose candidates are asked for."""


def measure(folder: Path, runs: int) -> list[Figure]:
    """Return recall and times of linking."""
    apart = taken_apart(PARCELS, counted_ids(), seed=SEED)
    app = _store(folder / "apart.landdesk", apart)
    assert len(app.coverage)
    find_s = median(seconds(lambda: Linking(app).beyond_doubt()) for _ in range(runs))
    linking = Linking(app)
    pairs = linking.beyond_doubt()
    wrong = [one for one in pairs if apart.truth.get(one.record) != one.candidate.polygon]
    if wrong:
        raise AssertionError(f"{len(wrong)} of {len(pairs)} pairs are wrong")
    without_fault = {one for one, fault in apart.faults.items() if fault == "none"}
    found = {one.record for one in pairs}
    some = Random(1).sample(sorted(apart.truth), LOOKED_AT)
    times_s = [seconds(partial(linking.candidates, one)) for one in some]
    first = sum(linking.candidates(one)[0].polygon == apart.truth[one] for one in some)
    act_s = seconds(lambda: linking.link_all(pairs))
    app.close()
    return [
        Figure("link.recall", 100 * len(found) / len(apart.truth), "%"),
        Figure("link.recall_faultless", 100 * len(found & without_fault) / len(without_fault), "%"),
        Figure("link.first", 100 * first / len(some), "%"),
        Figure("link.find", find_s, "s"),
        Figure("link.candidates", percentile_ms(times_s, 0.95), "ms"),
        Figure("link.act", act_s, "s"),
    ]


def _store(path: Path, apart: Apart) -> Application:
    change = ChangeSet("import.parcels", tuple(Delta(None, one) for one in apart.records))
    clerk = person()

    def fill(work: UnitOfWork) -> None:
        work.apply(change, EntryKind.IMPORT)

    return Application(
        Store.create(path, NewStore("commune", EPSG, (COMMUNE,)), person=clerk, fill=fill), clerk
    )

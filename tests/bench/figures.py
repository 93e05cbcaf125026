"""What a bench hands back, the goals, and the clock: the median of several runs."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import Final, TypeVar

T = TypeVar("T")

RUNS: Final = 5


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value.

    Args:
        name: As in the list of ``docs/performance.md``.
        value: In ``unit``.
        ratio: To the yardstick measured in the same run; None where there is none.
    """

    name: str
    value: float
    unit: str
    ratio: float | None = None


GOALS: Final[dict[str, float]] = {
    "start.cold": 2.0,
    "cli.help": 0.35,
    "store.insert": 4.0,
    "store.read": 0.25,
    "map.picture": 0.2,
    "map.stall": 20.0,
    "map.frame": 16.7,
    "map.labels": 0.5,
    "map.picture_1m": 0.3,
    "map.picture_1m_5km": 0.3,
    "map.memory_1m": 1000.0,
    "snap.lookup": 0.5,
    "snap.lookup_1m": 0.5,
    "check.geometry": 3.0,
    "check.all": 10.0,
    "check.recheck": 30.0,
    "check.live": 30.0,
    "check.geometry_1500k": 60.0,
    "check.memory_1500k": 1500.0,
    "edit.commit": 30.0,
    "package.export": 3.0,
    "package.export_size": 3.0,
    "package.export_1000": 1.0,
    "package.verify": 3.0,
    "package.dry_run": 5.0,
    "package.write": 1.0,
    "package.base": 15.0,
    "package.base_read": 30.0,
    "link.find": 10.0,
    "link.candidates": 100.0,
    "link.act": 20.0,
    "overview.count": 1.5,
    "overview.again": 1.0,
    "search": 50.0,
    "memory.50k": 600.0,
}
"""Upper bounds, in the unit of the figure."""


def seconds(work: Callable[[], object]) -> float:
    """Return how long a function took."""
    started = perf_counter()
    work()
    return perf_counter() - started


def median_s(runs: int, work: Callable[[T], object], prepare: Callable[[int], T]) -> float:
    """Return the median time of several runs; what is prepared for each run, from its number, is not counted."""
    times: list[float] = []
    for number in range(runs):
        prepared = prepare(number)
        times.append(seconds(lambda prepared=prepared: work(prepared)))  # type: ignore[misc]  # one at a time
    return median(times)


def percentile_ms(times_s: list[float], share: float) -> float:
    """Return the time, in milliseconds, that this share of the times does not exceed."""
    ordered = sorted(times_s)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000

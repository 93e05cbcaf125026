"""``python -m tests.bench``: measures, prints a table and writes ``build/bench.json``; nothing is judged here.

Every group of figures runs in a process of its own, so that none pays for what another left in memory. The exit code
is 1 where a group broke; a missed goal is only marked.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Final

from tests.bench.figures import GOALS, RUNS, Figure
from tests.bench.old_pc import OldPc, OldPcError, old_pc

ROOT: Final = Path(__file__).resolve().parents[2]
RESULT: Final = ROOT / "build" / "bench.json"

_OLD_TITLES: Final = f"{'old PC':>12}{'factor':>8}"
# One core at half speed alone makes 2 of what one core does, 4 of what two do at once.
_EXPLAINED_UP_TO: Final = 4.0

Measure = Callable[[Path, int], list[Figure]]


@dataclass(frozen=True, slots=True)
class Group:
    """Figures that are measured together.

    Args:
        names: Patterns of the names of its figures.
        slow: Takes minutes; left out by ``--quick``.
    """

    name: str
    names: tuple[str, ...]
    measure: Callable[[], Measure]
    slow: bool = False


def _start() -> Measure:
    from tests.bench import start

    return start.measure


def _memory() -> Measure:
    from tests.bench import start

    return start.measure_memory


def _store() -> Measure:
    from tests.bench import store

    return store.measure


def _edit() -> Measure:
    from tests.bench import edit

    return edit.measure


def _checking() -> Measure:
    from tests.bench import checking

    return checking.measure


def _checking_records() -> Measure:
    from tests.bench import checking

    return checking.measure_records


def _planted() -> Measure:
    from tests.bench import planted

    return planted.measure


def _checking_large() -> Measure:
    from tests.bench import checking

    return checking.measure_large


def _packages() -> Measure:
    from tests.bench import packages

    return packages.measure


def _linking() -> Measure:
    from tests.bench import linking

    return linking.measure


def _overview() -> Measure:
    from tests.bench import overview

    return overview.measure


def _map() -> Measure:
    from tests.bench import window

    return window.measure


def _map_large() -> Measure:
    from tests.bench import window

    return window.measure_large


GROUPS: Final = (
    Group("start", ("start.*", "cli.*"), _start),
    Group("memory", ("memory.*",), _memory),
    Group("store", ("store.*", "search*"), _store),
    Group("edit", ("edit.*",), _edit),
    Group("map", ("map.picture", "map.labels", "map.stall", "map.frame", "snap.lookup"), _map),
    Group("check", ("check.geometry", "check.live*", "check.recheck_map*", "check.shapely*"), _checking),
    Group(
        "check_records",
        ("check.all", "check.known", "check.recheck", "check.recheck_median"),
        _checking_records,
    ),
    Group("planted", ("check.recall", "check.precision", "check.planted"), _planted),
    Group("packages", ("package.*",), _packages),
    Group("link", ("link.*",), _linking),
    Group("overview", ("overview.*",), _overview),
    Group("map_1m", ("map.*_1m*", "snap.lookup_1m"), _map_large, slow=True),
    Group("check_1500k", ("check.*_1500k",), _checking_large, slow=True),
)


def main(words: Sequence[str] | None = None) -> int:
    """Measure what is asked for.

    Returns:
        1 where a group broke, else 0.
    """
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--only", nargs="+", metavar="NAME", help="figures or groups, * stands for anything")
    parser.add_argument("--quick", action="store_true", help="one run instead of five, and no slow group")
    parser.add_argument("--old", action="store_true", help="on a computer like those of the communes as well")
    parser.add_argument("--group", help=argparse.SUPPRESS)
    given = parser.parse_args(words)
    runs = 1 if given.quick else RUNS
    if given.group:
        _measure_here(given.group, runs)
        return 0
    wanted = given.only or ["*"]
    groups = [
        one
        for one in GROUPS
        if _is_wanted(one, wanted) and (given.only or not ((given.quick or given.old) and one.slow))
    ]
    if not groups:
        parser.error(f"nothing is called {' or '.join(wanted)}")
    if not given.old:
        return _measure_all(groups, wanted, None, quick=given.quick)
    try:
        with old_pc(_build()) as old:
            return _measure_all(groups, wanted, old, quick=given.quick)
    except OldPcError as error:
        print(error, file=sys.stderr)
        return 1


def _is_wanted(group: Group, wanted: Sequence[str]) -> bool:
    return any(
        fnmatchcase(group.name, one)
        or any(fnmatchcase(name, one) or fnmatchcase(one, name) for name in group.names)
        for one in wanted
    )


def _measure_all(groups: Sequence[Group], wanted: Sequence[str], old: OldPc | None, *, quick: bool) -> int:
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before, {1 if quick else RUNS} runs each")
    print(f"{'figure':28}{'value':>10} {'unit':5}{'goal':>8}  {'ratio':>7}{_OLD_TITLES if old else ''}")
    figures: list[Figure] = []
    slowed: dict[str, float] = {}
    broken: list[str] = []
    for group in groups:
        found = _measure_apart(group, None, quick=quick)
        if found is None:
            broken.append(group.name)
            continue
        if old is not None:
            there = _measure_apart(group, old, quick=quick)
            if there is None:
                broken.append(f"{group.name} on the old computer")
            slowed |= {one.name: one.value for one in there or ()}
        shown = [one for one in found if _is_shown(one, group, wanted)]
        for one in shown:
            print(_line(one, slowed.get(one.name)), flush=True)
        figures += shown
    _write(figures, slowed)
    print(f"load {os.getloadavg()[0]:.1f} after; written to {RESULT.relative_to(ROOT)}")
    for name in broken:
        print(f"broken: {name}", file=sys.stderr)
    return 1 if broken else 0


def _is_shown(figure: Figure, group: Group, wanted: Sequence[str]) -> bool:
    return any(fnmatchcase(group.name, one) or fnmatchcase(figure.name, one) for one in wanted)


def _measure_apart(group: Group, old: OldPc | None, *, quick: bool) -> list[Figure] | None:
    """Return the figures of a group, measured in a new process, here or on the old computer; None where it broke."""
    with tempfile.NamedTemporaryFile("r", suffix=".json") as answer:
        command = [
            sys.executable,
            "-m",
            "tests.bench",
            "--group",
            group.name,
            *(["--quick"] if quick else []),
        ]
        surroundings = os.environ | {"QT_QPA_PLATFORM": "offscreen", "LANDDESK_BENCH": answer.name}
        if old is not None:
            code = old.run(command, ROOT, surroundings)
        else:
            code = subprocess.run(command, cwd=ROOT, env=surroundings, check=False).returncode
        if code:
            return None
        return [Figure(**one) for one in json.load(answer)]


def _measure_here(name: str, runs: int) -> None:
    """Measure one group and hand its figures to the process that asked."""
    group = next(one for one in GROUPS if one.name == name)
    with tempfile.TemporaryDirectory(dir=os.environ.get("LANDDESK_BENCH_FOLDER") or _build()) as folder:
        figures = group.measure()(Path(folder), runs)
    Path(os.environ["LANDDESK_BENCH"]).write_text(json.dumps([asdict(one) for one in figures]), "utf-8")


def _build() -> Path:
    RESULT.parent.mkdir(exist_ok=True)
    return RESULT.parent


def _line(figure: Figure, slowed: float | None) -> str:
    goal = GOALS.get(figure.name)
    mark = "" if goal is None or figure.value < goal else "  misses"
    ratio = "" if figure.ratio is None else f"{figure.ratio:.1f} ×"
    value = _number(figure.value, figure.unit)
    shown_goal = "" if goal is None else f"< {goal:g}"
    beside = ""
    if slowed is not None:
        factor = slowed / figure.value if figure.value else 0.0
        strange = f"  above {_EXPLAINED_UP_TO:g}: to be explained" if factor > _EXPLAINED_UP_TO else ""
        beside = f"{_number(slowed, figure.unit):>12}{factor:>8.1f}{strange}"
    return f"{figure.name:28}{value:>10} {figure.unit:5}{shown_goal:>8}  {ratio:>7}{beside}{mark}"


def _number(value: float, unit: str) -> str:
    return f"{value:.0f}" if value >= 1000 or not unit else f"{value:.3f}"


def _write(figures: Sequence[Figure], slowed: Mapping[str, float]) -> None:
    document: dict[str, dict[str, Any]] = {}
    for one in figures:
        document[one.name] = {"value": round(one.value, 4), "unit": one.unit, "goal": GOALS.get(one.name)}
        if one.ratio is not None:
            document[one.name]["ratio"] = round(one.ratio, 2)
        if one.name in slowed:
            document[one.name]["old"] = round(slowed[one.name], 4)
    _build()
    RESULT.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    sys.exit(main())

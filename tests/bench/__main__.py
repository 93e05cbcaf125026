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
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Final

from tests.bench.figures import GOALS, RUNS, Figure

ROOT: Final = Path(__file__).resolve().parents[2]
RESULT: Final = ROOT / "build" / "bench.json"

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


def _checking_large() -> Measure:
    from tests.bench import checking

    return checking.measure_large


def _packages() -> Measure:
    from tests.bench import packages

    return packages.measure


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
    Group("check", ("check.geometry", "check.all", "check.recheck*", "check.shapely*"), _checking),
    Group("packages", ("package.*",), _packages),
    Group("map_1m", ("map.*_1m*", "snap.lookup_1m"), _map_large, slow=True),
    Group("check_1500k", ("check.geometry_1500k",), _checking_large, slow=True),
)


def main(words: Sequence[str] | None = None) -> int:
    """Measure what is asked for.

    Returns:
        1 where a group broke, else 0.
    """
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--only", nargs="+", metavar="NAME", help="figures or groups, * stands for anything")
    parser.add_argument("--quick", action="store_true", help="one run instead of five, and no slow group")
    parser.add_argument("--group", help=argparse.SUPPRESS)
    given = parser.parse_args(words)
    runs = 1 if given.quick else RUNS
    if given.group:
        _measure_here(given.group, runs)
        return 0
    wanted = given.only or ["*"]
    groups = [
        one for one in GROUPS if _is_wanted(one, wanted) and (given.only or not (given.quick and one.slow))
    ]
    if not groups:
        parser.error(f"nothing is called {' or '.join(wanted)}")
    return _measure_all(groups, wanted, quick=given.quick)


def _is_wanted(group: Group, wanted: Sequence[str]) -> bool:
    return any(
        fnmatchcase(group.name, one)
        or any(fnmatchcase(name, one) or fnmatchcase(one, name) for name in group.names)
        for one in wanted
    )


def _measure_all(groups: Sequence[Group], wanted: Sequence[str], *, quick: bool) -> int:
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before, {1 if quick else RUNS} runs each")
    print(f"{'figure':28}{'value':>10} {'unit':5}{'goal':>8}  {'ratio':>7}")
    figures: list[Figure] = []
    broken: list[str] = []
    for group in groups:
        found = _measure_apart(group, quick=quick)
        if found is None:
            broken.append(group.name)
            continue
        shown = [one for one in found if _is_shown(one, group, wanted)]
        for one in shown:
            print(_line(one), flush=True)
        figures += shown
    _write(figures)
    print(f"load {os.getloadavg()[0]:.1f} after; written to {RESULT.relative_to(ROOT)}")
    for name in broken:
        print(f"broken: {name}", file=sys.stderr)
    return 1 if broken else 0


def _is_shown(figure: Figure, group: Group, wanted: Sequence[str]) -> bool:
    return any(fnmatchcase(group.name, one) or fnmatchcase(figure.name, one) for one in wanted)


def _measure_apart(group: Group, *, quick: bool) -> list[Figure] | None:
    """Return the figures of a group, measured in a new process; None where it broke."""
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
        if subprocess.run(command, cwd=ROOT, env=surroundings, check=False).returncode:
            return None
        return [Figure(**one) for one in json.load(answer)]


def _measure_here(name: str, runs: int) -> None:
    """Measure one group and hand its figures to the process that asked."""
    group = next(one for one in GROUPS if one.name == name)
    with tempfile.TemporaryDirectory(dir=_build()) as folder:
        figures = group.measure()(Path(folder), runs)
    Path(os.environ["LANDDESK_BENCH"]).write_text(json.dumps([asdict(one) for one in figures]), "utf-8")


def _build() -> Path:
    RESULT.parent.mkdir(exist_ok=True)
    return RESULT.parent


def _line(figure: Figure) -> str:
    goal = GOALS.get(figure.name)
    mark = "" if goal is None or figure.value < goal else "  misses"
    ratio = "" if figure.ratio is None else f"{figure.ratio:.1f} ×"
    value = f"{figure.value:.0f}" if figure.value >= 1000 or not figure.unit else f"{figure.value:.3f}"
    shown_goal = "" if goal is None else f"< {goal:g}"
    return f"{figure.name:28}{value:>10} {figure.unit:5}{shown_goal:>8}  {ratio:>7}{mark}"


def _write(figures: Sequence[Figure]) -> None:
    document: dict[str, dict[str, Any]] = {}
    for one in figures:
        document[one.name] = {"value": round(one.value, 4), "unit": one.unit, "goal": GOALS.get(one.name)}
        if one.ratio is not None:
            document[one.name]["ratio"] = round(one.ratio, 2)
    _build()
    RESULT.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    sys.exit(main())

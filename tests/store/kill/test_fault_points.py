"""A fault at every commit, sync and rename of a whole history: every act is there or is not, and nothing else is."""

import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
import shapely

from landdesk.app import exchange
from landdesk.app.application import Application
from landdesk.domain.coverage import Coverage
from landdesk.files import watch_durable_steps
from tests.store.kill.faults import Fault, Killed, State, names, state_of
from tests.store.kill.scenario import CLERK, OFFICE, STAGES, TECHNICIAN, Place, Stage

LEFT_BY_A_KILL = ("-wal", "-shm", "-journal", ".part")
OWN_STAGES = [number for number, stage in enumerate(STAGES) if stage.ours]


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Return the folder before each stage, and the one after the last: the history played without a fault."""
    folder = tmp_path_factory.mktemp("history")
    folders = [folder / "0"]
    folders[0].mkdir()
    for number, stage in enumerate(STAGES):
        after = folder / str(number + 1)
        shutil.copytree(folders[-1], after)
        play(stage, after, number)
        folders.append(after)
    return folders


def play(stage: Stage, folder: Path, number: int) -> None:
    """Play a stage to its end."""
    place = Place(folder, number)
    try:
        stage.play(place)
    finally:
        place.close()


def test_the_history_is_the_same_each_time_it_is_played(history: list[Path], tmp_path: Path) -> None:
    for number, stage in enumerate(STAGES):
        play(stage, tmp_path, number)
    last = history[-1]
    assert names(tmp_path) == names(last)
    for name in names(last):
        if name.endswith(".ldpkg"):
            assert (tmp_path / name).read_bytes() == (last / name).read_bytes()
        else:
            assert state_of(tmp_path / name) == state_of(last / name)


@pytest.mark.parametrize("number", OWN_STAGES, ids=[STAGES[number].name for number in OWN_STAGES])
def test_a_fault_at_every_durable_step(history: list[Path], tmp_path: Path, number: int) -> None:
    stage, before, after = STAGES[number], history[number], history[number + 1]
    was, is_to_be = state_of(before / stage.store), state_of(after / stage.store)
    assert is_to_be is not None
    found: list[State | None] = []
    for folder, image in faults(stage, number, before, tmp_path):
        # What a kill leaves: half-written files under their temporary names, logs, and a store that opens.
        assert names(image, but=LEFT_BY_A_KILL) <= names(after)
        found.append(survived(stage, image, number, was, is_to_be, after))
        # What an error leaves: the program goes on, and no file that nobody knows.
        assert names(folder) <= names(after)
        survived(stage, folder, number, was, is_to_be, after)
    if was != is_to_be:
        assert was in found, "no fault came before the commit"
        assert is_to_be in found, "no fault came after the commit"


def faults(stage: Stage, number: int, before: Path, work: Path) -> Iterator[tuple[Path, Path]]:
    """Yield, for a fault at each durable step, the folder after the error and the folder as a kill leaves it."""
    for at in count(1):
        folder, image = work / f"{at}", work / f"{at}-killed"
        shutil.copytree(before, folder)
        place = Place(folder, number)
        try:
            with watch_durable_steps(Fault(at, folder, image)):
                stage.play(place)
                place.close()
        except Killed:
            for app in place.opened:
                read_model_is_right(app)
            place.close()
            yield folder, image
        else:
            return


def survived(
    stage: Stage, folder: Path, number: int, was: State | None, is_to_be: State, after: Path
) -> State | None:
    """Check that the act is there whole or not at all, then do what is left to do; return the state found."""
    found = state_of(folder / stage.store)
    assert found in (was, is_to_be)
    file = None if stage.file is None else folder / stage.file
    if file is not None and file.exists():
        # A package that is there is one that the store knows.
        assert found == is_to_be
        assert file.read_bytes() == (after / file.name).read_bytes()
    elif file is not None and found == is_to_be and stage.again:
        write_again(folder, stage, file)
        assert file.read_bytes() == (after / file.name).read_bytes()
    if found != is_to_be:
        play(stage, folder, number)
        assert state_of(folder / stage.store) == is_to_be
    return found


def write_again(folder: Path, stage: Stage, file: Path) -> None:
    """Write a package that the store notes as written and that never got its name."""
    place = Place(folder, len(STAGES))
    app = place.open(stage.store, CLERK if stage.store == OFFICE else TECHNICIAN)
    line = app.read(lambda reader: reader.exchange.packages(direction="out"))[0]
    exchange.copy_package(app, line.id, file)
    place.close()


def read_model_is_right(app: Application) -> None:
    """Check that what the window would show after the error is what the store holds."""
    app.refresh()
    with app.store.read() as reader:
        built = Coverage.build(reader.parcel_rows(), reader.version())
    shown = app.coverage
    assert shown.version == built.version
    assert shapes_of(shown) == shapes_of(built)
    if app.findings is not None:
        assert app.findings.version == built.version


def shapes_of(coverage: Coverage) -> dict[bytes, bytes]:
    live = coverage.live()
    wkb = shapely.to_wkb(coverage.shapes(live)).tolist()
    return {bytes(coverage.id_at(int(at))): shape for at, shape in zip(live, wkb, strict=True)}


def test_the_stages_end_with_a_sound_store(history: list[Path]) -> None:
    for folder, stage in zip(history[1:], STAGES, strict=True):
        state = state_of(folder / stage.store)
        assert state is not None
        if not state.foreign:
            assert state.problems == ()

"""A really full disk under every verb that writes: it says so, nothing is half-written, with room it goes through."""

from pathlib import Path

from tests.e2e.exchange_world import make_world
from tests.e2e.full_disk import CASES
from tests.small_disk import played_on_a_small_disk


def test_verbs_on_a_disk_that_fills_up(tmp_path: Path) -> None:
    world, disk = tmp_path / "world", tmp_path / "disk"
    world.mkdir()
    disk.mkdir()
    make_world(world)
    found = played_on_a_small_disk("tests.e2e.full_disk", disk, world, megabytes=8)
    assert found["wrong"] == []
    assert found["outcomes"].keys() == CASES.keys()
    for name, outcomes in found["outcomes"].items():
        *full, last = (tuple(one) for one in outcomes)
        assert last == (0, "done"), name
        assert set(full) <= {(5, "store.disk-full"), (5, "file.disk-full"), (5, "package.kept")}, name
        # Looking needs no room.
        assert bool(full) is (name not in ("parcels", "check")), name

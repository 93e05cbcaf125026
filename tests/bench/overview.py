"""Figures of the overview of a commune: all parcels with the full record of each."""

from pathlib import Path
from statistics import median

from landdesk.app.application import Application
from landdesk.app.reporting import Reporting
from landdesk.app.worklists import Worklists
from landdesk.store.store import Store
from tests.bench.figures import Figure, seconds
from tests.bench.full_record import full_store


def measure(_folder: Path, runs: int) -> list[Figure]:
    """Return what the window's page takes when it is opened, and when it is counted again."""
    first: list[float] = []
    again: list[float] = []
    for _number in range(runs):
        app = Application(Store.open(full_store()))
        # As in the window, where both are there before anybody can look.
        assert len(app.coverage) > 50_000
        assert app.findings is not None
        reporting = Reporting(app, Worklists(app))
        first.append(seconds(reporting.overview))
        again.append(seconds(reporting.overview))
        app.close()
    return [Figure("overview.count", median(first), "s"), Figure("overview.again", median(again), "s")]

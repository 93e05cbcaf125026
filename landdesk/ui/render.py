"""A picture of a store's map without a window: what ``landdesk render`` calls."""

from pathlib import Path

from landdesk.app.bootstrap import open_application
from landdesk.domain.coverage import Box
from landdesk.ui.lists_in_use import use_lists
from landdesk.ui.map.picture import render_png
from landdesk.ui.map_marks import work_marks
from landdesk.ui.panels.work_panel import read_work


def render_store(path: Path, output: Path, box: Box | None, size_px: tuple[int, int]) -> None:
    """Draw the map of a store with the findings of its last check and the work that is open.

    Args:
        path: The store.
        output: The picture, a PNG; an older one is replaced.
        box: Part of the plane, metres; None shows everything.
        size_px: Width and height.

    Raises:
        LandDeskError: The store cannot be opened.
        OSError: The picture cannot be written.
    """
    app = open_application(path)
    try:
        use_lists(app.codelists)
        result = app.standing
        findings = () if result is None else result.findings
        work = work_marks(app.read(lambda reader: read_work(reader, closed=False)))
        render_png(output, app.coverage, box, size_px, findings=findings, work=work)
    finally:
        app.close()

"""Reads the chosen record of a package, shows it in its panel, and before and after over each other on the map."""

from collections.abc import Sequence

from landdesk.domain.finding import Finding
from landdesk.i18n import _
from landdesk.services.office.review import Outcome
from landdesk.services.packages.reading import Package
from landdesk.ui.map.canvas import MapCanvas
from landdesk.ui.map.layers.compare import CompareShape
from landdesk.ui.models.office_changes import RecordChanges, read_changes
from landdesk.ui.models.office_rows import ListedRecord
from landdesk.ui.open_store import AROUND_AT_LEAST_M, OpenStore, widened
from landdesk.ui.panels.office_record_panel import RecordPanel
from landdesk.ui.tasks import Job

AROUND_RECORD = 0.4
"""Ground shown beyond each side of changed boundaries, in widths of them."""


class RecordPresenter:
    """Keeps record panel and map in step with the choice in the package."""

    def __init__(self, panel: RecordPanel, canvas: MapCanvas, store: OpenStore) -> None:
        self._panel = panel
        self._canvas = canvas
        self._store = store
        self._job: Job[RecordChanges] | None = None
        self._shown: ListedRecord | None = None
        panel.map_requested.connect(self.show_on_map)
        panel.finding_chosen.connect(self._show_finding)

    @property
    def loading(self) -> bool:
        """Whether a record is being read."""
        return self._job is not None

    def show(self, package: Package | None, rows: Sequence[ListedRecord]) -> None:
        """Show the one record chosen, or how many are.

        Args:
            package: The open package; None when there is none.
            rows: The chosen records.
        """
        self._forget_job()
        if package is None or len(rows) != 1:
            self._shown = None
            self._canvas.set_compare(())
            if len(rows) > 1:
                self._panel.show_several(len(rows))
            else:
                self._panel.show_words("" if package is None else _("Choose a record of the package."))
            return
        row = rows[0]
        review = row.review
        if review is None:
            self._shown = None
            self._canvas.set_compare(())
            self._panel.show_words(_("Comparing with the office's data…"))
            return
        self._job = self._store.read(
            lambda reader: read_changes(reader, package, review), lambda changes: self._take(row, changes)
        )

    def allow(self, rows: Sequence[ListedRecord], *, may_decide: bool) -> None:
        """Say what can be decided on the chosen records.

        Args:
            may_decide: Nothing stands in the way of decisions as such.
        """
        undecided = [row for row in rows if row.undecided]
        ready = may_decide and bool(undecided) and all(row.review is not None for row in undecided)
        against = next((why for row in undecided if (why := why_not_acceptable(row))), "")
        self._panel.allow(accept=ready and not against, send_back=ready, why_not=against)

    def show_on_map(self) -> None:
        """Let the map show the record."""
        changes = self._panel.changes
        if changes is None:
            return
        box = changes.box
        if box is not None:
            self._store.show_box(widened(box, AROUND_RECORD, AROUND_AT_LEAST_M))
        else:
            self._store.show_parcels(changes.parcels)

    def _take(self, row: ListedRecord, changes: RecordChanges) -> None:
        self._job = None
        is_other = self._shown is None or self._shown.id != row.id
        self._shown = row
        self._panel.show_changes(row, changes)
        self._canvas.set_compare(
            [CompareShape(one.before, one.after) for one in changes.shapes if not one.same_ground]
        )
        # Where boundaries change they are drawn; the frame of a selection would cover them.
        here = [one for one in changes.parcels if self._store.coverage.index_of(one) is not None]
        self._store.selection.choose(() if changes.shapes else here)
        if is_other:
            self.show_on_map()

    def _forget_job(self) -> None:
        if self._job is not None:
            self._job.abandon()
            self._job = None

    def _show_finding(self, finding: Finding) -> None:
        if finding.place is not None:
            self._store.show_box(widened(finding.place.bounds, 1.5, AROUND_AT_LEAST_M))


def why_not_acceptable(row: ListedRecord) -> str:
    """Return why an undecided record cannot be accepted, in words; nothing when it can."""
    review = row.review
    if review is None:
        return _("It is still being compared with the office's data.")
    if not review.can_be_taken:
        return _("It contradicts what the office holds, so it can only be returned.")
    if review.outcome is Outcome.INVALID:
        return _("A record that breaks the map cannot be accepted.")
    return ""

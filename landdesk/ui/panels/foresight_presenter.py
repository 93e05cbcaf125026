"""Asks the check what it would say of what a tool has begun, while it is still held.

On a reading thread, so that the drag never waits for it; while one answer is awaited only the newest wish is kept.
"""

from collections.abc import Callable

from landdesk.domain.coverage import Coverage
from landdesk.domain.errors import RefusedError
from landdesk.domain.rule_set import RuleSet
from landdesk.services.checking.findings import Findings
from landdesk.services.checking.foresight import Foresight, Outcome, foresee
from landdesk.ui.map.canvas import MapCanvas
from landdesk.ui.open_store import OpenStore
from landdesk.ui.tasks import Job

Wish = Callable[[Coverage], Outcome]


class ForesightPresenter:
    """Keeps what is foreseen in step with the tool; silent where no findings are known of the map that is shown."""

    def __init__(self, canvas: MapCanvas, store: OpenStore) -> None:
        self._canvas = canvas
        self._store = store
        self._wanted: Wish | None = None
        self._asked: Wish | None = None
        self._job: Job[Foresight | None] | None = None
        canvas.outcome_changed.connect(self._take)
        store.findings_changed.connect(self._ask)

    def _take(self, outcome: Wish | None) -> None:
        self._wanted = outcome
        self._ask()

    def _ask(self) -> None:
        """Ask about the newest outcome, unless an answer is awaited."""
        outcome, coverage, checked = self._wanted, self._store.coverage, self._store.findings
        if self._job is not None or outcome is None or checked is None:
            return
        # Right after an act its findings are still being looked for.
        if checked.version != coverage.version:
            return
        self._asked, app = outcome, self._store.app
        self._job = self._store.compute(
            lambda _progress: _foreseen(coverage, outcome, app.rule_set, checked.findings),
            self._show,
            self._fail,
        )

    def _show(self, foresight: Foresight | None) -> None:
        self._job = None
        if self._wanted is None:
            return
        # While the pointer moves an answer is always to a place a little before.
        self._canvas.set_foresight(foresight)
        if self._wanted is not self._asked:
            self._ask()

    def _fail(self, error: BaseException) -> None:
        self._job = None
        self._store.tasks.error_left_over.emit(error)


def _foreseen(coverage: Coverage, wish: Wish, parameters: RuleSet, findings: Findings) -> Foresight | None:
    """Return what would change; None where the act will be refused."""
    try:
        outcome = wish(coverage)
    except RefusedError:
        return None
    return foresee(coverage, outcome, parameters, findings)

"""The worklists of one open store: what front ends call, with the findings and the completeness kept beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from landdesk.app.application import Application
from landdesk.domain.clock import local_time
from landdesk.domain.errors import RefusedError
from landdesk.domain.finding import Finding
from landdesk.domain.ids import ObjectId
from landdesk.domain.parcel_filter import ParcelFilter, from_json, tests_of
from landdesk.domain.workflow import WorkflowState
from landdesk.i18n import N_, Text
from landdesk.services.checking.needs import shipped_needs
from landdesk.services.checking.profiles import rules_before_proposal
from landdesk.services.worklist import queue as queues
from landdesk.services.worklist.columns import Columns, Surroundings
from landdesk.services.worklist.kept_gaps import KeptGaps
from landdesk.services.worklist.queue import Outcome, Queue
from landdesk.store.queries.worklists import DayCount, Worklist
from landdesk.store.reader import Reader


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of a parcel, and what the check finds of it now."""

    outcome: Outcome
    findings: tuple[Finding, ...]


class Worklists:
    """Queues of parcels; every method may be called on any thread.

    Args:
        app: The open store and who works.
    """

    def __init__(self, app: Application) -> None:
        self._app = app
        self._kept = KeptGaps(shipped_needs())

    def own(self) -> list[Worklist]:
        """Return the lists of the person who works, the one worked in last first; of all where nobody works."""
        person = self._app.person
        return self._app.read(lambda reader: reader.worklists.of(None if person is None else person.id))

    def find(self, name: str) -> Worklist:
        """Return a list by title or identifier, see :func:`queue.find_worklist`."""
        person = self._app.person
        return self._app.read(
            lambda reader: queues.find_worklist(reader, None if person is None else person.id, name)
        )

    def make(self, wanted: ParcelFilter, title: str, goal: int | None = None) -> Worklist:
        """Make a list, see :func:`queue.make_worklist`."""
        return self._app.write(lambda context: queues.make_worklist(context.work, wanted, title, goal))

    def change(self, worklist: Worklist, wanted: ParcelFilter, title: str) -> Worklist:
        """Give a list another filter and title, see :func:`queue.change_worklist`."""
        return self._app.write(lambda context: queues.change_worklist(context.work, worklist, wanted, title))

    def close(self, worklist: Worklist) -> None:
        """Take a list out of the lists; what was done in it still counts."""
        self._app.write(lambda context: queues.close_worklist(context.work, worklist))

    def set_goal(self, goal: int) -> None:
        """Set how many parcels a day the person who works means to do."""
        self._app.write(lambda context: queues.set_goal(context.work, goal))

    def queue(self, worklist: Worklist) -> Queue:
        """Return the parcels of a list in their order.

        Raises:
            RefusedError: It asks for findings and nothing was checked yet.
        """
        around = self._around(from_json(worklist.filter))
        return self._app.read(lambda reader: queues.read_queue(reader, worklist, around))

    def count(self, wanted: ParcelFilter) -> int:
        """Return how many parcels a filter means.

        Raises:
            RefusedError: It asks for findings and nothing was checked yet.
        """
        around = self._around(wanted)
        return self._app.read(lambda reader: int(Columns(reader, around).mask(wanted).sum()))

    def parcels(self, wanted: ParcelFilter) -> list[ObjectId]:
        """Return the parcels that a filter means, in order of entry.

        Raises:
            RefusedError: It asks for findings and nothing was checked yet.
        """
        around = self._around(wanted)

        def read(reader: Reader) -> list[ObjectId]:
            columns = Columns(reader, around)
            mask = columns.mask(wanted).tolist()
            return [one for one, meant in zip(columns.ids, mask, strict=True) if meant]

        return self._app.read(read)

    def go_to(self, worklist: Worklist, parcel: ObjectId) -> Worklist:
        """Keep the place in a list."""
        return self._app.write(lambda context: queues.go_to(context.work, worklist, parcel))

    def finish(self, worklist: Worklist, parcel: ObjectId, following: ObjectId | None = None) -> Checked:
        """Check a parcel that is saved, note whether it is done, and go on, see :func:`queue.finish`."""
        findings = self._app.findings_of(parcel)
        around = self._around(from_json(worklist.filter))
        outcome = self._app.write(
            lambda context: queues.finish(context.work, worklist, parcel, around, following)
        )
        return Checked(outcome, findings)

    def skip(
        self,
        worklist: Worklist,
        parcel: ObjectId,
        reason: str,
        *,
        another_day: bool = False,
        following: ObjectId | None = None,
    ) -> Outcome:
        """Put a parcel off, see :func:`queue.skip`."""
        around = self._around(from_json(worklist.filter))
        return self._app.write(
            lambda context: queues.skip(
                context.work,
                worklist,
                parcel,
                reason,
                around,
                another_day=another_day,
                following=following,
            )
        )

    def done_today(self) -> int:
        """Return how many parcels the person who works has done today, in all lists."""
        person = self._app.person
        if person is None:
            return 0
        today = self.surroundings().today.isoformat()
        return self._app.read(lambda reader: reader.worklists.done_on(person.id, today))

    def statistics(self, days: int) -> list[DayCount]:
        """Return what was done by person and day in the last days, today the first of them."""
        since = (self.surroundings().today - timedelta(days=days - 1)).isoformat()
        return self._app.read(lambda reader: reader.worklists.statistics(since))

    def workflow_counts(self) -> dict[WorkflowState, int]:
        """Return how many parcels stand in each state of cleaning."""
        around = self.surroundings()
        return self._app.read(lambda reader: Columns(reader, around).counts())

    def workflow_states(self) -> dict[ObjectId, WorkflowState]:
        """Return where every parcel stands."""
        around = self.surroundings()
        return self._app.read(lambda reader: Columns(reader, around).states())

    def workflow_of(self, parcel: ObjectId) -> WorkflowState:
        """Return where a parcel stands."""
        around = self.surroundings()
        return self._app.read(lambda reader: Columns(reader, around).workflow_of(parcel))

    def surroundings(self) -> Surroundings:
        """Return what the facts of all parcels are read with: findings, needs, today."""
        standing = self._app.standing
        found: Sequence[Finding] = () if standing is None else standing.findings
        today = local_time(self._app.store.clock()).date()
        blocking = rules_before_proposal(self._app.rule_set)
        return Surroundings(shipped_needs(), found, today, self._kept, blocking)

    def _around(self, wanted: ParcelFilter) -> Surroundings:
        names = {one.test for one in tests_of(wanted)}
        if "finding" in names and self._app.findings is None:
            raise RefusedError(
                "worklist.not-checked",
                Text(N_("The filter asks for findings, and nothing was checked yet.")),
                remedy=Text(N_("Check all parcels first.")),
            )
        return self.surroundings()

"""Keeps the chosen colouring of the open store's map in step with findings and work; worked out beside the window."""

from collections.abc import Iterable, Mapping
from typing import Final

from PySide6.QtCore import QObject, Signal

from landdesk.app.application import Update
from landdesk.app.worklists import Worklists
from landdesk.domain.field import Field
from landdesk.domain.fields import FIELDS
from landdesk.domain.finding import Finding, Severity
from landdesk.domain.ids import ObjectId
from landdesk.i18n import N_, Text, _
from landdesk.services.forms.layout import CLASS_TITLES
from landdesk.settings import COLOURING, Settings
from landdesk.store.reader import Reader
from landdesk.store.trouble import explain_os_error
from landdesk.ui.lists_in_use import lists_in_use
from landdesk.ui.map.colouring import (
    FINDINGS,
    RECORD,
    WAYS,
    WORKFLOW,
    by_findings,
    by_record,
    by_states,
    by_values,
)
from landdesk.ui.open_store import OpenStore

FIELDS_TO_COLOUR: Final[Mapping[str, Field]] = {
    f"field.{one.owner}.{one.name}": one
    for one in FIELDS
    if one.codelist
    and not one.personal
    and one.codelist not in ("commune", "land_use")
    and one.owner not in ("map_sheet", "party_address")
}
"""Fields with few values that parcels can be coloured by; of land use there is a way of its own."""


def ways() -> dict[str, str]:
    """Return what parcels can be coloured by, with its words."""
    fields = {
        code: _("{kind}: {field}").format(kind=_(CLASS_TITLES[one.owner]), field=_(one.title))
        for code, one in FIELDS_TO_COLOUR.items()
    }
    return {code: _(title) for code, title in WAYS.items()} | fields


class ColouringKeeper(QObject):
    """Makes the colouring anew whenever what it shows has changed.

    Signals:
        colouring_changed: A `Colouring`, None for that by land use.
    """

    colouring_changed = Signal(object)

    def __init__(self, store: OpenStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._asked = 0
        self._with_record: frozenset[ObjectId] | None = None
        chosen = Settings().get(COLOURING)
        self.code = chosen if chosen in ways() else next(iter(WAYS))
        self._values: Mapping[ObjectId, frozenset[str]] | None = None
        store.findings_changed.connect(lambda: self._follow(FINDINGS))
        store.followed.connect(lambda _update: self._follow(WORKFLOW))
        store.followed.connect(self._follow_record)
        store.followed.connect(self._follow_field)

    def choose(self, code: str) -> None:
        """Colour by something else, and next time too."""
        if code == self.code:
            return
        self.code = code
        settings = Settings()
        try:
            settings.put(COLOURING, code)
        except OSError as error:
            self._store.tasks.error_left_over.emit(explain_os_error(error, settings.path))
        self.make()

    def make(self) -> None:
        """Work out the chosen colouring."""
        self._asked += 1
        if self.code == RECORD:
            self._with_record = None
            self._make_record(self._asked)
        elif self.code == FINDINGS:
            result = self._store.standing
            self.colouring_changed.emit(by_findings(None if result is None else worst(result.findings)))
        elif self.code == WORKFLOW:
            self._make_states(self._asked)
        elif self.code in FIELDS_TO_COLOUR:
            self._values = None
            self._make_values(self._asked)
        else:
            self.colouring_changed.emit(None)

    def _follow_record(self, update: Update) -> None:
        if self.code == RECORD and (update.entries or update.parcels is None):
            self._make_record(self._asked)

    def _make_record(self, number: int) -> None:
        def show(found: frozenset[ObjectId]) -> None:
            # Most acts make no record of a boundary: the picture stays.
            if number == self._asked and found != self._with_record:
                self._with_record = found
                self.colouring_changed.emit(by_record(found))

        self._store.read(lambda reader: frozenset(reader.linking.with_record()), show)

    def _follow_field(self, update: Update) -> None:
        if self.code in FIELDS_TO_COLOUR and (update.entries or update.parcels is None):
            self._make_values(self._asked)

    def _make_values(self, number: int) -> None:
        code, field = self.code, FIELDS_TO_COLOUR[self.code]

        def read(reader: Reader) -> dict[ObjectId, frozenset[str]]:
            found: dict[ObjectId, set[str]] = {}
            for parcel, value in reader.facts.values_of(field.owner, field.name):
                found.setdefault(ObjectId(parcel), set()).add(value)
            # Most parcels have one of a few values: each is kept once.
            kept: dict[frozenset[str], frozenset[str]] = {}
            return {parcel: kept.setdefault(one := frozenset(some), one) for parcel, some in found.items()}

        def show(found: dict[ObjectId, frozenset[str]]) -> None:
            if number == self._asked and found != self._values:
                self._values = found
                titles = lists_in_use()[field.codelist].titles()
                self.colouring_changed.emit(by_values(code, titles, found))

        self._store.read(read, show)

    def _follow(self, code: str) -> None:
        if self.code == code:
            self.make()

    def _make_states(self, number: int) -> None:
        worklists = Worklists(self._store.app)

        def show(states: dict[ObjectId, str]) -> None:
            # A later wish, or a later state of the record, is on its way.
            if number == self._asked:
                self.colouring_changed.emit(by_states(lists_in_use()["workflow_state"].titles(), states))

        self._store.compute(
            lambda _progress: {one: str(state) for one, state in worklists.workflow_states().items()},
            show,
            self._store.tasks.error_left_over.emit,
            title=Text(N_("Looking where the cleaning stands")),
        )


def worst(findings: Iterable[Finding]) -> dict[ObjectId, str]:
    """Return the worst severity of each parcel that has findings."""
    found: dict[ObjectId, str] = {}
    for finding in findings:
        for one in finding.objects:
            if found.get(one) != Severity.ERROR:
                found[one] = str(finding.severity)
    return found

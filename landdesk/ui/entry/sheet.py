"""The form on the entry page: rows of fields that grow with persons, parcels and land uses; it decides nothing.

What stands in it are the nested texts of ``services/entry/texts.py``; rows in which nothing stands are left out.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from landdesk.i18n import _
from landdesk.services.entry.fields import ASSET, CERTIFICATE, CURRENT, PARCEL, PERSON, PURPOSE
from landdesk.ui.entry.row import EntryEdit, EntryRow
from landdesk.ui.panels.sections import empty

Texts = Mapping[str, Any]
_BODY_LINE = 2


class ParcelRows:
    """The rows of one parcel: its own, its land uses, what stands on it; ``heading`` tells the running sum."""

    def __init__(self, row: EntryRow, purposes: list[EntryRow], asset: EntryRow | None) -> None:
        self.heading = QLabel()
        self.heading.setObjectName("section")
        self.row = row
        self.purposes = purposes
        self.asset = asset

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in any of them."""
        return all(one.is_empty for one in self.rows())

    def rows(self) -> Iterator[EntryRow]:
        """Yield the rows from top to bottom."""
        yield self.row
        yield from self.purposes
        if self.asset is not None:
            yield self.asset


class EntrySheet(QWidget):
    """The rows.

    Signals:
        typed(EntryEdit): Somebody typed into a field.
        entered(EntryEdit): Enter was pressed in a field.
        arrived(EntryEdit), left(EntryEdit): The keys go to a field, go there no longer.
        changed(): A row came or went.
    """

    typed = Signal(object)
    entered = Signal(object)
    arrived = Signal(object)
    left = Signal(object)
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(12, 8, 12, 10)
        self._rows.setSpacing(6)
        self.certificate = EntryRow(CERTIFICATE)
        self.persons: list[EntryRow] = []
        self.current_user: EntryRow | None = None
        self.parcels: list[ParcelRows] = []
        self.show_texts({})

    # --- what stands in it ---------------------------------------------------------------------------------

    def texts(self) -> dict[str, Any]:
        """Return what stands in the form."""
        found: dict[str, Any] = {
            **self.certificate.texts(),
            "persons": [one.texts() for one in self.persons if not one.is_empty],
            "parcels": [],
        }
        if self.current_user is not None and not self.current_user.is_empty:
            found["current_user"] = self.current_user.texts()
        for parcel in self.parcels:
            if parcel.is_empty:
                continue
            texts: dict[str, Any] = {
                **parcel.row.texts(),
                "purposes": [one.texts() for one in parcel.purposes if not one.is_empty],
            }
            if parcel.asset is not None and not parcel.asset.is_empty:
                texts["asset"] = parcel.asset.texts()
            found["parcels"].append(texts)
        return found

    def show_texts(self, texts: Texts) -> None:
        """Replace everything; at least one person, one parcel and one land use have a row."""
        self.certificate = self._made(CERTIFICATE)
        self.certificate.show_texts(texts)
        self.persons = [self._made(PERSON, one) for one in texts.get("persons") or [{}]]
        current = texts.get("current_user")
        self.current_user = self._made(CURRENT, current) if current else None
        self.parcels = [self._made_parcel(one) for one in texts.get("parcels") or [{}]]
        self._lay_out()

    @property
    def is_untouched(self) -> bool:
        """Whether nothing but the certificate's own fields is filled."""
        texts = self.texts()
        return not (texts["persons"] or texts["parcels"] or "current_user" in texts)

    # --- rows that come and go -----------------------------------------------------------------------------

    def add_person(self) -> None:
        """Add a person and go there."""
        self.persons.append(self._made(PERSON))
        self._grow(self.persons[-1])

    def add_current_user(self) -> None:
        """Add who uses the land today, or go there."""
        if self.current_user is None:
            self.current_user = self._made(CURRENT)
        self._grow(self.current_user)

    def add_parcel(self) -> None:
        """Add a parcel with a land use and go there."""
        self.parcels.append(self._made_parcel({}))
        self._grow(self.parcels[-1].row)

    def add_purpose(self) -> None:
        """Add a land use to the parcel at hand and go there."""
        parcel = self._parcel_at_hand()
        parcel.purposes.append(self._made(PURPOSE))
        self._grow(parcel.purposes[-1])

    def add_asset(self) -> None:
        """Add what stands on the parcel at hand, or go there."""
        parcel = self._parcel_at_hand()
        if parcel.asset is None:
            parcel.asset = self._made(ASSET)
        self._grow(parcel.asset)

    def remove_row(self, edit: EntryEdit) -> None:
        """Take the row of a field out, a parcel with its own; what has to be there is emptied instead."""
        row = self.row_of(edit)
        if row is None:
            return
        parcel = next((one for one in self.parcels if row in one.rows()), None)
        if row in self.persons and len(self.persons) > 1:
            self.persons.remove(row)
        elif row is self.current_user:
            self.current_user = None
        elif parcel is not None and row is parcel.asset:
            parcel.asset = None
        elif parcel is not None and row in parcel.purposes and len(parcel.purposes) > 1:
            parcel.purposes.remove(row)
        elif parcel is not None and row is parcel.row and len(self.parcels) > 1:
            self.parcels.remove(parcel)
        else:
            row.show_texts({})
        self._lay_out()
        near = [] if parcel is None or parcel not in self.parcels else list(parcel.rows())
        self._first_of((*near, *self.persons)).setFocus()
        self.changed.emit()

    def _grow(self, row: EntryRow) -> None:
        self._lay_out()
        self._first_of((row,)).setFocus()
        self.changed.emit()

    def _first_of(self, rows: Sequence[EntryRow]) -> EntryEdit:
        return next(edit for row in rows for edit in row if not edit.is_rare)

    def _parcel_at_hand(self) -> ParcelRows:
        focus = self.focusWidget()
        for parcel in self.parcels:
            if any(focus in list(row) for row in parcel.rows()):
                return parcel
        return self.parcels[-1]

    def _made(self, block: str, texts: Texts | None = None) -> EntryRow:
        row = EntryRow(block)
        row.show_texts(texts or {})
        for edit in row:
            edit.textEdited.connect(lambda _text, edit=edit: self.typed.emit(edit))
            edit.entered.connect(lambda edit=edit: self.entered.emit(edit))
            edit.arrived.connect(lambda edit=edit: self.arrived.emit(edit))
            edit.gone.connect(lambda edit=edit: self.left.emit(edit))
        return row

    def _made_parcel(self, texts: Texts) -> ParcelRows:
        return ParcelRows(
            self._made(PARCEL, texts),
            [self._made(PURPOSE, one) for one in texts.get("purposes") or [{}]],
            self._made(ASSET, texts["asset"]) if texts.get("asset") else None,
        )

    def _lay_out(self) -> None:
        keep = [*self.rows(), *(one.heading for one in self.parcels)]
        for one in keep:
            self._rows.removeWidget(one)
        empty(self._rows)
        self._add_heading(_("Certificate"))
        self._rows.addWidget(self.certificate)
        self._add_heading(_("Holders"))
        for at, row in enumerate(self.persons):
            row.set_headed(headed=at == 0)
            self._rows.addWidget(row)
        if self.current_user is not None:
            self._add_heading(_("Present land user"))
            self._rows.addWidget(self.current_user)
        for parcel in self.parcels:
            self._rows.addWidget(parcel.heading)
            for row in parcel.rows():
                row.set_headed(headed=row not in parcel.purposes[1:])
                self._rows.addWidget(row)
        self._rows.addStretch()
        for one in keep:
            one.show()
        self._chain()

    def _add_heading(self, text: str) -> None:
        label = QLabel(text)
        label.setObjectName("section")
        self._rows.addWidget(label)

    def _chain(self) -> None:
        """Let Tab go through the fields from top to bottom."""
        edits = list(self.edits())
        for one, other in pairwise(edits):
            QWidget.setTabOrder(one, other)

    def show_body_line(self, *, visible: bool) -> None:
        """Show the fields of an organisation, or hide them."""
        self.certificate.show_line(_BODY_LINE, visible=visible)

    # --- finding fields ------------------------------------------------------------------------------------

    def rows(self) -> Iterator[EntryRow]:
        """Yield all rows from top to bottom."""
        yield self.certificate
        yield from self.persons
        if self.current_user is not None:
            yield self.current_user
        for parcel in self.parcels:
            yield from parcel.rows()

    def edits(self) -> Iterator[EntryEdit]:
        """Yield all fields in the order of Enter."""
        for row in self.rows():
            yield from row

    def row_of(self, edit: EntryEdit) -> EntryRow | None:
        """Return the row of a field; None where it was taken out."""
        return next((row for row in self.rows() if edit in list(row)), None)

    def next_of(self, edit: EntryEdit) -> EntryEdit | None:
        """Return the next field in which something is to be typed; None at the end."""
        edits = [one for one in self.edits() if one.isVisibleTo(self)]
        after = edits[edits.index(edit) + 1 :] if edit in edits else edits
        return next((one for one in after if not one.is_rare and not one.is_settled), None)

    def places(self) -> dict[str, EntryRow]:
        """Return the rows by the beginning of their places; rows in which nothing stands come last."""
        found = {"": self.certificate}
        for at, row in enumerate(_filled_first(self.persons)):
            found[f"persons.{at}."] = row
        if self.current_user is not None:
            found["current_user."] = self.current_user
        for at, parcel in enumerate(_filled_first(self.parcels)):
            found[f"parcels.{at}."] = parcel.row
            for place, row in enumerate(_filled_first(parcel.purposes)):
                found[f"parcels.{at}.purposes.{place}."] = row
            if parcel.asset is not None:
                found[f"parcels.{at}.asset."] = parcel.asset
        return found

    def edit_at(self, place: str) -> EntryEdit | None:
        """Return the field of a place."""
        start, _dot, key = place.rpartition(".")
        row = self.places().get(f"{start}." if start else "")
        return None if row is None else row.edits.get(key)

    def place_of(self, edit: EntryEdit) -> str:
        """Return the place of a field; empty where it was taken out."""
        found = (start for start, one in self.places().items() if edit in list(one))
        start = next(found, None)
        return "" if start is None else start + edit.entry_field.key

    def filled_parcels(self) -> list[ParcelRows]:
        """Return the parcels in the order of their places."""
        return _filled_first(self.parcels)


def _filled_first(rows: Sequence[Any]) -> list[Any]:
    return [one for one in rows if not one.is_empty] + [one for one in rows if one.is_empty]

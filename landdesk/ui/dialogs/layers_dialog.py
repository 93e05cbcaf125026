"""The layers of the map, pictures below the parcels among them: shown or not, order, scale, how strongly seen."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSlider,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from landdesk.domain.coverage import Box
from landdesk.domain.errors import LandDeskError
from landdesk.i18n import N_, _, format_number, translate
from landdesk.paths import plain_form
from landdesk.ui.backgrounds import BackgroundKeeper, PictureRow
from landdesk.ui.colourings import ColouringKeeper, ways
from landdesk.ui.dialogs.choose_file import choose_files
from landdesk.ui.dialogs.place_dialog import PlaceDialog
from landdesk.ui.layer_looks import LookKeeper
from landdesk.ui.panels.sections import words

PICTURE_FILES: Final = (
    N_("Pictures below the parcels"),
    "*.mbtiles *.pmtiles *.tif *.tiff *.jpg *.jpeg *.png *.pdf",
)
SIZE_PX: Final = (560, 560)
SCALES: Final = (1_000, 2_000, 5_000, 10_000, 25_000, 50_000, 100_000)
"""Smallest maps that a layer can be limited to, 1:N."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line of the list: a layer, the parcels' colours, or a picture by its place among the keeper's rows."""

    layer: str = ""
    picture: int = -1


_FILLS: Final = _Entry()
"""The parcels themselves: they are always seen, their colours more or less."""


class LayersDialog(QDialog):
    """Changes take effect at once.

    Signals:
        layer_turned(str): A layer is to be hidden, or shown again.
        box_wanted(object): A `Box` to be shown.
    """

    layer_turned = Signal(str)
    box_wanted = Signal(object)

    def __init__(
        self,
        layers: Mapping[str, str],
        hidden: Collection[str],
        looks: LookKeeper,
        keeper: BackgroundKeeper,
        colourings: ColouringKeeper,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Layers of the map"))
        self._layers, self._hidden = layers, frozenset(hidden)
        self._looks, self._keeper = looks, keeper
        self._entries: list[_Entry] = []
        title = layers["legend"]
        self.legend = QCheckBox(_(title))
        self.legend.toggled.connect(lambda _on: self.layer_turned.emit("legend"))
        self.list = QListWidget()
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.currentRowChanged.connect(lambda _at: self._show_current())
        self.list.itemChanged.connect(self._turn)
        self.said = words("")
        self.opacity = _slider()
        self.scale = QComboBox()
        self.scale.addItem(_("At all scales"), None)
        for number in SCALES:
            self.scale.addItem(_("Only to 1:{number}").format(number=format_number(number)), number)
        self.opacity.valueChanged.connect(self._set_opacity)
        self.scale.activated.connect(lambda _at: self._set_scale())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(10)
        self.way = QComboBox()
        for code, title in ways().items():
            self.way.addItem(title, code)
        self.way.setCurrentIndex(self.way.findData(colourings.code))
        self.way.activated.connect(lambda _at: colourings.choose(self.way.currentData()))
        colouring = QHBoxLayout()
        colouring.addWidget(QLabel(_("Colour parcels by")))
        colouring.addWidget(self.way, 1)
        colouring.addWidget(self.legend)
        layout.addLayout(colouring)
        layout.addWidget(_heading(_("Layers, the uppermost first")))
        layout.addWidget(self.list, 1)
        layout.addWidget(self.said)
        layout.addLayout(self._values())
        layout.addLayout(self._buttons())
        closing = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        closing.rejected.connect(self.reject)
        layout.addWidget(closing)
        self.resize(*SIZE_PX)
        keeper.changed.connect(self._show)
        looks.changed.connect(self._show)
        self._show()

    def _buttons(self) -> QHBoxLayout:
        self.add = QPushButton(_("Add pictures…"))
        self.remove = QPushButton(_("Take out"))
        self.up, self.down = QPushButton(_("Up")), QPushButton(_("Down"))
        self.zoom = QPushButton(_("Show"))
        self.place = QPushButton(_("Place…"))
        self.place.setToolTip(_("Place a scanned sheet by control points"))
        self.place.clicked.connect(
            lambda: self._keeper.read_for_placing(self._entry().picture, self._ask_place)
        )
        self.add.clicked.connect(self._ask_files)
        self.remove.clicked.connect(lambda: self._keeper.remove(self._entry().picture))
        self.up.clicked.connect(lambda: self._move(-1))
        self.down.clicked.connect(lambda: self._move(1))
        self.zoom.clicked.connect(self._zoom)
        row = QHBoxLayout()
        for button in (self.add, self.place, self.zoom, self.up, self.down, self.remove):
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _values(self) -> QGridLayout:
        grid = QGridLayout()
        for row, (title, field) in enumerate(
            ((_("The chosen layer is seen"), self.opacity), (_("The chosen layer is shown"), self.scale))
        ):
            grid.addWidget(QLabel(title), row, 0)
            grid.addWidget(field, row, 1)
        grid.setColumnStretch(1, 1)
        return grid

    def show_hidden(self, hidden: Collection[str]) -> None:
        """Say what the map does not show now."""
        self._hidden = frozenset(hidden)
        self._show()

    # --- what is shown -------------------------------------------------------------------------------------

    def _entry(self) -> _Entry:
        """Return the chosen line; there is always one."""
        return self._entries[max(self.list.currentRow(), 0)]

    def _picture(self) -> PictureRow | None:
        at = self._entry().picture
        return self._keeper.rows[at] if at >= 0 else None

    def row_of(self, code: str) -> int:
        """Return the line of a layer."""
        return self._entries.index(_Entry(code))

    def _show(self) -> None:
        chosen = self._entry() if self._entries else None
        pictures = [_Entry(picture=at) for at in reversed(range(len(self._keeper.rows)))]
        layers = [_Entry(one.code) for one in self._looks.rows if one.code in self._layers]
        self._entries = [*layers, _FILLS, *pictures]
        with QSignalBlocker(self.list), QSignalBlocker(self.legend):
            self.legend.setChecked("legend" not in self._hidden)
            at = self.list.currentRow()
            self.list.clear()
            for entry in self._entries:
                self.list.addItem(self._item(entry))
            # A layer that moved stays chosen; of pictures, which are numbered anew, the line does.
            if chosen is not None and chosen.layer:
                at = self._entries.index(chosen)
            self.list.setCurrentRow(min(max(at, 0), len(self._entries) - 1))
        self._show_current()

    def _item(self, entry: _Entry) -> QListWidgetItem:
        if entry == _FILLS:
            return QListWidgetItem(_("Colours of the parcels"))
        if entry.layer:
            item, on = QListWidgetItem(_(self._layers[entry.layer])), entry.layer not in self._hidden
        else:
            row = self._keeper.rows[entry.picture]
            name = row.path.name
            broken = self._keeper.trouble(row) is not None
            item = QListWidgetItem(_("{name} – cannot be shown").format(name=name) if broken else name)
            item.setToolTip(plain_form(row.path))
            on = row.visible
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        return item

    def _show_current(self) -> None:
        entry, row = self._entry(), self._picture()
        look = self._looks.row(entry.layer) if entry.layer else None
        self.remove.setEnabled(row is not None)
        self.opacity.setEnabled(entry != _FILLS or bool(self._keeper.rows))
        self.scale.setEnabled(entry != _FILLS)
        self.up.setEnabled(self._can_move(-1))
        self.down.setEnabled(self._can_move(1))
        self.zoom.setEnabled(row is not None and self._keeper.warp(row) is not None)
        self.place.setEnabled(row is not None and self._keeper.can_be_placed(row))
        shown = look or row
        with QSignalBlocker(self.opacity), QSignalBlocker(self.scale):
            opacity = self._keeper.fill_opacity if shown is None else shown.opacity
            self.opacity.setValue(round(opacity * 100))
            self.scale.setCurrentIndex(max(self.scale.findData(None if shown is None else shown.coarsest), 0))
        trouble = None if row is None else self._keeper.trouble(row)
        if trouble is not None:
            self.said.setText(_sentence(trouble))
        elif not self._keeper.rows:
            self.said.setText(
                _(
                    "MBTiles, PMTiles, GeoTIFF, pictures with a world file, and scanned sheets (PDF, JPEG, PNG, TIFF)"
                    " that are placed by control points can lie below the parcels."
                )
            )
        else:
            self.said.setText("")

    def _can_move(self, by: int) -> bool:
        entry = self._entry()
        if entry.layer:
            return self._looks.beside(entry.layer, by, self._layers) is not None
        return entry.picture >= 0 and 0 <= entry.picture - by < len(self._keeper.rows)

    # --- what is done --------------------------------------------------------------------------------------

    def _ask_files(self) -> None:
        choose_files(self, _("Add pictures"), PICTURE_FILES, self._add)

    def _add(self, paths: Sequence[Path]) -> None:
        self._keeper.add(paths)
        self.list.setCurrentRow(self._entries.index(_FILLS) + 1)

    def _ask_place(self, row: PictureRow, picture: QImage, scale: float) -> None:
        at = next((at for at, one in enumerate(self._keeper.rows) if one.path == row.path), None)
        if at is not None and isValid(self):
            placed = PlaceDialog(
                row.path,
                picture,
                scale,
                lambda matrix: self._keeper.change(at, replace(row, matrix=matrix)),
                self,
            )
            placed.open()

    def _turn(self, item: QListWidgetItem) -> None:
        entry = self._entries[self.list.row(item)]
        if entry.layer:
            self.layer_turned.emit(entry.layer)
        else:
            row = self._keeper.rows[entry.picture]
            visible = item.checkState() == Qt.CheckState.Checked
            self._keeper.change(entry.picture, replace(row, visible=visible))

    def _move(self, by: int) -> None:
        entry = self._entry()
        other = self._looks.beside(entry.layer, by, self._layers) if entry.layer else None
        if other is not None:
            self._looks.swap(entry.layer, other)
        elif entry.picture >= 0:
            with QSignalBlocker(self.list):
                self.list.setCurrentRow(self.list.currentRow() + by)
            self._keeper.move(entry.picture, entry.picture - by)

    def _set_opacity(self, value: int) -> None:
        entry, row = self._entry(), self._picture()
        if entry.layer:
            self._looks.change(replace(self._looks.row(entry.layer), opacity=value / 100))
        elif row is not None:
            self._keeper.change(entry.picture, replace(row, opacity=value / 100))
        else:
            self._keeper.set_fill_opacity(value / 100)

    def _set_scale(self) -> None:
        entry, row = self._entry(), self._picture()
        if entry.layer:
            self._looks.change(replace(self._looks.row(entry.layer), coarsest=self.scale.currentData()))
        elif row is not None:
            self._keeper.change(entry.picture, replace(row, coarsest=self.scale.currentData()))

    def _zoom(self) -> None:
        row = self._picture()
        warp = None if row is None else self._keeper.warp(row)
        if warp is not None:
            box: Box = warp.box()
            self.box_wanted.emit(box)


def _slider() -> QSlider:
    slider = QSlider(Qt.Orientation.Horizontal)
    slider.setRange(0, 100)
    slider.setPageStep(10)
    # A picture for every step of the mouse would keep the drawing thread busy for nothing.
    slider.setTracking(False)
    return slider


def _heading(text: str) -> QLabel:
    label = QLabel(text)
    label.setObjectName("heading")
    return label


def _sentence(error: LandDeskError) -> str:
    return " ".join(translate(part) for part in (error.what, error.remedy) if part is not None)

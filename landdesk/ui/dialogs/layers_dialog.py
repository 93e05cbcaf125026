"""The layers of the map: what is shown, the pictures below the parcels, their order and how strongly they are seen."""

from collections.abc import Collection, Mapping
from dataclasses import replace
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
from landdesk.ui.colourings import ColouringKeeper
from landdesk.ui.dialogs.choose_file import choose_files
from landdesk.ui.dialogs.place_dialog import PlaceDialog
from landdesk.ui.map.colouring import WAYS
from landdesk.ui.panels.sections import words

PICTURE_FILES: Final = (
    N_("Pictures below the parcels"),
    "*.mbtiles *.pmtiles *.tif *.tiff *.jpg *.jpeg *.png",
)
SIZE_PX: Final = (560, 560)
SCALES: Final = (1_000, 2_000, 5_000, 10_000, 25_000, 50_000, 100_000)
"""Smallest maps that a picture can be limited to, 1:N."""


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
        keeper: BackgroundKeeper,
        colourings: ColouringKeeper,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Layers of the map"))
        self._keeper = keeper
        self.boxes = {code: QCheckBox(_(title)) for code, title in layers.items()}
        shown = QGridLayout()
        for place, (code, box) in enumerate(self.boxes.items()):
            box.toggled.connect(lambda _on, code=code: self.layer_turned.emit(code))
            shown.addWidget(box, place // 2, place % 2)
        self.list = QListWidget()
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.currentRowChanged.connect(lambda _at: self._show_current())
        self.list.itemChanged.connect(self._turn)
        self.said = words("")
        self.opacity, self.fill = _slider(), _slider()
        self.scale = QComboBox()
        self.scale.addItem(_("At all scales"), None)
        for number in SCALES:
            self.scale.addItem(_("Only to 1:{number}").format(number=format_number(number)), number)
        self.opacity.valueChanged.connect(self._set_opacity)
        self.fill.valueChanged.connect(lambda value: keeper.set_fill_opacity(value / 100))
        self.scale.activated.connect(lambda _at: self._set_scale())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(10)
        layout.addLayout(shown)
        self.way = QComboBox()
        for code, title in WAYS.items():
            self.way.addItem(_(title), code)
        self.way.setCurrentIndex(self.way.findData(colourings.code))
        self.way.activated.connect(lambda _at: colourings.choose(self.way.currentData()))
        colouring = QHBoxLayout()
        colouring.addWidget(QLabel(_("Colour parcels by")))
        colouring.addWidget(self.way, 1)
        layout.addLayout(colouring)
        layout.addWidget(_heading(_("Pictures below the parcels, the uppermost first")))
        layout.addWidget(self.list, 1)
        layout.addWidget(self.said)
        layout.addLayout(self._buttons())
        layout.addLayout(self._values())
        closing = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        closing.rejected.connect(self.reject)
        layout.addWidget(closing)
        self.resize(*SIZE_PX)
        self.show_hidden(hidden)
        keeper.changed.connect(self._show)
        self._show()

    def _buttons(self) -> QHBoxLayout:
        self.add = QPushButton(_("Add pictures…"))
        self.remove = QPushButton(_("Take out"))
        self.up, self.down = QPushButton(_("Up")), QPushButton(_("Down"))
        self.zoom = QPushButton(_("Show"))
        self.place = QPushButton(_("Place…"))
        self.place.setToolTip(_("Place a scanned sheet by control points"))
        self.place.clicked.connect(lambda: self._keeper.read_for_placing(self._at(), self._ask_place))
        self.add.clicked.connect(self._ask_files)
        self.remove.clicked.connect(lambda: self._keeper.remove(self._at()))
        self.up.clicked.connect(lambda: self._move(1))
        self.down.clicked.connect(lambda: self._move(-1))
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
            (
                (_("This picture is seen"), self.opacity),
                (_("This picture is shown"), self.scale),
                (_("The parcels' colours are seen"), self.fill),
            )
        ):
            grid.addWidget(QLabel(title), row, 0)
            grid.addWidget(field, row, 1)
        grid.setColumnStretch(1, 1)
        return grid

    def show_hidden(self, hidden: Collection[str]) -> None:
        """Say what the map does not show now."""
        for code, box in self.boxes.items():
            with QSignalBlocker(box):
                box.setChecked(code not in hidden)

    # --- what is shown -------------------------------------------------------------------------------------

    def _at(self) -> int:
        """Return the place of the chosen picture among the rows, -1 where none is chosen."""
        row = self.list.currentRow()
        return -1 if row < 0 else len(self._keeper.rows) - 1 - row

    def _current(self) -> PictureRow | None:
        at = self._at()
        return self._keeper.rows[at] if 0 <= at < len(self._keeper.rows) else None

    def _show(self) -> None:
        rows = list(reversed(self._keeper.rows))
        at = self.list.currentRow()
        with QSignalBlocker(self.list):
            self.list.clear()
            for row in rows:
                item = QListWidgetItem(row.path.name)
                item.setToolTip(plain_form(row.path))
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                item.setCheckState(Qt.CheckState.Checked if row.visible else Qt.CheckState.Unchecked)
                if self._keeper.trouble(row) is not None:
                    item.setText(_("{name} – cannot be shown").format(name=row.path.name))
                self.list.addItem(item)
            self.list.setCurrentRow(min(max(at, 0), len(rows) - 1))
        self._show_current()

    def _show_current(self) -> None:
        row = self._current()
        for widget in (self.remove, self.opacity, self.scale):
            widget.setEnabled(row is not None)
        self.up.setEnabled(self.list.currentRow() > 0)
        self.down.setEnabled(0 <= self.list.currentRow() < self.list.count() - 1)
        self.zoom.setEnabled(row is not None and self._keeper.warp(row) is not None)
        self.fill.setEnabled(bool(self._keeper.rows))
        self.place.setEnabled(row is not None and self._keeper.can_be_placed(row))
        trouble = None if row is None else self._keeper.trouble(row)
        with QSignalBlocker(self.opacity), QSignalBlocker(self.fill), QSignalBlocker(self.scale):
            self.fill.setValue(round(self._keeper.fill_opacity * 100))
            if row is not None:
                self.opacity.setValue(round(row.opacity * 100))
                self.scale.setCurrentIndex(max(self.scale.findData(row.coarsest), 0))
        if trouble is not None:
            self.said.setText(_sentence(trouble))
        elif not self._keeper.rows:
            self.said.setText(
                _("MBTiles, PMTiles, GeoTIFF and pictures with a world file can lie below the parcels.")
            )
        else:
            self.said.setText("")

    # --- what is done --------------------------------------------------------------------------------------

    def _ask_files(self) -> None:
        choose_files(self, _("Add pictures"), PICTURE_FILES, self._keeper.add)

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
        at = len(self._keeper.rows) - 1 - self.list.row(item)
        row = self._keeper.rows[at]
        self._keeper.change(at, replace(row, visible=item.checkState() == Qt.CheckState.Checked))

    def _move(self, by: int) -> None:
        at = self._at()
        self.list.setCurrentRow(self.list.currentRow() - by)
        self._keeper.move(at, at + by)

    def _set_opacity(self, value: int) -> None:
        row = self._current()
        if row is not None:
            self._keeper.change(self._at(), replace(row, opacity=value / 100))

    def _set_scale(self) -> None:
        row = self._current()
        if row is not None:
            self._keeper.change(self._at(), replace(row, coarsest=self.scale.currentData()))

    def _zoom(self) -> None:
        row = self._current()
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

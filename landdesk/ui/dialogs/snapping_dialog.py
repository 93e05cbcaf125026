"""What the pointer is drawn to while points are placed on the map, and from how far."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from landdesk.i18n import N_, _
from landdesk.settings import SNAP_RADIUS_PX
from landdesk.ui.map.snapping import SnapKind, Snapping
from landdesk.ui.panels.sections import words

_TITLES = {
    SnapKind.VERTEX: N_("Boundary points (square)"),
    SnapKind.INTERSECTION: N_("Crossings of boundaries, and of the line with them (cross)"),
    SnapKind.MIDPOINT: N_("Middles of boundaries from point to point (triangle)"),
    SnapKind.PERPENDICULAR: N_("Perpendicular from the last point of the line (right angle)"),
    SnapKind.EDGE: N_("Boundaries anywhere (hourglass)"),
}


class SnappingDialog(QDialog):
    """Changes take effect at once.

    Signals:
        chosen(object): A `Snapping`.
    """

    chosen = Signal(object)

    def __init__(self, snapping: Snapping, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Snapping"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(10)
        layout.addWidget(words(_("While points are placed on the map, the pointer is drawn to:")))
        self.boxes = {kind: QCheckBox(_(title)) for kind, title in _TITLES.items()}
        for kind, box in self.boxes.items():
            box.setChecked(kind in snapping.kinds)
            box.toggled.connect(self._tell)
            layout.addWidget(box)
        self.radius = QSpinBox()
        self.radius.setRange(*SNAP_RADIUS_PX)
        self.radius.setValue(snapping.radius_px)
        self.radius.valueChanged.connect(self._tell)
        row = QHBoxLayout()
        row.addWidget(QLabel(_("From at most so many pixels away")))
        row.addWidget(self.radius)
        row.addStretch(1)
        layout.addLayout(row)
        layout.addWidget(
            words(_("The first of these that is near enough is taken. Hold Shift to place a point freely."))
        )
        closing = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        closing.rejected.connect(self.reject)
        layout.addWidget(closing)

    def _tell(self) -> None:
        kinds = frozenset(kind for kind, box in self.boxes.items() if box.isChecked())
        self.chosen.emit(Snapping(kinds, self.radius.value()))

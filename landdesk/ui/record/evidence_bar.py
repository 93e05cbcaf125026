"""What the values that are typed now are taken from: one line below the form, bound to them when it is saved."""

from collections.abc import Collection

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QSpinBox, QWidget

from landdesk.app.titles import BASIS_KINDS
from landdesk.domain.commands import Basis, New
from landdesk.domain.ids import ObjectId
from landdesk.i18n import _, normalised
from landdesk.services.forms.draft import Draft
from landdesk.ui.record.evidence import registration_words

PAGES_AT_MOST = 9_999
NEW = "new registration"
"""Stands for a registration that is still to be added."""


class EvidenceBar(QWidget):
    """Asks for a :class:`Basis`.

    Args:
        kinds: Kinds that can be chosen.

    Signals:
        registration_wanted(): A registration that is not on the page yet is the evidence.
    """

    registration_wanted = Signal()

    def __init__(self, parent: QWidget | None = None, *, kinds: Collection[str] = tuple(BASIS_KINDS)) -> None:
        super().__init__(parent)
        self.kind = QComboBox()
        self.kind.addItem(_("None said"), "")
        for code in kinds:
            self.kind.addItem(_(BASIS_KINDS[code]), code)
        self.kind.setAccessibleName(_("Evidence"))
        self.target = QComboBox()
        self.target.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.target.setMinimumContentsLength(16)
        self.target.setAccessibleName(_("Document or registration"))
        self.page = QSpinBox()
        self.page.setRange(0, PAGES_AT_MOST)
        self.page.setSpecialValueText(_("page"))
        self.page.setAccessibleName(_("Page"))
        self.words = QLineEdit()
        self.words.setPlaceholderText(_("row, survey or who said it"))
        self.words.setAccessibleName(_("Row, survey or statement"))
        label = QLabel(_("Evidence:"))
        label.setObjectName("soft")
        label.setToolTip(_("Bound to each value that you save now; valid until the value changes"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(label)
        row.addWidget(self.kind)
        row.addWidget(self.target, 3)
        row.addWidget(self.page)
        row.addWidget(self.words, 2)
        row.addStretch()
        self._draft: Draft | None = None
        self._added = ""
        self.target.activated.connect(self._choose_target)
        self.kind.currentIndexChanged.connect(self._choose_kind)
        self._choose_kind()

    def show_draft(self, draft: Draft, *, fresh: bool) -> None:
        """Offer the scans and registrations of a page; a kind that needs one is put away with another parcel.

        A list row, a survey or a statement stays: one list gives many parcels their values.
        """
        self._draft = draft
        if fresh and self.kind.currentData() in ("scan", "registration"):
            self.kind.setCurrentIndex(0)
        self._fill()

    def _choose_kind(self) -> None:
        kind = self.kind.currentData()
        self.target.setVisible(kind in ("scan", "registration"))
        self.page.setVisible(kind == "scan")
        self.words.setVisible(bool(kind))
        self._fill()

    def _fill(self) -> None:
        kept = self.target.currentData()
        self.target.clear()
        if self._draft is None or self.kind.currentData() not in ("scan", "registration"):
            return
        is_scan = self.kind.currentData() == "scan"
        for one in self._draft.of("document" if is_scan else "registration"):
            if self._draft.is_wanted(one) or one.key == self._added:
                words = self._draft.title(one) if is_scan else registration_words(one, self._draft)
                self.target.addItem(words, one.key)
        if not is_scan:
            if not self.target.count():
                self.target.addItem(_("None chosen"), "")
            self.target.addItem(_("Add new registration…"), NEW)
        self.target.setCurrentIndex(max(self.target.findData(kept), 0))
        self.target.setEnabled(self.target.count() > 0)

    def _choose_target(self) -> None:
        if self.target.currentData() == NEW:
            self.target.setCurrentIndex(0)
            self.registration_wanted.emit()

    def choose_target(self, key: str) -> None:
        """Let a registration that was just added to the page be the evidence."""
        self._added = key
        self._fill()
        self.target.setCurrentIndex(self.target.findData(key))

    def basis(self) -> Basis | None:
        """Return what was chosen; None where nothing was."""
        kind = str(self.kind.currentData() or "")
        words = normalised(self.words.text()).strip() or None
        target = self._target()
        if not kind or (target is None and words is None):
            return None
        return Basis(
            kind,
            document_id=target if kind == "scan" else None,
            page=self.page.value() or None if kind == "scan" else None,
            registration_id=target if kind == "registration" else None,
            words=words,
        )

    @property
    def is_unfinished(self) -> bool:
        """Whether a kind is chosen and nothing says which."""
        return bool(self.kind.currentData()) and self.basis() is None

    def _target(self) -> ObjectId | New | None:
        key = self.target.currentData()
        one = None if self._draft is None or not key else self._draft.objects.get(str(key))
        if one is None or self._draft is None or not self._draft.is_wanted(one):
            return None
        return New(one.key) if one.record is None else one.record.id

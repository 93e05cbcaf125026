"""The recovery sheet of a store, shown once: to be printed, or written into a file that is printed."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QPlainTextEdit, QVBoxLayout, QWidget

from landdesk.i18n import N_, _
from landdesk.ui import theme
from landdesk.ui.dialogs.choose_file import choose_new_file
from landdesk.ui.dialogs.package_result import heading_row
from landdesk.ui.panels.sections import words

SHEET_FILES: Final = (N_("Recovery sheets"), "*.txt")
SIZE_PX: Final = (700, 390)


class RecoverySheetDialog(QDialog):
    """Shows it; it closes when the person says that the sheet is put away.

    Signals:
        file_chosen(Path): The sheet is to be written into this file.

    Args:
        sheet: What stands on it.
        store: Its store.
    """

    file_chosen = Signal(object)

    def __init__(self, sheet: str, store: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(_("Recovery sheet"))
        self.sheet = sheet
        self._store = store
        self.text = QPlainTextEdit(sheet)
        self.text.setReadOnly(True)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setAccessibleName(_("Recovery sheet"))
        self.written = words("", name="soft")
        self.kept = QCheckBox(_("I have printed the sheet or written down its code"))
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.close_button = self.buttons.button(QDialogButtonBox.StandardButton.Close)
        self.close_button.setEnabled(False)
        self.write = self.buttons.addButton(
            _("Write to a file for printing…"), QDialogButtonBox.ButtonRole.ActionRole
        )
        self.write.clicked.connect(self._ask_file)
        self.kept.toggled.connect(self.close_button.setEnabled)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(10)
        layout.addLayout(
            heading_row(_("Put this sheet away: it is shown only now"), "warning", theme.WARNING)
        )
        layout.addWidget(self.text, 1)
        layout.addWidget(self.written)
        layout.addWidget(self.kept)
        layout.addWidget(self.buttons)
        self.resize(*SIZE_PX)

    def reject(self) -> None:
        """Close, once the person has said that the sheet is put away: Esc alone must not lose it."""
        if self.kept.isChecked():
            super().reject()
        else:
            self.kept.setFocus()

    def show_written(self, path: Path) -> None:
        """Say where the sheet is written, and what to do with the file."""
        said = _("Written: {path}. Print it, put the paper into a safe, and delete the file.")
        self.written.setText(said.format(path=path))

    def _ask_file(self) -> None:
        proposal = self._store.with_name(f"phieu-khoi-phuc-{self._store.stem}.txt")
        choose_new_file(self, _("Write the recovery sheet"), SHEET_FILES, self.file_chosen.emit, proposal)

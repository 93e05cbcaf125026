"""Backups in the window: what was written, where to restore one, and what became of it."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from landdesk.app.safekeeping import NOT_NOTED, BackupMade
from landdesk.app.titles import STORE_ROLES, after_restore, made_words, title
from landdesk.domain.errors import InvalidInputError, LandDeskError
from landdesk.i18n import N_, Text, _, format_number
from landdesk.paths import plain_form
from landdesk.ui import theme
from landdesk.ui.dialogs.choose_file import STORE_FILES, FileField
from landdesk.ui.dialogs.forgotten import with_suffix
from landdesk.ui.dialogs.package_result import fit, heading_row, size_words
from landdesk.ui.dialogs.work_form import WorkForm
from landdesk.ui.messages import ask
from landdesk.ui.models.office_rows import commune_title
from landdesk.ui.panels.sections import Facts, words

if TYPE_CHECKING:
    from landdesk.store.backup import Backup
    from landdesk.store.restoring import Restored

BACKUP_FILES: Final = (N_("LandDesk backups"), "*.ldbak")
WIDTH_PX: Final = 580


def backup_facts(backup: "Backup") -> list[tuple[str, str]]:
    """Return label and value of what is told of a backup."""
    scans = sum(one.path.startswith("files/") for one in backup.entries)
    facts = [
        (_("Store"), f"{backup.store_name} · {title(STORE_ROLES, backup.role)}"),
        (_("Communes"), ", ".join(commune_title(code) for code in backup.communes)),
        (_("Made"), made_words(backup)),
        (_("Last journal entry"), format_number(backup.journal, 0)),
        (_("Parcels"), format_number(backup.parcels, 0)),
        (_("Scans"), format_number(scans, 0)),
        (_("Encrypted"), _("Yes") if backup.encrypted else _("No")),
        (_("Size"), size_words(backup.size)),
    ]
    if backup.training:
        facts.append((_("Training"), _("Yes")))
    return facts


class _Told(QDialog):
    """A dialog that tells of something good, with facts, and a button for what comes next."""

    def __init__(
        self,
        heading: str,
        facts: Sequence[tuple[str, str]],
        said: Sequence[str],
        button: str,
        parent: QWidget | None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(heading)
        self.facts = Facts()
        self.facts.show_facts(facts)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(10)
        layout.addLayout(heading_row(heading, "good", theme.GOOD))
        layout.addWidget(self.facts)
        for one in said:
            layout.addWidget(words(one))
        layout.addWidget(self.buttons)
        self.next = self.buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole) if button else None
        close = self.buttons.button(QDialogButtonBox.StandardButton.Close)
        close.setDefault(True)
        close.setFocus()
        fit(self, WIDTH_PX)


class BackupDone(_Told):
    """Tells of a backup that was written and compared."""

    def __init__(self, made: BackupMade, path: Path, parent: QWidget | None = None) -> None:
        backup = made.backup
        said = [_("Every byte of it was compared. Keep it on another disk than the store.")]
        if not backup.encrypted:
            said.append(_("It is not encrypted: whoever has the file can read names and identity numbers."))
        if made.noted is False:
            said.append(_(NOT_NOTED))
        facts = [(_("File"), plain_form(path)), *backup_facts(backup)]
        super().__init__(_("The backup is written"), facts, said, _("Open the folder"), parent)
        assert self.next is not None
        self.next.clicked.connect(
            lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(plain_form(path.parent)))
        )


class RestoredDialog(_Told):
    """Tells of a store that was restored.

    Signals:
        open_wanted(): The store is to be opened.

    Args:
        opens: The store is not the open one: it can be opened.
    """

    open_wanted = Signal()

    def __init__(
        self, restored: "Restored", target: Path, *, opens: bool, parent: QWidget | None = None
    ) -> None:
        facts = [(_("Store"), str(target)), *backup_facts(restored.backup)[1:]]
        if restored.kept is not None:
            facts.append((_("Former store, kept whole"), str(restored.kept)))
        said = [_(after_restore(restored.backup.role))]
        button = _("Open the store") if opens else ""
        super().__init__(_("The store is restored"), facts, said, button, parent)
        if self.next is not None:
            self.next.clicked.connect(self.accept)
            self.next.clicked.connect(self.open_wanted)


class RestoreForm(WorkForm):
    """Tells what is in a backup that was compared, and asks where its store is to be.

    Signals:
        wanted(Path, bool): The store to make; a store of this name is replaced and kept beside.

    Args:
        backup: What is in it.
        source: The backup.
        proposal: Where its store was.
    """

    wanted = Signal(object, bool)

    def __init__(self, backup: "Backup", source: Path, proposal: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent, _("Restore a backup"), _("Restore"))
        self.setMinimumWidth(WIDTH_PX + 40)
        facts = Facts()
        facts.show_facts([(_("Backup"), str(source)), *backup_facts(backup)])
        self.rows.addRow(facts)
        self.rows.addRow(words(_("The backup is whole: every byte of it was compared."), name="soft"))
        self.target = FileField(_("Store to make"), STORE_FILES, new=True)
        self.note = words("", name="soft")
        self.add_field("target", _("Store to make"), self.target, self.note)
        self.add_progress()
        self.target.line.textChanged.connect(self._look)
        self.target.show_path(proposal)

    def submit(self) -> None:
        """Ask for it; first whether a store that is there is to be replaced."""
        target = self.target.path
        if target is None:
            raise InvalidInputError("new.no-target", Text(N_("Say where the new store is to be.")))
        target = with_suffix(target, ".landdesk")
        if not target.is_file():
            self.wanted.emit(target, False)
            return
        self._set_busy(busy=False)
        ask(
            self,
            _("Replace the store {name} by the backup?").format(name=target.name),
            _("Replace"),
            lambda: self._replace(target),
            details=_(
                "A whole copy of the present store is kept beside it first. What was done since the backup is only in"
                " that copy."
            ),
        )

    def field_of(self, error: LandDeskError) -> str | None:
        """Return the field an error is about."""
        by_code = dict.fromkeys(
            ("new.no-target", "store.exists", "file.exists", "restore.remains", "restore.other-key"), "target"
        )
        return by_code.get(error.code)

    def _replace(self, target: Path) -> None:
        self._set_busy(busy=True)
        self.wanted.emit(target, True)

    def _look(self) -> None:
        target = self.target.path
        if target is not None and with_suffix(target, ".landdesk").is_file():
            self.note.setText(_("There is a store of this name: you are asked before it is replaced."))
        else:
            self.note.setText(_("A new store is made; no other is touched."))

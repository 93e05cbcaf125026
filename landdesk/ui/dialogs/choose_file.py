"""A field with a button that opens the system's file dialog; and the dialogs themselves, opened, never waited for."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QWidget

from landdesk.i18n import N_, _

STORE_FILES = (N_("LandDesk stores"), "*.landdesk")
PACKAGE_FILES = (N_("LandDesk packages"), "*.ldpkg")
Kind = tuple[str, str]


def _filter(kind: Kind) -> str:
    ours, everything = _(kind[0]), _("All files")
    return f"{ours} ({kind[1]});;{everything} (*)"


def choose_file(
    parent: QWidget | None, title: str, kind: Kind, chosen: Callable[[Path], None], folder: Path | None = None
) -> QFileDialog:
    """Open a dialog for one file that exists."""
    return choose_files(parent, title, kind, lambda paths: chosen(paths[0]), folder, several=False)


def choose_files(
    parent: QWidget | None,
    title: str,
    kind: Kind,
    chosen: Callable[[Sequence[Path]], None],
    folder: Path | None = None,
    *,
    several: bool = True,
) -> QFileDialog:
    """Open a dialog for files that exist."""
    dialog = _dialog(parent, title, kind, folder)
    mode = QFileDialog.FileMode
    dialog.setFileMode(mode.ExistingFiles if several else mode.ExistingFile)
    dialog.filesSelected.connect(lambda names: chosen([Path(name) for name in names]))
    dialog.open()
    return dialog


def choose_new_file(
    parent: QWidget | None, title: str, kind: Kind, chosen: Callable[[Path], None], proposal: Path
) -> QFileDialog:
    """Open a dialog for a file that is to be made."""
    dialog = _dialog(parent, title, kind, proposal.parent)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(kind[1].removeprefix("*."))
    # LandDesk never writes over a file; it says so itself, with the way out.
    dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
    dialog.selectFile(proposal.name)
    dialog.fileSelected.connect(lambda name: chosen(Path(name)))
    dialog.open()
    return dialog


class FileField(QWidget):
    """A path that can be typed or chosen.

    Args:
        title: Of the file dialog.
        kind: Which files are offered.
        new: Whether the file is to be made.
    """

    def __init__(self, title: str, kind: Kind, *, new: bool = False) -> None:
        super().__init__()
        self._title, self._kind, self._new = title, kind, new
        self.line = QLineEdit()
        self.browse = QPushButton(_("Browse…"))
        self.browse.setAutoDefault(False)
        self.browse.clicked.connect(self._browse)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.line, 1)
        layout.addWidget(self.browse)
        self.setFocusProxy(self.line)

    @property
    def path(self) -> Path | None:
        """The path; None while there is none."""
        words = self.line.text().strip()
        return Path(words).expanduser() if words else None

    def show_path(self, path: Path) -> None:
        """Put a path into the field."""
        self.line.setText(str(path))

    def _browse(self) -> None:
        if self._new:
            choose_new_file(
                self.window(),
                self._title,
                self._kind,
                self.show_path,
                self.path or Path.home() / "commune.landdesk",
            )
        else:
            folder = self.path.parent if self.path is not None else None
            choose_file(self.window(), self._title, self._kind, self.show_path, folder)


def _dialog(parent: QWidget | None, title: str, kind: Kind, folder: Path | None) -> QFileDialog:
    dialog = QFileDialog(parent, title, str(folder or Path.home()), _filter(kind))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return dialog

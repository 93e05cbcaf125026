"""A field with a button that opens the system's file dialog; and the dialogs themselves, opened, never waited for.

Each purpose (stores to open, packages to write …) begins in the folder that was used for it last.
"""

import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import cast

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QTreeView, QWidget

from landdesk.files import MAP_SUFFIXES, TABLE_SUFFIXES
from landdesk.i18n import N_, _
from landdesk.paths import named_path, plain_form, real_path
from landdesk.settings import LAST_FOLDERS, Settings

_LOG = logging.getLogger(__name__)

NEW_NAME = "xa.landdesk"
DIALOG_PX = (860, 520)
NAME_PX = 330
STORE_FILES = (N_("LandDesk stores"), "*.landdesk")
PACKAGE_FILES = (N_("LandDesk packages"), "*.ldpkg")
IMPORT_FILES = (
    N_("Maps and tables"),
    " ".join(
        f"*{ending}" for ending in (*MAP_SUFFIXES, *TABLE_SUFFIXES, ".dbf", ".gdb.zip") if ending != ".gdb"
    ),
)
FINDING_FILES = (N_("Workbooks and maps"), "*.xlsx *.gpkg *.geojson *.csv")
Kind = tuple[str, str]


def _filter(kind: Kind) -> str:
    ours, everything = _(kind[0]), _("All files")
    return f"{ours} ({kind[1]});;{everything} (*)"


def starting_folder(kind: Kind, *, new: bool, otherwise: Path | None = None) -> Path:
    """Return where a dialog begins: the folder used last for this, else the one given, else the documents.

    Args:
        kind: Of the files.
        new: Whether a file is to be made.
        otherwise: Folder where none was used yet.
    """
    kept = Settings().get(LAST_FOLDERS).get(_purpose(kind, new=new))
    if kept is not None and Path(kept).is_dir():
        return Path(kept)
    if otherwise is not None and otherwise.is_dir():
        return otherwise
    documents = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
    return documents if documents.is_dir() else Path.home()


def free_path(target: Path) -> Path:
    """Return a path where nothing is yet: the one given, or with a number behind its name."""
    made, number = target, 2
    while made.exists():
        made, number = target.with_stem(f"{target.stem}-{number}"), number + 1
    return made


def _purpose(kind: Kind, *, new: bool) -> str:
    return f"{kind[1].split()[0].removeprefix('*.')}.{'new' if new else 'open'}"


def _remember_folder(kind: Kind, path: Path, *, new: bool) -> None:
    settings = Settings()
    folders = {**settings.get(LAST_FOLDERS), _purpose(kind, new=new): str(real_path(path.parent))}
    try:
        settings.put(LAST_FOLDERS, folders)
    except OSError:
        _LOG.warning("the folder used last cannot be written")


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
    """Open a dialog for files that exist.

    Args:
        folder: Where to begin the first time.
    """
    dialog = _dialog(parent, title, kind, starting_folder(kind, new=False, otherwise=folder))
    mode = QFileDialog.FileMode
    dialog.setFileMode(mode.ExistingFiles if several else mode.ExistingFile)

    def take(names: Sequence[str]) -> None:
        paths = [named_path(name) for name in names]
        _remember_folder(kind, paths[0], new=False)
        chosen(paths)

    dialog.filesSelected.connect(take)
    dialog.open()
    return dialog


def choose_folder(
    parent: QWidget | None, title: str, kind: Kind, chosen: Callable[[Path], None], folder: Path | None = None
) -> QFileDialog:
    """Open a dialog for a folder that is taken as one file of a kind."""
    dialog = _dialog(parent, title, kind, starting_folder(kind, new=False, otherwise=folder))
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)

    def take(name: str) -> None:
        _remember_folder(kind, named_path(name), new=False)
        chosen(named_path(name))

    dialog.fileSelected.connect(take)
    dialog.open()
    return dialog


def choose_new_file(
    parent: QWidget | None, title: str, kind: Kind, chosen: Callable[[Path], None], proposal: Path
) -> QFileDialog:
    """Open a dialog for a file that is to be made.

    Args:
        proposal: Its name, and the folder to begin with the first time; a name that is taken gets a number.
    """
    proposal = free_path(starting_folder(kind, new=True, otherwise=proposal.parent) / proposal.name)
    dialog = _dialog(parent, title, kind, proposal.parent)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(kind[1].split()[0].removeprefix("*."))
    # LandDesk never writes over a file; it says so itself, with the way out.
    dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
    dialog.selectFile(proposal.name)

    def take(name: str) -> None:
        _remember_folder(kind, named_path(name), new=True)
        chosen(named_path(name))

    dialog.fileSelected.connect(take)
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
        """The path; None while there is none, or one that names no file, such as ``/``."""
        words = self.line.text().strip()
        path = named_path(words)
        return path if words and path.name else None

    def show_path(self, path: Path) -> None:
        """Put a path into the field."""
        self.line.setText(plain_form(path))

    def _browse(self) -> None:
        typed = self.path
        if self._new:
            proposal = typed or starting_folder(self._kind, new=True) / NEW_NAME
            dialog = choose_new_file(self.window(), self._title, self._kind, self.show_path, proposal)
        else:
            dialog = choose_file(self.window(), self._title, self._kind, self.show_path)
        if typed is not None and typed.parent.is_dir():
            dialog.setDirectory(plain_form(typed.parent))


def _dialog(parent: QWidget | None, title: str, kind: Kind, folder: Path) -> QFileDialog:
    dialog = QFileDialog(parent, title, plain_form(folder), _filter(kind))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.resize(*DIALOG_PX)
    # Only where the system has no file dialog of its own: Qt's begins with columns too narrow to read.
    tree = cast("QTreeView | None", dialog.findChild(QTreeView, "treeView"))
    if tree is not None:
        for column, width in enumerate((NAME_PX, 90, 90, 150)):
            tree.setColumnWidth(column, width)
    return dialog

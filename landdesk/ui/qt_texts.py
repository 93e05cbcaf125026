"""Vietnamese words for what Qt itself writes: standard buttons, file dialog, menus of text fields.

Qt ships no Vietnamese catalogue. The words come from LandDesk's own catalogue, by the English text of Qt.
"""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QObject, QTranslator

from landdesk.i18n import N_, gettext

QT_TEXTS: Final[Mapping[str, str]] = {
    # By Qt's source text without accelerators.
    "OK": N_("OK"),
    "Cancel": N_("Cancel"),
    "Close": N_("Close"),
    "Save": N_("Save"),
    "Open": N_("Open"),
    "Yes": N_("Yes"),
    "No": N_("No"),
    "Help": N_("Help"),
    "Apply": N_("Apply"),
    "Discard": N_("Discard"),
    "Retry": N_("Retry"),
    "Undo": N_("Undo"),
    "Redo": N_("Redo"),
    "Cut": N_("Cut"),
    "Copy": N_("Copy"),
    "Paste": N_("Paste"),
    "Delete": N_("Delete"),
    "Select All": N_("Select all"),
    "Copy Link Location": N_("Copy link"),
    "Look in:": N_("Look in:"),
    "File name:": N_("File name:"),
    "Files of type:": N_("Files of type:"),
    "Directory:": N_("Folder:"),
    "Choose": N_("Choose"),
    "Name": N_("Name"),
    "Size": N_("Size"),
    "Type": N_("Type"),
    "Kind": N_("Kind"),
    "Folder": N_("Folder"),
    "File Folder": N_("Folder"),
    "%1 File": N_("%1 file"),
    "Drive": N_("Drive"),
    "Date Modified": N_("Changed on"),
    "Back": N_("Back"),
    "Forward": N_("Forward"),
    "Parent Directory": N_("Folder above"),
    "Create New Folder": N_("New folder"),
    "New Folder": N_("New folder"),
    "List View": N_("List"),
    "Detail View": N_("Details"),
    "Computer": N_("Computer"),
    "My Computer": N_("Computer"),
    "Rename": N_("Rename"),
    "Show hidden files": N_("Show hidden files"),
    "Find Directory": N_("Find folder"),
    "Show Details...": N_("Details…"),
    "Hide Details...": N_("Hide details"),
    "All Files (*)": N_("All files (*)"),
    "Line up": N_("Line up"),
    "Line down": N_("Line down"),
    "%1 already exists.\nDo you want to replace it?": N_("%1 is there already.\nReplace it?"),
    "%1\nFile not found.\nPlease verify the correct file name was given.": N_(
        "%1\nThere is no such file.\nPlease check the name."
    ),
}


class QtTexts(QTranslator):
    """Answers Qt's own texts from LandDesk's catalogue; leaves the rest as it is."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)

    def isEmpty(self) -> bool:
        """Say that there are words: Qt asks no empty translator."""
        return False

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str:
        """Return the words for one of Qt's texts; the text itself where none are known."""
        del context, disambiguation, n
        known = QT_TEXTS.get(source.replace("&", ""))
        return source if known is None else gettext(known)

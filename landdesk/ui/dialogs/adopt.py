"""What is told when a store was bound to the office's base: what matched, how, and what did not."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QListWidget, QVBoxLayout, QWidget

from landdesk.app.titles import list_news_lines
from landdesk.i18n import _, format_number
from landdesk.services.packages.commune import Adoption
from landdesk.ui import theme
from landdesk.ui.dialogs.package_result import heading_row
from landdesk.ui.panels.sections import Facts, words

LISTED_AT_MOST: Final = 5_000


class AdoptionDialog(QDialog):
    """Tells of an adoption."""

    def __init__(self, adoption: Adoption, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(_("Bind to the office's base"))
        self.facts = Facts()
        self.facts.show_facts(
            [
                (_("Matched by source identifier"), format_number(adoption.by_source, 0)),
                (_("Matched by sheet and number"), format_number(adoption.by_number, 0)),
                (_("Of these different from the base"), format_number(adoption.different, 0)),
            ]
        )
        self.only_here = _list(adoption.only_here, _("Parcels only here"))
        self.only_there = _list(adoption.only_there, _("Parcels only in the base"))
        lists = QHBoxLayout()
        lists.setSpacing(12)
        lists.addLayout(_column(_("Only here"), _("They will be sent to the office as new."), self.only_here))
        lists.addLayout(_column(_("Only in the base"), _("They were added to this store."), self.only_there))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(10)
        layout.addLayout(heading_row(_("The store is bound to the office's base"), "good", theme.GOOD))
        layout.addWidget(
            words(_("What differs from the base waits to be sent with the next change package."))
        )
        layout.addWidget(self.facts)
        for line in list_news_lines(adoption.lists):
            layout.addWidget(words(line))
        layout.addLayout(lists)
        layout.addWidget(buttons)
        self.setMinimumWidth(560)


def _column(title: str, note: str, listed: QListWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(3)
    column.addWidget(words(f"{title} ({format_number(listed.count(), 0)})", name="section"))
    column.addWidget(words(note, name="soft"))
    column.addWidget(listed)
    return column


def _list(keys: Sequence[str], name: str) -> QListWidget:
    made = QListWidget()
    made.setAccessibleName(name)
    made.setUniformItemSizes(True)
    made.addItems(list(keys[:LISTED_AT_MOST]))
    made.setFixedHeight(170)
    return made

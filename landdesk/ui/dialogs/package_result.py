"""What is told when a package was written: where it is, what is in it, and the words that prove it by telephone."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QLabel, QLayout, QVBoxLayout, QWidget

from landdesk.i18n import N_, _, format_number
from landdesk.paths import plain_form
from landdesk.services.packages.kinds import BASE, CHANGE, RECEIPT, UPDATE
from landdesk.services.packages.reading import fingerprint_words
from landdesk.ui import theme
from landdesk.ui.icons import picture
from landdesk.ui.models.office_rows import commune_title
from landdesk.ui.models.office_written import WrittenPackage
from landdesk.ui.panels.sections import Facts, small_button, words

TITLES: Final = {
    BASE: N_("The base package is written"),
    UPDATE: N_("The update package is written"),
    CHANGE: N_("The change package is written"),
    RECEIPT: N_("The receipt is written"),
}
NEXT: Final = {
    BASE: N_("Hand this file to the commune: its store is made from it."),
    UPDATE: N_("Hand this file to the commune: it brings what became official."),
    CHANGE: N_("Bring or send this file to the registration office."),
    RECEIPT: N_("Hand this file to the commune: it says what was accepted and what was returned."),
}
PAIRS_SHOWN: Final = 12
WIDTH_PX: Final = 540


class PackageResult(QDialog):
    """Tells of one written package."""

    def __init__(self, written: WrittenPackage, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(_(TITLES[written.kind]))
        self._written = written
        self.facts = Facts()
        self.facts.show_facts(result_facts(written))
        copy = small_button("copy", _("Copy the fingerprint"), text=_("Copy"))
        copy.clicked.connect(self._copy)
        fingerprint = QHBoxLayout()
        fingerprint.addWidget(
            words(_fingerprint_lines(written.fingerprint), name="strong", selectable=True), 1
        )
        fingerprint.addWidget(copy, 0, Qt.AlignmentFlag.AlignTop)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        folder = self.buttons.addButton(_("Open the folder"), QDialogButtonBox.ButtonRole.ActionRole)
        folder.clicked.connect(
            lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(plain_form(written.path.parent)))
        )
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(10)
        layout.addLayout(heading_row(_(TITLES[written.kind]), "good", theme.GOOD))
        layout.addWidget(words(_(NEXT[written.kind])))
        layout.addWidget(self.facts)
        layout.addWidget(words(_("Fingerprint, to be read aloud when in doubt:"), name="soft"))
        layout.addLayout(fingerprint)
        if written.renumbered:
            layout.addWidget(words(_("Parcels that got their official number:"), name="soft"))
            layout.addWidget(words(pair_words(written.renumbered), selectable=True))
        layout.addWidget(self.buttons)
        close = self.buttons.button(QDialogButtonBox.StandardButton.Close)
        close.setDefault(True)
        close.setFocus()
        fit(self, WIDTH_PX)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(fingerprint_words(self._written.fingerprint))


def result_facts(written: WrittenPackage) -> list[tuple[str, str]]:
    """Return label and value of what is told of a package."""
    facts = [
        (_("File"), written.path.name),
        (_("Folder"), plain_form(written.path.parent)),
        (_("Commune"), commune_title(written.commune)),
        (_("Package number"), str(written.sequence)),
    ]
    if written.kind in (CHANGE, RECEIPT):
        facts.append((_("Records"), format_number(written.records, 0)))
    if written.kind == RECEIPT:
        answers = _("{accepted} accepted, {returned} returned")
        facts.append((_("Of these"), answers.format(accepted=written.accepted, returned=written.returned)))
    if written.kind != RECEIPT:
        facts.append((_("Objects"), format_number(written.objects, 0)))
    facts.append((_("Size"), size_words(written.size_bytes)))
    return facts


def size_words(size_bytes: int) -> str:
    """Return the size of a file as people read it."""
    if size_bytes < 1_000_000:
        return f"{format_number(max(size_bytes / 1000, 0.1), 1)} kB"
    return f"{format_number(size_bytes / 1_000_000, 1)} MB"


def pair_words(pairs: Sequence[tuple[str, str]]) -> str:
    """Return old and new numbers of parcels, as many as fit."""
    listed = ", ".join(f"{old} → {new}" for old, new in pairs[:PAIRS_SHOWN])
    left = len(pairs) - PAIRS_SHOWN
    return listed if left <= 0 else _("{listed} and {count} more").format(listed=listed, count=left)


def fit(dialog: QDialog, width_px: int) -> None:
    """Give a dialog a width and the height that its wrapped words need in it."""
    layout = dialog.layout()
    if layout is not None:
        # Else the layout asks for the height that the words would need in a narrow column.
        layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        height_px = height_in(layout, width_px)
        dialog.setMinimumSize(width_px, height_px)
        dialog.resize(width_px, height_px)


def height_in(layout: QLayout, width_px: int) -> int:
    """Return the height that a layout needs in a width, whether or not its words wrap."""
    if layout.hasHeightForWidth():
        return layout.totalHeightForWidth(width_px)
    return layout.totalSizeHint().height()


def heading_row(title: str, icon_name: str, colour: str) -> QHBoxLayout:
    """Return an icon with a heading beside it."""
    sign = QLabel()
    sign.setPixmap(picture(icon_name, 28, colour))
    heading = words(title, name="heading")
    row = QHBoxLayout()
    row.setSpacing(10)
    row.addWidget(sign)
    row.addWidget(heading, 1)
    return row


def _fingerprint_lines(fingerprint: bytes) -> str:
    groups = fingerprint_words(fingerprint).split(" ")
    return "  ".join(groups[:4]) + "\n" + "  ".join(groups[4:])

"""What is told when packages were received: one block per file, an error beside what went well."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from landdesk.app.titles import KINDS, list_news_lines, moment, title
from landdesk.domain.errors import LandDeskError
from landdesk.i18n import _, format_number, ngettext
from landdesk.services.office.inbox import TWINS, InboxLine
from landdesk.services.packages.receive import Received
from landdesk.store.queries.exchange import PackageLine
from landdesk.ui import theme
from landdesk.ui.dialogs.package_result import heading_row, height_in, pair_words
from landdesk.ui.messages import error_lines
from landdesk.ui.models.office_rows import stated_moment, waiting_words
from landdesk.ui.panels.sections import Banner

WIDTH_PX = 580
TALLEST_PX = 470


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """What became of one file.

    Args:
        error: Why it could not be used; nothing of it was taken then.
        received: What it did in a commune's store.
        inbox: Its line in an office's inbox; ``again`` says that it was there before.
    """

    path: Path
    error: LandDeskError | None = None
    received: Received | None = None
    inbox: InboxLine | None = None
    again: bool = False


class ReceivedDialog(QDialog):
    """Tells of several files."""

    def __init__(self, outcomes: Sequence[FileOutcome], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.outcomes = tuple(outcomes)
        failed = sum(one.error is not None for one in outcomes)
        good = len(outcomes) - failed
        if failed:
            heading = ngettext("{count} file could not be used", "{count} files could not be used", failed)
            heading = heading.format(count=failed)
        else:
            heading = ngettext("{count} package received", "{count} packages received", good).format(
                count=good
            )
        self.setWindowTitle(_("Receive packages"))
        self.banners = [outcome_banner(one) for one in outcomes]
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for banner in self.banners:
            column.addWidget(banner)
        column.addStretch()
        area = QScrollArea()
        area.setWidget(body)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(10)
        sign, colour = ("warning", theme.WARNING) if failed else ("good", theme.GOOD)
        layout.addLayout(heading_row(heading, sign, colour))
        layout.addWidget(area)
        layout.addWidget(buttons)
        self.resize(WIDTH_PX, 200)
        self.setMinimumWidth(WIDTH_PX)
        # The area never makes its content lower than the least it asks for, however it would fit.
        height = max(height_in(column, WIDTH_PX - 2 * 18 - 12), body.minimumSizeHint().height())
        area.setMinimumHeight(min(height + 8, TALLEST_PX))


def outcome_banner(outcome: FileOutcome) -> Banner:
    """Return the block of one file."""
    name = outcome.path.name
    if outcome.error is not None:
        return Banner("error", theme.ERROR, name, "\n".join(error_lines(outcome.error)))
    if outcome.inbox is not None:
        return _inbox_banner(name, outcome.inbox, again=outcome.again)
    if outcome.received is not None:
        return _commune_banner(name, outcome.received)
    return Banner("notice", theme.NOTICE, name, _("Nothing was done."))


def _inbox_banner(name: str, inbox: InboxLine, *, again: bool) -> Banner:
    if again:
        return _again_banner(name, inbox.line)
    line = inbox.line
    lines = [
        _("Package {number} from {author}, {date}").format(
            number=line.sequence, author=line.author, date=stated_moment(line.created_at)
        ),
        ngettext(
            "{count} record waits for a decision", "{count} records wait for a decision", inbox.records
        ).format(count=format_number(inbox.records, 0)),
    ]
    warnings = [one for one in (waiting_words(inbox), _(TWINS) if inbox.twins else "") if one]
    if warnings:
        return Banner("warning", theme.WARNING, name, "\n".join([*lines, *warnings]))
    return Banner("good", theme.GOOD, name, "\n".join(lines))


def _again_banner(name: str, line: PackageLine) -> Banner:
    words = _("It came first on {date}, taken in by {person}; nothing was changed now.").format(
        date=moment(line.received_ms), person=line.received_by
    )
    return Banner("notice", theme.NOTICE, name, words)


def _commune_banner(name: str, received: Received) -> Banner:
    if received.again:
        return _again_banner(name, received.line)
    return Banner(
        "good", theme.GOOD, name, "\n".join([title(KINDS, received.line.kind), *received_lines(received)])
    )


def received_lines(received: Received) -> list[str]:
    """Return what a package did in a commune's store, one line each."""
    counts = (
        (received.accepted, _("{count} records accepted by the office")),
        (received.returned, _("{count} records returned: they are now work to do, on their parcels")),
        (received.changed, _("{count} objects follow the office now")),
        (received.merged, _("{count} objects with own edits: these were kept on top")),
        (received.conflicts, _("{count} objects that both sides changed: they are now work to do")),
    )
    lines = [text.format(count=format_number(count, 0)) for count, text in counts if count]
    if received.renumbered:
        lines.append(_("Official numbers: {pairs}").format(pairs=pair_words(received.renumbered)))
    lines += list_news_lines(received.lists)
    return lines or [_("It brought nothing new.")]

from pathlib import Path

import pytest
from PySide6.QtWidgets import QScrollArea
from pytestqt.qtbot import QtBot

from landdesk.domain.errors import InvalidInputError
from landdesk.i18n import Text
from landdesk.ui.dialogs.receive_packages import FileOutcome, ReceivedDialog
from tests.ui.hands import children


@pytest.mark.parametrize("count", [1, 3])
def test_what_was_received_is_seen_without_a_scroll_bar(qtbot: QtBot, count: int) -> None:
    error = InvalidInputError("package.damaged", Text("This is not a whole package"), Text("File a.ldpkg"))
    dialog = ReceivedDialog([FileOutcome(Path(f"{i}.ldpkg"), error=error) for i in range(count)])
    qtbot.addWidget(dialog)
    dialog.show()
    area = children(dialog, QScrollArea)[0]
    qtbot.waitUntil(lambda: area.viewport().height() > 0)
    assert area.verticalScrollBar().maximum() == 0

from pathlib import Path

import pytest
from PySide6.QtWidgets import QScrollArea
from pytestqt.qtbot import QtBot

from landdesk.domain.errors import InvalidInputError
from landdesk.domain.ids import ObjectId
from landdesk.i18n import Text, set_language
from landdesk.services.office.review import Outcome
from landdesk.services.packages.operations import UPDATE
from landdesk.ui.dialogs.receive_packages import FileOutcome, ReceivedDialog
from landdesk.ui.models.office_changes import FieldChange, ObjectChange
from landdesk.ui.panels.office_place import RIGHT_PX
from landdesk.ui.panels.office_record_cards import ObjectCard
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


def test_a_card_of_four_columns_has_room_beside_the_map(qtbot: QtBot) -> None:
    set_language("vi")
    address = FieldChange(
        "F012", "Parcel address", False, "Thôn Thanh Sơn", "Thôn Thanh Sơn", "Thôn Trung", False, False
    )
    change = ObjectChange(ObjectId(bytes(16)), "parcel", UPDATE, "Thửa 2/30", Outcome.CLEAN, None, (address,))
    card = ObjectCard(change, personal=False, decided=False)
    qtbot.addWidget(card)
    # Margins of the panel and its scroll bar take the rest.
    assert card.minimumSizeHint().width() <= RIGHT_PX - 36

import re
from collections import Counter

from pytestqt.qtbot import QtBot

from landdesk.app.titles import command_title
from landdesk.domain.errors import RefusedError, TroubleError
from landdesk.i18n import Text, set_language
from landdesk.resources import resource_path
from landdesk.ui.actions import BY_CODE, ROWS
from landdesk.ui.icons import icon
from landdesk.ui.map.tools.registry import TOOLS
from landdesk.ui.menus import LINE, MAP_MENU, MENUS, PARCEL_MENU, RECENT, TOOLBAR
from landdesk.ui.messages import error_html, error_lines, show_crash, show_error
from landdesk.ui.qt_texts import QtTexts


def test_codes_and_keys_are_used_once() -> None:
    assert len(BY_CODE) == len(ROWS)
    keys = Counter(key for row in ROWS for key in row.keys)
    assert [key for key, count in keys.items() if count > 1] == []


def test_menus_and_toolbar_name_actions_that_exist_and_each_is_in_a_menu() -> None:
    in_menus = [code for _name, codes in MENUS for code in codes if code not in (LINE, RECENT)]
    assert set(in_menus) == set(BY_CODE)
    assert len(in_menus) == len(set(in_menus))
    assert {code for code in (*TOOLBAR, *PARCEL_MENU, *MAP_MENU) if code != LINE} <= set(BY_CODE)


def test_every_map_tool_has_an_action() -> None:
    assert {row.tool for row in ROWS if row.tool} == set(TOOLS)


def test_icons_are_there_and_of_one_hand(qtbot: QtBot) -> None:
    del qtbot
    for row in ROWS:
        if row.icon:
            assert not icon(row.icon).isNull()
    for path in resource_path("icons").glob("*.svg"):
        words = path.read_text("utf-8")
        if path.stem != "landdesk":
            assert 'viewBox="0 0 24 24"' in words
            assert 'stroke-width="1.7"' in words
            assert set(re.findall(r'(?:stroke|fill)="([^"]+)"', words)) <= {"none", "currentColor"}
        assert not icon(path.stem).pixmap(24, 24).toImage().isNull()


def test_an_error_has_three_lines_in_the_language_of_the_reader() -> None:
    error = RefusedError("a.b", Text("what <1>"), Text("here"), Text("so"))
    assert error_lines(error) == ["what <1>", "Where: here", "What to do: so"]
    assert error_html(error).startswith("<b>what &lt;1&gt;</b>")
    assert error_lines(RefusedError("a.b", Text("what"))) == ["what"]


def test_dialogs_are_opened_and_never_waited_for(qtbot: QtBot) -> None:
    for box in (show_error(None, TroubleError("a.b", Text("what"))), show_crash(None, None)):
        qtbot.waitUntil(box.isVisible)
        box.accept()


def test_acts_are_called_by_their_names() -> None:
    assert command_title("parcel.split", "act") == "Split parcel"
    assert command_title("undo:parcel.split", "act") == "Undone: Split parcel"
    assert command_title("something.new", "receipt") == "Receipt"
    assert command_title("something.new") == "something.new"


def test_qt_speaks_vietnamese(qtbot: QtBot) -> None:
    del qtbot
    set_language("vi")
    texts = QtTexts()
    assert not texts.isEmpty()
    assert texts.translate("QPlatformTheme", "&Cancel") == texts.translate("QDialogButtonBox", "Cancel")
    assert texts.translate("QDialogButtonBox", "Something Qt says") == "Something Qt says"

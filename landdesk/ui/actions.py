"""Every action of the window in one table: code, words, icon, keys, when it can be used and what it calls.

Menus and toolbar name actions by their code, see `menus.py`. Nothing here knows widgets; what is called belongs
to the errands.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from landdesk.app.finding_ways import FindingAct
from landdesk.i18n import N_, _
from landdesk.store.info import COMMUNE, OFFICE
from landdesk.ui.action_row import ActionRow, with_any, with_one, with_store
from landdesk.ui.map_actions import MAP_ROWS
from landdesk.ui.store_actions import STORE_ROWS


def _panel(code: str, text: str, keys: str) -> ActionRow:
    """Return the row of a panel of the window that can be hidden."""
    return ActionRow(
        f"panel_{code}",
        text,
        "",
        lambda e: e.desk.panel_turned.emit(code),
        (keys,),
        usable=with_store,
        checkable=True,
    )


ROWS: Final[Sequence[ActionRow]] = (
    ActionRow("open", N_("Open store…"), "open", lambda e: e.ask_store(), ("Ctrl+O",)),
    ActionRow(
        "new_from_base",
        N_("New store from base package…"),
        "new",
        lambda e: e.ask_new_from_base(),
        ("Ctrl+N",),
    ),
    ActionRow(
        "new_training",
        N_("New training store…"),
        "training",
        lambda e: e.ask_new_training(),
        ("Ctrl+Shift+N",),
    ),
    ActionRow("close", N_("Close store"), "", lambda e: e.desk.close_store(), ("Ctrl+W",), usable=with_store),
    ActionRow(
        "import",
        N_("Import file…"),
        "import",
        lambda e: e.ask_import(),
        ("Ctrl+I",),
        usable=with_store,
    ),
    ActionRow(
        "person", N_("Change person…"), "person", lambda e: e.ask_person(), ("Ctrl+U",), usable=with_store
    ),
    ActionRow(
        "export_list",
        N_("Export list…"),
        "export",
        lambda e: e.ask_export_list(),
        ("Ctrl+Shift+S",),
        usable=with_store,
    ),
    ActionRow(
        "export_pl3",
        N_("Export form PL3-01…"),
        "export",
        lambda e: e.pl3.ask(),
        usable=with_store,
    ),
    ActionRow(
        "print_parcel",
        N_("Print extract…"),
        "print",
        lambda e: e.print_parcel(),
        ("Ctrl+P",),
        usable=with_one,
    ),
    ActionRow(
        "print_map",
        N_("Print map…"),
        "print",
        lambda e: e.print_map(),
        ("Ctrl+Shift+P",),
        usable=with_store,
    ),
    ActionRow(
        "print_overview",
        N_("Print overview…"),
        "print",
        lambda e: e.overview.ask_print(),
        usable=lambda s: s.overview,
    ),
    ActionRow(
        "weekly_report",
        N_("Weekly report…"),
        "export",
        lambda e: e.overview.ask_report(),
        usable=with_store,
    ),
    ActionRow("vietnamese", "Tiếng Việt", "", lambda e: e.desk.choose_language("vi")),
    ActionRow("english", "English", "", lambda e: e.desk.choose_language("en")),
    ActionRow("quit", N_("Quit"), "", lambda e: e.desk.quit(), ("Ctrl+Q",)),
    ActionRow(
        "undo", N_("Undo"), "undo", lambda e: e.workplace.history.undo(), ("Ctrl+Z",), usable=with_store
    ),
    ActionRow(
        "redo",
        N_("Redo"),
        "redo",
        lambda e: e.workplace.history.redo(),
        ("Ctrl+Y", "Ctrl+Shift+Z"),
        usable=with_store,
    ),
    ActionRow(
        "edit_parcel",
        N_("Open parcel page"),
        "edit",
        lambda e: e.workplace.record.open(),
        ("Ctrl+E",),
        usable=with_one,
    ),
    ActionRow(
        "add_user", N_("Add land user…"), "person", lambda e: e.workplace.parcel.add_user(), usable=with_one
    ),
    ActionRow(
        "bulk_edit",
        N_("Change chosen parcels together…"),
        "edit",
        lambda e: e.workplace.change_several(),
        ("Ctrl+Shift+B",),
        usable=lambda s: s.chosen > 1,
    ),
    ActionRow(
        "enter_certificate",
        N_("Enter a certificate…"),
        "list",
        lambda e: e.enter_certificate(),
        ("Ctrl+Shift+G",),
        N_("Certificate"),
        with_store,
        role=COMMUNE,
    ),
    ActionRow(
        "merge_chosen",
        N_("Merge chosen parcels"),
        "merge",
        lambda e: e.workplace.merge_chosen(),
        ("Ctrl+M",),
        usable=lambda s: s.chosen > 1,
    ),
    ActionRow(
        "delete_chosen",
        N_("Delete parcel…"),
        "delete",
        lambda e: e.workplace.delete_chosen(),
        ("Del", "Ctrl+Del"),
        usable=with_one,
    ),
    ActionRow(
        "copy_number",
        N_("Copy sheet and number"),
        "copy",
        lambda e: e.workplace.copy_numbers(),
        ("Ctrl+Shift+C",),
        usable=with_any,
    ),
    ActionRow(
        "find", N_("Find parcel"), "search", lambda e: e.workplace.find(), ("Ctrl+F",), usable=with_store
    ),
    ActionRow(
        "look_up",
        N_("Look up a list…"),
        "list",
        lambda e: e.look_up(),
        ("Ctrl+L",),
        usable=with_store,
    ),
    ActionRow(
        "overview",
        N_("Overview of the commune"),
        "overview",
        lambda e: e.desk.overview_turned.emit(),
        ("Ctrl+Shift+O",),
        N_("Overview"),
        with_store,
        checkable=True,
    ),
    ActionRow(
        "go_map",
        N_("Go to the map"),
        "",
        lambda e: e.workplace.go_to_map(),
        ("F6",),
        usable=with_store,
    ),
    ActionRow(
        "go_findings",
        N_("Go to the findings"),
        "",
        lambda e: e.workplace.go_to(e.workplace.findings_panel),
        ("F7",),
        usable=with_store,
    ),
    ActionRow(
        "go_work",
        N_("Go to the work to do"),
        "",
        lambda e: e.workplace.go_to(e.workplace.work_panel),
        ("F8",),
        usable=with_store,
        role=COMMUNE,
    ),
    ActionRow(
        "go_queue",
        N_("Go to the worklist"),
        "",
        lambda e: e.workplace.go_to(e.workplace.queue_panel),
        ("F4",),
        usable=with_store,
    ),
    ActionRow(
        "go_link",
        N_("Go to the boundaries to link"),
        "link",
        lambda e: e.workplace.go_to(e.workplace.link_panel),
        ("Shift+F4",),
        usable=with_store,
    ),
    ActionRow(
        "go_history",
        N_("Go to the history"),
        "",
        lambda e: e.workplace.go_to(e.workplace.history_panel),
        ("F9",),
        usable=with_store,
    ),
    *MAP_ROWS,
    _panel("left", N_("Lists at the left"), "Ctrl+1"),
    _panel("right", N_("Parcel at the right"), "Ctrl+2"),
    _panel("foot", N_("Findings, work, history"), "Ctrl+3"),
    ActionRow("reset_layout", N_("Reset the window's layout"), "", lambda e: e.desk.layout_reset.emit()),
    ActionRow(
        "check",
        N_("Check all parcels"),
        "check",
        lambda e: e.workplace.findings.check(),
        ("F5",),
        N_("Check"),
        lambda s: s.role is not None and not s.checking,
    ),
    ActionRow(
        "finding_next",
        N_("Next finding"),
        "arrow-down",
        lambda e: e.workplace.step_finding(1),
        ("F3",),
        usable=with_store,
    ),
    ActionRow(
        "finding_back",
        N_("Finding before"),
        "arrow-up",
        lambda e: e.workplace.step_finding(-1),
        ("Shift+F3",),
        usable=with_store,
    ),
    ActionRow(
        "finding_mend",
        N_("Mend the finding…"),
        "good",
        lambda e: e.workplace.act_on_finding(FindingAct.MEND, FindingAct.UNIFY),
        ("Ctrl+K",),
        usable=with_store,
    ),
    ActionRow(
        "finding_pass",
        N_("Let the finding pass, or stand again…"),
        "eye-off",
        lambda e: e.workplace.act_on_finding(FindingAct.WAIVE, FindingAct.STAND),
        ("Ctrl+B",),
        usable=with_store,
    ),
    ActionRow(
        "finding_ask",
        N_("Ask the office about the finding…"),
        "office",
        lambda e: e.workplace.act_on_finding(FindingAct.ASK),
        ("Ctrl+R",),
        usable=with_store,
        role=COMMUNE,
    ),
    ActionRow(
        "link_all",
        N_("Link all boundaries beyond doubt…"),
        "link",
        lambda e: e.workplace.link.ask_all(),
        usable=with_store,
    ),
    ActionRow(
        "unlink",
        N_("Take the boundary off the record"),
        "",
        lambda e: e.workplace.link.unlink(),
        usable=with_one,
    ),
    ActionRow(
        "queue_new",
        N_("New worklist…"),
        "list",
        lambda e: e.workplace.queue.ask_new(),
        ("Ctrl+Shift+L",),
        usable=with_store,
    ),
    ActionRow(
        "queue_done",
        N_("Save, check, next parcel"),
        "done",
        lambda e: e.workplace.queue.done(),
        ("Ctrl+Enter", "Ctrl+Return"),
        usable=with_store,
    ),
    ActionRow(
        "queue_skip",
        N_("Put parcel off…"),
        "",
        lambda e: e.workplace.queue.ask_skip(),
        ("Ctrl+Shift+Enter", "Ctrl+Shift+Return"),
        usable=with_store,
    ),
    ActionRow(
        "queue_next",
        N_("Next parcel of the worklist"),
        "",
        lambda e: e.workplace.queue.step(1),
        ("Alt+Down",),
        usable=with_store,
    ),
    ActionRow(
        "queue_back",
        N_("Parcel before in the worklist"),
        "",
        lambda e: e.workplace.queue.step(-1),
        ("Alt+Up",),
        usable=with_store,
    ),
    ActionRow(
        "reclassify",
        N_("Re-classification was asked for"),
        "",
        lambda e: e.workplace.ask_reclassification(),
        usable=with_any,
        role=COMMUNE,
    ),
    ActionRow(
        "export",
        N_("Export change package…"),
        "export",
        lambda e: e.ask_export(),
        ("Ctrl+Shift+E",),
        N_("Export package"),
        with_store,
        role=COMMUNE,
    ),
    ActionRow(
        "receive",
        N_("Receive package…"),
        "receive",
        lambda e: e.ask_receive(),
        ("Ctrl+Shift+R",),
        N_("Receive package"),
        with_store,
    ),
    ActionRow(
        "write_base",
        N_("Write base package…"),
        "export",
        lambda e: e.ask_write_base(),
        usable=with_store,
        role=OFFICE,
    ),
    ActionRow(
        "write_update",
        N_("Write update package…"),
        "export",
        lambda e: e.ask_write_update(),
        usable=with_store,
        role=OFFICE,
    ),
    ActionRow(
        "adopt",
        N_("Bind to the office's base…"),
        "office",
        lambda e: e.ask_adopt(),
        usable=lambda s: s.role == COMMUNE and not s.bound,
        role=COMMUNE,
    ),
    *STORE_ROWS,
    ActionRow("help", N_("Short help"), "help", lambda e: e.show_help(_keys()), ("F1",)),
    ActionRow("doctor", N_("Look at this computer…"), "", lambda e: e.doctoring.look()),
    ActionRow("log", N_("Where the log file is"), "", lambda e: e.show_log()),
    ActionRow("about", N_("About LandDesk"), "", lambda e: e.show_about()),
)
BY_CODE: Final[Mapping[str, ActionRow]] = {row.code: row for row in ROWS}


def _keys() -> list[tuple[str, str]]:
    """Return keys and what they do, for the help."""
    return [(row.keys[0], _(row.text).removesuffix("…")) for row in ROWS if row.keys]

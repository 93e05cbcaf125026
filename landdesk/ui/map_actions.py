"""The rows of actions of the map: its tools, its views and its layers."""

from collections.abc import Sequence
from typing import Final

from landdesk.i18n import N_
from landdesk.ui.action_row import ActionRow, with_any, with_store
from landdesk.ui.map_layers import LAYERS


def _tool(code: str, text: str, icon: str, key: str = "", short: str = "") -> ActionRow:
    """Return the row that takes a tool of the map into the hand."""
    return ActionRow(
        code,
        text,
        icon,
        lambda e: e.desk.take_tool(code),
        (key,) if key else (),
        short,
        with_store,
        code,
    )


def _layer(code: str, text: str, role: str) -> ActionRow:
    """Return the row of a layer of the map that can be hidden."""
    return ActionRow(
        f"layer_{code}",
        text,
        "",
        lambda e: e.turn_layer(code),
        usable=with_store,
        checkable=True,
        role=role,
    )


MAP_ROWS: Final[Sequence[ActionRow]] = (
    _tool("select", N_("Select and move the map"), "select", "1", N_("Select")),
    _tool("move_vertex", N_("Move boundary point"), "move-vertex", "2", N_("Move point")),
    _tool("split", N_("Split parcel"), "split", "3", N_("Split")),
    _tool("merge", N_("Merge parcels"), "merge", "4", N_("Merge")),
    _tool("delete", N_("Delete parcel"), "delete", "5", N_("Delete")),
    _tool("add_vertex", N_("Add boundary point"), "add-vertex"),
    _tool("delete_vertex", N_("Delete boundary point"), "delete-vertex"),
    _tool("move_edge", N_("Move edge"), "move-edge"),
    _tool("reshape", N_("Reshape boundary"), "reshape"),
    _tool("join_nodes", N_("Join nodes"), "join-nodes"),
    _tool("divide", N_("Divide parcel"), "divide"),
    _tool("new_parcel", N_("New parcel"), "new-parcel"),
    _tool("hole", N_("Cut a hole"), "hole"),
    _tool("measure", N_("Measure"), "measure", "6"),
    ActionRow(
        "snapping",
        N_("Snapping…"),
        "",
        lambda e: e.show_snapping(),
        ("Ctrl+Shift+D",),
        usable=with_store,
    ),
    _tool("strip", N_("Cut a strip along a line"), "strip"),
    ActionRow(
        "zoom_in",
        N_("Zoom in"),
        "zoom-in",
        lambda e: e.workplace.canvas.zoom_by(1.5),
        ("Ctrl++", "Ctrl+="),
        usable=with_store,
    ),
    ActionRow(
        "zoom_out",
        N_("Zoom out"),
        "zoom-out",
        lambda e: e.workplace.canvas.zoom_by(1 / 1.5),
        ("Ctrl+-",),
        usable=with_store,
    ),
    ActionRow(
        "zoom_all",
        N_("Show all parcels"),
        "zoom-all",
        lambda e: e.workplace.canvas.zoom_to_all(),
        ("Ctrl+0",),
        N_("All"),
        with_store,
    ),
    ActionRow(
        "zoom_parcel",
        N_("Show chosen parcel"),
        "zoom-parcel",
        lambda e: e.workplace.show_chosen(),
        ("Ctrl+J",),
        usable=with_any,
    ),
    ActionRow(
        "view_back",
        N_("View before"),
        "",
        lambda e: e.whereabouts.step_view(-1),
        ("Alt+Left",),
        usable=with_store,
    ),
    ActionRow(
        "view_forward",
        N_("View after"),
        "",
        lambda e: e.whereabouts.step_view(1),
        ("Alt+Right",),
        usable=with_store,
    ),
    ActionRow(
        "go_place",
        N_("Go to coordinates…"),
        "",
        lambda e: e.whereabouts.ask_place(),
        ("Ctrl+T",),
        usable=with_store,
    ),
    ActionRow(
        "copy_place",
        N_("Copy the pointer's coordinates"),
        "copy",
        lambda e: e.whereabouts.copy_pointer(),
        ("Ctrl+Shift+T",),
        usable=with_store,
    ),
    ActionRow(
        "identify",
        N_("What lies at the pointer"),
        "",
        lambda e: e.whereabouts.ask_about_pointer(),
        ("I",),
        usable=with_store,
    ),
    *(_layer(*layer) for layer in LAYERS),
    ActionRow(
        "layers",
        N_("Layers of the map…"),
        "",
        lambda e: e.show_layers(),
        ("Ctrl+Shift+M",),
        usable=with_store,
    ),
    ActionRow("surveys", N_("Survey points…"), "", lambda e: e.surveying.show(), usable=with_store),
    ActionRow(
        "survey_parcel",
        N_("New parcel from survey points…"),
        "",
        lambda e: e.surveying.make_parcel(),
        usable=with_store,
    ),
    ActionRow(
        "survey_fit",
        N_("Fit parcel to survey points…"),
        "",
        lambda e: e.surveying.fit(),
        usable=with_store,
    ),
    ActionRow("receiver", N_("Receiver…"), "", lambda e: e.surveying.receive(), usable=with_store),
    ActionRow(
        "job_write",
        N_("Survey job of the chosen parcels…"),
        "",
        lambda e: e.survey_jobs.ask_write(),
        usable=with_any,
    ),
    ActionRow(
        "job_take",
        N_("Take a survey delivery…"),
        "",
        lambda e: e.survey_jobs.show_delivery(),
        usable=with_store,
    ),
)

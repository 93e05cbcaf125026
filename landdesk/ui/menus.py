"""Which actions stand in which menu, on the toolbar and under the right button, by their codes."""

from collections.abc import Sequence
from typing import Final

from landdesk.i18n import N_

LINE: Final = ""
"""Stands for a line between actions."""
RECENT: Final = "recent"
"""Stands for the menu of the stores opened last."""

MENUS: Final[Sequence[tuple[str, Sequence[str]]]] = (
    (
        N_("&File"),
        (
            "open",
            RECENT,
            "new_from_base",
            "new_training",
            "close",
            LINE,
            "import",
            LINE,
            "person",
            "export_list",
            "export_pl3",
            LINE,
            "vietnamese",
            "english",
            LINE,
            "quit",
        ),
    ),
    (
        N_("&Edit"),
        (
            "undo",
            "redo",
            LINE,
            "enter_certificate",
            "edit_parcel",
            "add_user",
            "bulk_edit",
            "merge_chosen",
            "delete_chosen",
            LINE,
            "copy_number",
            "find",
            "look_up",
        ),
    ),
    (
        N_("&View"),
        (
            "zoom_in",
            "zoom_out",
            "zoom_all",
            "zoom_parcel",
            LINE,
            "layer_labels",
            "layer_legend",
            "layer_findings",
            "layer_work",
            "layer_survey",
            "layer_communes",
            "layer_grid",
            "layers",
            LINE,
            "panel_left",
            "panel_right",
            "panel_foot",
            "reset_layout",
            LINE,
            "go_map",
            "go_findings",
            "go_work",
            "go_queue",
            "go_link",
            "go_history",
        ),
    ),
    (
        N_("&Map"),
        (
            "select",
            "move_vertex",
            "split",
            "merge",
            "delete",
            LINE,
            "divide",
            "new_parcel",
            "hole",
            "strip",
            LINE,
            "add_vertex",
            "delete_vertex",
            "move_edge",
            "reshape",
            "join_nodes",
            LINE,
            "surveys",
            LINE,
            "link_all",
            "unlink",
        ),
    ),
    (N_("&Check"), ("check",)),
    (
        N_("&Worklist"),
        ("queue_new", LINE, "queue_done", "queue_skip", "queue_next", "queue_back", LINE, "reclassify"),
    ),
    (N_("&Packages"), ("export", "receive", "adopt", LINE, "write_base", "write_update")),
    (
        N_("&Store"),
        (
            "backup",
            "restore",
            "restore_points",
            LINE,
            "encrypt",
            "passphrase",
            "recovery_sheet",
            LINE,
            "readable_copy",
            "outgoing",
            LINE,
            "office_key",
            "answer_unlock",
        ),
    ),
    (N_("&Help"), ("help", LINE, "doctor", "log", LINE, "about")),
)
TOOLBAR: Final[Sequence[str]] = (
    "select",
    "move_vertex",
    "split",
    "merge",
    "delete",
    LINE,
    "undo",
    "redo",
    LINE,
    "zoom_in",
    "zoom_out",
    "zoom_all",
    LINE,
    "check",
    LINE,
    "export",
    "receive",
)
ICON_ONLY: Final = frozenset({"undo", "redo", "zoom_in", "zoom_out", "zoom_all"})
"""Buttons that everybody knows; without their words the toolbar has room on a screen of 1024 pixels."""

PARCEL_MENU: Final[Sequence[str]] = (
    "zoom_parcel",
    "edit_parcel",
    "add_user",
    LINE,
    "bulk_edit",
    "merge_chosen",
    "delete_chosen",
    LINE,
    "copy_number",
)
"""Under the right button on a parcel, be it on the map or in a list."""
MAP_MENU: Final[Sequence[str]] = (
    "zoom_all",
    "layer_labels",
    "layer_legend",
    "layer_findings",
    "layer_work",
    "layers",
)
"""Under the right button beside all parcels."""

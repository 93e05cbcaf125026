"""The rows of the menu of the store: what keeps it safe, and who may read it."""

from collections.abc import Sequence
from typing import Final

from landdesk.i18n import N_
from landdesk.store.info import OFFICE
from landdesk.ui.action_row import ActionRow, with_store

STORE_ROWS: Final[Sequence[ActionRow]] = (
    ActionRow(
        "backup",
        N_("Write a backup…"),
        "",
        lambda e: e.safekeeping.ask_backup(),
        ("Ctrl+Shift+K",),
        usable=with_store,
    ),
    ActionRow("restore", N_("Restore a backup…"), "", lambda e: e.safekeeping.ask_restore()),
    ActionRow(
        "restore_points",
        N_("Restore points…"),
        "history",
        lambda e: e.safekeeping.ask_restore_points(),
        usable=with_store,
    ),
    ActionRow(
        "encrypt",
        N_("Encrypt this store…"),
        "",
        lambda e: e.security.ask_encrypt(),
        usable=lambda s: s.role is not None and not s.encrypted,
    ),
    ActionRow(
        "passphrase",
        N_("Change the passphrase…"),
        "",
        lambda e: e.security.ask_passphrase(),
        usable=lambda s: s.encrypted,
    ),
    ActionRow(
        "recovery_sheet",
        N_("New recovery sheet…"),
        "",
        lambda e: e.security.ask_new_sheet(),
        usable=lambda s: s.encrypted,
    ),
    ActionRow(
        "readable_copy",
        N_("Write a readable copy…"),
        "",
        lambda e: e.security.ask_readable_copy(),
        usable=with_store,
    ),
    ActionRow(
        "outgoing",
        N_("Files that left…"),
        "list",
        lambda e: e.safekeeping.show_outgoing(),
        usable=with_store,
    ),
    ActionRow(
        "office_key",
        N_("Recovery key of the office…"),
        "",
        lambda e: e.security.ask_office_key(),
        usable=with_store,
        role=OFFICE,
    ),
    ActionRow(
        "answer_unlock",
        N_("Answer an unlock request…"),
        "",
        lambda e: e.security.ask_answer(),
        usable=with_store,
        role=OFFICE,
    ),
)

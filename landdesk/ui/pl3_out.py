"""The collection form PL3-01 from the window: asks for parcels and purpose, writes, and says what the form left out."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from landdesk.app.bootstrap import acting_person
from landdesk.app.leaving import Pl3Choice, export_pl3
from landdesk.domain.ids import ObjectId, id_text
from landdesk.i18n import N_, Text, _
from landdesk.services.exporting.tables.writing import TableKind
from landdesk.ui.desk import Desk
from landdesk.ui.dialogs.choose_file import choose_new_file
from landdesk.ui.dialogs.export_list import KINDS
from landdesk.ui.dialogs.export_pl3 import ALL, CHOSEN, FILTERED, ExportPl3Form, Pl3Result, left_out_list
from landdesk.ui.lists_out import ShownList

if TYPE_CHECKING:
    from landdesk.services.exporting.campaign.from_record import Pl3Content

WriteList = Callable[[ShownList[Any], Path, TableKind, str | None], None]


class Pl3Out:
    """Writes it for the store that is open.

    Args:
        desk: Which store that is.
        write_list: Writes a list into a file.
    """

    def __init__(self, desk: Desk, write_list: WriteList) -> None:
        self._desk = desk
        self._write_list = write_list

    def ask(self) -> ExportPl3Form | None:
        """Ask which parcels, and write them; asks for a person first where there is none."""
        store = self._desk.store
        if store.app.person is None:
            store.person_wanted.emit()
            return None
        coverage = store.coverage
        parcels = {
            CHOSEN: store.selection.parcels,
            FILTERED: self._desk.workplace.list.parcels,
            ALL: [coverage.id_at(at) for at in range(len(coverage))],
        }
        form = ExportPl3Form(parcels, acting_person(store.app).name, self._desk.window)

        def ask_file(chosen: Sequence[ObjectId], collected_only: bool, purpose: str | None) -> None:
            everything = len(chosen) == len(parcels[ALL])
            names = () if everything else tuple(map(id_text, chosen))
            choice = Pl3Choice(parcels=names, collected_only=collected_only)
            self._ask_file("PL3-01.xlsx", lambda path: self._write(path, choice, purpose))

        form.chosen.connect(ask_file)
        form.open()
        return form

    def _ask_file(self, name: str, write: Callable[[Path], None]) -> None:
        folder = self._desk.store.app.store.path.parent
        choose_new_file(
            self._desk.window, _("Export form PL3-01"), KINDS[TableKind.XLSX][1], write, folder / name
        )

    def _write(self, path: Path, choice: Pl3Choice, purpose: str | None) -> None:
        store = self._desk.store
        # It is noted that it leaves, so it is done where the store is written.
        store.change(
            lambda progress: export_pl3(store.app, path, choice, purpose, progress),
            lambda content: self._tell(path, content),
            title=Text(N_("Writing form PL3-01")),
        )

    def _tell(self, path: Path, content: "Pl3Content") -> None:
        result = Pl3Result(path.name, content, self._desk.window)

        def save() -> None:
            shown = left_out_list(content.left_out)
            name = f"{shown.title}.xlsx"
            self._ask_file(name, lambda target: self._write_list(shown, target, TableKind.XLSX, None))

        result.save_wanted.connect(save)
        result.open()

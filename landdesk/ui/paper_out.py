"""A parcel on paper from the window: shows the pages, asks for a file and writes it, never on the window's thread."""

from pathlib import Path

from shiboken6 import isValid

from landdesk.app.printing import Preview, preview, print_extract
from landdesk.domain.coverage import Coverage
from landdesk.domain.errors import LandDeskError
from landdesk.domain.ids import ObjectId
from landdesk.domain.progress import Progress
from landdesk.domain.records import OFFICIAL, PROVISIONAL, parcel_key
from landdesk.i18n import N_, Text, _
from landdesk.services.printing.extract import Extract, Wanted
from landdesk.ui.desk import Desk
from landdesk.ui.dialogs.choose_file import choose_new_file
from landdesk.ui.dialogs.print_dialog import PAGE_PX, PrintDialog

PAPER_FILES = (N_("Paper and drawings"), "*.pdf *.svg *.dxf")


class PaperOut:
    """Prints for the store that is open.

    Args:
        desk: Which store that is.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def ask(self) -> PrintDialog | None:
        """Show the chosen parcel as it will be printed; nothing where not exactly one is chosen."""
        store = self._desk.store
        if len(store.selection.parcels) != 1:
            return None
        (parcel,) = store.selection.parcels
        key = _key(store.coverage, parcel)
        dialog = PrintDialog(key, None if store.person is None else store.person.name, self._desk.window)
        newest = 0

        def draw(wanted: Wanted, page: int) -> None:
            nonlocal newest
            newest += 1
            this = newest

            def show(made: Preview) -> None:
                if isValid(dialog) and this == newest:
                    dialog.show_page(made.extract, made.pages, made.picture)

            def fail(error: BaseException) -> None:
                if not isinstance(error, LandDeskError):
                    store.tasks.error_left_over.emit(error)
                elif isValid(dialog) and this == newest:
                    dialog.show_error(error)

            store.compute(lambda _progress: preview(store.app, parcel, wanted, page, PAGE_PX), show, fail)

        def ask_file(wanted: Wanted, purpose: str | None) -> None:
            # Sheet and number may hold signs that no name of a file can.
            name = "".join(one if one.isalnum() else "-" for one in key).strip("-") or "thua"

            def write(path: Path) -> None:
                def work(_progress: Progress) -> Extract:
                    return print_extract(store.app, parcel, path, wanted, purpose)

                def tell(_made: Extract) -> None:
                    store.noted.emit(_("{path} is written.").format(path=path.name))

                title = Text(N_("Printing the parcel"))
                # What tells of people is noted, so it is done where the store is written.
                if purpose is None:
                    store.compute(work, tell, store.tasks.error_left_over.emit, title=title)
                else:
                    store.change(work, tell, title=title)

            choose_new_file(
                dialog, _("Save extract"), PAPER_FILES, write, store.app.store.path.parent / f"{name}.pdf"
            )

        dialog.preview_wanted.connect(draw)
        dialog.save_wanted.connect(ask_file)
        dialog.open()
        return dialog


def _key(coverage: Coverage, parcel: ObjectId) -> str:
    at = coverage.indices_of([parcel])
    sheet, number, provisional = (coverage.column(name, at)[0] for name in ("sheet", "number", "provisional"))
    return parcel_key(sheet, number, PROVISIONAL if provisional else OFFICIAL)

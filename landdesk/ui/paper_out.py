"""Parcel and map on paper from the window: shows pages, asks for a file, writes it, never on the window's thread."""

from collections.abc import Callable, Collection
from pathlib import Path
from typing import TypeVar

from shiboken6 import isValid

from landdesk.app.map_printing import MapPart, Sheet, preview_map, print_map, sheets_of
from landdesk.app.printing import preview, print_extract
from landdesk.domain.coverage import Coverage
from landdesk.domain.errors import LandDeskError
from landdesk.domain.ids import ObjectId
from landdesk.domain.progress import Progress
from landdesk.domain.records import OFFICIAL, PROVISIONAL, parcel_key
from landdesk.i18n import N_, Text, _
from landdesk.services.printing.extract import Extract, Wanted
from landdesk.services.printing.map_page import MapWanted
from landdesk.ui.desk import Desk
from landdesk.ui.dialogs.choose_file import choose_new_file
from landdesk.ui.dialogs.map_print_dialog import MapPrintDialog
from landdesk.ui.dialogs.paper_dialog import PAGE_PX, PaperDialog
from landdesk.ui.dialogs.print_dialog import PrintDialog
from landdesk.ui.open_store import OpenStore

T = TypeVar("T")

PAPER_FILES = (N_("Paper and drawings"), "*.pdf *.svg *.dxf")
MAP_FILES = (N_("Paper and drawings"), "*.pdf *.svg")


class PaperOut:
    """Prints for the store that is open.

    Args:
        desk: Which store that is.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def ask_map(self) -> MapPrintDialog | None:
        """Show the map as it will be printed; nothing where it has no parcels."""
        store, canvas = self._desk.store, self._desk.workplace.canvas
        sheets = sheets_of(store.coverage)
        if not sheets:
            return None
        several = len({one.commune for one in sheets}) > 1
        chosen = _sheets_of_chosen(store.coverage, store.selection.parcels)
        # The sheet at hand, then what is seen: the long list of the others comes last.
        first = [one for one in sheets if one in chosen]
        parts: list[tuple[str, MapPart]] = [(_sheet_words(one, several=several), one) for one in first]
        parts.append((_("What the map shows now"), canvas.view.box))
        parts += [(_sheet_words(one, several=several), one) for one in sheets if one not in chosen]
        parts.append((_("All parcels"), None))
        dialog = MapPrintDialog(parts, self._desk.window)
        draw = _draws(store, dialog, dialog.show_map)

        def ask_file(part: MapPart, wanted: MapWanted) -> None:
            def write(path: Path) -> None:
                store.compute(
                    lambda _progress: print_map(store.app, part, path, wanted),
                    lambda _made: store.noted.emit(_("{path} is written.").format(path=path.name)),
                    store.tasks.error_left_over.emit,
                    title=Text(N_("Printing the map")),
                )

            name = f"to-{_name(part.number or '')}" if isinstance(part, Sheet) else "ban-do"
            choose_new_file(
                dialog, _("Save map"), MAP_FILES, write, store.app.store.path.parent / f"{name}.pdf"
            )

        dialog.preview_wanted.connect(
            lambda part, wanted: draw(lambda _progress: preview_map(store.app, part, wanted, PAGE_PX))
        )
        dialog.save_wanted.connect(ask_file)
        dialog.open()
        return dialog

    def ask(self) -> PrintDialog | None:
        """Show the chosen parcel as it will be printed; nothing where not exactly one is chosen."""
        store = self._desk.store
        if len(store.selection.parcels) != 1:
            return None
        (parcel,) = store.selection.parcels
        key = _key(store.coverage, parcel)
        dialog = PrintDialog(key, None if store.person is None else store.person.name, self._desk.window)
        draw = _draws(store, dialog, dialog.show_page)

        def ask_file(wanted: Wanted, purpose: str | None) -> None:
            name = _name(key) or "thua"

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

        dialog.preview_wanted.connect(
            lambda wanted, page: draw(lambda _progress: preview(store.app, parcel, wanted, page, PAGE_PX))
        )
        dialog.save_wanted.connect(ask_file)
        dialog.open()
        return dialog


def _draws(
    store: OpenStore, dialog: PaperDialog, show: Callable[[T], None]
) -> Callable[[Callable[[Progress], T]], None]:
    """Return what draws a page beside the window and shows it in the dialog; only the newest wish counts."""
    newest = 0

    def draw(work: Callable[[Progress], T]) -> None:
        nonlocal newest
        newest += 1
        this = newest

        def done(made: T) -> None:
            if isValid(dialog) and this == newest:
                show(made)

        def fail(error: BaseException) -> None:
            if not isinstance(error, LandDeskError):
                store.tasks.error_left_over.emit(error)
            elif isValid(dialog) and this == newest:
                dialog.show_error(error)

        store.compute(work, done, fail)

    return draw


def _name(text: str) -> str:
    """Return a text as a part of a file's name; sheet and number may hold signs that no such name can."""
    return "".join(one if one.isalnum() else "-" for one in text).strip("-")


def _sheet_words(sheet: Sheet, *, several: bool) -> str:
    said = _("Sheet {sheet}").format(sheet=sheet.number or "?")
    return f"{said} – {sheet.commune}" if several else said


def _sheets_of_chosen(coverage: Coverage, parcels: Collection[ObjectId]) -> set[Sheet]:
    at = coverage.indices_of([one for one in parcels if coverage.index_of(one) is not None])
    return set(map(Sheet, coverage.column("commune", at), coverage.column("sheet", at)))


def _key(coverage: Coverage, parcel: ObjectId) -> str:
    at = coverage.indices_of([parcel])
    sheet, number, provisional = (coverage.column(name, at)[0] for name in ("sheet", "number", "provisional"))
    return parcel_key(sheet, number, PROVISIONAL if provisional else OFFICIAL)

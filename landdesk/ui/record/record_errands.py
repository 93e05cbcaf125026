"""What the parcel page needs of the store and of files: recorded objects chosen, scans attached, shown and supplied."""

from collections.abc import Callable, Sequence
from pathlib import Path

from shiboken6 import isValid

from landdesk.app.entering import keep_scans, scan_content
from landdesk.domain.errors import InvalidInputError, LandDeskError
from landdesk.domain.ids import ObjectId
from landdesk.domain.progress import Progress
from landdesk.domain.records import AnyRecord
from landdesk.i18n import N_, Text, _
from landdesk.services.forms.around import Found
from landdesk.services.forms.draft import Draft, DraftObject
from landdesk.services.forms.scans import (
    LookedAt,
    file_name_of,
    hash_of,
    look_at_files,
    pages_of,
    take_files,
)
from landdesk.services.importing.scans import ScanSource
from landdesk.store.queries.recorded import Places
from landdesk.ui.dialogs.choose_file import choose_file, choose_files
from landdesk.ui.entry.scans import SCAN_FILES
from landdesk.ui.messages import error_lines
from landdesk.ui.open_store import OpenStore
from landdesk.ui.record.nodes import Link, Node
from landdesk.ui.record.record_page import RecordPage
from landdesk.ui.record.recorded_dialog import RecordedDialog
from landdesk.ui.record.scan_dialog import ScanDialog


class RecordErrands:
    """Works for one page.

    Args:
        page: The page.
        store: The open store.
        read_anew: Shows the page anew when what is beside the record changed.
    """

    def __init__(self, page: RecordPage, store: OpenStore, read_anew: Callable[[], None]) -> None:
        self._page = page
        self._store = store
        self._read_anew = read_anew
        page.link_used.connect(self.do)
        page.files_dropped.connect(self.attach)

    def do(self, link: Link, node: Node) -> None:
        """Do what stands at the right end of a line."""
        if link is Link.FIND:
            self._find(node)
        elif link is Link.FILES:
            choose_files(self._page.window(), _("Scans of the parcel"), SCAN_FILES, self.attach)
        elif link is Link.OPEN:
            self._view(node.one)
        elif link is Link.SUPPLY:
            self._ask_for_file(node.one)

    def _guarded(self, draft: Draft) -> bool:
        """Tell whether the page still shows what an errand was begun for."""
        present = self._page.draft
        return isValid(self._page) and present is not None and present.parcel.key == draft.parcel.key

    def _fail(self, error: BaseException) -> None:
        if isValid(self._page) and isinstance(error, LandDeskError):
            self._page.show_trouble("\n".join(error_lines(error)))
        else:
            self._store.tasks.error_left_over.emit(error)

    # --- recorded objects ------------------------------------------------------------------------------------

    def _find(self, node: Node) -> None:
        draft = self._page.draft
        if draft is None:
            return
        section, field = node.section, node.field
        class_name = section.class_name if section is not None else field.target if field is not None else ""
        dialog = RecordedDialog(self._store, draft, class_name, self._page.window())
        dialog.chosen.connect(lambda found: self._read_belongings(draft, node, found))
        dialog.open()

    def _read_belongings(self, draft: Draft, node: Node, found: Found) -> None:
        def take(records: Sequence[AnyRecord]) -> None:
            if self._guarded(draft):
                self._take_recorded(node, found, records)

        self._store.read(lambda reader: reader.belongings(found.record), take)

    def _take_recorded(self, node: Node, found: Found, records: Sequence[AnyRecord]) -> None:
        draft, key = self._page.draft, found.record.id.hex()
        at = node.one if node.field is not None else node.above
        place = None if draft is None or at is None else draft.objects.get(at.key)
        if draft is None or place is None:
            # What it was to stand under is gone meanwhile.
            return
        if key not in draft.objects:
            draft.adopt(records, _elsewhere(found))
        told = ""
        if node.field is not None:
            draft.point(place, node.field.name, key)
        elif node.section is not None and not draft.join(node.section, place, key):
            told = _("“{title}” stands here already.").format(title=draft.title(draft.objects[key]))
        self._page.refresh()
        self._page.show_trouble(told)

    # --- scans -----------------------------------------------------------------------------------------------

    def attach(self, paths: Sequence[Path]) -> None:
        """Put files onto the page as scans; what is none is told."""
        draft = self._page.draft
        if draft is None:
            return

        def look(_progress: Progress) -> list[LookedAt]:
            return self._store.app.read(lambda reader: look_at_files(paths, reader))

        def take(looked: list[LookedAt]) -> None:
            if self._guarded(draft):
                self._take_files(looked)

        self._store.compute(look, take, self._fail, title=Text(N_("Reading scans")))

    def _take_files(self, looked: Sequence[LookedAt]) -> None:
        draft = self._page.draft
        if draft is None:
            return
        before = set(draft.objects)
        taken = take_files(draft, looked)
        errors = ["\n".join(error_lines(one.error)) for one in looked if one.error is not None]
        self._page.refresh()
        added = [one for one in draft.of("document") if one.key not in before]
        if added:
            self._page.show_object(added[0], "kind")
        self._page.show_trouble("\n".join([*errors, *taken.told]))
        if taken.supplied:
            self._keep({one.form.sha256: one.path for one in taken.supplied if one.form is not None})

    def _ask_for_file(self, one: DraftObject) -> None:
        draft = self._page.draft
        if draft is None:
            return
        name, wanted = file_name_of(draft, one), hash_of(draft, one)
        title = _("File of the scan “{name}”").format(name=name)

        def look(path: Path) -> None:
            self._store.compute(
                lambda _progress: self._store.app.read(lambda reader: look_at_files([path], reader)[0]),
                take,
                self._fail,
            )

        def take(looked: LookedAt) -> None:
            if looked.form is None:
                self._fail(looked.error or _other_file(looked.path, name))
            elif looked.form.sha256 != wanted:
                self._fail(_other_file(looked.path, name))
            else:
                self._page.show_trouble("")
                self._keep({wanted: looked.path})

        choose_file(self._page.window(), title, SCAN_FILES, look)

    def _keep(self, files: dict[str, Path]) -> None:
        """Keep files of scans that are recorded: nothing of the record changes by it."""
        app = self._store.app

        def done(_outcome: None) -> None:
            names = ", ".join(path.name for path in files.values())
            self._store.noted.emit(_("Kept with the store: {names}").format(names=names))
            self._read_anew()

        self._store.change(lambda _progress: keep_scans(app, files), done, self._fail)

    def _view(self, one: DraftObject) -> None:
        draft = self._page.draft
        if draft is None:
            return
        name = file_name_of(draft, one)
        pages, wanted = pages_of(draft, one), hash_of(draft, one)
        own = draft.files.get(one.key)
        app = self._store.app
        dialog = ScanDialog(self._store, name, self._page.window())

        def show(source: ScanSource) -> None:
            if isValid(dialog):
                dialog.drawer.show(source, name, pages)

        self._store.compute(lambda _progress: own or scan_content(app, wanted), show, dialog.drawer.fail)
        dialog.open()


def _elsewhere(found: Found) -> dict[ObjectId, Places]:
    return {found.record.id: found.places} if found.places.count else {}


def _other_file(path: Path, name: str) -> InvalidInputError:
    return InvalidInputError(
        "scan.other-file",
        Text(
            N_("This is another file than the recorded scan “{name}”: its content differs."), {"name": name}
        ),
        Text(N_("File {name}"), {"name": path.name}),
        Text(N_("Choose the very file; add another one as a new scan.")),
    )

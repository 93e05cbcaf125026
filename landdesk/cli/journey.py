"""The journey of the two computers as chapters of command lines, played by the very commands people type.

An invented commune is handed over as a surveyor's file; the office imports it and hands out a base; a technician
edits, checks and sends; the office reviews, accepts, returns and answers; the technician takes the answer in. The demo
shows it, the smoke test of an installation repeats it. Everything stays in one folder.
"""

import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from landdesk.cli.output import say
from landdesk.cli.session import Session
from landdesk.domain.errors import LandDeskError, RefusedError
from landdesk.i18n import N_, Text

if TYPE_CHECKING:
    import shapely

    from landdesk.app.application import Application
    from landdesk.domain.commands import Command
    from landdesk.domain.ids import ObjectId
    from landdesk.services.training.commune import DemoCommune

COMMUNE: Final = "22657"
MARK: Final = ".landdesk-demo"
CLERK: Final = "Lê Thị Đào"
TECHNICIAN: Final = "Nguyễn Văn Đức"
STORE_NAME: Final = "commune.landdesk"
"""The technician's store in the folder."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A heading and the command lines below it; each line is the words after ``landdesk``."""

    title: Text
    lines: Sequence[Sequence[str]]


def fresh_folder(folder: Path) -> None:
    """Make the folder; one that holds anything but an earlier demo is left alone."""
    from landdesk.store.trouble import explain_os_error

    try:
        if folder.exists() and not _may_be_replaced(folder):
            raise RefusedError(
                "demo.folder-taken",
                Text(N_("The folder holds something else; it was not touched.")),
                Text("{folder}", {"folder": str(folder)}),
                Text(N_("Choose another folder.")),
            )
        if folder.exists():
            shutil.rmtree(folder)
        folder.mkdir(parents=True)
        (folder / MARK).touch()
    except OSError as error:
        raise explain_os_error(error, folder) from error


def _may_be_replaced(folder: Path) -> bool:
    return folder.is_dir() and (not any(folder.iterdir()) or (folder / MARK).exists())


def play(session: Session, chapters: "Iterator[Chapter]") -> None:
    """Play chapters to the end, or to the first line that fails.

    Raises:
        LandDeskError: A command refused.
    """
    for chapter in chapters:
        say(Text("\n── {title} ──", {"title": chapter.title}))
        for line in chapter.lines:
            _play(session, line)


def _play(session: Session, line: Sequence[str]) -> None:
    """Print a command line and run it as if it had been typed."""
    from landdesk.cli.main import program

    click.echo("\n$ landdesk " + " ".join(_quoted(word) for word in line))
    sys.stdout.flush()
    program().main(list(line), "landdesk", standalone_mode=False, obj=Session(session.front_end))


def _quoted(word: str) -> str:
    return f'"{word}"' if not word or any(letter in word for letter in " *()") else word


def journey(folder: Path, made: "DemoCommune") -> Iterator[Chapter]:
    """Yield the chapters one by one; later ones look at what earlier ones made."""
    source, office = folder / "surveyor.gpkg", folder / "office.landdesk"
    base, store = folder / "base.ldpkg", folder / STORE_NAME
    sent, answer = folder / "change-1.ldpkg", folder / "receipt-1.ldpkg"
    _write_source(source, made)
    as_clerk, as_technician = ("--as", CLERK), ("--as", TECHNICIAN)
    yield Chapter(
        Text(N_("The office: a store, the surveyor's file, a base package")),
        [
            ["new", f"{office}", "--commune", COMMUNE, "--role", "office", "--training", *as_clerk],
            ["import", f"{office}", f"{source}", "--dry-run", *as_clerk],
            ["import", f"{office}", f"{source}", *as_clerk],
            ["package", "base", f"{office}", "--commune", COMMUNE, "-o", f"{base}", *as_clerk],
        ],
    )
    yield Chapter(
        Text(N_("The commune: a store from the base; looking and checking")),
        [
            ["new", f"{store}", "--from", f"{base}", *as_technician],
            ["parcels", f"{store}", "--search", "dang", "--limit", "5"],
            ["check", f"{store}"],
        ],
    )
    yield Chapter(Text(N_("The technician edits")), list(_edits(store, as_technician)))
    yield Chapter(
        Text(N_("The technician checks again and sends")),
        [
            ["log", f"{store}", "--limit", "8"],
            ["check", f"{store}"],
            ["package", "change", f"{store}", "-o", f"{sent}", *as_technician],
            ["package", "verify", f"{sent}"],
            ["package", "show", f"{sent}"],
        ],
    )
    yield Chapter(
        Text(N_("The office receives and reviews")),
        [
            ["office", "receive", f"{office}", f"{sent}", *as_clerk],
            ["office", "list", f"{office}"],
            ["office", "show", f"{office}", "1"],
        ],
    )
    yield Chapter(
        Text(N_("The office decides and answers")),
        [
            [
                *("office", "decide", f"{office}", "1", "--accept-clean"),
                *("--return", _record_to_return(office), "--reason", "boundary"),
                *("--note", "Đo lại cạnh phía đường và gửi kèm biên bản", *as_clerk),
            ],
            ["office", "receipt", f"{office}", "1", "-o", f"{answer}", *as_clerk],
        ],
    )
    yield Chapter(
        Text(N_("The commune takes the answer in")),
        [
            ["package", "receive", f"{store}", f"{answer}", *as_technician],
            ["package", "receive", f"{store}", f"{answer}", *as_technician],
            ["work", "list", f"{store}"],
            ["render", f"{store}", "-o", f"{folder / 'map.png'}", "--size", "1600x1000"],
        ],
    )


def _write_source(path: Path, made: "DemoCommune") -> None:
    from landdesk.services.exporting.geopackage import write_parcel_geopackage
    from landdesk.services.training.commune import features
    from landdesk.store.trouble import explain_os_error

    try:
        write_parcel_geopackage(path, features(made), made.epsg)
    except OSError as error:
        raise explain_os_error(error, path) from error
    say(
        Text(
            N_("A surveyor's file of {count} parcels: {path}"),
            {"count": len(made.parcels), "path": str(path)},
        )
    )


def _edits(store: Path, as_technician: Sequence[str]) -> Iterator[list[str]]:
    """Yield command lines that work on this very commune, tried out in memory before."""
    from landdesk.app.bootstrap import open_application

    app = open_application(store)
    try:
        choice = _Choice(app)
        split, line = choice.to_split()
        first, second = choice.to_merge()
        at, to = choice.to_move()
        typed = choice.plain()
        deleted = choice.plain()
    finally:
        app.close()
    yield ["show", f"{store}", typed]
    yield [*("edit", "set", f"{store}", typed), *("--address", "Thôn Đông, xã Diên Điền", *as_technician)]
    yield [
        *("edit", "add-user", f"{store}", typed, "Đặng Thị Hường"),
        *("--identity", "999301000123", *as_technician),
    ]
    yield ["edit", "move-vertex", f"{store}", "--at", at, "--to", to, *as_technician]
    yield ["edit", "split", f"{store}", split, "--line", line.wkt, *as_technician]
    yield ["edit", "merge", f"{store}", first, second, *as_technician]
    yield ["edit", "delete", f"{store}", deleted, *as_technician]
    yield ["undo", f"{store}", *as_technician]
    yield ["redo", f"{store}", *as_technician]
    yield ["undo", f"{store}", *as_technician]


class _Choice:
    """Picks parcels that the steps of the demo work on: sound, and each used once."""

    def __init__(self, app: "Application") -> None:
        from landdesk.services.checking.profiles import GEOMETRY

        self._app = app
        # A map file says little of persons: what is missing there is in the way of no step.
        unsound = {*GEOMETRY, "parcel.area-mismatch", "parcel.duplicate-key", "parcel.missing-field"}
        found = app.check().findings
        faulty = {parcel for one in found if one.rule in unsound for parcel in one.objects}
        self._keys = {line.id: line.key for line in app.read(lambda reader: reader.parcel_lines())}
        several = [key for key in self._keys.values() if list(self._keys.values()).count(key) > 1]
        self._free = [
            one
            for one, key in self._keys.items()
            if one not in faulty and "?" not in key and key not in several
        ]

    def plain(self) -> str:
        """Return a parcel with nothing special."""
        return self._keys[self._free.pop(len(self._free) // 2)]

    def to_split(self) -> tuple[str, "shapely.LineString"]:
        """Return a house lot and a line across its middle."""
        import shapely

        from landdesk.domain.commands import SplitParcel

        for one in self._lots():
            shape = self._app.coverage.shape(one)
            if shape is None:
                continue
            ring = shapely.minimum_rotated_rectangle(shape).exterior.coords
            sides = sorted(pairwise(ring), key=lambda side: -shapely.LineString(side).length)
            middles = [shapely.LineString(side).interpolate(0.5, normalized=True) for side in sides[:2]]
            line = shapely.affinity.scale(shapely.LineString(middles), 1.2, 1.2)
            line = shapely.set_precision(line, 0.001)
            if self._works(SplitParcel(one, line)):
                self._free.remove(one)
                return self._keys[one], line
        raise _no_choice()

    def to_merge(self) -> tuple[str, str]:
        """Return two lots side by side."""
        from landdesk.domain.commands import MergeParcels

        for one in self._lots():
            for at in self._app.coverage.touching(one):
                other = self._app.coverage.id_at(int(at))
                if other in self._free and self._works(MergeParcels((one, other))):
                    self._free.remove(one)
                    self._free.remove(other)
                    return self._keys[one], self._keys[other]
        raise _no_choice()

    def to_move(self) -> tuple[str, str]:
        """Return a corner that several lots share, and a place 40 cm beside it."""
        from landdesk.domain.commands import MoveVertex

        for one in self._lots():
            shape = self._app.coverage.shape(one)
            for easting, northing in [] if shape is None else shape.geoms[0].exterior.coords:
                owners = self._app.coverage.owners_of_vertex(easting, northing)
                if len(owners) >= 3 and self._works(
                    MoveVertex((easting, northing), (easting + 0.3, northing + 0.25))
                ):
                    for at in owners:
                        owner = self._app.coverage.id_at(int(at))
                        if owner in self._free:
                            self._free.remove(owner)
                    return f"{easting:.3f},{northing:.3f}", f"{easting + 0.3:.3f},{northing + 0.25:.3f}"
        raise _no_choice()

    def _lots(self) -> list["ObjectId"]:
        coverage = self._app.coverage
        indices = coverage.indices_of(self._free)
        uses = coverage.column("land_use", indices)
        return [coverage.id_at(int(at)) for at, use in zip(indices, uses, strict=True) if use == "ONT"]

    def _works(self, command: "Command") -> bool:
        """Tell whether a command is answered; the transaction is given up in any case."""
        from landdesk.services.commands import EditContext, handle

        try:
            with self._app.store.begin(None) as work:
                handle(command, EditContext(work, lambda _: self._app.coverage))
                raise _GivenUpError
        except _GivenUpError:
            return True
        except LandDeskError:
            return False


class _GivenUpError(Exception):
    """Ends a trial transaction."""


def _no_choice() -> RefusedError:
    return RefusedError(
        "demo.no-choice",
        Text(N_("This commune has no parcel that fits the step.")),
        remedy=Text(N_("Take another seed.")),
    )


def _record_to_return(office: Path) -> str:
    """Return the record that moved a boundary point."""
    from landdesk.app.bootstrap import open_application
    from landdesk.app.exchange import stored_package
    from landdesk.domain.ids import id_text
    from landdesk.services.office.inbox import inbox

    app = open_application(office)
    try:
        opened = stored_package(app, app.read(inbox)[0].line.id)
    finally:
        app.close()
    moved = [one for one in opened.records if any(act.command == "vertex.move" for act in one.acts)]
    return id_text((moved or list(opened.records))[0].id)

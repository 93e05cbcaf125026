"""One record whose texts begin and end with everything that other programs act on goes through every output, harmless.

Each output is read back by a reader that is not ours: nothing is a formula, a link, an element or a command, and the
texts are those that went in, or the form that the page of the format names. ``OUTPUTS`` is the table; a new writer or a
verb with a new kind of file that has no line in it fails.
"""

import ast
import json
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path

import click
import pytest

from landdesk.cli.main import program
from landdesk.cli.verb import VerbGroup
from landdesk.domain.change import ChangeSet, Delta, EntryKind
from landdesk.domain.codelists import plain_words
from landdesk.files import STORE_SUFFIX
from landdesk.store.store import NewStore, Store
from landdesk.store.unit_of_work import UnitOfWork
from tests.e2e.hostile.maps import dxf, geojson, geopackage, gml, shapefile
from tests.e2e.hostile.papers import paper, survey_job
from tests.e2e.hostile.record import (
    BEGINS,
    INSIDE,
    World,
    expected,
    records,
    texts_of,
)
from tests.e2e.hostile.tables import (
    as_they_came,
    campaign,
    lists,
    page_of_a_package,
    pl3,
    tables,
    weekly,
)
from tests.stores import COMMUNE, EPSG, counted_ids, person, ticking_clock


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    folder = tmp_path_factory.mktemp("hostile")
    path = folder / f"hostile{STORE_SUFFIX}"
    new_id = counted_ids()

    def fill(work: UnitOfWork) -> None:
        order = [type(one) for one in records(counted_ids(9))]
        made = sorted(records(new_id), key=lambda one: order.index(type(one)))
        work.apply(
            ChangeSet("import.parcels", tuple(Delta(None, one) for one in made), INSIDE), EntryKind.IMPORT
        )

    wanted = NewStore("commune", EPSG, (COMMUNE,))
    Store.create(path, wanted, person=person(), fill=fill, new_id=new_id, clock=ticking_clock()).close()
    return World(folder, path)


def json_of_the_command_line(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    world.run("parcels", world.store, "--json")
    read = json.loads(capsys.readouterr().out)["parcels"]
    assert {one["address"] for one in read} == expected("address")
    assert {one["users"] for one in read} == expected("user")
    world.run("show", world.store, read[0]["id"], "--reveal", "--json")
    shown = capsys.readouterr().out
    begin = next(one for one in BEGINS if texts_of(one)["address"] == read[0]["address"])
    spoken = set(_texts(json.loads(shown)))
    assert {texts_of(begin)[name] for name in ("user", "member", "register", "detail", "note")} <= spoken
    world.run("work", "list", world.store, "--json")
    assert expected("words") == {one["words"] for one in json.loads(capsys.readouterr().out)["items"]}
    world.run("log", world.store, "--json")
    assert json.loads(capsys.readouterr().out)["entries"][-1]["subject"] == INSIDE
    world.run("outgoing", world.store, "--json")
    json.loads(capsys.readouterr().out)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)


OUTPUTS: Mapping[Callable[[World], None], tuple[str, ...]] = {
    geopackage: ("write_parcel_geopackage", "write_geopackage"),
    shapefile: ("write_parcel_shapefile",),
    geojson: ("write_parcel_geojson", "write_geojson"),
    gml: ("write_parcel_gml",),
    dxf: ("write_parcel_dxf", "write_drawing"),
    paper: ("print", "print-map"),
    survey_job: ("write_job_geopackage", "job write", "job accept", "job check"),
    weekly: ("write_weekly", "report weekly"),
    pl3: ("write_pl3", "write_form", "export-pl3"),
    lists: ("parcels", "check", "quality", "log", "work list", "errors", "request list", "lookup"),
    as_they_came: ("originals",),
    tables: ("write_table", "write_csv", "write_workbook"),
    campaign: ("write_status_workbook", "write_status_csv", "write_tracking", "write_errors", "write_plain"),
    page_of_a_package: ("package change",),
}
"""What each check covers: writers of ``services/exporting`` and verbs with ``-o``."""
BY_FORMAT = frozenset({"export-map"})
"""Verbs whose formats are checked one by one."""
OTHERWISE: Mapping[str, str] = {
    "package base": "canonical bytes and the page that package change has",
    "package update": "canonical bytes and the page that package change has",
    "package copy": "the bytes of a package that was written before",
    "office receipt": "canonical bytes and the page that package change has",
    "office unlock": "a sealed answer without texts of the record",
    "unlock-request": "a sealed request without texts of the record",
    "backup": "the store's own bytes",
    "restore": "the store's own bytes",
    "readable-copy": "a database, opened by statements with parameters only",
    "render": "a picture",
    "codes": "no text of the record",
}
"""Why a verb that writes a file is in no check."""


@pytest.mark.parametrize("output", OUTPUTS, ids=lambda one: one.__name__)
def test_the_hostile_record_is_harmless_in(output: Callable[[World], None], world: World) -> None:
    output(world)


def test_the_hostile_record_is_harmless_in_json(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    json_of_the_command_line(world, capsys)


@cache
def writers() -> set[str]:
    """Return the functions of ``services/exporting`` that write a file."""
    sources = (Path(__file__).resolve().parents[2] / "landdesk" / "services" / "exporting").rglob("*.py")
    return {
        node.name
        for source in sources
        for node in ast.parse(source.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("write_")
    }


def verbs_with_files() -> set[str]:
    """Return the verbs that have ``-o``."""
    root, found = program(), set()
    context = click.Context(root)
    for name in root.list_commands(context):
        command = root.get_command(context, name)
        parts = command.commands.items() if isinstance(command, VerbGroup) else [("", command)]
        found |= {
            f"{name} {part}".strip()
            for part, one in parts
            if one is not None and any("-o" in param.opts for param in one.params)
        }
    return found


def test_no_output_is_forgotten() -> None:
    covered = {name for names in OUTPUTS.values() for name in names}
    assert writers() - covered == set()
    assert verbs_with_files() - covered - BY_FORMAT == set(OTHERWISE)
    assert covered <= writers() | verbs_with_files()


def test_the_hostile_texts_are_hostile() -> None:
    assert plain_words(INSIDE)
    for begin in BEGINS:
        text = texts_of(begin)
        assert all(set("<>&#\"';\n\u202e") <= set(text[name]) for name in ("address", "user", "note"))
        assert len(text["address"]) > 3_000

"""Checking never writes to the record: the connection that rules get refuses it, whatever a rule tries."""

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest
from sqlalchemy import delete, text
from sqlalchemy.exc import DBAPIError

from landdesk.domain.finding import Criterion, Finding, Severity
from landdesk.domain.progress import SilentProgress
from landdesk.domain.records import LandRight
from landdesk.services.checking.profiles import rules_in_force
from landdesk.services.checking.record_view import RecordView
from landdesk.services.checking.records import Records
from landdesk.services.checking.rule import RecordRule
from landdesk.services.checking.runner import check
from landdesk.store import tables as t
from tests.stores import make_store


class Vandal(RecordRule):
    """Deletes what it finds."""

    code: ClassVar[str] = "test.vandal"
    title: ClassVar[str] = "Vandal"
    criterion: ClassVar[Criterion] = Criterion.CLEAN
    reads: ClassVar[frozenset[str]] = frozenset({"parcel"})

    def look(self, record: RecordView) -> Iterator[Finding]:
        """Delete every land right."""
        record.asked.conn.execute(delete(t.land_right))
        yield from ()


def test_a_rule_that_writes_fails_and_the_record_is_as_it_was(tmp_path: Path) -> None:
    app = make_store(tmp_path / "s.landdesk")
    before = app.read(lambda reader: reader.all(LandRight))
    version, data_version = app.coverage.version, app.store.data_version()
    with app.store.read() as reader:
        rules = [Vandal(Severity.ERROR), *rules_in_force(app.rule_set)]
        result = check(app.coverage, app.rule_set, SilentProgress(), rules, Records(reader, app.codelists))
    assert [one.rule for one in result.failures] == ["test.vandal"]
    assert app.store.data_version() == data_version
    assert app.read(lambda reader: reader.version()) == version
    assert app.read(lambda reader: reader.all(LandRight)) == before != {}
    app.close()


def test_the_connection_of_readers_refuses_to_write(tmp_path: Path) -> None:
    app = make_store(tmp_path / "s.landdesk")
    with app.store.read() as reader, pytest.raises(DBAPIError, match="readonly"):
        reader.asked().conn.execute(text("DELETE FROM parcel"))
    app.close()

"""The office's inbox: identity, order and names of packages."""

import pytest

from landdesk.app import exchange
from landdesk.domain.errors import InvalidInputError, LandDeskError, RefusedError
from landdesk.domain.ids import ObjectId
from landdesk.services.office.decide import Return
from landdesk.services.office.inbox import find_package, inbox, waits_for
from landdesk.services.office.reasons import REASONS
from landdesk.services.packages.reading import read_package
from landdesk.store.queries.exchange import IN, PackageLine
from tests.store.exchange.forged import forge
from tests.store.exchange.world import World, number, records, set_address


def test_the_same_package_twice_changes_nothing(world: World) -> None:
    commune = world.commune()
    set_address(commune, "1", "Thôn A")
    sent = world.export(commune)
    line, again = exchange.office_receive(world.office, sent.path)
    version = world.office.read(lambda reader: reader.version())
    copy = world.folder / "bản sao.ldpkg"
    copy.write_bytes(sent.path.read_bytes())
    second, second_again = exchange.office_receive(world.office, copy)
    assert (again, second_again) == (False, True)
    assert second == line
    assert (second.received_ms, second.received_by) == (line.received_ms, world.clerk.name)
    assert world.office.read(lambda reader: reader.version()) == version


def test_what_is_kept_is_the_file_byte_for_byte(world: World) -> None:
    commune = world.commune()
    set_address(commune, "1", "Thôn A")
    sent = world.export(commune)
    line, _ = exchange.office_receive(world.office, sent.path)
    kept = world.office.read(lambda reader: reader.exchange.content(line.id))
    assert kept == sent.path.read_bytes()
    assert commune.read(lambda reader: reader.exchange.content(line.id)) == kept
    copy = world.folder / "again.ldpkg"
    exchange.copy_package(commune, line.id, copy)
    assert copy.read_bytes() == kept


def test_the_same_identity_with_other_content_is_refused(world: World) -> None:
    commune = world.commune()
    set_address(commune, "1", "Thôn A")
    sent = world.export(commune)
    world.receive(sent)
    other = world.folder / "other.ldpkg"
    forge(sent.path, other, manifest=lambda document: document | {"created_at": "2030-01-01T00:00:00+07:00"})
    before = records(world.office)
    with pytest.raises(RefusedError) as refused:
        exchange.office_receive(world.office, other)
    assert refused.value.code == "package.other-content"
    assert records(world.office) == before


def test_two_packages_with_the_same_number_are_two(world: World) -> None:
    # The commune's store was copied: both copies send their package number 1.
    commune = world.commune()
    set_address(commune, "1", "Thôn A")
    sent = world.export(commune)
    world.receive(sent)
    twin = world.folder / "twin.ldpkg"
    forge(
        sent.path,
        twin,
        manifest=lambda document: document | {"package_id": "01890000-0000-7000-8000-000000000000"},
    )
    _, again = exchange.office_receive(world.office, twin)
    assert not again
    assert [(one.line.sequence, one.twins) for one in world.office.read(inbox)] == [(1, 1), (1, 1)]


def test_the_second_package_waits_for_the_first(world: World) -> None:
    commune = world.commune()
    set_address(commune, "1", "Thôn A")
    first = world.export(commune)
    set_address(commune, "2", "Thôn A")
    second = world.export(commune)
    late = world.receive(second)
    (line,) = world.office.read(inbox)
    assert (line.waits_for, line.undecided, line.records) == (1, 1, 1)
    for act in (world.accept, world.give_back):
        with pytest.raises(RefusedError) as refused:
            act(late)
        assert refused.value.code == "office.waits"
    early = world.receive(first)
    with pytest.raises(RefusedError) as refused:
        world.accept(late)
    assert refused.value.code == "office.waits"
    world.accept(early)
    world.accept(late)
    lines = world.office.read(inbox)
    assert [one.waits_for for one in lines] == [None, None]
    assert [one.accepted for one in lines] == [1, 1]


def test_a_long_row_of_packages_is_no_deep_recursion(world: World) -> None:
    commune = world.commune()
    set_address(commune, "1", "Thôn A")
    line = world.receive(world.export(commune)).manifest
    workspace = world.new_id()

    def many(context: object) -> PackageLine:
        work = context.work  # type: ignore[attr-defined]  # an edit context
        made: list[PackageLine] = []
        for sequence in range(1, 1501):
            one = PackageLine(
                id=world.new_id(),
                kind="change",
                direction=IN,
                fingerprint=bytes(32),
                workspace=workspace,
                sequence=sequence,
                previous=made[-1].id if made else None,
                in_reply_to=None,
                author="A, B",
                created_at=line.created_at,
                received_ms=1,
                received_by="A",
                entry=None,
                file_name="a.ldpkg",
            )
            work.add_package(one, None)
            made.append(one)
        return made[-1]

    last = world.office.write(many)
    assert world.office.read(lambda reader: waits_for(reader, last)) is None


def test_a_package_of_an_unknown_base_is_refused(world: World) -> None:
    commune = world.commune()
    set_address(commune, "1", "Thôn A")
    sent = world.export(commune)
    for name, change in (
        ("none", lambda document: document | {"base": None}),
        ("other", lambda document: document | {"base": document["base"] | {"root_hash": "00" * 32}}),
    ):
        path = world.folder / f"{name}.ldpkg"
        forge(sent.path, path, manifest=change)
        with pytest.raises(InvalidInputError) as refused:
            exchange.office_receive(world.office, path)
        assert refused.value.code == "office.unknown-base"


def test_packages_are_found_by_what_people_call_them(world: World) -> None:
    commune = world.commune()
    set_address(commune, "1", "Thôn A")
    first = world.receive(world.export(commune)).manifest.package_id
    set_address(commune, "2", "Thôn A")
    second = world.receive(world.export(commune)).manifest.package_id
    from landdesk.domain.ids import id_text, short_id

    def found(name: str) -> ObjectId:
        return world.office.read(lambda reader: find_package(reader, name).id)

    for name in ("2", id_text(second), id_text(second).upper(), short_id(second), f" {short_id(second)} "):
        assert found(name) == second
    assert found("1") == first
    for name in ("3", "", "zz", "00000000", "²"):
        with pytest.raises(InvalidInputError) as refused:
            found(name)
        assert refused.value.code == "office.no-package"


@pytest.mark.parametrize(
    ("reason", "note", "code"),
    [
        ("", "Đo lại", "office.no-reason"),
        ("unheard-of", "Đo lại", "office.no-reason"),
        ("boundary", "", "office.no-note"),
        ("boundary", "  ", "office.no-note"),
    ],
)
def test_a_return_needs_reason_and_note(world: World, reason: str, note: str, code: str) -> None:
    commune = world.commune()
    set_address(commune, "1", "Thôn A")
    package = world.receive(world.export(commune))
    with pytest.raises(InvalidInputError) as refused:
        exchange.decide(world.office, package, returns=[Return(package.records[0].id, reason, note)])
    assert refused.value.code == code
    assert world.office.read(inbox)[0].undecided == 1


def test_every_reason_is_taken(world: World) -> None:
    commune = world.commune()
    for at, _ in enumerate(REASONS):
        set_address(commune, str(at + 1), "Thôn A")
    package = world.receive(world.export(commune))
    returns = [
        Return(one.id, reason, "Xem lại") for one, reason in zip(package.records, REASONS, strict=True)
    ]
    assert len(exchange.decide(world.office, package, returns=returns).returned) == len(REASONS)


def test_a_record_cannot_be_accepted_and_returned(world: World) -> None:
    commune = world.commune()
    set_address(commune, "1", "Thôn A")
    package = world.receive(world.export(commune))
    (record,) = package.records
    with pytest.raises(LandDeskError) as refused:
        exchange.decide(
            world.office, package, accept=[record.id], returns=[Return(record.id, "boundary", "Đo lại")]
        )
    assert refused.value.code == "office.both"
    for unknown in (world.new_id(),):
        with pytest.raises(LandDeskError) as refused:
            world.accept(package, unknown)
        assert refused.value.code == "office.no-record"


def test_deciding_nothing_writes_nothing(world: World) -> None:
    commune = world.commune()
    set_address(commune, "1", "Thôn A")
    package = world.receive(world.export(commune))
    version = world.office.read(lambda reader: reader.version())
    assert exchange.decide(world.office, package).entry is None
    assert world.office.read(lambda reader: reader.version()) == version


def test_sequences_and_predecessors_chain(world: World) -> None:
    commune = world.commune()
    set_address(commune, "1", "Thôn A")
    first = read_package(world.export(commune).path)
    set_address(commune, "2", "Thôn A")
    second = read_package(world.export(commune).path)
    assert (first.manifest.sequence, first.manifest.previous) == (1, None)
    assert second.manifest.sequence == 2
    assert second.manifest.previous == first.manifest.package_id
    assert second.manifest.previous_fingerprint == first.fingerprint
    assert number(commune, "1").address == "Thôn A"

"""``landdesk record``: objects of any class, field by field."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from landdesk.cli.output import masked, print_document, print_entry, print_facts, print_table
from landdesk.cli.parameters import FILE, NUMBER, WORDS, OneOf
from landdesk.cli.session import Session
from landdesk.cli.verb import argument, json_option, option, pass_session, verb_group
from landdesk.domain.errors import InvalidInputError
from landdesk.domain.ids import id_text, short_id
from landdesk.i18n import N_, Text, _, translate

if TYPE_CHECKING:
    from landdesk.app.application import Application
    from landdesk.domain.commands import Basis
    from landdesk.domain.fields import Field
    from landdesk.domain.ids import ObjectId
    from landdesk.domain.records import AnyRecord
    from landdesk.services.field_values import FieldValues
    from landdesk.store.reader import Reader

BASES: Final = ("scan", "list", "survey", "registration", "statement")

_STORE = argument("store", N_("The store."), FILE)
_OBJECT = argument(
    "object_name", N_("Sheet/number of a parcel, a full identifier, or 8 digits of one."), WORDS
)
_VALUES = argument(
    "values", N_("Fields with their values, FIELD=VALUE; nothing after = empties it."), WORDS, many=True
)
_BASIS = option("--basis", help_text=N_("What the values are taken from."), kind=OneOf(BASES), metavar="KIND")
_SCAN = option("--scan", help_text=N_("The scan they are taken from."), kind=WORDS, metavar="ID")
_PAGE = option("--page", help_text=N_("Page of the scan."), kind=NUMBER, metavar="NUMBER")
_NOTE = option("--note", help_text=N_("Row of the list, survey, or who said it."), kind=WORDS, metavar="TEXT")


@verb_group(
    "record",
    N_("See and change objects of any class: certificates, land users, purposes, scans and so on."),
    "landdesk record fields certificate",
)
def record() -> None:
    """Hold the verbs."""


@record.verb(
    "fields",
    N_("List the classes of the record, or the fields of CLASS."),
    "landdesk record fields certificate",
)
@argument("class_name", N_("A class."), WORDS, required=False)
@json_option
@pass_session
def fields(_session: Session, class_name: str | None, as_json: bool) -> None:
    """Print them."""
    from landdesk.domain.fields import fields_of
    from landdesk.domain.records import CLASSES

    names = tuple(CLASSES) if class_name is None else (_known_class(class_name),)
    if as_json:
        print_document(
            "record-fields",
            {"classes": {name: [_field_document(one) for one in fields_of(name)] for name in names}},
        )
    elif class_name is None:
        print_table((_("Class"), _("Fields")), [(name, str(len(fields_of(name)))) for name in names], "<>")
    else:
        print_table(
            (_("Field"), _("Meaning"), _("Kind"), _("Code list")),
            [(one.name, _(one.title), str(one.kind), one.codelist) for one in fields_of(names[0])],
        )


def _field_document(field: "Field") -> dict[str, Any]:
    return {
        "id": field.id,
        "name": field.name,
        "title": _(field.title),
        "kind": str(field.kind),
        "codelist": field.codelist or None,
        "target": field.target or None,
        "group": field.group or None,
        "personal": field.personal,
    }


@record.verb(
    "show",
    N_("Show one object with all its fields and what proves their values."),
    "landdesk record show commune.landdesk 12/345",
)
@_STORE
@_OBJECT
@option("--reveal", help_text=N_("Show identity numbers in full."), is_flag=True)
@json_option
@pass_session
def show(session: Session, store: Path, object_name: str, reveal: bool, as_json: bool) -> None:
    """Print one object."""
    with session.reading(store) as app:
        found, proofs = app.read(lambda reader: _with_proofs(reader, object_name))
        values = _values_of(app)
    if as_json:
        print_document("record", object_document(found, reveal=reveal))
        return
    from landdesk.domain.fields import fields_of
    from landdesk.services.forms.layout import CLASS_TITLES

    title = _(CLASS_TITLES[found.CLASS])
    facts = [
        (_("Class"), f"{title} ({found.CLASS})"),
        (_("Identifier"), id_text(found.id)),
    ]
    for field in fields_of(found.CLASS):
        words = field_words(values, field, getattr(found, field.name), reveal=reveal)
        proof = proofs.get(field.id)
        facts.append((_(field.title), f"{words}  [{proof}]" if words and proof else words))
    print_facts(facts)


def _with_proofs(reader: "Reader", name: str) -> tuple["AnyRecord", dict[str, str]]:
    from landdesk.domain.fields import field_of
    from landdesk.domain.records import CLASSES, Evidence

    class_name, identifier = reader.find_object(name)
    found: AnyRecord = reader.get(CLASSES[class_name], identifier)
    subject = field_of("evidence", "subject")
    proofs = [one for _field, one in reader.pointing_at([subject], [identifier])]
    return found, {one.field: proof_words(one) for one in proofs if isinstance(one, Evidence)}


def proof_words(proof: Any) -> str:
    """Return what proves a value, in a few words."""
    from landdesk.app.titles import BASIS_KINDS, title

    parts = [title(BASIS_KINDS, proof.kind)]
    parts += [short_id(one) for one in (proof.document_id, proof.registration_id) if one is not None]
    parts += [_("page {page}").format(page=proof.page)] if proof.page is not None else []
    parts += [proof.words] if proof.words else []
    return " · ".join(parts)


def object_document(found: "AnyRecord", *, reveal: bool) -> dict[str, Any]:
    """Return an object as values of JSON, empty fields left out; numbers of persons masked."""
    from landdesk.domain.fields import Kind, fields_of
    from landdesk.services.forms.layout import is_masked

    values: dict[str, Any] = {}
    for field in fields_of(found.CLASS):
        value = getattr(found, field.name)
        if value is None or field.kind in (Kind.SHAPE, Kind.BYTES):
            continue
        if field.kind is Kind.REFERENCE:
            value = id_text(value)
        elif field.kind is Kind.REFERENCES:
            value = [id_text(one) for one in value]
        elif not reveal and is_masked(field):
            value = masked(value)
        values[field.name] = value
    return {"class": found.CLASS, "id": id_text(found.id), "values": values}


def field_words(values: "FieldValues", field: "Field", value: Any, *, reveal: bool) -> str:
    """Return a value as people read it; numbers of persons masked."""
    from landdesk.domain.fields import Kind
    from landdesk.services.forms.layout import is_masked

    if value is None:
        return ""
    if field.kind is Kind.REFERENCE:
        return short_id(value)
    if field.kind is Kind.REFERENCES:
        return ", ".join(short_id(one) for one in value)
    if field.kind is Kind.SHAPE:
        return _("{count} points").format(count=sum(len(p.exterior.coords) - 1 for p in value.geoms))
    if field.kind is Kind.BYTES:
        return _("{count} bytes").format(count=len(value))
    if not reveal and is_masked(field):
        return masked(value)
    return values.words(field, value)


@record.verb(
    "set",
    N_("Change fields of an object; what is not named stays."),
    'landdesk record set commune.landdesk 12/345 hamlet="Thôn 3" map_area_m2=120,5 --as "Nguyễn Văn A"',
)
@_STORE
@_OBJECT
@_VALUES
@_BASIS
@_SCAN
@_PAGE
@_NOTE
@json_option
@pass_session
def set_fields(
    session: Session,
    store: Path,
    object_name: str,
    values: tuple[str, ...],
    basis: str | None,
    scan: str | None,
    page: int | None,
    note: str | None,
    as_json: bool,
) -> None:
    """Print the act."""
    from landdesk.domain.commands import EditRecord, SetFields

    with session.working(store) as app:
        class_name, identifier = app.read(lambda reader: reader.find_object(object_name))
        edit = SetFields(class_name, identifier, _typed(app, class_name, values))
        proof = _basis(app, basis, scan, page, note)
        print_entry(app.execute(EditRecord((edit,), proof)), as_json=as_json, verb="record-set")


@record.verb(
    "add",
    N_("Add an object of CLASS; a reference is an identifier, 8 digits of one, or a parcel's sheet/number."),
    "landdesk record add commune.landdesk purpose parcel_id=12/345 land_use=ONT "
    'term_kind="Lâu dài" --as "Nguyễn Văn A"',
)
@_STORE
@argument("class_name", N_("A class."), WORDS)
@_VALUES
@_BASIS
@_SCAN
@_PAGE
@_NOTE
@json_option
@pass_session
def add(
    session: Session,
    store: Path,
    class_name: str,
    values: tuple[str, ...],
    basis: str | None,
    scan: str | None,
    page: int | None,
    note: str | None,
    as_json: bool,
) -> None:
    """Print the act."""
    from landdesk.domain.commands import AddObject, EditRecord

    with session.working(store) as app:
        edit = AddObject(_known_class(class_name), _typed(app, class_name, values))
        proof = _basis(app, basis, scan, page, note)
        print_entry(app.execute(EditRecord((edit,), proof)), as_json=as_json, verb="record-add")


@record.verb(
    "remove",
    N_("Take an object out with its parts; what refers to it refers to nothing then."),
    'landdesk record remove commune.landdesk 12/345 --as "Nguyễn Văn A"',
)
@_STORE
@_OBJECT
@json_option
@pass_session
def remove(session: Session, store: Path, object_name: str, as_json: bool) -> None:
    """Print the act."""
    from landdesk.domain.commands import EditRecord, RemoveObject

    with session.working(store) as app:
        class_name, identifier = app.read(lambda reader: reader.find_object(object_name))
        command = EditRecord((RemoveObject(class_name, identifier),))
        print_entry(app.execute(command), as_json=as_json, verb="record-remove")


def _known_class(name: str) -> str:
    from landdesk.domain.records import CLASSES

    if name not in CLASSES:
        raise InvalidInputError(
            "record.no-class",
            Text(N_("There is no class “{name}”."), {"name": name}),
            remedy=Text(N_("Choose one of: {choices}"), {"choices": ", ".join(CLASSES)}),
        )
    return name


def _values_of(app: "Application") -> "FieldValues":
    from landdesk.app.field_values import field_values

    return field_values(app)


def _typed(app: "Application", class_name: str, written: tuple[str, ...]) -> dict[str, Any]:
    """Return the values of ``FIELD=VALUE`` texts; doubts are said on standard error."""
    from landdesk.domain.fields import Kind, field_of

    values = _values_of(app)
    typed: dict[str, Any] = {}
    for one in written:
        name, mark, text = one.partition("=")
        if not mark:
            raise InvalidInputError(
                "usage.field-value",
                Text(N_("“{text}” names no field and value."), {"text": one}),
                remedy=Text(N_("Write FIELD=VALUE, such as hamlet=A.")),
            )
        try:
            field = field_of(class_name, name.strip())
        except KeyError:
            # The command says which fields there are.
            typed[name.strip()] = text
            continue
        if field.kind is Kind.REFERENCE and text.strip():
            typed[field.name] = _reference(app, field, text.strip())
            continue
        reading = values.read(field, text)
        typed[field.name] = reading.value
        if reading.doubt is not None:
            doubt = translate(reading.doubt)
            click.echo(f"{name}: {doubt}", err=True)
    return typed


def _reference(app: "Application", field: "Field", text: str) -> "ObjectId":
    from landdesk.domain.fields import ANY_CLASS

    class_name, identifier = app.read(lambda reader: reader.find_object(text))
    if field.target not in (class_name, ANY_CLASS):
        raise InvalidInputError(
            "record.other-class",
            Text(
                N_("“{field}” refers to a {wanted}, and “{text}” is a {found}."),
                {"field": Text(field.title), "wanted": field.target, "text": text, "found": class_name},
            ),
            remedy=Text(N_("Give the identifier of an object of that class.")),
        )
    return identifier


def _basis(
    app: "Application", kind: str | None, scan: str | None, page: int | None, note: str | None
) -> "Basis | None":
    from landdesk.domain.commands import Basis
    from landdesk.domain.fields import field_of

    if kind is None and scan is None:
        return None
    document = None if scan is None else _reference(app, field_of("evidence", "document_id"), scan)
    return Basis(kind or "scan", document, page, None, note)

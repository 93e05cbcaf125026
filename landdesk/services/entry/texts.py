"""The form as nested texts, which is how it is typed, kept as a draft and described in a file; and back.

Texts stand under the keys of ``fields.py``: those of the certificate at the top, ``parcels``, ``persons`` and
``purposes`` as lists, ``current_user`` and ``asset`` as tables, ``scans`` as file names, ``accept`` as places.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any, Final

from landdesk.domain.canonical import clean_text
from landdesk.domain.errors import InvalidInputError
from landdesk.domain.fields import Kind, field_of
from landdesk.domain.identity import identity_digits
from landdesk.domain.land_terms import parse_land_term
from landdesk.domain.serials import normalised_register_number, normalised_serial
from landdesk.i18n import N_, Text
from landdesk.services.entry.fields import (
    ASSET,
    CERTIFICATE,
    CURRENT,
    ORIGIN,
    PARCEL,
    PERSON,
    PURPOSE,
    TERM,
    EntryField,
    fields_in,
)
from landdesk.services.entry.form import (
    AssetForm,
    CertificateForm,
    CurrentUserForm,
    OriginForm,
    ParcelForm,
    PersonForm,
    PurposeForm,
    ScanForm,
)
from landdesk.services.entry.problem import Problem, Weight
from landdesk.services.entry.short_codes import short_codes
from landdesk.services.field_values import FieldValues, date_words

Texts = Mapping[str, Any]

LONG, UNTIL, YEARS = "LAU_DAI", "DEN_NGAY", "SO_NAM"
"""Codes of the list ``term_kind``."""

_CLOSED_DATE: Final = re.compile(r"(\d{2})(\d{2})(\d{4})")
_MORE_KEYS: Final = {
    CERTIFICATE: {"parcels", "persons", "current_user", "scans", "accept"},
    PARCEL: {"purposes", "asset"},
}
_SHOWN_AS_CODES: Final = frozenset({"land_use", "commune"})


@dataclass(frozen=True, slots=True)
class Read:
    """A form that was read from texts, and what could not be read or may be meant otherwise."""

    form: CertificateForm
    problems: tuple[Problem, ...]


class FormTexts:
    """Reads and words forms.

    Args:
        values: Reads and words single values.
    """

    def __init__(self, values: FieldValues) -> None:
        self._values = values

    def read(self, texts: Texts, scans: Iterable[ScanForm] = ()) -> Read:
        """Return the form that texts stand for; a text that cannot be read leaves its field empty, with a problem.

        Args:
            texts: Nested texts.
            scans: The scanned files, already looked at.

        Raises:
            InvalidInputError: A key is not one of the form, or a part is not of its shape.
        """
        problems: list[Problem] = []
        top = self._block(CERTIFICATE, texts, "", problems)
        parcels = [
            self._parcel(one, f"parcels.{at}.", problems) for at, one in enumerate(_list(texts, "parcels"))
        ]
        persons = [
            PersonForm(**self._block(PERSON, one, f"persons.{at}.", problems))
            for at, one in enumerate(_list(texts, "persons"))
        ]
        current = CurrentUserForm(
            **self._block(CURRENT, _table(texts, "current_user"), "current_user.", problems)
        )
        accepted = texts.get("accept", ())
        if not isinstance(accepted, list | tuple | set | frozenset):
            raise _other_shape("accept")
        form = CertificateForm(
            **top,
            parcels=tuple(parcels),
            persons=tuple(persons),
            current_user=None if current == CurrentUserForm() else current,
            scans=tuple(scans),
            accepted=frozenset(map(str, accepted)),
        )
        return Read(form, tuple(problems))

    def read_value(self, field: EntryField, text: str, place: str) -> tuple[dict[str, Any], list[Problem]]:
        """Return the attributes that one text gives to its block, and what is to be said about it."""
        problems: list[Problem] = []
        try:
            found = self._value(field, text, place, problems)
        except InvalidInputError as error:
            return {}, [Problem(place, error.code, error.what, remedy=error.remedy)]
        return found, problems

    def _parcel(self, texts: Any, place: str, problems: list[Problem]) -> ParcelForm:
        values = self._block(PARCEL, texts, place, problems)
        purposes = [
            PurposeForm(**self._block(PURPOSE, one, f"{place}purposes.{at}.", problems))
            for at, one in enumerate(_list(texts, "purposes"))
        ]
        asset = AssetForm(**self._block(ASSET, _table(texts, "asset"), f"{place}asset.", problems))
        return ParcelForm(**values, purposes=tuple(purposes), asset=None if asset == AssetForm() else asset)

    def _block(self, block: str, texts: Any, place: str, problems: list[Problem]) -> dict[str, Any]:
        if not isinstance(texts, Mapping):
            raise _other_shape(place.rstrip("."))
        known = {one.key: one for one in fields_in(block)}
        unknown = texts.keys() - known.keys() - _MORE_KEYS.get(block, set())
        if unknown:
            raise InvalidInputError(
                "entry.unknown-key",
                Text(N_("The form has no field “{name}”."), {"name": place + min(unknown)}),
                remedy=Text(N_("It has: {names}"), {"names": ", ".join(known)}),
            )
        values: dict[str, Any] = {}
        for key, field in known.items():
            written = texts.get(key)
            if written is None:
                continue
            if isinstance(written, list | tuple | Mapping):
                raise _other_shape(place + key)
            found, said = self.read_value(field, str(written), place + key)
            values |= found
            problems += said
        return values

    def _value(self, field: EntryField, text: str, place: str, problems: list[Problem]) -> dict[str, Any]:
        written = clean_text(text)
        if written is None:
            return {}
        if field.key == ORIGIN:
            return {"origins": self._origins(written, place, problems)}
        if field.key == TERM:
            return self._term(written)
        if field.key == "serial":
            return {"serial": normalised_serial(written)}
        if field.key == "register_number":
            return {"register_number": normalised_register_number(written)}
        if field.key == "identity_number":
            written = identity_digits(written)
        if field.field.kind is Kind.DATE and (closed := _CLOSED_DATE.fullmatch(written)):
            written = "/".join(closed.groups())
        codes = self._values.codes(field.field)
        if codes is not None and field.key != "commune":
            found = short_codes(codes, written, self._values.today)
            if len(found) == 1:
                return {field.key: found[0].code}
        typed = self._values.read(field.field, written)
        if typed.doubt is not None:
            problems.append(Problem(place, "entry.doubt", typed.doubt, Weight.HINT))
        return {field.key: typed.value}

    def _origins(self, text: str, place: str, problems: list[Problem]) -> tuple[OriginForm, ...]:
        """Return the origins of a text: ``1``, ``tk+1`` (by transfer of what the State recognised), ``1; 5``."""
        return tuple(self._origin(part.strip(), place, problems) for part in text.split(";") if part.strip())

    def _origin(self, text: str, place: str, problems: list[Problem]) -> OriginForm:
        values: dict[str, str] = {}
        for part in text.split("+"):
            # Numbers are codes of the one list; the other has none.
            names = ("origin",) if part.strip().isdigit() else ("origin", "transfer_origin")
            found = [
                (key, codes[0].code)
                for key in names
                if len(codes := short_codes(self._values.lists[_LIST[key]], part, self._values.today)) == 1
            ]
            if len(found) != 1 or found[0][0] in values:
                break
            values[found[0][0]] = found[0][1]
        else:
            return OriginForm(**values)
        if " " not in text:
            codes = self._values.lists["land_origin"].valid_on(self._values.today)
            listed = ", ".join(f"{one.code} ({one.title})" for one in codes[:6])
            raise InvalidInputError(
                "entry.no-origin",
                Text(N_("“{value}” is no origin of use."), {"value": text}),
                remedy=Text(N_("Choose one of: {choices}"), {"choices": f"{listed}, …"}),
            )
        problems.append(
            Problem(
                place, "entry.origin-in-words", Text(N_("On no list; kept as it is written.")), Weight.HINT
            )
        )
        return OriginForm(detail=text)

    def _term(self, text: str) -> dict[str, Any]:
        found = short_codes(self._values.lists["term_kind"], text, self._values.today)
        if [one.code for one in found] == [LONG]:
            return {"term_kind": LONG}
        closed = _CLOSED_DATE.fullmatch(text)
        term = parse_land_term("/".join(closed.groups()) if closed else text)
        if term is None:
            raise InvalidInputError(
                "entry.no-term",
                Text(N_("“{value}” is no term of use."), {"value": text}),
                remedy=Text(N_("Write LD for an indefinite term, a day such as 15/10/2043, or 50 năm.")),
            )
        if term.is_long:
            return {"term_kind": LONG}
        if term.until is not None:
            return {"term_kind": UNTIL, "term_until": term.until.isoformat()}
        return {"term_kind": YEARS, "term": f"{term.years} năm"}

    # --- and back ------------------------------------------------------------------------------------------

    def words(self, form: CertificateForm) -> dict[str, Any]:
        """Return the texts of a form, as :meth:`read` understands them; scans are left out."""
        texts: dict[str, Any] = self._words_of(CERTIFICATE, form)
        texts["parcels"] = [
            {
                **self._words_of(PARCEL, parcel),
                "purposes": [self._words_of(PURPOSE, one) for one in parcel.purposes],
                **({} if parcel.asset is None else {"asset": self._words_of(ASSET, parcel.asset)}),
            }
            for parcel in form.parcels
        ]
        texts["persons"] = [self._words_of(PERSON, one) for one in form.persons]
        if form.current_user is not None:
            texts["current_user"] = self._words_of(CURRENT, form.current_user)
        if form.accepted:
            texts["accept"] = sorted(form.accepted)
        return texts

    def word(self, field: EntryField, part: Any) -> str:
        """Return the text of one field of a part of the form; empty where it has no value."""
        if field.key == ORIGIN:
            return "; ".join(self._origin_words(one) for one in part.origins)
        if field.key == TERM:
            return self._term_words(part)
        return self.value_words(field, getattr(part, field.key))

    def value_words(self, field: EntryField, value: Any) -> str:
        """Return a value of a field as it is typed: land uses as codes, all others as people read them."""
        if value is None or field.key in _SHOWN_AS_CODES:
            return value or ""
        if isinstance(value, Decimal):
            # As it is typed: no zeros behind that nobody wrote.
            plain = value.normalize()
            value = plain.quantize(Decimal(1)) if plain == plain.to_integral_value() else plain
            return f"{value:f}".replace(".", ",")
        return self._values.words(field.field, value)

    def recorded_words(self, field: EntryField, value: Any) -> str:
        """Return the text of one recorded value where the field's text may stand for several."""
        names = ("origin", "transfer_origin") if field.key == ORIGIN else ("term_kind",)
        for name in names:
            if value in self._values.lists[_LIST[name]]:
                return self._title(_LIST[name], value)
        return date_words(str(value)) if field.key == TERM else str(value)

    def _words_of(self, block: str, part: Any) -> dict[str, str]:
        words = {one.key: self.word(one, part) for one in fields_in(block)}
        return {key: text for key, text in words.items() if text}

    def _origin_words(self, origin: OriginForm) -> str:
        if origin.detail:
            return origin.detail
        parts = (("transfer_origin", origin.transfer_origin), ("origin", origin.origin))
        return " + ".join(self._title(_LIST[name], code) for name, code in parts if code)

    def _title(self, name: str, code: str) -> str:
        found = self._values.lists[name].get(code)
        return code if found is None else found.title

    def _term_words(self, purpose: PurposeForm) -> str:
        if purpose.term_until is not None:
            return date_words(purpose.term_until)
        if purpose.term is not None or purpose.term_kind is None:
            return purpose.term or ""
        return self._values.words(field_of("purpose", "term_kind"), purpose.term_kind)


_LIST: Final = {"origin": "land_origin", "transfer_origin": "transfer_origin", "term_kind": "term_kind"}


def problem_field(place: str) -> EntryField | None:
    """Return the field that a place names."""
    parts = [one for one in place.split(".") if not one.isdigit()]
    block = {
        "parcels": PARCEL,
        "purposes": PURPOSE,
        "asset": ASSET,
        "persons": PERSON,
        "current_user": CURRENT,
    }.get(parts[-2] if len(parts) > 1 else "", CERTIFICATE)
    return next((one for one in fields_in(block) if one.key == parts[-1]), None)


def is_empty(part: Any) -> bool:
    """Tell whether a part of the form holds nothing."""
    return all(getattr(part, one.name) in (None, ()) for one in fields(part))


def _list(texts: Any, key: str) -> Sequence[Any]:
    found = texts.get(key, ())
    if not isinstance(found, list | tuple):
        raise _other_shape(key)
    return found


def _table(texts: Any, key: str) -> Any:
    return texts.get(key) or {}


def _other_shape(place: str) -> InvalidInputError:
    return InvalidInputError(
        "entry.other-shape",
        Text(N_("“{name}” of the form is not what it should be."), {"name": place}),
        remedy=Text(N_("Parcels, persons and purposes are lists of tables, fields are texts.")),
    )

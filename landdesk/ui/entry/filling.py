"""What the entry page fills in at one key: a citizen card, the last certificate, the row before."""

from collections.abc import Mapping
from typing import Any, Final

from landdesk.domain.citizen_card import CitizenCard, parse_citizen_card
from landdesk.i18n import format_date
from landdesk.services.entry.defaults import FEMALE, MALE
from landdesk.services.entry.fields import PERSON, EntryField
from landdesk.services.entry.form import CertificateForm, ParcelForm, PersonForm, PurposeForm
from landdesk.services.entry.texts import FormTexts
from landdesk.store.info import StoreInfo
from landdesk.ui.entry.row import EntryEdit
from landdesk.ui.entry.sheet import EntrySheet

REPEATED: Final = ("commune", "issued_on", "issuer")
REPEATED_OF_PARCEL: Final = ("sheet", "address")
_PARTS: Final = {"purpose": PurposeForm, "parcel": ParcelForm, "person": PersonForm}


def new_form(info: StoreInfo, last: Mapping[str, Any]) -> dict[str, Any]:
    """Return the texts of an empty form: the commune of the store, or that of the last certificate."""
    commune = last.get("commune") or (info.communes[0] if len(info.communes) == 1 else "")
    return {"commune": commune} if commune else {}


def repeat_last(sheet: EntrySheet, last: Mapping[str, Any]) -> None:
    """Fill in what certificates of one day, office and map sheet have in common, where nothing stands yet."""
    for key in REPEATED:
        _fill(sheet.certificate.edits[key], last.get(key))
    parcel: Mapping[str, Any] = next(iter(last.get("parcels", ())), {})
    for key in REPEATED_OF_PARCEL:
        _fill(sheet.parcels[0].row.edits[key], parcel.get(key))


def ditto_text(sheet: EntrySheet, edit: EntryEdit, last: Mapping[str, Any]) -> str | None:
    """Return what the field holds in the row of its kind before, else in the last certificate; None for nothing."""
    row = sheet.row_of(edit)
    if row is None:
        return None
    key = edit.entry_field.key
    before = []
    for one in sheet.rows():
        if one is row:
            break
        if one.block == row.block and one.edits[key].text():
            before.append(one.edits[key].text())
    if before:
        return before[-1]
    found = _of_last(row.block, last).get(key)
    return None if found is None else str(found)


def _of_last(block: str, last: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the texts of the last row of a kind on the last certificate."""
    parcel: Mapping[str, Any] = next(reversed(last.get("parcels", [])), {})
    rows: Mapping[str, Any] = {
        "certificate": last,
        "person": next(reversed(last.get("persons", [])), {}),
        "current_user": last.get("current_user", {}),
        "parcel": parcel,
        "purpose": next(reversed(parcel.get("purposes", [])), {}),
        "asset": parcel.get("asset", {}),
    }
    found: Mapping[str, Any] = rows[block]
    return found


def fill_from_card(sheet: EntrySheet, edit: EntryEdit, texts: FormTexts, *, whole: bool) -> bool:
    """Fill the row of a person from the QR code of a citizen card that stands in one of its fields.

    Args:
        sheet: The form.
        edit: The field.
        texts: Words codes.
        whole: The text is complete; else it is taken only where a card can have nothing more.

    Returns:
        Whether it was a card.
    """
    row = sheet.row_of(edit)
    text = edit.text()
    if row is None or row.block not in (PERSON, "current_user") or "|" not in text:
        return False
    card = parse_citizen_card(text)
    if card is None or not (whole or card.issued is not None):
        return False
    for key, words in _card_words(card, texts).items():
        if key in row.edits and words:
            row.edits[key].fill_in(words)
    return True


def _card_words(card: CitizenCard, texts: FormTexts) -> dict[str, str]:
    sex = None if card.is_woman is None else FEMALE if card.is_woman else MALE
    person = texts.words(CertificateForm(persons=(PersonForm(sex=sex),)))["persons"][0]
    return {
        # Also where the card does not say it: the code itself must not stay in the field.
        "name": card.name or " ",
        "identity_number": card.identity_number,
        "born": "" if card.born is None else format_date(card.born),
        "sex": person.get("sex", ""),
        "address": card.address or "",
    }


def filled_in(texts: FormTexts, field: EntryField, values: Mapping[str, Any]) -> str:
    """Return the words of a field's values; empty where it has none of its own."""
    kind = _PARTS.get(field.block)
    if kind is not None:
        return texts.word(field, kind(**values))
    value = values.get(field.key)
    return "" if value is None else texts.value_words(field, value)


def _fill(edit: EntryEdit, text: object) -> None:
    if text and not edit.text():
        edit.fill_in(str(text))

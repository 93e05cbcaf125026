"""What is said below the name of an object on a page: shared with other parcels, a file that is not here."""

from landdesk.domain.fields import field_of
from landdesk.i18n import _
from landdesk.services.forms.around import places_words
from landdesk.services.forms.draft import Draft, DraftObject
from landdesk.services.forms.scans import hash_of


def notes_of(draft: Draft, one: DraftObject) -> list[str]:
    """Return what is said of an object, line by line."""
    notes = []
    places = draft.places_of(one)
    if places is not None:
        notes.append(
            _("Also at parcel {keys}: what you change here changes there too.").format(
                keys=places_words(places)
            )
        )
    if one.class_name == "document":
        if one.key in draft.files:
            notes.append(_("The file is kept with the store when you save."))
        elif hash_of(draft, one) in draft.around.absent_files:
            notes.append(_("The file is not on this computer."))
    if one.class_name == "map_sheet" and not _is_sheet_of(draft, one):
        notes.append(_("The parcel says another sheet number."))
    return notes


def unsaved_words(draft: Draft) -> str:
    """Return that something is not saved yet, and at which other parcels it will change something."""
    keys = dict.fromkeys(
        key for places in draft.changed_elsewhere() for key in places_words(places).split(", ")
    )
    if not keys:
        return _("Not saved yet")
    return _("Not saved yet; changes parcel {keys} too").format(keys=", ".join(keys))


def _is_sheet_of(draft: Draft, one: DraftObject) -> bool:
    said = draft.text(draft.parcel, field_of("parcel", "sheet")).strip()
    return said in ("", draft.text(one, field_of("map_sheet", "number")).strip())

"""What every import may have to say of rows: of texts in old encodings, and of what stands against the record."""

from collections.abc import Mapping
from typing import Final

from landdesk.domain.fields import FIELD_BY_ID
from landdesk.i18n import N_, _
from landdesk.services.importing.refresh import tally
from landdesk.services.importing.text import columns, convert

SHARED_TITLES: Final[Mapping[str, str]] = {
    columns.CONVERTED: N_("Texts of the column were in an old encoding; read as Vietnamese"),
    columns.NOT_SURE: N_("Texts of the column may be in an old encoding; left as they are"),
    convert.MIXED: N_("The text was Vietnamese already in a column of an old encoding; left as it is"),
    convert.NOT_CONVERTED: N_("The text does not become Vietnamese; left as it is"),
    convert.ODD_WORD: N_("A word of the text is no Vietnamese syllable; look at it again"),
    convert.CAPITALS: N_("The text was in a font of capitals; made capitals"),
    convert.SMALL_INITIAL: N_("A word begins with a small letter that has no capital in the old encoding"),
    convert.CUT_LETTER: N_("The last letter had lost half of itself; completed"),
    tally.OTHER_NAME: N_(
        "The identity number belongs to a person of another name; taken as a person of its own"
    ),
    tally.KEPT: N_("The value was edited here and the source has another one; the edit stays"),
    tally.REPLACED: N_("An earlier file says something else of it; the value of this newer file is taken"),
    tally.OLDER: N_(
        "This file was in before a later one that says something else; what the later one says stays"
    ),
    tally.AMBIGUOUS: N_("Several parcels of the store may be meant; not taken"),
    tally.DIFFERS: N_("Rows of the source say different things of one field; the first is taken"),
    tally.JOINED: N_("Land users recorded one by one are recorded as a couple, household or group now"),
    tally.NO_PARCEL: N_("Its parcel is not in the store; not taken"),
    tally.REMOVED: N_("It was removed here; not taken again"),
}


def detail_words(detail: str | None, sides: tally.Sides | None) -> str:
    """Return what is said beside a note: the title of the field that is meant, and what the files say of it."""
    words = _(FIELD_BY_ID[detail].title) if detail in FIELD_BY_ID else detail or ""
    if sides is None:
        return words
    if sides.known is None or sides.said is None:
        told = _("file {known_file} and file {said_file} differ").format(
            known_file=sides.known_file, said_file=sides.said_file
        )
    else:
        told = _("file {known_file} says “{known}”, file {said_file} says “{said}”").format(
            **sides.document()
        )
    return f"{words}: {told}" if words else told

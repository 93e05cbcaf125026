"""What is to be said about rows of a form: a code, the field and the rows; never a value, since it may be personal."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from landdesk.domain import identity, serials
from landdesk.i18n import N_
from landdesk.services.importing.tables import values

DATE_FOR_TEXT: Final = "cell.date"
NO_DATE: Final = "cell.no-date"
NO_AREA: Final = "cell.no-area"
NO_FLAG: Final = "cell.no-flag"
NO_TERM: Final = "cell.no-term"
OTHER_WORD: Final = "cell.other-word"
SEVERAL_WORDS: Final = "cell.several-words"
CELL_ERROR: Final = "cell.error"
PARTIAL_BIRTH: Final = "birth.partial"
NO_HEADINGS: Final = "form.no-headings"
COLUMN_MISSING: Final = "form.column-missing"
COLUMN_TWICE: Final = "form.column-twice"
COLUMN_UNUSED: Final = "form.column-unused"
COLUMN_MOVED: Final = "form.column-moved"
ROW_EMPTY: Final = "row.nothing"
ROW_TWICE: Final = "row.twice"
ROW_NO_PARCEL: Final = "row.no-parcel"
ROW_NO_PERSON: Final = "row.no-person"
SEVERAL_SERIALS: Final = "serial.several"
BAD_COMMUNE: Final = "commune.form"
FLAGS_BOTH: Final = "flags.both"
FLAGS_NEITHER: Final = "flags.neither"
FLAGS_DIFFER: Final = "flags.contradiction"
PARCEL_TWICE: Final = "parcel.twice"
PARCEL_DIFFERS: Final = "parcel.contradiction"
PERSON_DIFFERS: Final = "person.contradiction"
CERTIFICATE_DIFFERS: Final = "certificate.contradiction"
ROLE_TWICE: Final = "role.twice"
NO_SPOUSE: Final = "role.no-spouse"
NO_HEAD: Final = "role.no-head"
ROLE_OTHER: Final = "role.other-kind"
NOT_ALL_PAIRS: Final = "certificate.not-all-pairs"
PURPOSE_GAP: Final = "purpose.gap"
PURPOSE_SUM: Final = "purpose.sum"
PURPOSE_PARTIAL: Final = "purpose.no-land-use"
UNKNOWN_CODE: Final = "path.unknown-code"

NOTE_TEXTS: Final[Mapping[str, str]] = {
    DATE_FOR_TEXT: N_("The cell holds a date where a number or text belongs; kept as day, month and year"),
    NO_DATE: N_("The cell is no date; its text is kept"),
    NO_AREA: N_("The cell is no area to be sure of; its text is kept"),
    NO_FLAG: N_("The cell says neither yes nor no; its text is kept"),
    NO_TERM: N_("The term of use cannot be understood; its text is kept"),
    OTHER_WORD: N_("The word is not on the list; kept as it is written"),
    SEVERAL_WORDS: N_("The word may stand for several codes of the list; kept as it is written"),
    CELL_ERROR: N_("The cell holds an error of the spreadsheet; its text is kept"),
    PARTIAL_BIRTH: N_("The day of birth is not complete"),
    NO_HEADINGS: N_("The headings of the form were not found; columns are taken by their letters"),
    COLUMN_MISSING: N_("A column of the form is missing"),
    COLUMN_TWICE: N_("Two columns have this heading; the first is taken"),
    COLUMN_UNUSED: N_("The column belongs to no field of the form; not taken"),
    COLUMN_MOVED: N_("Columns stand at other places than on the form; taken by their headings"),
    ROW_EMPTY: N_("The row holds nothing but its number; not taken"),
    ROW_TWICE: N_("The rows say exactly the same"),
    ROW_NO_PARCEL: N_("The row names neither map sheet and parcel nor a certificate"),
    ROW_NO_PERSON: N_("The row names nobody"),
    SEVERAL_SERIALS: N_(
        "The cell holds several serials; they are taken as one certificate of several sheets"
    ),
    BAD_COMMUNE: N_("The code of the commune is not five digits"),
    FLAGS_BOTH: N_("Two statements that exclude each other are both marked"),
    FLAGS_NEITHER: N_("None of the statements of which one must hold is marked"),
    FLAGS_DIFFER: N_("The parcel is said to have attributes only, and all three blocks in sync"),
    PARCEL_TWICE: N_("The parcel stands in several rows"),
    PARCEL_DIFFERS: N_("Rows of one certificate say different things about one parcel"),
    PERSON_DIFFERS: N_("Rows of one certificate say different things about one person"),
    CERTIFICATE_DIFFERS: N_("Rows of one certificate say different things about it"),
    ROLE_TWICE: N_("Two different persons of one certificate have a role that only one can have"),
    NO_SPOUSE: N_("A married couple of which only one is named"),
    NO_HEAD: N_("A household or organisation without its head or representative"),
    ROLE_OTHER: N_("The role does not belong to this kind of land user"),
    NOT_ALL_PAIRS: N_("Not every person of the certificate stands with every parcel of it"),
    PURPOSE_GAP: N_("A land use is given, and the one before it is not"),
    PURPOSE_SUM: N_("The areas of the land uses do not add up to the area of the parcel"),
    PURPOSE_PARTIAL: N_("Area, origin, form or term is given without a land use"),
    UNKNOWN_CODE: N_("The code is not known here; kept word for word"),
    values.THOUSANDS_OR_DECIMALS: N_(
        "The point or comma may group thousands or begin decimals; read as in Vietnam"
    ),
    values.DAY_OR_MONTH: N_("The day can only be read with the month first; read so"),
    values.SERIAL_DATE: N_("A plain number, read as the day number of a spreadsheet"),
    values.IMPOSSIBLE_YEAR: N_("The year is not likely"),
    values.ZERO_RESTORED: N_("The zero at the start was lost in a workbook; it is put back"),
    values.DIGITS_LOST: N_("The last digits of the number were lost in a workbook; its text is kept"),
    values.UNREADABLE: N_("The cell cannot be read as a number of a document; its text is kept"),
    serials.SERIAL_FORM: N_("The serial has none of the known forms"),
    serials.REGISTER_FORM: N_("The register number holds no digit"),
    identity.OLD_CARD: N_("Nine digits: the number of an old identity card"),
    identity.ELEVEN_DIGITS: N_("Eleven digits: the zero at the start may have been lost in a workbook"),
    identity.NO_NUMBER: N_("Not twelve digits"),
    identity.UNKNOWN_PROVINCE: N_("The number begins with the code of no province"),
    identity.BAD_CENTURY: N_("The digit of century and sex does not exist yet"),
    identity.OTHER_SEX: N_("The number tells of the other sex"),
    identity.OTHER_YEAR: N_("The number tells of another year of birth"),
    identity.PLACEHOLDER: N_("The number is a stopgap"),
    identity.TAX_FORM: N_("Not a tax code of 10 or 13 digits"),
    identity.TAX_CHECK: N_("The check digit of the tax code is wrong"),
}


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something to say about one value of a row; ``field`` is the key of its column, or empty."""

    field: str
    code: str


@dataclass(frozen=True, slots=True)
class FormNote:
    """Something to say about a form.

    Args:
        code: Key of ``NOTE_TEXTS``.
        rows: Numbers of the rows it is about; empty for the form as a whole.
        field: Key of the column, or its letter where it is none of the form's; may be empty.
    """

    code: str
    rows: tuple[int, ...] = ()
    field: str = ""


def counts(notes: Iterable[FormNote]) -> dict[str, int]:
    """Return how often each code occurs, most frequent first."""
    return dict(Counter(note.code for note in notes).most_common())

"""Words, numbers, dates and alphabetical order in the language of the reader.

Source texts are English. Below the front ends nothing is translated: domain, store and services carry
`Text` values, and `translate` makes words of them in `landdesk.cli`, `landdesk.ui` and templates. The
language is state of the process, set once at the start; until then texts stay English.

Importing this module is cheap: catalogues are read by `set_language`, Babel is loaded by the first
number or date. Nothing here reads settings.
"""

import string
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from gettext import GNUTranslations, NullTranslations
from typing import Final

from landdesk.paths import plain_form
from landdesk.resources import resource_path

LANGUAGES: Final = ("vi", "en")
DEFAULT_LANGUAGE: Final = "vi"

# English readers get British forms: 31/12/2026 must never be read as a day of month 31.
_LOCALES: Final = {"vi": "vi_VN", "en": "en_GB"}
_VIETNAMESE_SEPARATORS: Final = str.maketrans(",.", ".,")


def N_(source: str) -> str:
    """Mark an English source text for the catalogue and return it unchanged."""
    return source


@dataclass(frozen=True, slots=True)
class Text:
    """A message that has not been put into words yet: an English source and named values.

    Args:
        source: English text marked with `N_`, with named placeholders such as ``{length_m:.2f}``.
        values: Values by placeholder name; a value may be a `Text` itself.
    """

    source: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Keep an own copy, so that a dictionary changed later does not change the message."""
        object.__setattr__(self, "values", dict(self.values))

    def __hash__(self) -> int:
        """Hash source and names only: values such as lists cannot be hashed, equality still sees them."""
        return hash((self.source, frozenset(self.values)))

    def __str__(self) -> str:
        """Return the English words, with plain Python numbers, for logs and tests."""
        return self.source.format(**self.values)

    def __format__(self, spec: str) -> str:
        """Format the English words like a string."""
        return format(str(self), spec)


class _State:
    """Language of this process and its catalogue."""

    language: str = "en"
    catalogue: NullTranslations = NullTranslations()


@dataclass(frozen=True, slots=True)
class _Words:
    """A language with its catalogue."""

    language: str
    catalogue: NullTranslations


class _LocalFormatter(string.Formatter):
    """`str.format` with nested texts translated and numbers and dates in the reader's form.

    Args:
        words: The language in use, or another one.
    """

    def __init__(self, words: "type[_State] | _Words") -> None:
        self._words = words

    def translated(self, text: Text) -> str:
        """Return the words of a message, nested messages included."""
        source = self._words.catalogue.gettext(text.source) if text.source else ""
        return self.vformat(source, (), text.values)

    def format_field(self, value: object, format_spec: str) -> str:
        """Return one placeholder's text; grouping is used only where the placeholder asks for it (``,``)."""
        if isinstance(value, Text):
            return format(self.translated(value), format_spec)
        if isinstance(value, date) and not format_spec:
            return format_datetime(value) if isinstance(value, datetime) else format_date(value)
        words = format(plain_form(value) if isinstance(value, str) else value, format_spec)
        if self._words.language == "vi" and isinstance(value, int | float | Decimal):
            return words.translate(_VIETNAMESE_SEPARATORS)
        return words


_FORMATTER: Final = _LocalFormatter(_State)


@cache
def _in_vietnamese() -> _LocalFormatter:
    return _LocalFormatter(_Words("vi", _catalogue("vi")))


def set_language(language: str) -> None:
    """Use the catalogue of a language from now on.

    Args:
        language: One of `LANGUAGES`.

    Raises:
        ValueError: The language is not one of `LANGUAGES`.
        FileNotFoundError: The catalogue is missing from the installation.
    """
    if language not in LANGUAGES:
        message = f"unknown language {language!r}, known are {', '.join(LANGUAGES)}"
        raise ValueError(message)
    _State.catalogue = _catalogue(language)
    _State.language = language


@cache
def _catalogue(language: str) -> GNUTranslations:
    with resource_path("i18n", f"{language}.mo").open("rb") as file:
        return GNUTranslations(file)


def current_language() -> str:
    """Return the language in use; English until `set_language` was called."""
    return _State.language


def gettext(source: str) -> str:
    """Return the translation of an English source text, or the source where there is none."""
    # The empty text is the key of the catalogue's header, which nobody wants to read.
    return _State.catalogue.gettext(source) if source else ""


_ = gettext


def ngettext(singular: str, plural: str, count: int) -> str:
    """Return the translation that fits a count; the count itself is still to be formatted in."""
    return _State.catalogue.ngettext(singular, plural, count)


def translate(text: Text) -> str:
    """Return the words of a message in the language in use, nested messages included.

    Placeholders are filled as by `str.format`; in Vietnamese the decimal mark is a comma and the
    grouping mark, where the placeholder asks for one, a full stop. Dates read 31/12/2026.
    """
    return _FORMATTER.translated(text)


def vietnamese(text: Text | str) -> str:
    """Return the words of a message in Vietnamese whatever language is in use, for papers that go to the province.

    Args:
        text: The message, or a source text without values.

    Raises:
        FileNotFoundError: The catalogue is missing from the installation.
    """
    return _in_vietnamese().translated(text if isinstance(text, Text) else Text(text))


def format_number(value: float | Decimal, decimals: int | None = None) -> str:
    """Return a grouped number, ``1.234,5`` in Vietnamese and ``1,234.5`` in English.

    Args:
        value: The number.
        decimals: Exact count of decimals; None shows up to three, as many as there are.
    """
    from babel.numbers import format_decimal

    pattern = None if decimals is None else "#,##0." + "0" * decimals if decimals else "#,##0"
    return format_decimal(value, format=pattern, locale=_LOCALES[_State.language])


def format_date(value: date) -> str:
    """Return a day as ``31/12/2026``."""
    return f"{value.day:02d}/{value.month:02d}/{value.year:04d}"


def format_datetime(value: datetime) -> str:
    """Return a day and time of day as ``31/12/2026 14:05``, in the zone the value carries."""
    return f"{format_date(value)} {value.hour:02d}:{value.minute:02d}"


def normalised(text: str) -> str:
    """Return text as the program keeps it: Unicode NFC. All text that enters goes through here."""
    return unicodedata.normalize("NFC", text)


class _Folding(dict[int, str]):
    """Table for `str.translate` that learns each character the first time it is met."""

    def __missing__(self, code: int) -> str:
        lower = unicodedata.normalize("NFD", unicodedata.normalize("NFD", chr(code)).lower())
        # Đ is a letter of its own and has no decomposition, unlike every other accented one.
        folded = "".join(c for c in lower if not unicodedata.combining(c)).replace("đ", "d")
        return self.setdefault(code, folded)


_FOLDING: Final = _Folding()


def fold(text: str) -> str:
    """Return text as it is searched for: lower case, no marks, đ as d: ``Đặng Đức`` → ``dang duc``."""
    return text.translate(_FOLDING)


_BREVE, _CIRCUMFLEX, _HORN = "\u0306", "\u0302", "\u031b"
_VARIANTS: Final = {
    ("a", _BREVE): "1",
    ("a", _CIRCUMFLEX): "2",
    ("e", _CIRCUMFLEX): "1",
    ("o", _CIRCUMFLEX): "1",
    ("o", _HORN): "2",
    ("u", _HORN): "1",
}
# The order of Vietnamese dictionaries: level, grave, hook, tilde, acute, dot below.
_TONES: Final = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}


class _Letters(dict[int, str]):
    """Each character as two characters whose plain order is the order of the Vietnamese alphabet."""

    def __missing__(self, code: int) -> str:
        return self.setdefault(code, self._place(chr(code).lower()))

    def _place(self, letter: str) -> str:
        base, *marks = list(unicodedata.normalize("NFD", letter))
        if base == "đ":
            return "d1"
        if "a" <= base <= "z":
            return base + next((_VARIANTS[base, mark] for mark in marks if (base, mark) in _VARIANTS), "0")
        if unicodedata.combining(base):
            return ""
        if base.isspace():
            return "!!"
        if base.isascii():
            return ("0" if base.isdigit() else '"') + base
        return "~" + base


class _Tones(dict[int, str]):
    """Each character as one digit for its tone, nothing for a mark that stands alone."""

    def __missing__(self, code: int) -> str:
        base, *marks = list(unicodedata.normalize("NFD", chr(code)))
        tone = next((_TONES[mark] for mark in marks if mark in _TONES), "0")
        return self.setdefault(code, "" if unicodedata.combining(base) else tone)


_LETTERS: Final = _Letters()
_TONE_OF: Final = _Tones()


def sort_key(text: str) -> str:
    """Return a key whose plain order (code points, ``COLLATE "C"``) is Vietnamese alphabetical order.

    a ă â b c d đ e ê … o ô ơ … u ư …; the tone decides only between words of equal letters; case
    never does. Spaces come before digits, digits before letters, other scripts last.
    """
    composed = normalised(text)
    # Space sorts below every code of a letter, so a shorter word comes first whatever its tones are.
    return f"{composed.translate(_LETTERS)} {composed.translate(_TONE_OF).rstrip('0')}"

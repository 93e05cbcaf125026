"""Values of the record in the words of the form, such that the form's reader finds the same values in them."""

from collections.abc import Callable
from datetime import date
from typing import Final

from landdesk.domain.fields import field_of
from landdesk.domain.records import Purpose, PurposeOrigin
from landdesk.services.codelists import CodeLists
from landdesk.services.exporting.campaign import left_out
from landdesk.services.field_values import date_words
from landdesk.services.importing.campaign.words import CodeWords

Say = Callable[[str, str], None]
"""Notes a code and the identifier of a field."""

_WHOLE_DAY: Final = len("2026-12-31")


class FormWords:
    """Words by codes; what would be read as another code is written as the code itself.

    Args:
        lists: Code lists in force.
    """

    def __init__(self, lists: CodeLists) -> None:
        self._lists = lists
        self._codes = CodeWords(lists)
        self._known: dict[tuple[str, str], str] = {}

    def word(self, name: str, value: str | None) -> str | None:
        """Return the word of a code; a value that is no code stands as it is."""
        if value is None:
            return None
        asked = (name, value)
        if asked not in self._known:
            code = self._lists[name].get(value)
            label = value if code is None else code.label
            self._known[asked] = label if self._codes.code(name, label) == value else value
        return self._known[asked]

    def land_use(self, purpose: Purpose) -> str | None:
        """Return the land use as the certificate words it, where that still means what is recorded."""
        written = purpose.as_written
        if written and (self._codes.code("land_use", written) or written) == purpose.land_use:
            return written
        return self.word("land_use", purpose.land_use)

    def term(self, purpose: Purpose, say: Say) -> str | None:
        """Return the term as it is written, else what kind and last day say."""
        written = purpose.term
        if written is None and purpose.term_kind == "DEN_NGAY" and purpose.term_until:
            written = date_words(purpose.term_until)
        if written is None and purpose.term_kind:
            written = self.word("term_kind", purpose.term_kind)
        read = self._codes.term(written)
        if written and any(
            read.get(name) != value
            for name, value in (("term_kind", purpose.term_kind), ("term_until", purpose.term_until))
            if value is not None
        ):
            say(left_out.OTHER_WORD, field_of("purpose", "term").id)
        return written

    def origin(self, origin: PurposeOrigin, say: Say) -> str | None:
        """Return an origin in words: the transfer before what it was before."""
        parts = (
            self.word("transfer_origin", origin.transfer_origin),
            self.word("land_origin", origin.origin),
        )
        written = " ".join(one for one in parts if one) or origin.detail
        stated = {
            name: value
            for name in ("origin", "transfer_origin", "detail")
            if (value := getattr(origin, name)) is not None
        }
        if written is not None and dict(self._codes.origin(written)) != stated:
            say(left_out.OTHER_WORD, field_of("purpose_origin", "origin").id)
        return written

    def day(self, value: str | None) -> tuple[date | None, str]:
        """Return a day, or the words for one that is not known whole."""
        if value is None:
            return None, ""
        if len(value) == _WHOLE_DAY:
            return date.fromisoformat(value), ""
        return None, date_words(value)

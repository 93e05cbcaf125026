"""Codes by the fewest keys: by code, name or other word, by the first letters of the words, by how a word begins.

``ld`` is *Lâu dài*, ``vc`` *Vợ chồng*, ``tk`` *Thừa kế*, ``ont`` the land use ONT; where a list has no numbers of its
own, ``1`` is its first code.
"""

from collections.abc import Callable, Sequence
from datetime import date

from landdesk.domain.codelists import Code, CodeList, plain_words

Words = tuple[str, ...]


def short_codes(codes: CodeList, text: str, day: date) -> tuple[Code, ...]:
    """Return the codes in force on a day that a short text may stand for; several where a person has to choose.

    The first way by which there is any counts: as the list knows it, first letters, beginning of a word, beginning of
    the first letters, place in the list.
    """
    written = plain_words(text)
    if not written:
        return ()
    found = codes.resolve(text, day) or codes.find(text)
    if found:
        return found
    choices = codes.valid_on(day)
    for fits in _WAYS:
        found = tuple(one for one in choices if any(fits(words, written) for words in _spellings(one)))
        if found:
            return found
    if written.isdigit() and not any(one.code.isdigit() for one in codes):
        return tuple(choices[int(written) - 1 : int(written)]) if int(written) else ()
    return ()


def _spellings(code: Code) -> Sequence[Words]:
    return [tuple(plain_words(one).split()) for one in (code.label, *code.aliases, code.code) if one]


def _is_initials(words: Words, written: str) -> bool:
    return "".join(word[0] for word in words) == written.replace(" ", "")


def _begins_with(words: Words, written: str) -> bool:
    return " ".join(words).startswith(written)


def _initials_begin_with(words: Words, written: str) -> bool:
    return "".join(word[0] for word in words).startswith(written.replace(" ", ""))


_WAYS: Sequence[Callable[[Words, str], bool]] = (_is_initials, _begins_with, _initials_begin_with)

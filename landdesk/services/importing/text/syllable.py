"""Whether a word can be a Vietnamese syllable, by the rules of its spelling: onset, rhyme, tone.

No list of words: the rules are those of the spelling that schools teach (an onset, a rhyme of vowels and at most
one closing consonant, one tone; c, ch, p, t, k close only syllables with acute or dot below). Both places of the
tone in ``hòa``/``hoà`` are allowed. Some onsets and the closing k of names of the highlands (Krông, Đắk Lắk) are
taken in, since they stand in addresses.
"""

import unicodedata
from functools import lru_cache
from typing import Final

TONES: Final = "\u0300\u0309\u0303\u0301\u0323"
"""Grave, hook, tilde, acute, dot below, as combining marks."""

_STOPPED_TONES: Final = "\u0301\u0323"
_MARKED: Final = "ăâêôơư"
_VOWELS: Final = f"aeiouy{_MARKED}"
_STOPS: Final = ("c", "ch", "p", "t", "k")

_ONSETS: Final = frozenset(
    " b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x bl br dr đr gr kl kr pl pr".split(" ")
)
_BEFORE_FRONT: Final = frozenset(("gh", "ngh"))
"""Onsets that stand only before i, e, ê; c, g, ng stand everywhere else."""

# What may follow each group of vowels; "-" is nothing.
_CODAS: Final = {
    "a": "- c ch k m n ng nh p t",
    "ă": "c k m n ng p t",
    "â": "c k m n ng p t",
    "e": "- c k m n ng p t",
    "ê": "- ch k m n nh p t",
    "i": "- ch k m n nh p t",
    "o": "- c k m n ng p t",
    "ô": "- c k m n ng p t",
    "ơ": "- k m n p t",
    "u": "- c k m n ng p t",
    "ư": "- c k m n ng t",
    "y": "- ch n nh p t",
    "iê": "c m n ng p t",
    "yê": "m n ng t",
    "oa": "- c ch m n ng nh p t",
    "oă": "c m n ng t",
    "oe": "- n t",
    "oo": "c ng",
    "uâ": "n ng t",
    "uê": "- ch n nh",
    "uô": "c m n ng p t",
    "uơ": "-",
    "uy": "- ch n nh p t",
    "uyê": "n t",
    "ươ": "c m n ng p t",
}
_OPEN: Final = (
    "ai ao au ay âu ây eo êu ia iêu iu oai oao oay oeo oi ôi ơi ua uây ui uôi uya uyu ưa ưi ưu ươi ươu yêu"
).split()
_RHYMES: Final = frozenset(
    [
        vowels + coda.strip("-")
        for vowels, codas in _CODAS.items()
        for coda in codas.split()
    ]
    + _OPEN
)  # fmt: skip
_EITHER: Final = frozenset(("oa", "oe", "uy", "oo"))
_MIDDLE: Final = frozenset(("oai", "oao", "oay", "oeo", "uya", "uyu"))


def is_syllable(word: str) -> bool:
    """Tell whether a word is spelled as a Vietnamese syllable is: lower case, capitals, or a capital first.

    Args:
        word: Letters only, in any normal form.
    """
    return _has_plain_case(word) and _is_spelled(unicodedata.normalize("NFC", word.lower()))


def _has_plain_case(word: str) -> bool:
    return word.islower() or word.isupper() or (word[:1].isupper() and word[1:].islower())


@lru_cache(maxsize=50_000)
def _is_spelled(word: str) -> bool:
    letters, tone, place = _without_tone(word)
    if letters is None:
        return False
    start = next((index for index, letter in enumerate(letters) if letter in _VOWELS), None)
    if start is None:
        return False
    # "gi" and "qu" take the first vowel with them: giữa, quang; gì, giếng do not.
    starts = [start]
    if letters[: start + 1] in ("gi", "qu"):
        starts = [start + 1] if letters[0] == "q" else [start, start + 1]
    return any(_fits(letters[:at], letters[at:], tone, place - at) for at in starts)


def _without_tone(word: str) -> tuple[str | None, str, int]:
    """Return the word without its tone, the tone and the place of its letter; None for two tones or other marks."""
    letters: list[str] = []
    tone, place = "", -1
    for mark in unicodedata.normalize("NFD", word):
        if mark in TONES:
            if tone:
                return None, "", -1
            tone, place = mark, len(letters) - 1
        elif unicodedata.combining(mark) and letters:
            letters[-1] = unicodedata.normalize("NFC", letters[-1] + mark)
        else:
            letters.append(mark)
    if any(len(letter) > 1 for letter in letters):
        return None, "", -1
    return "".join(letters), tone, place


def _fits(onset: str, rhyme: str, tone: str, place: int) -> bool:
    if onset not in _ONSETS or rhyme not in _RHYMES:
        return False
    front = rhyme[0] in "ieêy"
    if (onset in _BEFORE_FRONT and not front) or (onset in ("c", "ng") and front):
        return False
    if onset == "g" and rhyme[0] in "eêy":
        return False
    vowels = rhyme.rstrip("bcdghkmnpt")
    coda = rhyme[len(vowels) :]
    if not tone:
        # Đak, as names of the highlands are written too.
        return coda not in _STOPS or (coda == "k" and not any(letter in _MARKED for letter in vowels))
    if coda in _STOPS and tone not in _STOPPED_TONES:
        return False
    return place in _tone_places(vowels, coda)


def _tone_places(vowels: str, coda: str) -> tuple[int, ...]:
    marked = [index for index, letter in enumerate(vowels) if letter in _MARKED]
    if marked:
        return (marked[-1],)
    if vowels in _EITHER and (not coda or vowels == "oo"):
        return (0, 1)
    if vowels in _MIDDLE:
        return (1,)
    return (len(vowels) - 1,) if coda else (0,)

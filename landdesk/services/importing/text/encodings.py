"""What the bytes of old Vietnamese texts mean, for texts that a reader took for Windows-1252 or Latin-1.

Each decoder takes such a text and returns Unicode in NFC, or raises ``ValueError`` where the text cannot be in
that encoding. Sources: TCVN 5712:1993 (TCVN3, "ABC" fonts), the key table of VNI-Windows fonts (letter and mark are
two bytes), Microsoft code page 1258, RFC 3629. The encoders are the opposite direction, for training data and tests.

TCVN 5712 has codes for capitals with tones below 0xA0 too; the fonts in use never had them and show signs such as
dashes and quotation marks of Windows there, so these are left as they are.
"""

import re
import unicodedata
from collections.abc import Callable
from enum import StrEnum
from typing import Final


class Encoding(StrEnum):
    """How the texts of a column are encoded."""

    UNICODE = "unicode"
    """Nothing to do: Vietnamese in Unicode, another language, or plain ASCII."""
    TCVN3 = "tcvn3"
    VNI = "vni"
    CP1258 = "cp1258"
    UTF8_AS_1252 = "utf8-as-1252"
    """UTF-8 that was read as Windows-1252 or Latin-1 and perhaps saved so."""


_TCVN3_BYTES: Final = {
    0xA1: "ĂÂÊÔƠƯĐăâêôơưđẰ",
    0xB5: "àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịòỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ",
}
_TCVN3: Final = {
    first + index: letter
    for first, letters in _TCVN3_BYTES.items()
    for index, letter in enumerate(letters)
}  # fmt: skip
_TCVN3_CAPITALS: Final = frozenset("ĂÂÊÔƠƯĐ")
"""Capitals that the fonts had; all others were the small letter in a font of capitals."""

_VNI_SINGLE: Final = {
    "Đ": "Ñ",
    "Í": "Í",
    "Ì": "Ì",
    "Ỉ": "Æ",
    "Ĩ": "Ó",
    "Ị": "Ò",
    "Ơ": "Ô",
    "Ư": "Ö",
    "Ỵ": "Î",
}
_VNI_TONES: Final = {"\u0301": "Ù", "\u0300": "Ø", "\u0309": "Û", "\u0303": "Õ", "\u0323": "Ï"}
_VNI_BREVE: Final = {"": "Ê", "\u0301": "É", "\u0300": "È", "\u0309": "Ú", "\u0303": "Ü", "\u0323": "Ë"}
_VNI_CIRCUMFLEX: Final = {"": "Â", "\u0301": "Á", "\u0300": "À", "\u0309": "Å", "\u0303": "Ã", "\u0323": "Ä"}
_BREVE, _CIRCUMFLEX = "\u0306", "\u0302"


def _vni_pairs() -> dict[str, str]:
    """Return letter by what stands for it in VNI, small and capital."""
    pairs = {single: letter for letter, single in _VNI_SINGLE.items()}
    for base, stem in [*((one, one) for one in "AEOUY"), ("Ơ", "Ô"), ("Ư", "Ö")]:
        for tone, mark in _VNI_TONES.items():
            pairs.setdefault(stem + mark, unicodedata.normalize("NFC", base + tone))
    for bases, sign, marks in (("A", _BREVE, _VNI_BREVE), ("AEO", _CIRCUMFLEX, _VNI_CIRCUMFLEX)):
        for base in bases:
            for tone, mark in marks.items():
                pairs[base + mark] = unicodedata.normalize("NFC", base + sign + tone)
    # The font has one letter for ỵ.
    pairs = {written: letter for written, letter in pairs.items() if written != "YÏ"}
    both = dict(pairs)
    for written, letter in pairs.items():
        both[written.lower()] = letter.lower()
        if len(written) == 2:
            # Typed with the capital on for the letter only; the mark of the other case looks nearly the same.
            both[written[0] + written[1].lower()] = letter
            both[written[0].lower() + written[1]] = letter.lower()
    return both


_VNI: Final = _vni_pairs()
_VNI_MARKS: Final = "".join(sorted({written[1] for written in _VNI if len(written) == 2}))
_VNI_WRITTEN: Final = re.compile(
    f"[AEOUYaeouyÔôÖö][{_VNI_MARKS}]|[{''.join(k for k in _VNI if len(k) == 1)}]"
)


def decode_tcvn3(text: str) -> str:
    """Return what a TCVN3 text says; capitals set in a font of capitals come out as small letters.

    Raises:
        ValueError: It holds a letter that no single byte can be.
    """
    _refuse_wide(text)
    return unicodedata.normalize("NFC", text.translate(_TCVN3))


def decode_vni(text: str) -> str:
    """Return what a VNI-Windows text says.

    Raises:
        ValueError: It holds a letter that no single byte can be.
    """
    _refuse_wide(text)
    return unicodedata.normalize("NFC", _VNI_WRITTEN.sub(_vni_letter, text))


def _vni_letter(match: re.Match[str]) -> str:
    written = match[0]
    # A pair that no letter is, such as "ea" with a breve, is taken one by one.
    return _VNI.get(written) or "".join(_VNI.get(one, one) for one in written)


def decode_cp1258(text: str) -> str:
    """Return what a text of code page 1258 says, its combining marks joined to their letters.

    Raises:
        ValueError: It holds something that is not in the code page.
    """
    return unicodedata.normalize("NFC", single_bytes(text).decode("cp1258"))


def decode_utf8(text: str) -> str:
    """Return what a UTF-8 text says that was taken for Windows-1252 or Latin-1.

    Raises:
        ValueError: Its bytes are not UTF-8.
    """
    return unicodedata.normalize("NFC", single_bytes(text).decode("utf-8"))


def decode_unicode(text: str) -> str:
    """Return the text in NFC."""
    return unicodedata.normalize("NFC", text)


DECODERS: Final[dict[Encoding, Callable[[str], str]]] = {
    Encoding.UNICODE: decode_unicode,
    Encoding.UTF8_AS_1252: decode_utf8,
    Encoding.TCVN3: decode_tcvn3,
    Encoding.VNI: decode_vni,
    Encoding.CP1258: decode_cp1258,
}
"""In the order in which they are believed where the texts fit several equally well."""


def encode(text: str, encoding: Encoding) -> str:
    """Return a Vietnamese text as it looks when its bytes in an old encoding are read as Windows-1252.

    TCVN3 has small letters only for most of them; capitals are written as those, as in a font of capitals.

    Raises:
        ValueError: The encoding has no such letter.
    """
    composed = unicodedata.normalize("NFC", text)
    if encoding is Encoding.TCVN3:
        return "".join(_TO_TCVN3.get(letter, letter) for letter in composed)
    if encoding is Encoding.VNI:
        return "".join(_TO_VNI.get(letter, letter) for letter in composed)
    if encoding is Encoding.CP1258:
        return read_windows_1252(
            "".join(_TO_CP1258.get(letter, letter) for letter in composed).encode("cp1258")
        )
    if encoding is Encoding.UTF8_AS_1252:
        return read_windows_1252(composed.encode("utf-8"))
    return composed


def _vietnamese_letters() -> str:
    small = "aăâeêioôơuưy"
    toned = [
        unicodedata.normalize("NFC", letter + tone)
        for letter in small
        for tone in ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
    ]
    letters = "".join(toned) + "đ"
    return letters + letters.upper()


LETTERS: Final = "".join(letter for letter in _vietnamese_letters() if not letter.isascii())
"""All letters of Vietnamese that are not ASCII, small ones first."""


def _tcvn3_bytes() -> dict[str, str]:
    codes = {letter: chr(code) for code, letter in _TCVN3.items()}
    return {
        letter: codes[letter] if letter.islower() or letter in _TCVN3_CAPITALS else codes[letter.lower()]
        for letter in LETTERS
    }


def _cp1258_pieces() -> dict[str, str]:
    """Return each letter as the code page has it: the letter itself, or a letter and a mark."""
    pieces = {}
    for letter in LETTERS:
        try:
            letter.encode("cp1258")
        except UnicodeEncodeError:
            base, *marks = list(unicodedata.normalize("NFD", letter))
            # ậ decomposes into a, dot below, circumflex: the tone is split off, the rest stays one letter.
            tones = [mark for mark in marks if mark in _VNI_TONES]
            rest = [mark for mark in marks if mark not in _VNI_TONES]
            pieces[letter] = unicodedata.normalize("NFC", base + "".join(rest)) + "".join(tones)
        else:
            pieces[letter] = letter
    return pieces


_TO_TCVN3: Final = _tcvn3_bytes()
_TO_VNI: Final = {
    letter: written
    for written, letter in _VNI.items()
    if written in (written.upper(), written.lower()) and letter in LETTERS
}
_TO_CP1258: Final = _cp1258_pieces()


def single_bytes(text: str) -> bytes:
    """Return the bytes of a text that was read as Windows-1252 or Latin-1.

    Raises:
        ValueError: It holds a letter that no single byte can be.
    """
    try:
        return text.encode("cp1252")
    except UnicodeEncodeError:
        return bytes(_byte(letter) for letter in text)


def read_windows_1252(content: bytes) -> str:
    """Return bytes read as Windows-1252; the five codes that it lacks become the control characters of Latin-1."""
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError:
        return content.decode("latin-1").translate(_WINDOWS)


_WINDOWS: Final = {
    code: bytes((code,)).decode("cp1252")
    for code in range(0x80, 0xA0)
    if code not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
_BYTE_OF: Final = {ord(letter): code for code, letter in _WINDOWS.items()}
_WIDE: Final = re.compile(f"[^\\x00-\\xff{''.join(_WINDOWS.values())}]")


def _byte(letter: str) -> int:
    code = _BYTE_OF.get(ord(letter), ord(letter))
    if code > 0xFF:
        raise ValueError("a letter that is no single byte")
    return code


def _refuse_wide(text: str) -> None:
    if _WIDE.search(text):
        raise ValueError("a letter that is no single byte")

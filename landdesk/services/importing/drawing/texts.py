"""Labels and names of layers in true Unicode: each set of labels tells by its texts in which font it was written.

A drawing does not say it. What a set does not tell by itself, such as land types alone, the whole drawing tells.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from landdesk.services.importing.drawing.content import Content, Label
from landdesk.services.importing.drawing.levels import AREA, LAND_USE, NUMBER, level_of_layer
from landdesk.services.importing.layer import Remark
from landdesk.services.importing.text.columns import CONVERTED, NOT_SURE
from landdesk.services.importing.text.convert import NOT_CONVERTED, convert_text
from landdesk.services.importing.text.detect import NEEDED_SHARE, Detection, detect
from landdesk.services.importing.text.encodings import DECODERS, Encoding, read_windows_1252

_COLUMNS: Final = {NUMBER: "number", AREA: "label_area", LAND_USE: "land_use"}
ALL_LABELS: Final = "land_use"
"""Column that the encoding of all texts is said by where none stands on a level of labels."""
_VIETNAMESE_PAGE: Final = "cp1258"


@dataclass(frozen=True, slots=True)
class LabelSet:
    """The labels of one column.

    Args:
        pairs: Different texts that are not plain ASCII, each before and after; before is as a program shows them that
            knows no Vietnamese fonts.
        encoding: As they tell it, or as a person says it.
        is_doubtful: It is not sure, and the texts were left as they are.
    """

    pairs: tuple[tuple[str, str], ...]
    encoding: Encoding
    is_doubtful: bool


def level_of_name(name: str, code_page: str) -> int | None:
    """Return the level that a layer stands for by its name, in whichever font it is written; None for none.

    The names that stand for levels are few: one that becomes such a name is in the font that makes it one.
    """
    for view in dict.fromkeys((name, _as_bytes_show(name, code_page))):
        for encoding, decode in DECODERS.items():
            try:
                level = level_of_layer(decode(view))
            except ValueError:
                continue
            if level is not None and (encoding is Encoding.UNICODE or not view.isascii()):
                return level
    return None


def read_labels(
    content: Content, wishes: Mapping[str, Encoding]
) -> tuple[list[Label], list[Remark], dict[str, LabelSet]]:
    """Return the labels in Unicode, what is to be said of them, and each set of them by its column.

    Args:
        wishes: Encoding by column as a person says it.
    """
    has_levels = any(label.role in _COLUMNS for label in content.labels)
    sets: dict[str, list[int]] = {}
    for place, label in enumerate(content.labels):
        column = _COLUMNS.get(label.role, "") if has_levels else ALL_LABELS
        sets.setdefault(column, []).append(place)
    everything = [label.text for label in content.labels]
    # Land types are no words, and would only hide what the others tell.
    words = [label.text for label in content.labels if label.role != LAND_USE]
    _seen, whole = _detected(words, content.code_page)
    made = list(content.labels)
    remarks: list[Remark] = []
    told: dict[str, LabelSet] = {}
    for column, places in sets.items():
        texts = [everything[place] for place in places]
        seen, found = _detected(texts, content.code_page)
        if not _tells(found) and _tells(whole) and not all(map(str.isascii, texts)):
            found, seen = whole, [_as_bytes_show(text, content.code_page) for text in texts]
        encoding, is_doubtful = found.encoding, found.is_doubtful
        if column in wishes:
            encoding, is_doubtful = wishes[column], False
        changed = 0
        doubts: list[Remark] = []
        for place, before in zip(places, seen, strict=True):
            label = content.labels[place]
            text, doubt = _read(
                before, Encoding.UNICODE if is_doubtful else encoding, is_code=label.role == LAND_USE
            )
            changed += text != unicodedata.normalize("NFC", before)
            made[place] = replace(label, text=text)
            if doubt is not None and column:
                doubts.append(Remark(0, doubt, f"{column}: {label.x:.3f} {label.y:.3f}"))
        if not column:
            continue
        pairs = zip(seen, (made[place].text for place in places), strict=True)
        told[column] = LabelSet(
            tuple(dict.fromkeys(one for one in pairs if not one[0].isascii())), encoding, is_doubtful
        )
        if is_doubtful:
            remarks.append(Remark(0, NOT_SURE, f"{column}: {encoding}, {found.confidence:.0%}"))
        elif changed:
            remarks += [Remark(0, CONVERTED, f"{column}: {encoding}, {changed}"), *doubts]
    return made, remarks, told


def _detected(texts: Sequence[str], code_page: str) -> tuple[list[str], Detection]:
    """Return texts as they are to be read, and their encoding.

    A drawing that names the Vietnamese code page may have been written in other fonts all the same.
    """
    found = detect(texts)
    if code_page == _VIETNAMESE_PAGE and not _is_vietnamese(found):
        other = [_as_bytes_show(text, code_page) for text in texts]
        again = detect(other)
        if _tells(again):
            return other, again
    return list(texts), found


def _is_vietnamese(found: Detection) -> bool:
    return found.encoding is Encoding.UNICODE and found.evidence[0].share >= NEEDED_SHARE


def _tells(found: Detection) -> bool:
    """Tell whether texts say by themselves that they are in an old encoding."""
    return found.encoding is not Encoding.UNICODE and not found.is_doubtful


def _as_bytes_show(text: str, code_page: str) -> str:
    """Return a text of the Vietnamese code page as its bytes look in Windows-1252."""
    if code_page != _VIETNAMESE_PAGE or text.isascii():
        return text
    try:
        return read_windows_1252(text.encode(_VIETNAMESE_PAGE, "surrogateescape"))
    except UnicodeEncodeError:
        return text


def _read(text: str, encoding: Encoding, *, is_code: bool = False) -> tuple[str, str | None]:
    """Return a text in Unicode NFC and the code of its doubt; a land type is no word and never becomes one."""
    if text.isascii() or encoding is Encoding.UNICODE:
        return unicodedata.normalize("NFC", text), None
    read, doubt = convert_text(text, encoding)
    if is_code and doubt is NOT_CONVERTED:
        read, doubt = DECODERS[encoding](text).upper(), None
    return unicodedata.normalize("NFC", read), doubt

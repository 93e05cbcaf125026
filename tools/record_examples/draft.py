"""What an example of a record rule is made with: objects of a small store, and the lines of its card.

An example is a function that makes the same objects twice, once at fault and once mended; what differs stands in
:meth:`Draft.either`. The card shows values of these objects as forms do, so it cannot say what no test has run.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, TypeVar

from landdesk.domain.fields import Field, Kind, field_of
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import AnyRecord, Certificate, Document, Parcel, Party
from landdesk.i18n import format_number, gettext
from landdesk.services.codelists import shipped_lists
from landdesk.services.field_values import FieldValues
from landdesk.services.forms.labels import code_label
from tests.unit.checking.recorded import Made

_DAY: Final = date(2026, 7, 1)
_NO_OBJECT: Final = "(không có)"
_NO_VALUE: Final = "(trống)"
_Wrong = TypeVar("_Wrong")
_Right = TypeVar("_Right")


@dataclass
class Draft(Made):
    """The objects of an example, at fault or mended, with what its card shows of them."""

    mended: bool = False
    lines: list[tuple[str, str]] = field(default_factory=list)
    blamed: list[ObjectId] = field(default_factory=list)

    def either(self, wrong: _Wrong, right: _Right) -> _Wrong | _Right:
        """Return the first value for the objects at fault, the second for the mended ones."""
        return right if self.mended else wrong

    def blame(self, *records: AnyRecord) -> None:
        """Say which objects the rule has to find: parcels themselves, or what is recorded of them."""
        self.blamed += [one.id for one in records]

    def show(self, owner: str, record: AnyRecord | None, *names: str, label: str = "") -> None:
        """Add a line to the card for each of these fields of an object, which may not be there.

        The label is the title of the field unless another one is given.
        """
        for name in names:
            shown = field_of(owner, name)
            words = _NO_OBJECT if record is None else self._words(shown, getattr(record, name))
            self.lines.append((label or gettext(shown.title), words))

    def _words(self, shown: Field, value: Any) -> str:
        if value is None:
            return _NO_VALUE
        if shown.kind is Kind.REFERENCE:
            (referred,) = [one for one in self.records if one.id == value]
            return called(referred)
        if shown.kind is Kind.SHAPE:
            return f"{format_number(value.area, 1)} m²"
        values = FieldValues(shipped_lists(), _DAY)
        if shown.kind is Kind.DECIMAL:
            return f"{values.words(shown, value)} m²"
        codes = values.codes(shown)
        code = None if codes is None else codes.get(value)
        return values.words(shown, value) if code is None else code_label(code)


@dataclass(frozen=True, slots=True)
class RecordExample:
    """An example of a rule about the record.

    Args:
        title: Stands above the card.
        make: Makes the objects and the lines of the card.
    """

    title: str
    make: Callable[[Draft], None]

    def draft(self, *, mended: bool) -> Draft:
        """Return the objects at fault, or mended."""
        draft = Draft(mended=mended)
        self.make(draft)
        return draft


def called(record: AnyRecord) -> str:
    """Return what people call an object that another one names."""
    if isinstance(record, Parcel):
        return record.key
    if isinstance(record, Party):
        return record.name
    if isinstance(record, Certificate):
        return record.serial or ""
    if isinstance(record, Document):
        return record.file_name or ""
    raise ValueError(f"no name for {record.CLASS}")

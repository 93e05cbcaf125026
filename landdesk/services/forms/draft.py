"""What was typed on a page about a parcel and is not saved yet: objects, texts, links; and what becomes of it.

A draft never changes the record. It says at each field what is wrong or doubtful, and turns what was changed into the
edits of one act. Objects are called by keys: the identifier of a recorded one in hexadecimal digits, or ``new1`` and so
on for one that the act adds.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from landdesk.domain.bonds import references_of
from landdesk.domain.commands import AddObject, Edit, New, RemoveObject, SetFields, Value
from landdesk.domain.dossier import Dossier
from landdesk.domain.errors import LandDeskError
from landdesk.domain.fields import Field, Kind, field_of, fields_of
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import CLASSES, AnyRecord, Evidence, Parcel
from landdesk.i18n import Text, _
from landdesk.services.commands.field_checks import is_compulsory, missing
from landdesk.services.commune_rights import Lock
from landdesk.services.field_values import FieldValues
from landdesk.services.forms.around import Around
from landdesk.services.forms.labels import code_label, code_of_label
from landdesk.services.forms.layout import CLASS_TITLES, TITLE_FIELDS, Section
from landdesk.store.queries.recorded import Places

JOINTS: Final = frozenset(
    {"land_right", "certificate_parcel", "document_link", "party_member", "registration_parcel"}
)
"""Classes that join two objects and are not wanted for themselves."""


@dataclass(slots=True)
class DraftObject:
    """One object of the page.

    Args:
        key: What others call it.
        class_name: Its class.
        record: As the record holds it; None for a new one.
        typed: Texts by field that differ from the record.
        links: Keys of other objects by reference field that differ from the record; None empties it.
        removed: It is to go.
    """

    key: str
    class_name: str
    record: AnyRecord | None = None
    typed: dict[str, str] = field(default_factory=dict)
    links: dict[str, str | None] = field(default_factory=dict)
    removed: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text at a field means: its value, or what is wrong with it."""

    value: Any
    error: LandDeskError | None = None
    doubt: Text | None = None


class Draft:
    """The objects of one parcel as the page shows them.

    Args:
        dossier: What the record holds.
        values: Reads and words values.
        around: What is known beside the record.
    """

    def __init__(self, dossier: Dossier, values: FieldValues, around: Around | None = None) -> None:
        self.dossier = dossier
        self.values = values
        self.around = around or Around()
        self.files: dict[str, Path] = {}
        """The files of scans that the act is to keep, by the key of their object."""
        self._guests: dict[ObjectId, AnyRecord] = {}
        self._guest_places: dict[ObjectId, Places] = {}
        self.objects: dict[str, DraftObject] = {}
        self.lost = 0
        """New objects that could not be kept, since what they stand under is gone."""
        self._new_count = 0
        self._proofs: dict[tuple[ObjectId, str], Evidence] = {}
        for record in (dossier.parcel, *dossier.objects.values()):
            self._take(record)

    def _take(self, record: AnyRecord) -> None:
        if isinstance(record, Evidence):
            self._proofs[record.subject, record.field] = record
        else:
            self.objects.setdefault(record.id.hex(), DraftObject(record.id.hex(), record.CLASS, record))

    # objects
    @property
    def parcel(self) -> DraftObject:
        """The parcel."""
        return self.objects[self.dossier.parcel.id.hex()]

    def of(self, class_name: str) -> list[DraftObject]:
        """Return the objects of a class that stay, in order of entry."""
        return [one for one in self.objects.values() if one.class_name == class_name and not one.removed]

    def link(self, one: DraftObject, name: str) -> str | None:
        """Return the key of the object that a reference points to."""
        if name in one.links:
            return one.links[name]
        target = None if one.record is None else getattr(one.record, name)
        return None if target is None else target.hex()

    def joints(self, section: Section, parent: DraftObject) -> list[DraftObject]:
        """Return the objects that join a list with what it stands under."""
        found = self.of(section.through)
        if section.everywhere:
            return found
        return [one for one in found if self.link(one, section.parent_field) == parent.key]

    def joint_of(self, section: Section, parent: DraftObject, one: DraftObject) -> DraftObject | None:
        """Return what joins an object of a list with what the list stands under."""
        return next(
            (it for it in self.joints(section, parent) if self.link(it, section.object_field) == one.key),
            None,
        )

    def listed(self, section: Section, parent: DraftObject) -> list[tuple[DraftObject, DraftObject | None]]:
        """Return the objects of a list, each once, with what joins them."""
        if section.by:
            target = self.objects.get(self.link(parent, section.by) or "")
            return [] if target is None else [(target, None)]
        if not section.through:
            found = self.of(section.class_name)
            if not section.everywhere:
                found = [one for one in found if self.link(one, section.parent_field) == parent.key]
            if section.class_name == "purpose":
                found.sort(key=lambda one: getattr(one.record, "place", None) or 1_000_000)
            return [(one, None) for one in found]
        listed: dict[str, tuple[DraftObject, DraftObject | None]] = {}
        for joint in self.joints(section, parent):
            target = self.objects.get(self.link(joint, section.object_field) or "")
            if target is not None and not target.removed:
                listed.setdefault(target.key, (target, joint))
        return list(listed.values())

    def add(self, section: Section, parent: DraftObject) -> DraftObject:
        """Add an object to a list; it counts once something is typed into it."""
        made = self._make(section.class_name)
        self._join(section, parent, made)
        if section.class_name == "map_sheet":
            made.typed = {
                name: text
                for name, of_parcel in (("commune", "commune"), ("number", "sheet"))
                if (text := self.text(parent, field_of("parcel", of_parcel)))
            }
        return made

    def _join(self, section: Section, parent: DraftObject, one: DraftObject) -> None:
        if section.through:
            joint = self._make(section.through)
            joint.links = {section.parent_field: parent.key, section.object_field: one.key}
        elif section.by:
            self.point(parent, section.by, one.key)
        else:
            one.links[section.parent_field] = parent.key

    def adopt(self, records: Iterable[AnyRecord], places: Mapping[ObjectId, Places]) -> None:
        """Let recorded objects from beyond the parcel be objects of the page; nothing is changed by it.

        Args:
            records: The objects.
            places: The parcels at which those are that parcels share.
        """
        self._guest_places.update(places)
        for record in records:
            self._guests[record.id] = record
            self._take(record)

    def places_of(self, one: DraftObject) -> Places | None:
        """Return the other parcels at which an object is recorded; None where it is at no other."""
        if one.record is None:
            return None
        return self.around.shared.get(one.record.id) or self._guest_places.get(one.record.id)

    def join(self, section: Section, parent: DraftObject, key: str) -> bool:
        """Put an object of the page into a list; False where it stands there already."""
        if any(one.key == key for one, _joint in self.listed(section, parent)):
            return False
        self._join(section, parent, self.objects[key])
        return True

    def point(self, one: DraftObject, name: str, key: str | None) -> None:
        """Let a reference lead to an object of the page, or nowhere."""
        one.links.pop(name, None)
        if key != self.link(one, name):
            one.links[name] = key

    def _make(self, class_name: str) -> DraftObject:
        self._new_count += 1
        made = DraftObject(f"new{self._new_count}", class_name)
        self.objects[made.key] = made
        return made

    def remove(self, section: Section, parent: DraftObject, key: str) -> None:
        """Take an object out of a list; a recorded one that others share stays, only its place here goes."""
        gone = self.objects[key]
        if section.by:
            self.point(parent, section.by, None)
            if gone.record is not None:
                return
        if section.through:
            for joint in self.joints(section, parent):
                if self.link(joint, section.object_field) == key:
                    self._drop(joint)
            if gone.record is not None:
                return
        self._drop(gone)

    def _drop(self, one: DraftObject) -> None:
        if one.record is not None:
            one.removed = True
            return
        self.objects.pop(one.key, None)
        for other in list(self.objects.values()):
            for name, target in list(other.links.items()):
                if target != one.key:
                    continue
                if other.record is None and field_of(other.class_name, name).part_of:
                    self._drop(other)
                else:
                    other.links[name] = None

    # fields
    def text(self, one: DraftObject, field: Field) -> str:
        """Return what stands at a field: as typed, or the recorded value in words."""
        if field.kind is Kind.REFERENCE:
            target = self.objects.get(self.link(one, field.name) or "")
            return "" if target is None else self.title(target)
        if field.name in one.typed:
            return one.typed[field.name]
        return "" if one.record is None else self.words(field, getattr(one.record, field.name))

    def shown(self, one: DraftObject, field: Field) -> str:
        """Return the same, what was typed put into the form of the record where it can be read."""
        if field.name in one.typed:
            reading = self.reading(one, field)
            if reading.error is None:
                return self.words(field, reading.value)
        return self.text(one, field)

    def words(self, field: Field, value: Any) -> str:
        """Return a value as the page shows it; empty for None."""
        if value is not None and field.codelist:
            code = self.values.lists[field.codelist].get(value)
            return str(value) if code is None else code_label(code)
        return self.values.words(field, value)

    def set_text(self, one: DraftObject, field: Field, text: str) -> None:
        """Take what was typed at a field; the words of the recorded value are no change."""
        if field.kind is Kind.REFERENCE:
            found = next((it for it in self.choices(one, field) if self.title(it) == text.strip()), None)
            if found is not None or not text.strip():
                self.point(one, field.name, None if found is None else found.key)
            return
        before = None if one.record is None else getattr(one.record, field.name)
        if text.strip() == self.words(field, before):
            one.typed.pop(field.name, None)
            return
        one.typed[field.name] = code_of_label(self.values, field, text)
        reading = self.reading(one, field)
        if one.record is not None and reading.error is None and reading.value == before:
            del one.typed[field.name]

    def choices(self, one: DraftObject, field: Field) -> list[DraftObject]:
        """Return the objects of the page that a reference may point to."""
        return [other for other in self.of(field.target) if other is not one and self.is_wanted(other)]

    def reading(self, one: DraftObject, field: Field) -> Reading:
        """Return what the text at a field means."""
        if field.kind is Kind.REFERENCE:
            value = self._reference(one, field)
            return Reading(value, missing(field) if value is None and is_compulsory(field) else None)
        if field.name not in one.typed:
            value = None if one.record is None else getattr(one.record, field.name)
            if value is None and one.record is None and is_compulsory(field) and field.name != "number_state":
                return Reading(None, missing(field))
            return Reading(value)
        try:
            typed = self.values.read(field, one.typed[field.name])
        except LandDeskError as error:
            return Reading(None, error)
        if typed.value is None and is_compulsory(field):
            return Reading(None, missing(field))
        return Reading(typed.value, None, typed.doubt)

    def _reference(self, one: DraftObject, field: Field) -> ObjectId | New | None:
        key = self.link(one, field.name)
        if key is None:
            return None
        target = self.objects.get(key)
        if target is None:
            # Something beyond the page, as it is recorded.
            return None if one.record is None else getattr(one.record, field.name)
        return New(key) if target.record is None else target.record.id

    def proof(self, one: DraftObject, field: Field) -> Evidence | None:
        """Return what proves the recorded value; None where it was changed or nothing was said."""
        if one.record is None or field.name in one.typed:
            return None
        return self._proofs.get((one.record.id, field.id))

    def lock(self, one: DraftObject, field: Field) -> Lock | None:
        """Return what says that a recorded value may not be changed freely."""
        return None if one.record is None else self.around.locks.get((one.record.id, field.name))

    def title(self, one: DraftObject) -> str:
        """Return what people call an object."""
        if isinstance(one.record, Parcel):
            return one.record.key
        names = TITLE_FIELDS.get(one.class_name, ())
        words = [text for name in names if (text := self.shown(one, field_of(one.class_name, name)))]
        if one.class_name in JOINTS:
            return " · ".join(words)
        return words[0] if words else _(CLASS_TITLES[one.class_name])

    def record_title(self, record: AnyRecord) -> str:
        """Return what people call an object of any time, on the page or not."""
        if isinstance(record, Parcel):
            return record.key
        for name in TITLE_FIELDS.get(record.CLASS, ()):
            field = field_of(record.CLASS, name)
            value = getattr(record, name)
            if value is not None and field.kind is not Kind.REFERENCE:
                return self.words(field, value)
        return ""

    # the whole
    def is_wanted(self, one: DraftObject) -> bool:
        """Tell whether an object counts: recorded, or something was typed into it or into what stands under it."""
        if one.record is not None:
            return True
        if any(text.strip() for text in one.typed.values()):
            return True
        for other in self.objects.values():
            if other is one or other.removed:
                continue
            if one.key not in other.links.values():
                continue
            if (other.class_name not in JOINTS and self.is_wanted(other)) or _is_typed_joint(other):
                return True
        return one.class_name in JOINTS and self._joins_wanted(one)

    def _joins_wanted(self, joint: DraftObject) -> bool:
        targets = [self.objects.get(target or "") for target in joint.links.values()]
        fresh = [one for one in targets if one is not None and one.record is None]
        if fresh:
            return all(self.is_wanted(one) for one in fresh)
        # Both sides are recorded: it was added to join them.
        return len([one for one in targets if one is not None]) > 1

    @property
    def is_changed(self) -> bool:
        """Whether something would be lost with the draft."""
        return any(
            one.removed or one.typed or one.links if one.record is not None else self.is_wanted(one)
            for one in self.objects.values()
        )

    def errors(self) -> Iterator[tuple[DraftObject, Field, LandDeskError]]:
        """Yield what is wrong, field by field; while there is something the draft cannot be saved."""
        for one in self._staying():
            for of_class in fields_of(one.class_name):
                if (
                    one.record is not None
                    and of_class.name not in one.typed
                    and of_class.name not in one.links
                ):
                    continue
                if of_class.kind in (Kind.BYTES, Kind.SHAPE, Kind.REFERENCES):
                    continue
                error = self.reading(one, of_class).error
                if error is not None:
                    yield one, of_class, error

    def _staying(self) -> Iterator[DraftObject]:
        return (one for one in self.objects.values() if not one.removed and self.is_wanted(one))

    def edits(self) -> tuple[Edit, ...]:
        """Return what was changed as the edits of one act: what is new, what is changed, what goes.

        Raises:
            LandDeskError: A field is wrong.
        """
        for _one, _field, error in self.errors():
            raise error
        found: list[Edit] = []
        places = {name: place for place, name in enumerate(CLASSES)}
        for one in sorted(self._staying(), key=lambda one: places[one.class_name]):
            values = {name: self._value(one, name) for name in (*one.links, *one.typed)}
            if one.record is None:
                filled = {name: value for name, value in values.items() if value is not None}
                found.append(AddObject(one.class_name, filled, one.key))
            elif values:
                found.append(SetFields(one.class_name, one.record.id, values))
        gone = [one for one in self.objects.values() if one.removed and one.record is not None]
        taken = {one.record.id for one in gone if one.record is not None}
        for one in gone:
            # Parts of what goes go with it.
            whole = _wholes(one.record)
            if one.record is not None and not taken & whole:
                found.append(RemoveObject(one.class_name, one.record.id))
        return tuple(found)

    def _value(self, one: DraftObject, name: str) -> Value:
        value: Value = self.reading(one, field_of(one.class_name, name)).value
        return value

    def rebased(self, dossier: Dossier, around: Around) -> "Draft":
        """Return a draft on a newer state of the record with all that was typed; what is gone is left out."""
        made = Draft(dossier, self.values, around)
        made._new_count = self._new_count
        made.files = self.files
        made.adopt(self._guests.values(), self._guest_places)
        for key, one in self.objects.items():
            if one.record is None:
                made.objects[key] = one
            elif key in made.objects:
                other = made.objects[key]
                other.removed = one.removed
                other.links = dict(one.links)
                for name, text in one.typed.items():
                    made.set_text(other, field_of(one.class_name, name), text)
        made._drop_stray()
        return made

    def _drop_stray(self) -> None:
        """Empty links to what is gone, and drop new objects that were to stand under it."""
        for one in list(self.objects.values()):
            for name, target in list(one.links.items()):
                if target is None or target in self.objects:
                    continue
                if one.record is None and field_of(one.class_name, name).part_of:
                    self.lost += one.key in self.objects
                    self._drop(one)
                else:
                    del one.links[name]

    def changed_elsewhere(self) -> list[Places]:
        """Return where else recorded objects are whose values were changed here."""
        changed = [
            one for one in self.objects.values() if one.record is not None and (one.typed or one.links)
        ]
        return [places for one in changed if (places := self.places_of(one)) is not None]

    def purpose_areas(self) -> tuple[Decimal, Decimal | None]:
        """Return the sum of the areas of the purposes and the area they should make, m².

        The second is the legal area, or the map area as recorded; None without both.
        """
        area = field_of("purpose", "area_m2")
        readings = [self.reading(one, area) for one in self.of("purpose") if self.is_wanted(one)]
        total = sum((one.value for one in readings if one.value is not None), Decimal(0))
        for name in ("legal_area_m2", "map_area_m2"):
            whole = self.reading(self.parcel, field_of("parcel", name)).value
            if whole is not None:
                return total, whole
        return total, None


def _is_typed_joint(joint: DraftObject) -> bool:
    """Tell whether something was typed about how an object belongs to another."""
    return joint.class_name in JOINTS and any(text.strip() for text in joint.typed.values())


def _wholes(record: AnyRecord | None) -> set[ObjectId]:
    if record is None:
        return set()
    return {target for field, target in references_of(record) if field.part_of}

"""What is known of each parcel: rules whose data nobody has loaded are not asked, which is no finding.

Of a field group something is known where a source that holds it was loaded or a value was typed, as
``domain/completeness.py`` says for the forms. What the national system has by the branch's status file is not missed
here.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Final

import numpy as np

from landdesk.domain.arrays import Flags
from landdesk.domain.completeness import GROUP_TITLES, completeness
from landdesk.domain.dossier import Dossier
from landdesk.domain.ids import ObjectId
from landdesk.domain.workflow import GROUP_1 as IN_GROUP_1
from landdesk.i18n import N_, Text
from landdesk.services.checking.needs import shipped_needs
from landdesk.store.queries.completeness import CODES, ELSEWHERE, MISSING, PRESENT, UNKNOWN, GroupCodes
from landdesk.store.reader import Reader

STATUS: Final = "status"
"""A status file of the branch says something of the parcel."""
MATCH: Final = "match"
"""The population database answered for a land user of the parcel."""
GROUP_1: Final = "group_1"
"""The newest status file has the parcel in group 1."""
OTHER_GROUP: Final = "other_group"
"""The newest status file has the parcel in another group."""
GAPS: Final = "gaps"
"""How many needs of the parcel are not met in groups that are missing, 255 for more."""
UNKNOWN_GAPS: Final = "unknown_gaps"
"""The same for groups that no loaded source holds."""
_COUNTED_TO: Final = 255

_BECAUSE: Final[Mapping[str, Text]] = {
    STATUS: Text(N_("No status file of the branch says anything of the parcel.")),
    MATCH: Text(N_("No result of the population database was taken over.")),
}


_NOT_HERE: Final = (UNKNOWN, ELSEWHERE)


def because(name: str) -> Text:
    """Return why a rule that has to know this was not asked."""
    known = _BECAUSE.get(name)
    if known is not None:
        return known
    return Text(
        N_("No source with this was loaded, or the national system has it: {group}."),
        {"group": Text(GROUP_TITLES[name])},
    )


class Known:
    """What is known of which parcels, at one version.

    Args:
        ids: Parcels in any order.
        states: By field group, ``STATUS`` or ``MATCH``: code of the state of each parcel; by ``GAPS`` and
            ``UNKNOWN_GAPS`` numbers.
    """

    def __init__(self, ids: Sequence[ObjectId], states: Mapping[str, GroupCodes]) -> None:
        self.ids = tuple(ids)
        self.states = states

    @classmethod
    def nothing(cls) -> "Known":
        """Return what is known of no parcel."""
        return cls((), {})

    @classmethod
    def read(cls, reader: Reader) -> "Known":
        """Return what is known of every parcel."""
        gaps = reader.gaps(shipped_needs())
        status = reader.facts.newest_status()
        told = {ObjectId(row[0]) for row in status}
        first = {ObjectId(row[0]) for row in status if row[1] == IN_GROUP_1}
        other = {ObjectId(row[0]) for row in status if row[1] not in (IN_GROUP_1, None)}
        matched = {ObjectId(row[0]) for row in reader.facts.matches()}
        matched |= {ObjectId(row[0]) for row in status if row[2] is not None}
        beside = {
            STATUS: _told(gaps.ids, told),
            MATCH: _told(gaps.ids, matched),
            GROUP_1: _told(gaps.ids, first),
            OTHER_GROUP: _told(gaps.ids, other),
            GAPS: np.minimum(gaps.missing, _COUNTED_TO).astype(np.uint8),
            UNKNOWN_GAPS: np.minimum(gaps.unknown, _COUNTED_TO).astype(np.uint8),
        }
        return cls(gaps.ids, gaps.states | beside)

    @classmethod
    def of(cls, dossiers: Iterable[Dossier]) -> "Known":
        """Return what is known of a few parcels."""
        rows: list[dict[str, int]] = []
        ids = []
        for dossier in dossiers:
            found = completeness(dossier, shipped_needs())
            row = {group: CODES[state] for group, state in found.states.items()}
            row[GAPS] = min(len(found.missing), _COUNTED_TO)
            row[UNKNOWN_GAPS] = min(len(found.unknown), _COUNTED_TO)
            row[STATUS] = UNKNOWN if dossier.status is None else PRESENT
            answers = [one.population_match for one in dossier.persons]
            answers.append(None if dossier.status is None else dossier.status.population_match)
            row[MATCH] = PRESENT if any(answers) else UNKNOWN
            group = None if dossier.status is None else dossier.status.parcel_group
            row[GROUP_1] = PRESENT if group == IN_GROUP_1 else UNKNOWN
            row[OTHER_GROUP] = PRESENT if group not in (IN_GROUP_1, None) else UNKNOWN
            ids.append(dossier.parcel.id)
            rows.append(row)
        names = rows[0] if rows else {}
        return cls(ids, {name: np.array([row[name] for row in rows], dtype=np.uint8) for name in names})

    @cached_property
    def place(self) -> Mapping[ObjectId, int]:
        """Position of each parcel."""
        return {one: at for at, one in enumerate(self.ids)}

    def replaced(self, some: "Known", gone: Iterable[ObjectId]) -> "Known":
        """Return the same with some parcels looked at anew and others gone."""
        if not self.ids:
            return some
        new = [one for one in some.ids if one not in self.place]
        lost = self.place.keys() & set(gone)
        ids, place = self.ids, self.place
        states = {name: codes.copy() for name, codes in self.states.items()}
        if new:
            ids = (*ids, *new)
            place = dict(place) | {one: len(self.ids) + at for at, one in enumerate(new)}
            states = {name: np.append(codes, np.zeros(len(new), np.uint8)) for name, codes in states.items()}
        to = np.array([place[one] for one in some.ids], dtype=np.int64)
        for name, codes in some.states.items():
            states[name][to] = codes
        if not lost:
            made = Known(ids, states)
            # Of the same parcels the places are the same: finding them anew takes longer than the rest.
            made.place = place
            return made
        kept = np.array([one not in lost for one in ids], dtype=bool)
        return Known(
            [one for one in ids if one not in lost], {name: one[kept] for name, one in states.items()}
        )

    def is_known(self, parcel: ObjectId, names: Iterable[str]) -> bool:
        """Tell whether all of these are known of a parcel; of one that is not among them nothing is unknown."""
        at = self.place.get(parcel)
        return at is None or not any(self.states[name][at] in _NOT_HERE for name in names)

    def assessed(self, names: Iterable[str]) -> Flags:
        """Return which parcels a rule that has to know these is asked about."""
        found = np.ones(len(self.ids), dtype=bool)
        for name in names:
            found &= ~np.isin(self.states[name], _NOT_HERE)
        return found

    def in_group(self, name: str, among: Iterable[ObjectId] | None = None) -> set[ObjectId]:
        """Return the parcels that the branch has in group 1 or in another (``OTHER_GROUP``), of all or of some."""
        if not self.ids:
            return set()
        if among is not None:
            codes, place = self.states[name], self.place
            return {one for one in among if one in place and codes[place[one]] == PRESENT}
        return {self.ids[at] for at in np.flatnonzero(self.states[name] == PRESENT).tolist()}

    def is_complete(self, parcel: ObjectId) -> bool:
        """Tell whether of a parcel nothing is missing and nothing unknown that a complete record needs."""
        at = self.place[parcel]
        return not (self.states[GAPS][at] or self.states[UNKNOWN_GAPS][at])

    def missing(self, name: str) -> Flags:
        """Return of which parcels a field group is missing."""
        found: Flags = self.states[name] == MISSING
        return found


def _told(ids: Sequence[ObjectId], there: set[ObjectId]) -> GroupCodes:
    return np.array([PRESENT if one in there else UNKNOWN for one in ids], dtype=np.uint8)

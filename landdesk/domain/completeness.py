"""What a parcel's record lacks: the state of each field group, by what the record needs.

Four states. *Present*: all that is needed is there. *Missing*: something is not, and a source that holds the group was
loaded or a value of it typed. *Unknown*: no source that holds the group was loaded; that is not missing, nobody looked.
*Present elsewhere*: the branch's status file says that the national system has it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from landdesk.domain.dossier import Dossier
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import AnyRecord, Party, Purpose, SyncStatus
from landdesk.i18n import N_


class GroupState(StrEnum):
    """State of a field group, or of a block, of one parcel; the worst of a block's groups comes last."""

    PRESENT = "present"
    ELSEWHERE = "elsewhere"
    UNKNOWN = "unknown"
    MISSING = "missing"


STATE_TITLES: Final[Mapping[GroupState, str]] = {
    GroupState.PRESENT: N_("Present"),
    GroupState.ELSEWHERE: N_("Present elsewhere"),
    GroupState.UNKNOWN: N_("Unknown"),
    GroupState.MISSING: N_("Missing"),
}

GROUP_TITLES: Final[Mapping[str, str]] = {
    "boundary": N_("Boundary"),
    "key": N_("Sheet and number"),
    "code": N_("Parcel code"),
    "area": N_("Area"),
    "address": N_("Parcel address"),
    "purpose": N_("Land use"),
    "form": N_("Form of use"),
    "term": N_("Term of use"),
    "origin": N_("Origin of use"),
    "user": N_("Land user"),
    "identity": N_("Identity"),
    "user_address": N_("Permanent address"),
    "certificate": N_("Certificate"),
    "scan": N_("Scan"),
}

SPATIAL, ATTRIBUTE, UNSTRUCTURED = "spatial", "attribute", "unstructured"

BLOCK_TITLES: Final[Mapping[str, str]] = {
    SPATIAL: N_("Spatial data"),
    ATTRIBUTE: N_("Attribute data"),
    UNSTRUCTURED: N_("Unstructured data"),
}

INDIVIDUAL: Final = "individual"
SCAN: Final = "scan"
"""Pseudo class of a need: a scan of the certificate."""
CERTIFICATE_SCAN: Final = "1"
"""Kind of the scan of a certificate, in the code list ``document_kind``."""
MATCHED: Final = "matched"


def block_of(group: str) -> str:
    """Return the block that a field group belongs to."""
    return {"boundary": SPATIAL, SCAN: UNSTRUCTURED}.get(group, ATTRIBUTE)


@dataclass(frozen=True, slots=True)
class Need:
    """Something that each object of a kind needs.

    Args:
        group: Field group it counts for.
        of: ``parcel``, ``purpose``, ``purpose_origin``, ``party``, ``certificate`` or ``SCAN``.
        any_of: Fields of which one is enough.
        kinds: Kinds of land users that need it; empty for all.
    """

    group: str
    of: str
    any_of: tuple[str, ...]
    kinds: tuple[str, ...] = ()

    def holds_for(self, record: AnyRecord) -> bool:
        """Tell whether an object needs it."""
        return not self.kinds or (isinstance(record, Party) and (record.kind or INDIVIDUAL) in self.kinds)

    def is_met(self, record: AnyRecord) -> bool:
        """Tell whether an object has it; False is a value, no answer is none."""
        return any(_counts(name, getattr(record, name)) for name in self.any_of)


def _counts(name: str, value: Any) -> bool:
    # "There is no such paper" is an answer only where it is yes.
    return value is not None and (name != "absent" or value is True)


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is needed and not there.

    Args:
        group: Field group.
        of: Class of the object that lacks it.
        object_id: The object; None where there is no object at all.
        field: First field that would do.
    """

    group: str
    of: str
    object_id: ObjectId | None
    field: str


@dataclass(frozen=True, slots=True)
class Completeness:
    """State of each group of a parcel, and the gaps of those that are missing or unknown."""

    states: Mapping[str, GroupState]
    gaps: tuple[Gap, ...]

    @property
    def missing(self) -> tuple[Gap, ...]:
        """Gaps that are missing: the ones to fill."""
        return tuple(one for one in self.gaps if self.states[one.group] is GroupState.MISSING)

    @property
    def unknown(self) -> tuple[Gap, ...]:
        """Gaps of groups that nobody has looked for yet."""
        return tuple(one for one in self.gaps if self.states[one.group] is GroupState.UNKNOWN)

    def block(self, block: str) -> GroupState:
        """Return the state of a block: that of its worst group."""
        order = list(GroupState)
        found = [state for group, state in self.states.items() if block_of(group) == block]
        return max(found, key=order.index, default=GroupState.UNKNOWN)


FIRST_SCHEMA_GROUPS: Final = frozenset({"boundary", "key", "area", "address", "purpose", "user"})
"""Groups that every source of schema 1 is taken to have held, since it was not written down which did."""


def loaded_groups(loaded: str | None) -> frozenset[str]:
    """Return the field groups that a loaded source holds of a parcel, from what the parcel says."""
    return FIRST_SCHEMA_GROUPS if loaded is None else frozenset(loaded.split())


def completeness(dossier: Dossier, needs: Sequence[Need]) -> Completeness:
    """Return what a parcel's record lacks."""
    loaded = loaded_groups(dossier.parcel.loaded)
    entered = dossier.parcel.collection_state is not None
    by_group: dict[str, list[Need]] = {}
    for need in needs:
        by_group.setdefault(need.group, []).append(need)
    states: dict[str, GroupState] = {}
    gaps: list[Gap] = []
    for group, own in by_group.items():
        lacking, some = _looked_at(dossier, own)
        if not lacking:
            states[group] = GroupState.PRESENT
            continue
        gaps += lacking
        if is_elsewhere(dossier.status, group):
            states[group] = GroupState.ELSEWHERE
        elif some or entered or group in loaded:
            states[group] = GroupState.MISSING
        else:
            states[group] = GroupState.UNKNOWN
    kept = tuple(one for one in gaps if states[one.group] is not GroupState.ELSEWHERE)
    return Completeness(states, kept)


def _looked_at(dossier: Dossier, needs: Iterable[Need]) -> tuple[list[Gap], bool]:
    """Return the gaps of a group, and whether some value of it is there."""
    gaps: list[Gap] = []
    some = False
    for need in needs:
        records = _objects(dossier, need.of)
        concerned = [one for one in records if need.holds_for(one)]
        if not records:
            gaps.append(Gap(need.group, need.of, None, need.any_of[0]))
        for record in concerned:
            if _is_met(dossier, need, record):
                some = True
            else:
                gaps.append(Gap(need.group, need.of, record.id, need.any_of[0]))
    return gaps, some


def _is_met(dossier: Dossier, need: Need, record: AnyRecord) -> bool:
    if need.of == "purpose_origin" and isinstance(record, Purpose):
        # It is the purpose that needs an origin; one of several is enough.
        return any(need.is_met(one) for one in dossier.origins_of(record))
    return need.is_met(record)


def _objects(dossier: Dossier, of: str) -> list[AnyRecord]:
    """Return the objects that have a need; land users with their members, purposes for their origins."""
    if of == "parcel":
        return [dossier.parcel]
    if of == "party":
        return list(dossier.persons)
    if of == "certificate":
        return [one for _, one in dossier.certificates]
    if of == SCAN:
        return _certificate_scans(dossier)
    return list(dossier.purposes)


def _certificate_scans(dossier: Dossier) -> list[AnyRecord]:
    """Return the scans of certificates bound to what is in force: those of a replaced certificate do not count."""
    bound = {dossier.parcel.id, *(one.id for one in dossier.rights), *(one.id for one in dossier.persons)}
    bound |= {one.id for _, one in dossier.certificates}
    bound |= {one.certificate_id for one in dossier.rights if one.certificate_id is not None}
    return [
        scan
        for link, scan in dossier.scans
        if scan.kind == CERTIFICATE_SCAN
        and bound & {link.parcel_id, link.certificate_id, link.right_id, link.party_id}
    ]


def is_elsewhere(status: SyncStatus | None, group: str) -> bool:
    """Tell whether the branch's status file says that the national system has a group (domain notes 1.3).

    "Three blocks in sync" says that map, attributes and scans are there; "attribute data only" that no map is.
    """
    if status is None:
        return False
    if group == "identity" and status.population_match == MATCHED:
        return True
    if status.attributes_only:
        return block_of(group) == ATTRIBUTE
    return bool(status.blocks_in_sync)

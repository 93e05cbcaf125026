"""The record as the runner hands it to record rules: all of it, or what an edit can have touched."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from landdesk.domain.bonds import PART_FIELDS, references_of
from landdesk.domain.clock import local_time, system_clock
from landdesk.domain.coverage import Coverage
from landdesk.domain.fields import REFERENCE_FIELDS
from landdesk.domain.finding import Finding
from landdesk.domain.ids import ObjectId
from landdesk.domain.limits import Limits
from landdesk.domain.records import (
    CLASSES,
    AnyRecord,
    Certificate,
    Document,
    DocumentLink,
    Parcel,
    Party,
    PartyMember,
)
from landdesk.services.checking.findings import Findings
from landdesk.services.checking.known import Known
from landdesk.services.checking.record_view import RecordView
from landdesk.services.checking.rule import RecordRule
from landdesk.services.checking.touched import Touched
from landdesk.services.codelists import CodeLists
from landdesk.store.queries.checks import Within
from landdesk.store.reader import Reader


@dataclass(frozen=True, slots=True)
class Records:
    """One consistent state of a store.

    Args:
        reader: Reads it, and cannot write.
        lists: Code lists in force.
    """

    reader: Reader
    lists: CodeLists

    def known(self) -> Known:
        """Return what is known of every parcel."""
        return Known.read(self.reader)

    def around(self, coverage: Coverage, touched: Touched, previous: Findings) -> "Around":
        """Return what has to be asked about after an edit.

        Args:
            coverage: State after the edit.
            touched: What changed.
            previous: Findings of the state before.
        """
        # The parcels that the objects concern as they are, and concerned as they were.
        parcels = set(touched.ids)
        for sides in _told_apart(touched.sides):
            for found in self.reader.parcels_concerned(sides).values():
                parcels |= found
        ids: dict[str, set[ObjectId]] = {name: set() for name in CLASSES}
        for side in touched.sides:
            ids[side.CLASS].add(side.id)
            for field, target in references_of(side):
                if field.target in ids:
                    ids[field.target].add(target)
        ids[Party.CLASS] |= self._below(ids[Party.CLASS])
        ids[Document.CLASS] |= self._bound_to(ids)
        parcels |= self._parcels_beside(touched.sides, ids[Certificate.CLASS])
        # Whoever was found together with something that changed may be on his own now.
        changed = set().union(*ids.values()) | parcels
        together = [one for one in previous.of_any(changed) if set(one.about or one.objects) & changed]
        parcels |= {one for finding in together if not finding.about for one in finding.objects}
        # What became of a parcel says whether it should still be there.
        parcels |= {parent for parent, _, _ in self.reader.exchange.lineage_around(parcels)}
        beside = {one for finding in together for one in finding.about}
        dossiers = self.reader.dossiers(sorted(parcels))
        for dossier in dossiers.values():
            for record in dossier.objects.values():
                ids[record.CLASS].add(record.id)
        within = {name: frozenset(own | beside) for name, own in ids.items() if name != Parcel.CLASS}
        within[Parcel.CLASS] = frozenset(parcels)
        gone = frozenset(one for one in parcels if coverage.index_of(one) is None)
        known = Known.of(dossiers.values())
        return Around(self, touched, previous, Within(within), known, gone)

    def _below(self, parties: set[ObjectId]) -> set[ObjectId]:
        """Return the members of parties, and members of members."""
        fields = [
            one for one in PART_FIELDS[Party.CLASS] if (one.owner, one.name) == ("party_member", "party_id")
        ]
        found: set[ObjectId] = set()
        level = parties
        while level:
            links = [one for _, one in self.reader.pointing_at(fields, level) if isinstance(one, PartyMember)]
            level = {one.member_id for one in links} - found - parties
            found |= level
        return found

    def _bound_to(self, ids: Mapping[str, set[ObjectId]]) -> set[ObjectId]:
        """Return the scans that are bound to objects, whether or not these concern a parcel."""
        found: set[ObjectId] = set()
        for field in REFERENCE_FIELDS[DocumentLink.CLASS]:
            links = self.reader.pointing_at([field], ids.get(field.target, ()))
            found |= {one.document_id for _, one in links if isinstance(one, DocumentLink)}
        return found

    def _parcels_beside(self, sides: Iterable[AnyRecord], certificates: Iterable[ObjectId]) -> set[ObjectId]:
        """Return the parcels of certificates that changed or were replaced, and of all that changed scans are bound to.

        A scan may be bound to a parcel and to the certificate of another one.
        """
        links = [one for one in sides if isinstance(one, DocumentLink)]
        scans = {one.id for one in sides if isinstance(one, Document)}
        own = [one for one in REFERENCE_FIELDS[DocumentLink.CLASS] if one.target == Document.CLASS]
        links += [one for _, one in self.reader.pointing_at(own, scans) if isinstance(one, DocumentLink)]
        wanted: dict[str, set[ObjectId]] = {Certificate.CLASS: set(certificates)}
        for link in links:
            for field, target in references_of(link):
                wanted.setdefault(field.target, set()).add(target)
        wanted.pop(Document.CLASS, None)
        return set().union(*self.reader.parcels_concerned(self.reader.records(wanted).values()).values())

    def view(self, coverage: Coverage, known: Known, limits: Limits, within: Within | None) -> RecordView:
        """Return the view of some objects, of all without ``within``."""
        today = local_time(system_clock()).date().isoformat()
        return RecordView(self.reader.asked(within), coverage, self.lists, known, limits, today)


@dataclass(frozen=True, slots=True)
class Around:
    """What an edit can have touched.

    Args:
        records: The state after it.
        touched: What changed.
        previous: Findings of the state before.
        within: Objects to ask about.
        known: What is known of the parcels around.
        vanished: Parcels that are gone.
    """

    records: Records
    touched: Touched
    previous: Findings
    within: Within
    known: Known
    vanished: frozenset[ObjectId]

    def view(self, coverage: Coverage, limits: Limits) -> RecordView:
        """Return the view of it."""
        return self.records.view(coverage, self.known, limits, self.within)

    def concerns(self, rule: RecordRule) -> bool:
        """Tell whether the edit can have changed what a rule finds."""
        return self.touched.bearing or not rule.reads.isdisjoint(self.touched.classes)

    def reaches_all(self, rule: RecordRule) -> bool:
        """Tell whether the edit can have changed what a rule finds about any object."""
        return not rule.everywhere.isdisjoint(self.touched.classes)

    def wider(self, found: Iterable[Finding]) -> "Around":
        """Return what has to be asked about when findings are about more: what else is found about that too."""
        there = set().union(*self.within.ids.values())
        beyond = set().union(*(finding.about or finding.objects for finding in found)) - there
        if not beyond:
            return self
        return replace(self, within=Within({name: ids | beyond for name, ids in self.within.ids.items()}))

    def superseded(self, rule: RecordRule) -> list[Finding]:
        """Return the previous findings of a rule that those found now take the place of."""
        asked = set().union(*self.within.ids.values())
        return [
            one
            for one in self.previous.of_any(asked)
            if one.rule == rule.code and not asked.isdisjoint(one.about or one.objects)
        ]


def _told_apart(sides: Sequence[AnyRecord]) -> list[list[AnyRecord]]:
    """Return the objects in lists in which none comes twice."""
    lists: list[dict[ObjectId, AnyRecord]] = []
    for side in sides:
        free = next((one for one in lists if side.id not in one), None)
        if free is None:
            free = {}
            lists.append(free)
        free[side.id] = side
    return [list(one.values()) for one in lists]

"""What rules about land users have in common: a finding is about one of them, on all parcels of that one."""

from abc import abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import ClassVar, NamedTuple

from landdesk.domain.finding import Finding, Severity
from landdesk.domain.ids import ObjectId
from landdesk.i18n import Text
from landdesk.services.checking.known import MATCH
from landdesk.services.checking.record_view import RecordView
from landdesk.services.checking.rule import RecordRule
from landdesk.services.training.people import INVENTED_PREFIX
from landdesk.store.queries.checks.people import is_training, matched_as, parcels_told


class PartyFault(NamedTuple):
    """What is wrong with a land user.

    Args:
        party: The land user.
        what: What is wrong, one sentence.
        is_doubt: It may be right after all: a warning, whatever severity the rule has.
    """

    party: ObjectId
    what: Text
    is_doubt: bool = False


class PartyRule(RecordRule):
    """A rule that judges each land user alone, and only those who hold a parcel, by themselves or as members.

    Attributes:
        remedy: How to mend it.
    """

    reads: ClassVar[frozenset[str]] = frozenset({"party", "party_member", "land_right"})
    remedy: ClassVar[Text]

    @abstractmethod
    def faults(self, record: RecordView) -> Iterable[PartyFault]:
        """Return the land users at fault, each once."""

    def look(self, record: RecordView) -> Iterator[Finding]:
        """Put the faults on the parcels."""
        faults = list(self.faults(record))
        parcels = record.asked.parcels_of("party", [one.party for one in faults])
        for one in faults:
            if one.party in parcels:
                found = self.fault(parcels[one.party], one.what, self.remedy, about=[one.party])
                yield replace(found, severity=Severity.WARNING) if one.is_doubt else found


class MatchRule(PartyRule):
    """A rule about an answer of the population database: for a person, else what a status file says of the parcel.

    Attributes:
        answer: Code of the list ``population_match``.
        what: What the answer means for a person.
        told: What it means where only a status file says it, of nobody in particular.
    """

    known: ClassVar[frozenset[str]] = frozenset({MATCH})
    reads: ClassVar[frozenset[str]] = PartyRule.reads | {"sync_status"}
    answer: ClassVar[str]
    what: ClassVar[Text]
    told: ClassVar[Text]

    def faults(self, record: RecordView) -> Iterable[PartyFault]:
        """Look at the answers."""
        return [PartyFault(one, self.what) for one in record.ask(partial(matched_as, result=self.answer))]

    def look(self, record: RecordView) -> Iterator[Finding]:
        """Put the answers on the parcels, and add what status files say."""
        yield from super().look(record)
        for parcel in record.ask(partial(parcels_told, result=self.answer)):
            yield self.fault([parcel], self.told, self.remedy)


def known_provinces(record: RecordView) -> frozenset[str]:
    """Return the first three digits that numbers of persons may have; invented ones have their own."""
    codes = {one.code for one in record.lists["id_province"]}
    return frozenset(codes | {INVENTED_PREFIX} if record.ask(is_training) else codes)

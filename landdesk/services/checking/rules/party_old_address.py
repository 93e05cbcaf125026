"""party.old-address: an address that names a district, which there is no more."""

from collections.abc import Iterable
from functools import cache
from typing import ClassVar, Final

from landdesk.domain.finding import Criterion, Fixer
from landdesk.i18n import N_, Text
from landdesk.services.checking.party_rule import PartyFault, PartyRule
from landdesk.services.checking.record_view import RecordView
from landdesk.store.queries.checks.parties import addresses_by_parts, written_addresses

_WRITTEN: Final = Text(N_("The address names a district, town or city below the province."))
_BY_PARTS: Final = Text(N_("The parts of the address name a district or a former commune."))


class PartyOldAddress(PartyRule):
    """Report each land user whose permanent address is one of before 01/07/2025; former addresses may be so."""

    code: ClassVar[str] = "party.old-address"
    title: ClassVar[str] = N_("Address of the former three levels")
    criterion: ClassVar[Criterion] = Criterion.CONSISTENT
    fixers: ClassVar[tuple[Fixer, ...]] = (Fixer.COMMUNE,)
    basis: ClassVar[str] = "N15"
    reads: ClassVar[frozenset[str]] = PartyRule.reads | {"party_address"}
    remedy: ClassVar[Text] = Text(
        N_("Write the address with the commune of today and the province, no district.")
    )

    def faults(self, record: RecordView) -> Iterable[PartyFault]:
        """Judge each wording once: a commune writes few addresses many times."""
        units = record.lists.former_units
        are_named_in = cache(units.are_named_in)
        found = {party: _WRITTEN for party, written in record.ask(written_addresses) if are_named_in(written)}
        for one in record.ask(addresses_by_parts):
            if units.is_district(one.district) or units.is_former_commune(one.commune):
                found.setdefault(one.party, _BY_PARTS)
            elif one.words is not None and are_named_in(one.words):
                found.setdefault(one.party, _WRITTEN)
        return [PartyFault(party, what) for party, what in found.items()]

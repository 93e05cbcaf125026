"""The people of a certificate as cells of PL3-01: who stands on it, in which role, and who uses the land today."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from landdesk.domain.dossier import Dossier
from landdesk.domain.fields import field_of
from landdesk.domain.ids import ObjectId
from landdesk.domain.person_names import name_key, without_titles
from landdesk.domain.records import Certificate, LandRight, Party, PartyMember
from landdesk.services.campaign.joint_names import joint_name
from landdesk.services.campaign.pl3 import (
    ALONE,
    CO_USERS,
    COMMUNITY,
    COUPLE,
    HEAD,
    HOUSEHOLD,
    ORGANISATION,
    PERSON,
)
from landdesk.services.exporting.campaign import left_out
from landdesk.services.exporting.campaign.form_words import FormWords, Say

_TOGETHER: Final = frozenset({COUPLE, HOUSEHOLD, CO_USERS})
_BODIES: Final = frozenset({ORGANISATION, COMMUNITY})
_CITIZEN_DIGITS: Final = 12

Cells = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Holders:
    """Who holds a parcel under a certificate.

    Args:
        persons: Cells of each person who stands on the certificate; one without a person where nobody does.
        current: Present users, each with the reason of the change.
        key: What tells whether two parcels have the same holders; a couple may stand there as two land users.
        parties: All of them, members too.
        documents: Number by person.
    """

    persons: tuple[Cells, ...]
    current: tuple[tuple[Party, str | None], ...]
    key: frozenset[tuple[Any, ...]]
    parties: frozenset[ObjectId]
    documents: dict[ObjectId, str]


def holders_of(
    dossier: Dossier,
    rights: Sequence[LandRight],
    certificate: Certificate | None,
    words: FormWords,
    say: Say,
) -> Holders:
    """Return who holds a parcel by these rights.

    A right with a reason of change is that of a present user; so is the right of a single person beside a couple,
    household or organisation, whom the form has no other place for.
    """
    held = [
        (right, party) for right in rights if isinstance(party := dossier.objects.get(right.party_id), Party)
    ]
    people = _People(dossier, words, say)
    stated = [(right, one) for right, one in held if right.acquired_by is None]
    # Where nobody is left on the certificate, the present users are all that is known of it.
    if not stated:
        if held and any(right.acquired_by for right, _ in held):
            say(left_out.NOT_ON_FORM, field_of("land_right", "acquired_by").id)
        stated = held
    several = [pair for pair in stated if people.is_several(pair[1])]
    on_paper = [one for _, one in several or stated]
    kinds = {people.kind_of(one) for one in on_paper}
    if len(kinds) > 1 or len(several) > 1:
        say(left_out.MIXED_HOLDERS, field_of("party", "kind").id)
    shown = {one.id for one in on_paper}
    current = tuple((one, right.acquired_by) for right, one in held if one.id not in shown)
    stated_kind = None if certificate is None else certificate.holder_kind
    if len(on_paper) > 1 and stated_kind == COUPLE and not several:
        # The reader of the form would make a couple of them.
        say(left_out.MIXED_HOLDERS, field_of("certificate", "holder_kind").id)
        stated_kind = PERSON
    persons = [cells for one in on_paper for cells in people.cells(one, stated_kind)]
    if not persons:
        persons = [{"holder_kind": words.word("party_kind", stated_kind)}]
    everybody = {one.id for _, party in held for one in (party, *people.members(party))}
    for one in dossier.persons:
        if one.id in everybody:
            people.look_at_documents(one)
    return Holders(
        persons=tuple(persons),
        current=current,
        key=frozenset(
            (one.get("name"), one.get("identity_number"), one.get("organisation"), one.get("role"))
            for one in persons
        )
        | {(one.name, people.number(one), reason) for one, reason in current},
        parties=frozenset(everybody),
        documents={one.id: number for one, _ in current if (number := people.number(one))},
    )


def current_cells(found: Holders, words: FormWords, say: Say) -> list[Cells]:
    """Return for each person of a certificate the cells of a present user; empty where there is none."""
    cells: list[Cells] = [{} for _ in found.persons]
    named = [at for at, person in enumerate(found.persons) if person.get("name")]
    if len(found.current) > len(named):
        say(left_out.CURRENT_MORE, field_of("land_right", "acquired_by").id)
    for at, (party, reason) in zip(named, found.current, strict=False):
        if party.kind not in (None, PERSON):
            say(left_out.CURRENT_NO_PERSON, field_of("party", "kind").id)
        cells[at] = {
            "current_name": party.name,
            "current_identity": found.documents.get(party.id),
            "current_address": party.address,
            "change_reason": words.word("transfer_origin", reason),
        }
    return cells


class _People:
    """Land users of a parcel as cells."""

    def __init__(self, dossier: Dossier, words: FormWords, say: Say) -> None:
        self._dossier = dossier
        self._words = words
        self._say = say

    def members(self, party: Party) -> list[Party]:
        """Return the members of a couple, household, group or organisation."""
        return [member for _, member in self._dossier.members_of(party)]

    def is_several(self, party: Party) -> bool:
        """Tell whether a land user is more than one person."""
        return party.kind in _TOGETHER | _BODIES or bool(self.members(party))

    def kind_of(self, party: Party) -> str:
        """Return the kind of a land user; a person where it is not recorded."""
        return party.kind or PERSON

    def cells(self, party: Party, stated_kind: str | None) -> list[Cells]:
        """Return the cells of each person of a land user; the kind stated is the certificate's own."""
        kind = self.kind_of(party)
        members = self._dossier.members_of(party)
        if kind in _BODIES:
            return self._body(party, kind, members)
        if kind == PERSON and not members:
            return [self._alone(party, stated_kind)]
        if not members:
            self._say(left_out.NO_MEMBERS, field_of("party", "name").id)
            role = self._words.word("member_role", HEAD) if kind == HOUSEHOLD else None
            named = replace(party, name=without_titles(party.name)) if kind == HOUSEHOLD else party
            return [self._person(named) | {"holder_kind": self._words.word("party_kind", kind), "role": role}]
        self._look_at_name(party, kind, members)
        return [self._member(link, one, kind) for link, one in members]

    def _alone(self, party: Party, stated: str | None) -> Cells:
        """Return a person who stands alone; a certificate of a couple of whom one is named stays that of a couple."""
        kind = stated or (PERSON if party.kind else None)
        if kind in _BODIES or kind == HOUSEHOLD:
            self._say(left_out.MIXED_HOLDERS, field_of("certificate", "holder_kind").id)
            kind = PERSON
        role = self._words.word("member_role", ALONE) if kind in (None, PERSON) else None
        return self._person(party) | {"holder_kind": self._words.word("party_kind", kind), "role": role}

    def _body(self, party: Party, kind: str, members: Sequence[tuple[PartyMember, Party]]) -> list[Cells]:
        holder_kind = self._words.word("party_kind", kind)
        number = party.identity_number
        # Only in the place of a person a community can have an address.
        if kind == COMMUNITY and not members and (not number or len(number) == _CITIZEN_DIGITS):
            return [self._person(party) | {"holder_kind": holder_kind}]
        for name in ("address", "born", "sex"):
            if getattr(party, name) is not None:
                self._say(left_out.NOT_ON_FORM, field_of("party", name).id)
        body = {"organisation": party.name, "organisation_id": number, "holder_kind": holder_kind}
        return [{**self._member(link, one, kind), **body} for link, one in members] or [body]

    def _member(self, link: PartyMember, party: Party, kind: str) -> Cells:
        return self._person(party) | {
            "holder_kind": self._words.word("party_kind", kind),
            "role": self._words.word("member_role", link.role),
        }

    def _person(self, party: Party) -> Cells:
        return {
            "name": party.name,
            "born": party.born,
            "sex": self._words.word("sex", party.sex),
            "identity_number": self.number(party),
            "address": party.address,
        }

    def number(self, party: Party) -> str | None:
        """Return the personal number of somebody, else that of the main identity document."""
        if party.identity_number:
            return party.identity_number
        return next((one.number for one in self._dossier.documents_of(party) if one.number), None)

    def look_at_documents(self, party: Party) -> None:
        """Say where somebody has more numbers than the one that is written."""
        numbers = {one.number for one in self._dossier.documents_of(party) if one.number}
        if len(numbers | ({party.identity_number} if party.identity_number else set())) > 1:
            self._say(left_out.SEVERAL_DOCUMENTS, field_of("identity_document", "number").id)

    def _look_at_name(self, party: Party, kind: str, members: Sequence[tuple[PartyMember, Party]]) -> None:
        """Say where a name is not the one that a reader of the form makes of the members."""
        head = next((one for link, one in members if link.role == HEAD), members[0][1])
        made = joint_name(kind, [(one.name, link.role, one.sex) for link, one in members])
        if name_key(made) != name_key(party.name):
            self._say(left_out.OWN_NAME, field_of("party", "name").id)
        address = head.address if kind == HOUSEHOLD else None
        if party.address not in (None, address):
            self._say(left_out.NOT_ON_FORM, field_of("party", "address").id)

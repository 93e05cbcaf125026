"""Faults of land users: numbers, births, matches, persons recorded twice, families, addresses, organisations."""

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from landdesk.domain.ids import ObjectId
from landdesk.domain.records import (
    IdentityDocument,
    LandRight,
    Party,
    PartyAddress,
    PartyMember,
)
from landdesk.services.training.planted.cause import Cause, cause
from landdesk.services.training.planted.planter import RecordPlanter

_OLD_DISTRICTS: Final = ("huyện Diên Khánh", "thị xã Ninh Hòa", "thành phố Nha Trang")
_ANY: Final = ("individual", "couple", "household")
_SWAPPED_FROM: Final = 6
"""Where the digits begin that tell of nothing."""


def _say(planter: RecordPlanter, one: Cause, ats: list[int], *about: ObjectId) -> None:
    parcels = [planter.parcel(at) for at in ats]
    planter.answer(one.rules[0], one.code, None, *parcels, about=about)


def _on_holder(
    planter: RecordPlanter,
    one: Cause,
    change: Callable[[RecordPlanter, Party], None],
    kinds: tuple[str, ...] = ("individual",),
) -> None:
    """Change the party that holds a parcel alone."""
    at = planter.alone_of(*kinds)
    if at is not None:
        holder = planter.holder(at)
        change(planter, holder)
        _say(planter, one, [at], holder.id)


def _holder(code: str, rule: str, kinds: tuple[str, ...] = ("individual",), **values: Any) -> Cause:
    def change(planter: RecordPlanter, holder: Party) -> None:
        planter.record.change(holder.id, **values)

    return cause(code, rule, partial(_on_holder, change=change, kinds=kinds))


# --- numbers ------------------------------------------------------------------------------------------------


def _number(code: str, rule: str, of: Callable[[str], str]) -> Cause:
    def change(planter: RecordPlanter, holder: Party) -> None:
        planter.set_number(holder.id, of(str(holder.identity_number)))

    return cause(code, rule, partial(_on_holder, change=change))


def _without_number(planter: RecordPlanter, person: ObjectId) -> None:
    planter.set_number(person, None)
    planter.record.change(person, population_match="not_sent", matched_on=None, match_batch=None)


def _spouse_without_number(planter: RecordPlanter, one: Cause) -> None:
    at = planter.alone_of("couple")
    if at is not None:
        person = planter.rng.choice(planter.holding(at).persons)
        _without_number(planter, person)
        _say(planter, one, [at], person)


def _old_card(planter: RecordPlanter, holder: Party) -> None:
    _without_number(planter, holder.id)
    number = f"225{planter.rng.randrange(10**6):06}"
    planter.record.add(IdentityDocument(planter.ids(), holder.id, "CMND", number, is_main=True))


def _old_number(planter: RecordPlanter, holder: Party) -> None:
    _without_number(planter, holder.id)
    planter.record.change(holder.id, identity_number=f"225{planter.rng.randrange(10**6):06}")


def _other_digit(number: str, at: int, step: int) -> str:
    return f"{number[:at]}{(int(number[at]) + step) % 10}{number[at + 1 :]}"


def _other_sex(number: str) -> str:
    return f"{number[:3]}{int(number[3]) ^ 1}{number[4:]}"


def _other_century(number: str) -> str:
    return f"{number[:3]}{(int(number[3]) + 2) % 4}{number[4:]}"


# --- persons recorded twice ---------------------------------------------------------------------------------


def pair_of_persons(planter: RecordPlanter) -> tuple[int, int] | None:
    """Choose two parcels that two persons of one sex hold alone, of different names."""
    first = planter.alone_of("individual")
    if first is None:
        return None
    one = planter.holder(first)

    def is_like(at: int) -> bool:
        other = planter.holder(at)
        return other.kind == "individual" and other.sex == one.sex and other.name != one.name

    second = planter.alone(is_like)
    return None if second is None else (first, second)


def _same_number(planter: RecordPlanter, one: Cause) -> None:
    found = pair_of_persons(planter)
    if found is not None:
        kept, other = (planter.holder(at) for at in found)
        planter.set_number(other.id, kept.identity_number)
        planter.record.change(other.id, born=kept.born)
        _say(planter, one, list(found), kept.id, other.id)


def _same_person(planter: RecordPlanter, one: Cause, spelt: Callable[[Party], str]) -> None:
    found = pair_of_persons(planter)
    if found is not None:
        kept, other = (planter.holder(at) for at in found)
        planter.set_number(other.id, kept.identity_number)
        planter.record.change(other.id, name=spelt(kept), born=kept.born, address=kept.address)
        _say(planter, one, list(found), kept.id, other.id)


def _swapped(planter: RecordPlanter, one: Cause) -> None:
    found = pair_of_persons(planter)
    if found is None:
        return
    kept, other = (planter.holder(at) for at in found)
    number = str(kept.identity_number)
    places = [at for at in range(_SWAPPED_FROM, len(number) - 1) if number[at] != number[at + 1]]
    if places:
        at = planter.rng.choice(places)
        planter.set_number(other.id, f"{number[:at]}{number[at + 1]}{number[at]}{number[at + 2 :]}")
        planter.record.change(other.id, name=kept.name, born=kept.born, address=kept.address)
        _say(planter, one, list(found), kept.id, other.id)


def _heir(planter: RecordPlanter, one: Cause) -> None:
    at = planter.alone_of("individual")
    if at is not None:
        parcel, holding = planter.parcel(at), planter.holding(at)
        heir = planter.new_person(planter.holder(at).address)
        planter.record.add(
            LandRight(
                planter.ids(),
                parcel.id,
                heir.id,
                "use",
                certificate_id=holding.certificate,
                acquired_by="THUA_KE",
            )
        )
        _say(planter, one, [at], planter.certificate(at).id)


# --- families and addresses ---------------------------------------------------------------------------------


def _without_members(planter: RecordPlanter, one: Cause, kept: int) -> None:
    at = planter.alone_of("couple")
    if at is not None:
        planter.record.remove("party", planter.holding(at).persons[kept:])
        _say(planter, one, [at], planter.holding(at).holder)


def _without_head(planter: RecordPlanter, one: Cause) -> None:
    """A couple that was recorded as a household, nobody as its head."""
    at = planter.alone_of("couple")
    if at is not None:
        holder = planter.holder(at)
        planter.record.change(holder.id, kind="household", name=f"Hộ {holder.name}")
        planter.record.change(planter.certificate(at).id, holder_kind="household")
        for member in planter.record.all_of(PartyMember):
            if member.party_id == holder.id:
                planter.record.change(member.id, role="member")
        _say(planter, one, [at], holder.id)


def _old_address(planter: RecordPlanter, holder: Party) -> None:
    hamlet, commune, province = str(holder.address).rsplit(", ", 2)
    district = planter.rng.choice(_OLD_DISTRICTS)
    planter.record.change(holder.id, address=f"{hamlet}, {commune}, {district}, {province}")


def _old_address_parts(planter: RecordPlanter, holder: Party) -> None:
    planter.record.add(
        PartyAddress(
            planter.ids(),
            holder.id,
            is_main=True,
            province="56",
            commune=planter.place.code,
            district="huyện Diên Khánh",
            hamlet=str(holder.address).split(", ", 1)[0],
        )
    )


def _on_organisation(planter: RecordPlanter, one: Cause, of: Callable[[str], str | None]) -> None:
    at = planter.alone_of(*_ANY)
    if at is not None:
        made = planter.to_organisation(at)
        planter.record.change(made.id, tax_code=of(str(made.tax_code)))
        _say(planter, one, [at], made.id)


_MALFORMED: Final = "person.number-malformed"
_CONTRADICTS: Final = "person.number-contradicts"

CAUSES: Final = (
    cause(
        "number-missing/alone",
        "person.number-missing",
        partial(_on_holder, change=lambda planter, holder: _without_number(planter, holder.id)),
    ),
    cause("number-missing/spouse", "person.number-missing", _spouse_without_number),
    cause("old-number-only/document", "person.old-number-only", partial(_on_holder, change=_old_card)),
    cause("old-number-only/number", "person.old-number-only", partial(_on_holder, change=_old_number)),
    _number("number-malformed/eleven", _MALFORMED, lambda number: number[1:]),
    _number("number-malformed/letter", _MALFORMED, lambda number: number[:-1] + "O"),
    _number("number-malformed/century", _MALFORMED, lambda number: f"{number[:3]}7{number[4:]}"),
    _number("number-malformed/placeholder", _MALFORMED, lambda number: number[:6] + "000000"),
    _number("number-contradicts/sex", _CONTRADICTS, _other_sex),
    _number("number-contradicts/year", _CONTRADICTS, lambda number: _other_digit(number, 5, 3)),
    _number("number-contradicts/century", _CONTRADICTS, _other_century),
    _holder("not-matched/police", "person.not-matched", population_match="not_matched"),
    cause(
        "birth-incomplete/year",
        "person.birth-incomplete",
        partial(
            _on_holder,
            change=lambda planter, holder: planter.record.change(holder.id, born=str(holder.born)[:4]),
        ),
    ),
    _holder("birth-incomplete/none", "person.birth-incomplete", born=None),
    _holder("undetermined/police", "person.undetermined", population_match="undetermined"),
    cause("number-shared/names", "person.number-shared", _same_number),
    cause("duplicate/same", "person.duplicate", partial(_same_person, spelt=lambda kept: kept.name)),
    cause(
        "duplicate/spelling",
        "person.duplicate",
        partial(
            _same_person, spelt=lambda kept: f"{'Bà' if kept.sex == 'female' else 'Ông'} {kept.name.upper()}"
        ),
    ),
    cause("number-swapped/digits", "person.number-swapped", _swapped),
    _holder("deceased/police", "person.deceased", population_match="deceased"),
    _holder("deceased/kin", "person.deceased", life_state="deceased"),
    cause("holder-differs/heir", "certificate.holder-differs", _heir),
    cause("members-missing/spouse", "party.members-missing", partial(_without_members, kept=1)),
    cause("members-missing/none", "party.members-missing", partial(_without_members, kept=0)),
    cause("members-missing/head", "party.members-missing", _without_head),
    _holder("type-missing/object-type", "party.type-missing", _ANY, object_type=None),
    _holder("type-missing/kind", "party.type-missing", kind=None),
    cause("old-address/text", "party.old-address", partial(_on_holder, change=_old_address, kinds=_ANY)),
    cause(
        "old-address/parts", "party.old-address", partial(_on_holder, change=_old_address_parts, kinds=_ANY)
    ),
    _holder("field-missing/address", "person.field-missing", address=None),
    _holder("field-missing/sex", "person.field-missing", sex=None),
    cause("organisation/none", "organisation.number", partial(_on_organisation, of=lambda _: None)),
    cause(
        "organisation/check-digit",
        "organisation.number",
        partial(_on_organisation, of=lambda code: _other_digit(code, 9, 1)),
    ),
)

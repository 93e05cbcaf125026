"""What is to be said about a form before it is saved: what is missing, twice, doubtful, or recorded otherwise.

Every problem stands at a field. What a person has decided at a place (``CertificateForm.accepted``) does not stand in
the way any more; what is simply wrong always does.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

from landdesk.domain import identity, serials
from landdesk.domain.codelists import Standing
from landdesk.domain.completeness import GroupState, Need, completeness
from landdesk.domain.dossier import Dossier
from landdesk.domain.fields import field_of
from landdesk.domain.records import Party, parcel_key
from landdesk.i18n import N_, Text, format_number
from landdesk.services.campaign.forms import PL3
from landdesk.services.campaign.forms import form as campaign_form
from landdesk.services.campaign.notes import NOTE_TEXTS
from landdesk.services.campaign.pl3 import COUPLE, HEAD, HOUSEHOLD, HUSBAND, WIFE
from landdesk.services.campaign.pl3_certificates import ROLES_OF
from landdesk.services.checking.needs import shipped_needs
from landdesk.services.codelists import CodeLists
from landdesk.services.entry.form import CertificateForm, ParcelForm, PersonForm
from landdesk.services.entry.known import Known
from landdesk.services.entry.plan import BODIES, FORM_GROUPS, plan
from landdesk.services.entry.problem import Problem, Weight
from landdesk.services.entry.target import conflicts_of, parties_of, total_area
from landdesk.services.field_values import FieldValues

_WHOLE_DAY: Final = len("2026-12-31")
_YEAR: Final = 4


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a check needs beside form and record.

    Args:
        lists: Code lists in force.
        today: Day on which it is typed.
        needs: What a parcel needs to be complete.
        training: The people are invented, and so are the provinces of their numbers.
    """

    lists: CodeLists
    today: date
    needs: Sequence[Need] = field(default_factory=shipped_needs)
    training: bool = False


def check(form: CertificateForm, known: Known, around: Surroundings) -> tuple[Problem, ...]:
    """Return what is to be said about a completed form, in the order of its fields; see ``defaults.py``."""
    return (
        *_certificate(form, known, around),
        *_persons(form, known, around),
        *_parcels(form, known, around),
        *_conflicts(form, known, around),
    )


def collected_problems(form: CertificateForm, known: Known, around: Surroundings) -> tuple[Problem, ...]:
    """Return what stands in the way of noting a certificate as collected: it must be known what it is."""
    found = [
        *_twice(form),
        *(one for one in _serial(form, known) if one.code == "entry.serial-taken"),
        *_conflicts(form, known, around),
    ]
    if not form.serial and not any(_named(one) for one in form.parcels):
        found.append(_missing("serial", N_("Give the serial number, or sheet and number of a parcel.")))
    return tuple(found)


# --- certificate -------------------------------------------------------------------------------------------


def _certificate(form: CertificateForm, known: Known, around: Surroundings) -> Iterator[Problem]:
    if not form.commune:
        yield _missing("commune", N_("Give the code of the commune."))
    yield from _serial(form, known)
    day = form.issued_on
    if day is not None and day[:_WHOLE_DAY] > around.today.isoformat():
        yield Problem("issued_on", "entry.future", Text(N_("The day is yet to come.")))
    if day is not None and form.kind is not None and len(day) == _WHOLE_DAY:
        standing = around.lists["certificate_type"].standing(form.kind, date.fromisoformat(day))
        if standing is not Standing.CURRENT:
            yield Problem(
                "kind",
                "entry.kind-and-day",
                Text(N_("Certificates of this type were not issued on that day.")),
                Weight.ASK,
                Text(N_("Leave the field empty to take the type of the day.")),
            )
    if form.register_number and not any(one.isdigit() for one in form.register_number):
        yield Problem(
            "register_number", serials.REGISTER_FORM, Text(NOTE_TEXTS[serials.REGISTER_FORM]), Weight.HINT
        )
    if form.holder_kind in BODIES:
        if not form.organisation:
            yield _missing("organisation", N_("Give the name of the organisation."))
        if form.organisation_number:
            for code in identity.tax_code_doubts(form.organisation_number):
                yield Problem("organisation_number", code, Text(NOTE_TEXTS[code]), Weight.ASK)


def _serial(form: CertificateForm, known: Known) -> Iterator[Problem]:
    if not form.serial:
        yield Problem(
            "serial",
            "entry.no-serial",
            Text(N_("The serial number is missing.")),
            Weight.ASK,
            Text(N_("Type it as it is printed; accept where the certificate has none.")),
        )
        return
    if not serials.is_serial(form.serial):
        yield Problem("serial", serials.SERIAL_FORM, Text(NOTE_TEXTS[serials.SERIAL_FORM]), Weight.HINT)
    if known.certificates:
        covered = ", ".join(known.covered.get(known.certificates[0].id, ())) or "–"
        yield Problem(
            "serial",
            "entry.serial-taken",
            Text(
                N_("The certificate {serial} is recorded already; it covers: {parcels}."),
                {"serial": form.serial, "parcels": covered},
            ),
            Weight.ASK,
            Text(N_("Accept to go on with that certificate, or mend the serial number.")),
        )


# --- persons -----------------------------------------------------------------------------------------------


def _persons(form: CertificateForm, known: Known, around: Surroundings) -> Iterator[Problem]:
    if not form.persons and form.holder_kind not in BODIES:
        yield _missing("persons.0.name", N_("Give the holder's full name."))
    provinces = set() if around.training else {one.code for one in around.lists["id_province"]}
    seen: dict[str, int] = {}
    for at, person in enumerate(form.persons):
        place = f"persons.{at}."
        if not person.name:
            yield _missing(f"{place}name", N_("Give the person's full name."))
        yield from _identity(person, place, provinces)
        if person.identity_number and seen.setdefault(person.identity_number, at) != at:
            yield Problem(
                f"{place}identity_number",
                "entry.person-twice",
                Text(N_("Another person of the form has this number.")),
            )
        yield from _namesakes(person.name, person.identity_number, place, known)
    yield from _roles(form)
    current = form.current_user
    if current is not None:
        if not current.name:
            yield _missing("current_user.name", N_("Give the present land user's full name."))
        if not current.reason:
            yield _missing("current_user.reason", N_("Say how the land came to the present land user."))
        yield from _numbers(current.identity_number, "current_user.", provinces)
        if current.identity_number and current.identity_number in seen:
            yield Problem(
                "current_user.identity_number",
                "entry.person-twice",
                Text(N_("Another person of the form has this number.")),
            )
        yield from _namesakes(current.name, current.identity_number, "current_user.", known)


def _identity(person: PersonForm, place: str, provinces: set[str]) -> Iterator[Problem]:
    born = int(person.born[:_YEAR]) if person.born else None
    sex = None if person.sex is None else person.sex == "female"
    yield from _numbers(person.identity_number, place, provinces, is_woman=sex, birth_year=born)


def _numbers(number: str | None, place: str, provinces: set[str], **other: Any) -> Iterator[Problem]:
    if not number:
        return
    for code in identity.identity_doubts(number, provinces=provinces, **other):
        weight = Weight.HINT if code == identity.OLD_CARD else Weight.ASK
        if code in (identity.NO_NUMBER, identity.ELEVEN_DIGITS):
            weight = Weight.WRONG
        yield Problem(f"{place}identity_number", code, Text(NOTE_TEXTS[code]), weight)


def _namesakes(name: str | None, number: str | None, place: str, known: Known) -> Iterator[Problem]:
    """Say who else has the name: a name alone never makes two persons one."""
    if len(known.persons.get(number or "", ())) > 1:
        yield Problem(
            f"{place}identity_number",
            "entry.number-twice",
            Text(N_("Several recorded persons have this number.")),
            remedy=Text(N_("Mend the record of these persons first.")),
        )
    same = known.holder_called(name, number)
    if same is not None:
        yield Problem(
            f"{place}name",
            "entry.same-person",
            Text(N_("Recorded on the parcel without an identity number: taken as the same person.")),
            Weight.HINT,
        )
    found = known.namesakes.get(name or "", ())
    if found and same is None:
        listed = ", ".join(_described(one) for one in found[:3])
        yield Problem(
            f"{place}name",
            "entry.namesakes",
            Text(
                N_(
                    "Recorded persons of this name: {listed}. They are other persons unless the number says so."
                ),
                {"listed": listed},
            ),
            Weight.HINT,
        )


def _described(party: Party) -> str:
    """Return what tells a person from others of the name, the number masked."""
    number = party.identity_number or ""
    masked = f"…{number[-3:]}" if number else "–"
    return f"{party.name} ({(party.born or '?')[:_YEAR]}, {masked})"


def _roles(form: CertificateForm) -> Iterator[Problem]:
    kind = form.holder_kind or ""
    roles = [one.role for one in form.persons]
    for at, role in enumerate(roles):
        if kind in ROLES_OF and role is not None and role not in ROLES_OF[kind]:
            yield Problem(
                f"persons.{at}.role",
                "entry.role-other",
                Text(N_("The role does not belong to this kind of holder.")),
                Weight.ASK,
            )
        if role in (HEAD, HUSBAND, WIFE) and role in roles[:at]:
            yield Problem(f"persons.{at}.role", "entry.role-twice", Text(N_("Only one can have this role.")))
    if kind == COUPLE and form.persons and not {HUSBAND, WIFE} <= set(roles):
        yield _missing(f"persons.{len(roles)}.name", N_("A couple needs husband and wife; add the other."))
    if kind == HOUSEHOLD and form.persons and HEAD not in roles:
        yield _missing("persons.0.role", N_("A household needs its head."))
    if kind == "individual" and len(form.persons) > 1:
        yield Problem(
            "holder_kind",
            "entry.one-individual",
            Text(N_("An individual is one person; the form names {count}."), {"count": len(form.persons)}),
            remedy=Text(N_("Choose couple, household or co-users.")),
        )


# --- parcels -----------------------------------------------------------------------------------------------


def _parcels(form: CertificateForm, known: Known, around: Surroundings) -> Iterator[Problem]:
    if not form.parcels:
        yield _missing("parcels.0.sheet", N_("Give sheet and number of the parcel."))
    yield from _twice(form)
    for at, parcel in enumerate(form.parcels):
        place = f"parcels.{at}."
        if not _named(parcel):
            yield _missing(f"{place}{'number' if parcel.sheet else 'sheet'}", N_("Give sheet and number."))
        yield from _recorded(form, parcel, place, known, around)
        if not parcel.purposes:
            yield _missing(f"{place}purposes.0.land_use", N_("Give the land use."))
        for number, purpose in enumerate(parcel.purposes):
            if not purpose.land_use:
                yield _missing(f"{place}purposes.{number}.land_use", N_("Give the land use."))
        yield from _sum(parcel, place)


def _named(parcel: ParcelForm) -> bool:
    return parcel.key is not None or bool(parcel.certificate_sheet and parcel.certificate_number)


def _twice(form: CertificateForm) -> Iterator[Problem]:
    seen: dict[tuple[str | None, ...], int] = {}
    for at, parcel in enumerate(form.parcels):
        if not _named(parcel):
            continue
        key = parcel.key or ("", parcel.certificate_sheet, parcel.certificate_number)
        if seen.setdefault(key, at) != at:
            yield Problem(
                f"parcels.{at}.number",
                "entry.parcel-twice",
                Text(
                    N_("The parcel stands on the form already, as parcel {place}."), {"place": seen[key] + 1}
                ),
            )


def _recorded(
    form: CertificateForm, parcel: ParcelForm, place: str, known: Known, around: Surroundings
) -> Iterator[Problem]:
    found = known.parcels.get(parcel.key, ()) if parcel.key else ()
    if len(found) > 1:
        yield Problem(
            f"{place}number",
            "entry.parcel-recorded-twice",
            Text(N_("The record has this parcel {count} times."), {"count": len(found)}),
            remedy=Text(N_("Mend that first: check the parcels, and delete or renumber one.")),
        )
    if len(found) != 1:
        return
    dossier = found[0]
    own = known.certificate(form)
    serials_there = [one.serial or "?" for _, one in dossier.certificates]
    on_this = own is not None and any(one.id == own.id for _, one in dossier.certificates)
    if _is_complete(dossier, around) and not on_this:
        yield Problem(
            f"{place}number",
            "entry.parcel-complete",
            Text(
                N_("Parcel {key} is complete already, by certificate {serials}."),
                {
                    "key": parcel_key(parcel.sheet, parcel.number, ""),
                    "serials": ", ".join(serials_there) or "–",
                },
            ),
            remedy=Text(N_("Check sheet and number; a complete parcel is changed on its own page.")),
        )
    elif dossier.certificates and not on_this:
        yield Problem(
            f"{place}number",
            "entry.parcel-entered",
            Text(
                N_("Parcel {key} has a certificate already: {serials}."),
                {"key": parcel_key(parcel.sheet, parcel.number, ""), "serials": ", ".join(serials_there)},
            ),
            Weight.ASK,
            Text(N_("Check sheet and number; accept where the parcel has this certificate too.")),
        )
    yield from _other_users(form, dossier, place, known)


def _other_users(form: CertificateForm, dossier: Dossier, place: str, known: Known) -> Iterator[Problem]:
    """Say who else is recorded as a land user: nobody is taken off a parcel by typing a certificate."""
    meant = {one.id for one in parties_of(plan(form, known))}
    others = [one.name for one in dossier.holders if one.id not in meant]
    if others:
        yield Problem(
            f"{place}number",
            "entry.other-users",
            Text(
                N_("Recorded as land users of the parcel, and kept: {names}."), {"names": ", ".join(others)}
            ),
            Weight.HINT,
        )


def _is_complete(dossier: Dossier, around: Surroundings) -> bool:
    """Tell whether nothing is left that the form asks about; what the office gives or surveys does not count."""
    states = completeness(dossier, around.needs).states
    asked = [state for group, state in states.items() if group in FORM_GROUPS - {"code", "scan"}]
    return all(state in (GroupState.PRESENT, GroupState.ELSEWHERE) for state in asked)


def _sum(parcel: ParcelForm, place: str) -> Iterator[Problem]:
    if parcel.area_m2 is None or any(one.area_m2 is None for one in parcel.purposes) or not parcel.purposes:
        return
    difference = total_area(parcel) - parcel.area_m2
    if abs(difference) > area_tolerance():
        yield Problem(
            f"{place}purposes.{len(parcel.purposes) - 1}.area_m2",
            "entry.purpose-sum",
            Text(
                N_("The land uses add up to {total} m², the parcel has {area} m²."),
                {"total": format_number(total_area(parcel), 2), "area": format_number(parcel.area_m2, 2)},
            ),
            Weight.ASK,
            Text(N_("Mend an area; accept where the certificate says so.")),
        )


def area_tolerance() -> Decimal:
    """Return by how many square metres the land uses may differ from the parcel, from the definition of PL3-01."""
    return campaign_form(PL3).tolerance["purpose_sum_m2"]


# --- what is recorded otherwise ----------------------------------------------------------------------------


def _conflicts(form: CertificateForm, known: Known, around: Surroundings) -> Iterator[Problem]:
    values = FieldValues(around.lists, around.today)
    for target in plan(form, known):
        for name, (place, recorded) in conflicts_of(target).items():
            code = (
                "entry.other-name"
                if (target.class_name, name) == ("party", "name")
                else "entry.recorded-otherwise"
            )
            what = (
                N_("This number is recorded for a person of another name: {recorded}.")
                if code == "entry.other-name"
                else N_("Recorded: {recorded}")
            )
            yield Problem(
                place,
                code,
                Text(what, {"recorded": values.words(field_of(target.class_name, name), recorded)}),
                Weight.ASK,
                Text(N_("Accept to write what you typed, or take the recorded value.")),
                recorded,
            )


def _missing(place: str, remedy: str) -> Problem:
    return Problem(place, "entry.missing", Text(remedy))

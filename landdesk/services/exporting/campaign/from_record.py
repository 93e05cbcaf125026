"""The record as rows of PL3-01: one row for each certificate, parcel and person, in the words of the form.

The inverse of ``importing/campaign/claims.py``: what a workbook brought in goes out as it came. What the form has no
room for is a line of the report and never a wrong cell; docs/formats/pl3-01.md has the rules.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from landdesk.domain.dossier import Dossier
from landdesk.domain.fields import field_of
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import Certificate, CertificateParcel, LandRight, Parcel
from landdesk.services.campaign.forms import PL3, form
from landdesk.services.campaign.pl3 import PURPOSES, Pl3Row
from landdesk.services.codelists import CodeLists
from landdesk.services.exporting.campaign import left_out
from landdesk.services.exporting.campaign.form_holders import Holders, current_cells, holders_of
from landdesk.services.exporting.campaign.form_words import FormWords
from landdesk.services.exporting.campaign.left_out import LeftOut, fields_not_on_form

ENDED: Final = frozenset({"replaced", "revoked", "cancelled"})
"""States of a certificate that is not in force any more: codes of ``certificate_state``."""
_PERSONAL: Final = (
    ("organisation", "party.name"),
    ("organisation_id", "party.identity_number"),
    ("name", "party.name"),
    ("born", "party.born"),
    ("sex", "party.sex"),
    ("identity_number", "party.identity_number"),
    ("address", "party.address"),
    ("current_name", "party.name"),
    ("current_identity", "party.identity_number"),
    ("current_address", "party.address"),
)
"""Columns of the form that tell of people, and what of them."""


@dataclass(frozen=True, slots=True)
class Pl3Content:
    """What goes into the form.

    Args:
        rows: Certificate by certificate, numbered from the form's first row.
        certificates, parcels, persons: How many there are in the rows.
        left_out: What the form could not say.
    """

    rows: tuple[Pl3Row, ...]
    certificates: int
    parcels: int
    persons: int
    left_out: tuple[LeftOut, ...]

    @property
    def personal(self) -> tuple[str, ...]:
        """What of people is in the rows, ``party.name`` and so on."""
        found = {name for key, name in _PERSONAL for row in self.rows if getattr(row, key) is not None}
        return tuple(sorted(found))


def pl3_content(dossiers: Iterable[Dossier], lists: CodeLists) -> Pl3Content:
    """Return the rows of parcels.

    Args:
        dossiers: In the order in which the form is to have them; parcels of one certificate come together where the
            first of them stands.
        lists: Code lists in force.
    """
    made = _Making(FormWords(lists))
    for dossier in dossiers:
        made.take(dossier)
    return made.content()


@dataclass(slots=True)
class _Sheet:
    """The rows of one certificate, and who holds its parcels."""

    label: str
    holders: set[frozenset[tuple[Any, ...]]] = field(default_factory=set)
    rows: list[Pl3Row] = field(default_factory=list)


class _Making:
    """Puts the rows together."""

    def __init__(self, words: FormWords) -> None:
        self._words = words
        self._sheets: dict[ObjectId, _Sheet] = {}
        self._persons: set[ObjectId] = set()
        self._parcels: set[ObjectId] = set()
        self._left_out: dict[LeftOut, None] = {}

    def content(self) -> Pl3Content:
        """Return what was made."""
        for sheet in self._sheets.values():
            if len(sheet.holders) > 1:
                self._say(sheet.label, left_out.HOLDERS_DIFFER)
        first = form(PL3).first_row
        rows = (row for sheet in self._sheets.values() for row in sheet.rows)
        return Pl3Content(
            rows=tuple(replace(row, row=number) for number, row in enumerate(rows, first)),
            certificates=sum(any(row.serial for row in one.rows) for one in self._sheets.values()),
            parcels=len(self._parcels),
            persons=len(self._persons),
            left_out=tuple(self._left_out),
        )

    def take(self, dossier: Dossier) -> None:
        """Take a parcel with its certificates and people."""
        parcel = dossier.parcel
        if len(dossier.purposes) > PURPOSES:
            self._say(parcel.key, left_out.TOO_MANY_PURPOSES, field_of("purpose", "land_use").id)
            return
        for one in fields_not_on_form(dossier, parcel.key):
            self._left_out[one] = None
        land = self._land(dossier)
        assets = self._assets(dossier)
        for certificate, link, rights in self._certificates(dossier):
            say = self._sayer(parcel.key)
            found = holders_of(dossier, rights, certificate, self._words, say)
            self._persons |= found.parties
            self._parcels.add(parcel.id)
            head = self._head(dossier, certificate, link)
            sheet = self._sheet(certificate, parcel, found)
            for person, more in zip(found.persons, current_cells(found, self._words, say), strict=True):
                sheet.rows += [
                    Pl3Row(row=0, **{**land, **head, **person, **more, **asset}) for asset in assets
                ]

    def _sheet(self, certificate: Certificate | None, parcel: Parcel, found: Holders) -> _Sheet:
        key = parcel.id if certificate is None else certificate.id
        label = parcel.key if certificate is None else certificate.serial or parcel.key
        sheet = self._sheets.setdefault(key, _Sheet(label))
        sheet.holders.add(found.key)
        return sheet

    def _certificates(
        self, dossier: Dossier
    ) -> Iterator[tuple[Certificate | None, CertificateParcel | None, Sequence[LandRight]]]:
        """Yield each certificate in force with how it names the parcel and the rights under it."""
        links = {one.id: link for link, one in dossier.certificates}
        replaced = {one.replaces_id for one in dossier.of(Certificate)}
        valid: list[Certificate] = []
        for _, one in dossier.certificates:
            if one.state in ENDED or one.id in replaced:
                self._say(one.serial or dossier.parcel.key, left_out.CERTIFICATE_ENDED)
            else:
                valid.append(one)
        ended = links.keys() - {one.id for one in valid}
        rights = [one for one in dossier.rights if one.certificate_id not in ended]
        loose = [one for one in rights if one.certificate_id not in links]
        if not valid:
            if rights or not links:
                yield None, None, rights
            return
        if loose and len(valid) > 1:
            self._say(dossier.parcel.key, left_out.NO_CERTIFICATE)
            loose = []
        for one in valid:
            own = [right for right in rights if right.certificate_id == one.id]
            yield one, links[one.id], [*own, *loose]

    def _head(
        self, dossier: Dossier, certificate: Certificate | None, link: CertificateParcel | None
    ) -> dict[str, Any]:
        parcel = dossier.parcel
        values: dict[str, Any] = {"commune": parcel.commune}
        if certificate is None or link is None:
            values |= {"certificate_sheet": parcel.old_sheet, "certificate_parcel": parcel.old_number}
            return values | self._scans(dossier, None)
        if certificate.commune not in (None, parcel.commune):
            self._say(parcel.key, left_out.OTHER_COMMUNE, field_of("certificate", "commune").id)
        values |= {
            "serial": certificate.serial,
            "register_number": certificate.register_number,
            "certificate_sheet": link.sheet,
            "certificate_parcel": link.number,
        }
        issued, unread = self._words.day(certificate.issued_on)
        if unread:
            self._say(parcel.key, left_out.PARTIAL_DATE, field_of("certificate", "issued_on").id)
            values["unread"] = {"issued": unread}
        return values | {"issued": issued} | self._scans(dossier, certificate.id)

    def _scans(self, dossier: Dossier, certificate: ObjectId | None) -> dict[str, Any]:
        """Return the names of the scans that belong to a certificate, a parcel without one, or its people."""
        names: dict[str, None] = {}
        for link, document in dossier.scans:
            mine = link.certificate_id == certificate if certificate else link.parcel_id == dossier.parcel.id
            if not document.file_name or not (mine or link.party_id is not None):
                continue
            if set(document.file_name) & set(",;\n"):
                self._say(dossier.parcel.key, left_out.FILE_NAME, field_of("document", "file_name").id)
            names[document.file_name] = None
        return {"scan_files": "; ".join(names) or None}

    def _land(self, dossier: Dossier) -> dict[str, Any]:
        parcel, words = dossier.parcel, self._words
        if parcel.key.endswith("*"):
            self._say(parcel.key, left_out.PROVISIONAL_NUMBER, field_of("parcel", "number").id)
        values: dict[str, Any] = {
            "sheet": parcel.sheet,
            "parcel_no": parcel.number,
            "parcel_code": parcel.parcel_code,
            "parcel_address": parcel.address,
            "parcel_area_m2": parcel.legal_area_m2,
        }
        for place, purpose in enumerate(dossier.purposes, start=1):
            origins = dossier.origins_of(purpose)
            if len(origins) > 1:
                self._say(parcel.key, left_out.SEVERAL_ORIGINS, field_of("purpose_origin", "origin").id)
            say = self._sayer(parcel.key)
            values |= {
                f"land_use_{place}": words.land_use(purpose),
                f"area_{place}_m2": purpose.area_m2,
                f"origin_{place}": words.origin(origins[0], say) if origins else None,
                f"form_{place}": words.word("use_form", purpose.form),
                f"term_{place}": words.term(purpose, say),
            }
        return values

    def _assets(self, dossier: Dossier) -> list[dict[str, Any]]:
        """Return what stands on the parcel; a row is written for each, one without where there is none."""
        made: list[dict[str, Any]] = []
        for one in dossier.assets:
            # A form reads both names back into one, parted as they are here.
            area, dot, building = (one.name or "").partition(" · ")
            values = {
                "asset_kind": self._words.word("asset_kind", one.kind),
                "housing_area": area if dot else None,
                "building": building if dot else one.name,
                "apartment": one.number,
                "built_area_m2": one.built_area_m2,
                "floor_area_m2": one.floor_area_m2,
                "ownership_form": self._words.word("ownership_form", one.ownership_form),
                "ownership_term": one.ownership_term,
                "grade": one.grade,
            }
            if values in made:
                self._say(dossier.parcel.key, left_out.SAME_ASSET, field_of("asset", "kind").id)
            elif any(value is not None for value in values.values()):
                made.append(values)
        return made or [{}]

    def _sayer(self, label: str) -> Callable[[str, str], None]:
        return lambda code, field_id: self._say(label, code, field_id)

    def _say(self, label: str, code: str, field_id: str = "") -> None:
        self._left_out[LeftOut(label, code, field_id)] = None

"""Where on the parcel page a finding is mended: the class of the object and its field, by rule.

What a finding says of boundaries is mended on the map and stands in no table. A rule that is not listed leads to the
object that the finding is about.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from landdesk.domain.finding import Finding
from landdesk.services.forms.draft import Draft, DraftObject

MISSING_FIELD: Final = "parcel.missing-field"
"""The rule whose findings are the gaps that the page leads through."""
FIELDS: Final[Mapping[str, tuple[str, str]]] = {
    "certificate.field-missing": ("certificate", "serial"),
    "certificate.holder-differs": ("party", "name"),
    "certificate.kind-date": ("certificate", "kind"),
    "certificate.no-parcel": ("certificate", "serial"),
    "certificate.not-handed-over": ("certificate", "handed_over_on"),
    "certificate.parcel-differs": ("certificate_parcel", "number"),
    "certificate.serial-malformed": ("certificate", "serial"),
    "certificate.serial-shared": ("certificate", "serial"),
    "organisation.number": ("party", "business_code"),
    "parcel.area-mismatch": ("parcel", "legal_area_m2"),
    "parcel.code-missing": ("parcel", "parcel_code"),
    "parcel.code-wrong": ("parcel", "parcel_code"),
    "parcel.dispute-unrecorded": ("parcel", "disputed"),
    "parcel.duplicate-key": ("parcel", "number"),
    "parcel.label-differs": ("parcel", "number"),
    "parcel.no-record": ("parcel", "number"),
    "parcel.no-user": ("party", "name"),
    "parcel.old-commune": ("parcel", "commune"),
    "parcel.several-certificates": ("certificate", "serial"),
    "parcel.sheet-unconverted": ("parcel", "sheet"),
    "party.members-missing": ("party", "kind"),
    "party.old-address": ("party", "address"),
    "party.type-missing": ("party", "kind"),
    "person.birth-incomplete": ("party", "born"),
    "person.deceased": ("party", "life_state"),
    "person.duplicate": ("party", "name"),
    "person.field-missing": ("party", "address"),
    "person.not-matched": ("party", "identity_number"),
    "person.number-contradicts": ("party", "identity_number"),
    "person.number-malformed": ("party", "identity_number"),
    "person.number-missing": ("party", "identity_number"),
    "person.number-shared": ("party", "identity_number"),
    "person.number-swapped": ("party", "identity_number"),
    "person.old-number-only": ("party", "identity_number"),
    "person.undetermined": ("party", "name"),
    "purpose.area-sum": ("purpose", "area_m2"),
    "purpose.land-use-code": ("purpose", "land_use"),
    "purpose.residential-kind": ("purpose", "land_use"),
    "purpose.term": ("purpose", "term"),
    "scan.ambiguous": ("document", "title"),
    "scan.certificate-missing": ("document", "file_name"),
    "scan.damaged": ("document", "file_name"),
    "scan.identity-missing": ("document", "file_name"),
    "scan.name-unruly": ("document", "file_name"),
    "scan.unlinked": ("document", "title"),
    "scan.unsigned": ("document", "signed"),
}


def is_on_page(finding: Finding) -> bool:
    """Tell whether a finding is mended on the page of a parcel."""
    return bool(finding.objects) and (
        finding.rule == MISSING_FIELD or finding.rule in FIELDS or bool(finding.about)
    )


def places_of(finding: Finding, draft: Draft) -> Iterator[tuple[DraftObject, str]]:
    """Yield objects of a page and names of their fields where a finding may be mended, the best first."""
    class_name, field = FIELDS.get(finding.rule, ("", ""))
    known = [one for it in finding.about if (one := draft.objects.get(it.hex())) is not None]
    # What the table names goes before the object itself: a user is mended where his certificate says another.
    of_class = [one for one in known if one.class_name == class_name] or draft.of(class_name)
    for one in of_class[:1]:
        yield one, field
    for one in known:
        yield one, _FIRST.get(one.class_name, "")


_FIRST: Final[Mapping[str, str]] = {
    "parcel": "number",
    "purpose": "land_use",
    "party": "name",
    "certificate": "serial",
    "document": "title",
    "land_right": "kind",
    "registration": "number",
}
"""A field of each class that every page has."""

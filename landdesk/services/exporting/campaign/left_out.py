"""What a record holds and PL3-01 has no room for: a line for each, so that the form is not taken for the record.

A line names a parcel or certificate, a code and, where one is meant, a field; never a value, since it may be personal.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from landdesk.domain.dossier import Dossier
from landdesk.domain.fields import fields_of
from landdesk.i18n import N_

TOO_MANY_PURPOSES: Final = "pl3.too-many-purposes"
CERTIFICATE_ENDED: Final = "pl3.certificate-ended"
NO_CERTIFICATE: Final = "pl3.right-without-certificate"
SEVERAL_ORIGINS: Final = "pl3.several-origins"
OTHER_WORD: Final = "pl3.other-word"
PARTIAL_DATE: Final = "pl3.partial-date"
PROVISIONAL_NUMBER: Final = "pl3.provisional-number"
OTHER_COMMUNE: Final = "pl3.other-commune"
FILE_NAME: Final = "pl3.file-name"
SAME_ASSET: Final = "pl3.same-asset"
NO_MEMBERS: Final = "pl3.no-members"
OWN_NAME: Final = "pl3.own-name"
MIXED_HOLDERS: Final = "pl3.mixed-holders"
HOLDERS_DIFFER: Final = "pl3.holders-differ"
CURRENT_MORE: Final = "pl3.current-more"
CURRENT_NO_PERSON: Final = "pl3.current-no-person"
SEVERAL_DOCUMENTS: Final = "pl3.several-documents"
NOT_ON_FORM: Final = "pl3.not-on-form"

LEFT_OUT_TEXTS: Final[Mapping[str, str]] = {
    TOO_MANY_PURPOSES: N_("The parcel has more than three land uses; it is not in the file"),
    CERTIFICATE_ENDED: N_("The certificate was replaced, revoked or cancelled; it is not in the file"),
    NO_CERTIFICATE: N_("It is not said under which of several certificates somebody holds; not in the file"),
    SEVERAL_ORIGINS: N_("A land use has several origins; the first is written"),
    OTHER_WORD: N_("The words of the form would be read as something else"),
    PARTIAL_DATE: N_("The date is not complete; it is written as a text"),
    PROVISIONAL_NUMBER: N_("The form does not say that the number is provisional"),
    OTHER_COMMUNE: N_("Certificate and parcel name different communes; that of the parcel is written"),
    FILE_NAME: N_("The name of a file holds a comma or semicolon, which part names on the form"),
    SAME_ASSET: N_("Two assets say the same; one is written"),
    NO_MEMBERS: N_(
        "Nobody is named in the couple, household or group; its name stands in the place of a person"
    ),
    OWN_NAME: N_("The couple, household or group has another name than the form makes of its members"),
    MIXED_HOLDERS: N_("Holders of different kinds share a certificate; the form has room for one kind"),
    HOLDERS_DIFFER: N_("The parcels of the certificate have different holders; readers of the form mix them"),
    CURRENT_MORE: N_("There are more present users than persons of the certificate; not all are written"),
    CURRENT_NO_PERSON: N_("The present user is no single person; only the name is written"),
    SEVERAL_DOCUMENTS: N_("A person has several identity documents; one number is written"),
    NOT_ON_FORM: N_("The form has no column for it"),
}


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One line.

    Args:
        label: Parcel or serial as people say them.
        code: A key of ``LEFT_OUT_TEXTS``.
        field: Identifier of the field; empty where none is meant.
    """

    label: str
    code: str
    field: str = ""


_ON_FORM: Final[Mapping[str, frozenset[str]]] = {
    "parcel": frozenset(
        "commune sheet number number_state old_sheet old_number parcel_code address legal_area_m2".split()
    ),
    "purpose": frozenset(
        "parcel_id land_use area_m2 place form term_kind term term_until as_written".split()
    ),
    "purpose_origin": frozenset("purpose_id origin transfer_origin detail".split()),
    "party": frozenset("name identity_number address kind born sex".split()),
    "party_member": frozenset("party_id member_id role place".split()),
    "identity_document": frozenset("party_id number kind is_main".split()),
    "land_right": frozenset("parcel_id party_id certificate_id acquired_by".split()),
    "certificate": frozenset(
        "serial register_number issued_on kind commune holder_kind state replaces_id".split()
    ),
    "certificate_parcel": frozenset("certificate_id parcel_id sheet number".split()),
    "asset": frozenset(
        "parcel_id kind name number built_area_m2 floor_area_m2 ownership_form ownership_term grade".split()
    ),
    "document": frozenset("file_name title kind".split()),
    "document_link": frozenset("document_id certificate_id parcel_id party_id".split()),
}
_OF_THE_STORE: Final = frozenset(
    "source_id source_shape shape map_sheet_id map_area_m2 loaded collection_state".split()
)
"""What is of the map or of this computer and is looked for on no form."""


def fields_not_on_form(dossier: Dossier, label: str) -> Iterable[LeftOut]:
    """Yield a line for each field that the record of a parcel fills and the form has no column for."""
    seen: set[str] = set()
    for record in (dossier.parcel, *dossier.objects.values()):
        on_form = _ON_FORM.get(record.CLASS)
        if on_form is None:
            if record.CLASS in _WHOLE and record.CLASS not in seen:
                seen.add(record.CLASS)
                yield LeftOut(label, NOT_ON_FORM, fields_of(record.CLASS)[0].id)
            continue
        for field in fields_of(record.CLASS):
            if field.name in on_form or field.name in _OF_THE_STORE or field.id in seen:
                continue
            if getattr(record, field.name) not in (None, False):
                seen.add(field.id)
                yield LeftOut(label, NOT_ON_FORM, field.id)


_WHOLE: Final = frozenset({"restriction", "party_address"})
"""Classes of which the form has nothing at all; registrations and evidence are no statements about land."""

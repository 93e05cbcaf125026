"""Every checking rule, one line each."""

from typing import Final

from landdesk.services.checking.rule import Rule
from landdesk.services.checking.rules.certificate_holder_differs import CertificateHolderDiffers
from landdesk.services.checking.rules.geometry_invalid import GeometryInvalid
from landdesk.services.checking.rules.geometry_missing import GeometryMissing
from landdesk.services.checking.rules.organisation_number import OrganisationNumber
from landdesk.services.checking.rules.parcel_area_mismatch import ParcelAreaMismatch
from landdesk.services.checking.rules.parcel_duplicate_key import ParcelDuplicateKey
from landdesk.services.checking.rules.parcel_gap import ParcelGap
from landdesk.services.checking.rules.parcel_missing_field import ParcelMissingField
from landdesk.services.checking.rules.parcel_missing_node import ParcelMissingNode
from landdesk.services.checking.rules.parcel_overlap import ParcelOverlap
from landdesk.services.checking.rules.party_members_missing import PartyMembersMissing
from landdesk.services.checking.rules.party_old_address import PartyOldAddress
from landdesk.services.checking.rules.party_type_missing import PartyTypeMissing
from landdesk.services.checking.rules.person_birth_incomplete import PersonBirthIncomplete
from landdesk.services.checking.rules.person_deceased import PersonDeceased
from landdesk.services.checking.rules.person_duplicate import PersonDuplicate
from landdesk.services.checking.rules.person_field_missing import PersonFieldMissing
from landdesk.services.checking.rules.person_not_matched import PersonNotMatched
from landdesk.services.checking.rules.person_number_contradicts import PersonNumberContradicts
from landdesk.services.checking.rules.person_number_malformed import PersonNumberMalformed
from landdesk.services.checking.rules.person_number_missing import PersonNumberMissing
from landdesk.services.checking.rules.person_number_shared import PersonNumberShared
from landdesk.services.checking.rules.person_number_swapped import PersonNumberSwapped
from landdesk.services.checking.rules.person_old_number_only import PersonOldNumberOnly
from landdesk.services.checking.rules.person_undetermined import PersonUndetermined

RULES: Final[tuple[type[Rule], ...]] = (
    CertificateHolderDiffers,
    GeometryInvalid,
    GeometryMissing,
    OrganisationNumber,
    ParcelAreaMismatch,
    ParcelDuplicateKey,
    ParcelGap,
    ParcelMissingField,
    ParcelMissingNode,
    ParcelOverlap,
    PartyMembersMissing,
    PartyOldAddress,
    PartyTypeMissing,
    PersonBirthIncomplete,
    PersonDeceased,
    PersonDuplicate,
    PersonFieldMissing,
    PersonNotMatched,
    PersonNumberContradicts,
    PersonNumberMalformed,
    PersonNumberMissing,
    PersonNumberShared,
    PersonNumberSwapped,
    PersonOldNumberOnly,
    PersonUndetermined,
)

RULE_BY_CODE: Final = {rule.code: rule for rule in RULES}

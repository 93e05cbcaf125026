"""Every checking rule, one line each."""

from typing import Final

from landdesk.services.checking.rule import Rule
from landdesk.services.checking.rules.certificate_field_missing import CertificateFieldMissing
from landdesk.services.checking.rules.certificate_holder_differs import CertificateHolderDiffers
from landdesk.services.checking.rules.certificate_kind_date import CertificateKindDate
from landdesk.services.checking.rules.certificate_no_parcel import CertificateNoParcel
from landdesk.services.checking.rules.certificate_not_handed_over import CertificateNotHandedOver
from landdesk.services.checking.rules.certificate_parcel_differs import CertificateParcelDiffers
from landdesk.services.checking.rules.certificate_serial_malformed import CertificateSerialMalformed
from landdesk.services.checking.rules.certificate_serial_shared import CertificateSerialShared
from landdesk.services.checking.rules.geometry_duplicate_vertex import GeometryDuplicateVertex
from landdesk.services.checking.rules.geometry_hole_empty import GeometryHoleEmpty
from landdesk.services.checking.rules.geometry_invalid import GeometryInvalid
from landdesk.services.checking.rules.geometry_missing import GeometryMissing
from landdesk.services.checking.rules.geometry_multipart import GeometryMultipart
from landdesk.services.checking.rules.geometry_spike import GeometrySpike
from landdesk.services.checking.rules.organisation_number import OrganisationNumber
from landdesk.services.checking.rules.parcel_area_mismatch import ParcelAreaMismatch
from landdesk.services.checking.rules.parcel_code_missing import ParcelCodeMissing
from landdesk.services.checking.rules.parcel_code_wrong import ParcelCodeWrong
from landdesk.services.checking.rules.parcel_contained import ParcelContained
from landdesk.services.checking.rules.parcel_dispute_unrecorded import ParcelDisputeUnrecorded
from landdesk.services.checking.rules.parcel_duplicate_key import ParcelDuplicateKey
from landdesk.services.checking.rules.parcel_gap import ParcelGap
from landdesk.services.checking.rules.parcel_identical import ParcelIdentical
from landdesk.services.checking.rules.parcel_label_differs import ParcelLabelDiffers
from landdesk.services.checking.rules.parcel_missing_field import ParcelMissingField
from landdesk.services.checking.rules.parcel_missing_node import ParcelMissingNode
from landdesk.services.checking.rules.parcel_near_node import ParcelNearNode
from landdesk.services.checking.rules.parcel_no_record import ParcelNoRecord
from landdesk.services.checking.rules.parcel_no_user import ParcelNoUser
from landdesk.services.checking.rules.parcel_old_commune import ParcelOldCommune
from landdesk.services.checking.rules.parcel_outside_commune import ParcelOutsideCommune
from landdesk.services.checking.rules.parcel_overlap import ParcelOverlap
from landdesk.services.checking.rules.parcel_retired_active import ParcelRetiredActive
from landdesk.services.checking.rules.parcel_several_certificates import ParcelSeveralCertificates
from landdesk.services.checking.rules.parcel_sheet_unconverted import ParcelSheetUnconverted
from landdesk.services.checking.rules.parcel_sliver import ParcelSliver
from landdesk.services.checking.rules.parcel_wrong_system import ParcelWrongSystem
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
from landdesk.services.checking.rules.purpose_area_sum import PurposeAreaSum
from landdesk.services.checking.rules.purpose_land_use_code import PurposeLandUseCode
from landdesk.services.checking.rules.purpose_residential_kind import PurposeResidentialKind
from landdesk.services.checking.rules.purpose_term import PurposeTerm
from landdesk.services.checking.rules.register_not_exported import RegisterNotExported
from landdesk.services.checking.rules.register_outdated import RegisterOutdated
from landdesk.services.checking.rules.scan_ambiguous import ScanAmbiguous
from landdesk.services.checking.rules.scan_certificate_missing import ScanCertificateMissing
from landdesk.services.checking.rules.scan_damaged import ScanDamaged
from landdesk.services.checking.rules.scan_identity_missing import ScanIdentityMissing
from landdesk.services.checking.rules.scan_name_unruly import ScanNameUnruly
from landdesk.services.checking.rules.scan_unlinked import ScanUnlinked
from landdesk.services.checking.rules.scan_unsigned import ScanUnsigned
from landdesk.services.checking.rules.sync_blocks_differ import SyncBlocksDiffer
from landdesk.services.checking.rules.sync_group_differs import SyncGroupDiffers
from landdesk.services.checking.rules.sync_not_operating import SyncNotOperating

RULES: Final[tuple[type[Rule], ...]] = (
    CertificateFieldMissing,
    CertificateHolderDiffers,
    CertificateKindDate,
    CertificateNoParcel,
    CertificateNotHandedOver,
    CertificateParcelDiffers,
    CertificateSerialMalformed,
    CertificateSerialShared,
    GeometryDuplicateVertex,
    GeometryHoleEmpty,
    GeometryInvalid,
    GeometryMissing,
    GeometryMultipart,
    GeometrySpike,
    OrganisationNumber,
    ParcelAreaMismatch,
    ParcelCodeMissing,
    ParcelCodeWrong,
    ParcelContained,
    ParcelDisputeUnrecorded,
    ParcelDuplicateKey,
    ParcelGap,
    ParcelIdentical,
    ParcelLabelDiffers,
    ParcelMissingField,
    ParcelMissingNode,
    ParcelNearNode,
    ParcelNoRecord,
    ParcelNoUser,
    ParcelOldCommune,
    ParcelOutsideCommune,
    ParcelOverlap,
    ParcelRetiredActive,
    ParcelSeveralCertificates,
    ParcelSheetUnconverted,
    ParcelSliver,
    ParcelWrongSystem,
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
    PurposeAreaSum,
    PurposeLandUseCode,
    PurposeResidentialKind,
    PurposeTerm,
    RegisterNotExported,
    RegisterOutdated,
    ScanAmbiguous,
    ScanCertificateMissing,
    ScanDamaged,
    ScanIdentityMissing,
    ScanNameUnruly,
    ScanUnlinked,
    ScanUnsigned,
    SyncBlocksDiffer,
    SyncGroupDiffers,
    SyncNotOperating,
)

RULE_BY_CODE: Final = {rule.code: rule for rule in RULES}

"""Every checking rule, one line each."""

from typing import Final

from landdesk.services.checking.rule import Rule
from landdesk.services.checking.rules.certificate_field_missing import CertificateFieldMissing
from landdesk.services.checking.rules.certificate_kind_date import CertificateKindDate
from landdesk.services.checking.rules.certificate_no_parcel import CertificateNoParcel
from landdesk.services.checking.rules.certificate_parcel_differs import CertificateParcelDiffers
from landdesk.services.checking.rules.certificate_serial_malformed import CertificateSerialMalformed
from landdesk.services.checking.rules.certificate_serial_shared import CertificateSerialShared
from landdesk.services.checking.rules.geometry_invalid import GeometryInvalid
from landdesk.services.checking.rules.geometry_missing import GeometryMissing
from landdesk.services.checking.rules.parcel_area_mismatch import ParcelAreaMismatch
from landdesk.services.checking.rules.parcel_duplicate_key import ParcelDuplicateKey
from landdesk.services.checking.rules.parcel_gap import ParcelGap
from landdesk.services.checking.rules.parcel_missing_field import ParcelMissingField
from landdesk.services.checking.rules.parcel_missing_node import ParcelMissingNode
from landdesk.services.checking.rules.parcel_overlap import ParcelOverlap
from landdesk.services.checking.rules.parcel_several_certificates import ParcelSeveralCertificates
from landdesk.services.checking.rules.person_number_shared import PersonNumberShared
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
    CertificateKindDate,
    CertificateNoParcel,
    CertificateParcelDiffers,
    CertificateSerialMalformed,
    CertificateSerialShared,
    GeometryInvalid,
    GeometryMissing,
    ParcelAreaMismatch,
    ParcelDuplicateKey,
    ParcelGap,
    ParcelMissingField,
    ParcelMissingNode,
    ParcelOverlap,
    ParcelSeveralCertificates,
    PersonNumberShared,
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

"""Every checking rule, one line each."""

from typing import Final

from landdesk.services.checking.rule import Rule
from landdesk.services.checking.rules.geometry_invalid import GeometryInvalid
from landdesk.services.checking.rules.geometry_missing import GeometryMissing
from landdesk.services.checking.rules.parcel_area_mismatch import ParcelAreaMismatch
from landdesk.services.checking.rules.parcel_duplicate_key import ParcelDuplicateKey
from landdesk.services.checking.rules.parcel_gap import ParcelGap
from landdesk.services.checking.rules.parcel_missing_field import ParcelMissingField
from landdesk.services.checking.rules.parcel_missing_node import ParcelMissingNode
from landdesk.services.checking.rules.parcel_overlap import ParcelOverlap
from landdesk.services.checking.rules.person_number_shared import PersonNumberShared

RULES: Final[tuple[type[Rule], ...]] = (
    GeometryInvalid,
    GeometryMissing,
    ParcelAreaMismatch,
    ParcelDuplicateKey,
    ParcelGap,
    ParcelMissingField,
    ParcelMissingNode,
    ParcelOverlap,
    PersonNumberShared,
)

RULE_BY_CODE: Final = {rule.code: rule for rule in RULES}

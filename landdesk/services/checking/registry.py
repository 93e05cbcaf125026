"""Every checking rule, one line each."""

from typing import Final

from landdesk.services.checking.rule import Rule
from landdesk.services.checking.rules.geometry_duplicate_vertex import GeometryDuplicateVertex
from landdesk.services.checking.rules.geometry_hole_empty import GeometryHoleEmpty
from landdesk.services.checking.rules.geometry_invalid import GeometryInvalid
from landdesk.services.checking.rules.geometry_missing import GeometryMissing
from landdesk.services.checking.rules.geometry_multipart import GeometryMultipart
from landdesk.services.checking.rules.geometry_spike import GeometrySpike
from landdesk.services.checking.rules.parcel_area_mismatch import ParcelAreaMismatch
from landdesk.services.checking.rules.parcel_contained import ParcelContained
from landdesk.services.checking.rules.parcel_duplicate_key import ParcelDuplicateKey
from landdesk.services.checking.rules.parcel_gap import ParcelGap
from landdesk.services.checking.rules.parcel_identical import ParcelIdentical
from landdesk.services.checking.rules.parcel_missing_field import ParcelMissingField
from landdesk.services.checking.rules.parcel_missing_node import ParcelMissingNode
from landdesk.services.checking.rules.parcel_near_node import ParcelNearNode
from landdesk.services.checking.rules.parcel_outside_commune import ParcelOutsideCommune
from landdesk.services.checking.rules.parcel_overlap import ParcelOverlap
from landdesk.services.checking.rules.parcel_sliver import ParcelSliver
from landdesk.services.checking.rules.parcel_wrong_system import ParcelWrongSystem
from landdesk.services.checking.rules.person_number_shared import PersonNumberShared

RULES: Final[tuple[type[Rule], ...]] = (
    GeometryDuplicateVertex,
    GeometryHoleEmpty,
    GeometryInvalid,
    GeometryMissing,
    GeometryMultipart,
    GeometrySpike,
    ParcelAreaMismatch,
    ParcelContained,
    ParcelDuplicateKey,
    ParcelGap,
    ParcelIdentical,
    ParcelMissingField,
    ParcelMissingNode,
    ParcelNearNode,
    ParcelOutsideCommune,
    ParcelOverlap,
    ParcelSliver,
    ParcelWrongSystem,
    PersonNumberShared,
)

RULE_BY_CODE: Final = {rule.code: rule for rule in RULES}

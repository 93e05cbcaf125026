"""Pictures below the parcels: tile archives, orthophotos and scanned sheets, warped to the plane of the store."""

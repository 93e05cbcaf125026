"""Quick entry: one certificate with its parcels, persons and scans, typed on one screen, becomes one act."""

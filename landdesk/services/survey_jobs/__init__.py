"""Survey jobs: parcels that leave to be measured, and what comes back checked against them; no SQL, nothing written."""

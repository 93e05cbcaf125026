"""The campaign's office files go out in the form in which they come in: PL3-01, tracking sheet, lists, sync status."""

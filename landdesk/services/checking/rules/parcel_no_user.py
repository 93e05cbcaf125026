"""parcel.no-user: a parcel that nobody is recorded to use."""

from collections.abc import Iterator
from typing import ClassVar, Final

import numpy as np

from landdesk.domain.finding import Criterion, Finding, Fixer
from landdesk.i18n import N_, Text
from landdesk.services.checking.record_view import RecordView
from landdesk.services.checking.rule import RecordRule
from landdesk.store.queries.checks.parcels import without_user

_USER: Final = "user"
_WHAT: Final = Text(N_("Nobody is recorded to use or manage the parcel."))
_REMEDY: Final = Text(N_("Add the land user; for land that the commune manages, the People's Committee."))


class ParcelNoUser(RecordRule):
    """Report every parcel without a right, but for roads, rivers and unused land, which need no land user."""

    code: ClassVar[str] = "parcel.no-user"
    title: ClassVar[str] = N_("No land user")
    criterion: ClassVar[Criterion] = Criterion.COMPLETE
    fixers: ClassVar[tuple[Fixer, ...]] = (Fixer.COMMUNE,)
    basis: ClassVar[str] = "T11"
    known: ClassVar[frozenset[str]] = frozenset({_USER})
    reads: ClassVar[frozenset[str]] = frozenset({"parcel", "land_right", "purpose"})

    def look(self, record: RecordView) -> Iterator[Finding]:
        """Look for parcels without a right."""
        known = record.known
        if not known.ids or not known.missing(_USER).any():
            return
        missing = {known.ids[at] for at in np.flatnonzero(known.missing(_USER)).tolist()}
        needless = [one.code for one in record.lists["land_without_user"]]
        for parcel in without_user(record.asked, needless):
            if parcel in missing:
                yield self.fault([parcel], _WHAT, _REMEDY)

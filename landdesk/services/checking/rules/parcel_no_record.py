"""parcel.no-record: a boundary of which nothing is known but what the map says."""

from collections.abc import Iterator
from typing import ClassVar, Final

import numpy as np

from landdesk.domain.finding import Criterion, Finding, Fixer
from landdesk.domain.records import CLASSES
from landdesk.i18n import N_, Text
from landdesk.services.checking.record_view import RecordView
from landdesk.services.checking.rule import NotCheckedError, RecordRule
from landdesk.services.checking.touched import SHAPE
from landdesk.store.queries.checks.parcels import without_record
from landdesk.store.queries.completeness import UNKNOWN

_WHAT: Final = Text(N_("The map shows the parcel, and there is no record of it."))
_REMEDY: Final = Text(N_("Link it with a record that has no boundary, or collect and enter its record."))


class ParcelNoRecord(RecordRule):
    """Report every boundary without a record for which no source with land users was loaded.

    Where one was, the parcel lacks its land user, which is ``parcel.no-user``.
    """

    code: ClassVar[str] = "parcel.no-record"
    title: ClassVar[str] = N_("Boundary without a record")
    criterion: ClassVar[Criterion] = Criterion.COMPLETE
    fixers: ClassVar[tuple[Fixer, ...]] = (Fixer.COMMUNE,)
    basis: ClassVar[str] = "M02"
    reads: ClassVar[frozenset[str]] = frozenset(CLASSES) | {SHAPE}

    def look(self, record: RecordView) -> Iterator[Finding]:
        """Look at the parcels of whose land users nobody knows."""
        known = record.known
        if not known.ids:
            return
        bare = [known.ids[at] for at in np.flatnonzero(known.states["user"] == UNKNOWN).tolist()]
        needless = [one.code for one in record.lists["land_without_user"]]
        found = without_record(record.asked, bare, needless)
        if found is None:
            raise NotCheckedError(
                "check.map-alone",
                Text(N_("Nothing but maps was loaded: there is no record to compare with.")),
            )
        for parcel in found:
            yield self.fault([parcel], _WHAT, _REMEDY)

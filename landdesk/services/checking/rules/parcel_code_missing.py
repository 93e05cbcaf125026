"""parcel.code-missing: a parcel without its identification code."""

from collections.abc import Iterator
from typing import ClassVar, Final

import numpy as np

from landdesk.domain.finding import Criterion, Finding, Fixer
from landdesk.i18n import N_, Text
from landdesk.services.checking.record_view import RecordView
from landdesk.services.checking.rule import RecordRule

_CODE: Final = "code"
_WHAT: Final = Text(N_("The parcel has no identification code."))
_REMEDY: Final = Text(N_("The registration branch issues codes; take over the next base or update."))


class ParcelCodeMissing(RecordRule):
    """Report every parcel without a code, where a source with codes was loaded."""

    code: ClassVar[str] = "parcel.code-missing"
    title: ClassVar[str] = N_("Parcel code missing")
    criterion: ClassVar[Criterion] = Criterion.COMPLETE
    fixers: ClassVar[tuple[Fixer, ...]] = (Fixer.OFFICE,)
    basis: ClassVar[str] = "T03"
    known: ClassVar[frozenset[str]] = frozenset({_CODE})
    reads: ClassVar[frozenset[str]] = frozenset({"parcel"})

    def look(self, record: RecordView) -> Iterator[Finding]:
        """Look at the state of the field group."""
        if record.known.ids:
            for at in np.flatnonzero(record.known.missing(_CODE)).tolist():
                yield self.fault([record.known.ids[at]], _WHAT, _REMEDY)

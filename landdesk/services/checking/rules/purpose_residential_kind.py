"""purpose.residential-kind: rural residential land in a ward, or urban one in a rural commune."""

from collections.abc import Iterator
from typing import ClassVar, Final

from landdesk.domain.codelists import plain_words
from landdesk.domain.finding import Criterion, Finding, Fixer
from landdesk.i18n import N_, Text
from landdesk.services.checking.record_view import RecordView
from landdesk.services.checking.rule import RecordRule
from landdesk.store.queries.checks.parcels import communes
from landdesk.store.queries.checks.purposes import land_uses_in

_CONTRARY: Final = (
    ("ONT", "phuong", Text(N_("ONT is rural residential land; the commune is a ward."))),
    ("ODT", "xa", Text(N_("ODT is urban residential land; the commune is a rural one."))),
)
"""Code, kind of commune that has none of it, and what to say."""
_REMEDY: Final = Text(
    N_(
        "Where the papers are older than the commune of now, leave it until they are issued anew; else correct it."
    )
)


class PurposeResidentialKind(RecordRule):
    """Report every residential purpose that does not fit the kind of the commune; special zones may have both."""

    code: ClassVar[str] = "purpose.residential-kind"
    title: ClassVar[str] = N_("Residential land of the wrong kind of unit")
    criterion: ClassVar[Criterion] = Criterion.ACCURATE
    fixers: ClassVar[tuple[Fixer, ...]] = (Fixer.COMMUNE,)
    basis: ClassVar[str] = "T09"
    reads: ClassVar[frozenset[str]] = frozenset({"parcel", "purpose"})

    def look(self, record: RecordView) -> Iterator[Finding]:
        """Look for each code in the communes that should not have it."""
        there = record.ask(communes)
        for code, kind, what in _CONTRARY:
            contrary = [
                one.code
                for one in record.lists["commune"]
                if one.code in there and plain_words(one.more["kind"]) == kind
            ]
            for one in land_uses_in(record.asked, code, contrary) if contrary else ():
                yield self.fault([one.parcel], what, _REMEDY, about=[one.purpose])

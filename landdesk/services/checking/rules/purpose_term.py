"""purpose.term: a term of use that says no term, or one that the land cannot have."""

from collections.abc import Iterator
from functools import cache
from typing import ClassVar, Final

from landdesk.domain.finding import Criterion, Finding, Fixer
from landdesk.domain.land_terms import LandTerm, parse_land_term
from landdesk.i18n import N_, Text
from landdesk.services.checking.record_view import RecordView
from landdesk.services.checking.rule import RecordRule
from landdesk.store.queries.checks.purposes import terms

_LONG: Final = "Lâu dài"
_ENDLESS, _UNTIL, _YEARS = "LAU_DAI", "DEN_NGAY", "SO_NAM"
"""Kinds of term, in the code list ``term_kind``."""
_RESIDENTIAL: Final = "OTC"
"""The group of residential land, in the code list ``land_use``."""
_SHOWN: Final = 40
"""Letters of a text that says no term."""
_REMEDY: Final = Text(
    N_("Record the term that the papers say: “Lâu dài”, a day, a year, or a number of years from the grant.")
)


class PurposeTerm(RecordRule):
    """Report every recorded term that cannot be understood, contradicts itself, or ends for residential land."""

    code: ClassVar[str] = "purpose.term"
    title: ClassVar[str] = N_("Term of use missing or not valid")
    criterion: ClassVar[Criterion] = Criterion.COMPLETE
    fixers: ClassVar[tuple[Fixer, ...]] = (Fixer.COMMUNE,)
    basis: ClassVar[str] = "T10"
    reads: ClassVar[frozenset[str]] = frozenset({"purpose"})

    def look(self, record: RecordView) -> Iterator[Finding]:
        """Read each term once; many purposes have the same."""
        kinds = frozenset(one.code for one in record.lists["term_kind"])
        residential = {one.code for one in record.lists["land_use"].children(_RESIDENTIAL)}
        judged = cache(_fault)
        for one in terms(record.asked, _LONG):
            what = judged(one.kind, one.text, one.until, kinds, one.land_use in residential)
            if what is not None:
                yield self.fault([one.parcel], what, _REMEDY, about=[one.purpose])


def _fault(
    kind: str | None, text: str | None, until: str | None, kinds: frozenset[str], is_residential: bool
) -> Text | None:
    """Return what is wrong with a term; None where nothing is."""
    if kind is not None and kind not in kinds:
        return Text(N_("“{kind}” is no kind of term."), {"kind": kind[:_SHOWN]})
    said = None if text is None else parse_land_term(text)
    if text is not None and said is None and kind != _ENDLESS and until is None:
        return Text(N_("The term cannot be understood: “{text}”."), {"text": text[:_SHOWN]})
    said = said or LandTerm()
    if kind == _UNTIL and until is None and said.until is None:
        return Text(N_("The term is to end on a day, and no day is recorded."))
    if kind == _YEARS and until is None and said.is_long:
        return Text(N_("The term is a number of years, and no number is recorded."))
    ends = until is not None or not said.is_long
    if kind == _ENDLESS and ends:
        return Text(N_("The term is recorded as without an end and as one that ends."))
    if is_residential and ends:
        return Text(N_("Residential land has a term that ends."))
    return None

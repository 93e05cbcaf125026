"""parcel.missing-field: a parcel whose record lacks what every parcel has to have."""

from collections.abc import Iterator
from functools import cache
from typing import ClassVar, Final

import numpy as np

from landdesk.domain.completeness import GROUP_TITLES
from landdesk.domain.finding import Criterion, Finding, Fixer
from landdesk.i18n import N_, Text
from landdesk.services.checking.record_view import RecordView
from landdesk.services.checking.rule import RecordRule

_GROUPS: Final = ("key", "purpose", "area", "address", "form", "term", "origin")
_REMEDY: Final = Text(N_("Fill in the form of the parcel."))


class ParcelMissingField(RecordRule):
    """Report every parcel that lacks number, land use, area, address, form, term or origin, once for all.

    What no loaded source holds is unknown, not missing, and is not reported.
    """

    code: ClassVar[str] = "parcel.missing-field"
    title: ClassVar[str] = N_("Compulsory field empty")
    criterion: ClassVar[Criterion] = Criterion.COMPLETE
    fixers: ClassVar[tuple[Fixer, ...]] = (Fixer.COMMUNE,)
    basis: ClassVar[str] = "T01"
    partly: ClassVar[frozenset[str]] = frozenset(_GROUPS)
    reads: ClassVar[frozenset[str]] = frozenset({"parcel", "purpose", "purpose_origin"})

    def look(self, record: RecordView) -> Iterator[Finding]:
        """Look at the state of each field group."""
        known = record.known
        if not known.ids:
            return
        is_missing = np.column_stack([known.missing(group) for group in _GROUPS])
        for at in np.flatnonzero(is_missing.any(axis=1)).tolist():
            missing = tuple(is_missing[at].tolist())
            yield self.fault(
                [known.ids[at]], _what(missing), _REMEDY, amount=float(sum(missing)), unit="count"
            )


@cache
def _what(is_missing: tuple[bool, ...]) -> Text:
    """Return the sentence that names what is missing, with commas between."""
    titles = [GROUP_TITLES[group] for group, missing in zip(_GROUPS, is_missing, strict=True) if missing]
    names = [f"group_{at}" for at in range(len(titles))]
    # No catalogue holds this source; it stays as it is and each title in it is put into words.
    fields = Text(
        ", ".join(f"{{{name}}}" for name in names),
        {name: Text(title) for name, title in zip(names, titles, strict=True)},
    )
    return Text(N_("Not recorded: {fields}."), {"fields": fields})

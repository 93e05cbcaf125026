"""The findings of the newest check and those that are mended, sifted by where each stands."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from landdesk.app.application import Application
from landdesk.app.finding_states import FindingState
from landdesk.domain.arrays import Flags, Objects
from landdesk.domain.finding import Finding, keys
from landdesk.services.checking.findings import places_among, spliced, taken
from landdesk.services.checking.kept import mended
from landdesk.services.checking.sifting import Facet, FindingTable, Sieve, Sifted, States
from landdesk.store.reader import Reader

_STATES: Final = (FindingState.NEW, FindingState.OPEN, FindingState.WAIVED)
"""Those of a finding of the newest check."""


@dataclass(frozen=True, slots=True, eq=False)
class StandingFindings:
    """What the states of findings are told from; made anew when a store is opened.

    Args:
        keys: Key of each finding of a table.
        first_seen: Moment at which each kept finding was found first, by key.
        is_new: Which of the findings are not among these.
        mended: What stood at an earlier check and is mended.
    """

    keys: Objects
    first_seen: Mapping[str, int]
    is_new: Flags
    mended: FindingTable

    @classmethod
    def read(cls, reader: Reader, table: FindingTable) -> "StandingFindings":
        """Read what the states of a table's findings are told from."""
        gone = FindingTable.of([finding for finding, _ in mended(reader)], table.hamlets)
        present, first_seen = _keys(table.findings), reader.findings.first_seen()
        return cls(present, first_seen, _not_among(present, first_seen), gone)

    def followed_by(self, before: FindingTable, after: FindingTable) -> "StandingFindings":
        """Return that of another table, most of whose findings are the same."""
        places = places_among(before.findings, after.findings)
        fresh = taken(after.findings, np.flatnonzero(places < 0))
        made = _keys(fresh)
        return replace(
            self,
            keys=spliced(self.keys, made, places),
            is_new=spliced(self.is_new, _not_among(made, self.first_seen), places),
        )

    def sift(self, app: Application, table: FindingTable, sieve: Sieve) -> Sifted:
        """Return what a sieve lets through; what a person let pass and what is mended only where that is chosen."""
        waived = app.waivers.by_key
        open_, new, passed = (
            _STATES.index(one) for one in (FindingState.OPEN, FindingState.NEW, FindingState.WAIVED)
        )
        codes = np.where(self.is_new, new, open_)
        if waived:
            codes[~_not_among(self.keys, waived)] = passed
        states = States(list(map(str, _STATES)), codes, FindingState.WAIVED)
        others: dict[Facet, str] = {
            facet: value for facet, value in sieve.chosen.items() if facet is not Facet.STATE
        }
        gone = self.mended.sift(Sieve(others, sieve.parcels))
        wants_mended = sieve.chosen.get(Facet.STATE) == FindingState.MENDED
        found = table.sift(Sieve(others, sieve.parcels) if wants_mended else sieve, states)
        counts = dict(found.counts[Facet.STATE])
        if gone.findings:
            counts[FindingState.MENDED] = len(gone.findings)
        shown = gone if wants_mended else found
        return Sifted(shown.findings, {**shown.counts, Facet.STATE: counts}, found.total)


def _keys(findings: Sequence[Finding]) -> Objects:
    made = np.empty(len(findings), dtype=object)
    made[:] = keys(findings)
    return made


def _not_among(keys: Objects, known: Container[str]) -> Flags:
    return np.fromiter((key not in known for key in keys.tolist()), dtype=bool, count=len(keys))

"""certificate.not-handed-over: a commune issued a certificate, and the branch has not received its dossier."""

import re
from collections.abc import Iterator
from functools import partial
from typing import ClassVar, Final

from landdesk.domain.finding import Criterion, Finding, Fixer
from landdesk.i18n import N_, Text
from landdesk.services.checking.record_view import RecordView
from landdesk.services.checking.rule import NotCheckedError, RecordRule
from landdesk.services.checking.words import day
from landdesk.store.queries.checks.certificates import (
    has_hand_overs,
    issuers_of_all,
    not_handed_over,
)

_COMMITTEE_OF_A_COMMUNE: Final = re.compile(
    r"\b(ubnd|(ủy|uỷ) ban nhân dân)\s+(xã|phường|đặc khu|x\.|p\.)(?=\W|$)", re.IGNORECASE
)
"""The authority as certificates write it; the branch's offices are named after communes too, but are no committees."""
_REMEDY: Final = Text(
    N_("Hand the dossier over to the branch, and record the day and the number of the hand-over minutes.")
)


class CertificateNotHandedOver(RecordRule):
    """Report every certificate in force that a commune issued and whose dossier was not handed over."""

    code: ClassVar[str] = "certificate.not-handed-over"
    title: ClassVar[str] = N_("Certificate of the commune not handed over")
    criterion: ClassVar[Criterion] = Criterion.LIVE
    fixers: ClassVar[tuple[Fixer, ...]] = (Fixer.COMMUNE,)
    basis: ClassVar[str] = "G08"
    reads: ClassVar[frozenset[str]] = frozenset({"certificate", "certificate_parcel", "land_right"})

    def look(self, record: RecordView) -> Iterator[Finding]:
        """Look at who issued what nobody says was handed over."""
        first = _iso(int(record.limits.commune_issue_from))
        if not record.ask(partial(has_hand_overs, first=first)):
            if any(map(_is_commune, record.ask(partial(issuers_of_all, first=first)))):
                raise NotCheckedError(
                    "check.no-hand-over",
                    Text(
                        N_("Of no certificate is it recorded when its dossier was handed over to the branch.")
                    ),
                )
            return
        found = [one for one in record.ask(partial(not_handed_over, first=first)) if _is_commune(one.issuer)]
        parcels = record.asked.parcels_of("certificate", [one.certificate for one in found])
        for one in found:
            yield self.fault(
                parcels.get(one.certificate, []),
                Text(
                    N_(
                        "“{issuer}” issued certificate {serial} on {day}; no hand-over to the branch is recorded."
                    ),
                    {"issuer": one.issuer, "serial": one.serial or "?", "day": day(one.issued_on)},
                ),
                _REMEDY,
                about=[one.certificate],
            )


def _is_commune(issuer: str) -> bool:
    return _COMMITTEE_OF_A_COMMUNE.search(issuer) is not None


def _iso(digits: int) -> str:
    """Return the day that the code list writes as one number."""
    written = f"{digits:08}"
    return f"{written[:4]}-{written[4:6]}-{written[6:]}"

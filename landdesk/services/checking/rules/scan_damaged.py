"""scan.damaged: a scan that cannot be read, is no PDF, or is there twice."""

from collections.abc import Iterator
from typing import ClassVar, Final

from landdesk.domain.finding import Criterion, Finding, Fixer
from landdesk.i18n import N_, Text
from landdesk.services.checking.record_view import RecordView
from landdesk.services.checking.rule import RecordRule
from landdesk.store.queries.checks.scans import Faulty, faulty, same_content

_EMPTY: Final = Text(N_("The file is empty."))
_NO_PAGES: Final = Text(N_("The file has no pages."))
_NO_PDF: Final = Text(N_("The file is no PDF."))
_SCAN_AGAIN: Final = Text(N_("Scan the paper again as PDF, and put the file in the place of this one."))
_KEEP_ONE: Final = Text(
    N_(
        "Look at the scans: keep one and attach it to all that it shows; scan again the paper that it does not show."
    )
)


class ScanDamaged(RecordRule):
    """Report every scan that is damaged as far as the record knows, and each content that several scans have."""

    code: ClassVar[str] = "scan.damaged"
    title: ClassVar[str] = N_("Scan damaged or there twice")
    criterion: ClassVar[Criterion] = Criterion.CLEAN
    fixers: ClassVar[tuple[Fixer, ...]] = (Fixer.COMMUNE,)
    basis: ClassVar[str] = "Q06"
    reads: ClassVar[frozenset[str]] = frozenset(
        {
            "certificate",
            "certificate_parcel",
            "document",
            "document_link",
            "land_right",
            "party",
            "party_member",
        }
    )

    def look(self, record: RecordView) -> Iterator[Finding]:
        """Look at type, pages, size and content as they were recorded when the file was taken over."""
        damaged = record.ask(faulty)
        twice = record.ask(same_content)
        scans = [one.scan for one in damaged] + [scan for group in twice for scan in group]
        parcels = record.asked.parcels_of("document", scans)
        for one in damaged:
            yield self.fault(parcels.get(one.scan, []), _what(one), _SCAN_AGAIN, about=[one.scan])
        for group in twice:
            yield self.fault(
                [parcel for scan in group for parcel in parcels.get(scan, [])],
                Text(N_("{count} scans are one and the same file."), {"count": len(group)}),
                _KEEP_ONE,
                about=group,
                amount=len(group),
                unit="count",
            )


def _what(one: Faulty) -> Text:
    if one.size_bytes == 0:
        return _EMPTY
    return _NO_PAGES if one.pages == 0 else _NO_PDF

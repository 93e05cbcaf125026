"""scan.name-unruly: a file name without the serial of its certificate or the word for its kind."""

from collections.abc import Iterator
from functools import partial
from typing import ClassVar, Final

from landdesk.domain.finding import Criterion, Finding, Fixer
from landdesk.domain.serials import serial_key
from landdesk.i18n import N_, Text
from landdesk.services.checking.record_view import RecordView
from landdesk.services.checking.rule import RecordRule
from landdesk.services.entry.scan_names import scan_words, told_kind
from landdesk.store.queries.checks.scans import Unruly, unruly

_WITHOUT_CERTIFICATE: Final = "CHUACOGIAY"
"""Begins the names of papers of parcels without a certificate."""
_NO_SERIAL: Final = Text(
    N_("The name of the file holds no serial of a certificate that the scan is attached to.")
)
_NO_KIND: Final = Text(N_("The name of the file does not say the kind of the scan."))
_NEITHER: Final = Text(
    N_("The name of the file holds neither the serial of a certificate nor the kind of the scan.")
)
_REMEDY: Final = Text(N_("Name the file by serial and kind, such as {name}."), {"name": "AA12345678-GCN.pdf"})


class ScanNameUnruly(RecordRule):
    """Report every file whose name does not lead the branch to certificate and kind."""

    code: ClassVar[str] = "scan.name-unruly"
    title: ClassVar[str] = N_("Name of the scan against the rule")
    criterion: ClassVar[Criterion] = Criterion.CLEAN
    fixers: ClassVar[tuple[Fixer, ...]] = (Fixer.COMMUNE,)
    basis: ClassVar[str] = "Q05"
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
        """Judge the names that the store does not plainly see to be right."""
        asked = record.ask(partial(unruly, words=scan_words()))
        found = [(one.scan, what) for one in asked if (what := _wrong(one)) is not None]
        parcels = record.asked.parcels_of("document", [scan for scan, _ in found])
        for scan, what in found:
            yield self.fault(parcels.get(scan, []), what, _REMEDY, about=[scan])


def _wrong(one: Unruly) -> Text | None:
    key = serial_key(one.file_name)
    has_serial = (
        not one.serials
        or key.startswith(_WITHOUT_CERTIFICATE)
        or any(serial in key for serial in one.serials)
    )
    told = told_kind(one.file_name)
    has_kind = told is not None and one.kind in (None, told)
    if has_serial:
        return None if has_kind else _NO_KIND
    return _NO_SERIAL if has_kind else _NEITHER

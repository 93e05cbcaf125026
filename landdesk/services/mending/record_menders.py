"""Menders of the record: a value whose right form follows from what is written, and nothing else."""

from typing import ClassVar, Final, TypeVar

from landdesk.domain.commands import AddObject, SetFields
from landdesk.domain.fields import field_of
from landdesk.domain.finding import Finding
from landdesk.domain.identity import identity_digits, identity_doubts
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import AnyRecord, Certificate, Document, Party, Purpose
from landdesk.domain.serials import is_serial, normalised_serial, serial_key
from landdesk.i18n import N_
from landdesk.services.codelists import CodeLists
from landdesk.services.mending.mender import Mend, RecordMender
from landdesk.store.reader import Reader

RecordT = TypeVar("RecordT", bound=AnyRecord)

_FOR_GOOD: Final = "LAU_DAI"
_RESIDENTIAL: Final = frozenset({"ONT", "ODT"})


def _one(reader: Reader, kind: type[RecordT], finding: Finding) -> RecordT | None:
    """Return the object of a class that a finding is about; None where it is about several or another class."""
    found = list(reader.get_many(kind, finding.about).values())
    return found[0] if len(found) == 1 == len(finding.about) else None


def _set(
    finding: Finding, record: AnyRecord, name: str, after: str, *, personal: bool = False
) -> Mend | None:
    """Return the mend that gives a field another value; None where it has it."""
    before = getattr(record, name) or ""
    if before == after:
        return None
    edit = SetFields(record.CLASS, record.id, {name: after})
    return Mend(finding, field_of(record.CLASS, name).id, before, after, (edit,), personal)


class NormaliseSerial(RecordMender):
    """Writes a serial in its form: capitals, one blank between letters and digits."""

    rule: ClassVar[str] = "certificate.serial-malformed"
    title: ClassVar[str] = N_("Write the serial in its form")

    def mend(self, reader: Reader, lists: CodeLists, finding: Finding) -> Mend | None:
        """Mend what is a serial but for blanks, signs and capitals."""
        del lists
        certificate = _one(reader, Certificate, finding)
        if certificate is None or certificate.serial is None or not is_serial(certificate.serial):
            return None
        return _set(finding, certificate, "serial", normalised_serial(certificate.serial))


class TwelveDigits(RecordMender):
    """Takes blanks and signs out of an identification number that is right without them."""

    rule: ClassVar[str] = "person.number-malformed"
    title: ClassVar[str] = N_("Write the twelve digits without blanks and signs")

    def mend(self, reader: Reader, lists: CodeLists, finding: Finding) -> Mend | None:
        """Mend a number with blanks, and one whose first zero a table has dropped."""
        party = _one(reader, Party, finding)
        if party is None or party.identity_number is None:
            return None
        digits = identity_digits(party.identity_number)
        # A number cell of a workbook drops the zero that every code of a province begins with.
        number = digits.zfill(12) if digits.isdigit() and len(digits) == 11 else digits
        provinces = {one.code for one in lists["id_province"]}
        if identity_doubts(number, provinces=provinces):
            return None
        return _set(finding, party, "identity_number", number, personal=True)


class SuccessorOfLandUse(RecordMender):
    """Takes the one code that stands in the place of an abolished one."""

    rule: ClassVar[str] = "purpose.land-use-code"
    title: ClassVar[str] = N_("Take the code that is in force now")

    def mend(self, reader: Reader, lists: CodeLists, finding: Finding) -> Mend | None:
        """Mend a code with a single successor; of several a person chooses."""
        purpose = _one(reader, Purpose, finding)
        known = None if purpose is None else lists["land_use"].get(purpose.land_use)
        if purpose is None or known is None or len(known.replaced_by) != 1:
            return None
        return _set(finding, purpose, "land_use", known.replaced_by[0])


class ResidentialForGood(RecordMender):
    """Gives residential land the term it has by law where none is recorded."""

    rule: ClassVar[str] = "parcel.missing-field"
    title: ClassVar[str] = N_("Residential land: long-term use")

    def mend(self, reader: Reader, lists: CodeLists, finding: Finding) -> Mend | None:
        """Mend residential purposes of the parcel of which nothing is said of their term."""
        del lists
        purposes = [one for one in reader.purposes_of(finding.objects) if one.land_use in _RESIDENTIAL]
        lacking = [one for one in purposes if not (one.term_kind or one.term or one.term_until)]
        if not lacking:
            return None
        edits = tuple(SetFields(one.CLASS, one.id, {"term_kind": _FOR_GOOD}) for one in lacking)
        return Mend(finding, field_of(Purpose.CLASS, "term_kind").id, "", _FOR_GOOD, edits)


class LinkScan(RecordMender):
    """Binds a scan to the one certificate whose serial stands in its name."""

    rule: ClassVar[str] = "scan.unlinked"
    title: ClassVar[str] = N_("Attach the scan to the certificate whose serial it is named by")

    def mend(self, reader: Reader, lists: CodeLists, finding: Finding) -> Mend | None:
        """Mend where exactly one certificate of the parcels concerned has the serial."""
        del lists
        scan = _one(reader, Document, finding)
        name = None if scan is None else scan.file_name or scan.title
        if scan is None or not name:
            return None
        written = serial_key(name)
        fitting = [
            one for one in _certificates(reader, finding) if one.serial and serial_key(one.serial) in written
        ]
        if len(fitting) != 1:
            return None
        values = {"document_id": scan.id, "certificate_id": fitting[0].id}
        edit = AddObject("document_link", values)
        return Mend(finding, "document_link", "", f"{name} → {fitting[0].serial}", (edit,))


def _certificates(reader: Reader, finding: Finding) -> list[Certificate]:
    """Return the certificates of the parcels concerned."""
    found: dict[ObjectId, Certificate] = {}
    for dossier in reader.dossiers(finding.objects).values():
        for _, certificate in dossier.certificates:
            found[certificate.id] = certificate
    return list(found.values())


RECORD_MENDERS: Final[tuple[RecordMender, ...]] = (
    NormaliseSerial(),
    TwelveDigits(),
    SuccessorOfLandUse(),
    ResidentialForGood(),
    LinkScan(),
)
RECORD_MENDER_OF: Final = {one.rule: one for one in RECORD_MENDERS}

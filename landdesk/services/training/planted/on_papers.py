"""Faults of certificates and scans."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any, Final

from landdesk.domain.ids import ObjectId
from landdesk.domain.records import Document, DocumentLink
from landdesk.domain.serials import serial_key
from landdesk.services.training.places import PROVINCE
from landdesk.services.training.planted.cause import Cause, cause
from landdesk.services.training.planted.planter import RecordPlanter


def _say(planter: RecordPlanter, one: Cause, ats: list[int], *about: ObjectId) -> None:
    parcels = [planter.parcel(at) for at in ats]
    planter.answer(one.rules[0], one.code, None, *parcels, about=about)


def _two(planter: RecordPlanter) -> tuple[int, int] | None:
    first, second = planter.alone(), planter.alone()
    return None if first is None or second is None else (first, second)


# --- certificates -------------------------------------------------------------------------------------------


def _on_certificate(planter: RecordPlanter, one: Cause, change: Callable[[RecordPlanter, int], None]) -> None:
    at = planter.alone()
    if at is not None:
        change(planter, at)
        _say(planter, one, [at], planter.certificate(at).id)


def _not_handed_over(planter: RecordPlanter, one: Cause) -> None:
    """Plant it beside a certificate that was handed over: where no hand-over is recorded the rule is not asked."""
    beside = planter.alone()
    if beside is not None:
        by_commune(planter, beside, handed_over_on="2025-08-15", hand_over_number="15/BB-BG")
        _on_certificate(planter, one, by_commune)


def _empty(code: str, field: str) -> Cause:
    def change(planter: RecordPlanter, at: int) -> None:
        planter.record.change(planter.certificate(at).id, **{field: None})

    return cause(code, "certificate.field-missing", partial(_on_certificate, change=change))


def _serial(planter: RecordPlanter, at: int, serial: str) -> None:
    planter.record.change(planter.certificate(at).id, serial=serial)
    planter.rename_scans(at)


def _malformed(code: str, of: Callable[[str], str]) -> Cause:
    def change(planter: RecordPlanter, at: int) -> None:
        _serial(planter, at, of(f"{planter.rng.randrange(10**6):06}"))

    return cause(code, "certificate.serial-malformed", partial(_on_certificate, change=change))


def _same_serial(planter: RecordPlanter, one: Cause, spelt: Callable[[str], str]) -> None:
    found = _two(planter)
    if found is not None:
        kept, other = found
        _serial(planter, other, spelt(str(planter.certificate(kept).serial)))
        _say(planter, one, [kept, other], *(planter.certificate(at).id for at in found))


def _second_certificate(planter: RecordPlanter, one: Cause) -> None:
    at = planter.alone()
    if at is not None:
        holding, issued = planter.holding(at), date.fromisoformat(str(planter.certificate(at).issued_on))
        later = issued + timedelta(days=1)
        made, _ = planter.completer.certificate(planter.parcel(at), holding.persons, later)
        planter.record.change(made, holder_kind=planter.certificate(at).holder_kind)
        planter.completer.scan(made)
        if holding.persons:
            planter.completer.scan(made, "0", holding.persons)
        planter.answer(one.rules[0], one.code, planter.parcel(at).shape, planter.parcel(at))


def _type_of(days: Callable[[date], date]) -> Callable[[RecordPlanter, int], None]:
    def change(planter: RecordPlanter, at: int) -> None:
        certificate = planter.certificate(at)
        issued = date.fromisoformat(str(certificate.issued_on))
        planter.record.change(certificate.id, kind=planter.completer.type_on(days(issued)))

    return change


def _far_off(issued: date) -> date:
    return date(2016, 5, 20) if not date(2014, 7, 1) <= issued <= date(2024, 7, 31) else date(1999, 5, 20)


def _on_the_next_day(planter: RecordPlanter, at: int) -> None:
    """Issued on the first day of a type, with the one that ended the day before."""
    first = date(2014, 7, 1)
    certificate = planter.certificate(at)
    planter.record.change(
        certificate.id,
        issued_on=first.isoformat(),
        registered_on=first.isoformat(),
        kind=planter.completer.type_on(first - timedelta(days=1)),
    )
    _serial(planter, at, planter.completer.serial(first))


def by_commune(planter: RecordPlanter, at: int, issued: date = date(2025, 7, 1), **said: str) -> None:
    """Make the committee of the commune the one that issued a certificate."""
    planter.record.change(
        planter.certificate(at).id,
        issuer=f"UBND xã, {PROVINCE}",
        issued_on=issued.isoformat(),
        registered_on=issued.isoformat(),
        kind=planter.completer.type_on(issued),
        **said,
    )
    _serial(planter, at, planter.completer.serial(issued))


def _other_number(planter: RecordPlanter, at: int) -> None:
    parcel = planter.parcel(at)
    other = str(5000 + planter.rng.randrange(1000))
    planter.record.change(planter.holding(at).covered, sheet=parcel.sheet, number=other)


def _no_parcel(planter: RecordPlanter, one: Cause) -> None:
    made = planter.completer.new_certificate(date(2019, 5, 20), "individual")
    planter.completer.scan(made.id)
    planter.completer.scan(made.id, "0")
    _say(planter, one, [], made.id)


# --- scans --------------------------------------------------------------------------------------------------


def _no_scan(planter: RecordPlanter, at: int) -> None:
    planter.record.remove("document", [one for one in [planter.holding(at).scan] if one])


def _no_identity_scan(planter: RecordPlanter, one: Cause) -> None:
    at = planter.alone(lambda at: planter.holding(at).identity_scan is not None)
    if at is not None:
        planter.record.remove("document", [one for one in [planter.holding(at).identity_scan] if one])
        _say(planter, one, [at], planter.certificate(at).id)


def _unlinked(planter: RecordPlanter, one: Cause) -> None:
    serial = serial_key(planter.completer.serial(date(2012, 5, 20)))
    _say(planter, one, [], planter.completer.loose_scan(f"{serial}-GCN.pdf", "1").id)


def _linked_to_parcel(planter: RecordPlanter, one: Cause) -> None:
    at = planter.alone()
    if at is not None:
        serial = serial_key(planter.completer.serial(date(2012, 5, 20)))
        scan = planter.completer.loose_scan(f"{serial}-GCN.pdf", "1")
        planter.record.add(DocumentLink(planter.ids(), scan.id, parcel_id=planter.parcel(at).id))
        _say(planter, one, [at], scan.id)


def _on_scan(planter: RecordPlanter, one: Cause, change: Callable[[str], dict[str, Any]]) -> None:
    at = planter.alone()
    if at is not None:
        scan = planter.record.get(Document, planter.holding(at).scan)
        planter.record.change(scan.id, **change(str(scan.file_name)))
        _say(planter, one, [at], scan.id)


def _scan(code: str, rule: str, **values: Any) -> Cause:
    return cause(code, rule, partial(_on_scan, change=lambda _: values))


def _without_serial(file_name: str) -> dict[str, Any]:
    return {"file_name": f"SCAN_{file_name[3:6]}-GCN.pdf"}


def _without_suffix(file_name: str) -> dict[str, Any]:
    return {"file_name": file_name.replace("-GCN", "")}


def _same_content(planter: RecordPlanter, one: Cause) -> None:
    found = _two(planter)
    if found is not None:
        kept, other = (planter.record.get(Document, planter.holding(at).scan) for at in found)
        planter.record.change(other.id, sha256=kept.sha256, size_bytes=kept.size_bytes, pages=kept.pages)
        _say(planter, one, list(found), kept.id, other.id)


def _one_file(planter: RecordPlanter, one: Cause) -> None:
    found = _two(planter)
    if found is None:
        return
    scan, spare = (planter.holding(at).scan for at in found)
    if scan is not None and spare is not None:
        serials = "_".join(serial_key(str(planter.certificate(at).serial)) for at in found)
        planter.record.remove("document", [spare])
        planter.record.change(scan, file_name=f"{serials}-GCN.pdf", title=f"{serials}-GCN")
        planter.record.add(DocumentLink(planter.ids(), scan, certificate_id=planter.certificate(found[1]).id))
        _say(planter, one, list(found), scan)


def _two_files(planter: RecordPlanter, one: Cause) -> None:
    at = planter.alone()
    if at is not None:
        scan = planter.holding(at).scan
        assert scan is not None
        second = planter.completer.scan(planter.certificate(at).id)
        serial = serial_key(str(planter.certificate(at).serial))
        planter.record.change(second, file_name=f"{serial}_2-GCN.pdf", title=f"{serial}_2-GCN")
        _say(planter, one, [at], scan, second)


_DAMAGED: Final = "scan.damaged"

CAUSES: Final = (
    _empty("certificate-field/serial", "serial"),
    _empty("certificate-field/register", "register_number"),
    _empty("certificate-field/issued", "issued_on"),
    _malformed("serial-malformed/digits", lambda digits: f"DL {digits[:5]}"),
    _malformed("serial-malformed/letters", lambda digits: f"ABC {digits}"),
    cause(
        "serial-shared/same", "certificate.serial-shared", partial(_same_serial, spelt=lambda serial: serial)
    ),
    cause(
        "serial-shared/spelling",
        "certificate.serial-shared",
        partial(_same_serial, spelt=lambda serial: serial.replace(" ", "")),
    ),
    cause("several-certificates/second", "parcel.several-certificates", _second_certificate),
    cause("kind-date/other", "certificate.kind-date", partial(_on_certificate, change=_type_of(_far_off))),
    cause("kind-date/next-day", "certificate.kind-date", partial(_on_certificate, change=_on_the_next_day)),
    cause("not-handed-over/none", "certificate.not-handed-over", _not_handed_over),
    cause(
        "parcel-differs/number", "certificate.parcel-differs", partial(_on_certificate, change=_other_number)
    ),
    cause("no-parcel/none", "certificate.no-parcel", _no_parcel),
    cause("certificate-scan/none", "scan.certificate-missing", partial(_on_certificate, change=_no_scan)),
    cause("identity-scan/none", "scan.identity-missing", _no_identity_scan),
    cause("unlinked/nothing", "scan.unlinked", _unlinked),
    cause("unlinked/parcel", "scan.unlinked", _linked_to_parcel),
    _scan("unsigned/certificate", "scan.unsigned", signed=False),
    cause("name-unruly/serial", "scan.name-unruly", partial(_on_scan, change=_without_serial)),
    cause("name-unruly/suffix", "scan.name-unruly", partial(_on_scan, change=_without_suffix)),
    _scan("damaged/picture", _DAMAGED, media_type="image/jpeg"),
    _scan("damaged/no-pages", _DAMAGED, pages=0),
    cause("damaged/same", _DAMAGED, _same_content),
    cause("ambiguous/one-file", "scan.ambiguous", _one_file),
    cause("ambiguous/two-files", "scan.ambiguous", _two_files),
)

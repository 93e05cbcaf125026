"""What is right and looks like a fault: no rule may find anything there, see the page ``docs/planted-faults.md``."""

import math
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Final

import numpy as np
import shapely

from landdesk.domain.canonical_shape import canonical_shape
from landdesk.domain.records import Document, DocumentLink
from landdesk.domain.serials import serial_key
from landdesk.services.parcel_codes import codes_at
from landdesk.services.training.places import EPSG
from landdesk.services.training.planted.cause import Cause, cause
from landdesk.services.training.planted.completing import STATUS_DAY
from landdesk.services.training.planted.on_map import ALLOWED, cut_in_two
from landdesk.services.training.planted.on_papers import by_commune
from landdesk.services.training.planted.on_persons import pair_of_persons
from landdesk.services.training.planted.planter import RecordPlanter


def _area(planter: RecordPlanter, _: Cause) -> None:
    at = planter.alone()
    if at is not None:
        area = float(shapely.area(planter.parcel(at).shape))
        planter.state_area(at, Decimal(area - 0.9 * ALLOWED * math.sqrt(area)).quantize(Decimal("0.1")))


def _kept_parent(planter: RecordPlanter, _: Cause) -> None:
    found = planter.choose(partial(cut_in_two, planter))
    if found is not None:
        at, kept, parted = found
        planter.reshape(at, canonical_shape(kept))
        made = planter.add_parcel(planter.parcel(at), canonical_shape(parted))
        planter.lineage.append((planter.parcel(at).id, made.id))


def _code_at_the_edge(planter: RecordPlanter, _: Cause) -> None:
    at = planter.lot()
    if at is not None:
        edge = shapely.buffer(planter.parcel(at).shape, -0.3)
        place = shapely.get_coordinates(edge)[:1]
        planter.change(at, parcel_code=codes_at(np.array(place), EPSG)[0])


def _one_name(planter: RecordPlanter, _: Cause) -> None:
    """Two persons of one name, born in other years."""
    found = pair_of_persons(planter)
    if found is not None:
        kept, other = (planter.holder(at) for at in found)
        if str(kept.born)[:4] != str(other.born)[:4]:
            planter.record.change(other.id, name=kept.name)


def _one_birth(planter: RecordPlanter, _: Cause) -> None:
    """Two persons of one name and birth with numbers that are not alike."""
    found = pair_of_persons(planter)
    if found is not None:
        kept, other = (planter.holder(at) for at in found)
        number, start = str(kept.identity_number), str(other.identity_number)[6:]
        if sum(one != its for one, its in zip(number[6:], start, strict=True)) > 2:
            planter.set_number(other.id, number[:6] + start)
            planter.record.change(other.id, name=kept.name, born=kept.born)


def _day(planter: RecordPlanter, _: Cause, issued: date) -> None:
    """A certificate issued on the first or last day of its type."""
    at = planter.alone()
    if at is not None:
        day = issued.isoformat()
        planter.record.change(
            planter.certificate(at).id,
            issued_on=day,
            registered_on=day,
            kind=planter.completer.type_on(issued),
        )


def _on_the_day_before(planter: RecordPlanter, _: Cause) -> None:
    at = planter.alone()
    if at is not None:
        by_commune(planter, at, date(2025, 6, 30))


def _serial(planter: RecordPlanter, _: Cause, form: str) -> None:
    at = planter.alone()
    if at is not None:
        digits = f"{planter.rng.randrange(10**9):010}"
        planter.record.change(planter.certificate(at).id, serial=form + digits[: 10 if not form else 6])
        planter.rename_scans(at)


def _superseded(planter: RecordPlanter, _: Cause) -> None:
    at = planter.alone()
    if at is not None:
        old = planter.completer.scan(planter.certificate(at).id)
        name = f"{serial_key(str(planter.certificate(at).serial))}_1-GCN"
        planter.record.change(old, file_name=f"{name}.pdf", title=name, is_old=True)


def _absent(planter: RecordPlanter, _: Cause) -> None:
    """Somebody said that there is no such paper: nobody has to look for it."""
    at = planter.alone()
    if at is not None:
        holding = planter.holding(at)
        planter.record.remove("document", [one for one in [holding.scan] if one])
        said = planter.record.add(Document(planter.ids(), kind="1", absent=True))
        planter.record.add(DocumentLink(planter.ids(), said.id, certificate_id=holding.certificate))


def _same_day(planter: RecordPlanter, _: Cause) -> None:
    at = planter.lot()
    if at is not None:
        planter.completer.registration(planter.parcel(at), "transfer", date.fromisoformat(STATUS_DAY))


NEAR_MISSES: Final = (
    cause("near/kept-parent", "", _kept_parent),
    cause("near/area", "", _area),
    cause("near/code-at-edge", "", _code_at_the_edge),
    cause("near/one-name", "", _one_name),
    cause("near/one-birth", "", _one_birth),
    cause("near/first-day", "", partial(_day, issued=date(2014, 7, 1))),
    cause("near/last-day", "", partial(_day, issued=date(2014, 6, 30))),
    cause("near/day-before", "", _on_the_day_before),
    cause("near/serial-10", "", partial(_serial, form="")),
    cause("near/serial-letter", "", partial(_serial, form="K ")),
    cause("near/serial-d", "", partial(_serial, form="DĐ ")),
    cause("near/superseded", "", _superseded),
    cause("near/absent", "", _absent),
    cause("near/same-day", "", _same_day),
)

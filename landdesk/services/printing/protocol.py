"""The protocol of acceptance of a survey job as PDF: what each check says, what is taken and what goes back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from landdesk.domain.geometry import area_m2
from landdesk.domain.ids import ObjectId, short_id
from landdesk.files import publish_file
from landdesk.i18n import Text
from landdesk.services.printing.pdf import decimal
from landdesk.services.printing.typesetting import plain, typeset, words_of
from landdesk.services.survey_jobs.checking import CHECKS, Checked, CheckedParcel, Sign

MOST_REMARKS: Final = 30


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above the table.

    Args:
        commune: Its name.
        system: Words for the system of the coordinates.
        today: For the foot of the page.
        training: The store holds invented data.
    """

    commune: str
    system: str
    today: date
    training: bool


def write_protocol(
    path: Path,
    checked: Checked,
    decided: Mapping[ObjectId, str | None],
    heading: Heading,
    say: Callable[[Text], str],
) -> None:
    """Write the document; the file appears when it is complete.

    Args:
        path: The file.
        checked: What was found.
        decided: None for a parcel that is taken, the reason for one that goes back; others are open.
        heading: What stands above.
        say: Makes words of the sentences of the check.

    Raises:
        OSError: The folder cannot be written or the disk is full.
    """
    content = typeset("protocol.typ", _page(checked, decided, heading, say), heading.today)
    publish_file(path, lambda file: file.write(content))


def _page(
    checked: Checked, decided: Mapping[ObjectId, str | None], heading: Heading, say: Callable[[Text], str]
) -> dict[str, Any]:
    said = words_of("protocol_vi.toml")
    job, delivery = checked.job, checked.delivery
    taken = sum(1 for reason in decided.values() if reason is None)
    measured = [
        ", ".join(dict.fromkeys(one.said[what] for one in delivery.points if what in one.said))
        for what in ("who", "instrument", "date")
    ]
    points_file = delivery.points_file
    facts = [
        (said["job"], said["job_value"].format(
            job=short_id(job.id), date=f"{job.written_on:%d/%m/%Y}", parcels=len(job.parcels)
        )),
        (said["place"], heading.commune),
        (said["company"], said["blank"]),
        (said["delivery"], said["delivery_value"].format(
            map=delivery.map_file.name,
            system=heading.system,
            list=said["no_list"] if points_file is None else points_file.name,
            points=len(delivery.points),
        )),
        (said["measured"], "; ".join(filter(None, measured)) or said["none"]),
        (said["result"], said["result_value"].format(
            taken=taken, returned=len(decided) - taken, open=len(job.parcels) - len(decided)
        )),
    ]  # fmt: skip
    remarks = [plain(say(one)) for one in checked.remarks[:MOST_REMARKS]]
    return {
        "words": said,
        "training": heading.training,
        "foot": said["foot"].format(date=f"{heading.today:%d/%m/%Y}"),
        "facts": [{"label": label, "value": plain(value)} for label, value in facts],
        "heads": [said["checks"][code] for code in CHECKS],
        "rows": [_row(one, decided, said, say) for one in checked.parcels],
        "remarks": remarks + (["…"] if len(checked.remarks) > MOST_REMARKS else []),
        "signatures": list(said["signatures"].values()),
    }


def _row(
    one: CheckedParcel,
    decided: Mapping[ObjectId, str | None],
    said: dict[str, Any],
    say: Callable[[Text], str],
) -> dict[str, Any]:
    answers = {answer.code: answer for answer in one.answers}
    signs = [said["signs"][answers[code].sign if code in answers else "absent"] for code in CHECKS]
    legal = one.parcel.legal_area_m2
    decision = said["open"]
    if one.parcel.id in decided:
        reason = decided[one.parcel.id]
        decision = said["taken"] if reason is None else said["returned"].format(reason=reason)
    return {
        "parcel": plain(one.key),
        "legal": "–" if legal is None else decimal(legal),
        "area": "–" if one.shape is None else decimal(Decimal(repr(round(area_m2(one.shape), 1)))),
        "signs": signs,
        "decision": plain(decision),
        "notes": [plain(say(answer.words)) for answer in one.answers if answer.sign is not Sign.GOOD],
    }

"""What ``landdesk job`` prints."""

from typing import TYPE_CHECKING, Any

from landdesk.app.titles import SURVEY_JOB_SIGNS
from landdesk.cli.output import RIGHT, entry_document, number, print_entry, print_table, say
from landdesk.domain.geometry import area_m2
from landdesk.domain.ids import id_text
from landdesk.i18n import N_, Text, _, translate

if TYPE_CHECKING:
    from landdesk.app.survey_jobs import Taken
    from landdesk.services.survey_jobs.checking import Checked, CheckedParcel


def checked_document(checked: "Checked") -> dict[str, Any]:
    """Return what a delivery comes to as values of JSON."""
    return {
        "job": id_text(checked.job.id),
        "map": checked.delivery.map_file.name,
        "system": checked.delivery.system,
        "points": len(checked.delivery.points),
        "parcels": [
            {
                "id": id_text(one.parcel.id),
                "parcel": one.key,
                "sign": str(one.sign),
                "area_m2": _area(one),
                "checks": [
                    {"code": answer.code, "sign": str(answer.sign), "words": translate(answer.words)}
                    for answer in one.answers
                ],
            }
            for one in checked.parcels
        ],
        "remarks": [translate(one) for one in checked.remarks],
    }


def print_checked(checked: "Checked") -> None:
    """Print a row for each parcel, then a sentence for all that is not good."""
    from landdesk.services.survey_jobs.checking import CHECKS, Sign

    rows = []
    for one in checked.parcels:
        answers = {answer.code: _(SURVEY_JOB_SIGNS[answer.sign]) for answer in one.answers}
        rows.append(
            (
                one.key,
                _(SURVEY_JOB_SIGNS[one.sign]),
                number(_area(one)),
                *(answers.get(code, "–") for code in CHECKS),
            )
        )
    titles = (_("Parcel"), _("Together"), _("Area (m²)"), *(_(title) for title in CHECKS.values()))
    print_table(titles, rows, f"<<{RIGHT}")
    for one in checked.parcels:
        for answer in one.answers:
            if answer.sign is not Sign.GOOD:
                say(Text("{key}: {words}", {"key": one.key, "words": answer.words}))
    for remark in checked.remarks:
        say(remark)


def taken_document(checked: "Checked", done: "Taken") -> dict[str, Any]:
    """Return what became of a delivery as values of JSON."""
    keys = {one.parcel.id: one.key for one in checked.parcels}
    return {
        "job": id_text(checked.job.id),
        "entries": [entry_document(one) for one in done.entries],
        "same": [keys[one] for one in done.same],
        "survey": None if done.survey is None else id_text(done.survey.id),
        "points": 0 if done.survey is None else done.survey.points,
        "returned": [keys[one.id] for one in done.returned],
        "file": None if done.file is None else str(done.file),
    }


def print_taken(checked: "Checked", done: "Taken") -> None:
    """Print the acts, the points that were kept and the list of parcels that go back."""
    keys = {one.parcel.id: one.key for one in checked.parcels}
    for entry in done.entries:
        print_entry(entry, as_json=False, verb="job.accept")
    if done.same:
        say(
            Text(
                N_("Taken as they are: {parcels}"),
                {"parcels": ", ".join(keys[one] for one in done.same)},
            )
        )
    if done.survey is not None:
        say(Text(N_("Points that are kept: {count}"), {"count": done.survey.points}))
    if done.returned:
        names = ", ".join(keys[one.id] for one in done.returned)
        say(Text(N_("They go back: {parcels}; see {path}"), {"parcels": names, "path": str(done.file)}))


def _area(one: "CheckedParcel") -> float | None:
    return None if one.shape is None else round(area_m2(one.shape), 1)

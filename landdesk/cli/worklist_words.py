"""What ``landdesk worklist`` prints: steps, rows, and both as values of JSON."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from landdesk.cli.output import print_document, print_table, say
from landdesk.domain.ids import ObjectId, id_text, short_id
from landdesk.i18n import N_, Text, _, ngettext

if TYPE_CHECKING:
    from landdesk.services.worklist.queue import Outcome, Queue, QueueRow
    from landdesk.store.queries.worklists import Worklist


def print_step(
    verb: str,
    queue: "Queue",
    outcome: "Outcome | None",
    keys: Mapping[ObjectId, str],
    *,
    as_json: bool,
    findings: int = 0,
) -> None:
    """Print what came of a parcel, and the one that is next.

    Args:
        verb: Whose document it is.
        queue: The list as it is then.
        outcome: Of the parcel before; None where nothing was said of one.
        keys: Sheet and number of that parcel.
        as_json: Print one document.
        findings: How many faults the check finds of it.
    """
    from landdesk.app.titles import OUTCOMES, title

    if as_json:
        before = (
            None
            if outcome is None
            else {
                "id": id_text(outcome.parcel),
                "key": keys.get(outcome.parcel),
                "state": outcome.state,
                "findings": findings,
            }
        )
        print_document(
            verb,
            {
                "before": before,
                "current": None if queue.current is None else row_document(queue.current),
                "count": len(queue.rows),
                "done_today": queue.done_today,
                "goal": queue.worklist.goal,
            },
        )
        return
    if outcome is not None:
        words = {
            "key": keys.get(outcome.parcel, short_id(outcome.parcel)),
            "what": title(OUTCOMES, outcome.state),
        }
        say(Text("{key}: {what}", words))
    if findings:
        say(
            Text(
                ngettext("The check finds {count} fault.", "The check finds {count} faults.", findings),
                {"count": findings},
            )
        )
    if queue.current is not None:
        print_rows([queue.current])
    say_state(queue)


def print_rows(rows: "Sequence[QueueRow]") -> None:
    """Print a line for each parcel; nothing without any."""
    from landdesk.app.titles import OUTCOMES, title
    from landdesk.services.worklist.words import lacking_words

    if rows:
        print_table(
            (_("Parcel"), _("Id"), _("Missing"), _("What is missing"), _("Note")),
            [
                (
                    one.key,
                    short_id(one.parcel),
                    str(one.missing),
                    lacking_words(one.lacking),
                    " · ".join(
                        part for part in (title(OUTCOMES, one.state) if one.state else "", one.reason) if part
                    ),
                )
                for one in rows
            ],
            "<<>",
        )


def say_state(queue: "Queue") -> None:
    """Say how many parcels are in the queue and how far the day is."""
    count = len(queue.rows)
    say(
        Text(
            ngettext(
                "{count:,} parcel in the queue; today {done} of {goal}",
                "{count:,} parcels in the queue; today {done} of {goal}",
                count,
            ),
            {"count": count, "done": queue.done_today, "goal": queue.worklist.goal},
        )
    )
    if queue.postponed:
        say(Text(N_("Put off to another day: {count:,}"), {"count": queue.postponed}))


def head_document(one: "Worklist") -> dict[str, Any]:
    """Return a list as values of JSON."""
    from json import loads

    return {
        "id": id_text(one.id),
        "title": one.title,
        "filter": loads(one.filter),
        "goal": one.goal,
        "position": None if one.position is None else id_text(one.position),
    }


def row_document(one: "QueueRow") -> dict[str, Any]:
    """Return a parcel of a queue as values of JSON."""
    return {
        "id": id_text(one.parcel),
        "key": one.key,
        "missing": one.missing,
        "lacking": list(one.lacking),
        "unknown": list(one.unknown),
        "state": one.state or None,
        "reason": one.reason,
    }

"""A person who is typed in anew and recorded already is the same person: one identity number, one party."""

from collections.abc import Mapping
from dataclasses import replace

from landdesk.domain.commands import AddObject, Edit, EditRecord, New, SetFields, Value
from landdesk.domain.errors import RefusedError
from landdesk.domain.ids import ObjectId
from landdesk.i18n import N_, Text, fold
from landdesk.store.reader import Reader


def with_known_persons(command: EditRecord, reader: Reader) -> EditRecord:
    """Return the act with recorded persons in the place of those typed in with the same number and name.

    What was typed beside is given to the recorded person.

    Raises:
        RefusedError: The number is recorded for a person of another name.
    """
    known: dict[str, ObjectId] = {}
    edits: list[Edit] = []
    for edit in command.edits:
        if not isinstance(edit, AddObject) or edit.class_name != "party":
            edits.append(edit)
            continue
        number = edit.values.get("identity_number")
        if not isinstance(number, str):
            edits.append(edit)
            continue
        recorded = reader.parties_by_identity(number)
        if not recorded:
            edits.append(edit)
            continue
        party = recorded[0]
        if fold(party.name) != fold(str(edit.values["name"])):
            raise RefusedError(
                "user.other-name",
                Text(N_("This identity number is recorded for a person of another name.")),
                remedy=Text(
                    N_("Check the number on the card; if the recorded name is wrong, mend it there first.")
                ),
            )
        known[edit.key] = party.id
        changed = {
            name: value
            for name, value in edit.values.items()
            if name != "name" and value != getattr(party, name)
        }
        if changed:
            edits.append(SetFields("party", party.id, changed))
    if not known:
        return command
    return replace(command, edits=tuple(_pointed(edit, known) for edit in edits))


def _pointed(edit: Edit, known: Mapping[str, ObjectId]) -> Edit:
    if not isinstance(edit, AddObject | SetFields):
        return edit
    values: dict[str, Value] = {
        name: known[value.key] if isinstance(value, New) and value.key in known else value
        for name, value in edit.values.items()
    }
    return replace(edit, values=values)

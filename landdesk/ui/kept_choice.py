"""Asks which part of a split, or which parcel of a merge, keeps its number, where the rules leave it to a person."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QInputDialog, QWidget

from landdesk.domain.commands import Command, DivideParcel, MergeParcels, SplitParcel
from landdesk.domain.coverage import Coverage
from landdesk.domain.cutting import split_polygon
from landdesk.domain.dividing import divide_polygon
from landdesk.domain.errors import RefusedError
from landdesk.domain.parcel_policy import CHOSEN
from landdesk.i18n import _, format_number
from landdesk.ui.map.tools.part_words import key_of, policy_in_use


def with_choice(
    parent: QWidget, coverage: Coverage, command: Command, carry_out: Callable[[Command], None]
) -> QInputDialog | None:
    """Carry a command out, after the question where one is needed.

    Returns:
        The question.
    """
    ways = _ways(coverage, command)
    if not ways:
        carry_out(command)
        return None
    dialog = QInputDialog(parent)
    dialog.setWindowTitle(_("Which one keeps the number?"))
    dialog.setLabelText(_("The office's rules leave it to you which one keeps the number:"))
    dialog.setOption(QInputDialog.InputDialogOption.UseListViewForComboBoxItems)
    dialog.setComboBoxItems([words for words, _command in ways])
    dialog.textValueSelected.connect(lambda words: carry_out(dict(ways)[words]))
    dialog.open()
    return dialog


def _ways(coverage: Coverage, command: Command) -> list[tuple[str, Command]]:
    """Return what may be chosen and the command that says so; nothing where there is no choice."""
    policy = policy_in_use()
    if isinstance(command, MergeParcels) and policy.parcel_kept == CHOSEN:
        return [
            (_("Parcel {key}").format(key=key_of(coverage, one)), replace(command, kept=one))
            for one in command.parcel_ids
        ]
    if not isinstance(command, SplitParcel | DivideParcel) or policy.part_kept != CHOSEN:
        return []
    shape = coverage.shape(command.parcel_id)
    if shape is None:
        return []
    try:
        if isinstance(command, SplitParcel):
            parts = split_polygon(shape, command.line)
        else:
            parts = divide_polygon(shape, command.division)
    except RefusedError:
        # The command says why.
        return []
    found: list[tuple[str, Command]] = []
    centre = shape.centroid
    for place, part in enumerate(parts, start=1):
        at = part.point_on_surface()
        words = _("Part {place}: {area} m², {direction}").format(
            place=place,
            area=format_number(round(part.area, 2)),
            direction=_direction(part.centroid.x - centre.x, part.centroid.y - centre.y),
        )
        found.append((words, replace(command, kept=(at.x, at.y))))
    return found


def _direction(east_m: float, north_m: float) -> str:
    """Return on which side of the parcel a part lies."""
    if abs(east_m) > abs(north_m):
        return _("in the east") if east_m > 0 else _("in the west")
    return _("in the north") if north_m > 0 else _("in the south")

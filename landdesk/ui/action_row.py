"""What one line of the table of actions holds, and what decides whether an action can be used."""

from collections.abc import Callable
from dataclasses import dataclass

from landdesk.ui.errands import Errands


@dataclass(frozen=True, slots=True)
class Situation:
    """What decides whether an action can be used.

    Args:
        role: Of the open store; None without one.
        chosen: Number of parcels chosen.
        checking: A check is under way.
        bound: The store of a commune is bound to the office's base.
        encrypted: The open store is encrypted.
        overview: The overview is seen in the place of the map.
    """

    role: str | None = None
    chosen: int = 0
    checking: bool = False
    bound: bool = False
    encrypted: bool = False
    overview: bool = False


def always(_situation: Situation) -> bool:
    """Say that it can always be used."""
    return True


def with_store(situation: Situation) -> bool:
    """Say whether a store is open."""
    return situation.role is not None


def with_one(situation: Situation) -> bool:
    """Say whether one parcel is chosen."""
    return situation.chosen == 1


def with_any(situation: Situation) -> bool:
    """Say whether any parcel is chosen."""
    return situation.chosen > 0


@dataclass(frozen=True, slots=True)
class ActionRow:
    """One line of the table.

    Args:
        code: Name in menus, toolbar and tests.
        text: English source of the words in menus.
        icon: Name of a drawing; empty for none.
        call: What is done.
        keys: Shortcuts, the first is shown.
        short: English source of the words on the toolbar; empty for those of the menu.
        usable: When it can be used.
        tool: Code of the map tool it takes into the hand; such actions are one exclusive group.
        checkable: Turns something on and off; layers and panels begin on.
        role: Kind of store it is for; in others it is not shown.
    """

    code: str
    text: str
    icon: str
    call: Callable[[Errands], object]
    keys: tuple[str, ...] = ()
    short: str = ""
    usable: Callable[[Situation], bool] = always
    tool: str = ""
    checkable: bool = False
    role: str = ""

    def is_for(self, situation: Situation) -> bool:
        """Say whether it has a meaning in the store that is open; without one everything has."""
        return not self.role or situation.role in (None, self.role)

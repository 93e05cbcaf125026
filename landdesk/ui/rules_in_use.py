"""The rules in force for the open store, by the code lists that the window uses; for the window's thread."""

from collections.abc import Sequence
from functools import lru_cache

from landdesk.services.checking.profiles import rule_set, rules_in_force
from landdesk.services.checking.rule import Rule
from landdesk.services.codelists import CodeLists
from landdesk.ui.lists_in_use import lists_in_use


def rules_in_use() -> Sequence[Rule]:
    """Return the rules that are asked while one works."""
    return _rules(lists_in_use())


@lru_cache(maxsize=2)
def _rules(lists: CodeLists) -> Sequence[Rule]:
    return rules_in_force(rule_set(lists))

"""sync.group-differs: a group that is not what else is known of the parcel."""

from collections.abc import Iterator
from typing import ClassVar, Final

from landdesk.domain.finding import Criterion, Finding, Fixer
from landdesk.i18n import N_, Text
from landdesk.services.checking.known import STATUS
from landdesk.services.checking.record_view import RecordView
from landdesk.services.checking.rule import RecordRule
from landdesk.store.queries.checks.status import contradicted

_TOO_GOOD: Final = Text(
    N_(
        "The branch has the parcel in group 1, but says that it is not in sync, not matched or not in operation."
    )
)
_TOO_BAD: Final = Text(
    N_(
        "The branch has the parcel in another group, but says that it is exported, in sync, matched and in operation."
    )
)
_REMEDY: Final = Text(N_("Ask the branch to classify the parcel anew."))


class SyncGroupDiffers(RecordRule):
    """Report every parcel whose group contradicts what the same status file says of it otherwise."""

    code: ClassVar[str] = "sync.group-differs"
    title: ClassVar[str] = N_("Group differs from the branch's")
    criterion: ClassVar[Criterion] = Criterion.CONSISTENT
    fixers: ClassVar[tuple[Fixer, ...]] = (
        Fixer.COMMUNE,
        Fixer.OFFICE,
    )
    basis: ClassVar[str] = "R05"
    known: ClassVar[frozenset[str]] = frozenset({STATUS})
    reads: ClassVar[frozenset[str]] = frozenset({"parcel", "sync_status"})

    def look(self, record: RecordView) -> Iterator[Finding]:
        """Compare the group with the flags of the newest status."""
        for one in record.ask(contradicted):
            yield self.fault([one.parcel], _TOO_GOOD if one.is_group_1 else _TOO_BAD, _REMEDY)

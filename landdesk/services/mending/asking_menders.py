"""Menders of the record that ask a person first: nothing that is written says what is right."""

from collections.abc import Sequence
from typing import ClassVar, Final

from landdesk.domain.commands import SetFields
from landdesk.domain.fields import FIELD_BY_ID, field_of
from landdesk.domain.finding import Finding
from landdesk.domain.records import Party
from landdesk.i18n import N_, Text
from landdesk.services.checking.words import joined
from landdesk.services.codelists import CodeLists
from landdesk.services.mending.mender import AskingMender, Choice, Mend
from landdesk.store.reader import Reader


class ChooseType(AskingMender):
    """Records kind and type of land users of whom a map file gave no more than the name."""

    rule: ClassVar[str] = "party.type-missing"
    title: ClassVar[str] = N_("Record the kind and the type that you choose")
    asks: ClassVar[tuple[str, ...]] = tuple(field_of("party", name).id for name in ("kind", "object_type"))

    def mends(
        self, reader: Reader, lists: CodeLists, findings: Sequence[Finding], choice: Choice
    ) -> list[Mend | None]:
        """Fill what is empty; what is recorded stays."""
        parties = reader.get_many(Party, {one for finding in findings for one in finding.about})
        fields = [FIELD_BY_ID[one] for one in self.asks if choice.get(one)]
        titles = {
            one.name: Text("{title}", {"title": lists[one.codelist or ""].titles()[choice[one.id]]})
            for one in fields
        }

        def mend(finding: Finding) -> Mend | None:
            party = parties.get(finding.about[0]) if len(finding.about) == 1 else None
            empty = [one for one in fields if party is not None and getattr(party, one.name) is None]
            if party is None or not empty:
                return None
            edit = SetFields(Party.CLASS, party.id, {one.name: choice[one.id] for one in empty})
            after = joined([titles[one.name] for one in empty], "; ")
            return Mend(finding, empty[0].id, "", after, (edit,), who=party.name)

        return [mend(one) for one in findings]


ASKING_MENDERS: Final[tuple[AskingMender, ...]] = (ChooseType(),)
ASKING_MENDER_OF: Final = {one.rule: one for one in ASKING_MENDERS}

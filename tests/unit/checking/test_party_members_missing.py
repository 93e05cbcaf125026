"""party.members-missing: a couple without husband or wife, a household without its head."""

import pytest

from landdesk.domain.records import Party, PartyMember
from tests.unit.checking.recorded import Made, asked

CODE = "party.members-missing"


def holder(made: Made, kind: str, roles: tuple[str, ...]) -> Party:
    party = made.user(made.parcel(), "Lê Văn Tám và những người khác", kind=kind)
    for number, role in enumerate(roles):
        one = made.add(Party, f"Đặng Văn {number}", kind="individual")
        made.add(PartyMember, party.id, one.id, role)
    return party


@pytest.mark.parametrize(
    ("kind", "roles"),
    [
        ("couple", ("husband", "wife")),
        ("household", ("head",)),
        ("household", ("member", "head")),
        ("group", ()),
        ("community", ()),
        ("organisation", ()),
        ("individual", ()),
    ],
)
def test_those_with_their_members_are_clean(kind: str, roles: tuple[str, ...]) -> None:
    made = Made()
    holder(made, kind, roles)
    assert asked(made, CODE) == []


@pytest.mark.parametrize(
    ("kind", "roles", "words"),
    [
        ("couple", (), "Nobody is recorded as a member"),
        ("couple", ("wife",), "Only one of husband and wife"),
        ("household", (), "Nobody is recorded as a member"),
        ("household", ("member", "member"), "head of the household"),
    ],
)
def test_who_lacks_somebody(kind: str, roles: tuple[str, ...], words: str) -> None:
    made = Made()
    party = holder(made, kind, roles)
    (finding,) = asked(made, CODE)
    assert finding.about == (party.id,)
    assert len(finding.objects) == 1
    assert words in str(finding.what)


def test_a_couple_that_holds_nothing_is_left_alone() -> None:
    made = Made()
    made.parcel()
    made.add(Party, "Lê Văn Tám và vợ", kind="couple")
    assert asked(made, CODE) == []

"""person.number-shared: one personal identification number with several names."""

from landdesk.domain.finding import Severity
from landdesk.domain.records import Party, PartyMember
from tests.unit.checking.recorded import Made, asked

CODE = "person.number-shared"
NUMBER = "056180000123"


def test_one_person_with_two_parcels_is_clean() -> None:
    made = Made()
    made.user(made.parcel(), "Nguyễn Thị Hòa", identity_number=NUMBER)
    made.user(made.parcel(), "Bà Nguyễn Thị Hoà", identity_number=NUMBER)
    made.user(made.parcel(), "Lê Văn Tám")
    assert asked(made, CODE) == []


def test_two_names_are_one_finding_about_both_persons_and_all_their_parcels() -> None:
    made = Made()
    first, second = made.parcel(), made.parcel()
    one = made.user(first, "Nguyễn Thị Hòa", identity_number=NUMBER)
    couple = made.user(second, "Lê Văn Tám và vợ", kind="couple")
    other = made.add(Party, "Lê Văn Tám", kind="individual", identity_number=NUMBER)
    made.add(PartyMember, couple.id, other.id, "husband")
    (finding,) = asked(made, CODE)
    assert finding.about == tuple(sorted((one.id, other.id)))
    assert finding.objects == tuple(sorted((first.id, second.id)))
    assert (finding.amount, finding.unit, finding.severity) == (2, "count", Severity.ERROR)
    assert NUMBER not in str(finding.what)

"""parcel.several-certificates: more than one valid certificate."""

from landdesk.domain.finding import Severity
from landdesk.domain.records import LandRight
from tests.unit.checking.papers import certificate, held
from tests.unit.checking.recorded import Made, asked

CODE = "parcel.several-certificates"


def test_a_certificate_and_the_one_it_replaced_are_clean() -> None:
    made = Made()
    parcel = made.parcel()
    former = certificate(made, parcel, serial="BK 123456", state="replaced")
    held(made, parcel, certificate(made, parcel, replaces_id=former.id))
    assert asked(made, CODE) == []


def test_two_of_one_holder() -> None:
    made = Made()
    parcel = made.parcel()
    first, second = certificate(made, parcel), certificate(made, parcel, serial="AA 12345679", state=None)
    holder = held(made, parcel, first)
    made.add(LandRight, parcel.id, holder.id, certificate_id=second.id)
    (finding,) = asked(made, CODE)
    assert (finding.about, finding.objects) == ((), (parcel.id,))
    assert (finding.amount, finding.unit, finding.severity) == (2, "count", Severity.ERROR)


def test_copies_of_co_owners_are_clean() -> None:
    made = Made()
    parcel = made.parcel()
    held(made, parcel, certificate(made, parcel), name="Lê Văn Tám")
    held(made, parcel, certificate(made, parcel, serial="AA 12345679"), name="Lê Thị Hoa")
    assert asked(made, CODE) == []


def test_one_copy_of_nobody_is_too_many() -> None:
    made = Made()
    parcel = made.parcel()
    held(made, parcel, certificate(made, parcel))
    certificate(made, parcel, serial="AA 12345679")
    assert len(asked(made, CODE)) == 1


def test_a_holder_of_the_neighbouring_parcel_is_none_of_this_one() -> None:
    made = Made()
    first, second = made.parcel(), made.parcel()
    both = certificate(made, first, second)
    held(made, second, both)
    held(made, first, certificate(made, first, serial="AA 12345679"))
    (finding,) = asked(made, CODE)
    assert finding.objects == (first.id,)

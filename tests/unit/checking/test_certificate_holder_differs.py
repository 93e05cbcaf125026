"""certificate.holder-differs: somebody else uses the land than the certificate says."""

import pytest

from landdesk.domain.finding import Severity
from landdesk.domain.records import Certificate, CertificateParcel, LandRight, Parcel, Party
from tests.unit.checking.recorded import Made, asked

CODE = "certificate.holder-differs"


def certified(made: Made, **named: str) -> tuple[Parcel, Certificate]:
    """Make a parcel with a certificate and its holder."""
    parcel = made.parcel()
    certificate = made.add(Certificate, "BK 100001", **named)
    made.add(CertificateParcel, certificate.id, parcel.id)
    holder = made.add(Party, "Đặng Văn Bình", kind="individual")
    made.add(LandRight, parcel.id, holder.id, certificate_id=certificate.id)
    return parcel, certificate


def heir(made: Made, parcel: Parcel, certificate: Certificate | None, reason: str | None = "THUA_KE") -> None:
    party = made.add(Party, "Đặng Thị Hoa", kind="individual")
    reference = None if certificate is None else certificate.id
    made.add(LandRight, parcel.id, party.id, certificate_id=reference, acquired_by=reason)


def test_the_holder_alone_and_several_holders_are_clean() -> None:
    made = Made()
    certified(made)
    parcel, certificate = certified(made)
    heir(made, parcel, certificate, reason=None)
    assert asked(made, CODE) == []


@pytest.mark.parametrize("is_on_the_certificate", [True, False])
def test_a_present_user_beside_the_holder(is_on_the_certificate: bool) -> None:
    made = Made()
    parcel, certificate = certified(made)
    second = made.parcel()
    made.add(CertificateParcel, certificate.id, second.id)
    heir(made, parcel, certificate if is_on_the_certificate else None)
    (finding,) = asked(made, CODE)
    assert finding.about == (certificate.id,)
    assert finding.objects == tuple(sorted((parcel.id, second.id)))
    assert finding.severity is Severity.WARNING


def test_a_user_who_is_the_holder_now_is_clean() -> None:
    """How the land came to somebody is no difference where nobody else stands on the certificate."""
    made = Made()
    parcel = made.parcel()
    certificate = made.add(Certificate, "BK 100001")
    made.add(CertificateParcel, certificate.id, parcel.id)
    heir(made, parcel, certificate)
    assert asked(made, CODE) == []


def test_holders_of_another_certificate_are_no_difference() -> None:
    made = Made()
    parcel, _ = certified(made)
    second = made.add(Certificate, "BK 100002")
    made.add(CertificateParcel, second.id, parcel.id)
    heir(made, parcel, second)
    assert asked(made, CODE) == []


@pytest.mark.parametrize(("state", "is_found"), [("valid", True), ("replaced", False), ("revoked", False)])
def test_only_certificates_in_force_count(state: str, is_found: bool) -> None:
    made = Made()
    parcel, certificate = certified(made, state=state)
    heir(made, parcel, certificate)
    assert len(asked(made, CODE)) == is_found


def test_without_a_certificate_there_is_nothing_to_differ_from() -> None:
    made = Made()
    parcel = made.parcel()
    made.user(parcel)
    heir(made, parcel, None)
    assert asked(made, CODE) == []


def test_a_certificate_that_another_one_replaced_is_none_in_force() -> None:
    made = Made()
    parcel, certificate = certified(made)
    heir(made, parcel, certificate)
    made.add(Certificate, "BK 100002", replaces_id=certificate.id)
    assert asked(made, CODE) == []

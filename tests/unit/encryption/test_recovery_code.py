"""Recovery codes: written down by hand, read by eye, typed again."""

import pytest

from landdesk.store.encryption.recovery_code import new_recovery_code, recovery_code_of, secret_of_code
from tests.stores import refused

SECRET = bytes(range(16))


def test_a_code_is_seven_groups_of_four_and_leads_back_to_its_secret() -> None:
    code = recovery_code_of(SECRET)
    assert [len(group) for group in code.split("-")] == [4] * 7
    assert not set(code) & set("ILOU")
    assert secret_of_code(code) == SECRET


def test_every_code_is_another() -> None:
    made = [new_recovery_code() for _ in range(20)]
    assert len({code for code, _ in made}) == 20
    assert all(secret_of_code(code) == secret for code, secret in made)


@pytest.mark.parametrize(
    "typed",
    [
        lambda code: code.lower(),
        lambda code: code.replace("-", " "),
        lambda code: f"  {code}\n",
        lambda code: code.replace("0", "O").replace("1", "l"),
        lambda code: code.replace("1", "I"),
    ],
)
def test_what_people_do_to_a_code_does_not_matter(typed: object) -> None:
    assert callable(typed)
    secret = bytes(4) + bytes([8, 66]) * 6
    code = recovery_code_of(secret)
    assert {"0", "1"} <= set(code)
    assert secret_of_code(typed(code)) == secret


def test_one_wrong_sign_is_noticed() -> None:
    code = recovery_code_of(SECRET)
    for place, sign in enumerate(code):
        if sign != "-":
            other = "7" if sign != "7" else "8"
            with refused("recovery.code-form"):
                secret_of_code(code[:place] + other + code[place + 1 :])


@pytest.mark.parametrize("typed", ["", "ABCD", recovery_code_of(SECRET) + "0", "đđđđ-" * 7, "U" * 28])
def test_what_is_no_code(typed: str) -> None:
    with refused("recovery.code-form"):
        secret_of_code(typed)

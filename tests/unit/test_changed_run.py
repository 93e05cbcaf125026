from random import Random

import pytest

from landdesk.domain.changed_run import changed_run


@pytest.mark.parametrize("seed", range(40))
def test_a_change_anywhere_in_a_long_list_is_found(seed: int) -> None:
    random = Random(seed)
    old = [str(number) for number in range(5_000)]
    at = random.choice([0, 1023, 1024, 4_999, 5_000, random.randrange(5_000)])
    gone, come = random.randrange(3), random.randrange(3)
    new = [*old[:at], *(f"new {one}" for one in range(come)), *old[at + gone :]]
    first, old_end, new_end = changed_run(old, new)
    assert (old[:first], old[old_end:]) == (new[:first], new[new_end:])
    assert (old_end - first, new_end - first) == (min(gone, 5_000 - at), come)

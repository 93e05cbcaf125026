"""Communes in the words of a heading."""

from landdesk.app.communes import communes
from landdesk.app.reporting import places_in_words


def test_a_heading_names_three_communes_and_counts_the_others() -> None:
    first, second, third, fourth = communes()[:4]
    assert places_in_words([first.code]) == first.title
    assert places_in_words([first.code, "99999"]) == f"{first.title}, 99999"
    three = f"{first.title}, {second.title}, {third.title}"
    assert places_in_words([first.code, second.code, third.code]) == three
    assert places_in_words([first.code, second.code, third.code, fourth.code]) == f"{three} … (4)"

"""The score of a check against an answer key."""

import shapely

from landdesk.domain.finding import Finding, Severity
from landdesk.domain.ids import ObjectId
from landdesk.i18n import Text
from landdesk.services.training.answers import Answer, AnswerKey


def parcel(number: int) -> ObjectId:
    return ObjectId(number.to_bytes(16, "big"))


def finding(rule: str, *numbers: int) -> Finding:
    place = shapely.Point(0, 0)
    objects = tuple(map(parcel, numbers))
    return Finding(rule, Severity.ERROR, objects, place, None, "", Text("x"), Text("y"))


KEY = AnswerKey(
    (
        Answer("parcel.gap", (parcel(1), parcel(2)), None, "gap.strip"),
        Answer("parcel.overlap", (parcel(3), parcel(4)), None, "overlap.moved"),
    )
)


def test_all_found() -> None:
    score = KEY.score([finding("parcel.overlap", 3, 4), finding("parcel.gap", 1, 2)])
    assert (score.recall, score.precision, score.missed, score.surplus) == (1.0, 1.0, (), ())


def test_missed_and_surplus() -> None:
    score = KEY.score([finding("parcel.gap", 1, 2), finding("parcel.gap", 3, 4), finding("parcel.gap", 1, 2)])
    assert score.hit == (("parcel.gap", (parcel(1), parcel(2))),)
    assert score.missed == (("parcel.overlap", (parcel(3), parcel(4))),)
    assert score.surplus == (("parcel.gap", (parcel(1), parcel(2))), ("parcel.gap", (parcel(3), parcel(4))))
    assert score.recall == 0.5
    assert score.precision == 1 / 3


def test_nothing_planted_and_nothing_found() -> None:
    score = AnswerKey().score([])
    assert (score.recall, score.precision) == (1.0, 1.0)


def test_answers_of_a_rule() -> None:
    assert [answer.cause for answer in KEY.of_rule("parcel.gap")] == ["gap.strip"]
    assert len(KEY) == 2

"""person.not-matched: the population database knows the person otherwise than the record."""

from tests.unit.checking.said import SaidOfAPerson

CODE = "person.not-matched"


class TestAnswer(SaidOfAPerson):
    code, answer = CODE, "not_matched"

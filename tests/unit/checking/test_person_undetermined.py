"""person.undetermined: the population database could not tell who the person is."""

from tests.unit.checking.said import SaidOfAPerson

CODE = "person.undetermined"


class TestAnswer(SaidOfAPerson):
    code, answer = CODE, "undetermined"

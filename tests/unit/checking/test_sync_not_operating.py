"""sync.not-operating: what the branch says."""

from landdesk.domain.finding import Severity
from tests.unit.checking.said import SaidByTheBranch

CODE = "sync.not-operating"


class TestSaid(SaidByTheBranch):
    code, field, severity = CODE, "operating", Severity.ERROR

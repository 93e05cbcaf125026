"""register.not-exported: what the branch says."""

from landdesk.domain.finding import Severity
from tests.unit.checking.said import SaidByTheBranch

CODE = "register.not-exported"


class TestSaid(SaidByTheBranch):
    code, field, severity = CODE, "register_exported", Severity.WARNING

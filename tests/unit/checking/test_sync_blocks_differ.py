"""sync.blocks-differ: what the branch says."""

from landdesk.domain.finding import Severity
from tests.unit.checking.papers import status
from tests.unit.checking.recorded import Made, asked
from tests.unit.checking.said import SaidByTheBranch

CODE = "sync.blocks-differ"


class TestSaid(SaidByTheBranch):
    code, field, severity = CODE, "blocks_in_sync", Severity.ERROR


def test_attributes_alone_are_not_in_sync() -> None:
    made = Made()
    status(made, made.parcel(), blocks_in_sync=None, attributes_only=True)
    (finding,) = asked(made, CODE)
    assert str(finding.what) == "The national system has attributes of the parcel only, no map."

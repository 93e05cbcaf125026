"""``landdesk enter``: a certificate described in a file, tried and entered."""

import json
import re
import textwrap
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from tests.e2e.command_line import CommandLine
from tools.texts import ROOT

DESCRIPTION = """
commune = "22366"
serial = "aa123456"
issued_on = "02/03/2012"
register_number = "ch04421"
holder_kind = "vc"
scans = ["AA123456-GCN.pdf"]

[[persons]]
name = "Trần Văn Mít"
born = "17051961"
identity_number = "056 061 000 011"
address = "Thôn Phú Điền"

[[persons]]
name = "Lê Thị Ổi"
born = "1965"
identity_number = "056165000012"

[[parcels]]
sheet = "40"
number = "7"
address = "Thôn Phú Điền"
area_m2 = "1.200,5"

[[parcels.purposes]]
land_use = "ont"
area_m2 = "200,5"
origin = "1"

[[parcels.purposes]]
land_use = "cln"
origin = "tk+1"
term = "15/10/2043"
"""


def describe(folder: Path, words: str = DESCRIPTION) -> Path:
    document = pypdfium2.PdfDocument.new()
    document.new_page(595, 842)
    document.save(folder / "AA123456-GCN.pdf")
    path = folder / "certificate.toml"
    path.write_text(words, "utf-8")
    return path


def test_a_certificate_is_entered(type_in: CommandLine, store: Path, tmp_path: Path) -> None:
    file = describe(tmp_path)
    tried = type_in.good("enter", store, file, "--dry-run", "--json").document
    assert tried["would_be_entered"], tried["problems"]
    assert tried["lacking"] == ["persons.1.address"]
    entry = type_in.good("enter", store, file, "--json").document["entry"]
    assert (entry["command"], entry["subject"]) == ("certificate.enter", "40/7")
    shown: Any = type_in.good("show", store, "40/7", "--json").document
    assert "Ông Trần Văn Mít và bà Lê Thị Ổi" in json.dumps(shown, ensure_ascii=False)
    kept = [one for one in (tmp_path / "commune.landdesk.files").rglob("*") if one.is_file()]
    assert [one.read_bytes() for one in kept] == [(tmp_path / "AA123456-GCN.pdf").read_bytes()]
    again = type_in("enter", store, file)
    assert (again.code, "entry.serial-taken" in again.err) == (4, True)


def test_what_cannot_be_read_is_refused_at_its_field(
    type_in: CommandLine, store: Path, tmp_path: Path
) -> None:
    file = describe(tmp_path, DESCRIPTION.replace('"1.200,5"', '"mười"').replace('"tk+1"', '"xyz"'))
    document = type_in.good("enter", store, file, "--dry-run", "--json").document
    stand = {one["place"]: one["code"] for one in document["problems"] if one["in_the_way"]}
    assert stand["parcels.0.area_m2"] == "value.unreadable"
    assert stand["parcels.0.purposes.1.origin"] == "entry.no-origin"
    assert "parcels.0.area_m2" in type_in("enter", store, file).err
    shown = type_in.good("enter", store, file, "--dry-run")
    assert "parcels.0.area_m2" in shown.out


def test_a_key_that_is_none_is_refused(type_in: CommandLine, store: Path, tmp_path: Path) -> None:
    answer = type_in("enter", store, describe(tmp_path, 'seria = "AA 123456"'))
    assert (answer.code, "entry.unknown-key" in answer.err) == (4, True)
    answer = type_in("enter", store, describe(tmp_path, 'parcels = "40/7"'))
    assert (answer.code, "entry.other-shape" in answer.err) == (4, True)
    answer = type_in("enter", store, describe(tmp_path, 'scans = ["none.pdf"]'))
    assert (answer.code, "entry.no-scan" in answer.err) == (4, True)


def test_a_collected_paper_may_say_little(type_in: CommandLine, store: Path, tmp_path: Path) -> None:
    file = describe(tmp_path, 'commune = "22366"\nserial = "AA 123456"\nscans = ["AA123456-GCN.pdf"]')
    assert type_in("enter", store, file).code == 4
    entry = type_in.good("enter", store, file, "--collected", "--json").document["entry"]
    assert entry["command"] == "certificate.enter"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_example_of_the_guide_can_be_entered(
    type_in: CommandLine, store: Path, tmp_path: Path, language: str
) -> None:
    page = (ROOT / "docs" / "user-guide" / language / "technician.md").read_text("utf-8")
    (block,) = re.findall(r"^ *```toml\n(.*?)^ *```", page, flags=re.MULTILINE | re.DOTALL)
    file = describe(tmp_path, textwrap.dedent(block))
    tried = type_in.good("enter", store, file, "--dry-run", "--json").document
    assert (tried["would_be_entered"], tried["problems"]) == (True, [])

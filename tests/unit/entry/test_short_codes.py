"""Codes by the fewest keys."""

from datetime import date

import pytest

from landdesk.services.codelists import shipped_list
from landdesk.services.entry.short_codes import short_codes

TODAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("name", "text", "codes"),
    [
        ("term_kind", "ld", ["LAU_DAI"]),
        ("term_kind", "LD", ["LAU_DAI"]),
        ("party_kind", "vc", ["couple"]),
        ("party_kind", "hgd", ["household"]),
        ("party_kind", "h", ["household"]),
        ("party_kind", "tc", ["organisation"]),
        ("party_kind", "1", ["couple"]),
        ("transfer_origin", "tk", ["THUA_KE"]),
        ("transfer_origin", "3", ["THUA_KE"]),
        ("transfer_origin", "0", []),
        ("land_origin", "12", ["12"]),
        ("land_origin", "99", []),
        ("land_use", "ont", ["ONT"]),
        ("use_form", "r", ["RIENG"]),
        ("use_form", "c", ["CHUNG"]),
        ("sex", "nu", ["female"]),
        ("sex", "n", ["male", "female"]),
        ("sex", "2", ["female"]),
        ("asset_kind", "nha o", ["house"]),
        ("member_role", "ch", ["head"]),
        ("member_role", "v", ["wife"]),
        ("member_role", "", []),
    ],
)
def test_short_words(name: str, text: str, codes: list[str]) -> None:
    assert [one.code for one in short_codes(shipped_list(name), text, TODAY)] == codes

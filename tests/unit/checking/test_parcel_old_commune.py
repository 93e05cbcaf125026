"""parcel.old-commune: parcels under the code of a commune that is none today."""

from landdesk.i18n import translate
from tests.stores import COMMUNE
from tests.unit.checking.recorded import Made, asked

CODE = "parcel.old-commune"
MERGED, DIVIDED, NONE = "22663", "22768", "99999"


def test_a_commune_of_today_is_clean() -> None:
    made = Made()
    made.parcel(commune=COMMUNE)
    # The same five digits were an older, smaller commune as well.
    made.parcel(commune="22525", old_commune=MERGED)
    assert asked(made, CODE) == []


def test_old_codes_lead_to_the_commune_of_now() -> None:
    made = Made()
    merged, divided, none = (made.parcel(commune=code) for code in (MERGED, DIVIDED, NONE))
    found = {one.objects: one for one in asked(made, CODE)}
    assert set(found) == {(merged.id,), (divided.id,), (none.id,)}
    assert "Diên Điền (22657)" in translate(found[merged.id,].remedy)
    assert "22780" in translate(found[divided.id,].remedy)
    assert "22888" in translate(found[divided.id,].remedy)
    assert NONE in translate(found[none.id,].what)

"""Whatever is typed of a certificate is recorded, and is read back as it was typed."""

from dataclasses import replace
from decimal import Decimal
from itertools import count
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from landdesk.app.application import Application
from landdesk.services.entry.check import Surroundings
from landdesk.services.entry.defaults import completed
from landdesk.services.entry.form import (
    AssetForm,
    CertificateForm,
    CurrentUserForm,
    OriginForm,
    ParcelForm,
    PersonForm,
    PurposeForm,
)
from tests.store.entry.typed import SCAN, read_back, save
from tests.stores import COMMUNE, refused

_numbers = count(100_000)


def names() -> st.SearchStrategy[str]:
    return st.sampled_from(["Đặng Văn Đức", "Nguyễn Thị Hường", "=Trần <b>", "Bùi Ổi", "Lê A'B"])


@st.composite
def people(draw: st.DrawFn, how_many: int) -> tuple[PersonForm, ...]:
    made = []
    for at in range(how_many):
        year, woman = draw(st.integers(0, 99)), at % 2
        number = draw(st.sampled_from([None, f"056{woman}{year:02}{next(_numbers) % 1_000_000:06}"]))
        if number and number[6:] == "000000":
            number = None
        made.append(
            PersonForm(
                name=draw(names()),
                born=f"19{year:02}" if number else draw(st.sampled_from([None, "1970", "1970-02-28"])),
                sex=None if number else draw(st.sampled_from([None, "female" if woman else "male"])),
                identity_number=number,
                address=draw(st.sampled_from([None, "Thôn Đông"])),
            )
        )
    return tuple(made)


origins = st.lists(
    st.one_of(
        st.builds(OriginForm, origin=st.sampled_from(["1", "12", "16"])),
        st.builds(OriginForm, origin=st.just("1"), transfer_origin=st.sampled_from(["THUA_KE", "TANG_CHO"])),
        st.builds(OriginForm, detail=st.just("Đất khai hoang trước 1993")),
    ),
    max_size=2,
    unique=True,
).map(tuple)
terms: Any = st.sampled_from(
    [
        {},
        {"term_kind": "LAU_DAI"},
        {"term_kind": "DEN_NGAY", "term_until": "2063-10-15"},
        {"term_kind": "SO_NAM", "term": "50 năm"},
    ]
)


@st.composite
def purposes(draw: st.DrawFn) -> tuple[PurposeForm, ...]:
    uses = draw(st.lists(st.sampled_from(["ONT", "LUC", "CLN", "HNK"]), min_size=1, max_size=4, unique=True))
    return tuple(
        PurposeForm(
            land_use=use,
            area_m2=Decimal(draw(st.integers(1, 10_000))),
            origins=draw(origins),
            form=draw(st.sampled_from([None, "RIENG", "CHUNG"])),
            **draw(terms),
        )
        for use in uses
    )


assets = st.one_of(
    st.none(),
    st.builds(
        AssetForm,
        kind=st.just("house"),
        built_area_m2=st.sampled_from([None, Decimal("80.50")]),
        grade=st.sampled_from([None, "Cấp IV"]),
    ),
    st.just(
        AssetForm(kind="apartment", complex="Khu A", block="Nhà B", apartment="12-03", ownership_form="RIENG")
    ),
)


@st.composite
def forms(draw: st.DrawFn) -> CertificateForm:
    number = next(_numbers)
    kind, how_many = draw(
        st.sampled_from(
            [
                ("individual", 1),
                ("couple", 2),
                ("household", 3),
                ("group", 2),
                ("organisation", 1),
                ("organisation", 0),
            ]
        )
    )
    parcels = []
    for at in range(draw(st.integers(1, 3))):
        own = draw(purposes())
        parcels.append(
            ParcelForm(
                sheet="50",
                number=f"{number}{at}",
                certificate_sheet=draw(st.sampled_from([None, "03"])),
                certificate_number=draw(st.sampled_from([None, "17"])),
                address=draw(st.sampled_from([None, "Thôn Đông"])),
                area_m2=sum((one.area_m2 for one in own if one.area_m2), Decimal(0)),
                purposes=own,
                asset=draw(assets),
            )
        )
    body: dict[str, Any] = (
        {"organisation": "Công ty TNHH Xoài Xanh", "organisation_address": "Nha Trang"}
        if kind == "organisation"
        else {}
    )
    current = CurrentUserForm(name="Phạm Thị Na", address="Thôn Tây", reason="THUA_KE")
    return CertificateForm(
        commune=COMMUNE,
        serial=f"AB {number:06}",
        issued_on=draw(st.sampled_from([None, "1999", "2012-03-02", "2025-01-15"])),
        register_number=draw(st.sampled_from([None, "CH 04421"])),
        issuer=draw(st.sampled_from([None, "UBND huyện Diên Khánh"])),
        holder_kind=kind,
        persons=draw(people(how_many)),
        parcels=tuple(parcels),
        current_user=draw(st.sampled_from([None, current])),
        scans=draw(
            st.sampled_from(
                [
                    (),
                    (replace(SCAN, sha256=f"{number:064x}"),),
                    (replace(SCAN, sha256=f"{number:064x}", kind="0"),),
                ]
            )
        ),
        **body,
    )


@given(forms())
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_recorded_is_what_was_typed(
    app: Application, around: Surroundings, typed: CertificateForm
) -> None:
    whole = completed(typed, around.lists)
    save(app, around, typed)
    assert read_back(app, typed.serial or "") == whole
    again = replace(read_back(app, typed.serial or ""), accepted=frozenset({"serial"}))
    with refused("entry.nothing-new"):
        save(app, around, again)

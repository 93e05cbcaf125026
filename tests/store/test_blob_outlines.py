"""Boundaries read straight from BLOBs are those that shapely reads."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import MultiPolygon, Polygon

from landdesk.domain.outlines import Outlines
from landdesk.store.dialect import blob_outlines
from landdesk.store.dialect.blob_outlines import decode_outlines
from landdesk.store.dialect.spatialite_blob import UnreadableShapeError, decode_blobs, encode_blobs
from tests.store.spatial import EPSG
from tests.store.test_geometry_type import FOREIGN_BLOBS, TWO_TRIANGLES, multi_polygons

columns = st.lists(st.none() | multi_polygons, max_size=8)


def same(one: Outlines, other: Outlines) -> bool:
    return all(
        np.array_equal(getattr(one, name), getattr(other, name), equal_nan=name == "coords")
        for name in ("coords", "ring_starts", "part_starts", "parcel_starts")
    )


@given(columns)
def test_they_are_those_of_the_shapes(shapes: list[MultiPolygon | None]) -> None:
    blobs = encode_blobs(shapes, EPSG)
    found = decode_outlines(blobs)
    assert same(found, Outlines.of(shapes))
    assert [one and one.wkt for one in found.shapes()] == [one and one.wkt for one in shapes]


@given(columns, st.data())
def test_any_damage_is_judged_as_by_shapely(shapes: list[MultiPolygon | None], data: st.DataObject) -> None:
    blobs = encode_blobs(shapes, EPSG)
    held = [at for at, blob in enumerate(blobs) if blob is not None]
    if not held:
        return
    at = data.draw(st.sampled_from(held))
    blob = bytearray(blobs[at] or b"")
    place = data.draw(st.integers(0, min(len(blob) - 1, 70)))
    blob[place] = data.draw(st.integers(0, 255))
    blobs[at] = bytes(blob[: data.draw(st.just(len(blob)) | st.integers(0, len(blob)))])
    try:
        expected = decode_blobs(blobs)
    except UnreadableShapeError:
        with pytest.raises(UnreadableShapeError):
            decode_outlines(blobs)
        return
    if not np.isin(shapely.get_type_id(expected), (-1, 6)).all():
        return
    assert same(decode_outlines(blobs), Outlines.of(expected))


def test_what_the_program_writes_goes_without_shapely(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blob_outlines, "decode_blobs", None)
    with_hole = Polygon(
        [(0, 0), (9, 0), (9, 9), (0, 9)], [[(1, 1), (2, 1), (2, 2)], [(4, 4), (5, 4), (5, 5)]]
    )
    shapes = [
        MultiPolygon([with_hole, Polygon([(20, 0), (29, 0), (20, 9)])]),
        None,
        MultiPolygon([with_hole]),
    ]
    assert same(decode_outlines(encode_blobs(shapes, EPSG)), Outlines.of(shapes))


def test_what_another_program_wrote_is_read_too() -> None:
    packed = [bytes.fromhex(blob) for blob, wkt in FOREIGN_BLOBS.items() if wkt.startswith("MULTI")]
    assert len(packed) == 2
    blobs = [TWO_TRIANGLES, *packed, None]
    assert same(decode_outlines(blobs), Outlines.of(decode_blobs(blobs)))


@pytest.mark.parametrize(
    "blob", [b"", b"\x00", TWO_TRIANGLES[:50], TWO_TRIANGLES[:-1], TWO_TRIANGLES + b"\xfe"]
)
def test_what_is_no_shape_is_refused(blob: bytes) -> None:
    with pytest.raises(UnreadableShapeError) as caught:
        decode_outlines([TWO_TRIANGLES, None, blob])
    assert caught.value.positions == [2]


def test_columns_with_nothing_in_them() -> None:
    assert same(decode_outlines([]), Outlines.none(0))
    assert same(decode_outlines([None, None]), Outlines.none(2))
    assert Outlines.none(2).shapes().tolist() == [None, None]

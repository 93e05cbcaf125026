"""Python looks for dead cycles again when many objects were made, whatever happened."""

import gc

import pytest

from landdesk.interpreter import without_collection


def test_collection_pauses_and_goes_on() -> None:
    assert gc.isenabled()
    with without_collection():
        assert not gc.isenabled()
        with without_collection():
            assert not gc.isenabled()
        assert not gc.isenabled(), "the inner one leaves it to the outer one"
    assert gc.isenabled()


def test_an_error_leaves_it_going() -> None:
    with pytest.raises(ValueError, match="reading"), without_collection():
        raise ValueError("reading")
    assert gc.isenabled()

import pickle

import pytest

import tracexpo as tx
from tracexpo.codecs.reading import LIMITS, Limits, Reading, Rejected
from tracexpo.codes import FORM
from tracexpo.errors import ReadError, UnsupportedVersionError
from tracexpo.problems import Cell

FAULT = FORM["empty-text"].at("/workers/0/identity/birth_name", record="w1")
NEWER = FORM["newer-record"].at("/workers/1", context={"version": "1.3"})
OTHER = FORM["version-unsupported"].at("/version", context={"version": "2.0", "supported": "1.0"})


def test_the_limits_of_the_documentation() -> None:
    assert Limits() == LIMITS
    assert (LIMITS.depth, LIMITS.document, LIMITS.string) == (64, 4 * 2**30, 64 * 2**10)
    assert (LIMITS.rows, LIMITS.columns, LIMITS.cell, LIMITS.workbook) == (10**6, 200, 32 * 2**10, 512 * 2**20)
    with pytest.raises(AttributeError):
        LIMITS.depth = 1  # type: ignore[misc]


def test_what_is_well_gives_the_register() -> None:
    register = tx.Register()
    for problems in ((), (NEWER,), (FORM["migrated"].at(context={"version": "0.9", "supported": "1.0"}),)):
        reading = Reading(register=register, problems=problems)
        assert reading.ok
        assert reading.register_or_raise() is register


def test_one_error_is_enough() -> None:
    reading = Reading(register=tx.Register(), problems=(NEWER, FAULT))
    assert not reading.ok
    with pytest.raises(ReadError) as caught:
        reading.register_or_raise()
    assert type(caught.value) is ReadError
    assert caught.value.problems == (NEWER, FAULT)


def test_no_register_is_no_register() -> None:
    assert not Reading(register=None).ok
    with pytest.raises(ReadError):
        Reading(register=None).register_or_raise()


def test_another_version_has_its_own_error() -> None:
    with pytest.raises(UnsupportedVersionError) as caught:
        Reading(register=None, problems=(OTHER,), version="2.0").register_or_raise()
    assert caught.value.problems == (OTHER,)


def test_nothing_that_was_set_aside_is_shown() -> None:
    rejected = Rejected(pointer="/workers/0", collection="workers", content={"name": "Dupont"}, problems=(FAULT,))
    assert "Dupont" not in repr(rejected)
    reading = Reading(register=None, problems=(FAULT,), rejected=(rejected,), origins={"w1": Cell(row=2)})
    assert "Dupont" not in repr(reading)


def test_a_reading_can_be_sent_to_another_process() -> None:
    reading = tx.try_loads(b'{"format":"tracexpo-register","version":"1.0","workers":[{"id":5},{"id":"w1","x":NaN}]}')
    again = pickle.loads(pickle.dumps(reading))
    assert again == reading
    assert again.rejected[1].problems == reading.rejected[1].problems

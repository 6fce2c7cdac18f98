import json
import threading
from typing import Any

import pytest

import tracexpo as tx
from tracexpo.codecs.reading import LIMITS, Limits
from tracexpo.codecs.records import RECORD_TYPES, RecordReader, Unreadable, lent_reader
from tracexpo.register import COLLECTIONS

WORKER = b'{"aliases":[],"extensions":{},"id":"w1","identity":null}'
each_way = pytest.mark.parametrize("quick", [True, False])


def unreadable(data: bytes, collection: str = "workers", *, quick: bool = True, **how: Any) -> Unreadable:
    record = RecordReader(quick=quick, **how).read(collection, data, "/workers/7")
    assert isinstance(record, Unreadable)
    return record


def told(record: Unreadable) -> list[tuple[str, str, str | None]]:
    return [(p.code, p.pointer.removeprefix("/workers/7"), p.record) for p in record.problems]


def test_every_collection_has_its_records() -> None:
    assert tuple(RECORD_TYPES) == COLLECTIONS
    assert RECORD_TYPES["workers"] is tx.Worker
    assert tx.IndividualExposure in RECORD_TYPES["exposures"].__args__


@each_way
def test_a_record_is_read(quick: bool) -> None:
    reader = RecordReader(quick=quick)
    assert reader.read("workers", WORKER) == tx.Worker(id="w1")
    assert reader.read("workers", b' {"id": "w1"} ') == tx.Worker(id="w1")


@each_way
def test_what_is_wrong_is_told_with_the_id_where_there_is_one(quick: bool) -> None:
    assert told(unreadable(b'{"id":"w1","aliases":5}', quick=quick)) == [("not-an-array", "/aliases", "w1")]
    assert told(unreadable(b'{"id":"w 1","aliases":[]}', quick=quick)) == [("id-malformed", "/id", None)]
    assert told(unreadable(b'{"aliases":5}', quick=quick)) == [
        ("not-an-array", "/aliases", None),
        ("missing-field", "/id", None),
    ]


def test_what_was_wrong_is_kept_and_not_shown() -> None:
    record = unreadable(b'{"id":"w1","identity":"Dupont"}')
    assert record.content == {"id": "w1", "identity": "Dupont"}
    assert record.id == "w1"
    assert "Dupont" not in repr(record)
    assert unreadable(b"[").content == b"["
    assert unreadable(b"[").id is None
    assert unreadable(b"5").id is None


def test_faults_of_the_text_and_of_the_structure_are_told_together() -> None:
    data = b'{"id":"w1","id":"w1","aliases":[1e400,{"ref":"","how":"\\ud800"}],"identity":{"birth_name":NaN,"sex":"X"}}'
    assert told(unreadable(data)) == [
        ("number-not-exact", "/aliases/0", "w1"),
        ("not-unicode", "/aliases/1/how", "w1"),
        ("empty-text", "/aliases/1/ref", "w1"),
        ("duplicate-key", "/id", "w1"),
        ("number-not-exact", "/identity/birth_name", "w1"),
        ("not-in-vocabulary", "/identity/sex", "w1"),
    ]


def test_a_fault_hides_nothing_beside_it() -> None:
    data = b'{"id":5,"Dupont Marie":1e400}'
    assert sorted(told(unreadable(data))) == [
        ("not-a-string", "/id", None),
        ("number-not-exact", "", None),
        ("unknown-field", "", None),
    ]


def test_problems_of_an_array_are_told_in_its_order() -> None:
    aliases = [1e400 if n % 2 else 5 for n in range(12)]
    pointers = [pointer for _, pointer, _ in told(unreadable(json.dumps({"id": "w1", "aliases": aliases}).encode()))]
    assert pointers == [f"/aliases/{n}" for n in range(12)]


@pytest.mark.parametrize(
    ("data", "collection", "newer"),
    [
        (b'{"id":"w1","novel":1}', "workers", True),
        (b'{"id":"w1","identity":{"novel":1}}', "workers", True),
        (b'{"id":"w1","identity":{"sex":"novel"}}', "workers", True),
        (b'{"id":"a1","kind":"novel"}', "agents", True),
        (b'{"id":"w1","identties":null}', "workers", True),
        (b'{"id":"w1","novel":1,"aliases":5}', "workers", False),
        (b'{"id":"w 1","novel":1}', "workers", False),
        (b'{"id":"w1","novel":1,"novel":1}', "workers", False),
        (b'{"id":"w1","novel":1e400}', "workers", False),
        (b'{"novel":1}', "workers", False),
        (b'{"id":"a 1","kind":"novel"}', "agents", False),
        (b'{"id":"a1","name":"a"}', "agents", False),
        (b"5", "workers", False),
        (b"[", "workers", False),
    ],
)
def test_what_a_newer_minor_version_may_bring(data: bytes, collection: str, newer: bool) -> None:
    assert unreadable(data, collection).may_be_newer_record is newer


@pytest.mark.parametrize("depth", [40, 64, 65])
def test_a_smaller_depth_is_kept_to(depth: int) -> None:
    # the record is the third level of a document, the value of an extension the fifth
    data = WORKER.replace(b"{}", b'{"a.b":%s}' % (b"[" * 31 + b"]" * 31))
    for limit in (34, 35):
        record = RecordReader(Limits(depth=limit)).read("workers", data)
        assert isinstance(record, Unreadable) is (limit == 34)
    assert not isinstance(RecordReader(Limits(depth=depth)).read("workers", data), Unreadable)


def test_a_reader_is_lent_to_one_at_a_time() -> None:
    with lent_reader() as first:
        with lent_reader() as second:
            assert first is not second
        with lent_reader() as third:
            assert third is second
    with lent_reader(Limits(string=1_000)) as own, lent_reader(Limits(string=1_000)) as other:
        assert own is not other


def test_a_reader_forgets_what_it_read() -> None:
    with lent_reader() as reader:
        reader.read(
            "workers", WORKER.replace(b'"extensions":{}', b'"extensions":{"a.b":"MARK"}').replace(b'"w1"', b'"MARK"')
        )
        assert "MARK" in repr(vars(reader._quick))
    assert "MARK" not in repr(vars(reader._quick))


def test_a_reader_that_failed_is_lent_again_as_new() -> None:
    with pytest.raises(ZeroDivisionError), lent_reader() as reader:
        raise ZeroDivisionError
    with lent_reader() as again:
        assert again is reader
        assert again.read("workers", WORKER) == tx.Worker(id="w1")


def test_readers_in_threads() -> None:
    found: list[Any] = []

    def read() -> None:
        for _ in range(200):
            with lent_reader(LIMITS) as reader:
                found.append(reader.read("workers", WORKER))

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [tx.Worker(id="w1")] * 800

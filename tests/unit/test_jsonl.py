import json
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest

import tracexpo as tx
from tracexpo.codecs.jsonl import ORDER, read_head, read_records, try_read_lines, write_records
from tracexpo.codecs.reading import Limits, Reading, Rejected
from tracexpo.errors import InvalidValueError, ReadError, UnsupportedVersionError
from tracexpo.migrations import STEPS
from tracexpo.problems import Cell, Severity
from tracexpo.register import COLLECTIONS, Register

GOLDEN = Path(__file__).parents[1] / "golden" / "1.0"
HEAD = b'{"format":"tracexpo-register","version":"1.0"}'
WORKER = b'{"in":"workers","record":{"aliases":[],"extensions":{},"id":"w1","identity":null}}'
WORKERS = tx.Register().add(tx.Worker(id="w1"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "r.jsonl"


def read(path: Path, *lines: bytes, head: bytes = HEAD, end: bytes = b"\n") -> Reading:
    path.write_bytes(end.join([head, *lines]) + end)
    return try_read_lines(path)


def told(reading: Reading) -> list[tuple[str, str, int | None]]:
    return [(p.code, p.pointer, p.cell.row if p.cell else None) for p in reading.problems]


# -- the same register


@pytest.mark.parametrize("name", ["complete", "minimal", "newer"])
def test_the_register_is_that_of_the_json_file(name: str, path: Path) -> None:
    register = tx.try_read(GOLDEN / f"{name}.json").register
    assert register is not None
    assert tx.try_read(GOLDEN / f"{name}.jsonl").register == register
    tx.write(register, path)
    assert tx.read(path) == register
    assert tx.digest(tx.read(path)) == tx.digest(register)
    again = path.with_name("again.jsonl")
    tx.write(tx.read(path), again)
    assert again.read_bytes() == path.read_bytes()


def test_the_lines_are_in_order() -> None:
    lines = [json.loads(line) for line in (GOLDEN / "complete.jsonl").read_bytes().splitlines()]
    assert set(lines[0]) == {"format", "version", "as_of", "custodian"}
    assert all(set(line) == {"in", "record"} for line in lines[1:])
    places = [ORDER.index(line["in"]) for line in lines[1:]]
    assert places == sorted(places)
    assert sorted(ORDER) == sorted(COLLECTIONS)
    assert ORDER.index("agents") < ORDER.index("assignments") < ORDER.index("withdrawals")


def test_an_empty_register(path: Path) -> None:
    tx.write(Register(), path)
    assert path.read_bytes() == b'{"as_of":null,"custodian":null,"format":"tracexpo-register","version":"1.0"}\n'
    assert tx.read(path) == Register()


# -- lines of any kind


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\n\n\n", b"\r\n \t\r\n"])
def test_ends_of_lines_and_blank_lines(path: Path, end: bytes) -> None:
    reading = read(path, WORKER, end=end)
    assert reading == Reading(register=WORKERS, version="1.0")
    path.write_bytes(HEAD + end + WORKER)
    assert tx.read(path) == WORKERS


def test_a_byte_order_mark(path: Path) -> None:
    assert read(path, WORKER, head=b"\xef\xbb\xbf" + HEAD).register == WORKERS
    assert told(read(path, b"\xef\xbb\xbf" + WORKER)) == [("not-json", "", 2)]


@pytest.mark.parametrize(
    "line",
    [
        b' {"in" : "workers" , "record" : {"id" : "w1"} } ',
        b'{"record":{"id":"w1"},"in":"workers"}',
        b'{"\\u0069n":"workers","record":{"id":"w1"}}',
        b'{"in":"w\\u006frkers","record":{"id":"w1"}}',
    ],
)
def test_spaces_order_and_escapes_change_nothing(path: Path, line: bytes) -> None:
    assert read(path, line).register == WORKERS


@pytest.mark.parametrize(
    ("line", "problems"),
    [
        (b"{", [("not-json", "")]),
        (b"5", [("not-an-object", "")]),
        (b"null", [("not-an-object", "")]),
        (b"[]", [("not-an-object", "")]),
        (b"{}", [("missing-field", "/in"), ("missing-field", "/record")]),
        (b'{"in":"workers"}', [("missing-field", "/record")]),
        (b'{"record":{"id":"w2"}}', [("missing-field", "/in")]),
        (b'{"in":"worker","record":{"id":"w2"}}', [("not-in-vocabulary", "/in")]),
        (b'{"in":5,"record":{"id":"w2"}}', [("not-in-vocabulary", "/in")]),
        (b'{"in":["workers"],"record":{"id":"w2"}}', [("not-in-vocabulary", "/in")]),
        (b'{"in":{},"record":{"id":"w2"}}', [("not-in-vocabulary", "/in")]),
        (b'{"in":1e400,"record":{"id":"w2"}}', [("number-not-exact", "/in"), ("not-in-vocabulary", "/in")]),
        (b'{"in":"workers","record":{"id":"w2"},"other":1}', [("unknown-field", "/other")]),
        (b'{"in":"workers","record":{"id":"w2"},"Marie Dupont":1}', [("unknown-field", "")]),
        (b'{"in":"workers","record":null}', [("not-an-object", "/workers/1")]),
        (b'{"in":"workers","record":[]}', [("not-an-object", "/workers/1")]),
        (b'{"in":"workers","record":{}}', [("missing-field", "/workers/1/id")]),
        (b'{"in":"workers","record":{"id":"w2","aliases":[5]}}', [("not-an-object", "/workers/1/aliases/0")]),
        (b'{"in":"workers","record":{"id":"w2","id":"w2"}}', [("duplicate-key", "/workers/1/id")]),
        (b'{"in":"workers","record":{"id":"w3"},"record":{"id":"w2"}}', [("duplicate-key", "/workers/1")]),
        (b'{"in":"agents","record":{"id":"w2"},"in":"workers"}', [("duplicate-key", "")]),
        (b'{"in":"workers","\\u0069n":"workers","record":{"id":"w2"}}', [("duplicate-key", "")]),
        (b'{"in":"workers","record":{"id":NaN}}', [("number-not-exact", "/workers/1/id")]),
        (b'{"in":"workers","record":{"id":"\xff"}}', [("not-utf-8", "")]),
        (b'{"in":"workers","record":%s}' % (b"[" * 100_000), [("too-deep", "")]),
        (b'{"in":"workers","record":{"id":"w2"}}{}', [("not-json", "")]),
        (HEAD, [("missing-field", "/in"), ("missing-field", "/record"), ("unknown-field", ""), ("unknown-field", "")]),
    ],
)  # fmt: skip
def test_a_bad_line_is_set_aside_with_its_row(path: Path, line: bytes, problems: list[tuple[str, str]]) -> None:
    reading = read(path, WORKER, b"", line, WORKER.replace(b"w1", b"w9"))
    assert reading.register == tx.Register().add(tx.Worker(id="w1"), tx.Worker(id="w9"))
    found = told(reading)
    if line is HEAD:
        found = [(code, "" if code == "unknown-field" else pointer, row) for code, pointer, row in found]
    assert sorted(found) == sorted((code, pointer, 4) for code, pointer in problems)
    (rejected,) = reading.rejected
    assert rejected.cell == Cell(row=4)
    assert rejected.problems == reading.problems
    assert all(problem.context["line"] == 4 for problem in reading.problems if "line" in problem.context)
    with pytest.raises(ReadError) as caught:
        tx.read(path)
    assert caught.value.problems == reading.problems


def test_a_bad_line_keeps_what_it_held(path: Path) -> None:
    reading = read(path, b'{"in":"workers","record":{"id":"w2","x":1}}', b'{"in":"nobody","record":{"id":"w2"}}', b"{")
    assert [(r.collection, r.pointer, r.content) for r in reading.rejected] == [
        ("workers", "/workers/0", {"id": "w2", "x": 1}),
        (None, "", {"in": "nobody", "record": {"id": "w2"}}),
        (None, "", b"{"),
    ]


def test_a_line_longer_than_the_limit_is_one_bad_line(path: Path) -> None:
    long = WORKER.replace(b"{}", b'{"a.b":"%s"}' % (b"w" * 1_000))
    path.write_bytes(b"\n".join([HEAD, long, WORKER, long, long[:-1]]))
    reading = try_read_lines(path, Limits(document=200))
    assert told(reading) == [("too-large", "", row) for row in (2, 4, 5)]
    assert reading.register == WORKERS
    for size in (len(WORKER), len(WORKER) - 1):
        for end in (b"", b"\n", b"\r\n", b" " * 500 + b"\n"):
            path.write_bytes(HEAD + b"\n" + WORKER + end)
            assert try_read_lines(path, Limits(document=size)).ok is (size == len(WORKER))


# -- the first line


@pytest.mark.parametrize(
    ("head", "problems"),
    [
        (b"", [("empty-document", "")]),
        (b"[]", [("not-an-object", "")]),
        (b"{}", [("not-a-register", "")]),
        (WORKER, [("not-a-register", "")]),
        (HEAD[:-1], [("not-json", "")]),
        (HEAD.replace(b"1.0", b"2.0"), [("version-unsupported", "/version")]),
        (HEAD[:-1] + b',"workers":[{"id":"w1"}]}', [("whole-document", "")]),
        (HEAD[:-1] + b',"workers":[{"id":5}]}', [("not-a-string", "/workers/0/id")]),
        (HEAD[:-1] + b',"as_of":5}', [("not-a-date", "/as_of")]),
        (HEAD[:-1] + b',"novel":5}', [("unknown-field", "/novel")]),
    ],
)
def test_first_lines_that_are_none(path: Path, head: bytes, problems: list[tuple[str, str]]) -> None:
    path.write_bytes(b"\n" + head + b"\n")
    reading = try_read_lines(path)
    assert [(code, pointer) for code, pointer, _ in told(reading)] == problems
    assert not reading.ok
    assert {problem.cell for problem in reading.problems} == {Cell(row=2)} or head == b""
    for reader in (read_head, lambda path: list(read_records(path)), tx.read):
        with pytest.raises(ReadError):
            reader(path)  # type: ignore[operator]


def test_another_major_version_has_its_own_error(path: Path) -> None:
    path.write_bytes(HEAD.replace(b"1.0", b"2.0"))
    with pytest.raises(UnsupportedVersionError):
        tx.read(path)


def test_the_first_line_may_be_spread_with_spaces_and_name_empty_collections(path: Path) -> None:
    head = b' {"version": "1.0", "workers": [], "format": "tracexpo-register", "as_of": "2025-01-01"} '
    reading = read(path, WORKER, head=head)
    assert reading.register == attrs.evolve(WORKERS, as_of=reading.register.as_of if reading.register else None)
    assert str(read_head(path).as_of) == "2025-01-01"


def test_an_empty_file(path: Path) -> None:
    path.write_bytes(b"")
    assert [code for code, _, _ in told(try_read_lines(path))] == ["empty-document"]


# -- a newer minor version


def test_lines_of_a_newer_version_are_kept_word_for_word(path: Path) -> None:
    novel = b'{"in":"workers","record":{"id":"w2","novel":{"b":1.0,"a":"\xc3\xa9"}}}'
    head = b'{"custodian":{"kind":"novel"},"format":"tracexpo-register","other":[1],"version":"1.4"}'
    reading = read(path, WORKER, novel, b'{"in":"workers","record":{"id":5,"novel":1}}', head=head)
    assert told(reading) == [
        ("newer-record", "/custodian", 1),
        ("newer-record", "/other", 1),
        ("newer-record", "/workers/1", 3),
        ("not-a-string", "/workers/2/id", 4),
        ("unknown-field", "/workers/2/novel", 4),
    ]
    assert [problem.severity is Severity.WARNING for problem in reading.problems] == [True] * 3 + [False] * 2
    register = reading.register
    assert register is not None
    assert [(u.collection, u.id, u.json) for u in register.unread] == [
        (None, None, '{"custodian":{"kind":"novel"}}'),
        (None, None, '{"other":[1]}'),
        ("workers", "w2", '{"id":"w2","novel":{"a":"é","b":1}}'),
    ]
    again = path.with_name("again.jsonl")
    tx.write(register, again)
    assert tx.read(again) == register == tx.loads(tx.dumps(register))


# -- streams


def test_records_come_one_by_one(path: Path) -> None:
    tx.write(tx.try_read(GOLDEN / "newer.json").register or Register(), path)
    records = list(read_records(path))
    assert {type(record).__name__ for record in records} >= {"UnreadRecord"}
    copy = path.with_name("copy.jsonl")
    write_records(copy, iter(records), head=read_head(path))
    assert copy.read_bytes() == path.read_bytes()


def test_a_bad_line_ends_the_stream_unless_somebody_takes_it(path: Path) -> None:
    read(path, WORKER, b"{", WORKER.replace(b"w1", b"w2"), b'{"in":"workers","record":{}}')
    stream = read_records(path)
    assert next(stream) == tx.Worker(id="w1")
    with pytest.raises(ReadError) as caught:
        next(stream)
    assert [(p.code, p.cell) for p in caught.value.problems] == [("not-json", Cell(row=3))]
    bad: list[Rejected] = []
    assert list(read_records(path, on_rejected=bad.append)) == [tx.Worker(id="w1"), tx.Worker(id="w2")]
    assert [rejected.cell for rejected in bad] == [Cell(row=3), Cell(row=5)]


def test_a_stream_may_be_left(path: Path) -> None:
    read(path, WORKER, WORKER.replace(b"w1", b"w2"))
    streams = [read_records(path) for _ in range(6)]
    assert [next(stream) for stream in streams] == [tx.Worker(id="w1")] * 6
    for stream in streams:
        stream.close()  # type: ignore[attr-defined] # it is a generator


def test_a_file_that_is_not_there(path: Path) -> None:
    for reader in (read_head, try_read_lines, tx.read, lambda path: list(read_records(path))):
        with pytest.raises(FileNotFoundError):
            reader(path)  # type: ignore[operator]


def test_a_stream_that_fails_leaves_the_old_file(path: Path) -> None:
    path.write_bytes(b"old")

    def failing() -> Iterator[tx.Worker]:
        yield tx.Worker(id="w1")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_records(path, failing())
    wrong: list[Any] = [tx.Worker(id="w1"), "w2"]
    with pytest.raises(InvalidValueError, match="wrong-type"):
        write_records(path, wrong)
    assert path.read_bytes() == b"old"
    assert [file.name for file in path.parent.iterdir()] == ["r.jsonl"]


def test_what_stood_beside_the_collections_comes_from_the_head(path: Path) -> None:
    beside = tx.UnreadRecord(collection=None, id=None, json='{"other":1}')
    head = tx.Register(version="1.4", unread=(beside,), workers=(tx.Worker(id="w0"),))
    write_records(path, [tx.Worker(id="w1"), beside], head=head)
    assert path.read_bytes() == (
        b'{"as_of":null,"custodian":null,"format":"tracexpo-register","other":1,"version":"1.4"}\n' + WORKER + b"\n"
    )


def test_what_no_reader_keeps_is_not_written(path: Path) -> None:
    for text in ("no json", '{"id": "x"}', '{"id":"y"}', "[]", "{}", '{"id":"x","id":"x"}'):
        unread = tx.UnreadRecord(collection="workers", id="x", json=text)
        with pytest.raises(InvalidValueError, match="unread-malformed"):
            write_records(path, [unread], head=tx.Register(version="1.1"))


def _peak(path: Path, n: int, long: int = 1) -> tuple[int, int]:
    """The most memory that reading, and writing, so many records takes."""

    def workers() -> Iterator[tx.Worker]:
        for i in range(n):
            yield tx.Worker(id=f"w{i}", identity=tx.Identity(birth_name=f"Nom {i}", address=f"{i}" * long))

    peaks = []
    for work in (lambda: write_records(path, workers()), lambda: sum(1 for _ in read_records(path))):
        tracemalloc.start()
        try:
            work()
            peaks.append(tracemalloc.get_traced_memory()[1])
        finally:
            tracemalloc.stop()
    return peaks[0], peaks[1]


def test_memory_does_not_grow_with_the_number_of_lines(path: Path) -> None:
    _peak(path, 100)
    # more than the tables of the reader hold
    few, many = _peak(path, 5_000), _peak(path, 10_000)
    assert many[0] < few[0] + 100_000
    assert many[1] < few[1] + 100_000


def test_memory_does_not_grow_with_the_number_of_long_texts(path: Path) -> None:
    _peak(path, 100)
    few, many = _peak(path, 50, 5_000), _peak(path, 400, 5_000)
    assert many[0] < few[0] + 100_000
    assert many[1] < few[1] + 100_000


@pytest.mark.slow
def test_memory_does_not_grow_with_many_more_lines(path: Path) -> None:
    few, many = _peak(path, 20_000), _peak(path, 80_000)
    assert many[0] < few[0] + 100_000
    assert many[1] < few[1] + 100_000


def test_lines_of_an_older_version_are_not_migrated_one_by_one(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(STEPS, "0.9", ("1.0", lambda document: {**document, "version": "1.0"}))  # type: ignore[call-overload]
    reading = read(path, WORKER, head=HEAD.replace(b"1.0", b"0.9"))
    assert told(reading) == [("migrated", "", 1), ("version-unsupported", "/version", 1)]
    with pytest.raises(UnsupportedVersionError):
        tx.read(path)

import datetime as dt
import errno
import hashlib
import json
import os
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import pytest
import rfc8785

import tracexpo as tx
from tracexpo.codecs.atomic import write_atomically
from tracexpo.codecs.writing import RecordWriter, digest, dumps, pieces
from tracexpo.errors import InvalidValueError
from tracexpo.register import COLLECTIONS

WORKER = tx.Worker(id="w1", aliases=(tx.Alias(ref="7", how=tx.AliasOrigin.DECLARED),))
EXPOSURE = tx.IndividualExposure(
    id="x1",
    worker="w1",
    agent="a1",
    establishment="e1",
    period=tx.Period(dt.date(2024, 7, 5)),
    conditions=tx.Conditions(
        duration=tx.ExposureTime(Decimal("0.50"), tx.TimeUnit.H_DAY), routes=(tx.Route.INHALATION, tx.Route.DERMAL)
    ),
    provenance=tx.Provenance(recorded_at=dt.datetime(2024, 7, 5, 10, 30, tzinfo=dt.UTC), evidence=tx.Biomonitored()),
)
REGISTER = tx.Register(as_of=dt.date(2025, 1, 1), workers=(WORKER,), exposures=(EXPOSURE,))

# -- the bytes


def test_a_record_is_written_with_every_field_in_order() -> None:
    assert RecordWriter().write(WORKER) == (
        b'{"aliases":[{"custodian":null,"how":"declared","ref":"7"}],"extensions":{},"id":"w1","identity":null}'
    )


def test_tags_stand_where_there_is_a_choice() -> None:
    plain = json.loads(RecordWriter().write(EXPOSURE))
    assert plain["kind"] == "individual"
    assert plain["conditions"]["duration"] == {"kind": "time", "unit": "h/day", "value": "0.50"}
    assert plain["provenance"]["evidence"] == {"kind": "biomonitored"}
    assert plain["provenance"]["recorded_at"] == "2024-07-05T10:30:00Z"
    assert plain["period"]["start"] == "2024-07-05"
    assert list(plain) == sorted(plain)
    # the working time of an assignment is nothing else than a time
    assignment = tx.Assignment(
        id="s1", worker="w1", situation="g1", period=EXPOSURE.period, working_hours=EXPOSURE.conditions.duration
    )
    assert json.loads(RecordWriter().write(assignment))["working_hours"] == {"unit": "h/day", "value": "0.50"}


@pytest.mark.parametrize(
    ("number", "text"),
    [
        *(("0.10", "0.10"), ("1E+2", "100"), ("0E-7", "0.0000000"), ("1E-7", "0.0000001"), ("-1.50", "-1.50")),
        *(("0", "0"), ("999999999999999999.999999999999999999",) * 2, ("1E-18", "0.000000000000000001")),
    ],
)
def test_decimals_are_written_out(number: str, text: str) -> None:
    data = RecordWriter().write(tx.Measure(Decimal(number), tx.Unit.MG_M3))
    assert json.loads(data) == {"value": text, "unit": "mg/m3"}


def test_texts_are_escaped_as_rfc_8785_asks() -> None:
    every = "".join(map(chr, range(1, 0x800))) + "\u2028\ue000\uffff\U0001f600\U0010ffff"
    data = dumps(tx.Register().add(tx.Worker(id="w1", identity=tx.Identity(birth_name="\x00" + every))))
    assert data == rfc8785.dumps(json.loads(data))
    assert "\x00" + every == json.loads(data)["workers"][0]["identity"]["birth_name"]


def test_an_empty_register() -> None:
    plain = json.loads(dumps(tx.Register()))
    assert plain == {
        "format": "tracexpo-register",
        "version": "1.0",
        "as_of": None,
        "custodian": None,
        **{name: [] for name in COLLECTIONS},
    }


def test_records_are_sorted_by_id_and_equal_ids_by_their_bytes() -> None:
    workers = [tx.Worker(id=id) for id in ("w10", "W1", "w2", "-", "1")]
    twice = [tx.Worker(id="w2", extensions={"a.b": n}) for n in (3, 1, 2)]
    one = tx.Register().add(*workers, *twice)
    other = tx.Register().add(*reversed(twice), *reversed(workers))
    assert dumps(one) == dumps(other)
    ids = [worker["id"] for worker in json.loads(dumps(one))["workers"]]
    assert ids == ["-", "1", "W1", "w10", "w2", "w2", "w2", "w2"]


def test_what_was_not_read_stands_in_its_place() -> None:
    unread = (
        tx.UnreadRecord(collection="workers", id="w0", json='{"id":"w0","novel":1}'),
        tx.UnreadRecord(collection="workers", id="w2", json='{"id":"w2","novel":2}'),
        tx.UnreadRecord(collection=None, id=None, json='{"zz":[1]}'),
        tx.UnreadRecord(collection=None, id=None, json='{"\U0001f600":1}'),
        tx.UnreadRecord(collection=None, id=None, json='{"\ufb33":2}'),
    )
    register = tx.Register(version="1.3", workers=(WORKER,), unread=unread)
    data = dumps(register)
    assert data == rfc8785.dumps(json.loads(data))
    assert [worker.get("id") for worker in json.loads(data)["workers"]] == ["w0", "w1", "w2"]
    assert tx.loads(data) == register
    assert digest(attrs.evolve(register, unread=unread[1:])) != digest(register)


@pytest.mark.parametrize(
    ("collection", "text"),
    [
        ("workers", "no json"),
        ("workers", '{"id":"w0", "novel":1}'),
        ("workers", '{"id":"other"}'),
        ("workers", "{}"),
        ("workers", '["w0"]'),
        (None, "{}"),
        (None, '{"a":1,"b":2}'),
        (None, '{"workers":[]}'),
        (None, '{"version":"1.4"}'),
    ],
)
def test_what_no_reader_keeps_is_not_written(collection: str | None, text: str) -> None:
    unread = tx.UnreadRecord(collection=collection, id=collection and "w0", json=text)
    with pytest.raises(tx.InvalidValueError, match="unread-malformed"):
        dumps(tx.Register(version="1.3", unread=(unread,)))


def test_the_digest_is_that_of_the_bytes() -> None:
    assert digest(REGISTER) == "sha256:" + hashlib.sha256(dumps(REGISTER)).hexdigest()
    assert b"".join(pieces(REGISTER)) == dumps(REGISTER)


def test_the_digest_tells_how_a_number_was_written_and_equality_does_not() -> None:
    def with_value(number: str) -> tx.Register:
        measure = tx.Measure(Decimal(number), tx.Unit.MG_M3)
        conditions = tx.Conditions(degree=tx.Level(value=measure))
        return tx.Register().add(attrs.evolve(EXPOSURE, conditions=conditions))

    assert with_value("0.10") == with_value("0.1")
    assert digest(with_value("0.10")) != digest(with_value("0.1"))


@pytest.mark.parametrize("wrong", [None, {}, WORKER, b""])
def test_only_a_register_is_written(wrong: Any) -> None:
    with pytest.raises(InvalidValueError) as caught:
        dumps(wrong)
    assert caught.value.code == "wrong-type"


# -- whole or not at all


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "r.json"
    path.write_bytes(b"old")
    return path


def test_the_new_takes_the_place_of_the_old(old: Path) -> None:
    write_atomically(old, iter([b"a", b"", b"b"]))
    assert old.read_bytes() == b"ab"
    assert left_in(old.parent) == ["r.json"]


@pytest.mark.parametrize("error", [ValueError, OSError, KeyboardInterrupt, GeneratorExit, MemoryError])
def test_a_crash_half_way_leaves_the_old_file_and_no_other(old: Path, error: type[BaseException]) -> None:
    def crashing() -> Iterator[bytes]:
        yield b"x" * 5_000_000
        raise error

    with pytest.raises(error):
        write_atomically(old, crashing())
    assert old.read_bytes() == b"old"
    assert left_in(old.parent) == ["r.json"]


def test_a_crash_leaves_no_new_file(tmp_path: Path) -> None:
    def crashing() -> Iterator[bytes]:
        yield b"x"
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_atomically(tmp_path / "r.json", crashing())
    assert left_in(tmp_path) == []


def run(script: str, *arguments: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(script), *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


@pytest.mark.skipif(sys.platform == "win32", reason="no limits there")
def test_a_full_disk_leaves_the_old_file_and_no_other(old: Path) -> None:
    process = run(
        """
        import resource, signal, sys
        from pathlib import Path
        from tracexpo.codecs.atomic import write_atomically
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (3_000_000, 3_000_000))
        try:
            write_atomically(Path(sys.argv[1]), (b"x" * 1_000 for _ in range(10_000)))
        except OSError as error:
            print(error.errno)
        """,
        str(old),
    )
    out, err = process.communicate(timeout=60)
    assert (err, int(out)) == (b"", errno.EFBIG)
    assert old.read_bytes() == b"old"
    assert left_in(old.parent) == ["r.json"]


@pytest.mark.skipif(sys.platform == "win32", reason="no such signal")
def test_a_kill_leaves_the_old_file(old: Path) -> None:
    process = run(
        """
        import itertools, sys
        from pathlib import Path
        from tracexpo.codecs.atomic import write_atomically
        write_atomically(Path(sys.argv[1]), itertools.repeat(b"x" * 1_000_000, 1_000))
        """,
        str(old),
    )
    try:
        deadline = time.monotonic() + 60
        while not [path for path in old.parent.glob(".r.json.*") if path.stat().st_size] and process.poll() is None:
            assert time.monotonic() < deadline
            time.sleep(0.01)
    finally:
        process.kill()
        process.communicate()
    assert old.read_bytes() == b"old"
    write_atomically(old, iter([b"new"]))
    assert old.read_bytes() == b"new"


def test_a_folder_that_is_not_there_or_stands_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "r.json").mkdir()
    for target in (tmp_path / "none" / "r.json", tmp_path / "r.json"):
        with pytest.raises((FileNotFoundError, IsADirectoryError)) as raised:
            write_atomically(target, iter([b"a"]))
        # no word of the file beside it that was to become this one
        assert (raised.value.filename, raised.value.filename2) == (str(target), None)
    assert left_in(tmp_path) == ["r.json"]


@pytest.mark.skipif(sys.platform == "win32", reason="has no pipes that are files")
def test_a_pipe_is_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(OSError, match="pipe"):
        write_atomically(pipe, iter([b"a"]))
    assert pipe.is_fifo()


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="may write anywhere")
def test_a_folder_that_may_not_be_written(old: Path) -> None:
    old.parent.chmod(0o500)
    try:
        with pytest.raises(PermissionError):
            write_atomically(old, iter([b"a"]))
    finally:
        old.parent.chmod(0o700)
    assert old.read_bytes() == b"old"


@pytest.mark.skipif(sys.platform == "win32", reason="other permissions there")
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644, 0o444, 0o400, 0o755])
def test_permissions_stay_and_are_never_wider_meanwhile(old: Path, mode: int) -> None:
    old.chmod(mode)
    seen = []

    def looking() -> Iterator[bytes]:
        seen.extend(path.stat().st_mode & 0o777 for path in old.parent.glob(".r.json.*"))
        yield b"new"

    write_atomically(old, looking())
    assert old.stat().st_mode & 0o7777 == mode
    assert len(seen) == 1
    assert seen[0] & ~(mode | 0o600) == 0


@pytest.mark.skipif(sys.platform == "win32", reason="other permissions there")
def test_a_new_file_has_the_permissions_of_any_new_file(tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes(b"")
    write_atomically(tmp_path / "r.json", iter([b"new"]))
    assert (tmp_path / "r.json").stat().st_mode == (tmp_path / "plain").stat().st_mode


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_stays_a_link(old: Path) -> None:
    folder = old.parent / "elsewhere"
    folder.mkdir()
    link, again = folder / "link.json", folder / "again.json"
    link.symlink_to(Path("..") / "r.json")
    again.symlink_to("link.json")
    write_atomically(again, iter([b"new"]))
    assert link.is_symlink()
    assert again.is_symlink()
    assert old.read_bytes() == b"new"
    assert left_in(folder) == ["again.json", "link.json"]


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_links_to_nothing_and_in_a_circle(tmp_path: Path) -> None:
    (tmp_path / "a.json").symlink_to(tmp_path / "b.json")
    write_atomically(tmp_path / "a.json", iter([b"new"]))
    assert (tmp_path / "b.json").read_bytes() == b"new"
    (tmp_path / "c.json").symlink_to(tmp_path / "d.json")
    (tmp_path / "d.json").symlink_to(tmp_path / "c.json")
    with pytest.raises(OSError, match=r"c\.json"):
        write_atomically(tmp_path / "c.json", iter([b"new"]))
    assert left_in(tmp_path) == ["a.json", "b.json", "c.json", "d.json"]


@pytest.mark.parametrize(
    "name", ["a" * 250 + ".json", "é" * 125 + ".json", "😀" * 62 + ".json", ".json", "a\nb.json"], ids=list("abcde")
)
def test_any_name_a_file_may_have(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    try:
        path.write_bytes(b"old")
    except OSError:
        pytest.skip("not a name of a file here")
    write_atomically(path, iter([b"new"]))
    assert path.read_bytes() == b"new"
    assert left_in(tmp_path) == [name]


def test_of_several_writers_one_is_the_last(tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    contents = [bytes([n]) * 300_000 for n in range(8)]

    def write(content: bytes) -> None:
        for _ in range(5):
            write_atomically(path, iter([content[:100_000], content[100_000:]]))

    threads = [threading.Thread(target=write, args=(content,)) for content in contents]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        if path.exists():
            assert path.read_bytes() in contents
    for thread in threads:
        thread.join()
    assert path.read_bytes() in contents
    assert left_in(tmp_path) == ["r.json"]

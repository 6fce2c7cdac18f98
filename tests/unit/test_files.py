import os
import subprocess
import sys
import textwrap
import threading
from pathlib import Path
from typing import Any

import pytest

import tracexpo as tx
from tracexpo.errors import InvalidValueError, ReadError
from tracexpo.register import Register

GOLDEN = Path(__file__).parents[1] / "golden" / "1.0"
REGISTER = tx.Register().add(tx.Worker(id="w1"))
HEAD = b'{"format":"tracexpo-register","version":"1.0"}'


@pytest.mark.parametrize("name", ["r.json", "r.JSON", "r.jsonl", "r.JsonL", "r.x.json", ".a.json", "é à.json"])
@pytest.mark.parametrize("kind", [str, Path])
def test_a_register_is_written_and_read(tmp_path: Path, name: str, kind: Any) -> None:
    path = kind(tmp_path / name)
    tx.write(REGISTER, path)
    assert tx.read(path) == REGISTER
    assert tx.try_read(path).ok
    assert [file.name for file in tmp_path.iterdir()] == [name]


def test_json_files_hold_the_canonical_bytes(tmp_path: Path) -> None:
    register = tx.read(GOLDEN / "complete.json")
    tx.write(register, tmp_path / "r.json")
    assert (tmp_path / "r.json").read_bytes() == tx.dumps(register)


@pytest.mark.parametrize("name", ["r.csv", "r.xlsx", "r.txt", "r", "json", ".json", "r.json.gz", "r.jsonld", "r.json "])
def test_no_other_suffix_is_written(tmp_path: Path, name: str) -> None:
    with pytest.raises(InvalidValueError, match=r"\.json, \.jsonl") as caught:
        tx.write(REGISTER, tmp_path / name)
    assert caught.value.code == "suffix-not-written"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["r.txt", "r", "r.json.gz", "r.pdf", "r.xls"])
def test_no_other_suffix_is_read(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(HEAD)
    reading = tx.try_read(tmp_path / name)
    assert [problem.code for problem in reading.problems] == ["suffix-unknown"]
    with pytest.raises(ReadError, match=r"\.json"):
        tx.read(tmp_path / name)


@pytest.mark.parametrize("name", ["none.json", "none.jsonl", "none/r.json"])
def test_a_file_that_is_not_there(tmp_path: Path, name: str) -> None:
    for read in (tx.read, tx.try_read):
        with pytest.raises(FileNotFoundError):
            read(tmp_path / name)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "r.json").mkdir()
    for read in (tx.read, tx.try_read):
        with pytest.raises((IsADirectoryError, PermissionError)):
            read(tmp_path / "r.json")


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        tx.write(REGISTER, tmp_path / "none" / "r.json")


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b" \n", b"[", b"\x00" * 100, b"5", HEAD[:-1]])
@pytest.mark.parametrize("suffix", [".json", ".jsonl"])
def test_a_file_that_holds_no_register(tmp_path: Path, data: bytes, suffix: str) -> None:
    path = tmp_path / f"r{suffix}"
    path.write_bytes(data)
    assert tx.try_read(path).register is None
    with pytest.raises(ReadError):
        tx.read(path)


def test_every_problem_of_a_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    path.write_bytes(HEAD[:-1] + b',"workers":[{"id":5},{"id":"w1","x":1}]}')
    with pytest.raises(ReadError) as caught:
        tx.read(path)
    told = [(problem.code, problem.pointer) for problem in caught.value.problems]
    assert told == [("not-a-string", "/workers/0/id"), ("unknown-field", "/workers/1/x")]


def test_a_file_larger_than_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    path.write_bytes(HEAD)
    assert tx.try_read(path, limits=tx.Limits(document=len(HEAD))).ok
    for limit in (len(HEAD) - 1, 1, 0):
        reading = tx.try_read(path, limits=tx.Limits(document=limit))
        assert [problem.code for problem in reading.problems] == ["too-large"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
@pytest.mark.parametrize("size", [10, 3_000_000])
def test_a_pipe_has_no_size_beforehand(tmp_path: Path, size: int) -> None:
    path = tmp_path / "r.json"
    os.mkfifo(path)
    data = HEAD + b" " * size
    for limit, ok in ((len(data), True), (len(data) - 1, False)):
        writer = threading.Thread(target=path.write_bytes, args=(data,))
        writer.start()
        reading = tx.try_read(path, limits=tx.Limits(document=limit))
        writer.join()
        assert reading.ok is ok
        assert [problem.code for problem in reading.problems] == ([] if ok else ["too-large"])


@pytest.mark.skipif(sys.platform != "linux", reason="no such limit elsewhere")
def test_a_small_file_needs_little_memory(tmp_path: Path) -> None:
    """Not as much as the largest file that is allowed."""
    for name in ("r.json", "r.jsonl"):
        tx.write(REGISTER, tmp_path / name)
        script = """
            import resource, sys
            import tracexpo as tx
            resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
            print(len(tx.read(sys.argv[1]).workers))
            """
        done = subprocess.run(
            [sys.executable, "-c", textwrap.dedent(script), str(tmp_path / name)], capture_output=True, check=False
        )
        assert (done.stderr, done.stdout.strip()) == (b"", b"1")


def test_a_register_written_over_itself(tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    register = Register()
    for n in range(5):
        register = register.add(tx.Worker(id=f"w{n}"))
        tx.write(register, path)
        assert tx.read(path) == register

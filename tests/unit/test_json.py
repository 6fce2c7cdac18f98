import copy
import gc
import json
import pickle
import threading
import traceback
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

import tracexpo as tx
from tracexpo.codecs import json as codec
from tracexpo.errors import ReadError, UnsupportedVersionError

DATA = (Path(__file__).parents[1] / "golden" / "1.0" / "complete.json").read_bytes()
HEAD: dict[str, Any] = {"format": "tracexpo-register", "version": "1.0"}
MARK = "QXZMARK"
BAD = json.dumps(
    {
        **HEAD,
        "workers": [
            {"id": MARK + " 1", "identity": {"birth_name": [MARK], "birth_date": "1985-05-21 " + MARK, "nir": MARK}},
            {"id": "w2", "aliases": [{"ref": {MARK: 1}, "how": MARK}], MARK: MARK, "identity": MARK},
        ],
    }
).encode()


def test_the_public_names() -> None:
    assert (tx.loads, tx.try_loads, tx.dumps, tx.digest) == (codec.loads, codec.try_loads, codec.dumps, codec.digest)
    assert codec.make_converter() is not codec.make_converter()


def test_one_behaviour_for_bytes_text_and_mapping(tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    path.write_bytes(DATA)
    registers = [tx.loads(DATA), tx.loads(DATA.decode()), tx.loads(json.loads(DATA)), tx.read(path)]
    assert all(register == registers[0] for register in registers)
    assert {tx.dumps(register) for register in registers} == {tx.dumps(registers[0])}
    path.write_bytes(BAD)
    readings = [tx.try_loads(BAD), tx.try_loads(BAD.decode()), tx.try_loads(json.loads(BAD)), tx.try_read(path)]
    assert all(reading == readings[0] for reading in readings)


def error_of(data: Any) -> ReadError:
    with pytest.raises(ReadError) as caught:
        tx.loads(data)
    return caught.value


def test_every_problem_is_in_the_error() -> None:
    error = error_of(BAD)
    assert error.problems == tx.try_loads(BAD).problems
    assert [(problem.code, problem.pointer) for problem in error.problems] == [
        ("id-malformed", "/workers/0/id"),
        ("not-a-date", "/workers/0/identity/birth_date"),
        ("not-a-string", "/workers/0/identity/birth_name"),
        ("nir-malformed", "/workers/0/identity/nir"),
        ("unknown-field", "/workers/1"),
        ("not-in-vocabulary", "/workers/1/aliases/0/how"),
        ("not-a-string", "/workers/1/aliases/0/ref"),
        ("not-an-object", "/workers/1/identity"),
    ]
    assert str(error).startswith("8 problems\n  /workers/0/id: ")
    assert error.text_in("fr").startswith("8 constats\n  /workers/0/id: ")


def test_nothing_personal_is_shown_however_the_error_is_printed() -> None:
    for data in (BAD, BAD.decode(), json.loads(BAD)):
        error = error_of(data)
        assert error.__cause__ is None
        assert error.__context__ is None
        shown = [
            *(str(error), repr(error), error.text_in("fr"), str(error.args), str(vars(error))),
            *("".join(traceback.format_exception(error)), "".join(traceback.format_exception_only(error))),
            *(repr(tx.try_loads(data)), str(tx.try_loads(data).problems), repr(tx.try_loads(data).rejected)),
        ]
        assert [text for text in shown if MARK in text] == []
        assert MARK in str(tx.try_loads(data).rejected[0].content)


def test_errors_go_to_other_processes() -> None:
    for error in (error_of(BAD), error_of({**HEAD, "version": "2.0"}), error_of(b"")):
        for again in (pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):
            assert type(again) is type(error)
            assert again.problems == error.problems
            assert str(again) == str(error)


@pytest.mark.slow
def test_errors_come_back_from_other_processes() -> None:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        assert pool.submit(tx.loads, DATA).result() == tx.loads(DATA)
        with pytest.raises(ReadError) as caught:
            pool.submit(tx.loads, BAD).result()
    assert caught.value.problems == error_of(BAD).problems


def test_another_major_version_has_its_own_error() -> None:
    with pytest.raises(UnsupportedVersionError, match=r"this is version 2\.0 of the format; this library reads 1\.0"):
        tx.loads({**HEAD, "version": "2.0"})


def test_trying_never_raises_for_content() -> None:
    for data in (b"", b"[", BAD, {}, {**HEAD, "version": "2.0"}, None, 5, "\ud800"):
        reading = tx.try_loads(data)  # type: ignore[arg-type]
        assert not reading.ok
        assert reading.problems


def test_what_was_set_aside_can_be_mended_and_read() -> None:
    workers = [{"id": "w1"}, {"id": "w2", "identity": {"birth_name": ""}}]
    reading = tx.try_loads({**HEAD, "workers": workers})
    (rejected,) = reading.rejected
    mended = {**rejected.content, "identity": None}
    assert reading.register is not None
    register = tx.loads({**json.loads(tx.dumps(reading.register)), rejected.collection: [*workers[:1], mended]})
    assert [worker.id for worker in register.workers] == ["w1", "w2"]


def test_limits_may_be_told() -> None:
    with pytest.raises(ReadError, match="larger than the limit of 10 bytes"):
        tx.loads(DATA, limits=tx.Limits(document=10))
    assert tx.loads(DATA, limits=tx.Limits(string=1_000_000, depth=128)) == tx.loads(DATA)


def test_a_digest_is_the_same_from_every_copy() -> None:
    register = tx.loads(DATA)
    assert tx.digest(pickle.loads(pickle.dumps(register))) == tx.digest(copy.deepcopy(register)) == tx.digest(register)


def test_reading_and_writing_in_threads() -> None:
    expected, digest = tx.loads(DATA), tx.digest(tx.loads(DATA))
    found: list[bool] = []

    def work() -> None:
        for _ in range(4):
            register = tx.loads(DATA)
            found.append(register == expected and tx.digest(register) == digest)
            found.append(len(tx.try_loads(BAD).problems) == 8)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [True] * 32
    assert gc.isenabled()


def test_reading_many_small_documents_keeps_nothing() -> None:
    """Readers are lent again and again: neither records nor texts stay with them."""
    import tracemalloc

    def read(n: int) -> None:
        workers = [{"id": f"w{n}-{i}", "identity": {"birth_name": f"Nom {n} {i}" * 20}} for i in range(20)]
        tx.loads(tx.dumps(tx.loads({**HEAD, "workers": workers})))

    for n in range(10):
        read(n)
    gc.collect()
    tracemalloc.start()
    try:
        for n in range(20):
            read(n)
        gc.collect()
        first = tracemalloc.get_traced_memory()[0]
        for n in range(20, 60):
            read(n)
        gc.collect()
        assert tracemalloc.get_traced_memory()[0] < first + 20_000
    finally:
        tracemalloc.stop()

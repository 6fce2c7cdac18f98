"""What is timed, in the process that does it: each task of one side gives seconds or bytes, and checks its answer."""

import cProfile
import gc
import os
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import msgspec
from answers import SPOILED, STEP, Sum, compare, digest_of, expected_sum, records_of, spoil, spoiled, sum_of
from generate import write
from sides import SIDES, importable

ONE_BY_ONE = 20_000
"""How many records are read one at a time."""
SPOILED_AT = ("period/end", "1950-01-01")


class Expected(msgspec.Struct, frozen=True):
    """What a document must answer."""

    sum: Sum
    digest: str
    bytes_per_record: float


def prepare(folder: Path, count: int, *, distinct: bool) -> None:
    """Write the documents of one size and what they must answer."""
    path = folder / "document.json"
    write(path, count, distinct=distinct)
    data = path.read_bytes()
    raws = records_of(data)
    size = sum(map(len, raws)) / count
    expected = Expected(sum=expected_sum(data), digest=digest_of(data), bytes_per_record=size)
    (folder / "expected.json").write_bytes(msgspec.json.encode(expected))
    middle = raws[count // 2]
    (folder / "bad.json").write_bytes(data.replace(middle, spoil(middle, *SPOILED_AT)))
    write(folder / "first.json", 1, distinct=distinct, bare=True)


def resident() -> int:
    """Return the resident memory of this process [byte]; Linux only."""
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


class Work:
    """The tasks of one side on the documents of one folder."""

    def __init__(self, side: str, folder: Path) -> None:
        self.side = SIDES[side]()
        self.folder = folder
        self.expected = msgspec.json.decode((folder / "expected.json").read_bytes(), type=Expected)
        self.document: Any = None
        self.read: Any = None
        self.turn = 0
        self.profile: cProfile.Profile | None = None
        self.looked_at: set[str] = set()

    def strict(self) -> float:
        """Check that a good record is taken and each spoiled one refused."""
        raw = records_of((self.folder / "document.json").read_bytes())[0]
        assert not self.side.refuses(raw), "a good record is refused"
        taken = [what for what, bad in zip(SPOILED, spoiled(raw), strict=True) if not self.side.refuses(bad)]
        assert not taken, f"not refused: {taken}"
        return len(SPOILED)

    def load(self, *, paused: bool = False) -> float:
        """Read the document; `paused`: with the cyclic collector off, where the side leaves that to its caller."""
        self.document = None
        data = (self.folder / "document.json").read_bytes()
        seconds, document = self._timed(lambda: self.side.load(data), paused=paused)
        exposures = document.exposures
        assert sum_of(exposures) == self.expected.sum
        if self._first("load"):
            compare(exposures, records_of(data))
        return seconds

    def record(self) -> float:
        """Read records one at a time, none of them kept: each time others, which no memo has seen of late."""
        self.document = None
        if self.read is None:
            self.read = self.side.reader()
            self._next_records()
        read, raws = self.read, self._next_records()

        def all_of_them() -> None:
            for raw in raws:
                read(raw)

        seconds, _ = self._timed(all_of_them)
        return seconds / len(raws) * self.expected.sum.count

    def _next_records(self) -> list[bytes]:
        """Return the records of the next turn; the answer to a sample of them is checked."""
        raws = records_of((self.folder / "document.json").read_bytes())
        first = self.turn * ONE_BY_ONE % len(raws)
        self.turn += 1
        chosen = raws[first : first + ONE_BY_ONE]
        sample = chosen[::STEP]
        compare([self.read(raw) for raw in sample], sample, step=1)
        return chosen

    def write(self) -> float:
        """Write what was read."""
        document = self._kept()
        seconds, written = self._timed(lambda: self.side.write(document))
        if self._first("write"):
            assert digest_of(written) == self.expected.digest
        return seconds

    def digest(self) -> float:
        """Work out the digest of what was read."""
        document = self._kept()
        seconds, digest = self._timed(lambda: self.side.digest(document))
        assert digest == self.expected.digest
        return seconds

    def bad(self) -> float:
        """Read a document with one bad record in its middle."""
        self.document = None
        data = (self.folder / "bad.json").read_bytes()
        seconds, reading = self._timed(lambda: self.side.try_load(data))
        (problem,) = reading.problems
        count = self.expected.sum.count
        assert problem.pointer == f"/exposures/{count // 2}/{SPOILED_AT[0]}"
        assert len(reading.register.exposures) == count - 1
        return seconds

    def memory(self) -> float:
        """Read the document and keep it: the resident bytes that it adds to a process that has read before."""
        self.side.load((self.folder / "first.json").read_bytes())
        gc.collect()
        before = resident()
        document = self.side.load((self.folder / "document.json").read_bytes())
        gc.collect()
        added = resident() - before
        assert sum_of(document.exposures) == self.expected.sum
        return added

    def _kept(self) -> Any:
        if self.document is None:
            self.document = self.side.load((self.folder / "document.json").read_bytes())
        return self.document

    def _first(self, task: str) -> bool:
        new = task not in self.looked_at
        self.looked_at.add(task)
        return new

    def _timed(self, call: Callable[[], Any], *, paused: bool = False) -> tuple[float, Any]:
        gc.collect()
        if paused:
            gc.disable()
        try:
            begun = time.process_time()
            result = self.profile.runcall(call) if self.profile else call()
            return time.process_time() - begun, result
        finally:
            gc.enable()


def serve(pipe: Connection, side: str, folder: Path, modules: Path) -> None:
    """Do the tasks that come through the pipe until None comes."""
    importable(modules)
    work = Work(side, folder)
    while (task := pipe.recv()) is not None:
        name, arguments = task
        pipe.send(getattr(work, name)(**arguments))

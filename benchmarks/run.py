"""Measures tracexpo against the same model in pydantic, checks every answer, and prints a Markdown table.

    python benchmarks/run.py [--only NAME] [--records N] [--runs N] [--distinct] [--rival dataclasses] [--full]
        [--markdown docs/performance.md] [--profile NAME]

Each side works in a process of its own, one at a time, in turns (A B A B …); medians count. Times are those of the
processor, which others on the machine disturb less; each task is one thread that waits for nothing.
"""

import argparse
import multiprocessing
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import profiles
import sides
import work
from pages import put

HERE = Path(__file__).parent
SPAWN = multiprocessing.get_context("spawn")


class Row(NamedTuple):
    """A figure that was measured, with its bar."""

    name: str
    ours: str
    other: str
    ratios: tuple[float, ...]
    """The ratio of each run; the median counts."""
    bar: str
    aim: str = ""

    @property
    def ratio(self) -> float:
        return statistics.median(self.ratios)

    def meets(self, bound: str) -> bool:
        sign, value = bound.split()
        return self.ratio >= float(value) if sign == "≥" else self.ratio <= float(value)

    @property
    def verdict(self) -> str:
        if not self.meets(self.bar):
            return "**missed**"
        return "met" if not self.aim else "met, aim too" if self.meets(self.aim) else "met, not the aim"

    def cells(self) -> tuple[str, ...]:
        spread = f"{self.ratio:.2f} ({min(self.ratios):.2f}–{max(self.ratios):.2f})"
        return (self.name, self.ours, self.other, spread, self.bar, self.aim or "–", self.verdict)


class Worker:
    """A process that does the tasks of one side."""

    def __init__(self, side: str, folder: Path, modules: Path) -> None:
        self._side = side
        self._pipe, far = SPAWN.Pipe()
        self._process = SPAWN.Process(target=work.serve, args=(far, side, folder, modules), daemon=True)
        self._process.start()
        far.close()

    def do(self, task: str, **arguments: Any) -> float:
        try:
            self._pipe.send((task, arguments))
            result: float = self._pipe.recv()
        except (EOFError, ConnectionError):
            raise SystemExit(f"{self._side} failed at {task!r}: see above") from None
        return result

    def close(self) -> None:
        with suppress(ConnectionError):
            self._pipe.send(None)
        self._process.join()


class Bench:
    """The documents, the processes and the options of one run."""

    def __init__(self, folder: Path, options: argparse.Namespace) -> None:
        self.folder, self.options = folder, options
        self.count: int = options.records
        sides.prepare(folder)

    @property
    def few(self) -> int:
        """How many runs are enough for what hardly varies."""
        return min(self.options.runs, 3)

    @property
    def pydantic(self) -> str:
        return "pydantic" if self.options.rival == "models" else "pydantic dataclasses"

    def documents(self, count: int) -> Path:
        """Return the folder of the documents of a size, made where they are not there."""
        folder = self.folder / str(count)
        if not folder.exists():
            say(f"making {count} exposures")
            folder.mkdir()
            work.prepare(folder, count, distinct=self.options.distinct)
        return folder

    @contextmanager
    def workers(self, *names: str, count: int | None = None) -> Iterator[list[Worker]]:
        workers = [Worker(name, self.documents(count or self.count), self.folder) for name in names]
        try:
            yield workers
        finally:
            for worker in workers:
                worker.close()

    def both(self) -> Any:
        return self.workers("tracexpo", self.options.rival)

    def in_turns(self, *tasks: Callable[[], float], runs: int | None = None) -> list[tuple[float, ...]]:
        """Return what each task took, run by run, the tasks taking turns."""
        taken = []
        for _ in range(runs or self.options.runs):
            taken.append([task() for task in tasks])
            say(".", end="")
        say("")
        return list(zip(*taken, strict=True))

    def micros(self, seconds: Sequence[float], count: int | None = None) -> str:
        return f"{statistics.median(seconds) / (count or self.count) * 1e6:.1f} µs"


def say(text: str, end: str = "\n") -> None:
    print(text, end=end, file=sys.stderr, flush=True)


def quotients(above: Sequence[float], below: Sequence[float]) -> tuple[float, ...]:
    return tuple(a / b for a, b in zip(above, below, strict=True))


# -- the figures


def load(bench: Bench) -> list[Row]:
    with bench.both() as (ours, theirs):
        ours.do("strict")
        theirs.do("strict")
        mine, other, paused = bench.in_turns(
            lambda: ours.do("load"), lambda: theirs.do("load"), lambda: theirs.do("load", paused=True)
        )
    took = bench.micros(mine)
    return [
        Row("read a document", took, f"{bench.micros(other)}, {bench.pydantic}", quotients(other, mine), "≥ 5"),
        Row(
            "the same, pydantic's collector paused",
            took,
            f"{bench.micros(paused)}, {bench.pydantic}",
            quotients(paused, mine),
            "≥ 1.2",
        ),
    ]


def record(bench: Bench) -> list[Row]:
    with bench.both() as (ours, theirs):
        mine, other = bench.in_turns(lambda: ours.do("record"), lambda: theirs.do("record"))
    against = f"{bench.micros(other)}, {bench.pydantic}"
    return [Row("read one record at a time", bench.micros(mine), against, quotients(other, mine), "≥ 0.8", "≥ 1.0")]


def write(bench: Bench) -> list[Row]:
    with bench.both() as (ours, theirs):
        mine, other = bench.in_turns(lambda: ours.do("write"), lambda: theirs.do("write"))
    against = f"{bench.micros(other)}, {bench.pydantic}"
    return [Row("write a document", bench.micros(mine), against, quotients(other, mine), "≥ 1.7", "≥ 2.0")]


def memory(bench: Bench) -> list[Row]:
    mine, other = bench.in_turns(
        lambda: added_memory(bench, "tracexpo"),
        lambda: added_memory(bench, bench.options.rival),
        runs=bench.few,
    )
    cells = [f"{statistics.median(taken) / bench.count:.0f} B" for taken in (mine, other)]
    against = f"{cells[1]}, {bench.pydantic}"
    return [Row("resident memory of a record kept", cells[0], against, quotients(mine, other), "≤ 0.25", "≤ 0.18")]


def added_memory(bench: Bench, side: str, count: int | None = None) -> float:
    with bench.workers(side, count=count) as (worker,):
        return worker.do("memory")


def start(bench: Bench) -> list[Row]:
    path = bench.documents(bench.count) / "first.json"
    starts = [partial(start_up, side, path, bench.folder) for side in ("tracexpo", bench.options.rival)]
    for once in starts:
        once()  # writes the compiled modules
    mine, other = bench.in_turns(*starts, runs=3 * bench.options.runs)
    cells = [f"{statistics.median(taken) * 1e3:.0f} ms" for taken in (mine, other)]
    against = f"{cells[1]}, {bench.pydantic}"
    return [Row("import to the first record", cells[0], against, quotients(mine, other), "≤ 0.8", "≤ 0.65")]


def start_up(side: str, path: Path, modules: Path) -> float:
    """Return the seconds from a bare interpreter to a document of one record read."""
    code = (
        f"import sys, time\nsys.path[:0] = {[str(HERE), str(modules)]}\n"
        f"data = open({str(path)!r}, 'rb').read()\nbegun = time.process_time()\n"
        f"{sides.SIDES[side].first_record}\nprint(time.process_time() - begun)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, env=sides.compiled(modules)
    )
    if done.returncode:
        raise SystemExit(f"{side} failed to start:\n{done.stderr}")
    return float(done.stdout)


def bad(bench: Bench) -> list[Row]:
    with bench.workers("tracexpo") as (ours,):
        spoiled, clean = bench.in_turns(lambda: ours.do("bad"), lambda: ours.do("load"))
    against = f"{bench.micros(clean)}, a clean one"
    return [
        Row("read a document with one bad record", bench.micros(spoiled), against, quotients(spoiled, clean), "≤ 1.2")
    ]


def digest(bench: Bench) -> list[Row]:
    with bench.workers("tracexpo") as (ours,):
        digests, reads = bench.in_turns(lambda: ours.do("digest"), lambda: ours.do("load"))
    against = f"{bench.micros(reads)}, reading it"
    return [Row("digest", bench.micros(digests), against, quotients(digests, reads), "≤ 1.5")]


def linear(bench: Bench) -> list[Row]:
    counts = (10_000, 100_000, 1_000_000) if bench.options.full else (10_000, 100_000)
    costs: dict[str, list[tuple[float, ...]]] = {"reading": [], "writing": [], "digest": [], "memory": []}
    for count in counts:
        with bench.workers("tracexpo", count=count) as (ours,):
            for name, task in (("reading", "load"), ("writing", "write"), ("digest", "digest")):
                (taken,) = bench.in_turns(partial(ours.do, task), runs=bench.few)
                costs[name].append(tuple(seconds / count for seconds in taken))
        (taken,) = bench.in_turns(partial(added_memory, bench, "tracexpo", count), runs=bench.few)
        costs["memory"].append(tuple(added / count for added in taken))
    rows = []
    for name, each in costs.items():
        medians = [statistics.median(runs) for runs in each]
        cells = [f"{cost:.0f} B" if name == "memory" else f"{cost * 1e6:.1f} µs" for cost in medians]
        smaller = ", ".join(f"{cell} of {spaced(count)}" for cell, count in zip(cells[:-1], counts, strict=False))
        growth = quotients(each[-1], each[0])
        rows.append(Row(f"{name}, of {spaced(counts[-1])}", cells[-1], smaller, growth, "≤ 1.25"))
    return rows


def spaced(number: int) -> str:
    return f"{number:,}".replace(",", " ")


FIGURES: dict[str, Callable[[Bench], list[Row]]] = {
    "load": load,
    "record": record,
    "write": write,
    "memory": memory,
    "import": start,
    "bad": bad,
    "digest": digest,
    "linear": linear,
}


# -- the table


def table(bench: Bench, rows: Sequence[Row]) -> str:
    """Return the rows as Markdown, with what they were measured on."""
    head = ("", "tracexpo", "compared with", "ratio, median (runs)", "bar", "aim", "")
    lines = [" | ".join(cells) for cells in (head, ("---",) * len(head), *(row.cells() for row in rows))]
    return "\n".join([conditions(bench), "", *(f"| {line} |" for line in lines)])


def conditions(bench: Bench) -> str:
    """Say what was measured, and on what."""
    expected = msgspec.json.decode((bench.documents(bench.count) / "expected.json").read_bytes(), type=work.Expected)
    kind = "in which nothing repeats" if bench.options.distinct else "of an employer's group"
    packages = ", ".join(
        f"{name} {version(name)}" for name in ("attrs", "cattrs", "msgspec", "pydantic", "pydantic-core")
    )
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return (
        f"{spaced(bench.count)} exposures {kind}, {expected.bytes_per_record:.0f} bytes of JSON each; figures per "
        f"record, medians of {bench.options.runs} runs in turns. {python}, {platform.system()} {platform.machine()}, "
        f"{os.cpu_count()} cores; {packages}."
    )


def options_of(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure tracexpo against the same model in pydantic.")
    parser.add_argument("--records", type=int, default=100_000, help="exposures of a document (100 000)")
    parser.add_argument("--runs", type=int, default=7, help="runs of each, in turns (7)")
    parser.add_argument("--only", choices=FIGURES, action="append", help="these figures only")
    parser.add_argument("--distinct", action="store_true", help="records in which nothing repeats")
    parser.add_argument(
        "--rival", choices=("models", "dataclasses"), default="models", help="pydantic's models or dataclasses"
    )
    parser.add_argument("--full", action="store_true", help="linearity to a million records")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="put the table in this page")
    parser.add_argument("--profile", choices=profiles.NAMES, help="show where the time or memory of a figure goes")
    options = parser.parse_args(arguments)
    if options.markdown and options.only:
        parser.error("--markdown takes the whole table, without --only")
    return options


def main(arguments: Sequence[str] | None = None) -> int:
    options = options_of(arguments)
    with tempfile.TemporaryDirectory(prefix="tracexpo-bench-") as folder:
        bench = Bench(Path(folder), options)
        if options.profile:
            profiles.show(options.profile, bench.documents(bench.count), bench.folder)
            return 0
        rows: list[Row] = []
        for name in options.only or FIGURES:
            say(f"{name} ", end="")
            rows += FIGURES[name](bench)
        text = table(bench, rows)
    print(text)
    if options.markdown:
        put(options.markdown, f"{'distinct' if options.distinct else 'group'}-{options.rival}", text)
    return 1 if any("missed" in row.verdict for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())

"""Measures checking a register against msgspec's untyped parse of the same bytes, and that its cost is linear.

    python benchmarks/check.py [--records N] [--runs N] [--profile NAME] [--full] [--markdown docs/performance.md]
        [--where]

The registers are those of `generate.py`. Checking and parsing take turns in one process and the medians count; times
are those of the processor. The collector is paused while the bytes are parsed, which halves what that takes, and not
while the register is checked. What a check keeps is its report: what that adds to the memory of a process that has
checked before is measured in processes of its own, beside what its problems weigh.
"""

import argparse
import cProfile
import datetime as dt
import gc
import os
import platform
import pstats
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

import generate
import msgspec
from pages import put

ON = dt.date(2025, 11, 30)
BAR = 20.0
GROWTH = 1.25
PARSED = 100_000
"""Larger documents are not parsed: as plain dicts and lists they would not fit into the memory of most machines."""
LINES = 35


class Figures(NamedTuple):
    """What one size costs."""

    count: int
    ratios: tuple[float, ...]
    """Time of checking over that of the untyped parse, run by run; none where it was not parsed."""
    seconds: float
    parses: list[float]
    problems: int
    kept: float
    """What a report adds to the memory [byte]."""
    weight: float
    """What its problems weigh [byte]."""


def documents(folder: Path, count: int) -> Path:
    path = folder / f"{count}.json"
    if not path.exists():
        say(f"making {count} exposures")
        generate.write(path, count, distinct=False)
    return path


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def timed(call: Callable[[], Any], *, paused: bool = False) -> tuple[float, Any]:
    gc.collect()
    if paused:
        gc.disable()
    try:
        begun = time.process_time()
        result = call()
        return time.process_time() - begun, result
    finally:
        gc.enable()


def measure(folder: Path, count: int, options: argparse.Namespace) -> Figures:
    import tracexpo as tx

    data = documents(folder, count).read_bytes()
    parses: list[float] = []
    checks: list[float] = []
    problems: list[int] = []
    for _ in range(options.runs if count <= PARSED else 1):
        if count <= PARSED:
            parses.append(timed(lambda data=data: msgspec.json.decode(data), paused=True)[0])
        # a new register, as after reading: what it remembers of itself is part of the cost
        register = tx.loads(data)
        seconds, report = timed(lambda register=register: tx.check(register, options.profile, on=ON))
        assert not report.crashes, report.crashes
        checks.append(seconds)
        problems.append(len(report.problems))
        del register, report
        say(f"  {seconds:.2f} s{f' over {parses[-1]:.2f} s' if parses else ''}")
    assert len(set(problems)) == 1, "every run must find the same"
    del data
    kept, weight = memory(folder, count, options.profile)
    ratios = tuple(ours / theirs for ours, theirs in zip(checks, parses, strict=False))
    return Figures(count, ratios, statistics.median(checks), parses, problems[0], kept, weight)


def memory(folder: Path, count: int, profile: str) -> tuple[float, float]:
    """Return what a report adds to the memory of a process of its own, and what its problems weigh [byte]."""
    words = [sys.executable, __file__, "--memory", str(documents(folder, count)), "--profile", profile]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    kept, weight = done.stdout.split()
    return float(kept), float(weight)


def show_memory(path: Path, profile: str) -> None:
    """Print what a second report keeps, the register and what it remembers of itself being there already."""
    import tracemalloc

    import tracexpo as tx

    register = tx.loads(path.read_bytes())
    first = tx.check(register, profile, on=ON)
    tracemalloc.start()
    report = tx.check(register, profile, on=ON)
    gc.collect()
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert report == first
    print(kept, weight_of(report.problems))


def weight_of(problems: Sequence[Any]) -> int:
    """Return the bytes of the problems and of all that they alone hold."""
    import types

    not_its_own = (type, types.ModuleType, types.FunctionType, types.BuiltinFunctionType)
    seen: set[int] = set()
    stack: list[Any] = list(problems)
    total = 0
    while stack:
        value = stack.pop()
        if id(value) in seen or isinstance(value, not_its_own):
            continue
        seen.add(id(value))
        # with the head that the collector keeps for it
        total += sys.getsizeof(value) + 16 * gc.is_tracked(value)
        stack += gc.get_referents(value)
    return total


def show_where(folder: Path, options: argparse.Namespace) -> None:
    """Print the functions that take the time."""
    import tracexpo as tx

    register = tx.loads(documents(folder, options.records).read_bytes())
    profile = cProfile.Profile()
    report = profile.runcall(tx.check, register, options.profile, on=ON)
    pstats.Stats(profile).sort_stats("tottime").print_stats(LINES)
    print(report.summary(), dict(report.summary().codes))


def spaced(number: int) -> str:
    return f"{number:,}".replace(",", " ")


def table(figures: Sequence[Figures], options: argparse.Namespace) -> tuple[str, bool]:
    """Return the table, and whether every bar is passed."""
    first, last = figures[0], figures[-1]
    lines = [
        "| exposures | check | untyped parse | ratio, median (runs) | bar | problems | a report kept | its problems |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for f in figures:
        parsed = f"{statistics.median(f.parses) / f.count * 1e6:.1f} µs" if f.parses else "–"
        spread = f" ({min(f.ratios):.1f}–{max(f.ratios):.1f})" if f.ratios else ""
        ratio = f"{statistics.median(f.ratios):.1f}{spread}" if f.ratios else "–"
        cells = (
            spaced(f.count),
            f"{f.seconds / f.count * 1e6:.1f} µs",
            parsed,
            ratio,
            f"≤ {BAR:.0f}" if f.count == PARSED else "–",
            spaced(f.problems),
            f"{f.kept / 2**20:.1f} MiB",
            f"{f.weight / 2**20:.1f} MiB",
        )
        lines.append(f"| {' | '.join(cells)} |")
    growth = (last.seconds / last.count) / (first.seconds / first.count)
    ok = all(statistics.median(f.ratios) <= BAR for f in figures if f.count == PARSED) and growth <= GROWTH
    packages = ", ".join(f"{name} {version(name)}" for name in ("attrs", "msgspec"))
    python = f"{platform.python_implementation()} {platform.python_version()}"
    measured = (
        f"Profile `{options.profile}` on {ON}; times per exposure, {options.runs} runs in turns. An exposure of "
        f"{spaced(last.count)} costs {growth:.2f} times one of {spaced(first.count)} (bar: ≤ {GROWTH}). {python}, "
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores; {packages}."
    )
    lines += ["", measured]
    return "\n".join(lines), ok


def options_of(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure checking against msgspec's untyped parse.")
    parser.add_argument("--records", type=int, default=100_000, help="exposures of the register (100 000)")
    parser.add_argument("--runs", type=int, default=5, help="runs of each, in turns (5)")
    parser.add_argument("--profile", default="auto", help="the profile of rules (auto)")
    parser.add_argument("--full", action="store_true", help="linearity to a million records")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="put the table in this page")
    parser.add_argument("--where", action="store_true", help="show where the time goes")
    parser.add_argument("--memory", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    options = options_of(arguments)
    if options.memory is not None:
        show_memory(options.memory, options.profile)
        return 0
    with tempfile.TemporaryDirectory(prefix="tracexpo-bench-") as name:
        folder = Path(name)
        if options.where:
            show_where(folder, options)
            return 0
        counts = [max(options.records // 10, 1), options.records, *([10 * options.records] if options.full else [])]
        figures = []
        for count in counts:
            say(f"{spaced(count)} exposures")
            figures.append(measure(folder, count, options))
    text, ok = table(figures, options)
    print(text)
    if options.markdown is not None:
        put(options.markdown, "check", text)
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(main())

"""Measures the catalogue: how long its data takes to load on first use, and what a question costs afterwards.

    python benchmarks/catalogue.py [--runs N] [--markdown docs/performance.md]

Each run has a process of its own, with tracexpo imported and no data read; times are those of the processor, and the
medians of all runs count.
"""

import argparse
import datetime as dt
import json
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from pages import put

BAR = 40.0
"""First use [ms]."""
TIMES = 2_000
"""How often a question is asked in a run."""
ON = dt.date(2025, 1, 1)


def microseconds(call: Callable[[], Any]) -> float:
    """Return what one call takes, of many [µs]."""
    start = time.process_time()
    for _ in range(TIMES):
        call()
    return (time.process_time() - start) / TIMES * 1e6


def one_run() -> dict[str, float]:
    """Measure in this process: what is read on first use [ms], then each question [µs]."""
    from tracexpo import catalogue
    from tracexpo.catalogue import tables

    start = time.process_time()
    for read in (tables.read_agents, tables.read_texts, tables.read_code_lists):
        read()
    loading = (time.process_time() - start) * 1e3
    benzene = catalogue.find("71-43-2")[0]
    return {
        "loading": loading,
        "`find`, by CAS number": microseconds(lambda: catalogue.find("71-43-2")),
        "`find`, by name": microseconds(lambda: catalogue.find("benzène")),
        "`is_cmr`": microseconds(lambda: catalogue.is_cmr(benzene, on=ON)),
        "`limit`": microseconds(lambda: catalogue.limit(benzene, on=ON)),
    }


def table(runs: Sequence[dict[str, float]]) -> tuple[str, bool]:
    """Return the figures as Markdown, and whether the bar is met."""
    medians = {name: statistics.median(run[name] for run in runs) for name in runs[0]}
    loading = medians.pop("loading")
    met = loading <= BAR
    rows = [
        "| | median | bar |  |",
        "|---|---|---|---|",
        f"| data read on first use | {loading:.1f} ms | ≤ {BAR:.0f} ms | {'met' if met else '**missed**'} |",
        *(f"| {name} | {figure:.1f} µs | – |  |" for name, figure in medians.items()),
    ]
    return "\n".join([*rows, "", f"{len(runs)} runs; CPython {platform.python_version()}."]), met


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Measure the first use of the catalogue and its questions.")
    parser.add_argument("--runs", type=int, default=9, help="processes (9)")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="put the table in this page")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.one:
        print(json.dumps(one_run()))
        return 0
    command = [sys.executable, __file__, "--one"]
    runs = [
        json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
        for _ in range(options.runs)
    ]
    text, met = table(runs)
    print(text)
    if options.markdown is not None:
        put(options.markdown, "catalogue", text)
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())

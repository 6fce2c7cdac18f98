"""Where the time or the memory of one of tracexpo's figures goes."""

import cProfile
import gc
import pstats
import subprocess
import sys
import types
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec
import sides
import work

TASKS = {"load": "load", "record": "record", "write": "write", "bad": "bad", "digest": "digest"}
NAMES = (*TASKS, "memory", "import")
LINES = 25


def show(name: str, folder: Path, modules: Path) -> None:
    """Print the breakdown of a figure."""
    if name == "import":
        show_import(modules)
    elif name == "memory":
        show_memory(folder)
    else:
        show_time(TASKS[name], folder)


def show_time(task: str, folder: Path) -> None:
    """Print the functions that take the time of a task, its checks left out."""
    doing = work.Work("tracexpo", folder)
    getattr(doing, task)()  # fills what is filled once
    profile = cProfile.Profile()
    doing.profile = profile
    getattr(doing, task)()
    pstats.Stats(profile).sort_stats("tottime").print_stats(LINES)


def show_import(modules: Path) -> None:
    """Print the modules and the functions that take the time of the import."""

    def python(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=True, env=sides.compiled(modules))

    python("-c", "import tracexpo")
    lines = python("-X", "importtime", "-c", "import tracexpo").stderr.splitlines()
    rows = [line.removeprefix("import time:").split("|") for line in lines if "|" in line]
    rows = [row for row in rows if row[0].strip().isdigit()]
    print("µs itself   µs in all   module")
    for itself, whole, module in sorted(rows, key=lambda row: -int(row[0]))[:LINES]:
        print(f"{itself:>9} {whole:>11}   {module.strip()}")
    done = python("-c", "import cProfile\ncProfile.run('import tracexpo', sort='tottime')")
    print("\n".join(done.stdout.splitlines()[: LINES + 8]))


def show_memory(folder: Path) -> None:
    """Print how many objects of each type a register keeps, each counted once, and their bytes."""
    expected = msgspec.json.decode((folder / "expected.json").read_bytes(), type=work.Expected)
    count = expected.sum.count
    register = sides.Tracexpo().load((folder / "document.json").read_bytes())
    numbers: Counter[str] = Counter()
    sizes: Counter[str] = Counter()
    not_its_own = (type, types.ModuleType, types.FunctionType, types.BuiltinFunctionType)
    seen: set[int] = set()
    stack: list[Any] = [register]
    while stack:
        value = stack.pop()
        if id(value) in seen or isinstance(value, not_its_own):
            continue
        seen.add(id(value))
        numbers[type(value).__name__] += 1
        sizes[type(value).__name__] += sys.getsizeof(value)
        stack += gc.get_referents(value)
    print("bytes/record   objects/record   type")
    for name, size in sizes.most_common(LINES):
        print(f"{size / count:12.1f} {numbers[name] / count:16.3f}   {name}")
    print(f"{sum(sizes.values()) / count:12.1f} {sum(numbers.values()) / count:16.3f}   all")

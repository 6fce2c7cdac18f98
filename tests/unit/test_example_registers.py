"""The example registers: the one without a fault, the planted faults at their places, and nothing else."""

import csv
import datetime as dt
from collections import Counter
from collections.abc import Iterable
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
from attrs import evolve

from tracexpo import check, loads, read, try_read
from tracexpo.problems import Problem
from tracexpo.register import COLLECTIONS, Register

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples" / "registers"
TOOL = ROOT / "tools" / "build_example_register.py"
ON = dt.date(2025, 11, 30)

Told = tuple[str, str, str, str, str]


def table() -> list[dict[str, str]]:
    with (EXAMPLES / "faults.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def expected(teller: str) -> Counter[Told]:
    rows = (row for row in table() if row["told by"] == teller)
    return Counter((row["severity"], row["code"], row["record"], row["pointer"], row["rests on"]) for row in rows)


def told(problems: Iterable[Problem]) -> Counter[Told]:
    return Counter((p.severity.word, p.code, p.record or "", p.pointer, p.source or "") for p in problems)


def of_the_experiment(register: Register) -> Register:
    return evolve(register, exposures=tuple(x for x in register.exposures if x.id.startswith("experiment-")))


def test_the_register_without_a_fault() -> None:
    register = read(EXAMPLES / "history.json")
    assert min(x.period.start for x in register.exposures) < dt.date(1996, 1, 1)
    assert max(x.period.end or ON for x in register.exposures) > dt.date(2026, 1, 1)
    report = check(register, "auto", on=ON)
    report.raise_crashed()
    assert report.problems == ()
    assert check(of_the_experiment(register), "experiment-2009", on=ON).problems == ()


def test_each_planted_fault_is_found_and_nothing_else() -> None:
    report = check(read(EXAMPLES / "faults.json"), "auto", on=ON)
    report.raise_crashed()
    assert told(report) == expected("auto")


def test_the_records_of_the_experiment() -> None:
    register = read(EXAMPLES / "faults.json")
    places = {x.id: i for i, x in enumerate(register.exposures)}
    report = check(of_the_experiment(register), "experiment-2009", on=ON)
    report.raise_crashed()
    # the table has the places in the whole register
    whole = Counter[Told]()
    for (severity, code, record, pointer, source), count in told(report).items():
        _, name, place, *path = pointer.split("/")
        place = str(places[record]) if name == "exposures" else place
        whole[severity, code, record, "/".join(("", name, place, *path)), source] += count
    assert whole == expected("experiment-2009")


def test_reading_finds_every_fault_of_form() -> None:
    reading = try_read(EXAMPLES / "broken.json")
    assert told(reading.problems) == expected("reading")
    # each fault costs its own record
    whole = read(EXAMPLES / "history.json")
    records = sum(len(getattr(whole, name)) for name in COLLECTIONS)
    kept = sum(len(getattr(reading.register, name)) for name in COLLECTIONS)
    assert records - kept == len({(row["record"], row["pointer"]) for row in table() if row["told by"] == "reading"})


def test_there_are_enough_and_of_enough_kinds() -> None:
    grave = [row for row in table() if row["severity"] != "information"]
    assert len(grave) >= 60
    assert len({row["code"] for row in grave}) >= 60
    assert all(row["planted"] and row["planté"] for row in table())


def test_no_message_repeats_what_was_planted_in_a_text() -> None:
    report = check(read(EXAMPLES / "faults.json"), "auto", on=ON)
    shown = report.text() + report.text("fr")
    assert not [word for word in ("380", "enceinte depuis mars", "61 08 99", "Invented-W") if word in shown]


def test_the_files_are_those_of_the_tool(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(TOOL.parent))
    spec = spec_from_file_location("build_example_register", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    for name, content in module.files().items():
        assert (EXAMPLES / name).read_bytes() == content, f"{name}: run python tools/build_example_register.py"
    assert loads((EXAMPLES / "history.json").read_bytes()) == read(EXAMPLES / "history.json")

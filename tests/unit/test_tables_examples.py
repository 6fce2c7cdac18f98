"""The lists of the examples: each gives its register, and tells what it should at its cell."""

import datetime as dt
import json
from pathlib import Path

import pytest

import tracexpo as tx

EXAMPLES = Path(__file__).parents[2] / "examples"
LISTS = sorted(path for path in (EXAMPLES / "lists").iterdir() if path.suffix in {".csv", ".xlsx"})
TOLD: dict[str, list[str]] = json.loads((EXAMPLES / "lists" / "told.json").read_text("utf-8"))

each_list = pytest.mark.parametrize("path", LISTS, ids=lambda path: path.name)


def read(path: Path) -> tx.Reading:
    mapping = path.with_suffix(".toml")
    return tx.try_read(path, mapping=mapping if mapping.exists() else None)


def test_there_are_at_least_twelve() -> None:
    assert len(LISTS) >= 12
    assert {path.name for path in LISTS} == set(TOLD)


@each_list
def test_a_list_gives_its_register(path: Path) -> None:
    reading = read(path)
    assert reading.register is not None
    assert tx.dumps(reading.register) == path.with_suffix(".json").read_bytes()


@each_list
def test_a_list_tells_what_it_should(path: Path) -> None:
    reading = read(path)
    assert [f"{p.severity.word} {p.cell} {p.code}" for p in reading.problems] == TOLD[path.name]
    assert reading.ok


@each_list
def test_each_record_knows_its_line(path: Path) -> None:
    reading = read(path)
    assert reading.register is not None
    assert {record.id for record in reading.register.records()} == {key for key in reading.origins if "*" not in key}


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_problem_of_a_rule_names_its_cell(suffix: str) -> None:
    reading = tx.try_read(EXAMPLES / f"liste_atelier{suffix}")
    assert reading.register is not None
    report = tx.check(reading.register, "list-2024", on=dt.date(2025, 11, 30), origins=reading.origins)
    cells = {problem.code: problem.cell for problem in report}
    negative, agency = cells["value-negative"], cells["agency-not-informed"]
    assert negative is not None
    assert agency is not None
    assert (negative.row, negative.column) == (48, 16)
    assert agency.column == 9


@pytest.mark.parametrize(
    ("name", "encoding", "headings"),
    [
        ("01_chromage.csv", "cp1252", 5),
        ("03_chemical_plant.csv", "utf-8", 1),
        ("05_garage.csv", "utf-16", 4),
        ("07_chantiers.csv", "cp1252", 1),
        ("08_fonderie.csv", "cp1252", 4),
        ("09_desamiantage.csv", "utf-8", 1),
        ("10_cooperative.csv", "cp1252", 4),
    ],
)
def test_the_order_of_the_lines_does_not_count(name: str, encoding: str, headings: int, tmp_path: Path) -> None:
    path = EXAMPLES / "lists" / name
    lines = path.read_text(encoding).splitlines()
    turned = tmp_path / name
    turned.write_text("\n".join([*lines[:headings], *reversed(lines[headings:])]), encoding)
    assert read(turned).register == read(path).register


def test_the_list_of_the_workshop_reads_alike_as_text_and_as_workbook() -> None:
    text, workbook = (tx.try_read(EXAMPLES / f"liste_atelier.{suffix}") for suffix in ("csv", "xlsx"))
    assert text.register is not None
    assert text.register == workbook.register
    assert [(p.code, p.cell and (p.cell.row, p.cell.column)) for p in text.problems] == [
        (p.code, p.cell and (p.cell.row, p.cell.column)) for p in workbook.problems
    ]
    errors = [(p.code, str(p.cell)) for p in text.problems if p.severity is tx.Severity.ERROR]
    assert errors == [
        ("siret-check-digit", "I26"),
        ("not-a-date", "M36"),
        ("period-end-before-start", "M41"),
        ("cas-check-digit", "K43"),
        ("missing-cell", "L44"),
    ]
    assert len(text.rejected) == 5
    assert len(text.register.exposures) == 39
    assert text.register.as_of is not None


def test_the_list_of_the_workshop_is_refused_as_a_whole() -> None:
    with pytest.raises(tx.ReadError) as raised:
        tx.read(EXAMPLES / "liste_atelier.csv")
    assert len(raised.value.problems) > 5

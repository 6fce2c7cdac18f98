"""What holds of every list: any bytes give a reading, no message repeats a cell, what is written is read."""

import datetime as dt
import io
import string
import tempfile
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tracexpo as tx
from tracexpo.codecs.tables.columns import Column, candidates
from tracexpo.codecs.tables.days import day_in
from tracexpo.codecs.tables.folding import fold
from tracexpo.codecs.tables.numbers import decimal_in, level_in

SIRET = "40483304800022"
HEADINGS = (
    ("SIRET établissement", "ESTABLISHMENT SIRET", "Siret de l'établissement"),
    ("N° salarié", "matricule", "Worker number"),
    ("Nom", "NOM DE FAMILLE", "last name"),
    ("Agent CMR", "AGENT CHIMIQUE", "Substance"),
    ("N° CAS", "cas number", "Numéro CAS"),
    ("Début d'exposition", "DATE DE DEBUT", "start of exposure"),
    ("Fin d'exposition", "jusqu'au", "End date"),
    ("Observations", "REMARQUES", "Comments"),
)
DAYS = st.dates(dt.date(1950, 1, 1), dt.date(2049, 12, 31))
PIECES = ['"', ";", "\n", "a", "é", '""', "05/07/2024", "71-43-2", "\0", "=", "#REF!", " "]
LINES = st.tuples(st.integers(1, 4), DAYS, st.integers(0, 900), st.sampled_from(["", "note, n° 1; été"]))
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=30)
CELLS = st.one_of(
    *(st.none(), st.booleans(), st.integers(), st.floats(), DAYS, st.times(), st.timedeltas(), TEXTS),
)


def read(data: bytes, suffix: str = ".csv") -> tx.Reading:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"list{suffix}"
        path.write_bytes(data)
        return tx.try_read(path)


@given(st.binary(max_size=400))
def test_any_bytes_give_a_reading(data: bytes) -> None:
    for suffix in (".csv", ".xlsx"):
        reading = read(data, suffix)
        assert reading.problems or reading.register is not None


@given(st.lists(st.sampled_from(PIECES), max_size=80))
def test_any_text_under_headings_gives_a_reading(pieces: list[str]) -> None:
    head = ";".join(options[0] for options in HEADINGS) + "\n"
    good = f"{SIRET};M-1;Aubépine;Benzène;71-43-2;01/03/2019;;\n"
    reading = read((head + good + "".join(pieces)).encode())
    assert reading.register is not None
    assert f"{SIRET}:M-1" in reading.origins
    for rejected in reading.rejected:
        assert rejected.problems
        assert rejected.cell is not None


@given(
    st.permutations(range(len(HEADINGS))),
    st.lists(st.integers(0, 2), min_size=8, max_size=8),
    st.sampled_from([";", ",", "\t", "|"]),
    st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"]),
    st.lists(LINES, max_size=8),
)
def test_neither_order_nor_spelling_nor_encoding_count(
    order: list[int],
    spellings: list[int],
    delimiter: str,
    encoding: str,
    lines: list[tuple[int, dt.date, int, str]],
) -> None:
    def table(columns: list[int], spelt: list[int], mark: str, code: str) -> bytes:
        rows = [[HEADINGS[i][spelt[i]] for i in range(8)]]
        for number, start, length, note in lines:
            end = (start + dt.timedelta(days=length)).strftime("%d/%m/%Y") if length else ""
            day = start.strftime("%d/%m/%Y")
            rows.append([SIRET, f"M-{number}", f"Aubépine {number}", "Benzène", "71-43-2", day, end, note])
        text = "".join(mark.join(f'"{row[i]}"' if mark in row[i] else row[i] for i in columns) + "\n" for row in rows)
        return text.encode(code)

    plain = read(table(list(range(8)), [0] * 8, ";", "utf-8"))
    other = read(table(order, spellings, delimiter, encoding))
    assert other.register == plain.register
    assert plain.register is not None
    assert len(plain.register.exposures) == len(lines)
    backwards = lines[::-1]
    lines[:] = backwards
    assert read(table(list(range(8)), [0] * 8, ";", "utf-8")).register == plain.register


@given(st.lists(st.tuples(st.sampled_from(range(8)), TEXTS), min_size=1, max_size=4))
def test_no_message_repeats_a_cell(changes: list[tuple[int, str]]) -> None:
    mark = "Zyxwvutsrq"
    cells = [SIRET, "M-1", "Aubépine", "Benzène", "71-43-2", "01/03/2019", "", ""]
    for place, text in changes:
        cells[place] = f"{text.replace(';', '').replace(chr(34), '')}{mark}"
    head = ";".join(options[0] for options in HEADINGS) + "\n"
    reading = read((head + ";".join(cells) + "\n").encode("utf-8", "replace"))
    for problem in reading.problems:
        assert mark not in problem.line_in("en") + problem.line_in("fr") + str(problem.to_dict()) + repr(problem)
    assert mark not in repr(reading)
    # a number of the firm's own may stand in an id, a name never
    if all(place != 1 for place, _ in changes):
        assert all(mark.lower() not in id.lower() for id in reading.origins)


@given(DAYS)
def test_a_day_is_read_as_it_is_written(day: dt.date) -> None:
    for form in ("%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%Y-%m-%d", "%d/%m/%y", "%Y-%m-%d 00:00:00"):
        found = day_in(day.strftime(form))
        assert found is not None
        assert found.first == found.last == day


@given(st.decimals(0, 10**9, places=6), st.sampled_from(["", "< ", "≤"]), st.sampled_from(["", " mg/m³"]))
def test_a_level_is_read_as_it_is_written(number: Decimal, sign: str, unit: str) -> None:
    text = format(number, "f")
    assert decimal_in(text) == decimal_in(text.replace(".", ",")) == number
    found = level_in(f"{sign}{text.replace('.', ',')}{unit}")
    assert found is not None
    assert str(found.value) == text
    assert (found.censored is not None) is bool(sign)


@given(TEXTS)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert set(fold(text)) <= set(string.ascii_lowercase + string.digits + " ") | {c for c in fold(text) if c.isalnum()}


@pytest.mark.parametrize("column", list(Column))
def test_the_labels_of_a_column_are_its_headings(column: Column) -> None:
    for text in (column.wording.en, column.wording.fr):
        for spelt in (text, text.upper(), fold(text), f" {text} :"):
            assert candidates(spelt)[0] is column


@settings(max_examples=20)
@given(st.lists(CELLS, max_size=9))
def test_any_cells_of_a_workbook_give_a_reading(cells: list[object]) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.append([options[0] for options in HEADINGS])
    try:
        book.active.append(cells)
    except (ValueError, openpyxl.utils.exceptions.IllegalCharacterError):
        return
    data = io.BytesIO()
    try:
        book.save(data)
    except (ValueError, OverflowError, TypeError):
        return
    reading = read(data.getvalue(), ".xlsx")
    assert reading.register is not None

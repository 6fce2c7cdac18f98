"""Lists as workbooks: what spreadsheets do to cells, and workbooks that are broken or hostile."""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import tracexpo as tx

openpyxl = pytest.importorskip("openpyxl")

SIRET = "40483304800022"
HEADINGS = {
    "siret": "SIRET",
    "number": "Matricule",
    "name": "Nom",
    "agent": "Agent CMR",
    "cas": "N° CAS",
    "start": "Début",
    "duration": "Durée (h/semaine)",
    "level": "Niveau (mg/m3)",
    "note": "Observations",
}
LINE = [40483304800022, 17, "Aubépine", "Benzène", "71-43-2", dt.date(2019, 3, 1), 20, 0.1, None]

Write = Callable[..., Path]
Change = Callable[[str, bytes], bytes | None]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a workbook of some lines; then some parts of the archive may be changed."""

    def write_workbook(
        *lines: list[Any], prepare: Callable[[Any], None] = lambda _: None, change: Change | None = None
    ) -> Path:
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.title = "Liste"
        for row in ([*HEADINGS.values()], *(lines or (LINE,))):
            sheet.append(row)
        prepare(book)
        path = tmp_path / "list.xlsx"
        book.save(path)
        if change is not None:
            with zipfile.ZipFile(path) as archive:
                parts = {name: archive.read(name) for name in archive.namelist()}
            parts.setdefault("xl/sharedStrings.xml", b"<sst></sst>")
            with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
                for name, data in parts.items():
                    archive.writestr(name, change(name, data) or data)
        return path

    return write_workbook


def line(**changes: Any) -> list[Any]:
    return list((dict(zip(HEADINGS, LINE, strict=True)) | changes).values())


def sheet_changed(old: bytes, new: bytes) -> Change:
    def change(name: str, data: bytes) -> bytes | None:
        if name != "xl/worksheets/sheet1.xml":
            return None
        assert old in data
        return data.replace(old, new)

    return change


def codes(reading: tx.Reading) -> list[tuple[str, str | None]]:
    return [(p.code, p.cell and str(p.cell)) for p in reading.problems]


def exposure(reading: tx.Reading) -> tx.IndividualExposure:
    assert reading.register is not None
    (only,) = reading.register.exposures
    assert isinstance(only, tx.IndividualExposure)
    return only


def test_native_cells(write: Write) -> None:
    reading = tx.try_read(write())
    assert codes(reading) == []
    found = exposure(reading)
    assert found.worker == f"{SIRET}:17"
    assert found.period.start == dt.date(2019, 3, 1)
    assert found.conditions.degree == tx.Level(value=tx.Measure(Decimal("0.1"), tx.Unit.MG_M3))
    assert reading.origins[found.id] == tx.Cell(sheet="Liste", row=2)


def test_numbers_are_those_that_people_typed(write: Write) -> None:
    found = exposure(tx.try_read(write(line(level=0.1 + 0.2, duration=2.50))))
    degree = found.conditions.degree
    assert isinstance(degree, tx.Level)
    assert str(degree.value.value) == "0.3"
    assert found.conditions.duration == tx.ExposureTime(Decimal("2.5"), tx.TimeUnit.H_WEEK)


def test_hours_and_per_cent_cells(write: Write) -> None:
    assert exposure(tx.try_read(write(line(duration=dt.time(7, 30))))).conditions.duration == tx.ExposureTime(
        Decimal("7.5"), tx.TimeUnit.H_WEEK
    )

    def prepare(book: Any) -> None:
        book.active["G1"] = "Durée"
        book.active["G2"].number_format = "0%"

    assert exposure(tx.try_read(write(line(duration=0.4), prepare=prepare))).conditions.duration == tx.ExposureTime(
        Decimal(40), tx.TimeUnit.PERCENT_OF_WORKING_TIME
    )


def test_a_number_that_became_a_date_is_told(write: Write) -> None:
    reading = tx.try_read(write(line(cas=dt.date(1975, 1, 4))))
    assert codes(reading) == [("became-a-date", "Liste!E2")]


def test_the_stated_dimension_is_not_believed(write: Write) -> None:
    path = write(LINE, line(number=18), change=sheet_changed(b'ref="A1:I3"', b'ref="A1:B2"'))
    assert tx.read(path).exposures[1:] != ()


def test_a_formula_without_value_is_told(write: Write) -> None:
    reading = tx.try_read(write(line(level="=1/10"), line(number=18, note="=A1")))
    assert codes(reading) == [("formula-without-value", "Liste!H2"), ("formula-without-value", "Liste!I3")]
    assert len(reading.rejected) == 2


def test_a_formula_with_its_value_is_read(write: Write) -> None:
    def change(name: str, data: bytes) -> bytes | None:
        if name != "xl/worksheets/sheet1.xml":
            return None
        assert data.count(b"<f>1/10</f>") == 1
        return re.sub(rb"<f>1/10</f>(?:<v ?/>|<v></v>)", b"<f>1/10</f><v>0.1</v>", data)

    assert codes(tx.try_read(write(line(level="=1/10"), change=change))) == []


def test_an_error_of_the_spreadsheet_is_told(write: Write) -> None:
    def prepare(book: Any) -> None:
        book.active["H2"].value = "#REF!"
        book.active["H2"].data_type = "e"

    assert codes(tx.try_read(write(prepare=prepare))) == [("spreadsheet-error", "Liste!H2")]


def test_merged_cells_count_for_each_line(write: Write) -> None:
    def prepare(book: Any) -> None:
        for column in "ABC":
            book.active.merge_cells(f"{column}2:{column}3")

    reading = tx.try_read(write(LINE, [None, None, None, "Plomb", "7439-92-1", dt.date(2020, 1, 1)], prepare=prepare))
    assert [code for code, _ in codes(reading)] == ["merged-cells"] * 3
    assert reading.register is not None
    assert {x.worker for x in reading.register.exposures if isinstance(x, tx.IndividualExposure)} == {f"{SIRET}:17"}


def test_several_sheets_and_hidden_ones(write: Write) -> None:
    def prepare(book: Any) -> None:
        more = book.create_sheet("Suite")
        more.append([*HEADINGS.values()])
        more.append(line(number=18))
        hidden = book.create_sheet("Brouillon")
        hidden.append([*HEADINGS.values()])
        hidden.append(line(number=19))
        hidden.sheet_state = "hidden"
        book.create_sheet("Vide")
        legend = book.create_sheet("Agents")
        legend.append(["Agent CMR", "N° CAS", "Catégorie CMR"])

    reading = tx.try_read(write(prepare=prepare))
    assert codes(reading) == [
        ("sheet-hidden", "Brouillon!1"),
        ("sheet-without-list", "Vide!1"),
        ("sheet-without-list", "Agents!1"),
    ]
    assert reading.register is not None
    assert len(reading.register.exposures) == 2
    only = tx.try_read(write(prepare=prepare), mapping=tx.codecs.tables.TableMapping(sheet="Suite"))
    assert only.register is not None
    assert [w.id for w in only.register.workers] == [f"{SIRET}:18"]


def test_a_single_far_cell(write: Write) -> None:
    def prepare(book: Any) -> None:
        book.active["XFD1048576"] = "far"

    reading = tx.try_read(write(prepare=prepare))
    assert codes(reading) == [("too-many-columns", "Liste!GS1048576")]
    assert len(exposure(reading).id) > 0


def test_a_row_beyond_every_sheet(write: Write) -> None:
    path = write(LINE, line(number=18), change=sheet_changed(b'<row r="3"', b'<row r="2000000000"'))
    reading = tx.try_read(path)
    assert [code for code, _ in codes(reading)] == ["too-many-rows"]
    assert len(exposure(reading).id) > 0


def test_limits_of_cells_and_rows(write: Write) -> None:
    path = write(line(note="é" * 20_000), line(number=18))
    assert codes(tx.try_read(path)) == [("cell-too-long", "Liste!I2")]
    rows = tx.try_read(path, limits=tx.Limits(rows=2))
    assert [code for code, _ in codes(rows)] == ["cell-too-long", "too-many-rows"]


def test_progress_is_told_in_rows(write: Write) -> None:
    steps: list[tuple[int, int | None]] = []
    tx.try_read(
        write(*(line(number=i) for i in range(2_500))), progress=lambda done, total: steps.append((done, total))
    )
    assert steps == [(1000, None), (2000, None)]


# -- what must not be opened


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty-document"),
        (b"Nom;Agent CMR\n", "not-a-workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "workbook-locked-or-old"),
        (b"PK\x03\x04" + b"\0" * 100, "workbook-damaged"),
        (b"PK\x05\x06" + b"\0" * 18, "workbook-damaged"),
    ],
)
def test_what_is_no_workbook_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(content)
    reading = tx.try_read(path)
    assert [p.code for p in reading.problems] == [code]
    with pytest.raises(tx.ReadError):
        tx.read(path)


def test_a_truncated_workbook_is_refused(write: Write) -> None:
    path = write()
    whole = path.read_bytes()
    for part in (0.2, 0.5, 0.9, 0.99):
        path.write_bytes(whole[: int(len(whole) * part)])
        assert [p.code for p in tx.try_read(path).problems] == ["workbook-damaged"]


def test_a_workbook_packed_in_an_unknown_way_is_refused(write: Write) -> None:
    path = write()
    content = bytearray(path.read_bytes())
    content[8] = 99  # the way of packing, in the header of the first part and in the directory
    content[content.index(b"PK\x01\x02") + 10] = 99
    path.write_bytes(content)
    assert [p.code for p in tx.try_read(path).problems] == ["workbook-damaged"]


def test_every_spoiled_byte_gives_a_reading(write: Write) -> None:
    path = write()
    whole = path.read_bytes()
    for i in range(0, len(whole), 37):
        path.write_bytes(whole[:i] + bytes([whole[i] ^ 0xFF]) + whole[i + 1 :])
        reading = tx.try_read(path)
        assert reading.problems or reading.register is not None


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w") as part,
    ):
        for _ in range(600):
            part.write(b"\0" * (1 << 20))
    assert path.stat().st_size < 1 << 20
    reading = tx.try_read(path)
    assert [p.code for p in reading.problems] == ["workbook-too-large"]
    assert "536870912" in reading.problems[0].message


def test_a_row_of_millions_of_cells_is_not_built(write: Write) -> None:
    path = write(change=sheet_changed(b"</row>", b"<c/>" * 3_000_000 + b"</row>"))
    assert [p.code for p in tx.try_read(path).problems] == ["workbook-too-large"]


def test_millions_of_empty_texts_are_not_built(write: Write) -> None:
    def change(name: str, data: bytes) -> bytes | None:
        return data.replace(b"</sst>", b"<si/>" * 4_100_000 + b"</sst>") if name == "xl/sharedStrings.xml" else None

    assert [p.code for p in tx.try_read(write(change=change)).problems] == ["workbook-too-large"]


def test_too_many_parts_and_merged_cells(write: Write, tmp_path: Path) -> None:
    path = tmp_path / "parts.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for i in range(10_001):
            archive.writestr(f"{i}", b"")
    assert [p.code for p in tx.try_read(path).problems] == ["workbook-too-large"]
    merges = b"".join(b'<mergeCell ref="A%d:A%d"/>' % (i, i + 1) for i in range(1, 260_000))
    merges += b"<row/>" + merges
    path = write(change=sheet_changed(b"</sheetData>", b"</sheetData><mergeCells>" + merges + b"</mergeCells>"))
    assert [p.code for p in tx.try_read(path).problems] == ["workbook-too-large"]


@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "[Content_Types].xml"]
)
def test_entities_are_refused(write: Write, part: str) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "' + b"a" * 100 + b'"><!ENTITY b "' + b"&a;" * 100 + b'">]>'

    def change(name: str, data: bytes) -> bytes | None:
        if name != part:
            return None
        declaration, sep, rest = data.partition(b"?>")
        return declaration + sep + bomb + rest if sep else bomb + data

    assert [p.code for p in tx.try_read(write(change=change)).problems] == ["workbook-with-entities"]


def test_utf_16_parts_are_refused(write: Write) -> None:
    def change(name: str, data: bytes) -> bytes | None:
        return data.decode().encode("utf-16") if name == "xl/workbook.xml" else None

    assert [p.code for p in tx.try_read(write(change=change)).problems] == ["workbook-damaged"]


def test_a_sheet_that_is_no_xml_is_told(write: Write) -> None:
    path = write(change=sheet_changed(b"</sheetData>", b"<broken"))
    reading = tx.try_read(path)
    assert [p.code for p in reading.problems] == ["workbook-damaged"]


def test_a_missing_extra_is_named(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write()
    monkeypatch.setitem(__import__("sys").modules, "openpyxl", None)
    with pytest.raises(tx.MissingExtraError, match="xlsx"):
        tx.try_read(path)


def test_no_file_stays_open(write: Write) -> None:
    path = write()
    tx.try_read(path)
    data = io.BytesIO(path.read_bytes())
    path.unlink()
    assert zipfile.is_zipfile(data)

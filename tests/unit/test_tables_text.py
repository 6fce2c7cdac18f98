"""Lists as text: encodings, delimiters, quotation marks, mappings, and files that are none."""

import datetime as dt
from pathlib import Path

import pytest

import tracexpo as tx
from tracexpo.codecs.tables import TableMapping, try_read_list

SIRET = "40483304800022"
HEADINGS = ["SIRET", "Matricule", "Nom", "Agent CMR", "N° CAS", "Début", "Observations"]
LINE = [SIRET, "M-1", "Aubépine", "Benzène", "71-43-2", "01/03/2019", ""]


def text(*lines: list[str], delimiter: str = ";") -> str:
    return "".join(delimiter.join(line) + "\n" for line in (HEADINGS, *lines))


def other(number: str) -> list[str]:
    return [SIRET, number, *LINE[2:]]


def written(folder: Path, content: str | bytes, name: str = "list.csv") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def codes(reading: tx.Reading) -> list[tuple[str, str | None]]:
    return [(p.code, p.cell and str(p.cell)) for p in reading.problems]


def notes(reading: tx.Reading) -> list[str | None]:
    assert reading.register is not None
    return [x.note for x in sorted(reading.register.exposures, key=lambda x: x.worker)]


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le-mark", "utf-16-be-mark"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_encoding_delimiter_and_line_end(tmp_path: Path, delimiter: str, encoding: str, end: str) -> None:
    content = text(LINE, delimiter=delimiter).replace("\n", end)
    if encoding.endswith("-mark"):
        data = ("\ufeff" + content).encode(encoding.removesuffix("-mark"))
    else:
        data = content.encode(encoding)
    reading = tx.try_read(written(tmp_path, data))
    assert codes(reading) == []
    assert reading.register is not None
    identity = reading.register.workers[0].identity
    assert identity is not None
    assert identity.used_name == "Aubépine"


def test_a_utf_8_letter_far_down_settles_the_encoding(tmp_path: Path) -> None:
    many = [[SIRET, f"M-{i}", "X", "Benzene", "71-43-2", "01/03/2019", "a" * 80] for i in range(20_000)]
    for encoding in ("utf-8", "cp1252"):
        content = text(*many, [SIRET, "Z-1", *LINE[2:6], "é€"]).replace("N°", "No").encode(encoding)
        reading = tx.try_read(written(tmp_path, content))
        assert notes(reading)[-1] == "é€"


def test_cells_of_several_lines_and_doubled_marks(tmp_path: Path) -> None:
    lines = [
        [*LINE[:6], '"one\ntwo ""three"""'],
        [SIRET, "M-2", '"B; C"', *LINE[3:6], '"x"'],
        [SIRET, "M-3", *LINE[2:]],
    ]
    reading = tx.try_read(written(tmp_path, text(*lines)))
    assert codes(reading) == []
    assert notes(reading) == ['one\ntwo "three"', "x", None]
    assert reading.register is not None
    # a row is a line of the list, as a spreadsheet counts it
    assert reading.origins[f"{SIRET}:M-3"] == tx.Cell(row=4)


def test_a_mark_that_is_not_closed_costs_its_line_alone(tmp_path: Path) -> None:
    lines = [
        LINE,
        [SIRET, "M-2", '"Bruyère', *LINE[3:]],
        [SIRET, "M-3", *LINE[2:]],
        [SIRET, "M-4", 'Cerisier"', *LINE[3:]],
    ]
    reading = tx.try_read(written(tmp_path, text(*lines)))
    assert codes(reading) == [("quote-not-closed", "3")]
    assert reading.register is not None
    assert {w.id[-3:] for w in reading.register.workers} == {"M-1", "M-3", "M-4"}
    assert list(reading.rejected[0].content.values())[1] == "M-2"


def test_two_open_marks_do_not_swallow_what_lies_between(tmp_path: Path) -> None:
    bad = [[SIRET, f"M-{i}", '"Bruyère', *LINE[3:]] for i in (2, 3)]
    reading = tx.try_read(written(tmp_path, text(*bad, LINE)))
    assert codes(reading) == [("quote-not-closed", "2"), ("quote-not-closed", "3")]
    assert reading.register is not None
    assert len(reading.register.exposures) == 1


def test_marks_everywhere_stay_linear(tmp_path: Path) -> None:
    content = text(LINE) + ('"' + "a" * 50 + '\nb""c\n') * 20_000
    reading = tx.try_read(written(tmp_path, content))
    assert len(reading.rejected) == 40_000


def test_ragged_lines(tmp_path: Path) -> None:
    short, long = LINE[:6], [SIRET, "M-2", *LINE[2:], "", "too much"]
    reading = tx.try_read(written(tmp_path, text(short, long, [SIRET, "M-3", *LINE[2:], "", ""])))
    assert codes(reading) == [("lines-short", "2"), ("too-many-cells", "H3")]
    assert reading.register is not None
    assert len(reading.register.exposures) == 2


def test_blank_lines_cost_nothing(tmp_path: Path) -> None:
    reading = tx.try_read(written(tmp_path, text(LINE) + ";;;;;;\n \n" * 500_000 + text([SIRET, "M-2", *LINE[2:]])))
    assert codes(reading) == []
    assert reading.register is not None
    assert len(reading.register.exposures) == 2
    assert reading.origins[f"{SIRET}:M-2"] == tx.Cell(row=1_000_004)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty-document"),
        (b"  \r\n\n", "empty-document"),
        (b"PK\x03\x04 whatever", "workbook-misnamed"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "workbook-locked-or-old"),
        (bytes(range(256)) * 100, "no-heading-row"),
        (b"\0" * 10_000, "not-a-text-file"),
        (b"\x7fELF" + b"\0\1\2" * 5_000, "not-a-text-file"),
        (b"\xff\xfe\x00", "no-heading-row"),
        (b"\xff\xfe" + b"\xd8\xd8" * 40, "no-heading-row"),
        (b"a" * 3_000_000, "no-heading-row"),
        (b'"' * 300_000, "no-heading-row"),
        (b"one,two,three\n1,2,3\n", "no-heading-row"),
        ("Nom;Prénom;Poste;Agent CMR;SIRET\n".encode(), "column-missing"),
        ("Nom;Agent CMR;Début\n".encode(), "establishment-missing"),
    ],
)
def test_what_is_no_list_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    reading = tx.try_read(written(tmp_path, content))
    assert reading.register is None
    assert [p.code for p in reading.problems] == [code]
    with pytest.raises(tx.ReadError):
        tx.read(written(tmp_path, content))


def test_the_headings_that_are_missing_are_named(tmp_path: Path) -> None:
    reading = tx.try_read(written(tmp_path, "Prénom;Poste;SIRET\n"))
    (problem,) = reading.problems
    assert "N° salarié, Agent CMR, Début d'exposition" in problem.message_in("fr")
    assert "Worker number, CMR agent, Start of exposure" in problem.message_in("en")


def test_headings_and_no_line(tmp_path: Path) -> None:
    reading = tx.try_read(written(tmp_path, text()))
    assert codes(reading) == [("list-without-lines", "1")]
    assert reading.register == tx.Register()


@pytest.mark.parametrize("name", ["absent.csv", "folder.csv", "absent.xlsx", "folder.xlsx"])
def test_what_cannot_be_opened_raises_what_open_raises(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "folder.xlsx").mkdir()
    with pytest.raises(OSError, match=name):
        tx.try_read(tmp_path / name)


def test_characters_that_are_no_text_set_their_line_aside(tmp_path: Path) -> None:
    for data in (b"a\0b", b"a\x07b", b"\x81\x8d"):
        content = text(LINE, [SIRET, "M-2", *LINE[2:6], "HERE"]).encode("cp1252").replace(b"HERE", data)
        reading = tx.try_read(written(tmp_path, content))
        assert codes(reading) == [("character-not-text", "3")]
        assert reading.register is not None
        assert len(reading.register.exposures) == 1


def test_limits(tmp_path: Path) -> None:
    path = written(tmp_path, text(LINE, [SIRET, "M-2", *LINE[2:6], "é" * 20_000], [SIRET, "M-3", *LINE[2:]]))
    reading = tx.try_read(path)
    assert codes(reading) == [("cell-too-long", "G3")]
    assert codes(tx.try_read(path, limits=tx.Limits(document=10))) == [("too-large", None)]
    rows = tx.try_read(path, limits=tx.Limits(rows=3))
    assert [p.code for p in rows.problems] == ["cell-too-long", "too-many-rows"]
    assert rows.register is not None
    assert len(rows.register.exposures) == 1
    columns = tx.try_read(written(tmp_path, text([*LINE, *[""] * 300, "x"], LINE)), limits=tx.Limits(columns=10))
    assert [p.code for p in columns.problems][:1] == ["too-many-columns"]
    assert columns.register is not None
    assert len(columns.register.exposures) == 1


def test_a_line_without_end_is_not_read_whole(tmp_path: Path) -> None:
    reading = tx.try_read(written(tmp_path, text(LINE) + "a" * 5_000_000 + "\n" + text([SIRET, "M-2", *LINE[2:]])))
    assert codes(reading) == [("line-too-long", "3")]
    assert reading.register is not None
    assert len(reading.register.exposures) == 2


def test_progress_is_told_in_bytes(tmp_path: Path) -> None:
    path = written(tmp_path, text(*([SIRET, f"M-{i}", *LINE[2:]] for i in range(5_000))))
    steps: list[tuple[int, int | None]] = []
    tx.try_read(path, progress=lambda done, total: steps.append((done, total)))
    size = path.stat().st_size
    assert steps[-1] == (size, size)
    assert steps == sorted(steps)
    assert {total for _, total in steps} == {size}
    assert len(steps) >= 3


# -- mappings

FOREIGN = f"a;b;c;d;e\n{SIRET};M-1;Benzène;01/03/2019;x\n"
TOML = """
[columns]
A = "siret"
b = "worker-number"
c = "agent"
d = "start"
e = "ignore"
"""


def test_a_mapping_says_what_headings_do_not(tmp_path: Path) -> None:
    path, toml = written(tmp_path, FOREIGN), written(tmp_path, TOML, "mapping.toml")
    assert codes(tx.try_read(path)) == [("no-heading-row", None)]
    for mapping in (toml, str(toml), TableMapping.from_toml(TOML)):
        reading = tx.try_read(path, mapping=mapping)
        assert codes(reading) == []
        assert notes(reading) == [None]


def test_a_mapping_overrides_headings(tmp_path: Path) -> None:
    path = written(tmp_path, text([*LINE[:6], "Atelier"]))
    day = dt.date(2025, 1, 1)
    mapping = TableMapping.from_dict({"columns": {"Observations": "workstation"}, "list": {"as_of": day}})
    register = tx.read(path, mapping=mapping)
    assert [w.name for w in register.workstations] == ["Atelier"]
    assert register.as_of == day


def test_a_mapping_gives_what_the_whole_list_lacks(tmp_path: Path) -> None:
    content = "junk;;;;\njunk;;;;\nMatricule;Agent;Du;Durée;Niveau\nM-1;Benzène;01/03/2019;4;0,1\n"
    toml = """
    [units]
    duration = "h/week"
    level = "mg/m3"
    [list]
    siret = "404 833 048 00022"
    establishment = "Site nord"
    company = "Bain Clair"
    heading_row = 3
    delimiter = ";"
    encoding = "cp1252"
    """
    reading = try_read_list(written(tmp_path, content.encode("cp1252")), mapping=TableMapping.from_toml(toml))
    assert codes(reading) == []
    assert reading.register is not None
    assert reading.register.establishments[0].name == "Site nord"
    (exposure,) = reading.register.exposures
    assert exposure.conditions.duration is not None
    assert exposure.conditions.degree is not None


def test_headings_of_the_mapping_that_the_list_lacks_are_told(tmp_path: Path) -> None:
    mapping = TableMapping.from_dict({"columns": {"Absent": "note", "Nom": "ignore"}})
    reading = tx.try_read(written(tmp_path, text(LINE)), mapping=mapping)
    assert codes(reading) == [("mapping-column-missing", "1")]
    assert reading.problems[0].context == {"count": 1}


@pytest.mark.parametrize(
    "toml",
    [
        "[columns",
        "[other]",
        "columns = 3",
        '[columns]\na = "nonsense"',
        '[list]\nsiret = "40483304800023"',
        '[list]\nas_of = "2025-11-30"',
        "[list]\nheading_row = 0",
        '[list]\ndelimiter = "x"',
        '[list]\nencoding = "hex"',
        '[list]\nencoding = "nonsense"',
        '[list]\nother = "x"',
        '[units]\nlevel = "kg"',
        '[list]\ncompany = " "',
        "[list]\ncompany = 3",
    ],
)
def test_a_malformed_mapping_is_told(toml: str) -> None:
    with pytest.raises(tx.ReadError) as raised:
        TableMapping.from_toml(toml)
    (problem,) = raised.value.problems
    assert problem.code in {"mapping-malformed", "siret-check-digit"}
    assert problem.message_in("fr") != problem.message_in("en")


def test_a_mapping_that_is_no_utf_8_is_told(tmp_path: Path) -> None:
    with pytest.raises(tx.ReadError):
        tx.try_read(written(tmp_path, FOREIGN), mapping=written(tmp_path, b"\xff", "mapping.toml"))


def test_a_wrong_siret_above_the_headings_is_told_once(tmp_path: Path) -> None:
    content = "SIRET;40483304800023\n\nMatricule;Agent CMR;Début\nM-1;Benzène;2019\n"
    reading = tx.try_read(written(tmp_path, content))
    assert codes(reading) == [("siret-check-digit", "A1"), ("establishment-missing", "3")]


def test_another_suffix_names_those_that_are_read(tmp_path: Path) -> None:
    reading = tx.try_read(tmp_path / "list.ods")
    assert reading.problems[0].context == {"known": (".json", ".jsonl", ".csv", ".xlsx")}

"""The official workbook read into an overlay: what it gives, and what is refused."""

import datetime as dt
import json
import pickle
import re
import sys
import zipfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec
import openpyxl
import pytest

import tracexpo as tx
from tracexpo import catalogue
from tracexpo.catalogue import tables, workbook
from tracexpo.identifiers import is_clp_index

D = dt.date
HEADINGS = (
    "Index No",
    "ATP",
    "CELEX",
    "Chemical Name",
    "EC No",
    "CAS No",
    "Hazard Class and Category Code(s)",
    "Classification Hazard Statement Code(s)",
    "Labelling Pictogram, Signal Word Code(s)",
    "Labelling Hazard Statement Code(s)",
    "Labelling Suppl. Hazard Statement Code(s)",
    "M, SCL, ATE",
    "Notes",
    "Comment",
    "In application",
    "EUR-Lex Link",
)
Row = list[Any]
Fill = Callable[[Path, Sequence[Row]], Path]


KEPT = ("601-020-00-8", "601-021-00-3", "605-001-00-5", "027-001-00-9", "022-006-00-2", "082-013-00-1", "607-230-00-6")
"""Entries that changed in every way, on the days that later acts moved too."""


def small() -> catalogue.Catalogue:
    """An edition of few entries."""
    agents = catalogue.shipped().agents
    few = [row for row in agents.substances if row.index in KEPT or (row.index or "").startswith(("005-", "028-0"))]
    return catalogue.Catalogue(msgspec.structs.replace(agents, substances=tuple(few)))


SMALL = small()


def published_rows(book: catalogue.Catalogue) -> list[Row]:
    """The rows of an edition in the layout of the official workbook, with its own days."""
    days = {(c.act, c.day): c.workbook_day for c in book.agents.corrections}
    rows: list[Row] = []
    for row in book.agents.substances:
        if row.index is None:
            continue
        for step in row.steps:
            classes = [
                f"{word}. {c}" for word, c in (("Carc", step.carc), ("Muta", step.muta), ("Repr", step.repr)) if c
            ]
            classes += ["Lact."] if step.lact else []
            rows.append(
                [
                    row.index,
                    step.atp,
                    step.act,
                    row.official.replace(" | ", "\n"),
                    "\n".join(f"{number} [{i}]" for i, number in enumerate(row.ec, 1)) or "-",
                    "\n".join(row.cas) or "-",
                    "\n".join(["Flam. Liq. 2", *classes]),
                    "\n".join(["H225", *(s.replace("_", " ") + " ***" for s in step.statements.split())]),
                    "GHS08\nDgr",
                    "",
                    "",
                    step.limits.replace("; Repr", "\nRepr"),
                    "\n".join(step.notes.split()),
                    "Index # deleted" if step.deleted else "",
                    days.get((step.act, step.day), step.day),
                    "",
                ]
            )
    return rows


@pytest.fixture(scope="module")
def published() -> list[Row]:
    return published_rows(SMALL)


def write(path: Path, rows: Iterable[Row], *, sheet: str = "History", headings: Sequence[str] = HEADINGS) -> Path:
    book = openpyxl.Workbook(write_only=True)
    book.create_sheet("Read me").append(["Table of harmonised entries"])
    page = book.create_sheet(sheet)
    page.append(["Disclaimer: unofficial"])
    page.append([])
    page.append(list(headings))
    for row in rows:
        page.append(row)
    book.save(path)
    return path


def new_row(**changes: Any) -> Row:
    row = dict(
        zip(
            HEADINGS,
            [
                "601-099-00-2",
                "ATP24",
                "32026R9999",
                "examplene; exemplol",
                "-",
                "64-19-7",
                "Carc. 1B",
                "H350",
                "",
                "",
                "",
                "Carc. 1B; H350: C ≥ 0,02 %",
                "",
                "",
                D(2028, 3, 1),
                "",
            ],
            strict=True,
        )
    )
    return list((row | changes).values())


NEW_INDEX = next(f"601-099-00-{c}" for c in "0123456789X" if is_clp_index(f"601-099-00-{c}"))


def codes(error: tx.ReadError) -> set[str]:
    return {problem.code for problem in error.problems}


def refused(path: Path, **arguments: Any) -> tx.ReadError:
    before = SMALL.entries()
    with pytest.raises(tx.ReadError) as caught:
        catalogue.import_clp(path, catalogue=SMALL, **arguments)
    # the active catalogue is what it was
    assert SMALL.entries() == before
    assert SMALL.is_cmr("benzène", on=D(2025, 1, 1)).edition == "2026-04-10"
    error = caught.value
    assert all(problem.message_in("fr") and problem.message_in("en") for problem in error.problems)
    assert codes(pickle.loads(pickle.dumps(error))) == codes(error)
    return error


def test_the_workbook_of_the_shipped_edition_changes_nothing(tmp_path: Path) -> None:
    overlay = catalogue.import_clp(write(tmp_path / "annex.xlsx", published_rows(catalogue.shipped())))
    # the days that later acts moved are put right on the way
    assert (overlay.added, overlay.changed, overlay.rows) == ((), (), ())
    assert overlay.base == catalogue.shipped().edition
    assert overlay.name.startswith("annex-vi-")


def test_a_newer_workbook_completes_the_edition(tmp_path: Path, published: list[Row]) -> None:
    benzene_again = next(row for row in published if row[0] == "601-021-00-3").copy()
    benzene_again[1:3] = ["ATP24", "32026R9999"]
    benzene_again[6:8] = ["Repr. 1B", "H360D"]
    benzene_again[14] = "01/03/2028"
    added = new_row(**{"Index No": NEW_INDEX})
    never_cmr = new_row(
        **{"Index No": "601-001-00-4", "CAS No": "-"}, **dict(zip(HEADINGS[6:8], ["Flam. Gas 1", "H220"], strict=True))
    )
    overlay = SMALL.import_clp(write(tmp_path / "annex.xlsx", [*published, benzene_again, added, never_cmr]))
    assert overlay.added == (f"index:{NEW_INDEX}",)
    assert overlay.changed == ("index:601-021-00-3",)
    book = SMALL.with_overlay(overlay)
    assert book.edition == f"{SMALL.edition}+{overlay.name}"
    assert book.is_cmr("examplene", on=D(2028, 2, 29)).value is False
    answer = book.is_cmr("exemplol", on=D(2028, 3, 1))
    assert (answer.value, answer.edition) == (True, book.edition)
    assert answer.sources == ("R4412-60 1°", "32026R9999")
    assert book.is_cmr("toluène", on=D(2028, 2, 29)).value is False
    assert catalogue.is_cmr("toluène", on=D(2028, 3, 1), catalogue=book).value is True
    assert book.limit("examplene", on=D(2025, 1, 1)).edition == book.edition
    mixture = tx.Mixture(id="m", product_name="p", components=(tx.Component(agent="cas:64-19-7"),))
    assert book.in_scope(mixture, on=D(2028, 3, 1)).value is True
    # the shipped edition knows nothing of it
    assert catalogue.find("examplene") == ()
    assert catalogue.is_cmr("toluène", on=D(2027, 12, 31)).value is False
    assert {c.entry.id for c in book.newly_cmr(D(2028, 1, 1), D(2028, 12, 31))} == {
        f"index:{NEW_INDEX}",
        "index:601-021-00-3",
    }


def test_the_columns_of_one_day_without_history(tmp_path: Path, published: list[Row]) -> None:
    latest: dict[str, Row] = {}
    for row in published:
        latest[row[0]] = row
    headings = (
        "Index No",
        "International Chemical Identification",
        "EC No",
        "CAS No",
        "Hazard Class and Category Code(s)",
        "Hazard statement Code(s)",
        "Pictogram, Signal Word Code(s)",
        "Hazard statement Code(s)",
        "Suppl. Hazard statement Code(s)",
        "Specific Conc. Limits, M-factors and Acute Toxicity Estimates (ATE)",
        "Notes",
        "ATP inserted/ATP Updated",
    )
    rows = [
        [row[0], row[3], row[4], row[5], row[6], row[7], "", "", "", row[11], row[12], f"CLP00/{row[1]}"]
        for row in latest.values()
        if row[13] == ""
    ]
    same = SMALL.import_clp(write(tmp_path / "old.xlsx", rows, sheet="Annex VI", headings=headings))
    assert (same.added, same.changed) == ((), ())
    # a class that differs on the day of the last act replaces it
    index = next(i for i, row in enumerate(rows) if row[11] == "CLP00/CLP00")
    rows[index] = rows[index].copy()
    rows[index][11] = "ATP24"
    rows[index][4:6] = ["Carc. 1A", "H350"]
    error = refused(write(tmp_path / "atp24.xlsx", rows, sheet="Annex VI", headings=headings))
    assert codes(error) == {"clp-day-missing"}
    rows[index][11] = "CLP00"
    changed = SMALL.import_clp(write(tmp_path / "clp00.xlsx", rows, sheet="Annex VI", headings=headings))
    assert changed.changed == (f"index:{rows[index][0]}",)


def test_a_deleted_entry_and_those_known_to_be_gone(tmp_path: Path, published: list[Row]) -> None:
    gone = [row for row in published if row[0] != "601-020-00-8"]
    error = refused(write(tmp_path / "lost.xlsx", gone))
    assert codes(error) == {"clp-loses-entries"}
    assert "601-020-00-8" in str(error)
    assert SMALL.import_clp(tmp_path / "lost.xlsx", gone=["601-020-00-8"]).changed == ()
    told = new_row(**{"Index No": "601-020-00-8", "Comment": "Index # deleted"})
    overlay = SMALL.import_clp(write(tmp_path / "deleted.xlsx", [*published, told]))
    book = SMALL.with_overlay(overlay)
    assert book.is_cmr("benzène", on=D(2028, 2, 29)).value is True
    assert book.is_cmr("benzène", on=D(2028, 3, 1)).value is False
    assert book.history("benzène")[-1].deleted


def test_an_old_workbook_is_refused(tmp_path: Path, published: list[Row]) -> None:
    rows = [row for row in published if row[14] < D(2021, 1, 1)]
    assert codes(refused(write(tmp_path / "old.xlsx", rows))) == {"clp-loses-entries"}
    latest = {row[0]: row for row in published if not row[13]}
    index = "605-001-00-5"
    latest[index] = next(row for row in published if row[0] == index)
    assert codes(refused(write(tmp_path / "back.xlsx", latest.values(), sheet="ATP06"))) == {"clp-goes-back"}


@pytest.mark.parametrize(
    ("changes", "code", "cell"),
    [
        ({"CAS No": "64-19-8"}, "cas-check-digit", "History!F4"),
        ({"CAS No": "acetic"}, "cas-malformed", "History!F4"),
        ({"EC No": "200-753-1"}, "ec-check-digit", "History!E4"),
        (
            {"Index No": "601-099-00-X" if NEW_INDEX[-1] != "X" else "601-099-00-1"},
            "clp-index-check-digit",
            "History!A4",
        ),
        ({"Index No": None}, "clp-index-missing", "History!A4"),
        ({"Chemical Name": "=HYPERLINK(1)"}, "clp-workbook-formula", "History!D4"),
        ({"In application": "=TODAY()"}, "clp-workbook-formula", "History!O4"),
        ({"In application": "soon"}, "clp-day-missing", "History!O4"),
        ({"Hazard Class and Category Code(s)": "Carc. unknown"}, "clp-class-unreadable", "History!G4"),
        ({"Classification Hazard Statement Code(s)": ""}, "clp-class-unreadable", "History!H4"),
    ],
)
def test_what_is_wrong_is_told_at_its_cell(
    tmp_path: Path, published: list[Row], changes: dict[str, Any], code: str, cell: str
) -> None:
    row = new_row(**({"Index No": NEW_INDEX} | changes))
    error = refused(write(tmp_path / "annex.xlsx", [row, *published[:5]]))
    assert codes(error) == {code}
    (problem,) = error.problems
    assert str(problem.cell) == cell
    assert "HYPERLINK" not in str(error)


def test_every_fault_at_once_and_not_without_end(tmp_path: Path) -> None:
    rows = [new_row(**{"Index No": NEW_INDEX, "CAS No": "64-19-8"}) for _ in range(500)]
    error = refused(write(tmp_path / "annex.xlsx", rows))
    assert len(error.problems) == workbook.MOST_PROBLEMS


def test_another_layout(tmp_path: Path) -> None:
    path = write(tmp_path / "other.xlsx", [["a", "b"]], headings=["Substance", "CAS No", "Notes"])
    error = refused(path)
    assert codes(error) == {"clp-workbook-layout"}
    assert "Index No" in str(error)
    empty = tmp_path / "empty.xlsx"
    openpyxl.Workbook().save(empty)
    assert codes(refused(empty)) == {"clp-workbook-layout"}
    assert codes(refused(write(tmp_path / "headings.xlsx", []))) == {"clp-workbook-layout"}


def test_what_is_no_workbook_or_half_of_one(tmp_path: Path, published: list[Row]) -> None:
    whole = write(tmp_path / "annex.xlsx", published).read_bytes()
    entry = re.compile(rb"(PK\x01\x02..)(.)(...)(.)", re.DOTALL)  # version needed, flags, way of packing
    too_new, unknown_packing = entry.sub(b"\\1\xc8\\3\\4", whole), entry.sub(b"\\1\\2\\3\x63", whole)
    halves = (b"", b"PK", b"Index No;CAS No\n", whole[: len(whole) // 2], whole[:-100])
    for content in (*halves, too_new, unknown_packing):
        path = tmp_path / "half.xlsx"
        path.write_bytes(content)
        assert codes(refused(path)) == {"clp-workbook-unreadable"}
    with pytest.raises(FileNotFoundError):
        catalogue.import_clp(tmp_path / "none.xlsx")


def spoiled(source: Path, target: Path, change: Callable[[str, bytes], bytes]) -> Path:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return target


def test_a_sheet_cut_inside_its_archive(tmp_path: Path, published: list[Row]) -> None:
    whole = write(tmp_path / "annex.xlsx", published[:50])

    def cut(name: str, content: bytes) -> bytes:
        return content[: len(content) // 2] if name.endswith("sheet2.xml") else content

    assert codes(refused(spoiled(whole, tmp_path / "cut.xlsx", cut))) == {"clp-workbook-unreadable"}


def test_a_stated_dimension_that_is_short_loses_no_row(tmp_path: Path, published: list[Row]) -> None:
    rows = [*published, new_row(**{"Index No": NEW_INDEX})]
    whole = write(tmp_path / "annex.xlsx", rows)

    def shortened(name: str, content: bytes) -> bytes:
        if not name.endswith("sheet2.xml"):
            return content
        return content.replace(b"<sheetData>", b'<dimension ref="A1:B4"/><sheetData>', 1)

    overlay = SMALL.import_clp(spoiled(whole, tmp_path / "short.xlsx", shortened))
    assert overlay.added == (f"index:{NEW_INDEX}",)


def test_a_million_rows_are_refused_before_they_are_read(tmp_path: Path, published: list[Row]) -> None:
    whole = write(tmp_path / "annex.xlsx", published[:1])
    line = b'<row><c t="inlineStr"><is><t>601-020-00-8</t></is></c><c t="inlineStr"><is><t>Index No</t></is></c></row>'

    def many(name: str, content: bytes) -> bytes:
        return (
            content.replace(b"</sheetData>", line * 1_300_000 + b"</sheetData>")
            if name.endswith("sheet2.xml")
            else content
        )

    error = refused(spoiled(whole, tmp_path / "many.xlsx", many))
    assert codes(error) == {"clp-workbook-too-large"}
    assert "bytes" in str(error)
    assert "octets" in error.text_in("fr")


def test_too_many_rows_are_counted(tmp_path: Path, published: list[Row], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "ROWS", 20)
    error = refused(write(tmp_path / "annex.xlsx", published[:50]))
    assert codes(error) == {"clp-workbook-too-large"}
    assert "rows" in str(error)


def test_the_extra_is_named(tmp_path: Path, published: list[Row], monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "annex.xlsx", published[:1])
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(tx.MissingExtraError, match=r"tracexpo\[xlsx\]"):
        catalogue.import_clp(path)


def test_an_overlay_is_a_file_of_the_user(tmp_path: Path, published: list[Row]) -> None:
    overlay = SMALL.import_clp(write(tmp_path / "annex.xlsx", [*published, new_row(**{"Index No": NEW_INDEX})]))
    path = tmp_path / "overlay.json"
    catalogue.write_overlay(overlay, path)
    assert catalogue.read_overlay(path) == overlay
    first = path.read_bytes()
    catalogue.write_overlay(overlay, path)
    assert path.read_bytes() == first
    assert [child.name for child in tmp_path.iterdir() if child.name.startswith(".")] == []
    assert hash(overlay) == hash(catalogue.read_overlay(path))
    book = SMALL.with_overlay(overlay)
    with pytest.raises(catalogue.NotInCatalogueError, match="was made on edition"):
        book.with_overlay(overlay)
    with pytest.raises(tx.InvalidValueError):
        SMALL.with_overlay("overlay.json")  # type: ignore[arg-type]
    with pytest.raises(FileNotFoundError):
        catalogue.write_overlay(overlay, tmp_path / "nowhere" / "overlay.json")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("rows", "columns"),
        ("tracexpo-clp-overlay", "something-else"),
        ('"version": 1', '"version": 2'),
        ("64-19-7", "64-19-8"),
        ('"1B"', '"9Z"'),
        ('"H350"', '"H999"'),
        ("2028-03-01", "1928-03-01"),
        ("2028-03-01", "2028-33-01"),
        ("}", ""),
        ("2028-03-01", "2228-03-01"),
        ("32026R9999", ""),
        ('"name": "n"', '"name": "Camille Exemple"'),
    ],
)
def test_a_spoiled_overlay_is_refused(tmp_path: Path, old: str, new: str) -> None:
    path = tmp_path / "overlay.json"
    catalogue.write_overlay(catalogue.Overlay(name="n", base="b", digest="d", rows=(overlay_row(),)), path)
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    with pytest.raises(tx.ReadError) as caught:
        catalogue.read_overlay(path)
    assert codes(caught.value) == {"clp-overlay-unreadable"}


def test_no_word_of_a_spoiled_overlay_is_told(tmp_path: Path) -> None:
    path = tmp_path / "overlay.json"
    path.write_text('{"Camille Exemple": 1}', "utf-8")
    with pytest.raises(tx.ReadError) as caught:
        catalogue.read_overlay(path)
    assert "Exemple" not in caught.value.text_in("en") + caught.value.text_in("fr")


@pytest.mark.parametrize("what", ["processes", "groups"])
def test_an_overlay_names_what_the_edition_has(what: str) -> None:
    row = msgspec.structs.replace(overlay_row(), **{what: ("nowhere",)})
    overlay = catalogue.Overlay(name="n", base=SMALL.edition, digest="d", rows=(row,))
    with pytest.raises(tx.ReadError):
        SMALL.with_overlay(overlay)


def overlay_row() -> Any:
    step = tables.Step(day=D(2028, 3, 1), act="32026R9999", atp="ATP24", carc="1B", statements="H350")
    return tables.SubstanceRow(
        id=f"index:{NEW_INDEX}",
        official="examplene",
        names_fr=(),
        cas=("64-19-7",),
        ec=(),
        index=NEW_INDEX,
        iarc="",
        groups=(),
        processes=(),
        steps=(step,),
    )


def test_a_file_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "overlay.json").mkdir()
    with pytest.raises(OSError, match=r"overlay\.json"):
        catalogue.write_overlay(catalogue.Overlay(name="n", base="b", digest="d"), tmp_path / "overlay.json")
    assert [child.name for child in tmp_path.iterdir()] == ["overlay.json"]


def test_an_overlay_too_large_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "overlay.json"
    path.write_bytes(b" " * (16 * 2**20 + 1))
    with pytest.raises(tx.ReadError):
        catalogue.read_overlay(path)


def test_the_overlay_file_is_json(tmp_path: Path) -> None:
    path = tmp_path / "overlay.json"
    catalogue.write_overlay(catalogue.Overlay(name="n", base="b", digest="d", rows=(overlay_row(),)), path)
    assert json.loads(path.read_text("utf-8"))["format"] == "tracexpo-clp-overlay"

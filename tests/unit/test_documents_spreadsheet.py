"""The list as a spreadsheet: it reads back to the same facts, and nothing in it is computed."""

import csv
import datetime as dt
import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from attrs import evolve

import tracexpo as tx
from tracexpo import documents
from tracexpo.codecs.tables.template import HEADINGS

LISTS = Path(__file__).parents[2] / "examples" / "lists"
DAY = dt.date(2026, 12, 31)
GOLDEN = Path(__file__).parents[1] / "golden" / "documents" / "1.0"


def read(path: Path) -> tx.Register:
    mapping = path.with_suffix(".toml")
    return tx.read(path, mapping=mapping if mapping.exists() else None)


def plain(x: Any, *, bands: bool = True) -> tx.IndividualExposure:
    """An exposure without what a column cannot hold: the words of the source, the scale of a class."""
    assert isinstance(x, tx.IndividualExposure)
    said = x.conditions
    for name in ("duration", "degree"):
        value = getattr(said, name)
        if isinstance(value, tx.Band):
            said = evolve(said, **{name: evolve(value, scale="-")})
    provenance = tx.Provenance(evidence=x.provenance.evidence, document=x.provenance.document)
    return evolve(x, conditions=said, provenance=provenance, note=None)


@pytest.mark.parametrize("name", [path.stem for path in sorted(LISTS.glob("*.json")) if path.stem[0].isdigit()])
def test_a_list_reads_back_to_the_same_facts(name: str, tmp_path: Path) -> None:
    source = next(LISTS.glob(f"{name}.[cx]*"))
    register = read(source)
    # workbooks in English, texts in French: each way is tried
    suffix, lang = (".xlsx", "en") if source.suffix == ".xlsx" else (".csv", "fr")
    for establishment in sorted({x.establishment for x in register.exposures}):
        made = documents.cmr_list(register, establishment=establishment, on=DAY)
        documents.write_list(made, tmp_path / f"list{suffix}", lang)  # type: ignore[arg-type]
        reading = tx.try_read(tmp_path / f"list{suffix}")
        assert reading.ok, [str(problem) for problem in reading.problems]
        again = reading.register_or_raise()
        listed = {line.exposure for line in made.lines}
        if name != "12_pressing":  # its workers have no numbers and are counted anew
            assert {x.id for x in again.exposures} == listed
        for x in again.exposures:
            old = register.get(x.id)
            if x.id in listed:
                assert plain(old) == plain(x)
                note = old.note if isinstance(old, tx.IndividualExposure) else None
                assert (x.note or "").startswith(note or "")
        for worker in again.workers:
            if name != "12_pressing":
                assert worker == register.get(worker.id)


def lines() -> documents.CmrList:
    made = documents.loads((GOLDEN / "list-2024.json").read_bytes())
    assert isinstance(made, documents.CmrList)
    return made


def written(made: documents.CmrList, path: Path, lang: Any = "fr") -> Path:
    documents.write_list(made, path, lang)
    return path


FORMULAS = ("=1+1", "+33 1", "-x", "@SUM(A1)", "'=quoted", "''-twice")


def test_what_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    made = lines()
    first = made.lines[0]
    spoiled = evolve(
        made,
        lines=tuple(
            evolve(
                first,
                person=evolve(first.person, worker=f"e:{n}", used_name=text, birth_name=None),
                note=text,
                place=text,
            )
            for n, text in enumerate(FORMULAS)
        ),
    )
    table = written(spoiled, tmp_path / "list.csv").read_text("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(table), delimiter=";") for cell in row]
    assert not [cell for cell in cells if cell[:1] in {"=", "+", "-", "@", "\t", "\r"}]
    sheet: Any = openpyxl.load_workbook(written(spoiled, tmp_path / "list.xlsx")).active
    held = {cell.value: cell for row in sheet.iter_rows() for cell in row if cell.value is not None}
    for text in FORMULAS:
        assert held[text].data_type == "s"
        assert held[text].quotePrefix
    for suffix in ("csv", "xlsx"):
        again = tx.read(tmp_path / f"list.{suffix}")
        assert [w.identity.used_name for w in again.workers if w.identity is not None] == list(FORMULAS)
        assert [getattr(x, "place", None) for x in again.exposures] == list(FORMULAS)


def test_columns_are_typed_and_headings_stay_in_sight(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(written(lines(), tmp_path / "list.xlsx"))
    assert book.sheetnames == ["Liste", "Notice", "Choix"]
    sheet: Any = book.active
    assert sheet.freeze_panes == "A2"
    heads = [cell.value for cell in sheet[1]]
    for heading in HEADINGS:
        # one whose words would say of a line what is not so is changed
        assert heading.title.fr in heads or heading.title.fr in {"Durée (h/semaine)", "Niveau", "VLEP 8h"}
    column = {name: n for n, name in enumerate(heads)}
    row = [cell.value for cell in sheet[3]]
    assert isinstance(row[column["Début exposition"]], dt.datetime)
    assert isinstance(row[column["Niveau (8 h)"]], int | float)
    assert sheet.cell(3, column["N° CAS"] + 1).number_format == "@"
    offered = {validation.formula1 for validation in sheet.data_validations.dataValidation}
    assert len(offered) >= 3
    notice = [cell.value for cell in book["Notice"]["A"]]
    assert any(documents.digest(lines()) in text for text in notice if text)


def test_the_same_list_gives_the_same_bytes(tmp_path: Path) -> None:
    first = written(lines(), tmp_path / "a.xlsx").read_bytes()
    assert written(lines(), tmp_path / "b.xlsx").read_bytes() == first


def test_what_no_column_holds_stands_in_the_remarks(tmp_path: Path) -> None:
    made = lines()
    line = made.lines[0]
    factor = tx.PreventionMeasure(level=tx.MeasureLevel.SUBSTITUTION, name="Chrome trivalent")
    spill = tx.AccidentalExposure(on=dt.date(2025, 3, 4), description="Débordement")
    said = evolve(
        line.conditions,
        measures=(*line.conditions.measures, factor),
        closed_apparatus=False,
        asbestos=tx.AsbestosWork(operation=tx.AsbestosOperation.REMOVAL, material="Flocage", dust_level=2),
    )
    full = evolve(line, conditions=said, accidents=(spill,), note="Première remarque")
    register = tx.read(written(evolve(made, lines=(full,)), tmp_path / "list.csv"))
    note = getattr(register.exposures[0], "note", "").replace("\xa0", " ")
    assert note.startswith("Première remarque\n")
    for text in ("substitution : Chrome trivalent", "Débordement", "facteur de protection 10", "appareil clos : non"):
        assert text in note
    for text in ("Flocage", "Niveau d'empoussièrement : 2", "Bruit", "Solution à 250 g/L"):
        assert text in note


def test_a_source_that_would_be_misread_stands_in_the_remarks(tmp_path: Path) -> None:
    made = lines()
    declaration = documents.Source(document=tx.DocumentKind.HAZARDOUS_PROCESS_DECLARATION)
    modelled = documents.Source(evidence=tx.Modelled(tool="Outil d'exemple"))
    stated = tuple(
        evolve(line, source=source) for line, source in zip(made.lines[:2], (declaration, modelled), strict=True)
    )
    register = tx.read(written(evolve(made, lines=stated), tmp_path / "list.csv"))
    for x, told in zip(register.exposures, ("déclaration de procédés", "modélisation Outil d'exemple"), strict=True):
        assert x.provenance.evidence is None
        assert told in (getattr(x, "note", None) or "")


AGENTS = (
    tx.Substance(id="s1", name="Benzène", cas_number="71-43-2"),
    tx.Substance(id="s2", name="Peinture bleue"),
    tx.Mixture(id="m1", product_name="Dégraissant d'exemple", components=(tx.Component(agent="s1"),)),
    tx.Mixture(id="m2", product_name="Solvant (CAS 79-01-6)"),
    tx.Process(id="p1", name="Chromage dur"),
    tx.Process(id="p2", name="Poussières de bois"),
    tx.AgentGroup(id="g1", name="BTX", members=("s1",)),
    tx.AgentGroup(id="g2", name="Composés du nickel"),
    tx.UnidentifiedAgent(id="u1", text="Bidon bleu"),
    tx.UnidentifiedAgent(id="u2", text="Produit X"),
)


def called(agent: Any) -> tuple[str, str, str | None]:
    name = next(getattr(agent, field) for field in ("name", "product_name", "text") if hasattr(agent, field))
    return agent.KIND, name, getattr(agent, "cas_number", None)


@pytest.mark.parametrize(("suffix", "lang"), [("csv", "fr"), ("xlsx", "en")])
def test_every_kind_of_agent_comes_back_as_it_was(suffix: str, lang: Any, tmp_path: Path) -> None:
    place = "40483304800022"
    facts = tx.Register().add(
        tx.Establishment(id=place, siret=place),
        tx.Worker(id=f"{place}:7"),
        *AGENTS,
        *(
            tx.IndividualExposure(
                id=f"x{n}",
                worker=f"{place}:7",
                agent=agent.id,
                establishment=place,
                period=tx.Period(dt.date(2024, 9, 2)),
            )
            for n, agent in enumerate(AGENTS)
        ),
    )
    made = documents.cmr_list(facts, establishment=place, on=DAY)
    assert len(made.lines) == len(AGENTS)
    reading = tx.try_read(written(made, tmp_path / f"list.{suffix}", lang))
    assert not reading.problems
    assert {called(a) for a in reading.register_or_raise().agents} == {called(a) for a in AGENTS}


def test_texts_that_no_cell_holds_are_refused(tmp_path: Path) -> None:
    made = lines()
    texts = ("é" * 17_000, "plain", "page\x0c", "\uffff", "tab\t and \x85")
    spoiled = evolve(made, lines=tuple(evolve(made.lines[0], note=text) for text in texts))
    for suffix in ("csv", "xlsx"):
        with pytest.raises(documents.NoDocumentError) as raised:
            documents.write_list(spoiled, tmp_path / f"list.{suffix}")
        told = [(p.code, p.pointer) for p in raised.value.problems]
        assert told == [("text-not-for-spreadsheet", f"/lines/{i}") for i in (0, 2, 3)]
    assert not list(tmp_path.iterdir())


def test_workers_of_two_firms_with_one_number_stay_two(tmp_path: Path) -> None:
    made = lines()
    two = tuple(
        evolve(line, person=evolve(line.person, worker=worker))
        for line, worker in zip(made.lines[:2], ("a:7", "b:7"), strict=True)
    )
    register = tx.read(written(evolve(made, lines=two), tmp_path / "list.csv"))
    assert len(register.workers) == 2


@pytest.mark.parametrize(("path", "lang"), [("list.ods", "fr"), ("list.csv", "de")])
def test_another_form_or_language_is_refused(path: str, lang: Any, tmp_path: Path) -> None:
    with pytest.raises(tx.InvalidValueError):
        documents.write_list(lines(), tmp_path / path, lang)


def test_the_anonymous_list_is_no_list_of_lines(tmp_path: Path) -> None:
    anonymous: Any = lines().anonymous()
    with pytest.raises(tx.InvalidValueError):
        documents.write_list(anonymous, tmp_path / "list.csv")

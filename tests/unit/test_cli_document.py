"""`tracexpo document`: every kind, every form, and what is said of words that do not go together."""

import datetime as dt
import json
import runpy
from pathlib import Path
from typing import Any

import pytest

import tracexpo as tx
from tracexpo import documents
from tracexpo.cli import main

EXAMPLE: dict[str, Any] = runpy.run_path(str(Path(__file__).parents[2] / "examples" / "documents.py"))
ON = ["--on", "2025-11-30"]
AT = ["--establishment", "usine"]
CAMILLE = ["--worker", "usine:M-0417"]
CHROMIUM = ["--agent", "cas:1333-82-0"]


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("register") / "register.json"
    tx.write(EXAMPLE["register"](), path)
    return str(path)


@pytest.mark.parametrize(
    ("kind", "asked", "version"),
    [
        ("list", [*AT, "--since", "2025-01-01"], "list-2024"),
        ("list", [*AT, *CAMILLE], "list-2024"),
        ("anonymous-list", [*AT, "--threshold", "3"], "anonymous-list-2024"),
        ("slip", [*AT], "slip-to-service"),
        ("slip", [*AT, "--agency", "agence"], "slip-to-agency"),
        ("attestation", [*CAMILLE, *CHROMIUM, "--employer", "chrome"], "attestation-fallback-2022"),
        ("sheet", [*AT, *CAMILLE, "--model", "asbestos-sheet"], "asbestos-sheet"),
        ("company-file", [*AT], "company-file-extract"),
        ("declaration", [*AT, *CHROMIUM], "hazardous-process-declaration"),
        ("record", [*CAMILLE], "exposure-record-extract"),
        ("durations", [*CAMILLE, "--first-finding", "2025-06-02", "--regime", "general"], "disease-durations"),
    ],
)
def test_each_kind_is_made(
    kind: str, asked: list[str], version: str, register: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["document", kind, register, *ON, *asked, "--format", "json"]) == 0
    assert documents.loads(capsys.readouterr().out).header.version == version


@pytest.mark.parametrize("form", ["html", "json", "csv", "xlsx"])
def test_each_form_is_written(form: str, register: str, tmp_path: Path) -> None:
    target = tmp_path / f"list.{form}"
    assert main(["document", "list", register, *ON, *AT, "-o", str(target)]) == 0
    made = documents.cmr_list(EXAMPLE["register"](), establishment="usine", on=dt.date(2025, 11, 30))
    if form == "html":
        assert target.read_text("utf-8") == documents.to_html(made)
    elif form == "json":
        assert target.read_bytes() == documents.dumps(made)
    else:
        assert len(tx.read(target).exposures) == len(made.lines)


def test_a_form_that_is_asked_for_needs_no_suffix(register: str, tmp_path: Path) -> None:
    target = tmp_path / "list.txt"
    assert main(["document", "list", register, *ON, *AT, "-o", str(target), "--format", "csv"]) == 0
    assert target.read_bytes().startswith(b"\xef\xbb\xbf")


def test_a_page_is_printed_in_the_language_asked_for(register: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["document", "record", register, *ON, *CAMILLE]) == 0
    assert '<html lang="fr">' in capsys.readouterr().out
    assert main(["document", "record", register, *ON, *CAMILLE, "--lang", "en"]) == 0
    assert '<html lang="en">' in capsys.readouterr().out


def test_the_attestations_of_a_firm_go_into_a_folder(
    register: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "all"
    asked = ["document", "attestations", register, *ON, "--employer", "chrome", "-o", str(folder), "--format", "json"]
    assert main(asked) == 0
    names = sorted(path.name for path in folder.iterdir())
    facts = EXAMPLE["register"]()
    assert len(names) == len(documents.attestable(facts, on=dt.date(2025, 11, 30), employer="chrome")) == 9
    assert "usine=M-0417_cas=1333-82-0_usine.json" in names
    assert "attestations : 9" in capsys.readouterr().err
    made = [json.loads((folder / name).read_bytes())["document"] for name in names]
    assert all(one["kind"] == "attestation" for one in made)
    # what is there is not replaced unasked
    assert main(asked) == 2
    assert main([*asked, "--force"]) == 0


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["attestation", *CAMILLE], "demande --agent"),
        (["record", *CAMILLE, *CHROMIUM], "ne prend pas --agent"),
        (["list"], "plusieurs établissements"),
        (["anonymous-list", *AT, "--format", "csv"], "seule la liste"),
        (["list", *AT, "--format", "xlsx"], "-o dit lequel"),
        (["attestations"], "-o dit lequel"),
        (["list", *AT, "-o", "list.docx"], "ce suffixe ne désigne aucune forme"),
        (["list", *AT, "-o", "nowhere/list.html"], "tracexpo : nowhere/list.html : aucun fichier ni dossier"),
        (["list", *AT, "-o", "nowhere/list.csv"], "tracexpo : nowhere/list.csv : aucun fichier ni dossier"),
        (["list", *AT, "-o", ".", "--format", "csv", "--force"], "tracexpo : . : c'est un dossier"),
    ],
)
def test_words_that_do_not_go_together(
    asked: list[str],
    said: str,
    register: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    kind, *more = asked
    assert main(["document", kind, register, *ON, *more]) == 2
    assert said in " ".join(capsys.readouterr().err.split())


def test_what_cannot_be_made_says_why(register: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["document", "list", register, "--on", "2023-01-02", *AT, "--lang", "en"]) == 1
    assert "document-not-in-force" in capsys.readouterr().err
    assert main(["document", "anonymous-list", register, *ON, *AT, "--threshold", "0"]) == 1
    assert "/threshold: " in capsys.readouterr().err


def test_a_file_with_errors_gives_no_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "list.csv"
    source.write_text(
        "Matricule;Agent;Début;SIRET\nM1;Benzène;05/07/2024;40483304800022\nM2;Benzène;31/02/2025;40483304800022\n"
    )
    assert main(["document", "list", str(source), *ON]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert "not-a-date" in told.err


def test_the_day_is_told_where_none_is_given(register: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["document", "record", register, *CAMILLE]) == 0
    assert "aujourd'hui" in capsys.readouterr().err


def test_texts_that_name_another_worker_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = tx.Conditions(nature="à la place de Mme Aubépine")
    named = tx.IndividualExposure(
        id="n",
        worker="usine:T-0001",
        agent="cas:1333-82-0",
        establishment="usine",
        period=tx.Period(dt.date(2025, 3, 3)),
        conditions=said,
    )
    path = tmp_path / "register.json"
    tx.write(EXAMPLE["register"]().add(named), path)
    for kind, code in (("slip", "slip-names-another"), ("anonymous-list", "anonymous-identifies")):
        assert main(["document", kind, str(path), *ON, *AT]) == 0
        told = capsys.readouterr().err
        assert code in told
        assert "Aubépine" not in told

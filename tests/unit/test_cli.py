"""The command: what it prints, what it writes, and what it exits with."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

import tracexpo as tx
from tracexpo.cli import main
from tracexpo.codecs.schema import register_schema
from tracexpo.rules import PROFILES

LIST = """N° salarié;Nom;SIRET établissement;Poste de travail;Agent CMR;N° CAS;Début exposition;Niveau;Unité
M-001;Trébuchon;40483304800022;Bains de chromage;Trioxyde de chrome;1333-82-0;02/09/2024;0,0006;mg/m3
M-002;Marquerie;{siret};Bains de chromage;Trioxyde de chrome;1333-82-0;02/09/2024;{level};mg/m3
"""
GOOD = LIST.format(siret="40483304800022", level="0,0006")
FAULTY = LIST.format(siret="40483304800023", level="0,0006")
NEGATIVE = LIST.format(siret="40483304800022", level="-0,0006")


@pytest.fixture
def file(tmp_path):
    def write(name, text, encoding="cp1252"):
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return str(path)

    return write


class Input(io.TextIOWrapper):
    """What comes through standard input."""

    def __init__(self, data):
        super().__init__(io.BytesIO(data))


def test_a_list_in_order_is_checked(file, capsys):
    assert main(["check", file("list.csv", GOOD), "--on", "2025-11-30", "--lang", "fr"]) == 0
    told = capsys.readouterr()
    assert "0 erreur" in told.out
    assert "Trébuchon" not in told.out + told.err
    assert all(len(line) <= 80 for line in told.out.splitlines())


def test_a_fault_is_told_at_its_line_and_exits_with_one(file, capsys):
    assert main(["check", file("list.csv", FAULTY), "--on", "2025-11-30"]) == 1
    told = capsys.readouterr()
    assert "siret-check-digit" in told.out
    assert "row 3" in told.out or "line 3" in told.out
    assert "Set aside: 1 (rows 3)." in told.err
    assert "Marquerie" not in told.out + told.err


def test_what_makes_it_fail_can_be_chosen(file):
    path = file("list.csv", NEGATIVE)
    assert main(["check", path, "--on", "2025-11-30"]) == 1
    path = file("good.csv", GOOD)
    assert main(["check", path, "--on", "2025-11-30", "--fail-on", "information"]) == 1
    assert main(["check", path, "--on", "2025-11-30", "--fail-on", "warning"]) == 0


def test_the_report_as_json_and_as_a_page(file, capsys):
    path = file("list.csv", FAULTY)
    assert main(["check", path, "--on", "2025-11-30", "--format", "json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert report["on"] == "2025-11-30"
    assert any(p["code"] == "siret-check-digit" and p["cell"]["row"] == 3 for p in report["problems"])
    assert main(["check", path, "--on", "2025-11-30", "--format", "html", "--lang", "fr"]) == 1
    assert capsys.readouterr().out.lstrip().lower().startswith("<!doctype html>")


def test_without_a_day_today_is_told(file, capsys):
    main(["check", file("list.csv", GOOD)])
    assert "today" in capsys.readouterr().err


def test_a_list_becomes_a_register(file, tmp_path, capsys):
    target = tmp_path / "register.json"
    assert main(["convert", file("list.csv", GOOD), str(target)]) == 0
    assert len(tx.read(target).exposures) == 2
    assert "register.json" in capsys.readouterr().err
    lines = tmp_path / "register.jsonl"
    assert main(["convert", str(target), str(lines)]) == 0
    assert tx.read(lines) == tx.read(target)


def test_a_faulty_list_is_written_only_when_asked(file, tmp_path):
    target = tmp_path / "register.json"
    path = file("list.csv", FAULTY)
    assert main(["convert", path, str(target)]) == 1
    assert not target.exists()
    assert main(["convert", path, str(target), "--good"]) == 1
    assert len(tx.read(target).exposures) == 1


@pytest.mark.parametrize(
    ("name", "encoding"), [("list.csv", "cp1252"), ("register.json", "utf-8"), ("r.jsonl", "utf-8")]
)
def test_standard_input(name, encoding, file, tmp_path, monkeypatch, capsys):
    source = tmp_path / "source.json"
    main(["convert", file("list.csv", GOOD), str(source)])
    if name == "list.csv":
        data = GOOD.encode(encoding)
    else:
        tx.write(tx.read(source), tmp_path / name)
        data = (tmp_path / name).read_bytes()
    monkeypatch.setattr(sys, "stdin", Input(data))
    assert main(["check", "-", "--on", "2025-11-30"]) == 0
    assert "2 exposures" in capsys.readouterr().out


def test_tracing(tmp_path, capsys):
    register = tx.Register().add(
        tx.Worker(id="w1"),
        tx.CollectiveExposure(
            id="c1",
            workstation="ws1",
            establishment="e1",
            agent="a1",
            period=tx.Period(__import__("datetime").date(2024, 1, 1)),
        ),
        tx.Assignment(
            id="as1", worker="w1", workstation="ws1", period=tx.Period(__import__("datetime").date(2024, 9, 2))
        ),
    )
    source, target = tmp_path / "a.json", tmp_path / "b.json"
    tx.write(register, source)
    assert main(["trace", str(source), str(target)]) == 0
    assert tx.read(target) == tx.trace(register)
    assert "Exposures derived: 1." in capsys.readouterr().err


def test_nothing_is_overwritten_unless_asked(file, tmp_path, capsys):
    source = file("list.csv", GOOD)
    for command in (["template", source], ["convert", source, source], ["trace", source, source]):
        assert main(command) == 2
        assert "--force" in capsys.readouterr().err
    assert Path(source).read_bytes() == GOOD.encode("cp1252")
    target = tmp_path / "register.json"
    assert main(["convert", source, str(target)]) == 0
    assert main(["convert", source, str(target)]) == 2
    assert main(["convert", source, str(target), "--force"]) == 0


def test_the_schema(capsys):
    assert main(["schema"]) == 0
    assert json.loads(capsys.readouterr().out) == register_schema()


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_template_reads_back_without_a_mapping(suffix, language, tmp_path, capsys):
    path = tmp_path / f"list{suffix}"
    assert main(["template", str(path), "--lang", language]) == 0
    reading = tx.try_read(path)
    assert reading.ok
    assert reading.register == tx.Register()
    # the notice and the choices are ours: only that the list is empty is told
    assert [problem.code for problem in reading.problems] == ["list-without-lines"]


def test_every_choice_of_the_template_is_understood(tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    for language in ("fr", "en"):
        path = tmp_path / f"{language}.xlsx"
        main(["template", str(path), "--lang", language])
        book = openpyxl.load_workbook(path)
        sheet, choices = book.worksheets[0], book.worksheets[2]
        offered = {
            letter: [cell.value for cell in choices[letter] if cell.value is not None] for letter in ("G", "P", "Q")
        }
        for row, contract in enumerate(offered["G"], 2):
            sheet[f"A{row}"] = f"M-{row}"
            sheet[f"E{row}"] = "40483304800022"
            sheet[f"G{row}"] = contract
            sheet[f"I{row}"] = "Benzène"
            sheet[f"K{row}"] = "02/09/2024"
            sheet[f"O{row}"] = "0,5"
            sheet[f"P{row}"] = offered["P"][row % len(offered["P"])]
            sheet[f"Q{row}"] = offered["Q"][row % len(offered["Q"])]
        book.save(path)
        exposures = tx.read(path).exposures
        assert {x.contract for x in exposures} == set(tx.ContractType)
        assert {x.conditions.degree.fraction for x in exposures} == set(tx.DustFraction)
        assert len({x.conditions.degree.value.unit for x in exposures}) == len(offered["P"])


@pytest.mark.parametrize("day", ["yesterday", "2025-13-01", "30/11/2025", "0001-01-01", "9999-12-31"])
def test_a_day_that_is_none_is_wrong_usage_told_in_the_language(day, file, capsys):
    path = file("list.csv", GOOD)
    for words, option in (
        (["check", path, "--on", day], "--on"),
        (["document", "list", path, "--on", day], "--on"),
        (["document", "list", path, "--since", day], "--since"),
        (["document", "durations", path, "--worker", "w1", "--first-finding", day], "--first-finding"),
    ):
        assert main([*words, "--lang", "fr"]) == 2
        assert f"tracexpo : {option} : jour attendu" in capsys.readouterr().err
        assert main([*words, "--lang", "en"]) == 2
        assert f"tracexpo: {option}: expected a day" in capsys.readouterr().err


@pytest.mark.parametrize("page", ["docs/command.md", "docs/fr/command.md"])
def test_the_page_of_the_command_names_every_profile(page):
    text = (Path(__file__).parents[2] / page).read_text("utf-8")
    assert not [name for name in PROFILES if f"`{name}`" not in text]


def test_wrong_usage_exits_with_two(tmp_path, capsys):
    for words in ([], ["check"], ["check", "x", "--profile", "none"], ["fly"]):
        with pytest.raises(SystemExit) as caught:
            main(words)
        assert caught.value.code == 2
    assert main(["check", str(tmp_path / "absent.csv"), "--on", "2025-11-30"]) == 2
    assert "absent.csv" in capsys.readouterr().err
    assert main(["check", str(tmp_path), "--on", "2025-11-30"]) != 0


def test_what_cannot_be_written_is_said(file, tmp_path, capsys):
    assert main(["convert", file("list.csv", GOOD), str(tmp_path / "list.pdf")]) == 1
    assert ".json" in capsys.readouterr().err
    assert main(["template", str(tmp_path / "list.ods")]) == 1


def test_the_installed_command(file):
    done = subprocess.run(
        [sys.executable, "-m", "tracexpo", "check", file("list.csv", FAULTY), "--on", "2025-11-30"],
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1
    assert b"siret-check-digit" in done.stdout
    assert b"Traceback" not in done.stderr


def test_overviews_are_shown_with_the_problems(file, capsys):
    path = file("list.csv", GOOD)
    for words in ([], ["--all"]):
        assert main(["check", path, "--on", "2025-11-30", "--lang", "fr", *words]) == 0
        told = capsys.readouterr().out
        assert "Vues d'ensemble du registre" in told
        assert "Prévention dans l'ordre STOP (1)" in told
    assert main(["check", path, "--on", "2025-11-30", "--format", "json"]) == 0
    names = [overview["name"] for overview in json.loads(capsys.readouterr().out)["overviews"]]
    assert "controls-overdue" in names


def test_the_summary_is_the_numbers_alone(file, capsys):
    path = file("list.csv", FAULTY)
    assert main(["check", path, "--on", "2025-11-30", "--summary"]) == 1
    told = capsys.readouterr().out
    assert "siret-check-digit" in told
    assert "→" not in told
    assert "Prevention in the STOP order (1)" in told
    with pytest.raises(SystemExit):
        main(["check", path, "--summary", "--all"])


@pytest.mark.parametrize("format", ["text", "json", "html"])
def test_a_report_is_written_to_a_file_that_is_not_there(format, file, tmp_path, capsys):
    target = tmp_path / "report"
    words = ["check", file("list.csv", GOOD), "--on", "2025-11-30", "--format", format, "-o", str(target)]
    assert main(words) == 0
    assert capsys.readouterr().out == ""
    assert "list-2024" in target.read_text("utf-8")
    target.write_text("mine", "utf-8")
    assert main(words) == 2
    assert target.read_text("utf-8") == "mine"
    assert main([*words, "--force"]) == 0
    assert target.read_text("utf-8") != "mine"


def test_an_overlay_is_checked_with(file, tmp_path, capsys):
    overlay = tmp_path / "overlay.json"
    made = tx.catalogue.Overlay(name="annex-vi-0123456789ab", base=tx.catalogue.shipped().edition, digest="0" * 64)
    tx.catalogue.write_overlay(made, overlay)
    words = ["check", file("list.csv", GOOD), "--on", "2025-11-30", "--catalogue"]
    assert main([*words, str(overlay)]) == 0
    assert "annex-vi-0123456789ab" in capsys.readouterr().out
    assert main([*words, file("list.csv", GOOD)]) == 1
    assert "clp-overlay-unreadable" in capsys.readouterr().err
    assert main([*words, str(tmp_path / "absent.json")]) == 2


def test_lines_of_the_command_are_folded(file, tmp_path, capsys):
    assert main(["convert", file("list.csv", FAULTY), str(tmp_path / "r.json"), "--lang", "fr"]) == 1
    told = capsys.readouterr().err
    assert "siret-check-digit" in told
    assert all(len(line) <= 80 for line in told.splitlines())


def test_what_the_system_refuses_is_told_in_french(file, tmp_path, capsys):
    assert main(["check", str(tmp_path / "absent.csv"), "--on", "2025-11-30", "--lang", "fr"]) == 2
    assert "aucun fichier ni dossier de ce nom" in capsys.readouterr().err
    target = tmp_path / "no" / "report"
    assert main(["check", file("list.csv", GOOD), "--on", "2025-11-30", "-o", str(target), "--lang", "fr"]) == 2
    assert "aucun fichier ni dossier de ce nom" in " ".join(capsys.readouterr().err.split())

"""Sheets and attestations: which text judges them, what cannot be said, and what a check leaves out."""

import datetime as dt
from typing import Any

import pytest
from attrs import evolve

from tracexpo.attestations import Attestation
from tracexpo.exposures import AccidentalExposure, Band, IndividualExposure, NotKnown
from tracexpo.periods import Period
from tracexpo.problems import Severity
from tracexpo.provenance import Declared, Measured, Provenance
from tracexpo.register import Register
from tracexpo.rules import AUTO, PROFILES, check
from tracexpo.rules.examples import AGENT, SITE, assigned, collective, days, level, line, measured, register
from tracexpo.vocabularies import AttestationModel, DocumentKind, Precision, UnknownFact, UnknownReason

ON = dt.date(2025, 11, 30)
SHEET, PREVENTION = DocumentKind.EXPOSURE_SHEET, DocumentKind.PREVENTION_SHEET


def told(r: Register, profile: str = "auto", on: dt.date = ON, least: Severity = Severity.WARNING) -> dict[str, str]:
    report = check(r, profile, on=on)
    report.raise_crashed()
    return {p.code: p.pointer for p in report if p.severity >= least}


def undecided(r: Register, profile: str = "auto") -> dict[str, int]:
    return {u.code: u.count for u in check(r, profile, on=ON).undecided}


def sheet(period: Period, document: DocumentKind = SHEET, **changes: Any) -> IndividualExposure:
    """A sheet that tells neither a result nor an accident."""
    changes.setdefault("degree", None)
    return line(period=period, provenance=Provenance(document=document), **changes)


# -- which text judges a sheet


@pytest.mark.parametrize(
    ("period", "code"),
    [
        (days("2001-02-01", "2001-02-01"), "sheet-2001-incomplete"),
        (days("1998-01-01", "2008-04-30"), "sheet-2001-incomplete"),
        (days("2003-01-01", "2008-05-01"), "sheet-2008-incomplete"),
        (days("2011-01-01"), "sheet-2008-incomplete"),
        (days("2012-01-31", "2020-01-01"), "sheet-2008-incomplete"),
        (days("2004-01-01", ended=True), "sheet-2001-incomplete"),
        (days("2012-02-01"), "document-not-in-force"),
        (days("1999-01-01", "2001-01-31"), "document-not-in-force"),
    ],
)
def test_a_sheet_is_judged_once_by_the_text_of_its_last_day(period: Period, code: str) -> None:
    found = told(register(sheet(period)))
    assert list(found) == [code]


def test_a_sheet_still_going_on_is_judged_by_the_day_of_the_register() -> None:
    r = register(sheet(days("2003-01-06")), as_of=dt.date(2006, 5, 1))
    assert list(told(r)) == ["sheet-2001-incomplete"]


def test_by_name_each_profile_tells_its_own() -> None:
    r = register(sheet(days("2003-01-06", "2003-12-19")))
    assert list(told(r, "sheet-2001")) == ["sheet-2001-incomplete"]
    assert told(r, "sheet-2008") == told(r, "prevention-2012") == told(r, "list-2024") == {}
    late = register(sheet(days("2016-01-04", "2016-12-16")))
    assert list(told(late, "sheet-2008")) == ["document-not-in-force"]
    assert told(late, "sheet-2001") == {}


def test_what_counts_as_a_result() -> None:
    year = days("2009-01-05", "2009-12-18")
    for changes in (
        {"degree": level("0.02")},
        {"not_known": (NotKnown(what=UnknownFact.DEGREE, reason=UnknownReason.LOST),)},
    ):
        assert told(register(sheet(year, **changes))) == {}
    bare = sheet(year)
    spill = AccidentalExposure(on=dt.date(2009, 5, 12), description="Overflow")
    assert told(register(evolve(bare, accidents=(spill,)))) == {}
    by_results = Provenance(document=SHEET, evidence=Measured(measurements=("m1",)))
    elsewhere = measured(workstation=None, sampled_on=dt.date(2009, 3, 2))
    assert told(register(evolve(bare, provenance=by_results), elsewhere)) == {}
    for place in ({}, {"workstation": None, "worker": "M-001"}, {"workstation": None, "situation": "plating"}):
        assert told(register(bare, measured(sampled_on=dt.date(2009, 3, 2), **place))) == {}
    # a class is no result, nor is one of another year, another agent or nobody's word
    assert list(told(register(sheet(year, degree=Band(scale="own", value="low"))))) == ["sheet-2008-incomplete"]
    assert list(told(register(bare, measured(sampled_on=dt.date(2010, 3, 2))))) == ["sheet-2008-incomplete"]
    said = Provenance(document=SHEET, evidence=Declared())
    assert list(told(register(evolve(bare, provenance=said)))) == ["sheet-2008-incomplete"]


def test_a_sheet_that_describes_no_work() -> None:
    bare = sheet(days("2009-01-05", "2009-12-18"), degree=level("0.02"), workstation=None)
    assert told(register(bare)) == {"sheet-2008-incomplete": "/exposures/0/conditions/work_performed"}
    process = evolve(bare, conditions=evolve(bare.conditions, work_process="Electroplating"))
    assert told(register(process)) == {}
    given = {p.pointer for p in check(register(process), "sheet-2008", on=ON) if p.code == "sheet-detail-not-told"}
    assert given == {
        "/exposures/0/conditions/work_performed",
        "/exposures/0/conditions/product_characteristics",
        "/exposures/0/conditions/degree/on",
    }


def test_a_prevention_sheet_without_conditions() -> None:
    bare = sheet(days("2012-02-01", "2014-12-31"), PREVENTION, nature=None, duration=None)
    found = {p.pointer for p in check(register(bare), on=ON, profile="prevention-2012")}
    assert found == {"/exposures/0/conditions/measures", "/exposures/0/conditions/nature"}


def test_a_record_that_comes_from_no_sheet_is_asked_for_none() -> None:
    for document in (None, DocumentKind.NONE, DocumentKind.EXPOSURE_LIST, DocumentKind.MEDICAL_FILE):
        x = evolve(line(period=days("2001-02-01", "2014-12-31")), provenance=Provenance(document=document))
        assert told(register(evolve(x, conditions=evolve(x.conditions, degree=None, nature=None)))) == {}


# -- outside the years


def test_other_statements_name_documents_too() -> None:
    late, then = Provenance(document=PREVENTION), days("2016-01-04", "2016-12-16")
    r = register(
        collective(period=then, provenance=late),
        assigned(period=then, provenance=late),
        measured(sampled_on=dt.date(2016, 3, 2), provenance=late),
    )
    pointers = {p.pointer for p in check(r, "auto", on=ON) if p.code == "document-not-in-force"}
    assert pointers == {f"/{name}/0/provenance/document" for name in ("exposures", "assignments", "measurements")}


def test_a_sheet_in_a_year_of_change_cannot_be_said() -> None:
    year = Period(dt.date(2015, 1, 1), dt.date(2015, 12, 31), Precision.YEAR)
    assert list(told(register(sheet(year, PREVENTION)))) == ["document-not-in-force"]
    for open_ in (
        Period(dt.date(2015, 1, 1), dt.date(2015, 12, 31), Precision.ESTIMATED),
        Period(dt.date(2016, 1, 4), None, begun_before=True),
    ):
        assert told(register(sheet(open_, PREVENTION))) == {}
        assert undecided(register(sheet(open_, PREVENTION))) == {"document-not-in-force": 1}
    early = Period(dt.date(2000, 1, 1), dt.date(2000, 12, 31), Precision.ESTIMATED)
    assert undecided(register(sheet(early))) == {"document-not-in-force": 1}


def test_a_document_named_before_its_years_began() -> None:
    r = register(sheet(days("2010-01-04", "2010-12-17"), PREVENTION))
    assert list(told(r, on=dt.date(2011, 1, 1))) == ["document-not-in-force"]


def attestation(model: AttestationModel = AttestationModel.ORDER_1995, **changes: Any) -> Attestation:
    fields: dict[str, Any] = {
        "worker": "M-001",
        "agents": (AGENT,),
        "establishments": (SITE,),
        "job_descriptions": ("Plater",),
        "periods": (days("2003-03-03", "2003-11-28"),),
        "employer_signatory": "The employer",
        "physician_signatory": "The physician",
        "issued_on": dt.date(2007, 5, 31),
    }
    return Attestation(id="at1", model=model, **{**fields, **changes})


@pytest.mark.parametrize(
    ("model", "day", "severity"),
    [
        ("1995", "1995-02-27", Severity.ERROR),
        ("1995", "1995-02-28", None),
        ("1995", "2022-04-27", None),
        ("1995", "2022-04-28", Severity.ERROR),
        ("1995", "2022-09-25", Severity.ERROR),
        ("departure-2001", "2001-01-31", Severity.WARNING),
        ("departure-2001", "2008-04-30", None),
        ("departure-2001", "2008-05-01", Severity.WARNING),
        ("departure-2008", "2008-04-30", Severity.WARNING),
        ("departure-2008", "2012-01-31", None),
        ("departure-2008", "2012-02-01", Severity.WARNING),
    ],
)
def test_the_first_and_last_day_of_each_model(model: str, day: str, severity: Severity | None) -> None:
    issued = attestation(AttestationModel(model), issued_on=dt.date.fromisoformat(day))
    problems = [p for p in check(register(issued), "auto", on=ON) if p.code == "document-not-in-force"]
    assert [(p.pointer, p.severity) for p in problems] == [("/attestations/0/model", severity)] * (severity is not None)
    for problem in problems if model == "1995" else ():
        for language in ("en", "fr"):
            assert "2022-04-28" in problem.message_in(language)
            assert "2022-09-25" in problem.message_in(language)


def test_an_attestation_without_a_day_of_issue() -> None:
    undated = attestation(issued_on=None)
    assert told(register(undated)) == {}
    assert undecided(register(undated)) == {"document-not-in-force": 1}
    # it was not issued before the exposure began
    late = evolve(undated, periods=(days("2022-05-02", "2022-12-16"),))
    assert told(register(late)) == {"document-not-in-force": "/attestations/0/model"}
    assert undecided(register(late)) == {}


def test_a_departure_attests_all_agents() -> None:
    several = attestation(AttestationModel.DEPARTURE_2001, agents=(AGENT, "cas:71-43-2"))
    assert "attestation-several-agents" not in told(register(several))


def test_the_days_of_an_attestation_have_ends() -> None:
    assert told(register(attestation(periods=(days("2003-03-03"),)))) == {
        "attestation-1995-incomplete": "/attestations/0/periods/0/end"
    }


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("NIR 179039999999930", True),
        ("n° 1 79 03 2A 004 123 45.", True),
        ("(2.85.05.78.006.084.91)", True),
        ("1 79 03", False),
        ("17903", False),
        ("SIRET 404 833 048 00022", False),
        ("40483304800022", False),
        ("du 2001-02-01 au 2008-04-30", False),
        ("06 12 34 56 78 - 04 71 00 00 00", False),
        ("lot 1790399999999301", False),
    ],
)
def test_whole_numbers_of_people(text: str, is_told: bool) -> None:
    for i, where in enumerate(({"job_descriptions": ("Plater", text)}, {"employer_signatory": text})):
        found = told(register(attestation(**where)))
        expected = ("/attestations/0/job_descriptions/1", "/attestations/0/employer_signatory")[i]
        assert found == ({"attestation-nir": expected} if is_told else {})
    report = check(register(attestation(provenance=Provenance(source_text=text, reason=text))), "auto", on=ON)
    assert len([p for p in report if p.code == "attestation-nir"]) == 2 * is_told
    assert text not in report.text()


# -- what a check leaves out


def left_out(r: Register, profile: str) -> str:
    return " ".join(wording.en for wording in check(r, profile, on=ON).not_checked)


def test_what_another_profile_checks_is_not_left_out() -> None:
    assert "levels against limits" in left_out(Register(), "list-2024")
    assert "levels against limits" not in left_out(Register(), "auto")
    assert "needs the catalogue" in left_out(Register(), "structure")
    assert "needs the catalogue" not in left_out(Register(), "list-2024")


def test_limits_of_documents_are_told_where_there_are_some() -> None:
    assert "owed" not in left_out(register(line()), "auto")
    assert "whether a sheet was owed" in left_out(register(sheet(days("2009-01-05", "2009-12-18"))), "auto")
    assert "whether an attestation was owed" in left_out(register(attestation()), "auto")
    assert "whether a sheet was owed" in left_out(Register(), "sheet-2001")


def test_auto_takes_every_profile_but_the_experiment() -> None:
    taken = {part.name for part in AUTO.parts()}
    assert taken == set(PROFILES) - {"experiment-2009"}


def test_severities_of_ones_own() -> None:
    r = register(attestation(issued_on=dt.date(2023, 3, 1)))
    milder = AUTO.with_severity("document-not-in-force", Severity.INFO)
    assert [p.severity for p in check(r, milder, on=ON) if p.code == "document-not-in-force"] == [Severity.INFO]
    kept = AUTO.silencing("document-not-in-force", "at1", "issued in good faith")
    assert [s.problem.code for s in check(r, kept, on=ON).silenced] == ["document-not-in-force"]

"""Who may see what: the matrix, its marks, and what it answers."""

import datetime as dt

import pytest

import tracexpo as tx
from tracexpo.access import Access, Asker, DataKind, Verdict, access_matrix, who_may_see
from tracexpo.catalogue.answers import Certainty
from tracexpo.errors import InvalidValueError, NotCoveredError
from tracexpo.vocabularies import DocumentKind

ON = dt.date(2025, 11, 30)
MATRIX = access_matrix(on=ON)
YES, IF, NO, SILENT = Verdict.YES, Verdict.ON_CONDITION, Verdict.NO, Verdict.NOT_STATED


@pytest.mark.parametrize(
    ("data", "asker", "verdict", "source"),
    [
        ("exposure-list", "worker", IF, "R4412-93-2"),
        ("exposure-list", "occupational-physician", YES, "R4412-93-3"),
        ("exposure-list", "staff-representatives", NO, "R4412-93-2"),
        ("exposure-list", "temp-agency", IF, "R4412-93-4"),
        ("exposure-list", "other-employer", NO, None),
        ("exposure-list", "labour-inspector", SILENT, None),
        ("anonymous-list", "worker", YES, "R4412-93-2"),
        ("anonymous-list", "staff-representatives", YES, "R4412-93-2"),
        ("control-results", "prevention-fund", YES, "R4412-79"),
        ("cmr-information", "labour-inspector", YES, "R4412-93"),
        ("medical-file", "prevention-staff", IF, "R4624-45-5"),
        ("medical-file", "employer", NO, None),
        ("medical-file", "medical-inspector", YES, None),
        ("medical-file-health", "medical-inspector", NO, None),
        ("biological-results", "employer", NO, "R4412-51, R4412-51-1"),
        ("attestation", "insurance-fund", IF, None),
        ("attestation-medical", "employer", NO, None),
        ("prevention-sheet", "other-employer", NO, "L4121-3-1 (2012)"),
        ("risk-assessment", "worker", IF, "L4121-3-1, R4121-4"),
        ("company-file", "prevention-fund", YES, "R4624-48"),
        ("step-cmr", "labour-inspector", NO, "sante-et-travail.fr, octobre 2011"),
        ("step-cmr", "occupational-physician", IF, "sante-et-travail.fr, octobre 2011"),
    ],
)
def test_cells(data: str, asker: str, verdict: Verdict, source: str | None) -> None:
    found = tx.who_may_see(data, asker, on=ON)
    assert (found.verdict, found.source) == (verdict, source)


def test_every_cell_is_there_once() -> None:
    assert {(a.data, a.asker) for a in MATRIX} == {(data, asker) for data in DataKind for asker in Asker}
    assert len(MATRIX) == len(DataKind) * len(Asker)


@pytest.mark.parametrize("access", MATRIX, ids=lambda a: f"{a.data}-{a.asker}")
def test_marks_are_honest(access: Access) -> None:
    # what is stated as law names the text that was read; the rest is told to be ours, or not to be stated
    assert access.certainty.is_law <= (access.source is not None)
    assert (access.verdict is SILENT) is (access.certainty is Certainty.NOT_COVERED)
    assert (access.because is not None) or access.verdict is not IF
    for language in ("en", "fr"):
        assert access.certainty.label_in(language) in access.text_in(language)  # type: ignore[arg-type]
    assert access.because is None or access.because.en != access.because.fr
    assert access.row_in("fr")["verdict"] == access.verdict.label_in("fr")
    assert str(access) == access.text_in("en")


def test_only_a_plain_answer_is_true_or_false() -> None:
    assert who_may_see("exposure-list", "employer", on=ON)
    assert not who_may_see("exposure-list", "other-employer", on=ON)
    for asker in ("worker", "labour-inspector"):
        with pytest.raises(NotCoveredError):
            bool(who_may_see("exposure-list", asker, on=ON))


def test_days() -> None:
    before = who_may_see(DataKind.EXPOSURE_LIST, Asker.EMPLOYER, on=dt.date(2024, 4, 4))
    assert (before.verdict, before.certainty) == (SILENT, Certainty.NOT_COVERED)
    assert "2024-04-05" in before.text_in("fr")
    later = who_may_see(DataKind.EXPOSURE_LIST, Asker.EMPLOYER, on=dt.date(2027, 1, 1))
    assert (later.verdict, later.certainty) == (YES, Certainty.LATER_THAN_EDITION)
    assert who_may_see("prevention-sheet", "worker", on=dt.date(2012, 2, 1)).verdict is YES
    assert who_may_see("step-cmr", "employer", on=dt.date(2011, 8, 31)).verdict is SILENT


def test_documents_are_spelled_as_in_the_register() -> None:
    shared = {kind.value for kind in DocumentKind} & {kind.value for kind in DataKind}
    assert shared >= {"exposure-list", "attestation", "medical-file", "risk-assessment", "company-file"}
    assert who_may_see(DocumentKind.COMPANY_FILE, "employer", on=ON).data is DataKind.COMPANY_FILE


@pytest.mark.parametrize(
    ("data", "asker", "on", "where", "code"),
    [
        ("salary", "worker", ON, "/data", "not-in-vocabulary"),
        ("exposure-list", "neighbour", ON, "/asker", "not-in-vocabulary"),
        (None, "worker", ON, "/data", "wrong-type"),
        ("exposure-list", "worker", "2025-11-30", "/on", "wrong-type"),
    ],
)
def test_what_cannot_be_asked(data: object, asker: object, on: object, where: str, code: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        who_may_see(data, asker, on=on)  # type: ignore[arg-type]
    assert (caught.value.field, caught.value.code) == (where, code)

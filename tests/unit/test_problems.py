import json

import pytest

from tracexpo.problems import Cell, Kind, Severity, Wording

TOO_DEEP = Kind(code="too-deep", message=Wording("deeper than {limit}", "plus profond que {limit}"))
LATE = Kind(
    code="control-overdue",
    message=Wording("last control: {what}, among {of}", "dernier contrôle : {what}, parmi {of}"),
    severity=Severity.WARNING,
    source="R4412-76",
)


def test_a_wording_in_two_languages() -> None:
    wording = Wording("agent", "agent chimique")
    assert (wording.text_in("en"), wording.text_in("fr")) == ("agent", "agent chimique")


@pytest.mark.parametrize("language", ["de", "EN", "", None])
def test_no_third_language(language: str) -> None:
    with pytest.raises(ValueError, match="expected 'en' or 'fr'"):
        Wording("agent", "agent").text_in(language)  # type: ignore[arg-type]


def test_severities_are_ordered() -> None:
    assert Severity.INFO < Severity.WARNING < Severity.ERROR
    assert [severity.word for severity in Severity] == ["information", "warning", "error"]
    assert [severity.word_in("fr") for severity in Severity] == ["information", "avertissement", "erreur"]


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (Cell(row=1, column=1), "A1"),
        (Cell(row=7, column=26), "Z7"),
        (Cell(row=7, column=27), "AA7"),
        (Cell(row=7, column=52), "AZ7"),
        (Cell(row=7, column=702), "ZZ7"),
        (Cell(row=7, column=703), "AAA7"),
        (Cell(row=1_048_576, column=16_384), "XFD1048576"),
        (Cell(row=12), "12"),
        (Cell(sheet="Liste 2024", row=12, column=3), "Liste 2024!C12"),
        (Cell(sheet="Liste 2024", row=12), "Liste 2024!12"),
    ],
)
def test_a_cell_as_a_spreadsheet_writes_it(cell: Cell, shown: str) -> None:
    assert str(cell) == shown


def test_a_problem_takes_after_its_kind() -> None:
    problem = LATE.at("/measurements/3", record="m3", context={"what": "2024", "of": ("a", "b")})
    assert (problem.code, problem.severity, problem.source) == ("control-overdue", Severity.WARNING, "R4412-76")
    assert (problem.pointer, problem.record, problem.cell) == ("/measurements/3", "m3", None)
    assert problem.message == problem.message_in("en") == "last control: 2024, among a, b"
    assert problem.message_in("fr") == "dernier contrôle : 2024, parmi a, b"


def test_a_kind_is_an_error_unless_it_says_otherwise() -> None:
    assert TOO_DEEP.severity is Severity.ERROR
    assert TOO_DEEP.at(context={"limit": 64}).pointer == ""


def test_a_wording_in_the_context_speaks_the_language_of_the_message() -> None:
    problem = LATE.at(context={"what": Wording("none", "aucun"), "of": ()})
    assert problem.message_in("en") == "last control: none, among "
    assert problem.message_in("fr") == "dernier contrôle : aucun, parmi "


def test_braces_in_a_value_are_text() -> None:
    assert TOO_DEEP.at(context={"limit": "{0.__class__}"}).message == "deeper than {0.__class__}"


def test_the_line_names_the_place() -> None:
    def shown(pointer: str = "", cell: Cell | None = None) -> str:
        return str(TOO_DEEP.at(pointer, cell=cell, context={"limit": 64}))

    assert shown() == "(document): deeper than 64 [too-deep]"
    assert shown("/workers/0") == "/workers/0: deeper than 64 [too-deep]"
    assert shown("/workers/0", Cell(row=2, column=3)) == "C2: deeper than 64 [too-deep]"
    assert TOO_DEEP.at(context={"limit": 64}).line_in("fr") == "(document): plus profond que 64 [too-deep]"


def test_moving_changes_the_pointer_alone() -> None:
    problem = TOO_DEEP.at("/period/end", record="x1", cell=Cell(row=2), context={"limit": 64})
    moved = problem.moved("/exposures/3")
    assert moved.pointer == "/exposures/3/period/end"
    assert moved.moved("") == moved != problem
    assert (moved.kind, moved.record, moved.cell, moved.context) == (
        problem.kind,
        problem.record,
        problem.cell,
        problem.context,
    )


def test_a_problem_keeps_its_own_context() -> None:
    context: dict[str, str | int] = {"limit": 64}
    problem = TOO_DEEP.at(context=context)
    context["limit"] = 65
    assert problem.message == "deeper than 64"


def test_a_problem_as_plain_values() -> None:
    problem = LATE.at(
        "/exposures/0",
        record="x1",
        cell=Cell(sheet="L", row=2, column=3),
        context={"what": Wording("a", "b"), "of": ("c",)},
    )
    plain = problem.to_dict()
    assert json.loads(json.dumps(plain)) == {
        "code": "control-overdue",
        "severity": "warning",
        "pointer": "/exposures/0",
        "record": "x1",
        "cell": {"sheet": "L", "row": 2, "column": 3},
        "message": {"en": "last control: a, among c", "fr": "dernier contrôle : b, parmi c"},
        "source": "R4412-76",
        "context": {"what": {"en": "a", "fr": "b"}, "of": ["c"]},
    }
    assert TOO_DEEP.at(context={"limit": 64}).to_dict()["cell"] is None


def test_equal_problems_are_one_in_a_set() -> None:
    assert len({TOO_DEEP.at("/a", context={"limit": n % 2}) for n in range(4)}) == 2


def test_repr_holds_place_and_no_context() -> None:
    assert repr(TOO_DEEP.at("/a", record="x1", context={"limit": 64})) == "<Problem too-deep at /a (x1)>"

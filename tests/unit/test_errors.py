import ast
import copy
import pickle
import re
import string
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from tracexpo import errors
from tracexpo.codes import FORM
from tracexpo.errors import (
    InvalidValueError,
    MergeError,
    MissingExtraError,
    NotCoveredError,
    ReadError,
    TracexpoError,
    UnsupportedVersionError,
)
from tracexpo.problems import Severity, Wording

each_code = pytest.mark.parametrize("code", FORM)

# -- the codes and their wordings


def _places(text: str) -> set[tuple[str, str | None]]:
    """The values a text speaks of, and how each is shown."""
    return {(name, how) for _, name, _, how in string.Formatter().parse(text) if name is not None}


@each_code
def test_codes_are_kebab_case(code: str) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code)
    assert FORM[code].code == code


@each_code
def test_both_languages_speak_of_the_same_values(code: str) -> None:
    message = FORM[code].message
    assert _places(message.en) == _places(message.fr)


@each_code
def test_messages_are_whole_and_in_two_languages(code: str) -> None:
    message = FORM[code].message
    for text in (message.en, message.fr):
        assert text == text.strip() != ""
        assert not text.endswith(".")
        assert "  " not in text
    assert message.en != message.fr


@each_code
def test_french_is_set_in_the_french_way(code: str) -> None:
    text = re.sub(r"\{.*?\}", "x", FORM[code].message.fr)
    assert '"' not in text
    # a space before a double sign, and inside quotation marks
    assert not re.search(r"[^ ][;!?»]|[^\W\d]:|«[^ ]", text)


def test_what_is_not_wrong_is_no_error() -> None:
    lenient = {code: kind.severity for code, kind in FORM.items() if kind.severity is not Severity.ERROR}
    assert lenient == {"newer-record": Severity.WARNING, "migrated": Severity.INFO}


# -- the codes as the package uses them


def _context_keys(call: ast.Call, position: int) -> set[str] | None:
    """The keys of the context of a call; None where they are not written out there."""
    given = [keyword.value for keyword in call.keywords if keyword.arg == "context"] or call.args[position:][:1]
    if not given:
        return set()
    if not isinstance(given[0], ast.Dict):
        return None
    return {key.value for key in given[0].keys if isinstance(key, ast.Constant)}


def _uses() -> Iterator[tuple[str, str, set[str] | None]]:
    """Every code written out in the package: where, which, with which values."""
    spec = find_spec("tracexpo")
    assert spec is not None
    assert spec.origin is not None
    for path in sorted(Path(spec.origin).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            told, place = node.func, f"{path.name}:{node.lineno}"
            first = node.args[0] if node.args else None
            if isinstance(told, ast.Name) and told.id == "InvalidValueError" and isinstance(first, ast.Constant):
                yield place, first.value, _context_keys(node, 2)
            elif (
                isinstance(told, ast.Attribute)
                and told.attr == "at"
                and isinstance(told.value, ast.Subscript)
                and isinstance(told.value.value, ast.Name)
                and told.value.value.id == "FORM"
                and isinstance(told.value.slice, ast.Constant)
            ):
                yield place, told.value.slice.value, _context_keys(node, 9)


@pytest.mark.parametrize(
    ("place", "code", "keys"), list(_uses()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_code_is_used_with_the_values_it_speaks_of(place: str, code: str, keys: set[str] | None) -> None:
    assert code in FORM, place
    if keys is not None:
        assert keys == {name for name, _ in _places(FORM[code].message.en)}, place


# -- the errors


PROBLEMS = (
    FORM["empty-text"].at("/workers/0/identity/birth_name", record="w1"),
    FORM["number-out-of-range"].at("/exposures/3/headcount", context={"least": 0, "most": 9}),
)
RAISED = [
    TracexpoError("said on purpose"),
    InvalidValueError("empty-text", "/name"),
    InvalidValueError("wrong-type", "/period/end", {"expected": Wording("a day", "un jour"), "found": "str"}),
    ReadError(PROBLEMS),
    UnsupportedVersionError((FORM["version-unsupported"].at(context={"version": "2.0", "supported": "1.0"}),)),
    MergeError(
        (FORM["merge-conflict"].at("/workers", record="w1", context={"id": "w1", "fields": ("identity", "aliases")}),)
    ),
    NotCoveredError("no limit before 2008-05-01"),
    MissingExtraError("reading a workbook", "xlsx"),
]
each_error = pytest.mark.parametrize(
    "error", RAISED, ids=[f"{type(error).__name__}-{n}" for n, error in enumerate(RAISED)]
)


def test_every_error_is_tried() -> None:
    assert {type(error).__name__ for error in RAISED} == set(errors.__all__)


@each_error
def test_errors_are_of_one_family(error: TracexpoError) -> None:
    assert isinstance(error, TracexpoError)
    assert str(error)


@each_error
def test_errors_survive_pickling_and_copying(error: TracexpoError) -> None:
    for again in (*(pickle.loads(pickle.dumps(error, n)) for n in range(2, 6)), copy.copy(error), copy.deepcopy(error)):
        assert type(again) is type(error)
        assert str(again) == str(error)
        assert again.args == error.args
        assert vars(again) == vars(error)


def test_errors_are_caught_as_what_python_programs_expect() -> None:
    assert issubclass(InvalidValueError, ValueError)
    assert issubclass(MissingExtraError, ImportError)
    assert issubclass(UnsupportedVersionError, ReadError)
    assert not issubclass(MergeError, ReadError)


def test_an_invalid_value_says_where_and_what_to_do() -> None:
    error = InvalidValueError("empty-text").under("name").under(2).under("components")
    assert error.field == "/components/2/name"
    assert (
        str(error) == "components.2.name: an empty text says nothing: leave the field out (null) instead [empty-text]"
    )
    assert error.message_in("fr") == "un texte vide ne dit rien : laissez le champ absent (null)"
    assert error.problem == FORM["empty-text"].at("/components/2/name")


def test_an_invalid_value_of_a_whole_object_names_no_field() -> None:
    error = InvalidValueError("assignment-without-place")
    assert str(error) == "an assignment names a workstation or a situation [assignment-without-place]"


def test_a_read_error_tells_every_problem() -> None:
    error = ReadError(PROBLEMS)
    assert str(error).splitlines() == [
        "2 problems",
        (
            "  /workers/0/identity/birth_name (w1): an empty text says nothing: leave the field out (null) instead "
            "[empty-text]"
        ),
        "  /exposures/3/headcount: must be at least 0 and at most 9 [number-out-of-range]",
    ]
    assert error.text_in("fr").splitlines()[0] == "2 constats"


@pytest.mark.parametrize(
    ("count", "en", "fr"),
    [(0, "0 problems", "0 constat"), (1, "1 problem", "1 constat"), (3, "3 problems", "3 constats")],
)
def test_problems_are_counted_as_each_language_does(count: int, en: str, fr: str) -> None:
    error = ReadError(PROBLEMS[:1] * count)
    assert error.text_in("en").splitlines()[0] == en
    assert error.text_in("fr").splitlines()[0] == fr


def test_a_long_list_of_problems_is_cut() -> None:
    error = ReadError(PROBLEMS[:1] * 25)
    assert len(error.problems) == 25
    assert str(error).splitlines()[-1] == "  … and 5 more"
    assert error.text_in("fr", most=24).splitlines()[-1] == "  … et 1 de plus"
    assert len(error.text_in("fr", most=25).splitlines()) == 26


def test_a_merge_error_names_every_conflict() -> None:
    assert str(RAISED[5]).splitlines() == [
        "1 problem",
        "  /workers (w1): the id w1 has another content in the other register: identity, aliases [merge-conflict]",
    ]


def test_a_missing_extra_says_how_to_install_it() -> None:
    error = MissingExtraError("reading a workbook", "xlsx")
    assert str(error) == "reading a workbook needs the extra 'xlsx': pip install 'tracexpo[xlsx]'"
    assert (error.feature, error.extra) == ("reading a workbook", "xlsx")

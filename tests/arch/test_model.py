"""The habits every class of the model keeps, tried on each: a class is named here only to state an exception."""

import ast
import copy
import datetime as dt
import pickle
import types
import typing
from collections.abc import Iterator
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from typing import Any, ClassVar, get_args, get_origin

import attrs
import pytest

import tracexpo
from tracexpo import (
    agents,
    attestations,
    companies,
    effective,
    exposures,
    form,
    measurements,
    periods,
    provenance,
    register,
    units,
    work,
)
from tracexpo.errors import InvalidValueError
from tracexpo.extensions import Extensions
from tracexpo.problems import Cell, Kind, Wording
from tracexpo.register import COLLECTIONS, Register
from tracexpo.vocabularies import Vocabulary

_SPEC = find_spec("tracexpo")
assert _SPEC is not None
assert _SPEC.origin is not None
PACKAGE = Path(_SPEC.origin).parent

_NOUNS = (
    agents,
    attestations,
    companies,
    effective,
    exposures,
    measurements,
    periods,
    provenance,
    register,
    units,
    work,
)
_PUBLIC = [getattr(tracexpo, name) for name in tracexpo.__all__]
_MODULES = {noun.__name__ for noun in _NOUNS}
MODEL = sorted((c for c in _PUBLIC if attrs.has(c) and c.__module__ in _MODULES), key=lambda c: c.__name__)
each_class = pytest.mark.parametrize("cls", MODEL, ids=lambda cls: cls.__name__)

MARK = "Ursuline Trébuchon-Marquerie"
"""What stands in every text: nobody is called that, so that it is found wherever it leaks."""

# What `repr` may show of what somebody wrote: names of agents, codes, and what is no person's.
TEXTS_SHOWN = {
    ("AgentGroup", "name"),
    ("Classification", "source"),
    ("Classification", "statements"),
    ("Mixture", "product_name"),
    ("Names", "en"),
    ("Names", "fr"),
    ("Occupation", "code"),
    ("Process", "name"),
    ("Substance", "name"),
    ("Transmission", "of"),
}

# Read by position: what is so small that its order says all.
POSITIONAL = {"ExposureTime", "Measure", "Period"}

# -- one specimen of each class, every field set

_SCALARS: dict[str, Any] = {
    "text": MARK,
    "id": "x-1",
    "ref": "y-1",
    "count": 2,
    "decimal": Decimal("0.50"),
    "flag": True,
    "day": dt.date(2024, 7, 5),
    "instant": dt.datetime(2024, 7, 5, 10, 30, tzinfo=dt.UTC),
    "country": "BE",
    "municipality": "2A004",
    "siren": "732829320",
    "siret": "73282932000074",
    "nir": "185052A00608633",
    "cas": "1333-82-0",
    "ec": "215-607-8",
    "clp-index": "024-001-00-0",
    "version": "1.1",
    "collection": "workers",
}
# Where every field set would contradict itself.
_INSTEAD: dict[str, dict[str, Any]] = {
    "Period": {"ended": False},
    "Conditions": {"not_known": ()},
    "UnreadRecord": {"json": "{}"},
}


def _members(annotation: Any) -> tuple[Any, ...]:
    if get_origin(annotation) in (typing.Union, types.UnionType):
        return tuple(member for member in get_args(annotation) if member is not types.NoneType)
    return (annotation,)


def _value(annotation: Any) -> Any:
    if get_origin(annotation) is tuple:
        return (_value(get_args(annotation)[0]),)
    first = _members(annotation)[0]
    found = form.form_of(first)
    if found is not None:
        return _SCALARS[found.name]
    if issubclass(first, Vocabulary):
        return next(iter(first))
    if first is Extensions:
        return Extensions({"org.example.note": [MARK, {"by": MARK}]})
    return specimen(first)


def specimen(cls: Any) -> Any:
    """Make one object of a class, every field set."""
    fields = {name: _value(annotation) for name, annotation in form.field_types(cls).items() if name != "json"}
    return cls(**{**fields, **_INSTEAD.get(cls.__name__, {})})


SPECIMENS = {cls: specimen(cls) for cls in MODEL}
KIND = Kind(code="too-deep", message=Wording("deeper than {limit}", "plus de {limit}"), source="R4412-93-1")
PROBLEMS = [
    KIND.message,
    KIND,
    Cell(sheet="Liste", row=3, column=2),
    KIND.at("/workers/0", record="w1", cell=Cell(row=3), context={"limit": 64, "why": KIND.message}),
]
each_object = pytest.mark.parametrize("made", [*SPECIMENS.values(), *PROBLEMS], ids=lambda made: type(made).__name__)


def test_specimens_set_every_field() -> None:
    for cls, made in SPECIMENS.items():
        unset = {a.name for a in attrs.fields(cls) if getattr(made, a.name) in (None, ())}
        assert unset == ({"not_known"} if cls.__name__ == "Conditions" else set()), cls


# -- frozen, in slots, compared, hashed, pickled


@each_object
def test_objects_cannot_be_changed(made: Any) -> None:
    for a in attrs.fields(type(made)):
        with pytest.raises(AttributeError):
            setattr(made, a.name, getattr(made, a.name))
        with pytest.raises(AttributeError):
            delattr(made, a.name)


@each_object
def test_objects_hold_nothing_but_their_fields(made: Any) -> None:
    assert not hasattr(made, "__dict__")
    with pytest.raises(AttributeError):
        made.nme = "a slip of the pen"


@each_object
def test_equal_objects_have_equal_hashes(made: Any) -> None:
    twin = attrs.evolve(made)
    assert twin is not made
    assert twin == made
    assert hash(twin) == hash(made)
    assert made != object()


@each_object
def test_objects_survive_pickling_and_copying(made: Any) -> None:
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        again = pickle.loads(pickle.dumps(made, protocol))
        assert again == made
        assert hash(again) == hash(made)
    assert copy.copy(made) == made
    assert copy.deepcopy(made) == made


@each_class
def test_fields_are_given_by_name(cls: Any) -> None:
    if attrs.fields(cls):
        assert {a.kw_only for a in attrs.fields(cls)} == {cls.__name__ not in POSITIONAL}


@each_class
def test_fields_hold_no_list_and_no_dictionary(cls: Any) -> None:
    for name, annotation in form.field_types(cls).items():
        for member in _members(annotation):
            origin = get_origin(member)
            if origin is tuple:
                assert get_args(member)[1] is ..., name
            else:
                assert origin in (None, typing.Annotated), name


def test_records_carry_an_id_and_extensions() -> None:
    held = {member for member in MODEL if hasattr(member, "COLLECTION")}
    for cls in held:
        names = [a.name for a in attrs.fields(cls)]
        assert (names[0], names[-1]) == ("id", "extensions")
    assert {cls.COLLECTION for cls in held} == set(COLLECTIONS)
    types_held = form.field_types(Register)
    for cls in held:
        assert cls in _members(get_args(types_held[cls.COLLECTION])[0])


def test_kinds_and_collections_are_constants() -> None:
    for cls in MODEL:
        for name in ("KIND", "COLLECTION"):
            if name in vars(cls):
                assert cls.__annotations__[name] == ClassVar[str]


def test_no_rule_of_a_constructor_can_be_switched_off() -> None:
    # attrs' validators can, for the whole process, and they repeat the value
    assert not [(cls, a.name) for cls in MODEL for a in attrs.fields(cls) if a.validator is not None]


# -- nothing personal is shown


@each_class
def test_texts_are_not_shown(cls: Any) -> None:
    if cls is tracexpo.Identity:
        return  # it shows no field at all: see below
    for name, annotation in form.field_types(cls).items():
        inner = get_args(annotation)[0] if get_origin(annotation) is tuple else annotation
        if form.Text in _members(inner):
            assert getattr(attrs.fields(cls), name).repr == ((cls.__name__, name) in TEXTS_SHOWN), name


def test_texts_shown_are_texts() -> None:
    for name, field in TEXTS_SHOWN:
        assert field in form.field_types(getattr(tracexpo, name))


@each_class
def test_repr_shows_no_mark(cls: Any) -> None:
    hidden = _hiding(SPECIMENS[cls])
    assert MARK not in repr(hidden)
    assert MARK not in str(hidden)


def _hiding(made: Any) -> Any:
    """Return the object with a plain word in the texts that may be shown, at every depth."""
    changes: dict[str, Any] = {}
    for a in attrs.fields(type(made)):
        value = getattr(made, a.name)
        if (type(made).__name__, a.name) in TEXTS_SHOWN:
            changes[a.name] = ("R49",) if isinstance(value, tuple) else "plain"
        elif attrs.has(type(value)):
            changes[a.name] = _hiding(value)
        elif isinstance(value, tuple) and attrs.has(type(value[0] if value else None)):
            changes[a.name] = tuple(_hiding(item) for item in value)
    return attrs.evolve(made, **changes)


def test_an_identity_shows_nothing() -> None:
    assert repr(SPECIMENS[tracexpo.Identity]) == "Identity(…)"
    shown = repr(SPECIMENS[tracexpo.Worker])
    for secret in (MARK, "2024", "185052A00608633", "2A004", "female"):
        assert secret not in shown


# -- what makes no sense is refused, and never repeated


class _Secret:
    """A value of a type that no field takes, with a name in it."""

    def __repr__(self) -> str:
        return MARK

    __str__ = __repr__


def _wrong_values(annotation: Any) -> Iterator[Any]:
    yield _Secret()
    yield [MARK]
    yield {MARK: MARK}
    yield (_Secret(),)
    if get_origin(annotation) is tuple:
        yield [_value(get_args(annotation)[0])]
        yield _value(get_args(annotation)[0])
        yield (None,)
        return
    if form.TEXT not in [form.form_of(member) for member in _members(annotation)] and annotation is not str:
        yield MARK
        yield ""
    if types.NoneType not in get_args(annotation):
        yield None
    for member in _members(annotation):
        found = form.form_of(member)
        if found is not None and found.name in ("decimal", "count", "flag"):
            yield from (0.5, "1", True if found.name != "flag" else 1)
        elif isinstance(member, type) and issubclass(member, Vocabulary):
            yield next(iter(member)).value


@each_class
def test_a_value_of_another_type_is_refused_and_not_repeated(cls: Any) -> None:
    good = {a.name: getattr(SPECIMENS[cls], a.name) for a in attrs.fields(cls)}
    for name, annotation in form.field_types(cls).items():
        for wrong in _wrong_values(annotation):
            if name == "extensions" and isinstance(wrong, dict):
                wrong = {MARK: 1}
            with pytest.raises(InvalidValueError) as caught:
                cls(**{**good, name: wrong})
            error = caught.value
            assert error.field.startswith(f"/{name}"), (name, type(wrong))
            for told in (str(error), repr(error), error.message_in("en"), error.message_in("fr"), repr(error.args)):
                assert MARK not in told


@each_class
def test_a_required_field_is_required(cls: Any) -> None:
    required = {a.name for a in attrs.fields(cls) if a.default is attrs.NOTHING}
    good = {a.name: getattr(SPECIMENS[cls], a.name) for a in attrs.fields(cls)}
    cls(**{name: good[name] for name in required | ({"workstation"} if cls is tracexpo.Assignment else set())})
    for name in required:
        with pytest.raises(TypeError, match=name):
            cls(**{other: value for other, value in good.items() if other != name})


# -- every public attribute says what it is


def _public_modules() -> list[Path]:
    """The modules and packages that people import: not what a package is made of."""
    found = {*PACKAGE.glob("*.py"), *PACKAGE.glob("*/__init__.py")}
    return sorted(path for path in found if not path.relative_to(PACKAGE).parts[0].startswith("_"))


def _says(node: ast.stmt | None) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _attributes(cls: ast.ClassDef) -> Iterator[tuple[str, ast.stmt | None]]:
    """Every annotated public attribute of a class, and those that `__init__` sets, each with what follows it."""
    for node, following in _with_next(cls.body):
        if isinstance(node, ast.AnnAssign) and "ClassVar" not in ast.unparse(node.annotation):
            yield ast.unparse(node.target), following
        elif isinstance(node, ast.FunctionDef) and node.name == "__init__":
            for statement, after in _with_next(node.body):
                target = statement.targets[0] if isinstance(statement, ast.Assign) else None
                if isinstance(target, ast.Attribute):
                    yield target.attr, after


def _with_next(body: list[ast.stmt]) -> Iterator[tuple[ast.stmt, ast.stmt | None]]:
    return zip(body, [*body[1:], None], strict=True)


def _told_public(module: ast.Module) -> set[str]:
    """What `__all__` names."""
    for node in module.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return set(ast.literal_eval(node.value))
    return set()


@pytest.mark.parametrize("path", _public_modules(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_public_attributes_have_docstrings(path: Path) -> None:
    module = ast.parse(path.read_text("utf-8"))
    silent = [
        f"{cls.name}.{name}"
        for cls in module.body
        if isinstance(cls, ast.ClassDef) and cls.name in _told_public(module)
        for name, following in _attributes(cls)
        if not name.startswith("_") and not _says(following)
    ]
    assert silent == []

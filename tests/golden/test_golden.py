"""Golden files: what was written once is read for ever, and written again byte for byte.

The files of each version of the format stand in a folder of their own. Those of the version that the library
writes are also compared with what `build.py` makes, and shown to hold everything that the form can say.
"""

import hashlib
import json
import runpy
import types
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args, get_origin

import attrs
import pytest
import rfc8785

import tracexpo as tx
from tracexpo.codecs.document import read_document
from tracexpo.extensions import Extensions
from tracexpo.form import field_types, form_of
from tracexpo.register import FORMAT_VERSION
from tracexpo.vocabularies import Vocabulary

HERE = Path(__file__).parent
BUILD = runpy.run_path(str(HERE / "build.py"))
FILES = sorted(HERE.glob("*/*.json"))
OURS = {"complete": BUILD["complete"](), "minimal": BUILD["minimal"](), "newer": tx.loads(BUILD["newer"]())}

each_file = pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
each_register = pytest.mark.parametrize("name", OURS)


def digests(folder: Path) -> dict[str, str]:
    lines = (folder / "digests.txt").read_text("ascii").splitlines()
    return {name: digest for digest, name in (line.split("  ") for line in lines)}


# -- files of every version


@each_file
def test_a_file_is_read(path: Path) -> None:
    reading = tx.try_read(path)
    assert reading.register is not None
    assert reading.ok, [str(problem) for problem in reading.problems]


@each_file
def test_the_careful_reader_reads_the_same(path: Path) -> None:
    assert read_document(path.read_bytes(), quick=False) == tx.try_read(path)


@each_file
def test_a_file_has_the_digest_it_had(path: Path) -> None:
    assert digests(path.parent)[path.name] == f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}"


@each_file
def test_lines_say_the_same(path: Path) -> None:
    assert tx.read(path.with_suffix(".jsonl")) == tx.read(path)


def test_every_file_has_its_digest_and_its_lines() -> None:
    for folder in {path.parent for path in FILES}:
        names = {path.name for path in FILES if path.parent == folder}
        assert digests(folder).keys() == names
        assert {path.with_suffix(".json").name for path in folder.glob("*.jsonl")} == names


# -- files of the version that the library writes


@each_register
def test_the_same_bytes_are_written(name: str) -> None:
    golden = (HERE / FORMAT_VERSION / f"{name}.json").read_bytes()
    assert tx.dumps(OURS[name]) == golden
    assert tx.dumps(tx.loads(golden)) == golden


@each_register
def test_the_same_lines_are_written(name: str, tmp_path: Path) -> None:
    tx.write(OURS[name], tmp_path / "again.jsonl")
    assert (tmp_path / "again.jsonl").read_bytes() == (HERE / FORMAT_VERSION / f"{name}.jsonl").read_bytes()


@each_register
def test_the_same_register_is_read(name: str) -> None:
    read = tx.read(HERE / FORMAT_VERSION / f"{name}.json")
    assert read == OURS[name]
    assert tx.digest(read) == digests(HERE / FORMAT_VERSION)[f"{name}.json"]


@each_register
def test_the_bytes_are_canonical(name: str) -> None:
    golden = (HERE / FORMAT_VERSION / f"{name}.json").read_bytes()
    assert rfc8785.dumps(json.loads(golden)) == golden


def test_what_a_newer_version_says_is_kept_word_for_word() -> None:
    reading = tx.try_read(HERE / FORMAT_VERSION / "newer.json")
    assert reading.register is not None
    assert {(r.collection, r.id) for r in reading.register.unread} == {
        ("agents", "species:1"),
        ("exposures", "x2"),
        ("exposures", "x3"),
        ("workers", "w2"),
        (None, None),
    }
    assert {problem.code for problem in reading.problems} == {"newer-record"}
    pointers = sorted(problem.pointer for problem in reading.problems)
    assert pointers == ["/agents/1", "/custodian", "/exposures/1", "/exposures/2", "/note", "/sensors", "/workers/1"]


# -- the complete file holds everything

NOT_IN_OUR_VERSION = {("Register", "version"), ("Register", "unread")}
"""A register of our own version leaves nothing unread: `newer` holds these."""


def types_of(annotation: Any) -> tuple[Any, ...]:
    """The types that a field holds, None and tuples taken away."""
    if get_origin(annotation) is tuple:
        annotation = get_args(annotation)[0]
    if get_origin(annotation) in (typing.Union, types.UnionType):
        return tuple(member for member in get_args(annotation) if member is not types.NoneType)
    return (annotation,)


def said(made: Any) -> Iterator[tuple[type, str, Any]]:
    """Yield the class, the field and the value of everything in an object, items of tuples one by one."""
    for name in field_types(type(made)):
        value = getattr(made, name)
        for item in value if isinstance(value, tuple) else (value,):
            yield type(made), name, item
            if attrs.has(type(item)):
                yield from said(item)


def reachable(cls: Any, seen: set[Any]) -> set[Any]:
    """The classes of the model that a register may hold."""
    seen.add(cls)
    for name, annotation in field_types(cls).items():
        for member in types_of(annotation):
            if (cls.__name__, name) not in NOT_IN_OUR_VERSION and attrs.has(member) and member not in seen:
                reachable(member, seen)
    return seen


SAID = list(said(OURS["complete"]))
CLASSES = sorted(reachable(tx.Register, set()), key=lambda cls: cls.__name__)
each_class = pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)


@each_class
def test_every_field_says_something_other_than_its_default(cls: type) -> None:
    defaults = {a.name: a.default for a in attrs.fields(cls)}
    told = {name for owner, name, value in SAID if owner is cls and value not in (defaults[name], None)}
    silent = defaults.keys() - told - {name for owner, name in NOT_IN_OUR_VERSION if owner == cls.__name__}
    assert not silent


@each_class
def test_every_kind_and_every_word_occurs(cls: type) -> None:
    for name, annotation in field_types(cls).items():
        values = [value for owner, field, value in SAID if owner is cls and field == name]
        members = [m for m in types_of(annotation) if form_of(m) is None and m is not Extensions]
        for member in members:
            if attrs.has(member) and (cls.__name__, name) not in NOT_IN_OUR_VERSION:
                assert member in {type(value) for value in values}, name


def test_every_word_of_every_vocabulary_occurs() -> None:
    members = {member for cls in CLASSES for a in field_types(cls).values() for member in types_of(a)}
    for vocabulary in [member for member in members if isinstance(member, type) and issubclass(member, Vocabulary)]:
        assert {value for _, _, value in SAID if type(value) is vocabulary} == set(vocabulary)


def test_true_false_and_nothing_occur() -> None:
    flags = {(cls, name) for cls in CLASSES for name, a in field_types(cls).items() if bool in types_of(a)}
    for cls, name in flags:
        said_so = {value for owner, field, value in SAID if owner is cls and field == name}
        assert said_so >= {True, False}


def test_the_complete_register_coheres() -> None:
    register = OURS["complete"]
    report = tx.check(register, "structure", on=register.as_of)
    assert not report.problems, str(report)

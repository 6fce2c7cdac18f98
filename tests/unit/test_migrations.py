"""No step exists yet: the steps are of the tests, and hold what a step will have to hold."""

import json
from pathlib import Path
from typing import Any

import pytest

import tracexpo as tx
from tracexpo.codecs.document import read_document
from tracexpo.errors import ReadError, TracexpoError, UnsupportedVersionError
from tracexpo.migrations import STEPS, Step, migrated
from tracexpo.register import FORMAT_VERSION

COMPLETE: dict[str, Any] = json.loads((Path(__file__).parents[1] / "golden" / "1.0" / "complete.json").read_bytes())


def _renamed(document: dict[str, Any], old: str, new: str, version: str) -> dict[str, Any]:
    """As if the collection had another name before; leaves alone what it does not understand."""
    return {**{(new if key == old else key): value for key, value in document.items()}, "version": version}


STEPS_OF_TESTS: dict[str, Step] = {
    "0.8": ("0.9", lambda document: _renamed(document, "persons", "people", "0.9")),
    "0.9": ("1.0", lambda document: _renamed(document, "people", "workers", "1.0")),
}


def older(document: dict[str, Any], version: str = "0.9") -> dict[str, Any]:
    return _renamed(document, "workers", {"0.9": "people", "0.8": "persons"}[version], version)


def test_there_is_no_step_yet() -> None:
    assert dict(STEPS) == {}
    assert FORMAT_VERSION == "1.0"


def test_steps_follow_one_another() -> None:
    assert migrated({"version": "0.8", "persons": []}, "0.8", "1.0", STEPS_OF_TESTS) == {
        "version": "1.0",
        "workers": [],
    }
    assert migrated({"version": "1.0"}, "1.0", "1.0", STEPS_OF_TESTS) == {"version": "1.0"}


@pytest.mark.parametrize("steps", [{}, {"0.7": ("0.7", dict)}, {"0.7": ("0.6", dict), "0.6": ("0.7", dict)}])
def test_without_a_way_there_is_no_migration(steps: dict[str, Step]) -> None:
    with pytest.raises(TracexpoError, match=r"no migration leads from version 0\.\d to 1\.0"):
        migrated({}, "0.7", "1.0", steps)


@pytest.mark.parametrize("version", ["0.8", "0.9"])
@pytest.mark.parametrize("quick", [True, False])
def test_an_older_document_becomes_one_of_ours(version: str, quick: bool) -> None:
    plain = older(COMPLETE, version)
    before = json.dumps(plain)
    for data in (before.encode(), plain):
        reading = read_document(data, quick=quick, steps=STEPS_OF_TESTS)
        assert reading.register == tx.loads(COMPLETE)
        assert reading.version == version
        assert reading.ok
        assert [problem.code for problem in reading.problems] == ["migrated"]
        assert reading.problems[0].context == {"version": version, "supported": "1.0"}
    assert json.dumps(plain) == before


def test_migrating_commutes_with_writing() -> None:
    for version in ("0.8", "0.9"):
        register = read_document(older(COMPLETE, version), steps=STEPS_OF_TESTS).register
        assert register is not None
        assert tx.dumps(register) == tx.dumps(tx.loads(COMPLETE))
        assert tx.loads(tx.dumps(register)) == register
        plain = migrated(older(COMPLETE, version), version, "1.0", STEPS_OF_TESTS)
        assert tx.dumps(tx.loads(plain)) == tx.dumps(register)


def test_without_its_step_an_older_document_is_not_supported() -> None:
    for steps in ({}, {"0.9": ("0.95", lambda document: document)}):
        reading = read_document(older(COMPLETE), steps=steps)
        assert reading.register is None
        assert [problem.code for problem in reading.problems] == ["version-unsupported"]
        with pytest.raises(UnsupportedVersionError):
            reading.register_or_raise()


def test_what_is_wrong_with_an_older_document_is_told_of_it_as_migrated() -> None:
    plain = older(COMPLETE)
    plain["people"] = [{"id": "w1"}, {"id": 5}, 7]
    reading = read_document(json.dumps(plain).encode(), steps=STEPS_OF_TESTS)
    told = [(problem.code, problem.pointer) for problem in reading.problems]
    assert told == [("migrated", ""), ("not-a-string", "/workers/1/id"), ("not-an-object", "/workers/2")]
    with pytest.raises(ReadError):
        reading.register_or_raise()


def test_a_step_is_given_plain_values_alone() -> None:
    seen: list[Any] = []

    def looking(document: dict[str, Any]) -> dict[str, Any]:
        seen.append(document)
        return _renamed(document, "people", "workers", "1.0")

    steps: dict[str, Step] = {"0.9": ("1.0", looking)}
    bad = b'{"format":"tracexpo-register","version":"0.9","people":[{"id":"w1","id":"w1","x":1e400}],"other":NaN}'
    reading = read_document(bad, steps=steps)
    assert seen == []
    assert reading.register is None
    told = [(problem.code, problem.pointer) for problem in reading.problems]
    assert told == [
        ("duplicate-key", "/people/0/id"),
        ("number-not-exact", "/people/0/x"),
        ("number-not-exact", "/other"),
    ]
    strange = {"format": "tracexpo-register", "version": "0.9", "people": ({"id": "w1"},)}
    assert [p.code for p in read_document(strange, steps=steps).problems] == ["not-a-json-value"]
    assert read_document({**strange, "people": [{"id": "w1"}]}, steps=steps).ok
    assert seen == [{"format": "tracexpo-register", "version": "0.9", "people": [{"id": "w1"}]}]


@pytest.mark.parametrize("quick", [True, False])
def test_a_step_that_fails_is_told(quick: bool) -> None:
    def failing(document: dict[str, Any]) -> dict[str, Any]:
        return {**document, "workers": [worker["id"] for worker in document["people"]], "version": "1.0"}

    document = {"format": "tracexpo-register", "version": "0.9", "people": [{"ids": "w1"}]}
    for data in (document, json.dumps(document)):
        reading = read_document(data, quick=quick, steps={"0.9": ("1.0", failing)})
        assert reading.register is None
        assert [(p.code, p.context["exception"]) for p in reading.problems] == [("migration-failed", "KeyError")]
        assert reading.version == "0.9"
        with pytest.raises(ReadError):
            reading.register_or_raise()


@pytest.mark.parametrize("version", ["0.9", "0.8", "1.0", "2.0", "0.7"])
@pytest.mark.parametrize(
    "body", [{"people": 5}, {"people": [None]}, {"persons": {}}, {"workers": [5]}, {"format": 5}, {}]
)
def test_documents_of_any_shape_and_version(version: str, body: dict[str, Any]) -> None:
    document = {"format": "tracexpo-register", "version": version, **body}
    reading = read_document(document, steps=STEPS_OF_TESTS)
    assert reading == read_document(json.dumps(document), steps=STEPS_OF_TESTS)
    assert reading == read_document(json.dumps(document), steps=STEPS_OF_TESTS, quick=False)
    assert reading.ok is (body == {} and version in ("0.8", "0.9", "1.0"))

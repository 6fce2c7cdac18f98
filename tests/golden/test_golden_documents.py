"""Golden files of documents: one of each kind and legal version, read for ever and made again to the byte."""

import json
import runpy
from pathlib import Path
from typing import Any, get_args

import pytest
import rfc8785
from jsonschema import Draft202012Validator

from tracexpo import documents
from tracexpo.documents.writing import VERSION

HERE = Path(__file__).parent / "documents"
BUILD = runpy.run_path(str(HERE / "build.py"))
FILES = sorted(HERE.glob("*/*.json"))
MADE: dict[str, documents.Document] = BUILD["made"]()
VALIDATOR = Draft202012Validator(documents.document_schema())

each_file = pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
each_name = pytest.mark.parametrize("name", MADE)


@each_file
def test_a_file_is_read_and_written_back(path: Path) -> None:
    data = path.read_bytes()
    assert documents.dumps(documents.loads(data)) == data


@each_file
def test_a_file_is_canonical(path: Path) -> None:
    assert rfc8785.dumps(json.loads(path.read_bytes())) == path.read_bytes()


@each_name
def test_a_document_is_made_again_to_the_byte(name: str) -> None:
    data = (HERE / VERSION / f"{name}.json").read_bytes()
    assert documents.loads(data) == MADE[name]
    assert documents.dumps(MADE[name]) == data


@each_name
def test_a_document_follows_the_schema(name: str) -> None:
    plain: dict[str, Any] = json.loads(documents.dumps(MADE[name]))
    VALIDATOR.validate(plain)


def test_there_is_a_file_for_each_version_and_none_besides() -> None:
    assert set(MADE) == {version.value for version in documents.LegalVersion}
    assert {path.stem for path in (HERE / VERSION).glob("*.json")} == set(MADE)
    assert {type(document) for document in MADE.values()} == set(get_args(documents.Document))

"""The JSON Schema: in step with the model, with the golden files, with what is written and what is read."""

import copy
import json
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import tracexpo as tx
from tracexpo.codecs.descriptions import field_descriptions
from tracexpo.codecs.schema import SCHEMA_FILE, generated_schema, register_schema
from tracexpo.register import COLLECTIONS, FORMAT_VERSION, Register
from tracexpo.testing.instances import instances
from tracexpo.testing.registers import registers

GOLDEN = Path(__file__).parents[1] / "golden" / FORMAT_VERSION
SCHEMA = register_schema()
VALIDATOR = Draft202012Validator(SCHEMA)
COMPLETE = json.loads((GOLDEN / "complete.json").read_bytes())


def test_the_shipped_schema_is_that_of_the_model() -> None:
    assert generated_schema() == SCHEMA
    shipped = (files("tracexpo") / "schemas" / SCHEMA_FILE).read_bytes()
    assert shipped.decode() == json.dumps(SCHEMA, indent=2, ensure_ascii=False) + "\n"


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$id"] == f"urn:tracexpo:schema:register:{FORMAT_VERSION}"


def schemas_in(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        yield schema
        for item in schema.values():
            yield from schemas_in(item)
    elif isinstance(schema, list):
        for item in schema:
            yield from schemas_in(item)


def test_every_definition_is_used_and_there() -> None:
    used = {schema["$ref"] for schema in schemas_in(SCHEMA) if isinstance(schema.get("$ref"), str)}
    assert used == {f"#/$defs/{name}" for name in SCHEMA["$defs"]}


def test_every_object_is_closed_and_described() -> None:
    for name, schema in {**SCHEMA["$defs"], "Register": SCHEMA}.items():
        assert schema["description"], name
        if "properties" in schema:
            assert schema["additionalProperties"] is False, name
            for field, value in schema["properties"].items():
                assert "const" in value or value["description"], (name, field)


def test_every_field_of_the_model_is_described_in_the_source() -> None:
    for name in COLLECTIONS:
        assert field_descriptions(Register)[name]


@pytest.mark.parametrize("name", ["complete", "minimal"])
def test_the_golden_files_are_valid(name: str) -> None:
    VALIDATOR.validate(json.loads((GOLDEN / f"{name}.json").read_bytes()))


def test_a_newer_version_has_a_schema_of_its_own() -> None:
    newer = json.loads((GOLDEN / "newer.json").read_bytes())
    assert not VALIDATOR.is_valid(newer)


@pytest.mark.parametrize("name", COLLECTIONS)
def test_a_record_by_itself_can_be_validated(name: str) -> None:
    pointer = f"#/properties/{name}/items"
    alone = Draft202012Validator({"$ref": f"{SCHEMA['$id']}{pointer}", "$defs": {"register": SCHEMA}})
    for record in COMPLETE[name]:
        alone.validate(record)
        assert not alone.is_valid({**record, "unheard_of": 1})


@settings(max_examples=50)
@given(registers() | instances(Register, version=FORMAT_VERSION, unread=()))
def test_what_is_written_is_valid(register: Register) -> None:
    VALIDATOR.validate(json.loads(tx.dumps(register)))


# -- what the schema refuses, the reader refuses

JUNK = st.sampled_from(
    (
        *(None, True, 0, -1, 4, 10**9 + 1, 1.5, [], {}, [None], {"kind": "time"}),
        *("", "x", "é" * 40_000, "-0", "1.50", "0,5", "1e5", "٣", "0.0", "1.1", "1900-02-30", "2024-13-01"),
        *("2024-07-05T24:00:00Z", "2024-07-05T10:30:00+00:00", "2024-07-05\n", "FR", "fr", "mg/m³", "1.0\n"),
    )
)


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield each container with each of its keys or indices."""
    for key in value if isinstance(value, dict) else range(len(value)):
        yield value, key
        if isinstance(value[key], dict | list):
            yield from places(value[key])


HEAD = {name: COMPLETE[name] for name in ("format", "version", "as_of", "custodian")}
ALONE = [{**HEAD, name: [record]} for name in COLLECTIONS for record in COMPLETE[name]]
ADDED = st.sampled_from(("nmae", "kind", "id", "note", "org.example.x", "Org"))


@st.composite
def spoiled(draw: st.DrawFn) -> Any:
    """A document of one record of the complete one, with one to three places changed, taken away or added."""
    document = copy.deepcopy(draw(st.sampled_from(ALONE)))
    for _ in range(draw(st.integers(1, 3))):
        container, key = draw(st.sampled_from(list(places(document))))
        match draw(st.sampled_from(("change", "change", "take", "add"))):
            case "change":
                container[key] = draw(JUNK)
            case "take":
                del container[key]
            case _ if isinstance(container, dict):
                container[draw(ADDED)] = draw(JUNK)
            case _:
                container.append(draw(JUNK))
    if "version" in document:
        document["version"] = FORMAT_VERSION  # another one has a schema of its own
    return document


@given(spoiled())
def test_what_the_schema_refuses_the_reader_refuses(document: Any) -> None:
    if not VALIDATOR.is_valid(document):
        assert not tx.try_loads(document).ok


@pytest.mark.parametrize(
    ("collection", "change"),
    [
        ("companies", {"siren": "404833049"}),
        ("workers", {"identity": {"birth_date": "2023-02-29"}}),
        ("assignments", {"workstation": None, "situation": None}),
        ("exposures", {"period": {"start": "2024-02-01", "end": "2024-01-31"}}),
        ("exposures", {"conditions": {"nature": "x", "not_known": [{"what": "nature", "reason": "lost"}]}}),
    ],
)
def test_the_reader_refuses_more(collection: str, change: dict[str, Any]) -> None:
    document = {**COMPLETE, collection: [{**COMPLETE[collection][0], **change}]}
    VALIDATOR.validate(document)
    assert not tx.try_loads(document).ok

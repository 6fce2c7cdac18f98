import datetime as dt
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import cattrs
import pytest
from attrs import frozen
from cattrs.errors import ClassValidationError

import tracexpo as tx
from tracexpo.codecs.converter import make_converter, problems_of
from tracexpo.codecs.json import make_converter as public
from tracexpo.codecs.records import RECORD_TYPES
from tracexpo.codecs.spelling import parse_day, parse_decimal, parse_instant
from tracexpo.errors import InvalidValueError
from tracexpo.register import COLLECTIONS, Register

COMPLETE: dict[str, Any] = json.loads((Path(__file__).parents[1] / "golden" / "1.0" / "complete.json").read_bytes())

# -- how scalars are spelled


@pytest.mark.parametrize("text", ["0", "0.10", "-1.5", "999999999999999999.999999999999999999", "-0.1", "10"])
def test_decimals_keep_their_digits(text: str) -> None:
    assert str(parse_decimal(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "-0",
            "-0.0",
            "-0.00",
            "00",
            "01",
            "+1",
            ".5",
            "1.",
            "1e5",
            "1E+2",
            "NaN",
            "sNaN",
            "Infinity",
            "-Infinity",
        ),
        *(
            "1_0",
            "٣",
            "１",
            "1,5",
            " 1",
            "1 ",
            "1\n",
            "0x1",
            "1" * 19,
            "0." + "1" * 19,
            "1.0.0",
            "--1",
            "1e",
            "1\u00a0",
        ),
    ],
)
def test_what_no_decimal_is(text: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        parse_decimal(text)
    assert caught.value.code == "not-a-decimal"


@pytest.mark.parametrize("text", ["1900-01-01", "2024-02-29", "2199-12-31"])
def test_days(text: str) -> None:
    assert str(parse_day(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        *("", "20240705", "2024-W27-5", "2024W275", "2024-187", "1899-12-31", "2200-01-01", "2023-02-29", "2024-07-32"),
        *("2024-7-5", "24-07-05", "2024-07-05T00:00:00Z", "2024-07-05\n", " 2024-07-05", "٢٠٢٤-٠٧-٠٥"),
        *("2024/07/05", "0000-00-00"),
    ],
)
def test_what_no_day_is(text: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        parse_day(text)
    assert caught.value.code == "not-a-date"


@pytest.mark.parametrize("text", ["1900-01-01T00:00:00Z", "2024-07-05T10:30:59Z", "2199-12-31T23:59:59Z"])
def test_instants(text: str) -> None:
    instant = parse_instant(text)
    assert instant.strftime("%Y-%m-%dT%H:%M:%SZ") == text
    assert instant.utcoffset() == dt.timedelta(0)


@pytest.mark.parametrize(
    "text",
    [
        *("", "2024-07-05", "2024-07-05T10:30:00", "2024-07-05T10:30:00+00:00", "2024-07-05T10:30:00z"),
        *("2024-07-05t10:30:00Z",),
        *("2024-07-05 10:30:00Z", "2024-07-05T10:30:00.0Z", "2024-07-05T10:30:00.123456Z", "2024-07-05T10:30Z"),
        *("20240705T103000Z",),
        *("2024-07-05T24:00:00Z", "2024-07-05T10:60:00Z", "2024-07-05T10:30:60Z", "1899-12-31T23:59:59Z"),
        *("2200-01-01T00:00:00Z",),
        *("2024-02-30T10:30:00Z", "2024-07-05T10:30:00Z\n", "2024-07-05T10:30:00ZZ", "2024-W27-5T10:30:00Z"),
    ],
)
def test_what_no_instant_is(text: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        parse_instant(text)
    assert caught.value.code == "not-an-instant"


# -- both ways


@pytest.mark.parametrize("name", COLLECTIONS)
def test_every_record_is_structured_and_unstructured(name: str) -> None:
    converter = make_converter()
    target = RECORD_TYPES[name]
    for plain in COMPLETE[name]:
        record = converter.structure(plain, target)
        assert converter.unstructure(record, unstructure_as=target) == plain


# -- what embedders build on it


def told(plain: Any, target: Any) -> list[tuple[str, str]]:
    with pytest.raises((InvalidValueError, cattrs.errors.BaseValidationError)) as caught:
        make_converter().structure(plain, target)
    return [(problem.code, problem.pointer) for problem in problems_of(caught.value, "/at")]


def test_a_converter_is_fresh_each_time() -> None:
    assert public() is not public()
    assert make_converter() is not make_converter()


def test_an_embedder_copies_it_and_adds_hooks() -> None:
    @frozen
    class Badge:
        number: int
        worker: tx.Worker

    converter = make_converter().copy()
    converter.register_structure_hook(int, lambda value, _: int(value))
    converter.register_structure_hook(tx.Identity, lambda value, _: tx.Identity(used_name=value))
    converter.register_unstructure_hook(tx.Identity, lambda identity: identity.used_name)
    converter.register_unstructure_hook(tx.Alias, lambda alias: alias.ref)
    plain = {"number": "7", "worker": {"id": "w1", "identity": "A", "aliases": [{"ref": "8", "how": "declared"}]}}
    badge = converter.structure(plain, Badge)
    assert badge.worker.identity == tx.Identity(used_name="A")
    assert converter.unstructure(badge)["worker"] == {"id": "w1", "identity": "A", "aliases": ["8"], "extensions": {}}


def test_the_strict_hooks_look_at_their_target() -> None:
    converter = make_converter()
    assert converter.structure("mg/m3", tx.Unit) is tx.Unit.MG_M3
    assert told("zz", tx.Unit) == [("not-in-vocabulary", "/at")]
    assert told(5, tx.Unit) == [("not-a-string", "/at")]
    assert told(True, tx.Headcount) == [("not-an-object", "/at")]
    assert told({"count": True, "on": "2024-07-05"}, tx.Headcount) == [("not-an-integer", "/at/count")]
    assert told({"count": 1.0, "on": "2024-07-05"}, tx.Headcount) == [("not-an-integer", "/at/count")]
    period = {"start": "2024-07-05", "ended": 1, "begun_before": "true"}
    assert told(period, tx.Period) == [("not-a-boolean", "/at/begun_before"), ("not-a-boolean", "/at/ended")]


def test_several_faults_are_told_at_once_each_at_its_place() -> None:
    plain = {
        "id": "x 1",
        "kind": "individual",
        "worker": 5,
        "period": {"start": "2024-07-05", "end": "2024-07-04", "strat": None},
        "conditions": {
            "routes": ["inhalation", 5, "eyes"],
            "degree": {"kind": "level", "value": {"unit": "mg"}},
            "duration": [],
        },
        "accidents": [{}, {"on": "2024-07-05", "description": ""}],
        "employee": "e1",
    }
    assert sorted(told(plain, tx.Exposure)) == sorted(
        [
            ("id-malformed", "/at/id"),
            ("not-a-string", "/at/worker"),
            ("missing-field", "/at/agent"),
            ("missing-field", "/at/establishment"),
            ("misspelt-field", "/at/period/strat"),
            ("period-end-before-start", "/at/period/end"),
            ("not-a-string", "/at/conditions/routes/1"),
            ("not-in-vocabulary", "/at/conditions/routes/2"),
            ("missing-field", "/at/conditions/degree/value/value"),
            ("not-in-vocabulary", "/at/conditions/degree/value/unit"),
            ("not-an-object", "/at/conditions/duration"),
            ("missing-field", "/at/accidents/0/on"),
            ("missing-field", "/at/accidents/0/description"),
            ("empty-text", "/at/accidents/1/description"),
            ("misspelt-field", "/at/employee"),
        ]
    )


def test_a_tag_is_asked_for_only_where_there_is_a_choice() -> None:
    converter = make_converter()
    duration = {"value": "0.5", "unit": "h/day"}
    assert converter.structure(duration, tx.ExposureTime) == tx.ExposureTime(Decimal("0.5"), tx.TimeUnit.H_DAY)
    assert told({**duration, "kind": "time"}, tx.ExposureTime) == [("unknown-field", "/at/kind")]
    assert told({"duration": duration}, tx.Conditions) == [("unknown-kind", "/at/duration")]
    assert told({"duration": {**duration, "kind": "Time"}}, tx.Conditions) == [("unknown-kind", "/at/duration/kind")]
    assert converter.structure({"duration": None}, tx.Conditions) == tx.Conditions()


def test_a_field_that_looks_like_data_is_told_at_its_object() -> None:
    assert told({"id": "w1", "Marie Dupont": 1, "185052A00608633": 1}, tx.Worker) == [("unknown-field", "/at")] * 2


def test_a_fault_of_ours_is_not_hidden() -> None:
    @frozen
    class Broken:
        value: int

        def __attrs_post_init__(self) -> None:
            raise ZeroDivisionError

    with pytest.raises(ClassValidationError) as caught:
        make_converter().structure({"value": 1}, Broken)
    with pytest.raises(ZeroDivisionError):
        list(problems_of(caught.value))


def test_whole_registers_pass_through_a_converter_too() -> None:
    converter = make_converter()
    register = tx.loads(COMPLETE)
    plain = converter.unstructure(register)
    assert plain["exposures"][0]["kind"] in ("individual", "collective")
    assert converter.structure(json.loads(json.dumps(plain)), Register) == register

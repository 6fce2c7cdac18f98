"""The quick reader accepts nothing that the careful one refuses, and gives the same objects."""

import json
import pickle
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tracexpo as tx
from tracexpo.codecs.canonical import canonical
from tracexpo.codecs.quick import QuickReader, RefusedError
from tracexpo.codecs.reading import Limits
from tracexpo.codecs.records import RECORD_TYPES, RecordReader, Unreadable
from tracexpo.codecs.writing import RecordWriter
from tracexpo.form import NIR_SHAPED
from tracexpo.register import COLLECTIONS

COMPLETE: dict[str, Any] = json.loads((Path(__file__).parents[1] / "golden" / "1.0" / "complete.json").read_bytes())
RECORDS = [(name, record) for name in COLLECTIONS for record in COMPLETE[name]]
QUICK, CAREFUL, WRITER = QuickReader(), RecordReader(quick=False), RecordWriter()


def compact(plain: Any) -> bytes:
    return json.dumps(plain, separators=(",", ":"), ensure_ascii=False, sort_keys=True).encode()


def read(name: str, data: bytes) -> Any:
    """What both readers make of it: they must agree."""
    careful = CAREFUL.read(name, data)
    try:
        record = QUICK.read(data, RECORD_TYPES[name])
    except RefusedError:
        return careful
    assert record == careful
    assert hash(record) == hash(careful)
    assert repr(record) == repr(careful)
    return record


def is_refused(name: str, data: bytes) -> bool:
    try:
        QUICK.read(data, RECORD_TYPES[name])
    except RefusedError:
        return True
    return False


def codes(record: Any) -> list[str]:
    assert isinstance(record, Unreadable)
    return [problem.code for problem in record.problems]


@pytest.mark.parametrize(("name", "plain"), RECORDS, ids=[f"{name}-{plain['id']}" for name, plain in RECORDS])
def test_what_the_writer_writes_is_read_quickly(name: str, plain: dict[str, Any]) -> None:
    data = canonical(plain).encode()
    assert not is_refused(name, data)
    record = read(name, data)
    assert WRITER.write(record) == data
    assert pickle.loads(pickle.dumps(record)) == record
    assert type(record) is type(CAREFUL.read(name, data))
    with pytest.raises(AttributeError):
        record.id = "other"


def test_spaces_order_and_escapes_change_nothing() -> None:
    for name, plain in RECORDS:
        record = read(name, compact(plain))
        for text in (json.dumps(plain), json.dumps(plain, indent=2), json.dumps(dict(reversed(plain.items())))):
            assert read(name, text.encode()) == record
        everything = re.sub(r"[A-Za-z]", lambda found: f"\\u{ord(found[0]):04x}", json.dumps(plain["id"]))
        assert read(name, compact(plain).replace(json.dumps(plain["id"]).encode(), everything.encode())) == record


# -- keys named twice: msgspec keeps the last in silence

WORKER = b'{"aliases":[],"extensions":{},"id":"w1","identity":null}'
EXPOSURE = compact(next(x for x in COMPLETE["exposures"] if x["kind"] == "individual"))
PAIR = re.compile(rb'("[a-z_]+":)("(?:[^"\\]|\\.)*"|-?[0-9]+|true|false|null|\[\]|\{\})')


@pytest.mark.parametrize("again", [b"%s%s", b"%s %s", b"%s\n\t%s", b"%snull", b"%s%s ", b"%s[]"])
def test_every_key_of_a_record_named_twice_is_told(again: bytes) -> None:
    for found in PAIR.finditer(EXPOSURE):
        key, value = found.groups()
        other = again % ((key, value) if again.count(b"%s") > 1 else (key,))
        for both in (found.group() + b"," + other, other + b"," + found.group()):
            data = EXPOSURE[: found.start()] + both + EXPOSURE[found.end() :]
            assert "duplicate-key" in codes(read("exposures", data)), both


@pytest.mark.parametrize(
    "twice",
    [
        b'"id":"w1","id":"w1"',
        b'"id":"w1","\\u0069d":"w1"',
        b'"\\u0069d":"w1","id":"w1"',
        b'"i\\u0064":"w1","\\u0069d":"w1"',
        b'"id":"w2","id":"w1"',
        b'"id":null,"id":"w1"',
        b'"id":"w1" ,\n"id":"w1"',
    ],
)
def test_keys_named_twice_by_escapes(twice: bytes) -> None:
    assert codes(read("workers", WORKER.replace(b'"id":"w1"', twice))) == ["duplicate-key"]


@pytest.mark.parametrize(
    "data",
    [
        # what is left out is as long as what is named twice
        WORKER.replace(b'"aliases":[],', b"").replace(b'"id":"w1"', b'"id":"w1","id":"wwwww"'),
        WORKER.replace(b',"identity":null', b',"id":"w1234567"'),
        WORKER.replace(b'"extensions":{}', b'"id":"w123456789"'),
        # shorter spellings, were there any
        WORKER.replace(b'"extensions":{}', b'"extensions":{},"extensions":{}'),
        WORKER.replace(b'"identity":null', b'"identity":null,"identity":{}'),
    ],
)
def test_lengths_that_make_up_for_each_other(data: bytes) -> None:
    assert codes(read("workers", data)) == ["duplicate-key"]


def test_a_kind_named_twice() -> None:
    agent = next(compact(a) for a in COMPLETE["agents"] if a["kind"] == "process")
    for twice in (
        b'"kind":"process","kind":"process"',
        b'"kind":"group","kind":"process"',
        b'"kind":"process","kind":"x"',
    ):
        data = agent.replace(b'"kind":"process"', twice)
        assert "duplicate-key" in codes(read("agents", data))


def test_keys_named_twice_inside_extensions() -> None:
    for inside in (b'"a.b":1,"a.b":1', b'"a.b":1,"a.\\u0062":2', b'"a.b":{"c":1,"c":1}', b'"a.b":[[{"":0,"":0}]]'):
        data = WORKER.replace(b'"extensions":{}', b'"extensions":{%s}' % inside)
        assert codes(read("workers", data)) == ["duplicate-key"]


# -- spellings that one library takes and another does not


def spelled(name: str, plain: dict[str, Any], steps: tuple[Any, ...], text: bytes) -> bytes:
    """The record with a mark in one place, and the text in place of the mark."""
    copy = json.loads(json.dumps(plain))
    node = copy
    for step in steps[:-1]:
        node = node[step]
    node[steps[-1]] = "MARK"
    return compact(copy).replace(b'"MARK"', text)


SITUATION = {
    "establishment": "e1",
    "extensions": {},
    "headcount": 1,
    "headcount_on": "2024-07-05",
    "id": "s1",
    "name": "n",
    "workstations": [],
}
PERIOD = {"begun_before": False, "end": None, "ended": False, "precision": "day", "start": "2024-07-05"}
MEASURES = [m for m in COMPLETE["measurements"] if m["declared_limit"]]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        *((b"0", 0), (b"-0", 0), (b"1000000000", 10**9), (b"1000000001", None), (b"-1", None), (b"1.0", None)),
        *((b"1e0", None), (b"1E2", None), (b"true", None), (b'"1"', None), (b"null", ...), (b"9" * 400, None)),
        *((b"18446744073709551616", None), (b"-9223372036854775809", None), (b"0.0", None), (b"NaN", None)),
    ],
)
def test_counts(text: bytes, count: int | None) -> None:
    record = read("situations", spelled("situations", SITUATION, ("headcount",), text))
    if count is None:
        assert isinstance(record, Unreadable)
        assert [problem.pointer for problem in record.problems] == ["/headcount"]
    else:
        assert record.headcount == (None if count is ... else count)
        assert type(record.headcount) in (int, type(None))


@pytest.mark.parametrize(
    "text",
    [
        *(b'"0.10"', b'"1_0"', '"٣"'.encode(), b'"NaN"', b'"1e5"', b'"-0"', b'"-0.0"', b'"01"', b"0.1", b"1", b'"1."'),
        *(
            b'"\\u0031.5"',
            b'"1\\u002e5"',
            b'" 1"',
            b'"1\\n"',
            b'""',
            b'"999999999999999999999"',
            b"null",
            b'"+1"',
            b'"Infinity"',
        ),
    ],
)
def test_decimals(text: bytes) -> None:
    for steps in (("value", "value"), ("declared_limit", "value")):
        record = read("measurements", spelled("measurements", MEASURES[0], steps, text))
        right = text.replace(b"\\u0031", b"1").replace(b"\\u002e", b".") in (b'"0.10"', b'"1.5"')
        assert isinstance(record, Unreadable) is not right


DAYS = [
    *(b'"2024-07-05"', b'"2024-07-0\\u0035"', b"null", b'"20240705"', b'"2024-W27-5"', b'"2024-187"', b'"2024-02-30"'),
    *(
        b'"2024-07-05T00:00:00Z"',
        b'"1899-12-31"',
        b'"2200-01-01"',
        b'"2024-7-5"',
        b'"2024-07-05\\n"',
        b'""',
        b"20240705",
    ),
]


@pytest.mark.parametrize("text", DAYS)
def test_days(text: bytes) -> None:
    record = read("situations", spelled("situations", SITUATION, ("headcount_on",), text))
    assert isinstance(record, Unreadable) is (text not in DAYS[:3])


INSTANTS = [
    *(b'"2024-07-05T10:30:00Z"', b'"2024-07-05T10:30:00z"', b'"2024-07-05T10:30:00"', b'"2024-07-05T10:30:00+00:00"'),
    *(b'"2024-07-05T10:30:00.000Z"', b'"2024-07-05 10:30:00Z"', b'"2024-07-05T24:00:00Z"', b'"2024-07-05T10:30:60Z"'),
    *(b'"20240705T103000Z"', b'"2024-07-05"', b"1720175400", b'"2024-07-05T10:30Z"', b'"2024-07-05t10:30:00Z"'),
]


@pytest.mark.parametrize("text", INSTANTS)
def test_instants(text: bytes) -> None:
    withdrawal = {**COMPLETE["withdrawals"][0]}
    record = read("withdrawals", spelled("withdrawals", withdrawal, ("provenance", "recorded_at"), text))
    assert isinstance(record, Unreadable) is (text != INSTANTS[0])


@pytest.mark.parametrize(
    "text", [b'"day"', b'"d\\u0061y"', b'"Day"', b'"day "', b'"\\u0064\\u0061\\u0079"', b"1", b"null", b'""']
)
def test_words(text: bytes) -> None:
    establishment = {**COMPLETE["establishments"][0], "active": PERIOD}
    record = read("establishments", spelled("establishments", establishment, ("active", "precision"), text))
    assert isinstance(record, Unreadable) is (text not in (b'"day"', b'"d\\u0061y"', b'"\\u0064\\u0061\\u0079"'))


@pytest.mark.parametrize("text", [b"true", b"false", b"1", b"0", b'"true"', b"null", b"True", b"[]"])
def test_flags(text: bytes) -> None:
    establishment = {**COMPLETE["establishments"][0], "active": PERIOD}
    record = read("establishments", spelled("establishments", establishment, ("active", "begun_before"), text))
    assert isinstance(record, Unreadable) is (text not in (b"true", b"false"))


@pytest.mark.parametrize("text", [b"null", b"{}", b'""', b"0", b'["a",null]', b'[["a"]]', b'[""]', b'["a",1]'])
def test_arrays(text: bytes) -> None:
    for name, plain, field in (
        ("situations", SITUATION, "workstations"),
        ("workstations", COMPLETE["workstations"][0], "tasks"),
        ("workers", COMPLETE["workers"][0], "aliases"),
        ("establishments", COMPLETE["establishments"][0], "naf"),
        ("exposures", COMPLETE["exposures"][0], "accidents"),
    ):
        assert isinstance(read(name, spelled(name, plain, (field,), text)), Unreadable)


@pytest.mark.parametrize(
    "data", [b"null", b"[]", b"0", b'"a"', b"{}", b"", b" ", b"{", b"NaN", b"[{}]", b"\xff", b"true"]
)
@pytest.mark.parametrize("name", COLLECTIONS)
def test_records_that_are_none(name: str, data: bytes) -> None:
    assert isinstance(read(name, data), Unreadable)


# -- extensions


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b'{"a.b":9007199254740993}', "number-not-exact"),
        (b'{"a.b":[1e16]}', "number-not-exact"),
        (b'{"a.b":1e400}', "number-not-exact"),
        (b'{"":1}', "extension-key-malformed"),
        (b'{"a":1}', "extension-key-malformed"),
        (b'{"A.b":1}', "extension-key-malformed"),
        (b'{"a.b ":1}', "extension-key-malformed"),
        (b'{"a.b":%s1%s}' % (b"[" * 33, b"]" * 33), "too-deep"),
        (b'{"a.b":%s1%s}' % (b'{"a":' * 33, b"}" * 33), "too-deep"),
        (b'{"a.b":{"%s":1}}' % (b"a" * 65_537), "text-too-long"),
        (b'{"a.b":"\\ud800"}', "not-unicode"),
        (b'{"a.b":{"\\ud800":1}}', "not-unicode"),
        (b"[]", "not-an-object"),
        (b"null", "not-an-object"),
        (b'"a.b"', "not-an-object"),
    ],
)
def test_extensions_that_cannot_be_kept(text: bytes, code: str) -> None:
    assert codes(read("workers", WORKER.replace(b'"extensions":{}', b'"extensions":' + text))) == [code]


@pytest.mark.parametrize(
    "text",
    [
        *(
            b"{ }",
            b'{"a.b":-5}',
            b'{"a.b":-0}',
            b'{"a.b":1.0}',
            b'{"a.b":1e-400}',
            b'{"a.b":""}',
            b'{"a.b":{"":[]}}',
            b'{"a.b":null}',
        ),
        *(
            b'{"a.b": 1 , "c.d" : [ ] }',
            b'{"\\u0061.b":true}',
            b'{"a.b":%s1%s}' % (b"[" * 32, b"]" * 32),
            b'{"a.b":"\\u0000"}',
        ),
    ],
)
def test_extensions_that_can(text: bytes) -> None:
    record = read("workers", WORKER.replace(b'"extensions":{}', b'"extensions":' + text))
    assert record.extensions == json.loads(text)
    assert read("workers", WRITER.write(record)) == record


def test_true_and_one_are_two_values() -> None:
    yes, one = (read("workers", WORKER.replace(b"{}", b'{"a.b":%s}' % text)) for text in (b"true", b"1"))
    assert yes != one
    assert yes.extensions["a.b"] is True
    assert type(one.extensions["a.b"]) is int


# -- what is shared, and for how long


def test_equal_numbers_keep_their_own_digits() -> None:
    reader = QuickReader()
    plain = MEASURES[0]
    for digits in ("0.10", "0.1", "0.100", "0.10"):
        data = compact({**plain, "value": {**plain["value"], "value": digits}})
        record = reader.read(data, RECORD_TYPES["measurements"])
        assert str(record.value.value) == digits


def test_a_reader_may_read_as_many_different_values_as_there_are() -> None:
    reader = QuickReader()
    for n in range(10_000):
        name = f"Nom {n}"
        identity = {**COMPLETE["workers"][0]["identity"], "birth_name": name}
        data = WORKER.replace(b'"w1"', b'"w%d"' % n).replace(b"null", compact(identity))
        worker = reader.read(data, RECORD_TYPES["workers"])
        assert (worker.id, worker.identity.birth_name) == (f"w{n}", name)


def test_after_forgetting_a_reader_reads_on() -> None:
    reader = QuickReader()
    for _ in range(2):
        assert [reader.read(compact(plain), RECORD_TYPES[name]) for name, plain in RECORDS] == [
            CAREFUL.read(name, compact(plain)) for name, plain in RECORDS
        ]
        reader.forget()


def test_a_text_longer_than_allowed_is_refused_whatever_the_limits() -> None:
    identity = {**COMPLETE["workers"][0]["identity"], "birth_name": "é" * 32_769}
    data = WORKER.replace(b"null", compact(identity))
    for limits in (Limits(), Limits(string=10**7)):
        with pytest.raises(RefusedError):
            QuickReader(limits).read(data, RECORD_TYPES["workers"])


@pytest.mark.parametrize(
    "id", ["199129999900189", "185052A00608633", "185052a00608633", "a99129999900189", "1" * 15, "x" * 15]
)
def test_an_id_that_may_be_a_nir(id: str) -> None:
    read("workers", WORKER.replace(b'"w1"', b'"%s"' % id.encode()))


def test_values_of_any_class_are_read() -> None:
    assert QUICK.read(b'{"id":null,"kind":"fund","since":null}', tx.Custodian) == tx.Custodian(kind=tx.PartyKind.FUND)


# -- records of several classes


def test_records_whose_kinds_alternate_are_read_quickly() -> None:
    records = [compact(x) for x in (*COMPLETE["exposures"], *reversed(COMPLETE["exposures"]), *COMPLETE["exposures"])]
    assert not any(is_refused("exposures", data) for data in records)
    assert [WRITER.write(read("exposures", data)) for data in records] == [
        WRITER.write(CAREFUL.read("exposures", data)) for data in records
    ]


@pytest.mark.parametrize("name", ["agents", "exposures"])
def test_a_record_without_its_kind_is_told_however_long_it_is(name: str) -> None:
    for plain in COMPLETE[name]:
        without = {key: value for key, value in plain.items() if key != "kind"}
        missing = len(compact(plain)) - len(compact(without))
        for spaces in range(missing + 2):
            assert codes(read(name, compact(without) + b" " * spaces)) == ["unknown-kind"]


@given(st.from_regex(NIR_SHAPED, fullmatch=True))
def test_what_may_be_a_nir_has_fifteen_to_twenty_five_characters(text: str) -> None:
    assert 15 <= len(text) <= 25

"""Whatever is read gives a register or one `ReadError`: no other exception, no more work than its size is worth."""

import json
import pickle
import random
import re
import sys
import traceback
from collections import ChainMap, Counter, OrderedDict, UserDict, defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import tracexpo as tx
from tracexpo.codecs.document import read_document
from tracexpo.codecs.reading import Limits, Reading
from tracexpo.codecs.records import RecordReader, Unreadable
from tracexpo.errors import ReadError
from tracexpo.problems import Severity
from tracexpo.register import COLLECTIONS, Register

MANY = settings(max_examples=4 * settings().max_examples, suppress_health_check=[HealthCheck.too_slow])

GOLDEN = Path(__file__).parents[1] / "golden" / "1.0"
COMPLETE: dict[str, Any] = json.loads((GOLDEN / "complete.json").read_bytes())
SMALL = tx.dumps(tx.loads((GOLDEN / "minimal.json").read_bytes()))
NEWER = tx.dumps(tx.loads((GOLDEN / "newer.json").read_bytes()))

HEAD = b'{"format":"tracexpo-register","version":"1.0",'


def told(reading: Reading) -> tuple[Any, ...]:
    """All that a reading says."""
    return (
        reading.register,
        [(problem.code, problem.pointer, problem.record, problem.context) for problem in reading.problems],
        [(rejected.pointer, rejected.collection, rejected.problems) for rejected in reading.rejected],
        reading.version,
    )


def read_or_error(data: Any, limits: Limits) -> Register | ReadError:
    try:
        return tx.loads(data, limits=limits)
    except ReadError as error:
        return error


def check(data: Any, limits: Limits | None = None) -> Reading:
    """Read it, and hold the outcome to what is promised."""
    limits = limits or Limits()
    reading = tx.try_loads(data, limits=limits)
    errors = [problem for problem in reading.problems if problem.severity is Severity.ERROR]
    assert reading.ok is not bool(errors)
    found = read_or_error(data, limits)
    if isinstance(found, ReadError):
        check_error(found)
        assert errors
        assert found.problems == reading.problems
    else:
        assert found == reading.register
        assert reading.rejected == ()
    if reading.register is not None:
        again = tx.dumps(reading.register)
        assert tx.try_loads(again).register == reading.register
        assert tx.dumps(tx.loads(again)) == again
    if not isinstance(data, Mapping):
        assert told(reading) == told(read_document(data, limits, quick=False))
    return reading


def check_error(error: ReadError) -> None:
    """It carries its problems alone, in two languages, wherever it goes."""
    assert error.__cause__ is None
    assert error.__context__ is None
    assert "During handling" not in "".join(traceback.format_exception(error))
    assert str(pickle.loads(pickle.dumps(error))) == str(error)
    assert error.text_in("fr")
    for problem in error.problems:
        assert problem.message_in("en")
        assert problem.message_in("fr")
        json.dumps(problem.to_dict())


def codes(data: Any, limits: Limits | None = None) -> list[str]:
    return [problem.code for problem in check(data, limits).problems]


# -- bytes of any kind


@MANY
@given(st.binary(max_size=200))
@example(b"")
@example(b"\xef\xbb\xbf")
@example(b"\xef\xbb\xbf\xef\xbb\xbf{}")
@example(b"\x00" * 50)
@example(b"\x1f\x8b\x08")
@example(b"PK\x03\x04")
@example(b"%PDF-1.7")
@example(b"id;nom\n1;a\n")
def test_bytes_of_any_kind(data: bytes) -> None:
    assert not check(data).ok


@MANY
@given(st.text(st.characters(), max_size=100))
@example("\ud800")
@example('{"\ud800": 1}')
def test_text_of_any_kind(text: str) -> None:
    assert not check(text).ok


SCALARS: Any = st.sampled_from(
    [
        None,
        True,
        False,
        0,
        -1,
        1.5,
        1e400,
        10**30,
        "",
        "a",
        "1.0",
        "1.1",
        "tracexpo-register",
        "individual",
        "time",
        "w1",
    ]
)
KEYS = st.sampled_from(
    [
        "format",
        "version",
        "as_of",
        "custodian",
        *COLLECTIONS,
        "id",
        "kind",
        "extensions",
        "period",
        "identity",
        "a.b",
        "",
    ]
)
PLAIN = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=12
)


@MANY
@given(st.dictionaries(KEYS, PLAIN, max_size=6), st.sampled_from(["1.0", "1.7", "2.0", None]), st.booleans())
def test_json_of_any_shape(body: dict[str, Any], version: str | None, lines: bool) -> None:
    document = {"format": "tracexpo-register", "version": version, **body} if version else body
    check(json.dumps(document, indent=0 if lines else None))
    check(document)


# -- valid documents, spoiled

TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"|-?[0-9][0-9.eE+-]*|true|false|null|[\[\]{}:,]')
PAIR = re.compile(rb'("(?:[^"\\]|\\.)*":)("(?:[^"\\]|\\.)*"|-?[0-9]+|true|false|null|\[\]|\{\})')
TOKENS = [
    *(b"null", b"true", b"false", b"0", b"-0", b"1.0", b"1e0", b"1E400", b"NaN", b"-Infinity", b"9" * 30, b"0.1"),
    *(b'""', b'"a"', b"[]", b"{}", b"[[", b"]]", b'{"a":', b'"kind":"time",', b'"id":"w",', b",", b":", b'"', b"\\"),
    *(b"\xff", b"\xed\xa0\x80", rb"\ud800", rb"\u0000", b"\x00", b" ", b"\n", b"\t", b"\xef\xbb\xbf", rb"\/"),
    *(b'"20240705"', b'"2024-W27-5"', b'"2024-07-05T10:00:00z"', b'"1_0"', '"٣"'.encode(), b'"1e5"', b'"-0"'),
    *(b'"NaN"', b'"mg/m3"', rb'"\u0069d":1,', b"9007199254740993", b'"2024-07-05T10:00:00.5Z"', b'"1.0"', b'"1.1"'),
]


def escaped(match: re.Match[bytes], chance: random.Random) -> bytes:
    """The same text with one of its characters as an escape."""
    try:
        text = json.loads(match.group())
    except ValueError:
        return match.group()
    if not isinstance(text, str) or not text:
        return match.group()
    i = chance.randrange(len(text))
    escape = b"".join(b"\\u%04x" % unit for unit in memoryview(text[i].encode("utf-16-le", "surrogatepass")).cast("H"))
    before, after = (json.dumps(part).encode()[1:-1] for part in (text[:i], text[i + 1 :]))
    return b'"' + before + escape + after + b'"'


def _at_random(data: bytes, chance: random.Random) -> bytes:
    i = chance.randrange(len(data))
    j = i + chance.choice((1, 1, 2, 8, 40))
    return chance.choice(
        (
            data[:i] + bytes([chance.randrange(256)]) + data[i + 1 :],
            data[:i],
            data[i:],
            data[:i] + data[j:],
            data[:i] + data[i:j] * 2 + data[j:],
            data[:i] + chance.choice(TOKENS) + data[i:],
        )
    )


def _token(data: bytes, chance: random.Random) -> bytes:
    tokens = list(TOKEN.finditer(data))
    if not tokens:
        return data
    one, other = sorted(chance.choices(tokens, k=2), key=re.Match.start)
    replacement = chance.choice((other.group(), escaped(one, chance), *chance.choices(TOKENS, k=3)))
    if chance.random() < 0.2 and one is not other:
        swapped = data[: one.start()] + other.group() + data[one.end() : other.start()] + one.group()
        return swapped + data[other.end() :]
    if chance.random() < 0.2:
        return data[: one.start()] + chance.choice((b" ", b"\r\n\t ")) + data[one.start() :]
    return data[: one.start()] + replacement + data[one.end() :]


def _pair(data: bytes, chance: random.Random) -> bytes:
    """A field of an object named twice, its key perhaps by an escape, or left out."""
    pairs = list(PAIR.finditer(data))
    if not pairs:
        return data
    match = chance.choice(pairs)
    key, value = match.groups()
    again = TOKEN.sub(lambda found: escaped(found, chance), key, count=1)
    other = chance.choice((key, again)) + chance.choice((value, value, *chance.choices(TOKENS, k=2)))
    both = [match.group(), other]
    chance.shuffle(both)
    kept = chance.choice((b",".join(both), b",".join(both), b""))
    data = data[: match.start()] + kept + data[match.end() :]
    return data.replace(b",,", b",").replace(b"{,", b"{").replace(b",}", b"}") if not kept else data


def spoiled(data: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.choice((1, 1, 1, 2, 3, 6))):
        data = chance.choice((_at_random, _token, _token, _pair, _pair))(data or b" ", chance)
    return data


@MANY
@given(st.randoms(use_true_random=False), st.sampled_from([SMALL, NEWER]))
def test_a_spoiled_document(chance: random.Random, data: bytes) -> None:
    check(spoiled(data, chance))


QUICK, CAREFUL = RecordReader(), RecordReader(quick=False)
RECORDS = [
    (name, json.dumps(record, separators=(",", ":"), ensure_ascii=False).encode())
    for name in COLLECTIONS
    for record in COMPLETE[name]
]


def check_record(name: str, data: bytes) -> None:
    """Both readers give the same record, or say the same of it."""
    quick, careful = QUICK.read(name, data, "/a/0"), CAREFUL.read(name, data, "/a/0")
    if isinstance(careful, Unreadable):
        assert isinstance(quick, Unreadable), data
        assert told_of(quick) == told_of(careful), data
    else:
        assert quick == careful, data


def told_of(record: Unreadable) -> Any:
    return record.content, [(p.code, p.pointer, p.record, p.context) for p in record.problems]


@settings(MANY, max_examples=2 * MANY.max_examples)  # type: ignore[attr-defined] # what a decorator holds
@given(st.randoms(use_true_random=False), st.sampled_from(RECORDS))
def test_a_spoiled_record(chance: random.Random, record: tuple[str, bytes]) -> None:
    name, data = record
    check_record(name, spoiled(data, chance))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_many_spoiled_records(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(10_000):
        name, data = chance.choice(RECORDS)
        check_record(name, spoiled(data, chance))


# -- nesting


OPENINGS = [(b"[", b"]"), (b'{"a":', b"}"), (b'[{"a":[', b"]}]"), (b'{"extensions":{"a.b":', b"}}")]
PLACES = [
    b"%s",
    b'{"format":%s}',
    HEAD + b'"as_of":%s}',
    HEAD + b'"custodian":%s}',
    HEAD + b'"other":%s}',
    HEAD.replace(b'"1.0"', b"%s") + b'"workers":[]}',
    HEAD + b'"workers":%s}',
    HEAD + b'"workers":[{"id":"w1"},%s]}',
    HEAD + b'"workers":[{"id":%s}]}',
    HEAD + b'"workers":[{"id":"w1","aliases":[],"extensions":{"a.b":%s},"identity":null}]}',
    HEAD + b'"exposures":[{"kind":%s}]}',
    HEAD + b'"exposures":[{"kind":"individual","conditions":{"degree":%s}}]}',
]


@pytest.mark.parametrize("place", PLACES, ids=[str(n) for n in range(len(PLACES))])
@pytest.mark.parametrize("opening", OPENINGS, ids=["arrays", "objects", "both", "extensions"])
@pytest.mark.parametrize("depth", [70, 400, 100_000])
def test_nesting_without_end(place: bytes, opening: tuple[bytes, bytes], depth: int) -> None:
    begin, end = opening
    assert not check(place % (begin * depth + b"1" + end * depth)).ok
    assert not check(place % (begin * depth)).ok
    assert not check(place % (begin * depth + b"1" + end * (depth - 1))).ok


@pytest.mark.parametrize("limits", [Limits(depth=depth) for depth in (-1, 1, 10, 5_000)])
def test_nesting_under_other_limits(limits: Limits) -> None:
    for depth in (1, 5, 200, 700):
        deep = b"[" * depth + b"]" * depth
        for version in (b"1.0", b"1.1"):
            for place in PLACES[4:10]:
                check(place.replace(b"1.0", version) % deep, limits)
                plain: Any = {}
                for _ in range(depth):
                    plain = [plain]
                check({"format": "tracexpo-register", "version": "1.1", "other": plain, "workers": [plain]}, limits)


# -- numbers, texts, keys


NUMBERS = [
    *(
        b"1e400",
        b"-1e400",
        b"1e-400",
        b"1" + b"0" * 400,
        b"9" * 1_000_000,
        b"0." + b"1" * 1_000_000,
        b"1e" + b"9" * 100_000,
    ),
    *(b"-" + b"9" * 5_000, b"1E+2", b"-0", b"-0.0", b"0e0", b"1.0", b"1e0", b"9007199254740992", b"-9007199254740992"),
    *(b"9007199254740991", b"1e16", b"123456789012345678901234567890.5", b"NaN", b"Infinity", b"-Infinity"),
    *(b"01", b"+1", b".5", b"1.", b"0x1", b"1_0", b"--1", b"-", b"1e", b"nan", "٣".encode()),
]
PLACES_OF_VALUES = [
    HEAD + b'"as_of":%s}',
    HEAD + b'"other":%s}',
    HEAD + b'"workers":%s}',
    HEAD + b'"workers":[%s]}',
    HEAD + b'"workers":[{"id":%s,"aliases":[],"extensions":{},"identity":null}]}',
    HEAD + b'"workers":[{"aliases":[],"extensions":{"a.b":%s},"id":"w1","identity":null}]}',
    HEAD + b'"workers":[{"aliases":[],"extensions":{"a.b":[{"c":%s}]},"id":"w1","identity":null}]}',
    HEAD + b'"situations":[{"establishment":"e","extensions":{},"headcount":%s,"headcount_on":null,"id":"s","name":"n",'
    b'"workstations":[]}]}',
]


@pytest.mark.parametrize("number", NUMBERS, ids=[str(n) for n in range(len(NUMBERS))])
def test_numbers_of_any_kind(number: bytes) -> None:
    for place in PLACES_OF_VALUES:
        check(place % number)
        check((place % number).replace(b'"1.0"', b'"1.1"'))


@pytest.mark.parametrize(
    ("number", "kept"),
    [
        *((b"-5", -5), (b"-0", 0), (b"-0.0", 0), (b"1.0", 1), (b"1E+2", 100), (b"1e-400", 0), (b"0.1", 0.1)),
        *((b"9007199254740991", 2**53 - 1), (b"-9007199254740991", 1 - 2**53), (b"5e-324", 5e-324), (b"true", True)),
    ],
)
def test_a_number_in_extensions_is_kept_as_it_is(number: bytes, kept: object) -> None:
    for quick in (True, False):
        register = read_document(PLACES_OF_VALUES[5] % number, quick=quick).register
        assert register is not None
        found = register.workers[0].extensions["a.b"]
        assert (type(found), found) == (type(kept), kept)


@pytest.mark.parametrize(
    "number",
    [b"1e400", b"9007199254740992", b"-9007199254740992", b"1e16", b"9" * 400, b"NaN", b"-Infinity", b"1e22"],
)
def test_a_number_that_cannot_be_kept_is_told_once(number: bytes) -> None:
    for place, pointer in zip(PLACES_OF_VALUES[4:7], ("id", "extensions/a.b", "extensions/a.b/0"), strict=True):
        problems = check(place % number).problems
        assert [(p.code, p.pointer) for p in problems] == [("number-not-exact", f"/workers/0/{pointer}")]


TEXTS = [
    *(
        rb"\ud800",
        rb"\udc00\ud800",
        rb"\ud800a",
        rb"a\ud800\u0041",
        b"\xed\xa0\x80",
        b"\xff",
        b"\xc3",
        b"\xf4\x90\x80\x80",
    ),
    *(rb"\u0000", b"\x00", b"\x1f", b"\n", rb"\x41", rb"\u12", rb"\U00000041", b"\\", rb"\ud83d\ude00", b"\xc0\x80"),
    *(b"a" * 65_536, b"a" * 65_537, "é".encode() * 32_768, "é".encode() * 32_769, rb"\u00e9" * 32_769, rb"\n" * 65_537),
    *(rb"\"" * 60_000, rb"\\" * 60_000, b"a" * 200_000, b"\x7f", "\u2028\ufeff\ufffe".encode()),
]


@pytest.mark.parametrize("text", TEXTS, ids=[str(n) for n in range(len(TEXTS))])
def test_texts_of_any_kind(text: bytes) -> None:
    quoted = b'"' + text + b'"'
    for place in PLACES_OF_VALUES:
        check(place % quoted)
    for place in (
        HEAD + b'"workers":[{"id":"w1","aliases":[],"extensions":{},"identity":{"birth_name":%s}}]}',
        HEAD + b'"workers":[{"id":"w1",%s:1}]}',
        HEAD + b'"workers":[{"id":"w1","extensions":{%s:1}}]}',
        HEAD + b'"workers":[{"id":"w1","extensions":{"a.b":{%s:1}}}]}',
        HEAD + b"%s:1}",
        HEAD.replace(b"1.0", b"1.1") + b"%s:1}",
        HEAD.replace(b"1.0", b"1.1") + b'"workers":[{"id":"w1",%s:1}]}',
        HEAD.replace(b"1.0", b"1.1") + b'"custodian":{"kind":%s}}',
    ):
        check(place % quoted)


@pytest.mark.parametrize("size", [65_536, 65_537])
@pytest.mark.parametrize("limits", [Limits(), Limits(string=1_000_000), Limits(string=65_536)])
def test_the_longest_text_is_64_kib_whatever_the_limits(size: int, limits: Limits) -> None:
    identity = {**COMPLETE["workers"][0]["identity"], "birth_name": "é" + "a" * (size - 2)}
    plain = {"workers": [{**COMPLETE["workers"][0], "identity": identity}]}
    data = HEAD + json.dumps(plain, ensure_ascii=False)[1:].encode()
    assert codes(data, limits) == ["text-too-long"] * (size - 65_536)


def test_a_smaller_limit_holds_for_every_text() -> None:
    limits = Limits(string=100)
    assert codes(SMALL, limits) == []
    assert codes(SMALL.replace("Benzène".encode(), b"a" * 101), limits) == ["text-too-long"]
    assert codes(SMALL.replace("Benzène".encode(), "é".encode() * 51), limits) == ["text-too-long"]
    assert codes(SMALL.replace(b'"extensions":{}', b'"extensions":{"a.b":"%s"}' % (b"a" * 101), 1), limits) == [
        "text-too-long"
    ]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-32", "cp037", "latin-1", "utf-8-sig"])
def test_encodings(encoding: str) -> None:
    data = SMALL.decode().encode(encoding)
    assert check(data).ok is (encoding == "utf-8-sig")


def test_a_text_that_is_not_utf_8_is_refused_whole_and_its_line_told() -> None:
    lines = json.dumps(json.loads(SMALL), indent=1, ensure_ascii=False).encode().splitlines()
    at = next(i for i, line in enumerate(lines) if "Benzène".encode() in line)
    lines[at] = lines[at].replace("è".encode(), b"\xe8")
    (problem,) = check(b"\n".join(lines)).problems
    assert (problem.code, problem.pointer, problem.context) == ("not-utf-8", "", {"line": at + 1})


# -- mappings of any kind


class Stranger(StrEnum):
    A = "a"


class Own(dict[str, Any]):
    twice = 5
    value = was = problems = None


class Text(str):
    __slots__ = ()


STRANGE: list[Any] = [
    *(1 + 2j, b"a", bytearray(b"a"), (1,), {1}, frozenset({1}), Decimal(1), Fraction(1, 3), date(2024, 7, 5), object()),
    *(datetime(2024, 7, 5, tzinfo=UTC), float("nan"), float("inf"), 10**400, -(10**400), 2**53, range(3), iter([1])),
    *(
        len,
        ...,
        NotImplemented,
        Stranger.A,
        Text("a"),
        "\ud800",
        {1: 2},
        {None: 1},
        {("a",): 1},
        {b"a": 1},
        {1: 1, "1": 2},
    ),
    *(
        {Text("id"): "w1"},
        {"\ud800": 1},
        type,
        Exception("a"),
        memoryview(b"a"),
        Register(),
        tx.Worker(id="w1"),
        re.compile(""),
    ),
    *(
        [(1,)],
        {"a": (1,)},
        {"a.b": {"c": b"d"}},
        Own(id="w1"),
        MappingProxyType({"id": 5}),
        UserDict({1: 2}),
        {True: False},
    ),
]


@pytest.mark.parametrize("strange", STRANGE, ids=[str(n) for n in range(len(STRANGE))])
def test_mappings_that_hold_what_json_cannot(strange: Any) -> None:
    head = {"format": "tracexpo-register", "version": "1.0"}
    places: list[dict[Any, Any]] = [
        {"format": strange},
        {"format": "tracexpo-register", "version": strange},
        {**head, "as_of": strange},
        {**head, "custodian": strange},
        {**head, "other": strange},
        {**head, "workers": strange},
        {**head, "workers": [strange]},
        {**head, "workers": [{"id": strange}]},
        {**head, "workers": [{"id": "w1", "extensions": strange}]},
        {**head, "workers": [{"id": "w1", "extensions": {"a.b": strange}}]},
        {**head, "workers": [{"id": "w1", "extensions": {"a.b": [{"c": strange}]}}]},
        {**head, "workers": [{"id": "w1", "aliases": [strange]}]},
        {**head, "workers": [{"id": "w1", "identity": {"given_names": ["a", strange]}}]},
        {**head, "agents": [{"id": "a1", "kind": strange}]},
        {**head, "situations": [{"id": "s1", "establishment": "e1", "name": "a", "headcount": strange}]},
        {**head, "exposures": [{"kind": "individual", "period": strange}]},
    ]
    for document in places:
        check(document)
        check({**document, "version": "1.1"} if document.get("version") == "1.0" else document)
    if isinstance(strange, Mapping):
        check({**head, **strange})


@pytest.mark.parametrize("wrong", [None, 5, 1.5, [], [1], (), object(), {"a"}, tx.Worker(id="w1"), iter(())])
def test_what_is_neither_text_nor_mapping(wrong: Any) -> None:
    assert codes(wrong) == ["wrong-type"]


@pytest.mark.parametrize(
    "kind",
    [dict, Own, UserDict, OrderedDict, MappingProxyType, ChainMap, lambda plain: defaultdict(list, plain), Counter],
)
def test_any_mapping_will_do(kind: Callable[[Any], Any]) -> None:
    plain = json.loads(SMALL)
    plain["workers"] = [kind(worker) for worker in plain["workers"]]
    plain["exposures"][0]["period"] = kind(plain["exposures"][0]["period"])
    assert tx.dumps(tx.loads(kind(plain))) == SMALL


def test_what_is_read_from_is_not_changed() -> None:
    plain = json.loads(NEWER)
    tx.try_loads(plain)
    assert plain == json.loads(NEWER)


def test_mappings_that_hold_themselves() -> None:
    loop: dict[str, Any] = {"format": "tracexpo-register", "version": "1.0"}
    for name in ("custodian", "other", "workers", "extensions"):
        loop[name] = loop
        assert not check(loop).ok
    worker: dict[str, Any] = {"id": "w1"}
    worker["extensions"] = {"a.b": [worker, worker]}
    worker["aliases"] = [worker] * 3
    items: list[Any] = [worker]
    items.append(items)
    assert not check({"format": "tracexpo-register", "version": "1.0", "workers": items}).ok


@pytest.mark.parametrize("width", [2, 10, 40])
@pytest.mark.parametrize("version", ["1.0", "1.1"])
def test_a_few_values_that_hold_one_another_many_times(width: int, version: str) -> None:
    bomb: Any = {"a": 1}
    for n in range(40):
        bomb = [bomb] * width if n % 2 else {str(i): bomb for i in range(width)}
    head = {"format": "tracexpo-register", "version": version}
    for document in (
        {**head, "other": bomb},
        {**head, "custodian": bomb},
        {**head, "workers": bomb},
        {**head, "workers": [bomb, bomb]},
        {**head, "workers": [{"id": "w1", "extensions": {"a.b": bomb}}]},
        {**head, "workers": [{"id": "w1", "identity": bomb}]},
    ):
        assert not check(document).ok


def test_values_may_be_shared_as_programs_share_them() -> None:
    plain = json.loads(SMALL)
    shared = plain["exposures"][0]
    plain["exposures"] = [{**shared, "id": f"x{n}"} for n in range(500)]
    note = {"org.example.note": ["a", {"b": "c"}]}
    plain["workers"] = [{"id": "w1", "extensions": note}] * 2 + [
        {"id": f"w{n}", "extensions": note} for n in range(300)
    ]
    assert len(tx.loads(plain).workers) == 302
    newer = {**plain, "version": "1.1", "novelties": [shared] * 20 + [{"of": shared, "n": n} for n in range(2_000)]}
    assert [problem.code for problem in tx.try_loads(newer).problems] == ["newer-record"]


# -- no more work than the size is worth


def calls(work: Callable[[], object]) -> int:
    """How many functions are called, those of C too: the work as the program sees it, the same at every run."""
    count = 0

    def profile(_frame: object, event: str, _arg: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(profile)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def _of(*parts: bytes) -> bytes:
    return HEAD + b"".join(parts) + b"}"


def _list(name: bytes, item: Callable[[int], bytes], n: int) -> bytes:
    return b'"%s":[%s]' % (name, b",".join(map(item, range(n))))


def _workers(n: int, rest: bytes = b"") -> bytes:
    return _list(b"workers", lambda i: b'{"aliases":[],"extensions":{},"id":"w%d","identity":null%s}' % (i, rest), n)


SIZED: dict[str, Callable[[int], Any]] = {
    "records": lambda n: _of(_workers(n)),
    "records with spaces": lambda n: _of(_workers(n)).replace(b",", b" , "),
    "records of a newer version": lambda n: _of(_workers(n, b',"a":1')).replace(b"1.0", b"1.1"),
    "equal ids": lambda n: _of(_list(b"workers", lambda i: b'{"id":"w"}', n)),
    "records that are none": lambda n: _of(_list(b"workers", lambda i: b"5", n)),
    "records with an unknown field": lambda n: _of(_workers(n, b',"a":1')),
    "unknown fields of one record": lambda n: _of(b'"workers":[{%s}]' % b",".join(b'"k%d":1' % i for i in range(n))),
    "unknown fields of the document": lambda n: _of(b",".join(b'"k%d":1' % i for i in range(n))),
    "one field many times": lambda n: _of(b'"workers":[{"id":"w"%s}]' % (b',"id":"w"' * n)),
    "many fields twice": lambda n: _of(b'"workers":[{%s}]' % b",".join(b'"k%d":1,"k%d":1' % (i, i) for i in range(n))),
    "a field of the document many times": lambda n: _of(b'"as_of":null' + b',"as_of":null' * n),
    "fields of the document twice": lambda n: _of(b",".join(b'"k%d":1,"k%d":1' % (i, i) for i in range(n))),
    "numbers that cannot be kept": lambda n: _of(b'"workers":[{"id":"w","aliases":[%s]}]' % b",".join([b"NaN"] * n)),
    "wrong items of an array": lambda n: _of(b'"workers":[{"id":"w","aliases":[%s]}]' % b",".join([b"5"] * n)),
    "wrong items of an array of objects": lambda n: _of(
        b'"workers":[{"id":"w","aliases":[%s]}]' % b",".join([b'{"ref":5,"how":NaN}'] * n)
    ),
    "extensions": lambda n: _of(
        b'"workers":[{"id":"w","extensions":{%s}}]' % b",".join(b'"a.b%d":1' % i for i in range(n))
    ),
    "an object in extensions": lambda n: _of(
        b'"workers":[{"id":"w","extensions":{"a.b":{%s}}}]' % b",".join(b'"k%d":1' % i for i in range(n))
    ),
    "an array in extensions": lambda n: _of(
        b'"workers":[{"id":"w","extensions":{"a.b":[%s]}}]' % b",".join([b"[1]"] * n)
    ),
    "given names": lambda n: _of(
        b'"workers":[{"id":"w","identity":{"given_names":[%s]}}]' % b",".join(b'"n%d"' % i for i in range(n))
    ),
    "answers that nothing is known": lambda n: _of(
        b'"exposures":[{"kind":"collective","conditions":{"not_known":[%s]}}]'
        % b",".join([b'{"what":"nature","reason":"lost"}'] * n)
    ),
    "quotes and backslashes": lambda n: _of(b'"as_of" :"%s"' % (rb"\\\"" * (40 * n))),
    "quotes and backslashes in a key": lambda n: _of(b'"%s" :1' % (rb"\\\"" * (40 * n))),
    "an open text": lambda n: HEAD + b'"as_of" :"' + rb"\\" * (40 * n),
    "spaces": lambda n: b" " * (40 * n) + _of(b'"other":1') + b" " * (40 * n),
    "a mapping": lambda n: json.loads(_of(_workers(n))),
    "a mapping of values shared": lambda n: {**json.loads(_of(b'"as_of":null')), "workers": [{"id": "w"}] * n},
    "a mapping of keys that are none": lambda n: dict.fromkeys(range(n), 1),
}


@pytest.mark.parametrize("name", SIZED)
def test_the_work_grows_as_the_size_does(name: str) -> None:
    make = SIZED[name]
    small, large = make(250), make(1_000)
    tx.try_loads(small)
    few, many = (calls(lambda data=data: tx.try_loads(data)) for data in (small, large))  # type: ignore[misc]
    assert many < 6 * few + 1_000


@pytest.mark.parametrize("name", ["records", "records of a newer version", "equal ids"])
def test_the_work_of_writing_grows_as_the_size_does(name: str) -> None:
    small, large = (tx.try_loads(SIZED[name](n)).register for n in (250, 1_000))
    assert small is not None
    assert large is not None
    few, many = (calls(lambda register=register: tx.dumps(register)) for register in (small, large))  # type: ignore[misc]
    assert many < 6 * few + 1_000


def _lines(n: int) -> Iterator[bytes]:
    yield HEAD[:-1] + b"}\n"
    for i in range(n):
        yield b'{"in":"workers","record":{"aliases":[],"extensions":{},"id":"w%d","identity":null}}\n' % i
        yield b'{"in":"workers","record":{"id":5}}\n\n'


def test_the_work_of_reading_lines_grows_as_their_number_does(tmp_path: Path) -> None:
    counts = []
    for n in (250, 1_000):
        path = tmp_path / f"{n}.jsonl"
        path.write_bytes(b"".join(_lines(n)))
        counts.append(calls(lambda path=path: tx.try_read(path)))  # type: ignore[misc]
    assert counts[1] < 6 * counts[0] + 1_000

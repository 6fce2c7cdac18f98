import json
from typing import Any

import pytest

from tracexpo.codecs.plain import Inspection, NotJsonError, Unkept, json_type, keys_twice, parse, shown_key, step
from tracexpo.codecs.reading import LIMITS, Limits

# -- parsing


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *((b"1", 1), (b"-1", -1), (b"-0", 0), (b"0.5", 0.5), (b"1e2", 100.0), (b"9007199254740991", 2**53 - 1)),
        *((b" \t\r\n1\r\n", 1), (b'"\\u00e9"', "é"), (b'"\\ud83d\\ude00"', "😀"), (b"[]", []), (b"{}", {})),
        (b'{"a":[1,{"b":null}],"c":true}', {"a": [1, {"b": None}], "c": True}),
    ],
)
def test_json_is_parsed(text: bytes, value: Any) -> None:
    parsed = parse(text, LIMITS)
    assert parsed == value
    assert type(parsed) is type(value)


def problem_of(text: bytes) -> tuple[str, dict[str, Any]]:
    with pytest.raises(NotJsonError) as caught:
        parse(text, LIMITS)
    problem = caught.value.problem
    assert problem.message_in("en")
    assert problem.message_in("fr")
    return problem.code, {name: problem.context.get(name) for name in ("line", "column") if name in problem.context}


@pytest.mark.parametrize("text", [b"", b" ", b"\r\n\t"])
def test_nothing(text: bytes) -> None:
    assert problem_of(text) == ("empty-document", {})


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        *((b"a", 1, 1), (b"{}{}", 1, 3), (b"{}\n,", 2, 1), (b'{"a":\n1,}', 2, 3), (b"[1,]", 1, 4), (b"{,}", 1, 2)),
        *((b"'a'", 1, 1), (b'"a\nb"', 1, 3), (b"[1 2]", 1, 4), (b"\x0b1", 1, 1), (b"// a\n1", 1, 1), (b"[01]", 1, 3)),
        *((b"\xef\xbb\xbf1", 1, 1), (b"\xe2\x80\xa8 1", 1, 1), (b'{"a" 1}', 1, 6), (b"tru", 1, 1), (b"-", 1, 1)),
    ],
)
def test_what_is_not_json_is_told_with_its_line(text: bytes, line: int, column: int) -> None:
    code, context = problem_of(text)
    assert (code, context["line"]) == ("not-json", line)
    assert abs(context["column"] - column) <= 1


@pytest.mark.parametrize(("text", "line"), [(b"\xff", 1), (b'"a\n\n\xe9"', 3), (b"\xff\xfe{\x00", 1)])
def test_what_is_not_utf_8_is_told_with_its_line(text: bytes, line: int) -> None:
    assert problem_of(text) == ("not-utf-8", {"line": line})


def test_nesting_that_no_parser_follows() -> None:
    assert problem_of(b"[" * 200_000) == ("too-deep", {})


# -- what JSON allows and a register cannot keep


def inspected(value: Any, limits: Limits = LIMITS, *, parsed: bool = False) -> tuple[Any, list[tuple[str, str]]]:
    inspection = Inspection(limits, parsed=parsed)
    plain = inspection.plain(value, "/workers/0", 3)
    return plain, [(problem.code, problem.pointer.removeprefix("/workers/0")) for problem in inspection.problems]


def faults(text: bytes, limits: Limits = LIMITS) -> list[tuple[str, str]]:
    return inspected(parse(text, limits), limits, parsed=True)[1]


def test_plain_values_are_copied() -> None:
    value = {"a": [1, 2.5, "b", None, True, {"c": []}]}
    plain, told = inspected(value)
    assert (plain, told) == (value, [])
    assert plain is not value
    assert plain["a"][5]["c"] is not value["a"][5]["c"]


@pytest.mark.parametrize(
    ("text", "code", "pointers"),
    [
        (b'{"a":1,"a":1}', "duplicate-key", ["/a"]),
        (b'{"a":1,"\\u0061":1,"b":{"c":1,"c":2,"c":3,"d":4,"d":4}}', "duplicate-key", ["/a", "/b/c", "/b/d"]),
        (b'[{"":1,"":1}]', "duplicate-key", ["/0"]),
        (b'{"a":1e400,"b":[NaN,-Infinity,9007199254740992]}', "number-not-exact", ["/a", "/b/0", "/b/1", "/b/2"]),
        (b'{"a":{"A B":{"c":[1e999]}}}', "number-not-exact", ["/a"]),
        (b'{"a":"\\ud800","\\udfff":[""]}', "not-unicode", ["/a", ""]),
    ],
)
def test_faults_of_a_text(text: bytes, code: str, pointers: list[str]) -> None:
    assert faults(text) == [(code, pointer) for pointer in pointers]


def test_keys_named_twice() -> None:
    assert keys_twice(parse(b'{"a":1,"b":2,"a":3}', LIMITS)) == ("a",)
    assert keys_twice(parse(b'{"a":1,"b":2}', LIMITS)) == ()
    assert keys_twice({"a": 1}) == keys_twice(None) == ()


@pytest.mark.parametrize("depth", [1, 61, 62, 63, 64, 100])
def test_depth_is_counted_from_the_document(depth: int) -> None:
    # the document, its collection and the record itself are three levels
    for parsed in (True, False):
        told = inspected(json.loads("[" * depth + "]" * depth), parsed=parsed)[1]
        assert told == ([("too-deep", "/0" * 62)] if depth > 62 else [])


def test_a_text_is_measured_in_bytes() -> None:
    for text, size in (("a", 1), ("é", 2), ("€", 3), ("😀", 4)):
        for n in (24, 25, 33, 34, 50, 51, 100, 101):
            told = inspected([text * n], Limits(string=100))[1]
            assert told == ([("text-too-long", "/0")] if size * n > 100 else [])


def test_what_cannot_be_kept_is_told_once_and_remembered() -> None:
    plain, told = inspected({"a": float("nan"), "b": "\ud800", "c": 1j})
    assert told == [("number-not-exact", "/a"), ("not-unicode", "/b"), ("not-a-json-value", "/c")]
    assert [type(value) for value in plain.values()] == [Unkept] * 3
    assert plain["b"].was == "\ud800"
    assert repr(plain["b"]) == "Unkept()"


@pytest.mark.parametrize(
    ("value", "name"),
    [({}, "an object"), ([], "an array"), ("", "a text"), (True, "true or false"), (0, "a number"), (None, "null")],
)
def test_the_type_of_a_value_is_named(value: object, name: str) -> None:
    assert json_type(value).en == name
    assert "number" in json_type(Unkept()).en


# -- pointers without anything personal


@pytest.mark.parametrize("key", ["id", "cas_number", "org.example.badge", "a", "x1", "fr.exemple-2.Champ_1"])
def test_keys_like_names_of_fields_are_shown(key: str) -> None:
    assert shown_key(key)
    assert step("/a", key) == f"/a/{key}"


@pytest.mark.parametrize(
    "key",
    ["", "Marie Dupont", "Dupont", "é", "185052A00608633", "born19850521", "a" * 65, "a b", "\n", "a\u200b", "x@y.fr"],
)
def test_keys_like_data_are_not(key: str) -> None:
    assert not shown_key(key)
    assert step("/a", key) == "/a"


def test_keys_are_escaped_in_pointers() -> None:
    assert step("", "a/b~c") == "/a~1b~0c"
    assert step("/a", 0) == "/a/0"


@pytest.mark.parametrize(
    ("text", "pointer"),
    [
        (b'{"extensions":{"org.example.a":NaN}}', "/extensions/org.example.a"),
        (b'{"extensions":{"org.example.a":[1,[NaN]]}}', "/extensions/org.example.a/1/0"),
        (b'{"extensions":{"org.example.a":{"dupont":NaN}}}', "/extensions/org.example.a"),
        (b'{"extensions":{"org.example.a":[{"dupont":[NaN]}]}}', "/extensions/org.example.a/0"),
        (b'{"extensions":{"dupont":NaN}}', "/extensions"),
        (b'{"a":{"extensions":{"a.b":{"c.d":{"e.f":NaN}}}}}', "/a/extensions/a.b"),
    ],
)
def test_what_embedders_write_inside_extensions_is_not_shown(text: bytes, pointer: str) -> None:
    assert faults(text) == [("number-not-exact", pointer)]

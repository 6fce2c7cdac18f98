import copy
import datetime as dt
import pickle
from collections import OrderedDict
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import pytest

from tracexpo.companies import Company
from tracexpo.errors import InvalidValueError
from tracexpo.extensions import MOST_DEPTH, MOST_EXACT, NO_EXTENSIONS, Extensions

VALUES = [
    None,
    True,
    False,
    0,
    -1,
    MOST_EXACT,
    -MOST_EXACT,
    0.1,
    -1.5e-300,
    5e-324,
    "",
    "Éléonore \U0001f9ea",
    [],
    {},
    [[], {}, None],
    {"": {"": ""}},
    {"b": [1, True, 1.5], "a": {"nested": [None]}},
]


def _refusal(values: Any) -> tuple[str, str]:
    with pytest.raises(InvalidValueError) as caught:
        Extensions(values)
    return caught.value.field, caught.value.code


def nested(depth: int, *, of: type = list) -> Any:
    value: Any = 1
    for _ in range(depth):
        value = [value] if of is list else {"in": value}
    return value


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_values_come_back_as_they_were(value: Any) -> None:
    kept = Extensions({"org.example.own": value})["org.example.own"]
    assert kept == value
    assert type(kept) is type(value)


def test_it_is_a_mapping_in_the_order_of_the_keys() -> None:
    kept = Extensions({"org.b": 1, "org.a": [2], "net.c": None})
    assert list(kept) == ["net.c", "org.a", "org.b"]
    assert len(kept) == 3
    assert dict(kept) == {"net.c": None, "org.a": [2], "org.b": 1}
    assert "org.a" in kept
    assert "org.d" not in kept
    assert kept.get("org.d", "nothing") == "nothing"
    with pytest.raises(KeyError):
        kept["org.d"]


def test_any_mapping_is_taken() -> None:
    for values in ({"org.a": 1}, MappingProxyType({"org.a": 1}), OrderedDict({"org.a": 1}), Extensions({"org.a": 1})):
        assert Extensions(values) == {"org.a": 1}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (True, 1),
        (False, 0),
        (None, False),
        ([1], {"1": 1}),
        ([], {}),
        ("1", 1),
        ([True], [1]),
        (["?", True], True),
        ([1, 2], [2, 1]),
        ("", None),
    ],
    ids=repr,
)
def test_what_json_tells_apart_is_kept_apart(one: Any, other: Any) -> None:
    assert Extensions({"org.a": one}) != Extensions({"org.a": other})


@pytest.mark.parametrize(("one", "other"), [(1, 1.0), (0, -0.0), ({"a": 1, "b": 2}, {"b": 2, "a": 1.0})], ids=repr)
def test_what_json_cannot_tell_apart_is_equal(one: Any, other: Any) -> None:
    first, second = Extensions({"org.a": one}), Extensions({"org.a": other})
    assert first == second
    assert hash(first) == hash(second)


def test_it_is_compared_with_any_mapping_and_with_nothing_else() -> None:
    assert Extensions({"org.a": [1]}) == {"org.a": [1]}
    assert Extensions({"org.a": [1]}) != {"org.a": [2]}
    assert Extensions({"org.a": [1]}) != {"not a key": [1]}
    assert Extensions() != []
    assert Extensions() == {} == NO_EXTENSIONS


def test_what_it_was_made_of_and_what_it_gives_are_its_own() -> None:
    given: dict[str, Any] = {"org.a": {"list": [1]}}
    kept = Extensions(given)
    given["org.a"]["list"].append(2)
    taken: Any = kept["org.a"]
    taken["list"].append(3)
    assert kept == {"org.a": {"list": [1]}}


def test_it_cannot_be_changed() -> None:
    kept = Extensions({"org.a": 1})
    with pytest.raises(AttributeError):
        kept._frozen = ()
    with pytest.raises(AttributeError):
        del kept._frozen
    with pytest.raises(AttributeError):
        kept.other = 1  # type: ignore[attr-defined]
    with pytest.raises(TypeError):
        kept["org.a"] = 2  # type: ignore[index]
    assert not hasattr(kept, "__dict__")


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_it_survives_pickling_and_copying(value: Any) -> None:
    kept = Extensions({"org.example.own": value, "org.example.more": 1})
    again = [pickle.loads(pickle.dumps(kept, protocol)) for protocol in range(2, 6)]
    for twin in (*again, copy.copy(kept), copy.deepcopy(kept)):
        assert twin == kept
        assert hash(twin) == hash(kept)


@pytest.mark.parametrize(
    "key", ["org.a", "a.b", "com.example-9.Badge_no", "0.x", ".".join("a" * 9), "a" * 63 + "." + "B" * 63]
)
def test_keys(key: str) -> None:
    assert list(Extensions({key: 1})) == [key]


@pytest.mark.parametrize(
    "key",
    [
        "",
        "badge",
        "Org.a",
        "org.",
        ".a",
        "org..a",
        "org.a b",
        "org.é",
        "-a.b",
        "a.b\n",
        "org." + "a" * 64,
        ".".join("a" * 10),
    ],
)
def test_keys_refused(key: str) -> None:
    assert _refusal({key: 1}) == ("", "extension-key-malformed")


@pytest.mark.parametrize("key", [1, None, ("org", "a"), b"org.a"])
def test_keys_are_texts(key: object) -> None:
    assert _refusal({key: 1}) == ("", "extension-key-malformed")


@pytest.mark.parametrize("values", [None, [], [("org.a", 1)], "org.a", 1], ids=repr)
def test_only_mappings(values: object) -> None:
    assert _refusal(values) == ("", "wrong-type")


REFUSED = [
    (MOST_EXACT + 1, "number-not-exact"),
    (-MOST_EXACT - 1, "number-not-exact"),
    (10**1000, "number-not-exact"),
    (1e16, "number-not-exact"),
    (1e300, "number-not-exact"),
    (float("nan"), "number-not-exact"),
    (float("inf"), "number-not-exact"),
    ("half a \ud83e pair", "not-unicode"),
    ("x" * 65_537, "text-too-long"),
    (Decimal(1), "not-a-json-value"),
    (dt.date(2024, 1, 1), "not-a-json-value"),
    ((1, 2), "not-a-json-value"),
    ({1}, "not-a-json-value"),
    (b"x", "not-a-json-value"),
    ({1: 1}, "not-a-json-value"),
    ({"\ud83e": 1}, "not-unicode"),
]


@pytest.mark.parametrize(("value", "code"), REFUSED, ids=[f"{n}-{code}" for n, (_, code) in enumerate(REFUSED)])
def test_values_refused(value: object, code: str) -> None:
    assert _refusal({"org.example.own": value}) == ("/org.example.own", code)


def test_a_key_that_is_no_text_is_told_in_two_languages() -> None:
    with pytest.raises(InvalidValueError) as caught:
        Extensions({"org.a": {7: 1}})
    assert "int as a key" in caught.value.message_in("en")
    assert "int comme clé" in caught.value.message_in("fr")


def test_what_is_wrong_in_an_array_is_told_at_its_place() -> None:
    assert _refusal({"org.a": [0, [0, 0, {1}]]}) == ("/org.a/1/2", "not-a-json-value")


def test_what_is_wrong_in_an_object_is_told_at_the_object() -> None:
    # a key may be the name of a person, and an index alone would point elsewhere
    assert _refusal({"org.a": {"Mme Trébuchon": [0, float("nan")]}}) == ("/org.a", "number-not-exact")
    assert _refusal({"org.a": [0, {"Mme Trébuchon": [0, float("nan")]}]}) == ("/org.a/1", "number-not-exact")


@pytest.mark.parametrize("of", [list, dict])
def test_depth_is_limited(of: type) -> None:
    deepest = nested(MOST_DEPTH, of=of)
    assert Extensions({"org.a": deepest}) == {"org.a": deepest}
    field, code = _refusal({"org.a": nested(MOST_DEPTH + 1, of=of)})
    assert code == "too-deep"
    assert field.startswith("/org.a")


@pytest.mark.parametrize("of", [list, dict])
def test_depth_is_limited_before_python_gives_up(of: type) -> None:
    assert _refusal({"org.a": nested(100_000, of=of)})[1] == "too-deep"


def test_a_value_that_holds_itself_is_too_deep() -> None:
    endless: list[Any] = []
    endless.append(endless)
    assert _refusal({"org.a": endless})[1] == "too-deep"


def test_repr_shows_keys_alone() -> None:
    assert repr(Extensions({"org.b": "Mme Trébuchon", "org.a": ["Mme Trébuchon"]})) == "Extensions(org.a, org.b)"
    assert repr(Extensions()) == "Extensions()"


def test_a_record_takes_a_plain_mapping() -> None:
    company = Company(id="c1", extensions={"org.a": [1]})  # type: ignore[arg-type]
    assert type(company.extensions) is Extensions
    assert company == Company(id="c1", extensions=Extensions({"org.a": [1]}))


def test_records_without_extensions_share_one_object() -> None:
    assert Company(id="c1").extensions is NO_EXTENSIONS
    assert Company(id="c1", extensions={}).extensions is NO_EXTENSIONS  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("wrong", "field"), [(None, "/extensions"), ({"badge": 1}, "/extensions"), ({"org.a": {1}}, "/extensions/org.a")]
)
def test_a_record_tells_where_in_its_extensions(wrong: Any, field: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        Company(id="c1", extensions=wrong)
    assert caught.value.field == field

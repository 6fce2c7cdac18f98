"""Breaking exactly one fact of a document, and knowing what is to be told of it.

The document is plain JSON values, as `json.loads` gives them; the form of every value is read off the
annotations of the model, so that a new field is spoiled too. No codec is needed.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final, get_args, get_origin

import attrs
from attrs import field, frozen
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from tracexpo.agents import Classification, Component
from tracexpo.errors import InvalidValueError
from tracexpo.exposures import Conditions
from tracexpo.extensions import MOST_DEPTH, MOST_EXACT, Extensions
from tracexpo.form import MOST_TEXT, Form, field_types, form_of, is_optional, members_of
from tracexpo.periods import Period
from tracexpo.register import FORMAT_VERSION, Register
from tracexpo.vocabularies import Vocabulary
from tracexpo.work import Assignment

__all__ = ["Spoiling", "spoiled_documents", "spoilings"]

Step = str | int

ABSENT: Final = object()
"""In place of a value: the field is taken out."""


@frozen(kw_only=True)
class Spoiling:
    """One broken fact."""

    way: str
    """How it is broken, such as `wrong-type` or `reference-to-nothing`."""
    pointer: str
    """Where that is to be told, as a JSON pointer: there or below."""
    codes: tuple[str, ...] = ()
    """The code to be told, or the codes any of which may be; empty where none is fixed yet."""
    steps: tuple[Step, ...] = field(repr=False)
    """The way to what is replaced, from the whole."""
    value: Any = field(repr=False)
    """What is put there."""

    def spoil(self, whole: Any) -> Any:
        """Return a copy of the document, or register, with this one fact broken; the original stays as it is."""
        return _put(whole, self.steps, self.value)

    def is_told_at(self, pointer: str) -> bool:
        """Tell whether a problem at this pointer can be about the broken fact."""
        return not self.pointer or pointer == self.pointer or pointer.startswith(self.pointer + "/")


def _put(node: Any, steps: tuple[Step, ...], value: Any) -> Any:
    """Copy what lies on the way to the place, share all the rest."""
    if not steps:
        return value
    first, *rest = steps
    if isinstance(node, tuple):
        return tuple(_put(item, tuple(rest), value) if i == first else item for i, item in enumerate(node))
    if attrs.has(type(node)):
        name = str(first)
        return attrs.evolve(node, **{name: _put(getattr(node, name), tuple(rest), value)})
    copy = node.copy()
    if rest:
        copy[first] = _put(node[first], tuple(rest), value)
    elif value is ABSENT:
        del copy[first]
    else:
        copy[first] = value
    return copy


def _at(steps: tuple[Step, ...]) -> str:
    return "".join(f"/{step}" for step in steps)


# -- what is wrong in a single value

_NOT_A: Final[Mapping[str, str]] = {
    "count": "not-an-integer",
    "day": "not-a-date",
    "decimal": "not-a-decimal",
    "flag": "not-a-boolean",
    "instant": "not-an-instant",
}
"""What a value of the wrong type is told to be not, by form; a text by default."""
_WRONG_TYPES: Final[Mapping[str, tuple[Any, ...]]] = {
    "count": ("1", 1.5, True, [], {}),
    "flag": (0, 1, "true", []),
}
_NO_TEXT: Final[tuple[Any, ...]] = (0, 0.5, True, [], ["a"], {})
_MISSPELT: Final[Mapping[str, tuple[str, ...]]] = {
    "country": ("", "fr", "FRA", "F1", " FR"),
    "day": (
        *("", "2024-02-30", "20240705", "2024-W27-5", "2024-7-5", "1899-12-31", "2200-01-01", "0001-01-01"),
        *("2024-07-05T00:00:00Z", " 2024-07-05", "2024-07-05\n", "２０２４-07-05"),
    ),
    "decimal": (
        *("", "NaN", "sNaN", "Infinity", "1e3", "1E+2", "-0", "-0.0", "01", "1_0", "٣", "0,1", "+1", ".5", "1."),
        *(" 1", "1\n", "--1", "0x1", "1" + 18 * "0", "0." + 19 * "1"),
    ),
    "id": ("", "a b", "é", "a/b", "a\n", 129 * "a", "a~", "\x00"),
    "instant": (
        *("", "2024-07-05", "2024-07-05T10:30:00", "2024-07-05T10:30:00+02:00", "2024-07-05T10:30:00.5Z"),
        *("2024-07-05 10:30:00Z", "2024-07-05T10:30Z", "2024-07-05T24:00:00Z", "2024-07-05T10:30:60Z"),
        *("2024-02-30T10:30:00Z", "1899-12-31T23:59:59Z", "2024-07-05t10:30:00z", "2024-07-05T10:30:00Z\n"),
    ),
    "municipality": ("", "2123", "212311", "2C004", "21 231", "A1231"),
}
_MISSPELT_CODES: Final[Mapping[str, str]] = {
    "country": "country-malformed",
    "id": "id-malformed",
    "municipality": "municipality-malformed",
}
_IDENTIFIERS: Final[Mapping[str, str]] = {
    "cas": "71-43-2",
    "clp-index": "601-020-00-8",
    "ec": "200-753-7",
    "nir": "199129999900189",
    "siren": "404833048",
    "siret": "40483304800022",
}
"""A right number of each kind, to be spoiled where a document gives none."""

_TOO_LONG: Final = "é" * (MOST_TEXT // 2) + "a"

_Wrong = tuple[str, str, Any]  # way, code, value


def _wrong_scalars(form: Form, value: Any) -> Iterator[_Wrong]:
    """Yield what is wrong for one form."""
    code = _NOT_A.get(form.name, "not-a-string")
    for wrong in _WRONG_TYPES.get(form.name, _NO_TEXT):
        yield "wrong-type", code, wrong
    name = "id" if form.name == "ref" else form.name
    for wrong in _MISSPELT.get(name, ()):
        yield "misspelt", _MISSPELT_CODES.get(name, code), wrong
    if name == "text":
        yield "empty", "empty-text", ""
        yield "lone-surrogate", "not-unicode", "a\ud800"
        yield "too-long", "text-too-long", _TOO_LONG
    elif name in ("count", "decimal"):
        for out in _out_of_range(form):
            yield "out-of-range", "number-out-of-range", str(out) if name == "decimal" else int(out)
    elif name in _IDENTIFIERS:
        yield from _wrong_identifiers(form, value if isinstance(value, str) else _IDENTIFIERS[name])


def _out_of_range(form: Form) -> Iterator[Decimal | int]:
    if form.least is not None:
        yield form.least if form.above else form.least - 1
    if form.most is not None:
        yield form.most + 1


def _wrong_identifiers(form: Form, right: str) -> Iterator[_Wrong]:
    for wrong in ("", right[:-1], right + "0", " " + right, right[:4] + " " + right[4:]):
        yield "misspelt", f"{form.name}-malformed", wrong
    for digit in "0123456789X":
        if _refusal(form, wrong := right[:-1] + digit) == f"{form.name}-check-digit":
            yield "check-digit", f"{form.name}-check-digit", wrong


@lru_cache(4096)
def _refusal(form: Form, text: str) -> str | None:
    try:
        form.check(text)
    except InvalidValueError as error:
        return error.code
    return None


def _wrong_words(vocabulary: type[Vocabulary]) -> Iterator[_Wrong]:
    for wrong in _NO_TEXT:
        yield "wrong-type", "not-a-string", wrong
    known = [member.value for member in vocabulary]
    for word in ("", "no-such-word", known[0] + " ", known[0].title()):
        if word not in known:
            yield "no-such-word", "not-in-vocabulary", word


# -- walking over the document

_NOT_OURS: Final = "not_of_this_format"
_CONTRADICTIONS: Final[Mapping[type, tuple[tuple[str, str, Mapping[str, Any]], ...]]] = {
    Assignment: (("assignment-without-place", "", {"workstation": None, "situation": None}),),
    Classification: (
        ("lactation-without-class", "/cmr_class", {"hazard": "lactation", "cmr_class": "clp-2"}),
        (
            "period-end-before-start",
            "/applies_until",
            {"applies_from": "2015-01-01", "applies_until": "2014-12-31", "cmr_class": None},
        ),
    ),
    Component: (("fractions-reversed", "/max_fraction", {"min_fraction": "0.2", "max_fraction": "0.19"}),),
    Conditions: (
        (
            "value-and-not-known",
            "/not_known/0/what",
            {"nature": "a", "not_known": [{"what": "nature", "reason": "lost"}]},
        ),
        (
            "not-known-twice",
            "/not_known/1/what",
            {"degree": None, "not_known": [{"what": "degree", "reason": reason} for reason in ("lost", "withheld")]},
        ),
    ),
    Period: (
        ("period-end-before-start", "/end", {"start": "2025-03-10", "end": "2025-01-31", "ended": False}),
        ("period-ended-twice", "/ended", {"start": "2025-01-31", "end": "2025-03-10", "ended": True}),
    ),
}
"""What the fields of one object may not say together: the code, the place, and fields that say it."""


def _walk(annotation: Any, value: Any, steps: tuple[Step, ...]) -> Iterator[Spoiling]:
    """Yield what can be broken at one place and below."""
    if get_origin(annotation) is tuple:
        yield from _wrong_here(steps, ({}, "a", 1, None), "not-an-array")
        for i, item in enumerate(value):
            yield from _walk(get_args(annotation)[0], item, (*steps, i))
        return
    members = members_of(annotation)
    form = form_of(members[0])
    if form is not None:
        wrongs = _wrong_scalars(form, value)
    elif isinstance(members[0], type) and issubclass(members[0], Vocabulary):
        wrongs = _wrong_words(members[0])
    else:
        yield from _walk_object(annotation, value, steps)
        return
    code = _NOT_A.get(form.name, "not-a-string") if form is not None else "not-a-string"
    if not is_optional(annotation):
        yield from _wrong_here(steps, (None,), code)
    for way, code, wrong in wrongs:
        yield Spoiling(way=way, pointer=_at(steps), codes=(code,), steps=steps, value=wrong)


def _wrong_here(steps: tuple[Step, ...], values: tuple[Any, ...], code: str) -> Iterator[Spoiling]:
    for value in values:
        yield Spoiling(way="wrong-type", pointer=_at(steps), codes=(code,), steps=steps, value=value)


def _walk_object(annotation: Any, value: Any, steps: tuple[Step, ...]) -> Iterator[Spoiling]:
    none = () if is_optional(annotation) else (None,)
    yield from _wrong_here(steps, ([], "a", 1, False, *none), "not-an-object")
    members = members_of(annotation)
    if members == (Extensions,):
        yield from _wrong_extensions(value, steps)
    elif isinstance(value, dict):
        cls = members[0]
        if len(members) > 1:
            yield from _wrong_kinds(steps)
            cls = next(member for member in members if value["kind"] == member.KIND)
        yield from _wrong_fields(cls, value, steps)
        for name, kind in field_types(cls).items():
            if name in value:
                yield from _walk(kind, value[name], (*steps, name))


def _wrong_kinds(steps: tuple[Step, ...]) -> Iterator[Spoiling]:
    at = (*steps, "kind")
    wrongs: tuple[Any, ...] = ("no-such-kind", "", "Individual", 1, None, [])
    for wrong in wrongs:
        yield Spoiling(way="no-such-kind", pointer=_at(at), codes=("unknown-kind",), steps=at, value=wrong)
    yield Spoiling(way="missing-kind", pointer=_at(steps), codes=("unknown-kind",), steps=at, value=ABSENT)


def _wrong_fields(cls: Any, value: dict[str, Any], steps: tuple[Step, ...]) -> Iterator[Spoiling]:
    optional = [a.name for a in attrs.fields(cls) if a.default is not attrs.NOTHING]
    for name in field_types(cls):
        at = (*steps, name)
        if name in value and name not in optional:
            yield Spoiling(way="missing-field", pointer=_at(at), codes=("missing-field",), steps=at, value=ABSENT)
    at = (*steps, _NOT_OURS)
    yield Spoiling(way="unknown-field", pointer=_at(at), codes=("unknown-field",), steps=at, value=None)
    for name in optional:
        near = name + "s"
        if name in value and len(name) > 3 and near not in value:
            rest = {key: item for key, item in value.items() if key != name}
            pointer, spoiled = _at((*steps, near)), {**rest, near: value[name]}
            yield Spoiling(way="misspelt-field", pointer=pointer, codes=("misspelt-field",), steps=steps, value=spoiled)
    for code, below, changes in _CONTRADICTIONS.get(cls, ()):
        spoiled = {**value, **changes}
        yield Spoiling(way="contradiction", pointer=_at(steps) + below, codes=(code,), steps=steps, value=spoiled)


def _wrong_extensions(value: Any, steps: tuple[Step, ...]) -> Iterator[Spoiling]:
    deep: Any = 0
    for _ in range(MOST_DEPTH + 1):
        deep = [deep]
    wrong: dict[str, tuple[Any, str]] = {
        "badge": (1, "extension-key-malformed"),
        "Org Example": (1, "extension-key-malformed"),
        "org.example.large": (MOST_EXACT + 1, "number-not-exact"),
        "org.example.deep": (deep, "too-deep"),
    }
    known = value if isinstance(value, dict) else {}
    for key, (item, code) in wrong.items():
        spoiled = {**known, key: item}
        yield Spoiling(way="wrong-extension", pointer=_at(steps), codes=(code,), steps=steps, value=spoiled)


def _wrong_envelope() -> Iterator[Spoiling]:
    for name, code, wrongs in (
        ("format", "not-a-register", ("", "register", 1, None)),
        ("version", "version-malformed", ("", "1", "1.0.0", "01.0", "v1.0", "1.0 ", 1.0, None)),
        ("version", "version-unsupported", ("0.9", "2.0", "9999.0")),
    ):
        for wrong in wrongs:
            yield Spoiling(way="wrong-envelope", pointer=f"/{name}", codes=(code,), steps=(name,), value=wrong)
    for name, code in (("format", "not-a-register"), ("version", "version-malformed")):
        yield Spoiling(way="wrong-envelope", pointer="", codes=(code,), steps=(name,), value=ABSENT)
    at = (_NOT_OURS,)
    yield Spoiling(way="unknown-field", pointer=_at(at), codes=("unknown-field",), steps=at, value=None)


_NEWER: Final = frozenset({"unknown-field", "misspelt-field", "unknown-kind", "not-in-vocabulary"})
"""What is no fault in a document of a newer minor version."""


def spoilings(document: Mapping[str, Any]) -> Iterator[Spoiling]:
    """Yield every single fact of a document that can be broken, and how.

    The document is a valid one, of the version that this library writes or of a newer minor version, in
    which what is unknown is no fault.

    >>> document = {"format": "tracexpo-register", "version": "1.0", "workers": [{"id": "w1"}]}
    >>> [s.codes[0] for s in spoilings(document) if s.pointer == "/workers/0/id" and s.way == "missing-field"]
    ['missing-field']
    """
    found = [*_wrong_envelope()]
    for name, annotation in field_types(Register).items():
        if name in document and name != "version":
            found += _walk(annotation, document[name], (name,))
    newer = document["version"] != FORMAT_VERSION
    return (spoiling for spoiling in found if not (newer and _NEWER.intersection(spoiling.codes)))


def spoiled_documents(document: Mapping[str, Any]) -> SearchStrategy[tuple[dict[str, Any], Spoiling]]:
    """Return copies of a document in which exactly one fact is broken, each with what was done to it.

    Every way of breaking a fact is tried as often as the others, however many places there are for it.

    Args:
        document: the plain values of a valid document, as `json.loads` gives them. It is not changed.
    """
    by_way: dict[str, list[Spoiling]] = {}
    for spoiling in spoilings(document):
        by_way.setdefault(spoiling.way, []).append(spoiling)
    chosen = st.sampled_from(list(by_way.values())).flatmap(st.sampled_from)
    return chosen.map(lambda spoiling: (spoiling.spoil(document), spoiling))

"""Breaking exactly one fact of a document, and knowing what is to be told of it.

The document is plain JSON values, as `json.loads` gives them; the form of every value is read off the
annotations of the model, so that a new field is spoiled too. No codec is needed.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final, NamedTuple, get_args, get_origin

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
    """Yield what is wrong for one form; the value that stands there is the model for identifiers."""
    code = _NOT_A.get(form.name, "not-a-string")
    for wrong in _WRONG_TYPES.get(form.name, _NO_TEXT):
        yield "wrong-type", code, wrong
    name = "id" if form.name == "ref" else form.name
    for wrong in _MISSPELT.get(name, ()):
        yield "misspelt", _MISSPELT_CODES.get(name, code), wrong
    if name == "id":
        yield "nir-as-id", "id-is-nir", _IDENTIFIERS["nir"]
    elif name == "text":
        yield "empty", "empty-text", ""
        yield "lone-surrogate", "not-unicode", "a\ud800"
        yield "too-long", "text-too-long", _TOO_LONG
    elif name in ("count", "decimal"):
        code = "number-not-above" if form.above else "number-out-of-range"
        for out in _out_of_range(form):
            yield "out-of-range", code, str(out) if name == "decimal" else int(out)
    elif name in _IDENTIFIERS:
        yield from _wrong_identifiers(form, value if isinstance(value, str) else _IDENTIFIERS[name])


def _out_of_range(form: Form) -> Iterator[Decimal | int]:
    if form.least is not None:
        yield form.least - 1
        if form.above:
            yield form.least
    if form.most is not None:
        yield form.most + 1


def _wrong_identifiers(form: Form, right: str) -> Iterator[_Wrong]:
    for wrong in ("", right[:-1], right + "0", " " + right, right[:4] + " " + right[4:]):
        yield "misspelt", f"{form.name}-malformed", wrong
    code = f"{form.name}-check-digit"
    for digit in "0123456789X":
        if _refusal(form, wrong := right[:-1] + digit) == code:
            yield "check-digit", code, wrong


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


def _wrong_extensions(known: Mapping[str, Any]) -> Iterator[_Wrong]:
    deep: Any = 0
    for _ in range(MOST_DEPTH + 1):
        deep = [deep]
    yield "wrong-extension", "extension-key-malformed", {**known, "badge": 1}
    yield "wrong-extension", "extension-key-malformed", {**known, "Org Example": 1}
    yield "wrong-extension", "number-not-exact", {**known, "org.example.large": MOST_EXACT + 1}
    yield "wrong-extension", "too-deep", {**known, "org.example.deep": deep}


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
_NO_KINDS: Final[tuple[Any, ...]] = ("no-such-kind", "", "Individual", 1, None, [])
_ENVELOPE: Final[tuple[tuple[str, str, tuple[Any, ...]], ...]] = (
    ("format", "not-a-register", ("", "register", 1, None)),
    ("version", "version-malformed", ("", "1", "1.0.0", "01.0", "v1.0", "1.0 ", 1.0, None)),
    ("version", "version-unsupported", ("0.9", "2.0", "99.0")),
)


class _Found(NamedTuple):
    """A spoiling in the bud: thousands are found for one that is used."""

    way: str
    code: str
    steps: tuple[Step, ...]
    value: Any
    below: str = ""

    def grown(self) -> Spoiling:
        pointer = "".join(f"/{step}" for step in self.steps) + self.below
        return Spoiling(way=self.way, pointer=pointer, codes=(self.code,), steps=self.steps, value=self.value)


class _Search:
    """A walk over a document that finds what can be broken."""

    def __init__(self) -> None:
        self.found: list[_Found] = []

    def _wrong_type(self, steps: tuple[Step, ...], values: tuple[Any, ...], code: str) -> None:
        self.found += [_Found("wrong-type", code, steps, value) for value in values]

    def envelope(self) -> None:
        """What says that the document is a register, and of which version."""
        for name, code, wrongs in _ENVELOPE:
            self.found += [_Found("wrong-envelope", code, (name,), wrong) for wrong in wrongs]
        self.found.append(_Found("unknown-field", "unknown-field", (_NOT_OURS,), None))

    def value(self, annotation: Any, value: Any, steps: tuple[Step, ...]) -> None:
        """A value of the form that its annotation says, and all below it."""
        none = () if is_optional(annotation) else (None,)
        members = members_of(annotation)
        form = form_of(members[0])
        if get_origin(annotation) is tuple:
            self._wrong_type(steps, ({}, "a", 1, None), "not-an-array")
            for i, item in enumerate(value):
                self.value(get_args(annotation)[0], item, (*steps, i))
        elif form is not None:
            self._wrong_type(steps, none, _NOT_A.get(form.name, "not-a-string"))
            self._wrong(_wrong_scalars(form, value), steps)
        elif issubclass(members[0], Vocabulary):
            self._wrong_type(steps, none, "not-a-string")
            self._wrong(_wrong_words(members[0]), steps)
        else:
            self._wrong_type(steps, ([], "a", 1, False, *none), "not-an-object")
            if members[0] is Extensions:
                self._wrong(_wrong_extensions(value), steps)
            elif value is not None:
                self._object(members, value, steps)

    def _wrong(self, wrongs: Iterator[_Wrong], steps: tuple[Step, ...]) -> None:
        self.found += [_Found(way, code, steps, value) for way, code, value in wrongs]

    def _object(self, members: tuple[Any, ...], value: dict[str, Any], steps: tuple[Step, ...]) -> None:
        cls = members[0]
        if len(members) > 1:
            at = (*steps, "kind")
            self.found += [_Found("no-such-kind", "unknown-kind", at, kind) for kind in _NO_KINDS]
            without = {name: item for name, item in value.items() if name != "kind"}
            self.found.append(_Found("missing-kind", "unknown-kind", steps, without))
            cls = next(member for member in members if value["kind"] == member.KIND)
        self._fields(cls, value, steps)
        for code, below, changes in _CONTRADICTIONS.get(cls, ()):
            self.found.append(_Found("contradiction", code, steps, {**value, **changes}, below))
        for name, annotation in field_types(cls).items():
            if name in value:
                self.value(annotation, value[name], (*steps, name))

    def _fields(self, cls: Any, value: dict[str, Any], steps: tuple[Step, ...]) -> None:
        """Fields missing, unknown and misspelt."""
        self.found.append(_Found("unknown-field", "unknown-field", (*steps, _NOT_OURS), None))
        for a in attrs.fields(cls):
            near = a.name + "s"
            if a.default is attrs.NOTHING:
                self.found.append(_Found("missing-field", "missing-field", (*steps, a.name), ABSENT))
            elif a.name in value and len(a.name) > 3 and near not in value:
                other = {near if name == a.name else name: item for name, item in value.items()}
                self.found.append(_Found("misspelt-field", "misspelt-field", steps, other, f"/{near}"))


_NEWER: Final = frozenset({"unknown-field", "misspelt-field", "unknown-kind", "not-in-vocabulary"})
"""What is no fault in a document of a newer minor version."""


def _search(document: Mapping[str, Any]) -> list[_Found]:
    search = _Search()
    search.envelope()
    for name, annotation in field_types(Register).items():
        if name in document and name != "version":
            search.value(annotation, document[name], (name,))
    is_ours = document["version"] == FORMAT_VERSION
    return [found for found in search.found if is_ours or found.code not in _NEWER]


def spoilings(document: Mapping[str, Any]) -> Iterator[Spoiling]:
    """Yield every single fact of a document that can be broken, and how: some thousands for a small one.

    The document is a valid one, of the version that this library writes or of a newer minor version, in
    which what is unknown is no fault.

    >>> document = {"format": "tracexpo-register", "version": "1.0", "workers": [{"id": "w1"}]}
    >>> [s.codes[0] for s in spoilings(document) if s.pointer == "/workers/0/id" and s.way == "missing-field"]
    ['missing-field']
    """
    return (found.grown() for found in _search(document))


def spoiled_documents(document: Mapping[str, Any]) -> SearchStrategy[tuple[dict[str, Any], Spoiling]]:
    """Return copies of a document in which exactly one fact is broken, each with what was done to it.

    Every way of breaking a fact is tried as often as the others, however many places there are for it.

    Args:
        document: the plain values of a valid document, as `json.loads` gives them. It is not changed.
    """
    by_way: dict[str, list[_Found]] = {}
    for found in _search(document):
        by_way.setdefault(found.way, []).append(found)

    def spoiled(found: _Found) -> tuple[dict[str, Any], Spoiling]:
        spoiling = found.grown()
        return spoiling.spoil(document), spoiling

    return st.sampled_from(list(by_way.values())).flatmap(st.sampled_from).map(spoiled)

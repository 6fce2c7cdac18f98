"""The rules of form: what a single field may hold, checked when an object is made.

The fields of the model are annotated with the aliases of this module (`Id`, `Text`, `Count`…). The
same annotations drive the readers, the JSON Schema and the strategies for tests, so that a field's
form is stated once. The checks run in `__attrs_post_init__` through `check`, since attrs' own
validators can be switched off for a whole process.
"""

import datetime as dt
import re
import types
import typing
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Annotated, Any, Final, TypeVar, Union, get_args, get_origin

import attrs
from attrs import frozen

from tracexpo.errors import InvalidValueError
from tracexpo.problems import ContextValue, Wording
from tracexpo.vocabularies import Vocabulary

__all__ = [
    "FIRST_DAY",
    "LAST_DAY",
    "AgentRef",
    "BodyRef",
    "CompanyRef",
    "Count",
    "Country",
    "Day",
    "DustLevel",
    "EstablishmentRef",
    "ExposureRef",
    "Form",
    "Fraction",
    "Id",
    "Instant",
    "MeasurementRef",
    "Minutes",
    "Municipality",
    "Number",
    "OriginRef",
    "PartyRef",
    "Probability",
    "ServiceRef",
    "Share",
    "SituationRef",
    "StatementRef",
    "Text",
    "WorkerRef",
    "WorkstationRef",
    "check",
    "expect",
    "expect_items",
    "field_types",
]

T = TypeVar("T")

FIRST_DAY: Final = dt.date(1900, 1, 1)
"""The first day a record can speak of."""
LAST_DAY: Final = dt.date(2199, 12, 31)
"""The last day a record can speak of."""
MOST_COUNT: Final = 1_000_000_000
"""The largest count and number of minutes."""
MOST_TEXT: Final = 65_536
"""The longest text, in bytes of UTF-8."""

NIR_SHAPED: Final = re.compile(
    r"(?:[Nn][Ii][Rr][._:-]?)?[0-9]([._:-]?)[0-9]{2}\1[0-9]{2}\1[0-9][0-9ABab]\1[0-9]{3}\1[0-9]{3}\1[0-9]{2}"
)
"""What may be a social-security number: fifteen digits, one perhaps a letter, as one or in their usual groups."""
ID: Final = re.compile(r"[A-Za-z0-9._:-]{1,128}")
DECIMAL: Final = re.compile(r"-?(?:0|[1-9][0-9]{0,17})(?:\.[0-9]{1,18})?")


@frozen(repr=False)
class Form:
    """The form of a scalar field.

    >>> FLAG
    Form(flag)
    """

    name: str
    """Name of the form: `id`, `text`, `count`, `decimal`, `day`, `instant` or an identifier such as `siret`."""
    check: Callable[[object], None]
    """Raises `InvalidValueError` for a value that does not have the form."""
    least: Decimal | int | None = None
    """The least number allowed, included unless `above` is set."""
    most: Decimal | int | None = None
    """The largest number allowed, included."""
    above: bool = False
    """Whether `least` itself is refused."""
    pattern: str | None = None
    """A regular expression (ECMA 262 and Python alike) that the whole text matches."""
    targets: tuple[str, ...] = ()
    """For a reference: the collections of the register that may hold what it names."""

    def __repr__(self) -> str:
        # short: it stands in the signature of every class of the model
        return f"Form({' '.join((self.name, *self.targets))})"


def type_name(value: object) -> str:
    """Name the type of a value, which unlike the value is never personal."""
    return type(value).__name__


def expect(kind: type[T], value: object, place: str = "") -> T:
    """Return an argument, or refuse what is not of its type; `place` is where it stands, such as `/register`.

    >>> expect(str, "benzene")
    'benzene'
    """
    if not isinstance(value, kind):
        raise InvalidValueError("wrong-type", place, {"expected": kind.__name__, "found": type_name(value)})
    return value


def expect_items(values: Iterable[T], place: str = "") -> Iterable[T]:
    """Return an argument whose items are looked at, or refuse what has none."""
    if not isinstance(values, Iterable):
        raise InvalidValueError("wrong-type", place, {"expected": "Iterable", "found": type_name(values)})
    return values


def _wrong(expected: ContextValue, value: object) -> InvalidValueError:
    name = type_name(value)
    hint = _HINTS.get((str(expected), name)) or (_NONE if value is None else None)
    if hint is None and expected == "tuple":
        hint = _COMMA
    if hint is None and expected == "str" and hasattr(type(value), "COLLECTION"):
        hint = _ITS_ID
    found: ContextValue = name if hint is None else Wording(f"{name} ({hint.en})", f"{name} ({hint.fr})")
    return InvalidValueError("wrong-type", context={"expected": expected, "found": found})


_NONE: Final = Wording("leave the field out", "laissez le champ absent")
_COMMA: Final = Wording("a comma makes a tuple of one: (x,)", "une virgule fait un tuple d'un seul : (x,)")
_ITS_ID: Final = Wording("give its id", "donnez son identifiant, id")
_DECIMAL: Final = Wording('write Decimal("0.05"), from a text', 'écrivez Decimal("0.05"), à partir d\'un texte')
_HINTS: Final = {
    ("tuple", "list"): Wording("write (a, b) or tuple(…)", "écrivez (a, b) ou tuple(…)"),
    ("Decimal", "float"): _DECIMAL,
    ("Decimal", "int"): _DECIMAL,
    ("Decimal", "str"): _DECIMAL,
    ("date", "datetime"): Wording("take its .date()", "prenez son .date()"),
    ("date", "str"): Wording("write date.fromisoformat(…)", "écrivez date.fromisoformat(…)"),
    ("Level | Band", "Measure"): Wording("write Level(value=…)", "écrivez Level(value=…)"),
}
"""What to write instead, by what was expected and what was found."""


def check_text(value: object) -> None:
    """Refuse what is not a non-empty text of at most 64 KiB without lone surrogates."""
    if type(value) is not str:
        raise _wrong("str", value)
    if not value:
        raise InvalidValueError("empty-text")
    if value.isascii():
        size = len(value)
    else:
        try:
            size = len(value.encode())
        except UnicodeEncodeError:
            raise InvalidValueError("not-unicode") from None
    if size > MOST_TEXT:
        raise InvalidValueError("text-too-long", context={"limit": MOST_TEXT})


def check_id(value: object) -> None:
    """Refuse what is not an id."""
    if type(value) is not str:
        raise _wrong("str", value)
    if not ID.fullmatch(value):
        raise InvalidValueError("id-malformed")
    if NIR_SHAPED.fullmatch(value) and _is_nir(re.sub("[._:-]", "", value)[-15:]):
        raise InvalidValueError("id-is-nir")


def _is_nir(text: str) -> bool:
    from stdnum.fr import nir

    return bool(nir.is_valid(text))


def check_number(value: object) -> None:
    """Refuse what is not a finite `Decimal` of at most 18 digits on each side, or is a negative zero."""
    if type(value) is not Decimal:
        raise _wrong("Decimal", value)
    # the exponent is looked at before formatting: 1E+999999 would be a million digits
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int) or not -18 <= exponent <= 18:
        raise InvalidValueError("not-a-decimal")
    written = format(value, "f")
    if not DECIMAL.fullmatch(written) or (value.is_zero() and value.is_signed()):
        raise InvalidValueError("not-a-decimal")


def check_day(value: object) -> None:
    """Refuse what is not a `datetime.date` from 1900 to 2199."""
    if type(value) is not dt.date:
        raise _wrong("date", value)
    if not FIRST_DAY <= value <= LAST_DAY:
        raise InvalidValueError("not-a-date")


def check_instant(value: object) -> None:
    """Refuse what is not a `datetime` in UTC, of whole seconds, from 1900 to 2199."""
    if type(value) is not dt.datetime:
        raise _wrong("datetime", value)
    if value.utcoffset() != dt.timedelta(0) or value.microsecond or not 1900 <= value.year <= 2199:
        raise InvalidValueError("not-an-instant")


def _check_flag(value: object) -> None:
    if type(value) is not bool:
        raise _wrong("bool", value)


def _whole(least: int, most: int) -> Callable[[object], None]:
    def check_whole(value: object) -> None:
        if type(value) is not int:
            raise _wrong("int", value)
        if not least <= value <= most:
            raise InvalidValueError("number-out-of-range", context={"least": least, "most": most})

    return check_whole


def between(least: Decimal, most: Decimal, *, above: bool = False) -> Callable[[object], None]:
    """Make the check of a number between two others, both allowed unless `above` shuts the least out."""
    code = "number-not-above" if above else "number-out-of-range"

    def check_between(value: object) -> None:
        check_number(value)
        assert isinstance(value, Decimal)
        if value < least or value > most or (above and value == least):
            raise InvalidValueError(code, context={"least": str(least), "most": str(most)})

    return check_between


def matching(name: str, pattern: str, code: str) -> Form:
    """Make the form of a text that matches `pattern` as a whole."""

    def check_pattern(value: object) -> None:
        if type(value) is not str:
            raise _wrong("str", value)
        if not re.fullmatch(pattern, value):
            raise InvalidValueError(code)

    return Form(name, check_pattern, pattern=pattern)


_ZERO, _ONE = Decimal(0), Decimal(1)

TEXT: Final = Form("text", check_text)
FLAG: Final = Form("flag", _check_flag)

Id = Annotated[str, Form("id", check_id, pattern=r"[A-Za-z0-9._:-]{1,128}")]
"""An id (identifiant): 1 to 128 of the characters A-Z a-z 0-9 . _ : -"""


def _ref(*targets: str) -> Form:
    return Form("ref", check_id, pattern=r"[A-Za-z0-9._:-]{1,128}", targets=targets)


STATEMENTS: Final = ("assignments", "exposures", "measurements", "attestations", "transmissions")
"""The collections of statements: never edited, only superseded or withdrawn."""

CompanyRef = Annotated[str, _ref("companies")]
"""The id of a company."""
EstablishmentRef = Annotated[str, _ref("establishments")]
"""The id of an establishment."""
ServiceRef = Annotated[str, _ref("services")]
"""The id of an occupational-health service."""
BodyRef = Annotated[str, _ref("establishments", "services")]
"""The id of an establishment or a service."""
PartyRef = Annotated[str, _ref("establishments", "services", "workers", "companies")]
"""The id of who keeps or receives a record."""
WorkstationRef = Annotated[str, _ref("workstations")]
"""The id of a workstation."""
SituationRef = Annotated[str, _ref("situations")]
"""The id of a situation of exposure."""
WorkerRef = Annotated[str, _ref("workers")]
"""The id of a worker."""
AgentRef = Annotated[str, _ref("agents")]
"""The id of an agent."""
ExposureRef = Annotated[str, _ref("exposures")]
"""The id of an exposure."""
OriginRef = Annotated[str, _ref("exposures", "assignments")]
"""The id of what an exposure was derived from."""
MeasurementRef = Annotated[str, _ref("measurements")]
"""The id of a measurement."""
StatementRef = Annotated[str, _ref(*STATEMENTS)]
"""The id of a statement."""

Text = Annotated[str, TEXT]
"""A text (texte libre): 1 byte to 64 KiB of UTF-8."""
Count = Annotated[int, Form("count", _whole(0, MOST_COUNT), least=0, most=MOST_COUNT)]
"""A count (effectif, nombre): 0 to 10⁹."""
Minutes = Annotated[int, Form("count", _whole(0, MOST_COUNT), least=0, most=MOST_COUNT)]
"""A duration [min]: 0 to 10⁹."""
DustLevel = Annotated[int, Form("count", _whole(1, 3), least=1, most=3)]
"""A dust level of asbestos work (niveau d'empoussièrement): 1, 2 or 3. Source: R4412-98."""
Number = Annotated[Decimal, Form("decimal", check_number)]
"""A decimal number, kept as it was written: `0.10` stays `0.10`."""
Share = Annotated[Decimal, Form("decimal", between(_ZERO, _ONE, above=True), least=_ZERO, most=_ONE, above=True)]
"""A share: more than 0, at most 1."""
Fraction = Annotated[Decimal, Form("decimal", between(_ZERO, _ONE), least=_ZERO, most=_ONE)]
"""A fraction: 0 to 1, both included (0.1 % is 0.001)."""
Probability = Fraction
"""A probability: 0 to 1, both included."""
Day = Annotated[dt.date, Form("day", check_day)]
"""A day (jour): 1900-01-01 to 2199-12-31."""
Instant = Annotated[dt.datetime, Form("instant", check_instant)]
"""An instant in UTC, whole seconds."""
Country = Annotated[str, matching("country", r"[A-Z]{2}", "country-malformed")]
"""A country: ISO 3166-1 alpha-2."""
Municipality = Annotated[str, matching("municipality", r"[0-9][0-9AB][0-9]{3}", "municipality-malformed")]
"""A municipality code of the Insee (code commune, code officiel géographique); 99xxx for a country."""

_SCALARS: Final[dict[Any, Form]] = {bool: FLAG}
"""Plain types that need no annotation."""


def form_of(annotation: Any) -> Form | None:
    """Return the form that an annotation carries, or None where it is no scalar."""
    if get_origin(annotation) is Annotated:
        return next((extra for extra in annotation.__metadata__ if isinstance(extra, Form)), None)
    return _SCALARS.get(annotation)


def members_of(annotation: Any) -> tuple[Any, ...]:
    """Return the members of a union, None left out; a single type is a union of one."""
    if get_origin(annotation) in (Union, types.UnionType):
        return tuple(member for member in get_args(annotation) if member is not types.NoneType)
    return (annotation,)


def is_optional(annotation: Any) -> bool:
    """Tell whether None is allowed."""
    return get_origin(annotation) in (Union, types.UnionType) and types.NoneType in get_args(annotation)


_FIELD_TYPES: Final[dict[type, dict[str, Any]]] = {}


def field_types(cls: type) -> dict[str, Any]:
    """Return the annotations of the fields of a model class, resolved, in their order.

    >>> from tracexpo.periods import Period
    >>> list(field_types(Period))
    ['start', 'end', 'precision', 'begun_before', 'ended']
    """
    known = _FIELD_TYPES.get(cls)
    if known is None:
        hints = typing.get_type_hints(cls, include_extras=True)
        known = _FIELD_TYPES[cls] = {a.name: hints[a.name] for a in attrs.fields(cls)}
    return known


def _checker(annotation: Any) -> Callable[[object], None]:
    """Return the check of one annotation."""
    if get_origin(annotation) is tuple:
        return _tuple_checker(_checker(get_args(annotation)[0]))
    members = members_of(annotation)
    if len(members) == 1 and not is_optional(annotation):
        form = form_of(annotation)
        return form.check if form is not None else _instance_checker((annotation,))
    scalars = [form for member in members if (form := form_of(member)) is not None]
    inner = scalars[0].check if scalars else _instance_checker(members)
    if not is_optional(annotation):
        return inner

    def check_optional(value: object) -> None:
        if value is not None:
            inner(value)

    return check_optional


def _tuple_checker(inner: Callable[[object], None]) -> Callable[[object], None]:
    def check_tuple(value: object) -> None:
        if type(value) is not tuple:
            raise _wrong("tuple", value)
        for i, item in enumerate(value):
            try:
                inner(item)
            except InvalidValueError as error:
                raise error.under(i) from None

    return check_tuple


def _instance_checker(classes: tuple[type, ...]) -> Callable[[object], None]:
    allowed = frozenset(classes)
    expected = " | ".join(cls.__name__ for cls in classes)

    def check_instance(value: object) -> None:
        if type(value) not in allowed:
            only = classes[0]
            if type(value) is str and issubclass(only, Vocabulary):
                word = f'{expected}("…")'
                raise _wrong(Wording(f"a member, {word}", f"un membre, {word}"), value)
            raise _wrong(expected, value)

    return check_instance


_CHECKS: Final[dict[type, tuple[tuple[str, Callable[[object], None]], ...]]] = {}


def check(self: Any) -> None:
    """Check every field of a model object by its annotation, then what its fields must agree on.

    A class whose fields can contradict each other has a method `agree` that raises.

    Raises:
        InvalidValueError: for the first field whose value does not have its form; `error.field` names it.
    """
    cls = type(self)
    checks = _CHECKS.get(cls)
    if checks is None:
        checks = _CHECKS[cls] = tuple((name, _checker(kind)) for name, kind in field_types(cls).items())
    for name, test in checks:
        try:
            test(getattr(self, name))
        except InvalidValueError as error:
            raise error.under(name) from None
    agree = getattr(self, "agree", None)
    if agree is not None:
        agree()

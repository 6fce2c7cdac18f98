import datetime as dt
import decimal
from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import pytest
from attrs import frozen

from tracexpo import form
from tracexpo.errors import InvalidValueError
from tracexpo.form import Form, check, field_types, form_of, is_optional, members_of
from tracexpo.periods import ExposureTime, Period
from tracexpo.vocabularies import Precision

UTC = dt.UTC


def refusal(annotation: Any, value: object) -> str | None:
    """The code with which a form refuses a value, None if it takes it."""
    found = form_of(annotation)
    assert found is not None
    try:
        found.check(value)
    except InvalidValueError as error:
        return error.code
    return None


class TextOfOurs(str):
    """A text that is not just a text."""

    __slots__ = ()


# -- texts and ids


@pytest.mark.parametrize("text", ["a", " ", "Éléonore d'Aubigné", "\U0001f9ea", "\x00", "x" * 65_536, "é" * 32_768])
def test_texts(text: str) -> None:
    assert refusal(form.Text, text) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty-text"),
        ("x" * 65_537, "text-too-long"),
        ("é" * 32_769, "text-too-long"),
        ("half a \ud83e pair", "not-unicode"),
        ("\udfff", "not-unicode"),
        (b"bytes", "wrong-type"),
        (None, "wrong-type"),
        (1, "wrong-type"),
        (Precision.DAY, "wrong-type"),
        (TextOfOurs("a"), "wrong-type"),
    ],
    ids=["empty", "long", "long in bytes", "half a pair", "other half", "bytes", "none", "int", "word", "subclass"],
)
def test_texts_refused(text: object, code: str) -> None:
    assert refusal(form.Text, text) == code


ID_FORMS = [
    form.Id,
    form.CompanyRef,
    form.EstablishmentRef,
    form.ServiceRef,
    form.BodyRef,
    form.PartyRef,
    form.WorkstationRef,
    form.SituationRef,
    form.WorkerRef,
    form.AgentRef,
    form.ExposureRef,
    form.OriginRef,
    form.MeasurementRef,
    form.StatementRef,
]


@pytest.mark.parametrize("id", ["x", "cas:1333-82-0", "A.b_c-d:0", ".", "-", "9" * 128])
def test_ids(id: str) -> None:
    assert {refusal(annotation, id) for annotation in ID_FORMS} == {None}


@pytest.mark.parametrize("id", ["", "x" * 129, "a b", "a/b", "é", "a\n", "\na", "a#b", "１", "x\x00"])
def test_ids_refused(id: str) -> None:
    assert {refusal(annotation, id) for annotation in ID_FORMS} == {"id-malformed"}


def test_an_id_is_a_text() -> None:
    assert refusal(form.Id, 1) == refusal(form.Id, None) == refusal(form.WorkerRef, b"w1") == "wrong-type"


# -- numbers


@pytest.mark.parametrize(
    "number",
    [
        "0",
        "0.0",
        "0.10",
        "-0.5",
        "1",
        "-1",
        "999999999999999999",
        "0.000000000000000001",
        "-1.5",
        "1E+2",
        "1E-18",
        "5E+17",
    ],
)
def test_numbers(number: str) -> None:
    assert refusal(form.Number, Decimal(number)) is None


@pytest.mark.parametrize(
    "number",
    [
        "NaN",
        "sNaN",
        "Infinity",
        "-Infinity",
        "-0",
        "-0.0",
        "-0E+3",
        "1E+18",
        "1000000000000000000",
        "1E-19",
        "0E-19",
        "1E+999999",
        "0E+999999",
        "1E-999999",
        "1.0000000000000000001",
    ],
)
def test_numbers_refused(number: str) -> None:
    assert refusal(form.Number, Decimal(number)) == "not-a-decimal"


class DecimalOfOurs(Decimal):
    """A number that is not just a number."""


@pytest.mark.parametrize("number", [1, 0.5, "1", True, None, DecimalOfOurs(1)], ids=repr)
def test_a_number_is_a_decimal(number: object) -> None:
    assert refusal(form.Number, number) == "wrong-type"


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("0", "number-not-above"),
        ("-0.1", "number-not-above"),
        ("0.000000000000000001", None),
        ("1", None),
        ("1.000", None),
        ("1.000000000000000001", "number-not-above"),
    ],
)
def test_shares(number: str, code: str | None) -> None:
    assert refusal(form.Share, Decimal(number)) == code


@pytest.mark.parametrize("annotation", [form.Fraction, form.Probability], ids=["fraction", "probability"])
@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("0", None),
        ("0.5", None),
        ("1", None),
        ("-0.000000000000000001", "number-out-of-range"),
        ("1.1", "number-out-of-range"),
    ],
)
def test_fractions(annotation: Any, number: str, code: str | None) -> None:
    assert refusal(annotation, Decimal(number)) == code


def test_the_bounds_told_are_the_bounds_held() -> None:
    share, fraction = form_of(form.Share), form_of(form.Fraction)
    assert share is not None
    assert fraction is not None
    assert (share.least, share.most, share.above) == (0, 1, True)
    assert (fraction.least, fraction.most, fraction.above) == (0, 1, False)
    with pytest.raises(InvalidValueError, match="must be more than 0 and at most 1"):
        share.check(Decimal(0))
    with pytest.raises(InvalidValueError, match="must be at least 0 and at most 1"):
        fraction.check(Decimal(2))


@pytest.mark.parametrize(
    ("annotation", "least", "most"),
    [(form.Count, 0, 1_000_000_000), (form.Minutes, 0, 1_000_000_000), (form.DustLevel, 1, 3)],
    ids=["count", "minutes", "dust level"],
)
def test_whole_numbers(annotation: Any, least: int, most: int) -> None:
    found = form_of(annotation)
    assert found is not None
    assert (found.least, found.most) == (least, most)
    assert refusal(annotation, least) is refusal(annotation, most) is None
    assert refusal(annotation, least - 1) == refusal(annotation, most + 1) == "number-out-of-range"
    assert refusal(annotation, 10**5000) == "number-out-of-range"
    for wrong in (True, 1.0, "1", Decimal(1), None):
        assert refusal(annotation, wrong) == "wrong-type"


def test_flags() -> None:
    assert refusal(bool, True) is refusal(bool, False) is None
    assert refusal(bool, 1) == refusal(bool, "true") == refusal(bool, None) == "wrong-type"


# -- days and instants


@pytest.mark.parametrize("day", [dt.date(1900, 1, 1), dt.date(2024, 2, 29), dt.date(2199, 12, 31)])
def test_days(day: dt.date) -> None:
    assert refusal(form.Day, day) is None


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (dt.date(1899, 12, 31), "not-a-date"),
        (dt.date(2200, 1, 1), "not-a-date"),
        (dt.datetime(2024, 1, 1), "wrong-type"),  # noqa: DTZ001
        (dt.datetime(2024, 1, 1, tzinfo=UTC), "wrong-type"),
        ("2024-01-01", "wrong-type"),
        (2024, "wrong-type"),
        (None, "wrong-type"),
    ],
)
def test_days_refused(day: object, code: str) -> None:
    assert refusal(form.Day, day) == code


@pytest.mark.parametrize(
    "instant",
    [
        dt.datetime(1900, 1, 1, tzinfo=UTC),
        dt.datetime(2199, 12, 31, 23, 59, 59, tzinfo=UTC),
        dt.datetime(2024, 7, 5, tzinfo=dt.timezone(dt.timedelta(0), "GMT")),
        dt.datetime(2024, 7, 5, tzinfo=ZoneInfo("UTC")),
    ],
)
def test_instants(instant: dt.datetime) -> None:
    assert refusal(form.Instant, instant) is None


@pytest.mark.parametrize(
    ("instant", "code"),
    [
        (dt.datetime(2024, 7, 5), "not-an-instant"),  # noqa: DTZ001
        (dt.datetime(2024, 7, 5, tzinfo=dt.timezone(dt.timedelta(hours=2))), "not-an-instant"),
        (dt.datetime(2024, 7, 5, microsecond=1, tzinfo=UTC), "not-an-instant"),
        (dt.datetime(1899, 12, 31, 23, 59, 59, tzinfo=UTC), "not-an-instant"),
        (dt.datetime(2200, 1, 1, tzinfo=UTC), "not-an-instant"),
        (dt.date(2024, 7, 5), "wrong-type"),
        ("2024-07-05T00:00:00Z", "wrong-type"),
        (0, "wrong-type"),
    ],
)
def test_instants_refused(instant: object, code: str) -> None:
    assert refusal(form.Instant, instant) == code


# -- codes


@pytest.mark.parametrize("country", ["FR", "BE", "ZZ"])
def test_countries(country: str) -> None:
    assert refusal(form.Country, country) is None


@pytest.mark.parametrize("country", ["fr", "FRA", "F", "", "F1", "FR\n", "ÉÉ"])
def test_countries_refused(country: str) -> None:
    assert refusal(form.Country, country) == "country-malformed"


@pytest.mark.parametrize("code", ["21231", "2A004", "2B033", "97411", "99101", "00000"])
def test_municipalities(code: str) -> None:
    assert refusal(form.Municipality, code) is None


@pytest.mark.parametrize("code", ["2131", "212310", "2a004", "2C004", "A2004", "٢١٢٣١", "", "21231 "])
def test_municipalities_refused(code: str) -> None:
    assert refusal(form.Municipality, code) == "municipality-malformed"


def test_codes_are_texts() -> None:
    for annotation in (form.Country, form.Municipality):
        assert refusal(annotation, 21231) == refusal(annotation, None) == "wrong-type"


# -- what holds under any decimal context


@pytest.fixture(params=["two digits", "every signal trapped"])
def _changed_context(request: pytest.FixtureRequest) -> Iterator[None]:
    with decimal.localcontext() as context:
        if request.param == "two digits":
            context.prec, context.Emax, context.Emin, context.rounding = 2, 5, -5, decimal.ROUND_UP
        else:
            for signal in context.traps:
                context.traps[signal] = True
        yield


@pytest.mark.usefixtures("_changed_context")
def test_forms_do_not_depend_on_the_decimal_context() -> None:
    assert refusal(form.Number, Decimal("123456789012345678.123456789012345678")) is None
    assert refusal(form.Number, Decimal("1E+18")) == refusal(form.Number, Decimal("-0.00")) == "not-a-decimal"
    assert refusal(form.Number, Decimal("sNaN")) == "not-a-decimal"
    assert refusal(form.Share, Decimal("1.000000000000000001")) == "number-not-above"
    assert refusal(form.Fraction, Decimal("0.999999999999999999")) is None


# -- reading the annotations


def test_members_of_a_union() -> None:
    assert members_of(form.Text | None) == (form.Text,)
    assert members_of(ExposureTime | Period | None) == (ExposureTime, Period)
    assert members_of(Period) == (Period,)
    assert is_optional(Period | None)
    assert not is_optional(Period)
    assert not is_optional(ExposureTime | Period)


def test_what_carries_a_form() -> None:
    assert form_of(bool) == form.FLAG
    assert form_of(form.Text) == form.TEXT
    assert form_of(Period) is None
    assert form_of(Annotated[str, "no form"]) is None


def test_field_types_are_resolved_once() -> None:
    first = field_types(Period)
    assert list(first) == ["start", "end", "precision", "begun_before", "ended"]
    assert field_types(Period) is first


@frozen
class Made:
    """A class as the model has them, with every shape of annotation."""

    words: tuple[form.Text, ...] = ()
    several: tuple[tuple[form.Count, ...], ...] = ()
    either: ExposureTime | Period | None = None
    precision: Precision = Precision.DAY
    plain: str = "x"

    def __attrs_post_init__(self) -> None:
        check(self)


def test_check_names_the_field_and_the_place_in_it() -> None:
    def told(**fields: Any) -> tuple[str, str]:
        with pytest.raises(InvalidValueError) as caught:
            Made(**fields)
        return caught.value.field, caught.value.code

    assert told(words=("a", "")) == ("/words/1", "empty-text")
    assert told(words=["a"]) == ("/words", "wrong-type")
    assert told(several=((1,), (1, -1))) == ("/several/1/1", "number-out-of-range")
    assert told(either="1 h") == ("/either", "wrong-type")
    assert told(precision=None) == ("/precision", "wrong-type")
    assert told(plain=None) == ("/plain", "wrong-type")


def test_a_type_expected_is_told_in_two_languages() -> None:
    with pytest.raises(InvalidValueError) as caught:
        Made(precision="day")
    assert caught.value.message_in("en") == 'expected: a member, Precision("…"); found: str'
    assert caught.value.message_in("fr") == 'attendu : un membre, Precision("…") ; trouvé : str'
    with pytest.raises(InvalidValueError, match=r"expected: ExposureTime \| Period; found: int"):
        Made(either=1)


def test_a_form_made_from_a_pattern_matches_the_whole_text() -> None:
    made: Form = form.matching("letters", "[a-z]{2}", "country-malformed")
    made.check("ab")
    for wrong in ("abc", "ab\n", "AB"):
        with pytest.raises(InvalidValueError):
            made.check(wrong)
    assert (made.name, made.pattern) == ("letters", "[a-z]{2}")

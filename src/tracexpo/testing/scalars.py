"""Strategies for single values: ids, texts, numbers, days and official identifiers with their check digits.

The check digits are computed here, apart from the model, so that each proves the other.
"""

import datetime as dt
import math
import string
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction as Ratio
from functools import lru_cache
from typing import Any, Final, TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from tracexpo.errors import InvalidValueError
from tracexpo.form import FIRST_DAY, LAST_DAY, MOST_COUNT, Form

__all__ = [
    "cas_numbers",
    "clp_indexes",
    "countries",
    "days",
    "ec_numbers",
    "ids",
    "instants",
    "municipalities",
    "nirs",
    "numbers",
    "sirens",
    "sirets",
    "texts",
]

T = TypeVar("T")

LA_POSTE: Final = "356000000"
"""The SIREN of La Poste, whose establishments have a rule of their own."""
_ID_CHARACTERS: Final = string.ascii_letters + string.digits + "._:-"
_AWKWARD_IDS: Final = ("40483304800022", "cas:71-43-2", "ws1:x:9f86d081884c7d65-2", "-", ".", "null", "0", "a" * 128)
_AWKWARD_TEXTS: Final = (
    "Éléonore d'Aÿ-Œuvré",
    "e\u0301",  # not composed
    "ﬁ, ß, İ, ǆ",
    '": "',
    "nom : 'Bain n° 3' (\"chrome\")",
    "\\u0041 \\",
    "{name} %s %(name)s",
    '=HYPERLINK("x")',
    " \t\r\n ",
    "\x00\x1f\x7f\x85",
    "\u2028\u2029\ufeff\ufffe",
    "😀\U0010ffff",
    "صحة 健康",
    "null",
    "0.10",
    "2024-07-05",
)
_DIGITS: Final = string.digits


def ids() -> SearchStrategy[str]:
    """Return ids: 1 to 128 of the characters `A-Z a-z 0-9 . _ : -`."""
    return st.text(_ID_CHARACTERS, min_size=1, max_size=12) | st.sampled_from(_AWKWARD_IDS)


def texts(*, max_size: int = 12) -> SearchStrategy[str]:
    """Return non-empty texts with accents, quotes, control and astral characters, without lone surrogates.

    Args:
        max_size: how many characters at most.
    """
    awkward = [text for text in _AWKWARD_TEXTS if len(text) <= max_size]
    free = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=max_size)
    return free | st.sampled_from(awkward) if awkward else free


def numbers(
    *, least: Decimal | Ratio | int | None = None, most: Decimal | Ratio | int | None = None, above: bool = False
) -> SearchStrategy[Decimal]:
    """Return decimals of the form: at most 18 digits on each side of the point, no exponent above 0, no `-0`.

    Args:
        least: the smallest number, included.
        most: the largest number, included.
        above: whether `least` itself is left out.

    >>> from hypothesis import find
    >>> find(numbers(least=0, most=1, above=True), lambda number: number < 1 and number != 1)
    Decimal('0.1')
    """
    options = []
    for places in (0, 1, 2, 3, 7, 18):
        widest, scale = 10 ** (18 + places) - 1, 10**places
        low = -widest if least is None else math.ceil(Ratio(least) * scale)
        if least is not None and above and low == Ratio(least) * scale:
            low += 1
        high = widest if most is None else math.floor(Ratio(most) * scale)
        if low <= high:
            options.append(st.integers(low, high).map(lambda n, places=places: Decimal(f"{n}E-{places}")))  # type: ignore[misc]
    return st.one_of(options)


def days(first: dt.date = FIRST_DAY, last: dt.date = LAST_DAY) -> SearchStrategy[dt.date]:
    """Return days from `first` to `last`, both included; of all that the form allows by default."""
    # one choice where `dates` makes three
    return st.integers(first.toordinal(), last.toordinal()).map(dt.date.fromordinal)


def instants(first: dt.date = FIRST_DAY, last: dt.date = LAST_DAY) -> SearchStrategy[dt.datetime]:
    """Return instants in UTC, of whole seconds, between two days, both included."""
    start = dt.datetime.combine(first, dt.time(), dt.UTC)
    seconds = ((last - first).days + 1) * 86_400 - 1
    return st.integers(0, seconds).map(lambda s: start + dt.timedelta(seconds=s))


def _digits(size: int) -> SearchStrategy[str]:
    return st.text(_DIGITS, min_size=size, max_size=size)


def _luhn(digits: str) -> str:
    """Return the digits and the check digit after them."""
    doubled = [int(d) * (1 + (i % 2 == 0)) for i, d in enumerate(reversed(digits))]
    return digits + str(-sum(n - 9 * (n > 9) for n in doubled) % 10)


def _weighed(digits: str) -> int:
    return sum(i * int(d) for i, d in enumerate(digits, 1))


def sirens() -> SearchStrategy[str]:
    """Return SIREN numbers, that of La Poste among them."""
    return st.integers(10_000_000, 99_999_999).map(lambda n: _luhn(str(n))) | st.just(LA_POSTE)


def sirets(siren: str | None = None) -> SearchStrategy[str]:
    """Return SIRET numbers; those of La Poste by its own rule, that their digits add up to a multiple of five.

    Args:
        siren: the company that they begin with; any by default.
    """
    if siren is None:
        return sirens().flatmap(sirets)
    if siren != LA_POSTE:
        return _digits(4).map(lambda nic: _luhn(siren + nic))

    def close(nic: str, second: bool) -> str:
        digit = -sum(map(int, siren + nic)) % 5
        return f"{siren}{nic}{digit + 5 * second}"

    return st.builds(close, _digits(4), st.booleans()) | st.just("35600000000048")


def municipalities() -> SearchStrategy[str]:
    """Return municipality codes of the Insee: in France, Corsica and overseas included, and 99xxx abroad."""
    mainland = st.sampled_from([f"{n:02d}" for n in range(1, 96) if n != 20])
    elsewhere = st.sampled_from(["2A", "2B", "97", "99"])
    return st.builds("{}{:03d}".format, mainland | elsewhere, st.integers(1, 999))


def nirs() -> SearchStrategy[str]:
    """Return social-security numbers (NIR) with their keys, of people born in Corsica too."""

    def close(sex: int, year: int, month: int, place: str, order: int) -> str:
        body = f"{sex}{year:02d}{month:02d}{place}{order:03d}"
        key = 97 - int(body.replace("2A", "19").replace("2B", "18")) % 97
        return f"{body}{key:02d}"

    months = st.integers(1, 12) | st.just(20)  # 20: the month is not known
    return st.builds(close, st.integers(1, 2), st.integers(0, 99), months, municipalities(), st.integers(1, 999))


def cas_numbers() -> SearchStrategy[str]:
    """Return CAS Registry Numbers."""

    def close(body: int) -> str:
        digits = str(body)
        return f"{digits[:-2]}-{digits[-2:]}-{_weighed(digits[::-1]) % 10}"

    return st.integers(1_000, 999_999_999).map(close)


def ec_numbers() -> SearchStrategy[str]:
    """Return EC numbers; of remainder 10 only in the 4xx series (ELINCS), where they end in 1."""

    def close(body: int) -> str:
        digits = str(body)
        remainder = _weighed(digits) % 11
        if remainder == 10 and digits[0] != "4":
            digits = digits[:-1] + str((int(digits[-1]) + 1) % 10)
            remainder = _weighed(digits) % 11
        return f"{digits[:3]}-{digits[3:]}-{1 if remainder == 10 else remainder}"

    return st.integers(200_000, 999_999).map(close) | st.sampled_from(("415-180-1", "200-753-7"))


def clp_indexes() -> SearchStrategy[str]:
    """Return index numbers of Annex VI of CLP; one in eleven ends in X."""

    def close(element: int, number: int, form: int) -> str:
        body = f"{element:03d}{number:03d}{form:02d}"
        return f"{body[:3]}-{body[3:6]}-{body[6:]}-{'0123456789X'[_weighed(body) % 11]}"

    return st.builds(close, st.integers(1, 651), st.integers(1, 999), st.integers(0, 99))


def countries() -> SearchStrategy[str]:
    """Return country codes of two letters."""
    return st.sampled_from(("FR", "BE", "CH", "DE", "IT", "PL", "ZZ"))


_BY_FORM: Final[dict[str, Callable[[], SearchStrategy[Any]]]] = {
    "cas": cas_numbers,
    "clp-index": clp_indexes,
    "country": countries,
    "day": days,
    "ec": ec_numbers,
    "flag": st.booleans,
    "id": ids,
    "instant": instants,
    "municipality": municipalities,
    "nir": nirs,
    "ref": ids,
    "siren": sirens,
    "siret": sirets,
    "text": texts,
}


def _passes(form: Form, value: object) -> bool:
    try:
        form.check(value)
    except InvalidValueError:
        return False
    return True


@lru_cache
def scalars(form: Form) -> SearchStrategy[Any]:
    """Return values of one form of the model; of a form unknown here by its pattern."""
    if form.name == "count":
        return st.integers(int(form.least or 0), int(MOST_COUNT if form.most is None else form.most))
    if form.name == "decimal":
        return numbers(least=form.least, most=form.most, above=form.above)
    if form.name in _BY_FORM:
        return _BY_FORM[form.name]()
    if form.pattern is not None:
        return st.from_regex(form.pattern, fullmatch=True).filter(lambda value: _passes(form, value))
    raise LookupError(f"no strategy for the form {form.name!r}")

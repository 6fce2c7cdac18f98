"""Days as people write them in a list: 05/07/2024, 5.7.24, 2024-07-05, juillet 2024, 2024.

A year of two digits is read by a fixed rule, since the library never looks at a clock.
"""

import calendar
import datetime as dt
import re
from typing import Final, NamedTuple

from tracexpo.codecs.tables.folding import fold, listed
from tracexpo.form import FIRST_DAY, LAST_DAY
from tracexpo.problems import Wording
from tracexpo.vocabularies import Precision

__all__ = ["BIRTH_PIVOT", "PIVOT", "WrittenDay", "day_in", "days_in", "is_ongoing", "is_over", "rule_of"]

PIVOT: Final = 50
"""In exposures, two digits below it are of 20xx, from it on of 19xx."""
BIRTH_PIVOT: Final = 20
"""The same for days of birth."""


class WrittenDay(NamedTuple):
    """A day, a month or a year as it was written."""

    first: dt.date
    """Its first day."""
    last: dt.date
    """Its last day; that of a day is the day itself."""
    precision: Precision = Precision.DAY
    """Day, month, year, or estimated."""
    before: bool = False
    """It is said to have been earlier than this."""
    short_year: bool = False
    """The year has two digits."""


_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "janvier janv jan january",
            "fevrier fevr fev february feb",
            "mars mar march",
            "avril avr april apr",
            "mai may",
            "juin june jun",
            "juillet juil july jul",
            "aout august aug",
            "septembre sept sep september",
            "octobre oct october",
            "novembre nov november",
            "decembre dec december",
        ),
        1,
    )
    for name in names.split()
}

_TIME: Final = r"(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.0+)?)?Z?)?"
_FULL: Final = re.compile(r"(\d{1,2})\s*([/.-])\s*(\d{1,2})\s*\2\s*(\d{4}|\d{2})" + _TIME)
_ISO: Final = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})" + _TIME)
_MONTH: Final = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{4})")
_ISO_MONTH: Final = re.compile(r"(\d{4})[-/](\d{1,2})")
_YEAR: Final = re.compile(r"\d{4}")
_IN_WORDS: Final = re.compile(r"(?:(\d{1,2})(?:er|st|nd|rd|th)? )?([a-z]+) (\d{4})")
_MONTH_FIRST: Final = re.compile(r"([a-z]+) (\d{1,2})(?:st|nd|rd|th)? (\d{4})")
_BEFORE: Final = re.compile(
    r"\s*(?:(?:exposé\w*\s+)?(?:bien\s+)?avant(?:\s+le|\s+en)?|before|prior to|antérieure?\s+(?:au|à))\b", re.IGNORECASE
)
_ABOUT: Final = re.compile(r"\s*(?:vers|environ|env\.?|circa|ca\.|about|around|approx\.?|~|≈)\s*", re.IGNORECASE)
_SINCE: Final = re.compile(
    r"\s*(?:depuis(?:\s+le)?|since|from|du|de|à partir (?:du|de)|le|en|courant|jusqu'au|until|till|au)\s+",
    re.IGNORECASE,
)

_ONGOING: Final = frozenset(
    fold(text)
    for text in listed(
        "en cours | exposition en cours | à ce jour | ce jour | actuel | actuelle | actuellement | aujourd'hui | "
        "présent | toujours | toujours exposé | toujours en poste | indéterminée | ongoing | present | current | now | "
        "to date | today"
    )
)
_OVER: Final = frozenset(
    fold(text)
    for text in listed("terminé | terminée | fini | finie | ended | over | finished | oui | yes | date inconnue")
)

_RULES: Final = {
    pivot: Wording(
        f"00 to {pivot - 1:02} = 2000 to {1999 + pivot}, {pivot} to 99 = {1900 + pivot} to 1999",
        f"00 à {pivot - 1:02} = 2000 à {1999 + pivot}, {pivot} à 99 = {1900 + pivot} à 1999",
    )
    for pivot in (PIVOT, BIRTH_PIVOT)
}


def rule_of(pivot: int) -> Wording:
    """Say how years of two digits are read.

    >>> rule_of(PIVOT).en
    '00 to 49 = 2000 to 2049, 50 to 99 = 1950 to 1999'
    """
    return _RULES[pivot]


def is_ongoing(text: str) -> bool:
    """Tell whether the end of an exposure is said not to have come."""
    return fold(text) in _ONGOING


def is_over(text: str) -> bool:
    """Tell whether an exposure is said to be over without a day."""
    return fold(text) in _OVER


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        found = dt.date(year, month, day)
    except ValueError:
        return None
    return found if FIRST_DAY <= found <= LAST_DAY else None


def _month(year: int, month: int) -> WrittenDay | None:
    first = _day(year, month, 1)
    if first is None:
        return None
    return WrittenDay(first, first.replace(day=calendar.monthrange(year, month)[1]), Precision.MONTH)


def _exact(first: dt.date | None, *, short_year: bool = False) -> WrittenDay | None:
    return None if first is None else WrittenDay(first, first, short_year=short_year)


def _plain(text: str, pivot: int) -> WrittenDay | None:
    if match := _FULL.fullmatch(text):
        day, _, month, year = match.groups()
        short = len(year) == 2
        full_year = int(year) + (2000 if int(year) < pivot else 1900) if short else int(year)
        return _exact(_day(full_year, int(month), int(day)), short_year=short)
    if match := _ISO.fullmatch(text):
        return _exact(_day(int(match[1]), int(match[3]), int(match[4])))
    if match := _MONTH.fullmatch(text):
        return _month(int(match[2]), int(match[1]))
    if match := _ISO_MONTH.fullmatch(text):
        return _month(int(match[1]), int(match[2]))
    if _YEAR.fullmatch(text):
        first = _day(int(text), 1, 1)
        return None if first is None else WrittenDay(first, first.replace(month=12, day=31), Precision.YEAR)
    return _worded(fold(text))


def _worded(folded: str) -> WrittenDay | None:
    if match := _IN_WORDS.fullmatch(folded):
        day, word, year = match.groups()
    elif match := _MONTH_FIRST.fullmatch(folded):
        word, day, year = match.groups()
    else:
        return None
    month = _MONTHS.get(word)
    if month is None:
        return None
    return _month(int(year), month) if day is None else _exact(_day(int(year), month, int(day)))


def day_in(value: "str | dt.date", pivot: int = PIVOT) -> WrittenDay | None:
    """Return the day, month or year that a cell says, None where it says none of the calendar.

    >>> day_in("05/07/24").first
    datetime.date(2024, 7, 5)
    >>> day_in("juillet 2024").last
    datetime.date(2024, 7, 31)
    >>> day_in("31/02/2025") is None
    True
    """
    if not isinstance(value, str):
        return _exact(value if FIRST_DAY <= value <= LAST_DAY else None)
    text = value.strip()
    if len(text) > 60 or (not text.isascii() and any(c.isdigit() and not c.isascii() for c in text)):
        return None
    before = about = False
    if match := _BEFORE.match(text):
        text, before = text[match.end() :].strip(), True
    elif match := _ABOUT.match(text):
        text, about = text[match.end() :].strip(), True
    elif match := _SINCE.match(text):
        text = text[match.end() :].strip()
    found = _plain(text, pivot)
    if found is None:
        return None
    return found._replace(precision=Precision.ESTIMATED if about else found.precision, before=before)


_ANYWHERE: Final = re.compile(
    r"(?<![\d/.-])(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{2}(?:\d{2})?|\d{4}-\d{2}-\d{2})(?![\d/-])|"
    r"(?<!\d)\d{1,2}(?:er|st|nd|rd|th)? [^\W\d]{3,9}\.? \d{4}(?!\d)"
)


def days_in(text: str) -> tuple[dt.date, ...]:
    """Return the full days written anywhere in a text.

    >>> days_in("Mesurage SCOLA 12/03/2025")
    (datetime.date(2025, 3, 12),)
    """
    found = (day_in(match[0]) for match in _ANYWHERE.finditer(text[:2000]))
    return tuple(day.first for day in found if day is not None and day.precision is Precision.DAY)

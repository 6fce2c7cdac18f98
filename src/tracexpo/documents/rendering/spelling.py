"""How a document spells what it states, in French and English: days in full, numbers, measures, periods, articles."""

import datetime as dt
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from attrs import frozen

from tracexpo.agents import Names
from tracexpo.documents.rendering.words import WORDS
from tracexpo.errors import InvalidValueError
from tracexpo.exposures import Band, Degree, Duration, Frequency
from tracexpo.periods import ExposureTime, Period
from tracexpo.problems import Language, Wording
from tracexpo.provenance import Analogous, Biomonitored, Declared, Evidence, Expert, Matrix, Measured, Modelled
from tracexpo.units import Measure
from tracexpo.vocabularies import (
    Censoring,
    DustFraction,
    Precision,
    RespiratorPosition,
    Route,
    Statistic,
    TimeUnit,
    Vocabulary,
)

__all__ = ["Speech", "capital", "speech_in"]

_SPACE: Final = "\u00a0"
_MONTHS: Final = {
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    "fr": [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
}
_LABOUR: Final = re.compile(r"([LRD])(\d+(?:-\d+)*)( CSS)?")
_SPAN: Final = re.compile(r"P(\d+)([YMD])")
_SPANS: Final = {"Y": "year", "M": "month", "D": "day"}
_MANY: Final = 10_000
"""From this on the digits of a number are grouped."""


@frozen
class Speech:
    """A language, and how things are said in it.

    >>> Speech("fr").day(dt.date(2024, 7, 1)), Speech("en").day(dt.date(2024, 7, 1))
    ('1er juillet 2024', '1 July 2024')
    """

    lang: Language
    """The language."""

    def __call__(self, key: str, **values: str | int) -> str:
        """Say one of our own words."""
        text = WORDS[key].text_in(self.lang)
        return text.format(**values) if values else text

    def word(self, word: Vocabulary | None) -> str | None:
        """Say a word of a vocabulary."""
        return None if word is None else word.label_in(self.lang)

    def wording(self, wording: Wording) -> str:
        """Say a text that is told in both languages."""
        return wording.text_in(self.lang)

    def names(self, names: Names) -> str | None:
        """Say a name that is known in one language or both, in ours where there is one."""
        ours, other = (names.fr, names.en) if self.lang == "fr" else (names.en, names.fr)
        return ours or other

    def named(self, name: str, text: str) -> str:
        """Put a name before a text: "Date : …"."""
        return f"{name}{_SPACE if self.lang == 'fr' else ''}: {text}"

    # -- numbers

    def number(self, value: Decimal | int) -> str:
        r"""Write a number with the decimal sign of the language, its digits as they were written.

        >>> Speech("fr").number(Decimal("0.050")), Speech("fr").number(12500), Speech("en").number(12500)
        ('0,050', '12\xa0500', '12,500')
        """
        text = str(value) if isinstance(value, int) else format(value, "f")
        whole, point, decimals = text.partition(".")
        if not -_MANY < value < _MANY:
            whole = f"{int(whole):,}".replace(",", _SPACE if self.lang == "fr" else ",")
        return whole + (("," if self.lang == "fr" else ".") + decimals if point else "")

    def percent(self, fraction: Decimal) -> str:
        r"""Write a fraction as per cent, without zeros that say nothing.

        >>> Speech("fr").percent(Decimal("0.0009"))
        '0,09\xa0%'
        """
        text = format(fraction * 100, "f")
        return f"{self.number(Decimal(text.rstrip('0').rstrip('.') if '.' in text else text))}{_SPACE}%"

    def share(self, least: Decimal | None, most: Decimal | None) -> str | None:
        r"""Write a share of which one bound may not be known; None where neither is.

        >>> Speech("fr").share(None, Decimal("0.02")), Speech("fr").share(Decimal("0.01"), Decimal("0.02"))
        ('≤\xa02\xa0%', '1\xa0%–2\xa0%')
        """
        if least is None or most is None:
            known = most if least is None else least
            return None if known is None else f"{'≤' if least is None else '≥'}{_SPACE}{self.percent(known)}"
        return "–".join(dict.fromkeys((self.percent(least), self.percent(most))))

    def plain(self, value: Decimal) -> str:
        """Write a number with the decimal sign of the language and nothing else."""
        return format(value, "f").replace(".", "," if self.lang == "fr" else ".")

    def count(self, number: int, one: str, many: str) -> str:
        """Say how many there are of something, each form being a key of our words."""
        # in French zero is singular
        singular = number < 2 if self.lang == "fr" else number == 1
        return f"{self.number(number)}{_SPACE}{self(one if singular else many)}"

    def measure(self, value: Measure, censored: Censoring | None = None) -> str:
        r"""Write a value with its unit; one beyond a limit of quantification with the sign.

        >>> from tracexpo.units import Unit
        >>> Speech("fr").measure(Measure(Decimal("0.05"), Unit.MG_M3), Censoring.BELOW)
        '<\xa00,05\xa0mg/m³'
        """
        sign = {None: "", Censoring.BELOW: f"<{_SPACE}", Censoring.ABOVE: f">{_SPACE}"}[censored]
        return f"{sign}{self.number(value.value)}{_SPACE}{value.unit.label_in(self.lang)}"

    def time(self, time: ExposureTime) -> str:
        r"""Write a time of exposure.

        >>> Speech("fr").time(ExposureTime(Decimal("2.5"), TimeUnit.H_WEEK))
        '2,5\xa0heures par semaine'
        """
        unit = time.unit.label_in(self.lang)
        if time.unit is TimeUnit.PERCENT_OF_WORKING_TIME:
            unit = f"%{unit.removeprefix('per cent').removeprefix('pour cent')}"
        elif abs(time.value) < 2 and (time.value == 1 or self.lang == "fr"):
            noun, _, rest = unit.partition(" ")
            unit = f"{noun.removesuffix('s')} {rest}"
        return f"{self.number(time.value)}{_SPACE}{unit}"

    def duration(self, duration: Duration | None) -> str | None:
        """Write a duration: a time, or a class of a scale."""
        if duration is None:
            return None
        return self.band(duration) if isinstance(duration, Band) else self.time(duration)

    def band(self, band: Band) -> str:
        """Write a class with its scale."""
        return f"{band.value} ({band.scale})"

    def frequency(self, frequency: Frequency | None) -> str | None:
        """Write how often."""
        if frequency is None:
            return None
        per = self(f"per-{frequency.per.value}")
        times = "times" if frequency.times != 1 and (self.lang == "en" or frequency.times > 1) else "time"
        return f"{self.number(frequency.times)}{_SPACE}{self(times)} {per}"

    def degree(self, degree: Degree | None) -> list[str]:
        """Write a degree, line by line: the value, how it is to be read, the day, the limit beside it."""
        if degree is None:
            return []
        if isinstance(degree, Band):
            return [self.band(degree)]
        found = [self.measure(degree.value, degree.censored)]
        read = self.reading(degree.statistic, degree.fraction, degree.respirator)
        found += [read] if read else []
        found += [self("on-day", day=self.day(degree.on))] if degree.on is not None else []
        if degree.declared_limit is not None:
            found.append(self.named(self("declared-limit"), self.measure(degree.declared_limit)))
        return found

    def reading(
        self, statistic: Statistic | None, fraction: DustFraction | None, respirator: RespiratorPosition | None
    ) -> str:
        """Say what a value is a value of: over which time, of which fraction, where with regard to the respirator."""
        return ", ".join(word for w in (statistic, fraction, respirator) if (word := self.word(w)) is not None)

    def span(self, span: str) -> str | None:
        r"""Write a length of time of ISO 8601 that has one unit; None for another.

        >>> Speech("fr").span("P40Y"), Speech("en").span("P1M")
        ('40\xa0ans', '1\xa0month')
        """
        found = _SPAN.fullmatch(span)
        if found is None:
            return None
        number, unit = int(found[1]), _SPANS[found[2]]
        return self.count(number, unit, f"{unit}s")

    # -- days and periods

    def day(self, day: dt.date) -> str:
        """Write a day in full."""
        number = "1er" if day.day == 1 and self.lang == "fr" else str(day.day)
        return f"{number} {self.month(day)}"

    def month(self, day: dt.date) -> str:
        """Write the month of a day."""
        return f"{_MONTHS[self.lang][day.month - 1]} {day.year}"

    def known_day(self, day: dt.date, precision: Precision) -> str:
        """Write a day as precisely as it is known.

        >>> Speech("fr").known_day(dt.date(2024, 7, 31), Precision.MONTH)
        'juillet 2024'
        """
        if precision is Precision.MONTH:
            return self.month(day)
        if precision is Precision.YEAR:
            return str(day.year)
        return self.day(day) + (f" ({self('estimated')})" if precision is Precision.ESTIMATED else "")

    def first_day(self, day: dt.date, precision: Precision, *, begun_before: bool = False) -> str:
        """Write a first day as precisely as it is known, and that it began before.

        >>> Speech("fr").first_day(dt.date(2004, 1, 1), Precision.YEAR, begun_before=True)
        'avant 2004 (première année connue)'
        """
        if not begun_before:
            return self.known_day(day, precision)
        first = self({Precision.MONTH: "first-month", Precision.YEAR: "first-year"}.get(precision, "first-day"))
        if precision is Precision.ESTIMATED:
            return self("begun-before", day=self._the(day, Precision.DAY), first=f"{first}, {self('estimated')}")
        return self("begun-before", day=self._the(day, precision), first=first)

    def _the(self, day: dt.date, precision: Precision) -> str:
        """Write a day within a phrase: in French a day has an article, a month and a year have none."""
        said = self.known_day(day, precision)
        return f"le {said}" if self.lang == "fr" and precision not in (Precision.MONTH, Precision.YEAR) else said

    def start(self, period: Period) -> str:
        """Write when a period starts."""
        return self.first_day(period.start, period.precision, begun_before=period.begun_before)

    def since(self, period: Period) -> str:
        """Write since when, for a period without an end.

        >>> Speech("fr").since(Period(dt.date(2004, 3, 1), precision=Precision.MONTH))
        'depuis mars 2004'
        """
        said = self.start(period)
        if not period.begun_before:
            said = self("since", day=self._the(period.start, period.precision))
        return f"{said}, {self('ended')}" if period.ended else said

    def end(self, period: Period, on: dt.date | None = None) -> str:
        """Write when a period ends; of one that goes on, the day on which it is known to."""
        if period.end is not None:
            return self.known_day(period.end, period.precision)
        if period.ended:
            return self("ended")
        return self("ongoing") if on is None else self("ongoing-on", day=self.day(on))

    def period(self, period: Period) -> str:
        """Write a period in one phrase.

        >>> Speech("fr").period(Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31), Precision.YEAR))
        '2024'
        """
        start, end = self.start(period), self.end(period)
        return start if start == end else f"{start} – {end}"

    def routes(self, nature: str | None, routes: Iterable[Route]) -> str | None:
        """Name the routes that the words of the nature do not name already."""
        said = (nature or "").casefold()
        named = (route.label_in(self.lang) for route in dict.fromkeys(routes))
        return ", ".join(name for name in named if name.casefold() not in said) or None

    # -- where it comes from

    def evidence(self, evidence: Evidence | None) -> str | None:
        """Say how something is known."""
        if evidence is None:
            return None
        inside: str | None = None
        match evidence:
            case Modelled():
                inside = " ".join(filter(None, (evidence.tool, evidence.version)))
            case Matrix():
                inside = " ".join(filter(None, (evidence.name, evidence.version, evidence.code)))
            case Analogous():
                inside = evidence.to
            case Expert():
                inside = self.word(evidence.role)
            case Declared():
                inside = self.word(evidence.by)
            case Measured() | Biomonitored():
                pass
        key = evidence.KIND
        return f"{self(key)} ({inside})" if inside else self(key)

    def article(self, article: str) -> str:
        r"""Write an article with its code; what is no article of the two codes stays as it is.

        >>> Speech("fr").article("D461-23 CSS")
        'art.\xa0D.\xa0461-23 du code de la sécurité sociale'
        """
        found = _LABOUR.fullmatch(article)
        if found is None:
            return article
        letter, number, social = found.groups()
        code = self("social-code" if social else "labour-code")
        return f"art.{_SPACE}{letter}.{_SPACE}{number} {code}" if self.lang == "fr" else f"art. {letter}{number} {code}"


def speech_in(lang: Language) -> Speech:
    """Return how things are said in a language.

    Raises:
        InvalidValueError: for another than the two.
    """
    if lang not in ("en", "fr"):
        raise InvalidValueError("not-in-vocabulary", "/lang", {"allowed": ("en", "fr")})
    return Speech(lang)


def capital(text: str) -> str:
    """Begin a text with a capital letter."""
    return text[:1].upper() + text[1:]

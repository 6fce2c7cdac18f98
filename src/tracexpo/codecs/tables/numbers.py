"""Numbers, units and times as people write them in a list: `0,05 mg/m³`, `< 0.05`, `2 h/jour`."""

import re
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from tracexpo.codecs.tables.folding import fold
from tracexpo.units import Measure, Unit
from tracexpo.vocabularies import Censoring, FrequencyPeriod, Statistic, TimeUnit

__all__ = [
    "WrittenLevel",
    "decimal_in",
    "frequency_in",
    "level_in",
    "statistic_in",
    "time_in",
    "time_unit_in",
    "unit_in",
    "units_in_heading",
]

_SPACES: Final = "\u00a0\u202f\u2009 "
_NUMBER: Final = r"[-+\u2212\u2013]?\d+(?:[" + _SPACES + r"'’]\d{3})*(?:[.,]\d+)*(?:[eE][-+]?\d{1,2})?"
_WHOLE_NUMBER: Final = re.compile(_NUMBER, re.ASCII)
_PLAIN: Final = str.maketrans(dict.fromkeys(f"{_SPACES}'’+") | {"\u2212": "-", "\u2013": "-"})
"""Marks between thousands are taken out, and every minus made a hyphen; the exponent keeps its sign without a plus."""
_GROUPED: Final = re.compile(r"[-+]?\d{1,3}(?:[.,]\d{3})+(?:[.,]\d+)?")


def decimal_in(text: str) -> Decimal | None:
    """Return a number with a decimal comma or point, as it was written; None for anything else.

    >>> decimal_in("0,050"), decimal_in("1 200,5"), decimal_in("1.2.3")
    (Decimal('0.050'), Decimal('1200.5'), None)
    """
    if len(text) > 40 or not _WHOLE_NUMBER.fullmatch(text.strip()):
        return None
    plain = text.strip().translate(_PLAIN)
    marks = [c for c in plain if c in ".,"]
    if len(marks) > 1:
        # of several marks the last is the decimal one, unless all are alike: then they part thousands
        if not _GROUPED.fullmatch(plain) or (len(set(marks)) > 1 and marks[-1] in marks[:-1]):
            return None
        last = "" if len(set(marks)) == 1 else marks[-1]
        plain = "".join(c for c in plain if c not in ".," or c == last)
    number = Decimal(plain.replace(",", "."))
    return Decimal(format(abs(number) if number == 0 else number, "f"))


# -- units

_UNITS: Final = {
    "mgm3": Unit.MG_M3,
    "ugm3": Unit.UG_M3,
    "mcgm3": Unit.UG_M3,
    "ngm3": Unit.NG_M3,
    "fcm3": Unit.F_CM3,
    "fml": Unit.F_CM3,
    "fcc": Unit.F_CM3,
    "fl": Unit.F_L,
    "fm3": Unit.F_M3,
    "ppm": Unit.PPM,
    "ppmv": Unit.PPM,
    "ppb": Unit.PPB,
    "ugl": Unit.UG_L,
    "mgl": Unit.MG_L,
    "umoll": Unit.UMOL_L,
    "uggcreatinine": Unit.UG_G_CREATININE,
    "mggcreatinine": Unit.MG_G_CREATININE,
    "umolmolcreatinine": Unit.UMOL_MOL_CREATININE,
    "ugcm2": Unit.UG_CM2,
    "mgcm2": Unit.MG_CM2,
}
_POWERS: Final = str.maketrans({"³": "3", "²": "2", "µ": "u", "μ": "u", "⁻": "-", "¹": "1"})


@lru_cache(4096)
def unit_in(text: str) -> Unit | None:
    """Return the unit that a text is, whatever its spelling.

    >>> unit_in("µg/m³"), unit_in("mg.m-3"), unit_in("fibres/cm3")
    (<Unit.UG_M3: 'ug/m3'>, <Unit.MG_M3: 'mg/m3'>, <Unit.F_CM3: 'f/cm3'>)
    """
    if len(text) > 40:
        return None
    plain = text.translate(_POWERS).lower().replace("par", "/").replace("per", "/").replace("-cr", " cr")
    # mg.m-3 is mg/m3; mg-m3 is nothing
    plain = re.sub(r"[.·* ]*(m|cm|l|g|mol)\^?-([123])", r"/\1\2", plain)
    plain = re.sub(r"/(l|g|mol)1\b", r"/\1", plain)
    plain = re.sub(r"fib(?:re|er)?s?\b\.?", "f", plain).replace("litre", "l").replace("liter", "l")
    plain = re.sub(r"cr[ée]at(?:inine)?\b\.?", "creatinine", plain).replace("of", "").replace(" de ", " ")
    plain = plain.replace("d'air", "").replace("d’air", "").replace("air", "")
    if re.search(r"[^a-z0-9/^. ]", plain):
        return None
    return _UNITS.get(re.sub(r"[/^. ]", "", plain))


_UNIT_LIKE: Final = re.compile(
    r"(?:[µμu]g|mg|ng|fibres?|f|[µμu]mol)\s*(?:/|\.|par|per)\s*(?:c?m[23³²]|m-3|cm-3|ml|l|g|mol)(?:\s*cr[ée]at\w*)?|pp[mb]",
    re.IGNORECASE,
)


def units_in_heading(heading: str) -> Unit | None:
    """Return the unit that a heading states, where it states one.

    >>> units_in_heading("Niveau (mg/m³)")
    <Unit.MG_M3: 'mg/m3'>
    """
    found = {unit for match in _UNIT_LIKE.finditer(heading) if (unit := unit_in(match[0])) is not None}
    return found.pop() if len(found) == 1 else None


@lru_cache(4096)
def statistic_in(text: str) -> Statistic | None:
    """Return what a text says the value is a statistic of: 8 h, 15 min.

    >>> statistic_in("VLEP 8h")
    <Statistic.TWA_8H: 'twa-8h'>
    """
    folded = fold(text)
    if re.search(r"\b8 ?h(?:eures?|ours?)?\b|\bvme\b", folded):
        return Statistic.TWA_8H
    if re.search(r"\b15 ?min(?:utes?)?\b|\bvlct\b|\bcourt terme\b|\bshort term\b", folded):
        return Statistic.TWA_15MIN
    return None


# -- levels


class WrittenLevel(NamedTuple):
    """What stands in the cell of a level or a limit."""

    value: Decimal
    unit_text: str
    """What stands behind the number."""
    censored: Censoring | None
    aside: str
    """What stands in brackets behind it."""


_LEVEL: Final = re.compile(
    r"\s*(?P<sign><=|>=|[<>≤≥]|(?:inf|sup)(?:\.|érieur\w*)?\s*(?:à\s*)?|less than|more than|below|"
    r"above)?\s*(?P<number>" + _NUMBER + r")\s*(?P<unit>[^\d\s()<>=][^()<>=]*?)?\s*(?:\((?P<aside>[^()]*)\))?\s*",
    re.IGNORECASE | re.ASCII,
)
_ABOVE: Final = (">", "≥", "sup", "more", "above")


def level_in(text: str) -> WrittenLevel | None:
    """Return the number of a level with what stands around it; None where no single number is found.

    >>> level_in("< 0,05 mg/m³")
    WrittenLevel(value=Decimal('0.05'), unit_text='mg/m³', censored=<Censoring.BELOW: 'below'>, aside='')
    >>> level_in("0,01 - 0,05") is None
    True
    """
    match = _LEVEL.fullmatch(text) if len(text) <= 200 else None
    if match is None:
        return None
    value = decimal_in(match["number"])
    unit = (match["unit"] or "").strip()
    if value is None or unit[:1] in {"-", "+", "±", "à", ";"}:
        return None
    sign = (match["sign"] or "").lower()
    censored = None if not sign else Censoring.ABOVE if sign.startswith(_ABOVE) else Censoring.BELOW
    return WrittenLevel(value, unit, censored, (match["aside"] or "").strip())


def measure_aside(text: str) -> Measure | None:
    """Return the measure that stands in brackets, where one does."""
    written = level_in(text.strip().removeprefix("=").removeprefix("soit").strip())
    unit = None if written is None else unit_in(written.unit_text)
    return None if written is None or unit is None else Measure(written.value, unit)


# -- times

_PER: Final = {
    "day": "j jour jours journalier journaliere journee quotidien quotidienne day days daily jr",
    "week": "semaine semaines sem hebdo hebdomadaire hebdomadaires week weeks weekly wk",
    "month": "mois mensuel mensuelle month months monthly",
    "year": "an ans annee annees annuel annuelle year years yearly yr annum",
}
_PERIODS: Final = {word: period for period, words in _PER.items() for word in words.split()}
_QUANTITIES: Final = {
    **dict.fromkeys(["h", "heure", "heures", "hour", "hours", "hr", "hrs"], "h"),
    **dict.fromkeys(["min", "mn", "minute", "minutes", "mins"], "min"),
}
_TIME_UNITS: Final = {unit.value: unit for unit in TimeUnit}
_SMALLER: Final = ("day", "week", "month", "year")
_PERCENT: Final = re.compile(r"%|\bpour ?cent\b|\bper ?cent\b")


@lru_cache(4096)
def time_unit_in(text: str) -> TimeUnit | None:
    """Return the unit of time that a heading or what follows a number states.

    >>> time_unit_in("Durée (h/semaine)"), time_unit_in("jours par an"), time_unit_in("% du temps")
    (<TimeUnit.H_WEEK: 'h/week'>, <TimeUnit.DAY_YEAR: 'day/year'>, <TimeUnit.PERCENT_OF_WORKING_TIME: '%'>)
    """
    if len(text) > 200:
        return None
    if _PERCENT.search(text.lower()):
        return TimeUnit.PERCENT_OF_WORKING_TIME
    words = re.findall(r"[a-z]+", fold(text))
    quantities = [_QUANTITIES[word] for word in words if word in _QUANTITIES]
    periods = [_PERIODS[word] for word in words if word in _PERIODS]
    if len(quantities) == 1 and len(periods) == 1:
        unit = f"{quantities[0]}/{periods[0]}"
    elif not quantities and len(periods) == 2 and _SMALLER.index(periods[0]) < _SMALLER.index(periods[1]):
        unit = "/".join(periods)
    else:
        return None
    return _TIME_UNITS.get(unit)


_HOURS: Final = re.compile(r"(\d{1,4})\s*(?:h|:)\s*(\d{2})(?!\d)\s*(?:min|mn)?", re.IGNORECASE | re.ASCII)
_LEADING: Final = re.compile(r"\s*(" + _NUMBER + r")\s*(.*)", re.ASCII | re.DOTALL)


class WrittenTime(NamedTuple):
    """A time of exposure as it was written."""

    value: Decimal
    unit: TimeUnit | None
    """The unit written with the number; None where it is left to the heading."""
    quantity: str
    """`h`, `min` or nothing, where only that is written with the number."""


def time_in(text: str) -> WrittenTime | None:
    """Return the time that a cell says, None where it says no single one.

    >>> time_in("2h30 par jour")
    WrittenTime(value=Decimal('2.5'), unit=<TimeUnit.H_DAY: 'h/day'>, quantity='h')
    >>> time_in("1 à 2 h/jour") is None
    True
    """
    if len(text) > 200:
        return None
    if match := _HOURS.match(text.strip()):
        minutes = int(match[2])
        if minutes > 59:
            return None
        # a sixtieth is no decimal: what does not come out is left to the note
        hundredths, left = divmod(minutes * 100, 60)
        if left:
            return None
        value = (Decimal(int(match[1])) + Decimal(hundredths) / 100).normalize()
        rest, quantity = text.strip()[match.end() :], "h"
        return _with_rest(Decimal(format(value, "f")), f"h {rest}", rest, quantity)
    if match := _LEADING.fullmatch(text):
        value_or_none = decimal_in(match[1])
        if value_or_none is None:
            return None
        words = re.findall(r"[a-z]+", fold(match[2]))
        quantity = _QUANTITIES.get(words[0], "") if words else ""
        return _with_rest(value_or_none, match[2], "" if len(words) == 1 and quantity else match[2], quantity)
    return None


def _with_rest(value: Decimal, unit_text: str, rest: str, quantity: str) -> WrittenTime | None:
    unit = time_unit_in(unit_text)
    if unit is None and rest.strip():
        return None
    # a second number would make it a range
    if any(c.isdigit() for c in rest):
        return None
    return WrittenTime(value, unit, quantity)


_TIMES: Final = re.compile(r"(\d{1,4}) (?:fois|x|times?) (?:par |per |a |each |every )?([a-z]+)", re.ASCII)
_SHORT_TIMES: Final = re.compile(r"(\d{1,4}) ([a-z]+)", re.ASCII)
_EVERY: Final = re.compile(r"(?:(?:tous|toutes) les |chaque |every |each )([a-z]+)|([a-z]+)(?:ment)?")
_ADVERBS: Final = {"quotidien": "day", "hebdomadaire": "week", "mensuel": "month", "annuel": "year"} | {
    word: period
    for period, words in {
        "day": "quotidienne quotidiennement journalier journaliere daily",
        "week": "hebdo weekly",
        "month": "mensuelle mensuellement monthly",
        "year": "annuelle annuellement yearly",
    }.items()
    for word in words.split()
}


def frequency_in(text: str) -> tuple[int, FrequencyPeriod] | None:
    """Return how often a cell says something happens.

    >>> frequency_in("2 fois/semaine"), frequency_in("quotidienne")
    ((2, <FrequencyPeriod.WEEK: 'week'>), (1, <FrequencyPeriod.DAY: 'day'>))
    """
    folded = fold(text)
    if match := _TIMES.fullmatch(folded):
        period = _PERIODS.get(match[2])
        return None if period is None else (int(match[1]), FrequencyPeriod(period))
    if "/" in text and (match := _SHORT_TIMES.fullmatch(folded)):
        period = _PERIODS.get(match[2])
        return None if period is None else (int(match[1]), FrequencyPeriod(period))
    if match := _EVERY.fullmatch(folded):
        period = _PERIODS.get(match[1]) if match[1] else _ADVERBS.get(match[2] or "")
        return None if period is None else (1, FrequencyPeriod(period))
    return None

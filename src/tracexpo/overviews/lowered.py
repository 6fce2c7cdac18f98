"""Limits that are lower than on the day of a recorded level, and whether that level is still below."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import ClassVar, Final

from attrs import define, field, frozen

from tracexpo.catalogue import Limit
from tracexpo.catalogue.answers import EVE, Certainty
from tracexpo.measurements import Measurement
from tracexpo.overviews.wording import BENEATH, HEADINGS, agent_of, name_of, undecided_of
from tracexpo.problems import Language, Wording
from tracexpo.report import Overview
from tracexpo.report.overview import shown
from tracexpo.rules import Facts
from tracexpo.rules.levels import Result
from tracexpo.units import Unit
from tracexpo.vocabularies import (
    Censoring,
    DustFraction,
    SamplingPosition,
    Statistic,
)

__all__ = ["LimitLowered", "lowered_of"]

NO_AGENT: Final = Wording(
    "the catalogue has no limits of this agent: a mixture, or an agent it does not know",
    "le catalogue n'a pas de valeurs limites pour cet agent : un mélange, ou un agent qu'il ne connaît pas",
)
WHICH_LIMIT: Final = Wording(
    "which limit applied on the day of the level, or applies today, is not known, or depends on the fraction or the "
    "sector",
    "la valeur limite du jour du niveau, ou celle d'aujourd'hui, n'est pas connue, ou dépend de la fraction ou du "
    "secteur",
)
OTHER_TIME: Final = Wording(
    "the level is not said to be an average over the time of the limit",
    "le niveau n'est pas donné comme une moyenne sur la durée de la valeur limite",
)
OTHER_FRACTION: Final = Wording("the fraction is not told", "la fraction n'est pas dite")
NOT_INHALED: Final = Wording(
    "the level is outside the respirator, or it is not told where: the air inhaled may hold less",
    "le niveau est hors du masque, ou il n'est pas dit où : l'air inhalé peut en contenir moins",
)
NOT_PERSONAL: Final = Wording(
    "the sample was static: it is not the air a person breathes",
    "le prélèvement était à poste fixe : ce n'est pas l'air qu'une personne respire",
)
NOT_QUANTIFIED: Final = Wording(
    "the level is only known to be below or above a value",
    "le niveau est seulement connu comme inférieur ou supérieur à une valeur",
)
OTHER_UNIT: Final = Wording(
    "the unit of the level cannot be brought to that of the limit",
    "l'unité du niveau ne peut être ramenée à celle de la valeur limite",
)


@frozen(kw_only=True)
class LimitLowered:
    """A limit that is lower today than on the day of levels recorded in an establishment."""

    HEADINGS: ClassVar[Mapping[str, Wording]] = {
        "establishment": HEADINGS["establishment"],
        "agent": HEADINGS["agent"],
        "agent_name": HEADINGS["agent_name"],
        "statistic": Wording("averaged over", "moyenne sur"),
        "fraction": Wording("fraction", "fraction"),
        "was": Wording("limit then", "limite d'alors"),
        "now": Wording("limit today", "limite d'aujourd'hui"),
        "unit": Wording("unit", "unité"),
        "since": Wording("since", "depuis le"),
        "source": Wording("text", "texte"),
        "certainty": Wording("how sure", "certitude"),
        "below": Wording("levels still below", "niveaux encore inférieurs"),
        "above": Wording("levels now above", "niveaux désormais supérieurs"),
        "unsaid": Wording("levels that cannot be compared", "niveaux non comparables"),
        "why": Wording("why not", "pourquoi"),
    }
    BENEATH: ClassVar[Mapping[str, str]] = {
        **BENEATH,
        "fraction": "statistic",
        "unit": "now",
        "certainty": "source",
        "why": "unsaid",
    }

    establishment: str
    """Establishment."""
    agent: str
    """Agent."""
    agent_name: Wording | None
    """What the catalogue calls it."""
    statistic: Statistic
    """Over which time the limit is."""
    fraction: DustFraction | None
    """For which fraction of the particles it is."""
    was: Decimal | None
    """The limit of the day of the levels, in `unit`; None where none is known of then."""
    now: Decimal
    """The limit of today, in `unit`."""
    unit: Unit
    """The unit of both."""
    since: dt.date | None
    """First day of the limit of today."""
    source: str
    """The article and the act."""
    certainty: Certainty
    """How sure the limit of today is."""
    below: tuple[str, ...]
    """Records whose level is at or below the limit of today."""
    above: tuple[str, ...]
    """Records whose level is above it."""
    unsaid: tuple[str, ...]
    """Records of which it cannot be said."""
    why: tuple[Wording, ...]
    """Why it cannot be said."""

    def text_in(self, language: Language) -> str:
        """Return it in one sentence, in one language ("en" or "fr")."""
        agent, unit = agent_of(self.agent, self.agent_name, language), self.unit.label_in(language)
        none = {"en": "none known", "fr": "aucune connue"}[language]
        was = none if self.was is None else shown(self.was, language)
        now = f"{shown(self.now, language)} {unit}"
        below, above, unsaid = {
            "en": ("still below", "now above", "cannot be said"),
            "fr": ("inférieurs", "supérieurs", "indécis"),
        }[language]
        why = " / ".join(why.text_in(language) for why in self.why)
        parts = [
            f"{below} {len(self.below)}" * bool(self.below),
            f"{above} {len(self.above)} ({shown(self.above, language)})" * bool(self.above),
            f"{unsaid} {len(self.unsaid)} ({why})" * bool(self.unsaid),
        ]
        text = ", ".join(part for part in parts if part)
        if language == "en":
            return f"{self.establishment}, {agent}: {was} → {now} since {self.since}; levels: {text}"
        return f"{self.establishment}, {agent} : {was} → {now} depuis le {self.since} ; niveaux : {text}"


@define
class _Found:
    """The levels of one establishment to which one limit was lowered."""

    now: Limit
    since: dt.date | None
    below: list[str] = field(factory=list)
    above: list[str] = field(factory=list)
    unsaid: list[str] = field(factory=list)
    why: dict[Wording, None] = field(factory=dict)


_Key = tuple[str, str, Statistic, DustFraction | None, Decimal | None]


def lowered_of(facts: Facts) -> Overview[LimitLowered]:
    """Compare the limit of the day of each level with that of today, then the level with that of today."""
    found: dict[_Key, _Found] = {}
    reasons: list[Wording] = []
    for result in facts.levels.results():
        day = _day(result)
        if day > facts.on:
            continue
        now, was = _limit(facts, result, facts.on), _limit(facts, result, day)
        if isinstance(now, Wording) or isinstance(was, Wording):
            reasons.append(now if isinstance(now, Wording) else WHICH_LIMIT)
        elif now.value is not None:
            then = _in_unit(facts, result.record.agent, was, now.value.unit)
            if was.value is None or (then is not None and now.value.value < then):
                key = (result.record.establishment, result.record.agent, now.statistic, now.fraction, then)
                if key not in found:
                    found[key] = _Found(now, _since(facts, result, was, now))
                _compare(facts, result, found[key])
    items = [_item(facts, key, levels) for key, levels in found.items()]
    return Overview(
        name="limits-lowered",
        title=Wording("Limits lowered since the record", "Valeurs limites abaissées depuis l'enregistrement"),
        about=Wording(
            "Limits that are lower on this day than on the day of a recorded level. Levels are compared with the limit "
            "of today where it can be said: same averaging time and fraction, the air inhaled.",
            "Valeurs limites plus basses à ce jour qu'au jour d'un niveau consigné. Les niveaux sont comparés à la "
            "limite d'aujourd'hui lorsque cela peut se dire : même durée, même fraction, air inhalé.",
        ),
        on=facts.on,
        edition=facts.edition,
        source="R4412-149, R4412-150",
        items=tuple(sorted(items, key=lambda i: (not i.above, i.establishment, i.agent, i.statistic, i.was or 0))),
        undecided=undecided_of("limits-lowered", reasons),
    )


def _day(result: Result) -> dt.date:
    """Return the day of a level; without one of its own it may be as old as the exposure it is told of."""
    if result.day is not None:
        return result.day
    record = result.record
    return record.sampled_on if isinstance(record, Measurement) else record.period.start


def _limit(facts: Facts, result: Result, day: dt.date) -> Limit | Wording:
    """Return the limit of a day for a level, its value None where there is none, or why it is not known which."""
    limits = list(facts.levels.applying(result, day))
    if not limits:
        return NO_AGENT
    one = limits[0]
    # sectors with a limit of their own, where it is not told whether this is one
    if any((limit.value, limit.candidates) != (one.value, one.candidates) for limit in limits):
        return WHICH_LIMIT
    sure = one.value is not None or (one.certainty is Certainty.CERTAIN and not one.candidates)
    return one if sure else WHICH_LIMIT


def _since(facts: Facts, result: Result, was: Limit, now: Limit) -> dt.date | None:
    """Return the first day of the limit of today where the level was taken: a sector may have had it later."""
    over = was.applies_until
    while over is not None and over < facts.on:
        limit = _limit(facts, result, over + EVE)
        if isinstance(limit, Wording):
            break
        if limit.value == now.value:
            return over + EVE
        over = limit.applies_until
    return now.applies_from


def _in_unit(facts: Facts, agent: str, limit: Limit, unit: Unit) -> Decimal | None:
    return None if limit.value is None else facts.levels.expressed(limit, limit.value, unit, agent)


def _compare(facts: Facts, result: Result, found: _Found) -> None:
    answer = _still_below(facts, result, found.now)
    if isinstance(answer, Wording):
        found.unsaid.append(result.record.id)
        found.why[answer] = None
    else:
        (found.below if answer else found.above).append(result.record.id)


def _still_below(facts: Facts, result: Result, limit: Limit) -> bool | Wording:
    """Tell whether a level is at or below a limit, or why that cannot be said."""
    level = result.told
    if level.statistic is not limit.statistic:
        return OTHER_TIME
    if limit.fraction is not None and level.fraction is not limit.fraction:
        return OTHER_FRACTION
    if isinstance(level, Measurement) and level.position is SamplingPosition.STATIC:
        return NOT_PERSONAL
    bound = _in_unit(facts, result.record.agent, limit, level.value.unit)
    if bound is None:
        return OTHER_UNIT
    value = level.value.value
    if (level.censored is Censoring.BELOW and value > bound) or (level.censored is Censoring.ABOVE and value < bound):
        return NOT_QUANTIFIED
    above = value > bound or level.censored is Censoring.ABOVE
    # the air inhaled never holds more than the air outside the respirator
    return NOT_INHALED if above and not facts.levels.is_inhaled(result) else not above


def _item(facts: Facts, key: _Key, levels: _Found) -> LimitLowered:
    establishment, agent, statistic, fraction, was = key
    now = levels.now
    assert now.value is not None
    return LimitLowered(
        establishment=establishment,
        agent=agent,
        agent_name=name_of(facts, agent),
        statistic=statistic,
        fraction=fraction,
        was=was,
        now=now.value.value,
        unit=now.value.unit,
        since=levels.since,
        source=now.source,
        certainty=now.certainty,
        below=tuple(sorted(levels.below)),
        above=tuple(sorted(levels.above)),
        unsaid=tuple(sorted(levels.unsaid)),
        why=tuple(sorted(levels.why, key=lambda why: why.en)),
    )

"""Occupational exposure limits of the day, and the arithmetic that the texts attach to them."""

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction as Ratio
from functools import lru_cache
from typing import Final

from attrs import field, frozen

from tracexpo.catalogue.answers import EVE, Certainty, NotInCatalogueError, both, checked, member
from tracexpo.catalogue.entries import Entry, ProcessEntry, SubstanceEntry
from tracexpo.catalogue.lookup import Asked, Directory
from tracexpo.catalogue.tables import LimitRow, read_texts
from tracexpo.errors import check_language
from tracexpo.form import expect
from tracexpo.problems import Language, Wording
from tracexpo.units import Measure, Unit, UnitKind
from tracexpo.vocabularies import DustFraction, Statistic, Vocabulary

__all__ = ["Limit", "LimitKind", "LimitScope", "SilicaIndex"]

FIRST_STATE: Final = dt.date(2008, 5, 1)
"""The first printed state of the table of R4412-149; before it only a few limits are known to the day."""


class LimitKind(Vocabulary):
    """The force of a limit (nature de la valeur limite): the duties differ."""

    BINDING = "binding", "binding limit (R4412-149)", "valeur limite contraignante (R4412-149)"
    INDICATIVE = "indicative", "indicative limit (R4412-150)", "valeur limite indicative (R4412-150)"


class LimitScope(Vocabulary):
    """Where a limit of its own applies (champ d'application)."""

    CARE_AND_FUNERAL = (
        "care-and-funeral",
        "health care, funeral and embalming sectors",
        "secteurs des soins de santé, des pompes funèbres et de l'embaumement",
    )
    UNDERGROUND = (
        "underground",
        "underground extraction and tunnelling",
        "extraction souterraine et creusement de tunnels",
    )


@frozen(kw_only=True)
class Limit:
    """A limit of exposure on a day (valeur limite d'exposition professionnelle), or why there is none.

    It bears on the air inhaled. `value` is None where there is no limit, or where it is not known which.
    """

    value: Measure | None
    """The value; in ppm too in `ppm`, where the table prints it."""
    kind: LimitKind | None = None
    """Binding or indicative; None where there is no value of either."""
    statistic: Statistic
    """Over which time."""
    fraction: DustFraction | None = None
    """Fraction of the particles it is stated for (fraction granulométrique)."""
    scope: LimitScope | None = None
    """The sectors it is for; None for all."""
    ppm: Measure | None = None
    """The value in ppm, as printed."""
    skin: bool | None = None
    """Whether it carries the notation "Peau"; None where that is not known."""
    label: str = ""
    """The agent as the table names it, such as "Composés du nickel (en Ni)"."""
    applies_from: dt.date | None = None
    """First day it applies; None where it began before the first state known."""
    applies_until: dt.date | None = None
    """Last day it applies, included; None while no end is known."""
    candidates: tuple[Measure | None, ...] = field(default=(), repr=False)
    """What it may be, where it is not known which: None stands for no limit."""
    certainty: Certainty
    """How sure it is."""
    because: Wording
    """What the answer rests on, or why there is none."""
    source: str = ""
    """The article and the act."""
    edition: str
    """The edition of the catalogue that answers."""

    def text_in(self, language: Language) -> str:
        """What the answer rests on, in one language ("en" or "fr")."""
        check_language(language)
        return self.because.text_in(language)


@lru_cache(1)
def _by_subject() -> dict[str, list[LimitRow]]:
    found: dict[str, list[LimitRow]] = {}
    for row in read_texts().limits:
        found.setdefault(row.subject, []).append(row)
    return found


def subjects_of(directory: Directory, entries: tuple[Entry, ...]) -> tuple[list[str], list[str]]:
    """Return under what limits stand: the entries themselves, then the families they belong to."""
    own: dict[str, None] = {}
    families: dict[str, None] = {}
    for entry in entries:
        own[entry.id] = None
        own.update(dict.fromkeys(f"cas:{cas}" for cas in entry.cas_numbers))
        if isinstance(entry, SubstanceEntry):
            families.update(dict.fromkeys(entry.groups))
        elif isinstance(entry, ProcessEntry):
            rows = directory.all_of(id for cas in entry.cas_numbers for id in directory.by_number.get(cas, ()))
            families.update(dict.fromkeys(g for row in rows if isinstance(row, SubstanceEntry) for g in row.groups))
    return list(own), list(families)


def rows_of(directory: Directory, entries: tuple[Entry, ...]) -> list[LimitRow]:
    """Return the limits of an agent: its own, or else those of its families."""
    own, families = subjects_of(directory, entries)
    known = _by_subject()
    found = [row for subject in own for row in known.get(subject, ())]
    return found or [row for subject in families for row in known.get(subject, ())]


def _on(rows: Iterable[LimitRow], day: dt.date) -> list[LimitRow]:
    return [row for row in rows if (row.day is None or row.day <= day) and (row.until is None or day < row.until)]


def limits(directory: Directory, asked: Asked, *, on: dt.date) -> tuple[Limit, ...]:
    """Return every limit known of a day: all statistics, fractions, scopes and kinds."""
    day = checked(on)
    rows = _on(rows_of(directory, directory.question(asked).entries), day)
    return tuple(_limit(directory, row, day) for row in rows)


def limit_changes(directory: Directory, asked: Asked) -> tuple[dt.date, ...]:
    """Return the days on which a limit of an agent begins, or no longer applies, in order."""
    rows = rows_of(directory, directory.question(asked).entries)
    return tuple(sorted({day for row in rows for day in (row.day, row.until) if day is not None}))


def limit(
    directory: Directory,
    asked: Asked,
    *,
    on: dt.date,
    fraction: DustFraction | str | None = None,
    statistic: Statistic | str = Statistic.TWA_8H,
    scope: LimitScope | str | None = None,
) -> Limit:
    """Return the limit of a day: the binding one, else a known indicative one."""
    day = checked(on)
    over = member(Statistic, statistic)
    part = None if fraction is None else member(DustFraction, fraction)
    place = None if scope is None else member(LimitScope, scope)
    every = rows_of(directory, directory.question(asked).entries)
    rows = _on(every, day)
    found = [row for row in rows if row.statistic == over.value]
    if not found:
        return _none(directory, _why_none(every, rows, day, over), over, part, place, day)
    found = _of_scope(found, place)
    if not found:
        because = Wording("no limit for that scope on that day", "aucune limite pour ce champ ce jour-là")
        return _none(directory, (Certainty.CERTAIN, because), over, part, place, day)
    if part is not None:
        fitting = [row for row in found if row.fraction in (None, part.value)]
        if not fitting:
            printed = ", ".join(sorted({member(DustFraction, row.fraction).value for row in found if row.fraction}))
            because = Wording(
                f"the limit is for another fraction: {printed}", f"la limite vise une autre fraction : {printed}"
            )
            return _none(directory, (Certainty.CERTAIN, because), over, part, place, day)
        found = fitting
    binding = [row for row in found if row.kind == LimitKind.BINDING.value]
    chosen = binding or found
    distinct = {(row.value, row.unit, row.fraction, row.kind, row.certainty) for row in chosen}
    if len(distinct) == 1:
        return _limit(directory, chosen[0], day)
    return _which(directory, chosen, over, part, place)


def _of_scope(rows: list[LimitRow], place: LimitScope | None) -> list[LimitRow]:
    """Keep what applies in a scope: its own value first, else the general one where it does not leave it out."""
    general = [row for row in rows if row.scope is None]
    if place is None:
        return general
    own = [row for row in rows if row.scope == place.value]
    return own or [row for row in general if row.not_in != place.value]


@lru_cache(1024)
def _measure(value: str | None, unit: str) -> Measure | None:
    return None if value is None else Measure(Decimal(value), member(Unit, unit))


def _limit(directory: Directory, row: LimitRow, day: dt.date) -> Limit:
    certainty = member(Certainty, row.certainty)
    late = day > directory.agents.answers_until
    return Limit(
        value=_measure(row.value, row.unit),
        kind=member(LimitKind, row.kind) if row.value is not None or row.candidates else None,
        statistic=member(Statistic, row.statistic),
        fraction=None if row.fraction is None else member(DustFraction, row.fraction),
        scope=None if row.scope is None else member(LimitScope, row.scope),
        ppm=_measure(row.ppm, "ppm"),
        skin=row.skin,
        label=row.label,
        applies_from=row.day,
        applies_until=None if row.until is None else row.until - EVE,
        candidates=tuple(_measure(value, row.unit) for value in row.candidates),
        certainty=Certainty.LATER_THAN_EDITION if late and certainty.is_law else certainty,
        because=_because(row, certainty),
        source=row.source,
        edition=directory.agents.edition,
    )


def _because(row: LimitRow, certainty: Certainty) -> Wording:
    if row.candidates:
        shown = [f"{value} {row.unit}" if value else None for value in row.candidates]
        en = " or ".join(text or "no limit" for text in shown)
        fr = " ou ".join(text or "aucune limite" for text in shown)
        return both(certainty.wording, f": {en}" if en == fr else Wording(f": {en}", f" : {fr}"))
    if row.value is None:
        return Wording("no value, only the notation “skin”", "aucune valeur, seulement la mention « peau »")
    return both(certainty.wording, _noted(row))


def _noted(row: LimitRow) -> Wording:
    """Return what is said of a row besides, in brackets; nothing where nothing is said."""
    return Wording(f" ({row.note})", f" ({row.note_fr})") if row.note else Wording("", "")


def _why_none(every: list[LimitRow], rows: list[LimitRow], day: dt.date, over: Statistic) -> tuple[Certainty, Wording]:
    if rows:
        words = [member(Statistic, word).wording for word in sorted({row.statistic for row in rows})]
        en, fr = ", ".join(w.en for w in words), ", ".join(w.fr for w in words)
        return Certainty.CERTAIN, Wording(
            f"the limit of that day is a {en}: never compared with a {over.label_in('en')}",
            f"la limite de ce jour est une {fr} : jamais comparée à une {over.label_in('fr')}",
        )
    if day < FIRST_STATE:
        return Certainty.NOT_COVERED, Wording(
            "limits before 2008-05-01 are not covered, but for a few",
            "les limites d'avant le 2008-05-01 ne sont pas couvertes, sauf quelques-unes",
        )
    first = min((row for row in every if row.day and row.day > day), key=lambda row: row.day or day, default=None)
    later = Wording("", "")
    if first is not None:
        since = Wording(f"; the first one known is from {first.day}", f" ; la première connue est du {first.day}")
        later = both(since, _noted(first))
    return Certainty.CERTAIN, both(
        Wording(
            "no binding limit; not every indicative one is shipped",
            "aucune limite contraignante ; toutes les limites indicatives ne sont pas fournies",
        ),
        later,
    )


def _none(
    directory: Directory,
    why: tuple[Certainty, Wording],
    over: Statistic,
    part: DustFraction | None,
    place: LimitScope | None,
    day: dt.date,
) -> Limit:
    certainty, because = why
    late = day > directory.agents.answers_until
    return Limit(
        value=None,
        statistic=over,
        fraction=part,
        scope=place,
        certainty=Certainty.LATER_THAN_EDITION if late else certainty,
        because=because,
        source="R4412-149",
        edition=directory.agents.edition,
    )


def _which(
    directory: Directory, rows: list[LimitRow], over: Statistic, part: DustFraction | None, place: LimitScope | None
) -> Limit:
    """Several limits apply: the question must say more."""
    shown = "; ".join(
        f"{row.label} {row.value} {row.unit}{f' ({row.fraction})' if row.fraction else ''}" for row in rows
    )
    skins = {row.skin for row in rows}
    return Limit(
        value=None,
        kind=member(LimitKind, rows[0].kind),
        statistic=over,
        fraction=part,
        scope=place,
        skin=skins.pop() if len(skins) == 1 else None,
        candidates=tuple(_measure(row.value, row.unit) for row in rows),
        certainty=Certainty.DEPENDS,
        because=Wording(
            f"several limits, say which fraction or compound: {shown}",
            f"plusieurs limites, précisez la fraction ou le composé : {shown}",
        ),
        source=rows[0].source,
        edition=directory.agents.edition,
    )


# -- molar masses


def molar_mass(directory: Directory, asked: Asked) -> Decimal:
    """Return the molar mass [g/mol] of a gas or a vapour.

    Raises:
        NotInCatalogueError: where it is not shipped.
    """
    question = directory.question(asked)
    known = read_texts().molar_masses
    numbers = [question.cas] if question.cas else [cas for entry in question.entries for cas in entry.cas_numbers]
    masses = {known[cas] for cas in numbers if cas in known}
    if len(masses) != 1:
        raise NotInCatalogueError(
            "no molar mass is shipped for this agent: give it to to_mass_concentration",
            "aucune masse molaire n'est fournie pour cet agent : donnez-la à to_mass_concentration",
        )
    return Decimal(masses.pop())


def in_air(directory: Directory, measure: Measure, asked: Asked, unit: Unit) -> Measure:
    """Convert a measure between ppm and mass in air with the molar mass of the agent, at 20 °C and 101.3 kPa."""
    if measure.unit.kind is unit.kind:
        return measure.to(unit)
    mass = molar_mass(directory, asked)
    if measure.unit.kind is UnitKind.VOLUME_FRACTION and unit.kind is UnitKind.MASS_IN_AIR:
        return measure.to_mass_concentration(mass).to(unit)
    if measure.unit.kind is UnitKind.MASS_IN_AIR and unit.kind is UnitKind.VOLUME_FRACTION:
        return measure.to_volume_fraction(mass).to(unit)
    return measure.to(unit)


# -- silica, asbestos


@frozen(kw_only=True)
class SilicaIndex:
    """The sum of R4412-154: exposure to a mixture of dusts over its limits."""

    value: Decimal
    """The sum [1], to four decimals."""
    exceeded: bool
    """Whether the exact sum is above 1."""
    terms: Mapping[str, Decimal] = field(hash=False)
    """Each term, to four decimals: `other`, `quartz`, `cristobalite`, `tridymite`."""
    other_dust_limit: Measure
    """Vns of the day, the limit of respirable dust that is not crystalline silica."""
    certainty: Certainty
    """How sure the limits are."""
    source: str
    """The articles."""
    edition: str
    """The edition of the catalogue that answers."""


SILICA_LIMITS: Final = {"quartz": "cas:14808-60-7", "cristobalite": "cas:14464-46-1", "tridymite": "cas:15468-32-3"}


def silica_index(
    directory: Directory,
    *,
    on: dt.date,
    other_dust: Measure,
    quartz: Measure,
    cristobalite: Measure,
    tridymite: Measure,
) -> SilicaIndex:
    """Compute Cns/Vns + Cq/0.1 + Cc/0.05 + Ct/0.05, all of them respirable dust in mg/m³."""
    found = {
        name: limit(directory, subject, on=on, fraction=DustFraction.RESPIRABLE)
        for name, subject in {"other": "group:dust-respirable", **SILICA_LIMITS}.items()
    }
    if on < FIRST_STATE:
        raise NotInCatalogueError(
            "the formula of R4412-154 is covered from 2008-05-01",
            "la formule de R4412-154 est couverte depuis le 2008-05-01",
        )
    measured = {"other": other_dust, "quartz": quartz, "cristobalite": cristobalite, "tridymite": tridymite}
    terms: dict[str, Ratio] = {}
    for name, measure in measured.items():
        bound = found[name].value
        assert bound is not None
        terms[name] = Ratio(_not_negative(measure, Unit.MG_M3)) / Ratio(bound.to(Unit.MG_M3).value)
    total = sum(terms.values(), Ratio(0))
    other = found["other"]
    assert other.value is not None
    return SilicaIndex(
        value=_four(total),
        exceeded=total > 1,
        terms={name: _four(term) for name, term in terms.items()},
        other_dust_limit=other.value,
        certainty=other.certainty,
        source=f"R4412-154, R4412-155 ; {other.source}",
        edition=directory.agents.edition,
    )


def _not_negative(measure: Measure, unit: Unit) -> Decimal:
    """Return the value in a unit; a negative one would make a sum too small, or stand above every level."""
    value = expect(Measure, measure).to(unit).value
    if value < 0:
        raise NotInCatalogueError(
            "a negative level measures nothing: correct it", "un niveau négatif ne mesure rien : corrigez-le"
        )
    return value


def _four(ratio: Ratio) -> Decimal:
    return Decimal(round(ratio * 10_000)).scaleb(-4)


def dust_level(measure: Measure, *, on: dt.date) -> int:
    """Return the dust level of asbestos work, 1, 2 or 3, of a level outside the respirator."""
    day = checked(on)
    levels = read_texts().dust_levels
    if day < levels[0].day:
        raise NotInCatalogueError(
            f"dust levels exist since {levels[0].day}",
            f"les niveaux d'empoussièrement existent depuis le {levels[0].day}",
        )
    fibres = _not_negative(measure, Unit.F_L)
    for row in levels:
        if row.least <= fibres < row.below:
            return row.level
    top = levels[-1].below
    raise NotInCatalogueError(f"{top} f/L or more is above level 3", f"{top} f/L ou plus dépasse le niveau 3")

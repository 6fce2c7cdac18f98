"""Rules about numbers and units: can this be at all?"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final

from tracexpo.agents import Substance
from tracexpo.catalogue.answers import NotInCatalogueError
from tracexpo.exposures import Exposure, Level
from tracexpo.measurements import Measurement
from tracexpo.periods import ExposureTime
from tracexpo.problems import Severity, Wording
from tracexpo.rules import examples as ex
from tracexpo.rules.context import Context
from tracexpo.rules.rule import Finding, rule
from tracexpo.units import Measure, Unit, UnitKind
from tracexpo.vocabularies import SampleMatrix, Statistic, TimeUnit

__all__ = [
    "duration_impossible",
    "unit_not_for_agent",
    "unit_not_for_matrix",
    "unit_not_for_statistic",
    "value_negative",
]

ERROR = Severity.ERROR

MOST: Final[Mapping[TimeUnit, int]] = {
    TimeUnit.MIN_DAY: 1440,
    TimeUnit.H_DAY: 24,
    TimeUnit.H_WEEK: 168,
    TimeUnit.H_MONTH: 744,
    TimeUnit.H_YEAR: 8784,
    TimeUnit.DAY_WEEK: 7,
    TimeUnit.DAY_MONTH: 31,
    TimeUnit.DAY_YEAR: 366,
    TimeUnit.PERCENT_OF_WORKING_TIME: 100,
}
"""How much of each time there is."""


@rule(
    "duration-impossible",
    ERROR,
    title=Wording("Impossible duration", "Durée impossible"),
    description=Wording(
        "A day has 24 hours, a week seven days, a whole a hundred per cent, and no duration is negative. Looked at: "
        "durations of exposure and working hours.",
        "Un jour a 24 heures, une semaine sept jours, un tout cent pour cent, et aucune durée n'est négative. Sont "
        "vus : les durées d'exposition et les temps de travail.",
    ),
    message=Wording(
        "this duration is not between 0 and {most} {unit}: correct the number or the unit",
        "cette durée n'est pas comprise entre 0 et {most} {unit} : corrigez le nombre ou l'unité",
    ),
    good=lambda: ex.register(ex.line(duration=ExposureTime(Decimal(24), TimeUnit.H_DAY))),
    bad=lambda: ex.register(ex.line(duration=ExposureTime(Decimal(30), TimeUnit.H_DAY))),
    told_at="/exposures/0/conditions/duration/value",
)
def duration_impossible(context: Context) -> Iterator[Finding]:
    """Compare with what there is of the unit."""
    for x in context.facts.exposures:
        duration = x.conditions.duration
        if isinstance(duration, ExposureTime) and not 0 <= duration.value <= MOST[duration.unit]:
            yield Finding(x, "/conditions/duration/value", _limit(duration))
    for a in context.assignments:
        hours = a.working_hours
        if hours is not None and not 0 <= hours.value <= MOST[hours.unit]:
            yield Finding(a, "/working_hours/value", _limit(hours))


def _limit(time: ExposureTime) -> dict[str, int | Wording]:
    return {"most": MOST[time.unit], "unit": time.unit.wording}


@rule(
    "value-negative",
    ERROR,
    title=Wording("Negative value", "Valeur négative"),
    description=Wording(
        "A concentration, a limit and a protection factor are never less than nothing. A result too small to be "
        "measured is given as less than the limit of quantification (censored).",
        "Une concentration, une valeur limite, un facteur de protection ne sont jamais inférieurs à rien. Un résultat "
        "trop faible pour être mesuré se donne comme inférieur à la limite de quantification (censored).",
    ),
    message=Wording(
        "this value is negative: correct the sign; a result below the limit of quantification is written < and that "
        "limit (censored: below)",
        "cette valeur est négative : corrigez le signe ; un résultat inférieur à la limite de quantification s'écrit "
        "< et cette limite (censored : below)",
    ),
    good=lambda: ex.register(ex.line(degree=ex.level("0.012"))),
    bad=lambda: ex.register(ex.line(degree=ex.level("-0.012"))),
    told_at="/exposures/0/conditions/degree/value/value",
)
def value_negative(context: Context) -> Iterator[Finding]:
    """Look at the sign of every value."""
    for x in context.facts.exposures:
        degree = x.conditions.degree
        if isinstance(degree, Level):
            for path in _negative(degree):
                yield Finding(x, f"/conditions/degree{path}")
        for i, measure in enumerate(x.conditions.measures):
            if measure.protection_factor is not None and measure.protection_factor < 0:
                yield Finding(x, f"/conditions/measures/{i}/protection_factor")
    for m in context.measurements:
        for path in _negative(m):
            yield Finding(m, path)
        if m.protection is not None and m.protection.factor is not None and m.protection.factor < 0:
            yield Finding(m, "/protection/factor")


def _negative(result: Level | Measurement) -> Iterator[str]:
    if result.value.value < 0:
        yield "/value/value"
    if result.declared_limit is not None and result.declared_limit.value < 0:
        yield "/declared_limit/value"


_IN_AIR: Final = frozenset({UnitKind.MASS_IN_AIR, UnitKind.FIBRES_IN_AIR, UnitKind.VOLUME_FRACTION})
_IN_FLUID: Final = frozenset({UnitKind.MASS_IN_FLUID, UnitKind.AMOUNT_IN_FLUID})
_PER_CREATININE: Final = frozenset({UnitKind.MASS_PER_CREATININE, UnitKind.AMOUNT_PER_CREATININE})

KINDS: Final[Mapping[SampleMatrix, frozenset[UnitKind]]] = {
    SampleMatrix.AIR: _IN_AIR,
    SampleMatrix.SURFACE: frozenset({UnitKind.MASS_ON_SURFACE}),
    SampleMatrix.BLOOD: _IN_FLUID,
    SampleMatrix.URINE: _IN_FLUID | _PER_CREATININE,
}
"""What can be measured in each matrix."""


@rule(
    "unit-not-for-matrix",
    ERROR,
    title=Wording("Unit of another matrix", "Unité d'une autre matrice"),
    description=Wording(
        "What is measured in the air is a concentration in air, on a surface a mass by area, in blood and urine a "
        "concentration in a fluid, in urine also by creatinine.",
        "Ce qui se mesure dans l'air est une concentration dans l'air, sur une surface une masse par aire, dans le "
        "sang et l'urine une concentration dans un liquide, dans l'urine aussi par créatinine.",
    ),
    message=Wording(
        "{unit} is not a unit of what is measured in: {matrix}; correct the unit or the matrix",
        "{unit} n'est pas une unité de ce qui se mesure dans : {matrix} ; corrigez l'unité ou la matrice",
    ),
    good=lambda: ex.register(ex.measured()),
    bad=lambda: ex.register(ex.measured(value=Measure(Decimal(380), Unit.UG_L))),
    told_at="/measurements/0/value/unit",
)
def unit_not_for_matrix(context: Context) -> Iterator[Finding]:
    """Compare the kind of the unit with the matrix."""
    for m in context.measurements:
        kinds = KINDS.get(m.matrix)
        if kinds is None:
            continue
        for name, measure in (("value", m.value), ("declared_limit", m.declared_limit)):
            if measure is not None and measure.unit.kind not in kinds:
                yield Finding(m, f"/{name}/unit", {"unit": measure.unit.wording, "matrix": m.matrix.wording})


_WEIGHTED: Final = frozenset({Statistic.TWA_8H, Statistic.TWA_1H, Statistic.TWA_15MIN})


@rule(
    "unit-not-for-statistic",
    ERROR,
    title=Wording("Unit that is not one of air", "Unité étrangère à l'air"),
    description=Wording(
        "A time-weighted average and a fraction of particles are of the air breathed: they have a unit of "
        "concentration in air.",
        "Une moyenne pondérée dans le temps et une fraction granulométrique sont celles de l'air respiré : leur unité "
        "est une concentration dans l'air.",
    ),
    message=Wording(
        "{unit} is not a unit of air, and this is said to be: {statistic}; correct the one or the other",
        "{unit} n'est pas une unité de l'air, or ceci est donné comme : {statistic} ; corrigez l'un ou l'autre",
    ),
    good=lambda: ex.register(ex.line(degree=ex.level("0.1"))),
    bad=lambda: ex.register(ex.line(degree=ex.level("0.1", Unit.UG_CM2))),
    told_at="/exposures/0/conditions/degree/value/unit",
)
def unit_not_for_statistic(context: Context) -> Iterator[Finding]:
    """Compare the kind of the unit with the statistic and the fraction."""
    results: list[tuple[Exposure | Measurement, str, Level | Measurement]] = [
        (x, "/conditions/degree", x.conditions.degree)
        for x in context.facts.exposures
        if isinstance(x.conditions.degree, Level)
    ]
    # a measurement that names the air is told by its matrix
    results += [(m, "", m) for m in context.measurements if m.matrix is not SampleMatrix.AIR]
    for record, path, result in results:
        if result.value.unit.kind in _IN_AIR:
            continue
        said = result.fraction if result.statistic not in _WEIGHTED else result.statistic
        if said is not None:
            yield Finding(record, f"{path}/value/unit", {"unit": result.value.unit.wording, "statistic": said.wording})


@rule(
    "unit-not-for-agent",
    ERROR,
    title=Wording("Unit of another kind of agent", "Unité d'un autre genre d'agent"),
    description=Wording(
        "Fibres are counted of agents that are fibres only, and a fibre has no volume fraction in ppm. What an agent "
        "is follows from the units of its limits: those of fibres are in fibres by volume of air, all others in mass "
        "by volume or in ppm. Of an agent without a limit in the catalogue, nothing is said.",
        "On ne compte de fibres que d'agents qui en sont, et une fibre n'a pas de fraction volumique en ppm. La nature "
        "de l'agent se déduit des unités de ses valeurs limites : celles des fibres sont en fibres par volume d'air, "
        "les autres en masse par volume ou en ppm. D'un agent sans valeur limite au catalogue, rien n'est dit.",
    ),
    message=Wording(
        "{unit} is not a unit of this agent, whose limits are in {units}: correct the unit or the agent",
        "{unit} n'est pas une unité de cet agent, dont les valeurs limites sont en {units} : corrigez l'unité ou "
        "l'agent",
    ),
    source="R4412-149",
    needs="catalogue",
    good=lambda: ex.register(_BENZENE, ex.line(agent=_BENZENE.id, degree=ex.level("0.1", Unit.PPM))),
    bad=lambda: ex.register(_BENZENE, ex.line(agent=_BENZENE.id, degree=ex.level("0.1", Unit.F_CM3))),
    told_at="/exposures/0/conditions/degree/value/unit",
)
def unit_not_for_agent(context: Context) -> Iterator[Finding]:
    """Compare fibres and ppm with the units of the agent's limits."""
    known: dict[str, frozenset[Unit]] = {}
    results: list[tuple[Exposure | Measurement, str, Level | Measurement]] = [
        (x, "/conditions/degree", x.conditions.degree)
        for x in context.facts.exposures
        if isinstance(x.conditions.degree, Level)
    ]
    results += [(m, "", m) for m in context.measurements]
    for record, path, result in results:
        for name, measure in (("value", result.value), ("declared_limit", result.declared_limit)):
            if measure is None or measure.unit.kind not in _TELLING:
                continue
            if record.agent not in known:
                known[record.agent] = _units_of_limits(context, record.agent)
            units = known[record.agent]
            fibres = {unit.kind is UnitKind.FIBRES_IN_AIR for unit in units}
            if fibres == {measure.unit.kind is not UnitKind.FIBRES_IN_AIR}:
                words = [unit.wording for unit in sorted(units)]
                shown = Wording(", ".join(w.en for w in words), ", ".join(w.fr for w in words))
                yield Finding(record, f"{path}/{name}/unit", {"unit": measure.unit.wording, "units": shown})


_TELLING: Final = frozenset({UnitKind.FIBRES_IN_AIR, UnitKind.VOLUME_FRACTION})
_BENZENE: Final[Substance] = Substance(id="cas:71-43-2", name="Benzène", cas_number="71-43-2")


def _units_of_limits(context: Context, agent: str) -> frozenset[Unit]:
    """Return the units of an agent's limits, in the last state that the catalogue knows."""
    scope = context.facts.scopes.of(agent)
    if scope is None or not scope.entries:
        return frozenset()
    try:
        limits = context.catalogue.limits(scope.agent, on=context.catalogue.answers_until)
    except NotInCatalogueError:
        return frozenset()
    measures = (m for limit in limits for m in (limit.value, limit.ppm, *limit.candidates))
    return frozenset(measure.unit for measure in measures if measure is not None)

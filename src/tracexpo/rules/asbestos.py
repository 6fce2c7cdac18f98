"""Rules of `asbestos`: dust levels and the exposure sheet. Source: R4412-94 to R4412-124 since 1 July 2012."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

from attrs import evolve

from tracexpo.agents import Substance
from tracexpo.catalogue.answers import NotInCatalogueError
from tracexpo.exposures import AsbestosWork, Conditions, Exposure, IndividualExposure, Level, PreventionMeasure
from tracexpo.measurements import Measurement
from tracexpo.problems import Severity, Wording
from tracexpo.provenance import Measured, Provenance
from tracexpo.rules import examples as ex
from tracexpo.rules.context import Context
from tracexpo.rules.rule import Finding, rule
from tracexpo.units import Unit, UnitKind
from tracexpo.vocabularies import (
    AsbestosOperation,
    Censoring,
    DocumentKind,
    MeasureLevel,
    RespiratorPosition,
    UnknownFact,
)

__all__ = ["IN_FORCE", "asbestos_level", "asbestos_results_missing", "asbestos_sheet_incomplete"]

IN_FORCE: Final = dt.date(2012, 7, 1)
"""The first day of the present articles on asbestos (décret 2012-639)."""
HIGHEST: Final = 3


# -- dust levels


@rule(
    "asbestos-level",
    Severity.ERROR,
    title=Wording("Dust level of asbestos that does not fit", "Niveau d'empoussièrement d'amiante discordant"),
    description=Wording(
        "The dust level of a work process on asbestos follows from the fibres in the air outside the respirator: "
        "level 1 under 100 f/L, level 2 under 6 000 f/L, level 3 under 25 000 f/L. These are fixed numbers, not "
        "multiples of the limit, which fell to 10 f/L in 2015. The level entered is compared with the one told beside "
        "it, and with the measurements it rests on. A result inside the respirator only shows that a level is too low.",
        "Le niveau d'empoussièrement d'un processus amiante se déduit des fibres dans l'air hors du masque : niveau 1 "
        "sous 100 f/L, niveau 2 sous 6 000 f/L, niveau 3 sous 25 000 f/L. Ce sont des nombres fixes, non des multiples "
        "de la valeur limite, abaissée à 10 f/L en 2015. Le niveau saisi est comparé à la concentration indiquée à "
        "côté et aux mesures sur lesquelles il repose. Un résultat dans le masque montre seulement un niveau trop bas.",
    ),
    message=Wording(
        "level {entered} is entered, and the fibres measured are those of {measured}: correct the level or the result",
        "le niveau {entered} est saisi, et les fibres mesurées sont celles d'un {measured} : corrigez le niveau ou le "
        "résultat",
    ),
    source="R4412-98, R4412-96",
    since=IN_FORCE,
    needs="catalogue",
    good=lambda: ex.register(ASBESTOS, _work("3000", level=2)),
    bad=lambda: ex.register(ASBESTOS, _work("150", level=1)),
    told_at="/exposures/0/conditions/asbestos/dust_level",
)
def asbestos_level(context: Context) -> Iterator[Finding]:
    """Compare the level entered with the one that the fibres measured make."""
    measurements: dict[str, Measurement] = {}
    for x in _exposures(context):
        work = x.conditions.asbestos
        if work is None or work.dust_level is None:
            continue
        measurements = measurements or {m.id: m for m in context.facts.measurements}
        for told, day in _results(x, measurements):
            if day >= IN_FORCE:
                measured = _level_of(context, told, day)
                if not _fits(work.dust_level, measured, told):
                    yield Finding(x, "/conditions/asbestos/dust_level", _said(work.dust_level, measured))
                    break


def _exposures(context: Context) -> list[Exposure]:
    """The exposures spoken of, but for derived ones: they are told where they come from."""
    individual = [x for x in context.individuals if not x.derived_from]
    return [*individual, *context.collectives]


def _results(x: Exposure, measurements: dict[str, Measurement]) -> Iterator[tuple[Level | Measurement, dt.date]]:
    """Yield the results in fibres that an exposure tells or rests on, each with its day."""
    degree, evidence = x.conditions.degree, x.provenance.evidence
    if isinstance(degree, Level) and degree.value.unit.kind is UnitKind.FIBRES_IN_AIR:
        yield degree, degree.on or x.period.end or x.period.start
    for id in evidence.measurements if isinstance(evidence, Measured) else ():
        measurement = measurements.get(id)
        if measurement is not None and measurement.value.unit.kind is UnitKind.FIBRES_IN_AIR:
            yield measurement, measurement.sampled_on


def _level_of(context: Context, told: Level | Measurement, day: dt.date) -> int:
    """Return the dust level; one above the highest stands for what no level allows."""
    try:
        return context.catalogue.dust_level(told.value, on=day)
    except NotInCatalogueError:
        return HIGHEST + 1


def _fits(entered: int, measured: int, told: Level | Measurement) -> bool:
    if told.value.value < 0:
        return True
    outside = told.respirator in (RespiratorPosition.OUTSIDE, RespiratorPosition.NONE)
    too_low = entered < measured and told.censored is not Censoring.BELOW
    too_high = entered > measured and told.censored is not Censoring.ABOVE and outside
    return not (too_low or too_high)


def _said(entered: int, measured: int) -> dict[str, int | Wording]:
    shown = Wording(f"level {measured}", f"niveau {measured}")
    if measured > HIGHEST:
        shown = Wording("no level, at 25 000 f/L or more", "empoussièrement hors niveau, à 25 000 f/L ou plus")
    return {"entered": entered, "measured": shown}


ASBESTOS: Final[Substance] = Substance(id="cas:1332-21-4", name="Amiante", cas_number="1332-21-4")


def _work(value: str, *, level: int, **more: Any) -> IndividualExposure:
    told = ex.level(value, Unit.F_L, on=dt.date(2025, 2, 3), statistic=None, respirator=RespiratorPosition.OUTSIDE)
    x = ex.line(agent=ASBESTOS.id, degree=told, **more)
    work = AsbestosWork(
        operation=AsbestosOperation.REMOVAL, material="Floor tiles", process="Wet scraping", dust_level=level
    )
    return evolve(x, conditions=evolve(x.conditions, asbestos=work))


# -- the sheet


_WORK: Final = Wording("the nature of the work (1°)", "la nature du travail (1°)")
_MATERIAL: Final = Wording("the materials and equipment (1°)", "les matériaux et appareils (1°)")
_PROCESS: Final = Wording("the processes used (3°)", "les procédés de travail (3°)")
_PROTECTION: Final = Wording(
    "the collective and individual protective equipment (4°)", "les équipements de protection (4°)"
)


@rule(
    "asbestos-sheet-incomplete",
    Severity.ERROR,
    title=Wording("Asbestos sheet incomplete", "Fiche d'exposition à l'amiante incomplète"),
    description=Wording(
        "The exposure sheet of work on asbestos tells the nature of the work, the materials and equipment and the "
        "periods (1°), the processes used (3°) and the collective and individual protective equipment (4°). Looked "
        "at: records found in such a sheet, for days since 1 July 2012. Other risks (1°) and accidents (2°) may not "
        "have been, and are not asked for.",
        "La fiche d'exposition à l'amiante dit la nature du travail, les matériaux et appareils et les périodes (1°), "
        "les procédés de travail (3°) et les équipements de protection collective et individuelle (4°). Sont vus : les "
        "enregistrements tirés d'une telle fiche, depuis le 1er juillet 2012. Les autres risques (1°) et les accidents "
        "(2°) ont pu ne pas exister, et ne sont pas demandés.",
    ),
    message=Wording(
        "this asbestos sheet does not tell: {missing}; complete it",
        "cette fiche d'exposition à l'amiante ne dit pas : {missing} ; complétez-la",
    ),
    source="R4412-120",
    since=IN_FORCE,
    good=lambda: ex.register(ASBESTOS, _sheet()),
    bad=lambda: ex.register(ASBESTOS, _sheet(work_process=None, asbestos=None, measures=())),
    told_at="/exposures/0/conditions",
)
def asbestos_sheet_incomplete(context: Context) -> Iterator[Finding]:
    """Look for each thing that the sheet tells."""
    for x in _sheets(context):
        missing = list(_missing(x.conditions))
        if missing:
            listed = Wording(", ".join(m.en for m in missing), ", ".join(m.fr for m in missing))
            yield Finding(x, "/conditions", {"missing": listed})


def _sheets(context: Context) -> Iterator[Exposure]:
    for x in _exposures(context):
        over = x.period.end is not None and x.period.end < IN_FORCE
        if x.provenance.document is DocumentKind.ASBESTOS_SHEET and not over:
            yield x


def _missing(told: Conditions) -> Iterator[Wording]:
    work = told.asbestos
    # the kind of operation says something of the work, a process something of the equipment
    if not told.work_performed and work is None:
        yield _WORK
    if not told.product_characteristics and (work is None or not (work.material or work.process)):
        yield _MATERIAL
    if not told.work_process and (work is None or not work.process):
        yield _PROCESS
    if not any(m.level in (MeasureLevel.TECHNICAL, MeasureLevel.PERSONAL) for m in told.measures):
        yield _PROTECTION


@rule(
    "asbestos-results-missing",
    Severity.INFO,
    title=Wording("Asbestos sheet without a result", "Fiche d'exposition à l'amiante sans résultat"),
    description=Wording(
        "The asbestos sheet tells the days and results of the controls at the workstation. A sheet that holds none, "
        "and does not say that the degree is not known, may come from a work without a control: this is to remember.",
        "La fiche d'exposition à l'amiante dit les dates et résultats des contrôles au poste de travail. Une fiche qui "
        "n'en contient aucun, sans dire que le degré n'est pas connu, peut venir d'un travail sans contrôle : ceci est "
        "pour mémoire.",
    ),
    message=Wording(
        "this asbestos sheet holds no result of a control: add it with its day, or note that the degree is not known",
        "cette fiche d'exposition à l'amiante ne contient aucun résultat de contrôle : ajoutez-le avec sa date, ou "
        "notez que le degré n'est pas connu",
    ),
    source="R4412-120",
    since=IN_FORCE,
    good=lambda: ex.register(ASBESTOS, _sheet()),
    bad=lambda: ex.register(ASBESTOS, _sheet(degree=None)),
    told_at="/exposures/0/conditions/degree",
)
def asbestos_results_missing(context: Context) -> Iterator[Finding]:
    """Look for a level, a measurement or an answer."""
    for x in _sheets(context):
        told = x.conditions
        answered = any(unknown.what is UnknownFact.DEGREE for unknown in told.not_known)
        if told.degree is None and not answered and not isinstance(x.provenance.evidence, Measured):
            yield Finding(x, "/conditions/degree")


def _sheet(**changes: Any) -> IndividualExposure:
    x = _work("40", level=1, provenance=Provenance(document=DocumentKind.ASBESTOS_SHEET))
    fields: dict[str, Any] = {
        "work_performed": "Removal of floor tiles",
        "work_process": "Wet scraping",
        "product_characteristics": "Vinyl tiles with chrysotile",
        "measures": (PreventionMeasure(level=MeasureLevel.PERSONAL, name="TM3P", protection_factor=Decimal(60)),),
    }
    return evolve(x, conditions=evolve(x.conditions, **{**fields, **changes}))

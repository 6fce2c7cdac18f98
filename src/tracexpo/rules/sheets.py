"""The sheets of exposure of 2001 and 2008 and the sheet of exposure prevention of 2012: what they tell of a worker.

A register that holds no sheet lacks nothing: only what is said to come from one is judged.
"""

import datetime as dt
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from attrs import evolve

from tracexpo.exposures import AccidentalExposure, IndividualExposure, Level, PreventionMeasure
from tracexpo.periods import Period
from tracexpo.problems import Severity, Wording
from tracexpo.provenance import Measured, Provenance
from tracexpo.rules import examples as ex
from tracexpo.rules.context import Context
from tracexpo.rules.profile import Profile
from tracexpo.rules.regimes import SHEETS, document_not_in_force
from tracexpo.rules.rule import Finding, Rule, rule
from tracexpo.vocabularies import DocumentKind, MeasureLevel, UnknownFact

__all__ = ["PREVENTION_2012", "SHEET_2001", "SHEET_2008"]

INFO, WARNING = Severity.INFO, Severity.WARNING

_WORK: Final = Wording("the nature of the work", "la nature du travail")
_CONTROLS: Final = Wording(
    "both the dates and results of controls and accidental exposures",
    "les dates et résultats des contrôles comme les expositions accidentelles",
)
_PRODUCTS: Final = Wording("the characteristics of the products", "les caractéristiques des produits")
_RESULT_DAY: Final = Wording("the day of this result", "la date de ce résultat")
_ACCIDENT: Final[Mapping[str, Wording]] = {
    "minutes": Wording("the duration of this accidental exposure", "la durée de cette exposition accidentelle"),
    "severity": Wording("the importance of this accidental exposure", "l'importance de cette exposition accidentelle"),
}
_LACKS: Final = Wording(
    "this comes from a sheet of exposure, and lacks {lacking}: complete it from the sheet",
    "ceci provient d'une fiche d'exposition, et il y manque {lacking} : complétez d'après la fiche",
)


# -- the exposure sheet


def _incomplete(code: str, title: Wording, source: str, sheet: Callable[..., IndividualExposure]) -> Rule:
    """Make the rule of one version of the sheet: the articles followed one another, what they ask is the same."""
    return rule(
        code,
        WARNING,
        title=title,
        description=Wording(
            "The sheet of exposure tells the nature of the work, and the dates and results of controls of exposure as "
            "well as accidental exposures. Told where the work is described nowhere, not even by a workstation, and "
            "where neither a result nor an accident is recorded: a level, a measurement of those days at the place, "
            "or the answer that the degree is not known will do; a class is no result. A sheet is judged by the text "
            "in force on its last day.",
            "La fiche d'exposition dit la nature du travail, les dates et résultats des contrôles d'exposition et les "
            "expositions accidentelles. Signalé quand rien ne décrit le travail, pas même un poste, et quand ni "
            "résultat ni accident n'est consigné : un niveau, un prélèvement de ces jours au même lieu, ou la réponse "
            "que le degré n'est pas connu suffisent ; une classe n'est pas un résultat. Une fiche est jugée d'après le "
            "texte en vigueur à son dernier jour.",
        ),
        message=_LACKS,
        source=source,
        good=lambda: ex.register(sheet()),
        bad=lambda: ex.register(sheet(degree=None)),
        told_at="/exposures/0/conditions/degree",
    )(_lacking)


def _lacking(context: Context) -> Iterator[Finding]:
    """Take the sheets that tell nothing of the work, or neither a result nor an accident."""
    sampled: Mapping[tuple[str, str], list[dt.date]] | None = None
    for x in _sheets(context):
        said = x.conditions
        if said.work_performed is None and said.work_process is None and x.workstation is None:
            yield Finding(x, "/conditions/work_performed", {"lacking": _WORK})
        if x.accidents or isinstance(said.degree, Level) or any(k.what is UnknownFact.DEGREE for k in said.not_known):
            continue
        if isinstance(x.provenance.evidence, Measured) and x.provenance.evidence.measurements:
            continue
        sampled = _sampled(context) if sampled is None else sampled
        if not _was_sampled(context, x, sampled):
            yield Finding(x, "/conditions/degree", {"lacking": _CONTROLS})


def _sheets(context: Context) -> Iterator[IndividualExposure]:
    """Yield the records of a worker found in the sheets of these days: the last day of a sheet decides."""
    for document in context.window.documents:
        for x in context.facts.found_in.get(document, ()):
            if not isinstance(x, IndividualExposure):
                continue
            start, until = x.period.start, SHEETS[document].until
            end = x.period.end or (start if x.period.ended else context.reached)
            last = min(max(start, min(end, context.reached)), until)
            if start <= last and context.window.holds(Period(last, last)):
                yield x


def _sampled(context: Context) -> Mapping[tuple[str, str], list[dt.date]]:
    """Return the days of the measurements by agent and place or worker."""
    found: dict[tuple[str, str], list[dt.date]] = {}
    for m in context.facts.measurements:
        for place in (m.worker, m.workstation, m.situation):
            if place is not None:
                found.setdefault((m.agent, place), []).append(m.sampled_on)
    return {key: sorted(days) for key, days in found.items()}


def _was_sampled(context: Context, x: IndividualExposure, sampled: Mapping[tuple[str, str], list[dt.date]]) -> bool:
    around = context.facts.situations_covering.get(x.workstation, ()) if x.workstation is not None else ()
    for place in (x.worker, x.workstation, *around):
        days = sampled.get((x.agent, place), ()) if place is not None else ()
        i = bisect_left(days, x.period.start)
        if i < len(days) and (x.period.end is None or days[i] <= x.period.end):
            return True
    return False


def _sheet(start: str, end: str) -> Callable[..., IndividualExposure]:
    def made(**changes: Any) -> IndividualExposure:
        on = dt.date.fromisoformat(end)
        degree = changes.get("degree", ex.level("0.02", on=on))
        x = ex.line(
            period=ex.days(start, end),
            degree=degree,
            accidents=changes.get("accidents", ()),
            provenance=Provenance(document=DocumentKind.EXPOSURE_SHEET),
        )
        told = evolve(x.conditions, work_performed="Plating", product_characteristics="Acid solution")
        return evolve(x, conditions=told)

    return made


_SHEET_OF_2003: Final = _sheet("2003-03-03", "2003-11-28")
_SHEET_OF_2009: Final = _sheet("2009-01-05", "2009-12-18")

sheet_2001_incomplete: Final = _incomplete(
    "sheet-2001-incomplete",
    Wording("Exposure sheet of 2001 incomplete", "Fiche d'exposition de 2001 incomplète"),
    "R231-56-11, R231-54-15",
    _SHEET_OF_2003,
)
sheet_2008_incomplete: Final = _incomplete(
    "sheet-2008-incomplete",
    Wording("Exposure sheet of 2008 incomplete", "Fiche d'exposition de 2008 incomplète"),
    "R4412-41",
    _SHEET_OF_2009,
)


@rule(
    "sheet-detail-not-told",
    INFO,
    title=Wording("Detail of an exposure sheet not told", "Précision d'une fiche d'exposition non dite"),
    description=Wording(
        "The sheet of exposure also tells the characteristics of the products, the day of each result, and the "
        "duration and importance of each accidental exposure. What was not copied from it can still be.",
        "La fiche d'exposition dit aussi les caractéristiques des produits, la date de chaque résultat, la durée et "
        "l'importance de chaque exposition accidentelle. Ce qui n'en a pas été recopié peut encore l'être.",
    ),
    message=Wording(
        "this comes from a sheet of exposure, which may also tell {lacking}: add it if it does",
        "ceci provient d'une fiche d'exposition, qui dit peut-être aussi {lacking} : complétez si c'est le cas",
    ),
    source="R231-54-15, R4412-41",
    good=lambda: ex.register(_SHEET_OF_2003()),
    bad=lambda: ex.register(_SHEET_OF_2003(accidents=(_SPILL,))),
    told_at="/exposures/0/accidents/0/severity",
)
def sheet_detail_not_told(context: Context) -> Iterator[Finding]:
    """Take what the sheets leave blank beside what they have to tell."""
    for x in _sheets(context):
        said = x.conditions
        if said.work_performed is None and (said.work_process is not None or x.workstation is not None):
            yield Finding(x, "/conditions/work_performed", {"lacking": _WORK})
        if said.product_characteristics is None:
            yield Finding(x, "/conditions/product_characteristics", {"lacking": _PRODUCTS})
        if isinstance(said.degree, Level) and said.degree.on is None:
            yield Finding(x, "/conditions/degree/on", {"lacking": _RESULT_DAY})
        for i, accident in enumerate(x.accidents):
            for name, lacking in _ACCIDENT.items():
                if getattr(accident, name) is None:
                    yield Finding(x, f"/accidents/{i}/{name}", {"lacking": lacking})


_SPILL: Final[AccidentalExposure] = AccidentalExposure(
    on=dt.date(2003, 5, 12), minutes=20, description="Overflow of the bath"
)


# -- the sheet of exposure prevention


@rule(
    "prevention-2012-incomplete",
    WARNING,
    title=Wording("Prevention sheet of 2012 incomplete", "Fiche de prévention de 2012 incomplète"),
    description=Wording(
        "The sheet of exposure prevention tells the usual conditions of the exposure and what happened besides, the "
        "period, and the organisational, collective and individual measures of prevention. Told where no condition "
        "(work, nature, route, duration, frequency, degree) or no measure is recorded. The columns of the model of "
        "30 January 2012 were not read.",
        "La fiche de prévention des expositions dit les conditions habituelles d'exposition et les événements "
        "particuliers, la période, et les mesures de prévention organisationnelles, collectives et individuelles. "
        "Signalé quand aucune condition (travail, nature, voie, durée, fréquence, degré) ou aucune mesure n'est "
        "consignée. Les colonnes du modèle du 30 janvier 2012 n'ont pas été lues.",
    ),
    message=Wording(
        "this comes from a sheet of exposure prevention, and lacks {lacking}: complete it from the sheet",
        "ceci provient d'une fiche de prévention des expositions, et il y manque {lacking} : complétez d'après la "
        "fiche",
    ),
    source="D4121-6",
    good=lambda: ex.register(_prevention_sheet((_EXTRACTION,))),
    bad=lambda: ex.register(_prevention_sheet(())),
    told_at="/exposures/0/conditions/measures",
)
def prevention_2012_incomplete(context: Context) -> Iterator[Finding]:
    """Take the sheets that tell no condition, or no measure."""
    for x in _sheets(context):
        said = x.conditions
        if not said.measures:
            yield Finding(x, "/conditions/measures", {"lacking": _MEASURES})
        told = (said.work_performed, said.work_process, said.nature, said.duration, said.frequency, said.degree)
        if not said.routes and not said.not_known and all(fact is None for fact in told):
            yield Finding(x, "/conditions/nature", {"lacking": _USUAL})


_MEASURES: Final = Wording("the measures of prevention", "les mesures de prévention")
_USUAL: Final = Wording("the usual conditions of the exposure", "les conditions habituelles d'exposition")


def _prevention_sheet(measures: tuple[PreventionMeasure, ...]) -> IndividualExposure:
    x = ex.line(
        period=ex.days("2012-02-01", "2014-12-31"), provenance=Provenance(document=DocumentKind.PREVENTION_SHEET)
    )
    return evolve(x, conditions=evolve(x.conditions, measures=measures))


_EXTRACTION: Final[PreventionMeasure] = PreventionMeasure(level=MeasureLevel.TECHNICAL, name="Extraction over the bath")


# -- the profiles

_NOT_THE_SHEETS_THEMSELVES: Final = Wording(
    "whether a sheet was owed: one that is absent from the register is not shown to have been lacking",
    "si une fiche était due : il n'est pas établi qu'une fiche absente du registre ait fait défaut",
)
_NOT_THE_SCOPE: Final = Wording(
    "whether the agent belonged on a sheet: the sheets covered other dangerous agents than CMR ones, and the catalogue "
    "does not",
    "si l'agent relevait d'une fiche : les fiches couvraient d'autres agents dangereux que les CMR, et le catalogue ne "
    "les couvre pas",
)
_NOT_OTHER_RISKS: Final = Wording(
    "the other risks of the workstation, of which there may be none",
    "les autres risques du poste, qui peut n'en présenter aucun",
)
_SHEET: Final = DocumentKind.EXPOSURE_SHEET
_PREVENTION: Final = DocumentKind.PREVENTION_SHEET

SHEET_2001: Final = Profile(
    name="sheet-2001",
    title=Wording(
        "the exposure sheet, February 2001 to April 2008", "la fiche d'exposition, de février 2001 à avril 2008"
    ),
    description=Wording(
        "What is said to come from an exposure sheet of these years tells the nature of the work, the dates and "
        "results of controls and accidental exposures; a sheet outside the years of exposure sheets is found. The "
        "first day is that of decree 2001-97, a convention of this library: from when it applied was not read.",
        "Ce qui est dit tiré d'une fiche d'exposition de ces années dit la nature du travail, les dates et résultats "
        "des contrôles et les expositions accidentelles ; une fiche hors des années de fiches d'exposition est "
        "trouvée. Le premier jour est celui du décret 2001-97, par convention de cette bibliothèque : la date "
        "d'application n'a pas été lue.",
    ),
    rules=(sheet_2001_incomplete, sheet_detail_not_told, document_not_in_force),
    source="R231-56-11, R231-54-15, R231-54-16",
    since=SHEETS[_SHEET].since,
    until=dt.date(2008, 4, 30),
    documents=(_SHEET,),
    not_checked=(_NOT_THE_SHEETS_THEMSELVES, _NOT_THE_SCOPE, _NOT_OTHER_RISKS),
)

SHEET_2008: Final = Profile(
    name="sheet-2008",
    title=Wording("the exposure sheet, May 2008 to January 2012", "la fiche d'exposition, de mai 2008 à janvier 2012"),
    description=Wording(
        "What is said to come from an exposure sheet of these years tells the nature of the work, the dates and "
        "results of controls and accidental exposures; a sheet outside the years of exposure sheets is found. It "
        "covered all dangerous agents, the old category 3 among them.",
        "Ce qui est dit tiré d'une fiche d'exposition de ces années dit la nature du travail, les dates et résultats "
        "des contrôles et les expositions accidentelles ; une fiche hors des années de fiches d'exposition est "
        "trouvée. Elle couvrait tous les agents dangereux, y compris l'ancienne catégorie 3.",
    ),
    rules=(sheet_2008_incomplete, sheet_detail_not_told, document_not_in_force),
    source="R4412-40, R4412-41",
    since=dt.date(2008, 5, 1),
    until=SHEETS[_SHEET].until,
    documents=(_SHEET,),
    not_checked=(_NOT_THE_SHEETS_THEMSELVES, _NOT_THE_SCOPE, _NOT_OTHER_RISKS),
)

PREVENTION_2012: Final = Profile(
    name="prevention-2012",
    title=Wording(
        "the sheet of exposure prevention, February 2012 to December 2014",
        "la fiche de prévention des expositions, de février 2012 à décembre 2014",
    ),
    description=Wording(
        "What is said to come from a sheet of exposure prevention tells the usual conditions of the exposure and the "
        "measures of prevention; such a sheet outside its years is found.",
        "Ce qui est dit tiré d'une fiche de prévention des expositions dit les conditions habituelles d'exposition et "
        "les mesures de prévention ; une telle fiche hors de ses années est trouvée.",
    ),
    rules=(prevention_2012_incomplete, document_not_in_force),
    source="D4121-6 to D4121-9, arrêté du 30 janvier 2012",
    since=SHEETS[_PREVENTION].since,
    until=SHEETS[_PREVENTION].until,
    documents=(_PREVENTION,),
    not_checked=(
        _NOT_THE_SHEETS_THEMSELVES,
        Wording(
            "the columns of the model, which were not read, and the other factors of hardship",
            "les colonnes du modèle, qui n'ont pas été lues, et les autres facteurs de pénibilité",
        ),
    ),
)

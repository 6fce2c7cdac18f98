"""Rules of `experiment-2009`: what a variant of the experiment takes, and what it does not.

Source: circular DGT 2009-10, programme 5. They run by name only: taking part was voluntary.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from attrs import evolve

from tracexpo.agents import Classification, Mixture, Substance
from tracexpo.catalogue.classes import CMR_1_AND_2
from tracexpo.catalogue.names import fold
from tracexpo.companies import ActivityCode, Establishment
from tracexpo.exposures import CollectiveExposure, Conditions, Exposure, IndividualExposure, PreventionMeasure
from tracexpo.form import expect
from tracexpo.periods import Period
from tracexpo.problems import Severity, Wording
from tracexpo.provenance import Provenance
from tracexpo.rules import examples as ex
from tracexpo.rules.cmr import category_confusion
from tracexpo.rules.context import Context
from tracexpo.rules.profile import Profile
from tracexpo.rules.rule import PRECISION, CannotSay, Finding, Look, Rule, rule
from tracexpo.rules.scopes import COVERED_FROM, Scope
from tracexpo.rules.variants import COMMON, EXAMPLE, ExperimentVariant
from tracexpo.vocabularies import CmrClass, DocumentKind, Hazard, MeasureLevel, NafRevision

__all__ = [
    "CIRCULAR",
    "EXPERIMENT_2009",
    "FACTORS",
    "OPTIONAL",
    "agent_outside_experiment",
    "area_outside_variant",
    "codes_of",
    "collective_incomplete",
    "document_not_accepted",
    "experiment_profile",
    "is_recorded",
    "outside_experiment_period",
    "records_of",
    "sector_outside_variant",
]

WARNING: Final = Severity.WARNING
CIRCULAR: Final = "circulaire DGT 2009-10, programme 5"
Found = Iterator[Finding | CannotSay]


VariantRule = Callable[[ExperimentVariant], Rule]
_VariantLook = Callable[[Context, ExperimentVariant], Found]


def _varied(made: Callable[[Look], Rule]) -> Callable[[_VariantLook], VariantRule]:
    """Make a rule for each variant of the function that follows."""

    def of_look(look: _VariantLook) -> VariantRule:
        def of_variant(variant: ExperimentVariant) -> Rule:
            return made(lambda context: look(context, variant))

        return of_variant

    return of_look


def records_of(context: Context) -> list[Exposure]:
    """Return the exposures that a variant is asked about: those that stand and were recorded, of both kinds."""
    exposures: list[Exposure] = [*context.collectives, *context.individuals]
    return [x for x in exposures if is_recorded(x)]


def is_recorded(x: Exposure) -> bool:
    """Tell whether an exposure was recorded, and not derived by tracing."""
    return not (isinstance(x, IndividualExposure) and x.derived_from)


def _in_period(context: Context, variant: ExperimentVariant) -> Iterator[Exposure]:
    """Yield those with a day in the period; of the others one thing is told, and that is enough."""
    return (x for x in records_of(context) if variant.period.overlaps(x.period))


def _of_2011(document: DocumentKind = DocumentKind.COMPANY_FILE, **changes: Any) -> CollectiveExposure:
    """Make a record as the experiment wanted it."""
    fields: dict[str, Any] = {
        "period": ex.days("2011-01-03", "2011-12-16"),
        "conditions": _CONDITIONS,
        "provenance": Provenance(document=document),
    }
    return ex.collective(**{**fields, **changes})


_CONDITIONS: Final = Conditions(
    nature="Inhalation of aerosols",
    measures=(PreventionMeasure(level=MeasureLevel.TECHNICAL, name="Extraction at the rim of the bath"),),
)


# -- which records


@_varied(
    rule(
        "outside-experiment-period",
        WARNING,
        title=Wording("Outside the period of the experiment", "Hors de la période de l'expérimentation"),
        description=Wording(
            "A record of the experiment speaks of days of its period. One that begins before counts where it was "
            "recorded within the period and the exposure still went on; one recorded before the period does not. That "
            "a record which does not say when it was made is dated by its first day is a convention of this library.",
            "Un enregistrement de l'expérimentation parle de jours de sa période. Celui qui commence avant compte s'il "
            "a été consigné pendant la période alors que l'exposition durait ; consigné avant elle, il ne compte pas. "
            "Qu'un enregistrement qui ne dit pas quand il a été fait soit daté de son premier jour est une convention "
            "de cette bibliothèque.",
        ),
        message=Wording(
            "this record is of {day}, and the experiment ran from {since} to {until}: correct the day, or leave the "
            "record out of the experiment",
            "cet enregistrement est du {day}, et l'expérimentation a duré du {since} au {until} : corrigez le jour, ou "
            "laissez l'enregistrement hors de l'expérimentation",
        ),
        source=CIRCULAR,
        good=lambda: ex.register(_of_2011()),
        bad=lambda: ex.register(_of_2011(period=ex.days("2009-11-15", "2009-12-18"))),
        told_at="/exposures/0/period/start",
    )
)
def outside_experiment_period(context: Context, variant: ExperimentVariant) -> Found:
    """Compare the first day, then the day of recording, with the period."""
    since, until = variant.period.start, variant.period.end
    told = {"since": since.isoformat(), "until": until.isoformat() if until is not None else "…"}
    for x in records_of(context):
        at = x.provenance.recorded_at
        recorded = None if at is None else at.date()
        if variant.period.covers(x.period.start):
            if recorded is not None and recorded < since:
                yield Finding(x, "/provenance/recorded_at", {"day": recorded.isoformat(), **told})
            continue
        if variant.period.overlaps(x.period) and recorded is not None and recorded >= since:
            continue
        days = context.bounds(x.period)
        if days.start_max < since or (until is not None and days.start_min > until):
            yield Finding(x, "/period/start", {"day": x.period.start.isoformat(), **told})
        else:
            yield PRECISION


@_varied(
    rule(
        "document-not-accepted",
        WARNING,
        title=Wording("Document that the variant does not accept", "Document que la variante n'accepte pas"),
        description=Wording(
            "The legal documents that carried the traceability might vary from one region to the next; the circular "
            "names three, by way of example: company file, attestation of exposure, declaration of hazardous "
            "processes. A record from another document is not told to be wrong: this variant does not take it.",
            "Les supports juridiques de la traçabilité pouvaient varier d'une région à l'autre ; la circulaire en cite "
            "trois, à titre d'exemple : fiche d'entreprise, attestation d'exposition, déclaration obligatoire de "
            "travaux dangereux. Un enregistrement tiré d'un autre document n'est pas dit faux : cette variante ne le "
            "prend pas.",
        ),
        message=Wording(
            "{document}: this variant accepts {accepted}; name the document again if it is another, or choose a "
            "variant that accepts it",
            "{document} : cette variante accepte {accepted} ; corrigez le document si c'en est un autre, ou choisissez "
            "une variante qui l'accepte",
        ),
        source=CIRCULAR,
        good=lambda: ex.register(_of_2011()),
        bad=lambda: ex.register(_of_2011(document=DocumentKind.RISK_ASSESSMENT)),
        told_at="/exposures/0/provenance/document",
    )
)
def document_not_accepted(context: Context, variant: ExperimentVariant) -> Found:
    """Compare the document of each record with those of the variant."""
    accepted = _listed(document.wording for document in variant.documents)
    for x in _in_period(context, variant):
        document = x.provenance.document
        if document is None:
            yield _NO_DOCUMENT
        elif document not in variant.documents:
            yield Finding(x, "/provenance/document", {"document": document.wording, "accepted": accepted})


_NO_DOCUMENT: Final = CannotSay(
    Wording(
        "the document that a record comes from is not told",
        "le document dont un enregistrement est tiré n'est pas dit",
    )
)


def _listed(words: Iterable[Wording]) -> Wording:
    found = list(words)
    return Wording(", ".join(w.en for w in found) or "none", ", ".join(w.fr for w in found) or "aucun")


# -- which agents


@_varied(
    rule(
        "agent-outside-experiment",
        WARNING,
        title=Wording("Agent that is not CMR 1 or 2", "Agent qui n'est pas CMR 1 ou 2"),
        description=Wording(
            "The experiment is about CMR agents of the old categories 1 and 2, which are 1A and 1B today, and about "
            "listed processes. Category 2 of CLP is the old category 3, which is not in it. What counts is the class "
            "of the days of the record; a class that its source states counts for a hazard that is not harmonised.",
            "L'expérimentation porte sur les agents CMR des anciennes catégories 1 et 2, aujourd'hui 1A et 1B, et sur "
            "les procédés inscrits. La catégorie 2 du CLP est l'ancienne catégorie 3, qui n'en est pas. Ce qui compte "
            "est la classe aux jours de l'enregistrement ; une classe que la source indique compte pour un danger qui "
            "n'est pas harmonisé.",
        ),
        message=Wording(
            "the agent was not a CMR agent of the old categories 1 and 2 on the days of this record ({because}): is "
            "another agent meant, or another class? Else the experiment does not take it",
            "l'agent n'était pas un agent CMR des anciennes catégories 1 et 2 aux jours de cet enregistrement "
            "({because}) : un autre agent, une autre classe sont-ils visés ? Sinon, l'expérimentation ne le prend pas",
        ),
        source=CIRCULAR,
        needs="catalogue",
        good=lambda: ex.register(_of_2011()),
        bad=lambda: ex.register(
            Substance(
                id="cas:75-09-2",
                name="Dichlorométhane",
                cas_number="75-09-2",
                classifications=(
                    Classification(hazard=Hazard.CARCINOGENIC, cmr_class=CmrClass.CLP_2, source="record of 2010"),
                ),
            ),
            _of_2011(agent="cas:75-09-2", period=ex.days("2010-02-01", "2010-10-29")),
        ),
        told_at="/exposures/0/agent",
    )
)
def agent_outside_experiment(context: Context, variant: ExperimentVariant) -> Found:
    """Take the records of whose agent no class 1 or 2 and no list speaks on any of their days."""
    known: dict[tuple[str, dt.date, dt.date], Wording | CannotSay | None] = {}
    for x in _in_period(context, variant):
        scope = context.facts.scopes.of(x.agent)
        if scope is None:
            continue
        days = context.bounds(x.period)
        first = max(days.start_min, variant.period.start)
        last = max(first, min(days.end_max, variant.period.end or context.reached))
        if (x.agent, first, last) not in known:
            known[x.agent, first, last] = _outside(context, scope, first, last)
        why = known[x.agent, first, last]
        if isinstance(why, CannotSay):
            yield why
        elif why is not None:
            yield Finding(x, "/agent", {"because": why})


def _outside(context: Context, scope: Scope, first: dt.date, last: dt.date) -> Wording | CannotSay | None:
    """Say why an agent is in no category 1 or 2 on these days; None where it may be."""
    law = scope.law.within(first, last)
    stated = scope.agent.classifications if isinstance(scope.agent, Substance | Mixture) else ()
    harmonised = {
        c.hazard: c
        for step in context.facts.scopes.steps(scope)
        if step.applies_from <= max(last, COVERED_FROM) and (step.applies_until is None or first <= step.applies_until)
        for c in step.classifications
    }
    # a source classifies of its own what is not harmonised; for a hazard that is, the harmonised class stands
    if True in law or any(c.cmr_class in CMR_1_AND_2 and c.hazard not in harmonised for c in stated):
        return None
    if isinstance(scope.agent, Mixture) and True in scope.stated.within(first, last):
        return None
    if False in law:
        return context.facts.scopes.reason(scope, max(first, COVERED_FROM))
    if any(c.cmr_class is not None for c in (*stated, *harmonised.values())):
        return _WAS_THREE
    return _NOT_KNOWN


_WAS_THREE: Final = Wording(
    "its class is category 2 of CLP, which is the old category 3",
    "sa classe est la catégorie 2 du CLP, soit l'ancienne catégorie 3",
)
_NOT_KNOWN: Final = CannotSay(
    Wording(
        "neither the catalogue nor the record says which class the agent had then",
        "ni le catalogue ni l'enregistrement ne dit quelle classe l'agent avait alors",
    )
)


# -- what they hold

FACTORS: Final[Mapping[str, Callable[[Conditions], bool]]] = {
    "work": lambda c: c.work_performed is not None or c.work_process is not None,
    "nature": lambda c: c.nature is not None or bool(c.routes),
    "duration": lambda c: c.duration is not None or c.frequency is not None,
    "degree": lambda c: c.degree is not None,
}
"""The factors of exposure (facteurs d'exposition), and whether conditions tell each of them."""


@_varied(
    rule(
        "collective-incomplete",
        WARNING,
        title=Wording("Incomplete collective record", "Enregistrement collectif incomplet"),
        description=Wording(
            "STEP-CMR, the tool of the experiment, recorded collective exposures: the agents, the factors of exposure "
            "in their occupational context and the measures of prevention in place. Here one of them is blank. That "
            "work, nature, duration or degree count as factors, one of them being enough, is a convention of this "
            "library: the schema of STEP-CMR was not found.",
            "STEP-CMR, l'outil de l'expérimentation, consignait des expositions collectives : les agents, les facteurs "
            "d'exposition en contexte professionnel et les mesures de prévention en place. Ici, l'un d'eux manque. Que "
            "le travail, la nature, la durée ou le degré comptent comme facteurs, un seul suffisant, est une "
            "convention de cette bibliothèque : le schéma de STEP-CMR n'a pas été trouvé.",
        ),
        message=Wording(
            "this collective record holds no {what}: fill them in if you know them",
            "cet enregistrement collectif ne contient pas de {what} : complétez si vous les connaissez",
        ),
        source="STEP-CMR",
        good=lambda: ex.register(_of_2011()),
        bad=lambda: ex.register(_of_2011(conditions=Conditions(nature="Inhalation of aerosols"))),
        told_at="/exposures/0/conditions/measures",
    )
)
def collective_incomplete(context: Context, variant: ExperimentVariant) -> Found:
    """Look for the factors of exposure and the measures in each collective record of the period."""
    for x in context.collectives:
        if not variant.period.overlaps(x.period):
            continue
        if not any(told(x.conditions) for told in FACTORS.values()):
            yield Finding(x, "/conditions", {"what": _NO_FACTORS})
        if not x.conditions.measures:
            yield Finding(x, "/conditions/measures", {"what": _NO_MEASURES})


_NO_FACTORS: Final = Wording("factors of exposure", "facteurs d'exposition")
_NO_MEASURES: Final = Wording("measures of prevention", "mesures de prévention")


# -- where


@_varied(
    rule(
        "sector-outside-variant",
        WARNING,
        title=Wording("Sector that the variant is not open to", "Secteur non ouvert par la variante"),
        description=Wording(
            "Only for variants that name sectors, which the circular leaves to each region. The activity codes that "
            "the establishment had on days of the record are compared, in the revision that the variant names; codes "
            "of another revision are not converted, and the answer is then that it cannot be said.",
            "Pour les seules variantes qui nomment des secteurs, que la circulaire laisse à chaque région. Les codes "
            "d'activité que l'établissement avait à des jours de l'enregistrement sont comparés, dans la révision que "
            "nomme la variante ; ceux d'une autre révision ne sont pas convertis, et la réponse est alors que l'on ne "
            "peut le dire.",
        ),
        message=Wording(
            "the establishment is in no sector that this variant is open to ({sectors}): correct its activity code, or "
            "choose another variant",
            "l'établissement n'est dans aucun secteur ouvert par cette variante ({sectors}) : corrigez son code "
            "d'activité, ou choisissez une autre variante",
        ),
        source=CIRCULAR,
        good=lambda: ex.register(_site(code="25.61Z"), _of_2011()),
        bad=lambda: ex.register(_site(code="32.12Z"), _of_2011()),
        told_at="/exposures/0/establishment",
    )
)
def sector_outside_variant(context: Context, variant: ExperimentVariant) -> Found:
    """Compare the activity codes of each record's establishment with the sectors."""
    sectors = ", ".join(f"{s.revision.label} {s.code}" for s in variant.sectors)
    revisions = {sector.revision for sector in variant.sectors}
    for x, place in _places(context, variant):
        codes = [code for code in codes_of(place, x.period) if code.revision in revisions]
        if not codes:
            yield _NO_CODE
        elif not any(_within(code, sector) for code in codes for sector in variant.sectors):
            yield Finding(x, "/establishment", {"sectors": sectors})


def codes_of(place: Establishment, period: Period) -> list[ActivityCode]:
    """Return the activity codes that an establishment had on days of a period; one without days is of all."""
    return [code for code in place.naf if code.period is None or code.period.overlaps(period)]


def _within(code: ActivityCode, sector: ActivityCode) -> bool:
    return code.revision is sector.revision and _bare(code.code).startswith(_bare(sector.code))


@_varied(
    rule(
        "area-outside-variant",
        WARNING,
        title=Wording("Employment area that the variant is not open to", "Bassin d'emploi non ouvert par la variante"),
        description=Wording(
            "Only for variants that name employment areas, which the circular leaves to each region. Names are "
            "compared without regard to case, accents and punctuation.",
            "Pour les seules variantes qui nomment des bassins d'emploi, que la circulaire laisse à chaque région. Les "
            "noms sont comparés sans tenir compte de la casse, des accents ni de la ponctuation.",
        ),
        message=Wording(
            "the establishment is in no employment area that this variant is open to ({areas}): correct its area, or "
            "choose another variant",
            "l'établissement n'est dans aucun bassin d'emploi ouvert par cette variante ({areas}) : corrigez son "
            "bassin, ou choisissez une autre variante",
        ),
        source=CIRCULAR,
        good=lambda: ex.register(_site(area="Vallée Claire"), _of_2011()),
        bad=lambda: ex.register(_site(area="Hautes-Forges"), _of_2011()),
        told_at="/exposures/0/establishment",
    )
)
def area_outside_variant(context: Context, variant: ExperimentVariant) -> Found:
    """Compare the employment area of each record's establishment with those of the variant."""
    wanted = {fold(area) for area in variant.areas}
    areas = ", ".join(variant.areas)
    within: dict[str, bool] = {}
    for x, place in _places(context, variant):
        area = place.employment_area
        if area is None:
            yield _NO_AREA
            continue
        if area not in within:
            within[area] = fold(area) in wanted
        if not within[area]:
            yield Finding(x, "/establishment", {"areas": areas})


_NO_CODE: Final = CannotSay(
    Wording(
        "no activity code of an establishment is told in the revision that the variant names",
        "aucun code d'activité d'un établissement n'est dit dans la révision que nomme la variante",
    )
)
_NO_AREA: Final = CannotSay(
    Wording(
        "the employment area of an establishment is not told", "le bassin d'emploi d'un établissement n'est pas dit"
    )
)


def _places(context: Context, variant: ExperimentVariant) -> Iterator[tuple[Exposure, Establishment]]:
    for x in _in_period(context, variant):
        place = context.register.get(x.establishment)
        if isinstance(place, Establishment):
            yield x, place


def _bare(code: str) -> str:
    return code.replace(".", "").replace(" ", "").upper()


def _site(code: str = "25.61Z", area: str = "Vallée-Claire") -> Establishment:
    return Establishment(
        id=ex.SITE,
        company="bain-clair",
        siret=ex.SITE,
        naf=(ActivityCode(code=code, revision=NafRevision.NAF_REV2),),
        employment_area=area,
    )


# -- the profile


def experiment_profile(variant: ExperimentVariant = COMMON) -> Profile:
    """Return the profile of a variant, for `check`: it speaks of every recorded exposure of the register.

    >>> from tracexpo.rules.variants import VARIANTS
    >>> experiment_profile(VARIANTS["alsace"]).name
    'experiment-2009-alsace'
    """
    expect(ExperimentVariant, variant, "/variant")
    rules = [outside_experiment_period, document_not_accepted, agent_outside_experiment, collective_incomplete]
    if variant.sectors:
        rules.append(sector_outside_variant)
    if variant.areas:
        rules.append(area_outside_variant)
    return Profile(
        name=variant.name,
        title=variant.title,
        description=_DESCRIPTION,
        rules=(*(of_variant(variant) for of_variant in rules), category_confusion),
        source=CIRCULAR,
        parameters=variant.parameters,
        not_checked=_NOT_CHECKED if variant.sectors or variant.areas else (*_NOT_CHECKED, _NO_PLACES),
    )


_DESCRIPTION: Final = Wording(
    "The experiment was to try ways of tracing exposure to CMR agents of the old categories 1 and 2 (today 1A and 1B) "
    "and to listed processes, from January 2010 on, with an assessment at the end of 2012. Taking part was voluntary: "
    "this profile runs by name only, over the records that one wants to see as those of the experiment, and tells "
    "which of them a variant would not take, and why. Its collective records hold the agent, factors of exposure and "
    "measures of prevention.",
    "L'expérimentation devait essayer des manières de tracer les expositions aux agents CMR des anciennes catégories 1 "
    "et 2 (aujourd'hui 1A et 1B) et aux procédés inscrits, à partir de janvier 2010, avec un bilan à la fin de 2012. "
    "La participation était volontaire : ce profil ne s'exécute que par son nom, sur les enregistrements que l'on veut "
    "voir comme ceux de l'expérimentation, et dit lesquels une variante ne prendrait pas, et pourquoi. Ses "
    "enregistrements collectifs contiennent l'agent, des facteurs d'exposition et des mesures de prévention.",
)
_NOT_CHECKED: Final = (
    Wording(
        "whether the register hangs together and its records agree: see the profiles structure and consistency",
        "si le registre se tient et si ses enregistrements s'accordent : voir les profils structure et consistency",
    ),
    Wording(
        "what any one region chose: no text gives its documents, sectors or employment areas",
        "ce qu'une région a choisi : aucun texte ne donne ses supports, ses secteurs ni ses bassins d'emploi",
    ),
)

_NO_PLACES: Final = Wording(
    "sectors and employment areas, of which this variant names none (codes sector-outside-variant and "
    "area-outside-variant)",
    "les secteurs et les bassins d'emploi, cette variante n'en nommant pas (codes sector-outside-variant et "
    "area-outside-variant)",
)

EXPERIMENT_2009: Final = experiment_profile()
"""The profile of what is common to all regions."""

OPTIONAL: Final = evolve(
    experiment_profile(EXAMPLE).only("sector-outside-variant", "area-outside-variant"), name=COMMON.name
)
"""The rules that only variants with sectors or employment areas have, made for an invented one: for their pages."""

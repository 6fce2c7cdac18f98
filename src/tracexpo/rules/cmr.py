"""Rules on agents and days, by the catalogue: what an agent is, and whether it was a CMR agent then."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from attrs import evolve

from tracexpo.agents import (
    AgentGroup,
    Classification,
    Component,
    Mixture,
    Process,
    SafetyDataSheet,
    Substance,
    UnidentifiedAgent,
)
from tracexpo.catalogue.classes import CMR_1_AND_2, quotes_an_act
from tracexpo.exposures import Exposure, IndividualExposure
from tracexpo.problems import Severity, Wording
from tracexpo.rules import examples as ex
from tracexpo.rules.context import Context
from tracexpo.rules.listing import IN_FORCE
from tracexpo.rules.rule import PRECISION, CannotSay, Finding, rule
from tracexpo.rules.scopes import COVERED_FROM, Scope
from tracexpo.vocabularies import CmrClass, Hazard

__all__ = [
    "agent_name_cas_mismatch",
    "agent_not_cmr",
    "agent_not_cmr_on_day",
    "agent_unknown_to_catalogue",
    "category_confusion",
    "classification_date",
    "process_not_listed_on_day",
    "sds_older_than_classification",
]

ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO
Found = Iterator[Finding | CannotSay]

_COBALT: Final = Substance(id="cas:7440-48-4", name="Cobalt", cas_number="7440-48-4")
_NICKEL: Final = Substance(id="cas:7440-02-0", name="Nickel", cas_number="7440-02-0")


def _said(hazard: Hazard, cmr_class: CmrClass, source: str, since: str | None = None) -> Classification:
    day = None if since is None else dt.date.fromisoformat(since)
    return Classification(hazard=hazard, cmr_class=cmr_class, source=source, applies_from=day)


# -- what an agent is


@rule(
    "agent-name-cas-mismatch",
    ERROR,
    title=Wording("Name and number of two agents", "Nom et numéro de deux agents"),
    description=Wording(
        "The name of a substance and its CAS, EC or index number are looked up in the catalogue: here they mean two "
        "agents. Synonyms, and the name of a family or of a listed process that the number belongs to, contradict "
        "nothing. Until one of the two is corrected, the catalogue is not asked about this agent.",
        "Le nom d'une substance et son numéro CAS, CE ou index sont cherchés dans le catalogue : ici, ils désignent "
        "deux agents. Les synonymes, le nom d'une famille ou d'un procédé inscrit dont relève le numéro ne "
        "contredisent rien. Tant que l'un des deux n'est pas corrigé, le catalogue n'est pas interrogé sur cet agent.",
    ),
    message=Wording("{because}: correct the one or the other", "{because} : corrigez l'un ou l'autre"),
    source="CLP, annex VI",
    needs="catalogue",
    good=lambda: ex.register(Substance(id="a", name="Acide chromique", cas_number="1333-82-0")),
    bad=lambda: ex.register(Substance(id="a", name="Trichloroéthylène", cas_number="127-18-4")),
    told_at="/agents/1/cas_number",
)
def agent_name_cas_mismatch(context: Context) -> Iterator[Finding]:
    """Tell each substance whose name contradicts its numbers."""
    for agent, scope in _agents(context):
        if scope.contradiction is not None and isinstance(agent, Substance):
            numbers = ("cas_number", "ec_number", "clp_index")
            given = next(name for name in numbers if getattr(agent, name) is not None)
            yield Finding(agent, f"/{given}", {"because": scope.contradiction.because})


def _agents(context: Context) -> Iterator[tuple[Substance | Mixture | Process | AgentGroup | UnidentifiedAgent, Scope]]:
    """Yield the agents with what the catalogue says of them; of several with one id, the first."""
    for agent in context.agents:
        scope = context.facts.scopes.of(agent.id)
        if scope is not None and scope.agent is agent:
            yield agent, scope


@rule(
    "agent-unknown-to-catalogue",
    INFO,
    title=Wording("Agent that the catalogue does not know", "Agent inconnu du catalogue"),
    description=Wording(
        "Nothing in the catalogue matches the numbers, or else the name, of an agent that exposures or results speak "
        "of. It is kept as it was written. That does not say that it is not a CMR agent: a family, a "
        "self-classification or a listed process may cover it.",
        "Rien dans le catalogue ne correspond aux numéros, à défaut au nom, d'un agent dont parlent des expositions ou "
        "des résultats. Il est gardé tel qu'il a été écrit. Cela ne dit pas qu'il n'est pas CMR : une famille, une "
        "auto-classification ou un procédé inscrit peut le couvrir.",
    ),
    message=Wording(
        "nothing in the catalogue matches this agent, and whether it is a CMR agent is not said: give its CAS number, "
        "or another name (tracexpo.catalogue.suggest names some that are near)",
        "rien dans le catalogue ne correspond à cet agent, et il n'est pas dit s'il est CMR : donnez son numéro CAS, "
        "ou un autre nom (tracexpo.catalogue.suggest en propose de proches)",
    ),
    needs="catalogue",
    good=lambda: ex.register(UnidentifiedAgent(id="a", text="CrO3"), ex.line(agent="a")),
    bad=lambda: ex.register(UnidentifiedAgent(id="a", text="Produit X"), ex.line(agent="a")),
    told_at="/agents/1",
)
def agent_unknown_to_catalogue(context: Context) -> Iterator[Finding]:
    """Take the agents spoken of that match nothing, each once; a mixture is known by its components."""
    spoken_of = {s.agent for s in (*context.facts.exposures, *context.facts.measurements)}
    for agent, scope in _agents(context):
        if agent.id not in spoken_of or scope.entries or scope.contradiction is not None:
            continue
        named = isinstance(agent, AgentGroup) and agent.members
        if not named and not isinstance(agent, Mixture):
            yield Finding(agent)


_OLD_1_AND_2: Final = frozenset({CmrClass.OLD_1, CmrClass.OLD_2})
_CLP_IN_LAW: Final = dt.date(2009, 1, 20)
"""The first day on which annex VI of CLP stood in law."""
_WAS_THREE: Final = Wording(
    "the harmonised class of CLP is category 2, which is the old category 3; the old categories 1 and 2 are 1A and 1B",
    "la classe harmonisée du CLP est la catégorie 2, soit l'ancienne catégorie 3 ; les anciennes catégories 1 et 2 "
    "sont 1A et 1B",
)
_IS_ONE: Final = Wording(
    "the harmonised class of CLP has been 1A or 1B from the first; the old category 2 is 1B, and category 2 of CLP is "
    "the old category 3",
    "la classe harmonisée du CLP est 1A ou 1B depuis l'origine ; l'ancienne catégorie 2 est 1B, et la catégorie 2 du "
    "CLP est l'ancienne catégorie 3",
)
_TOO_EARLY: Final = Wording(
    "no class of CLP applied before 20 January 2009: what applied then were the categories of Directive 67/548",
    "aucune classe du CLP ne s'appliquait avant le 20 janvier 2009 : s'appliquaient alors les catégories de la "
    "directive 67/548",
)


@rule(
    "category-confusion",
    ERROR,
    title=Wording("Old and new categories confused", "Anciennes et nouvelles catégories confondues"),
    description=Wording(
        'The old categories 1, 2 and 3 became 1A, 1B and 2: "CMR 1 et 2" of 2009 is 1A and 1B of today, and category 2 '
        "of CLP is the old category 3. The class that a record states is compared with the harmonised one. The table "
        "of conversion was not compared with the regulation line by line: it is a convention of this library.",
        "Les anciennes catégories 1, 2 et 3 sont devenues 1A, 1B et 2 : « CMR 1 et 2 » de 2009 est 1A et 1B "
        "d'aujourd'hui, et la catégorie 2 du CLP est l'ancienne catégorie 3. La classe indiquée est comparée à la "
        "classe harmonisée. La table de conversion n'a pas été comparée au règlement ligne à ligne : c'est une "
        "convention de cette bibliothèque.",
    ),
    message=Wording(
        "{stated} is stated here, but {why}; correct the class",
        "la classe indiquée ici est « {stated} », mais {why} ; corrigez la classe",
    ),
    source="CLP, annex VII",
    needs="catalogue",
    good=lambda: ex.register(_dichloromethane(CmrClass.OLD_3)),
    bad=lambda: ex.register(_dichloromethane(CmrClass.OLD_2)),
    told_at="/agents/1/classifications/0/cmr_class",
)
def category_confusion(context: Context) -> Iterator[Finding]:
    """Compare each stated class with what CLP made of it."""
    for agent, scope in _agents(context):
        for i, stated in enumerate(agent.classifications if isinstance(agent, Substance | Mixture) else ()):
            if stated.cmr_class is None:
                continue
            why = _confused(context, scope, stated, stated.cmr_class)
            if why is not None:
                context_ = {"stated": stated.cmr_class.wording, "why": why}
                yield Finding(agent, f"/classifications/{i}/cmr_class", context_)


def _confused(context: Context, scope: Scope, stated: Classification, cmr_class: CmrClass) -> Wording | None:
    if cmr_class.scheme == "clp" and stated.applies_from is not None and stated.applies_from < _CLP_IN_LAW:
        return _TOO_EARLY
    if cmr_class is not CmrClass.CLP_2 and cmr_class not in _OLD_1_AND_2:
        return None
    every, first = set[CmrClass | None](), set[CmrClass | None]()
    for step in context.facts.scopes.steps(scope):
        classes = {c.cmr_class for c in step.classifications if c.hazard is stated.hazard}
        every |= classes
        if step.applies_from == COVERED_FROM:
            first |= classes
    # what it was before the first state of the table is not known
    if not first or (stated.applies_until is not None and stated.applies_until < _CLP_IN_LAW):
        return None
    if cmr_class in _OLD_1_AND_2:
        return _WAS_THREE if first == {CmrClass.CLP_2} else None
    return _IS_ONE if every <= CMR_1_AND_2 else None


def _dichloromethane(cmr_class: CmrClass) -> Substance:
    said = _said(Hazard.CARCINOGENIC, cmr_class, "record of 2010")
    return Substance(id="cas:75-09-2", name="Dichlorométhane", cas_number="75-09-2", classifications=(said,))


@rule(
    "classification-date",
    WARNING,
    title=Wording("Day of a harmonised classification", "Date d'une classification harmonisée"),
    description=Wording(
        "A classification quoted as harmonised, from its act, is said to apply from a day that is not one on which the "
        "catalogue knows it to begin. The day of application is often not that of the act: later acts and corrigenda "
        "moved several.",
        "Une classification citée comme harmonisée, d'après son acte, est dite applicable à partir d'un jour qui n'est "
        "pas celui que le catalogue connaît. Le jour d'application n'est souvent pas celui de l'acte : des actes "
        "ultérieurs et des rectificatifs en ont déplacé plusieurs.",
    ),
    message=Wording(
        "this harmonised class applies from {day} ({act}), and {stated} is said here: correct the day, or name the "
        "supplier as the source if it is its own classification",
        "cette classe harmonisée s'applique à partir du {day} ({act}), et le {stated} est indiqué ici : corrigez le "
        "jour, ou nommez le fournisseur comme source si c'est sa propre classification",
    ),
    source="CLP, annex VI",
    needs="catalogue",
    good=lambda: ex.register(_formaldehyde("2016-01-01")),
    bad=lambda: ex.register(_formaldehyde("2015-04-01")),
    told_at="/agents/1/classifications/0/applies_from",
)
def classification_date(context: Context) -> Iterator[Finding]:
    """Compare the first day of a class quoted as harmonised with the days on which the catalogue has it begin."""
    for agent, scope in _agents(context):
        for i, c in enumerate(agent.classifications if isinstance(agent, Substance) else ()):
            if c.applies_from is None or c.cmr_class is None or c.cmr_class.scheme != "clp":
                continue
            if not quotes_an_act(c):
                continue
            begins = {
                step.applies_from: step.source
                for step in context.facts.scopes.steps(scope)
                if any(k.hazard is c.hazard and k.cmr_class is c.cmr_class for k in step.classifications)
            }
            if not begins or c.applies_from in begins:
                continue
            day = max((day for day in begins if day < c.applies_from), default=min(begins))
            # of the first state of the table, only the last day it can have begun on is known
            if day != COVERED_FROM:
                told = {"day": day.isoformat(), "act": begins[day], "stated": c.applies_from.isoformat()}
                yield Finding(agent, f"/classifications/{i}/applies_from", told)


def _formaldehyde(since: str) -> Substance:
    said = _said(Hazard.CARCINOGENIC, CmrClass.CLP_1B, "32014R0605", since)
    return Substance(id="cas:50-00-0", name="Formaldéhyde", cas_number="50-00-0", classifications=(said,))


# -- on which day


@rule(
    "agent-not-cmr-on-day",
    INFO,
    title=Wording("Agent that became CMR later", "Agent devenu CMR plus tard"),
    description=Wording(
        "An exposure is recorded on days before its agent was a CMR agent by a harmonised class. Keeping it is useful: "
        "the agent was the same. Days before 1 December 2010 are not judged: what the old classes said is not encoded.",
        "Une exposition est consignée à des jours où son agent n'était pas encore CMR par une classe harmonisée. La "
        "garder est utile : l'agent était le même. Les jours d'avant le 1er décembre 2010 ne sont pas jugés : ce que "
        "disaient les anciennes classes n'est pas encodé.",
    ),
    message=Wording(
        "the agent is a CMR agent from {day} on, and this exposure began before ({because}): nothing to correct",
        "l'agent est CMR à partir du {day}, et cette exposition a commencé avant ({because}) : rien à corriger",
    ),
    source="R4412-60",
    needs="catalogue",
    good=lambda: ex.register(_COBALT, ex.line(agent=_COBALT.id, period=ex.days("2021-10-01"))),
    bad=lambda: ex.register(_COBALT, ex.line(agent=_COBALT.id, period=ex.days("2020-03-01", "2020-12-31"))),
    told_at="/exposures/0/agent",
)
def agent_not_cmr_on_day(context: Context) -> Found:
    """Take the exposures that began before a harmonised class."""
    yield from _began_before(context, listed=False)


@rule(
    "process-not-listed-on-day",
    INFO,
    title=Wording("Process listed later", "Procédé inscrit plus tard"),
    description=Wording(
        "An exposure is recorded on days before the process, or the work with the agent, came on the French list of "
        "carcinogenic processes. Keeping it is useful: the work was the same.",
        "Une exposition est consignée à des jours où le procédé, ou le travail avec l'agent, ne figurait pas encore "
        "sur la liste française des procédés cancérogènes. La garder est utile : le travail était le même.",
    ),
    message=Wording(
        "on the list from {day} on, and this exposure began before ({because}): nothing to correct",
        "sur la liste à partir du {day}, et cette exposition a commencé avant ({because}) : rien à corriger",
    ),
    source="R4412-60 2° (arrêté du 26 octobre 2020)",
    needs="catalogue",
    good=lambda: ex.register(_DIESEL, ex.line(agent=_DIESEL.id, period=ex.days("2021-07-01"))),
    bad=lambda: ex.register(_DIESEL, ex.line(agent=_DIESEL.id, period=ex.days("2019-01-07", "2019-12-20"))),
    told_at="/exposures/0/agent",
)
def process_not_listed_on_day(context: Context) -> Found:
    """Take the exposures that began before a process was listed."""
    yield from _began_before(context, listed=True)


_DIESEL: Final[Process] = Process(id="diesel", name="Gaz d'échappement diesel", listed_as="process:diesel-exhaust")


def _began_before(context: Context, *, listed: bool) -> Found:
    """Take the exposures that began before their agent became a CMR agent, by the list or by a class."""
    scopes = context.facts.scopes
    late: dict[str, Scope | None] = {}
    for x in _exposures(context):
        if x.agent not in late:
            scope = scopes.of(x.agent)
            changes = scope is not None and {True, False} <= set(scope.law.values)
            late[x.agent] = scope if changes else None
        scope = late[x.agent]
        if scope is None:
            continue
        start = context.bounds(x.period).start_max
        for first in (start, x.period.start):
            day = _later(context, scope, x, first)
            if day is not None and _by_list(context, scope, day) is listed:
                if first != start:
                    yield PRECISION
                else:
                    because = scopes.reason(scope, max(start, COVERED_FROM))
                    yield Finding(x, "/agent", {"day": day.isoformat(), "because": because})
                break


def _exposures(context: Context) -> list[Exposure]:
    return [*context.individuals, *context.collectives]


def _later(context: Context, scope: Scope, x: Exposure, start: dt.date) -> dt.date | None:
    """Return the day on which the agent became CMR, where it surely was not on the first day that can be judged."""
    first = max(start, COVERED_FROM)
    if first > (x.period.end or max(context.reached, start)) or scope.law.at(first) is not False:
        return None
    return scope.law.becomes_yes(first)


def _by_list(context: Context, scope: Scope, day: dt.date) -> bool:
    begun = [step for step in context.facts.scopes.steps(scope) if step.applies_from == day]
    classed = any(c.cmr_class in CMR_1_AND_2 for step in begun for c in step.classifications)
    return not classed and any(step.listed_as is not None for step in begun)


@rule(
    "agent-not-cmr",
    WARNING,
    title=Wording("Agent of the list that is not CMR", "Agent de la liste qui n'est pas CMR"),
    description=Wording(
        "The list is of CMR agents: substances and mixtures that meet the criteria of class 1A or 1B, and listed "
        "processes. On no day of this line is the agent one by its harmonised class or by the list, nor by a "
        "classification of its supplier for a hazard that is not harmonised. Families are never told.",
        "La liste porte sur les agents CMR : substances et mélanges qui répondent aux critères des catégories 1A ou "
        "1B, et procédés inscrits. Aucun jour de cette ligne, l'agent n'en est un par sa classe harmonisée ou par la "
        "liste, ni par une classification de son fournisseur pour un danger qui n'est pas harmonisé. Les familles ne "
        "sont jamais signalées.",
    ),
    message=Wording(
        "not a CMR agent of R4412-60 on the days of this line ({because}): is another compound meant? Else this "
        "line need not be on the list",
        "pas un agent CMR de R4412-60 aux jours de cette ligne ({because}) : un autre composé est-il visé ? Sinon, "
        "cette ligne n'a pas à figurer sur la liste",
    ),
    source="R4412-60",
    needs="catalogue",
    good=lambda: ex.register(
        evolve(_NICKEL, id="a", name="Sulfate de nickel", cas_number="7786-81-4"), ex.line(agent="a")
    ),
    bad=lambda: ex.register(
        evolve(_NICKEL, classifications=(_said(Hazard.CARCINOGENIC, CmrClass.CLP_1A, "list of the employer"),)),
        ex.line(agent=_NICKEL.id),
    ),
    told_at="/exposures/0/agent",
)
def agent_not_cmr(context: Context) -> Iterator[Finding]:
    """Take the lines of whose agent the catalogue says no on every day, and never yes later."""
    scopes = context.facts.scopes
    never: dict[tuple[str, int, int], bool] = {}
    for x in context.individuals:
        scope = scopes.of(x.agent)
        if scope is None or False not in scope.law.values:
            continue
        days = context.bounds(x.period)
        first = max(days.start_min, IN_FORCE)
        last = max(first, min(days.end_max, context.on))
        key = x.agent, scope.stated.stretch(first), scope.stated.stretch(last)
        if key not in never:
            never[key] = _is_never_cmr(context, scope, first, last)
        if never[key]:
            yield Finding(x, "/agent", {"because": scopes.reason(scope, first)})


def _is_never_cmr(context: Context, scope: Scope, first: dt.date, last: dt.date) -> bool:
    if set(scope.law.within(first, last)) != {False} or scope.law.becomes_yes(first) is not None:
        return False
    if True not in scope.stated.within(first, last):
        return True
    # a supplier classifies of its own what is not harmonised; for a hazard that is, the harmonised class stands
    harmonised = {
        c.hazard
        for step in context.facts.scopes.steps(scope)
        if step.applies_from <= last and (step.applies_until is None or first <= step.applies_until)
        for c in step.classifications
    }
    own = getattr(scope.agent, "classifications", ())
    return isinstance(scope.agent, Substance) and all(
        c.hazard in harmonised
        for c in own
        if c.cmr_class in CMR_1_AND_2 and (c.applies_on(first) or c.applies_on(last))
    )


# -- safety data sheets


@rule(
    "sds-older-than-classification",
    WARNING,
    title=Wording("Safety data sheet older than a classification", "FDS antérieure à une classification"),
    description=Wording(
        "The harmonised CMR classes of a component changed after the day of the safety data sheet, and the mixture "
        "was still used then. A supplier updates the sheet without delay on new information on hazards: this is "
        "commonly known of REACH, article 31(9), which was not read: a convention of this library.",
        "Les classes CMR harmonisées d'un composant ont changé après la date de la fiche de données de sécurité, et le "
        "mélange a encore été utilisé ensuite. Un fournisseur met la fiche à jour sans tarder devant une information "
        "nouvelle sur les dangers : cela est notoire de REACH, article 31(9), qui n'a pas été lu : une convention de "
        "cette bibliothèque.",
    ),
    message=Wording(
        "the class of the component {component} changed on {day}, after this sheet, and the mixture was used then: "
        "ask the supplier for the current sheet",
        "la classe du composant {component} a changé le {day}, après cette fiche, et le mélange a été utilisé ensuite "
        ": demandez la fiche en vigueur au fournisseur",
    ),
    source="REACH, article 31(9)",
    needs="catalogue",
    good=lambda: ex.register(_COBALT, _pigment("2021-11-15"), _PAINTING),
    bad=lambda: ex.register(_COBALT, _pigment("2019-05-02"), _PAINTING),
    told_at="/agents/2/sds/date",
)
def sds_older_than_classification(context: Context) -> Found:
    """Compare the day of each sheet with the changes of the components' classes, until the last day of use."""
    used: dict[str, tuple[dt.date, dt.date]] = {}
    for x in _exposures(context):
        if isinstance(context.register.get(x.agent), Mixture):
            sure, written = used.get(x.agent, (dt.date.min, dt.date.min))
            last = x.period.end or context.reached
            used[x.agent] = max(sure, min(last, context.bounds(x.period).end_min)), max(written, last)
    for agent, _ in _agents(context):
        if not isinstance(agent, Mixture) or agent.id not in used or agent.sds is None or agent.sds.date is None:
            continue
        sure, written = used[agent.id]
        changes = sorted(_reclassified(context, agent, agent.sds.date))
        if changes and changes[0][0] <= sure:
            day, component = changes[0]
            yield Finding(agent, "/sds/date", {"component": component, "day": day.isoformat()})
        elif changes and changes[0][0] <= written:
            yield PRECISION


def _reclassified(context: Context, mixture: Mixture, after: dt.date) -> Iterator[tuple[dt.date, str]]:
    """Yield the days after a day on which a class of a component begins, with the component."""
    for part in context.facts.scopes.of_parts(mixture):
        for step in context.facts.scopes.steps(part):
            begun = any(c.applies_from == step.applies_from for c in step.classifications)
            if begun and step.applies_from > max(after, COVERED_FROM):
                yield step.applies_from, part.agent.id


def _pigment(sheet: str) -> Mixture:
    cobalt = Component(agent=_COBALT.id, min_fraction=Decimal("0.01"), max_fraction=Decimal("0.05"))
    sds = SafetyDataSheet(date=dt.date.fromisoformat(sheet))
    return Mixture(id="pigment", product_name="Blue pigment", sds=sds, components=(cobalt,))


_PAINTING: Final[IndividualExposure] = ex.line(agent="pigment", period=ex.days("2022-01-03", "2022-12-31"))

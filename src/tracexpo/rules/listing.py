"""Rules of `list-2024`: who stands on the list of exposed workers, and what it tells of them. Source: R4412-93-1."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from typing import Final, Literal

from attrs import evolve

from tracexpo.agents import AgentGroup, Component, Mixture, Substance
from tracexpo.catalogue.classes import CMR_1_AND_2
from tracexpo.catalogue.entries import GroupEntry
from tracexpo.exposures import Authorisation, CollectiveExposure, IndividualExposure, NotKnown
from tracexpo.problems import Severity, Wording
from tracexpo.register import Record
from tracexpo.rules import examples as ex
from tracexpo.rules.context import Context
from tracexpo.rules.days import years_later
from tracexpo.rules.rule import PRECISION, CannotSay, Finding, rule
from tracexpo.rules.scopes import Scope
from tracexpo.vocabularies import ContractType, UnknownFact, UnknownReason
from tracexpo.work import Assignment, Worker

__all__ = [
    "IN_FORCE",
    "OWED",
    "cmr_component_not_listed",
    "degree_not_told",
    "duration_not_told",
    "exposed_not_listed",
    "minor_exposed",
    "nature_not_told",
    "starts_on_legal_date",
]

ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO
Found = Iterator[Finding | CannotSay]

IN_FORCE: Final = dt.date(2024, 4, 5)
"""Decree 2024-307 is in force."""
OWED: Final = dt.date(2024, 7, 5)
"""The list is owed: three months later."""
MAJORITY: Final = 18

_WHERE_KNOWN: Final = Wording(
    'The list gives the nature, the duration and the degree of the exposure "where known": a blank is lawful, and is '
    "told so that it can be filled in, or answered with not_known and a reason.",
    "La liste donne la nature, la durée et le degré de l'exposition « lorsqu'elles sont connues » : un blanc est "
    "licite, et il est signalé pour être complété, ou renseigné par not_known et un motif.",
)
_NOT_KNOWN: Final = {what.value: (NotKnown(what=what, reason=UnknownReason.NOT_ASSESSED),) for what in UnknownFact}


# -- what the list holds


@rule(
    "nature-not-told",
    INFO,
    title=Wording("Nature of the exposure not told", "Nature de l'exposition non dite"),
    description=_WHERE_KNOWN,
    message=Wording(
        "neither the nature nor a route of the exposure is told, nor that it is not known: fill it in if you know it",
        "ni la nature ni une voie de l'exposition n'est dite, ni qu'elle n'est pas connue : complétez si vous la "
        "connaissez",
    ),
    source="R4412-93-1",
    good=lambda: ex.register(ex.line(nature=None, not_known=_NOT_KNOWN["nature"])),
    bad=lambda: ex.register(ex.line(nature=None)),
    told_at="/exposures/0/conditions/nature",
)
def nature_not_told(context: Context) -> Iterator[Finding]:
    """Take the lines with neither nature nor route, nor an answer."""
    for x in context.individuals:
        if x.conditions.nature is None and not x.conditions.routes and not _answered(x, UnknownFact.NATURE):
            yield Finding(x, "/conditions/nature")


@rule(
    "duration-not-told",
    INFO,
    title=Wording("Duration of the exposure not told", "Durée de l'exposition non dite"),
    description=_WHERE_KNOWN,
    message=Wording(
        "the duration of the exposure is not told, nor that it is not known: fill it in if you know it",
        "la durée de l'exposition n'est pas dite, ni qu'elle n'est pas connue : complétez si vous la connaissez",
    ),
    source="R4412-93-1",
    good=lambda: ex.register(ex.line(duration=None, not_known=_NOT_KNOWN["duration"])),
    bad=lambda: ex.register(ex.line(duration=None)),
    told_at="/exposures/0/conditions/duration",
)
def duration_not_told(context: Context) -> Iterator[Finding]:
    """Take the lines without a duration or an answer."""
    for x in context.individuals:
        if x.conditions.duration is None and not _answered(x, UnknownFact.DURATION):
            yield Finding(x, "/conditions/duration")


@rule(
    "degree-not-told",
    INFO,
    title=Wording("Degree of the exposure not told", "Degré de l'exposition non dit"),
    description=_WHERE_KNOWN,
    message=Wording(
        "the degree of the exposure is not told, nor that it is not known: fill it in if you know it",
        "le degré de l'exposition n'est pas dit, ni qu'il n'est pas connu : complétez si vous le connaissez",
    ),
    source="R4412-93-1",
    good=lambda: ex.register(ex.line(degree=None, not_known=_NOT_KNOWN["degree"])),
    bad=lambda: ex.register(ex.line(degree=None)),
    told_at="/exposures/0/conditions/degree",
)
def degree_not_told(context: Context) -> Iterator[Finding]:
    """Take the lines without a degree or an answer."""
    for x in context.individuals:
        if x.conditions.degree is None and not _answered(x, UnknownFact.DEGREE):
            yield Finding(x, "/conditions/degree")


def _answered(x: IndividualExposure, what: UnknownFact) -> bool:
    return any(unknown.what is what for unknown in x.conditions.not_known)


@rule(
    "starts-on-legal-date",
    INFO,
    title=Wording("All exposures start on 5 July 2024", "Toutes les expositions commencent le 5 juillet 2024"),
    description=Wording(
        "The list is owed since 5 July 2024, and many lists give that day as the start of every line. Where an "
        "exposure began earlier, begun_before says so, and nothing is lost of the years before.",
        "La liste est due depuis le 5 juillet 2024, et beaucoup de listes donnent ce jour comme début de chaque ligne. "
        "Quand une exposition a commencé plus tôt, begun_before le dit, et rien n'est perdu des années précédentes.",
    ),
    message=Wording(
        "all exposures ({count}) start on {day}, the day on which the list was first owed: is the true start unknown? "
        "Then say so with begun_before",
        "toutes les expositions ({count}) commencent le {day}, jour où la liste était due pour la première fois : le "
        "vrai début est-il inconnu ? Dites-le alors par begun_before",
    ),
    good=lambda: ex.register(
        ex.line(period=ex.days("2024-07-05")), ex.line("x2", worker="M-002", period=ex.days("2024-09-02"))
    ),
    bad=lambda: ex.register(
        ex.line(period=ex.days("2024-07-05")), ex.line("x2", worker="M-002", period=ex.days("2024-07-05"))
    ),
    told_at="/exposures",
)
def starts_on_legal_date(context: Context) -> Iterator[Finding]:
    """Tell it once for the register."""
    lines = [x for x in context.facts.individuals if not x.derived_from]
    if lines and all(x.period.start == OWED for x in lines) and not all(x.period.begun_before for x in lines):
        yield Finding(None, "/exposures", {"count": len(lines), "day": OWED.isoformat()})


# -- who is on the list


@rule(
    "exposed-not-listed",
    ERROR,
    title=Wording("Exposed, and not on the list", "Exposé, et absent de la liste"),
    description=Wording(
        "Every worker likely to be exposed is on the list, whoever the employer: here one is assigned to a place "
        "where an exposure to a CMR agent, or to a family of such agents, is recorded, on days from 5 April 2024 on, "
        "and no line names that worker and the agent. A line for the component of a mixture or the member of a group "
        "counts.",
        "Tout travailleur susceptible d'être exposé figure sur la liste, quel que soit son employeur : ici, l'un d'eux "
        "est affecté à un lieu où une exposition à un agent CMR, ou à une famille de tels agents, est consignée, à des "
        "jours à partir du 5 avril 2024, et aucune ligne ne le nomme avec l'agent. Une ligne pour le composant d'un "
        "mélange ou le membre d'une famille compte.",
    ),
    message=Wording(
        "{collective} records an exposure to {agent} at this place, and no line of the list names this worker and this "
        "agent: add the line, or trace the register; if the worker was not exposed, correct the assignment",
        "{collective} consigne une exposition à {agent} en ce lieu, et aucune ligne de la liste ne nomme ce "
        "travailleur et cet agent : ajoutez la ligne, ou tracez le registre ; s'il n'était pas exposé, corrigez "
        "l'affectation",
    ),
    source="R4412-93-1",
    needs="catalogue",
    good=lambda: ex.register(ex.collective(), ex.assigned(), ex.line()),
    bad=lambda: ex.register(ex.collective(), ex.assigned(), ex.line(worker="M-002")),
    told_at="/assignments/0",
)
def exposed_not_listed(context: Context) -> Found:
    """Take the meetings, on days of the list, of which the worker has no line."""
    for c, a, why, surely in _unlisted(context):
        if a is None or why == "component":
            continue
        if why == "not known":
            yield _NOT_KNOWN_WHETHER_CMR
        elif not surely:
            yield PRECISION
        else:
            yield Finding(a, context={"collective": c.id, "agent": c.agent})


@rule(
    "cmr-component-not-listed",
    ERROR,
    title=Wording("CMR component, and its users not on the list", "Composant CMR, utilisateurs absents de la liste"),
    description=Wording(
        "A mixture that is not classified CMR itself holds a component of class 1A or 1B: its users are on the list, "
        "whatever the content of the component. Here no line names a user of the mixture with the mixture or "
        "the component.",
        "Un mélange qui n'est pas lui-même classé CMR contient un composant de catégorie 1A ou 1B : ses utilisateurs "
        "figurent sur la liste, quelle que soit la teneur. Ici, aucune ligne ne nomme un utilisateur du mélange avec "
        "le mélange ou le composant.",
    ),
    message=Wording(
        "{collective} records the use of {agent}, whose component {component} is a CMR agent whatever its content, and "
        "no line of the list says so: add the line of each user, or trace the register",
        "{collective} consigne l'emploi de {agent}, dont le composant {component} est un agent CMR quelle que soit sa "
        "teneur, et aucune ligne de la liste ne le dit : ajoutez la ligne de chaque utilisateur, ou tracez le registre",
    ),
    source="R4412-60, R4412-93-1",
    needs="catalogue",
    good=lambda: ex.register(*_DEGREASING, ex.line(agent="degreaser")),
    bad=lambda: ex.register(*_DEGREASING),
    told_at="/assignments/0",
)
def cmr_component_not_listed(context: Context) -> Found:
    """Take the meetings with such a mixture of which the worker has no line, and uses where nobody is assigned."""
    for c, a, why, surely in _unlisted(context):
        if why != "component":
            continue
        if surely:
            mixture = context.register.get(c.agent)
            assert isinstance(mixture, Mixture)
            component = _cmr_parts(context, mixture)[0]
            found = {"collective": c.id, "agent": c.agent, "component": component.agent.id}
            yield Finding(c, "/agent", found) if a is None else Finding(a, context=found)
        else:
            yield PRECISION


_TRICHLOROETHYLENE: Final = Substance(id="cas:79-01-6", name="Trichloroéthylène", cas_number="79-01-6")
_DEGREASING: Final[tuple[Record, ...]] = (
    _TRICHLOROETHYLENE,
    Mixture(
        id="degreaser",
        product_name="Degreaser",
        components=(
            Component(agent=_TRICHLOROETHYLENE.id, min_fraction=Decimal("0.0005"), max_fraction=Decimal("0.0009")),
        ),
    ),
    ex.collective(agent="degreaser"),
    ex.assigned(),
)

_NOT_KNOWN_WHETHER_CMR: Final = CannotSay(
    Wording(
        "the catalogue does not say whether the agent is a CMR agent",
        "le catalogue ne dit pas si l'agent est un agent CMR",
    )
)
_Why = Literal["cmr", "component", "not known"]
_Unlisted = tuple[CollectiveExposure, Assignment | None, _Why, bool]


def _unlisted(context: Context) -> Iterator[_Unlisted]:
    """Yield who is exposed and has no line, why that counts and whether the days are sure.

    Without an assignment, where nobody is assigned and nobody has a line.
    """
    reasons: dict[str, _Why | None] = {
        id: _reason(context, context.facts.scopes.of(id)) for id in {c.agent: None for c in context.facts.collectives}
    }
    if not any(reasons.values()):
        return
    listed = _listed(context, reasons.keys())
    told: set[tuple[str, str]] = set()
    anybody: set[int] = set()
    for c, met in context.facts.meetings():
        anybody.add(id(c))
        why = reasons[c.agent]
        if why is None:
            continue
        around = context.bounds(c.period)
        for a in sorted(met, key=lambda a: (a.period.start, a.id)):
            key = (a.worker, c.agent)
            common = c.period.intersection(a.period)
            if key in told or common is None or not context.window.holds(common) or common.start > context.on:
                continue
            if any(x.period.overlaps(common) for x in listed.get(key, ())):
                continue
            days = context.bounds(common)
            surely = around.surely_meets(context.bounds(a.period)) and days.end_min >= IN_FORCE
            if surely:
                told.add(key)
            yield c, a, why, surely
    for c in context.collectives:
        why = reasons[c.agent]
        if why is None or id(c) in anybody or ("", c.agent) in listed or c.period.start > context.on:
            continue
        yield c, None, why, context.bounds(c.period).end_min >= IN_FORCE


def _listed(context: Context, wanted: Collection[str]) -> Mapping[tuple[str, str], list[IndividualExposure]]:
    """Return the lines by worker and agent, kin of the agent included; those of anybody stand under no worker."""
    kin = _kin(context)
    listed: dict[tuple[str, str], list[IndividualExposure]] = {}
    for x in context.individuals:
        for agent in kin.get(x.agent, (x.agent,)):
            if agent in wanted:
                listed.setdefault((x.worker, agent), []).append(x)
                listed.setdefault(("", agent), []).append(x)
    return listed


def _cmr_parts(context: Context, mixture: Mixture) -> list[Scope]:
    """Return what a mixture is made of and is a CMR agent on a day of the list."""
    days = IN_FORCE, max(context.on, IN_FORCE)
    return [part for part in context.facts.scopes.of_parts(mixture) if True in part.stated.within(*days)]


def _reason(context: Context, scope: Scope | None) -> _Why | None:
    """Tell why users of an agent belong on the list: itself, a component, or nobody knows; None where they do not."""
    if scope is None:
        return None
    if any(isinstance(entry, GroupEntry) for entry in scope.entries):
        return "cmr"
    values = set(scope.stated.within(IN_FORCE, max(context.on, IN_FORCE)))
    if True not in values:
        return "not known" if None in values else None
    if not isinstance(scope.agent, Mixture):
        return "cmr"
    if not _cmr_parts(context, scope.agent):
        return "cmr"  # by what its supplier stated of it, on one of the days
    alone = evolve(scope.agent, components=())
    agents = [part.agent for part in context.facts.scopes.of_parts(scope.agent)]
    answer = context.catalogue.classified(scope.agent, on=context.on, agents=agents)
    by_limits = answer.value is True and any(c.cmr_class in CMR_1_AND_2 for c in answer.classifications)
    return "cmr" if by_limits or context.catalogue.in_scope(alone, on=context.on).value else "component"


def _kin(context: Context) -> Mapping[str, tuple[str, ...]]:
    """Return, by agent, itself with the mixtures and groups it belongs to, and its own components and members."""
    kin: dict[str, list[str]] = {}
    for agent in context.agents:
        parts: tuple[str, ...] = ()
        if isinstance(agent, Mixture):
            parts = tuple(component.agent for component in agent.components)
        elif isinstance(agent, AgentGroup):
            parts = agent.members
        for part in parts:
            kin.setdefault(agent.id, [agent.id]).append(part)
            kin.setdefault(part, [part]).append(agent.id)
    return {id: tuple(dict.fromkeys(others)) for id, others in kin.items()}


_APPRENTICE: Final[Worker] = ex.worker("M-006", "2008-06-02")
_DEROGATION: Final[Authorisation] = Authorisation(article="R4153-40")


@rule(
    "minor-exposed",
    WARNING,
    title=Wording("Minor exposed", "Mineur exposé"),
    description=Wording(
        "Young workers under eighteen are not assigned to work that exposes to dangerous chemical agents, CMR agents "
        "among them, unless a derogation for their training is declared. An authorisation recorded with the exposure "
        "answers it.",
        "Les jeunes de moins de dix-huit ans ne sont pas affectés à des travaux exposant à des agents chimiques "
        "dangereux, dont les CMR, sauf dérogation déclarée pour leur formation. Une autorisation consignée avec "
        "l'exposition y répond.",
    ),
    message=Wording(
        "the worker is under eighteen when this exposure begins and no derogation is recorded: record it in "
        "authorisations (R4153-40), or check the dates",
        "le travailleur a moins de dix-huit ans au début de cette exposition et aucune dérogation n'est consignée : "
        "consignez-la dans authorisations (R4153-40), ou vérifiez les dates",
    ),
    source="D4153-17",
    good=lambda: ex.register(
        _APPRENTICE, ex.line(worker="M-006", contract=ContractType.APPRENTICESHIP, authorisations=(_DEROGATION,))
    ),
    bad=lambda: ex.register(_APPRENTICE, ex.line(worker="M-006", contract=ContractType.APPRENTICESHIP)),
    told_at="/exposures/0/period/start",
)
def minor_exposed(context: Context) -> Found:
    """Compare the days of each line with the eighteenth birthday."""
    born = {w.id: w.identity.birth_date for w in context.workers if w.identity is not None}
    for x in context.individuals:
        birth = born.get(x.worker)
        if birth is None:
            continue
        majority = years_later(birth, MAJORITY)
        if x.period.start >= majority or any("4154" not in allowed.article for allowed in x.authorisations):
            continue
        if context.bounds(x.period).start_max < majority:
            yield Finding(x, "/period/start")
        else:
            yield PRECISION

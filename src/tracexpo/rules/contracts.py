"""Rules of `list-2024` on work forbidden to fixed-term and temporary workers. Source: D4154-1 to D4154-3."""

import unicodedata
from collections.abc import Iterator, Mapping
from typing import Final

from attrs import evolve

from tracexpo.agents import AgentGroup, Mixture, Substance
from tracexpo.catalogue.answers import NotInCatalogueError
from tracexpo.catalogue.restricted_works import Restriction, RestrictionScope
from tracexpo.exposures import Authorisation, IndividualExposure
from tracexpo.problems import Severity, Wording
from tracexpo.rules import examples as ex
from tracexpo.rules.context import Context
from tracexpo.rules.rule import Finding, rule
from tracexpo.vocabularies import AsbestosOperation, ContractType

__all__ = ["forbidden_contract", "forbidden_contract_to_check"]

WARNING, INFO = Severity.WARNING, Severity.INFO

ARTICLE: Final = "D4154-1"
_CONTRACTS: Final = frozenset({ContractType.FIXED_TERM, ContractType.TEMPORARY_AGENCY})
_ASBESTOS_ITEM: Final = 1
_OPERATIONS: Final[Mapping[int, tuple[str, ...]]] = {
    _ASBESTOS_ITEM: ("flocage", "calorifuge", "confinement", "retrait", "demolition", "removal"),
    5: ("fabrication", "manufactur"),
    9: ("metallurgi", "fusion", "fonderie", "fondeur", "melting", "smelting", "foundry"),
    13: ("polymeris", "polymeriz"),
}
"""Beginnings of words, in French and English, that name the works of an item."""

_UNLESS: Final = Wording(
    "Not where the work is done in closed apparatus (D4154-2), nor where it is authorised (D4154-3): both are recorded "
    "with the exposure.",
    "Sauf travail en appareil clos (D4154-2) ou autorisation (D4154-3) : l'un et l'autre se consignent avec "
    "l'exposition.",
)


@rule(
    "forbidden-contract",
    WARNING,
    title=Wording("Work forbidden to this contract", "Travail interdit à ce contrat"),
    description=Wording(
        "D4154-1 keeps fixed-term and temporary workers from work that exposes to the agents it lists, for some of "
        f"them in the works it names only. {_UNLESS.en}",
        "D4154-1 interdit aux salariés en contrat à durée déterminée et temporaires les travaux exposant aux agents "
        f"qu'il énumère, pour certains dans les seuls travaux qu'il nomme. {_UNLESS.fr}",
    ),
    message=Wording(
        "{article} forbids to this contract: {items}; record the closed apparatus (closed_apparatus) or the "
        "authorisation (authorisations, D4154-3), or check contract and agent",
        "{article} interdit à ce contrat : {items} ; consignez l'appareil clos (closed_apparatus) ou l'autorisation "
        "(authorisations, D4154-3), ou vérifiez le contrat et l'agent",
    ),
    source="D4154-1, D4154-2, D4154-3",
    needs="catalogue",
    good=lambda: ex.register(_BERYLLIUM, evolve(_fixed_term(_BERYLLIUM), authorisations=(_AUTHORISED,))),
    bad=lambda: ex.register(_BERYLLIUM, _fixed_term(_BERYLLIUM)),
    told_at="/exposures/0/contract",
)
def forbidden_contract(context: Context) -> Iterator[Finding]:
    """Take the lines of an agent forbidden whatever the work, or in the work that is told."""
    for x, path, sure, _ in _restricted(context):
        if sure:
            yield Finding(x, path, {"article": ARTICLE, "items": _named(sure)})


@rule(
    "forbidden-contract-to-check",
    INFO,
    title=Wording("Work perhaps forbidden to this contract", "Travail peut-être interdit à ce contrat"),
    description=Wording(
        "D4154-1 names this agent for fixed-term and temporary workers in some works or some compounds only, or names "
        f"a part of this agent: what the register tells does not decide it. {_UNLESS.en}",
        "D4154-1 vise cet agent, pour les salariés en contrat à durée déterminée et temporaires, dans certains travaux "
        f"ou pour certains composés seulement, ou vise une partie de cet agent : le registre ne permet pas de "
        f"trancher. {_UNLESS.fr}",
    ),
    message=Wording(
        "check whether {article} forbids this work to this contract: {items}",
        "vérifiez si {article} interdit ce travail à ce contrat : {items}",
    ),
    source="D4154-1, D4154-2, D4154-3",
    needs="catalogue",
    good=lambda: ex.register(_LEAD, _fixed_term(_LEAD)),
    bad=lambda: ex.register(_CADMIUM, _fixed_term(_CADMIUM)),
    told_at="/exposures/0/contract",
)
def forbidden_contract_to_check(context: Context) -> Iterator[Finding]:
    """Take the other lines of an agent that the article names."""
    for x, path, sure, perhaps in _restricted(context):
        if perhaps and not sure:
            yield Finding(x, path, {"article": ARTICLE, "items": _named(perhaps)})


_Restricted = tuple[IndividualExposure, str, list[Restriction], list[Restriction]]


def _restricted(context: Context) -> Iterator[_Restricted]:
    """Yield the lines of such contracts with what surely applies, and what may."""
    assigned = {a.worker for a in context.facts.assignments if a.contract in _CONTRACTS}
    known: dict[str, tuple[list[Restriction], list[Restriction]]] = {}
    for x in context.individuals:
        if x.contract not in _CONTRACTS and (x.contract is not None or x.worker not in assigned):
            continue
        if x.agent not in known:
            known[x.agent] = _of_agent(context, x.agent), _of_parts(context, x.agent)
        own, of_parts = known[x.agent]
        if not (own or of_parts) or x.conditions.closed_apparatus or _authorised(x):
            continue
        if x.contract is None and all(a.contract not in _CONTRACTS for a in context.facts.assignments_during(x)):
            continue
        sure = [r for r in own if _applies(r, x)]
        perhaps = [r for r in own if not _applies(r, x)] + of_parts
        yield x, "/agent" if x.contract is None else "/contract", sure, perhaps


def _authorised(x: IndividualExposure) -> bool:
    return any("4154" in allowed.article for allowed in x.authorisations)


def _of_agent(context: Context, id: str) -> list[Restriction]:
    scope = context.facts.scopes.of(id)
    if scope is None or not scope.entries:
        return []
    try:
        found = context.catalogue.restrictions(scope.agent, on=context.on)
    except NotInCatalogueError:
        return []
    return [r for r in found if r.article == ARTICLE]


def _of_parts(context: Context, id: str) -> list[Restriction]:
    """What is said of the components of a mixture, or of the members of a group."""
    agent = context.register.get(id)
    parts: tuple[str, ...] = ()
    if isinstance(agent, Mixture):
        parts = tuple(component.agent for component in agent.components)
    elif isinstance(agent, AgentGroup):
        parts = agent.members
    return [r for part in dict.fromkeys(parts) for r in _of_agent(context, part)]


def _applies(restriction: Restriction, x: IndividualExposure) -> bool:
    """Tell whether a restriction surely applies: to the agent as such, or to the work that is told."""
    if restriction.scope is RestrictionScope.ANY:
        return restriction.note is None
    asbestos = x.conditions.asbestos
    if restriction.item == _ASBESTOS_ITEM and asbestos is not None and asbestos.operation is AsbestosOperation.REMOVAL:
        return True
    told = _plain(" ".join(filter(None, (x.conditions.work_performed, x.conditions.work_process))))
    return any(stem in told for stem in _OPERATIONS.get(restriction.item or 0, ()))


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def _named(restrictions: list[Restriction]) -> Wording:
    """Name what is restricted; what the text was not read for is marked as a convention."""
    texts: dict[str, Wording] = {}
    for r in restrictions:
        where = f" « {r.condition} »" if r.condition is not None else ""
        mark = Wording("", "") if r.certainty.is_law else r.certainty.wording
        en, fr = (f" ({text})" if text else "" for text in (mark.en, mark.fr))
        item = f"{r.item}° " if r.item is not None else ""
        texts.setdefault(item, Wording(f"{item}{r.agent.en}{where}{en}", f"{item}{r.agent.fr}{where}{fr}"))
    return Wording("; ".join(t.en for t in texts.values()), " ; ".join(t.fr for t in texts.values()))


_AUTHORISED: Final[Authorisation] = Authorisation(article="D4154-3")
_BERYLLIUM: Final[Substance] = Substance(id="cas:7440-41-7", name="Béryllium", cas_number="7440-41-7")
_CADMIUM: Final[Substance] = Substance(id="cas:7440-43-9", name="Cadmium", cas_number="7440-43-9")
_LEAD: Final[Substance] = Substance(id="cas:7439-92-1", name="Plomb", cas_number="7439-92-1")


def _fixed_term(agent: Substance) -> IndividualExposure:
    return ex.line(agent=agent.id, contract=ContractType.FIXED_TERM, period=ex.days("2025-01-13", "2025-12-31"))

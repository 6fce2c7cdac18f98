"""Documents about places, that hold no person: the extract for the company file, the declaration of processes."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import ClassVar, Final

from attrs import field, frozen

from tracexpo.agents import Agent
from tracexpo.catalogue.answers import NotInCatalogueError
from tracexpo.catalogue.diseases import Regime
from tracexpo.catalogue.editions import Catalogue
from tracexpo.companies import Establishment, Headcount
from tracexpo.documents.gathering import AGENTS, Gathering
from tracexpo.documents.header import Header, Lacking, Missing
from tracexpo.documents.particulars import Firm, NamedAgent, Post, Service
from tracexpo.documents.texts import LegalVersion
from tracexpo.documents.told import not_in_force, refuse
from tracexpo.errors import InvalidValueError
from tracexpo.exposures import CollectiveExposure, Conditions, IndividualExposure, PreventionMeasure
from tracexpo.form import AgentRef, Count, Day, EstablishmentRef, Text, check, type_name
from tracexpo.periods import COARSER, Period
from tracexpo.problems import Wording
from tracexpo.register import Register
from tracexpo.rules import bounds
from tracexpo.vocabularies import ContractType, LegalRegime, MeasureLevel, Precision, Route

__all__ = [
    "CompanyFileExtract",
    "DeclaredProcess",
    "HazardousProcessDeclaration",
    "RiskFactor",
    "TableNumber",
    "company_file_extract",
    "hazardous_process_declaration",
]


@frozen(kw_only=True)
class RiskFactor:
    """One agent at one workstation, with how many persons are exposed (facteur de risque, effectif exposé)."""

    agent: NamedAgent
    """The agent."""
    post: Post | None = None
    """The workstation or the situation; None where none is told."""
    exposed: Count
    """Number of persons exposed on the day, as recorded one by one and traced."""
    temporary: Count
    """Of these, temporary workers."""
    stated: Count | None = None
    """The number that somebody stated for the place, where it is recorded."""
    routes: tuple[Route, ...] = ()
    """Routes."""
    measures: tuple[PreventionMeasure, ...] = ()
    """Measures of prevention."""

    def __attrs_post_init__(self) -> None:
        check(self)


@frozen(kw_only=True)
class CompanyFileExtract:
    """What the register gives to the company file: risk factors with numbers exposed (fiche d'entreprise, chapitre II).

    It names nobody. Source: R4624-46 to -50; arrêté du 29 mai 1989.
    """

    KIND: ClassVar[str] = "company-file-extract"

    header: Header
    """Text, day, what is missing; of the facts used the collective exposures: other ids could point to persons."""
    firm: Firm
    """The establishment."""
    service: Service | None = None
    """The service that draws up the company file."""
    headcount: Headcount | None = None
    """Number of persons employed, of the last day counted."""
    exposed: Count
    """How many persons are exposed to any of these agents, each counted once."""
    factors: tuple[RiskFactor, ...] = ()
    """The agents, by workstation."""

    def __attrs_post_init__(self) -> None:
        check(self)


@frozen(kw_only=True)
class TableNumber:
    """A table of occupational diseases (tableau de maladies professionnelles)."""

    regime: Regime
    """General or agricultural scheme."""
    table: Text
    """Number of the table, such as "30 bis"."""

    def __attrs_post_init__(self) -> None:
        check(self)


@frozen(kw_only=True)
class DeclaredProcess:
    """One agent or process that an employer declares (procédé déclaré)."""

    agent: NamedAgent
    """The agent or process."""
    posts: tuple[Post, ...] = ()
    """Where it is used."""
    starts: Day
    """First day of work with it, as far as it is recorded."""
    precision: Precision = Precision.DAY
    """How precisely that day is known."""
    persons: Count
    """Number of persons concerned."""
    tables: tuple[TableNumber, ...] = ()
    """The tables of occupational diseases tied to it in the catalogue on the day."""

    def __attrs_post_init__(self) -> None:
        check(self)


@frozen(kw_only=True)
class HazardousProcessDeclaration:
    """The declaration of work processes liable to cause occupational diseases (déclaration de procédés de travail).

    It goes to the primary fund and to the labour inspector before the work starts. No text lists its fields: these
    are a convention of the library. Source: L461-4, R461-4 CSS.
    """

    KIND: ClassVar[str] = "hazardous-process-declaration"

    header: Header
    """Text, day, what is missing; of the facts used the collective exposures: other ids could point to persons."""
    firm: Firm
    """The employer's establishment."""
    regional_fund: Text | None = field(default=None, repr=False)
    """The regional fund, which is sent one of the two copies."""
    processes: tuple[DeclaredProcess, ...]
    """What is declared."""

    def __attrs_post_init__(self) -> None:
        check(self)


# -- the company file


def company_file_extract(
    register: Register, *, establishment: EstablishmentRef, on: dt.date, catalogue: Catalogue | None = None
) -> CompanyFileExtract:
    """Make the extract for the company file: each agent at each workstation, with how many persons are exposed.

    Every agent of the register counts, CMR or not: the company file is about all risks.

    Raises:
        NoDocumentError: for an unknown establishment.

    >>> register = Register().add(Establishment(id="e1"))
    >>> company_file_extract(register, establishment="e1", on=dt.date(2025, 1, 15)).exposed
    0
    """
    gathered = Gathering(register, on, catalogue)
    version = LegalVersion.COMPANY_FILE
    refuse([*gathered.refused(establishment=(establishment, Establishment)), *not_in_force(version, on)])
    lines = [x for x in gathered.exposures if x.establishment == establishment and _goes_on(x, on)]
    stated = [c for c in gathered.facts.collectives if c.establishment == establishment and _goes_on(c, on)]
    found = gathered.register.get(establishment)
    assert isinstance(found, Establishment)
    headcount = max((h for h in found.headcounts if h.on <= on), key=lambda h: h.on, default=None)
    service = gathered.service(establishment, on)
    lacking = [
        Lacking(field=f"/{name}", what=what, article="R4624-46")
        for name, what, value in (
            ("headcount", Missing.HEADCOUNT, headcount),
            ("service", Missing.SERVICE, service),
        )
        if value is None
    ]
    return CompanyFileExtract(
        header=gathered.header(version, (c.id for c in stated), lacking),
        firm=gathered.firm(establishment),
        service=service,
        headcount=headcount,
        exposed=len({x.worker for x in lines}),
        factors=tuple(_factors(gathered, lines, stated)),
    )


def _goes_on(x: IndividualExposure | CollectiveExposure, on: dt.date) -> bool:
    """Tell whether an exposure goes on that day; of one that is over nobody can say until when it did."""
    return x.period.covers(on) and not x.period.ended


_Key = tuple[str, str | None, str | None]


def _factors(
    gathered: Gathering, lines: Sequence[IndividualExposure], stated: Sequence[CollectiveExposure]
) -> Iterator[RiskFactor]:
    persons: dict[_Key, list[IndividualExposure]] = {}
    places: dict[_Key, list[CollectiveExposure]] = {}
    of_collective = {c.id: (c.agent, c.workstation, c.situation) for c in stated}
    for c in stated:
        places.setdefault(of_collective[c.id], []).append(c)
    for x in lines:
        key = next((of_collective[id] for id in x.derived_from if id in of_collective), (x.agent, x.workstation, None))
        persons.setdefault(key, []).append(x)
    for key in sorted({*persons, *places}, key=lambda key: tuple(part or "" for part in key)):
        own, of_place = persons.get(key, []), places.get(key, [])
        said = [gathered.known(x.conditions) for x in own] + [gathered.known(c.conditions) for c in of_place]
        temporary = {x.worker for x in own if gathered.contract(x) is ContractType.TEMPORARY_AGENCY}
        counted = [c.headcount for c in of_place if c.headcount is not None]
        yield RiskFactor(
            agent=gathered.agent(key[0]),
            post=gathered.post(of_place[0] if of_place else own[0]),
            exposed=len({x.worker for x in own}),
            temporary=len(temporary),
            stated=max(counted, default=None),
            routes=tuple(route for route in Route if any(route in s.routes for s in said)),
            measures=_measures(said),
        )


_STOP: Final = tuple(MeasureLevel)


def _measures(said: Sequence[Conditions]) -> tuple[PreventionMeasure, ...]:
    known: dict[tuple[MeasureLevel, str], PreventionMeasure] = {}
    for conditions in said:
        for m in conditions.measures:
            known.setdefault((m.level, m.name), m)
    return tuple(sorted(known.values(), key=lambda m: (_STOP.index(m.level), m.name)))


# -- the declaration


def hazardous_process_declaration(
    register: Register,
    *,
    establishment: EstablishmentRef,
    on: dt.date,
    agents: Collection[AgentRef] | None = None,
    catalogue: Catalogue | None = None,
) -> HazardousProcessDeclaration:
    """Make the declaration of the agents and processes used in an establishment, begun or planned.

    By default every agent to which the catalogue ties a table of occupational diseases of the employer's scheme.
    Work that begins before the day of the document is declared too, and told: the declaration is owed before.

    Args:
        register: the facts.
        establishment: id of the establishment.
        on: the day of the declaration.
        agents: ids of the agents to declare, instead.
        catalogue: another edition than the shipped one.

    Raises:
        NoDocumentError: for an unknown establishment or agent, and for an employer who is not a private one.
    """
    gathered = Gathering(register, on, catalogue)
    version = LegalVersion.HAZARDOUS_PROCESSES
    problems = gathered.refused(establishment=(establishment, Establishment))
    if agents is not None and (isinstance(agents, str | bytes) or not isinstance(agents, Collection)):
        expected = Wording("a collection of ids", "une collection d'identifiants")
        raise InvalidValueError("wrong-type", "/agents", {"expected": expected, "found": type_name(agents)})
    for agent in agents or ():
        problems += gathered.refused(agent=(agent, AGENTS))
    refuse([*problems, *not_in_force(version, on, gathered.regime(establishment), argument="establishment")])
    scheme = _scheme(gathered.regime(establishment))
    by_agent = _uses(gathered, establishment)
    wanted = by_agent if agents is None else {agent: by_agent.get(agent, []) for agent in agents}
    processes: list[DeclaredProcess] = []
    for agent, uses in sorted(wanted.items()):
        tables = _tables(gathered, agent, scheme)
        if uses and (tables or agents is not None):
            processes.append(_declared(gathered, agent, uses, tables))
    found = gathered.register.get(establishment)
    fund = found.regional_fund if isinstance(found, Establishment) else None
    firm = gathered.firm(establishment)
    return HazardousProcessDeclaration(
        header=gathered.header(version, _collective(by_agent, processes), _lacking(firm, fund, processes, on)),
        firm=firm,
        regional_fund=fund,
        processes=tuple(processes),
    )


def _collective(uses: "Mapping[str, list[_Use]]", processes: Sequence[DeclaredProcess]) -> Iterator[str]:
    for process in processes:
        yield from (x.id for x in uses.get(process.agent.agent, ()) if isinstance(x, CollectiveExposure))


def _scheme(regime: LegalRegime | None) -> Regime:
    return Regime.AGRICULTURAL if regime is LegalRegime.PRIVATE_AGRICULTURAL else Regime.GENERAL


_Use = IndividualExposure | CollectiveExposure


def _uses(gathered: Gathering, establishment: str) -> Mapping[str, list[_Use]]:
    """Return what goes on, or is planned, in an establishment, by agent."""
    found: dict[str, list[_Use]] = {}
    for x in gathered.facts.exposures:
        if x.establishment == establishment and (x.period.start > gathered.on or _goes_on(x, gathered.on)):
            found.setdefault(x.agent, []).append(x)
    return found


def _tables(gathered: Gathering, agent: str, scheme: Regime) -> tuple[TableNumber, ...]:
    found = gathered.register.get(agent)
    if not isinstance(found, Agent):
        return ()
    try:
        rows = gathered.catalogue.disease_tables(found, scheme, on=gathered.on)
    except NotInCatalogueError:
        return ()
    return tuple(TableNumber(regime=scheme, table=table) for table in dict.fromkeys(row.table for row in rows))


def _declared(
    gathered: Gathering, agent: str, uses: Sequence[_Use], tables: tuple[TableNumber, ...]
) -> DeclaredProcess:
    posts = dict.fromkeys(post for x in uses if (post := gathered.post(x)) is not None)
    workers = {x.worker for x in uses if isinstance(x, IndividualExposure)}
    stated = max((x.headcount or 0 for x in uses if isinstance(x, CollectiveExposure)), default=0)
    # of equal days the coarser one: it says no more than is known
    first = min((x.period for x in uses), key=lambda p: (p.start, -COARSER.index(p.precision)))
    return DeclaredProcess(
        agent=gathered.agent(agent),
        posts=tuple(sorted(posts, key=lambda post: (post.name, post.workstation or post.situation or ""))),
        starts=first.start,
        precision=first.precision,
        persons=max(len(workers), stated),
        tables=tables,
    )


def _lacking(firm: Firm, fund: str | None, processes: Sequence[DeclaredProcess], on: dt.date) -> Iterator[Lacking]:
    for name, what in (("company_name", Missing.COMPANY_NAME), ("siret", Missing.SIRET), ("address", Missing.ADDRESS)):
        if getattr(firm, name) is None and not (name == "company_name" and firm.name is not None):
            yield Lacking(field=f"/firm/{name}", what=what, article="L461-4 CSS")
    if fund is None:
        yield Lacking(field="/regional_fund", what=Missing.REGIONAL_FUND, article="R461-4 CSS")
    if not processes:
        yield Lacking(field="/processes", what=Missing.LINES, article="L461-4 CSS")
    for i, process in enumerate(processes):
        if bounds(Period(process.starts, precision=process.precision), on).start_max < on:
            yield Lacking(field=f"/processes/{i}/starts", what=Missing.DECLARED_IN_TIME, article="R461-4 CSS")
        if not process.tables:
            yield Lacking(field=f"/processes/{i}/tables", what=Missing.DISEASE_TABLE, article="L461-2 CSS")

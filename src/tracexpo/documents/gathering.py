"""Gathering what documents state: a register on a day, its derived exposures, and the look-ups that all share."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final, get_args

from attrs import evolve

from tracexpo.agents import (
    Agent,
    AgentGroup,
    AgentKind,
    Classification,
    Component,
    Mixture,
    Names,
    Substance,
    UnidentifiedAgent,
)
from tracexpo.attestations import Attestation
from tracexpo.catalogue import shipped
from tracexpo.catalogue.answers import NotInCatalogueError
from tracexpo.catalogue.editions import Catalogue
from tracexpo.codecs.json import digest
from tracexpo.companies import Company, Establishment, OccupationalHealthService
from tracexpo.documents.header import Header, Lacking
from tracexpo.documents.particulars import (
    Firm,
    Line,
    NamedAgent,
    NamedComponent,
    Person,
    Post,
    Result,
    Service,
    Source,
)
from tracexpo.documents.results import Results
from tracexpo.documents.texts import TEXTS, LegalVersion
from tracexpo.documents.told import TOLD
from tracexpo.effective import effective_days
from tracexpo.errors import InvalidValueError
from tracexpo.exposures import CollectiveExposure, Conditions, Exposure, IndividualExposure, Level
from tracexpo.form import check_day, type_name
from tracexpo.periods import Period
from tracexpo.problems import Problem, Wording
from tracexpo.register import Register
from tracexpo.rules import Facts
from tracexpo.tracing import trace
from tracexpo.vocabularies import ContractType, LegalRegime, Precision
from tracexpo.work import ExposureSituation, Worker, Workstation

__all__ = ["AGENTS", "Gathering"]


AGENTS: Final[tuple[type, ...]] = get_args(Agent)
"""The classes of agents."""

_ASBESTOS: Final = "index:650-013-00-6"


class Gathering:
    """A register on a day, for one document or for many: what is asked twice is looked up once."""

    def __init__(self, register: Register, on: dt.date, catalogue: Catalogue | None) -> None:
        if not isinstance(register, Register):
            raise InvalidValueError("wrong-type", "/register", {"expected": "Register", "found": type_name(register)})
        if catalogue is not None and not isinstance(catalogue, Catalogue):
            raise InvalidValueError(
                "wrong-type", "/catalogue", {"expected": "Catalogue", "found": type_name(catalogue)}
            )
        try:
            check_day(on)
        except InvalidValueError as error:
            raise error.under("on") from None
        self.given = register
        """The register as it was given."""
        self.on = on
        """The day of the document."""
        self.catalogue = shipped() if catalogue is None else catalogue
        """The edition that answers."""
        # what is recorded of a situation holds for each person who was there
        self.register = trace(register)
        """The same with the exposures that follow from collective ones."""
        self.facts = Facts(self.register, on, self.catalogue)
        """What stands, with the indexes of the rules."""
        self._firms: dict[str, Firm] = {}
        self._agents: dict[str, NamedAgent] = {}

    @cached_property
    def digest(self) -> str:
        """The digest of the register given."""
        return digest(self.given)

    def header(self, version: LegalVersion, used: Iterable[str], lacking: Iterable[Lacking]) -> Header:
        """Make the header of a document."""
        return Header(
            version=version,
            articles=TEXTS[version].articles,
            on=self.on,
            edition=self.catalogue.edition,
            register=self.digest,
            used=tuple(sorted(set(used))),
            lacking=tuple(lacking),
        )

    # -- who, where

    def person(self, worker: str, *, attested: bool = False) -> Person:
        """Name a worker; address and first five digits of the NIR only where a document attests."""
        found = self.register.get(worker)
        identity = found.identity if isinstance(found, Worker) else None
        if identity is None:
            return Person(worker=worker)
        return Person(
            worker=worker,
            birth_name=identity.birth_name,
            used_name=identity.used_name,
            given_names=identity.given_names,
            birth_date=identity.birth_date,
            address=identity.address if attested else None,
            nir_start=identity.nir[:5] if attested and identity.nir is not None else None,
        )

    def firm(self, establishment: str) -> Firm:
        """Name an establishment and its company."""
        if establishment not in self._firms:
            found = self.register.get(establishment)
            company = self.company(establishment)
            self._firms[establishment] = Firm(
                establishment=establishment,
                company_name=company.name if company is not None else None,
                siren=company.siren if company is not None else None,
                legal_regime=company.legal_regime if company is not None else None,
                name=found.name if isinstance(found, Establishment) else None,
                siret=found.siret if isinstance(found, Establishment) else None,
                address=found.address if isinstance(found, Establishment) else None,
            )
        return self._firms[establishment]

    def company(self, establishment: str) -> Company | None:
        """Return the company of an establishment, where the register has it."""
        found = self.register.get(establishment)
        named = found.company if isinstance(found, Establishment) else None
        company = self.register.get(named) if named is not None else None
        return company if isinstance(company, Company) else None

    def regime(self, establishment: str) -> LegalRegime | None:
        """Return the legal regime of an establishment's company; None where it is not told."""
        company = self.company(establishment)
        return company.legal_regime if company is not None else None

    def employer_key(self, establishment: str) -> str:
        """Return what establishments of one employer share: the SIREN, else the id of the company, else their own."""
        return self.facts.company_of.get(establishment, establishment)

    def service(self, establishment: str, on: dt.date) -> Service | None:
        """Return the service that follows an establishment on a day, else the last one before it."""
        found = self.register.get(establishment)
        attached = found.services if isinstance(found, Establishment) else ()
        known = [a for a in attached if a.period.start <= on]
        for attachment in sorted(known, key=lambda a: (a.period.covers(on), a.period.start), reverse=True):
            service = self.named_service(attachment.service)
            if service is not None:
                return service
        return None

    def named_service(self, service: str) -> Service | None:
        """Name a service; None where the register lacks it."""
        found = self.register.get(service)
        if not isinstance(found, OccupationalHealthService):
            return None
        return Service(service=found.id, name=found.name, type=found.type)

    def post(self, x: Exposure) -> Post | None:
        """Name where an exposure takes place: the workstation, else the situation, or the only workstation of it."""
        return self._post(x.workstation, self._situation(x))

    def _situation(self, x: Exposure) -> str | None:
        if isinstance(x, CollectiveExposure):
            return x.situation
        origins = (self.register.get(id) for id in x.derived_from)
        return next((o.situation for o in origins if isinstance(o, CollectiveExposure)), None)

    def _post(self, workstation: str | None, situation: str | None) -> Post | None:
        around = self.register.get(situation) if situation is not None else None
        if workstation is None and isinstance(around, ExposureSituation) and len(around.workstations) == 1:
            workstation = around.workstations[0]
        found = self.register.get(workstation) if workstation is not None else None
        if isinstance(found, Workstation):
            return Post(workstation=found.id, name=found.name, work_unit=found.work_unit, tasks=found.tasks)
        return Post(situation=around.id, name=around.name) if isinstance(around, ExposureSituation) else None

    # -- agents

    def agent(self, id: str) -> NamedAgent:
        """Name an agent, with its numbers and its classes on the day."""
        if id not in self._agents:
            found = self.register.get(id)
            self._agents[id] = self._named(found) if isinstance(found, Agent) else NamedAgent(agent=id, name=None)
        return self._agents[id]

    def _named(self, agent: Agent) -> NamedAgent:
        named = NamedAgent(
            agent=agent.id,
            name=_name_of(agent),
            kind=AgentKind(agent.KIND),
            legal=self._legal(agent),
            classifications=self._classes(agent),
            stated=self._stated(agent),
            cmr=self.cmr(agent.id, self.on, self.on),
        )
        if isinstance(agent, Substance):
            return evolve(named, cas_number=agent.cas_number, ec_number=agent.ec_number, clp_index=agent.clp_index)
        if isinstance(agent, Mixture):
            return evolve(named, components=tuple(map(self._component, agent.components)))
        return named

    def _component(self, part: Component) -> NamedComponent:
        found = self.register.get(part.agent)
        return NamedComponent(
            agent=part.agent,
            name=_name_of(found) if isinstance(found, Agent) else None,
            cas_number=found.cas_number if isinstance(found, Substance) else None,
            min_fraction=part.min_fraction,
            max_fraction=part.max_fraction,
            cmr=self.cmr(part.agent, self.on, self.on),
        )

    def _legal(self, agent: Agent) -> Names:
        entries = self.catalogue.entries_of(agent)
        return entries[0].names if len(entries) == 1 else Names()

    def _classes(self, agent: Agent) -> tuple[Classification, ...]:
        try:
            return self.catalogue.classifications(agent, on=self.on)
        except NotInCatalogueError:
            return ()

    def _stated(self, agent: Agent) -> tuple[Classification, ...]:
        stated = agent.classifications if isinstance(agent, Substance | Mixture) else ()
        return tuple(c for c in stated if c.applies_on(self.on))

    def cmr(self, agent: str, first: dt.date, last: dt.date) -> bool | None:
        """Tell whether an agent is a CMR agent of R4412-60 on a day between two; None where that is not known."""
        scope = self.facts.scopes.of(agent)
        if scope is None:
            return None
        values = set(scope.stated.within(first, max(first, last)))
        return True if True in values else None if None in values else False

    # -- exposures

    @cached_property
    def exposures(self) -> Sequence[IndividualExposure]:
        """Individual exposures that stand, in order; of derived ones those that recorded days do not replace."""
        hidden = {id for lines in self.facts.lines_of.values() for id in _replaced(lines)}
        kept = (x for x in self.facts.individuals if x.id not in hidden and x.period.start <= self.on)
        return sorted(kept, key=lambda x: (x.worker, x.period.start, x.agent, x.id))

    @cached_property
    def exposures_of(self) -> Mapping[str, Sequence[IndividualExposure]]:
        """The same by worker."""
        found: dict[str, list[IndividualExposure]] = {}
        for x in self.exposures:
            found.setdefault(x.worker, []).append(x)
        return found

    def employer(self, x: IndividualExposure) -> str:
        """Return the establishment that employs: by the line, else by the assignments behind it, else the place."""
        if x.employer is not None:
            return x.employer
        behind = (a for a in self.facts.assignments_behind(x) if a.period.overlaps(x.period))
        return next((a.employer for a in behind if a.employer is not None), x.establishment)

    def contract(self, x: IndividualExposure) -> ContractType | None:
        """Return the contract of the line, else of the assignments behind it."""
        if x.contract is not None:
            return x.contract
        behind = (a for a in self.facts.assignments_behind(x) if a.period.overlaps(x.period))
        return next((a.contract for a in behind if a.contract is not None), None)

    def line(self, x: IndividualExposure, *, results: bool = False, note: bool = False) -> Line:
        """State one exposure.

        Args:
            x: the exposure.
            results: whether the results of controls are stated with it.
            note: whether the remark is, which no text asks for and which may name a colleague.
        """
        employer = self.employer(x)
        return Line(
            exposure=x.id,
            derived_from=x.derived_from,
            person=self.person(x.worker),
            agent=self.agent(x.agent),
            firm=self.firm(x.establishment),
            employer=self.firm(employer) if employer != x.establishment else None,
            contract=self.contract(x),
            post=self.post(x),
            place=x.place,
            period=x.period,
            conditions=self.known(x.conditions),
            accidents=tuple(a for a in x.accidents if a.on <= self.on),
            results=tuple(self.results([x])) if results else (),
            source=source_of(x),
            note=x.note if note else None,
        )

    @cached_property
    def attestations_of(self) -> Mapping[tuple[str, str], Sequence[Attestation]]:
        """Attestations of one agent that stand, by worker and agent."""
        found: dict[tuple[str, str], list[Attestation]] = {}
        for a in self.facts.attestations:
            if len(a.agents) == 1:
                found.setdefault((a.worker, a.agents[0]), []).append(a)
        return found

    @cached_property
    def kin(self) -> Mapping[str, Collection[str]]:
        """By agent, the mixtures it is a component of and the families it belongs to."""
        found: dict[str, set[str]] = {}
        for agent in self.register.agents:
            if isinstance(agent, Mixture):
                parts = [component.agent for component in agent.components]
            else:
                parts = list(agent.members) if isinstance(agent, AgentGroup) else []
            for part in parts:
                found.setdefault(part, set()).add(agent.id)
        return found

    def is_asbestos(self, agent: str) -> bool:
        """Tell whether an agent is asbestos."""
        found = self.register.get(agent)
        entries = self.catalogue.entries_of(found) if isinstance(found, Agent) else ()
        return any(entry.id == _ASBESTOS for entry in entries)

    def known(self, said: Conditions) -> Conditions:
        """Return conditions without what came later than the day of the document: a result, a measure."""
        degree = said.degree
        if isinstance(degree, Level) and degree.on is not None and degree.on > self.on:
            said = evolve(said, degree=None)
        measures = tuple(
            m if m.period is None else evolve(m, period=until(m.period, self.on))
            for m in said.measures
            if m.period is None or m.period.start <= self.on
        )
        return said if measures == said.measures else evolve(said, measures=measures)

    @cached_property
    def _results(self) -> Results:
        return Results(self.facts, self.on, self.catalogue)

    def results(self, lines: Collection[IndividualExposure]) -> list[Result]:
        """State the results that bear on some exposures of one worker, each once, in order; see `Results`."""
        return self._results.of([evolve(x, conditions=self.known(x.conditions)) for x in lines])

    # -- what is refused

    def refused(self, **named: tuple[str, type | tuple[type, ...]]) -> list[Problem]:
        """Return a problem for each argument whose id names no record of its kind.

        Args:
            named: by argument, the id and the class or classes of the model it must name.
        """
        problems: list[Problem] = []
        for argument, (id, kinds) in named.items():
            try:
                found = self.register.get(id)
            except InvalidValueError as error:
                raise error.under(argument) from None
            if not isinstance(found, kinds):
                known = next((r.id for r in self.register.records() if isinstance(r, kinds)), None)
                example = _NO_SUCH if known is None else Wording(f"such as {known}", f"tel que {known}")
                code = _UNKNOWN.get(argument, "document-establishment-unknown")
                problems.append(TOLD[code].at(f"/{argument}", context={"example": example}))
        return problems


_NO_SUCH: Final = Wording("and the register holds none", "et le registre n'en contient aucun")
_UNKNOWN: Final = {
    "worker": "document-worker-unknown",
    "agent": "document-agent-unknown",
    "employer": "document-company-unknown",
    "service": "document-service-unknown",
    "attestation": "document-signed-one-missing",
}


def _replaced(lines: Sequence[IndividualExposure]) -> Iterator[str]:
    """Yield the derived exposures of a worker to an agent that recorded ones at the same place replace on all days.

    A recorded line that names no workstation is of the whole establishment.
    """
    derived: dict[tuple[str, str | None], list[IndividualExposure]] = {}
    for x in lines:
        if x.derived_from:
            derived.setdefault((x.establishment, x.workstation), []).append(x)
    if not derived or all(x.derived_from for x in lines):
        return
    for (establishment, workstation), here in derived.items():
        recorded = [
            x
            for x in lines
            if not x.derived_from and x.establishment == establishment and x.workstation in (None, workstation)
        ]
        shown = {x.id for days in effective_days([*recorded, *here]) for x in days.exposures}
        yield from (x.id for x in here if x.id not in shown)


def source_of(x: Exposure) -> Source:
    """State how an exposure is known."""
    told = x.provenance
    return Source(
        evidence=told.evidence, document=told.document, author_role=told.author_role, confidence=told.confidence
    )


def until(period: Period, on: dt.date) -> Period:
    """Return a period as it is known on a day: what ends later is still going on.

    One that ends in the month or the year of that day stays as it is written: nobody can say whether it is over.
    """
    end = period.end
    if end is None or end <= on:
        return period
    same_year = end.year == on.year
    open_to_doubt = (period.precision is Precision.YEAR and same_year) or (
        period.precision is Precision.MONTH and same_year and end.month == on.month
    )
    return period if open_to_doubt else evolve(period, end=None, ended=False)


def _name_of(agent: Agent) -> str:
    if isinstance(agent, Mixture):
        return agent.product_name
    return agent.text if isinstance(agent, UnidentifiedAgent) else agent.name

"""What a rule sees: the records it speaks of, and indexes that are built once for all rules."""

import datetime as dt
from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Final, TypeVar, get_args, get_origin

import attrs
from attrs import evolve, frozen

from tracexpo.agents import Agent
from tracexpo.attestations import Attestation, Transmission
from tracexpo.catalogue.editions import Catalogue, shipped
from tracexpo.companies import Company, Establishment
from tracexpo.exposures import CollectiveExposure, Exposure, IndividualExposure
from tracexpo.form import field_types, form_of, members_of
from tracexpo.measurements import Measurement
from tracexpo.periods import Period
from tracexpo.places import meetings, places_of, situations_covering
from tracexpo.references import Reference, references
from tracexpo.register import COLLECTIONS, Record, Register, Statement
from tracexpo.rules.days import Bounds, bounds
from tracexpo.rules.levels import Levels
from tracexpo.rules.scopes import Scopes
from tracexpo.vocabularies import AttestationModel, DocumentKind
from tracexpo.work import Assignment, ExposureSituation, Worker, Workstation

__all__ = ["Context", "Facts", "Window"]

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)
S = TypeVar("S", bound=Statement)


def _grouped(records: Iterable[T], keys_of: Callable[[T], Iterable[K]]) -> Mapping[K, Sequence[T]]:
    groups: dict[K, list[T]] = {}
    for record in records:
        for key in keys_of(record):
            groups.setdefault(key, []).append(record)
    return groups


@frozen
class Window:
    """The days and documents that a rule speaks of."""

    since: dt.date | None = None
    """First day; None: all days before too."""
    until: dt.date | None = None
    """Last day; None: all days after too."""
    documents: tuple[DocumentKind, ...] = ()
    """Documents whose statements are judged whatever their days."""
    models: tuple[AttestationModel, ...] = ()
    """Models of the attestations spoken of; none: all."""

    def holds(self, period: Period) -> bool:
        """Tell whether a period has a written day inside."""
        return (self.until is None or period.start <= self.until) and (
            self.since is None or period.end is None or self.since <= period.end
        )


_ALWAYS: Final = Window()


@frozen
class _Plan:
    """Where the fields of a class may refer to records."""

    single: tuple[tuple[str, tuple[str, ...]], ...]
    """Fields that are one reference, with the collections it may lead to."""
    several: tuple[tuple[str, tuple[str, ...]], ...]
    """Fields that are a tuple of references."""
    inside: tuple[str, ...]
    """Fields that are objects, or tuples of objects, which may refer."""


_PLANS: Final[dict[type, _Plan]] = {}


def _targets(annotation: Any) -> tuple[str, ...]:
    """Return where the single reference of a field may lead; none where it holds no reference."""
    forms = (form_of(member) for member in members_of(annotation))
    return next((form.targets for form in forms if form is not None), ())


def _may_refer(annotation: Any) -> bool:
    if get_origin(annotation) is tuple:
        return _may_refer(get_args(annotation)[0])
    return bool(_targets(annotation)) or any(
        _may_refer(inner)
        for member in members_of(annotation)
        if attrs.has(member)
        for inner in field_types(member).values()
    )


def _plan(cls: type) -> _Plan:
    """Return where the fields of a class may refer to records, worked out once."""
    if cls not in _PLANS:
        types = field_types(cls)
        items = {name: get_args(kind)[0] for name, kind in types.items() if get_origin(kind) is tuple}
        single = tuple((name, targets) for name, kind in types.items() if (targets := _targets(kind)))
        several = tuple((name, targets) for name, kind in items.items() if (targets := _targets(kind)))
        told = {name for name, _ in (*single, *several)}
        inside = tuple(name for name, kind in types.items() if name not in told and _may_refer(kind))
        _PLANS[cls] = _Plan(single, several, inside)
    return _PLANS[cls]


def _surely_leads(value: Any, homes: Mapping[str, str]) -> bool:
    """Tell quickly whether all references of a record lead somewhere; False where it has to be looked at closely."""
    plan = _plan(type(value))
    for name, targets in plan.single:
        named = getattr(value, name)
        if named is not None and homes.get(named) not in targets:
            return False
    for name, targets in plan.several:
        for named in getattr(value, name):
            if homes.get(named) not in targets:
                return False
    for name in plan.inside:
        inner = getattr(value, name)
        if inner is None:
            continue
        if type(inner) is tuple:
            if not all(_surely_leads(item, homes) for item in inner):
                return False
        elif not _surely_leads(inner, homes):
            return False
    return True


class Facts:
    """A register on a day, with the indexes that rules share; each is built when it is first asked for.

    Lists of statements hold those that stand: neither withdrawn nor superseded.
    """

    def __init__(self, register: Register, on: dt.date, catalogue: Catalogue | None = None) -> None:
        self.register = register
        """The register."""
        self.on = on
        """The day on which it is judged."""
        self._catalogue = catalogue
        self.reached: dt.date = on if register.as_of is None else min(on, register.as_of)
        """The day until which what goes on has lasted."""
        self._assignments_at: dict[tuple[str, str | None, str | None], list[Assignment]] = {}
        self._by_start_at: dict[tuple[str, str | None, str], Sequence[tuple[Assignment, dt.date]]] = {}
        self._positions: dict[str, dict[int, int]] = {}
        self._positions_by_id: dict[str, dict[str, int]] = {}

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue passed to `check`, else the shipped edition, which loads when it is first asked for."""
        if self._catalogue is None:
            self._catalogue = shipped()
        return self._catalogue

    @property
    def edition(self) -> str | None:
        """The edition of the catalogue; None while no rule asked for one."""
        return None if self._catalogue is None else self._catalogue.edition

    @cached_property
    def scopes(self) -> Scopes:
        """What the catalogue says of the agents, each looked up once."""
        return Scopes(self.register, self.catalogue)

    @cached_property
    def levels(self) -> Levels:
        """The results in the air beside the limits of their day, each looked at once."""
        return Levels(self)

    def bounds(self, period: Period) -> Bounds:
        """Return what the precision of a period leaves open, on the day of judgement."""
        return bounds(period, self.reached)

    def pointer(self, record: Record) -> str:
        """Return the JSON pointer of a record, in the register's own order."""
        name = record.COLLECTION
        if name not in self._positions:
            self._positions[name] = {id(r): i for i, r in reversed(list(enumerate(getattr(self.register, name))))}
        position = self._positions[name].get(id(record))
        if position is None:
            # a copy: the record with its id is meant
            if name not in self._positions_by_id:
                own = enumerate(getattr(self.register, name))
                self._positions_by_id[name] = {r.id: i for i, r in reversed(list(own))}
            position = self._positions_by_id[name][record.id]
        return f"/{name}/{position}"

    @cached_property
    def repeated_ids(self) -> Sequence[Sequence[tuple[str, Record]]]:
        """The records of each id that comes more than once, with their pointers."""
        seen: set[str] = set()
        more: set[str] = set()
        for record in self.register.records():
            (more if record.id in seen else seen).add(record.id)
        groups: dict[str, list[tuple[str, Record]]] = {id: [] for id in more}
        for name in COLLECTIONS if more else ():
            for i, record in enumerate(getattr(self.register, name)):
                if record.id in more:
                    groups[record.id].append((f"/{name}/{i}", record))
        return list(groups.values())

    @cached_property
    def broken_references(self) -> Sequence[tuple[Record | None, Reference]]:
        """The references that do not lead to a record of the kind spoken of; None stands for the head."""
        homes: dict[str, str] = {record.id: record.COLLECTION for record in self.register.records()}
        unread = {record.id for record in self.register.unread}
        several = {group[0][1].id: {record.COLLECTION for _, record in group} for group in self.repeated_ids}

        def leads(reference: Reference) -> bool:
            home = homes.get(reference.id)
            if home is None:
                return reference.id in unread
            # where ids conflict, which the profile tells, any record of that id will do
            return home in reference.targets or not several.get(reference.id, set()).isdisjoint(reference.targets)

        found: list[tuple[Record | None, Reference]] = []
        for record in self.register.records():
            if not _surely_leads(record, homes):
                found += [(record, reference) for reference in references(record) if not leads(reference)]
        custodian = self.register.custodian
        for reference in references(custodian) if custodian is not None else ():
            if not leads(reference):
                found.append((None, evolve(reference, pointer=f"/custodian{reference.pointer}")))
        return found

    @cached_property
    def corrections(self) -> Sequence[Statement]:
        """The statements that supersede another one, whether they stand or not."""
        return [s for s in self.register.statements() if s.provenance.supersedes is not None]

    def _standing(self, statements: Iterable[S]) -> list[S]:
        return [s for s in statements if self.register.is_current(s)]

    @cached_property
    def exposures(self) -> Sequence[Exposure]:
        """Exposures of both kinds that stand."""
        return self._standing(self.register.exposures)

    @cached_property
    def individuals(self) -> Sequence[IndividualExposure]:
        """Individual exposures that stand, derived ones too."""
        return [x for x in self.exposures if isinstance(x, IndividualExposure)]

    @cached_property
    def collectives(self) -> Sequence[CollectiveExposure]:
        """Collective exposures that stand."""
        return [x for x in self.exposures if isinstance(x, CollectiveExposure)]

    @cached_property
    def assignments(self) -> Sequence[Assignment]:
        """Assignments that stand."""
        return self._standing(self.register.assignments)

    @cached_property
    def measurements(self) -> Sequence[Measurement]:
        """Measurements that stand."""
        return self._standing(self.register.measurements)

    @cached_property
    def attestations(self) -> Sequence[Attestation]:
        """Attestations that stand."""
        return self._standing(self.register.attestations)

    @cached_property
    def transmissions(self) -> Sequence[Transmission]:
        """Transmissions that stand."""
        return self._standing(self.register.transmissions)

    @cached_property
    def found_in(self) -> Mapping[DocumentKind, Sequence[Exposure | Assignment | Measurement]]:
        """Statements that stand and have days, by the document they were found in."""
        dated = (*self.exposures, *self.assignments, *self.measurements)
        return _grouped(dated, lambda s: () if s.provenance.document is None else (s.provenance.document,))

    @cached_property
    def assignments_of(self) -> Mapping[str, Sequence[Assignment]]:
        """Assignments that stand, by worker."""
        return _grouped(self.assignments, lambda a: (a.worker,))

    @cached_property
    def lines_of(self) -> Mapping[tuple[str, str], Sequence[IndividualExposure]]:
        """Individual exposures that stand, by worker and agent."""
        return _grouped(self.individuals, lambda x: ((x.worker, x.agent),))

    @cached_property
    def situations_covering(self) -> Mapping[str, tuple[str, ...]]:
        """The situations that cover a workstation, by its id."""
        return situations_covering(self.register.situations)

    @cached_property
    def assignments_at(self) -> Mapping[str, Sequence[Assignment]]:
        """Assignments that stand, by the id of the workstation or situation they are to."""
        return _grouped(self.assignments, self.places_of)

    def places_of(self, assignment: Assignment) -> tuple[str, ...]:
        """Return the ids of the workstation and the situations that an assignment is to."""
        return places_of(assignment, self.situations_covering)

    def meetings(self) -> Iterable[tuple[CollectiveExposure, tuple[Assignment, ...]]]:
        """Yield each collective exposure that stands with the assignments that share days with it."""
        return meetings(self.collectives, self.assignments, self.register.situations)

    def establishment_of(self, assignment: Assignment) -> str | None:
        """Return the establishment whose workstation or situation an assignment is to."""
        for place in (assignment.workstation, assignment.situation):
            found = self.register.get(place) if place is not None else None
            if isinstance(found, Workstation | ExposureSituation):
                return found.establishment
        return None

    @cached_property
    def services_of(self) -> Mapping[str, frozenset[str]]:
        """The occupational-health services that follow or followed an establishment, by its id."""
        return {e.id: frozenset(s.service for s in e.services) for e in self.register.establishments}

    @cached_property
    def company_of(self) -> Mapping[str, str]:
        """The employer that an establishment belongs to, as far as it is known: its company, else its SIREN."""
        known: dict[str, str] = {}
        for establishment in self.register.establishments:
            company = self.register.get(establishment.company) if establishment.company is not None else None
            siren = establishment.siret[:9] if establishment.siret is not None else None
            if isinstance(company, Company):
                siren = company.siren or siren
            employer = siren or establishment.company
            if employer is not None:
                known[establishment.id] = employer
        return known

    def assignments_to(self, exposure: IndividualExposure) -> list[Assignment]:
        """Return the assignments of the worker to the very place of an exposure, whatever their days.

        Those it was derived from; else those to its workstation; without a workstation, those to its establishment.
        """
        if exposure.derived_from:
            own = self.assignments_of.get(exposure.worker, ())
            return [a for a in own if a.id in exposure.derived_from]
        if exposure.workstation is not None:
            return self._to_workstation(exposure.worker, exposure.workstation)
        return self._to_establishment(exposure.worker, exposure.establishment)

    def _to_workstation(self, worker: str, workstation: str) -> list[Assignment]:
        key = (worker, workstation, None)
        if key not in self._assignments_at:
            own = self.assignments_of.get(worker, ())
            around = self.situations_covering.get(workstation, ())
            found = [a for a in own if a.workstation == workstation or a.situation in around]
            self._assignments_at[key] = found
        return self._assignments_at[key]

    def _to_establishment(self, worker: str, establishment: str) -> list[Assignment]:
        key = (worker, None, establishment)
        if key not in self._assignments_at:
            own = self.assignments_of.get(worker, ())
            self._assignments_at[key] = [a for a in own if self.establishment_of(a) == establishment]
        return self._assignments_at[key]

    def assignments_behind(self, exposure: IndividualExposure) -> list[Assignment]:
        """Return the assignments of the worker to the place of an exposure, or else to its establishment."""
        if exposure.worker not in self.assignments_of:
            return []
        return self.assignments_to(exposure) or self._to_establishment(exposure.worker, exposure.establishment)

    def assignments_during(self, exposure: IndividualExposure) -> Iterator[Assignment]:
        """Yield the assignments behind an exposure that share a written day with it, the latest begun first."""
        place = (exposure.worker, exposure.workstation, exposure.establishment)
        if exposure.derived_from:
            by_start = _by_start(self.assignments_behind(exposure))
        elif place in self._by_start_at:
            by_start = self._by_start_at[place]
        else:
            by_start = self._by_start_at[place] = _by_start(self.assignments_behind(exposure))
        end = exposure.period.end
        begun = len(by_start) if end is None else bisect_right(by_start, end, key=lambda item: item[0].period.start)
        for assignment, lasting in reversed(by_start[:begun]):
            if lasting < exposure.period.start:
                return
            if assignment.period.overlaps(exposure.period):
                yield assignment


def _by_start(assignments: Iterable[Assignment]) -> Sequence[tuple[Assignment, dt.date]]:
    """Put assignments in the order of their starts, each with the last day of it and of those before."""
    found: list[tuple[Assignment, dt.date]] = []
    lasting = dt.date.min
    for assignment in sorted(assignments, key=lambda a: a.period.start):
        lasting = max(lasting, assignment.period.end or dt.date.max)
        found.append((assignment, lasting))
    return found


class Context:
    """What one rule sees: `facts`, and of these the records its days and documents reach."""

    def __init__(self, facts: Facts, window: Window = _ALWAYS) -> None:
        self.facts = facts
        """All that stands, whatever the days, with the indexes."""
        self.window = window
        """The days and documents the rule speaks of."""
        self.register: Register = facts.register
        """The register."""
        self.on: dt.date = facts.on
        """The day on which it is judged."""
        self.reached: dt.date = facts.reached
        """The day until which what goes on has lasted."""

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue passed to `check`, else the shipped edition."""
        return self.facts.catalogue

    def bounds(self, period: Period) -> Bounds:
        """Return what the precision of a period leaves open, on the day of judgement."""
        return self.facts.bounds(period)

    def _reached(self, statements: Sequence[T], period_of: Callable[[T], Period]) -> Sequence[T]:
        if self.window == _ALWAYS:
            return statements
        return [s for s in statements if self.window.holds(period_of(s)) or self._document(s)]

    def _document(self, statement: object) -> bool:
        provenance = getattr(statement, "provenance", None)
        return provenance is not None and provenance.document in self.window.documents

    @cached_property
    def individuals(self) -> Sequence[IndividualExposure]:
        """Individual exposures, derived ones too."""
        return self._reached(self.facts.individuals, lambda x: x.period)

    @cached_property
    def collectives(self) -> Sequence[CollectiveExposure]:
        """Collective exposures."""
        return self._reached(self.facts.collectives, lambda x: x.period)

    @cached_property
    def assignments(self) -> Sequence[Assignment]:
        """Assignments."""
        return self._reached(self.facts.assignments, lambda a: a.period)

    @cached_property
    def measurements(self) -> Sequence[Measurement]:
        """Measurements."""
        return self._reached(self.facts.measurements, lambda m: Period(m.sampled_on, m.sampled_on))

    @property
    def attestations(self) -> Sequence[Attestation]:
        """Attestations of the models spoken of."""
        models = self.window.models
        return [a for a in self.facts.attestations if a.model in models] if models else self.facts.attestations

    @property
    def transmissions(self) -> Sequence[Transmission]:
        """Transmissions."""
        return self.facts.transmissions

    @property
    def workers(self) -> Sequence[Worker]:
        """Workers."""
        return self.register.workers

    @property
    def agents(self) -> Sequence[Agent]:
        """Agents."""
        return self.register.agents

    @property
    def companies(self) -> Sequence[Company]:
        """Companies."""
        return self.register.companies

    @property
    def establishments(self) -> Sequence[Establishment]:
        """Establishments."""
        return self.register.establishments

    @property
    def situations(self) -> Sequence[ExposureSituation]:
        """Situations of exposure."""
        return self.register.situations

"""Strategies for whole registers that cohere: what each record says agrees with all the others."""

import datetime as dt
from collections.abc import Iterable, Sequence
from fractions import Fraction as Ratio
from typing import Any, Final, TypeVar, get_args

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from tracexpo.agents import Agent, AgentGroup, Mixture
from tracexpo.attestations import Attestation, Party, Transmission
from tracexpo.companies import Company, Establishment, OccupationalHealthService, Predecessor
from tracexpo.exposures import CollectiveExposure, Conditions, Exposure, IndividualExposure
from tracexpo.form import FIRST_DAY, LAST_DAY, STATEMENTS
from tracexpo.measurements import Measurement
from tracexpo.periods import Period
from tracexpo.provenance import Provenance, Withdrawal
from tracexpo.references import references
from tracexpo.register import COLLECTIONS, FORMAT_VERSION, Custodian, Register, UnreadRecord
from tracexpo.testing.instances import Scene, draw_instance, draw_one, instances, mend_precision
from tracexpo.testing.scalars import days, ids, instants, numbers, sirets, texts
from tracexpo.vocabularies import PartyKind, Precision, SampleMatrix, SuccessionKind, TransmissionSubject
from tracexpo.work import Assignment, ExposureSituation, Identity, Worker, Workstation

__all__ = ["registers", "unread_records"]

T = TypeVar("T")

_EARLIEST: Final = dt.date(1960, 1, 1)
_LATEST: Final = dt.date(2100, 12, 31)
_DAY: Final = dt.timedelta(days=1)
_YEAR: Final = dt.timedelta(days=366)
_SELDOM: Final = st.sampled_from((False, False, False, True))
_HOMES: Final = {
    PartyKind.EMPLOYER: "establishments",
    PartyKind.TEMP_AGENCY: "establishments",
    PartyKind.HEALTH_SERVICE: "services",
    PartyKind.WORKER: "workers",
}
"""Where the records of a party stand; a fund or a research body has none."""
_TOLD_TO: Final = {
    TransmissionSubject.LIST: PartyKind.HEALTH_SERVICE,
    TransmissionSubject.UPDATE: PartyKind.HEALTH_SERVICE,
    TransmissionSubject.TEMPORARY_WORKER: PartyKind.TEMP_AGENCY,
    TransmissionSubject.END_OF_EXPOSURE: PartyKind.HEALTH_SERVICE,
}


def unread_records(*, id: str | SearchStrategy[str] | None = None) -> SearchStrategy[UnreadRecord]:
    """Return records of a newer version of the format: they hold a field unknown to this one.

    Args:
        id: the id of the record; any by default.
    """
    homes = st.sampled_from(("companies", "establishments", "workers"))  # where nothing but the id is required
    return instances(UnreadRecord, collection=homes, id=ids() if id is None else id)


@st.composite
def registers(
    draw: DrawFn, *, most: int = 2, as_of: dt.date | None = None, derived: bool = True, newer: bool = False
) -> Register:
    """Return registers that cohere.

    Ids are unique over all collections and every reference names a record of the right one. Exposures lie
    inside the assignments of their worker, and everything at an establishment inside the days on which it
    was active; nothing starts after `as_of`. Statements are corrected and withdrawn now and then, never
    twice. Numbers are such as can be true. A register may be empty.

    Args:
        most: how many records of a class are drawn at most; corrections and derived exposures come on top.
        as_of: the day whose knowledge the registers hold; by default any day, or none is told.
        derived: whether some individual exposures are derived from a collective one and an assignment.
        newer: whether the registers are of a newer minor version, with records that cannot be read.

    >>> from hypothesis import given, settings
    >>> @settings(max_examples=5)
    ... @given(registers(as_of=dt.date(2025, 11, 30)))
    ... def test_nothing_starts_later(register):
    ...     assert all(exposure.period.start <= register.as_of for exposure in register.exposures)
    >>> test_nothing_starts_later()
    """
    making = _Making(draw, most, as_of)
    if draw(st.integers(0, 19)):
        making.describe()
        making.state(derived=derived)
        making.correct()
    return making.register(newer=newer)


class _Making:
    """A register in the making: the records drawn so far and the days they speak of."""

    def __init__(self, draw: DrawFn, most: int, as_of: dt.date | None) -> None:
        self._draw = draw
        self._most = most
        self._is_told = as_of is not None or draw(st.booleans())
        self._as_of = as_of or draw(days(_EARLIEST + 20 * _YEAR, _LATEST))
        self._first = draw(days(min(_EARLIEST, self._as_of), self._as_of))
        self._found: dict[str, list[Any]] = {name: [] for name in COLLECTIONS}
        self._taken: set[str] = set()
        self._custodian: Custodian | None = None

    # -- drawing

    def _new_id(self) -> str:
        id = self._draw(ids())
        while id in self._taken:
            id = f"{id[:100]}-{len(self._taken)}"
        self._taken.add(id)
        return id

    def _add(self, cls: Any, scene: Scene | None = None, **fixed: Any) -> None:
        record = draw_instance(self._draw, cls, scene or self._scene(), id=self._new_id(), **fixed)
        self._found[cls.COLLECTION].append(record)

    def _scene(self, within: Period | None = None) -> Scene:
        """What may be spoken of on the days of a period, as far as they are past."""
        known = {name: [record.id for record in records] for name, records in self._found.items()}
        if within is None:
            return Scene(first=self._first, last=self._as_of, known=known)
        last = self._as_of if within.end is None else min(within.end, self._as_of)
        return Scene(first=within.start, last=last, open=within.end is None, known=known)

    def _times(self, least: int = 0) -> range:
        return range(self._draw(st.integers(least, self._most)))

    def _one(self, options: Iterable[T]) -> T:
        return draw_one(self._draw, list(options))

    def _one_or_none(self, options: Sequence[T]) -> T | None:
        if not options or not self._draw(st.booleans()):
            return None
        return self._one(options)

    def _some(self, options: Iterable[T]) -> tuple[T, ...]:
        return tuple(option for option in options if self._draw(st.booleans()))

    def _period_in(self, outer: Period) -> Period:
        """A period inside another one that starts no later than `as_of`; its end may be planned."""
        if self._draw(_SELDOM):
            return outer
        start = self._draw(self._scene(outer).days)
        end = None
        if outer.end is not None or self._draw(st.booleans()):
            end = self._draw(days(start, min(outer.end or LAST_DAY, max(start, self._as_of) + _YEAR)))
        fields: dict[str, Any] = {"start": start, "end": end, "precision": self._one(Precision)}
        fields["ended"] = end is None and (outer.ended or self._draw(st.booleans()))
        mend_precision(fields, frozenset(), Scene(first=outer.start, last=outer.end or LAST_DAY))
        return Period(**fields)

    # -- descriptions

    def describe(self) -> None:
        """Draw who and what there is."""
        for _ in self._times():
            country = self._one(("FR", "FR", "CH"))
            self._add(Company, country=country, **({} if country == "FR" else {"siren": None}))
        for _ in self._times():
            self._add(OccupationalHealthService)
        for _ in self._times(1):
            self._establishment()
        for _ in self._times():
            self._add(Workstation)
        for _ in self._times():
            self._situation()
        for _ in self._times(1):
            self._worker()
        for _ in self._times(1):
            self._agent()

    def _establishment(self) -> None:
        """Some closed before `as_of`; the SIRET begins with the SIREN of the company."""
        company = self._one_or_none(self._found["companies"])
        closed = self._draw(days(self._first, self._as_of)) if self._draw(_SELDOM) else None
        active = Period(self._first, closed) if closed is not None or self._draw(st.booleans()) else None
        fixed: dict[str, Any] = {}
        if company is not None:
            fixed["siret"] = None if company.siren is None else self._draw(st.none() | sirets(company.siren))
        earlier = [e for e in self._found["establishments"] if e.active is not None and e.active.end is not None]
        fixed["preceded_by"] = tuple(
            Predecessor(establishment=e.id, on=e.active.end + _DAY, how=self._one(SuccessionKind))
            for e in self._some(earlier)
            if e.active.end < (closed or self._as_of)
        )
        company_id = None if company is None else company.id
        self._add(Establishment, self._scene(active), company=company_id, active=active, **fixed)

    def _active(self, establishment: str) -> Period:
        found = next(e for e in self._found["establishments"] if e.id == establishment)
        return found.active or Period(self._first)

    def _situation(self) -> None:
        establishment = self._one(self._found["establishments"]).id
        near = [ws.id for ws in self._found["workstations"] if ws.establishment == establishment]
        scene = self._scene(self._active(establishment))
        self._add(ExposureSituation, scene, establishment=establishment, workstations=self._some(near))

    def _worker(self) -> None:
        """Of an age to work on the first day."""
        oldest, youngest = (max(FIRST_DAY, self._first - years * _YEAR) for years in (40, 18))
        born = st.none() | days(oldest, youngest)
        identity = draw_instance(self._draw, Identity, self._scene(), birth_date=born)
        self._add(Worker, identity=identity if self._draw(st.booleans()) else None)

    def _agent(self) -> None:
        cls = self._one(get_args(Agent))
        agents = self._found["agents"]
        fixed: dict[str, Any] = {}
        if cls is Mixture:
            earlier = self._one_or_none([agent.id for agent in agents if isinstance(agent, Mixture)])
            fixed = {"supersedes": earlier, "valid": None}
        elif cls is AgentGroup:
            fixed["members"] = self._some(agent.id for agent in agents)
        self._add(cls, **fixed)

    # -- statements

    def state(self, *, derived: bool) -> None:
        """Draw what is said of them."""
        if self._draw(st.booleans()):
            party = self._party(self._one(PartyKind))
            self._custodian = draw_instance(self._draw, Custodian, self._scene(), **party)
        if self._places():
            for _ in self._times():
                self._assignment()
        for _ in self._times():
            self._measurement()
        for _ in self._times():
            self._collective()
        for _ in self._times():
            self._individual()
        if derived:
            self._derive()
        for _ in self._times():
            self._attestation()
        for _ in self._times():
            self._transmission()

    def _party(self, kind: PartyKind) -> dict[str, Any]:
        known = [record.id for record in self._found[_HOMES[kind]]] if kind in _HOMES else []
        return {"kind": kind, "id": self._one_or_none(known)}

    def _places(self, establishment: str | None = None) -> list[Workstation | ExposureSituation]:
        places = [*self._found["workstations"], *self._found["situations"]]
        return [place for place in places if establishment in (None, place.establishment)]

    def _at(self, place: Workstation | ExposureSituation | None) -> dict[str, str | None]:
        """The fields that name a place."""
        workstation = place.id if isinstance(place, Workstation) else None
        situation = place.id if isinstance(place, ExposureSituation) else None
        return {"workstation": workstation, "situation": situation}

    def _place_of(self, assignment: Assignment) -> Workstation | ExposureSituation:
        return next(p for p in self._places() if p.id in (assignment.workstation, assignment.situation))

    def _assignment(self) -> None:
        place = self._one(self._places())
        active = self._active(place.establishment)
        # all of them together are at most the whole working time
        share = st.none() | numbers(least=0, most=Ratio(1, self._most), above=True)
        self._add(Assignment, self._scene(active), period=self._period_in(active), share=share, **self._at(place))

    def _measurement(self) -> None:
        """Of blood or urine only where a health service keeps the register."""
        establishment = self._one(self._found["establishments"]).id
        matrices = [SampleMatrix.AIR, SampleMatrix.SURFACE, SampleMatrix.OTHER]
        if self._custodian is not None and self._custodian.kind is PartyKind.HEALTH_SERVICE:
            matrices += [SampleMatrix.BLOOD, SampleMatrix.URINE]
        place = self._at(self._one_or_none(self._places(establishment)))
        scene = self._scene(self._active(establishment))
        self._add(Measurement, scene, establishment=establishment, matrix=self._one(matrices), **place)

    def _collective(self) -> None:
        """Of a place where somebody is assigned, if there is one."""
        assigned = [self._place_of(assignment) for assignment in self._found["assignments"]]
        place = self._one_or_none(assigned or self._places())
        establishment = place.establishment if place is not None else self._one(self._found["establishments"]).id
        period = self._period_in(self._active(establishment))
        scene = self._scene(period)
        self._add(CollectiveExposure, scene, establishment=establishment, period=period, **self._at(place))

    def _individual(self) -> None:
        """Inside an assignment of the worker, or of a worker who has none."""
        assigned = {assignment.worker for assignment in self._found["assignments"]}
        free = [worker.id for worker in self._found["workers"] if worker.id not in assigned]
        choice = self._one([*self._found["assignments"], *free])
        fixed: dict[str, Any] = {"derived_from": (), "beside": ()}
        if isinstance(choice, Assignment):
            establishment, outer = self._place_of(choice).establishment, choice.period
            fixed |= self._as_assigned(choice)
        else:
            establishment = self._one(self._found["establishments"]).id
            outer = self._active(establishment)
            near = [ws.id for ws in self._found["workstations"] if ws.establishment == establishment]
            fixed |= {"worker": choice, "workstation": self._one_or_none(near)}
        period = self._period_in(outer)
        fixed["destroy_on"] = self._destruction(period)
        self._add(IndividualExposure, self._scene(period), establishment=establishment, period=period, **fixed)

    def _as_assigned(self, assignment: Assignment) -> dict[str, Any]:
        names = ("worker", "workstation", "employer", "contract", "place")
        return {name: getattr(assignment, name) for name in names}

    def _destruction(self, period: Period) -> dt.date | None:
        """More than fifty years after the end."""
        earliest = max(period.end or self._as_of, self._as_of) + 51 * _YEAR
        return self._draw(st.none() | days(earliest)) if earliest < LAST_DAY else None

    def _derive(self) -> None:
        """Carry some collective exposures to the workers assigned to their place."""
        recorded = self._individuals()
        for collective in self._found["exposures"][:]:
            if not isinstance(collective, CollectiveExposure):
                continue
            for assignment in self._found["assignments"]:
                place = self._place_of(assignment)
                period = collective.period.intersection(assignment.period)
                if place.id in (collective.workstation, collective.situation) and period and not self._draw(_SELDOM):
                    same = (assignment.worker, collective.agent)
                    beside = tuple(x.id for x in recorded if (x.worker, x.agent) == same)
                    self._derived(collective, assignment, period, beside)

    def _derived(
        self, collective: CollectiveExposure, assignment: Assignment, period: Period, beside: tuple[str, ...]
    ) -> None:
        fixed = {name: getattr(collective, name) for name in ("agent", "establishment", "conditions")}
        fixed |= {"accidents": (), "authorisations": (), "destroy_on": None, "note": None}
        fixed |= {"period": period, "derived_from": (collective.id, assignment.id), "beside": beside}
        self._add(IndividualExposure, **fixed, **self._as_assigned(assignment))

    def _attestation(self) -> None:
        """Of one worker and of one agent, as the model of 1995 would have it."""
        worker = self._one(self._found["workers"]).id
        agent = self._one(self._found["agents"]).id
        stated = self._some(x for x in self._individuals() if (x.worker, x.agent) == (worker, agent))
        near = [m.id for m in self._found["measurements"] if m.agent == agent and m.worker in (worker, None)]
        self._add(
            Attestation,
            worker=worker,
            agents=(agent,),
            establishments=tuple(dict.fromkeys(x.establishment for x in stated)),
            periods=tuple(dict.fromkeys(x.period for x in stated)),
            results=self._some(near),
            issued_on=st.none() | self._days_after(stated),
            exposures=tuple(x.id for x in stated),
        )

    def _transmission(self) -> None:
        subject = self._one(TransmissionSubject)
        party = Party(**self._party(_TOLD_TO[subject]))
        told = self._some(self._individuals())
        on = self._draw(self._days_after(told))
        self._add(Transmission, subject=subject, to=party, on=on, exposures=tuple(x.id for x in told))

    def _individuals(self) -> list[IndividualExposure]:
        return [x for x in self._found["exposures"] if isinstance(x, IndividualExposure)]

    def _days_after(self, told: Iterable[IndividualExposure]) -> SearchStrategy[dt.date]:
        return days(max((x.period.start for x in told), default=self._first), self._as_of)

    # -- corrections

    def correct(self) -> None:
        """Correct or withdraw some statements, but none that an exposure was derived from."""
        named = {r.id for records in self._found.values() for record in records for r in references(record)}
        origins = {origin for x in self._individuals() for origin in x.derived_from}
        for statement in [s for name in STATEMENTS for s in self._found[name] if s.id not in origins]:
            if self._draw(_SELDOM):
                last = self._corrected(statement)
                while self._draw(_SELDOM):
                    last = self._corrected(last)
            elif statement.id not in named and not isinstance(statement, Assignment) and self._draw(_SELDOM):
                self._add(Withdrawal, of=statement.id, provenance=self._provenance_after(statement))

    def _corrected(self, statement: Any) -> Any:
        """Say it again with other conditions, or only with another provenance."""
        changes: dict[str, Any] = {"provenance": self._provenance_after(statement, supersedes=statement.id)}
        if isinstance(statement, Exposure) and not getattr(statement, "derived_from", ()):
            changes["conditions"] = draw_instance(self._draw, Conditions, self._scene(statement.period))
        successor = attrs.evolve(statement, id=self._new_id(), **changes)
        self._found[statement.COLLECTION].append(successor)
        return successor

    def _provenance_after(self, statement: Any, *, supersedes: str | None = None) -> Provenance:
        before = statement.provenance.recorded_at
        at = self._draw(instants(self._first, self._as_of))
        fixed: dict[str, Any] = {"recorded_at": at if before is None else max(at, before), "supersedes": supersedes}
        return draw_instance(self._draw, Provenance, self._scene(), reason=st.none() | texts(), **fixed)

    # -- the whole

    def register(self, *, newer: bool) -> Register:
        """Return the register."""
        fields: dict[str, Any] = {name: tuple(records) for name, records in self._found.items()}
        if newer:
            major, minor = map(int, FORMAT_VERSION.split("."))
            fields["version"] = f"{major}.{minor + self._one((1, 2, 40))}"
            fields["unread"] = tuple(self._draw(unread_records(id=self._new_id())) for _ in self._times(1))
        return Register(as_of=self._as_of if self._is_told else None, custodian=self._custodian, **fields)

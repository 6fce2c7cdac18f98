"""Strategies for whole registers that cohere: what each record says agrees with all the others."""

import datetime as dt
from collections.abc import Sequence
from fractions import Fraction as Ratio
from typing import Any, Final, TypeVar, get_args

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from tracexpo.agents import Agent, AgentGroup, Mixture
from tracexpo.attestations import Attestation, Party, Transmission
from tracexpo.companies import Company, Establishment, OccupationalHealthService, Predecessor
from tracexpo.exposures import CollectiveExposure, Conditions, IndividualExposure
from tracexpo.form import LAST_DAY, STATEMENTS
from tracexpo.measurements import Measurement
from tracexpo.periods import Period
from tracexpo.provenance import Provenance, Withdrawal
from tracexpo.references import references
from tracexpo.register import COLLECTIONS, FORMAT_VERSION, Custodian, Register, UnreadRecord
from tracexpo.testing.instances import Scene, draw_instance, instances, mend_precision
from tracexpo.testing.scalars import days, ids, instants, numbers, sirets, texts
from tracexpo.vocabularies import PartyKind, Precision, SampleMatrix, SuccessionKind, TransmissionSubject
from tracexpo.work import Assignment, ExposureSituation, Identity, Worker, Workstation

__all__ = ["registers", "unread_records"]

R = TypeVar("R")
T = TypeVar("T")

_EARLIEST: Final = dt.date(1960, 1, 1)
_LATEST: Final = dt.date(2100, 12, 31)
_DAY: Final = dt.timedelta(days=1)
_ONCE_IN_FOUR: Final = st.sampled_from((False, False, False, True))
_PLACE_OF: Final = {
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
    """Return records of a newer version of the format, that hold a field unknown to this one.

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

    >>> from hypothesis import find
    >>> find(registers(as_of=dt.date(2025, 11, 30)), lambda register: len(register.exposures) > 0)
    <Register 1.0 as of 2025-11-30: 1 establishments, 1 workers, 1 agents, 1 exposures>
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
        self._told = as_of is not None or draw(st.booleans())
        self._as_of = as_of or draw(days(_EARLIEST + 20 * 365 * _DAY, _LATEST))
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

    def _add(self, cls: type[R], scene: Scene | None = None, **fixed: object) -> R:
        record = draw_instance(self._draw, cls, scene or self._scene(), id=self._new_id(), **fixed)
        self._found[record.COLLECTION].append(record)  # type: ignore[attr-defined]
        return record

    def _scene(self, within: Period | None = None) -> Scene:
        """What may be spoken of on the days of a period, as far as they are past."""
        known = {name: [record.id for record in records] for name, records in self._found.items()}
        if within is None:
            return Scene(first=self._first, last=self._as_of, known=known)
        last = self._as_of if within.end is None else min(within.end, self._as_of)
        return Scene(first=within.start, last=last, open=within.end is None, known=known)

    def _times(self, least: int = 0) -> range:
        return range(self._draw(st.integers(least, self._most)))

    def _one(self, options: Sequence[T]) -> T:
        return self._draw(st.sampled_from(options))

    def _one_or_none(self, options: Sequence[T]) -> T | None:
        return self._one(options) if options and self._draw(st.booleans()) else None

    def _some(self, options: Sequence[T]) -> tuple[T, ...]:
        return tuple(option for option in options if self._draw(st.booleans()))

    def _day_in(self, period: Period) -> dt.date:
        return self._draw(self._scene(period).days)

    def _period_in(self, outer: Period) -> Period:
        """A period inside another one that starts no later than `as_of`."""
        if self._draw(_ONCE_IN_FOUR):
            return outer
        start = self._day_in(outer)
        far = min(outer.end or LAST_DAY, self._as_of + 400 * _DAY)
        end = None if outer.end is None and self._draw(st.booleans()) else self._draw(days(start, max(start, far)))
        fields = {
            "start": start,
            "end": end,
            "precision": self._one(tuple(Precision)),
            "ended": end is None and (outer.ended or self._draw(st.booleans())),
        }
        mend_precision(fields, frozenset(), Scene(first=outer.start, last=outer.end or LAST_DAY))
        return Period(**fields)

    # -- descriptions

    def describe(self) -> None:
        """Draw who and what there is."""
        for _ in self._times():
            self._company()
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

    def _company(self) -> None:
        country = self._one(("FR", "FR", "CH"))
        self._add(Company, country=country, **({} if country == "FR" else {"siren": None}))

    def _establishment(self) -> None:
        """Some closed before `as_of`; the SIRET begins with the SIREN of the company."""
        company = self._one_or_none(self._found["companies"])
        closed = self._draw(_ONCE_IN_FOUR)
        known = closed or self._draw(st.booleans())
        end = self._draw(days(self._first, self._as_of)) if closed else None
        active = Period(self._first, end) if known else None
        fixed: dict[str, object] = {}
        if company is not None:
            fixed["company"] = company.id
            fixed["siret"] = st.none() if company.siren is None else st.none() | sirets(company.siren)
        else:
            fixed["company"] = None
        before = [e for e in self._found["establishments"] if e.active is not None and e.active.end is not None]
        fixed["preceded_by"] = tuple(
            Predecessor(establishment=e.id, on=e.active.end + _DAY, how=self._one(tuple(SuccessionKind)))
            for e in self._some(before)
            if e.active.end < self._as_of
        )
        if not self._found["services"]:
            fixed["services"] = ()
        self._add(Establishment, self._scene(active), active=active, **fixed)

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
        born = days(self._first - 40 * 366 * _DAY, self._first - 18 * 366 * _DAY)
        scene = self._scene()
        identity = draw_instance(self._draw, Identity, scene, birth_date=st.none() | born)
        self._add(Worker, scene, identity=identity if self._draw(st.booleans()) else None)

    def _agent(self) -> None:
        cls = self._one(get_args(Agent))
        agents = self._found["agents"]
        fixed: dict[str, object] = {}
        if cls is Mixture:
            earlier = self._one_or_none([agent for agent in agents if isinstance(agent, Mixture)])
            fixed = {"supersedes": None if earlier is None else earlier.id, "valid": None}
            if not agents:
                fixed["components"] = ()
        elif cls is AgentGroup:
            fixed["members"] = self._some([agent.id for agent in agents])
        self._add(cls, **fixed)

    # -- statements

    def state(self, *, derived: bool) -> None:
        """Draw what is said of them."""
        if self._draw(st.booleans()):
            kind, id = self._party(self._one(tuple(PartyKind)))
            self._custodian = draw_instance(self._draw, Custodian, self._scene(), kind=kind, id=id)
        if self._found["workstations"] or self._found["situations"]:
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

    def _party(self, kind: PartyKind) -> tuple[PartyKind, str | None]:
        records = self._found[_PLACE_OF[kind]] if kind in _PLACE_OF else []
        found = self._one_or_none(records)
        return kind, None if found is None else found.id

    def _place(self, establishment: str, name: str) -> str | None:
        near = [place.id for place in self._found[name] if place.establishment == establishment]
        return self._one_or_none(near)

    def _assignment(self) -> None:
        place = self._one([*self._found["workstations"], *self._found["situations"]])
        active = self._active(place.establishment)
        workstation, situation = (place.id, None) if isinstance(place, Workstation) else (None, place.id)
        if workstation is None:
            workstation = self._place(place.establishment, "workstations")
        self._add(
            Assignment,
            self._scene(active),
            workstation=workstation,
            situation=situation,
            period=self._period_in(active),
            # so that all of them together are at most the whole working time
            share=st.none() | numbers(least=0, most=Ratio(1, self._most), above=True),
        )

    def _measurement(self) -> None:
        """Of a person's blood or urine only where a health service keeps the register."""
        establishment = self._one(self._found["establishments"]).id
        active = self._active(establishment)
        biological = self._custodian is not None and self._custodian.kind is PartyKind.HEALTH_SERVICE
        matrices = tuple(m for m in SampleMatrix if biological or m not in (SampleMatrix.BLOOD, SampleMatrix.URINE))
        self._add(
            Measurement,
            self._scene(active),
            establishment=establishment,
            workstation=self._place(establishment, "workstations"),
            situation=self._place(establishment, "situations"),
            matrix=self._one(matrices),
        )

    def _collective(self) -> None:
        """Of a workstation or situation, of those with an assignment first of all."""
        places = {assignment.workstation or assignment.situation for assignment in self._found["assignments"]}
        records = [*self._found["workstations"], *self._found["situations"]]
        place = self._one_or_none([p for p in records if p.id in places] or records)
        establishment = self._one(self._found["establishments"]).id if place is None else place.establishment
        period = self._period_in(self._active(establishment))
        self._add(
            CollectiveExposure,
            self._scene(period),
            establishment=establishment,
            workstation=place.id if isinstance(place, Workstation) else None,
            situation=place.id if isinstance(place, ExposureSituation) else None,
            period=period,
        )

    def _establishment_of(self, assignment: Assignment) -> str:
        place = assignment.workstation or assignment.situation
        found = next(p for p in [*self._found["workstations"], *self._found["situations"]] if p.id == place)
        return str(found.establishment)

    def _individual(self) -> None:
        """Inside an assignment of the worker, or of a worker who has none."""
        assigned = {assignment.worker for assignment in self._found["assignments"]}
        free = [worker.id for worker in self._found["workers"] if worker.id not in assigned]
        choice = self._one([*self._found["assignments"], *free])
        fixed: dict[str, object]
        if isinstance(choice, Assignment):
            establishment = self._establishment_of(choice)
            fixed = {"worker": choice.worker, "workstation": choice.workstation}
            fixed |= {"employer": choice.employer, "contract": choice.contract}
            period = self._period_in(choice.period)
        else:
            establishment = self._one(self._found["establishments"]).id
            fixed = {"worker": choice, "workstation": self._place(establishment, "workstations")}
            period = self._period_in(self._active(establishment))
        fixed |= {"derived_from": (), "beside": (), "destroy_on": self._destruction(period)}
        self._add(IndividualExposure, self._scene(period), establishment=establishment, period=period, **fixed)

    def _destruction(self, period: Period) -> dt.date | None:
        """More than fifty years after the end."""
        end = period.end or self._as_of
        return self._draw(days(end + 51 * 366 * _DAY)) if end.year < 2140 and self._draw(st.booleans()) else None

    def _derive(self) -> None:
        """Carry some collective exposures to the workers assigned to their place."""
        recorded = [x for x in self._found["exposures"] if isinstance(x, IndividualExposure)]
        for collective in [x for x in self._found["exposures"] if isinstance(x, CollectiveExposure)]:
            for assignment in self._found["assignments"]:
                here = collective.workstation in (assignment.workstation, None) and collective.situation in (
                    assignment.situation,
                    None,
                )
                placed = collective.workstation is not None or collective.situation is not None
                period = collective.period.intersection(assignment.period)
                if not (here and placed) or period is None or not self._draw(st.booleans()):
                    continue
                same = (assignment.worker, collective.agent)
                self._add(
                    IndividualExposure,
                    worker=assignment.worker,
                    agent=collective.agent,
                    establishment=collective.establishment,
                    workstation=assignment.workstation,
                    period=period,
                    employer=assignment.employer,
                    contract=assignment.contract,
                    place=assignment.place,
                    conditions=collective.conditions,
                    accidents=(),
                    authorisations=(),
                    derived_from=(collective.id, assignment.id),
                    beside=tuple(x.id for x in recorded if (x.worker, x.agent) == same),
                    destroy_on=None,
                    note=None,
                )

    def _attestation(self) -> None:
        """Of one worker, and of one agent, as the model of 1995 would have it."""
        worker = self._one(self._found["workers"]).id
        agent = self._one(self._found["agents"]).id
        stated = self._some([x for x in self._individuals() if (x.worker, x.agent) == (worker, agent)])
        results = [m.id for m in self._found["measurements"] if m.agent == agent and m.worker in (worker, None)]
        self._add(
            Attestation,
            self._scene(),
            worker=worker,
            agents=(agent,),
            establishments=tuple(dict.fromkeys(x.establishment for x in stated)),
            periods=tuple(dict.fromkeys(x.period for x in stated)),
            results=self._some(results),
            issued_on=st.none() | self._day_after(stated),
            exposures=tuple(x.id for x in stated),
        )

    def _transmission(self) -> None:
        subject = self._one(tuple(TransmissionSubject))
        kind, id = self._party(_TOLD_TO[subject])
        told = self._some(self._individuals())
        on = self._day_after(told)
        ids = tuple(x.id for x in told)
        self._add(Transmission, subject=subject, to=Party(kind=kind, id=id), on=on, exposures=ids)

    def _individuals(self) -> list[IndividualExposure]:
        return [x for x in self._found["exposures"] if isinstance(x, IndividualExposure)]

    def _day_after(self, told: Sequence[IndividualExposure]) -> SearchStrategy[dt.date]:
        return days(max((x.period.start for x in told), default=self._first), self._as_of)

    # -- corrections

    def correct(self) -> None:
        """Correct or withdraw some statements that no other record builds on."""
        records = [record for found in self._found.values() for record in found]
        origins = {origin for x in self._individuals() for origin in x.derived_from}
        named = {reference.id for record in records for reference in references(record)}
        for statement in [s for name in STATEMENTS for s in self._found[name] if s.id not in origins]:
            fate = self._draw(st.integers(0, 9))
            if fate == 9:
                self._supersede(statement)
            elif fate == 8 and statement.id not in named and not isinstance(statement, Assignment):
                self._add(Withdrawal, of=statement.id, provenance=self._provenance_after(statement))

    def _supersede(self, statement: Any) -> None:
        provenance = self._provenance_after(statement, supersedes=statement.id)
        changed = (
            {"conditions": draw_instance(self._draw, Conditions, self._scene(statement.period))}
            if isinstance(statement, IndividualExposure | CollectiveExposure)
            and not getattr(statement, "derived_from", ())
            else {}
        )
        successor = attrs.evolve(statement, id=self._new_id(), provenance=provenance, **changed)
        self._found[statement.COLLECTION].append(successor)

    def _provenance_after(self, statement: Any, *, supersedes: str | None = None) -> Provenance:
        before = statement.provenance.recorded_at
        drawn = self._draw(instants(self._first, self._as_of))
        at = drawn if before is None else max(before, drawn)
        reason = self._draw(st.none() | texts())
        scene = self._scene()
        return draw_instance(self._draw, Provenance, scene, recorded_at=at, supersedes=supersedes, reason=reason)

    # -- the whole

    def register(self, *, newer: bool) -> Register:
        """Return the register."""
        fixed: dict[str, Any] = {}
        if newer:
            major, minor = map(int, FORMAT_VERSION.split("."))
            fixed["version"] = f"{major}.{minor + self._one((1, 2, 40))}"
            fixed["unread"] = tuple(self._draw(unread_records(id=self._new_id())) for _ in self._times(1))
        return Register(
            as_of=self._as_of if self._told else None,
            custodian=self._custodian,
            **{name: tuple(records) for name, records in self._found.items()},
            **fixed,
        )

"""The register: the aggregate of all records, with look-ups by id and views."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from typing import Annotated, Any, Final, Self, cast

from attrs import evolve, field, frozen

from tracexpo.agents import Agent
from tracexpo.attestations import Attestation, Transmission
from tracexpo.companies import Company, Establishment, OccupationalHealthService
from tracexpo.errors import InvalidValueError
from tracexpo.exposures import Exposure, IndividualExposure
from tracexpo.form import STATEMENTS, Day, Id, PartyRef, Text, check, matching, type_name
from tracexpo.history import Standing, standing, successors_of
from tracexpo.measurements import Measurement
from tracexpo.periods import COARSER, Period
from tracexpo.problems import Wording
from tracexpo.provenance import Withdrawal
from tracexpo.references import references
from tracexpo.vocabularies import PartyKind
from tracexpo.work import Assignment, ExposureSituation, Worker, Workstation

__all__ = ["COLLECTIONS", "FORMAT_VERSION", "Custodian", "EffectiveDays", "Record", "Register", "UnreadRecord"]

FORMAT_VERSION: Final = "1.0"
"""The version of the format that this library writes."""

Version = Annotated[str, matching("version", r"(?:0|[1-9][0-9]{0,3})\.(?:0|[1-9][0-9]{0,3})", "version-malformed")]
"""A version of the format: major.minor."""

Statement = Assignment | Exposure | Measurement | Attestation | Transmission
"""What somebody stated: never edited, only superseded or withdrawn (déclaration)."""
Description = Company | Establishment | OccupationalHealthService | Workstation | ExposureSituation | Worker | Agent
"""Who or what something is: the register holds the current one (description)."""
Record = Description | Statement | Withdrawal
"""Any record of a register."""

COLLECTIONS: Final = (
    "companies",
    "establishments",
    "services",
    "workstations",
    "situations",
    "workers",
    "assignments",
    "agents",
    "exposures",
    "measurements",
    "attestations",
    "transmissions",
    "withdrawals",
)
"""The collections of a register, in the order of its fields."""


@frozen(kw_only=True)
class Custodian:
    """Who keeps the register (détenteur)."""

    kind: PartyKind
    """Kind of custodian."""
    id: PartyRef | None = None
    """The establishment or service, where it is in the register."""
    since: Day | None = None
    """Since when."""

    def __attrs_post_init__(self) -> None:
        check(self)


@frozen(kw_only=True)
class UnreadRecord:
    """A record of a newer minor version of the format, kept word for word and written back."""

    collection: Text | None
    """The collection it stands in; None for a field of the document itself."""
    id: Id | None = None
    """Its id, where it has a valid one."""
    json: str = field(repr=False)
    """The record, as canonical JSON."""

    def __attrs_post_init__(self) -> None:
        check(self)


@frozen(kw_only=True)
class EffectiveDays:
    """Days of exposure of one worker to one agent, each counted once (jours d'exposition effectifs)."""

    period: Period
    """The days."""
    exposures: tuple[IndividualExposure, ...]
    """The exposures that hold on each of these days; recorded ones alone where there are any."""

    def __attrs_post_init__(self) -> None:
        check(self)


@frozen(kw_only=True, eq=False, repr=False)
class Register:
    """A register: companies, people, agents, exposures and what proves them (registre).

    The order of the records carries no meaning: two registers that hold the same records are equal.
    Records may refer to ids that are absent, and ids may conflict: the profile `structure` tells both.
    """

    version: Version = FORMAT_VERSION
    """Version of the format it was read in and is written in."""
    as_of: Day | None = None
    """The day whose knowledge it holds (état au)."""
    custodian: Custodian | None = None
    """Who keeps it."""
    companies: tuple[Company, ...] = ()
    """Companies."""
    establishments: tuple[Establishment, ...] = ()
    """Establishments."""
    services: tuple[OccupationalHealthService, ...] = ()
    """Occupational-health services."""
    workstations: tuple[Workstation, ...] = ()
    """Workstations."""
    situations: tuple[ExposureSituation, ...] = ()
    """Situations of exposure."""
    workers: tuple[Worker, ...] = ()
    """Workers."""
    assignments: tuple[Assignment, ...] = ()
    """Assignments."""
    agents: tuple[Agent, ...] = ()
    """Agents."""
    exposures: tuple[Exposure, ...] = ()
    """Exposures, individual and collective."""
    measurements: tuple[Measurement, ...] = ()
    """Measurements."""
    attestations: tuple[Attestation, ...] = ()
    """Attestations."""
    transmissions: tuple[Transmission, ...] = ()
    """Transmissions."""
    withdrawals: tuple[Withdrawal, ...] = ()
    """Withdrawals."""
    unread: tuple[UnreadRecord, ...] = ()
    """Records of a newer minor version, kept word for word."""

    def __attrs_post_init__(self) -> None:
        check(self)

    def agree(self) -> None:
        """Refuse fields that contradict each other; `check` calls it."""
        if self.unread and self.version == FORMAT_VERSION:
            raise InvalidValueError("unread-needs-newer-version", "/unread")

    # -- comparing and showing

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Register):
            return NotImplemented
        return self._head == other._head and all(
            _same_records(getattr(self, name), getattr(other, name)) for name in (*COLLECTIONS, "unread")
        )

    def __hash__(self) -> int:
        return hash((self._head, *(frozenset(getattr(self, name)) for name in COLLECTIONS)))

    @property
    def _head(self) -> tuple[object, ...]:
        return (self.version, self.as_of, self.custodian)

    def __repr__(self) -> str:
        counts = [f"{len(records)} {name}" for name in (*COLLECTIONS, "unread") if (records := getattr(self, name))]
        return (
            f"<Register {self.version}{f' as of {self.as_of}' if self.as_of else ''}: {', '.join(counts) or 'empty'}>"
        )

    # -- look-ups

    def records(self) -> Iterator[Record]:
        """Yield every record, collection by collection."""
        for name in COLLECTIONS:
            yield from getattr(self, name)

    @cached_property
    def _by_id(self) -> Mapping[str, Record]:
        known: dict[str, Record] = {}
        for record in self.records():
            known.setdefault(record.id, record)
        return known

    @cached_property
    def _exposures_of(self) -> Mapping[str, tuple[IndividualExposure, ...]]:
        return _grouped((x.worker, x) for x in self.exposures if isinstance(x, IndividualExposure))

    @cached_property
    def _exposures_to(self) -> Mapping[str, tuple[Exposure, ...]]:
        return _grouped((x.agent, x) for x in self.exposures)

    @cached_property
    def _successors(self) -> Mapping[str, tuple[Statement, ...]]:
        return successors_of(self.statements())

    @cached_property
    def _standing(self) -> Standing:
        return standing(self.statements(), {withdrawal.of for withdrawal in self.withdrawals})

    def statements(self) -> Iterator[Statement]:
        """Yield every statement: assignments, exposures, measurements, attestations, transmissions."""
        for name in STATEMENTS:
            yield from getattr(self, name)

    def get(self, id: str) -> Record | None:
        """Return the record with this id, None where there is none."""
        return self._by_id.get(id)

    def latest(self, id: str) -> Record | None:
        """Return what the record became: corrections (`supersedes`) followed to the last one.

        Of two corrections of one statement the later recorded counts; a withdrawn one does not, unless one
        of it stands. A cycle gives the record itself.
        """
        seen = {id}
        record = self.get(id)
        while record is not None:
            following = [s for s in self.successors(record.id) if s.id in self._standing.living]
            if not following:
                return record
            record = max(following, key=_recorded)
            if record.id in seen:
                return self.get(id)
            seen.add(record.id)
        return None

    def successors(self, id: str) -> tuple[Statement, ...]:
        """Return the statements that supersede the one with this id."""
        return self._successors.get(id, ())

    def exposures_of(self, worker: str) -> tuple[IndividualExposure, ...]:
        """Return every individual exposure of a worker, corrected ones included (see `current`)."""
        return self._exposures_of.get(worker, ())

    def exposures_to(self, agent: str) -> tuple[Exposure, ...]:
        """Return every exposure to an agent, of both kinds, corrected ones included (see `current`)."""
        return self._exposures_to.get(agent, ())

    def is_current(self, statement: Statement) -> bool:
        """Tell whether a statement stands: neither withdrawn nor superseded by one that stands."""
        return statement.id in self._standing.current

    def effective(self, worker: str, agent: str) -> tuple[EffectiveDays, ...]:
        """Return the days of exposure of a worker to an agent, in order, none counted twice.

        Of statements that stand; on a day with recorded exposures the derived ones do not count.
        """
        exposures = [x for x in self.exposures_of(worker) if x.agent == agent and self.is_current(x)]
        return tuple(_effective_days(exposures))

    # -- views

    def current(self) -> Self:
        """Return the register as it stands: without statements superseded or withdrawn, and without withdrawals."""
        kept: dict[str, Any] = {
            name: tuple(statement for statement in getattr(self, name) if self.is_current(statement))
            for name in STATEMENTS
        }
        return evolve(self, **kept, withdrawals=())

    def as_recorded(self, at: dt.datetime) -> Self:
        """Return the register as it was known at an instant (UTC): statements and withdrawals recorded later left out.

        What has no `recorded_at` was recorded before this register. Descriptions are not dated: they stay.

        Raises:
            InvalidValueError: when the instant is not in UTC.
        """
        if type(at) is not dt.datetime or at.utcoffset() != dt.timedelta(0):
            raise InvalidValueError("not-an-instant", "/at")
        kept: dict[str, Any] = {
            name: tuple(
                s for s in getattr(self, name) if s.provenance.recorded_at is None or s.provenance.recorded_at <= at
            )
            for name in (*STATEMENTS, "withdrawals")
        }
        return evolve(self, **kept)

    def without_identities(self) -> Self:
        """Return the register without the identities, aliases and signatories, and without what was not read.

        Free texts and extensions stay as they are: read them before you hand the result on.
        """
        return evolve(
            self,
            workers=tuple(evolve(worker, identity=None, aliases=()) for worker in self.workers),
            attestations=tuple(
                evolve(attestation, employer_signatory=None, physician_signatory=None)
                for attestation in self.attestations
            ),
            # nobody here knows what a newer version says of people
            unread=(),
        )

    def select(
        self,
        *,
        workers: Collection[str] | None = None,
        establishments: Collection[str] | None = None,
        agents: Collection[str] | None = None,
        period: Period | None = None,
    ) -> Self:
        """Return the statements about some workers, establishments, agents and days, with what they refer to.

        A statement that names no worker (a collective exposure) is kept for the workers assigned to its
        workstation or situation. Corrections and withdrawals of what is kept are kept, so that nothing
        corrected looks as if it stood.

        Args:
            workers: ids of workers; None means all.
            establishments: ids of establishments; None means all.
            agents: ids of agents; None means all.
            period: a statement is kept when it shares a day with it; one without days is kept.
        """
        wanted = {"workers": workers, "establishments": establishments, "agents": agents}
        filters: dict[str, frozenset[str] | None] = {}
        for name, ids in wanted.items():
            if isinstance(ids, str):
                expected = Wording("a collection of ids", "une collection d'identifiants")
                raise InvalidValueError("wrong-type", f"/{name}", {"expected": expected, "found": type_name(ids)})
            filters[name] = None if ids is None else frozenset(ids)
        selected: Self = _Selection(self, filters, period).register()
        return selected

    # -- changes

    def replace(self, entity: Description) -> Self:
        """Return a register in which this description stands in place of the one with its id.

        Raises:
            InvalidValueError: `id-unknown` when no description of its collection has the id; `wrong-type` for a
                statement, which is never edited: add a new one whose provenance names what it supersedes.
        """
        name = _collection_of(entity)
        if name in (*STATEMENTS, "withdrawals"):
            expected = Wording("a description", "une description")
            raise InvalidValueError("wrong-type", context={"expected": expected, "found": type_name(entity)})
        records = getattr(self, name)
        if not any(record.id == entity.id for record in records):
            raise InvalidValueError("id-unknown", "/id")
        changed: dict[str, Any] = {name: tuple(entity if r.id == entity.id else r for r in records)}
        return evolve(self, **changed)

    def add(self, *records: Record) -> Self:
        """Return a register that holds these records too, each in its collection.

        >>> Register().add(Worker(id="w1"), Company(id="c1"))
        <Register 1.0: 1 companies, 1 workers>
        """
        added: dict[str, list[Record]] = {}
        for record in records:
            added.setdefault(_collection_of(record), []).append(record)
        changed: dict[str, Any] = {name: (*getattr(self, name), *more) for name, more in added.items()}
        return evolve(self, **changed)


def _collection_of(record: object) -> str:
    name = getattr(type(record), "COLLECTION", None)
    if name is None:
        expected = Wording("a record", "un enregistrement")
        raise InvalidValueError("wrong-type", context={"expected": expected, "found": type_name(record)})
    return cast(str, name)


def _same_records(mine: tuple[Any, ...], theirs: tuple[Any, ...]) -> bool:
    return mine == theirs or (len(mine) == len(theirs) and Counter(mine) == Counter(theirs))


def _grouped(pairs: Iterator[tuple[str, Any]]) -> dict[str, tuple[Any, ...]]:
    groups: dict[str, list[Any]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in groups.items()}


_BEFORE: Final = dt.datetime.min.replace(tzinfo=dt.UTC)


def _recorded(statement: Statement) -> tuple[dt.datetime, str]:
    return (statement.provenance.recorded_at or _BEFORE, statement.id)


def _effective_days(exposures: list[IndividualExposure]) -> Iterator[EffectiveDays]:
    """Sweep over the days on which something begins or is over."""
    one = dt.timedelta(days=1)
    # by place in the list, not by id: two exposures of a faulty register may share one
    begins: dict[dt.date, list[int]] = {}
    ends: dict[dt.date, list[int]] = {}
    for n, x in enumerate(exposures):
        begins.setdefault(x.period.start, []).append(n)
        if x.period.end is not None:
            ends.setdefault(x.period.end + one, []).append(n)
    active: dict[int, IndividualExposure] = {}
    days = sorted({*begins, *ends})
    for i, day in enumerate(days):
        for n in ends.get(day, ()):
            del active[n]
        for n in begins.get(day, ()):
            active[n] = exposures[n]
        if not active:
            continue
        recorded = [x for x in active.values() if not x.derived_from]
        holding = sorted(recorded or active.values(), key=lambda x: x.id)
        end = days[i + 1] - one if i + 1 < len(days) else None
        new = [x for x in holding if x.period.start == day]
        period = Period(
            day,
            end,
            max((x.period.precision for x in holding), key=COARSER.index),
            begun_before=bool(new) and len(new) == len(holding) and all(x.period.begun_before for x in new),
            ended=end is None and all(x.period.ended for x in holding),
        )
        yield EffectiveDays(period=period, exposures=tuple(holding))


class _Selection:
    """The work of `Register.select`: what matches, then what that refers to."""

    def __init__(self, register: Register, filters: Mapping[str, frozenset[str] | None], period: Period | None) -> None:
        self._register = register
        self._filters = filters
        self._period = period

    def register(self) -> Any:
        register, kept = self._register, self._kept()
        collections: dict[str, Any] = {
            name: tuple(record for record in getattr(register, name) if record.id in kept) for name in COLLECTIONS
        }
        return evolve(register, **collections, unread=())

    def _kept(self) -> set[str]:
        register = self._register
        kept = {s.id for s in register.statements() if self._matches(s)}
        kept |= self._collective_of(kept)
        if register.custodian is not None and register.custodian.id is not None:
            kept.add(register.custodian.id)
        withdrawn: dict[str, list[str]] = {}
        for withdrawal in register.withdrawals:
            withdrawn.setdefault(withdrawal.of, []).append(withdrawal.id)
        frontier = list(kept)
        while frontier:
            id = frontier.pop()
            record = register.get(id)
            near = [reference.id for reference in references(record)] if record is not None else []
            near += [s.id for s in register.successors(id)]
            near += withdrawn.get(id, ())
            for other in near:
                if other not in kept:
                    kept.add(other)
                    frontier.append(other)
        return kept

    def _matches(self, statement: Statement) -> bool:
        named: dict[str, set[str]] = {"workers": set(), "establishments": set(), "agents": set()}
        for reference in references(statement):
            for target in reference.targets:
                if target in named and len(reference.targets) == 1:
                    named[target].add(reference.id)
        if isinstance(statement, Assignment):
            # an assignment names its establishment through its workstation or situation
            for place in (statement.workstation, statement.situation):
                where = self._register.get(place) if place is not None else None
                if isinstance(where, Workstation | ExposureSituation):
                    named["establishments"].add(where.establishment)
            named.pop("agents")
        return self._on_days(statement) and all(
            wanted is None or name not in named or not named[name].isdisjoint(wanted)
            for name, wanted in self._filters.items()
        )

    def _on_days(self, statement: Statement) -> bool:
        if self._period is None:
            return True
        if isinstance(statement, Attestation):
            return not statement.periods or any(period.overlaps(self._period) for period in statement.periods)
        if isinstance(statement, Measurement):
            return self._period.covers(statement.sampled_on)
        if isinstance(statement, Transmission):
            return self._period.covers(statement.on)
        return statement.period.overlaps(self._period)

    def _collective_of(self, kept: set[str]) -> set[str]:
        """Collective exposures of the places where the chosen workers are assigned."""
        if self._filters["workers"] is None:
            return set()
        places: set[str | None] = set()
        for assignment in self._register.assignments:
            if assignment.id in kept:
                places |= {assignment.workstation, assignment.situation}
        places.discard(None)
        without_workers = _Selection(self._register, {**self._filters, "workers": None}, self._period)
        return {
            x.id
            for x in self._register.exposures
            if not isinstance(x, IndividualExposure)
            and (x.situation in places or x.workstation in places)
            and without_workers._matches(x)
        }

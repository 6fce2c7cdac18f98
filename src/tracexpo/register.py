"""The register: the aggregate of all records, with look-ups by id and views."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, Final, Self, cast

from attrs import evolve, field, frozen

from tracexpo.agents import Agent
from tracexpo.attestations import Attestation, Transmission
from tracexpo.companies import Company, Establishment, OccupationalHealthService
from tracexpo.errors import InvalidValueError, check_language
from tracexpo.exposures import Exposure, IndividualExposure
from tracexpo.form import STATEMENTS, Day, Form, Id, PartyRef, check, expect, expect_items, matching, type_name
from tracexpo.history import Standing, standing, successors_of
from tracexpo.measurements import Measurement
from tracexpo.periods import Period
from tracexpo.problems import ContextValue, Language, Wording
from tracexpo.provenance import Withdrawal
from tracexpo.records import COLLECTION_TITLES, COLLECTIONS, Description, Record, Statement
from tracexpo.showing import SHOWN_WORDS, Html, html_table, kind_in, row_of
from tracexpo.vocabularies import PartyKind
from tracexpo.work import Assignment, ExposureSituation, Worker, Workstation

if TYPE_CHECKING:
    from tracexpo.effective import EffectiveDays

__all__ = [
    "COLLECTIONS",
    "FORMAT_VERSION",
    "Custodian",
    "Description",
    "Record",
    "Register",
    "Statement",
    "UnreadRecord",
]

FORMAT_VERSION: Final = "1.0"
"""The version of the format that this library writes."""

Version = Annotated[str, matching("version", r"(?:0|[1-9][0-9]{0,3})\.(?:0|[1-9][0-9]{0,3})", "version-malformed")]
"""A version of the format: major.minor."""


def _check_collection(value: object) -> None:
    if value not in COLLECTIONS:
        raise InvalidValueError("not-in-vocabulary", context={"allowed": COLLECTIONS})


CollectionName = Annotated[str, Form("collection", _check_collection, pattern="|".join(COLLECTIONS))]
"""The name of a collection of the register."""


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

    collection: CollectionName | None
    """The collection it stands in; None for a field of the document itself."""
    id: Id | None = None
    """Its id, where it has a valid one."""
    json: str = field(repr=False)
    """The record, as canonical JSON."""

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
        """Refuse what could be written and never read again; `check` calls it."""
        (major, minor), (ours, least) = (map(int, v.split(".")) for v in (self.version, FORMAT_VERSION))
        # an older version is brought to ours when it is read
        if major != ours or minor < least:
            context: dict[str, ContextValue] = {"version": self.version, "supported": FORMAT_VERSION}
            raise InvalidValueError("version-unsupported", "/version", context)
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
        counts = [_counted(len(found), name) for name in (*COLLECTIONS, "unread") if (found := getattr(self, name))]
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
        """Return the record with this id, None where there is none.

        Raises:
            InvalidValueError: `wrong-type` when given a record and not its id; so do all look-ups.
        """
        return self._by_id.get(_id(id))

    def latest(self, id: str) -> Record | None:
        """Return what the record became: corrections (`supersedes`) followed to the last one.

        Of two corrections of one statement the later recorded counts; a withdrawn one does not, unless one
        of it stands. A cycle gives the record itself.
        """
        record = self.get(id)
        seen = {id}
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
        return self._exposures_of.get(_id(worker), ())

    def exposures_to(self, agent: str) -> tuple[Exposure, ...]:
        """Return every exposure to an agent, of both kinds, corrected ones included (see `current`)."""
        return self._exposures_to.get(_id(agent), ())

    def is_current(self, statement: Statement) -> bool:
        """Tell whether a statement stands: neither withdrawn nor superseded by one that stands."""
        return statement.id in self._standing.current

    def effective(self, worker: str, agent: str) -> "tuple[EffectiveDays, ...]":
        """Return the days of exposure of a worker to an agent, in order, none counted twice.

        Of statements that stand; on a day with recorded exposures the derived ones do not count.
        """
        _id(agent)
        exposures = [x for x in self.exposures_of(worker) if x.agent == agent and self.is_current(x)]
        from tracexpo.effective import effective_days

        return tuple(effective_days(exposures))

    # -- views

    def current(self) -> Self:
        """Return the register as it stands: without statements superseded or withdrawn, and without withdrawals.

        What stands may name what does not (the statement it supersedes): rules run on the whole register.
        """
        kept: dict[str, Any] = {
            name: tuple(statement for statement in getattr(self, name) if self.is_current(statement))
            for name in STATEMENTS
        }
        return evolve(self, **kept, withdrawals=())

    def as_recorded(self, at: dt.datetime) -> Self:
        """Return the register as it was known at an instant (UTC): statements and withdrawals recorded later left out.

        What has no `recorded_at` was recorded before this register. Descriptions are not dated: they stay.
        `as_of` is that day at the latest.

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
        as_of = None if self.as_of is None else min(self.as_of, at.date())
        return evolve(self, as_of=as_of, **kept)

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
        corrected looks as if it stood. Workers who were not asked for and are only named come without identity.
        Rules that ask what was handed on judge the whole register, not a selection.

        Args:
            workers: ids of workers; None means all.
            establishments: ids of establishments; None means all.
            agents: ids of agents; None means all.
            period: a statement is kept when it shares a day with it; one without days is kept.
        """
        from tracexpo.selection import Selection  # views load when they are first asked for

        wanted = {"workers": workers, "establishments": establishments, "agents": agents}
        filters: dict[str, frozenset[str] | None] = {}
        for name, ids in wanted.items():
            if isinstance(ids, str):
                expected = Wording("a collection of ids", "une collection d'identifiants")
                raise InvalidValueError("wrong-type", f"/{name}", {"expected": expected, "found": type_name(ids)})
            filters[name] = None if ids is None else frozenset(map(_id, expect_items(ids, f"/{name}")))
        if period is not None:
            expect(Period, period, "/period")
        keeper = self.custodian.id if self.custodian is not None else None
        kept = Selection(self, filters, period).kept(*([keeper] if keeper is not None else []))
        collections: dict[str, Any] = {
            name: tuple(record for record in getattr(self, name) if record.id in kept) for name in COLLECTIONS
        }
        if filters["workers"] is not None:
            # a colleague who is only named stays a number
            chosen = filters["workers"]
            collections["workers"] = tuple(
                worker if worker.id in chosen else evolve(worker, identity=None, aliases=())
                for worker in collections["workers"]
            )
        return evolve(self, **collections, unread=())

    # -- showing

    def to_rows(self, collection: str, *, personal: bool = False) -> list[dict[str, Any]]:
        """Return the records of a collection as flat rows, for a data frame.

        Args:
            collection: name of the collection, such as "exposures".
            personal: whether identities, signatories and free texts are given.

        Raises:
            InvalidValueError: `not-in-vocabulary` for an unknown collection.

        >>> Register().add(Worker(id="w1")).to_rows("workers")
        [{'id': 'w1', 'aliases': ()}]
        """
        if collection not in COLLECTIONS:
            raise InvalidValueError("not-in-vocabulary", "/collection", {"allowed": COLLECTIONS})
        rows = [row_of(record, personal=personal) for record in getattr(self, collection)]
        columns = dict.fromkeys(name for row in rows for name in row)
        # where some records hold an object and others nothing, its columns say both
        parents = {name.rsplit(".", n)[0] for name in columns for n in range(1, name.count(".") + 1)}
        columns = {name: None for name in columns if name not in parents}
        return [{name: row.get(name) for name in columns} for row in rows]

    def to_html(self, lang: Language = "en", *, most: int = 10) -> Html:
        """Return compact tables, which a notebook shows: how many records of each kind, and the first exposures.

        Nothing personal stands in them.

        Args:
            lang: "en" or "fr".
            most: how many exposures are shown.

        >>> "travailleurs" in Register().add(Worker(id="w1")).to_html("fr")
        True
        """
        check_language(lang)
        words = SHOWN_WORDS[lang]
        titles = {**{name: title.text_in(lang) for name, title in COLLECTION_TITLES.items()}, "unread": words["unread"]}
        counts = [(title, len(found)) for name, title in titles.items() if (found := getattr(self, name))]
        caption = f"{words['register']} {self.version}"
        if self.as_of:
            caption += f"{words['as of']}{self.as_of}"
        tables = [html_table(caption, [words["records"], words["number"]], counts, lang)]
        first = self.exposures[:most]
        if first:
            rows = [
                [
                    x.id,
                    kind_in(x.KIND, lang),
                    getattr(x, "worker", None),
                    x.agent,
                    x.establishment,
                    x.period,
                    x.conditions.degree,
                ]
                for x in first
            ]
            caption = words["exposures"].format(len(first), len(self.exposures))
            tables.append(html_table(caption, words["columns"].split(", "), rows, lang))
        return Html("".join(tables))

    def _repr_html_(self) -> str:
        return self.to_html()

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
        <Register 1.0: 1 company, 1 worker>
        """
        added: dict[str, list[Record]] = {}
        for record in records:
            added.setdefault(_collection_of(record), []).append(record)
        changed: dict[str, Any] = {name: (*getattr(self, name), *more) for name, more in added.items()}
        return evolve(self, **changed)


def _id(value: str) -> str:
    """Refuse what is no text: a record given for its id would find nothing, and nothing is the dangerous answer."""
    if type(value) is not str:
        expected = Wording("an id, such as worker.id", "un identifiant, tel que worker.id")
        raise InvalidValueError("wrong-type", context={"expected": expected, "found": type_name(value)})
    return value


def _counted(number: int, name: str) -> str:
    one = {"companies": "company", "unread": "unread"}.get(name, name[:-1])
    return f"{number} {one if number == 1 else name}"


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

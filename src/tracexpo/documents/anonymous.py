"""The list without persons: it cannot hold one, and is generalised until nobody stands out. Source: R4412-93-2."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cmp_to_key
from typing import ClassVar, Final

from attrs import evolve, field, frozen

from tracexpo.documents.header import Digest, Header
from tracexpo.documents.identifying import agent_texts
from tracexpo.documents.lists import CmrList
from tracexpo.documents.particulars import Firm, Line, NamedAgent
from tracexpo.documents.texts import TEXTS, LegalVersion
from tracexpo.documents.told import TOLD, refuse
from tracexpo.documents.writing import digest
from tracexpo.errors import InvalidValueError
from tracexpo.exposures import Level
from tracexpo.form import Count, Number, Text, check
from tracexpo.periods import ExposureTime
from tracexpo.problems import Problem
from tracexpo.units import Measure, UnitKind
from tracexpo.vocabularies import (
    Censoring,
    DustFraction,
    MeasureLevel,
    RespiratorPosition,
    Route,
    Statistic,
    TimeUnit,
    Vocabulary,
)

__all__ = [
    "AnonymousCmrList",
    "AnonymousLine",
    "AnonymousMeasure",
    "DegreeRange",
    "DurationRange",
    "Generalisation",
    "Withheld",
    "WithheldKind",
]


class Generalisation(Vocabulary):
    """How far the lines of an agent were generalised (niveau de regroupement), in the order of the steps."""

    DETAILED = "detailed", "by workstation and degree", "par poste et degré"
    WORKSTATION = "workstation", "by workstation", "par poste"
    WORK_UNIT = "work-unit", "by work unit", "par unité de travail"
    ESTABLISHMENT = "establishment", "for the establishment", "pour l'établissement"
    FEWER_THAN = "fewer-than", "for the establishment, number withheld", "pour l'établissement, effectif non communiqué"


class WithheldKind(Vocabulary):
    """Which texts were left out because they hold a name or a number of somebody (textes écartés)."""

    NATURE = "nature", "nature of the exposure", "nature de l'exposition"
    WORKSTATION = "workstation", "name of the workstation", "nom du poste"
    WORK_UNIT = "work-unit", "name of the work unit", "nom de l'unité de travail"
    AGENT = "agent", "name of the agent", "nom de l'agent"
    MEASURE = "measure", "measure of prevention", "mesure de prévention"
    FIRM = "firm", "name of the company or the establishment", "nom de l'entreprise ou de l'établissement"


@frozen(kw_only=True)
class Withheld:
    """How many texts of one kind were left out."""

    what: WithheldKind
    """Which texts."""
    count: Count
    """How many of the lines of the nominative list had one."""

    def __attrs_post_init__(self) -> None:
        check(self)


@frozen(kw_only=True)
class DurationRange:
    """The durations behind a line in one unit, from the least to the most (durée)."""

    least: Number
    """The least, in the unit beside it."""
    most: Number
    """The most, in the unit beside it."""
    unit: TimeUnit
    """The unit."""

    def __attrs_post_init__(self) -> None:
        check(self)


@frozen(kw_only=True)
class DegreeRange:
    """The levels behind a line that can be compared, from the least to the most (degré)."""

    least: Measure
    """The least."""
    most: Measure
    """The most."""
    censored: bool
    """Whether some lie below the limit of quantification, which is then what is shown."""
    statistic: Statistic | None = None
    """What the values are a statistic of."""
    fraction: DustFraction | None = None
    """Fraction of the particles (fraction granulométrique)."""
    respirator: RespiratorPosition | None = None
    """Inside or outside the respirator."""

    def __attrs_post_init__(self) -> None:
        check(self)


@frozen(kw_only=True)
class AnonymousMeasure:
    """A measure of prevention behind a line."""

    level: MeasureLevel
    """Its place in the STOP order."""
    name: Text = field(repr=False)
    """What it is."""

    def __attrs_post_init__(self) -> None:
        check(self)


@frozen(kw_only=True)
class AnonymousLine:
    """One agent at one place, and how many persons: it holds no field of a person (ligne anonyme)."""

    agent: NamedAgent
    """The agent."""
    generalisation: Generalisation
    """How far the lines of this agent were generalised."""
    work_unit: Text | None = field(default=None, repr=False)
    """The work unit; None for the whole establishment, where none is told or it was left out."""
    workstation: Text | None = field(default=None, repr=False)
    """The workstation; None for the whole work unit, where none is told or it was left out."""
    persons: Count | None
    """How many persons; None: fewer than the threshold."""
    natures: tuple[Text, ...] = field(default=(), repr=False)
    """Nature of the exposure."""
    routes: tuple[Route, ...] = ()
    """Routes."""
    durations: tuple[DurationRange, ...] = ()
    """Durations."""
    duration_not_known: bool
    """Whether the duration of some is not known, or stands in classes."""
    degrees: tuple[DegreeRange, ...] = ()
    """Levels."""
    degree_not_known: bool
    """Whether the degree of some is not known, or stands in classes."""
    measures: tuple[AnonymousMeasure, ...] = ()
    """Measures of prevention, collective and personal."""

    def __attrs_post_init__(self) -> None:
        check(self)


@frozen(kw_only=True)
class AnonymousCmrList:
    """The list as workers and their representatives may see it (présentation anonyme). Source: R4412-93-2.

    It holds no worker, no date of entry or exit, no contract, no remark; free texts are the nature of the exposure
    and the names of work units, workstations, agents and measures, without those in which a name or a number of
    somebody in the register stands.
    """

    KIND: ClassVar[str] = "anonymous-cmr-list"

    header: Header
    """Text and day; the facts used are not named: their ids could point to persons."""
    firm: Firm
    """The establishment, without its address."""
    of: Digest
    """The digest of the nominative list."""
    threshold: Count
    """The least number of persons behind a line; a convention of this library, no text gives one."""
    persons: Count | None
    """How many persons on the list; None where that would tell a number below the threshold."""
    lines: tuple[AnonymousLine, ...] = ()
    """One line for each agent and place."""
    withheld: tuple[Withheld, ...] = ()
    """How many texts were left out because they hold a name or a number of somebody."""

    def __attrs_post_init__(self) -> None:
        check(self)

    @property
    def guaranteed(self) -> bool:
        """Whether at least `threshold` persons stand behind each line; else the document says that it cannot be."""
        return all(line.persons is not None for line in self.lines)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the texts it was made from: `anonymous-identifies`, for each kind of text left out."""
        kind = TOLD["anonymous-identifies"]
        return tuple(kind.at(f"/withheld/{i}", context={"count": w.count}) for i, w in enumerate(self.withheld))

    def told_against(self, last: "AnonymousCmrList") -> tuple[Problem, ...]:
        """Tell the lines that differ from the last version by fewer persons than the threshold.

        Where an agent is told by other places than before, its lines are compared together.
        """
        before = {_place(line): line.persons for line in last.lines}
        own, others = _by_agent(self.lines), _by_agent(last.lines)
        kind = TOLD["anonymous-versions-too-close"]
        told: list[Problem] = []
        for i, line in enumerate(self.lines):
            now, then = line.persons, before.get(_place(line), 0)
            if own[line.agent.agent].places.isdisjoint(others.get(line.agent.agent, _NOBODY).places):
                now, then = own[line.agent.agent].persons, others.get(line.agent.agent, _NOBODY).persons
            if self._too_close(now, then):
                told.append(kind.at(f"/lines/{i}", context={"threshold": self.threshold}))
        return tuple(told)

    def _too_close(self, now: int | None, then: int | None) -> bool:
        if now is None or then is None:
            # a number withheld is one of 1 … threshold - 1: the other may be near it
            told = now if then is None else then
            return told is not None and told < 2 * self.threshold - 1
        return 0 < abs(now - then) < self.threshold


@frozen
class _Agent:
    """Where an agent is told, and for how many persons in all."""

    places: frozenset[tuple[str, str | None, str | None]] = frozenset()
    persons: int | None = 0


_NOBODY: Final = _Agent()


def _by_agent(lines: Sequence[AnonymousLine]) -> Mapping[str, _Agent]:
    found: dict[str, _Agent] = {}
    for line in lines:
        known = found.get(line.agent.agent, _NOBODY)
        persons = None if known.persons is None or line.persons is None else known.persons + line.persons
        found[line.agent.agent] = _Agent(known.places | {_place(line)}, persons)
    return found


def _place(line: AnonymousLine) -> tuple[str, str | None, str | None]:
    return line.agent.agent, line.work_unit, line.workstation


_MOST: Final = 1_000_000_000


def anonymous_list(made: CmrList, *, threshold: int, strict: bool) -> AnonymousCmrList:
    """Make the anonymous presentation of a list."""
    if type(threshold) is not int or not 1 <= threshold <= _MOST:
        raise InvalidValueError("number-out-of-range", "/threshold", {"least": 1, "most": _MOST})
    if made.worker is not None:
        refuse([TOLD["anonymous-of-one"].at("/worker")])
    cleaner = _Cleaner(made)
    by_agent: dict[str, list[_Told]] = {}
    for told in cleaner.lines:
        by_agent.setdefault(told.agent.agent, []).append(told)
    lines = [line for told in by_agent.values() for line in _generalised(told, threshold)]
    lines.sort(key=lambda line: (_name(line.agent), line.agent.agent, line.work_unit or "", line.workstation or ""))
    if strict:
        kind = TOLD["anonymous-too-few"]
        refuse(
            kind.at(f"/lines/{i}", context={"threshold": threshold})
            for i, line in enumerate(lines)
            if line.persons is None
        )
    header = evolve(
        made.header,
        version=LegalVersion.ANONYMOUS_LIST_2024,
        articles=TEXTS[LegalVersion.ANONYMOUS_LIST_2024].articles,
        used=(),
        lacking=(),
    )
    return AnonymousCmrList(
        header=header,
        firm=cleaner.firm,
        of=digest(made),
        threshold=threshold,
        persons=_total(made, by_agent, lines, threshold),
        lines=tuple(lines),
        withheld=cleaner.withheld(),
    )


def _total(
    made: CmrList, by_agent: "Mapping[str, Sequence[_Told]]", lines: Sequence[AnonymousLine], threshold: int
) -> int | None:
    """Return how many persons are on the list, unless with the numbers beside it that tells a small one.

    Less the persons of an agent or of a line it says how many are exposed to others or elsewhere alone; all lines
    together less the total, how many stand behind several.
    """
    total = made.workers
    shown = [line.persons for line in lines if line.persons is not None]
    exposed = [len({told.worker for told in lines_of}) for lines_of in by_agent.values()]
    deduced = [total, *exposed, *(total - n for n in (*exposed, *shown)), sum(shown) - total]
    return None if any(0 < n < threshold for n in deduced) else total


def _name(agent: NamedAgent) -> str:
    return (agent.legal.fr or agent.name or "").casefold()


# -- leaving out


@frozen
class _Told:
    """What an anonymous list tells of a line, and whose it is, to be counted."""

    worker: str
    agent: NamedAgent
    work_unit: str | None
    workstation: str | None
    nature: str | None
    measures: tuple[AnonymousMeasure, ...]
    line: Line


class _Cleaner:
    """Takes out of the lines the texts that identify, and counts them."""

    def __init__(self, made: CmrList) -> None:
        self._identifying = {text.field for text in made.identifying}
        self._counts: dict[WithheldKind, int] = {}
        self._agents = {line.agent.agent: self._clean_agent(i, line.agent) for i, line in enumerate(made.lines)}
        self.firm = evolve(
            made.firm,
            company_name=self._kept("/firm/company_name", made.firm.company_name, WithheldKind.FIRM),
            name=self._kept("/firm/name", made.firm.name, WithheldKind.FIRM),
            address=None,
        )
        self.lines = [self._told(i, line) for i, line in enumerate(made.lines)]

    def withheld(self) -> tuple[Withheld, ...]:
        """How many texts were left out, by kind."""
        return tuple(Withheld(what=what, count=self._counts[what]) for what in WithheldKind if what in self._counts)

    def _kept(self, pointer: str, text: str | None, what: WithheldKind) -> str | None:
        if text is not None and pointer in self._identifying:
            self._counts[what] = self._counts.get(what, 0) + 1
            return None
        return text

    def _told(self, i: int, line: Line) -> _Told:
        post, at = line.post, f"/lines/{i}"
        for path, text in agent_texts(line.agent):
            self._kept(f"{at}{path}", text, WithheldKind.AGENT)
        measures = (
            AnonymousMeasure(level=m.level, name=name)
            for n, m in enumerate(line.conditions.measures)
            if (name := self._kept(f"{at}/conditions/measures/{n}/name", m.name, WithheldKind.MEASURE)) is not None
        )
        return _Told(
            worker=line.person.worker,
            agent=self._agents[line.agent.agent],
            work_unit=self._kept(
                f"{at}/post/work_unit", post.work_unit if post is not None else None, WithheldKind.WORK_UNIT
            ),
            workstation=self._kept(
                f"{at}/post/name", post.name if post is not None else None, WithheldKind.WORKSTATION
            ),
            nature=self._kept(f"{at}/conditions/nature", line.conditions.nature, WithheldKind.NATURE),
            measures=tuple(measures),
            line=line,
        )

    def _clean_agent(self, i: int, agent: NamedAgent) -> NamedAgent:
        """Name the agent by the catalogue alone where its own name identifies, without what its source states."""
        name = None if f"/lines/{i}/agent/name" in self._identifying else agent.name
        components = tuple(
            evolve(c, name=None) if f"/lines/{i}/agent/components/{n}/name" in self._identifying else c
            for n, c in enumerate(agent.components)
        )
        return evolve(agent, name=name, stated=(), components=components)


# -- generalising

_STEPS: Final = (
    Generalisation.DETAILED,
    Generalisation.WORKSTATION,
    Generalisation.WORK_UNIT,
    Generalisation.ESTABLISHMENT,
)


def _generalised(told: Sequence[_Told], threshold: int) -> Iterator[AnonymousLine]:
    """Yield the lines of one agent at the first step at which enough persons stand behind each."""
    cells: Mapping[object, Sequence[_Told]] = {}
    for step in _STEPS:
        cells = _cells(told, step)
        if all(len({t.worker for t in cell}) >= threshold for cell in cells.values()):
            for cell in cells.values():
                yield _line(cell, step, len({t.worker for t in cell}))
            return
    for cell in cells.values():
        yield _line(cell, Generalisation.FEWER_THAN, None)


def _cells(told: Sequence[_Told], step: Generalisation) -> Mapping[object, Sequence[_Told]]:
    cells: dict[object, list[_Told]] = {}
    for t in told:
        degree = t.line.conditions.degree if step is Generalisation.DETAILED else None
        station = t.workstation if step in (Generalisation.DETAILED, Generalisation.WORKSTATION) else None
        unit = t.work_unit if step is not Generalisation.ESTABLISHMENT else None
        cells.setdefault((unit, station, degree), []).append(t)
    return cells


def _line(cell: Sequence[_Told], step: Generalisation, persons: int | None) -> AnonymousLine:
    first = cell[0]
    units = step in (Generalisation.DETAILED, Generalisation.WORKSTATION, Generalisation.WORK_UNIT)
    stations = step in (Generalisation.DETAILED, Generalisation.WORKSTATION)
    times = [t.line.conditions.duration for t in cell]
    levels = [d for t in cell if isinstance(d := t.line.conditions.degree, Level) and d.value.unit.kind in _OPEN]
    return AnonymousLine(
        agent=first.agent,
        generalisation=step,
        work_unit=first.work_unit if units else None,
        workstation=first.workstation if stations else None,
        persons=persons,
        natures=tuple(sorted({t.nature for t in cell if t.nature is not None})),
        routes=tuple(route for route in Route if any(route in t.line.conditions.routes for t in cell)),
        durations=tuple(_durations(time for time in times if isinstance(time, ExposureTime))),
        duration_not_known=not all(isinstance(time, ExposureTime) for time in times),
        degrees=tuple(_degrees(levels)),
        degree_not_known=len(levels) < len(cell),
        measures=_measures(cell),
    )


_OPEN: Final = frozenset(
    {UnitKind.MASS_IN_AIR, UnitKind.FIBRES_IN_AIR, UnitKind.VOLUME_FRACTION, UnitKind.MASS_ON_SURFACE}
)
"""What is measured in the air or on a surface, never in a body. Source: R4412-51."""


def _durations(times: Iterable[ExposureTime]) -> Iterator[DurationRange]:
    found: dict[TimeUnit, list[Decimal]] = {}
    for time in times:
        found.setdefault(time.unit, []).append(time.value)
    for unit in TimeUnit:
        if unit in found:
            yield DurationRange(least=min(found[unit]), most=max(found[unit]), unit=unit)


def _degrees(levels: Iterable[Level]) -> Iterator[DegreeRange]:
    """Yield a range for each group of levels that measure the same thing in the same way."""
    found: dict[tuple[object, ...], list[Level]] = {}
    for level in levels:
        key = (level.value.unit.kind, level.statistic, level.fraction, level.respirator)
        found.setdefault(key, []).append(level)
    for _, levels_alike in sorted(found.items(), key=lambda item: str(item[0])):
        group = sorted(levels_alike, key=cmp_to_key(_by_size))
        yield DegreeRange(
            least=group[0].value,
            most=group[-1].value,
            censored=any(level.censored is Censoring.BELOW for level in group),
            statistic=group[0].statistic,
            fraction=group[0].fraction,
            respirator=group[0].respirator,
        )


def _by_size(a: Level, b: Level) -> int:
    size = a.value.compare(b.value)
    if size:
        return size
    # of equal values written differently always the same one is shown
    one, other = (f"{level.value.value} {level.value.unit}" for level in (a, b))
    return (one > other) - (one < other)


def _measures(cell: Sequence[_Told]) -> tuple[AnonymousMeasure, ...]:
    known = {m for t in cell for m in t.measures}
    order = tuple(MeasureLevel)
    return tuple(sorted(known, key=lambda m: (order.index(m.level), m.name)))

"""Results of assessments and measurements, beside the limit in force on their day."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Final

from tracexpo.agents import Agent, Names
from tracexpo.catalogue.answers import NotInCatalogueError
from tracexpo.catalogue.editions import Catalogue
from tracexpo.documents.particulars import KnownLimit, Result
from tracexpo.exposures import IndividualExposure, Level
from tracexpo.measurements import Measurement
from tracexpo.provenance import Measured
from tracexpo.rules import Facts
from tracexpo.units import Measure, UnitKind
from tracexpo.vocabularies import DustFraction, SampleMatrix, Statistic

__all__ = ["Results"]

_BODY: Final = frozenset({SampleMatrix.BLOOD, SampleMatrix.URINE})
_IN_AIR: Final = frozenset({UnitKind.MASS_IN_AIR, UnitKind.FIBRES_IN_AIR, UnitKind.VOLUME_FRACTION})
_LIMITS: Final = frozenset({Statistic.TWA_8H, Statistic.TWA_15MIN})


class Results:
    """The results of a register, known on a day, and how they are stated."""

    def __init__(self, facts: Facts, on: dt.date, catalogue: Catalogue) -> None:
        self._facts = facts
        self._on = on
        self._catalogue = catalogue
        self._limits: dict[tuple[str, dt.date, Statistic, DustFraction | None], KnownLimit | None] = {}

    def of(self, lines: Collection[IndividualExposure]) -> list[Result]:
        """State the results that bear on some exposures of one worker, each once, in order.

        Those their evidence names, those taken at their workstations on their days, and their own degrees. What was
        worn by another person, and what was taken from a body, is left out: the physician has it (R4412-51).
        """
        found: dict[str, Result] = {}
        for x in lines:
            for m in self._measured(x):
                found.setdefault(m.id, self._of_measurement(m))
        results = list(found.values())
        told = {(r.on, r.value) for r in results}
        for x in lines:
            degree = x.conditions.degree
            if (
                isinstance(degree, Level)
                and degree.value.unit.kind in _IN_AIR
                and (degree.on, degree.value) not in told
            ):
                told.add((degree.on, degree.value))
                results.append(self._of_level(x, degree))
        return sorted(results, key=lambda r: (r.on or dt.date.min, r.measurement or "", r.exposure or ""))

    @cached_property
    def _measurements(self) -> Mapping[tuple[str, str, str | None], Sequence[Measurement]]:
        """Measurements that stand, by agent, establishment and who wore the sampler, else the place."""
        found: dict[tuple[str, str, str | None], list[Measurement]] = {}
        for m in self._facts.measurements:
            if m.matrix not in _BODY and m.sampled_on <= self._on:
                where = m.worker or m.workstation or m.situation
                found.setdefault((m.agent, m.establishment, where), []).append(m)
        return found

    def _measured(self, x: IndividualExposure) -> Iterable[Measurement]:
        evidence = x.provenance.evidence
        named = evidence.measurements if isinstance(evidence, Measured) else ()
        for id in named:
            m = self._facts.register.get(id)
            if isinstance(m, Measurement) and self._may_show(m, x):
                yield m
        around = self._facts.situations_covering.get(x.workstation, ()) if x.workstation is not None else ()
        for where in (x.worker, x.workstation, *around):
            for m in self._measurements.get((x.agent, x.establishment, where), ()) if where is not None else ():
                # of one that is over nobody can say until when it went on
                if x.period.covers(m.sampled_on) and not x.period.ended:
                    yield m

    def _may_show(self, m: Measurement, x: IndividualExposure) -> bool:
        own = m.agent == x.agent and m.worker in (None, x.worker)
        return own and m.matrix not in _BODY and m.sampled_on <= self._on and self._facts.register.is_current(m)

    def _of_measurement(self, m: Measurement) -> Result:
        return Result(
            measurement=m.id,
            on=m.sampled_on,
            value=m.value,
            censored=m.censored,
            statistic=m.statistic,
            fraction=m.fraction,
            respirator=m.respirator,
            position=m.position,
            matrix=m.matrix,
            method=m.method,
            laboratory=m.laboratory,
            accredited=m.accredited,
            declared_limit=m.declared_limit,
            limit=self._limit(m.agent, m.sampled_on, m.value, m.statistic, m.fraction),
        )

    def _of_level(self, x: IndividualExposure, degree: Level) -> Result:
        return Result(
            exposure=x.id,
            on=degree.on,
            value=degree.value,
            censored=degree.censored,
            statistic=degree.statistic,
            fraction=degree.fraction,
            respirator=degree.respirator,
            declared_limit=degree.declared_limit,
            limit=self._limit(x.agent, degree.on, degree.value, degree.statistic, degree.fraction),
        )

    def _limit(
        self,
        agent: str,
        on: dt.date | None,
        value: Measure,
        statistic: Statistic | None,
        fraction: DustFraction | None,
    ) -> KnownLimit | None:
        """Return the limit in force on the day of a result: over 15 min for such a result, else over 8 h."""
        asked = self._facts.register.get(agent)
        if on is None or value.unit.kind not in _IN_AIR or not isinstance(asked, Agent):
            return None
        over = statistic if statistic in _LIMITS and statistic is not None else Statistic.TWA_8H
        key = (agent, on, over, fraction)
        if key not in self._limits:
            try:
                limit = self._catalogue.limit(asked, on=on, fraction=fraction, statistic=over)
            except NotInCatalogueError:
                self._limits[key] = None
            else:
                self._limits[key] = KnownLimit(
                    value=limit.value,
                    kind=limit.kind,
                    statistic=limit.statistic,
                    fraction=limit.fraction,
                    certainty=limit.certainty,
                    because=Names(fr=limit.because.fr, en=limit.because.en),
                    source=limit.source or None,
                )
        return self._limits[key]

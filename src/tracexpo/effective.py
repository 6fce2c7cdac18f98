"""Days of exposure of one worker to one agent, each counted once."""

import datetime as dt
from collections.abc import Iterator, Sequence

from attrs import evolve, frozen

from tracexpo.exposures import IndividualExposure
from tracexpo.form import check
from tracexpo.periods import COARSER, Period

__all__ = ["EffectiveDays", "effective_days"]


@frozen(kw_only=True)
class EffectiveDays:
    """Days of exposure of one worker to one agent, each counted once (jours d'exposition effectifs)."""

    period: Period
    """The days."""
    exposures: tuple[IndividualExposure, ...]
    """The exposures that hold on each of these days; recorded ones alone where there are any."""

    def __attrs_post_init__(self) -> None:
        check(self)


def effective_days(exposures: Sequence[IndividualExposure]) -> Iterator[EffectiveDays]:
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
    found: list[EffectiveDays] = []
    days = sorted({*begins, *ends})
    for i, day in enumerate(days):
        for n in ends.get(day, ()):
            del active[n]
        for n in begins.get(day, ()):
            active[n] = exposures[n]
        if not active:
            continue
        # what is over on a day not known does not win over what was derived for this day
        recorded = [x for x in active.values() if not x.derived_from and not x.period.ended]
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
        found.append(EffectiveDays(period=period, exposures=tuple(holding)))
    return _joined(found)


def _joined(found: Sequence[EffectiveDays]) -> Iterator[EffectiveDays]:
    """Join neighbours of the same exposures: what began or was over between them was hidden by recorded days."""
    pending: EffectiveDays | None = None
    for days in found:
        if pending is not None and pending.exposures == days.exposures and _touch(pending.period, days.period):
            period = evolve(days.period, start=pending.period.start, begun_before=pending.period.begun_before)
            pending = evolve(days, period=period)
            continue
        if pending is not None:
            yield pending
        pending = days
    if pending is not None:
        yield pending


def _touch(before: Period, after: Period) -> bool:
    return before.end is not None and before.end + dt.timedelta(days=1) == after.start

"""Tracing: what is recorded of a situation, carried to each person who was there.

A collective exposure and an assignment to its place give, on the days both share, an individual
exposure under the same conditions (exposition individuelle déduite). What is derived can be derived
again at any time, so it is never a source: corrections are made to what was recorded.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from decimal import ROUND_HALF_EVEN, Context, Decimal
from functools import reduce
from typing import Final, TypeVar

from attrs import evolve

from tracexpo.exposures import CollectiveExposure, Conditions, Exposure, IndividualExposure
from tracexpo.form import expect
from tracexpo.periods import COARSER, ExposureTime, Period
from tracexpo.places import meetings
from tracexpo.provenance import Provenance, Withdrawal
from tracexpo.references import references
from tracexpo.register import Register
from tracexpo.vocabularies import Confidence, TimeUnit
from tracexpo.work import Assignment

__all__ = ["trace", "untraced"]

WEIGHTED: Final = frozenset(
    {
        TimeUnit.MIN_DAY,
        TimeUnit.H_DAY,
        TimeUnit.H_WEEK,
        TimeUnit.H_MONTH,
        TimeUnit.H_YEAR,
        TimeUnit.PERCENT_OF_WORKING_TIME,
    }
)
"""Units of time that the share of an assignment weights; counts of days it does not."""

_EXACT: Final = Context(prec=80, rounding=ROUND_HALF_EVEN)
_LAST_PLACE: Final = Decimal("1E-18")
_ONE_DAY: Final = dt.timedelta(days=1)
_WITHDRAWN: Final = ":withdrawn"
_LONGEST_ID: Final = 128
_CONFIDENCE: Final = (Confidence.LOW, Confidence.MEDIUM, Confidence.HIGH)

T = TypeVar("T")
R = TypeVar("R", CollectiveExposure, Assignment)


def trace(register: Register) -> Register:
    """Return the register with the individual exposures that follow from collective ones and assignments.

    For each collective exposure and each assignment that stand, the days both share become an individual
    exposure of the worker: same agent, place and conditions, `derived_from` naming both, the coarser precision
    of the two periods. An assignment is to the place of a collective exposure when it names its situation, its
    workstation, or a workstation that its situation covers. The derived exposures cover exactly the shared days:
    on days when several assignments bring one person to one collective exposure, one exposure names them all.

    A share of the working time weights durations in minutes, hours and per cent (`min/day`, `h/day`, `h/week`,
    `h/month`, `h/year`, `%`); shares of several assignments add up, to the whole at most. The product is exact;
    one that needs more than 18 decimals is rounded half to even at the eighteenth. Counts of days and classes
    are kept as they are, which the profile `consistency` tells (`share-not-applied`).

    Recorded exposures are never removed: a derived one names in `beside` those of the same worker and agent that
    share days with it, and `Register.effective` lets recorded days win. Derived exposures that no longer follow
    are left out; one that another record refers to stays, closed by a withdrawal, and one that says more than tracing
    does stays as it is. So `trace(trace(r)) == trace(r)`.
    For another day of knowledge: `trace(register.as_recorded(at))`.

    >>> import datetime as dt
    >>> from tracexpo.work import Worker
    >>> register = Register().add(
    ...     Worker(id="w1"),
    ...     CollectiveExposure(
    ...         id="c1",
    ...         workstation="bath",
    ...         establishment="e1",
    ...         agent="cas:1333-82-0",
    ...         period=Period(dt.date(2024, 1, 1)),
    ...     ),
    ...     Assignment(id="a1", worker="w1", workstation="bath", period=Period(dt.date(2024, 9, 2))),
    ... )
    >>> derived = trace(register).exposures[-1]
    >>> derived.derived_from, derived.period.start.isoformat()
    (('c1', 'a1'), '2024-09-02')
    """
    source = untraced(expect(Register, register, "/register"))
    old = [x for x in register.exposures if isinstance(x, IndividualExposure) and _can_be_derived(x, register)]
    recorded = [x for x in source.exposures if isinstance(x, IndividualExposure) and source.is_current(x)]
    derived = list(_with_beside(_derive(source), recorded))
    known = {x.id for x in derived}
    stale = _referred_to([x for x in old if x.id not in known], source)
    traced = evolve(source, exposures=(*source.exposures, *stale, *derived))
    closing = [Withdrawal(id=_closing(x.id), of=x.id) for x in stale if traced.is_current(x)]
    return evolve(traced, withdrawals=(*source.withdrawals, *closing)) if closing else traced


def untraced(register: Register) -> Register:
    """Return the register without what tracing can derive again: what was recorded, and nothing else.

    Two registers that were traced apart are merged untraced, then traced. A derived exposure stays when what
    it was derived from is not in the register, or when it says more than tracing does, such as an accident.
    """
    kept: list[Exposure] = []
    ours: set[str] = set()
    for x in register.exposures:
        if isinstance(x, IndividualExposure) and _can_be_derived(x, register):
            ours.add(x.id)
        else:
            kept.append(x)
    if not ours:
        return register
    return evolve(
        register,
        exposures=tuple(kept),
        withdrawals=tuple(w for w in register.withdrawals if not (w.of in ours and w.id == _closing(w.of))),
    )


def _can_be_derived(x: IndividualExposure, register: Register) -> bool:
    says_more = x.accidents or x.authorisations or x.note or x.destroy_on or x.extensions or x.provenance.supersedes
    return bool(x.derived_from) and not says_more and all(register.get(id) is not None for id in x.derived_from)


def _closing(id: str) -> str:
    """Return the id of the withdrawal that closes a derived exposure; of a long id its hash stands for it."""
    if len(id) + len(_WITHDRAWN) > _LONGEST_ID:
        id = f"d:{hashlib.sha256(id.encode()).hexdigest()[:16]}"
    return f"{id}{_WITHDRAWN}"


def _referred_to(stale: list[IndividualExposure], source: Register) -> list[IndividualExposure]:
    """Keep those that a recorded statement, such as a transmission, refers to."""
    if not stale:
        return []
    wanted = {x.id for x in stale}
    named = {reference.id for record in source.records() for reference in references(record) if reference.id in wanted}
    return [x for x in stale if x.id in named]


# -- deriving


def _derive(register: Register) -> Iterator[IndividualExposure]:
    collectives = _once(x for x in register.exposures if isinstance(x, CollectiveExposure) and register.is_current(x))
    assignments = _once(a for a in register.assignments if register.is_current(a))
    found: dict[tuple[str, ...], list[IndividualExposure]] = {}
    for collective, met in meetings(collectives, assignments, register.situations):
        by_worker: dict[str, list[Assignment]] = {}
        for assignment in met:
            by_worker.setdefault(assignment.worker, []).append(assignment)
        for several in by_worker.values():
            for period, held in _segments(collective.period, several):
                exposure = _derived(collective, period, held)
                found.setdefault(exposure.derived_from, []).append(exposure)
    for pieces in found.values():
        # one set of sources may hold on several stretches of days: the later ones are numbered
        pieces.sort(key=lambda x: x.period.start)
        yield pieces[0]
        for n, piece in enumerate(pieces[1:], 2):
            yield evolve(piece, id=f"{piece.id}-{n}")


def _once(records: Iterable[R]) -> list[R]:
    """Leave out a record that is there twice, word for word."""
    seen: dict[str, list[R]] = {}
    for record in records:
        alike = seen.setdefault(record.id, [])
        if record not in alike:
            alike.append(record)
    return [record for alike in seen.values() for record in alike]


def _segments(period: Period, several: list[Assignment]) -> Iterator[tuple[Period, list[Assignment]]]:
    """Cut the shared days into stretches on which the same assignments hold."""
    shared = [(common, a) for a in several if (common := period.intersection(a.period)) is not None]
    if len(shared) == 1:
        yield shared[0][0], [shared[0][1]]
        return
    begins: dict[dt.date, list[tuple[Period, Assignment]]] = {}
    over: dict[dt.date, list[tuple[Period, Assignment]]] = {}
    for both in shared:
        begins.setdefault(both[0].start, []).append(both)
        if both[0].end is not None:
            over.setdefault(both[0].end + _ONE_DAY, []).append(both)
    days = sorted({*begins, *over})
    active: dict[int, tuple[Period, Assignment]] = {}
    for i, day in enumerate(days):
        for both in over.get(day, ()):
            del active[id(both[1])]
        for both in begins.get(day, ()):
            active[id(both[1])] = both
        if active:
            end = days[i + 1] - _ONE_DAY if i + 1 < len(days) else None
            held = sorted(active.values(), key=lambda both: both[1].id)
            yield _stretch(day, end, [common for common, _ in held]), [assignment for _, assignment in held]


def _stretch(start: dt.date, end: dt.date | None, parts: list[Period]) -> Period:
    """Make the period of one stretch, with the coarsest precision of its parts."""
    return Period(
        start,
        end,
        max((part.precision for part in parts), key=COARSER.index),
        begun_before=all(part.start == start and part.begun_before for part in parts),
        ended=end is None and all(part.ended for part in parts),
    )


def _derived(collective: CollectiveExposure, period: Period, held: Sequence[Assignment]) -> IndividualExposure:
    sources = (collective.id, *(a.id for a in held))
    return IndividualExposure(
        id=f"d:{hashlib.sha256(' '.join(sources).encode()).hexdigest()[:16]}",
        worker=held[0].worker,
        agent=collective.agent,
        establishment=collective.establishment,
        workstation=_agreed(a.workstation for a in held) or collective.workstation,
        period=period,
        employer=_agreed(a.employer for a in held),
        contract=_agreed(a.contract for a in held),
        place=_agreed(a.place for a in held),
        conditions=_weighted(collective.conditions, held),
        derived_from=sources,
        provenance=_joined(collective, held),
    )


def _agreed(values: Iterable[T | None]) -> T | None:
    """Return what all say; None where they differ."""
    first, *others = values
    return first if all(other == first for other in others) else None


def _joined(collective: CollectiveExposure, held: Sequence[Assignment]) -> Provenance:
    """Say how it is known: as the collective exposure is, no surer and no earlier than what it comes from."""
    parts = [collective.provenance, *(a.provenance for a in held)]
    recorded = [part.recorded_at for part in parts if part.recorded_at is not None]
    surest = [part.confidence for part in parts if part.confidence is not None]
    return Provenance(
        evidence=collective.provenance.evidence,
        document=collective.provenance.document,
        recorded_at=max(recorded, default=None),
        author_role=collective.provenance.author_role,
        author=collective.provenance.author,
        confidence=min(surest, key=_CONFIDENCE.index, default=None),
    )


def _weighted(conditions: Conditions, held: Sequence[Assignment]) -> Conditions:
    duration = conditions.duration
    shares = [a.share for a in held if a.share is not None]
    if not isinstance(duration, ExposureTime) or duration.unit not in WEIGHTED or len(shares) < len(held):
        return conditions
    share = min(Decimal(1), reduce(_EXACT.add, shares))
    if share == 1:
        return conditions
    return evolve(conditions, duration=ExposureTime(_product(duration.value, share), duration.unit))


def _product(value: Decimal, share: Decimal) -> Decimal:
    """Multiply exactly, round half to even at the eighteenth decimal, leave out zeros at the end."""
    product = _EXACT.multiply(value, share).normalize(_EXACT)
    exponent = product.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -18:
        product = product.quantize(_LAST_PLACE, context=_EXACT).normalize(_EXACT)
    # a form of decimals knows neither 1E+1 nor -0
    return Decimal(format(product, "f")) if product else Decimal(0)


# -- beside


def _with_beside(
    derived: Iterable[IndividualExposure], recorded: Iterable[IndividualExposure]
) -> Iterator[IndividualExposure]:
    """Name in each derived exposure the recorded ones of the same worker and agent that share days with it."""
    known: dict[tuple[str, str], list[IndividualExposure]] = {}
    for x in recorded:
        known.setdefault((x.worker, x.agent), []).append(x)
    groups: dict[tuple[str, str], list[IndividualExposure]] = {}
    for x in derived:
        key = (x.worker, x.agent)
        if key in known:
            groups.setdefault(key, []).append(x)
        else:
            yield x
    for key, group in groups.items():
        yield from _beside_in(group, known[key])


def _beside_in(derived: list[IndividualExposure], recorded: list[IndividualExposure]) -> Iterator[IndividualExposure]:
    """Sweep over the starts of one worker's exposures to one agent."""
    events = sorted(
        [(x.period.start, False, x) for x in derived] + [(x.period.start, True, x) for x in recorded],
        key=lambda event: event[0],
    )
    beside: dict[int, list[str]] = {id(x): [] for x in derived}
    going: dict[bool, list[IndividualExposure]] = {False: [], True: []}
    for day, is_recorded, x in events:
        other = [y for y in going[not is_recorded] if y.period.end is None or day <= y.period.end]
        going[not is_recorded] = other
        for y in other:
            if is_recorded:
                beside[id(y)].append(x.id)
            else:
                beside[id(x)].append(y.id)
        going[is_recorded].append(x)
    for x in derived:
        names = tuple(sorted(set(beside[id(x)])))
        yield evolve(x, beside=names) if names else x

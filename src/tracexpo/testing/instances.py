"""Strategies for the classes of the model, read off their annotations: a new field needs no change here.

Every field is drawn by its annotation; where the fields of one object would contradict each other, what is
free is mended afterwards, so that nothing is thrown away.
"""

import calendar
import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache, cached_property
from typing import Any, Final, TypeVar, get_args, get_origin

import attrs
from attrs import frozen
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from tracexpo.agents import Classification, Component
from tracexpo.exposures import Conditions, Level
from tracexpo.extensions import MOST_EXACT, NO_EXTENSIONS, Extensions
from tracexpo.form import FIRST_DAY, LAST_DAY, field_types, form_of, is_optional, members_of
from tracexpo.measurements import Measurement
from tracexpo.periods import ExposureTime, Period
from tracexpo.provenance import Provenance
from tracexpo.register import FORMAT_VERSION, Record, Register, UnreadRecord
from tracexpo.testing.scalars import days, ids, instants, numbers, scalars, texts
from tracexpo.units import Measure, Unit, UnitKind
from tracexpo.vocabularies import Hazard, Precision, SampleMatrix, TimeUnit, Vocabulary
from tracexpo.work import Assignment

__all__ = ["extensions", "instances"]

T = TypeVar("T")

RECORDS: Final[tuple[type, ...]] = get_args(Record)
"""The classes of the records of a register."""


Needs = tuple[tuple[str, ...], ...]
"""References that have to point somewhere: for each, the collections of what it may name."""


@frozen(repr=False)
class Scene:
    """What an object may speak of: which days, and which records there are."""

    first: dt.date = FIRST_DAY
    """The first day."""
    last: dt.date = LAST_DAY
    """The last day."""
    open: bool = True
    """Whether a period may be without an end."""
    known: Mapping[str, Sequence[str]] | None = None
    """Ids by collection. None: ids are free, and values need not be plausible."""

    def __repr__(self) -> str:
        # Hypothesis shows it with every failure
        return f"{self.first}…{self.last}"

    @property
    def is_free(self) -> bool:
        """Whether anything goes that a constructor takes."""
        return self.known is None

    @cached_property
    def days(self) -> SearchStrategy[dt.date]:
        """Days of the scene."""
        return days(self.first, self.last)

    @cached_property
    def instants(self) -> SearchStrategy[dt.datetime]:
        """Instants of the scene."""
        return instants(self.first, self.last)

    def ids_in(self, targets: tuple[str, ...]) -> Sequence[str]:
        """Return the ids that a reference may name."""
        return [id for target in targets for id in (self.known or {}).get(target, ())]

    def can_give(self, needs: Needs) -> bool:
        """Tell whether there is something to name for each of these references."""
        return self.is_free or all(map(self.ids_in, needs))


ANYTHING: Final = Scene()
"""Every day of the form, any id."""

_Drawer = Callable[[DrawFn, Scene], Any]
_Mend = Callable[[DrawFn, dict[str, Any], AbstractSet[str], Scene], None]

# -- drawing by annotation

_ONE_OR_TWO: Final = st.sampled_from((1, 2))
_SELDOM: Final = st.sampled_from((False, False, False, True))


@cache
def _numbers_below(limit: int) -> SearchStrategy[int]:
    return st.integers(0, limit - 1)


def draw_one(draw: DrawFn, options: Sequence[T]) -> T:
    """Draw one of a few options; quicker than a strategy that is used once."""
    return options[draw(_numbers_below(len(options)))]


def _drawer(annotation: Any) -> _Drawer:
    """Return what draws a value of one annotation."""
    if get_origin(annotation) is tuple:
        return _several(get_args(annotation)[0])
    options = [_single(member) for member in members_of(annotation)]
    if len(options) == 1:
        return options[0]
    choice = st.sampled_from(options)
    return lambda draw, scene: draw(choice)(draw, scene)


def _item(annotation: Any) -> Any:
    return get_args(annotation)[0] if get_origin(annotation) is tuple else annotation


def _needs(annotation: Any) -> Needs:
    """Return what a value cannot do without: for each of its required references, where it may point."""
    needs: Needs = ()
    for member in members_of(_item(annotation)):
        form = form_of(member)
        if form is not None:
            needs += (form.targets,) if form.targets else ()
        elif attrs.has(member):
            required = (a.name for a in attrs.fields(member) if a.default is attrs.NOTHING)
            needs += tuple(need for name in required for need in _needs(field_types(member)[name]))
    return needs


def _several(annotation: Any) -> _Drawer:
    one = _drawer(annotation)
    form = form_of(annotation)
    is_reference = form is not None and bool(form.targets)

    def draw_several(draw: DrawFn, scene: Scene) -> tuple[Any, ...]:
        drawn = tuple(one(draw, scene) for _ in range(draw(_ONE_OR_TWO)))
        return tuple(dict.fromkeys(drawn)) if is_reference and not scene.is_free else drawn

    return draw_several


def _single(annotation: Any) -> _Drawer:
    form = form_of(annotation)
    if form is None:
        return _draws_class(annotation)
    if form.name == "day":
        return lambda draw, scene: draw(scene.days)
    if form.name == "instant":
        return lambda draw, scene: draw(scene.instants)
    strategy = scalars(form)
    if form.name == "decimal" and form.least is None:
        positive = numbers(least=0)
        return lambda draw, scene: draw(strategy if scene.is_free else positive)
    if not form.targets:
        return lambda draw, _: draw(strategy)

    def draw_reference(draw: DrawFn, scene: Scene) -> str:
        id: str = draw(strategy) if scene.is_free else draw_one(draw, scene.ids_in(form.targets))
        return id

    return draw_reference


def _draws_class(cls: Any) -> _Drawer:
    strategy: SearchStrategy[Any]
    if cls is Extensions:
        strategy = _filled_extensions()
        return lambda draw, _: draw(strategy) if draw(_SELDOM) else NO_EXTENSIONS
    if cls is str:
        strategy = texts()
    elif issubclass(cls, Vocabulary):
        strategy = st.sampled_from(cls)
    else:
        return lambda draw, scene: draw_instance(draw, cls, scene)
    return lambda draw, _: draw(strategy)


@frozen
class _Field:
    """How one field is drawn."""

    name: str
    draw: _Drawer
    absent: object
    """What stands for nothing: None or (); the ellipsis where the field is always given."""
    needs: Needs
    """The references without which it cannot be given."""


def _field(cls: type, name: str, annotation: Any) -> _Field:
    if cls is Register and name in ("version", "unread"):
        # of the version that this library writes, which leaves nothing unread
        return _Field(name, lambda _, __: FORMAT_VERSION if name == "version" else (), ..., ())
    absent = () if get_origin(annotation) is tuple else None if is_optional(annotation) else ...
    return _Field(name, _drawer(annotation), absent, _needs(annotation))


_PLANS: Final[dict[type, tuple[_Field, ...]]] = {}


def _plan(cls: type) -> tuple[_Field, ...]:
    if cls not in _PLANS:
        _PLANS[cls] = tuple(_field(cls, name, annotation) for name, annotation in field_types(cls).items())
    return _PLANS[cls]


def draw_instance(draw: DrawFn, cls: type[T], scene: Scene, **fixed: object) -> T:
    """Draw an object of a class in a scene, some of its fields fixed to a value or a strategy."""
    plan = _plan(cls)
    fields: dict[str, Any] = {}
    # one number says which fields are given, a bit each: far quicker than to ask for each of them
    given = draw(_numbers_below(2 ** len(plan)))
    for field in plan:
        given, is_given = divmod(given, 2)
        if field.name in fixed:
            value = fixed[field.name]
            fields[field.name] = draw(value) if isinstance(value, SearchStrategy) else value
        elif field.absent is not ... and (not is_given or not scene.can_give(field.needs)):
            fields[field.name] = field.absent
        else:
            fields[field.name] = field.draw(draw, scene)
    mend = _MENDS.get(cls)
    if mend is not None:
        mend(draw, fields, fixed.keys(), scene)
    return cls(**fields)


def instances(cls: type[T], **fields: object) -> SearchStrategy[T]:
    """Return objects of any class of the model, each valid by itself: its references name ids at random.

    Args:
        cls: a class of the model, such as `Worker`, `Conditions` or `Register`.
        fields: fixes a field, to a value or to a strategy.

    Raises:
        TypeError: when the class has no such field.

    >>> from hypothesis import find
    >>> find(instances(Measure, unit=Unit.F_L), lambda measure: measure.value > 1)
    Measure(value=Decimal('2'), unit=<Unit.F_L: 'f/L'>)
    """
    return instances_in(ANYTHING, cls, **fields)


def instances_in(scene: Scene, cls: type[T], **fields: object) -> SearchStrategy[T]:
    """Return objects of a class that speak of one scene."""
    unknown = fields.keys() - field_types(cls).keys()
    if unknown:
        raise TypeError(f"{cls.__name__} has no field {', '.join(sorted(unknown))}")
    return _instances(cls, scene, fields)


@st.composite
def _instances(draw: DrawFn, cls: type[T], scene: Scene, fields: Mapping[str, object]) -> T:
    return draw_instance(draw, cls, scene, **fields)


def extensions() -> SearchStrategy[Extensions]:
    """Return extensions: any JSON that can be kept exactly, under reverse-domain keys; or none."""
    return st.just(NO_EXTENSIONS) | _filled_extensions()


def _filled_extensions() -> SearchStrategy[Extensions]:
    leaves = (
        st.none()
        | st.booleans()
        | st.integers(-MOST_EXACT, MOST_EXACT)
        | st.floats(-1e15, 1e15)
        | texts()
        | st.just("")
    )
    values = st.recursive(
        leaves, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(texts(), inner, max_size=2), max_leaves=4
    )
    keys: list[str] = ["org.example.badge", "fr.exemple-2.Champ_1", "a.b", "a.b.c.d.e.f.g.h.i"]
    return st.dictionaries(st.sampled_from(keys), values, min_size=1, max_size=2).map(Extensions)


# -- mending

_AIRBORNE: Final = (UnitKind.MASS_IN_AIR, UnitKind.VOLUME_FRACTION, UnitKind.FIBRES_IN_AIR)
_FLUID: Final = (
    UnitKind.MASS_IN_FLUID,
    UnitKind.AMOUNT_IN_FLUID,
    UnitKind.MASS_PER_CREATININE,
    UnitKind.AMOUNT_PER_CREATININE,
)
_KINDS_IN: Final[Mapping[SampleMatrix, tuple[UnitKind, ...]]] = {
    SampleMatrix.AIR: _AIRBORNE,
    SampleMatrix.SURFACE: (UnitKind.MASS_ON_SURFACE,),
    SampleMatrix.BLOOD: _FLUID[:2],
    SampleMatrix.URINE: _FLUID,
    SampleMatrix.OTHER: tuple(UnitKind),
}
_MOST_TIME: Final[Mapping[TimeUnit, int]] = {
    TimeUnit.MIN_DAY: 1_440,
    TimeUnit.H_DAY: 24,
    TimeUnit.H_WEEK: 168,
    TimeUnit.H_MONTH: 672,
    TimeUnit.H_YEAR: 8_760,
    TimeUnit.DAY_WEEK: 7,
    TimeUnit.DAY_MONTH: 28,
    TimeUnit.DAY_YEAR: 365,
    TimeUnit.PERCENT_OF_WORKING_TIME: 100,
}


def _mend_period(draw: DrawFn, fields: dict[str, Any], fixed: AbstractSet[str], scene: Scene) -> None:
    start, end = fields["start"], fields["end"]
    if end is None and not scene.open and "end" not in fixed:
        end = fields["end"] = max(start, draw(scene.days))
    if end is not None and end < start:
        if "start" not in fixed and "end" not in fixed:
            fields["start"], fields["end"] = end, start
        else:
            name, other = ("end", start) if "start" in fixed else ("start", end)
            fields[name] = other
    if fields["end"] is not None and fields["ended"]:
        name = "end" if "ended" in fixed and scene.open else "ended"
        fields[name] = None if name == "end" else False
    mend_precision(fields, fixed, scene)


def mend_precision(fields: dict[str, Any], fixed: AbstractSet[str], scene: Scene) -> None:
    """A month or a year is written as its first and last day: widen to it, else make it precise to the day."""
    precision, start, end = fields["precision"], fields["start"], fields["end"]
    if precision not in (Precision.MONTH, Precision.YEAR):
        return
    months = (start.month, start.month) if precision is Precision.MONTH else (1, 12)
    wide = {"start": start.replace(month=months[0], day=1), "end": end}
    if end is not None:
        month = end.month if precision is Precision.MONTH else 12
        wide["end"] = end.replace(month=month, day=calendar.monthrange(end.year, month)[1])
    fits = scene.first <= wide["start"] and (wide["end"] is None or wide["end"] <= scene.last)
    if fits and all(fields[name] == day for name, day in wide.items() if name in fixed):
        fields |= wide
    elif "precision" not in fixed:
        fields["precision"] = Precision.DAY


def _mend_time(draw: DrawFn, fields: dict[str, Any], fixed: AbstractSet[str], scene: Scene) -> None:
    if not scene.is_free and "value" not in fixed:
        fields["value"] = draw(numbers(least=0, most=_MOST_TIME[fields["unit"]]))


def _mend_conditions(_: DrawFn, fields: dict[str, Any], fixed: AbstractSet[str], __: Scene) -> None:
    """What is said to be not known has no value, and is said once."""
    if "not_known" in fixed:
        for unknown in fields["not_known"]:
            if unknown.what.value not in fixed:
                fields[unknown.what.value] = None
    else:
        said = {unknown.what: unknown for unknown in fields["not_known"]}
        fields["not_known"] = tuple(unknown for what, unknown in said.items() if fields[what.value] is None)


def _in_order(first: str, last: str) -> _Mend:
    """Return what puts two bounds in order, either of which may be absent."""

    def mend(_: DrawFn, fields: dict[str, Any], fixed: AbstractSet[str], __: Scene) -> None:
        low, high = fields[first], fields[last]
        if low is not None and high is not None and high < low:
            if first not in fixed:
                fields[first] = high
            if last not in fixed:
                fields[last] = low

    return mend


_mend_dates: Final = _in_order("applies_from", "applies_until")
_CLP_IN_LAW: Final = dt.date(2009, 1, 20)


def _mend_classification(draw: DrawFn, fields: dict[str, Any], fixed: AbstractSet[str], scene: Scene) -> None:
    if fields["hazard"] is Hazard.LACTATION and fields["cmr_class"] is not None:
        if "hazard" in fixed:
            fields["cmr_class"] = None
        else:
            fields["hazard"] = Hazard.CARCINOGENIC
    cmr_class = fields["cmr_class"]
    if not scene.is_free and cmr_class is not None and cmr_class.scheme == "clp":
        # no class of CLP applied before it stood in law
        for name in {"applies_from", "applies_until"} - fixed:
            if fields[name] is not None and fields[name] < _CLP_IN_LAW:
                fields[name] = None
    _mend_dates(draw, fields, fixed, scene)


def _mend_assignment(draw: DrawFn, fields: dict[str, Any], fixed: AbstractSet[str], scene: Scene) -> None:
    if fields["workstation"] is None and fields["situation"] is None:
        name = "situation" if "workstation" in fixed else "workstation"
        fields[name] = draw(ids()) if scene.is_free else draw_one(draw, scene.ids_in((f"{name}s",)))


def _mend_provenance(_: DrawFn, fields: dict[str, Any], fixed: AbstractSet[str], scene: Scene) -> None:
    if not scene.is_free and "supersedes" not in fixed:
        fields["supersedes"] = fields["reason"] = None


def _measure(draw: DrawFn, kinds: tuple[UnitKind, ...]) -> Measure:
    unit = draw(st.sampled_from([unit for unit in Unit if unit.kind in kinds]))
    return Measure(draw(numbers(least=0)), unit)


def _mend_result(draw: DrawFn, fields: dict[str, Any], fixed: AbstractSet[str], scene: Scene) -> None:
    """Of a level or a measurement: units and facts that fit what was sampled, the limit in a unit of the same kind."""
    if scene.is_free:
        return
    if fields.get("matrix", SampleMatrix.AIR) is not SampleMatrix.AIR:
        # said of air alone
        fields |= {name: None for name in ("statistic", "fraction", "respirator", "protection") if name not in fixed}
    if "value" not in fixed:
        fields["value"] = _measure(draw, _KINDS_IN[fields.get("matrix", SampleMatrix.AIR)])
    if fields["declared_limit"] is not None and "declared_limit" not in fixed:
        fields["declared_limit"] = _measure(draw, (fields["value"].unit.kind,))


def _mend_unread(_: DrawFn, fields: dict[str, Any], fixed: AbstractSet[str], __: Scene) -> None:
    """A record of a newer version of the format: it has a field that this one does not know."""
    if "json" not in fixed:
        record = {"id": fields["id"], "of_a_newer_version": fields["json"]}
        # keys in order and no spaces: canonical JSON (RFC 8785)
        fields["json"] = json.dumps(record, ensure_ascii=False, separators=(",", ":"))


_MENDS: Final[dict[type, _Mend]] = {
    Assignment: _mend_assignment,
    Classification: _mend_classification,
    Component: _in_order("min_fraction", "max_fraction"),
    Conditions: _mend_conditions,
    ExposureTime: _mend_time,
    Level: _mend_result,
    Measurement: _mend_result,
    Period: _mend_period,
    Provenance: _mend_provenance,
    UnreadRecord: _mend_unread,
}
"""Classes whose fields can contradict each other, or be beyond belief."""

"""What holds of the model, whatever it holds."""

import datetime as dt
import pickle
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Any, get_args, get_origin

import attrs
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tracexpo.errors import InvalidValueError, MergeError
from tracexpo.exposures import IndividualExposure
from tracexpo.extensions import Extensions
from tracexpo.form import FIRST_DAY, LAST_DAY, check_number, field_types, is_optional, members_of
from tracexpo.merging import merge
from tracexpo.periods import COARSER, Period
from tracexpo.provenance import Provenance, Withdrawal
from tracexpo.references import references, renamed
from tracexpo.register import COLLECTIONS, Register
from tracexpo.testing import (
    MARKS,
    ids,
    individual_exposures,
    instances,
    marked,
    marked_identities,
    marks_in,
    measures,
    numbers,
    periods,
    records,
    registers,
)
from tracexpo.units import Measure, Unit
from tracexpo.vocabularies import Precision
from tracexpo.work import Worker

FEW = settings(max_examples=15)
SOME = settings(max_examples=30)
FIRST, LAST = dt.date(2024, 1, 1), dt.date(2024, 3, 31)
FOREVER = dt.datetime(2199, 12, 31, 23, 59, 59, tzinfo=dt.UTC)


def classes_under(cls: Any) -> Iterator[type]:
    """The classes of the model that an object of a class is made of, itself first."""
    yield cls
    for annotation in field_types(cls).values():
        inner = get_args(annotation)[0] if get_origin(annotation) is tuple else annotation
        for member in members_of(inner):
            if isinstance(member, type) and attrs.has(member):
                yield from classes_under(member)


CLASSES: list[Any] = list(dict.fromkeys(classes_under(Register)))
VALUES = st.sampled_from(CLASSES).flatmap(instances)

# -- constructors are total, and silent about what they were given


class Stranger:
    """What belongs nowhere; its name in text would be a fault."""

    def __repr__(self) -> str:
        return MARKS[0]


NUMBER = 31_415_926_535
ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.sampled_from([NUMBER, -NUMBER, float(NUMBER), float("nan"), float("inf"), 10**400])
    | st.sampled_from([Decimal("NaN"), Decimal("sNaN"), Decimal("-0"), Decimal("1E+999999"), Decimal(f"{NUMBER}.5")])
    | st.sampled_from([dt.date(1, 1, 1), dt.date(1907, 11, 13), dt.datetime(1907, 11, 13), dt.time(), dt.timedelta(1)])  # noqa: DTZ001
    | st.sampled_from([MARKS[0], MARKS[0].encode(), f"{MARKS[0]}\ud800", "", MARKS[0] * 10_000, MARKS[1]])
    | st.builds(Stranger)
    | st.just(Stranger)
    | ids()
    | VALUES,
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.lists(inner, max_size=2).map(tuple)
        | st.sets(st.sampled_from([MARKS[0], NUMBER]))
        | st.dictionaries(st.sampled_from([MARKS[0], NUMBER, "org.example.mark"]), inner, max_size=2)
    ),
    max_leaves=3,
)


def refusal(make: Callable[[], object]) -> InvalidValueError | None:
    try:
        make()
    except InvalidValueError as error:
        return error
    return None


def says_nothing(error: InvalidValueError) -> None:
    told = f"{error} {error!r} {error.message_in('fr')} {error.problem} {error.problem.to_dict()}"
    assert not marks_in(told), told
    assert str(NUMBER) not in told


@settings(max_examples=400)
@given(st.sampled_from([cls for cls in CLASSES if field_types(cls)]), st.data())
def test_a_constructor_takes_a_value_or_raises_invalid_value_error(cls: Any, data: st.DataObject) -> None:
    whole = data.draw(instances(cls))
    name = data.draw(st.sampled_from(list(field_types(cls))))
    value = data.draw(ANYTHING)
    error = refusal(lambda: attrs.evolve(whole, **{name: value}))
    if error is not None:
        says_nothing(error)
        again = pickle.loads(pickle.dumps(error))
        assert (again.code, again.field, again.context) == (error.code, error.field, error.context)


@pytest.mark.parametrize("cls", [cls for cls in CLASSES if field_types(cls)], ids=lambda cls: cls.__name__)
@settings(max_examples=3)
@given(st.data())
def test_no_field_takes_a_stranger(cls: Any, data: st.DataObject) -> None:
    whole = data.draw(instances(cls))
    for name, annotation in field_types(cls).items():
        # extensions may be left out in any way
        wrong: list[Any] = [Stranger(), [Stranger()], (Stranger(),), {Stranger(): 1}, object]
        if not is_optional(annotation) and annotation is not Extensions:
            wrong.append(None)
        for value in wrong:
            with pytest.raises(InvalidValueError) as caught:
                attrs.evolve(whole, **{name: value})
            assert caught.value.field.startswith(f"/{name}")
            says_nothing(caught.value)


@given(numbers())
def test_every_number_of_the_form_is_a_number(number: Decimal) -> None:
    check_number(number)


# -- values


@given(VALUES, VALUES)
def test_equal_means_the_same_fields_and_the_same_hash(a: Any, b: Any) -> None:
    assert a == attrs.evolve(a)
    assert hash(a) == hash(attrs.evolve(a))
    for other in (b, attrs.evolve(a)):
        if type(other) is type(a) and not isinstance(a, Register):
            same = all(getattr(a, name) == getattr(other, name) for name in field_types(type(a)))
            assert (a == other) is same
        if a == other:
            assert hash(a) == hash(other)
    assert a != object()


@given(VALUES)
def test_pickling_keeps_values(value: Any) -> None:
    again = pickle.loads(pickle.dumps(value))
    assert again == value
    assert hash(again) == hash(value)


@FEW
@given(registers(), st.randoms(use_true_random=False))
def test_a_register_is_the_same_in_another_process_and_another_order(register: Register, random: Any) -> None:
    turned: dict[str, Any] = {}
    for name in COLLECTIONS:
        turned[name] = tuple(random.sample(getattr(register, name), len(getattr(register, name))))
    for record in register.records():
        assert register.get(record.id) == record  # the look-ups are made
    for other in (pickle.loads(pickle.dumps(register)), attrs.evolve(register, **turned)):
        assert other == register
        assert hash(other) == hash(register)
        assert other.current() == register.current()


def parts(value: Any) -> Iterator[Any]:
    """An object of the model and every object in it."""
    if isinstance(value, tuple):
        for item in value:
            yield from parts(item)
    elif attrs.has(type(value)):
        yield value
        for name in field_types(type(value)):
            yield from parts(getattr(value, name))


@FEW
@given(registers())
def test_repr_shows_nothing_personal(register: Register) -> None:
    full = marked(register)
    for part in parts(full):
        shown = f"{part!r} {part}"
        assert not marks_in(shown), shown
        for name in field_types(type(part)):
            value = getattr(part, name)
            if isinstance(value, Extensions):
                assert not marks_in(f"{value!r} {value}")


@given(marked_identities())
def test_identities_are_never_shown(identity: Any) -> None:
    assert repr(identity) == str(identity) == "Identity(…)"


@FEW
@given(registers())
def test_without_identities_nobody_is_named(register: Register) -> None:
    bare = marked(register).without_identities()
    assert all(worker.identity is None and not worker.aliases for worker in bare.workers)
    assert all(a.employer_signatory is None and a.physician_signatory is None for a in bare.attestations)
    assert len(list(bare.records())) == len(list(register.records()))


# -- periods and measures

SHORT = periods(FIRST, LAST)
DAYS = [FIRST + dt.timedelta(days=n) for n in range(-5, 120)]


def days_of(period: Period | None) -> set[dt.date]:
    return set() if period is None else {day for day in DAYS if period.covers(day)}


@settings(max_examples=300)
@given(SHORT, SHORT)
def test_the_intersection_of_periods(a: Period, b: Period) -> None:
    shared = a.intersection(b)
    assert shared == b.intersection(a)
    assert days_of(shared) == days_of(a) & days_of(b)
    assert (shared is not None) is a.overlaps(b) is b.overlaps(a)
    if shared is not None:
        assert shared.is_open is (a.is_open and b.is_open)
        coarser = max(a.precision, b.precision, key=COARSER.index)
        # the last day is a guess where one of the two was over on a day not known
        guessed = shared.end is not None and (a.ended or b.ended)
        assert shared.precision == (Precision.ESTIMATED if guessed else coarser)
        assert days_of(shared.intersection(a)) == days_of(shared) == days_of(shared.intersection(b))


@given(SHORT, SHORT, SHORT)
def test_intersecting_is_associative_in_days(a: Period, b: Period, c: Period) -> None:
    def shared(x: Period | None, y: Period | None) -> Period | None:
        return None if x is None or y is None else x.intersection(y)

    left, right = shared(shared(a, b), c), shared(a, shared(b, c))
    assert days_of(left) == days_of(right) == days_of(a) & days_of(b) & days_of(c)


@given(periods())
def test_a_period_with_itself_is_itself(period: Period) -> None:
    assert period.intersection(period) == period
    assert period.covers(period.start)
    if period.end is not None:
        assert period.days == len(range(period.start.toordinal(), period.end.toordinal() + 1))
        assert period.covers(period.end)


WIDTH = numbers(least=Decimal(-999999999), most=Decimal(999999999))


@given(st.sampled_from(Unit), st.sampled_from(Unit), WIDTH)
def test_converting_there_and_back_is_exact(source: Unit, target: Unit, value: Decimal) -> None:
    measure = Measure(value, source)
    error = refusal(lambda: measure.to(target))
    if error is not None:
        # another kind of unit, or more digits than a decimal of the form has
        assert error.code == ("not-a-decimal" if source.kind is target.kind else "conversion-between-kinds")
        return
    converted = measure.to(target)
    assert converted.unit is target
    assert converted.to(source) == measure
    assert converted.compare(measure) == measure.compare(converted) == 0


@given(st.sampled_from(Unit).flatmap(lambda unit: st.tuples(*[measures(unit.kind)] * 3)))
def test_comparing_is_an_order(three: tuple[Measure, Measure, Measure]) -> None:
    a, b, c = three
    assert a.compare(b) == -b.compare(a)
    assert a.compare(a) == 0
    if a.compare(b) <= 0 and b.compare(c) <= 0:
        assert a.compare(c) <= 0
    if a.unit is b.unit:
        assert a.compare(b) == (a.value > b.value) - (a.value < b.value)
        assert (a.compare(b) == 0) is (a == b)


# -- references


@given(records(), st.data())
def test_renaming_there_and_back_changes_nothing(record: Any, data: st.DataObject) -> None:
    known = sorted({record.id, *(reference.id for reference in references(record))})
    chosen = [id for id in known if data.draw(st.booleans())]
    names = {id: f"other:{n}" for n, id in enumerate(chosen)}
    assume(not names.keys() & set(names.values()) and not set(names.values()) & set(known))
    new = renamed(record, names)
    assert [r.id for r in references(new)] == [names.get(r.id, r.id) for r in references(record)]
    assert new.id == names.get(record.id, record.id)
    assert renamed(new, {theirs: ours for ours, theirs in names.items()}) == record
    assert renamed(record, {}) is record
    assert renamed(record, {"nobody:nothing": "x"}) is record


# -- registers


def apart(register: Register) -> Register:
    """The same register under other ids."""
    names = {record.id: f"b:{n}" for n, record in enumerate(register.records())}
    collections: dict[str, Any] = {
        name: tuple(renamed(record, names) for record in getattr(register, name)) for name in COLLECTIONS
    }
    custodian = None if register.custodian is None else renamed(register.custodian, names)
    return attrs.evolve(register, custodian=custodian, unread=(), version="1.0", **collections)


@FEW
@given(registers())
def test_merging_a_register_with_itself_gives_it_back(register: Register) -> None:
    assert merge(register, register) == register
    assert merge(register, Register(as_of=register.as_of, custodian=register.custodian)) == register


@FEW
@given(registers(newer=True))
def test_merging_keeps_what_was_not_read(register: Register) -> None:
    assert merge(register, register) == register
    assert merge(register, Register(custodian=register.custodian)).unread == register.unread


@FEW
@given(registers(), registers())
def test_merging_registers_of_other_ids_commutes(a: Register, b: Register) -> None:
    b = apart(b)
    assume(not {record.id for record in a.records()} & {record.id for record in b.records()})
    both = merge(a, b)
    assert both == merge(b, a)
    assert len(list(both.records())) == len(list(a.records())) + len(list(b.records()))
    assert merge(both, a) == attrs.evolve(both, custodian=merge(both, a).custodian)


@FEW
@given(registers(), st.data())
def test_one_id_with_two_contents_is_a_conflict(register: Register, data: st.DataObject) -> None:
    workers = [worker for worker in register.workers if worker.identity is not None]
    assume(workers)
    worker = data.draw(st.sampled_from(workers))
    other = register.replace(attrs.evolve(worker, identity=None))
    with pytest.raises(MergeError) as caught:
        merge(register, other)
    assert [problem.record for problem in caught.value.problems] == [worker.id]


@SOME
@given(registers())
def test_the_current_register_is_current(register: Register) -> None:
    current = register.current()
    assert current.current() == current
    assert not current.withdrawals
    assert all(current.is_current(statement) for statement in current.statements())
    corrected = {s.provenance.supersedes for s in register.statements()}
    withdrawn = {withdrawal.of for withdrawal in register.withdrawals}
    expected = {s.id for s in register.statements()} - corrected - withdrawn
    assert {s.id for s in current.statements()} == expected


@st.composite
def histories(draw: st.DrawFn) -> Register:
    """Statements that correct earlier ones, several of them the same one, and withdrawals of any of them."""
    size = draw(st.integers(1, 6))
    exposures: list[IndividualExposure] = []
    for n in range(size):
        before = draw(st.none() | st.sampled_from([x.id for x in exposures])) if exposures else None
        provenance = Provenance(supersedes=before)
        day = Period(FIRST)
        exposures.append(
            IndividualExposure(id=f"x{n}", worker="w", agent="a", establishment="e", period=day, provenance=provenance)
        )
    withdrawn = [x.id for x in exposures if draw(st.booleans())]
    return Register(exposures=tuple(exposures), withdrawals=tuple(Withdrawal(id=f"-{id}", of=id) for id in withdrawn))


@given(histories())
def test_a_statement_stands_unless_withdrawn_or_corrected_by_one_that_lives(register: Register) -> None:
    withdrawn = {withdrawal.of for withdrawal in register.withdrawals}

    def lives(id: str) -> bool:
        return id not in withdrawn or corrected(id)

    def corrected(id: str) -> bool:
        return any(lives(successor.id) for successor in register.successors(id))

    standing = {x.id for x in register.exposures if x.id not in withdrawn and not corrected(x.id)}
    assert {x.id for x in register.current().exposures} == standing
    assert register.current().current() == register.current()


@SOME
@given(registers(), st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2100, 1, 1), timezones=st.just(dt.UTC)))  # noqa: DTZ001
def test_what_was_known_at_an_instant(register: Register, at: dt.datetime) -> None:
    assert register.as_recorded(FOREVER) == register
    known = register.as_recorded(at)
    assert known.as_recorded(at) == known
    assert known == register.as_recorded(at + dt.timedelta(days=1)).as_recorded(at)
    assert all(s.provenance.recorded_at is None or s.provenance.recorded_at <= at for s in known.statements())


@st.composite
def exposed(draw: st.DrawFn) -> list[IndividualExposure]:
    """Exposures of one worker to one agent, recorded and derived, over and beside each other."""
    origins = st.just(()) | st.just(("c", "a"))
    one = individual_exposures(
        worker="w", agent="a", establishment="e", period=SHORT, derived_from=origins, provenance=Provenance()
    )
    size = draw(st.integers(0, 5))
    return [attrs.evolve(draw(one), id=f"x{n}") for n in range(size)]


@SOME
@given(exposed())
def test_effective_days_are_the_union_of_the_days_each_once(exposures: list[IndividualExposure]) -> None:
    register = Register(exposures=tuple(exposures))
    effective = register.effective("w", "a")
    for day in DAYS:
        there = [x for x in exposures if x.period.covers(day)]
        # one that was over on a day not known does not win over what was derived for this day
        recorded = [x for x in there if not x.derived_from and not x.period.ended]
        holding = [e for e in effective if e.period.covers(day)]
        assert len(holding) == bool(there)
        for e in holding:
            assert {x.id for x in e.exposures} == {x.id for x in recorded or there}
    for before, after in pairwise(effective):
        assert before.period.end is not None
        assert before.period.end < after.period.start
        assert before.exposures != after.exposures or (after.period.start - before.period.end).days > 1
    assert register.effective("w", "another") == register.effective("another", "a") == ()


@SOME
@given(registers(most=3), st.data())
def test_a_selection_holds_what_it_refers_to(register: Register, data: st.DataObject) -> None:
    def some(name: str) -> Any:
        known = [record.id for record in getattr(register, name)]
        return data.draw(st.none() | st.sets(st.sampled_from([*known, "nobody"])))

    wanted = {name: some(name) for name in ("workers", "establishments", "agents")}
    period = data.draw(st.none() | periods(FIRST_DAY, LAST_DAY))
    selected = register.select(**wanted, period=period)
    kept = {record.id for record in selected.records()}
    for record in selected.records():
        known: Any = register.get(record.id)
        if isinstance(record, Worker) and wanted["workers"] is not None and record.id not in wanted["workers"]:
            # a colleague who is only named
            known = attrs.evolve(known, identity=None, aliases=())
        assert record == known
        assert {reference.id for reference in references(record)} <= kept
    assert selected.select(**wanted, period=period) == selected
    assert {s.id for s in register.select().statements()} == {s.id for s in register.statements()}
    # what is kept is corrected and withdrawn as it was
    for statement in selected.statements():
        assert selected.is_current(statement) is register.is_current(statement)


@FEW
@given(registers(), st.data())
def test_replacing_a_description_by_itself_changes_nothing(register: Register, data: st.DataObject) -> None:
    statements = {s.id for s in (*register.statements(), *register.withdrawals)}
    descriptions: list[Any] = [record for record in register.records() if record.id not in statements]
    assume(descriptions)
    description = data.draw(st.sampled_from(descriptions))
    assert register.replace(description) == register

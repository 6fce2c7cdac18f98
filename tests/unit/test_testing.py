"""The strategies published for embedders: what they give is valid, coherent, varied, and broken where it says."""

import copy
import datetime as dt
import importlib
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from typing import Annotated, Any, get_args

import attrs
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tracexpo import testing
from tracexpo.agents import Agent, Classification, Component
from tracexpo.codecs.json import dumps, try_loads
from tracexpo.errors import InvalidValueError, MissingExtraError
from tracexpo.exposures import CollectiveExposure, Conditions, Degree, Duration, IndividualExposure, NotKnown
from tracexpo.extensions import Extensions
from tracexpo.form import (
    DECIMAL,
    FIRST_DAY,
    LAST_DAY,
    Form,
    Id,
    WorkerRef,
    check,
    field_types,
    form_of,
    matching,
    members_of,
)
from tracexpo.identifiers import is_cas, is_clp_index, is_ec, is_nir, is_siren, is_siret
from tracexpo.periods import Period
from tracexpo.provenance import Evidence
from tracexpo.references import references
from tracexpo.register import COLLECTIONS, FORMAT_VERSION, Register
from tracexpo.testing import registers
from tracexpo.testing.scalars import scalars
from tracexpo.units import Unit, UnitKind
from tracexpo.vocabularies import Hazard, PartyKind, Precision, UnknownFact, UnknownReason
from tracexpo.work import Assignment, Identity, Worker

NO_STRATEGIES = {
    *("MARKS", "Spoiling", "WAYS", "broken_registers", "breakings", "instances", "marked", "marks_in", "registers"),
    *("spoiled_documents", "spoilings"),
}
FEW = settings(max_examples=25)


def samples(strategy: st.SearchStrategy[Any], size: int = 150) -> list[Any]:
    """The same examples at every run."""
    found: list[Any] = []

    @settings(max_examples=size, derandomize=True, database=None, deadline=None, phases=[Phase.generate])
    @given(strategy)
    def collect(value: Any) -> None:
        found.append(value)

    collect()
    return found


def first(strategy: st.SearchStrategy[Any], wanted: Callable[[Any], object]) -> Any:
    return next(value for value in samples(strategy, 100) if wanted(value))


# -- one strategy for each


@pytest.mark.parametrize("name", sorted(set(testing.__all__) - NO_STRATEGIES))
@settings(max_examples=5)
@given(st.data())
def test_every_strategy_gives_what_a_constructor_takes(name: str, data: st.DataObject) -> None:
    value = data.draw(getattr(testing, name)())
    if attrs.has(type(value)):
        assert attrs.evolve(value) == value


def test_fields_are_fixed_to_values_and_strategies() -> None:
    one = first(testing.workers(id="w1", identity=testing.identities(sex=None)), bool)
    assert one.id == "w1"
    assert one.identity is not None
    assert one.identity.sex is None
    assert first(testing.exposures(agent="a", id="x"), lambda x: isinstance(x, CollectiveExposure)).agent == "a"
    assert {record.id for record in samples(testing.records(id="r"))} == {"r"}


def test_a_field_that_is_none_is_told_at_once() -> None:
    with pytest.raises(TypeError, match="Worker has no field nmae"):
        testing.workers(nmae="x")


def test_every_kind_is_reached() -> None:
    kinds = Counter(type(exposure) for exposure in samples(testing.exposures()))
    assert kinds.keys() == {IndividualExposure, CollectiveExposure}
    assert {type(agent) for agent in samples(testing.agents())} == set(get_args(Agent))
    assert {type(evidence) for evidence in samples(testing.evidence())} == set(get_args(Evidence))
    conditions = samples(testing.conditions())
    assert {type(c.duration) for c in conditions} == {*get_args(Duration), type(None)}
    assert {type(c.degree) for c in conditions} == {*get_args(Degree), type(None)}
    assert {unknown.what for c in conditions for unknown in c.not_known} == set(UnknownFact)


@pytest.mark.parametrize("cls", [IndividualExposure, Conditions, Identity, Assignment], ids=lambda cls: cls.__name__)
def test_every_field_is_left_out_and_given(cls: type) -> None:
    few = len(attrs.fields(cls)) < 15
    found = samples(testing.instances(cls), 150 if few else 400)  # what is drawn last in a large object is seldom given
    for attribute in attrs.fields(cls):
        values = {getattr(value, attribute.name) for value in found}
        assert len(values) > 1, attribute.name
        if attribute.default is None:
            assert None in values, attribute.name


def test_what_would_contradict_itself_is_mended_around_what_is_fixed() -> None:
    nothing = NotKnown(what=UnknownFact.DURATION, reason=UnknownReason.LOST)
    for conditions in samples(testing.conditions(not_known=(nothing,))):
        assert conditions.duration is None
    day = dt.date(2024, 7, 5)
    for period in samples(testing.periods(start=day)):
        assert period.start == day
    assert {period.end for period in samples(testing.periods(end=day))} == {day}
    assert {period.ended for period in samples(testing.periods(ended=True))} == {True}
    assert {c.hazard for c in samples(testing.classifications(hazard=Hazard.LACTATION))} == {Hazard.LACTATION}
    for component in samples(testing.components(max_fraction=Decimal("0.1"))):
        assert component.max_fraction == Decimal("0.1")
    for assignment in samples(testing.assignments(workstation=None)):
        assert assignment.situation is not None
    assert isinstance(first(testing.classifications(), lambda c: c.applies_until is not None), Classification)
    assert isinstance(first(testing.components(), lambda c: c.min_fraction is not None), Component)


def test_months_and_years_are_whole() -> None:
    seen = Counter(period.precision for period in samples(testing.periods()))
    assert seen.keys() == set(Precision)
    for period in samples(testing.periods(open=False)):
        assert isinstance(period.end, dt.date)
        if period.precision is Precision.YEAR:
            assert (period.start.month, period.start.day) == (1, 1)
            assert (period.end.month, period.end.day) == (12, 31)
        if period.precision is Precision.MONTH:
            assert period.start.day == 1
            assert (period.end + dt.timedelta(days=1)).day == 1 or period.end == LAST_DAY


def test_periods_lie_between_two_days() -> None:
    first, last = dt.date(2024, 1, 15), dt.date(2024, 3, 10)
    for period in samples(testing.periods(first, last)):
        assert first <= period.start <= (period.end or period.start) <= last


# -- single values


@pytest.mark.parametrize(
    ("strategy", "is_right"),
    [
        (testing.sirens, is_siren),
        (testing.sirets, is_siret),
        (testing.nirs, is_nir),
        (testing.cas_numbers, is_cas),
        (testing.ec_numbers, is_ec),
        (testing.clp_indexes, is_clp_index),
    ],
    ids=lambda value: value.__name__,
)
def test_identifiers_have_their_check_digits(
    strategy: Callable[[], st.SearchStrategy[str]], is_right: Callable[[str], bool]
) -> None:
    found = samples(strategy())
    assert [number for number in found if not is_right(number)] == []
    assert len(set(found)) > 100


def test_the_odd_identifiers_are_among_them() -> None:
    sirets = [siret for siret in samples(testing.sirets()) if siret.startswith("356000000")]
    assert "35600000000048" in sirets
    assert any(sum(map(int, siret)) % 5 == 0 for siret in sirets)
    assert {nir[5:7] for nir in samples(testing.nirs())} >= {"2A", "2B"}
    assert "415-180-1" in samples(testing.ec_numbers())
    assert any(index.endswith("X") for index in samples(testing.clp_indexes()))
    assert all(siret.startswith("404833048") for siret in samples(testing.sirets("404833048")))


def test_numbers_are_of_the_form_to_its_edges() -> None:
    found = samples(testing.numbers())
    for number in found:
        assert DECIMAL.fullmatch(format(number, "f"))
        assert not (number.is_zero() and number.is_signed())
    assert {min(number.as_tuple().exponent for number in found), max(n.as_tuple().exponent for n in found)} == {-18, 0}
    assert any(number < 0 for number in found)
    for share in samples(testing.numbers(least=0, most=Decimal("0.25"), above=True)):
        assert 0 < share <= Decimal("0.25")


def test_texts_are_awkward_but_can_be_kept() -> None:
    found = samples(testing.texts())
    assert all(text and text.encode() for text in found)
    assert any('": "' in text for text in found)
    assert any(max(text) > "\uffff" for text in found)
    assert all(len(text) <= 3 for text in samples(testing.texts(max_size=3)))


def test_measures_of_one_kind() -> None:
    for measure in samples(testing.measures(UnitKind.FIBRES_IN_AIR, least=0, most=1)):
        assert measure.unit.kind is UnitKind.FIBRES_IN_AIR
        assert 0 <= measure.value <= 1
    assert {measure.unit for measure in samples(testing.measures())} == set(Unit)


# -- coherent registers


@FEW
@given(registers(most=3))
def test_every_reference_resolves_and_every_id_is_one(register: Register) -> None:
    homes = {record.id: name for name in COLLECTIONS for record in getattr(register, name)}
    assert len(homes) == len(list(register.records()))
    for record in register.records():
        for reference in references(record):
            assert homes[reference.id] in reference.targets, (record.id, reference.pointer)
    custodian = register.custodian
    if custodian is not None and custodian.id is not None:
        assert homes[custodian.id] in ("establishments", "services", "workers")
        assert custodian.kind not in (PartyKind.FUND, PartyKind.RESEARCH)


def lies_in(inner: Period, outer: Period) -> bool:
    return outer.start <= inner.start and (outer.end is None or (inner.end is not None and inner.end <= outer.end))


@FEW
@given(registers(most=3))
def test_days_lie_in_the_days_they_depend_on(register: Register) -> None:
    places: dict[str, Any] = {place.id: place for place in (*register.workstations, *register.situations)}
    active = {e.id: e.active for e in register.establishments if e.active is not None}
    spells: list[tuple[str, Period]] = [(x.establishment, x.period) for x in register.exposures]
    for assignment in register.assignments:
        named = [place for place in (assignment.workstation, assignment.situation) if place is not None]
        spells += [(places[place].establishment, assignment.period) for place in named]
    spells += [(m.establishment, Period(m.sampled_on, m.sampled_on)) for m in register.measurements]
    for establishment, period in spells:
        assert establishment not in active or lies_in(period, active[establishment])
        assert register.as_of is None or period.start <= register.as_of
    for exposure in register.exposures:
        if isinstance(exposure, IndividualExposure):
            assigned = [a.period for a in register.assignments if a.worker == exposure.worker]
            assert not assigned or any(lies_in(exposure.period, period) for period in assigned)
            assert all(exposure.period.covers(accident.on) for accident in exposure.accidents)


@FEW
@given(registers(most=3))
def test_statements_are_corrected_and_withdrawn_once_and_later(register: Register) -> None:
    withdrawn = [withdrawal.of for withdrawal in register.withdrawals]
    assert len(withdrawn) == len(set(withdrawn))
    for statement in register.statements():
        followers = register.successors(statement.id)
        assert len(followers) + (statement.id in withdrawn) <= 1
        for follower in followers:
            before, after = statement.provenance.recorded_at, follower.provenance.recorded_at
            assert before is None or (after is not None and before <= after)
            assert type(follower) is type(statement)


@FEW
@given(registers(most=3))
def test_derived_exposures_say_what_they_come_from(register: Register) -> None:
    for exposure in register.exposures:
        if not isinstance(exposure, IndividualExposure) or not exposure.derived_from:
            continue
        collective, assignment = map(register.get, exposure.derived_from)
        assert isinstance(collective, CollectiveExposure)
        assert isinstance(assignment, Assignment)
        assert exposure.period == collective.period.intersection(assignment.period)
        assert exposure.conditions == collective.conditions
        assert (exposure.worker, exposure.agent) == (assignment.worker, collective.agent)
        for id in exposure.beside:
            other = register.get(id)
            assert isinstance(other, IndividualExposure)
            assert (other.worker, other.agent, other.derived_from) == (exposure.worker, exposure.agent, ())


def test_registers_hold_everything_now_and_then() -> None:
    found = samples(registers(), 120)
    held = Counter(type(record).__name__ for register in found for record in register.records())
    assert len(held) == 18
    assert any(not list(register.records()) for register in found)
    assert any(not register.is_current(s) for register in found for s in register.statements())
    assert any(getattr(x, "derived_from", ()) for register in found for x in register.exposures)
    assert {register.as_of is None for register in found} == {True, False}
    assert {register.version for register in found} == {FORMAT_VERSION}


@FEW
@given(registers(as_of=dt.date(2025, 11, 30), most=1, derived=False))
def test_registers_of_one_day_without_derived_exposures(register: Register) -> None:
    assert register.as_of == dt.date(2025, 11, 30)
    assert not any(getattr(exposure, "derived_from", ()) for exposure in register.exposures)
    assert len(register.workers) <= 1


@FEW
@given(registers(newer=True))
def test_registers_of_a_newer_version_hold_what_was_not_read(register: Register) -> None:
    assert register.unread
    assert register.version != FORMAT_VERSION
    reading = try_loads(dumps(register))
    assert reading.register == register
    assert {problem.code for problem in reading.problems} == {"newer-record"}


@pytest.mark.parametrize("as_of", [FIRST_DAY, dt.date(1950, 5, 8), LAST_DAY])
@settings(max_examples=10)
@given(st.data())
def test_registers_at_the_edges_of_time(as_of: dt.date, data: st.DataObject) -> None:
    assert data.draw(registers(as_of=as_of)).as_of == as_of


# -- exactly one fact broken


@settings(max_examples=40, deadline=None)
@given(registers(), st.data())
def test_a_spoiled_document_is_told_at_its_place_and_nowhere_else(register: Register, data: st.DataObject) -> None:
    document = json.loads(dumps(register))
    before = copy.deepcopy(document)
    spoiled, spoiling = data.draw(testing.spoiled_documents(document))
    assert document == before
    assert spoiled != before or "\ud800" in str(spoiling.value)
    problems = try_loads(spoiled).problems
    assert {problem.code for problem in problems} == set(spoiling.codes), spoiling
    assert all(spoiling.is_told_at(problem.pointer) for problem in problems), spoiling


def test_every_fact_of_one_record_can_be_broken_and_is_told() -> None:
    worker = Worker(id="w1", identity=Identity(birth_name="X"))
    exposure = first(testing.individual_exposures(), lambda x: x.conditions.degree is not None)
    register = Register().add(worker, attrs.evolve(exposure, id="x1"))
    document = json.loads(dumps(register))
    spoilings = list(testing.spoilings(document))
    assert len(spoilings) > 500
    for spoiling in spoilings:
        told = {problem.code for problem in try_loads(spoiling.spoil(document)).problems}
        assert told == set(spoiling.codes), spoiling


def test_nothing_unknown_is_a_fault_in_a_newer_document() -> None:
    register = first(registers(newer=True), lambda register: len(register.workers) > 0)
    document = json.loads(dumps(register))
    codes = {code for spoiling in testing.spoilings(document) for code in spoiling.codes}
    assert not codes & {"unknown-field", "unknown-kind", "not-in-vocabulary", "misspelt-field"}
    assert "missing-field" in codes


@FEW
@given(testing.broken_registers())
def test_a_broken_register_differs_in_one_place(broken: tuple[Register, Register, testing.Spoiling]) -> None:
    whole, register, spoiling = broken
    assert whole != register
    assert spoiling.way in testing.WAYS
    assert spoiling.codes
    different = [name for name in COLLECTIONS if getattr(whole, name) != getattr(register, name)]
    assert different == [spoiling.pointer.split("/")[1]]
    place: Any = register
    for step in spoiling.pointer[1:].split("/"):
        place = place[int(step)] if isinstance(place, tuple) else getattr(place, step)


@pytest.mark.parametrize("way", testing.WAYS)
def test_every_way_of_breaking_is_found(way: str) -> None:
    strategy = testing.broken_registers(way=way)
    seen: list[testing.Spoiling] = []
    settings(max_examples=3, database=None, deadline=None)(given(strategy)(lambda broken: seen.append(broken[2])))()
    assert {spoiling.way for spoiling in seen} == {way}


def test_an_unknown_way_is_told_at_once() -> None:
    with pytest.raises(ValueError, match="way: expected one of reference-to-nothing"):
        testing.broken_registers(way="by-magic")


# -- marks


def hidden_texts(value: Any) -> list[tuple[str, Any]]:
    """The texts of a record that `repr` does not show, and the identities."""
    found: list[tuple[str, Any]] = []
    if isinstance(value, tuple):
        for item in value:
            found += hidden_texts(item)
    elif attrs.has(type(value)):
        for attribute in attrs.fields(type(value)):
            inner = getattr(value, attribute.name)
            annotation = field_types(type(value))[attribute.name]
            item = get_args(annotation)[0] if type(inner) is tuple else annotation
            form = form_of(members_of(item)[0])
            if form is not None and form.name == "text" and attribute.repr is False:
                found.append((attribute.name, inner))
            found += hidden_texts(inner)
    return found


@FEW
@given(registers())
def test_marks_stand_in_everything_personal_and_change_nothing_else(register: Register) -> None:
    full = testing.marked(register)
    for record in full.records():
        assert testing.marks_in(str(dict(record.extensions)))
        for name, text in hidden_texts(record):
            # what is said to be not known stays without a value
            assert name == "nature" or testing.marks_in(str(text)), name
    for worker in full.workers:
        assert isinstance(worker.identity, Identity)
        for name in field_types(Identity):
            assert name == "sex" or testing.marks_in(str(getattr(worker.identity, name)))
    for before, after in zip(register.records(), full.records(), strict=True):
        assert before.id == after.id
        assert list(references(before)) == list(references(after))
    assert testing.marked(full) == full
    assert full.as_of == register.as_of


def test_the_marks_themselves_are_valid_and_looked_for() -> None:
    identity = first(testing.marked_identities(), bool)
    assert identity.nir is not None
    assert is_nir(identity.nir)
    assert testing.marks_in(f"né le {identity.birth_date:%d/%m/%Y}") == ("13/11/1907",)
    assert testing.marks_in(repr(identity.birth_date)) == ("datetime.date(1907, 11, 13)",)
    assert testing.marks_in("nothing of anybody") == ()
    assert Extensions({"org.example.mark": testing.MARKS[0]})
    with pytest.raises(InvalidValueError) as caught:
        attrs.evolve(identity, nir=testing.MARKS[1][:-1] + "9")
    assert not testing.marks_in(str(caught.value))


# -- what is new to the model

POSTCODE = matching("postcode", r"[0-9]{5}", "municipality-malformed")


@attrs.frozen(kw_only=True)
class Novelty:
    """A class that the strategies have never heard of."""

    id: Id
    postcode: Annotated[str, POSTCODE]
    unit: Unit | None = None
    workers: tuple[WorkerRef, ...] = ()
    period: Period | None = None

    def __attrs_post_init__(self) -> None:
        check(self)


def test_a_new_field_is_covered_by_its_annotation() -> None:
    found = samples(testing.instances(Novelty))
    assert len({novelty.postcode for novelty in found}) > 50
    assert {len(novelty.workers) for novelty in found} == {0, 1, 2}
    assert len({novelty.unit for novelty in found}) > 5
    assert {novelty.period is None for novelty in found} == {True, False}


def test_a_form_without_a_pattern_and_without_a_strategy_is_told() -> None:
    with pytest.raises(LookupError, match="no strategy for the form 'colour'"):
        scalars(Form("colour", lambda value: None))


# -- without Hypothesis


def test_without_hypothesis_importing_raises(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "hypothesis", None)
    with pytest.raises(MissingExtraError) as caught:
        importlib.reload(testing)
    assert (caught.value.feature, caught.value.extra) == ("tracexpo.testing", "testing")


def test_without_hypothesis_the_extra_is_named() -> None:
    code = "import sys; sys.modules['hypothesis'] = None; import tracexpo.testing"
    done = subprocess.run([sys.executable, "-P", "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert (
        "MissingExtraError: tracexpo.testing needs the extra 'testing': pip install 'tracexpo[testing]'" in done.stderr
    )


def test_the_library_itself_needs_no_hypothesis() -> None:
    code = "import sys; sys.modules['hypothesis'] = None; import tracexpo; print(tracexpo.Worker(id='w1').id)"
    done = subprocess.run([sys.executable, "-P", "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout == "w1\n"

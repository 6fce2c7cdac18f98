import copy
import datetime as dt
import pickle
import random
import sys
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracexpo.agents import Mixture, Process, Substance
from tracexpo.attestations import Attestation, Party, Transmission
from tracexpo.companies import Company, Establishment, OccupationalHealthService, ServiceAttachment
from tracexpo.effective import EffectiveDays
from tracexpo.errors import InvalidValueError
from tracexpo.exposures import CollectiveExposure, IndividualExposure
from tracexpo.extensions import Extensions
from tracexpo.measurements import Measurement
from tracexpo.periods import Period
from tracexpo.provenance import Measured, Provenance, Withdrawal
from tracexpo.references import references
from tracexpo.register import COLLECTIONS, Custodian, Register, UnreadRecord
from tracexpo.units import Measure, Unit
from tracexpo.vocabularies import (
    AliasOrigin,
    AttestationModel,
    PartyKind,
    Precision,
    SampleMatrix,
    ServiceType,
    TransmissionSubject,
)
from tracexpo.work import Alias, Assignment, ExposureSituation, Identity, Worker, Workstation

D = dt.date
DAY = dt.timedelta(days=1)
IN_2024 = Period(D(2024, 1, 1), D(2024, 12, 31))


def at(day: int) -> dt.datetime:
    return dt.datetime(2025, 1, day, 8, tzinfo=dt.UTC)


def x(id: str, period: Period = IN_2024, *, supersedes: str | None = None, recorded: int = 0, **fields: Any) -> Any:
    """An individual exposure; `recorded` is a day of January 2025."""
    provenance = Provenance(supersedes=supersedes, recorded_at=at(recorded) if recorded else None)
    told = {"worker": "w1", "agent": "a1", "establishment": "e1", "period": period, "provenance": provenance}
    return IndividualExposure(id=id, **{**told, **fields})


def ids(records: Iterable[Any]) -> list[str]:
    return [record.id for record in records]


def refusal(action: Callable[[], object]) -> tuple[str, str]:
    with pytest.raises(InvalidValueError) as caught:
        action()
    assert caught.value.message_in("fr") != caught.value.message_in("en")
    return caught.value.field, caught.value.code


WORKSHOP = Register(
    custodian=Custodian(kind=PartyKind.EMPLOYER, id="e1"),
    companies=(Company(id="c1"), Company(id="c2")),
    establishments=(
        Establishment(id="e1", company="c1", services=(ServiceAttachment(service="s1", period=Period(D(2020, 1, 1))),)),
        Establishment(id="e2", company="c2"),
    ),
    services=(OccupationalHealthService(id="s1", name="x", type=ServiceType.INTER_COMPANY),),
    workstations=(
        Workstation(id="ws1", establishment="e1", name="bain"),
        Workstation(id="ws2", establishment="e2", name="four"),
    ),
    situations=(ExposureSituation(id="si1", establishment="e1", name="chromage", workstations=("ws1",)),),
    workers=(
        Worker(
            id="w1",
            identity=Identity(birth_name="Trébuchon"),
            aliases=(Alias(ref="T-7", custodian="s1", how=AliasOrigin.VERIFIED),),
        ),
        Worker(id="w2", identity=Identity(birth_name="Marquerie")),
    ),
    assignments=(
        Assignment(id="as1", worker="w1", workstation="ws1", period=IN_2024),
        Assignment(id="as2", worker="w2", workstation="ws2", period=IN_2024),
        Assignment(id="as3", worker="w1", situation="si1", period=IN_2024),
    ),
    agents=(
        Substance(id="a1", name="trioxyde de chrome"),
        Process(id="a2", name="poussières de bois"),
        Mixture(id="a3", product_name="bain n° 3"),
    ),
    exposures=(
        x("x1", workstation="ws1", provenance=Provenance(evidence=Measured(measurements=("m1",)))),
        x("x2", worker="w2", agent="a2", establishment="e2"),
        CollectiveExposure(id="x3", workstation="ws1", establishment="e1", agent="a1", period=IN_2024),
        CollectiveExposure(id="x4", workstation="ws2", establishment="e2", agent="a2", period=IN_2024),
        CollectiveExposure(id="x5", situation="si1", establishment="e1", agent="a3", period=Period(D(2025, 1, 1))),
    ),
    measurements=(
        Measurement(
            id="m1",
            agent="a1",
            establishment="e1",
            sampled_on=D(2024, 3, 1),
            value=Measure(Decimal("0.002"), Unit.MG_M3),
            matrix=SampleMatrix.AIR,
        ),
    ),
    attestations=(
        Attestation(
            id="at1",
            model=AttestationModel.ORDER_1995,
            worker="w1",
            agents=("a1",),
            establishments=("e1",),
            employer_signatory="M. Trébuchon",
            physician_signatory="Dr Marquerie",
        ),
    ),
    transmissions=(
        Transmission(
            id="t1",
            subject=TransmissionSubject.LIST,
            to=Party(kind=PartyKind.HEALTH_SERVICE, id="s1"),
            on=D(2024, 7, 4),
            exposures=("x1", "x2"),
        ),
    ),
    withdrawals=(Withdrawal(id="wd1", of="x4"),),
)
NEWER = UnreadRecord(collection="workers", json='{"id":"w9","identity":{"birth_name":"Trébuchon"}}')


# -- the aggregate


def test_an_empty_register() -> None:
    register = Register()
    assert (register.version, list(register.records()), register.custodian) == ("1.0", [], None)
    assert repr(register) == "<Register 1.0: empty>"


def test_repr_counts_and_shows_nobody() -> None:
    assert repr(WORKSHOP) == (
        "<Register 1.0: 2 companies, 2 establishments, 1 service, 2 workstations, 1 situation, 2 workers, "
        "3 assignments, 3 agents, 5 exposures, 1 measurement, 1 attestation, 1 transmission, 1 withdrawal>"
    )
    later = attrs.evolve(WORKSHOP, version="1.3", as_of=D(2025, 1, 31), unread=(NEWER,))
    assert repr(later).startswith("<Register 1.3 as of 2025-01-31: ")
    assert repr(later).endswith(", 1 unread>")


def test_the_order_of_the_records_means_nothing() -> None:
    shuffled = attrs.evolve(
        WORKSHOP,
        **{
            name: tuple(random.Random(7).sample(records, len(records)))
            for name in COLLECTIONS
            if (records := getattr(WORKSHOP, name))
        },
    )
    assert ids(shuffled.exposures) != ids(WORKSHOP.exposures)
    assert shuffled == WORKSHOP
    assert hash(shuffled) == hash(WORKSHOP)


@pytest.mark.parametrize(
    "change",
    [
        {"version": "1.1"},
        {"as_of": D(2025, 1, 31)},
        {"custodian": None},
        {"workers": WORKSHOP.workers[:1]},
        {"workers": (*WORKSHOP.workers, WORKSHOP.workers[0])},
        {"companies": (Company(id="c1"), Company(id="c2", country="BE"))},
        {"version": "1.1", "unread": (NEWER,)},
    ],
    ids=["version", "day", "custodian", "fewer", "twice", "content", "unread"],
)
def test_everything_it_holds_counts(change: dict[str, Any]) -> None:
    if "unread" in change:
        assert attrs.evolve(WORKSHOP, **change) != attrs.evolve(WORKSHOP, version="1.1")
    assert attrs.evolve(WORKSHOP, **change) != WORKSHOP


def test_it_equals_registers_alone() -> None:
    assert Register() != ()
    assert Register() != "Register"


def test_it_survives_pickling_and_copying_after_it_was_asked() -> None:
    register = attrs.evolve(WORKSHOP)
    assert register.get("x1") is WORKSHOP.exposures[0]
    assert register.is_current(register.exposures[0])
    assert register.effective("w1", "a1")
    for twin in (pickle.loads(pickle.dumps(register)), copy.copy(register), copy.deepcopy(register)):
        assert twin == register
        assert twin.get("x1") == register.get("x1")
        assert not twin.is_current(twin.get("x4"))


def test_a_changed_copy_answers_for_itself() -> None:
    assert WORKSHOP.get("w3") is None
    assert WORKSHOP.add(Worker(id="w3")).get("w3") == Worker(id="w3")
    assert WORKSHOP.get("w3") is None


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"workers": [Worker(id="w1")]}, ("/workers", "wrong-type")),
        ({"workers": (Worker(id="w1"), Company(id="c1"))}, ("/workers/1", "wrong-type")),
        ({"agents": (Process(id="a1", name="x"), None)}, ("/agents/1", "wrong-type")),
        ({"version": "1"}, ("/version", "version-malformed")),
        ({"version": "1.0.0"}, ("/version", "version-malformed")),
        ({"version": "01.0"}, ("/version", "version-malformed")),
        ({"version": "2.0"}, ("/version", "version-unsupported")),
        ({"version": "0.9"}, ("/version", "version-unsupported")),
        ({"as_of": dt.datetime(2025, 1, 1, tzinfo=dt.UTC)}, ("/as_of", "wrong-type")),
        ({"custodian": PartyKind.FUND}, ("/custodian", "wrong-type")),
        ({"unread": (NEWER,)}, ("/unread", "unread-needs-newer-version")),
    ],
)
def test_what_is_refused(fields: dict[str, Any], told: tuple[str, str]) -> None:
    assert refusal(lambda: Register(**fields)) == told


def test_what_would_not_be_written_is_not_kept() -> None:
    def unread(collection: str) -> UnreadRecord:
        return UnreadRecord(collection=collection, json='{"id":"x"}')

    assert refusal(lambda: unread("audits")) == ("/collection", "not-in-vocabulary")
    assert Register(version="1.4", unread=(unread("workers"),)).unread


def test_what_stands_is_the_same_asked_twice() -> None:
    circle = tuple(x(f"x{i}", provenance=Provenance(supersedes=f"x{i % 3 + 1}")) for i in (1, 2, 3))
    register = Register(exposures=circle, withdrawals=(Withdrawal(id="v1", of="x2"),))
    assert ids(register.current().exposures) == ["x3"]
    assert register.current().current() == register.current()
    assert register.latest("x2") == circle[2]


def test_a_register_may_be_faulty_so_that_its_faults_can_be_told() -> None:
    register = Register(exposures=(x("x1"), x("x1", worker="w2")), workers=(Worker(id="x1"),))
    assert register.get("x1") == Worker(id="x1")
    assert ids(register.exposures_of("w2")) == ["x1"]


# -- look-ups


def test_every_record_is_found_by_its_id() -> None:
    records = list(WORKSHOP.records())
    assert len(records) == 25
    for record in records:
        assert WORKSHOP.get(record.id) is record
    assert WORKSHOP.get("nobody") is None
    assert ids(WORKSHOP.statements()) == ["as1", "as2", "as3", "x1", "x2", "x3", "x4", "x5", "m1", "at1", "t1"]


def test_exposures_of_a_worker_and_to_an_agent() -> None:
    assert ids(WORKSHOP.exposures_of("w1")) == ["x1"]
    assert ids(WORKSHOP.exposures_to("a1")) == ["x1", "x3"]
    assert ids(WORKSHOP.exposures_to("a2")) == ["x2", "x4"]
    assert WORKSHOP.exposures_of("nobody") == WORKSHOP.exposures_to("nothing") == ()


# -- corrections


def corrected(*statements: Any, withdrawn: str = "") -> Register:
    return Register(
        exposures=statements, withdrawals=tuple(Withdrawal(id=f"wd-{id}", of=id) for id in withdrawn.split())
    )


def latest(register: Register, id: str) -> str | None:
    record = register.latest(id)
    return None if record is None else record.id


def test_the_latest_follows_corrections_to_the_last() -> None:
    register = corrected(x("c", supersedes="b"), x("a"), x("b", supersedes="a"))
    assert [latest(register, id) for id in "abc"] == ["c", "c", "c"]
    assert latest(register, "z") is None
    assert WORKSHOP.latest("w1") is WORKSHOP.get("w1")


def test_of_two_corrections_the_later_recorded_counts() -> None:
    register = corrected(
        x("a"), x("b", supersedes="a", recorded=3), x("c", supersedes="a", recorded=2), x("d", supersedes="a")
    )
    assert latest(register, "a") == "b"
    assert ids(register.successors("a")) == ["b", "c", "d"]
    # of those recorded together, or at no known time, always the same one
    assert latest(corrected(x("a"), x("c", supersedes="a"), x("b", supersedes="a")), "a") == "c"


def test_a_withdrawn_correction_does_not_count() -> None:
    statements = (x("a"), x("b", supersedes="a", recorded=3), x("c", supersedes="a", recorded=2))
    assert latest(corrected(*statements, withdrawn="b"), "a") == "c"
    assert latest(corrected(*statements, withdrawn="b c"), "a") == "a"
    chain = (x("a"), x("b", supersedes="a"), x("c", supersedes="b"))
    assert latest(corrected(*chain, withdrawn="b"), "a") == "c"
    assert latest(corrected(*chain, withdrawn="c"), "a") == "b"
    assert latest(corrected(*chain, withdrawn="c"), "c") == "c"


def test_a_circle_of_corrections_gives_the_record_itself() -> None:
    register = corrected(x("a", supersedes="c"), x("b", supersedes="a"), x("c", supersedes="b"), x("d", supersedes="d"))
    assert [latest(register, id) for id in "abcd"] == ["a", "b", "c", "d"]
    assert {statement.id for statement in register.statements() if register.is_current(statement)} == set("abcd")


def test_ten_thousand_corrections_in_a_row() -> None:
    chain = corrected(x("s0"), *(x(f"s{n}", supersedes=f"s{n - 1}") for n in range(1, 10_001)))
    assert latest(chain, "s0") == latest(chain, "s9999") == "s10000"
    assert ids(chain.current().exposures) == ["s10000"]


def test_what_a_reference_became_stands_wherever_anything_does() -> None:
    register = corrected(x("a"), x("b", supersedes="a"), x("c", supersedes="b"), x("d"), withdrawn="c d")
    for id in "abcd":
        became: Any = register.latest(id)
        assert register.is_current(became) or became.id in "cd"


def test_the_current_register_holds_what_stands() -> None:
    register = corrected(x("a"), x("b", supersedes="a"), x("c"), x("d"), x("e", supersedes="d"), withdrawn="c e")
    current = register.add(Worker(id="w1")).current()
    assert ids(current.exposures) == ["b", "d"]
    assert current.withdrawals == ()
    assert current.workers == (Worker(id="w1"),)
    assert current.current() == current
    assert [register.is_current(exposure) for exposure in register.exposures] == [False, True, False, True, False]


def test_every_kind_of_statement_is_corrected_alike() -> None:
    statements: list[Any] = [WORKSHOP.get(id) for id in ("as1", "x1", "x3", "m1", "at1", "t1")]
    corrections = [attrs.evolve(s, id=f"{s.id}-2", provenance=Provenance(supersedes=s.id)) for s in statements]
    current = WORKSHOP.add(*corrections).current()
    for statement in statements:
        assert current.get(statement.id) is None
        assert current.get(f"{statement.id}-2") is not None


# -- another day of knowledge


def test_as_recorded_leaves_out_what_was_recorded_later() -> None:
    register = Register(
        workers=(Worker(id="w1"),),
        exposures=(x("a"), x("b", supersedes="a", recorded=2), x("c", recorded=4)),
        withdrawals=(Withdrawal(id="wd1", of="b", provenance=Provenance(recorded_at=at(6))),),
    )
    known = {day: register.as_recorded(at(day)) for day in (1, 2, 4, 6)}
    assert {day: ids(then.exposures) for day, then in known.items()} == {
        1: ["a"],
        2: ["a", "b"],
        4: ["a", "b", "c"],
        6: ["a", "b", "c"],
    }
    assert {day: ids(then.current().exposures) for day, then in known.items()} == {
        1: ["a"],
        2: ["b"],
        4: ["b", "c"],
        6: ["a", "c"],
    }
    assert known[1].workers == register.workers
    assert known[6] == register


@pytest.mark.parametrize(
    "wrong",
    [
        dt.datetime(2025, 1, 1),  # noqa: DTZ001
        dt.datetime(2025, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=1))),
        dt.date(2025, 1, 1),
        "2025-01-01T00:00:00Z",
        None,
    ],
    ids=["naive", "another zone", "day", "text", "none"],
)
def test_an_instant_of_knowledge_is_in_utc(wrong: Any) -> None:
    assert refusal(lambda: WORKSHOP.as_recorded(wrong)) == ("/at", "not-an-instant")


# -- effective days


def days(register: Register) -> list[tuple[dt.date, dt.date | None, str]]:
    return [(d.period.start, d.period.end, " ".join(ids(d.exposures))) for d in register.effective("w1", "a1")]


def test_days_of_one_exposure() -> None:
    assert days(Register(exposures=(x("a"),))) == [(D(2024, 1, 1), D(2024, 12, 31), "a")]
    assert days(Register(exposures=(x("a", Period(D(2024, 7, 5))),))) == [(D(2024, 7, 5), None, "a")]
    assert days(Register()) == []


def test_days_of_others_do_not_count() -> None:
    assert days(Register(exposures=(x("a", worker="w2"), x("b", agent="a2")))) == []


def test_days_that_overlap_are_counted_once() -> None:
    exposures = (
        x("a", Period(D(2024, 1, 1), D(2024, 6, 30))),
        x("b", Period(D(2024, 6, 1), D(2024, 8, 31))),
        x("c", Period(D(2024, 10, 1), D(2024, 10, 1))),
        x("d", Period(D(2024, 12, 1))),
        x("e", Period(D(2025, 3, 1))),
    )
    assert days(Register(exposures=exposures)) == [
        (D(2024, 1, 1), D(2024, 5, 31), "a"),
        (D(2024, 6, 1), D(2024, 6, 30), "a b"),
        (D(2024, 7, 1), D(2024, 8, 31), "b"),
        (D(2024, 10, 1), D(2024, 10, 1), "c"),
        (D(2024, 12, 1), D(2025, 2, 28), "d"),
        (D(2025, 3, 1), None, "d e"),
    ]


def test_days_that_meet_do_not_overlap() -> None:
    meeting = (x("a", Period(D(2024, 1, 1), D(2024, 6, 30))), x("b", Period(D(2024, 7, 1), D(2024, 12, 31))))
    assert days(Register(exposures=meeting)) == [
        (D(2024, 1, 1), D(2024, 6, 30), "a"),
        (D(2024, 7, 1), D(2024, 12, 31), "b"),
    ]


def test_on_days_with_a_recorded_exposure_the_derived_ones_do_not_count() -> None:
    derived = x("d1", IN_2024, derived_from=("x9", "as9"))
    recorded = x("r1", Period(D(2024, 3, 1), D(2024, 3, 31)))
    assert days(Register(exposures=(derived, recorded))) == [
        (D(2024, 1, 1), D(2024, 2, 29), "d1"),
        (D(2024, 3, 1), D(2024, 3, 31), "r1"),
        (D(2024, 4, 1), D(2024, 12, 31), "d1"),
    ]
    two = attrs.evolve(derived, id="d2")
    assert days(Register(exposures=(two, derived))) == [(D(2024, 1, 1), D(2024, 12, 31), "d1 d2")]


def test_days_of_what_stands_alone_count() -> None:
    register = Register(
        exposures=(x("a"), x("b", Period(D(2024, 1, 1), D(2024, 1, 31)), supersedes="a"), x("c")),
        withdrawals=(Withdrawal(id="wd1", of="c"),),
    )
    assert days(register) == [(D(2024, 1, 1), D(2024, 1, 31), "b")]


def test_two_exposures_of_a_faulty_register_may_share_an_id() -> None:
    same = (x("a", Period(D(2024, 1, 1), D(2024, 2, 1))), x("a", Period(D(2024, 1, 1), D(2024, 3, 1))))
    assert days(Register(exposures=same)) == [
        (D(2024, 1, 1), D(2024, 2, 1), "a a"),
        (D(2024, 2, 2), D(2024, 3, 1), "a"),
    ]


def test_effective_days_know_how_well_they_are_known() -> None:
    register = Register(
        exposures=(
            x("a", Period(D(2024, 1, 1), D(2024, 12, 31), Precision.YEAR, begun_before=True)),
            x("b", Period(D(2024, 7, 1), D(2024, 9, 30), Precision.MONTH)),
            x("c", Period(D(2025, 1, 1), ended=True)),
        )
    )
    found = register.effective("w1", "a1")
    assert [d.period.precision for d in found] == [Precision.YEAR] * 3 + [Precision.DAY]
    assert [d.period.begun_before for d in found] == [True, False, False, False]
    assert [d.period.ended for d in found] == [False, False, False, True]


def test_days_began_before_where_nothing_else_sets_their_start() -> None:
    def began(*periods: Period) -> list[bool]:
        exposures = tuple(x(f"x{n}", period) for n, period in enumerate(periods))
        return [d.period.begun_before for d in Register(exposures=exposures).effective("w1", "a1")]

    before, exact = Period(D(2024, 7, 5), begun_before=True), Period(D(2024, 7, 5))
    assert began(before, before) == [True]
    assert began(before, exact) == [False]
    assert began(Period(D(2024, 1, 1)), before) == [False, False]


def test_the_last_days_are_over_only_where_all_of_them_are() -> None:
    over, going_on = x("a", Period(D(2024, 1, 1), ended=True)), x("b", Period(D(2024, 1, 1)))
    assert [d.period.ended for d in Register(exposures=(over,)).effective("w1", "a1")] == [True]
    assert [d.period.ended for d in Register(exposures=(over, going_on)).effective("w1", "a1")] == [False]


_starts = st.dates(D(2024, 1, 1), D(2024, 2, 15))


@st.composite
def _exposures(draw: st.DrawFn) -> list[IndividualExposure]:
    made = []
    for n in range(draw(st.integers(0, 6))):
        start = draw(_starts)
        end = draw(st.none() | st.dates(start, D(2024, 3, 15)))
        made.append(x(f"x{n}", Period(start, end), derived_from=draw(st.sampled_from([(), ("x99", "as99")]))))
    return made


@given(_exposures())
def test_effective_days_are_exactly_the_days_of_the_exposures(exposures: list[IndividualExposure]) -> None:
    found = Register(exposures=tuple(exposures)).effective("w1", "a1")
    for n in range(100):
        day = D(2023, 12, 25) + n * DAY
        holding = [exposure for exposure in exposures if exposure.period.covers(day)]
        recorded = [exposure for exposure in holding if not exposure.derived_from]
        told = [d for d in found if d.period.covers(day)]
        assert len(told) == bool(holding), "each day once"
        if told:
            assert ids(told[0].exposures) == sorted(ids(recorded or holding))
    assert [d.period.start for d in found] == sorted(d.period.start for d in found)


def test_effective_days_are_checked_as_everything_is() -> None:
    with pytest.raises(InvalidValueError, match="exposures: expected: tuple"):
        EffectiveDays(period=IN_2024, exposures=[x("a")])  # type: ignore[arg-type]


# -- selecting


def kept(register: Register) -> set[str]:
    return set(ids(register.records()))


def test_selecting_nothing_in_particular_keeps_every_statement_and_what_it_names() -> None:
    assert kept(WORKSHOP.select()) == kept(WORKSHOP)
    assert kept(WORKSHOP.add(Worker(id="w9")).select()) == kept(WORKSHOP)


def test_selecting_a_worker() -> None:
    selected = WORKSHOP.select(workers={"w1"})
    statements = {"as1", "as3", "x1", "x3", "x5", "m1", "at1"}
    named = {"w1", "ws1", "si1", "e1", "c1", "s1", "a1", "a3"}
    assert kept(selected) == statements | named
    assert (selected.version, selected.custodian) == (WORKSHOP.version, WORKSHOP.custodian)


def test_a_workstation_brings_what_is_said_of_the_situations_that_cover_it() -> None:
    # as tracing does: si1 covers ws1
    covered = attrs.evolve(WORKSHOP, assignments=WORKSHOP.assignments[:1])
    assert {"x3", "x5", "si1"} <= kept(covered.select(workers={"w1"}))
    assert not {"x3", "x5"} & kept(covered.select(workers={"w2"}))


def test_what_was_selected_holds_all_it_refers_to() -> None:
    for selected in (
        WORKSHOP.select(workers={"w1"}),
        WORKSHOP.select(workers=["w2"]),
        WORKSHOP.select(establishments=("e1",)),
        WORKSHOP.select(agents=frozenset({"a2"})),
        WORKSHOP.select(period=Period(D(2025, 1, 1))),
    ):
        known = kept(selected)
        for record in selected.records():
            assert {found.id for found in references(record)} <= known


def test_the_custodian_comes_with_what_describes_him() -> None:
    selected = WORKSHOP.select(workers={"nobody"})
    assert kept(selected) == {"e1", "c1", "s1"}


def test_selecting_an_establishment() -> None:
    statements = set(ids(WORKSHOP.select(establishments={"e2"}).statements()))
    assert statements == {"as2", "x2", "x4"}
    assert "wd1" in kept(WORKSHOP.select(establishments={"e2"}))


def test_selecting_an_agent() -> None:
    statements = set(ids(WORKSHOP.select(agents={"a2"}).statements()))
    # an assignment names no agent: it is kept for those who are exposed to it, alone or at their place
    assert statements == {"as2", "x2", "x4"}
    assert ids(WORKSHOP.select(agents={"a2"}).workers) == ["w2"]
    assert set(ids(WORKSHOP.select(agents={"a3"}).statements())) == {"as1", "as3", "x5"}


def test_selecting_days() -> None:
    assert set(ids(WORKSHOP.select(period=Period(D(2025, 1, 1), D(2025, 12, 31))).statements())) == {"x5", "at1"}
    on_the_day = WORKSHOP.select(period=Period(D(2024, 7, 4), D(2024, 7, 4)))
    assert "t1" in kept(on_the_day)
    before = WORKSHOP.select(agents={"a1"}, period=Period(D(2024, 3, 1), D(2024, 3, 1)))
    assert set(ids(before.statements())) == {"as1", "as3", "x1", "x3", "m1", "at1"}


def test_attestations_are_selected_by_their_periods() -> None:
    told = attrs.evolve(WORKSHOP.attestations[0], id="at2", periods=(Period(D(1995, 1, 1), D(1999, 12, 31)), IN_2024))
    register = WORKSHOP.add(told)
    assert "at2" in kept(register.select(period=Period(D(1997, 1, 1), D(1997, 1, 1))))
    assert "at2" not in kept(register.select(period=Period(D(2001, 1, 1), D(2001, 1, 1))))


def test_filters_are_joined() -> None:
    assert set(ids(WORKSHOP.select(workers={"w1"}, agents={"a2"}).statements())) == set()
    assert set(ids(WORKSHOP.select(workers={"w2"}, establishments={"e2"}, agents={"a2"}).statements())) == {
        "as2",
        "x2",
        "x4",
    }


def test_a_colleague_who_is_only_named_comes_without_identity() -> None:
    register = attrs.evolve(WORKSHOP, measurements=tuple(attrs.evolve(m, worker="w2") for m in WORKSHOP.measurements))
    selected = register.select(workers={"w1"})
    told = {worker.id: worker.identity for worker in selected.workers}
    assert told["w1"] is not None
    assert told["w2"] is None


def test_what_was_known_at_an_instant_is_of_that_day_at_the_latest() -> None:
    register = Register(as_of=D(2025, 11, 30))
    assert register.as_recorded(dt.datetime(2024, 7, 5, 10, 0, tzinfo=dt.UTC)).as_of == D(2024, 7, 5)
    assert register.as_recorded(dt.datetime(2026, 7, 5, 10, 0, tzinfo=dt.UTC)).as_of == D(2025, 11, 30)


def test_what_is_over_on_a_day_not_known_does_not_hide_derived_days() -> None:
    over = x("over", Period(D(1990, 1, 1), ended=True))
    derived = x("d1", Period(D(2020, 1, 1), D(2020, 12, 31)), derived_from=("c", "a"))
    days = Register(exposures=(over, derived)).effective("w1", "a1")
    on = [tuple(ids(part.exposures)) for part in days if part.period.covers(D(2020, 6, 1))]
    assert on == [("d1", "over")]


def test_days_of_the_same_exposures_are_told_as_one_run() -> None:
    recorded = x("r", Period(D(2024, 1, 1), D(2024, 12, 31)))
    hidden = x("d1", Period(D(2024, 3, 1), D(2024, 6, 30)), derived_from=("c", "a"))
    (days,) = Register(exposures=(recorded, hidden)).effective("w1", "a1")
    assert (days.period, ids(days.exposures)) == (recorded.period, ["r"])


def test_selecting_no_worker_is_not_selecting_all() -> None:
    assert list(WORKSHOP.select(workers=()).statements()) == []


def test_corrections_and_withdrawals_come_along_in_both_directions() -> None:
    moved = x("x1-2", supersedes="x1", agent="a2")
    register = WORKSHOP.add(moved, Withdrawal(id="wd2", of="x1-2"))
    for selected in (register.select(agents={"a1"}), register.select(workers={"w1"}, agents={"a2"})):
        assert {"x1", "x1-2", "wd2"} <= kept(selected)
        assert {e.id: selected.is_current(e) for e in selected.exposures if e.id.startswith("x1")} == {
            "x1": True,
            "x1-2": False,
        }


def test_references_to_nothing_do_not_stop_a_selection() -> None:
    lost = Register(
        exposures=(x("x1", workstation="gone", beside=("gone-too",)),),
        assignments=(Assignment(id="as1", worker="w1", workstation="gone", period=IN_2024),),
    )
    assert kept(lost.select(workers={"w1"})) == {"x1", "as1"}
    assert kept(lost.select(establishments={"e1"})) == {"x1"}


def test_what_was_not_read_is_not_selected() -> None:
    newer = attrs.evolve(WORKSHOP, version="1.1", unread=(NEWER,))
    assert newer.select(workers={"w1"}).unread == ()


@pytest.mark.parametrize("name", ["workers", "establishments", "agents"])
def test_one_id_is_no_collection_of_ids(name: str) -> None:
    assert refusal(lambda: WORKSHOP.select(**{name: "w1"})) == (f"/{name}", "wrong-type")


# -- without identities


def test_without_identities() -> None:
    newer = attrs.evolve(WORKSHOP, version="1.1", unread=(NEWER,))
    plain = newer.without_identities()
    assert [(worker.id, worker.identity, worker.aliases) for worker in plain.workers] == [
        ("w1", None, ()),
        ("w2", None, ()),
    ]
    assert [(a.employer_signatory, a.physician_signatory) for a in plain.attestations] == [(None, None)]
    assert plain.unread == ()
    assert kept(plain) == kept(newer)
    assert attrs.evolve(plain, workers=(), attestations=()) == attrs.evolve(
        newer, workers=(), attestations=(), unread=()
    )
    assert plain.without_identities() == plain


def test_without_identities_keeps_what_is_not_ours_to_read() -> None:
    worker = Worker(id="w1", extensions=Extensions({"org.example.badge": 7}))  # type: ignore[arg-type]
    assert Register(workers=(worker,)).without_identities().workers == (worker,)


# -- changing


def test_a_description_is_replaced_by_its_id() -> None:
    renamed = Worker(id="w1", identity=Identity(birth_name="Trébuchon", used_name="Marquerie"))
    changed = WORKSHOP.replace(renamed)
    assert changed.get("w1") is renamed
    assert ids(changed.workers) == ids(WORKSHOP.workers)
    assert WORKSHOP.get("w1") is WORKSHOP.workers[0]
    assert changed.replace(WORKSHOP.workers[0]) == WORKSHOP


def test_an_agent_may_become_of_another_kind() -> None:
    assert WORKSHOP.replace(Substance(id="a2", name="chêne")).get("a2") == Substance(id="a2", name="chêne")


@pytest.mark.parametrize("id", ["as1", "x1", "x3", "m1", "at1", "t1", "wd1"])
def test_a_statement_is_never_replaced(id: str) -> None:
    statement: Any = WORKSHOP.get(id)
    assert refusal(lambda: WORKSHOP.replace(statement)) == ("", "wrong-type")


def test_replacing_what_is_not_there() -> None:
    assert refusal(lambda: WORKSHOP.replace(Worker(id="w9"))) == ("/id", "id-unknown")
    # an id of another collection is not it
    assert refusal(lambda: WORKSHOP.replace(Worker(id="e1"))) == ("/id", "id-unknown")


@pytest.mark.parametrize("wrong", [None, "w1", {"id": "w1"}, IN_2024], ids=lambda value: type(value).__name__)
def test_only_records_are_added_and_replaced(wrong: Any) -> None:
    assert refusal(lambda: WORKSHOP.add(wrong)) == ("", "wrong-type")
    assert refusal(lambda: WORKSHOP.replace(wrong)) == ("", "wrong-type")


def test_adding_records_of_any_kind() -> None:
    assert Register().add() == Register()
    added = Register().add(*WORKSHOP.records())
    assert added == attrs.evolve(WORKSHOP, custodian=None)
    assert [getattr(added, name) for name in COLLECTIONS] == [getattr(WORKSHOP, name) for name in COLLECTIONS]


# -- nothing is quadratic


def calls(action: Callable[[], object]) -> int:
    """Count the functions that are called: the same number on every machine."""
    count = 0

    def note(*_: object) -> None:
        nonlocal count
        count += 1

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        action()
    finally:
        sys.setprofile(before)
    return count


def large(n: int) -> Register:
    """A register of n workers, each with an assignment, an exposure that was corrected, and one that was withdrawn."""
    numbers = range(n)
    month = Period(D(2024, 1, 1), D(2024, 1, 31))
    return Register(
        companies=(Company(id="c1"),),
        establishments=(Establishment(id="e1", company="c1"),),
        workstations=tuple(Workstation(id=f"ws{k}", establishment="e1", name="x") for k in numbers),
        workers=tuple(Worker(id=f"w{k}", identity=Identity(birth_name="x")) for k in numbers),
        agents=(Substance(id="a1", name="x"),),
        assignments=tuple(Assignment(id=f"as{k}", worker=f"w{k}", workstation=f"ws{k}", period=month) for k in numbers),
        exposures=(
            *(x(f"x{k}", month, worker=f"w{k}") for k in numbers),
            *(x(f"y{k}", month, worker=f"w{k}", supersedes=f"x{k}", recorded=2) for k in numbers),
            *(x(f"z{k}", month, worker=f"w{k}") for k in numbers),
            *(
                x(f"r{k}", Period(D(1950, 1, 1) + 2 * k * DAY, D(1950, 1, 2) + 2 * k * DAY), worker="one")
                for k in numbers
            ),
            *(
                CollectiveExposure(id=f"k{k}", workstation=f"ws{k}", establishment="e1", agent="a1", period=month)
                for k in numbers
            ),
        ),
        withdrawals=tuple(Withdrawal(id=f"wd{k}", of=f"z{k}") for k in numbers),
    )


ACTIONS: dict[str, Callable[[Register, int], object]] = {
    "make": lambda register, n: attrs.evolve(register),
    "get": lambda register, n: [register.get(f"x{k}") for k in range(n)],
    "latest": lambda register, n: [register.latest(f"x{k}") for k in range(n)],
    "exposures_of": lambda register, n: [register.exposures_of(f"w{k}") for k in range(n)],
    "exposures_to": lambda register, n: [register.exposures_to("a1") for _ in range(n)],
    "effective of each": lambda register, n: [register.effective(f"w{k}", "a1") for k in range(n)],
    "effective of one": lambda register, n: register.effective("one", "a1"),
    "current": lambda register, n: register.current(),
    "as_recorded": lambda register, n: register.as_recorded(at(1)),
    "without_identities": lambda register, n: register.without_identities(),
    "select workers": lambda register, n: register.select(workers={f"w{k}" for k in range(0, n, 2)}),
    "select all": lambda register, n: register.select(establishments={"e1"}, agents={"a1"}, period=IN_2024),
    "replace": lambda register, n: register.replace(Worker(id=f"w{n - 1}")),
    "add": lambda register, n: register.add(*(Worker(id=f"v{k}") for k in range(n))),
    "equal": lambda register, n: register == attrs.evolve(register, workers=register.workers[::-1]),
    "hash": lambda register, n: hash(register),
}


@pytest.mark.parametrize("name", ACTIONS)
def test_ten_times_the_records_cost_ten_times_the_work(name: str) -> None:
    few, many = large(40), large(400)
    assert calls(lambda: ACTIONS[name](many, 400)) <= 12 * calls(lambda: ACTIONS[name](few, 40))


def test_a_register_of_ten_thousand_workers_answers() -> None:
    register = large(10_000)
    assert len(register.current().exposures) == 30_000
    assert len(register.effective("one", "a1")) == 10_000
    selected = register.select(workers={"w7"})
    assert kept(selected) == {"w7", "as7", "ws7", "x7", "y7", "z7", "k7", "wd7", "e1", "c1", "a1"}


def test_a_chain_of_corrections_costs_what_it_is_long() -> None:
    def follow(n: int) -> Callable[[], object]:
        chain = corrected(x("s0"), *(x(f"s{k}", supersedes=f"s{k - 1}") for k in range(1, n)))
        return lambda: (chain.latest("s0"), chain.current(), chain.select(workers={"w1"}))

    assert calls(follow(1000)) <= 12 * calls(follow(100))

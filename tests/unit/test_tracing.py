"""Tracing, case by case."""

import datetime as dt
from decimal import Decimal, localcontext

import pytest
from attrs import evolve

from tracexpo.attestations import Party, Transmission
from tracexpo.exposures import AccidentalExposure, Band, CollectiveExposure, Conditions, IndividualExposure
from tracexpo.form import check_number
from tracexpo.merging import merge
from tracexpo.periods import ExposureTime, Period
from tracexpo.provenance import Declared, Provenance, Withdrawal
from tracexpo.register import Register
from tracexpo.tracing import trace, untraced
from tracexpo.vocabularies import (
    AuthorRole,
    Confidence,
    ContractType,
    DocumentKind,
    PartyKind,
    Precision,
    TimeUnit,
    TransmissionSubject,
)
from tracexpo.work import Assignment, ExposureSituation, Worker


def days(start: str, end: str | None = None, **more: object) -> Period:
    return Period(dt.date.fromisoformat(start), None if end is None else dt.date.fromisoformat(end), **more)  # type: ignore[arg-type]


def collective(id: str = "c1", **changes: object) -> CollectiveExposure:
    fields = {"situation": "s1", "establishment": "e1", "agent": "g1", "period": days("2024-01-01", "2024-12-31")}
    return CollectiveExposure(id=id, **{**fields, **changes})  # type: ignore[arg-type]


def assigned(id: str = "a1", **changes: object) -> Assignment:
    fields = {"worker": "w1", "situation": "s1", "period": days("2024-03-01", "2024-06-30")}
    return Assignment(id=id, **{**fields, **changes})  # type: ignore[arg-type]


def recorded(id: str = "x1", **changes: object) -> IndividualExposure:
    fields = {"worker": "w1", "agent": "g1", "establishment": "e1", "period": days("2024-05-01", "2024-05-31")}
    return IndividualExposure(id=id, **{**fields, **changes})  # type: ignore[arg-type]


S1 = ExposureSituation(id="s1", establishment="e1", name="Plating", workstations=("ws1", "ws2"))


def derived(register: Register) -> list[IndividualExposure]:
    found = [x for x in trace(register).exposures if isinstance(x, IndividualExposure) and x.derived_from]
    return sorted(found, key=lambda x: (x.period.start, x.id))


def stretches(register: Register) -> list[tuple[str, str | None]]:
    return [(str(x.period.start), x.period.end and str(x.period.end)) for x in derived(register)]


def of(*records: object) -> Register:
    return Register().add(Worker(id="w1"), S1, *records)  # type: ignore[arg-type]


def test_the_shared_days() -> None:
    (x,) = derived(of(collective(), assigned(contract=ContractType.TEMPORARY_AGENCY, employer="e2", place="Site B")))
    assert x.period == days("2024-03-01", "2024-06-30")
    assert (x.worker, x.agent, x.establishment, x.employer) == ("w1", "g1", "e1", "e2")
    assert (x.contract, x.place, x.derived_from) == (ContractType.TEMPORARY_AGENCY, "Site B", ("c1", "a1"))
    assert x.id.startswith("d:")


def test_ids_depend_on_the_sources_only() -> None:
    (x,) = derived(of(collective(), assigned()))
    (y,) = derived(of(collective(agent="g2"), assigned(period=days("2024-04-01"))))
    assert x.id == y.id
    (z,) = derived(of(collective(), assigned("a2")))
    assert z.id != x.id


@pytest.mark.parametrize(
    ("at", "to", "meets"),
    [
        ({"situation": "s1"}, {"situation": "s1"}, True),
        ({"situation": None, "workstation": "ws1"}, {"situation": None, "workstation": "ws1"}, True),
        ({"situation": "s1"}, {"situation": None, "workstation": "ws2"}, True),  # the situation covers it
        ({"situation": None, "workstation": "ws1"}, {"situation": "s1"}, False),  # at which of its workstations?
        ({"situation": "s1"}, {"situation": None, "workstation": "ws9"}, False),
        ({"situation": None}, {"situation": "s1"}, False),  # of the whole establishment: nobody in particular
    ],
)
def test_who_is_at_a_place(at: dict[str, str | None], to: dict[str, str | None], meets: bool) -> None:
    assert bool(derived(of(collective(**at), assigned(**to)))) is meets


def test_no_shared_day_gives_nothing() -> None:
    assert derived(of(collective(period=days("2024-07-01")), assigned())) == []


def test_several_ways_to_one_situation_count_once() -> None:
    both = of(collective(), assigned(situation="s1", workstation="ws1"))
    assert stretches(both) == [("2024-03-01", "2024-06-30")]
    through_two = of(
        collective(),
        assigned(situation=None, workstation="ws1"),
        assigned("a2", situation=None, workstation="ws2", period=days("2024-05-01", "2024-08-31")),
    )
    assert stretches(through_two) == [
        ("2024-03-01", "2024-04-30"),
        ("2024-05-01", "2024-06-30"),
        ("2024-07-01", "2024-08-31"),
    ]
    first, middle, last = derived(through_two)
    assert first.derived_from == ("c1", "a1")
    assert middle.derived_from == ("c1", "a1", "a2")
    assert last.derived_from == ("c1", "a2")
    assert (first.workstation, middle.workstation, last.workstation) == ("ws1", None, "ws2")


def test_one_set_of_sources_on_two_stretches_is_numbered() -> None:
    r = of(collective(), assigned(), assigned("a2", period=days("2024-04-01", "2024-04-30")))
    first, middle, last = derived(r)
    assert last.id == f"{first.id}-2"
    assert middle.derived_from == ("c1", "a1", "a2")


def test_an_open_end_stays_open() -> None:
    r = of(
        collective(period=days("2024-01-01")),
        assigned(period=days("2024-03-01")),
        assigned("a2", period=days("2024-05-01", ended=True)),
    )
    first, last = derived(r)
    assert last.period == days("2024-05-01")
    assert first.period == days("2024-03-01", "2024-04-30")
    (over,) = derived(of(collective(period=days("2024-01-01", ended=True)), assigned(period=days("2024-03-01"))))
    assert over.period.ended


def test_begun_before() -> None:
    open_start = days("2024-01-01", "2024-12-31", begun_before=True)
    (x,) = derived(of(collective(period=open_start), assigned(period=days("2023-01-01"))))
    assert x.period.begun_before
    (y,) = derived(of(collective(period=open_start), assigned()))
    assert not y.period.begun_before


def test_the_coarser_precision() -> None:
    year = Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31), Precision.YEAR)
    (x,) = derived(of(collective(period=year), assigned()))
    assert x.period.precision is Precision.YEAR


@pytest.mark.parametrize("unit", TimeUnit)
def test_shares_weight_times_and_not_counts_of_days(unit: TimeUnit) -> None:
    conditions = Conditions(nature="Vapours", duration=ExposureTime(Decimal(20), unit))
    (x,) = derived(of(collective(conditions=conditions), assigned(share=Decimal("0.50"))))
    weighted = "day/" not in unit.value
    assert x.conditions == evolve(conditions, duration=ExposureTime(Decimal(10 if weighted else 20), unit))


def test_what_is_not_weighted() -> None:
    band = Conditions(duration=Band(scale="own", value="often"))
    (x,) = derived(of(collective(conditions=band), assigned(share=Decimal("0.5"))))
    assert x.conditions == band
    hours = Conditions(duration=ExposureTime(Decimal("7.5"), TimeUnit.H_DAY))
    for share in (None, Decimal(1)):
        (x,) = derived(of(collective(conditions=hours), assigned(share=share)))
        assert x.conditions == hours


def test_shares_of_several_ways_add_up_to_the_whole_at_most() -> None:
    hours = Conditions(duration=ExposureTime(Decimal(10), TimeUnit.H_WEEK))

    def weighted(*shares: str | None) -> Decimal:
        ways = [assigned(f"a{i}", share=None if s is None else Decimal(s)) for i, s in enumerate(shares)]
        (x,) = derived(of(collective(conditions=hours), *ways))
        assert isinstance(x.conditions.duration, ExposureTime)
        return x.conditions.duration.value

    assert weighted("0.3", "0.4") == 7
    assert weighted("0.7", "0.6") == 10
    assert weighted("0.3", None) == 10


@pytest.mark.parametrize(
    ("value", "share", "product"),
    [
        ("20", "0.5", "10"),
        ("0.1", "0.1", "0.01"),
        ("7.5", "0.333333333333333333", "2.4999999999999999975"[:20]),
        ("0.000000000000000001", "0.5", "0"),
        ("0.000000000000000003", "0.5", "0.000000000000000002"),
        ("-0.000000000000000001", "0.1", "0"),
        ("999999999999999999.999999999999999999", "0.999999999999999999", "999999999999999998.999999999999999999"),
    ],
)
def test_products_are_exact_to_the_eighteenth_decimal(value: str, share: str, product: str) -> None:
    hours = Conditions(duration=ExposureTime(Decimal(value), TimeUnit.H_YEAR))
    with localcontext(prec=3):  # an embedder's precision changes nothing
        (x,) = derived(of(collective(conditions=hours), assigned(share=Decimal(share))))
    assert isinstance(x.conditions.duration, ExposureTime)
    found = x.conditions.duration.value
    check_number(found)
    assert abs(found - Decimal(value) * Decimal(share)) <= Decimal("5E-19") or str(found) == product
    if len(product) < 20:
        assert str(found) == product


def test_recorded_exposures_stay_and_are_named_beside() -> None:
    near, far, other = recorded(), recorded("x2", period=days("2010-01-01", "2010-12-31")), recorded("x3", agent="g9")
    r = of(collective(), assigned(), near, far, other)
    traced = trace(r)
    assert {near, far, other} <= set(traced.exposures)
    (x,) = derived(r)
    assert x.beside == ("x1",)
    counted = [
        (e.period.days, e.exposures[0].id == "x1") for e in traced.effective("w1", "g1") if e.period.start.year == 2024
    ]
    assert counted == [(61, False), (31, True), (30, False)]


def test_what_does_not_stand_is_not_traced() -> None:
    gone = Withdrawal(id="v1", of="a1")
    assert derived(of(collective(), assigned(), gone)) == []
    later = assigned("a2", period=days("2024-03-01", "2024-04-30"), provenance=Provenance(supersedes="a1"))
    (x,) = derived(of(collective(), assigned(), later))
    assert x.derived_from == ("c1", "a2")
    hidden = recorded(provenance=Provenance(reason="x"))
    (y,) = derived(of(collective(), assigned(), hidden, Withdrawal(id="v1", of="x1")))
    assert y.beside == ()


def test_another_day_of_knowledge() -> None:
    at = dt.datetime(2024, 9, 1, tzinfo=dt.UTC)
    later = assigned(
        "a2", period=days("2024-03-01", "2024-04-30"), provenance=Provenance(supersedes="a1", recorded_at=at)
    )
    traced = trace(of(collective(), assigned(), later))
    before = trace(traced.as_recorded(at - dt.timedelta(seconds=1)))
    assert [x.derived_from for x in derived(before)] == [("c1", "a1")]


def test_how_it_is_known() -> None:
    at = dt.datetime(2024, 9, 1, tzinfo=dt.UTC)
    said = Provenance(
        evidence=Declared(),
        document=DocumentKind.RISK_ASSESSMENT,
        author_role=AuthorRole.EMPLOYER,
        author="e1",
        confidence=Confidence.HIGH,
        source_text="line 3",
        reason="why",
    )
    other = Provenance(recorded_at=at, confidence=Confidence.LOW, author_role=AuthorRole.WORKER)
    (x,) = derived(of(collective(provenance=said), assigned(provenance=other)))
    assert x.provenance == evolve(said, recorded_at=at, confidence=Confidence.LOW, source_text=None, reason=None)


def test_what_no_longer_follows_is_left_out() -> None:
    traced = trace(of(collective(), assigned()))
    corrected = traced.add(assigned("a2", period=days("2024-04-01"), provenance=Provenance(supersedes="a1")))
    again = trace(corrected)
    assert [x.derived_from for x in again.exposures if isinstance(x, IndividualExposure)] == [("c1", "a2")]


def test_what_was_handed_on_stays_and_is_closed() -> None:
    traced = trace(of(collective(), assigned()))
    (old,) = derived(traced)
    sent = Transmission(
        id="t1",
        subject=TransmissionSubject.LIST,
        to=Party(kind=PartyKind.HEALTH_SERVICE),
        on=dt.date(2024, 7, 5),
        exposures=(old.id,),
    )
    corrected = traced.add(sent, assigned("a2", period=days("2024-04-01"), provenance=Provenance(supersedes="a1")))
    again = trace(corrected)
    assert again.get(old.id) == old
    assert not again.is_current(old)
    assert [w.of for w in again.withdrawals] == [old.id]
    assert trace(again) == again
    # and stands again when the correction is withdrawn
    back = trace(again.add(Withdrawal(id="v1", of="a2")))
    assert back.withdrawals == (Withdrawal(id="v1", of="a2"),)
    assert back.is_current(old)


def test_an_exposure_of_the_longest_id_that_no_longer_follows_is_closed_too() -> None:
    stale = recorded("x" * 128, derived_from=("c1", "a1"))
    sent = Transmission(
        id="t1",
        subject=TransmissionSubject.LIST,
        to=Party(kind=PartyKind.HEALTH_SERVICE),
        on=dt.date(2024, 7, 4),
        exposures=(stale.id,),
    )
    register = Register().add(S1, collective(), assigned(), stale, sent)
    traced = trace(register)
    assert [w.of for w in traced.withdrawals] == [stale.id]
    assert trace(traced) == traced
    assert untraced(traced).withdrawals == ()


def test_a_derived_exposure_can_be_corrected_and_withdrawn() -> None:
    traced = trace(of(collective(), assigned()))
    (old,) = derived(traced)
    better = recorded("x9", period=old.period, provenance=Provenance(supersedes=old.id))
    again = trace(traced.add(better))
    assert not again.is_current(old)
    assert trace(again) == again
    refused = trace(traced.add(Withdrawal(id="v9", of=old.id)))
    assert not refused.is_current(old)
    assert refused.withdrawals == (Withdrawal(id="v9", of=old.id),)


def test_what_was_derived_elsewhere_stays() -> None:
    foreign = recorded(derived_from=("c-there", "a-there"))
    r = of(collective(), assigned(), foreign)
    assert foreign in trace(r).exposures
    assert untraced(trace(r)) == r


def test_what_says_more_than_tracing_stays() -> None:
    spill = AccidentalExposure(on=dt.date(2024, 4, 2), description="Overflow")
    told = recorded(derived_from=("c1", "a1"), accidents=(spill,))
    traced = trace(of(collective(), assigned(), told))
    assert told in traced.exposures
    assert len(derived(of(collective(), assigned(), told))) == 2
    assert trace(traced) == traced


def test_the_same_record_twice_is_traced_once() -> None:
    r = evolve(of(collective()), assignments=(assigned(), assigned()), exposures=(collective(), collective()))
    assert len(derived(r)) == 1


def test_registers_traced_apart_are_merged_untraced() -> None:
    a = trace(of(collective(), assigned()))
    b = trace(of(collective(), assigned(), recorded()))
    whole = trace(merge(untraced(a), untraced(b)))
    assert whole == b
    assert untraced(of(recorded())) == of(recorded())


def test_many_years_and_many_persons_take_time_in_proportion() -> None:
    def register(n: int) -> Register:
        years = [collective(f"c{i}", period=days(f"{1960 + i}-01-01", f"{1960 + i}-12-31")) for i in range(60)]
        stays = [
            assigned(f"a{i}", worker=f"w{i}", period=days(f"{1960 + i % 60}-02-01", f"{1960 + i % 60}-11-30"))
            for i in range(n)
        ]
        return Register().add(S1, *years, *stays)

    assert len(derived(register(300))) == 300

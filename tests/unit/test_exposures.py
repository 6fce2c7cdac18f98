import datetime as dt
from decimal import Decimal
from typing import Any, get_args

import pytest

from tracexpo.errors import InvalidValueError
from tracexpo.exposures import (
    AccidentalExposure,
    AsbestosWork,
    Authorisation,
    Band,
    CollectiveExposure,
    Conditions,
    Degree,
    Duration,
    Exposure,
    Frequency,
    IndividualExposure,
    Level,
    NotKnown,
    PreventionMeasure,
)
from tracexpo.periods import ExposureTime, Period
from tracexpo.units import Measure, Unit
from tracexpo.vocabularies import (
    AsbestosOperation,
    Censoring,
    FrequencyPeriod,
    MeasureLevel,
    Route,
    TimeUnit,
    UnknownFact,
    UnknownReason,
)

D = dt.date
SINCE_2024 = Period(D(2024, 7, 5))
BENZENE_LEVEL = Level(value=Measure(Decimal("0.10"), Unit.MG_M3), on=D(2024, 9, 1))
A_DAY = ExposureTime(Decimal(2), TimeUnit.H_DAY)


def refusal(cls: Any, **fields: Any) -> tuple[str, str]:
    with pytest.raises(InvalidValueError) as caught:
        cls(**fields)
    return caught.value.field, caught.value.code


def unknown(what: UnknownFact, reason: UnknownReason = UnknownReason.NOT_RECORDED) -> NotKnown:
    return NotKnown(what=what, reason=reason)


def test_each_kind_has_its_tag() -> None:
    assert [cls.KIND for cls in get_args(Exposure)] == ["individual", "collective"]
    assert [cls.KIND for cls in get_args(Duration)] == ["time", "band"]
    assert [cls.KIND for cls in get_args(Degree)] == ["level", "band"]


def test_what_an_employer_s_list_always_gives_is_enough() -> None:
    individual = IndividualExposure(id="x1", worker="w1", agent="a1", establishment="e1", period=SINCE_2024)
    assert individual.conditions == Conditions()
    collective = CollectiveExposure(id="x2", agent="a1", establishment="e1", period=SINCE_2024)
    assert (collective.situation, collective.workstation, collective.headcount) == (None, None, None)


def test_both_kinds_say_what_is_said_of_the_exposure_alike() -> None:
    conditions = Conditions(routes=(Route.INHALATION,), duration=A_DAY, degree=BENZENE_LEVEL)
    both = {"id": "x1", "agent": "a1", "establishment": "e1", "period": SINCE_2024, "conditions": conditions}
    assert IndividualExposure(worker="w1", **both).conditions is CollectiveExposure(**both).conditions


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        (UnknownFact.NATURE, "projections"),
        (UnknownFact.DURATION, A_DAY),
        (UnknownFact.DURATION, Band(scale="TRGS 410", value="3")),
        (UnknownFact.DEGREE, BENZENE_LEVEL),
        (UnknownFact.DEGREE, Band(scale="part of the limit", value="< 10 %")),
    ],
    ids=["nature", "duration", "band of duration", "degree", "band of degree"],
)
def test_a_value_and_an_entry_in_not_known_contradict_each_other(fact: UnknownFact, value: Any) -> None:
    other = next(other for other in UnknownFact if other is not fact)
    Conditions(**{fact.value: value, "not_known": (unknown(other),)})
    told = refusal(Conditions, **{fact.value: value, "not_known": (unknown(other), unknown(fact))})
    assert told == ("/not_known/1/what", "value-and-not-known")


def test_a_fact_is_said_once_to_be_not_known() -> None:
    Conditions(not_known=tuple(unknown(fact) for fact in UnknownFact))
    twice = (unknown(UnknownFact.DEGREE), unknown(UnknownFact.DEGREE, UnknownReason.LOST))
    assert refusal(Conditions, not_known=twice) == ("/not_known/1/what", "not-known-twice")


def test_not_known_is_not_the_same_as_not_said() -> None:
    assert Conditions() != Conditions(not_known=(unknown(UnknownFact.DEGREE),))
    assert Conditions(closed_apparatus=False) != Conditions()


@pytest.mark.parametrize("field", ["duration", "degree"])
def test_a_time_is_no_level_and_a_level_no_time(field: str) -> None:
    wrong = BENZENE_LEVEL if field == "duration" else A_DAY
    with pytest.raises(
        InvalidValueError, match=f"{field}: expected: {'ExposureTime' if field == 'duration' else 'Level'}"
    ):
        Conditions(**{field: wrong})
    assert refusal(Conditions, **{field: "2 h"}) == (f"/{field}", "wrong-type")


def test_below_the_limit_of_quantification_is_no_zero() -> None:
    level = Level(value=Measure(Decimal("0.05"), Unit.MG_M3), censored=Censoring.BELOW)
    assert level.value.value == Decimal("0.05")
    assert level != Level(value=Measure(Decimal("0.05"), Unit.MG_M3))


@pytest.mark.parametrize(
    ("level", "code"), [(0, "number-out-of-range"), (4, "number-out-of-range"), ("1", "wrong-type")]
)
def test_asbestos_has_three_dust_levels(level: Any, code: str) -> None:
    assert [AsbestosWork(operation=AsbestosOperation.REMOVAL, dust_level=n).dust_level for n in (1, 2, 3)] == [1, 2, 3]
    assert refusal(AsbestosWork, operation=AsbestosOperation.REMOVAL, dust_level=level) == ("/dust_level", code)


def test_parts_of_an_exposure_name_their_place() -> None:
    exposure = {"id": "x1", "worker": "w1", "agent": "a1", "establishment": "e1", "period": SINCE_2024}
    accident = AccidentalExposure(on=D(2024, 9, 1), minutes=15, description="rupture de flexible")
    IndividualExposure(**exposure, accidents=(accident,), authorisations=(Authorisation(article="D4154-3"),))
    assert refusal(IndividualExposure, **exposure, accidents=(accident, None)) == ("/accidents/1", "wrong-type")
    assert refusal(IndividualExposure, **exposure, derived_from=("a b",)) == ("/derived_from/0", "id-malformed")
    assert refusal(IndividualExposure, **{**exposure, "agent": None}) == ("/agent", "wrong-type")
    assert refusal(Frequency, times=-1, per=FrequencyPeriod.DAY) == ("/times", "number-out-of-range")
    assert refusal(Conditions, routes=("inhalation",)) == ("/routes/0", "wrong-type")


def test_remarks_are_not_shown() -> None:
    said = "Mme Trébuchon"
    exposure = IndividualExposure(
        id="x1",
        worker="w1",
        agent="a1",
        establishment="e1",
        period=SINCE_2024,
        place=said,
        note=said,
        conditions=Conditions(
            nature=said,
            work_performed=said,
            work_process=said,
            product_characteristics=said,
            other_risks=(said,),
            duration=Band(scale=said, value=said),
            measures=(PreventionMeasure(level=MeasureLevel.PERSONAL, name=said),),
            asbestos=AsbestosWork(operation=AsbestosOperation.REMOVAL, material=said, process=said),
        ),
        accidents=(AccidentalExposure(on=D(2024, 9, 1), description=said, severity=said),),
        authorisations=(Authorisation(article=said, reference=said),),
    )
    assert "Trébuchon" not in repr(exposure)

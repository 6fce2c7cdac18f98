"""What type checkers see of the model: mypy and pyright read this file, it holds no test that runs."""

import datetime as dt
from decimal import Decimal
from typing import assert_never, assert_type

import tracexpo as tx

period = tx.Period(dt.date(2024, 7, 5), precision=tx.Precision.MONTH)
worker = tx.Worker(id="w1", identity=tx.Identity(given_names=("Ursuline",), sex=tx.Sex.FEMALE))
exposure = tx.IndividualExposure(id="x1", worker="w1", agent="a1", establishment="e1", period=period)
substance = tx.Substance(id="a1", name="Benzène", cas_number="71-43-2")

# plain texts, plain numbers: the forms are checked when the object is made, not by the type checker
assert_type(worker.id, str)
assert_type(worker.identity, tx.Identity | None)
assert_type(worker.aliases, tuple[tx.Alias, ...])
assert_type(worker.extensions, tx.Extensions)
assert_type(substance.cas_number, str | None)
assert_type(substance.KIND, str)
assert_type(exposure.period, tx.Period)
assert_type(exposure.derived_from, tuple[str, ...])
assert_type(exposure.destroy_on, dt.date | None)
assert_type(exposure.conditions.duration, tx.ExposureTime | tx.Band | None)
assert_type(exposure.conditions.degree, tx.Level | tx.Band | None)
assert_type(exposure.conditions.closed_apparatus, bool | None)
assert_type(exposure.provenance.recorded_at, dt.datetime | None)
assert_type(exposure.provenance.evidence, tx.Evidence | None)
assert_type(tx.PreventionMeasure(level=tx.MeasureLevel.TECHNICAL, name="x").protection_factor, Decimal | None)
assert_type(tx.Headcount(count=3, on=dt.date(2024, 7, 5)).count, int)

assert_type(period.days, int | None)
assert_type(period.is_open, bool)
assert_type(period.covers(dt.date(2024, 7, 5)), bool)
assert_type(period.intersection(period), tx.Period | None)

assert_type(tx.CmrClass.CLP_1A.scheme, str)
assert_type(tx.Sex.FEMALE.label_in("fr"), str)
assert_type(tx.Sex("female"), tx.Sex)
assert_type(tx.Unit("mg/m3"), tx.Unit)


def kind_of(agent: tx.Agent) -> str:
    """A union is told apart by its classes, and a checker sees that none is forgotten."""
    match agent:
        case tx.Substance():
            return agent.name
        case tx.Mixture():
            return agent.product_name
        case tx.Process() | tx.AgentGroup():
            return agent.name
        case tx.UnidentifiedAgent():
            return agent.text
        case _:
            assert_never(agent)


def source_of(evidence: tx.Evidence) -> str | None:
    """The same of evidence."""
    match evidence:
        case tx.Measured():
            return None if not evidence.measurements else evidence.measurements[0]
        case tx.Modelled():
            return evidence.tool
        case tx.Matrix():
            return evidence.name
        case tx.Analogous():
            return evidence.to
        case tx.Expert():
            return evidence.role
        case tx.Declared():
            return evidence.by
        case tx.Biomonitored():
            return None
        case _:
            assert_never(evidence)


def refused() -> None:
    """What a checker refuses; an ignore that is not needed would be an error itself."""
    worker.id = "w2"  # type: ignore[misc]
    period.start = dt.date(2024, 7, 6)  # type: ignore[misc]
    tx.Worker("w1")  # type: ignore[call-arg]
    tx.Worker(id=1)  # type: ignore[arg-type]
    tx.Worker(id="w1", nme="x")  # type: ignore[call-arg]
    tx.Company(id="c1", legal_regime="state")  # type: ignore[arg-type]
    tx.IndividualExposure(id="x1", worker="w1", agent="a1", period=period)  # type: ignore[call-arg]
    tx.Period("2024-07-05")  # type: ignore[arg-type]
    tx.ExposureTime(1.5, tx.TimeUnit.H_DAY)  # type: ignore[arg-type]
    tx.Sex.FEMALE.label_in("de")  # type: ignore[arg-type]

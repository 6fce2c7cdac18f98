"""What type checkers see of registers: mypy and pyright read this file, it holds no test that runs."""

import datetime as dt
from collections.abc import Iterator
from typing import assert_type

import tracexpo as tx
from tracexpo.records import Record, Statement

worker = tx.Worker(id="w1")
exposure = tx.IndividualExposure(
    id="x1", worker="w1", agent="a1", establishment="e1", period=tx.Period(dt.date(2024, 7, 5))
)
register = tx.Register().add(worker, exposure)

assert_type(register, tx.Register)
assert_type(register.workers, tuple[tx.Worker, ...])
assert_type(register.agents, tuple[tx.Agent, ...])
assert_type(register.exposures, tuple[tx.Exposure, ...])
assert_type(register.custodian, tx.Custodian | None)
assert_type(register.records(), Iterator[Record])
assert_type(register.statements(), Iterator[Statement])
assert_type(register.get("w1"), Record | None)
assert_type(register.latest("x1"), Record | None)
assert_type(register.successors("x1"), tuple[Statement, ...])
assert_type(register.exposures_of("w1"), tuple[tx.IndividualExposure, ...])
assert_type(register.exposures_to("a1"), tuple[tx.Exposure, ...])
assert_type(register.effective("w1", "a1"), tuple[tx.EffectiveDays, ...])
assert_type(register.is_current(exposure), bool)
assert_type(register.current(), tx.Register)
assert_type(register.as_recorded(dt.datetime(2025, 1, 1, tzinfo=dt.UTC)), tx.Register)
assert_type(register.without_identities(), tx.Register)
assert_type(register.select(workers={"w1"}, agents=["a1"], period=tx.Period(dt.date(2024, 1, 1))), tx.Register)
assert_type(register.replace(tx.Worker(id="w1")), tx.Register)
assert_type(tx.merge(register, register, same={"w1": "w1"}), tx.Register)


def refused() -> None:
    """What a checker refuses; an ignore that is not needed would be an error itself."""
    register.replace(exposure)  # type: ignore[arg-type]
    register.add("w1")  # type: ignore[arg-type]
    register.select({"w1"})  # type: ignore[call-arg]
    register.is_current(worker)  # type: ignore[arg-type]
    register.workers = ()  # type: ignore[misc]
    tx.merge(register, register, {"w1": "w1"})  # type: ignore[call-arg]

"""A small workshop, from which the rules make their good and bad examples."""

import datetime as dt
from decimal import Decimal
from typing import Any

from attrs import evolve

from tracexpo.agents import Substance
from tracexpo.attestations import Party, Transmission
from tracexpo.companies import Company, Establishment, ServiceAttachment
from tracexpo.companies import OccupationalHealthService as HealthService
from tracexpo.exposures import CollectiveExposure, Conditions, IndividualExposure, Level
from tracexpo.measurements import Measurement
from tracexpo.periods import ExposureTime, Period
from tracexpo.provenance import Provenance
from tracexpo.register import Record, Register
from tracexpo.units import Measure, Unit
from tracexpo.vocabularies import (
    PartyKind,
    RespiratorPosition,
    SampleMatrix,
    ServiceType,
    Statistic,
    TimeUnit,
    TransmissionSubject,
)
from tracexpo.work import Assignment, ExposureSituation, Identity, Worker, Workstation

__all__ = [
    "AGENCY",
    "AGENT",
    "SITE",
    "assigned",
    "collective",
    "corrected",
    "days",
    "level",
    "line",
    "measured",
    "register",
    "sent",
    "worker",
]

SITE = "40483304800022"
AGENCY = "73282932000074"
AGENT = "cas:1333-82-0"

_BASE: tuple[Record, ...] = (
    Company(id="bain-clair", siren="404833048"),
    Establishment(
        id=SITE,
        company="bain-clair",
        siret=SITE,
        services=(ServiceAttachment(service="service-1", period=Period(dt.date(2015, 1, 1))),),
    ),
    Establishment(id=AGENCY, siret=AGENCY),
    HealthService(id="service-1", name="Service of the example", type=ServiceType.INTER_COMPANY),
    Workstation(id="bath", establishment=SITE, name="Chromium bath"),
    ExposureSituation(id="plating", establishment=SITE, name="Chromium plating", workstations=("bath",)),
    Worker(id="M-001", identity=Identity(birth_date=dt.date(1979, 3, 14))),
    Worker(id="M-002"),
    Worker(id="M-003"),
    Substance(id=AGENT, name="Chromium trioxide", cas_number="1333-82-0"),
)


def days(start: str, end: str | None = None, **more: Any) -> Period:
    """Make a period from days written YYYY-MM-DD."""
    return Period(dt.date.fromisoformat(start), None if end is None else dt.date.fromisoformat(end), **more)


def register(*records: Record, **head: Any) -> Register:
    """Make a register of the workshop and these records; one with an id of the workshop takes its place."""
    own = {record.id for record in records}
    kept = (record for record in _BASE if record.id not in own)
    return evolve(Register().add(*kept, *records), **head)


def worker(id: str, born: str) -> Worker:
    """Make a worker of whom the day of birth is known."""
    return Worker(id=id, identity=Identity(birth_date=dt.date.fromisoformat(born)))


def level(value: str, unit: Unit = Unit.MG_M3, **more: Any) -> Level:
    """Make a level of exposure."""
    more.setdefault("statistic", Statistic.TWA_8H)
    more.setdefault("respirator", RespiratorPosition.OUTSIDE)
    return Level(value=Measure(Decimal(value), unit), **more)


def told(**changes: Any) -> Conditions:
    """Make conditions in which nature, duration and degree are told."""
    fields: dict[str, Any] = {
        "nature": "Inhalation of aerosols",
        "duration": ExposureTime(Decimal(20), TimeUnit.H_WEEK),
        "degree": level("0.0006"),
    }
    return Conditions(**{**fields, **changes})


def line(id: str = "x1", **changes: Any) -> IndividualExposure:
    """Make a line of the list."""
    conditions = {name: changes.pop(name) for name in ("nature", "duration", "degree", "not_known") if name in changes}
    fields: dict[str, Any] = {
        "worker": "M-001",
        "agent": AGENT,
        "establishment": SITE,
        "workstation": "bath",
        "period": days("2024-09-02"),
        "conditions": told(**conditions),
    }
    return IndividualExposure(id=id, **{**fields, **changes})


def collective(id: str = "c1", **changes: Any) -> CollectiveExposure:
    """Make the record of the situation."""
    fields: dict[str, Any] = {
        "situation": "plating",
        "establishment": SITE,
        "agent": AGENT,
        "period": days("2020-01-01"),
        "conditions": told(),
    }
    return CollectiveExposure(id=id, **{**fields, **changes})


def assigned(id: str = "a1", **changes: Any) -> Assignment:
    """Make an assignment to the bath."""
    fields: dict[str, Any] = {"worker": "M-001", "workstation": "bath", "period": days("2024-09-02")}
    return Assignment(id=id, **{**fields, **changes})


def measured(id: str = "m1", **changes: Any) -> Measurement:
    """Make a result in the air of the bath."""
    fields: dict[str, Any] = {
        "agent": AGENT,
        "establishment": SITE,
        "workstation": "bath",
        "sampled_on": dt.date(2025, 3, 12),
        "value": Measure(Decimal("0.0006"), Unit.MG_M3),
        "matrix": SampleMatrix.AIR,
    }
    return Measurement(id=id, **{**fields, **changes})


def sent(id: str = "t1", **changes: Any) -> Transmission:
    """Make the transmission of the list to the service."""
    fields: dict[str, Any] = {
        "subject": TransmissionSubject.LIST,
        "to": Party(kind=PartyKind.HEALTH_SERVICE, id="service-1"),
        "on": dt.date(2024, 9, 30),
    }
    return Transmission(id=id, **{**fields, **changes})


def corrected(id: str) -> Provenance:
    """Make the provenance of a correction."""
    return Provenance(supersedes=id)

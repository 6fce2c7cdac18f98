"""One strategy for each entity and each value of the model, by name; each takes its fields as arguments.

A field is fixed to a value or to a strategy: `workers(id="w1")`, `workers(identity=identities())`. Each object is
valid by itself and its references name ids at random; `registers` gives whole registers that cohere.
"""

import datetime as dt
from decimal import Decimal
from typing import get_args

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from tracexpo.agents import (
    Agent,
    AgentGroup,
    Classification,
    Component,
    Mixture,
    Names,
    Process,
    SafetyDataSheet,
    Substance,
    UnidentifiedAgent,
)
from tracexpo.attestations import Attestation, Party, Transmission
from tracexpo.companies import (
    ActivityCode,
    Company,
    Establishment,
    Headcount,
    OccupationalHealthService,
    OtherId,
    Predecessor,
    ServiceAttachment,
)
from tracexpo.exposures import (
    AccidentalExposure,
    AsbestosWork,
    Authorisation,
    Band,
    CollectiveExposure,
    Conditions,
    Exposure,
    Frequency,
    IndividualExposure,
    Level,
    NotKnown,
    PreventionMeasure,
)
from tracexpo.form import FIRST_DAY, LAST_DAY
from tracexpo.measurements import Measurement, RespiratoryProtection
from tracexpo.periods import ExposureTime, Period
from tracexpo.provenance import Evidence, Provenance, Withdrawal
from tracexpo.register import Custodian, Record
from tracexpo.testing.instances import RECORDS, Scene, instances, instances_in
from tracexpo.testing.scalars import numbers
from tracexpo.units import Measure, Unit, UnitKind
from tracexpo.work import Alias, Assignment, ExposureSituation, Identity, Occupation, Worker, Workstation

__all__ = [
    "accidents",
    "activity_codes",
    "agents",
    "aliases",
    "asbestos_works",
    "assignments",
    "attestations",
    "authorisations",
    "bands",
    "classifications",
    "collective_exposures",
    "companies",
    "components",
    "conditions",
    "custodians",
    "establishments",
    "evidence",
    "exposure_times",
    "exposures",
    "frequencies",
    "groups",
    "headcounts",
    "identities",
    "individual_exposures",
    "levels",
    "measurements",
    "measures",
    "mixtures",
    "names",
    "not_known",
    "occupations",
    "other_ids",
    "parties",
    "periods",
    "predecessors",
    "prevention_measures",
    "processes",
    "provenances",
    "records",
    "respiratory_protections",
    "safety_data_sheets",
    "service_attachments",
    "services",
    "situations",
    "substances",
    "transmissions",
    "unidentified_agents",
    "withdrawals",
    "workers",
    "workstations",
]

# -- records


def companies(**fields: object) -> SearchStrategy[Company]:
    """Return companies (entreprises)."""
    return instances(Company, **fields)


def establishments(**fields: object) -> SearchStrategy[Establishment]:
    """Return establishments (établissements)."""
    return instances(Establishment, **fields)


def services(**fields: object) -> SearchStrategy[OccupationalHealthService]:
    """Return occupational-health services (services de prévention et de santé au travail)."""
    return instances(OccupationalHealthService, **fields)


def workstations(**fields: object) -> SearchStrategy[Workstation]:
    """Return workstations (postes de travail)."""
    return instances(Workstation, **fields)


def situations(**fields: object) -> SearchStrategy[ExposureSituation]:
    """Return situations of exposure (situations types d'exposition)."""
    return instances(ExposureSituation, **fields)


def workers(**fields: object) -> SearchStrategy[Worker]:
    """Return workers (travailleurs)."""
    return instances(Worker, **fields)


def assignments(**fields: object) -> SearchStrategy[Assignment]:
    """Return assignments (affectations), each to a workstation or a situation."""
    return instances(Assignment, **fields)


def substances(**fields: object) -> SearchStrategy[Substance]:
    """Return substances."""
    return instances(Substance, **fields)


def mixtures(**fields: object) -> SearchStrategy[Mixture]:
    """Return mixtures (mélanges)."""
    return instances(Mixture, **fields)


def processes(**fields: object) -> SearchStrategy[Process]:
    """Return processes (procédés)."""
    return instances(Process, **fields)


def groups(**fields: object) -> SearchStrategy[AgentGroup]:
    """Return families of agents (familles d'agents)."""
    return instances(AgentGroup, **fields)


def unidentified_agents(**fields: object) -> SearchStrategy[UnidentifiedAgent]:
    """Return agents that could not be identified (agents non identifiés)."""
    return instances(UnidentifiedAgent, **fields)


def agents(**fields: object) -> SearchStrategy[Agent]:
    """Return agents of every kind; the fields must be such that all of them have, such as `id`."""
    return st.one_of([instances(cls, **fields) for cls in get_args(Agent)])


def individual_exposures(**fields: object) -> SearchStrategy[IndividualExposure]:
    """Return individual exposures (expositions individuelles)."""
    return instances(IndividualExposure, **fields)


def collective_exposures(**fields: object) -> SearchStrategy[CollectiveExposure]:
    """Return collective exposures (expositions collectives)."""
    return instances(CollectiveExposure, **fields)


def exposures(**fields: object) -> SearchStrategy[Exposure]:
    """Return exposures of both kinds; the fields must be such that both have."""
    return st.one_of([instances(cls, **fields) for cls in get_args(Exposure)])


def measurements(**fields: object) -> SearchStrategy[Measurement]:
    """Return measurements (prélèvements)."""
    return instances(Measurement, **fields)


def attestations(**fields: object) -> SearchStrategy[Attestation]:
    """Return attestations (attestations d'exposition)."""
    return instances(Attestation, **fields)


def transmissions(**fields: object) -> SearchStrategy[Transmission]:
    """Return transmissions."""
    return instances(Transmission, **fields)


def withdrawals(**fields: object) -> SearchStrategy[Withdrawal]:
    """Return withdrawals (annulations)."""
    return instances(Withdrawal, **fields)


def records(**fields: object) -> SearchStrategy[Record]:
    """Return records of every class; the fields must be such that all of them have: `id` and `extensions`."""
    return st.one_of([instances(cls, **fields) for cls in RECORDS])


# -- values


def periods(
    first: dt.date = FIRST_DAY, last: dt.date = LAST_DAY, *, open: bool = True, **fields: object
) -> SearchStrategy[Period]:
    """Return periods whose days lie between two days; a month or a year is whole.

    Args:
        first: the first day that a period may start on.
        last: the last day that a period may end on.
        open: whether a period may be without an end.
        fields: fixes a field, to a value or to a strategy.

    >>> from hypothesis import find
    >>> find(periods(dt.date(2024, 7, 5), open=False), lambda period: True).days
    1
    """
    return instances_in(Scene(first=first, last=last, open=open), Period, **fields)


def measures(
    unit_kind: UnitKind | None = None, *, least: Decimal | int | None = None, most: Decimal | int | None = None
) -> SearchStrategy[Measure]:
    """Return measures, of one kind of units or of all.

    Args:
        unit_kind: the kind of the units; all by default.
        least: the smallest number, in whatever unit; a measure may be negative by default.
        most: the largest number, in whatever unit.

    >>> from hypothesis import find
    >>> find(measures(UnitKind.FIBRES_IN_AIR, least=1), lambda measure: True)
    Measure(value=Decimal('1'), unit=<Unit.F_CM3: 'f/cm3'>)
    """
    units = [unit for unit in Unit if unit_kind is None or unit.kind is unit_kind]
    return st.builds(Measure, numbers(least=least, most=most), st.sampled_from(units))


def evidence() -> SearchStrategy[Evidence]:
    """Return evidence of every kind (modes d'obtention)."""
    return st.one_of([instances(cls) for cls in get_args(Evidence)])


def accidents(**fields: object) -> SearchStrategy[AccidentalExposure]:
    """Return accidental exposures (expositions accidentelles)."""
    return instances(AccidentalExposure, **fields)


def activity_codes(**fields: object) -> SearchStrategy[ActivityCode]:
    """Return activity codes (codes NAF)."""
    return instances(ActivityCode, **fields)


def aliases(**fields: object) -> SearchStrategy[Alias]:
    """Return references to a person in other files."""
    return instances(Alias, **fields)


def asbestos_works(**fields: object) -> SearchStrategy[AsbestosWork]:
    """Return what is particular to asbestos work (travaux amiante)."""
    return instances(AsbestosWork, **fields)


def authorisations(**fields: object) -> SearchStrategy[Authorisation]:
    """Return derogations and authorisations."""
    return instances(Authorisation, **fields)


def bands(**fields: object) -> SearchStrategy[Band]:
    """Return classes of a scale."""
    return instances(Band, **fields)


def classifications(**fields: object) -> SearchStrategy[Classification]:
    """Return classifications, dated."""
    return instances(Classification, **fields)


def components(**fields: object) -> SearchStrategy[Component]:
    """Return components of mixtures (composants)."""
    return instances(Component, **fields)


def conditions(**fields: object) -> SearchStrategy[Conditions]:
    """Return conditions of exposure; what is said to be not known has no value."""
    return instances(Conditions, **fields)


def custodians(**fields: object) -> SearchStrategy[Custodian]:
    """Return custodians of a register (détenteurs)."""
    return instances(Custodian, **fields)


def exposure_times(**fields: object) -> SearchStrategy[ExposureTime]:
    """Return times of exposure (durées); any number, so 30 h a day too."""
    return instances(ExposureTime, **fields)


def frequencies(**fields: object) -> SearchStrategy[Frequency]:
    """Return frequencies (fréquences)."""
    return instances(Frequency, **fields)


def headcounts(**fields: object) -> SearchStrategy[Headcount]:
    """Return headcounts (effectifs)."""
    return instances(Headcount, **fields)


def identities(**fields: object) -> SearchStrategy[Identity]:
    """Return identities (traits d'identité)."""
    return instances(Identity, **fields)


def levels(**fields: object) -> SearchStrategy[Level]:
    """Return levels of exposure (niveaux)."""
    return instances(Level, **fields)


def names(**fields: object) -> SearchStrategy[Names]:
    """Return names in French and English."""
    return instances(Names, **fields)


def not_known(**fields: object) -> SearchStrategy[NotKnown]:
    """Return answers that a fact is not known, and why."""
    return instances(NotKnown, **fields)


def occupations(**fields: object) -> SearchStrategy[Occupation]:
    """Return occupations (métiers)."""
    return instances(Occupation, **fields)


def other_ids(**fields: object) -> SearchStrategy[OtherId]:
    """Return identifiers of other schemes."""
    return instances(OtherId, **fields)


def parties(**fields: object) -> SearchStrategy[Party]:
    """Return recipients (destinataires)."""
    return instances(Party, **fields)


def predecessors(**fields: object) -> SearchStrategy[Predecessor]:
    """Return establishments that another one continues."""
    return instances(Predecessor, **fields)


def prevention_measures(**fields: object) -> SearchStrategy[PreventionMeasure]:
    """Return measures of prevention (mesures de prévention)."""
    return instances(PreventionMeasure, **fields)


def provenances(**fields: object) -> SearchStrategy[Provenance]:
    """Return provenances: who says so, when, and how it is known."""
    return instances(Provenance, **fields)


def respiratory_protections(**fields: object) -> SearchStrategy[RespiratoryProtection]:
    """Return respirators worn during sampling."""
    return instances(RespiratoryProtection, **fields)


def safety_data_sheets(**fields: object) -> SearchStrategy[SafetyDataSheet]:
    """Return safety data sheets (fiches de données de sécurité)."""
    return instances(SafetyDataSheet, **fields)


def service_attachments(**fields: object) -> SearchStrategy[ServiceAttachment]:
    """Return attachments to an occupational-health service (adhésions)."""
    return instances(ServiceAttachment, **fields)

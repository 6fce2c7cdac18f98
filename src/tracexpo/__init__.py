"""Traceability of occupational exposure to CMR agents: one typed, exact, validated form.

CMR: carcinogenic, mutagenic, toxic to reproduction.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from tracexpo.agents import (
    Agent,
    AgentGroup,
    AgentKind,
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
from tracexpo.codecs.json import digest, dumps, loads, try_loads
from tracexpo.codecs.reading import Limits, Reading, Rejected
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
from tracexpo.errors import (
    InvalidValueError,
    MergeError,
    MissingExtraError,
    NotCoveredError,
    ReadError,
    TracexpoError,
    UnsupportedVersionError,
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
from tracexpo.extensions import Extensions
from tracexpo.measurements import Measurement, RespiratoryProtection
from tracexpo.periods import ExposureTime, Period
from tracexpo.problems import Cell, Problem, Severity
from tracexpo.provenance import (
    Analogous,
    Biomonitored,
    Declared,
    Evidence,
    Expert,
    Matrix,
    Measured,
    Modelled,
    Provenance,
    Withdrawal,
)
from tracexpo.register import Custodian, Register, UnreadRecord
from tracexpo.units import Measure, Unit
from tracexpo.vocabularies import (
    AliasOrigin,
    AsbestosOperation,
    AttestationModel,
    AuthorRole,
    Censoring,
    CmrClass,
    Confidence,
    ContractType,
    DocumentKind,
    DustFraction,
    FrequencyPeriod,
    Hazard,
    LegalRegime,
    MeasureLevel,
    MeasurementPurpose,
    NafRevision,
    OccupationScheme,
    PartyKind,
    Precision,
    RespiratorPosition,
    Route,
    SampleMatrix,
    SamplingPosition,
    ServiceType,
    Sex,
    Statistic,
    SuccessionKind,
    TimeUnit,
    TransmissionSubject,
    UnknownFact,
    UnknownReason,
)
from tracexpo.work import Alias, Assignment, ExposureSituation, Identity, Occupation, Worker, Workstation

if TYPE_CHECKING:
    from tracexpo import catalogue, documents, plots
    from tracexpo.access import who_may_see
    from tracexpo.codecs.files import read, try_read, write
    from tracexpo.effective import EffectiveDays
    from tracexpo.merging import merge
    from tracexpo.report import ProblemsFoundError, Report
    from tracexpo.retention import retention_of
    from tracexpo.rules import check
    from tracexpo.tracing import trace

_ON_USE: Final = {
    "EffectiveDays": "tracexpo.effective",
    "ProblemsFoundError": "tracexpo.report",
    "Report": "tracexpo.report",
    "catalogue": "tracexpo.catalogue",
    "check": "tracexpo.rules",
    "documents": "tracexpo.documents",
    "plots": "tracexpo.plots",
    "merge": "tracexpo.merging",
    "overviews": "tracexpo.overviews",
    "read": "tracexpo.codecs.files",
    "retention_of": "tracexpo.retention",
    "trace": "tracexpo.tracing",
    "try_read": "tracexpo.codecs.files",
    "who_may_see": "tracexpo.access",
    "write": "tracexpo.codecs.files",
}
"""What loads on first use, so that reading and writing start quickly."""


if not TYPE_CHECKING:  # a checker would take every name for one of ours

    def __getattr__(name: str) -> Any:
        if name not in _ON_USE:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        module = import_module(_ON_USE[name])
        value = module if module.__name__.endswith(f".{name}") else getattr(module, name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted(__all__)


__all__ = [
    "AccidentalExposure",
    "ActivityCode",
    "Agent",
    "AgentGroup",
    "AgentKind",
    "Alias",
    "AliasOrigin",
    "Analogous",
    "AsbestosOperation",
    "AsbestosWork",
    "Assignment",
    "Attestation",
    "AttestationModel",
    "AuthorRole",
    "Authorisation",
    "Band",
    "Biomonitored",
    "Cell",
    "Censoring",
    "Classification",
    "CmrClass",
    "CollectiveExposure",
    "Company",
    "Component",
    "Conditions",
    "Confidence",
    "ContractType",
    "Custodian",
    "Declared",
    "DocumentKind",
    "DustFraction",
    "EffectiveDays",
    "Establishment",
    "Evidence",
    "Expert",
    "Exposure",
    "ExposureSituation",
    "ExposureTime",
    "Extensions",
    "Frequency",
    "FrequencyPeriod",
    "Hazard",
    "Headcount",
    "Identity",
    "IndividualExposure",
    "InvalidValueError",
    "LegalRegime",
    "Level",
    "Limits",
    "Matrix",
    "Measure",
    "MeasureLevel",
    "Measured",
    "Measurement",
    "MeasurementPurpose",
    "MergeError",
    "MissingExtraError",
    "Mixture",
    "Modelled",
    "NafRevision",
    "Names",
    "NotCoveredError",
    "NotKnown",
    "Occupation",
    "OccupationScheme",
    "OccupationalHealthService",
    "OtherId",
    "Party",
    "PartyKind",
    "Period",
    "Precision",
    "Predecessor",
    "PreventionMeasure",
    "Problem",
    "ProblemsFoundError",
    "Process",
    "Provenance",
    "ReadError",
    "Reading",
    "Register",
    "Rejected",
    "Report",
    "RespiratorPosition",
    "RespiratoryProtection",
    "Route",
    "SafetyDataSheet",
    "SampleMatrix",
    "SamplingPosition",
    "ServiceAttachment",
    "ServiceType",
    "Severity",
    "Sex",
    "Statistic",
    "Substance",
    "SuccessionKind",
    "TimeUnit",
    "TracexpoError",
    "Transmission",
    "TransmissionSubject",
    "UnidentifiedAgent",
    "Unit",
    "UnknownFact",
    "UnknownReason",
    "UnreadRecord",
    "UnsupportedVersionError",
    "Withdrawal",
    "Worker",
    "Workstation",
    "catalogue",
    "check",
    "digest",
    "documents",
    "dumps",
    "loads",
    "merge",
    "plots",
    "read",
    "retention_of",
    "trace",
    "try_loads",
    "try_read",
    "who_may_see",
    "write",
]

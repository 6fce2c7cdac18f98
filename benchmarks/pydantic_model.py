"""The model of tracexpo in pydantic 2, for comparison: the same fields, vocabularies, patterns, ranges and invariants.

Written to be as quick as pydantic gets while it refuses the same documents: frozen, strict, `extra="forbid"`;
patterns, lengths and ranges in the core; unions by their tag; numbers, days and instants made from a string whose
pattern the core has checked, by the quickest way measured (a bounded memo); check digits through a bounded memo; Python
validators only where two fields meet; nested schemas built once, with the adapter (`defer_build`).

What pydantic cannot be told in its core is left out here, in its favour: a key given twice in an object passes (the
last one wins); a text is limited to 65 536 characters, not bytes; what an extension holds is any JSON and may be
changed afterwards; nothing is kept of a newer minor version.
"""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    GetPydanticSchema,
    JsonValue,
    StringConstraints,
    TypeAdapter,
    model_validator,
)
from pydantic_core import core_schema
from pydantic_vocabularies import (
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
    Unit,
    UnknownFact,
    UnknownReason,
)

MEMO = 65_536

# -- scalars


def _made(pattern: str, make: Callable[[str], Any], written: core_schema.SerSchema) -> GetPydanticSchema:
    """Make a value of a string that matches the pattern."""
    schema = core_schema.no_info_after_validator_function(
        lru_cache(MEMO)(make), core_schema.str_schema(pattern=pattern, strict=True), serialization=written
    )
    return GetPydanticSchema(lambda _source, _handler: schema)


def _number(text: str) -> Decimal:
    value = Decimal(text)
    if not value and text[0] == "-":
        raise ValueError("negative zero")
    return value


def _fraction(text: str) -> Decimal:
    value = _number(text)
    if not 0 <= value <= 1:
        raise ValueError("not from 0 to 1")
    return value


def _share(text: str) -> Decimal:
    value = _number(text)
    if not 0 < value <= 1:
        raise ValueError("not more than 0 and at most 1")
    return value


_DECIMAL = r"^-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,18})?$"
_DAY = r"^(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}$"
_INSTANT = r"^(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$"

Number = Annotated[Decimal, _made(_DECIMAL, _number, core_schema.to_string_ser_schema())]
Fraction = Annotated[Decimal, _made(_DECIMAL, _fraction, core_schema.to_string_ser_schema())]
Share = Annotated[Decimal, _made(_DECIMAL, _share, core_schema.to_string_ser_schema())]
# not pydantic's own strict day, which takes "1720137600" too
Day = Annotated[dt.date, _made(_DAY, dt.date.fromisoformat, core_schema.simple_ser_schema("date"))]
Instant = Annotated[dt.datetime, _made(_INSTANT, dt.datetime.fromisoformat, core_schema.simple_ser_schema("datetime"))]
Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._:-]+$", max_length=128)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=65_536)]
Count = Annotated[int, Field(ge=0, le=1_000_000_000)]
DustLevel = Annotated[int, Field(ge=1, le=3)]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Municipality = Annotated[str, StringConstraints(pattern=r"^[0-9][0-9AB][0-9]{3}$")]
Version = Annotated[str, StringConstraints(pattern=r"^1\.(0|[1-9][0-9]{0,3})$")]
ExtensionKey = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,62}(?:\.[A-Za-z0-9_-]{1,63}){1,8}$")]
Extensions = dict[ExtensionKey, JsonValue]


def _valid(is_valid: Callable[[str], bool]) -> AfterValidator:
    def check(text: str) -> str:
        if not is_valid(text):
            raise ValueError("wrong check digit")
        return text

    return AfterValidator(check)


@lru_cache(MEMO)
def _siren_ok(number: str) -> bool:
    from stdnum.fr import siren

    return bool(siren.is_valid(number))


@lru_cache(MEMO)
def _siret_ok(number: str) -> bool:
    from stdnum.fr import siret

    return bool(siret.is_valid(number))


def _nir_ok(number: str) -> bool:
    from stdnum.fr import nir

    return bool(nir.is_valid(number))


@lru_cache(MEMO)
def _cas_ok(number: str) -> bool:
    from stdnum import casrn

    return bool(casrn.is_valid(number))


@lru_cache(MEMO)
def _ec_ok(number: str) -> bool:
    from stdnum.eu import ecnumber

    total = sum(i * int(d) for i, d in enumerate(number.replace("-", "")[:6], 1))
    return bool(ecnumber.is_valid(number)) and (number[0] == "4" or total % 11 != 10)


@lru_cache(MEMO)
def _clp_index_ok(number: str) -> bool:
    total = sum(i * int(d) for i, d in enumerate(number[:-1].replace("-", ""), 1))
    return "0123456789X"[total % 11] == number[-1]


Siren = Annotated[str, StringConstraints(pattern=r"^[0-9]{9}$"), _valid(_siren_ok)]
Siret = Annotated[str, StringConstraints(pattern=r"^[0-9]{14}$"), _valid(_siret_ok)]
Nir = Annotated[str, StringConstraints(pattern=r"^[0-9]{6}[0-9AB][0-9]{8}$"), _valid(_nir_ok)]
Cas = Annotated[str, StringConstraints(pattern=r"^[0-9]{2,7}-[0-9]{2}-[0-9]$"), _valid(_cas_ok)]
Ec = Annotated[str, StringConstraints(pattern=r"^[0-9]{3}-[0-9]{3}-[0-9]$"), _valid(_ec_ok)]
ClpIndex = Annotated[str, StringConstraints(pattern=r"^[0-9]{3}-[0-9]{3}-[0-9]{2}-[0-9X]$"), _valid(_clp_index_ok)]

# -- values


CONFIG = ConfigDict(strict=True, extra="forbid", defer_build=True)


class Model(BaseModel):
    model_config = CONFIG | ConfigDict(frozen=True)


class Measure(Model):
    value: Number
    unit: Unit


class Period(Model):
    start: Day
    end: Day | None = None
    precision: Precision = Precision.DAY
    begun_before: bool = False
    ended: bool = False

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.end is not None:
            if self.end < self.start:
                raise ValueError("the end is before the start")
            if self.ended:
                raise ValueError("ended twice")
        return self


class ExposureTime(Model):
    kind: Literal["time"]
    value: Number
    unit: TimeUnit


class PlainExposureTime(Model):
    value: Number
    unit: TimeUnit


class Level(Model):
    kind: Literal["level"]
    value: Measure
    on: Day | None = None
    declared_limit: Measure | None = None
    censored: Censoring | None = None
    statistic: Statistic | None = None
    fraction: DustFraction | None = None
    respirator: RespiratorPosition | None = None


class Band(Model):
    kind: Literal["band"]
    scale: Text
    value: Text


Duration = Annotated[ExposureTime | Band, Field(discriminator="kind")]
Degree = Annotated[Level | Band, Field(discriminator="kind")]


class Frequency(Model):
    times: Count
    per: FrequencyPeriod


class NotKnown(Model):
    what: UnknownFact
    reason: UnknownReason


class PreventionMeasure(Model):
    level: MeasureLevel
    name: Text
    protection_factor: Number | None = None
    period: Period | None = None


class AsbestosWork(Model):
    operation: AsbestosOperation
    material: Text | None = None
    process: Text | None = None
    dust_level: DustLevel | None = None


class Conditions(Model):
    work_performed: Text | None = None
    work_process: Text | None = None
    nature: Text | None = None
    routes: tuple[Route, ...] = ()
    duration: Duration | None = None
    frequency: Frequency | None = None
    degree: Degree | None = None
    not_known: tuple[NotKnown, ...] = ()
    measures: tuple[PreventionMeasure, ...] = ()
    product_characteristics: Text | None = None
    other_risks: tuple[Text, ...] = ()
    closed_apparatus: bool | None = None
    asbestos: AsbestosWork | None = None

    @model_validator(mode="after")
    def _known_or_not(self) -> Self:
        if self.not_known:
            named = [unknown.what.value for unknown in self.not_known]
            if len(set(named)) < len(named):
                raise ValueError("not known twice")
            if any(getattr(self, name) is not None for name in named):
                raise ValueError("both a value and not known")
        return self


class AccidentalExposure(Model):
    on: Day
    minutes: Count | None = None
    description: Text
    severity: Text | None = None


class Authorisation(Model):
    article: Text
    on: Day | None = None
    reference: Text | None = None


# -- provenance


class Measured(Model):
    kind: Literal["measured"]
    measurements: tuple[Id, ...] = ()


class Biomonitored(Model):
    kind: Literal["biomonitored"]


class Modelled(Model):
    kind: Literal["modelled"]
    tool: Text
    version: Text | None = None


class Matrix(Model):
    kind: Literal["matrix"]
    name: Text
    version: Text | None = None
    code: Text | None = None
    probability: Fraction | None = None


class Analogous(Model):
    kind: Literal["analogous"]
    to: Text | None = None


class Expert(Model):
    kind: Literal["expert"]
    role: AuthorRole | None = None


class Declared(Model):
    kind: Literal["declared"]
    by: AuthorRole | None = None


Evidence = Annotated[
    Measured | Biomonitored | Modelled | Matrix | Analogous | Expert | Declared, Field(discriminator="kind")
]


class Provenance(Model):
    evidence: Evidence | None = None
    document: DocumentKind | None = None
    recorded_at: Instant | None = None
    author_role: AuthorRole | None = None
    author: Id | None = None
    confidence: Confidence | None = None
    source_text: Text | None = None
    supersedes: Id | None = None
    reason: Text | None = None


class Withdrawal(Model):
    id: Id
    of: Id
    provenance: Provenance = Field(default_factory=Provenance)
    extensions: Extensions = Field(default_factory=dict)


# -- exposures


class IndividualExposure(Model):
    kind: Literal["individual"]
    id: Id
    worker: Id
    agent: Id
    establishment: Id
    workstation: Id | None = None
    period: Period
    employer: Id | None = None
    contract: ContractType | None = None
    place: Text | None = None
    conditions: Conditions = Field(default_factory=Conditions)
    accidents: tuple[AccidentalExposure, ...] = ()
    authorisations: tuple[Authorisation, ...] = ()
    derived_from: tuple[Id, ...] = ()
    beside: tuple[Id, ...] = ()
    destroy_on: Day | None = None
    note: Text | None = None
    provenance: Provenance = Field(default_factory=Provenance)
    extensions: Extensions = Field(default_factory=dict)


class CollectiveExposure(Model):
    kind: Literal["collective"]
    id: Id
    situation: Id | None = None
    workstation: Id | None = None
    establishment: Id
    agent: Id
    period: Period
    headcount: Count | None = None
    conditions: Conditions = Field(default_factory=Conditions)
    note: Text | None = None
    provenance: Provenance = Field(default_factory=Provenance)
    extensions: Extensions = Field(default_factory=dict)


Exposure = Annotated[IndividualExposure | CollectiveExposure, Field(discriminator="kind")]

# -- places and people


class OtherId(Model):
    scheme: Text
    value: Text


class Company(Model):
    id: Id
    name: Text | None = None
    siren: Siren | None = None
    country: Country = "FR"
    other_ids: tuple[OtherId, ...] = ()
    legal_regime: LegalRegime | None = None
    extensions: Extensions = Field(default_factory=dict)


class Predecessor(Model):
    establishment: Id
    on: Day
    how: SuccessionKind


class ActivityCode(Model):
    code: Text
    revision: NafRevision
    period: Period | None = None


class Headcount(Model):
    count: Count
    on: Day


class ServiceAttachment(Model):
    service: Id
    period: Period


class Establishment(Model):
    id: Id
    company: Id | None = None
    name: Text | None = None
    siret: Siret | None = None
    other_ids: tuple[OtherId, ...] = ()
    active: Period | None = None
    preceded_by: tuple[Predecessor, ...] = ()
    naf: tuple[ActivityCode, ...] = ()
    headcounts: tuple[Headcount, ...] = ()
    address: Text | None = None
    municipality_code: Municipality | None = None
    employment_area: Text | None = None
    regional_fund: Text | None = None
    services: tuple[ServiceAttachment, ...] = ()
    extensions: Extensions = Field(default_factory=dict)


class OccupationalHealthService(Model):
    id: Id
    name: Text
    type: ServiceType
    extensions: Extensions = Field(default_factory=dict)


class Occupation(Model):
    scheme: OccupationScheme
    code: Text


class Workstation(Model):
    id: Id
    establishment: Id
    name: Text
    work_unit: Text | None = None
    tasks: tuple[Text, ...] = ()
    occupation: Occupation | None = None
    extensions: Extensions = Field(default_factory=dict)


class ExposureSituation(Model):
    id: Id
    establishment: Id
    name: Text
    workstations: tuple[Id, ...] = ()
    headcount: Count | None = None
    headcount_on: Day | None = None
    extensions: Extensions = Field(default_factory=dict)


class Alias(Model):
    ref: Text
    custodian: Id | None = None
    how: AliasOrigin


class Identity(Model):
    birth_name: Text | None = None
    used_name: Text | None = None
    given_names: tuple[Text, ...] = ()
    birth_date: Day | None = None
    birth_place_code: Municipality | None = None
    sex: Sex | None = None
    nir: Nir | None = None
    address: Text | None = None


class Worker(Model):
    id: Id
    aliases: tuple[Alias, ...] = ()
    identity: Identity | None = None
    extensions: Extensions = Field(default_factory=dict)


class Assignment(Model):
    id: Id
    worker: Id
    workstation: Id | None = None
    situation: Id | None = None
    period: Period
    share: Share | None = None
    working_hours: PlainExposureTime | None = None
    employer: Id | None = None
    host: Id | None = None
    place: Text | None = None
    contract: ContractType | None = None
    provenance: Provenance = Field(default_factory=Provenance)
    extensions: Extensions = Field(default_factory=dict)

    @model_validator(mode="after")
    def _somewhere(self) -> Self:
        if self.workstation is None and self.situation is None:
            raise ValueError("an assignment without a place")
        return self


# -- agents


class Names(Model):
    fr: Text | None = None
    en: Text | None = None


class Classification(Model):
    hazard: Hazard
    cmr_class: CmrClass | None = None
    statements: tuple[Text, ...] = ()
    applies_from: Day | None = None
    applies_until: Day | None = None
    source: Text

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        if self.hazard is Hazard.LACTATION and self.cmr_class is not None:
            raise ValueError("lactation has no class")
        if self.applies_from is not None and self.applies_until is not None and self.applies_until < self.applies_from:
            raise ValueError("the end is before the start")
        return self


class Substance(Model):
    kind: Literal["substance"]
    id: Id
    name: Text
    cas_number: Cas | None = None
    ec_number: Ec | None = None
    clp_index: ClpIndex | None = None
    names: Names = Field(default_factory=Names)
    classifications: tuple[Classification, ...] = ()
    extensions: Extensions = Field(default_factory=dict)


class SafetyDataSheet(Model):
    date: Day | None = None
    revision: Text | None = None


class Component(Model):
    agent: Id
    min_fraction: Fraction | None = None
    max_fraction: Fraction | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.min_fraction is not None and self.max_fraction is not None and self.max_fraction < self.min_fraction:
            raise ValueError("fractions reversed")
        return self


class Mixture(Model):
    kind: Literal["mixture"]
    id: Id
    product_name: Text
    supplier: Text | None = None
    ufi: Text | None = None
    sds: SafetyDataSheet | None = None
    valid: Period | None = None
    supersedes: Id | None = None
    components: tuple[Component, ...] = ()
    classifications: tuple[Classification, ...] = ()
    extensions: Extensions = Field(default_factory=dict)


class Process(Model):
    kind: Literal["process"]
    id: Id
    name: Text
    listed_as: Id | None = None
    extensions: Extensions = Field(default_factory=dict)


class AgentGroup(Model):
    kind: Literal["group"]
    id: Id
    name: Text
    members: tuple[Id, ...] = ()
    catalogue_group: Id | None = None
    extensions: Extensions = Field(default_factory=dict)


class UnidentifiedAgent(Model):
    kind: Literal["unidentified"]
    id: Id
    text: Text
    reason: Text | None = None
    extensions: Extensions = Field(default_factory=dict)


Agent = Annotated[Substance | Mixture | Process | AgentGroup | UnidentifiedAgent, Field(discriminator="kind")]

# -- measurements, attestations, transmissions


class RespiratoryProtection(Model):
    type: Text
    factor: Number | None = None
    worn_minutes: Count | None = None


class Measurement(Model):
    id: Id
    agent: Id
    establishment: Id
    situation: Id | None = None
    workstation: Id | None = None
    worker: Id | None = None
    sampled_on: Day
    value: Measure
    declared_limit: Measure | None = None
    censored: Censoring | None = None
    statistic: Statistic | None = None
    fraction: DustFraction | None = None
    purpose: MeasurementPurpose | None = None
    campaign: Text | None = None
    position: SamplingPosition | None = None
    matrix: SampleMatrix
    sampling_minutes: Count | None = None
    shift_minutes: Count | None = None
    method: Text | None = None
    laboratory: Text | None = None
    accredited: bool | None = None
    respirator: RespiratorPosition | None = None
    protection: RespiratoryProtection | None = None
    provenance: Provenance = Field(default_factory=Provenance)
    extensions: Extensions = Field(default_factory=dict)


class Attestation(Model):
    id: Id
    model: AttestationModel
    worker: Id
    agents: tuple[Id, ...] = ()
    establishments: tuple[Id, ...] = ()
    job_descriptions: tuple[Text, ...] = ()
    periods: tuple[Period, ...] = ()
    results: tuple[Id, ...] = ()
    measures: tuple[PreventionMeasure, ...] = ()
    employer_signatory: Text | None = None
    physician_signatory: Text | None = None
    issued_on: Day | None = None
    exposures: tuple[Id, ...] = ()
    provenance: Provenance = Field(default_factory=Provenance)
    extensions: Extensions = Field(default_factory=dict)


class Party(Model):
    kind: PartyKind
    id: Id | None = None


class Transmission(Model):
    id: Id
    subject: TransmissionSubject
    of: Text | None = None
    to: Party
    on: Day
    exposures: tuple[Id, ...] = ()
    provenance: Provenance = Field(default_factory=Provenance)
    extensions: Extensions = Field(default_factory=dict)


# -- the document


class Custodian(Model):
    kind: PartyKind
    id: Id | None = None
    since: Day | None = None


class Document(Model):
    format: Literal["tracexpo-register"]
    version: Version
    as_of: Day | None = None
    custodian: Custodian | None = None
    companies: tuple[Company, ...] = ()
    establishments: tuple[Establishment, ...] = ()
    services: tuple[OccupationalHealthService, ...] = ()
    workstations: tuple[Workstation, ...] = ()
    situations: tuple[ExposureSituation, ...] = ()
    workers: tuple[Worker, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    agents: tuple[Agent, ...] = ()
    exposures: tuple[Exposure, ...] = ()
    measurements: tuple[Measurement, ...] = ()
    attestations: tuple[Attestation, ...] = ()
    transmissions: tuple[Transmission, ...] = ()
    withdrawals: tuple[Withdrawal, ...] = ()


@lru_cache
def document_adapter() -> TypeAdapter[Document]:
    return TypeAdapter(Document)


@lru_cache
def exposure_adapter() -> TypeAdapter[IndividualExposure | CollectiveExposure]:
    return TypeAdapter(Exposure)

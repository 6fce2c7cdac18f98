"""What documents say alike: who, where, to what, since when, how it is known."""

from typing import Annotated

from attrs import field, frozen

from tracexpo.agents import AgentKind, Classification, Names
from tracexpo.catalogue.answers import Certainty
from tracexpo.catalogue.exposure_limits import LimitKind
from tracexpo.exposures import AccidentalExposure, Conditions, PreventionMeasure
from tracexpo.form import (
    AgentRef,
    Day,
    EstablishmentRef,
    ExposureRef,
    Fraction,
    Id,
    MeasurementRef,
    OriginRef,
    ServiceRef,
    SituationRef,
    Text,
    WorkerRef,
    WorkstationRef,
    check,
    matching,
)
from tracexpo.identifiers import Cas, ClpIndex, Ec, Siren, Siret
from tracexpo.periods import Period
from tracexpo.provenance import Evidence
from tracexpo.units import Measure
from tracexpo.vocabularies import (
    AuthorRole,
    Censoring,
    Confidence,
    ContractType,
    DocumentKind,
    DustFraction,
    LegalRegime,
    MeasureLevel,
    RespiratorPosition,
    SampleMatrix,
    SamplingPosition,
    ServiceType,
    Statistic,
    UnknownFact,
    UnknownReason,
)

__all__ = [
    "Firm",
    "KnownLimit",
    "Line",
    "NamedAgent",
    "NamedComponent",
    "NirStart",
    "Person",
    "Post",
    "Result",
    "Service",
    "Source",
    "UnknownSpan",
]

NirStart = Annotated[str, matching("nir-start", r"[0-9]{5}", "nir-start-malformed")]
"""The first five digits of a NIR: sex, year and month of birth."""


@frozen(kw_only=True)
class Person:
    """A worker as a document names one (travailleur)."""

    worker: WorkerRef
    """Id in the register."""
    birth_name: Text | None = field(default=None, repr=False)
    """Name at birth (nom de naissance)."""
    used_name: Text | None = field(default=None, repr=False)
    """Name in use (nom utilisé)."""
    given_names: tuple[Text, ...] = field(default=(), repr=False)
    """Given names (prénoms)."""
    birth_date: Day | None = field(default=None, repr=False)
    """Day of birth (date de naissance)."""
    address: Text | None = field(default=None, repr=False)
    """Address, only in an attestation (adresse)."""
    nir_start: NirStart | None = field(default=None, repr=False)
    """First five digits of the NIR, only in an attestation (cinq premiers chiffres du NIR)."""

    def __attrs_post_init__(self) -> None:
        check(self)


@frozen(kw_only=True)
class Firm:
    """An establishment and its company as a document names them (établissement, entreprise)."""

    establishment: EstablishmentRef
    """Id in the register."""
    company_name: Text | None = field(default=None, repr=False)
    """Name of the company (raison sociale)."""
    siren: Siren | None = None
    """SIREN of the company."""
    legal_regime: LegalRegime | None = None
    """Legal regime of the company (régime juridique)."""
    name: Text | None = field(default=None, repr=False)
    """Name of the establishment (enseigne)."""
    siret: Siret | None = None
    """SIRET of the establishment."""
    address: Text | None = field(default=None, repr=False)
    """Address (adresse)."""

    def __attrs_post_init__(self) -> None:
        check(self)


@frozen(kw_only=True)
class Service:
    """An occupational-health service as a document names it (service de prévention et de santé au travail)."""

    service: ServiceRef
    """Id in the register."""
    name: Text = field(repr=False)
    """Name."""
    type: ServiceType
    """Type of service."""

    def __attrs_post_init__(self) -> None:
        check(self)


@frozen(kw_only=True)
class NamedComponent:
    """A component of a mixture as a document names it (composant)."""

    agent: AgentRef
    """Id in the register."""
    name: Text | None = field(default=None, repr=False)
    """Name as the source has it."""
    cas_number: Cas | None = None
    """CAS number (numéro CAS)."""
    min_fraction: Fraction | None = None
    """Least fraction by mass [1]."""
    max_fraction: Fraction | None = None
    """Largest fraction by mass [1]."""
    cmr: bool | None = None
    """Whether it is a CMR agent of R4412-60; None where the catalogue cannot say."""

    def __attrs_post_init__(self) -> None:
        check(self)


@frozen(kw_only=True)
class NamedAgent:
    """An agent as a document names it: the words of the source, the legal name, the numbers, the classes of the day."""

    agent: AgentRef
    """Id in the register."""
    name: Text | None = field(repr=False)
    """Name as the source has it; None where it is withheld or not told."""
    kind: AgentKind | None = None
    """What it is: substance, mixture, process…; None where the register does not hold it."""
    legal: Names = Names()
    """Name in the catalogue: for a process, the wording of the order (libellé légal)."""
    cas_number: Cas | None = None
    """CAS number (numéro CAS)."""
    ec_number: Ec | None = None
    """EC number (numéro CE)."""
    clp_index: ClpIndex | None = None
    """Index number of Annex VI of CLP (numéro index)."""
    classifications: tuple[Classification, ...] = ()
    """Harmonised CMR classes on the day of the document."""
    stated: tuple[Classification, ...] = ()
    """Classes that its source states, such as those of the supplier."""
    cmr: bool | None = None
    """Whether it is a CMR agent of R4412-60 on the day of the document; None where the catalogue cannot say."""
    components: tuple[NamedComponent, ...] = ()
    """What a mixture is made of, as far as it is known."""

    def __attrs_post_init__(self) -> None:
        check(self)


@frozen(kw_only=True)
class Post:
    """A workstation, or a situation of exposure, as a document names it (poste de travail, situation d'exposition)."""

    workstation: WorkstationRef | None = None
    """Id of the workstation; None for a situation."""
    situation: SituationRef | None = None
    """Id of the situation, for what is recorded of one that covers several workstations or none."""
    name: Text = field(repr=False)
    """Name in words a worker recognises."""
    work_unit: Text | None = field(default=None, repr=False)
    """Work unit (unité de travail)."""
    tasks: tuple[Text, ...] = field(default=(), repr=False)
    """Tasks (tâches)."""

    def __attrs_post_init__(self) -> None:
        check(self)


@frozen(kw_only=True)
class Source:
    """How a line is known, and by whom (origine de l'information)."""

    evidence: Evidence | None = None
    """How it is known: measured, estimated, declared…"""
    document: DocumentKind | None = None
    """The document it was found in."""
    author_role: AuthorRole | None = None
    """Role of the author (qualité de l'auteur)."""
    confidence: Confidence | None = None
    """How sure the author is."""

    def __attrs_post_init__(self) -> None:
        check(self)


@frozen(kw_only=True)
class KnownLimit:
    """The French limit in force on the day of a result (valeur limite en vigueur ce jour-là)."""

    value: Measure | None
    """The value; None where there is none, or where it is not known which."""
    kind: LimitKind | None = None
    """Binding or indicative."""
    statistic: Statistic
    """Over which time."""
    fraction: DustFraction | None = None
    """Fraction of the particles (fraction granulométrique)."""
    certainty: Certainty
    """How sure it is."""
    because: Names
    """What it rests on, or why there is none."""
    source: Text | None = None
    """The article and the act."""

    def __attrs_post_init__(self) -> None:
        check(self)


@frozen(kw_only=True)
class Result:
    """One result of an assessment or a measurement (résultat d'évaluation ou de mesure)."""

    measurement: MeasurementRef | None = None
    """Id of the measurement, where it is one of the register."""
    exposure: ExposureRef | None = None
    """Id of the exposure whose degree it is, otherwise."""
    on: Day | None = None
    """Day of sampling or of the result."""
    value: Measure
    """The result; where `censored` is set, the limit of quantification."""
    censored: Censoring | None = None
    """Whether the result lies below or above the value."""
    statistic: Statistic | None = None
    """What the value is a statistic of: 8 h, 15 min…"""
    fraction: DustFraction | None = None
    """Fraction of the particles (fraction granulométrique)."""
    respirator: RespiratorPosition | None = None
    """Inside or outside the respirator."""
    position: SamplingPosition | None = None
    """Personal or static sampling."""
    matrix: SampleMatrix | None = None
    """What was sampled."""
    method: Text | None = field(default=None, repr=False)
    """Method."""
    laboratory: Text | None = field(default=None, repr=False)
    """Laboratory (organisme)."""
    accredited: bool | None = None
    """Whether the laboratory is accredited for it."""
    declared_limit: Measure | None = None
    """The limit as printed by the source (VLEP indiquée)."""
    limit: KnownLimit | None = None
    """The limit in force that day, by the catalogue; None without a day or where it cannot be compared."""

    def __attrs_post_init__(self) -> None:
        check(self)


@frozen(kw_only=True)
class UnknownSpan:
    """What is not known of a stretch of exposure (ce qui n'est pas connu, par période)."""

    exposure: ExposureRef
    """The exposure."""
    period: Period
    """When."""
    what: UnknownFact
    """What is not known."""
    reason: UnknownReason | None = None
    """Why, where somebody said so; None: nobody said anything."""

    def __attrs_post_init__(self) -> None:
        check(self)


@frozen(kw_only=True)
class Line:
    """One worker exposed to one agent during a period, as a list or a sheet states it (ligne)."""

    exposure: ExposureRef
    """Id of the exposure; for one that tracing gives, the id it gives."""
    derived_from: tuple[OriginRef, ...] = ()
    """The collective exposure and the assignments it follows from."""
    person: Person
    """The worker."""
    agent: NamedAgent
    """The agent."""
    firm: Firm
    """The establishment where it takes place."""
    employer: Firm | None = None
    """The establishment that employs, where it is another (entreprise de travail temporaire)."""
    contract: ContractType | None = None
    """Type of contract."""
    post: Post | None = None
    """The workstation or the situation."""
    place: Text | None = field(default=None, repr=False)
    """The place, where it is not the establishment (chantier)."""
    period: Period
    """When."""
    conditions: Conditions = Conditions()
    """Nature, routes, duration, frequency, degree, measures, and what is said to be not known."""
    accidents: tuple[AccidentalExposure, ...] = ()
    """Accidental exposures."""
    results: tuple[Result, ...] = ()
    """Dates and results of the controls at the workstation, for the documents that ask for them."""
    source: Source = Source()
    """How it is known."""
    note: Text | None = field(default=None, repr=False)
    """Remark, on the list for the service alone (observations)."""

    def __attrs_post_init__(self) -> None:
        check(self)

    @property
    def collective_protection(self) -> tuple[PreventionMeasure, ...]:
        """Measures that protect all: substitution, technical and organisational ones."""
        return tuple(m for m in self.conditions.measures if m.level is not MeasureLevel.PERSONAL)

    @property
    def personal_protection(self) -> tuple[PreventionMeasure, ...]:
        """Personal protection."""
        return tuple(m for m in self.conditions.measures if m.level is MeasureLevel.PERSONAL)


def ids_of(line: Line) -> tuple[Id, ...]:
    """Return the ids of the facts a line states: what it was derived from, else the exposure itself."""
    results = tuple(result.measurement for result in line.results if result.measurement is not None)
    return (*(line.derived_from or (line.exposure,)), *results)

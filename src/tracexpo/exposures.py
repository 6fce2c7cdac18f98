"""Exposures, individual and collective, and the conditions both share."""

from typing import ClassVar

from attrs import field, frozen

from tracexpo.errors import InvalidValueError
from tracexpo.extensions import NO_EXTENSIONS, Extensions, extensions_of
from tracexpo.form import (
    AgentRef,
    Count,
    Day,
    DustLevel,
    EstablishmentRef,
    ExposureRef,
    Id,
    Minutes,
    Number,
    OriginRef,
    SituationRef,
    Text,
    WorkerRef,
    WorkstationRef,
    check,
)
from tracexpo.periods import ExposureTime, Period
from tracexpo.provenance import Provenance
from tracexpo.showing import Shown
from tracexpo.units import Measure
from tracexpo.vocabularies import (
    AsbestosOperation,
    Censoring,
    ContractType,
    DustFraction,
    FrequencyPeriod,
    MeasureLevel,
    RespiratorPosition,
    Route,
    Statistic,
    UnknownFact,
    UnknownReason,
)

__all__ = [
    "AccidentalExposure",
    "AsbestosWork",
    "Authorisation",
    "Band",
    "CollectiveExposure",
    "Conditions",
    "Degree",
    "Duration",
    "Exposure",
    "Frequency",
    "IndividualExposure",
    "Level",
    "NotKnown",
    "PreventionMeasure",
]


@frozen(kw_only=True, weakref_slot=False)
class Level:
    """A level of exposure (niveau): a measure with all that makes it comparable to a limit.

    A limit is on the air inhaled; dust levels of asbestos are outside the respirator (R4412-96, R4412-100).
    """

    KIND: ClassVar[str] = "level"

    value: Measure
    """The value; where `censored` is set, the limit of quantification."""
    on: Day | None = None
    """Day of the result."""
    declared_limit: Measure | None = None
    """The limit as printed by the source (VLEP indiquée). Source: R4412-149, R4412-150."""
    censored: Censoring | None = None
    """Whether the level lies below or above the value."""
    statistic: Statistic | None = None
    """What the value is a statistic of."""
    fraction: DustFraction | None = None
    """Fraction of the particles (fraction granulométrique). Source: EN 481."""
    respirator: RespiratorPosition | None = None
    """Where it was taken with regard to the respirator."""

    def __attrs_post_init__(self) -> None:
        check(self)


@frozen(kw_only=True, weakref_slot=False)
class Band:
    """A class of a named scale (classe), such as a class against the limit. Source: TRGS 410."""

    KIND: ClassVar[str] = "band"

    scale: Text = field(repr=False)
    """Name of the scale."""
    value: Text = field(repr=False)
    """The class in that scale."""

    def __attrs_post_init__(self) -> None:
        check(self)


Duration = ExposureTime | Band
"""A duration of exposure (durée): a time or a class."""
Degree = Level | Band
"""A degree of exposure (degré): a level or a class."""


@frozen(kw_only=True, weakref_slot=False)
class Frequency:
    """How often (fréquence): so many times a day, week, month or year."""

    times: Count
    """Number of times."""
    per: FrequencyPeriod
    """In which period."""

    def __attrs_post_init__(self) -> None:
        check(self)


@frozen(kw_only=True, weakref_slot=False)
class NotKnown:
    """Somebody said that a fact is not known, and why: an answer. Source: R4412-93-1."""

    what: UnknownFact
    """The fact."""
    reason: UnknownReason
    """Why it is not known."""

    def __attrs_post_init__(self) -> None:
        check(self)


@frozen(kw_only=True, weakref_slot=False)
class PreventionMeasure:
    """A measure of prevention (mesure de prévention) with its place in the STOP order. Source: L4121-2."""

    level: MeasureLevel
    """Substitution, technical, organisational or personal."""
    name: Text = field(repr=False)
    """What it is, as the source has it."""
    protection_factor: Number | None = None
    """Assigned protection factor [1] (facteur de protection assigné)."""
    period: Period | None = None
    """Since when and until when."""

    def __attrs_post_init__(self) -> None:
        check(self)


@frozen(kw_only=True, weakref_slot=False)
class AsbestosWork:
    """What is particular to asbestos work (travaux amiante). Source: R4412-94 to -98, R4412-120."""

    operation: AsbestosOperation
    """Removal or intervention."""
    material: Text | None = field(default=None, repr=False)
    """Material treated (matériau). Source: R4412-120."""
    process: Text | None = field(default=None, repr=False)
    """Work process (processus). Source: R4412-120."""
    dust_level: DustLevel | None = None
    """Dust level 1, 2 or 3 (niveau d'empoussièrement), outside the respirator. Source: R4412-98."""

    def __attrs_post_init__(self) -> None:
        check(self)


@frozen(kw_only=True, weakref_slot=False)
class Conditions:
    """How an exposure takes place (conditions d'exposition): said of a situation, carried to a person.

    The nature of the work (R4412-41, R4412-120) is not the nature of the exposure (R4412-93-1).
    """

    work_performed: Text | None = field(default=None, repr=False)
    """Nature of the work (nature du travail). Source: R4412-41 1°."""
    work_process: Text | None = field(default=None, repr=False)
    """Work process (procédé de travail)."""
    nature: Text | None = field(default=None, repr=False)
    """Nature of the exposure (nature de l'exposition). Source: R4412-93-1."""
    routes: tuple[Route, ...] = ()
    """Routes (voies d'exposition)."""
    duration: Duration | None = None
    """Duration (durée). Source: R4412-93-1."""
    frequency: Frequency | None = None
    """Frequency (fréquence)."""
    degree: Degree | None = None
    """Degree (degré). Source: R4412-93-1."""
    not_known: tuple[NotKnown, ...] = ()
    """What somebody said is not known, and why."""
    measures: tuple[PreventionMeasure, ...] = ()
    """Measures of prevention, collective and individual (mesures de prévention). Source: D4121-6, R4412-86."""
    product_characteristics: Text | None = field(default=None, repr=False)
    """Characteristics of the products (caractéristiques des produits). Source: R4412-41 1°."""
    other_risks: tuple[Text, ...] = field(default=(), repr=False)
    """Other risks of the workstation (autres risques). Source: R4412-41 1°."""
    closed_apparatus: bool | None = None
    """Whether the work is done in a closed apparatus (appareil clos). Source: D4154-2."""
    asbestos: AsbestosWork | None = None
    """What is particular to asbestos work."""

    def __attrs_post_init__(self) -> None:
        check(self)

    def agree(self) -> None:
        """Refuse fields that contradict each other; `check` calls it."""
        if not self.not_known:
            return
        seen: set[str] = set()
        for i, unknown in enumerate(self.not_known):
            name = unknown.what.value
            if getattr(self, name) is not None:
                raise InvalidValueError("value-and-not-known", f"/not_known/{i}/what", {"field": name})
            if name in seen:
                raise InvalidValueError("not-known-twice", f"/not_known/{i}/what", {"field": name})
            seen.add(name)


@frozen(kw_only=True, weakref_slot=False)
class AccidentalExposure:
    """An accidental exposure (exposition accidentelle). Source: R4412-41 2°."""

    on: Day
    """Day."""
    minutes: Minutes | None = None
    """Duration [min]."""
    description: Text = field(repr=False)
    """What happened."""
    severity: Text | None = field(default=None, repr=False)
    """Its importance (importance). Source: R4412-41 2°."""

    def __attrs_post_init__(self) -> None:
        check(self)


@frozen(kw_only=True, weakref_slot=False)
class Authorisation:
    """A derogation or authorisation (dérogation, autorisation). Source: D4154-3, R4153-40."""

    article: Text = field(repr=False)
    """The article it rests on."""
    on: Day | None = None
    """Day it was given."""
    reference: Text | None = field(default=None, repr=False)
    """Its reference."""

    def __attrs_post_init__(self) -> None:
        check(self)


@frozen(kw_only=True, weakref_slot=False, repr=False)
class IndividualExposure(Shown):
    """The exposure of one worker to one agent during a period (exposition individuelle); a statement.

    >>> import datetime as dt
    >>> IndividualExposure(
    ...     id="x1", worker="w1", agent="cas:71-43-2", establishment="e1", period=Period(dt.date(2024, 7, 5))
    ... ).KIND
    'individual'
    """

    KIND: ClassVar[str] = "individual"
    COLLECTION: ClassVar[str] = "exposures"

    id: Id
    """Id in the register."""
    worker: WorkerRef
    """The worker."""
    agent: AgentRef
    """The agent."""
    establishment: EstablishmentRef
    """The establishment where it takes place."""
    workstation: WorkstationRef | None = None
    """The workstation."""
    period: Period
    """When."""
    employer: EstablishmentRef | None = None
    """The establishment that employs, for an exposure recorded without an assignment."""
    contract: ContractType | None = None
    """Type of contract, for an exposure recorded without an assignment."""
    place: Text | None = field(default=None, repr=False)
    """The place, where it is not the establishment (chantier)."""
    conditions: Conditions = Conditions()
    """How it takes place: nature, duration, degree, measures."""
    accidents: tuple[AccidentalExposure, ...] = ()
    """Accidental exposures."""
    authorisations: tuple[Authorisation, ...] = ()
    """Derogations and authorisations."""
    derived_from: tuple[OriginRef, ...] = ()
    """The collective exposure and the assignment it was derived from."""
    beside: tuple[ExposureRef, ...] = ()
    """Recorded exposures of the same worker and agent that it stands beside."""
    destroy_on: Day | None = None
    """Planned day of destruction of the record."""
    note: Text | None = field(default=None, repr=False)
    """Remark (observations)."""
    provenance: Provenance = Provenance()
    """Who says so, when, and how it is known."""
    extensions: Extensions = field(default=NO_EXTENSIONS, converter=extensions_of, repr=False)
    """What an embedder keeps of its own, under reverse-domain keys."""

    def __attrs_post_init__(self) -> None:
        check(self)


@frozen(kw_only=True, weakref_slot=False, repr=False)
class CollectiveExposure(Shown):
    """The exposure of a workstation, situation or establishment to one agent (exposition collective); a statement.

    It holds what STEP-CMR recorded: agent, factors of exposure, measures of prevention.
    """

    KIND: ClassVar[str] = "collective"
    COLLECTION: ClassVar[str] = "exposures"

    id: Id
    """Id in the register."""
    situation: SituationRef | None = None
    """The situation of exposure."""
    workstation: WorkstationRef | None = None
    """The workstation."""
    establishment: EstablishmentRef
    """The establishment where it takes place."""
    agent: AgentRef
    """The agent."""
    period: Period
    """When."""
    headcount: Count | None = None
    """Number of persons exposed (nombre de travailleurs exposés). Source: R4624-46."""
    conditions: Conditions = Conditions()
    """How it takes place: nature, duration, degree, measures."""
    note: Text | None = field(default=None, repr=False)
    """Remark (observations)."""
    provenance: Provenance = Provenance()
    """Who says so, when, and how it is known."""
    extensions: Extensions = field(default=NO_EXTENSIONS, converter=extensions_of, repr=False)
    """What an embedder keeps of its own, under reverse-domain keys."""

    def __attrs_post_init__(self) -> None:
        check(self)


Exposure = IndividualExposure | CollectiveExposure
"""An exposure of either kind."""

"""Measurements: one result of one sample."""

from typing import ClassVar

from attrs import field, frozen

from tracexpo.extensions import NO_EXTENSIONS, Extensions, extensions_of
from tracexpo.form import (
    AgentRef,
    Day,
    EstablishmentRef,
    Id,
    Minutes,
    Number,
    SituationRef,
    Text,
    WorkerRef,
    WorkstationRef,
    check,
)
from tracexpo.provenance import Provenance
from tracexpo.showing import Shown
from tracexpo.units import Measure
from tracexpo.vocabularies import (
    Censoring,
    DustFraction,
    MeasurementPurpose,
    RespiratorPosition,
    SampleMatrix,
    SamplingPosition,
    Statistic,
)

__all__ = ["Measurement", "RespiratoryProtection"]


@frozen(kw_only=True, weakref_slot=False)
class RespiratoryProtection:
    """The respirator worn during sampling (appareil de protection respiratoire)."""

    type: Text = field(repr=False)
    """Type, such as TM3P."""
    factor: Number | None = None
    """Assigned protection factor [1]."""
    worn_minutes: Minutes | None = None
    """How long it was worn [min]."""

    def __attrs_post_init__(self) -> None:
        check(self)


@frozen(kw_only=True, weakref_slot=False, repr=False)
class Measurement(Shown):
    """One result (prélèvement, contrôle), as in the practice of SCOLA and COLCHIC; a statement.

    A biological result of a person is kept only where the custodian is a health service. Source: R4412-51.
    """

    COLLECTION: ClassVar[str] = "measurements"

    id: Id
    """Id in the register."""
    agent: AgentRef
    """The agent measured."""
    establishment: EstablishmentRef
    """The establishment where it was taken."""
    situation: SituationRef | None = None
    """The situation of exposure."""
    workstation: WorkstationRef | None = None
    """The workstation."""
    worker: WorkerRef | None = None
    """The worker who wore the sampler."""
    sampled_on: Day
    """Day of sampling (date du prélèvement)."""
    value: Measure
    """The result; where `censored` is set, the limit of quantification."""
    declared_limit: Measure | None = None
    """The limit as printed by the source (VLEP indiquée). Source: R4412-149, R4412-150."""
    censored: Censoring | None = None
    """Whether the result lies below or above the value."""
    statistic: Statistic | None = None
    """What the value is a statistic of."""
    fraction: DustFraction | None = None
    """Fraction of the particles (fraction granulométrique). Source: EN 481."""
    purpose: MeasurementPurpose | None = None
    """Why it was made (objectif). Source: R4412-76."""
    campaign: Text | None = field(default=None, repr=False)
    """The campaign it belongs to (campagne)."""
    position: SamplingPosition | None = None
    """Personal or static sampling."""
    matrix: SampleMatrix
    """What was sampled (matrice)."""
    sampling_minutes: Minutes | None = None
    """Duration of sampling [min]."""
    shift_minutes: Minutes | None = None
    """Duration of the shift [min]."""
    method: Text | None = field(default=None, repr=False)
    """Method, such as NF X 43-269."""
    laboratory: Text | None = field(default=None, repr=False)
    """Laboratory (organisme). Source: R4412-76."""
    accredited: bool | None = None
    """Whether the laboratory is accredited for it (organisme accrédité). Source: R4724-8."""
    respirator: RespiratorPosition | None = None
    """Where it was taken with regard to the respirator."""
    protection: RespiratoryProtection | None = None
    """The respirator worn."""
    provenance: Provenance = Provenance()
    """Who says so, when, and how it is known."""
    extensions: Extensions = field(default=NO_EXTENSIONS, converter=extensions_of, repr=False)
    """What an embedder keeps of its own, under reverse-domain keys."""

    def __attrs_post_init__(self) -> None:
        check(self)

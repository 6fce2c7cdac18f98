"""Statements to people and proofs that something was handed on: attestations and transmissions."""

from typing import ClassVar

from attrs import field, frozen

from tracexpo.exposures import PreventionMeasure
from tracexpo.extensions import NO_EXTENSIONS, Extensions, extensions_of
from tracexpo.form import (
    AgentRef,
    Day,
    EstablishmentRef,
    ExposureRef,
    Id,
    MeasurementRef,
    PartyRef,
    Text,
    WorkerRef,
    check,
)
from tracexpo.periods import Period
from tracexpo.provenance import Provenance
from tracexpo.showing import Shown
from tracexpo.vocabularies import AttestationModel, PartyKind, TransmissionSubject

__all__ = ["Attestation", "Party", "Transmission"]


@frozen(kw_only=True, weakref_slot=False, repr=False)
class Attestation(Shown):
    """An attestation of exposure as it was issued (attestation d'exposition); a signed statement, never edited.

    The clinical part belongs to the physician alone and is never in a register.
    Source: arrêté du 28 février 1995, annex I; R231-56-11 V; R4412-58; D461-23.
    """

    COLLECTION: ClassVar[str] = "attestations"

    id: Id
    """Id in the register."""
    model: AttestationModel
    """The model it follows."""
    worker: WorkerRef
    """The worker."""
    agents: tuple[AgentRef, ...] = ()
    """The agents; one, several are a fault of the model of 1995."""
    establishments: tuple[EstablishmentRef, ...] = ()
    """The establishments."""
    job_descriptions: tuple[Text, ...] = field(default=(), repr=False)
    """Brief descriptions of posts (description succincte des postes). Source: arrêté du 28 février 1995, annex I."""
    periods: tuple[Period, ...] = ()
    """Periods of exposure."""
    results: tuple[MeasurementRef, ...] = ()
    """The measurements it states."""
    measures: tuple[PreventionMeasure, ...] = ()
    """Measures of prevention it states."""
    employer_signatory: Text | None = field(default=None, repr=False)
    """Who signed for the employer."""
    physician_signatory: Text | None = field(default=None, repr=False)
    """The physician who signed."""
    issued_on: Day | None = None
    """Day of issue (date de délivrance)."""
    exposures: tuple[ExposureRef, ...] = ()
    """The exposures it states."""
    provenance: Provenance = Provenance()
    """Who says so, when, and how it is known."""
    extensions: Extensions = field(default=NO_EXTENSIONS, converter=extensions_of, repr=False)
    """What an embedder keeps of its own, under reverse-domain keys."""

    def __attrs_post_init__(self) -> None:
        check(self)


@frozen(kw_only=True, weakref_slot=False)
class Party:
    """Who received something (destinataire)."""

    kind: PartyKind
    """Kind of recipient."""
    id: PartyRef | None = None
    """The establishment, service or worker, where it is in the register."""

    def __attrs_post_init__(self) -> None:
        check(self)


@frozen(kw_only=True, weakref_slot=False, repr=False)
class Transmission(Shown):
    """The proof that something was handed on (transmission); a statement.

    The list and its updates to the service (R4412-93-3), the lines of a temporary worker to the agency
    (R4412-93-4), the notice of the end of exposure (R4624-28-2).
    """

    COLLECTION: ClassVar[str] = "transmissions"

    id: Id
    """Id in the register."""
    subject: TransmissionSubject
    """What was handed on."""
    of: Text | None = None
    """Digest or id of the document."""
    to: Party
    """Who received it."""
    on: Day
    """Day."""
    exposures: tuple[ExposureRef, ...] = ()
    """The exposures it told."""
    provenance: Provenance = Provenance()
    """Who says so, when, and how it is known."""
    extensions: Extensions = field(default=NO_EXTENSIONS, converter=extensions_of, repr=False)
    """What an embedder keeps of its own, under reverse-domain keys."""

    def __attrs_post_init__(self) -> None:
        check(self)

"""Where and under whom people work: workstations, situations of exposure, workers, assignments."""

from typing import ClassVar

from attrs import field, frozen

from tracexpo.errors import InvalidValueError
from tracexpo.extensions import NO_EXTENSIONS, Extensions, extensions_of
from tracexpo.form import (
    BodyRef,
    Count,
    Day,
    EstablishmentRef,
    Id,
    Municipality,
    Share,
    SituationRef,
    Text,
    WorkerRef,
    WorkstationRef,
    check,
)
from tracexpo.identifiers import Nir
from tracexpo.periods import ExposureTime, Period
from tracexpo.provenance import Provenance
from tracexpo.showing import Shown
from tracexpo.vocabularies import AliasOrigin, ContractType, OccupationScheme, Sex

__all__ = ["Alias", "Assignment", "ExposureSituation", "Identity", "Occupation", "Worker", "Workstation"]


@frozen(kw_only=True, weakref_slot=False)
class Occupation:
    """An occupation in a code list (métier, profession)."""

    scheme: OccupationScheme
    """The code list."""
    code: Text
    """The code in it."""

    def __attrs_post_init__(self) -> None:
        check(self)


@frozen(kw_only=True, weakref_slot=False, repr=False)
class Workstation(Shown):
    """A workstation (poste de travail)."""

    COLLECTION: ClassVar[str] = "workstations"

    id: Id
    """Id in the register."""
    establishment: EstablishmentRef
    """The establishment it belongs to."""
    name: Text = field(repr=False)
    """Name in words a worker recognises."""
    work_unit: Text | None = field(default=None, repr=False)
    """Work unit of the risk assessment (unité de travail). Source: R4121-1."""
    tasks: tuple[Text, ...] = field(default=(), repr=False)
    """Tasks (tâches)."""
    occupation: Occupation | None = None
    """Occupation, coded."""
    extensions: Extensions = field(default=NO_EXTENSIONS, converter=extensions_of, repr=False)
    """What an embedder keeps of its own, under reverse-domain keys."""

    def __attrs_post_init__(self) -> None:
        check(self)


@frozen(kw_only=True, weakref_slot=False, repr=False)
class ExposureSituation(Shown):
    """A similar exposure group (situation type d'exposition, GEH). Source: R4121-1-1; EN 689."""

    COLLECTION: ClassVar[str] = "situations"

    id: Id
    """Id in the register."""
    establishment: EstablishmentRef
    """The establishment it belongs to."""
    name: Text = field(repr=False)
    """Name."""
    workstations: tuple[WorkstationRef, ...] = ()
    """The workstations it covers."""
    headcount: Count | None = None
    """Number of persons in it (effectif)."""
    headcount_on: Day | None = None
    """Day of that number."""
    extensions: Extensions = field(default=NO_EXTENSIONS, converter=extensions_of, repr=False)
    """What an embedder keeps of its own, under reverse-domain keys."""

    def __attrs_post_init__(self) -> None:
        check(self)


@frozen(kw_only=True, weakref_slot=False)
class Alias:
    """Another reference to the same person (autre référence)."""

    ref: Text = field(repr=False)
    """The reference, such as a number in another software."""
    custodian: BodyRef | None = None
    """The establishment or service whose reference it is."""
    how: AliasOrigin
    """How it is known that both mean one person."""

    def __attrs_post_init__(self) -> None:
        check(self)


@frozen(kw_only=True, weakref_slot=False, repr=False)
class Identity:
    """The traits by which files are matched over forty years (traits d'identité); never shown by `repr`.

    The NIR is never required; an attestation shows its first five digits only.
    """

    birth_name: Text | None = None
    """Name at birth (nom de naissance)."""
    used_name: Text | None = None
    """Name in use (nom utilisé)."""
    given_names: tuple[Text, ...] = ()
    """Given names (prénoms)."""
    birth_date: Day | None = None
    """Day of birth (date de naissance)."""
    birth_place_code: Municipality | None = None
    """Place of birth, code of the Insee (code du lieu de naissance)."""
    sex: Sex | None = None
    """Sex as civil registers state it."""
    nir: Nir | None = None
    """Social-security number (NIR)."""
    address: Text | None = None
    """Address (adresse)."""

    def __attrs_post_init__(self) -> None:
        check(self)

    def __repr__(self) -> str:
        return "Identity(…)"


@frozen(kw_only=True, weakref_slot=False, repr=False)
class Worker(Shown):
    """A worker (travailleur): anyone under the employer's authority. Source: L4111-5.

    >>> Worker(id="w1", identity=Identity(birth_name="X"))
    Worker(id='w1', aliases=())
    """

    COLLECTION: ClassVar[str] = "workers"

    id: Id
    """Id in the register; never a name or a NIR."""
    aliases: tuple[Alias, ...] = ()
    """Other references to the same person."""
    identity: Identity | None = field(default=None, repr=False)
    """Who it is, where that is kept here."""
    extensions: Extensions = field(default=NO_EXTENSIONS, converter=extensions_of, repr=False)
    """What an embedder keeps of its own, under reverse-domain keys."""

    def __attrs_post_init__(self) -> None:
        check(self)


@frozen(kw_only=True, weakref_slot=False, repr=False)
class Assignment(Shown):
    """A worker at a workstation or in a situation, during a period (affectation); a statement.

    For a temporary worker the employer (entreprise de travail temporaire) differs from the establishment
    of the workstation (entreprise utilisatrice). Source: R4412-93-4.
    """

    COLLECTION: ClassVar[str] = "assignments"

    id: Id
    """Id in the register."""
    worker: WorkerRef
    """The worker."""
    workstation: WorkstationRef | None = None
    """The workstation."""
    situation: SituationRef | None = None
    """The situation of exposure."""
    period: Period
    """When."""
    share: Share | None = None
    """Share of the working time with that employer [1]: more than 0, at most 1."""
    working_hours: ExposureTime | None = None
    """Working time (temps de travail)."""
    employer: EstablishmentRef | None = None
    """The establishment that employs, where it is not that of the workstation."""
    host: EstablishmentRef | None = None
    """The establishment that hosts (entreprise d'accueil, entreprise utilisatrice). Source: R4412-93-4."""
    place: Text | None = field(default=None, repr=False)
    """The place, where it is none of the establishments (chantier)."""
    contract: ContractType | None = None
    """Type of contract."""
    provenance: Provenance = Provenance()
    """Who says so, when, and how it is known."""
    extensions: Extensions = field(default=NO_EXTENSIONS, converter=extensions_of, repr=False)
    """What an embedder keeps of its own, under reverse-domain keys."""

    def __attrs_post_init__(self) -> None:
        check(self)

    def agree(self) -> None:
        """Refuse fields that contradict each other; `check` calls it."""
        if self.workstation is None and self.situation is None:
            raise InvalidValueError("assignment-without-place")

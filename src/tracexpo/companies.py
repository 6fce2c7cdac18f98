"""Companies, their establishments and the occupational-health services that follow them."""

from typing import ClassVar

from attrs import field, frozen

from tracexpo.extensions import NO_EXTENSIONS, Extensions, extensions_of
from tracexpo.form import CompanyRef, Count, Country, Day, EstablishmentRef, Id, Municipality, ServiceRef, Text, check
from tracexpo.identifiers import Siren, Siret
from tracexpo.periods import Period
from tracexpo.showing import Shown
from tracexpo.vocabularies import LegalRegime, NafRevision, ServiceType, SuccessionKind

__all__ = [
    "ActivityCode",
    "Company",
    "Establishment",
    "Headcount",
    "OccupationalHealthService",
    "OtherId",
    "Predecessor",
    "ServiceAttachment",
]


@frozen(kw_only=True, weakref_slot=False)
class OtherId:
    """An identifier of another scheme (autre identifiant), such as a foreign register's number."""

    scheme: Text = field(repr=False)
    """Name of the scheme, such as `vat` or `uid-ch`."""
    value: Text = field(repr=False)
    """The identifier in that scheme."""

    def __attrs_post_init__(self) -> None:
        check(self)


@frozen(kw_only=True, weakref_slot=False, repr=False)
class Company(Shown):
    """A company or public employer (entreprise, employeur).

    >>> Company(id="bain-clair", siren="404833048").country
    'FR'
    """

    COLLECTION: ClassVar[str] = "companies"

    id: Id
    """Id in the register."""
    name: Text | None = field(default=None, repr=False)
    """Name (raison sociale)."""
    siren: Siren | None = None
    """SIREN; a foreign firm has none."""
    country: Country = "FR"
    """Country, ISO 3166-1 alpha-2 (pays)."""
    other_ids: tuple[OtherId, ...] = ()
    """Identifiers of other schemes."""
    legal_regime: LegalRegime | None = None
    """Legal regime (régime juridique): it decides which documents exist."""
    extensions: Extensions = field(default=NO_EXTENSIONS, converter=extensions_of, repr=False)
    """What an embedder keeps of its own, under reverse-domain keys."""

    def __attrs_post_init__(self) -> None:
        check(self)


@frozen(kw_only=True, weakref_slot=False)
class Predecessor:
    """The establishment that another one continues (établissement précédent)."""

    establishment: EstablishmentRef
    """The establishment before."""
    on: Day
    """Day of the change."""
    how: SuccessionKind
    """How the one follows the other."""

    def __attrs_post_init__(self) -> None:
        check(self)


@frozen(kw_only=True, weakref_slot=False)
class ActivityCode:
    """An activity code with its revision (code NAF, code APE). Source: Insee."""

    code: Text = field(repr=False)
    """The code, such as `25.61Z`."""
    revision: NafRevision
    """The revision the code belongs to."""
    period: Period | None = None
    """When the code was that of the establishment."""

    def __attrs_post_init__(self) -> None:
        check(self)


@frozen(kw_only=True, weakref_slot=False)
class Headcount:
    """A number of persons employed on a day (effectif)."""

    count: Count
    """Number of persons."""
    on: Day
    """Day of the count."""

    def __attrs_post_init__(self) -> None:
        check(self)


@frozen(kw_only=True, weakref_slot=False)
class ServiceAttachment:
    """The service that follows an establishment, and when (adhésion à un service)."""

    service: ServiceRef
    """The occupational-health service."""
    period: Period
    """When."""

    def __attrs_post_init__(self) -> None:
        check(self)


@frozen(kw_only=True, weakref_slot=False, repr=False)
class Establishment(Shown):
    """An establishment (établissement).

    The SIRET is an attribute, not the identity: it changes when the place moves, the SIREN when the firm
    is merged; a foreign firm has none.
    """

    COLLECTION: ClassVar[str] = "establishments"

    id: Id
    """Id in the register."""
    company: CompanyRef | None = None
    """The company it belongs to."""
    name: Text | None = field(default=None, repr=False)
    """Name (enseigne)."""
    siret: Siret | None = None
    """SIRET; it begins with the SIREN of the company."""
    other_ids: tuple[OtherId, ...] = ()
    """Identifiers of other schemes."""
    active: Period | None = None
    """When it was active under this number (période d'activité)."""
    preceded_by: tuple[Predecessor, ...] = ()
    """The establishments it continues."""
    naf: tuple[ActivityCode, ...] = ()
    """Activity codes (NAF), with their revisions."""
    headcounts: tuple[Headcount, ...] = ()
    """Numbers of persons employed (effectifs)."""
    address: Text | None = field(default=None, repr=False)
    """Address (adresse)."""
    municipality_code: Municipality | None = None
    """Municipality, code of the Insee (code commune)."""
    employment_area: Text | None = field(default=None, repr=False)
    """Employment area (zone d'emploi, bassin d'emploi)."""
    regional_fund: Text | None = field(default=None, repr=False)
    """Regional fund (Carsat, Cramif, CGSS; CRAM before July 2010)."""
    services: tuple[ServiceAttachment, ...] = ()
    """Occupational-health services, with their periods."""
    extensions: Extensions = field(default=NO_EXTENSIONS, converter=extensions_of, repr=False)
    """What an embedder keeps of its own, under reverse-domain keys."""

    def __attrs_post_init__(self) -> None:
        check(self)


@frozen(kw_only=True, weakref_slot=False, repr=False)
class OccupationalHealthService(Shown):
    """An occupational-health service (service de prévention et de santé au travail). Source: L4622-1."""

    COLLECTION: ClassVar[str] = "services"

    id: Id
    """Id in the register."""
    name: Text = field(repr=False)
    """Name."""
    type: ServiceType
    """Type of service."""
    extensions: Extensions = field(default=NO_EXTENSIONS, converter=extensions_of, repr=False)
    """What an embedder keeps of its own, under reverse-domain keys."""

    def __attrs_post_init__(self) -> None:
        check(self)

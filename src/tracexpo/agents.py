"""Agents: substances, mixtures, processes, groups and what could not be identified."""

import datetime as dt
from typing import ClassVar

from attrs import field, frozen

from tracexpo.errors import InvalidValueError
from tracexpo.extensions import NO_EXTENSIONS, Extensions, extensions_of
from tracexpo.form import AgentRef, Day, Fraction, Id, Text, check
from tracexpo.identifiers import Cas, ClpIndex, Ec
from tracexpo.periods import Period
from tracexpo.showing import Shown
from tracexpo.vocabularies import CmrClass, Hazard, Vocabulary

__all__ = [
    "Agent",
    "AgentGroup",
    "AgentKind",
    "Classification",
    "Component",
    "Mixture",
    "Names",
    "Process",
    "SafetyDataSheet",
    "Substance",
    "UnidentifiedAgent",
]


class AgentKind(Vocabulary):
    """The kind of an agent, as `kind` tells it in a register (type d'agent)."""

    SUBSTANCE = "substance", "substance", "substance"
    MIXTURE = "mixture", "mixture", "mélange"
    PROCESS = "process", "process", "procédé"
    GROUP = "group", "family of agents", "famille d'agents"
    UNIDENTIFIED = "unidentified", "agent not identified", "agent non identifié"


@frozen(kw_only=True, weakref_slot=False)
class Names:
    """Names in two languages (noms)."""

    fr: Text | None = None
    """French name."""
    en: Text | None = None
    """English name."""

    def __attrs_post_init__(self) -> None:
        check(self)


@frozen(kw_only=True, weakref_slot=False)
class Classification:
    """A dated hazard classification as its source states it (classification).

    Harmonised or self-classified. Source: Regulation (EC) 1272/2008.
    """

    hazard: Hazard
    """Hazard class."""
    cmr_class: CmrClass | None = None
    """Class with its scheme; None for effects on lactation, which have none."""
    statements: tuple[Text, ...] = ()
    """Hazard statements or risk phrases, such as H350i or R49 (mentions de danger).

    Source: Directive 67/548/EEC; Regulation (EC) 1272/2008.
    """
    applies_from: Day | None = None
    """First day it applies (applicable à partir du)."""
    applies_until: Day | None = None
    """Last day it applies, included (applicable jusqu'au)."""
    source: Text
    """The act (its CELEX number) or the supplier that states it."""

    def __attrs_post_init__(self) -> None:
        check(self)

    def agree(self) -> None:
        """Refuse fields that contradict each other; `check` calls it."""
        if self.hazard is Hazard.LACTATION and self.cmr_class is not None:
            raise InvalidValueError("lactation-without-class", "/cmr_class")
        if self.applies_from is not None and self.applies_until is not None and self.applies_until < self.applies_from:
            raise InvalidValueError("period-end-before-start", "/applies_until")

    def applies_on(self, day: dt.date) -> bool:
        """Tell whether it applies on a day; an absent bound is open."""
        return (self.applies_from is None or self.applies_from <= day) and (
            self.applies_until is None or day <= self.applies_until
        )


@frozen(kw_only=True, weakref_slot=False, repr=False)
class Substance(Shown):
    """A substance (substance).

    A CAS number is not a key: one CAS number can have several index entries, many entries have none.

    >>> Substance(id="cas:71-43-2", name="Benzène", cas_number="71-43-2").KIND
    'substance'
    """

    KIND: ClassVar[str] = "substance"
    COLLECTION: ClassVar[str] = "agents"

    id: Id
    """Id in the register."""
    name: Text
    """Name as the source has it."""
    cas_number: Cas | None = None
    """CAS number (numéro CAS)."""
    ec_number: Ec | None = None
    """EC number (numéro CE)."""
    clp_index: ClpIndex | None = None
    """Index number of Annex VI of CLP (numéro index). Source: Regulation (EC) 1272/2008."""
    names: Names = Names()
    """Names in French and English."""
    classifications: tuple[Classification, ...] = ()
    """Classifications as the source states them."""
    extensions: Extensions = field(default=NO_EXTENSIONS, converter=extensions_of, repr=False)
    """What an embedder keeps of its own, under reverse-domain keys."""

    def __attrs_post_init__(self) -> None:
        check(self)


@frozen(kw_only=True, weakref_slot=False)
class SafetyDataSheet:
    """A safety data sheet (fiche de données de sécurité). Source: REACH, article 31."""

    date: Day | None = None
    """Day of the sheet."""
    revision: Text | None = field(default=None, repr=False)
    """Revision as printed."""

    def __attrs_post_init__(self) -> None:
        check(self)


@frozen(kw_only=True, weakref_slot=False)
class Component:
    """A component of a mixture (composant), between two fractions by mass."""

    agent: AgentRef
    """The agent it is."""
    min_fraction: Fraction | None = None
    """Least fraction by mass [1]; 0.1 % is 0.001."""
    max_fraction: Fraction | None = None
    """Largest fraction by mass [1]."""

    def __attrs_post_init__(self) -> None:
        check(self)

    def agree(self) -> None:
        """Refuse fields that contradict each other; `check` calls it."""
        if self.min_fraction is not None and self.max_fraction is not None and self.max_fraction < self.min_fraction:
            raise InvalidValueError("fractions-reversed", "/max_fraction")


@frozen(kw_only=True, weakref_slot=False, repr=False)
class Mixture(Shown):
    """One revision of the composition of a product (mélange).

    In scope of the list through any component of class 1A or 1B, whatever its content. Source: R4412-60.
    """

    KIND: ClassVar[str] = "mixture"
    COLLECTION: ClassVar[str] = "agents"

    id: Id
    """Id in the register."""
    product_name: Text
    """Trade name (nom commercial)."""
    supplier: Text | None = field(default=None, repr=False)
    """Supplier (fournisseur)."""
    ufi: Text | None = field(default=None, repr=False)
    """Unique formula identifier (UFI). Source: CLP, annex VIII."""
    sds: SafetyDataSheet | None = None
    """Safety data sheet."""
    valid: Period | None = None
    """When this composition was that of the product."""
    supersedes: AgentRef | None = None
    """The mixture that this revision follows."""
    components: tuple[Component, ...] = ()
    """Components, as far as they are known."""
    classifications: tuple[Classification, ...] = ()
    """Classifications as the source states them."""
    extensions: Extensions = field(default=NO_EXTENSIONS, converter=extensions_of, repr=False)
    """What an embedder keeps of its own, under reverse-domain keys."""

    def __attrs_post_init__(self) -> None:
        check(self)


@frozen(kw_only=True, weakref_slot=False, repr=False)
class Process(Shown):
    """A process (procédé), such as work exposing to wood dust: a peer of the substance, without CAS number.

    Source: R4412-60 2°, arrêté du 26 octobre 2020.
    """

    KIND: ClassVar[str] = "process"
    COLLECTION: ClassVar[str] = "agents"

    id: Id
    """Id in the register."""
    name: Text
    """Name as the source has it."""
    listed_as: Id | None = None
    """Id of the listed process in the catalogue (procédé de l'arrêté). Source: arrêté du 26 octobre 2020."""
    extensions: Extensions = field(default=NO_EXTENSIONS, converter=extensions_of, repr=False)
    """What an embedder keeps of its own, under reverse-domain keys."""

    def __attrs_post_init__(self) -> None:
        check(self)


@frozen(kw_only=True, weakref_slot=False, repr=False)
class AgentGroup(Shown):
    """A family of agents (famille d'agents), such as nickel compounds: ask which, never "not CMR"."""

    KIND: ClassVar[str] = "group"
    COLLECTION: ClassVar[str] = "agents"

    id: Id
    """Id in the register."""
    name: Text
    """Name as the source has it."""
    members: tuple[AgentRef, ...] = ()
    """The agents of the register that belong to it."""
    catalogue_group: Id | None = None
    """Id of the group in the catalogue."""
    extensions: Extensions = field(default=NO_EXTENSIONS, converter=extensions_of, repr=False)
    """What an embedder keeps of its own, under reverse-domain keys."""

    def __attrs_post_init__(self) -> None:
        check(self)


@frozen(kw_only=True, weakref_slot=False, repr=False)
class UnidentifiedAgent(Shown):
    """An agent that could not be identified (agent non identifié), kept as it stood."""

    KIND: ClassVar[str] = "unidentified"
    COLLECTION: ClassVar[str] = "agents"

    id: Id
    """Id in the register."""
    text: Text = field(repr=False)
    """What the source says."""
    reason: Text | None = field(default=None, repr=False)
    """Why it could not be identified."""
    extensions: Extensions = field(default=NO_EXTENSIONS, converter=extensions_of, repr=False)
    """What an embedder keeps of its own, under reverse-domain keys."""

    def __attrs_post_init__(self) -> None:
        check(self)


Agent = Substance | Mixture | Process | AgentGroup | UnidentifiedAgent
"""Any agent (agent chimique, procédé)."""

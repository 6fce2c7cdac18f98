"""Who said so, when, and how it is known."""

from typing import ClassVar

from attrs import field, frozen

from tracexpo.extensions import NO_EXTENSIONS, Extensions, extensions_of
from tracexpo.form import BodyRef, Id, Instant, MeasurementRef, Probability, StatementRef, Text, check
from tracexpo.showing import Shown
from tracexpo.vocabularies import AuthorRole, Confidence, DocumentKind

__all__ = [
    "Analogous",
    "Biomonitored",
    "Declared",
    "Evidence",
    "Expert",
    "Matrix",
    "Measured",
    "Modelled",
    "Provenance",
    "Withdrawal",
]


@frozen(kw_only=True, weakref_slot=False)
class Measured:
    """It was measured (mesuré); without measurements, it is said to be so and the result is not given."""

    KIND: ClassVar[str] = "measured"

    measurements: tuple[MeasurementRef, ...] = ()
    """The measurements it rests on."""

    def __attrs_post_init__(self) -> None:
        check(self)


@frozen(kw_only=True, weakref_slot=False)
class Biomonitored:
    """It rests on biological monitoring (biométrologie); the results stay with the physician. Source: R4412-51."""

    KIND: ClassVar[str] = "biomonitored"


@frozen(kw_only=True, weakref_slot=False)
class Modelled:
    """It was computed by a model (modélisé)."""

    KIND: ClassVar[str] = "modelled"

    tool: Text = field(repr=False)
    """Name of the tool."""
    version: Text | None = field(default=None, repr=False)
    """Version of the tool."""

    def __attrs_post_init__(self) -> None:
        check(self)


@frozen(kw_only=True, weakref_slot=False)
class Matrix:
    """It was read from a job-exposure matrix (matrice emplois-expositions)."""

    KIND: ClassVar[str] = "matrix"

    name: Text = field(repr=False)
    """Name of the matrix."""
    version: Text | None = field(default=None, repr=False)
    """Version of the matrix."""
    code: Text | None = field(default=None, repr=False)
    """Code looked up in the matrix."""
    probability: Probability | None = None
    """Probability of exposure in the matrix [1]."""

    def __attrs_post_init__(self) -> None:
        check(self)


@frozen(kw_only=True, weakref_slot=False)
class Analogous:
    """It was carried over from a like situation (par analogie). Source: TRGS 410."""

    KIND: ClassVar[str] = "analogous"

    to: Text | None = field(default=None, repr=False)
    """The situation it is likened to."""

    def __attrs_post_init__(self) -> None:
        check(self)


@frozen(kw_only=True, weakref_slot=False)
class Expert:
    """An expert judged it (avis d'expert)."""

    KIND: ClassVar[str] = "expert"

    role: AuthorRole | None = None
    """Role of the expert."""

    def __attrs_post_init__(self) -> None:
        check(self)


@frozen(kw_only=True, weakref_slot=False)
class Declared:
    """Somebody declared it (déclaré)."""

    KIND: ClassVar[str] = "declared"

    by: AuthorRole | None = None
    """Role of who declared it."""

    def __attrs_post_init__(self) -> None:
        check(self)


Evidence = Measured | Biomonitored | Modelled | Matrix | Analogous | Expert | Declared
"""How something is known (mode d'obtention). Source: TRGS 410."""


@frozen(kw_only=True, weakref_slot=False)
class Provenance:
    """Who said so, when, in which document, and how it is known (provenance).

    For chemicals other than asbestos no legal document exists between 1 January 2015 and 4 April 2024:
    the document `none` is normal there.
    """

    evidence: Evidence | None = None
    """How it is known."""
    document: DocumentKind | None = None
    """The document it was found in."""
    recorded_at: Instant | None = None
    """When it was recorded; None: before this register."""
    author_role: AuthorRole | None = None
    """Role of the author (qualité de l'auteur)."""
    author: BodyRef | None = None
    """The establishment or service that says so."""
    confidence: Confidence | None = None
    """How sure the author is."""
    source_text: Text | None = field(default=None, repr=False)
    """The words of the source as they stood."""
    supersedes: StatementRef | None = None
    """The statement that this one corrects (rectifie)."""
    reason: Text | None = field(default=None, repr=False)
    """Why it was corrected or withdrawn (motif)."""

    def __attrs_post_init__(self) -> None:
        check(self)


@frozen(kw_only=True, weakref_slot=False, repr=False)
class Withdrawal(Shown):
    """It closes a statement that was entered in error and has no successor (annulation)."""

    COLLECTION: ClassVar[str] = "withdrawals"

    id: Id
    """Id in the register."""
    of: StatementRef
    """The statement withdrawn."""
    provenance: Provenance = Provenance()
    """Who withdraws it, when and why."""
    extensions: Extensions = field(default=NO_EXTENSIONS, converter=extensions_of, repr=False)
    """What an embedder keeps of its own, under reverse-domain keys."""

    def __attrs_post_init__(self) -> None:
        check(self)

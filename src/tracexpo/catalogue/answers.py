"""What the catalogue answers: a value with how sure it is, why, on which sources and by which edition."""

import datetime as dt
from typing import Final, TypeVar

from attrs import field, frozen

from tracexpo.agents import Classification
from tracexpo.errors import InvalidValueError, NotCoveredError
from tracexpo.form import check_day
from tracexpo.problems import Language, Wording
from tracexpo.vocabularies import Vocabulary

__all__ = ["Answer", "Certainty", "NotInCatalogueError"]


class Certainty(Vocabulary):
    """How sure an answer is (degré de certitude)."""

    CERTAIN = "certain", "read in the text or in a verbatim copy", "lu dans le texte ou dans une copie conforme"
    TRANSITIONAL = (
        "transitional",
        "a transitional value of the text, whose end the same text sets",
        "valeur transitoire du texte, qui en fixe aussi la fin",
    )
    SECONDARY = "secondary", "read in secondary pages", "lu dans des pages secondaires"
    DECLARED = "declared", "as the supplier or the source states it", "tel que le fournisseur ou la source l'indique"
    DERIVED = "derived", "derived by a convention of the library", "déduit par une convention de la bibliothèque"
    INFERRED = (
        "inferred",
        "a convention of the library: inferred, the text was not read",
        "convention de la bibliothèque : déduit, le texte n'a pas été lu",
    )
    UNVERIFIED = "not-verified", "not confirmed by the text of a decree", "non confirmé par le texte d'un décret"
    DAY_NOT_KNOWN = (
        "day-not-known",
        "the table changed on a day not known between these two states",
        "la table a changé un jour qui n'est pas connu, entre ces deux états",
    )
    DEPENDS = "depends", "depends on what the question leaves open", "dépend de ce que la question laisse ouvert"
    LATER_THAN_EDITION = (
        "later-than-edition",
        "the day is later than what the edition knows",
        "le jour est postérieur à ce que l'édition connaît",
    )
    NOT_COVERED = "not-covered", "not covered by the data", "non couvert par les données"

    @property
    def is_law(self) -> bool:
        """Whether what bears this mark may be stated as law; else it is a convention or a declaration.

        >>> Certainty.TRANSITIONAL.is_law, Certainty.INFERRED.is_law
        (True, False)
        """
        return self in {Certainty.CERTAIN, Certainty.TRANSITIONAL, Certainty.SECONDARY}


class NotInCatalogueError(NotCoveredError):
    """The catalogue cannot answer: nothing or too much matches, or the day is outside what it covers."""

    def __init__(self, en: str, fr: str, entries: tuple[str, ...] = ()) -> None:
        super().__init__(en, fr, entries)
        self.wording: Wording = Wording(en, fr)
        """What is wrong and what to do."""
        self.entries = entries
        """Ids of the entries that match, where several do, or that look alike, where none does."""

    def message_in(self, language: Language) -> str:
        """What is wrong and what to do, in one language ("en" or "fr")."""
        return self.wording.text_in(language)

    def __str__(self) -> str:
        return self.wording.en


@frozen(kw_only=True)
class Answer:
    """Yes, no, or not known, with its reason.

    `bool(answer)` raises where the value is None: what is not known is neither yes nor no.
    """

    value: bool | None
    """True, False, or None where the question has no answer."""
    certainty: Certainty
    """How sure it is."""
    because: Wording
    """Why, in English and French."""
    sources: tuple[str, ...] = ()
    """Acts and articles it rests on, or the supplier who states it."""
    edition: str
    """The edition of the catalogue that answers."""
    classifications: tuple[Classification, ...] = field(default=(), repr=False)
    """The classifications it rests on."""

    def __bool__(self) -> bool:
        if self.value is None:
            raise NotInCatalogueError(f"neither yes nor no: {self.because.en}", f"ni oui ni non : {self.because.fr}")
        return self.value

    def text_in(self, language: Language) -> str:
        """Why, in one language ("en" or "fr")."""
        return self.because.text_in(language)


V = TypeVar("V", bound=Vocabulary)


def member(kind: type[V], word: object) -> V:
    """Return the member of a vocabulary that a word spells.

    >>> member(Certainty, "derived").label
    'derived by a convention of the library'
    """
    found = kind._value2member_map_.get(word) if isinstance(word, str) else None
    if not isinstance(found, kind):
        raise InvalidValueError("not-in-vocabulary", context={"allowed": tuple(item.value for item in kind)})
    return found


EVE: Final = dt.timedelta(days=1)


def checked(on: object) -> dt.date:
    """Return the day, or raise where it is not a day from 1900 to 2199."""
    check_day(on)
    assert isinstance(on, dt.date)
    return on


def both(*parts: Wording | str) -> Wording:
    """Join texts; a plain text is the same in both languages."""
    return Wording(
        "".join(part if isinstance(part, str) else part.en for part in parts),
        "".join(part if isinstance(part, str) else part.fr for part in parts),
    )

"""What is told: a problem, its severity, its place and its two wordings.

A problem never holds a personal value: its context holds vocabularies, counts, limits, names of
fields and codes, and its messages are made of these alone.
"""

from collections.abc import Mapping
from enum import IntEnum
from typing import Any, Final, Literal

from attrs import evolve, field, frozen

__all__ = ["Cell", "Kind", "Language", "Problem", "Severity", "Wording", "source_in"]

Language = Literal["en", "fr"]
_FRENCH_SOURCES: Final = (
    (" to ", " à "),
    ("annex ", "annexe "),
    ("article 31(9)", "article 31, paragraphe 9"),
    ("Directive 67/548/EEC", "directive 67/548/CEE"),
    ("Regulation (EC)", "règlement (CE)"),
    ("; ", " ; "),
    ("  ; ", " ; "),
)
"""What is English in a source, and its French."""


@frozen
class Wording:
    """One text in English and French; `{name}` stands for a value of the context."""

    en: str
    """English text."""
    fr: str
    """French text (texte français)."""

    def text_in(self, language: Language) -> str:
        """Return the text in one language.

        Raises:
            ValueError: when the language is neither "en" nor "fr".

        >>> Wording("agent", "agent chimique").text_in("fr")
        'agent chimique'
        """
        if language == "en":
            return self.en
        if language == "fr":
            return self.fr
        raise ValueError("language: expected 'en' or 'fr'")


ContextValue = str | int | Wording | tuple[str, ...]


class Severity(IntEnum):
    """How grave a problem is (gravité); ordered, so that `severity >= Severity.WARNING` reads as it says."""

    INFO = 10
    """Something to give back: nothing is wrong."""
    WARNING = 20
    """A text may be broken, or a fact is needed."""
    ERROR = 30
    """The record cannot be true, or a text is broken on its face."""

    @property
    def word(self) -> str:
        """The word written in JSON: `error`, `warning` or `information`."""
        return _SEVERITY_WORDS[self].en

    def __str__(self) -> str:
        return self.word

    def word_in(self, language: Language) -> str:
        """The word in one language.

        >>> Severity.WARNING.word_in("fr")
        'avertissement'
        """
        return _SEVERITY_WORDS[self].text_in(language)


_SEVERITY_WORDS: Final = {
    Severity.INFO: Wording("information", "information"),
    Severity.WARNING: Wording("warning", "avertissement"),
    Severity.ERROR: Wording("error", "erreur"),
}


@frozen(kw_only=True)
class Cell:
    """A place in a table (cellule)."""

    sheet: str | None = None
    """Name of the sheet of a workbook; None in a CSV file."""
    row: int
    """Row as a spreadsheet counts it, the first is 1."""
    column: int | None = None
    """Column, the first is 1; None when the whole row is meant."""

    def __str__(self) -> str:
        letters, n = "", self.column or 0
        while n:
            n, digit = divmod(n - 1, 26)
            letters = chr(65 + digit) + letters
        return f"{self.sheet + '!' if self.sheet else ''}{letters}{self.row}"


@frozen(kw_only=True)
class Kind:
    """A kind of problem: its stable code, its severity and what it says, in two languages."""

    code: str
    """Stable kebab-case code, never renamed nor reused."""
    message: Wording
    """What is wrong and what to do, with places for the values of the context."""
    severity: Severity = Severity.ERROR
    """Severity unless a profile says otherwise."""
    source: str | None = None
    """The article, standard or paper it rests on, where it states law."""

    def at(
        self,
        pointer: str = "",
        *,
        record: str | None = None,
        cell: Cell | None = None,
        context: Mapping[str, ContextValue] | None = None,
    ) -> "Problem":
        """Make the problem of this kind at one place.

        >>> Kind(code="too-deep", message=Wording("deeper than {limit}", "plus de {limit}")).at(
        ...     "/workers/0", context={"limit": 64}
        ... ).message
        'deeper than 64'
        """
        return Problem(kind=self, pointer=pointer, record=record, cell=cell, context=dict(context or {}))


_LINE: Final = Wording("line", "ligne")


@frozen(kw_only=True, repr=False)
class Problem:
    """One thing that is wrong, or worth telling, at one place (constat)."""

    kind: Kind = field(repr=False)
    """The kind, which carries code, severity, wordings and source."""
    pointer: str = ""
    """Where, as a JSON pointer (RFC 6901); empty for the whole document."""
    record: str | None = None
    """The id of the record, where it has a valid one."""
    cell: Cell | None = None
    """The cell of the table it came from, where it came from one."""
    context: dict[str, ContextValue] = field(factory=dict, hash=False, repr=False)
    """The values the message speaks of; never a personal one."""

    @property
    def code(self) -> str:
        """The stable code of the kind."""
        return self.kind.code

    @property
    def severity(self) -> Severity:
        """Error, warning or information."""
        return self.kind.severity

    @property
    def source(self) -> str | None:
        """The article it rests on, where it states law."""
        return self.kind.source

    @property
    def message(self) -> str:
        """What is wrong and what to do, in English."""
        return self.message_in("en")

    def message_in(self, language: Language) -> str:
        """What is wrong and what to do, in one language ("en" or "fr")."""
        values = {name: _shown(value, language) for name, value in self.context.items()}
        return self.kind.message.text_in(language).format_map(values)

    def place_in(self, language: Language) -> str:
        """Where, for people: the line of a table, else the pointer, with the record where it has an id."""
        record = f" ({self.record})" if self.record else ""
        if self.cell is None:
            return f"{self.pointer}{record}" if self.pointer else "(document)"
        if self.cell.column is not None:
            return str(self.cell)
        # a line of JSON Lines or of a table: what stands under the record says the rest
        inside = "/" + "/".join(self.pointer.split("/")[3:]) if self.pointer.count("/") > 2 else ""
        sheet = f"{self.cell.sheet}!" if self.cell.sheet else ""
        return f"{sheet}{_LINE.text_in(language)} {self.cell.row}{inside and f' {inside}'}{record}"

    def line_in(self, language: Language) -> str:
        """One line for people: place, message, code."""
        return f"{self.place_in(language)}: {self.message_in(language)} [{self.code}]"

    def moved(self, prefix: str) -> "Problem":
        """The same problem, its pointer under `prefix`."""
        return evolve(self, pointer=prefix + self.pointer)

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON, both wordings included."""
        cell = self.cell
        return {
            "code": self.code,
            "severity": self.severity.word,
            "pointer": self.pointer,
            "record": self.record,
            "cell": None if cell is None else {"sheet": cell.sheet, "row": cell.row, "column": cell.column},
            "message": {"en": self.message_in("en"), "fr": self.message_in("fr")},
            "source": self.source,
            "context": {
                name: {"en": value.en, "fr": value.fr} if isinstance(value, Wording) else value
                for name, value in self.context.items()
            },
        }

    def __str__(self) -> str:
        return self.line_in("en")

    def __repr__(self) -> str:
        return f"<Problem {self.code} at {self.place_in('en')}>"


def source_in(source: str, language: Language) -> str:
    """Return a source as a text in that language cites it: French titles stay French.

    >>> source_in("D4121-6 to D4121-9, arrêté du 30 janvier 2012", "fr")
    'D4121-6 à D4121-9, arrêté du 30 janvier 2012'
    """
    if language == "fr":
        for english, french in _FRENCH_SOURCES:
            source = source.replace(english, french)
    return source


def _shown(value: ContextValue, language: Language) -> str:
    if isinstance(value, Wording):
        return value.text_in(language)
    if isinstance(value, tuple):
        return ", ".join(value)
    return str(value)

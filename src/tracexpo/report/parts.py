"""What a report is made of, beside its problems."""

from collections.abc import Mapping
from typing import Final

from attrs import field, frozen

from tracexpo.errors import TracexpoError
from tracexpo.problems import Language, Problem, Wording
from tracexpo.report.words import counted

__all__ = ["Crash", "ProblemsFoundError", "Silenced", "Subject", "Summary", "Undecided"]

_MOST: Final = 20


class ProblemsFoundError(TracexpoError):
    """A report holds problems of a severity that was not to be; `problems` names them."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(problems)
        self.problems = problems
        """The problems of that severity or graver."""

    def __str__(self) -> str:
        n = len(self.problems)
        lines = [f"{n} problem{'s'[: n != 1]}", *(str(problem) for problem in self.problems[:_MOST])]
        return "\n  ".join([*lines, f"… and {n - _MOST} more"] if n > _MOST else lines)


@frozen(kw_only=True)
class Subject:
    """Whom and what the record of a problem is about, by ids."""

    collection: str
    """Collection of the register it stands in."""
    establishment: str | None = None
    """Establishment."""
    agent: str | None = None
    """Agent."""
    worker: str | None = None
    """Worker."""


@frozen(kw_only=True)
class Silenced:
    """A problem that is known and accepted, with the reason (constat accepté)."""

    problem: Problem
    """The problem."""
    reason: str = field(repr=False)
    """Why it is accepted."""


@frozen(kw_only=True)
class Undecided:
    """How often something could not be decided, and why (cas indécis)."""

    code: str
    """Code of the rule, or name of the overview."""
    why: Wording
    """Why it cannot be said."""
    count: int
    """Number of cases."""


@frozen(kw_only=True)
class Crash:
    """A rule that failed, with its exception; `rule-crashed` stands among the problems."""

    code: str
    """Code of the rule."""
    exception: Exception = field(repr=False)
    """What it raised; its text may hold values of the register."""


@frozen(kw_only=True)
class Summary:
    """The report in numbers."""

    errors: int
    """Number of errors."""
    warnings: int
    """Number of warnings."""
    information: int
    """Number of problems that are mere information."""
    codes: Mapping[str, int]
    """Number of problems of each code, the gravest first."""
    silenced: int
    """Number of problems known and accepted."""
    overviews: Mapping[str, int] = field(factory=dict)
    """Number of items of each overview that the report shows."""

    def text_in(self, language: Language) -> str:
        """The numbers in one line, in one language ("en" or "fr").

        >>> Summary(errors=1, warnings=0, information=2, codes={}, silenced=0).text_in("fr")
        '1 erreur, 0 avertissement, 2 informations'
        """
        words = {"en": ("error", "warning", "information"), "fr": ("erreur", "avertissement", "information")}[language]
        numbers = (self.errors, self.warnings, self.information)
        return ", ".join(counted(n, word, language) for n, word in zip(numbers, words, strict=True))

    def __str__(self) -> str:
        return self.text_in("en")

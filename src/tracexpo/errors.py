"""What is raised: `TracexpoError` and its few children. All of them pickle."""

from collections.abc import Mapping

from tracexpo.codes import FORM
from tracexpo.problems import ContextValue, Language, Problem

__all__ = [
    "InvalidValueError",
    "MergeError",
    "MissingExtraError",
    "NotCoveredError",
    "ReadError",
    "TracexpoError",
    "UnsupportedVersionError",
]


class TracexpoError(Exception):
    """Any error that tracexpo raises on purpose."""


class InvalidValueError(TracexpoError, ValueError):
    """A constructor was given a value that would make the object meaningless.

    The message never repeats the value.

    >>> InvalidValueError("empty-text", "/name").message_in("en")
    'an empty text says nothing: leave the field out (null) instead'
    """

    def __init__(self, code: str, field: str = "", context: Mapping[str, ContextValue] | None = None) -> None:
        super().__init__(code, field, dict(context or {}))
        self.code = code
        """Stable code of the problem."""
        self.field = field
        """Where inside the object, as a JSON pointer: `/period/end`; empty for the whole object."""
        self.context: dict[str, ContextValue] = dict(context or {})
        """The values the message speaks of; never a personal one."""

    def under(self, step: str | int) -> "InvalidValueError":
        """The same error, told one level further out."""
        return InvalidValueError(self.code, f"/{step}{self.field}", self.context)

    @property
    def problem(self) -> Problem:
        """The same as a `Problem`."""
        return FORM[self.code].at(self.field, context=self.context)

    def message_in(self, language: Language) -> str:
        """What is wrong and what to do, in one language ("en" or "fr")."""
        return self.problem.message_in(language)

    def __str__(self) -> str:
        place = f"{self.field[1:].replace('/', '.')}: " if self.field else ""
        return f"{place}{self.message_in('en')} [{self.code}]"


def check_language(language: object) -> None:
    """Refuse what is neither "en" nor "fr"."""
    if language not in ("en", "fr"):
        raise InvalidValueError("not-in-vocabulary", "/language", {"allowed": ("en", "fr")})


def _text(problems: tuple[Problem, ...], language: Language, most: int) -> str:
    check_language(language)
    n = len(problems)
    head = {"en": f"{n} problem{'s'[: n != 1]}", "fr": f"{n} constat{'s'[: n > 1]}"}[language]
    lines = [problem.line_in(language) for problem in problems[:most]]
    if n > most:
        lines.append({"en": f"… and {n - most} more", "fr": f"… et {n - most} de plus"}[language])
    return "\n  ".join([head, *lines])


class ReadError(TracexpoError):
    """What was read cannot be used; `problems` says everything that is wrong with it."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(problems)
        self.problems = problems
        """Every problem found, in the order of the document."""

    def text_in(self, language: Language, *, most: int = 20) -> str:
        """The problems as lines of text, `most` of them at the most."""
        return _text(self.problems, language, most)

    def __str__(self) -> str:
        return self.text_in("en")


class UnsupportedVersionError(ReadError):
    """The document was written by another major version of the format."""


class MergeError(TracexpoError):
    """Two registers give one id different contents; `problems` names every such id."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(problems)
        self.problems = problems
        """One problem for each conflict."""

    def text_in(self, language: Language, *, most: int = 20) -> str:
        """The conflicts as lines of text, `most` of them at the most."""
        return _text(self.problems, language, most)

    def __str__(self) -> str:
        return self.text_in("en")


class NotCoveredError(TracexpoError):
    """The question lies outside what the data or the texts cover."""


class MissingExtraError(TracexpoError, ImportError):
    """A feature needs packages that an extra installs."""

    def __init__(self, feature: str, extra: str) -> None:
        super().__init__(feature, extra)
        self.feature = feature
        """What was asked for."""
        self.extra = extra
        """The extra that brings it."""

    def message_in(self, language: Language) -> str:
        """What is missing and how to install it, in one language ("en" or "fr")."""
        check_language(language)
        needs = {"en": "needs the extra", "fr": "demande l'extra"}[language]
        colon = {"en": ":", "fr": " :"}[language]
        return f"{self.feature} {needs} {self.extra!r}{colon} pip install 'tracexpo[{self.extra}]'"

    def __str__(self) -> str:
        return self.message_in("en")

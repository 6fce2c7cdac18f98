"""The problems of a report put together for people: by code, and by message."""

from collections.abc import Iterable

from attrs import frozen

from tracexpo.problems import Language, Problem, Severity

__all__ = ["Group", "groups_of"]


@frozen
class Group:
    """The problems of one code and one severity."""

    severity: Severity
    """Their severity."""
    code: str
    """Their code."""
    problems: tuple[Problem, ...]
    """The problems."""

    @property
    def count(self) -> int:
        """How many they are."""
        return len(self.problems)

    @property
    def source(self) -> str | None:
        """The articles they rest on, each once."""
        return "; ".join(dict.fromkeys(p.source for p in self.problems if p.source is not None)) or None

    def messages(self, lang: Language) -> dict[str, list[Problem]]:
        """Return the problems by what they say."""
        found: dict[str, list[Problem]] = {}
        for problem in self.problems:
            found.setdefault(problem.message_in(lang), []).append(problem)
        return found


def groups_of(problems: Iterable[Problem]) -> list[Group]:
    """Return the groups, the gravest first."""
    groups: dict[tuple[Severity, str], list[Problem]] = {}
    for problem in problems:
        groups.setdefault((problem.severity, problem.code), []).append(problem)
    order = sorted(groups, key=lambda key: (-key[0], key[1]))
    return [Group(severity, code, tuple(groups[severity, code])) for severity, code in order]

"""The report as a value."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, Literal

from attrs import evolve, field, frozen

from tracexpo.errors import InvalidValueError, MissingExtraError, check_language
from tracexpo.form import expect, expect_items
from tracexpo.problems import Language, Problem, Severity, Wording
from tracexpo.report.overview import Item, Overview
from tracexpo.report.parts import Crash, ProblemsFoundError, Silenced, Subject, Summary, Undecided
from tracexpo.report.words import both, check_asked
from tracexpo.showing import Html

if TYPE_CHECKING:
    from rich.console import RenderableType

__all__ = ["Report"]

Key = Literal["severity", "code", "source", "record", "collection", "establishment", "agent", "worker"]
"""What problems can be grouped by."""


@frozen(kw_only=True, repr=False)
class Report:
    """What a check found (rapport). It is never false and has no length: ask `ok`.

    >>> import datetime as dt
    >>> report = Report(profile="structure", title=Wording("Structure", "Structure"), on=dt.date(2025, 11, 30))
    >>> report.ok, list(report)
    (True, [])
    """

    profile: str
    """Name of the profile."""
    title: Wording
    """Title of the profile."""
    on: dt.date
    """The day on which the register was judged."""
    edition: str | None = None
    """Edition of the catalogue; None where none was used."""
    problems: tuple[Problem, ...] = ()
    """Everything found, in the order of the register."""
    silenced: tuple[Silenced, ...] = ()
    """Problems known and accepted, with their reasons."""
    undecided: tuple[Undecided, ...] = ()
    """What could not be decided."""
    checked: Mapping[str, int] = field(factory=dict, hash=False)
    """Number of records checked, by collection; of statements those that stand."""
    rules: tuple[str, ...] = ()
    """Codes of the rules that ran."""
    not_checked: tuple[Wording, ...] = ()
    """What was not looked at."""
    titles: Mapping[str, Wording] = field(factory=dict, hash=False)
    """Title of each code that is told."""
    subjects: Mapping[str, Subject] = field(factory=dict, hash=False)
    """Whom and what the records with problems are about, by their ids."""
    crashes: tuple[Crash, ...] = ()
    """Rules that failed."""
    overviews: tuple[Overview[Item], ...] = ()
    """Overviews of the register that are shown with it; see `with_overviews`."""

    @property
    def ok(self) -> bool:
        """Whether there is no error."""
        return not any(problem.severity >= Severity.ERROR for problem in self.problems)

    def __iter__(self) -> Iterator[Problem]:
        return iter(self.problems)

    def __repr__(self) -> str:
        return f"<Report {self.profile} on {self.on}: {self.summary()}>"

    def __str__(self) -> str:
        return self.text()

    def raise_for(self, severity: Severity = Severity.ERROR) -> None:
        """Raise when there is a problem of this severity or graver.

        Raises:
            ProblemsFoundError: with these problems.
        """
        expect(Severity, severity, "/severity")
        found = tuple(problem for problem in self.problems if problem.severity >= severity)
        if found:
            raise ProblemsFoundError(found)

    def raise_crashed(self) -> None:
        """Raise what the first failed rule raised, for who mends the rule."""
        if self.crashes:
            raise self.crashes[0].exception

    def including(self, problems: Iterable[Problem]) -> "Report":
        """Return the report with more problems, such as those of the reading it follows; they come first."""
        more = [expect(Problem, problem, "/problems") for problem in expect_items(problems, "/problems")]
        return evolve(self, problems=tuple(dict.fromkeys((*more, *self.problems))))

    def with_overviews(self, overviews: Iterable[Overview[Item]]) -> "Report":
        """Return the report with overviews of the register, such as those of `overviews.every`, which it then shows."""
        more = [expect(Overview, overview, "/overviews") for overview in expect_items(overviews, "/overviews")]
        return evolve(self, overviews=(*self.overviews, *more))

    def summary(self) -> Summary:
        """Return the report in numbers."""
        codes: dict[str, int] = {}
        for problem in sorted(self.problems, key=lambda p: (-p.severity, p.code)):
            codes[problem.code] = codes.get(problem.code, 0) + 1
        counts = dict.fromkeys(Severity, 0)
        for problem in self.problems:
            counts[problem.severity] += 1
        return Summary(
            errors=counts[Severity.ERROR],
            warnings=counts[Severity.WARNING],
            information=counts[Severity.INFO],
            codes=codes,
            silenced=len(self.silenced),
            overviews={overview.name: len(overview.items) for overview in self.overviews},
        )

    def by(self, key: Key) -> dict[str | None, tuple[Problem, ...]]:
        """Group the problems, by severity, code, source, record, collection, establishment, agent or worker (ids).

        Problems of which it cannot be said stand under None.

        Raises:
            InvalidValueError: `not-in-vocabulary` for another key.
        """
        named = next((found for name, found in _KEYS.items() if name == key), None)
        if named is None:
            raise InvalidValueError("not-in-vocabulary", "/key", {"allowed": tuple(_KEYS)})
        groups: dict[str | None, list[Problem]] = {}
        for problem in self.problems:
            groups.setdefault(named(self, problem), []).append(problem)
        order = sorted(groups, key=lambda name: (name is None, name or ""))
        return {name: tuple(groups[name]) for name in order}

    # -- as data

    def to_rows(self, language: Language = "en") -> list[dict[str, str | int | None]]:
        """Return one flat row for each problem, for data frames and tables."""
        check_language(language)
        return [
            {
                "severity": problem.severity.word,
                "code": problem.code,
                "message": problem.message_in(language),
                "pointer": problem.pointer,
                "record": problem.record,
                "sheet": problem.cell.sheet if problem.cell is not None else None,
                "row": problem.cell.row if problem.cell is not None else None,
                "column": problem.cell.column if problem.cell is not None else None,
                "establishment": _about(self, problem, "establishment"),
                "agent": _about(self, problem, "agent"),
                "worker": _about(self, problem, "worker"),
                "source": problem.source,
            }
            for problem in self.problems
        ]

    def to_dict(self) -> dict[str, Any]:
        """Return plain values for JSON, in both languages."""
        summary = self.summary()
        return {
            "profile": self.profile,
            "title": both(self.title),
            "on": self.on.isoformat(),
            "catalogue": self.edition,
            "ok": self.ok,
            "counts": {
                "error": summary.errors,
                "warning": summary.warnings,
                "information": summary.information,
                "silenced": summary.silenced,
            },
            "problems": [problem.to_dict() for problem in self.problems],
            "silenced": [{"problem": s.problem.to_dict(), "reason": s.reason} for s in self.silenced],
            "undecided": [{"code": u.code, "why": both(u.why), "count": u.count} for u in self.undecided],
            "checked": dict(self.checked),
            "rules": list(self.rules),
            "not_checked": [both(wording) for wording in self.not_checked],
            "overviews": [overview.to_dict() for overview in self.overviews],
        }

    def to_json(self) -> bytes:
        """Return the report as JSON."""
        import msgspec

        return msgspec.json.encode(self.to_dict())

    # -- for people

    def text(self, lang: Language = "en", width: int = 80, *, most: int = 10) -> str:
        """Return the report as plain text, lines of at most `width` characters.

        Args:
            lang: "en" or "fr".
            width: of the lines [character].
            most: of the places of one message, of the messages of one code, and of the items of one overview, how many
                are shown; 0 for the numbers alone.
        """
        from tracexpo.report import text

        check_asked(lang, most, width)
        return text.plain(text.of_report(self, lang, most), width)

    def rich(self, lang: Language = "en", width: int = 80, *, most: int = 10) -> "RenderableType":
        """Return the text of the report with colours, for a console of rich.

        Raises:
            MissingExtraError: when rich is not installed.
        """
        try:
            from rich.text import Text
        except ImportError:
            raise MissingExtraError("a report with colours", "cli") from None
        from tracexpo.report import text

        check_asked(lang, most, width)
        shown = Text()
        for i, (style, line) in enumerate(text.folded(text.of_report(self, lang, most), width)):
            shown.append(("\n" if i else "") + line, style)
        return shown

    def __rich__(self) -> "RenderableType":
        return self.rich()

    def html(self, lang: Language = "en", *, page: bool = False, most: int = 10) -> Html:
        """Return the report as HTML: a fragment that a notebook shows, or one page of its own that fetches nothing.

        Args:
            lang: "en" or "fr".
            page: a whole document, for light and dark screens and for print.
            most: of the places of one message, of the messages of one code, and of the items of one overview, how many
                are shown.
        """
        from tracexpo.report import page as pages

        check_asked(lang, most)
        return Html(pages.whole(self, lang, most) if page else pages.fragment(self, lang, most))

    def _repr_html_(self) -> str:
        return self.html()


def _about(report: Report, problem: Problem, name: str) -> str | None:
    subject = report.subjects.get(problem.record) if problem.record is not None else None
    return None if subject is None else getattr(subject, name)


_KEYS: Final[Mapping[str, Callable[[Report, Problem], str | None]]] = {
    "severity": lambda report, problem: problem.severity.word,
    "code": lambda report, problem: problem.code,
    "source": lambda report, problem: problem.source,
    "record": lambda report, problem: problem.record,
    "collection": lambda report, problem: problem.pointer.split("/")[1] if problem.pointer else None,
    "establishment": lambda report, problem: _about(report, problem, "establishment"),
    "agent": lambda report, problem: _about(report, problem, "agent"),
    "worker": lambda report, problem: _about(report, problem, "worker"),
}

"""The report: what was checked, on which day, under which profile, what was found and what was not looked at.

It holds no personal value, and shows itself as text, as JSON, as rows for a table, and in a notebook.
"""

import datetime as dt
import html
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, Literal

from attrs import evolve, field, frozen

from tracexpo.errors import InvalidValueError, MissingExtraError, TracexpoError
from tracexpo.problems import Cell, Language, Problem, Severity, Wording

if TYPE_CHECKING:
    from rich.console import RenderableType

__all__ = ["COLLECTION_WORDS", "Crash", "ProblemsFoundError", "Report", "Silenced", "Subject", "Summary", "Undecided"]

Key = Literal["severity", "code", "source", "record", "collection", "establishment", "agent", "worker"]
"""What problems can be grouped by."""


class ProblemsFoundError(TracexpoError):
    """A report holds problems of a severity that was not to be; `problems` names them."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(problems)
        self.problems = problems
        """The problems of that severity or graver."""

    def __str__(self) -> str:
        n, most = len(self.problems), 20
        lines = [f"{n} problem{'s'[: n != 1]}", *(str(problem) for problem in self.problems[:most])]
        return "\n  ".join([*lines, f"… and {n - most} more"] if n > most else lines)


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
    """A problem that is known and accepted, with the reason (problème accepté)."""

    problem: Problem
    """The problem."""
    reason: str = field(repr=False)
    """Why it is accepted."""


@frozen(kw_only=True)
class Undecided:
    """How often a rule could not be decided, and why (cas indécis)."""

    code: str
    """Code of the rule."""
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

    def text_in(self, language: Language) -> str:
        """The numbers in one line, in one language ("en" or "fr").

        >>> Summary(errors=1, warnings=0, information=2, codes={}, silenced=0).text_in("fr")
        '1 erreur, 0 avertissement, 2 informations'
        """
        words = {"en": ("error", "warning", "information"), "fr": ("erreur", "avertissement", "information")}[language]
        numbers = (self.errors, self.warnings, self.information)
        return ", ".join(_counted(n, word, language) for n, word in zip(numbers, words, strict=True))

    def __str__(self) -> str:
        return self.text_in("en")


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
        found = tuple(problem for problem in self.problems if problem.severity >= severity)
        if found:
            raise ProblemsFoundError(found)

    def raise_crashed(self) -> None:
        """Raise what the first failed rule raised, for who mends the rule."""
        if self.crashes:
            raise self.crashes[0].exception

    def including(self, problems: Iterable[Problem]) -> "Report":
        """Return the report with more problems, such as those of the reading it follows; they come first."""
        return evolve(self, problems=tuple(dict.fromkeys((*problems, *self.problems))))

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
        )

    def by(self, key: Key) -> dict[str | None, tuple[Problem, ...]]:
        """Group the problems, by severity, code, source, record, collection, establishment, agent or worker (ids).

        Problems of which it cannot be said stand under None.

        Raises:
            InvalidValueError: `not-in-vocabulary` for another key.
        """
        named = _KEYS.get(key)
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
            "title": _both(self.title),
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
            "undecided": [{"code": u.code, "why": _both(u.why), "count": u.count} for u in self.undecided],
            "checked": dict(self.checked),
            "rules": list(self.rules),
            "not_checked": [_both(wording) for wording in self.not_checked],
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
            most: of the places of one message, and of the messages of one code, how many are shown.
        """
        return "\n".join(line for _, line in self._lines(lang, width, most))

    def rich(self, lang: Language = "en", width: int = 80, *, most: int = 10) -> "RenderableType":
        """Return the text of the report with colours, for a console of rich.

        Raises:
            MissingExtraError: when rich is not installed.
        """
        try:
            from rich.text import Text
        except ImportError:
            raise MissingExtraError("a report with colours", "cli") from None
        shown = Text()
        for i, (style, line) in enumerate(self._lines(lang, width, most)):
            shown.append(("\n" if i else "") + line, style)
        return shown

    def __rich__(self) -> "RenderableType":
        return self.rich()

    def _lines(self, lang: Language, width: int, most: int) -> Iterator[tuple[str, str]]:
        words = _WORDS[lang]

        def wrapped(text: str, indent: str = "", style: str = "") -> Iterator[tuple[str, str]]:
            for line in textwrap.wrap(
                text, width, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False
            ):
                yield style, line

        yield from wrapped(f"{self.profile}{words['colon']}{self.title.text_in(lang)}", style="bold")
        yield from wrapped(self._judged(lang))
        yield from wrapped(self.summary().text_in(lang), style="bold")
        for group in self._groups():
            severity = group.severity
            yield "", ""
            title = self.titles[group.code].text_in(lang) if group.code in self.titles else ""
            head = f"{severity.word_in(lang).upper()}  {group.code}" + (f" ({group.count})" if group.count > 1 else "")
            yield from wrapped(head + (f"{words['colon']}{title}" if title else ""), style=_STYLES[severity])
            messages = group.messages(lang)
            for message, problems in list(messages.items())[:most]:
                yield from wrapped(message, "  ")
                places = [_place(problem, lang) for problem in problems[:most]]
                if len(problems) > most:
                    places.append(words["more"].format(len(problems) - most))
                yield from wrapped(f"→ {'; '.join(places)}", "    ", "dim")
            if len(messages) > most:
                yield from wrapped(words["more messages"].format(len(messages) - most), "  ")
            if group.source is not None:
                yield from wrapped(f"{words['source']} {group.source}", "  ", "dim")
        yield from self._rest(lang, wrapped)

    def _rest(
        self, lang: Language, wrapped: "Callable[[str, str], Iterator[tuple[str, str]]]"
    ) -> Iterator[tuple[str, str]]:
        """What is known and accepted, what could not be decided, what was not looked at."""
        words = _WORDS[lang]
        parts = {
            "silenced": [
                f"{s.problem.code}, {_place(s.problem, lang)} – {words['reason']} {s.reason}" for s in self.silenced
            ],
            "undecided": [f"{u.code} ({u.count}){words['colon']}{u.why.text_in(lang)}" for u in self.undecided],
            "not checked": [wording.text_in(lang) for wording in self.not_checked],
        }
        for name, items in parts.items():
            if items:
                yield "", ""
                yield "bold", words[name]
                for item in items:
                    yield from wrapped(f"- {item}", "  ")

    def _judged(self, lang: Language) -> str:
        words = _WORDS[lang]
        edition = self.edition if self.edition is not None else words["no catalogue"]
        counts = ", ".join(
            _counted(n, COLLECTION_WORDS[name].text_in(lang) if name in COLLECTION_WORDS else name, lang)
            for name, n in self.checked.items()
            if n
        )
        return words["judged"].format(on=self.on.isoformat(), edition=edition, counts=counts or words["nothing"])

    def _groups(self) -> list["_Group"]:
        groups: dict[tuple[Severity, str], list[Problem]] = {}
        for problem in self.problems:
            groups.setdefault((problem.severity, problem.code), []).append(problem)
        order = sorted(groups, key=lambda key: (-key[0], key[1]))
        return [_Group(severity, code, tuple(groups[severity, code])) for severity, code in order]

    def html(self, lang: Language = "en", *, page: bool = False, most: int = 10) -> str:
        """Return the report as one HTML table, or as a page of its own.

        Args:
            lang: "en" or "fr".
            page: a whole document instead of a fragment.
            most: of the places of one message, and of the messages of one code, how many are shown.
        """
        words = _WORDS[lang]
        heads = "".join(f'<th scope="col">{_safe(words[name])}</th>' for name in ("gravity", "what", "where", "text"))
        rows = "".join(row for group in self._groups() for row in self._html_rows(group, lang, most))
        lines = [line for _, line in self._rest(lang, lambda text, _: iter([("", text)]))]
        rest = "".join(f"<p>{_safe(line)}</p>" for line in lines if line)
        caption = f"{self.profile}{words['colon']}{self.title.text_in(lang)}. {self.summary().text_in(lang)}"
        body = (
            f'<section lang="{lang}"><table><caption>{_safe(caption)}</caption>'
            f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
            f"<p>{_safe(self._judged(lang))}</p>{rest}</section>"
        )
        if not page:
            return body
        return (
            f'<!DOCTYPE html>\n<html lang="{lang}"><head><meta charset="utf-8"><title>{_safe(caption)}</title>'
            f"<style>{_STYLE_SHEET}</style></head><body>{body}</body></html>\n"
        )

    def _html_rows(self, group: "_Group", lang: Language, most: int) -> Iterator[str]:
        messages = group.messages(lang)
        for message, problems in list(messages.items())[:most]:
            places = [_place(problem, lang) for problem in problems[:most]]
            if len(problems) > most:
                places.append(_WORDS[lang]["more"].format(len(problems) - most))
            yield (
                f'<tr><th scope="row">{_safe(group.severity.word_in(lang))}</th>'
                f"<td><code>{_safe(group.code)}</code><br>{_safe(message)}</td>"
                f"<td>{_safe('; '.join(places))}</td><td>{_safe(group.source or '')}</td></tr>"
            )
        if len(messages) > most:
            left = _WORDS[lang]["more messages"].format(len(messages) - most)
            yield f'<tr><td></td><td colspan="3"><code>{_safe(group.code)}</code> {_safe(left)}</td></tr>'

    def _repr_html_(self) -> str:
        return self.html()


@frozen
class _Group:
    """The problems of one code and one severity."""

    severity: Severity
    code: str
    problems: tuple[Problem, ...]

    @property
    def count(self) -> int:
        return len(self.problems)

    @property
    def source(self) -> str | None:
        return self.problems[0].source

    def messages(self, lang: Language) -> dict[str, list[Problem]]:
        found: dict[str, list[Problem]] = {}
        for problem in self.problems:
            found.setdefault(problem.message_in(lang), []).append(problem)
        return found


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


def _place(problem: Problem, lang: Language) -> str:
    words = _WORDS[lang]
    cell = problem.cell
    if cell is None:
        where = problem.pointer or words["document"]
        return f"{where} ({problem.record})" if problem.record is not None else where
    sheet = f"{words['sheet']} {cell.sheet}, " if cell.sheet is not None else ""
    if cell.column is None:
        column = ""
    else:
        letters = str(Cell(row=cell.row, column=cell.column)).rstrip("0123456789")
        column = f", {words['column']} {letters}"
    return f"{sheet}{words['row']} {cell.row}{column}"


def _counted(n: int, word: str, lang: Language) -> str:
    """A number and its word; English counts 0 as several, French does not."""
    several = n != 1 if lang == "en" else n > 1
    return f"{n} {_PLURALS.get((lang, word), word + 's') if several else word}"


def _both(wording: Wording) -> dict[str, str]:
    return {"en": wording.en, "fr": wording.fr}


def _safe(text: str) -> str:
    return html.escape(text)


_STYLES: Final = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.INFO: "bold cyan"}
_STYLE_SHEET: Final = (
    "body{font-family:sans-serif;margin:2rem;max-width:70rem}table{border-collapse:collapse}"
    "caption{font-weight:bold;text-align:left;padding:.5rem 0}"
    "th,td{border:1px solid #767676;padding:.3rem .5rem;text-align:left;vertical-align:top}"
)
_PLURALS: Final[Mapping[tuple[Language, str], str]] = {
    ("en", "company"): "companies",
    ("en", "information"): "information",
    ("en", "situation of exposure"): "situations of exposure",
    ("fr", "poste de travail"): "postes de travail",
    ("fr", "service de santé au travail"): "services de santé au travail",
    ("fr", "situation d'exposition"): "situations d'exposition",
}
COLLECTION_WORDS: Final[Mapping[str, Wording]] = {
    "companies": Wording("company", "entreprise"),
    "establishments": Wording("establishment", "établissement"),
    "services": Wording("health service", "service de santé au travail"),
    "workstations": Wording("workstation", "poste de travail"),
    "situations": Wording("situation of exposure", "situation d'exposition"),
    "workers": Wording("worker", "travailleur"),
    "assignments": Wording("assignment", "affectation"),
    "agents": Wording("agent", "agent"),
    "exposures": Wording("exposure", "exposition"),
    "measurements": Wording("measurement", "prélèvement"),
    "attestations": Wording("attestation", "attestation"),
    "transmissions": Wording("transmission", "transmission"),
    "withdrawals": Wording("withdrawal", "annulation"),
}
"""What a record of each collection is called."""
_WORDS: Final[Mapping[Language, Mapping[str, str]]] = {
    "en": {
        "colon": ": ",
        "judged": "Judged on {on}; catalogue: {edition}. Checked: {counts}.",
        "no catalogue": "not used",
        "nothing": "nothing, the register is empty",
        "more": "… and {} more",
        "more messages": "… and {} more messages of this code",
        "source": "Source:",
        "silenced": "Known and accepted",
        "reason": "accepted because",
        "undecided": "Could not be decided",
        "not checked": "Not checked",
        "document": "the whole register",
        "sheet": "sheet",
        "row": "row",
        "column": "column",
        "gravity": "Severity",
        "what": "What is told",
        "where": "Where",
        "text": "Source",
    },
    "fr": {
        "colon": " : ",
        "judged": "Jugé au {on} ; catalogue : {edition}. Vérifié : {counts}.",
        "no catalogue": "non utilisé",
        "nothing": "rien, le registre est vide",
        "more": "… et {} de plus",
        "more messages": "… et {} autres messages sous ce code",
        "source": "Source :",
        "silenced": "Connu et accepté",
        "reason": "accepté, motif :",
        "undecided": "N'a pu être tranché",
        "not checked": "Non vérifié",
        "document": "l'ensemble du registre",
        "sheet": "feuille",
        "row": "ligne",
        "column": "colonne",
        "gravity": "Gravité",
        "what": "Constat",
        "where": "Où",
        "text": "Source",
    },
}

"""A rule: what must hold, why, under which text, and the function that looks."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Final, Literal, get_args

from attrs import field, frozen

from tracexpo.errors import InvalidValueError
from tracexpo.form import check_day, check_id, check_text, expect, type_name
from tracexpo.problems import ContextValue, Kind, Severity, Wording
from tracexpo.register import Record, Register

if TYPE_CHECKING:
    from tracexpo.rules.context import Context

__all__ = ["EXAMPLE_DAY", "PRECISION", "CannotSay", "Finding", "Look", "Needs", "Rule", "rule"]

Needs = Literal["document", "catalogue"]
"""What a rule needs to answer: the register alone, or the catalogue too."""

EXAMPLE_DAY: Final = dt.date(2025, 11, 30)
"""The day on which the examples of the rules are judged."""


_CONTEXT: Final = (str, int, Wording, tuple)


@frozen
class Finding:
    """A place where a rule does not hold; severity, message and pointer are added by who runs the rule.

    >>> from tracexpo.work import Worker
    >>> Finding(Worker(id="w1"), "/identity").path
    '/identity'
    """

    record: Record | None
    """The record concerned; None where it is the whole document."""
    path: str = ""
    """Where in the record, as a JSON pointer; where in the document without a record."""
    context: Mapping[str, ContextValue] = field(factory=dict)
    """The values the message speaks of; never a personal one."""
    base: str | None = None
    """Pointer of the record, where it is not the first one like it."""
    source: str | None = None
    """The text it rests on, where the rule rests on several."""

    def __attrs_post_init__(self) -> None:
        # what a rule makes is told, written and kept: it fails here, where the rule is at fault
        context: object = self.context
        if not isinstance(context, Mapping):
            raise InvalidValueError("wrong-type", "/context", {"expected": "Mapping", "found": type_name(context)})
        for name, value in context.items():
            if not isinstance(value, _CONTEXT):
                expected = "str | int | Wording | tuple"
                raise InvalidValueError(
                    "wrong-type", f"/context/{name}", {"expected": expected, "found": type_name(value)}
                )
        if self.source is not None:
            expect(str, self.source, "/source")


@frozen
class CannotSay:
    """One case that a rule cannot decide, and why."""

    why: Wording
    """Why it cannot be said."""

    def __attrs_post_init__(self) -> None:
        expect(Wording, self.why, "/why")


PRECISION: Final = CannotSay(
    Wording(
        "the days are known to the month, to the year or by estimate only",
        "les jours ne sont connus qu'au mois, à l'année ou par estimation",
    )
)
"""The days are not known precisely enough."""

Look = Callable[["Context"], Iterable[Finding | CannotSay]]
"""The function of a rule: pure, it sees a context and yields what it finds."""


def checked(name: str, check: Callable[[object], None], value: object) -> None:
    """Check one field, and name it where its form is wrong."""
    try:
        check(value)
    except InvalidValueError as error:
        raise error.under(name) from None


@frozen(kw_only=True, eq=False)
class Rule:
    """One rule, in one place: all that is said of it, in two languages, and how it is checked.

    An embedder builds its own and puts it in a `Profile`.

    >>> def look(context):
    ...     return (Finding(w, "/identity") for w in context.workers if w.identity is not None)
    >>> Rule(
    ...     code="acme-no-identities",
    ...     title=Wording("Identities", "Identités"),
    ...     description=Wording("Our registers hold no identity.", "Nos registres sont sans identité."),
    ...     message=Wording("leave the identity out", "retirez l'identité"),
    ...     severity=Severity.ERROR,
    ...     look=look,
    ... ).kind.code
    'acme-no-identities'
    """

    code: str
    """Stable kebab-case code, never renamed nor reused."""
    title: Wording
    """A few words that name what is wrong."""
    description: Wording
    """What is checked, and why."""
    message: Wording
    """What is wrong and what to do, with places for the values of a finding."""
    severity: Severity
    """How grave it is, unless a profile says otherwise."""
    source: str | None = None
    """The article it rests on, where it states law."""
    since: dt.date | None = None
    """First day of exposure that it speaks of; None: that of its profile."""
    until: dt.date | None = None
    """Last day of exposure that it speaks of; None: that of its profile."""
    needs: Needs = "document"
    """Whether the register alone is enough."""
    look: Look = field(repr=False)
    """The function."""
    good: Callable[[], Register] | None = field(default=None, repr=False)
    """Makes a register of which it says nothing."""
    bad: Callable[[], Register] | None = field(default=None, repr=False)
    """Makes a register of which it tells one thing."""
    told_at: str | None = None
    """Where in the bad example it tells it, as a JSON pointer."""

    def __attrs_post_init__(self) -> None:
        checked("code", check_id, self.code)
        for name in ("title", "description", "message"):
            expect(Wording, getattr(self, name), f"/{name}")
        expect(Severity, self.severity, "/severity")
        if self.source is not None:
            checked("source", check_text, self.source)
        for name in ("since", "until"):
            if getattr(self, name) is not None:
                checked(name, check_day, getattr(self, name))
        if self.needs not in get_args(Needs):
            raise InvalidValueError("not-in-vocabulary", "/needs", {"allowed": get_args(Needs)})
        look: object = self.look
        if not callable(look):
            expected = Wording("a function", "une fonction")
            raise InvalidValueError("wrong-type", "/look", {"expected": expected, "found": type_name(look)})

    @property
    def kind(self) -> Kind:
        """The kind of problem it tells."""
        return Kind(code=self.code, message=self.message, severity=self.severity, source=self.source)


def rule(
    code: str,
    severity: Severity,
    *,
    title: Wording,
    description: Wording,
    message: Wording,
    good: Callable[[], Register],
    bad: Callable[[], Register],
    told_at: str,
    source: str | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
    needs: Needs = "document",
) -> Callable[[Look], Rule]:
    """Make a rule of the function that follows."""

    def made(look: Look) -> Rule:
        return Rule(
            code=code,
            title=title,
            description=description,
            message=message,
            severity=severity,
            source=source,
            since=since,
            until=until,
            needs=needs,
            look=look,
            good=good,
            bad=bad,
            told_at=told_at,
        )

    return made

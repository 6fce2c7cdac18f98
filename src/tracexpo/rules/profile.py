"""A profile: a named set of rules, the days it speaks of, and what it does not check."""

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Self

from attrs import evolve, field, frozen

from tracexpo.errors import InvalidValueError
from tracexpo.form import check_day, check_id, check_text, expect, expect_items, type_name
from tracexpo.problems import Severity, Wording
from tracexpo.rules.rule import Rule, checked
from tracexpo.vocabularies import AttestationModel, DocumentKind

__all__ = ["Profile", "Silence"]


def _values(values: Mapping[str, object], place: str) -> Collection[object]:
    if not isinstance(values, Mapping):
        raise InvalidValueError("wrong-type", place, {"expected": "Mapping", "found": type_name(values)})
    return values.values()


@frozen(kw_only=True)
class Silence:
    """A problem that is known and accepted; it stays in the report, with the reason (constat accepté)."""

    code: str
    """Code of the problem."""
    record: str
    """Id of the record concerned."""
    reason: str = field(repr=False)
    """Why it is accepted; shown in the report."""

    def __attrs_post_init__(self) -> None:
        for name, check in (("code", check_id), ("record", check_id), ("reason", check_text)):
            checked(name, check, getattr(self, name))


@frozen(kw_only=True, eq=False, repr=False)
class Profile:
    """A named set of rules (profil de règles): a value that an embedder builds, narrows or extends.

    >>> from tracexpo.rules import STRUCTURE
    >>> quiet = STRUCTURE.without("id-repeated").with_severity("starts-after-as-of", Severity.WARNING)
    >>> "id-repeated" in quiet.codes
    False
    """

    name: str
    """Name, such as `list-2024`."""
    title: Wording
    """What it is about."""
    description: Wording = Wording("", "")
    """What it demands."""
    rules: tuple[Rule, ...] = ()
    """Its own rules."""
    includes: tuple["Profile", ...] = ()
    """The profiles it takes in, each with its own days."""
    source: str | None = None
    """The text it rests on, where it states law."""
    since: dt.date | None = None
    """First day in force: its rules speak of exposures from then on; None: of all."""
    until: dt.date | None = None
    """Last day in force."""
    documents: tuple[DocumentKind, ...] = ()
    """Statements found in such a document are judged whatever their days."""
    models: tuple[AttestationModel, ...] = ()
    """The models of the attestations it speaks of; none: of all."""
    parameters: Mapping[str, str] = field(factory=dict)
    """What its rules were made with, for people to read."""
    not_checked: tuple[Wording, ...] = ()
    """What it does not check."""
    checked_by: Mapping[str, Wording] = field(factory=dict)
    """What it does not check and another profile does, by the name of that profile."""
    severities: Mapping[str, Severity] = field(factory=dict)
    """Severities that differ from those of the rules, by code."""
    silences: tuple[Silence, ...] = ()
    """Problems known and accepted."""

    def __attrs_post_init__(self) -> None:
        checked("name", check_text, self.name)
        expect(Wording, self.title, "/title")
        for name in ("since", "until"):
            if getattr(self, name) is not None:
                checked(name, check_day, getattr(self, name))
        for name, kind, values in (
            ("rules", Rule, self.rules),
            ("includes", Profile, self.includes),
            ("not_checked", Wording, self.not_checked),
            ("silences", Silence, self.silences),
            ("severities", Severity, _values(self.severities, "/severities")),
            ("checked_by", Wording, _values(self.checked_by, "/checked_by")),
        ):
            for value in expect_items(values, f"/{name}"):
                expect(kind, value, f"/{name}")

    def __repr__(self) -> str:
        n = len(self.codes)
        return f"<Profile {self.name}: {n} rule{'s'[: n != 1]}>"

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of its rules and of those it takes in, each once."""
        return tuple(dict.fromkeys(rule.code for profile in self.parts() for rule in profile.rules))

    def parts(self) -> tuple["Profile", ...]:
        """Return the profile itself and those it takes in, at any depth, each once."""
        found: dict[int, Profile] = {}
        waiting: list[Profile] = [self]
        while waiting:
            profile = waiting.pop(0)
            if id(profile) not in found:
                found[id(profile)] = profile
                waiting += profile.includes
        return tuple(found.values())

    def only(self, *codes: str) -> Self:
        """Return the profile narrowed to some codes.

        Raises:
            InvalidValueError: `not-in-vocabulary` for a code that it does not have.
        """
        self._known(codes)
        return self._narrowed(frozenset(codes))

    def without(self, *codes: str) -> Self:
        """Return the profile without some codes.

        Raises:
            InvalidValueError: `not-in-vocabulary` for a code that it does not have.
        """
        self._known(codes)
        return self._narrowed(frozenset(self.codes) - frozenset(codes))

    def with_rules(self, *rules: Rule) -> Self:
        """Return the profile with more rules."""
        return evolve(self, rules=(*self.rules, *rules))

    def with_severity(self, code: str, severity: Severity) -> Self:
        """Return the profile with another severity for a code.

        Raises:
            InvalidValueError: `not-in-vocabulary` for a code that it does not have.
        """
        self._known((code,))
        return evolve(self, severities={**self.severities, code: severity})

    def silencing(self, code: str, record: str, reason: str) -> Self:
        """Return the profile with a code silenced for one record; it stays in the report, with the reason.

        Raises:
            InvalidValueError: `not-in-vocabulary` for a code that it does not have; `empty-text` without a reason.
        """
        self._known((code,))
        return evolve(self, silences=(*self.silences, Silence(code=code, record=record, reason=reason)))

    def _known(self, codes: Collection[str]) -> None:
        known = self.codes
        if any(code not in known for code in codes):
            raise InvalidValueError("not-in-vocabulary", "/code", {"allowed": tuple(sorted(known))})

    def _narrowed(self, codes: Collection[str]) -> Self:
        return evolve(
            self,
            rules=tuple(rule for rule in self.rules if rule.code in codes),
            includes=tuple(profile._narrowed(codes) for profile in self.includes),
        )

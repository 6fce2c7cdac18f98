"""Running the rules of a profile over a register."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Final

from attrs import evolve

from tracexpo.catalogue.editions import Catalogue
from tracexpo.errors import InvalidValueError
from tracexpo.form import STATEMENTS, check_day, expect, type_name
from tracexpo.problems import Cell, Kind, Problem, Severity, Wording
from tracexpo.register import COLLECTIONS, Record, Register
from tracexpo.report import Crash, Report, Silenced, Subject, Undecided
from tracexpo.rules.context import Context, Facts, Window
from tracexpo.rules.profile import Profile
from tracexpo.rules.profiles import profile_of
from tracexpo.rules.rule import CannotSay, Finding, Rule
from tracexpo.work import Assignment

__all__ = ["RULE_CRASHED", "SILENCE_OF_NOTHING", "check"]

RULE_CRASHED: Final = Kind(
    code="rule-crashed",
    message=Wording(
        "the rule {rule} failed ({exception}) and nothing follows from it: this is a fault of the rule, not of the "
        "register; report.raise_crashed() raises what happened",
        "la règle {rule} a échoué ({exception}) et l'on n'en peut rien conclure : c'est un défaut de la règle, non du "
        "registre ; report.raise_crashed() lève ce qui s'est produit",
    ),
)
"""A rule failed."""

SILENCE_OF_NOTHING: Final = Kind(
    code="silence-of-nothing",
    severity=Severity.INFO,
    message=Wording(
        "{rule} is accepted for {silenced}, which this register does not hold: nothing is silenced; correct the id, or "
        "leave it out of the profile",
        "{rule} est accepté pour {silenced}, que ce registre ne contient pas : rien n'est passé sous silence ; "
        "corrigez l'identifiant, ou retirez-le du profil",
    ),
)
"""A silence names a record that is not there."""


def check(
    register: Register,
    profile: str | Profile = "list-2024",
    *,
    on: dt.date,
    catalogue: Catalogue | None = None,
    origins: Mapping[str, Cell] | None = None,
) -> Report:
    """Check a register against a profile of rules; whatever it holds, a report comes back.

    Args:
        register: the register.
        profile: the name of a profile, or a profile of one's own.
        on: the day on which the register is judged: what goes on then, what is owed then.
        catalogue: another edition than the shipped one, which is loaded when a rule of the profile needs it.
        origins: the cells of a table that records came from, by id, so that each problem names its line; a key may
            go on with a path inside the record (`x1/conditions/degree`), for a problem there or below.

    Raises:
        InvalidValueError: for wrong arguments: an unknown profile, a day that is none.

    >>> import datetime as dt
    >>> from tracexpo.rules.examples import line, register
    >>> report = check(register(line(worker="M-404")), "structure", on=dt.date(2025, 11, 30))
    >>> report.ok, [(problem.code, problem.pointer) for problem in report]
    (False, [('reference-missing', '/exposures/0/worker')])
    """
    if not isinstance(register, Register):
        raise InvalidValueError("wrong-type", "/register", {"expected": "Register", "found": type_name(register)})
    if catalogue is not None and not isinstance(catalogue, Catalogue):
        raise InvalidValueError("wrong-type", "/catalogue", {"expected": "Catalogue", "found": type_name(catalogue)})
    if origins is not None:
        if not isinstance(origins, Mapping):
            raise InvalidValueError("wrong-type", "/origins", {"expected": "Mapping", "found": type_name(origins)})
        for cell in origins.values():
            expect(Cell, cell, "/origins")
    try:
        check_day(on)
    except InvalidValueError as error:
        raise error.under("on") from None
    return _Run(register, profile_of(profile), on, catalogue, origins or {}).report()


class _Run:
    """One run: problems are gathered, then silenced, put in order and dressed."""

    def __init__(
        self,
        register: Register,
        profile: Profile,
        on: dt.date,
        catalogue: Catalogue | None,
        origins: Mapping[str, Cell],
    ) -> None:
        self._register = register
        self._profile = profile
        self._names = {part.name for part in profile.parts()}
        self._facts = Facts(register, on, catalogue)
        self._origins = origins
        self._contexts: dict[Window, Context] = {}
        self._done: set[tuple[Rule, Window, Severity]] = set()
        self._problems: dict[tuple[str, str, str], Problem] = {}
        self._undecided: dict[tuple[str, Wording], int] = {}
        self._shapes: set[tuple[object, ...]] = set()
        self._subjects: dict[str, Subject] = {}
        self._titles: dict[str, Wording] = {}
        self._ran: dict[str, None] = {}
        self._not_checked: dict[Wording, None] = {}
        self._crashes: list[Crash] = []

    def report(self) -> Report:
        for part in self._profile.parts():
            self._run_profile(part)
        reasons = {(s.code, s.record): s.reason for part in self._profile.parts() for s in part.silences}
        self._tell_silences_of_nothing(reasons)
        unread = len(self._register.unread)
        if unread:
            self._not_checked[_unread(unread)] = None
        # the message stands in the key: it is written once
        told = sorted(self._problems.items(), key=lambda item: (_order(item[0][1]), -item[1].severity, *item[0]))
        problems = [problem for _, problem in told]
        return Report(
            profile=self._profile.name,
            title=self._profile.title,
            on=self._facts.on,
            edition=self._facts.edition,
            problems=tuple(p for p in problems if (p.code, p.record) not in reasons),
            silenced=tuple(
                Silenced(problem=p, reason=reasons[p.code, p.record or ""])
                for p in problems
                if (p.code, p.record) in reasons
            ),
            undecided=tuple(
                Undecided(code=code, why=why, count=n)
                for (code, why), n in sorted(self._undecided.items(), key=lambda item: (item[0][0], item[0][1].en))
            ),
            checked=self._counts(),
            rules=tuple(sorted(self._ran)),
            not_checked=tuple(self._not_checked),
            titles=self._titles,
            subjects=self._subjects,
            crashes=tuple(sorted(self._crashes, key=lambda crash: crash.code)),
        )

    def _run_profile(self, part: Profile) -> None:
        if self._concerns(part):
            self._not_checked.update(dict.fromkeys(part.not_checked))
            self._not_checked.update((left, None) for name, left in part.checked_by.items() if name not in self._names)
        # a document named before its years is out of them too
        if part.since is not None and self._facts.on < part.since and not (part.documents or part.models):
            if part.rules:
                self._not_checked[_not_yet(part.name, part.since)] = None
            return
        for rule in part.rules:
            severity = self._profile.severities.get(rule.code, part.severities.get(rule.code, rule.severity))
            since, until = _later(part.since, rule.since), _earlier(part.until, rule.until)
            window = Window(since, until, part.documents, part.models)
            if (rule, window, severity) in self._done:
                # two profiles share it
                continue
            self._done.add((rule, window, severity))
            if window not in self._contexts:
                self._contexts[window] = Context(self._facts, window)
            self._run_rule(rule, evolve(rule.kind, severity=severity), self._contexts[window])

    def _concerns(self, part: Profile) -> bool:
        """Tell whether what a profile leaves unchecked is worth telling: of a past document, where there is one."""
        if part is self._profile or part.until is None or not (part.documents or part.models):
            return True
        models = {attestation.model for attestation in self._facts.attestations}
        return not models.isdisjoint(part.models) or any(
            document in self._facts.found_in for document in part.documents
        )

    def _run_rule(self, rule: Rule, kind: Kind, context: Context) -> None:
        self._ran[rule.code] = None
        if rule.needs == "catalogue":
            # asked here so that the report names the edition, whatever the register holds
            _ = self._facts.catalogue
        kinds: dict[str | None, Kind] = {None: kind}
        try:
            for found in rule.look(context):
                if isinstance(found, CannotSay):
                    key = (rule.code, found.why)
                    self._undecided[key] = self._undecided.get(key, 0) + 1
                    continue
                if found.source not in kinds:
                    kinds[found.source] = evolve(kind, source=found.source)
                self._tell(kinds[found.source], found, rule.title)
        except Exception as error:  # noqa: BLE001 # whatever a rule does, the others run and it is told
            crashed = {"rule": rule.code, "exception": type(error).__name__}
            self._tell(RULE_CRASHED, Finding(None, context=crashed), Wording("Failed rule", "Règle en échec"))
            self._crashes.append(Crash(code=rule.code, exception=error))

    def _tell(self, kind: Kind, found: Finding, title: Wording) -> None:
        record = found.record
        base = found.base
        if base is None:
            base = self._facts.pointer(record) if record is not None else ""
        problem = Problem(
            kind=kind,
            pointer=base + found.path,
            record=None if record is None else record.id,
            cell=None if record is None or not self._origins else self._cell(record.id + found.path),
            context=dict(found.context),
        )
        # a wording that lacks a value fails here, as a fault of its rule, and not in the reader's hands
        message = problem.message_in("en")
        shape = (kind.message, *found.context)
        if shape not in self._shapes:
            problem.message_in("fr")
            self._shapes.add(shape)
        key = (kind.code, problem.pointer, message)
        known = self._problems.get(key)
        if known is None or known.severity < problem.severity:
            self._problems[key] = problem
        self._titles[kind.code] = title
        if record is not None and record.id not in self._subjects:
            self._subjects[record.id] = self._subject(record)

    def _tell_silences_of_nothing(self, silences: Iterable[tuple[str, str]]) -> None:
        unread = {record.id for record in self._register.unread}
        for code, record in silences:
            if self._register.get(record) is None and record not in unread:
                nothing = Finding(None, context={"rule": code, "silenced": record})
                self._tell(SILENCE_OF_NOTHING, nothing, Wording("Silence of nothing", "Silence sans objet"))

    def _cell(self, place: str) -> Cell | None:
        """Return the cell of a path inside a record, else of what it lies in, at last of the record."""
        path = place.partition("/")[2]
        while place not in self._origins and "/" in place:
            place = place.rpartition("/")[0]
        cell = self._origins.get(place)
        if cell is None or cell.column is not None:
            return cell
        # the columns of a sheet are told once for all its lines
        while path:
            column = self._origins.get(f"{cell.sheet or ''}*/{path}")
            if column is not None:
                return evolve(cell, column=column.column)
            path = path.rpartition("/")[0]
        return cell

    def _subject(self, record: Record) -> Subject:
        name = record.COLLECTION
        establishment = getattr(record, "establishment", None)
        if name == "establishments":
            establishment = record.id
        elif isinstance(record, Assignment):
            establishment = self._facts.establishment_of(record)
        return Subject(
            collection=name,
            establishment=establishment,
            agent=record.id if name == "agents" else getattr(record, "agent", None),
            worker=record.id if name == "workers" else getattr(record, "worker", None),
        )

    def _counts(self) -> dict[str, int]:
        counts = {name: len(getattr(self._register, name)) for name in COLLECTIONS}
        for name in STATEMENTS:
            counts[name] = len(getattr(self._facts, name))
        return {name: n for name, n in counts.items() if n}


_COLLECTION_ORDER: Final = {name: i for i, name in enumerate(COLLECTIONS)}


def _order(pointer: str) -> tuple[object, ...]:
    """Put problems in the order of the document: `/exposures/10` comes after `/exposures/9`."""
    steps = pointer.split("/")[1:]
    first = _COLLECTION_ORDER.get(steps[0], -1) if steps else -1
    return (first, *((0, int(s), "") if s.isascii() and s.isdigit() else (1, 0, s) for s in steps))


def _later(a: dt.date | None, b: dt.date | None) -> dt.date | None:
    return max((day for day in (a, b) if day is not None), default=None)


def _earlier(a: dt.date | None, b: dt.date | None) -> dt.date | None:
    return min((day for day in (a, b) if day is not None), default=None)


def _unread(n: int) -> Wording:
    return Wording(
        f"records of a newer version of the format, kept word for word and not understood: {n}",
        f"les enregistrements d'une version plus récente du format, gardés mot pour mot sans être compris : {n}",
    )


def _not_yet(name: str, since: dt.date) -> Wording:
    return Wording(
        f"the profile {name}, which is in force from {since.isoformat()} on",
        f"le profil {name}, en vigueur à partir du {since.isoformat()}",
    )

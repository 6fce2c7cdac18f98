"""Until when a record must be kept: not before which day, from which event, under which text.

Every answer is a day before which the record may not go, never an order to delete anything. Where the text that was
read does not say from when its years run, the start is a convention of this library, and is marked so.
"""

import datetime as dt
import textwrap
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Final, get_args

from attrs import frozen

from tracexpo.attestations import Transmission
from tracexpo.catalogue.lists import RetentionRule, retention_rules
from tracexpo.errors import InvalidValueError, check_language
from tracexpo.exposures import CollectiveExposure, IndividualExposure
from tracexpo.form import check_day, type_name
from tracexpo.problems import Language, Wording
from tracexpo.register import Record, Register
from tracexpo.showing import Html, html_table
from tracexpo.vocabularies import DocumentKind, PartyKind, Precision, TransmissionSubject, Vocabulary
from tracexpo.work import Worker

__all__ = ["Clock", "ClockState", "Retention", "list_kept_until", "retention_of", "retentions"]

LIST: Final = "list-2024"
FILES: Final = ("medical-file-cmr", "medical-file-2001", "medical-file-1993")
"""The medical file of a person exposed, under the text of each time; one of them at most is in force on a day."""


class ClockState(Vocabulary):
    """Whether the years have begun to run (état du délai)."""

    RUNNING = "running", "running", "en cours"
    NOT_BEGUN = (
        "not-begun",
        "not begun: the exposure goes on, and is counted as ending when planned, else on the day of the question",
        "non commencé : l'exposition dure, et compte comme finissant au jour prévu, à défaut au jour de la question",
    )
    NOT_KNOWN = (
        "not-known",
        "start not known: a register does not hold it",
        "départ inconnu : un registre ne le contient pas",
    )


@frozen(kw_only=True)
class Clock:
    """One duration of keeping that runs for a record (délai de conservation)."""

    rule: RetentionRule
    """The duration, from which event, under which text, and how sure that is."""
    state: ClockState
    """Whether it runs."""
    event_on: dt.date | None = None
    """Day of the event it runs from; None where that is not known or to come."""
    not_before: dt.date | None = None
    """The record may not go before this day; where the clock has not begun, as if the exposure ended when planned, else
    on the day of the question; None where the start is not known."""
    note: Wording | None = None
    """How the day of the event was found, where it is not simply told."""

    @property
    def by_convention(self) -> bool:
        """Whether the text that was read does not state the start, so that it is this library's convention."""
        return not self.rule.certainty.is_law

    def text_in(self, language: Language) -> str:
        """What it says in one sentence, in one language ("en" or "fr")."""
        check_language(language)
        words = _WORDS[language]
        rule = self.rule
        least = words["least"] if rule.at_least else ""
        day = f" ({self.event_on})" if self.event_on is not None else ""
        parts = [
            f"{rule.record.text_in(language)}{words['colon']}{least}{rule.years} {words['years']}",
            f"{words['from']}{words['colon']}{rule.start_event.label_in(language)}{day}",
        ]
        if self.state is not ClockState.RUNNING:
            parts.append(self.state.label_in(language))
        parts += [text.text_in(language) for text in (self.note, rule.cap) if text is not None]
        parts.append(f"{rule.source}, {words['ours'] if self.by_convention else rule.certainty.label_in(language)}")
        return words["semicolon"].join(parts)


@frozen(kw_only=True, repr=False)
class Retention:
    """Until when a record must be kept (durée de conservation), with every clock that runs for it."""

    record: str
    """Id of the record."""
    on: dt.date
    """The day of the question: the texts in force on it are asked."""
    clocks: tuple[Clock, ...] = ()
    """The clocks, the one that binds longest first."""

    @property
    def binding(self) -> Clock | None:
        """The clock that binds longest, of those whose start is known; None where there is none."""
        return next((clock for clock in self.clocks if clock.not_before is not None), None)

    @property
    def not_before(self) -> dt.date | None:
        """The record may not go before this day; None where no text that was read sets one."""
        return None if self.binding is None else self.binding.not_before

    @property
    def open(self) -> bool:
        """Whether the day may still move: an exposure goes on, or the start of a clock is not known here."""
        return any(clock.state is not ClockState.RUNNING for clock in self.clocks)

    def text_in(self, language: Language) -> str:
        """The answer and its clocks, line by line, in one language ("en" or "fr")."""
        check_language(language)
        words = _WORDS[language]
        if not self.clocks:
            return f"{self.record}{words['colon']}{words['none']}"
        day = words["nobody"] if self.not_before is None else words["keep"].format(self.not_before)
        lines = [f"{self.record}{words['colon']}{day}"]
        for clock in self.clocks:
            told = f"  {clock.not_before or words['unknown']!s:10}  {clock.text_in(language)}"
            lines += textwrap.wrap(told, _WIDTH, subsequent_indent=" " * 14, break_on_hyphens=False)
        return "\n".join([*lines, f"  {words['never']}"])

    def to_rows(self, language: Language = "en") -> list[dict[str, Any]]:
        """Return one flat row for each clock, for data frames and tables."""
        return [
            {
                "record": self.record,
                "rule": clock.rule.id,
                "not_before": clock.not_before,
                "state": clock.state.value,
                "years": clock.rule.years,
                "event": clock.rule.start_event.value,
                "event_on": clock.event_on,
                "source": clock.rule.source,
                "certainty": clock.rule.certainty.value,
                "by_convention": clock.by_convention,
                "text": clock.text_in(language),
            }
            for clock in self.clocks
        ]

    def __str__(self) -> str:
        return self.text_in("en")

    def __repr__(self) -> str:
        return f"<Retention of {self.record} on {self.on}: not before {self.not_before or 'a day that is not known'}>"

    def to_html(self, lang: Language = "en") -> Html:
        """Return the clocks as a table, which a notebook shows, in one language ("en" or "fr")."""
        check_language(lang)
        words = _WORDS[lang]
        rows = [[c.not_before, c.rule.source, c.rule.certainty, c.text_in(lang)] for c in self.clocks]
        return html_table(f"{words['title']} {self.record}", words["columns"].split(","), rows, lang)

    def _repr_html_(self) -> str:
        return self.to_html()


def retention_of(record: Record | str, register: Register, *, on: dt.date) -> Retention:
    """Tell until when a record of a register must be kept.

    An individual exposure is a line of the list, where it has days since 5 April 2024, and stands in the medical file
    of its worker: each has its own clock, and the file waits for the last exposure of that person. A worker is kept as
    long as any of their exposures. Of other records no text that was read says anything: keep them as long as what
    rests on them. Agents are taken for CMR agents: that is what the record is kept for.

    Args:
        record: the record, or its id.
        register: the register, which tells the end of the exposure and the communications of the list.
        on: the day of the question: what goes on then, what was communicated by then, the texts in force.

    Raises:
        InvalidValueError: `id-unknown` for an id that the register does not hold; for a day that is none.

    >>> from tracexpo.rules.examples import days, line, register
    >>> r = register(line(period=days("2024-09-02", "2025-02-28")))
    >>> found = retention_of("x1", r, on=dt.date(2025, 11, 30))
    >>> found.not_before.isoformat(), found.binding.rule.source
    ('2075-02-28', 'R4412-55')
    """
    return _Keeping(register, on).of(record)


def retentions(register: Register, *, on: dt.date) -> Iterator[Retention]:
    """Yield until when each individual exposure that stands must be kept, in the order of the register."""
    keeping = _Keeping(register, on)
    for x in register.exposures:
        if isinstance(x, IndividualExposure) and register.is_current(x):
            yield keeping.of(x)


@lru_cache(1)
def _rules() -> Mapping[str, RetentionRule]:
    return {rule.id: rule for rule in retention_rules()}


def list_kept_until(ended: dt.date, communicated: dt.date | None = None) -> dt.date:
    """Return until when a line of the list is kept, for an exposure that ended on a day.

    The text that was read does not say from when the forty years run. By the convention of this library, from the end
    of the exposure (Directive 2004/37/EC, article 15) or from the last communication, whichever is later, and never
    from before 5 April 2024, when there was no such list. Source: R4412-93-3.

    >>> list_kept_until(dt.date(2025, 2, 28)).isoformat()
    '2065-02-28'
    """
    rule = _rules()[LIST]
    assert rule.applies_from is not None
    return rule.keep_until(max(rule.applies_from, ended, communicated or ended))


@frozen
class _End:
    """When an exposure ended, as far as it is known on a day."""

    day: dt.date
    """The last day, at the latest; where it goes on, the planned one, else the day of the question."""
    over: bool
    note: Wording | None = None


def _lateness(end: _End) -> tuple[bool, dt.date]:
    return (not end.over, end.day)


class _Keeping:
    """What one register says on one day, looked up once for all its records."""

    def __init__(self, register: Register, on: dt.date) -> None:
        if not isinstance(register, Register):
            raise InvalidValueError("wrong-type", "/register", {"expected": "Register", "found": type_name(register)})
        try:
            check_day(on)
        except InvalidValueError as error:
            raise error.under("on") from None
        self._register = register
        self._on = on
        self._in_force = {rule.id: rule for rule in retention_rules(on=on)}
        self._files: dict[str, _End] = {}
        self._services = {e.id: {s.service for s in e.services} for e in register.establishments}
        self._of_line: dict[str, dt.date] = {}
        self._of_all: dict[str | None, dt.date] = {}
        for transmission in register.transmissions:
            if register.is_current(transmission) and transmission.on <= on:
                self._communicated(transmission)

    def _communicated(self, t: Transmission) -> None:
        subjects = (TransmissionSubject.LIST, TransmissionSubject.UPDATE)
        if t.subject not in subjects or t.to.kind is not PartyKind.HEALTH_SERVICE:
            return
        for id in t.exposures:
            self._of_line[id] = max(t.on, self._of_line.get(id, t.on))
        if not t.exposures:
            self._of_all[t.to.id] = max(t.on, self._of_all.get(t.to.id, t.on))

    def of(self, record: Record | str) -> Retention:
        found = self._register.get(record) if isinstance(record, str) else record
        if found is None:
            raise InvalidValueError("id-unknown", "/record")
        if not isinstance(found, get_args(Record)):
            raise InvalidValueError("wrong-type", "/record", {"expected": "Record", "found": type_name(found)})
        if isinstance(found, IndividualExposure):
            clocks = [*self._of_exposure(found), *self._of_document(found)]
        elif isinstance(found, Worker):
            clocks = self._of_worker(found.id)
        elif isinstance(found, CollectiveExposure):
            clocks = self._of_document(found)
        else:
            clocks = []
        clocks.sort(key=lambda c: (-(c.not_before or dt.date.min).toordinal(), c.rule.id))
        return Retention(record=found.id, on=self._on, clocks=tuple(clocks))

    def _of_exposure(self, x: IndividualExposure) -> list[Clock]:
        line = self._line(x)
        clocks = [] if line is None else [line]
        clocks += [self._file(self._in_force[id], x) for id in FILES if id in self._in_force]
        if "medical-file" in self._in_force:
            clocks.append(Clock(rule=self._in_force["medical-file"], state=ClockState.NOT_KNOWN))
        return clocks

    def _line(self, x: IndividualExposure) -> Clock | None:
        """Return the clock of a line of the list."""
        rule = self._in_force.get(LIST)
        if rule is None or rule.applies_from is None:
            return None
        end, communicated = self._end(x), self._last_communication(x)
        # what was over before the first list stands on one only where a transmission names it
        if end.over and end.day < rule.applies_from and x.id not in self._of_line:
            return None
        not_before = list_kept_until(end.day, communicated)
        if not end.over:
            return Clock(rule=rule, state=ClockState.NOT_BEGUN, not_before=not_before)
        event = max(rule.applies_from, end.day, communicated or end.day)
        note = _COMMUNICATION if communicated is not None and event == communicated != end.day else end.note
        return Clock(rule=rule, state=ClockState.RUNNING, event_on=event, not_before=not_before, note=note)

    def _last_communication(self, x: IndividualExposure) -> dt.date | None:
        """Return the last day on which the line went to the service; a recipient not named may be this one."""
        services = self._services.get(x.establishment, set())
        days = [day for id, day in self._of_all.items() if id is None or not services or id in services]
        if x.id in self._of_line:
            days.append(self._of_line[x.id])
        return max(days, default=None)

    def _file(self, rule: RetentionRule, x: IndividualExposure) -> Clock:
        """Return the clock of the medical file, which waits for the last exposure of the person."""
        own = self._end(x)
        if x.worker not in self._files:
            all_of_worker = self._register.exposures_of(x.worker)
            begun = [o for o in all_of_worker if o.period.start <= self._on and self._register.is_current(o)]
            self._files[x.worker] = max(map(self._end, begun), key=_lateness, default=own)
        last = max(self._files[x.worker], own, key=_lateness)
        if not last.over:
            return Clock(rule=rule, state=ClockState.NOT_BEGUN, not_before=rule.keep_until(last.day))
        note = _LAST_OF_ALL if last.day != own.day else last.note
        not_before = rule.keep_until(last.day)
        return Clock(rule=rule, state=ClockState.RUNNING, event_on=last.day, not_before=not_before, note=note)

    def _end(self, x: IndividualExposure) -> _End:
        period = x.period
        reached = self._on if self._register.as_of is None else min(self._on, self._register.as_of)
        if period.end is None and period.ended:
            return _End(max(period.start, reached), True, _DAY_NOT_KNOWN)
        if period.end is None or period.end >= self._on:
            return _End(period.end or max(period.start, self._on), False)
        return _End(period.end, True, None if period.precision is Precision.DAY else _NOT_TO_THE_DAY)

    def _of_document(self, x: IndividualExposure | CollectiveExposure) -> list[Clock]:
        """Return the clock of the risk assessment a record was found in; a register does not hold its version."""
        rule = self._in_force.get("risk-assessment")
        if rule is None or x.provenance.document is not DocumentKind.RISK_ASSESSMENT:
            return []
        return [Clock(rule=rule, state=ClockState.NOT_KNOWN)]

    def _of_worker(self, id: str) -> list[Clock]:
        """Return of each duration the clock that binds longest over the exposures of a worker."""
        longest: dict[str, Clock] = {}
        for x in self._register.exposures_of(id):
            for clock in self._of_exposure(x):
                known = longest.setdefault(clock.rule.id, clock)
                if (clock.not_before or dt.date.min) > (known.not_before or dt.date.min):
                    longest[clock.rule.id] = clock
        return list(longest.values())


_COMMUNICATION: Final = Wording(
    "the last communication to the service is later than the end of the exposure",
    "la dernière communication au service est postérieure à la fin de l'exposition",
)
_LAST_OF_ALL: Final = Wording(
    "the day is that of the worker's last exposure in the register",
    "le jour est celui de la dernière exposition du travailleur dans le registre",
)
_DAY_NOT_KNOWN: Final = Wording(
    "the last day of the exposure is not known: the latest day it can have been is taken",
    "le dernier jour de l'exposition n'est pas connu : le plus tardif possible est retenu",
)
_NOT_TO_THE_DAY: Final = Wording(
    "the end of the exposure is not known to the day: the last day written is taken",
    "la fin de l'exposition n'est pas connue au jour près : le dernier jour écrit est retenu",
)
_WIDTH: Final = 100
_WORDS: Final[Mapping[Language, Mapping[str, str]]] = {
    "en": {
        "colon": ": ",
        "semicolon": "; ",
        "keep": "keep until {} at least",
        "nobody": "keep; from when its years run is not known here",
        "none": "no text that was read says how long; keep it as long as what rests on it",
        "unknown": "not known",
        "least": "at least ",
        "years": "years",
        "from": "from",
        "ours": "of which the text read does not say from when: the start is a convention of this library",
        "title": "Keeping of",
        "columns": "not before,text,how sure,why",
        "never": "This says not before, never that anything must be deleted.",
    },
    "fr": {
        "colon": " : ",
        "semicolon": " ; ",
        "keep": "à conserver au moins jusqu'au {}",
        "nobody": "à conserver ; le départ de ses délais n'est pas connu ici",
        "none": "aucun texte lu ne dit combien de temps ; à conserver aussi longtemps que ce qui en dépend",
        "unknown": "inconnu",
        "least": "au moins ",
        "years": "ans",
        "from": "à partir de",
        "ours": "dont le texte lu ne dit pas à partir de quand : le départ est une convention de cette bibliothèque",
        "title": "Conservation de",
        "columns": "pas avant,texte,certitude,pourquoi",
        "never": "Ceci dit pas avant, jamais qu'il faut détruire.",
    },
}

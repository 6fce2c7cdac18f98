"""Finding an entry by a number or a name."""

import datetime as dt
import re
from collections.abc import Iterable
from functools import cached_property
from typing import Final

import attrs

from tracexpo.agents import Agent, AgentGroup, Classification, Mixture, Process, Substance, UnidentifiedAgent
from tracexpo.catalogue import tables
from tracexpo.catalogue.answers import NotInCatalogueError
from tracexpo.catalogue.entries import (
    Entry,
    GroupEntry,
    ProcessEntry,
    SubstanceEntry,
    classifications_at,
    group_entry,
    process_entry,
    substance_entry,
)
from tracexpo.catalogue.names import fold
from tracexpo.errors import InvalidValueError
from tracexpo.form import expect, type_name
from tracexpo.identifiers import parse_cas, parse_clp_index, parse_ec

__all__ = ["Asked", "Directory", "Question"]

Asked = Agent | Entry | str
"""What a question may name: an agent of the model, an entry, or a text that finds exactly one entry."""

_DASH: Final = r"\s*[-\u2010-\u2015\u2212]\s*"
_PREFIX: Final = re.compile(
    r"^\s*(?:n[o°º]\.?\s*)?(?:cas|ec|ce|index|einecs|elincs|list)?\s*(?:no\.?|n[o°º]\.?|number|rn)?\s*[:#]?\s*",
    re.IGNORECASE,
)
_SHAPE: Final = re.compile(
    rf"[0-9]{{2,7}}{_DASH}[0-9]{{2}}{_DASH}[0-9]"
    rf"|[0-9]{{3}}{_DASH}[0-9]{{3}}{_DASH}[0-9]"
    rf"|[0-9]{{3}}{_DASH}[0-9]{{3}}{_DASH}[0-9]{{2}}{_DASH}[0-9Xx]"
)
_DASHES: Final = re.compile(_DASH)
_PARSERS: Final = {(2, 2): parse_cas, (2, 3): parse_ec, (3, 2): parse_clp_index}
"""By how many hyphens a number has and how long its last part but one is."""
_LOOKED_AT: Final = 8
_COMPARED: Final = 60
_HINT: Final = ("find and suggest help", "find et suggest aident")


@attrs.frozen
class Question:
    """The entries that a question may be about."""

    entries: tuple[Entry, ...]
    """What it may be about; none where nothing matches."""
    cas: str | None = None
    """The CAS number it was asked by: an entry may have had it for some time only."""
    agent: Agent | None = None
    """The agent of the model that was asked about."""


class Directory:
    """The entries of one edition, by every key; each index is built when it is first needed."""

    def __init__(self, agents: tables.Agents) -> None:
        self.agents = agents
        self._entries: dict[str, Entry] = {}
        self._classes: dict[tuple[str, int], tuple[Classification, ...]] = {}

    @cached_property
    def substances(self) -> dict[str, tables.SubstanceRow]:
        """Rows of substances by id."""
        return {row.id: row for row in self.agents.substances}

    @cached_property
    def processes(self) -> dict[str, ProcessEntry]:
        """Listed processes by id."""
        return {row.id: process_entry(row) for row in self.agents.processes}

    @cached_property
    def groups(self) -> dict[str, GroupEntry]:
        """Families by id."""
        return {row.id: group_entry(row) for row in self.agents.groups}

    @cached_property
    def by_number(self) -> dict[str, list[str]]:
        """Ids by CAS, EC and index number; the three have different shapes."""
        found: dict[str, list[str]] = {}
        for row in self.agents.substances:
            for number in (*row.cas, *row.ec):
                found.setdefault(number, []).append(row.id)
            if row.index is not None:
                found[row.index] = [row.id]
        return found

    @cached_property
    def _parts(self) -> dict[str, list[str]]:
        parts: dict[str, list[str]] = {}
        for key in self.agents.names:
            for part in _trigrams(key):
                parts.setdefault(part, []).append(key)
        return parts

    def entry(self, id: str) -> Entry | None:
        """Return the entry of an id, or None."""
        if id in self.processes:
            return self.processes[id]
        if id in self.groups:
            return self.groups[id]
        known = self._entries.get(id)
        if known is None and id in self.substances:
            known = self._entries[id] = substance_entry(self.substances[id])
        return known

    def classes_at(self, row: tables.SubstanceRow, at: int) -> tuple[Classification, ...]:
        """Return the classes of one step of a substance."""
        known = self._classes.get((row.id, at))
        if known is None:
            known = self._classes[row.id, at] = classifications_at(row.steps, at)
        return known

    def all_of(self, ids: Iterable[str]) -> tuple[Entry, ...]:
        """Return the entries of several ids."""
        return tuple(entry for id in ids if (entry := self.entry(id)) is not None)

    def find(self, text: str) -> tuple[Entry, ...]:
        """Return every entry that a number, an id or a name means, best first."""
        stripped = expect(str, text).strip()
        if (entry := self.entry(stripped)) is not None:
            return (entry,)
        number = number_in(stripped)
        if number is not None:
            if number not in self.by_number:
                # a wrong check digit is told, before it is said that nothing matches
                _PARSERS[number.count("-"), len(number.rsplit("-", 2)[1])](number)
            return self.all_of(self.by_number.get(number, ()))
        named = self.agents.names.get(fold(stripped))
        # "wood-dust" is an id where it is no name; "lead" is a name
        return self.all_of(named if named is not None else (f"process:{stripped}", f"group:{stripped}"))

    def suggest(self, text: str, limit: int = 5) -> tuple[Entry, ...]:
        """Return the entries whose names look most like a text, best first."""
        key, most = fold(expect(str, text)), max(expect(int, limit, "/limit"), 0)
        parts = _trigrams(key)
        hits: dict[str, int] = {}
        # the rarest parts tell most, and looking at common ones would be to look at every name
        for part in sorted(parts, key=lambda part: (len(self._parts.get(part, ())), part))[:_LOOKED_AT]:
            for name in self._parts.get(part, ()):
                hits[name] = hits.get(name, 0) + 1
        likely = sorted(hits, key=lambda name: (-hits[name], abs(len(name) - len(key)), name))[:_COMPARED]
        scores = {name: _alike(parts, _trigrams(name)) for name in likely}
        ranked = sorted((name for name in likely if scores[name] > 0.3), key=lambda name: (-scores[name], name))
        return self.all_of(list(dict.fromkeys(id for name in ranked for id in self.agents.names[name]))[:most])

    def question(self, asked: Asked) -> Question:
        """Return the entries that an agent, an entry or a text may mean.

        Raises:
            NotInCatalogueError: for a text that matches nothing.
            InvalidValueError: for a number whose check digit is wrong, or what is neither of the three.
        """
        if isinstance(asked, SubstanceEntry | ProcessEntry | GroupEntry):
            return Question((asked,))
        if isinstance(asked, str):
            found = self.find(asked)
            if not found:
                raise self.nothing(asked)
            cas = number_in(asked.strip().removeprefix("cas:"))
            return Question(found, cas if cas is not None and any(cas in e.cas_numbers for e in found) else None)
        if isinstance(asked, Substance):
            return self._of_substance(asked)
        if isinstance(asked, Process):
            names = (asked.listed_as, asked.id, asked.name)
            return Question(self._first(names, ProcessEntry), agent=asked)
        if isinstance(asked, AgentGroup):
            names = (asked.catalogue_group, asked.id, asked.name)
            return Question(self._first(names, GroupEntry), agent=asked)
        if isinstance(asked, UnidentifiedAgent):
            return Question(self.named(asked.text), agent=asked)
        if isinstance(asked, Mixture):
            return Question((), agent=asked)
        raise InvalidValueError(
            "wrong-type", context={"expected": "an agent, an entry or a text", "found": type_name(asked)}
        )

    def _of_substance(self, agent: Substance) -> Question:
        for number in (agent.clp_index, agent.cas_number, agent.ec_number):
            if number is not None and number in self.by_number:
                cas = agent.cas_number if number == agent.cas_number else None
                return Question(self.all_of(self.by_number[number]), cas, agent)
        if agent.clp_index or agent.cas_number or agent.ec_number:
            # its numbers are not here: its name would be a guess
            return Question((), agent=agent)
        for name in (agent.name, agent.names.fr, agent.names.en):
            if name is not None and (found := self.named(name)):
                return Question(found, agent=agent)
        return Question((), agent=agent)

    def named(self, name: str) -> tuple[Entry, ...]:
        """Return what a name means; a text that is a wrong number means nothing."""
        try:
            return self.find(name)
        except InvalidValueError:
            return ()

    def _first(self, names: Iterable[str | None], kind: type[ProcessEntry | GroupEntry]) -> tuple[Entry, ...]:
        for name in names:
            found = tuple(entry for entry in self.named(name) if isinstance(entry, kind)) if name else ()
            if found:
                return found
        return ()

    def single(self, asked: Asked) -> Entry:
        """Return the one entry that is meant.

        Raises:
            NotInCatalogueError: where nothing or several match.
        """
        found = self.question(asked).entries
        if len(found) == 1:
            return found[0]
        raise self.several(found) if found else self.nothing("")

    def nothing(self, text: str) -> NotInCatalogueError:
        """The error of a text that matches nothing; it does not repeat the text, which may hold anything."""
        near = self.suggest(text)
        shown = "; ".join(shown_name(entry) for entry in near)
        return NotInCatalogueError(
            "nothing in the catalogue matches" + (f"; near it: {shown}" if near else f" ({_HINT[0]})"),
            "rien dans le catalogue ne correspond" + (f" ; proches : {shown}" if near else f" ({_HINT[1]})"),
            tuple(entry.id for entry in near),
        )

    def several(self, entries: tuple[Entry, ...]) -> NotInCatalogueError:
        """The error of a question that several entries answer differently."""
        shown = "; ".join(f"{shown_name(entry)} ({entry.id})" for entry in entries[:8])
        return NotInCatalogueError(
            f"{len(entries)} entries match, say which: {shown}",
            f"{len(entries)} entrées correspondent, précisez laquelle : {shown}",
            tuple(entry.id for entry in entries),
        )


def shown_name(entry: Entry) -> str:
    """A name for messages."""
    return entry.names.en or entry.names.fr or entry.id


def number_in(text: str) -> str | None:
    """Return the CAS, EC or index number that a text has the shape of, its check digit not looked at, or None."""
    if not text[-1:].isdigit() and text[-1:] not in {"X", "x"}:
        return None
    bare = _PREFIX.sub("", text, count=1)
    if not _SHAPE.fullmatch(bare):
        return None
    return _DASHES.sub("-", bare).upper()


def covers(row: tables.SubstanceRow, step: tables.Step, cas: str | None) -> bool:
    """Tell whether a step of an entry is about a CAS number."""
    return cas is None or cas in (row.cas if step.cas is None else step.cas)


def step_on(row: tables.SubstanceRow, day: dt.date) -> int | None:
    """Return the place of the step in force on a day, or None before the first."""
    found = None
    for i, step in enumerate(row.steps):
        if step.day > day:
            break
        found = i
    return found


def _trigrams(key: str) -> set[str]:
    return {key[i : i + 3] for i in range(len(key) - 2)} or {key}


def _alike(one: set[str], other: set[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other))

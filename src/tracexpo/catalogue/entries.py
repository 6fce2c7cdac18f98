"""What the catalogue holds: substances, listed processes and families of agents."""

import datetime as dt
from typing import ClassVar

from attrs import field, frozen

from tracexpo.agents import Classification, Names
from tracexpo.catalogue import tables
from tracexpo.catalogue.answers import EVE
from tracexpo.catalogue.names import names_in
from tracexpo.vocabularies import CmrClass, Hazard

__all__ = ["Entry", "GroupEntry", "HistoryStep", "ProcessEntry", "SubstanceEntry"]


@frozen(kw_only=True)
class SubstanceEntry:
    """A substance, or an entry of Annex VI of CLP (entrée de l'annexe VI).

    A CAS number is not a key: one number can stand in several entries, and an entry can hold several.
    """

    KIND: ClassVar[str] = "substance"

    id: str
    """Id in the catalogue: `index:601-020-00-8`, else `cas:14808-60-7`."""
    names: Names
    """A short name in French, where one is known, and in English."""
    official_name: str = field(repr=False)
    """The designation of Annex VI, with its description; else the name of the table it comes from."""
    other_names: tuple[str, ...] = field(default=(), repr=False)
    """Other names in both languages."""
    cas_numbers: tuple[str, ...] = ()
    """Every CAS number it ever had."""
    ec_numbers: tuple[str, ...] = ()
    """Every EC number it ever had."""
    clp_index: str | None = None
    """Index number of Annex VI; None for a substance without an entry of CMR classes."""
    groups: tuple[str, ...] = ()
    """Ids of the families it belongs to."""
    processes: tuple[str, ...] = ()
    """Ids of the listed processes tied to its CAS numbers."""
    iarc_group: str | None = None
    """IARC group of November 2024: information, not a trigger of French law."""


@frozen(kw_only=True)
class ProcessEntry:
    """A process of the French list (procédé cancérogène). Source: R4412-60 2°, arrêté du 26 octobre 2020."""

    KIND: ClassVar[str] = "process"

    id: str
    """Id in the catalogue: `process:wood-dust`."""
    names: Names
    """The legal wording in French, and an English one."""
    cas_numbers: tuple[str, ...] = ()
    """CAS numbers of what the work exposes to."""
    listed_from: dt.date
    """First day on the list."""
    listed_until: dt.date | None = None
    """Last day on the list, included; None while it is there."""
    day_checked: bool
    """Whether the day was checked; else the year of the order counts."""
    source: str
    """The orders."""
    note: str | None = field(default=None, repr=False)
    """What to know about it."""

    def listed_on(self, day: dt.date) -> bool:
        """Tell whether it is on the list on a day."""
        return self.listed_from <= day and (self.listed_until is None or day <= self.listed_until)


@frozen(kw_only=True)
class GroupEntry:
    """A family of agents (famille d'agents): what it answers depends on the compound."""

    KIND: ClassVar[str] = "group"

    id: str
    """Id in the catalogue: `group:nickel-compounds`."""
    names: Names
    """Its name in French and English."""
    cas_numbers: tuple[str, ...] = ()
    """Always empty: a family has no number."""
    members: tuple[str, ...] = field(default=(), repr=False)
    """Ids of the entries of the catalogue that belong to it; not every compound has one."""
    note: str | None = field(default=None, repr=False)
    """What to know about it."""


Entry = SubstanceEntry | ProcessEntry | GroupEntry
"""An entry of the catalogue."""


@frozen(kw_only=True)
class HistoryStep:
    """What was true of an agent from one day to another (étape de l'historique)."""

    applies_from: dt.date
    """First day."""
    applies_until: dt.date | None = None
    """Last day, included; None for the last step known."""
    classifications: tuple[Classification, ...] = ()
    """Its CMR classes; none after a deletion."""
    listed_as: str | None = None
    """Id of the listed process, for a step that is the entry of a process on the French list."""
    specific_limits: str | None = None
    """Specific concentration limits, as the annex prints them."""
    notes: str | None = None
    """Notes of the annex, as printed."""
    deleted: bool = False
    """Whether the entry left the annex."""
    source: str
    """CELEX number of the act, or the French order."""


def substance_entry(row: tables.SubstanceRow) -> SubstanceEntry:
    """Make the entry of a stored row."""
    english = names_in(row.official)
    fr = row.names_fr[0] if row.names_fr else None
    en = english[0] if english and row.official not in row.names_fr else None
    others = dict.fromkeys([*row.names_fr[1:], *english[1:]])
    return SubstanceEntry(
        id=row.id,
        names=Names(fr=fr, en=en),
        official_name=row.official,
        other_names=tuple(others),
        cas_numbers=row.cas,
        ec_numbers=row.ec,
        clp_index=row.index,
        groups=row.groups,
        processes=row.processes,
        iarc_group=row.iarc or None,
    )


def process_entry(row: tables.ProcessRow) -> ProcessEntry:
    """Make the entry of a stored row."""
    return ProcessEntry(
        id=row.id,
        names=Names(fr=row.fr, en=row.en),
        cas_numbers=row.cas,
        listed_from=row.day,
        listed_until=row.until,
        day_checked=row.day_checked,
        source=row.source,
        note=row.note or None,
    )


def group_entry(row: tables.GroupRow) -> GroupEntry:
    """Make the entry of a stored row."""
    return GroupEntry(id=row.id, names=Names(fr=row.fr, en=row.en), members=row.members, note=row.note or None)


_CARC, _MUTA, _REPR, _LACT = Hazard.CARCINOGENIC, Hazard.MUTAGENIC, Hazard.REPROTOXIC, Hazard.LACTATION
_STATEMENTS = {"H350": _CARC, "H351": _CARC, "H340": _MUTA, "H341": _MUTA, "H360": _REPR, "H361": _REPR, "H362": _LACT}
_CLASSES = {"1A": CmrClass.CLP_1A, "1B": CmrClass.CLP_1B, "2": CmrClass.CLP_2}


def classes_of(step: tables.Step) -> tuple[tuple[Hazard, CmrClass | None, tuple[str, ...]], ...]:
    """Return hazard, class and statements of a step."""
    said: dict[Hazard, tuple[str, ...]] = {}
    for word in step.statements.split():
        statement = word.replace("_", " ")
        hazard = _STATEMENTS[word[:4]]
        said[hazard] = (*said.get(hazard, ()), statement)
    found: list[tuple[Hazard, CmrClass | None, tuple[str, ...]]] = [
        (hazard, _CLASSES[category], said.get(hazard, ()))
        for hazard, category in ((_CARC, step.carc), (_MUTA, step.muta), (_REPR, step.repr))
        if category
    ]
    if step.lact:
        found.append((_LACT, None, said.get(_LACT, ())))
    return tuple(found)


def classifications_at(steps: tuple[tables.Step, ...], at: int) -> tuple[Classification, ...]:
    """Return the classes of one step, each with the days between which it stands unchanged."""
    found = []
    for wanted in classes_of(steps[at]):
        first = at
        while first > 0 and wanted in classes_of(steps[first - 1]):
            first -= 1
        after = at + 1
        while after < len(steps) and wanted in classes_of(steps[after]):
            after += 1
        hazard, cmr_class, statements = wanted
        found.append(
            Classification(
                hazard=hazard,
                cmr_class=cmr_class,
                statements=statements,
                applies_from=steps[first].day,
                applies_until=steps[after].day - EVE if after < len(steps) else None,
                source=steps[first].act,
            )
        )
    return tuple(found)


def history_of(row: tables.SubstanceRow, processes: tuple[ProcessEntry, ...]) -> tuple[HistoryStep, ...]:
    """Return every step of a substance, and the days on which a process tied to it was listed."""
    steps = [
        HistoryStep(
            applies_from=step.day,
            applies_until=row.steps[i + 1].day - EVE if i + 1 < len(row.steps) else None,
            classifications=classifications_at(row.steps, i),
            specific_limits=step.limits or None,
            notes=step.notes or None,
            deleted=step.deleted,
            source=step.act,
        )
        for i, step in enumerate(row.steps)
    ]
    listed = [listed_step(process) for process in processes]
    return tuple(sorted([*steps, *listed], key=lambda step: step.applies_from))


def listed_step(process: ProcessEntry) -> HistoryStep:
    """Return the step that the listing of a process is."""
    return HistoryStep(
        applies_from=process.listed_from,
        applies_until=process.listed_until,
        listed_as=process.id,
        source=process.source,
    )

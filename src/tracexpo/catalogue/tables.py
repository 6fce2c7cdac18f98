"""The tables as they are stored: one compressed JSON file each, decoded on first use."""

import datetime as dt
import zlib
from functools import lru_cache
from importlib.resources import files
from typing import Final, TypeVar

import msgspec

__all__ = ["Agents", "CodeLists", "Texts", "read_agents", "read_code_lists", "read_texts"]

COVERED_FROM: Final = dt.date(2010, 12, 1)
"""The first day of the classes of CLP in the table."""
DERIVED_FROM: Final = dt.date(2009, 6, 1)
"""From here to `COVERED_FROM` classes are derived, by convention, from the first two acts."""
DERIVED_ACTS: Final = frozenset({"32008R1272", "32009R0790"})
"""Annex VI as first published and its first adaptation, which carried over the 30th and 31st of 67/548."""


class Step(msgspec.Struct, array_like=True, frozen=True):
    """The CMR classification of an entry from a day on."""

    day: dt.date
    act: str
    atp: str
    carc: str = ""
    muta: str = ""
    repr: str = ""
    lact: bool = False
    statements: str = ""
    limits: str = ""
    notes: str = ""
    deleted: bool = False
    cas: tuple[str, ...] | None = None
    """The CAS numbers of the entry from this day on, where they are not those of the entry."""

    @property
    def is_1a_or_1b(self) -> bool:
        """Whether any hazard is of category 1A or 1B."""
        return "1" in self.carc or "1" in self.muta or "1" in self.repr

    @property
    def content(self) -> tuple[object, ...]:
        """What the step says, without its day and its act."""
        return (self.carc, self.muta, self.repr, self.lact, self.statements, self.limits, self.notes, self.deleted)


class SubstanceRow(msgspec.Struct, array_like=True, frozen=True):
    """A substance or an entry of Annex VI."""

    id: str
    official: str
    names_fr: tuple[str, ...]
    cas: tuple[str, ...]
    ec: tuple[str, ...]
    index: str | None
    iarc: str
    groups: tuple[str, ...]
    processes: tuple[str, ...]
    steps: tuple[Step, ...]


class ProcessRow(msgspec.Struct, array_like=True, frozen=True):
    """A listed process."""

    id: str
    fr: str
    en: str
    day: dt.date
    until: dt.date | None
    source: str
    certainty: str
    day_checked: bool
    cas: tuple[str, ...]
    note: str


class GroupRow(msgspec.Struct, array_like=True, frozen=True):
    """A family of agents."""

    id: str
    fr: str
    en: str
    kind: str
    members: tuple[str, ...]
    note: str


class Correction(msgspec.Struct, array_like=True, frozen=True):
    """A day of application that a later act moved."""

    act: str
    atp: str
    workbook_day: dt.date
    day: dt.date
    by: str
    certainty: str


class Agents(msgspec.Struct, frozen=True):
    """Substances, listed processes and families, with their names."""

    edition: str
    stated_on: dt.date
    answers_until: dt.date
    last_act: str
    substances: tuple[SubstanceRow, ...]
    processes: tuple[ProcessRow, ...]
    groups: tuple[GroupRow, ...]
    corrections: tuple[Correction, ...]
    names: dict[str, tuple[str, ...]]
    """Folded name → ids of entries."""


class LimitRow(msgspec.Struct, array_like=True, frozen=True):
    """One value of an exposure limit between two days."""

    subject: str
    label: str
    kind: str
    statistic: str
    fraction: str | None
    scope: str | None
    not_in: str | None
    """A scope that the general value leaves out."""
    value: str | None
    unit: str
    ppm: str | None
    skin: bool | None
    day: dt.date | None
    until: dt.date | None
    """The first day on which it no longer applies."""
    source: str
    certainty: str
    note: str
    note_fr: str = ""
    candidates: tuple[str | None, ...] = ()
    """Where the day of a change is not known: the value before and after, None for none."""


class DiseaseRow(msgspec.Struct, array_like=True, frozen=True):
    """One line of an occupational-disease table."""

    regime: str
    table: str
    agent_en: str
    agent_fr: str
    condition_en: str
    condition_fr: str
    delay: str
    min_exposure: str
    min_latency: str
    works: str
    source: str
    day: dt.date | None
    certainty: str
    subjects: tuple[str, ...]


class RestrictionRow(msgspec.Struct, array_like=True, frozen=True):
    """An agent, or a work on it, that an article keeps certain workers from."""

    article: str
    item: int | None
    scope: str
    label_en: str
    label_fr: str
    condition_fr: str
    subjects: tuple[str, ...]
    source: str
    certainty: str
    note: str


class ConversionRow(msgspec.Struct, array_like=True, frozen=True):
    """A line of annex VII of CLP, as classes with statements on each side."""

    old: tuple[tuple[str, str, str], ...]
    """(hazard, class, phrase) of Directive 67/548, one for each phrase."""
    hazard: str
    clp_class: str
    statement: str


class RetentionRow(msgspec.Struct, array_like=True, frozen=True):
    """How long a record is kept."""

    id: str
    en: str
    fr: str
    years: int
    at_least: bool
    starts_en: str
    starts_fr: str
    event: str
    cap_en: str
    cap_fr: str
    source: str
    certainty: str
    day: dt.date | None
    until: dt.date | None


class DustLevelRow(msgspec.Struct, array_like=True, frozen=True):
    """A dust level of asbestos work [f/L]."""

    level: int
    least: int
    below: int
    day: dt.date
    source: str


class Texts(msgspec.Struct, frozen=True):
    """What the texts set: limits, diseases, restrictions, conversions, durations of keeping."""

    table_state: dt.date
    limits: tuple[LimitRow, ...]
    molar_masses: dict[str, str]
    dust_levels: tuple[DustLevelRow, ...]
    diseases: tuple[DiseaseRow, ...]
    restrictions: tuple[RestrictionRow, ...]
    conversions: tuple[ConversionRow, ...]
    retention: tuple[RetentionRow, ...]
    u_thresholds: dict[int, str]


class FundRow(msgspec.Struct, array_like=True, frozen=True):
    """A regional fund."""

    name: str
    kind: str
    before: str
    in_circular: bool


class CodeLists(msgspec.Struct, frozen=True):
    """Activity codes by revision, regional funds."""

    naf: dict[str, dict[str, str]]
    """Revision → code as written by Insee → French label."""
    funds: tuple[FundRow, ...]


T = TypeVar("T")


def _read(name: str, kind: type[T]) -> T:
    packed = files("tracexpo.catalogue").joinpath("data", f"{name}.json.z").read_bytes()
    return msgspec.json.decode(zlib.decompress(packed), type=kind)


@lru_cache(1)
def read_agents() -> Agents:
    """Return the shipped table of agents."""
    return _read("agents", Agents)


@lru_cache(1)
def read_texts() -> Texts:
    """Return the shipped tables of texts."""
    return _read("texts", Texts)


@lru_cache(1)
def read_code_lists() -> CodeLists:
    """Return the shipped code lists."""
    return _read("codes", CodeLists)

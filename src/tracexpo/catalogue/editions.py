"""The catalogue as one frozen value: the shipped edition, or an edition completed by overlays."""

import datetime as dt
import os
from collections.abc import Collection, Iterable
from decimal import Decimal
from functools import cached_property, lru_cache

from attrs import field, frozen

from tracexpo.agents import Agent, Classification, Mixture, Substance
from tracexpo.catalogue import classes, directive, diseases, exposure_limits, lists, mixtures, restricted_works, tables
from tracexpo.catalogue.answers import Answer, Certainty, NotInCatalogueError, checked
from tracexpo.catalogue.classes import NewlyCmr
from tracexpo.catalogue.diseases import DiseaseTable, DurationCheck, HasPeriod, Regime
from tracexpo.catalogue.entries import Entry, HistoryStep, ProcessEntry
from tracexpo.catalogue.exposure_limits import Limit, LimitScope, SilicaIndex
from tracexpo.catalogue.lists import NafCode, RegionalFund, RetentionRule
from tracexpo.catalogue.lookup import Asked, Directory, shown_name
from tracexpo.catalogue.overlays import Overlay, with_overlay
from tracexpo.catalogue.restricted_works import Restriction
from tracexpo.form import expect
from tracexpo.periods import Period
from tracexpo.problems import Wording
from tracexpo.units import Measure, Unit
from tracexpo.vocabularies import DustFraction, NafRevision, Statistic

__all__ = ["Catalogue", "shipped"]


@frozen(slots=False)
class Catalogue:
    """Dated reference data and its look-ups: one edition, never changed.

    `shipped()` is the edition of this version of the library; `catalogue.with_overlay(overlay)` is another value.
    """

    agents: tables.Agents = field(repr=False, eq=False)
    """The tables of agents."""
    overlays: tuple[Overlay, ...] = ()
    """What completes the shipped edition."""

    @property
    def edition(self) -> str:
        """The name of the edition, told in every answer."""
        return self.agents.edition

    @property
    def stated_on(self) -> dt.date:
        """The day on which its texts were read."""
        return self.agents.stated_on

    @property
    def answers_until(self) -> dt.date:
        """The last day it answers for; later days are told as such."""
        return self.agents.answers_until

    @cached_property
    def _directory(self) -> Directory:
        return Directory(self.agents)

    @cached_property
    def _changes(self) -> list[NewlyCmr]:
        return classes.changes(self._directory)

    def with_overlay(self, overlay: Overlay) -> "Catalogue":
        """Return the edition completed by an overlay; this one stays as it is."""
        return Catalogue(with_overlay(self.agents, overlay), (*self.overlays, overlay))

    def import_clp(self, path: str | os.PathLike[str], *, gone: Collection[str] = ()) -> Overlay:
        """Read the official workbook of Annex VI into an overlay on this edition; see `import_clp`."""
        from tracexpo.catalogue import workbook

        return workbook.overlay_of(path, self.agents, gone=gone)

    # -- entries

    def entries(self) -> tuple[Entry, ...]:
        """Return every entry: substances, listed processes, families."""
        directory = self._directory
        return directory.all_of([*directory.substances, *directory.processes, *directory.groups])

    def entry(self, id: str) -> Entry | None:
        """Return the entry of an id of the catalogue, or None."""
        return self._directory.entry(id)

    def find(self, text: str) -> tuple[Entry, ...]:
        """Return the entries that a number or a name means, best first; see `find`."""
        return self._directory.find(text)

    def suggest(self, text: str, *, limit: int = 5) -> tuple[Entry, ...]:
        """Return the entries whose names look most like a text, best first."""
        return self._directory.suggest(text, limit)

    def entries_of(self, agent: Asked) -> tuple[Entry, ...]:
        """Return the entries that an agent of the model may be; none where nothing matches."""
        try:
            return self._directory.question(agent).entries
        except NotInCatalogueError:
            return ()

    def name_matches(self, agent: Substance) -> Answer:
        """Answer whether the name of a substance means what its numbers mean; see `name_matches`."""
        return _name_matches(self._directory, expect(Substance, agent))

    # -- classes

    def classifications(self, agent: Asked, *, on: dt.date) -> tuple[Classification, ...]:
        """Return the harmonised CMR classes of an agent on a day; see `classifications`."""
        return classes.classifications(self._directory, agent, on=on)

    def history(self, agent: Asked) -> tuple[HistoryStep, ...]:
        """Return every dated change of one entry; see `history`."""
        return classes.history(self._directory, agent)

    def newly_cmr(self, since: dt.date, until: dt.date) -> tuple[NewlyCmr, ...]:
        """Return what became CMR between two days, both included; see `newly_cmr`."""
        return classes.newly_cmr(self._changes, since=since, until=until)

    def processes(self, *, on: dt.date) -> tuple[ProcessEntry, ...]:
        """Return the processes on the French list on a day; see `processes`."""
        day = checked(on)
        return tuple(process for process in self._directory.processes.values() if process.listed_on(day))

    def is_cmr(self, agent: Asked, *, on: dt.date) -> Answer:
        """Answer whether an agent is a CMR agent of R4412-60 on a day; see `is_cmr`."""
        if isinstance(agent, Mixture):
            return mixtures.is_cmr_mixture(self._directory, agent, on=checked(on))
        return classes.is_cmr(self._directory, agent, on=on)

    def classified(self, mixture: Mixture, *, on: dt.date, agents: Iterable[Agent] = ()) -> Answer:
        """Answer whether a mixture is classified by the concentration limits; see `classified`."""
        return mixtures.classified(self._directory, mixture, on=on, agents=agents)

    def in_scope(self, mixture: Mixture, *, on: dt.date, agents: Iterable[Agent] = ()) -> Answer:
        """Answer whether the users of a mixture belong on the list; see `in_scope`."""
        return mixtures.in_scope(self._directory, mixture, on=on, agents=agents)

    def restrictions(self, agent: Asked, *, on: dt.date) -> tuple[Restriction, ...]:
        """Return what an agent keeps certain workers from on a day; see `restrictions`."""
        return restricted_works.restrictions(self._directory, agent, on=on)

    # -- limits

    def limit(
        self,
        agent: Asked,
        *,
        on: dt.date,
        fraction: DustFraction | str | None = None,
        statistic: Statistic | str = Statistic.TWA_8H,
        scope: LimitScope | str | None = None,
    ) -> Limit:
        """Return the exposure limit of a day; see `limit`."""
        return exposure_limits.limit(self._directory, agent, on=on, fraction=fraction, statistic=statistic, scope=scope)

    def limits(self, agent: Asked, *, on: dt.date) -> tuple[Limit, ...]:
        """Return every limit known of a day: all statistics, fractions, scopes and kinds."""
        return exposure_limits.limits(self._directory, agent, on=on)

    def limit_changes(self, agent: Asked) -> tuple[dt.date, ...]:
        """Return the days on which the limits of an agent change; see `limit_changes`."""
        return exposure_limits.limit_changes(self._directory, agent)

    def molar_mass(self, agent: Asked) -> Decimal:
        """Return the molar mass of a gas or a vapour [g/mol]; see `molar_mass`."""
        return exposure_limits.molar_mass(self._directory, agent)

    def convert(self, measure: Measure, unit: Unit, *, agent: Asked) -> Measure:
        """Convert a measure of an agent between ppm and mg/m³; see `convert`."""
        return exposure_limits.in_air(self._directory, expect(Measure, measure), agent, expect(Unit, unit))

    def silica_index(
        self,
        *,
        on: dt.date,
        other_dust: Measure,
        quartz: Measure,
        cristobalite: Measure,
        tridymite: Measure,
    ) -> SilicaIndex:
        """Compute the sum of R4412-154; see `silica_index`."""
        return exposure_limits.silica_index(
            self._directory,
            on=checked(on),
            other_dust=other_dust,
            quartz=quartz,
            cristobalite=cristobalite,
            tridymite=tridymite,
        )

    # -- diseases

    def disease_tables(self, agent: Asked, regime: Regime | str, *, on: dt.date) -> tuple[DiseaseTable, ...]:
        """Return the lines of the disease tables tied to an agent; see `disease_tables`."""
        return diseases.disease_tables(self._directory, agent, regime, on=on)

    def all_disease_tables(self) -> tuple[DiseaseTable, ...]:
        """Return every line of the disease tables shipped, of both schemes."""
        return diseases.every_table(self._directory)

    # -- what no overlay changes

    @staticmethod
    def check_durations(
        row: DiseaseTable, exposures: Iterable[Period | HasPeriod], *, first_finding: dt.date
    ) -> DurationCheck:
        """Compare exposures to the conditions of duration of a line of a disease table; see `check_durations`."""
        return diseases.check_durations(row, exposures, first_finding=first_finding)

    @staticmethod
    def dust_level(measure: Measure, *, on: dt.date) -> int:
        """Return the dust level of asbestos work of a level outside the respirator; see `dust_level`."""
        return exposure_limits.dust_level(measure, on=on)

    @staticmethod
    def naf_codes(revision: NafRevision) -> tuple[NafCode, ...]:
        """Return every activity code of a revision; see `naf_codes`."""
        return lists.naf_codes(revision)

    @staticmethod
    def naf_find(code: str, revision: NafRevision | None = None, *, on: dt.date | None = None) -> NafCode | None:
        """Return an activity code, by revision or by day; see `naf_find`."""
        return lists.naf_find(code, revision, on=on)

    @staticmethod
    def naf_revision(*, on: dt.date) -> NafRevision:
        """Return the revision of activity codes in use on a day; see `naf_revision`."""
        return lists.naf_revision(on=on)

    @staticmethod
    def regional_fund(name: str) -> RegionalFund | None:
        """Return the regional fund that a name means, old or new; see `regional_fund`."""
        return lists.regional_fund(name)

    @staticmethod
    def regional_funds() -> tuple[RegionalFund, ...]:
        """Return every regional fund; see `regional_funds`."""
        return lists.regional_funds()

    @staticmethod
    def retention_rules(*, on: dt.date | None = None) -> tuple[RetentionRule, ...]:
        """Return how long what is kept; see `retention_rules`."""
        return lists.retention_rules(on=on)

    @staticmethod
    def to_67_548(new: Classification) -> tuple[Classification, ...]:
        """Convert a CLP class to those of Directive 67/548 it comes from; see `to_67_548`."""
        return directive.to_67_548(new)

    @staticmethod
    def to_clp(old: Classification | Iterable[Classification]) -> tuple[Classification, ...]:
        """Convert classes of Directive 67/548 to CLP; see `to_clp`."""
        return directive.to_clp(old)

    @staticmethod
    def u_threshold(results: int) -> Decimal:
        """Return the threshold of EN 689 for a number of results; see `u_threshold`."""
        return lists.u_threshold(results)


def _name_matches(directory: Directory, agent: Substance) -> Answer:
    numbers = Substance(
        id=agent.id,
        name="-",
        cas_number=agent.cas_number,
        ec_number=agent.ec_number,
        clp_index=agent.clp_index,
    )
    meant = directory.question(numbers).entries
    named = directory.named(agent.name)

    def answer(value: bool | None, en: str, fr: str) -> Answer:
        certainty = Certainty.NOT_COVERED if value is None else Certainty.CERTAIN
        return Answer(value=value, certainty=certainty, because=Wording(en, fr), edition=directory.agents.edition)

    if not meant or not named:
        return answer(
            None,
            "the name or the numbers are not in the catalogue",
            "le nom ou les numéros ne sont pas dans le catalogue",
        )
    ids = {entry.id for entry in meant} | {id for entry in meant for id in (*_groups(entry), *_processes(entry))}
    if ids & {entry.id for entry in named}:
        return answer(True, "the name and the numbers agree", "le nom et les numéros concordent")
    is_, says = shown_name(meant[0]), shown_name(named[0])
    return answer(
        False,
        f"the numbers are those of {is_}, the name is that of {says}",
        f"les numéros sont ceux de {meant[0].names.fr or is_}, le nom est celui de {named[0].names.fr or says}",
    )


def _groups(entry: Entry) -> tuple[str, ...]:
    return getattr(entry, "groups", ())


def _processes(entry: Entry) -> tuple[str, ...]:
    return getattr(entry, "processes", ())


@lru_cache(1)
def _shipped() -> Catalogue:
    return Catalogue(tables.read_agents())


def shipped(*, edition: str | None = None) -> Catalogue:
    """Return the catalogue of this version of the library.

    Args:
        edition: the edition that a result must rest on, to pin it.

    Raises:
        NotInCatalogueError: when another edition is shipped.

    >>> shipped().edition
    '2026-04-10'
    """
    catalogue = _shipped()
    if edition is not None and edition != catalogue.edition:
        raise NotInCatalogueError(
            f"edition {edition} is asked for, this library ships {catalogue.edition}",
            f"l'édition {edition} est demandée, cette bibliothèque fournit {catalogue.edition}",
        )
    return catalogue

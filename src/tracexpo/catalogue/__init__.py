"""What is a CMR agent, under which text, on which day; limits, disease tables and code lists, all dated.

Each function asks the shipped edition, or the `catalogue` it is given: overlays are passed, never set.
The data is read on first use.

>>> import datetime as dt
>>> from tracexpo import catalogue
>>> catalogue.is_cmr("cobalt", on=dt.date(2021, 9, 30)).value, catalogue.is_cmr("cobalt", on=dt.date(2021, 10, 1)).value
(False, True)
"""

import datetime as dt
import os
from collections.abc import Collection, Iterable
from decimal import Decimal

from tracexpo.agents import Agent, Classification, Mixture, Substance
from tracexpo.catalogue.answers import Answer, Certainty, NotInCatalogueError
from tracexpo.catalogue.classes import CMR_1_AND_2, NewlyCmr
from tracexpo.catalogue.directive import to_67_548, to_clp
from tracexpo.catalogue.diseases import (
    DiseaseTable,
    DurationCheck,
    DurationCondition,
    Outcome,
    Regime,
    WorksList,
    check_durations,
)
from tracexpo.catalogue.editions import Catalogue, shipped
from tracexpo.catalogue.entries import Entry, GroupEntry, HistoryStep, ProcessEntry, SubstanceEntry
from tracexpo.catalogue.exposure_limits import Limit, LimitKind, LimitScope, SilicaIndex, dust_level
from tracexpo.catalogue.lists import (
    FundKind,
    NafCode,
    RegionalFund,
    RetentionRule,
    StartEvent,
    naf_codes,
    naf_find,
    naf_revision,
    regional_fund,
    regional_funds,
    retention_rules,
    u_threshold,
)
from tracexpo.catalogue.lookup import Asked
from tracexpo.catalogue.mixtures import GENERIC_LIMITS
from tracexpo.catalogue.overlays import Overlay, read_overlay, write_overlay
from tracexpo.catalogue.restricted_works import RestrictedWorkers, Restriction, RestrictionScope
from tracexpo.form import expect
from tracexpo.units import Measure, Unit
from tracexpo.vocabularies import DustFraction, Statistic

__all__ = [
    "CMR_1_AND_2",
    "GENERIC_LIMITS",
    "Answer",
    "Asked",
    "Catalogue",
    "Certainty",
    "DiseaseTable",
    "DurationCheck",
    "DurationCondition",
    "Entry",
    "FundKind",
    "GroupEntry",
    "HistoryStep",
    "Limit",
    "LimitKind",
    "LimitScope",
    "NafCode",
    "NewlyCmr",
    "NotInCatalogueError",
    "Outcome",
    "Overlay",
    "ProcessEntry",
    "Regime",
    "RegionalFund",
    "RestrictedWorkers",
    "Restriction",
    "RestrictionScope",
    "RetentionRule",
    "SilicaIndex",
    "StartEvent",
    "SubstanceEntry",
    "WorksList",
    "check_durations",
    "classifications",
    "classified",
    "convert",
    "disease_tables",
    "dust_level",
    "entries_of",
    "find",
    "history",
    "import_clp",
    "in_scope",
    "is_cmr",
    "limit",
    "limit_changes",
    "limits",
    "molar_mass",
    "naf_codes",
    "naf_find",
    "naf_revision",
    "name_matches",
    "newly_cmr",
    "processes",
    "read_overlay",
    "regional_fund",
    "regional_funds",
    "restrictions",
    "retention_rules",
    "shipped",
    "silica_index",
    "suggest",
    "to_67_548",
    "to_clp",
    "u_threshold",
    "write_overlay",
]


def __dir__() -> list[str]:
    return __all__


def _of(catalogue: Catalogue | None) -> Catalogue:
    return shipped() if catalogue is None else expect(Catalogue, catalogue, "/catalogue")


def find(text: str, *, catalogue: Catalogue | None = None) -> tuple[Entry, ...]:
    """Return the entries that a CAS, EC or index number, an id or a name (French or English) means, best first.

    Accents, case, punctuation and small words do not count. Several entries may answer: a CAS number is not a key.

    Raises:
        InvalidValueError: for a number whose check digit is wrong.

    >>> [entry.id for entry in find("trioxyde de CHROME")], [entry.id for entry in find("1333-82-0")]
    (['index:024-001-00-0'], ['index:024-001-00-0'])
    """
    return _of(catalogue).find(text)


def suggest(text: str, *, limit: int = 5, catalogue: Catalogue | None = None) -> tuple[Entry, ...]:
    """Return the entries whose names look most like a text that `find` does not find, best first.

    >>> suggest("trichlorethylen")[0].names.en
    'trichloroethylene'
    """
    return _of(catalogue).suggest(text, limit=limit)


def entries_of(agent: Asked, *, catalogue: Catalogue | None = None) -> tuple[Entry, ...]:
    """Return the entries that an agent of the model may be, by its numbers, else by its name.

    >>> [entry.id for entry in entries_of(Substance(id="a", name="CrO3"))]
    ['index:024-001-00-0']
    """
    return _of(catalogue).entries_of(agent)


def name_matches(agent: Substance, *, catalogue: Catalogue | None = None) -> Answer:
    """Answer whether the name of a substance means what its numbers mean; None where one of the two is not known.

    >>> name_matches(Substance(id="a", name="Trichloroéthylène", cas_number="127-18-4")).because.en
    'the numbers are those of tetrachloroethylene, the name is that of trichloroethylene'
    """
    return _of(catalogue).name_matches(agent)


def classifications(agent: Asked, *, on: dt.date, catalogue: Catalogue | None = None) -> tuple[Classification, ...]:
    """Return the harmonised CMR classes of an agent on a day, each with the days between which it stands.

    From 2009-06-01 to 2010-11-30 they are those of the first acts of CLP, by convention, and their source says so.

    Raises:
        NotInCatalogueError: before 2009-06-01; for a family; where entries with different classes match.

    >>> [(c.cmr_class.value, c.applies_from.isoformat()) for c in classifications("50-00-0", on=dt.date(2026, 1, 1))]
    [('clp-1B', '2016-01-01'), ('clp-2', '2016-01-01')]
    """
    return _of(catalogue).classifications(agent, on=on)


def history(agent: Asked, *, catalogue: Catalogue | None = None) -> tuple[HistoryStep, ...]:
    """Return every dated change of one entry: its classes, and the days on which work with it came on the French list.

    Raises:
        NotInCatalogueError: where nothing or several entries match.

    >>> [(step.applies_from.isoformat(), step.listed_as) for step in history("formaldéhyde")][:2]
    [('2007-01-01', 'process:formaldehyde-work'), ('2010-12-01', None)]
    """
    return _of(catalogue).history(agent)


def newly_cmr(since: dt.date, until: dt.date, *, catalogue: Catalogue | None = None) -> tuple[NewlyCmr, ...]:
    """Return what became CMR (class 1A or 1B, or on the French list) between two days, both included.

    >>> [change.entry.names.en for change in newly_cmr(dt.date(2021, 7, 1), dt.date(2021, 7, 1))][0]
    'Work exposing to Diesel engine exhaust emissions'
    """
    return _of(catalogue).newly_cmr(since, until)


def processes(*, on: dt.date, catalogue: Catalogue | None = None) -> tuple[ProcessEntry, ...]:
    """Return the carcinogenic processes on the French list on a day. Source: R4412-60 2°.

    >>> len(processes(on=dt.date(2020, 12, 31))), len(processes(on=dt.date(2021, 7, 1)))
    (6, 9)
    """
    return _of(catalogue).processes(on=on)


def is_cmr(agent: Asked, *, on: dt.date, catalogue: Catalogue | None = None) -> Answer:
    """Answer whether an agent is a CMR agent of R4412-60 on a day.

    True by a harmonised class 1A or 1B, by a class 1A or 1B that its supplier states (the text asks for the criteria),
    or by a listed process and the CAS numbers tied to it. None for a family ("which compound?"), for what the
    catalogue does not know, and before 2010-12-01 wherever it is not True. A mixture is asked about as such here:
    whether its users belong on the list is `in_scope`.

    Raises:
        NotInCatalogueError: for a text that matches nothing.
        InvalidValueError: for a number whose check digit is wrong.

    >>> answer = is_cmr("quartz", on=dt.date(2022, 5, 1))
    >>> answer.value, answer.because.en
    (True, 'listed process: Work exposing to respirable crystalline silica dust generated by a work process')
    """
    return _of(catalogue).is_cmr(agent, on=on)


def classified(
    mixture: Mixture, *, on: dt.date, agents: Iterable[Agent] = (), catalogue: Catalogue | None = None
) -> Answer:
    """Answer whether a mixture is classified CMR by the concentration limits of CLP.

    Specific limits first, then generic ones, component by component: contents are never added together. Category 2
    and lactation count; `answer.classifications` says which classes result.

    Args:
        mixture: with its components.
        on: the day.
        agents: the agents of the register that the components name; an id such as `cas:79-01-6` needs none.
        catalogue: another edition than the shipped one.

    >>> from tracexpo.agents import Component
    >>> degreaser = Mixture(
    ...     id="m",
    ...     product_name="degreaser",
    ...     components=(Component(agent="cas:79-01-6", max_fraction=Decimal("0.0005")),),
    ... )
    >>> classified(degreaser, on=dt.date(2025, 1, 1)).value, in_scope(degreaser, on=dt.date(2025, 1, 1)).value
    (False, True)
    """
    return _of(catalogue).classified(mixture, on=on, agents=agents)


def in_scope(
    mixture: Mixture, *, on: dt.date, agents: Iterable[Agent] = (), catalogue: Catalogue | None = None
) -> Answer:
    """Answer whether the users of a mixture belong on the list: by any 1A or 1B component, whatever its content.

    Source: R4412-60, R4412-93-1; the mixture need not be classified itself.
    """
    return _of(catalogue).in_scope(mixture, on=on, agents=agents)


def restrictions(agent: Asked, *, on: dt.date, catalogue: Catalogue | None = None) -> tuple[Restriction, ...]:
    """Return what an agent keeps certain workers from: D4152-10, D4153-17 and D4154-1 with its operations.

    It is told of the agent: the state of a person is never asked nor stored.

    >>> [(r.article, r.item, r.scope.value) for r in restrictions("cadmium oxide", on=dt.date(2025, 1, 1))]
    [('D4153-17', None, 'any'), ('D4154-1', 9, 'operation'), ('D4154-1', 10, 'any')]
    """
    return _of(catalogue).restrictions(agent, on=on)


def limit(
    agent: Asked,
    *,
    on: dt.date,
    fraction: DustFraction | str | None = None,
    statistic: Statistic | str = Statistic.TWA_8H,
    scope: LimitScope | str | None = None,
    catalogue: Catalogue | None = None,
) -> Limit:
    """Return the French exposure limit of a day: the binding one, else a known indicative one.

    Args:
        agent: an agent of the model, an entry, or a text; a compound has the limit of its family.
        on: the day.
        fraction: of the particles, where the limits differ by it.
        statistic: `twa-8h` or `twa-15min`; never compared with one another.
        scope: the sector, for the few limits of a sector of its own.
        catalogue: another edition than the shipped one.

    >>> for day in (dt.date(2003, 6, 26), dt.date(2003, 6, 27), dt.date(2024, 4, 5), dt.date(2026, 4, 5)):
    ...     print(limit("benzène", on=day).value.value)
    9.75
    3.25
    1.65
    0.66
    """
    return _of(catalogue).limit(agent, on=on, fraction=fraction, statistic=statistic, scope=scope)


def limits(agent: Asked, *, on: dt.date, catalogue: Catalogue | None = None) -> tuple[Limit, ...]:
    """Return every limit known of a day: all statistics, fractions, scopes and kinds.

    >>> [(l.fraction.value, str(l.value.value)) for l in limits("sulfate de nickel", on=dt.date(2025, 2, 3))]
    [('inhalable', '0.05'), ('respirable', '0.01')]
    """
    return _of(catalogue).limits(agent, on=on)


def limit_changes(agent: Asked, *, catalogue: Catalogue | None = None) -> tuple[dt.date, ...]:
    """Return the days on which a limit of an agent begins, or no longer applies, in order: between two, none changes.

    Raises:
        NotInCatalogueError: for a text that matches nothing, or several entries.

    >>> [day.isoformat() for day in limit_changes("benzene")][-2:]
    ['2024-04-05', '2026-04-05']
    """
    return _of(catalogue).limit_changes(agent)


def molar_mass(agent: Asked, *, catalogue: Catalogue | None = None) -> Decimal:
    """Return the molar mass of a gas or a vapour [g/mol].

    Raises:
        NotInCatalogueError: where it is not shipped.

    >>> molar_mass("benzène")
    Decimal('78.114')
    """
    return _of(catalogue).molar_mass(agent)


def convert(measure: Measure, unit: Unit, *, agent: Asked, catalogue: Catalogue | None = None) -> Measure:
    """Convert a measure of an agent between ppm and mass in air, at 20 °C and 101.3 kPa. Source: R4412-149, note 5.

    Raises:
        NotInCatalogueError: where the molar mass is needed and not shipped.
        InvalidValueError: where the two units measure other things.

    >>> print(convert(Measure(Decimal(1), Unit.PPM), Unit.MG_M3, agent="benzène").value)
    3.24649
    """
    return _of(catalogue).convert(measure, unit, agent=agent)


def silica_index(
    *,
    on: dt.date,
    other_dust: Measure,
    quartz: Measure,
    cristobalite: Measure,
    tridymite: Measure,
    catalogue: Catalogue | None = None,
) -> SilicaIndex:
    """Compute Cns/Vns + Cq/0.1 + Cc/0.05 + Ct/0.05, of respirable dust; above 1 the mixture exceeds its limit.

    Vns, the limit of the respirable dust that is not crystalline silica, is 5, then 3.5 (2022-01-01), then 0.9 mg/m³
    (2023-07-01). Source: R4412-154, R4412-155.

    >>> def mg(text):
    ...     return Measure(Decimal(text), Unit.MG_M3)
    >>> index = silica_index(
    ...     on=dt.date(2025, 6, 10),
    ...     other_dust=mg("0.4"),
    ...     quartz=mg("0.06"),
    ...     cristobalite=mg("0.03"),
    ...     tridymite=mg("0"),
    ... )
    >>> index.value, index.exceeded
    (Decimal('1.6444'), True)
    """
    return _of(catalogue).silica_index(
        on=on, other_dust=other_dust, quartz=quartz, cristobalite=cristobalite, tridymite=tridymite
    )


def disease_tables(
    agent: Asked, regime: Regime | str, *, on: dt.date, catalogue: Catalogue | None = None
) -> tuple[DiseaseTable, ...]:
    """Return the lines of the tables of occupational diseases tied to an agent, in one scheme, on a day.

    Args:
        agent: an agent of the model, an entry, or a text, such as the name of the agent in the table.
        regime: `general` or `agricultural`: the durations differ.
        on: the day.
        catalogue: another edition than the shipped one.

    >>> [(row.table, row.min_latency) for row in disease_tables("cadmium", "general", on=dt.date(2025, 1, 1))]
    [('61 bis', 'P20Y')]
    """
    return _of(catalogue).disease_tables(agent, regime, on=on)


def import_clp(
    path: str | os.PathLike[str], *, gone: Collection[str] = (), catalogue: Catalogue | None = None
) -> Overlay:
    """Read the official workbook of Annex VI into an overlay: `shipped().with_overlay(overlay)` answers with it.

    The sheet `History` is read where there is one, else the state of one day. Every check digit is checked, and the
    days that later acts moved are put right: the date column of the workbook is not the law.

    Args:
        path: the `.xlsx` file, as published.
        gone: index numbers known to have left the annex; any other entry that the workbook lacks has it refused.
        catalogue: another edition than the shipped one.

    Raises:
        OSError: when the file cannot be opened.
        ReadError: with everything that is wrong, each at its cell; nothing is changed.
        MissingExtraError: without the extra `xlsx`.
    """
    return _of(catalogue).import_clp(path, gone=gone)

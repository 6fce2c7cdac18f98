"""The individual sheets of 2001, 2008 and 2012, and the asbestos sheet.

Source: R231-54-15, R4412-41, D4121-6, R4412-120.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import ClassVar, Final

from attrs import evolve, field, frozen

from tracexpo.catalogue.editions import Catalogue
from tracexpo.companies import Establishment
from tracexpo.documents.gathering import Gathering, source_of, until
from tracexpo.documents.header import Header, Lacking, Missing
from tracexpo.documents.particulars import Firm, Line, NamedAgent, Person, Post, Source, ids_of
from tracexpo.documents.texts import TEXTS, LegalVersion
from tracexpo.documents.told import TOLD, Told, not_in_force, refuse
from tracexpo.errors import InvalidValueError
from tracexpo.exposures import AccidentalExposure, IndividualExposure, PreventionMeasure
from tracexpo.form import ExposureRef, OriginRef, Text, WorkerRef, check
from tracexpo.periods import Period
from tracexpo.register import Register
from tracexpo.vocabularies import MeasureLevel, Route
from tracexpo.work import Worker

__all__ = ["AsbestosSheet", "ExposureSheet", "PreventionFactor", "PreventionSheet", "exposure_sheet"]

_SHEETS: Final = (
    LegalVersion.SHEET_2001,
    LegalVersion.SHEET_2008,
    LegalVersion.PREVENTION_SHEET_2012,
    LegalVersion.ASBESTOS_SHEET,
)


@frozen(kw_only=True)
class ExposureSheet:
    """The exposure sheet of 2001 and of 2008 (fiche d'exposition): the same content, of another scope.

    Of each exposure: the nature of the work, the characteristics of the products, the periods, the other risks; the
    dates and results of controls, the duration and importance of accidental exposures.
    Source: R231-54-15 (until 30 April 2008); R4412-41 (until 31 January 2012).
    """

    KIND: ClassVar[str] = "exposure-sheet"

    header: Header
    """Text, day, facts used, what is missing."""
    person: Person
    """The worker."""
    firm: Firm
    """The employer's establishment."""
    lines: tuple[Line, ...]
    """The exposures, in order, with the results of controls."""

    def __attrs_post_init__(self) -> None:
        check(self)


@frozen(kw_only=True)
class PreventionFactor:
    """One factor of the prevention sheet: usual conditions, events, period, measures. Source: D4121-6."""

    exposure: ExposureRef
    """Id of the exposure; for one that tracing gives, the id it gives."""
    derived_from: tuple[OriginRef, ...] = ()
    """The collective exposure and the assignments it follows from."""
    agent: NamedAgent
    """The agent."""
    post: Post | None = None
    """The workstation."""
    place: Text | None = field(default=None, repr=False)
    """The place, where it is not the establishment (chantier)."""
    period: Period
    """When."""
    work_performed: Text | None = field(default=None, repr=False)
    """Usual conditions: nature of the work (conditions habituelles)."""
    nature: Text | None = field(default=None, repr=False)
    """Usual conditions: nature of the exposure."""
    routes: tuple[Route, ...] = ()
    """Routes."""
    events: tuple[AccidentalExposure, ...] = ()
    """Particular events that increased the exposure (événements particuliers)."""
    organisational: tuple[PreventionMeasure, ...] = ()
    """Organisational measures."""
    collective: tuple[PreventionMeasure, ...] = ()
    """Collective measures, substitution included."""
    individual: tuple[PreventionMeasure, ...] = ()
    """Individual measures."""
    source: Source = Source()
    """How it is known."""

    def __attrs_post_init__(self) -> None:
        check(self)


@frozen(kw_only=True)
class PreventionSheet:
    """The sheet of exposure prevention of 2012 to 2014 (fiche de prévention des expositions).

    It is confidential: another employer is not shown it. Here it tells the dangerous chemical agents alone, one of
    the ten factors of its model. Source: L4121-3-1, D4121-6 to -9.
    """

    KIND: ClassVar[str] = "prevention-sheet"

    header: Header
    """Text, day, facts used, what is missing."""
    person: Person
    """The worker."""
    firm: Firm
    """The employer's establishment."""
    factors: tuple[PreventionFactor, ...]
    """The exposures, in order."""

    def __attrs_post_init__(self) -> None:
        check(self)


@frozen(kw_only=True)
class AsbestosSheet:
    """The asbestos exposure sheet (fiche d'exposition à l'amiante). Source: R4412-120."""

    KIND: ClassVar[str] = "asbestos-sheet"

    header: Header
    """Text, day, facts used, what is missing."""
    person: Person
    """The worker."""
    firm: Firm
    """The employer's establishment."""
    lines: tuple[Line, ...]
    """The exposures, in order: work, materials, process and dust level stand in `conditions.asbestos`."""

    def __attrs_post_init__(self) -> None:
        check(self)


def exposure_sheet(
    register: Register,
    *,
    worker: WorkerRef,
    establishment: str,
    on: dt.date,
    model: LegalVersion | str | None = None,
    catalogue: Catalogue | None = None,
) -> ExposureSheet | PreventionSheet | AsbestosSheet:
    """Make the sheet of a worker that an employer keeps on a day.

    By default the sheet of that day: 2001, 2008 or 2012, afterwards the asbestos sheet, the only one left.

    Args:
        register: the facts.
        worker: id of the worker.
        establishment: id of the employing establishment; facts of other employers are not told.
        on: the day of the sheet; what starts later is not on it.
        model: another sheet that is in force that day: `asbestos-sheet` beside the sheet of 2012.
        catalogue: another edition than the shipped one.

    Raises:
        NoDocumentError: with every reason and what exists instead.

    >>> from tracexpo.agents import Substance
    >>> register = Register().add(
    ...     Establishment(id="e1"),
    ...     Worker(id="w1"),
    ...     Substance(id="cas:71-43-2", name="Benzène", cas_number="71-43-2"),
    ...     IndividualExposure(
    ...         id="x1",
    ...         worker="w1",
    ...         agent="cas:71-43-2",
    ...         establishment="e1",
    ...         period=Period(dt.date(2009, 3, 2), dt.date(2010, 6, 30)),
    ...     ),
    ... )
    >>> sheet = exposure_sheet(register, worker="w1", establishment="e1", on=dt.date(2010, 12, 31))
    >>> sheet.header.version.value, len(sheet.lines)
    ('sheet-2008', 1)
    """
    gathered = Gathering(register, on, catalogue)
    version = _version(model, gathered)
    refuse(
        [
            *gathered.refused(worker=(worker, Worker), establishment=(establishment, Establishment)),
            *not_in_force(version, on),
        ]
    )
    key = gathered.employer_key(establishment)
    of_employer = (
        x for x in gathered.exposures_of.get(worker, ()) if gathered.employer_key(gathered.employer(x)) == key
    )
    asbestos = version is LegalVersion.ASBESTOS_SHEET
    lines = [x for x in of_employer if not asbestos or _is_asbestos(gathered, x)]
    if version is LegalVersion.PREVENTION_SHEET_2012:
        # what was over by then stands on the exposure sheet
        first = TEXTS[version].since
        lines = [x for x in lines if x.period.end is None or x.period.end >= first]
    if asbestos and not lines and gathered.exposures_of.get(worker):
        told: Told = {"document": version.wording, "instead": TEXTS[version].instead}
        refuse([TOLD["document-not-for-agent"].at("/worker", context=told)])
    if not lines:
        refuse([TOLD["document-nothing-to-state"].at("/worker", context={"on": on.isoformat()})])
    if version is LegalVersion.PREVENTION_SHEET_2012:
        return _prevention_sheet(gathered, worker, establishment, lines)
    return _sheet(gathered, worker, establishment, version, lines)


def _version(model: LegalVersion | str | None, gathered: Gathering) -> LegalVersion:
    if model is None:
        found = (version for version in _SHEETS if TEXTS[version].in_force(gathered.on))
        return next(found, LegalVersion.SHEET_2001)
    if model not in _SHEETS:
        raise InvalidValueError("not-in-vocabulary", "/model", {"allowed": tuple(v.value for v in _SHEETS)})
    return LegalVersion(model)


def _is_asbestos(gathered: Gathering, x: IndividualExposure) -> bool:
    return x.conditions.asbestos is not None or gathered.is_asbestos(x.agent)


def _sheet(
    gathered: Gathering, worker: str, establishment: str, version: LegalVersion, lines: Sequence[IndividualExposure]
) -> ExposureSheet | AsbestosSheet:
    told = tuple(evolve(gathered.line(x, results=True), period=until(x.period, gathered.on)) for x in lines)
    asbestos = version is LegalVersion.ASBESTOS_SHEET
    person, firm = gathered.person(worker), gathered.firm(establishment)
    lacking = [*_lacking_head(person, firm, version), *_lacking_lines(told, version, asbestos=asbestos)]
    header = gathered.header(version, (id for line in told for id in ids_of(line)), lacking)
    if asbestos:
        return AsbestosSheet(header=header, person=person, firm=firm, lines=told)
    return ExposureSheet(header=header, person=person, firm=firm, lines=told)


def _prevention_sheet(
    gathered: Gathering, worker: str, establishment: str, lines: Sequence[IndividualExposure]
) -> PreventionSheet:
    version = LegalVersion.PREVENTION_SHEET_2012
    person, firm = gathered.person(worker), gathered.firm(establishment)
    factors = tuple(_factor(gathered, x) for x in lines)
    lacking = [*_lacking_head(person, firm, version), *_lacking_factors(factors)]
    used = (id for factor in factors for id in (factor.derived_from or (factor.exposure,)))
    return PreventionSheet(header=gathered.header(version, used, lacking), person=person, firm=firm, factors=factors)


def _factor(gathered: Gathering, x: IndividualExposure) -> PreventionFactor:
    said = gathered.known(x.conditions)

    def measures(*levels: MeasureLevel) -> tuple[PreventionMeasure, ...]:
        return tuple(m for m in said.measures if m.level in levels)

    return PreventionFactor(
        exposure=x.id,
        derived_from=x.derived_from,
        agent=gathered.agent(x.agent),
        post=gathered.post(x),
        place=x.place,
        period=until(x.period, gathered.on),
        work_performed=said.work_performed,
        nature=said.nature,
        routes=said.routes,
        events=tuple(a for a in x.accidents if a.on <= gathered.on),
        organisational=measures(MeasureLevel.ORGANISATIONAL),
        collective=measures(MeasureLevel.SUBSTITUTION, MeasureLevel.TECHNICAL),
        individual=measures(MeasureLevel.PERSONAL),
        source=source_of(x),
    )


# -- what is missing


def _lacking_head(person: Person, firm: Firm, version: LegalVersion) -> Iterator[Lacking]:
    article = TEXTS[version].articles[0]
    if person.birth_name is None and person.used_name is None:
        yield Lacking(field="/person", what=Missing.NAME, article=article)
    if firm.company_name is None and firm.name is None:
        yield Lacking(field="/firm/company_name", what=Missing.COMPANY_NAME, article=article)


def _lacking_lines(lines: Sequence[Line], version: LegalVersion, *, asbestos: bool) -> Iterator[Lacking]:
    article = TEXTS[version].articles[0]
    for i, line in enumerate(lines):
        said = line.conditions
        told: list[tuple[str, Missing, bool]] = [
            ("conditions/work_performed", Missing.WORK, said.work_performed is not None),
            ("conditions/other_risks", Missing.OTHER_RISKS, bool(said.other_risks)),
            ("results", Missing.RESULTS, bool(line.results)),
        ]
        if asbestos:
            work = said.asbestos
            told += [
                ("conditions/asbestos/material", Missing.MATERIAL, work is not None and work.material is not None),
                ("conditions/asbestos/process", Missing.PROCESS, work is not None and work.process is not None),
                ("conditions/measures", Missing.COLLECTIVE_PROTECTION, bool(line.collective_protection)),
                ("conditions/measures", Missing.PERSONAL_PROTECTION, bool(line.personal_protection)),
            ]
        else:
            told.append(
                ("conditions/product_characteristics", Missing.PRODUCTS, said.product_characteristics is not None)
            )
        for name, what, is_told in told:
            if not is_told:
                yield Lacking(field=f"/lines/{i}/{name}", what=what, article=article)


def _lacking_factors(factors: Sequence[PreventionFactor]) -> Iterator[Lacking]:
    for i, factor in enumerate(factors):
        if factor.work_performed is None and factor.nature is None:
            yield Lacking(field=f"/factors/{i}/work_performed", what=Missing.WORK, article="D4121-6")
        if not (factor.organisational or factor.collective or factor.individual):
            yield Lacking(field=f"/factors/{i}", what=Missing.MEASURES, article="D4121-6")

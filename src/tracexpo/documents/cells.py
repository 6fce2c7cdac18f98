"""What each column of the list as a spreadsheet holds of a line; the reader makes the same facts of it."""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from attrs import frozen

from tracexpo.agents import AgentKind, Classification
from tracexpo.codecs.tables.columns import Column, candidates
from tracexpo.codecs.tables.naming import agent_of, numbers_in_name
from tracexpo.codecs.tables.template import HEADINGS, Value
from tracexpo.codecs.tables.words import document_in, evidence_in, is_blank, routes_in
from tracexpo.documents.lists import CmrList
from tracexpo.documents.particulars import Line, Source
from tracexpo.documents.rendering.parts import agent_name, class_said, component_said, measure_said
from tracexpo.documents.rendering.spelling import Speech
from tracexpo.exposures import Band, Level, PreventionMeasure
from tracexpo.periods import ExposureTime, Period
from tracexpo.problems import Wording
from tracexpo.provenance import Analogous, Biomonitored, Declared, Expert, Matrix, Measured, Modelled
from tracexpo.vocabularies import (
    Censoring,
    CmrClass,
    DocumentKind,
    Hazard,
    MeasureLevel,
    Precision,
    Statistic,
    TimeUnit,
    UnknownFact,
)

__all__ = ["CELLS", "Context", "context_of"]


@frozen
class Context:
    """What the columns of this list can say."""

    speech: Speech
    numbers: Mapping[str, str | None]
    """By id of a worker, the number that stands for him."""
    in_hours_a_week: bool
    """Whether every duration is in hours a week, as the heading of the template says."""
    level_over_8h: bool
    """Whether every level is one over 8 h."""
    limit_over_8h: bool
    """Whether every limit beside a level is one over 8 h, as the heading of the template says."""


def context_of(made: CmrList, speech: Speech) -> Context:
    """Look at all lines of a list."""
    times = [d for line in made.lines if isinstance(d := line.conditions.duration, ExposureTime)]
    levels = [level for line in made.lines if isinstance(level := line.conditions.degree, Level)]
    return Context(
        speech=speech,
        numbers=_numbers_of(made),
        in_hours_a_week=all(time.unit is TimeUnit.H_WEEK for time in times),
        level_over_8h=bool(levels) and all(level.statistic is Statistic.TWA_8H for level in levels),
        limit_over_8h=all(level.statistic is Statistic.TWA_8H for level in levels if level.declared_limit is not None),
    )


_NUMBERED: Final = re.compile(r"n(\d+)")


def _numbers_of(made: CmrList) -> Mapping[str, str | None]:
    """Return the firm's own number of each worker; None for all where a list without numbers was read."""
    workers = dict.fromkeys(line.person.worker for line in made.lines)
    # an id made by a reader is that of the establishment, a colon and their number
    short = {worker: worker.rpartition(":")[2] for worker in workers}
    if len(set(short.values())) < len(short) or any(map(is_blank, short.values())):
        short = {worker: worker for worker in workers}
    if short and all(_NUMBERED.fullmatch(number) for number in short.values()) and _named(made):
        return dict.fromkeys(short)
    return short


def _named(made: CmrList) -> bool:
    """Whether each worker can be told from the others by names and day of birth."""
    people = {line.person.worker: line.person for line in made.lines}
    known = {
        (p.used_name or p.birth_name, p.given_names, p.birth_date)
        for p in people.values()
        if p.used_name or p.birth_name
    }
    return len(known) == len(people)


def _place_name(line: Line, context: Context) -> str | None:
    firm = line.firm
    # an establishment that nothing names would be none
    named = firm.siret or _legible(firm.company_name)
    return _legible(firm.name) or (None if named else firm.establishment)


def _employer_name(line: Line, context: Context) -> str | None:
    employer = line.employer
    if employer is None:
        return None
    name = _legible(employer.name)
    return name or (None if employer.siret else _legible(employer.company_name) or employer.establishment)


def _legible(name: str | None) -> str | None:
    """Return a name, unless it is dashes and points alone, which the reader takes for none."""
    return None if name is None or is_blank(name) else name


def _start(line: Line, context: Context) -> Value:
    period = line.period
    if period.begun_before:
        coarse = _coarse(period.start, period.precision, first=True)
        return f"{_BEFORE[context.speech.lang]} {coarse or _the(period.start, context)}"
    return _day(period.start, period, context, first=True)


def _end(line: Line, context: Context) -> Value:
    period = line.period
    if period.end is None:
        return _ENDED[context.speech.lang] if period.ended else None
    return _day(period.end, period, context, first=False)


_BEFORE: Final = {"fr": "avant", "en": "before"}
_ABOUT: Final = {"fr": "vers", "en": "about"}
_ENDED: Final = {"fr": "terminée", "en": "ended"}
_ONE_DAY: Final = dt.timedelta(days=1)


def _day(day: dt.date, period: Period, context: Context, *, first: bool) -> Value:
    """Return a day; of one that is not known to the day, words that the reader knows."""
    if period.precision is Precision.DAY:
        return day
    coarse = _coarse(day, period.precision, first=first)
    if coarse is not None:
        return coarse
    other = period.end if first else period.start
    # one end that says how coarse it is says it of both
    if other is not None and _coarse(other, period.precision, first=not first) is not None:
        return day
    return f"{_ABOUT[context.speech.lang]} {_written(day)}"


def _coarse(day: dt.date, precision: Precision, *, first: bool) -> str | None:
    """Write a month or a year where the day is the first or the last one of it."""
    edge = day if first else day + _ONE_DAY
    if precision is Precision.YEAR and (edge.month, edge.day) == (1, 1):
        return str(day.year)
    if precision is Precision.MONTH and edge.day == 1:
        return f"{day.month:02}/{day.year}"
    return None


def _the(day: dt.date, context: Context) -> str:
    return f"le {_written(day)}" if context.speech.lang == "fr" else _written(day)


def _written(day: dt.date) -> str:
    return f"{day:%d/%m/}{day.year:04}"


def _routes(line: Line, context: Context) -> str | None:
    said = line.conditions
    if said.routes == (routes_in(said.nature) if said.nature else ()):
        return None
    named = ", ".join(route.label_in(context.speech.lang) for route in said.routes)
    return named or _NO_ROUTE[context.speech.lang]


_NO_ROUTE: Final = {"fr": "néant", "en": "none"}


def _unknown(line: Line, what: UnknownFact, context: Context) -> str | None:
    reason = next((unknown.reason for unknown in line.conditions.not_known if unknown.what is what), None)
    return context.speech.word(reason)


def _nature(line: Line, context: Context) -> str | None:
    return line.conditions.nature or _unknown(line, UnknownFact.NATURE, context)


def _duration(line: Line, context: Context) -> Value:
    duration = line.conditions.duration
    if isinstance(duration, Band):
        return duration.value
    if duration is None:
        return _unknown(line, UnknownFact.DURATION, context)
    if context.in_hours_a_week:
        return duration.value
    return f"{context.speech.plain(duration.value)} {duration.unit.label_in(context.speech.lang)}"


def _frequency(line: Line, context: Context) -> str | None:
    return context.speech.frequency(line.conditions.frequency)


def _level(line: Line, context: Context) -> Value:
    """Return the level as a number where that says all, else as text."""
    degree = line.conditions.degree
    if isinstance(degree, Band):
        return degree.value
    if degree is None:
        return _unknown(line, UnknownFact.DEGREE, context)
    sign = {None: "", Censoring.BELOW: "< ", Censoring.ABOVE: "> "}[degree.censored]
    said = context.level_over_8h or (degree.declared_limit is not None and context.limit_over_8h)
    over = "" if degree.statistic is (Statistic.TWA_8H if said else None) else _OVER.get(degree.statistic, "")
    if not sign and not over:
        return degree.value.value
    return f"{sign}{context.speech.plain(degree.value.value)}{over}"


_OVER: Final[Mapping[Statistic | None, str]] = {Statistic.TWA_8H: " (8 h)", Statistic.TWA_15MIN: " (15 min)"}


def _unit(line: Line, context: Context) -> str | None:
    degree = line.conditions.degree
    return degree.value.unit.label_in(context.speech.lang) if isinstance(degree, Level) else None


def _limit(line: Line, context: Context) -> Value:
    degree = line.conditions.degree
    limit = degree.declared_limit if isinstance(degree, Level) else None
    if limit is None or not isinstance(degree, Level):
        return None
    if limit.unit is degree.value.unit:
        return limit.value
    return f"{context.speech.plain(limit.value)} {limit.unit.label_in(context.speech.lang)}"


def _of_level(line: Line) -> Level | None:
    degree = line.conditions.degree
    return degree if isinstance(degree, Level) else None


def _fraction(line: Line, context: Context) -> str | None:
    level = _of_level(line)
    return None if level is None else context.speech.word(level.fraction)


def _respirator(line: Line, context: Context) -> str | None:
    level = _of_level(line)
    return None if level is None else context.speech.word(level.respirator)


def _measured_on(line: Line, context: Context) -> dt.date | None:
    level = _of_level(line)
    return None if level is None else level.on


def _measures(level: MeasureLevel) -> Callable[[Line, Context], str | None]:
    def cell(line: Line, context: Context) -> str | None:
        return "\n".join(m.name for m in line.conditions.measures if m.level is level) or None

    return cell


def _agent(line: Line, context: Context) -> str:
    return _legible(agent_name(context.speech, line.agent)) or context.speech("agent-withheld")


def _agent_kind(line: Line, context: Context) -> str | None:
    """Return the kind of an agent that the reader would take for another by its name and its numbers."""
    agent, name = line.agent, _agent(line, context)
    _, inside = numbers_in_name(name)
    cas = agent.cas_number or (inside[0] if len(inside) == 1 else None)
    read = agent_of(name, "", cas=cas, ec=agent.ec_number, index=agent.clp_index)
    return None if agent.kind in (None, AgentKind(read.KIND)) else context.speech.word(agent.kind)


_HAZARDS: Final = {Hazard.CARCINOGENIC: "Carc.", Hazard.MUTAGENIC: "Muta.", Hazard.REPROTOXIC: "Repr."}
_CLASSES: Final = {CmrClass.CLP_1A: "1A", CmrClass.CLP_1B: "1B", CmrClass.CLP_2: "2"}


def _category(line: Line, context: Context) -> str | None:
    return ", ".join(_class(one) for one in line.agent.stated if _is_told(one)) or None


def _is_told(one: Classification) -> bool:
    """Whether the column of classes can say a class."""
    return one.hazard in _HAZARDS and one.cmr_class in _CLASSES


def _class(one: Classification) -> str:
    assert one.cmr_class is not None
    said = f"{_HAZARDS[one.hazard]} {_CLASSES[one.cmr_class]}"
    return f"{said} ({', '.join(one.statements)})" if one.statements else said


# -- where it comes from

_WORDS: Final[Mapping[type, Wording]] = {
    Measured: Wording("measurement", "mesurage"),
    Biomonitored: Wording("biological monitoring (biomonitoring)", "biométrologie"),
    Modelled: Wording("modelled", "modélisation"),
    Matrix: Wording("matrix", "matrice"),
    Analogous: Wording("by comparison, analogous", "par analogie"),
    Expert: Wording("estimate", "estimation"),
    Declared: Wording("declared", "déclaré"),
}
"""Words by which the reader knows how something is known."""
_ITSELF: Final = frozenset({None, DocumentKind.EXPOSURE_LIST, DocumentKind.NONE})
"""Documents of origin that a list need not name: what it says was found in a list."""


def _evidence(line: Line, context: Context) -> str | None:
    """Return the words of the source, where the reader takes them for what they are; else they are remarks."""
    said = _source(line, context.speech)
    return said if said is not None and _is_read_back(said, line.source) else None


def _source(line: Line, speech: Speech) -> str | None:
    source = line.source
    said: list[str] = []
    if source.evidence is not None:
        said.append(speech.wording(_WORDS[type(source.evidence)]))
        match source.evidence:
            case Modelled(tool=named) | Matrix(name=named):
                said.append(named)
            case Expert(role=role) | Declared(by=role) if role is not None:
                said.append(speech.word(role) or "")
            case Analogous(to=to) if to is not None:
                said.append(to)
            case _:
                pass
    document = None if source.document in _ITSELF else speech.word(source.document)
    return ", ".join(part for part in (" ".join(said), document) if part) or None


def _is_read_back(said: str, source: Source) -> bool:
    """Whether the reader makes the same evidence and the same document of some words."""
    read = evidence_in(said)
    same = type(read) is type(source.evidence) and all(
        getattr(read, name, None) == getattr(source.evidence, name, None) for name in ("role", "by", "tool", "name")
    )
    return same and (source.document in _ITSELF or document_in(said) is source.document)


# -- remarks


def _note(line: Line, context: Context) -> str | None:
    return "\n".join(part for part in (line.note, *_beside(line, context)) if part) or None


def _beside(line: Line, context: Context) -> Iterator[str | None]:
    """Yield in words what no column holds."""
    speech, said, source = context.speech, line.conditions, line.source
    if _evidence(line, context) is None:
        yield _told(speech, "how-known", _source(line, speech))
    for measure in said.measures:
        yield _measure_beside(measure, speech)
    for one in line.accidents:
        yield speech.named(speech("accident-on", day=speech.day(one.on)), one.description)
    yield _told(speech, "products", said.product_characteristics)
    yield _told(speech, "other-risks", ", ".join(said.other_risks))
    yield _told(speech, "closed-apparatus", _yes_or_no(speech, said.closed_apparatus))
    if said.asbestos is not None:
        work = said.asbestos
        yield _told(speech, "operation", speech.word(work.operation))
        yield _told(speech, "material", work.material)
        yield _told(speech, "process-used", work.process)
        yield _told(speech, "dust", None if work.dust_level is None else str(work.dust_level))
    level = _of_level(line)
    if level is not None and level.statistic is not None and level.statistic not in _OVER:
        yield _told(speech, "result-of", speech.word(level.statistic))
    for what, band, column in (("degree", said.degree, Column.LEVEL), ("duration", said.duration, Column.DURATION)):
        if isinstance(band, Band) and band.scale not in _scales(column):
            yield _told(speech, what, speech.band(band))
    yield _told(speech, "classes-stated", ", ".join(_other_classes(line, speech)))
    yield _told(speech, "components", ", ".join(component_said(speech, part) for part in line.agent.components))
    yield _told(speech, "tasks", ", ".join(line.post.tasks) if line.post is not None else None)
    yield _told(speech, "said-by", speech.word(source.author_role))
    yield None if source.confidence is None else speech("certainty", word=speech.word(source.confidence) or "")


def _told(speech: Speech, key: str, text: str | None) -> str | None:
    return speech.named(speech(key), text) if text else None


def _yes_or_no(speech: Speech, said: bool | None) -> str | None:
    return None if said is None else speech("yes" if said else "no")


def _measure_beside(measure: PreventionMeasure, speech: Speech) -> str | None:
    """Tell of a measure what its column does not say."""
    said = measure_said(speech, measure)
    if measure.level is MeasureLevel.SUBSTITUTION:
        return speech.named(speech.word(measure.level) or "", said)
    return None if said == measure.name else said


def _other_classes(line: Line, speech: Speech) -> Iterator[str]:
    return (class_said(speech, one) for one in line.agent.stated if not _is_told(one))


def _scales(column: Column) -> tuple[str, str]:
    """Return the headings under which a class is read back as one of that scale."""
    heading = next(heading for heading in HEADINGS if candidates(heading.title.fr)[0] is column)
    return heading.title.en, heading.title.fr


# -- every column

CELLS: Final[Mapping[Column, Callable[[Line, Context], Value]]] = {
    Column.WORKER_NUMBER: lambda line, context: context.numbers[line.person.worker],
    Column.USED_NAME: lambda line, _: line.person.used_name,
    Column.BIRTH_NAME: lambda line, _: line.person.birth_name,
    Column.GIVEN_NAMES: lambda line, _: " ".join(line.person.given_names) or None,
    Column.BIRTH_DATE: lambda line, _: line.person.birth_date,
    Column.SIRET: lambda line, _: line.firm.siret,
    Column.ESTABLISHMENT_NAME: _place_name,
    Column.COMPANY_NAME: lambda line, _: _legible(line.firm.company_name),
    Column.WORKSTATION: lambda line, _: line.post.name if line.post is not None else None,
    Column.WORK_UNIT: lambda line, _: line.post.work_unit if line.post is not None else None,
    Column.PLACE: lambda line, _: line.place,
    Column.CONTRACT: lambda line, context: context.speech.word(line.contract),
    Column.EMPLOYER_SIRET: lambda line, _: None if line.employer is None else line.employer.siret,
    Column.EMPLOYER_NAME: _employer_name,
    Column.AGENT: _agent,
    Column.AGENT_KIND: _agent_kind,
    Column.CAS: lambda line, _: line.agent.cas_number,
    Column.EC: lambda line, _: line.agent.ec_number,
    Column.CLP_INDEX: lambda line, _: line.agent.clp_index,
    Column.CATEGORY: _category,
    Column.START: _start,
    Column.END: _end,
    Column.WORK_PERFORMED: lambda line, _: line.conditions.work_performed,
    Column.WORK_PROCESS: lambda line, _: line.conditions.work_process,
    Column.NATURE: _nature,
    Column.ROUTES: _routes,
    Column.DURATION: _duration,
    Column.FREQUENCY: _frequency,
    Column.LEVEL: _level,
    Column.UNIT: _unit,
    Column.FRACTION: _fraction,
    Column.LIMIT: _limit,
    Column.MEASURED_ON: _measured_on,
    Column.RESPIRATOR: _respirator,
    Column.COLLECTIVE: _measures(MeasureLevel.TECHNICAL),
    Column.ORGANISATIONAL: _measures(MeasureLevel.ORGANISATIONAL),
    Column.PERSONAL: _measures(MeasureLevel.PERSONAL),
    Column.EVIDENCE: _evidence,
    Column.NOTE: _note,
}
"""By column, what a line puts there."""

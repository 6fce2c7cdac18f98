"""The list of exposed workers, nominative and anonymous, and the slip with which it is handed on."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from tracexpo.documents.anonymous import AnonymousCmrList, AnonymousLine, DegreeRange, DurationRange
from tracexpo.documents.identifying import line_of
from tracexpo.documents.lists import CmrList, LeftOut
from tracexpo.documents.particulars import Line
from tracexpo.documents.rendering.page import Page, signature
from tracexpo.documents.rendering.parts import (
    Row,
    agent_said,
    agents_section,
    blank,
    facts,
    firm_facts,
    firm_name,
    measures,
    person_name,
    post_said,
    section,
    source_said,
    table,
)
from tracexpo.documents.rendering.spelling import Speech, capital
from tracexpo.documents.rendering.tree import Node, lines, tag
from tracexpo.documents.slips import TransmissionSlip
from tracexpo.periods import ExposureTime
from tracexpo.vocabularies import Censoring, MeasureLevel, UnknownFact

__all__ = ["anonymous_page", "line_heads", "line_rows", "list_page", "slip_page"]

_WIDTHS: Final = (3, 16, 13, 11, 12, 9, 12, 8, 8, 8)


def list_page(made: CmrList, speech: Speech, digest: str) -> Page:
    """Lay out the nominative list."""
    services = lines([service.name for service in made.services])
    head = facts(
        speech,
        [
            (speech("goes-to"), services),
            (speech("risk-assessment-of"), None),
            (speech("exposures-since"), speech.day(made.since)),
            (speech("counts"), _counts(made, speech)),
        ],
    )
    rows = line_rows(speech, made.lines, made.firm.establishment)
    stated = table(speech.wording(made.header.title), line_heads(speech), rows, widths=_WIDTHS)
    heading = speech("exposed-workers" if made.worker is None else "own-lines")
    return Page(
        header=made.header,
        body=(
            section(speech("establishment"), firm_facts(speech, made.firm), head, id="firm"),
            section(heading, stated if made.lines else tag("p", speech("no-line")), id="lines"),
            agents_section(speech, (line.agent for line in made.lines)),
            tag("p", speech("nominative" if made.worker is None else "own-lines-told"), class_="quiet"),
        ),
        signatures=(signature(speech, speech("employer")),),
        annex=tuple(_list_annex(made, speech)),
        orientation="landscape",
        digest=digest,
    )


def _counts(made: CmrList, speech: Speech) -> str:
    workers = speech.count(made.workers, "worker", "workers")
    return f"{workers}, {speech.count(len(made.lines), 'line', 'lines')}"


# -- lines of workers


def line_heads(speech: Speech) -> list[str]:
    """Return the headings of a table of lines."""
    heads = ("number", "agent", "job", "period", "nature-and-routes", "duration-and-frequency", "degree", "collective")
    return [speech(head) for head in (*heads, "personal", "source-and-note")]


def line_rows(
    speech: Speech, stated: Sequence[Line], establishment: str, *, grouped: bool = True, before: str = ""
) -> Iterator[Row]:
    """Yield the rows of a table of lines, those of each worker under a row that names him.

    Args:
        speech: the language.
        stated: the lines.
        establishment: the establishment that needs no naming.
        grouped: whether the worker is named; not where the whole document is about one.
        before: what stands before the number of each line.
    """
    numbered = enumerate(stated, 1)
    for _, lines_of in groupby(numbered, key=lambda one: one[1].person.worker if grouped else ""):
        first = True
        for number, line in lines_of:
            if grouped and first:
                yield Row([person_name(speech, line.person)], "group")
                first = False
            yield Row([f"{before}{number}", *_cells(speech, line, establishment)])


def _cells(speech: Speech, line: Line, establishment: str) -> Iterator[Node]:
    said = line.conditions
    reasons = {unknown.what: speech.word(unknown.reason) for unknown in said.not_known}

    def known(what: UnknownFact, *stated: Node) -> Node:
        return lines(stated) or (speech("not-known", why=reasons[what] or "") if what in reasons else blank(speech))

    yield agent_said(speech, line.agent, short=True)
    yield _job(speech, line, establishment) or blank(speech)
    yield speech.period(line.period)
    yield known(UnknownFact.NATURE, said.nature, speech.routes(said.nature, said.routes))
    yield lines([known(UnknownFact.DURATION, speech.duration(said.duration)), speech.frequency(said.frequency)])
    yield known(UnknownFact.DEGREE, *speech.degree(said.degree))
    yield measures(speech, line.collective_protection) or blank(speech)
    yield measures(speech, line.personal_protection) or blank(speech)
    yield lines([source_said(speech, line.source), line.note, *_accidents(speech, line)])


def _job(speech: Speech, line: Line, establishment: str) -> Node:
    """Say where, and under which contract and employer where that is no plain matter."""
    elsewhere = firm_name(speech, line.firm) if line.firm.establishment != establishment else None
    contract = None if line.contract is None else capital(speech.word(line.contract) or "")
    employer = None
    if line.employer is not None and line.employer.establishment != establishment:
        employer = speech.named(speech("employed-by"), firm_name(speech, line.employer))
    small = [tag("span", one, class_="small") for one in (contract, employer) if one]
    return lines([post_said(line.post, line.place), line.conditions.work_performed, elsewhere, *small])


def _accidents(speech: Speech, line: Line) -> Iterator[str]:
    for one in line.accidents:
        yield speech.named(speech("accident-on", day=speech.day(one.on)), one.description)


# -- the sheet beside the list


def _list_annex(made: CmrList, speech: Speech) -> Iterator[Node]:
    if made.left_out:
        reasons = sorted({one.why for one in made.left_out})
        said = (tag("li", _left_out(speech, [one for one in made.left_out if one.why is why])) for why in reasons)
        yield section(speech("left-out"), tag("ul", *said), id="left-out")
    if made.identifying:
        told = speech("identifying", count=len(made.identifying))
        yield section(speech("anonymous-view"), tag("p", told), id="identifying")


def _left_out(speech: Speech, left_out: Sequence[LeftOut]) -> str:
    ids = [one.exposure for one in left_out[:_MOST]]
    more = f" … (+{len(left_out) - _MOST})" if len(left_out) > _MOST else ""
    why = capital(speech.word(left_out[0].why) or "")
    return f"{speech.named(why, ', '.join(ids))}{more}"


_MOST: Final = 20
"""How many ids are named at the most."""


# -- without persons


def anonymous_page(made: AnonymousCmrList, speech: Speech, digest: str) -> Page:
    """Lay out the list without persons."""
    # a total that is withheld is not a small one
    total = speech("total-withheld") if made.persons is None else speech.number(made.persons)
    head = facts(
        speech,
        [
            (speech("risk-assessment-of"), None),
            (speech("persons-exposed"), total),
            (speech("digest-of-list"), tag("span", made.of, class_="small")),
        ],
    )
    heads = ("agent", "unit-and-job", "persons", "nature-and-routes", "duration", "degree", "collective", "personal")
    rows = (_anonymous_row(made, line, speech) for line in made.lines)
    title = speech.wording(made.header.title)
    stated = table(title, [speech(name) for name in heads], rows, widths=(19, 15, 8, 15, 10, 13, 10, 10))
    guarantee = None if made.guaranteed else tag("p", speech("not-guaranteed"), class_="lead")
    return Page(
        header=made.header,
        body=(
            section(speech("establishment"), firm_facts(speech, made.firm, address=False), head, id="firm"),
            section(speech("exposures"), guarantee, stated if made.lines else tag("p", speech("no-line")), id="lines"),
            tag("p", speech("threshold", count=made.threshold), class_="quiet"),
        ),
        annex=tuple(_anonymous_annex(made, speech)),
        orientation="landscape",
        digest=digest,
    )


def _persons(speech: Speech, persons: int | None, threshold: int) -> str:
    return speech("fewer-than", count=threshold) if persons is None else speech.number(persons)


def _anonymous_row(made: AnonymousCmrList, line: AnonymousLine, speech: Speech) -> Row:
    where = lines([line.work_unit, line.workstation]) or speech("whole-establishment")
    collective = [m.name for m in line.measures if m.level is not MeasureLevel.PERSONAL]
    personal = [m.name for m in line.measures if m.level is MeasureLevel.PERSONAL]
    durations = [_durations(speech, one) for one in line.durations]
    degrees = [_degrees(speech, one) for one in line.degrees]
    return Row(
        [
            agent_said(speech, line.agent),
            where,
            _persons(speech, line.persons, made.threshold),
            lines([*line.natures, speech.routes(" ".join(line.natures), line.routes)]) or speech("not-known-bare"),
            lines([*durations, *_partly(speech, durations, unknown=line.duration_not_known)]),
            lines([*degrees, *_partly(speech, degrees, unknown=line.degree_not_known)]),
            lines(collective) or blank(speech),
            lines(personal) or blank(speech),
        ]
    )


def _partly(speech: Speech, told: Sequence[object], *, unknown: bool) -> list[str]:
    """Say that something is not known, of all or of some."""
    return [speech("not-known-of-some" if told else "not-known-bare")] if unknown else []


def _durations(speech: Speech, one: DurationRange) -> str:
    most = speech.time(ExposureTime(one.most, one.unit))
    return most if one.least == one.most else speech("from-to", least=speech.number(one.least), most=most)


def _degrees(speech: Speech, one: DegreeRange) -> Node:
    least = speech.measure(one.least, Censoring.BELOW if one.censored else None)
    same = one.least == one.most
    said = least if same else speech("from-to", least=least, most=speech.measure(one.most))
    return lines([said, speech.reading(one.statistic, one.fraction, one.respirator)])


def _anonymous_annex(made: AnonymousCmrList, speech: Speech) -> Iterator[Node]:
    if made.withheld:
        said = (
            tag("li", speech.named(capital(speech.word(w.what) or ""), speech.number(w.count))) for w in made.withheld
        )
        yield section(speech("withheld"), tag("p", speech("withheld-told")), tag("ul", *said), id="withheld")


# -- handing it on


def slip_page(made: TransmissionSlip, speech: Speech, digest: str) -> Page:
    """Lay out the slip that goes with the list, or with the lines of an agency's workers."""
    to = made.service.name if made.service is not None else None
    if made.agency is not None:
        to = firm_name(speech, made.agency)
    rows: list[tuple[str, Node]] = [
        (speech("recipient"), to),
        (speech("subject"), capital(speech.word(made.subject) or "")),
        (speech("digest-of-list"), tag("span", made.of, class_="small")),
        (speech("counts"), speech.count(len(made.lines), "line", "lines")),
    ]
    if made.last is not None:
        rows.append((speech("last-transmission"), speech.day(made.last)))
    stated = table(
        speech("lines-handed-on"),
        line_heads(speech),
        line_rows(speech, made.lines, made.firm.establishment),
        widths=_WIDTHS,
    )
    removed = None
    if made.removed:
        removed = section(speech("removed"), tag("ul", *(tag("li", id) for id in made.removed)), id="removed")
    return Page(
        header=made.header,
        body=(
            section(speech("sender"), firm_facts(speech, made.firm), id="firm"),
            section(speech("transmission"), facts(speech, rows), id="transmission"),
            section(
                speech("lines-handed-on"), stated if made.lines else tag("p", speech("no-line-changed")), id="lines"
            ),
            agents_section(speech, (line.agent for line in made.lines)),
            removed,
        ),
        signatures=(signature(speech, speech("employer")), signature(speech, speech("received-by"))),
        annex=tuple(_slip_annex(made, speech)),
        orientation="landscape",
        digest=digest,
    )


def _slip_annex(made: TransmissionSlip, speech: Speech) -> Iterator[Node]:
    if made.identifying:
        places = (line_of(text, made.lines) for text in made.identifying)
        numbers = list(dict.fromkeys(place + 1 for place in places if place is not None))
        more = f" … (+{len(numbers) - _MOST})" if len(numbers) > _MOST else ""
        where = f"{speech('line' if len(numbers) == 1 else 'lines')} {', '.join(map(str, numbers[:_MOST]))}{more}"
        said = f"{speech.named(speech('others-named-told'), where)}."
        yield section(speech("others-named"), tag("p", said), id="others-named")

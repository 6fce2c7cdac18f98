"""The individual sheets: exposure sheets of 2001 and 2008, prevention sheet of 2012, asbestos sheet."""

from collections.abc import Iterator

from tracexpo.documents.particulars import Line
from tracexpo.documents.rendering.page import Page, signature
from tracexpo.documents.rendering.parts import (
    Row,
    accidents,
    agent_name,
    agent_said,
    blank,
    facts,
    firm_facts,
    firm_name,
    measures,
    person_facts,
    post_said,
    results,
    section,
    source_said,
    table,
)
from tracexpo.documents.rendering.spelling import Speech
from tracexpo.documents.rendering.tree import Node, lines, tag
from tracexpo.documents.sheets import AsbestosSheet, ExposureSheet, PreventionFactor, PreventionSheet

__all__ = ["prevention_page", "sheet_page"]


def sheet_page(made: ExposureSheet | AsbestosSheet, speech: Speech, digest: str) -> Page:
    """Lay out an exposure sheet: one section for each exposure."""
    asbestos = isinstance(made, AsbestosSheet)
    exposures = [
        section(
            f"{number}. {_title(made, line, speech)}",
            *_exposure(made, line, speech, asbestos=asbestos),
            id=f"line-{number}",
            whole=True,
        )
        for number, line in enumerate(made.lines, 1)
    ]
    return Page(
        header=made.header,
        body=(
            section(speech("worker-title"), person_facts(speech, made.person), id="worker"),
            section(speech("employer-title"), firm_facts(speech, made.firm), id="firm"),
            *exposures,
        ),
        signatures=(signature(speech, speech("employer")),),
        closing=(tag("p", speech("asbestos-access" if asbestos else "sheet-access"), class_="quiet"),),
        digest=digest,
    )


def _title(made: ExposureSheet | AsbestosSheet, line: Line, speech: Speech) -> str:
    return f"{agent_name(speech, line.agent)}, {speech.period(line.period)}"


def _exposure(made: ExposureSheet | AsbestosSheet, line: Line, speech: Speech, *, asbestos: bool) -> Iterator[Node]:
    said = line.conditions
    elsewhere = firm_name(speech, line.firm) if line.firm.establishment != made.firm.establishment else None
    rows: list[tuple[str, Node]] = [
        (speech("agent"), agent_said(speech, line.agent, short=True)),
        (speech("job"), lines([post_said(line.post, line.place), elsewhere])),
        (speech("start"), speech.start(line.period)),
        (speech("end"), speech.end(line.period, made.header.on)),
        (speech("work-performed"), said.work_performed),
    ]
    if asbestos:
        rows += _asbestos(line, speech)
    else:
        rows.append((speech("products"), said.product_characteristics))
    rows += [
        (speech("nature-and-routes"), lines([said.nature, speech.routes(said.nature, said.routes)])),
        (speech("duration-and-frequency"), lines([speech.duration(said.duration), speech.frequency(said.frequency)])),
        (speech("other-risks"), lines(said.other_risks)),
        (speech("collective"), measures(speech, line.collective_protection)),
        (speech("personal"), measures(speech, line.personal_protection)),
        (speech("how-known"), source_said(speech, line.source)),
    ]
    if line.note:
        rows.append((speech("note"), line.note))
    tables: list[Node] = []
    for title, stated in (
        (speech("controls"), results(speech, line.results, caption=speech("controls")) if line.results else None),
        (speech("accidents"), accidents(speech, line.accidents) if line.accidents else None),
    ):
        if stated is None:
            # a blank takes one line, so that a single exposure stands on one page with the signature
            rows.append((title, None))
        else:
            tables += [tag("h3", title), stated]
    yield facts(speech, rows, one=True)
    yield from tables


def _asbestos(line: Line, speech: Speech) -> list[tuple[str, Node]]:
    work = line.conditions.asbestos
    level = None
    if work is not None and work.dust_level is not None:
        level = speech("dust-level", level=work.dust_level)
    return [
        (speech("operation"), None if work is None else speech.word(work.operation)),
        (speech("material"), None if work is None else work.material),
        (speech("process-used"), (None if work is None else work.process) or line.conditions.work_process),
        (speech("dust"), level),
    ]


# -- 2012


def prevention_page(made: PreventionSheet, speech: Speech, digest: str) -> Page:
    """Lay out the prevention sheet: usual conditions, events, period, measures."""
    heads = ("number", "factor", "period", "usual-conditions", "events", "organisational", "collective", "personal")
    rows = (Row(list(_factor(made, number, one, speech))) for number, one in enumerate(made.factors, 1))
    stated = table(
        speech("factors"),
        [speech(head) for head in heads],
        rows,
        widths=(3, 16, 12, 19, 14, 12, 12, 12),
    )
    return Page(
        header=made.header,
        body=(
            section(speech("worker-title"), person_facts(speech, made.person), id="worker"),
            section(speech("employer-title"), firm_facts(speech, made.firm), id="firm"),
            section(speech("factors"), stated, id="factors"),
            tag("p", lines([speech("prevention-scope"), speech("prevention-confidential")]), class_="quiet"),
        ),
        signatures=(signature(speech, speech("employer")),),
        orientation="landscape",
        digest=digest,
    )


def _factor(made: PreventionSheet, number: int, one: PreventionFactor, speech: Speech) -> Iterator[Node]:
    routes = speech.routes(one.nature, one.routes)
    events = [speech.named(speech.day(event.on), event.description) for event in one.events]
    yield str(number)
    yield agent_said(speech, one.agent, short=True)
    yield speech.period(one.period)
    yield lines([post_said(one.post, one.place), one.work_performed, one.nature, routes]) or blank(speech)
    yield lines(events) or blank(speech)
    for found in (one.organisational, one.collective, one.individual):
        yield measures(speech, found) or blank(speech)

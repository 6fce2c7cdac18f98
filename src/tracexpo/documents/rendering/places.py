"""Documents about places, that name nobody: the extract for the company file, the declaration of work processes."""

from collections.abc import Iterator

from tracexpo.documents.collective import (
    CompanyFileExtract,
    DeclaredProcess,
    HazardousProcessDeclaration,
    RiskFactor,
    TableNumber,
)
from tracexpo.documents.rendering.page import Page, signature
from tracexpo.documents.rendering.parts import (
    Row,
    agent_said,
    blank,
    facts,
    firm_facts,
    measures,
    post_said,
    section,
    table,
)
from tracexpo.documents.rendering.spelling import Speech
from tracexpo.documents.rendering.tree import Node, lines, tag
from tracexpo.documents.texts import service_name
from tracexpo.vocabularies import MeasureLevel

__all__ = ["company_file_page", "declaration_page"]


def company_file_page(made: CompanyFileExtract, speech: Speech, digest: str) -> Page:
    """Lay out the extract for the company file."""
    headcount = None
    if made.headcount is not None:
        counted = speech.number(made.headcount.count)
        headcount = f"{counted} ({speech.day(made.headcount.on)})"
    head = facts(
        speech,
        [
            (speech.wording(service_name(made.header.on)), None if made.service is None else made.service.name),
            (speech("headcount"), headcount),
            (speech("persons-exposed"), speech.number(made.exposed)),
        ],
    )
    heads = ("agent", "job-or-situation", "exposed", "temporary", "stated", "routes", "collective", "personal")
    rows = (Row(list(_factor(one, speech))) for one in made.factors)
    stated = table(speech("risk-factors"), [speech(name) for name in heads], rows, widths=(20, 20, 8, 8, 9, 9, 14, 12))
    return Page(
        header=made.header,
        body=(
            section(speech("establishment"), firm_facts(speech, made.firm), head, id="firm"),
            section(speech("risk-factors"), stated if made.factors else tag("p", speech("no-factor")), id="factors"),
            tag("p", speech("factors-counted"), class_="quiet"),
        ),
        orientation="landscape",
        digest=digest,
    )


def _factor(one: RiskFactor, speech: Speech) -> Iterator[Node]:
    collective = [m for m in one.measures if m.level is not MeasureLevel.PERSONAL]
    personal = [m for m in one.measures if m.level is MeasureLevel.PERSONAL]
    yield agent_said(speech, one.agent)
    yield post_said(one.post) or speech("whole-establishment")
    yield speech.number(one.exposed)
    yield speech.number(one.temporary)
    yield blank(speech) if one.stated is None else speech.number(one.stated)
    yield lines([speech.word(route) for route in one.routes]) or blank(speech)
    yield measures(speech, collective) or blank(speech)
    yield measures(speech, personal) or blank(speech)


def declaration_page(made: HazardousProcessDeclaration, speech: Speech, digest: str) -> Page:
    """Lay out the declaration of work processes."""
    to = [
        (speech("primary-fund"), None),
        (speech("regional-fund"), made.regional_fund),
        (speech("labour-inspection"), None),
    ]
    heads = ("agent-or-process", "job", "starts", "persons-concerned", "tables")
    rows = (Row(list(_process(one, speech))) for one in made.processes)
    stated = table(speech("processes"), [speech(name) for name in heads], rows, widths=(34, 24, 16, 12, 14))
    return Page(
        header=made.header,
        body=(
            section(speech("recipients"), facts(speech, to, one=True), id="recipients"),
            section(speech("employer-title"), firm_facts(speech, made.firm), id="firm"),
            section(speech("processes"), stated if made.processes else tag("p", blank(speech)), id="processes"),
            tag("p", speech("declaration-sent"), class_="quiet"),
        ),
        signatures=(signature(speech, speech("employer")),),
        annex=(section(speech("convention"), tag("p", speech("declaration-convention")), id="convention"),),
        digest=digest,
    )


def _process(one: DeclaredProcess, speech: Speech) -> Iterator[Node]:
    yield agent_said(speech, one.agent)
    yield lines([post_said(post) for post in one.posts]) or blank(speech)
    yield speech.known_day(one.starts, one.precision)
    yield speech.number(one.persons)
    yield lines([_table(number, speech) for number in one.tables]) or blank(speech)


def _table(number: TableNumber, speech: Speech) -> str:
    return f"{number.table} ({speech.word(number.regime)})"

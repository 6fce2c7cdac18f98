"""The record of a worker's CMR exposures; the page of durations for the physician, which is a document of its own."""

import datetime as dt
from collections.abc import Iterator

from tracexpo.documents.particulars import Line
from tracexpo.documents.records import (
    COUNTING,
    SCOPE,
    AgentTotal,
    ConditionOutcome,
    DiseaseDurations,
    ExposureRecordExtract,
    TableDurations,
)
from tracexpo.documents.rendering.lists import line_heads, line_rows
from tracexpo.documents.rendering.page import Page, signature
from tracexpo.documents.rendering.parts import (
    Row,
    agent_name,
    agent_said,
    agents_section,
    blank,
    facts,
    firm_name,
    person_facts,
    post_said,
    section,
    table,
)
from tracexpo.documents.rendering.spelling import Speech, capital
from tracexpo.documents.rendering.tree import Node, Tag, lines, tag
from tracexpo.periods import Period

__all__ = ["durations_page", "record_page"]

_WIDTHS = (3, 16, 13, 11, 12, 9, 12, 8, 8, 8)


def record_page(made: ExposureRecordExtract, speech: Speech, digest: str) -> Page:
    """Lay out the record: a chronology with its gaps, the exposures by employer, the totals."""
    employers = [
        section(
            speech("employer-number", number=number, name=firm_name(speech, part.employer)),
            table(
                firm_name(speech, part.employer),
                line_heads(speech),
                line_rows(speech, part.lines, part.employer.establishment, grouped=False, before=f"{number}."),
                widths=_WIDTHS,
            ),
            id=f"employer-{number}",
        )
        for number, part in enumerate(made.employers, 1)
    ]
    stated = [*(line for part in made.employers for line in part.lines), *made.declared]
    return Page(
        header=made.header,
        body=(
            section(speech("worker-title"), person_facts(speech, made.person), id="worker"),
            tag("p", capital(speech.wording(SCOPE)), ".", class_="lead"),
            section(speech("chronology"), _chronology(made, speech), id="chronology"),
            *employers,
            _declared(made, speech),
            agents_section(speech, (line.agent for line in stated)),
            section(speech("totals"), _totals(made, speech), id="totals"),
            tag("p", speech.named(speech("counting"), speech.wording(COUNTING)), ".", class_="quiet"),
            tag("p", speech("record-is-not"), class_="quiet"),
        ),
        signatures=(signature(speech, speech("occupational-physician")), _handed(speech)),
        orientation="landscape",
        digest=digest,
    )


def _declared(made: ExposureRecordExtract, speech: Speech) -> Tag | None:
    if not made.declared:
        return None
    rows = line_rows(speech, made.declared, "", grouped=False)
    found = table(speech("declared-by-worker"), line_heads(speech), rows, widths=_WIDTHS)
    return section(
        speech("declared-by-worker"), tag("p", speech("declared-told"), class_="quiet"), found, id="declared"
    )


def _chronology(made: ExposureRecordExtract, speech: Speech) -> Tag:
    """Everything in the order of its days, with the stretches of which nothing is known."""
    on = made.header.on
    heads = [speech(head) for head in ("start", "end", "employer-title", "job", "agent")]
    stated: list[tuple[dt.date, int, Row]] = [
        (line.period.start, 1, _dated(line, speech, on, firm_name(speech, part.employer)))
        for part in made.employers
        for line in part.lines
    ]
    stated += [(line.period.start, 1, _dated(line, speech, on, speech("declared-short"))) for line in made.declared]
    stated += [(gap.start, 0, Row([_gap(gap, speech)], "gap")) for gap in made.gaps]
    rows = (row for _, _, row in sorted(stated, key=lambda one: one[:2]))
    return table(speech("chronology"), heads, rows, widths=(16, 18, 24, 20, 22))


def _dated(line: Line, speech: Speech, on: dt.date, employer: str) -> Row:
    return Row(
        [
            speech.start(line.period),
            speech.end(line.period, on),
            employer,
            post_said(line.post, line.place) or blank(speech),
            agent_name(speech, line.agent),
        ]
    )


def _gap(gap: Period, speech: Speech) -> str:
    return speech.named(speech.period(gap), speech("no-data"))


def _totals(made: ExposureRecordExtract, speech: Speech) -> Tag:
    heads = [speech(head) for head in ("agent", "first-exposure", "last-exposure", "days-least", "days-most")]
    rows = (Row(list(_total(one, speech, made.header.on))) for one in made.totals)
    return table(speech("totals"), heads, rows, widths=(36, 19, 19, 13, 13))


def _total(one: AgentTotal, speech: Speech, on: dt.date) -> Iterator[Node]:
    yield agent_said(speech, one.agent, short=True)
    yield speech.first_day(one.first, one.first_precision, begun_before=one.begun_before)
    if one.ongoing:
        yield speech("ongoing-on", day=speech.day(on))
    else:
        yield speech("ended") if one.last is None else speech.known_day(one.last, one.last_precision)
    yield speech.number(one.at_least_days)
    yield speech("not-bounded") if one.at_most_days is None else speech.number(one.at_most_days)


def _handed(speech: Speech) -> Tag:
    """Places for the day of each step that follows the signature."""
    rows: list[tuple[str, Node]] = [(speech("given-to-worker"), None), (speech("put-in-file"), None)]
    agreed = tag(
        "p", tag("span", class_="box"), speech("agrees"), tag("br"), tag("span", class_="box"), speech("disagrees")
    )
    return tag(
        "div",
        tag("h3", speech("after-signing")),
        facts(speech, rows),
        tag("p", speech("to-own-physician")),
        agreed,
        tag("p", speech("worker-signature"), class_="stamp"),
        class_="signature wide",
    )


# -- the page of durations


def durations_page(made: DiseaseDurations, speech: Speech, digest: str) -> Page:
    """Lay out the page of durations: it compares dates, and recognises nothing."""
    head = facts(
        speech,
        [
            (speech("scheme"), capital(speech.word(made.regime) or "")),
            (speech("first-finding"), speech.day(made.first_finding)),
        ],
    )
    heads = ("agent", "table-and-disease", "time-limit", "min-exposure", "min-latency", "together", "table-source")
    rows = (Row(list(_durations(one, speech))) for one in made.tables)
    stated = table(speech("conditions"), [speech(name) for name in heads], rows, widths=(15, 23, 13, 13, 13, 8, 15))
    return Page(
        header=made.header,
        body=(
            tag("p", speech("durations-scope"), class_="notice"),
            section(speech("worker-title"), person_facts(speech, made.person), head, id="worker"),
            section(
                speech("conditions"),
                _not_compared(made, speech),
                stated if made.tables else tag("p", speech("no-table")),
                id="conditions",
            ),
            tag("p", speech("works-are-judged"), class_="quiet"),
        ),
        orientation="landscape",
        digest=digest,
    )


def _not_compared(made: DiseaseDurations, speech: Speech) -> Tag | None:
    """Say which exposures the comparison leaves out: with them, what is not met might be."""
    if not made.declared:
        return None
    agents = ", ".join(agent_name(speech, agent) for agent in made.declared)
    return tag("p", tag("strong", speech.named(speech("not-compared"), agents)), class_="lead")


def _durations(one: TableDurations, speech: Speech) -> Iterator[Node]:
    number = speech("table-number", number=one.table, regime=speech.word(one.regime) or "")
    yield agent_said(speech, one.agent, short=True)
    yield lines([tag("strong", number), speech.names(one.condition), _small(speech.word(one.works))])
    for condition in (one.time_limit, one.min_exposure, one.min_latency):
        yield lines(list(_condition(condition, speech)))
    yield tag("strong", capital(speech.word(one.outcome) or ""))
    yield lines([one.source, _small(speech.word(one.certainty))])


def _condition(one: ConditionOutcome, speech: Speech) -> Iterator[Node]:
    yield capital(speech.word(one.outcome) or "")
    if one.required_days is not None:
        span = speech.span(one.required) if one.required is not None else None
        days = speech.number(one.required_days)
        yield _small(speech("required-span", span=span, days=days) if span else speech("required", days=days))
    shown = [speech.number(days) for days in (one.at_least_days, one.at_most_days) if days is not None]
    if shown and one.required_days is not None:
        yield _small(speech("shown", days=" – ".join(dict.fromkeys(shown))))


def _small(text: str | None) -> Tag | None:
    return None if text is None else tag("span", text, class_="small")

"""The attestation of exposure as it is signed, in the order of the model: worker, firm, physician, then the exposure.

Source: arrêté du 28 février 1995, annexe I, parts 1 and 2.
"""

from collections.abc import Iterator

from tracexpo.documents.attested import AttestationDocument, AttestedPeriod
from tracexpo.documents.rendering.page import Page, handed_over, signature
from tracexpo.documents.rendering.parts import (
    Row,
    accidents,
    agent_facts,
    blank,
    firm_facts,
    firm_name,
    measure_said,
    person_facts,
    post_said,
    results,
    section,
    service_facts,
    source_said,
    table,
)
from tracexpo.documents.rendering.spelling import Speech
from tracexpo.documents.rendering.tree import Node, Tag, lines, tag

__all__ = ["attestation_page"]


def attestation_page(made: AttestationDocument, speech: Speech, digest: str) -> Page:
    """Lay out an attestation."""
    return Page(
        header=made.header,
        body=tuple(_body(made, speech)),
        signatures=(
            signature(speech, speech("employer"), made.employer_signatory),
            signature(speech, speech("occupational-physician"), made.physician_signatory),
        ),
        closing=(handed_over(speech, "copy-handed-over"),),
        draft=made.draft,
        digest=digest,
    )


def _body(made: AttestationDocument, speech: Speech) -> Iterator[Node]:
    if made.supersedes is not None:
        said = speech("supersedes", id=made.supersedes)
        yield tag("p", speech.named(said, made.reason) if made.reason else said, class_="notice")
    asked = {one.field for one in made.header.lacking}
    yield section(speech("the-worker"), person_facts(speech, made.person, asked=asked), id="worker")
    yield section(speech("the-firm"), firm_facts(speech, made.employer), id="firm")
    yield section(speech("the-physician"), service_facts(speech, made.service, made.header.on), id="service")
    yield section(speech("the-agent"), agent_facts(speech, made.agent), id="agent")
    yield section(speech("the-periods"), _periods(made, speech), id="periods")
    found = results(speech, made.results, caption=speech("the-results")) if made.results else _none(speech)
    yield section(speech("the-results"), found, id="results")
    taken = _measures(made, speech) if made.measures else _none(speech)
    yield section(speech("the-measures"), taken, id="measures")
    if made.accidents:
        yield section(speech("accidents"), accidents(speech, made.accidents), id="accidents")
    if made.unknown:
        yield section(speech("the-unknown"), _unknown(made, speech), id="unknown")


def _none(speech: Speech) -> Tag:
    return tag("p", blank(speech))


def _periods(made: AttestationDocument, speech: Speech) -> Tag:
    heads = ("start", "end", "job", "nature-and-routes", "duration-and-frequency", "how-known")
    rows = (_period(made, one, speech) for one in made.periods)
    return table(speech("the-periods"), [speech(head) for head in heads], rows, widths=(13, 13, 24, 19, 14, 17))


def _period(made: AttestationDocument, one: AttestedPeriod, speech: Speech) -> Row:
    elsewhere = firm_name(speech, one.firm) if one.firm.establishment != made.employer.establishment else None
    job = lines([post_said(one.post, one.place), one.work_performed, elsewhere])
    return Row(
        [
            speech.start(one.period),
            speech.end(one.period, made.header.on),
            job or blank(speech),
            lines([one.nature, speech.routes(one.nature, one.routes)]) or blank(speech),
            lines([speech.duration(one.duration), speech.frequency(one.frequency)]) or blank(speech),
            source_said(speech, one.source) or blank(speech),
        ]
    )


def _measures(made: AttestationDocument, speech: Speech) -> Tag:
    heads = [speech("measure-kind"), speech("measure")]
    rows = (Row([speech.word(one.level), measure_said(speech, one)]) for one in made.measures)
    return table(speech("the-measures"), heads, rows, widths=(30, 70))


def _unknown(made: AttestationDocument, speech: Speech) -> Tag:
    heads = [speech(head) for head in ("period", "what-unknown", "why-unknown")]
    rows = (
        Row(
            [
                speech.period(one.period),
                speech.word(one.what),
                speech("not-told") if one.reason is None else speech.word(one.reason),
            ]
        )
        for one in made.unknown
    )
    return table(speech("the-unknown"), heads, rows, widths=(50, 25, 25))

"""What documents are put together from: facts, tables, who, where, to what, results, measures, sources."""

import datetime as dt
from collections.abc import Container, Iterable, Sequence
from typing import Final, NamedTuple

from tracexpo.agents import Classification
from tracexpo.documents.particulars import (
    Firm,
    KnownLimit,
    NamedAgent,
    NamedComponent,
    Person,
    Post,
    Result,
    Service,
    Source,
)
from tracexpo.documents.rendering.spelling import Speech, capital
from tracexpo.documents.rendering.tree import Node, Tag, joined, lines, tag
from tracexpo.documents.texts import service_name
from tracexpo.exposures import AccidentalExposure, PreventionMeasure
from tracexpo.vocabularies import DocumentKind, LegalRegime

__all__ = [
    "Row",
    "accidents",
    "agent_facts",
    "agent_name",
    "agent_said",
    "agents_section",
    "blank",
    "class_said",
    "component_said",
    "facts",
    "firm_facts",
    "firm_name",
    "measure_said",
    "measures",
    "names_of",
    "person_facts",
    "person_name",
    "post_said",
    "results",
    "section",
    "service_facts",
    "source_said",
    "table",
]


def blank(speech: Speech) -> Tag:
    """Make a dotted line, to be filled in by hand."""
    return tag("span", tag("span", speech("to-complete"), class_="hidden"), class_="blank")


def facts(speech: Speech, rows: Iterable[tuple[str, Node]], *, one: bool = False) -> Tag:
    """Make a list of facts, each with its name; one that is not known is a blank line.

    Args:
        speech: the language.
        rows: name and fact.
        one: whether each stands on a line of its own; two beside each other otherwise.
    """
    divisions = (
        tag("div", tag("dt", name), tag("dd", blank(speech) if fact in (None, "", ()) else fact)) for name, fact in rows
    )
    return tag("dl", *divisions, class_="facts one" if one else "facts")


def section(title: str, *body: Node, id: str, whole: bool = False) -> Tag:
    """Make a section under a heading; one that is whole stays on one page where it can."""
    return tag("section", tag("h2", title, id=id), *body, aria_labelledby=id, class_="whole" if whole else None)


class Row(NamedTuple):
    """A row of a table: the first cell names it."""

    cells: Sequence[Node]
    """The cells."""
    kind: str | None = None
    """`group` for one that heads those below, `gap` for one that says that nothing is known; they have one cell."""


def table(caption: str, heads: Sequence[str], rows: Iterable[Row], *, widths: Sequence[int] = ()) -> Tag:
    """Make a table.

    Args:
        caption: what a screen reader says before it.
        heads: the headings.
        rows: the rows; each that heads others begins a group.
        widths: per cent of the width of each column.
    """
    bodies: list[tuple[str, list[Tag]]] = []
    for row in rows:
        if row.kind == "group" or not bodies:
            bodies.append((row.kind or "", []))
        bodies[-1][1].append(_row(row, len(heads)))
    columns = tag("colgroup", *(tag("col", style=f"width:{width}%") for width in widths)) if widths else None
    head = tag("thead", tag("tr", *(tag("th", name, scope="col") for name in heads)))
    made = tag("table", tag("caption", caption), columns, head, *(tag("tbody", *body) for _, body in bodies))
    # few rows stay on one page
    short = sum(len(body) for _, body in bodies) <= _FEW
    return tag(
        "div", made, class_="scroll short" if short else "scroll", role="group", aria_label=caption, tabindex="0"
    )


_FEW: Final = 6


def _row(row: Row, width: int) -> Tag:
    if row.kind is not None:
        scope = "rowgroup" if row.kind == "group" else "row"
        if len(row.cells) == 1:
            return tag("tr", tag("th", row.cells[0], scope=scope, colspan=str(width)), class_=row.kind)
    first, *rest = row.cells
    return tag("tr", tag("th", first, scope="row"), *(tag("td", cell) for cell in rest), class_=row.kind)


# -- who and where


def names_of(person: Person) -> str | None:
    """Return the names of a person: given names, name in use, name at birth."""
    used = person.used_name or person.birth_name
    said = " ".join((*person.given_names, *([used] if used else [])))
    return said or None


def person_name(speech: Speech, person: Person) -> Node:
    """Name a person in one line: names, name at birth where it is another, day of birth."""
    parts: list[Node] = [tag("strong", names_of(person) or speech("worker-id", id=person.worker))]
    if person.birth_name and person.used_name and person.birth_name != person.used_name:
        parts.append(speech("born-as", name=person.birth_name))
    if person.birth_date is not None:
        parts.append(speech("born-on", day=speech.day(person.birth_date)))
    if names_of(person):
        parts.append(speech("reference", id=person.worker))
    return joined(" · ", parts)


def person_facts(speech: Speech, person: Person, *, asked: Container[str] = ()) -> Tag:
    """Tell who a document is about.

    Args:
        speech: the language.
        person: the worker.
        asked: what the document lacks, as pointers: an address or digits of a NIR that it asks for are a blank line.
    """
    rows: list[tuple[str, Node]] = [
        (speech("birth-name"), person.birth_name),
        (speech("given-names"), " ".join(person.given_names)),
    ]
    if person.used_name:
        rows.insert(1, (speech("used-name"), person.used_name))
        if person.birth_name is None:
            rows.pop(0)
    birth = None if person.birth_date is None else speech.day(person.birth_date)
    rows.append((speech("birth-date"), birth))
    if person.nir_start is not None or "/person/nir_start" in asked:
        rows.append((speech("nir-start"), person.nir_start))
    if person.address is not None or "/person/address" in asked:
        rows.append((speech("address"), person.address))
    rows.append((speech("worker-ref"), person.worker))
    return facts(speech, rows)


def firm_name(speech: Speech, firm: Firm) -> str:
    """Name an establishment in one line: company, establishment, SIRET."""
    named = list(dict.fromkeys(name for name in (firm.company_name, firm.name) if name))
    said = " – ".join(named) or speech("establishment-id", id=firm.establishment)
    return f"{said}, SIRET {_grouped(firm.siret)}" if firm.siret else said


def firm_facts(speech: Speech, firm: Firm, *, address: bool = True) -> Tag:
    """Tell which establishment it is."""
    regime = firm.legal_regime or LegalRegime.PRIVATE_GENERAL
    rows: list[tuple[str, Node]] = [
        (speech("company"), firm.company_name or (None if firm.name is None else firm.name)),
        (speech("siret"), None if firm.siret is None else _grouped(firm.siret)),
    ]
    if firm.name and firm.company_name:
        rows.insert(1, (speech("establishment"), firm.name))
    if address:
        rows.append((speech("address"), firm.address))
    if firm.legal_regime is not None:
        rows.append((speech("regime"), speech.word(regime)))
    return facts(speech, rows)


def _grouped(siret: str) -> str:
    """Write a SIRET as it is read: 404 833 048 00022."""
    return "\u00a0".join((siret[:3], siret[3:6], siret[6:9], siret[9:]))


def service_facts(speech: Speech, service: Service | None, on: dt.date) -> Tag:
    """Tell which occupational-health service it is, by the name of the day, with a place for the physician."""
    rows: list[tuple[str, Node]] = [
        (speech.wording(service_name(on)), None if service is None else service.name),
        (speech("physician"), None),
    ]
    if service is not None:
        rows.insert(1, (speech("service-type"), capital(speech.word(service.type) or "")))
    return facts(speech, rows)


def post_said(post: Post | None, place: str | None = None) -> Node:
    """Name a workstation with its work unit and its tasks, and the place where it is another."""
    if post is None:
        return place
    unit = tag("span", post.work_unit, class_="small") if post.work_unit and post.work_unit != post.name else None
    tasks = tag("span", ", ".join(post.tasks), class_="small") if post.tasks else None
    return lines([post.name, unit, tasks, place])


# -- to what


def agent_name(speech: Speech, agent: NamedAgent) -> str:
    """Name an agent as its source does, else as the catalogue does."""
    return agent.name or speech.names(agent.legal) or speech("agent-withheld")


def _legal(speech: Speech, agent: NamedAgent) -> str | None:
    """Return the legal name where it says another thing than the source's name."""
    legal = speech.names(agent.legal)
    return legal if legal and agent.name and legal.casefold() != agent.name.casefold() else None


def _numbers(speech: Speech, agent: NamedAgent) -> list[str]:
    said = (("CAS", agent.cas_number), (speech("ec"), agent.ec_number), (speech("index"), agent.clp_index))
    return [f"{name}\u00a0{number}" for name, number in said if number is not None]


def class_said(speech: Speech, one: Classification) -> str:
    """Name a class: hazard, category, statements."""
    words = [speech.word(one.hazard), speech.word(one.cmr_class)]
    said = ", ".join(word for word in words if word)
    return speech.named(said, ", ".join(one.statements)) if one.statements else said


def component_said(speech: Speech, part: NamedComponent) -> str:
    """Name a component of a mixture, with its share."""
    name = part.name or part.cas_number or speech("agent-withheld")
    number = f" (CAS\u00a0{part.cas_number})" if part.cas_number and part.name else ""
    share = speech.share(part.min_fraction, part.max_fraction)
    return speech.named(f"{name}{number}", share) if share else f"{name}{number}"


def agent_said(speech: Speech, agent: NamedAgent, *, short: bool = False) -> Node:
    """Tell in a cell to what: name and numbers; unless it is short, legal name, classes and components too."""
    small: list[Node] = [" · ".join(_numbers(speech, agent))]
    if not short:
        small = [_legal(speech, agent), *small, *_classes(speech, agent)]
        small += [component_said(speech, part) for part in agent.components]
    said = (tag("span", one, class_="small") for one in small if one)
    return lines([tag("strong", agent_name(speech, agent)), *said])


def _classes(speech: Speech, agent: NamedAgent) -> list[Node]:
    """Return the harmonised classes, else those that the source states."""
    if agent.classifications:
        return [class_said(speech, one) for one in agent.classifications]
    return [speech("as-stated", what=class_said(speech, one)) for one in agent.stated]


def agents_section(speech: Speech, agents: Iterable[NamedAgent]) -> Tag | None:
    """Make the section that tells at length of the agents that lines name, each once."""
    known = {agent.agent: agent for agent in agents}
    if not known:
        return None
    heads = ("agent", "legal-name", "numbers", "classes-of-day", "components")
    ordered = sorted(known.values(), key=lambda one: agent_name(speech, one).casefold())
    rows = [_agent_cells(speech, agent) for agent in ordered]
    # a column that says nothing of any of them is left out
    told = [i for i in range(len(heads)) if any(row[i] for row in rows)]
    kept = (Row([row[i] for i in told]) for row in rows)
    made = table(speech("agents"), [speech(heads[i]) for i in told], kept)
    return section(speech("agents"), made, id="agents")


def _agent_cells(speech: Speech, agent: NamedAgent) -> list[Node]:
    return [
        tag("strong", agent_name(speech, agent)),
        _legal(speech, agent),
        lines(_numbers(speech, agent)),
        lines([*_classes(speech, agent), speech("cmr-not-said") if agent.cmr is None else None]),
        lines([component_said(speech, part) for part in agent.components]),
    ]


def agent_facts(speech: Speech, agent: NamedAgent) -> Tag:
    """Tell at length to what: for a document about one agent."""
    rows: list[tuple[str, Node]] = [(speech("agent-or-process"), tag("strong", agent_name(speech, agent)))]
    legal = _legal(speech, agent)
    if legal is not None:
        rows.append((speech("legal-name"), legal))
    numbers = _numbers(speech, agent)
    if numbers:
        rows.append((speech("numbers"), " · ".join(numbers)))
    if agent.classifications:
        said = [class_said(speech, one) for one in agent.classifications]
        rows.append((speech("classes"), lines([*said])))
    if agent.stated:
        rows.append((speech("classes-stated"), lines([class_said(speech, one) for one in agent.stated])))
    if agent.components:
        rows.append((speech("components"), lines([component_said(speech, part) for part in agent.components])))
    return facts(speech, rows, one=True)


# -- results


def results(speech: Speech, found: Sequence[Result], *, caption: str) -> Tag:
    """Make the table of results, one by one."""
    heads = ("result-date", "result", "result-of", "sampling", "laboratory", "limit-of-day")
    rows = (
        Row(
            [
                blank(speech) if one.on is None else speech.day(one.on),
                tag("strong", speech.measure(one.value, one.censored)),
                lines([speech.word(one.statistic), speech.word(one.fraction), speech.word(one.respirator)]),
                lines([speech.word(one.position), speech.word(one.matrix)]),
                lines([one.laboratory, _accredited(speech, one.accredited), one.method]),
                _limits(speech, one),
            ]
        )
        for one in found
    )
    return table(caption, [speech(head) for head in heads], rows, widths=(14, 14, 20, 15, 17, 20))


def _accredited(speech: Speech, accredited: bool | None) -> str | None:
    return None if accredited is None else speech("accredited" if accredited else "not-accredited")


def _limits(speech: Speech, one: Result) -> Node:
    said: list[Node] = []
    if one.limit is not None:
        said += _limit(speech, one.limit)
    if one.declared_limit is not None:
        said.append(speech.named(speech("declared-limit"), speech.measure(one.declared_limit)))
    return lines(said)


def _limit(speech: Speech, limit: KnownLimit) -> list[Node]:
    if limit.value is None:
        return [blank(speech)]
    small = [speech.word(limit.kind), speech.word(limit.statistic), speech.word(limit.fraction), limit.source]
    return [speech.measure(limit.value), *(tag("span", one, class_="small") for one in small if one)]


# -- measures, accidents, sources


def measure_said(speech: Speech, one: PreventionMeasure) -> str:
    """Name a measure with its protection factor and its days."""
    said = one.name
    if one.protection_factor is not None:
        said = f"{said} ({speech('protection-factor', factor=speech.number(one.protection_factor))})"
    if one.period is None:
        return said
    return f"{said}, {speech.since(one.period) if one.period.end is None else speech.period(one.period)}"


def measures(speech: Speech, found: Iterable[PreventionMeasure]) -> Node:
    """Name measures, one on each line."""
    return lines([measure_said(speech, one) for one in found])


def accidents(speech: Speech, found: Sequence[AccidentalExposure]) -> Tag:
    """Make the table of accidental exposures."""
    heads = [speech(head) for head in ("accident-date", "accident-minutes", "accident-what", "accident-severity")]
    rows = (
        Row(
            [
                speech.day(one.on),
                blank(speech) if one.minutes is None else f"{speech.number(one.minutes)}\u00a0min",
                one.description,
                blank(speech) if one.severity is None else one.severity,
            ]
        )
        for one in found
    )
    return table(speech("accidents"), heads, rows, widths=(18, 14, 48, 20))


_SAYS_NOTHING: Final = frozenset({DocumentKind.EXPOSURE_LIST, DocumentKind.NONE})
"""Documents of origin that tell a reader nothing."""


def source_said(speech: Speech, source: Source) -> Node:
    """Say how something is known: how, from which document, by whom, how surely."""
    document = None if source.document in _SAYS_NOTHING else speech.word(source.document)
    known, role = speech.evidence(source.evidence), speech.word(source.author_role)
    if role is not None and known is not None and role in known:
        role = None
    sure = None if source.confidence is None else speech("certainty", word=speech.word(source.confidence) or "")
    return joined(", ", [known, document, role, sure])

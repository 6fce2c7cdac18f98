"""Two questions on mixtures: is it classified, and is its user in scope of the list?"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction as Ratio
from typing import Final

from attrs import evolve, frozen

from tracexpo.agents import (
    Agent,
    AgentGroup,
    Classification,
    Component,
    Mixture,
    Process,
    Substance,
    UnidentifiedAgent,
)
from tracexpo.catalogue import tables
from tracexpo.catalogue.answers import Answer, Certainty, NotInCatalogueError, both, checked
from tracexpo.catalogue.classes import CMR_1_AND_2, class_name, is_cmr, quotes_an_act, self_classified, steps_of
from tracexpo.catalogue.entries import SubstanceEntry, classes_of
from tracexpo.catalogue.lookup import Asked, Directory, covers
from tracexpo.errors import InvalidValueError
from tracexpo.form import expect, expect_items, type_name
from tracexpo.problems import Wording
from tracexpo.vocabularies import CmrClass, Hazard

__all__ = ["GENERIC_LIMITS"]

_C, _M, _R, _L = Hazard.CARCINOGENIC, Hazard.MUTAGENIC, Hazard.REPROTOXIC, Hazard.LACTATION
_1A, _1B, _2 = CmrClass.CLP_1A, CmrClass.CLP_1B, CmrClass.CLP_2

GENERIC_LIMITS: Final[Mapping[tuple[Hazard, CmrClass | None], Decimal]] = {
    (_C, _1A): Decimal("0.001"),
    (_C, _1B): Decimal("0.001"),
    (_C, _2): Decimal("0.01"),
    (_M, _1A): Decimal("0.001"),
    (_M, _1B): Decimal("0.001"),
    (_M, _2): Decimal("0.01"),
    (_R, _1A): Decimal("0.003"),
    (_R, _1B): Decimal("0.003"),
    (_R, _2): Decimal("0.03"),
    (_L, None): Decimal("0.003"),
}
"""Generic concentration limits [1], by mass. Source: CLP, annex I, tables 3.5.2, 3.6.2 and 3.7.2."""

CLP_FOR_MIXTURES: Final = dt.date(2015, 6, 1)
"""The first day on which CLP alone bound mixtures (a convention of the library: the text was not read)."""
_OF_WORD: Final = {"Carc": _C, "Muta": _M, "Repr": _R, "Lact": _L}
_OF_CATEGORY: Final[dict[str, CmrClass | None]] = {"1A": _1A, "1B": _1B, "2": _2, "": None}
BAND: Final = re.compile(
    r"(Carc|Muta|Repr|Lact)\. ?(1A|1B|2)?\s*;\s*(H3[4-6]\d\w*)\s*:\s*"
    r"(?:(\d+(?:[.,]\d+)?) ?%? ?(?:≤|<=|<) ?)?C ?(?:(≥|>=|>|<|≤|<=) ?(\d+(?:[.,]\d+)?) ?%)?"
)
"""A specific concentration limit as the annex prints it."""
# 1A first: of two classes of one hazard the graver stands
_GRAVITY: Final = {_1A: 0, _1B: 1, _2: 2, None: 3}


@frozen(kw_only=True)
class Band:
    """A class that a component gives to a mixture from a content on."""

    hazard: Hazard
    cmr_class: CmrClass | None
    statement: str
    least: Decimal
    below: Decimal | None = None


def specific_bands(printed: str) -> tuple[Band, ...]:
    """Read the specific concentration limits that the annex prints.

    >>> [(band.statement, band.least, band.below) for band in specific_bands("Repr. 2; H361f: 5.0% ≤ C < 25.0%")]
    [('H361f', Decimal('0.05'), Decimal('0.25'))]
    """
    bands = []
    for word, category, statement, least, sign, bound in BAND.findall(printed):
        upper = sign in {"<", "≤", "<="}
        lowest = least or ("0" if upper else bound)
        if not lowest:
            continue
        bands.append(
            Band(
                hazard=_OF_WORD[word],
                cmr_class=_OF_CATEGORY[category],
                statement=statement,
                least=_share(lowest),
                below=_share(bound) if upper and bound else None,
            )
        )
    return tuple(bands)


def _share(per_cent: str) -> Decimal:
    share = Decimal(per_cent.replace(",", ".")).scaleb(-2).normalize()
    return Decimal(format(share, "f"))


def bands_of(step: tables.Step) -> tuple[Band, ...]:
    """Return the limits of an entry: specific ones where it has some for a hazard, else the generic one."""
    specific = specific_bands(step.limits)
    bands: list[Band] = []
    for hazard, cmr_class, statements in classes_of(step):
        own = [band for band in specific if band.hazard is hazard]
        statement = statements[0] if statements else ""
        bands += own
        # "H360D from 0.03 %" of an entry H360FD leaves the rest of the class its generic limit
        if not own or all(band.statement != statement for band in own):
            least = GENERIC_LIMITS[hazard, cmr_class]
            if not own or least > min(band.least for band in own):
                bands.append(Band(hazard=hazard, cmr_class=cmr_class, statement=statement, least=least))
    return tuple(bands)


Known = Mapping[str, Agent]


def by_id(agents: Iterable[Agent]) -> dict[str, Agent]:
    """Return the agents of a register by id."""
    found: dict[str, Agent] = {}
    for agent in expect_items(agents, "/agents"):
        if not isinstance(agent, _AGENTS):
            raise InvalidValueError("wrong-type", "/agents", {"expected": "Agent", "found": type_name(agent)})
        found[agent.id] = agent
    return found


_AGENTS: Final = (Substance, Mixture, Process, AgentGroup, UnidentifiedAgent)


def in_scope(directory: Directory, mixture: Mixture, *, on: dt.date, agents: Iterable[Agent] = ()) -> Answer:
    """Answer for the list of exposed workers: any component counts, whatever its content."""
    day = checked(on)
    known = by_id(agents)
    if own := self_classified(expect(Mixture, mixture).classifications, day):
        return _in_scope(directory, True, Certainty.DECLARED, _BY_SUPPLIER, classifications=own)
    if not mixture.components:
        return _unresolved(directory)
    unknown: Answer | None = None
    for part in parts_of(mixture, known):
        answer = _part_scope(directory, part, day)
        if answer is None:
            continue
        if answer.value is True:
            because = both(_COUNTS, answer.because)
            return _in_scope(directory, True, answer.certainty, because, answer.sources, answer.classifications)
        if answer.value is None and unknown is None:
            unknown = answer
    if unknown is not None:
        return _in_scope(directory, None, unknown.certainty, both(_NOT_KNOWN, unknown.because))
    return _in_scope(directory, False, Certainty.CERTAIN, _NONE_COUNTS)


_BY_SUPPLIER: Final = Wording(
    "the mixture itself is classified 1A or 1B by its supplier",
    "le mélange est lui-même classé 1A ou 1B par son fournisseur",
)
_COUNTS: Final = Wording(
    "a component counts, whatever its content: ", "un composant compte, quelle que soit sa teneur : "
)
_NOT_KNOWN: Final = Wording(
    "of one component at least it is not known: ", "pour un composant au moins on ne sait pas : "
)
_NONE_COUNTS: Final = Wording(
    "none of the components named is 1A, 1B or tied to a listed process",
    "aucun des composants nommés n'est 1A, 1B ni lié à un procédé inscrit",
)


def _in_scope(
    directory: Directory,
    value: bool | None,
    certainty: Certainty,
    because: Wording,
    sources: Iterable[str] = (),
    classifications: tuple[Classification, ...] = (),
) -> Answer:
    return Answer(
        value=value,
        certainty=certainty,
        because=because,
        sources=("R4412-60 1°", "R4412-93-1", *sources),
        edition=directory.agents.edition,
        classifications=classifications,
    )


def parts_of(mixture: Mixture, known: Known) -> Iterator[Asked | None]:
    """What a mixture is made of, at any depth, each mixture once; None for one that is a part of itself."""
    open_ones = {mixture.id: iter(mixture.components)}
    closed: set[str] = set()
    while open_ones:
        id, rest = next(reversed(open_ones.items()))
        component = next(rest, None)
        if component is None:
            del open_ones[id]
            closed.add(id)
            continue
        part = known.get(component.agent, component.agent)
        if isinstance(part, Mixture):
            if part.id in closed:
                continue
            if part.id in open_ones:
                yield None
                continue
            open_ones[part.id] = iter(part.components)
        yield part


def _part_scope(directory: Directory, part: Asked | None, day: dt.date) -> Answer | None:
    """Answer for one part; None for a mixture whose own parts answer."""
    if part is None:
        return _unresolved(directory)
    if isinstance(part, Mixture):
        if own := self_classified(part.classifications, day):
            return _in_scope(directory, True, Certainty.DECLARED, _BY_SUPPLIER, classifications=own)
        return None if part.components else _unresolved(directory)
    try:
        return is_cmr(directory, part, on=day)
    except (NotInCatalogueError, InvalidValueError):
        return _unresolved(directory)


def _unresolved(directory: Directory) -> Answer:
    because = Wording("the composition is not known", "la composition n'est pas connue")
    return Answer(value=None, certainty=Certainty.NOT_COVERED, because=because, edition=directory.agents.edition)


# -- is it classified?


def classified(directory: Directory, mixture: Mixture, *, on: dt.date, agents: Iterable[Agent] = ()) -> Answer:
    """Answer by the concentration limits of CLP, component by component, contents never added together."""
    day = checked(on)
    known = by_id(agents)
    found: dict[Hazard, Band] = {}
    open_questions: list[Wording] = []
    for part in flat(expect(Mixture, mixture), known):
        bands = _bands(directory, part, day, known)
        if bands is None:
            open_questions.append(_UNKNOWN)
            continue
        for band in bands:
            reached = _reached(part, band)
            if reached is None:
                open_questions.append(_IMPRECISE)
            if reached and (band.hazard not in found or _graver(band, found[band.hazard])):
                found[band.hazard] = band
    return _classified_answer(directory, mixture, day, found, open_questions)


_UNKNOWN: Final = Wording("a component is not known to the catalogue", "un composant est inconnu du catalogue")
_IMPRECISE: Final = Wording(
    "the content of a component is not known precisely enough",
    "la teneur d'un composant n'est pas connue assez précisément",
)
_NO_COMPOSITION: Final = Wording("the composition is not known", "la composition n'est pas connue")


def _graver(band: Band, other: Band) -> bool:
    return _GRAVITY[band.cmr_class] < _GRAVITY[other.cmr_class]


_MOST_OPENED: Final = 1_000
"""How many mixtures within one are opened: contents along every way down are as many as the ways."""


@frozen
class _Part:
    """A component, its content counted of the whole mixture, exactly."""

    agent: str
    low: Ratio | None
    high: Ratio | None


def flat(mixture: Mixture, known: Known) -> Iterator[_Part]:
    """The components of a mixture, those of mixtures within it in their place."""
    stack: list[tuple[Component, Ratio, Ratio | None, frozenset[str]]] = [
        (c, Ratio(1), Ratio(1), frozenset({mixture.id})) for c in mixture.components
    ]
    opened = 0
    while stack:
        component, least, most, seen = stack.pop()
        low = least * Ratio(component.min_fraction) if component.min_fraction is not None else None
        high = most * Ratio(component.max_fraction) if most is not None and component.max_fraction is not None else None
        inner = known.get(component.agent)
        if isinstance(inner, Mixture) and inner.components and inner.id not in seen and opened < _MOST_OPENED:
            opened += 1
            stack += [
                (c, low or Ratio(0), high if high is not None else most, seen | {inner.id}) for c in inner.components
            ]
            continue
        yield _Part(component.agent, low, high)


def _bands(directory: Directory, part: _Part, day: dt.date, known: Known) -> tuple[Band, ...] | None:
    """Return the limits of a component, or None where it is not known."""
    asked = known.get(part.agent, part.agent)
    if isinstance(asked, Mixture):
        return None
    try:
        question = directory.question(asked)
    except (NotInCatalogueError, InvalidValueError):
        return None
    rows = [directory.substances[e.id] for e in question.entries if isinstance(e, SubstanceEntry)]
    if len(rows) != len(question.entries):
        rows = []
    stated: tuple[Classification, ...] = getattr(question.agent, "classifications", ())
    own = tuple(
        Band(
            hazard=c.hazard,
            cmr_class=c.cmr_class,
            statement=c.statements[0] if c.statements else "",
            least=GENERIC_LIMITS[c.hazard, c.cmr_class],
        )
        for c in stated
        if (c.hazard, c.cmr_class) in GENERIC_LIMITS and c.applies_on(day) and not (rows and quotes_an_act(c))
    )
    if not rows:
        return own or None
    in_force = [(row, at) for row in rows if (at := steps_of(row, day)) is not None]
    bands = [b for row, at in in_force if covers(row, row.steps[at], question.cas) for b in bands_of(row.steps[at])]
    return (*bands, *own)


def _reached(part: _Part, band: Band) -> bool | None:
    least, below = Ratio(band.least), None if band.below is None else Ratio(band.below)
    if part.low is not None and part.low >= least and (below is None or (part.high is not None and part.high < below)):
        return True
    if part.high is not None and part.high < least:
        return False
    if part.low is not None and below is not None and part.low >= below:
        return False
    return None


def _classified_answer(
    directory: Directory, mixture: Mixture, day: dt.date, found: dict[Hazard, Band], open_questions: list[Wording]
) -> Answer:
    own = tuple(c for c in mixture.classifications if c.applies_on(day))
    computed = tuple(
        Classification(
            hazard=band.hazard,
            cmr_class=band.cmr_class,
            statements=(band.statement,) if band.statement else (),
            source="CLP, annexe I, limites de concentration",
        )
        for band in found.values()
    )
    early = day < CLP_FOR_MIXTURES
    classes = computed or own
    value: bool | None = bool(classes)
    if computed:
        said: Wording = both(_named(classes), Wording(" by concentration limits", " par limites de concentration"))
        certainty = Certainty.DERIVED if early else Certainty.CERTAIN
    elif own:
        said = both(_named(classes), Wording(" as its supplier states", " selon son fournisseur"))
        certainty = Certainty.DECLARED
    elif open_questions or not mixture.components:
        value, certainty = None, Certainty.DEPENDS
        said = open_questions[0] if open_questions else _NO_COMPOSITION
    elif day < tables.COVERED_FROM:
        value, certainty = None, Certainty.NOT_COVERED
        said = Wording("the classes of that day are not covered", "les classes de ce jour ne sont pas couvertes")
    else:
        certainty = Certainty.DERIVED if early else Certainty.CERTAIN
        said = Wording(
            "no component reaches its concentration limit; contents are not added",
            "aucun composant n'atteint sa limite de concentration ; les teneurs ne s'additionnent pas",
        )
    return Answer(
        value=value,
        certainty=certainty,
        because=both(said, _BEFORE_CLP) if early else said,
        sources=("32008R1272, annexe I, 3.5.3, 3.6.3 et 3.7.3",),
        edition=directory.agents.edition,
        classifications=classes,
    )


_BEFORE_CLP: Final = Wording(
    " (CLP alone binds mixtures since 2015-06-01; before, by convention)",
    " (le CLP seul s'impose aux mélanges depuis le 2015-06-01 ; avant, par convention)",
)


def _named(classes: Iterable[Classification]) -> Wording:
    names = [class_name(c.hazard, c.cmr_class) for c in classes]
    return Wording(", ".join(name.en for name in names), ", ".join(name.fr for name in names))


def is_cmr_mixture(directory: Directory, mixture: Mixture, *, on: dt.date) -> Answer:
    """Answer whether the mixture itself meets the criteria of 1A or 1B; its user's scope is another question."""
    answer = classified(directory, mixture, on=on)
    if answer.value is not True or any(c.cmr_class in CMR_1_AND_2 for c in answer.classifications):
        return answer
    value = False if on >= tables.COVERED_FROM else None
    return evolve(answer, value=value, because=both(answer.because, Wording(": not 1A nor 1B", " : ni 1A ni 1B")))

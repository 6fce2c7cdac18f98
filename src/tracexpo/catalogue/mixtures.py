"""Two questions on mixtures: is it classified, and is its user in scope of the list?"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Final

from attrs import evolve, frozen

from tracexpo.agents import Agent, Classification, Component, Mixture
from tracexpo.catalogue import tables
from tracexpo.catalogue.answers import Answer, Certainty, NotInCatalogueError, both, checked
from tracexpo.catalogue.classes import CMR_1_AND_2, class_name, is_cmr, quotes_an_act, self_classified, steps_of
from tracexpo.catalogue.entries import SubstanceEntry, classes_of
from tracexpo.catalogue.lookup import Asked, Directory, covers
from tracexpo.errors import InvalidValueError
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
    r"(?:([\d.,]+) ?%? ?(?:≤|<=|<) ?)?C ?(?:(≥|>=|>|<|≤|<=) ?([\d.,]+) ?%)?"
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
    return {agent.id: agent for agent in agents}


def in_scope(directory: Directory, mixture: Mixture, *, on: dt.date, agents: Iterable[Agent] = ()) -> Answer:
    """Answer for the list of exposed workers: any component counts, whatever its content."""
    day = checked(on)
    return _scope(directory, _mixture(mixture), day, by_id(agents), frozenset())


def _mixture(asked: object) -> Mixture:
    if not isinstance(asked, Mixture):
        raise InvalidValueError("wrong-type", context={"expected": "Mixture", "found": type(asked).__name__})
    return asked


def _asked(component: Component, known: Known) -> Asked:
    return known.get(component.agent, component.agent)


def _scope(directory: Directory, mixture: Mixture, day: dt.date, known: Known, seen: frozenset[str]) -> Answer:
    edition = directory.agents.edition
    law = ("R4412-60 1°", "R4412-93-1")
    own = self_classified(mixture.classifications, day)
    if own:
        because = Wording(
            "the mixture itself is classified 1A or 1B by its supplier",
            "le mélange est lui-même classé 1A ou 1B par son fournisseur",
        )
        return Answer(
            value=True, certainty=Certainty.DECLARED, because=because, sources=law, edition=edition, classifications=own
        )
    unknown: list[Answer] = []
    for component in mixture.components:
        answer = _component_scope(directory, component, day, known, seen | {mixture.id})
        if answer is not None and answer.value is True:
            because = both(
                Wording(
                    "a component counts, whatever its content: ", "un composant compte, quelle que soit sa teneur : "
                ),
                answer.because,
            )
            return Answer(
                value=True,
                certainty=answer.certainty,
                because=because,
                sources=(*law, *answer.sources),
                edition=edition,
                classifications=answer.classifications,
            )
        if answer is None or answer.value is None:
            unknown.append(_unresolved(directory) if answer is None else answer)
    if not mixture.components:
        return _unresolved(directory)
    if unknown:
        first = unknown[0]
        because = both(
            Wording("of one component at least it is not known: ", "pour un composant au moins on ne sait pas : "),
            first.because,
        )
        return Answer(value=None, certainty=first.certainty, because=because, sources=law, edition=edition)
    because = Wording(
        "none of the components named is 1A, 1B or tied to a listed process",
        "aucun des composants nommés n'est 1A, 1B ni lié à un procédé inscrit",
    )
    return Answer(value=False, certainty=Certainty.CERTAIN, because=because, sources=law, edition=edition)


def _component_scope(
    directory: Directory, component: Component, day: dt.date, known: Known, seen: frozenset[str]
) -> Answer | None:
    asked = _asked(component, known)
    if isinstance(asked, Mixture):
        return None if asked.id in seen else _scope(directory, asked, day, known, seen)
    try:
        return is_cmr(directory, asked, on=day)
    except (NotInCatalogueError, InvalidValueError):
        return None


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
    for component in flat(_mixture(mixture), known):
        bands = _bands(directory, component, day, known)
        if bands is None:
            open_questions.append(_UNKNOWN)
            continue
        for band in bands:
            reached = _reached(component, band)
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


def flat(mixture: Mixture, known: Known) -> Iterable[Component]:
    """The components of a mixture, those of mixtures within it in their place."""
    stack: list[tuple[Component, Decimal, Decimal | None, frozenset[str]]] = [
        (c, Decimal(1), Decimal(1), frozenset({mixture.id})) for c in mixture.components
    ]
    while stack:
        component, least, most, seen = stack.pop()
        low = least * component.min_fraction if component.min_fraction is not None else None
        high = most * component.max_fraction if most is not None and component.max_fraction is not None else None
        inner = known.get(component.agent)
        if isinstance(inner, Mixture) and inner.id not in seen:
            stack += [
                (c, low or Decimal(0), high if high is not None else most, seen | {inner.id}) for c in inner.components
            ]
            if inner.components:
                continue
        yield Component(agent=component.agent, min_fraction=low, max_fraction=high)


def _bands(directory: Directory, component: Component, day: dt.date, known: Known) -> tuple[Band, ...] | None:
    """Return the limits of a component, or None where it is not known."""
    asked = _asked(component, known)
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


def _reached(component: Component, band: Band) -> bool | None:
    low, high = component.min_fraction, component.max_fraction
    if low is not None and low >= band.least and (band.below is None or (high is not None and high < band.below)):
        return True
    if high is not None and high < band.least:
        return False
    if low is not None and band.below is not None and low >= band.below:
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
            source="CLP annex I, concentration limits",
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
        sources=("32008R1272, annex I, 3.5.3, 3.6.3 and 3.7.3",),
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

"""Works that the law keeps certain workers from, told of the agent and never of a person."""

import datetime as dt
from functools import lru_cache
from typing import Final

from attrs import field, frozen

from tracexpo.catalogue.answers import Certainty, NotInCatalogueError, checked, member
from tracexpo.catalogue.classes import classifications, is_cmr
from tracexpo.catalogue.entries import Entry, SubstanceEntry
from tracexpo.catalogue.lookup import Asked, Directory
from tracexpo.catalogue.tables import RestrictionRow, read_texts
from tracexpo.problems import Wording
from tracexpo.vocabularies import CmrClass, Hazard, Vocabulary

__all__ = ["RestrictedWorkers", "Restriction", "RestrictionScope"]

RECODIFIED: Final = dt.date(2008, 5, 1)
"""The first day of these articles; what stood before under other numbers is not encoded."""
MINORS_FROM: Final = dt.date(2013, 10, 14)
"""The first day of D4153-17 in its present form (commonly known, the text was not read)."""


class RestrictedWorkers(Vocabulary):
    """Whom a restriction is about (travailleurs visés)."""

    PREGNANT_OR_BREASTFEEDING = (
        "pregnant-or-breastfeeding",
        "pregnant or breastfeeding women",
        "femmes enceintes ou allaitantes",
    )
    UNDER_18 = "under-18", "workers under eighteen", "jeunes travailleurs de moins de dix-huit ans"
    FIXED_TERM_OR_TEMPORARY = (
        "fixed-term-or-temporary",
        "fixed-term and temporary-agency workers",
        "salariés en contrat à durée déterminée et intérimaires",
    )


class RestrictionScope(Vocabulary):
    """What is restricted (étendue)."""

    ANY = "any", "any exposure to the agent", "toute exposition à l'agent"
    OPERATION = "operation", "only the works named", "seulement les travaux nommés"


@frozen(kw_only=True)
class Restriction:
    """A work that certain workers may not do (travaux interdits ou réglementés)."""

    article: str
    """The article."""
    item: int | None = None
    """The number in the list of the article."""
    workers: RestrictedWorkers
    """Whom it is about; the state of a person is never stored."""
    scope: RestrictionScope
    """Any exposure, or only named works."""
    agent: Wording
    """The agent as the article names it."""
    condition: str | None = field(default=None, repr=False)
    """The works named, or what is left out, in the words of the article (French)."""
    unless: Wording
    """When it does not apply."""
    certainty: Certainty
    """How sure it is that it applies to this agent."""
    note: str | None = None
    """What to check."""
    source: str
    """The article and its item."""
    edition: str
    """The edition of the catalogue that answers."""


_UNLESS: Final = {
    "D4152-10": Wording("not in closed apparatus in normal operation", "sauf en appareil clos en marche normale"),
    "D4153-17": Wording("unless a derogation is declared (R4153-40)", "sauf dérogation déclarée (R4153-40)"),
    "D4154-1": Wording(
        "not in closed apparatus (D4154-2), unless authorised (D4154-3)",
        "sauf en appareil clos (D4154-2) ou sur autorisation (D4154-3)",
    ),
}
_ANY_REPROTOXIC: Final = {CmrClass.CLP_1A, CmrClass.CLP_1B}


@lru_cache(1)
def _by_subject() -> dict[str, list[RestrictionRow]]:
    found: dict[str, list[RestrictionRow]] = {}
    for row in read_texts().restrictions:
        for subject in row.subjects:
            found.setdefault(subject, []).append(row)
    return found


def restrictions(directory: Directory, asked: Asked, *, on: dt.date) -> tuple[Restriction, ...]:
    """Return what an agent keeps certain workers from, on a day."""
    day = checked(on)
    if day < RECODIFIED:
        raise NotInCatalogueError(
            "restrictions before 2008-05-01 are not encoded, which does not say that there were none",
            "les restrictions d'avant le 2008-05-01 ne sont pas encodées, ce qui ne dit pas qu'il n'y en avait pas",
        )
    entries = directory.question(asked).entries
    found: list[Restriction] = []
    found += _reprotoxic(directory, asked, entries, day)
    listed = _listed(entries)
    if any(restriction.article == "D4152-10" for restriction in found):
        listed = [row for row in listed if row.article != "D4152-10"]
    found += [_of_row(directory, row) for row in listed]
    found += _minors(directory, asked, entries, day)
    return tuple(sorted(found, key=lambda r: (r.article, r.item or 0)))


def _listed(entries: tuple[Entry, ...]) -> list[RestrictionRow]:
    subjects: dict[str, None] = {}
    for entry in entries:
        subjects[entry.id] = None
        subjects.update(dict.fromkeys(f"cas:{cas}" for cas in entry.cas_numbers if isinstance(entry, SubstanceEntry)))
        if isinstance(entry, SubstanceEntry):
            subjects.update(dict.fromkeys(entry.groups))
    known = _by_subject()
    # an item on the compounds of a metal is not about the metal
    but = {f"!{entry.id}" for entry in entries}
    rows = {id(row): row for subject in subjects for row in known.get(subject, ()) if but.isdisjoint(row.subjects)}
    return list(rows.values())


def _of_row(directory: Directory, row: RestrictionRow) -> Restriction:
    fixed_term = row.article == "D4154-1"
    return Restriction(
        article=row.article,
        item=row.item,
        workers=RestrictedWorkers.FIXED_TERM_OR_TEMPORARY
        if fixed_term
        else RestrictedWorkers.PREGNANT_OR_BREASTFEEDING,
        scope=member(RestrictionScope, row.scope),
        agent=Wording(row.label_en or row.label_fr, row.label_fr),
        condition=row.condition_fr or None,
        unless=_UNLESS[row.article],
        certainty=member(Certainty, row.certainty),
        note=row.note or None,
        source=row.source,
        edition=directory.agents.edition,
    )


def _reprotoxic(directory: Directory, asked: Asked, entries: tuple[Entry, ...], day: dt.date) -> list[Restriction]:
    try:
        classes = classifications(directory, asked, on=day)
    except NotInCatalogueError:
        return []
    reprotoxic = any(c.hazard is Hazard.REPROTOXIC and c.cmr_class in _ANY_REPROTOXIC for c in classes)
    lactation = any(c.hazard is Hazard.LACTATION for c in classes)
    if not (reprotoxic or lactation) or not entries:
        return []
    return [
        Restriction(
            article="D4152-10",
            workers=RestrictedWorkers.PREGNANT_OR_BREASTFEEDING,
            scope=RestrictionScope.ANY,
            agent=Wording(
                "toxic to reproduction 1A or 1B, or effects on lactation",
                "toxique pour la reproduction 1A ou 1B, ou effets sur l'allaitement",
            ),
            unless=_UNLESS["D4152-10"],
            certainty=Certainty.SECONDARY,
            source="D4152-10 1°",
            edition=directory.agents.edition,
        )
    ]


def _minors(directory: Directory, asked: Asked, entries: tuple[Entry, ...], day: dt.date) -> list[Restriction]:
    if day < MINORS_FROM or not entries:
        return []
    answer = is_cmr(directory, asked, on=day)
    if answer.value is False and not answer.classifications:
        return []
    return [
        Restriction(
            article="D4153-17",
            workers=RestrictedWorkers.UNDER_18,
            scope=RestrictionScope.ANY,
            agent=Wording(
                "dangerous chemical agents, CMR agents among them", "agents chimiques dangereux, dont les agents CMR"
            ),
            unless=_UNLESS["D4153-17"],
            certainty=Certainty.DEPENDS if answer.value is None else Certainty.CERTAIN,
            source="D4153-17",
            edition=directory.agents.edition,
        )
    ]

"""What is a CMR agent, on which day, under which text."""

import datetime as dt
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import Final

from attrs import evolve, frozen

from tracexpo.agents import AgentGroup, Classification, Mixture, Process, Substance
from tracexpo.catalogue import tables
from tracexpo.catalogue.answers import EVE, Answer, Certainty, NotInCatalogueError, both, checked
from tracexpo.catalogue.entries import (
    Entry,
    GroupEntry,
    HistoryStep,
    ProcessEntry,
    SubstanceEntry,
    history_of,
    listed_step,
)
from tracexpo.catalogue.lookup import Asked, Directory, Question, covers, shown_name, step_on
from tracexpo.problems import Wording
from tracexpo.vocabularies import CmrClass, Hazard

__all__ = ["CMR_1_AND_2", "NewlyCmr"]

CMR_1_AND_2: Final = frozenset({CmrClass.CLP_1A, CmrClass.CLP_1B, CmrClass.OLD_1, CmrClass.OLD_2})
"""The scope "CMR 1 et 2" of 2009, in both schemes: CLP category 2 (old category 3) is not in it."""

FIRST_ORDER: Final = dt.date(1993, 1, 5)
"""Before the first order on processes, nothing is encoded; that is not to say that no text existed."""
LAW: Final = "R4412-60"
_ACT: Final = re.compile(
    r"[0-9]\d{4}[A-Z]{1,2}\d{4}\b|\bAnnex(?:e)? VI\b|\bCLP\b|\bATP ?\d"
    r"|harmoni[sz]|\b\d{3,4}/20\d\d\b|\b20\d\d/\d{3,4}\b",
    re.IGNORECASE,
)


@frozen(kw_only=True)
class NewlyCmr:
    """An agent that became CMR (agent devenu CMR), or a process that came on the list."""

    entry: Entry
    """What became CMR."""
    on: dt.date
    """The first day."""
    source: str
    """The act."""


def steps_of(row: tables.SubstanceRow, day: dt.date) -> int | None:
    """Return the place of the step that answers for a day, the derived months included."""
    if day >= tables.COVERED_FROM:
        return step_on(row, day)
    if day < tables.DERIVED_FROM or not row.steps:
        return None
    first = row.steps[0]
    return 0 if first.day == tables.COVERED_FROM and first.act in tables.DERIVED_ACTS else None


def classifications(directory: Directory, asked: Asked, *, on: dt.date) -> tuple[Classification, ...]:
    """Return the harmonised CMR classes of an agent on a day."""
    day = checked(on)
    if day < tables.DERIVED_FROM:
        raise before_classes()
    question = directory.question(asked)
    answers: dict[tuple[object, ...], tuple[Classification, ...]] = {}
    in_force = []
    for entry in question.entries:
        if not isinstance(entry, SubstanceEntry):
            if isinstance(entry, GroupEntry):
                raise NotInCatalogueError(
                    f"{shown_name(entry)} is a family: its classes depend on the compound",
                    f"{entry.names.fr} est une famille : ses classes dépendent du composé",
                    entry.members,
                )
            continue
        row = directory.substances[entry.id]
        at = steps_of(row, day)
        if at is None or row.steps[at].deleted or not covers(row, row.steps[at], question.cas):
            continue
        in_force.append(entry)
        found = directory.classes_at(row, at)
        if day < tables.COVERED_FROM:
            found = tuple(derived(c) for c in found)
        answers.setdefault(tuple((c.hazard, c.cmr_class, c.statements) for c in found), found)
    if len(answers) > 1:
        raise directory.several(tuple(in_force))
    return next(iter(answers.values()), ())


def derived(classification: Classification) -> Classification:
    """The same class for the months before CLP applied, when it stood in annex VI beside the old one."""
    return evolve(
        classification,
        applies_from=tables.DERIVED_FROM,
        applies_until=tables.COVERED_FROM - EVE,
        source=f"{classification.source}, par convention avant le 2010-12-01",
    )


def before_classes() -> NotInCatalogueError:
    """The error of a day before any class is known."""
    return NotInCatalogueError(
        "classes before 2009-06-01 are not covered: that says nothing of what the agent was",
        "les classes d'avant le 2009-06-01 ne sont pas couvertes : cela ne dit rien de ce qu'était l'agent",
    )


def history(directory: Directory, asked: Asked) -> tuple[HistoryStep, ...]:
    """Return every dated change of one entry."""
    entry = directory.single(asked)
    if isinstance(entry, ProcessEntry):
        return (listed_step(entry),)
    if isinstance(entry, GroupEntry):
        return ()
    processes = tuple(directory.processes[id] for id in entry.processes)
    return history_of(directory.substances[entry.id], processes)


def changes(directory: Directory) -> list[NewlyCmr]:
    """Every day on which something became CMR, in order."""
    found = [NewlyCmr(entry=p, on=p.listed_from, source=p.source) for p in directory.processes.values()]
    for row in directory.agents.substances:
        before = False
        for step in row.steps:
            if step.is_1a_or_1b and not before:
                entry = directory.entry(row.id)
                assert entry is not None
                found.append(NewlyCmr(entry=entry, on=step.day, source=step.act))
            before = step.is_1a_or_1b
    return sorted(found, key=lambda change: (change.on, change.entry.id))


def newly_cmr(found: list[NewlyCmr], *, since: dt.date, until: dt.date) -> tuple[NewlyCmr, ...]:
    """Return what became CMR between two days, both included."""
    first, last = checked(since), checked(until)
    start = bisect_left(found, first, key=lambda change: change.on)
    return tuple(found[start : bisect_right(found, last, key=lambda change: change.on)])


# -- is it a CMR agent?


def is_cmr(directory: Directory, asked: Asked, *, on: dt.date) -> Answer:
    """Answer for one agent that is not a mixture."""
    day = checked(on)
    question = directory.question(asked)
    answer = _of_question(directory, question, day)
    if answer.value is not True and isinstance(question.agent, Substance):
        own = self_classified(question.agent.classifications, day)
        if own:
            return _answer(
                directory, True, Certainty.DECLARED, _declared(own), tuple(c.source for c in own), classifications=own
            )
    if answer.value is not None and day > directory.agents.answers_until:
        late = both(answer.because, _later(directory))
        return evolve(answer, certainty=Certainty.LATER_THAN_EDITION, because=late)
    return answer


def _answer(
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
        sources=tuple(dict.fromkeys(sources)),
        edition=directory.agents.edition,
        classifications=classifications,
    )


def _later(directory: Directory) -> Wording:
    last = directory.agents.answers_until
    return Wording(
        f"; as known by this edition, which answers to {last}", f" ; selon cette édition, qui répond jusqu'au {last}"
    )


def self_classified(stated: Iterable[Classification], day: dt.date) -> tuple[Classification, ...]:
    """Return the classes 1A and 1B that a supplier states of its own; what quotes an act counts as the act does."""
    return tuple(c for c in stated if c.cmr_class in CMR_1_AND_2 and c.applies_on(day) and not quotes_an_act(c))


def quotes_an_act(classification: Classification) -> bool:
    """Tell whether a class is quoted as harmonised: its source names an act, not a supplier."""
    return _ACT.search(classification.source) is not None


def _declared(own: tuple[Classification, ...]) -> Wording:
    classes = both(*_joined([class_name(c.hazard, c.cmr_class) for c in own]))
    return both(
        Wording("self-classified ", "auto-classé "),
        classes,
        Wording(
            ": the text asks for the criteria of 1A or 1B", " : le texte demande les critères de la catégorie 1A ou 1B"
        ),
    )


def _of_question(directory: Directory, question: Question, day: dt.date) -> Answer:
    entries = question.entries
    if isinstance(question.agent, AgentGroup) and not entries:
        return _family(directory, None)
    if isinstance(question.agent, Process) and not entries:
        return _not_covered(directory, "no listed process of the catalogue", "aucun procédé inscrit du catalogue")
    if isinstance(question.agent, Mixture):
        return _not_covered(
            directory, "a mixture: see classified and in_scope", "un mélange : voir classified et in_scope"
        )
    if not entries:
        return _not_covered(
            directory,
            "nothing in the catalogue matches: a family or a self-classification may still cover it",
            "rien dans le catalogue ne correspond : une famille ou une auto-classification peut encore le couvrir",
        )
    answers = [answer for entry in entries if (answer := _of_entry(directory, entry, question.cas, day)) is not None]
    if not answers:
        return _absent(directory, entries, day)
    if len({answer.value for answer in answers}) == 1:
        return answers[0]
    names = ", ".join(f"{shown_name(entry)} ({entry.id})" for entry in entries)
    return _answer(
        directory,
        None,
        Certainty.DEPENDS,
        Wording(
            f"several entries answer differently, say which: {names}",
            f"plusieurs entrées répondent différemment, précisez : {names}",
        ),
        (source for answer in answers for source in answer.sources),
    )


def _family(directory: Directory, entry: GroupEntry | None) -> Answer:
    return _answer(
        directory,
        None,
        Certainty.DEPENDS,
        Wording(
            "a family: it depends on the compound, say which one",
            "une famille : cela dépend du composé, précisez lequel",
        ),
        (LAW,) if entry is not None else (),
    )


def _not_covered(directory: Directory, en: str, fr: str) -> Answer:
    return _answer(directory, None, Certainty.NOT_COVERED, Wording(en, fr))


def _of_entry(directory: Directory, entry: Entry, cas: str | None, day: dt.date) -> Answer | None:
    """Answer for one entry; None where it was not in force for that number on that day."""
    if isinstance(entry, GroupEntry):
        return _family(directory, entry)
    if isinstance(entry, ProcessEntry):
        return _of_process(directory, entry, day)
    row = directory.substances[entry.id]
    at = steps_of(row, day)
    step = None if at is None else row.steps[at]
    if step is not None and (step.deleted or not covers(row, step, cas)):
        step = None
    if step is not None and at is not None and step.is_1a_or_1b:
        return _harmonised(directory, row, at, day)
    for id in entry.processes:
        process = directory.processes[id]
        if (cas is None or cas in process.cas_numbers) and process.listed_on(day):
            return _of_process(directory, process, day)
    if step is None and row.steps:
        return None
    return _of_lesser(directory, row, at, day)


def _harmonised(directory: Directory, row: tables.SubstanceRow, at: int, day: dt.date) -> Answer:
    found = directory.classes_at(row, at)
    counted = [c for c in found if c.cmr_class in CMR_1_AND_2]
    names = both(*_joined([class_name(c.hazard, c.cmr_class) for c in counted]))
    acts = [f"{LAW} 1°", *(c.source for c in counted)]
    if day < tables.COVERED_FROM:
        because = both(
            names,
            Wording(", by convention from the first acts of CLP", ", par convention d'après les premiers actes du CLP"),
        )
        return _answer(directory, True, Certainty.DERIVED, because, acts, tuple(derived(c) for c in found))
    since = min(c.applies_from for c in counted if c.applies_from is not None)
    because = both(
        names,
        Wording(
            f", harmonised, since {since} at the latest", f", classification harmonisée, depuis le {since} au plus tard"
        )
        if since == tables.COVERED_FROM
        else Wording(f", harmonised, since {since}", f", classification harmonisée, depuis le {since}"),
    )
    return _answer(directory, True, Certainty.CERTAIN, because, acts, found)


def _of_lesser(directory: Directory, row: tables.SubstanceRow, at: int | None, day: dt.date) -> Answer:
    """Answer where no class 1A or 1B and no listed process applies."""
    found = () if at is None else directory.classes_at(row, at)
    said = both(*_joined([class_name(c.hazard, c.cmr_class) for c in found]))
    if day < tables.COVERED_FROM:
        if day >= tables.DERIVED_FROM and found:
            because = both(
                said,
                Wording(
                    " by convention (old category 3 is CLP category 2); before 2010-12-01 that is no answer",
                    " par convention (l'ancienne catégorie 3 est la catégorie 2 du CLP) ;"
                    " avant le 2010-12-01 ce n'est pas une réponse",
                ),
            )
            return _answer(
                directory, None, Certainty.DERIVED, because, (c.source for c in found), tuple(map(derived, found))
            )
        return _too_early(directory)
    return _negative(directory, row, said if found else None, day, found)


def _too_early(directory: Directory) -> Answer:
    return _not_covered(
        directory,
        "the classes of that day are not covered, which does not say that it was not CMR",
        "les classes de ce jour ne sont pas couvertes, ce qui ne dit pas que l'agent n'était pas CMR",
    )


def _negative(
    directory: Directory,
    row: tables.SubstanceRow,
    said: Wording | None,
    day: dt.date,
    found: tuple[Classification, ...],
) -> Answer:
    becomes = next((step for step in row.steps if step.day > day and step.is_1a_or_1b), None)
    parts: list[Wording | str] = [
        both(said, Wording(": not 1A nor 1B", " : ni 1A ni 1B"))
        if said
        else Wording("no harmonised CMR class", "aucune classe CMR harmonisée")
    ]
    if becomes is not None:
        parts.append(Wording(f" until {becomes.day}", f" avant le {becomes.day}"))
    parts.append(
        Wording(
            ", and no process listed on that day is tied to its number; a self-classification would count",
            ", et aucun procédé inscrit à cette date n'est lié à son numéro ; une auto-classification compterait",
        )
    )
    certainty = Certainty.CERTAIN
    for correction in directory.agents.corrections:
        # the day of the change rests on pages that quote a corrigendum
        disputed = becomes is not None and becomes.act == correction.act and correction.workbook_day <= day
        if disputed and correction.certainty != Certainty.CERTAIN.value:
            certainty = Certainty.SECONDARY
    sources = [f"{LAW} 1°", *(c.source for c in found)]
    return _answer(directory, False, certainty, both(*parts), sources, found)


def _of_process(directory: Directory, process: ProcessEntry, day: dt.date) -> Answer:
    name = Wording(process.names.en or process.id, process.names.fr or process.id)
    if process.listed_on(day):
        because = both(Wording("listed process: ", "procédé inscrit : "), name)
        sure = process.day_checked or day.year > process.listed_from.year
        certainty = Certainty.CERTAIN if sure else Certainty.INFERRED
        return _answer(directory, True, certainty, because, (f"{LAW} 2°", process.source))
    if day < tables.COVERED_FROM:
        return _too_early(directory)
    because = both(
        name,
        Wording(
            f": on the list since {process.listed_from} only",
            f" : sur la liste depuis le {process.listed_from} seulement",
        ),
    )
    return _answer(directory, False, Certainty.CERTAIN, because, (f"{LAW} 2°", process.source))


def _absent(directory: Directory, entries: tuple[Entry, ...], day: dt.date) -> Answer:
    """Answer where no entry was in force: not yet in the annex, or no longer."""
    if day < tables.COVERED_FROM:
        return _too_early(directory)
    rows = [directory.substances[entry.id] for entry in entries if isinstance(entry, SubstanceEntry)]
    if any(at is not None and row.steps[at].deleted for row in rows for at in [step_on(row, day)]):
        acts = [
            row.steps[at].act for row in rows for at in [step_on(row, day)] if at is not None and row.steps[at].deleted
        ]
        because = Wording("the entry left annex VI", "l'entrée a quitté l'annexe VI")
        return _answer(directory, False, Certainty.CERTAIN, because, (f"{LAW} 1°", *acts))
    soonest = min(rows, key=lambda row: next((s.day for s in row.steps if s.is_1a_or_1b), dt.date.max))
    return _negative(directory, soonest, None, day, ())


_SHORT: Final = {
    Hazard.CARCINOGENIC: "Carc.",
    Hazard.MUTAGENIC: "Muta.",
    Hazard.REPROTOXIC: "Repr.",
}


def class_name(hazard: Hazard, cmr_class: CmrClass | None) -> Wording:
    """The short name of a class, such as "Carc. 1B" or "Repr. Cat. 2 (67/548)"."""
    if cmr_class is None:
        return Wording("Lact.", "Lact.")
    category = cmr_class.value.rsplit("-", 1)[1]
    short = (
        f"{_SHORT[hazard]} {category}" if cmr_class.scheme == "clp" else f"{_SHORT[hazard]} Cat. {category} (67/548)"
    )
    return Wording(short, short)


def _joined(parts: list[Wording]) -> list[Wording | str]:
    joined: list[Wording | str] = []
    for part in parts:
        if joined:
            joined.append(", ")
        joined.append(part)
    return joined

"""Where people meet agents: which assignments share days with which collective exposures.

An assignment meets a collective exposure when it is to its situation, to its workstation, or to a
workstation that its situation covers. Tracing and the rules both build on this.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

from tracexpo.exposures import CollectiveExposure
from tracexpo.work import Assignment, ExposureSituation

__all__ = ["meetings", "places_of", "situations_covering"]


def situations_covering(situations: Iterable[ExposureSituation]) -> Mapping[str, tuple[str, ...]]:
    """Return, by id of a workstation, the situations that cover it."""
    found: dict[str, list[str]] = {}
    for situation in situations:
        for workstation in situation.workstations:
            found.setdefault(workstation, []).append(situation.id)
    return {workstation: tuple(dict.fromkeys(ids)) for workstation, ids in found.items()}


def places_of(assignment: Assignment, covering: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the ids of the workstation and the situations that an assignment is to, each once."""
    places: list[str] = []
    if assignment.situation is not None:
        places.append(assignment.situation)
    if assignment.workstation is not None:
        places.append(assignment.workstation)
        places += covering.get(assignment.workstation, ())
    return tuple(dict.fromkeys(places))


def meetings(
    collectives: Iterable[CollectiveExposure],
    assignments: Iterable[Assignment],
    situations: Iterable[ExposureSituation],
) -> Iterator[tuple[CollectiveExposure, tuple[Assignment, ...]]]:
    """Yield each collective exposure with every assignment that shares a written day with it.

    Assignments that are to it in several ways come once. Collective exposures that nobody meets are left out.
    The work is that of sorting, and of what is yielded.
    """
    at_place: dict[str, tuple[list[CollectiveExposure], list[Assignment]]] = {}
    for collective in collectives:
        for place in dict.fromkeys((collective.situation, collective.workstation)):
            if place is not None:
                at_place.setdefault(place, ([], []))[0].append(collective)
    covering = situations_covering(situations)
    for assignment in assignments:
        for place in places_of(assignment, covering):
            if place in at_place:
                at_place[place][1].append(assignment)
    met: dict[int, tuple[CollectiveExposure, dict[int, Assignment]]] = {}
    for here, people in at_place.values():
        for collective, assignment in _sharing_days(here, people):
            # by identity: ids may conflict, and the profile `structure` tells it
            met.setdefault(id(collective), (collective, {}))[1][id(assignment)] = assignment
    for collective, found in met.values():
        yield collective, tuple(found.values())


def _sharing_days(
    collectives: list[CollectiveExposure], assignments: list[Assignment]
) -> Iterator[tuple[CollectiveExposure, Assignment]]:
    """Sweep over the starts: whatever begins meets what is still going on, and what is over is forgotten."""
    begins: list[CollectiveExposure | Assignment] = [*collectives, *assignments]
    begins.sort(key=lambda record: record.period.start)
    exposures: list[CollectiveExposure] = []
    people: list[Assignment] = []
    for record in begins:
        day = record.period.start
        if isinstance(record, CollectiveExposure):
            people = [a for a in people if _lasts(a, day)]
            yield from ((record, a) for a in people)
            exposures.append(record)
        else:
            exposures = [c for c in exposures if _lasts(c, day)]
            yield from ((c, record) for c in exposures)
            people.append(record)


def _lasts(record: CollectiveExposure | Assignment, day: dt.date) -> bool:
    end = record.period.end
    return end is None or day <= end

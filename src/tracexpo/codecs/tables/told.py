"""What is told while a list is read, in the order of the list; some things once, with their number."""

from collections.abc import Mapping

from tracexpo.codecs.tables.codes import ONCE
from tracexpo.problems import Cell, ContextValue, Kind, Problem

__all__ = ["Told"]


class Told:
    """Gathers problems."""

    def __init__(self) -> None:
        self._problems: list[Problem] = []
        self._once: dict[object, tuple[int, int]] = {}

    def add(self, *problems: Problem) -> None:
        """Add problems as they are."""
        self._problems += problems

    def tell(self, kind: Kind, cell: Cell, context: Mapping[str, ContextValue] | None = None) -> Problem:
        """Tell one thing at one cell; what is told once is counted from the second time on."""
        problem = kind.at(cell=cell, context=context)
        if kind.code not in ONCE:
            self._problems.append(problem)
            return problem
        key = (kind.code, cell.sheet, cell.column)
        index, count = self._once.get(key, (len(self._problems), 0))
        if not count:
            self._problems.append(problem)
        self._once[key] = (index, count + 1)
        return problem

    def problems(self) -> tuple[Problem, ...]:
        """Return everything told, in order."""
        told = list(self._problems)
        for index, count in self._once.values():
            problem = told[index]
            told[index] = problem.kind.at(cell=problem.cell, context={**problem.context, "count": count})
        return tuple(told)

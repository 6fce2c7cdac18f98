"""What type checkers see of problems: mypy and pyright read this file, it holds no test that runs."""

from typing import assert_type

from tracexpo.problems import Cell, Kind, Problem, Severity, Wording

kind = Kind(code="too-deep", message=Wording("deeper than {limit}", "plus de {limit} niveaux"))
problem = kind.at("/workers/0", cell=Cell(row=2), context={"limit": 64})

assert_type(problem, Problem)
assert_type(problem.code, str)
assert_type(problem.severity, Severity)
assert_type(problem.severity >= Severity.WARNING, bool)
assert_type(problem.pointer, str)
assert_type(problem.record, str | None)
assert_type(problem.cell, Cell | None)
assert_type(problem.message_in("fr"), str)

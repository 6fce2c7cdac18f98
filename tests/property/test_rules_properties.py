"""What holds of every check, whatever the register."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from attrs import evolve
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from tracexpo.problems import Problem, Severity, Wording
from tracexpo.register import COLLECTIONS, Register
from tracexpo.rules import AUTO, PROFILES, Context, Finding, Profile, Rule, check
from tracexpo.testing.breaking import broken_registers
from tracexpo.testing.marks import marked, marks_in
from tracexpo.testing.registers import registers
from tracexpo.testing.spoiling import Spoiling

ON = dt.date(2025, 11, 30)
LATER = dt.date(2150, 1, 1)


def day_of(register: Register) -> dt.date:
    return register.as_of or LATER


def told(problems: tuple[Problem, ...]) -> Counter[tuple[str, str | None, str]]:
    """What is told, whatever the place in the register."""
    return Counter((p.code, p.record, p.message) for p in problems)


@given(registers(most=3))
def test_a_register_that_coheres_has_no_error_of_structure(register: Register) -> None:
    for profile in ("structure", "consistency"):
        report = check(register, profile, on=day_of(register))
        report.raise_crashed()
        assert [str(p) for p in report if p.severity is Severity.ERROR] == []


@settings(suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(broken_registers())
def test_one_broken_fact_gives_its_code_at_its_place(broken: tuple[Register, Register, Spoiling]) -> None:
    whole, register, spoiling = broken
    event(spoiling.way)
    before = told(check(whole, on=day_of(whole)).problems)
    report = check(register, on=day_of(whole))
    report.raise_crashed()
    new = [p for p in report if (p.code, p.record, p.message) not in before]
    found = [p for p in new if p.pointer.startswith(spoiling.pointer)]
    assert {p.code for p in found} >= set(spoiling.codes)
    # a line entered twice has twice what it had
    grave = {p.code for p in new if p.severity is Severity.ERROR} - {code for code, _, _ in before}
    # what a broken history is told as is not stated with the way it was broken
    assert grave <= (set(spoiling.codes) or {"two-successors", "supersession-cycle"}), spoiling


@given(registers(most=3) | broken_registers().map(lambda broken: broken[1]))
def test_the_order_of_records_changes_nothing(register: Register) -> None:
    turned = evolve(register, **{name: getattr(register, name)[::-1] for name in COLLECTIONS})
    first, second = check(register, "auto", on=ON), check(turned, "auto", on=ON)
    # of two records under one id, which is told, and which corrects another, depends on their order
    if "id-conflict" not in {p.code for p in first}:
        assert told(first.problems) == told(second.problems)
        assert first.undecided == second.undecided
    assert first.checked == second.checked


@given(registers() | broken_registers().map(lambda broken: broken[1]))
def test_the_order_of_rules_changes_nothing(register: Register) -> None:
    parts = [evolve(part, rules=part.rules[::-1], includes=()) for part in AUTO.parts()]
    turned = Profile(name="auto", title=AUTO.title, includes=tuple(reversed(parts)))
    assert check(register, turned, on=ON).problems == check(register, "auto", on=ON).problems


@given(registers(), st.dates(dt.date(1990, 1, 1), dt.date(2199, 12, 31)))
def test_auto_is_the_union_of_the_profiles_it_takes(register: Register, on: dt.date) -> None:
    parts = [check(register, evolve(part, includes=()), on=on).problems for part in AUTO.parts()]
    problems = check(register, "auto", on=on).problems
    assert set(problems) == {p for part in parts for p in part}
    # what two of them tell is told once
    assert len(problems) == len({(p.code, p.pointer, p.message) for p in problems})


@given(registers(most=3))
def test_a_rule_that_fails_stops_nothing(register: Register) -> None:
    def failing(context: Context) -> Iterator[Finding]:
        yield from (Finding(worker) for worker in context.workers[:1])
        raise ZeroDivisionError

    bad = Rule(
        code="acme-failing", title=_WORDS, description=_WORDS, message=_WORDS, severity=Severity.INFO, look=failing
    )
    report = check(register, evolve(AUTO, includes=(Profile(name="acme", title=_WORDS, rules=(bad,)), AUTO)), on=ON)
    codes = [p.code for p in report if p.code in ("acme-failing", "rule-crashed")]
    assert codes == ["rule-crashed"] + ["acme-failing"] * bool(register.workers)
    others = [p for p in report if p.code not in ("acme-failing", "rule-crashed")]
    assert others == list(check(register, "auto", on=ON))


_WORDS = Wording("one's own", "le sien")


@given(registers())
def test_a_report_shows_nothing_personal(register: Register) -> None:
    report = check(marked(register), on=ON)
    report.raise_crashed()
    for shown in (report.text(), report.text("fr"), report.html(), repr(report), report.to_json().decode()):
        assert marks_in(shown) == ()


@given(registers(most=2))
def test_every_pointer_leads_somewhere(register: Register) -> None:
    for name in PROFILES:
        for problem in check(register, name, on=ON):
            value: object = register
            for step in problem.pointer.split("/")[1:]:
                value = value[int(step)] if isinstance(value, tuple) else getattr(value, step)
            if problem.record is not None and problem.pointer.count("/") == 2:
                assert getattr(value, "id", problem.record) == problem.record

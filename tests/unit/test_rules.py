"""Every rule: its examples, its wordings, and that the same things are found in any order."""

import datetime as dt
import random
import re
from string import Formatter

import pytest
from attrs import evolve

from tracexpo import rules
from tracexpo.periods import Period
from tracexpo.problems import Problem, Severity
from tracexpo.register import COLLECTIONS, Register
from tracexpo.rules import EXAMPLE_DAY, PROFILES, Facts, Profile, Rule, check
from tracexpo.rules import examples as ex
from tracexpo.rules.experiment import OPTIONAL

# of a rule that several profiles have, the first
ALL = (*PROFILES.values(), OPTIONAL)
OWN = {rule.code: (profile, rule) for profile in reversed(ALL) for rule in reversed(profile.rules)}
each_rule = pytest.mark.parametrize(("profile", "rule"), OWN.values(), ids=OWN)


def run(rule: Rule, profile: Profile, register: Register) -> tuple[Problem, ...]:
    report = check(register, evolve(profile, rules=(rule,), includes=()), on=EXAMPLE_DAY)
    report.raise_crashed()
    return report.problems


@each_rule
def test_the_good_example_is_silent(profile: Profile, rule: Rule) -> None:
    assert rule.good is not None
    assert run(rule, profile, rule.good()) == ()


@each_rule
def test_the_bad_example_is_told_at_its_place(profile: Profile, rule: Rule) -> None:
    assert rule.bad is not None
    (problem,) = run(rule, profile, rule.bad())
    assert (problem.code, problem.pointer, problem.severity) == (rule.code, rule.told_at, rule.severity)
    # a rule that rests on several texts tells the one concerned
    assert problem.source == rule.source or (problem.source or "-") in (rule.source or "")


@each_rule
def test_the_bad_example_has_no_other_error_or_warning(profile: Profile, rule: Rule) -> None:
    assert rule.bad is not None
    report = check(rule.bad(), "list-2024", on=EXAMPLE_DAY)
    others = {p.code for p in report if p.severity > Severity.INFO} - {rule.code}
    assert others == set()


@each_rule
def test_the_wordings_are_of_equal_care(profile: Profile, rule: Rule) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", rule.code)
    for wording in (rule.title, rule.description, rule.message):
        assert wording.en
        assert wording.fr
        assert wording.en != wording.fr
        assert 0.5 < len(wording.fr) / len(wording.en) < 2
    named = [{name for _, name, _, _ in Formatter().parse(text) if name} for text in (rule.message.en, rule.message.fr)]
    assert named[0] == named[1]
    # French typography: a space before the tall signs
    assert not re.search(r"[^\s][;:?!»]|«[^\s]", rule.message.fr + rule.description.fr + rule.title.fr)


def test_every_code_is_told_by_one_rule_only() -> None:
    of_all = {rule for profile in ALL for rule in profile.rules}
    codes = [rule.code for rule in of_all]
    assert len(codes) == len(set(codes))
    assert {rule.code for rule in rules.all_rules()} == set(codes)


@each_rule
def test_the_order_of_records_changes_nothing(profile: Profile, rule: Rule) -> None:
    assert rule.bad is not None
    register = rule.bad()
    turned = evolve(register, **{name: getattr(register, name)[::-1] for name in COLLECTIONS})
    if rule.code == "id-conflict":  # which of the two is told, nobody can say
        assert len(run(rule, profile, turned)) == 1
        return

    def told(r: Register) -> list[tuple[str, str | None, str]]:
        return sorted((p.code, p.record, p.message) for p in run(rule, profile, r))

    assert told(register) == told(turned)


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        ("2024-02-01", "2024-02-20", None),
        ("2024-02-01", "2024-04-30", None),
        ("2024-05-10", "2024-07-15", "/exposures/0/period/start"),
        ("2024-02-01", "2024-05-10", "/exposures/0/period/end"),
        ("2024-02-01", "2024-07-15", "/exposures/0/period"),
        ("2024-07-01", "2024-09-30", None),
    ],
)
def test_an_exposure_lies_inside_the_days_of_several_assignments(first: str, last: str, told: str | None) -> None:
    stretches = [("2024-07-01", "2024-09-30"), ("2024-01-01", "2024-02-29"), ("2024-03-01", "2024-04-30")]
    assigned = [ex.assigned(id=f"a{i}", period=ex.days(*days)) for i, days in enumerate(stretches)]
    # many more of the same place and days: each is looked at once
    assigned += [ex.assigned(id=f"b{i}", period=ex.days(*stretches[1])) for i in range(300)]
    lines = [ex.line(id=f"x{i}", period=ex.days(first, last)) for i in range(300)]
    register = ex.register(*lines, *assigned)
    profile, rule = OWN["exposure-outside-assignment"]
    places = [problem.pointer for problem in run(rule, profile, register)]
    assert places[:1] == ([] if told is None else [told])
    assert len(places) == (0 if told is None else 300)


def test_the_assignments_during_an_exposure_are_those_behind_it_that_share_its_days() -> None:
    draw = random.Random(7)

    def period() -> Period:
        start = dt.date(2020, 1, 1) + dt.timedelta(days=draw.randrange(400))
        return Period(start, draw.choice((None, start + dt.timedelta(days=draw.randrange(90)))))

    places = ("bath", "bath", None)
    lines = [ex.line(f"x{i}", period=period(), workstation=draw.choice(places)) for i in range(60)]
    lines += [ex.line("d1", period=period(), derived_from=("a3", "a4"))]
    facts = Facts(ex.register(*lines, *(ex.assigned(f"a{i}", period=period()) for i in range(30))), EXAMPLE_DAY)
    for x in facts.individuals:
        found = list(facts.assignments_during(x))
        assert {a.id for a in found} == {a.id for a in facts.assignments_behind(x) if a.period.overlaps(x.period)}
        assert [a.period.start for a in found] == sorted((a.period.start for a in found), reverse=True)

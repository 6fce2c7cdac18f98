"""What must hold of every entry, every change and every day."""

import contextlib
import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

import tracexpo as tx
from tracexpo import catalogue
from tracexpo.catalogue import Certainty, tables
from tracexpo.catalogue.names import fold

EVE = dt.timedelta(days=1)
AGENTS = tables.read_agents()
ENTRIES = catalogue.shipped().entries()
SUBSTANCES = [entry for entry in ENTRIES if isinstance(entry, catalogue.SubstanceEntry)]
entries = st.sampled_from(ENTRIES)
days = st.dates(dt.date(1990, 1, 1), dt.date(2040, 12, 31))
covered = st.dates(tables.COVERED_FROM, dt.date(2040, 12, 31))
FIRST = tables.COVERED_FROM


def test_the_day_before_and_the_day_of_each_change_of_the_whole_table() -> None:
    for row in AGENTS.substances:
        entry = catalogue.shipped().entry(row.id)
        assert entry is not None
        for before, step in zip((None, *row.steps), row.steps, strict=False):
            of_day = {(c.hazard, c.cmr_class) for c in catalogue.classifications(entry, on=step.day)}
            assert (
                of_day == {(h, c) for h, c, _ in catalogue.entries.classes_of(step)} if not step.deleted else not of_day
            )  # type: ignore[attr-defined]
            if step.is_1a_or_1b:
                assert catalogue.is_cmr(entry, on=step.day).value is True
            if step.day > FIRST:
                eve = {(c.hazard, c.cmr_class) for c in catalogue.classifications(entry, on=step.day - EVE)}
                expected = set() if before is None else {(h, c) for h, c, _ in catalogue.entries.classes_of(before)}  # type: ignore[attr-defined]
                assert eve == expected
                if before is None and step.is_1a_or_1b and not row.processes:
                    assert catalogue.is_cmr(entry, on=step.day - EVE).value is False


def test_the_day_before_and_the_day_of_each_listing() -> None:
    for process in catalogue.processes(on=dt.date(2025, 1, 1)):
        assert catalogue.is_cmr(process, on=process.listed_from).value is True
        assert catalogue.is_cmr(process, on=process.listed_from - EVE).value is not True


def test_every_change_is_among_the_new_ones() -> None:
    for change in catalogue.newly_cmr(dt.date(1900, 1, 1), dt.date(2199, 12, 31)):
        assert change in catalogue.newly_cmr(change.on, change.on)
        assert change not in catalogue.newly_cmr(change.on + EVE, change.on + 30 * EVE)
        assert change.source
        assert catalogue.is_cmr(change.entry, on=change.on).value is True


@given(entries, days)
def test_every_answer_says_why_and_by_which_edition(entry: catalogue.Entry, day: dt.date) -> None:
    answer = catalogue.is_cmr(entry, on=day)
    assert answer.because.en
    assert answer.because.fr
    assert answer.edition == catalogue.shipped().edition
    if answer.value is not None:
        assert answer.sources
        assert answer.certainty not in (Certainty.NOT_COVERED, Certainty.DEPENDS)


@given(entries, st.dates(dt.date(1990, 1, 1), FIRST - EVE))
def test_before_december_2010_nothing_is_said_not_to_be_cmr(entry: catalogue.Entry, day: dt.date) -> None:
    answer = catalogue.is_cmr(entry, on=day)
    assert answer.value is not False
    if answer.classifications:
        assert answer.certainty is Certainty.DERIVED


@given(st.sampled_from(SUBSTANCES), covered)
def test_a_day_is_answered_by_the_step_of_the_history_it_falls_in(
    entry: catalogue.SubstanceEntry, day: dt.date
) -> None:
    steps = [step for step in catalogue.history(entry) if step.listed_as is None]
    falling = [s for s in steps if s.applies_from <= day and (s.applies_until is None or day <= s.applies_until)]
    assert len(falling) <= 1
    classes = catalogue.classifications(entry, on=day)
    assert classes == (falling[0].classifications if falling else ())
    for classification in classes:
        assert classification.applies_on(day)


@given(entries, days)
def test_an_entry_and_the_agent_made_of_it_have_the_same_answer(entry: catalogue.Entry, day: dt.date) -> None:
    if isinstance(entry, catalogue.SubstanceEntry):
        if entry.clp_index is None:
            return
        agent: tx.Agent = tx.Substance(id="a", name="x", clp_index=entry.clp_index)
    elif isinstance(entry, catalogue.ProcessEntry):
        agent = tx.Process(id="a", name="x", listed_as=entry.id)
    else:
        agent = tx.AgentGroup(id="a", name="x", catalogue_group=entry.id)
    assert catalogue.is_cmr(agent, on=day) == catalogue.is_cmr(entry, on=day)
    assert catalogue.entries_of(agent) == (entry,)


@given(entries, days)
def test_every_limit_says_its_state(entry: catalogue.Entry, day: dt.date) -> None:
    limit = catalogue.limit(entry, on=day)
    assert limit.because.en
    assert limit.because.fr
    assert limit.source
    if limit.value is not None:
        assert limit.kind is not None
        assert (limit.applies_from or day) <= day <= (limit.applies_until or day)
        assert limit.value in {other.value for other in catalogue.limits(entry, on=day)}
    else:
        assert limit.certainty not in (Certainty.TRANSITIONAL, Certainty.SECONDARY)


@given(entries, st.dates(dt.date(2008, 5, 1), dt.date(2040, 1, 1)))
def test_restrictions_name_their_article(entry: catalogue.Entry, day: dt.date) -> None:
    for restriction in catalogue.restrictions(entry, on=day):
        assert restriction.source.startswith(restriction.article)
        assert restriction.agent.fr
        assert (restriction.item is not None) == (restriction.article == "D4154-1")


@given(st.text(max_size=60))
def test_any_text_finds_or_does_not_find(text: str) -> None:
    with contextlib.suppress(tx.InvalidValueError):
        assert isinstance(catalogue.find(text), tuple)
    assert isinstance(catalogue.suggest(text), tuple)
    assert fold(text) == fold(text.casefold())


@given(st.sampled_from(sorted(AGENTS.names)), st.sampled_from(["", " ", "-", ", "]))
def test_punctuation_between_letters_does_not_count(key: str, mark: str) -> None:
    assert fold(mark.strip().join([key])) == fold(key)


@given(
    st.lists(
        st.builds(
            lambda start, length: tx.Period(start, start + dt.timedelta(days=length)),
            st.dates(dt.date(1950, 1, 1), dt.date(1999, 12, 31)),
            st.integers(0, 9000),
        ),
        min_size=1,
        max_size=6,
    ),
    st.dates(dt.date(2000, 1, 1), dt.date(2040, 1, 1)),
    st.sampled_from(catalogue.shipped().all_disease_tables()),
)
def test_days_of_exposure_are_counted_once(
    periods: list[tx.Period], finding: dt.date, row: catalogue.DiseaseTable
) -> None:
    check = catalogue.check_durations(row, periods, first_finding=finding)
    again = catalogue.check_durations(row, [*reversed(periods), *periods], first_finding=finding)
    assert check == again
    if row.min_exposure is not None:
        exposed = {p.start.toordinal() + i for p in periods for i in range(p.days or 0) if p.start + i * EVE <= finding}
        assert check.min_exposure.at_least_days == check.min_exposure.at_most_days == len(exposed)
    assert check.outcome in (catalogue.Outcome.MET, catalogue.Outcome.NOT_MET)

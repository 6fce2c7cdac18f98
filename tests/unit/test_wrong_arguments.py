"""Wrong arguments are refused with an error of the library that says what is expected, never with another one."""

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import pytest

import tracexpo as tx
from tracexpo import catalogue
from tracexpo.problems import Wording
from tracexpo.rules import LIST_2024, CannotSay, Finding, Profile, Rule, compare, experiment_profile

DAY = dt.date(2025, 11, 30)
BENZENE = tx.Substance(id="cas:71-43-2", name="Benzene", cas_number="71-43-2")
REPORT = tx.check(tx.Register(), on=DAY)
LUNG = catalogue.disease_tables("cadmium", "general", on=DAY)[0]
NOTHING: Any = None
NUMBER: Any = 5
TEXTS: Any = ["benzène"]


ASKED: tuple[Callable[[], object], ...] = (
    lambda: catalogue.find(NUMBER),
    lambda: catalogue.suggest(NOTHING),
    lambda: catalogue.suggest("benz", limit=NOTHING),
    lambda: catalogue.is_cmr("benzène", on=DAY, catalogue=NUMBER),
    lambda: catalogue.name_matches(TEXTS[0]),
    lambda: catalogue.limit("benzène", on=DAY, fraction=TEXTS),
    lambda: catalogue.disease_tables("benzène", TEXTS, on=DAY),
    lambda: catalogue.convert(NUMBER, tx.Unit.PPM, agent="benzène"),
    lambda: catalogue.convert(tx.Measure(Decimal(1), tx.Unit.PPM), NUMBER, agent="benzène"),
    lambda: catalogue.dust_level(NUMBER, on=DAY),
    lambda: catalogue.dust_level(tx.Measure(Decimal(-1), tx.Unit.F_L), on=DAY),
    lambda: catalogue.check_durations(NUMBER, (), first_finding=DAY),
    lambda: catalogue.check_durations(LUNG, NUMBER, first_finding=DAY),
    lambda: catalogue.naf_codes(TEXTS),
    lambda: catalogue.naf_find(NUMBER, tx.NafRevision.NAF_REV2),
    lambda: catalogue.naf_find("2561Z", TEXTS),
    lambda: catalogue.regional_fund(NUMBER),
    lambda: catalogue.u_threshold(NOTHING),
    lambda: catalogue.to_clp(NUMBER),
    lambda: catalogue.to_clp(TEXTS),
    lambda: catalogue.to_67_548(NUMBER),
    lambda: catalogue.write_overlay(NUMBER, "overlay.json"),
    lambda: catalogue.in_scope(tx.Mixture(id="m", product_name="m"), on=DAY, agents=NUMBER),
    lambda: catalogue.classified(tx.Mixture(id="m", product_name="m"), on=DAY, agents=TEXTS),
    lambda: tx.trace(NUMBER),
    lambda: tx.merge(tx.Register(), tx.Register(), same=NUMBER),
    lambda: tx.Register().select(agents=NUMBER),
    lambda: tx.Register().select(period=NUMBER),
    lambda: tx.Register().latest(TEXTS),
    lambda: tx.check(tx.Register(), on=DAY, origins=TEXTS),
    lambda: tx.check(tx.Register(), on=DAY, origins={"x1": NUMBER}),
    lambda: experiment_profile(NUMBER),
    lambda: compare(tx.Register(), NUMBER, on=DAY),
    lambda: compare(tx.Register(), (), on=DAY).to_rows(TEXTS),
    lambda: REPORT.text(TEXTS[0]),
    lambda: REPORT.text("fr", 0),
    lambda: REPORT.text("fr", most=-1),
    lambda: REPORT.html(TEXTS[0]),
    lambda: REPORT.by(TEXTS),
    lambda: REPORT.raise_for(TEXTS[0]),
    lambda: REPORT.including(TEXTS),
    lambda: REPORT.with_overviews(TEXTS),
    lambda: LIST_2024.without(TEXTS),
    lambda: LIST_2024.with_rules(NUMBER),
    lambda: LIST_2024.with_severity("nature-not-told", NUMBER),
    lambda: LIST_2024.silencing(TEXTS, "x1", "asked"),
    lambda: Profile(name=NUMBER, title=Wording("a", "a")),
    lambda: Profile(name="a", title=Wording("a", "a"), includes=TEXTS),
    lambda: Profile(name="a", title=Wording("a", "a"), severities=TEXTS),
    lambda: tx.retention_of(BENZENE, tx.Register(), on=DAY).text_in(TEXTS[0]),
    lambda: tx.who_may_see("exposure-list", "worker", on=DAY).text_in(TEXTS[0]),
    lambda: tx.ReadError(()).text_in(TEXTS[0]),
    lambda: tx.catalogue.limit("71-43-2", on=DAY).text_in("de"),
)


@pytest.mark.parametrize("ask", ASKED, ids=map(str, range(len(ASKED))))
def test_a_wrong_argument_is_refused(ask: Callable[[], object]) -> None:
    with pytest.raises(tx.TracexpoError) as caught:
        ask()
    said = getattr(caught.value, "message_in", str)("fr")
    assert said
    assert "benzène" not in said


FIELDS: Mapping[str, Any] = {
    "code": "acme-x",
    "title": Wording("t", "t"),
    "description": Wording("d", "d"),
    "message": Wording("m", "m"),
    "severity": tx.Severity.WARNING,
    "look": lambda context: (),
}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("code", None),
        ("code", "<b>"),
        ("title", "t"),
        ("message", None),
        ("severity", 30),
        ("source", 5),
        ("since", "2025-01-01"),
        ("until", dt.datetime(2025, 1, 1, tzinfo=dt.UTC)),
        ("needs", "nothing"),
        ("look", None),
    ],
)
def test_a_rule_is_refused_when_it_is_made(field: str, value: object) -> None:
    with pytest.raises(tx.InvalidValueError) as caught:
        Rule(**{**FIELDS, field: value})
    assert caught.value.field == f"/{field}"


@pytest.mark.parametrize(
    "made",
    [
        lambda: Finding(BENZENE, "", {"found": object()}),  # type: ignore[dict-item]
        lambda: Finding(BENZENE, "", None),  # type: ignore[arg-type]
        lambda: Finding(BENZENE, source=5),  # type: ignore[arg-type]
        lambda: CannotSay("why"),  # type: ignore[arg-type]
    ],
    ids=["value", "context", "source", "why"],
)
def test_what_a_rule_yields_fails_where_the_rule_is_at_fault(made: Callable[[], Finding | CannotSay]) -> None:
    def look(context: object) -> list[Finding | CannotSay]:
        return [made()]

    profile = Profile(name="acme", title=Wording("a", "a"), rules=(Rule(**{**FIELDS, "look": look}),))
    report = tx.check(tx.Register(), profile, on=DAY)
    assert [problem.code for problem in report] == ["rule-crashed"]
    assert report.to_json()


NIR = "185057400608603"
SHAPES = (NIR, "1-85-05-74-006-086-03", "1.85.05.74.006.086.03", f"NIR:{NIR}", f"nir{NIR}")


@pytest.mark.parametrize("id", SHAPES)
def test_a_social_security_number_is_no_id_and_is_never_told(id: str) -> None:
    with pytest.raises(tx.InvalidValueError, match="id-is-nir"):
        tx.Worker(id=id)
    content = tx.dumps(tx.Register().add(tx.Worker(id="W-1"))).replace(b'"W-1"', f'"{id}"'.encode())
    reading = tx.try_loads(content)
    assert [problem.code for problem in reading.problems] == ["id-is-nir"]
    told = [*map(repr, (*reading.problems, *reading.rejected))]
    told += [problem.line_in(language) for problem in reading.problems for language in ("en", "fr")]
    assert "086" not in "".join(told)


@pytest.mark.parametrize("id", ["185057400608604", "2024-07-05-000123-1", "d:185057400608603", "1-85-05.74-006-086-03"])
def test_other_ids_of_digits_stand(id: str) -> None:
    assert tx.Worker(id=id).id == id

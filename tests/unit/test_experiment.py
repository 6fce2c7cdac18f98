"""The experiment of 2009: its variants, their rules beyond the two examples, and how variants compare."""

import datetime as dt
import io
import sys
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from tracexpo.agents import AgentGroup, Classification, Process, Substance, UnidentifiedAgent
from tracexpo.companies import ActivityCode, Establishment
from tracexpo.errors import InvalidValueError, MissingExtraError
from tracexpo.exposures import CollectiveExposure, Conditions, NotKnown, PreventionMeasure
from tracexpo.periods import Period
from tracexpo.provenance import Provenance
from tracexpo.register import COLLECTIONS, Register
from tracexpo.rules import AUTO, EXPERIMENT_2009, VARIANTS, Comparison, ExperimentVariant, check, compare
from tracexpo.rules.examples import SITE, assigned, collective, days, line, register
from tracexpo.rules.experiment import experiment_profile
from tracexpo.rules.variants import COMMON, EXAMPLE
from tracexpo.testing.marks import marked, marks_in
from tracexpo.testing.registers import registers
from tracexpo.vocabularies import (
    CmrClass,
    DocumentKind,
    Hazard,
    MeasureLevel,
    NafRevision,
    Precision,
    Route,
    UnknownFact,
    UnknownReason,
)

ON = dt.date(2025, 11, 30)
MEASURES = (PreventionMeasure(level=MeasureLevel.TECHNICAL, name="Extraction"),)
WHOLE = Conditions(nature="Inhalation", measures=MEASURES)


def record(id: str = "c1", start: str = "2011-01-03", end: str | None = "2011-12-16", **changes: Any) -> Any:
    """A record as the experiment wanted it."""
    provenance = {name: changes.pop(name) for name in ("document", "recorded_at") if name in changes}
    provenance.setdefault("document", DocumentKind.COMPANY_FILE)
    fields = {"period": days(start, end), "conditions": WHOLE, "provenance": Provenance(**provenance)}
    return collective(id, **{**fields, **changes})


def told(r: Register, variant: ExperimentVariant = COMMON) -> dict[str, str]:
    report = check(r, experiment_profile(variant), on=ON)
    report.raise_crashed()
    return {p.code: p.pointer for p in report}


def undecided(r: Register, variant: ExperimentVariant = COMMON) -> set[str]:
    return {u.code for u in check(r, experiment_profile(variant), on=ON).undecided}


def at(day: str) -> dt.datetime:
    return dt.datetime.fromisoformat(f"{day}T08:00:00+00:00")


# -- the variants


def test_named_variants_carry_what_is_common_and_nothing_else() -> None:
    assert len(VARIANTS) == 5
    for variant in VARIANTS.values():
        assert evolve(variant, name=COMMON.name, title=COMMON.title) == COMMON
    assert (COMMON.sectors, COMMON.areas) == ((), ())
    assert COMMON.period == Period(dt.date(2010, 1, 1), dt.date(2012, 12, 31))


def test_it_runs_by_name_only() -> None:
    assert EXPERIMENT_2009 not in AUTO.parts()
    own = set(EXPERIMENT_2009.codes) - {"category-confusion"}
    assert own.isdisjoint(AUTO.codes)
    r = register(record(document=DocumentKind.RISK_ASSESSMENT))
    assert check(r, "experiment-2009", on=ON).summary().codes == {"document-not-accepted": 1}


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"name": ""}, "/name"),
        ({"documents": ("company-file",)}, "/documents/0"),
        ({"documents": [DocumentKind.COMPANY_FILE]}, "/documents"),
        ({"sectors": ("25.6",)}, "/sectors/0"),
        ({"areas": ("",)}, "/areas/0"),
        ({"period": dt.date(2010, 1, 1)}, "/period"),
    ],
)
def test_what_makes_no_variant_is_refused(wrong: dict[str, Any], where: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        ExperimentVariant(**{"name": "v", **wrong})
    assert caught.value.field == where


def test_parameters_are_told() -> None:
    parameters = experiment_profile(EXAMPLE).parameters
    assert parameters["sectors"] == "naf-rev2 25.6"
    assert parameters["areas"] == "Vallée-Claire"
    assert evolve(COMMON, period=Period(dt.date(2011, 1, 1))).parameters["period"] == "from 2011-01-01"


# -- the period


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"start": "2009-11-15"}, "/exposures/0/period/start"),
        ({"start": "2009-11-15", "recorded_at": at("2011-03-01")}, None),  # it went on, and was recorded within
        ({"start": "2009-11-15", "end": "2009-12-18", "recorded_at": at("2011-03-01")}, "/exposures/0/period/start"),
        ({"start": "2009-11-15", "recorded_at": at("2009-11-20")}, "/exposures/0/period/start"),
        ({"recorded_at": at("2009-12-31")}, "/exposures/0/provenance/recorded_at"),
        ({"recorded_at": at("2026-05-04")}, None),  # written down again long after
        ({"start": "2010-01-01", "end": None}, None),
        ({"start": "2012-12-31", "end": None}, None),
        ({"start": "2013-01-01", "end": None}, "/exposures/0/period/start"),
        ({"period": days("2009-11-01", "2009-11-30", precision=Precision.MONTH)}, "/exposures/0/period/start"),
        ({"period": days("2010-01-01", "2010-12-31", precision=Precision.YEAR)}, None),
    ],
)
def test_the_period(changes: dict[str, Any], pointer: str | None) -> None:
    expected = {} if pointer is None else {"outside-experiment-period": pointer}
    assert told(register(record(**changes))) == expected


def test_an_estimate_outside_the_period_cannot_be_said() -> None:
    r = register(record(period=days("2009-06-01", "2009-12-18", precision=Precision.ESTIMATED)))
    assert told(r) == {}
    assert "outside-experiment-period" in undecided(r)


def test_derived_and_superseded_records_are_not_asked_about() -> None:
    derived = line(period=days("2005-01-01", "2005-12-31"), derived_from=("c1", "a1"))
    old = record("c0", "2008-01-01", "2008-12-31")
    new = evolve(record(), provenance=Provenance(document=DocumentKind.COMPANY_FILE, supersedes="c0"))
    assert told(register(old, new, assigned(), derived)) == {}


def test_individual_records_are_asked_about() -> None:
    x = line(period=days("2011-01-03", "2011-12-16"), provenance=Provenance(document=DocumentKind.EXPOSURE_SHEET))
    assert told(register(x)) == {"document-not-accepted": "/exposures/0/provenance/document"}


# -- document, agent, completeness


def test_a_document_that_is_not_told_cannot_be_judged() -> None:
    r = register(record(document=None))
    assert told(r) == {}
    assert undecided(r) == {"document-not-accepted"}


def test_one_document_alone() -> None:
    attestation = register(record(document=DocumentKind.ATTESTATION))
    assert told(attestation) == {}
    only = evolve(COMMON, documents=(DocumentKind.COMPANY_FILE,))
    (problem,) = check(attestation, experiment_profile(only), on=ON)
    assert problem.message_in("fr").startswith("attestation d'exposition : cette variante accepte fiche d'entreprise ;")


def stated(cmr_class: CmrClass, **agent: Any) -> Substance:
    said = Classification(hazard=Hazard.CARCINOGENIC, cmr_class=cmr_class, source="record of 2010")
    return Substance(
        **{"id": "a", "name": "Dichloromethane", "cas_number": "75-09-2", **agent}, classifications=(said,)
    )


@pytest.mark.parametrize(
    ("agent", "codes"),
    [
        (stated(CmrClass.CLP_2), {"agent-outside-experiment"}),
        (stated(CmrClass.OLD_3), {"agent-outside-experiment"}),
        (stated(CmrClass.OLD_2), {"agent-outside-experiment", "category-confusion"}),
        (stated(CmrClass.CLP_2, name="Produit X", cas_number=None), {"agent-outside-experiment"}),
        (stated(CmrClass.OLD_2, name="Produit X", cas_number=None), set()),  # its own classification
        (Substance(id="a", name="Benzene", cas_number="71-43-2"), set()),
        (Substance(id="a", name="Cobalt", cas_number="7440-48-4"), {"agent-outside-experiment"}),  # CMR since 2021
        (Process(id="a", name="Poussières de bois", listed_as="process:wood-dust"), set()),
        (
            Process(id="a", name="Silice", listed_as="process:crystalline-silica"),
            {"agent-outside-experiment"},
        ),  # since 2021
    ],
)
def test_old_categories_1_and_2_or_a_listed_process(agent: Any, codes: set[str]) -> None:
    assert set(told(register(agent, record(agent="a")))) == codes


@pytest.mark.parametrize(
    "agent", [UnidentifiedAgent(id="a", text="Solvants"), AgentGroup(id="a", name="Composés du nickel")]
)
def test_an_agent_that_nobody_knows_cannot_be_judged(agent: Any) -> None:
    r = register(agent, record(agent="a"))
    assert told(r) == {}
    assert undecided(r) == {"agent-outside-experiment"}


@pytest.mark.parametrize(
    ("conditions", "pointers"),
    [
        (Conditions(routes=(Route.DERMAL,), measures=MEASURES), []),
        (Conditions(work_process="Electrolysis", measures=MEASURES), []),
        (Conditions(measures=MEASURES), ["/exposures/0/conditions"]),
        (Conditions(), ["/exposures/0/conditions", "/exposures/0/conditions/measures"]),
    ],
)
def test_a_collective_record_is_whole(conditions: Conditions, pointers: list[str]) -> None:
    report = check(register(record(conditions=conditions)), "experiment-2009", on=ON)
    assert [p.pointer for p in report if p.code == "collective-incomplete"] == pointers


# -- sectors and areas


def site(*codes: ActivityCode, area: str | None = "VALLEE CLAIRE") -> Establishment:
    return Establishment(id=SITE, naf=codes, employment_area=area)


def code(code: str, revision: NafRevision = NafRevision.NAF_REV2, period: Period | None = None) -> ActivityCode:
    return ActivityCode(code=code, revision=revision, period=period)


@pytest.mark.parametrize(
    ("place", "codes", "open_"),
    [
        (site(code("2561z")), set(), set()),
        (site(code("25.61Z"), area="Ailleurs"), {"area-outside-variant"}, set()),
        (site(code("25.11Z")), {"sector-outside-variant"}, set()),
        (site(code("28.5A", NafRevision.NAF_REV1)), set(), {"sector-outside-variant"}),
        (site(code("25.61Z", period=days("2013-01-01"))), set(), {"sector-outside-variant"}),
        (site(code("25.11Z", period=days("2008-01-01", "2009-12-31")), code("25.62A")), set(), set()),
        (site(area=None), set(), {"sector-outside-variant", "area-outside-variant"}),
    ],
)
def test_sectors_and_areas(place: Establishment, codes: set[str], open_: set[str]) -> None:
    r = register(place, record())
    assert set(told(r, EXAMPLE)) == codes
    assert undecided(r, EXAMPLE) == open_


# -- properties


@settings(max_examples=20)
@given(registers(most=3), st.sampled_from([COMMON, EXAMPLE]))
def test_the_order_of_records_changes_nothing(r: Register, variant: ExperimentVariant) -> None:
    turned = evolve(r, **{name: getattr(r, name)[::-1] for name in COLLECTIONS})
    first, second = (check(each, experiment_profile(variant), on=ON) for each in (r, turned))
    assert sorted((p.code, p.record or "") for p in first) == sorted((p.code, p.record or "") for p in second)
    assert first.undecided == second.undecided
    assert compare(r, [variant], on=ON).to_rows() == compare(turned, [variant], on=ON).to_rows()


BROKEN: dict[str, tuple[str, dict[str, Any]]] = {
    "start": ("outside-experiment-period", {"period": days("2009-11-15", "2009-12-18")}),
    "document": ("document-not-accepted", {"provenance": Provenance(document=DocumentKind.NONE)}),
    "measures": ("collective-incomplete", {"conditions": Conditions(nature="Inhalation")}),
}
POINTERS = {"start": "period/start", "document": "provenance/document", "measures": "conditions/measures"}


@given(st.integers(1, 6), st.data())
def test_one_broken_fact_gives_its_code_at_its_place(n: int, data: st.DataObject) -> None:
    whole = [record(f"c{i}", start=f"201{i % 2}-0{i + 1}-01") for i in range(n)]
    assert told(register(*whole)) == {}
    i, fact = data.draw(st.integers(0, n - 1)), data.draw(st.sampled_from(sorted(BROKEN)))
    code, changes = BROKEN[fact]
    broken = [*whole[:i], evolve(whole[i], **changes), *whole[i + 1 :]]
    assert told(register(*broken)) == {code: f"/exposures/{i}/{POINTERS[fact]}"}


# -- comparing


def recorded() -> Register:
    places = (
        Establishment(id="plating", naf=(code("25.61Z"),), employment_area="Vallée-Claire"),
        Establishment(id="garage", naf=(code("50.2Z", NafRevision.NAF_REV1), code("45.20A")), employment_area=None),
    )
    unknown = NotKnown(what=UnknownFact.DEGREE, reason=UnknownReason.NOT_ASSESSED)
    solvents = UnidentifiedAgent(id="solvents", text="Solvants")
    return register(
        *places,
        solvents,
        record("c1", establishment="plating"),
        record("c2", establishment="plating", document=DocumentKind.RISK_ASSESSMENT),
        record("c3", establishment="garage", agent="solvents", conditions=evolve(WHOLE, not_known=(unknown,))),
        record("c4", establishment="garage", document=DocumentKind.ATTESTATION, conditions=Conditions()),
        record("c5", "2009-11-15", "2009-12-18", establishment="garage"),
    )


METAL = ExperimentVariant(name="metal", sectors=(code("25"),), areas=("vallee claire",))


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    return compare(recorded(), [COMMON, METAL], on=ON)


def test_what_each_variant_takes(comparison: Comparison) -> None:
    common, metal = comparison.trials
    assert (common.records, common.taken, common.refused, common.incomplete, common.undecided) == (5, 3, 2, 1, 1)
    assert {r.code: r.records for r in common.refusals} == {"outside-experiment-period": 1, "document-not-accepted": 1}
    assert metal.taken == 1
    # the garage has no employment area: that cannot be said, its sector can
    assert {r.code: r.records for r in metal.refusals} == {
        "outside-experiment-period": 1,
        "document-not-accepted": 1,
        "sector-outside-variant": 2,
    }
    answers = {a.field.en: (a.told, a.not_known, a.blank) for a in common.completeness}
    assert answers["agent"] == (2, 1, 0)
    assert answers["degree"] == (0, 1, 2)
    assert answers["measures"] == (2, 0, 1)
    assert all(sum(counts) == common.taken for counts in answers.values())


def test_coverage(comparison: Comparison) -> None:
    rows = {(row["variant"], row["place"]): row for row in comparison.to_rows("sectors")}
    garage = rows["experiment-2009", "naf-rev2 45.20A"]
    assert (garage["establishments"], garage["exposures"], garage["records"]) == (1, 2, 3)
    assert rows["experiment-2009", "naf-rev1 50.2Z"] == {**garage, "place": "naf-rev1 50.2Z"}
    assert rows["metal", "naf-rev2 45.20A"]["exposures"] == 0
    areas = [(row["place"], row["exposures"]) for row in comparison.to_rows("areas") if row["variant"] == "metal"]
    assert areas == [("Vallée-Claire", 1), (None, 0)]


def test_it_shows_itself(comparison: Comparison) -> None:
    assert repr(comparison) == ("<Comparison on 2025-11-30: experiment-2009 takes 3 of 5, metal takes 1 of 5>")
    for lang, words in (("en", "3 taken of 5"), ("fr", "3 pris sur 5")):
        text = comparison.text(lang)  # type: ignore[arg-type]
        assert words in text
        assert max(map(len, text.splitlines())) <= 80
        html = comparison.html(lang)  # type: ignore[arg-type]
        assert html.count("<table>") == 5
        assert "document-not-accepted" in html
    assert str(comparison) == comparison.text()
    assert comparison._repr_html_() == comparison.html()
    assert [row["taken"] for row in comparison.to_rows()] == [3, 1]
    assert {row["field"] for row in comparison.to_rows("completeness", "fr")} >= {"durée", "mesures"}
    with pytest.raises(InvalidValueError):
        comparison.to_rows("sector")  # type: ignore[arg-type]


def test_in_a_console(comparison: Comparison) -> None:
    console = pytest.importorskip("rich.console").Console(width=100, record=True, file=io.StringIO())
    console.print(comparison)
    assert "outside-experiment-period" in console.export_text()


def test_a_console_needs_its_extra(comparison: Comparison, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rich.console", None)
    with pytest.raises(MissingExtraError):
        comparison.rich()


def test_nothing_personal_is_shown() -> None:
    kept = marked(recorded())
    # sectors and areas are what is asked for
    shown = compare(evolve(kept, establishments=recorded().establishments), [COMMON, METAL], on=ON)
    for text in (shown.text(), shown.html(), repr(shown), repr(shown.trials), str(shown.to_rows("refusals"))):
        assert marks_in(text) == ()
    assert marks_in(repr(compare(kept, [COMMON], on=ON).trials)) == ()


def test_no_records_and_no_variants() -> None:
    assert compare(Register(), [], on=ON).trials == ()
    (trial,) = compare(Register(), [COMMON], on=ON).trials
    assert (trial.records, trial.taken, trial.refusals) == (0, 0, ())
    with pytest.raises(InvalidValueError) as caught:
        compare(Register(), ["alsace"], on=ON)  # type: ignore[list-item]
    assert caught.value.field == "/variants/0"


def test_records_under_one_id_count_each() -> None:
    twice = evolve(register(), exposures=(record(), record(document=DocumentKind.NONE)))
    (trial,) = compare(twice, [COMMON], on=ON).trials
    assert (trial.records, trial.taken) == (2, 1)
    assert isinstance(twice.exposures[0], CollectiveExposure)

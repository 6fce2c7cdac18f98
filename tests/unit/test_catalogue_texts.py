"""Directive 67/548, restrictions, disease tables, code lists, durations of keeping."""

import datetime as dt
from decimal import Decimal

import pytest

import tracexpo as tx
from tracexpo import catalogue
from tracexpo.catalogue import Certainty, Outcome, RestrictedWorkers, RestrictionScope
from tracexpo.catalogue.diseases import added

D = dt.date
C, M, R, L = tx.Hazard.CARCINOGENIC, tx.Hazard.MUTAGENIC, tx.Hazard.REPROTOXIC, tx.Hazard.LACTATION
OLD = {1: tx.CmrClass.OLD_1, 2: tx.CmrClass.OLD_2, 3: tx.CmrClass.OLD_3}
CLP = {"1A": tx.CmrClass.CLP_1A, "1B": tx.CmrClass.CLP_1B, "2": tx.CmrClass.CLP_2}
IN_2025 = D(2025, 1, 1)


def said(hazard: tx.Hazard, cmr_class: tx.CmrClass | None, *statements: str) -> tx.Classification:
    return tx.Classification(hazard=hazard, cmr_class=cmr_class, statements=statements, source="label")


# -- Directive 67/548


@pytest.mark.parametrize(
    ("old", "cmr_class", "statement"),
    [
        ([said(C, OLD[1], "R45")], "1A", "H350"),
        ([said(C, OLD[2], "R49")], "1B", "H350i"),
        ([said(C, OLD[3], "R40")], "2", "H351"),
        ([said(M, OLD[2], "R46")], "1B", "H340"),
        ([said(M, OLD[3], "R68")], "2", "H341"),
        ([said(M, OLD[3], "R40")], "2", "H341"),
        ([said(R, OLD[2], "R60", "R61")], "1B", "H360FD"),
        ([said(R, OLD[2], "R60-61")], "1B", "H360FD"),
        ([said(R, OLD[1], "R60"), said(R, OLD[2], "R61")], "1A", "H360FD"),
        ([said(R, OLD[2], "R60"), said(R, OLD[3], "R63")], "1B", "H360Fd"),
        ([said(R, OLD[3], "R62-63")], "2", "H361fd"),
    ],
)
def test_old_classes_to_clp(old: list[tx.Classification], cmr_class: str, statement: str) -> None:
    (new,) = catalogue.to_clp(old)
    assert (new.cmr_class, new.statements, new.hazard) == (CLP[cmr_class], (statement,), old[0].hazard)
    assert "annexe VII" in new.source


def test_several_hazards_at_a_time() -> None:
    new = catalogue.to_clp([said(C, OLD[2], "R45"), said(M, OLD[3], "R68"), said(L, None, "R64")])
    assert [(c.hazard, c.statements) for c in new] == [(C, ("H350",)), (M, ("H341",)), (L, ("H362",))]
    assert catalogue.to_clp(said(L, None, "R64"))[0].cmr_class is None


@pytest.mark.parametrize(
    "old",
    [
        said(M, OLD[1], "R46"),
        said(C, OLD[1]),
        said(C, OLD[3], "R45"),
        said(C, OLD[2], "R40"),
        said(R, OLD[2], "R60", "R62"),
        said(C, CLP["1B"], "R45"),
    ],
)
def test_what_is_not_defined_is_not_guessed(old: tx.Classification) -> None:
    with pytest.raises(catalogue.NotInCatalogueError):
        catalogue.to_clp(old)


@pytest.mark.parametrize(
    ("new", "old"),
    [
        (said(C, CLP["1A"], "H350"), [(OLD[1], ("R45",))]),
        (said(C, CLP["2"], "H351"), [(OLD[3], ("R40",))]),
        (said(M, CLP["2"], "H341"), [(OLD[3], ("R68",))]),
        (said(R, CLP["1B"], "H360FD"), [(OLD[2], ("R60", "R61"))]),
        (said(R, CLP["1B"], "H360Df"), [(OLD[2], ("R61",)), (OLD[3], ("R62",))]),
        (said(L, None, "H362"), [(None, ("R64",))]),
    ],
)
def test_clp_back_to_the_old_classes(new: tx.Classification, old: list[object]) -> None:
    back = catalogue.to_67_548(new)
    assert [(c.cmr_class, c.statements) for c in back] == old
    assert [(c.cmr_class, c.statements) for c in catalogue.to_clp(back)] == [(new.cmr_class, new.statements)]


@pytest.mark.parametrize(
    "new",
    [
        said(R, CLP["1A"], "H360FD"),  # three lines lead there
        said(R, CLP["1B"], "H360"),
        said(C, CLP["2"], "H351 (inhalation)"),
        said(M, CLP["1A"], "H340"),
        said(C, CLP["1A"]),
        said(C, OLD[1], "H350"),
    ],
)
def test_no_way_back_where_there_are_several_or_none(new: tx.Classification) -> None:
    with pytest.raises(catalogue.NotInCatalogueError):
        catalogue.to_67_548(new)


# -- restrictions


def told(agent: str, day: dt.date = IN_2025) -> list[tuple[str, int | None, str]]:
    return [(r.article, r.item, r.scope.value) for r in catalogue.restrictions(agent, on=day)]


@pytest.mark.parametrize(
    ("agent", "expected"),
    [
        ("benzène", [("D4152-10", None, "any"), ("D4153-17", None, "any")]),
        ("plomb", [("D4152-10", None, "any"), ("D4153-17", None, "any")]),
        ("quartz", [("D4153-17", None, "any")]),
        ("Poussières de bois", [("D4153-17", None, "any")]),
        ("amiante", [("D4153-17", None, "any"), ("D4154-1", 1, "operation")]),
        ("béryllium", [("D4153-17", None, "any"), ("D4154-1", 6, "any")]),
        ("chlorure de vinyle", [("D4153-17", None, "any"), ("D4154-1", 13, "operation")]),
        ("7440-43-9", [("D4153-17", None, "any"), ("D4154-1", 9, "operation")]),
        ("chlorure de cadmium", [("D4152-10", None, "any"), ("D4153-17", None, "any"), ("D4154-1", 10, "any")]),
        ("chlore", [("D4154-1", 11, "any")]),
        ("acétone", []),
        ("métaux durs", [("D4153-17", None, "any"), ("D4154-1", 22, "any")]),
    ],
)
def test_restrictions_are_told_of_the_agent(agent: str, expected: list[tuple[str, int | None, str]]) -> None:
    assert told(agent) == expected


def test_a_restriction_says_whom_what_and_unless() -> None:
    asbestos = catalogue.restrictions("amiante", on=IN_2025)[-1]
    assert asbestos.workers is RestrictedWorkers.FIXED_TERM_OR_TEMPORARY
    assert asbestos.scope is RestrictionScope.OPERATION
    assert "flocages" in str(asbestos.condition)
    assert "D4154-3" in asbestos.unless.fr
    assert asbestos.source == "D4154-1, 1°"
    lactation = catalogue.restrictions("082-014-00-7", on=IN_2025)[0]
    assert lactation.workers is RestrictedWorkers.PREGNANT_OR_BREASTFEEDING
    assert lactation.certainty is Certainty.SECONDARY


def test_restrictions_have_days() -> None:
    # cobalt became toxic to reproduction on 2021-10-01
    assert told("cobalt", D(2021, 9, 30)) == []
    assert told("cobalt", D(2021, 10, 1)) == [("D4152-10", None, "any"), ("D4153-17", None, "any")]
    assert told("quartz", D(2021, 1, 1)) == [("D4153-17", None, "any")]
    assert told("benzène", D(2012, 1, 1)) == [("D4152-10", None, "any")]
    with pytest.raises(catalogue.NotInCatalogueError, match="2008-05-01"):
        catalogue.restrictions("benzène", on=D(2008, 4, 30))
    family = catalogue.restrictions("Composés du nickel", on=IN_2025)
    assert [r.certainty for r in family] == [Certainty.DEPENDS]


def test_the_compounds_of_cadmium_depend_and_the_metal_is_no_compound() -> None:
    for agent in ("cadmium", "048-011-00-X", tx.Substance(id="a", name="Cadmium", cas_number="7440-43-9")):
        items = {r.item: r.certainty for r in catalogue.restrictions(agent, on=IN_2025) if r.article == "D4154-1"}
        assert items == {9: Certainty.CERTAIN}
    for agent in ("cadmium oxide", "10108-64-2", "group:cadmium"):
        (tenth,) = [r for r in catalogue.restrictions(agent, on=IN_2025) if r.item == 10]
        assert (tenth.certainty, tenth.note is None) == (Certainty.DEPENDS, False)


def test_the_twenty_seven_items() -> None:
    items = {row.item for row in catalogue.exposure_limits.read_texts().restrictions if row.article == "D4154-1"}
    assert items == set(range(1, 28))


# -- diseases


@pytest.mark.parametrize(
    ("agent", "regime", "tables"),
    [
        ("amiante", "general", ["30"] * 6 + ["30 bis", "30 ter"]),
        ("amiante", "agricultural", ["47", "47 bis", "47 ter"]),
        ("benzène", "general", ["4"] * 4),
        ("benzène", "agricultural", ["19"]),
        ("trioxyde de chrome", "general", ["10 ter", "10 ter"]),
        ("quartz", "general", ["25"] * 3),
        ("silice cristalline", "agricultural", ["22"] * 3),
        ("trichloroéthylène", "general", ["101"]),
        ("rayonnements ionisants", "general", ["6"] * 3),
        ("iron mines", "general", ["44 bis"]),
        ("acétone", "general", []),
    ],
)
def test_tables_of_an_agent(agent: str, regime: str, tables: list[str]) -> None:
    assert [row.table for row in catalogue.disease_tables(agent, regime, on=IN_2025)] == tables


def test_the_scheme_is_part_of_the_key() -> None:
    general, agricultural = (
        catalogue.disease_tables("formaldéhyde", regime, on=IN_2025)[0] for regime in catalogue.Regime
    )
    assert (general.min_exposure, agricultural.min_exposure) == ("P5Y", None)
    assert general.works is catalogue.WorksList.LIMITATIVE
    with pytest.raises(tx.InvalidValueError):
        catalogue.disease_tables("formaldéhyde", "maritime", on=IN_2025)
    with pytest.raises(catalogue.NotInCatalogueError):
        catalogue.disease_tables("inconnu", "general", on=IN_2025)


def test_tables_have_days() -> None:
    def tables(day: dt.date) -> list[str]:
        return [row.table for row in catalogue.disease_tables("amiante", "general", on=day)]

    assert "30 ter" not in tables(D(2023, 10, 15))
    assert "30 ter" in tables(D(2023, 10, 16))
    assert len(catalogue.shipped().all_disease_tables()) == 55


def row(table: str, agent: str = "amiante") -> catalogue.DiseaseTable:
    return next(r for r in catalogue.disease_tables(agent, "general", on=IN_2025) if r.table == table)


P = tx.Period
MONTH, YEAR, ESTIMATED = tx.Precision.MONTH, tx.Precision.YEAR, tx.Precision.ESTIMATED


@pytest.mark.parametrize(
    ("periods", "finding", "limit", "least", "outcome"),
    [
        # table 30 bis: 10 years of exposure, 40 years of delay
        ([P(D(1975, 1, 1), D(1984, 12, 31))], D(2024, 12, 31), "met", "met", "met"),
        ([P(D(1975, 1, 1), D(1984, 12, 31))], D(2025, 1, 1), "not-met", "met", "not-met"),
        ([P(D(1975, 1, 1), D(1984, 12, 30))], D(2000, 1, 1), "met", "not-met", "not-met"),
        # two posts at a time do not make twenty years
        (
            [P(D(1975, 1, 1), D(1980, 12, 31)), P(D(1975, 1, 1), D(1980, 12, 31))],
            D(2000, 1, 1),
            "met",
            "not-met",
            "not-met",
        ),
        ([P(D(1975, 1, 1), D(1979, 12, 31)), P(D(1985, 1, 1), D(1990, 1, 1))], D(2000, 1, 1), "met", "met", "met"),
        # inside the precision: cannot say
        ([P(D(1975, 1, 1), D(1984, 12, 31), YEAR)], D(2000, 1, 1), "met", "cannot-say", "cannot-say"),
        ([P(D(1970, 1, 1), D(1984, 12, 31), YEAR)], D(2000, 1, 1), "met", "met", "met"),
        ([P(D(1970, 1, 1), D(1984, 12, 31), YEAR)], D(2024, 6, 1), "cannot-say", "met", "cannot-say"),
        ([P(D(1975, 1, 1), D(1984, 12, 31), MONTH)], D(2000, 1, 1), "met", "cannot-say", "cannot-say"),
        ([P(D(1975, 1, 1), D(1984, 12, 31), ESTIMATED)], D(2000, 1, 1), "cannot-say", "cannot-say", "cannot-say"),
        # it began earlier than the first day known
        ([P(D(1980, 1, 1), D(1984, 12, 31), begun_before=True)], D(2000, 1, 1), "met", "cannot-say", "cannot-say"),
        # over, on a day not known
        ([P(D(1975, 1, 1), ended=True)], D(2000, 1, 1), "met", "cannot-say", "cannot-say"),
        # going on: until the finding
        ([P(D(1985, 1, 1))], D(2000, 1, 1), "met", "met", "met"),
        ([P(D(2001, 1, 1))], D(2000, 1, 1), "cannot-say", "cannot-say", "cannot-say"),
        ([], D(2000, 1, 1), "cannot-say", "cannot-say", "cannot-say"),
    ],
)
def test_durations_of_a_person(
    periods: list[tx.Period], finding: dt.date, limit: str, least: str, outcome: str
) -> None:
    check = catalogue.check_durations(row("30 bis"), periods, first_finding=finding)
    assert (check.time_limit.outcome, check.min_exposure.outcome, check.outcome) == (limit, least, outcome)
    assert check.min_latency.outcome is Outcome.NOT_ASKED


@pytest.mark.parametrize(
    ("start", "finding", "outcome"),
    [
        (D(1990, 1, 1), D(2009, 12, 31), Outcome.NOT_MET),
        (D(1990, 1, 1), D(2010, 1, 1), Outcome.MET),
    ],
)
def test_the_time_since_first_exposure(start: dt.date, finding: dt.date, outcome: Outcome) -> None:
    # table 61 bis: ten years of exposure and twenty since the first
    cadmium = row("61 bis", "cadmium")
    check = catalogue.check_durations(cadmium, [P(start, D(2005, 12, 31))], first_finding=finding)
    assert (check.min_latency.outcome, check.outcome) == (outcome, outcome)
    assert check.min_latency.at_least_days == (finding - start).days
    earlier = catalogue.check_durations(
        cadmium, [P(start, D(2005, 12, 31), begun_before=True)], first_finding=D(2006, 1, 1)
    )
    assert earlier.min_latency.outcome is Outcome.CANNOT_SAY


def test_days_are_given_and_nothing_is_recognised() -> None:
    exposure = tx.IndividualExposure(
        id="x", worker="w", agent="cas:1332-21-4", establishment="e", period=P(D(1975, 1, 1), D(1976, 12, 31))
    )
    check = catalogue.check_durations(row("30 bis"), [exposure], first_finding=D(2000, 1, 1))
    assert check.min_exposure.at_least_days == check.min_exposure.at_most_days == 731
    assert check.min_exposure.required_days == 3653
    assert check.time_limit.at_least_days == (D(2000, 1, 1) - D(1976, 12, 31)).days
    for language in ("en", "fr"):
        assert "recogni" not in check.because.text_in(language)
        assert "reconn" not in check.because.text_in(language)
    assert "non remplies" in check.because.fr
    with pytest.raises(tx.InvalidValueError):
        catalogue.check_durations(row("30 bis"), ["1975"], first_finding=D(2000, 1, 1))  # type: ignore[list-item]


def test_adding_durations() -> None:
    assert added(D(2000, 1, 31), "P6M") == D(2000, 7, 31)
    assert added(D(2000, 8, 31), "P6M") == D(2001, 3, 1)
    assert added(D(2000, 12, 31), "P2M") == D(2001, 3, 1)
    assert added(D(2000, 10, 31), "P1M") == D(2000, 12, 1)
    assert added(D(2000, 1, 1), "P1Y2M3D") == D(2001, 3, 4)


# -- code lists


def test_activity_codes() -> None:
    rev2 = tx.NafRevision.NAF_REV2
    for code in ("25.61Z", "2561Z", "2561z", " 25 61 Z"):
        found = catalogue.naf_find(code, rev2)
        assert found is not None
        assert (found.code, found.label_fr) == ("25.61Z", "Traitement et revêtement des métaux")
    assert catalogue.naf_find("99.99Z", rev2) is None
    assert [len(catalogue.naf_codes(r)) for r in tx.NafRevision] == [696, 712, 732, 747]
    assert all(not code.code.endswith("p") for code in catalogue.naf_codes(tx.NafRevision.NAF_REV1))
    dated = catalogue.naf_find("285A", on=D(2005, 1, 1))
    assert dated is not None
    assert dated.revision is tx.NafRevision.NAF_REV1
    with pytest.raises(tx.InvalidValueError):
        catalogue.naf_find("2561Z")


@pytest.mark.parametrize(
    ("day", "revision"),
    [
        (D(1993, 1, 1), tx.NafRevision.NAF_1993),
        (D(2002, 12, 31), tx.NafRevision.NAF_1993),
        (D(2003, 1, 1), tx.NafRevision.NAF_REV1),
        (D(2007, 12, 31), tx.NafRevision.NAF_REV1),
        (D(2008, 1, 1), tx.NafRevision.NAF_REV2),
        (D(2026, 12, 31), tx.NafRevision.NAF_REV2),
        (D(2027, 1, 1), tx.NafRevision.NAF_2025),
    ],
)
def test_the_revision_of_a_day(day: dt.date, revision: tx.NafRevision) -> None:
    assert catalogue.naf_revision(on=day) is revision


def test_no_activity_codes_before_1993() -> None:
    with pytest.raises(catalogue.NotInCatalogueError):
        catalogue.naf_revision(on=D(1992, 12, 31))


def test_regional_funds() -> None:
    funds = catalogue.regional_funds()
    assert len(funds) == 21
    assert sum(fund.named_in_2009 for fund in funds) == 5
    north = catalogue.regional_fund("CRAM Nord-Picardie")
    assert north is not None
    assert (north.name, north.name_on(D(2010, 6, 30)), north.name_on(D(2010, 7, 1))) == (
        "Carsat Hauts-de-France",
        "CRAM Nord-Picardie",
        "Carsat Hauts-de-France",
    )
    assert catalogue.regional_fund("carsat bretagne") == catalogue.regional_fund("Bretagne")
    assert catalogue.regional_fund("CRAM de Nulle-Part") is None
    island = catalogue.regional_fund("CGSS Guadeloupe")
    assert island is not None
    assert island.name_on(D(2000, 1, 1)) == "CGSS Guadeloupe"


def test_durations_of_keeping() -> None:
    rules = {rule.id: rule for rule in catalogue.retention_rules()}
    assert (rules["medical-file-cmr"].years, rules["medical-file-cmr"].source) == (50, "R4412-55")
    assert rules["medical-file-cmr"].keep_until(D(2024, 2, 29)) == D(2074, 2, 28)
    listed = rules["list-2024"]
    assert listed.certainty is Certainty.INFERRED
    assert "convention" in listed.starts.en
    assert listed.start_event is catalogue.StartEvent.END_OR_COMMUNICATION
    in_2005 = {rule.id for rule in catalogue.retention_rules(on=D(2005, 1, 1))}
    assert "medical-file-2001" in in_2005
    assert not {"list-2024", "medical-file-cmr"} & in_2005
    assert all(rule.source and rule.record.fr and rule.starts.fr for rule in rules.values())


def test_thresholds_of_en_689() -> None:
    assert catalogue.u_threshold(14) == Decimal("1.929")
    assert catalogue.u_threshold(60) == catalogue.u_threshold(1000) == Decimal("1.762")
    with pytest.raises(catalogue.NotInCatalogueError):
        catalogue.u_threshold(5)

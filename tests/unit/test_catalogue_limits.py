"""Exposure limits of the day, the silica formula, asbestos dust levels, conversions."""

import datetime as dt
from decimal import Decimal

import pytest

import tracexpo as tx
from tracexpo import catalogue
from tracexpo.catalogue import Certainty, LimitKind, LimitScope

D = dt.date
MG = tx.Unit.MG_M3


def mg(text: str) -> tx.Measure:
    return tx.Measure(Decimal(text), MG)


BINDING, INDICATIVE = LimitKind.BINDING, LimitKind.INDICATIVE


@pytest.mark.parametrize(
    ("agent", "day", "value", "kind", "certainty"),
    [
        ("benzène", D(2003, 6, 26), "9.75 mg/m3", BINDING, Certainty.CERTAIN),
        ("benzène", D(2001, 6, 1), "9.75 mg/m3", BINDING, Certainty.INFERRED),
        ("benzène", D(2003, 6, 27), "3.25 mg/m3", BINDING, Certainty.CERTAIN),
        ("benzène", D(2012, 6, 1), "3.25 mg/m3", BINDING, Certainty.CERTAIN),
        ("benzène", D(2024, 4, 4), "3.25 mg/m3", BINDING, Certainty.CERTAIN),
        ("benzène", D(2024, 4, 5), "1.65 mg/m3", BINDING, Certainty.TRANSITIONAL),
        ("benzène", D(2026, 4, 4), "1.65 mg/m3", BINDING, Certainty.TRANSITIONAL),
        ("benzène", D(2026, 4, 5), "0.66 mg/m3", BINDING, Certainty.CERTAIN),
        ("benzène", D(1999, 1, 1), None, None, Certainty.NOT_COVERED),
        # a compound has the limit of its family
        ("trioxyde de chrome", D(2014, 6, 30), None, None, Certainty.CERTAIN),
        ("trioxyde de chrome", D(2014, 7, 1), "0.001 mg/m3", BINDING, Certainty.CERTAIN),
        ("Chrome hexavalent", D(2025, 2, 3), "0.001 mg/m3", BINDING, Certainty.CERTAIN),
        ("plomb", D(2025, 6, 1), "0.1 mg/m3", BINDING, Certainty.CERTAIN),
        ("plomb", D(2026, 4, 9), "0.03 mg/m3", BINDING, Certainty.UNVERIFIED),
        ("formaldéhyde", D(2021, 1, 31), "0.62 mg/m3", INDICATIVE, Certainty.SECONDARY),
        ("formaldéhyde", D(2021, 2, 1), "0.37 mg/m3", BINDING, Certainty.SECONDARY),
        ("Travaux exposant au formaldéhyde", D(2021, 2, 1), "0.37 mg/m3", BINDING, Certainty.SECONDARY),
        ("diesel exhaust", D(2023, 2, 20), None, None, Certainty.CERTAIN),
        ("diesel exhaust", D(2024, 5, 21), "0.05 mg/m3", INDICATIVE, Certainty.CERTAIN),
        ("diesel exhaust", D(2026, 3, 1), "0.05 mg/m3", INDICATIVE, Certainty.DAY_NOT_KNOWN),
        ("diesel exhaust", D(2026, 4, 10), "0.05 mg/m3", BINDING, Certainty.UNVERIFIED),
        ("amiante", D(2012, 7, 1), "100 f/L", BINDING, Certainty.TRANSITIONAL),
        ("amiante", D(2015, 6, 30), "100 f/L", BINDING, Certainty.TRANSITIONAL),
        ("amiante", D(2015, 7, 1), "10 f/L", BINDING, Certainty.CERTAIN),
        ("FCR", D(2009, 6, 30), "0.5 f/cm3", BINDING, Certainty.TRANSITIONAL),
        ("FCR", D(2009, 7, 1), "0.1 f/cm3", BINDING, Certainty.CERTAIN),
        ("béryllium", D(2026, 7, 11), "0.0006 mg/m3", BINDING, Certainty.TRANSITIONAL),
        ("béryllium", D(2026, 7, 12), "0.0002 mg/m3", BINDING, Certainty.CERTAIN),
        ("cadmium", D(2027, 7, 11), "0.004 mg/m3", BINDING, Certainty.TRANSITIONAL),
        ("cumène", D(2022, 2, 28), "100 mg/m3", BINDING, Certainty.CERTAIN),
        ("cumène", D(2022, 3, 1), "50 mg/m3", BINDING, Certainty.CERTAIN),
        ("acide cyanhydrique", D(2020, 6, 30), "2 mg/m3", BINDING, Certainty.CERTAIN),
        ("acide cyanhydrique", D(2020, 7, 1), "1 mg/m3", BINDING, Certainty.SECONDARY),
        ("acétate d'éthyle", D(2020, 6, 30), None, None, Certainty.CERTAIN),
        ("toluène", D(2008, 5, 1), "192 mg/m3", BINDING, Certainty.CERTAIN),
        ("toluène", D(2012, 7, 1), "76.8 mg/m3", BINDING, Certainty.CERTAIN),
        ("acétone", D(2015, 1, 1), "1210 mg/m3", BINDING, Certainty.CERTAIN),
        ("bois (poussières de)", D(2015, 1, 1), "1 mg/m3", BINDING, Certainty.CERTAIN),
        ("nickel", D(2025, 6, 1), None, None, Certainty.CERTAIN),
        ("acétone", D(2030, 1, 1), "1210 mg/m3", BINDING, Certainty.LATER_THAN_EDITION),
        ("nickel", D(2030, 6, 1), None, None, Certainty.LATER_THAN_EDITION),
    ],
)
def test_dated_limits(
    agent: str, day: dt.date, value: str | None, kind: LimitKind | None, certainty: Certainty
) -> None:
    limit = catalogue.limit(agent, on=day)
    told = None if limit.value is None else f"{limit.value.value} {limit.value.unit}"
    assert (told, limit.kind, limit.certainty) == (value, kind, certainty)
    assert limit.edition == "2026-04-10"
    assert limit.text_in("en")
    assert limit.text_in("fr")
    if limit.value is not None:
        assert limit.source
        assert limit.applies_from is None or limit.applies_from <= day
        assert limit.applies_until is None or day <= limit.applies_until


def test_a_change_on_a_day_not_known_names_both_states() -> None:
    limit = catalogue.limit("toluène", on=D(2010, 1, 1))
    assert (limit.value, limit.certainty) == (None, Certainty.DAY_NOT_KNOWN)
    assert limit.candidates == (mg("192"), mg("76.8"))
    assert "between these two states: 192 mg/m3 or 76.8 mg/m3" in limit.because.en
    new = catalogue.limit("dichlorométhane", on=D(2010, 1, 1))
    assert new.candidates == (None, mg("178"))
    assert "aucune limite ou 178 mg/m3" in new.because.fr


def test_no_limit_says_no_more_than_it_knows() -> None:
    limit = catalogue.limit("nickel", on=D(2025, 1, 1))
    assert limit.because.en == "no binding limit; not every indicative one is shipped"
    assert "the first one known is from 2029-01-01" in catalogue.limit("TDI", on=D(2026, 1, 1)).because.en
    assert "printed in the table since 2012-05-11" in catalogue.limit("CrO3", on=D(2013, 5, 14)).because.en


def test_the_fraction_must_be_said_where_it_matters() -> None:
    day = D(2025, 2, 3)
    open_question = catalogue.limit("sulfate de nickel", on=day)
    assert (open_question.value, open_question.certainty) == (None, Certainty.DEPENDS)
    assert open_question.candidates == (mg("0.05"), mg("0.01"))
    assert catalogue.limit("sulfate de nickel", on=day, fraction="inhalable").value == mg("0.05")
    assert catalogue.limit("sulfate de nickel", on=day, fraction=tx.DustFraction.RESPIRABLE).value == mg("0.01")
    other = catalogue.limit("quartz", on=day, fraction="inhalable")
    assert other.value is None
    assert "another fraction: respirable" in other.because.en
    assert catalogue.limit("quartz", on=day).value == mg("0.1")
    assert catalogue.limit("benzène", on=day, fraction="inhalable").value == mg("1.65")


def test_a_compound_of_two_families_must_say_which() -> None:
    limit = catalogue.limit("chromate de plomb", on=D(2022, 1, 1))
    assert (limit.value, limit.certainty) == (None, Certainty.DEPENDS)
    assert len(catalogue.limits("chromate de plomb", on=D(2022, 1, 1))) == 3
    assert catalogue.limit("silice cristalline", on=D(2022, 1, 1)).certainty is Certainty.DEPENDS


def test_the_scope_of_a_sector() -> None:
    care = LimitScope.CARE_AND_FUNERAL
    limit = catalogue.limit("formaldéhyde", on=D(2024, 7, 11), scope=care)
    assert (limit.value, limit.scope, limit.certainty) == (mg("0.62"), care, Certainty.TRANSITIONAL)
    assert catalogue.limit("formaldéhyde", on=D(2024, 7, 12), scope="care-and-funeral").value == mg("0.37")
    # the limit of Diesel left underground work out until 2026-02-21
    assert catalogue.limit("diesel exhaust", on=D(2026, 2, 20), scope="underground").value is None
    assert catalogue.limit("diesel exhaust", on=D(2026, 2, 21), scope="underground").value == mg("0.05")


@pytest.mark.parametrize("argument", [{"fraction": "poussière"}, {"statistic": "yearly"}, {"scope": "mine"}])
def test_words_outside_the_vocabularies_are_told(argument: dict[str, str]) -> None:
    with pytest.raises(tx.InvalidValueError) as caught:
        catalogue.limit("benzène", on=D(2025, 1, 1), **argument)  # type: ignore[arg-type]
    assert caught.value.code == "not-in-vocabulary"


def test_short_term_limits() -> None:
    day = D(2025, 1, 1)
    formaldehyde = catalogue.limit("formaldéhyde", on=day, statistic="twa-15min")
    assert (formaldehyde.value, formaldehyde.ppm) == (mg("0.74"), tx.Measure(Decimal("0.6"), tx.Unit.PPM))
    assert catalogue.limit("CrO3", on=day, statistic=tx.Statistic.TWA_15MIN).value == mg("0.005")
    assert catalogue.limit("trichloréthylène", on=day, statistic="twa-15min").value == mg("164.1")
    isocyanate = catalogue.limit("624-83-9", on=day, statistic="twa-15min")
    assert isocyanate.value == tx.Measure(Decimal("0.02"), tx.Unit.PPM)
    only_short = catalogue.limit("chlore", on=day)
    assert "is a time-weighted average over 15 min: never compared" in only_short.because.en


def test_the_hour_of_asbestos_is_never_compared_with_eight() -> None:
    day = D(2011, 1, 1)
    limit = catalogue.limit("amiante", on=day)
    assert limit.value is None
    assert "average over 1 h: never compared with a time-weighted average over 8 h" in limit.because.en
    hour = catalogue.limit("amiante", on=day, statistic="twa-1h")
    assert hour.value == tx.Measure(Decimal("0.1"), tx.Unit.F_CM3)
    assert hour.statistic is tx.Statistic.TWA_1H


def test_skin_notations() -> None:
    day = D(2025, 1, 1)
    assert catalogue.limit("benzène", on=day).skin is True
    assert catalogue.limit("acétone", on=day).skin is False
    assert catalogue.limit("perchloroéthylène", on=D(2020, 1, 1)).skin is None
    oils = catalogue.limit("huiles de vidange", on=D(2026, 5, 1))
    assert (oils.value, oils.skin) == (None, True)
    assert "peau" in oils.because.fr


def test_every_limit_of_a_day() -> None:
    day = D(2023, 1, 1)
    found = catalogue.limits("formaldéhyde", on=day)
    kinds = {(limit.statistic.value, limit.scope.value if limit.scope else None) for limit in found}
    assert kinds == {("twa-8h", None), ("twa-15min", None), ("twa-8h", "care-and-funeral")}
    assert catalogue.limits("nickel", on=day) == ()


def test_agents_of_the_model_and_unknown_ones() -> None:
    day = D(2025, 1, 1)
    assert catalogue.limit(tx.Substance(id="a", name="?", cas_number="71-43-2"), on=day).value == mg("1.65")
    wood = tx.Process(id="p", name="?", listed_as="wood-dust")
    assert catalogue.limit(wood, on=day).value == mg("1")
    assert catalogue.limit(tx.Substance(id="a", name="inconnu"), on=day).value is None
    with pytest.raises(catalogue.NotInCatalogueError):
        catalogue.limit("inconnu", on=day)


def test_conversions_between_ppm_and_mass() -> None:
    ppm = tx.Measure(Decimal(1), tx.Unit.PPM)
    assert catalogue.convert(ppm, MG, agent="benzène").value == Decimal("3.24649")
    back = catalogue.convert(mg("3.25"), tx.Unit.PPM, agent="71-43-2")
    assert Decimal("1.00") < back.value < Decimal("1.01")
    assert catalogue.convert(mg("1"), tx.Unit.UG_M3, agent="quartz").value == 1000
    assert catalogue.convert(ppm, tx.Unit.UG_M3, agent="benzène").value == Decimal("3246.49")
    with pytest.raises(catalogue.NotInCatalogueError, match="molar mass"):
        catalogue.convert(ppm, MG, agent="quartz")
    with pytest.raises(tx.InvalidValueError):
        catalogue.convert(ppm, tx.Unit.F_L, agent="benzène")


@pytest.mark.parametrize(
    ("day", "bound", "value", "exceeded", "certainty"),
    [
        (D(2021, 12, 31), "5", "1.2800", True, Certainty.CERTAIN),
        (D(2022, 1, 1), "3.5", "1.3143", True, Certainty.TRANSITIONAL),
        (D(2023, 6, 30), "3.5", "1.3143", True, Certainty.TRANSITIONAL),
        (D(2023, 7, 1), "0.9", "1.6444", True, Certainty.CERTAIN),
        (D(2025, 6, 10), "0.9", "1.6444", True, Certainty.CERTAIN),
    ],
)
def test_the_silica_formula(day: dt.date, bound: str, value: str, exceeded: bool, certainty: Certainty) -> None:
    index = catalogue.silica_index(
        on=day, other_dust=mg("0.4"), quartz=mg("0.06"), cristobalite=mg("0.03"), tridymite=mg("0")
    )
    assert (index.other_dust_limit, index.value, index.exceeded) == (mg(bound), Decimal(value), exceeded)
    assert (index.certainty, index.terms["quartz"]) == (certainty, Decimal("0.6"))


def test_the_silica_formula_is_exact_at_its_limit() -> None:
    def index(dust: str) -> catalogue.SilicaIndex:
        return catalogue.silica_index(
            on=D(2025, 1, 1),
            other_dust=tx.Measure(Decimal(dust), tx.Unit.UG_M3),
            quartz=mg("0.05"),
            cristobalite=mg("0"),
            tridymite=mg("0.025"),
        )

    assert index("0").exceeded is False
    assert index("0.000001").exceeded is True
    with pytest.raises(catalogue.NotInCatalogueError):
        catalogue.silica_index(
            on=D(2007, 1, 1), other_dust=mg("1"), quartz=mg("0"), cristobalite=mg("0"), tridymite=mg("0")
        )


@pytest.mark.parametrize(
    ("value", "unit", "level"),
    [
        ("99.9", tx.Unit.F_L, 1),
        ("100", tx.Unit.F_L, 2),
        ("150", tx.Unit.F_L, 2),
        ("5999", tx.Unit.F_L, 2),
        ("6", tx.Unit.F_CM3, 3),
        ("24999", tx.Unit.F_L, 3),
    ],
)
def test_dust_levels_of_asbestos(value: str, unit: tx.Unit, level: int) -> None:
    assert catalogue.dust_level(tx.Measure(Decimal(value), unit), on=D(2025, 1, 1)) == level


def test_dust_levels_have_ends() -> None:
    with pytest.raises(catalogue.NotInCatalogueError, match="above level 3"):
        catalogue.dust_level(tx.Measure(Decimal(25000), tx.Unit.F_L), on=D(2025, 1, 1))
    with pytest.raises(catalogue.NotInCatalogueError, match="2012-07-01"):
        catalogue.dust_level(tx.Measure(Decimal(50), tx.Unit.F_L), on=D(2012, 6, 30))
    with pytest.raises(tx.InvalidValueError):
        catalogue.dust_level(mg("1"), on=D(2025, 1, 1))

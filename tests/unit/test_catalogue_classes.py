"""Is it a CMR agent, on which day: dated histories, families, processes, self-classification."""

import datetime as dt

import pytest

import tracexpo as tx
from tracexpo import catalogue
from tracexpo.catalogue import Certainty

D = dt.date
IN_2025 = D(2025, 1, 1)


@pytest.mark.parametrize(
    ("agent", "day", "value", "certainty"),
    [
        ("cobalt", D(2021, 9, 30), False, Certainty.SECONDARY),
        ("cobalt", D(2021, 9, 8), False, Certainty.CERTAIN),
        ("cobalt", D(2021, 10, 1), True, Certainty.CERTAIN),
        ("formaldéhyde", D(2006, 12, 31), None, Certainty.NOT_COVERED),
        ("formaldéhyde", D(2007, 1, 1), True, Certainty.CERTAIN),
        ("formaldéhyde", D(2015, 12, 31), True, Certainty.CERTAIN),
        ("formaldéhyde", D(2016, 1, 1), True, Certainty.CERTAIN),
        ("benzène", D(2009, 5, 31), None, Certainty.NOT_COVERED),
        ("benzène", D(2009, 6, 1), True, Certainty.DERIVED),
        ("benzène", D(2010, 11, 30), True, Certainty.DERIVED),
        ("benzène", D(2010, 12, 1), True, Certainty.CERTAIN),
        ("1,4-dioxane", D(2022, 12, 16), False, Certainty.CERTAIN),
        ("1,4-dioxane", D(2022, 12, 17), True, Certainty.CERTAIN),
        ("cumène", D(2023, 11, 30), False, Certainty.SECONDARY),
        ("cumène", D(2023, 12, 1), True, Certainty.CERTAIN),
        ("nickel", D(2010, 6, 1), None, Certainty.DERIVED),
        ("7440-02-0", D(2024, 1, 1), False, Certainty.CERTAIN),
        ("dichlorométhane", D(2010, 6, 1), None, Certainty.DERIVED),
        ("dichlorométhane", D(2024, 6, 1), False, Certainty.CERTAIN),
        ("7439-92-1", D(2018, 2, 28), False, Certainty.CERTAIN),
        ("Plomb", D(2018, 3, 1), True, Certainty.CERTAIN),
        ("dioxyde de titane", D(2022, 1, 1), False, Certainty.CERTAIN),
        ("dioxyde de titane", D(2025, 8, 1), False, Certainty.CERTAIN),
        ("14808-60-7", D(2020, 12, 31), False, Certainty.CERTAIN),
        ("14808-60-7", D(2021, 1, 1), True, Certainty.CERTAIN),
        ("Gaz d'échappement diesel", D(2019, 6, 1), False, Certainty.CERTAIN),
        ("Gaz d'échappement diesel", D(2021, 7, 1), True, Certainty.CERTAIN),
        ("Poussières de bois", D(1999, 1, 1), None, Certainty.NOT_COVERED),
        ("Poussières de bois", D(2000, 12, 1), True, Certainty.INFERRED),
        ("Poussières de bois", D(2001, 1, 1), True, Certainty.CERTAIN),
        ("Composés du nickel", D(2022, 1, 1), None, Certainty.DEPENDS),
        ("acétone", D(2022, 1, 1), False, Certainty.CERTAIN),
        ("acétone", D(2010, 1, 1), None, Certainty.NOT_COVERED),
        ("1303-96-4", D(2024, 1, 1), True, Certainty.CERTAIN),
        ("benzène", D(2030, 1, 1), True, Certainty.LATER_THAN_EDITION),
    ],
)
def test_dated_answers(agent: str, day: dt.date, value: bool | None, certainty: Certainty) -> None:
    answer = catalogue.is_cmr(agent, on=day)
    assert (answer.value, answer.certainty) == (value, certainty)
    assert answer.edition == "2026-04-10"
    assert answer.because.en
    assert answer.because.fr
    if value is True:
        assert answer.sources


def test_an_answer_that_is_not_known_is_neither_yes_nor_no() -> None:
    assert bool(catalogue.is_cmr("benzène", on=IN_2025)) is True
    assert bool(catalogue.is_cmr("nickel", on=IN_2025)) is False
    with pytest.raises(tx.NotCoveredError, match="neither yes nor no"):
        bool(catalogue.is_cmr("Composés du nickel", on=IN_2025))


def test_the_day_is_a_required_keyword() -> None:
    with pytest.raises(TypeError):
        catalogue.is_cmr("benzène")  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        catalogue.is_cmr("benzène", IN_2025)  # type: ignore[call-arg,arg-type,misc]
    for wrong in ("2025-01-01", dt.datetime(2025, 1, 1, tzinfo=dt.UTC), D(1850, 1, 1), D(2300, 1, 1)):
        with pytest.raises(tx.InvalidValueError):
            catalogue.is_cmr("benzène", on=wrong)  # type: ignore[arg-type]


def stated(cmr_class: tx.CmrClass, source: str, **fields: object) -> tx.Classification:
    return tx.Classification(hazard=tx.Hazard.CARCINOGENIC, cmr_class=cmr_class, source=source, **fields)  # type: ignore[arg-type]


def test_self_classification_counts() -> None:
    own = tx.Substance(
        id="a", name="inconnu", classifications=(stated(tx.CmrClass.CLP_1B, "safety data sheet of the supplier"),)
    )
    answer = catalogue.is_cmr(own, on=IN_2025)
    assert (answer.value, answer.certainty) == (True, Certainty.DECLARED)
    assert answer.sources == ("safety data sheet of the supplier",)
    old = tx.Substance(id="a", name="inconnu", classifications=(stated(tx.CmrClass.OLD_2, "sheet of 2009"),))
    assert catalogue.is_cmr(old, on=D(2009, 7, 1)).value is True
    assert "67/548" in catalogue.is_cmr(old, on=D(2009, 7, 1)).because.en


@pytest.mark.parametrize(
    "classification",
    [
        stated(tx.CmrClass.CLP_2, "supplier"),
        stated(tx.CmrClass.OLD_3, "supplier"),
        stated(tx.CmrClass.CLP_1B, "supplier", applies_from=D(2026, 1, 1)),
        # quoted as harmonised: the act counts, not the quotation
        stated(tx.CmrClass.CLP_1B, "32020R0217"),
    ],
)
def test_what_is_no_self_classification_in_1a_or_1b(classification: tx.Classification) -> None:
    agent = tx.Substance(id="a", name="nickel", cas_number="7440-02-0", classifications=(classification,))
    assert catalogue.is_cmr(agent, on=IN_2025).value is False


def test_what_matches_nothing_is_not_known() -> None:
    for agent in (
        tx.Substance(id="a", name="Machin"),
        tx.Substance(id="a", name="Machin", cas_number="64-19-7"),
        tx.UnidentifiedAgent(id="a", text="Dégraissant"),
        tx.Process(id="a", name="Soudage"),
    ):
        answer = catalogue.is_cmr(agent, on=IN_2025)
        assert (answer.value, answer.certainty) == (None, Certainty.NOT_COVERED)
    family = tx.AgentGroup(id="a", name="Huiles diverses")
    assert catalogue.is_cmr(family, on=IN_2025).certainty is Certainty.DEPENDS
    with pytest.raises(catalogue.NotInCatalogueError):
        catalogue.is_cmr("Machin", on=IN_2025)


def test_entries_that_differ_are_told() -> None:
    answer = catalogue.is_cmr("cracked gasoil", on=D(2015, 1, 1))
    assert (answer.value, answer.certainty) == (None, Certainty.DEPENDS)
    assert "say which" in answer.because.en


def test_classifications_of_a_day() -> None:
    one, two = catalogue.classifications("formaldéhyde", on=D(2026, 6, 1))
    assert (one.hazard, one.cmr_class, one.statements) == (tx.Hazard.CARCINOGENIC, tx.CmrClass.CLP_1B, ("H350",))
    assert (one.applies_from, one.applies_until, one.source) == (D(2016, 1, 1), None, "32014R0605")
    assert two.hazard is tx.Hazard.MUTAGENIC
    (before,) = catalogue.classifications("formaldéhyde", on=D(2015, 12, 31))
    assert (before.cmr_class, before.applies_until) == (tx.CmrClass.CLP_2, D(2015, 12, 31))
    assert catalogue.classifications("quartz", on=IN_2025) == ()
    assert catalogue.classifications("dioxyde de titane", on=D(2025, 8, 1)) == ()
    lead = catalogue.classifications("plomb", on=IN_2025)
    assert [c.hazard for c in lead] == [tx.Hazard.REPROTOXIC, tx.Hazard.LACTATION]


def test_classes_before_clp_are_derived_and_say_so() -> None:
    (derived, _) = catalogue.classifications("benzène", on=D(2010, 1, 1))
    assert (derived.applies_from, derived.applies_until) == (D(2009, 6, 1), D(2010, 11, 30))
    assert "convention" in derived.source
    with pytest.raises(catalogue.NotInCatalogueError, match="2009-06-01"):
        catalogue.classifications("benzène", on=D(2009, 5, 31))


def test_classes_of_a_family_and_of_several_entries_are_refused() -> None:
    with pytest.raises(catalogue.NotInCatalogueError, match="family"):
        catalogue.classifications("Composés du nickel", on=IN_2025)
    with pytest.raises(catalogue.NotInCatalogueError, match="entries match"):
        catalogue.classifications("pitch", on=D(2026, 6, 1))


HISTORIES = {
    "benzène": [("2010-12-01", "1A 1B", False), ("2018-12-01", "1A 1B", False)],
    "formaldéhyde": [
        ("2007-01-01", "process:formaldehyde-work", False),
        ("2010-12-01", "2", False),
        ("2016-01-01", "1B 2", False),
        ("2026-05-01", "1B 2", False),
    ],
    "cobalt": [("2021-10-01", "1B 2 1B", False)],
    "dioxyde de titane": [("2021-10-01", "2", False), ("2025-08-01", "", True)],
    "082-013-00-1": [("2018-03-01", "1A -", False)],
    "quartz": [("2021-01-01", "process:crystalline-silica", False)],
    "nickel": [("2010-12-01", "2", False)],
}


@pytest.mark.parametrize("agent", HISTORIES)
def test_dated_histories(agent: str) -> None:
    told = [
        (
            step.applies_from.isoformat(),
            step.listed_as
            or " ".join("-" if c.cmr_class is None else c.cmr_class.value[4:] for c in step.classifications),
            step.deleted,
        )
        for step in catalogue.history(agent)
    ]
    assert told[: len(HISTORIES[agent])] == HISTORIES[agent]
    assert len(told) == len(HISTORIES[agent])


def test_the_history_of_processes_and_families() -> None:
    (step,) = catalogue.history("diesel exhaust")
    assert (step.listed_as, step.applies_from) == ("process:diesel-exhaust", D(2021, 7, 1))
    assert catalogue.history("Composés du nickel") == ()


def test_what_became_cmr() -> None:
    october = catalogue.newly_cmr(D(2021, 10, 1), D(2021, 10, 1))
    assert "index:027-001-00-9" in {change.entry.id for change in october}
    assert all(change.on == D(2021, 10, 1) for change in october)
    assert catalogue.newly_cmr(D(2021, 9, 2), D(2021, 9, 30)) == ()
    assert [change.entry.id for change in catalogue.newly_cmr(D(2021, 1, 1), D(2021, 1, 1))] == [
        "process:crystalline-silica"
    ]
    # formaldehyde: the work in 2007, the substance in 2016
    assert "index:605-001-00-5" in {c.entry.id for c in catalogue.newly_cmr(D(2016, 1, 1), D(2016, 1, 1))}


def test_listed_processes_of_a_day() -> None:
    assert catalogue.processes(on=D(1992, 12, 31)) == ()
    assert len(catalogue.processes(on=D(2006, 12, 31))) == 5
    assert len(catalogue.processes(on=D(2007, 1, 1))) == 6
    assert {p.id for p in catalogue.processes(on=D(2021, 7, 1))} - {
        p.id for p in catalogue.processes(on=D(2021, 6, 30))
    } == {
        "process:used-engine-oils",
        "process:diesel-exhaust",
    }


def test_the_scope_of_2009() -> None:
    assert tx.CmrClass.CLP_2 not in catalogue.CMR_1_AND_2
    assert tx.CmrClass.OLD_3 not in catalogue.CMR_1_AND_2
    assert {tx.CmrClass.OLD_1, tx.CmrClass.OLD_2, tx.CmrClass.CLP_1A, tx.CmrClass.CLP_1B} == catalogue.CMR_1_AND_2


def test_pinning_an_edition() -> None:
    shipped = catalogue.shipped()
    assert catalogue.shipped(edition=shipped.edition) is shipped
    with pytest.raises(catalogue.NotInCatalogueError, match="asked for"):
        catalogue.shipped(edition="2001-01-01")
    assert shipped.stated_on <= shipped.answers_until
    assert repr(shipped) == "Catalogue(overlays=())"
    assert catalogue.is_cmr("benzène", on=IN_2025, catalogue=shipped) == catalogue.is_cmr("benzène", on=IN_2025)


def test_each_function_is_a_method_of_the_catalogue() -> None:
    functions = {name for name in catalogue.__all__ if name[0].islower()}
    apart = {"read_overlay", "shipped", "write_overlay"}
    assert not [name for name in functions - apart if not hasattr(catalogue.Catalogue, name)]
    shipped = catalogue.shipped()
    assert shipped.naf_find("2561Z", on=IN_2025) == catalogue.naf_find("2561Z", on=IN_2025)
    assert shipped.limit("benzène", on=IN_2025) == catalogue.limit("benzène", on=IN_2025)


def test_public_names() -> None:
    assert dir(catalogue) == sorted(catalogue.__all__)
    for name in catalogue.__all__:
        assert hasattr(catalogue, name)


def test_the_first_day_of_a_class_is_not_told_as_a_last_day_without_it() -> None:
    told = catalogue.is_cmr("cobalt", on=D(2020, 3, 1)).because
    assert "until 2021-10-01," in told.en
    assert "avant le 2021-10-01," in told.fr


@pytest.mark.parametrize("number", ["492-80-8", "67-63-0"])
def test_a_listed_manufacture_is_not_tied_to_the_number_of_the_agent(number: str) -> None:
    # the manufacture of both is, or holds, a listed process: it is not said that there is none
    told = catalogue.is_cmr(number, on=IN_2025).because
    assert "no process listed on that day is tied to its number" in told.en
    assert "aucun procédé inscrit à cette date n'est lié à son numéro" in told.fr

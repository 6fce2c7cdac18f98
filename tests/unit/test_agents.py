import datetime as dt
from decimal import Decimal
from typing import Any, get_args

import pytest

from tracexpo.agents import (
    Agent,
    AgentGroup,
    Classification,
    Component,
    Mixture,
    Names,
    Process,
    SafetyDataSheet,
    Substance,
    UnidentifiedAgent,
)
from tracexpo.errors import InvalidValueError
from tracexpo.vocabularies import CmrClass, Hazard

D = dt.date
CARC_1B = Classification(hazard=Hazard.CARCINOGENIC, cmr_class=CmrClass.CLP_1B, source="32020R0217")


def refusal(cls: Any, **fields: Any) -> tuple[str, str]:
    with pytest.raises(InvalidValueError) as caught:
        cls(**fields)
    return caught.value.field, caught.value.code


def test_an_agent_has_its_kind_beside_the_record() -> None:
    assert [cls.KIND for cls in get_args(Agent)] == ["substance", "mixture", "process", "group", "unidentified"]
    assert {cls.COLLECTION for cls in get_args(Agent)} == {"agents"}


def test_the_least_that_is_said_of_each() -> None:
    Substance(id="a1", name="Benzène")
    Mixture(id="a2", product_name="Dégraissant 40")
    Process(id="a3", name="Travaux exposant aux poussières de bois")
    AgentGroup(id="a4", name="Composés du nickel")
    UnidentifiedAgent(id="a5", text="produit bleu")


def test_names_of_agents_are_shown_and_remarks_are_not() -> None:
    assert "Benzène" in repr(Substance(id="a1", name="Benzène", names=Names(en="Benzene")))
    assert "Dégraissant" in repr(Mixture(id="a2", product_name="Dégraissant 40", supplier="Mme Trébuchon"))
    assert "Trébuchon" not in repr(Mixture(id="a2", product_name="Dégraissant 40", supplier="Mme Trébuchon"))
    assert "Trébuchon" not in repr(UnidentifiedAgent(id="a5", text="le produit de Mme Trébuchon", reason="Trébuchon"))


def test_numbers_of_a_substance_are_checked() -> None:
    right = {"id": "a1", "name": "Trioxyde de chrome"}
    Substance(**right, cas_number="1333-82-0", ec_number="215-607-8", clp_index="024-001-00-0")
    assert refusal(Substance, **right, cas_number="1333-82-1") == ("/cas_number", "cas-check-digit")
    assert refusal(Substance, **right, ec_number="200-005-1") == ("/ec_number", "ec-check-digit")
    assert refusal(Substance, **right, clp_index="601-020-00-7") == ("/clp_index", "clp-index-check-digit")


def test_two_substances_may_share_a_cas_number() -> None:
    one, other = (Substance(id=id, name="x", cas_number="7440-43-9") for id in ("a1", "a2"))
    assert one != other


@pytest.mark.parametrize(
    ("applies_from", "applies_until", "days"),
    [
        (None, None, (True, True, True)),
        (D(2021, 10, 1), None, (False, True, True)),
        (None, D(2021, 10, 1), (True, True, False)),
        (D(2021, 10, 1), D(2021, 10, 1), (False, True, False)),
    ],
)
def test_a_classification_applies_from_its_first_to_its_last_day(
    applies_from: dt.date | None, applies_until: dt.date | None, days: tuple[bool, ...]
) -> None:
    classification = Classification(
        hazard=Hazard.CARCINOGENIC,
        cmr_class=CmrClass.CLP_1B,
        applies_from=applies_from,
        applies_until=applies_until,
        source="32020R0217",
    )
    around = (D(2021, 9, 30), D(2021, 10, 1), D(2021, 10, 2))
    assert tuple(classification.applies_on(day) for day in around) == days


def test_effects_on_lactation_have_no_class() -> None:
    Classification(hazard=Hazard.LACTATION, statements=("H362",), source="32008R1272")
    told = refusal(Classification, hazard=Hazard.LACTATION, cmr_class=CmrClass.CLP_2, source="32008R1272")
    assert told == ("/cmr_class", "lactation-without-class")


def test_a_classification_that_ends_before_it_begins() -> None:
    told = refusal(
        Classification,
        hazard=Hazard.MUTAGENIC,
        applies_from=D(2021, 10, 1),
        applies_until=D(2021, 9, 30),
        source="x",
    )
    assert told == ("/applies_until", "period-end-before-start")


def test_a_class_is_no_text_and_no_number() -> None:
    for wrong in ("clp-1B", 2, "2"):
        assert refusal(Classification, hazard=Hazard.CARCINOGENIC, cmr_class=wrong, source="x") == (
            "/cmr_class",
            "wrong-type",
        )


def test_fractions_of_a_component() -> None:
    Component(agent="a1", min_fraction=Decimal("0.001"), max_fraction=Decimal("0.001"))
    Component(agent="a1", max_fraction=Decimal(1))
    Component(agent="a1", min_fraction=Decimal(0))
    reversed_ = {"min_fraction": Decimal("0.05"), "max_fraction": Decimal("0.01")}
    assert refusal(Component, agent="a1", **reversed_) == ("/max_fraction", "fractions-reversed")
    # 5 is five hundred per cent: who means 5 % writes 0.05
    assert refusal(Component, agent="a1", max_fraction=Decimal(5)) == ("/max_fraction", "number-out-of-range")


def test_a_revision_of_a_mixture() -> None:
    mixture = Mixture(
        id="m2",
        product_name="Dégraissant 40",
        sds=SafetyDataSheet(date=D(2024, 1, 15), revision="3.1"),
        supersedes="m1",
        components=(Component(agent="cas:79-01-6", min_fraction=Decimal("0.0005"), max_fraction=Decimal("0.0009")),),
        classifications=(CARC_1B,),
    )
    assert mixture.supersedes == "m1"
    assert refusal(Mixture, id="m2", product_name="x", components=(CARC_1B,)) == ("/components/0", "wrong-type")

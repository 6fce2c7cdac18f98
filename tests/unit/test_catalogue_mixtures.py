"""Classified or in scope: two questions on a mixture."""

import datetime as dt
from decimal import Decimal

import pytest

import tracexpo as tx
from tracexpo import catalogue
from tracexpo.catalogue import Certainty
from tracexpo.catalogue.mixtures import specific_bands

D = dt.date
IN_2025 = D(2025, 1, 1)


def mixture(*components: tuple[str, str | None, str | None], **fields: object) -> tx.Mixture:
    return tx.Mixture(
        id="m",
        product_name="produit",
        components=tuple(
            tx.Component(
                agent=agent,
                min_fraction=None if low is None else Decimal(low),
                max_fraction=None if high is None else Decimal(high),
            )
            for agent, low, high in components
        ),
        **fields,  # type: ignore[arg-type]
    )


TCE, DCM, DMF, LEAD, BENZENE = "cas:79-01-6", "cas:75-09-2", "cas:68-12-2", "index:082-013-00-1", "cas:71-43-2"


@pytest.mark.parametrize(
    ("components", "classified", "in_scope"),
    [
        ([(TCE, "0.0005", "0.0009")], False, True),
        ([(TCE, "0.001", "0.002")], True, True),
        ([(TCE, "0.0005", "0.002")], None, True),
        ([(TCE, None, None)], None, True),
        # never added together: two times 0.06 % of two substances of 1B
        ([(TCE, "0.0006", "0.0006"), ("cas:107-13-1", "0.0006", "0.0006")], False, True),
        ([(DCM, "0.6", "0.6")], True, False),
        ([(DCM, "0.009", "0.009")], False, False),
        ([(DMF, "0.0029", "0.0029")], False, True),
        ([(DMF, "0.003", "0.003")], True, True),
        # the specific limit of lead powder, ten times below the generic one
        ([(LEAD, "0.0003", "0.0003")], True, True),
        ([(LEAD, "0.00029", "0.00029")], False, True),
        ([("cas:67-64-1", "0.5", "0.5")], False, False),
        ([("cas:64-19-7", "0.5", "0.5")], None, None),
        ([("group:nickel-compounds", "0.5", "0.5")], None, None),
        ([("71-43-3", "0.5", "0.5")], None, None),
        ([], None, None),
    ],
)
def test_two_questions(components: list[tuple[str, str, str]], classified: bool | None, in_scope: bool | None) -> None:
    asked = mixture(*components)
    assert catalogue.classified(asked, on=IN_2025).value is classified
    assert catalogue.in_scope(asked, on=IN_2025).value is in_scope


def test_the_classes_that_result() -> None:
    answer = catalogue.classified(mixture((DCM, "0.6", "0.6"), (LEAD, "0.003", "0.003")), on=IN_2025)
    assert {(c.hazard, c.cmr_class, c.statements) for c in answer.classifications} == {
        (tx.Hazard.CARCINOGENIC, tx.CmrClass.CLP_2, ("H351",)),
        (tx.Hazard.REPROTOXIC, tx.CmrClass.CLP_1A, ("H360D",)),
        (tx.Hazard.LACTATION, None, ("H362",)),
    }
    assert answer.certainty is Certainty.CERTAIN


def test_a_band_of_contents() -> None:
    # Repr. 1B from 25 %, Repr. 2 between 5 and 25 %
    index, day = "index:607-623-00-2", D(2016, 1, 1)
    low = catalogue.classified(mixture((index, "0.1", "0.1")), on=day)
    high = catalogue.classified(mixture((index, "0.3", "0.3")), on=day)
    none = catalogue.classified(mixture((index, "0.04", "0.04")), on=day)
    assert [c.cmr_class for c in low.classifications if c.hazard is tx.Hazard.REPROTOXIC] == [tx.CmrClass.CLP_2]
    assert [c.cmr_class for c in high.classifications if c.hazard is tx.Hazard.REPROTOXIC] == [tx.CmrClass.CLP_1B]
    assert not [c for c in none.classifications if c.hazard is tx.Hazard.REPROTOXIC]


def test_every_specific_limit_of_the_annex_is_read() -> None:
    for row in catalogue.shipped().agents.substances:
        for step in row.steps:
            if step.limits:
                assert len(specific_bands(step.limits)) == step.limits.count("C <") + step.limits.count("C ≥"), (
                    step.limits
                )
    assert specific_bands("M = 10") == ()


def test_the_day_counts() -> None:
    cobalt = mixture(("cas:7440-48-4", "0.01", "0.02"))
    assert catalogue.in_scope(cobalt, on=D(2021, 9, 30)).value is False
    assert catalogue.in_scope(cobalt, on=D(2021, 10, 1)).value is True
    before = catalogue.classified(mixture((BENZENE, "0.01", "0.02")), on=D(2012, 1, 1))
    assert (before.value, before.certainty) == (True, Certainty.DERIVED)
    assert catalogue.classified(mixture((BENZENE, "0.01", "0.02")), on=D(2009, 1, 1)).value is None
    assert catalogue.in_scope(mixture((DCM, "0.5", "0.5")), on=D(2010, 1, 1)).value is None


def test_what_the_supplier_states_counts() -> None:
    stated = tx.Classification(hazard=tx.Hazard.CARCINOGENIC, cmr_class=tx.CmrClass.CLP_1B, source="supplier")
    asked = mixture(classifications=(stated,))
    assert catalogue.in_scope(asked, on=IN_2025).certainty is Certainty.DECLARED
    assert catalogue.classified(asked, on=IN_2025).certainty is Certainty.DECLARED
    lesser = tx.Classification(hazard=tx.Hazard.CARCINOGENIC, cmr_class=tx.CmrClass.CLP_2, source="supplier")
    assert catalogue.in_scope(mixture(classifications=(lesser,)), on=IN_2025).value is None
    own = tx.Substance(id="s", name="maison", classifications=(stated,))
    assert catalogue.classified(mixture(("s", "0.01", "0.01")), on=IN_2025, agents=[own]).value is True
    assert catalogue.in_scope(mixture(("s", "0.0001", "0.0001")), on=IN_2025, agents=[own]).value is True


def test_agents_of_the_register_and_mixtures_within_mixtures() -> None:
    paint = tx.Substance(id="s1", name="trichloroéthylène", cas_number="79-01-6")
    inner = tx.Mixture(
        id="inner",
        product_name="base",
        components=(tx.Component(agent="s1", min_fraction=Decimal("0.01"), max_fraction=Decimal("0.01")),),
    )
    outer = mixture(("inner", "0.05", "0.05"))
    assert catalogue.in_scope(outer, on=IN_2025, agents=[paint, inner]).value is True
    # 1 % of 5 % is 0.05 %, under the generic limit
    assert catalogue.classified(outer, on=IN_2025, agents=[paint, inner]).value is False
    assert catalogue.classified(mixture(("inner", "0.5", "0.5")), on=IN_2025, agents=[paint, inner]).value is True
    assert catalogue.in_scope(outer, on=IN_2025).value is None


def test_a_mixture_that_holds_itself_ends() -> None:
    loop = tx.Mixture(id="a", product_name="a", components=(tx.Component(agent="b"),))
    back = tx.Mixture(id="b", product_name="b", components=(tx.Component(agent="a"),))
    assert catalogue.in_scope(loop, on=IN_2025, agents=[loop, back]).value is None
    assert catalogue.classified(loop, on=IN_2025, agents=[loop, back]).value is None


def test_is_cmr_of_a_mixture_asks_about_the_mixture() -> None:
    assert catalogue.is_cmr(mixture((TCE, "0.5", "0.5")), on=IN_2025).value is True
    assert catalogue.is_cmr(mixture((TCE, "0.0005", "0.0005")), on=IN_2025).value is False
    assert catalogue.is_cmr(mixture((DCM, "0.5", "0.5")), on=IN_2025).value is False
    assert catalogue.is_cmr(mixture((DCM, "0.5", "0.5")), on=D(2010, 6, 1)).value is None


def test_only_mixtures_are_asked() -> None:
    with pytest.raises(tx.InvalidValueError):
        catalogue.in_scope("produit", on=IN_2025)  # type: ignore[arg-type]


def test_the_generic_limits() -> None:
    limits = {(h.value, c.value if c else None): str(v) for (h, c), v in catalogue.GENERIC_LIMITS.items()}
    assert limits["carcinogenic", "clp-1B"] == limits["mutagenic", "clp-1A"] == "0.001"
    assert limits["reprotoxic", "clp-1B"] == limits["lactation", None] == "0.003"
    assert limits["reprotoxic", "clp-2"] == "0.03"


# -- mixtures of mixtures


def nested(n: int, *shares: str) -> list[tx.Mixture]:
    """Mixtures each of which holds the next, once for each share; the last holds trichloroethylene."""
    held = [
        tx.Mixture(
            id=f"m{i}",
            product_name="produit",
            components=tuple(tx.Component(agent=f"m{i + 1}", max_fraction=Decimal(share)) for share in shares),
        )
        for i in range(n)
    ]
    last = tx.Component(agent=TCE, max_fraction=Decimal("0.5"))
    return [*held, tx.Mixture(id=f"m{n}", product_name="produit", components=(last,))]


@pytest.mark.parametrize(("depth", "shares"), [(3000, ("0.9",)), (60, ("0.4", "0.3"))])
def test_mixtures_within_mixtures_are_answered_at_any_depth(depth: int, shares: tuple[str, ...]) -> None:
    mixtures = nested(depth, *shares)
    scope = catalogue.in_scope(mixtures[0], on=IN_2025, agents=mixtures)
    assert scope.value is True
    assert scope.because.en.count("a component counts") == 1
    # too many ways down to count the contents of each: it is not said
    assert catalogue.classified(mixtures[0], on=IN_2025, agents=mixtures).value is None


def test_contents_within_contents_are_exact() -> None:
    inner = mixture((TCE, "0.100000000000000001", "0.100000000000000001"))
    outer = tx.Mixture(
        id="outer",
        product_name="produit",
        components=(tx.Component(agent="m", min_fraction=Decimal("0.01"), max_fraction=Decimal("0.01")),),
    )
    assert catalogue.classified(outer, on=IN_2025, agents=[inner]).value is True


def test_a_mixture_that_holds_itself_is_not_known() -> None:
    ring = mixture(("m", None, "0.5"))
    assert catalogue.in_scope(ring, on=IN_2025, agents=[ring]).value is None
    assert catalogue.classified(ring, on=IN_2025, agents=[ring]).value is None
    with_more = mixture(("m", None, "0.5"), (TCE, None, "0.1"))
    assert catalogue.in_scope(with_more, on=IN_2025, agents=[with_more]).value is True


def test_a_limit_that_is_no_number_is_none() -> None:
    assert specific_bands("Carc. 1B; H350: C ≥ 1.2.3 %") == ()

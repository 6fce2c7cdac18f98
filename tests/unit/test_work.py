import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from tracexpo.errors import InvalidValueError
from tracexpo.periods import ExposureTime, Period
from tracexpo.vocabularies import AliasOrigin, ContractType, OccupationScheme, Sex, TimeUnit
from tracexpo.work import Alias, Assignment, ExposureSituation, Identity, Occupation, Worker, Workstation

D = dt.date
SINCE_2024 = Period(D(2024, 7, 5))
IDENTITY = Identity(
    birth_name="Trébuchon",
    used_name="Marquerie",
    given_names=("Ursuline", "Aglaé"),
    birth_date=D(1985, 5, 17),
    birth_place_code="2A004",
    sex=Sex.FEMALE,
    nir="285052A00608680",
    address="3 rue du Four",
)


def refusal(cls: Any, **fields: Any) -> tuple[str, str]:
    with pytest.raises(InvalidValueError) as caught:
        cls(**fields)
    return caught.value.field, caught.value.code


def assignment(**fields: Any) -> Assignment:
    return Assignment(**{"id": "as1", "worker": "w1", "workstation": "ws1", "period": SINCE_2024, **fields})


def test_a_worker_needs_an_id_alone() -> None:
    assert Worker(id="e1:0042").identity is None
    assert Identity() == Identity(birth_name=None, given_names=(), nir=None)


def test_an_identity_is_never_shown() -> None:
    worker = Worker(id="w1", identity=IDENTITY, aliases=(Alias(ref="Trébuchon U.", how=AliasOrigin.DECLARED),))
    for shown in (repr(IDENTITY), str(IDENTITY), f"{IDENTITY}", repr(worker), str(worker), repr([worker])):
        for trait in ("Trébuchon", "Marquerie", "Ursuline", "1985", "2A004", "female", "285052", "Four"):
            assert trait not in shown


@pytest.mark.parametrize(
    ("trait", "wrong", "code"),
    [
        ("birth_name", "", "empty-text"),
        ("given_names", "Ursuline", "wrong-type"),
        ("birth_date", "1985-05-17", "wrong-type"),
        ("birth_place_code", "Ajaccio", "municipality-malformed"),
        ("sex", "female", "wrong-type"),
        ("nir", "285052A00608681", "nir-check-digit"),
        ("nir", "2 85 05 2A 006 086 80", "nir-malformed"),
    ],
)
def test_a_trait_that_is_refused_is_not_repeated(trait: str, wrong: Any, code: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        Identity(**{trait: wrong})
    assert (caught.value.field, caught.value.code) == (f"/{trait}", code)
    if wrong:
        assert str(wrong) not in str(caught.value)


def test_an_assignment_names_a_workstation_or_a_situation() -> None:
    assignment(workstation="ws1", situation=None)
    assignment(workstation=None, situation="si1")
    assignment(workstation="ws1", situation="si1")
    told = refusal(Assignment, id="as1", worker="w1", period=SINCE_2024)
    assert told == ("", "assignment-without-place")


@pytest.mark.parametrize(
    ("share", "code"),
    [("0", "number-not-above"), ("-0.5", "number-not-above"), ("1.01", "number-not-above"), ("NaN", "not-a-decimal")],
)
def test_a_share_is_more_than_nothing_and_at_most_all(share: str, code: str) -> None:
    told = refusal(Assignment, id="as1", worker="w1", workstation="ws1", period=SINCE_2024, share=Decimal(share))
    assert told == ("/share", code)
    assert assignment(share=Decimal(1)).share == 1


def test_a_temporary_worker() -> None:
    made = assignment(
        employer="agency",
        host="e1",
        place="chantier du pont",
        contract=ContractType.TEMPORARY_AGENCY,
        working_hours=ExposureTime(Decimal(35), TimeUnit.H_WEEK),
    )
    assert (made.employer, made.host) == ("agency", "e1")
    assert "pont" not in repr(made)


def test_names_of_places_are_not_shown() -> None:
    workstation = Workstation(
        id="ws1",
        establishment="e1",
        name="le bain de Mme Trébuchon",
        work_unit="Trébuchon",
        tasks=("aider Mme Trébuchon",),
        occupation=Occupation(scheme=OccupationScheme.PCS_2020, code="62D1"),
    )
    situation = ExposureSituation(id="si1", establishment="e1", name="Trébuchon", workstations=("ws1",), headcount=3)
    assert "Trébuchon" not in repr(workstation) + repr(situation)
    assert "62D1" in repr(workstation)


def test_references_are_ids() -> None:
    assert refusal(Worker, id="Ursuline Trébuchon") == ("/id", "id-malformed")
    assert refusal(Workstation, id="ws1", establishment=None, name="x") == ("/establishment", "wrong-type")
    told = refusal(ExposureSituation, id="si1", establishment="e1", name="x", workstations=("ws1", "a b"))
    assert told == ("/workstations/1", "id-malformed")

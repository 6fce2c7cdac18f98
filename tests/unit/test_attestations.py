import datetime as dt
from typing import Any

import pytest

from tracexpo.attestations import Attestation, Party, Transmission
from tracexpo.errors import InvalidValueError
from tracexpo.periods import Period
from tracexpo.vocabularies import AttestationModel, PartyKind, TransmissionSubject

D = dt.date


def refusal(cls: Any, **fields: Any) -> tuple[str, str]:
    with pytest.raises(InvalidValueError) as caught:
        cls(**fields)
    return caught.value.field, caught.value.code


def test_the_least_that_makes_an_attestation() -> None:
    attestation = Attestation(id="at1", model=AttestationModel.ORDER_1995, worker="w1")
    assert (attestation.agents, attestation.periods, attestation.issued_on) == ((), (), None)


def test_several_agents_can_be_held_since_they_were_attested() -> None:
    # a fault of the model of 1995, for a rule to find: what was signed is kept as it was
    attestation = Attestation(id="at1", model=AttestationModel.ORDER_1995, worker="w1", agents=("a1", "a2"))
    assert attestation.agents == ("a1", "a2")


def test_signatories_and_descriptions_are_not_shown() -> None:
    said = "Mme Trébuchon"
    shown = repr(
        Attestation(
            id="at1",
            model=AttestationModel.STATE,
            worker="w1",
            job_descriptions=(said,),
            employer_signatory=said,
            physician_signatory=said,
        )
    )
    assert "Trébuchon" not in shown


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"model": "1995"}, ("/model", "wrong-type")),
        ({"worker": None}, ("/worker", "wrong-type")),
        ({"agents": "a1"}, ("/agents", "wrong-type")),
        ({"periods": (Period(D(2001, 1, 1)), D(2001, 1, 1))}, ("/periods/1", "wrong-type")),
        ({"job_descriptions": ("",)}, ("/job_descriptions/0", "empty-text")),
        ({"issued_on": "2009-03-01"}, ("/issued_on", "wrong-type")),
    ],
)
def test_what_is_refused(fields: dict[str, Any], told: tuple[str, str]) -> None:
    good: dict[str, Any] = {"id": "at1", "model": AttestationModel.ORDER_1995, "worker": "w1"}
    assert refusal(Attestation, **{**good, **fields}) == told


def test_a_transmission_says_what_to_whom_and_when() -> None:
    transmission = Transmission(
        id="t1",
        subject=TransmissionSubject.TEMPORARY_WORKER,
        of="sha256:0123",
        to=Party(kind=PartyKind.TEMP_AGENCY, id="agency"),
        on=D(2025, 9, 15),
        exposures=("x1",),
    )
    assert (transmission.to.kind, transmission.to.id) == (PartyKind.TEMP_AGENCY, "agency")
    assert "sha256:0123" in repr(transmission)
    assert refusal(Transmission, id="t1", subject=TransmissionSubject.LIST, to="agency", on=D(2025, 9, 15)) == (
        "/to",
        "wrong-type",
    )
    assert refusal(Party, kind=PartyKind.FUND, id="a b") == ("/id", "id-malformed")


def test_a_party_may_stand_outside_the_register() -> None:
    assert Party(kind=PartyKind.FUND).id is None

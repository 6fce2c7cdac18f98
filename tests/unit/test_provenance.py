import datetime as dt
from decimal import Decimal
from typing import get_args

import pytest

from tracexpo.errors import InvalidValueError
from tracexpo.provenance import (
    Analogous,
    Biomonitored,
    Declared,
    Evidence,
    Expert,
    Matrix,
    Measured,
    Modelled,
    Provenance,
    Withdrawal,
)
from tracexpo.vocabularies import AuthorRole, DocumentKind

KINDS = ["measured", "biomonitored", "modelled", "matrix", "analogous", "expert", "declared"]


def test_each_evidence_has_its_kind() -> None:
    assert [cls.KIND for cls in get_args(Evidence)] == KINDS


def test_the_least_that_is_said_of_each() -> None:
    for evidence in (
        Measured(),
        Biomonitored(),
        Modelled(tool="x"),
        Matrix(name="x"),
        Analogous(),
        Expert(),
        Declared(),
    ):
        assert Provenance(evidence=evidence).evidence is evidence


def test_said_to_be_measured_without_a_result() -> None:
    assert Measured().measurements == ()
    assert Measured() != Measured(measurements=("m1",))


def test_nobody_said_anything() -> None:
    assert Provenance() == Provenance(evidence=None, document=None, recorded_at=None, supersedes=None)
    # "no legal document" is an answer, none at all is not
    assert Provenance(document=DocumentKind.NONE) != Provenance()


def test_an_instant_is_told_in_utc() -> None:
    at = dt.datetime(2024, 7, 5, 8, tzinfo=dt.UTC)
    assert Provenance(recorded_at=at).recorded_at == at
    paris = dt.timezone(dt.timedelta(hours=2))
    with pytest.raises(InvalidValueError) as caught:
        Provenance(recorded_at=at.astimezone(paris))
    assert (caught.value.field, caught.value.code) == ("/recorded_at", "not-an-instant")


def test_the_words_of_the_source_are_not_shown() -> None:
    provenance = Provenance(source_text="dit par Mme Trébuchon", reason="Trébuchon", author_role=AuthorRole.WORKER)
    assert "Trébuchon" not in repr(provenance)
    assert "worker" in repr(provenance)


def test_a_probability_lies_between_none_and_all() -> None:
    assert Matrix(name="x", probability=Decimal("0.35")).probability == Decimal("0.35")
    with pytest.raises(InvalidValueError, match="probability: must be at least 0 and at most 1"):
        Matrix(name="x", probability=Decimal(35))


def test_a_withdrawal_names_a_statement() -> None:
    withdrawal = Withdrawal(id="w1", of="x1", provenance=Provenance(reason="saisie en double"))
    assert (withdrawal.of, withdrawal.COLLECTION) == ("x1", "withdrawals")
    with pytest.raises(InvalidValueError, match="of: an id is made of"):
        Withdrawal(id="w1", of="the wrong one")

import datetime as dt
from typing import Any

import pytest

from tracexpo.companies import (
    ActivityCode,
    Company,
    Establishment,
    Headcount,
    OccupationalHealthService,
    OtherId,
    Predecessor,
    ServiceAttachment,
)
from tracexpo.errors import InvalidValueError
from tracexpo.periods import Period
from tracexpo.vocabularies import LegalRegime, NafRevision, ServiceType, SuccessionKind

D = dt.date


def refusal(cls: Any, **fields: Any) -> tuple[str, str]:
    with pytest.raises(InvalidValueError) as caught:
        cls(**fields)
    return caught.value.field, caught.value.code


def test_a_company_needs_an_id_alone() -> None:
    company = Company(id="c1")
    assert (company.name, company.siren, company.country, company.legal_regime) == (None, None, "FR", None)


def test_a_foreign_company_has_no_siren() -> None:
    company = Company(id="c1", country="CH", other_ids=(OtherId(scheme="uid-ch", value="CHE-000.000.000"),))
    assert company.siren is None
    assert "000.000" not in repr(company)


def test_an_establishment_needs_an_id_alone() -> None:
    assert Establishment(id="e1") == Establishment(id="e1", company=None, siret=None, naf=(), services=())


def test_an_establishment_that_moved() -> None:
    moved = Establishment(
        id="e2",
        company="c1",
        siret="40483304800022",
        active=Period(D(2020, 1, 1)),
        preceded_by=(Predecessor(establishment="e1", on=D(2020, 1, 1), how=SuccessionKind.MOVE),),
        naf=(
            ActivityCode(code="285A", revision=NafRevision.NAF_REV1, period=Period(D(2003, 1, 1), D(2007, 12, 31))),
            ActivityCode(code="25.61Z", revision=NafRevision.NAF_REV2),
        ),
        headcounts=(Headcount(count=0, on=D(2020, 1, 1)), Headcount(count=37, on=D(2024, 12, 31))),
        services=(ServiceAttachment(service="s1", period=Period(D(2020, 1, 1))),),
    )
    assert moved.preceded_by[0].how is SuccessionKind.MOVE
    assert [headcount.count for headcount in moved.headcounts] == [0, 37]


def test_places_and_names_are_not_shown() -> None:
    shown = repr(
        Establishment(
            id="e1", name="Chromage Bain", address="3 rue du Four", employment_area="Dijon", regional_fund="x y"
        )
    )
    for text in ("Chromage", "Four", "Dijon", "x y"):
        assert text not in shown


@pytest.mark.parametrize(
    ("cls", "fields", "told"),
    [
        (Company, {"siren": "404833049"}, ("/siren", "siren-check-digit")),
        (Company, {"siren": "404 833 048"}, ("/siren", "siren-malformed")),
        (Company, {"country": "France"}, ("/country", "country-malformed")),
        (Company, {"country": None}, ("/country", "wrong-type")),
        (Company, {"legal_regime": "state"}, ("/legal_regime", "wrong-type")),
        (Company, {"other_ids": (LegalRegime.STATE,)}, ("/other_ids/0", "wrong-type")),
        (Establishment, {"siret": "73282932000079"}, ("/siret", "siret-check-digit")),
        (Establishment, {"municipality_code": "2131"}, ("/municipality_code", "municipality-malformed")),
        (Establishment, {"company": "a company"}, ("/company", "id-malformed")),
        (OccupationalHealthService, {"name": "", "type": ServiceType.PUBLIC}, ("/name", "empty-text")),
    ],
)
def test_what_is_refused(cls: Any, fields: dict[str, Any], told: tuple[str, str]) -> None:
    assert refusal(cls, id="x1", **fields) == told


def test_a_headcount_is_a_count() -> None:
    assert refusal(Headcount, count=-1, on=D(2024, 1, 1)) == ("/count", "number-out-of-range")
    assert refusal(Headcount, count=True, on=D(2024, 1, 1)) == ("/count", "wrong-type")

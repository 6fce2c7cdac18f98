"""Sheets and attestations drawn to satisfy their profile have nothing against them; one fact less is told."""

import datetime as dt
from typing import Any

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from tracexpo.attestations import Attestation
from tracexpo.exposures import Conditions, IndividualExposure
from tracexpo.periods import Period
from tracexpo.problems import Severity
from tracexpo.provenance import Provenance
from tracexpo.register import Register
from tracexpo.rules import PROFILES, check
from tracexpo.rules.examples import AGENT, SITE, register
from tracexpo.rules.regimes import MODELS, SHEETS
from tracexpo.testing import accidents, levels, prevention_measures, texts
from tracexpo.testing.scalars import days
from tracexpo.vocabularies import AttestationModel

ON = dt.date(2025, 11, 30)
LACKS = {
    "sheet-2001": ("work_performed", "degree"),
    "sheet-2008": ("work_performed", "degree"),
    "prevention-2012": ("measures",),
}
MODEL_OF = {
    "attestation-1995": AttestationModel.ORDER_1995,
    "departure-2001": AttestationModel.DEPARTURE_2001,
    "departure-2008": AttestationModel.DEPARTURE_2008,
}
ASKED = {
    "attestation-1995": ("agents", "establishments", "job_descriptions", "periods"),
    "departure-2001": ("agents", "periods"),
    "departure-2008": ("agents", "periods"),
}


def told(r: Register, profile: str) -> set[tuple[str, str]]:
    report = check(r, profile, on=ON)
    report.raise_crashed()
    return {(p.code, p.pointer) for p in report if p.severity > Severity.INFO}


@st.composite
def _periods(draw: st.DrawFn, first: dt.date, last: dt.date) -> Period:
    """A period that ends in the years of a document; it may have begun long before."""
    end = draw(days(first, last))
    return Period(draw(days(dt.date(1970, 1, 1), end)), end)


@st.composite
def _sheets(draw: st.DrawFn, name: str) -> IndividualExposure:
    profile = PROFILES[name]
    assert profile.since is not None
    assert profile.until is not None
    period = draw(_periods(profile.since, profile.until))
    said = Conditions(
        work_performed=draw(texts()),
        degree=draw(levels()),
        measures=tuple(draw(st.lists(prevention_measures(), min_size=1, max_size=2))),
    )
    return IndividualExposure(
        id="h1",
        worker="M-001",
        agent=AGENT,
        establishment=SITE,
        period=period,
        conditions=said,
        accidents=tuple(draw(st.lists(accidents(), max_size=1))),
        provenance=Provenance(document=profile.documents[0]),
    )


@given(st.data(), st.sampled_from(sorted(LACKS)))
def test_a_sheet_that_tells_what_it_has_to(data: st.DataObject, name: str) -> None:
    sheet = data.draw(_sheets(name))
    assert told(register(sheet), name) == set()
    field = data.draw(st.sampled_from(LACKS[name]))
    bare: Any = () if field == "measures" else None
    lacking = evolve(sheet, accidents=(), conditions=evolve(sheet.conditions, **{field: bare}))
    assert told(register(lacking), name) == {(f"{name}-incomplete", f"/exposures/0/conditions/{field}")}


@given(st.sampled_from(sorted(LACKS)), st.data())
def test_a_sheet_outside_the_years_of_its_kind(name: str, data: st.DataObject) -> None:
    sheet = data.draw(_sheets(name))
    regime = SHEETS[PROFILES[name].documents[0]]
    period = data.draw(
        _periods(dt.date(1971, 1, 1), regime.since - dt.timedelta(1))
        | days(regime.until + dt.timedelta(1), ON).map(lambda start: Period(start, start))
    )
    assert told(register(evolve(sheet, period=period)), "auto") >= {
        ("document-not-in-force", "/exposures/0/provenance/document")
    }


@st.composite
def _attestations(draw: st.DrawFn, name: str) -> Attestation:
    regime = MODELS[MODEL_OF[name]]
    period = draw(_periods(dt.date(1980, 1, 1), regime.until))
    return Attestation(
        id="at1",
        model=MODEL_OF[name],
        worker="M-001",
        agents=(AGENT,),
        establishments=(SITE,),
        job_descriptions=(draw(texts()),),
        periods=(period,),
        measures=tuple(draw(st.lists(prevention_measures(), max_size=1))),
        employer_signatory="The employer",
        physician_signatory="The physician",
        issued_on=draw(days(max(regime.since, period.end or regime.since), regime.until)),
    )


@given(st.data(), st.sampled_from(sorted(MODEL_OF)))
def test_an_attestation_that_tells_what_it_has_to(data: st.DataObject, name: str) -> None:
    whole = data.draw(_attestations(name))
    assert told(register(whole), "auto") == set()
    field = data.draw(st.sampled_from((*ASKED[name], "employer_signatory", "physician_signatory")))
    bare: Any = None if field.endswith("signatory") else ()
    assert told(register(evolve(whole, **{field: bare})), "auto") == {
        (f"{name}-incomplete", f"/attestations/0/{field}")
    }
    late = evolve(whole, issued_on=data.draw(days(MODELS[whole.model].until + dt.timedelta(1), ON)))
    assert told(register(late), "auto") == {("document-not-in-force", "/attestations/0/model")}
    # no more is asked of what is outside its years
    assert told(register(evolve(late, **{field: bare})), "auto") == {("document-not-in-force", "/attestations/0/model")}

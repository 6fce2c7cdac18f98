"""Attestations: which model on which day, the facts of one employer and one agent, the stored statement."""

import datetime as dt
from decimal import Decimal
from typing import Any

import attrs
import pytest

import tracexpo as tx
from tracexpo import AttestationModel, LegalRegime, PartyKind, Period, documents
from tracexpo.documents import Missing, NoDocumentError
from tracexpo.documents.texts import ATTESTATIONS, TEXTS

BENZENE = tx.Substance(id="cas:71-43-2", name="Benzène", cas_number="71-43-2")
CHRYSOTILE = tx.Substance(id="cas:12001-29-5", name="Chrysotile", cas_number="12001-29-5")
ACETONE = tx.Substance(id="cas:67-64-1", name="Acétone", cas_number="67-64-1")
NIR = "299999999999945"


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def since(start: str, end: str | None = None, **more: Any) -> Period:
    return Period(day(start), None if end is None else day(end), **more)


def line(id: str, **more: Any) -> tx.IndividualExposure:
    fields: dict[str, Any] = {
        "worker": "w",
        "agent": BENZENE.id,
        "establishment": "e",
        "period": since("1998-03-02", "2009-12-31"),
    }
    return tx.IndividualExposure(id=id, **(fields | more))


def register(*records: Any, regime: LegalRegime | None = LegalRegime.PRIVATE_GENERAL) -> tx.Register:
    return tx.Register().add(
        tx.Company(id="c", name="Atelier", siren="404833048", legal_regime=regime),
        tx.Establishment(id="e", company="c", siret="40483304800022"),
        tx.Establishment(id="e2", siret="73282932000074"),
        tx.Worker(id="w", identity=tx.Identity(birth_name="Aubépine", nir=NIR, address="1 rue de l'Exemple")),
        tx.Worker(id="other"),
        BENZENE,
        CHRYSOTILE,
        ACETONE,
        *records,
    )


def made(facts: tx.Register, on: str, **more: Any) -> documents.AttestationDocument:
    return documents.attestation(facts, worker="w", agent=more.pop("agent", BENZENE.id), on=day(on), **more)


def codes(error: pytest.ExceptionInfo[NoDocumentError]) -> list[str]:
    return [problem.code for problem in error.value.problems]


# -- which model


@pytest.mark.parametrize(
    ("on", "regime", "model"),
    [
        ("1999-01-04", LegalRegime.PRIVATE_GENERAL, AttestationModel.ORDER_1995),
        ("2001-01-31", None, AttestationModel.ORDER_1995),
        ("2001-02-01", LegalRegime.PRIVATE_GENERAL, AttestationModel.DEPARTURE_2001),
        ("2008-04-30", LegalRegime.PRIVATE_AGRICULTURAL, AttestationModel.DEPARTURE_2001),
        ("2008-05-01", LegalRegime.PRIVATE_GENERAL, AttestationModel.DEPARTURE_2008),
        ("2012-01-31", LegalRegime.PRIVATE_GENERAL, AttestationModel.DEPARTURE_2008),
        ("2012-02-01", LegalRegime.PRIVATE_GENERAL, AttestationModel.ORDER_1995),
        ("2022-04-27", LegalRegime.PRIVATE_GENERAL, AttestationModel.ORDER_1995),
        ("2022-04-28", LegalRegime.PRIVATE_GENERAL, AttestationModel.FALLBACK_2022),
        ("2025-11-30", None, AttestationModel.FALLBACK_2022),
        ("2010-01-04", LegalRegime.STATE, AttestationModel.STATE),
        ("2014-01-06", LegalRegime.HOSPITAL, AttestationModel.HOSPITAL),
        ("2016-01-04", LegalRegime.TERRITORIAL, AttestationModel.TERRITORIAL),
    ],
)
def test_the_model_follows_from_the_day_and_the_regime(
    on: str, regime: LegalRegime | None, model: AttestationModel
) -> None:
    attested = made(register(line("x"), regime=regime), on)
    assert attested.model is model
    assert attested.header.version is ATTESTATIONS[model]
    assert attested.header.articles == TEXTS[ATTESTATIONS[model]].articles
    told = {lacking.what for lacking in attested.header.lacking}
    assert (Missing.LEGAL_REGIME in told) == (regime is None)


@pytest.mark.parametrize(
    ("on", "regime", "code"),
    [
        ("1995-02-27", LegalRegime.PRIVATE_GENERAL, ["document-not-in-force"]),
        ("2009-12-10", LegalRegime.STATE, ["document-not-in-force"]),
        ("2013-01-07", LegalRegime.HOSPITAL, ["document-not-in-force"]),
        ("2025-11-30", LegalRegime.FOREIGN, ["document-not-for-regime"]),
        ("2025-11-30", LegalRegime.SELF_EMPLOYED, ["document-not-for-regime"]),
    ],
)
def test_where_there_is_none_the_error_says_what_there_is(on: str, regime: LegalRegime, code: list[str]) -> None:
    facts = register(line("x", period=since("1990-03-02")), regime=regime)
    with pytest.raises(NoDocumentError) as raised:
        made(facts, on)
    assert codes(raised) == code
    assert "état des lieux du médecin (R4624-28-3)" in raised.value.message_in("fr")
    assert "physician's statement of exposures" in raised.value.message_in("en")


def test_another_model_of_the_day_can_be_asked_for() -> None:
    facts = register(line("x"))
    assert made(facts, "2009-01-05", model="1995").model is AttestationModel.ORDER_1995
    for model, on in (("1995", "2022-05-02"), ("departure-2001", "2009-01-05"), ("state", "2025-11-30")):
        with pytest.raises(NoDocumentError):
            made(facts, on, model=model)
    with pytest.raises(tx.InvalidValueError) as raised:
        made(facts, "2009-01-05", model="1996")
    assert raised.value.field == "/model"


def test_asbestos_before_2012_has_an_attestation_of_its_own() -> None:
    facts = register(
        line("x1", agent=CHRYSOTILE.id, period=since("2004-01-05", "2013-06-28")),
        line("x2", agent=CHRYSOTILE.id, period=since("2014-01-06", "2014-06-27")),
    )
    attested = made(facts, "2015-01-05", agent=CHRYSOTILE.id)
    assert attested.model is AttestationModel.ASBESTOS_BEFORE_2012
    assert [(p.exposure, p.period.end) for p in attested.periods] == [("x1", day("2012-01-31"))]
    assert Missing.LATER_PERIODS in {lacking.what for lacking in attested.header.lacking}
    assert [p.exposure for p in made(facts, "2015-01-05", agent=CHRYSOTILE.id, model="1995").periods] == ["x1", "x2"]
    with pytest.raises(NoDocumentError, match="asbestos alone"):
        made(register(line("x")), "2015-01-05", model="asbestos-before-2012")


# -- what it states


def test_it_states_one_agent_and_one_employer_and_says_which_is_asked() -> None:
    facts = register(
        line("x1"),
        line("x2", agent=ACETONE.id),
        line("x3", establishment="e2", period=since("2011-01-03", "2011-12-30")),
        line("x4", worker="other"),
    )
    with pytest.raises(NoDocumentError) as raised:
        made(facts, "2011-12-31")
    assert codes(raised) == ["document-several-employers"]
    assert "e, e2" in str(raised.value)
    for employer in ("e", "c"):
        attested = made(facts, "2011-12-31", employer=employer)
        assert [p.exposure for p in attested.periods] == ["x1"]
        assert attested.header.used == ("x1",)
        assert b'"e2"' not in documents.dumps(attested)
    kept = attrs.evolve(facts, custodian=tx.Custodian(kind=PartyKind.EMPLOYER, id="e2"))
    assert [p.exposure for p in made(kept, "2011-12-31").periods] == ["x3"]


def test_a_temporary_worker_is_attested_by_the_agency() -> None:
    facts = register(line("x1", employer="e2", contract=tx.ContractType.TEMPORARY_AGENCY))
    attested = made(facts, "2010-01-04")
    assert attested.employer.establishment == "e2"
    assert attested.periods[0].firm.establishment == "e"


def test_the_start_of_the_nir_and_nothing_more_and_only_where_the_text_has_it() -> None:
    facts = register(line("x"))
    for on in ("1999-01-04", "2025-11-30"):
        attested = made(facts, on)
        assert attested.person.nir_start == NIR[:5]
        assert attested.person.address is not None
        assert NIR[:6].encode() not in documents.dumps(attested)
    for on in ("2003-01-06", "2010-01-04"):
        assert made(facts, on).person.nir_start is None
        assert made(facts, on).person.address is None
    others = (
        documents.cmr_list(register(line("x", period=since("1998-03-02"))), establishment="e", on=day("2025-11-30")),
        documents.exposure_sheet(facts, worker="w", establishment="e", on=day("2010-01-04")),
        documents.exposure_record_extract(facts, worker="w", on=day("2025-11-30")),
        documents.disease_durations(facts, worker="w", on=day("2025-11-30")),
    )
    for document in others:
        told = documents.dumps(document)
        assert b"Aub\xc3\xa9pine" in told
        assert NIR[:5].encode() not in told
        assert b"rue de l'Exemple" not in told


def test_the_service_is_that_of_the_day_or_the_last_one_before() -> None:
    attached = tuple(
        tx.ServiceAttachment(service=id, period=period)
        for id, period in (
            ("s1", since("2000-01-03", "2004-12-31")),
            ("s2", since("2006-01-02", "2007-12-31")),
            ("s3", since("2009-01-05")),
        )
    )
    services = (
        tx.OccupationalHealthService(id=f"s{n}", name=f"Service {n}", type=tx.ServiceType.IN_HOUSE) for n in (1, 2, 3)
    )
    facts = register(line("x"), *services)
    facts = facts.replace(attrs.evolve(facts.get("e"), services=attached))
    days = ("1999-06-01", "2004-12-31", "2005-06-01", "2008-12-31", "2009-01-05")
    found = [made(facts, on).service for on in days]
    assert [service and service.service for service in found] == [None, "s1", "s1", "s2", "s3"]


def test_what_is_going_on_has_no_last_day_yet() -> None:
    spilt = tuple(tx.AccidentalExposure(on=day(on), description="Débordement") for on in ("2009-06-30", "2009-07-01"))
    attested = made(register(line("x", period=since("1998-03-02", "2010-12-31"), accidents=spilt)), "2009-06-30")
    assert attested.accidents == spilt[:1]
    assert attested.periods[0].period == since("1998-03-02")


def test_what_is_not_known_is_told_by_period() -> None:
    lost = tx.NotKnown(what=tx.UnknownFact.DEGREE, reason=tx.UnknownReason.LOST)
    facts = register(
        line("x1", conditions=tx.Conditions(nature="Vapeurs", not_known=(lost,))),
        line("x2", period=since("2011-01-03"), conditions=tx.Conditions(routes=(tx.Route.INHALATION,))),
    )
    unknown = made(facts, "2011-06-30").unknown
    assert [(u.exposure, u.what.value, u.reason) for u in unknown] == [
        ("x1", "duration", None),
        ("x1", "degree", tx.UnknownReason.LOST),
        ("x2", "duration", None),
        ("x2", "degree", None),
    ]


def test_lines_under_a_family_or_a_mixture_are_pointed_at() -> None:
    family = tx.AgentGroup(id="g", name="BTX", members=(BENZENE.id,))
    facts = register(family, line("x1"), line("x2", agent="g"))
    assert Missing.RELATED_LINES in {lacking.what for lacking in made(facts, "2010-01-04").header.lacking}
    assert Missing.RELATED_LINES not in {
        lacking.what for lacking in made(register(family, line("x1")), "2010-01-04").header.lacking
    }


def test_of_many_employers_some_are_named() -> None:
    places = [tx.Establishment(id=f"p{n}") for n in range(20)]
    with pytest.raises(NoDocumentError) as raised:
        made(register(*places, *(line(f"x{n}", establishment=f"p{n}") for n in range(20))), "2010-01-04")
    assert "p16, p17, …" in str(raised.value)


def test_every_reason_is_told_at_once() -> None:
    with pytest.raises(NoDocumentError) as raised:
        documents.attestation(register(), worker="nobody", agent="nothing", employer="w", on=day("1980-01-01"))
    assert codes(raised) == [
        "document-worker-unknown",
        "document-agent-unknown",
        "document-company-unknown",
        "document-not-in-force",
    ]
    with pytest.raises(NoDocumentError) as raised:
        made(register(), "2010-01-04")
    assert codes(raised) == ["document-nothing-to-state"]


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_what_exists_instead_is_said_once(lang: Any) -> None:
    with pytest.raises(NoDocumentError) as raised:
        documents.attestation(register(), worker="nobody", agent="nothing", employer="w", on=day("2010-01-04"))
    such = {"en": "such as", "fr": "tel que"}[lang]
    assert [problem.message_in(lang).count(such) for problem in raised.value.problems] == [1, 1, 1]
    with pytest.raises(NoDocumentError) as raised:
        documents.cmr_list(tx.Register(), establishment="e", on=day("2025-11-30"))
    assert such not in raised.value.message_in(lang)


# -- results


def test_results_are_those_of_the_place_and_never_of_another_person() -> None:
    def result(id: str, **more: Any) -> tx.Measurement:
        fields: dict[str, Any] = {
            "agent": BENZENE.id,
            "establishment": "e",
            "workstation": "ws",
            "sampled_on": day("2005-05-10"),
            "value": tx.Measure(Decimal("0.5"), tx.Unit.PPM),
            "matrix": tx.SampleMatrix.AIR,
        }
        return tx.Measurement(id=id, **(fields | more))

    facts = register(
        tx.Workstation(id="ws", establishment="e", name="Peinture"),
        line("x", workstation="ws", provenance=tx.Provenance(evidence=tx.Measured(measurements=("named", "theirs")))),
        line("x2", establishment="e2", period=since("2001-01-02", "2009-12-31")),
        result("here"),
        result("at-another", worker="w", establishment="e2", workstation=None),
        result("own", worker="w", workstation=None),
        result("named", sampled_on=day("1997-01-06"), workstation=None),
        result("theirs", worker="other"),
        result("elsewhere", workstation=None, situation="sit"),
        result("before", sampled_on=day("1998-03-01")),
        result("later", sampled_on=day("2010-06-30")),
        result("other-agent", agent=ACETONE.id),
        result("blood", worker="w", matrix=tx.SampleMatrix.BLOOD, value=tx.Measure(Decimal(3), tx.Unit.UG_L)),
    )
    # of one that is over nobody can say whether it was on the day of a result
    ended = line("x", workstation="ws", period=tx.Period(day("1998-03-02"), ended=True))
    over = attrs.evolve(facts, exposures=(ended,))
    assert [r.measurement for r in made(over, "2010-01-04").results] == []
    attested = made(facts, "2010-01-04", employer="e")
    assert [r.measurement for r in attested.results] == ["named", "here", "own"]
    limit = attested.results[1].limit
    assert limit is not None
    assert (str(limit.value.value) if limit.value else None, limit.kind) == ("3.25", tx.catalogue.LimitKind.BINDING)


# -- the statement


def test_a_signed_one_is_no_draft_and_is_issued_again_after_a_correction() -> None:
    facts = register(line("x1"))
    draft = made(facts, "2010-01-04")
    assert draft.draft
    signed = draft.statement_as("att:1", employer_signatory="A. Orme", physician_signatory="Dr Noisetier")
    stored = facts.add(signed)
    shown = made(stored, "2010-01-04")
    assert (shown.draft, shown.statement, shown.employer_signatory) == (False, "att:1", "A. Orme")
    assert signed.exposures == ("x1",)
    corrected = stored.add(
        line("x1b", period=since("1999-03-01", "2009-12-31"), provenance=tx.Provenance(supersedes="x1"))
    )
    new = documents.reissue(corrected, attestation="att:1", id="att:2", on=day("2010-02-01"), reason="Début rectifié")
    assert new.provenance.supersedes == "att:1"
    assert new.provenance.reason == "Début rectifié"
    assert new.periods == (since("1999-03-01", "2009-12-31"),)
    assert new.employer_signatory is None
    both = corrected.add(new)
    assert both.get("att:1") == signed
    assert both.latest("att:1") == new
    again = made(both, "2010-02-01")
    assert (again.statement, again.supersedes, again.reason, again.draft) == ("att:2", "att:1", "Début rectifié", True)
    assert tx.check(both, "structure", on=day("2010-02-01")).ok


def test_a_signature_is_not_taken_over_to_another_statement() -> None:
    facts = register(line("x1"))
    signed = made(facts, "2010-01-04").statement_as(
        "att:1", employer_signatory="A. Orme", physician_signatory="Dr Houx"
    )
    shown = made(facts.add(signed), "2010-01-04")
    assert shown.statement_as("att:1") == signed
    other = shown.statement_as("att:2")
    assert (other.employer_signatory, other.physician_signatory) == (None, None)
    assert shown.statement_as("att:2", employer_signatory="A. Orme").physician_signatory is None


def test_facts_corrected_after_the_signature_are_not_shown_as_signed() -> None:
    measure = tx.PreventionMeasure(level=tx.MeasureLevel.TECHNICAL, name="Aspiration")
    facts = register(line("x1", conditions=tx.Conditions(measures=(measure,))))
    signed = made(facts, "2010-01-04").statement_as(
        "att:1", employer_signatory="A. Orme", physician_signatory="Dr Houx"
    )
    assert made(facts.add(signed), "2010-01-04").statement == "att:1"
    for change in (
        {"period": since("1999-03-01", "2009-12-31"), "conditions": tx.Conditions(measures=(measure,))},
        {"conditions": tx.Conditions(measures=(attrs.evolve(measure, name="Capotage"),))},
    ):
        corrected = facts.add(signed, line("x1b", provenance=tx.Provenance(supersedes="x1"), **change))
        shown = made(corrected, "2010-01-04")
        assert (shown.draft, shown.statement, shown.employer_signatory) == (True, None, None)
        assert Missing.SIGNED_FACTS in {lacking.what for lacking in shown.header.lacking}
    # a statement that repeats no fact contradicts none
    bare = attrs.evolve(signed, periods=(), measures=())
    assert made(facts.add(bare), "2010-01-04").employer_signatory == "A. Orme"


@pytest.mark.parametrize(
    ("changes", "code", "pointer"),
    [
        ({"on": "2010-01-03"}, "document-issued-before", "/on"),
        ({"id": "att:1"}, "document-id-taken", "/id"),
        ({"id": "x1"}, "document-id-taken", "/id"),
        ({"agent": ACETONE.id}, "document-of-another", "/agent"),
        ({"employer": "e2"}, "document-of-another", "/employer"),
        ({"employer": "w"}, "document-company-unknown", "/employer"),
    ],
)
def test_what_is_issued_again_is_of_the_same_and_later(changes: dict[str, str], code: str, pointer: str) -> None:
    facts = register(line("x1"), line("x2", agent=ACETONE.id))
    stored = facts.add(made(facts, "2010-01-04").statement_as("att:1"))
    asked: dict[str, Any] = {"attestation": "att:1", "id": "att:2", "on": "2010-02-01", "reason": "Rectifiée"} | changes
    with pytest.raises(NoDocumentError) as raised:
        documents.reissue(stored, **(asked | {"on": day(asked["on"])}))
    assert [(p.code, p.pointer) for p in raised.value.problems] == [(code, pointer)]
    assert documents.reissue(stored, attestation="att:1", id="att:2", on=day("2010-01-04"), reason="Rectifiée").id


def test_what_is_issued_again_on_the_same_day_is_not_signed_by_the_old_one() -> None:
    facts = register(line("x1"))
    signed = made(facts, "2010-01-04").statement_as(
        "att:1", employer_signatory="A. Orme", physician_signatory="Dr Houx"
    )
    stored = facts.add(signed)
    new = documents.reissue(stored, attestation="att:1", id="att:2", on=day("2010-01-04"), reason="Nom rectifié")
    assert (new.employer_signatory, new.physician_signatory) == (None, None)
    shown = made(stored.add(new), "2010-01-04")
    assert (shown.statement, shown.draft) == ("att:2", True)
    # nor by one that was withdrawn
    withdrawn = stored.add(tx.Withdrawal(id="wd", of="att:1"))
    assert (made(stored, "2010-01-04").draft, made(withdrawn, "2010-01-04").draft) == (False, True)


def test_what_stands_no_longer_is_not_issued_again() -> None:
    facts = register(line("x1"))
    stored = facts.add(made(facts, "2010-01-04").statement_as("att:1"))
    new = documents.reissue(stored, attestation="att:1", id="att:2", on=day("2010-02-01"), reason="Rectifiée")
    for later in (new, tx.Withdrawal(id="wd", of="att:1")):
        with pytest.raises(NoDocumentError) as raised:
            documents.reissue(stored.add(later), attestation="att:1", id="n", on=day("2010-03-01"), reason="Rectifiée")
        assert codes(raised) == ["document-not-current"]
    third = documents.reissue(stored.add(new), attestation="att:2", id="att:3", on=day("2010-03-01"), reason="Encore")
    assert third.provenance.supersedes == "att:2"
    with pytest.raises(tx.InvalidValueError) as raised_id:
        documents.reissue(stored, attestation="att:1", id=7, on=day("2010-03-01"), reason="-")  # type: ignore[arg-type] # on purpose
    assert raised_id.value.field == "/id"


def signed(**changes: Any) -> tx.Attestation:
    fields: dict[str, Any] = {
        "id": "att:1",
        "model": AttestationModel.DEPARTURE_2008,
        "worker": "w",
        "agents": (BENZENE.id,),
        "issued_on": day("2010-01-04"),
        "employer_signatory": "A. Orme",
        "physician_signatory": "Dr Houx",
    }
    return tx.Attestation(**(fields | changes))


BY_E2 = tx.Provenance(author_role=tx.AuthorRole.EMPLOYER, author="e2")


@pytest.mark.parametrize(
    ("changes", "signers"),
    [
        ({"establishments": ("e",)}, {"e"}),
        ({"establishments": ("e2",)}, {"e2"}),
        # the author signs, wherever the work was done
        ({"establishments": ("e",), "provenance": BY_E2}, {"e2"}),
        ({"provenance": BY_E2}, {"e2"}),
        # nobody can say who signed
        ({}, None),
        ({"establishments": ("e", "e2")}, None),
        ({"provenance": tx.Provenance(author_role=tx.AuthorRole.OCCUPATIONAL_PHYSICIAN, author="e2")}, None),
    ],
)
def test_a_signature_never_stands_under_the_facts_of_another_employer(
    changes: dict[str, Any], signers: set[str] | None
) -> None:
    facts = register(line("x1"), line("x2", establishment="e2"), signed(**changes))
    for employer in ("e", "e2"):
        shown = made(facts, "2010-01-04", employer=employer)
        assert shown.draft == (employer not in (signers or ()))
        assert (shown.employer_signatory is None) == shown.draft
        assert (Missing.SIGNER in {lacking.what for lacking in shown.header.lacking}) == (signers is None)
    if signers is None:
        asked: dict[str, Any] = {"attestation": "att:1", "id": "att:2", "on": day("2010-02-01"), "reason": "-"}
        with pytest.raises(NoDocumentError) as raised:
            documents.reissue(facts, **asked)
        assert codes(raised) == ["document-several-employers"]
        assert documents.reissue(facts, employer="e2", **asked).establishments == ("e2",)


def test_the_only_employer_of_the_worker_signed_what_names_none() -> None:
    shown = made(register(line("x1"), signed()), "2010-01-04")
    assert (shown.statement, shown.draft) == ("att:1", False)
    # another one who was corrected away may have signed it
    corrected = register(
        line("x0", establishment="e2"), line("x1", provenance=tx.Provenance(supersedes="x0")), signed()
    )
    assert made(corrected, "2010-01-04").draft


def test_one_issued_under_a_text_that_ended_is_issued_again_under_the_next() -> None:
    facts = register(line("x1"))
    stored = facts.add(made(facts, "2010-01-04").statement_as("att:1"))
    new = documents.reissue(stored, attestation="att:1", id="att:2", on=day("2023-01-09"), reason="Rectifiée")
    assert new.model is AttestationModel.FALLBACK_2022


def test_issuing_again_asks_for_one_agent() -> None:
    two = tx.Attestation(id="att", model=AttestationModel.ORDER_1995, worker="w", agents=(BENZENE.id, ACETONE.id))
    facts = register(line("x1"), two)
    with pytest.raises(tx.InvalidValueError) as raised:
        documents.reissue(facts, attestation="att", id="n", on=day("2010-01-04"), reason="Un agent par attestation")
    assert raised.value.field == "/agent"
    new = documents.reissue(
        facts, attestation="att", id="n", on=day("2010-01-04"), reason="Un agent par attestation", agent=BENZENE.id
    )
    assert new.agents == (BENZENE.id,)
    with pytest.raises(NoDocumentError, match="no attestation"):
        documents.reissue(facts, attestation="w", id="n", on=day("2010-01-04"), reason="-")
    with pytest.raises(tx.InvalidValueError) as unexplained:
        documents.reissue(facts, attestation="att", id="n", on=day("2010-01-04"), reason=None, agent=BENZENE.id)  # type: ignore[arg-type] # on purpose
    assert unexplained.value.field == "/reason"


def test_a_derived_exposure_is_stated_by_what_it_follows_from() -> None:
    facts = register(
        tx.Workstation(id="ws", establishment="e", name="Peinture"),
        tx.CollectiveExposure(
            id="c1", workstation="ws", establishment="e", agent=BENZENE.id, period=since("2002-01-07")
        ),
        tx.Assignment(id="a1", worker="w", workstation="ws", period=since("2003-01-06", "2009-12-31")),
    )
    attested = made(facts, "2010-01-04")
    assert attested.header.used == ("a1", "c1")
    signed = attested.statement_as("att:1")
    assert (signed.exposures, signed.job_descriptions) == (("c1",), ("Peinture",))
    assert tx.check(facts.add(signed), "structure", on=day("2010-01-04")).ok


# -- many


def test_many_are_made_as_a_stream() -> None:
    facts = register(
        line("x1"),
        line("x2", agent=ACETONE.id),
        line("x3", worker="other", establishment="e2"),
    )
    asked = documents.attestable(facts, on=day("2010-01-04"))
    assert [(a.worker, a.agent, a.employer) for a in asked] == [
        ("other", BENZENE.id, "e2"),
        ("w", ACETONE.id, "e"),
        ("w", BENZENE.id, "e"),
    ]
    stream = documents.attestations(facts, on=day("2010-01-04"))
    assert iter(stream) is stream
    for one, attested in zip(asked, stream, strict=True):
        assert attested == documents.attestation(
            facts, worker=one.worker, agent=one.agent, employer=one.employer, on=day("2010-01-04")
        )
    # a model of CMR agents leaves out what the catalogue knows to be none, on days it covers
    later = facts.add(line("x4", worker="other", agent=ACETONE.id, period=since("2011-01-03")))
    found = documents.attestable(later, on=day("2025-11-30"), employer="c")
    assert [(a.worker, a.agent) for a in found] == [("w", ACETONE.id), ("w", BENZENE.id)]


def test_a_stream_tells_what_is_wrong_before_the_first() -> None:
    with pytest.raises(NoDocumentError):
        documents.attestations(register(line("x"), regime=LegalRegime.FOREIGN), on=day("2025-11-30"))
    with pytest.raises(NoDocumentError):
        documents.attestations(register(line("x")), on=day("1980-01-01"))
    with pytest.raises(NoDocumentError):
        documents.attestations(register(line("x")), on=day("2010-01-04"), employer="nobody")
    assert list(documents.attestations(register(), on=day("2010-01-04"))) == []


# -- the medical part


def test_the_medical_part_is_no_document() -> None:
    part = documents.MedicalPart(attestation=documents.digest(made(register(line("x")), "2010-01-04")), other="…")
    with pytest.raises(tx.InvalidValueError):
        documents.dumps(part)  # type: ignore[arg-type] # on purpose
    with pytest.raises(tx.ReadError):
        documents.loads(documents.medical.dumps(part))
    assert documents.medical.loads(documents.medical.dumps(part)) == part
    with pytest.raises(tx.InvalidValueError):
        documents.medical.dumps(register())  # type: ignore[arg-type] # on purpose


def test_it_is_never_in_a_register_nor_shown() -> None:
    part = documents.MedicalPart(attestation=f"sha256:{'0' * 64}", other="QXZ")
    with pytest.raises(tx.InvalidValueError):
        tx.Register().add(part)  # type: ignore[arg-type] # on purpose
    assert "QXZ" not in repr(part)
    assert "QXZ" not in repr(documents.medical.Finding(on=day("2010-01-04"), text="QXZ"))

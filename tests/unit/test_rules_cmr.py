"""What is a CMR agent on which day, by the catalogue: the kinds of fault, and what must stay silent."""

import datetime as dt
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from attrs import evolve

import tracexpo as tx
from tracexpo.agents import (
    Agent,
    AgentGroup,
    Classification,
    Component,
    Mixture,
    Process,
    SafetyDataSheet,
    Substance,
    UnidentifiedAgent,
)
from tracexpo.attestations import Party
from tracexpo.catalogue import Overlay, shipped
from tracexpo.errors import InvalidValueError
from tracexpo.exposures import AsbestosWork, Authorisation, IndividualExposure
from tracexpo.periods import Period
from tracexpo.problems import Problem, Severity
from tracexpo.provenance import Provenance
from tracexpo.register import Register
from tracexpo.rules import STRUCTURE, check
from tracexpo.rules.context import Facts
from tracexpo.rules.examples import AGENCY, AGENT, assigned, collective, days, level, line, measured, register, sent
from tracexpo.units import Unit
from tracexpo.vocabularies import (
    AsbestosOperation,
    CmrClass,
    ContractType,
    DocumentKind,
    Hazard,
    PartyKind,
    Precision,
    TransmissionSubject,
)

ON = dt.date(2025, 11, 30)
CARC = Hazard.CARCINOGENIC


def problems(r: Register, on: dt.date = ON, least: Severity = Severity.WARNING) -> list[Problem]:
    report = check(r, on=on)
    report.raise_crashed()
    return [p for p in report if p.severity >= least]


def told(r: Register, on: dt.date = ON) -> dict[str, str]:
    """Codes and pointers of errors and warnings."""
    return {p.code: p.pointer for p in problems(r, on)}


def informed(r: Register, on: dt.date = ON) -> dict[str, str]:
    return {p.code: p.pointer for p in problems(r, on, Severity.INFO)}


def undecided(r: Register) -> set[str]:
    return {u.code for u in check(r, on=ON).undecided}


def of(name: str, cas: str | None = None, *classes: Classification) -> Substance:
    return Substance(id="a", name=name, cas_number=cas, classifications=classes)


def said(cmr_class: CmrClass, source: str = "supplier", hazard: Hazard = CARC, **days_: dt.date) -> Classification:
    return Classification(hazard=hazard, cmr_class=cmr_class, source=source, **days_)


def on_list(agent: Agent, **changes: object) -> Register:
    return register(agent, line(agent=agent.id, **changes))


# -- the catalogue


def test_the_shipped_edition_is_used_and_named() -> None:
    assert check(register(), on=ON).edition == shipped().edition
    assert check(register(), "structure", on=ON).edition is None
    assert all(rule.needs == "document" for rule in STRUCTURE.rules)


def test_another_edition_can_be_passed() -> None:
    row = evolve_row("index:028-002-00-7", carc="1A")
    overlay = Overlay(name="acme", base=shipped().edition, digest="0" * 64, added=(), changed=(row.id,), rows=(row,))
    mine = shipped().with_overlay(overlay)
    r = on_list(of("Nickel (métal)"))
    assert told(r) == {"agent-not-cmr": "/exposures/0/agent"}
    report = check(r, on=ON, catalogue=mine)
    assert report.edition == mine.edition != shipped().edition
    assert "agent-not-cmr" not in {p.code for p in report}


def evolve_row(id: str, carc: str):  # type: ignore[no-untyped-def]
    import msgspec

    row = next(row for row in shipped().agents.substances if row.id == id)
    steps = tuple(msgspec.structs.replace(step, carc=carc) for step in row.steps)
    return msgspec.structs.replace(row, steps=steps)


def test_what_is_no_catalogue_is_refused() -> None:
    with pytest.raises(InvalidValueError) as caught:
        check(register(), on=ON, catalogue="2026-04-10")  # type: ignore[arg-type]
    assert (caught.value.code, caught.value.problem.pointer) == ("wrong-type", "/catalogue")


def test_importing_loads_no_catalogue() -> None:
    code = "import sys, tracexpo; print([name for name in sys.modules if 'catalogue' in name])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_profile_without_such_rules_loads_no_data() -> None:
    code = (
        "import datetime as dt, tracexpo as tx; from tracexpo.catalogue import tables; "
        "tx.check(tx.Register(), 'structure', on=dt.date(2025, 1, 1)); print(tables.read_agents.cache_info().currsize)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "0"


def test_each_agent_is_looked_up_once() -> None:
    r = register(line(), *(line(f"y{i}", worker="M-002", period=days(f"20{i:02}-01-01")) for i in range(30)))
    facts = Facts(r, ON)
    assert facts.scopes.of(AGENT) is facts.scopes.of(AGENT)
    assert facts.scopes.of("nobody") is None


# -- names and numbers


@pytest.mark.parametrize(
    ("name", "cas"), [("Trichloroéthylène", "127-18-4"), ("benzene", "75-01-4"), ("Nickel", "1313-99-1")]
)
def test_a_name_that_contradicts_its_number(name: str, cas: str) -> None:
    r = on_list(of(name, cas))
    # which of the two is meant is not known: nothing else is said of the agent
    assert told(r) == {"agent-name-cas-mismatch": "/agents/1/cas_number"}
    assert set(informed(r)) == {"agent-name-cas-mismatch", "list-not-transmitted"}


@pytest.mark.parametrize(
    ("name", "cas"),
    [
        ("Acide chromique", "1333-82-0"),
        ("CrO3", "1333-82-0"),
        ("Chrome hexavalent et ses composés", "1333-82-0"),
        ("Silice cristalline (quartz)", "14808-60-7"),
        ("Silice cristalline", "14808-60-7"),
        ("Amiante", "12001-29-5"),
        ("Formol", "50-00-0"),
        ("Produit de notre cru", "1333-82-0"),
    ],
)
def test_synonyms_families_and_own_names_contradict_nothing(name: str, cas: str) -> None:
    assert told(on_list(of(name, cas))) == {}


def test_the_number_that_is_given_is_named() -> None:
    agent = Substance(id="a", name="Benzène", clp_index="024-001-00-0")
    assert told(register(agent)) == {"agent-name-cas-mismatch": "/agents/1/clp_index"}


def test_what_matches_nothing_is_told_once() -> None:
    r = register(of("Zzyzx"), *(line(f"x{i}", agent="a", worker=f"M-00{i}") for i in (1, 2, 3)))
    assert told(r) == {}
    assert [p.pointer for p in problems(r, least=Severity.INFO) if p.code == "agent-unknown-to-catalogue"] == [
        "/agents/1"
    ]
    (problem,) = [p for p in problems(r, least=Severity.INFO) if p.code == "agent-unknown-to-catalogue"]
    assert "Zzyzx" not in problem.message


@pytest.mark.parametrize(
    "agent",
    [
        AgentGroup(id="a", name="Composés du nickel"),
        AgentGroup(id="a", name="Nos sels", members=(AGENT,)),
        Process(id="a", name="Poussières de bois"),
        Process(id="a", name="Émissions d'échappement de moteurs Diesel"),
        Mixture(id="a", product_name="Vernis 12"),
        UnidentifiedAgent(id="a", text="trioxyde de chrome"),
    ],
)
def test_what_the_catalogue_knows_or_cannot_know_is_not_told(agent: Agent) -> None:
    assert "agent-unknown-to-catalogue" not in informed(on_list(agent))


def test_an_agent_nobody_speaks_of_is_not_told() -> None:
    assert "agent-unknown-to-catalogue" not in informed(register(of("Zzyzx")))
    assert "agent-unknown-to-catalogue" in informed(register(of("Zzyzx"), measured(agent="a")))


# -- categories


def test_old_category_two_of_what_was_category_three() -> None:
    r = register(
        of("Dichlorométhane", "75-09-2", said(CmrClass.OLD_2, "fiche d'entreprise")),
        line(agent="a", period=days("2010-03-01", "2010-12-31")),
    )
    assert told(r) == {"category-confusion": "/agents/1/classifications/0/cmr_class"}


@pytest.mark.parametrize(
    ("name", "classification", "is_told"),
    [
        ("Dichlorométhane", said(CmrClass.OLD_3), False),
        ("Dichlorométhane", said(CmrClass.CLP_2), False),
        ("Dichlorométhane", said(CmrClass.OLD_1), True),
        ("Dichlorométhane", said(CmrClass.OLD_2, applies_until=dt.date(2004, 1, 1)), False),
        ("Trichloroéthylène", said(CmrClass.OLD_2), False),
        ("Trichloroéthylène", said(CmrClass.CLP_2), True),
        ("Trichloroéthylène", said(CmrClass.CLP_2, hazard=Hazard.MUTAGENIC), False),
        ("Trichloroéthylène", said(CmrClass.CLP_1B, applies_from=dt.date(2002, 1, 1)), True),
        ("Trichloroéthylène", said(CmrClass.CLP_1B, applies_from=dt.date(2009, 1, 20)), False),
        ("Cobalt", said(CmrClass.CLP_2), False),  # nothing was harmonised before 2021
        ("Cobalt", said(CmrClass.OLD_2), False),
        ("Formaldéhyde", said(CmrClass.OLD_2), True),  # category 3 then, 1B since 2016
        ("Zzyzx", said(CmrClass.OLD_2), False),
    ],
)
def test_old_and_new_categories(name: str, classification: Classification, is_told: bool) -> None:
    assert ("category-confusion" in told(register(of(name, None, classification)))) is is_told


@pytest.mark.parametrize(
    ("name", "since", "source", "is_told"),
    [
        ("Formaldéhyde", dt.date(2015, 4, 1), "32014R0605", True),
        ("Formaldéhyde", dt.date(2015, 4, 1), "règlement (UE) 605/2014", True),
        ("Formaldéhyde", dt.date(2015, 4, 1), "harmonised", True),
        ("Formaldéhyde", dt.date(2015, 4, 1), "supplier", False),
        ("Formaldéhyde", dt.date(2016, 1, 1), "32014R0605", False),
        ("Formaldéhyde", dt.date(2016, 4, 1), "32014R0605", True),
        ("Cobalt", dt.date(2021, 9, 9), "32020R0217", True),
        ("Cobalt", dt.date(2021, 10, 1), "32020R0217", False),
        ("Benzène", dt.date(1994, 1, 1), "Annex VI", False),  # since when is not known
    ],
)
def test_days_of_harmonised_classes(name: str, since: dt.date, source: str, is_told: bool) -> None:
    cmr_class = CmrClass.CLP_1A if name == "Benzène" else CmrClass.CLP_1B
    r = register(of(name, None, said(cmr_class, source, applies_from=since)))
    pointers = {p.pointer for p in problems(r) if p.code == "classification-date"}
    assert pointers == ({"/agents/1/classifications/0/applies_from"} if is_told else set())


# -- on which day


def test_an_exposure_before_the_agent_became_cmr() -> None:
    cobalt = of("Cobalt", "7440-48-4", said(CmrClass.CLP_1B))
    r = register(cobalt, line(agent="a", period=days("2020-03-01", "2020-12-31")))
    assert told(r) == {}
    (problem,) = [p for p in problems(r, least=Severity.INFO) if p.code == "agent-not-cmr-on-day"]
    assert (problem.pointer, problem.context["day"]) == ("/exposures/0/agent", "2021-10-01")


@pytest.mark.parametrize(
    ("agent", "period", "code"),
    [
        (of("Cobalt"), days("2020-03-01"), "agent-not-cmr-on-day"),  # it goes on
        (of("Cobalt"), days("2021-10-01"), None),
        (of("Cobalt"), days("2009-01-01", "2010-11-30"), None),  # not covered, never "not CMR"
        (of("Cobalt"), days("2009-01-01", "2010-12-01"), "agent-not-cmr-on-day"),
        (of("Trichloroéthylène"), days("1995-01-01", "2020-12-31"), None),
        (of("Formaldéhyde"), days("2012-01-01", "2020-12-31"), None),  # listed since 2007
        (of("Quartz", "14808-60-7"), days("2022-01-01", "2022-12-31"), None),
        (of("Quartz", "14808-60-7"), days("2019-01-01", "2022-12-31"), "process-not-listed-on-day"),
        (Process(id="a", name="Gaz d'échappement diesel"), days("2019-01-01"), "process-not-listed-on-day"),
        (Process(id="a", name="Gaz d'échappement diesel"), days("2021-07-01"), None),
        (Process(id="a", name="Poussières de bois"), days("1999-01-01"), None),
        (AgentGroup(id="a", name="Composés du nickel"), days("2019-01-01"), None),
        (of("Nickel"), days("2012-01-01", "2013-01-01"), None),  # it never became one
    ],
)
def test_became_cmr_later(agent: Agent, period: Period, code: str | None) -> None:
    for statement in (line(agent="a", period=period), collective(agent="a", period=period)):
        found = {p.code for p in problems(register(agent, statement), least=Severity.INFO)}
        assert found & {"agent-not-cmr-on-day", "process-not-listed-on-day"} == ({code} if code else set())


def test_a_year_of_change_cannot_be_said() -> None:
    year = Period(dt.date(2021, 1, 1), dt.date(2021, 12, 31), Precision.YEAR)
    r = register(of("Cobalt"), line(agent="a", period=year))
    assert "agent-not-cmr-on-day" not in informed(r)
    assert "agent-not-cmr-on-day" in undecided(r)


def test_nickel_metal_on_the_list() -> None:
    for source in ("liste de l'employeur", "32008R1272"):
        r = on_list(of("Nickel", "7440-02-0", said(CmrClass.CLP_1A, source)))
        assert told(r) == {"agent-not-cmr": "/exposures/0/agent"}
    assert told(on_list(of("Nickel", "7440-02-0"))) == {"agent-not-cmr": "/exposures/0/agent"}


def test_self_classification_counts_where_nothing_is_harmonised() -> None:
    # nickel is harmonised as a carcinogen, not as toxic to reproduction
    own = said(CmrClass.CLP_1B, "supplier", Hazard.REPROTOXIC)
    assert told(on_list(of("Nickel", "7440-02-0", own))) == {}
    assert told(on_list(of("Zzyzx", None, said(CmrClass.CLP_1B)))) == {}


@pytest.mark.parametrize(
    "agent",
    [
        of("Zzyzx"),
        AgentGroup(id="a", name="Composés du nickel"),
        AgentGroup(id="a", name="Chrome VI et ses composés"),
        Process(id="a", name="Soudage"),
        UnidentifiedAgent(id="a", text="Produit X"),
        Mixture(id="a", product_name="Vernis 12"),
    ],
)
def test_what_is_not_known_is_never_called_not_cmr(agent: Agent) -> None:
    assert told(on_list(agent)) == {}


def test_a_line_before_the_list_is_not_judged_by_it() -> None:
    assert told(on_list(of("Nickel"), period=days("2012-01-01", "2013-12-31"))) == {}


def test_a_mixture_without_a_cmr_component() -> None:
    varnish = Mixture(id="mix", product_name="Vernis", components=(Component(agent="a"),))
    assert told(register(of("Nickel"), varnish, line(agent="mix"))) == {"agent-not-cmr": "/exposures/0/agent"}
    assert told(register(of("Zzyzx"), varnish, line(agent="mix"))) == {}
    assert told(register(of("Cobalt"), varnish, line(agent="mix"))) == {}


# -- mixtures


def degreaser(**changes: object) -> Mixture:
    part = Component(agent="a", min_fraction=Decimal("0.0005"), max_fraction=Decimal("0.0009"))
    return Mixture(id="mix", product_name="Degreaser", components=(part,), **changes)  # type: ignore[arg-type]


TRI = of("Trichloroéthylène", "79-01-6")


def test_users_of_a_mixture_with_a_cmr_component() -> None:
    used = collective(agent="mix", period=days("2024-09-02"))
    assert told(register(TRI, degreaser(), used, assigned())) == {"cmr-component-not-listed": "/assignments/0"}
    assert told(register(TRI, degreaser(), used)) == {"cmr-component-not-listed": "/exposures/0/agent"}
    for agent in ("a", "mix"):
        assert told(register(TRI, degreaser(), used, assigned(), line(agent=agent))) == {}
        assert told(register(TRI, degreaser(), used, line(agent=agent))) == {}


def test_a_classified_mixture_is_exposed_not_listed() -> None:
    used = (collective(agent="mix"), assigned())
    much = evolve(degreaser(), components=(Component(agent="a", min_fraction=Decimal("0.1")),))
    assert told(register(TRI, much, *used)) == {"exposed-not-listed": "/assignments/0"}
    by_supplier = degreaser(classifications=(said(CmrClass.CLP_1B),))
    assert told(register(TRI, by_supplier, *used)) == {"exposed-not-listed": "/assignments/0"}


def test_a_mixture_in_a_mixture_and_one_of_unknown_composition() -> None:
    used = (collective(agent="outer"), assigned())
    outer = Mixture(id="outer", product_name="Kit", components=(Component(agent="mix"),))
    assert told(register(TRI, degreaser(), outer, *used)) == {"cmr-component-not-listed": "/assignments/0"}
    bare = Mixture(id="outer", product_name="Kit")
    assert told(register(bare, *used)) == {}
    assert "exposed-not-listed" in undecided(register(bare, *used))
    itself = evolve(outer, components=(Component(agent="outer"),))
    assert told(register(itself, *used)) == {}


def test_who_is_exposed_to_what_is_not_cmr_need_not_be_listed() -> None:
    assert told(register(of("Nickel"), collective(agent="a"), assigned())) == {}
    family = AgentGroup(id="a", name="Composés du nickel")
    assert told(register(family, collective(agent="a"), assigned())) == {"exposed-not-listed": "/assignments/0"}
    assert told(register(of("Zzyzx"), collective(agent="a"), assigned())) == {}
    assert "exposed-not-listed" in undecided(register(of("Zzyzx"), collective(agent="a"), assigned()))


def test_a_sheet_older_than_a_class() -> None:
    def with_sheet(day: str, until: str | None = "2022-12-31") -> Register:
        sheet = SafetyDataSheet(date=dt.date.fromisoformat(day))
        pigment = degreaser(sds=sheet)
        return register(of("Cobalt"), pigment, line(agent="mix", period=days("2020-01-06", until)))

    assert told(with_sheet("2019-05-02")) == {"sds-older-than-classification": "/agents/2/sds/date"}
    assert told(with_sheet("2019-05-02", None)) == {"sds-older-than-classification": "/agents/2/sds/date"}
    assert told(with_sheet("2021-10-01")) == {}
    assert told(with_sheet("2019-05-02", "2021-09-30")) == {}


# -- contracts

FIXED = {"contract": ContractType.FIXED_TERM, "period": days("2025-01-13", "2025-12-31")}
TEMPORARY = {"contract": ContractType.TEMPORARY_AGENCY, "employer": AGENCY, "period": days("2025-03-03", "2025-06-27")}
TO_AGENCY = sent(
    "t2",
    subject=TransmissionSubject.TEMPORARY_WORKER,
    to=Party(kind=PartyKind.TEMP_AGENCY, id=AGENCY),
    exposures=("x1",),
)


def works(agent: Agent, contract: dict[str, object], **conditions: object) -> Register:
    x = line(agent="a", **contract)
    return register(agent, evolve(x, conditions=evolve(x.conditions, **conditions)), TO_AGENCY)


def test_beryllium_under_a_fixed_term_contract() -> None:
    beryllium = of("Béryllium", "7440-41-7")
    assert told(works(beryllium, FIXED)) == {"forbidden-contract": "/exposures/0/contract"}
    assert told(works(beryllium, FIXED, closed_apparatus=True)) == {}
    allowed = {**FIXED, "authorisations": (Authorisation(article="D. 4154-3"),)}
    assert told(works(beryllium, allowed)) == {}
    assert told(works(beryllium, {**FIXED, "contract": ContractType.PERMANENT})) == {}


def test_cadmium_depends_on_the_operation() -> None:
    cadmium = of("Cadmium", "7440-43-9")
    r = works(cadmium, TEMPORARY)
    assert told(r) == {}
    assert informed(r)["forbidden-contract-to-check"] == "/exposures/0/contract"
    assert told(works(cadmium, TEMPORARY, work_process="Fusion en four")) == {
        "forbidden-contract": "/exposures/0/contract"
    }


def test_asbestos_depends_on_the_operation() -> None:
    asbestos = of("Amiante", "12001-29-5")
    removal = AsbestosWork(operation=AsbestosOperation.REMOVAL)
    other = AsbestosWork(operation=AsbestosOperation.INTERVENTION)
    assert "forbidden-contract" in told(works(asbestos, FIXED, asbestos=removal))
    assert told(works(asbestos, FIXED, asbestos=other)) == {}
    assert "forbidden-contract-to-check" in informed(works(asbestos, FIXED, asbestos=other))


def test_the_contract_of_the_assignment_and_a_component_count() -> None:
    beryllium = of("Béryllium", "7440-41-7")
    r = register(beryllium, line(agent="a", period=days("2025-01-13", "2025-12-31")), assigned(**FIXED))
    assert told(r) == {"forbidden-contract": "/exposures/0/agent"}
    alloy = register(beryllium, degreaser(), line(agent="mix", **FIXED))
    assert told(alloy) == {}
    assert informed(alloy)["forbidden-contract-to-check"] == "/exposures/0/contract"


@pytest.mark.parametrize(
    ("agent", "contract"),
    [
        (Process(id="a", name="Poussières de bois"), TEMPORARY),
        (of("Plomb", "7439-92-1"), FIXED),
        (of("Trioxyde de chrome", "1333-82-0"), FIXED),
    ],
)
def test_contracts_that_no_item_forbids(agent: Agent, contract: dict[str, object]) -> None:
    found = informed(works(agent, contract))
    assert not {"forbidden-contract", "forbidden-contract-to-check"} & set(found)
    assert told(works(agent, contract)) == {}


def test_what_the_text_was_not_read_for_is_marked() -> None:
    marked = [r for r in shipped().restrictions("bêta-naphtylamine", on=ON) if r.article == "D4154-1"]
    (problem,) = [p for p in problems(works(of("bêta-naphtylamine"), FIXED)) if p.code == "forbidden-contract"]
    assert all(r.certainty.is_law or r.certainty.label in problem.message for r in marked)


# -- units


@pytest.mark.parametrize(
    ("agent", "unit", "is_told"),
    [
        (of("Benzène", "71-43-2"), Unit.F_CM3, True),
        (of("Benzène", "71-43-2"), Unit.F_L, True),
        (of("Benzène", "71-43-2"), Unit.PPM, False),
        (of("Benzène", "71-43-2"), Unit.MG_M3, False),
        (of("Amiante", "12001-29-5"), Unit.F_L, False),
        (of("Amiante", "12001-29-5"), Unit.PPM, True),
        (AgentGroup(id="a", name="Composés du nickel"), Unit.F_CM3, True),
        (Process(id="a", name="Poussières de bois"), Unit.F_CM3, True),
        (of("Zzyzx"), Unit.F_CM3, False),
    ],
)
def test_units_and_agents(agent: Agent, unit: Unit, is_told: bool) -> None:
    expected = {"unit-not-for-agent": "/exposures/0/conditions/degree/value/unit"} if is_told else {}
    assert told(on_list(agent, degree=level("0.1", unit))) == expected
    result = register(agent, measured(agent="a", value=level("0.1", unit).value))
    assert ("unit-not-for-agent" in told(result)) is is_told


# -- silent


SHEET_OF_2009 = Provenance(document=DocumentKind.EXPOSURE_SHEET)


@pytest.mark.parametrize(
    ("agent", "changes"),
    [
        (of("Silice cristalline (quartz)", "14808-60-7"), {"period": days("2022-01-03", "2022-12-31")}),
        (Process(id="a", name="Poussières de bois"), {}),
        (Process(id="a", name="Gaz d'échappement diesel"), {}),
        (AgentGroup(id="a", name="Composés du nickel"), {}),
        (AgentGroup(id="a", name="Chrome VI et ses composés"), {}),
        (of("Plomb", "7439-92-1"), {**FIXED, "period": days("2025-01-12", "2026-01-11")}),
        (
            of("Dichlorométhane", "75-09-2", said(CmrClass.OLD_3)),
            {"period": days("2009-01-05", "2009-12-18"), "provenance": SHEET_OF_2009},
        ),
        (of("Amiante", "12001-29-5"), {"degree": level("3000", Unit.F_L)}),
        (of("Formaldéhyde", "50-00-0"), {"period": days("2023-01-02", "2023-12-29")}),
    ],
)
def test_silent(agent: Agent, changes: dict[str, object]) -> None:
    assert told(on_list(agent, **changes)) == {}


# -- a list of an employer

HEAD = (
    "N° salarié;Nom;Prénom;Date de naissance;SIRET établissement;Poste de travail;Type de contrat;"
    "SIRET employeur (si intérim);Agent CMR;N° CAS;Début exposition;Fin exposition;Nature de l'exposition;"
    "Durée (h/semaine);Niveau;Unité;Fraction;VLEP 8h;Protection collective;Protection individuelle;"
    "Origine de l'information;Observations"
)
LIST = """\
M-001;Lefèvre;Anne;14/03/1979;40483304800022;Opératrice bains de chromage;CDI;;Trioxyde de chrome;1333-82-0;05/07/2024;;Inhalation d'aérosols, contact cutané;20;0,0006;mg/m3;inhalable;0,001;Aspiration latérale des bains;Gants nitrile, masque FFP3;Mesurage SCOLA 12/03/2025;
M-003;Roux;Julien;23/06/1990;40483304800022;Soudeur inox TIG;CDI;;Composés du nickel;;01/09/2024;;Inhalation de fumées;15;0,02;mg/m3;inhalable;0,05;Torche aspirante;Cagoule ventilée TH3;Mesurage 03/02/2025;
M-003;Roux;Julien;23/06/1990;40483304800022;Soudeur inox TIG;CDI;;Chrome hexavalent et ses composés;;01/09/2024;;Inhalation de fumées;15;0,0004;mg/m3;inhalable;0,001;Torche aspirante;Cagoule ventilée TH3;Mesurage 03/02/2025;
M-004;N'Guyen;Thi Mai;30/01/1968;40483304800022;Technicienne laboratoire;CDI;;Formaldéhyde;50-00-0;05/07/2024;;Inhalation ponctuelle;2;< 0,05;ppm;;0,3;Sorbonne;Gants;Mesurage 18/11/2024;Sous la limite de quantification
M-004;N'Guyen;Thi Mai;30/01/1968;40483304800022;Technicienne laboratoire;CDI;;N,N-diméthylformamide;68-12-2;05/07/2024;;Contact cutané possible;1;;;;;Sorbonne;Gants butyle;Document unique 2024;Niveau non connu
INT-17;Petit;Marc;08/09/1996;40483304800022;Ponceur bois;Intérim;73282932000074;Poussières de bois;;03/03/2025;27/06/2025;Inhalation;35;0,8;mg/m3;inhalable;1;Table aspirante;Masque FFP2;Estimation préventeur;Mission de 4 mois
M-005;García-López;José;19/12/1971;40483304800022;Mécanicien engins;CDI;;Émissions d'échappement de moteurs Diesel;;05/07/2024;;Inhalation;10;0,012;mg/m3;;0,05;Extraction des gaz d'échappement;;Mesurage 21/05/2025;Exprimé en carbone élémentaire
M-005;García-López;José;19/12/1971;40483304800022;Mécanicien engins;CDI;;Huiles minérales usées de moteurs;;05/07/2024;;Contact cutané;3;;;;;;Gants nitrile;Document unique 2024;
M-005;García-López;José;19/12/1971;40483304800022;Mécanicien engins;CDI;;Benzène;71-43-2;05/07/2024;;Inhalation de vapeurs d'essence;1;0,3;mg/m3;;1,65;;;Mesurage 21/05/2025;
M-006;Bernard;Chloé;27/05/1993;40483304800022;Tailleuse de pierre;Apprentissage;;Silice cristalline (quartz);14808-60-7;01/09/2024;;Inhalation;28;0,08;mg/m3;alvéolaire;0,1;Travail à l'humide, aspiration à la source;Masque TM3P;Mesurage 06/10/2025;
M-007;Öztürk;Emre;11/04/1982;40483304800022;Fondeur;CDD;;Plomb;7439-92-1;12/01/2025;11/01/2026;Inhalation de fumées, ingestion;30;0,06;mg/m3;inhalable;0,1;Hotte;Demi-masque P3;Mesurage 14/04/2025;Limite abaissée en avril 2026
"""  # noqa: E501


def read(tmp_path: Path, *lines: str) -> tx.Reading:
    path = tmp_path / "liste.csv"
    path.write_bytes("\r\n".join((HEAD, *lines)).encode("cp1252"))
    return tx.try_read(path)


def test_the_list_of_a_workshop(tmp_path: Path) -> None:
    reading = read(tmp_path, *LIST.splitlines())
    assert reading.register is not None
    assert reading.problems == ()
    report = tx.check(reading.register, on=ON, origins=reading.origins)
    report.raise_crashed()
    # the list does not say that the agency was told: the only warning
    grave = [(p.code, p.severity) for p in report if p.severity > Severity.INFO]
    assert grave == [("agency-not-informed", Severity.WARNING)]
    assert not {p.code for p in report} & {"agent-unknown-to-catalogue", "agent-not-cmr", "agent-not-cmr-on-day"}


@pytest.mark.parametrize(
    ("name", "cas"),
    [
        ("Trioxyde de chrome", ""),
        ("CrO3", ""),
        ("1333-82-0", ""),
        ("", "1333-82-0"),
        ("Trioxyde de chrome", "1333-82-0"),
    ],
)
def test_what_a_line_calls_an_agent_ends_at_one_entry(name: str, cas: str, tmp_path: Path) -> None:
    first = LIST.splitlines()[0].replace("Trioxyde de chrome;1333-82-0", f"{name};{cas}")
    register_ = read(tmp_path, first).register
    assert register_ is not None
    before = tx.dumps(register_)
    (agent,) = register_.agents
    report = tx.check(register_, on=ON)
    assert [entry.id for entry in tx.catalogue.entries_of(agent)] == ["index:024-001-00-0"]
    assert tx.dumps(register_) == before  # a check changes nothing, the id of the agent either
    assert {p.code for p in report if p.severity > Severity.INFO} == set()
    assert "agent-unknown-to-catalogue" not in {p.code for p in report}


def test_a_contradiction_and_an_unknown_agent_name_their_line(tmp_path: Path) -> None:
    first, second, *_ = LIST.splitlines()
    lines = [
        first.replace("Trioxyde de chrome;1333-82-0", "Trichloroéthylène;127-18-4"),
        second.replace("Composés du nickel", "Produit X"),
    ]
    reading = read(tmp_path, *lines)
    assert reading.register is not None
    report = tx.check(reading.register, on=ON, origins=reading.origins)
    rows = {p.code: p.cell.row for p in report if p.cell is not None}
    assert rows["agent-name-cas-mismatch"] == 2
    assert rows["agent-unknown-to-catalogue"] == 3
    texts = [agent.text for agent in reading.register.agents if isinstance(agent, UnidentifiedAgent)]
    assert texts == ["Produit X"]


def test_a_check_stays_linear() -> None:
    """Each agent is asked about once, however many lines name it."""
    asked: list[str] = []

    class Counting(type(shipped())):  # type: ignore[misc]
        def entries_of(self, agent):  # type: ignore[no-untyped-def]
            asked.append(agent.id)
            return super().entries_of(agent)

    lines: list[IndividualExposure] = [line(f"x{i}", period=days(f"{1990 + i % 30}-01-01")) for i in range(300)]
    report = check(register(*lines), on=ON, catalogue=Counting(shipped().agents))
    report.raise_crashed()
    assert asked == [AGENT]

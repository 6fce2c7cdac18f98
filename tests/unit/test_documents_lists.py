"""The list of exposed workers and its anonymous presentation."""

import datetime as dt
from decimal import Decimal
from typing import Any

import attrs
import pytest

import tracexpo as tx
from tracexpo import ContractType, ExposureTime, Measure, Period, TimeUnit, Unit, documents
from tracexpo.documents import Generalisation, LeftOutReason, Missing, NoDocumentError, WithheldKind
from tracexpo.documents.identifying import KnownNames
from tracexpo.references import references
from tracexpo.testing import marked, marks_in

ON = dt.date(2025, 11, 30)
SITE, AGENCY = "40483304800022", "73282932000074"
BENZENE = tx.Substance(id="cas:71-43-2", name="Benzène", cas_number="71-43-2")
ACETONE = tx.Substance(id="cas:67-64-1", name="Acétone", cas_number="67-64-1")


def since(start: str, end: str | None = None, **more: Any) -> Period:
    return Period(dt.date.fromisoformat(start), None if end is None else dt.date.fromisoformat(end), **more)


def line(id: str, worker: str, **more: Any) -> tx.IndividualExposure:
    fields: dict[str, Any] = {"agent": BENZENE.id, "establishment": SITE, "period": since("2024-09-02")} | more
    return tx.IndividualExposure(id=id, worker=worker, **fields)


def place(unit: str, *stations: str) -> list[tx.Workstation]:
    return [tx.Workstation(id=f"ws:{s}", establishment=SITE, name=s, work_unit=unit) for s in stations]


def worker(id: str, name: str | None = None, **more: Any) -> tx.Worker:
    return tx.Worker(id=id, identity=tx.Identity(birth_name=name, **more) if name else None)


def register(*records: Any, workers: int = 8) -> tx.Register:
    return tx.Register().add(
        tx.Establishment(id=SITE, siret=SITE, name="Atelier"),
        tx.Establishment(id=AGENCY, siret=AGENCY),
        BENZENE,
        ACETONE,
        *(worker(f"{SITE}:M-{n:03}") for n in range(workers)),
        *records,
    )


def number(n: int) -> str:
    return f"{SITE}:M-{n:03}"


def listed(facts: tx.Register, **more: Any) -> documents.CmrList:
    return documents.cmr_list(facts, establishment=SITE, on=ON, **more)


def told_of(made: documents.CmrList) -> dict[str, LeftOutReason]:
    return {left.exposure: left.why for left in made.left_out}


# -- who is on it


def test_it_holds_who_is_exposed_to_a_cmr_agent_and_says_what_it_leaves_out() -> None:
    made = listed(
        register(
            line("x1", number(1)),
            line("x2", number(2), agent=ACETONE.id),
            line("x3", number(3), period=since("2010-01-04", "2024-04-04")),
            line("x4", number(4), period=since("2010-01-04", "2024-04-05")),
            line("x5", number(5), period=since("2025-12-01")),
        )
    )
    assert [x.exposure for x in made.lines] == ["x1", "x4"]
    assert told_of(made) == {"x2": LeftOutReason.NOT_CMR, "x3": LeftOutReason.BEFORE_THE_LIST}
    assert made.header.used == ("x1", "x4")
    assert made.workers == 2


def test_since_leaves_out_what_was_over_before() -> None:
    facts = register(line("x1", number(1)), line("x2", number(2), period=since("2024-09-02", "2025-06-30")))
    assert [x.exposure for x in listed(facts, since=ON).lines] == ["x1"]


def test_agents_of_which_nobody_knows_stay_on_the_list_and_are_told() -> None:
    mystery = tx.UnidentifiedAgent(id="text:1", text="Bidon bleu")
    made = listed(register(mystery, line("x1", number(1), agent="text:1")))
    assert [x.agent.cmr for x in made.lines] == [None]
    assert [told.what for told in made.header.lacking if "agent" in told.field] == [Missing.CMR]


def test_the_agent_is_judged_on_the_days_of_the_exposure() -> None:
    # CMR since 1 December 2023; over before that day the exposure was to no CMR agent
    cumene = tx.Substance(id="cas:98-82-8", name="Cumène", cas_number="98-82-8")
    made = listed(register(cumene, line("x1", number(1), agent=cumene.id)))
    assert [x.agent.cmr for x in made.lines] == [True]


def test_users_of_a_mixture_are_on_it_by_any_component() -> None:
    mixture = tx.Mixture(
        id="m", product_name="Dégraissant", components=(tx.Component(agent=BENZENE.id, max_fraction=Decimal("0.0001")),)
    )
    made = listed(register(mixture, line("x1", number(1), agent="m")))
    assert [(c.name, c.cmr) for c in made.lines[0].agent.components] == [("Benzène", True)]


def test_what_is_recorded_of_a_situation_is_carried_to_persons() -> None:
    facts = register(
        *place("Unit", "Bath"),
        tx.CollectiveExposure(
            id="c", workstation="ws:Bath", establishment=SITE, agent=BENZENE.id, period=since("2024-01-02")
        ),
        tx.Assignment(id="a", worker=number(1), workstation="ws:Bath", period=since("2025-01-06")),
    )
    made = listed(facts)
    assert [(x.derived_from, x.post.name if x.post else None) for x in made.lines] == [(("c", "a"), "Bath")]
    assert made.header.used == ("a", "c")
    assert listed(tx.trace(facts)).lines == made.lines
    # what was recorded of the person on all those days says it already
    for workstation, lines in ((None, 1), ("ws:Bath", 1), ("ws:Oven", 2)):
        own = line("x1", number(1), period=since("2024-09-02"), workstation=workstation)
        assert len(listed(facts.add(own)).lines) == lines
    elsewhere = line("x1", number(1), period=since("2024-09-02"), establishment=AGENCY)
    assert len(listed(facts.add(elsewhere)).lines) == 1


def test_corrected_and_withdrawn_lines_do_not_stand() -> None:
    made = listed(
        register(
            line("x1", number(1)),
            line("x2", number(1), provenance=tx.Provenance(supersedes="x1")),
            line("x3", number(2)),
            tx.Withdrawal(id="wd", of="x3"),
        )
    )
    assert [x.exposure for x in made.lines] == ["x2"]


def test_each_is_on_the_list_of_who_has_authority() -> None:
    facts = register(
        line("temp", number(1), employer=AGENCY, contract=ContractType.TEMPORARY_AGENCY),
        line("sub", number(2), employer=AGENCY, contract=ContractType.SUBCONTRACT),
        line("away", number(3), establishment=AGENCY, employer=SITE),
        line("lent", number(4), establishment=AGENCY, employer=SITE, contract=ContractType.SECONDMENT),
    )
    made = listed(facts)
    assert [x.exposure for x in made.lines] == ["temp", "away"]
    assert set(told_of(made)) == {"sub", "lent"}
    assert made.lines[0].employer is not None
    assert made.lines[0].employer.siret == AGENCY


def test_it_says_what_is_missing_and_under_which_article() -> None:
    made = listed(register(line("x1", number(1), contract=ContractType.TEMPORARY_AGENCY)))
    told = {(lacking.field, lacking.article) for lacking in made.header.lacking}
    assert {("/services", "R4412-93-3"), ("/lines/0/employer", "R4412-93-4")} <= told
    assert ("/lines/0/conditions/degree", "R4412-93-1") in told
    answered = tx.Conditions(
        nature="Vapeurs",
        duration=ExposureTime(Decimal(2), TimeUnit.H_DAY),
        not_known=(tx.NotKnown(what=tx.UnknownFact.DEGREE, reason=tx.UnknownReason.NOT_ASSESSED),),
    )
    whole = listed(register(worker("w", "Aubépine"), line("x1", "w", conditions=answered)))
    assert not [told for told in whole.header.lacking if told.field.startswith("/lines")]
    assert made.header.lacking[0].message_in("fr").endswith("(R4412-93-3)")


def test_a_list_without_anybody_is_a_list() -> None:
    assert listed(register()).lines == ()


@pytest.mark.parametrize(("establishment", "on"), [("nowhere", dt.date(2024, 4, 4)), (BENZENE.id, dt.date(1999, 1, 1))])
def test_every_reason_is_told_at_once_with_what_exists_instead(establishment: str, on: dt.date) -> None:
    with pytest.raises(NoDocumentError) as raised:
        documents.cmr_list(register(), establishment=establishment, on=on)
    assert [problem.code for problem in raised.value.problems] == [
        "document-establishment-unknown",
        "document-not-in-force",
    ]
    assert "fiche de prévention" in raised.value.message_in("fr")
    assert "prevention sheet" in str(raised.value)
    assert isinstance(raised.value, tx.NotCoveredError)


def test_the_first_day_of_the_text_has_a_list() -> None:
    assert documents.cmr_list(register(), establishment=SITE, on=dt.date(2024, 4, 5)).header.on == dt.date(2024, 4, 5)


@pytest.mark.parametrize(
    ("argument", "value"),
    [("register", "no register"), ("on", "2025-11-30"), ("establishment", 7), ("since", "2025-11-30")],
)
def test_what_is_no_register_day_or_id_is_refused(argument: str, value: object) -> None:
    given: dict[str, Any] = {"register": register(), "establishment": SITE, "on": ON} | {argument: value}
    with pytest.raises(tx.InvalidValueError) as raised:
        documents.cmr_list(given.pop("register"), **given)
    assert raised.value.field == f"/{argument}"


def test_a_worker_is_given_his_own_lines_and_no_other() -> None:
    facts = register(line("x1", number(1)), line("x2", number(2)), line("x3", number(1), agent=ACETONE.id))
    own = listed(facts, worker=number(1))
    noted = register(line("x1", number(1), note="remplace Mme Exemple"))
    assert [listed(noted, worker=w).lines[0].note is None for w in (None, number(1))] == [False, True]
    assert ([x.exposure for x in own.lines], own.header.used, set(told_of(own))) == (["x1"], ("x1",), {"x3"})
    assert number(2).encode() not in documents.dumps(own)
    with pytest.raises(NoDocumentError, match="whole list"):
        own.anonymous()
    with pytest.raises(NoDocumentError) as raised:
        listed(facts, worker="nobody")
    assert [p.pointer for p in raised.value.problems] == ["/worker"]


# -- without persons


def with_degree(value: str) -> tx.Conditions:
    return tx.Conditions(
        nature="Vapeurs",
        duration=ExposureTime(Decimal(value.replace("0.", "")), TimeUnit.H_WEEK),
        degree=tx.Level(value=Measure(Decimal(value), Unit.PPM)),
    )


def exposed(*groups: tuple[str, str, int]) -> list[tx.IndividualExposure]:
    """Lines of so many persons each, at a workstation and a degree; every person but one line."""
    lines: list[tx.IndividualExposure] = []
    for station, value, count in groups:
        for _ in range(count):
            n = len(lines)
            lines.append(line(f"x{n}", number(n), workstation=f"ws:{station}", conditions=with_degree(value)))
    return lines


def anonymous(*records: Any, **more: Any) -> documents.AnonymousCmrList:
    places = [*place("Paint", "Booth", "Oven"), *place("Lab", "Bench")]
    return listed(register(*places, *records, workers=40)).anonymous(**more)


@pytest.mark.parametrize(
    ("groups", "step", "persons"),
    [
        ([("Booth", "0.1", 5), ("Booth", "0.2", 6)], Generalisation.DETAILED, [5, 6]),
        ([("Booth", "0.1", 5), ("Booth", "0.2", 1)], Generalisation.WORKSTATION, [6]),
        ([("Booth", "0.1", 5), ("Oven", "0.1", 1)], Generalisation.WORK_UNIT, [6]),
        ([("Booth", "0.1", 5), ("Bench", "0.1", 1)], Generalisation.ESTABLISHMENT, [6]),
        ([("Booth", "0.1", 3), ("Bench", "0.1", 1)], Generalisation.FEWER_THAN, [None]),
    ],
)
def test_it_is_generalised_in_stated_steps(groups: Any, step: Generalisation, persons: list[int | None]) -> None:
    made = anonymous(*exposed(*groups))
    assert [x.persons for x in made.lines] == persons
    assert {x.generalisation for x in made.lines} == {step}
    assert made.guaranteed == (step is not Generalisation.FEWER_THAN)
    assert all((x.workstation is not None) == (step in tuple(Generalisation)[:2]) for x in made.lines)
    assert all((x.work_unit is not None) == (step in tuple(Generalisation)[:3]) for x in made.lines)


def test_degrees_and_durations_are_ranges_of_what_compares() -> None:
    made = anonymous(*exposed(("Booth", "0.1", 3), ("Oven", "0.25", 3)))
    (told,) = made.lines
    assert [(str(d.least.value), str(d.most.value)) for d in told.degrees] == [("0.1", "0.25")]
    assert [(str(d.least), str(d.most), d.unit) for d in told.durations] == [("1", "25", TimeUnit.H_WEEK)]
    assert not told.degree_not_known


def test_levels_of_a_body_and_classes_are_not_told() -> None:
    blood = tx.Conditions(degree=tx.Level(value=Measure(Decimal(380), Unit.UG_L)))
    band = tx.Conditions(degree=tx.Band(scale="interne", value="fort"), duration=tx.Band(scale="s", value="v"))
    made = anonymous(line("x1", number(1), conditions=blood), line("x2", number(2), conditions=band))
    assert [(x.degrees, x.degree_not_known, x.duration_not_known) for x in made.lines] == [((), True, True)]


def test_there_is_always_a_document_unless_strict() -> None:
    small = exposed(("Booth", "0.1", 3))
    assert anonymous(*small).lines[0].persons is None
    assert anonymous().lines == ()
    with pytest.raises(NoDocumentError, match="strict"):
        anonymous(*small, strict=True)
    assert anonymous(*exposed(("Booth", "0.1", 5)), strict=True).guaranteed


@pytest.mark.parametrize("threshold", [0, -1, True, "5"])
def test_a_threshold_is_a_number(threshold: Any) -> None:
    with pytest.raises(tx.InvalidValueError):
        anonymous(threshold=threshold)


def test_totals_do_not_tell_what_lines_withhold() -> None:
    lead = tx.Substance(id="cas:7439-92-1", name="Plomb", cas_number="7439-92-1")
    many = exposed(("Booth", "0.1", 10))
    assert anonymous(*many).persons == 10
    # nine to lead: one person alone is exposed to benzene only
    others = [line(f"y{n}", number(n), agent=lead.id) for n in range(9)]
    assert anonymous(lead, *many, *others).persons is None
    assert anonymous(lead, *many, *others[:5]).persons == 10
    assert anonymous(lead, *many, *others[:2]).persons is None
    # ten and ten, nineteen in all: one person alone is exposed to both
    both = [line(f"y{n}", number(n), agent=lead.id) for n in range(9, 19)]
    assert anonymous(lead, *many, *both).persons is None
    apart = [line(f"y{n}", number(n), agent=lead.id) for n in range(10, 20)]
    assert anonymous(lead, *many, *apart).persons == 20


def test_totals_do_not_tell_who_is_at_one_place_alone() -> None:
    booth = exposed(("Booth", "0.1", 10))
    # ten and ten, twelve in all: two persons are at each place alone
    oven = [line(f"y{n}", number(n), workstation="ws:Oven", conditions=with_degree("0.1")) for n in range(2, 12)]
    made = anonymous(*booth, *oven)
    assert [x.persons for x in made.lines] == [10, 10]
    assert made.persons is None


def test_what_changed_by_a_person_or_two_is_told() -> None:
    before = anonymous(*exposed(("Booth", "0.1", 7)))
    after = anonymous(*exposed(("Booth", "0.1", 8)))
    assert [p.code for p in after.told_against(before)] == ["anonymous-versions-too-close"]
    assert after.told_against(after) == ()
    grown = anonymous(*exposed(("Booth", "0.1", 20)))
    assert grown.told_against(before) == ()
    few = anonymous(*exposed(("Booth", "0.1", 4)))
    assert len(anonymous(*exposed(("Booth", "0.1", 5))).told_against(few)) == 1
    assert grown.told_against(few) == ()
    assert few.told_against(few) == ()


def test_texts_that_name_somebody_are_left_out_and_counted() -> None:
    facts = register(
        worker("w:9", "Lefèvre", given_names=("Anne",), nir="299999999999945"),
        tx.Workstation(id="ws:1", establishment=SITE, name="Poste de M-003", work_unit="Chez Anne"),
        line(
            "x1",
            number(1),
            workstation="ws:1",
            conditions=tx.Conditions(
                nature="remplace Mme LEFEVRE",
                measures=(tx.PreventionMeasure(level=tx.MeasureLevel.PERSONAL, name="Masque 2 99 99 99 999 999 45"),),
            ),
        ),
        line("x2", number(2), conditions=tx.Conditions(nature="Vapeurs")),
    )
    made = listed(facts)
    assert [text.field for text in made.identifying] == [
        "/lines/0/conditions/nature",
        "/lines/0/post/name",
        "/lines/0/post/work_unit",
        "/lines/0/conditions/measures/0/name",
    ]
    first = made.problems[0]
    assert (first.code, first.pointer, first.record) == ("anonymous-identifies", "/lines/0/conditions/nature", "x1")
    told = made.anonymous()
    assert {w.what: w.count for w in told.withheld} == dict.fromkeys(
        (WithheldKind.NATURE, WithheldKind.WORKSTATION, WithheldKind.WORK_UNIT, WithheldKind.MEASURE), 1
    )
    assert told.lines[0].natures == ("Vapeurs",)
    assert {problem.code for problem in told.problems} == {"anonymous-identifies"}
    assert all(problem.severity is tx.Severity.ERROR and problem.source == "R4412-93-2" for problem in told.problems)
    assert b"LEFEVRE" not in documents.dumps(told)


def test_a_firm_that_has_the_name_of_a_worker_is_told_by_its_number() -> None:
    facts = register(worker("w:9", "Lefèvre"), line("x1", "w:9")).replace(
        tx.Establishment(id=SITE, siret=SITE, name="Menuiserie Lefèvre", address="1 rue de l'Exemple")
    )
    made = listed(facts)
    assert [(p.pointer, p.record) for p in made.problems] == [("/firm/name", None)]
    told = made.anonymous()
    assert (told.firm.name, told.firm.address, told.firm.siret) == (None, None, SITE)


def test_an_agent_whose_name_identifies_has_that_of_the_catalogue() -> None:
    drum = tx.Substance(id="a", name="Bidon de Lefèvre", cas_number="71-43-2")
    told = listed(register(drum, worker("w:9", "Lefèvre"), line("x1", number(1), agent="a"))).anonymous()
    assert [(x.agent.name, x.agent.legal.fr) for x in told.lines] == [(None, "Benzène")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("remplace Mme Lefèvre", True),
        ("remplace Mme LEFEVRE.", True),
        ("Lefèvres et fils", False),
        ("García seul", True),
        ("García-López", True),
        ("Thi Mai", True),
        ("Mai", True),
        ("poste de M-001", True),
        ("poste (M-001), le matin", True),
        ("poste M-0011", False),
        ("1,3-butadiène", False),
        ("badge 77-b", True),
        ("ligne 3", True),
        ("masque FFP3", False),
        ("sécurité sociale 2 99 99 99 999 999 45", True),
        ("299999999999946", True),
        ("de la", False),
    ],
)
def test_names_and_numbers_stand_as_whole_words(text: str, found: bool) -> None:
    facts = tx.Register().add(
        worker("s:M-001", "Lefèvre", nir="299999999999945"),
        worker("s:3", "García-López", given_names=("Thi Mai",)),
        tx.Worker(id="w", aliases=(tx.Alias(ref="77-B", how=tx.AliasOrigin.DECLARED),)),
    )
    assert KnownNames(facts).stand_in(text) is found


def test_no_field_of_an_anonymous_list_comes_from_a_person() -> None:
    conditions = tx.Conditions(nature="Vapeurs", work_performed="Peinture", other_risks=("Bruit",))
    facts = register(
        *place("Unit", "Bath"),
        worker("w:9", "Lefèvre", given_names=("Anne",)),
        line("x1", "w:9", workstation="ws:Bath", conditions=conditions, note="Mme Lefèvre", place="Chantier"),
    )
    # what a supplier states is told by the nominative list alone
    stated = tx.Classification(hazard=tx.Hazard.CARCINOGENIC, cmr_class=tx.CmrClass.CLP_1A, source="Mme Lefèvre")
    facts = facts.replace(attrs.evolve(facts.agents[0], classifications=(stated,)))
    made = listed(marked(facts))
    told = made.anonymous()
    assert made.header.used == ("x1",)
    assert (made.lines[0].agent.stated, told.lines[0].agent.stated, told.header.used) == ((stated,), (), ())
    assert marks_in(documents.dumps(told).decode()) == ()
    assert {target for r in references(told) for target in r.targets} == {"establishments", "agents"}
    names = {a.name for cls in (type(told), documents.AnonymousLine) for a in attrs.fields(cls)}
    assert not names & {"person", "worker", "employer", "contract", "period", "place", "note", "provenance"}


def test_nothing_personal_is_shown_by_repr() -> None:
    facts = register(worker("w:9", "Lefèvre"), line("x1", "w:9", note="note", conditions=tx.Conditions(nature="n")))
    made = listed(marked(facts))
    assert marks_in(repr(made)) == ()
    assert marks_in(repr(made.anonymous())) == ()

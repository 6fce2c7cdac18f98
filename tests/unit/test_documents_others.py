"""Sheets, the company file, the declaration, slips, the record of exposures and the page of durations."""

import datetime as dt
import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

import tracexpo as tx
from tracexpo import ContractType, LegalRegime, Period, Precision, documents
from tracexpo.documents import Missing, NoDocumentError
from tracexpo.documents.schema import generated_document_schema
from tracexpo.documents.texts import ATTESTATIONS, TEXTS, LegalVersion

BENZENE = tx.Substance(id="cas:71-43-2", name="Benzène", cas_number="71-43-2")
CHRYSOTILE = tx.Substance(id="cas:12001-29-5", name="Chrysotile", cas_number="12001-29-5")
ON = dt.date(2025, 11, 30)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def since(start: str, end: str | None = None, **more: Any) -> Period:
    return Period(day(start), None if end is None else day(end), **more)


def line(id: str, **more: Any) -> tx.IndividualExposure:
    fields: dict[str, Any] = {
        "worker": "w",
        "agent": BENZENE.id,
        "establishment": "e",
        "period": since("2003-03-03"),
    }
    return tx.IndividualExposure(id=id, **(fields | more))


def register(*records: Any, regime: LegalRegime = LegalRegime.PRIVATE_GENERAL) -> tx.Register:
    attached = tx.ServiceAttachment(service="s", period=since("2002-01-01"))
    return tx.Register().add(
        tx.Company(id="c", name="Atelier", siren="404833048", legal_regime=regime),
        tx.Establishment(id="e", company="c", siret="40483304800022", services=(attached,)),
        tx.Establishment(id="agency", siret="73282932000074"),
        tx.OccupationalHealthService(id="s", name="Service", type=tx.ServiceType.INTER_COMPANY),
        tx.Worker(id="w"),
        tx.Worker(id="w2"),
        BENZENE,
        CHRYSOTILE,
        tx.Workstation(id="ws", establishment="e", name="Peinture"),
        *records,
    )


def sheet(facts: tx.Register, on: str, **more: Any) -> Any:
    return documents.exposure_sheet(facts, worker="w", establishment="e", on=day(on), **more)


# -- sheets


@pytest.mark.parametrize(
    ("on", "version"),
    [
        ("2001-02-01", "sheet-2001"),
        ("2008-05-01", "sheet-2008"),
        ("2012-01-31", "sheet-2008"),
        ("2012-02-01", "prevention-2012"),
        ("2014-12-31", "prevention-2012"),
    ],
)
def test_the_sheet_is_that_of_the_day(on: str, version: str) -> None:
    made = sheet(register(line("x", period=since("2000-01-03"))), on)
    assert made.header.version.value == version


@pytest.mark.parametrize("on", ["2001-01-31", "2015-01-01", "2024-07-05"])
def test_where_there_is_no_sheet_the_error_says_what_there_is(on: str) -> None:
    with pytest.raises(NoDocumentError) as raised:
        sheet(register(line("x", period=since("2000-01-03"))), on, model="sheet-2008")
    assert [p.code for p in raised.value.problems] == ["document-not-in-force"]
    assert "R4412-93-1" in raised.value.message_in("fr")
    with pytest.raises(tx.InvalidValueError):
        sheet(register(), on, model="list-2024")


def test_after_2014_the_asbestos_sheet_alone_is_left() -> None:
    facts = register(line("x1"), line("x2", agent=CHRYSOTILE.id), line("x3", conditions=tx.Conditions(asbestos=_WORK)))
    made = sheet(facts, "2025-11-30")
    assert isinstance(made, documents.AsbestosSheet)
    assert [x.exposure for x in made.lines] == ["x2", "x3"]
    assert {lacking.what for lacking in made.header.lacking} >= {Missing.MATERIAL, Missing.PERSONAL_PROTECTION}
    with pytest.raises(NoDocumentError, match=r"asbestos alone; what exists: .* the list of R4412-93-1"):
        sheet(register(line("x1")), "2025-11-30")
    with pytest.raises(NoDocumentError, match="no exposure"):
        sheet(register(), "2025-11-30")


_WORK = tx.AsbestosWork(operation=tx.AsbestosOperation.REMOVAL, process="Grattage")


def test_a_sheet_tells_what_was_known_that_day() -> None:
    spill = tx.AccidentalExposure(on=day("2011-01-14"), description="Débordement")
    conditions = tx.Conditions(
        degree=tx.Level(value=tx.Measure(Decimal("0.5"), tx.Unit.PPM), on=day("2010-05-01")),
        measures=(tx.PreventionMeasure(level=tx.MeasureLevel.TECHNICAL, name="Hotte", period=since("2012-01-02")),),
    )
    facts = register(line("x", period=since("2003-03-03", "2014-12-31"), conditions=conditions, accidents=(spill,)))
    before, after = sheet(facts, "2009-12-31").lines[0], sheet(facts, "2011-12-31").lines[0]
    assert (before.period.end, before.accidents, before.results, before.conditions.degree) == (None, (), (), None)
    assert (len(after.accidents), len(after.results), after.conditions.measures) == (1, 1, ())


def test_the_sheet_of_2012_tells_measures_by_kind_and_nothing_that_was_over() -> None:
    names = {level: level.value for level in tx.MeasureLevel}
    conditions = tx.Conditions(measures=tuple(tx.PreventionMeasure(level=k, name=v) for k, v in names.items()))
    facts = register(line("x1", conditions=conditions), line("x2", period=since("2003-03-03", "2012-01-31")))
    (factor,) = sheet(facts, "2013-06-28").factors
    assert [m.name for m in factor.collective] == ["substitution", "technical"]
    assert [m.name for m in (*factor.organisational, *factor.individual)] == ["organisational", "personal"]


def test_a_sheet_has_the_facts_of_one_employer() -> None:
    facts = register(line("x1"), line("x2", establishment="agency"), line("x3", worker="w2"))
    assert [x.exposure for x in sheet(facts, "2010-12-31").lines] == ["x1"]


# -- about places


def test_the_company_file_counts_persons_by_place() -> None:
    facts = register(
        tx.ExposureSituation(id="sit", establishment="e", name="Peinture, ligne A", workstations=("ws", "ws2")),
        line("x1"),
        line("x2", worker="w2", contract=ContractType.TEMPORARY_AGENCY, employer="agency"),
        line("x3", worker="w2", period=since("2003-03-03", "2004-12-31")),
        tx.CollectiveExposure(
            id="c1", situation="sit", establishment="e", agent=CHRYSOTILE.id, period=since("2024-01-02"), headcount=4
        ),
        tx.Assignment(id="a", worker="w", situation="sit", period=since("2024-01-02")),
    )
    made = documents.company_file_extract(facts, establishment="e", on=ON)
    told = [(f.agent.agent, f.post.name if f.post else None, f.exposed, f.temporary, f.stated) for f in made.factors]
    assert told == [(CHRYSOTILE.id, "Peinture, ligne A", 1, 0, 4), (BENZENE.id, None, 2, 1, None)]
    assert made.exposed == 2
    assert made.header.used == ("c1",)
    assert b'"w"' not in documents.dumps(made)


def test_what_is_over_on_a_day_not_known_goes_on_for_nobody() -> None:
    over = since("2003-03-03", ended=True)
    facts = register(
        line("x1", period=over),
        line("x2", worker="w2", agent=CHRYSOTILE.id),
        tx.CollectiveExposure(id="c1", workstation="ws", establishment="e", agent=BENZENE.id, period=over, headcount=4),
    )
    made = documents.company_file_extract(facts, establishment="e", on=ON)
    assert ([f.agent.agent for f in made.factors], made.exposed) == ([CHRYSOTILE.id], 1)
    declared = documents.hazardous_process_declaration(facts, establishment="e", on=ON)
    assert [p.agent.agent for p in declared.processes] == [CHRYSOTILE.id]


def test_the_declaration_tells_what_goes_on_and_what_is_planned() -> None:
    facts = register(
        line("x1", workstation="ws"),
        line("x2", agent=CHRYSOTILE.id, period=since("2026-01-05")),
        line("x3", agent=CHRYSOTILE.id, period=since("2003-01-06", "2025-11-29")),
    )
    made = documents.hazardous_process_declaration(facts, establishment="e", on=ON)
    assert [(p.agent.agent, p.starts) for p in made.processes] == [
        (CHRYSOTILE.id, day("2026-01-05")),
        (BENZENE.id, day("2003-03-03")),
    ]
    assert {table.table for table in made.processes[0].tables} >= {"30", "30 bis"}
    late = [told.field for told in made.header.lacking if told.what is Missing.DECLARED_IN_TIME]
    assert late == ["/processes/1/starts"]
    only = documents.hazardous_process_declaration(facts, establishment="e", on=ON, agents=(CHRYSOTILE.id,))
    assert [p.agent.agent for p in only.processes] == [CHRYSOTILE.id]


def test_the_declaration_calls_its_first_day_the_one_recorded() -> None:
    facts = register(line("x", period=since("2003-03-03", begun_before=True)))
    page = documents.to_html(documents.hazardous_process_declaration(facts, establishment="e", on=ON))
    assert "Premier jour consigné" in page


def test_a_day_is_told_no_more_precisely_than_it_is_known() -> None:
    year = since("2025-01-01", precision=Precision.YEAR)
    facts = register(line("x1", period=since("2025-01-01")), line("x2", period=year), line("x3", agent=CHRYSOTILE.id))
    made = documents.hazardous_process_declaration(facts, establishment="e", on=day("2025-06-30"))
    told = {p.agent.agent: (p.starts, p.precision) for p in made.processes}
    assert told[BENZENE.id] == (day("2025-01-01"), Precision.YEAR)
    assert "<td>2025</td>" in documents.to_html(made)
    # whether work of this year began before today nobody can say
    late = {told.field for told in made.header.lacking if told.what is Missing.DECLARED_IN_TIME}
    assert late == {f"/processes/{i}/starts" for i, p in enumerate(made.processes) if p.agent.agent == CHRYSOTILE.id}


def test_agents_to_declare_are_a_tuple_of_ids_of_the_register() -> None:
    with pytest.raises(tx.InvalidValueError, match="collection"):
        documents.hazardous_process_declaration(register(), establishment="e", on=ON, agents=BENZENE.id)
    for wrong in (5, b"cas"):
        with pytest.raises(tx.InvalidValueError, match="collection"):
            documents.hazardous_process_declaration(register(), establishment="e", on=ON, agents=wrong)  # type: ignore[arg-type] # on purpose
    with pytest.raises(NoDocumentError, match="no agent"):
        documents.hazardous_process_declaration(register(), establishment="e", on=ON, agents=("nothing",))


def test_a_catalogue_that_is_none_is_refused() -> None:
    with pytest.raises(tx.InvalidValueError) as raised:
        documents.company_file_extract(register(), establishment="e", on=ON, catalogue="2024")  # type: ignore[arg-type] # on purpose
    assert raised.value.field == "/catalogue"


def test_a_public_employer_has_no_declaration() -> None:
    with pytest.raises(NoDocumentError) as raised:
        documents.hazardous_process_declaration(register(regime=LegalRegime.STATE), establishment="e", on=ON)
    assert [(p.code, p.pointer) for p in raised.value.problems] == [("document-not-for-regime", "/establishment")]
    assert "document unique" in raised.value.message_in("fr")


# -- slips


def recorded(at: str) -> tx.Provenance:
    return tx.Provenance(recorded_at=dt.datetime.fromisoformat(f"{at}T08:00:00+00:00"))


def test_the_list_goes_to_the_service_and_then_its_updates() -> None:
    facts = register(
        line("x1", provenance=recorded("2024-07-01")),
        line("x2", worker="w2", period=since("2024-09-02"), provenance=recorded("2024-07-01")),
    )
    first = documents.transmission_slip(facts, establishment="e", on=day("2024-09-30"))
    assert (first.subject, first.service and first.service.service) == (tx.TransmissionSubject.LIST, "s")
    assert [x.exposure for x in first.lines] == ["x1", "x2"]
    sent = first.transmission("t1")
    assert (sent.of, sent.on, sent.exposures) == (first.of, day("2024-09-30"), ("x1", "x2"))
    assert first.of == documents.digest(documents.cmr_list(facts, establishment="e", on=day("2024-09-30")))
    later = facts.add(
        sent,
        line("x3", provenance=recorded("2025-02-03")),
        line("x1b", provenance=tx.Provenance(supersedes="x1", **_AT("2025-03-03"))),
        tx.Withdrawal(id="wd", of="x2", provenance=recorded("2025-03-03")),
    )
    update = documents.transmission_slip(later, establishment="e", on=day("2025-03-31"))
    assert (update.subject, update.last) == (tx.TransmissionSubject.UPDATE, day("2024-09-30"))
    assert [x.exposure for x in update.lines] == ["x1b", "x3"]
    assert update.removed == ("x2",)
    told = later.add(update.transmission("t2", on=day("2025-04-01")))
    problems = tx.check(told, "list-2024", on=day("2025-04-30")).problems
    assert "update-not-transmitted" not in {p.code for p in problems}
    assert tx.check(told, "structure", on=day("2025-04-30")).ok


_AT: Callable[[str], dict[str, Any]] = lambda day: {"recorded_at": recorded(day).recorded_at}  # noqa: E731


def test_an_agency_is_told_of_its_own_workers() -> None:
    facts = register(
        line("x1"),
        line("x2", worker="w2", contract=ContractType.TEMPORARY_AGENCY, employer="agency"),
    )
    slip = documents.transmission_slip(facts, establishment="e", on=ON, agency="agency")
    assert [x.person.worker for x in slip.lines] == ["w2"]
    sent = slip.transmission("t")
    assert (sent.to.kind, sent.to.id, sent.exposures) == (tx.PartyKind.TEMP_AGENCY, "agency", ("x2",))
    problems = tx.check(facts.add(sent), "list-2024", on=ON).problems
    assert "agency-not-informed" not in {p.code for p in problems}
    with pytest.raises(NoDocumentError, match="no exposure"):
        documents.transmission_slip(facts, establishment="e", on=ON, agency="e")


def test_texts_that_name_another_worker_are_told_before_they_are_handed_on() -> None:
    named = {"nature": "Remplace M. Cerisier", "other_risks": ("Bruit", "Charge de W2-77 et de Myrtille")}
    spill = tx.AccidentalExposure(on=day("2025-02-03"), description="avec CERISIER")
    own = {"worker": "w3", "contract": ContractType.TEMPORARY_AGENCY, "employer": "agency", "note": "voir Cerisier"}
    facts = register(
        tx.Worker(id="w3", identity=tx.Identity(birth_name="Myrtille")),
        tx.Worker(id="w4", aliases=(tx.Alias(ref="W2-77", how=tx.AliasOrigin.DECLARED),)),
        tx.Worker(id="w5", identity=tx.Identity(birth_name="Cerisier")),
        tx.Worker(id="250"),
        line("x1", conditions=tx.Conditions(nature="Vapeurs, Myrtille sud, 250 g/L"), **own),
        line("x2", conditions=tx.Conditions(**named), accidents=(spill,), **own),
    )
    agency = documents.transmission_slip(facts, establishment="e", on=ON, agency="agency")
    fields = ["conditions/nature", "conditions/other_risks/1", "accidents/0/description"]
    assert [text.field for text in agency.identifying] == [f"/lines/1/{field}" for field in fields]
    assert [(p.code, p.record, p.severity) for p in agency.problems[:1]] == [
        ("slip-names-another", "x2", tx.Severity.WARNING)
    ]
    assert {x.note for x in agency.lines} == {None}
    assert "ligne 2." in documents.to_html(agency)
    # to the service the remark goes too
    service = documents.transmission_slip(facts, establishment="e", on=ON)
    assert [text.field for text in service.identifying] == [
        "/lines/0/note",
        *(f"/lines/1/{field}" for field in fields),
        "/lines/1/note",
    ]
    assert documents.loads(documents.dumps(service)) == service


def test_a_derived_line_is_proven_by_what_the_register_holds() -> None:
    facts = register(
        tx.CollectiveExposure(
            id="c1", workstation="ws", establishment="e", agent=BENZENE.id, period=since("2024-01-02")
        ),
        tx.Assignment(id="a", worker="w", workstation="ws", period=since("2024-01-02")),
    )
    assert documents.transmission_slip(facts, establishment="e", on=ON).states == ("c1",)
    traced = tx.trace(facts)
    assert documents.transmission_slip(traced, establishment="e", on=ON).states == (traced.exposures[-1].id,)


def test_what_is_unknown_or_too_early_is_refused() -> None:
    with pytest.raises(NoDocumentError) as raised:
        documents.transmission_slip(register(), establishment="e", on=day("2024-04-04"), agency="w", service="e")
    assert [p.code for p in raised.value.problems] == [
        "document-establishment-unknown",
        "document-service-unknown",
        "document-not-in-force",
    ]


# -- the record


def test_the_record_covers_all_employers_and_draws_the_gaps() -> None:
    declared = tx.Provenance(evidence=tx.Declared(by=tx.AuthorRole.WORKER))
    facts = register(
        line("x1", period=since("2001-01-01", "2004-12-31")),
        line("x2", establishment="agency", period=since("2004-07-01", "2009-12-31")),
        line("x3", period=since("2013-01-01")),
        line("x4", period=since("2010-01-01", "2010-12-31"), provenance=declared),
        tx.Substance(id="cas:67-64-1", name="Acétone", cas_number="67-64-1"),
        line("x5", agent="cas:67-64-1", period=since("2015-01-05")),
        line("x6", worker="w2"),
    )
    made = documents.exposure_record_extract(facts, worker="w", on=day("2022-12-31"))
    assert [[x.exposure for x in part.lines] for part in made.employers] == [["x1", "x3"], ["x2"]]
    assert [x.exposure for x in made.declared] == ["x4"]
    assert made.gaps == (since("2011-01-01", "2012-12-31"),)
    (total,) = made.totals
    # 2001 to 2009 and 2013 to 2022, the half year at two employers counted once
    assert (total.first, total.last, total.ongoing) == (day("2001-01-01"), None, True)
    assert (total.at_least_days, total.at_most_days) == (6939, 6939)


def test_a_total_says_what_the_dates_leave_open() -> None:
    facts = register(
        line("x1", period=since("2010-01-01", "2012-12-31", precision=Precision.YEAR)),
        line("x2", period=since("2014-01-06", ended=True)),
    )
    (total,) = documents.exposure_record_extract(facts, worker="w", on=day("2022-12-31")).totals
    # of 2010 to 2012 the year between is certain with a day at each end
    assert total.at_least_days == 368
    assert total.at_most_days is not None
    assert total.at_most_days > total.at_least_days
    assert not total.ongoing
    assert total.last is None
    estimated = register(line("x1", period=since("2010-01-01", "2012-12-31", precision=Precision.ESTIMATED)))
    (total,) = documents.exposure_record_extract(estimated, worker="w", on=day("2022-12-31")).totals
    assert (total.at_least_days, total.at_most_days) == (0, None)


def test_a_total_is_no_more_precise_than_the_register() -> None:
    month, year = Precision.MONTH, Precision.YEAR
    facts = register(
        line("x1", period=since("2004-01-01", "2006-12-31", precision=year, begun_before=True)),
        line("x2", period=since("2004-01-01", "2010-06-30")),
        line("x3", period=since("2009-03-01", "2010-06-30", precision=month)),
    )
    made = documents.exposure_record_extract(facts, worker="w", on=day("2022-12-31"))
    (total,) = made.totals
    assert (total.first, total.first_precision, total.begun_before) == (day("2004-01-01"), year, True)
    assert (total.last, total.last_precision) == (day("2010-06-30"), month)
    page = documents.to_html(made)
    assert "<td>avant 2004 (première année connue)</td><td>juin 2010</td>" in page
    assert "1er janvier 2004" in page  # of the line that has the day
    assert [gap.precision for gap in made.gaps] == [Precision.DAY]


def test_beside_estimated_days_a_gap_is_estimated() -> None:
    facts = register(
        line("x1", period=since("2004-01-01", "2006-12-31", precision=Precision.ESTIMATED)),
        line("x2", period=since("2009-03-02", "2010-06-30")),
        line("x3", period=since("2012-03-05", ended=True)),
    )
    gaps = documents.exposure_record_extract(facts, worker="w", on=day("2022-12-31")).gaps
    assert [(gap.start, gap.precision) for gap in gaps] == [
        (day("2007-01-01"), Precision.ESTIMATED),
        (day("2010-07-01"), Precision.DAY),
        (day("2012-03-06"), Precision.ESTIMATED),
    ]


def test_nobody_can_say_whether_what_ends_in_the_month_of_the_day_is_over() -> None:
    facts = register(
        line("x1", period=since("2004-01-01", "2010-06-30", precision=Precision.MONTH)),
        line("x2", period=since("2005-01-01", "2010-12-31", precision=Precision.YEAR)),
        line("x3", period=since("2006-01-01", "2010-12-31")),
    )
    ends = {on: [x.period.end for x in sheet(facts, on).lines] for on in ("2010-06-15", "2010-05-15", "2009-12-31")}
    assert ends == {
        "2010-06-15": [day("2010-06-30"), day("2010-12-31"), None],
        "2010-05-15": [None, day("2010-12-31"), None],
        "2009-12-31": [None, None, None],
    }


def test_a_measure_that_ends_later_goes_on() -> None:
    taken = tx.PreventionMeasure(
        level=tx.MeasureLevel.TECHNICAL, name="Hotte", period=since("2004-01-05", "2012-01-31")
    )
    facts = register(line("x1", conditions=tx.Conditions(measures=(taken,))))
    assert "Hotte, depuis le 5 janvier 2004" in documents.to_html(sheet(facts, "2010-12-31"))


def test_the_record_is_not_the_statement_of_exposures() -> None:
    made = documents.exposure_record_extract(register(line("x")), worker="w", on=ON)
    title = made.header.title.text_in("fr")
    assert title.startswith("Relevé des expositions CMR")
    assert "L. 4161-1" in documents.SCOPE.text_in("fr")
    assert "table" not in json.loads(documents.dumps(made))["document"]


def test_durations_stand_on_a_page_of_their_own_and_recognise_nothing() -> None:
    facts = register(line("x1", agent=CHRYSOTILE.id, period=since("1975-01-01", "1984-12-31")))
    page = documents.disease_durations(facts, worker="w", on=ON, first_finding=day("2024-03-01"))
    lung = next(t for t in page.tables if t.table == "30 bis")
    assert (lung.min_exposure.outcome.value, lung.time_limit.outcome.value, lung.outcome.value) == ("met",) * 3
    agricultural = documents.disease_durations(facts, worker="w", on=ON, regime="agricultural")
    assert {t.table for t in agricultural.tables} != {t.table for t in page.tables}
    assert agricultural.first_finding == ON
    assert b"recogni" not in documents.dumps(page).lower()
    with pytest.raises(tx.InvalidValueError) as raised:
        documents.disease_durations(facts, worker="w", on=ON, first_finding="2024-03-01")  # type: ignore[arg-type]
    assert raised.value.field == "/first_finding"


def test_the_page_of_durations_says_what_it_does_not_compare() -> None:
    declared = tx.Provenance(evidence=tx.Declared(by=tx.AuthorRole.WORKER), author_role=tx.AuthorRole.WORKER)
    facts = register(
        line("x1", agent=CHRYSOTILE.id, period=since("1975-01-01", "1996-12-31"), provenance=declared),
        line("x2", agent=CHRYSOTILE.id, period=since("2012-09-03", "2013-06-28")),
    )
    page = documents.disease_durations(facts, worker="w", on=ON)
    lung = next(t for t in page.tables if t.table == "30 bis")
    assert (lung.min_exposure.outcome.value, lung.min_exposure.at_most_days) == ("not-met", 299)
    assert [agent.agent for agent in page.declared] == [CHRYSOTILE.id]
    assert page.header.used == ("x1", "x2")
    assert "est seul à déclarer ne sont pas comparées\xa0: Chrysotile" in documents.to_html(page)
    alone = documents.disease_durations(register(facts.get("x1")), worker="w", on=ON)
    assert (alone.tables, len(alone.declared)) == ((), 1)


def test_the_record_names_the_agents_of_what_the_worker_declares() -> None:
    declared = tx.Provenance(evidence=tx.Declared(by=tx.AuthorRole.WORKER), author_role=tx.AuthorRole.WORKER)
    facts = register(line("x1", agent=CHRYSOTILE.id), line("x2", provenance=declared))
    page = documents.to_html(documents.exposure_record_extract(facts, worker="w", on=ON))
    assert "mutagène, catégorie 1B" in page


def test_a_record_needs_a_worker_and_an_exposure() -> None:
    for make in (documents.exposure_record_extract, documents.disease_durations):
        with pytest.raises(NoDocumentError):
            make(register(), worker="w", on=ON)
        with pytest.raises(NoDocumentError):
            make(register(), worker="nobody", on=day("1992-01-06"))


# -- the days of the texts


def made_as(version: LegalVersion, on: dt.date) -> Any:
    regime = next((r for r in LegalRegime if TEXTS[version].binds(r)), LegalRegime.PRIVATE_GENERAL)
    facts = register(
        line("x1", agent=CHRYSOTILE.id, period=since("1985-01-07")),
        line("x2", contract=ContractType.TEMPORARY_AGENCY, employer="agency"),
        regime=regime,
    )
    place: dict[str, Any] = {"establishment": "e", "on": on}
    model = next((m for m, v in ATTESTATIONS.items() if v is version), None)
    if model is not None:
        return documents.attestation(facts, worker="w", agent=CHRYSOTILE.id, on=on, model=model)
    return {
        LegalVersion.LIST_2024: lambda: documents.cmr_list(facts, **place),
        LegalVersion.ANONYMOUS_LIST_2024: lambda: documents.cmr_list(facts, **place).anonymous(),
        LegalVersion.COMPANY_FILE: lambda: documents.company_file_extract(facts, **place),
        LegalVersion.HAZARDOUS_PROCESSES: lambda: documents.hazardous_process_declaration(facts, **place),
        LegalVersion.SLIP_TO_SERVICE: lambda: documents.transmission_slip(facts, **place),
        LegalVersion.SLIP_TO_AGENCY: lambda: documents.transmission_slip(facts, agency="agency", **place),
        LegalVersion.EXPOSURE_RECORD: lambda: documents.exposure_record_extract(facts, worker="w", on=on),
        LegalVersion.DISEASE_DURATIONS: lambda: documents.disease_durations(facts, worker="w", on=on),
    }.get(version, lambda: documents.exposure_sheet(facts, worker="w", model=version.value, **place))()


@pytest.mark.parametrize("version", LegalVersion)
def test_a_document_exists_on_the_days_of_its_text_and_on_no_other(version: LegalVersion) -> None:
    text = TEXTS[version]
    around = dt.timedelta(days=1)
    for on in (text.since, text.until or ON):
        assert made_as(version, on).header.version is version
    for on in (text.since - around, *([text.until + around] if text.until else [])):
        with pytest.raises(NoDocumentError) as raised:
            made_as(version, on)
        (told,) = raised.value.problems
        assert (told.code, told.pointer) == ("document-not-in-force", "/on")
        assert told.message_in("fr").endswith(text.instead.fr)


# -- as JSON


def made_list() -> documents.CmrList:
    return documents.cmr_list(register(line("x", period=since("2024-09-02"))), establishment="e", on=ON)


def test_a_document_is_read_from_bytes_text_and_plain_values() -> None:
    made = made_list()
    data = documents.dumps(made)
    assert documents.loads(data) == made
    assert documents.loads(data.decode()) == made
    assert documents.loads(json.loads(data)) == made
    assert documents.loads(b"\xef\xbb\xbf" + data) == made
    assert documents.digest(made) == documents.digest(documents.loads(data))


def spoiled(change: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(documents.dumps(made_list()))
    change(plain)
    return plain


@pytest.mark.parametrize(
    ("change", "code", "pointer"),
    [
        (lambda d: d.update(format="tracexpo-register"), "not-this-document", "/format"),
        (lambda d: d.pop("format"), "not-this-document", ""),
        (lambda d: d.pop("document"), "missing-field", "/document"),
        (lambda d: d.update(version="2.0"), "version-unsupported", "/version"),
        (lambda d: d.update(version=1), "version-malformed", "/version"),
        (lambda d: d.update(extra=1), "unknown-field", "/extra"),
        (lambda d: d["document"].update(kind="memo"), "unknown-kind", "/document/kind"),
        (lambda d: d["document"]["header"].pop("on"), "missing-field", "/document/header/on"),
        (lambda d: d["document"]["header"].update(on="2025-02-30"), "not-a-date", "/document/header/on"),
        (
            lambda d: d["document"]["header"].update(register="sha256:0"),
            "digest-malformed",
            "/document/header/register",
        ),
        (
            lambda d: d["document"]["lines"][0]["person"].update(nir_start="299999999999945"),
            "nir-start-malformed",
            "/document/lines/0/person/nir_start",
        ),
        (lambda d: d["document"].update(lines=[3]), "not-an-object", "/document/lines/0"),
    ],
)
def test_what_is_wrong_is_told_at_its_place(change: Callable[[dict[str, Any]], Any], code: str, pointer: str) -> None:
    plain = spoiled(change)
    for data in (plain, json.dumps(plain)):
        with pytest.raises(tx.ReadError) as raised:
            documents.loads(data)
        assert (code, pointer) in [(p.code, p.pointer) for p in raised.value.problems]


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"\xff", "\ud800", b'{"a":1,"a":2}', {}])
def test_any_bytes_give_a_document_or_a_read_error(data: Any) -> None:
    with pytest.raises(tx.ReadError):
        documents.loads(data)


def test_what_is_neither_is_refused() -> None:
    with pytest.raises(tx.InvalidValueError):
        documents.loads(7)  # type: ignore[arg-type] # on purpose
    with pytest.raises(tx.ReadError):
        documents.loads(b"{}" * 100, limits=tx.Limits(document=10))
    for other in (register(), "text", None):
        with pytest.raises(tx.InvalidValueError):
            documents.dumps(other)


def test_the_shipped_schema_is_that_of_the_types() -> None:
    assert generated_document_schema() == documents.document_schema()


def test_documents_load_on_use() -> None:
    assert tx.documents is documents
    assert dir(documents) == sorted(documents.__all__)

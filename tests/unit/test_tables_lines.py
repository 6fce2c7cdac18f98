"""What one line gives and what is told of it, cell by cell."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

import tracexpo as tx
from tracexpo.codecs.tables.layout import heading_of
from tracexpo.codecs.tables.mapping import NO_MAPPING
from tracexpo.codecs.tables.numbers import time_in, time_unit_in, unit_in
from tracexpo.codecs.tables.words import contract_in, fraction_in

SIRET = "40483304800022"
AGENCY = "73282932000074"
HEADINGS = (
    *("N° salarié", "Nom", "Prénom", "Date de naissance", "SIRET établissement", "Poste de travail", "Type de contrat"),
    *("SIRET employeur (si intérim)", "Agent CMR", "N° CAS", "Début exposition", "Fin exposition"),
    *("Nature de l'exposition", "Durée (h/semaine)", "Niveau", "Unité", "Fraction", "VLEP 8h"),
    *("Protection collective", "Protection individuelle", "Origine de l'information", "Observations"),
)
LINE = dict(
    zip(
        HEADINGS,
        [
            *("M-001", "Aubépine", "Lise", "14/03/1979", SIRET, "Chromeuse", "CDI", ""),
            *("Trioxyde de chrome", "1333-82-0", "01/03/2019", "", "Inhalation d'aérosols, contact cutané"),
            *("20", "0,0006", "mg/m3", "inhalable", "0,001", "Aspiration", "Gants nitrile", "Mesurage 12/03/2025", ""),
        ],
        strict=True,
    )
)

Read = Callable[..., tx.Reading]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Read a list of lines, each the usual one with some cells changed."""

    def write_and_read(*changes: dict[str, str], headings: dict[str, str] | None = None, above: str = "") -> tx.Reading:
        names = [(headings or {}).get(name, name) for name in HEADINGS]
        lines = [LINE | change for change in changes or ({},)]
        rows = [names, *([line[name] for name in HEADINGS] for line in lines)]
        path = tmp_path / "list.csv"
        path.write_text(above + "".join(";".join(row) + "\n" for row in rows), "utf-8")
        return tx.try_read(path)

    return write_and_read


def told(reading: tx.Reading) -> list[tuple[str, str]]:
    return [(p.code, str(p.cell)) for p in reading.problems]


def exposure(reading: tx.Reading) -> tx.IndividualExposure:
    assert reading.register is not None
    (only,) = reading.register.exposures
    assert isinstance(only, tx.IndividualExposure)
    return only


def level(reading: tx.Reading) -> tx.Level:
    degree = exposure(reading).conditions.degree
    assert isinstance(degree, tx.Level)
    return degree


# -- a line in order


def test_a_line_in_order_gives_its_records_and_tells_nothing(read: Read) -> None:
    reading = read()
    assert told(reading) == []
    found = exposure(reading)
    assert found.worker == f"{SIRET}:M-001"
    assert found.agent == "cas:1333-82-0"
    assert found.establishment == SIRET
    assert found.workstation is not None
    assert found.workstation.startswith(f"{SIRET}:ws:")
    assert found.id.startswith(f"{SIRET}:M-001:x:")
    assert found.period == tx.Period(dt.date(2019, 3, 1))
    assert found.contract is tx.ContractType.PERMANENT
    assert found.note is None
    assert found.provenance == tx.Provenance(
        evidence=tx.Measured(), document=tx.DocumentKind.EXPOSURE_LIST, source_text="Mesurage 12/03/2025"
    )
    assert found.conditions == tx.Conditions(
        nature="Inhalation d'aérosols, contact cutané",
        routes=(tx.Route.INHALATION, tx.Route.DERMAL),
        duration=tx.ExposureTime(Decimal(20), tx.TimeUnit.H_WEEK),
        degree=tx.Level(
            value=tx.Measure(Decimal("0.0006"), tx.Unit.MG_M3),
            on=dt.date(2025, 3, 12),
            declared_limit=tx.Measure(Decimal("0.001"), tx.Unit.MG_M3),
            statistic=tx.Statistic.TWA_8H,
            fraction=tx.DustFraction.INHALABLE,
        ),
        measures=(
            tx.PreventionMeasure(level=tx.MeasureLevel.TECHNICAL, name="Aspiration"),
            tx.PreventionMeasure(level=tx.MeasureLevel.PERSONAL, name="Gants nitrile"),
        ),
    )
    assert reading.origins[found.id] == tx.Cell(row=2)


def test_equal_lines_are_numbered(read: Read) -> None:
    reading = read({"Observations": "b"}, {"Observations": "a"}, {"Observations": "a"})
    assert reading.register is not None
    ids = {x.id: x.note for x in reading.register.exposures}
    base = min(ids, key=len)
    assert ids == {base: "a", f"{base}-2": "a", f"{base}-3": "b"}
    assert reading.origins[f"{base}-3"] == tx.Cell(row=2)


def test_a_temporary_worker_has_an_employer(read: Read) -> None:
    reading = read({"Type de contrat": "", "SIRET employeur (si intérim)": AGENCY})
    assert exposure(reading).employer == AGENCY
    assert exposure(reading).contract is tx.ContractType.TEMPORARY_AGENCY
    assert reading.register is not None
    assert reading.register.get(AGENCY) == tx.Establishment(id=AGENCY, siret=AGENCY)


def test_what_a_line_does_not_say_stays_open(read: Read) -> None:
    blank = dict.fromkeys(HEADINGS[12:], "") | {"Type de contrat": "", "Poste de travail": "-", "Date de naissance": ""}
    found = exposure(read(blank))
    assert found.conditions == tx.Conditions()
    assert (found.workstation, found.contract, found.employer, found.note) == (None, None, None, None)


# -- days


@pytest.mark.parametrize(
    ("start", "day", "code"),
    [
        ("01/03/2019", (2019, 3, 1), None),
        ("1.3.2019", (2019, 3, 1), None),
        ("01-03-2019", (2019, 3, 1), None),
        ("2019-03-01", (2019, 3, 1), None),
        ("2019-03-01 00:00:00", (2019, 3, 1), None),
        ("1er mars 2019", (2019, 3, 1), None),
        ("March 1, 2019", (2019, 3, 1), None),
        ("depuis le 01/03/2019", (2019, 3, 1), None),
        ("01/03/19", (2019, 3, 1), "two-digit-years"),
        ("01/03/85", (1985, 3, 1), "two-digit-years"),
        ("03/2019", (2019, 3, 1), "date-to-the-month"),
        ("03-2019", (2019, 3, 1), "date-to-the-month"),
        ("mars 2019", (2019, 3, 1), "date-to-the-month"),
        ("2019", (2019, 1, 1), "date-to-the-year"),
        ("vers 2019", (2019, 1, 1), "date-estimated"),
    ],
)
def test_days_are_read_in_every_usual_form(read: Read, start: str, day: tuple[int, int, int], code: str | None) -> None:
    reading = read({"Début exposition": start})
    assert exposure(reading).period.start == dt.date(*day)
    assert told(reading) == ([] if code is None else [(code, "K2")])


@pytest.mark.parametrize(
    "start", ["31/02/2025", "00/01/2020", "hier", "45478", "12/2500", "05/07", "1/2/3", "٠١/٠٣/٢٠١٩"]
)
def test_what_is_no_day_is_told(read: Read, start: str) -> None:
    reading = read({"Début exposition": start})
    assert told(reading) == [("not-a-date", "K2")]
    assert [r.cell for r in reading.rejected] == [tx.Cell(row=2)]
    assert reading.rejected[0].content["Début exposition"] == start


def test_the_ends_of_periods(read: Read) -> None:
    def period(end: str) -> tx.Period:
        return exposure(read({"Fin exposition": end})).period

    start = dt.date(2019, 3, 1)
    assert period("en cours") == period("-") == tx.Period(start)
    assert period("terminée") == tx.Period(start, ended=True)
    assert period("2020") == tx.Period(start, dt.date(2020, 12, 31), tx.Precision.YEAR)
    assert period("02/2020") == tx.Period(start, dt.date(2020, 2, 29), tx.Precision.MONTH)
    assert exposure(read({"Début exposition": "avant le 01/03/2019"})).period == tx.Period(start, begun_before=True)


def test_an_end_before_the_start_is_told_at_the_end(read: Read) -> None:
    assert told(read({"Fin exposition": "28/02/2019"})) == [("period-end-before-start", "L2")]


def test_a_list_that_starts_on_the_legal_day(read: Read) -> None:
    reading = read({"Début exposition": "05/07/2024"}, {"Début exposition": "05.07.2024", "N° CAS": "71-43-2"})
    assert told(reading) == [("all-start-on-legal-day", "K1")]
    assert reading.register is not None
    assert all(x.period.begun_before for x in reading.register.exposures)
    other = read({"Début exposition": "05/07/2024"}, {})
    assert told(other) == []


# -- identifiers


@pytest.mark.parametrize(
    ("column", "text", "code", "cell"),
    [
        ("SIRET établissement", "40483304800023", "siret-check-digit", "E2"),
        ("SIRET établissement", "4,04833E+13", "siret-digits-lost", "E2"),
        ("SIRET établissement", "404833048", "siret-malformed", "E2"),
        ("SIRET établissement", "", "missing-cell", "E2"),
        ("SIRET employeur (si intérim)", "73282932000079", "siret-check-digit", "H2"),
        ("N° CAS", "1333-82-1", "cas-check-digit", "J2"),
        ("N° CAS", "1333820", "cas-malformed", "J2"),
        ("Date de naissance", "31/02/1979", "not-a-date", "D2"),
        ("Niveau", "#REF!", "spreadsheet-error", "O2"),
    ],
)
def test_a_wrong_cell_sets_its_line_aside(read: Read, column: str, text: str, code: str, cell: str) -> None:
    reading = read({column: text}, {"N° salarié": "M-002"})
    assert told(reading)[0] == (code, cell)
    assert len(reading.rejected) == 1
    assert exposure(reading).worker == f"{SIRET}:M-002"
    assert reading.rejected[0].problems == (reading.problems[0],)


def test_several_faults_of_a_line_are_all_told_in_order(read: Read) -> None:
    reading = read({"N° CAS": "1333-82-1", "Début exposition": "", "SIRET établissement": "1"})
    assert told(reading) == [("siret-malformed", "E2"), ("cas-check-digit", "J2"), ("missing-cell", "K2")]


def test_a_siret_in_other_clothes(read: Read) -> None:
    for text in ("404 833 048 00022", '="40483304800022"', "'40483304800022", "404\u00a0833\u00a0048\u00a000022"):
        assert exposure(read({"SIRET établissement": text})).establishment == SIRET
    reading = read({"SIRET établissement": "1234567400019"})
    assert told(reading) == [("siret-zero-restored", "E2")]
    assert exposure(reading).establishment == "01234567400019"


def test_a_line_like_one_set_aside_but_for_its_fault(read: Read) -> None:
    reading = read({"N° CAS": "1333-82-1"}, {"Observations": "other"}, {})
    assert told(reading) == [("cas-check-digit", "J2"), ("repeats-line-set-aside", "4")]


def test_words_with_points_and_words_without_a_member(read: Read) -> None:
    assert exposure(read({"Type de contrat": "C.D.I."})).contract is tx.ContractType.PERMANENT
    other = exposure(read({"Type de contrat": "Alternance"}))
    assert other.contract is tx.ContractType.OTHER
    assert other.note is not None
    assert "Alternance" in other.note


def test_below_a_limit_that_is_not_given_is_kept_as_a_class(read: Read) -> None:
    for text in ("< LD", "<LQ", "inférieur au seuil de détection", "non détecté"):
        degree = exposure(read({"Niveau": text, "Unité": ""})).conditions.degree
        assert isinstance(degree, tx.Band)
        assert degree.value == text


# -- people


def test_workers_without_numbers_are_numbered_by_first_appearance(read: Read) -> None:
    people = [{"N° salarié": "", "Nom": name} for name in ("Bruyère", "Aubépine", "BRUYERE")]
    reading = read(*people)
    assert reading.register is not None
    assert [w.id for w in reading.register.workers] == [f"{SIRET}:n1", f"{SIRET}:n2"]
    assert [(p.code, p.context["count"]) for p in reading.problems] == [("worker-without-number", 3)]


def test_a_number_never_puts_a_name_or_a_nir_into_an_id(read: Read) -> None:
    for number in ("AUBEPINE", "laubepine1", "Lise 1", "n1", "179037511600142", "é1"):
        reading = read({"N° salarié": number})
        assert reading.register is not None
        (worker,) = reading.register.workers
        assert worker.id.startswith(f"{SIRET}:h")
        assert number not in worker.id
    reading = read({"N° salarié": "AUBEPINE"})
    assert reading.register is not None
    assert reading.register.workers[0].aliases[0].ref == "AUBEPINE"


def test_a_nir_as_number_is_told(read: Read) -> None:
    reading = read({"N° salarié": "1 79 03 75 116 001 25"})
    assert told(reading) == [("worker-number-is-nir", "A2")]
    assert reading.register is not None
    (worker,) = reading.register.workers
    assert worker.identity is not None
    assert worker.aliases == ()


def test_one_number_for_two_people_is_told(read: Read) -> None:
    other = {"Nom": "Bruyère", "Date de naissance": "01/01/1990"}
    reading = read({}, other)
    assert told(reading) == [("worker-number-twice", "A3")]
    assert len(reading.rejected) == 1
    for change, cell in (({"Nom": "Bruyère"}, "B3"), ({"Date de naissance": "01/01/1990"}, "D3")):
        reading = read({}, change)
        assert told(reading) == [("worker-described-twice", cell)]
        assert reading.rejected == ()
        assert reading.register is not None
        assert reading.register.workers[0].identity == tx.Identity(
            used_name="Aubépine", given_names=("Lise",), birth_date=dt.date(1979, 3, 14)
        )


def test_traits_are_gathered_from_all_lines(read: Read) -> None:
    reading = read({"Date de naissance": "", "Prénom": ""}, {"Prénom": "", "Nom": "AUBEPINE"})
    assert told(reading) == []
    assert reading.register is not None
    identity = reading.register.workers[0].identity
    assert identity == tx.Identity(used_name="Aubépine", birth_date=dt.date(1979, 3, 14))


def test_full_names_are_parted_where_the_writing_says_how(read: Read) -> None:
    def identity(name: str) -> tuple[str | None, tuple[str, ...]]:
        reading = read({"Nom": name, "Prénom": ""}, headings={"Nom": "Nom et prénom", "Prénom": "x"})
        assert reading.register is not None
        found = reading.register.workers[0].identity
        assert found is not None
        return found.used_name, found.given_names

    assert identity("AUBÉPINE Lise") == ("AUBÉPINE", ("Lise",))
    assert identity("N'GUYEN DES BOIS Thi Mai") == ("N'GUYEN DES BOIS", ("Thi Mai",))
    assert identity("Aubépine, Lise") == ("Aubépine", ("Lise",))
    assert identity("Lise Aubépine") == ("Lise Aubépine", ())


# -- agents


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Composés du nickel", tx.AgentGroup),
        ("Chrome hexavalent et ses composés", tx.AgentGroup),
        ("HAP", tx.AgentGroup),
        ("Poussières de bois", tx.Process),
        ("Émissions d'échappement de moteurs Diesel", tx.Process),
        ("Huiles minérales usées de moteurs", tx.Process),
        ("Travaux exposant aux HAP", tx.Process),
        ("Silice cristalline", tx.Process),
        ("Produit X", tx.UnidentifiedAgent),
        ("Peinture glycéro", tx.UnidentifiedAgent),
        ("Formaldéhyde", tx.Substance),
        ("Plomb (fumées)", tx.Substance),
    ],
)
def test_agents_without_numbers_are_told_apart_by_their_words(read: Read, name: str, kind: type) -> None:
    reading = read({"Agent CMR": name, "N° CAS": "-"}, {"Agent CMR": name.upper(), "N° CAS": "sans"})
    assert reading.register is not None
    (agent,) = reading.register.agents
    assert type(agent) is kind
    assert agent.id.startswith("text:")
    assert len(agent.id) == 21


@pytest.mark.parametrize(
    ("word", "kind", "problems", "note"),
    [
        ("Mélange", tx.Mixture, [], None),
        ("process", tx.Process, [], None),
        ("Famille d'agents", tx.AgentGroup, [], None),
        ("Agent non identifié", tx.UnidentifiedAgent, [], None),
        ("-", tx.Substance, [], None),
        ("Cancérogène", tx.Substance, [("word-not-understood", "L2")], "Type d'agent: Cancérogène"),
    ],
)
def test_a_column_that_says_the_kind_of_agent_is_believed(
    read: Read, word: str, kind: type, problems: list[tuple[str, str]], note: str | None
) -> None:
    headings = {"Fin exposition": "Type d'agent"}
    reading = read({"Agent CMR": "Bain 7", "N° CAS": "", "Fin exposition": word}, headings=headings)
    assert reading.register is not None
    assert [type(agent) for agent in reading.register.agents] == [kind]
    assert (told(reading), exposure(reading).note) == (problems, note)


def test_with_a_number_an_agent_is_a_substance(read: Read) -> None:
    reading = read({"Fin exposition": "mélange"}, headings={"Fin exposition": "Type d'agent"})
    assert reading.register is not None
    assert [type(agent) for agent in reading.register.agents] == [tx.Substance]
    assert exposure(reading).note == "Type d'agent: mélange"


def test_a_number_inside_the_name(read: Read) -> None:
    reading = read({"Agent CMR": "Trioxyde de chrome (CAS 1333-82-0)", "N° CAS": ""})
    assert reading.register is not None
    assert reading.register.agents == (
        tx.Substance(id="cas:1333-82-0", name="Trioxyde de chrome", cas_number="1333-82-0"),
    )
    assert told(read({"Agent CMR": "Trioxyde de chrome (1333-82-1)", "N° CAS": ""})) == [("cas-check-digit", "I2")]


# -- levels


@pytest.mark.parametrize(
    ("change", "value", "unit", "censored"),
    [
        ({"Niveau": "0,05"}, "0.05", "mg/m3", None),
        ({"Niveau": "0.050"}, "0.050", "mg/m3", None),
        ({"Niveau": "< 0,05"}, "0.05", "mg/m3", "below"),
        ({"Niveau": "<0,05"}, "0.05", "mg/m3", "below"),
        ({"Niveau": "≤ 0,05"}, "0.05", "mg/m3", "below"),
        ({"Niveau": "inférieur à 0,05"}, "0.05", "mg/m3", "below"),
        ({"Niveau": "> 10"}, "10", "mg/m3", "above"),
        ({"Niveau": "1 200,5"}, "1200.5", "mg/m3", None),
        ({"Niveau": "-0,012"}, "-0.012", "mg/m3", None),
        ({"Niveau": "6,0E-04"}, "0.00060", "mg/m3", None),
        ({"Niveau": "5 µg/m³", "Unité": ""}, "5", "ug/m3", None),
        ({"Niveau": "0,02", "Unité": "mg.m-3"}, "0.02", "mg/m3", None),
        ({"Niveau": "0,1 f/cm³", "Unité": ""}, "0.1", "f/cm3", None),
        ({"Niveau": "12 fibres/litre", "Unité": ""}, "12", "f/L", None),
        ({"Niveau": "0,3", "Unité": "PPM"}, "0.3", "ppm", None),
        ({"Niveau": "0,3 mg/m3 (300 µg/m3)", "Unité": ""}, "0.3", "mg/m3", None),
    ],
)
def test_levels_in_every_usual_form(
    read: Read, change: dict[str, str], value: str, unit: str, censored: str | None
) -> None:
    reading = read(change)
    assert told(reading) == []
    found = level(reading)
    assert (str(found.value.value), found.value.unit.value) == (value, unit)
    assert (found.censored and found.censored.value) == censored


@pytest.mark.parametrize(
    ("change", "code", "kept"),
    [
        ({"Niveau": "voir rapport"}, "not-a-number", "Niveau: voir rapport"),
        ({"Niveau": "0,01 - 0,05"}, "not-a-number", "Niveau: 0,01 - 0,05"),
        ({"Niveau": "0,02 g/kg", "Unité": ""}, "unit-not-known", "Niveau: 0,02 g/kg"),
        ({"Niveau": "0,02", "Unité": ""}, "unit-missing", "Niveau: 0,02"),
        ({"Niveau": "0,02", "Unité": "pouillèmes"}, "unit-not-known", "Unité: pouillèmes"),
        ({"Durée (h/semaine)": "1 à 2"}, "not-a-number", "Durée (h/semaine): 1 à 2"),
        ({"Fraction": "grossière"}, "word-not-understood", "Fraction: grossière"),
        ({"Type de contrat": "vacataire"}, "word-not-understood", "Type de contrat: vacataire"),
        ({"VLEP 8h": "voir arrêté"}, "not-a-number", "VLEP 8h: voir arrêté"),
    ],
)
def test_what_cannot_be_used_is_kept_in_the_note(read: Read, change: dict[str, str], code: str, kept: str) -> None:
    reading = read(change | {"Observations": "rien"})
    assert reading.problems[0].code == code
    assert reading.problems[0].severity is tx.Severity.WARNING
    note = exposure(reading).note
    assert note is not None
    assert note.splitlines()[0] == "rien"
    assert kept in note.splitlines()


@pytest.mark.parametrize(
    ("change", "code", "cell"),
    [
        ({"Niveau": "20 µg/m3"}, "unit-conflict", "O2"),
        ({"Niveau": "0,3 mg/m3 (30 µg/m3)", "Unité": ""}, "values-disagree", "O2"),
        ({"Durée (h/semaine)": "4 h/jour"}, "unit-conflict", "N2"),
        ({"Durée (h/semaine)": "90 min"}, "unit-conflict", "N2"),
    ],
)
def test_what_contradicts_itself_sets_the_line_aside(read: Read, change: dict[str, str], code: str, cell: str) -> None:
    reading = read(change)
    assert told(reading) == [(code, cell)]
    assert len(reading.rejected) == 1


def test_a_unit_said_twice_is_told(read: Read) -> None:
    reading = read({"Niveau": "0,02 mg/m³"})
    assert told(reading) == [("unit-twice", "O2")]
    assert reading.problems[0].severity is tx.Severity.INFO
    assert level(reading).value == tx.Measure(Decimal("0.02"), tx.Unit.MG_M3)


def test_a_converted_value_is_left_to_the_source(read: Read) -> None:
    reading = read({"Niveau": "1 ppm (3,19 mg/m3)", "Unité": "", "VLEP 8h": ""})
    assert told(reading) == [("conversion-temperature", "O2")]
    assert reading.problems[0].severity is tx.Severity.WARNING
    assert level(reading).value == tx.Measure(Decimal(1), tx.Unit.PPM)


def test_the_degree_as_a_class_or_not_known(read: Read) -> None:
    blank = {"Unité": "", "Fraction": "", "VLEP 8h": ""}
    assert exposure(read({"Niveau": "faible", **blank})).conditions.degree == tx.Band(scale="Niveau", value="faible")
    for text, reason in (("non évalué", "not-assessed"), ("?", "not-recorded"), ("perdu", "lost")):
        found = exposure(read({"Niveau": text, **blank})).conditions
        assert [(n.what.value, n.reason.value) for n in found.not_known] == [("degree", reason)]


def test_a_limit_without_a_level_is_kept(read: Read) -> None:
    reading = read({"Niveau": "", "Fraction": "", "Unité": ""}, {"Niveau": "", "Fraction": ""})
    assert [(p.code, p.context["count"]) for p in reading.problems] == [("limit-without-level", 2)]
    assert reading.register is not None
    assert {x.note for x in reading.register.exposures} == {"VLEP 8h: 0,001", "VLEP 8h: 0,001\nUnité: mg/m3"}


# -- columns and lines


def test_a_column_not_understood_is_kept_and_told_once(read: Read) -> None:
    reading = read({"Fraction": "A"}, {"Fraction": ""}, headings={"Fraction": "Zone ATEX"})
    assert told(reading) == [("column-not-understood", "Q1")]
    assert reading.register is not None
    assert {x.note for x in reading.register.exposures} == {"Zone ATEX: A", None}


def test_what_stands_above_the_headings_is_read(read: Read) -> None:
    above = "Entreprise : Bain Clair;;SIRET : 404 833 048 00022\nMise à jour le 30 novembre 2025\n\n"
    reading = read({"SIRET établissement": ""}, above=above)
    assert told(reading) == []
    assert reading.register is not None
    assert reading.register.as_of == dt.date(2025, 11, 30)
    assert reading.register.companies == (tx.Company(id="404833048", name="Bain Clair", siren="404833048"),)
    assert exposure(reading).establishment == SIRET
    assert reading.origins[exposure(reading).id] == tx.Cell(row=5)


def test_a_single_filled_cell_is_no_line(read: Read) -> None:
    blank = dict.fromkeys(HEADINGS, "")
    reading = read({}, blank, blank | {"N° salarié": "Total : 1"})
    assert told(reading) == [("text-outside-the-list", "A4")]
    assert reading.ok


def test_two_good_lines_beside_a_bad_one(read: Read) -> None:
    reading = read({}, {"N° CAS": "1333-82-1"}, {"N° salarié": "M-002"})
    assert reading.register is not None
    assert len(reading.register.exposures) == 2
    assert not reading.ok
    with pytest.raises(tx.ReadError):
        reading.register_or_raise()


def test_no_message_holds_what_a_cell_says(read: Read) -> None:
    mark = "Zyxwvut"
    for name in HEADINGS:
        reading = read({name: f"{mark} 9"}, {name: f"{mark} 8"})
        for problem in reading.problems:
            assert mark not in problem.line_in("en") + problem.line_in("fr") + str(problem.to_dict()) + repr(problem)
        assert mark not in repr(reading.rejected) + repr(reading)


def test_a_period_in_one_cell(read: Read) -> None:
    headings = {"Début exposition": "Période d'exposition", "Fin exposition": "x"}

    def period(text: str) -> tx.Period:
        return exposure(read({"Début exposition": text}, headings=headings)).period

    start, end = dt.date(2020, 2, 1), dt.date(2021, 12, 31)
    assert period("du 01/02/2020 au 31/12/2021") == tx.Period(start, end)
    assert period("01/02/2020 - 31/12/2021") == tx.Period(start, end)
    assert period("from 2020-02-01 to 2021-12-31") == tx.Period(start, end)
    assert period("depuis le 01/02/2020") == period("01/02/2020 à ce jour") == tx.Period(start)
    assert period("02/2020 à 12/2021") == tx.Period(start, end, tx.Precision.MONTH)
    assert told(read({"Début exposition": "du 01/02/2020 au 31/02/2021"}, headings=headings))[1:] == [
        ("not-a-date", "K2")
    ]


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("Agent chimique dangereux CMR", "agent"),
        ("EPI portés", "personal"),
        ("Observations éventuelles", "note"),
        ("Date précise de début d'exposition", "start"),
        ("Exposition (mg/m³)", "level"),
        ("heures / semaine", "duration"),
        ("Nature, durée et degré d'exposition", None),
        ("Date de fin de contrat", None),
    ],
)
def test_headings_that_say_more(heading: str, column: str | None) -> None:
    found = heading_of(heading, NO_MAPPING)
    assert found is not None
    assert [c.value for c in found] == ([] if column is None else [column])


@pytest.mark.parametrize("member", list(tx.ContractType), ids=str)
def test_the_labels_of_contracts_are_understood(member: tx.ContractType) -> None:
    assert contract_in(member.value) is contract_in(member.wording.en) is contract_in(member.wording.fr) is member


@pytest.mark.parametrize("member", list(tx.Unit), ids=str)
def test_the_labels_of_units_are_understood(member: tx.Unit) -> None:
    assert unit_in(member.value) is unit_in(member.wording.en) is unit_in(member.wording.fr) is member


@pytest.mark.parametrize("member", list(tx.TimeUnit), ids=str)
def test_the_labels_of_times_are_understood(member: tx.TimeUnit) -> None:
    assert time_unit_in(member.value) is time_unit_in(member.wording.en) is time_unit_in(member.wording.fr) is member


@pytest.mark.parametrize("member", list(tx.DustFraction), ids=str)
def test_the_labels_of_fractions_are_understood(member: tx.DustFraction) -> None:
    assert fraction_in(member.value) is fraction_in(member.wording.en) is fraction_in(member.wording.fr) is member


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("1,5 h/jour", ("1.5", "h/day", "")),
        ("2h30", ("2.5", None, "h")),
        ("2 h 30 par jour", ("2.5", "h/day", "")),
        ("1:45", ("1.75", None, "h")),
        ("30 min/jour", ("30", "min/day", "min")),
        ("3 j/mois", ("3", "day/month", "")),
        ("50 %", ("50", "%", "")),
        ("35h", ("35", None, "h")),
        ("1h20", None),
        ("1h75", None),
        ("2 à 3 h", None),
        ("toute la journée", None),
        ("1.2.3", None),
        ("x" * 300, None),
    ],
)
def test_times_in_every_usual_form(text: str, times: tuple[str, str | None, str] | None) -> None:
    found = time_in(text)
    if times is None:
        assert found is None
    else:
        assert found is not None
        assert (str(found.value), found.unit and found.unit.value) == times[:2]

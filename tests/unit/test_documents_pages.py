"""Documents as pages: the golden ones, well-formed and accessible, everything escaped, nothing that is out of place."""

import datetime as dt
import re
import runpy
from decimal import Decimal
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

import tracexpo as tx
from tracexpo import documents
from tracexpo.documents import medical
from tracexpo.documents.rendering import page_of
from tracexpo.documents.rendering.page import sheet, written
from tracexpo.documents.rendering.spelling import Speech
from tracexpo.documents.rendering.style import style_sheet
from tracexpo.documents.rendering.tree import tag
from tracexpo.documents.rendering.words import WORDS

GOLDEN = Path(__file__).parents[1] / "golden" / "documents"
PAGES = dict(runpy.run_path(str(GOLDEN / "pages.py"))["pages"]())
FILES = {path.stem: documents.loads(path.read_bytes()) for path in sorted(GOLDEN.glob("*/*.json"))}
EMPTY = frozenset({"br", "col", "meta", "wbr"})

each_page = pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
each_document = pytest.mark.parametrize("name", FILES)


class Outline(HTMLParser):
    """What a page is made of; it refuses tags that are not closed in order."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.said: list[str] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open and data.strip():
            self.said.append(data)

    def named(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.tags if tag == name]

    @property
    def text(self) -> str:
        return " ".join(self.said)


def attested(**changes: Any) -> documents.AttestationDocument:
    made = FILES["attestation-departure-2008"]
    assert isinstance(made, documents.AttestationDocument)
    return evolve(made, **changes)


# -- golden pages


@each_page
def test_a_page_is_as_it_was(path: Path) -> None:
    assert path.read_text("utf-8") == PAGES[path], f"python {GOLDEN.name}/pages.py writes them again"


def test_each_kind_has_a_page() -> None:
    assert {path.name for path in GOLDEN.glob("*/*.html")} == {path.name for path in PAGES}
    assert {path.name.removesuffix(".fr.html") for path in PAGES if path.name.endswith(".fr.html")} == set(FILES)


# -- form


@each_page
def test_a_page_is_well_formed_and_accessible(path: Path) -> None:
    outline = Outline(PAGES[path])
    assert outline.named("html") == [{"lang": path.name.split(".")[-2]}]
    assert len(outline.named("title")) == len(outline.named("h1")) == len(outline.named("main")) == 1
    levels = [int(name[1]) for name, _ in outline.tags if re.fullmatch("h[1-6]", name)]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert len(outline.named("caption")) == len(outline.named("table"))
    assert {head.get("scope") for head in outline.named("th")} <= {"col", "row", "rowgroup"}
    ids = [attributes["id"] for _, attributes in outline.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    named = {attributes["aria-labelledby"] for _, attributes in outline.tags if "aria-labelledby" in attributes}
    assert named <= set(ids)


@each_page
def test_a_page_fetches_nothing_and_runs_nothing(path: Path) -> None:
    outline = Outline(PAGES[path])
    assert not {name for name, _ in outline.tags} & {"a", "base", "iframe", "img", "link", "object", "script"}
    keys = {key for _, attributes in outline.tags for key in attributes}
    assert not {key for key in keys if key.startswith("on") or key in {"href", "src", "srcset"}}
    assert not re.search(r"url\(|@import|https?:|//", PAGES[path].removeprefix("<!DOCTYPE html>"))


@each_page
def test_a_page_shows_people_words(path: Path) -> None:
    text = Outline(PAGES[path]).text
    assert not re.search(r"\bNone\b|\bnull\b|\bDecimal\b|\d{4}-\d{2}-\d{2}T", text)
    # days are written in full; the edition of the catalogue is the name of one
    edition = FILES[path.name.split(".")[0]].header.edition
    assert not re.search(r"\b\d{4}-\d{2}-\d{2}\b", text.replace(edition, ""))
    if path.name.endswith(".fr.html"):
        assert not re.search(r"\d\.\d+\s?(?:mg|µg|f/|ppm|heures|%)", text)


@each_document
def test_the_digest_the_day_and_the_edition_stand_at_the_foot(name: str) -> None:
    made = FILES[name]
    page = documents.to_html(made, "fr")
    foot = page.split("<footer", 1)[1].split("</footer>", 1)[0]
    assert documents.digest(made) in foot
    assert made.header.register in foot
    assert made.header.edition in foot
    assert Speech("fr").day(made.header.on) in foot
    assert "counter(pages)" in page


def luminance(colour: str) -> float:
    digits = colour if len(colour) == 6 else "".join(digit * 2 for digit in colour)
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_every_colour_of_text_can_be_read_on_every_ground() -> None:
    rules = style_sheet("portrait", foot="", head="x", page="Page ", of=" / ")
    inks = set(re.findall(r"(?<![-\w])color:#([0-9a-f]{3,6})", rules))
    grounds = set(re.findall(r"background:#([0-9a-f]{3,6})", rules)) - {"e9ebee"}  # beside the paper
    assert {"fff"} < grounds
    for ink in inks:
        for ground in grounds:
            light, dark = sorted((luminance(ink), luminance(ground)), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= 4.5, (ink, ground)


def test_both_languages_have_the_same_places_for_values() -> None:
    for key, wording in WORDS.items():
        places = [set(re.findall(r"\{\w+\}", text)) for text in (wording.en, wording.fr)]
        assert places[0] == places[1], key


# -- what is stated


@settings(max_examples=40, deadline=None)
@given(st.text(), st.text())
def test_text_is_never_markup(text: str, value: str) -> None:
    outline = Outline(f"<!DOCTYPE html>{tag('p', text, title=value)}")
    assert outline.tags == [("p", {"title": value.replace("\r\n", "\n").replace("\r", "\n")})] or "\x00" in value
    assert "".join(outline.said).strip().replace("\x00", "") in text.replace("\x00", "")


def test_a_word_that_no_line_holds_may_break_anywhere() -> None:
    word = "é&" * 300
    outline = Outline(f"<!DOCTYPE html>{tag('p', word)}")
    assert {name for name, _ in outline.tags} == {"p", "wbr"}
    assert "".join(outline.said) == word
    assert max(map(len, outline.said)) == 40
    assert "<wbr>" not in str(tag("p", "un mot " * 100))


def test_everything_that_is_stated_is_escaped() -> None:
    mark = "<b>&\"'</style><script>"
    made = FILES["list-2024"]
    assert isinstance(made, documents.CmrList)
    line = evolve(
        made.lines[0],
        person=evolve(made.lines[0].person, used_name=mark, birth_name=mark, given_names=(mark,)),
        agent=evolve(made.lines[0].agent, name=mark),
        note=mark,
        place=mark,
        conditions=evolve(made.lines[0].conditions, nature=mark, work_performed=mark),
    )
    spoiled = evolve(
        made,
        header=evolve(made.header, edition=mark),
        firm=evolve(made.firm, company_name=mark, name=mark, address=mark),
        lines=(line,),
        services=(evolve(made.services[0], name=mark),),
    )
    page = documents.to_html(spoiled)
    assert page.count("&lt;b&gt;&amp;&quot;&#x27;&lt;/style&gt;&lt;script&gt;") >= 12
    assert not re.search(r"<b>|<script", page)
    assert page.count("</style>") == 1
    Outline(page)


def test_an_attestation_is_a_draft_until_both_have_signed() -> None:
    draft = documents.to_html(attested())
    assert draft.count("Projet – sans valeur avant signature") == 1
    # at the head of every page, and across it
    assert draft.count('content:"Projet\\000020\\002013\\000020sans') == 2
    assert '<div class="draft" aria-hidden="true">' in draft
    half = documents.to_html(attested(employer_signatory="A. Exemple"))
    assert "sans valeur" in half
    signed = documents.to_html(attested(employer_signatory="A. Exemple", physician_signatory="Dr Modèle"))
    assert "sans valeur" not in signed
    assert "A. Exemple" in signed
    assert "Draft – without value" in documents.to_html(attested(), "en")


def test_what_is_not_known_is_a_blank_line() -> None:
    made = attested()
    bare = evolve(made, person=documents.Person(worker="w1"), service=None, results=(), measures=())
    lines = documents.to_html(bare).count('class="blank"')
    assert lines > documents.to_html(made).count('class="blank"') >= 8


def test_what_is_missing_is_told_apart_from_what_is_signed() -> None:
    made = FILES["attestation-state"]
    speech = Speech("fr")
    page = page_of(made, speech)
    assert made.header.lacking
    alone = written(page, speech, beside=False)
    assert "Ce qui manque" not in alone
    beside = sheet(page, speech)
    assert beside is not None
    text = Outline(beside).text
    assert "ne fait pas partie du document signé" in text
    for one in made.header.lacking:
        assert speech.wording(one.wording)[1:] in text
    # below the document it is shown on a screen, and not printed
    below = documents.to_html(made)
    assert 'class="annex"' in below
    assert "@media print{html{background:#fff}.annex{display:none}" in below


def test_a_document_that_lacks_nothing_has_no_sheet_beside_it() -> None:
    made = attested()
    complete = evolve(made, header=evolve(made.header, lacking=()))
    assert sheet(page_of(complete, Speech("fr")), Speech("fr")) is None
    assert 'class="annex"' not in documents.to_html(complete)


def test_places_of_what_is_missing_are_those_that_are_printed() -> None:
    made = FILES["exposure-record-extract"]
    assert "ligne 1.5" in documents.to_html(made)


def test_a_page_judges_nothing_and_names_no_other_employer() -> None:
    for name, made in FILES.items():
        text = Outline(documents.to_html(made)).text.casefold()
        assert "conforme" not in text.replace("copie conforme", "")
        if name.startswith("attestation") or name.endswith("-sheet"):
            assert "tableau" not in text
    state = Outline(documents.to_html(FILES["attestation-state"])).text
    assert "Atelier" not in state
    assert "404" not in state.replace(documents.digest(FILES["attestation-state"]), "").replace(
        FILES["attestation-state"].header.register, ""
    )


def test_a_page_of_one_worker_names_no_other_and_the_anonymous_one_names_nobody() -> None:
    others = ("Cerisier", "Fougère", "Genêt", "Houx", "Jonquille", "Lierre", "Myrtille")
    for name, made in FILES.items():
        text = Outline(documents.to_html(made)).text
        if hasattr(made, "person"):
            assert "Bruyère" in text
            assert not [other for other in others if other in text], name
        if name in {"anonymous-list-2024", "company-file-extract", "hazardous-process-declaration"}:
            assert not [other for other in (*others, "Aubépine", "Bruyère", "Camille", "w:") if other in text], name


def test_everything_that_a_register_can_say_is_rendered() -> None:
    register: tx.Register = runpy.run_path(str(GOLDEN.parent / "build.py"))["complete"]()
    on, place = dt.date(2025, 11, 30), {"establishment": "e:atelier"}
    listed = documents.cmr_list(register, on=on, **place)
    made: list[Any] = [
        listed,
        listed.anonymous(),
        documents.company_file_extract(register, on=on, **place),
        documents.hazardous_process_declaration(register, on=on, **place),
        documents.transmission_slip(register, on=on, **place),
        documents.exposure_record_extract(register, worker="w:1", on=on),
        documents.disease_durations(register, worker="w:1", on=on),
        *documents.attestations(register, on=on),
    ]
    assert len(made) > 10
    for document in made:
        for lang in ("fr", "en"):
            Outline(documents.to_html(document, lang))


def test_each_picture_is_there_and_small() -> None:
    docs = Path(__file__).parents[2] / "docs"
    pictures = {path.stem: path.stat().st_size for path in (docs / "pictures" / "documents").glob("*.png")}
    example = runpy.run_path(str(docs.parent / "examples" / "documents.py"))["made"]()
    assert set(pictures) == set(example)
    assert max(pictures.values()) <= 60_000
    for page in (docs / "documents.md", docs / "fr" / "documents.md"):
        assert set(re.findall(r"pictures/documents/([\w-]+)\.png", page.read_text("utf-8"))) == set(example)


def test_numbers_and_days_are_spelled_as_people_do() -> None:
    fr, en = Speech("fr"), Speech("en")
    level = tx.Measure(Decimal("0.050"), tx.Unit.MG_M3)
    assert fr.measure(level, tx.Censoring.BELOW) == "<\xa00,050\xa0mg/m³"
    assert en.measure(level, tx.Censoring.ABOVE) == ">\xa00.050\xa0mg/m³"
    assert fr.number(Decimal("-12345.60")) == "-12\xa0345,60"
    assert fr.count(0, "worker", "workers") == "0\xa0travailleur"
    assert en.count(0, "worker", "workers") == "0\xa0workers"
    percent = tx.ExposureTime(Decimal(20), tx.TimeUnit.PERCENT_OF_WORKING_TIME)
    assert fr.time(percent) == "20\xa0% du temps de travail"
    assert en.time(tx.ExposureTime(Decimal(1), tx.TimeUnit.H_DAY)) == "1\xa0hour a day"
    day = dt.date(2024, 7, 1)
    assert fr.known_day(day, tx.Precision.ESTIMATED) == "1er juillet 2024 (date estimée)"
    assert fr.period(tx.Period(day, ended=True)) == "1er juillet 2024 – terminée, dernier jour non connu"
    assert en.period(tx.Period(day, begun_before=True)) == "before 1 July 2024 (first day known) – going on"
    assert fr.first_day(day, tx.Precision.ESTIMATED, begun_before=True) == (
        "avant le 1er juillet 2024 (premier jour connu, date estimée)"
    )
    assert en.first_day(day, tx.Precision.MONTH, begun_before=True) == "before July 2024 (first month known)"
    assert fr.since(tx.Period(day, precision=tx.Precision.YEAR)) == "depuis 2024"
    assert fr.since(tx.Period(day, ended=True)) == "depuis le 1er juillet 2024, terminée, dernier jour non connu"
    assert fr.since(tx.Period(day, begun_before=True)) == "avant le 1er juillet 2024 (premier jour connu)"
    assert fr.article("R4412-93-1") == "art.\xa0R.\xa04412-93-1 du code du travail"
    assert en.article("L461-4 CSS") == "art. L461-4 of the Social Security Code"
    assert fr.article("décret 2013-1151") == "décret 2013-1151"
    assert fr.frequency(tx.Frequency(times=2, per=tx.FrequencyPeriod.WEEK)) == "2\xa0fois par semaine"
    assert fr.span("P6M") == "6\xa0mois"
    assert fr.share(None, Decimal("0.0010")) == "≤\xa00,1\xa0%"
    assert en.share(Decimal("0.001"), None) == "≥\xa00.1\xa0%"
    assert fr.share(Decimal("0.02"), Decimal("0.02")) == "2\xa0%"
    assert fr.share(None, None) is None
    assert fr.span("P1Y6M") is None
    assert fr.routes("Contact cutané", (tx.Route.INHALATION, tx.Route.DERMAL, tx.Route.INHALATION)) == "inhalation"


@pytest.mark.parametrize(
    ("on", "said"),
    [
        ("1995-02-28", "Service médical du travail"),
        ("2002-01-17", "Service médical du travail"),
        ("2002-01-18", "Service de santé au travail"),
        ("2022-03-30", "Service de santé au travail"),
        ("2022-03-31", "Service de prévention et de santé au travail"),
    ],
)
def test_the_service_has_the_name_of_the_day(on: str, said: str) -> None:
    header = evolve(attested().header, on=dt.date.fromisoformat(on))
    company_file = FILES["company-file-extract"]
    assert isinstance(company_file, documents.CompanyFileExtract)
    for made in (attested(header=header), evolve(company_file, header=header)):
        assert f"<dt>{said}</dt>" in documents.to_html(made)


@pytest.mark.parametrize(
    ("evidence", "said"),
    [
        (tx.Measured(), "mesuré"),
        (tx.Biomonitored(), "surveillance biologique"),
        (tx.Modelled(tool="SEIRICH", version="3"), "modélisé (SEIRICH 3)"),
        (tx.Matrix(name="MatGéné"), "matrice emplois-expositions (MatGéné)"),
        (tx.Analogous(to="poste voisin"), "par analogie (poste voisin)"),
        (tx.Expert(), "estimé"),
        (tx.Declared(by=tx.AuthorRole.WORKER), "déclaré (travailleur)"),
        (None, None),
    ],
)
def test_how_it_is_known_is_said(evidence: Any, said: str | None) -> None:
    assert Speech("fr").evidence(evidence) == said


# -- what is refused


def test_another_language_is_refused() -> None:
    other: Any = "de"
    with pytest.raises(tx.InvalidValueError) as caught:
        documents.to_html(attested(), other)
    assert caught.value.field == "/lang"


def test_what_is_no_document_is_refused() -> None:
    other: Any = tx.Register()
    with pytest.raises(tx.InvalidValueError):
        documents.to_html(other)


# -- the physician's part

PART = medical.MedicalPart(
    attestation="sha256:" + "a" * 64,
    findings=(medical.Finding(on=dt.date(2005, 3, 2), text="<b>constat</b>"),),
    last_examination=medical.Finding(on=dt.date(2006, 6, 1), text="radiographie"),
    other="autre",
    physician="Docteur Modèle",
    written_on=dt.date(2006, 7, 3),
    consent_on=dt.date(2006, 7, 4),
    recipient="Docteur Exemple",
)


def test_the_medical_part_is_rendered_by_itself() -> None:
    page = medical.to_html(PART)
    text = Outline(page).text
    for said in ("Secret médical", "<b>constat</b>", "1er juin 2006", "4 juillet 2006", "Docteur Exemple", "a" * 64):
        assert said in text
    assert "Medical secrecy" in Outline(medical.to_html(medical.MedicalPart(attestation=PART.attestation), "en")).text


def test_neither_part_is_rendered_as_the_other() -> None:
    part: Any = PART
    made: Any = attested()
    with pytest.raises(tx.InvalidValueError):
        documents.to_html(part)
    with pytest.raises(tx.InvalidValueError):
        documents.to_pdf(part)
    with pytest.raises(tx.InvalidValueError):
        medical.to_html(made)

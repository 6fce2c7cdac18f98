"""The report: its face, its data, and that it shows nothing personal."""

import datetime as dt
import io
import json
import pickle
import sys
from html.parser import HTMLParser

import pytest
from attrs import evolve

from tracexpo.catalogue import shipped
from tracexpo.errors import InvalidValueError, MissingExtraError
from tracexpo.problems import Cell, Kind, Severity, Wording
from tracexpo.provenance import Provenance
from tracexpo.report import ProblemsFoundError, Report
from tracexpo.rules import LIST_2024, STRUCTURE, CannotSay, Context, Finding, Profile, Rule, Silence, check
from tracexpo.rules.examples import AGENT, SITE, assigned, collective, days, level, line, measured, register, sent
from tracexpo.vocabularies import DocumentKind
from tracexpo.work import Identity, Worker

ON = dt.date(2025, 11, 30)
FAULTY = register(
    line(worker="M-404"),
    line("x2", note="plombémie 380 µg/L", degree=None),
    line("x3", worker="M-002", degree=level("-1")),
    sent(),
)
CELLS = {"x1": Cell(row=14), "x2": Cell(sheet="Liste", row=15, column=28), "x3": Cell(row=16, column=2)}


def report() -> Report:
    return check(FAULTY, on=ON, origins=CELLS)


def test_it_says_what_was_done() -> None:
    made = report()
    assert (made.profile, made.on, made.edition, made.ok) == ("list-2024", ON, shipped().edition, False)
    assert made.checked["exposures"] == 3
    assert "reference-missing" in made.rules
    assert any("catalogue" in wording.en for wording in made.not_checked)


def test_it_is_never_false_and_has_no_length() -> None:
    empty = check(register(), on=ON)
    assert empty
    assert empty.ok
    with pytest.raises(TypeError):
        len(empty)  # type: ignore[arg-type]


def test_problems_come_in_the_order_of_the_register() -> None:
    many = register(*(line(f"x{i}", worker=f"M-9{i:02}") for i in range(12)))
    pointers = [p.pointer for p in check(many, "structure", on=ON)]
    assert pointers == [f"/exposures/{i}/worker" for i in range(12)]


def test_problems_name_their_cells() -> None:
    cells = {p.code: p.cell for p in report() if p.severity is Severity.ERROR}
    assert cells == {"reference-missing": CELLS["x1"], "medical-data": CELLS["x2"], "value-negative": CELLS["x3"]}
    text = report().text()
    assert "row 14" in text
    assert "sheet Liste, row 15, column AB" in text
    assert "feuille Liste, ligne 15, colonne AB" in report().text("fr")


def test_origins_may_name_cells_inside_a_record() -> None:
    inside = {**CELLS, "x3/conditions/degree": Cell(row=16, column=15), "x1/worker/name": Cell(row=1)}
    cells = {p.code: p.cell for p in check(FAULTY, on=ON, origins=inside) if p.severity is Severity.ERROR}
    assert cells["value-negative"] == Cell(row=16, column=15)
    assert cells["reference-missing"] == CELLS["x1"]


def test_raising() -> None:
    with pytest.raises(ProblemsFoundError) as caught:
        report().raise_for()
    assert [p.code for p in caught.value.problems] == ["reference-missing", "medical-data", "value-negative"]
    assert "3 problems" in str(caught.value)
    assert pickle.loads(pickle.dumps(caught.value)).problems == caught.value.problems
    check(register(), on=ON).raise_for(Severity.INFO)


def test_an_error_of_many_problems_is_cut() -> None:
    kind = Kind(code="x-y", message=Wording("a", "b"))
    assert "… and 5 more" in str(ProblemsFoundError(tuple(kind.at(f"/{i}") for i in range(25))))


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("width", [40, 80])
def test_text_keeps_to_its_width(lang: str, width: int) -> None:
    text = report().text(lang, width)  # type: ignore[arg-type]
    longest = max(text.splitlines(), key=len)
    assert len(longest) <= width or " " not in longest.strip()


def test_text_groups_and_cuts() -> None:
    many = register(*(line(f"x{i}", degree=level("-1"), worker="M-002") for i in range(30)))
    text = check(many, STRUCTURE, on=ON).text(most=3)
    assert "value-negative (30)" in text
    assert "… and 27 more" in text
    different = register(*(line(f"x{i}", worker=f"M-9{i:02}") for i in range(30)))
    assert "… and 27 more messages" in check(different, STRUCTURE, on=ON).text(most=3)
    assert "27 more messages" in check(different, STRUCTURE, on=ON).html(most=3)


def test_french_counts() -> None:
    assert report().summary().text_in("fr").startswith("3 erreurs, 0 avertissement, ")
    assert str(report().summary()).startswith("3 errors, 0 warnings, ")


def test_rich_text() -> None:
    from rich.console import Console

    console = Console(width=80, record=True, file=io.StringIO())
    console.print(report())
    assert "reference-missing" in console.export_text()


def test_without_rich_the_error_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rich.text", None)
    with pytest.raises(MissingExtraError, match="cli"):
        report().rich()
    assert "reference-missing" in str(report())


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.heads = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("br", "meta"):
            self.open.append(tag)
        self.heads += tag == "th" and ("scope", "col") in attrs

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("page", [False, True])
def test_html(page: bool) -> None:
    silenced = check(FAULTY, LIST_2024.silencing("value-negative", "x3", "<b>seen</b>"), on=ON)
    shown = silenced.html("fr", page=page)
    tags = _Tags()
    tags.feed(shown)
    assert tags.open == []
    assert tags.heads == 4
    assert "&lt;b&gt;seen" in shown
    assert "<caption>" in shown
    assert report()._repr_html_() == report().html()


def test_json_and_rows() -> None:
    made = json.loads(report().to_json())
    assert made["profile"] == "list-2024"
    assert made["ok"] is False
    assert made["problems"][0]["message"].keys() == {"en", "fr"}
    assert made["counts"]["error"] == 3
    rows = report().to_rows("fr")
    assert rows[1]["sheet"] == "Liste"
    assert rows[1]["worker"] == "M-001"
    assert len({tuple(row) for row in rows}) == 1


def test_by() -> None:
    made = report()
    assert set(made.by("severity")) == {"error", "information"}
    assert made.by("establishment")[SITE] == made.problems
    assert made.by("agent")[AGENT] == made.problems
    assert set(made.by("worker")) == {"M-404", "M-001", "M-002"}
    assert set(made.by("collection")) == {"exposures"}
    assert set(made.by("record")) == {"x1", "x2", "x3"}
    assert made.by("source")["R4412-51, R4412-51-1"][0].code == "medical-data"
    assert next(iter(made.by("code"))) == "degree-not-told"
    whole = made.including([Kind(code="read-x", message=Wording("a", "b")).at()])
    assert list(whole.by("worker"))[-1] is None
    with pytest.raises(InvalidValueError):
        made.by("colour")  # type: ignore[arg-type]


def test_subjects_of_descriptions_and_assignments() -> None:
    r = register(line(), assigned(period=days("2024-09-02"), employer="nobody"))
    (problem,) = check(r, "structure", on=ON)
    assert check(r, "structure", on=ON).subjects["a1"].establishment == SITE
    assert problem.record == "a1"


def test_problems_of_the_reading_come_first() -> None:
    read = Kind(code="read-x", message=Wording("a", "b"), severity=Severity.WARNING).at(cell=Cell(row=3))
    whole = report().including([read, read])
    assert whole.problems == (read, *report().problems)


def test_silenced_problems_stay_with_their_reason() -> None:
    profile = LIST_2024.silencing("value-negative", "x3", "instrument offset, told to the laboratory")
    made = check(FAULTY, profile, on=ON)
    assert "value-negative" not in {p.code for p in made}
    assert [(s.problem.record, s.reason) for s in made.silenced] == [
        ("x3", "instrument offset, told to the laboratory")
    ]
    assert "instrument offset" in made.text()
    assert made.to_dict()["silenced"][0]["reason"].startswith("instrument")
    assert made.summary().silenced == 1
    with pytest.raises(InvalidValueError, match="reason"):
        Silence(code="value-negative", record="x3", reason="")
    with pytest.raises(InvalidValueError):
        LIST_2024.silencing("no-such-code", "x3", "because")


def test_a_silence_for_a_record_that_is_not_there_is_told() -> None:
    profile = LIST_2024.silencing("value-negative", "x3", "seen").silencing("value-negative", "x99", "seen")
    (told,) = [p for p in check(FAULTY, profile, on=ON) if p.code == "silence-of-nothing"]
    assert told.severity is Severity.INFO
    assert told.context == {"rule": "value-negative", "silenced": "x99"}
    assert "x99" in told.message_in("fr")


def test_severities_and_subsets() -> None:
    milder = LIST_2024.with_severity("value-negative", Severity.WARNING)
    assert {p.code: p.severity for p in check(FAULTY, milder, on=ON)}["value-negative"] is Severity.WARNING
    assert check(FAULTY, LIST_2024.only("value-negative"), on=ON).rules == ("value-negative",)
    assert "value-negative" not in check(FAULTY, LIST_2024.without("value-negative"), on=ON).rules
    for wrong in (LIST_2024.only, LIST_2024.without):
        with pytest.raises(InvalidValueError):
            wrong("no-such-code")


def _rule(look: object, **more: object) -> Rule:
    return Rule(
        code="acme-own",
        title=Wording("Own", "Propre"),
        description=Wording("Own.", "Propre."),
        message=Wording("see {what}", "voyez {what}"),
        severity=Severity.WARNING,
        look=look,  # type: ignore[arg-type]
        **more,  # type: ignore[arg-type]
    )


def test_a_rule_of_ones_own() -> None:
    def look(context: Context):  # type: ignore[no-untyped-def]
        for x in context.individuals:
            yield Finding(x, "/note", {"what": "the handbook"})
        yield CannotSay(Wording("why", "pourquoi"))

    profile = Profile(name="acme", title=Wording("Acme", "Acme"), includes=(STRUCTURE,)).with_rules(_rule(look))
    made = check(register(line()), profile, on=ON)
    assert [(p.code, p.pointer, p.message) for p in made] == [("acme-own", "/exposures/0/note", "see the handbook")]
    assert made.undecided[0].count == 1
    assert "acme-own (1): why" in made.text()


def test_a_rule_sees_what_its_days_and_documents_reach() -> None:
    def look(context: Context):  # type: ignore[no-untyped-def]
        for records in (context.individuals, context.collectives, context.assignments, context.measurements):
            yield from (Finding(record, context={"what": record.id}) for record in records)

    sheet = Provenance(document=DocumentKind.EXPOSURE_SHEET)
    then = days("2010-03-01", "2010-09-30")
    r = register(
        line("x1", period=then),
        line("x2", period=days("2013-01-01")),
        line("x3", period=days("2007-01-01", "2008-12-31"), provenance=sheet),
        collective("c1", period=days("2009-01-01", "2009-12-31")),
        collective("c2", period=days("2009-01-01")),
        assigned("a1", period=then),
        measured("m1", sampled_on=dt.date(2010, 1, 1)),
        measured("m2", sampled_on=dt.date(2009, 12, 31)),
    )
    profile = Profile(
        name="a",
        title=Wording("A", "A"),
        since=dt.date(2010, 1, 1),
        documents=(DocumentKind.EXPOSURE_SHEET,),
        rules=(_rule(look, until=dt.date(2012, 12, 31)),),
    )
    assert {p.record for p in check(r, profile, on=ON)} == {"x1", "x3", "c2", "a1", "m1"}


def test_a_rule_about_a_copy_and_one_about_the_document() -> None:
    def look(context: Context):  # type: ignore[no-untyped-def]
        yield Finding(evolve(context.individuals[1], note="x"), context={"what": "1"})
        yield Finding(None, "/as_of", {"what": "2"})

    made = check(register(line(), line("x2")), Profile(name="a", title=Wording("A", "A"), rules=(_rule(look),)), on=ON)
    assert [p.pointer for p in made] == ["/as_of", "/exposures/1"]
    assert "/as_of" in made.text()


@pytest.mark.parametrize("kind", ["raises", "lacks a value", "wrong thing"])
def test_a_rule_that_crashes_is_told_and_stops_nothing(kind: str) -> None:
    def look(context: Context):  # type: ignore[no-untyped-def]
        if kind == "raises":
            raise ValueError("DUPONT")
        yield Finding(context.individuals[0]) if kind == "lacks a value" else object()

    profile = LIST_2024.with_rules(_rule(look))
    made = check(FAULTY, profile, on=ON)
    (crashed,) = [p for p in made if p.code == "rule-crashed"]
    assert made.problems[0] is crashed
    assert not made.ok
    assert "acme-own" in crashed.message
    assert "DUPONT" not in str(made) + repr(made) + made.html() + repr(made.crashes)
    assert {p.code for p in made} > {p.code for p in report()}
    with pytest.raises((ValueError, KeyError, AttributeError)):
        made.raise_crashed()
    report().raise_crashed()


def test_a_rule_that_needs_the_catalogue() -> None:
    def look(context: Context):  # type: ignore[no-untyped-def]
        yield Finding(None, context={"what": context.catalogue.edition})

    profile = Profile(name="a", title=Wording("A", "A"), rules=(_rule(look, needs="catalogue"),))
    made = check(register(), profile, on=ON)
    assert made.edition == shipped().edition
    assert [p.message for p in made] == [f"see {shipped().edition}"]
    without = check(register(), evolve(profile, rules=()), on=ON)
    assert without.edition is None


def test_one_rule_in_two_profiles_is_told_once_at_its_gravest() -> None:
    grave = Profile(
        name="b", title=Wording("B", "B"), rules=STRUCTURE.rules, severities={"value-negative": Severity.INFO}
    )
    both = Profile(name="c", title=Wording("C", "C"), includes=(grave, STRUCTURE))
    found = [p for p in check(FAULTY, both, on=ON) if p.code == "value-negative"]
    assert [p.severity for p in found] == [Severity.ERROR]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"profile": "list-2023"}, "not-in-vocabulary"),
        ({"profile": 3}, "wrong-type"),
        ({"on": dt.datetime(2025, 1, 1, tzinfo=dt.UTC)}, "wrong-type"),
        ({"register": {}}, "wrong-type"),
    ],
)
def test_wrong_arguments(arguments: dict[str, object], code: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        check(**{"register": FAULTY, "on": ON, **arguments})  # type: ignore[arg-type]
    assert caught.value.code == code


def test_it_pickles_and_compares() -> None:
    made = report()
    again = pickle.loads(pickle.dumps(made))
    assert again == made
    assert repr(made).startswith("<Report list-2024 on 2025-11-30: 3 errors")


def test_nothing_personal_is_shown() -> None:
    person = Worker(id="M-001", identity=Identity(birth_name="QXZNAME", birth_date=dt.date(2009, 1, 13)))
    made = check(register(person, line(note="QXZNOTE enceinte depuis mars")), on=ON)
    assert {"minor-exposed", "medical-data"} <= {p.code for p in made}
    for shown in (made.text(), made.text("fr"), made.html(), repr(made), made.to_json().decode(), repr(made.to_rows())):
        assert "QXZ" not in shown
        assert "2009-01-13" not in shown


def test_a_problem_without_a_record() -> None:
    made = check(register(line(period=days("2024-07-05"))), on=ON)
    assert "/exposures" in made.text()
    assert "(document)" not in made.text()


def test_a_profile_shows_itself_by_its_name_and_number_of_rules() -> None:
    assert repr(STRUCTURE) == f"<Profile structure: {len(STRUCTURE.codes)} rules>"
    assert repr(STRUCTURE.only("id-repeated")) == "<Profile structure: 1 rule>"

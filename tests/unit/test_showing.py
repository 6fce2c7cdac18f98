"""Rows and tables show what is said, and nothing personal unless asked."""

import datetime as dt
import html.parser
from decimal import Decimal

import attrs
import pytest

import tracexpo as tx
from tracexpo import agents, exposures, periods, provenance
from tracexpo.records import COLLECTIONS
from tracexpo.showing import html_table, kind_in, row_of

MARK = "Unmistakable-Mark"

REGISTER = tx.Register(as_of=dt.date(2025, 11, 30)).add(
    tx.Worker(
        id="w1",
        aliases=(tx.Alias(ref=MARK, how=tx.AliasOrigin.DECLARED),),
        identity=tx.Identity(birth_name=MARK, given_names=(MARK,), birth_date=dt.date(1979, 3, 14)),
    ),
    tx.Substance(id="cas:71-43-2", name="Benzène", cas_number="71-43-2"),
    tx.IndividualExposure(
        id="x1",
        worker="w1",
        agent="cas:71-43-2",
        establishment="e1",
        period=tx.Period(dt.date(2024, 7, 5)),
        note=MARK,
        place=MARK,
        conditions=tx.Conditions(
            nature=MARK,
            routes=(tx.Route.INHALATION,),
            degree=tx.Level(value=tx.Measure(Decimal("0.10"), tx.Unit.MG_M3), censored=tx.Censoring.BELOW),
            measures=(tx.PreventionMeasure(level=tx.MeasureLevel.TECHNICAL, name=MARK),),
        ),
        accidents=(tx.AccidentalExposure(on=dt.date(2025, 1, 2), minutes=5, description=MARK),),
        provenance=tx.Provenance(evidence=tx.Measured(), source_text=MARK),
        extensions={"org.example.note": MARK},
    ),
    tx.CollectiveExposure(id="c1", agent="cas:71-43-2", establishment="e1", period=tx.Period(dt.date(2024, 1, 1))),
    tx.Attestation(id="t1", model=tx.AttestationModel.ORDER_1995, worker="w1", physician_signatory=MARK),
)


class Tags(html.parser.HTMLParser):
    """Checks that every tag that opens closes, and keeps the texts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []
        self.texts: list[str] = []
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        self.seen.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def test_rows_hold_nothing_personal_unless_asked():
    for name in COLLECTIONS:
        assert MARK not in repr(REGISTER.to_rows(name))
    assert REGISTER.to_rows("workers") == [{"id": "w1", "aliases": ({"custodian": None, "how": "declared"},)}]
    assert MARK in repr(REGISTER.to_rows("workers", personal=True))


def test_the_rows_of_a_collection_share_their_columns():
    individual, collective = REGISTER.to_rows("exposures")
    assert list(individual) == list(collective)
    assert (individual["kind"], collective["kind"]) == ("individual", "collective")
    assert individual["period.start"] == dt.date(2024, 7, 5)
    assert individual["conditions.routes"] == ("inhalation",)
    assert (individual["conditions.degree.kind"], individual["conditions.degree.value.value"]) == (
        "level",
        Decimal("0.10"),
    )
    assert individual["conditions.degree.value.unit"] == "mg/m3"
    assert collective["worker"] is None


def test_rows_of_an_unknown_collection_are_refused():
    with pytest.raises(tx.InvalidValueError) as caught:
        REGISTER.to_rows("persons")
    assert caught.value.code == "not-in-vocabulary"


def test_extensions_are_rows_only_when_asked():
    exposure = REGISTER.exposures[0]
    assert "extensions" not in row_of(exposure)
    assert row_of(exposure, personal=True)["extensions"] == {"org.example.note": MARK}


@pytest.mark.parametrize("record", list(REGISTER.records()), ids=lambda record: record.id)
def test_a_record_shows_itself_without_personal_values(record):
    shown = record._repr_html_()
    assert MARK not in shown
    assert "1979" not in shown
    tags = Tags(shown)
    assert tags.seen.count("caption") == 1
    assert record.id in tags.texts[0]


def test_a_record_shows_everything_when_asked():
    shown = REGISTER.exposures[0].to_html(personal=True)
    assert shown.count(MARK) >= 6
    assert "0.10" in shown
    assert MARK in REGISTER.workers[0].to_html(personal=True)


def test_a_register_shows_counts_and_its_first_exposures():
    shown = REGISTER._repr_html_()
    assert MARK not in shown
    texts = Tags(shown).texts
    assert "Register 1.0 as of 2025-11-30" in texts
    assert "Exposures, 2 of 2" in texts
    assert "below" not in texts  # the label is shown, not the word of the wire
    assert any("0.10 mg/m³" in text for text in texts)
    assert Tags(tx.Register().to_html()).texts == ["Register 1.0", "records", "number"]


def test_a_register_shows_itself_in_french_too():
    shown = REGISTER.to_html("fr")
    assert MARK not in shown
    texts = Tags(shown).texts
    for told in (
        "Registre 1.0, état au 2025-11-30",
        "enregistrements",
        "travailleurs",
        "Expositions, 2 sur 2",
        "individuelle",
        "< 0,10 mg/m³",
    ):
        assert told in texts
    assert not {"Register 1.0 as of 2025-11-30", "exposures", "workers", "individual"} & set(texts)
    assert shown._repr_html_() == str(shown)
    assert Tags(tx.Register().to_html("fr")).texts == ["Registre 1.0", "enregistrements", "nombre"]


def test_a_record_shows_itself_in_french_too():
    exposure = REGISTER.exposures[0]
    shown = exposure.to_html("fr")
    assert MARK not in shown
    texts = Tags(shown).texts
    assert {"champ", "valeur", "mesuré", "inhalation < 0,10 mg/m³ protection collective technique"} <= set(texts)
    whole = exposure.to_html("fr", personal=True)
    assert whole.count(MARK) == exposure.to_html(personal=True).count(MARK)
    assert "censored : inférieur à la limite de quantification" in "".join(Tags(whole).texts)
    collective = attrs.evolve(REGISTER.exposures[1], period=tx.Period(dt.date(2024, 1, 1), begun_before=True))
    assert "avant 2024-01-01 – …" in Tags(collective.to_html("fr")).texts


def test_another_language_is_refused():
    for shown in (REGISTER, REGISTER.workers[0]):
        with pytest.raises(tx.InvalidValueError) as caught:
            shown.to_html("de")
        assert caught.value.code == "not-in-vocabulary"


def test_every_kind_has_a_french_word():
    kinds = {
        cls.KIND
        for module in (agents, exposures, periods, provenance)
        for cls in vars(module).values()
        if hasattr(cls, "KIND")
    }
    assert {"substance", "individual", "level", "measured"} <= kinds
    for kind in kinds:
        assert kind_in(kind, "fr")
        assert kind_in(kind, "en") == kind


def test_what_is_zero_is_shown():
    sized = attrs.evolve(REGISTER.exposures[1], headcount=0)
    assert "0" in Tags(sized.to_html()).texts
    often = tx.Conditions(frequency=tx.Frequency(times=0, per=tx.FrequencyPeriod.DAY))
    exposure = attrs.evolve(REGISTER.exposures[1], conditions=often)
    assert "times: 0" in "".join(Tags(exposure.to_html(personal=True)).texts)


def test_only_so_many_exposures_are_shown():
    many = tx.Register(
        exposures=tuple(
            tx.CollectiveExposure(id=f"c{i}", agent="a", establishment="e", period=tx.Period(dt.date(2024, 1, 1)))
            for i in range(30)
        )
    )
    assert "Exposures, 10 of 30" in many.to_html()
    assert "Exposures, 3 of 30" in many.to_html(most=3)


def test_tables_escape_what_they_show():
    shown = html_table("<b>", ["<i>"], [["<script>", None, True, (1, Decimal("1E-7"))]])
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown
    assert "0.0000001" in shown

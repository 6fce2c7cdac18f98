"""Pictures: what they say, that they say it of ids alone, and that they are light."""

import datetime as dt
import io
import pickle
import sys
from collections.abc import Iterator
from itertools import pairwise

import pytest
from attrs import evolve
from matplotlib.figure import Figure
from matplotlib.text import Text

import tracexpo as tx
from tracexpo.catalogue import shipped
from tracexpo.plots import agent_history, worker_time_line, workstation_time_line
from tracexpo.rules.examples import assigned, collective, corrected, days, level, line, register
from tracexpo.testing.marks import marked, marks_in

ON = dt.date(2025, 11, 30)


def texts(figure: Figure) -> list[str]:
    figure.draw_without_rendering()
    return [text.get_text() for text in figure.findobj(Text) if text.get_text() and text.get_visible()]


def drawn() -> Iterator[Figure]:
    many = tx.trace(register(line(), line("x2", worker="M-002"), collective(), assigned()))
    yield worker_time_line(many, "M-001", on=ON)
    yield workstation_time_line(many, "bath", on=ON)
    yield agent_history("benzène", since=dt.date(2001, 1, 1), until=ON, lang="fr")


def test_they_are_ordinary_figures_that_save_and_pickle() -> None:
    for figure in drawn():
        assert type(figure) is Figure
        written = io.BytesIO()
        figure.savefig(written, format="svg")
        assert written.tell() < 200_000
        assert type(pickle.loads(pickle.dumps(figure))) is Figure
    # no state of the process: nothing to close
    assert "matplotlib.pyplot" not in sys.modules or not sys.modules["matplotlib.pyplot"].get_fignums()


def test_a_worker_is_an_id_and_free_texts_are_not_drawn() -> None:
    full = marked(tx.trace(register(line(), collective(), assigned())))
    for figure in (worker_time_line(full, "M-001", on=ON), workstation_time_line(full, "bath", on=ON)):
        assert not marks_in("\n".join(texts(figure)))


def test_each_agent_is_a_row_with_its_level_unit_and_days() -> None:
    figure = worker_time_line(register(line(degree=level("0.0008"))), "M-001", on=ON)
    said = texts(figure)
    assert "Worker M-001: days of exposure" in said
    assert "Chromium trioxide\ncas:1333-82-0" in said
    assert any("0.0008 mg/m³" in text for text in said)
    french = worker_time_line(register(line(degree=level("0.0008"))), "M-001", on=ON, lang="fr")
    assert "0,0008 mg/m³ (8 h)" in texts(french)
    assert any("2025-11-30" in text for text in said)


def test_what_is_not_known_of_the_days_is_said() -> None:
    period = days("1998-01-01", "2003-12-31", precision=tx.Precision.YEAR, begun_before=True)
    said = texts(worker_time_line(register(line(period=period)), "M-001", on=ON))
    assert {"not known to the day", "began earlier"} <= set(said)
    assert "still going on" not in said
    assert "still going on" in texts(worker_time_line(register(line(period=days("2024-07-05"))), "M-001", on=ON))
    over = worker_time_line(register(line(period=days("2024-07-05", ended=True))), "M-001", on=ON)
    assert "over, last day not known" in texts(over)


def test_only_what_stands_is_drawn() -> None:
    old = line(period=days("2010-01-01", "2012-12-31"))
    new = line("x2", period=days("2011-01-01", "2012-12-31"), provenance=corrected("x1"))
    bars = worker_time_line(register(old, new), "M-001", on=ON).axes[0].patches
    assert len(bars) == 1


def test_a_person_without_exposure_has_an_empty_picture_that_says_so() -> None:
    assert "aucune exposition consignée" in texts(worker_time_line(register(), "M-001", on=ON, lang="fr"))


def test_derived_and_recorded_are_told_apart() -> None:
    said = texts(worker_time_line(tx.trace(register(collective(), assigned())), "M-001", on=ON))
    assert "derived by tracing" in said
    assert "recorded of the person" not in said


def test_a_workstation_shows_its_agents_then_its_people() -> None:
    figure = workstation_time_line(tx.trace(register(collective(), assigned())), "bath", on=ON)
    labels = [label.get_text() for label in figure.axes[0].get_yticklabels()]
    assert labels == ["Chromium trioxide\ncas:1333-82-0", "M-001"]
    assert {"recorded of the place", "assigned here"} <= set(texts(figure))


def test_more_people_than_fit_are_counted() -> None:
    crowd = [tx.Worker(id=f"P-{n}") for n in range(5)]
    there = [evolve(assigned(), id=f"a{n}", worker=f"P-{n}") for n in range(5)]
    figure = workstation_time_line(register(*crowd, *there), "bath", on=ON, most=2)
    assert len(figure.axes[0].get_yticklabels()) == 2
    assert any("People not drawn: 3." in text for text in texts(figure))


def test_the_history_of_benzene() -> None:
    said = texts(agent_history("benzène", since=dt.date(2001, 1, 1), until=dt.date(2026, 12, 31)))
    for value in ("9.75*", "3.25", "1.65", "0.66", "1A", "1B", "Limit [mg/m³]", "classes not covered"):
        assert value in said
    assert any("R4412-149" in text and shipped().edition in text for text in said)


def test_what_is_indicative_or_of_a_sector_is_said() -> None:
    said = texts(agent_history("formaldéhyde", since=dt.date(2008, 6, 1), until=ON, lang="fr"))
    assert {"procédé inscrit", "0,62", "0,37", "valeur limite indicative", "valeur limite contraignante"} <= set(said)
    assert any("Les limites propres à un secteur sont omises." in text for text in said)


def test_an_agent_without_limit_says_so() -> None:
    said = texts(agent_history("cobalt", since=dt.date(2015, 1, 1), until=dt.date(2020, 12, 31)))
    assert "no limit known in these years" in said
    assert "classes not covered" not in said
    assert "no harmonised CMR class known" in texts(
        agent_history("composés du nickel", since=dt.date(2015, 1, 1), until=dt.date(2020, 12, 31))
    )


def test_colours_of_classes_differ_in_grey_too() -> None:
    from tracexpo.plots.histories import _CLASSES

    def luminance(colour: str) -> float:
        red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    greys = sorted(map(luminance, _CLASSES.values()))
    assert all(b - a > 0.15 for a, b in pairwise(greys))


def test_the_first_and_the_last_days_of_the_form_can_be_drawn() -> None:
    ancient = line(period=days("1900-01-01", "1900-01-01", precision=tx.Precision.ESTIMATED))
    worker_time_line(register(ancient), "M-001", on=dt.date(2199, 12, 31))


def test_ids_that_are_not_there_are_refused() -> None:
    for draw, id in ((worker_time_line, "M-404"), (workstation_time_line, "M-001")):
        with pytest.raises(tx.InvalidValueError) as told:
            draw(register(), id, on=ON)
        assert told.value.code == "id-unknown"
    with pytest.raises(tx.InvalidValueError) as told:
        worker_time_line(register(), "M-001", on="2025-11-30")  # type: ignore[arg-type]
    assert told.value.field == "/on"
    with pytest.raises(tx.InvalidValueError, match="end lies before"):
        agent_history("benzène", since=ON, until=dt.date(2001, 1, 1))


def test_the_extra_is_named_where_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    with pytest.raises(tx.MissingExtraError, match=r"tracexpo\[plots\]"):
        worker_time_line(register(), "M-001", on=ON)

"""Time lines: of a worker, and of a workstation."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap
from typing import TYPE_CHECKING, Any, Final

from attrs import field, frozen

from tracexpo.agents import Mixture, UnidentifiedAgent
from tracexpo.errors import InvalidValueError
from tracexpo.exposures import CollectiveExposure, IndividualExposure, Level
from tracexpo.form import check_day
from tracexpo.periods import Period
from tracexpo.places import places_of, situations_covering
from tracexpo.plots.drawing import GREY, INK, ONE_DAY, SHORT, day_at, draw_days, figure_of, number_of
from tracexpo.problems import Language, Wording
from tracexpo.register import Register
from tracexpo.vocabularies import Precision
from tracexpo.work import Worker, Workstation

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["worker_time_line", "workstation_time_line"]


@frozen
class _Style:
    """How a bar looks and what it means; the second face is for days that are not known to the day."""

    label: Wording
    face: str
    pale: str


# of the palette of Okabe and Ito, each with a paler tint
_RECORDED: Final = _Style(Wording("recorded of the person", "consignée pour la personne"), "#0072b2", "#b3d4e8")
_DERIVED: Final = _Style(Wording("derived by tracing", "déduite par le traçage"), "#e69f00", "#f8e2b3")
_COLLECTIVE: Final = _Style(Wording("recorded of the place", "consignée pour le lieu"), "#009e73", "#b3e2d5")
_ASSIGNED: Final = _Style(Wording("assigned here", "affecté ici"), "#c9c9c9", "#e9e9e9")
_WORDS: Final = {
    "worker": Wording("Worker {id}: days of exposure", "Travailleur {id} : jours d'exposition"),
    "workstation": Wording("Workstation {id}: agents and people", "Poste {id} : agents et personnes"),
    "imprecise": Wording("not known to the day", "non connu au jour près"),
    "before": Wording("began earlier", "commencé plus tôt"),
    "open": Wording("still going on", "en cours"),
    "over": Wording("over, last day not known", "terminé, dernier jour inconnu"),
    "nothing": Wording("no exposure recorded", "aucune exposition consignée"),
    "register": Wording(
        "Source: the register{as_of}; what stands, drawn up to {on}.",
        "Source : le registre{as_of} ; ce qui vaut, tracé jusqu'au {on}.",
    ),
    "as of": Wording(" as of {day}", " au {day}"),
    "more": Wording("People not drawn: {n}.", "Personnes non tracées : {n}."),
    "people": Wording("{n} in place", "{n} à ce poste"),
}


@frozen(kw_only=True)
class _Bar:
    """Some days of a row, and what is written above them."""

    period: Period
    style: _Style
    text: str = ""
    height: float = 0.36


@frozen(kw_only=True)
class _Row:
    """A row of a time line."""

    label: str
    bars: tuple[_Bar, ...] = field(factory=tuple)


def worker_time_line(register: Register, worker: str, *, on: dt.date, lang: Language = "en") -> "Figure":
    """Draw the days on which a worker was exposed, agent by agent (frise d'une personne).

    The days are those of `Register.effective`: of statements that stand, none counted twice. Levels are written where
    there is room. The worker is named by id alone.

    Args:
        register: the register.
        worker: id of the worker.
        on: the day up to which what still goes on is drawn.
        lang: "en" or "fr".

    Raises:
        InvalidValueError: `id-unknown` when the register holds no such worker.
        MissingExtraError: without the extra `plots`.

    >>> register = Register().add(Worker(id="M-0417"))
    >>> worker_time_line(register, "M-0417", on=dt.date(2025, 11, 30)).axes[0].get_title(loc="left")
    'Worker M-0417: days of exposure'
    """
    _check(register, worker, Worker, "worker", on)
    rows = []
    for agent in dict.fromkeys(x.agent for x in register.exposures_of(worker)):
        bars = [
            _Bar(
                period=days.period,
                style=_DERIVED if days.exposures[0].derived_from else _RECORDED,
                text=_levels(days.exposures, lang),
            )
            for days in register.effective(worker, agent)
        ]
        if bars:
            rows.append(_Row(label=_agent_label(register, agent), bars=tuple(bars)))
    rows.sort(key=lambda row: row.bars[0].period.start)
    title = _WORDS["worker"].text_in(lang).format(id=worker)
    return _time_line(title, rows, _source(register, on, lang), on, lang)


def workstation_time_line(
    register: Register, workstation: str, *, on: dt.date, lang: Language = "en", most: int = 40
) -> "Figure":
    """Draw what was at a workstation, and who (frise d'un poste de travail).

    Above, the collective exposures recorded of the workstation and of the situations that cover it; below, the persons
    assigned to it, each by id, and within the days of their assignments the exposures recorded there.

    Args:
        register: the register.
        workstation: id of the workstation.
        on: the day up to which what still goes on is drawn.
        lang: "en" or "fr".
        most: of the persons, how many are drawn, the first to come.

    Raises:
        InvalidValueError: `id-unknown` when the register holds no such workstation.
        MissingExtraError: without the extra `plots`.

    >>> register = Register().add(Workstation(id="bath", establishment="e1", name="Bath"))
    >>> len(workstation_time_line(register, "bath", on=dt.date(2025, 11, 30)).axes)
    1
    """
    _check(register, workstation, Workstation, "workstation", on)
    rows = list(_agents_at(register, workstation, lang))
    people = sorted(_people_at(register, workstation), key=lambda row: (row.bars[0].period.start, row.label))
    source = _source(register, on, lang)
    if len(people) > most:
        source += " " + _WORDS["more"].text_in(lang).format(n=len(people) - most)
    title = _WORDS["workstation"].text_in(lang).format(id=workstation)
    return _time_line(title, rows + people[:most], source, on, lang)


def _check(register: Register, id: str, wanted: type[Worker | Workstation], name: str, on: dt.date) -> None:
    try:
        check_day(on)
    except InvalidValueError as error:
        raise error.under("on") from None
    if not isinstance(register.get(id), wanted):
        raise InvalidValueError("id-unknown", f"/{name}")


def _agent_label(register: Register, id: str) -> str:
    agent = register.get(id)
    if agent is None or isinstance(agent, UnidentifiedAgent):
        return id
    name = agent.product_name if isinstance(agent, Mixture) else getattr(agent, "name", "")
    return "\n".join([*wrap(name, 32, max_lines=2, placeholder="…"), id])


def _levels(exposures: Iterable[CollectiveExposure | IndividualExposure], lang: Language) -> str:
    """Write the levels of some exposures, each with its unit and what it is a statistic of."""
    found: dict[str, None] = {}
    for x in exposures:
        level = x.conditions.degree
        if isinstance(level, Level):
            sign = {"below": "< ", "above": "> "}.get(level.censored or "", "")
            over = "" if level.statistic is None else SHORT.get(level.statistic, level.statistic.wording).text_in(lang)
            found[f"{sign}{number_of(level.value, lang)}{f' ({over})' if over else ''}"] = None
    return "; ".join(found)


def _agents_at(register: Register, workstation: str, lang: Language) -> Iterator[_Row]:
    """Make a row of each agent that is recorded of a workstation, or of a situation that covers it."""
    places = {workstation, *situations_covering(register.situations).get(workstation, ())}
    found: dict[str, list[CollectiveExposure]] = {}
    for x in register.exposures:
        if not isinstance(x, CollectiveExposure) or places.isdisjoint((x.workstation, x.situation)):
            continue
        if register.is_current(x):
            found.setdefault(x.agent, []).append(x)
    for agent, exposures in found.items():
        bars = []
        for x in sorted(exposures, key=lambda x: x.period.start):
            count = "" if x.headcount is None else _WORDS["people"].text_in(lang).format(n=x.headcount)
            text = ", ".join(part for part in (_levels([x], lang), count) if part)
            bars.append(_Bar(period=x.period, style=_COLLECTIVE, text=text))
        yield _Row(label=_agent_label(register, agent), bars=tuple(bars))


def _people_at(register: Register, workstation: str) -> Iterator[_Row]:
    """Make a row of each person assigned to a workstation or exposed there."""
    covering = situations_covering(register.situations)
    bars: dict[str, list[_Bar]] = {}
    for a in register.assignments:
        if workstation in places_of(a, covering) and register.is_current(a):
            bars.setdefault(a.worker, []).append(_Bar(period=a.period, style=_ASSIGNED, height=0.5))
    for x in register.exposures:
        if isinstance(x, IndividualExposure) and x.workstation == workstation and register.is_current(x):
            style = _DERIVED if x.derived_from else _RECORDED
            bars.setdefault(x.worker, []).append(_Bar(period=x.period, style=style, height=0.22))
    for worker, drawn in bars.items():
        # the wide bars first: what is drawn last lies above
        yield _Row(label=worker, bars=tuple(sorted(drawn, key=lambda bar: (-bar.height, bar.period.start))))


def _time_line(title: str, rows: Sequence[_Row], source: str, on: dt.date, lang: Language) -> "Figure":
    figure = figure_of(1.7 + 0.55 * max(len(rows), 1))
    axes = figure.subplots()
    axes.set_title(title, loc="left", weight="bold")
    ends = [bar.period.end or on for row in rows for bar in row.bars]
    first = min((bar.period.start for row in rows for bar in row.bars), default=on - dt.timedelta(365))
    last = max([on, *ends])
    # a little room for the arrows, which lie on the first and the last day
    margin = max((last - first).days // 40, 3) * ONE_DAY
    shown = (first - margin, last + margin)
    for n, row in enumerate(rows):
        _draw_row(axes, n, row, shown, max(on, first))
    if not rows:
        axes.text(0.5, 0.5, _WORDS["nothing"].text_in(lang), transform=axes.transAxes, ha="center", color=GREY)
    axes.set_yticks(range(len(rows)), [row.label for row in rows], size=9, color=INK)
    axes.set_ylim(max(len(rows), 1) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    draw_days(axes, shown)
    axes.set_xlabel(source, loc="left", fontsize=8, color=GREY)
    _legend(figure, rows, lang)
    return figure


def _draw_row(axes: "Axes", n: int, row: _Row, shown: tuple[dt.date, dt.date], on: dt.date) -> None:
    until = shown[1]
    # from the last to the first, so that each text knows where the next one begins
    for bar in sorted(row.bars, key=lambda bar: bar.period.start, reverse=True):
        if bar.text:
            room = (until - bar.period.start) / (shown[1] - shown[0])
            until = bar.period.start
            # about what the letters need of the width of the axes, at this size
            if len(bar.text) * 0.0092 < room:
                above = n - bar.height / 2 - 0.06
                axes.text(day_at(bar.period.start), above, bar.text, size=8, color=INK, va="bottom")
    for bar in row.bars:
        period = bar.period
        end = period.end or max(on, period.start)
        pale = period.precision is not Precision.DAY or period.ended
        axes.barh(
            n,
            day_at(end) - day_at(period.start) + 1,
            left=day_at(period.start),
            height=bar.height,
            color=bar.style.pale if pale else bar.style.face,
            hatch="///" if pale else None,
            edgecolor=INK,
            linewidth=0.6,
        )
        for there, day, mark in (
            (period.begun_before, period.start, "<"),
            (period.is_open, end, ">"),
            (period.ended, end, "$?$"),
        ):
            if there:
                axes.plot([day_at(day)], [n], marker=mark, linestyle="", color=INK, markersize=7, clip_on=False)


def _source(register: Register, on: dt.date, lang: Language) -> str:
    as_of = "" if register.as_of is None else _WORDS["as of"].text_in(lang).format(day=register.as_of)
    return _WORDS["register"].text_in(lang).format(as_of=as_of, on=on)


def _legend(figure: "Figure", rows: Sequence[_Row], lang: Language) -> None:
    """Explain what occurs, and nothing else."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    bars = [bar for row in rows for bar in row.bars]
    handles: list[Any] = [
        Patch(facecolor=style.face, edgecolor=INK, label=style.label.text_in(lang))
        for style in (_COLLECTIVE, _RECORDED, _DERIVED, _ASSIGNED)
        if any(bar.style is style for bar in bars)
    ]
    if any(bar.period.precision is not Precision.DAY for bar in bars):
        label = _WORDS["imprecise"].text_in(lang)
        handles.append(Patch(facecolor="white", edgecolor=INK, hatch="///", label=label))
    for name, mark, there in (
        ("before", "<", any(bar.period.begun_before for bar in bars)),
        ("open", ">", any(bar.period.is_open for bar in bars)),
        ("over", "$?$", any(bar.period.ended for bar in bars)),
    ):
        if there:
            handles.append(Line2D([], [], color=INK, marker=mark, linestyle="", label=_WORDS[name].text_in(lang)))
    if handles:
        figure.legend(handles=handles, loc="outside lower left", ncols=4, frameon=False, fontsize=8)

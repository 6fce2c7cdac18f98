"""Pictures: what a person met, what was at a workstation, how an agent was classed and limited over the years.

Each function returns an ordinary figure of matplotlib, to be shown, changed and saved as any other. Persons and places
stand in it by their ids. Colours are told apart by colour-blind people, and never say alone what they say.
Needs the extra `plots`.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap
from typing import TYPE_CHECKING, Any, Final, Literal

from attrs import evolve, field, frozen

from tracexpo.agents import Mixture, UnidentifiedAgent
from tracexpo.catalogue import Asked, Catalogue, Certainty, HistoryStep, Limit, LimitKind, shipped
from tracexpo.errors import InvalidValueError, MissingExtraError
from tracexpo.exposures import CollectiveExposure, IndividualExposure, Level
from tracexpo.periods import Period
from tracexpo.places import places_of, situations_covering
from tracexpo.problems import Language, Wording
from tracexpo.register import Register
from tracexpo.units import Measure
from tracexpo.vocabularies import CmrClass, Precision, Statistic
from tracexpo.work import Worker, Workstation

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["agent_history", "worker_time_line", "workstation_time_line"]

_WIDTH: Final = 9.0
"""Width of a figure [inch]."""
_COVERED_FROM: Final = dt.date(2010, 12, 1)
"""First day of the classes of Annex VI that the catalogue holds as law."""
_ONE_DAY: Final = dt.timedelta(days=1)
_INK: Final = "#222222"
_GREY: Final = "#6b6b6b"


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
_LISTED: Final = _Style(Wording("listed process", "procédé inscrit"), "#cc79a7", "#f0d7e5")
_CLASSES: Final = {CmrClass.CLP_1A: "#0072b2", CmrClass.CLP_1B: "#56b4e9", CmrClass.CLP_2: "#f0e442"}
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
    "more": Wording("and {n} more people", "et {n} autres personnes"),
    "people": Wording("{n} in place", "{n} à ce poste"),
    "classes": Wording("CMR class", "Classe CMR"),
    "process": Wording("listed process", "procédé inscrit"),
    "limit": Wording("Limit", "Valeur limite"),
    "no class": Wording("no harmonised CMR class known", "aucune classe CMR harmonisée connue"),
    "no limit": Wording("no limit known in these years", "aucune limite connue sur ces années"),
    "not covered": Wording("classes not covered", "classes non couvertes"),
    "agent": Wording(
        "Sources: Annex VI of CLP, orders on processes, {articles}. Catalogue {edition}.",
        "Sources : annexe VI du CLP, arrêtés sur les procédés, {articles}. Catalogue {edition}.",
    ),
    "scopes": Wording("Limits for some sectors only are left out.", "Les limites propres à un secteur sont omises."),
}
_SHORT: Final = {
    Statistic.TWA_8H: Wording("8 h", "8 h"),
    Statistic.TWA_1H: Wording("1 h", "1 h"),
    Statistic.TWA_15MIN: Wording("15 min", "15 min"),
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
    if not isinstance(register.get(worker), Worker):
        raise InvalidValueError("id-unknown", "/worker")
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
    if not isinstance(register.get(workstation), Workstation):
        raise InvalidValueError("id-unknown", "/workstation")
    rows = list(_agents_at(register, workstation, lang))
    people = sorted(_people_at(register, workstation), key=lambda row: (row.bars[0].period.start, row.label))
    source = _source(register, on, lang)
    if len(people) > most:
        source += " … " + _WORDS["more"].text_in(lang).format(n=len(people) - most)
    title = _WORDS["workstation"].text_in(lang).format(id=workstation)
    return _time_line(title, rows + people[:most], source, on, lang)


def agent_history(
    agent: Asked, *, since: dt.date, until: dt.date, lang: Language = "en", catalogue: Catalogue | None = None
) -> "Figure":
    """Draw the CMR classes of an agent and its French limit over the years (classes et limite d'un agent).

    Above, each hazard with its classes, and the days on the list of processes; below, the limits for all sectors, one
    line for each averaging time and fraction. A star marks what is a convention or unconfirmed, and says which.

    Args:
        agent: an agent of the model, an entry, or a text that finds one entry.
        since: first day drawn.
        until: last day drawn.
        lang: "en" or "fr".
        catalogue: another edition than the shipped one.

    Raises:
        InvalidValueError: `period-end-before-start` when `until` lies before `since`.
        NotInCatalogueError: where nothing or several entries match.
        MissingExtraError: without the extra `plots`.

    >>> figure = agent_history("benzène", since=dt.date(2000, 1, 1), until=dt.date(2026, 12, 31))
    >>> figure.axes[1].get_ylabel()
    'Limit [mg/m³]'
    """
    drawn = Period(since, until)
    asked = shipped() if catalogue is None else catalogue
    steps, limits = asked.history(agent), _limits_between(asked, agent, since, until)
    general = [limit for limit in limits if limit.scope is None]
    figure = _figure(2.9 + 0.32 * len(_class_rows(steps, lang)))
    above, below = figure.subplots(2, 1, sharex=True, height_ratios=(1, 1.3))
    name = asked.entries_of(agent)[0].names
    above.set_title((name.fr if lang == "fr" and name.fr else name.en) or name.fr or "", loc="left", weight="bold")
    _draw_classes(above, steps, drawn, lang)
    notes = _draw_limits(below, general, drawn, lang)
    if len(general) < len(limits):
        notes.append(_WORDS["scopes"].text_in(lang))
    _dates(below, drawn)
    kinds = dict.fromkeys(limit.kind.label_in(lang) for limit in general if limit.kind is not None)
    said = _WORDS["agent"].text_in(lang).format(articles=", ".join(kinds) or "R4412-149", edition=asked.edition)
    figure.supxlabel("\n".join([said, *notes]), x=0.01, ha="left", fontsize=8, color=_GREY)
    return figure


# -- time lines


def _agent_label(register: Register, id: str) -> str:
    agent = register.get(id)
    if agent is None or isinstance(agent, UnidentifiedAgent):
        return id
    name = agent.product_name if isinstance(agent, Mixture) else getattr(agent, "name", "")
    return "\n".join([*wrap(name, 32, max_lines=2, placeholder="…"), id])


def _number(measure: Measure, lang: Language) -> str:
    text = format(measure.value, "f")
    return f"{text.replace('.', ',') if lang == 'fr' else text} {measure.unit.label_in(lang)}"


def _levels(exposures: Iterable[CollectiveExposure | IndividualExposure], lang: Language) -> str:
    """Write the levels of some exposures, each with its unit and what it is a statistic of."""
    found: dict[str, None] = {}
    for x in exposures:
        level = x.conditions.degree
        if isinstance(level, Level):
            sign = {"below": "< ", "above": "> "}.get(level.censored or "", "")
            over = "" if level.statistic is None else _SHORT.get(level.statistic, level.statistic.wording).text_in(lang)
            found[f"{sign}{_number(level.value, lang)}{f' ({over})' if over else ''}"] = None
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
    figure = _figure(1.7 + 0.55 * max(len(rows), 1))
    axes = figure.subplots()
    axes.set_title(title, loc="left", weight="bold")
    ends = [bar.period.end or on for row in rows for bar in row.bars]
    first = min((bar.period.start for row in rows for bar in row.bars), default=on - dt.timedelta(365))
    last = max([on, *ends])
    # a little room for the arrows, which lie on the first and the last day
    margin = max((last - first).days // 40, 3) * _ONE_DAY
    shown = Period(first - margin, last + margin)
    for n, row in enumerate(rows):
        _draw_row(axes, n, row, shown, max(on, first), lang)
    if not rows:
        axes.text(0.5, 0.5, _WORDS["nothing"].text_in(lang), transform=axes.transAxes, ha="center", color=_GREY)
    axes.set_yticks(range(len(rows)), [row.label for row in rows], size=9, color=_INK)
    axes.set_ylim(max(len(rows), 1) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    _dates(axes, shown)
    axes.set_xlabel(source, loc="left", fontsize=8, color=_GREY)
    _legend(figure, rows, lang)
    return figure


def _draw_row(axes: "Axes", n: int, row: _Row, shown: Period, on: dt.date, lang: Language) -> None:
    assert shown.end is not None
    for i, bar in enumerate(row.bars):
        period = bar.period
        end = period.end or max(on, period.start)
        pale = period.precision is not Precision.DAY or period.ended
        axes.barh(
            n,
            _at(end) - _at(period.start) + 1,
            left=_at(period.start),
            height=bar.height,
            color=bar.style.pale if pale else bar.style.face,
            hatch="///" if pale else None,
            edgecolor=_INK,
            linewidth=0.6,
        )
        for there, day, mark in (
            (period.begun_before, period.start, "<"),
            (period.is_open, end, ">"),
            (period.ended, end, "$?$"),
        ):
            if there:
                axes.plot([_at(day)], [n], marker=mark, linestyle="", color=_INK, markersize=7, clip_on=False)
        later = [b.period.start for b in row.bars[i + 1 :] if b.text and b.period.start > period.start]
        room = (min([shown.end, *later]) - period.start) / (shown.end - shown.start)
        # about what the letters need of the width of the axes, at this size
        if bar.text and len(bar.text) * 0.0092 < room:
            axes.text(_at(period.start), n - bar.height / 2 - 0.06, bar.text, size=8, color=_INK, va="bottom")


def _source(register: Register, on: dt.date, lang: Language) -> str:
    as_of = "" if register.as_of is None else _WORDS["as of"].text_in(lang).format(day=register.as_of)
    return _WORDS["register"].text_in(lang).format(as_of=as_of, on=on)


# -- an agent


def _limits_between(catalogue: Catalogue, agent: Asked, since: dt.date, until: dt.date) -> list[Limit]:
    """Return every limit that holds on some day, that over 8 h first; a day costs some twenty microseconds."""
    days = (since + n * _ONE_DAY for n in range((until - since).days + 1))
    found = dict.fromkeys(limit for day in days for limit in catalogue.limits(agent, on=day))
    # of the last days of an edition the certainty changes, the limit does not
    merged = {evolve(limit, certainty=Certainty.CERTAIN): limit for limit in reversed(found)}

    def order(x: Limit) -> tuple[bool, str, str, dt.date]:
        return x.statistic is not Statistic.TWA_8H, x.statistic, x.fraction or "", x.applies_from or since

    return sorted(merged.values(), key=order)


def _class_rows(steps: Iterable[HistoryStep], lang: Language) -> dict[str, list[_Bar]]:
    """Return the bars of each hazard, and those of the days on the list of processes."""
    rows: dict[str, dict[_Bar, None]] = {}
    for step in steps:
        if step.listed_as is not None:
            bar = _Bar(period=Period(step.applies_from, step.applies_until), style=_LISTED)
            rows.setdefault(_WORDS["process"].text_in(lang), {})[bar] = None
        for c in step.classifications:
            if c.cmr_class is None or c.applies_from is None:
                continue
            style = _Style(c.cmr_class.wording, _CLASSES[c.cmr_class], _CLASSES[c.cmr_class])
            text = c.cmr_class.value.removeprefix("clp-")
            bar = _Bar(period=Period(c.applies_from, c.applies_until), style=style, text=text)
            rows.setdefault(c.hazard.label_in(lang), {})[bar] = None
    return {name: list(bars) for name, bars in rows.items()}


def _draw_classes(axes: "Axes", steps: Iterable[HistoryStep], drawn: Period, lang: Language) -> None:
    rows = _class_rows(steps, lang)
    assert drawn.end is not None
    for n, bars in enumerate(rows.values()):
        for bar in bars:
            common = bar.period.intersection(drawn)
            if common is None or common.end is None:
                continue
            face = bar.style.face
            first, last = _at(common.start), _at(common.end) + 1
            axes.barh(n, last - first, left=first, height=0.6, color=face, edgecolor=_INK, linewidth=0.6)
            ink = "white" if face == _CLASSES[CmrClass.CLP_1A] else "black"
            axes.text((first + last) / 2, n, bar.text, ha="center", va="center", color=ink, weight="bold", size=9)
    if not rows:
        axes.text(0.5, 0.5, _WORDS["no class"].text_in(lang), transform=axes.transAxes, ha="center", color=_GREY)
    axes.set_yticks(range(len(rows)), list(rows), color=_INK)
    axes.set_ylim(max(len(rows), 1) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    axes.set_ylabel(_WORDS["classes"].text_in(lang))
    if drawn.start < _COVERED_FROM:
        first, last = _at(drawn.start), _at(min(_COVERED_FROM, drawn.end))
        # pale, and under what is known of those years, such as a listed process
        axes.axvspan(first, last, facecolor="#f2f2f2", edgecolor="#c4c4c4", hatch="//", linewidth=0, zorder=0)
        said = _WORDS["not covered"].text_in(lang)
        axes.annotate(said, (first, 0), (4, 4), ("data", "axes fraction"), "offset points", size=8)


def _draw_limits(axes: "Axes", limits: Sequence[Limit], drawn: Period, lang: Language) -> list[str]:
    """Draw each limit over its days; return what has to be said of them below."""
    assert drawn.end is not None
    from matplotlib.lines import Line2D

    known = [(limit, limit.value) for limit in limits if limit.value is not None]
    if not known:
        axes.text(0.5, 0.5, _WORDS["no limit"].text_in(lang), transform=axes.transAxes, ha="center", color=_GREY)
        axes.set_yticks([])
        return []
    unit = known[-1][1].unit
    lines = dict.fromkeys((limit.statistic, limit.fraction) for limit, _ in known)
    looks = dict(zip(lines, _LINES * len(lines), strict=False))
    notes: dict[str, None] = {}
    written: dict[str, str] = {}
    for limit, measure in known:
        value = measure.to(unit)
        height = float(value.value)
        start = max(limit.applies_from or drawn.start, drawn.start)
        end = min(limit.applies_until or drawn.end, drawn.end)
        colour, dashes = looks[limit.statistic, limit.fraction]
        span = [_at(start), _at(end) + 1]
        axes.plot(span, [height, height], dashes, color=colour, linewidth=_WEIGHTS[limit.kind is LimitKind.BINDING])
        number = _number(value, lang).partition(" ")[0]
        if not limit.certainty.is_law:
            notes[f"* {limit.certainty.label_in(lang)}"] = None
        # the same value under another text goes on: written once
        if written.get(colour) != number:
            star = "" if limit.certainty.is_law else "*"
            axes.annotate(f"{number}{star}", (span[0], height), (3, 4), textcoords="offset points", size=8, color=_INK)
        written[colour] = number
    axes.set_ylim(0, 1.25 * max(float(measure.to(unit).value) for _, measure in known))
    axes.set_ylabel(f"{_WORDS['limit'].text_in(lang)} [{unit.label_in(lang)}]")
    if lang == "fr":
        axes.yaxis.set_major_formatter(_with_comma)
    handles = []
    for statistic, fraction in lines:
        colour, dashes = looks[statistic, fraction]
        label = _SHORT.get(statistic, statistic.wording).text_in(lang)
        label += f", {fraction.label_in(lang)}" if fraction is not None else ""
        handles.append(Line2D([], [], color=colour, linestyle=dashes, linewidth=3, label=label))
    for kind in dict.fromkeys(limit.kind for limit, _ in known if limit.kind is not None):
        weight = _WEIGHTS[kind is LimitKind.BINDING]
        handles.append(Line2D([], [], color=_INK, linewidth=weight, label=kind.label_in(lang).partition(" (")[0]))
    axes.legend(handles=handles, loc="best", frameon=True, fontsize=8)
    return list(notes)


def _with_comma(height: float, _: float = 0) -> str:
    return f"{height:g}".replace(".", ",")


_WEIGHTS: Final = {True: 3.0, False: 1.2}
"""Width of the line of a limit, binding or not [point]."""
_LINES: Final[tuple[tuple[str, Literal["-", ":", "-.", "--"]], ...]] = (
    ("#0072b2", "-"),
    ("#d55e00", ":"),
    ("#009e73", "-."),
    ("#cc79a7", "--"),
)


# -- what all figures share


def _figure(height: float) -> "Figure":
    """Make a figure that no state of pyplot knows: nothing has to be closed, and threads may draw."""
    try:
        from matplotlib.figure import Figure
    except ImportError:
        raise MissingExtraError("a picture", "plots") from None
    return Figure(figsize=(_WIDTH, height), layout="constrained", facecolor="white")


def _matplotlib_dates() -> Any:
    """Return the module as untyped as it is."""
    import matplotlib.dates

    return matplotlib.dates


def _at(day: dt.date) -> float:
    """Return where a day lies on an axis of days."""
    return float(_matplotlib_dates().date2num(day))


def _dates(axes: "Axes", shown: Period) -> None:
    """Write days the same in every language, only as precisely as the span needs."""
    dates = _matplotlib_dates()
    days = shown.days or 0
    axes.set_xlim(_at(shown.start), _at(shown.end or shown.start))
    axes.xaxis.set_major_locator(dates.AutoDateLocator(minticks=4, maxticks=10))
    axes.xaxis.set_major_formatter(dates.DateFormatter("%Y" if days > 1500 else "%Y-%m" if days > 120 else "%Y-%m-%d"))
    axes.grid(axis="x", color="#dddddd", linewidth=0.8)
    axes.set_axisbelow(True)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)


def _legend(figure: "Figure", rows: Sequence[_Row], lang: Language) -> None:
    """Explain what occurs, and nothing else."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    bars = [bar for row in rows for bar in row.bars]
    handles: list[Any] = [
        Patch(facecolor=style.face, edgecolor=_INK, label=style.label.text_in(lang))
        for style in (_COLLECTIVE, _RECORDED, _DERIVED, _ASSIGNED)
        if any(bar.style is style for bar in bars)
    ]
    if any(bar.period.precision is not Precision.DAY for bar in bars):
        label = _WORDS["imprecise"].text_in(lang)
        handles.append(Patch(facecolor="white", edgecolor=_INK, hatch="///", label=label))
    for name, mark, there in (
        ("before", "<", any(bar.period.begun_before for bar in bars)),
        ("open", ">", any(bar.period.is_open for bar in bars)),
        ("over", "$?$", any(bar.period.ended for bar in bars)),
    ):
        if there:
            handles.append(Line2D([], [], color=_INK, marker=mark, linestyle="", label=_WORDS[name].text_in(lang)))
    if handles:
        figure.legend(handles=handles, loc="outside lower left", ncols=4, frameon=False, fontsize=8)

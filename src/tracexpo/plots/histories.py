"""The history of an agent: its CMR classes and its limit over the years."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final, Literal

from attrs import evolve, frozen

from tracexpo.catalogue import Asked, Catalogue, Certainty, HistoryStep, Limit, LimitKind, shipped
from tracexpo.periods import Period
from tracexpo.plots.drawing import GREY, INK, ONE_DAY, SHORT, day_at, draw_days, figure_of, number_of
from tracexpo.problems import Language, Wording
from tracexpo.vocabularies import CmrClass, Statistic

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["agent_history"]

_COVERED_FROM: Final = dt.date(2010, 12, 1)
"""First day of the classes of Annex VI that the catalogue holds as law."""
_LISTED: Final = "#cc79a7"
# of the palette of Okabe and Ito
_CLASSES: Final = {CmrClass.CLP_1A: "#0072b2", CmrClass.CLP_1B: "#56b4e9", CmrClass.CLP_2: "#f0e442"}
_WORDS: Final = {
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


@frozen(kw_only=True)
class _Bar:
    """Some days of a row, with their colour and what is written in them."""

    period: Period
    face: str
    text: str = ""


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
    figure = figure_of(2.9 + 0.32 * len(_class_rows(steps, lang)))
    above, below = figure.subplots(2, 1, sharex=True, height_ratios=(1, 1.3))
    name = asked.entries_of(agent)[0].names
    above.set_title((name.fr if lang == "fr" and name.fr else name.en) or name.fr or "", loc="left", weight="bold")
    _draw_classes(above, steps, drawn, lang)
    notes = _draw_limits(below, general, drawn, lang)
    if len(general) < len(limits):
        notes.append(_WORDS["scopes"].text_in(lang))
    draw_days(below, (since, until))
    kinds = dict.fromkeys(limit.kind.label_in(lang) for limit in general if limit.kind is not None)
    said = _WORDS["agent"].text_in(lang).format(articles=", ".join(kinds) or "R4412-149", edition=asked.edition)
    figure.supxlabel("\n".join([said, *notes]), x=0.01, ha="left", fontsize=8, color=GREY)
    return figure


def _limits_between(catalogue: Catalogue, agent: Asked, since: dt.date, until: dt.date) -> list[Limit]:
    """Return every limit that holds on some day, that over 8 h first; a day costs some twenty microseconds."""
    days = (since + n * ONE_DAY for n in range((until - since).days + 1))
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
            bar = _Bar(period=Period(step.applies_from, step.applies_until), face=_LISTED)
            rows.setdefault(_WORDS["process"].text_in(lang), {})[bar] = None
        for c in step.classifications:
            if c.cmr_class is None or c.applies_from is None:
                continue
            text = c.cmr_class.value.removeprefix("clp-")
            bar = _Bar(period=Period(c.applies_from, c.applies_until), face=_CLASSES[c.cmr_class], text=text)
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
            first, last = day_at(common.start), day_at(common.end) + 1
            axes.barh(n, last - first, left=first, height=0.6, color=bar.face, edgecolor=INK, linewidth=0.6)
            ink = "white" if bar.face == _CLASSES[CmrClass.CLP_1A] else "black"
            axes.text((first + last) / 2, n, bar.text, ha="center", va="center", color=ink, weight="bold", size=9)
    if not rows:
        axes.text(0.5, 0.5, _WORDS["no class"].text_in(lang), transform=axes.transAxes, ha="center", color=GREY)
    axes.set_yticks(range(len(rows)), list(rows), color=INK)
    axes.set_ylim(max(len(rows), 1) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    axes.set_ylabel(_WORDS["classes"].text_in(lang))
    if drawn.start < _COVERED_FROM:
        first, last = day_at(drawn.start), day_at(min(_COVERED_FROM, drawn.end))
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
        axes.text(0.5, 0.5, _WORDS["no limit"].text_in(lang), transform=axes.transAxes, ha="center", color=GREY)
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
        span = [day_at(start), day_at(end) + 1]
        axes.plot(span, [height, height], dashes, color=colour, linewidth=_WEIGHTS[limit.kind is LimitKind.BINDING])
        number = number_of(value, lang).partition(" ")[0]
        if not limit.certainty.is_law:
            notes[f"* {limit.certainty.label_in(lang)}"] = None
        # the same value under another text goes on: written once
        if written.get(colour) != number:
            star = "" if limit.certainty.is_law else "*"
            axes.annotate(f"{number}{star}", (span[0], height), (3, 4), textcoords="offset points", size=8, color=INK)
        written[colour] = number
    axes.set_ylim(0, 1.25 * max(float(measure.to(unit).value) for _, measure in known))
    axes.set_ylabel(f"{_WORDS['limit'].text_in(lang)} [{unit.label_in(lang)}]")
    if lang == "fr":
        axes.yaxis.set_major_formatter(_with_comma)
    handles = []
    for statistic, fraction in lines:
        colour, dashes = looks[statistic, fraction]
        label = SHORT.get(statistic, statistic.wording).text_in(lang)
        label += f", {fraction.label_in(lang)}" if fraction is not None else ""
        handles.append(Line2D([], [], color=colour, linestyle=dashes, linewidth=3, label=label))
    for kind in dict.fromkeys(limit.kind for limit, _ in known if limit.kind is not None):
        weight = _WEIGHTS[kind is LimitKind.BINDING]
        handles.append(Line2D([], [], color=INK, linewidth=weight, label=kind.label_in(lang).partition(" (")[0]))
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

"""What all pictures share: the figure, its axis of days, its inks, and how values are written."""

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

from tracexpo.errors import MissingExtraError
from tracexpo.problems import Language, Wording
from tracexpo.units import Measure
from tracexpo.vocabularies import Statistic

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["GREY", "INK", "ONE_DAY", "SHORT", "day_at", "draw_days", "figure_of", "number_of"]

_WIDTH: Final = 9.0
"""Width of a figure [inch]."""
ONE_DAY: Final = dt.timedelta(days=1)
"""From a day to the next."""
INK: Final = "#222222"
"""Colour of letters and edges."""
GREY: Final = "#6b6b6b"
"""Colour of what is said beside."""
SHORT: Final = {
    Statistic.TWA_8H: Wording("8 h", "8 h"),
    Statistic.TWA_1H: Wording("1 h", "1 h"),
    Statistic.TWA_15MIN: Wording("15 min", "15 min"),
}
"""Averaging times in few letters."""


def number_of(measure: Measure, lang: Language) -> str:
    """Write a measure with its unit, as the language writes numbers."""
    text = format(measure.value, "f")
    return f"{text.replace('.', ',') if lang == 'fr' else text} {measure.unit.label_in(lang)}"


def figure_of(height: float) -> "Figure":
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


def day_at(day: dt.date) -> float:
    """Return where a day lies on an axis of days."""
    return float(_matplotlib_dates().date2num(day))


def draw_days(axes: "Axes", shown: tuple[dt.date, dt.date]) -> None:
    """Write days the same in every language, only as precisely as the span needs."""
    dates = _matplotlib_dates()
    days = (shown[1] - shown[0]).days
    axes.set_xlim(day_at(shown[0]), day_at(shown[1]) + 1)
    axes.xaxis.set_major_locator(dates.AutoDateLocator(minticks=4, maxticks=10))
    axes.xaxis.set_major_formatter(dates.DateFormatter("%Y" if days > 1500 else "%Y-%m" if days > 120 else "%Y-%m-%d"))
    axes.grid(axis="x", color="#dddddd", linewidth=0.8)
    axes.set_axisbelow(True)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)

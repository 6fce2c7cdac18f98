"""Draw the pictures of the documentation from what ships: `python tools/build_pictures.py`.

The report of the example list, as the command prints it, and the three plots. With `--check` it compares and writes
nothing: the texts of each picture must be those of today; where they stand may differ between versions of Matplotlib.
"""

import datetime as dt
import io
import re
import runpy
import sys
from collections.abc import Iterator, Mapping
from decimal import Decimal
from html import escape, unescape
from pathlib import Path
from typing import Any

import matplotlib as mpl

import tracexpo as tx
from tracexpo import plots

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "pictures"
DAY = dt.date(2025, 11, 30)
SHOWN = 18
"""How many lines of the report are shown at the most; the last problem shown is shown whole."""
REST = {"en": "… and so on: {n} more lines", "fr": "… et ainsi de suite : {n} autres lignes"}
COLOURS = {"red": "#b3261e", "yellow": "#7a4f00", "cyan": "#005a78", "dim": "#5c5c5c"}
LETTERS = "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace"
CHARACTER, LINE, MARGIN, WIDTH = 7.83, 17, 20, 80
"""Of the letters: width, height of a line and margin [pixel]; width of a line [character]."""


def pictures() -> Mapping[str, str]:
    """Return every picture, by the name of its file."""
    register = career()
    agent = plots.agent_history("benzène", since=dt.date(2001, 1, 1), until=dt.date(2027, 12, 31))
    agent_fr = plots.agent_history("benzène", since=dt.date(2001, 1, 1), until=dt.date(2027, 12, 31), lang="fr")
    drawn = {
        "worker.svg": plots.worker_time_line(register, "M-0417", on=DAY),
        "worker-fr.svg": plots.worker_time_line(register, "M-0417", on=DAY, lang="fr"),
        "workstation.svg": plots.workstation_time_line(register, "bath", on=DAY),
        "workstation-fr.svg": plots.workstation_time_line(register, "bath", on=DAY, lang="fr"),
        "benzene.svg": agent,
        "benzene-fr.svg": agent_fr,
    }
    return {
        "report.svg": report_picture("en"),
        "report-fr.svg": report_picture("fr"),
        **{name: svg_of(figure, name) for name, figure in drawn.items()},
    }


def career() -> tx.Register:
    """A register with something to draw: the workshop of the first example, and some years before it."""
    workshop: tx.Register = runpy.run_path(str(ROOT / "examples" / "first.py"))["workshop"]()
    day = dt.date.fromisoformat
    level = tx.Level(value=tx.Measure(Decimal("0.02"), tx.Unit.MG_M3), statistic=tx.Statistic.TWA_8H)
    said: dict[str, Any] = {"establishment": "dijon", "workstation": "bath"}
    early = tx.Period(day("1988-01-01"), day("1999-12-31"), tx.Precision.YEAR, begun_before=True)
    return tx.trace(
        workshop.add(
            tx.Substance(id="cas:79-01-6", name="Trichloroethylene", cas_number="79-01-6"),
            tx.IndividualExposure(id="y1", worker="M-0417", agent="cas:79-01-6", period=early, **said),
            tx.CollectiveExposure(
                id="y2",
                agent="cas:1333-82-0",
                period=tx.Period(day("2004-03-01"), day("2024-07-04")),
                conditions=tx.Conditions(degree=level),
                headcount=3,
                **said,
            ),
            tx.CollectiveExposure(id="y3", agent="cas:71-43-2", period=early, **said),
            tx.Assignment(id="a9", worker="M-0417", workstation="bath", period=tx.Period(day("2006-09-04"))),
        )
    )


def svg_of(figure: Any, name: str) -> str:
    """Save a figure the same at every run, its letters as text."""
    written = io.StringIO()
    with mpl.rc_context({"svg.hashsalt": name, "svg.fonttype": "none"}):
        figure.savefig(written, format="svg", metadata={"Date": None, "Creator": None})
    return "\n".join(line.rstrip() for line in written.getvalue().splitlines()) + "\n"


def report_picture(lang: Any) -> str:
    """Draw the report of the example list, line by line as it is printed."""
    source = ROOT / "examples" / "liste_atelier.csv"
    reading = tx.try_read(source)
    assert reading.register is not None
    report = tx.check(reading.register, "list-2024", on=DAY, origins=reading.origins).including(reading.problems)
    text: Any = report.rich(lang, WIDTH)
    every = list(text.split("\n", allow_blank=True))
    lines = every[: max(n for n in range(SHOWN) if not every[n].plain) + 1]
    head = f"$ tracexpo check examples/{source.name} --on {DAY}" + (" --lang fr" if lang == "fr" else "")
    height = (len(lines) + 4) * LINE + 2 * MARGIN
    width = round(WIDTH * CHARACTER + 2 * MARGIN)
    body = "\n".join(_lines(head, lines, REST[lang].format(n=len(every) - len(lines))))
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" lang="{lang}">
<title>{escape(head.removeprefix("$ "))}</title>
<rect width="100%" height="100%" rx="8" fill="#fafafa" stroke="#8a8a8a"/>
<g font-family="{LETTERS}" font-size="13" fill="#1f1f1f">
{body}
</g>
</svg>
"""


def _lines(head: str, lines: list[Any], rest: str) -> Iterator[str]:
    drawn = [(head, ""), ("", ""), *((line.plain, _style(line)) for line in lines), (rest, "dim")]
    for n, (text, style) in enumerate(drawn):
        if text:
            weight = ' font-weight="bold"' if "bold" in style else ""
            colour = next((f' fill="{value}"' for name, value in COLOURS.items() if name in style), "")
            said = text.lstrip()
            x, y = MARGIN + (len(text) - len(said)) * CHARACTER, MARGIN + (n + 1) * LINE
            # as wide as it is counted, whatever the letters of the reader
            length = f' textLength="{len(said) * CHARACTER:.0f}" lengthAdjust="spacingAndGlyphs"'
            yield f'<text x="{x:g}" y="{y}"{weight}{colour}{length}>{escape(said)}</text>'


def _style(line: Any) -> str:
    return " ".join(str(span.style) for span in line.spans)


def texts_in(svg: str) -> list[str]:
    """Return what can be read in a picture, in its order."""
    return [unescape(re.sub(r"<[^>]+>", "", text)) for text in re.findall(r"<text[^>]*>(.*?)</text>", svg, re.DOTALL)]


def main() -> None:
    """Write the pictures, or compare them."""
    PICTURES.mkdir(exist_ok=True)
    stale = []
    for name, svg in pictures().items():
        path = PICTURES / name
        if "--check" not in sys.argv:
            path.write_text(svg, "utf-8")
        elif not path.is_file() or texts_in(path.read_text("utf-8")) != texts_in(svg):
            stale.append(name)
    if stale:
        raise SystemExit(f"not in step: {', '.join(stale)}")


if __name__ == "__main__":
    main()

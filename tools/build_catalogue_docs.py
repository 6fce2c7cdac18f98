"""Write the tables of `docs/catalogue` from the shipped data: `python tools/build_catalogue_docs.py`.

What stands above the mark in a page is written by hand, what stands below is made of the data. With `--check` it
compares and writes nothing.
"""

import datetime as dt
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from tracexpo import catalogue
from tracexpo.catalogue import tables
from tracexpo.vocabularies import NafRevision

PAGES = Path(__file__).parents[1] / "docs" / "catalogue"
MARK = "<!-- From here on: tools/build_catalogue_docs.py -->\n"
AGENTS, TEXTS, CODES = tables.read_agents(), tables.read_texts(), tables.read_code_lists()
COUNTED = (
    "2010-12-01",
    "2015-06-01",
    "2016-01-01",
    "2021-09-30",
    "2021-10-01",
    "2023-12-01",
    "2024-07-05",
    "2027-02-01",
)


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """The lines of a table."""
    yield ""
    yield "| " + " | ".join(head) + " |"
    yield "|" + " --- |" * len(head)
    for row in rows:
        yield "| " + " | ".join(shown(cell) for cell in row) + " |"


def shown(value: object) -> str:
    """A value in a cell."""
    text = "" if value is None else str(value)
    return text.replace("|", "\\|").replace("\n", " ").replace("<", "&lt;").replace("[", "&#91;")


def index() -> Iterator[str]:
    """The data sets."""
    annex = [row for row in AGENTS.substances if row.index is not None]
    yield ""
    yield "## What is in it"
    yield ""
    yield f"Edition **{AGENTS.edition}**: Annex VI to {AGENTS.last_act}, texts read on {AGENTS.stated_on}."
    yield f"It answers until {AGENTS.answers_until}."
    yield from table(
        ("data set", "rows", "page"),
        (
            (
                "CMR classes of Annex VI",
                f"{len(annex)} entries, {sum(len(r.steps) for r in annex)} steps",
                "classes.md",
            ),
            ("listed processes", len(AGENTS.processes), "processes.md"),
            (
                "exposure limits",
                f"{len(TEXTS.limits)} values of {len({r.subject for r in TEXTS.limits})} agents",
                "limits.md",
            ),
            ("classes of Directive 67/548", len(TEXTS.conversions), "directive.md"),
            ("restricted works", len(TEXTS.restrictions), "restrictions.md"),
            ("tables of occupational diseases", len(TEXTS.diseases), "diseases.md"),
            ("activity codes, four revisions", sum(map(len, CODES.naf.values())), "lists.md"),
            ("regional funds", len(CODES.funds), "lists.md"),
            ("durations of keeping", len(TEXTS.retention), "lists.md"),
        ),
    )


def classes() -> Iterator[str]:
    """Acts, counts, corrected days, families."""
    yield ""
    yield f"## In force, to {AGENTS.last_act}"
    yield ""
    yield "Entries with a class 1A or 1B:"
    days = [dt.date.fromisoformat(text) for text in COUNTED]
    yield from table(("day", "entries"), ((day, in_force(day)) for day in days))
    yield ""
    yield "## Acts"
    acts = Counter((step.day, step.act, step.atp) for row in AGENTS.substances for step in row.steps)
    yield from table(("applies from", "act", "", "changes"), ((*key, count) for key, count in sorted(acts.items())))
    yield ""
    yield "## Days moved by a later act"
    yield from table(
        ("act", "", "in the workbook", "applies from", "by", "how sure"),
        ((c.act, c.atp, c.workbook_day, c.day, c.by, c.certainty) for c in AGENTS.corrections),
    )
    yield ""
    yield "## Families"
    yield ""
    yield "Their answer depends on the compound."
    yield from table(
        ("id", "name", "members", "note"),
        ((f"`{g.id}`", f"{g.fr} / {g.en}", len(g.members), g.note) for g in AGENTS.groups),
    )


def in_force(day: dt.date) -> int:
    """How many entries have a class 1A or 1B on a day."""
    count = 0
    for row in AGENTS.substances:
        steps = [step for step in row.steps if step.day <= day]
        count += bool(steps) and steps[-1].is_1a_or_1b
    return count


def processes() -> Iterator[str]:
    """The listed processes."""
    yield from table(
        ("id", "wording", "since", "CAS numbers", "source", "the day", "note"),
        ((f"`{p.id}`", p.fr, p.day, ", ".join(p.cas), p.source, p.certainty, p.note) for p in AGENTS.processes),
    )


def limits() -> Iterator[str]:
    """Every limit, asbestos dust levels, molar masses."""
    yield ""
    yield "## Limits"
    yield ""
    yield "Until: the last day included. Values of two states parted by a day not known stand between them with “or”."
    rows = sorted(TEXTS.limits, key=lambda r: (r.label.casefold(), r.statistic, r.kind, r.day or dt.date.min))
    yield from table(
        ("agent", "kind", "over", "fraction", "scope", "value", "from", "until", "skin", "how sure", "source"),
        (
            (
                r.label,
                r.kind,
                r.statistic,
                r.fraction,
                r.scope,
                value_of(r),
                r.day,
                r.until and r.until - dt.timedelta(days=1),
                {True: "yes", False: "", None: "?"}[r.skin],
                r.certainty,
                r.source,
            )
            for r in rows
        ),
    )
    yield ""
    yield "## Dust levels of asbestos work"
    yield from table(
        ("level", "from [f/L]", "below [f/L]", "since", "source"),
        ((d.level, d.least, d.below, d.day, d.source) for d in TEXTS.dust_levels),
    )
    yield ""
    yield "## Molar masses"
    yield ""
    yield f"{len(TEXTS.molar_masses)} agents, from their formulas: `convert` goes between ppm and mg/m³ with them,"
    yield "at 20 °C and 101.3 kPa."


def value_of(row: tables.LimitRow) -> str:
    """The value of a limit, with ppm where printed."""
    if row.candidates:
        return " or ".join(value or "none" for value in row.candidates) + f" {row.unit}"
    if row.value is None:
        return "none, skin only"
    return f"{row.value} {row.unit}" + (f" ({row.ppm} ppm)" if row.ppm and row.unit != "ppm" else "")


def directive() -> Iterator[str]:
    """The conversion table."""
    yield from table(
        ("Directive 67/548", "hazard", "CLP", "statement"),
        (
            (
                "; ".join(old_class(category, phrase) for _, category, phrase in r.old),
                r.hazard,
                r.clp_class.removeprefix("clp-"),
                r.statement,
            )
            for r in TEXTS.conversions
        ),
    )


def old_class(category: str, phrase: str) -> str:
    """A class of the directive with its phrase."""
    return f"Cat. {category.removeprefix('67/548-')} {phrase}" if category else phrase


def restrictions() -> Iterator[str]:
    """The articles and their items."""
    yield from table(
        ("article", "item", "agent", "what", "works named, or left out", "found by", "note"),
        (
            (r.article, r.item, r.label_fr, r.scope, r.condition_fr, ", ".join(r.subjects), r.note)
            for r in TEXTS.restrictions
        ),
    )


def diseases() -> Iterator[str]:
    """The lines of the tables."""
    yield from table(
        ("scheme", "table", "agent", "disease", "time limit", "exposure", "since first", "works", "from", "source"),
        (
            (
                r.regime,
                r.table,
                r.agent_fr,
                r.condition_fr,
                r.delay,
                r.min_exposure,
                r.min_latency,
                r.works,
                r.day,
                r.source,
            )
            for r in TEXTS.diseases
        ),
    )


def lists() -> Iterator[str]:
    """Activity codes, funds, durations of keeping, thresholds."""
    yield ""
    yield "## Activity codes"
    yield from table(
        ("revision", "codes"), ((revision.label, len(catalogue.naf_codes(revision))) for revision in NafRevision)
    )
    yield ""
    yield "## Regional funds"
    yield from table(
        ("name", "before 1 July 2010", "named in the circular of 2009"),
        ((f.name, f.name_before_2010_07, "yes" if f.named_in_2009 else "") for f in catalogue.regional_funds()),
    )
    yield ""
    yield "## Durations of keeping"
    yield from table(
        ("record", "years", "from", "limits", "in force", "how sure", "source"),
        (
            (
                r.record.fr,
                f"≥ {r.years}" if r.at_least else r.years,
                r.starts.fr,
                r.cap.fr if r.cap else "",
                f"{r.applies_from or ''} … {r.applies_until or ''}",
                r.certainty.value,
                r.source,
            )
            for r in catalogue.retention_rules()
        ),
    )
    yield ""
    yield "## Thresholds of EN 689"
    yield from table(("results", "U"), list(TEXTS.u_thresholds.items())[:9])
    yield ""
    yield f"{len(TEXTS.u_thresholds)} rows, to 60 results; beyond, 1.762."


def main() -> int:
    """Write the pages, or compare."""
    makers = (index, classes, processes, limits, directive, restrictions, diseases, lists)
    different = []
    for maker in makers:
        path = PAGES / f"{maker.__name__}.md"
        page = path.read_text("utf-8")
        written = page.partition(MARK)[0] + MARK + "\n".join(maker()) + "\n"
        if maker is index:
            for name in ("classes", "processes", "limits", "directive", "restrictions", "diseases", "lists"):
                written = written.replace(f"| {name}.md |", f"| [{name}]({name}.md) |")
        if written != page:
            different.append(path.name)
            if "--check" not in sys.argv[1:]:
                path.write_text(written, "utf-8")
    sys.stdout.write(f"{'different' if different else 'same'}: {', '.join(different) or 'all pages'}\n")
    return 1 if different and "--check" in sys.argv[1:] else 0


if __name__ == "__main__":
    raise SystemExit(main())

"""Write the tables of `docs/catalogue` from the shipped data: `python tools/build_catalogue_docs.py`.

In English and, under `docs/fr`, in French. What stands above the mark in a page is written by hand, what stands below
is made of the data. The French of what the data says in English stands in `tools/data/notes_fr.csv`. With `--check` it
compares and writes nothing.
"""

import csv
import datetime as dt
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from attrs import frozen

from tracexpo import catalogue
from tracexpo.catalogue import tables
from tracexpo.catalogue.diseases import Regime
from tracexpo.catalogue.exposure_limits import LimitKind, LimitScope
from tracexpo.catalogue.restricted_works import RestrictionScope
from tracexpo.documents.rendering.spelling import speech_in
from tracexpo.problems import Language
from tracexpo.units import Unit
from tracexpo.vocabularies import DustFraction, Hazard, NafRevision, Vocabulary

ROOT = Path(__file__).parents[1]
PAGES = {"en": ROOT / "docs" / "catalogue", "fr": ROOT / "docs" / "fr" / "catalogue"}
MARK = "<!-- From here on: tools/build_catalogue_docs.py -->\n"
AGENTS, TEXTS, CODES = tables.read_agents(), tables.read_texts(), tables.read_code_lists()
NOTES = ROOT / "tools" / "data" / "notes_fr.csv"
FRENCH = {row["en"]: row["fr"] for row in csv.DictReader(NOTES.read_text("utf-8").splitlines())}
"""What the data says in English, and its French."""
SURE = {
    "certain": "certain",
    "transitional": "transitoire",
    "secondary": "secondaire",
    "inferred": "déduit",
    "not-verified": "non vérifié",
    "day-not-known": "date inconnue",
    "depends": "selon le cas",
}
"""How sure a row is, in a word."""
OVER = {"twa-8h": "8 h", "twa-15min": "15 min", "twa-1h": "1 h"}
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
Row = Sequence[object]
Lines = Iterator[str]


@frozen
class Speaker:
    """One of the two languages, and how a page says things in it."""

    lang: Language

    def __call__(self, en: str, fr: str) -> str:
        """Say a sentence of ours."""
        return en if self.lang == "en" else fr

    def told(self, text: str | None) -> str:
        """Say what the data says in English, or in neither language."""
        text = text or ""
        if self.lang == "en":
            return text
        return re.sub(r"\b([LRD])(\d+-)", r"\1. \2", re.sub(r"(?<! ); ", " ; ", FRENCH.get(text, text)))

    def word(self, vocabulary: type[Vocabulary], word: str | None) -> str:
        """Say a word of a vocabulary: as it is written, or its French label."""
        return word or "" if self.lang == "en" or word is None else vocabulary(word).label_in("fr")

    def sure(self, certainty: str) -> str:
        """Say how sure a row is."""
        return certainty if self.lang == "en" else SURE[certainty]

    def number(self, text: object) -> str:
        """Write a number."""
        return str(text) if self.lang == "en" else str(text).replace(".", ",")

    def duration(self, text: str | None) -> str | None:
        """Write a duration of whole years or months."""
        if not text:
            return text
        count, years = text[1:-1], text.endswith("Y")
        if self.lang == "fr":
            return f"{count} mois" if not years else f"{count} ans" if count != "1" else "1 an"
        return f"{count} {'year' if years else 'month'}{'s' * (count != '1')}"

    def day(self, day: dt.date) -> str:
        """Write a day in a sentence."""
        return day.isoformat() if self.lang == "en" else speech_in("fr").day(day)

    def table(self, head: Sequence[tuple[str, str]], rows: Iterable[Row]) -> Lines:
        """Yield the lines of a table."""
        yield ""
        yield "| " + " | ".join(self(*words) for words in head) + " |"
        yield "|" + " --- |" * len(head)
        for row in rows:
            yield "| " + " | ".join(shown(cell) for cell in row) + " |"


def shown(value: object) -> str:
    """A value in a cell."""
    text = "" if value is None else str(value)
    text = text.replace("|", "\\|").replace("\n", " ").replace("<", "&lt;")
    # a link to a page of these stays one
    return text if re.fullmatch(r"\[[^]]+\]\([a-z]+\.md\)", text) else text.replace("[", "&#91;")


def index(say: Speaker) -> Lines:
    """The data sets."""
    annex, read = [row for row in AGENTS.substances if row.index is not None], say.day(AGENTS.stated_on)
    steps, subjects = sum(len(row.steps) for row in annex), len({row.subject for row in TEXTS.limits})
    page = {
        name: f"[{say(name, french)}]({name}.md)"
        for name, french in (
            ("classes", "classes"),
            ("processes", "procédés"),
            ("limits", "valeurs limites"),
            ("directive", "directive"),
            ("restrictions", "travaux"),
            ("diseases", "maladies"),
            ("lists", "listes"),
        )
    }
    yield ""
    yield say("## What is in it", "## Ce qu'il contient")
    yield ""
    yield say(
        f"Edition **{AGENTS.edition}**: Annex VI to {AGENTS.last_act}, texts read on {read}.",
        f"Édition **{AGENTS.edition}** : annexe VI jusqu'à l'acte {AGENTS.last_act}, textes lus le {read}.",
    )
    yield say(
        f"It answers until {say.day(AGENTS.answers_until)}.", f"Elle répond jusqu'au {say.day(AGENTS.answers_until)}."
    )
    annex_rows = say(f"{len(annex)} entries, {steps} steps", f"{len(annex)} entrées, {steps} étapes")
    limit_rows = say(
        f"{len(TEXTS.limits)} values of {subjects} agents", f"{len(TEXTS.limits)} valeurs pour {subjects} agents"
    )
    naf_rows = sum(map(len, CODES.naf.values()))
    yield from say.table(
        (("data set", "données"), ("rows", "lignes"), ("page", "page")),
        (
            (say("CMR classes of Annex VI", "classes CMR de l'annexe VI"), annex_rows, page["classes"]),
            (say("listed processes", "procédés inscrits"), len(AGENTS.processes), page["processes"]),
            (say("exposure limits", "valeurs limites d'exposition"), limit_rows, page["limits"]),
            (
                say("classes of Directive 67/548", "classes de la directive 67/548"),
                len(TEXTS.conversions),
                page["directive"],
            ),
            (
                say("restricted works", "travaux interdits ou réglementés"),
                len(TEXTS.restrictions),
                page["restrictions"],
            ),
            (
                say("tables of occupational diseases", "tableaux de maladies professionnelles"),
                len(TEXTS.diseases),
                page["diseases"],
            ),
            (say("activity codes, four revisions", "codes d'activité, quatre révisions"), naf_rows, page["lists"]),
            (say("regional funds", "caisses régionales"), len(CODES.funds), page["lists"]),
            (say("durations of keeping", "durées de conservation"), len(TEXTS.retention), page["lists"]),
        ),
    )


def classes(say: Speaker) -> Lines:
    """Acts, counts, corrected days, families."""
    yield ""
    yield say(f"## In force, to {AGENTS.last_act}", f"## En vigueur, jusqu'à l'acte {AGENTS.last_act}")
    yield ""
    yield say("Entries with a class 1A or 1B:", "Entrées qui ont une classe 1A ou 1B :")
    days = [dt.date.fromisoformat(text) for text in COUNTED]
    yield from say.table((("day", "date"), ("entries", "entrées")), ((day, in_force(day)) for day in days))
    yield ""
    yield say("## Acts", "## Les actes")
    acts = Counter((step.day, step.act, step.atp) for row in AGENTS.substances for step in row.steps)
    yield from say.table(
        (("applies from", "applicable à partir du"), ("act", "acte"), ("", ""), ("changes", "changements")),
        ((*key, count) for key, count in sorted(acts.items())),
    )
    yield ""
    yield say("## Days moved by a later act", "## Dates déplacées par un acte ultérieur")
    yield from say.table(
        (
            ("act", "acte"),
            ("", ""),
            ("in the workbook", "dans le classeur"),
            ("applies from", "applicable à partir du"),
            ("by", "par"),
            ("how sure", "certitude"),
        ),
        ((c.act, c.atp, c.workbook_day, c.day, say.told(c.by), say.sure(c.certainty)) for c in AGENTS.corrections),
    )
    yield ""
    yield say("## Families", "## Les familles")
    yield ""
    yield say("Their answer depends on the compound.", "La réponse dépend du composé.")
    yield from say.table(
        (("id", "identifiant"), ("name", "nom"), ("members", "membres"), ("note", "remarque")),
        ((f"`{g.id}`", say(f"{g.fr} / {g.en}", g.fr), len(g.members), say.told(g.note)) for g in AGENTS.groups),
    )


def in_force(day: dt.date) -> int:
    """How many entries have a class 1A or 1B on a day."""
    count = 0
    for row in AGENTS.substances:
        steps = [step for step in row.steps if step.day <= day]
        count += bool(steps) and steps[-1].is_1a_or_1b
    return count


def processes(say: Speaker) -> Lines:
    """The listed processes."""
    yield from say.table(
        (
            ("id", "identifiant"),
            ("wording", "libellé"),
            ("since", "depuis le"),
            ("CAS numbers", "numéros CAS"),
            ("source", "source"),
            ("the day", "la date"),
            ("note", "remarque"),
        ),
        (
            (
                f"`{p.id}`",
                p.fr,
                p.day,
                ", ".join(p.cas),
                say.told(p.source),
                say.told(p.certainty),
                say.told(p.note),
            )
            for p in AGENTS.processes
        ),
    )


def limits(say: Speaker) -> Lines:
    """Every limit, asbestos dust levels, molar masses."""
    yield ""
    yield say("## Limits", "## Valeurs limites")
    yield ""
    yield say(
        "Until: the last day included. Values of two states parted by a day not known stand between them with “or”.",
        "Jusqu'au : dernier jour inclus. « Ou » sépare deux états du tableau dont la date de passage est inconnue.",
    )
    rows = sorted(TEXTS.limits, key=lambda r: (r.label.casefold(), r.statistic, r.kind, r.day or dt.date.min))
    yield from say.table(
        (
            ("agent", "agent"),
            ("kind", "nature"),
            ("over", "sur"),
            ("fraction", "fraction"),
            ("scope", "étendue"),
            ("value", "valeur"),
            ("from", "à partir du"),
            ("until", "jusqu'au"),
            ("skin", "peau"),
            ("how sure", "certitude"),
            ("source", "source"),
        ),
        (
            (
                r.label,
                say.word(LimitKind, r.kind).removeprefix("valeur limite ").partition(" (")[0],
                say(r.statistic, OVER[r.statistic]),
                say.word(DustFraction, r.fraction).removeprefix("fraction "),
                say.word(LimitScope, r.scope),
                value_of(r, say),
                r.day,
                r.until and r.until - dt.timedelta(days=1),
                {True: say("yes", "oui"), False: "", None: "?"}[r.skin],
                say.sure(r.certainty),
                say.told(r.source),
            )
            for r in rows
        ),
    )
    yield ""
    yield say("## Dust levels of asbestos work", "## Niveaux d'empoussièrement de l'amiante")
    yield from say.table(
        (
            ("level", "niveau"),
            ("from [f/L]", "à partir de [f/L]"),
            ("below [f/L]", "au-dessous de [f/L]"),
            ("since", "depuis le"),
            ("source", "source"),
        ),
        ((d.level, d.least, d.below, d.day, say.told(d.source)) for d in TEXTS.dust_levels),
    )
    yield ""
    yield say("## Molar masses", "## Masses molaires")
    yield ""
    yield say(
        f"{len(TEXTS.molar_masses)} agents, from their formulas: `convert` goes between ppm and mg/m³ with them,",
        f"{len(TEXTS.molar_masses)} agents, d'après leurs formules : `convert` s'en sert entre les ppm et les mg/m³,",
    )
    yield say("at 20 °C and 101.3 kPa.", "à 20 °C et 101,3 kPa.")


def value_of(r: tables.LimitRow, say: Speaker) -> str:
    """The value of a limit, with ppm where printed."""
    unit = say.word(Unit, r.unit)
    if r.candidates:
        values = (say.number(value or say("none", "aucune")) for value in r.candidates)
        return f"{say(' or ', ' ou ').join(values)} {unit}"
    if r.value is None:
        return say("none, skin only", "aucune, peau seulement")
    return f"{say.number(r.value)} {unit}" + (f" ({say.number(r.ppm)} ppm)" if r.ppm and r.unit != "ppm" else "")


def directive(say: Speaker) -> Lines:
    """The conversion table."""
    yield from say.table(
        (
            ("Directive 67/548", "directive 67/548"),
            ("hazard", "danger"),
            ("CLP", "CLP"),
            ("statement", "mention"),
        ),
        (
            (
                say("; ", " ; ").join(old_class(category, phrase) for _, category, phrase in r.old),
                say.word(Hazard, r.hazard),
                r.clp_class.removeprefix("clp-"),
                r.statement,
            )
            for r in TEXTS.conversions
        ),
    )


def old_class(category: str, phrase: str) -> str:
    """A class of the directive with its phrase."""
    return f"Cat. {category.removeprefix('67/548-')} {phrase}" if category else phrase


def restrictions(say: Speaker) -> Lines:
    """The articles and their items."""
    yield from say.table(
        (
            ("article", "article"),
            ("item", "rang"),
            ("agent", "agent"),
            ("what", "étendue"),
            ("works named, or left out", "travaux nommés, ou exclus"),
            ("found by", "trouvé par"),
            ("how sure", "certitude"),
            ("note", "remarque"),
        ),
        (
            (
                say.told(r.article),
                r.item,
                r.label_fr,
                say.word(RestrictionScope, r.scope),
                say.told(r.condition_fr),
                ", ".join(re.sub("^!", say("not ", "sauf "), subject) for subject in r.subjects),
                say.sure(r.certainty),
                say.told(r.note),
            )
            for r in TEXTS.restrictions
        ),
    )


def diseases(say: Speaker) -> Lines:
    """The lines of the tables."""
    yield from say.table(
        (
            ("scheme", "régime"),
            ("table", "tableau"),
            ("agent", "agent"),
            ("disease", "maladie"),
            ("time limit", "délai de prise en charge"),
            ("exposure", "durée d'exposition"),
            ("since first", "depuis la première exposition"),
            ("works", "liste des travaux"),
            ("from", "à partir du"),
            ("how sure", "certitude"),
            ("source", "source"),
        ),
        (
            (
                say.word(Regime, r.regime).removeprefix("régime "),
                r.table,
                say(r.agent_en, r.agent_fr),
                say(r.condition_en, r.condition_fr),
                say.duration(r.delay),
                say.duration(r.min_exposure),
                say.duration(r.min_latency),
                r.works,
                r.day,
                say.sure(r.certainty),
                say.told(r.source),
            )
            for r in TEXTS.diseases
        ),
    )


def lists(say: Speaker) -> Lines:
    """Activity codes, funds, durations of keeping, thresholds."""
    yield ""
    yield say("## Activity codes", "## Codes d'activité")
    yield from say.table(
        (("revision", "révision"), ("codes", "codes")),
        ((revision.label_in(say.lang), len(catalogue.naf_codes(revision))) for revision in NafRevision),
    )
    yield ""
    yield say("## Regional funds", "## Caisses régionales")
    yield from say.table(
        (
            ("name", "nom"),
            ("before 1 July 2010", "avant le 1er juillet 2010"),
            ("named in the circular of 2009", "nommée dans la circulaire de 2009"),
        ),
        (
            (f.name, f.name_before_2010_07, say("yes", "oui") if f.named_in_2009 else "")
            for f in catalogue.regional_funds()
        ),
    )
    yield ""
    yield say("## Durations of keeping", "## Durées de conservation")
    yield from say.table(
        (
            ("record", "document"),
            ("years", "années"),
            ("from", "à compter de"),
            ("limits", "limites"),
            ("in force", "en vigueur"),
            ("how sure", "certitude"),
            ("source", "source"),
        ),
        (
            (
                r.record.fr,
                f"≥ {r.years}" if r.at_least else r.years,
                r.starts.fr,
                r.cap.fr if r.cap else "",
                f"{r.applies_from or ''} … {r.applies_until or ''}",
                say.sure(r.certainty.value),
                say.told(r.source),
            )
            for r in catalogue.retention_rules()
        ),
    )
    yield ""
    yield say("## Thresholds of EN 689", "## Seuils de l'EN 689")
    yield from say.table(
        (("results", "résultats"), ("U", "U")),
        ((count, say.number(u)) for count, u in list(TEXTS.u_thresholds.items())[:9]),
    )
    yield ""
    yield say(
        f"{len(TEXTS.u_thresholds)} rows, to 60 results; beyond, 1.762.",
        f"{len(TEXTS.u_thresholds)} lignes, jusqu'à 60 résultats ; au-delà, 1,762.",
    )


MAKERS = (index, classes, processes, limits, directive, restrictions, diseases, lists)


def main() -> int:
    """Write the pages, or compare."""
    different = []
    for lang in ("en", "fr"):
        for maker in MAKERS:
            path = PAGES[lang] / f"{maker.__name__}.md"
            page = path.read_text("utf-8")
            written = page.partition(MARK)[0] + MARK + "\n".join(maker(Speaker(lang))) + "\n"
            if written != page:
                different.append(path.relative_to(ROOT / "docs").as_posix())
                if "--check" not in sys.argv[1:]:
                    path.write_text(written, "utf-8", newline="\n")
    sys.stdout.write(f"{'different' if different else 'same'}: {', '.join(different) or 'all pages'}\n")
    return 1 if different and "--check" in sys.argv[1:] else 0


if __name__ == "__main__":
    raise SystemExit(main())

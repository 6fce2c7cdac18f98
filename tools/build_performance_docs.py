"""Write the figures of the French performance pages from the English ones: `python tools/build_performance_docs.py`.

The benchmarks write their tables between two comments of `docs/performance.md` and `docs/performance-tables.md`; this
writes the same tables, in French, between the same comments of the pages under `docs/fr`. With `--check` it compares.
"""

import re
import sys
from pathlib import Path

DOCS = Path(__file__).parents[1] / "docs"
PAGES = ("performance.md", "performance-tables.md")
BLOCK = re.compile(
    r"(?P<begin>^<!-- (?P<name>[a-z-]+) -->\n)(?P<made>.*?)(?P<end>^<!-- /(?P=name) -->)",
    re.MULTILINE | re.DOTALL,
)
FRENCH = (
    (r"Not yet measured\.", "Pas encore mesuré."),
    # under the tables
    (
        r"exposures of an employer's group, (\d+) bytes of JSON each",
        r"expositions du groupe d'un employeur, de \1 octets de JSON",
    ),
    (
        r"exposures in which nothing repeats, (\d+) bytes of JSON each",
        r"expositions où rien ne se répète, de \1 octets de JSON",
    ),
    (
        r"; figures per record, medians of (\d+) runs in turns",
        r" ; par enregistrement, médianes de \1 passages alternés",
    ),
    (r"(\d+) cores", r"\1 cœurs"),
    (
        r"Profile (`\S+`) on (\S+); times per exposure, (\d+) runs in turns",
        r"Profil \1 au \2 ; par exposition, \3 passages alternés",
    ),
    (
        r"An exposure of ([\d ]+) costs ([\d.]+) times one of ([\d ]+) \(bar: ",
        r"Une exposition sur \1 coûte \2 fois une sur \3 (seuil : ",
    ),
    (r"([\d ]+) lines of 22 columns, (\d+) MiB; (\d+) turns", r"\1 lignes de 22 colonnes, \2 Mio ; \3 passages"),
    (r"A line of ([\d ]+) costs ([\d.]+) times a line of", r"Une ligne sur \1 coûte \2 fois une ligne sur"),
    # heads
    (r"compared with", "comparé à"),
    (r"ratio, median \(runs\)", "rapport, médiane (passages)"),
    (r"\| bar \| aim \|", "| seuil | but |"),
    (r"exposures \| check \| untyped parse", "expositions | vérification | analyse sans types"),
    (
        r"\| bar \| problems \| a report kept \| its problems \|",
        "| seuil | constats | un rapport gardé | ses constats |",
    ),
    (r"lines a second", "lignes par seconde"),
    (r"time over tracexpo's", "temps rapporté à celui de tracexpo"),
    (r"memory added \[MiB\]", "mémoire ajoutée [Mio]"),
    (r"\| \| median \| bar \|", "| | médiane | seuil |"),
    # rows
    (r"data read on first use", "données lues au premier usage"),
    (r"`find`, by CAS number", "`find`, par numéro CAS"),
    (r"`find`, by name", "`find`, par nom"),
    (r"(\d+) runs; CPython", r"\1 passages ; CPython"),
    (r"read a document with one bad record", "lire un document dont un enregistrement est fautif"),
    (r"read a document", "lire un document"),
    (r"the same, pydantic's collector paused", "le même, ramasse-miettes de pydantic suspendu"),
    (r"read one record at a time", "lire un enregistrement à la fois"),
    (r"write a document", "écrire un document"),
    (r"resident memory of a record kept", "mémoire résidente d'un enregistrement gardé"),
    (r"import to the first record", "de l'import au premier enregistrement"),
    (r"reading, of ([\d ]+) \|", r"lecture, sur \1 |"),
    (r"writing, of ([\d ]+) \|", r"écriture, sur \1 |"),
    (r"digest, of ([\d ]+) \|", r"empreinte, sur \1 |"),
    (r"memory, of ([\d ]+) \|", r"mémoire, sur \1 |"),
    (r"\| digest \|", "| empreinte |"),
    # cells
    (r"a clean one", "un document sans faute"),
    (r"reading it", "le lire"),
    (r"(µs|ms| B) of (\d)", r"\1 sur \2"),
    (r"(\d) B\b", r"\1 o"),
    (r"MiB", "Mio"),
    (r"met, not the aim", "atteint, but non"),
    (r"met, aim too", "atteint, but aussi"),
    (r"\bmet\b", "atteint"),
    (r"\*\*missed\*\*", "**manqué**"),
    (r"\bmissed\b", "manqué"),
    (r"(\w); ", r"\1 ; "),
    # numbers, but no versions of packages
    (r"(?<![\d.])(\d+)\.(\d+)(?![\d.]*\d)", r"\1,\2"),
)
"""What the benchmarks say, as patterns, and its French; in order."""


def french(text: str) -> str:
    """Say a table and the text under it in French."""
    for pattern, words in FRENCH:
        text = re.sub(pattern, words, text)
    return text


def page_text(name: str) -> str:
    """Return a French page with the figures of the English one."""
    made = {found["name"]: found["made"] for found in BLOCK.finditer((DOCS / name).read_text("utf-8"))}

    def put(found: re.Match[str]) -> str:
        return found["begin"] + french(made[found["name"]]) + found["end"]

    return BLOCK.sub(put, (DOCS / "fr" / name).read_text("utf-8"))


def main() -> int:
    """Write the pages, or compare."""
    stale = [name for name in PAGES if (DOCS / "fr" / name).read_text("utf-8") != page_text(name)]
    if "--check" not in sys.argv[1:]:
        for name in stale:
            (DOCS / "fr" / name).write_text(page_text(name), "utf-8", newline="\n")
        return 0
    if stale:
        sys.stderr.write(f"not in step: {', '.join(f'fr/{name}' for name in stale)}\n")
    return 1 if stale else 0


if __name__ == "__main__":
    raise SystemExit(main())

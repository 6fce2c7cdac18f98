"""Write what the documentation takes from the model: `python tools/build_model_docs.py`.

Two pages, `docs/model.md` and `docs/glossary.md`, and in French the glossary and `docs/fr/vocabularies.md`. What
stands above the mark in them is written by hand; what stands below it is made of the classes, fields and vocabularies
and of the texts under them in the source.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args, get_origin
from unicodedata import normalize

import attrs

from tracexpo import (
    agents,
    attestations,
    companies,
    exposures,
    measurements,
    periods,
    provenance,
    register,
    units,
    work,
)
from tracexpo.codecs.converter import is_tagged_union, make_converter, tag_of
from tracexpo.codecs.descriptions import class_description, field_descriptions
from tracexpo.effective import EffectiveDays
from tracexpo.extensions import Extensions
from tracexpo.form import STATEMENTS, Form, field_types, form_of, is_optional, members_of
from tracexpo.problems import source_in
from tracexpo.register import Register, UnreadRecord
from tracexpo.units import Unit
from tracexpo.vocabularies import Vocabulary

DOCS = Path(__file__).parents[1] / "docs"
MARK = "<!-- From here on: tools/build_model_docs.py -->\n"

LEADING = (Register, provenance.Provenance)
"""What stands first under its heading, though it is no record."""

AFTER_RECORDS = (exposures.Conditions,)
"""What stands before the smaller parts."""

SECTIONS = (
    ("The register", register),
    ("Places", companies),
    ("Work and people", work),
    ("Agents", agents),
    ("Exposures", exposures),
    ("Measurements", measurements),
    ("Provenance", provenance),
    ("Attestations and transmissions", attestations),
    ("Periods and times", periods),
    ("Measures", units),
)
"""The headings, with the modules whose classes stand under them."""

IN_PYTHON_ONLY = (UnreadRecord, EffectiveDays)
"""Classes that no document holds."""

NOT_FRENCH = ("its CELEX number", "EC")
"""What stands in brackets in the source and is no French term."""

# the records of these are of several classes: their links lead to the section
SEVERAL = {"agents": "agents", "exposures": "exposures"}
CONVERTER = make_converter()


def place_of(cls: type) -> int:
    """Return where a class stands under its heading: records first, then their parts."""
    if cls in LEADING:
        return 0
    if hasattr(cls, "COLLECTION"):
        return 1
    return 2 if cls in AFTER_RECORDS else 3


def classes_of(module: Any) -> list[type]:
    """Return the public attrs classes of a module that a document holds, in the order of the page."""
    found = [value for value in vars(module).values() if isinstance(value, type) and attrs.has(value)]
    own = [cls for cls in found if cls.__module__ == module.__name__ and cls.__name__ in module.__all__]
    return sorted((cls for cls in own if cls not in IN_PYTHON_ONLY), key=place_of)


def anchor(cls: type) -> str:
    """Return a link to the heading of a class."""
    return f"[{cls.__name__}](#{cls.__name__.lower()})"


def collection_link(name: str) -> str:
    """Return a link to what a collection holds."""
    item = get_args(field_types(Register)[name])[0]
    return f"[{name}](#{SEVERAL[name]})" if name in SEVERAL else f"[{name}](#{item.__name__.lower()})"


def scalar_words(form: Form) -> str:
    """Say a form in words."""
    if form.targets:
        return "→ " + " or ".join(map(collection_link, form.targets))
    if form.name == "count":
        return "count" if form.least == 0 else f"count, {form.least} to {form.most}"
    if form.name == "decimal" and form.least is not None:
        return f"decimal, {'more than ' if form.above else ''}{form.least} to {form.most}"
    return {"flag": "true or false", "cas": "CAS number", "ec": "EC number", "clp-index": "CLP index number"}.get(
        form.name, form.name.upper() if form.name in ("siren", "siret", "nir") else form.name
    )


def type_words(annotation: Any) -> str:
    """Say the type of a field in words, with links."""
    if get_origin(annotation) is tuple:
        return f"list of {type_words(get_args(annotation)[0])}"
    words = []
    for member in members_of(annotation):
        form = form_of(member)
        if form is not None:
            words.append(scalar_words(form))
        elif member is Extensions:
            words.append("extensions")
        elif member is str:
            words.append("text")
        else:
            words.append(anchor(member))
    return ", ".join(words[:-1]) + " or " + words[-1] if len(words) > 1 else words[0]


def default_words(default: Any, annotation: Any) -> str:
    """Say what an absent field means; nothing for a field that must be there."""
    if default is attrs.NOTHING:
        return "**required**"
    plain = {} if attrs.has(type(default)) else CONVERTER.unstructure(default, unstructure_as=annotation)
    return f"`{json.dumps(plain)}`"


def french_terms(text: str) -> list[str]:
    """Return the French terms of a text: what stands in brackets, without digits."""
    return [term for term in re.findall(r"\(([^()0-9]+)\)", text) if term not in NOT_FRENCH]


def with_french(text: str) -> str:
    """Set the French terms of a text in italics."""
    for term in french_terms(text):
        text = text.replace(f"({term})", f"(*{term}*)")
    return text


def without_source(text: str) -> tuple[str, str]:
    """Return a text without what it says after "Source:", and that."""
    said, _, source = text.partition("Source: ")
    return said.strip(), source.rstrip(".")


def class_lines(cls: type) -> Iterator[str]:
    """Yield the section of a class."""
    yield f"### {cls.__name__}\n"
    tag, collection = tag_of(cls), getattr(cls, "COLLECTION", None)
    notes = []
    if collection is not None:
        notes.append(f"a record of `{collection}`")
    if collection in STATEMENTS:
        notes.append("a statement")
    elif collection not in (None, "withdrawals"):
        notes.append("a description")
    if tag is not None:
        where = " where a band could stand instead" if cls is periods.ExposureTime else ""
        notes.append(f'`"kind": "{tag}"`{where}')
    if notes:
        yield f"*{' · '.join(notes)}*\n"
    yield with_french(class_description(cls)) + "\n"
    texts, defaults = field_descriptions(cls), {a.name: a.default for a in attrs.fields(cls)}
    if texts:
        yield "| Field | Type | If absent | |\n|---|---|---|---|"
        for name, annotation in field_types(cls).items():
            optional = "" if defaults[name] is None or not is_optional(annotation) else " or `null`"
            cells = (
                f"`{name}`",
                type_words(annotation) + optional,
                default_words(defaults[name], annotation),
                with_french(texts[name]),
            )
            yield f"| {' | '.join(cells)} |"
        yield ""


def vocabulary_lines(vocabulary: type[Vocabulary]) -> Iterator[str]:
    """Yield the section of a vocabulary."""
    yield f"### {vocabulary.__name__}\n"
    yield with_french(class_description(vocabulary)) + "\n"
    measured = vocabulary is Unit
    yield f"| Written | English | Français |{' Kind |' * measured}\n|---|---|---|{'---|' * measured}"
    for member in vocabulary:
        kind = f" {member.kind.label} |" if isinstance(member, Unit) else ""
        yield f"| `{member.value}` | {member.label} | {member.label_in('fr')} |{kind}"
    yield ""


def vocabularies() -> list[type[Vocabulary]]:
    """Return the vocabularies of the fields of the model, in the order of their first use."""
    found: dict[type[Vocabulary], None] = {}
    for _, module in SECTIONS:
        for cls in classes_of(module):
            for annotation in field_types(cls).values():
                item = get_args(annotation)[0] if get_origin(annotation) is tuple else annotation
                for member in members_of(item):
                    if form_of(member) is None and not is_tagged_union(item) and issubclass(member, Vocabulary):
                        found[member] = None
    return list(found)


def reference() -> str:
    """Return the classes and the vocabularies."""
    lines: list[str] = []
    for heading, module in SECTIONS:
        lines.append(f"## {heading}\n")
        for cls in classes_of(module):
            lines += class_lines(cls)
    lines.append("## In Python only\n")
    for cls in IN_PYTHON_ONLY:
        lines += class_lines(cls)
    lines.append("## Vocabularies\n")
    for vocabulary in vocabularies():
        lines += vocabulary_lines(vocabulary)
    return "\n".join(lines)


def texts_of_the_model() -> Iterator[tuple[str, str, str]]:
    """Yield each name of the model, with the anchor it stands under and its text."""
    words = vocabularies()
    classes = [cls for _, module in SECTIONS for cls in classes_of(module)]
    for cls in [*classes, *IN_PYTHON_ONLY, *words]:
        yield cls.__name__, cls.__name__.lower(), class_description(cls)
        if cls not in words:
            for name, text in field_descriptions(cls).items():
                yield f"{cls.__name__}.{name}", cls.__name__.lower(), text


def folded(text: str) -> str:
    """Return a text without accents and capitals, to sort by."""
    return normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()


def rows_of_the_index() -> list[tuple[str, str, list[str], str]]:
    """Return every French term of the model in alphabetical order: its English, the names it stands for, its source."""
    rows: dict[tuple[str, str, str], list[str]] = {}
    for name, place, text in texts_of_the_model():
        said, source = without_source(text)
        if terms := french_terms(said):
            english = re.split(r" \(|[:;.] ", said)[0].rstrip(".")
            rows.setdefault((terms[0], english, source), []).append(f"[`{name}`](model.md#{place})")
    order = sorted(rows.items(), key=lambda row: (folded(row[0][0]), row[0]))
    return [(french, english, names, source) for (french, english, source), names in order]


def index() -> str:
    """Return the index of the glossary."""
    table = [
        f"| {french} | {english} | {', '.join(names)} | {source} |"
        for french, english, names, source in rows_of_the_index()
    ]
    return "\n".join(["| Français | English | In the model | Source |", "|---|---|---|---|", *table, ""])


def french_index() -> str:
    """Return the index of the French glossary."""
    table = [
        f"| {french} | {english} | {', '.join(names).replace('](', '](../')} | {french_source(source)} |"
        for french, english, names, source in rows_of_the_index()
    ]
    return "\n".join(["| Français | En anglais | Dans le modèle | Source |", "|---|---|---|---|", *table, ""])


def french_source(source: str) -> str:
    """Say a source in French."""
    return re.sub(r"\b([LRD])(\d+-)", r"\1. \2", source_in(source, "fr"))


def french_vocabularies() -> str:
    """Return the words of every vocabulary with their French labels, under its French term."""
    lines: list[str] = []
    for vocabulary in vocabularies():
        said, source = without_source(class_description(vocabulary))
        name, (term, *_) = vocabulary.__name__, french_terms(said)
        lines += [f"## {term[0].upper()}{term[1:]}\n", f"[`{name}`](../model.md#{name.lower()})"]
        lines[-1] += f". Source : {french_source(source)}.\n" if source else "\n"
        measured = vocabulary is Unit
        lines.append(f"| Écrit | Se lit |{' Grandeur |' * measured}\n|---|---|{'---|' * measured}")
        for member in vocabulary:
            kind = f" {member.kind.label_in('fr')} |" if isinstance(member, Unit) else ""
            lines.append(f"| `{member.value}` | {member.label_in('fr')} |{kind}")
        lines.append("")
    return "\n".join(lines)


PAGES = {
    "model.md": reference,
    "glossary.md": index,
    "fr/glossary.md": french_index,
    "fr/vocabularies.md": french_vocabularies,
}


def page_text(name: str) -> str:
    """Return a whole page: what is written by hand, the mark, what is made."""
    by_hand, mark, _ = (DOCS / name).read_text("utf-8").partition(MARK)
    assert mark, f"{name} has lost its mark"
    return by_hand + MARK + "\n" + PAGES[name]()


if __name__ == "__main__":
    for name in PAGES:
        (DOCS / name).write_text(page_text(name), "utf-8", newline="\n")

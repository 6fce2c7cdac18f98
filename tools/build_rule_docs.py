"""Write a page for every code of the rules and for every profile: `python tools/build_rule_docs.py`.

In English and, under `docs/fr`, in French. Everything on these pages stands in the rules themselves;
`tests/unit/test_rules_docs.py` holds the two together.
"""

import datetime as dt
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tracexpo.codecs.tables.codes import TABLE
from tracexpo.codecs.writing import dumps
from tracexpo.codes import FORM
from tracexpo.documents.rendering.spelling import capital, speech_in
from tracexpo.problems import Kind, Language, source_in
from tracexpo.register import Register
from tracexpo.rules import EXAMPLE_DAY, PROFILES, Profile, Rule, all_rules, check, examples
from tracexpo.rules.experiment import OPTIONAL
from tracexpo.vocabularies import DocumentKind

DOCS = Path(__file__).parents[1] / "docs"
FOLDERS = ("codes", "profiles", "fr/codes", "fr/profiles")
ARTICLE = re.compile(r"\b([LRD])(\d+-)")
"""The start of an article, which French texts write with a full stop."""
PARAMETERS = {
    "documents": "documents",
    "sectors": "secteurs",
    "areas": "bassins d'emploi",
    "period": "période",
    "all": "tous",
    **{kind.value: kind.label_in("fr") for kind in DocumentKind},
}
"""The names and words of what a profile is made with, and their French."""


def pages() -> Mapping[str, str]:
    """Return the text of every page, by its path in the documentation."""
    return {**_pages("en", ""), **_pages("fr", "fr/")}


def _pages(lang: Language, folder: str) -> Mapping[str, str]:
    found = {f"{folder}codes/index.md": _index(lang), f"{folder}profiles/index.md": _profiles(lang)}
    found |= {f"{folder}codes/{rule.code}.md": _rule_page(rule, lang) for rule in all_rules()}
    return found | {f"{folder}profiles/{p.name}.md": _profile_page(p, lang) for p in PROFILES.values()}


def _profiles_of(rule: Rule) -> list[Profile]:
    return [profile for profile in (*PROFILES.values(), OPTIONAL) if rule in profile.rules]


def _day(day: dt.date, lang: Language) -> str:
    return day.isoformat() if lang == "en" else speech_in(lang).day(day)


def _source(source: str | None, lang: Language) -> str | None:
    if source is not None and lang == "fr":
        source = ARTICLE.sub(r"\1. \2", source_in(source, lang))
    return source


def _force(rule: Rule, lang: Language) -> str:
    said = "; " if lang == "en" else " ; "
    return said.join(dict.fromkeys(_days(rule, profile, lang) for profile in _profiles_of(rule)))


def _days(rule: Rule, profile: Profile, lang: Language) -> str:
    firsts = [day for day in (rule.since, profile.since) if day is not None]
    lasts = [day for day in (rule.until, profile.until) if day is not None]
    first = _day(max(firsts), lang) if firsts else ""
    last = _day(min(lasts), lang) if lasts else ""
    if lang == "fr" and first and last:
        return f"du {first} au {last}"
    since, until, always = (
        ("from", "until", "on any day") if lang == "en" else ("à partir du", "jusqu'au", "à toute date")
    )
    return " ".join(part for part in (first and f"{since} {first}", last and f"{until} {last}") if part) or always


_QUIET = """---
search:
  boost: 0.5
---

"""
"""These pages are many and short: a search shows what explains before them."""
_ENGLISH_RULE = """{quiet}# {code}

**{title}**

| | |
|---|---|
| Severity | {severity} |
| Profile | {profiles} |
| In force | {force} |
| Source | {source} |
| Needs | {needs} |

{description}

> {message}

## An example that is told {{ data-search-exclude }}

Added to the [workshop of the examples](index.md#the-workshop), judged on {day};
told at `{pointer}`:

{bad}

> {told}

## An example that is not {{ data-search-exclude }}

{good}
"""
_FRENCH_RULE = """{quiet}# {code}

**{title}**

| | |
|---|---|
| Gravité | {severity} |
| Profil | {profiles} |
| En vigueur | {force} |
| Source | {source} |
| S'appuie sur | {needs} |

{description}

> {message}

## Un exemple signalé {{ data-search-exclude }}

Ajouté à l'[atelier des exemples](index.md#latelier) et jugé à la date du {day} ;
signalé à `{pointer}` :

{bad}

> {told}

## Un exemple qui ne l'est pas {{ data-search-exclude }}

{good}
"""
_NO_SOURCE = {"en": "none: a matter of logic or of practice", "fr": "aucune : affaire de logique ou de pratique"}
_NEEDS = {
    "document": {"en": "the register alone", "fr": "le seul registre"},
    "catalogue": {"en": "the catalogue", "fr": "le catalogue"},
}


def _rule_page(rule: Rule, lang: Language) -> str:
    assert rule.good is not None
    assert rule.bad is not None
    bad = rule.bad()
    report = check(bad, _profiles_of(rule)[0].only(rule.code), on=EXAMPLE_DAY)
    (problem,) = [p for p in report if p.code == rule.code]
    return (_ENGLISH_RULE if lang == "en" else _FRENCH_RULE).format(
        quiet=_QUIET,
        code=rule.code,
        title=rule.title.text_in(lang),
        severity=_severity(rule, lang),
        profiles=", ".join(f"[{p.name}](../profiles/{p.name}.md)" for p in _profiles_of(rule)),
        force=_force(rule, lang),
        source=_source(rule.source, lang) or _NO_SOURCE[lang],
        needs=_NEEDS[rule.needs][lang],
        description=rule.description.text_in(lang),
        message=_escaped(rule.message.text_in(lang), lang),
        day=_day(EXAMPLE_DAY, lang),
        pointer=problem.pointer,
        bad=_example(bad, lang),
        told=problem.message_in(lang),
        good=_example(rule.good(), lang),
    )


def _severity(rule: Rule, lang: Language) -> str:
    mild, within = rule.severity.word_in(lang), "in" if lang == "en" else "dans"
    others = [
        f"{p.severities[rule.code].word_in(lang)} {within} {p.name}"
        for p in _profiles_of(rule)
        if rule.code in p.severities
    ]
    return ("; " if lang == "en" else " ; ").join([mild, *others])


def _escaped(text: str, lang: Language) -> str:
    # the names of the values are those of the code, and English
    return re.sub(r"\{(\w+)(?:![rs])?\}", r"*\1*" if lang == "en" else "…", text)


def _example(register: Register, lang: Language) -> str:
    """Show what the example adds to the workshop, without what the records leave out."""
    whole, base = json.loads(dumps(register)), json.loads(dumps(examples.register()))
    usual = json.loads(dumps(examples.register(examples.line())))["exposures"][0]["conditions"]
    added: dict[str, Any] = {}
    for name, value in whole.items():
        if isinstance(value, list):
            records = [_told(_without(record, usual)) for record in value if record not in base[name]]
            if records:
                added[name] = records
        elif value != base[name]:
            added[name] = _told(value)
    if not added:
        return "The workshop as it is." if lang == "en" else "L'atelier tel quel."
    return f"```json\n{json.dumps(added, indent=2, ensure_ascii=False)}\n```"


def _without(record: dict[str, Any], usual: dict[str, Any]) -> dict[str, Any]:
    """Leave out the conditions that every line of the workshop has."""
    return {name: value for name, value in record.items() if name != "conditions" or value != usual}


def _told(value: Any) -> Any:
    if isinstance(value, dict):
        inner = {name: _told(item) for name, item in value.items()}
        return {name: item for name, item in inner.items() if item not in (None, [], {}, False)}
    return [_told(item) for item in value] if isinstance(value, list) else value


def _row(rule: Rule, folder: str, lang: Language) -> str:
    return f"| [{rule.code}]({folder}{rule.code}.md) | {rule.severity.word_in(lang)} | {rule.title.text_in(lang)} |"


_TABLE = {
    "en": "| Code | Severity | What is told |\n|---|---|---|\n",
    "fr": "| Code | Gravité | Ce qui est signalé |\n|---|---|---|\n",
}
_ENGLISH_INDEX = """# Codes of the rules

Every code that a check tells; those of [reading](#reading) follow. By subject: each [profile](../profiles/index.md)
lists its own. A code is never renamed nor used for anything else.
A rule that fails is told as `rule-crashed`: that is a fault of the rule, not of the register. A silence of the profile
that names a record which is not there is told as `silence-of-nothing`.

{rows}

## Codes of reading {{ #reading }}

What is told when a file is read, or a record is made that makes no sense.

{form}

## The workshop

The examples are about one workshop, to which each adds what it needs: a company and its establishment, a temporary-work
agency, an occupational-health service, a chromium bath in a situation of exposure, three workers and an agent. Its
lines tell nature, duration and degree of the exposure; the examples show them where they matter.

```json
{workshop}
```
"""
_FRENCH_INDEX = """# Codes des règles

Tous les codes qu'une vérification signale ; ceux de [la lecture](#reading) suivent. Par sujet : chaque
[profil](../profiles/index.md) énumère les siens. Un code n'est jamais renommé ni employé pour autre chose. Une règle
qui échoue est signalée sous le code `rule-crashed` : c'est une faute de la règle, non du registre. Un silence du profil
qui nomme un enregistrement absent est signalé sous le code `silence-of-nothing`.

{rows}

## Codes de la lecture {{ #reading }}

Ce qui est signalé quand un fichier est lu, ou quand un enregistrement est construit qui n'a pas de sens.

{form}

## L'atelier

Les exemples portent sur un même atelier, auquel chacun ajoute ce qu'il lui faut : une entreprise et son établissement,
une entreprise de travail temporaire, un service de prévention et de santé au travail, un bain de chromage compris dans
une situation d'exposition, trois travailleurs et un agent. Ses lignes disent la nature, la durée et le degré de
l'exposition ; les exemples les montrent là où ils comptent.

```json
{workshop}
```
"""


def _index(lang: Language) -> str:
    rows = _TABLE[lang] + "\n".join(_row(rule, "", lang) for rule in all_rules())
    form = _TABLE[lang] + "\n".join(_form_row(kind, lang) for _, kind in sorted({**TABLE, **FORM}.items()))
    page = _ENGLISH_INDEX if lang == "en" else _FRENCH_INDEX
    return page.format(rows=rows, form=form, workshop=_workshop())


def _form_row(kind: Kind, lang: Language) -> str:
    message = _escaped(kind.message.text_in(lang).replace("}{", "} {"), lang).replace("|", "\\|")
    return f"| `{kind.code}` | {kind.severity.word_in(lang)} | {message} |"


def _workshop() -> str:
    return json.dumps(_told(json.loads(dumps(examples.register()))), indent=2, ensure_ascii=False)


_ENGLISH_PROFILES = """# Profiles

A profile is a named set of rules. *Error*: the record cannot be true, or the text is broken on its face. *Warning*: a
text may be broken, a fact is needed. *Information*: something to give back. What is absent from a register is never an
error for a past regime, and where days are known to the month or the year only, the answer inside is "cannot say".

| Profile | What it asks | Source |
|---|---|---|
{rows}
"""
_FRENCH_PROFILES = """# Profils

Un profil est un ensemble nommé de règles. *Erreur* : l'enregistrement ne peut pas être vrai, ou le texte est
manifestement méconnu. *Avertissement* : un texte est peut-être méconnu, il manque un fait. *Information* : un point à
faire connaître. Pour un régime passé, ce qui est absent d'un registre n'est jamais une erreur ; et lorsque les dates ne
sont connues qu'au mois ou à l'année près, la réponse à l'intérieur de cette marge est « on ne peut pas dire ».

| Profil | Ce qu'il demande | Source |
|---|---|---|
{rows}
"""


def _profiles(lang: Language) -> str:
    rows = (
        f"| [{p.name}]({p.name}.md) | {p.title.text_in(lang)} | {_source(p.source, lang) or '–'} |"
        for p in PROFILES.values()
    )
    return (_ENGLISH_PROFILES if lang == "en" else _FRENCH_PROFILES).format(rows="\n".join(rows))


_FACTS = {
    "both": {"en": "In force from {since} until {until}.", "fr": "En vigueur du {since} au {until}."},
    "since": {
        "en": "In force from {since}: its own rules speak of exposures from then on.",
        "fr": "En vigueur à partir du {since} : ses règles propres portent sur les expositions dès cette date.",
    },
    "source": {"en": "Source: {source}.", "fr": "Source : {source}."},
    "parameters": {"en": "Made with {made}.", "fr": "Établi avec {made}."},
    "includes": {"en": "Takes in: {profiles}.", "fr": "Reprend : {profiles}."},
}


def _facts(profile: Profile, lang: Language) -> list[str]:
    days = {
        name: _day(day, lang) for name, day in (("since", profile.since), ("until", profile.until)) if day is not None
    }
    facts: list[str] = []
    if "since" in days:
        facts.append(_FACTS["both" if "until" in days else "since"][lang].format(**days))
    if profile.source is not None:
        facts.append(_FACTS["source"][lang].format(source=_source(profile.source, lang)))
    if profile.parameters:
        facts.append(_FACTS["parameters"][lang].format(made=_made(profile.parameters, lang)))
    if profile.includes:
        names = ", ".join(f"[{p.name}]({p.name}.md)" for p in profile.includes)
        facts.append(_FACTS["includes"][lang].format(profiles=names))
    return facts


def _made(parameters: Mapping[str, str], lang: Language) -> str:
    if lang == "en":
        return "; ".join(f"{name}: {value}" for name, value in parameters.items())
    said = {
        PARAMETERS[name]: ", ".join(PARAMETERS.get(word, word.replace(" to ", " à ")) for word in value.split(", "))
        for name, value in parameters.items()
    }
    return " ; ".join(f"{name} : {value}" for name, value in said.items())


def _profile_page(profile: Profile, lang: Language) -> str:
    rows = "\n".join(_row(rule, "../codes/", lang) for rule in profile.rules)
    left = (*profile.not_checked, *profile.checked_by.values())
    not_checked = "\n".join(f"- {wording.text_in(lang)}" for wording in left)
    demands, leaves = ("What it demands", "What it does not check")
    if lang == "fr":
        demands, leaves = ("Ce qu'il exige", "Ce qu'il ne vérifie pas")
    parts = (
        f"# {profile.name}",
        f"**{capital(profile.title.text_in(lang))}**",
        profile.description.text_in(lang),
        "  ".join(_facts(profile, lang)),
        f"## {demands}\n\n{_TABLE[lang]}{rows}" if rows else "",
        f"## {leaves}\n\n{not_checked}" if not_checked else "",
    )
    return "\n\n".join(part for part in parts if part) + "\n"


def main() -> None:
    """Write the pages, and remove those of codes that are gone."""
    texts = pages()
    for folder in FOLDERS:
        (DOCS / folder).mkdir(exist_ok=True)
        for path in (DOCS / folder).glob("*.md"):
            if f"{folder}/{path.name}" not in texts:
                path.unlink()
    for name, text in texts.items():
        (DOCS / name).write_text(text, "utf-8", newline="\n")


if __name__ == "__main__":
    main()

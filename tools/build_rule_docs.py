"""Write a page for every code of the rules and for every profile: `python tools/build_rule_docs.py`.

Everything on these pages stands in the rules themselves; `tests/unit/test_rules_docs.py` holds the two together.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tracexpo.codecs.writing import dumps
from tracexpo.register import Register
from tracexpo.rules import EXAMPLE_DAY, PROFILES, Profile, Rule, all_rules, check, examples
from tracexpo.rules.experiment import OPTIONAL

DOCS = Path(__file__).parents[1] / "docs"


def pages() -> Mapping[str, str]:
    """Return the text of every page, by its path in the documentation."""
    found = {"codes/index.md": _index(), "profiles/index.md": _profiles()}
    found |= {f"codes/{rule.code}.md": _rule_page(rule) for rule in all_rules()}
    found |= {f"profiles/{profile.name}.md": _profile_page(profile) for profile in PROFILES.values()}
    return found


def _profiles_of(rule: Rule) -> list[Profile]:
    return [profile for profile in (*PROFILES.values(), OPTIONAL) if rule in profile.rules]


def _force(rule: Rule) -> str:
    return "; ".join(dict.fromkeys(_days(rule, profile) for profile in _profiles_of(rule)))


def _days(rule: Rule, profile: Profile) -> str:
    firsts = [day for day in (rule.since, profile.since) if day is not None]
    lasts = [day for day in (rule.until, profile.until) if day is not None]
    first = f"from {max(firsts).isoformat()}" if firsts else ""
    last = f"until {min(lasts).isoformat()}" if lasts else ""
    return " ".join(part for part in (first, last) if part) or "on any day"


def _rule_page(rule: Rule) -> str:
    assert rule.good is not None
    assert rule.bad is not None
    bad = rule.bad()
    report = check(bad, _profiles_of(rule)[0].only(rule.code), on=EXAMPLE_DAY)
    (problem,) = [p for p in report if p.code == rule.code]
    profiles = ", ".join(f"[{p.name}](../profiles/{p.name}.md)" for p in _profiles_of(rule))
    return f"""# {rule.code}

**{rule.title.en}** · *{rule.title.fr}*

| | |
|---|---|
| Severity | {_severity(rule)} |
| Profile | {profiles} |
| In force | {_force(rule)} |
| Source | {rule.source or "none: a matter of logic or of practice"} |
| Needs | {"the register alone" if rule.needs == "document" else "the catalogue"} |

{rule.description.en}

> {_escaped(rule.message.en)}

## En français

{rule.description.fr}

> {_escaped(rule.message.fr)}

## An example that is told

Added to the [workshop of the examples](index.md#the-workshop), judged on {EXAMPLE_DAY.isoformat()};
told at `{problem.pointer}`:

{_example(bad)}

> {problem.message_in("en")}
>
> {problem.message_in("fr")}

## An example that is not

{_example(rule.good())}
"""


def _severity(rule: Rule) -> str:
    others = [f"{p.severities[rule.code].word} in {p.name}" for p in _profiles_of(rule) if rule.code in p.severities]
    return "; ".join([rule.severity.word, *others])


def _escaped(text: str) -> str:
    return text.replace("{", "*").replace("}", "*")


def _example(register: Register) -> str:
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
        return "The workshop as it is."
    return f"```json\n{json.dumps(added, indent=2, ensure_ascii=False)}\n```"


def _without(record: dict[str, Any], usual: dict[str, Any]) -> dict[str, Any]:
    """Leave out the conditions that every line of the workshop has."""
    return {name: value for name, value in record.items() if name != "conditions" or value != usual}


def _told(value: Any) -> Any:
    if isinstance(value, dict):
        inner = {name: _told(item) for name, item in value.items()}
        return {name: item for name, item in inner.items() if item not in (None, [], {}, False)}
    return [_told(item) for item in value] if isinstance(value, list) else value


def _row(rule: Rule, folder: str) -> str:
    return f"| [{rule.code}]({folder}{rule.code}.md) | {rule.severity.word} | {rule.title.en} | {rule.title.fr} |"


_TABLE = "| Code | Severity | What is told | Ce qui est dit |\n|---|---|---|---|\n"


def _index() -> str:
    rows = "\n".join(_row(rule, "") for rule in all_rules())
    return f"""# Codes of the rules

Every code that a check tells. A code is never renamed nor used for anything else. A rule that fails is told as
`rule-crashed`: that is a fault of the rule, not of the register.

{_TABLE}{rows}

## The workshop

The examples are about one workshop, to which each adds what it needs: a company and its establishment, a temporary-work
agency, an occupational-health service, a chromium bath in a situation of exposure, three workers and an agent. Its
lines tell nature, duration and degree of the exposure; the examples show them where they matter.

```json
{_workshop()}
```
"""


def _workshop() -> str:
    return json.dumps(_told(json.loads(dumps(examples.register()))), indent=2, ensure_ascii=False)


def _profiles() -> str:
    rows = "\n".join(
        f"| [{p.name}]({p.name}.md) | {p.title.en} | {p.title.fr} | {p.source or '–'} |" for p in PROFILES.values()
    )
    return f"""# Profiles

A profile is a named set of rules. *Error*: the record cannot be true, or the text is broken on its face. *Warning*: a
text may be broken, a fact is needed. *Information*: something to give back. What is absent from a register is never an
error for a past regime, and where days are known to the month or the year only, the answer inside is "cannot say".

| Profile | What it asks | Ce qu'il demande | Source |
|---|---|---|---|
{rows}
"""


def _profile_page(profile: Profile) -> str:
    rows = "\n".join(_row(rule, "../codes/") for rule in profile.rules)
    left = (*profile.not_checked, *profile.checked_by.values())
    not_checked = "\n".join(f"- {wording.en}  \n  *{wording.fr}*" for wording in left)
    facts: list[str] = []
    if profile.since is not None and profile.until is not None:
        facts.append(f"In force from {profile.since.isoformat()} until {profile.until.isoformat()}.")
    elif profile.since is not None:
        facts.append(f"In force from {profile.since.isoformat()}: its own rules speak of exposures from then on.")
    if profile.source is not None:
        facts.append(f"Source: {profile.source}.")
    if profile.parameters:
        facts.append("Made with " + "; ".join(f"{name}: {value}" for name, value in profile.parameters.items()) + ".")
    if profile.includes:
        facts.append(f"Takes in: {', '.join(f'[{p.name}]({p.name}.md)' for p in profile.includes)}.")
    demands = f"## What it demands\n\n{_TABLE}{rows}\n\n" if rows else ""
    leaves = f"## What it does not check\n\n{not_checked}\n" if not_checked else ""
    return (
        f"""# {profile.name}

**{profile.title.en}** · *{profile.title.fr}*

{profile.description.en}

*{profile.description.fr}*

{"  ".join(facts)}

{demands}{leaves}""".rstrip()
        + "\n"
    )


def main() -> None:
    """Write the pages, and remove those of codes that are gone."""
    texts = pages()
    for folder in ("codes", "profiles"):
        (DOCS / folder).mkdir(exist_ok=True)
        for path in (DOCS / folder).glob("*.md"):
            if f"{folder}/{path.name}" not in texts:
                path.unlink()
    for name, text in texts.items():
        (DOCS / name).write_text(text, "utf-8", newline="\n")


if __name__ == "__main__":
    main()

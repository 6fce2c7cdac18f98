"""How the overviews call what they speak of."""

from collections.abc import Iterable
from typing import Final

from tracexpo.problems import Language, Wording
from tracexpo.report import Undecided
from tracexpo.rules import Facts

__all__ = ["BENEATH", "HEADINGS", "agent_of", "name_of", "people", "undecided_of"]

HEADINGS: Final = {
    "establishment": Wording("establishment", "établissement"),
    "establishments": Wording("establishments", "établissements"),
    "agent": Wording("agent", "agent"),
    "agent_name": Wording("name in the catalogue", "nom au catalogue"),
    "worker": Wording("worker", "travailleur"),
    "workers": Wording("workers", "travailleurs"),
    "exposures": Wording("exposures", "expositions"),
    "first": Wording("first day", "premier jour"),
    "last": Wording("last day", "dernier jour"),
}
"""What the fields that come back are called."""
_MOST_NAMES: Final = 2
BENEATH: Final = {"agent_name": "agent"}
"""The name of an agent stands beneath its id."""


def name_of(facts: Facts, agent: str) -> Wording | None:
    """Return what the catalogue calls an agent, two names at the most where it may be several; None for no name."""
    scope = facts.scopes.of(agent)
    entries = scope.entries if scope is not None else ()
    en = _joined(entry.names.en or entry.names.fr for entry in entries)
    fr = _joined(entry.names.fr or entry.names.en for entry in entries)
    return None if en is None or fr is None else Wording(en, fr)


def _joined(names: Iterable[str | None]) -> str | None:
    found = list(dict.fromkeys(name for name in names if name is not None))
    return " / ".join(found[:_MOST_NAMES]) + " …" * (len(found) > _MOST_NAMES) if found else None


def agent_of(agent: str, name: Wording | None, lang: Language) -> str:
    """Write an agent: its id, with its name in the catalogue."""
    return agent if name is None else f"{agent} ({name.text_in(lang)})"


def people(n: int, lang: Language) -> str:
    """Write a number of workers."""
    word = {"en": "worker", "fr": "travailleur"}[lang]
    return f"{n} {word}{'s' if n != 1 and (lang == 'en' or n > 1) else ''}"


def undecided_of(name: str, reasons: Iterable[Wording]) -> tuple[Undecided, ...]:
    """Count the reasons for which something cannot be said, in the order of their English texts."""
    counts: dict[Wording, int] = {}
    for why in reasons:
        counts[why] = counts.get(why, 0) + 1
    return tuple(
        Undecided(code=name, why=why, count=n) for why, n in sorted(counts.items(), key=lambda item: item[0].en)
    )

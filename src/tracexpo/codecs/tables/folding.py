"""Texts made comparable: accents, case and punctuation do not count.

The ids of agents, workstations and establishments without a number rest on `fold`: it never changes. It remembers
nothing: what it folds may be a name.
"""

import re
import unicodedata
from hashlib import sha256
from typing import Final

__all__ = ["contains", "fold", "folded_hash", "listed"]

_NOT_KEPT: Final = re.compile(r"[^0-9a-z]+")
_LIGATURES: Final = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "µ": "u", "μ": "u"})


def fold(text: str) -> str:
    """Return a text in lower case without accents, its words joined by single spaces.

    >>> fold("  N° salarié(e) ")
    'n salarie e'
    >>> fold("Œuvre d’ÉTÉ")
    'oeuvre d ete'
    """
    if text.isascii():
        return _NOT_KEPT.sub(" ", text.lower()).strip()
    lowered = text.lower().translate(_LIGATURES)
    plain = (c for c in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in plain).split())


def folded_hash(*texts: str) -> str:
    """Return 16 hexadecimal digits that name texts, whatever their accents and case."""
    return sha256("\n".join(fold(text) for text in texts).encode()).hexdigest()[:16]


def listed(texts: str) -> tuple[str, ...]:
    """Return the texts of a list written with bars between them.

    >>> listed("poste | emploi")
    ('poste', 'emploi')
    """
    return tuple(text.strip() for text in texts.split("|"))


def contains(folded: str, *words: str) -> bool:
    """Tell whether a folded text has a word that begins with one of these, each folded.

    >>> contains("contact cutane possible", "cutan")
    True
    """
    spaced = " " + folded
    return any(" " + word in spaced for word in words)

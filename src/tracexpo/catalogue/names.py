"""Names made comparable: accents, case, punctuation and small words do not count."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

__all__ = ["fold", "names_in"]

_GREEK: Final = {
    "α": "alpha",
    "β": "beta",
    "γ": "gamma",
    "δ": "delta",
    "ε": "epsilon",
    "η": "eta",
    "κ": "kappa",
    "λ": "lambda",
    "μ": "mu",
    "µ": "mu",
    "ω": "omega",
    "œ": "oe",
    "æ": "ae",
    "ø": "o",
    "≥": "ge",
    "<": "lt",
    ">": "gt",
}
_SMALL_WORDS: Final = frozenset(
    {"de", "du", "des", "d", "l", "la", "le", "les", "et", "ses", "leurs", "of", "the", "and", "its"}
)
_APOSTROPHES: Final = re.compile(r"(?<=[dl])['’ʼ](?=[a-z])")
_WORD: Final = re.compile(r"[^\s]+")
_NOT_KEPT: Final = re.compile(r"[^0-9a-z]+")
_LONGEST: Final = 400

_NUMBER: Final = re.compile(r"\[[0-9]+\]")
_DESCRIPTION: Final = re.compile(r"(?:[;:.]\s*|(?<=[a-z])\s+)\[[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*\]\s*$")
_LIST: Final = re.compile(r"\s*reaction (?:mass|products?) of\b", re.IGNORECASE)
_ASIDE: Final = re.compile(r"(?:^|\s)\((?:[^()]|\([^()]*\))*\)(?=\s|$)")
_PER_CENT: Final = re.compile(r"\s*(?:…|\.\.\.)\s*%")


@lru_cache(4096)
def fold(text: str) -> str:
    """Return the key under which a name is looked up.

    >>> fold("Poussières de bois") == fold("poussiere de BOIS")
    True
    >>> fold("N, N-diméthylformamide") == fold("N,N-dimethyl formamide")
    True
    """
    lowered = "".join(_GREEK.get(c, c) for c in text[:_LONGEST].casefold())
    plain = "".join(c for c in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(c))
    words = _WORD.findall(_APOSTROPHES.sub(" ", plain))
    kept = [bare for word in words if (bare := _NOT_KEPT.sub("", word)) and bare not in _SMALL_WORDS]
    return "".join(_singular(word) for word in kept)


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def names_in(official: str) -> tuple[str, ...]:
    """Return the single names that an official designation holds, descriptions and numbers left out.

    >>> names_in("nickel di(acetate) [1] | nickel acetate [2]")
    ('nickel di(acetate)', 'nickel acetate')
    >>> names_in("lead powder; [particle diameter < 1 mm]")
    ('lead powder',)
    """
    names: dict[str, None] = {}
    for part in _parts(official):
        bare = _PER_CENT.sub("", part).strip(" :;,.")
        if bare:
            names[bare] = None
            aside = _ASIDE.sub(" ", bare).strip()
            # "cadmium (non-pyrophoric)" is also looked for as "cadmium"
            if aside and aside != bare:
                names[" ".join(aside.split())] = None
    return tuple(names)


def _parts(official: str) -> list[str]:
    parts: list[str] = []
    for designation in official.split(" | "):
        bare = _DESCRIPTION.sub("", _NUMBER.sub("", designation))
        # the semicolons of a reaction mass part its constituents, not its names
        parts += [bare] if _LIST.match(bare) else re.split(r";(?:\s+|$)", bare)
    return parts

"""What an agent of a list is, decided by its codes and its words alone; the catalogue comes later.

Without a column that says the kind of agent:

1. with a CAS, EC or index number: a substance;
2. a family ("composés du …", "… et ses composés", HAP): a group;
3. a work, an emission or a dust ("travaux …", "poussières de …", "gaz d'échappement", "fumées de soudage"): a process;
4. words that name nothing definite ("produit X", "solvants", "peinture", "?"): not identified, kept as it stood;
5. of a column of products: a mixture;
6. any other name: a substance without number.
"""

import re
from typing import Final

from tracexpo.agents import (
    Agent,
    AgentGroup,
    AgentKind,
    Classification,
    Mixture,
    Process,
    Substance,
    UnidentifiedAgent,
)
from tracexpo.codecs.tables.folding import fold, folded_hash

__all__ = ["agent_of", "numbers_in_name"]

_GROUP: Final = re.compile(
    r"\bcomposes?\b|\bcompounds?\b|\bderives\b|\bsels? (?:de|du|d)\b|\bsalts?\b|\bhap\b|\bpah\b|\bchromates\b|"
    r"\bhydrocarbures aromatiques polycycliques\b|\bpolycyclic aromatic hydrocarbons\b|\bfamilles?\b|"
    r"\bamines aromatiques\b|\bnitrosamines\b|\bcyto(?:stati|toxi)(?:ques?|cs?)\b|\bphtalates\b|\bphthalates\b"
)
_WORK: Final = re.compile(r"^(?:travaux|travail|procedes?|fabrication|production|manufacture|work|process)\b")
_PROCESS: Final = re.compile(
    r"\bpoussieres?\b|\bdust\b|"
    r"\bfumees?\b|\bfumes?\b|\bechappement\b|\bexhaust\b|\bemissions?\b|\bsuies?\b|\bsoot\b|\bsoudage\b|\bwelding\b|"
    r"\bhuiles? (?:minerales? )?(?:de moteurs? )?(?:usees?|usagees?)\b|\bused (?:engine |mineral )?oils?\b|"
    r"\bsilice cristalline\b|\bcrystalline silica\b|\bbrouillards?\b|\bmists?\b"
)
_INDEFINITE: Final = re.compile(
    r"^(?:produits?|products?)\b|^(?:divers|various|autres?|other|inconnu|unknown|a (?:determiner|definir|preciser)|"
    r"non identifie\w*|cmr|agents? cmr|agent|substance)"
    r"(?: (?:[a-z]|\d+|cmr|chimiques?|divers|inconnu\w*|dangereux|non identifie\w*))*$|"
    r"\b(?:peintures?|colles?|vernis|resines?|solvants?|diluants?|degraissants?|encres?|mastics?|adhesifs?|paints?|"
    r"glues?|solvents?|varnish(?:es)?|resins?|thinners?|degreasers?|inks?|lubrifiants?|fluides? de coupe|nettoyants?)\b"
)
_CAS: Final = re.compile(r"(?<![\d-])(\d{2,7}[-\u2010-\u2013]\d{2}[-\u2010-\u2013]\d)(?![\d-])", re.ASCII)
_CAS_ASIDE: Final = re.compile(
    r"\s*[(\[,;–-]?\s*(?:n[°ºo.]?\s*)?(?:cas\b)?\s*(?:n[°ºo.]*)?\s*:?\s*\d{2,7}[-\u2010-\u2013]\d{2}[-\u2010-\u2013]\d\s*[)\]]?",
    re.IGNORECASE | re.ASCII,
)


def numbers_in_name(name: str) -> tuple[str, tuple[str, ...]]:
    """Return a name without the CAS numbers that stand in it, and these numbers.

    >>> numbers_in_name("Trioxyde de chrome (CAS 1333-82-0)")
    ('Trioxyde de chrome', ('1333-82-0',))
    """
    numbers = tuple(_CAS.findall(name))
    if not numbers:
        return name, ()
    return _CAS_ASIDE.sub("", name).strip() or name, numbers


def agent_of(
    name: str,
    product: str,
    *,
    cas: str | None = None,
    ec: str | None = None,
    index: str | None = None,
    classifications: tuple[Classification, ...] = (),
    kind: AgentKind | None = None,
) -> Agent:
    """Make the agent of a line from its names and its numbers, each already checked.

    Args:
        name: what the column of agents says.
        product: what the column of products says.
        cas: CAS number; with a number of any kind it is a substance.
        ec: EC number.
        index: index number.
        classifications: its classes.
        kind: the kind, where the list says it.

    >>> agent_of("Composés du nickel", "").KIND, agent_of("Poussières de bois", "").KIND
    ('group', 'process')
    >>> agent_of("Benzène", "", cas="71-43-2").id, agent_of("Produit X", "").KIND
    ('cas:71-43-2', 'unidentified')
    """
    text = name or product
    if cas or ec or index:
        number = f"cas:{cas}" if cas else f"index:{index}" if index else f"text:{folded_hash(text or ec or '')}"
        return Substance(
            id=number,
            name=text or cas or index or ec or "",
            cas_number=cas,
            ec_number=ec,
            clp_index=index,
            classifications=classifications,
        )
    id = f"text:{folded_hash(text)}"
    if kind is not None:
        return _of_kind(kind, id, text, classifications)
    # "plomb (fumées)" is lead
    folded = fold(re.sub(r"\([^()]*\)", " ", text))
    if _GROUP.search(folded) and not _WORK.match(folded):
        return AgentGroup(id=id, name=text)
    if _WORK.match(folded) or _PROCESS.search(folded):
        return Process(id=id, name=text)
    if not name:
        return Mixture(id=id, product_name=product, classifications=classifications)
    if not folded or _INDEFINITE.search(folded):
        return UnidentifiedAgent(id=id, text=name)
    return Substance(id=id, name=name, classifications=classifications)


def _of_kind(kind: AgentKind, id: str, text: str, classifications: tuple[Classification, ...]) -> Agent:
    match kind:
        case AgentKind.SUBSTANCE:
            return Substance(id=id, name=text, classifications=classifications)
        case AgentKind.MIXTURE:
            return Mixture(id=id, product_name=text, classifications=classifications)
        case AgentKind.PROCESS:
            return Process(id=id, name=text)
        case AgentKind.GROUP:
            return AgentGroup(id=id, name=text)
        case AgentKind.UNIDENTIFIED:
            return UnidentifiedAgent(id=id, text=text)

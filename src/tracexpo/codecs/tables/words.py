"""Words of a list in the closed vocabularies: contracts, routes, fractions, evidence, what is not known."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from tracexpo.agents import AgentKind, Classification
from tracexpo.codecs.tables.folding import contains, fold, listed
from tracexpo.provenance import Analogous, Biomonitored, Declared, Evidence, Expert, Matrix, Measured, Modelled
from tracexpo.vocabularies import (
    AuthorRole,
    CmrClass,
    ContractType,
    DocumentKind,
    DustFraction,
    Hazard,
    RespiratorPosition,
    Route,
    Sex,
    UnknownReason,
)

__all__ = [
    "agent_kind_in",
    "classifications_in",
    "contract_in",
    "document_in",
    "evidence_in",
    "fraction_in",
    "is_band",
    "is_blank",
    "is_none",
    "reason_in",
    "respirator_in",
    "routes_in",
    "sex_in",
]


def _folded(texts: str) -> frozenset[str]:
    return frozenset(fold(text) for text in texts.split("|"))


_NONE: Final = _folded(
    "néant|aucun|aucune|sans objet|n/a|na|so|s/o|ras|none|not applicable|sans|non concerné|pas de|non|no|nil"
)


def is_blank(text: str) -> bool:
    """Tell whether a cell says nothing: it is empty or holds dashes, slashes and points alone.

    >>> is_blank(" - "), is_blank("0")
    (True, False)
    """
    return not text.strip(" \t\n-–—/.…_*\u00a0\u202f\u200b")


def is_none(text: str) -> bool:
    """Tell whether a cell says that there is none: néant, sans objet, n/a."""
    return fold(text) in _NONE


# -- not known

_REASON_WORDS: Final = {
    UnknownReason.NOT_ASSESSED: "non évalué|non évaluée|non mesuré|non mesurée|pas de mesure|pas de mesurage|"
    "pas mesuré|non quantifié|non quantifiée|à évaluer|à mesurer|not assessed|not measured|ne|évaluation à faire|"
    "mesurage à faire|mesurage à venir|mesurage prévu|en attente de mesurage|not evaluated|non déterminé|"
    "non déterminée|nd",
    UnknownReason.NOT_RECORDED: "inconnu|inconnue|non connu|non connue|nc|ne sait pas|nsp|unknown|not known|"
    "non renseigné|non renseignée|nr|non consigné|not recorded|pas connu|pas connue",
    UnknownReason.LOST: "perdu|perdue|lost|données perdues|archives perdues",
    UnknownReason.WITHHELD: "non communiqué|non communiquée|confidentiel|withheld|confidential|secret",
}
_REASONS: Final[Mapping[str, UnknownReason]] = {
    word: reason for reason, words in _REASON_WORDS.items() for word in _folded(words)
}


def reason_in(text: str) -> UnknownReason | None:
    """Return why something is not known, where the cell says that it is not; a bare "unknown" is "not recorded".

    >>> reason_in("non évalué"), reason_in("?"), reason_in("0,05")
    (<UnknownReason.NOT_ASSESSED: 'not-assessed'>, <UnknownReason.NOT_RECORDED: 'not-recorded'>, None)
    """
    if text.strip(" ?") == "" and "?" in text:
        return UnknownReason.NOT_RECORDED
    return _REASONS.get(fold(text))


# -- classes of a level or a duration

_BANDS: Final = re.compile(
    r"(?:(?:niveau|classe|degre|level|class|risque|risk|exposition|exposure) )?(?:tres |very )?(?:negligeable|"
    r"negligible|nul|nulle|faible|bas|basse|limite|limitee|modere|moderee|moyen|moyenne|eleve|elevee|fort|forte|haut|haute|"
    r"important|importante|low|moderate|medium|high|occasionnel|occasionnelle|occasionnellement|ponctuel|ponctuelle|"
    r"rare|rarement|frequent|frequente|permanent|permanente|continu|continue|intermittent|intermittente|regulier|"
    r"reguliere|occasional|rare|frequent|continuous|intermittent|acceptable|inacceptable|traces?)"
    r"(?: a (?:tres )?(?:faible|moyen|moyenne|eleve|elevee|fort|forte|high|medium))?"
    # "< LD": below a limit that is not given
    r"|(?:(?:inferieure?|below) (?:a |a la |au |the )?)?(?:ld|lq|lod|loq|(?:(?:seuil|limite) de|limit of) "
    r"(?:detection|quantification))|non (?:detecte|quantifi)e?e?|not detected"
)
_BAND_NUMBERS: Final = re.compile(r"(?:niveau|classe|level|class|cotation|score) ?[0-9a-d]|[1-9] (?:sur|of) [1-9]")


def is_band(text: str) -> bool:
    """Tell whether a cell holds a class such as "faible" or "niveau 2", and not a value.

    >>> is_band("Très faible"), is_band("< LD"), is_band("voir rapport")
    (True, True, False)
    """
    folded = fold(text)
    return _BANDS.fullmatch(folded) is not None or _BAND_NUMBERS.fullmatch(folded) is not None


# -- contracts, sex, fractions

_CONTRACTS: Final = (
    (ContractType.TEMPORARY_AGENCY, "interim|ett|ctt|travail temporaire|travailleur temp|temporar|temp|agency|mission"),
    (ContractType.APPRENTICESHIP, "apprenti|apprentissage|apprentice"),
    (ContractType.TRAINEE, "stage|stagiaire|trainee|intern"),
    (ContractType.SUBCONTRACT, "sous trait|subcontract|prestataire"),
    (ContractType.PERMANENT, "cdi|duree indeterminee|contrat a duree indeterminee|permanent|open ended|indefinite"),
    (ContractType.FIXED_TERM, "cdd|duree determinee|contrat a duree determinee|fixed term"),
    (ContractType.SECONDMENT, "mise a disposition|mis a disposition|mad|secondment|seconded"),
    (ContractType.POSTED, "detache|detachement|posted"),
    (ContractType.VOLUNTEER, "benevol|volunteer|volontaire"),
    (ContractType.PUBLIC_SERVANT, "fonctionnaire|titulaire|agent public|public servant|civil servant|fph|fpt|fpe"),
    (ContractType.SELF_EMPLOYED, "independant|auto entrepreneur|self employed|micro entrepreneur"),
    (ContractType.OTHER, "autre|other|alternan|professionnalisation"),
)
_SAID_BESIDES: Final = ("alternan", "professionnalisation")
"""Words that the vocabulary has no member for: what is read is "other", and the word is kept."""
_INITIALS: Final = re.compile(r"(?<!\w)(?:[A-Za-z]\.)+[A-Za-z]\.?(?!\w)")
_WHOLE_WORDS: Final = frozenset(
    {"ett", "ctt", "temp", "stage", "cdi", "cdd", "mad", "fph", "fpt", "fpe", "mission", "intern"}
)


def contract_in(text: str) -> ContractType | None:
    """Return the contract that a cell names, None where it names none or two.

    >>> contract_in("C.D.D. 6 mois"), contract_in("Intérimaire"), contract_in("vacataire")
    (<ContractType.FIXED_TERM: 'fixed-term'>, <ContractType.TEMPORARY_AGENCY: 'temporary-agency'>, None)
    """
    try:
        return ContractType(text.strip())
    except ValueError:
        folded = _folded_initials(text)
    # "contrat de mission (intérim)" names one contract twice; "CDI intérimaire" is temporary work, first in the table
    words = set(folded.split())
    for contract, stems in _CONTRACTS:
        for stem in stems.split("|"):
            if stem in words or (stem not in _WHOLE_WORDS and contains(folded, stem)):
                return contract
    return None


def says_more(text: str) -> bool:
    """Tell whether a cell names a contract and something besides: a firm, a length.

    >>> says_more("Intérim (Manpower)"), says_more("CDD"), says_more("contrat de mission")
    (True, False, False)
    """
    if text.strip() in set(ContractType):
        return False
    stems = tuple(part for _, listed in _CONTRACTS for stem in listed.split("|") for part in stem.split())
    known = {"contrat", "de", "a", "duree", "determinee", "indeterminee", "en", "contract", "worker", "work"}
    words = _folded_initials(text).split()
    return any(word.startswith(_SAID_BESIDES) or (word not in known and not word.startswith(stems)) for word in words)


def _folded_initials(text: str) -> str:
    """Fold a text in which C.D.I. is one word."""
    return fold(_INITIALS.sub(lambda found: found[0].replace(".", ""), text))


def sex_in(text: str) -> Sex | None:
    """Return the sex that a cell states."""
    word = fold(text)
    if word in {"f", "femme", "feminin", "female", "w", "woman", "mme", "2"}:
        return Sex.FEMALE
    return Sex.MALE if word in {"m", "h", "homme", "masculin", "male", "man", "1"} else None


@lru_cache(4096)
def fraction_in(text: str) -> DustFraction | None:
    """Return the fraction that a cell names.

    >>> fraction_in("alvéolaire")
    <DustFraction.RESPIRABLE: 'respirable'>
    """
    folded = fold(text)
    found = {
        fraction
        for fraction, stems in (
            (DustFraction.INHALABLE, ("inhalable",)),
            (DustFraction.THORACIC, ("thorac",)),
            (DustFraction.RESPIRABLE, ("alveol", "respirable")),
        )
        if contains(folded, *stems)
    }
    return found.pop() if len(found) == 1 else None


def respirator_in(text: str) -> RespiratorPosition | None:
    """Return where a level was taken with regard to the respirator."""
    folded = fold(text)
    if contains(folded, "sans", "no respirator", "aucun", "none"):
        return RespiratorPosition.NONE
    if contains(folded, "hors", "exterieur", "outside", "en dehors"):
        return RespiratorPosition.OUTSIDE
    if contains(folded, "dans", "interieur", "inside", "sous", "inhale"):
        return RespiratorPosition.INSIDE
    return None


# -- kinds of agents

_KINDS: Final[Mapping[str, AgentKind]] = {
    fold(label): kind for kind in AgentKind for label in (kind.value, kind.wording.en, kind.wording.fr)
}


def agent_kind_in(text: str) -> AgentKind | None:
    """Return the kind of an agent, where the cell says one in our own words.

    >>> agent_kind_in("Mélange"), agent_kind_in("chimique")
    (<AgentKind.MIXTURE: 'mixture'>, None)
    """
    return _KINDS.get(fold(text))


# -- routes

_ROUTES: Final = (
    (Route.INHALATION, ("inhal", "respir", "aerien", "airborne")),
    (Route.DERMAL, ("cutan", "peau", "transcutan", "percutan", "derm", "skin", "contact")),
    (Route.INGESTION, ("inges", "digest", "oral", "ingere", "swallow")),
)
_DENIED: Final = re.compile(r"\b(?:pas|sans|aucun|aucune|no|not|without|hors|ni|non|except|sauf|absence)\b")


def routes_in(text: str) -> tuple[Route, ...]:
    """Return the routes that a text names; a part of a sentence that denies something names none.

    >>> routes_in("Inhalation d'aérosols, contact cutané")
    (<Route.INHALATION: 'inhalation'>, <Route.DERMAL: 'dermal'>)
    >>> routes_in("Inhalation, pas de contact cutané")
    (<Route.INHALATION: 'inhalation'>,)
    """
    found: set[Route] = set()
    for part in re.split(r"[,;.:/+\n]| et | and | mais | but ", text):
        folded = fold(part)
        if _DENIED.search(folded):
            continue
        found |= {route for route, stems in _ROUTES if contains(folded, *stems)}
    return tuple(route for route, _ in _ROUTES if route in found)


# -- how it is known

_NOT_YET: Final = re.compile(
    r"\b(?:non|pas|sans|aucune?|a faire|a venir|a realiser|prevue?s?|en attente|programmee?|not|no|planned|to be|"
    r"pending)\b"
)
_TOOLS: Final = ("SEIRICH", "Stoffenmanager", "ECETOC TRA", "ART", "MEASE", "INRS MIXIE", "RISKOFDERM")
_MATRICES: Final = ("MatGéné", "Matgéné", "SUMEX", "FINJEM", "Ev@lutil", "MatEmESp", "DOM-JEM", "CANJEM")
_ROLES: Final = (
    (
        AuthorRole.PREVENTION_STAFF,
        "preventeur|preventrice|prevention staff|hse|qhse|qse|animateur|safety|service prevention",
    ),
    (AuthorRole.OCCUPATIONAL_PHYSICIAN, "medecin|physician|doctor"),
    (AuthorRole.HYGIENIST, "hygienist"),
    (AuthorRole.FUND_ENGINEER, "carsat|cramif|ingenieur conseil|engineer of the regional fund"),
    (AuthorRole.EMPLOYER, "employeur|employer|direction|chef"),
    (AuthorRole.WORKER, "salarie|worker|travailleur|operateur|interesse"),
)
_BIOMONITORED: Final = listed("biomet | biosurveill | surveillance biologique | plombemi | biomonitor | urinaire")
_LIKENED: Final = listed("analog | poste similaire | poste comparable | similar | par comparaison")
_MEASURED: Final = listed("mesurage | mesure | measure | prelevement | sampl | metrologi | scola | colchic")
_DECLARED: Final = listed("declar | questionnaire | entretien | interview | temoign")
_JUDGED: Final = listed("estim | expert | jugement | avis | judgement | judgment | etude de poste")
_DOCUMENTS: Final = (
    (DocumentKind.RISK_ASSESSMENT, "document unique|duer|evaluation des risques|risk assessment|evrp"),
    (DocumentKind.COMPANY_FILE, "fiche d entreprise|fiche entreprise|company file"),
    (DocumentKind.PREVENTION_SHEET, "fiche de prevention|fiche penibilite"),
    (DocumentKind.EXPOSURE_SHEET, "fiche d exposition|fiche individuelle d exposition|exposure sheet"),
    (DocumentKind.ATTESTATION, "attestation d exposition"),
)


def _role_in(folded: str) -> AuthorRole | None:
    found = [role for role, stems in _ROLES if contains(folded, *listed(stems))]
    return found[0] if len(found) == 1 else None


def _named(text: str, names: tuple[str, ...]) -> str | None:
    return next((name for name in names if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)), None)


def evidence_in(text: str) -> Evidence | None:
    """Return how something is known as the words of a list say it, None where they do not say it.

    >>> evidence_in("Mesurage SCOLA 12/03/2025"), evidence_in("Estimation préventeur")
    (Measured(measurements=()), Expert(role=<AuthorRole.PREVENTION_STAFF: 'prevention-staff'>))
    >>> evidence_in("Mesurage prévu en mai") is None
    True
    """
    folded = fold(text)
    if _NOT_YET.search(folded):
        return None
    if contains(folded, *_BIOMONITORED):
        return Biomonitored()
    if contains(folded, *_LIKENED):
        return Analogous()
    if (matrix := _named(text, _MATRICES)) is not None:
        return Matrix(name=matrix)
    if (tool := _named(text, _TOOLS)) is not None:
        return Modelled(tool=tool)
    if contains(folded, *_MEASURED):
        return Measured()
    if contains(folded, *_DECLARED):
        return Declared(by=_role_in(folded))
    return Expert(role=_role_in(folded)) if contains(folded, *_JUDGED) else None


def document_in(text: str) -> DocumentKind:
    """Return the document that the words of a list refer to; the list itself where they name none.

    >>> document_in("Document unique 2024")
    <DocumentKind.RISK_ASSESSMENT: 'risk-assessment'>
    """
    folded = fold(text)
    return next((kind for kind, stems in _DOCUMENTS if contains(folded, *listed(stems))), DocumentKind.EXPOSURE_LIST)


# -- classes

_CLASSES: Final = re.compile(
    r"\b(c|m|r|carc|muta|repr|canc[ée]rog[eè]ne|mutag[eè]ne|reprotoxique|carcinogenic|carcinogen|mutagenic|mutagen|"
    r"reprotoxic|toxique pour la reproduction|toxic for reproduction)"
    r"s?\.?\s*(?:cat(?:[ée]gorie|egory)?\.?\s*)?(1a|1b|2)\b",
    re.IGNORECASE,
)
_STATEMENT: Final = re.compile(r"\bH3(?:50i?|40|60[FfDd]{0,2}|51|41|61[fd]{0,2}|62)\b")
_HAZARDS: Final = {
    "c": Hazard.CARCINOGENIC,
    "m": Hazard.MUTAGENIC,
    "r": Hazard.REPROTOXIC,
    "t": Hazard.REPROTOXIC,
}
_STATED: Final = {"5": Hazard.CARCINOGENIC, "4": Hazard.MUTAGENIC, "6": Hazard.REPROTOXIC}


def classifications_in(text: str) -> tuple[Classification, ...]:
    """Return the classes of CLP that a cell states, each with its hazard; a bare "1B" says no hazard and gives none.

    >>> [(c.hazard.value, c.cmr_class.value, c.statements) for c in classifications_in("Carc. 1B (H350), Muta. 2")]
    [('carcinogenic', 'clp-1B', ('H350',)), ('mutagenic', 'clp-2', ())]
    """
    statements = dict.fromkeys(_STATEMENT.findall(text))
    found: dict[tuple[Hazard, CmrClass], list[str]] = {}
    for letter, number in _CLASSES.findall(text):
        found.setdefault((_HAZARDS[letter[0].lower()], CmrClass(f"clp-{number.upper()}")), [])
    for statement in statements:
        hazard = _STATED.get(statement[2])
        suspected = statement[3] == "1"
        for (of, cmr_class), stated in found.items():
            if of is hazard and (cmr_class is CmrClass.CLP_2) == suspected:
                stated.append(statement)
    return tuple(
        Classification(hazard=hazard, cmr_class=cmr_class, statements=tuple(stated), source="liste de l'employeur")
        for (hazard, cmr_class), stated in found.items()
    )

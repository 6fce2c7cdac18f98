"""What a column of a list can be, and the headings by which it is recognised in French and English."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from tracexpo.codecs.tables.folding import fold, listed
from tracexpo.vocabularies import Vocabulary

__all__ = ["NEEDED", "REPEATABLE", "Column", "candidates"]


class Column(Vocabulary):
    """What a column of a list can be (colonne); its labels are headings that are recognised."""

    WORKER_NUMBER = "worker-number", "Worker number", "N° salarié"
    USED_NAME = "used-name", "Last name", "Nom"
    BIRTH_NAME = "birth-name", "Birth name", "Nom de naissance"
    GIVEN_NAMES = "given-names", "First name", "Prénom"
    FULL_NAME = "full-name", "Full name", "Nom et prénom"
    BIRTH_DATE = "birth-date", "Birth date", "Date de naissance"
    SEX = "sex", "Sex", "Sexe"
    NIR = "nir", "NIR", "N° de sécurité sociale"
    SIRET = "siret", "SIRET", "SIRET établissement"
    ESTABLISHMENT_NAME = "establishment-name", "Establishment", "Établissement"
    COMPANY_NAME = "company-name", "Company", "Entreprise"
    EMPLOYER_SIRET = "employer-siret", "SIRET of the employer", "SIRET employeur"
    EMPLOYER_NAME = "employer-name", "Temporary-work agency", "Entreprise de travail temporaire"
    WORKSTATION = "workstation", "Workstation", "Poste de travail"
    WORK_UNIT = "work-unit", "Work unit", "Unité de travail"
    PLACE = "place", "Place", "Chantier"
    CONTRACT = "contract", "Contract type", "Type de contrat"
    AGENT = "agent", "CMR agent", "Agent CMR"
    PRODUCT = "product", "Product", "Produit"
    AGENT_KIND = "agent-kind", "Kind of agent", "Type d'agent"
    CAS = "cas", "CAS number", "N° CAS"
    EC = "ec", "EC number", "N° CE"
    CLP_INDEX = "clp-index", "CLP index", "N° index CLP"
    CATEGORY = "category", "CMR category", "Catégorie CMR"
    START = "start", "Start of exposure", "Début d'exposition"
    END = "end", "End of exposure", "Fin d'exposition"
    PERIOD = "period", "Period of exposure", "Période d'exposition"
    WORK_PERFORMED = "work-performed", "Work performed", "Travaux effectués"
    WORK_PROCESS = "work-process", "Work process", "Procédé de travail"
    NATURE = "nature", "Nature of the exposure", "Nature de l'exposition"
    ROUTES = "routes", "Route of exposure", "Voie d'exposition"
    DURATION = "duration", "Duration", "Durée d'exposition"
    FREQUENCY = "frequency", "Frequency", "Fréquence"
    LEVEL = "level", "Level", "Niveau d'exposition"
    UNIT = "unit", "Unit", "Unité"
    FRACTION = "fraction", "Fraction", "Fraction granulométrique"
    LIMIT = "limit", "Limit value", "VLEP"
    MEASURED_ON = "measured-on", "Measured on", "Date du mesurage"
    RESPIRATOR = "respirator", "Inside or outside the respirator", "Hors ou dans le masque"
    COLLECTIVE = "collective", "Collective protection", "Protection collective"
    PERSONAL = "personal", "Personal protection", "Protection individuelle"
    ORGANISATIONAL = "organisational", "Organisational measure", "Mesure organisationnelle"
    EVIDENCE = "evidence", "Source of the information", "Origine de l'information"
    NOTE = "note", "Remark", "Observations"


NEEDED: Final = (
    (Column.WORKER_NUMBER, Column.USED_NAME, Column.FULL_NAME, Column.BIRTH_NAME),
    (Column.AGENT, Column.CAS, Column.PRODUCT, Column.EC, Column.CLP_INDEX),
    (Column.START, Column.PERIOD),
)
"""Without one column of each of these there is no list."""

REPEATABLE: Final = frozenset({Column.COLLECTIVE, Column.PERSONAL, Column.ORGANISATIONAL, Column.NOTE})
"""The columns that a list may have several of."""

# Headings beside the labels. Small words, accents, case, order and the plural do not count; "salarié" may be left out.
_HEADINGS: Final[Mapping[Column, str]] = {
    Column.WORKER_NUMBER: "matricule | numéro matricule | identifiant | code salarié | référence salarié | badge | "
    "numéro badge | numéro | id | ref | personnel number | staff number | payroll number | matricule RH | worker",
    Column.USED_NAME: "nom d'usage | nom de famille | nom usuel | nom marital | surname | family name | name",
    Column.BIRTH_NAME: "nom de jeune fille | nom patronymique | maiden name",
    Column.GIVEN_NAMES: "given name | forename | prénoms",
    Column.FULL_NAME: "nom prénom | salarié | identité | identité salarié | opérateur | personne exposée | "
    "salarié exposé | salarié concerné | name first name | person exposed | nom prénom usage",
    Column.BIRTH_DATE: "naissance | né le | né(e) le | date of birth | DOB | born | born on | jour de naissance",
    Column.SEX: "gender | genre | sexe",
    Column.NIR: "NIR | numéro sécu | sécurité sociale | numéro sécurité sociale | social security number | NNI",
    Column.SIRET: "SIRET | numéro SIRET | SIRET entreprise | SIRET site | establishment SIRET | SIRET number | "
    "SIRET entreprise utilisatrice | SIRET EU",
    Column.ESTABLISHMENT_NAME: "nom établissement | site | plant | nom site | usine | factory",
    Column.COMPANY_NAME: "raison sociale | société | firm | nom entreprise | nom société | entreprise utilisatrice",
    Column.EMPLOYER_SIRET: "SIRET ETT | SIRET employeur si intérim | SIRET entreprise travail temporaire | "
    "SIRET agence | SIRET agence intérim | SIRET entreprise intérim | employer SIRET | agency SIRET | "
    "SIRET employeur intérim | SIRET employeur si ETT | SIRET entreprise extérieure",
    Column.EMPLOYER_NAME: "ETT | agence intérim | entreprise intérim | agence | agency | temp agency | nom ETT | "
    "temporary work agency | employment agency | agence emploi",
    Column.WORKSTATION: "poste | intitulé poste | emploi | fonction | métier | job | position | job title | "
    "poste occupé | libellé poste | workplace | work station",
    Column.WORK_UNIT: "UT | atelier | service | secteur | département | department | workshop | unit of work | équipe",
    Column.PLACE: "lieu | lieu exposition | lieu travail | chantier | worksite | work place",
    Column.CONTRACT: "contrat | nature contrat | statut | contract | type of contract | employment type | "
    "contractual status",
    Column.AGENT: "agent | agent chimique | substance | substance CMR | nom substance | agent chimique dangereux | "
    "ACD | CMR | nom agent CMR | chemical agent | substance name | agent name | agent procédé | agent CMR procédé | "
    "libellé agent | agent cancérogène | carcinogen | agent substance | chemical | ACD CMR | agent chimique CMR | "
    "nuisance | substance procédé | agent process",
    Column.PRODUCT: "nom produit | produit utilisé | nom commercial | trade name | product name | produit chimique | "
    "mélange | préparation | produit CMR | product used",
    Column.AGENT_KIND: "type agent CMR | type of agent",
    Column.CAS: "CAS | numéro CAS | code CAS | CAS no",
    Column.EC: "CE | EC | EINECS | numéro EINECS | numéro CE EINECS",
    Column.CLP_INDEX: "index | index number | numéro index",
    Column.CATEGORY: "catégorie | classe CMR | classification | classification CLP | classification CMR | class | "
    "mention danger | hazard statement | CMR class | classement CMR | catégorie CLP",
    Column.START: "début | date début | date début exposition | exposé depuis | depuis | depuis le | du | de | start | "
    "start date | exposure start | from | exposition depuis | begin | exposed since | since | première exposition | "
    "start of exposure date | date of start | begin date | période début | période du",
    Column.END: "fin | date fin | date fin exposition | jusqu'au | au | à | end | end date | exposure end | to | "
    "until | exposed until | exposition jusqu'au | dernière exposition | période fin | période au | date of end",
    Column.PERIOD: "période | dates exposition | period | exposure period",
    Column.WORK_PERFORMED: "tâche | activité | nature travail | nature travaux | nature activité | opération | "
    "travail effectué | task | description activité | travaux | situation travail | tâche exposante",
    Column.WORK_PROCESS: "procédé | process | work process",
    Column.NATURE: "nature | type exposition | mode exposition | circonstance exposition | exposure nature | "
    "condition exposition | type of exposure",
    Column.ROUTES: "voie | route | exposure route | voie pénétration | voie absorption | voie contamination",
    Column.DURATION: "durée | duration of exposure | exposure duration | temps exposition | time of exposure | "
    "exposure time | durée hebdomadaire | temps exposition hebdomadaire | durée quotidienne | durée journalière",
    Column.FREQUENCY: "fréquence exposition | frequency of exposure | exposure frequency",
    Column.LEVEL: "niveau | degré | degré exposition | concentration | valeur | valeur mesurée | niveau mesuré | "
    "résultat | résultat mesure | résultat mesurage | exposure level | degree | result | measured value | intensité | "
    "concentration mesurée | degree of exposure | level of exposure | intensité exposition | measurement | mesure",
    Column.UNIT: "unité mesure | unit of measurement | unit of measure | unité niveau",
    Column.FRACTION: "fraction mesurée | dust fraction",
    Column.LIMIT: "valeur limite | VLEP réglementaire | VLEP contraignante | limite | limit | OEL | VLCT | VLE | VME | "
    "exposure limit | occupational exposure limit | valeur limite exposition | "
    "valeur limite exposition professionnelle",
    Column.MEASURED_ON: "date mesure | date prélèvement | mesuré le | date résultat | date of measurement | "
    "measurement date | sampling date | sampled on | date contrôle | date of sampling",
    Column.RESPIRATOR: "position masque | hors dans masque | masque hors dans",
    Column.COLLECTIVE: "EPC | mesure prévention collective | équipement protection collective | mesure collective | "
    "moyen protection collective | technical measure | engineering control | protection collective EPC | "
    "prévention collective | mesure protection collective | collective measure | mesure technique",
    Column.PERSONAL: "EPI | mesure individuelle | équipement protection individuelle | PPE | prévention individuelle | "
    "personal protective equipment | moyen protection individuelle | protection individuelle EPI | "
    "mesure protection individuelle | mesure prévention individuelle",
    Column.ORGANISATIONAL: "organisation | organisational | mesure organisation | organizational measure",
    Column.EVIDENCE: "source | source information | origine | mode obtention | méthode évaluation | évaluation | "
    "source of information | evidence | origin | méthode | base évaluation | mode évaluation | how known | "
    "source donnée | justificatif",
    Column.NOTE: "observation | remarque | commentaire | note | comment | remarks",
}

# A heading that says one thing beside some columns and another beside others: the first that is free.
_AMBIGUOUS: Final[Mapping[str, tuple[Column, ...]]] = {
    "nom": (Column.USED_NAME, Column.BIRTH_NAME),
    "nom agent": (Column.AGENT, Column.USED_NAME),
    "agent": (Column.AGENT, Column.FULL_NAME),
    "matricule agent": (Column.WORKER_NUMBER,),
    "prénom agent": (Column.GIVEN_NAMES,),
    "nom prénom agent": (Column.FULL_NAME,),
    "worker": (Column.WORKER_NUMBER, Column.FULL_NAME),
    "employé": (Column.FULL_NAME,),
    "site": (Column.ESTABLISHMENT_NAME, Column.PLACE),
    "numéro": (Column.WORKER_NUMBER,),
    "service": (Column.WORK_UNIT,),
    "employeur": (Column.EMPLOYER_NAME, Column.COMPANY_NAME),
    "employer": (Column.EMPLOYER_NAME, Column.COMPANY_NAME),
}

# A heading that says more than one of those above: the words that tell what it is.
_TELLING: Final[Mapping[Column, tuple[frozenset[str], ...]]] = {
    column: tuple(frozenset(words.split()) for words in listed(texts))
    for column, texts in {
        Column.AGENT: "agent cmr | agent chimique | substance cmr | substance chimique",
        Column.COLLECTIVE: "epc | protection collective",
        Column.PERSONAL: "epi | ppe | protection individuelle",
        Column.LIMIT: "vlep | oel",
        Column.CAS: "numero cas",
        Column.START: "debut exposition",
        Column.END: "fin exposition",
        Column.NATURE: "nature exposition",
        Column.DURATION: "duree exposition",
        Column.LEVEL: "degre exposition | niveau exposition",
        Column.NOTE: "observation | commentaire | remarque",
    }.items()
}

_SMALL: Final = frozenset(
    listed(
        "a | au | aux | d | de | des | du | en | et | l | la | le | les | ou | par | pour | s | si | un | une | the | "
        "of | to | and | or | in | at | on | an | for"
    )
)
_SAME: Final = {
    "n": "numero",
    "expo": "exposition",
    "no": "numero",
    "num": "numero",
    "nr": "numero",
    "nb": "numero",
    "number": "numero",
    "travailleur": "salarie",
    "travailleuse": "salarie",
    "employe": "salarie",
    "employee": "salarie",
    "salariee": "salarie",
    "collaborateur": "salarie",
    "personnel": "salarie",
    "worker": "salarie",
    "ee": "e",
}
_MAY_BE_LEFT_OUT: Final = frozenset({"salarie", "connu", "connue", "facultatif", "obligatoire", "e", "8h", "8", "h"})
_ASIDE: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_UNIT_IN_WORDS: Final = re.compile(r"\b(?:[µμumn]g|mg|f|fibres?)\s*[/.]\s*(?:m|c?m|l)\S*|\bpp[mb]\b", re.IGNORECASE)


def _words(heading: str) -> frozenset[str]:
    words = []
    for word in fold(heading).split():
        singular = word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
        words.append(_SAME.get(singular, singular))
    # "du", "au", "to" alone are headings
    return frozenset(word for word in words if word not in _SMALL) or frozenset(words)


def _tables() -> tuple[Mapping[str, tuple[Column, ...]], Mapping[frozenset[str], tuple[Column, ...]]]:
    """Return what headings say, by their folded text and by their words."""
    exact: dict[str, tuple[Column, ...]] = {}
    by_words: dict[frozenset[str], tuple[Column, ...]] = {}
    for column in Column:
        for text in (column.wording.en, column.wording.fr, *listed(_HEADINGS.get(column, ""))):
            exact.setdefault(fold(text), (column,))
            by_words.setdefault(_words(text), (column,))
    for text, columns in _AMBIGUOUS.items():
        exact[fold(text)] = by_words[_words(text)] = columns
    return exact, by_words


_EXACT, _BY_WORDS = _tables()


@lru_cache(4096)
def candidates(heading: str) -> tuple[Column, ...]:
    """Return what a heading can say, the likeliest first; nothing for one that is not known.

    >>> candidates("DATE DE DEBUT D’EXPOSITION")
    (<Column.START: 'start'>,)
    >>> candidates("Durée (h/semaine)"), candidates("Date")
    ((<Column.DURATION: 'duration'>,), ())
    """
    if len(heading) > 200:
        return ()
    bare = _ASIDE.sub(" ", heading)
    for text in (heading, bare, _UNIT_IN_WORDS.sub(" ", bare)):
        words = _words(text)
        found = _EXACT.get(fold(text)) or _BY_WORDS.get(words) or _BY_WORDS.get(words - _MAY_BE_LEFT_OUT)
        if found and words:
            return found
    words = _words(bare)
    told = [column for column, telling in _TELLING.items() if any(telling_words <= words for telling_words in telling)]
    return (told[0],) if len(told) == 1 else ()

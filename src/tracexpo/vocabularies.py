"""The closed vocabularies: every member with its spelling on the wire and its two labels.

A member is a `str`: it equals its spelling on the wire. A minor version of the format may add
members, never rename or remove one.
"""

from enum import StrEnum
from typing import Self

from tracexpo.problems import Language, Wording

__all__ = [
    "AliasOrigin",
    "AsbestosOperation",
    "AttestationModel",
    "AuthorRole",
    "Censoring",
    "CmrClass",
    "Confidence",
    "ContractType",
    "DocumentKind",
    "DustFraction",
    "FrequencyPeriod",
    "Hazard",
    "LegalRegime",
    "MeasureLevel",
    "MeasurementPurpose",
    "NafRevision",
    "OccupationScheme",
    "PartyKind",
    "Precision",
    "RespiratorPosition",
    "Route",
    "SampleMatrix",
    "SamplingPosition",
    "ServiceType",
    "Sex",
    "Statistic",
    "SuccessionKind",
    "TimeUnit",
    "TransmissionSubject",
    "UnknownFact",
    "UnknownReason",
    "Vocabulary",
]


class Vocabulary(StrEnum):
    """A closed list of words."""

    wording: Wording
    """The two labels."""

    def __new__(cls, value: str, *told: str) -> Self:
        """Make a member from its spelling and its labels, English then French."""
        # not two arguments: mypy would ask for them in `Sex("female")`
        en, fr = told
        member = str.__new__(cls, value)
        member._value_ = value
        member.wording = Wording(en, fr)
        return member

    # that of Enum is written in Python and hashes the name of the member
    __hash__ = str.__hash__

    @property
    def label(self) -> str:
        """The English label."""
        return self.wording.en

    def label_in(self, language: Language) -> str:
        """The label in one language ("en" or "fr").

        >>> AuthorRole.LABOUR_INSPECTOR.label_in("fr")
        'inspecteur du travail'
        """
        return self.wording.text_in(language)


class LegalRegime(Vocabulary):
    """The legal regime of an employer (régime juridique): it decides which documents exist."""

    PRIVATE_GENERAL = "private-general", "private sector, general scheme", "secteur privé, régime général"
    PRIVATE_AGRICULTURAL = (
        "private-agricultural",
        "private sector, agricultural scheme",
        "secteur privé, régime agricole",
    )
    STATE = "state", "State civil service", "fonction publique de l'État"
    TERRITORIAL = "territorial", "territorial civil service", "fonction publique territoriale"
    HOSPITAL = "hospital", "hospital civil service", "fonction publique hospitalière"
    SELF_EMPLOYED = "self-employed", "self-employed", "travailleur indépendant"
    FOREIGN = "foreign", "employer established abroad", "employeur établi à l'étranger"


class SuccessionKind(Vocabulary):
    """How an establishment follows another one (mode de succession)."""

    MOVE = "move", "move to another address", "déménagement"
    MERGER = "merger", "merger", "fusion"
    TRANSFER = "transfer", "transfer to another company", "cession"
    SPLIT = "split", "split", "scission"


class NafRevision(Vocabulary):
    """The revision of the French activity codes (nomenclature d'activités française). Source: Insee."""

    NAF_1993 = "naf-1993", "NAF 1993", "NAF 1993"
    NAF_REV1 = "naf-rev1", "NAF rev. 1 (2003)", "NAF rév. 1 (2003)"
    NAF_REV2 = "naf-rev2", "NAF rev. 2 (2008)", "NAF rév. 2 (2008)"
    NAF_2025 = "naf-2025", "NAF 2025", "NAF 2025"


class ServiceType(Vocabulary):
    """The type of an occupational-health service (service de prévention et de santé au travail). Source: L4622-1."""

    INTER_COMPANY = "inter-company", "inter-company service", "service interentreprises"
    IN_HOUSE = "in-house", "in-house service", "service autonome"
    AGRICULTURAL = "agricultural", "agricultural service", "service de santé au travail en agriculture"
    PUBLIC = "public", "service of a public employer", "service de médecine de prévention d'un employeur public"


class OccupationScheme(Vocabulary):
    """The code list of an occupation (nomenclature de métiers)."""

    PCS_ESE_2017 = "pcs-ese-2017", "PCS-ESE 2017", "PCS-ESE 2017"
    PCS_2020 = "pcs-2020", "PCS 2020", "PCS 2020"
    ROME = "rome", "ROME", "ROME"
    ISCO_08 = "isco-08", "ISCO-08", "CITP-08"


class AliasOrigin(Vocabulary):
    """How it is known that two references mean one person (origine du rapprochement)."""

    DECLARED = "declared", "declared", "déclaré"
    MATCHED = "matched", "matched by traits", "rapproché par les traits"
    VERIFIED = "verified", "verified", "vérifié"


class Sex(Vocabulary):
    """Sex as civil registers state it (sexe à l'état civil)."""

    FEMALE = "female", "female", "féminin"
    MALE = "male", "male", "masculin"


class ContractType(Vocabulary):
    """The contract under which a person works (type de contrat). Source: L4111-5, D4154-1."""

    PERMANENT = "permanent", "permanent contract", "contrat à durée indéterminée (CDI)"
    FIXED_TERM = "fixed-term", "fixed-term contract", "contrat à durée déterminée (CDD)"
    TEMPORARY_AGENCY = "temporary-agency", "temporary-agency work", "travail temporaire (intérim)"
    SUBCONTRACT = "subcontract", "employee of a subcontractor", "salarié d'un sous-traitant"
    APPRENTICESHIP = "apprenticeship", "apprenticeship", "apprentissage"
    TRAINEE = "trainee", "trainee", "stagiaire"
    SECONDMENT = "secondment", "secondment", "mise à disposition"
    POSTED = "posted", "posted from abroad", "détachement"
    VOLUNTEER = "volunteer", "volunteer", "bénévole"
    PUBLIC_SERVANT = "public-servant", "public servant", "agent public"
    SELF_EMPLOYED = "self-employed", "self-employed", "travailleur indépendant"
    OTHER = "other", "other", "autre"


class Hazard(Vocabulary):
    """A hazard class followed here (classe de danger CMR). Source: Regulation (EC) 1272/2008."""

    CARCINOGENIC = "carcinogenic", "carcinogenic", "cancérogène"
    MUTAGENIC = "mutagenic", "germ cell mutagenic", "mutagène"
    REPROTOXIC = "reprotoxic", "toxic to reproduction", "toxique pour la reproduction"
    LACTATION = "lactation", "effects on or via lactation", "effets sur ou via l'allaitement"


class Precision(Vocabulary):
    """How precisely a period is known (précision des dates)."""

    DAY = "day", "to the day", "au jour près"
    MONTH = "month", "to the month", "au mois près"
    YEAR = "year", "to the year", "à l'année près"
    ESTIMATED = "estimated", "estimated", "estimée"


class TimeUnit(Vocabulary):
    """The unit of a time of exposure (unité de durée d'exposition)."""

    MIN_DAY = "min/day", "minutes a day", "minutes par jour"
    H_DAY = "h/day", "hours a day", "heures par jour"
    H_WEEK = "h/week", "hours a week", "heures par semaine"
    H_MONTH = "h/month", "hours a month", "heures par mois"
    H_YEAR = "h/year", "hours a year", "heures par an"
    DAY_WEEK = "day/week", "days a week", "jours par semaine"
    DAY_MONTH = "day/month", "days a month", "jours par mois"
    DAY_YEAR = "day/year", "days a year", "jours par an"
    PERCENT_OF_WORKING_TIME = "%", "per cent of the working time", "pour cent du temps de travail"


class Route(Vocabulary):
    """A route of exposure (voie d'exposition)."""

    INHALATION = "inhalation", "inhalation", "inhalation"
    DERMAL = "dermal", "dermal contact", "contact cutané"
    INGESTION = "ingestion", "ingestion", "ingestion"


class FrequencyPeriod(Vocabulary):
    """The period in which a frequency counts (période de la fréquence)."""

    DAY = "day", "day", "jour"
    WEEK = "week", "week", "semaine"
    MONTH = "month", "month", "mois"
    YEAR = "year", "year", "année"


class UnknownFact(Vocabulary):
    """A fact that somebody said is not known (fait dit inconnu). Source: R4412-93-1, « lorsqu'elles sont connues »."""

    NATURE = "nature", "nature of the exposure", "nature de l'exposition"
    DURATION = "duration", "duration of the exposure", "durée de l'exposition"
    DEGREE = "degree", "degree of the exposure", "degré de l'exposition"


class UnknownReason(Vocabulary):
    """Why a fact is not known (motif)."""

    NOT_ASSESSED = "not-assessed", "not assessed", "non évalué"
    NOT_RECORDED = "not-recorded", "not recorded", "non consigné"
    LOST = "lost", "lost", "perdu"
    WITHHELD = "withheld", "withheld", "non communiqué"


class AsbestosOperation(Vocabulary):
    """The kind of work on asbestos (type d'opération). Source: R4412-94."""

    REMOVAL = "removal", "removal or encapsulation (sub-section 3)", "retrait ou encapsulage (sous-section 3)"
    INTERVENTION = (
        "intervention",
        "work liable to release fibres (sub-section 4)",
        "intervention susceptible de libérer des fibres (sous-section 4)",
    )


class Censoring(Vocabulary):
    """On which side of the printed value a result lies (résultat censuré)."""

    BELOW = "below", "below the limit of quantification", "inférieur à la limite de quantification"
    ABOVE = "above", "above the upper limit of the method", "supérieur à la limite haute de la méthode"


class Statistic(Vocabulary):
    """What a level is a statistic of (statistique)."""

    TWA_8H = "twa-8h", "time-weighted average over 8 h", "moyenne pondérée sur 8 h"
    TWA_1H = "twa-1h", "time-weighted average over 1 h", "moyenne pondérée sur 1 h"
    TWA_15MIN = "twa-15min", "time-weighted average over 15 min", "moyenne pondérée sur 15 min"
    MEAN = "mean", "arithmetic mean", "moyenne arithmétique"
    GEOMETRIC_MEAN = "geometric-mean", "geometric mean", "moyenne géométrique"
    P95 = "p95", "95th percentile", "95e centile"
    MAX = "max", "maximum", "maximum"


class DustFraction(Vocabulary):
    """The fraction of airborne particles (fraction granulométrique). Source: EN 481."""

    INHALABLE = "inhalable", "inhalable fraction", "fraction inhalable"
    THORACIC = "thoracic", "thoracic fraction", "fraction thoracique"
    RESPIRABLE = "respirable", "respirable fraction", "fraction alvéolaire"


class RespiratorPosition(Vocabulary):
    """Where a level was taken with regard to the respirator (position par rapport au masque).

    Source: R4412-96, R4412-100.
    """

    OUTSIDE = "outside", "outside the respirator", "hors du masque"
    INSIDE = "inside", "inside the respirator (air inhaled)", "dans le masque (air inhalé)"
    NONE = "none", "no respirator worn", "sans appareil respiratoire"


class MeasureLevel(Vocabulary):
    """The place of a measure in the STOP order (ordre des principes de prévention).

    Source: L4121-2, R4412-66 to -70.
    """

    SUBSTITUTION = "substitution", "substitution", "substitution"
    TECHNICAL = "technical", "technical collective protection", "protection collective technique"
    ORGANISATIONAL = "organisational", "organisational measure", "mesure organisationnelle"
    PERSONAL = "personal", "personal protection", "protection individuelle"


class DocumentKind(Vocabulary):
    """The document a statement was found in (document d'origine)."""

    COMPANY_FILE = "company-file", "company file", "fiche d'entreprise"
    ATTESTATION = "attestation", "attestation of exposure", "attestation d'exposition"
    HAZARDOUS_PROCESS_DECLARATION = (
        "hazardous-process-declaration",
        "declaration of hazardous processes",
        "déclaration de procédés de travail dangereux",
    )
    EXPOSURE_LIST = "exposure-list", "list of exposed workers", "liste des travailleurs exposés"
    EXPOSURE_SHEET = "exposure-sheet", "exposure sheet", "fiche d'exposition"
    PREVENTION_SHEET = "prevention-sheet", "sheet of exposure prevention", "fiche de prévention des expositions"
    ASBESTOS_SHEET = "asbestos-sheet", "asbestos exposure sheet", "fiche d'exposition à l'amiante"
    RISK_ASSESSMENT = "risk-assessment", "risk assessment document", "document unique (DUERP)"
    MEDICAL_FILE = "medical-file", "occupational medical file", "dossier médical en santé au travail"
    NONE = "none", "no legal document", "aucun document légal"


class AuthorRole(Vocabulary):
    """The role of the person who says so (qualité de l'auteur)."""

    EMPLOYER = "employer", "employer", "employeur"
    OCCUPATIONAL_PHYSICIAN = "occupational-physician", "occupational physician", "médecin du travail"
    PREVENTION_STAFF = "prevention-staff", "prevention staff", "préventeur"
    HYGIENIST = "hygienist", "occupational hygienist", "hygiéniste du travail"
    FUND_ENGINEER = "fund-engineer", "engineer of the regional fund", "ingénieur-conseil de la caisse"
    FUND_PHYSICIAN = "fund-physician", "physician of the insurance fund", "médecin-conseil"
    MEDICAL_INSPECTOR = "medical-inspector", "medical inspector of labour", "médecin inspecteur du travail"
    LABOUR_INSPECTOR = "labour-inspector", "labour inspector", "inspecteur du travail"
    TEMP_AGENCY = "temp-agency", "temporary-work agency", "entreprise de travail temporaire"
    WORKER = "worker", "worker", "travailleur"
    RESEARCHER = "researcher", "researcher", "chercheur"


class Confidence(Vocabulary):
    """How sure the author is (degré de certitude)."""

    HIGH = "high", "high", "élevée"
    MEDIUM = "medium", "medium", "moyenne"
    LOW = "low", "low", "faible"


class MeasurementPurpose(Vocabulary):
    """Why a measurement was made (objectif du prélèvement). Source: R4412-76."""

    REGULATORY_CONTROL = "regulatory-control", "regulatory control", "contrôle réglementaire"
    ASSESSMENT = "assessment", "risk assessment", "évaluation des risques"
    INVESTIGATION = "investigation", "investigation", "enquête"
    RESEARCH = "research", "research", "recherche"


class SamplingPosition(Vocabulary):
    """Where the sampler was (position du prélèvement)."""

    PERSONAL = "personal", "personal sampling", "prélèvement individuel"
    STATIC = "static", "static sampling", "prélèvement à poste fixe"


class SampleMatrix(Vocabulary):
    """What was sampled (matrice)."""

    AIR = "air", "air", "air"
    SURFACE = "surface", "surface", "surface"
    BLOOD = "blood", "blood", "sang"
    URINE = "urine", "urine", "urine"
    OTHER = "other", "other", "autre"


class AttestationModel(Vocabulary):
    """The model of an attestation of exposure (modèle d'attestation).

    Source: arrêté du 28 février 1995, annex I; R231-56-11 V; R4412-58; D461-23 CSS.
    """

    DEPARTURE_2001 = (
        "departure-2001",
        "attestation at departure, 2001 to 2008",
        "attestation remise au départ, 2001 à 2008",
    )
    DEPARTURE_2008 = (
        "departure-2008",
        "attestation at departure, 2008 to 2012",
        "attestation remise au départ, 2008 à 2012",
    )
    ORDER_1995 = "1995", "model of the order of 28 February 1995", "modèle de l'arrêté du 28 février 1995"
    ASBESTOS_BEFORE_2012 = (
        "asbestos-before-2012",
        "asbestos, exposure before 1 February 2012",
        "amiante, exposition antérieure au 1er février 2012",
    )
    STATE = "state", "State civil service", "fonction publique de l'État"
    TERRITORIAL = "territorial", "territorial civil service", "fonction publique territoriale"
    HOSPITAL = "hospital", "hospital civil service", "fonction publique hospitalière"
    FALLBACK_2022 = (
        "fallback-2022",
        "attestation in place of the statement of exposures (D461-23, since 2022)",
        "attestation à défaut d'état des lieux (D461-23, depuis 2022)",
    )


class TransmissionSubject(Vocabulary):
    """What was transmitted (objet de la transmission). Source: R4412-93-3, R4412-93-4."""

    LIST = "list", "the list of exposed workers", "la liste des travailleurs exposés"
    UPDATE = "update", "an update of the list", "une actualisation de la liste"
    TEMPORARY_WORKER = (
        "temporary-worker",
        "the lines of a temporary worker",
        "les informations d'un travailleur temporaire",
    )
    END_OF_EXPOSURE = "end-of-exposure", "notice of the end of exposure", "information de la fin d'exposition"


class PartyKind(Vocabulary):
    """Who keeps or receives a record (détenteur ou destinataire)."""

    EMPLOYER = "employer", "employer", "employeur"
    HEALTH_SERVICE = "health-service", "occupational-health service", "service de prévention et de santé au travail"
    TEMP_AGENCY = "temp-agency", "temporary-work agency", "entreprise de travail temporaire"
    FUND = "fund", "regional fund", "caisse régionale"
    RESEARCH = "research", "research body", "organisme de recherche"
    WORKER = "worker", "worker", "travailleur"


class CmrClass(Vocabulary):
    """The class of a CMR agent, with its scheme (catégorie CMR).

    Old 1 is 1A, old 2 is 1B and **old 3 is 2**: "CMR 1 et 2" of 2009 is 1A/1B of today. A class is
    never an integer and never equals one. Source: Directive 67/548/EEC; Regulation (EC) 1272/2008.
    """

    CLP_1A = "clp-1A", "category 1A (CLP)", "catégorie 1A (CLP)"
    CLP_1B = "clp-1B", "category 1B (CLP)", "catégorie 1B (CLP)"
    CLP_2 = "clp-2", "category 2 (CLP)", "catégorie 2 (CLP)"
    OLD_1 = "67/548-1", "category 1 (Directive 67/548)", "catégorie 1 (directive 67/548)"
    OLD_2 = "67/548-2", "category 2 (Directive 67/548)", "catégorie 2 (directive 67/548)"
    OLD_3 = "67/548-3", "category 3 (Directive 67/548)", "catégorie 3 (directive 67/548)"

    @property
    def scheme(self) -> str:
        """The scheme the class belongs to: `clp` or `67/548`.

        >>> CmrClass.OLD_2.scheme
        '67/548'
        """
        return self.value.rsplit("-", 1)[0]

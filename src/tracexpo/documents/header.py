"""What every document begins with: the text it follows, the day, what it used and what it lacked."""

from typing import Annotated

from attrs import field, frozen

from tracexpo.documents.texts import LegalVersion
from tracexpo.form import Day, Id, Text, check, matching
from tracexpo.problems import Language, Wording
from tracexpo.vocabularies import Vocabulary

__all__ = ["Digest", "Header", "Lacking", "Missing"]

Digest = Annotated[str, matching("digest", r"sha256:[0-9a-f]{64}", "digest-malformed")]
"""The digest of a register or of a document (empreinte)."""


class Missing(Vocabulary):
    """What a document lacks (ce qui manque)."""

    COMPANY_NAME = "company-name", "name of the company", "raison sociale de l'entreprise"
    SIRET = "siret", "SIRET of the establishment", "SIRET de l'établissement"
    ADDRESS = "address", "address of the establishment", "adresse de l'établissement"
    LEGAL_REGIME = (
        "legal-regime",
        "legal regime of the employer: taken as private sector, general scheme",
        "régime juridique de l'employeur : considéré comme secteur privé, régime général",
    )
    SERVICE = (
        "service",
        "occupational-health service of the establishment",
        "service dont relève le médecin du travail de l'établissement",
    )
    REGIONAL_FUND = "regional-fund", "regional fund", "caisse régionale"
    HEADCOUNT = "headcount", "headcount of the establishment", "effectif de l'établissement"
    NAME = "name", "name of the worker", "nom du travailleur"
    GIVEN_NAMES = "given-names", "given names of the worker", "prénoms du travailleur"
    BIRTH_DATE = "birth-date", "date of birth of the worker", "date de naissance du travailleur"
    NIR_START = (
        "nir-start",
        "first five digits of the social-security number",
        "cinq premiers chiffres du numéro de sécurité sociale",
    )
    WORKER_ADDRESS = "worker-address", "address of the worker", "adresse du travailleur"
    LINES = "lines", "any exposure recorded", "toute exposition consignée"
    AGENT = "agent", "which agent it is", "de quel agent il s'agit"
    CMR = (
        "cmr",
        "whether the agent is a CMR agent: the catalogue cannot say",
        "si l'agent est un agent CMR : le catalogue ne peut le dire",
    )
    JOB = "job", "brief description of the job", "description succincte du poste"
    START = (
        "start",
        "true start of the exposure: it began before the first day known",
        "vrai début de l'exposition : elle a commencé avant le premier jour connu",
    )
    END = "end", "last day of the exposure", "dernier jour de l'exposition"
    NATURE = "nature", "nature of the exposure", "nature de l'exposition"
    DURATION = "duration", "duration of the exposure", "durée de l'exposition"
    DEGREE = "degree", "degree of the exposure", "degré de l'exposition"
    RESULTS = (
        "results",
        "dates and results of assessments and measurements",
        "dates et résultats des évaluations et mesures",
    )
    MEASURES = "measures", "preventive measures", "mesures de prévention"
    COLLECTIVE_PROTECTION = "collective-protection", "collective protection", "équipements de protection collective"
    PERSONAL_PROTECTION = "personal-protection", "personal protection", "équipements de protection individuelle"
    WORK = "work", "nature of the work", "nature du travail"
    MATERIAL = "material", "materials concerned", "matériaux en cause"
    PROCESS = "process", "work processes used", "procédés de travail utilisés"
    PRODUCTS = "products", "characteristics of the products", "caractéristiques des produits"
    OTHER_RISKS = (
        "other-risks",
        "other risks of the job, or that there are none",
        "autres risques du poste, ou leur absence",
    )
    AGENCY = "agency", "temporary-work agency of the worker", "entreprise de travail temporaire du travailleur"
    RELATED_LINES = (
        "related-lines",
        "exposures of the worker to a mixture or a family with this agent, which stand under another name",
        "expositions du travailleur à un mélange ou une famille comprenant cet agent, qui figurent sous un autre nom",
    )
    LATER_PERIODS = (
        "later-periods",
        "exposures after 31 January 2012, which another attestation states",
        "expositions postérieures au 31 janvier 2012, qu'une autre attestation énonce",
    )
    DECLARED_IN_TIME = (
        "declared-in-time",
        "declaration before the work starts: the exposure begins before the day of the document",
        "déclaration avant le début des travaux : l'exposition commence avant le jour du document",
    )
    DISEASE_TABLE = (
        "disease-table",
        "table of occupational diseases tied to the agent in the catalogue",
        "tableau de maladies professionnelles lié à l'agent dans le catalogue",
    )
    SIGNER = (
        "signer",
        "which employer signed the attestation of that day: it does not say, and the worker had several",
        "quel employeur a signé l'attestation de ce jour : elle ne le dit pas, et le travailleur en a eu plusieurs",
    )
    SIGNED_FACTS = (
        "signed-facts",
        "signature of these facts: the attestation issued on that day states others",
        "signature de ces faits : l'attestation délivrée ce jour-là en énonce d'autres",
    )
    EMPLOYER_SIGNATURE = "employer-signature", "signature of the employer", "signature de l'employeur"
    PHYSICIAN_SIGNATURE = "physician-signature", "signature of the physician", "signature du médecin"


@frozen(kw_only=True)
class Lacking:
    """One thing that is missing for the document to be complete under its text (élément manquant)."""

    field: Text
    """Where in the document, as a JSON pointer."""
    what: Missing
    """What is missing."""
    article: Text
    """The article that asks for it."""

    def __attrs_post_init__(self) -> None:
        check(self)

    @property
    def wording(self) -> Wording:
        """What is missing, in English and French."""
        return self.what.wording

    def message_in(self, language: Language) -> str:
        """What is missing and who asks for it, in one language ("en" or "fr").

        >>> Lacking(field="/firm/siret", what=Missing.SIRET, article="R4412-93-1").message_in("fr")
        "SIRET de l'établissement (R4412-93-1)"
        """
        return f"{self.wording.text_in(language)} ({self.article})"


@frozen(kw_only=True)
class Header:
    """What every document begins with (en-tête)."""

    version: LegalVersion
    """The version of the document; its labels are the titles."""
    articles: tuple[Text, ...]
    """The articles it follows, the one that asks for it first."""
    on: Day
    """The day of the document."""
    edition: Text
    """The edition of the catalogue that answered."""
    register: Digest
    """The digest of the register it was made from."""
    used: tuple[Id, ...] = ()
    """Ids of the facts it states, sorted; none where they would point to a person."""
    lacking: tuple[Lacking, ...] = field(default=())
    """What is missing for it to be complete under its text."""

    def __attrs_post_init__(self) -> None:
        check(self)

    @property
    def title(self) -> Wording:
        """The title, in English and French."""
        return self.version.wording

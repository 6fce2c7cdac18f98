"""The rule of `list-2024` that finds medical facts where an employer keeps the register.

Whole words are looked for, with what stands around them: an enclosure (enceinte ventilée), negative pressure
(en dépression), the danger of an agent (risque d'asthme) and the general surveillance of a workstation
(plombémie tous les ans) are no medical facts about a person. What is found is never shown, nor which kind it is.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from tracexpo.exposures import Exposure, IndividualExposure, Level
from tracexpo.problems import Severity, Wording
from tracexpo.rules import examples as ex
from tracexpo.rules.context import Context
from tracexpo.rules.rule import Finding, rule
from tracexpo.units import UnitKind
from tracexpo.vocabularies import PartyKind, SampleMatrix
from tracexpo.work import Assignment

__all__ = ["is_medical", "medical_data"]

_NUMBER: Final = r"[<>=]?\s*(?!(?:19|20)\d\d\b)\d++(?:[.,]\d++)?+"
# a number that is neither a frequency nor a date, or a verdict
_RESULT: Final = (
    rf"\W{{0,3}}(?:(?:du|de|le|la|a|est|etait|is|was|of|at|on)\W+)*(?:\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{2,4}}\W+)?(?:a\s+)?"
    rf"{_NUMBER}(?!\s*(?:x\b|fois|times|per\b|par\b|mois|months?|ans?\b|years?|/\s*an|[/.-]\d))"
    r"|(?:\s+\w+){0,2}?\s+(?:elevee?|augmentee?|depassee?|anormale?|normale?|correcte?|positi(?:f|ve)|negati(?:f|ve)|"
    r"high|low|elevated|abnormal|normal)\b"
)
_METALS: Final = "plomb|chrome|nickel|cadmium|cobalt|arsenic|mercure|beryllium|aluminium|manganese"
_RESULTS: Final = re.compile(
    rf"\b(?:plombemie|chromurie|nickelurie|cadmiurie|cadmiemie|arsenicurie|cobalturie|mercuriurie|mercuremie|fluorurie|"
    rf"(?:{_METALS}|benzene)s?\s+(?:urinaire|sanguin)|(?:blood|urinary)\s+(?:lead|chromium|nickel|cadmium|cobalt|arsenic|"
    r"mercury)(?:\s+level)?|creatinin(?:e|emie|urie)|(?:trans\W*){0,2}muconique|ttma|(?:s\W*)?phenylmercapturique|spma|"
    r"hippurique|mandelique|trichloracetique|(?:1\W*)?hydroxypyrene|ppz|zpp|ala\s*u|hemoglobine|hematocrite|"
    rf"carboxyhemoglobine|methemoglobine|glycemie|transaminases?|gamma\W*gt|bilan\s+sanguin)\b(?:{_RESULT})"
    r"|(?<![\d.,])\d++(?:[.,]\d++)?+\s{0,3}[munµ]?(?:g|mol)\s*/\s*(?:m?mol|g)\s*(?:de\s+)?creat\w*"
)
_THRESHOLD: Final = re.compile(
    r"\b(?:limites?|vlb|vlep|seuils?|valeurs?|reglementaire|si|limit|threshold|if|when)\b[^.;!?\n]{0,30}$"
)

# before "enceinte", what makes it an enclosure
_BEFORE_ENCLOSURE: Final = (
    *("en", "sous", "une", "dans", "cette", "la", "hors", "avec", "par", "sans", "chaque", "notre"),
    *("nouvelle", "petite", "grande", "deuxieme", "double"),
)
_ENCLOSURE: Final = "".join(rf"(?<!\b{word}\s)" for word in _BEFORE_ENCLOSURE)
_STATES: Final = re.compile(
    # a pregnancy that is somebody's
    r"\b(?:est|etait|sera|elle|salariee|ouvriere|operatrice|employee|technicienne|tombee?|actuellement)\s+enceinte\b"
    rf"|(?<![\w'])(?<![ld]'){_ENCLOSURE}enceinte\s+(?:depuis|jusqu\w*|de\s+\w+\s+(?:mois|semaines)|(?:au|du)\s+\w+\s+mois)\b"
    r"|\A\W*enceinte\W*\Z"
    r"|\bgrossesse\s+(?:en\s+cours|declaree|annoncee|connue|depuis)\b|\b(?:declaration|annonce)\s+de\s+(?:sa\s+)?grossesse\b"
    r"|\bsa\s+grossesse\b|\b(?:retiree|ecartee|mutee|reaffectee|arretee)\b[^.;!?\n]{0,30}\bgrossesse\b"
    r"|\bpregnant\s+(?:since|until)\b|\b(?:is|was|she|currently)\s+pregnant\b|\A\W*pregnant\W*\Z"
    r"|\bconges?\s+(?:de\s+)?(?:maternite|pathologique)\b|\bmaternity\s+leave\b|\ballaite\b"
    # absence, fitness, recognition
    r"|\b(?:arret|conge|absente?|absence)\s+(?:pour\s+|de\s+)?(?:longue\s+)?maladie\b|\ben\s+(?:longue\s+)?maladie\b"
    r"|\b(?:sick|on\s+medical)\s+leave\b"
    r"|\bmaladie\s+professionnelle\s+(?:\w+\s+){0,3}?(?:reconnue|declaree|demandee|en\s+cours)\b"
    r"|\b(?:reconnue?|declaree?)\s+(?:en\s+)?maladie\s+professionnelle\b|\brecognised\s+occupational\s+disease\b"
    r"|\binaptitude\b|\binaptes?\b|\bapte\s+(?:avec|sous)\s+\w+|\bunfit\s+for\b|\brestrictions?\s+medicales?\b"
    r"|\bmedical\s+restrictions?\b|\brqth\b|\btravailleur\s+handicape\b|\binvalidite\b|\b(?:mi\W?temps|partiel)\s+therapeutique\b"
    # care
    r"|\bhospitalisee?\b|\bin\s+hospital\s+since\b|\b(?:sous|suit\s+une|en\s+cours\s+de)\s+(?:chimio|radio)therapie\b"
    r"|\boperee?\s+(?:du|de\s+la|de\s+l'|des)\s*(?:dos|coeur|genou|hanche|epaule|main|poumons?|thyroide)\b"
    r"|\bsous\s+traitement\s+(?:medical|medicamenteux)\b|\bsous\s+(?:antidepresseurs?|anticoagulants?|corticoides)\b"
    r"|\bdiagnosed\s+with\b"
)
_DISEASES: Final = re.compile(
    r"\b(?:cancer|leucemies?|leukaemia|lymphome|mesotheliome|mesothelioma|asbestose|asbestosis|silicose|silicosis|"
    r"berylliose|saturnisme|asthme|asthmatique|asthma|eczema|dermatite|urticaire|allergies?|allergique|bpco|copd|"
    r"plaques\s+pleurales|tumeur|tumour|diabete|diabetique|diabetes|epilepsie|epileptique|epilepsy|hypertension|"
    r"insuffisance\s+(?:renale|respiratoire|hepatique|cardiaque)|infarctus|depression\s+nerveuse|depressi(?:f|ve)|"
    r"burn\W?out|hepatite|seropositi(?:f|ve)|fausse\s+couche|perforation\s+de\s+la\s+cloison)\b"
)
# before a disease: somebody who has it
_OF_SOMEBODY: Final = re.compile(
    r"\b(?:souffre|atteinte?|presente|suivie?\s+pour|traitee?\s+pour|antecedents?|a\s+(?:un|une|eu|declare|developpe)|son|sa|"
    r"il|elle|est|connue?|porteu(?:r|se)|suffers|has|had|he|she)\b[^.;!?\n]{0,30}$"
)
# after a disease that stands alone: since when, or nothing
_SINCE: Final = re.compile(
    r"^\s*(?:\w+\s+){0,3}?(?:depuis|en\s+(?:19|20)\d\d|diagnosti\w+|declaree?|reconnue?|connue?|traitee?|operee?|since|"
    r"in\s+(?:19|20)\d\d)\b|^\W*$"
)
# before either, in the same sentence: the danger of an agent, or a rule for all
_GENERAL: Final = re.compile(
    r"\b(?:risques?|dangers?|prevention|prevenir|eviter|peut|peuvent|pouvant|provoque\w*|causes?|entrain\w*|"
    r"susceptibles?|suspecte?s?|soupconne\w*|class[ei]\w*|tableaux?|interdite?s?|en\s+cas\s+d\w*|aucun\w*|pas|absence|"
    r"femmes|may|can|risks?|suspected|prevent\w*|women|in\s+case\s+of|no|not|depistage|information|formation|affichage|si)\b"
    r"[^.;!?\n]{0,40}$"
)


# most texts hold none of these: they are looked at no further
_STEMS: Final = (
    *("plombemie", "urie", "emie", "urinaire", "sanguin", "blood", "urinary", "creat", "muconique", "ttma"),
    *("mercapturique", "spma", "hippurique", "mandelique", "trichloracetique", "hydroxypyrene", "ppz", "zpp", "ala"),
    *("hemoglobine", "hematocrite", "transaminase", "gamma", "enceinte", "grossesse", "pregnan", "maternit"),
    *("pathologique", "allaite", "maladie", "sick", "medical", "disease", "inapt", "apte", "unfit", "rqth"),
    *("handicape", "invalidite", "therap", "hospital", "opere", "traitement", "sous", "diagnos", "cancer", "leuc"),
    *("leuk", "lymphome", "mesothel", "asbesto", "silicos", "berylliose", "saturnisme", "asthm", "eczema"),
    *("dermatite", "urticaire", "allerg", "bpco", "copd", "plaques", "tumeur", "tumour", "diabet", "epilep"),
    *("hypertension", "insuffisance", "infarctus", "depressi", "burn", "hepatite", "seropositi", "couche", "cloison"),
)


def _folded(text: str) -> str:
    """Lower case without accents; the micro sign stays."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.replace("µ", "u").replace("μ", "u"))
    return "".join(c for c in plain if not unicodedata.combining(c)).replace("’", "'").lower()


def is_medical(text: str) -> bool:
    """Tell whether a text seems to hold a medical fact about a person.

    >>> [is_medical(t) for t in ("enceinte depuis mars", "enceinte ventilée depuis mars", "plombémie 380 µg/L")]
    [True, False, True]
    """
    plain = _folded(text)
    if not any(stem in plain for stem in _STEMS):
        return False
    return (
        any(not _before(_THRESHOLD, plain, found) for found in _RESULTS.finditer(plain))
        or any(not _before(_GENERAL, plain, found) for found in _STATES.finditer(plain))
        or any(_has_disease(plain, found) for found in _DISEASES.finditer(plain))
    )


def _before(pattern: re.Pattern[str], plain: str, found: re.Match[str]) -> bool:
    return pattern.search(plain, max(0, found.start() - 80), found.start()) is not None


def _has_disease(plain: str, found: re.Match[str]) -> bool:
    if _before(_GENERAL, plain, found):
        return False
    alone = not plain[max(0, found.start() - 80) : found.start()].strip(" ,:-(")
    return _before(_OF_SOMEBODY, plain, found) or (
        alone and _SINCE.search(plain[found.end() : found.end() + 60]) is not None
    )


_IN_BODY: Final = frozenset(
    {
        UnitKind.MASS_IN_FLUID,
        UnitKind.AMOUNT_IN_FLUID,
        UnitKind.MASS_PER_CREATININE,
        UnitKind.AMOUNT_PER_CREATININE,
    }
)


@rule(
    "medical-data",
    Severity.ERROR,
    title=Wording("Medical fact in an employer's register", "Donnée médicale dans un registre de l'employeur"),
    description=Wording(
        "Individual results of biological monitoring belong to the physician; the employer is given anonymous, global "
        "ones. A pregnancy, a disease, a fitness opinion stand in no list of exposed workers either. Free texts are "
        "searched for such facts, and levels and measurements for what was taken from a body. A register kept by a "
        "health service is not searched. Words can deceive: a fact told so may be none, and one may escape.",
        "Les résultats individuels de surveillance biologique appartiennent au médecin ; l'employeur en reçoit "
        "d'anonymes et globaux. Une grossesse, une maladie, un avis d'aptitude n'ont pas davantage leur place dans une "
        "liste de travailleurs exposés. Les textes libres sont lus à la recherche de tels faits, les niveaux et "
        "prélèvements à la recherche de ce qui provient d'un corps. Un registre tenu par un service de santé n'est pas "
        "visé. Les mots peuvent tromper : un fait signalé peut n'en être pas un, et un autre échapper.",
    ),
    message=Wording(
        "this seems to hold a medical fact about a person, which an employer's register does not keep: take it out; "
        "it belongs to the physician",
        "ceci semble contenir une donnée médicale sur une personne, qu'un registre de l'employeur ne garde pas : "
        "retirez-la ; elle appartient au médecin",
    ),
    source="R4412-51, R4412-51-1",
    good=lambda: ex.register(ex.line(note="enceinte ventilée depuis mars, zone en dépression")),
    bad=lambda: ex.register(ex.line(note="plombémie 380 µg/L")),
    told_at="/exposures/0/note",
)
def medical_data(context: Context) -> Iterator[Finding]:
    """Search the texts of all that stands, each different text once."""
    custodian = context.register.custodian
    if custodian is not None and custodian.kind in (PartyKind.HEALTH_SERVICE, PartyKind.WORKER):
        return
    known: dict[str, bool] = {}
    told: set[str] = set()
    for record, path, text in _texts(context):
        if text not in known:
            known[text] = is_medical(text)
        # the words of the source often repeat what a field says
        if known[text] and not (path == _SOURCE and record.id in told):
            told.add(record.id)
            yield Finding(record, path)
    for x in context.facts.individuals:
        degree = x.conditions.degree
        if isinstance(degree, Level) and degree.value.unit.kind in _IN_BODY:
            yield Finding(x, "/conditions/degree/value")
    for m in context.facts.measurements:
        if m.worker is not None and m.matrix in (SampleMatrix.BLOOD, SampleMatrix.URINE):
            yield Finding(m, "/value")


_SOURCE: Final = "/provenance/source_text"


def _texts(context: Context) -> Iterator[tuple[Exposure | Assignment, str, str]]:
    for x in context.facts.exposures:
        if x.note is not None:
            yield x, "/note", x.note
        said = x.conditions
        for name in ("nature", "work_performed", "work_process", "product_characteristics"):
            text: str | None = getattr(said, name)
            if text is not None:
                yield x, f"/conditions/{name}", text
        for i, risk in enumerate(said.other_risks):
            yield x, f"/conditions/other_risks/{i}", risk
        if x.provenance.reason is not None:
            yield x, "/provenance/reason", x.provenance.reason
        if isinstance(x, IndividualExposure):
            if x.place is not None:
                yield x, "/place", x.place
            for i, accident in enumerate(x.accidents):
                yield x, f"/accidents/{i}/description", accident.description
                if accident.severity is not None:
                    yield x, f"/accidents/{i}/severity", accident.severity
        if x.provenance.source_text is not None:
            yield x, _SOURCE, x.provenance.source_text
    for a in context.facts.assignments:
        if a.place is not None:
            yield a, "/place", a.place
        if a.provenance.reason is not None:
            yield a, "/provenance/reason", a.provenance.reason

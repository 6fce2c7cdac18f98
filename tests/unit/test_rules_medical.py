"""What is taken for a medical fact about a person, and what is not."""

import time

import pytest

from tracexpo.rules.medical import is_medical

FACTS = """
plombémie 380 µg/L
Plombémie : 420
PLOMBEMIE 380
plombémie à 38 µg/100 mL
plombémie du 12/03/2025 : 380 µg/L
plombémie (380 µg/L)
Surveillance médicale : plombémie 380 µg/L
plombémie élevée
plombémie un peu élevée
chrome urinaire 12 µg/g créat.
3,5 µg/g créatinine
acide trans,trans-muconique 1,2 mg/g créat
blood lead 38 µg/dL
enceinte depuis mars
Enceinte
enceinte de 5 mois
salariée enceinte
elle est enceinte
opératrice enceinte, changement de poste
grossesse déclarée
Déclaration de grossesse reçue le 3 mars
mutée pour grossesse
congé maternité à partir de mai
pregnant since March
arrêt maladie depuis juin
en arrêt maladie
on sick leave
inapte au port du masque
apte avec restrictions
RQTH
MP 30 : maladie professionnelle reconnue
hospitalisé en mai
sous chimiothérapie
asthme depuis 2019
Asthmatique
Épileptique
souffre d'asthme
suivi pour insuffisance rénale
a un eczéma des mains
cancer du poumon diagnostiqué en 2020
""".strip().splitlines()

NO_FACTS = """
enceinte ventilée
Travail en enceinte depuis mars
sous enceinte depuis 2020
enceinte de confinement depuis 2 mois
enceinte étanche depuis mars
nouvelle enceinte depuis mars
l'enceinte de l'usine
dans l’enceinte depuis mars
zone en dépression
caisson en dépression depuis 2020
pièces sous traitement thermique
arrêt de travail au poste
service d'hospitalisation
préparation de chimiothérapie
fabrication de médicaments
diagnostic amiante avant travaux
contact avec patients atteints de cancer: non
peut provoquer le cancer
risque d'asthme
H334 Peut provoquer des symptômes allergiques ou d'asthme
classé cancérogène, peut causer le cancer par inhalation
formation risque cancer
agent allergisant
cancérogène 1A
tableau 44 bis des maladies professionnelles
interdit aux femmes enceintes
interdit en cas de grossesse
toxique pour la reproduction, la fertilité ou le fœtus
surveillance médicale renforcée
suivi par plombémie
plombémie 2 fois par an
plombémie 12 mois
plombémie tous les 6 mois
plombémie 2024
plombémie annuelle
VLB plombémie 400 µg/L
si plombémie supérieure à 200 µg/L
Créatinine (réactif)
Muté au magasin
Mission de 4 mois
Niveau non connu
Sous la limite de quantification
Exprimé en carbone élémentaire
Limite abaissée en avril 2026
remplace Mme X
Compl. : =HYPERLINK("x")
no
""".strip().splitlines()


@pytest.mark.parametrize("text", FACTS)
def test_facts(text: str) -> None:
    assert is_medical(text)


@pytest.mark.parametrize("text", NO_FACTS)
def test_no_facts(text: str) -> None:
    assert not is_medical(text)


def test_accents_written_apart_are_seen() -> None:
    assert is_medical("Plombe\u0301mie 380 µg/L")


@pytest.mark.parametrize(
    "piece",
    [
        "a ",
        "1",
        " ",
        "plombemie ",
        "plombemie 2024 ",
        "risque cancer ",
        "femmes enceinte depuis ",
        "enceinte ",
        "1 mg / ",
        "µ",
    ],
)
def test_a_long_text_takes_little_time(piece: str) -> None:
    text = "creat enceinte " + piece * (60_000 // len(piece))
    begun = time.perf_counter()
    is_medical(text)
    assert time.perf_counter() - begun < 5

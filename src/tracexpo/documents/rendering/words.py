"""The words of documents beside what they state, in English and French."""

from typing import Final

from tracexpo.problems import Wording

__all__ = ["WORDS"]

_W = Wording

WORDS: Final = {
    # -- the page
    "draft": _W("Draft – without value before signature", "Projet – sans valeur avant signature"),
    "page": _W("Page ", "Page "),
    "of": _W(" of ", " sur "),
    "on-the": _W("As of {day}", "Au {day}"),
    "digest-of-document": _W("Digest of this document", "Empreinte du document"),
    "digest-of-register": _W("Digest of the register", "Empreinte du registre"),
    "digest-of-list": _W("Digest of the nominative list", "Empreinte de la liste nominative"),
    "edition": _W("Edition of the catalogue", "Édition du catalogue"),
    "to-complete": _W("to be completed", "à compléter"),
    "labour-code": _W("of the Labour Code", "du code du travail"),
    "social-code": _W("of the Social Security Code", "du code de la sécurité sociale"),
    # -- the sheet beside it
    "annex": _W("Working sheet, no part of the document", "Feuille de travail, hors du document"),
    "not-part": _W(
        "Working sheet: no part of the document that is signed",
        "Feuille de travail : ne fait pas partie du document signé",
    ),
    "lacking": _W("What is missing", "Ce qui manque"),
    "lacking-told": _W(
        "For the document to be complete under its text, with the article that asks for it:",
        "Pour que le document soit complet au regard de son texte, avec l'article qui le demande :",
    ),
    "line": _W("line", "ligne"),
    "lines": _W("lines", "lignes"),
    "left-out": _W("Exposures that are not on the list", "Expositions absentes de la liste"),
    "anonymous-view": _W("Anonymous presentation", "Présentation anonyme"),
    "identifying": _W(
        "Texts in which a name or a number of a person stands: {count}. The anonymous presentation leaves them out; "
        "they are to be corrected at the source.",
        "Textes où figure un nom ou un numéro de personne : {count}. La présentation anonyme les écarte ; ils sont à "
        "corriger à la source.",
    ),
    "others-named": _W("Other workers in the texts of the lines", "Autres travailleurs dans les textes des lignes"),
    "others-named-told": _W(
        "The name or a number of another worker stands in texts that the slip repeats; correct them at the source "
        "before it is handed on",
        "Le nom ou un numéro d'un autre travailleur figure dans des textes que le bordereau répète ; corrigez-les à la "
        "source avant la communication",
    ),
    "withheld": _W("Texts left out", "Textes écartés"),
    "withheld-told": _W(
        "A name or a number of a person stands in them; they are to be corrected at the source.",
        "Un nom ou un numéro de personne y figure ; ils sont à corriger à la source.",
    ),
    "convention": _W("Content of this declaration", "Contenu de cette déclaration"),
    "declaration-convention": _W(
        "No text lists the particulars of this declaration: those stated here are a convention of the library.",
        "Aucun texte n'énumère les mentions de cette déclaration : celles-ci sont une convention de la bibliothèque.",
    ),
    # -- signatures
    "signatures": _W("Signatures", "Signatures"),
    "employer": _W("The employer", "L'employeur"),
    "occupational-physician": _W("The occupational physician", "Le médecin du travail"),
    "received-by": _W("Received by", "Reçu par"),
    "name": _W("Name", "Nom"),
    "quality": _W("Capacity", "Qualité"),
    "date": _W("Date", "Date"),
    "place-of": _W("Place", "Lieu"),
    "signature-stamp": _W("Signature and stamp", "Signature et cachet"),
    "worker-signature": _W("Date and signature of the worker", "Date et signature du travailleur"),
    "copy-handed-over": _W("Copy handed over to the worker on", "Copie remise au travailleur le"),
    "after-signing": _W("After signature", "Après signature"),
    "given-to-worker": _W("Given to the worker on", "Remis au travailleur le"),
    "put-in-file": _W("Put in the medical file on", "Versé au dossier médical en santé au travail le"),
    "to-own-physician": _W("Communication to the general practitioner:", "Communication au médecin traitant :"),
    "agrees": _W("the worker agrees", "le travailleur y consent"),
    "disagrees": _W("the worker does not agree", "le travailleur n'y consent pas"),
    # -- who and where
    "worker": _W("worker", "travailleur"),
    "workers": _W("workers", "travailleurs"),
    "worker-title": _W("Worker", "Travailleur"),
    "employer-title": _W("Employer", "Employeur"),
    "birth-name": _W("Name at birth", "Nom de naissance"),
    "used-name": _W("Name in use", "Nom d'usage"),
    "given-names": _W("Given names", "Prénoms"),
    "birth-date": _W("Date of birth", "Date de naissance"),
    "born-as": _W("born {name}", "nom de naissance {name}"),
    "born-on": _W("date of birth {day}", "date de naissance {day}"),
    "reference": _W("reference {id}", "référence {id}"),
    "worker-id": _W("Worker {id}", "Travailleur {id}"),
    "worker-ref": _W("Reference in the register", "Référence au registre"),
    "nir-start": _W("Social-security number (first 5 digits)", "N° de sécurité sociale (5 premiers chiffres)"),
    "address": _W("Address", "Adresse"),
    "company": _W("Company", "Raison sociale"),
    "establishment": _W("Establishment", "Établissement"),
    "establishment-id": _W("establishment {id}", "établissement {id}"),
    "siret": _W("SIRET", "SIRET"),
    "regime": _W("Legal regime", "Régime juridique"),
    "service-type": _W("Type of service", "Type de service"),
    "physician": _W("Occupational physician", "Médecin du travail"),
    "employed-by": _W("employer", "employeur"),
    "whole-establishment": _W("the whole establishment", "tout l'établissement"),
    # -- to what
    "agent": _W("Agent", "Agent"),
    "agent-or-process": _W("Agent or process", "Agent ou procédé"),
    "agent-withheld": _W("agent not named", "agent non désigné"),
    "legal-name": _W("Legal name", "Libellé légal"),
    "numbers": _W("Numbers", "Numéros"),
    "ec": _W("EC", "CE"),
    "index": _W("index", "index"),
    "classes": _W("Harmonised classification", "Classification harmonisée"),
    "classes-stated": _W("Classification as its source states it", "Classification selon la source"),
    "as-stated": _W("{what} (as its source states it)", "{what} (selon la source)"),
    "components": _W("Components", "Composants"),
    "agents": _W("Agents", "Agents"),
    "classes-of-day": _W("Harmonised classification on the day", "Classification harmonisée ce jour-là"),
    "cmr-not-said": _W("CMR: the catalogue cannot say", "CMR : le catalogue ne peut le dire"),
    # -- when
    "period": _W("Period", "Période"),
    "start": _W("Start", "Début"),
    "end": _W("End", "Fin"),
    "estimated": _W("estimated", "date estimée"),
    "begun-before": _W("before {day} ({first})", "avant {day} ({first})"),
    "first-day": _W("first day known", "premier jour connu"),
    "first-month": _W("first month known", "premier mois connu"),
    "first-year": _W("first year known", "première année connue"),
    "ended": _W("over, last day not known", "terminée, dernier jour non connu"),
    "ongoing": _W("going on", "en cours"),
    "ongoing-on": _W("going on as of {day}", "en cours au {day}"),
    "since": _W("since {day}", "depuis {day}"),
    "on-day": _W("result of {day}", "résultat du {day}"),
    "per-day": _W("a day", "par jour"),
    "per-week": _W("a week", "par semaine"),
    "per-month": _W("a month", "par mois"),
    "per-year": _W("a year", "par an"),
    "time": _W("time", "fois"),
    "times": _W("times", "fois"),
    # -- how
    "number": _W("No.", "N°"),
    "job": _W("Workstation, work", "Poste, travail"),
    "unit-and-job": _W("Work unit, workstation", "Unité de travail, poste"),
    "job-or-situation": _W("Workstation or situation", "Poste ou situation"),
    "nature-and-routes": _W("Nature and routes of exposure", "Nature et voies d'exposition"),
    "duration": _W("Duration", "Durée"),
    "duration-and-frequency": _W("Duration, frequency", "Durée, fréquence"),
    "degree": _W("Degree", "Degré"),
    "collective": _W("Collective protection", "Protection collective"),
    "personal": _W("Personal protection", "Protection individuelle"),
    "organisational": _W("Organisational measures", "Mesures organisationnelles"),
    "how-known": _W("How it is known", "Origine de l'information"),
    "source-and-note": _W("How it is known, remarks", "Origine, observations"),
    "note": _W("Remarks", "Observations"),
    "routes": _W("Routes", "Voies"),
    "not-known": _W("not known: {why}", "non connu : {why}"),
    "not-known-bare": _W("not known", "non connu"),
    "not-known-of-some": _W("not known of some", "non connu pour certains"),
    "from-to": _W("from {least} to {most}", "de {least} à {most}"),
    "measured": _W("measured", "mesuré"),
    "biomonitored": _W("biological monitoring", "surveillance biologique"),
    "modelled": _W("modelled", "modélisé"),
    "matrix": _W("job-exposure matrix", "matrice emplois-expositions"),
    "analogous": _W("by analogy", "par analogie"),
    "expert": _W("judged by an expert", "estimé"),
    "declared": _W("declared", "déclaré"),
    "certainty": _W("certainty {word}", "certitude {word}"),
    "protection-factor": _W("protection factor {factor}", "facteur de protection {factor}"),
    "measure": _W("Measure", "Mesure"),
    "measure-kind": _W("Kind", "Nature"),
    # -- in the remarks of a spreadsheet
    "closed-apparatus": _W("closed apparatus", "appareil clos"),
    "yes": _W("yes", "oui"),
    "no": _W("no", "non"),
    "tasks": _W("tasks", "tâches"),
    "said-by": _W("said by", "indiqué par"),
    # -- results
    "result-date": _W("Date", "Date"),
    "result": _W("Result", "Résultat"),
    "result-of": _W("Over, fraction, respirator", "Durée de référence, fraction, masque"),
    "sampling": _W("Sampling", "Prélèvement"),
    "laboratory": _W("Laboratory, method", "Organisme, méthode"),
    "limit-of-day": _W("Limit in force on that day", "Valeur limite en vigueur ce jour-là"),
    "declared-limit": _W("limit printed in the report", "valeur limite indiquée au rapport"),
    "accredited": _W("accredited", "accrédité"),
    "not-accredited": _W("not accredited", "non accrédité"),
    # -- accidents
    "accidents": _W("Accidental exposures", "Expositions accidentelles"),
    "accident-date": _W("Date", "Date"),
    "accident-minutes": _W("Duration", "Durée"),
    "accident-what": _W("What happened", "Circonstances"),
    "accident-severity": _W("Importance", "Importance"),
    "accident-on": _W("accidental exposure, {day}", "exposition accidentelle, {day}"),
    # -- the list
    "goes-to": _W("Goes to", "Destinataire"),
    "risk-assessment-of": _W(
        "Made with regard to the risk assessment document (DUERP) of", "Établie en tenant compte du DUERP du"
    ),
    "exposures-since": _W(
        "States the exposures that go on, or ended since", "Expositions en cours ou achevées depuis le"
    ),
    "counts": _W("Number", "Nombre"),
    "exposed-workers": _W("Workers liable to be exposed", "Travailleurs susceptibles d'être exposés"),
    "exposures": _W("Exposures", "Expositions"),
    "no-line": _W("No exposure to a CMR agent is recorded.", "Aucune exposition à un agent CMR n'est consignée."),
    "nominative": _W(
        "Nominative list: it goes to the occupational-health service (art. R4412-93-3); each worker is given his own "
        "lines, and everybody else sees the anonymous presentation alone (art. R4412-93-2). Nature, duration and "
        "degree are stated where they are known.",
        "Liste nominative : elle est communiquée au service de prévention et de santé au travail (art. R. 4412-93-3) ; "
        "chaque travailleur a accès aux informations qui le concernent, et seule la présentation anonyme est tenue "
        "à la disposition des autres (art. R. 4412-93-2). La nature, la durée et le degré sont indiqués lorsqu'ils "
        "sont connus.",
    ),
    "own-lines": _W("What the list says of the worker", "Ce que la liste dit du travailleur"),
    "own-lines-told": _W(
        "Information of the list that concerns this worker personally, at his disposal (art. R4412-93-2); of the "
        "others it says nothing.",
        "Informations de la liste qui concernent personnellement ce travailleur, tenues à sa disposition (art. R. "
        "4412-93-2) ; elle ne dit rien des autres.",
    ),
    "persons": _W("Persons", "Effectif"),
    "persons-exposed": _W("Persons exposed", "Personnes exposées"),
    "fewer-than": _W("fewer than {count} persons", "moins de {count} personnes"),
    "total-withheld": _W(
        "not given: it would tell a number that is withheld", "non indiqué : il révélerait un effectif non communiqué"
    ),
    "not-guaranteed": _W(
        "In view of the number of persons, anonymity cannot be guaranteed beyond this presentation.",
        "Compte tenu de l'effectif, l'anonymat ne peut être garanti au-delà de cette présentation.",
    ),
    "threshold": _W(
        "Lines are put together until at least {count} persons stand behind each, where that can be: a convention, no "
        "text gives a number.",
        "Les lignes sont regroupées jusqu'à réunir au moins {count} personnes chacune, lorsque c'est possible : c'est "
        "une convention, aucun texte ne fixe de nombre.",
    ),
    # -- the slip
    "sender": _W("Sender", "Expéditeur"),
    "recipient": _W("Recipient", "Destinataire"),
    "recipients": _W("Recipients", "Destinataires"),
    "transmission": _W("Transmission", "Communication"),
    "subject": _W("Subject", "Objet"),
    "last-transmission": _W("Last transmission recorded", "Dernière communication consignée"),
    "lines-handed-on": _W("Lines handed on", "Lignes communiquées"),
    "no-line-changed": _W("No line has changed.", "Aucune ligne n'a changé."),
    "removed": _W("Lines withdrawn since the last transmission", "Lignes retirées depuis la dernière communication"),
    # -- the attestation
    "the-worker": _W("1.1 Worker", "1.1 Travailleur"),
    "the-firm": _W("1.2 Company", "1.2 Entreprise"),
    "the-physician": _W("1.3 Occupational physician", "1.3 Médecin du travail"),
    "the-agent": _W("2.1 Agent or process", "2.1 Agent ou procédé"),
    "the-periods": _W("2.2 Workstations and periods of exposure", "2.2 Postes et périodes d'exposition"),
    "the-results": _W(
        "2.3 Dates and results of assessments and measurements", "2.3 Dates et résultats des évaluations et mesures"
    ),
    "the-measures": _W("2.4 Preventive measures", "2.4 Mesures de prévention"),
    "the-unknown": _W("What is not known, by period", "Ce qui n'est pas connu, par période"),
    "what-unknown": _W("What is not known", "Ce qui n'est pas connu"),
    "why-unknown": _W("Reason", "Motif"),
    "not-told": _W("nothing is recorded", "rien n'est consigné"),
    "supersedes": _W("Takes the place of attestation {id}", "Annule et remplace l'attestation {id}"),
    # -- the sheets
    "work-performed": _W("Nature of the work", "Nature du travail"),
    "products": _W("Characteristics of the products", "Caractéristiques des produits"),
    "other-risks": _W("Other risks of the job", "Autres risques du poste"),
    "controls": _W("Dates and results of controls", "Dates et résultats des contrôles"),
    "operation": _W("Kind of operation", "Type d'opération"),
    "material": _W("Materials", "Matériaux"),
    "process-used": _W("Work processes used", "Procédés de travail utilisés"),
    "dust": _W("Dust level", "Niveau d'empoussièrement"),
    "dust-level": _W("level {level}, outside the respirator", "niveau {level}, hors du masque"),
    "sheet-access": _W(
        "The worker is informed of this sheet and has access to what concerns him; a copy goes to the occupational "
        "physician.",
        "Le travailleur est informé de cette fiche et a accès aux informations qui le concernent ; un double est "
        "transmis au médecin du travail.",
    ),
    "asbestos-access": _W(
        "Sheet drawn up for each worker exposed (art. R4412-120).",
        "Fiche établie pour chaque travailleur exposé (art. R. 4412-120 du code du travail).",
    ),
    "factors": _W("Factors of exposure", "Facteurs d'exposition"),
    "factor": _W("Factor: dangerous chemical agent", "Facteur : agent chimique dangereux"),
    "usual-conditions": _W("Usual conditions", "Conditions habituelles"),
    "events": _W("Particular events", "Événements particuliers"),
    "prevention-scope": _W(
        "This sheet tells the dangerous chemical agents alone, one of the factors of its model.",
        "Cette fiche ne porte que sur les agents chimiques dangereux, un des facteurs de son modèle.",
    ),
    "prevention-confidential": _W(
        "Confidential: it may not be communicated to another employer (art. L4121-3-1 as it stood then).",
        "Fiche confidentielle : elle ne peut être communiquée à un autre employeur (art. L. 4121-3-1, dans sa "
        "rédaction d'alors).",
    ),
    # -- places
    "headcount": _W("Headcount", "Effectif"),
    "risk-factors": _W("Risk factors and numbers exposed", "Facteurs de risque et effectifs exposés"),
    "no-factor": _W("No exposure is recorded on this day.", "Aucune exposition n'est consignée à cette date."),
    "exposed": _W("Persons exposed", "Effectif exposé"),
    "temporary": _W("Of these temporary", "Dont intérimaires"),
    "stated": _W("Number stated", "Effectif déclaré"),
    "factors-counted": _W(
        "Persons exposed: recorded one by one or traced from the assignments; number stated: as somebody gave it for "
        "the place.",
        "Effectif exposé : personnes consignées une à une ou déduites des affectations ; effectif déclaré : nombre "
        "donné pour le lieu.",
    ),
    "primary-fund": _W(
        "Primary health-insurance fund (two copies)", "Caisse primaire d'assurance maladie (deux exemplaires)"
    ),
    "regional-fund": _W("Regional fund (one of the two copies)", "Caisse régionale (l'un des deux exemplaires)"),
    "labour-inspection": _W("Labour inspector", "Inspecteur du travail"),
    "processes": _W("Work processes declared", "Procédés de travail déclarés"),
    "starts": _W("First day recorded", "Premier jour consigné"),
    "persons-concerned": _W("Persons concerned", "Personnes concernées"),
    "tables": _W("Tables of occupational diseases", "Tableaux de maladies professionnelles"),
    "declaration-sent": _W(
        "Sent before the work starts, by registered letter (art. R461-4 of the Social Security Code).",
        "À adresser avant le commencement des travaux, par lettre recommandée (art. R. 461-4 du code de la sécurité "
        "sociale).",
    ),
    # -- the record
    "chronology": _W("Chronology", "Chronologie"),
    "employer-number": _W("Employer {number}: {name}", "Employeur {number} : {name}"),
    "declared-by-worker": _W("Declared by the worker", "Déclaré par le travailleur"),
    "declared-short": _W("declared by the worker", "déclaré par le travailleur"),
    "declared-told": _W(
        "What the worker alone declared; it is not counted in the totals.",
        "Déclarations du travailleur seul ; elles n'entrent pas dans les totaux.",
    ),
    "no-data": _W("no data", "aucune donnée"),
    "totals": _W("Totals by agent", "Totaux par agent"),
    "first-exposure": _W("First exposure", "Première exposition"),
    "last-exposure": _W("Last exposure", "Dernière exposition"),
    "days-least": _W("Days, at the least", "Jours, au moins"),
    "days-most": _W("Days, at the most", "Jours, au plus"),
    "not-bounded": _W("not bounded", "non borné"),
    "counting": _W("Counting", "Décompte"),
    "record-is-not": _W(
        "This record is not the statement of exposures (art. R4624-28-3), which the occupational physician draws up.",
        "Ce relevé n'est pas l'état des lieux des expositions (art. R. 4624-28-3), que le médecin du travail établit.",
    ),
    # -- durations
    "scheme": _W("Tables of the", "Tableaux du"),
    "first-finding": _W("First medical finding supposed on", "Première constatation médicale supposée le"),
    "conditions": _W("Duration conditions", "Conditions de durée"),
    "no-table": _W(
        "The catalogue ties no table of occupational diseases to the agents of the exposures that are compared.",
        "Le catalogue ne lie aucun tableau de maladies professionnelles aux agents des expositions comparées.",
    ),
    "table-and-disease": _W("Table and disease", "Tableau et maladie"),
    "table-number": _W("Table {number} ({regime})", "Tableau {number} ({regime})"),
    "time-limit": _W("Time limit", "Délai de prise en charge"),
    "min-exposure": _W("Least duration of exposure", "Durée minimale d'exposition"),
    "min-latency": _W("Least time since first exposure", "Délai depuis la première exposition"),
    "together": _W("Together", "Ensemble"),
    "table-source": _W("Text", "Texte"),
    "required": _W("asked: {days} days", "demandé : {days} jours"),
    "required-span": _W("asked: {span} ({days} days)", "demandé : {span} ({days} jours)"),
    "year": _W("year", "an"),
    "years": _W("years", "ans"),
    "month": _W("month", "mois"),
    "months": _W("months", "mois"),
    "day": _W("day", "jour"),
    "days": _W("days", "jours"),
    "shown": _W("shown by the dates: {days} days", "d'après les dates : {days} jours"),
    "durations-scope": _W(
        "For the physician alone, apart from the record given to the worker. Dates are compared with the tables; "
        "no disease is recognised here.",
        "À l'attention du seul médecin, à part du relevé remis au travailleur. Des dates sont comparées aux tableaux ; "
        "aucune maladie n'est reconnue ici.",
    ),
    "not-compared": _W(
        "Exposures that the worker alone declares are not compared",
        "Les expositions que le travailleur est seul à déclarer ne sont pas comparées",
    ),
    "works-are-judged": _W(
        "Whether the works done are those of the list of a table is for a person to judge.",
        "Il revient à une personne d'apprécier si les travaux accomplis sont ceux de la liste d'un tableau.",
    ),
    # -- the physician's part
    "medical-part": _W("Attestation of exposure: the physician's part", "Attestation d'exposition : partie médicale"),
    "medical-secrecy": _W("Medical secrecy", "Secret médical"),
    "belongs-to": _W("Attestation (digest)", "Attestation (empreinte)"),
    "written-on": _W("Written on", "Rédigée le"),
    "own-physician": _W("Physician chosen by the worker", "Médecin choisi par le travailleur"),
    "consent-on": _W("Consent of the worker on", "Consentement du travailleur le"),
    "findings": _W("Clinical findings", "Constatations cliniques"),
    "examinations": _W("Complementary examinations", "Examens complémentaires"),
    "last-examination": _W(
        "Last examination before the exposure ceased", "Dernier examen avant la cessation de l'exposition"
    ),
    "other-information": _W("Other information", "Autres informations"),
    "finding": _W("What was found", "Constatation"),
}
"""By key: what is said, with places for values."""

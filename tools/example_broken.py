"""What is spoiled in the example register as a document: faults of form, which reading finds."""

from typing import Any, Final

from attrs import frozen


@frozen
class Broken:
    """One fault of form: what stands at a place instead, and the code that reading has for it."""

    code: str
    collection: str
    record: str
    path: str
    value: Any
    """What stands there; None where the field is left out."""
    en: str
    fr: str
    told_at: str | None = None
    """Where it is told, inside the record, where that is elsewhere."""


_PERIOD: Final = {"start": "2025-03-10", "end": "2025-01-31", "precision": "day", "begun_before": False, "ended": False}

BROKEN: Final = (
    Broken(
        "siren-check-digit",
        "companies",
        "hopital",
        "/siren",
        "260000014",
        "a SIREN with a wrong check digit",
        "un SIREN dont la clé est fausse",
    ),
    Broken(
        "siret-check-digit",
        "establishments",
        "agency",
        "/siret",
        "73282932000079",
        "a SIRET with a wrong check digit",
        "un SIRET dont la clé est fausse",
    ),
    Broken(
        "siret-check-digit",
        "establishments",
        "town",
        "/siret",
        "35600000049838",
        "a SIRET of La Poste whose digits do not sum up to a multiple of five",
        "un SIRET de La Poste dont la somme des chiffres n'est pas multiple de cinq",
    ),
    Broken(
        "siret-malformed",
        "establishments",
        "foundry",
        "/siret",
        "222 222 226 00011",
        "a SIRET with spaces",
        "un SIRET avec des espaces",
    ),
    Broken(
        "cas-check-digit",
        "agents",
        "chromium-trioxide",
        "/cas_number",
        "1333-82-1",
        "a CAS number with a wrong check digit",
        "un numéro CAS dont la clé est fausse",
    ),
    Broken(
        "ec-check-digit",
        "agents",
        "ethylene-oxide",
        "/ec_number",
        "200-005-1",
        "an EC number of the 2xx series with remainder ten, which no number has",
        "un numéro CE de la série 2xx de reste dix, qu'aucun numéro n'a",
    ),
    Broken(
        "clp-index-check-digit",
        "agents",
        "benzene",
        "/clp_index",
        "601-020-00-7",
        "an index number with a wrong check digit",
        "un numéro index dont la clé est fausse",
    ),
    Broken(
        "cas-malformed",
        "agents",
        "quartz",
        "/cas_number",
        "14808607",
        "a CAS number without hyphens",
        "un numéro CAS sans tirets",
    ),
    Broken(
        "nir-check-digit",
        "workers",
        "W-101",
        "/identity/nir",
        "168029912345601",
        "an invented NIR with a wrong key",
        "un NIR inventé dont la clé est fausse",
    ),
    Broken("not-a-date", "workers", "W-102", "/identity/birth_date", "1983-02-30", "30 February", "un 30 février"),
    Broken(
        "empty-text", "workstations", "town-garage", "/name", "", "a workstation without a name", "un poste sans nom"
    ),
    Broken(
        "period-end-before-start",
        "exposures",
        "W-005-list",
        "/period",
        _PERIOD,
        "an end before its start",
        "une fin antérieure au début",
        "/period/end",
    ),
    Broken(
        "missing-field", "exposures", "W-202-list", "/agent", None, "an exposure to nothing", "une exposition à rien"
    ),
    Broken(
        "misspelt-field",
        "exposures",
        "W-301-list",
        "/establishement",
        "removal",
        "a field misspelt",
        "un champ mal orthographié",
    ),
    Broken(
        "not-in-vocabulary",
        "exposures",
        "W-402-list",
        "/contract",
        "CDD",
        "a contract that is not in the vocabulary",
        "un contrat hors du vocabulaire",
    ),
    Broken(
        "not-a-decimal", "measurements", "cr6-2014", "/value/value", "0,0008", "a decimal comma", "une virgule décimale"
    ),
    Broken(
        "not-in-vocabulary",
        "measurements",
        "cr6-2015",
        "/value/unit",
        "mg/Nm3",
        "a unit that is not in the vocabulary",
        "une unité hors du vocabulaire",
    ),
    Broken(
        "not-a-boolean",
        "measurements",
        "cr6-2016",
        "/accredited",
        "oui",
        "a word where true or false belongs",
        "un mot à la place de true ou false",
    ),
    Broken(
        "not-an-instant",
        "exposures",
        "W-602-benzene-early",
        "/provenance/recorded_at",
        "2001-01-15",
        "a day where an instant belongs",
        "un jour à la place d'un instant",
    ),
    Broken(
        "not-an-integer",
        "exposures",
        "experiment-plating",
        "/headcount",
        "two",
        "a number in letters",
        "un nombre en lettres",
    ),
    Broken(
        "unknown-kind",
        "exposures",
        "experiment-casting",
        "/kind",
        "group",
        "a kind of exposure that there is none of",
        "un genre d'exposition qui n'existe pas",
    ),
    Broken(
        "id-malformed",
        "measurements",
        "cr6-2017",
        "/id",
        "chrome 2017",
        "an id with a space",
        "un identifiant avec une espace",
    ),
)

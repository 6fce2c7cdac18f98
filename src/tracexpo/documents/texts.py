"""The texts that ask for a document: since when, until when, of whom, and what exists instead."""

import datetime as dt
from typing import Final

from attrs import frozen

from tracexpo.problems import Wording
from tracexpo.vocabularies import AttestationModel, LegalRegime, Vocabulary

__all__ = ["ATTESTATIONS", "TEXTS", "LegalText", "LegalVersion", "attestation_version", "in_force", "service_name"]


class LegalVersion(Vocabulary):
    """A document as one text asks for it (document légal); its labels are the titles of the document."""

    LIST_2024 = (
        "list-2024",
        "List of workers liable to be exposed to CMR agents",
        "Liste des travailleurs susceptibles d'être exposés à des agents CMR",
    )
    ANONYMOUS_LIST_2024 = (
        "anonymous-list-2024",
        "List of workers liable to be exposed to CMR agents, anonymous presentation",
        "Liste des travailleurs susceptibles d'être exposés à des agents CMR, présentation anonyme",
    )
    ATTESTATION_DEPARTURE_2001 = (
        "attestation-departure-2001",
        "Attestation of exposure, given at departure",
        "Attestation d'exposition remise au départ de l'établissement",
    )
    ATTESTATION_DEPARTURE_2008 = (
        "attestation-departure-2008",
        "Attestation of exposure to dangerous chemical agents, given at departure",
        "Attestation d'exposition aux agents chimiques dangereux remise au départ de l'établissement",
    )
    ATTESTATION_1995 = (
        "attestation-1995",
        "Attestation of exposure to a carcinogenic agent or process",
        "Attestation d'exposition à un agent ou procédé cancérogène",
    )
    ATTESTATION_ASBESTOS = (
        "attestation-asbestos-before-2012",
        "Attestation of exposure to asbestos before 1 February 2012",
        "Attestation d'exposition à l'amiante antérieure au 1er février 2012",
    )
    ATTESTATION_STATE = (
        "attestation-state",
        "Attestation of exposure, State civil service",
        "Attestation d'exposition, fonction publique de l'État",
    )
    ATTESTATION_TERRITORIAL = (
        "attestation-territorial",
        "Attestation of exposure, territorial civil service",
        "Attestation d'exposition, fonction publique territoriale",
    )
    ATTESTATION_HOSPITAL = (
        "attestation-hospital",
        "Attestation of exposure, hospital civil service",
        "Attestation d'exposition, fonction publique hospitalière",
    )
    ATTESTATION_FALLBACK_2022 = (
        "attestation-fallback-2022",
        "Attestation of exposure, failing a statement of exposures",
        "Attestation d'exposition, à défaut d'état des lieux des expositions",
    )
    SHEET_2001 = "sheet-2001", "Exposure sheet (2001 to 2008)", "Fiche d'exposition (2001 à 2008)"
    SHEET_2008 = "sheet-2008", "Exposure sheet (2008 to 2012)", "Fiche d'exposition (2008 à 2012)"
    PREVENTION_SHEET_2012 = (
        "prevention-2012",
        "Sheet of exposure prevention",
        "Fiche de prévention des expositions",
    )
    ASBESTOS_SHEET = "asbestos-sheet", "Asbestos exposure sheet", "Fiche d'exposition à l'amiante"
    COMPANY_FILE = (
        "company-file-extract",
        "Extract for the company file: risk factors and numbers exposed",
        "Extrait pour la fiche d'entreprise : facteurs de risque et effectifs exposés",
    )
    HAZARDOUS_PROCESSES = (
        "hazardous-process-declaration",
        "Declaration of work processes liable to cause occupational diseases",
        "Déclaration de procédés de travail susceptibles de provoquer des maladies professionnelles",
    )
    SLIP_TO_SERVICE = (
        "slip-to-service",
        "Transmission of the list to the occupational-health service",
        "Communication de la liste au service de prévention et de santé au travail",
    )
    SLIP_TO_AGENCY = (
        "slip-to-agency",
        "Transmission of what the list says of temporary workers to their agency",
        "Communication à l'entreprise de travail temporaire des informations de la liste",
    )
    EXPOSURE_RECORD = (
        "exposure-record-extract",
        "Record of CMR exposures, drawn up for the statement of exposures",
        "Relevé des expositions CMR, établi en vue de l'état des lieux",
    )
    DISEASE_DURATIONS = (
        "disease-durations",
        "Duration conditions of the tables of occupational diseases, for the physician",
        "Conditions de durée des tableaux de maladies professionnelles, à l'attention du médecin",
    )


_PRIVATE: Final = (LegalRegime.PRIVATE_GENERAL, LegalRegime.PRIVATE_AGRICULTURAL)
_EVERY: Final = tuple(LegalRegime)


@frozen(kw_only=True)
class LegalText:
    """What one version of a document rests on."""

    version: LegalVersion
    """The version."""
    articles: tuple[str, ...]
    """The articles, the one that asks for it first."""
    since: dt.date
    """First day of the text."""
    until: dt.date | None = None
    """Last day, included; None while it is in force."""
    regimes: tuple[LegalRegime, ...] = _EVERY
    """The legal regimes of the employers it binds."""
    instead: Wording
    """What exists where this version does not."""
    identifies: bool = False
    """Whether it asks for the address of the worker and the first five digits of the NIR."""

    def in_force(self, on: dt.date, regime: LegalRegime | None = None) -> bool:
        """Tell whether the text is in force on a day, for an employer of a regime; None: whatever the regime."""
        return self.since <= on and (self.until is None or on <= self.until) and self.binds(regime)

    def binds(self, regime: LegalRegime | None) -> bool:
        """Tell whether the text binds an employer of a regime; one that is not told counts as private."""
        return regime is None or regime in self.regimes


_DAY: Final = dt.date
_BEFORE_LIST: Final = Wording(
    "before 5 April 2024 there is no such list; for chemical agents the exposure sheet existed until 31 January 2012 "
    "and the prevention sheet until 31 December 2014",
    "avant le 5 avril 2024, cette liste n'existe pas ; pour les agents chimiques, la fiche d'exposition a existé "
    "jusqu'au 31 janvier 2012 et la fiche de prévention jusqu'au 31 décembre 2014",
)
_ATTESTATION: Final = Wording(
    "private sector: attestation of the order of 1995 until 27 April 2022, attestation at departure from 1 February "
    "2001 to 31 January 2012, asbestos attestation for exposures before 1 February 2012; since 28 April 2022 the "
    "physician's statement of exposures (R4624-28-3), failing that an attestation (D461-23); civil services: their "
    "own attestation, State since 11 December 2009, hospitals since 12 December 2013, territorial since 5 November "
    "2015",
    "secteur privé : attestation de l'arrêté de 1995 jusqu'au 27 avril 2022, attestation de départ du 1er février "
    "2001 au 31 janvier 2012, attestation amiante pour les expositions antérieures au 1er février 2012 ; depuis le 28 "
    "avril 2022, état des lieux du médecin (R4624-28-3), à défaut attestation (D461-23) ; fonctions publiques : leur "
    "propre attestation, État depuis le 11 décembre 2009, hôpitaux depuis le 12 décembre 2013, territoriale depuis le "
    "5 novembre 2015",
)
_SHEETS: Final = Wording(
    "exposure sheet from 1 February 2001 to 31 January 2012, prevention sheet from 1 February 2012 to 31 December "
    "2014, asbestos sheet (R4412-120) since 1 July 2012; for other chemical agents no individual sheet since 2015: "
    "the list of R4412-93-1 since 5 April 2024",
    "fiche d'exposition du 1er février 2001 au 31 janvier 2012, fiche de prévention du 1er février 2012 au 31 "
    "décembre 2014, fiche amiante (R4412-120) depuis le 1er juillet 2012 ; pour les autres agents chimiques, plus de "
    "fiche individuelle depuis 2015 : la liste de R4412-93-1 depuis le 5 avril 2024",
)
_SINCE_1995: Final = _DAY(1995, 2, 28)
_ALWAYS: Final = _DAY(1993, 1, 1)
_NONE_BEFORE: Final = Wording(
    "the texts known here begin in 1993", "les textes connus ici commencent en 1993"
)  # special decrees of earlier years are not encoded


def _text(
    version: LegalVersion,
    articles: str,
    since: dt.date,
    instead: Wording,
    *,
    until: dt.date | None = None,
    regimes: tuple[LegalRegime, ...] = _EVERY,
    identifies: bool = False,
) -> LegalText:
    return LegalText(
        version=version,
        articles=tuple(articles.split("; ")),
        since=since,
        until=until,
        regimes=regimes,
        instead=instead,
        identifies=identifies,
    )


_DECLARATION: Final = Wording(
    "the declaration binds employers of the private sector, general and agricultural schemes; every employer has the "
    "risk assessment document (R4121-1), and the list of R4412-93-1 since 5 April 2024",
    "la déclaration vise les employeurs du secteur privé, régimes général et agricole ; tout employeur a le document "
    "unique (R4121-1), et la liste de R4412-93-1 depuis le 5 avril 2024",
)


_NO_FILE: Final = Wording(
    "the model of the company file is of 29 May 1989", "le modèle de la fiche d'entreprise est du 29 mai 1989"
)
_NO_RECORD: Final = Wording(
    "the statement of exposures exists since 1 October 2021; before, the attestation and the individual sheets",
    "l'état des lieux des expositions existe depuis le 1er octobre 2021 ; auparavant, l'attestation et les fiches "
    "individuelles",
)
_V: Final = LegalVersion
_TEXTS: Final = (
    _text(_V.LIST_2024, "R4412-93-1", _DAY(2024, 4, 5), _BEFORE_LIST),
    _text(_V.ANONYMOUS_LIST_2024, "R4412-93-2; R4412-93-1", _DAY(2024, 4, 5), _BEFORE_LIST),
    _text(
        _V.ATTESTATION_DEPARTURE_2001,
        "R231-56-11; R231-54-16",
        _DAY(2001, 2, 1),
        _ATTESTATION,
        until=_DAY(2008, 4, 30),
        regimes=_PRIVATE,
    ),
    _text(
        _V.ATTESTATION_DEPARTURE_2008,
        "R4412-58",
        _DAY(2008, 5, 1),
        _ATTESTATION,
        until=_DAY(2012, 1, 31),
        regimes=_PRIVATE,
    ),
    # its legal base ends on 27 April 2022, the order that gives the model on 24 September
    _text(
        _V.ATTESTATION_1995,
        "D461-25 CSS; arrêté du 28 février 1995, annexe I",
        _SINCE_1995,
        _ATTESTATION,
        until=_DAY(2022, 4, 27),
        regimes=_PRIVATE,
        identifies=True,
    ),
    _text(
        _V.ATTESTATION_ASBESTOS,
        "décret 2012-134, article 4; arrêté du 6 décembre 1996",
        _DAY(2012, 2, 1),
        _ATTESTATION,
        regimes=_PRIVATE,
        identifies=True,
    ),
    _text(
        _V.ATTESTATION_STATE,
        "décret 2009-1546; décret 2015-567, article 3",
        _DAY(2009, 12, 11),
        _ATTESTATION,
        regimes=(LegalRegime.STATE,),
        identifies=True,
    ),
    _text(
        _V.ATTESTATION_TERRITORIAL,
        "décret 2015-1438",
        _DAY(2015, 11, 5),
        _ATTESTATION,
        regimes=(LegalRegime.TERRITORIAL,),
        identifies=True,
    ),
    _text(
        _V.ATTESTATION_HOSPITAL,
        "décret 2013-1151",
        _DAY(2013, 12, 12),
        _ATTESTATION,
        regimes=(LegalRegime.HOSPITAL,),
        identifies=True,
    ),
    _text(
        _V.ATTESTATION_FALLBACK_2022, "D461-23 CSS", _DAY(2022, 4, 28), _ATTESTATION, regimes=_PRIVATE, identifies=True
    ),
    _text(_V.SHEET_2001, "R231-54-15; R231-56-10", _DAY(2001, 2, 1), _SHEETS, until=_DAY(2008, 4, 30)),
    _text(_V.SHEET_2008, "R4412-41; R4412-40", _DAY(2008, 5, 1), _SHEETS, until=_DAY(2012, 1, 31)),
    _text(
        _V.PREVENTION_SHEET_2012,
        "L4121-3-1; D4121-6; arrêté du 30 janvier 2012",
        _DAY(2012, 2, 1),
        _SHEETS,
        until=_DAY(2014, 12, 31),
    ),
    _text(_V.ASBESTOS_SHEET, "R4412-120", _DAY(2012, 7, 1), _SHEETS),
    _text(_V.COMPANY_FILE, "R4624-46; arrêté du 29 mai 1989", _DAY(1989, 5, 29), _NO_FILE),
    _text(_V.HAZARDOUS_PROCESSES, "L461-4 CSS; R461-4 CSS", _ALWAYS, _DECLARATION, regimes=_PRIVATE),
    _text(_V.SLIP_TO_SERVICE, "R4412-93-3", _DAY(2024, 4, 5), _BEFORE_LIST),
    _text(_V.SLIP_TO_AGENCY, "R4412-93-4", _DAY(2024, 4, 5), _BEFORE_LIST),
    # for the visit before leaving; since 31 March 2022 after the end of the exposure too
    _text(_V.EXPOSURE_RECORD, "R4624-28-3", _DAY(2021, 10, 1), _NO_RECORD),
    _text(_V.DISEASE_DURATIONS, "L461-1 CSS; L461-2 CSS", _ALWAYS, _NONE_BEFORE),
)

TEXTS: Final = {text.version: text for text in _TEXTS}
"""What each version rests on. Days of a decree whose entry into force was not read are those of its signature."""

ATTESTATIONS: Final = {
    AttestationModel.DEPARTURE_2001: _V.ATTESTATION_DEPARTURE_2001,
    AttestationModel.DEPARTURE_2008: _V.ATTESTATION_DEPARTURE_2008,
    AttestationModel.ORDER_1995: _V.ATTESTATION_1995,
    AttestationModel.ASBESTOS_BEFORE_2012: _V.ATTESTATION_ASBESTOS,
    AttestationModel.STATE: _V.ATTESTATION_STATE,
    AttestationModel.TERRITORIAL: _V.ATTESTATION_TERRITORIAL,
    AttestationModel.HOSPITAL: _V.ATTESTATION_HOSPITAL,
    AttestationModel.FALLBACK_2022: _V.ATTESTATION_FALLBACK_2022,
}
"""The version of a document that each model of attestation is; the more particular text first."""


def in_force(on: dt.date, regime: LegalRegime | None = None) -> tuple[LegalVersion, ...]:
    """Return the documents that the texts of a day ask of an employer of a regime.

    >>> from tracexpo.vocabularies import LegalRegime
    >>> [v.value for v in in_force(dt.date(2013, 5, 2), LegalRegime.HOSPITAL)][:2]
    ['prevention-2012', 'asbestos-sheet']
    """
    return tuple(text.version for text in _TEXTS if text.in_force(on, regime))


# the first day of each name: loi 2002-73 (the day it was published), loi 2021-1018
_SERVICES: Final = (
    (_DAY(2022, 3, 31), Wording("Occupational-health service", "Service de prévention et de santé au travail")),
    (_DAY(2002, 1, 18), Wording("Occupational-health service", "Service de santé au travail")),
    (_DAY.min, Wording("Occupational medical service", "Service médical du travail")),
)


def service_name(on: dt.date) -> Wording:
    """Return what the texts of a day call the service of the occupational physician.

    >>> service_name(dt.date(2022, 3, 30)).fr, service_name(dt.date(2022, 3, 31)).fr
    ('Service de santé au travail', 'Service de prévention et de santé au travail')
    """
    return next(wording for since, wording in _SERVICES if on >= since)


def attestation_version(on: dt.date, regime: LegalRegime | None, *, asbestos: bool) -> LegalVersion | None:
    """Return the attestation that an employer of a regime gives on a day; None where no text asks for one.

    Where several texts hold, the more particular one: that for asbestos, that at departure.
    A regime that is not told counts as private.

    >>> attestation_version(dt.date(2023, 3, 1), None, asbestos=False).value
    'attestation-fallback-2022'
    """
    asked = regime or LegalRegime.PRIVATE_GENERAL
    found = [version for version in ATTESTATIONS.values() if TEXTS[version].in_force(on, asked)]
    if asbestos and _V.ATTESTATION_ASBESTOS in found:
        return _V.ATTESTATION_ASBESTOS
    return next((version for version in found if version is not _V.ATTESTATION_ASBESTOS), None)

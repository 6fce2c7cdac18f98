"""Who may see which data, by French law: the matrix of access as data, each cell with its source and how sure it is.

The matrix was derived from the articles as they stood from 2024 to 2026. Where an article that was read answers, the
cell names it; every other cell is a convention of this library, deduced from medical secrecy and practice, which a
lawyer is to check. Nothing here is legal advice, and nothing here gives or refuses access: whoever holds data decides.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final, TypeVar

from attrs import evolve, frozen

from tracexpo.catalogue.answers import Certainty, NotInCatalogueError
from tracexpo.errors import InvalidValueError, check_language
from tracexpo.form import check_day, type_name
from tracexpo.problems import Language, Wording
from tracexpo.vocabularies import Vocabulary

__all__ = ["Access", "Asker", "DataKind", "Verdict", "access_matrix", "who_may_see"]

V = TypeVar("V", bound=Vocabulary)


class DataKind(Vocabulary):
    """A kind of data that somebody asks to see (donnée demandée); documents are spelled as in `DocumentKind`."""

    EXPOSURE_LIST = (
        "exposure-list",
        "list of exposed workers, by name",
        "liste nominative des travailleurs exposés",
    )
    ANONYMOUS_LIST = (
        "anonymous-list",
        "list of exposed workers, anonymous",
        "liste des travailleurs exposés, présentée de manière anonyme",
    )
    CONTROL_RESULTS = "control-results", "results of exposure controls", "résultats des contrôles d'exposition"
    CMR_INFORMATION = (
        "cmr-information",
        "general information on CMR work (R4412-86)",
        "informations générales sur les travaux CMR (R4412-86)",
    )
    MEDICAL_FILE = (
        "medical-file",
        "occupational medical file, identity and exposures",
        "dossier médical en santé au travail, identité et expositions",
    )
    MEDICAL_FILE_HEALTH = (
        "medical-file-health",
        "occupational medical file, health data",
        "dossier médical en santé au travail, données de santé",
    )
    BIOLOGICAL_RESULTS = (
        "biological-results",
        "biological results of a person",
        "résultats biologiques d'une personne",
    )
    ATTESTATION = (
        "attestation",
        "attestation of exposure, parts 1 and 2",
        "attestation d'exposition, parties 1 et 2",
    )
    ATTESTATION_MEDICAL = (
        "attestation-medical",
        "attestation of exposure, clinical part 3",
        "attestation d'exposition, partie 3 (clinique)",
    )
    PREVENTION_SHEET = (
        "prevention-sheet",
        "sheet of exposure prevention (2012 to 2014)",
        "fiche de prévention des expositions (2012 à 2014)",
    )
    RISK_ASSESSMENT = (
        "risk-assessment",
        "versions of the risk assessment document",
        "versions du document unique (DUERP)",
    )
    COMPANY_FILE = "company-file", "company file", "fiche d'entreprise"
    STEP_CMR = "step-cmr", "records of STEP-CMR (2011)", "données de STEP-CMR (2011)"


class Asker(Vocabulary):
    """The person or body that asks to see data (demandeur)."""

    WORKER = "worker", "worker", "travailleur"
    OCCUPATIONAL_PHYSICIAN = (
        "occupational-physician",
        "occupational physician and health service",
        "médecin du travail et service de prévention et de santé au travail",
    )
    PREVENTION_STAFF = (
        "prevention-staff",
        "prevention staff and assistants of the service",
        "intervenants en prévention (IPRP) et assistants du service",
    )
    EMPLOYER = "employer", "employer", "employeur"
    STAFF_REPRESENTATIVES = "staff-representatives", "staff representatives (CSE)", "représentants du personnel (CSE)"
    LABOUR_INSPECTOR = "labour-inspector", "labour inspector", "inspecteur du travail"
    MEDICAL_INSPECTOR = "medical-inspector", "medical inspector of labour", "médecin inspecteur du travail"
    PREVENTION_FUND = (
        "prevention-fund",
        "prevention department of the regional fund",
        "service prévention de la caisse régionale (Carsat)",
    )
    INSURANCE_FUND = "insurance-fund", "local health insurance fund", "caisse primaire (CPAM)"
    TEMP_AGENCY = "temp-agency", "temporary-work agency", "entreprise de travail temporaire"
    OTHER_EMPLOYER = "other-employer", "another employer", "autre employeur"


class Verdict(Vocabulary):
    """The answer (réponse)."""

    YES = "yes", "yes", "oui"
    ON_CONDITION = "on-condition", "yes, on condition", "oui, sous condition"
    NO = "no", "no", "non"
    NOT_STATED = "not-stated", "not stated by what was read", "non précisé par ce qui a été lu"


@frozen(kw_only=True)
class Access:
    """Whether somebody may see some data (droit d'accès), with the condition, the source and how sure it is.

    `bool(access)` raises unless the answer is a plain yes or no.
    """

    data: DataKind
    """The data."""
    asker: Asker
    """Who asks."""
    verdict: Verdict
    """Yes, yes on condition, no, or not stated."""
    because: Wording | None = None
    """The condition, or the reason."""
    certainty: Certainty
    """How sure it is."""
    source: str | None = None
    """The article or page it rests on; None where it rests on none that was read."""

    def __bool__(self) -> bool:
        if self.verdict is Verdict.YES:
            return True
        if self.verdict is Verdict.NO:
            return False
        raise NotInCatalogueError(f"neither yes nor no: {self.text_in('en')}", f"ni oui ni non : {self.text_in('fr')}")

    def text_in(self, language: Language) -> str:
        """The answer in one sentence, in one language ("en" or "fr").

        >>> print(who_may_see("company-file", "labour-inspector", on=dt.date(2025, 11, 30)))
        company file, labour inspector: yes (R4624-48, read in the text or in a verbatim copy)
        """
        check_language(language)
        colon = {"en": ": ", "fr": " : "}[language]
        said = self.verdict.label_in(language)
        if self.because is not None:
            said += f"{colon}{self.because.text_in(language)}"
        source = f"{self.source}, " if self.source is not None else ""
        asked = f"{self.data.label_in(language)}, {self.asker.label_in(language)}"
        return f"{asked}{colon}{said} ({source}{self.certainty.label_in(language)})"

    def row_in(self, language: Language) -> dict[str, Any]:
        """Return one flat row, for data frames and tables, in one language ("en" or "fr")."""
        return {
            "data": self.data.label_in(language),
            "asker": self.asker.label_in(language),
            "verdict": self.verdict.label_in(language),
            "because": None if self.because is None else self.because.text_in(language),
            "source": self.source,
            "certainty": self.certainty.label_in(language),
        }

    def __str__(self) -> str:
        return self.text_in("en")


def who_may_see(data: DataKind | str, asker: Asker | str, *, on: dt.date) -> Access:
    """Tell whether somebody may see some data, by the law of a day.

    Args:
        data: the kind of data, or its word, such as "exposure-list".
        asker: who asks, or the word, such as "staff-representatives".
        on: the day of the question. Before the first day of the texts read, nothing is said; after the last day up to
            which they were read, the answer is marked as later.

    Raises:
        InvalidValueError: `not-in-vocabulary` for an unknown word; for a day that is none.

    >>> found = who_may_see("exposure-list", "temp-agency", on=dt.date(2025, 11, 30))
    >>> found.verdict.label, found.because.en, found.source
    ('yes, on condition', 'the lines of its own workers', 'R4412-93-4')
    """
    kind, who = _word(DataKind, data, "data"), _word(Asker, asker, "asker")
    return _on_day(_CELLS[kind, who], on)


def access_matrix(*, on: dt.date) -> tuple[Access, ...]:
    """Return the whole matrix of a day: every kind of data, for everybody who may ask.

    >>> len(access_matrix(on=dt.date(2025, 11, 30))) == len(DataKind) * len(Asker)
    True
    """
    return tuple(_on_day(access, on) for access in _CELLS.values())


def _word(kind: type[V], value: object, name: str) -> V:
    if isinstance(value, str):
        found = kind._value2member_map_.get(str(value))
        if isinstance(found, kind):
            return found
        raise InvalidValueError("not-in-vocabulary", f"/{name}", {"allowed": tuple(member.value for member in kind)})
    raise InvalidValueError("wrong-type", f"/{name}", {"expected": kind.__name__, "found": type_name(value)})


def _on_day(access: Access, on: dt.date) -> Access:
    try:
        check_day(on)
    except InvalidValueError as error:
        raise error.under("on") from None
    first = _SINCE.get(access.data, _FIRST)
    if on < first:
        because = Wording(
            f"the texts of before {first} were not read for this",
            f"les textes d'avant le {first} n'ont pas été lus à ce sujet",
        )
        return evolve(access, verdict=Verdict.NOT_STATED, because=because, certainty=Certainty.NOT_COVERED, source=None)
    if on > _READ_UNTIL:
        return evolve(access, certainty=Certainty.LATER_THAN_EDITION)
    return access


# -- the matrix

_FIRST: Final = dt.date(2024, 4, 5)
"""The first day of the state of the texts that was read, unless told otherwise."""
_READ_UNTIL: Final = dt.date(2026, 12, 31)
"""The last day of that state."""
_SINCE: Final = {DataKind.PREVENTION_SHEET: dt.date(2012, 2, 1), DataKind.STEP_CMR: dt.date(2011, 9, 1)}
"""First days of data of the past."""

_Cell = tuple[Verdict, Wording | None, str | None, Certainty]
_CERTAIN, _SECONDARY, _INFERRED = Certainty.CERTAIN, Certainty.SECONDARY, Certainty.INFERRED


def _yes(source: str | None = None, how: Certainty | None = None) -> _Cell:
    return Verdict.YES, None, source, how or (_INFERRED if source is None else _CERTAIN)


def _no(why: Wording | None = None, source: str | None = None, how: Certainty = _INFERRED) -> _Cell:
    return Verdict.NO, why, source, how


def _if(condition: Wording, source: str | None = None, how: Certainty | None = None) -> _Cell:
    return Verdict.ON_CONDITION, condition, source, how or (_INFERRED if source is None else _CERTAIN)


_SILENT: Final[_Cell] = (Verdict.NOT_STATED, None, None, Certainty.NOT_COVERED)
_GENERAL: Final[_Cell] = (
    Verdict.NOT_STATED,
    Wording(
        "what is at their disposal is the general information of R4412-93",
        "ce qui est tenu à leur disposition est l'information générale de R4412-93",
    ),
    None,
    Certainty.NOT_COVERED,
)
_SECRET: Final = Wording("medical secrecy (L1110-4 CSP)", "secret médical (L1110-4 CSP)")
_CONFIDENTIAL: Final = Wording("confidential", "confidentiel")
_OWN: Final = Wording("what concerns that person", "ce qui concerne cette personne")
_DELEGATED: Final = Wording("by delegation of the physician", "sur délégation du médecin")
_LOGGED: Final = Wording(
    "by delegation of the physician, every action being logged",
    "sur délégation du médecin, toute action étant tracée",
)
_ANONYMOUS_ONLY: Final = Wording("they get its anonymous form", "ils disposent de sa forme anonyme")
_OWN_WORKERS: Final = Wording("the lines of its own workers", "les lignes de ses propres salariés")
_GLOBAL_ONLY: Final = Wording("he gets them anonymous and global only", "il ne les reçoit qu'anonymes et globaux")
_CHOSEN_DOCTOR: Final = Wording(
    "through the doctor whom the worker chooses, with consent",
    "par le médecin que le travailleur choisit, avec son accord",
)
_HANDED_BY_WORKER: Final = Wording("when the worker produces it", "quand le travailleur la produit")
_RECTIFY: Final = Wording("and may ask for it to be rectified", "et peut en demander la rectification")
_OWN_YEARS: Final = Wording(
    "the versions of the time that person worked there", "les versions de la période où cette personne y a travaillé"
)
_BY_CSE: Final = Wording("through the staff representatives", "par les représentants du personnel")
_IF_EMPLOYER_ALLOWS: Final = Wording("if the employer allows it", "si l'employeur l'autorise")

_ORDER_1995: Final = "arrêté du 28 février 1995, annexe I (abrogé le 25 septembre 2022)"
_PRESS: Final = "sante-et-travail.fr, octobre 2011"
_2012: Final = "L4121-3-1 (2012)"

_SECRET_FROM_OTHERS: Final = dict.fromkeys(
    (
        Asker.PREVENTION_STAFF,
        Asker.EMPLOYER,
        Asker.STAFF_REPRESENTATIVES,
        Asker.LABOUR_INSPECTOR,
        Asker.MEDICAL_INSPECTOR,
        Asker.PREVENTION_FUND,
        Asker.TEMP_AGENCY,
        Asker.OTHER_EMPLOYER,
    ),
    _no(_SECRET),
)
"""Between the worker and the physician alone."""

_ROWS: Final[Mapping[DataKind, Mapping[Asker, _Cell]]] = {
    DataKind.EXPOSURE_LIST: {
        Asker.WORKER: _if(_OWN, "R4412-93-2"),
        Asker.OCCUPATIONAL_PHYSICIAN: _yes("R4412-93-3"),
        Asker.PREVENTION_STAFF: _if(_DELEGATED),
        Asker.EMPLOYER: _yes("R4412-93-1"),
        Asker.STAFF_REPRESENTATIVES: _no(_ANONYMOUS_ONLY, "R4412-93-2", Certainty.DERIVED),
        Asker.LABOUR_INSPECTOR: _GENERAL,
        Asker.MEDICAL_INSPECTOR: _GENERAL,
        Asker.PREVENTION_FUND: _GENERAL,
        Asker.TEMP_AGENCY: _if(_OWN_WORKERS, "R4412-93-4"),
        Asker.OTHER_EMPLOYER: _no(),
    },
    DataKind.ANONYMOUS_LIST: {
        Asker.WORKER: _yes("R4412-93-2"),
        Asker.OCCUPATIONAL_PHYSICIAN: _yes(),
        Asker.PREVENTION_STAFF: _yes(),
        Asker.EMPLOYER: _yes("R4412-93-2"),
        Asker.STAFF_REPRESENTATIVES: _yes("R4412-93-2"),
        Asker.LABOUR_INSPECTOR: _yes(),
        Asker.MEDICAL_INSPECTOR: _yes(),
        Asker.PREVENTION_FUND: _yes(),
        Asker.TEMP_AGENCY: _no(),
        Asker.OTHER_EMPLOYER: _no(),
    },
    DataKind.CONTROL_RESULTS: {
        Asker.WORKER: _yes(),
        Asker.OCCUPATIONAL_PHYSICIAN: _yes("R4412-79"),
        Asker.PREVENTION_STAFF: _yes(),
        Asker.EMPLOYER: _yes(),
        Asker.STAFF_REPRESENTATIVES: _yes("R4412-79"),
        Asker.LABOUR_INSPECTOR: _yes("R4412-79"),
        Asker.MEDICAL_INSPECTOR: _yes("R4412-79"),
        Asker.PREVENTION_FUND: _yes("R4412-79"),
        Asker.TEMP_AGENCY: _no(),
        Asker.OTHER_EMPLOYER: _no(),
    },
    DataKind.CMR_INFORMATION: {
        Asker.WORKER: _yes("R4412-86"),
        Asker.OCCUPATIONAL_PHYSICIAN: _yes("R4412-86, R4412-93"),
        Asker.PREVENTION_STAFF: _yes(),
        Asker.EMPLOYER: _yes("R4412-86"),
        Asker.STAFF_REPRESENTATIVES: _yes("R4412-86"),
        Asker.LABOUR_INSPECTOR: _yes("R4412-93"),
        Asker.MEDICAL_INSPECTOR: _yes("R4412-93"),
        Asker.PREVENTION_FUND: _yes("R4412-93"),
        Asker.TEMP_AGENCY: _no(),
        Asker.OTHER_EMPLOYER: _no(),
    },
    DataKind.MEDICAL_FILE: {
        Asker.WORKER: _if(_OWN),
        Asker.OCCUPATIONAL_PHYSICIAN: _yes("L4624-8", _SECONDARY),
        Asker.PREVENTION_STAFF: _if(_LOGGED, "R4624-45-5", _SECONDARY),
        Asker.MEDICAL_INSPECTOR: _yes(),
        **dict.fromkeys(
            (
                Asker.EMPLOYER,
                Asker.STAFF_REPRESENTATIVES,
                Asker.LABOUR_INSPECTOR,
                Asker.PREVENTION_FUND,
                Asker.TEMP_AGENCY,
                Asker.OTHER_EMPLOYER,
            ),
            _no(_SECRET),
        ),
    },
    DataKind.MEDICAL_FILE_HEALTH: {
        Asker.WORKER: _if(_OWN),
        Asker.OCCUPATIONAL_PHYSICIAN: _yes("L4624-8", _SECONDARY),
        **_SECRET_FROM_OTHERS,
    },
    DataKind.BIOLOGICAL_RESULTS: {
        Asker.WORKER: _if(_OWN),
        Asker.OCCUPATIONAL_PHYSICIAN: _yes("R4412-51"),
        Asker.EMPLOYER: _no(_GLOBAL_ONLY, "R4412-51, R4412-51-1", _CERTAIN),
        **dict.fromkeys(
            (
                Asker.PREVENTION_STAFF,
                Asker.STAFF_REPRESENTATIVES,
                Asker.LABOUR_INSPECTOR,
                Asker.PREVENTION_FUND,
                Asker.TEMP_AGENCY,
                Asker.OTHER_EMPLOYER,
            ),
            _no(_SECRET),
        ),
    },
    DataKind.ATTESTATION: {
        Asker.WORKER: _if(_OWN),
        Asker.OCCUPATIONAL_PHYSICIAN: _yes(),
        Asker.EMPLOYER: _yes(),
        Asker.STAFF_REPRESENTATIVES: _no(),
        Asker.INSURANCE_FUND: _if(_HANDED_BY_WORKER),
        Asker.TEMP_AGENCY: _no(),
        Asker.OTHER_EMPLOYER: _no(),
    },
    DataKind.ATTESTATION_MEDICAL: {
        Asker.WORKER: _if(_CHOSEN_DOCTOR, _ORDER_1995),
        Asker.OCCUPATIONAL_PHYSICIAN: _yes(_ORDER_1995),
        **_SECRET_FROM_OTHERS,
    },
    DataKind.PREVENTION_SHEET: {
        Asker.WORKER: (Verdict.YES, _RECTIFY, _2012, _CERTAIN),
        Asker.OCCUPATIONAL_PHYSICIAN: _yes(_2012),
        Asker.EMPLOYER: _yes(_2012),
        Asker.STAFF_REPRESENTATIVES: _no(_CONFIDENTIAL),
        Asker.LABOUR_INSPECTOR: _yes(),
        Asker.MEDICAL_INSPECTOR: _yes(),
        Asker.PREVENTION_FUND: _yes(),
        Asker.TEMP_AGENCY: _no(_CONFIDENTIAL, _2012, _CERTAIN),
        Asker.OTHER_EMPLOYER: _no(_CONFIDENTIAL, _2012, _CERTAIN),
    },
    DataKind.RISK_ASSESSMENT: {
        Asker.WORKER: _if(_OWN_YEARS, "L4121-3-1, R4121-4", _SECONDARY),
        **dict.fromkeys(
            (
                Asker.OCCUPATIONAL_PHYSICIAN,
                Asker.PREVENTION_STAFF,
                Asker.EMPLOYER,
                Asker.STAFF_REPRESENTATIVES,
                Asker.LABOUR_INSPECTOR,
                Asker.MEDICAL_INSPECTOR,
                Asker.PREVENTION_FUND,
            ),
            _yes(),
        ),
        Asker.TEMP_AGENCY: _no(),
        Asker.OTHER_EMPLOYER: _no(),
    },
    DataKind.COMPANY_FILE: {
        Asker.WORKER: _if(_BY_CSE),
        **dict.fromkeys(
            (Asker.OCCUPATIONAL_PHYSICIAN, Asker.PREVENTION_STAFF, Asker.EMPLOYER, Asker.STAFF_REPRESENTATIVES),
            _yes("R4624-46 to R4624-50", _SECONDARY),
        ),
        **dict.fromkeys((Asker.LABOUR_INSPECTOR, Asker.MEDICAL_INSPECTOR, Asker.PREVENTION_FUND), _yes("R4624-48")),
        Asker.TEMP_AGENCY: _no(),
        Asker.OTHER_EMPLOYER: _no(),
    },
    DataKind.STEP_CMR: {
        Asker.OCCUPATIONAL_PHYSICIAN: _if(_IF_EMPLOYER_ALLOWS, _PRESS, _SECONDARY),
        Asker.EMPLOYER: _yes(_PRESS, _SECONDARY),
        Asker.LABOUR_INSPECTOR: _no(None, _PRESS, _SECONDARY),
        Asker.PREVENTION_FUND: _no(None, _PRESS, _SECONDARY),
        **dict.fromkeys(
            (Asker.STAFF_REPRESENTATIVES, Asker.MEDICAL_INSPECTOR, Asker.TEMP_AGENCY, Asker.OTHER_EMPLOYER), _no()
        ),
    },
}
"""The cells that say something; of the others, what was read says nothing."""

_CELLS: Final[Mapping[tuple[DataKind, Asker], Access]] = {
    (data, asker): Access(data=data, asker=asker, verdict=verdict, because=because, source=source, certainty=certainty)
    for data in DataKind
    for asker in Asker
    for verdict, because, source, certainty in (_ROWS[data].get(asker, _SILENT),)
}

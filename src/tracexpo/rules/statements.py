"""The attestations of exposure: the model of 1995, and those handed over at departure from 2001 to 2012."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any, Final

from tracexpo.agents import Substance
from tracexpo.attestations import Attestation
from tracexpo.periods import Period
from tracexpo.problems import Severity, Wording
from tracexpo.rules import examples as ex
from tracexpo.rules.context import Context
from tracexpo.rules.profile import Profile
from tracexpo.rules.regimes import MODELS, document_not_in_force, issued_outside
from tracexpo.rules.rule import Finding, Look, Rule, rule
from tracexpo.vocabularies import AttestationModel

__all__ = ["ATTESTATION_1995", "DEPARTURE_2001", "DEPARTURE_2008"]

ERROR, INFO, WARNING = Severity.ERROR, Severity.INFO, Severity.WARNING

_ANNEX: Final = "arrêté du 28 février 1995, annexe I"
_BENZENE: Final = Substance(id="cas:71-43-2", name="Benzène", cas_number="71-43-2")


def _attested(model: AttestationModel, **changes: Any) -> Attestation:
    regime = MODELS[model]
    last = min(regime.until, dt.date(2019, 12, 31))
    fields: dict[str, Any] = {
        "worker": "M-001",
        "agents": (ex.AGENT,),
        "establishments": (ex.SITE,),
        "job_descriptions": ("Plater at the chromium bath",),
        "periods": (Period(last.replace(month=1, day=1), last),),
        "employer_signatory": "The employer",
        "physician_signatory": "The physician",
        "issued_on": last,
    }
    return Attestation(id="at1", model=model, **{**fields, **changes})


# -- the model of 1995


@rule(
    "attestation-several-agents",
    ERROR,
    title=Wording("One attestation for several agents", "Une attestation pour plusieurs agents"),
    description=Wording(
        "The model of 28 February 1995 is of one agent or process: a worker exposed to several is given as many "
        "attestations.",
        "Le modèle du 28 février 1995 porte sur un seul agent ou procédé : un travailleur exposé à plusieurs reçoit "
        "autant d'attestations.",
    ),
    message=Wording(
        "an attestation of the model of 1995 is of one agent, and this one names {count}: make one of each",
        "une attestation du modèle de 1995 porte sur un seul agent, et celle-ci en nomme {count} : faites-en une "
        "par agent",
    ),
    source=_ANNEX,
    good=lambda: ex.register(_attested(AttestationModel.ORDER_1995)),
    bad=lambda: ex.register(_BENZENE, _attested(AttestationModel.ORDER_1995, agents=(ex.AGENT, _BENZENE.id))),
    told_at="/attestations/0/agents",
)
def attestation_several_agents(context: Context) -> Iterator[Finding]:
    """Count the agents of each attestation."""
    for attestation in context.attestations:
        count = len(set(attestation.agents))
        if count > 1:
            yield Finding(attestation, "/agents", {"count": count})


_SEP: Final = r"[\s./\-]{0,2}"
_NIR: Final = re.compile(
    # sex, year, month, department, municipality, order and key, run together or apart
    rf"(?<![0-9A-Za-z])[1-478]{_SEP}\d\d{_SEP}(?:0[1-9]|1[0-2]|[23]\d|4[0-2]|[5-9]\d){_SEP}(?:\d\d|2[ABab])"
    rf"{_SEP}\d{{3}}{_SEP}\d{{3}}{_SEP}\d\d(?![0-9])"
)


@rule(
    "attestation-nir",
    ERROR,
    title=Wording("Whole social-security number in an attestation", "NIR entier dans une attestation"),
    description=Wording(
        "The model of 28 February 1995 shows the first five digits of the social-security number only. The texts of "
        "the attestation are searched for all fifteen; what is found is not shown.",
        "Le modèle du 28 février 1995 ne montre que les cinq premiers chiffres du numéro de sécurité sociale. Les "
        "textes de l'attestation sont lus à la recherche des quinze ; ce qui est trouvé n'est pas montré.",
    ),
    message=Wording(
        "this seems to hold a whole social-security number, of which an attestation shows the first five digits only: "
        "take it out",
        "ceci semble contenir un numéro de sécurité sociale entier, dont une attestation ne montre que les cinq "
        "premiers chiffres : retirez-le",
    ),
    source=_ANNEX,
    good=lambda: ex.register(_attested(AttestationModel.ORDER_1995, job_descriptions=("Plater, 1 79 03",))),
    bad=lambda: ex.register(
        _attested(AttestationModel.ORDER_1995, job_descriptions=("Plater, 1 79 03 99 999 999 30",))
    ),
    told_at="/attestations/0/job_descriptions/0",
)
def attestation_nir(context: Context) -> Iterator[Finding]:
    """Search the texts of each attestation for the shape of the number."""
    for attestation in context.attestations:
        for path, text in _texts(attestation):
            if _NIR.search(text):
                yield Finding(attestation, path)


def _texts(attestation: Attestation) -> Iterator[tuple[str, str]]:
    for i, text in enumerate(attestation.job_descriptions):
        yield f"/job_descriptions/{i}", text
    for i, measure in enumerate(attestation.measures):
        yield f"/measures/{i}/name", measure.name
    for name in ("employer_signatory", "physician_signatory"):
        signed: str | None = getattr(attestation, name)
        if signed is not None:
            yield f"/{name}", signed
    for name in ("source_text", "reason"):
        said: str | None = getattr(attestation.provenance, name)
        if said is not None:
            yield f"/provenance/{name}", said


# -- what each model tells

_NEEDED: Final = {
    "agents": Wording("the agent", "l'agent"),
    "establishments": Wording("the establishment", "l'établissement"),
    "job_descriptions": Wording("the description of the posts held", "la description des postes occupés"),
    "periods": Wording("the days of the exposure", "les dates de l'exposition"),
    "employer_signatory": Wording("the signature of the employer", "la signature de l'employeur"),
    "physician_signatory": Wording("the signature of the physician", "la signature du médecin"),
}
_END: Final = Wording("the last day of the exposure", "la date de fin de l'exposition")
_DETAILS: Final = {
    "results": Wording("the dates and results of evaluations and measurements", "les dates et résultats des mesurages"),
    "measures": Wording("the measures of prevention", "les mesures de prévention"),
    "issued_on": Wording("the day of issue", "la date de délivrance"),
}
_AT_DEPARTURE: Final = ("agents", "periods", "employer_signatory", "physician_signatory")


def _incomplete(code: str, model: AttestationModel, title: Wording, source: str, needed: tuple[str, ...]) -> Rule:
    """Make the rule of one model."""
    return rule(
        code,
        WARNING,
        title=title,
        description=Wording(
            f"An attestation of this model tells {_listed('en', needed)}. One issued outside the years of the model is "
            "told as such, and no more is asked of it. A register without identities is one without signatories.",
            f"Une attestation de ce modèle dit {_listed('fr', needed)}. Délivrée hors des années du modèle, elle est "
            "signalée comme telle, sans plus. Un registre sans identités est aussi sans signataires.",
        ),
        message=Wording(
            "this attestation lacks {lacking}: complete it from the document as it was issued",
            "il manque à cette attestation {lacking} : complétez d'après le document tel qu'il a été délivré",
        ),
        source=source,
        good=lambda: ex.register(_attested(model)),
        bad=lambda: ex.register(_attested(model, physician_signatory=None)),
        told_at="/attestations/0/physician_signatory",
    )(_lacking(needed))


def _listed(language: Any, needed: tuple[str, ...]) -> str:
    return ", ".join(_NEEDED[name].text_in(language) for name in needed)


def _lacking(needed: tuple[str, ...]) -> Look:
    def look(context: Context) -> Iterator[Finding]:
        for attestation in context.attestations:
            if issued_outside(context, attestation):
                continue
            for name in needed:
                if not getattr(attestation, name):
                    yield Finding(attestation, f"/{name}", {"lacking": _NEEDED[name]})
            for i, period in enumerate(attestation.periods):
                if period.end is None:
                    yield Finding(attestation, f"/periods/{i}/end", {"lacking": _END})

    return look


attestation_1995_incomplete: Final = _incomplete(
    "attestation-1995-incomplete",
    AttestationModel.ORDER_1995,
    Wording("Attestation of 1995 incomplete", "Attestation de 1995 incomplète"),
    _ANNEX,
    tuple(_NEEDED),
)
departure_2001_incomplete: Final = _incomplete(
    "departure-2001-incomplete",
    AttestationModel.DEPARTURE_2001,
    Wording("Attestation at departure of 2001 incomplete", "Attestation de départ de 2001 incomplète"),
    "R231-56-11 V, R231-54-16",
    _AT_DEPARTURE,
)
departure_2008_incomplete: Final = _incomplete(
    "departure-2008-incomplete",
    AttestationModel.DEPARTURE_2008,
    Wording("Attestation at departure of 2008 incomplete", "Attestation de départ de 2008 incomplète"),
    "R4412-58",
    _AT_DEPARTURE,
)


@rule(
    "attestation-detail-not-told",
    INFO,
    title=Wording("Detail of an attestation not told", "Précision d'une attestation non dite"),
    description=Wording(
        "The model of 28 February 1995 also tells the dates and results of evaluations and measurements and the "
        "measures of prevention, and is dated. There may have been no result; what was not copied can still be.",
        "Le modèle du 28 février 1995 dit aussi les dates et résultats des évaluations et mesurages et les mesures de "
        "prévention, et il est daté. Il a pu n'y avoir aucun résultat ; ce qui n'a pas été recopié peut encore l'être.",
    ),
    message=Wording(
        "{lacking}: nothing is recorded; add it if the attestation tells it",
        "{lacking} : rien n'est consigné ; complétez si l'attestation le dit",
    ),
    source=_ANNEX,
    good=ex.register,
    bad=lambda: ex.register(_attested(AttestationModel.ORDER_1995, results=("m1",)), ex.measured(sampled_on=_SAMPLED)),
    told_at="/attestations/0/measures",
)
def attestation_detail_not_told(context: Context) -> Iterator[Finding]:
    """Take what the attestations leave blank beside what they have to tell."""
    for attestation in context.attestations:
        if not issued_outside(context, attestation):
            for name, lacking in _DETAILS.items():
                if not getattr(attestation, name):
                    yield Finding(attestation, f"/{name}", {"lacking": lacking})


_SAMPLED: Final[dt.date] = dt.date(2019, 3, 12)


# -- the profiles

_NOT_WHETHER_OWED: Final = Wording(
    "whether an attestation was owed: one that is absent from the register is not shown to have been lacking",
    "si une attestation était due : il n'est pas établi qu'une attestation absente du registre ait fait défaut",
)
_NOT_THE_FACTS: Final = Wording(
    "whether the attestation agrees with the exposures of the register",
    "si l'attestation s'accorde avec les expositions du registre",
)

ATTESTATION_1995: Final = Profile(
    name="attestation-1995",
    title=Wording("the attestation of exposure of 1995", "l'attestation d'exposition de 1995"),
    description=Wording(
        "An attestation of the model of 28 February 1995 is of one agent, names worker, establishment, posts and days, "
        "is signed by the employer and the physician, and shows five digits of the social-security number. Its legal "
        "base, D461-25, was repealed on 28 April 2022 and the order of the model on 25 September 2022: none is issued "
        "from the first of these days on. Its first day is that of the order.",
        "Une attestation du modèle du 28 février 1995 porte sur un seul agent, nomme travailleur, établissement, "
        "postes et dates, est signée par l'employeur et le médecin, et montre cinq chiffres du NIR. Sa base légale, "
        "D461-25, a été abrogée le 28 avril 2022 et l'arrêté du modèle le 25 septembre 2022 : aucune n'est délivrée à "
        "partir du premier de ces jours. Son premier jour est celui de l'arrêté.",
    ),
    rules=(
        attestation_several_agents,
        attestation_nir,
        attestation_1995_incomplete,
        attestation_detail_not_told,
        document_not_in_force,
    ),
    source="D461-25, arrêté du 28 février 1995, annexe I",
    since=MODELS[AttestationModel.ORDER_1995].since,
    until=MODELS[AttestationModel.ORDER_1995].until,
    models=(AttestationModel.ORDER_1995,),
    severities={document_not_in_force.code: ERROR},
    not_checked=(
        _NOT_WHETHER_OWED,
        _NOT_THE_FACTS,
        Wording(
            "the clinical part, which belongs to the physician and is in no register",
            "la partie clinique, qui appartient au médecin et ne figure dans aucun registre",
        ),
        Wording(
            "attestations of the public services, of asbestos before 2012, and those in place of the statement of "
            "exposures: their models were not read",
            "les attestations des trois fonctions publiques, de l'amiante avant 2012, et celles à défaut d'état des "
            "lieux : leurs modèles n'ont pas été lus",
        ),
    ),
)


def _departure(model: AttestationModel, name: str, title: Wording, source: str, incomplete: Rule) -> Profile:
    """Make the profile of the attestation at departure under one of its two texts."""
    return Profile(
        name=name,
        title=title,
        description=Wording(
            "An attestation handed over at departure, whatever the reason of leaving and for all dangerous agents, "
            "names agents and days and is signed by the employer and the physician; one issued outside the years of "
            "its article is found.",
            "Une attestation remise au départ, quel qu'en soit le motif et pour tous les agents dangereux, nomme "
            "agents et dates et est signée par l'employeur et le médecin ; délivrée hors des années de son article, "
            "elle est trouvée.",
        ),
        rules=(incomplete, document_not_in_force),
        source=source,
        since=MODELS[model].since,
        until=MODELS[model].until,
        models=(model,),
        not_checked=(_NOT_WHETHER_OWED, _NOT_THE_FACTS),
    )


DEPARTURE_2001: Final = _departure(
    AttestationModel.DEPARTURE_2001,
    "departure-2001",
    Wording(
        "the attestation at departure, February 2001 to April 2008",
        "l'attestation remise au départ, de février 2001 à avril 2008",
    ),
    "R231-56-11 V, R231-54-16",
    departure_2001_incomplete,
)
DEPARTURE_2008: Final = _departure(
    AttestationModel.DEPARTURE_2008,
    "departure-2008",
    Wording(
        "the attestation at departure, May 2008 to January 2012",
        "l'attestation remise au départ, de mai 2008 à janvier 2012",
    ),
    "R4412-58",
    departure_2008_incomplete,
)

"""Rules of `list-2024`: to whom the list goes, and how long it is kept. Source: R4412-93-3, R4412-93-4, R4624-28-2."""

import datetime as dt
from collections.abc import Iterator, Mapping
from itertools import chain

from tracexpo.attestations import Party, Transmission
from tracexpo.exposures import IndividualExposure
from tracexpo.problems import Severity, Wording
from tracexpo.provenance import Provenance
from tracexpo.retention import list_kept_until
from tracexpo.rules import examples as ex
from tracexpo.rules.context import Context
from tracexpo.rules.listing import OWED
from tracexpo.rules.rule import PRECISION, CannotSay, Finding, rule
from tracexpo.vocabularies import ContractType, PartyKind, TransmissionSubject

__all__ = [
    "agency_missing",
    "agency_not_informed",
    "end_of_exposure_not_notified",
    "list_not_transmitted",
    "retention_too_short",
    "update_not_transmitted",
]

ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO
Found = Iterator[Finding | CannotSay]


# -- temporary workers


@rule(
    "agency-missing",
    ERROR,
    title=Wording("Temporary worker without an agency", "Intérimaire sans entreprise de travail temporaire"),
    description=Wording(
        "The user firm hands to the temporary-work agency what the list says of its worker, so it knows which agency "
        "that is: an establishment other than the one where the work is done.",
        "L'entreprise utilisatrice communique à l'entreprise de travail temporaire ce que la liste dit de son salarié, "
        "et sait donc laquelle c'est : un établissement autre que celui où se fait le travail.",
    ),
    message=Wording(
        "this worker is a temporary one and the agency is not told: name the establishment of the agency in employer",
        "ce travailleur est intérimaire et l'entreprise de travail temporaire n'est pas dite : nommez son "
        "établissement dans employer",
    ),
    source="R4412-93-4",
    good=lambda: ex.register(_temporary()),
    bad=lambda: ex.register(_temporary(employer=None)),
    told_at="/exposures/0/employer",
)
def agency_missing(context: Context) -> Iterator[Finding]:
    """Look for the agency on the line, then on the assignments behind it."""
    for x in _temporaries(context):
        if _agency(context, x) is None:
            yield Finding(x, "/employer")


@rule(
    "agency-not-informed",
    WARNING,
    title=Wording("Agency of a temporary worker not informed", "Entreprise de travail temporaire non informée"),
    description=Wording(
        "When a temporary worker is put at its disposal, the user firm hands to the agency what the list says of that "
        "person, and later changes. Here the register holds no transmission to the agency that covers the line.",
        "Lors de la mise à disposition d'un travailleur temporaire, l'entreprise utilisatrice communique à "
        "l'entreprise de travail temporaire ce que la liste dit de lui, puis les actualisations. Ici, le registre ne "
        "contient aucune transmission à celle-ci qui couvre la ligne.",
    ),
    message=Wording(
        "no transmission of this line to the agency {agency} is recorded: transmit it and record it, or record what "
        "was sent",
        "aucune transmission de cette ligne à l'entreprise de travail temporaire {agency} n'est consignée : "
        "transmettez-la et consignez-le, ou consignez ce qui a été envoyé",
    ),
    source="R4412-93-4",
    since=OWED,
    good=lambda: ex.register(
        _temporary(),
        ex.sent(
            subject=TransmissionSubject.TEMPORARY_WORKER,
            to=Party(kind=PartyKind.TEMP_AGENCY, id=ex.AGENCY),
            on=dt.date(2025, 3, 3),
            exposures=("x1",),
        ),
    ),
    bad=lambda: ex.register(_temporary()),
    told_at="/exposures/0/employer",
)
def agency_not_informed(context: Context) -> Iterator[Finding]:
    """Look for a transmission to the agency that covers the line."""
    if context.on < OWED:
        return
    sent = [t for t in context.transmissions if t.to.kind is PartyKind.TEMP_AGENCY and t.on <= context.on]
    named = {(t.to.id, id) for t in sent for id in t.exposures}
    to_all = {t.to.id for t in sent if not t.exposures}
    for x in _temporaries(context):
        if x.period.start > context.on:
            continue
        agency = _agency(context, x)
        # a recipient that is not named may be this one
        if agency is None or not to_all.isdisjoint((agency, None)):
            continue
        if named.isdisjoint(((agency, x.id), (None, x.id))):
            yield Finding(x, "/employer", {"agency": agency})


def _temporaries(context: Context) -> Iterator[IndividualExposure]:
    """Yield the lines of temporary workers: the contract stands on the line, or on an assignment behind it."""
    temporary = ContractType.TEMPORARY_AGENCY
    workers = {a.worker for a in context.facts.assignments if a.contract is temporary}
    for x in context.individuals:
        if x.contract is temporary or (
            x.contract is None
            and x.worker in workers
            and any(a.contract is temporary for a in context.facts.assignments_during(x))
        ):
            yield x


def _agency(context: Context, x: IndividualExposure) -> str | None:
    """Name who employs, where that is not the place of work itself."""
    employers = chain((x.employer,), (a.employer for a in context.facts.assignments_during(x)))
    return next((employer for employer in employers if employer not in (None, x.establishment)), None)


def _temporary(employer: str | None = ex.AGENCY) -> IndividualExposure:
    return ex.line(
        contract=ContractType.TEMPORARY_AGENCY, employer=employer, period=ex.days("2025-03-03", "2025-06-27")
    )


# -- to the service


@rule(
    "list-not-transmitted",
    INFO,
    title=Wording("List not transmitted", "Liste non transmise"),
    description=Wording(
        "The employer hands the list to the occupational-health service. A register that holds no transmission of an "
        "establishment's lines may simply not record them: then this is to remember.",
        "L'employeur communique la liste au service de prévention et de santé au travail. Un registre sans "
        "transmission des lignes d'un établissement peut simplement ne pas les consigner : ceci est alors pour "
        "mémoire.",
    ),
    message=Wording(
        "no transmission of the list of this establishment (lines: {count}) to its occupational-health service is "
        "recorded",
        "aucune transmission de la liste de cet établissement (lignes : {count}) à son service de prévention et de "
        "santé au travail n'est consignée",
    ),
    source="R4412-93-3",
    since=OWED,
    good=lambda: ex.register(ex.line(), ex.sent()),
    bad=lambda: ex.register(ex.line()),
    told_at="/establishments/0",
)
def list_not_transmitted(context: Context) -> Iterator[Finding]:
    """Take the establishments with lines and no transmission."""
    for establishment, (lines, sent) in _by_establishment(context).items():
        if not sent:
            yield Finding(context.register.get(establishment), context={"count": len(lines)})


@rule(
    "update-not-transmitted",
    WARNING,
    title=Wording("Update of the list not transmitted", "Actualisation de la liste non transmise"),
    description=Wording(
        "The updates of the list go to the occupational-health service as the list itself did. A line counts as "
        "changed on the day it was recorded, or else on the day it starts, and as transmitted with any later "
        "transmission that names it, or names no line at all.",
        "Les actualisations de la liste vont au service de prévention et de santé au travail comme la liste elle-même. "
        "Une ligne compte comme modifiée le jour de sa consignation, à défaut le jour de son début, et comme transmise "
        "avec toute transmission ultérieure qui la nomme, ou qui n'en nomme aucune.",
    ),
    message=Wording(
        "lines that changed since this last transmission: {count}, the latest ({line}) on {changed}; transmit the "
        "update and record it",
        "lignes modifiées depuis cette dernière transmission : {count}, la plus récente ({line}) le {changed} ; "
        "transmettez l'actualisation et consignez-le",
    ),
    source="R4412-93-3",
    since=OWED,
    good=lambda: ex.register(
        _recorded("2025-09-15"),
        ex.sent(),
        ex.sent("t2", subject=TransmissionSubject.UPDATE, on=dt.date(2025, 9, 16)),
    ),
    bad=lambda: ex.register(_recorded("2025-09-15"), ex.sent()),
    told_at="/transmissions/0/on",
)
def update_not_transmitted(context: Context) -> Iterator[Finding]:
    """Compare the day each line changed with the last transmission that covers it."""
    for lines, sent in _by_establishment(context).values():
        if not sent:
            continue
        to_all = max((t.on for t in sent if not t.exposures), default=dt.date.min)
        named: dict[str, dt.date] = {}
        for t in sent:
            for id in t.exposures:
                named[id] = max(named.get(id, dt.date.min), t.on)
        late = [
            (changed, x.id)
            for x in lines
            if max(to_all, named.get(x.id, dt.date.min)) < (changed := _changed(x)) <= context.on
        ]
        if late:
            changed, line = max(late)
            last = max(sent, key=lambda t: (t.on, t.id))
            yield Finding(last, "/on", {"count": len(late), "changed": changed.isoformat(), "line": line})


def _by_establishment(context: Context) -> Mapping[str, tuple[list[IndividualExposure], list[Transmission]]]:
    """Return, by establishment, its lines and the transmissions to the service that may be of its list."""
    if context.on < OWED:
        return {}
    found: dict[str, tuple[list[IndividualExposure], list[Transmission]]] = {}
    where: dict[str, str] = {}
    for x in context.individuals:
        found.setdefault(x.establishment, ([], []))[0].append(x)
        where[x.id] = x.establishment
    subjects = (TransmissionSubject.LIST, TransmissionSubject.UPDATE)
    for t in context.transmissions:
        if t.subject not in subjects or t.to.kind is not PartyKind.HEALTH_SERVICE or t.on > context.on:
            continue
        named = {where[id] for id in t.exposures if id in where}
        for establishment in named if t.exposures else found:
            if t.exposures or _may_serve(context, t.to.id, establishment):
                found[establishment][1].append(t)
    return found


def _may_serve(context: Context, service: str | None, establishment: str) -> bool:
    services = context.facts.services_of.get(establishment, frozenset())
    return service is None or not services or service in services


def _changed(x: IndividualExposure) -> dt.date:
    recorded = x.provenance.recorded_at
    return x.period.start if recorded is None else recorded.date()


def _recorded(day: str) -> IndividualExposure:
    at = dt.datetime.fromisoformat(f"{day}T08:00:00+00:00")
    return ex.line(period=ex.days("2024-09-02"), provenance=Provenance(recorded_at=at))


# -- afterwards


@rule(
    "end-of-exposure-not-notified",
    INFO,
    title=Wording("End of exposure not notified", "Fin d'exposition non signalée"),
    description=Wording(
        "When a worker's exposure ends, the employer tells the occupational-health service, which sees the worker. "
        "Here an exposure ended, no later one to the agent is recorded, and no notice covers it.",
        "Quand l'exposition d'un travailleur cesse, l'employeur en informe le service de prévention et de santé au "
        "travail, qui voit le travailleur. Ici, une exposition a cessé, aucune autre au même agent ne la suit, et "
        "aucune information ne la couvre.",
    ),
    message=Wording(
        "this exposure ended on {end} and no notice to the occupational-health service is recorded: tell the service "
        "if that is not done, and record it",
        "cette exposition a cessé le {end} et aucune information du service de prévention et de santé au travail n'est "
        "consignée : informez le service si ce n'est fait, et consignez-le",
    ),
    source="R4624-28-2",
    good=lambda: ex.register(
        _ended(), ex.sent(subject=TransmissionSubject.END_OF_EXPOSURE, on=dt.date(2025, 3, 3), exposures=("x1",))
    ),
    bad=lambda: ex.register(_ended()),
    told_at="/exposures/0/period/end",
)
def end_of_exposure_not_notified(context: Context) -> Found:
    """Take the last exposure of a worker to an agent, once it is over, and look for a notice."""
    notices = [
        t for t in context.transmissions if t.subject is TransmissionSubject.END_OF_EXPOSURE and t.on <= context.on
    ]
    if any(not t.exposures for t in notices):
        return
    noticed = {id for t in notices for id in t.exposures}
    last: dict[tuple[str, str], IndividualExposure] = {}
    for x in context.individuals:
        known = last.setdefault((x.worker, x.agent), x)
        if (x.period.end or dt.date.max, x.id) > (known.period.end or dt.date.max, known.id):
            last[x.worker, x.agent] = x
    for x in last.values():
        end = x.period.end
        if end is None or end >= context.on or x.id in noticed:
            continue
        if context.bounds(x.period).end_max < context.on:
            yield Finding(x, "/period/end", {"end": end.isoformat()})
        else:
            yield PRECISION


def _ended() -> IndividualExposure:
    return ex.line(period=ex.days("2024-09-02", "2025-02-28"))


@rule(
    "retention-too-short",
    ERROR,
    title=Wording("Kept for too short a time", "Conservation trop courte"),
    description=Wording(
        "The list is kept for at least forty years. The text read does not say from when; by the convention of this "
        "library they run from the end of the exposure (Directive 2004/37/EC, article 15) or a later communication, of "
        "which the end alone is held against a plan, and never from before 5 April 2024, when there was no such list. "
        "This says not before, never that anything must be deleted.",
        "La liste est conservée au moins quarante ans. Le texte lu ne dit pas à partir de quand ; par convention de "
        "cette bibliothèque, ils courent de la fin de l'exposition (directive 2004/37/CE, article 15) ou d'une "
        "communication plus tardive, la fin seule étant opposée à un projet, et jamais d'avant le 5 avril 2024, où il "
        "n'y avait pas cette liste. Ceci dit pas avant, jamais qu'il faut détruire.",
    ),
    message=Wording(
        "this line is planned to be destroyed before {earliest}, forty years after the end of the exposure by the "
        "convention of this library: correct the day, or leave it out",
        "la destruction de cette ligne est prévue avant le {earliest}, quarante ans après la fin de l'exposition par "
        "convention de cette bibliothèque : corrigez le jour, ou retirez-le",
    ),
    source="R4412-93-3",
    good=lambda: ex.register(ex.line(period=ex.days("2024-09-02", "2025-02-28"), destroy_on=dt.date(2075, 2, 28))),
    bad=lambda: ex.register(ex.line(period=ex.days("2024-09-02", "2025-02-28"), destroy_on=dt.date(2060, 1, 1))),
    told_at="/exposures/0/destroy_on",
)
def retention_too_short(context: Context) -> Iterator[Finding]:
    """Compare the planned destruction with forty years after the last day that is sure."""
    for x in context.individuals:
        if x.destroy_on is not None:
            earliest = list_kept_until(context.bounds(x.period).end_min)
            if x.destroy_on < earliest:
                yield Finding(x, "/destroy_on", {"earliest": earliest.isoformat()})

"""What is told when a document is asked for: why there is none, and what exists instead."""

import datetime as dt
from collections.abc import Iterable
from typing import Final

from tracexpo.documents.texts import TEXTS, LegalVersion
from tracexpo.errors import NotCoveredError
from tracexpo.problems import ContextValue, Kind, Language, Problem, Severity, Wording
from tracexpo.vocabularies import LegalRegime

__all__ = ["TOLD", "NoDocumentError", "Told", "not_in_force", "refuse"]


class NoDocumentError(NotCoveredError):
    """The document does not exist or cannot be made; `problems` says every reason, and what exists instead."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(problems)
        self.problems = problems
        """Every reason, at the argument it bears on."""

    def message_in(self, language: Language) -> str:
        """Every reason, one a line, in one language ("en" or "fr")."""
        return "\n".join(problem.line_in(language) for problem in self.problems)

    def __str__(self) -> str:
        return self.message_in("en")


def _kind(code: str, en: str, fr: str, source: str | None = None, severity: Severity = Severity.ERROR) -> Kind:
    return Kind(code=code, message=Wording(en, fr), source=source, severity=severity)


_KINDS: Final = (
    _kind(
        "document-worker-unknown",
        "no worker of the register has this id; workers are named by their id, {example}",
        "aucun travailleur du registre ne porte cet identifiant ; ils sont nommés par leur identifiant, {example}",
    ),
    _kind(
        "document-agent-unknown",
        "no agent of the register has this id; agents are named by their id, {example}",
        "aucun agent du registre ne porte cet identifiant ; ils sont nommés par leur identifiant, {example}",
    ),
    _kind(
        "document-establishment-unknown",
        "no establishment of the register has this id; they are named by their id, {example}",
        "aucun établissement du registre ne porte cet identifiant ; ils sont nommés par leur identifiant, {example}",
    ),
    _kind(
        "document-company-unknown",
        "no establishment nor company of the register has this id; they are named by their id, {example}",
        "aucun établissement ni entreprise du registre ne porte cet identifiant ; ils sont nommés par leur "
        "identifiant, {example}",
    ),
    _kind(
        "document-service-unknown",
        "no occupational-health service of the register has this id; they are named by their id, {example}",
        "aucun service de prévention et de santé au travail du registre ne porte cet identifiant ; ils sont nommés "
        "par leur identifiant, {example}",
    ),
    _kind(
        "document-not-in-force",
        "on {on} no text asks for this document ({document}); what exists: {instead}",
        "au {on}, aucun texte ne demande ce document ({document}) ; ce qui existe : {instead}",
    ),
    _kind(
        "document-not-for-regime",
        "the text of this document ({document}) does not bind an employer of this regime ({regime}); what exists: "
        "{instead}",
        "le texte de ce document ({document}) ne vise pas un employeur de ce régime ({regime}) ; ce qui existe : "
        "{instead}",
    ),
    _kind(
        "document-not-for-agent",
        "this document ({document}) is for asbestos alone; what exists: {instead}",
        "ce document ({document}) ne vise que l'amiante ; ce qui existe : {instead}",
    ),
    _kind(
        "document-several-employers",
        "the worker was exposed under several employers ({employers}), and a document states the facts of one alone: "
        "name it with employer",
        "le travailleur a été exposé chez plusieurs employeurs ({employers}), et un document n'énonce que les faits "
        "de l'un d'eux : nommez-le par employer",
    ),
    _kind(
        "document-nothing-to-state",
        "the register holds no exposure of this worker that this document could state on {on}",
        "le registre ne contient aucune exposition de ce travailleur que ce document pourrait énoncer au {on}",
    ),
    _kind(
        "document-signed-one-missing",
        "no attestation of the register has this id; they are named by their id, {example}",
        "aucune attestation du registre ne porte cet identifiant ; elles sont nommées par leur identifiant, {example}",
    ),
    _kind(
        "document-id-taken",
        "a record of the register has this id already: each statement has an id of its own",
        "un enregistrement du registre porte déjà cet identifiant : chaque déclaration a le sien",
    ),
    _kind(
        "document-not-current",
        "this attestation stands no longer, it was withdrawn or another took its place: the one that stands is "
        "issued again, and after a withdrawal a new one is made",
        "cette attestation ne vaut plus, elle a été retirée ou une autre l'a remplacée : c'est celle qui vaut que l'on "
        "rectifie, et après un retrait on en établit une nouvelle",
    ),
    _kind(
        "document-issued-before",
        "this attestation was issued on {issued}: it cannot be issued again on an earlier day",
        "cette attestation a été délivrée le {issued} : elle ne peut être délivrée à nouveau un jour antérieur",
    ),
    _kind(
        "document-of-another",
        "this attestation names {named}: for another one, a new attestation is made",
        "cette attestation désigne {named} : pour un autre, on établit une nouvelle attestation",
    ),
    _kind(
        "not-this-document",
        'this is no such document: "format" must be "{format}"',
        "ceci n'est pas un tel document : « format » doit valoir « {format} »",
    ),
    _kind(
        "anonymous-identifies",
        "a name or a number of somebody in the register stands in texts of the list (how often: {count}), which the "
        "anonymous presentation therefore leaves out: correct them at the source",
        "un nom ou un numéro d'une personne du registre figure dans des textes de la liste (nombre de fois : "
        "{count}), que la présentation anonyme laisse donc de côté : corrigez-les à la source",
        "R4412-93-2",
    ),
    _kind(
        "anonymous-of-one",
        "these are the lines of one worker, who is given them by name: the anonymous presentation is of the whole list",
        "ce sont les lignes d'un seul travailleur, à qui elles sont remises nominativement : la présentation anonyme "
        "porte sur la liste entière",
        "R4412-93-2",
    ),
    _kind(
        "anonymous-too-few",
        "fewer than {threshold} persons stand behind a line of this presentation, the most general there is, and "
        "strict refuses that; R4412-93-2 makes no exception: without strict there is always a document",
        "moins de {threshold} personnes sont derrière une ligne de cette présentation, la plus générale qui soit, et "
        "strict le refuse ; R4412-93-2 ne prévoit pas d'exception : sans strict, il y a toujours un document",
        "R4412-93-2",
    ),
    _kind(
        "anonymous-versions-too-close",
        "this line differs from the last version by fewer than {threshold} persons: comparing the two may show who "
        "came or left",
        "cette ligne diffère de la version précédente de moins de {threshold} personnes : comparer les deux peut "
        "montrer qui est arrivé ou parti",
        "R4412-93-2",
        Severity.WARNING,
    ),
    _kind(
        "text-not-for-spreadsheet",
        "a text of this line does not go into a spreadsheet, it is longer than {limit} bytes or holds control "
        "characters: correct it at the source",
        "un texte de cette ligne n'entre pas dans un tableur, il dépasse {limit} octets ou contient des caractères de "
        "commande : corrigez-le à la source",
    ),
    # no text says so: a convention
    _kind(
        "slip-names-another",
        "the name or a number of another worker stands in a text of this line, which the slip repeats to whoever it "
        "goes to: correct it at the source",
        "le nom ou un numéro d'un autre travailleur figure dans un texte de cette ligne, que le bordereau répète à son "
        "destinataire : corrigez-le à la source",
        severity=Severity.WARNING,
    ),
)

TOLD: Final = {kind.code: kind for kind in _KINDS}
"""Every kind of problem that documents tell, by code."""

Told = dict[str, ContextValue]
"""What a message speaks of."""


def not_in_force(
    version: LegalVersion, on: dt.date, regime: LegalRegime | None = None, *, argument: str = "employer"
) -> list[Problem]:
    """Return why a version cannot be made on a day for a regime: nothing where it can.

    Args:
        version: the version.
        on: the day.
        regime: the regime of the employer; None where it is not told.
        argument: the argument that names the employer.
    """
    text = TEXTS[version]
    problems: list[Problem] = []
    if not text.in_force(on):
        context: Told = {"on": on.isoformat(), "document": version.wording, "instead": text.instead}
        problems.append(TOLD["document-not-in-force"].at("/on", context=context))
    if not text.binds(regime):
        assert regime is not None
        told: Told = {"document": version.wording, "regime": regime.wording, "instead": text.instead}
        problems.append(TOLD["document-not-for-regime"].at(f"/{argument}", context=told))
    return problems


def refuse(problems: Iterable[Problem]) -> None:
    """Raise with every problem, if there is one."""
    told = tuple(problems)
    if told:
        raise NoDocumentError(told)

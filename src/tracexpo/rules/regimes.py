"""The years in which the law knew each document, and the rule that finds a document outside them."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Final

from attrs import frozen

from tracexpo.attestations import Attestation
from tracexpo.exposures import Exposure, IndividualExposure
from tracexpo.measurements import Measurement
from tracexpo.periods import Period
from tracexpo.problems import ContextValue, Severity, Wording
from tracexpo.provenance import Provenance
from tracexpo.register import Record
from tracexpo.rules import examples as ex
from tracexpo.rules.context import Context
from tracexpo.rules.rule import PRECISION, CannotSay, Finding, rule
from tracexpo.vocabularies import AttestationModel, DocumentKind
from tracexpo.work import Assignment

__all__ = ["MODELS", "SHEETS", "Regime", "document_not_in_force", "issued_outside"]

Found = Iterator[Finding | CannotSay]


@frozen(kw_only=True)
class Regime:
    """The days on which the law knew a document, and what came instead."""

    since: dt.date
    """First day."""
    until: dt.date
    """Last day."""
    source: str
    """The texts."""
    instead: Wording
    """What the law asks outside these days."""

    def holds(self, day: dt.date) -> bool:
        """Tell whether a day is one of them."""
        return self.since <= day <= self.until


SHEETS: Final[Mapping[DocumentKind, Regime]] = {
    DocumentKind.EXPOSURE_SHEET: Regime(
        since=dt.date(2001, 2, 1),
        until=dt.date(2012, 1, 31),
        source="R231-56-11, R231-54-15, R4412-41 (décret 2012-134)",
        instead=Wording(
            "before, a list was kept without sheets; afterwards, the sheet of exposure prevention until 2014-12-31",
            "auparavant, une liste était tenue sans fiches ; ensuite, la fiche de prévention des expositions, jusqu'au "
            "2014-12-31",
        ),
    ),
    DocumentKind.PREVENTION_SHEET: Regime(
        since=dt.date(2012, 2, 1),
        until=dt.date(2014, 12, 31),
        source="D4121-6 to D4121-9 (arrêté du 30 janvier 2012)",
        instead=Wording(
            "for chemicals other than asbestos no text asked for a document from 2015-01-01 to 2024-04-04",
            "pour les produits chimiques autres que l'amiante, aucun texte n'a demandé de document du 2015-01-01 au "
            "2024-04-04",
        ),
    ),
}
"""The sheets of exposure. The first day is that of the decree, a convention: from when it applied was not read."""

MODELS: Final[Mapping[AttestationModel, Regime]] = {
    AttestationModel.DEPARTURE_2001: Regime(
        since=dt.date(2001, 2, 1),
        until=dt.date(2008, 4, 30),
        source="R231-56-11 V, R231-54-16",
        instead=Wording(
            "from 2008-05-01 to 2012-01-31 the article was R4412-58 (departure-2008)",
            "du 2008-05-01 au 2012-01-31, l'article était R4412-58 (departure-2008)",
        ),
    ),
    AttestationModel.DEPARTURE_2008: Regime(
        since=dt.date(2008, 5, 1),
        until=dt.date(2012, 1, 31),
        source="R4412-58",
        instead=Wording(
            "before, the articles were R231-56-11 V and R231-54-16 (departure-2001); afterwards an attestation is owed "
            "for asbestos before 2012-02-01 (asbestos-before-2012)",
            "auparavant, les articles étaient R231-56-11 V et R231-54-16 (departure-2001) ; ensuite, une attestation "
            "est due pour l'amiante d'avant le 2012-02-01 (asbestos-before-2012)",
        ),
    ),
    AttestationModel.ORDER_1995: Regime(
        since=dt.date(1995, 2, 28),
        until=dt.date(2022, 4, 27),
        source="D461-25 (décret 2022-696), arrêté du 28 février 1995",
        instead=Wording(
            "its base D461-25 was repealed on 2022-04-28 and the order of the model on 2022-09-25; since then the "
            "proof is the statement of exposures, failing that an attestation under D461-23 (fallback-2022)",
            "sa base D461-25 a été abrogée le 2022-04-28 et l'arrêté du modèle le 2022-09-25 ; depuis, la preuve est "
            "l'état des lieux des expositions, à défaut une attestation au titre de D461-23 (fallback-2022)",
        ),
    ),
}
"""The models of attestation that have years of their own."""

_NO_DAY: Final = CannotSay(
    Wording("the day of issue of an attestation is not told", "la date de délivrance d'une attestation n'est pas dite")
)


@rule(
    "document-not-in-force",
    Severity.WARNING,
    title=Wording("Document outside its years", "Document hors de ses années"),
    description=Wording(
        "A statement is said to come from a sheet, or an attestation to follow a model, on days on which no text knew "
        "that document. Exposures are compared by their days, attestations by their day of issue. For the model of "
        "1995 it is an error: its legal base was repealed on 28 April 2022 and the order of the model on 25 September "
        "2022. That no document is in the register is never told. The first day of the sheets and of the attestation "
        "at departure is that of a decree which was not read: a convention of this library.",
        "Une déclaration est dite tirée d'une fiche, ou une attestation conforme à un modèle, à des jours où aucun "
        "texte ne connaissait ce document. Les expositions sont comparées par leurs jours, les attestations par leur "
        "date de délivrance. Pour le modèle de 1995, c'est une erreur : sa base légale a été abrogée le 28 avril 2022 "
        "et l'arrêté du modèle le 25 septembre 2022. L'absence d'un document dans le registre n'est jamais signalée. "
        "Le premier jour des fiches et de l'attestation remise au départ est celui d'un décret qui n'a pas été lu : "
        "une convention de cette bibliothèque.",
    ),
    message=Wording(
        "{document}: the texts know it from {since} to {until}, and this is of {days}; {instead}: correct the days, or "
        "what the document is",
        "{document} : les textes le connaissent du {since} au {until}, et ceci est du {days} ; {instead} : corrigez "
        "les dates, ou ce qu'est le document",
    ),
    source="; ".join(regime.source for regime in (*SHEETS.values(), *MODELS.values())),
    good=lambda: ex.register(_sheet("2009-01-05", "2009-12-18")),
    bad=lambda: ex.register(_sheet("1998-01-05", "1998-12-18")),
    told_at="/exposures/0/provenance/document",
)
def document_not_in_force(context: Context) -> Found:
    """Compare statements with the years of the sheet they come from, and attestations with those of their model."""
    for document in context.window.documents:
        regime = SHEETS[document]
        # of two profiles that share a sheet, each keeps its own border
        first, last = context.window.since == regime.since, context.window.until == regime.until
        for statement in context.facts.found_in.get(document, ()):
            period = _days_of(statement)
            days = context.bounds(period)
            if (first and days.end_max < regime.since) or (last and days.start_min > regime.until):
                written = Wording(*(text.format(period.start, period.end or "…") for text in _FROM_TO))
                yield _told(statement, "/provenance/document", regime, document.wording, written)
            elif (first and (period.end or dt.date.max) < regime.since) or (last and period.start > regime.until):
                yield PRECISION
    # a profile of sheets speaks of no model
    for attestation in context.attestations if context.window.models else ():
        regime = MODELS[attestation.model]
        outside = issued_outside(context, attestation)
        if outside is None:
            yield _NO_DAY
        elif outside:
            day = attestation.issued_on or min(period.start for period in attestation.periods)
            yield _told(attestation, "/model", regime, attestation.model.wording, day.isoformat())


_FROM_TO: Final = ("{} to {}", "{} au {}")


def _days_of(statement: Exposure | Assignment | Measurement) -> Period:
    if isinstance(statement, Measurement):
        return Period(statement.sampled_on, statement.sampled_on)
    return statement.period


def _told(record: Record, path: str, regime: Regime, document: Wording, days: ContextValue) -> Finding:
    told: dict[str, ContextValue] = {
        "document": document,
        "since": regime.since.isoformat(),
        "until": regime.until.isoformat(),
        "days": days,
        "instead": regime.instead,
    }
    return Finding(record, path, told, source=regime.source)


def issued_outside(context: Context, attestation: Attestation) -> bool | None:
    """Tell whether an attestation was issued outside the years of its model; None where nobody can say."""
    regime = MODELS[attestation.model]
    if attestation.issued_on is not None:
        return not regime.holds(attestation.issued_on)
    # it was not issued before the exposure began
    starts = [context.bounds(period).start_min for period in attestation.periods]
    return True if starts and min(starts) > regime.until else None


def _sheet(start: str, end: str) -> IndividualExposure:
    return ex.line(period=ex.days(start, end), provenance=Provenance(document=DocumentKind.EXPOSURE_SHEET))

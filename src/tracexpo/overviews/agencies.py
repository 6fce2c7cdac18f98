"""Temporary workers whose agency is not told."""

import datetime as dt
from collections.abc import Mapping
from typing import ClassVar

from attrs import frozen

from tracexpo.exposures import IndividualExposure
from tracexpo.overviews.wording import HEADINGS, undecided_of
from tracexpo.problems import Language, Wording
from tracexpo.report import Overview
from tracexpo.rules import CannotSay, Context, Facts
from tracexpo.rules.transmitting import agency_missing

__all__ = ["AgencyNotTold", "agencies_of"]


@frozen(kw_only=True)
class AgencyNotTold:
    """A temporary worker of whom no temporary-work agency is named in an establishment."""

    HEADINGS: ClassVar[Mapping[str, Wording]] = {
        "establishment": HEADINGS["establishment"],
        "worker": HEADINGS["worker"],
        "exposures": HEADINGS["exposures"],
        "first": HEADINGS["first"],
    }
    BENEATH: ClassVar[Mapping[str, str]] = {}

    establishment: str
    """Establishment where the work is done."""
    worker: str
    """The temporary worker."""
    exposures: tuple[str, ...]
    """Exposures without an agency."""
    first: dt.date
    """First day of these."""

    def text_in(self, language: Language) -> str:
        """Return it in one sentence, in one language ("en" or "fr")."""
        ids = ", ".join(self.exposures)
        if language == "en":
            return f"{self.establishment}: {self.worker}, since {self.first} ({ids})"
        return f"{self.establishment} : {self.worker}, depuis le {self.first} ({ids})"


def agencies_of(facts: Facts) -> Overview[AgencyNotTold]:
    """Ask the rule `agency-missing`, whatever the days."""
    found: dict[tuple[str, str], list[IndividualExposure]] = {}
    reasons: list[Wording] = []
    for told in agency_missing.look(Context(facts)):
        if isinstance(told, CannotSay):
            reasons.append(told.why)
        elif isinstance(told.record, IndividualExposure):
            found.setdefault((told.record.establishment, told.record.worker), []).append(told.record)
    return Overview(
        name="agencies-not-told",
        title=Wording("Temporary workers whose agency is not told", "Intérimaires dont l'agence n'est pas dite"),
        about=Wording(
            "The agency is handed what the list says of its worker, and completes that person's file with it: without "
            "the agency the record ends here.",
            "L'entreprise de travail temporaire reçoit ce que la liste dit de son salarié et en complète le dossier : "
            "sans elle, la trace s'arrête ici.",
        ),
        on=facts.on,
        edition=facts.edition,
        source="R4412-93-4",
        items=tuple(
            AgencyNotTold(
                establishment=establishment,
                worker=worker,
                exposures=tuple(sorted(x.id for x in found[establishment, worker])),
                first=min(x.period.start for x in found[establishment, worker]),
            )
            for establishment, worker in sorted(found)
        ),
        undecided=undecided_of("agencies-not-told", reasons),
    )

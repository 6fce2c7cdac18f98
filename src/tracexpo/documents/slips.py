"""Handing the list on: the slip to the service or to an agency, and the proof to keep. Source: R4412-93-3, -93-4."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import ClassVar

from attrs import evolve, field, frozen

from tracexpo.attestations import Party, Transmission
from tracexpo.catalogue.editions import Catalogue
from tracexpo.companies import Establishment, OccupationalHealthService
from tracexpo.documents.gathering import Gathering
from tracexpo.documents.header import Digest, Header, Lacking, Missing
from tracexpo.documents.identifying import IdentifyingText, exposure_of, texts_naming_others
from tracexpo.documents.lists import CmrList, list_of
from tracexpo.documents.particulars import Firm, Line, Service, ids_of
from tracexpo.documents.texts import LegalVersion
from tracexpo.documents.told import TOLD, not_in_force, refuse
from tracexpo.documents.writing import digest
from tracexpo.exposures import CollectiveExposure, IndividualExposure
from tracexpo.form import Day, EstablishmentRef, ExposureRef, Id, check
from tracexpo.problems import Problem
from tracexpo.provenance import Provenance
from tracexpo.register import Register
from tracexpo.vocabularies import AuthorRole, ContractType, PartyKind, TransmissionSubject

__all__ = ["TransmissionSlip", "transmission_slip"]


@frozen(kw_only=True)
class TransmissionSlip:
    """What goes with the list to the service, or the lines of its workers to an agency (bordereau de communication).

    Source: R4412-93-3 (service), R4412-93-4 (agency).
    """

    KIND: ClassVar[str] = "transmission-slip"

    header: Header
    """Text, day, facts used, what is missing."""
    subject: TransmissionSubject
    """The list, an update of it, or the lines of temporary workers."""
    firm: Firm
    """The establishment that hands on."""
    service: Service | None = None
    """The service it goes to."""
    agency: Firm | None = None
    """The agency it goes to."""
    of: Digest
    """The digest of the list of that day."""
    last: Day | None = None
    """Day of the last transmission recorded, for an update."""
    lines: tuple[Line, ...]
    """The lines handed on: all of them, those changed since the last time, or those of the agency's workers."""
    removed: tuple[ExposureRef, ...] = ()
    """Lines withdrawn since the last time."""
    states: tuple[ExposureRef, ...] = ()
    """Ids for the proof: of the lines that the register holds, else of what they were derived from."""
    identifying: tuple[IdentifyingText, ...] = field(default=(), repr=False)
    """Texts of the lines in which the name or a number of another worker than theirs stands."""

    def __attrs_post_init__(self) -> None:
        check(self)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What should be mended before it is handed on: `slip-names-another`, at each text."""
        kind = TOLD["slip-names-another"]
        return tuple(kind.at(text.field, record=exposure_of(text, self.lines)) for text in self.identifying)

    def transmission(
        self, id: Id, *, on: dt.date | None = None, recorded_at: dt.datetime | None = None
    ) -> Transmission:
        """Return the proof to keep in the register once it was sent: `register.add(…)`.

        Args:
            id: id of the statement.
            on: day it was sent; by default the day of the slip.
            recorded_at: when it is recorded.
        """
        to_agency = self.subject is TransmissionSubject.TEMPORARY_WORKER
        to = (
            Party(kind=PartyKind.TEMP_AGENCY, id=self.agency.establishment if self.agency is not None else None)
            if to_agency
            else Party(kind=PartyKind.HEALTH_SERVICE, id=self.service.service if self.service is not None else None)
        )
        return Transmission(
            id=id,
            subject=self.subject,
            of=self.of,
            to=to,
            on=self.header.on if on is None else on,
            exposures=self.states,
            provenance=Provenance(
                author_role=AuthorRole.EMPLOYER, author=self.firm.establishment, recorded_at=recorded_at
            ),
        )


def transmission_slip(
    register: Register,
    *,
    establishment: EstablishmentRef,
    on: dt.date,
    service: str | None = None,
    agency: str | None = None,
    catalogue: Catalogue | None = None,
) -> TransmissionSlip:
    """Make the slip that goes with the list to the service, or with the lines of its workers to an agency.

    To the service it is the whole list the first time, afterwards what changed since the last transmission recorded.

    Args:
        register: the facts.
        establishment: id of the establishment whose list it is.
        on: the day of the list.
        service: id of the service; by default the one that follows the establishment that day.
        agency: id of the establishment of a temporary-work agency; the slip then goes to it, with its workers' lines.
        catalogue: another edition than the shipped one.

    Raises:
        NoDocumentError: for an unknown establishment, service or agency, a day before 5 April 2024, and an agency
            none of whose workers is on the list.
    """
    gathered = Gathering(register, on, catalogue)
    version = LegalVersion.SLIP_TO_SERVICE if agency is None else LegalVersion.SLIP_TO_AGENCY
    named: dict[str, tuple[str, type | tuple[type, ...]]] = {"establishment": (establishment, Establishment)}
    if agency is not None:
        named["agency"] = (agency, Establishment)
    if service is not None:
        named["service"] = (service, OccupationalHealthService)
    refuse([*gathered.refused(**named), *not_in_force(version, on)])
    made = list_of(gathered, establishment, None)
    if agency is not None:
        return _to_agency(gathered, made, agency)
    return _to_service(gathered, made, service)


def _to_agency(gathered: Gathering, made: CmrList, agency: str) -> TransmissionSlip:
    key = gathered.employer_key(agency)
    # the remark is for the service alone
    lines = tuple(
        evolve(line, note=None)
        for line in made.lines
        if line.contract is ContractType.TEMPORARY_AGENCY
        and line.employer is not None
        and gathered.employer_key(line.employer.establishment) == key
    )
    if not lines:
        refuse([TOLD["document-nothing-to-state"].at("/agency", context={"on": gathered.on.isoformat()})])
    used = (id for line in lines for id in ids_of(line))
    return TransmissionSlip(
        header=gathered.header(LegalVersion.SLIP_TO_AGENCY, used, ()),
        subject=TransmissionSubject.TEMPORARY_WORKER,
        firm=made.firm,
        agency=gathered.firm(agency),
        of=digest(made),
        lines=lines,
        states=tuple(_states(gathered, lines)),
        identifying=texts_naming_others(lines, gathered.register),
    )


def _to_service(gathered: Gathering, made: CmrList, service: str | None) -> TransmissionSlip:
    found = gathered.named_service(service) if service is not None else next(iter(made.services), None)
    sent = list(_sent(gathered, made, found))
    last = max(sent, default=None)
    lines = made.lines
    removed: tuple[str, ...] = ()
    if last is not None:
        lines = tuple(line for line in made.lines if _changed(gathered, line) > last)
        removed = _removed(gathered, made.firm.establishment, last)
    lacking = [] if found is not None else [Lacking(field="/service", what=Missing.SERVICE, article="R4412-93-3")]
    used = (id for line in lines for id in ids_of(line))
    return TransmissionSlip(
        header=gathered.header(LegalVersion.SLIP_TO_SERVICE, used, lacking),
        subject=TransmissionSubject.LIST if last is None else TransmissionSubject.UPDATE,
        firm=made.firm,
        service=found,
        of=digest(made),
        last=last,
        lines=lines,
        removed=removed,
        states=tuple(_states(gathered, lines)),
        identifying=texts_naming_others(lines, gathered.register),
    )


def _sent(gathered: Gathering, made: CmrList, service: Service | None) -> Iterator[dt.date]:
    """Yield the days on which the list or updates of it went to the service."""
    for t in gathered.facts.transmissions:
        if t.subject not in (TransmissionSubject.LIST, TransmissionSubject.UPDATE) or t.on > gathered.on:
            continue
        to_it = t.to.kind is PartyKind.HEALTH_SERVICE and (
            t.to.id is None or service is None or t.to.id == service.service
        )
        # lines corrected or withdrawn since were on the list then
        if to_it and (not t.exposures or any(_of_list(gathered, made, id) for id in t.exposures)):
            yield t.on


def _of_list(gathered: Gathering, made: CmrList, exposure: str) -> bool:
    found = gathered.register.get(exposure) or gathered.given.get(exposure)
    here = made.firm.establishment
    return isinstance(found, IndividualExposure | CollectiveExposure) and here in (
        found.establishment,
        found.employer if isinstance(found, IndividualExposure) else None,
    )


def _changed(gathered: Gathering, line: Line) -> dt.date:
    """Return the day a line changed: when it was recorded, or else when it starts."""
    days = [line.period.start]
    for id in line.derived_from or (line.exposure,):
        found = gathered.register.get(id)
        provenance = getattr(found, "provenance", None)
        if provenance is not None and provenance.recorded_at is not None:
            days.append(provenance.recorded_at.date())
    return max(days[1:], default=days[0])


def _removed(gathered: Gathering, establishment: str, last: dt.date) -> tuple[str, ...]:
    removed: list[str] = []
    for w in gathered.given.withdrawals:
        at = w.provenance.recorded_at
        found = gathered.given.get(w.of)
        if (
            at is not None
            and last < at.date() <= gathered.on
            and getattr(found, "establishment", None) == establishment
        ):
            removed.append(w.of)
    return tuple(sorted(set(removed)))


def _states(gathered: Gathering, lines: Sequence[Line]) -> Iterator[str]:
    seen: set[str] = set()
    for line in lines:
        id = line.exposure
        if line.derived_from and gathered.given.get(id) is None:
            id = line.derived_from[0]
        if id not in seen:
            seen.add(id)
            yield id

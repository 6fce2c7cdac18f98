"""The list of workers liable to be exposed to CMR agents. Source: R4412-93-1, decree 2024-307."""

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Final, Literal

from attrs import field, frozen

from tracexpo.catalogue.editions import Catalogue
from tracexpo.companies import Establishment
from tracexpo.documents.gathering import Gathering
from tracexpo.documents.header import Header, Lacking, Missing
from tracexpo.documents.identifying import IdentifyingText, exposure_of, identifying_texts
from tracexpo.documents.particulars import Firm, Line, Service, ids_of
from tracexpo.documents.texts import TEXTS, LegalVersion
from tracexpo.documents.told import TOLD, not_in_force, refuse
from tracexpo.errors import InvalidValueError
from tracexpo.exposures import IndividualExposure
from tracexpo.form import Day, EstablishmentRef, ExposureRef, WorkerRef, check, check_day
from tracexpo.problems import Problem
from tracexpo.register import Register
from tracexpo.vocabularies import ContractType, UnknownFact, Vocabulary
from tracexpo.work import Worker

if TYPE_CHECKING:
    from tracexpo.documents.anonymous import AnonymousCmrList

__all__ = ["CmrList", "LeftOut", "LeftOutReason", "cmr_list"]

ARTICLE: Final = "R4412-93-1"
IN_FORCE: Final = TEXTS[LegalVersion.LIST_2024].since
"""The first day of the list."""


class LeftOutReason(Vocabulary):
    """Why an exposure of the establishment does not stand on its list (motif d'absence)."""

    NOT_CMR = (
        "not-cmr",
        "the catalogue answers that the agent was no CMR agent on any of these days",
        "le catalogue répond que l'agent n'était un agent CMR à aucun de ces jours",
    )
    OTHER_AUTHORITY = (
        "other-authority",
        "the worker is on the list of another employer, under whose authority the work is done",
        "le travailleur figure sur la liste d'un autre employeur, sous l'autorité duquel il travaille",
    )
    BEFORE_THE_LIST = (
        "before-the-list",
        "the exposure was over before 5 April 2024, when there was no such list",
        "l'exposition avait cessé avant le 5 avril 2024, où cette liste n'existait pas",
    )


@frozen(kw_only=True)
class LeftOut:
    """An exposure of the establishment that does not stand on its list, and why."""

    exposure: ExposureRef
    """Id of the exposure."""
    why: LeftOutReason
    """Why."""

    def __attrs_post_init__(self) -> None:
        check(self)


@frozen(kw_only=True)
class CmrList:
    """The list of workers liable to be exposed to CMR agents (liste des travailleurs exposés), nominative.

    It goes to the occupational-health service; each worker is given his own lines; everybody else sees
    `anonymous()` alone. Source: R4412-93-1 to -93-4.
    """

    KIND: ClassVar[str] = "cmr-list"

    header: Header
    """Text, day, facts used, what is missing."""
    firm: Firm
    """The establishment whose list it is."""
    services: tuple[Service, ...] = ()
    """The service it goes to. Source: R4412-93-3."""
    since: Day
    """First day of the exposures it tells: those that were over before are left out."""
    worker: WorkerRef | None = None
    """The one worker whose lines these are, for what he is given; None for the whole list. Source: R4412-93-2."""
    lines: tuple[Line, ...] = ()
    """One line for each worker, agent and period, by worker."""
    left_out: tuple[LeftOut, ...] = ()
    """Exposures of the establishment that do not stand on it, and why."""
    identifying: tuple[IdentifyingText, ...] = field(default=(), repr=False)
    """Texts in which a name or a number of somebody in the register stands: `anonymous` leaves them out."""

    def __attrs_post_init__(self) -> None:
        check(self)

    @property
    def workers(self) -> int:
        """Number of workers on the list."""
        return len({line.person.worker for line in self.lines})

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What its anonymous presentation would have to leave out: `anonymous-identifies`, at each text."""
        kind = TOLD["anonymous-identifies"]
        return tuple(
            kind.at(text.field, record=exposure_of(text, self.lines), context={"count": 1}) for text in self.identifying
        )

    def anonymous(self, *, threshold: int = 5, strict: bool = False) -> "AnonymousCmrList":
        """Return the list without persons, for all workers and their representatives. Source: R4412-93-2.

        It is generalised, agent by agent, until at least `threshold` persons stand behind each line, in this order:
        by workstation and degree, by workstation, by work unit, for the establishment, "fewer than". There is always
        a document: the article has no exception.

        Args:
            threshold: the least number of persons behind a line; a convention of this library, no text gives one.
            strict: refuse where even the most general line has fewer persons, for exports to third parties.

        Raises:
            NoDocumentError: for the lines of one worker; with `strict`, where a line has too few persons.
        """
        from tracexpo.documents.anonymous import anonymous_list

        return anonymous_list(self, threshold=threshold, strict=strict)


def cmr_list(
    register: Register,
    *,
    establishment: EstablishmentRef,
    on: dt.date,
    since: dt.date | None = None,
    worker: WorkerRef | None = None,
    catalogue: Catalogue | None = None,
) -> CmrList:
    """Make the list of an establishment on a day: everybody exposed there to a CMR agent, or to what may be one.

    What is recorded of a situation is carried to each person who was there, as `trace` does. Agents of which the
    catalogue cannot say whether they are CMR stay on the list, and are told; temporary workers are on it; workers of a
    subcontractor are on the list of their own employer, those who work elsewhere for this establishment on this one.

    Args:
        register: the facts.
        establishment: id of the establishment.
        on: the day of the list; what starts later is not on it.
        since: leave out what was over before this day; by default the first day of the text, 5 April 2024.
        worker: id of the one worker who is given his own lines, and no other (R4412-93-2).
        catalogue: another edition than the shipped one.

    Raises:
        NoDocumentError: for an unknown establishment or worker, and for a day before 5 April 2024.

    >>> from tracexpo.agents import Substance
    >>> from tracexpo.companies import Establishment
    >>> from tracexpo.periods import Period
    >>> from tracexpo.work import Worker
    >>> register = Register().add(
    ...     Establishment(id="e1"),
    ...     Worker(id="w1"),
    ...     Substance(id="cas:71-43-2", name="Benzène", cas_number="71-43-2"),
    ...     IndividualExposure(
    ...         id="x1", worker="w1", agent="cas:71-43-2", establishment="e1", period=Period(dt.date(2024, 7, 5))
    ...     ),
    ... )
    >>> made = cmr_list(register, establishment="e1", on=dt.date(2025, 1, 15))
    >>> made.workers, made.lines[0].agent.name, made.header.used
    (1, 'Benzène', ('x1',))
    """
    gathered = Gathering(register, on, catalogue)
    named: dict[str, tuple[str, type]] = {"establishment": (establishment, Establishment)}
    if worker is not None:
        named["worker"] = (worker, Worker)
    refuse([*gathered.refused(**named), *not_in_force(LegalVersion.LIST_2024, on)])
    return list_of(gathered, establishment, since, worker)


def list_of(gathered: Gathering, establishment: str, since: dt.date | None, worker: str | None = None) -> CmrList:
    """Make the list, or the lines of one worker, from what was gathered."""
    try:
        check_day(first := IN_FORCE if since is None else since)
    except InvalidValueError as error:
        raise error.under("since") from None
    first = max(first, IN_FORCE)
    lines: list[Line] = []
    left_out: list[LeftOut] = []
    for x in gathered.exposures if worker is None else gathered.exposures_of.get(worker, ()):
        why = _left_out(gathered, x, establishment, first)
        if why is None:
            lines.append(gathered.line(x, note=worker is None))
        elif why != "elsewhere":
            left_out.append(LeftOut(exposure=x.id, why=why))
    service = gathered.service(establishment, gathered.on)
    firm = gathered.firm(establishment)
    used = (id for line in lines for id in ids_of(line))
    lacking = list(_lacking(firm, service, lines))
    return CmrList(
        header=gathered.header(LegalVersion.LIST_2024, used, lacking),
        firm=firm,
        services=() if service is None else (service,),
        since=first,
        worker=worker,
        lines=tuple(lines),
        left_out=tuple(left_out),
        identifying=identifying_texts(firm, lines, gathered.register),
    )


_OTHERS: Final = frozenset({ContractType.SUBCONTRACT, ContractType.SELF_EMPLOYED})
_LENT: Final = frozenset({ContractType.TEMPORARY_AGENCY, ContractType.SECONDMENT})


def _left_out(
    gathered: Gathering, x: IndividualExposure, establishment: str, first: dt.date
) -> LeftOutReason | Literal["elsewhere"] | None:
    """Return why an exposure is not on the list of an establishment; None where it is."""
    here = x.establishment == establishment
    employer = gathered.employer(x)
    if not here and employer != establishment:
        return "elsewhere"
    contract = gathered.contract(x)
    if here and employer != establishment and contract in _OTHERS:
        return LeftOutReason.OTHER_AUTHORITY
    if not here and contract in _LENT:
        return LeftOutReason.OTHER_AUTHORITY
    if x.period.end is not None and x.period.end < first:
        return LeftOutReason.BEFORE_THE_LIST if first == IN_FORCE else "elsewhere"
    begins = max(x.period.start, IN_FORCE)
    ends = gathered.on if x.period.end is None else min(x.period.end, gathered.on)
    return LeftOutReason.NOT_CMR if gathered.cmr(x.agent, begins, ends) is False else None


_FACTS: Final = {
    UnknownFact.NATURE: Missing.NATURE,
    UnknownFact.DURATION: Missing.DURATION,
    UnknownFact.DEGREE: Missing.DEGREE,
}


def _lacking(firm: Firm, service: Service | None, lines: list[Line]) -> Iterator[Lacking]:
    if firm.company_name is None and firm.name is None:
        yield Lacking(field="/firm/company_name", what=Missing.COMPANY_NAME, article=ARTICLE)
    if firm.siret is None:
        yield Lacking(field="/firm/siret", what=Missing.SIRET, article=ARTICLE)
    if service is None:
        yield Lacking(field="/services", what=Missing.SERVICE, article="R4412-93-3")
    for i, line in enumerate(lines):
        for name, what, article in _lacking_of(line):
            yield Lacking(field=f"/lines/{i}/{name}", what=what, article=article)


def _lacking_of(line: Line) -> Iterator[tuple[str, Missing, str]]:
    """Yield what a line lacks: a blank is lawful where the fact is not known, so one that is answered lacks nothing."""
    person = line.person
    if person.birth_name is None and person.used_name is None:
        yield "person", Missing.NAME, ARTICLE
    if line.agent.name is None:
        yield "agent", Missing.AGENT, ARTICLE
    elif line.agent.cmr is None:
        yield "agent/cmr", Missing.CMR, "R4412-60"
    if line.contract is ContractType.TEMPORARY_AGENCY and line.employer is None:
        yield "employer", Missing.AGENCY, "R4412-93-4"
    for what in unanswered(line):
        yield f"conditions/{what}", _FACTS[what], ARTICLE


def unanswered(line: Line) -> Iterator[UnknownFact]:
    """Yield the facts of which a line says neither what they are nor that they are not known."""
    said = line.conditions
    answered = {unknown.what for unknown in said.not_known}
    told = {
        UnknownFact.NATURE: said.nature is not None or bool(said.routes),
        UnknownFact.DURATION: said.duration is not None,
        UnknownFact.DEGREE: said.degree is not None,
    }
    for what, is_told in told.items():
        if not is_told and what not in answered:
            yield what

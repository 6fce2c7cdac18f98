"""Asking for attestations: which model, of which employer; one, many as a stream, and one again after a correction."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from attrs import frozen

from tracexpo.attestations import Attestation
from tracexpo.catalogue.editions import Catalogue
from tracexpo.companies import Company, Establishment
from tracexpo.documents.attested import ASBESTOS_UNTIL, AttestationDocument, document_of, may_have_signed
from tracexpo.documents.gathering import AGENTS, Gathering
from tracexpo.documents.texts import ATTESTATIONS, TEXTS, LegalVersion, attestation_version
from tracexpo.documents.told import TOLD, not_in_force, refuse
from tracexpo.errors import InvalidValueError
from tracexpo.exposures import IndividualExposure
from tracexpo.form import AgentRef, EstablishmentRef, Id, WorkerRef, type_name
from tracexpo.problems import Problem, Wording
from tracexpo.register import Register
from tracexpo.vocabularies import AttestationModel, LegalRegime, PartyKind
from tracexpo.work import Worker

__all__ = ["Attestable", "attestable", "attestation", "attestations", "reissue"]


@frozen(kw_only=True)
class Attestable:
    """One attestation that can be made: who, to what, by whom, under which model."""

    worker: WorkerRef
    """The worker."""
    agent: AgentRef
    """The agent."""
    employer: EstablishmentRef
    """The establishment that employs."""
    version: LegalVersion
    """The version of the document."""


def attestation(
    register: Register,
    *,
    worker: WorkerRef,
    agent: AgentRef,
    on: dt.date,
    employer: str | None = None,
    model: AttestationModel | str | None = None,
    catalogue: Catalogue | None = None,
) -> AttestationDocument:
    """Make the attestation of a worker's exposure to one agent, with the facts of one employer alone.

    The model follows from the day of issue and the legal regime of the employer. Where the register holds an
    attestation that this employer issued on that day and that states the same periods, results and measures, or none,
    its signatories and its id are shown; else the document is a draft. Where it is not known which employer signed it,
    that is told as lacking.

    Args:
        register: the facts.
        worker: id of the worker.
        agent: id of the agent; the model asks for one attestation for each.
        on: the day of issue.
        employer: id of the employing establishment or of its company; needed where there were several, unless
            the custodian of the register is one of them.
        model: another model that is in force that day, such as `1995` beside the attestation at departure.
        catalogue: another edition than the shipped one.

    Raises:
        NoDocumentError: with every reason and what exists instead: an unknown worker, agent or employer, a day or
            a regime without such a document, several employers, no exposure to state.

    >>> from tracexpo.agents import Substance
    >>> from tracexpo.periods import Period
    >>> register = Register().add(
    ...     Establishment(id="e1"),
    ...     Worker(id="w1"),
    ...     Substance(id="cas:71-43-2", name="Benzène", cas_number="71-43-2"),
    ...     IndividualExposure(
    ...         id="x1",
    ...         worker="w1",
    ...         agent="cas:71-43-2",
    ...         establishment="e1",
    ...         period=Period(dt.date(1998, 3, 2), dt.date(2006, 6, 30)),
    ...     ),
    ... )
    >>> made = attestation(register, worker="w1", agent="cas:71-43-2", on=dt.date(2006, 7, 3))
    >>> made.model.value, made.periods[0].period.end.isoformat(), made.draft
    ('departure-2001', '2006-06-30', True)
    """
    return _attestation(Gathering(register, on, catalogue), worker, agent, employer, _model(model))


def attestable(
    register: Register, *, on: dt.date, employer: str | None = None, catalogue: Catalogue | None = None
) -> tuple[Attestable, ...]:
    """Return the attestations that can be made on a day, by worker and agent; see `attestations`."""
    return tuple(one for one, _ in _attestable(Gathering(register, on, catalogue), employer))


def attestations(
    register: Register, *, on: dt.date, employer: str | None = None, catalogue: Catalogue | None = None
) -> Iterator[AttestationDocument]:
    """Make the attestations of all workers one after the other, as a stream: one for each worker, agent and employer.

    What is wrong is told before the first one is made. `len(attestable(…))` says how many there will be. Agents that
    the catalogue knows to be no CMR agents are left out, unless the model is one of all dangerous agents.

    Args:
        register: the facts.
        on: the day of issue.
        employer: id of the employing establishment or of its company; by default the custodian of the register,
            else every employer for whom a text asks for attestations.
        catalogue: another edition than the shipped one.

    Raises:
        NoDocumentError: for an unknown employer, and where no text asks for an attestation on that day.
    """
    gathered = Gathering(register, on, catalogue)
    found = _attestable(gathered, employer)
    return (document_of(gathered, a.worker, a.agent, a.employer, a.version, lines) for a, lines in found)


def reissue(
    register: Register,
    *,
    attestation: Id,
    id: Id,
    on: dt.date,
    reason: str,
    agent: AgentRef | None = None,
    employer: str | None = None,
    recorded_at: dt.datetime | None = None,
    catalogue: Catalogue | None = None,
) -> Attestation:
    """Issue a signed attestation again after a correction: a new statement that supersedes the old with its reason.

    Both stay in the register: `register.add(new)`. The new one is not signed yet. It is of the same worker, agent and
    employer, and follows the model of its own day of issue; the document of it is
    `attestation(register.add(new), …, on=on)`.

    Args:
        register: the facts, corrected.
        attestation: id of the attestation that was issued.
        id: id of the new one, which no record of the register has.
        on: day of issue of the new one, not before that of the old one.
        reason: why it is issued again.
        agent: id of the agent, where the old one wrongly named several or none.
        employer: id of the employing establishment or of its company, where the old one names none.
        recorded_at: when it is recorded.
        catalogue: another edition than the shipped one.

    Raises:
        NoDocumentError: with every reason: an attestation that is unknown or stands no longer, an id that is taken, a
            day before the old one, another agent or employer; and as `attestation` does.
    """
    gathered = Gathering(register, on, catalogue)
    if not isinstance(reason, str):
        raise InvalidValueError("wrong-type", "/reason", {"expected": "str", "found": type_name(reason)})
    refuse(gathered.refused(attestation=(attestation, Attestation)))
    old = register.get(attestation)
    assert isinstance(old, Attestation)
    if agent is None and len(old.agents) != 1:
        expected = Wording("the id of one agent", "l'identifiant d'un agent")
        raise InvalidValueError("wrong-type", "/agent", {"expected": expected, "found": f"{len(old.agents)} agents"})
    if employer is not None:
        refuse(gathered.refused(employer=(employer, (Establishment, Company))))
    signers = may_have_signed(gathered, old)
    refuse(_not_again(gathered, old, id, agent, employer, signers))
    chosen = agent if agent is not None else old.agents[0]
    signing = employer or next(iter(signers), None)
    still = not not_in_force(ATTESTATIONS[old.model], on)
    made = _attestation(gathered, old.worker, chosen, signing, old.model if still else None)
    return made.statement_as(id, recorded_at=recorded_at, supersedes=old.id, reason=reason)


def _not_again(
    gathered: Gathering, old: Attestation, id: str, agent: str | None, employer: str | None, signers: Sequence[str]
) -> Iterator[Problem]:
    """Yield why a signed attestation cannot be issued again in this way."""
    try:
        taken = gathered.given.get(id) is not None
    except InvalidValueError as error:
        raise error.under("id") from None
    if not gathered.given.is_current(old):
        yield TOLD["document-not-current"].at("/attestation")
    if taken:
        yield TOLD["document-id-taken"].at("/id")
    if old.issued_on is not None and gathered.on < old.issued_on:
        yield TOLD["document-issued-before"].at("/on", context={"issued": old.issued_on.isoformat()})
    if agent is not None and old.agents and agent not in old.agents:
        yield TOLD["document-of-another"].at("/agent", context={"named": old.agents})
    if employer is None and len(signers) > 1:
        yield _several(signers)
    keys = {gathered.employer_key(signer) for signer in signers}
    if employer is not None and keys and _key(gathered, employer) not in keys:
        yield TOLD["document-of-another"].at("/employer", context={"named": tuple(sorted(signers))})


# -- which model, of which employer


def _model(model: AttestationModel | str | None) -> AttestationModel | None:
    if model is None or isinstance(model, AttestationModel):
        return model
    try:
        return AttestationModel(model)
    except (ValueError, TypeError):
        allowed = tuple(m.value for m in AttestationModel)
        raise InvalidValueError("not-in-vocabulary", "/model", {"allowed": allowed}) from None


def _attestation(
    gathered: Gathering, worker: str, agent: str, employer: str | None, model: AttestationModel | None
) -> AttestationDocument:
    named: dict[str, tuple[str, type | tuple[type, ...]]] = {
        "worker": (worker, Worker),
        "agent": (agent, AGENTS),
    }
    if employer is not None:
        named["employer"] = (employer, (Establishment, Company))
    problems = gathered.refused(**named)
    if model is not None:
        problems += not_in_force(ATTESTATIONS[model], gathered.on)
    elif not any(TEXTS[version].in_force(gathered.on) for version in ATTESTATIONS.values()):
        problems += not_in_force(LegalVersion.ATTESTATION_1995, gathered.on)
    refuse(problems)
    by_employer = _by_employer(gathered, gathered.exposures_of.get(worker, ()), agent)
    key = _chosen(gathered, by_employer, employer)
    lines = by_employer.get(key, []) if key is not None else []
    if not lines:
        refuse([TOLD["document-nothing-to-state"].at("/worker", context={"on": gathered.on.isoformat()})])
    establishment = _signing(gathered, lines, employer)
    version = _version(gathered, establishment, agent, lines, model)
    return document_of(gathered, worker, agent, establishment, version, lines)


def _by_employer(
    gathered: Gathering, lines: Sequence[IndividualExposure], agent: str
) -> dict[str, list[IndividualExposure]]:
    found: dict[str, list[IndividualExposure]] = {}
    for x in lines:
        if x.agent == agent:
            found.setdefault(gathered.employer_key(gathered.employer(x)), []).append(x)
    return found


def _chosen(gathered: Gathering, by_employer: dict[str, list[IndividualExposure]], employer: str | None) -> str | None:
    """Return the employer that is meant: the one named, the custodian where it is one of them, the only one."""
    if employer is not None:
        return _key(gathered, employer)
    if len(by_employer) < 2:
        return next(iter(by_employer), None)
    custodian = _custodian(gathered)
    if custodian in by_employer:
        return custodian
    refuse([_several(gathered.employer(x) for lines in by_employer.values() for x in lines)])
    return None


def _several(employers: Iterable[str]) -> Problem:
    known = sorted(set(employers))
    named = (*known[:_MOST], *(["…"] if len(known) > _MOST else []))
    return TOLD["document-several-employers"].at("/employer", context={"employers": named})


_MOST: Final = 10
"""How many employers are named at the most."""


def _custodian(gathered: Gathering) -> str | None:
    """Return the employer who keeps the register, where one does."""
    custodian = gathered.register.custodian
    kinds = (PartyKind.EMPLOYER, PartyKind.TEMP_AGENCY)
    return _key(gathered, custodian.id) if custodian is not None and custodian.kind in kinds and custodian.id else None


def _key(gathered: Gathering, employer: str) -> str:
    found = gathered.register.get(employer)
    return (found.siren or found.id) if isinstance(found, Company) else gathered.employer_key(employer)


def _signing(gathered: Gathering, lines: Sequence[IndividualExposure], employer: str | None) -> str:
    """Return the establishment that signs: the one named, else that of the last exposure."""
    if employer is not None and isinstance(gathered.register.get(employer), Establishment):
        return employer
    return gathered.employer(max(lines, key=lambda x: (x.period.start, x.id)))


def _version(
    gathered: Gathering,
    establishment: str,
    agent: str,
    lines: Sequence[IndividualExposure],
    model: AttestationModel | None,
) -> LegalVersion:
    """Return the version for an employer on the day; raise where there is none."""
    regime = gathered.regime(establishment)
    if model is None:
        version = attestation_version(gathered.on, regime, asbestos=_early_asbestos(gathered, agent, lines))
        if version is None:
            refuse(_no_model(gathered.on, regime))
            raise AssertionError
        return version
    version = ATTESTATIONS[model]
    problems = not_in_force(version, gathered.on, regime)
    if version is LegalVersion.ATTESTATION_ASBESTOS and not _early_asbestos(gathered, agent, lines):
        told = {"document": version.wording, "instead": TEXTS[version].instead}
        problems.append(TOLD["document-not-for-agent"].at("/model", context=told))
    refuse(problems)
    return version


def _early_asbestos(gathered: Gathering, agent: str, lines: Sequence[IndividualExposure]) -> bool:
    """Tell whether these are exposures to asbestos of which one began before 1 February 2012."""
    asbestos = gathered.is_asbestos(agent) or any(x.conditions.asbestos is not None for x in lines)
    return asbestos and any(x.period.start <= ASBESTOS_UNTIL for x in lines)


def _no_model(on: dt.date, regime: LegalRegime | None) -> list[Problem]:
    """Say why there is no attestation: for this regime on this day, or for this regime at all."""
    bound = [version for version in ATTESTATIONS.values() if TEXTS[version].binds(regime)]
    if bound and regime is not None:
        return not_in_force(bound[0], on)
    return not_in_force(LegalVersion.ATTESTATION_FALLBACK_2022, on, regime)


def _attestable(gathered: Gathering, employer: str | None) -> list[tuple[Attestable, Sequence[IndividualExposure]]]:
    if employer is not None:
        refuse(gathered.refused(employer=(employer, (Establishment, Company))))
    if not any(TEXTS[version].in_force(gathered.on) for version in ATTESTATIONS.values()):
        refuse(not_in_force(LegalVersion.ATTESTATION_1995, gathered.on))
    only = _key(gathered, employer) if employer is not None else _custodian(gathered)
    groups: dict[tuple[str, str, str], list[IndividualExposure]] = {}
    for x in gathered.exposures:
        key = gathered.employer_key(gathered.employer(x))
        if only is None or key == only:
            groups.setdefault((x.worker, x.agent, key), []).append(x)
    found: list[tuple[Attestable, Sequence[IndividualExposure]]] = []
    problems: dict[LegalRegime | None, list[Problem]] = {}
    for (worker, agent, _), lines in sorted(groups.items(), key=lambda group: group[0]):
        establishment = _signing(gathered, lines, employer)
        regime = gathered.regime(establishment)
        version = attestation_version(gathered.on, regime, asbestos=_early_asbestos(gathered, agent, lines))
        if version is None:
            problems.setdefault(regime, _no_model(gathered.on, regime))
        elif version in _OF_ALL_AGENTS or _may_be_cmr(gathered, agent, lines):
            one = Attestable(worker=worker, agent=agent, employer=establishment, version=version)
            found.append((one, lines))
    if not found:
        refuse(problem for told in problems.values() for problem in told)
    return found


_OF_ALL_AGENTS = frozenset({LegalVersion.ATTESTATION_DEPARTURE_2001, LegalVersion.ATTESTATION_DEPARTURE_2008})


def _may_be_cmr(gathered: Gathering, agent: str, lines: Sequence[IndividualExposure]) -> bool:
    return any(gathered.cmr(agent, x.period.start, gathered.on) is not False for x in lines)

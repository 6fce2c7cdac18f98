"""The attestation of exposure, in all its models: one worker, one agent, one employer."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import ClassVar, Final

from attrs import evolve, field, frozen

from tracexpo.attestations import Attestation
from tracexpo.companies import Establishment
from tracexpo.documents.gathering import Gathering, source_of, until
from tracexpo.documents.header import Header, Lacking, Missing
from tracexpo.documents.particulars import Firm, NamedAgent, Person, Post, Result, Service, Source, UnknownSpan
from tracexpo.documents.texts import ATTESTATIONS, TEXTS, LegalVersion
from tracexpo.exposures import AccidentalExposure, Band, Frequency, IndividualExposure, PreventionMeasure
from tracexpo.form import ExposureRef, Id, OriginRef, Text, check
from tracexpo.periods import ExposureTime, Period
from tracexpo.provenance import Provenance
from tracexpo.vocabularies import AttestationModel, AuthorRole, MeasureLevel, Route, UnknownFact

__all__ = ["AttestationDocument", "AttestedPeriod"]

ASBESTOS_UNTIL: Final = dt.date(2012, 1, 31)
"""The last day of exposure that the asbestos attestation speaks of. Source: decree 2012-134, article 4."""


@frozen(kw_only=True)
class AttestedPeriod:
    """One period of exposure as an attestation states it (période d'exposition)."""

    exposure: ExposureRef
    """Id of the exposure; for one that tracing gives, the id it gives."""
    derived_from: tuple[OriginRef, ...] = ()
    """The collective exposure and the assignments it follows from."""
    period: Period
    """First and last day; what was going on at the day of the document has no last day."""
    firm: Firm
    """The establishment where it took place."""
    post: Post | None = None
    """The workstation."""
    place: Text | None = field(default=None, repr=False)
    """The place, where it is not the establishment (chantier)."""
    work_performed: Text | None = field(default=None, repr=False)
    """Nature of the work (nature du travail)."""
    nature: Text | None = field(default=None, repr=False)
    """Nature of the exposure."""
    routes: tuple[Route, ...] = ()
    """Routes."""
    duration: ExposureTime | Band | None = None
    """Duration."""
    frequency: Frequency | None = None
    """Frequency."""
    source: Source = Source()
    """How it is known."""

    def __attrs_post_init__(self) -> None:
        check(self)


@frozen(kw_only=True)
class AttestationDocument:
    """An attestation of exposure, the employer's part of it (attestation d'exposition): one agent, one employer.

    It states facts and no judgement, and nothing of another employer or another agent. The physician's part is
    `MedicalPart`, of another module and another file. Source: arrêté du 28 février 1995, annex I, parts 1 and 2.
    """

    KIND: ClassVar[str] = "attestation"

    header: Header
    """Text, day, facts used, what is missing."""
    model: AttestationModel
    """The model it follows: all state the same facts, those at departure without address and start of the NIR."""
    person: Person
    """The worker, with the first five digits of the NIR and the address."""
    employer: Firm
    """The employer who signs."""
    service: Service | None = None
    """The service of the physician who signs."""
    agent: NamedAgent
    """The agent or process."""
    periods: tuple[AttestedPeriod, ...]
    """Periods of exposure, in order."""
    results: tuple[Result, ...] = ()
    """Assessments and measurements, one by one, in order."""
    measures: tuple[PreventionMeasure, ...] = ()
    """Measures of prevention, with since when, in the STOP order."""
    accidents: tuple[AccidentalExposure, ...] = ()
    """Accidental exposures."""
    unknown: tuple[UnknownSpan, ...] = ()
    """What is not known, by period."""
    statement: Id | None = None
    """Id of the attestation stored in the register of which this is the document."""
    employer_signatory: Text | None = field(default=None, repr=False)
    """Who signed for the employer."""
    physician_signatory: Text | None = field(default=None, repr=False)
    """The physician who signed."""
    supersedes: Id | None = None
    """Id of the attestation that it takes the place of."""
    reason: Text | None = field(default=None, repr=False)
    """Why it takes its place."""

    def __attrs_post_init__(self) -> None:
        check(self)

    @property
    def draft(self) -> bool:
        """Whether it is without value yet: both signatories have to be recorded."""
        return self.employer_signatory is None or self.physician_signatory is None

    def statement_as(
        self,
        id: str,
        *,
        employer_signatory: str | None = None,
        physician_signatory: str | None = None,
        recorded_at: dt.datetime | None = None,
        supersedes: str | None = None,
        reason: str | None = None,
    ) -> Attestation:
        """Return the statement to keep in the register once it is signed: `register.add(…)`.

        A signature holds for the statement that was signed: under another id it is not taken over.

        Args:
            id: id of the statement.
            employer_signatory: who signed for the employer; by default that of the document, where its id is this.
            physician_signatory: the physician who signed; by default likewise.
            recorded_at: when it is recorded.
            supersedes: id of the attestation that it takes the place of.
            reason: why it takes its place.
        """
        if id == self.statement:
            employer_signatory = employer_signatory or self.employer_signatory
            physician_signatory = physician_signatory or self.physician_signatory
        ids = dict.fromkeys(p.firm.establishment for p in self.periods)
        posts = dict.fromkeys(
            text for p in self.periods if (text := p.post.name if p.post is not None else p.work_performed) is not None
        )
        return Attestation(
            id=id,
            model=self.model,
            worker=self.person.worker,
            agents=(self.agent.agent,),
            # the one that employs comes first
            establishments=tuple(dict.fromkeys([self.employer.establishment, *ids])),
            job_descriptions=tuple(posts),
            periods=tuple(p.period for p in self.periods),
            results=tuple(r.measurement for r in self.results if r.measurement is not None),
            measures=self.measures,
            employer_signatory=employer_signatory,
            physician_signatory=physician_signatory,
            issued_on=self.header.on,
            # what was derived is not in the register: what it follows from is
            exposures=tuple(dict.fromkeys(id for p in self.periods for id in (*p.derived_from[:1], p.exposure)[:1])),
            provenance=Provenance(
                author_role=AuthorRole.EMPLOYER,
                author=self.employer.establishment,
                recorded_at=recorded_at,
                supersedes=supersedes,
                reason=reason,
            ),
        )


# -- making


def document_of(
    gathered: Gathering,
    worker: str,
    agent: str,
    employer: str,
    version: LegalVersion,
    lines: Sequence[IndividualExposure],
) -> AttestationDocument:
    """Make an attestation from the exposures of a worker to one agent under one employer."""
    model = next(m for m, v in ATTESTATIONS.items() if v is version)
    if version is LegalVersion.ATTESTATION_ASBESTOS:
        later = any(x.period.end is None or x.period.end > ASBESTOS_UNTIL for x in lines)
        lines = [cut for x in lines if (cut := _before_2012(x)) is not None]
    else:
        later = False
    lines = [evolve(x, conditions=gathered.known(x.conditions)) for x in lines]
    periods = tuple(_period(gathered, x) for x in lines)
    results = tuple(gathered.results(lines))
    measures = _measures(lines)
    used = [id for p in periods for id in (p.derived_from or (p.exposure,))]
    used += [r.measurement for r in results if r.measurement is not None]
    made = AttestationDocument(
        header=gathered.header(version, used, ()),
        model=model,
        person=gathered.person(worker, attested=TEXTS[version].identifies),
        employer=gathered.firm(employer),
        service=gathered.service(employer, gathered.on),
        agent=gathered.agent(agent),
        periods=periods,
        results=results,
        measures=measures,
        accidents=_accidents(lines, gathered.on),
        unknown=tuple(u for x in lines for u in _unknown(gathered, x)),
    )
    stored, why = _signed(gathered, made)
    if stored is not None:
        made = evolve(
            made,
            statement=stored.id,
            employer_signatory=stored.employer_signatory,
            physician_signatory=stored.physician_signatory,
            supersedes=stored.provenance.supersedes,
            reason=stored.provenance.reason,
        )
    lacking = [*_lacking(made), *_related(gathered, made)]
    article = made.header.articles[0]
    if later:
        lacking.append(Lacking(field="/periods", what=Missing.LATER_PERIODS, article=article))
    if why is not None:
        lacking.append(Lacking(field="/statement", what=why, article=article))
    return evolve(made, header=evolve(made.header, lacking=tuple(lacking)))


def _before_2012(x: IndividualExposure) -> IndividualExposure | None:
    if x.period.start > ASBESTOS_UNTIL:
        return None
    end = x.period.end
    if end is None or end > ASBESTOS_UNTIL:
        # one that is over on a day not known may have been over before
        period = x.period if end is None and x.period.ended else evolve(x.period, end=ASBESTOS_UNTIL)
        return evolve(x, period=period, accidents=tuple(a for a in x.accidents if a.on <= ASBESTOS_UNTIL))
    return x


_EMPLOYERS: Final = frozenset({None, AuthorRole.EMPLOYER, AuthorRole.TEMP_AGENCY})


def may_have_signed(gathered: Gathering, signed: Attestation) -> tuple[str, ...]:
    """Return an establishment of each employer who may have signed an attestation: one alone where it is known who.

    It is the author; else whom it names; else whoever employed the worker, as far as the register goes.
    """
    told = signed.provenance
    author = told.author if told.author_role in _EMPLOYERS else None
    if author is not None and isinstance(gathered.register.get(author), Establishment):
        named: Iterable[str] = (author,)
    else:
        lines = sorted(
            gathered.register.exposures_of(signed.worker), key=lambda x: (x.period.start, x.id), reverse=True
        )
        named = signed.establishments or map(gathered.employer, lines)
    return tuple({gathered.employer_key(e): e for e in reversed(tuple(named))}.values())


def _signed(gathered: Gathering, made: AttestationDocument) -> tuple[Attestation | None, Missing | None]:
    """Return the attestation of that day that states the same facts; where there is none, why one is not taken."""
    key = gathered.employer_key(made.employer.establishment)
    tested = {r.measurement for r in made.results if r.measurement is not None}
    found: list[Attestation] = []
    why: Missing | None = None
    for a in gathered.attestations_of.get((made.person.worker, made.agent.agent), ()):
        if a.model is not made.model or a.issued_on != gathered.on:
            continue
        keys = [gathered.employer_key(e) for e in may_have_signed(gathered, a)]
        if key not in keys:
            continue
        if len(keys) > 1:
            why = Missing.SIGNER
        elif _states(a, made.periods, tested, made.measures):
            found.append(a)
        else:
            # what was signed before a correction is not signed as it stands now
            why = why or Missing.SIGNED_FACTS
    stored = max(found, key=lambda a: a.id, default=None)
    return stored, why if stored is None else None


def _states(
    signed: Attestation,
    periods: Iterable[AttestedPeriod],
    results: AbstractSet[str],
    measures: Iterable[PreventionMeasure],
) -> bool:
    """Tell whether a signed statement says these facts; what it does not repeat, it does not contradict."""
    return (
        set(signed.periods) in (set(), {p.period for p in periods})
        and set(signed.results) in (set(), results)
        and set(signed.measures) in (set(), set(measures))
    )


def _period(gathered: Gathering, x: IndividualExposure) -> AttestedPeriod:
    said = x.conditions
    return AttestedPeriod(
        exposure=x.id,
        derived_from=x.derived_from,
        period=until(x.period, gathered.on),
        firm=gathered.firm(x.establishment),
        post=gathered.post(x),
        place=x.place,
        work_performed=said.work_performed,
        nature=said.nature,
        routes=said.routes,
        duration=said.duration,
        frequency=said.frequency,
        source=source_of(x),
    )


def _measures(lines: Iterable[IndividualExposure]) -> tuple[PreventionMeasure, ...]:
    order = tuple(MeasureLevel)
    known = dict.fromkeys(m for x in lines for m in x.conditions.measures)
    return tuple(sorted(known, key=lambda m: order.index(m.level)))


def _accidents(lines: Iterable[IndividualExposure], on: dt.date) -> tuple[AccidentalExposure, ...]:
    known = dict.fromkeys(a for x in lines for a in x.accidents if a.on <= on)
    return tuple(sorted(known, key=lambda a: (a.on, a.description)))


def _unknown(gathered: Gathering, x: IndividualExposure) -> Iterator[UnknownSpan]:
    said = x.conditions
    reasons = {unknown.what: unknown.reason for unknown in said.not_known}
    told = {
        UnknownFact.NATURE: said.nature is not None or bool(said.routes),
        UnknownFact.DURATION: said.duration is not None,
        UnknownFact.DEGREE: said.degree is not None or bool(gathered.results([x])),
    }
    for what, is_told in told.items():
        if not is_told or what in reasons:
            yield UnknownSpan(exposure=x.id, period=until(x.period, gathered.on), what=what, reason=reasons.get(what))


_IDENTIFIED: Final = (("nir_start", Missing.NIR_START), ("address", Missing.WORKER_ADDRESS))


def _lacking(made: AttestationDocument) -> Iterator[Lacking]:
    article = TEXTS[made.header.version].articles[0]

    def lack(field: str, what: Missing) -> Lacking:
        return Lacking(field=field, what=what, article=article)

    person, firm = made.person, made.employer
    for name, what in (
        ("birth_name", Missing.NAME),
        ("given_names", Missing.GIVEN_NAMES),
        ("birth_date", Missing.BIRTH_DATE),
        *(_IDENTIFIED if TEXTS[made.header.version].identifies else ()),
    ):
        if not getattr(person, name) and not (name == "birth_name" and person.used_name):
            yield lack(f"/person/{name}", what)
    if firm.company_name is None and firm.name is None:
        yield lack("/employer/company_name", Missing.COMPANY_NAME)
    for name, what in (("siret", Missing.SIRET), ("address", Missing.ADDRESS), ("legal_regime", Missing.LEGAL_REGIME)):
        if getattr(firm, name) is None:
            yield lack(f"/employer/{name}", what)
    if made.service is None:
        yield lack("/service", Missing.SERVICE)
    if made.agent.name is None:
        yield lack("/agent", Missing.AGENT)
    for i, period in enumerate(made.periods):
        if period.post is None and period.work_performed is None:
            yield lack(f"/periods/{i}/post", Missing.JOB)
        if period.period.begun_before:
            yield lack(f"/periods/{i}/period/start", Missing.START)
        if period.period.ended:
            yield lack(f"/periods/{i}/period/end", Missing.END)
    if not made.results:
        yield lack("/results", Missing.RESULTS)
    if not made.measures:
        yield lack("/measures", Missing.MEASURES)
    if made.employer_signatory is None:
        yield lack("/employer_signatory", Missing.EMPLOYER_SIGNATURE)
    if made.physician_signatory is None:
        yield lack("/physician_signatory", Missing.PHYSICIAN_SIGNATURE)


def _related(gathered: Gathering, made: AttestationDocument) -> Iterator[Lacking]:
    """Tell that the worker has lines under a mixture or a family with this agent; which, the list says."""
    kin = gathered.kin.get(made.agent.agent, ())
    key = gathered.employer_key(made.employer.establishment)
    of_kin = (x for x in gathered.exposures_of.get(made.person.worker, ()) if x.agent in kin)
    if any(gathered.employer_key(gathered.employer(x)) == key for x in of_kin):
        yield Lacking(field="/periods", what=Missing.RELATED_LINES, article=TEXTS[made.header.version].articles[0])

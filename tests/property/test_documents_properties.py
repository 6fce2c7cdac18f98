"""What must hold of documents, whatever the register."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import attrs
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import tracexpo as tx
from tracexpo import documents
from tracexpo.documents import NoDocumentError
from tracexpo.exposures import IndividualExposure
from tracexpo.references import references
from tracexpo.register import COLLECTIONS, Register
from tracexpo.testing.marks import MARKS, marked, marks_in
from tracexpo.testing.registers import registers
from tracexpo.work import Worker

VALIDATOR = Draft202012Validator(documents.document_schema())
ON = dt.date(2025, 11, 30)
DAYS = st.sampled_from((dt.date(2003, 6, 30), dt.date(2010, 6, 30), dt.date(2013, 6, 28), ON))
coherent = registers(most=3, as_of=ON)
# to shrink a whole register takes minutes
few = settings(max_examples=12, phases=(Phase.generate,))

_Make = Callable[[], documents.Document]


def of_places(register: Register) -> Iterator[_Make]:
    for e in register.establishments:
        yield lambda e=e: documents.cmr_list(register, establishment=e.id, on=ON)
        yield lambda e=e: documents.cmr_list(register, establishment=e.id, on=ON).anonymous()
        yield lambda e=e: documents.company_file_extract(register, establishment=e.id, on=ON)
        yield lambda e=e: documents.hazardous_process_declaration(register, establishment=e.id, on=ON)
        yield lambda e=e: documents.transmission_slip(register, establishment=e.id, on=ON)


def of_worker(register: Register, worker: str, on: dt.date) -> Iterator[_Make]:
    for agent in {x.agent: None for x in tx.trace(register).exposures_of(worker)}:
        for e in register.establishments:
            yield lambda a=agent, e=e: documents.attestation(register, worker=worker, agent=a, on=on, employer=e.id)
    for e in register.establishments:
        yield lambda e=e: documents.exposure_sheet(register, worker=worker, establishment=e.id, on=on)
        yield lambda e=e: documents.cmr_list(register, establishment=e.id, on=ON, worker=worker)
    yield lambda: documents.exposure_record_extract(register, worker=worker, on=on)
    yield lambda: documents.disease_durations(register, worker=worker, on=on)


def made(makes: Iterator[_Make]) -> Iterator[documents.Document]:
    """The documents that there are."""
    for make in makes:
        try:
            yield make()
        except NoDocumentError as error:
            told = error.message_in("fr") + error.message_in("en")
            if not told or marks_in(told):
                raise


@few
@given(coherent, DAYS)
def test_a_document_is_read_back_and_made_again_to_the_byte(register: Register, on: dt.date) -> None:
    turned = attrs.evolve(register, **{name: getattr(register, name)[::-1] for name in COLLECTIONS})
    workers = [w.id for w in register.workers[:1]]
    makes = [*of_places(register), *(make for w in workers for make in of_worker(register, w, on))]
    others = [*of_places(turned), *(make for w in workers for make in of_worker(turned, w, on))]
    data = {documents.dumps(document) for document in made(iter(makes))}
    assert data == {documents.dumps(document) for document in made(iter(others))}
    for one in data:
        read = documents.loads(one)
        assert documents.dumps(read) == one
        VALIDATOR.validate(tx.codecs.plain.parse(one, tx.Limits()))


def names_others(record: Any, worker: str) -> bool:
    if isinstance(record, Worker):
        return record.id != worker
    named = {r.id for r in references(record) if r.targets == ("workers",)}
    return bool(named - {worker})


def with_others_marked(register: Register, worker: str) -> Register:
    """Put a mark in every text of what names somebody else."""
    records = [
        next(marked(Register().add(record)).records()) if names_others(record, worker) else record
        for record in register.records()
    ]
    empty: dict[str, Any] = dict.fromkeys(COLLECTIONS, ())
    return attrs.evolve(register, **empty).add(*records)


@few
@given(coherent, DAYS)
def test_no_fact_of_another_worker_stands_in_a_workers_document(register: Register, on: dt.date) -> None:
    for worker in register.workers[:2]:
        facts = with_others_marked(register, worker.id)
        own = {x.id for x in tx.trace(facts).exposures if isinstance(x, IndividualExposure) and x.worker == worker.id}
        for document in made(of_worker(facts, worker.id, on)):
            assert not marks_in(documents.dumps(document).decode())
            for reference in references(document):
                if "workers" in reference.targets:
                    assert reference.id == worker.id
                elif reference.targets == ("exposures",):
                    assert reference.id in own
                elif reference.targets == ("measurements",):
                    taken = facts.get(reference.id)
                    assert isinstance(taken, tx.Measurement)
                    assert taken.worker in (None, worker.id)


@few
@given(coherent)
def test_an_anonymous_list_has_no_field_filled_from_a_person(register: Register) -> None:
    facts = marked(register)
    for e in facts.establishments:
        told = documents.cmr_list(facts, establishment=e.id, on=ON).anonymous()
        assert not set(MARKS) & set(marks_in(documents.dumps(told).decode()))
        assert {t for r in references(told) for t in r.targets} <= {"agents", "establishments"}
        assert all(line.persons is None or line.persons >= told.threshold for line in told.lines)


@few
@given(coherent, st.integers(1, 3))
def test_a_list_and_its_presentation_tell_the_same_agents(register: Register, threshold: int) -> None:
    for e in register.establishments:
        listed = documents.cmr_list(register, establishment=e.id, on=ON)
        told = listed.anonymous(threshold=threshold)
        assert {line.agent.agent for line in told.lines} == {line.agent.agent for line in listed.lines}
        stated = {x.exposure for x in listed.lines} | {x.exposure for x in listed.left_out}
        assert len(stated) == len(listed.lines) + len(listed.left_out)


@few
@given(coherent, DAYS)
def test_a_stream_gives_what_one_by_one_gives(register: Register, on: dt.date) -> None:
    try:
        stream = list(documents.attestations(register, on=on))
        asked = documents.attestable(register, on=on)
    except NoDocumentError:
        return
    assert len(stream) == len(asked)
    for one, document in list(zip(asked, stream, strict=True))[:2]:
        assert document == documents.attestation(
            register, worker=one.worker, agent=one.agent, employer=one.employer, on=on
        )


@few
@given(coherent)
def test_nothing_personal_is_shown_by_repr(register: Register) -> None:
    facts = marked(register)
    makes = [*of_places(facts), *(make for w in facts.workers[:1] for make in of_worker(facts, w.id, ON))]
    for document in made(iter(makes)):
        assert not marks_in(repr(document))

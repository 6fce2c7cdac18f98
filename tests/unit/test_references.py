import datetime as dt
from decimal import Decimal

import attrs
import pytest

from tracexpo.agents import AgentGroup, Component, Mixture, Process, Substance, UnidentifiedAgent
from tracexpo.attestations import Attestation, Party, Transmission
from tracexpo.companies import Company, Establishment, OccupationalHealthService, Predecessor, ServiceAttachment
from tracexpo.exposures import CollectiveExposure, Conditions, IndividualExposure
from tracexpo.form import STATEMENTS, field_types, form_of, members_of
from tracexpo.measurements import Measurement
from tracexpo.periods import Period
from tracexpo.provenance import Declared, Measured, Provenance, Withdrawal
from tracexpo.references import references, renamed
from tracexpo.register import COLLECTIONS, Record, Register
from tracexpo.units import Measure, Unit
from tracexpo.vocabularies import (
    AliasOrigin,
    AttestationModel,
    PartyKind,
    SampleMatrix,
    ServiceType,
    SuccessionKind,
    TransmissionSubject,
)
from tracexpo.work import Alias, Assignment, ExposureSituation, Identity, Worker, Workstation

DAY = dt.date(2024, 7, 5)
SINCE = Period(DAY)
PLACES = ("establishments",)
SAID = Provenance(evidence=Measured(measurements=("m8", "m9")), author="s9", supersedes="z9")
SAID_AT = {
    "/provenance/evidence/measurements/0": ("m8", ("measurements",)),
    "/provenance/evidence/measurements/1": ("m9", ("measurements",)),
    "/provenance/author": ("s9", ("establishments", "services")),
    "/provenance/supersedes": ("z9", STATEMENTS),
}

# One record of each class with every reference it can hold, and where each is.
CASES: list[tuple[Record, dict[str, tuple[str, tuple[str, ...]]]]] = [
    (Company(id="c1"), {}),
    (
        Establishment(
            id="e1",
            company="c9",
            preceded_by=(
                Predecessor(establishment="e8", on=DAY, how=SuccessionKind.MOVE),
                Predecessor(establishment="e9", on=DAY, how=SuccessionKind.MERGER),
            ),
            services=(ServiceAttachment(service="s9", period=SINCE),),
        ),
        {
            "/company": ("c9", ("companies",)),
            "/preceded_by/0/establishment": ("e8", PLACES),
            "/preceded_by/1/establishment": ("e9", PLACES),
            "/services/0/service": ("s9", ("services",)),
        },
    ),
    (OccupationalHealthService(id="s1", name="x", type=ServiceType.PUBLIC), {}),
    (Workstation(id="ws1", establishment="e9", name="x"), {"/establishment": ("e9", PLACES)}),
    (
        ExposureSituation(id="si1", establishment="e9", name="x", workstations=("ws8", "ws9")),
        {
            "/establishment": ("e9", PLACES),
            "/workstations/0": ("ws8", ("workstations",)),
            "/workstations/1": ("ws9", ("workstations",)),
        },
    ),
    (
        Worker(
            id="w1",
            identity=Identity(birth_name="x"),
            aliases=(Alias(ref="r", custodian="e9", how=AliasOrigin.DECLARED), Alias(ref="r", how=AliasOrigin.MATCHED)),
        ),
        {"/aliases/0/custodian": ("e9", ("establishments", "services"))},
    ),
    (
        Assignment(
            id="as1",
            worker="w9",
            workstation="ws9",
            situation="si9",
            period=SINCE,
            employer="e8",
            host="e9",
            provenance=SAID,
        ),
        {
            "/worker": ("w9", ("workers",)),
            "/workstation": ("ws9", ("workstations",)),
            "/situation": ("si9", ("situations",)),
            "/employer": ("e8", PLACES),
            "/host": ("e9", PLACES),
            **SAID_AT,
        },
    ),
    (Substance(id="a1", name="x"), {}),
    (
        Mixture(id="a2", product_name="x", supersedes="a8", components=(Component(agent="a9"),)),
        {"/supersedes": ("a8", ("agents",)), "/components/0/agent": ("a9", ("agents",))},
    ),
    (Process(id="a3", name="x", listed_as="a9"), {}),
    (
        AgentGroup(id="a4", name="x", members=("a9",), catalogue_group="a9"),
        {"/members/0": ("a9", ("agents",))},
    ),
    (UnidentifiedAgent(id="a5", text="x"), {}),
    (
        IndividualExposure(
            id="x1",
            worker="w9",
            agent="a9",
            establishment="e9",
            workstation="ws9",
            period=SINCE,
            employer="e8",
            derived_from=("x8", "as9"),
            beside=("x9",),
            provenance=SAID,
        ),
        {
            "/worker": ("w9", ("workers",)),
            "/agent": ("a9", ("agents",)),
            "/establishment": ("e9", PLACES),
            "/workstation": ("ws9", ("workstations",)),
            "/employer": ("e8", PLACES),
            "/derived_from/0": ("x8", ("exposures", "assignments")),
            "/derived_from/1": ("as9", ("exposures", "assignments")),
            "/beside/0": ("x9", ("exposures",)),
            **SAID_AT,
        },
    ),
    (
        CollectiveExposure(
            id="x2",
            situation="si9",
            workstation="ws9",
            establishment="e9",
            agent="a9",
            period=SINCE,
            conditions=Conditions(nature="x"),
            provenance=SAID,
        ),
        {
            "/situation": ("si9", ("situations",)),
            "/workstation": ("ws9", ("workstations",)),
            "/establishment": ("e9", PLACES),
            "/agent": ("a9", ("agents",)),
            **SAID_AT,
        },
    ),
    (
        Measurement(
            id="m1",
            agent="a9",
            establishment="e9",
            situation="si9",
            workstation="ws9",
            worker="w9",
            sampled_on=DAY,
            value=Measure(Decimal(1), Unit.MG_M3),
            matrix=SampleMatrix.AIR,
            provenance=SAID,
        ),
        {
            "/agent": ("a9", ("agents",)),
            "/establishment": ("e9", PLACES),
            "/situation": ("si9", ("situations",)),
            "/workstation": ("ws9", ("workstations",)),
            "/worker": ("w9", ("workers",)),
            **SAID_AT,
        },
    ),
    (
        Attestation(
            id="at1",
            model=AttestationModel.STATE,
            worker="w9",
            agents=("a8", "a9"),
            establishments=("e9",),
            results=("m9",),
            exposures=("x9",),
            provenance=SAID,
        ),
        {
            "/worker": ("w9", ("workers",)),
            "/agents/0": ("a8", ("agents",)),
            "/agents/1": ("a9", ("agents",)),
            "/establishments/0": ("e9", PLACES),
            "/results/0": ("m9", ("measurements",)),
            "/exposures/0": ("x9", ("exposures",)),
            **SAID_AT,
        },
    ),
    (
        Transmission(
            id="t1",
            subject=TransmissionSubject.LIST,
            of="z9",
            to=Party(kind=PartyKind.FUND, id="s9"),
            on=DAY,
            exposures=("x9",),
            provenance=SAID,
        ),
        {
            "/to/id": ("s9", ("establishments", "services", "workers", "companies")),
            "/exposures/0": ("x9", ("exposures",)),
            **SAID_AT,
        },
    ),
    (Withdrawal(id="wd1", of="z8", provenance=SAID), {"/of": ("z8", STATEMENTS), **SAID_AT}),
]
each_case = pytest.mark.parametrize(("record", "expected"), CASES, ids=[type(record).__name__ for record, _ in CASES])
EVERY_ID = {name for record, expected in CASES for name in (record.id, *(id for id, _ in expected.values()))}
MOVED = {id: f"{id}-moved" for id in EVERY_ID}


def test_every_class_of_record_is_tried() -> None:
    held = {cls for name in COLLECTIONS for cls in members_of(field_types(Register)[name].__args__[0])}
    assert {type(record) for record, _ in CASES} == held


def test_references_name_collections_that_exist() -> None:
    for _, expected in CASES:
        for _, targets in expected.values():
            assert set(targets) <= set(COLLECTIONS)


@each_case
def test_every_reference_and_where_it_stands(record: Record, expected: dict[str, tuple[str, tuple[str, ...]]]) -> None:
    assert {found.pointer: (found.id, found.targets) for found in references(record)} == expected


def test_a_reference_left_out_is_none() -> None:
    exposure = IndividualExposure(id="x1", worker="w9", agent="a9", establishment="e9", period=SINCE)
    assert [found.pointer for found in references(exposure)] == ["/worker", "/agent", "/establishment"]
    declared = attrs.evolve(exposure, provenance=Provenance(evidence=Declared()))
    assert len(list(references(declared))) == 3


@each_case
def test_renaming_reaches_every_reference_and_the_id(
    record: Record, expected: dict[str, tuple[str, tuple[str, ...]]]
) -> None:
    moved = renamed(record, MOVED)
    assert moved.id == MOVED[record.id]
    assert {found.pointer: found.id for found in references(moved)} == {
        pointer: MOVED[id] for pointer, (id, _) in expected.items()
    }


@each_case
def test_renaming_there_and_back_changes_nothing(record: Record, expected: object) -> None:
    assert renamed(renamed(record, MOVED), {new: old for old, new in MOVED.items()}) == record


@each_case
def test_what_names_none_of_them_is_the_same_object(record: Record, expected: object) -> None:
    assert renamed(record, {}) is record
    assert renamed(record, {"somebody-else": "other"}) is record


def test_what_is_no_reference_is_not_renamed() -> None:
    process = Process(id="a3", name="a9", listed_as="a9")
    transmission = next(record for record, _ in CASES if isinstance(record, Transmission))
    assert renamed(process, MOVED) == attrs.evolve(process, id="a3-moved")
    assert renamed(transmission, MOVED).of == "z9"


def test_parts_keep_what_they_say_besides() -> None:
    establishment = next(record for record, _ in CASES if isinstance(record, Establishment))
    moved = renamed(establishment, {"e9": "e7"})
    assert moved.preceded_by == (
        establishment.preceded_by[0],
        Predecessor(establishment="e7", on=DAY, how=SuccessionKind.MERGER),
    )
    assert moved.preceded_by[0] is establishment.preceded_by[0]


def test_every_field_that_carries_targets_is_walked() -> None:
    # read off the annotations once more, so that a class added later cannot be forgotten
    for record, expected in CASES:
        for name, annotation in field_types(type(record)).items():
            inner = members_of(annotation)
            inner = members_of(inner[0].__args__[0]) if getattr(inner[0], "__origin__", None) is tuple else inner
            form = form_of(inner[0])
            if form is not None and form.targets:
                assert any(pointer.split("/")[1] == name for pointer in expected), name

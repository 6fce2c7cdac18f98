import datetime as dt
import pickle
import sys
from collections.abc import Callable
from typing import Any

import attrs
import pytest

from tracexpo.agents import Process, Substance
from tracexpo.companies import Company, Establishment
from tracexpo.errors import InvalidValueError, MergeError
from tracexpo.exposures import IndividualExposure
from tracexpo.merging import merge
from tracexpo.periods import Period
from tracexpo.provenance import Provenance, Withdrawal
from tracexpo.references import references
from tracexpo.register import Custodian, Register, UnreadRecord
from tracexpo.vocabularies import AliasOrigin, PartyKind
from tracexpo.work import Alias, Assignment, Identity, Worker, Workstation

D = dt.date
IN_2024 = Period(D(2024, 1, 1), D(2024, 12, 31))
NEWER = UnreadRecord(collection="workers", json='{"id":"w9"}')


def register(of: str, **fields: Any) -> Register:
    """The register of an employer: one worker, at one workstation, exposed to benzene; ids end in `of`."""
    told: dict[str, Any] = {
        "companies": (Company(id=f"c{of}"),),
        "establishments": (Establishment(id=f"e{of}", company=f"c{of}"),),
        "workstations": (Workstation(id=f"ws{of}", establishment=f"e{of}", name="x"),),
        "workers": (Worker(id=f"w{of}"),),
        "assignments": (Assignment(id=f"as{of}", worker=f"w{of}", workstation=f"ws{of}", period=IN_2024),),
        "agents": (Substance(id="cas:71-43-2", name="Benzène", cas_number="71-43-2"),),
        "exposures": (
            IndividualExposure(
                id=f"x{of}", worker=f"w{of}", agent="cas:71-43-2", establishment=f"e{of}", period=IN_2024
            ),
        ),
        **fields,
    }
    return Register(**told)


A, B = register("-a"), register("-b")


def conflicts(action: Callable[[], object]) -> dict[str, tuple[str, tuple[str, ...]]]:
    """What a refused merge tells: by id, the collection and the fields that differ."""
    with pytest.raises(MergeError) as caught:
        action()
    assert {problem.code for problem in caught.value.problems} == {"merge-conflict"}
    told: Any = {problem.record: (problem.pointer, problem.context["fields"]) for problem in caught.value.problems}
    assert len(told) == len(caught.value.problems)
    return told


def test_the_records_of_both_are_in_one() -> None:
    merged = merge(A, B)
    assert {record.id for record in merged.records()} == {r.id for r in A.records()} | {r.id for r in B.records()}
    assert len(merged.agents) == 1, "same id and same content is one record"


def test_merging_with_oneself_or_with_nothing_changes_nothing() -> None:
    assert merge(A, A) == A
    assert merge(A, Register()) == merge(Register(), A) == A


def test_the_order_does_not_matter() -> None:
    assert merge(A, B) == merge(B, A)
    c = register("-c")
    assert merge(merge(A, B), c) == merge(A, merge(B, c))


def test_neither_register_is_changed() -> None:
    merge(A, B, same={"w-b": "w-a"})
    assert (register("-a"), register("-b")) == (A, B)


# -- conflicts


def test_every_conflict_is_told_at_once() -> None:
    other = attrs.evolve(
        A,
        companies=(Company(id="c-a", country="BE", siren="732829320"),),
        workers=(Worker(id="w-a", identity=Identity(birth_name="Trébuchon")),),
        agents=(Process(id="cas:71-43-2", name="Benzène"),),
        exposures=(attrs.evolve(A.exposures[0], period=Period(D(2024, 2, 1))),),
    )
    assert conflicts(lambda: merge(A, other)) == {
        "c-a": ("/companies", ("siren", "country")),
        "w-a": ("/workers", ("identity",)),
        "cas:71-43-2": ("/agents", ("kind",)),
        "x-a": ("/exposures", ("period",)),
    }


def test_a_conflict_shows_nobody() -> None:
    other = attrs.evolve(A, workers=(Worker(id="w-a", identity=Identity(birth_name="Trébuchon")),))
    with pytest.raises(MergeError) as caught:
        merge(A, other)
    again = pickle.loads(pickle.dumps(caught.value))
    for told in (str(caught.value), repr(caught.value), str(again)):
        assert "Trébuchon" not in told
    assert str(again) == str(caught.value)
    assert "/workers (w-a): the id w-a has another content in the other register: identity" in str(caught.value)


def test_one_id_in_two_collections() -> None:
    assert conflicts(lambda: merge(A, Register(workers=(Worker(id="e-a"),)))) == {"e-a": ("/workers", ("id",))}


def test_a_description_is_never_completed_unasked() -> None:
    more = Register(companies=(Company(id="c-a", name="Bain Clair"),))
    assert conflicts(lambda: merge(A, more)) == {"c-a": ("/companies", ("name",))}


# -- the same under two ids


def test_one_person_at_two_employers() -> None:
    merged = merge(A, B, same={"w-b": "w-a"})
    assert [worker.id for worker in merged.workers] == ["w-a"]
    assert [exposure.id for exposure in merged.exposures_of("w-a")] == ["x-a", "x-b"]
    assert "w-b" not in {found.id for record in merged.records() for found in references(record)}


def test_references_are_renamed_everywhere() -> None:
    statement = attrs.evolve(
        B.exposures[0],
        id="x-b2",
        workstation="ws-b",
        employer="e-b",
        derived_from=("x-b", "as-b"),
        beside=("x-b",),
        provenance=Provenance(author="e-b", supersedes="x-b"),
    )
    theirs = B.add(statement, Withdrawal(id="wd-b", of="x-b"))
    theirs = attrs.evolve(
        theirs, workers=(Worker(id="w-b", aliases=(Alias(ref="7", custodian="e-b", how=AliasOrigin.DECLARED),)),)
    )
    described = {"c-b": "c-a", "e-b": "e-a", "ws-b": "ws-a", "w-b": "w-a"}
    merged = merge(A, theirs, same=described)
    named = {found.id for record in merged.records() for found in references(record)}
    assert not named & set(described)
    assert merged.get("w-a") == Worker(id="w-a", aliases=(Alias(ref="7", custodian="e-a", how=AliasOrigin.DECLARED),))
    renamed: Any = merged.get("x-b2")
    assert (renamed.workstation, renamed.employer, renamed.provenance.author) == ("ws-a", "e-a", "e-a")
    assert renamed.derived_from == ("x-b", "as-b")


def test_what_one_leaves_out_is_taken_from_the_other() -> None:
    ours = Register(companies=(Company(id="c1", name="Bain Clair"),))
    theirs = Register(companies=(Company(id="c7", siren="404833048"),))
    assert merge(ours, theirs, same={"c7": "c1"}).companies == (Company(id="c1", name="Bain Clair", siren="404833048"),)
    assert merge(theirs, ours, same={"c1": "c7"}).companies == (Company(id="c7", name="Bain Clair", siren="404833048"),)


def test_what_both_say_differently_is_a_conflict() -> None:
    ours = Register(companies=(Company(id="c1", name="Bain Clair"),))
    theirs = Register(companies=(Company(id="c7", name="Bain Clair SARL", siren="404833048"),))
    assert conflicts(lambda: merge(ours, theirs, same={"c7": "c1"})) == {"c1": ("/companies", ("name", "siren"))}


def test_a_substance_and_a_process_are_never_one() -> None:
    ours, theirs = Register(agents=(Substance(id="a1", name="x"),)), Register(agents=(Process(id="a7", name="x"),))
    assert conflicts(lambda: merge(ours, theirs, same={"a7": "a1"})) == {"a1": ("/agents", ("kind",))}


def test_statements_are_never_completed() -> None:
    theirs = attrs.evolve(B.exposures[0], id="x-b", note="x")
    told = conflicts(
        lambda: merge(A, attrs.evolve(B, exposures=(theirs,)), same={"x-b": "x-a", "w-b": "w-a", "e-b": "e-a"})
    )
    assert told["x-a"] == ("/exposures", ("note",))


def test_two_ids_may_mean_one() -> None:
    theirs = B.add(Worker(id="w-b2"))
    merged = merge(A, theirs, same={"w-b": "w-a", "w-b2": "w-a"})
    assert [worker.id for worker in merged.workers] == ["w-a"]


@pytest.mark.parametrize("same", [{"w-z": "w-a"}, {"w-b": "w-z"}, {"w-a": "w-b"}], ids=str)
def test_both_ids_must_be_there(same: dict[str, str]) -> None:
    with pytest.raises(InvalidValueError) as caught:
        merge(A, B, same=same)
    assert (caught.value.field, caught.value.code) == ("/same", "merge-target-missing")


# -- the document itself


def test_the_later_knowledge_and_the_newer_version_count() -> None:
    ours = attrs.evolve(A, as_of=D(2025, 1, 31), version="1.2", unread=(NEWER,))
    theirs = attrs.evolve(B, as_of=D(2024, 12, 31), version="1.10", unread=(NEWER,))
    for merged in (merge(ours, theirs), merge(theirs, ours)):
        assert (merged.as_of, merged.version, merged.unread) == (D(2025, 1, 31), "1.10", (NEWER,))
    assert merge(ours, B).as_of == D(2025, 1, 31)
    assert merge(A, B).as_of is None


def test_the_custodian_stays_where_both_have_the_same() -> None:
    ours = attrs.evolve(A, custodian=Custodian(kind=PartyKind.HEALTH_SERVICE, id="e-a"))
    theirs = attrs.evolve(B, custodian=Custodian(kind=PartyKind.HEALTH_SERVICE, id="e-b"))
    assert merge(ours, ours).custodian == ours.custodian
    assert merge(ours, theirs).custodian is None
    same = {"e-b": "e-a", "c-b": "c-a", "ws-b": "ws-a"}
    assert merge(ours, theirs, same=same).custodian == ours.custodian


def test_a_faulty_register_is_merged_as_it_is() -> None:
    faulty = attrs.evolve(A, exposures=(A.exposures[0], attrs.evolve(A.exposures[0], period=Period(D(2024, 2, 1)))))
    assert merge(faulty, B).exposures == (*faulty.exposures, *B.exposures)
    assert merge(faulty, faulty) == faulty


# -- nothing is quadratic


def _calls(action: Callable[[], object]) -> int:
    """Count the functions that are called: the same number on every machine."""
    count = 0

    def note(*_: object) -> None:
        nonlocal count
        count += 1

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        action()
    finally:
        sys.setprofile(before)
    return count


def _large(n: int, of: str) -> Register:
    return attrs.evolve(
        register(of),
        workers=tuple(Worker(id=f"w{k}{of}") for k in range(n)),
        exposures=tuple(attrs.evolve(A.exposures[0], id=f"x{k}{of}", worker=f"w{k}{of}") for k in range(n)),
    )


@pytest.mark.parametrize("how", ["apart", "equal", "same", "conflicts"])
def test_ten_times_the_records_cost_ten_times_the_work(how: str) -> None:
    def merging(n: int) -> Callable[[], object]:
        ours, theirs = _large(n, "-a"), _large(n, "-a" if how in ("equal", "conflicts") else "-b")
        same = {f"w{k}-b": f"w{k}-a" for k in range(n)} if how == "same" else {}
        if how != "conflicts":
            return lambda: merge(ours, theirs, same=same)
        other = attrs.evolve(theirs, workers=tuple(Worker(id=w.id, identity=Identity()) for w in theirs.workers))
        return lambda: conflicts(lambda: merge(ours, other))

    assert _calls(merging(400)) <= 12 * _calls(merging(40))


def test_one_person_at_two_employers_is_completed_trait_by_trait() -> None:
    a = Register().add(
        Worker(
            id="w1",
            identity=Identity(birth_name="Trébuchon"),
            aliases=(Alias(ref="T-7", how=AliasOrigin.DECLARED),),
        )
    )
    b = Register().add(
        Worker(
            id="w2",
            identity=Identity(birth_name="Trébuchon", used_name="Marquerie"),
            aliases=(Alias(ref="M-1", how=AliasOrigin.DECLARED),),
        )
    )
    (worker,) = merge(a, b, same={"w2": "w1"}).workers
    assert worker.identity == Identity(birth_name="Trébuchon", used_name="Marquerie")
    assert [alias.ref for alias in worker.aliases] == ["T-7", "M-1"]
    other = b.replace(attrs.evolve(b.workers[0], identity=Identity(birth_name="Marquerie")))
    with pytest.raises(MergeError):
        merge(a, other, same={"w2": "w1"})


def test_a_register_without_custodian_takes_none_away() -> None:
    told = Custodian(kind=PartyKind.EMPLOYER)
    assert merge(Register(custodian=told), Register()).custodian == told
    assert merge(Register(), Register(custodian=told)).custodian == told
    other = Custodian(kind=PartyKind.FUND)
    assert merge(Register(custodian=told), Register(custodian=other)).custodian is None

import datetime as dt
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracexpo.attestations import Party, Transmission
from tracexpo.history import standing, successors_of
from tracexpo.provenance import Provenance
from tracexpo.vocabularies import PartyKind, TransmissionSubject


def said(id: str, supersedes: str | None = None) -> Transmission:
    """A statement; of which kind does not matter here."""
    return Transmission(
        id=id,
        subject=TransmissionSubject.LIST,
        to=Party(kind=PartyKind.HEALTH_SERVICE),
        on=dt.date(2024, 7, 5),
        provenance=Provenance(supersedes=supersedes),
    )


def read(text: str) -> list[Transmission]:
    """Read statements from a line such as `a b>a c>b`: b corrects a, c corrects b."""
    return [said(*word.split(">")) for word in text.split()]


@pytest.mark.parametrize(
    ("statements", "withdrawn", "current", "living"),
    [
        ("", "", "", ""),
        ("a", "", "a", "a"),
        ("a", "a", "", ""),
        ("a b>a", "", "b", "ab"),
        ("a b>a c>b", "", "c", "abc"),
        # a correction withdrawn without another in its place: what it corrected stands again
        ("a b>a", "b", "a", "a"),
        ("a b>a c>b", "c", "b", "ab"),
        ("a b>a c>b", "bc", "a", "a"),
        # what is withdrawn and was corrected afterwards: the correction stands
        ("a b>a", "a", "b", "ab"),
        ("a b>a c>b", "b", "c", "abc"),
        ("a b>a", "ab", "", ""),
        # two corrections of one statement: both stand, a rule tells it
        ("a b>a c>a", "", "bc", "abc"),
        ("a b>a c>a", "b", "c", "ac"),
        ("a b>a c>a", "bc", "a", "a"),
        # what is corrected is not in the register
        ("b>a", "", "b", "b"),
        ("b>a", "b", "", ""),
        ("a", "z", "a", "a"),
        # in a circle nothing is cancelled, a rule tells it
        ("a>a", "", "a", "a"),
        ("a>b b>a", "", "ab", "ab"),
        ("a>c b>a c>b", "", "abc", "abc"),
        ("a>b b>a", "a", "b", "b"),
        ("a>b b>a c>b d", "", "abcd", "abcd"),
        # a withdrawn one breaks the circle
        ("a>c b>a c>b", "c", "b", "ab"),
        ("a>c b>a c>b", "bc", "a", "a"),
        ("a>c b>a c>b", "abc", "", ""),
        ("a>b b>a c>b", "a", "c", "bc"),
        ("a>a", "a", "", ""),
    ],
)
def test_which_statements_stand(statements: str, withdrawn: str, current: str, living: str) -> None:
    found = standing(read(statements), set(withdrawn))
    assert "".join(sorted(found.current)) == current
    assert "".join(sorted(found.living)) == living


def _stands(id: int, corrections: Sequence[int | None], withdrawn: set[int]) -> bool:
    return id not in withdrawn and not any(
        _lives(n, corrections, withdrawn) for n, corrected in enumerate(corrections) if corrected == id
    )


def _lives(id: int, corrections: Sequence[int | None], withdrawn: set[int]) -> bool:
    return _stands(id, corrections, withdrawn) or any(
        _lives(n, corrections, withdrawn) for n, corrected in enumerate(corrections) if corrected == id
    )


@st.composite
def _histories(draw: st.DrawFn) -> tuple[list[int | None], set[int]]:
    count = draw(st.integers(1, 7))
    corrections = [draw(st.none() | st.integers(0, n - 1)) if n else None for n in range(count)]
    return corrections, draw(st.sets(st.integers(0, count - 1)))


@given(_histories(), st.randoms(use_true_random=False))
def test_the_answer_is_the_one_of_the_definition(history: tuple[list[int | None], set[int]], random: object) -> None:
    corrections, withdrawn = history
    statements = [said(f"s{n}", None if of is None else f"s{of}") for n, of in enumerate(corrections)]
    random.shuffle(statements)  # type: ignore[attr-defined]
    found = standing(statements, {f"s{n}" for n in withdrawn})
    everyone = range(len(corrections))
    assert found.current == {f"s{n}" for n in everyone if _stands(n, corrections, withdrawn)}
    assert found.living == {f"s{n}" for n in everyone if _lives(n, corrections, withdrawn)}


@given(st.data())
def test_what_stands_stands_by_itself(data: st.DataObject) -> None:
    """Whatever supersedes whatever, in circles too: what stands is all that stands of what stands."""
    ids = [f"s{n}" for n in range(data.draw(st.integers(1, 7)))]
    statements = [said(id, data.draw(st.none() | st.sampled_from(ids))) for id in ids]
    current = standing(statements, data.draw(st.sets(st.sampled_from(ids)))).current
    assert standing([s for s in statements if s.id in current], set()).current == current


def test_a_chain_of_ten_thousand_corrections() -> None:
    chain = [said("s0"), *(said(f"s{n}", f"s{n - 1}") for n in range(1, 10_000))]
    assert standing(chain, set()).current == {"s9999"}
    assert standing(chain, {"s9999"}).current == {"s9998"}
    assert standing(reversed(chain), {f"s{n}" for n in range(1, 10_000)}).current == {"s0"}


def test_who_follows_whom() -> None:
    following = successors_of(read("a b>a c>a d>b e>z"))
    assert {id: [s.id for s in statements] for id, statements in following.items()} == {
        "a": ["b", "c"],
        "b": ["d"],
        "z": ["e"],
    }
    assert successors_of([]) == {}

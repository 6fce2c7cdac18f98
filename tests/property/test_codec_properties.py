"""The guarantees of the wire form, on whatever register or record there can be."""

import json
import random
from pathlib import Path
from typing import Any

import attrs
import pytest
import rfc8785
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import tracexpo as tx
from tracexpo.codecs.canonical import canonical, es_number
from tracexpo.codecs.document import read_document
from tracexpo.codecs.jsonl import read_records, write_records
from tracexpo.codecs.reading import Reading
from tracexpo.codecs.records import RECORD_TYPES, RecordReader, Unreadable
from tracexpo.codecs.writing import RecordWriter
from tracexpo.errors import ReadError
from tracexpo.extensions import MOST_EXACT
from tracexpo.form import field_types, is_optional
from tracexpo.problems import Severity
from tracexpo.register import COLLECTIONS, Record, Register
from tracexpo.testing import Spoiling, extensions, marked, marks_in, records, registers, spoilings

# a whole register takes long to draw
FEW = settings(
    max_examples=max(12, settings().max_examples // 8),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
MANY = settings(suppress_health_check=[HealthCheck.too_slow])

COMPLETE: dict[str, Any] = json.loads((Path(__file__).parents[1] / "golden" / "1.0" / "complete.json").read_bytes())
"""A document in which every field and every kind stands."""


def written(plain: Any, **how: Any) -> bytes:
    return json.dumps(plain, **how).encode()


def compact(plain: Any) -> bytes:
    return written(plain, separators=(",", ":"), ensure_ascii=False)


def told(reading: Reading) -> tuple[Any, ...]:
    """All that a reading says."""
    return (
        reading.register,
        [(problem.code, problem.pointer, problem.record, problem.context) for problem in reading.problems],
        [(rejected.pointer, rejected.collection, rejected.problems) for rejected in reading.rejected],
        reading.version,
    )


def shuffled(plain: Any, chance: random.Random) -> Any:
    """The same plain values with the fields of every object in another order."""
    if isinstance(plain, list):
        return [shuffled(item, chance) for item in plain]
    if isinstance(plain, dict):
        keys = chance.sample(list(plain), len(plain))
        return {key: shuffled(plain[key], chance) for key in keys}
    return plain


# -- whole registers


@FEW
@given(registers())
def test_what_is_written_is_read_back_the_same(register: Register) -> None:
    data = tx.dumps(register)
    again = tx.loads(data)
    assert again == register
    assert hash(again) == hash(register)
    assert tx.dumps(again) == data
    assert tx.digest(again) == tx.digest(register)
    assert tx.try_loads(data) == Reading(register=register, version=register.version)


@FEW
@given(registers(newer=True))
def test_a_newer_minor_version_is_read_kept_and_written_back(register: Register) -> None:
    data = tx.dumps(register)
    reading = tx.try_loads(data)
    assert reading.register == register
    assert reading.ok
    assert [problem.code for problem in reading.problems] == ["newer-record"] * len(register.unread)
    assert tx.dumps(tx.loads(data)) == data == rfc8785.dumps(json.loads(data))
    assert register.unread == () or tx.digest(attrs.evolve(register, unread=register.unread[1:])) != tx.digest(register)


@FEW
@given(registers(), st.randoms(use_true_random=False))
def test_canonical_bytes_do_not_depend_on_order_spaces_or_escapes(register: Register, chance: random.Random) -> None:
    data = tx.dumps(register)
    plain = json.loads(data)
    assert data == rfc8785.dumps(plain)
    for name in COLLECTIONS:
        chance.shuffle(plain[name])
    for text in (
        written(plain),
        written(plain, indent=1),
        written(shuffled(plain, chance), ensure_ascii=False),
        b"\xef\xbb\xbf \n" + compact(plain) + b"\r\n",
    ):
        reading = tx.try_loads(text)
        assert reading.problems == ()
        assert reading.register == register
        assert tx.dumps(tx.loads(text)) == data
    assert tx.dumps(tx.loads(plain)) == tx.dumps(tx.loads(written(plain).decode())) == data


@FEW
@given(registers())
def test_both_readers_and_the_mapping_give_the_same_register(register: Register) -> None:
    data = tx.dumps(register)
    plain = json.loads(data)
    quick, careful, mapping = read_document(data), read_document(data, quick=False), read_document(plain)
    assert quick == careful == mapping
    assert plain == json.loads(data)


@FEW
@given(register=registers())
def test_json_lines_hold_the_same_register(register: Register, tmp_path: Path) -> None:
    path, other = tmp_path / "r.jsonl", tmp_path / "s.jsonl"
    tx.write(register, path)
    assert tx.read(path) == register
    write_records(other, read_records(path), head=register)
    assert path.read_bytes() == other.read_bytes()
    assert tx.digest(tx.read(other)) == tx.digest(register)
    collections = [json.loads(line)["in"] for line in path.read_bytes().splitlines()[1:]]
    assert sorted(map(collections.index, collections)) == list(map(collections.index, collections))


# -- single records


def _readers() -> tuple[RecordReader, RecordReader]:
    return RecordReader(), RecordReader(quick=False)


QUICK, CAREFUL = _readers()
WRITER = RecordWriter()


def outcome(read: Record | Unreadable) -> Any:
    if isinstance(read, Unreadable):
        return read.content, [(problem.code, problem.pointer, problem.record) for problem in read.problems]
    return read


@MANY
@given(records())
def test_a_record_is_read_back_the_same_by_either_reader(record: Record) -> None:
    data = WRITER.write(record)
    name = type(record).COLLECTION
    quick, careful = QUICK.read(name, data), CAREFUL.read(name, data)
    assert quick == careful == record
    assert hash(quick) == hash(careful) == hash(record)
    assert repr(quick) == repr(careful) == repr(record)
    assert WRITER.write(quick) == WRITER.write(careful) == data == rfc8785.dumps(json.loads(data))


@MANY
@given(records())
def test_an_optional_field_may_be_absent(record: Record) -> None:
    """Where it holds what is written for nothing; then only the careful reader takes it."""
    plain = json.loads(WRITER.write(record))
    for a in attrs.fields(type(record)):
        if a.default is not attrs.NOTHING and getattr(record, a.name) in (None, (), {}):
            del plain[a.name]
    assert QUICK.read(type(record).COLLECTION, compact(plain)) == record


@MANY
@given(records(), st.data())
def test_null_stands_only_where_it_may(record: Record, data: st.DataObject) -> None:
    cls = type(record)
    name = data.draw(st.sampled_from(sorted(field_types(cls))))
    plain = {**json.loads(WRITER.write(record)), name: None}
    quick, careful = (reader.read(cls.COLLECTION, compact(plain)) for reader in (QUICK, CAREFUL))
    assert outcome(quick) == outcome(careful)
    if not is_optional(field_types(cls)[name]):
        assert isinstance(careful, Unreadable)
        assert [problem.pointer for problem in careful.problems] == [f"/{name}"]


# -- one broken fact


def _spoilings() -> list[Spoiling]:
    """Every way of spoiling a record of the complete document."""
    return [s for s in spoilings(COMPLETE) if s.steps[0] in COLLECTIONS and len(s.steps) > 2]


SPOILINGS = _spoilings()


SPELLINGS: tuple[dict[str, Any], ...] = ({"separators": (",", ":"), "sort_keys": True}, {}, {"indent": 0})


def check_spoiled(spoiling: Spoiling, *spellings: dict[str, Any]) -> None:
    """One fact is broken: it is told once, at its place, by either reader, from bytes and from a mapping alike."""
    name, index, *steps = spoiling.steps
    pointer = f"/{name}/{index}"
    plain = attrs.evolve(spoiling, steps=tuple(steps)).spoil(COMPLETE[str(name)][index])
    careful = CAREFUL.read(str(name), written(plain), pointer)
    assert isinstance(careful, Unreadable), spoiling
    assert [problem.code in spoiling.codes for problem in careful.problems] == [True], spoiling
    assert spoiling.is_told_at(careful.problems[0].pointer), spoiling
    for how in spellings:
        assert outcome(QUICK.read(str(name), written(plain, **how), pointer)) == outcome(careful)
    values, faults = CAREFUL.inspected(plain, pointer, parsed=False)
    assert outcome(CAREFUL.structure(RECORD_TYPES[str(name)], values, faults, pointer))[1] == outcome(careful)[1]


@settings(MANY, max_examples=5 * settings().max_examples)
@given(st.sampled_from(SPOILINGS))
def test_a_broken_fact_is_told_once_at_its_place(spoiling: Spoiling) -> None:
    check_spoiled(spoiling, *SPELLINGS)


@pytest.mark.slow
def test_every_fact_that_can_be_broken_is_told_once_at_its_place() -> None:
    for spoiling in SPOILINGS:
        check_spoiled(spoiling, SPELLINGS[0])


@FEW
@given(st.lists(st.sampled_from(SPOILINGS), min_size=2, max_size=12, unique_by=lambda s: s.steps[:2]))
def test_everything_that_is_broken_is_told_at_once(several: list[Spoiling]) -> None:
    document: Any = COMPLETE
    for spoiling in several:
        document = spoiling.spoil(document)
    reading = tx.try_loads(written(document))
    assert told(reading) == told(read_document(written(document), quick=False)) == told(read_document(document))
    for problem in reading.problems:
        assert any(s.is_told_at(problem.pointer) and problem.code in s.codes for s in several)
    assert len(reading.problems) == len(reading.rejected) == len(several)
    assert reading.register is not None
    kept, whole = len(list(reading.register.records())), len(list(tx.loads(COMPLETE).records()))
    assert kept == whole - len(several)
    with pytest.raises(ReadError) as caught:
        tx.loads(document)
    assert caught.value.problems == reading.problems


@settings(FEW, max_examples=2 * FEW.max_examples)  # type: ignore[attr-defined] # what a decorator holds
@given(st.sampled_from([s for s in spoilings(COMPLETE) if len(s.steps) < 3 or s.steps[0] not in COLLECTIONS]))
def test_a_broken_fact_of_the_envelope_is_told_at_its_place(spoiling: Spoiling) -> None:
    document = spoiling.spoil(COMPLETE)
    reading = tx.try_loads(written(document))
    assert told(reading) == told(read_document(written(document), quick=False)) == told(read_document(document))
    errors = [problem for problem in reading.problems if problem.severity is Severity.ERROR]
    assert errors
    assert all(spoiling.is_told_at(problem.pointer) for problem in errors), spoiling
    assert any(problem.code in spoiling.codes for problem in errors), spoiling


# -- nothing personal


MARKED: dict[str, Any] = json.loads(tx.dumps(marked(tx.loads(COMPLETE))))
"""The complete document with a mark in every personal field and every free text."""


def shown(error: ReadError, reading: Reading) -> str:
    """Everything that a reading shows by itself."""
    problems = [*reading.problems, *(problem for rejected in reading.rejected for problem in rejected.problems)]
    return "\n".join(
        [
            *map(str, [error, *problems, reading, *reading.rejected, error.text_in("fr", most=10_000)]),
            *map(repr, [error, *problems, reading, *reading.rejected, reading.register]),
            *(json.dumps(problem.to_dict(), ensure_ascii=False) for problem in problems),
        ]
    )


MARK = "QXZMARK Identity"


def broken(plain: Any) -> Any:
    """Plain values of a wrong type wherever they can be, all that they held still inside."""
    if isinstance(plain, dict):
        return {**{key: broken(value) for key, value in plain.items()}, MARK: MARK, MARK + "é": [MARK, 1e400]}
    return [broken(item) for item in plain] + [MARK] if isinstance(plain, list) else [plain, {"a": plain}]


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_no_message_shows_what_is_personal(collection: str) -> None:
    records: list[Any] = []
    for record in MARKED[collection]:
        records.append({key: value if key == "id" else broken(value) for key, value in record.items()})
        records += [{**record, key: [MARK, 1e400, 10**20]} for key in record]
    records += [MARK, [MARK], {"id": MARK}, {MARK: MARK}, {"kind": MARK}, {"extensions": {MARK: {MARK: 1e400}}}]
    document = {**MARKED, collection: records, MARK: MARK}
    text = written(document)
    assert marks_in(text.decode())
    with pytest.raises(ReadError) as caught:
        tx.loads(document)
    for reading in (tx.try_loads(text), tx.try_loads(document)):
        assert len(reading.problems) > len(records)
        assert marks_in(shown(caught.value, reading)) == ()


@settings(MANY, max_examples=3 * settings().max_examples)
@given(st.sampled_from([s for s in spoilings(MARKED) if s.way != "too-long"]))
def test_no_message_about_one_broken_fact_shows_what_is_personal(spoiling: Spoiling) -> None:
    one = {"format": "tracexpo-register", "version": "1.0"}
    name = str(spoiling.steps[0])
    document = spoiling.spoil(MARKED if name not in COLLECTIONS else {**one, name: MARKED[name]})
    reading = tx.try_loads(written(document))
    assert marks_in(shown(ReadError(reading.problems), reading)) == ()


# -- numbers and canonical JSON


@settings(MANY, max_examples=5 * settings().max_examples)
@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_are_written_as_ecmascript_does(number: float) -> None:
    assert es_number(number) == rfc8785.dumps(number).decode()
    assert float(es_number(number)) == number


@settings(MANY, max_examples=5 * settings().max_examples)
@given(st.integers(0, 2**64 - 1))
def test_every_bit_pattern_is_written_as_ecmascript_does(bits: int) -> None:
    import struct

    (number,) = struct.unpack("<d", bits.to_bytes(8, "little"))
    if number - number == 0:
        assert es_number(number) == rfc8785.dumps(number).decode()


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-MOST_EXACT, MOST_EXACT)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner, max_size=4)
    ),
    max_leaves=12,
)


@MANY
@given(JSON)
def test_canonical_json_is_that_of_rfc_8785(value: Any) -> None:
    assert canonical(value).encode() == rfc8785.dumps(value)
    assert canonical(json.loads(canonical(value))) == canonical(value)


@MANY
@given(extensions(), st.booleans())
def test_extensions_come_back_as_they_were(kept: tx.Extensions, quick: bool) -> None:
    worker = tx.Worker(id="w1", extensions=kept)
    data = tx.dumps(Register().add(worker))
    reading = read_document(data, quick=quick)
    assert reading.register is not None
    assert reading.register.workers == (worker,)
    assert dict(reading.register.workers[0].extensions) == dict(kept)
    assert data == rfc8785.dumps(json.loads(data))

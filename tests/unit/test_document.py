import gc
import json
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import attrs
import pytest

import tracexpo as tx
from tracexpo.codecs.document import collector_paused, read_document
from tracexpo.codecs.reading import Limits, Reading
from tracexpo.problems import Severity
from tracexpo.register import COLLECTIONS

GOLDEN = Path(__file__).parents[1] / "golden" / "1.0"
HEAD: dict[str, Any] = {"format": "tracexpo-register", "version": "1.0"}
AGENT = {"id": "a1", "kind": "process", "name": "Bain"}


def read(data: Any, **how: Any) -> Reading:
    """Both ways of reading say the same; from a mapping too."""
    text = json.dumps(data).encode() if isinstance(data, dict) else data
    quick, careful = read_document(text, quick=True, **how), read_document(text, quick=False, **how)
    assert quick == careful
    assert [problem.context for problem in quick.problems] == [problem.context for problem in careful.problems]
    assert [rejected.content for rejected in quick.rejected] == [rejected.content for rejected in careful.rejected]
    if isinstance(data, dict):
        assert read_document(data, **how) == quick
    return quick


def told(reading: Reading) -> list[tuple[str, str]]:
    return [(problem.code, problem.pointer) for problem in reading.problems]


# -- the envelope


def test_the_least_a_document_holds() -> None:
    assert read(HEAD) == Reading(register=tx.Register(), version="1.0")


@pytest.mark.parametrize(
    ("data", "problems"),
    [
        (b"", [("empty-document", "")]),
        (b"[]", [("not-an-object", "")]),
        (b"null", [("not-an-object", "")]),
        (b'"tracexpo-register"', [("not-an-object", "")]),
        (b"{}", [("not-a-register", "")]),
        (b'{"version":"1.0"}', [("not-a-register", "")]),
        (b'{"format":"tracexpo-register"}', [("version-malformed", "")]),
        (b'{"format":"tracexpo-registers","version":"1.0"}', [("not-a-register", "/format")]),
        (b'{"format":null,"version":"1.0"}', [("not-a-register", "/format")]),
        (b'{"format":["tracexpo-register"],"version":"1.0"}', [("not-a-register", "/format")]),
        (b'{"format":"\\u0074racexpo-register","version":"2.0"}', [("version-unsupported", "/version")]),
        (b'{"format":"tracexpo-register","version":"2.0","workers":5}', [("version-unsupported", "/version")]),
        (b'{"format":"tracexpo-register","version":"1.0"', [("not-json", "")]),
        # what is no text at all is told before what kind of document it might have been
        (b'{"format":"other","version":"1.0","workers":[{"id":"\xff"}]}', [("not-utf-8", "")]),
        (b'{"format":"tracexpo-register","version":"2.0","workers":[{"id":"\xff"}]}', [("not-utf-8", "")]),
        (b'{"format":"\xff","version":"1.0"}', [("not-utf-8", "")]),
        (b'{"format":"tracexpo-register","version":"\xff"}', [("not-utf-8", "")]),
        (b'{"format":"tracexpo-register","version":"1.0","as_of":"\xff"}', [("not-utf-8", "")]),
        (b'{"format":"tracexpo-register","version":"1.0","workers":[{"id":5},{"id":"\xff"}]}', [("not-utf-8", "")]),
        (b'{"format":"tracexpo-register","version":"1.0"}}', [("not-json", "")]),
    ],
)
def test_what_is_no_register(data: bytes, problems: list[tuple[str, str]]) -> None:
    reading = read(data)
    assert reading.register is None
    assert told(reading) == problems


@pytest.mark.parametrize(
    "version", ["", "1", "1.0.0", "01.0", "1.00", "v1.0", "1.0 ", " 1.0", "1,0", "1.", ".1", "-1.0", "١.٠"]
)
def test_versions_that_are_none(version: str) -> None:
    assert told(read({**HEAD, "version": version})) == [("version-malformed", "/version")]
    for wrong in (1.0, 1, None, True, ["1.0"], {"1.0": 1}):
        assert told(read({**HEAD, "version": wrong})) == [("version-malformed", "/version")]


@pytest.mark.parametrize("version", ["0.9", "0.0", "2.0", "9999.9999"])
def test_versions_of_others(version: str) -> None:
    reading = read({**HEAD, "version": version, "workers": [5]})
    assert told(reading) == [("version-unsupported", "/version")]
    assert (reading.register, reading.version) == (None, version)


def test_fields_beside_the_collections() -> None:
    custodian = {"kind": "fund", "id": None, "since": "2024-07-05"}
    register = read({**HEAD, "as_of": "2025-01-01", "custodian": custodian}).register
    assert register is not None
    assert str(register.as_of) == "2025-01-01"
    assert register.custodian is not None
    assert register.custodian.kind is tx.PartyKind.FUND
    assert read({**HEAD, "as_of": None, "custodian": None}).register == tx.Register()


def test_what_is_wrong_beside_the_collections_is_set_aside() -> None:
    reading = read(
        {**HEAD, "as_of": "5 July", "custodian": {"kind": "fonds", "sinse": None}, "workers": [{"id": "w1"}]}
    )
    assert told(reading) == [
        ("not-a-date", "/as_of"),
        ("not-in-vocabulary", "/custodian/kind"),
        ("misspelt-field", "/custodian/sinse"),
    ]
    assert [(rejected.pointer, rejected.collection) for rejected in reading.rejected] == [
        ("/as_of", None),
        ("/custodian", None),
    ]
    assert [len(rejected.problems) for rejected in reading.rejected] == [1, 2]
    assert reading.register == tx.Register().add(tx.Worker(id="w1"))


def test_faults_of_the_text_beside_the_collections() -> None:
    head = b'{"format":"tracexpo-register","version":"1.0",'
    for field, problem in (
        (b'"custodian":{"kind":"fund","kind":"fund","id":null,"since":null}', ("duplicate-key", "/custodian/kind")),
        (b'"as_of":1e400', ("number-not-exact", "/as_of")),
        (b'"as_of":"\\ud800"', ("not-unicode", "/as_of")),
        (b'"custodian":%s%s' % (b"[" * 100, b"]" * 100), ("too-deep", "/custodian" + "/0" * 63)),
    ):
        reading = read(head + field + b',"workers":[{"id":"w1"}]}')
        assert problem in told(reading)
        assert reading.register == tx.Register().add(tx.Worker(id="w1"))
        assert len(reading.rejected) == 1
        assert reading.rejected[0].problems == reading.problems


def test_unknown_fields_of_the_document() -> None:
    reading = read({**HEAD, "worker": [], "novelty": {"a": [1]}, "Marie Dupont": 5})
    assert told(reading) == [("misspelt-field", "/worker"), ("unknown-field", "/novelty"), ("unknown-field", "")]
    assert [rejected.content for rejected in reading.rejected] == [
        {"worker": []},
        {"novelty": {"a": [1]}},
        {"Marie Dupont": 5},
    ]
    assert reading.problems[0].context == {"near": "workers"}


@pytest.mark.parametrize("wrong", [None, {}, "a", 5, True, {"id": "w1"}])
def test_a_collection_that_is_none(wrong: Any) -> None:
    reading = read({**HEAD, "workers": wrong, "agents": [AGENT]})
    assert told(reading) == [("not-an-array", "/workers")]
    assert [(r.pointer, r.collection, r.content) for r in reading.rejected] == [("/workers", "workers", wrong)]
    assert reading.register is not None
    assert len(reading.register.agents) == 1


# -- keys of the document named twice

PARTS = [
    b'"format":"tracexpo-register"',
    b'"version":"1.0"',
    b'"as_of":null',
    b'"workers":[{"id":"w1"}]',
    b'"agents":[]',
]


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("escaped", [False, True])
@pytest.mark.parametrize("spaces", [b"", b" ", b"\n\t"])
def test_every_field_of_the_document_named_twice_is_told(part: bytes, escaped: bool, spaces: bytes) -> None:
    name = json.loads(part[: part.index(b":")])
    again = b'"\\u%04x%s"%s' % (ord(name[0]), name[1:].encode(), part[part.index(b":") :]) if escaped else part
    for both in ([part, again], [again, part]):
        others = [other for other in PARTS if other is not part]
        for parts in ([*both, *others], [both[0], *others, both[1]]):
            assert told(
                read(b"{" + spaces.join(parts[:1]) + spaces + b"," + (spaces + b",").join(parts[1:]) + b"}")
            ) == [("duplicate-key", f"/{name}")]


@pytest.mark.parametrize(
    "both",
    [
        (b"[]", b'[{"id":"w1"}]'),
        (b'[{"id":"w1"}]', b"[]"),
        (b"[]", b"[]"),
        (b"null", b"[]"),
        (b'[{"id":"w1"}]', b'[{"id":"w1"},{"id":"w2"}]'),
        (b'[{"id":"w1"},{"id":"w2"}]', b'[{"id":"w1"}]'),
        (b'["]",{"id":"w1"}]', b'[{"id":"w1"}]'),
    ],
)
def test_a_collection_named_twice(both: tuple[bytes, bytes]) -> None:
    data = b'{"format":"tracexpo-register","workers":%s,"version":"1.0","workers":%s}' % both
    assert ("duplicate-key", "/workers") in told(read(data))


def test_keys_that_look_like_more_of_them_inside_texts() -> None:
    name = '"workers":[],"workers":[' + '\\\\"' * 50
    data = json.dumps({**HEAD, "workers": [{"id": "w1", "identity": {"birth_name": name}}]}, indent=1).encode()
    reading = read(data)
    assert reading.ok
    assert reading.register is not None
    assert reading.register.workers[0].identity == tx.Identity(birth_name=name)


# -- records


def test_good_records_are_kept_and_bad_ones_set_aside_in_order() -> None:
    workers = [{"id": "w1"}, 5, {"id": "w2", "x": 1}, {"id": "w3"}, None, {"id": "w4", "aliases": [{}]}]
    reading = read({**HEAD, "workers": workers, "agents": [{"id": "a1"}, AGENT]})
    assert reading.register is not None
    assert [worker.id for worker in reading.register.workers] == ["w1", "w3"]
    assert [rejected.pointer for rejected in reading.rejected] == [
        "/workers/1",
        "/workers/2",
        "/workers/4",
        "/workers/5",
        "/agents/0",
    ]
    assert [rejected.content for rejected in reading.rejected[:3]] == [5, {"id": "w2", "x": 1}, None]
    assert told(reading) == [
        ("not-an-object", "/workers/1"),
        ("unknown-field", "/workers/2/x"),
        ("not-an-object", "/workers/4"),
        ("missing-field", "/workers/5/aliases/0/how"),
        ("missing-field", "/workers/5/aliases/0/ref"),
        ("unknown-kind", "/agents/0"),
    ]
    assert [problem.record for problem in reading.problems] == [None, "w2", None, "w4", "w4", "a1"]
    assert reading.problems == tuple(problem for rejected in reading.rejected for problem in rejected.problems)


def test_the_order_of_the_fields_of_a_document_changes_nothing() -> None:
    fields = {**HEAD, "workers": [{"id": 5}, {"id": "w1"}], "agents": [{"id": 6}], "as_of": 7, "novel": 8}
    outcomes = [read(dict(items)) for items in (fields.items(), reversed(fields.items()), sorted(fields.items()))]
    assert outcomes[0] == outcomes[1] == outcomes[2]


def test_equal_ids_are_kept_and_are_for_the_rules_to_tell() -> None:
    reading = read({**HEAD, "workers": [{"id": "w1"}, {"id": "w1", "extensions": {"a.b": 1}}, {"id": "w1"}]})
    assert reading.ok
    assert reading.register is not None
    assert len(reading.register.workers) == 3
    assert tx.loads(tx.dumps(reading.register)) == reading.register


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview, bytes.decode])
def test_what_a_document_may_come_in(kind: Any) -> None:
    data = (GOLDEN / "complete.json").read_bytes()
    assert read_document(kind(data)) == read_document(data)


def test_a_document_larger_than_the_limit() -> None:
    data = json.dumps(HEAD)
    assert read(data.encode(), limits=Limits(document=len(data))).ok
    for text in (data.encode(), data, memoryview(data.encode()), data.replace("1.0", "éé")):
        assert told(read_document(text, Limits(document=len(data) - 1))) == [("too-large", "")]


# -- a newer minor version


@pytest.mark.parametrize("version", ["1.1", "1.2", "1.10", "1.9999"])
def test_what_is_new_is_kept_word_for_word(version: str) -> None:
    document = {
        **HEAD,
        "version": version,
        "novelties": [{"b": 1.50, "a": "é"}],
        "custodian": {"kind": "observatory", "id": None, "since": None},
        "workers": [{"id": "w1"}, {"id": "w2", "novel": {"b": [1.0, None], "a": 0.1}}],
        "agents": [AGENT, {"id": "a2", "kind": "mineral", "name": "Amphibole"}],
        "services": [{"id": "s1", "name": "A", "type": "regional"}],
    }
    reading = read(document)
    register = reading.register
    assert register is not None
    assert reading.ok
    assert told(reading) == [
        ("newer-record", pointer) for pointer in ("/custodian", "/services/0", "/workers/1", "/agents/1", "/novelties")
    ]
    assert {problem.severity for problem in reading.problems} == {Severity.WARNING}
    assert [problem.record for problem in reading.problems] == [None, "s1", "w2", "a2", None]
    assert all(version in problem.message for problem in reading.problems)
    assert {(u.collection, u.id, u.json) for u in register.unread} == {
        (None, None, '{"custodian":{"id":null,"kind":"observatory","since":null}}'),
        ("services", "s1", '{"id":"s1","name":"A","type":"regional"}'),
        ("workers", "w2", '{"id":"w2","novel":{"a":0.1,"b":[1,null]}}'),
        ("agents", "a2", '{"id":"a2","kind":"mineral","name":"Amphibole"}'),
        (None, None, '{"novelties":[{"a":"é","b":1.5}]}'),
    }
    assert (len(register.workers), len(register.agents), register.custodian) == (1, 1, None)
    again = tx.dumps(register)
    plain = json.loads(again)
    assert plain["novelties"] == document["novelties"]
    assert plain["custodian"] == document["custodian"]
    assert plain["services"] == document["services"]
    assert tx.loads(again) == register
    assert tx.dumps(tx.loads(again)) == again
    without = [attrs.evolve(register, unread=register.unread[:n] + register.unread[n + 1 :]) for n in range(5)]
    assert len({tx.digest(register), *map(tx.digest, without)}) == 6


def test_what_is_new_and_wrong_is_wrong() -> None:
    reading = read(
        {
            **HEAD,
            "version": "1.1",
            "workers": [
                {"id": "w1", "novel": 1, "aliases": 5},
                {"id": "w2", "novel": 1, "identity": {"birth_date": "5 July"}},
            ],
            "agents": [
                {"id": "a1", "name": "no kind"},
                {"id": "a 2", "kind": "mineral"},
                {"id": "a3", "kind": "process"},
            ],
            "custodian": {"kind": "observatory", "since": "5 July"},
        }
    )
    assert not reading.ok
    assert reading.register is not None
    assert reading.register.unread == ()
    assert len(reading.rejected) == 6
    assert ("not-an-array", "/workers/0/aliases") in told(reading)
    assert ("unknown-field", "/workers/0/novel") in told(reading)


def test_what_is_unknown_at_our_version_is_a_fault() -> None:
    for body in ({"workers": [{"id": "w1", "novel": 1}]}, {"novel": 1}, {"agents": [{"id": "a1", "kind": "mineral"}]}):
        reading = read({**HEAD, **body})
        assert not reading.ok
        assert reading.register is not None
        assert reading.register.unread == ()


def test_the_golden_file_of_a_newer_version() -> None:
    reading = read((GOLDEN / "newer.json").read_bytes())
    assert reading.ok
    assert {problem.code for problem in reading.problems} == {"newer-record"}


# -- mappings


class Fields(Mapping[str, Any]):
    """A mapping that is no dict, and that calls its values anew each time."""

    def __init__(self, fields: dict[str, Any]) -> None:
        self._fields = fields

    def __getitem__(self, name: str) -> Any:
        value = self._fields[name]
        return Fields(value) if isinstance(value, dict) else json.loads(json.dumps(value))

    def __iter__(self) -> Iterator[str]:
        return iter(self._fields)

    def __len__(self) -> int:
        return len(self._fields)


def test_a_mapping_that_is_no_dict() -> None:
    plain = json.loads((GOLDEN / "complete.json").read_bytes())
    assert read_document(Fields(plain)) == read_document(plain)


def test_keys_that_are_no_texts() -> None:
    reading = read_document({**HEAD, 1: 2, None: 3, "workers": [{"id": "w1", ("a",): 1}]})  # type: ignore[dict-item]
    assert told(reading) == [("not-a-json-value", ""), ("not-a-json-value", ""), ("not-a-json-value", "/workers/0")]
    assert "int as a key" in reading.problems[0].message
    assert "int comme clé" in reading.problems[0].message_in("fr")


# -- the collector


@pytest.fixture
def collecting() -> Iterator[None]:
    assert gc.isenabled()
    yield
    gc.enable()


@pytest.mark.usefixtures("collecting")
def test_the_collector_is_paused_and_given_back() -> None:
    for enabled in (True, False):
        gc.enable() if enabled else gc.disable()
        with collector_paused():
            assert not gc.isenabled()
        assert gc.isenabled() is enabled
        for data in (json.dumps(HEAD).encode(), b"", b"[", HEAD, 5, b"[" * 100_000):
            read_document(data)  # type: ignore[arg-type]
            assert gc.isenabled() is enabled
        with pytest.raises(ZeroDivisionError), collector_paused():
            raise ZeroDivisionError
        assert gc.isenabled() is enabled


@pytest.mark.usefixtures("collecting")
def test_the_collector_is_given_back_when_a_step_fails() -> None:
    def failing(_: dict[str, Any]) -> dict[str, Any]:
        raise ZeroDivisionError

    reading = read_document({**HEAD, "version": "0.9"}, steps={"0.9": ("1.0", failing)})
    assert [problem.code for problem in reading.problems] == ["migration-failed"]
    assert gc.isenabled()


@pytest.mark.usefixtures("collecting")
def test_reading_in_threads() -> None:
    data = (GOLDEN / "complete.json").read_bytes()
    bad = data.replace(b'"2024', b'"2O24')
    expected, told_of_bad = read_document(data), read_document(bad)
    found: list[tuple[Reading, Reading]] = []

    def work() -> None:
        for _ in range(5):
            found.append((read_document(data), read_document(bad)))  # noqa: PERF401 one after the other

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 20
    assert all(pair == (expected, told_of_bad) for pair in found)
    assert gc.isenabled()


def test_every_collection_is_read() -> None:
    plain = json.loads((GOLDEN / "complete.json").read_bytes())
    reading = read(plain)
    assert reading.register is not None
    assert all(len(getattr(reading.register, name)) == len(plain[name]) > 0 for name in COLLECTIONS)

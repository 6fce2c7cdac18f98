"""What a register must answer, worked out from its JSON with msgspec alone: a quick wrong answer does not count."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from enum import Enum
from typing import Any

import attrs
import msgspec
from generate import COLLECTIONS

STEP = 97  # every so many records one is compared field by field

SPOILED: tuple[tuple[str, Any], ...] = (
    ("unknown", None),
    ("kind", "other"),
    ("id", "with space"),
    ("id", "x" * 129),
    ("id", None),
    ("worker", 7),
    ("note", ""),
    ("note", "x" * 65_537),
    ("period", "2024-07-05"),
    ("period/start", "2024-02-30"),
    ("period/start", "20240705"),
    ("period/start", "1720137600"),
    ("period/start", "1899-12-31"),
    ("period/start", "2200-01-01"),
    ("period/start", "2024-07-05T00:00:00"),
    ("period/end", "1950-01-01"),
    ("period/precision", "hour"),
    ("period/ended", 1),
    ("period/ended", "true"),
    ("conditions/unknown", 1),
    ("conditions/routes", "inhalation"),
    ("conditions/routes", [None]),
    ("conditions/duration", {"kind": "time", "value": 20, "unit": "h/week"}),
    ("conditions/duration", {"kind": "time", "value": "-0", "unit": "h/week"}),
    ("conditions/duration", {"kind": "time", "value": "1e3", "unit": "h/week"}),
    ("conditions/duration", {"kind": "time", "value": "01", "unit": "h/week"}),
    ("conditions/duration", {"kind": "time", "value": "20", "unit": "h/fortnight"}),
    ("conditions/duration", {"value": "20", "unit": "h/week"}),
    ("conditions/duration", {"kind": "level", "value": "20", "unit": "h/week"}),
    ("conditions/frequency", {"times": -1, "per": "week"}),
    ("conditions/frequency", {"times": 1.0, "per": "week"}),
    ("conditions/frequency", {"times": True, "per": "week"}),
    ("conditions/not_known", [{"what": "nature", "reason": "lost"}]),
    ("conditions/measures/0/level", None),
    ("conditions/closed_apparatus", 0),
    ("provenance/recorded_at", "2024-07-05T10:00:00+02:00"),
    ("provenance/recorded_at", "2024-07-05T10:00:00.5Z"),
    ("provenance/recorded_at", "2024-07-05 10:00:00Z"),
    ("provenance/evidence", {"kind": "guessed"}),
    ("provenance/author", ""),
    ("extensions", {"no-domain": 1}),
)
"""What both sides must refuse: a place in a record and the value put there."""


class _Measure(msgspec.Struct):
    value: Decimal


class _Level(msgspec.Struct, tag_field="kind", tag="level"):
    value: _Measure
    on: dt.date | None


class _Band(msgspec.Struct, tag_field="kind", tag="band"):
    value: str


class _Frequency(msgspec.Struct):
    times: int


class _Name(msgspec.Struct):
    name: str


class _Conditions(msgspec.Struct):
    nature: str | None
    routes: list[str]
    frequency: _Frequency | None
    degree: _Level | _Band | None
    measures: list[_Name]


class _Provenance(msgspec.Struct):
    recorded_at: dt.datetime
    source_text: str | None


class _Period(msgspec.Struct):
    start: dt.date
    end: dt.date | None


class _Exposure(msgspec.Struct):
    id: str
    worker: str
    period: _Period
    conditions: _Conditions
    provenance: _Provenance
    note: str | None


class _Document(msgspec.Struct):
    exposures: list[_Exposure]


class Sum(msgspec.Struct, frozen=True):
    """A sum over values of every exposure: whoever read a document must come to the same."""

    count: int
    days: int
    seconds: int
    numbers: Decimal
    letters: int


def sum_of(exposures: Iterable[Any]) -> Sum:
    """Add up days, instants, numbers and lengths of texts, by the attributes that every reader gives its objects."""
    count = days = seconds = letters = 0
    numbers = Decimal(0)
    for x in exposures:
        told, said, degree = x.conditions, x.provenance, x.conditions.degree
        count += 1
        days += x.period.start.toordinal() + (x.period.end.toordinal() if x.period.end else 0)
        seconds += round(said.recorded_at.timestamp())
        numbers += told.frequency.times if told.frequency else 0
        letters += len(x.id) + len(x.worker) + len(told.nature or "") + len(x.note or "") + len(said.source_text or "")
        letters += len(told.routes) + sum(len(measure.name) for measure in told.measures)
        if degree is None:
            continue
        if isinstance(degree.value, str):
            letters += len(degree.value)
        else:
            numbers += degree.value.value
            days += degree.on.toordinal()
    return Sum(count, days, seconds, numbers, letters)


def expected_sum(data: bytes) -> Sum:
    """Return the sum that belongs to a document."""
    return sum_of(msgspec.json.decode(data, type=_Document).exposures)


def digest_of(data: bytes) -> str:
    """Return the digest of a document: SHA-256 of its RFC 8785 form, each collection sorted by id.

    msgspec's sorted encoder writes that form of such records: keys in ASCII, and no numbers but small integers.
    """
    document = msgspec.json.decode(data, type=dict[str, msgspec.Raw])
    whole = hashlib.sha256()
    for i, name in enumerate(sorted(document)):
        whole.update(b"%s%s:" % (b"," if i else b"{", msgspec.json.encode(name)))
        if name not in COLLECTIONS:
            whole.update(msgspec.json.encode(msgspec.json.decode(document[name]), order="sorted"))
            continue
        raws = msgspec.json.decode(document[name], type=list[msgspec.Raw])
        records = (msgspec.json.decode(raw) for raw in raws)
        pieces = sorted((record["id"], msgspec.json.encode(record, order="sorted")) for record in records)
        whole.update(b"[%s]" % b",".join(piece for _, piece in pieces))
    whole.update(b"}")
    return f"sha256:{whole.hexdigest()}"


def records_of(data: bytes) -> list[bytes]:
    """Return the exposures of a document, each as its own JSON."""
    exposures = msgspec.json.decode(data, type=dict[str, msgspec.Raw])["exposures"]
    return [bytes(raw) for raw in msgspec.json.decode(exposures, type=list[msgspec.Raw])]


def spoiled(raw: bytes) -> list[bytes]:
    """Return the record spoiled in each of the ways."""
    return [spoil(raw, place, value) for place, value in SPOILED]


def spoil(raw: bytes, place: str, value: Any) -> bytes:
    """Return the record with a value put in a place."""
    record = msgspec.json.decode(raw)
    *way, last = place.split("/")
    node = record
    for name in way:
        node = node[int(name) if isinstance(node, list) else name]
    node[last] = value
    return msgspec.json.encode(record)


def compare(exposures: Sequence[Any], raws: Sequence[bytes], *, step: int = STEP) -> None:
    """Compare a sample of exposures field by field with their JSON.

    Raises:
        AssertionError: where a field differs.
    """
    for n, (x, raw) in enumerate(zip(exposures[::step], raws[::step], strict=True)):
        assert plain(x) == msgspec.json.decode(raw), f"exposure {n * step} was not read as it is written"


def plain(value: Any) -> Any:
    """Return an object of any of the models as the JSON it came from."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, dt.datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if attrs.has(type(value)):
        fields = {field.name: plain(getattr(value, field.name)) for field in attrs.fields(type(value))}
        return {"kind": value.KIND, **fields} if hasattr(value, "KIND") else fields
    names = getattr(type(value), "__pydantic_fields__", None)
    return value if names is None else {name: plain(getattr(value, name)) for name in names}

"""Reading and writing JSON. The wire form is described in the documentation and in `schemas/`."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tracexpo.codecs.document import read_document
from tracexpo.codecs.reading import LIMITS, Limits, Reading
from tracexpo.codecs.records import RecordReader
from tracexpo.codecs.writing import RecordWriter, digest, dumps
from tracexpo.register import Register

__all__ = ["RecordReader", "RecordWriter", "digest", "dumps", "loads", "make_converter", "try_loads"]

if TYPE_CHECKING:
    from cattrs import Converter


def make_converter() -> "Converter":
    """Return a fresh, strict cattrs converter for the plain values of the wire form.

    Embedders may copy it and add hooks; the library itself keeps one of its own.

    >>> from tracexpo.units import Measure
    >>> make_converter().structure({"value": "0.10", "unit": "mg/m3"}, Measure)
    Measure(value=Decimal('0.10'), unit=<Unit.MG_M3: 'mg/m3'>)
    """
    from tracexpo.codecs.converter import make_converter as make

    return make()


def loads(data: bytes | str | Mapping[str, Any], *, limits: Limits = LIMITS) -> Register:
    """Read a register from JSON: bytes, a str or the plain values.

    Args:
        data: the document, whatever it holds.
        limits: what is accepted at the most.

    Raises:
        ReadError: with every problem, each at its pointer.
        UnsupportedVersionError: when the document is of another major version.

    >>> loads(b'{"format": "tracexpo-register", "version": "1.0", "workers": [{"id": "w1"}]}')
    <Register 1.0: 1 worker>
    >>> loads(b'{"format": "tracexpo-register", "version": "1.0", "workers": [{"id": 7}]}')
    Traceback (most recent call last):
        ...
    tracexpo.errors.ReadError: 1 problem
      /workers/0/id: expected a text, found a number [not-a-string]
    """
    return try_loads(data, limits=limits).register_or_raise()


def try_loads(data: bytes | str | Mapping[str, Any], *, limits: Limits = LIMITS) -> Reading:
    """Read what can be read: good records are kept, bad ones set aside with their reasons.

    Never raises for what the data holds.

    >>> reading = try_loads(b'{"format": "tracexpo-register", "version": "1.0", "workers": [{"id": "w1"}, {}]}')
    >>> reading.register, [problem.pointer for problem in reading.problems]
    (<Register 1.0: 1 worker>, ['/workers/1/id'])
    """
    return read_document(data, limits)

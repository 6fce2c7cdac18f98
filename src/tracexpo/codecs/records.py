"""Reading one record: the quick reader first, the careful one where it refuses."""

from collections.abc import Mapping
from typing import Any, Final, get_args

from attrs import frozen
from cattrs import Converter
from cattrs.errors import ClassValidationError, IterableValidationError
from msgspec import Raw

from tracexpo.codecs.converter import make_converter, problems_of
from tracexpo.codecs.plain import Inspection, NotJsonError, parse, under
from tracexpo.codecs.quick import QuickReader, RefusedError
from tracexpo.codecs.reading import LIMITS, Limits
from tracexpo.errors import InvalidValueError
from tracexpo.form import ID, field_types
from tracexpo.problems import Problem
from tracexpo.register import COLLECTIONS, Record, Register

__all__ = ["RECORD_TYPES", "RecordReader", "Unreadable"]

RECORD_TYPES: Final[Mapping[str, Any]] = {name: get_args(field_types(Register)[name])[0] for name in COLLECTIONS}
"""The class, or tagged union of classes, of the records of each collection."""

_NEWER: Final = frozenset({"unknown-field", "misspelt-field", "unknown-kind", "not-in-vocabulary"})
"""What a newer minor version may bring: optional fields, kinds, members of vocabularies."""


@frozen
class Unreadable:
    """A record that could not be built."""

    content: Any
    """Its plain values; its bytes where it is not even JSON."""
    problems: tuple[Problem, ...]
    """Why."""

    @property
    def id(self) -> str | None:
        """Its id, where it has a valid one."""
        return plain_id(self.content)

    @property
    def may_be_newer(self) -> bool:
        """Whether everything that is wrong with it may come from a newer minor version."""
        return isinstance(self.content, dict) and all(problem.code in _NEWER for problem in self.problems)


def plain_id(content: Any) -> str | None:
    """Return the id of a record in plain values, None where it has no valid one."""
    own = content.get("id") if isinstance(content, dict) else None
    return own if type(own) is str and ID.fullmatch(own) else None


class RecordReader:
    """Reads records, one at a time; make one for each document and each thread."""

    def __init__(self, limits: Limits = LIMITS, *, quick: bool = True) -> None:
        self._limits = limits
        self._converter: Converter = make_converter()
        # a depth under our own would have to be counted
        self._quick = QuickReader(limits) if quick and limits.depth >= LIMITS.depth else None

    def read(self, collection: str, raw: bytes | Raw, pointer: str = "") -> Record | Unreadable:
        """Read the bytes of one record of a collection."""
        target = RECORD_TYPES[collection]
        if self._quick is not None:
            try:
                record: Record = self._quick.read(raw, target)
            except RefusedError:
                pass
            else:
                return record
        try:
            value = parse(bytes(raw), self._limits)
        except NotJsonError as error:
            return Unreadable(bytes(raw), (error.problem.moved(pointer),))
        built: Record | Unreadable = self.structure(target, *self.inspected(value, pointer, parsed=True), pointer)
        return built

    def inspected(self, value: object, pointer: str, *, parsed: bool) -> tuple[Any, list[Problem]]:
        """Return plain values and what JSON allows but a register cannot keep."""
        # where it stands in a document: the document, its collection, the record
        inspection = Inspection(self._limits, parsed=parsed)
        plain = inspection.plain(value, pointer, depth=3)
        return plain, inspection.problems

    def structure(self, target: Any, plain: Any, faults: list[Problem], pointer: str) -> Any:
        """Build a record, or another value of the form, from plain values; `Unreadable` where it cannot be built."""
        try:
            built = self._converter.structure(plain, target)
        except (InvalidValueError, ClassValidationError, IterableValidationError) as error:
            known = [p for p in problems_of(error, pointer) if not any(_covers(f, p) for f in faults)]
            faults = sorted([*faults, *known], key=lambda problem: problem.pointer)
        else:
            if not faults:
                return built
        own = plain_id(plain)
        return Unreadable(plain, tuple(_of(problem, own) for problem in faults))


def _covers(fault: Problem, problem: Problem) -> bool:
    """Tell whether a problem of structure only follows from a fault of the text."""
    return fault.code != "duplicate-key" and any(under([problem], fault.pointer))


def _of(problem: Problem, record: str | None) -> Problem:
    return problem.kind.at(problem.pointer, record=record, cell=problem.cell, context=problem.context)

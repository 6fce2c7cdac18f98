"""Reading one record: the quick reader first, the careful one where it refuses."""

from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from typing import Any, Final, get_args

from attrs import evolve, field, frozen
from msgspec import Raw

from tracexpo.codecs.plain import MOST_REPEATED, Inspection, NotJsonError, parse
from tracexpo.codecs.quick import REFUSALS, QuickReader, RefusedError
from tracexpo.codecs.reading import LIMITS, Limits
from tracexpo.errors import InvalidValueError
from tracexpo.form import check_id, field_types
from tracexpo.problems import Problem
from tracexpo.register import COLLECTIONS, Record, Register

__all__ = ["IN_COLLECTION", "RECORD_TYPES", "RecordReader", "Unreadable", "lent_reader"]

RECORD_TYPES: Final[Mapping[str, Any]] = {name: get_args(field_types(Register)[name])[0] for name in COLLECTIONS}
"""The class, or tagged union of classes, of the records of each collection."""

IN_COLLECTION: Final = 3
"""How deep a record stands: the document, its collection, the record [levels]."""

Structure = Callable[[Any, Any, str], tuple[Any, tuple[Problem, ...]]]
"""Builds an object of a type from plain values at a place: the object, or what is wrong."""

_NEWER: Final = frozenset({"unknown-field", "misspelt-field", "unknown-kind", "not-in-vocabulary"})
"""What a newer minor version may bring: optional fields, kinds, members of vocabularies."""


@frozen
class Unreadable:
    """A record that could not be built."""

    content: Any = field(repr=False)
    """Its plain values; its bytes where it is not even JSON."""
    problems: tuple[Problem, ...]
    """Why."""

    @property
    def id(self) -> str | None:
        """Its id, where it has a valid one."""
        return plain_id(self.content)

    @property
    def may_be_newer_record(self) -> bool:
        """Whether it may be a record of a newer minor version: every record has an id."""
        return self.id is not None and self.may_be_newer

    @property
    def may_be_newer(self) -> bool:
        """Whether everything that is wrong with it may come from a newer minor version."""
        return isinstance(self.content, dict) and all(
            problem.code in _NEWER and not _without_kind(problem) for problem in self.problems
        )


def _without_kind(problem: Problem) -> bool:
    """Tell whether the kind is not another one, but absent: then it is told of the whole object."""
    return problem.code == "unknown-kind" and not problem.pointer.endswith("/kind")


def plain_id(content: Any) -> str | None:
    """Return the id of a record in plain values, None where it has no valid one."""
    own = content.get("id") if isinstance(content, dict) else None
    try:
        check_id(own)
    except InvalidValueError:
        # an id that is refused may hold what is never shown
        return None
    return str(own)


class RecordReader:
    """Reads records, one at a time; make one for each document and each thread."""

    def __init__(self, limits: Limits = LIMITS, *, quick: bool = True) -> None:
        self._limits = limits
        self._careful: Structure | None = None
        self._repeated = MOST_REPEATED
        # a depth under our own would have to be counted
        self._quick = QuickReader(limits) if quick and limits.depth >= LIMITS.depth else None

    def quick(self, collection: str) -> Callable[[bytes | Raw], Any]:
        """Return what reads records of a collection quickly: for loops, which catch any of `REFUSALS`."""
        return _refuse if self._quick is None else self._quick.reader(RECORD_TYPES[collection])

    def read(self, collection: str, raw: bytes | Raw, pointer: str = "") -> Record | Unreadable:
        """Read the bytes of one record of a collection."""
        try:
            record: Record = self.quick(collection)(raw)
        except REFUSALS:
            return self.read_carefully(collection, raw, pointer)
        return record

    def read_carefully(self, collection: str, raw: bytes | Raw, pointer: str = "") -> Record | Unreadable:
        """Read the bytes of a record that the quick reader refused, and say what is wrong with it."""
        target = RECORD_TYPES[collection]
        try:
            value = parse(bytes(raw), self._limits)
        except NotJsonError as error:
            return Unreadable(bytes(raw), (error.problem.moved(pointer),))
        built: Record | Unreadable = self.structure(target, *self.inspected(value, pointer, parsed=True), pointer)
        return built

    def inspected(
        self, value: object, pointer: str = "", depth: int = IN_COLLECTION, *, parsed: bool
    ) -> tuple[Any, list[Problem]]:
        """Return plain values and what JSON allows but a register cannot keep.

        Args:
            value: what was parsed, or given as plain values.
            pointer: where it stands.
            depth: how many levels deep it stands in a document.
            parsed: whether it comes from a JSON text.
        """
        inspection = Inspection(self._limits, parsed=parsed, repeated=self._repeated)
        plain = inspection.plain(value, pointer, depth)
        if inspection.endless:
            # found out once: the rest of the document is not trusted as far
            self._repeated = 0
        return plain, inspection.problems

    def structure(self, target: Any, plain: Any, faults: list[Problem], pointer: str) -> Any:
        """Build a record, or another value of the form, from plain values; `Unreadable` where it cannot be built."""
        if self._careful is None:
            # cattrs takes its time to load: a document that the quick reader reads does without
            from tracexpo.codecs.converter import make_structure

            self._careful = make_structure()
        built, problems = self._careful(plain, target, pointer)
        if not problems and not faults:
            return built
        told = {(fault.code, fault.pointer) for fault in faults}
        others = (problem for problem in problems if (problem.code, problem.pointer) not in told)
        faults = sorted([*faults, *others], key=_place)
        own = plain_id(plain)
        return Unreadable(plain, tuple(evolve(problem, record=own) for problem in faults))

    def forget(self) -> None:
        """Let go of every value read."""
        self._repeated = MOST_REPEATED
        if self._quick is not None:
            self._quick.forget()


_SPARE: Final[dict[bool, list[RecordReader]]] = {True: [], False: []}
"""Readers that wait for a document; each is lent to one at a time."""
_MOST_SPARE: Final = 4


@contextmanager
def lent_reader(limits: Limits = LIMITS, *, quick: bool = True) -> Generator[RecordReader]:
    """Lend a reader for one document: to make one takes far longer than to read a small document."""
    spare = _SPARE[quick] if limits == LIMITS else []
    try:
        reader = spare.pop()
    except IndexError:
        reader = RecordReader(limits, quick=quick)
    try:
        yield reader
    finally:
        reader.forget()
        if len(spare) < _MOST_SPARE:
            spare.append(reader)


def _place(problem: Problem) -> list[tuple[int, str]]:
    """Return what sorts problems by their places; the second item of an array before the tenth."""
    return [(len(step) if step.isdigit() else 0, step) for step in problem.pointer.split("/")]


def _refuse(raw: bytes | Raw) -> Any:
    raise RefusedError

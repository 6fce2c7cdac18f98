"""Merging two registers into one: by id, nothing is matched by name."""

from collections.abc import Mapping
from typing import Any, Final

import attrs

from tracexpo.codes import FORM
from tracexpo.errors import InvalidValueError, MergeError
from tracexpo.form import STATEMENTS, field_types, type_name
from tracexpo.problems import ContextValue, Problem
from tracexpo.references import renamed
from tracexpo.register import COLLECTIONS, Record, Register

__all__ = ["merge"]

_DESCRIPTIONS: Final = frozenset(COLLECTIONS) - {*STATEMENTS, "withdrawals"}


def merge(a: Register, b: Register, *, same: Mapping[str, str] | None = None) -> Register:
    """Return one register that holds the records of both.

    Same id and same content is one record. `same` maps ids of `b` to ids of `a` that mean the same (one
    person at two employers): the records of `b` are renamed first, and what one of the two descriptions
    leaves out, trait by trait, is taken from the other. Where both name a custodian, and not the same, the
    result names none; `as_of` is the later day.

    Raises:
        MergeError: with every id that has two contents, and which fields differ.
        InvalidValueError: `merge-target-missing` when `same` names an id that its register does not hold.

    >>> from tracexpo.work import Worker
    >>> merge(Register().add(Worker(id="a1")), Register().add(Worker(id="b7")), same={"b7": "a1"})
    <Register 1.0: 1 worker>
    """
    for register in (a, b):
        if not isinstance(register, Register):
            raise InvalidValueError("wrong-type", context={"expected": "Register", "found": type_name(register)})
    if same is not None and not isinstance(same, Mapping):
        raise InvalidValueError("wrong-type", "/same", {"expected": "Mapping", "found": type_name(same)})
    same = dict(same or {})
    for theirs, ours in same.items():
        if b.get(theirs) is None or a.get(ours) is None:
            raise InvalidValueError("merge-target-missing", "/same")
    joined = frozenset(same.values())
    collections: dict[str, Any] = {}
    conflicts: list[Problem] = []
    for name in COLLECTIONS:
        mine: dict[str, dict[Record, None]] = {}
        for record in getattr(a, name):
            mine.setdefault(record.id, {})[record] = None
        refused: set[str] = set()
        for record in getattr(b, name):
            incoming = renamed(record, same) if same else record
            known = mine.setdefault(incoming.id, {})
            if not known or incoming in known or incoming.id in refused:
                known[incoming] = None
                continue
            first = next(iter(known))
            whole = _completed(first, incoming) if incoming.id in joined and name in _DESCRIPTIONS else None
            if whole is None:
                refused.add(incoming.id)
                conflicts.append(_conflict(name, first, incoming))
            else:
                mine[incoming.id] = {whole: None}
        collections[name] = tuple(record for records in mine.values() for record in records)
    conflicts += _across_collections(collections)
    if conflicts:
        raise MergeError(tuple(conflicts))
    custodian = None if b.custodian is None else renamed(b.custodian, same)
    return Register(
        version=max(a.version, b.version, key=lambda v: tuple(map(int, v.split(".")))),
        as_of=max((day for day in (a.as_of, b.as_of) if day is not None), default=None),
        custodian=a.custodian if custodian in (None, a.custodian) else (None if a.custodian else custodian),
        **collections,
        unread=tuple(dict.fromkeys((*a.unread, *b.unread))),
    )


def _differing(mine: Record, theirs: Record) -> tuple[str, ...]:
    if type(mine) is not type(theirs):
        return ("kind",)
    return tuple(name for name in field_types(type(mine)) if getattr(mine, name) != getattr(theirs, name))


def _conflict(name: str, mine: Record, theirs: Record) -> Problem:
    context: dict[str, ContextValue] = {"id": mine.id, "fields": _differing(mine, theirs)}
    return FORM["merge-conflict"].at(f"/{name}", record=mine.id, context=context)


def _across_collections(collections: Mapping[str, tuple[Record, ...]]) -> list[Problem]:
    """Two records of different collections with one id: ids are unique over all."""
    where: dict[str, str] = {}
    return [
        FORM["merge-conflict"].at(f"/{name}", record=record.id, context={"id": record.id, "fields": ("id",)})
        for name, records in collections.items()
        for record in records
        if where.setdefault(record.id, name) != name
    ]


def _completed(mine: Record, theirs: Record) -> Record | None:
    """Return the description with what each leaves out taken from the other; None where both say something else."""
    completed: Record | None = _union(mine, theirs)
    return completed


def _union(mine: Any, theirs: Any) -> Any:
    """Return what two objects say together, field by field; None where they contradict each other."""
    if type(mine) is not type(theirs):
        return None
    taken: dict[str, Any] = {}
    for field in attrs.fields(type(mine)):
        ours, other = getattr(mine, field.name), getattr(theirs, field.name)
        if ours == other or other == field.default:
            continue
        if ours == field.default:
            taken[field.name] = other
        elif field.name == "aliases":
            taken[field.name] = tuple(dict.fromkeys((*ours, *other)))
        elif (whole := _union(ours, other) if attrs.has(type(ours)) else None) is not None:
            taken[field.name] = whole
        else:
            return None
    return attrs.evolve(mine, **taken)

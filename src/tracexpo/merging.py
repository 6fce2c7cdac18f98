"""Merging two registers into one: by id, nothing is matched by name."""

from collections.abc import Mapping
from typing import Any

import attrs

from tracexpo.codes import FORM
from tracexpo.errors import InvalidValueError, MergeError
from tracexpo.form import STATEMENTS, field_types
from tracexpo.problems import ContextValue, Problem
from tracexpo.references import renamed
from tracexpo.register import COLLECTIONS, Record, Register

__all__ = ["merge"]


def merge(a: Register, b: Register, *, same: Mapping[str, str] | None = None) -> Register:
    """Return one register that holds the records of both.

    Same id and same content is one record. `same` maps ids of `b` to ids of `a` that mean the same (one
    person at two employers): the records of `b` are renamed first, and what one of the two descriptions
    leaves out is taken from the other.

    Raises:
        MergeError: with every id that has two contents, and which fields differ.
        InvalidValueError: `merge-target-missing` when `same` names an id that its register does not hold.

    >>> from tracexpo.work import Worker
    >>> merge(Register().add(Worker(id="a1")), Register().add(Worker(id="b7")), same={"b7": "a1"})
    <Register 1.0: 1 worker>
    """
    same = dict(same or {})
    for theirs, ours in same.items():
        if b.get(theirs) is None or a.get(ours) is None:
            raise InvalidValueError("merge-target-missing", "/same")
    collections: dict[str, Any] = {}
    conflicts: list[Problem] = []
    for name in COLLECTIONS:
        mine: dict[str, list[Record]] = {}
        for record in getattr(a, name):
            mine.setdefault(record.id, []).append(record)
        joined = set(same.values())
        for record in getattr(b, name):
            incoming = renamed(record, same) if same else record
            known = mine.setdefault(incoming.id, [])
            if not known:
                known.append(incoming)
            elif incoming not in known:
                describes = name not in (*STATEMENTS, "withdrawals")
                whole = _completed(known[0], incoming) if describes and incoming.id in joined else None
                if whole is None:
                    conflicts.append(_conflict(name, known[0], incoming))
                else:
                    known[0] = whole
        collections[name] = tuple(record for records in mine.values() for record in records)
    conflicts += _across_collections(collections)
    if conflicts:
        raise MergeError(tuple(conflicts))
    custodian = None if b.custodian is None else renamed(b.custodian, same)
    return Register(
        version=max(a.version, b.version, key=lambda v: tuple(map(int, v.split(".")))),
        as_of=max((day for day in (a.as_of, b.as_of) if day is not None), default=None),
        custodian=a.custodian if a.custodian == custodian else None,
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
    if type(mine) is not type(theirs):
        return None
    defaults = {a.name: a.default for a in attrs.fields(type(mine))}
    taken: dict[str, Any] = {}
    for name in _differing(mine, theirs):
        if getattr(mine, name) == defaults[name]:
            taken[name] = getattr(theirs, name)
        elif getattr(theirs, name) != defaults[name]:
            return None
    completed: Record = attrs.evolve(mine, **taken)
    return completed

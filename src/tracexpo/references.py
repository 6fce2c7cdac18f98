"""References: which ids a record names, where, and in which collections what they name may stand.

Everything here is read off the annotations of the model (`WorkerRef`, `AgentRef`…), once per class.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, get_args, get_origin

import attrs
from attrs import frozen

from tracexpo.form import field_types, form_of, members_of

__all__ = ["Reference", "references", "renamed"]


@frozen
class Reference:
    """One reference of a record."""

    pointer: str
    """Where in the record, as a JSON pointer."""
    id: str
    """The id it names."""
    targets: tuple[str, ...]
    """The collections that may hold it."""


_Walk = Callable[[Any, str], Iterator[Reference]]
_Rename = Callable[[Any, Mapping[str, str]], Any]


def _scalar_targets(annotation: Any) -> tuple[str, ...]:
    form = form_of(annotation)
    return form.targets if form is not None else ()


def _classes(annotation: Any) -> tuple[type, ...]:
    return tuple(member for member in members_of(annotation) if isinstance(member, type) and attrs.has(member))


def _walker(annotation: Any) -> _Walk | None:
    """Return what finds the references under one annotation, None where there can be none."""
    if get_origin(annotation) is tuple:
        inner = _walker(get_args(annotation)[0])
        if inner is None:
            return None

        def walk_items(values: Any, pointer: str) -> Iterator[Reference]:
            for i, value in enumerate(values):
                yield from inner(value, f"{pointer}/{i}")

        return walk_items
    for member in members_of(annotation):
        if targets := _scalar_targets(member):

            def walk_scalar(value: Any, pointer: str, targets: tuple[str, ...] = targets) -> Iterator[Reference]:
                if value is not None:
                    yield Reference(pointer, value, targets)

            return walk_scalar
    if not any(_steps(cls) for cls in _classes(annotation)):
        return None

    def walk_object(value: Any, pointer: str) -> Iterator[Reference]:
        if value is not None:
            for name, step in _steps(type(value)):
                yield from step(getattr(value, name), f"{pointer}/{name}")

    return walk_object


_STEPS: Final[dict[type, tuple[tuple[str, _Walk], ...]]] = {}


def _steps(cls: type) -> tuple[tuple[str, _Walk], ...]:
    known = _STEPS.get(cls)
    if known is None:
        found = ((name, _walker(annotation)) for name, annotation in field_types(cls).items())
        known = _STEPS[cls] = tuple((name, walk) for name, walk in found if walk is not None)
    return known


def references(record: Any) -> Iterator[Reference]:
    """Yield every reference of a record.

    >>> from tracexpo.work import Workstation
    >>> [r.pointer for r in references(Workstation(id="ws1", establishment="e1", name="Bath"))]
    ['/establishment']
    """
    for name, walk in _steps(type(record)):
        yield from walk(getattr(record, name), f"/{name}")


def renamed(record: Any, names: Mapping[str, str]) -> Any:
    """Return the record with its id and every reference that `names` maps renamed; the same object if none is.

    >>> from tracexpo.work import Workstation
    >>> renamed(Workstation(id="ws1", establishment="e1", name="Bath"), {"e1": "e2"}).establishment
    'e2'
    """
    changes: dict[str, Any] = {}
    if _is_record(record) and record.id in names:
        changes["id"] = names[record.id]
    for name, annotation in field_types(type(record)).items():
        value = getattr(record, name)
        new = _renamed_value(annotation, value, names)
        if new is not value:
            changes[name] = new
    return attrs.evolve(record, **changes) if changes else record


def _is_record(value: Any) -> bool:
    return hasattr(type(value), "COLLECTION")


def _renamed_value(annotation: Any, value: Any, names: Mapping[str, str]) -> Any:
    if value is None or value == ():
        return value
    if get_origin(annotation) is tuple:
        inner = get_args(annotation)[0]
        new = tuple(_renamed_value(inner, item, names) for item in value)
        return new if any(a is not b for a, b in zip(new, value, strict=True)) else value
    if any(_scalar_targets(member) for member in members_of(annotation)):
        return names.get(value, value)
    if type(value) in _classes(annotation) and _steps(type(value)):
        return renamed(value, names)
    return value

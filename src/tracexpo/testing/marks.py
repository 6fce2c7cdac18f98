"""Marks that cannot be mistaken for anything else, put where a register is personal.

Where a text, a log or a document must show nothing of a person, fill the register with marks and look for
them in what came out.
"""

import datetime as dt
from typing import Any, Final, get_args, get_origin

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from tracexpo.extensions import Extensions
from tracexpo.form import field_types, form_of, members_of
from tracexpo.register import COLLECTIONS, Register
from tracexpo.vocabularies import Sex
from tracexpo.work import Identity

__all__ = ["MARKS", "marked", "marked_identities", "marks_in"]

_TEXT: Final = "QXZMARK"
_BORN: Final = dt.date(1907, 11, 13)
_PLACE: Final = "2B997"
_NIR: Final = "107112B99799712"

MARKS: Final = (
    _TEXT,
    _NIR,
    _PLACE,
    str(_BORN),
    repr(_BORN),
    "13/11/1907",
    "13 novembre 1907",
    "13 November 1907",
)
"""What stands in the personal fields of a marked register, in every spelling of the day of birth."""


def marks_in(text: str) -> tuple[str, ...]:
    """Return the marks that a text shows; a text is told with its field, such as `QXZMARK Identity.birth_name`.

    >>> marks_in(f"born on {MARKS[3]}")
    ('1907-11-13',)
    """
    return tuple(mark for mark in MARKS if mark in text)


def _identity(sex: Sex | None) -> Identity:
    return Identity(
        birth_name=_mark("Identity.birth_name"),
        used_name=_mark("Identity.used_name"),
        given_names=(_mark("Identity.given_names"),),
        birth_date=_BORN,
        birth_place_code=_PLACE,
        sex=sex,
        nir=_NIR,
        address=_mark("Identity.address"),
    )


def marked_identities() -> SearchStrategy[Identity]:
    """Return identities with a mark in every field but the sex, which is no secret by itself."""
    return st.sampled_from((None, *Sex)).map(_identity)


def marked(register: Register) -> Register:
    """Return the register with marks in every personal field and every free text, those left out before included.

    Marked are the identities, whole, the extensions, and every text that `repr` does not show: names,
    references, descriptions, signatories, remarks, words of the source. Not marked are ids, codes and the names
    of agents.

    >>> from tracexpo.work import Worker
    >>> marked(Register().add(Worker(id="w1"))).workers[0].identity.birth_name
    'QXZMARK Identity.birth_name'
    """
    records: dict[str, Any] = {
        name: tuple(_marked(record) for record in getattr(register, name)) for name in COLLECTIONS
    }
    return attrs.evolve(register, **records)


def _mark(field: str) -> str:
    return f"{_TEXT} {field}"


def _marked(value: Any) -> Any:
    """Return a value of the model with its marks."""
    if not attrs.has(type(value)):
        return value
    hidden = {a.name for a in attrs.fields(type(value)) if a.repr is False}
    changes: dict[str, Any] = {}
    for name, annotation in field_types(type(value)).items():
        mark = _mark(f"{type(value).__name__}.{name}")
        changes[name] = _marked_field(annotation, getattr(value, name), mark if name in hidden else None)
    for unknown in getattr(value, "not_known", ()):
        changes[unknown.what.value] = None  # said to be not known: it has no value
    return attrs.evolve(value, **changes)


def _marked_field(annotation: Any, value: Any, mark: str | None) -> Any:
    if get_origin(annotation) is tuple:
        inner = get_args(annotation)[0]
        return (mark,) if mark and _is_text(inner) else tuple(_marked(item) for item in value)
    members = members_of(annotation)
    if members == (Identity,):
        return _identity(value.sex if value is not None else None)
    if members == (Extensions,):
        return Extensions({"org.example.mark": mark})
    return mark if mark and _is_text(members[0]) else _marked(value)


def _is_text(annotation: Any) -> bool:
    form = form_of(annotation)
    return form is not None and form.name == "text"

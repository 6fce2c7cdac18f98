"""How records show themselves: flat rows for data frames, compact tables for notebooks.

Personal values and free texts (the fields that `repr` leaves out) are shown only when asked for.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

import attrs

from tracexpo.form import field_types
from tracexpo.vocabularies import Vocabulary

__all__ = ["Shown", "html_table", "row_of"]

_HIDDEN: Final = "…"
_STYLE: Final = "text-align:left;vertical-align:top"


def row_of(record: Any, *, personal: bool = False) -> dict[str, Any]:
    """Return a record as one flat row; those of a nested object are `period.start`, `period.end`.

    Every record of a class has the same columns, but for the objects of unions, whose columns follow what
    they hold (`degree.kind` tells). Arrays are tuples; of objects, tuples of rows. Vocabularies are plain text.

    Args:
        record: any object of the model.
        personal: whether identities, signatories and free texts are given; their columns are left out otherwise.

    >>> from tracexpo.work import Workstation
    >>> row_of(Workstation(id="ws1", establishment="e1", name="Bath"))["establishment"]
    'e1'
    """
    return dict(_cells(record, "", personal=personal))


def _cells(value: Any, prefix: str, *, personal: bool) -> Iterator[tuple[str, Any]]:
    kind = getattr(type(value), "KIND", None)
    if kind is not None:
        yield f"{prefix}kind", kind
    shown = _shown_fields(type(value))
    for name in field_types(type(value)):
        if not personal and name not in shown:
            continue
        item = getattr(value, name)
        if attrs.has(type(item)):
            yield from _cells(item, f"{prefix}{name}.", personal=personal)
        else:
            yield f"{prefix}{name}", _plain(item, personal=personal)


def _plain(value: Any, *, personal: bool) -> Any:
    if isinstance(value, tuple):
        return tuple(
            row_of(i, personal=personal) if attrs.has(type(i)) else _plain(i, personal=personal) for i in value
        )
    if isinstance(value, Vocabulary):
        return value.value
    if isinstance(value, Mapping):
        return dict(value)
    return value


def _shown_fields(cls: type) -> frozenset[str]:
    return frozenset(a.name for a in attrs.fields(cls) if a.repr)


def html_table(caption: str, head: Iterable[str], rows: Iterable[Iterable[Any]]) -> str:
    """Return a small table; every cell is escaped.

    >>> "&lt;x&gt;" in html_table("Agents", ["id"], [["<x>"]])
    True
    """
    titles = "".join(_tag("th", title, ' scope="col"') for title in head)
    body = "".join(f"<tr>{''.join(_tag('td', _text(value)) for value in row)}</tr>" for row in rows)
    return f"<table>{_tag('caption', caption)}<thead><tr>{titles}</tr></thead><tbody>{body}</tbody></table>"


def _tag(name: str, text: str, more: str = "") -> str:
    from html import escape  # loads the entities of HTML

    return f'<{name}{more} style="{_STYLE}">{escape(text)}</{name}>'


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Vocabulary):
        return value.label
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, dt.date | str | int):
        return str(value)
    if isinstance(value, tuple):
        return ", ".join(map(_text, value))
    if attrs.has(type(value)):
        return _short(value)
    return f"{len(value)} of {', '.join(value)}" if isinstance(value, Mapping) else type(value).__name__


def _short(value: Any) -> str:
    """Name an object of the model by what it says, in a few words."""
    cls = type(value)
    shown = _shown_fields(cls)
    names = list(field_types(cls))
    if names == ["value", "unit"]:
        return f"{_text(value.value)} {_text(value.unit)}"
    if "start" in shown and "end" in shown:
        return _days(value)
    if "censored" in names and value.censored is not None:
        sign = {"below": "<", "above": ">"}[value.censored.value]
        return f"{sign} {_short(attrs.evolve(value, censored=None)).removeprefix('level ')}"
    said = [_text(getattr(value, n)) for n in names if n in shown and getattr(value, n) not in (None, (), False)]
    kind = getattr(cls, "KIND", None)
    return " ".join([*([kind] if kind else []), *(text for text in said if text)])


def _days(period: Any) -> str:
    """Write a period as it is known: a month is never shown as a day."""
    size = {"year": 4, "month": 7}.get(period.precision.value, 10)
    until = period.end.isoformat()[:size] if period.end is not None else ("…" if not period.ended else "?")
    start = f"{'before ' if period.begun_before else ''}{period.start.isoformat()[:size]}"
    return f"{start} – {until}{' (estimated)' if period.precision.value == 'estimated' else ''}"


class Shown:
    """What shows itself on a console and in a notebook, without what is personal."""

    __slots__ = ()

    def __repr__(self) -> str:
        # attrs would compile one for each class: felt at every import
        cls: Any = type(self)
        shown = ", ".join(f"{a.name}={getattr(self, a.name)!r}" for a in attrs.fields(cls) if a.repr)
        return f"{cls.__qualname__}({shown})"

    def to_html(self, *, personal: bool = False) -> str:
        """Return a compact table of what is said, field by field.

        Args:
            personal: whether identities, signatories and free texts are shown.
        """
        cls: Any = type(self)
        shown = _shown_fields(cls)
        defaults = {a.name: a.default for a in attrs.fields(cls)}
        rows = []
        for name in field_types(cls):
            value = getattr(self, name)
            if value == defaults[name]:
                continue
            if personal or name in shown:
                rows.append([name, _personal_text(value) if personal else value])
            else:
                rows.append([name, _HIDDEN])
        title = f"{cls.__name__} {getattr(self, 'id', '')}"
        return html_table(title, ["field", "value"], rows)

    def _repr_html_(self) -> str:
        return self.to_html()


def _personal_text(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(_personal_text, value))
    if attrs.has(type(value)):
        said = {k: v for k, v in row_of(value, personal=True).items() if v not in (None, (), {}, False)}
        return ", ".join(f"{name}: {_text(item)}" for name, item in said.items())
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {item}" for key, item in value.items())
    return _text(value)

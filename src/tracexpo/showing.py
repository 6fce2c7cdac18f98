"""How records show themselves: flat rows for data frames, compact tables for notebooks.

Personal values and free texts (the fields that `repr` leaves out) are shown only when asked for.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

import attrs

from tracexpo.errors import check_language
from tracexpo.form import field_types
from tracexpo.problems import Language
from tracexpo.vocabularies import Vocabulary

__all__ = ["SHOWN_WORDS", "Html", "Shown", "html_table", "kind_in", "row_of"]

_HIDDEN: Final = "…"
_STYLE: Final = "text-align:left;vertical-align:top"
SHOWN_WORDS: Final[Mapping[Language, Mapping[str, str]]] = {
    "en": {
        "field": "field",
        "value": "value",
        "yes": "yes",
        "no": "no",
        "before": "before ",
        "colon": ": ",
        "register": "Register",
        "as of": " as of ",
        "records": "records",
        "number": "number",
        "unread": "unread",
        "exposures": "Exposures, {} of {}",
        "columns": "id, kind, worker, agent, establishment, period, degree",
    },
    "fr": {
        "field": "champ",
        "value": "valeur",
        "yes": "oui",
        "no": "non",
        "before": "avant ",
        "colon": " : ",
        "register": "Registre",
        "as of": ", état au ",
        "records": "enregistrements",
        "number": "nombre",
        "unread": "non lus",
        "exposures": "Expositions, {} sur {}",
        "columns": "identifiant, type, travailleur, agent, établissement, période, degré",
    },
}
"""The words of the tables."""
_FRENCH_KINDS: Final[Mapping[str, str]] = {
    "analogous": "par analogie",
    "band": "classe",
    "biomonitored": "biométrologie",
    "collective": "collective",
    "declared": "déclaré",
    "expert": "avis d'expert",
    "group": "famille",
    "individual": "individuelle",
    "level": "niveau",
    "matrix": "matrice emplois-expositions",
    "measured": "mesuré",
    "mixture": "mélange",
    "modelled": "modélisé",
    "process": "procédé",
    "substance": "substance",
    "time": "durée",
    "unidentified": "non identifié",
}


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


class Html(str):
    """HTML that a notebook shows as it is, and not as text.

    >>> Html("<b>1</b>")._repr_html_()
    '<b>1</b>'
    """

    __slots__ = ()

    def _repr_html_(self) -> str:
        return str(self)


def html_table(caption: str, head: Iterable[str], rows: Iterable[Iterable[Any]], lang: Language = "en") -> Html:
    """Return a small table; every cell is escaped.

    >>> "&lt;x&gt;" in html_table("Agents", ["id"], [["<x>"]])
    True
    """
    titles = "".join(_tag("th", title, ' scope="col"') for title in head)
    body = "".join(f"<tr>{''.join(_tag('td', _text(value, lang)) for value in row)}</tr>" for row in rows)
    top = f"{_tag('caption', caption)}<thead><tr>{titles}</tr></thead>"
    return Html(f'<table lang="{lang}">{top}<tbody>{body}</tbody></table>')


def kind_in(kind: str, lang: Language) -> str:
    """Return what an object of a union is: in English the word of the form.

    >>> kind_in("mixture", "fr")
    'mélange'
    """
    return kind if lang == "en" else _FRENCH_KINDS[kind]


def _tag(name: str, text: str, more: str = "") -> str:
    from html import escape  # loads the entities of HTML

    return f'<{name}{more} style="{_STYLE}">{escape(text)}</{name}>'


def _text(value: Any, lang: Language) -> str:
    if value is None:
        return ""
    if isinstance(value, Vocabulary):
        return value.label_in(lang)
    if isinstance(value, bool):
        return SHOWN_WORDS[lang]["yes" if value else "no"]
    if isinstance(value, Decimal):
        number = format(value, "f")
        return number if lang == "en" else number.replace(".", ",")
    if isinstance(value, dt.date | str | int):
        return str(value)
    if isinstance(value, tuple):
        return ", ".join(_text(item, lang) for item in value)
    if attrs.has(type(value)):
        return _short(value, lang)
    return f"{len(value)} ({', '.join(value)})" if isinstance(value, Mapping) else type(value).__name__


def _short(value: Any, lang: Language) -> str:
    """Name an object of the model by what it says, in a few words."""
    cls = type(value)
    shown = _shown_fields(cls)
    names = list(field_types(cls))
    if names == ["value", "unit"]:
        return f"{_text(value.value, lang)} {_text(value.unit, lang)}"
    if "start" in shown and "end" in shown:
        return _days(value, lang)
    kind = getattr(cls, "KIND", None)
    told = kind_in(kind, lang) if kind else ""
    if "censored" in names and value.censored is not None:
        sign = {"below": "<", "above": ">"}[value.censored.value]
        return f"{sign} {_short(attrs.evolve(value, censored=None), lang).removeprefix(told).lstrip()}"
    said = (_text(getattr(value, n), lang) for n in names if n in shown and _is_said(getattr(value, n)))
    return " ".join(text for text in (told, *said) if text)


def _days(period: Any, lang: Language) -> str:
    """Write a period as it is known: a month is never shown as a day."""
    size = {"year": 4, "month": 7}.get(period.precision.value, 10)
    until = period.end.isoformat()[:size] if period.end is not None else ("…" if not period.ended else "?")
    start = f"{SHOWN_WORDS[lang]['before'] if period.begun_before else ''}{period.start.isoformat()[:size]}"
    guessed = f" ({_text(period.precision, lang)})" if period.precision.value == "estimated" else ""
    return f"{start} – {until}{guessed}"


class Shown:
    """What shows itself on a console and in a notebook, without what is personal."""

    __slots__ = ()

    def __repr__(self) -> str:
        # attrs would compile one for each class: felt at every import
        cls: Any = type(self)
        shown = ", ".join(f"{a.name}={getattr(self, a.name)!r}" for a in attrs.fields(cls) if a.repr)
        return f"{cls.__qualname__}({shown})"

    def to_html(self, lang: Language = "en", *, personal: bool = False) -> Html:
        """Return a compact table of what is said, field by field, which a notebook shows.

        Args:
            lang: "en" or "fr", of the words; classes and fields have the names of the form in both.
            personal: whether identities, signatories and free texts are shown.
        """
        check_language(lang)
        cls: Any = type(self)
        shown = _shown_fields(cls)
        defaults = {a.name: a.default for a in attrs.fields(cls)}
        rows = []
        for name in field_types(cls):
            value = getattr(self, name)
            if value == defaults[name]:
                continue
            if personal or name in shown:
                rows.append([name, _personal_text(value, lang) if personal else value])
            else:
                rows.append([name, _HIDDEN])
        title = f"{cls.__name__} {getattr(self, 'id', '')}"
        return html_table(title, [SHOWN_WORDS[lang]["field"], SHOWN_WORDS[lang]["value"]], rows, lang)

    def _repr_html_(self) -> str:
        return self.to_html()


def _personal_text(value: Any, lang: Language) -> str:
    """Write everything that a value says, field by field."""
    if isinstance(value, tuple):
        return ", ".join(_personal_text(item, lang) for item in value)
    said: Mapping[str, Any] = {}
    if isinstance(value, Mapping):
        said = value
    elif attrs.has(type(value)) and list(field_types(type(value))) != ["value", "unit"]:
        said = {name: getattr(value, name) for name in field_types(type(value))}
    else:
        return _text(value, lang)
    colon = SHOWN_WORDS[lang]["colon"]
    texts = [f"{name}{colon}{_personal_text(item, lang)}" for name, item in said.items() if _is_said(item)]
    if kind := getattr(type(value), "KIND", None):
        texts = [kind_in(kind, lang), *texts]
    return f"({', '.join(texts)})"


def _is_said(value: Any) -> bool:
    # no zero is lost with what is false
    return value is not None and value is not False and value not in ((), {})

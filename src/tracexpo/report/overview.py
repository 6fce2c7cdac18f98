"""An overview: something worth knowing of a whole register on a day, given back to those who keep it.

`tracexpo.overviews` makes them; a report shows them.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from attrs import frozen

from tracexpo.problems import Language, Wording
from tracexpo.report.parts import Undecided
from tracexpo.report.words import WORDS, both, check_asked
from tracexpo.showing import Html
from tracexpo.vocabularies import Vocabulary

__all__ = ["Item", "Overview"]


class Item(Protocol):
    """One item of an overview: a flat frozen value that names whom and what it is about by ids."""

    HEADINGS: ClassVar[Mapping[str, Wording]]
    """Its fields, in the order of a table, with what they are called."""
    BENEATH: ClassVar[Mapping[str, str]]
    """Fields that a page shows in the cell of another, beneath it."""

    def text_in(self, language: Language) -> str:
        """Return it in one sentence, in one language ("en" or "fr")."""
        ...


I_co = TypeVar("I_co", bound=Item, covariant=True)


@frozen(kw_only=True, repr=False)
class Overview(Generic[I_co]):
    """Something worth knowing of a whole register on a day (vue d'ensemble).

    Like a report it is never false and has no length: iterate over it, or ask `items`.
    """

    name: str
    """Name, such as `gaps`."""
    title: Wording
    """A few words that say what it shows."""
    about: Wording
    """What it shows and how to read it."""
    on: dt.date
    """The day it is of."""
    edition: str | None = None
    """Edition of the catalogue; None where none was used."""
    source: str | None = None
    """The text it rests on, where there is one."""
    items: tuple[I_co, ...] = ()
    """What it shows, in its order."""
    undecided: tuple[Undecided, ...] = ()
    """What could not be said, and why."""

    def __iter__(self) -> Iterator[I_co]:
        return iter(self.items)

    def __repr__(self) -> str:
        n = len(self.items)
        return f"<Overview {self.name} on {self.on}: {n} item{'s'[: n != 1]}>"

    def to_rows(self, language: Language = "en") -> list[dict[str, Any]]:
        """Return one flat row for each item, for data frames and tables; ids only, nothing personal."""
        return [{name: _plain(getattr(item, name), language) for name in item.HEADINGS} for item in self.items]

    def to_dict(self) -> dict[str, Any]:
        """Return plain values for JSON, in both languages."""
        return {
            "name": self.name,
            "title": both(self.title),
            "about": both(self.about),
            "on": self.on.isoformat(),
            "catalogue": self.edition,
            "source": self.source,
            "items": [{name: _json(getattr(item, name)) for name in item.HEADINGS} for item in self.items],
            "undecided": [{"why": both(u.why), "count": u.count} for u in self.undecided],
        }

    def text(self, lang: Language = "en", width: int = 80, *, most: int = 10) -> str:
        """Return it as plain text, lines of at most `width` characters.

        Args:
            lang: "en" or "fr".
            width: of the lines [character].
            most: how many items are shown.
        """
        from tracexpo.report import text

        check_asked(lang, most, width)
        return text.plain(text.of_overview(self, lang, most), width)

    def html(self, lang: Language = "en", *, most: int = 10) -> Html:
        """Return it as an HTML fragment, which a notebook shows.

        Args:
            lang: "en" or "fr".
            most: how many items are shown.
        """
        from tracexpo.report import page

        check_asked(lang, most)
        return Html(page.of_overview(self, lang, most))

    def __str__(self) -> str:
        return self.text()

    def _repr_html_(self) -> str:
        return self.html()


def shown(value: object, lang: Language, most: int = 5) -> str:
    """Write one value of an item for people; of many ids the first few."""
    words = WORDS[lang]
    if value is None or value == ():
        return "–"
    if isinstance(value, bool):
        return words["yes" if value else "no"]
    if isinstance(value, Wording):
        return value.text_in(lang)
    if isinstance(value, Vocabulary):
        return value.label_in(lang)
    if isinstance(value, Decimal):
        number = format(value, "f")
        return number if lang == "en" else number.replace(".", ",")
    if isinstance(value, tuple):
        first = ", ".join(shown(v, lang) for v in value[:most])
        return first if len(value) <= most else f"{first} {words['more'].format(len(value) - most)}"
    return str(value)


def _plain(value: object, language: Language) -> object:
    if isinstance(value, Wording):
        return value.text_in(language)
    if isinstance(value, tuple):
        return tuple(_plain(v, language) for v in value)
    return value.value if isinstance(value, Vocabulary) else value


def _json(value: object) -> object:
    if isinstance(value, Wording):
        return both(value)
    if isinstance(value, tuple):
        return [_json(v) for v in value]
    if isinstance(value, dt.date):
        return value.isoformat()
    return format(value, "f") if isinstance(value, Decimal) else _plain(value, "en")

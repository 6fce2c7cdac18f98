"""The page of a document: title, articles, day; what is stated; places for signatures; what was made it from.

What is missing stands on a sheet of its own, which is no part of the text that is signed: a browser shows it below the
document and does not print it, the PDF has it last, with page numbers of its own.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from attrs import field, frozen

from tracexpo.documents.header import Header, Lacking
from tracexpo.documents.rendering.parts import blank, facts, section
from tracexpo.documents.rendering.spelling import Speech, capital
from tracexpo.documents.rendering.style import Orientation, style_sheet
from tracexpo.documents.rendering.tree import Node, Tag, joined, tag

__all__ = ["Page", "handed_over", "sheet", "signature", "written"]

_NUMBERS: Final = 12
"""How many places are named where one thing is missing in several."""


@frozen(kw_only=True)
class Page:
    """What a document shows, whatever its kind."""

    header: Header
    """The header of the document."""
    body: Sequence[Node] = field(repr=False)
    """What it states."""
    signatures: Sequence[Tag] = field(default=(), repr=False)
    """Places for signatures."""
    closing: Sequence[Node] = field(default=(), repr=False)
    """What stands below the signatures: to whom it is handed over."""
    annex: Sequence[Node] = field(default=(), repr=False)
    """What is told beside the document, on the sheet of its own."""
    orientation: Orientation = "portrait"
    """How the paper lies."""
    draft: bool = False
    """Whether it is without value before it is signed."""
    digest: str
    """The digest of the document."""


def written(page: Page, speech: Speech, *, beside: bool = True) -> str:
    """Return the document as one HTML file.

    Args:
        page: what it shows.
        speech: the language.
        beside: whether the sheet of its own stands below it, where it is not printed.
    """
    annex = _annex(page, speech) if beside else ()
    below = tag("aside", *annex, class_="annex", aria_label=speech("annex")) if annex else None
    # a screen reader is told once, at the head of the document
    mark = tag("div", class_="draft", aria_hidden="true") if page.draft else None
    return _file(page, speech, [mark, *_document(page, speech), below], speech("draft") if page.draft else "")


def sheet(page: Page, speech: Speech) -> str | None:
    """Return the sheet of its own as one HTML file; None where there is nothing to tell."""
    annex = _annex(page, speech)
    return _file(page, speech, [tag("main", *annex)], speech("not-part")) if annex else None


def _file(page: Page, speech: Speech, body: Sequence[Node], above: str) -> str:
    foot = "\n".join(_told(page, speech))
    style = style_sheet(page.orientation, foot=foot, head=above, page=speech("page"), of=speech("of"))
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("title", f"{speech.wording(page.header.title)} – {speech.day(page.header.on)}"),
        tag("style", style),
    )
    return f"<!DOCTYPE html>\n{tag('html', head, tag('body', *body), lang=speech.lang)}\n"


def _document(page: Page, speech: Speech) -> Iterable[Node]:
    header = page.header
    articles = joined(" ; " if speech.lang == "fr" else "; ", map(speech.article, header.articles))
    yield tag(
        "header",
        tag("h1", speech.wording(header.title)),
        tag("p", tag("span", speech("on-the", day=speech.day(header.on)), class_="on")),
        tag("p", _capital_first(articles), class_="articles"),
        tag("p", speech("draft"), class_="notice") if page.draft else None,
        class_="top",
    )
    signed = None
    if page.signatures:
        places = tag("div", *page.signatures, class_="signatures")
        signed = section(speech("signatures"), places, id="signatures")
    yield tag("main", *page.body, signed, *page.closing)
    yield tag("footer", *(tag("p", line) for line in _told(page, speech)), class_="foot")


def _capital_first(node: Node) -> Node:
    """Begin what is shown with a capital letter."""
    if isinstance(node, str):
        return capital(node)
    return (_capital_first(node[0]), *node[1:]) if isinstance(node, tuple) and node else node


def _told(page: Page, speech: Speech) -> tuple[str, ...]:
    """What the foot says: the digests of the document and of its source, the day, the edition of the catalogue."""
    header = page.header
    return (
        speech.named(speech("digest-of-document"), page.digest),
        speech.named(speech("digest-of-register"), header.register),
        " · ".join(
            (
                speech("on-the", day=speech.day(header.on)),
                speech.named(speech("edition"), header.edition),
                header.version.value,
            )
        ),
    )


# -- signatures


def signature(speech: Speech, who: str, signed: str | None = None) -> Tag:
    """Make the place of one signature: name, quality, day, place, stamp; the name where it is recorded."""
    rows = [(speech("name"), signed), (speech("quality"), None), (speech("date"), None), (speech("place-of"), None)]
    return tag(
        "div",
        tag("h3", who),
        facts(speech, rows),
        tag("p", speech("signature-stamp"), class_="stamp"),
        class_="signature",
    )


def handed_over(speech: Speech, key: str) -> Tag:
    """Make a line for the day on which something is handed over."""
    return tag("p", speech(key), " ", blank(speech), class_="handed")


# -- the sheet of its own


def _annex(page: Page, speech: Speech) -> tuple[Node, ...]:
    """What is told beside the document; nothing where nothing is missing and there is nothing to tell."""
    if not page.header.lacking and not page.annex:
        return ()
    lacking = None
    if page.header.lacking:
        lacking = section(
            speech("lacking"),
            tag("p", speech("lacking-told")),
            tag("ul", *(tag("li", line) for line in _lacking(page.header.lacking, speech))),
            id="lacking",
        )
    title = speech.wording(page.header.title)
    return (
        tag("p", speech("not-part"), class_="notice"),
        tag("p", f"{title} – {speech('on-the', day=speech.day(page.header.on))}", class_="quiet"),
        lacking,
        *page.annex,
    )


def _lacking(lacking: Sequence[Lacking], speech: Speech) -> Iterable[str]:
    """Say what is missing, each thing once, with the places where."""
    places: dict[tuple[str, str], list[str]] = {}
    for one in lacking:
        places.setdefault((speech.wording(one.wording), one.article), []).append(_place(one.field))
    for (what, article), where in places.items():
        said = f"{capital(what)} ({speech.article(article)})"
        numbers = [place for place in dict.fromkeys(where) if place]
        if numbers:
            more = f" … (+{len(numbers) - _NUMBERS})" if len(numbers) > _NUMBERS else ""
            key = "line" if len(numbers) == 1 else "lines"
            said = speech.named(said, f"{speech(key)} {', '.join(numbers[:_NUMBERS])}{more}")
        yield said


def _place(pointer: str) -> str:
    """Return the number of the line that a pointer leads to, as it is printed; empty for the head."""
    steps = [int(step) + 1 for step in pointer.split("/") if step.isdecimal()]
    # /employers/1/lines/2: the second employer, third line; behind the line it is the line that counts
    deep = 2 if pointer.startswith("/employers/") else 1
    return ".".join(map(str, steps[:deep]))

"""The report as lines of text, plain or with colours."""

import re
import textwrap
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from attrs import frozen

from tracexpo.problems import Language, source_in
from tracexpo.report.groups import Group, groups_of
from tracexpo.report.overview import Item, Overview
from tracexpo.report.words import STYLES, WORDS, judged, place

if TYPE_CHECKING:
    from tracexpo.report.value import Report

__all__ = ["Paragraph", "folded", "of_overview", "of_report", "plain", "wrapped"]


@frozen
class Paragraph:
    """A text that is folded where the line ends."""

    text: str
    """The text; none for an empty line."""
    style: str = ""
    """How it looks on a terminal."""
    indent: str = ""
    """What stands before its first line."""
    hanging: str | None = None
    """What stands before its other lines; None: the same."""


_EMPTY: Final = Paragraph("")
_HELD: Final = re.compile(r" (?=[;:?!»])|(?<=«) ")
"""The spaces of French punctuation, at which no line ends."""
_NO_BREAK: Final = "\u00a0"


def wrapped(text: str, width: int, first: str = "", other: str | None = None, *, whole: bool = False) -> list[str]:
    """Fold a text, never before the marks of French punctuation.

    Args:
        text: the text.
        width: of the lines [character].
        first: what stands before the first line.
        other: what stands before the other lines; None: the same.
        whole: leave long words, such as paths, as they are.
    """
    lines = textwrap.wrap(
        _HELD.sub(_NO_BREAK, text),
        width,
        initial_indent=first,
        subsequent_indent=first if other is None else other,
        break_long_words=not whole,
        break_on_hyphens=False,
    )
    return [line.replace(_NO_BREAK, " ") for line in lines or [""]]


def folded(paragraphs: Iterable[Paragraph], width: int) -> Iterator[tuple[str, str]]:
    """Yield the lines with their styles."""
    for p in paragraphs:
        yield from ((p.style, line) for line in wrapped(p.text, width, p.indent, p.hanging))


def plain(paragraphs: Iterable[Paragraph], width: int) -> str:
    """Return the lines as one text."""
    return "\n".join(line for _, line in folded(paragraphs, width))


def of_report(report: "Report", lang: Language, most: int) -> Iterator[Paragraph]:
    """Yield the paragraphs of a report."""
    words = WORDS[lang]
    yield Paragraph(f"{report.profile}{words['colon']}{report.title.text_in(lang)}", "bold")
    yield Paragraph(judged(lang, report.on.isoformat(), report.edition, report.checked))
    yield Paragraph(report.summary().text_in(lang), "bold")
    if not most:
        yield from _in_short(report, lang)
        return
    for group in groups_of(report.problems):
        yield _EMPTY
        yield _head(report, group, lang)
        messages = group.messages(lang)
        for message, problems in list(messages.items())[:most]:
            yield Paragraph(message, indent="  ")
            places = [place(problem, lang) for problem in problems[:most]]
            if len(problems) > most:
                places.append(words["more"].format(len(problems) - most))
            yield Paragraph(f"→ {words['and'].join(places)}", "dim", "    ")
        if len(messages) > most:
            yield Paragraph(words["more messages"].format(len(messages) - most), indent="  ")
        if group.source is not None:
            yield Paragraph(f"{words['source']} {source_in(group.source, lang)}", "dim", "  ")
    yield from _overviews(report, lang, most)
    yield from _rest(report, lang)


def _head(report: "Report", group: Group, lang: Language) -> Paragraph:
    title = report.titles[group.code].text_in(lang) if group.code in report.titles else ""
    head = f"{group.severity.word_in(lang).upper()}  {group.code}" + (f" ({group.count})" if group.count > 1 else "")
    return Paragraph(head + (f"{WORDS[lang]['colon']}{title}" if title else ""), STYLES[group.severity], hanging="  ")


def _in_short(report: "Report", lang: Language) -> Iterator[Paragraph]:
    """The numbers alone: a line for each code and each overview."""
    groups = groups_of(report.problems)
    if groups:
        yield _EMPTY
    yield from (_head(report, group, lang) for group in groups)
    if report.overviews:
        yield _EMPTY
        yield Paragraph(WORDS[lang]["overviews"], "bold")
    yield from (_item(f"{o.title.text_in(lang)} ({len(o.items)})") for o in report.overviews)


def _rest(report: "Report", lang: Language) -> Iterator[Paragraph]:
    """What is known and accepted, what could not be decided, what was not looked at."""
    for title, items in rest_of(report, lang):
        yield _EMPTY
        yield Paragraph(title, "bold")
        yield from (_item(text) for text in items)


def rest_of(report: "Report", lang: Language) -> list[tuple[str, list[str]]]:
    """Return what is told after the problems, part by part, with its title."""
    words = WORDS[lang]
    parts = {
        "silenced": [
            f"{s.problem.code}, {place(s.problem, lang)} – {words['reason']} {s.reason}" for s in report.silenced
        ],
        "undecided": [f"{u.code} ({u.count}){words['colon']}{u.why.text_in(lang)}" for u in report.undecided],
        "not checked": [wording.text_in(lang) for wording in report.not_checked],
    }
    return [(words[name], items) for name, items in parts.items() if items]


def _overviews(report: "Report", lang: Language, most: int) -> Iterator[Paragraph]:
    words = WORDS[lang]
    telling = [o for o in report.overviews if o.items or o.undecided]
    if report.overviews:
        yield _EMPTY
        yield Paragraph(words["overviews"], "bold")
    for overview in telling:
        yield _EMPTY
        yield from of_overview(overview, lang, most)
    silent = silent_of(report, lang)
    if silent:
        yield _EMPTY
        yield Paragraph(silent)


def silent_of(report: "Report", lang: Language) -> str:
    """Name the overviews that have nothing to tell, in one sentence; an empty text where each has."""
    titles = [o.title.text_in(lang) for o in report.overviews if not o.items and not o.undecided]
    words = WORDS[lang]
    return words["nothing to tell"].format(words["and"].join(titles)) if titles else ""


def of_overview(overview: Overview[Item], lang: Language, most: int) -> Iterator[Paragraph]:
    """Yield the paragraphs of an overview."""
    words = WORDS[lang]
    yield Paragraph(f"{overview.title.text_in(lang)} ({len(overview.items)})", "bold")
    yield Paragraph(overview.about.text_in(lang), "dim", "  ")
    yield from (_item(item.text_in(lang)) for item in overview.items[:most])
    if len(overview.items) > most:
        yield Paragraph(words["more"].format(len(overview.items) - most), indent="  ")
    yield from (_item(text) for text in unsaid_of(overview, lang))
    if overview.source is not None:
        yield Paragraph(f"{words['source']} {source_in(overview.source, lang)}", "dim", "  ")


def unsaid_of(overview: Overview[Item], lang: Language) -> list[str]:
    """Return what an overview cannot say, a sentence each."""
    return [WORDS[lang]["cannot say"].format(u.count, u.why.text_in(lang)) for u in overview.undecided]


def _item(text: str) -> Paragraph:
    return Paragraph(text, indent="  - ", hanging="    ")

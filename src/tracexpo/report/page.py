"""The report as HTML: a fragment for a notebook, and one page for a screen, a printer or a mail. It fetches nothing."""

import html
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from tracexpo.problems import Language, Severity, source_in
from tracexpo.report.groups import Group, groups_of
from tracexpo.report.overview import Item, Overview, shown
from tracexpo.report.text import rest_of, silent_of, unsaid_of
from tracexpo.report.words import WORDS, counted, judged, place

if TYPE_CHECKING:
    from tracexpo.report.value import Report

__all__ = ["fragment", "of_overview", "whole"]


def fragment(report: "Report", lang: Language, most: int) -> str:
    """Return the report as a fragment, in the style of what it is put into."""
    words = WORDS[lang]
    name = f"{report.profile}{words['colon']}{report.title.text_in(lang)}. {report.summary().text_in(lang)}"
    rest = "".join(_listed(title, items, "h4") for title, items in rest_of(report, lang))
    overviews = "".join(of_overview(o, lang, most) for o in report.overviews if o.items or o.undecided)
    return (
        f'<section lang="{lang}">{_problems(report, lang, most, name)}'
        f"<p>{_safe(_judged(report, lang))}</p>{overviews}{_paragraph(silent_of(report, lang))}{rest}</section>"
    )


def whole(report: "Report", lang: Language, most: int) -> str:
    """Return the report as one page."""
    words = WORDS[lang]
    name = f"{report.profile}{words['colon']}{report.title.text_in(lang)}"
    found = _problems(report, lang, most, words["problems"]) if report.problems else _paragraph(words["no problem"])
    parts = [_section("problems", words["problems"], found)]
    if report.overviews:
        telling = [o for o in report.overviews if o.items or o.undecided]
        shown_ones = "".join(_overview_of_page(o, lang, most) for o in telling)
        parts.append(_section("overviews", words["overviews"], shown_ones + _paragraph(silent_of(report, lang))))
    parts += [_section(f"rest-{i}", *part) for i, part in enumerate(_rest(report, lang))]
    return (
        f'<!DOCTYPE html>\n<html lang="{lang}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f"<title>{_safe(name)}. {_safe(report.summary().text_in(lang))}</title><style>{_STYLE_SHEET}</style></head>"
        f'<body><header><p class="quiet">tracexpo · {_safe(report.profile)}</p>'
        f"<h1>{_safe(_capital(report.title.text_in(lang)))}</h1><p>{_safe(_judged(report, lang))}</p>"
        f"{_tiles(report, lang)}{_contents(report, lang)}</header>"
        f'<main>{"".join(parts)}</main><footer class="quiet"><p>{_safe(words["personal"])}</p></footer></body></html>\n'
    )


def of_overview(overview: Overview[Item], lang: Language, most: int) -> str:
    """Return an overview as a fragment."""
    title = f"{overview.title.text_in(lang)} ({len(overview.items)})"
    return f'<section lang="{lang}">{_overview(overview, lang, most, title)}</section>'


# -- the parts of a page


def _tiles(report: "Report", lang: Language) -> str:
    """The numbers, for who reads no further."""
    summary = report.summary()
    numbers = {
        Severity.ERROR: (summary.errors, "error", "erreur"),
        Severity.WARNING: (summary.warnings, "warning", "avertissement"),
        Severity.INFO: (summary.information, "information", "information"),
    }
    tiles = []
    for severity, (n, en, fr) in numbers.items():
        number, _, word = counted(n, en if lang == "en" else fr, lang).partition(" ")
        tiles.append(f'<li class="{severity.word}"><strong>{number}</strong> {_safe(word)}</li>')
    return f'<ul class="tiles">{"".join(tiles)}</ul>'


def _contents(report: "Report", lang: Language) -> str:
    """Links to the overviews that have something to tell."""
    links = "".join(
        f'<li><a href="#{_safe(o.name)}">{_safe(o.title.text_in(lang))}</a> ({len(o.items)})</li>'
        for o in report.overviews
        if o.items or o.undecided
    )
    return f'<nav aria-label="{_safe(WORDS[lang]["overviews"])}"><ul>{links}</ul></nav>' if links else ""


def _section(id: str, title: str, body: str) -> str:
    return f'<section aria-labelledby="{id}"><h2 id="{id}">{_safe(title)}</h2>{body}</section>'


def _rest(report: "Report", lang: Language) -> Iterator[tuple[str, str]]:
    for title, items in rest_of(report, lang):
        yield title, _list(items)


def _overview_of_page(overview: Overview[Item], lang: Language, most: int) -> str:
    title = f'{_safe(overview.title.text_in(lang))} <span class="count">{len(overview.items)}</span>'
    body = _overview(overview, lang, most, None)
    name = _safe(overview.name)
    return f'<article aria-labelledby="{name}"><h3 id="{name}">{title}</h3>{body}</article>'


# -- tables


def _problems(report: "Report", lang: Language, most: int, caption: str) -> str:
    words = WORDS[lang]
    heads = "".join(f'<th scope="col">{_safe(words[name])}</th>' for name in ("gravity", "what", "where", "text"))
    rows = "".join(row for group in groups_of(report.problems) for row in _rows(report, group, lang, most))
    return _scrolling(
        caption,
        f'<table class="problems"><caption>{_safe(caption)}</caption><thead><tr>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table>",
    )


def _rows(report: "Report", group: Group, lang: Language, most: int) -> Iterator[str]:
    words = WORDS[lang]
    messages = group.messages(lang)
    title = report.titles[group.code].text_in(lang) if group.code in report.titles else ""
    head = f"<strong>{_safe(title)}</strong><br>" if title else ""
    for message, problems in list(messages.items())[:most]:
        places = [place(problem, lang) for problem in problems[:most]]
        if len(problems) > most:
            places.append(words["more"].format(len(problems) - most))
        yield (
            f'<tr><th scope="row"><span class="mark {group.severity.word}">{_safe(group.severity.word_in(lang))}</span>'
            f"</th><td>{head}{_safe(message)}<br><code>{_safe(group.code)}</code></td>"
            f"<td>{_safe(words['and'].join(places))}</td><td>{_safe(source_in(group.source or '', lang))}</td></tr>"
        )
    if len(messages) > most:
        left = words["more messages"].format(len(messages) - most)
        yield f'<tr><td></td><td colspan="3"><code>{_safe(group.code)}</code> {_safe(left)}</td></tr>'


def _overview(overview: Overview[Item], lang: Language, most: int, caption: str | None) -> str:
    """The table of an overview, with what it shows and what it cannot say; a caption where no heading says it."""
    words = WORDS[lang]
    about = f"<p>{_safe(overview.about.text_in(lang))}</p>"
    table = ""
    if overview.items:
        table = _scrolling(overview.title.text_in(lang), _table(overview.items, lang, most, caption))
    elif caption is not None:
        about = f"<p><strong>{_safe(caption)}</strong></p>{about}"
    more = len(overview.items) - most
    notes = [words["more"].format(more)] if more > 0 else []
    notes += unsaid_of(overview, lang)
    if overview.source is not None:
        notes.append(f"{words['source']} {source_in(overview.source, lang)}")
    return f'{about}{table}<div class="quiet">{"".join(map(_paragraph, notes))}</div>'


def _table(items: Sequence[Item], lang: Language, most: int, caption: str | None) -> str:
    """The items, a row each; columns in which nothing is said are left out."""
    first = items[0]
    said = [name for name in first.HEADINGS if any(getattr(item, name) not in (None, ()) for item in items)]
    columns = [name for name in said if first.BENEATH.get(name) not in said]
    beneath = {name: [n for n in said if first.BENEATH.get(n) == name] for name in columns}
    heads = "".join(f'<th scope="col">{_safe(_capital(first.HEADINGS[name].text_in(lang)))}</th>' for name in columns)
    rows = "".join(
        f"<tr>{''.join(_cell(item, name, beneath[name], lang) for name in columns)}</tr>" for item in items[:most]
    )
    named = f"<caption>{_safe(caption)}</caption>" if caption is not None else ""
    return f"<table>{named}<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _cell(item: Item, name: str, beneath: Sequence[str], lang: Language) -> str:
    text = shown(getattr(item, name), lang)
    more = [_safe(shown(value, lang)) for n in beneath if (value := getattr(item, n)) not in (None, ())]
    whole = ' class="whole"' if " " not in text and len(text) <= _WHOLE else ""
    return f"<td><span{whole}>{_safe(text)}</span>{''.join(f'<br><small>{line}</small>' for line in more)}</td>"


def _scrolling(name: str, table: str) -> str:
    """A table that may be wider than the screen: it scrolls by itself, by keyboard too."""
    return f'<div class="scroll" role="region" tabindex="0" aria-label="{_safe(name)}">{table}</div>'


# -- small things


def _judged(report: "Report", lang: Language) -> str:
    return judged(lang, report.on.isoformat(), report.edition, report.checked)


def _listed(title: str, items: list[str], heading: str) -> str:
    return f"<{heading}>{_safe(title)}</{heading}>{_list(items)}"


def _list(items: list[str]) -> str:
    return f"<ul>{''.join(f'<li>{_safe(item)}</li>' for item in items)}</ul>"


def _paragraph(text: str) -> str:
    return f"<p>{_safe(text)}</p>" if text else ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _safe(text: str) -> str:
    return html.escape(text)


_WHOLE: Final = 24
"""An id or a day of so many characters is not broken over two lines."""
_STYLE_SHEET: Final = """
:root{color-scheme:light dark;--ink:#1c2430;--quiet:#505a68;--paper:#fff;--soft:#f3f5f8;--line:#c3cad4;--link:#0b5c8a;
--error:#a3151c;--error-soft:#fdecec;--warning:#7a4a00;--warning-soft:#fff3dc;--information:#0b5c8a;
--information-soft:#e6f2fa}
@media (prefers-color-scheme:dark){:root{--ink:#e8ecf1;--quiet:#aab4c2;--paper:#14181e;--soft:#1e242c;--line:#46505e;
--link:#8cc8f0;--error:#ffb0ae;--error-soft:#4a1a1c;--warning:#ffd28a;--warning-soft:#46320f;--information:#a6d5f5;
--information-soft:#173448}}
*{box-sizing:border-box}
body{font:1rem/1.5 system-ui,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;color:var(--ink);
background:var(--paper);max-width:76rem;margin:0 auto;padding:1.5rem 1.25rem 3rem}
h1{font-size:1.7rem;line-height:1.2;margin:.1rem 0 .6rem}
h2{font-size:1.25rem;margin:2.2rem 0 .6rem;padding-bottom:.3rem;border-bottom:2px solid var(--line)}
h3{font-size:1.05rem;margin:1.8rem 0 .3rem}
p{margin:.35rem 0;max-width:48rem}
a{color:var(--link)}
code{font:.85em/1.4 ui-monospace,Consolas,Menlo,monospace;color:var(--quiet)}
.quiet,.quiet p{color:var(--quiet);font-size:.9rem}
.tiles{list-style:none;display:flex;flex-wrap:wrap;gap:.75rem;padding:0;margin:1rem 0}
.tiles li{min-width:9rem;padding:.6rem 1rem;border-radius:.5rem;border-left:.35rem solid}
.tiles strong{display:block;font-size:1.9rem;line-height:1.1}
.error{color:var(--error);background:var(--error-soft)}
.warning{color:var(--warning);background:var(--warning-soft)}
.information{color:var(--information);background:var(--information-soft)}
.mark{display:inline-block;padding:.05rem .5rem;border-radius:.75rem;font-size:.85rem;white-space:nowrap}
nav ul{display:flex;flex-wrap:wrap;gap:.2rem 1.5rem;padding:0;margin:.5rem 0;list-style:none}
.count{display:inline-block;min-width:1.6em;padding:0 .45em;border-radius:.8em;background:var(--soft);
color:var(--quiet);text-align:center;font-size:.9rem}
.scroll{overflow-x:auto;margin:.6rem 0}
table{border-collapse:collapse;width:100%;font-size:.92rem}
caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
th,td{padding:.45rem .6rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--line);
overflow-wrap:break-word}
thead th{background:var(--soft);font-weight:600}
tbody th{font-weight:400}
.whole{white-space:nowrap}
small{color:var(--quiet);display:inline-block;min-width:7rem}
.problems td:nth-child(2){min-width:min(20rem,55vw)}
.problems td:nth-child(n+3){min-width:9rem}
@media print{:root{color-scheme:light;--ink:#000;--quiet:#333;--paper:#fff;--soft:#eee;--line:#888;--link:#000;
--error:#8a0008;--warning:#5c3700;--information:#06405f;--error-soft:#fff;--warning-soft:#fff;--information-soft:#fff}
@page{size:landscape;margin:12mm}html{font-size:8.5pt}body{max-width:none;padding:0}.scroll{overflow:visible}
td{overflow-wrap:anywhere}.problems td:nth-child(n+2),small{min-width:0}
tr,.tiles,h2,h3{break-inside:avoid}h2,h3{break-after:avoid}thead{display:table-header-group}
.tiles li{border:1px solid var(--line);border-left-width:.35rem}a{text-decoration:none}}
""".replace("\n", "")

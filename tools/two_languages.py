"""A hook of MkDocs: the French pages, the last section of the navigation, are a site of their own.

On each page the tabs, the side bar, the way back and the search lead to pages of its language; a link from a French
page to one that is in English alone says so. `codes/*` in the navigation stands for the pages of a folder.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unicodedata import normalize
from urllib.parse import urljoin

from mkdocs.structure.nav import Navigation

WORDS = {
    "Dark": "Sombre",
    "Light": "Clair",
    "Permanent link": "Lien permanent",
    "Traceability of occupational exposure to CMR agents": "Traçabilité de l'exposition professionnelle aux agents CMR",
}
"""What the theme takes from `mkdocs.yml`, in one language, and its French."""
WORD = re.compile(f'="({"|".join(map(re.escape, WORDS))})"')
BASE = re.compile(r'(?<="base": ")[^"]*')
"""Where a page says from which folder its search begins."""
LINK = re.compile(r'<a (?=[^>]*\bhref="([^"#]*/)?(#[^"]*)?")')


def is_french(page: Any) -> bool:
    """Whether a page is one of the French ones."""
    return bool(page.file.src_uri.startswith("fr/"))


def on_config(config: Any) -> Any:
    """Name the pages of folders in the navigation."""
    config.nav = list(_named(config.nav, Path(config.docs_dir)))
    return config


def _named(nav: list[Any], docs: Path) -> Iterator[Any]:
    for item in nav:
        if isinstance(item, dict):
            yield {title: list(_named(of, docs)) if isinstance(of, list) else of for title, of in item.items()}
        elif item.endswith("/*"):
            found = sorted(docs.glob(f"{item}.md"), key=lambda path: path.stem)
            yield from (path.relative_to(docs).as_posix() for path in found if path.stem != "index")
        else:
            yield item


def on_nav(nav: Any, **_: Any) -> Any:
    """Part the two languages: no way leads up, back or on from one into the other."""
    for item in nav.items[-1].children:
        item.parent = None
    for page in nav.pages:
        for name in ("previous_page", "next_page"):
            other = getattr(page, name)
            if other is not None and is_french(other) != is_french(page):
                setattr(page, name, None)
    return nav


def on_page_context(context: Any, *, page: Any, nav: Any, **_: Any) -> Any:
    """Show a page the navigation of its language."""
    french = is_french(page)
    items = nav.items[-1].children if french else nav.items[:-1]
    context["nav"] = Navigation(items, [other for other in nav.pages if is_french(other) == french])
    context["nav"].homepage = items[0]
    return context


def on_page_content(html: str, *, page: Any, **_: Any) -> str:
    """Mark the links that leave a French page for an English one."""

    def marked(found: re.Match[str]) -> str:
        target = urljoin(f"/{page.url}", found[1] or "")
        return found[0] if target.startswith("/fr/") or "://" in target else f'{found[0]}hreflang="en" '

    return LINK.sub(marked, html) if is_french(page) else html


def on_post_page(output: str, *, page: Any, **_: Any) -> str:
    """Say the words of the theme in French, and search among the French pages."""
    if not is_french(page):
        return output
    output = WORD.sub(lambda found: f'="{WORDS[found[1]]}"', output)
    return BASE.sub(lambda found: f"{found[0]}/fr/", output, count=1)


def on_post_build(config: Any) -> None:
    """Give each language what is searched: the French one also what is in English alone."""
    site = Path(config.site_dir)
    index = json.loads((site / "search/search_index.json").read_text("utf-8"))
    # who types no accents finds the words all the same: a field of the index that is not shown
    index["config"]["fields"]["plain"] = {"boost": 1.0}
    english, french = [], []
    for part in index["docs"]:
        part["plain"] = _plain(f"{part['title']} {part['text']}")
        (french if part["location"].startswith("fr/") else english).append(part)
    for part in french:
        part["location"] = part["location"].removeprefix("fr/")
    translated = {_page_of(part) for part in french}
    alone = [part for part in english if _page_of(part) not in translated]
    # after what is said in French
    above = [{**part, "location": f"../{part['location']}", "boost": 0.5} for part in alone]
    _write(site / "fr/search/search_index.json", {**index, "docs": french + above})
    _write(site / "search/search_index.json", {**index, "docs": english})


def _plain(text: str) -> str:
    """Return the words that have accents, without them."""
    accented = {word for word in re.findall(r"[^\W\d_]{3,}", text) if not word.isascii()}
    return " ".join(
        sorted(normalize("NFKD", word.replace("œ", "oe")).encode("ascii", "ignore").decode() for word in accented)
    )


def _page_of(part: Any) -> str:
    return str(part["location"].partition("#")[0])


def _write(path: Path, index: Any) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(index, ensure_ascii=False, separators=(",", ":")), "utf-8", newline="\n")

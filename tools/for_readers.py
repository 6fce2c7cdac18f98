"""A hook of MkDocs: what tools need and readers do not is left out of the pages.

That is what doctest is told in an example, and in the contents of a page of the reference its many attributes.
"""

import re
from typing import Any

DIRECTIVE = re.compile(r" *# doctest: .*")
ATTRIBUTE = "doc-symbol-attribute"
"""How mkdocstrings marks an attribute in the contents."""


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Return the text of a page without what doctest is told."""
    return DIRECTIVE.sub("", markdown)


def on_page_content(html: str, *, page: Any, **_: Any) -> str:
    """Shorten the contents of a page; the page stays as it is."""
    _shorten(page.toc.items)
    return html


def _shorten(entries: list[Any]) -> None:
    entries[:] = [entry for entry in entries if ATTRIBUTE not in entry.title]
    for entry in entries:
        _shorten(entry.children)
